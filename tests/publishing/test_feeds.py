"""Feeds as a feed reader reads them: the newest stories, dated by their issues."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archives import RIGHTS, SITE_URL, Gathered, every, example
from bs4 import BeautifulSoup
from lxml import etree
from made_issues import (
    HOSTILE,
    archive,
    full_issue,
    one_story,
    one_story_issue,
    page,
    published,
    whole_archive,
)

from mkdocs_newspaper.glossary.termbase import read_termbase
from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.publishing.feeds import ENOUGH_STORIES, MOST_STORIES

feedparser = pytest.importorskip("feedparser")

__all__ = ["every", "example"]

ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(publication: Any) -> dict[str, bytes]:
    """Every feed by its path."""
    return {
        path: make()
        for path, make in publication.files.items()
        if path.endswith("feed.xml") or "/feeds/" in path
    }


def read(content: bytes) -> Any:
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_the_newest_stories_stand_in_the_feed_of_each_language(every: Gathered) -> None:
    newest = sorted(every.issues, key=lambda issue: issue["date"])[-1]
    for language, path in (("zh-Hans", "archive/feed.xml"), ("en", "en/archive/feed.xml")):
        found = read(every.publication.files[path]())
        assert found.feed.language == language
        assert found.feed.id == found.feed.links[0].href == SITE_URL + path
        assert found.feed.rights == RIGHTS
        assert found.feed.updated.startswith(newest["date"])
        stories = [*newest["articles"], *newest["orphans"]]
        for entry, article in zip(found.entries, stories, strict=False):
            assert entry.published.startswith(newest["date"])
            assert entry.updated == entry.published
            prefix = "en/" if language == "en" else ""
            assert entry.id == entry.link == SITE_URL + prefix + article["url"]
            assert entry.title == article["headline"] or article["headline"] is None
            assert [one.name for one in entry.get("authors", ())] == [
                one["name"] for one in article["authors"]
            ]
            assert entry.rights == RIGHTS
            assert entry.summary


def test_ids_are_of_one_story_each_and_dates_never_rise(every: Gathered) -> None:
    for path, content in feeds(every.publication).items():
        found = read(content)
        ids = [entry.id for entry in found.entries]
        assert len(set(ids)) == len(ids) > 0, path
        dates = [entry.published for entry in found.entries]
        assert dates == sorted(dates, reverse=True), path
        assert len(ids) <= MOST_STORIES


def test_every_section_has_a_feed_of_its_stories(every: Gathered) -> None:
    sections = {
        printed["section"]
        for issue in every.issues
        for printed in issue["pages"]
        for article in [*issue["articles"], *issue["orphans"]]
        if article["segments"][0]["page"] == printed["page"] and printed["section"]
    }
    found = [
        read(content)
        for path, content in feeds(every.publication).items()
        if path.startswith("archive/feeds/")
    ]
    terms = [{tag.term for entry in one.entries for tag in entry.tags} for one in found]
    assert all(len(one) == 1 for one in terms)
    assert {one.pop() for one in terms} == sections


def test_a_page_offers_the_feeds_that_it_belongs_to(every: Gathered) -> None:
    held = set(feeds(every.publication))
    for one in every.publication.pages:
        links = [
            str(link["href"]).removeprefix(SITE_URL)
            for link in every.links(one, "alternate")
            if link.get("type") == "application/atom+xml"
        ]
        assert links[0] == ("archive/feed.xml" if one.language == "zh" else "en/archive/feed.xml")
        assert set(links) <= held


def test_a_calendar_leads_its_readers_to_the_feed() -> None:
    publication = published(full_issue(), site_url=SITE_URL)
    for src_uri, way in (("archive/index.md", "feed.xml"), ("en/archive/1998/index.md", "../feed.xml")):
        links = BeautifulSoup(page(publication, src_uri).body(), "html.parser").select("a[type*=atom]")
        assert [link["href"] for link in links] == [way]
    without = page(published(full_issue()), "archive/index.md")
    assert "atom" not in without.body()


def test_an_entry_that_asks_for_it_has_a_feed_of_the_stories_that_name_it() -> None:
    issue = full_issue()
    asked = replace(issue.entries[0], feed=True, sources=("glossary.yml:1",))
    publication = published(
        replace(archive(replace(issue, entries=(asked, *issue.entries[1:]))), entries=(asked,)),
        site_url=SITE_URL,
    )
    assert "archive/names/lin-he/feed.xml" in publication.files
    assert "archive/names/meng-fan/feed.xml" not in publication.files
    found = read(publication.files["en/archive/names/lin-he/feed.xml"]())
    assert found.feed.title == "Linhe Daily · Linhe"
    assert [entry.id for entry in found.entries] == [
        f"{SITE_URL}en/archive/1998/07/01/lin-he-xin-qiao-tong-che/"
    ]
    held = Gathered(publication)
    links = held.links(held.pages["en/archive/names/lin-he.md"], "alternate")
    assert f"{SITE_URL}en/archive/names/lin-he/feed.xml" in [link["href"] for link in links]


def thick(day: int, stories: int) -> Issue:
    issue = one_story_issue(date=dt.date(1998, 7, day))
    story = one_story()
    made = tuple(replace(story, slug=f"story-{number}") for number in range(stories))
    return replace(issue, articles=made)


@pytest.mark.parametrize(
    ("issues", "entries"),
    [
        ([30, 30, 30], 60),
        ([3], 3),
        ([10, 5 * MOST_STORIES], MOST_STORIES),
        ([9, ENOUGH_STORIES], ENOUGH_STORIES),
    ],
)
def test_a_feed_holds_whole_issues_within_a_limit(issues: list[int], entries: int) -> None:
    made = archive(*(thick(day, stories) for day, stories in enumerate(issues, 1)))
    found = read(published(made, site_url=SITE_URL).files["archive/feed.xml"]())
    assert len(found.entries) == entries


def test_without_a_site_url_or_an_issue_there_are_no_feeds() -> None:
    assert not feeds(published(full_issue()))
    assert not feeds(published(archive(), site_url=SITE_URL))


def test_hostile_text_leaves_the_feed_well_formed() -> None:
    text = f"{HOSTILE}]]>\x00\x0b\ufffe\n"
    made = archive(one_story_issue(one_story(text, text)))
    made = replace(made, newspaper=replace(made.newspaper, rights=text))
    content = published(made, site_url=SITE_URL).files["archive/feed.xml"]()
    root = etree.fromstring(content)
    title = root.findtext(f"{ATOM}entry/{ATOM}title")
    assert title is not None
    assert title.startswith("<script>alert(1)</script>")


def test_the_same_archive_gives_the_same_bytes() -> None:
    one, other = (feeds(published(whole_archive(), site_url=SITE_URL)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("written", "asks", "findings"),
    [
        ("true", True, 0),
        ("yes", True, 0),
        ("false", False, 0),
        ("", False, 0),
        ("often", False, 1),
        ("[1]", False, 1),
    ],
)
def test_the_glossary_says_plainly_whether_it_wants_a_feed(
    tmp_path: Path, written: str, asks: bool, findings: int
) -> None:
    glossary = tmp_path / "glossary.yml"
    glossary.write_text(f"- zh: 临河大桥\n  feed: {written}\n", encoding="utf-8")
    termbase, found = read_termbase(glossary, "glossary.yml")
    assert [entry.feed for entry in termbase.entries] == [asks]
    assert [(one.source, one.line) for one in found] == findings * [("glossary.yml", 2)]
