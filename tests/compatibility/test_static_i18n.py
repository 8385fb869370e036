"""mkdocs-static-i18n, which builds a site once a language: the archive is in every one, in both structures."""

from __future__ import annotations

from typing import Any

import pytest
from newspaper_site import BRIDGE, ISSUE, Built, Site

pytest.importorskip("mkdocs_static_i18n")

STRUCTURES = pytest.mark.parametrize("structure", ["folder", "suffix"])


def translated(
    site: Site,
    structure: str,
    languages: tuple[str, ...] = ("zh", "en"),
    newspaper: dict[str, Any] | None = None,
    **settings: Any,
) -> Site:
    """A site whose own pages are in two languages; the first of `languages` is the default one."""
    for name in ("index", "guide"):
        (site.folder / f"docs/{name}.md").unlink()
        for language in languages:
            path = f"{language}/{name}.md" if structure == "folder" else f"{name}.{language}.md"
            to = (
                "../archive/index.md"
                if structure == "folder" and language == languages[0]
                else "archive/index.md"
            )
            site.write(f"docs/{path}", f"# {name} {language}\n\n[archive]({to})\n")
    listed = [
        {"locale": code, "name": code, "build": True, **({"default": True} if code == languages[0] else {})}
        for code in languages
    ]
    return site.configure(
        plugins=[
            "search",
            {"i18n": {"docs_structure": structure, "languages": listed}},
            {"newspaper": {"languages": list(languages), **(newspaper or {})}},
        ],
        **settings,
    )


def test_the_pages_of_every_language_are_there_and_everything_leads_somewhere(site: Site) -> None:
    built = translated(site, "suffix", theme="material", site_url="https://example.org/").build(strict=False)
    assert_right(built)


def assert_right(built: Built) -> None:
    for path, language, title in (
        (f"{BRIDGE}/", "zh-Hans", "往期报纸"),
        (f"en/{BRIDGE}/", "en", "Archive"),
        (f"{ISSUE}/p1/", "zh-Hans", "往期报纸"),
        ("en/archive/names/", "en", "Archive"),
    ):
        page = built.page(path).select_one(".np")
        assert page is not None, path
        assert page["lang"] == language
        assert title in page.get_text()
    assert built.has("archive/index.json")
    assert built.has("assets/newspaper/newspaper.css")
    assert not [path for path in built.paths if "issues/" in path]
    assert built.broken_links() == []
    assert built.doubled_ids() == []


@STRUCTURES
@pytest.mark.parametrize("theme", ["material", "mkdocs"])
@pytest.mark.parametrize("directory_urls", [True, False])
def test_both_structures_work(site: Site, structure: str, theme: str, directory_urls: bool) -> None:
    nav = ["index.md", {"Papers": "archive/index.md"}, "guide.md"]
    translated(site, structure, theme=theme, nav=nav, use_directory_urls=directory_urls)
    built = site.build(strict=False)
    assert [line for line in built.messages() if "archive" in line.lower()] == []
    assert built.broken_links() == []
    for prefix, to in (("", "archive/"), ("en/", "archive/")):
        links = [
            str(link["href"]) for link in built.page(f"{prefix}index.html").find_all("a", string="Papers")
        ]
        links = links or [
            str(link["href"])
            for link in built.page(f"{prefix}index.html").find_all("a")
            if link.get_text(strip=True) == "Papers"
        ]
        wanted = to if directory_urls else f"{to}index.html"
        assert wanted in links, (prefix, links)
    end = "/index.html" if directory_urls else ".html"
    assert built.has(f"{BRIDGE}{end}")
    assert built.has(f"en/{BRIDGE}{end}")


@STRUCTURES
def test_without_a_nav_the_archive_has_an_item_in_every_language(site: Site, structure: str) -> None:
    built = translated(site, structure, theme="material").build(strict=False)
    assert_right(built)
    for prefix in ("", "en/"):
        page = built.page(f"{prefix}guide/")
        assert page.select('.md-nav--primary a[href="../archive/"]'), prefix


def test_the_search_and_the_site_map_hold_every_page_once(site: Site) -> None:
    built = translated(site, "suffix", theme="material", site_url="https://example.org/").build(strict=False)
    found = [one["location"] for one in built.search_entries()]
    for path in (f"{BRIDGE}/", f"en/{BRIDGE}/"):
        assert found.count(path) == 1
    addresses = built.text("sitemap.xml").split("<loc>")[1:]
    listed = [one.partition("</loc>")[0] for one in addresses]
    for path in (f"{BRIDGE}/", f"en/{BRIDGE}/"):
        assert listed.count(f"https://example.org/{path}") == 1
    bridge = next(one for one in addresses if one.startswith(f"https://example.org/{BRIDGE}/<"))
    assert f'hreflang="en" href="https://example.org/en/{BRIDGE}/"' in bridge


def test_a_third_language_of_the_archive_alone_is_built_too(site: Site) -> None:
    site = translated(site, "suffix", newspaper={"languages": ["zh", "en", "fr"]})
    built = site.build(strict=False)
    assert built.has(f"fr/{BRIDGE}/index.html")
    assert built.broken_links() == []


@STRUCTURES
@pytest.mark.parametrize("languages", [["en", "zh"], ["zh"], ["fr", "zh", "en"]])
def test_languages_that_do_not_fit_are_an_error_that_says_what_to_set(
    site: Site, caplog: pytest.LogCaptureFixture, structure: str, languages: list[str]
) -> None:
    translated(site, structure, newspaper={"languages": languages})
    with pytest.raises(SystemExit):
        site.build(strict=False)
    assert "Set `languages: [zh, en" in caplog.text
    assert not (site.folder / "site/archive").exists()
