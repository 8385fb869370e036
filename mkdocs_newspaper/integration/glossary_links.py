"""Glossary links on the site's other pages, where the site asks for them (option `link_pages`).

A page changes after the search plugins have read it, so that its cards are not found as its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup
from mkdocs.utils import get_relative_url
from pathspec import GitIgnoreSpec

from mkdocs_newspaper.integration.language import site_language
from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.publishing.page_links import PageLinker

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

#: A page whose front matter says `glossary_links: false` stays as it is.
OPT_OUT = "glossary_links"
#: What a page's front matter may call its language.
_LANGUAGE_KEYS = ("lang", "language", "locale")
_HEAD_END = re.compile(r"</head\s*>", re.IGNORECASE)


class GlossaryLinks:
    """The links of one build, and the pages that got some."""

    def __init__(
        self, linker: PageLinker | None, wanted: bool | tuple[str, ...], assets: Iterable[str]
    ) -> None:
        """`wanted` as in the option `link_pages`, `assets` are paths below the site's root."""
        self._linker = linker
        self._globs = None if isinstance(wanted, bool) else GitIgnoreSpec.from_lines(wanted)
        self._assets = tuple(assets)
        self._linked: set[str] = set()

    def add_to(self, page: Page, config: MkDocsConfig) -> None:
        """Put links into the content of a page that wants them."""
        if self._linker is None or not page.content or not self._wants(page):
            return
        linked = self._linker.linked(page.content, _address(page), _language(page, config))
        if linked is not None:
            page.content = f"{linked.content}\n{linked.cards}"
            self._linked.add(page.file.dest_uri)

    def add_assets(self, output: str, page: Page) -> str:
        """The whole page with the style sheet and the script of its links in its head."""
        end = _HEAD_END.search(output) if page.file.dest_uri in self._linked else None
        if end is None:
            return output
        elements = Markup("").join(_element(get_relative_url(path, page.url)) for path in self._assets)
        return f"{output[: end.start()]}{elements}\n{output[end.start() :]}"

    def _wants(self, page: Page) -> bool:
        if isinstance(page, ArchivePage) or page.meta.get(OPT_OUT) is False:
            return False
        return self._globs is None or self._globs.match_file(page.file.src_uri)


def _element(url: str) -> Markup:
    if url.endswith(".css"):
        return Markup('<link rel="stylesheet" href="{}">').format(url)
    return Markup('<script src="{}" defer></script>').format(url)


def _address(page: Page) -> str:
    """The page's name in terms of `publishing.urls`, from where it is written to (README.md, permalinks)."""
    return page.file.dest_uri.removesuffix(".html") + ".md"


def _language(page: Page, config: MkDocsConfig) -> str:
    """What the page's front matter calls its language, else the site's."""
    told = (page.meta.get(key) for key in _LANGUAGE_KEYS)
    return next((one for one in told if isinstance(one, str) and one), site_language(config.theme))
