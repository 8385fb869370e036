"""The issues folder: what is found in it, and which documents make an issue."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading import sources
from mkdocs_newspaper.reading.sources import (
    IssueDocuments,
    SourceDocument,
    find_documents,
    group_documents,
    read_document,
)

DAY = dt.date(2025, 6, 18)
TRIAL = Path(__file__).parents[2].parent / "shared" / "trial"


class Folder:
    """An issues folder in the making."""

    def __init__(self, root: Path) -> None:
        self.root = root / "docs" / "issues"
        self.root.mkdir(parents=True)
        self.options = Options(issues=self.root, base=root)

    def put(self, name: str, content: str | bytes = "正文") -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def find(self) -> tuple[list[SourceDocument], list[Diagnostic]]:
        return find_documents(self.options)

    def names(self) -> list[str]:
        return [document.name for document in self.find()[0]]

    def group(self) -> tuple[list[IssueDocuments], list[Diagnostic]]:
        return group_documents(self.find()[0])

    def grouped(self) -> list[tuple[str | None, str | None, list[str], str]]:
        issues, diagnostics = self.group()
        assert diagnostics == []
        return [
            (
                issue.date.isoformat() if issue.date else None,
                issue.edition,
                [document.name for document in issue.documents],
                issue.folder,
            )
            for issue in issues
        ]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def codes(diagnostics: list[Diagnostic]) -> list[tuple[str, str, str, int | None]]:
    return [(one.severity, one.code, one.source, one.line) for one in diagnostics]


# --- finding ------------------------------------------------------------------------------------------------


def test_documents_are_found_by_their_type_in_natural_order(folder: Folder) -> None:
    for name in ["2025-06-18/p10.md", "2025-06-18/p2.txt", "2025-06-18/p3.HTML", "2025-06-19.htm"]:
        folder.put(name)
    assert folder.names() == [
        "2025-06-18/p2.txt",
        "2025-06-18/p3.HTML",
        "2025-06-18/p10.md",
        "2025-06-19.htm",
    ]
    assert [document.format for document in folder.find()[0]] == ["txt", "html", "md", "html"]


@pytest.mark.parametrize(
    "name",
    [
        "index.md",
        "README.md",
        ".hidden.md",
        ".git/a.md",
        "2025-06-18/.draft.md",
        "2025-06-18/corrections.yml",
        "2025-06-18.corrections.yml",
        "2025-06-18/p1.jpg",
        "2025-06-18/p1.pdf",
        "2025-06-18/p1",
    ],
)
def test_other_files_are_left_out_without_a_word(folder: Folder, name: str) -> None:
    folder.put(name)
    assert folder.find() == ([], [])


def test_an_index_page_within_an_issue_is_a_document(folder: Folder) -> None:
    folder.put("2025-06-18/index.md")
    assert folder.names() == ["2025-06-18/index.md"]


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_a_missing_folder_is_a_warning(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "issues"
    if kind == "file":
        path.write_text("x")
    documents, diagnostics = find_documents(Options(issues=path, base=tmp_path))
    assert documents == []
    assert codes(diagnostics) == [("warning", "issues-folder", "issues", None)]


def test_links_out_of_the_folder_are_not_followed(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("秘密", encoding="utf-8")
    inside = folder.put("2025-06-18.md")
    try:
        os.symlink(outside, folder.root / "2025-06-19")
        os.symlink(outside / "secret.md", folder.root / "2025-06-20.md")
        os.symlink(inside, folder.root / "2025-06-21.md")
        os.symlink("2025-06-22.md", folder.root / "2025-06-22.md")
    except OSError:
        pytest.skip("this system makes no symbolic links")
    documents, diagnostics = folder.find()
    assert [document.name for document in documents] == ["2025-06-18.md", "2025-06-21.md"]
    assert {(one.severity, one.code) for one in diagnostics} == {("info", "symlink")}


def test_a_document_outside_the_folder_can_be_read_too(folder: Folder, tmp_path: Path) -> None:
    path = tmp_path / "2025-06-18" / "04.md"
    path.parent.mkdir()
    path.write_text("正文", encoding="utf-8")
    document, diagnostics = read_document(path, folder.options)
    assert diagnostics == []
    assert document is not None
    assert (document.name, document.date_hint, document.page_hint) == ("04.md", DAY, "4")


# --- reading ------------------------------------------------------------------------------------------------


def test_front_matter_wins_over_names_and_line_numbers_stay(folder: Folder) -> None:
    path = folder.put("2025-06-18/01.md", "---\ndate: 2025-06-19\npage: A2\nedition: evening\n---\n正文\n")
    document, diagnostics = read_document(path, folder.options)
    assert diagnostics == []
    assert document is not None
    assert (document.date_hint, document.page_hint, document.edition_hint) == (
        dt.date(2025, 6, 19),
        "A2",
        "evening",
    )
    assert document.text.split("\n")[5] == "正文"
    assert document.source == "docs/issues/2025-06-18/01.md"


def test_html_has_front_matter_before_its_markup(folder: Folder) -> None:
    path = folder.put("a.html", '---\npage: 3\n---\n<meta charset="gbk"><p>新闻</p>'.encode("gb18030"))
    document, _ = read_document(path, folder.options)
    assert document is not None
    assert (document.page_hint, document.text) == ("3", '\n\n\n<meta charset="gbk"><p>新闻</p>')


@pytest.mark.parametrize("content", ["", "\n\n  \n", "\ufeff", "---\npage: 3\n---\n"])
def test_an_empty_document_is_a_warning_and_left_out(folder: Folder, content: str) -> None:
    document, diagnostics = read_document(folder.put("2025-06-18.md", content), folder.options)
    assert document is None
    assert codes(diagnostics) == [("warning", "empty-document", "docs/issues/2025-06-18.md", None)]


def test_a_binary_file_is_an_error_and_the_rest_goes_on(folder: Folder) -> None:
    folder.put("2025-06-18/01.md", b"\x89PNG\r\n\x1a\n\x00\x00")
    folder.put("2025-06-18/02.md")
    documents, diagnostics = folder.find()
    assert [document.name for document in documents] == ["2025-06-18/02.md"]
    assert codes(diagnostics) == [("error", "not-text", "docs/issues/2025-06-18/01.md", None)]


def test_a_file_that_is_too_large_is_an_error(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST_DOCUMENT", 10)
    document, diagnostics = read_document(folder.put("a.md", "x" * 11), folder.options)
    assert document is None
    assert codes(diagnostics) == [("error", "too-large", "docs/issues/a.md", None)]


def test_a_file_that_is_gone_is_an_error(folder: Folder) -> None:
    document, diagnostics = read_document(folder.root / "a.md", folder.options)
    assert document is None
    assert codes(diagnostics) == [("error", "unreadable", "docs/issues/a.md", None)]


def test_a_folder_with_a_document_name_is_no_document(folder: Folder) -> None:
    folder.put("2025-06-18.md/01.md")
    assert folder.names() == ["2025-06-18.md/01.md"]


def test_drafts_are_left_out_unless_asked_for(folder: Folder) -> None:
    folder.put("2025-06-18.md", "---\ndraft: true\n---\n正文")
    documents, diagnostics = folder.find()
    assert (documents, codes(diagnostics)) == ([], [("info", "draft", "docs/issues/2025-06-18.md", None)])
    serving = Options(issues=folder.root, base=folder.options.base, drafts=True)
    issues, _ = group_documents(find_documents(serving)[0])
    assert [issue.draft for issue in issues] == [True]


def test_an_impossible_date_in_a_folder_is_said_once(folder: Folder) -> None:
    folder.put("2025-02-30/01.md")
    folder.put("2025-02-30/02.md")
    documents, diagnostics = folder.find()
    assert [document.date_hint for document in documents] == [None, None]
    assert codes(diagnostics) == [("error", "bad-date", "docs/issues/2025-02-30/01.md", None)]
    assert "2025-02-30" in diagnostics[0].message


def test_front_matter_corrects_an_impossible_date_in_a_name(folder: Folder) -> None:
    folder.put("2025-02-30.md", "---\ndate: 2025-02-28\n---\n正文")
    documents, diagnostics = folder.find()
    assert (documents[0].date_hint, diagnostics) == (dt.date(2025, 2, 28), [])


# --- grouping -----------------------------------------------------------------------------------------------


def test_a_folder_is_one_issue_in_page_order(folder: Folder) -> None:
    for name in ["A02", "12", "2", "p1", "extra"]:
        folder.put(f"2025-06-18/{name}.md")
    assert folder.grouped() == [
        (
            "2025-06-18",
            None,
            [f"2025-06-18/{name}.md" for name in ("p1", "2", "12", "A02", "extra")],
            "2025-06-18",
        )
    ]


def test_single_documents_and_folders_are_issues_by_date(folder: Folder) -> None:
    folder.put("2025-06-20.md")
    folder.put("2025/06/19/01.md")
    folder.put("2025-06-18-02.md")
    folder.put("2025-06-18-01.md")
    assert folder.grouped() == [
        ("2025-06-18", None, ["2025-06-18-01.md", "2025-06-18-02.md"], ""),
        ("2025-06-19", None, ["2025/06/19/01.md"], "2025/06/19"),
        ("2025-06-20", None, ["2025-06-20.md"], ""),
    ]


def test_documents_without_a_date_are_issues_by_folder_and_alone_at_the_top(folder: Folder) -> None:
    for name in ["scan-b/01.md", "scan-b/02.md", "scan-a/x.md", "one.md", "two.md"]:
        folder.put(name)
    assert folder.grouped() == [
        (None, None, ["one.md"], ""),
        (None, None, ["scan-a/x.md"], "scan-a"),
        (None, None, ["scan-b/01.md", "scan-b/02.md"], "scan-b"),
        (None, None, ["two.md"], ""),
    ]


def test_a_date_on_one_page_holds_for_its_folder(folder: Folder) -> None:
    folder.put("scan/01.md", "---\ndate: 2025-06-18\n---\n正文")
    folder.put("scan/02.md")
    assert folder.grouped() == [("2025-06-18", None, ["scan/01.md", "scan/02.md"], "scan")]


def test_a_folder_of_several_issues_is_no_issue(folder: Folder) -> None:
    folder.put("2025/2025-06-18.md")
    folder.put("2025/2025-06-19.md")
    assert [(date, names) for date, _, names, _ in folder.grouped()] == [
        ("2025-06-18", ["2025/2025-06-18.md"]),
        ("2025-06-19", ["2025/2025-06-19.md"]),
    ]


def test_pages_in_folders_of_their_own_belong_to_the_dated_folder(folder: Folder) -> None:
    folder.put("2025-06-18/02/full.md")
    folder.put("2025-06-18/01/full.md")
    assert folder.grouped() == [
        ("2025-06-18", None, ["2025-06-18/01/full.md", "2025-06-18/02/full.md"], "2025-06-18")
    ]


def test_editions_of_a_day_are_issues_of_their_own(folder: Folder) -> None:
    folder.put("2025-06-18.md")
    folder.put("2025-06-18-late.md", "---\nedition: evening\n---\n正文")
    assert [(edition, names) for _, edition, names, _ in folder.grouped()] == [
        (None, ["2025-06-18.md"]),
        ("evening", ["2025-06-18-late.md"]),
    ]


def test_an_edition_on_one_page_holds_for_the_other_pages_of_its_folder(folder: Folder) -> None:
    folder.put("2025-06-18-b/01.md", "---\nedition: evening\n---\n正文")
    folder.put("2025-06-18-b/02.md")
    assert [(edition, len(names)) for _, edition, names, _ in folder.grouped()] == [("evening", 2)]


def test_a_second_whole_issue_of_a_day_is_an_error_that_names_both(folder: Folder) -> None:
    folder.put("2025-06-18.md", "先")
    folder.put("20250618.md", "后")
    issues, diagnostics = folder.group()
    assert [[document.name for document in issue.documents] for issue in issues] == [["2025-06-18.md"]]
    assert codes(diagnostics) == [("error", "duplicate-issue", "docs/issues/20250618.md", None)]
    assert "2025-06-18.md" in diagnostics[0].message
    assert "20250618.md" in diagnostics[0].message


def test_a_folder_and_a_whole_document_of_one_day_are_an_error(folder: Folder) -> None:
    folder.put("2025-06-18.md")
    folder.put("2025-06-18/01.md")
    folder.put("2025-06-18/02.md")
    issues, diagnostics = folder.group()
    (issue,) = issues
    read = {document.source for document in issue.documents}
    left = {one.source for one in diagnostics}
    assert {one.code for one in diagnostics} == {"duplicate-issue"}
    assert read.isdisjoint(left)
    assert len(read | left) == 3


def test_a_whole_document_beside_later_pages_is_their_first(folder: Folder) -> None:
    folder.put("2025-06-18-02.md")
    folder.put("2025-06-18.md")
    assert folder.grouped()[0][2] == ["2025-06-18.md", "2025-06-18-02.md"]


def test_a_page_number_that_comes_twice_is_a_warning_and_both_are_kept(folder: Folder) -> None:
    folder.put("2025-06-18/01.md")
    folder.put("2025-06-18/p1.md")
    issues, diagnostics = folder.group()
    assert len(issues[0].documents) == 2
    assert codes(diagnostics) == [("warning", "duplicate-page", "docs/issues/2025-06-18/p1.md", None)]


def test_parts_of_one_page_are_no_duplicates(folder: Folder) -> None:
    folder.put("2025-06-18/04-1.html")
    folder.put("2025-06-18/04-2.html")
    assert len(folder.grouped()[0][2]) == 2


def test_no_document_is_lost_in_grouping(folder: Folder) -> None:
    for name in [
        "2025-06-18.md",
        "a/b/c.md",
        "a/01.md",
        "2025-06-18/01.md",
        "2025-06-18/x/y.md",
        "20250618-03.md",
    ]:
        folder.put(name)
    documents, _ = folder.find()
    issues, diagnostics = group_documents(documents)
    read = [document.source for issue in issues for document in issue.documents]
    left = [one.source for one in diagnostics if one.code == "duplicate-issue"]
    assert sorted(read + left) == sorted(document.source for document in documents)


@pytest.mark.skipif(not TRIAL.is_dir(), reason="the shared trial issue is not beside this checkout")
def test_the_trial_folder_is_one_issue_of_three_pages() -> None:
    documents, findings = find_documents(Options(issues=TRIAL))
    issues, diagnostics = group_documents(documents)
    assert (findings, diagnostics) == ([], [])
    assert [(issue.date, issue.folder) for issue in issues] == [(DAY, "2025-06-18")]
    assert [document.page_hint for document in issues[0].documents] == ["1", "2", "4"]
