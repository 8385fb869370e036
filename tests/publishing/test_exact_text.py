"""Text comes out exactly as it went in, whatever is marked in it and however hostile it is."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from made_issues import HOSTILE, full_issue, one_story, one_story_issue, page, published
from markupsafe import Markup

from mkdocs_newspaper.model import Change, Figure, Text
from mkdocs_newspaper.publishing.html import Mark, correction_marks, marked

PIECES = [
    *("中国", "—", "。", " ", "  ", "<", ">", "&", "&amp;", '"', "'", "{{ x }}", "{% y %}", "</p>", "<!--"),
    *("-->", "<script>", "</script>", "javascript:", "`", "**", "[a](b)", "\n", "\t", "\u3000", "𠮷"),
    *("e\u0301", "]]>"),
]
HOSTILE_TEXT = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=["Cs", "Cc"])))
).map("".join)


class ReadText(HTMLParser):
    """The text of some HTML. BeautifulSoup would fold white space that stands alone."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def element(html: str, identifier: str) -> Tag:
    found = soup(html).find(id=identifier)
    assert isinstance(found, Tag)
    return found


def text_of(html: str, identifier: str) -> str:
    """The text of the element with that id, which must hold none of its own kind."""
    start = re.search(f'<([a-z0-9]+)[^<>]* id="{identifier}"[^<>]*>', html)
    assert start
    return ReadText(html[start.start() : html.index(f"</{start[1]}>", start.end())]).text


@given(HOSTILE_TEXT, st.data())
def test_marks_of_any_place_leave_the_text_as_it_is(text: str, data: st.DataObject) -> None:
    spots = st.tuples(st.integers(-2, len(text) + 2), st.integers(-2, len(text) + 2))
    layers = [
        [
            Mark(start, end, Markup("<{}>").format(tag), Markup("</{}>").format(tag))
            for start, end in data.draw(st.lists(spots, max_size=4))
        ]
        for tag in ("a", "b", "i")
    ]
    html = f"<p>{marked(text, layers)}</p>"
    assert ReadText(html).text == text
    assert str(html).count("<b>") == str(html).count("</b>")


@given(HOSTILE_TEXT, st.data())
def test_corrections_of_any_place_leave_the_text_as_it_is(text: str, data: st.DataObject) -> None:
    spots = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, 3)), max_size=4))
    changes = tuple(
        Change(start, min(start + size, len(text)), '"><script>', "editor", 1) for start, size in spots
    )
    marks = correction_marks(Text(text, changes), "printed: {printed}")
    html = marked(text, [marks])
    assert ReadText(f"<p>{html}</p>").text == text
    assert "<script>" not in html.replace("&lt;script&gt;", "")


@settings(max_examples=25, deadline=None)
@given(HOSTILE_TEXT.filter(str.strip).map(str.strip), HOSTILE_TEXT.filter(str.strip))
def test_a_page_shows_headline_and_paragraphs_exactly(headline: str, text: str) -> None:
    figure = Figure("1", 4, Text(text), None, (), None, after=0, anchor="figure-1")
    publication = published(one_story_issue(one_story(headline, text, "尾", slug="a", figures=(figure,))))
    for src_uri in ("archive/1998/07/01/a.md", "en/archive/1998/07/01/a.md"):
        html = page(publication, src_uri).body()
        assert text_of(html, "s1-1") == text
        assert text_of(html, "headline") == headline
        caption = element(html, "figure-1").find(class_="np-caption")
        assert isinstance(caption, Tag)
        assert ReadText(str(caption)).text == text or not text.strip()
    html = page(publication, "archive/1998/07/01/p1.md").body()
    assert text_of(html, "a1-s1-1") == text


def test_nothing_of_a_hostile_story_is_alive_on_any_page() -> None:
    publication = published(full_issue(), serving=True, site_url='https://example.org/"><script>/')
    for one in publication.pages:
        for html in (one.body(), one.search() if one.search else "", one.head() if one.head else ""):
            found = soup(html)
            for data in found.find_all("script", type="application/ld+json"):
                assert json.loads(str(data.string))["@context"] == "https://schema.org"
                data.decompose()
            assert not found.find_all(["script", "img"]), one.src_uri
            assert not [tag for tag in found.find_all(True) for name in tag.attrs if name.startswith("on")]
            for link in found.find_all("a", href=True):
                assert not str(link["href"]).startswith("javascript"), one.src_uri
    article = page(publication, "archive/1998/07/01/zao-dao.md").body()
    assert element(article, "s2-1").get_text() == HOSTILE


def test_a_change_of_wording_is_marked_with_what_was_printed() -> None:
    html = page(published(full_issue()), "archive/1998/07/01/lin-he-xin-qiao-tong-che.md").body()
    mark = element(html, "s1-2").find(class_="np-corrected")
    assert isinstance(mark, Tag)
    assert mark.get_text() == "横跨"
    assert "横夸" in str(mark["title"])


@pytest.mark.parametrize("rule", ["punctuation", "digit-space", "letter-space", "line-join", "column-join"])
def test_changes_of_type_setting_carry_no_mark(rule: str) -> None:
    assert correction_marks(Text("甲，乙", (Change(1, 2, ",", rule, 1),)), "{printed}") == []


def test_what_was_left_out_is_marked_on_the_character_beside_it() -> None:
    (mark,) = correction_marks(Text("甲乙", (Change(1, 1, "啊", "editor", 1),)), "was {printed}")
    assert (mark.start, mark.end) == (1, 2)
    assert "was 啊乙" in mark.opening
    (mark,) = correction_marks(Text("甲乙", (Change(2, 2, "啊", "editor", 1),)), "was {printed}")
    assert (mark.start, mark.end) == (1, 2)
    assert "was 乙啊" in mark.opening
