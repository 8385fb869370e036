"""The newest stories -> Atom feeds (RFC 4287): of the archive, of a section, of a glossary entry.

In every page language, dated by the issue, never by the build. Feeds need absolute URLs: a site without its own
has none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.bilingual.labels import labels
from mkdocs_newspaper.glossary.lexicon import section_english
from mkdocs_newspaper.publishing.citations import absolute, cite, story_url
from mkdocs_newspaper.publishing.sheets import Press, Sheet, html_language
from mkdocs_newspaper.publishing.urls import section_names
from mkdocs_newspaper.xml_characters import INVALID_IN_XML

if TYPE_CHECKING:
    from mkdocs_newspaper.glossary.index import Record
    from mkdocs_newspaper.publishing.stories import IssueView, Story

#: Whole issues are taken, the newest first, until there are so many stories …
ENOUGH_STORIES = 50
#: … and no more than so many, however thick the last issue is.
MOST_STORIES = 200

#: A story's summary in the language of its sheet.
Summary = Callable[[Sheet, "Story"], str]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that the site has. `path` lies below the site's root; `page` is the page that it belongs to."""

    path: str
    title: str
    page: str
    section: str | None = None
    record: Record | None = None


def of_page(press: Press, language: str, section: str | None, record: Record | None) -> list[Feed]:
    """The feeds that a page offers: the archive's, and that of its section or its entry."""
    if not press.site_url or not press.issues:
        return []
    made: dict[tuple[str, str | None], list[Feed]] = press.repeated.setdefault("feeds", {})
    if (language, section) not in made:
        made[language, section] = [_archive_feed(press, language)]
        if section is not None and section in sections(press):
            made[language, section].append(_section_feed(press, language, section))
    found = made[language, section].copy()
    if record is not None and record.entry.feed:
        found.append(_entry_feed(press, language, record))
    return found


def feed_files(press: Press, summary: Summary) -> dict[str, Callable[[], bytes]]:
    """Every feed of the site by its path, made when it is asked for; none without the site's URL."""
    if not press.site_url or not press.issues:
        return {}
    asked = [one for one in press.register.index.records.values() if one.entry.feed and one.has_page]
    found: dict[str, Callable[[], bytes]] = {}
    for language in press.urls.languages:
        feeds = [
            _archive_feed(press, language),
            *(_section_feed(press, language, section) for section in sections(press)),
            *(_entry_feed(press, language, record) for record in asked),
        ]
        found |= {feed.path: partial(feed_bytes, press, language, feed, summary) for feed in feeds}
    return found


def sections(press: Press) -> dict[str, str]:
    """The sections of the pages that stories begin on, as printed, with the names of their feeds."""
    held = press.repeated.get("sections")
    if held is None:
        found = {
            page.section
            for view in press.issues
            for label in {story.page for story in view.outline}
            if (page := view.head.page(label)) is not None
        }
        held = press.repeated["sections"] = section_names(one for one in found if one)
    return held


def _archive_feed(press: Press, language: str) -> Feed:
    sheet = Sheet(press, language, press.urls.calendar)
    title = sheet.newspaper_name() or sheet.label("Archive")
    return Feed(press.urls.feed(language), title, press.urls.calendar(language))


def _section_feed(press: Press, language: str, section: str) -> Feed:
    urls = press.urls
    sheet = Sheet(press, language, urls.calendar)
    path = urls.section_feed(language, sections(press)[section])
    name = section if sheet.language.startswith("zh") else section_english(section) or section
    return Feed(path, _title(sheet, name), urls.calendar(language), section=section)


def _entry_feed(press: Press, language: str, record: Record) -> Feed:
    urls = press.urls
    sheet = Sheet(press, language, urls.calendar)
    path = press.register.paths[record.entry.id]
    title = _title(sheet, sheet.entry_name(record.entry))
    return Feed(urls.entry_feed(language, path), title, urls.entry(language, path), record=record)


def _title(sheet: Sheet, name: str) -> str:
    return " · ".join(filter(None, (sheet.newspaper_name(), name)))


def _stories(press: Press, feed: Feed) -> Iterator[tuple[IssueView, int]]:
    """The stories of a feed by their places in their issues: the newest issue first, in an issue the order
    of print."""
    count = 0
    of_record: dict[int, list[int]] = {}
    if feed.record is not None:
        for issue, place in sorted(feed.record.stories):
            of_record.setdefault(issue, []).append(place)
    numbers = sorted(of_record, reverse=True) if feed.record else range(len(press.issues) - 1, -1, -1)
    for number in numbers:
        view = press.issues[number]
        for place in of_record[number] if feed.record else range(len(view.outline)):
            if feed.section is None or _section(view, place) == feed.section:
                yield view, place
                count += 1
                if count == MOST_STORIES:
                    return
        if count >= ENOUGH_STORIES:
            return


def _section(view: IssueView, place: int) -> str | None:
    """The section of the print page on which a story begins, without opening the issue."""
    page = view.head.page(view.outline[place].page)
    return page.section if page is not None else None


def feed_bytes(press: Press, language: str, feed: Feed, summary: Summary) -> bytes:
    """A feed as an Atom document."""
    label = labels(language)
    paper = press.archive.newspaper
    entries: list[str] = []
    newest: dt.date | None = None
    of_issue: tuple[IssueView, Sheet] | None = None
    # A story stands in the feed of the archive and in that of its section.
    made: dict[tuple[str, str, int], str] = press.repeated.setdefault("feed entries", {})
    for view, place in _stories(press, feed):
        if of_issue is None or of_issue[0] is not view:
            folder = view.folder
            of_issue = view, Sheet(press, language, partial(press.urls.issue, folder=folder), view)
        newest = newest or view.head.date
        known = language, view.folder, place
        if known not in made:
            made[known] = _entry(of_issue[1], view, view.stories[place], summary)
        entries.append(made[known])
    here = absolute(press, feed.path) or ""
    page = absolute(press, press.urls.url(feed.page)) or ""
    author = paper.publisher or formatting.masthead_name(paper, language) or label("Archive")
    rights = f"<rights>{_text(paper.rights)}</rights>\n" if paper.rights else ""
    day = newest or press.issues[-1].head.date
    head = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(html_language(language))}>
<id>{_text(here)}</id>
<title>{_text(feed.title)}</title>
<updated>{_instant(day)}</updated>
<link rel="self" type="application/atom+xml" href={_attribute(here)}/>
<link rel="alternate" type="text/html" hreflang={_attribute(html_language(language))} href={_attribute(page)}/>
<author><name>{_text(author)}</name></author>
{rights}"""
    return (head + "".join(entries) + "</feed>\n").encode("utf-8", "replace")


def _entry(sheet: Sheet, view: IssueView, story: Story, summary: Summary) -> str:
    """A story. Its id is its page's permanent address; its day the issue's, for nothing else is known."""
    press = sheet.press
    work = cite(press, view, story, None if sheet.own else sheet.language)
    url = _text(story_url(press, view, story, sheet.language) or "")
    authors = "".join(f"<author><name>{_text(one.name)}</name></author>\n" for one in work.authors)
    category = f"<category term={_attribute(work.section)}/>\n" if work.section else ""
    rights = f"<rights>{_text(work.rights)}</rights>\n" if work.rights else ""
    day = _instant(work.date)
    return f"""<entry>
<id>{url}</id>
<title xml:lang={_attribute(work.language)}>{_text(work.headline)}</title>
<link rel="alternate" type="text/html" hreflang={_attribute(sheet.lang)} href="{url}"/>
<published>{day}</published>
<updated>{day}</updated>
{authors}{category}<summary>{_text(summary(sheet, story))}</summary>
{rights}</entry>
"""


def _instant(day: dt.date) -> str:
    """Noon in Greenwich: the same date nearly everywhere that it is read."""
    return f"{day.isoformat()}T12:00:00Z"


def _text(text: str) -> str:
    return escape(INVALID_IN_XML.sub(" ", text))


def _attribute(text: str) -> str:
    return quoteattr(INVALID_IN_XML.sub(" ", text))
