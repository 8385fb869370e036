"""The index of names and terms: counts, months, offices, company and sentences over many issues."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.glossary.index import (
    GlossaryIndex,
    Record,
    in_pages,
    initial,
    newest_first,
    pinyin_order,
    rounded_down,
)
from mkdocs_newspaper.model import (
    Article,
    Bilingual,
    Entry,
    Figure,
    Issue,
    Mention,
    Paragraph,
    PullQuote,
    Segment,
    Text,
)

HARBOUR = Entry("place/yu-gang", "渔港", "place", "Yugang", "Yúgǎng")
LI = Entry("person/li-an", "李安", "person", "Li An", "Lǐ Ān", Bilingual("市长", "Mayor"))
SONG = Entry("person/song-lin", "宋林", "person", "Song Lin", "Sòng Lín")
ENTRIES = (HARBOUR, LI, SONG)


def mentions(anchor: str, text: str) -> list[Mention]:
    """Every name of `ENTRIES` in a text, found the simplest way."""
    return [
        Mention(entry.id, entry.zh, entry.kind, anchor, at, at + len(entry.zh))
        for at in range(len(text))
        for entry in ENTRIES
        if text.startswith(entry.zh, at)
    ]


def article(*texts: str, headline: str = "要闻", captions: tuple[str, ...] = (), page: str = "1") -> Article:
    paragraphs = tuple(Paragraph(Text(text), 5, f"s{page}-{number}") for number, text in enumerate(texts, 1))
    figures = tuple(
        Figure(page, 3, Text(caption), anchor=f"figure-{number}")
        for number, caption in enumerate(captions, 1)
    )
    segment = Segment(page, 1, 1, headline=Text(headline), paragraphs=paragraphs, figures=figures)
    fields = [("headline", headline)]
    fields += [(one.anchor, one.text.shown) for one in paragraphs]
    fields += [(one.anchor, one.caption.shown) for one in figures if one.caption]
    found = tuple(mention for anchor, text in fields for mention in mentions(anchor, text))
    return Article("yao-wen", Text(headline), (segment,), mentions=found)


def issue(day: dt.date, *articles: Article, orphans: tuple[Article, ...] = ()) -> Issue:
    return Issue(day, articles=articles, orphans=orphans, entries=ENTRIES)


def index(*issues: Issue) -> GlossaryIndex:
    return GlossaryIndex.of_issues(issues, ENTRIES)


def sentences(record: Record) -> list[str]:
    return ["".join(text for text, _ in one.pieces) for one in record.passages(newest_first(record))]


DAY = dt.date(1999, 3, 1)

WORDS = st.lists(
    st.sampled_from(["渔港", "李安", "宋林", "说", "，", "。", "今天", "\n", "！", "a. b"]), max_size=30
)
STORY = st.lists(WORDS.map("".join).filter(str.strip), min_size=1, max_size=4).map(
    lambda texts: article(*texts)
)
ISSUES = st.lists(st.lists(STORY, max_size=3), max_size=4).map(
    lambda days: [issue(DAY + dt.timedelta(40 * number), *stories) for number, stories in enumerate(days)]
)


@given(ISSUES)
def test_counts_equal_a_naive_count(issues: list[Issue]) -> None:
    found = index(*issues)
    naive = Counter(one.entry for each in issues for story in each.articles for one in story.mentions)
    months = Counter(
        (one.entry, each.date.year, each.date.month)
        for each in issues
        for story in each.articles
        for one in story.mentions
    )
    for entry in ENTRIES:
        record = found[entry.id]
        assert record.count == naive[entry.id]
        assert record.forms[entry.zh] == naive[entry.id]
        assert sum(record.pages.values()) == record.count
        assert {(entry.id, *month): count for month, count in record.months.items()} == {
            key: count for key, count in months.items() if key[0] == entry.id
        }
        assert sum(record.years.values()) == record.count


@given(ISSUES)
def test_every_mention_stands_in_one_sentence_with_its_name(issues: list[Issue]) -> None:
    found = index(*issues)
    for entry in ENTRIES:
        record = found[entry.id]
        passages = record.passages(newest_first(record))
        assert sum(one.mentions for one in passages) == record.count
        assert sum(is_name for one in passages for _, is_name in one.pieces) == record.count
        assert {text for one in passages for text, is_name in one.pieces if is_name} <= {entry.zh}


def test_a_sentence_ends_at_its_full_stop_and_its_closing_quote() -> None:
    found = index(issue(DAY, article("天亮了。李安说：“渔港开了！”人们散去。宋林走了。")))
    assert sentences(found[LI.id]) == ["李安说：“渔港开了！”"]
    assert sentences(found[SONG.id]) == ["宋林走了。"]


def test_two_mentions_of_a_sentence_are_told_once() -> None:
    found = index(issue(DAY, article("李安问，李安答。李安笑。")))
    (first, second) = found[LI.id].passages(newest_first(found[LI.id]))
    assert (first.mentions, second.mentions) == (2, 1)
    assert first.pieces == (("李安", True), ("问，", False), ("李安", True), ("答。", False))


def test_a_sentence_without_end_is_cut_with_marks_that_say_so() -> None:
    found = index(issue(DAY, article("长" * 300 + "李安" + "长" * 300)))
    (sentence,) = sentences(found[LI.id])
    assert sentence.startswith("…")
    assert sentence.endswith("…")
    assert len(sentence) < 200


def test_a_sentence_that_the_page_cuts_is_left_open() -> None:
    found = index(issue(DAY, article("李安来到渔港，")))
    assert sentences(found[LI.id]) == ["李安来到渔港，…"]


def test_a_repeated_caption_counts_once_in_an_issue_and_again_in_the_next() -> None:
    twice = article("无名。", captions=("李安在渔港。", "李安 在渔港。"))
    found = index(issue(DAY, twice, article("无名。", captions=("李安在渔港。",))))
    assert found[LI.id].count == 1
    found = index(issue(DAY, twice), issue(DAY + dt.timedelta(1), twice))
    assert found[LI.id].count == 2


def test_neither_pull_quotes_nor_the_jump_heads_of_orphans_are_counted() -> None:
    story = article("李安来了。")
    quoted = replace(story.segments[0], pull_quotes=(PullQuote("1", 9, Text("李安来了。"), 0, "s1-1"),))
    story = replace(
        story,
        segments=(quoted,),
        mentions=(*story.mentions, Mention(LI.id, "李安", "person", "pull-quote-1", 0, 2)),
    )
    found = index(issue(DAY, story, orphans=(article("李安走了。", headline="李安来了", page="4"),)))
    assert [(one.page, one.anchor) for one in found[LI.id].occurrences] == [("1", "s1-1"), ("4", "s4-1")]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 99), (2, 2), (3, 1)])
def test_a_mention_outside_of_its_text_is_not_counted(start: int, end: int) -> None:
    wrong = replace(article("无名。"), mentions=(Mention(LI.id, "李安", "person", "s1-1", start, end),))
    assert index(issue(DAY, wrong))[LI.id].count == 0


def test_the_same_mention_given_twice_counts_once() -> None:
    story = article("李安。")
    assert index(issue(DAY, replace(story, mentions=story.mentions * 2)))[LI.id].count == 1


def test_offices_follow_each_other_in_time() -> None:
    days = [DAY, DAY + dt.timedelta(400), DAY + dt.timedelta(800)]
    posts = [LI.office, LI.office, Bilingual("省长", "Governor")]
    issues = [
        replace(issue(day, article("李安。")), entries=(replace(LI, office=post),))
        for day, post in zip(days, posts, strict=True)
    ]
    tenures = index(*issues)[LI.id].tenures
    assert [(one.office, one.first, one.last) for one in tenures] == [
        (LI.office, days[0], days[1]),
        (posts[2], days[2], days[2]),
    ]
    assert index(*issues)[LI.id].latest == tenures[-1]


def test_company_is_counted_by_stories() -> None:
    found = index(
        issue(DAY, article("李安和渔港，渔港。"), article("宋林、李安、渔港。")),
        issue(DAY, article("宋林。")),
    )
    assert [(one.entry.id, count) for one, count in found.together(found[LI.id], 9)] == [
        (HARBOUR.id, 2),
        (SONG.id, 1),
    ]
    assert len(found.together(found[LI.id], 1)) == 1


def test_other_forms_are_aliases_and_spaced_names_are_not() -> None:
    story = article("李安。")
    text = "李　安、阿安。"
    story = replace(
        story,
        segments=(replace(story.segments[0], paragraphs=(Paragraph(Text(text), 5, "s1-1"),)),),
        mentions=(
            Mention(LI.id, "李　安", "person", "s1-1", 0, 3),
            Mention(LI.id, "阿安", "person", "s1-1", 4, 6),
        ),
    )
    assert index(issue(DAY, story))[LI.id].aliases == ["阿安"]
    known = replace(LI, aliases=("安公", "阿安"))
    assert GlossaryIndex.of_issues([issue(DAY, story)], [known])[LI.id].aliases == ["安公", "阿安"]


def test_two_mentions_earn_a_page_and_so_does_the_site_s_glossary() -> None:
    found = index(issue(DAY, article("李安、宋林。李安。")))
    assert found[LI.id].has_page
    assert not found[SONG.id].has_page
    curated = GlossaryIndex.of_issues(
        [issue(DAY, article("宋林。"))], [replace(SONG, sources=("glossary.yml:3",))]
    )
    assert curated[SONG.id].has_page


def test_entries_are_sorted_by_syllable() -> None:
    names = ["person/lin-he", "person/li-zhang", "person/liang", "person/li"]
    ordered = sorted((replace(LI, id=name) for name in names), key=pinyin_order)
    assert [one.id for one in ordered] == ["person/li", "person/li-zhang", "person/liang", "person/lin-he"]
    assert [initial(replace(LI, id=name)) for name in ("person/li", "term/12-hao", "term/")] == [
        "L",
        "#",
        "#",
    ]


@given(st.lists(st.integers(1, 40), max_size=12), st.integers(1, 20))
def test_pages_of_mentions_hold_all_of_them_in_order_and_never_more_than_asked(
    stories: list[int], size: int
) -> None:
    found = index(issue(DAY, *(article("李安。" * number) for number in stories)))
    all_of_them = newest_first(found[LI.id])
    pages = in_pages(all_of_them, size)
    held = [
        (one.story, number)
        for page in pages
        for one in page
        for number in range(one.start, one.start + one.size)
    ]
    assert held == [(one.story, number) for one in all_of_them for number in range(one.size)]
    assert all(sum(one.size for one in page) <= size for page in pages)
    assert len(pages) <= 2 * (sum(stories) // size) + 1


def test_the_newest_issue_comes_first_and_a_story_reads_downwards() -> None:
    found = index(
        issue(DAY, article("李安一。", "李安二。")), issue(DAY + dt.timedelta(1), article("李安三。李安四。"))
    )
    assert sentences(found[LI.id]) == ["李安三。", "李安四。", "李安一。", "李安二。"]


def test_thirty_thousand_mentions_take_linear_time() -> None:
    def seconds(size: int) -> float:
        issues = [
            issue(DAY + dt.timedelta(number), article(*["渔港开了，李安来了。" * 10] * 5))
            for number in range(size)
        ]
        start = time.process_time()
        found = index(*issues)
        record = found[LI.id]
        record.passages(newest_first(record))
        found.together(record, 10)
        assert record.count == size * 50
        return time.process_time() - start

    small, large = seconds(60), seconds(600)
    assert large < 30 * small + 0.5


def test_a_paragraph_of_one_name_thousands_of_times_is_read_in_linear_time() -> None:
    start = time.process_time()
    found = index(issue(DAY, article("李安" * 20_000)))
    passages = found[LI.id].passages(newest_first(found[LI.id]))
    assert sum(one.mentions for one in passages) == 20_000
    assert time.process_time() - start < 5


def test_a_number_of_mentions_is_told_exactly_up_to_nineteen_and_then_rounded_down() -> None:
    told = {
        0: 0,
        1: 1,
        19: 19,
        20: 20,
        49: 20,
        50: 50,
        99: 50,
        100: 100,
        199: 100,
        200: 200,
        1234: 1000,
        99999: 50000,
    }
    assert {count: rounded_down(count) for count in told} == told
    steps = [rounded_down(count) for count in range(5000)]
    assert steps == sorted(steps)
    assert all(told <= count < 2.5 * told for count, told in enumerate(steps) if count)
