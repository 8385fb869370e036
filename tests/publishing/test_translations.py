"""What pages show of a translation: its text and its source, its state, its translators, its headlines in lists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag
from made_issues import HOSTILE, full_issue, page, published
from translated_issues import (
    BRIDGE,
    FOLDER,
    HARVEST,
    IN_PART,
    partly_translated,
    translated,
    translation,
    wholly_translated,
)

from mkdocs_newspaper.model import Translation
from mkdocs_newspaper.publishing.translated import rows
from mkdocs_newspaper.publishing.views import Publication


@pytest.fixture(scope="module")
def in_part() -> Publication:
    return published(partly_translated(), serving=True)


@pytest.fixture(scope="module")
def whole() -> Publication:
    return published(wholly_translated())


def soup(publication: Publication, src_uri: str) -> BeautifulSoup:
    return BeautifulSoup(page(publication, src_uri).body(), "html.parser")


def one(found: BeautifulSoup | Tag, selector: str) -> Tag:
    tag = found.select_one(selector)
    assert tag is not None, selector
    return tag


def told(found: BeautifulSoup, anchor: str) -> str:
    """The translation of a passage without what is said of it."""
    copy = BeautifulSoup(str(one(found, f"[id='{anchor}'] .np-translation")), "html.parser")
    for state in copy.select(".np-state"):
        state.extract()
    return copy.get_text().strip()


def test_every_translated_passage_stands_with_its_source_under_one_anchor(in_part: Publication) -> None:
    found = soup(in_part, f"en/{BRIDGE}.md")
    source = soup(in_part, f"{BRIDGE}.md")
    for anchor in ("s1-1", "s1-2", "s1-3", "s2-1"):
        assert told(found, anchor) == IN_PART[anchor][0]
        assert (
            one(found, f"[id='{anchor}'] .np-source-text").get_text()
            == one(source, f"[id='{anchor}']").get_text()
        )
        assert one(found, f"[id='{anchor}'] .np-source-text")["lang"] == "zh-Hans"
    assert (
        str(one(found, "#figure-1 .np-caption.np-translation").contents[0]).strip() == IN_PART["figure-1"][0]
    )
    assert one(found, "#figure-1 details .np-caption")["lang"] == "zh-Hans"
    assert [cell.get_text() for cell in found.select("[id='s1-4'] .np-translation td")] == [
        "Item",
        "Number",
        "Lanes",
        "Four",
    ]


def test_the_source_keeps_its_corrections_references_and_names(in_part: Publication) -> None:
    found = soup(in_part, f"en/{BRIDGE}.md")
    assert one(found, "[id='s1-2'] details .np-corrected").get_text() == "横跨"
    assert one(found, "[id='s1-1'] details a.np-reference")["href"] == "../p2/"
    assert one(found, "[id='s1-1'] details .np-mention").get_text() == "临河"


def test_page_marks_jumps_and_figures_keep_their_places_and_ids(in_part: Publication) -> None:
    ids = {
        language: [tag["id"] for tag in soup(in_part, f"{prefix}{BRIDGE}.md").select("#text [id]")]
        for language, prefix in (("zh", ""), ("en", "en/"))
    }
    assert ids["en"] == ids["zh"]
    assert {"p1", "p2", "pa2", "jump-2", "from-1", "figure-1", "s1-5"} <= set(ids["en"])


@pytest.mark.parametrize(
    ("anchor", "state", "said"),
    [
        ("s1-1", "translated", None),
        ("s1-2", "machine", "Machine translation"),
        ("s2-1", "fuzzy", "The source has changed since"),
        ("s1-5", "open", "Not translated"),
    ],
)
def test_a_passage_that_is_no_finished_translation_says_so(
    in_part: Publication, anchor: str, state: str, said: str | None
) -> None:
    for src_uri, prefix in (
        (f"en/{BRIDGE}.md", ""),
        (f"en/{FOLDER}/p1.md", "a1-"),
        (f"en/{FOLDER}/p2.md", "a2-"),
    ):
        pair = soup(in_part, src_uri).find(id=prefix + anchor)
        if pair is None:
            continue
        assert isinstance(pair, Tag)
        assert pair["data-state"] == state
        label = pair.select_one(".np-state")
        assert (label.get_text() if label else None) == said


def test_an_untranslated_passage_shows_its_source_without_a_tap(in_part: Publication) -> None:
    pair = one(soup(in_part, f"en/{BRIDGE}.md"), "[id='s1-5']")
    assert pair.find("details") is None
    assert one(pair, ".np-source-text").get_text() == "两岸群众从此往来更加"


def test_the_headline_is_translated_and_the_printed_one_stands_below(in_part: Publication) -> None:
    found = soup(in_part, f"en/{BRIDGE}.md")
    headline = one(found, "h1#headline")
    assert headline.get_text() == "New Linhe Bridge Opens"
    assert not headline.has_attr("lang")
    assert one(found, ".np-printed-head").get_text().split() == ["跨越两岸", "临河新桥通车"]
    assert one(found, ".np-printed-head")["lang"] == "zh-Hans"
    # Nobody has translated the deck: it says so where it stands.
    assert one(found, ".np-deck")["lang"] == "zh-Hans"
    assert "Not translated" in one(found, ".np-deck").get_text()


def test_a_story_translated_in_part_keeps_its_digest_and_a_whole_one_needs_none(
    in_part: Publication, whole: Publication
) -> None:
    assert "translated in part" in one(soup(in_part, f"en/{BRIDGE}.md"), ".np-digest").get_text()
    assert "nobody has translated" in one(soup(in_part, f"en/{HARVEST}.md"), ".np-digest").get_text()
    found = soup(whole, f"en/{FOLDER}/qiao.md")
    assert found.select_one(".np-digest") is None
    assert found.find(id="original") is None


def test_translators_licence_and_what_is_open_are_told_at_the_foot(in_part: Publication) -> None:
    said = " ".join(one(soup(in_part, f"en/{BRIDGE}.md"), ".np-of-translation").get_text(" ").split())
    assert "Translated by Mara Lind" in said
    assert "CC BY 4.0" in said
    assert "Machine translation: 2 passages" in said
    assert "The source has changed since: 1 passage" in said
    assert "Not translated: 4 passages" in said  # deck, s1-5, s2-2, sA2-1
    assert soup(in_part, f"en/{HARVEST}.md").select_one(".np-of-translation") is None


def test_a_licence_given_as_an_address_is_a_link_and_any_other_scheme_is_not() -> None:
    made = partly_translated()
    (key, held), *_ = made.translations.items()
    for licence, is_link in (("https://example.org/licence", True), ("javascript:alert(1)", False)):
        changed = replace(made, translations={key: replace(held, licence=licence)})
        links = soup(published(changed), f"en/{BRIDGE}.md").select(".np-of-translation a")
        assert bool(links) is is_link


def test_pages_in_the_newspaper_s_own_language_stay_as_they_are(in_part: Publication) -> None:
    plain = published(full_issue(), serving=True)
    for src_uri in (f"{FOLDER}/index.md", "archive/index.md", f"{HARVEST}.md"):
        assert page(in_part, src_uri).body() == page(plain, src_uri).body()
    found = soup(in_part, f"{BRIDGE}.md")
    assert not found.select(".np-translation, .np-pair, .np-state, .np-fallback")
    assert "It crosses the Lin" not in found.get_text()
    assert one(found, "[data-aid=beside]")["data-twin"] == f"../../../../../en/{BRIDGE}/"


def test_lists_take_the_translated_headline_and_mark_a_printed_one(in_part: Publication) -> None:
    for src_uri in (f"en/{FOLDER}/index.md", "en/archive/index.md", "en/archive/1998/index.md"):
        found = soup(in_part, src_uri)
        links = [tag for tag in found.select("a") if tag.get_text() == "New Linhe Bridge Opens"]
        assert links
        assert not any(tag.has_attr("lang") for tag in links)
        others = [tag for tag in found.select(".np-fallback") if "早稻丰收" in tag.get_text()]
        assert others
        assert all(tag["lang"] == "zh-Hans" for tag in others)
        assert not [tag for tag in found.select(".np-fallback") if "New Linhe" in tag.get_text()]


def test_titles_sidebar_contents_neighbours_and_description_follow_the_language(in_part: Publication) -> None:
    article = page(in_part, f"en/{BRIDGE}.md")
    assert article.title == "New Linhe Bridge Opens"
    assert article.description.startswith("The new bridge at Linhe opened")
    assert "New Linhe Bridge Opens" in article.head() if article.head else False
    assert [(item.title, item.lang) for item in article.sidebar][:2] == [
        ("New Linhe Bridge Opens", None),
        ("早稻丰收", "zh-Hans"),
    ]
    assert [child.title for item in article.toc for child in item.children] == ["A day on the bridge"]
    turn = one(soup(in_part, f"en/{HARVEST}.md"), ".np-turn-prev .np-turn-title")
    assert turn.get_text() == "New Linhe Bridge Opens"
    other = page(in_part, f"en/{HARVEST}.md")
    assert other.title.startswith("早稻丰收 · July 1, 1998")


def test_cards_of_a_translated_story_open_with_its_translation(in_part: Publication) -> None:
    excerpts = [
        tag.get_text() for tag in soup(in_part, f"en/{FOLDER}/index.md").select(".np-lead .np-excerpt")
    ]
    assert excerpts[0].startswith("The new bridge at Linhe")
    assert excerpts[1] == "It crosses the Lin for 800 metres. Machine translation"


def test_names_of_the_source_are_links_in_its_translation_as_whole_words_only(whole: Publication) -> None:
    found = soup(whole, f"en/{FOLDER}/qiao.md")
    names = found.select("[id='s1-1'] .np-translation .np-mention")
    assert names
    assert {name.get_text() for name in names} == {"Meng Fan"}
    assert {name["data-entry"] for name in names} == {"person/meng-fan"}
    issue = wholly_translated().issues[0]
    told_other = translation({"s1-1": ("Meng Fang and Mengfan; Meng Fan.", "translated")}, issue, "qiao")
    found = soup(published(translated(issue, told_other)), f"en/{FOLDER}/qiao.md")
    assert len(found.select("[id='s1-1'] .np-translation .np-mention")) == 1


def test_a_hostile_translation_is_text_and_nothing_else() -> None:
    issue = full_issue()
    passages = dict.fromkeys(IN_PART, (HOSTILE, "translated")) | {"s1-4": (f"{HOSTILE}\t\n", "fuzzy")}
    made = translated(issue, translation(passages, issue, "lin-he-xin-qiao-tong-che"))  # type: ignore[arg-type]
    publication = published(made, site_url="https://example.org/")
    for published_page in publication.pages:
        found = BeautifulSoup(published_page.body(), "html.parser")
        assert not found.find_all(["script", "img"]), published_page.src_uri
    assert told(soup(publication, f"en/{BRIDGE}.md"), "s1-1") == HOSTILE


def test_a_blank_translation_is_none(in_part: Publication) -> None:
    issue = full_issue()
    made = translated(
        issue, translation({"headline": ("  \n", "translated")}, issue, "lin-he-xin-qiao-tong-che")
    )
    assert (
        page(published(made), f"en/{BRIDGE}.md").body()
        == page(published(full_issue()), f"en/{BRIDGE}.md").body()
    )


@pytest.mark.parametrize(
    ("text", "same"),
    [("a\tb\nc\td", True), ("a\tb", False), ("a\tb\nc", False), ("", False), ("a\tb\nc\td\n", False)],
)
def test_a_table_is_drawn_where_its_translation_has_its_shape(text: str, same: bool) -> None:
    assert (rows((("1", "2"), ("3", "4")), text) is not None) is same


def test_a_table_of_another_shape_is_shown_as_text() -> None:
    issue = full_issue()
    made = translated(
        issue, translation({"s1-4": ("Four lanes.", "translated")}, issue, "lin-he-xin-qiao-tong-che")
    )
    found = soup(published(made), f"en/{BRIDGE}.md")
    assert told(found, "s1-4") == "Four lanes."
    assert len(found.select("[id='s1-4'] details td")) == 4


def test_the_search_finds_the_translation_and_its_source_on_the_page_of_the_translation(
    in_part: Publication,
) -> None:
    search = page(in_part, f"en/{BRIDGE}.md").search
    assert search is not None
    html = search()
    assert html.startswith("<h1>New Linhe Bridge Opens</h1>")
    assert html.count("<h1>") == 1
    assert "It crosses the Lin" in html
    assert "两岸群众从此往来更加" in html
    untranslated = page(in_part, f"en/{HARVEST}.md").search
    assert untranslated is not None
    assert "全省早稻丰收" not in untranslated()


def test_a_page_written_from_right_to_left_says_so_and_its_source_runs_from_left_to_right() -> None:
    publication = published(partly_translated(), languages=("zh", "en", "ar"))
    for src_uri in (f"ar/{BRIDGE}.md", f"ar/{FOLDER}/index.md", f"ar/{FOLDER}/p1.md", "ar/archive/index.md"):
        root = one(soup(publication, src_uri), ".np")
        assert root["dir"] == "rtl"
        assert all(
            tag["dir"] == "ltr"
            for tag in root.select("[lang=zh-Hans].np-paragraph, [lang=zh-Hans].np-fallback")
        )
    assert not one(soup(publication, f"en/{BRIDGE}.md"), ".np").has_attr("dir")


def test_counts_and_credits_are_there_for_the_metadata() -> None:
    from mkdocs_newspaper.publishing.translated import StoryTranslations

    made = partly_translated()
    found = StoryTranslations.of(made, made.issues[0], "en")
    summary = found.summary("lin-he-xin-qiao-tong-che")
    assert summary is not None
    assert (summary.translated, summary.machine, summary.fuzzy, summary.open) == (5, 2, 1, 4)
    assert (summary.held, summary.complete) == (8, False)
    assert (summary.translators, summary.licence) == (("Mara Lind",), "CC BY 4.0")
    assert found.summary("p2-2") is None
    with pytest.raises(KeyError):
        StoryTranslations.of(made, made.issues[0], "fr")


def test_a_translation_of_a_passage_that_is_gone_is_left_out() -> None:
    made = partly_translated()
    (key, held), *_ = made.translations.items()
    more = {**held.passages, "1998-07-01/lin-he-xin-qiao-tong-che#s9-9": Translation("Lost.")}
    changed = replace(made, translations={key: replace(held, passages=more)})
    assert (
        page(published(changed), f"en/{BRIDGE}.md").body() == page(published(made), f"en/{BRIDGE}.md").body()
    )
