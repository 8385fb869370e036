"""A published page -> a page of MkDocs, which is rendered by the plugin's own templates.

Nothing of a page passes through Markdown, so no extension and no plugin of the site can take newspaper
text for its own syntax. The `on_page_*` events of other plugins run all the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin, urlsplit

from markupsafe import escape
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from mkdocs_newspaper.integration.drawing import Drawn, draw
from mkdocs_newspaper.publishing.pages import PublishedPage, TocItem

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

#: The template of every page of the archive. A site overrides it by a file of this name in its custom_dir.
TEMPLATE = "newspaper/page.html"

_ID = re.compile(r"""<[^<>]*?\sid=["']?([^"'\s>]+)""")
_HEADLINE_ID = re.compile(r"""<h1\b[^>]*?\sid=["']?([^"'\s>]+)""")


class Pages(Protocol):
    """Pages of the archive by their `src_uri`."""

    def get(self, src_uri: str, /) -> ArchivePage | None: ...

    def file(self, src_uri: str, /) -> File | None:
        """The page's file, for which the page need not be made."""
        ...


class _Beside:
    """The page above or beside a page of the archive: what MkDocs or a plugin has set, else what the archive says.

    It is looked up when somebody asks: to make each page's neighbours with it would be to make them all.
    """

    def __init__(self, named: str) -> None:
        self._named = named

    def __set_name__(self, owner: type, name: str) -> None:
        self._given = f"_given_{name}"

    def __get__(self, page: ArchivePage | None, owner: type) -> Any:
        if page is None:
            return None
        given = page.__dict__.get(self._given)
        if given is not None or page.among is None:
            return given
        return page.among.get(getattr(page.published, self._named) or "")

    def __set__(self, page: ArchivePage, value: Any) -> None:
        page.__dict__[self._given] = value


class ArchivePage(Page):
    """A page of the archive. Its title is escaped: themes print titles as HTML.

    A `late` page is read without its content, which is drawn when its turn to be written comes, and
    forgotten after: what all pages say at once would fill the memory.
    """

    #: Where its neighbours are; None for a page that has those of the site's nav.
    among: Pages | None = None
    # A page may hang below a page: themes only ask a parent for its title, its URL and its parent.
    parent = _Beside("parent")
    previous_page = _Beside("previous")
    next_page = _Beside("following")

    def __init__(self, published: PublishedPage, file: File, config: MkDocsConfig) -> None:
        self.published = published  # first: the file asks for it
        super().__init__(escape(published.title), file, config)
        self.template = TEMPLATE
        self.late = False
        self.is_read = False
        self.is_searched = True
        self._drawn: Drawn | None = None
        # What the site map says: an issue of 1949 was not changed today.
        if published.dated is not None:
            self.update_date = published.dated.isoformat()

    def _set_canonical_url(self, base: str | None) -> None:
        self.canonical_url, self.abs_url = absolute_urls(base, self.url)

    @property
    def head(self) -> str:
        """The page's metadata."""
        return self._whole()[1]

    @property
    def found(self) -> str:
        """The HTML that the search may read."""
        return self._whole()[2]

    @property
    def present_anchor_ids(self) -> set[str]:
        """The anchors that links from elsewhere may name; found when somebody asks."""
        return set(_ID.findall(self.content or self.published.body()))

    @present_anchor_ids.setter
    def present_anchor_ids(self, value: object) -> None:
        """MkDocs' own pages set it; the archive's know their anchors."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Empty Markdown, and the metadata that themes and other plugins look for."""
        config.plugins.on_page_read_source(page=self, config=config)
        self.markdown, self.is_read = "", True
        self.meta = page_meta(self.published) | {"template": self.template}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The page's HTML and its table of contents."""
        if self.late:
            self.content = ""
        else:
            self.open()

    def open(self, drawn: Drawn | None = None) -> None:
        """Have the content, as `drawn` or drawn now."""
        self._drawn = drawn or self._drawn
        self.content = self._whole()[0]
        self.toc = table_of_contents(self.published, self.content)

    def close(self) -> None:
        """Forget the content of a page that has been written."""
        if self.late:
            self.content, self._drawn, self.toc = "", None, TableOfContents([])

    def _whole(self) -> Drawn:
        if self._drawn is None:
            self._drawn = draw(self.published, searched=self.is_searched)
        return self._drawn


def absolute_urls(site_url: str | None, url: str) -> tuple[str | None, str | None]:
    """The URL of a page with its host, and without it; None on a site that does not say where it will be.

    As MkDocs makes them; taking the site's URL apart for each page is most of the making of a page.
    """
    if not site_url:
        return None, None
    whole, path = _roots(site_url)
    return whole + url, path + url


@lru_cache(maxsize=2)
def _roots(site_url: str) -> tuple[str, str]:
    whole = urljoin(site_url if site_url.endswith("/") else f"{site_url}/", "x").removesuffix("x")
    return whole, urlsplit(whole).path


def page_meta(published: PublishedPage) -> dict[str, Any]:
    """What the front matter of a Markdown page would say; text is escaped, for themes print it as HTML."""
    meta: dict[str, Any] = {
        "template": TEMPLATE,
        "title": escape(published.title),
        # mkdocs-macros reads titles as templates; a headline is none.
        "render_macros": False,
    }
    if published.description:
        meta["description"] = escape(published.description)
    if published.wide:
        meta["hide"] = ["toc"]
    return meta


def table_of_contents(published: PublishedPage, content: str) -> TableOfContents:
    """The page's contents under its headline: readthedocs and Material leave a first level out."""
    if not published.toc:
        return TableOfContents([])
    headline = _HEADLINE_ID.search(content)
    top = AnchorLink(escape(published.title), headline.group(1) if headline else "", 1)
    top.children = [_anchor_link(item, 2) for item in published.toc]
    return TableOfContents([top])


def _anchor_link(item: TocItem, level: int) -> AnchorLink:
    link = AnchorLink(escape(item.title), item.anchor, level)
    link.children = [_anchor_link(child, level + 1) for child in item.children]
    return link
