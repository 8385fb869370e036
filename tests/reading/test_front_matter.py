"""Front matter: what it says, what is refused, and what is newspaper text after all."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_newspaper.model import Bilingual
from mkdocs_newspaper.reading.front_matter import LARGEST, FrontMatter, read_front_matter

DAY = dt.date(2025, 6, 18)


def read(inside: str, text: str = "正文\n") -> tuple[FrontMatter, str, list[tuple[str, str, int | None]]]:
    matter, rest, diagnostics = read_front_matter(f"---\n{inside}\n---\n{text}", "issues/a.md")
    assert all(one.source == "issues/a.md" for one in diagnostics)
    return matter, rest, [(one.severity, one.code, one.line) for one in diagnostics]


def test_all_fields_are_read_and_lines_keep_their_numbers() -> None:
    inside = """date: 2025-06-18
page: A02
section: 要闻
edition: Evening
id: the-summit
newspaper: {zh: 解放军报, en: PLA Daily}
issue_number: 24,631
source_language: zh_TW
draft: true"""
    matter, rest, findings = read(inside)
    assert matter == FrontMatter(
        date=DAY,
        page="A2",
        section="要闻",
        edition="evening",
        id="the-summit",
        newspaper=Bilingual("解放军报", "PLA Daily"),
        issue_number=24631,
        source_language="zh-Hant",
        draft=True,
    )
    assert rest == "\n" * 11 + "正文\n"
    assert findings == []


@pytest.mark.parametrize(
    "written",
    [
        "2025-06-18",
        '"2025-06-18"',
        "2025/6/18",
        "2025.6.18",
        "20250618",
        "2025年6月18日",
        "2025 年 6 月 18 日",
        "二〇二五年六月十八日",
        "民國114年6月18日",
        "民国114年6月18日",
        "中華民國一百一十四年六月十八日",
        "2025-06-18 06:30:00",
        "２０２５-０６-１８",
        "18 June 2025",
        "June 18, 2025",
    ],
)
def test_a_date_is_read_as_people_write_it(written: str) -> None:
    matter, _, findings = read(f"date: {written}")
    assert (matter.date, findings) == (DAY, [])


@pytest.mark.parametrize(
    "written", ["2025-02-30", "20250230", "2025-13-01", "民國114年2月30日", "0000-01-01", "tomorrow", "18"]
)
def test_an_impossible_date_is_an_error_that_names_it(written: str) -> None:
    matter, rest, diagnostics = read_front_matter(f"---\npage: 1\ndate: {written}\n---\n正文", "a.md")
    assert (matter.date, matter.page) == (None, "1")
    assert [(one.severity, one.code, one.line) for one in diagnostics] == [("error", "bad-date", 3)]
    assert written in diagnostics[0].message
    assert rest.endswith("正文")


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("page: 要闻", "bad-page"),
        ("edition: ../evening", "bad-edition"),
        ("edition: 晚报", "bad-edition"),
        ("edition: a--b", "bad-edition"),
        ("id: ../../x", "bad-id"),
        ("id: Big", "bad-id"),
        ("id: -a", "bad-id"),
        ("id: 标题", "bad-id"),
        ("issue_number: many", "bad-issue-number"),
        ("issue_number: -3", "bad-issue-number"),
        ("source_language: fr", "bad-language"),
        ("draft: perhaps", "bad-draft"),
        ("newspaper: {fr: x}", "front-matter"),
        ("page: [1, 2]", "front-matter"),
        ("section: {a: b}", "front-matter"),
    ],
)
def test_a_bad_value_is_a_warning_with_its_line_and_is_not_used(field: str, code: str) -> None:
    matter, _, findings = read(f"date: 2025-06-18\n{field}")
    assert matter == FrontMatter(date=DAY)
    assert findings == [("warning", code, 3)]


def test_an_unknown_key_is_an_info() -> None:
    assert read("date: 2025-06-18\ntitle: x")[2] == [("info", "front-matter-key", 3)]


def test_a_name_in_one_language_is_that_language() -> None:
    assert read("newspaper: 青溪日报")[0].newspaper == Bilingual(zh="青溪日报")
    assert read("newspaper: The Echo")[0].newspaper == Bilingual(en="The Echo")


@pytest.mark.parametrize("value", ["", "null", "~"])
def test_an_empty_value_says_nothing(value: str) -> None:
    assert read(f"page: {value}") == (FrontMatter(), "\n\n\n正文\n", [])


def test_a_quoted_tilde_is_a_value() -> None:
    assert read("section: '~'")[0].section == "~"


@pytest.mark.parametrize(
    "inside",
    [
        'page: !!python/object/apply:os.system ["touch /tmp/x"]',
        "page: !!python/name:os.system",
        "page: !secret 4",
        "page: !!str 4",
        "page: !!timestamp 2025-01-01",
    ],
)
def test_a_tag_is_a_warning_and_the_document_is_read(inside: str) -> None:
    matter, rest, findings = read(f"date: 2025-06-18\n{inside}")
    assert (matter.date, matter.page) == (DAY, None)
    assert ("warning", "front-matter", 3) in findings
    assert rest.endswith("正文\n")


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(20)
    )
    begun = time.process_time()
    matter, rest, findings = read(f"date: 2025-06-18\n{bomb}")
    assert time.process_time() - begun < 2
    assert matter == FrontMatter(date=DAY)
    assert any(one[:2] == ("warning", "front-matter") for one in findings)
    assert rest.strip() == "正文"


def test_nesting_without_end_is_refused_at_once() -> None:
    begun = time.process_time()
    matter, _, findings = read("date: 2025-06-18\nx: " + "[" * 50_000)
    assert time.process_time() - begun < 2
    assert matter.date == DAY
    assert any(one[1] == "front-matter" for one in findings)


@pytest.mark.parametrize("inside", ["- a\n- b", "just words", "[1, 2]", "42"])
def test_what_is_no_mapping_is_a_warning_and_stays_text(inside: str) -> None:
    matter, rest, findings = read(inside)
    assert matter == FrontMatter()
    assert rest == f"---\n{inside}\n---\n正文\n"
    assert findings == [("warning", "front-matter", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "---\n新华社北京电\n没有结尾",
        "---\n\n新华社北京6月17日电\n\n---\n\n正文",
        "---\n# 标题\n---\n正文",
        "---\n记者: 张三\n---\n正文",
        "---------\n正文\n---\n",
        "正文\n---\ndate: 2025-06-18\n---\n",
        "--- page 1 ---\n正文\n---\n",
        "",
        "---",
    ],
)
def test_a_text_that_begins_with_a_rule_stays_text_without_a_word(text: str) -> None:
    assert read_front_matter(text, "a.md") == (FrontMatter(), text, [])


def test_a_line_of_chinese_between_rules_stays_text_and_never_fails_a_strict_build() -> None:
    matter, rest, findings = read("人民的报纸")
    assert (matter, rest) == (FrontMatter(), "---\n人民的报纸\n---\n正文\n")
    assert {severity for severity, _, _ in findings} <= {"info"}


def test_front_matter_without_an_end_is_a_warning_and_stays_text() -> None:
    text = "---\ndate: 2025-06-18\n正文"
    matter, rest, diagnostics = read_front_matter(text, "a.md")
    assert (matter, rest) == (FrontMatter(), text)
    assert [(one.code, one.line) for one in diagnostics] == [("front-matter", 1)]


def test_front_matter_that_is_too_large_is_not_read() -> None:
    inside = "date: 2025-06-18\nx: " + "a" * LARGEST
    matter, rest, findings = read(inside)
    assert matter == FrontMatter()
    assert inside in rest
    assert findings == [("warning", "front-matter", 1)]


def test_broken_yaml_gives_its_plain_lines_and_loses_no_other() -> None:
    matter, rest, findings = read("date: 2025-06-18\npage: 4\nsection: [要闻\n这一行是正文: { ")
    assert (matter.date, matter.page) == (DAY, "4")
    assert "这一行是正文" in rest
    assert "date" not in rest
    assert rest.count("\n") == 7
    assert findings[0][:2] == ("warning", "front-matter")


def test_a_key_that_comes_twice_is_told_and_the_first_counts() -> None:
    matter, _, findings = read("page: 4\npage: 5")
    assert (matter.page, findings) == ("4", [("warning", "front-matter", 3)])


def test_empty_front_matter_is_taken_off() -> None:
    assert read_front_matter("---\n---\n正文", "a.md") == (FrontMatter(), "\n\n正文", [])


PIECES = st.lists(
    st.sampled_from(
        [
            "date: 2025-06-18\n",
            "date: 2025-02-30\n",
            "page: A02\n",
            "id: ../../x\n",
            "a: &x [1]\n",
            "b: *x\n",
            "newspaper: {zh: 报, en: P}\n",
            "- a\n",
            "正文\n",
            "新华社：\n",
            "\t",
            "page: !!python/object:os.system x\n",
            "[",
            "{",
            "]",
            "}",
            ": ",
            '"',
            "'",
            "|\n",
            "draft: true\n",
            "? ",
            "<<: *x\n",
            "%YAML 1.1\n",
            "# c\n",
            "\n",
            "{{ x }}\n",
        ]
    ),
    max_size=8,
).map("".join)


@settings(deadline=None)
@given(PIECES, st.text("新华社电。\n- ", max_size=20))
def test_whatever_stands_there_no_line_moves_and_no_text_behind_it_is_lost(inside: str, body: str) -> None:
    text = f"---\n{inside}\n---\n{body}"
    _, rest, _ = read_front_matter(text, "a.md")
    assert rest.endswith(f"\n{body}")
    for before, after in zip(text.split("\n"), rest.split("\n"), strict=True):
        assert after in ("", before)
