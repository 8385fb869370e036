"""The archive's place in the site's navigation, and the navigation as a page of an issue shows it.

The nav holds one item, the root calendar. On the pages of an issue a copy of the nav lists the stories of
that issue below it; the nav of all other pages stays as it is.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import dirname_to_title

from mkdocs_newspaper.bilingual.labels import labels
from mkdocs_newspaper.integration.archive_pages import ArchivePages
from mkdocs_newspaper.integration.pages import ArchivePage, Pages


def url_of(file: File) -> str:
    """The URL of a file's page, as MkDocs gives it."""
    return "" if file.url in (".", "./") else file.url


class SidebarLink(StructureItem):
    """A line of the sidebar of the page `here`: the page of `file` under a title of its own.

    To a theme it looks like the page itself, so that the line of the page shown is marked and, where
    themes do so, holds the page's contents.
    """

    is_page = True
    children: None = None

    def __init__(self, title: str, file: File, here: ArchivePage, lang: str | None = None) -> None:
        self.title = Markup('<span lang="{}">{}</span>').format(lang, title) if lang else escape(title)
        self.url = url_of(file)
        self.file = file
        self.is_index = file.name == "index"
        self.meta: dict[str, Any] = {}
        self.active = file is here.file
        self.toc = here.toc if self.active else TableOfContents([])

    def __eq__(self, other: object) -> bool:
        return getattr(other, "file", None) is self.file

    def __hash__(self) -> int:
        return hash(self.url)


def settle(nav: Navigation, nav_config: object, pages: ArchivePages, label: str) -> Navigation:
    """The site's navigation with the archive as one item.

    `nav_config` is the site's `nav`: titles that it gives to pages of the archive are kept. Where the nav
    was made from the folders, the archive's folder is no section but a link, called `label`.
    """
    for src_uri, title in _titles(nav_config):
        page = pages.get(src_uri)
        if page is not None:
            page.title = title
    root = pages.root()
    if root is not None:
        _take_place(root, nav, label)
        if nav_config is None:
            nav.items = _without_lone_section(nav.items, root)
    pages.attach({id(page) for page in nav.pages})
    return nav


def _take_place(root: ArchivePage, nav: Navigation, label: str) -> None:
    """Put `root` where the nav has a plain page for it, with that page's title or else `label`."""
    plain, root.file.page = root.file.page, root
    if plain is None or plain is root:
        return
    root.title = plain.title or escape(label)
    # A plugin's own kind of page is more than a page (a section with an index): its item stays.
    if type(plain) is not Page:
        return
    root.parent, root.previous_page, root.next_page = plain.parent, plain.previous_page, plain.next_page
    if root.previous_page is not None:
        root.previous_page.next_page = root
    if root.next_page is not None:
        root.next_page.previous_page = root
    nav.pages = [root if page is plain else page for page in nav.pages]
    _put(nav.items, plain, root)


def _put(items: list[StructureItem], old: Page, new: Page) -> None:
    """`new` for `old` in `items`, at any depth, in place."""
    for number, item in enumerate(items):
        if item is old:
            items[number] = new
        elif isinstance(item, Section):
            _put(item.children, old, new)


def _titles(nav_config: object) -> Iterator[tuple[str, str]]:
    """Every `title: path` of a nav, as (path, title)."""
    if isinstance(nav_config, list):
        for item in nav_config:
            yield from _titles(item)
    elif isinstance(nav_config, Mapping):
        for title, value in nav_config.items():
            if isinstance(value, str):
                yield value.lstrip("/"), str(title)
            else:
                yield from _titles(value)


def _without_lone_section(items: Sequence[StructureItem], root: ArchivePage) -> list[StructureItem]:
    """`items` with a section that holds nothing but `root` replaced by `root` itself."""
    settled: list[StructureItem] = []
    for item in items:
        if isinstance(item, Section) and root in _pages_in(item.children):
            item.children = _without_lone_section(item.children, root)
            if item.children == [root]:
                if item.title not in map(dirname_to_title, root.file.src_uri.split("/")[:-1]):
                    root.title = item.title
                root.parent = item.parent
                item = root
        settled.append(item)
    return settled


def _pages_in(items: Sequence[StructureItem]) -> Iterator[StructureItem]:
    for item in items:
        if isinstance(item, Section):
            yield from _pages_in(item.children)
        else:
            yield item


class Sidebars:
    """The navigation as the pages of the archive show it."""

    def __init__(self, pages: Pages, root: ArchivePage | None) -> None:
        """`root`: the archive's first page, where the site has it."""
        self._pages = pages
        self._root = root

    def url(self, src_uri: str) -> str | None:
        """The URL of a page of the archive, None where the site has another in its place."""
        file = self._pages.file(src_uri)
        return url_of(file) if file is not None else None

    def stories(self, page: ArchivePage) -> list[SidebarLink]:
        """The stories of the page's issue, as its sidebar lists them."""
        targets = ((item, self._pages.file(item.src_uri)) for item in page.published.sidebar)
        return [
            SidebarLink(item.title, target, page, item.lang) for item, target in targets if target is not None
        ]

    def nav(self, page: ArchivePage, nav: Navigation, *, with_stories: bool) -> Navigation:
        """A copy of `nav` for `page`: the archive's item in the page's language, with the issue's stories.

        Where the nav has no such item it stands at the end. `nav` itself is left alone.
        """
        calendar = self._calendar(page)
        item = self._item(page, calendar) if with_stories and page.published.sidebar else calendar
        items = _replaced(nav.items, self._root, item, None) if self._root and item else None
        if items is None:
            items = [*nav.items, item] if isinstance(item, Section) else nav.items
        if isinstance(item, Section):
            item.active = True
        shown = copy.copy(nav)
        shown.items = items
        return shown

    def _calendar(self, page: ArchivePage) -> ArchivePage | None:
        """The calendar in the page's language, else the root calendar."""
        if self._root is None:
            return None
        return self._pages.get(self._root.published.twins.get(page.published.language, "")) or self._root

    def _item(self, page: ArchivePage, calendar: ArchivePage | None) -> Section:
        label = labels(page.published.spoken or page.published.language)
        front = page if page.published.kind == "issue" else self._pages.get(page.published.parent or "")
        lines: list[StructureItem] = [*self.stories(page)]
        if front is not None and front.published.kind == "issue":
            lines.insert(0, SidebarLink(label("Front page"), front.file, page))
        issue = Section(escape(page.published.sidebar_title), lines)
        if calendar is None:
            archive = Section(label("Archive"), [issue])
        else:
            archive = Section(
                str(calendar.title), [SidebarLink(label("All issues"), calendar.file, page), issue]
            )
        issue.parent = archive
        issue.active = True
        return archive


def _replaced(
    items: Sequence[StructureItem], old: Page, new: StructureItem, parent: Section | None
) -> list[StructureItem] | None:
    """A copy of `items` with `new` for `old`, at any depth; None where `old` is not among them."""
    for number, item in enumerate(items):
        # Another plugin's item for the same file may be a section too: what it holds stays in it.
        if getattr(item, "file", None) is old.file:
            if isinstance(new, Section):
                new.parent = parent
                new.children = [*new.children, *(getattr(item, "children", None) or ())]
            elif getattr(item, "children", None):
                return list(items)
            return [*items[:number], new, *items[number + 1 :]]
        if isinstance(item, Section):
            section = copy.copy(item)
            section.parent = parent
            children = _replaced(item.children, old, new, section)
            if children is not None:
                section.children = children
                section.active = True
                return [*items[:number], section, *items[number + 1 :]]
    return None
