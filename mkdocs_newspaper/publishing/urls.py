"""Every URL and anchor of the archive, and their collisions: the only place that makes them.

A page is named by its `src_uri`, the name that MkDocs would know it by as a Markdown file
(`archive/2025/06/18/p1.md`); its URL follows from that and from `use_directory_urls`. Links are relative,
so that a site works below any path.
"""

from __future__ import annotations

import posixpath
import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from mkdocs_newspaper.glossary.romanization import slug
from mkdocs_newspaper.identifiers import safe_name, unique_names
from mkdocs_newspaper.model import Entry, EntryKind, Issue

#: The folder of every kind of entry.
ENTRY_FOLDERS: dict[EntryKind, str] = {
    "person": "names",
    "place": "names",
    "organization": "names",
    "term": "terms",
}
#: Paths of which no character is quoted in a URL: most.
_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")
#: Pages of the entries under one letter; what is not spelt with letters comes last.
INITIALS = (*string.ascii_lowercase, "other")


@lru_cache(1024)
def page_anchor(label: str) -> str:
    """Anchor and file name of a print page: "p4", "pa2"."""
    return f"p{(safe_name(label) or '0').lower()}"


def entry_names(entries: Iterable[Entry]) -> dict[str, str]:
    """The path of every entry's page below the archive, by the entry's id: "names/xi-jin-ping".

    Names of people, places and organizations share a folder; where two would be the same, people go first.
    """
    found: dict[str, str] = {}
    by_folder: dict[str, list[Entry]] = {}
    kinds = list(ENTRY_FOLDERS)
    for entry in sorted(entries, key=lambda one: (kinds.index(one.kind), one.id)):
        by_folder.setdefault(ENTRY_FOLDERS[entry.kind], []).append(entry)
    for folder, members in by_folder.items():
        names = unique_names((one.id.partition("/")[2] for one in members), INITIALS, "entry")
        found |= {one.id: f"{folder}/{name}" for one, name in zip(members, names, strict=True)}
    return found


def section_names(sections: Iterable[str]) -> dict[str, str]:
    """What each section's feed is called, by the section as printed: {"要闻": "yao-wen"}."""
    listed = sorted(set(sections))
    return dict(zip(listed, unique_names(map(slug, listed), fallback="section"), strict=True))


def issue_folders(issues: Sequence[Issue]) -> list[str]:
    """The folder of every issue below the archive: "2025/06/18", "2025/06/18-evening"; no two the same."""
    folders: list[str] = []
    used: set[str] = set()
    for issue in issues:
        day = f"{issue.date.year:04d}/{issue.date.month:02d}/{issue.date.day:02d}"
        edition = safe_name(slug(issue.edition)) or "edition" if issue.edition else ""
        base = f"{day}-{edition}" if edition else day
        folder, number = base, 2
        while folder.casefold() in used:
            folder, number = f"{base}-{number}", number + 1
        used.add(folder.casefold())
        folders.append(folder)
    return folders


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the pages of one site lie. The first language stands at the root, the others below their code."""

    archive: str
    languages: tuple[str, ...]
    directory_urls: bool = True

    def _page(self, language: str, path: str) -> str:
        prefix = "" if language == self.languages[0] else f"{language}/"
        archive = self.archive.strip("/")
        return f"{prefix}{archive}/{path}" if archive else f"{prefix}{path}"

    def calendar(self, language: str) -> str:
        """`src_uri` of the archive's first page."""
        return self._page(language, "index.md")

    def year(self, language: str, year: int) -> str:
        """`src_uri` of a year's page."""
        return self._page(language, f"{year:04d}/index.md")

    def issue(self, language: str, folder: str) -> str:
        """`src_uri` of an issue's page; `folder` as `issue_folders` gives it."""
        return self._page(language, f"{folder}/index.md")

    def print_page(self, language: str, folder: str, label: str) -> str:
        """`src_uri` of a print page."""
        return self._page(language, f"{folder}/{page_anchor(label)}.md")

    def article(self, language: str, folder: str, name: str) -> str:
        """`src_uri` of an article's page; `name` as `story_names` gives it."""
        return self._page(language, f"{folder}/{name}.md")

    def names(self, language: str) -> str:
        """`src_uri` of the index of people, places and organizations."""
        return self._page(language, "names/index.md")

    def terms(self, language: str) -> str:
        """`src_uri` of the index of terms."""
        return self._page(language, "terms/index.md")

    def initial(self, language: str, folder: str, initial: str, number: int = 1) -> str:
        """`src_uri` of the entries of one of `INITIALS`, where an index is too long for one page."""
        return self.entry(language, f"{folder}/{initial}", number)

    def entry(self, language: str, name: str, number: int = 1) -> str:
        """`src_uri` of an entry's page, `name` as `entry_names` gives it; of its older mentions from 2."""
        return self._page(language, f"{name}.md" if number == 1 else f"{name}/{number}.md")

    def issue_data(self, folder: str) -> str:
        """Path of an issue's `issue.json`: once, at the root language."""
        return self._page(self.languages[0], f"{folder}/issue.json")

    def issue_tei(self, folder: str) -> str:
        """Path of an issue's TEI edition: once, at the root language."""
        return self._page(self.languages[0], f"{folder}/issue.tei.xml")

    def issue_manifest(self, folder: str) -> str:
        """Path of an issue's IIIF manifest: once, at the root language."""
        return self._page(self.languages[0], f"{folder}/manifest.json")

    def reading_data(self, folder: str, name: str) -> str:
        """Path of an article's `reading.json` (its pinyin and other script): once, at the root language."""
        return self._page(self.languages[0], f"{folder}/{name}/reading.json")

    def archive_data(self) -> str:
        """Path of the archive's `index.json`."""
        return self._page(self.languages[0], "index.json")

    def issue_schema(self) -> str:
        """Path of the JSON Schema that describes every `issue.json`."""
        return self._page(self.languages[0], "issue.schema.json")

    def citation(self, folder: str, name: str, suffix: str) -> str:
        """Path of an article's citation for reference managers: once, at the root language."""
        return self._page(self.languages[0], f"{folder}/{name}/article.{suffix}")

    def feed(self, language: str) -> str:
        """Path of the Atom feed of all stories."""
        return self._page(language, "feed.xml")

    def section_feed(self, language: str, name: str) -> str:
        """Path of the Atom feed of a section; `name` as `section_names` gives it."""
        return self._page(language, f"feeds/{name}.xml")

    def entry_feed(self, language: str, name: str) -> str:
        """Path of the Atom feed of an entry; `name` as `entry_names` gives it."""
        return self._page(language, f"{name}/feed.xml")

    def glossary(self, form: str) -> str:
        """Path of the glossary as a file, by its ending ("tbx", "ttl"): once, at the root language."""
        return self._page(self.languages[0], f"glossary.{form}")

    def picture(self, folder: str, path: str) -> str:
        """Path of an image that the pages of an issue show; `path` lies below the issue's own folder."""
        return self._page(self.languages[0], f"{folder}/{path}")

    def below(self, src_uri: str) -> tuple[str, str] | None:
        """A page's language, and its path below the archive without ".md"; None for what lies outside."""
        if not src_uri.endswith(".md"):
            return None
        first, *others = self.languages
        for language in (*others, first):
            prefix = self._page(language, "")
            if src_uri.startswith(prefix):
                return language, src_uri[len(prefix) : -len(".md")]
        return None

    def destination(self, src_uri: str) -> str:
        """Path of the HTML file of a page."""
        return _destination(src_uri, self.directory_urls)

    def url(self, src_uri: str) -> str:
        """URL of a page relative to the site's root: ends in "/" or ".html"."""
        return _url(src_uri, self.directory_urls)

    def link(self, here: str, there: str, anchor: str = "") -> str:
        """The relative link from page to page (both `src_uri`), with an anchor if given."""
        fragment = f"#{anchor}" if anchor else ""
        if here == there:
            return fragment or (posixpath.basename(self.url(there)) or "./")
        return _relative(self.url(here), self.url(there)) + fragment

    def file_link(self, here: str, path: str) -> str:
        """The relative link from a page (`src_uri`) to a file of the site (path below its root)."""
        return _relative(self.url(here), path if _PLAIN.fullmatch(path) else quote(path))


def _destination(src_uri: str, directory_urls: bool) -> str:
    stem = src_uri.removesuffix(".md")
    if not directory_urls or posixpath.basename(stem) == "index":
        return f"{stem}.html"
    return f"{stem}/index.html"


@lru_cache(4096)
def _url(src_uri: str, directory_urls: bool) -> str:
    path = _destination(src_uri, directory_urls)
    return path.removesuffix("index.html") if directory_urls else path


@lru_cache(64)
def _ways_up(here: str) -> tuple[tuple[str, str], ...]:
    """The folders that a URL lies in, from its own up to the root, each with the way there: "../../"."""
    folders = here.split("/")[:-1]
    depth = len(folders)
    return tuple(
        ("".join(f"{one}/" for one in folders[:size]), "../" * (depth - size))
        for size in range(depth, -1, -1)
    )


def _relative(here: str, there: str) -> str:
    """The way from one URL to another, both relative to the site's root."""
    for folder, way in _ways_up(here):
        if there.startswith(folder):
            return f"{way}{there[len(folder) :]}" or "./"
    raise AssertionError("every URL lies below the root")
