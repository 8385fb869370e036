"""Catalogs follow their issues: updates lose no translation, and the pages get what can be trusted."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linhe_issues import (
    BRIDGE,
    HARVEST,
    STORIES,
    by_context,
    changed,
    codes,
    held,
    issue,
    obsolete,
    reading,
    translated,
    update,
    updated,
    with_names,
)

from mkdocs_newspaper import translation_reading
from mkdocs_newspaper.bilingual.catalogs import (
    catalog_path,
    matching_catalog,
    state,
    target_languages,
    write_catalog,
)
from mkdocs_newspaper.bilingual.passage_matching import fold, match
from mkdocs_newspaper.bilingual.po import Message, PoFile, po_lines, write_po
from mkdocs_newspaper.bilingual.segments import Passage, passages
from mkdocs_newspaper.glossary.issue_mentions import issue_mentions
from mkdocs_newspaper.issue_shelf import Shelf, ShelvedIssue, packed
from mkdocs_newspaper.model import (
    Article,
    Bilingual,
    Entry,
    Figure,
    Issue,
    IssueTranslation,
    Paragraph,
    PrintPage,
    PullQuote,
    Segment,
    Text,
    Translation,
)
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.translation_reading import read_translations
from mkdocs_newspaper.translation_shelf import TranslationShelf, translation_digest
from mkdocs_newspaper.translation_shelf import packed as packed_translation

MAYOR = Entry("person/gu", "顾清和", "person", "Gu Qinghe", "Gù Qīnghé", office=Bilingual("市长", "Mayor"))


# What is translatable ------------------------------------------------------------------------------


def test_every_field_that_readers_see_is_a_passage_and_nothing_else() -> None:
    first = Segment(
        "1",
        1,
        3,
        kicker=Text("跨越两岸"),
        headline=Text("新桥通车"),
        deck=Text("——三万群众"),
        byline="记者 孟凡",
        paragraphs=(
            Paragraph(Text("通车了。"), 10, "s1-1"),
            Paragraph(Text("桥上"), 12, "s1-2", crosshead=True),
            Paragraph(Text("甲\t乙\n丙\t丁"), 13, "s1-3", rows=(("甲", "乙"), ("丙", "丁"))),
            Paragraph(Text("  "), 14, "s1-4"),
        ),
        figures=(
            Figure("1", 6, Text("全景。"), "孟凡摄", anchor="figure-1"),
            Figure("1", 7, None, anchor="figure-2"),
        ),
        pull_quotes=(PullQuote("1", 2, Text("通车了。"), anchor="s1-1"),),
        source="docs/a.md",
    )
    second = Segment("4", 1, 2, headline=Text("新桥"), paragraphs=(Paragraph(Text("续。"), 4, "s4-1"),))
    story = Article(
        "qiao", Text("新桥通车"), (first, second), kicker=Text("跨越两岸"), deck=Text("——三万群众")
    )
    lost = Article(
        "qiao", Text("散页"), (Segment("4", 2, 9, paragraphs=(Paragraph(Text("页。"), 9, "s4-1"),)),)
    )
    found = passages(Issue(dt.date(1998, 7, 1), edition="evening", articles=(story,), orphans=(lost,)))
    assert [(one.id.removeprefix("1998-07-01-evening/"), one.kind, one.page) for one in found] == [
        ("qiao#headline", "headline", "1"),
        ("qiao#kicker", "kicker", "1"),
        ("qiao#deck", "deck", "1"),
        ("qiao#figure-1", "caption", "1"),
        ("qiao#s1-1", "paragraph", "1"),
        ("qiao#s1-2", "crosshead", "1"),
        ("qiao#s1-3", "table", "1"),
        ("qiao#s4-1", "paragraph", "4"),
        ("qiao-2#headline", "headline", "4"),
        ("qiao-2#s4-1", "paragraph", "4"),
    ]


def test_a_translator_is_told_where_a_passage_stands_and_what_its_names_are_in_english() -> None:
    named = with_names(issue({"qiao": ("通车", ["市长顾清和剪彩。"])}), {"顾清和": MAYOR})
    message = by_context(updated(named))["qiao#s1-1"]
    assert message.extracted == ("page 1: paragraph of 通车", "顾清和 = Gu Qinghe (Gù Qīnghé), Mayor")
    assert message.locations == ("\u2068docs/x 1.md\u2069:11",)


def test_a_new_catalog_says_of_which_languages_it_is() -> None:
    fields = held(updated(issue(language="zh-Hant"))).fields
    assert (fields["Language"], fields["X-Source-Language"]) == ("en", "zh-Hant")
    assert fields["PO-Revision-Date"] == "2026-01-02 03:04+0000"


# Updates -------------------------------------------------------------------------------------------


def test_an_update_of_an_unchanged_issue_changes_no_byte() -> None:
    content = translated(updated(issue()))
    again = update(issue(), content)
    assert not again.changed
    assert again.content == content


def test_line_breaks_that_another_tool_made_stay_where_nothing_else_changes() -> None:
    content = translated(updated(issue())).replace(
        'msgstr "EN 临河新桥通车"'.encode(), 'msgstr ""\n"EN 临河"\n"新桥通车"'.encode()
    )
    stories = {**STORIES, "zao-dao": ("早稻大丰收", HARVEST)}
    again = updated(issue(stories), content)
    assert '"EN 临河"\n"新桥通车"'.encode() in again
    assert by_context(again)["xin-qiao#headline"].text == "EN 临河新桥通车"


def test_a_changed_source_makes_its_translation_fuzzy_and_remembers_what_it_was() -> None:
    before = translated(updated(issue()))
    text = BRIDGE[1].replace("八百米", "九百米")
    after = update(issue({**STORIES, "xin-qiao": ("临河新桥通车", [BRIDGE[0], text, BRIDGE[2]])}), before)
    assert after.outdated == 1
    assert after.content
    message = by_context(after.content)["xin-qiao#s1-2"]
    assert (message.id, message.text) == (text, f"EN {BRIDGE[1]}")
    assert (message.flags, message.previous) == (("fuzzy",), BRIDGE[1])
    assert sum("fuzzy" in one.flags for one in held(after.content).messages) == 1


def test_the_first_wording_is_remembered_through_several_changes() -> None:
    content = translated(updated(issue()))
    for length in ("九百米", "七百米"):
        texts = [BRIDGE[0], BRIDGE[1].replace("八百米", length), BRIDGE[2]]
        content = updated(issue({"xin-qiao": ("临河新桥通车", texts)}), content)
    message = by_context(content)["xin-qiao#s1-2"]
    assert (message.previous, message.text) == (BRIDGE[1], f"EN {BRIDGE[1]}")


def test_a_repair_of_marks_and_spaces_keeps_a_translation_as_it_is() -> None:
    ocr = {"qiao": ("通车", ['大桥全长 800 米,由本省工程师设计."好桥"!'])}
    mended = {"qiao": ("通车", ["大桥全长800米，由本省工程师设计。“好桥”！"])}
    after = updated(issue(mended), translated(updated(issue(ocr))))
    message = by_context(after)["qiao#s1-1"]
    assert (state(message), message.id) == ("translated", mended["qiao"][1][0])


def test_translations_move_with_their_paragraphs() -> None:
    before = translated(updated(issue()))
    stories = {**STORIES, "xin-qiao": ("临河新桥通车", ["天气晴好，彩旗招展。", *BRIDGE])}
    after = by_context(updated(issue(stories), before))
    assert [after[f"xin-qiao#s1-{number}"].text for number in range(1, 5)] == [
        "",
        *(f"EN {text}" for text in BRIDGE),
    ]
    assert all(state(after[f"xin-qiao#s1-{number}"]) == "translated" for number in (2, 3, 4))


def test_translations_move_with_an_article_that_gets_another_name() -> None:
    before = translated(updated(issue()))
    stories = {"lin-he-da-qiao": ("天堑变通途", BRIDGE), "zao-dao": STORIES["zao-dao"]}
    after = by_context(updated(issue(stories), before))
    assert [after[f"lin-he-da-qiao#s1-{number}"].text for number in (1, 2, 3)] == [
        f"EN {one}" for one in BRIDGE
    ]
    # Worded wholly anew, it is still that article's headline.
    assert state(after["lin-he-da-qiao#headline"]) == "fuzzy"
    assert after["lin-he-da-qiao#headline"].previous == "临河新桥通车"


def test_articles_that_are_joined_keep_the_translations_of_both() -> None:
    before = translated(updated(issue()))
    joined = issue({"xin-qiao": ("临河新桥通车", [*BRIDGE, *HARVEST])})
    after = updated(joined, before)
    live = by_context(after)
    assert {one.text for one in live.values()} == {
        "EN 临河新桥通车",
        *(f"EN {text}" for text in (*BRIDGE, *HARVEST)),
    }
    assert [one.text for one in obsolete(after)] == ["EN 早稻丰收"]


def test_paragraphs_that_are_joined_keep_both_translations_in_one() -> None:
    before = translated(updated(issue()), prefix="Translation of ")
    one = issue({**STORIES, "xin-qiao": ("临河新桥通车", [BRIDGE[0] + BRIDGE[1], BRIDGE[2]])})
    message = by_context(updated(one, before))["xin-qiao#s1-1"]
    assert message.text == f"Translation of {BRIDGE[0]}Translation of {BRIDGE[1]}"
    assert state(message) == "fuzzy"


def test_a_paragraph_that_is_split_leaves_its_translation_to_the_first_part() -> None:
    whole = issue({"qiao": ("通车", ["".join(BRIDGE)])})
    after = by_context(updated(issue({"qiao": ("通车", BRIDGE)}), translated(updated(whole))))
    assert after["qiao#s1-1"].text == f"EN {''.join(BRIDGE)}"
    assert [state(after[f"qiao#s1-{number}"]) for number in (1, 2, 3)] == ["fuzzy", "open", "open"]


def test_a_list_that_becomes_paragraphs_of_their_own_keeps_its_translation() -> None:
    parts = ["修路。", *BRIDGE, *HARVEST, "天气晴好，彩旗招展。"]
    whole = issue({"qiao": ("通车", ["".join(parts)])})
    after = by_context(updated(issue({"qiao": ("通车", parts)}), translated(updated(whole))))
    assert after["qiao#s1-1"].text == f"EN {''.join(parts)}"
    assert state(after["qiao#s1-1"]) == "fuzzy"


def test_what_is_removed_stays_as_obsolete_and_comes_back_with_its_passage() -> None:
    before = translated(updated(issue()))
    without = updated(issue({"xin-qiao": STORIES["xin-qiao"]}), before)
    assert {one.text for one in obsolete(without)} == {"EN 早稻丰收", *(f"EN {text}" for text in HARVEST)}
    back = updated(issue(), without)
    assert obsolete(back) == []
    assert by_context(back) == by_context(before)


def test_what_nobody_has_worked_on_leaves_nothing_behind() -> None:
    assert obsolete(updated(issue({"xin-qiao": STORIES["xin-qiao"]}), updated(issue()))) == []


def test_notes_of_translators_stay_though_nothing_is_translated_yet() -> None:
    noted = changed(updated(issue()), "1998-07-01/zao-dao#s1-1", comments=("亩产: per mu?",))
    assert by_context(updated(issue(), noted))["zao-dao#s1-1"].comments == ("亩产: per mu?",)
    retired = obsolete(updated(issue({"xin-qiao": STORIES["xin-qiao"]}), noted))
    assert [one.comments for one in retired] == [("亩产: per mu?",)]


def test_unlike_paragraphs_in_the_same_place_do_not_share_a_translation() -> None:
    before = translated(updated(issue({"qiao": ("通车", [BRIDGE[0]])})))
    after = updated(issue({"qiao": ("通车", ["粮站连夜开秤，乡亲们排起了长队。"])}), before)
    assert state(by_context(after)["qiao#s1-1"]) == "open"
    assert [one.text for one in obsolete(after)] == [f"EN {BRIDGE[0]}"]


def test_stories_with_the_same_headline_keep_their_own_translations() -> None:
    stories = {"tu-pian": ("图片新闻", ["桥上。"]), "tu-pian-b": ("图片新闻", ["田里。"])}
    content = updated(issue(stories))
    content = changed(content, "1998-07-01/tu-pian#headline", text="Picture")
    content = changed(content, "1998-07-01/tu-pian-b#headline", text="In Pictures")
    after = by_context(updated(issue(stories), content))
    assert (after["tu-pian#headline"].text, after["tu-pian-b#headline"].text) == ("Picture", "In Pictures")


def test_a_catalog_in_another_charset_becomes_utf_8() -> None:
    content = translated(updated(issue())).replace(b"charset=UTF-8", b"charset=GB18030")
    again = update(issue(), content.decode().encode("gb18030"))
    assert again.content == translated(updated(issue()))
    assert again.changed


def test_a_machine_translation_that_a_person_confirms_is_the_persons() -> None:
    content = changed(
        translated(updated(issue())),
        "1998-07-01/zao-dao#s1-1",
        comments=("machine: engine", "glossary: Linhe is missing (临河)"),
    )
    message = by_context(updated(issue(), content))["zao-dao#s1-1"]
    assert state(message) == "translated"
    assert message.comments == ("post-edited from engine",)
    # So a later change of the source makes it fuzzy, not a machine's again.
    later = issue({**STORIES, "zao-dao": ("早稻丰收", [HARVEST[0].replace("两成", "三成"), HARVEST[1]])})
    assert state(by_context(updated(later, updated(issue(), content)))["zao-dao#s1-1"]) == "fuzzy"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.replace(b'msgstr "EN', b"msgstr EN", 1),
        lambda content: content.replace(b"\n\n#. page", b"\n<<<<<<< HEAD\n#. page", 1),
        lambda content: content + content[content.index(b"msgctxt") :],
        lambda content: content.replace("早".encode(), b"\xd4\xe7"),
    ],
    ids=["syntax", "conflict", "duplicates", "charset"],
)
def test_a_broken_catalog_is_never_written_over(spoil: object) -> None:
    broken = spoil(translated(updated(issue())))  # type: ignore[operator]
    result = update(issue(), broken)
    assert result.content is None
    assert not result.changed
    assert any(one.severity == "error" for one in result.findings)


def test_a_catalog_of_another_issue_is_not_written_over() -> None:
    other = issue({"xue": ("大雪封山", ["昨夜大雪，山路中断。"])}, date=dt.date(1999, 1, 5))
    result = update(issue(), translated(updated(other)))
    assert result.content is None
    assert [one.code for one in result.findings] == ["catalog-of-another-issue"]


_SENTENCES = [*BRIDGE, *HARVEST, "天气晴好。", "彩旗招展，锣鼓喧天。", "图片新闻"]
_stories = st.dictionaries(
    st.sampled_from(["xin-qiao", "zao-dao", "tian-qi", "p"]),
    st.tuples(
        st.sampled_from(["临河新桥通车", "早稻丰收", "图片新闻"]),
        st.lists(
            st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=3).map("".join)
            | st.tuples(st.sampled_from(_SENTENCES), st.text(max_size=6)).map("".join),
            max_size=5,
        ),
    ),
    min_size=1,
)


@settings(max_examples=50)
@given(st.lists(_stories, min_size=2, max_size=4))
def test_whatever_becomes_of_an_issue_no_translation_is_lost(versions: list[dict[str, Any]]) -> None:
    content: bytes | None = None
    worked: set[str] = set()
    for number, stories in enumerate(versions):
        result = update(issue(stories), content)
        assert result.content is not None
        file = held(result.content)
        texts = [one.text for one in file.messages]
        # As itself, or within the translation of a joined paragraph.
        assert all(any(text in one for one in texts) for text in worked)
        live = [one for one in file.messages if not one.obsolete]
        assert [one.context for one in live] == [one.id for one in passages(issue(stories))]
        assert [one.id for one in live] == [one.text for one in passages(issue(stories))]
        assert update(issue(stories), result.content).content == result.content
        # A person translates what is open, each passage in its own words.
        assert file.header
        done = [
            replace(one, text=f"<{number}.{place}>", block=(0, 0))
            if state(one) == "open" and not one.obsolete
            else one
            for place, one in enumerate(file.messages)
        ]
        worked |= {one.text for one in done if one.text and "><" not in one.text and " " not in one.text}
        content = write_po(file.header, done, po_lines(result.content))


# What the pages get --------------------------------------------------------------------------------


def test_pages_get_each_translation_with_its_state() -> None:
    content = translated(updated(issue()))
    content = changed(content, "1998-07-01/zao-dao#s1-1", flags=("fuzzy",))
    content = changed(content, "1998-07-01/zao-dao#s1-2", flags=("fuzzy",), comments=("machine: engine",))
    content = changed(content, "1998-07-01/xin-qiao#s1-1", text="")
    found = reading(issue(), content).passages
    assert {key.partition("/")[2]: one.state for key, one in found.items()} == {
        "xin-qiao#headline": "translated",
        "xin-qiao#s1-2": "translated",
        "xin-qiao#s1-3": "translated",
        "zao-dao#headline": "translated",
        "zao-dao#s1-1": "fuzzy",
        "zao-dao#s1-2": "machine",
    }


def test_pages_do_not_wait_for_an_update() -> None:
    content = translated(updated(issue()))
    now = issue({"xin-qiao": ("临河新桥通车", ["新添的一段话。", BRIDGE[0], BRIDGE[1].replace("八", "九")])})
    found = reading(now, content).passages
    assert found["1998-07-01/xin-qiao#s1-2"].text == f"EN {BRIDGE[0]}"
    assert found["1998-07-01/xin-qiao#s1-2"].state == "translated"
    assert found["1998-07-01/xin-qiao#s1-3"].state == "fuzzy"
    assert "1998-07-01/xin-qiao#s1-1" not in found


def test_obsolete_messages_are_no_translations_of_today_unless_their_text_is_back() -> None:
    gone = updated(issue({"xin-qiao": STORIES["xin-qiao"]}), translated(updated(issue())))
    assert "1998-07-01/zao-dao#s1-1" not in reading(issue({"xin-qiao": STORIES["xin-qiao"]}), gone).passages
    assert reading(issue(), gone).passages["1998-07-01/zao-dao#s1-1"].state == "translated"


def test_translators_and_licence_are_read_from_the_header_without_addresses() -> None:
    content = updated(issue()).replace(
        b'msgid ""\nmsgstr ""\n',
        b"# Ada Berg <ada@example.org>, 2024, 2025.\n# Two notes, and no name\n"
        b"# FIRST AUTHOR <EMAIL@ADDRESS>, YEAR.\n#\n"
        b'msgid ""\nmsgstr ""\n',
        1,
    )
    content = content.replace(b"Last-Translator: ", b"Last-Translator: Li Mei <li@example.org>")
    content = content.replace(b"X-Licence: ", b"X-Licence: CC BY-SA 4.0")
    found = reading(issue(), content)
    assert found.translators == ("Ada Berg", "Li Mei")
    assert found.licence == "CC BY-SA 4.0"


def test_markup_and_placeholders_that_the_source_has_not_show_the_source() -> None:
    content = translated(updated(issue()))
    for anchor, text in (
        ("s1-1", "The <b>new bridge</b>"),
        ("s1-2", "Built by {{name}}"),
        ("s1-3", "The %(count)s boatmen"),
    ):
        content = changed(content, f"1998-07-01/xin-qiao#{anchor}", text=text)
    assert [code for code, _ in codes(issue(), content)] == ["translation-markup"] * 3
    line = content.decode().splitlines().index('msgctxt "1998-07-01/xin-qiao#s1-1"') + 1
    assert codes(issue(), content)[0][1] == line
    assert not [key for key in reading(issue(), content).passages if "xin-qiao#s" in key]


def test_markup_that_the_source_prints_may_stand_in_its_translation() -> None:
    one = issue({"qiao": ("通车", ["网页上写着 <b>通车</b>，1 < 2。"])})
    content = changed(updated(one), "1998-07-01/qiao#s1-1", text="The page said <b>open</b>; 1 < 2.")
    assert codes(one, content) == []
    assert reading(one, content).passages["1998-07-01/qiao#s1-1"].text == "The page said <b>open</b>; 1 < 2."


def test_a_table_whose_translation_lost_a_cell_shows_the_source() -> None:
    table = Paragraph(Text("甲\t乙\n丙\t丁"), 3, "s1-1", rows=(("甲", "乙"), ("丙", "丁")))
    story = Article("biao", Text("表"), (Segment("1", 1, 1, paragraphs=(table,)),))
    one = Issue(dt.date(1998, 7, 1), articles=(story,))
    good = changed(updated(one), "1998-07-01/biao#s1-1", text="A\tB\nC\tD")
    assert reading(one, good).passages["1998-07-01/biao#s1-1"].text == "A\tB\nC\tD"
    bad = changed(updated(one), "1998-07-01/biao#s1-1", text="A\tB\nC D")
    assert [code for code, _ in codes(one, bad)] == ["translation-table"]
    assert "1998-07-01/biao#s1-1" not in reading(one, bad).passages


def test_a_catalog_of_another_issue_or_language_is_told_and_not_used() -> None:
    other = translated(updated(issue({"xue": ("大雪封山", ["昨夜大雪，山路中断。"])}, dt.date(1999, 1, 5))))
    assert [code for code, _ in codes(issue(), other)] == ["catalog-of-another-issue"]
    assert not reading(issue(), other).passages
    french = translated(updated(issue())).replace(b"Language: en", b"Language: fr")
    assert [code for code, _ in codes(issue(), french)] == ["catalog-language"]
    assert not reading(issue(), french).passages


def test_a_catalog_goes_with_its_issue_when_the_issue_gets_another_date() -> None:
    content = translated(updated(issue()))
    moved = issue(date=dt.date(1998, 7, 2))
    assert codes(moved, content) == []
    assert len(reading(moved, content).passages) == 7
    assert set(by_context(updated(moved, content))) == set(by_context(content))


@given(
    st.binary(max_size=200)
    | st.lists(
        st.sampled_from(
            [
                "msgid",
                "msgstr",
                "msgctxt",
                ' "',
                '"',
                "\n",
                "#~ ",
                "#| ",
                "#, fuzzy",
                "1998-07-01/xin-qiao#s1-1",
                "<b>",
                *BRIDGE,
            ]
        ),
        max_size=30,
    ).map(lambda parts: "".join(parts).encode())
)
def test_no_catalog_whatever_stops_the_reading_of_an_issue(content: bytes) -> None:
    found = reading(issue(), content)
    assert set(found.passages) <= {one.id for one in passages(issue())}
    assert update(issue(), content).content is not None or update(issue(), content).findings


def test_control_characters_of_a_translation_do_not_reach_the_pages() -> None:
    content = changed(updated(issue()), "1998-07-01/zao-dao#s1-1", text="A\x00 rich\x1b harvest\u202e")
    assert reading(issue(), content).passages["1998-07-01/zao-dao#s1-1"].text == "A rich harvest\u202e"


@pytest.mark.parametrize(
    ("comment", "names", "terms"),
    [
        ("SPDX-FileCopyrightText: 2024, 2025 Ada Berg <ada@example.org>", (), None),
        ("SPDX-FileCopyrightText: 2024 Ada Berg <ada@example.org>", ("Ada Berg",), None),
        ("SPDX-License-Identifier: CC-BY-4.0", (), "CC-BY-4.0"),
        ("李梅 <>, 2024-2026", ("李梅",), None),
        ("This file is in the public domain, 2025.", (), None),
        ("Anonymous <noreply@weblate.org>, 2025.", (), None),
    ],
)
def test_tools_sign_in_their_own_ways(comment: str, names: tuple[str, ...], terms: str | None) -> None:
    content = f"# {comment}\n".encode() + translated(updated(issue()))
    found = reading(issue(), content)
    assert (found.translators, found.licence) == (names, terms)


# Files ---------------------------------------------------------------------------------------------


def test_catalogs_of_the_archive_are_found_by_language_and_issue(tmp_path: Path) -> None:
    options = Options(
        tmp_path / "issues", languages=("zh", "en", "pt-BR"), translations=tmp_path, base=tmp_path
    )
    write_catalog(tmp_path / "en" / "1998-07-01.po", translated(updated(issue())))
    portuguese = translated(updated(issue())).replace(b"Language: en", b"Language: pt_BR")
    write_catalog(tmp_path / "pt_BR" / "1998-07-01.po", portuguese)
    write_catalog(tmp_path / "zh" / "1998-07-01.po", b"its own language")
    write_catalog(tmp_path / "en" / "1998-07-03.po", b"of no issue")
    found, findings = read_translations([issue()], options)
    assert sorted(found) == [("1998-07-01", "en"), ("1998-07-01", "pt-BR")]
    assert [(one.code, one.severity, one.source) for one in findings] == [
        ("unused-catalog", "info", "en/1998-07-03.po")
    ]


def test_a_build_with_a_cache_reads_only_what_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = Options(
        tmp_path / "issues", translations=tmp_path / "t", base=tmp_path, cache=tmp_path / "cache"
    )
    path = tmp_path / "t" / "en" / "1998-07-01.po"
    content = changed(translated(updated(issue())), "1998-07-01/xin-qiao#s1-1", text="<b>x</b>")
    write_catalog(path, content)
    asked: list[str] = []
    honest = translation_reading.read_catalog

    def counted(*arguments: Any) -> Any:
        asked.append(arguments[1])
        return honest(*arguments)

    monkeypatch.setattr(translation_reading, "read_catalog", counted)
    first = read_translations([issue()], options)
    assert read_translations([issue()], options) == first
    assert [one.code for one in first[1]] == ["translation-markup"]
    assert asked == ["t/en/1998-07-01.po"]
    stories = {**STORIES, "zao-dao": ("早稻大丰收", HARVEST)}
    found, _ = read_translations([issue(stories)], options)
    assert found["1998-07-01", "en"].passages["1998-07-01/zao-dao#headline"].state == "fuzzy"
    write_catalog(path, content.replace(b"EN ", b"NEW "))
    found, _ = read_translations([issue()], options)
    assert found["1998-07-01", "en"].passages["1998-07-01/zao-dao#headline"].text == "NEW 早稻丰收"
    assert len(asked) == 3


def test_what_the_cache_holds_is_found_without_opening_an_issue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = replace(issue(), pages=tuple(map(PrintPage, ("1", "2"))))

    def shelf(digest: str) -> Shelf:
        held, mentions = packed(whole), issue_mentions(whole)
        return Shelf([ShelvedIssue(held.head, held.stories, held.text, digest, {}, mentions)])

    options = Options(
        tmp_path / "issues", translations=tmp_path / "t", base=tmp_path, cache=tmp_path / "cache"
    )
    write_catalog(tmp_path / "t" / "en" / "1998-07-01.po", translated(updated(issue())))
    first = read_translations(shelf("one"), options)
    opened: list[ShelvedIssue] = []
    monkeypatch.setattr(ShelvedIssue, "opened", lambda shelved: opened.append(shelved) or whole)
    assert read_translations(shelf("one"), options) == first
    assert opened == []
    assert read_translations(shelf("other"), options) == first
    assert len(opened) == 1


def test_translations_on_the_shelf_are_those_that_were_put_there() -> None:
    texts = {f"1998-07-01/p1-1#s1-{number}": Translation("Text " * number, "fuzzy") for number in range(9)}
    given = {
        (f"1998-07-{day:02d}", "en"): IssueTranslation("en", texts, (f"Translator {day}",), source="x.po")
        for day in range(1, 29)
    }
    shelf = TranslationShelf({key: packed_translation(one) for key, one in given.items()})
    assert shelf == given
    assert {shelf.digest(key) for key in given} == {translation_digest(shelf, key) for key in given}
    assert len({shelf.digest(key) for key in given}) == len(given)
    assert shelf.get(("1998-07-01", "fr")) is None
    assert translation_digest(shelf, ("1998-07-01", "fr")) == ""
    assert len({translation_digest(given, key) for key in given}) == len(given)


def test_a_paper_in_english_is_translated_into_chinese() -> None:
    one = issue({"bridge": ("Bridge Opens", ["Thirty thousand people walked."])}, language="en")
    assert target_languages(one, ("zh", "en", "zh-Hant")) == ("zh", "zh-Hant")
    content = changed(
        update(one, language="zh").content or b"", "1998-07-01/bridge#headline", text="大桥通车"
    )
    assert reading(one, content, "zh").passages["1998-07-01/bridge#headline"].text == "大桥通车"


def test_the_catalog_that_an_issue_had_under_another_id_is_found_by_its_texts(tmp_path: Path) -> None:
    content = translated(updated(issue()))
    write_catalog(tmp_path / "en" / "1998-07-01.po", content)
    evening = replace(issue(), edition="evening")
    assert matching_catalog(evening, "en", tmp_path, {evening.id}) == content
    assert matching_catalog(evening, "en", tmp_path, {evening.id, "1998-07-01"}) is None
    assert matching_catalog(issue({"xue": ("雪", ["大雪。"])}), "en", tmp_path, set()) is None


def test_a_catalog_is_replaced_at_once_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "en" / "1998-07-01.po"
    write_catalog(path, b"one")
    path.chmod(0o640)
    write_catalog(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]


def test_a_link_to_a_catalog_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.po").write_bytes(b"one")
    link = catalog_path(tmp_path, "en", "1998-07-01")
    link.parent.mkdir()
    link.symlink_to(tmp_path / "real.po")
    write_catalog(link, b"two")
    assert link.is_symlink()
    assert (tmp_path / "real.po").read_bytes() == b"two"


# Matching ------------------------------------------------------------------------------------------


def test_folding_drops_what_repairs_change_and_nothing_that_means_something() -> None:
    assert fold("大桥全长 800 米,好.") == fold("大桥全长800米，好。")
    assert fold("no where") != fold("nowhere")
    assert fold("八百米") != fold("九百米")


@pytest.mark.parametrize("shape", ["long", "alike", "same start", "one character"])
def test_matching_takes_no_time_that_grows_with_the_square(shape: str) -> None:
    def texts(count: int, of: str) -> list[str]:
        return {
            "long": ["啊" * count * 100 + of],
            "alike": [f"图片新闻{of}{number}" for number in range(count)],
            "same start": [f"一二三四{of}{number * 7919 % 10007}" for number in range(count)],
            "one character": ["字"] * count,
        }[shape]

    def taken(count: int) -> float:
        wanted = [
            Passage(f"i/a#s{number}", text, "paragraph", "1", "h", "x.md", 1)
            for number, text in enumerate(texts(count, "甲"))
        ]
        held_ones = [Message(text, "x", f"i/b#s{number}") for number, text in enumerate(texts(count, "乙"))]
        start = time.process_time()
        result = match(wanted, held_ones)
        spent = time.process_time() - start
        assert len(result.matches) == len(wanted)
        return spent

    taken(100)
    small, large = max(taken(250), 0.01), taken(2000)
    assert large < 8 * small * 4, (small, large)


def test_a_file_that_is_empty_translates_nothing() -> None:
    assert codes(issue(), b"") == []
    assert reading(issue(), b"").passages == {}
    assert PoFile("x").fields == {}
