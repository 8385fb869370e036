"""Styles, script, labels and layout: small, prefixed, translated, and nothing wider than the page."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import nodes
from made_issues import one_story, one_story_issue, page, published, whole_archive

import mkdocs_newspaper.publishing
from mkdocs_newspaper.model import Figure, Text
from mkdocs_newspaper.publishing.html import TEMPLATES, environment
from mkdocs_newspaper.publishing.views import ASSETS

PUBLISHING = Path(mkdocs_newspaper.publishing.__file__).parent
LOCALES = PUBLISHING.parent / "bilingual" / "locales"
CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)


def test_styles_and_script_stay_under_twenty_kilobytes() -> None:
    sizes = [len(gzip.compress((ASSETS / name).read_bytes())) for name in ("newspaper.css", "newspaper.js")]
    assert sum(sizes) < 20_000


def test_all_classes_of_the_pages_carry_the_prefix() -> None:
    names: set[str] = set()
    for one in published(whole_archive(), serving=True).pages:
        for found in re.findall(r'class="([^"]*)"', one.body()):
            names.update(found.split())
    assert names
    # Z3988 is the class by which reference managers find COinS.
    assert not [name for name in names if name not in ("np", "Z3988") and not name.startswith("np-")]


def messages() -> set[str]:
    """Every message of the templates and of the Python files beside them."""
    found: set[str] = set()
    env = environment(())
    for template in TEMPLATES.rglob("*.html"):
        tree = env.parse(template.read_text("utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("_", "plural"):
                literal = [one.value for one in call.args[:2] if isinstance(one, nodes.Const)]
                found.update(value for value in literal[:1] if isinstance(value, str))
    for module in PUBLISHING.glob("*.py"):
        source = module.read_text("utf-8")
        found.update(re.findall(r"""\blabel(?:\.plural)?\(\s*"((?:[^"\\]|\\.)+)\"""", source))
    return found | {"error", "warning", "info"}


def test_every_word_that_a_reader_sees_is_in_the_chinese_catalog() -> None:
    catalog = read_po((LOCALES / "zh.po").open("rb"), locale="zh")
    known = {
        message.id[0] if isinstance(message.id, tuple) else message.id
        for message in catalog
        if message.string
    }
    assert len(messages()) > 40
    assert not sorted(messages() - known)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_no_page_is_wider_than_the_screen(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    figures = tuple(
        Figure(
            "1",
            5 + number,
            Text("说明" * 40),
            "本报记者 孟凡摄",
            (),
            None,
            after=number // 7,
            anchor=f"figure-{number + 1}",
        )
        for number in range(20)
    )
    odd = {
        "no photo": one_story("无图", "一段。" * 200),
        "twenty photos": one_story("二十图", "一段。" * 60, "二段。" * 60, figures=figures),
        "one line": one_story("一行", "一行。"),
        "very long headline": one_story("很长的标题" * 40, "一段。"),
        "no place to break": one_story("A" * 300, "B" * 400),
    }
    styles = (ASSETS / "newspaper.css").as_uri()
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        shown = browser.new_page()
        for name, article in odd.items():
            publication = published(one_story_issue(article), languages=("zh",))
            for one in publication.pages:
                if one.kind == "year":
                    continue
                file = tmp_path / "page.html"
                file.write_text(
                    f'<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{styles}">'
                    f'<body style="margin:16px">{one.body()}',
                    encoding="utf-8",
                )
                shown.goto(file.as_uri())
                for width in (390, 820, 1440):
                    shown.set_viewport_size({"width": width, "height": 900})
                    wider = shown.evaluate("document.documentElement.scrollWidth - innerWidth")
                    assert wider <= 0, (name, one.src_uri, width)
        browser.close()


def test_a_figure_without_an_image_keeps_its_frame_caption_and_credit() -> None:
    figures = (Figure("1", 5, Text("新桥全景。"), "资料图片", (), None, after=0, anchor="figure-1"),)
    publication = published(one_story_issue(one_story(figures=figures)))
    for src_uri in ("archive/1998/07/01/index.md", "archive/1998/07/01/p1.md"):
        html = page(publication, src_uri).body()
        assert "np-frame" in html
        assert "新桥全景。" in html
        assert "资料图片" in html
