"""What the index takes of single issues: kept as bytes, renamed, and merged to what the whole issues say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_index import DAY, ENTRIES, HARBOUR, LI, SONG, article, issue

from mkdocs_newspaper.glossary.index import GlossaryIndex, in_pages, newest_first
from mkdocs_newspaper.glossary.issue_mentions import (
    MENTIONS_A_PAGE,
    IssueMentions,
    decode,
    encode,
    identity,
    issue_mentions,
)
from mkdocs_newspaper.model import Article, Bilingual, Entry, Issue, Mention, PrintPage

GOVERNOR = replace(LI, office=Bilingual("省长", None), country=Bilingual("", "Nowhere"))
PLAIN = replace(LI, office=None)

WORDS = st.lists(
    st.sampled_from(
        ["渔港", "李安", "宋林", "说", "，", "。", "今天", "\n", "\t", "！", "a. b", " ", "长" * 95]
    ),
    max_size=25,
).map("".join)
STORY = st.builds(
    lambda texts, captions, headline, page: article(*texts, headline=headline, captions=captions, page=page),
    st.lists(WORDS.filter(str.strip), min_size=1, max_size=3),
    st.lists(WORDS.filter(str.strip), max_size=2).map(tuple),
    WORDS.filter(str.strip),
    st.sampled_from(["1", "4", "A2"]),
)


@st.composite
def stories(draw: st.DrawFn) -> Article:
    """A story with its names, some given twice, out of order, outside of their text or overlapping."""
    story = draw(STORY)
    strange = st.builds(
        Mention,
        st.sampled_from([*(entry.id for entry in ENTRIES), "person/nobody"]),
        st.just(""),
        st.just("person"),
        st.sampled_from(["headline", "s1-1", "figure-1", "byline", "nowhere"]),
        st.integers(-1, 9),
        st.integers(0, 12),
    )
    return replace(story, mentions=(*story.mentions, *draw(st.lists(strange, max_size=5))))


@st.composite
def archives(draw: st.DrawFn) -> list[Issue]:
    days = draw(
        st.lists(st.tuples(st.lists(stories(), max_size=3), st.lists(stories(), max_size=1)), max_size=4)
    )
    entries = st.sampled_from([LI, GOVERNOR, PLAIN])
    return [
        replace(
            issue(DAY + dt.timedelta(40 * number), *articles, orphans=tuple(orphans)),
            pages=(PrintPage("1"), PrintPage("A2")),
            entries=(HARBOUR, draw(entries), SONG),
        )
        for number, (articles, orphans) in enumerate(days)
    ]


def told(index: GlossaryIndex) -> dict[str, Any]:
    """All that an index says."""
    return {
        identifier: (
            *(record.entry, record.count, record.has_page, record.dated),
            *(record.tenures, record.last_post, record.stories, record.occurrences),
            *(record.forms, record.months, record.pages, record.aliases),
            record.passages(newest_first(record)),
            [(one.entry.id, count) for one, count in index.together(record, 9)],
        )
        for identifier, record in index.records.items()
    }


def with_ids(held: Issue, ids: dict[str, str]) -> Issue:
    """An issue whose entries go by other ids."""

    def renamed(story: Article) -> Article:
        mentions = (replace(one, entry=ids.get(one.entry, one.entry)) for one in story.mentions)
        return replace(story, mentions=tuple(mentions))

    return replace(
        held,
        articles=tuple(map(renamed, held.articles)),
        orphans=tuple(map(renamed, held.orphans)),
        entries=tuple(replace(one, id=ids.get(one.id, one.id)) for one in held.entries),
    )


@given(archives())
def test_an_index_of_kept_mentions_says_what_one_of_the_issues_says(issues: list[Issue]) -> None:
    fresh = [issue_mentions(one) for one in issues]
    kept = [decode(encode(one)) for one in fresh]
    assert kept == fresh
    assert told(GlossaryIndex(kept, ENTRIES)) == told(GlossaryIndex.of_issues(issues, ENTRIES))


@given(archives(), st.permutations([entry.id for entry in ENTRIES]))
def test_renamed_mentions_are_those_of_an_issue_with_other_ids(issues: list[Issue], names: list[str]) -> None:
    ids = {entry.id: name.upper() for entry, name in zip(ENTRIES, names, strict=True)}
    entries = [replace(entry, id=ids[entry.id]) for entry in ENTRIES]
    renamed = [decode(encode(issue_mentions(one).renamed(ids))) for one in issues]
    others = [with_ids(one, ids) for one in issues]
    assert told(GlossaryIndex(renamed, entries)) == told(GlossaryIndex.of_issues(others, entries))


@given(archives())
def test_what_is_eager_agrees_with_what_is_read(issues: list[Issue]) -> None:
    for held in map(issue_mentions, issues):
        for place, count in enumerate(held.counts):
            of_entry = held.of_entry(place)
            assert count == sum(number for _, number in of_entry.stories)
            assert count == sum(number for _, number in of_entry.forms)
            assert count == sum(len(one.names) // 2 for one in of_entry.passages)
            assert bool(of_entry.posts) == (place in held.posted)


def test_two_spellings_of_a_name_are_one_in_an_issue() -> None:
    old, new = replace(SONG, id="person/song-lin-old", zh="宋臨"), replace(SONG, zh="宋临")
    assert identity(old) == identity(new)
    assert identity(replace(old, kind="term", en="x")) != identity(replace(new, kind="term", en="y"))
    story = article("宋临说，宋臨来。")
    spots = [Mention(new.id, "", "person", "s1-1", 0, 2), Mention(old.id, "", "person", "s1-1", 4, 6)]
    both = replace(issue(DAY, replace(story, mentions=tuple(spots))), entries=(new, old))
    (record,) = (one for one in GlossaryIndex.of_issues([both]).records.values() if one.count)
    assert (record.entry, record.count) == (new, 2)
    assert len(record.passages(newest_first(record))) == 1


def test_an_issue_tells_where_a_mention_stands_on_its_print_page() -> None:
    held = replace(
        issue(
            DAY,
            article("李安。", headline="李安来了"),
            article("李安。", page="4"),
        ),
        pages=(PrintPage("1"),),
    )
    record = GlossaryIndex.of_issues([held])[LI.id]
    found = [(one.page, one.printed) for one in record.passages(newest_first(record))]
    assert found == [("1", "a1"), ("1", "a1-s1-1"), ("4", None)]


def test_a_sentence_that_goes_on_beyond_a_page_of_mentions_is_told_on_both() -> None:
    record = GlossaryIndex.of_issues([issue(DAY, article("李安" * (MENTIONS_A_PAGE + 3)))])[LI.id]
    pages = in_pages(newest_first(record), MENTIONS_A_PAGE)
    assert [sum(one.mentions for one in record.passages(page)) for page in pages] == [MENTIONS_A_PAGE, 3]


def digests(held: IssueMentions) -> dict[str, bytes]:
    return {identifier: held.digest(place) for place, identifier in enumerate(held.entries)}


def test_the_digest_of_an_entry_changes_with_what_its_page_shows_and_with_nothing_else() -> None:
    first, second = article("李安来了。宋林。"), article("宋林在渔港。")
    before = digests(issue_mentions(issue(DAY, first, second)))
    after = digests(issue_mentions(issue(DAY, first, article("宋林去了渔港。"))))
    assert [name for name in before if before[name] != after[name]] == [SONG.id, HARBOUR.id]
    company = digests(issue_mentions(issue(DAY, article("李安来了。渔港。"), second)))
    assert company[LI.id] != before[LI.id]
    headline = digests(issue_mentions(issue(DAY, replace(first, slug="other"), second)))
    assert headline[LI.id] != before[LI.id]


def test_what_was_read_can_be_forgotten_and_is_read_again() -> None:
    record = GlossaryIndex.of_issues([issue(DAY, article("李安来了。"))])[LI.id]
    forms, size = record.forms, len(vars(record))
    record.forget()
    assert len(vars(record)) < size
    assert record.forms == forms


@pytest.mark.parametrize("content", [b"", b"no", b"\x93\x01\x02\x03"])
def test_foreign_bytes_are_no_mentions(content: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode(content)


def test_a_name_of_no_entry_is_left_out_and_takes_nobody_s_place() -> None:
    found = GlossaryIndex([issue_mentions(issue(DAY, article("李安和宋林。李安。")))], [LI])
    assert list(found.records) == [LI.id]
    assert found.together(found[LI.id], 9) == []
    assert isinstance(found[LI.id].entry, Entry)
