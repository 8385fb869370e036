"""The heads of a whole site: one statement of each kind in every theme, feeds, and days in the site map."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter

import jsonschema
import pytest
from bs4 import BeautifulSoup
from newspaper_site import BRIDGE, ISSUE, Built, Site, Standard

from mkdocs_newspaper.integration.head import without_doubles

ROOT = "https://papers.example/liuwan/"
THEMES = ["material", "mkdocs", "readthedocs"]
#: What a page may say of several people or things.
MANY = {
    "article:author",
    "article:tag",
    "citation_author",
    "DC.creator",
    "og:locale:alternate",
    "theme-color",
}


def said(built: Built, path: str) -> dict[str, list[str]]:
    """The contents of the meta elements of a page, by name or property."""
    found: dict[str, list[str]] = {}
    for tag in built.page(path).select("meta[content]"):
        key = tag.get("name") or tag.get("property")
        if key:
            found.setdefault(str(key), []).append(str(tag["content"]))
    return found


def url(path: str) -> str:
    return path.removesuffix("index.html")


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_of_the_archive_has_one_canonical_url_and_one_right_set_of_twins(
    standard: Standard, theme: str
) -> None:
    built = standard(theme, site_url=ROOT)
    sets: dict[str, dict[str, str]] = {}
    for path in built.archive_pages:
        head = built.page(url(path)).head
        canonical = [link["href"] for link in head.select("link[rel=canonical]")]
        assert canonical == [ROOT + url(path)]
        links = head.select("link[hreflang]")
        alternates = {link["hreflang"]: link["href"] for link in links}
        assert len(alternates) == len(links) == 3
        assert alternates["en" if path.startswith("en/") else "zh"] == canonical[0]
        assert alternates["x-default"] == alternates["zh"]
        sets[canonical[0]] = alternates
    for alternates in sets.values():
        for twin in alternates.values():
            assert sets[twin] == alternates


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_is_said_twice_whatever_the_theme_prints(site: Site, theme: str) -> None:
    built = site.configure(
        theme=theme, site_url=ROOT, site_author="The webmaster", site_description="A site"
    ).build()
    for path in built.archive_pages:
        found = said(built, url(path))
        assert [key for key, values in found.items() if len(values) > 1 and key not in MANY] == [], path
        if "citation_title" in found:
            assert "The webmaster" not in found.get("author", [])
    assert said(built, f"{BRIDGE}/")["author"] == ["石小满, 江一舟"]
    assert said(built, f"{ISSUE}/")["author"] == ["The webmaster"]
    assert said(built, "guide/").get("author") == ["The webmaster"]


def test_what_another_plugin_says_beside_it_stays_unless_it_is_the_same(site: Site) -> None:
    """As social cards are added to a page's head."""
    site.write(
        "overrides/main.html",
        '{% extends "base.html" %}{% block extrahead %}'
        '<meta property="og:title" content="Liuwan"><meta property="og:image" content="card.png">'
        "<meta name='twitter:card' content='summary'>{% endblock %}",
    )
    built = site.configure(theme={"name": "material", "font": False, "custom_dir": "overrides"}).build()
    found = said(built, f"{BRIDGE}/")
    assert found["og:title"] == ["柳湾大桥合龙"]
    assert found["og:image"] == ["card.png"]
    assert found["twitter:card"] == ["summary"]
    assert said(built, "guide/")["og:title"] == ["Liuwan"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_site_adds_to_the_metadata_by_extending_its_template(site: Site, theme: str) -> None:
    site.write(
        "overrides/newspaper/page.html",
        '{% extends "newspaper/base.html" %}{% block newspaper_metadata %}{{ super() }}'
        '<meta name="collection" content="{{ newspaper.kind }}">{% endblock %}',
    )
    built = site.configure(theme={"name": theme, "custom_dir": "overrides"}).build()
    found = said(built, f"{BRIDGE}/")
    assert found["collection"] == ["article"]
    assert found["citation_title"] == ["柳湾大桥合龙"]
    assert len(found["description"]) == 1


def test_a_headline_cannot_take_elements_out_of_the_head(site: Site) -> None:
    site.write(
        "docs/issues/2031-03-06/01.md",
        '2031年3月6日 星期四\n\n## 题\n<meta name="viewport" content="">\n\n正文。\n\n## 二 name="viewport" 条\n\n正文二。\n',
    )
    built = site.configure(theme="material", site_url=ROOT).build(strict=False)
    for path in built.archive_pages:
        assert len(said(built, url(path))["viewport"]) == 1, path


def test_what_is_taken_out_takes_the_space_that_it_stands_in_with_it_and_nothing_else() -> None:
    own = '<meta name="description" content="own">\n<link rel="canonical" href="https://papers.example/">'
    page = """<head>
      <meta charset="utf-8">  <meta name="description" content="theme">
      <LINK REL=canonical HREF="/">
      <link rel="next" href="../"> \t<link rel="alternate" hreflang="en" href="en/">
    {own}
      <meta name='Description' content=">"><title>T</title>
    </head><body><meta name="description" content="text"></body>"""
    settled = """<head>
      <meta charset="utf-8">        <link rel="next" href="../"> \t    {own}
<title>T</title>
    </head><body><meta name="description" content="text"></body>"""
    assert without_doubles(page.replace("{own}", own), own) == settled.replace("{own}", own)


def test_the_site_map_has_the_days_of_the_issues(standard: Standard) -> None:
    text = standard("mkdocs", site_url=ROOT).text("sitemap.xml")
    days = dict(re.findall(r"<loc>(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", text))
    assert days[f"{ROOT}{BRIDGE}/"] == days[f"{ROOT}en/{BRIDGE}/"] == "2031-03-04"
    assert days[f"{ROOT}{ISSUE}/p2/"] == "2031-03-04"
    assert days[f"{ROOT}archive/"] == days[f"{ROOT}archive/2031/"] == "2031-03-05"
    assert days[f"{ROOT}guide/"] == "2030-03-17"  # the build's


@pytest.mark.parametrize("directory_urls", [True, False])
def test_feeds_lead_to_pages_and_pages_to_feeds(standard: Standard, directory_urls: bool) -> None:
    feedparser = pytest.importorskip("feedparser")
    built = standard("material", site_url=ROOT, directory_urls=directory_urls)
    feeds = [path for path in built.paths if path.endswith("feed.xml") or "/feeds/" in path]
    assert feeds == sorted(
        f"{language}archive/{name}.xml" for language in ("", "en/") for name in ("feed", "feeds/yao-wen")
    )
    for path in feeds:
        read = feedparser.parse(built.text(path))
        assert not read.bozo
        assert read.feed.id == ROOT + path
        for entry in read.entries:
            place = entry.link.removeprefix(ROOT)
            assert built.has(place + "index.html" if place.endswith("/") else place)
    main = read = feedparser.parse(built.text("en/archive/feed.xml"))
    assert [entry.published[:10] for entry in main.entries] == ["2031-03-05"] + 3 * ["2031-03-04"]
    for path in built.archive_pages:
        page = BeautifulSoup(built.text(path), "html.parser")
        for link in page.select('link[type="application/atom+xml"]'):
            assert built.has(str(link["href"]).removeprefix(ROOT))


def test_without_site_url_there_is_no_feed_and_no_canonical_url(standard: Standard) -> None:
    built = standard("material")
    assert not [path for path in built.paths if path.endswith("feed.xml") or "/feeds/" in path]
    page = built.page(f"{BRIDGE}/")
    assert not page.select("link[rel=canonical], link[type='application/atom+xml']")
    assert page.select_one("script[type='application/ld+json']")


def test_a_glossary_entry_can_ask_for_a_feed(site: Site) -> None:
    feedparser = pytest.importorskip("feedparser")
    site.write("glossary.yml", "- {zh: 柳湾大桥, en: Liuwan Bridge, kind: place, feed: true}\n")
    built = site.configure(site_url=ROOT).build()
    found = feedparser.parse(built.text("en/archive/names/liu-wan-da-qiao/feed.xml"))
    assert [entry.link for entry in found.entries] == [f"{ROOT}en/{BRIDGE}/"]


def test_rights_place_and_publisher_of_the_configuration_reach_every_page(site: Site) -> None:
    details = {"rights": "© 柳湾日报社", "place": {"zh": "柳湾", "en": "Liuwan"}, "publisher": "柳湾报业"}
    built = (
        site.configure(theme="readthedocs")
        .newspaper(newspaper=details, noai=True, robots="noarchive")
        .build()
    )
    for path in built.archive_pages:
        found = said(built, url(path))
        assert found["DC.rights"] == ["© 柳湾日报社"]
        assert found["robots"] == ["noarchive, noai, noimageai"]
        assert found["tdm-reservation"] == ["1"]
        assert built.page(url(path)).select_one(".np-rights").get_text() == "© 柳湾日报社"
    assert said(built, f"{BRIDGE}/")["z:place"] == ["柳湾"]
    issue = built.json(f"{ISSUE}/issue.json")
    assert (issue["rights"], issue["place"]) == ("© 柳湾日报社", {"zh": "柳湾", "en": "Liuwan"})
    assert "robots" not in said(built, "guide/")


def test_every_issue_names_its_schema_and_keeps_to_it(standard: Standard) -> None:
    built = standard("mkdocs", site_url=ROOT)
    listed = built.json("archive/index.json")
    paths = [path for path in built.paths if path.endswith("/issue.json")]
    assert [one["json"] for one in listed] == paths
    for path in paths:
        issue = built.json(path)
        schema = posixpath.normpath(posixpath.join(posixpath.dirname(path), issue["$schema"]))
        assert schema == "archive/issue.schema.json"
        jsonschema.validate(issue, built.json(schema), jsonschema.Draft202012Validator)


def test_structured_data_stands_once_of_each_kind_on_every_page(standard: Standard) -> None:
    built = standard("material", site_url=ROOT)
    for path in built.archive_pages:
        scripts = built.page(url(path)).select("script[type='application/ld+json']")
        kinds = Counter(json.loads(script.string)["@type"] for script in scripts)
        assert kinds.pop("BreadcrumbList") == 1
        assert list(kinds.values()) == [1]
