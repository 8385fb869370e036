"""A number of article pages -> two sites with the same pages: one for the plugin, one for plain MkDocs.

    FOLDER/<article pages>/plugin   docs/issues, translations, mkdocs.yml, one-process.yml
    FOLDER/<article pages>/plain    docs with a Markdown file for every page of the archive, mkdocs.yml

Making both takes long for large sizes, so what a folder holds is used again: a note tells what it was made of.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from made_catalogs import SHARE
from made_issues import Size, write_issues

URL = "https://liuwan.example/"
LANGUAGES = 2
SEED = 1
NOTE = "made.json"
#: What the plain site is made of; another number makes kept sites anew.
FORM = 2
SETTINGS = """\
site_name: Liuwan Daily
site_url: {url}
theme: {{name: material, font: false}}
plugins: [{plugins}]
nav:
  - Home: index.md
  - Guide: guide.md
  - Archive: archive/index.md
not_in_nav: |
  /*
"""
#: A page of an article: archive/2019/01/02/<slug>/index.html; a print page is p1.
_ARTICLE = re.compile(r"archive/\d{4}/\d\d/\d\d/(?!p\d+/)[^/]+/index\.html$")
#: An edit that concerns one issue alone.
SENTENCE = "潮水退了。"
#: An edit that names what all the archive names: their entries count one issue, or one mention, more.
NAMING = "联合国粮农组织与中国科学院在昆明签约。"


@dataclass
class Sites:
    """Both sites of one size."""

    folder: Path
    article_pages: int  # that were asked for
    edits: int = 0

    @property
    def plugin(self) -> Path:
        return self.folder / "plugin"

    @property
    def plain(self) -> Path:
        return self.folder / "plain"

    @property
    def issues(self) -> Path:
        return self.plugin / "docs" / "issues"

    @classmethod
    def made(cls, below: Path, article_pages: int, plugins: list[str], *, plain: bool) -> Sites:
        """The sites of that size; what lies there already from another run is used again."""
        sites = cls(below / str(article_pages), article_pages)
        sites._clear_others(sites.plugin)
        _write_settings(sites.plugin, "mkdocs.yml", [*plugins, "newspaper"])
        _write_settings(sites.plugin, "one-process.yml", [*plugins, "{newspaper: {workers: 1}}"])
        # Always: a run that was ended in the middle leaves an edited document.
        write_issues(sites.issues, article_pages // LANGUAGES, seed=SEED, size=Size())
        if not (sites.plugin / NOTE).exists():
            _run("made_catalogs.py", sites.plugin, SEED, SHARE)
            sites._leave_note(sites.plugin)
        if plain:
            sites._clear_others(sites.plain)
            _write_settings(sites.plain, "mkdocs.yml", plugins)
            if not (sites.plain / NOTE).exists():
                _run("plain_pages.py", sites.plugin, sites.plain / "docs", URL)
                sites._leave_note(sites.plain)
        return sites

    @property
    def document(self) -> Path:
        """A document in the middle of the archive."""
        found = sorted(self.issues.rglob("*.md"))
        return found[len(found) // 2]

    @property
    def plain_document(self) -> Path:
        """A page of an article in the plain site."""
        day = "/".join(self.document.parent.name.split("-"))
        found = sorted((self.plain / "docs" / "archive" / day).glob("*.md"))
        return next(path for path in found if not re.fullmatch(r"index|p\d+", path.stem))

    def edit(self, sentence: str = SENTENCE) -> None:
        """Add a paragraph to one document, another one each time."""
        self.edits += 1
        text = self.document.read_text("utf-8")
        self.document.write_text(f"{text}\n\n{sentence * self.edits}\n", "utf-8")

    def restore(self) -> None:
        """The documents as they were made."""
        write_issues(self.issues, self.article_pages // LANGUAGES, seed=SEED, size=Size())

    def forget(self) -> None:
        """As if nothing of the plugin's had been built yet."""
        self.put_away(self.plugin / ".cache")
        self.put_away(self.plugin / "site")

    def put_away(self, folder: Path) -> None:
        """Move a folder out of the way, until `clear_away`.

        Nothing is deleted between builds that are compared: on ext4, a file is made ten times as slowly just after
        thousands were deleted.
        """
        if folder.exists():
            old = self.folder / "old"
            old.mkdir(exist_ok=True)
            folder.rename(old / str(len(list(old.iterdir()))))

    def clear_away(self) -> None:
        """Delete what was moved out of the way."""
        shutil.rmtree(self.folder / "old", ignore_errors=True)

    def plain_page_size(self) -> float:
        """Bytes of Markdown of an article's page, on average."""
        sizes = [
            path.stat().st_size
            for path in (self.plain / "docs").rglob("*.md")
            if _ARTICLE.search(f"{path.with_suffix('').as_posix()}/index.html")
        ]
        return sum(sizes) / max(1, len(sizes))

    def _form(self) -> dict[str, object]:
        return {"form": FORM, "article_pages": self.article_pages, "seed": SEED, "catalogs": SHARE}

    def _leave_note(self, site: Path) -> None:
        (site / NOTE).write_text(json.dumps(self._form()), "utf-8")

    def _clear_others(self, site: Path) -> None:
        """Take away what was made in another form. A folder that is no made site is left alone."""
        note = site / NOTE
        if note.exists() and json.loads(note.read_text("utf-8")) != self._form():
            shutil.rmtree(site)
        (site / "docs").mkdir(parents=True, exist_ok=True)


def page_counts(site: Path) -> tuple[int, int]:
    """Pages of all kinds, and pages of articles, of a folder that MkDocs has written."""
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    return len(pages), sum(bool(_ARTICLE.search(page)) for page in pages)


def _write_settings(site: Path, name: str, plugins: list[str]) -> None:
    (site / name).write_text(SETTINGS.format(url=URL, plugins=", ".join(plugins)), "utf-8")
    (site / "docs" / "index.md").write_text("# Home\n\nA paper.\n", "utf-8")
    (site / "docs" / "guide.md").write_text("# Guide\n\nHow to read it.\n", "utf-8")


def write_variant(site: Path, name: str, plugins: list[str], options: str) -> None:
    """Another settings file of the plugin's site, with these `options` of the plugin (YAML, in one line)."""
    _write_settings(site, name, [*plugins, f"{{newspaper: {{{options}}}}}"])


def _run(script: str, *arguments: object) -> None:
    """In a process of its own, so that this one stays small beside the builds that it measures."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(script)), *map(str, arguments)],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{script} failed\n{done.stderr.decode('utf-8', 'replace')[-4000:]}")
