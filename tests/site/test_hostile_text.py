"""Newspaper text is text: no template, no markup, no script, wherever it is printed."""

from __future__ import annotations

import pytest
from newspaper_site import Site

HOSTILE = """\
2031年3月6日 星期四 柳湾日报社出版 第 8125 号

## 标题</title><script>alert(1)</script>{{ config.site_name }}

本报柳湾3月5日讯（记者 石小满）<script>alert(2)</script> {{ 7 * 7 }} {% raw %} {# no comment #} \
[链接](javascript:alert(3)) <img src=x onerror=alert(4)> ${x} $$y$$ *[讯]: 消息

## 第二条" onmouseover="alert(5)

本报讯（记者 田禾）--8<-- "mkdocs.yml" 完。
"""


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_hostile_text_is_shown_and_never_executed(site: Site, theme: str) -> None:
    extensions = ["attr_list", "abbr", "md_in_html", "tables"]
    site.write("docs/issues/2031-03-06/01.md", HOSTILE)
    built = site.configure(theme=theme, markdown_extensions=extensions).build(strict=False)

    pages = [path for path in built.archive_pages if "/2031/03/06/" in f"/{path}"]
    assert len(pages) == 8
    for path in pages:
        page = built.page(path)
        for script in page.find_all("script"):
            assert (
                "alert" not in script.get_text()
                or script.get("type") == "application/ld+json"
                or ("<" not in script.get_text().partition("alert")[0][-20:])
            ), path
        for element in page.find_all(True):
            assert not [
                name for name in element.attrs if name.startswith("on") and "alert" in str(element[name])
            ], path
            assert "javascript:" not in str(element.get("href", "")).lower(), path
        assert page.title is not None
        assert "标题" not in page.title.get_text() or "{{ config.site_name }}" in page.title.get_text()
    article = next(path for path in pages if "biao-ti" in path and not path.startswith("en/"))
    text = built.page(article).get_text()
    assert "{{ 7 * 7 }}" in text
    assert "{% raw %}" in text


def test_hostile_headlines_stay_text_in_the_search(site: Site) -> None:
    site.write("docs/issues/2031-03-06/01.md", HOSTILE)
    built = site.configure(theme="material").build(strict=False)

    for entry in built.search_entries():
        # Material's search prints titles and texts as HTML.
        assert "<script" not in entry["title"] + entry["text"]
        assert "<img" not in entry["title"] + entry["text"]
