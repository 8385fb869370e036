"""Segments of several print pages become articles: nothing is lost, doubled, or joined to itself."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.continuation import join
from mkdocs_newspaper.jump_matching import decisions
from mkdocs_newspaper.model import (
    Article,
    Continuation,
    Issue,
    Jump,
    JumpRuling,
    Paragraph,
    PrintPage,
    Segment,
    Text,
)

DAY = dt.date(2025, 6, 18)
#: Words that stories share or not; headlines made of them are the same, parts of each other, or strangers.
WORDS = ("鹤鸣湾水库", "扩建工程", "开工建设", "春茶开采", "便民圈", "一桥飞架", "采茶节", "秋粮长势")


def segment(
    page: str,
    order: int,
    headline: str | None = None,
    to: str | None = None,
    came: str | None = None,
    texts: tuple[str, ...] = ("正文。",),
) -> Segment:
    line = order * 10
    jumps = (Jump("continuation", f"（下转{to}版）", line + 5, page, to, len(texts)),) if to else ()
    return Segment(
        page=page,
        order=order,
        line=line,
        headline=Text(headline) if headline else None,
        paragraphs=tuple(Paragraph(Text(text), line + 1 + at) for at, text in enumerate(texts)),
        jumps=jumps,
        continuation=Continuation(f"（上接{came}版）", line, came) if came else None,
        source=f"issues/{page}.md",
    )


def issue_of(*segments: Segment, rulings: tuple[JumpRuling, ...] = ()) -> Issue:
    labels = dict.fromkeys(one.page for one in segments)
    pages = tuple(
        PrintPage(label, segments=tuple(s for s in segments if s.page == label)) for label in labels
    )
    return Issue(date=DAY, pages=pages, rulings=rulings)


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """Print pages full of stories whose jumps may fit, may not, may lead nowhere, back, or in a ring."""
    labels = draw(st.lists(st.sampled_from(["1", "2", "3", "4", "A2"]), min_size=1, max_size=4, unique=True))
    anywhere = st.none() | st.sampled_from(["1", "2", "3", "4", "A2", "9"])
    pages = []
    number = 0
    for label in labels:
        stories = []
        for order in range(1, draw(st.integers(0, 4)) + 1):
            words = draw(st.lists(st.sampled_from(WORDS), max_size=3))
            texts = []
            for _ in range(draw(st.integers(0, 3))):
                number += 1
                cut = draw(st.sampled_from(["。", "，", ""]))
                texts.append(f"{number}号段落讲{draw(st.sampled_from(WORDS))}{cut}")
            stories.append(
                segment(label, order, "".join(words) or None, draw(anywhere), draw(anywhere), tuple(texts))
            )
        pages.append(PrintPage(label, segments=tuple(stories)))
    return Issue(date=DAY, pages=tuple(pages))


def every(issue: Issue) -> tuple[Article, ...]:
    return (*issue.articles, *issue.orphans)


def check_whole(before: Issue, joined: Issue) -> None:
    """Everything that has to be true of any issue, whatever its jumps say."""
    placed = Counter((one.page, one.order) for article in every(joined) for one in article.segments)
    assert placed == Counter((one.page, one.order) for page in before.pages for one in page.segments)
    texts = Counter(one.text.shown for article in every(joined) for one in article.paragraphs)
    assert texts == Counter(
        one.text.shown for page in before.pages for story in page.segments for one in story.paragraphs
    )
    assert len({article.slug for article in every(joined)}) == len(every(joined))
    for article in every(joined):
        check_ends(article)
    own = {(one.page, one.order): one for article in every(joined) for one in article.segments}
    for page in joined.pages:
        assert all(own[page.label, one.order] == one for one in page.segments)


def check_ends(article: Article) -> None:
    anchors = [
        anchor
        for one in article.segments
        for anchor in (
            *(paragraph.anchor for paragraph in one.paragraphs),
            *(jump.anchor for jump in one.jumps),
            *([one.continuation.anchor] if one.continuation else []),
        )
    ]
    assert len(anchors) == len(set(anchors))
    assert all(anchors)
    marks = {f"p{one.page.lower()}" for one in article.segments}
    for number, one in enumerate(article.segments):
        jump, last = one.jump_out, number == len(article.segments) - 1
        # A story goes on exactly where a jump says so, on the page that the jump names.
        assert (jump is not None and jump.resolved) == (not last)
        if jump is not None and jump.resolved:
            following = article.segments[number + 1]
            assert jump.to_page == following.page
            assert jump.target in {*anchors, *marks}
            if following.paragraphs:
                assert jump.target == following.paragraphs[0].anchor
            if following.continuation is not None:
                assert following.continuation.resolved
                assert following.continuation.from_page == one.page
                assert following.continuation.target == jump.anchor
        elif jump is not None:
            assert jump.target is None
            assert jump.note
    first = article.segments[0].continuation
    assert (article.orphan is None) == (first is None)
    assert first is None or not first.resolved


@given(issues())
def test_no_paragraph_is_lost_or_doubled_and_both_ends_of_a_jump_agree(issue: Issue) -> None:
    check_whole(issue, join(issue))


@given(issues(), st.randoms(use_true_random=False))
def test_the_order_in_which_pages_come_joins_nothing_else(issue: Issue, order: random.Random) -> None:
    shuffled = list(issue.pages)
    order.shuffle(shuffled)
    other = join(replace(issue, pages=tuple(shuffled)))
    check_whole(issue, other)

    def chains(joined: Issue) -> set[tuple[tuple[str, int], ...]]:
        return {tuple((one.page, one.order) for one in article.segments) for article in every(joined)}

    plain = join(issue)
    rings = [one for one in (*decisions(issue),) if one.why == "circle"]
    if not rings:  # a ring has to be opened somewhere, and that is at its first page
        assert chains(other) == chains(plain)


@given(issues(), st.data())
def test_a_page_that_is_missing_leaves_its_jumps_open_and_the_text_whole(
    issue: Issue, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from([page.label for page in issue.pages])))
    left = replace(issue, pages=tuple(page for page in issue.pages if page.label not in gone))
    joined = join(left)

    check_whole(left, joined)
    for jump in (jump for article in every(joined) for jump in article.jumps):
        if jump.to_page in gone:
            assert (jump.resolved, jump.note) == (False, "page-not-held")
    assert {one.severity for one in joined.diagnostics if "is not held" in one.message} <= {"info"}


@given(issues(), st.data())
def test_an_editors_rulings_lose_and_double_nothing_either(issue: Issue, data: st.DataObject) -> None:
    outs = [one for page in issue.pages for one in page.segments if one.jump_out]
    labels = [page.label for page in issue.pages]
    rulings = tuple(
        JumpRuling(
            one.page,
            one.line + 5,
            data.draw(st.none() | st.sampled_from([*labels, "9"])),
            data.draw(st.none() | st.sampled_from(WORDS)),
            data.draw(st.none() | st.integers(1, 50)),
            "corrections.yml",
            1,
        )
        for one in outs
        if data.draw(st.booleans())
    )
    joined = join(replace(issue, rulings=rulings))

    check_whole(issue, joined)


@given(issues())
def test_every_jump_and_every_orphan_has_its_decision(issue: Issue) -> None:
    joined = join(issue)
    made = decisions(issue)

    jumps = {
        (one.page, jump.line): jump
        for article in every(joined)
        for one in article.segments
        for jump in one.jumps
    }
    assert {(one.page, one.line) for one in made if one.kind == "jump"} == set(jumps)
    for one in made:
        if one.kind == "jump":
            assert one.joined == jumps[one.page, one.line].resolved
            assert one.joined == any(candidate.chosen for candidate in one.candidates)
        else:
            assert not one.joined
    assert sum(one.kind == "continuation" for one in made) == len(joined.orphans)
    # Nothing in the issue that joining gave back decides otherwise a second time.
    assert [one.why for one in decisions(joined)] == [one.why for one in made]


def joined_pages(issue: Issue) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(None if one.untitled else one.headline.shown, one.pages) for one in join(issue).articles]


def test_a_chain_of_jumps_is_one_article() -> None:
    issue = issue_of(
        segment("1", 1, "一江清水出云溪", to="2"),
        segment("2", 1, "一江清水", to="4", came="1"),
        segment("4", 1, "清水", came="2"),
    )
    assert joined_pages(issue) == [("一江清水出云溪", ("1", "2", "4"))]


def test_several_stories_that_jump_to_one_page_find_their_own() -> None:
    issue = issue_of(
        segment("1", 1, "水库扩建工程开工", to="2"),
        segment("1", 2, "高山春茶开采", to="2"),
        segment("1", 3, None, to="2", texts=("省农科院的专家说，紫云英",)),
        segment("2", 1, "春茶", came="1"),
        segment("2", 2, None, came="1", texts=("省农科院的专家认为，紫云英是好绿肥。",)),
        segment("2", 3, "水库工程开工", came="1"),
    )
    assert [article.segments[1].order for article in join(issue).articles] == [3, 1, 2]


def test_two_that_stay_equal_are_left_and_say_so() -> None:
    issue = issue_of(
        segment("1", 1, "冬修水利全面铺开", to="4"),
        segment("1", 2, "冬春造林有序推进", to="4"),
        segment("4", 1, None, came="1", texts=("各地正在抓紧。",)),
        segment("4", 2, None, came="1", texts=("目前进展顺利。",)),
    )
    joined = join(issue)
    assert [jump.note for article in joined.articles for jump in article.jumps] == ["ambiguous"] * 2
    assert [one.orphan for one in joined.orphans] == ["ambiguous"] * 2
    assert {one.severity for one in joined.diagnostics} == {"warning"}


def test_one_jump_with_two_equal_continuations_is_ambiguous() -> None:
    joined = join(
        issue_of(
            segment("1", 1, "冬修水利全面铺开", to="4"),
            segment("4", 1, None, came="1", texts=("各地正在抓紧。",)),
            segment("4", 2, None, came="1", texts=("目前进展顺利。",)),
        )
    )
    assert joined.articles[0].jumps[0].note == "ambiguous"


def test_page_numbers_must_agree_both_ways() -> None:
    joined = join(
        issue_of(
            segment("1", 1, "一桥飞架两岸同城", to="2"),
            segment("2", 1, "一桥飞架两岸同城", came="3", texts=("市民说，",)),
            segment("3", 1, "别的消息"),
        )
    )
    assert joined.articles[0].pages == ("1",)
    assert joined.orphans[0].pages == ("2",)


def test_a_story_that_would_lead_back_to_itself_is_opened_at_its_first_page() -> None:
    joined = join(
        issue_of(
            segment("1", 1, "甲乙丙丁", to="2", came="2"),
            segment("2", 1, "甲乙丙丁", to="1", came="1"),
        )
    )
    (article,) = every(joined)
    assert article.pages == ("1", "2")
    assert article.jumps[-1].note == "circle"


def test_a_continuation_and_a_jump_of_one_segment_each_keep_their_reason() -> None:
    joined = join(issue_of(segment("2", 1, "甲乙丙丁", to="7", came="1"), segment("1", 1, "别的")))
    (orphan,) = joined.orphans
    assert orphan.orphan == "no-source"
    assert orphan.jumps[0].note == "page-not-held"


@pytest.mark.parametrize(("option", "severity"), [("warn", "warning"), ("info", "info"), ("ignore", None)])
def test_the_option_sets_how_loudly_open_jumps_are_spoken_of(option: str, severity: str | None) -> None:
    issue = issue_of(segment("1", 1, "甲乙丙丁", to="2"), segment("2", 1, "戊己庚辛", came="3"))
    codes = {(one.code, one.severity) for one in join(issue, option).diagnostics}
    expected = {("open-jump", severity), ("orphan", "info")} if severity else set()
    assert codes == expected
