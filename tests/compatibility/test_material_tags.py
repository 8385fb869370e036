"""Material's tags plugin: the archive's pages have no tags and disturb no listing."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from newspaper_site import BRIDGE, Site

pytest.importorskip("material")


def test_tags_of_the_site_s_pages_are_listed_and_the_archive_builds(site: Site) -> None:
    site.write("docs/guide.md", "---\ntags: [harbour]\n---\n\n# Guide\n\nText.\n")
    site.write("docs/tags.md", "# Tags\n\n<!-- material/tags -->\n")
    built = site.configure(theme="material", plugins=["search", "tags", "newspaper"]).build()

    if tuple(map(int, version("mkdocs-material").split(".")[:2])) >= (9, 7):
        # Older releases list tags in another way.
        assert "harbour" in built.page("tags/").get_text()
    assert "柳湾大桥" not in built.page("tags/").find("article").get_text()
    assert built.has(f"{BRIDGE}/index.html")
    assert built.broken_links() == []
