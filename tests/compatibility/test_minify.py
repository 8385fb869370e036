"""mkdocs-minify-plugin: pages shrink, and keep their text, anchors and language links."""

from __future__ import annotations

import pytest
from newspaper_site import BRIDGE, Site

pytest.importorskip("mkdocs_minify_plugin")


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
@pytest.mark.parametrize("order", [["minify", "newspaper"], ["newspaper", "minify"]])
def test_minified_pages_say_and_link_the_same(site: Site, theme: str, order: list[str]) -> None:
    site.configure(theme=theme, site_url="https://papers.example/liuwan/")
    plain = site.configure(plugins=["search", "newspaper"]).build()
    before = plain.text(f"{BRIDGE}/index.html")
    said = plain.page(f"{BRIDGE}/").select_one(".np").get_text("", strip=True)
    plugins = ["search", *({"minify": {"minify_html": True}} if one == "minify" else one for one in order)]
    built = site.configure(plugins=plugins).build()

    page = built.page(f"{BRIDGE}/")
    assert len(built.text(f"{BRIDGE}/index.html")) < len(before)
    assert "".join(page.select_one(".np").get_text("", strip=True).split()) == "".join(said.split())
    assert len(page.head.select("link[hreflang]")) == 3
    assert built.broken_links() == []
