"""Where the site stands: under a path, without an address, opened as files."""

from __future__ import annotations

import pytest
from newspaper_site import BRIDGE, ISSUE, Built, Site, Standard


def _language_links(built: Built, path: str) -> dict[str, str]:
    head = built.page(path).head
    return {link["hreflang"]: link["href"] for link in head.select("link[rel=alternate][hreflang]")}


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_a_site_under_a_path_links_within_it_and_names_its_languages_in_full(
    standard: Standard, theme: str
) -> None:
    root = "https://papers.example/liuwan/"
    built = standard(theme, site_url=root)

    assert built.broken_links() == []
    links = _language_links(built, f"{BRIDGE}/")
    assert links.pop("x-default") == f"{root}{BRIDGE}/"
    assert sorted(links.values()) == [f"{root}{BRIDGE}/", f"{root}en/{BRIDGE}/"]
    assert links["en"] == f"{root}en/{BRIDGE}/"
    # Both pages of a pair name the same set: search engines ignore a one-sided one.
    assert _language_links(built, f"en/{BRIDGE}/") == _language_links(built, f"{BRIDGE}/")
    canonical = built.page(f"{BRIDGE}/").select("link[rel=canonical]")
    assert [link["href"] for link in canonical] == [f"{root}{BRIDGE}/"]


def test_material_s_script_does_not_take_a_page_for_the_root_of_a_language(standard: Standard) -> None:
    root = "https://papers.example/liuwan/"
    hidden = 'link.rel="alternate "'

    page = standard("material", site_url=root).text(f"{BRIDGE}/index.html")
    assert page.index("hreflang=") < page.index(hidden) < page.index("<body")
    assert hidden not in standard("material").text(f"{BRIDGE}/index.html")
    assert hidden not in standard("mkdocs", site_url=root).text(f"{BRIDGE}/index.html")


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_without_site_url_no_page_has_language_links_and_one_line_says_so(
    standard: Standard, theme: str
) -> None:
    built = standard(theme)

    assert _language_links(built, f"{BRIDGE}/") == {}
    told = [message for message in built.messages(0) if "Without site_url" in message]
    assert len(told) == 1
    assert built.messages() == []


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_every_page_has_one_description(site: Site, theme: str) -> None:
    site.configure(theme=theme, site_description="A site about Liuwan").newspaper(
        newspaper={"name": {"zh": "柳湾日报", "en": "Liuwan Daily"}}
    )
    built = site.build()

    for path in (f"{BRIDGE}/", f"{ISSUE}/", "archive/"):
        described = built.page(path).select("meta[name=description]")
        assert len(described) == 1, path
        assert described[0]["content"] != "A site about Liuwan"


def test_opened_as_files_every_link_names_a_file(standard: Standard) -> None:
    built = standard("material", directory_urls=False)

    page = built.page(f"{BRIDGE}.html")
    for link in page.find_all("a", href=True):
        place = str(link["href"]).partition("#")[0]
        if place.startswith("https:"):
            continue
        assert not place.endswith("/"), link
        assert not place.startswith("/"), link


def test_the_language_menu_leads_to_the_same_page_relative_to_it(standard: Standard) -> None:
    built = standard("material", site_url="https://papers.example/liuwan/")

    menu = built.page(f"{BRIDGE}/").select(".md-select__link")
    assert {link["hreflang"]: link["href"] for link in menu} == {
        "zh": "./",
        "en": f"../../../../../en/{BRIDGE}/",
    }
    assert [link.get_text(strip=True) for link in menu] == ["中文", "English"]
    assert built.page("guide/").select(".md-select__link") == []


def _menu(built: Built, path: str) -> dict[str, str]:
    return {link.get_text(strip=True): link["href"] for link in built.page(path).select(".md-select__link")}


def test_the_site_s_own_languages_stay_in_the_menu(site: Site) -> None:
    own = [
        {"name": "简体中文", "link": "/", "lang": "zh-CN"},
        {"name": "Deutsch", "link": "/de/", "lang": "de"},
    ]
    built = site.configure(theme="material", extra={"alternate": own}).build()

    menu = {
        link.get_text(strip=True): link["href"]
        for link in built.page(f"en/{BRIDGE}/").select(".md-select__link")
    }
    assert menu["简体中文"] == f"../../../../../../{BRIDGE}/"
    assert menu["English"] == "./"
    assert menu["Deutsch"] == "/de/"
    other = {
        link.get_text(strip=True): link["href"] for link in built.page("guide/").select(".md-select__link")
    }
    assert other == {"简体中文": "/", "Deutsch": "/de/"}


def test_a_site_in_one_language_has_no_menu_and_no_second_tree(site: Site) -> None:
    site.configure(theme="material").newspaper(languages=["zh"])
    built = site.build()

    assert built.page(f"{BRIDGE}/").select(".md-select__link") == []
    assert not built.has("en/archive/index.html")


def test_english_may_stand_at_the_root(site: Site) -> None:
    built = site.newspaper(languages=["en", "zh"]).build()

    assert built.page(f"{BRIDGE}/").html["lang"] == "en"
    assert str(built.page(f"zh/{BRIDGE}/").html["lang"]).startswith("zh")
    assert built.has(f"{ISSUE}/issue.json")
    assert not built.has(f"zh/{ISSUE}/issue.json")
    assert built.broken_links() == []
