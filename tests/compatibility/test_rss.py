"""mkdocs-rss-plugin: it asks every page for its file and its date."""

from __future__ import annotations

import pytest
from newspaper_site import BRIDGE, Site

pytest.importorskip("mkdocs_rss_plugin")


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_feeds_are_written_with_the_archive_s_pages_among_the_others(site: Site, theme: str) -> None:
    feed = {"rss": {"use_git": False, "match_path": ".*", "length": 50}}
    site.configure(
        theme=theme, site_url="https://papers.example/liuwan/", plugins=["search", feed, "newspaper"]
    )
    built = site.build()

    text = built.text("feed_rss_created.xml")
    assert f"https://papers.example/liuwan/{BRIDGE}/" in text
    assert "柳湾大桥合龙" in text
    assert "&amp;lt;" not in text
