"""Links on pages that are none of the archive's, without a site around them: fast, and harmless."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from made_issues import archive, one_story_issue

from mkdocs_newspaper.model import Entry
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.page_links import PageLinker
from mkdocs_newspaper.publishing.views import SiteFacts, publish

ENTRIES = (
    Entry("place/lin-he", "临河", "place", "Linhe", "Línhé", sources=("glossary.yml:1",)),
    Entry("person/meng-fan", "孟凡", "person", "Meng Fan", "Mèng Fán", sources=("glossary.yml:4",)),
    Entry("term/gong-shang", "共商共建共享", "term", "joint consultation", sources=("glossary.yml:8",)),
)


def linker(*entries: Entry) -> PageLinker:
    made = replace(archive(one_story_issue()), entries=entries)
    publication = publish(made, Options(Path("issues"), link_pages=True), SiteFacts())
    assert publication.linker is not None
    return publication.linker


LINKER = linker(*ENTRIES)


def linked(html: str, language: str = "zh") -> list[str]:
    found = LINKER.linked(html, "x/index.md", language)
    return (
        [one.get_text() for one in BeautifulSoup(found.content, "html.parser").select("a")] if found else []
    )


def test_a_page_without_names_is_left_alone() -> None:
    assert LINKER.linked("<p>没有名称。 None here.</p>", "x/index.md", "zh") is None
    assert LINKER.linked("", "x/index.md", "en") is None


def test_a_name_that_markup_divides_or_that_stands_in_an_attribute_is_none() -> None:
    assert linked('<p title="临河">孟<b>凡</b></p><!-- 孟凡 --><img alt="孟凡">') == []


def test_traditional_characters_are_the_same_name() -> None:
    assert linked("<p>共商共建共享，臨河。</p>") == ["共商共建共享", "臨河"]


def test_english_names_are_linked_on_english_pages_alone() -> None:
    english = "<p>Linhe and Meng Fan. Joint consultation, Linhe’s.</p>"
    assert linked(english, "en") == ["Linhe", "Meng Fan", "Joint consultation"]
    assert linked("<p>Linhe 是城市名，见于报端，不可不知。</p>") == []


@given(st.text("<>/!-a&;\"'= 临河孟凡p[]\n\r\t?x", max_size=60))
def test_any_markup_keeps_its_own_text_and_tags(html: str) -> None:
    found = LINKER.linked(html, "x/index.md", "zh")
    if found is not None:
        plain = found.content
        while (at := plain.find('<a class="np-mention"')) >= 0:
            inner = plain.index(">", at) + 1
            end = plain.index("</a>", inner)
            plain = plain[:at] + plain[inner:end] + plain[end + 4 :]
        assert plain == html


def test_the_time_grows_with_the_page_whatever_the_size_of_the_glossary() -> None:
    many = [
        Entry(f"place/q-{number}", f"第{number:05}号桥", "place", f"Bridge No {number}", sources=("x:1",))
        for number in range(2_000)
    ]
    made = linker(*ENTRIES, *many)
    paragraph = "<p>这里有<em>很多</em>文字，也有临河第00999号桥。 And some English &amp; more of it.</p>\n"
    made.linked(paragraph, "x/index.md", "zh")
    spent = []
    for size in (100, 400):
        start = time.process_time()
        assert made.linked(paragraph * size, "x/index.md", "zh") is not None
        spent.append(time.process_time() - start)
    assert spent[1] < 12 * spent[0]


@pytest.mark.parametrize(
    "piece", ["<script>临河</script>", '<a "', "<b>临河", "<!--", "&#", "<p title='", "</p>孟凡<!", "<a>"]
)
def test_hostile_markup_takes_time_that_grows_with_it(piece: str) -> None:
    spent = []
    for size in (2_000, 16_000):
        start = time.process_time()
        LINKER.linked("<p>临河</p>" + piece * size, "x/index.md", "zh")
        spent.append(time.process_time() - start)
    assert spent[1] < 40 * max(spent[0], 0.01)
