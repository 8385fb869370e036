"""The Linhe Daily with translations: one story whole, one in part, one not at all; and pages that a browser opens."""

from __future__ import annotations

import datetime as dt
import functools
import http.server
import posixpath
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

from made_issues import archive, full_issue, one_story, published

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.model import Article, Bilingual, Entry, Issue, IssueTranslation, Mention, Translation
from mkdocs_newspaper.publishing.urls import Urls
from mkdocs_newspaper.publishing.views import ASSETS, Publication

FOLDER = "archive/1998/07/01"
BRIDGE = f"{FOLDER}/lin-he-xin-qiao-tong-che"
HARVEST = f"{FOLDER}/p2-2"

State = Literal["translated", "fuzzy", "machine"]

#: The story of the bridge, by anchor: the paragraph s1-5 is left untranslated.
IN_PART: dict[str, tuple[str, State]] = {
    "headline": ("New Linhe Bridge Opens", "translated"),
    "kicker": ("Across the water", "translated"),
    "figure-1": ("The whole of the new bridge.", "machine"),
    "s1-1": ("The new bridge at Linhe opened yesterday morning. (Page 2.)", "translated"),
    "s1-2": ("It crosses the Lin for 800 metres.", "machine"),
    "s1-3": ("A day on the bridge", "translated"),
    "s1-4": ("Item\tNumber\nLanes\tFour", "translated"),
    "s2-1": ("than before.", "fuzzy"),
}


def translation(passages: Mapping[str, tuple[str, State]], issue: Issue, name: str) -> IssueTranslation:
    """A catalog of one story in English."""
    held = {f"{issue.id}/{name}#{anchor}": Translation(*told) for anchor, told in passages.items()}
    return IssueTranslation("en", held, ("Mara Lind",), "CC BY 4.0", "translations/en/1998-07-01.po")


def translated(issue: Issue, *catalogs: IssueTranslation) -> Archive:
    """An archive of one issue with what its catalogs translate into English."""
    passages = {key: told for one in catalogs for key, told in one.passages.items()}
    return replace(archive(issue), translations={(issue.id, "en"): replace(catalogs[0], passages=passages)})


def partly_translated() -> Archive:
    """The full issue: the bridge in part, the other stories not at all."""
    issue = full_issue()
    return translated(issue, translation(IN_PART, issue, "lin-he-xin-qiao-tong-che"))


LONG = "三月的湾口风平浪静，孟凡走上桥面，看见两岸的灯一盏一盏亮起来。" * 4
TOLD = (
    "In March the mouth of the bay is calm; Meng Fan walked out on the deck and saw the lamps come on. " * 4
)


def long_story(paragraphs: int = 6) -> tuple[Article, dict[str, tuple[str, State]]]:
    """A story of several paragraphs of a few lines each, and its whole translation."""
    article = one_story(
        "孟凡走上新桥", *(f"{number}。{LONG}" for number in range(1, paragraphs + 1)), slug="qiao"
    )
    mentions = tuple(
        Mention("person/meng-fan", "孟凡", "person", f"s1-{number}", 12, 14)
        for number in range(1, paragraphs + 1)
    )
    told: dict[str, tuple[str, State]] = {"headline": ("Meng Fan Walks the New Bridge", "translated")}
    told |= {f"s1-{number}": (f"{number}. {TOLD}", "translated") for number in range(1, paragraphs + 1)}
    return replace(article, mentions=mentions), told


MENG = Entry("person/meng-fan", "孟凡", "person", "Meng Fan", "Mèng Fán", Bilingual("市长", "Mayor"))


def wholly_translated(paragraphs: int = 6) -> Archive:
    """One long story, translated whole, beside an untranslated one."""
    article, told = long_story(paragraphs)
    other = one_story("早稻丰收", "全省早稻丰收。", slug="zao-dao")
    page = replace(full_issue().pages[0], segments=(*article.segments, *other.segments), guide=())
    issue = Issue(
        dt.date(1998, 7, 1), pages=(page,), articles=(article, other), entries=(MENG,), sources=("x.md",)
    )
    made = translated(issue, translation(told, issue, "qiao"))
    return replace(made, entries=(MENG,))


def write_site(publication: Publication, folder: Path, directory_urls: bool = True) -> Path:
    """The pages and files of a publication as a site without a theme."""
    urls = Urls("archive", ("zh", "en"), directory_urls)
    for one in publication.pages:
        target = folder / urls.destination(one.src_uri)
        target.parent.mkdir(parents=True, exist_ok=True)
        up = posixpath.relpath(".", posixpath.dirname(urls.destination(one.src_uri)) or ".")
        target.write_text(
            f'<!doctype html><html lang="{one.language}"><meta charset="utf-8"><title>x</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
            f'<link rel="stylesheet" href="{up}/assets/newspaper/newspaper.css">'
            f'<body style="margin:16px;font:16px/1.6 sans-serif">{one.body()}'
            f'<script src="{up}/assets/newspaper/newspaper.js"></script>',
            encoding="utf-8",
        )
    for path, make in publication.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make())
    (folder / "assets/newspaper").mkdir(parents=True, exist_ok=True)
    for name in ("newspaper.css", "newspaper.js"):
        (folder / "assets/newspaper" / name).write_bytes((ASSETS / name).read_bytes())
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The URL below which a folder is served on this machine."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


__all__ = ["BRIDGE", "FOLDER", "HARVEST", "IN_PART", "MENG", "published"]
