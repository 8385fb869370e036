"""Which pages and files an archive has, and in which order: Archive -> Publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.glossary.index import GlossaryIndex, Record
from mkdocs_newspaper.issue_shelf import Recent, Shelf, heads, outlines
from mkdocs_newspaper.model import Issue, page_order
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing import (
    citations,
    feeds,
    iiif,
    issue_json,
    reading_aids,
    tei,
    wall_calendar,
)
from mkdocs_newspaper.publishing.html import environment
from mkdocs_newspaper.publishing.page_images import with_page_images
from mkdocs_newspaper.publishing.page_links import PageLinker
from mkdocs_newspaper.publishing.pages import (
    PublishedPage,
    SidebarItem,
    beside,
    calendar_page,
    entry_pages,
    index_page,
    issue_pages,
    newest_day,
    register_line,
    story_description,
)
from mkdocs_newspaper.publishing.parts import Part
from mkdocs_newspaper.publishing.pictures import find_pictures
from mkdocs_newspaper.publishing.register import (
    GLOSSARY_FILES,
    NEIGHBOURS,
    Register,
    glossary_bytes,
)
from mkdocs_newspaper.publishing.sheets import Press
from mkdocs_newspaper.publishing.stories import IssueView, OpenIssues
from mkdocs_newspaper.publishing.urls import Urls, entry_names, issue_folders
from mkdocs_newspaper.publishing.witness import (
    Question,
    Witness,
    Witnesses,
    of_issue,
)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What publishing has to know of the site. `template_dirs` are searched before the package's own."""

    directory_urls: bool = True
    site_url: str | None = None
    template_dirs: tuple[str, ...] = ()
    serving: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Chapter:
    """The pages of an issue or entry in one language, in their place among all pages."""

    of: Question
    language: str


@dataclass(frozen=True)
class Publication:
    """All that the archive adds to the site; the keys are paths below the site's root."""

    contents: Contents
    press: Press
    images: dict[str, Path] = field(default_factory=dict)
    assets: dict[str, Path] = field(default_factory=dict)
    linker: PageLinker | None = None  # for the site's other pages, where the site wants links on them
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def pages(self) -> tuple[PublishedPage, ...]:
        """All pages, planned, in their order. An archive of decades has them planned chapter by chapter."""
        pages: dict[Chapter, Sequence[PublishedPage]] = {}
        for of in self.contents.chapters():
            # An issue is opened once for the pages of all languages.
            for language in self.press.urls.languages:
                pages[Chapter(of, language)] = self.contents.pages(of, language)
        order = self.contents.in_order()
        return tuple(
            page for one in order for page in ((one,) if isinstance(one, PublishedPage) else pages[one])
        )

    @cached_property
    def files(self) -> dict[str, Callable[[], bytes]]:
        """All data files."""
        return {
            name: make
            for of in (*self.contents.chapters(), ROOT)
            for name, make, _ in self.contents.files(of)
        }


ASSETS = Path(__file__).parent / "assets"


def open_register(archive: Archive) -> Register:
    """The entries of an archive, with all that it says of them."""
    if isinstance(archive.issues, Shelf):
        index = GlossaryIndex([one.mentions for one in archive.issues.shelved], archive.entries)
    else:
        index = GlossaryIndex.of_issues(archive.issues, archive.entries)
    return Register(index, entry_names(record.entry for record in index.records.values()))


def open_press(
    archive: Archive, options: Options, site: SiteFacts, register: Register | None = None
) -> tuple[Press, list[Diagnostic]]:
    """What all that is published of an archive shares, and what was found about its images."""
    urls = Urls(options.archive, options.languages, site.directory_urls)
    shelved = heads(archive.issues)
    illustrated, of_pages = with_page_images(shelved, outlines(archive.issues), options)
    issues = _views(archive.issues, illustrated)
    pictures, diagnostics = find_pictures(issues, options, urls)
    press = Press(
        archive=archive,
        options=options,
        urls=urls,
        templates=environment(tuple(site.template_dirs), reload=site.serving),
        issues=issues,
        pictures=pictures,
        register=register or open_register(archive),
        site_url=site.site_url,
        serving=site.serving,
    )
    return press, [*of_pages, *diagnostics]


def _views(issues: Sequence[Issue], illustrated: Sequence[Issue]) -> tuple[IssueView, ...]:
    """The issues with their folders; `illustrated` are their heads, with the images of print pages."""
    folders = issue_folders(illustrated)
    if not isinstance(issues, Shelf):
        return tuple(IssueView(issue, folder) for issue, folder in zip(illustrated, folders, strict=True))
    room = OpenIssues(issues, illustrated)
    return tuple(
        IssueView(head, folder, partial(room.open, place), issues.shelved[place].stories)
        for place, (head, folder) in enumerate(zip(illustrated, folders, strict=True))
    )


def publish(
    archive: Archive,
    options: Options,
    site: SiteFacts,
    *,
    witnessed: bool = False,
    part: Part | None = None,
    register: Register | None = None,
) -> Publication:
    """The pages and files of an archive, or of one part of it. Bodies are rendered only when asked for.

    Where `witnessed`, pages and files note what they ask of the archive. `register`: the archive's, where it
    is made already.
    """
    press, diagnostics = open_press(archive, options, site, register)
    press = replace(press, witnesses=Witnesses() if witnessed else None)
    folders = {view.folder for view in press.issues if part is None or part.makes_issue(view.head)}
    return Publication(
        contents=Contents(press, part),
        press=press,
        images={
            picture.path: picture.file for (folder, _), picture in press.pictures.items() if folder in folders
        },
        assets={f"assets/newspaper/{name}": ASSETS / name for name in ("newspaper.css", "newspaper.js")},
        linker=PageLinker(press) if options.link_pages else None,
        diagnostics=tuple(diagnostics),
    )


def _archive_files(press: Press) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The data of the archive as a whole."""
    urls = press.urls
    yield urls.archive_data(), partial(issue_json.archive_bytes, press)
    for form in GLOSSARY_FILES if press.issues else ():
        yield urls.glossary(form), partial(glossary_bytes, press, form)
    yield urls.issue_schema(), issue_json.schema_bytes
    yield from feeds.feed_files(press, story_description).items()


def _issue_files(press: Press, view: IssueView) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The data of one issue and of its stories."""
    urls, folder = press.urls, view.folder
    yield urls.issue_data(folder), partial(issue_json.issue_bytes, press, view)
    yield urls.issue_tei(folder), partial(tei.issue_bytes, press, view)
    if iiif.has_manifest(press, view):
        yield urls.issue_manifest(folder), partial(iiif.manifest_bytes, press, view)
    has_aids = reading_aids.has_aids(view)
    for number, story in enumerate(view.outline):
        for suffix in citations.FORMATS:
            yield urls.citation(folder, story.name, suffix), partial(_citation, press, view, number, suffix)
        if has_aids:
            yield urls.reading_data(folder, story.name), partial(_reading_data, press, view, number)


def _citation(press: Press, view: IssueView, number: int, suffix: str) -> bytes:
    return citations.citation_bytes(press, view, view.stories[number], suffix)


def _reading_data(press: Press, view: IssueView, number: int) -> bytes:
    parts = press.parts.of((press.witness, view.folder))
    return reading_aids.reading_bytes(view, view.stories[number], parts)


#: What is about the archive as a whole: calendars and indexes.
ROOT: Question = ("root", "")


class Contents:
    """Which pages an archive has, or one part of it: chapter by chapter, each an issue or an entry.

    Pages that others name, as neighbour or in the navigation, are planned when somebody asks for them, whether
    the part makes them or not.
    """

    def __init__(self, press: Press, part: Part | None = None) -> None:
        self._press = press
        self._part = part
        self._places = {view.folder: place for place, view in enumerate(press.issues)}
        self._lines: dict[tuple[str, str], SidebarItem] = {}
        self._planned = Recent(self._plan)

    def chapters(self) -> Iterator[Question]:
        """All issues and entries whose pages are made, in their order."""
        for view in self._press.issues:
            if self._part is None or self._part.makes_issue(view.head):
                yield "issue", view.folder
        yield from (("entry", record.entry.id) for record in self._entries())

    def _entries(self) -> Iterator[Record]:
        if self._makes_register:
            for place, record in enumerate(chain.from_iterable(self._press.register.with_pages.values())):
                if self._part is None or self._part.makes_entry(place):
                    yield record

    @property
    def _makes_register(self) -> bool:
        return bool(self._press.issues) and (self._part is None or self._part.year is None)

    def files(self, of: Question) -> Iterator[tuple[str, Callable[[], bytes], Witness | None]]:
        """The data files of a chapter, or of the archive as a whole, with who notes what they ask."""
        kind, which = of
        if kind == "issue":
            view = self._press.issues[self._places[which]]
            press = of_issue(self._press, view)
            yield from ((name, make, press.witness) for name, make in _issue_files(press, view))
        elif of == ROOT and (self._part is None or self._part.is_root):
            yield from ((name, make, None) for name, make in _archive_files(self._press))

    def names(self, of: Question, language: str) -> Iterator[str]:
        """The `src_uri` of the pages of a chapter in one language, in their order; nothing is planned for them."""
        urls, (kind, which) = self._press.urls, of
        if kind == "issue":
            view = self._press.issues[self._places[which]]
            yield urls.issue(language, which)
            for page in sorted(view.head.pages, key=lambda one: page_order(one.label)):
                yield urls.print_page(language, which, page.label)
            for story in view.outline:
                yield urls.article(language, which, story.name)
        else:
            register = self._press.register
            for number in range(1, register.page_count(register.index[which]) + 1):
                yield urls.entry(language, register.paths[which], number)

    def dated(self, of: Question) -> dt.date | None:
        """The day of a chapter's issue, or of the newest that names the entry."""
        kind, which = of
        if kind == "issue":
            return self._press.issues[self._places[which]].head.date
        return self._press.register.index[which].dated or newest_day(self._press.issues)

    def pages(self, of: Question, language: str) -> Sequence[PublishedPage]:
        """The pages of a chapter in one language."""
        return tuple(self._planned[of, language].values())

    def chapter(self, src_uri: str) -> Chapter | None:
        """Where a page of that name would stand; None for what lies outside the archive."""
        found = self._press.urls.below(src_uri)
        return Chapter(self._chapter(found[1]), found[0]) if found is not None else None

    def page(self, src_uri: str) -> PublishedPage | None:
        """Any page of the archive; None where it has none of that name."""
        chapter = self.chapter(src_uri)
        if chapter is None:
            return None
        return self._planned[chapter.of, chapter.language].get(src_uri)

    def _chapter(self, path: str) -> Question:
        """The chapter of a page, by its path below the archive."""
        folder = path.rpartition("/")[0]
        if folder in self._places:
            return "issue", folder
        by_path = self._press.register.by_path
        identifier = by_path.get(path) or by_path.get(folder)
        return ("entry", identifier) if identifier else ROOT

    def _plan(self, wanted: tuple[Question, str]) -> dict[str, PublishedPage]:
        """The pages of a chapter in one language, by `src_uri`."""
        (kind, which), language = wanted
        if kind == "issue":
            pages = self._issue(self._places[which], language)
        elif kind == "entry":
            pages = self._entry(self._press.register.index[which], language)
        else:
            pages = (page for page, _ in chain(self._calendars(language), self._indexes(language)))
        return {page.src_uri: page for page in pages}

    def in_order(self) -> Iterator[PublishedPage | Chapter]:
        """All pages that are made, language by language; of issues and entries, what stands for their pages."""
        chapters = list(self.chapters())
        for language in self._press.urls.languages:
            yield from (page for page, is_made in self._calendars(language) if is_made)
            yield from (Chapter(of, language) for of in chapters if of[0] == "issue")
            yield from (page for page, is_made in self._indexes(language) if is_made)
            yield from (Chapter(of, language) for of in chapters if of[0] == "entry")

    def _issue(self, place: int, language: str) -> Iterator[PublishedPage]:
        press = self._press
        view = press.issues[place]
        yield from issue_pages(of_issue(press, view), language, view, *beside(press.issues, place))

    def _calendars(self, language: str) -> Iterator[tuple[PublishedPage, bool]]:
        """The calendar and the years, and whether they are made."""
        press, part = self._press, self._part
        years = sorted({view.head.date.year for view in press.issues})
        days = wall_calendar.by_date(press.issues)
        fullest = wall_calendar.fullest_day(days)
        yield calendar_page(press, language, years, None, days, fullest), part is None or part.is_root
        for year in years:
            is_made = part is None or part.year == year
            yield calendar_page(press, language, years, year, days, fullest), is_made

    def _indexes(self, language: str) -> Iterator[tuple[PublishedPage, bool]]:
        """The indexes of names and terms, and whether they are made."""
        press = self._press
        if not press.issues:
            return
        is_made = self._part is None or self._part.is_root
        for folder in ("names", "terms"):
            yield index_page(press, language, folder, press.register.most_named(folder)), is_made
            for name, pages in press.register.by_initial(folder).items():
                for number, records in enumerate(pages, 1):
                    yield index_page(press, language, folder, records, (name, number, len(pages))), is_made

    def _entry(self, record: Record, language: str) -> Iterator[PublishedPage]:
        """The pages of an entry; the sidebar lists those around it."""
        place, records = self._press.register.among(record)
        near = records[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
        listed = tuple(self._line(language, one) for one in near)
        return entry_pages(self._press, language, records, place, listed)

    def _line(self, language: str, record: Record) -> SidebarItem:
        """An entry as a line of a sidebar; it stands on many."""
        wanted = language, record.entry.id
        held = self._lines.get(wanted)
        if held is None:
            held = self._lines[wanted] = register_line(self._press, language, record)
        return held
