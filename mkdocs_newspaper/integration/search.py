"""The archive in the site's search: every text once, on the article page of its language.

Search plugins read a page's content in their `on_page_context`. Just before, a page of the archive shows
them what it wants found; just after, it shows its content again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from mkdocs_newspaper.integration.pages import ArchivePage

if TYPE_CHECKING:
    from mkdocs.plugins import BasePlugin, PluginCollection

#: A place before a Han character, in a regular expression of JavaScript
BEFORE_HAN = r"|(?=[\u3400-\u4dbf\u4e00-\u9fff])"

_HEADLINE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)


class SearchView:
    """What a page was before the search plugins looked at it."""

    def __init__(self, page: ArchivePage) -> None:
        self._page = page
        self._content = page.content
        self._title = page.title
        self._meta = page.meta

    @classmethod
    def open(cls, page: ArchivePage) -> SearchView:
        """Let `page` show what it wants found; a page without that asks to be left out."""
        view = cls(page)
        found = page.found
        if headline := _HEADLINE.search(found):
            page.title = Markup(headline.group(1))
            # The title is searched by itself; left in the text it would be found twice.
            found = found[: headline.start()] + found[headline.end() :]
        page.content = found
        page.meta = {**page.meta, "title": page.title, "search": {"exclude": not found}}
        return view

    def close(self) -> bool:
        """Show the page's content again; whether the page wants to be in the search."""
        wanted = bool(self._page.content)
        self._page.content = self._content
        self._page.title = self._title
        self._page.meta = self._meta
        return wanted


class SearchEntries:
    """What every page of the site puts into the search indexes, so that kept pages need not do it again."""

    def __init__(self, indexes: Sequence[Callable[[], list[Any] | None]]) -> None:
        """Each of `indexes` gives the entries of one index as they are now."""
        self._indexes = indexes
        self._sizes: list[int] = []
        self.of_page: dict[str, list[list[Any]]] = {}  # by the page's file in the site: one list an index

    @classmethod
    def of(cls, plugins: PluginCollection) -> SearchEntries:
        """The indexes of a site's search plugins."""
        return cls([partial(_entries, plugin) for plugin in plugins.values()])

    def begin(self) -> None:
        """A page is about to be searched."""
        self._sizes = [len(index() or ()) for index in self._indexes]

    def end(self, path: str) -> None:
        """The page of that file has been searched."""
        sizes = zip(self._indexes, self._sizes, strict=True)
        self.of_page[path] = [list((index() or ())[size:]) for index, size in sizes]

    def complete(self, paths: Iterable[str], kept: Callable[[str], list[list[Any]]]) -> None:
        """Put what `kept` pages had said where it stands when all pages are made; `paths` in that order."""
        ordered = list(paths)
        missing = {path: kept(path) for path in ordered if path not in self.of_page}
        self.of_page |= {path: held for path, held in missing.items() if held}
        if not any(any(held) for held in missing.values()):
            return
        for number, index in enumerate(self._indexes):
            entries = index()
            if entries is None:
                continue
            listed = [one for path in ordered for one in self._held(path, number)]
            known = {id(one) for one in listed}
            entries[:] = [*listed, *(one for one in entries if id(one) not in known)]

    def _held(self, path: str, number: int) -> list[Any]:
        held = self.of_page.get(path, [])
        return held[number] if number < len(held) else []


def _entries(plugin: BasePlugin[Any]) -> list[Any] | None:
    """The entries of a search plugin's index, None where it has none. The list is private to the plugin."""
    index = getattr(plugin, "search_index", None)
    for name in ("_entries", "entries"):
        entries = getattr(index, name, None)
        if isinstance(entries, list):
            return entries
    return None


def searches_to_part(plugins: PluginCollection) -> list[BasePlugin[Any]]:
    """Material's search plugins whose separator the site leaves to them (asked before they fill it in).

    None where jieba is installed: Material cuts words with it.
    """
    if find_spec("jieba") is not None:
        return []
    return [
        plugin
        for plugin in plugins.values()
        if type(plugin).__module__.startswith("material.")
        and "separator" in plugin.config
        and not plugin.config["separator"]
    ]


def part_han(searches: Sequence[BasePlugin[Any]]) -> None:
    """Let Material's search find Chinese words within a clause: it takes one for a single word otherwise.

    Its index and its queries are then cut before every Han character. MkDocs' own search can't find Han text.
    """
    for plugin in searches:
        settings = getattr(getattr(plugin, "search_index", None), "config", None)
        if isinstance(settings, dict) and isinstance(settings.get("separator"), str):
            settings["separator"] += BEFORE_HAN


def drop_entries(plugins: PluginCollection, urls: Collection[str]) -> None:
    """Take the pages at `urls` out of the index of MkDocs' own search, which knows no exclusion.

    The list of entries is private. Should it change, such a page keeps an entry with its title alone.
    """
    for plugin in plugins.values():
        index = getattr(plugin, "search_index", None)
        for name in ("_entries", "entries"):
            entries = getattr(index, name, None)
            if isinstance(entries, list):
                entries[:] = [entry for entry in entries if entry["location"].partition("#")[0] not in urls]
