"""mkdocs-section-index: the root calendar may be the page of a section."""

from __future__ import annotations

import pytest
from newspaper_site import HARBOUR, Built, Site

pytest.importorskip("mkdocs_section_index")

ORDERS = pytest.mark.parametrize("plugins", [["section-index", "newspaper"], ["newspaper", "section-index"]])


def _nav(built: Built, path: str) -> list[str]:
    links = built.page(path).select(".md-nav--primary a.md-nav__link")
    return [link.get_text(strip=True) for link in links]


@ORDERS
def test_a_section_s_page_is_the_calendar(site: Site, plugins: list[str]) -> None:
    nav = ["index.md", {"Papers": ["archive/index.md", "guide.md"]}]
    built = site.configure(theme="material", plugins=plugins, nav=nav).build()

    assert built.page("archive/").select_one(".np") is not None
    assert "Papers" in _nav(built, "guide/")
    listed = _nav(built, f"{HARBOUR}/")
    assert "Guide" in listed
    assert "柳湾大桥合龙" in listed
    assert built.broken_links() == []


@ORDERS
def test_without_nav_the_archive_stays_one_item(site: Site, plugins: list[str]) -> None:
    built = site.configure(theme="material", plugins=plugins).build()

    assert _nav(built, "guide/").count("Archive") == 1
    assert _nav(built, f"{HARBOUR}/").count("Archive") <= 1
