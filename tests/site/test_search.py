"""The archive in the site's search: every text once."""

from __future__ import annotations

import pytest
from newspaper_site import BRIDGE, Site, Standard

SENTENCES = (
    "三月的湾口风平浪静",
    "误差不到三毫米",
    "首日成交三百吨，比去年多两成",
    "市图书馆周末开放到晚上十点",
)


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
@pytest.mark.parametrize("directory_urls", [True, False])
def test_each_text_is_found_once_on_the_article_page_of_its_language(
    standard: Standard, theme: str, directory_urls: bool
) -> None:
    built = standard(theme, directory_urls=directory_urls)

    entries = built.search_entries()
    for sentence in SENTENCES:
        found = [entry["location"] for entry in entries if sentence in entry["text"]]
        assert len(found) == 1, sentence
        assert not found[0].startswith("en/")
    headlines = [entry for entry in entries if entry["title"] == "柳湾大桥合龙"]
    assert [entry["location"] for entry in headlines] == [
        f"{BRIDGE}/" if directory_urls else f"{BRIDGE}.html"
    ]
    assert "柳湾大桥合龙" not in headlines[0]["text"]


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_calendars_issues_and_print_pages_stay_out(standard: Standard, theme: str) -> None:
    locations = [entry["location"] for entry in standard(theme).search_entries()]

    archive = {location for location in locations if "archive/" in location}
    entries = {location for location in archive if "/names/" in location or "/terms/" in location}
    assert len(archive - entries) == 8  # four articles in two languages
    assert not [location for location in entries if location.endswith(("/names/", "/terms/"))]
    assert not [
        location for location in archive if location.endswith(("archive/", "2031/", "04/", "p1/", "p2/"))
    ]
    assert "guide/#more" in locations


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_a_name_is_found_by_its_characters_its_pinyin_and_its_english_on_a_page_of_its_own(
    standard: Standard, theme: str
) -> None:
    entries = {entry["location"]: entry for entry in standard(theme).search_entries()}

    reporter = entries["archive/names/jiang-yi-zhou/"]
    assert reporter["title"] == "江一舟"
    assert all(name in reporter["text"] for name in ("Jiāng Yīzhōu", "Jiang Yizhou", "JiangYizhou"))
    assert entries["en/archive/names/jiang-yi-zhou/"]["title"] == "Jiang Yizhou"


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_what_the_search_is_shown_never_reaches_the_page(standard: Standard, theme: str) -> None:
    built = standard(theme)

    page = built.page(f"{BRIDGE}/")
    assert "柳湾大桥合龙" in page.find("h1").get_text()
    assert page.select_one("#p2") is not None
    assert built.page("archive/").select_one(".np") is not None


def test_a_site_without_search_builds(site: Site) -> None:
    built = site.configure(plugins=["newspaper"]).build()

    assert built.has(f"{BRIDGE}/index.html")
    assert not built.has("search/search_index.json")


def test_the_order_of_the_plugins_does_not_matter(site: Site, standard: Standard) -> None:
    swapped = site.configure(plugins=["newspaper", "search"]).build()

    assert swapped.search_entries() == standard("mkdocs").search_entries()


def test_material_s_search_cuts_han_text_unless_the_site_says_how(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdocs_newspaper.integration.search.find_spec", lambda name: None)
    built = site.configure(theme="material", plugins=["search", "newspaper"]).build()
    separator = built.json("search/search_index.json")["config"]["separator"]
    assert separator.endswith("|(?=[\\u3400-\\u4dbf\\u4e00-\\u9fff])")
    assert separator.startswith("[")

    own = site.configure(theme="material", plugins=[{"search": {"separator": "[ ]"}}, "newspaper"]).build()
    assert own.json("search/search_index.json")["config"]["separator"] == "[ ]"
