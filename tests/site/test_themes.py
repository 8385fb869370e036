"""The archive in the three themes: everything leads somewhere, and each theme shows it in its own way."""

from __future__ import annotations

import pytest
from newspaper_site import BRIDGE, HARBOUR, ISSUE, PLAIN_THEMES, Site, Standard

EVERY_THEME = pytest.mark.parametrize("theme", PLAIN_THEMES)


@EVERY_THEME
@pytest.mark.parametrize("directory_urls", [True, False])
def test_a_strict_build_has_no_dead_link_and_no_doubled_id(
    standard: Standard, theme: str, directory_urls: bool
) -> None:
    built = standard(theme, directory_urls=directory_urls)

    assert built.has(f"{BRIDGE}/index.html" if directory_urls else f"{BRIDGE}.html")
    assert built.has(f"en/{ISSUE}/index.html")
    assert built.broken_links() == []
    assert built.doubled_ids() == []


@EVERY_THEME
def test_an_article_page_shows_its_headline_once_and_names_its_language(
    standard: Standard, theme: str
) -> None:
    built = standard(theme)

    page = built.page(f"{BRIDGE}/")
    assert [head.get_text(strip=True) for head in page.find_all("h1")] == ["柳湾大桥合龙"]
    assert str(page.html["lang"]).startswith("zh")
    assert built.page(f"en/{BRIDGE}/").html["lang"] == "en"
    assert "柳湾大桥合龙" in page.title.get_text()


@EVERY_THEME
def test_an_issue_s_stories_are_listed_on_all_its_pages(standard: Standard, theme: str) -> None:
    built = standard(theme)

    for path in (f"{ISSUE}/", f"{ISSUE}/p1/", f"{BRIDGE}/", f"en/{BRIDGE}/"):
        page = built.page(path)
        article = page.select_one("article .np, .np")
        listed = [
            link["href"]
            for link in page.find_all("a", href=True)
            if "yu-gang-kai-shi" in link["href"] and article not in link.parents
        ]
        assert listed, path


@EVERY_THEME
def test_styles_and_scripts_stand_on_the_archive_s_pages_alone(standard: Standard, theme: str) -> None:
    built = standard(theme)

    assert "newspaper.css" in built.text(f"{BRIDGE}/index.html")
    assert "newspaper.css" not in built.text("guide/index.html")
    assert "newspaper.js" not in built.text("guide/index.html")


@EVERY_THEME
def test_other_pages_change_by_the_nav_item_and_its_neighbourhood_alone(site: Site, theme: str) -> None:
    plain = site.configure(theme=theme, plugins=["search"], exclude_docs="issues/").build()
    before = plain.page("index.html").find("body").get_text(" ", strip=True)
    assert plain.archive_pages == []

    after = site.configure(plugins=["search", "newspaper"]).build().page("index.html")

    items = list(after.find_all("a", href="archive/"))
    assert items
    for link in items:
        link.decompose()
    assert after.find("body").get_text(" ", strip=True) == before


def test_a_theme_without_sidebar_gets_the_stories_into_the_page(standard: Standard) -> None:
    page = standard("mkdocs").page(f"{HARBOUR}/")

    stories = page.select_one(".np-stories")
    assert stories is not None
    current = stories.select("[aria-current=page]")
    assert [line.get_text(strip=True) for line in current] == ["渔港开市首日成交三百吨"]


def test_material_lists_an_issue_below_the_archive_s_item(standard: Standard) -> None:
    page = standard("material").page(f"{HARBOUR}/")

    nav = page.select_one(".md-nav--primary")
    assert nav is not None
    titles = [title.get_text(strip=True) for title in nav.select(".md-nav__link .md-ellipsis")]
    at = titles.index("渔港开市首日成交三百吨")
    assert titles.index("Guide") < at
    assert "柳湾大桥合龙" in titles
    active = nav.select_one("a.md-nav__link--active")
    assert active is not None
    assert active.get_text(strip=True) == "渔港开市首日成交三百吨"


def test_material_marks_an_issue_s_own_page_as_its_front_page(standard: Standard) -> None:
    page = standard("material").page(f"en/{ISSUE}/")

    active = page.select_one(".md-nav--primary a.md-nav__link--active")
    assert active is not None
    assert active.get_text(strip=True) == "Front page"
    spoken = [span["lang"] for span in page.select(".md-nav--primary span[lang]")]
    assert spoken == ["zh-Hans"] * 3


def test_material_s_tabs_and_index_pages_get_a_link_to_the_archive(site: Site) -> None:
    theme = {**PLAIN_THEMES["material"], "features": ["navigation.tabs", "navigation.indexes", "toc.follow"]}
    built = site.configure(theme=theme).build()

    tab = built.page(f"{HARBOUR}/").select_one(".md-tabs__item--active a")
    assert tab is not None
    assert tab["href"] == "../../../../"
    assert built.broken_links() == []


def test_a_theme_s_own_strings_are_in_the_language_of_the_page(standard: Standard) -> None:
    built = standard("readthedocs")

    assert "搜索文档" in built.text(f"{BRIDGE}/index.html")
    assert "Search docs" in built.text(f"en/{BRIDGE}/index.html")
    assert "Search docs" in built.text("guide/index.html")


def test_a_site_in_chinese_keeps_its_own_language_on_chinese_pages(site: Site) -> None:
    theme = {**PLAIN_THEMES["material"], "language": "zh-TW"}
    built = site.configure(theme=theme).build()

    assert built.page(f"{BRIDGE}/").html["lang"] == built.page("guide/").html["lang"]
    assert built.page(f"en/{BRIDGE}/").html["lang"] == "en"
