"""The archive's pages as pages and files of the site: only what is made has all that MkDocs asks of a page.

What the last build wrote, or another build makes, is there for all who ask: links, the navigation, the pages
beside it. Its page is planned then. For lists of all pages, the site map for one, its file is enough.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from mkdocs_newspaper.integration.pages import ArchivePage, absolute_urls, page_meta
from mkdocs_newspaper.issue_shelf import Recent, heads
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.pages import PublishedPage
from mkdocs_newspaper.publishing.urls import Urls
from mkdocs_newspaper.publishing.views import ROOT, Chapter, Publication

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@dataclass(frozen=True, slots=True)
class _Site:
    """What all files of the archive have from their site."""

    dest_dir: str
    use_directory_urls: bool
    generated_by: str

    @classmethod
    @lru_cache(maxsize=2)
    def of(cls, dest_dir: str, use_directory_urls: bool, generated_by: str) -> _Site:
        return cls(dest_dir, use_directory_urls, generated_by)


class ArchiveFile(File):
    """A file that the archive adds to the site.

    MkDocs' own constructor takes the path to pieces, and keeps the pieces: for all files of an archive that
    takes seconds and much memory.
    """

    __slots__ = ("_site", "dest_uri", "inclusion", "is_elsewhere", "kept", "src_uri")
    src_dir = None
    _content: str | bytes | None = ""
    is_page = False

    def __init__(self, config: MkDocsConfig, src_uri: str, dest_uri: str, inclusion: InclusionLevel) -> None:
        self.src_uri = src_uri
        self.dest_uri = dest_uri
        self.inclusion = inclusion
        self.kept = False  # what the last build wrote is still right
        self.is_elsewhere = False  # another build makes it
        by = config.plugins._current_plugin or "newspaper"
        self._site = _Site.of(config.site_dir, config.use_directory_urls, by)

    @property
    def dest_dir(self) -> str:  # type: ignore[override]
        return self._site.dest_dir

    @property
    def use_directory_urls(self) -> bool:  # type: ignore[override]
        return self._site.use_directory_urls

    @property
    def generated_by(self) -> str:  # type: ignore[override]
        return self._site.generated_by

    @property
    def name(self) -> str:  # type: ignore[override]
        return posixpath.splitext(posixpath.basename(self.src_uri))[0]

    @property
    def url(self) -> str:  # type: ignore[override]
        return quote(self.dest_uri)

    @property
    def abs_dest_path(self) -> str:
        return os.path.normpath(os.path.join(self.dest_dir, self.dest_uri))

    def is_documentation_page(self) -> bool:
        return self.is_page

    @property
    def is_left_out(self) -> bool:
        """Whether this build does not make it."""
        return self.kept or self.is_elsewhere


class PageFile(ArchiveFile):
    """The file of a page. Its page is made when its turn to be written comes, or when somebody asks for it."""

    __slots__ = ("_is_bare", "_page", "_pages", "dated", "is_written")
    is_page = True

    def __init__(
        self, config: MkDocsConfig, src_uri: str, inclusion: InclusionLevel, pages: ArchivePages, dated: str
    ) -> None:
        """`dated`: the day of the page in ISO form."""
        super().__init__(config, src_uri, pages.urls.destination(src_uri), inclusion)
        self.dated = dated
        self.is_written = False  # in this build
        self._pages = pages
        self._page: Page | None = None
        self._is_bare = False

    @property
    def url(self) -> str:  # type: ignore[override]
        return quote(self._pages.urls.url(self.src_uri)) or "./"

    # In-memory content wins over the path; plugins that read a page's history need one.
    @cached_property
    def abs_src_path(self) -> str | None:
        return str(self._pages.documents.of(self._published))

    @cached_property
    def edit_uri(self) -> str | None:
        return self._pages.documents.edit_uri(self._published)

    @property
    def _published(self) -> PublishedPage:
        published = self._pages.contents.page(self.src_uri)
        assert published is not None
        return published

    @property
    def page(self) -> Page | None:
        """Its page; what stands for it before it is made and after it is written."""
        is_next = self._pages.are_written and not self.is_left_out and not self.is_written
        if self._page is not None or self._is_bare:
            if is_next and isinstance(self._page, ArchivePage):
                self._pages.read(self._page)
            return self._page
        return self._pages.in_hand(self) if is_next else cast("Page", WrittenPage(self, self._pages))

    @page.setter
    def page(self, page: Page | None) -> None:
        # Every new page sets itself; the archive's are forgotten again, unless they are held.
        if isinstance(page, ArchivePage) and self._page is None and not self._is_bare:
            return
        self._page, self._is_bare = page, page is None

    def hold(self, page: ArchivePage) -> None:
        """Keep its page for the whole build."""
        self._page = page

    @property
    def holds_page(self) -> bool:
        """Whether its page, or what MkDocs makes in its place for the nav, stays for the whole build."""
        return self._page is not None or self._is_bare


class WrittenPage:
    """What lists of all pages ask of a page that is not in hand. For whatever else, it is made."""

    __slots__ = ("_pages", "file")
    is_link = False

    def __init__(self, file: PageFile, pages: ArchivePages) -> None:
        self.file = file
        self._pages = pages

    @property
    def canonical_url(self) -> str | None:
        return absolute_urls(self._pages.site_url, self.url)[0]

    @property
    def abs_url(self) -> str | None:
        return absolute_urls(self._pages.site_url, self.url)[1]

    @property
    def url(self) -> str:
        return "" if self.file.url == "./" else self.file.url

    @property
    def update_date(self) -> str:
        return self.file.dated

    def validate_anchor_links(self, *, files: Files, log_level: int) -> None:
        """MkDocs asks it of all pages that it has written; the archive's links are not from Markdown."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pages[self.file.src_uri], name)


#: Makes a page that is to be written as MkDocs reads one.
Reading = Callable[[ArchivePage], None]


class ArchivePages:
    """The archive's pages by `src_uri`: those that the build makes, and any other once somebody asks for it.

    Those of issues and entries are made anew whenever somebody goes through them, and forgotten after: all of
    an archive at once would fill the memory. Where plugins want to see them again, they are `held`.
    """

    def __init__(
        self, publication: Publication, options: Options, config: MkDocsConfig, language: str | None = None
    ) -> None:
        """`language`: that of the root of the site, where a plugin has it built once a language."""
        self.urls: Urls = publication.press.urls
        self.site_url: str | None = config.site_url or None
        self.documents = Documents(publication, options, config)
        self.contents = publication.contents
        #: Whether pages are being written: a page that is asked for is then the one to write.
        self.are_written = False
        self._language = language or self.urls.languages[0]
        self._files: dict[str, PageFile] = {}
        self._held: dict[str, ArchivePage] = {}
        self._recent: Recent[Chapter, dict[str, ArchivePage]] = Recent(lambda _: {})
        self._in_hand: ArchivePage | None = None
        self._config = config
        self._without_place: set[str] = set()
        self._template: str | None = None
        self._is_searched = True
        self._in_nav: Collection[int] | None = None
        self._reading: Reading | None = None

    # Finding

    def get(self, src_uri: str, /) -> ArchivePage | None:
        """A page of the archive; None where there is none, or the site has its own in its place."""
        page = self._held.get(src_uri)
        if page is None and src_uri and src_uri not in self._without_place:
            page = self._found(src_uri)
        return page

    def _found(self, src_uri: str) -> ArchivePage | None:
        chapter = self.contents.chapter(src_uri)
        if chapter is None:
            return None
        recent = self._recent[chapter]
        page = recent.get(src_uri)
        if page is None:
            published = self.contents.page(src_uri)
            if published is None:
                return None
            page = recent[src_uri] = self._made(published)
        if chapter.of == ROOT:
            self._hold(page)
        return page

    def __getitem__(self, src_uri: str) -> ArchivePage:
        page = self.get(src_uri)
        if page is None:
            raise KeyError(src_uri)
        return page

    def file(self, src_uri: str) -> PageFile | None:
        """The file of a page, which is not made for it, if it is listed."""
        file = self._files.get(src_uri)
        if file is None:
            page = self.get(src_uri)
            file = cast("PageFile", page.file) if page is not None else None
        return file

    def __contains__(self, src_uri: object) -> bool:
        return isinstance(src_uri, str) and self.file(src_uri) is not None

    def name(self, src_uri: str) -> str:
        """The same name; of a page that is among the site's files, the text that its file has."""
        file = self._files.get(src_uri)
        return file.src_uri if file is not None else src_uri

    def has_place(self, src_uri: str) -> bool:
        """Whether a page is among the site's files."""
        return src_uri in self._files

    def root(self) -> ArchivePage | None:
        """The archive's first page; None where the site has a page of its own in its place."""
        return self.get(self.urls.calendar(self._language))

    def first_of(self, kinds: Collection[str], language: str) -> Iterator[ArchivePage]:
        """The first page of each kind in a language, made here or elsewhere."""
        wanted = set(kinds)
        for of in self.contents.chapters():
            if not wanted:
                return
            if not wanted & _KINDS_OF[of[0]]:
                continue
            for published in self.contents.pages(of, language):
                page = self.get(published.src_uri) if published.kind in wanted else None
                if page is not None:
                    wanted.discard(published.kind)
                    yield page

    # Making

    def listed(self, src_uri: str, dated: str, inclusion: InclusionLevel) -> PageFile:
        """A file for a page, for the list of the site's files."""
        file = self._files[src_uri] = PageFile(self._config, src_uri, inclusion, self, dated)
        return file

    def give_up(self, src_uri: str) -> None:
        """Leave out a page: the site has a file of its own in its place."""
        self._files.pop(src_uri, None)
        self._held.pop(src_uri, None)
        self._without_place.add(src_uri)

    def hold(self, src_uri: str) -> ArchivePage | None:
        """A page that stays the same for the whole build."""
        page = self.get(src_uri)
        if page is not None and src_uri not in self._held:
            self._hold(page)
        return page

    def _hold(self, page: ArchivePage) -> None:
        self._held[page.published.src_uri] = page
        cast("PageFile", page.file).hold(page)

    def in_hand(self, file: PageFile) -> ArchivePage:
        """The page of a file, about to be written."""
        if self._in_hand is None or self._in_hand.file is not file:
            self._in_hand = self[file.src_uri]
            self.read(self._in_hand)
        return self._in_hand

    def read(self, page: ArchivePage) -> None:
        """Have a page read, if it is not."""
        if not page.is_read and self._reading is not None:
            self._reading(page)

    @property
    def held(self) -> list[ArchivePage]:
        """The pages that are kept for the whole build."""
        return list(self._held.values())

    def hold_all(self) -> None:
        """Make all listed pages, and keep them for the whole build."""
        for src_uri in list(self._files):
            self.hold(src_uri)

    def draw_with(self, template: str, *, searched: bool) -> None:
        """Have all pages drawn late, by that template; `searched`: with what the search may read."""
        self._template, self._is_searched = template, searched
        for page in self._held.values():
            self._dress(page)

    def attach(self, in_nav: Collection[int]) -> None:
        """Give every page its parent and its neighbours, but for those of the site's nav (ids of objects)."""
        self._in_nav = in_nav
        for page in self._held.values():
            self._dress(page)

    def read_with(self, reading: Reading) -> None:
        """Have pages read by `reading` when their turn to be written comes."""
        self._reading = reading

    def _made(self, published: PublishedPage) -> ArchivePage:
        src_uri = published.src_uri
        file = self._files.get(src_uri)
        if file is None:
            dated = published.dated.isoformat() if published.dated else ""
            file = PageFile(self._config, src_uri, InclusionLevel.NOT_IN_NAV, self, dated)
        page = ArchivePage(published, file, self._config)
        page.meta = page_meta(published)
        self._dress(page)
        return page

    def _dress(self, page: ArchivePage) -> None:
        if self._template is not None:
            page.template, page.late, page.is_searched = self._template, True, self._is_searched
        if self._in_nav is not None and id(page) not in self._in_nav:
            page.among = self


#: The kinds of page that chapters hold.
_KINDS_OF = {"issue": {"issue", "print-page", "article"}, "entry": {"entry"}}


class Documents:
    """The source document behind a page: for edit links, and for plugins that ask when a page changed."""

    def __init__(self, publication: Publication, options: Options, config: MkDocsConfig) -> None:
        self._folders = [options.issues, *([options.base] if options.base else [])]
        self._docs_dir = Path(config.docs_dir)
        self._config_file = Path(config.config_file_path or config.docs_dir)
        self._publication = publication

    def of(self, published: PublishedPage) -> Path:
        """An absolute path, where anything like that exists."""
        return self._path(published.source) if published.source else self._newest

    def edit_uri(self, published: PublishedPage) -> str | None:
        """The document's path as `edit_uri` wants it: relative to docs_dir; None where there is none."""
        if published.source is None:
            return None
        document = self._path(published.source)
        if not any(folder in document.parents for folder in (self._docs_dir, *self._folders[1:])):
            return None
        return Path(os.path.relpath(document, self._docs_dir)).as_posix()

    @cached_property
    def _newest(self) -> Path:
        """Calendars have no document of their own: the newest issue's speaks for them."""
        press = self._publication.press
        issues = heads(press.archive.issues)
        sources = [head.sources[0] for head in issues if head.sources]
        return self._path(max(sources)) if sources else self._config_file

    def _path(self, source: str) -> Path:
        """A document named below the issues folder, or as diagnostics name it."""
        candidates = [folder / source for folder in self._folders]
        return next((path for path in candidates if path.exists()), candidates[0])
