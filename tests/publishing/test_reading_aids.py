"""The data behind the reading aids: every word's pinyin, names in their right reading, the other script."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_issues import HOSTILE, full_issue, one_story, one_story_issue, published
from translated_issues import BRIDGE

from mkdocs_newspaper.model import Entry, Issue, Mention
from mkdocs_newspaper.publishing import reading_aids
from mkdocs_newspaper.publishing.issue_parts import IssueParts
from mkdocs_newspaper.publishing.reading_aids import check, fields, pinyin, reading_bytes, script, spelled
from mkdocs_newspaper.publishing.stories import IssueView

MENG = Entry("person/meng-fan", "孟凡", "person", "Meng Fan", "Mèng Fán")


def words(text: str, tokens: str) -> list[tuple[str, str]]:
    """The words of a text with their pinyin, as the page's script takes tokens apart."""
    units = text.encode("utf-16-le")
    found, at = [], 0
    for token in tokens.split():
        size, said = re.fullmatch(r"(\d+)(.*)", token).groups()  # type: ignore[union-attr]
        word = units[2 * at : 2 * (at + int(size))].decode("utf-16-le")
        if said:
            found.append((word, said.replace("/", "").replace("_", " ")))
        at += int(size)
    assert 2 * at == len(units)
    return found


def changed(text: str, tokens: str) -> str:
    """The text with the script's tokens put in."""
    units = [
        text.encode("utf-16-le")[at : at + 2] for at in range(0, 2 * len(text.encode("utf-16-le")) // 2, 2)
    ]
    for token in tokens.split():
        place, other = re.fullmatch(r"(\d+)(.+)", token).groups()  # type: ignore[union-attr]
        raw = other.encode("utf-16-le")
        units[int(place) : int(place) + len(raw) // 2] = [raw[at : at + 2] for at in range(0, len(raw), 2)]
    return b"".join(units).decode("utf-16-le")


# Pinyin


@pytest.mark.parametrize(
    ("text", "reading", "tokens"),
    [
        ("习近平", "Xí Jìnpíng", "1Xí 2Jìn/píng"),
        ("西安", "Xī’ān", "2Xī/’ān"),
        ("欧阳修", "Ōuyáng Xiū", "2Ōu/yáng 1Xiū"),
        ("卡瑟姆·托卡耶夫", "Kǎsèmǔ·Tuōkǎyēfū", "3Kǎ/sè/mǔ 1 4Tuō/kǎ/yē/fū"),
        ("女儿", "nǚ’ér", "2nǚ/’ér"),
        ("海南", "Hǎinán", "2Hǎi/nán"),
        ("长江", "Yangtze River", "2Yangtze_River"),
        ("𠮷田", "Jítián", "3Jí/tián"),
        ("孟凡", "", ""),
    ],
)
def test_a_reading_is_laid_over_its_characters_word_by_word(text: str, reading: str, tokens: str) -> None:
    assert spelled(text, reading) == tokens


def test_words_of_running_text_are_joined_and_marks_figures_and_latin_have_no_reading() -> None:
    text = "昨日上午，新桥通车，全长2100米（OK）。"
    assert words(text, pinyin(text, (), {}))[:4] == [
        ("昨日", "zuórì"),
        ("上午", "shàngwǔ"),
        ("新桥", "xīnqiáo"),
        ("通车", "tōngchē"),
    ]
    assert not [word for word, _ in words(text, pinyin(text, (), {})) if word in ("，", "2100", "OK", "。")]


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("银行昨日开业。", "银行", "yínháng"),
        ("他们重新出发。", "重新", "chóngxīn"),
        ("他快速地跑。", "地", "de"),
        ("女儿回来了。", "女儿", "nǚ’ér"),
        ("中国的天空。", "中国", "Zhōngguó"),
        ("銀行昨日開業。", "銀行", "yínháng"),
    ],
)
def test_a_word_is_read_as_it_stands_in_its_word(text: str, word: str, said: str) -> None:
    assert dict(words(text, pinyin(text, (), {})))[word] == said


@pytest.mark.parametrize(
    ("name", "kind", "known", "said"),
    [
        ("单雨桐", "person", None, ["Shàn", "Yǔtóng"]),
        ("孟凡", "person", "Mèng Fán", ["Mèng", "Fán"]),
        ("曾小勇", "person", None, ["Zēng", "Xiǎoyǒng"]),
        ("托卡耶夫", "person", "Tuōkǎyēfū", ["Tuōkǎyēfū"]),
        ("重庆", "place", None, ["Chóngqìng"]),
    ],
)
def test_a_name_has_the_reading_of_its_entry_or_of_its_kind(
    name: str, kind: str, known: str | None, said: list[str]
) -> None:
    text = f"记者{name}说。"
    entry = Entry(f"{kind}/x", name, kind, None, known)  # type: ignore[arg-type]
    mention = Mention(entry.id, name, kind, "s1-1", 2, 2 + len(name))  # type: ignore[arg-type]
    found = words(text, pinyin(text, (mention,), {entry.id: entry}))
    assert [reading for word, reading in found if word in name] == said


@given(st.text(max_size=80), st.data())
def test_the_tokens_cover_any_text_whatever_is_named_in_it(text: str, data: st.DataObject) -> None:
    spots = data.draw(st.lists(st.tuples(st.integers(-1, 80), st.integers(-1, 80)), max_size=4))
    mentions = [
        Mention("person/meng-fan", text[max(a, 0) : b], "person", "s1-1", a, b)
        for a, b in spots
        if 0 <= a < b
    ]
    words(text, pinyin(text, mentions, {MENG.id: MENG}))


def test_every_text_of_the_pages_has_its_field_and_check() -> None:
    issue = full_issue()
    view = IssueView(issue, "1998/07/01")
    data = json.loads(reading_bytes(view, view.stories[0]))
    texts = {field: text for field, text, _ in fields(view.stories[0])}
    assert set(data["fields"]) == set(texts)
    assert {
        "headline",
        "kicker",
        "deck",
        "s1-4",
        "figure-1",
        "quote-1",
        "jump-2",
        "from-1",
        "head-p2",
    } <= set(texts)
    assert texts["s1-4"] == "项目数量车道四"
    for field, text in texts.items():
        parts = data["fields"][field].split("|")
        assert len(parts) == 3
        assert int(parts[0]) == check(text) == sum(text.encode("utf-16-le"))


def test_only_chinese_newspapers_have_reading_data_and_it_lies_at_the_root_language() -> None:
    files = published(full_issue()).files
    assert f"{BRIDGE}/reading.json" in files
    assert not [path for path in files if path.startswith("en/")]
    english = replace(one_story_issue(one_story("Bridge Opens", "It opened.")), source_language="en")
    publication = published(english)
    assert not [path for path in publication.files if path.endswith("reading.json")]
    assert not [
        one for one in publication.pages if "data-reading" in one.body() or 'data-aid="pinyin"' in one.body()
    ]


def test_a_hostile_story_has_reading_data_that_stands_for_its_text_alone() -> None:
    issue = one_story_issue(one_story("题", HOSTILE + "|1 2a/b|", "\ud800中"))
    view = IssueView(issue, "x")
    data = json.loads(reading_bytes(view, view.stories[0]))
    checked, tokens, _ = data["fields"]["s1-1"].split("|")
    assert int(checked) == check(HOSTILE + "|1 2a/b|")
    assert words(HOSTILE + "|1 2a/b|", tokens) == []


def test_long_text_takes_time_in_proportion_to_its_length() -> None:
    def seconds(size: int) -> float:
        text = "三月的湾口风平浪静，" * size
        start = time.process_time()
        pinyin(text, (), {})
        return time.process_time() - start

    seconds(1000)
    assert seconds(20_000) < 60 * max(seconds(1000), 0.0005)


# The other script


def test_traditional_characters_are_chosen_by_the_word() -> None:
    pytest.importorskip("opencc")
    text = "皇后站在後面，干部的头发发展了，“一国两制”。Hello 云"
    assert (
        changed(text, script(text, (), {}, "zh-Hans"))
        == "皇后站在後面，幹部的頭髮發展了，“一國兩制”。Hello 雲"
    )


def test_simplified_characters_for_a_traditional_newspaper() -> None:
    pytest.importorskip("opencc")
    text = "皇后站在後面，乾隆年間的頭髮乾了。"
    assert changed(text, script(text, (), {}, "zh-Hant")) == "皇后站在后面，乾隆年间的头发干了。"


def named(text: str, name: str, kind: str = "person", **more: object) -> str:
    entry = Entry(f"{kind}/x", name, kind, **more)  # type: ignore[arg-type]
    at = text.index(name)
    mention = Mention(entry.id, name, kind, "s1-1", at, at + len(name))  # type: ignore[arg-type]
    return changed(text, script(text, (mention,), {entry.id: entry}, "zh-Hans"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [("范小云", "范小雲"), ("于国后", "于國后"), ("里根", "里根"), ("余万里", "余萬里"), ("钟丽", "鍾麗")],
)
def test_people_s_names_change_by_characters_and_never_as_words(name: str, shown: str) -> None:
    pytest.importorskip("opencc")
    assert named(f"记者{name}说。", name) == f"記者{shown}說。"


def test_a_form_of_the_glossary_goes_before_all() -> None:
    pytest.importorskip("opencc")
    told = {"aliases": ("沈雲臺", "老沈"), "sources": ("glossary.yml:3",)}
    assert named("沈云台来了。", "沈云台", **told) == "沈雲臺來了。"
    assert named("沈云台来了。", "沈云台") == "沈雲台來了。"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_the_other_script_has_as_many_units_as_the_text(text: str) -> None:
    pytest.importorskip("opencc")
    for language in ("zh-Hans", "zh-Hant"):
        other = changed(text, script(text, (), {}, language))
        assert len(other.encode("utf-16-le")) == len(text.encode("utf-16-le"))


@pytest.mark.parametrize("strange", ["两\n行后面", "\ud800皇后", "𠮷里面，后"])
def test_a_story_is_read_alike_whatever_stands_beside_it_in_the_issue(strange: str) -> None:
    plain, other = one_story("后来", "皇后站在後面。", "里面"), one_story("乾隆", strange, "头发")
    issue = replace(one_story_issue(plain), articles=(plain, replace(other, slug="other")))
    view, parts = IssueView(issue, "x"), IssueParts()
    for story in view.stories:
        alone = IssueView(replace(issue, articles=(story.article,)), "x")
        assert reading_bytes(view, story, parts) == reading_bytes(alone, alone.stories[0])


def test_without_opencc_the_other_script_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_aids, "_converter", lambda configuration: None)
    publication = published(
        Issue(dt.date(1998, 7, 1), articles=full_issue().articles, pages=full_issue().pages)
    )
    data = json.loads(publication.files[f"{BRIDGE}/reading.json"]())
    assert "to" not in data
    assert all(said.endswith("|") for said in data["fields"].values())
    html = next(one for one in publication.pages if one.src_uri == f"{BRIDGE}.md").body()
    assert 'data-aid="pinyin"' in html
    assert 'data-aid="script"' not in html
