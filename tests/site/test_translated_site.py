"""Translations and reading aids in whole sites: their files, their search, and Material's instant navigation."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from newspaper_site import BRIDGE, HARBOUR, ISSUE, Site

CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
STORY = "2031-03-04/liu-wan-da-qiao-he-long"
CATALOG = f"""\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Licence: CC BY 4.0\\n"

msgctxt "{STORY}#headline"
msgid "柳湾大桥合龙"
msgstr "The Last Span of Liuwan Bridge"

msgctxt "{STORY}#s1-1"
msgid "三月的湾口风平浪静，柳湾大桥昨日上午合龙。大桥全长两千一百米。"
msgstr "In March the bay is calm; yesterday morning the spans of Liuwan Bridge met. It is 2,100 metres long."
"""


@pytest.fixture
def translated(site: Site) -> Site:
    site.write("translations/en/2031-03-04.po", CATALOG)
    return site


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_a_translation_reaches_pages_titles_sidebar_and_search(translated: Site, theme: str) -> None:
    built = translated.configure(theme=theme, site_url="https://example.org/papers/").build(strict=False)

    page = built.page(f"en/{BRIDGE}/")
    assert page.select_one("h1#headline").get_text() == "The Last Span of Liuwan Bridge"
    assert "The Last Span of Liuwan Bridge" in page.title.get_text()
    assert page.select_one("[id='s1-1'] .np-source-text")["lang"] == "zh-Hans"
    assert "柳湾大桥合龙" in built.page(f"{BRIDGE}/").select_one("h1").get_text()
    assert "The Last Span of Liuwan Bridge" in built.page(f"en/{HARBOUR}/").get_text()
    (entry,) = (one for one in built.search_entries() if one["location"] == f"en/{BRIDGE}/")
    assert entry["title"] == "The Last Span of Liuwan Bridge"
    assert "the bay is calm" in entry["text"]
    assert "三月的湾口风平浪静" in entry["text"]


@pytest.mark.parametrize("directory_urls", [True, False])
def test_reading_data_lies_once_beside_the_story_and_pages_name_it(
    translated: Site, directory_urls: bool
) -> None:
    built = translated.configure(use_directory_urls=directory_urls).build(strict=False)

    data = built.json(f"{BRIDGE}/reading.json")
    assert data["version"] == 1
    assert "liǔ/wān" in data["fields"]["headline"].lower()
    assert not built.has(f"en/{BRIDGE}/reading.json")
    end = "/" if directory_urls else ".html"
    for path in (f"{BRIDGE}{end}", f"en/{BRIDGE}{end}", f"en/{ISSUE}/p2{end}"):
        for text in built.page(path).select("[data-reading]"):
            folder = path if directory_urls else path.rpartition("/")[0] + "/"
            found = (Path("/site") / folder / text["data-reading"]).as_posix()
            assert built.has(_normal(found)), (path, text["data-reading"])


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/")[2:]:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_the_aids_survive_material_s_instant_navigation(translated: Site) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    theme = {"name": "material", "font": False, "features": ["navigation.instant"]}
    with _served(translated.folder / "site") as url:
        translated.configure(theme=theme, site_url=url).build(strict=False)
        with playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            shown = browser.new_page(viewport={"width": 1440, "height": 900})
            errors: list[str] = []
            shown.on("pageerror", lambda error: errors.append(str(error)))
            shown.goto(f"{url}en/{ISSUE}/")
            shown.wait_for_function("window.document$")
            shown.wait_for_load_state("networkidle")
            shown.evaluate("window.sameDocument = true")
            shown.click(".np-lead .np-headline a")
            shown.wait_for_selector(".np-article .np-ready")
            shown.click("text=side by side")
            shown.click("text=pinyin")
            shown.wait_for_selector("#s1-1 ruby")
            told, source = (
                shown.locator(f"#s1-1 {one}").bounding_box() for one in (".np-translation", ".np-source-text")
            )
            assert told["x"] + told["width"] <= source["x"]
            shown.click(".np-turn-next")
            shown.wait_for_url(f"{url}en/{HARBOUR}/")
            shown.wait_for_selector("#s1-1 ruby")
            assert shown.evaluate("window.sameDocument") is True
            shown.keyboard.press("e")
            shown.wait_for_url(f"{url}{HARBOUR}/*")
            shown.wait_for_selector("#s1-1 ruby")
            shown.keyboard.press("y")
            assert shown.locator("ruby").count() == 0
            assert errors == []
            browser.close()
