"""mkdocs-awesome-nav: the archive is an item of the navigation that it makes."""

from __future__ import annotations

import pytest
from newspaper_site import BRIDGE, Site

pytest.importorskip("mkdocs_awesome_nav")

ORDERS = pytest.mark.parametrize("plugins", [["awesome-nav", "newspaper"], ["newspaper", "awesome-nav"]])


def _bar(site: Site, plugins: list[str]) -> list[str]:
    built = site.configure(plugins=plugins).build()
    assert built.has(f"{BRIDGE}/index.html")
    assert built.broken_links() == []
    bar = built.page("guide/").select_one(".navbar-nav")
    assert bar is not None
    return [link.get_text(strip=True) for link in bar.find_all("a")]


@ORDERS
def test_without_a_nav_file_the_archive_is_one_link(site: Site, plugins: list[str]) -> None:
    assert sorted(_bar(site, plugins)) == ["Archive", "Guide", "Home"]


@ORDERS
def test_a_nav_file_places_and_names_the_archive(site: Site, plugins: list[str]) -> None:
    site.write("docs/.nav.yml", "nav:\n  - Old papers: archive/index.md\n  - guide.md\n  - index.md\n")

    assert _bar(site, plugins) == ["Old papers", "Guide", "Home"]
