"""The archive's pages as pages and files of the site: only what is made has all that MkDocs asks of a page.

What the last build wrote, or another build makes, is there for all who ask: links, the navigation, the pages
beside it. Its page is planned then. For lists of all pages, the site map for one, its file is enough.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page

from mkdocs_newspaper.integration.pages import ArchivePage, absolute_urls, page_meta
from mkdocs_newspaper.issue_shelf import heads
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.urls import Urls
from mkdocs_newspaper.publishing.views import Publication, PublishedPage

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class ArchiveFile(File):
    """A file that the archive adds to the site.

    MkDocs' own constructor takes the path to pieces: for all files of an archive that takes seconds.
    """

    src_dir = None
    _content: str | bytes | None = ""
    kept = False  # what the last build wrote is still right
    is_elsewhere = False  # another build makes it

    is_page = False

    def __init__(self, config: MkDocsConfig, src_uri: str, dest_uri: str, inclusion: InclusionLevel) -> None:
        self.src_uri = src_uri
        self.dest_uri = dest_uri
        self.dest_dir = config.site_dir
        self.use_directory_urls = config.use_directory_urls
        self.inclusion = inclusion
        self.generated_by = config.plugins._current_plugin or "newspaper"

    def is_documentation_page(self) -> bool:
        return self.is_page

    @property
    def is_left_out(self) -> bool:
        """Whether this build does not make it."""
        return self.kept or self.is_elsewhere


class PageFile(ArchiveFile):
    """The file of a page. Where it is `unmade`, its page is made when somebody asks more of it than lists do."""

    is_page = True

    def __init__(
        self,
        config: MkDocsConfig,
        src_uri: str,
        inclusion: InclusionLevel,
        pages: ArchivePages,
        dated: str | None = None,
    ) -> None:
        """`dated`: the day of an unmade page in ISO form; None for a page that is about to be made."""
        super().__init__(config, src_uri, pages.urls.destination(src_uri), inclusion)
        self._pages = pages
        self._page: Page | None = None
        self.dated = dated

    @cached_property
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
        page = self._page if isinstance(self._page, ArchivePage) else self._pages.get(self.src_uri)
        assert page is not None
        return page.published

    @property
    def page(self) -> Page | None:
        """Its page, or what stands for it until it is made."""
        if self._page is None and self.dated is not None:
            return cast("Page", WrittenPage(self, self._pages))
        return self._page

    @page.setter
    def page(self, page: Page | None) -> None:
        self._page = page

    @property
    def made_page(self) -> ArchivePage | None:
        """Its page, if it is made and the archive's own."""
        return self._page if isinstance(self._page, ArchivePage) else None


class WrittenPage:
    """What lists of all pages ask of a page that is not made. For whatever else, it is made."""

    __slots__ = ("_pages", "file")
    is_link = False

    def __init__(self, file: PageFile, pages: ArchivePages) -> None:
        self.file = file
        self._pages = pages

    @property
    def canonical_url(self) -> str | None:
        return absolute_urls(self._pages.site_url, self.file.url)[0]

    @property
    def abs_url(self) -> str | None:
        return absolute_urls(self._pages.site_url, self.file.url)[1]

    @property
    def url(self) -> str:
        return self.file.url

    @property
    def update_date(self) -> str | None:
        return self.file.dated

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pages.get(self.file.src_uri), name)


class ArchivePages:
    """The archive's pages by `src_uri`: those that the build makes, and any other once somebody asks for it."""

    def __init__(
        self, publication: Publication, options: Options, config: MkDocsConfig, language: str | None = None
    ) -> None:
        """`language`: that of the root of the site, where a plugin has it built once a language."""
        assert publication.press is not None
        self.urls: Urls = publication.press.urls
        self._language = language or self.urls.languages[0]
        self.site_url: str | None = config.site_url or None
        self.documents = Documents(publication, options, config)
        #: Pages that the build makes, or keeps although it had to plan them.
        self.made: dict[str, ArchivePage] = {}
        self._others: dict[str, ArchivePage | None] = {}
        self._unmade: dict[str, PageFile] = {}
        self._contents = publication.contents
        self._config = config
        self._without_place: set[str] = set()
        self._template: str | None = None
        self._in_nav: Collection[int] | None = None

    def get(self, src_uri: str, /) -> ArchivePage | None:
        """A page of the archive; None where there is none, or the site has its own in its place."""
        page = self.made.get(src_uri)
        if page is not None or not src_uri:
            return page
        if src_uri not in self._others:
            self._others[src_uri] = self._asked_for(src_uri)
        return self._others[src_uri]

    def __getitem__(self, src_uri: str) -> ArchivePage:
        page = self.get(src_uri)
        if page is None:
            raise KeyError(src_uri)
        return page

    def __contains__(self, src_uri: object) -> bool:
        return isinstance(src_uri, str) and self.get(src_uri) is not None

    def root(self) -> ArchivePage | None:
        """The archive's first page; None where the site has a page of its own in its place."""
        return self.get(self.urls.calendar(self._language))

    def first_of(self, kinds: Collection[str], language: str) -> Iterator[ArchivePage]:
        """The first page of each kind in a language, made or not."""
        wanted = set(kinds)
        for of in self._contents.chapters() if self._contents is not None else ():
            if not wanted:
                return
            if not wanted & _KINDS_OF[of[0]]:
                continue
            assert self._contents is not None
            for published in self._contents.pages(of, language):
                page = self.get(published.src_uri) if published.kind in wanted else None
                if page is not None:
                    wanted.discard(published.kind)
                    yield page

    def file(self, published: PublishedPage, inclusion: InclusionLevel) -> PageFile:
        """A file for a page that is about to be made."""
        return PageFile(self._config, published.src_uri, inclusion, self)

    def unmade(self, src_uri: str, dated: str) -> PageFile:
        """The file of a page that is made only if somebody asks for it."""
        file = PageFile(self._config, src_uri, InclusionLevel.NOT_IN_NAV, self, dated)
        self._unmade[src_uri] = file
        return file

    def make(self, published: PublishedPage, file: PageFile) -> ArchivePage:
        """The page of a file, now to be made."""
        page = ArchivePage(published, file, self._config)
        self.made[published.src_uri] = page
        self._others.pop(published.src_uri, None)
        self._unmade.pop(published.src_uri, None)
        self._dress(page)
        return page

    def give_up(self, src_uri: str) -> None:
        """Leave out a page: the site has a file of its own in its place."""
        self.made.pop(src_uri, None)
        self._others[src_uri] = None

    def draw_with(self, template: str) -> None:
        """Have all pages drawn late, by that template."""
        self._template = template
        for page in self._all():
            self._dress(page)

    def attach(self, in_nav: Collection[int]) -> None:
        """Give every page its parent and its neighbours, but for those of the site's nav (ids of objects)."""
        self._in_nav = in_nav
        for page in self._all():
            self._dress(page)

    def _all(self) -> Iterator[ArchivePage]:
        yield from self.made.values()
        yield from (page for page in self._others.values() if page is not None)

    def _dress(self, page: ArchivePage) -> None:
        if self._template is not None:
            page.template, page.late = self._template, True
        if self._in_nav is not None and id(page) not in self._in_nav:
            page.among = self

    def _asked_for(self, src_uri: str) -> ArchivePage | None:
        published = self._contents.page(src_uri) if self._contents is not None else None
        if published is None:
            return None
        file = self._unmade.get(src_uri) or PageFile(
            self._config, src_uri, InclusionLevel.NOT_IN_NAV, self, ""
        )
        page = ArchivePage(published, file, self._config)
        page.meta = page_meta(published)
        self._dress(page)
        return page


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
        issues = heads(press.archive.issues) if press is not None else ()
        sources = [head.sources[0] for head in issues if head.sources]
        return self._path(max(sources)) if sources else self._config_file

    def _path(self, source: str) -> Path:
        """A document named below the issues folder, or as diagnostics name it."""
        candidates = [folder / source for folder in self._folders]
        return next((path for path in candidates if path.exists()), candidates[0])
