"""Catalogs go out as XLIFF and TMX and come back: nothing is lost, nothing hostile is followed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linhe_issues import (
    BRIDGE,
    SOURCE,
    STORIES,
    by_context,
    changed,
    held,
    issue,
    obsolete,
    translated,
    updated,
)
from lxml import etree

from mkdocs_newspaper.bilingual.catalogs import import_messages, state
from mkdocs_newspaper.bilingual.po import Message
from mkdocs_newspaper.bilingual.tmx import write_tmx
from mkdocs_newspaper.bilingual.xliff import (
    NAMESPACE,
    ExchangedCatalog,
    ExchangedDocument,
    read_xliff,
    write_xliff,
)

X = f"{{{NAMESPACE}}}"
XML = "{http://www.w3.org/XML/1998/namespace}"
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
# What XML can't hold is lost in notes; texts keep it.
notes = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()) or "x"
)
states = st.sampled_from(
    [
        {},
        {"flags": ("fuzzy",)},
        {"flags": ("fuzzy",), "comments": ("machine: engine",)},
        {"flags": ("fuzzy", "no-wrap"), "previous": "旧"},
        {"comments": ("a note", "another")},
    ]
)


def out_and_in(*messages: Message) -> ExchangedDocument:
    catalog = ExchangedCatalog("1998-07-01", messages, {"X-Licence": "CC0"}, ("Ada, 2025.",))
    return read_xliff(write_xliff([catalog], "zh-Hans", "en").encode(), "x.xlf")


@settings(max_examples=80)
@given(st.lists(st.tuples(texts, texts | st.just(""), states, notes), min_size=1, max_size=5))
def test_every_text_note_and_state_comes_back(rows: list[tuple[str, str, dict[str, object], str]]) -> None:
    made = tuple(
        Message(
            source,
            text,
            f"1998-07-01/a-story#s1-{number}",
            extracted=(note,),
            locations=("docs/a.md:3",),
            **({} if not text else how),  # type: ignore[arg-type]
        )
        for number, (source, text, how, note) in enumerate(rows)
    )
    document = out_and_in(*made)
    assert document.findings == ()
    assert document.language == "en"
    assert document.catalogs == (ExchangedCatalog("1998-07-01", made, {"X-Licence": "CC0"}, ("Ada, 2025.",)),)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=3))
def test_a_memory_holds_every_translation_that_xml_can_hold(rows: list[tuple[str, str]]) -> None:
    made = [Message(source, text, f"i/a#s1-{number}") for number, (source, text) in enumerate(rows)]
    root = etree.fromstring(write_tmx({"i": made}, "zh-Hans", "en").encode())
    plain = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    assert [[seg.text or "" for seg in unit.iter("seg")] for unit in root.iter("tu")] == [
        [plain.sub("", source), plain.sub("", text)] for source, text in rows
    ]


def test_a_document_has_the_structure_of_the_standard() -> None:
    content = translated(updated(issue()))
    content = changed(content, "1998-07-01/zao-dao#s1-1", flags=("fuzzy",), comments=("machine: e", "n"))
    content = changed(content, "1998-07-01/zao-dao#s1-2", text="")
    evening = ExchangedCatalog("1998-07-01-evening", held(content).messages)
    empty = ExchangedCatalog("1998-07-02", ())
    catalog = ExchangedCatalog("1998-07-01", held(content).messages, {"X-Licence": 'a"b<c'}, ("x",))
    root = etree.fromstring(write_xliff([catalog, evening, empty], "zh-Hans", "en").encode())
    assert (root.tag, dict(root.attrib)) == (
        f"{X}xliff",
        {"version": "2.0", "srcLang": "zh-Hans", "trgLang": "en"},
    )
    assert [file.get("id") for file in root] == ["1998-07-01", "1998-07-01-evening"]
    for file in root:
        assert set(file.attrib) == {"id", "original", f"{XML}space"}
        units = file.findall(f"{X}unit")
        # Notes stand before units; ids are tokens, each once in its file.
        assert [child.tag for child in file][-len(units) :] == [f"{X}unit"] * len(units)
        ids = [unit.get("id", "") for unit in units]
        assert len(set(ids)) == len(ids) == 7
        assert all(re.fullmatch(r"[\w.:-]+", one, re.ASCII) for one in ids)
        for unit in units:
            assert [child.tag for child in unit] == [f"{X}notes", f"{X}segment"]
            segment = unit[1]
            assert segment.get("state") in ("initial", "translated")
            # A sub-state has a prefix of its owner's, and stands only where a state does.
            assert re.fullmatch(r"np:(fuzzy|machine)", segment.get("subState", "np:fuzzy"))
            assert [child.tag for child in segment] in ([f"{X}source"], [f"{X}source", f"{X}target"])
    by_state = [segment.get("subState") for segment in root[0].iter(f"{X}segment")]
    assert by_state.count("np:machine") == 1


def test_messages_without_an_id_of_their_own_get_one() -> None:
    made = [Message("甲", context="1998-07-01/a#s1"), Message("乙", context="1998-07-01/a:s1"), Message("丙")]
    catalog = ExchangedCatalog("1998-07-01", tuple(made))
    root = etree.fromstring(write_xliff([catalog], "zh", "en").encode())
    assert [unit.get("id") for unit in root.iter(f"{X}unit")] == ["a:s1", "a:s1.2", "unit"]


# What tools make of a document ---------------------------------------------------------------------


def document(units: str, **attributes: str) -> bytes:
    root = {"xmlns": NAMESPACE, "version": "2.1", "srcLang": "zh", "trgLang": "en"} | attributes
    told = " ".join(f'{name}="{value}"' for name, value in root.items())
    return f'<?xml version="1.0"?><xliff {told}><file id="1998-07-01">{units}</file></xliff>'.encode()


def only(units: str) -> Message:
    (catalog,) = read_xliff(document(units), "x.xlf").catalogs
    (message,) = catalog.messages
    return message


def test_units_that_a_tool_cut_into_sentences_are_put_together() -> None:
    message = only(
        '<group id="g"><unit id="qiao:s1-1" xmlns:my="urn:x"><my:thing><source>no</source></my:thing>'
        "<notes><note>A <![CDATA[<b>]]> note</note></notes>"
        '<segment state="final"><source>甲。</source><target>One.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="reviewed"><source><pc id="1">乙</pc><ph id="2"/><mrk id="m" type="term">丙</mrk>'
        '<cp hex="001B"/>。</source><target>Two<cp hex="1B"/>.</target></segment></unit></group>'
    )
    assert (message.context, message.id, message.text) == (
        "1998-07-01/qiao#s1-1",
        "甲。 乙丙\x1b。",
        "One. Two\x1b.",
    )
    assert message.comments == ("A <b> note",)
    assert state(message) == "translated"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("<segment><source>乙</source></segment>", ("open", "")),
        ("<segment><source>乙</source><target/></segment>", ("open", "")),
        ('<segment state="initial"><source>乙</source><target>B</target></segment>', ("fuzzy", "AB")),
        ('<segment state="translated"><source>乙</source><target>B</target></segment>', ("translated", "AB")),
    ],
)
def test_a_unit_is_as_far_as_the_segment_that_is_least_so(second: str, expected: tuple[str, str]) -> None:
    message = only(
        f'<unit id="a:s1"><segment state="final"><source>甲</source><target>A</target></segment>{second}</unit>'
    )
    assert (state(message), message.text) == expected


def test_notes_can_not_break_a_catalog() -> None:
    message = only(
        '<unit id="a:s1" name="x&#10;y"><notes><note category="flag">no-wrap</note>'
        '<note category="flag">fuzzy&#10;msgid "x"</note><note>two&#10;lines</note></notes>'
        '<segment state="final"><source>甲</source><target>A</target></segment></unit>'
    )
    assert (message.flags, message.comments) == (("no-wrap",), ("two lines",))
    assert held(import_messages(issue(), updated(issue()), SOURCE, [message]).content).whole


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", 1, "no XML"),
        (b"<xliff>\n<a></xliff>", 2, "no XML"),
        (b"<html/>", 1, "no XLIFF 2"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', 1, "older"),
        (document("", trgLang=""), 1, "trgLang"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<xliff>&a;</xliff>', 1, "DOCTYPE"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff/>', 1, "DOCTYPE"),
        (b"<a>" * 10_000, 1, "too deeply"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', 1, "no XML"),
        ("<甲/>".encode("utf-16-le"), 1, "no XLIFF 2"),
    ],
)
def test_what_is_no_document_is_told_by_its_line(content: bytes, line: int, said: str) -> None:
    found = read_xliff(content, "x.xlf")
    assert found.catalogs == ()
    assert [(one.code, one.source, one.line) for one in found.findings] == [("bad-xliff", "x.xlf", line)]
    assert said in found.findings[0].message


@given(st.text(alphabet='<>/&;"=abcunitxlfe! [-]', max_size=120))
def test_no_text_whatever_raises(text: str) -> None:
    assert read_xliff(text.encode(), "x").findings or read_xliff(text.encode(), "x").language


def test_a_file_that_names_no_issue_is_told() -> None:
    content = document("").replace(b'id="1998-07-01"', b'id="f1" original="some/text.docx"')
    assert [(one.severity, one.line) for one in read_xliff(content, "x").findings] == [("warning", 1)]
    named = document("").replace(b'id="1998-07-01"', b'id="f1" original="translations/en/1998-07-01.po"')
    assert [one.issue for one in read_xliff(named, "x").catalogs] == ["1998-07-01"]


# Imports -------------------------------------------------------------------------------------------


def test_a_catalog_that_is_exported_and_imported_into_an_empty_one_is_the_same() -> None:
    content = translated(updated(issue()))
    content = changed(content, "1998-07-01/zao-dao#s1-1", flags=("fuzzy",), comments=("machine: e",))
    content = changed(content, "1998-07-01/zao-dao#s1-2", flags=("fuzzy",), previous="旧的")
    (came,) = out_and_in(*held(content).messages).catalogs
    result = import_messages(issue(), updated(issue()), SOURCE, came.messages)
    assert result.content == content
    assert (result.taken, result.kept, result.unplaced) == (7, 0, 0)
    again = import_messages(issue(), content, SOURCE, came.messages)
    assert (again.changed, again.taken) == (False, 0)


def test_an_import_takes_better_work_and_keeps_better_work() -> None:
    content = translated(updated(issue()))
    content = changed(content, "1998-07-01/zao-dao#s1-1", text="old", flags=("fuzzy",))
    given_ones = [
        Message(STORIES["zao-dao"][1][0], "better", "1998-07-01/zao-dao#s1-1", comments=("seen",)),
        Message(BRIDGE[0], "machine", "1998-07-01/xin-qiao#s1-1", ("fuzzy",), ("machine: e",)),
        Message(BRIDGE[1], "", "1998-07-01/xin-qiao#s1-2"),
        Message("没有这一段。", "nowhere", "1998-07-01/xin-qiao#s1-9"),
    ]
    result = import_messages(issue(), content, SOURCE, given_ones)
    live = by_context(result.content)
    assert (live["zao-dao#s1-1"].text, state(live["zao-dao#s1-1"])) == ("better", "translated")
    assert live["zao-dao#s1-1"].comments == ("seen",)
    assert live["xin-qiao#s1-1"].text == f"EN {BRIDGE[0]}"
    assert live["xin-qiao#s1-2"].text == f"EN {BRIDGE[1]}"
    assert [one.text for one in obsolete(result.content)] == ["nowhere"]
    assert (result.taken, result.kept, result.unplaced) == (1, 1, 1)


def test_an_import_of_a_passage_that_reads_otherwise_now_is_fuzzy() -> None:
    old = BRIDGE[1].replace("八百米", "七百米")
    result = import_messages(
        issue(), updated(issue()), SOURCE, [Message(old, "700 m", "1998-07-01/xin-qiao#s1-2")]
    )
    message = by_context(result.content)["xin-qiao#s1-2"]
    assert (message.text, state(message), message.previous) == ("700 m", "fuzzy", old)


def test_an_import_fills_an_empty_header_and_changes_no_filled_one() -> None:
    content = updated(issue()).replace(b"Last-Translator: ", b"Last-Translator: Li Mei")
    result = import_messages(
        issue(), content, SOURCE, [], {"X-Licence": "CC0", "Last-Translator": "Ada"}, ("Ada, 2025.",)
    )
    file = held(result.content)
    assert (file.fields["X-Licence"], file.fields["Last-Translator"]) == ("CC0", "Li Mei")
    assert file.header
    assert file.header.comments == ("Ada, 2025.",)


def test_a_memory_leaves_out_what_nobody_has_confirmed() -> None:
    made = [
        Message("甲", "A", "i/a#1"),
        Message("乙", "B", "i/a#2", flags=("fuzzy",)),
        Message("丙", "", "i/a#3"),
        Message("丁", "D", "i/a#4", obsolete=True),
    ]
    root = etree.fromstring(write_tmx({"1998-07-01": made}, "zh-Hans", "en").encode())
    assert [unit.get("tuid") for unit in root.iter("tu")] == ["i/a#1"]
    header = root.find("header")
    assert header is not None
    # The attributes that TMX 1.4b demands of a header.
    assert {
        "creationtool",
        "creationtoolversion",
        "segtype",
        "o-tmf",
        "adminlang",
        "srclang",
        "datatype",
    } <= set(header.attrib)
    assert [unit.get(f"{XML}lang") for unit in root.iter("tuv")] == ["zh-Hans", "en"]


def test_documents_of_several_issues_keep_them_apart() -> None:
    one, other = issue(), replace(issue(), date=dt.date(1998, 7, 2), edition="evening")
    catalogs = [ExchangedCatalog(each.id, held(updated(each)).messages) for each in (one, other)]
    found = read_xliff(write_xliff(catalogs, "zh-Hans", "en").encode(), "x").catalogs
    assert [each.issue for each in found] == ["1998-07-01", "1998-07-02-evening"]
    assert all((message.context or "").startswith(each.issue) for each in found for message in each.messages)
