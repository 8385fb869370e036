"""What an editor's corrections file decides, and that nothing of it is applied where it no longer fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.archive import Archive, read_archive
from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.options import REPAIR_RULES, Options
from mkdocs_newspaper.reading.corrections_file import parse_corrections

PAGE_1 = """# 独立官前升起两国国旗

本报讯 (记者王明)6月17日上午, 独立官前的广场上升起两国国旗。仪式结束后,

双方在独立宫举行会谈。

参加会谈的还有随行人员。(下转第二版)

## 市图书馆延长开放时间

本报讯 (记者李强)市图书馆从7月1日起延长开放时间。
"""
PAGE_2 = """# 升旗仪式在首都举行

(上接第一版)会谈后，双方共见记者。

# 秋粮长势良好

(上接第一版)技术员说，今年雨水好。
"""


def read(folder: Path, corrections: str, **options: object) -> Issue:
    archive = archive_of(folder, corrections, **options)
    assert len(archive.issues) == 1
    return archive.issues[0]


def archive_of(folder: Path, corrections: str, **options: object) -> Archive:
    issue = folder / "issues" / "2025-06-18"
    issue.mkdir(parents=True, exist_ok=True)
    (issue / "01.md").write_text(PAGE_1, "utf-8")
    (issue / "02.md").write_text(PAGE_2, "utf-8")
    (issue / "corrections.yml").write_text(corrections, "utf-8")
    return read_archive(Options(issues=folder / "issues", **options))  # type: ignore[arg-type]


def findings(issue: Issue, code: str) -> list[tuple[str, str, int | None]]:
    return [(one.severity, one.source, one.line) for one in issue.diagnostics if one.code == code]


FILE = "issues/2025-06-18/corrections.yml"


def test_a_correction_shows_the_right_word_and_remembers_the_printed_one(tmp_path: Path) -> None:
    issue = read(tmp_path, "- {page: 1, line: 3, printed: 独立官, shown: 独立宫, note: 宫 misread}\n")

    paragraph = issue.articles[0].paragraphs[0]
    assert "独立宫前的广场上" in paragraph.text.shown
    changes = [one for one in paragraph.text.changes if one.rule == "editor"]
    assert [(one.printed, one.line, one.note) for one in changes] == [("独立官", 3, "宫 misread")]
    assert [
        (one.page, one.line, one.printed, one.shown, one.note)
        for one in issue.corrections
        if one.rule == "editor"
    ] == [("1", 3, "独立官", "独立宫", "宫 misread")]
    assert findings(issue, "stale-correction") == []
    # The other line with the same misreading is left as it is.
    assert issue.articles[0].headline.shown.startswith("独立官")


def test_a_corrected_headline_keeps_the_address_that_its_printed_form_gave(tmp_path: Path) -> None:
    before = read(tmp_path / "a", "").articles[0]
    after = read(tmp_path / "b", "- {page: 1, line: 1, printed: 独立官, shown: 独立宫}\n").articles[0]

    assert after.headline.shown == "独立宫前升起两国国旗"
    assert after.headline.printed == before.headline.shown
    assert after.slug == before.slug


def test_a_story_without_a_headline_keeps_its_address_too(tmp_path: Path) -> None:
    text = "本报讯 一个没有标题的消息说，天气很好。\n\n其余从略。\n"
    slugs = []
    for name, file in (("a", ""), ("b", "- {page: 1, line: 1, printed: 消息, shown: 晓西}\n")):
        folder = tmp_path / name / "issues"
        folder.mkdir(parents=True)
        (folder / "2025-06-18.md").write_text(text, "utf-8")
        (folder / "2025-06-18.corrections.yml").write_text(file, "utf-8")
        (issue,) = read_archive(Options(issues=folder)).issues
        slugs.append(issue.articles[0].slug)
    assert "晓西" in issue.articles[0].paragraphs[0].text.shown
    assert slugs[0] == slugs[1]


@pytest.mark.parametrize(
    "entry",
    [
        "{page: 1, line: 3, printed: 独立馆, shown: 独立宫}",
        "{page: 1, line: 5, printed: 独立官, shown: 独立宫}",
        "{page: 1, line: 4, printed: 独立官, shown: 独立宫}",
        "{page: 1, line: 900, printed: 独立官, shown: 独立宫}",
        "{page: 7, printed: 独立官, shown: 独立宫}",
        "{split: {page: 1, line: 4}}",
        "{split: {page: 1, line: 5, printed: 别的话}}",
        "{join: {page: 3, line: 5}}",
        "{jump: {page: 1, line: 3}, to: none}",
        "{jump: {page: 1, line: 7}, to: {page: 2, headline: 没有这样的标题}}",
        "{id: {page: 4, line: 1}, is: summit}",
    ],
)
def test_a_stale_correction_is_reported_with_file_and_line_and_changes_nothing(
    tmp_path: Path, entry: str
) -> None:
    plain = read(tmp_path / "plain", "")
    issue = read(tmp_path / "stale", f"# made in June\n- {entry}\n")

    assert findings(issue, "stale-correction") == [("warning", FILE, 2)]
    assert issue.articles == plain.articles
    assert issue.orphans == plain.orphans
    assert issue.corrections == plain.corrections


def test_a_correction_without_a_line_must_fit_exactly_once(tmp_path: Path) -> None:
    issue = read(tmp_path, "- {page: 1, printed: 独立官, shown: 独立宫}\n")

    assert findings(issue, "ambiguous-correction") == [("warning", FILE, 1)]
    assert "2 times" in next(one.message for one in issue.diagnostics if one.code == "ambiguous-correction")
    assert not [one for one in issue.corrections if one.rule == "editor"]

    fits = read(tmp_path, "- {page: 1, printed: 独立官前的, shown: 独立宫前的}\n")
    assert "独立宫前的广场" in fits.articles[0].paragraphs[0].text.shown


def test_words_copied_from_the_published_page_are_found_in_the_source(tmp_path: Path) -> None:
    issue = read(tmp_path, "- {page: 1, line: 3, printed: 上午，独立官, shown: 上午，独立宫}\n")

    assert "6月17日上午，独立宫前" in issue.articles[0].paragraphs[0].text.shown
    assert [one.printed for one in issue.corrections if one.rule == "editor"] == ["上午, 独立官"]


def test_no_repair_undoes_what_the_editor_wrote(tmp_path: Path) -> None:
    issue = read(tmp_path, '- {page: 1, line: 3, printed: "上午, 独立官", shown: "上午,独立 3 宫"}\n')

    text = issue.articles[0].paragraphs[0].text
    assert "上午,独立 3 宫前" in text.shown
    assert "上午, 独立官前" in text.printed


def test_words_can_be_left_out_only_where_that_is_said_in_full(tmp_path: Path) -> None:
    issue = read(tmp_path / "a", '- {page: 1, line: 3, printed: 的广场, shown: ""}\n')
    assert "独立官前上升起" in issue.articles[0].paragraphs[0].text.shown
    assert "独立官前的广场上升起" in issue.articles[0].paragraphs[0].text.printed

    forgotten = read(tmp_path / "b", "- {page: 1, line: 3, printed: 的广场, shown: }\n")
    assert findings(forgotten, "bad-correction") == [("warning", FILE, 1)]
    assert "独立官前的广场" in forgotten.articles[0].paragraphs[0].text.shown


def test_two_corrections_of_the_same_words_are_not_both_applied(tmp_path: Path) -> None:
    issue = read(
        tmp_path,
        "- {page: 1, line: 3, printed: 独立官, shown: 独立宫}\n- {page: 1, line: 3, printed: 官前, shown: 馆前}\n",
    )
    assert findings(issue, "stale-correction") == [("warning", FILE, 2)]
    assert "独立宫前" in issue.articles[0].paragraphs[0].text.shown


def test_an_editor_says_where_a_jump_goes(tmp_path: Path) -> None:
    issue = read(tmp_path, "- {jump: {page: 1, line: 7}, to: {page: 2, headline: 秋粮长势良好}}\n")

    first = issue.articles[0]
    assert first.pages == ("1", "2")
    assert first.segments[1].headline is not None
    assert first.segments[1].headline.shown == "秋粮长势良好"
    assert first.jumps[-1].resolved
    assert first.segments[1].continuation is not None
    assert first.segments[1].continuation.resolved
    assert [one.headline.shown for one in issue.orphans] == ["升旗仪式在首都举行"]


def test_an_editor_leaves_a_jump_open(tmp_path: Path) -> None:
    joined = read(tmp_path / "joined", "- {jump: {page: 1, line: 7}, to: {page: 2, line: 3}}\n")
    assert joined.articles[0].pages == ("1", "2")

    issue = read(tmp_path / "open", "- {jump: {page: 1, line: 7}, to: none}\n")
    jump = issue.articles[0].jumps[-1]
    assert (jump.resolved, jump.target, jump.note) == (False, None, "editor")
    assert len(issue.orphans) == 2
    assert {one.severity for one in issue.diagnostics} == {"info"}


def test_a_jump_whose_page_was_misread_goes_where_the_editor_says(tmp_path: Path) -> None:
    folder = tmp_path / "issues" / "2025-06-18"
    folder.mkdir(parents=True)
    (folder / "01.md").write_text(PAGE_1.replace("下转第二版", "下转第七版"), "utf-8")
    (folder / "02.md").write_text(PAGE_2, "utf-8")
    (folder / "corrections.yml").write_text(
        "- jump: {page: 1, line: 7}\n  to: {page: 2, headline: 升旗仪式}\n", "utf-8"
    )
    (issue,) = read_archive(Options(issues=tmp_path / "issues")).issues

    jump = issue.articles[0].jumps[-1]
    assert (jump.printed, jump.to_page, jump.resolved) == ("（下转第七版）", "2", True)
    assert issue.articles[0].pages == ("1", "2")


def test_a_split_in_a_paragraph_begins_a_paragraph_and_before_one_an_article(tmp_path: Path) -> None:
    plain = read(tmp_path / "plain", "")
    assert len(plain.articles[0].segments[0].paragraphs) == 2

    # Line 5 was joined to line 3 over a column break; line 7 begins a paragraph.
    paragraph = read(tmp_path / "paragraph", "- {split: {page: 1, line: 5}}\n")
    assert [one.line for one in paragraph.articles[0].paragraphs[:3]] == [3, 5, 7]
    assert len(paragraph.articles) == len(plain.articles)
    assert "column-join" not in {one.rule for one in paragraph.corrections}

    article = read(tmp_path / "article", "- {split: {page: 1, line: 7}, note: another story}\n")
    assert len(article.articles) == len(plain.articles) + 1
    assert article.articles[1].untitled
    assert article.articles[1].paragraphs[0].text.shown == "参加会谈的还有随行人员。"
    assert "another story" in {one.note for one in article.corrections if one.rule == "editor"}

    forced = read(tmp_path / "forced", "- {split: {page: 1, line: 5, as: article}}\n")
    assert forced.articles[1].paragraphs[0].text.shown == "双方在独立宫举行会谈。"


def test_a_join_makes_one_of_two_articles_and_of_two_paragraphs(tmp_path: Path) -> None:
    article = read(tmp_path / "article", "- {join: {page: 1, line: 9}}\n")
    own = [one for one in article.articles if "1" in one.pages]
    assert len(own) == 1
    assert "市图书馆延长开放时间" in [one.text.shown for one in own[0].paragraphs if one.crosshead]

    paragraph = read(tmp_path / "paragraph", "- {join: {page: 1, line: 7}}\n")
    assert [one.text.shown[-12:] for one in paragraph.articles[0].segments[0].paragraphs] == [
        "参加会谈的还有随行人员。"
    ]
    assert [one.rule for one in paragraph.corrections].count("editor") == 1


def test_hard_wrapped_lines_are_split_and_joined_as_the_editor_says(tmp_path: Path) -> None:
    lines = [
        "本报讯 市水利局昨日召开防汛工作会议，部署",
        "汛期各项工作任务。会议要求各县区加强值班，",
        "及时上报水情雨情工情。各级河长要带头巡查，",
        "发现问题立即处置上报。会议强调要确保大坝、",
        "堤防、涵闸安全度汛，确保人民群众生命安全。",
        "市气象局预计本月下旬将有一次强降雨过程，请",
        "市民注意防范。",
    ]
    folder = tmp_path / "issues"
    folder.mkdir()
    (folder / "2025-06-18.txt").write_text("# 防汛会议召开\n\n" + "\n".join(lines) + "\n", "utf-8")
    before = read_archive(Options(issues=folder)).issues[0].articles[0]
    (folder / "2025-06-18.corrections.yml").write_text("- {split: {page: 1, line: 8}}\n", "utf-8")
    after = read_archive(Options(issues=folder)).issues[0].articles[0]

    assert len(after.paragraphs) == len(before.paragraphs) + 1
    assert after.paragraphs[-1].text.shown.startswith("市气象局预计")
    assert "".join(one.text.shown for one in after.paragraphs) == "".join(
        one.text.shown for one in before.paragraphs
    )


def test_an_id_names_the_story_at_its_line(tmp_path: Path) -> None:
    issue = read(tmp_path, "- {id: {page: 1, line: 9}, is: library-hours}\n")

    assert [one.slug for one in issue.articles if one.headline.shown == "市图书馆延长开放时间"] == [
        "library-hours"
    ]


def test_the_masthead_and_the_page_header_can_be_corrected(tmp_path: Path) -> None:
    folder = tmp_path / "issues"
    folder.mkdir()
    text = "第二版 耍闻 2025年6月18日 星期三\n\n# 市图书馆延长开放时间\n\n本报讯 市图书馆延长开放时间。\n"
    (folder / "2025-06-18.md").write_text(text, "utf-8")
    (folder / "2025-06-18.corrections.yml").write_text(
        "- {page: 2, line: 1, printed: 耍闻, shown: 要闻}\n", "utf-8"
    )
    (issue,) = read_archive(Options(issues=folder)).issues

    assert issue.pages[0].section == "要闻"
    assert [one.code for one in issue.diagnostics if one.severity != "info"] == []


def test_a_table_cell_is_corrected_in_its_row(tmp_path: Path) -> None:
    folder = tmp_path / "issues"
    folder.mkdir()
    text = (
        "# 粮价\n\n本报讯 昨日粮价如下：\n\n| 品种 | 价格 |\n|---|---|\n| 小麦 | 2.4元 |\n| 至米 | 2.1元 |\n"
    )
    (folder / "2025-06-18.md").write_text(text, "utf-8")
    (folder / "2025-06-18.corrections.yml").write_text("- {page: 1, printed: 至米, shown: 玉米}\n", "utf-8")
    (issue,) = read_archive(Options(issues=folder)).issues

    (table,) = [one for one in issue.articles[0].paragraphs if one.rows]
    assert table.rows[-1][0] == "玉米"
    assert "玉米" in table.text.shown
    assert "至米" in table.text.printed


def test_a_single_document_has_its_corrections_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "issues" / "2025"
    folder.mkdir(parents=True)
    for day in ("2025-06-18", "2025-06-19"):
        (folder / f"{day}.md").write_text("# 独立官开放\n\n本报讯 独立馆今日开放。\n", "utf-8")
    (folder / "2025-06-18.corrections.yml").write_text(
        "- {page: 1, line: 1, printed: 官, shown: 宫}\n", "utf-8"
    )
    archive = read_archive(Options(issues=tmp_path / "issues"))

    assert [one.articles[0].headline.shown for one in archive.issues] == ["独立宫开放", "独立官开放"]
    assert [one for one in archive.findings if one.severity != "info"] == []


def test_a_corrections_file_of_no_issue_is_reported(tmp_path: Path) -> None:
    archive_of(tmp_path, "")
    (tmp_path / "issues" / "2025-06-81.corrections.yml").write_text("[]", "utf-8")
    (tmp_path / "issues" / "corrections.yml").write_text("[]", "utf-8")
    archive = archive_of(tmp_path, "")

    assert [(one.code, one.source) for one in archive.diagnostics] == [
        ("unused-corrections", "issues/2025-06-81.corrections.yml"),
        ("unused-corrections", "issues/corrections.yml"),
    ]


def test_without_the_rule_an_editor_changes_nothing_but_names(tmp_path: Path) -> None:
    file = (
        "- {page: 1, line: 1, printed: 独立官, shown: 独立宫}\n"
        "- {split: {page: 1, line: 7}}\n"
        "- {jump: {page: 1, line: 7}, to: none}\n"
        "- {id: {page: 1, line: 9}, is: library-hours}\n"
    )
    rules = frozenset(REPAIR_RULES) - {"editor"}
    issue = read(tmp_path / "off", file, repair=rules)
    plain = read(tmp_path / "plain", "", repair=rules)

    assert [one.headline for one in issue.articles] == [one.headline for one in plain.articles]
    assert issue.corrections == plain.corrections
    assert "library-hours" in {one.slug for one in issue.articles}


@pytest.mark.parametrize(
    ("file", "severity", "line"),
    [
        ("- {page: 1, printed: a, shown: b\n", "error", 2),
        ("page: 1\n", "error", 1),
        ("- just words\n", "warning", 1),
        ("\n- {page: 1, printed: 甲}\n", "warning", 2),
        ("- {page: 1, printed: 甲, shown: 甲}\n", "warning", 1),
        ("- {page: nowhere, printed: 甲, shown: 乙}\n", "warning", 1),
        ("- {page: 1, line: -4, printed: 甲, shown: 乙}\n", "warning", 1),
        ("- {page: 1, printed: [甲], shown: 乙}\n", "warning", 1),
        ("- {split: 12}\n", "warning", 1),
        ("- {split: {page: 1, line: 2, as: chapter}}\n", "warning", 1),
        ("- {jump: {page: 1, line: 2}}\n", "warning", 1),
        ("- {jump: {page: 1, line: 2}, to: somewhere}\n", "warning", 1),
        ("- {id: {page: 1, line: 2}, is: Not A Slug}\n", "warning", 1),
        ("- !!python/object/apply:os.system [id]\n", "warning", 1),
        ("- &a {page: 1}\n- *a\n", "error", 2),
        ("[" * 4000, "error", 1),
    ],
)
def test_an_unusable_file_or_entry_is_a_finding_with_its_line(file: str, severity: str, line: int) -> None:
    corrections, found = parse_corrections(file, "corrections.yml")

    assert not corrections
    assert [(one.severity, one.code, one.source, one.line) for one in found] == [
        (severity, "bad-correction", "corrections.yml", line)
    ]


def test_an_unknown_key_is_reported_and_the_rest_is_used() -> None:
    corrections, found = parse_corrections("- {page: 1, printed: 甲, shown: 乙, lines: 4}\n", "c.yml")

    assert [one.printed for one in corrections.wordings] == ["甲"]
    assert [(one.severity, one.line) for one in found] == [("warning", 1)]
    assert "`lines`" in found[0].message


def test_values_stay_the_text_that_was_written() -> None:
    corrections, found = parse_corrections("- {page: 02, printed: no, shown: 1_000}\n", "c.yml")

    (one,) = corrections.wordings
    assert (one.page, one.printed, one.shown, found) == ("2", "no", "1_000", [])


@given(st.text(max_size=80))
def test_no_file_raises(text: str) -> None:
    corrections, found = parse_corrections(text, "c.yml")

    assert not corrections or not [one for one in found if one.severity == "error"]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=6), max_size=5))
def test_any_wording_comes_through_yaml_unharmed(words: list[str]) -> None:
    import yaml

    entries = [{"page": 1, "printed": word, "shown": f"{word}!"} for word in words if word.strip()]
    corrections, found = parse_corrections(yaml.safe_dump(entries, allow_unicode=True), "c.yml")

    assert [one.printed for one in corrections.wordings] == [entry["printed"] for entry in entries]
    assert found == []
