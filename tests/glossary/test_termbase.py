"""The site's glossary file: what it says, what is wrong with it, and that it wins."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.glossary.lexicon import simplified
from mkdocs_newspaper.glossary.termbase import Termbase, read_termbase
from mkdocs_newspaper.model import Bilingual, Entry, Issue
from mkdocs_newspaper.options import Options


def read(tmp_path: Path, text: str, name: str = "glossary.yml") -> tuple[Termbase, list[Diagnostic]]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_termbase(path, name)


def problems(findings: list[Diagnostic]) -> list[tuple[str, int | None]]:
    return [(one.severity, one.line) for one in findings]


def test_every_field_is_read(tmp_path: Path) -> None:
    base, findings = read(
        tmp_path,
        """# names
- zh: 托卡耶夫
  en: Kassym-Jomart Tokayev
  kind: person
  aliases: [卡瑟姆若马尔特·托卡耶夫]
  ocr: 托卡那夫
  short: Tokayev
  pinyin: Tuōkǎyēfū
  office: {zh: 总统, en: President}
  country: 哈萨克斯坦
  sameAs: [https://example.org/1]
  not: [托卡耶夫斯基]
  scope: [哈萨克斯坦]
""",
    )
    assert findings == []
    (entry,) = base.entries
    assert (entry.zh, entry.en, entry.kind, entry.short, entry.pinyin) == (
        "托卡耶夫",
        "Kassym-Jomart Tokayev",
        "person",
        "Tokayev",
        "Tuōkǎyēfū",
    )
    assert entry.aliases == ("卡瑟姆若马尔特·托卡耶夫",)
    assert entry.ocr == ("托卡那夫",)
    assert (entry.office, entry.country) == (Bilingual("总统", "President"), Bilingual("哈萨克斯坦"))
    assert (entry.same_as, entry.unlike, entry.scope) == (
        ("https://example.org/1",),
        ("托卡耶夫斯基",),
        ("哈萨克斯坦",),
    )
    assert entry.source == "glossary.yml:2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- zh: 云溪县\n  kind: town\n", [("error", 2)]),
        ("- zh: 云溪县\n- zh: 云溪县\n", [("error", 2)]),
        ("- zh: 云溪县\n  colour: red\n", [("warning", 2)]),
        ("- zh: 云溪县\n  12: red\n", [("warning", 2)]),
        ("- zh: 云\n", [("error", 1)]),
        ("- zh: 云溪县\n  aliases: [云]\n", [("warning", 2)]),
        ("- en: Yunxi\n", [("error", 1)]),
        ("- zh: 云溪县\n  en: <script>alert(1)</script>\n", [("info", 2)]),
        ("- zh: 云溪县\n  en: [a, b]\n", [("warning", 2)]),
        ("- zh: 云溪县\n  en: {a: [b]}\n", [("warning", 2)]),
        ("- zh: 云溪县\n  zh: 云溪市\n", [("warning", 2)]),
        ("- zh: 云溪县\n  sameAs: javascript:alert(1)\n", [("warning", 2)]),
        ("- zh: 云溪县\n  office: {fr: maire}\n", [("warning", 2)]),
        ("- 云溪县\n", [("error", 1)]),
        ("zh: 云溪县\n", [("error", 1)]),
        ("- zh: [云溪县\n", [("error", 2)]),
        ("- zh: 云溪县\n  ocr: 云溪\n", [("warning", 2)]),
        ("- {zh: 云溪县, aliases: [云溪]}\n- {zh: 云溪市, aliases: [云溪]}\n", [("warning", 2)]),
        ("- !!python/object/apply:os.system {zh: 云溪县}\n", []),
        ("", []),
    ],
)
def test_what_can_not_be_used_is_told_by_its_line(
    tmp_path: Path, text: str, expected: list[tuple[str, int | None]]
) -> None:
    _, findings = read(tmp_path, text)
    assert problems(findings) == expected
    assert {one.source for one in findings} <= {"glossary.yml"}


def test_markup_is_kept_as_text(tmp_path: Path) -> None:
    base, _ = read(tmp_path, "- zh: 云溪县\n  en: <b>Yunxi</b>\n")
    assert base.entries[0].en == "<b>Yunxi</b>"


def test_one_name_can_be_two_in_two_scopes(tmp_path: Path) -> None:
    base, findings = read(
        tmp_path, "- {zh: 中乌, en: a, scope: [乌克兰]}\n- {zh: 中乌, en: b, scope: [塔什干]}\n"
    )
    assert findings == []
    assert [entry.en for entry in base.by_name["中乌"]] == ["a", "b"]


def test_csv_is_read_by_its_columns(tmp_path: Path) -> None:
    base, findings = read(
        tmp_path,
        "zh,en,kind,aliases,office.zh,office.en,colour\n"
        "托卡耶夫,Tokayev,person,甲乙; 丙丁,总统,President,\n"
        '"云溪县",,town,,,,\n',
        "glossary.csv",
    )
    assert [entry.zh for entry in base.entries] == ["托卡耶夫"]
    assert base.entries[0].aliases == ("甲乙", "丙丁")
    assert base.entries[0].office == Bilingual("总统", "President")
    assert problems(findings) == [("warning", 1), ("error", 3)]


def test_a_csv_without_its_columns_is_told(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "托卡耶夫,Tokayev\n", "glossary.csv")
    assert ("error", 1) in problems(findings)


def test_tbx_is_read(tmp_path: Path) -> None:
    base, findings = read(
        tmp_path,
        """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic" style="dca" xml:lang="zh"><text><body>
<conceptEntry id="a"><descrip type="subjectField">place</descrip>
<langSec xml:lang="zh"><termSec><term>云溪县</term></termSec><termSec><term>云溪</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Yunxi County</term></termSec></langSec></conceptEntry>
</body></text></tbx>""",
        "glossary.tbx",
    )
    assert findings == []
    (entry,) = base.entries
    assert (entry.zh, entry.en, entry.kind, entry.aliases) == ("云溪县", "Yunxi County", "place", ("云溪",))
    assert entry.source == "glossary.tbx:2"


@pytest.mark.parametrize(
    "text",
    [
        "<tbx>",
        '<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tbx><conceptEntry>&b;</conceptEntry></tbx>',
        "<a>" * 5000 + "</a>" * 5000,
    ],
)
def test_xml_that_can_not_be_read_is_one_error(tmp_path: Path, text: str) -> None:
    base, findings = read(tmp_path, text, "glossary.tbx")
    assert base.entries == ()
    assert [one.severity for one in findings] == ["error"]


def test_a_file_in_another_encoding_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yml"
    path.write_bytes("- zh: 云溪县".encode("gb18030"))
    base, findings = read_termbase(path, "glossary.yml")
    assert (base.entries, [one.severity for one in findings]) == ((), ["error"])


@given(st.text(max_size=200), st.sampled_from(["glossary.yml", "glossary.csv", "glossary.tbx"]))
def test_any_text_gives_findings_and_no_exception(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str
) -> None:
    path = tmp_path_factory.mktemp("glossary") / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    _, findings = read_termbase(path, name)
    assert all(one.code == "glossary" and one.source == name for one in findings)


def test_a_hundred_thousand_entries_are_read_in_seconds(tmp_path: Path) -> None:
    characters = [one for one in map(chr, range(0x4E00, 0x5400)) if simplified(one) == one][:400]
    names = [f"{one}{two}人" for one in characters for two in characters][:100_000]
    text = "".join(
        f"- zh: {name}\n  en: Name {number}\n  kind: person\n" for number, name in enumerate(names)
    )
    started = time.process_time()
    base, findings = read(tmp_path, text)
    assert (len(base.entries), findings) == (100_000, [])
    text = "".join(names[:5000])
    assert len(list(base.scanner.find(text))) == 5000
    assert time.process_time() - started < 60


# What the archive makes of it

TEXT = """## 独立官里的会谈

本报云溪6月17日电 托卡那夫在独立官说，新岭村的温馨很高兴。托卡耶夫斯基没有来。

## 两国会谈

本报云溪6月17日电 中乌关系在基辅谈了起来。两国的新岭村人民医院开张了。

## 会谈之后

本报云溪6月17日电 中乌关系在家里谈了起来。
"""


def issue_of(tmp_path: Path, glossary: str, **options: object) -> tuple[Issue, dict[str, Entry]]:
    (tmp_path / "issues").mkdir()
    (tmp_path / "issues" / "2025-06-18.md").write_text(TEXT, "utf-8")
    path = tmp_path / "glossary.yml"
    path.write_text(glossary, "utf-8")
    archive = read_archive(Options(issues=tmp_path / "issues", glossary=path, base=tmp_path, **options))  # type: ignore[arg-type]
    assert [one for one in archive.findings if one.code == "glossary"] == []
    (issue,) = archive.issues
    return issue, {entry.id: entry for entry in issue.entries}


def mentions(issue: Issue, zh: str) -> list[tuple[int, str, str]]:
    ids = {entry.id for entry in issue.entries if entry.zh == zh}
    return [
        (number, one.anchor, one.text)
        for number, article in enumerate(issue.articles)
        for one in article.mentions
        if one.entry in ids
    ]


def test_an_editors_kind_and_english_win_over_what_was_recognized(tmp_path: Path) -> None:
    issue, entries = issue_of(
        tmp_path, "- {zh: 新岭村, en: New Ridge, kind: organization}\n- {zh: 温馨, kind: term}\n"
    )
    (village,) = [entry for entry in entries.values() if entry.zh == "新岭村"]
    assert (village.en, village.kind, village.sources) == ("New Ridge", "organization", ("glossary.yml:1",))
    assert [text for _, _, text in mentions(issue, "温馨")] == ["温馨"]


def test_ocr_variants_are_shown_corrected_and_stay_in_the_printed_text(tmp_path: Path) -> None:
    issue, _ = issue_of(
        tmp_path,
        "- {zh: 独立宫, kind: place, ocr: [独立官]}\n- {zh: 托卡耶夫, kind: person, ocr: [托卡那夫]}\n",
    )
    article = issue.articles[0]
    assert article.headline.shown == "独立宫里的会谈"
    assert article.headline.printed == "独立官里的会谈"
    text = article.paragraphs[0].text
    assert "托卡耶夫在独立宫说" in text.shown
    assert "托卡那夫在独立官说" in text.printed
    assert {change.rule for change in text.changes} == {"ocr-variant"}
    assert [one.printed for one in issue.corrections if one.rule == "ocr-variant"] == [
        "独立官",
        "托卡那夫",
        "独立官",
    ]
    for one in article.mentions:
        whole = article.headline.shown if one.anchor == "headline" else text.shown
        if one.anchor in ("headline", article.paragraphs[0].anchor):
            assert whole[one.start : one.end] == one.text
    assert len(mentions(issue, "独立宫")) == 2


def test_ocr_variants_stay_as_printed_where_the_rule_is_off(tmp_path: Path) -> None:
    issue, _ = issue_of(
        tmp_path, "- {zh: 独立宫, kind: place, ocr: [独立官]}\n", repair=frozenset({"punctuation"})
    )
    assert issue.articles[0].headline.shown == "独立官里的会谈"


def test_a_name_is_not_meant_in_the_contexts_that_are_anothers(tmp_path: Path) -> None:
    issue, _ = issue_of(tmp_path, "- {zh: 托卡耶夫, kind: person, not: [托卡耶夫斯基]}\n")
    assert mentions(issue, "托卡耶夫") == []


def test_a_scoped_name_is_meant_in_its_articles_only(tmp_path: Path) -> None:
    issue, entries = issue_of(tmp_path, "- {zh: 中乌, en: China-Ukraine, kind: term, scope: [基辅]}\n")
    assert [number for number, _, _ in mentions(issue, "中乌")] == [1]
    assert [entry.en for entry in entries.values() if entry.zh == "中乌"] == ["China-Ukraine"]


def test_an_alias_leads_to_the_entry_of_the_name(tmp_path: Path) -> None:
    issue, entries = issue_of(tmp_path, "- {zh: 新岭, kind: place, en: Xinling, aliases: [新岭村]}\n")
    assert [entry.zh for entry in entries.values() if "新岭" in entry.zh and entry.kind == "place"] == [
        "新岭"
    ]
    assert "新岭村" in [text for _, _, text in mentions(issue, "新岭")]


def test_of_entries_that_contain_each_other_the_longest_is_linked_and_has_the_other_as_a_part(
    tmp_path: Path,
) -> None:
    issue, entries = issue_of(
        tmp_path,
        "- {zh: 新岭村人民医院, kind: organization}\n- {zh: 新岭村, kind: place}\n- {zh: 人民医院, kind: term}\n",
    )
    assert [number for number, _, _ in mentions(issue, "新岭村人民医院")] == [1]
    assert [number for number, _, _ in mentions(issue, "新岭村")] == [0]
    (hospital,) = [entry for entry in entries.values() if entry.zh == "新岭村人民医院"]
    assert {entries[part].zh for part in hospital.parts} == {"新岭村", "人民医院"}


def test_a_scoped_person_is_the_one_of_a_byline_too(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "issues").mkdir(parents=True)
    (site / "glossary.yml").write_text(
        "- {zh: 温馨, en: Wen Xin of Linhe, kind: person, scope: [新华社]}\n", "utf-8"
    )
    (site / "issues" / "1987-05-12.md").write_text(
        "# 代表团抵达临河\n\n**新华社临河5月11日电** (记者温馨)代表团十一日抵达这里。\n\n"
        "# 一样温馨的家园\n\n**本报讯** 走进敬老院,温馨的气氛扑面而来。\n",
        "utf-8",
    )
    archive = read_archive(Options(base=site, issues=site / "issues", glossary=site / "glossary.yml"))
    named = [
        (article.headline.shown, mention.anchor)
        for article in archive.issues[0].articles
        for mention in article.mentions
        if mention.text == "温馨"
    ]
    assert named == [("代表团抵达临河", "byline")]
    assert [one.en for one in archive.entries if one.zh == "温馨"] == ["Wen Xin of Linhe"]


def test_a_name_without_a_letter_and_a_character_of_no_text_are_told_by_line(tmp_path: Path) -> None:
    base, findings = read(tmp_path, "- zh: ，，\n- zh: 云溪县\n")
    assert ([one.zh for one in base.entries], problems(findings)) == (["云溪县"], [("error", 1)])
    base, findings = read(tmp_path, "- zh: 云溪县\n  en: a\n- zh: 云\x00溪\n")
    assert (base.entries, problems(findings)) == ((), [("error", 3)])
