"""The archive in the site's search: every text once, on the article page of its language.

Search plugins read a page's content in their `on_page_context`. Just before, a page of the archive shows
them what it wants found; just after, it shows its content again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
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
        found = page.published.search() if page.published.search else ""
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
