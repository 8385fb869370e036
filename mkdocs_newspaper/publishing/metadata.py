"""A published page -> the HTML of its head: what search engines, Zotero, feed readers and archives read.

Description, Open Graph, canonical and language links for every page; Highwire, PRISM, Dublin Core and Zotero's
own fields for stories, from the same `Cited` that the page cites itself by; structured data; rights. What a
theme prints beside it is taken out where it says the same (`integration/head.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from babel.core import get_global

from mkdocs_newspaper.bilingual.languages import babel_locale
from mkdocs_newspaper.publishing import feeds, structured_data
from mkdocs_newspaper.publishing.citations import Cited, absolute, cite, one_line, section_of
from mkdocs_newspaper.publishing.sheets import Press, Sheet
from mkdocs_newspaper.publishing.structured_data import Node, address_in

if TYPE_CHECKING:
    from mkdocs_newspaper.glossary.index import Record
    from mkdocs_newspaper.publishing.pages import PublishedPage
    from mkdocs_newspaper.publishing.stories import IssueView, Placed, Story

#: Of the names in a story, those named most are its tags.
MOST_TAGS = 12
#: The relations that name vocabularies: https://www.dublincore.org/specifications/dublin-core/dc-html/
_VOCABULARIES = (
    '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">\n'
    '<link rel="schema.DCTERMS" href="http://purl.org/dc/terms/">'
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about, as far as its kind has it; the issue is the sheet's."""

    issues: Sequence[IssueView] = ()  # of a calendar, in the order of time
    placed: Placed | None = None
    story: Story | None = None
    records: Sequence[Record] = ()  # of an index
    record: Record | None = None
    folder: str = ""  # "names" or "terms", of an index
    name: str = ""  # how breadcrumbs call the page, where its title says more


def head(sheet: Sheet, page: PublishedPage, subject: Subject) -> str:
    """The metadata of `page`, one element a line. What needs absolute URLs needs the site's own."""
    press, view, story = sheet.press, sheet.view, subject.story
    work = None
    if view is not None and story is not None:
        work = cite(press, view, story, None if sheet.own else sheet.language)
    # The headline alone, as all other metadata has it: the page's title can say more.
    lines = list(_of_the_page(sheet, page, subject, work.headline if work else page.title))
    if view is not None and story is not None and work is not None:
        lines += _of_the_story(sheet, page, view, story, work)
    elif press.archive.newspaper.rights:
        lines.append(_meta("DC.rights", press.archive.newspaper.rights))
    lines += _directives(press)
    lines += _links(sheet, page, subject)
    lines += [structured_data.script(node) for node in _nodes(sheet, page, subject)]
    return "\n".join(lines)


def _of_the_page(sheet: Sheet, page: PublishedPage, subject: Subject, title: str) -> Iterator[str]:
    press, story = sheet.press, subject.story
    if page.description:
        yield _meta("description", page.description)
    yield _property("og:type", "article" if story else "website")
    yield _property("og:title", title)
    if page.description:
        yield _property("og:description", page.description)
    name = sheet.newspaper_name()
    if name:
        yield _property("og:site_name", name)
    locale = open_graph_locale(sheet.spoken)
    if locale:
        yield _property("og:locale", locale)
    spoken = [Sheet(press, one, sheet.address).spoken for one in page.twins if one != page.language]
    for other in dict.fromkeys(map(open_graph_locale, spoken)):
        if other and other != locale:
            yield _property("og:locale:alternate", other)
    if not press.site_url:
        return
    yield _property("og:url", sheet.absolute_url())
    for image, alt in _pictures(sheet, story):
        yield _property("og:image", image)
        if alt:
            yield _property("og:image:alt", alt)


@cache
def open_graph_locale(language: str) -> str | None:
    """A page language as Open Graph names it: with the territory that it names, or where it is most spoken.

    `zh-Hant` is zh_TW, `fr` fr_FR; None where no territory is known. Source: CLDR's likely subtags.
    """
    locale = babel_locale(language)
    if locale.language != re.split("[-_]", language)[0].lower():
        return None  # Babel doesn't know it
    subtags = get_global("likely_subtags")  # zh_Hant -> zh_Hant_TW, zh -> zh_Hans_CN; none of zh_Hans
    likely: str = subtags.get(f"{locale.language}_{locale.script}") or subtags.get(locale.language, "")
    if locale.script and locale.script not in likely.split("_"):
        likely = ""
    territory = locale.territory or likely.rpartition("_")[2]
    return f"{locale.language}_{territory}" if re.fullmatch("[A-Z]{2}", territory) else None


def _pictures(sheet: Sheet, story: Story | None) -> Iterator[tuple[str, str]]:
    """The first picture of a story that is held: URL, and what it shows."""
    press, view = sheet.press, sheet.view
    if story is None or view is None or not press.pictures:
        return
    for figure in story.article.figures:
        held = press.pictures.get((view.folder, figure.image)) if figure.image else None
        url = absolute(press, held.path) if held else None
        if url:
            yield url, figure.alt or (figure.caption.shown if figure.caption else "")
            return


def _of_the_story(
    sheet: Sheet, page: PublishedPage, view: IssueView, story: Story, work: Cited
) -> Iterator[str]:
    day = work.date.isoformat()
    authors = [one.inverted for one in work.authors]
    yield _property("article:published_time", day)
    if work.section:
        yield _property("article:section", work.section)
    for one in work.authors:
        yield _property("article:author", one.name)
    for tag in _tags(sheet, story):
        yield _property("article:tag", tag)
    if authors:
        yield _meta("author", ", ".join(one.name for one in work.authors))
    # Zotero reads these as a newspaper article as long as no journal title and no first and last page
    # stand among them: pages 1 and 4 would become 1-4.
    yield _meta("z:itemType", "newspaperArticle")
    yield _meta("citation_title", work.headline)
    for author in authors:
        yield _meta("citation_author", author)
    yield _meta("citation_publication_date", day.replace("-", "/"))
    if work.issue_number is not None:
        yield _meta("citation_issue", str(work.issue_number))
    yield _meta("citation_language", work.language)
    if page.description:
        yield _meta("citation_abstract", page.description)
    if work.newspaper:
        yield _meta("prism.publicationName", work.newspaper)
    if work.pages:
        yield _meta("z:pages", work.pages)
    for name, value in (("z:edition", work.edition), ("z:place", work.place), ("prism.issn", work.issn)):
        if value:
            yield _meta(name, value)
    yield _VOCABULARIES
    yield _meta("DC.type", "newspaperArticle")
    yield _meta("DC.title", work.headline)
    for author in authors:
        yield _meta("DC.creator", author)
    yield _meta("DC.date", day)
    yield _meta("DC.language", work.language)
    for name, value in (
        ("citation_publisher", work.publisher),
        ("DC.publisher", work.publisher),
        ("DC.identifier", work.url),
        ("DC.rights", work.rights),
        ("DCTERMS.isPartOf", work.newspaper),
    ):
        if value:
            yield _meta(name, value)


def _tags(sheet: Sheet, story: Story) -> Iterable[str]:
    """The names that stand most often in a story, in the language of the page where it is known."""
    counted = Counter([mention.entry for mention in story.article.mentions])
    own = sheet.view.entries if sheet.view else {}
    found: dict[str, None] = {}
    for identifier in sorted(counted, key=counted.__getitem__, reverse=True)[:MOST_TAGS]:
        entry = own.get(identifier) or sheet.entry(identifier)
        if entry is not None:
            found[entry.zh if sheet.language.startswith("zh") else entry.en or entry.zh] = None
    return found


def _directives(press: Press) -> Iterator[str]:
    """What machines are asked not to do: `robots`, and the reservation of text and data mining (TDMRep)."""
    options = press.options
    wanted = [options.robots] if options.robots else []
    if options.noai:
        wanted += ["noai", "noimageai"]
    if wanted:
        yield _meta("robots", ", ".join(wanted))
    if options.noai:
        yield _meta("tdm-reservation", "1")
        policy = address_in(press.archive.newspaper.rights)
        if policy:
            yield _meta("tdm-policy", policy)


def _section(sheet: Sheet, subject: Subject) -> str | None:
    if subject.placed is not None:
        return subject.placed.page.section
    view, story = sheet.view, subject.story
    return section_of(view, story) if view is not None and story is not None else None


def _links(sheet: Sheet, page: PublishedPage, subject: Subject) -> Iterator[str]:
    """The page's own URL, its twins and its feeds, all absolute: relative ones help no search engine."""
    press, urls = sheet.press, sheet.press.urls
    if not press.site_url:
        return
    yield f'<link rel="canonical" href="{_attribute(sheet.absolute_url())}">'
    if len(page.twins) > 1:
        for language, src_uri in page.twins.items():
            yield _alternate(language, absolute(press, urls.url(src_uri)) or "")
        first = page.twins.get(urls.languages[0])
        if first is not None:
            yield _alternate("x-default", absolute(press, urls.url(first)) or "")
    for feed in feeds.of_page(press, page.language, _section(sheet, subject), subject.record):
        yield (
            f'<link rel="alternate" type="application/atom+xml" title="{_attribute(feed.title)}" '
            f'href="{_attribute(absolute(press, feed.path) or "")}">'
        )


def _nodes(sheet: Sheet, page: PublishedPage, subject: Subject) -> Iterator[Node]:
    view = sheet.view
    if subject.story is not None and view is not None:
        yield structured_data.story_node(sheet, view, subject.story)
    elif subject.placed is not None and view is not None:
        stories = [fragment.story for fragment in subject.placed.fragments]
        yield structured_data.print_page(sheet, view, subject.placed.page.label, page.title, stories)
    elif view is not None:
        yield structured_data.whole_issue(sheet, view)
    elif subject.record is not None:
        yield structured_data.entry_node(sheet, subject.record, sheet.label("Terms"))
    elif subject.folder:
        yield structured_data.index_node(sheet, subject.folder, page.title, subject.records)
    else:
        yield structured_data.calendar(sheet, page.title, subject.issues)
    yield structured_data.breadcrumbs(sheet, _trail(sheet, page, subject))


def _trail(sheet: Sheet, page: PublishedPage, subject: Subject) -> list[tuple[str, str]]:
    """Where a page stands, as its breadcrumbs show it, and the page itself."""
    urls, language, view = sheet.press.urls, sheet.language, sheet.view
    label = sheet.label
    trail = [(label("Archive"), urls.calendar(language))]
    if view is not None:
        days: dict[tuple[str, str], str] = sheet.press.repeated.setdefault("days", {})
        if (language, view.folder) not in days:
            days[language, view.folder] = str(sheet.day_and_month(view).striptags())
        year = view.head.date.year
        trail.append((str(year), urls.year(language, year)))
        trail.append((days[language, view.folder], urls.issue(language, view.folder)))
    elif subject.record is not None:
        is_term = subject.record.entry.kind == "term"
        trail.append(
            (label("Terms"), urls.terms(language)) if is_term else (label("Names"), urls.names(language))
        )
    if page.src_uri not in [src_uri for _, src_uri in trail]:
        trail.append((subject.name or page.title, page.src_uri))
    return trail


#: Whatever must be written otherwise in an attribute. Most values have none of it.
_NEEDS_CARE = re.compile("[&<>\"'\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def _attribute(text: str) -> str:
    return escape(one_line(text)) if _NEEDS_CARE.search(text) else text


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{_attribute(content)}">'


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{_attribute(content)}">'


def _alternate(language: str, url: str) -> str:
    return f'<link rel="alternate" hreflang="{language}" href="{_attribute(url)}">'
