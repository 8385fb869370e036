"""Names and terms: their indexes, their own pages, and their links and cards in the text."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from made_issues import HOSTILE, archive, full_issue, one_story_issue, page, published
from test_exact_text import HOSTILE_TEXT, element, text_of

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.glossary.issue_mentions import MENTIONS_A_PAGE
from mkdocs_newspaper.model import (
    Article,
    Author,
    Bilingual,
    Dateline,
    Entry,
    Figure,
    Issue,
    Jump,
    Mention,
    Paragraph,
    PullQuote,
    Segment,
    Text,
)
from mkdocs_newspaper.publishing.html import TEMPLATES
from mkdocs_newspaper.publishing.urls import entry_names
from mkdocs_newspaper.publishing.views import ASSETS, Publication

MENG = Entry("person/meng-fan", "孟凡", "person", "Meng Fan", "Mèng Fán", Bilingual("市长", "Mayor"))
LINHE = Entry("place/lin-he", "临河", "place", "Linhe", "Línhé")
BRIDGE = Entry("term/qiao", "桥", "term", "bridge", "qiáo")
STORY = "archive/1998/07/01/xin-wen.md"


def story(
    *texts: str,
    entries: tuple[Entry, ...] = (MENG, LINHE, BRIDGE),
    slug: str = "xin-wen",
    headline: str = "新闻",
    **more: Any,
) -> Article:
    """A story whose texts, headline and captions mention every name in them."""
    paragraphs = tuple(Paragraph(Text(text), 5, f"s1-{number}") for number, text in enumerate(texts, 1))
    segment = Segment("1", 1, 1, headline=Text(headline), paragraphs=paragraphs, **more)
    fields = [("headline", headline), *((one.anchor, one.text.shown) for one in paragraphs)]
    fields += [(one.anchor, one.caption.shown) for one in segment.figures if one.caption]
    found = [
        Mention(entry.id, entry.zh, entry.kind, anchor, match.start(), match.end())
        for anchor, text in fields
        for entry in entries
        for match in re.finditer(re.escape(entry.zh), text)
    ]
    return Article(slug, Text(headline), (segment,), mentions=tuple(found))


def issue(article: Article, *entries: Entry, date: dt.date = dt.date(1998, 7, 1)) -> Issue:
    return replace(one_story_issue(article, date), entries=entries or (MENG, LINHE, BRIDGE))


def soup(publication: Publication, src_uri: str) -> BeautifulSoup:
    return BeautifulSoup(page(publication, src_uri).body(), "html.parser")


def uris(publication: Publication) -> set[str]:
    return {one.src_uri for one in publication.pages}


# Which pages there are


def test_two_mentions_make_a_page_in_every_language_and_one_does_not() -> None:
    publication = published(issue(story("孟凡说，临河的事孟凡知道。")))
    assert {"archive/names/meng-fan.md", "en/archive/names/meng-fan.md"} <= uris(publication)
    assert "archive/names/lin-he.md" not in uris(publication)
    data = json.loads(publication.files["archive/1998/07/01/issue.json"]())
    assert data["entries"]["person/meng-fan"]["url"] == "archive/names/meng-fan/"
    assert data["entries"]["place/lin-he"]["url"] is None


def test_a_term_lies_below_the_terms() -> None:
    publication = published(issue(story("桥和桥。")), directory_urls=False)
    assert "archive/terms/qiao.md" in uris(publication)
    data = json.loads(publication.files["archive/1998/07/01/issue.json"]())
    assert data["entries"]["term/qiao"]["url"] == "archive/terms/qiao.html"


def test_a_person_and_a_place_of_one_name_have_two_pages_that_do_not_depend_on_their_counts() -> None:
    person, place = replace(MENG, id="person/lin-he"), LINHE
    assert entry_names([place, person]) == {"person/lin-he": "names/lin-he", "place/lin-he": "names/lin-he-2"}
    assert entry_names([replace(MENG, id="person/x")])["person/x"] == "names/x-2"  # the initial's page


def test_an_entry_of_the_site_s_glossary_has_a_page_though_nobody_names_it() -> None:
    curated = replace(MENG, sources=("glossary.yml:2",), same_as=("https://example.org/x", "javascript:x"))
    made = replace(archive(issue(story("无。"), LINHE)), entries=(curated,))
    found = soup(published(made), "archive/names/meng-fan.md")
    assert "孟凡" in found.get_text()
    links = [str(link["href"]) for link in found.find_all("a")]
    assert "https://example.org/x" in links
    assert "javascript:x" not in links


def test_calendar_and_issue_lead_to_the_indexes_that_have_lines() -> None:
    publication = published(issue(story("孟凡。桥。")))
    for src_uri in ("archive/index.md", "archive/1998/index.md", "archive/1998/07/01/index.md"):
        links = soup(publication, src_uri).select(".np-indexes a")
        assert len(links) == 2, src_uri
    without = published(issue(story("无。"), LINHE))
    assert not soup(without, "archive/index.md").select(".np-indexes a")
    assert "尚无条目" in soup(without, "archive/names/index.md").get_text()


# The index


def test_the_index_lists_everybody_by_pinyin_with_a_way_to_the_page_or_the_only_mention() -> None:
    others = [
        replace(MENG, id=f"person/{slug}", zh=zh)
        for slug, zh in (("an-jing", "安静"), ("zhao-yu", "赵宇"), ("meng-an", "孟安"))
    ]
    text = "赵宇、安静、孟安、孟凡、孟凡、临河。"
    publication = published(issue(story(text, entries=(MENG, LINHE, *others)), MENG, LINHE, *others))
    found = soup(publication, "archive/names/index.md")
    people = found.select("[aria-labelledby=person] .np-lines > li")
    assert [line.select_one(".np-han").get_text() for line in people] == ["安静", "孟安", "孟凡", "赵宇"]  # type: ignore[union-attr]
    assert [line.get("data-initial") for line in people] == ["A", "M", None, "Z"]
    assert [str(line.a["href"]) for line in people] == [  # type: ignore[index]
        "../1998/07/01/xin-wen/#s1-1",
        "../1998/07/01/xin-wen/#s1-1",
        "meng-fan/",
        "../1998/07/01/xin-wen/#s1-1",
    ]
    english = soup(publication, "en/archive/names/index.md")
    assert "Mayor" in english.get_text()


def test_a_long_index_shows_those_named_most_and_the_others_by_initial() -> None:
    entries = [replace(MENG, id=f"person/{letter}-{number}", zh=f"{letter}{number:04d}") for letter in "bc"
               for number in range(1100)]  # fmt: skip
    text = "，".join(entry.zh for entry in entries) + "，" + entries[-1].zh
    mentions = tuple(
        Mention(entry.id, entry.zh, "person", "s1-1", number * 6, number * 6 + 5)
        for number, entry in enumerate([*entries, entries[-1]])
    )
    article = replace(story(text, entries=()), mentions=mentions)
    publication = published(issue(article, *entries), languages=("zh",))
    first = soup(publication, "archive/names/index.md")
    assert len(first.select(".np-lines > li")) == 1000
    assert entries[-1].zh in first.get_text()
    held = [line.get_text() for number in ("b", "b/2", "c", "c/2")
            for line in soup(publication, f"archive/names/{number}.md").select(".np-lines .np-han")]  # fmt: skip
    assert sorted(held) == sorted(entry.zh for entry in entries)
    for one in publication.pages:
        if one.kind == "names":
            assert len(gzip.compress(one.body().encode())) < 60_000


def test_the_glossary_is_published_as_files_that_both_indexes_lead_to() -> None:
    publication = published(issue(story("孟凡。孟凡。桥。桥。")), site_url="https://example.org/x/")
    for src_uri in ("archive/names/index.md", "en/archive/terms/index.md"):
        links = [str(link["href"]) for link in soup(publication, src_uri).select(".np-note a[download]")]
        assert [link.rpartition("/")[2] for link in links] == ["glossary.tbx", "glossary.ttl"]
    assert b"<term>Meng Fan</term>" in publication.files["archive/glossary.tbx"]()
    turtle = publication.files["archive/glossary.ttl"]().decode()
    assert "<https://example.org/x/archive/glossary.ttl#person/meng-fan> a skos:Concept" in turtle
    assert "foaf:page <https://example.org/x/archive/names/meng-fan/>" in turtle
    without_address = published(issue(story("孟凡。孟凡。")))
    assert b"<urn:newspaper-glossary:person/meng-fan>" in without_address.files["archive/glossary.ttl"]()


# An entry


def test_an_entry_says_who_when_where_and_with_whom() -> None:
    later = issue(story("省长孟凡来到临河。临河人见到孟凡。"), replace(MENG, office=Bilingual("省长", "Governor")),
                  LINHE, date=dt.date(2001, 5, 2))  # fmt: skip
    first = issue(story("孟凡说：“这座桥好。”"))
    publication = published(archive(first, later))
    found = soup(publication, "en/archive/names/meng-fan.md")
    text = " ".join(found.get_text(" ").split())
    for said in (
        "Meng Fan",
        "孟凡",
        "Mèng Fán",
        "3 mentions",
        "2 stories",
        "Mayor",
        "Governor",
        "Linhe",
        "Page 1",
    ):
        assert said in text, said
    assert text.index("Governor") < text.index("Mayor")
    assert [heading.get_text() for heading in found.select(".np-year")] == ["2001", "1998"]
    sentences = [one.get_text() for one in found.select(".np-sentence a:first-child")]
    assert sentences == ["省长孟凡来到临河。", "临河人见到孟凡。", "孟凡说：“这座桥好。”"]
    assert [one.get_text() for one in found.select(".np-sentence b")] == ["孟凡"] * 3
    assert str(found.select(".np-sentence a:first-child")[2]["href"]).endswith("1998/07/01/xin-wen/#s1-1")
    printed = found.select(".np-sentence a.np-count")
    assert [one.get_text() for one in printed] == ["Page 1"] * 3
    assert str(printed[2]["href"]).endswith("1998/07/01/p1/#a1-s1-1")
    assert {row.th.get_text(): row.td.get_text() for row in found.select(".np-timeline tr")} == {  # type: ignore[union-attr]
        "July 1998": "1",
        "May 2001": "2",
    }


def test_a_name_in_the_headline_is_bold_there_and_not_told_twice() -> None:
    publication = published(issue(story("无名。孟凡来。", headline="孟凡会见来宾")))
    found = soup(publication, "archive/names/meng-fan.md")
    line = found.select_one(".np-passages .np-line a")
    assert isinstance(line, Tag)
    assert (line.get_text(), line.b.get_text()) == ("孟凡会见来宾", "孟凡")  # type: ignore[union-attr]
    assert [one.get_text() for one in found.select(".np-sentence a:first-child")] == ["孟凡来。"]


def test_a_site_s_own_sentences_and_names_are_those_of_the_lists(tmp_path: Path) -> None:
    partials = tmp_path / "newspaper" / "partials"
    partials.mkdir(parents=True)
    (partials / "pieces.html").write_text("{% for text, is_name in pieces %}<i>{{ text }}</i>{% endfor %}")
    (partials / "called.html").write_text("<u>{{ sheet.called(entry)[0][0] }}</u>{{ href }}")
    publication = published(issue(story("孟凡来，<孟凡>说。")), template_dirs=(str(tmp_path),))
    sentence = soup(publication, "archive/names/meng-fan.md").select_one(".np-sentence a")
    assert isinstance(sentence, Tag)
    assert [one.get_text() for one in sentence.select("i")] == ["孟凡", "来，<", "孟凡", ">说。"]
    (line,) = soup(publication, "archive/names/index.md").select("[aria-labelledby=person] .np-lines > li")
    assert [one.get_text() for one in line.select("u")] == ["孟凡"]
    assert "meng-fan/" in line.get_text()


@pytest.mark.parametrize("language", ["zh", "en", "fr", "ar", "de"])
def test_the_lines_of_names_are_those_that_their_template_draws(tmp_path: Path, language: str) -> None:
    name = "newspaper/partials/named_line.html"
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text((TEMPLATES / name).read_text("utf-8"), "utf-8")
    mayor = replace(MENG, en='Meng "Fan" <b>', office=Bilingual("<市长>", "Mayor & 'chief'"))
    told = issue(story("孟凡来，孟凡说，临河的金桥好。"), mayor, LINHE, BRIDGE)
    languages = tuple(dict.fromkeys((language, "zh")))
    drawn, by_template = (
        {one.src_uri: one.body() for one in published(told, languages, template_dirs=folders).pages}
        for folders in ((), (str(tmp_path),))
    )
    assert any("np-all" in body for body in drawn.values())
    assert drawn == by_template


@pytest.mark.parametrize("directory_urls", [True, False])
def test_every_link_of_an_entry_leads_to_a_page_that_there_is(directory_urls: bool) -> None:
    evening = replace(
        issue(story("孟凡来。"), date=dt.date(2001, 5, 2)), edition="晚报", pages=full_issue().pages[:1]
    )
    publication = published(
        archive(issue(story("孟凡。", headline="孟凡来了")), evening), directory_urls=directory_urls
    )
    urls = publication.press.urls if publication.press else None
    assert urls is not None
    known = {urls.url(one.src_uri) for one in publication.pages}
    for src_uri in ("archive/names/meng-fan.md", "en/archive/names/meng-fan.md"):
        here = "https://example.org/" + urls.url(src_uri)
        for link in soup(publication, src_uri).select(".np-mentions a"):
            there = urljoin(here, str(link["href"])).partition("#")[0].removeprefix("https://example.org/")
            assert there in known, link


def test_a_short_span_has_no_timeline() -> None:
    assert not soup(published(issue(story("孟凡孟凡"))), "archive/names/meng-fan.md").select("svg")


@pytest.fixture(scope="module")
def crowded() -> Publication:
    """An archive that names one person 30,000 times in two hundred issues of twenty years."""
    issues = [
        issue(
            story(*["市长孟凡来到临河，看了看那座桥，孟凡又说了几句话。" * 5] * 15),
            date=dt.date(1990, 1, 1) + dt.timedelta(37 * number),
        )
        for number in range(200)
    ]
    return published(archive(*issues), languages=("zh",))


def test_thirty_thousand_mentions_stand_on_light_pages(crowded: Publication) -> None:
    pages = [one for one in crowded.pages if one.src_uri.startswith("archive/names/meng-fan")]
    names = 0
    for one in pages:
        html = one.body()
        found = html.count("<b>")
        names += found
        assert found <= MENTIONS_A_PAGE
        assert len(gzip.compress(html.encode())) < 25_000, one.src_uri
        assert len(html) < 120_000, one.src_uri
    assert names == 30_000
    assert "30,000" in page(crowded, "archive/names/meng-fan.md").body()
    assert len(pages) < 250


def test_the_pages_of_an_entry_follow_each_other_and_its_years_lead_to_them(crowded: Publication) -> None:
    first = page(crowded, "archive/names/meng-fan.md")
    second = page(crowded, "archive/names/meng-fan/2.md")
    assert (second.previous, second.parent) == (first.src_uri, first.src_uri)
    assert second.following == "archive/names/meng-fan/3.md"
    assert second.search is not None
    assert second.search() == ""
    found = BeautifulSoup(first.body(), "html.parser")
    years = [link.get_text() for link in found.select(".np-mentions .np-years a")]
    assert years[0] == "2010"
    assert years[-1] == "1990"
    older = found.select_one(".np-turn-next[href='2/']")
    assert older is not None


def test_an_article_that_names_somebody_hundreds_of_times_stays_small(crowded: Publication) -> None:
    html = page(crowded, "archive/1990/01/01/xin-wen.md").body()
    assert html.count('class="np-mention"') == 300
    assert len(gzip.compress(html.encode())) < 8_000


# In the text


def test_every_mention_of_an_entry_with_a_page_is_a_link_and_others_are_marked() -> None:
    article = story("孟凡在临河，孟凡说。", figures=(Figure("1", 1, Text("孟凡像。"), anchor="figure-1"),))
    publication = published(issue(article))
    found = soup(publication, STORY)
    links = found.select("a.np-mention[data-entry='person/meng-fan']")
    assert len(links) == 3
    assert {str(link["href"]) for link in links} == {"../../../../names/meng-fan/"}
    assert all(str(link["title"]) == "孟凡 · Mèng Fán · Meng Fan · 市长" for link in links)
    (place,) = found.select("[data-entry='place/lin-he'].np-mention")
    assert place.name == "span"
    assert not place.has_attr("href")
    english = soup(publication, f"en/{STORY}").select_one("a.np-mention")
    assert english is not None
    assert english["href"] == "../../../../names/meng-fan/"
    assert str(english["title"]).endswith("Mayor")


def test_bylines_and_datelines_name_in_the_language_of_the_page() -> None:
    article = replace(
        story("孟凡。"),
        authors=(Author("孟凡", "reporter", "本报"),),
        datelines=(Dateline("本报临河7月1日电", "本报", ("临河",), dt.date(1998, 7, 1), "电"),),
    )
    article = replace(
        article,
        mentions=(
            *article.mentions,
            Mention(MENG.id, "孟　凡", "person", "byline", 0, 2),
            Mention(LINHE.id, "临河", "place", "dateline", 2, 4),
        ),
    )
    publication = published(issue(article))
    for prefix, names in (("", ["孟凡", "临河"]), ("en/", ["Meng Fan", "LINHE"])):
        line = soup(publication, prefix + STORY).select_one(".np-article-head .np-line")
        assert isinstance(line, Tag)
        assert [one.get_text() for one in line.select(".np-mention")] == names


def test_no_name_is_linked_in_headlines_pull_quotes_lists_or_within_another_link() -> None:
    article = story(
        "桥通车（孟凡的桥见第一版）。孟凡来。",
        headline="孟凡来",
        pull_quotes=(PullQuote("1", 1, Text("孟凡来。"), 0, "s1-1"),),
        jumps=(Jump("reference", "（孟凡的桥见第一版）", 5, "1", "1", 1, 3, 13),),
    )
    publication = published(issue(article))
    for one in publication.pages:
        found = BeautifulSoup(one.body(), "html.parser")
        assert not found.select("a a, a .np-mention, h1 .np-mention, .np-pull-quote .np-mention"), one.src_uri
        if one.kind not in ("article", "print-page"):
            assert not found.select(".np-mention"), one.src_uri
    text = element(page(publication, STORY).body(), "s1-1")
    assert [one.get_text() for one in text.select(".np-mention")] == ["桥", "孟凡"]


def test_where_mentions_overlap_the_longest_is_marked() -> None:
    article = replace(
        story("中国共产党", entries=()),
        mentions=(
            Mention("person/meng-fan", "国共", "person", "s1-1", 1, 3),
            Mention("place/lin-he", "中国", "place", "s1-1", 0, 2),
            Mention("term/qiao", "国共产党", "term", "s1-1", 1, 5),
        ),
    )
    html = page(published(issue(article)), STORY).body()
    assert [one.get_text() for one in element(html, "s1-1").select(".np-mention")] == ["国共产党"]
    assert text_of(html, "s1-1") == "中国共产党"


def test_names_in_the_cells_of_a_table_are_marked() -> None:
    rows = (("姓名", "地点"), ("孟凡", "临河"))
    text = "\n".join("\t".join(row) for row in rows)
    article = story(text, "孟凡。")
    table = replace(article.segments[0].paragraphs[0], rows=rows)
    segment = replace(article.segments[0], paragraphs=(table, article.segments[0].paragraphs[1]))
    html = page(published(issue(replace(article, segments=(segment,)))), STORY).body()
    cells = [str(cell) for cell in element(html, "s1-1").select("td")]
    assert [">孟凡</a>" in cell for cell in cells] == [False, False, True, False]


@settings(max_examples=30, deadline=None)
@given(
    HOSTILE_TEXT.filter(lambda text: bool(text.strip())),
    st.lists(st.tuples(st.integers(-1, 30), st.integers(0, 31), st.integers(0, 2)), max_size=6),
)
def test_a_paragraph_with_links_still_reads_as_it_is_shown(
    text: str, spots: list[tuple[int, int, int]]
) -> None:
    entries = (MENG, LINHE, replace(BRIDGE, zh=HOSTILE, en=HOSTILE, pinyin=HOSTILE))
    article = story(text, "孟凡，孟凡。", entries=(MENG,))
    mentions = tuple(
        Mention(entries[which].id, text[start:end], entries[which].kind, "s1-1", start, end)
        for start, end, which in spots
    )
    publication = published(issue(replace(article, mentions=(*article.mentions, *mentions)), *entries))
    for prefix in ("", "en/"):
        assert text_of(page(publication, prefix + STORY).body(), "s1-1") == text


def test_nothing_of_a_hostile_entry_is_alive_anywhere() -> None:
    hostile = Entry(
        "person/" + HOSTILE, "孟凡", "person", HOSTILE, HOSTILE, Bilingual(HOSTILE, HOSTILE), Bilingual(HOSTILE),
        aliases=(HOSTILE,), short=HOSTILE, ocr=(HOSTILE,), same_as=(HOSTILE, "https://example.org/\"><script>"),
    )  # fmt: skip
    article = story("孟凡" + HOSTILE + "孟凡", entries=(hostile,), headline=HOSTILE + "孟凡")
    for one in published(issue(article, hostile)).pages:
        for html in (one.body(), one.search() if one.search else "", one.head() if one.head else ""):
            found = BeautifulSoup(html, "html.parser")
            scripts = [tag for tag in found.find_all("script") if tag.get("type") != "application/ld+json"]
            assert not scripts + found.find_all("img"), one.src_uri
            assert not [tag for tag in found.find_all(True) for name in tag.attrs if name.startswith("on")]
            assert not found.select("a[href^=javascript]")


# Search


def test_an_entry_is_found_by_its_names_and_its_mentions_where_they_stand() -> None:
    entry = replace(MENG, aliases=("小孟",), ocr=("孟几",), short="Meng")
    publication = published(issue(story("孟凡在此处说话。孟凡走了。", entries=(entry,)), entry))
    for src_uri, title in (
        ("archive/names/meng-fan.md", "孟凡"),
        ("en/archive/names/meng-fan.md", "Meng Fan"),
    ):
        search = page(publication, src_uri).search
        assert search is not None
        assert search().startswith(f"<h1>{title}</h1>")
        for name in ("孟凡", "Mèng Fán", "Meng Fan", "MengFan", "小孟", "孟几"):
            assert name in search(), name
        assert "说话" not in search()
    assert [one.src_uri for one in publication.pages if one.search and "说话" in one.search()] == [STORY]


# In a browser


def shown(browser: Any, folder: Path, html: str, **context: Any) -> Any:
    """A page of a browser that shows a body with the package's own styles and script."""
    file = folder / "page.html"
    file.write_text(
        f'<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{(ASSETS / "newspaper.css").as_uri()}">'
        f'<body style="margin:16px">{html}<script src="{(ASSETS / "newspaper.js").as_uri()}"></script>',
        encoding="utf-8",
    )
    opened = browser.new_context(**context).new_page()
    opened.goto(file.as_uri())
    return opened


TEXT = "孟凡在临河说，孟凡看了桥。" + "长话短说。" * 30
CARD = ".np-card-of-name:popover-open"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("孟", ["孟凡"]),
        ("mengf", ["孟凡"]),
        ("Mèng", ["孟凡"]),
        ("LINHE", ["临河"]),
        ("lv", []),
        ("", ["孟凡", "临河"]),
    ],
)
def test_the_filter_takes_characters_toneless_pinyin_and_english(
    browser: Any, tmp_path: Path, typed: str, left: list[str]
) -> None:
    html = page(published(issue(story("孟凡、临河、孟凡。"))), "archive/names/index.md").body()
    opened = shown(browser, tmp_path, html)
    opened.fill("#np-filter", typed)
    assert opened.locator(".np-lines .np-han:visible").all_inner_texts() == left
    said = opened.locator(".np-filter output").inner_text()
    assert said == ("" if not typed else str(len(left)) if left else "没有找到")
    opened.context.close()


@pytest.mark.browser
def test_the_index_is_sorted_by_count_and_back(browser: Any, tmp_path: Path) -> None:
    other = replace(MENG, id="person/an-jing", zh="安静", pinyin="Ān Jìng")
    html = page(
        published(issue(story("安静、孟凡、孟凡。", entries=(MENG, other)), MENG, other)),
        "archive/names/index.md",
    ).body()
    opened = shown(browser, tmp_path, html)
    names = opened.locator(".np-lines .np-han")
    opened.click("[data-order=count]")
    assert names.all_inner_texts() == ["孟凡", "安静"]
    assert opened.get_attribute("[data-order=count]", "aria-pressed") == "true"
    opened.click("[data-order=initial]")
    assert names.all_inner_texts() == ["安静", "孟凡"]
    opened.context.close()


@pytest.mark.browser
def test_a_card_opens_by_keyboard_and_escape_closes_it(browser: Any, tmp_path: Path) -> None:
    html = page(published(issue(story(TEXT))), STORY).body()
    opened = shown(browser, tmp_path, html)
    title = opened.get_attribute("a.np-mention", "title")
    for _ in range(20):
        opened.keyboard.press("Tab")
        if opened.evaluate("document.activeElement.matches('.np-mention')"):
            break
    card = opened.locator(CARD)
    assert card.count() == 1
    assert all(
        said in card.inner_text() for said in ("孟凡", "Mèng Fán", "Meng Fan", "市长", "出现2次", "全部出处")
    )
    described = opened.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert described == opened.evaluate("document.querySelector('.np-card-of-name').id")
    # The next stop of the Tab key is in the card, which stays open.
    opened.keyboard.press("Tab")
    assert opened.evaluate("Boolean(document.activeElement.closest('.np-card-of-name'))")
    assert card.count() == 1
    opened.keyboard.press("Escape")
    assert card.count() == 0
    assert opened.evaluate("document.activeElement.matches('.np-mention')")
    assert opened.get_attribute("a.np-mention", "title") == title
    opened.context.close()


@pytest.mark.browser
def test_a_card_of_a_name_without_a_page_is_reached_by_keyboard_too(browser: Any, tmp_path: Path) -> None:
    opened = shown(browser, tmp_path, page(published(issue(story(TEXT))), STORY).body())
    opened.keyboard.press("Tab")
    opened.focus("span.np-mention")
    assert "Linhe" in opened.locator(CARD).inner_text()
    opened.context.close()


@pytest.mark.browser
def test_a_card_opens_under_the_pointer_and_stays_while_the_pointer_is_in_it(
    browser: Any, tmp_path: Path
) -> None:
    opened = shown(browser, tmp_path, page(published(issue(story(TEXT))), STORY).body())
    opened.hover("#s1-1 a.np-mention")
    card = opened.locator(CARD)
    card.wait_for()
    card.hover()
    opened.wait_for_timeout(500)
    assert card.count() == 1
    opened.mouse.move(2, 2)
    card.wait_for(state="detached")
    opened.context.close()


@pytest.mark.browser
def test_a_finger_opens_the_card_first_and_follows_the_link_then(browser: Any, tmp_path: Path) -> None:
    opened = shown(
        browser,
        tmp_path,
        page(published(issue(story(TEXT))), STORY).body(),
        has_touch=True,
        viewport={"width": 390, "height": 844},
    )
    start = opened.url
    opened.tap("#s1-1 a.np-mention")
    card = opened.locator(CARD)
    card.wait_for()
    assert opened.url == start
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    opened.touchscreen.tap(380, 700)
    assert card.count() == 0
    opened.tap("#s1-1 a.np-mention")
    card.wait_for()
    with opened.expect_request("**/names/meng-fan/"):
        opened.tap("#s1-1 a.np-mention")
    opened.context.close()


@pytest.mark.browser
def test_without_script_a_name_is_a_link_with_a_title_and_the_story_lists_its_names(
    browser: Any, tmp_path: Path
) -> None:
    html = page(published(issue(story(TEXT))), STORY).body()
    opened = shown(browser, tmp_path, html, java_script_enabled=False)
    assert opened.get_attribute("#s1-1 a.np-mention", "title").startswith("孟凡 · Mèng Fán")
    opened.click(".np-named summary")
    assert "Meng Fan" in opened.locator(".np-named li").first.inner_text()
    opened.context.close()


@pytest.mark.browser
def test_neither_an_index_nor_an_entry_is_wider_than_the_screen(browser: Any, tmp_path: Path) -> None:
    long = Entry("organization/chang", "很长的名称" * 30, "organization", "A" * 200, "b" * 200)
    made: Archive = archive(
        issue(story("孟凡、" + long.zh + "。" + long.zh, entries=(MENG, long)), MENG, long),
        replace(full_issue(), date=dt.date(2003, 5, 5)),
    )
    publication = published(made)
    for src_uri in ("archive/names/index.md", "archive/names/chang.md", "en/archive/names/chang.md"):
        opened = shown(browser, tmp_path, page(publication, src_uri).body())
        for width in (320, 390, 820, 1440):
            opened.set_viewport_size({"width": width, "height": 900})
            wider = opened.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, (src_uri, width)
        opened.context.close()
