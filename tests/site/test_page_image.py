"""A page image in a browser: enlarged in place with a script, as a file without one."""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from newspaper_site import ISSUE, Site

CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
#: A black pixel, said to be a broadsheet.
GIF = (
    b"GIF89a"
    + struct.pack("<HH", 590, 830)
    + b"\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def address(site: Site) -> str:
    site.write("docs/issues/2031-03-04/01.gif", GIF)
    built = site.build()
    page: Path = built.folder / ISSUE / "p1" / "index.html"
    return page.as_uri()


def moved(page: Any) -> str:
    return str(page.eval_on_selector(".np-zoomed img", "image => image.style.transform"))


def test_the_image_is_enlarged_by_wheel_and_keys_and_closed_by_escape(address: str, chromium: Any) -> None:
    page = chromium.new_page(viewport={"width": 1200, "height": 800})
    page.goto(address)
    page.click(".np-scan a")
    box = page.eval_on_selector(".np-zoomed", "box => [box.clientWidth, box.clientHeight]")
    assert box == [1200, 800]
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -500)
    page.wait_for_function("document.querySelector('.np-zoomed img').style.transform.includes('scale(2.7')")
    before = moved(page)
    page.keyboard.press("ArrowRight")
    assert moved(page) != before
    assert page.url == address  # the arrow moves the image and turns no page
    page.keyboard.press("0")
    assert moved(page) == "translate(0px, 0px) scale(1)"
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.np-zoomed')")
    assert page.evaluate("document.activeElement.matches('.np-scan a')")


def test_without_a_script_the_link_shows_the_file(address: str, chromium: Any) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    page.click(".np-scan a")
    assert page.url.endswith("/archive/2031/03/04/01.gif")
