"""The TEI edition: valid, the text of issue.json and of the print, every pointer with something at its end."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from made_issues import HOSTILE, archive, full_issue, one_story, one_story_issue, whole_archive

from mkdocs_newspaper.archive import Archive, read_archive
from mkdocs_newspaper.model import (
    Article,
    Bilingual,
    Change,
    Dateline,
    Entry,
    Figure,
    Issue,
    IssueTranslation,
    Mention,
    Newspaper,
    Paragraph,
    Segment,
    Text,
    Translation,
)
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing import issue_json, tei
from mkdocs_newspaper.publishing.sheets import Press
from mkdocs_newspaper.publishing.views import SiteFacts, open_press

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "schemas" / "tei_all.rng"
TRIAL = ROOT.parent / "shared" / "trial"
EXAMPLE = ROOT / "example_site" / "docs" / "issues"

T = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BRIDGE = "story.lin-he-xin-qiao-tong-che"
POINTERS = ("ref", "target", "next", "prev", "corresp", "facs", "resp", "calendar")


@cache
def schema() -> etree.RelaxNG:
    if not SCHEMA.is_file():
        pytest.skip("the TEI schema is not in the shared folder")
    return etree.RelaxNG(etree.parse(SCHEMA))


def opened(what: Archive | Issue, issues: Path = Path("issues"), **facts: object) -> Press:
    made = archive(what) if isinstance(what, Issue) else what
    press, _ = open_press(made, Options(issues=issues), SiteFacts(**facts))  # type: ignore[arg-type]
    return press


def edition(what: Archive | Issue, **facts: object) -> etree._Element:
    press = opened(what, **facts)
    return etree.fromstring(tei.issue_bytes(press, press.issues[0]))


def with_text(*texts: Text, mentions: tuple[Mention, ...] = ()) -> Issue:
    """An issue of one story with these paragraphs."""
    paragraphs = tuple(Paragraph(text, 5, f"s1-{number}") for number, text in enumerate(texts, 1))
    segment = Segment("1", 1, 3, headline=Text("新桥"), paragraphs=paragraphs)
    issue = one_story_issue(Article("xin-qiao", Text("新桥"), (segment,), mentions=mentions))
    entries = (Entry("place/lin-he", "临河", "place", "Linhe"), Entry("term/qiao", "桥", "term", "bridge"))
    return replace(issue, entries=entries)


def text_of(element: etree._Element, printed: bool = False) -> str:
    """The running text of an element, as shown or as printed; signs are read back, notes left out."""
    tag = element.tag.removeprefix(T)
    if tag == "note" or tag == ("corr" if printed else "sic"):
        return ""
    if tag == "g":
        return chr(int(element.get("ref", "")[len("#char.U") :], 16))
    if tag == "table":
        rows = ["\t".join(text_of(cell, printed) for cell in row) for row in element]
        return "\n".join(rows)
    return (element.text or "") + "".join(text_of(one, printed) + (one.tail or "") for one in element)


def by_id(root: etree._Element) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for element in root.iter(etree.Element):
        if (name := element.get(ID)) is not None:
            assert name not in found, f"{name} stands twice"
            found[name] = element
    return found


def dangling(root: etree._Element) -> list[str]:
    held = by_id(root)
    return [
        pointer
        for element in root.iter(etree.Element)
        for name in POINTERS
        for pointer in (element.get(name) or "").split()
        if pointer.startswith("#") and pointer[1:] not in held
    ]


def check(press: Press) -> None:
    """Every issue is valid, without dangling pointers, and has the text of issue.json and of the print."""
    for view in press.issues:
        content = tei.issue_bytes(press, view)
        root = etree.fromstring(content)
        assert schema().validate(root), schema().error_log
        assert dangling(root) == []
        held = by_id(root)
        data = issue_json.issue_data(press, view)
        for article in data["articles"]:
            name = article["id"].partition("/")[2]
            for part in article["segments"]:
                for paragraph in part["paragraphs"]:
                    element = held[f"story.{name}.{paragraph['anchor']}"]
                    assert text_of(element) == paragraph["text"]
        for story in view.stories:
            for one in story.article.paragraphs:
                assert text_of(held[f"story.{story.name}.{one.anchor}"], printed=True) == one.text.printed


def test_issues_with_all_that_is_drawn_are_valid_and_have_their_text() -> None:
    check(opened(whole_archive(), site_url="https://example.org/"))
    check(opened(whole_archive()))


@pytest.mark.parametrize("folder", [EXAMPLE, TRIAL], ids=["example", "trial"])
def test_issues_as_they_are_read_are_valid_and_have_their_text(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"{folder.name} is not here")
    options = Options(issues=folder)
    press, _ = open_press(read_archive(options), options, SiteFacts(site_url="https://example.org/"))
    assert press.issues
    check(press)


def test_a_jump_joins_the_parts_of_an_article_and_nothing_else_does() -> None:
    held = by_id(edition(full_issue()))
    parts = [BRIDGE, f"{BRIDGE}.p2", f"{BRIDGE}.pa2"]
    assert [held[name].get("part") for name in parts] == ["I", "M", "F"]
    assert [held[name].get("next") for name in parts] == [f"#{BRIDGE}.p2", f"#{BRIDGE}.pa2", None]
    assert [held[name].get("prev") for name in parts] == [None, f"#{BRIDGE}", f"#{BRIDGE}.p2"]
    others = [one for one in held.values() if one.get("type") == "article" and one.get(ID) not in parts]
    assert others
    assert not [one for one in others if one.get("part") or one.get("next") or one.get("prev")]
    jump = held[f"{BRIDGE}.jump-2"]
    assert text_of(jump) == "（下转第二版）"
    assert jump[0].get("target") == f"#{BRIDGE}.s2-1"


def test_an_open_jump_says_why_it_is_open() -> None:
    held = by_id(edition(full_issue()))
    jump = held["story.p2-2.jump-3"]
    assert jump.get("subtype") == "open"
    note = jump.getnext()
    assert note is not None
    assert note.tag == f"{T}note"
    assert "does not hold" in (note.text or "")


def test_every_story_stands_behind_the_break_of_its_print_page() -> None:
    body = edition(full_issue()).find(f".//{T}body")
    assert body is not None
    page, found = "", []
    for child in body:
        if child.tag == f"{T}pb":
            page = child.get("n", "")
        elif child.get("type") == "article":
            found.append((page, child.get(ID)))
    assert found[:2] == [("1", BRIDGE), ("1", "story.p2-2")]
    assert found[-1] == ("A2", f"{BRIDGE}.pa2")


def test_heads_byline_and_dateline_say_what_they_are() -> None:
    div = by_id(edition(full_issue()))[BRIDGE]
    assert [(one.get("type"), text_of(one)) for one in div.findall(f"{T}head")] == [
        ("kicker", "跨越两岸"),
        ("headline", "临河新桥通车"),
        ("deck", "——三万群众走上桥面"),
    ]
    dateline = div.find(f"{T}dateline")
    assert dateline is not None
    assert text_of(dateline) == "本报临河6月30日电"
    assert [(one.tag.removeprefix(T), one.text, one.get("when") or one.get("ref")) for one in dateline] == [
        ("orgName", "本报", None),
        ("placeName", "临河", "#place.lin-he"),
        ("date", "6月30日", "1998-06-30"),
    ]


def test_a_dateline_between_and_behind_paragraphs_stays_where_it_stood() -> None:
    issue = with_text(Text("一。"), Text("二。"))
    article = issue.articles[0]
    lines = (
        Dateline("本报临河讯", after=1),
        Dateline("新华社6月30日电", date=dt.date(1998, 6, 30), tail=True),
    )
    segment = replace(article.segments[0], datelines=lines)
    article = replace(article, segments=(segment,))
    page = replace(issue.pages[0], segments=(segment,))
    root = edition(replace(issue, articles=(article,), pages=(page,)))
    div = by_id(root)["story.xin-qiao"]
    assert [(one.tag.removeprefix(T), text_of(one)) for one in div] == [
        ("head", "新桥"),
        ("p", "一。"),
        ("ab", "本报临河讯"),
        ("p", "二。"),
        ("dateline", "新华社6月30日电"),
    ]


def test_the_bibliography_gives_each_article_with_its_pages_and_the_cn_number() -> None:
    root = edition(full_issue(), site_url="https://example.org/x")
    found = root.find(f".//{T}listBibl/{T}biblStruct[@corresp='#{BRIDGE}']")
    assert found is not None
    titles = [(one.get("type"), one.text) for one in found.findall(f"{T}analytic/{T}title")]
    assert titles == [("main", "临河新桥通车"), ("sub", "——三万群众走上桥面")]
    assert found.findtext(f"{T}monogr/{T}idno[@type='CN']") == "CN 99-0001"
    scopes = {one.get("unit"): one.text for one in found.iter(f"{T}biblScope")}
    assert scopes == {"issue": "4711", "page": "1, 2, A2"}
    url = "https://example.org/x/archive/1998/07/01/lin-he-xin-qiao-tong-che/"
    assert found.findtext(f"{T}analytic/{T}idno[@type='URL']") == url


@pytest.mark.parametrize("statement", ["© 临河日报社", "https://creativecommons.org/licenses/by/4.0/"])
def test_the_statement_of_rights_stands_in_the_header(statement: str) -> None:
    made = archive(one_story_issue())
    made = replace(made, newspaper=replace(made.newspaper, rights=statement))
    available = edition(made).find(f".//{T}publicationStmt/{T}availability")
    assert available is not None
    assert text_of(available).strip() == statement
    assert (available.find(f"{T}licence") is not None) == statement.startswith("http")


def test_names_refer_to_entries_in_both_languages_with_pinyin() -> None:
    root = edition(full_issue())
    held = by_id(root)
    name = held[f"{BRIDGE}.s1-1"].find(f"{T}placeName")
    assert name is not None
    assert name.get("ref") == "#place.lin-he"
    forms = {one.get(LANG): one.text for one in held["place.lin-he"].findall(f"{T}placeName")}
    assert forms == {"zh-Hans": "临河", "zh-Latn-pinyin": "Línhé", "en": "Linhe"}
    posts = [one.text for one in held["person.meng-fan"].iter(f"{T}roleName")]
    assert posts == ["记者", "Reporter"]


def test_a_name_that_a_correction_crosses_is_two_parts_of_one_name() -> None:
    text = Text("到临河桥去。", (Change(2, 4, "何乔", "editor", 5, "misread"),))
    mention = Mention("place/lin-he", "临河", "place", "s1-1", 1, 3)
    root = edition(with_text(text, mentions=(mention,)))
    paragraph = by_id(root)["story.xin-qiao.s1-1"]
    assert text_of(paragraph) == "到临河桥去。"
    assert text_of(paragraph, printed=True) == "到临何乔去。"
    first, second = paragraph.iter(f"{T}placeName")
    assert (text_of(first), text_of(second)) == ("临", "河")
    assert first.get("next") == f"#{second.get(ID)}"
    assert second.get("prev") == f"#{first.get(ID)}"
    assert [one.get("type") for one in paragraph.iter(f"{T}corr")] == ["editor"]
    assert paragraph.findtext(f"{T}note") == "misread"


def test_what_was_left_out_stays_in_sic() -> None:
    text = Text("全长800米。", (Change(2, 2, " ", "digit-space", 5), Change(5, 5, " ", "digit-space", 5)))
    paragraph = by_id(edition(with_text(text)))["story.xin-qiao.s1-1"]
    assert text_of(paragraph) == "全长800米。"
    assert text_of(paragraph, printed=True) == "全长 800 米。"


def test_characters_that_xml_forbids_are_named_and_not_lost() -> None:
    shown = "铃\x07声\x00\r\ud800\uffff。"
    root = edition(with_text(Text(shown)))
    paragraph = by_id(root)["story.xin-qiao.s1-1"]
    assert text_of(paragraph) == shown
    assert (paragraph[0].get("ref"), paragraph[0].text) == ("#char.U0007", "␇")
    said = [one.findtext(f"{T}desc") for one in root.iter(f"{T}char")]
    assert said[1] == "U+0007, which XML can't hold; ␇ stands for it in g."
    assert dangling(root) == []


def test_hostile_text_is_text() -> None:
    root = edition(full_issue())
    assert HOSTILE in text_of(by_id(root)["story.zao-dao.s2-1"])
    assert not [one for one in root.iter(etree.Element) if one.tag.endswith(("script", "}img"))]


def test_figures_tables_and_pull_quotes_keep_their_kind() -> None:
    held = by_id(edition(full_issue()))
    figure = held[f"{BRIDGE}.figure-1"]
    assert [one.tag.removeprefix(T) for one in figure] == ["head", "byline", "figDesc"]
    assert text_of(held[f"{BRIDGE}.s1-4"]) == "项目\t数量\n车道\t四"
    quote = held[BRIDGE].find(f"{T}quote")
    assert quote is not None
    assert quote.get("corresp") == f"#{BRIDGE}.s1-5"
    assert held[f"{BRIDGE}.s1-3"].tag == f"{T}label"


def test_an_orphan_stands_on_its_page_with_its_line() -> None:
    orphan = by_id(edition(full_issue()))["story.da-jia-dou-hen-gao-xing"]
    assert orphan.get("subtype") == "orphan"
    assert text_of(orphan[0]) == "（上接第四版）"


def test_translations_stand_behind_the_text_and_point_at_what_they_translate() -> None:
    issue = with_text(Text("新桥通车。"), Text("无人翻译。"))
    passages = {
        "1998-07-01/xin-qiao#headline": Translation("New bridge"),
        "1998-07-01/xin-qiao#s1-1": Translation("The new bridge opened.", "machine"),
    }
    translation = IssueTranslation("en", passages, ("A. Reader",), "CC BY 4.0")
    made = replace(archive(issue), translations={(issue.id, "en"): translation})
    root = edition(made)
    div = root.find(f".//{T}back/{T}div[@type='translations']")
    assert div is not None
    assert div.get(LANG) == "en"
    one = div.find(f"{T}div")
    assert one is not None
    assert one.get("corresp") == "#story.xin-qiao"
    assert [text_of(part) for part in one] == ["New bridge", "The new bridge opened."]
    assert one[1].get("corresp") == "#story.xin-qiao.s1-1"
    assert one[1][0].get("type") == "machine"
    assert [name.text for name in root.iter(f"{T}name")][-1] == "A. Reader"
    assert "CC BY 4.0" in text_of(root.find(f".//{T}availability"))
    assert schema().validate(root), schema().error_log


def test_an_english_paper_is_in_english() -> None:
    issue = replace(one_story_issue(one_story("New bridge opens", "It opened.")), source_language="en")
    made = replace(archive(issue), newspaper=Newspaper(Bilingual(en="The Linhe Times")))
    root = edition(made)
    text = root.find(f"{T}text")
    assert text is not None
    assert text.get(LANG) == "en"
    assert root.findtext(f".//{T}monogr/{T}title") == "The Linhe Times"


def test_an_issue_without_stories_is_valid() -> None:
    issue = replace(one_story_issue(), articles=(), pages=())
    root = edition(replace(archive(issue), newspaper=Newspaper()))
    assert schema().validate(root), schema().error_log


def test_an_image_of_a_figure_is_named_from_the_edition(tmp_path: Path) -> None:
    folder = tmp_path / "1998-07-01"
    folder.mkdir()
    (folder / "桥 1.gif").write_bytes(b"GIF89a\x80\x02\xab\x01")
    figure = Figure("1", 4, Text("新桥。"), None, (), "桥 1.gif", "A bridge", 0, "figure-1")
    issue = replace(one_story_issue(one_story(figures=(figure,))), folder="1998-07-01")
    press = opened(issue, issues=tmp_path)
    root = etree.fromstring(tei.issue_bytes(press, press.issues[0]))
    graphic = root.find(f".//{T}graphic")
    assert graphic is not None
    assert dict(graphic.attrib) == {
        "url": "%E6%A1%A5%201.gif",
        "width": "640px",
        "height": "427px",
        "mimeType": "image/gif",
    }
    assert root.findtext(f".//{T}figDesc") == "A bridge"


def test_the_bytes_are_the_same_twice() -> None:
    first, second = opened(full_issue()), opened(full_issue())
    assert tei.issue_bytes(first, first.issues[0]) == tei.issue_bytes(second, second.issues[0])


def test_the_site_publishes_the_edition_beside_the_issue() -> None:
    from made_issues import published

    publication = published(whole_archive())
    path = "archive/1998/07/01/issue.tei.xml"
    listed = {
        one["date"] + str(one["edition"]): one
        for one in json.loads(publication.files["archive/index.json"]())
    }
    assert listed["1998-07-01None"]["tei"] == path
    assert publication.files[path]().startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<TEI ')


spans = st.tuples(st.integers(0, 30), st.integers(0, 8))


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30),
    st.lists(st.tuples(spans, st.text(max_size=4)), max_size=6),
    st.lists(spans, max_size=6),
)
def test_any_text_with_any_marks_reads_as_shown_and_as_printed(
    shown: str, changed: list[tuple[tuple[int, int], str]], named: list[tuple[int, int]]
) -> None:
    size = len(shown)
    changes = tuple(
        Change(min(start, size), min(start + length, size), printed, "editor", 1)
        for (start, length), printed in changed
    )
    mentions = tuple(
        Mention("place/lin-he", "", "place", "s1-1", start, start + length) for start, length in named
    )
    # The signs of forbidden characters are read back from their codes.
    text = Text(shown, changes)
    root = edition(with_text(text, mentions=mentions))
    paragraph = by_id(root)["story.xin-qiao.s1-1"]
    assert text_of(paragraph) == text.shown
    assert text_of(paragraph, printed=True) == text.printed
    assert dangling(root) == []
