"""A small language for whole sites: write one, build it with MkDocs' own `build`, look at what came out."""

from __future__ import annotations

import json
import logging
import os
import posixpath
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import jinja2
import pytest
import yaml
from bs4 import BeautifulSoup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from mkdocs_newspaper.cache import digest
from mkdocs_newspaper.publishing.compiled_templates import PageEnvironment

# A paper of a town that does not exist. The first issue jumps from page 1 to page 2.
FRONT_PAGE = """\
2031年3月4日 星期二 柳湾日报社出版 第 8123 号

今日 4 版 国内统一连续出版物号: CN 99-0042

## 柳湾大桥合龙

本报柳湾3月3日讯（记者 石小满、江一舟）三月的湾口风平浪静，柳湾大桥昨日上午合龙。大桥全长两千一百米。

桥面预计在九月铺装完毕。

（下转第二版）

## 渔港开市首日成交三百吨

本报讯（记者 安若水）渔港昨日开市，首日成交三百吨，比去年多两成。
"""
SECOND_PAGE = """\
第二版 要闻

## 柳湾大桥合龙

（上接第一版）建设者说，合龙段的误差不到三毫米。

通车以后，从南岸到北岸只要四分钟。

## 图书馆周末延长开放

本报讯（记者 田禾）市图书馆周末开放到晚上十点。
"""
NEXT_FRONT_PAGE = """\
2031年3月5日 星期三 柳湾日报社出版 第 8124 号

## 春茶开采

本报青崖3月4日讯（记者 江一舟）青崖的春茶昨日开采，比常年早六天。
"""
ISSUES = {
    "2031-03-04/01.md": FRONT_PAGE,
    "2031-03-04/02.md": SECOND_PAGE,
    "2031-03-05/01.md": NEXT_FRONT_PAGE,
}
ISSUE = "archive/2031/03/04"
BRIDGE = f"{ISSUE}/liu-wan-da-qiao-he-long"
HARBOUR = f"{ISSUE}/yu-gang-kai-shi-shou-ri-cheng-jiao-san-bai-dun"

PLAIN_THEMES: dict[str, dict[str, Any]] = {
    # Without fonts and code highlighting from other hosts: a page then refers to the site alone.
    "material": {"name": "material", "font": False},
    "mkdocs": {"name": "mkdocs", "highlightjs": False},
    "readthedocs": {"name": "readthedocs", "highlightjs": False},
}


class Site:
    """A site below `folder`: some documentation pages, and the issues of a paper."""

    def __init__(self, folder: Path, issues: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.write("docs/index.md", "# Home\n\nSee the [guide](guide.md).\n")
        self.write("docs/guide.md", "# Guide\n\nText.\n\n## More\n\nMore text.\n")
        for name, text in (ISSUES if issues is None else issues).items():
            self.write(f"docs/issues/{name}", text)
        self.settings: dict[str, Any] = {
            "site_name": "Liuwan",
            "theme": PLAIN_THEMES["mkdocs"],
            "plugins": ["search", "newspaper"],
        }

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the site's sources."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return target

    def configure(self, **settings: Any) -> Site:
        """Change mkdocs.yml; None takes a setting away. `theme` may be the name of a plain theme."""
        theme = settings.get("theme")
        if isinstance(theme, str):
            settings["theme"] = PLAIN_THEMES[theme]
        self.settings |= settings
        self.settings = {key: value for key, value in self.settings.items() if value is not None}
        return self

    def newspaper(self, **options: Any) -> Site:
        """Give the plugin options."""
        return self.configure(plugins=["search", {"newspaper": options}])

    @property
    def config_file(self) -> Path:
        return self.write("mkdocs.yml", yaml.safe_dump(self.settings, allow_unicode=True))

    def build(self, *, strict: bool = True) -> Built:
        """Build as `mkdocs build` does; with `strict`, a warning raises SystemExit."""
        with log_lines() as records:
            config = load_config(str(self.config_file), strict=strict)
            config.plugins.on_startup(command="build", dirty=False)
            mkdocs_build(config)
        return Built(self.folder / "site", config.site_url or "", records)

    def server(self) -> Server:
        """What `mkdocs serve` does before it listens: call `build` of it again after a change."""
        return Server(self)

    def sources(self) -> dict[str, bytes]:
        """Every file of docs_dir with its bytes."""
        return tree(self.folder / "docs")


class Server:
    """The builds of one `mkdocs serve`: the plugin's instance lives through all of them."""

    ADDRESS = "http://127.0.0.1:8000/"

    def __init__(self, site: Site) -> None:
        self.site = site
        load_config(str(site.config_file)).plugins.on_startup(command="serve", dirty=False)

    def build(self) -> Built:
        with log_lines() as records:
            config = load_config(str(self.site.config_file))
            config.site_url = self.ADDRESS
            mkdocs_build(config, serve_url=self.ADDRESS)
        self.config = config
        return Built(self.site.folder / "site", self.ADDRESS, records)

    def watched(self) -> set[str]:
        """The folders and files that the plugin asks the server to watch."""
        watched: set[str] = set()

        class Watcher:
            def watch(self, path: str, func: None = None, recursive: bool = True) -> None:
                watched.add(path)

        self.config.plugins.on_serve(Watcher(), config=self.config, builder=lambda: None)  # type: ignore[arg-type]
        return watched


@dataclass
class Built:
    """A site as it was written."""

    folder: Path
    site_url: str = ""
    records: list[logging.LogRecord] = field(default_factory=list)

    def text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def page(self, path: str) -> BeautifulSoup:
        """The page at a URL below the site's root ("archive/", "archive/2031.html")."""
        return BeautifulSoup(self.text(path + "index.html" if path.endswith("/") else path), "html.parser")

    def has(self, path: str) -> bool:
        return (self.folder / path).is_file()

    def json(self, path: str) -> Any:
        return json.loads(self.text(path))

    @property
    def paths(self) -> list[str]:
        """All files, relative to the site's root."""
        return sorted(tree(self.folder))

    @property
    def archive_pages(self) -> list[str]:
        return [path for path in self.paths if path.endswith(".html") and "archive" in path.split("/")]

    def messages(self, level: int = logging.WARNING) -> list[str]:
        return [record.getMessage() for record in self.records if record.levelno >= level]

    def search_entries(self) -> list[dict[str, str]]:
        entries: list[dict[str, str]] = self.json("search/search_index.json")["docs"]
        return entries

    def broken_links(self) -> list[str]:
        """Every link, image, script or style sheet of every page that leads nowhere, with its page."""
        base = urlsplit(self.site_url).path.rstrip("/")
        pages = {path: _Links(self.text(path)) for path in self.paths if path.endswith(".html")}
        broken = []
        for path, page in pages.items():
            for link in page.links:
                target = _target(path, link, base, self.site_url)
                if target is None:
                    continue
                place, anchor = target
                if place.endswith("/") or place == "":
                    place += "index.html"
                if not self.has(place):
                    broken.append(f"{path}: {link}")
                elif anchor and place in pages and anchor not in pages[place].ids:
                    broken.append(f"{path}: {link} (no such anchor)")
        return broken

    def doubled_ids(self) -> list[str]:
        """Ids that stand twice on a page of the archive."""
        return [
            f"{path}: {name}"
            for path in self.archive_pages
            for name, count in Counter(_Links(self.text(path)).ids).items()
            if count > 1
        ]


#: Gives the unchanged site, built; takes its theme.
Standard = Callable[..., Built]


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if named.get("id"):
            self.ids.append(str(named["id"]))
        if tag in ("a", "area", "link") and named.get("href") is not None:
            self.links.append(str(named["href"]))
        if tag in ("img", "script", "iframe", "source") and named.get("src"):
            self.links.append(str(named["src"]))


def _target(path: str, link: str, base: str, site_url: str) -> tuple[str, str] | None:
    """The file that a link on the page at `path` means, and its anchor; None outside the site."""
    if site_url and link.startswith(site_url):
        link = urlsplit(link).path
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
        return None
    way = parts.path.removeprefix(base) if parts.path.startswith("/") else parts.path
    url = unquote(urljoin("/" + path, way))
    place = posixpath.normpath(url).lstrip("/")
    is_folder = url.endswith("/") or way.rpartition("/")[2] in (".", "..")
    return (f"{place}/" if is_folder and place else place), unquote(parts.fragment)


@contextmanager
def log_lines() -> Iterator[list[logging.LogRecord]]:
    """What MkDocs logs meanwhile."""
    records: list[logging.LogRecord] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    logger, keeper = logging.getLogger("mkdocs"), Keeper()
    level = logger.level
    logger.addHandler(keeper)
    logger.setLevel(logging.INFO)
    try:
        yield records
    finally:
        logger.removeHandler(keeper)
        logger.setLevel(level)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by its path in it."""
    return {
        Path(os.path.relpath(Path(place) / name, folder)).as_posix(): (Path(place) / name).read_bytes()
        for place, _, names in os.walk(folder)
        for name in names
    }


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site of two pages and two issues, below a folder of its own."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    return Site(tmp_path)


@pytest.fixture(scope="session")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    """The unchanged site, built once for each choice of settings; tests may look, but not touch."""

    @cache
    def build(theme: str, *, directory_urls: bool = True, site_url: str | None = None) -> Built:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("SOURCE_DATE_EPOCH", "1900000000")
            site = Site(tmp_path_factory.mktemp("standard"))
            site.configure(theme=theme, use_directory_urls=directory_urls, site_url=site_url)
            return site.build()

    return build


@pytest.fixture(scope="session", autouse=True)
def remembered_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled templates are kept from build to build: compiling them is half of a small build."""
    folder = tmp_path_factory.mktemp("templates")
    make = jinja2.Environment.__init__

    def make_remembering(environment: jinja2.Environment, *arguments: Any, **settings: Any) -> None:
        make(environment, *arguments, **settings)
        if environment.bytecode_cache is None and type(environment) is jinja2.Environment:
            environment.bytecode_cache = jinja2.FileSystemBytecodeCache(str(folder))

    # The package's own templates are compiled otherwise, and otherwise again where a site overrides some.
    def make_own(environment: PageEnvironment, *arguments: Any, **settings: Any) -> None:
        make_page(environment, *arguments, **settings)
        below = folder / digest("pages", *sorted(environment.overridden))
        below.mkdir(exist_ok=True)
        environment.bytecode_cache = jinja2.FileSystemBytecodeCache(str(below))

    make_page = PageEnvironment.__init__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "__init__", make_remembering)
        patch.setattr(PageEnvironment, "__init__", make_own)
        yield
