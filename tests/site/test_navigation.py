"""The archive's place in the site's navigation."""

from __future__ import annotations

import logging

import pytest
from newspaper_site import BRIDGE, HARBOUR, ISSUE, Site, Standard


def test_a_site_without_nav_gets_one_item_that_is_a_link(standard: Standard) -> None:
    page = standard("mkdocs").page("guide/")

    bar = page.select_one(".navbar-nav")
    assert bar is not None
    assert [link.get_text(strip=True) for link in bar.find_all("a")] == ["Home", "Guide", "Archive"]
    assert bar.select(".dropdown") == []
    assert bar.find("a", string="Archive")["href"] == "../archive/"


def test_the_item_is_named_in_the_language_of_the_site(site: Site) -> None:
    theme = {"name": "material", "font": False, "language": "zh"}
    page = site.configure(theme=theme).build().page("guide/")

    link = page.select_one('.md-nav--primary a[href="../archive/"]')
    assert link is not None
    assert link.get_text(strip=True) not in ("", "Archive")


def test_a_nested_prefix_is_one_item_too(site: Site) -> None:
    built = site.newspaper(archive="papers/liuwan").build()

    bar = built.page("guide/").select_one(".navbar-nav")
    assert bar is not None
    assert [link.get_text(strip=True) for link in bar.find_all("a")] == ["Home", "Guide", "Archive"]
    assert built.has("papers/liuwan/2031/03/04/index.html")
    assert built.broken_links() == []


def test_pages_of_the_site_s_own_keep_their_section_beside_the_archive(site: Site) -> None:
    site.write("docs/archive/about.md", "# About the archive\n")
    built = site.build()

    assert built.has("archive/about/index.html")
    assert built.page("guide/").select_one('a[href="../archive/about/"]') is not None
    assert built.page("guide/").select_one('a[href="../archive/"]') is not None


@pytest.mark.parametrize("theme", ["mkdocs", "material", "readthedocs"])
def test_a_nav_names_the_archive_as_it_likes(site: Site, theme: str) -> None:
    nav = [{"Start": "index.md"}, {"Reading": [{"Old papers": "archive/index.md"}, "guide.md"]}]
    built = site.configure(theme=theme, nav=nav).build()

    link = built.page("index.html").find("a", href="archive/")
    assert link is not None
    assert link.get_text(strip=True) == "Old papers"
    assert built.page(f"{ISSUE}/").find("a", href="../../../") is not None
    assert built.broken_links() == []


def test_a_nav_without_title_takes_the_archive_s_own(site: Site) -> None:
    built = site.configure(nav=["index.md", "archive/index.md", "guide.md"]).build()

    link = built.page("guide/").find("a", href="../archive/")
    assert link is not None
    assert link.get_text(strip=True) == "Archive"


def test_a_nav_may_name_an_issue(site: Site) -> None:
    nav = ["index.md", "guide.md", {"Archive": "archive/index.md"}, {"The bridge": f"{BRIDGE}.md"}]
    built = site.configure(nav=nav).build()

    link = built.page("guide/").find("a", href=f"../{BRIDGE}/")
    assert link is not None
    assert link.get_text(strip=True) == "The bridge"


def test_a_nav_without_the_archive_is_no_warning(site: Site) -> None:
    built = site.configure(nav=["index.md", "guide.md"]).build()

    assert built.has(f"{BRIDGE}/index.html")
    told = [message for message in built.messages(logging.INFO) if "archive/index.md" in message]
    assert len(told) == 1
    assert "p1.md" not in told[0]


def test_not_in_nav_keeps_the_archive_out_of_the_nav(site: Site) -> None:
    built = site.configure(not_in_nav="archive/").build()

    assert built.page("guide/").find("a", href="../archive/") is None
    assert built.has("archive/index.html")


def test_leaves_have_neighbours_and_ancestors_without_standing_in_the_nav(standard: Standard) -> None:
    built = standard("readthedocs")

    page = built.page(f"{HARBOUR}/")
    trail = [link["href"] for link in page.select(".wy-breadcrumbs .breadcrumb-item a")]
    assert trail == ["../../../../", "../../../", "../"]
    buttons = {link.get_text(strip=True): link["href"] for link in page.select(".rst-footer-buttons a")}
    assert sorted(buttons.values()) == [
        "../liu-wan-da-qiao-he-long/",
        "../tu-shu-guan-zhou-mo-yan-chang-kai-fang/",
    ]


def test_markdown_links_to_the_archive_are_validated(site: Site) -> None:
    site.write(
        "docs/guide.md",
        f"# Guide\n\n[bridge]({BRIDGE}.md#p2), [issue]({ISSUE}/index.md), [all](archive/index.md)\n",
    )
    site.configure(validation={"anchors": "warn"})
    built = site.build()

    assert f'href="../{BRIDGE}/#p2"' in built.text("guide/index.html")
    assert built.broken_links() == []


def test_a_markdown_link_to_a_missing_anchor_is_a_warning(site: Site) -> None:
    site.write("docs/guide.md", f"# Guide\n\n[bridge]({BRIDGE}.md#p9)\n")
    site.configure(validation={"anchors": "warn"})

    assert any("'#p9'" in message for message in site.build(strict=False).messages())


def test_english_pages_lead_to_the_english_calendar(standard: Standard) -> None:
    built = standard("mkdocs")

    assert built.page(f"en/{ISSUE}/").select_one('.navbar-nav a[href="../../../"]') is not None
    assert built.page("en/archive/").select_one(".navbar-nav a.active") is not None
