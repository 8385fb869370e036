"""Glossary links on the site's other pages, and which mentions of an article are links."""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest
from bs4 import Tag
from newspaper_site import ISSUES, PLAIN_THEMES, Built, Site

CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
EVERY_THEME = pytest.mark.parametrize("theme", PLAIN_THEMES)

GLOSSARY = """\
- zh: 柳湾大桥
  en: Liuwan Bridge
  kind: place
- zh: 柳湾
  en: Liuwan
  kind: place
- zh: 石小满
  en: Shi Xiaoman
  kind: person
  office: {zh: 记者, en: reporter}
- zh: 春茶
  en: spring tea
  kind: term
  not: [春茶碗]
"""
CHINESE = """\
# 关于柳湾大桥

从柳湾大桥到柳湾，再到柳湾大桥。记者石小满写道。

`柳湾大桥` [柳湾大桥](index.md) **石小满** 春茶碗与春茶。

    柳湾大桥

## 柳湾

<div class="no-glossary">石小满</div>
<p data-no-glossary>石小满</p>
<button>石小满</button>
"""
ENGLISH = """\
# About

The Liuwan Bridge is long. The Liuwan Bridges are two. Liuwanese people drink it.
Spring tea is made by Shi
Xiaoman & others in Liuwan.
"""


def links(built: Built, path: str) -> list[tuple[str, str]]:
    return [(link.get_text(), str(link["href"])) for link in built.page(path).select("a.np-mention")]


@pytest.fixture
def linked_site(site: Site) -> Site:
    site.write("glossary.yml", GLOSSARY)
    site.write("docs/about.md", CHINESE)
    site.write("docs/notes/english.md", ENGLISH)
    return site.newspaper(link_pages=True)


@EVERY_THEME
@pytest.mark.parametrize("directory_urls", [True, False])
def test_the_first_mention_on_a_page_is_a_link_and_the_longest_name_wins(
    linked_site: Site, theme: str, directory_urls: bool
) -> None:
    built = linked_site.configure(theme=theme, use_directory_urls=directory_urls).build()

    page = "about/" if directory_urls else "about.html"
    to = "../archive/{}/" if directory_urls else "archive/{}.html"
    assert links(built, page) == [
        ("柳湾大桥", to.format("names/liu-wan-da-qiao")),
        ("柳湾", to.format("names/liu-wan")),
        ("石小满", to.format("names/shi-xiao-man")),
        ("春茶", to.format("terms/chun-cha")),
    ]
    text = built.page(page)
    tea = text.select("a.np-mention")[-1]
    assert str(tea.previous_sibling).endswith("春茶碗与")
    assert not text.select("a a, code .np-mention, pre .np-mention, h1 .np-mention, h2 .np-mention")
    assert not text.select(".no-glossary .np-mention, [data-no-glossary] .np-mention, button .np-mention")
    assert built.broken_links() == []


@EVERY_THEME
def test_english_names_are_linked_on_english_pages_as_whole_words(linked_site: Site, theme: str) -> None:
    built = linked_site.configure(theme=theme).build()

    found = links(built, "notes/english/")
    assert [(" ".join(text.split()), href.split("/")[-2]) for text, href in found] == [
        ("Liuwan Bridge", "liu-wan-da-qiao"),
        # The two bridges are no Liuwan Bridge, but they are of Liuwan.
        ("Liuwan", "liu-wan"),
        ("Spring tea", "chun-cha"),
        ("Shi Xiaoman", "shi-xiao-man"),
    ]
    assert all(href.startswith("../../en/archive/") for _, href in found)
    assert "Liuwanese people" in built.page("notes/english/").get_text()


@EVERY_THEME
def test_a_linked_page_has_the_cards_and_what_shows_them_and_other_pages_stay_as_they_are(
    linked_site: Site, theme: str
) -> None:
    linked_site.configure(theme=theme)
    built = linked_site.build()
    page = built.page("about/")
    lines = {str(line["data-of"]): line.get_text(" ", strip=True) for line in page.select(".np-named li")}
    mentions = page.select("a.np-mention")
    assert [str(link["data-entry"]) for link in mentions] == list(lines)
    assert "Shi Xiaoman" in lines["person/shi-xiao-man"]
    assert "记者" in lines["person/shi-xiao-man"]
    assert str(mentions[2]["title"]) == "石小满 · Shí Xiǎomǎn · Shi Xiaoman · 记者"
    assert isinstance(page.head, Tag)
    assert [link["href"] for link in page.head.select("link[href*=newspaper]")] == [
        "../assets/newspaper/newspaper.css"
    ]
    assert page.head.select("script[src*='newspaper.js'][defer]")
    assert "newspaper.css" not in built.text("guide/index.html")

    plain = linked_site.newspaper().build()
    assert built.text("guide/index.html") == plain.text("guide/index.html")
    assert not plain.page("about/").select(".np-mention")


def test_the_search_reads_a_linked_page_as_it_was(linked_site: Site) -> None:
    with_links = linked_site.build().search_entries()
    without = linked_site.newspaper().build().search_entries()
    assert [one for one in with_links if one["location"].startswith("about")] == [
        one for one in without if one["location"].startswith("about")
    ]


@pytest.mark.parametrize(
    ("wanted", "linked"),
    [
        (True, {"about/", "notes/english/"}),
        (["notes/*.md"], {"notes/english/"}),
        (["*.md", "!notes/*"], {"about/"}),
        ("about.md", {"about/"}),
        ([], set()),
        (None, set()),
    ],
)
def test_globs_choose_the_pages(linked_site: Site, wanted: Any, linked: set[str]) -> None:
    built = linked_site.newspaper(link_pages=wanted).build()
    assert {
        path for path in ("about/", "notes/english/", "guide/", "index.html") if links(built, path)
    } == linked


@pytest.mark.parametrize("wanted", [3, {"a": 1}, [1], [""]])
def test_what_is_no_glob_is_told(linked_site: Site, wanted: Any) -> None:
    with pytest.raises(SystemExit):
        linked_site.newspaper(link_pages=wanted).build()


def test_front_matter_keeps_a_page_as_it_is_and_can_name_its_language(linked_site: Site) -> None:
    linked_site.write("docs/about.md", f"---\nglossary_links: false\n---\n{CHINESE}")
    linked_site.write("docs/notes/english.md", f"---\nlang: en\n---\n{ENGLISH}\n\n柳湾\n")
    linked_site.configure(theme={**PLAIN_THEMES["material"], "language": "zh"})
    built = linked_site.build()
    assert links(built, "about/") == []
    assert len(links(built, "notes/english/")) == 4


def test_only_the_links_are_new_in_the_page(linked_site: Site) -> None:
    odd = (
        "# x\n\n<p>a &lt;b&gt; &amp; 柳湾<br/>&nbsp;<IMG SRC='x.png' alt=柳湾></p>\n<!-- 柳湾 -->\n"
        '<p title="柳湾 > 柳湾大桥">石小满</P >\n<script>var a = "柳湾大桥<p>石小满";</script>\n'
        '<svg viewBox="0 0 1 1"><text>春茶</text></svg>\N{CJK UNIFIED IDEOGRAPH-20000}春茶\n'
    )
    linked_site.write("docs/about.md", odd)
    linked_site.write("docs/x.png", b"")
    before = linked_site.newspaper().build().text("about/index.html")
    built = linked_site.newspaper(link_pages=True).build()
    after = built.text("about/index.html")
    assert [text for text, _ in links(built, "about/")] == ["柳湾", "石小满", "春茶"]
    for added in (
        r'<link rel="stylesheet" href="[^"]*newspaper[.]css"><script src="[^"]*newspaper[.]js" defer></script>',
        r'(?s)<div class="np np-linked".*?</ul></div></div>',
    ):
        after, count = re.subn(added, "", after)
        assert count == 1
    after = re.sub(r'<a class="np-mention"[^>]*>(.*?)</a>', r"\1", after)
    assert "".join(after.split()) == "".join(before.split())


def test_nothing_in_a_glossary_is_alive_on_another_page(linked_site: Site) -> None:
    linked_site.write(
        "glossary.yml",
        "- {zh: '<b>柳湾</b>', en: '<script>alert(1)</script>', kind: place}\n"
        "- {zh: 石小满, en: '\"><img src=x onerror=alert(1)>', kind: person, office: '<i>o</i>'}\n",
    )
    linked_site.write("docs/about.md", "# x\n\n石小满 &lt;b&gt;柳湾&lt;/b&gt;\n")
    built = linked_site.build(strict=False)
    page = built.page("about/")
    assert page.select("a.np-mention")[0].get_text() == "石小满"
    assert not page.select("img[onerror], .np-linked script, .np-linked i")


# Which mentions of an article are links


@pytest.mark.parametrize("directory_urls", [True, False])
def test_all_mentions_of_an_article_are_links_or_the_first_of_each_entry(
    site: Site, directory_urls: bool
) -> None:
    text = ISSUES["2031-03-04/01.md"].replace("桥面预计", "柳湾大桥的桥面，石小满说，柳湾大桥的桥面预计")
    site.write("docs/issues/2031-03-04/01.md", text)
    site.write("glossary.yml", GLOSSARY)
    site.configure(use_directory_urls=directory_urls)
    end = "/" if directory_urls else ".html"
    bridge = "archive/2031/03/04/liu-wan-da-qiao-he-long"
    counts = {}
    for choice in ("all", "first"):
        built = site.newspaper(mentions=choice).build()
        for path in (f"{bridge}{end}", f"en/{bridge}{end}", f"archive/2031/03/04/p1{end}"):
            counts[choice, path] = [str(one["data-entry"]) for one in built.page(path).select(".np-mention")]
    for path in (f"{bridge}{end}", f"en/{bridge}{end}"):
        every, first = counts["all", path], counts["first", path]
        assert every.count("place/liu-wan-da-qiao") == 3
        assert sorted(first) == sorted(set(every))
    printed = counts["first", f"archive/2031/03/04/p1{end}"]
    assert printed.count("place/liu-wan-da-qiao") == 1
    assert counts["all", f"archive/2031/03/04/p1{end}"].count("place/liu-wan-da-qiao") == 3


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_a_name_on_another_page_opens_its_card_by_pointer_and_by_keyboard(
    linked_site: Site, theme: str
) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    built = linked_site.configure(theme=theme).build()
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto((built.folder / "about/index.html").as_uri())
        names = page.locator("a.np-mention")
        card = page.locator(".np-card-of-name:popover-open")
        names.nth(2).hover()
        card.wait_for()
        assert "Shi Xiaoman" in card.inner_text()
        page.keyboard.press("Escape")
        assert card.count() == 0
        names.nth(0).focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        card.wait_for()
        assert "Liuwan Bridge" in card.inner_text()
        assert not page.locator(".np-named").first.is_visible()
        browser.close()


@pytest.mark.browser
def test_the_card_of_a_corrected_name_says_what_was_printed(site: Site) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    site.write("glossary.yml", "- {zh: 柳湾宫, en: Liuwan Palace, kind: place, ocr: [柳湾官]}\n")
    site.write("docs/issues/2031-03-06.md", "# 柳湾宫开放\n\n本报讯 3月5日，人们走进柳湾官参观。\n")
    built = site.newspaper().build()
    path = next(path for path in built.paths if "2031/03/06/liu-wan" in path and path.endswith(".html"))
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto((built.folder / path).as_uri())
        name = page.locator("#s1-1 .np-mention", has_text="柳湾宫")
        name.hover()
        card = page.locator(".np-card-of-name:popover-open")
        card.wait_for()
        assert "Liuwan Palace" in card.inner_text()
        assert "柳湾官" in card.inner_text()
        browser.close()
