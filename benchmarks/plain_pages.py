"""The pages of an archive as the Markdown files that a generator would have written, for plain MkDocs.

Every page keeps its text in all its languages, its headings, its lists and its links; anchors stand as
`<a id>`, links name the Markdown files. Drawings and scripts are left out, so the plain site has less to do,
never more.

    python benchmarks/plain_pages.py SITE DOCS URL

reads SITE/docs/issues and SITE/translations and writes the pages below DOCS.
"""

from __future__ import annotations

import html
import posixpath
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.views import SiteFacts, publish

_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BLOCKS = {
    "p",
    "div",
    "li",
    "figure",
    "figcaption",
    "section",
    "header",
    "footer",
    "nav",
    "tr",
    "dt",
    "dd",
    "summary",
}
_SKIPPED = {"script", "style", "svg", "button", "template"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


class _Writer(HTMLParser):
    """HTML of a page's body -> Markdown."""

    def __init__(self, here: str, pages: set[str]) -> None:
        """`here` is the page's Markdown file, one of `pages`."""
        super().__init__()
        self._here = here
        self._pages = pages
        self._lines: list[str] = []
        self._line: list[str] = []
        self._links: list[str | None] = []
        self._skip = 0

    def markdown(self, text: str) -> str:
        self.feed(text)
        self.close()
        self._end()
        return "\n\n".join(self._lines) + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skip += 1
        if self._skip:
            return
        given = dict(attrs)
        if tag in _HEADINGS or tag in _BLOCKS:
            self._end()
            self._line.append(_HEADINGS.get(tag, "- " if tag == "li" else ""))
        if (anchor := given.get("id")) and tag != "article":
            self._line.append(f'<a id="{html.escape(anchor)}"></a>')
        if tag == "a":
            target = given.get("href")
            self._links.append(self._target(target) if target else None)
            self._line.append("[" if target else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip -= 1
        elif self._skip:
            return
        elif tag == "a" and self._links:
            target = self._links.pop()
            self._line.append(f"]({target})" if target else "")
        elif tag in _HEADINGS or tag in _BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self._line.append(_SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", data)))

    def _end(self) -> None:
        text = "".join(self._line).strip()
        if text.strip("#- "):
            self._lines.append(text)
        self._line = []

    def _target(self, href: str) -> str:
        """The Markdown file (and anchor) that a link between pages leads to."""
        path, mark, anchor = href.partition("#")
        if ":" in path or not path:
            return href
        folder = (
            self._here.removesuffix("index.md") if self._here.endswith("index.md") else self._here[:-3] + "/"
        )
        there = posixpath.normpath(posixpath.join(folder, unquote(path)))
        if path.endswith("/") or path in (".", ".."):
            there = f"{there}/index.md" if f"{there}/index.md" in self._pages else f"{there}.md"
        return posixpath.relpath(there, posixpath.dirname(self._here)) + mark + anchor


def write_plain(site: Path, docs: Path, site_url: str) -> int:
    """Write the pages of the archive of `site`/docs/issues below `docs`; how many there are."""
    options = Options(issues=site / "docs" / "issues", base=site, translations=site / "translations")
    publication = publish(read_archive(options), options, SiteFacts(site_url=site_url))
    sources = {page.src_uri for page in publication.pages}
    for page in publication.pages:
        target = docs / page.src_uri
        target.parent.mkdir(parents=True, exist_ok=True)
        text = _Writer(page.src_uri, sources).markdown(page.body())
        title = page.title.replace('"', "'")
        description = page.description.replace('"', "'")
        target.write_text(
            f'---\ntitle: "{title}"\ndescription: "{description}"\n---\n\n{text}', encoding="utf-8"
        )
    for name, make in publication.files.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_bytes(make())
    return len(publication.pages)


if __name__ == "__main__":
    write_plain(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
