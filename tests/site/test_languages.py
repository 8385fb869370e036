"""Pages in more than two languages, papers in traditional characters and in English, and the other direction."""

from __future__ import annotations

import re
import shutil

import pytest
from babel.messages.pofile import read_po
from bs4 import NavigableString, Tag
from newspaper_site import BRIDGE, HARBOUR, ISSUE, PLAIN_THEMES, Built, Site

from mkdocs_newspaper.bilingual import labels as labels_module
from mkdocs_newspaper.bilingual.labels import labels

CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
EVERY_THEME = pytest.mark.parametrize("theme", PLAIN_THEMES)
HAN = re.compile("[\u4e00-\u9fff]")

TRADITIONAL = {
    "2031-03-04/01.md": """\
2031年3月4日 星期二 柳灣日報社出版 第 8123 號

今日 4 版

## 柳灣大橋合龍

本報柳灣3月3日訊（記者 石小滿）三月的灣口風平浪靜，柳灣大橋昨日上午合龍。烏茲別克斯坦總統來電祝賀。

（下轉第二版）
""",
    "2031-03-04/02.md": """\
第二版 要聞

## 柳灣大橋合龍

（上接第一版）建設者說，誤差不到三毫米。
""",
}
ENGLISH = {
    "1931-03-04/01.md": """\
THE LIUWAN DAILY
Wednesday, March 4, 1931

## Bridge Closed at Noon

LIUWAN, March 3 (AP) — The two halves of the bridge met at noon yesterday.

(Continued on Page 2)
""",
    "1931-03-04/02.md": """\
Page 2

## Bridge Closed at Noon

(Continued from Page 1) The gap was three millimetres.
""",
}


def english_messages(language: str) -> set[str]:
    """The English messages whose translation is another text."""
    path = labels_module.resources.files("mkdocs_newspaper.bilingual").joinpath("locales/en.po")
    with path.open("rb") as file:
        held = [one.id for one in read_po(file, locale="en") if isinstance(one.id, str) and one.id]
    return {one for one in held if "{" not in one and labels(language)(one) != one}


def texts(page: Tag) -> set[str]:
    return {
        str(one).strip()
        for one in page.find_all(string=True)
        if type(one) is NavigableString and str(one).strip()
    }


def attributes(page: Tag) -> set[str]:
    return {
        str(tag[name])
        for tag in page.find_all(True)
        for name in ("title", "aria-label", "placeholder", "alt")
        if tag.get(name)
    }


def archive_part(built: Built, path: str) -> Tag:
    found = built.page(path).select_one(".np")
    assert isinstance(found, Tag), path
    return found


@pytest.fixture(scope="module")
def many_languages(tmp_path_factory: pytest.TempPathFactory) -> Built:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", "1900000000")
        site = Site(tmp_path_factory.mktemp("languages"))
        site.newspaper(languages=["zh", "en", "fr", "ja", "ar", "de"])
        return site.configure(theme="material", site_url="https://example.org/").build()


@pytest.mark.parametrize("language", ["fr", "ja"])
@pytest.mark.parametrize("path", ["archive/", f"{ISSUE}/", f"{ISSUE}/p1/", f"{BRIDGE}/", "archive/names/"])
def test_a_page_speaks_no_english_where_its_language_has_words(
    many_languages: Built, language: str, path: str
) -> None:
    page = archive_part(many_languages, f"{language}/{path}")
    assert page["lang"] == language
    said = texts(page) | attributes(page)
    assert said & english_messages(language) == set()
    assert labels(language)("Archive") in said


def test_an_article_is_dated_and_signed_in_the_language_of_the_page(many_languages: Built) -> None:
    lines = {}
    for language in ("fr", "ja"):
        line = archive_part(many_languages, f"{language}/{BRIDGE}/").select_one(".np-article-head p.np-line")
        assert line is not None
        lines[language] = " ".join(line.get_text(" ", strip=True).split())
    assert "3 mars" in lines["fr"]
    assert lines["fr"].startswith("Par Shi Xiaoman")
    assert "3月3日" in lines["ja"]
    assert "1面" in lines["ja"]


def test_the_languages_lead_to_each_other_and_everything_leads_somewhere(many_languages: Built) -> None:
    assert many_languages.broken_links() == []
    assert many_languages.doubled_ids() == []
    page = many_languages.page(f"fr/{BRIDGE}/")
    assert page.html["lang"] == "fr"
    named = {str(link["hreflang"]): str(link["href"]) for link in page.head.select("link[hreflang]")}  # type: ignore[union-attr]
    assert {"en", "fr", "ja", "ar", "de"} <= set(named)
    assert named["ja"] == f"https://example.org/ja/{BRIDGE}/"
    menu = page.select(".md-select__link")
    assert [str(link["hreflang"]) for link in menu] == ["zh", "en", "fr", "ja", "ar", "de"]
    assert [link.get_text(strip=True) for link in menu][2:5] == ["Français", "日本語", "العربية"]


def test_a_search_speaks_the_language_of_the_page(many_languages: Built) -> None:
    words = {"fr": "Rechercher", "ja": "検索", "en": "Search", "": "搜索"}
    for language, word in words.items():
        page = many_languages.page(f"{language}/{BRIDGE}/".lstrip("/"))
        field = page.select_one("input.md-search__input")
        assert field is not None
        assert field["placeholder"] == word


# From right to left


def test_an_arabic_page_runs_from_right_to_left_and_its_chinese_does_not(many_languages: Built) -> None:
    for path in (f"{BRIDGE}/", f"{ISSUE}/", f"{ISSUE}/p1/", "archive/", "archive/names/"):
        page = archive_part(many_languages, f"ar/{path}")
        assert (page["lang"], page["dir"]) == ("ar", "rtl")
        for tag in page.select("[lang|=zh]:not([hreflang], .np-scripts, .np-page-mark *)"):
            directed = next(one for one in (tag, *tag.parents) if one.get("dir"))
            assert directed["dir"] in ("ltr", "auto"), tag
    text = archive_part(many_languages, f"ar/{BRIDGE}/")
    assert "مارس" in text.get_text()
    assert many_languages.page(f"ar/{BRIDGE}/").body["dir"] == "rtl"
    assert not archive_part(many_languages, f"fr/{BRIDGE}/").get("dir")


@pytest.mark.parametrize(("language", "direction"), [("ar", "ltr"), ("de", None)])
def test_english_messages_of_a_language_without_a_catalog_say_that_they_are_english(
    many_languages: Built, language: str, direction: str | None
) -> None:
    page = archive_part(many_languages, f"{language}/{BRIDGE}/")
    heading = next(one for one in page.select("h2") if one.get_text() == "In brief")
    borrowed = heading.select_one("bdi")
    assert borrowed is not None
    assert (borrowed["lang"], borrowed.get("dir")) == ("en", direction)
    assert not re.search("[\ufdd0-\ufdef]", many_languages.text(f"{language}/{BRIDGE}/index.html"))
    trail = page.select_one(".np-breadcrumbs")
    assert trail is not None
    assert trail["aria-label"] == "Breadcrumbs"


# Papers in traditional characters


@pytest.mark.parametrize("languages", [["zh-Hant", "en"], ["zh", "en"], ["en", "zh-Hant"]])
def test_a_paper_in_traditional_characters_is_read_as_printed(site: Site, languages: list[str]) -> None:
    for path in list((site.folder / "docs/issues").rglob("*.md")):
        path.unlink()
    for name, text in TRADITIONAL.items():
        site.write(f"docs/issues/{name}", text)
    built = site.newspaper(languages=languages).configure(theme="material", site_url="https://e.org/").build()

    chinese, english = (
        ("" if languages[0] == code else f"{code}/")
        for code in (next(c for c in languages if c[:2] == "zh"), "en")
    )
    folder = "archive/2031/03/04"
    bridge = next(
        path
        for path in built.paths
        if path.startswith(f"{chinese}{folder}/liu-wan") and path.endswith(".html")
    )
    page = archive_part(built, bridge)
    # Where the site says no more than "zh", the words of its pages are in the paper's characters.
    assert page["lang"] == "zh-Hant"
    paragraph = page.find(id="s1-1")
    assert isinstance(paragraph, Tag)
    assert "昨日上午合龍" in paragraph.get_text()
    assert paragraph.get("lang") is None
    simplified = {"往期报纸", "本段链接", "前后翻阅", "引用格式", "头版", "全部报纸"}
    assert texts(built.page(bridge)) & simplified == set()
    assert not page.select("[lang=zh-Hans]:not(.np-cited, [aria-current])")
    there = bridge.removeprefix(chinese).removesuffix("index.html")
    translated = archive_part(built, f"{english}{there}")
    original = translated.find(id="s1-1")
    assert isinstance(original, Tag)
    assert original["lang"] == "zh-Hant"
    assert "Uzbekistan" in translated.get_text()
    assert built.broken_links() == []


def test_the_theme_of_a_traditional_page_is_in_traditional_characters(site: Site) -> None:
    built = site.newspaper(languages=["zh-Hant", "en"]).configure(theme="material").build()
    page = built.page(f"{BRIDGE}/")
    assert page.html["lang"] == "zh-Hant"
    field = page.select_one("input.md-search__input")
    assert field is not None
    assert field["placeholder"] == "搜尋"


# Papers in English


@EVERY_THEME
def test_an_english_paper_is_at_home_on_english_pages(site: Site, theme: str) -> None:
    for path in list((site.folder / "docs/issues").rglob("*.md")):
        path.unlink()
    for name, text in ENGLISH.items():
        site.write(f"docs/issues/{name}", text)
    built = site.newspaper(languages=["en", "zh", "fr"]).configure(theme=theme).build()

    story = "archive/1931/03/04/bridge-closed-at-noon/"
    page = archive_part(built, story)
    assert page["lang"] == "en"
    assert not page.select("p[lang|=zh]:not(.np-cited)")
    assert not page.select(".np-digest")
    assert "LIUWAN, March 3 (AP)" in page.get_text()
    assert page.select("a.np-page-mark span")[0].get_text(strip=True) == "Page 1"
    chinese = archive_part(built, f"zh/{story}")
    paragraph = chinese.find(id="s1-1")
    assert isinstance(paragraph, Tag)
    assert paragraph["lang"] == "en"
    assert chinese.select(".np-digest")
    assert "1931年3月4日" in built.page("zh/archive/1931/03/04/").get_text()
    html = built.page(f"zh/{story}").html
    assert isinstance(html, Tag)
    # readthedocs writes one language for the whole site.
    assert theme == "readthedocs" or str(html["lang"]).startswith("zh")
    assert "4 mars 1931" in built.page("fr/archive/1931/03/04/").get_text()
    assert built.broken_links() == []


def test_a_harbour_of_any_language_is_built_with_files_for_urls(site: Site) -> None:
    built = site.newspaper(languages=["zh", "fr"]).configure(use_directory_urls=False).build()
    assert built.has(f"fr/{HARBOUR}.html")
    assert built.broken_links() == []


# In a browser


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ar", "ja", "fr"])
def test_no_page_is_wider_than_the_screen_in_either_direction(many_languages: Built, language: str) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for path in (f"{BRIDGE}/", f"{ISSUE}/", "archive/names/", "archive/"):
            for width in (320, 390, 820):
                page = browser.new_page(viewport={"width": width, "height": 800})
                page.goto((many_languages.folder / language / path / "index.html").as_uri())
                wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wider <= 0, (path, width)
                page.close()
        browser.close()
