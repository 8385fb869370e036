"""Pull quotes: body text that a page prints a second time."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from mkdocs_newspaper.model import Dateline, Figure, Jump, Paragraph, PrintPage, Segment, Text
from mkdocs_newspaper.reading import pull_quotes
from mkdocs_newspaper.reading.pull_quotes import find_pull_quotes

#: Sixty characters, no eight of them twice.
QUOTED = (
    "渡口的老船工石满仓每天清早都把木船擦得干干净净因为他说两岸的孩子还要坐它去学堂"
    "等大桥修好那天他才肯把桨收进屋里挂在墙上"
)
REST = "这座桥从去年秋天动工到今年夏天合龙一共用了三百多个日夜参加施工的有附近五个村子的两百名工人。"


def issue_of(*paragraphs: str, headline: str | None = "柳湾大桥合龙") -> list[PrintPage]:
    segment = Segment(
        "1",
        1,
        1,
        headline=Text(headline) if headline else None,
        paragraphs=tuple(Paragraph(Text(text), line) for line, text in enumerate(paragraphs, 1)),
    )
    return [PrintPage("1", segments=(segment,))]


def quotes(pages: list[PrintPage]) -> list[str]:
    found, _ = find_pull_quotes(pages)
    return [quote.text.shown for page in found for one in page.segments for quote in one.pull_quotes]


def test_a_copy_inside_its_story_is_a_pull_quote() -> None:
    assert quotes(issue_of(QUOTED + "。" + REST, "风停了，船靠了岸。", QUOTED)) == [QUOTED]


@pytest.mark.parametrize("misread", ["疲口", "渡囗"])
def test_a_copy_whose_first_words_are_misread_is_one_all_the_same(misread: str) -> None:
    copy = misread + QUOTED[2:]
    assert quotes(issue_of(QUOTED + "。" + REST, copy)) == [copy]


def test_text_of_which_a_quarter_stands_nowhere_else_is_none() -> None:
    other = "临河的茶馆里坐着三位从外乡来的客商" + QUOTED[16:]
    assert quotes(issue_of(QUOTED + "。" + REST, other)) == []


def test_a_paragraph_that_repeats_itself_is_no_copy() -> None:
    assert quotes(issue_of("江水滔滔向东流去不回头" * 4, REST + QUOTED)) == []


def loose_pages(copies: int, *, together: bool) -> list[PrintPage]:
    """Two pages, each of a story and of copies of its text that nothing claims: in one segment, or in as many."""
    story = Segment("1", 1, 1, headline=Text("柳湾大桥合龙"), paragraphs=(Paragraph(Text(QUOTED + "。"), 1),))
    paragraphs = tuple(Paragraph(Text(QUOTED), line) for line in range(2, copies + 2))
    loose = [paragraphs] if together else [(one,) for one in paragraphs]
    segments = (story, *(Segment("1", at, 1, paragraphs=held) for at, held in enumerate(loose, 2)))
    return [PrintPage(label, segments=segments) for label in ("1", "2")]


def lines_run(pages: list[PrintPage]) -> int:
    """How many lines of the module are run for some pages."""
    lines = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        if frame.f_code.co_filename != pull_quotes.__file__:
            return None
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find_pull_quotes(pages)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("together", [True, False])
def test_twice_as_many_copies_take_twice_the_work(together: bool) -> None:
    few, many = (loose_pages(copies, together=together) for copies in (150, 300))
    assert lines_run(many) < 2.2 * lines_run(few)


def test_every_copy_but_the_one_that_holds_the_text_is_taken_out() -> None:
    pages, corrections = find_pull_quotes(loose_pages(20, together=True))
    assert len(corrections) == 39
    assert sum(len(one.pull_quotes) for page in pages for one in page.segments) == 39


def test_what_stands_behind_a_copy_that_goes_keeps_its_place() -> None:
    (page,) = issue_of(QUOTED + "。" + REST, QUOTED, "风停了，船靠了岸。", QUOTED[:40], "天快要黑了。")
    marked = replace(
        page.segments[0],
        figures=(Figure("1", 6, caption=Text("合龙后的大桥"), after=4),),
        jumps=(Jump("continuation", "（下转第四版）", 9, "1", "4", 5),),
        datelines=(Dateline("本报讯", line=3, after=2),),
    )
    ((one,),) = (found.segments for found in find_pull_quotes([replace(page, segments=(marked,))])[0])
    assert [quote.after for quote in one.pull_quotes] == [1]
    assert (one.figures[0].after, one.jumps[0].after, one.datelines[0].after) == (3, 4, 1)
