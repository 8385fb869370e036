"""Pull quotes: body text that a page prints a second time."""

from __future__ import annotations

import pytest

from mkdocs_newspaper.model import Paragraph, PrintPage, Segment, Text
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
