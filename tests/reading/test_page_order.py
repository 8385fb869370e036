"""Issues of several print pages in one document: however the pages are told apart, missing or out of order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.options import Options

MARKS: dict[str, Callable[[str], str]] = {
    "comment": lambda page: f"<!-- page {page} -->\n\n",
    "Chinese comment": lambda page: f"<!-- 第{page}版 -->\n\n",
    "folio line": lambda page: f"第{page}版 要闻 2025年6月18日\n\n",
    "folio line without 版": lambda page: f"{page} 要闻 2025年6月18日 星期三\n\n",
    "number and rule": lambda page: f"{{{int(page) - 1}}}{'-' * 48}\n\n",
    "rules": lambda page: f"=== Page {page} ===\n\n",
    "brackets": lambda page: f"[page {page}]\n\n",
    "heading": lambda page: f"## Page {page}\n\n",
    "number alone": lambda page: f"第{page}页\n\n",
    "page number at the top": lambda page: f'<!-- PageNumber="{page}" -->\n\n',
}
COUNTED = {
    "form feed": "\f",
    "command": "\\newpage\n\n",
    "page break": "<!-- PageBreak -->\n\n",
    "HTML": '<div style="page-break-after: always;"></div>\n\n',
}


def story(page: str) -> str:
    jump = {"1": "（下转第三版）", "3": ""}.get(page, "")
    head = "（上接第一版）" if page == "3" else "本报讯 "
    name = {"1": "溪口新桥动工", "2": "图书馆夜间开放", "3": "溪口新桥"}[page]
    return f"# {name}\n\n{head}第{page}版的正文讲的是一件新近发生的事。{jump}\n\n"


def read(folder: Path, text: str) -> Issue:
    (folder / "2025-06-18.md").write_text(text, "utf-8")
    (issue,) = read_archive(Options(issues=folder)).issues
    return issue


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("order", ["123", "13", "321", "312", "23", "3"])
def test_named_pages_are_told_apart_in_any_order(tmp_path: Path, mark: str, order: str) -> None:
    text = "".join(MARKS[mark](page) + story(page) for page in order)
    issue = read(tmp_path, text)

    assert [page.label for page in issue.pages] == sorted(order)
    for page in issue.pages:
        (segment,) = page.segments
        assert f"第{page.label}版的正文" in segment.paragraphs[0].text.shown
        line = text.split("\n")[segment.paragraphs[0].line - 1]
        assert f"第{page.label}版的正文" in line
    bridge = [one for one in (*issue.articles, *issue.orphans) if one.headline.shown.startswith("溪口新桥")]
    joined = "1" in order and "3" in order
    assert [one.pages for one in bridge] == (
        [("1", "3")] if joined else [(page,) for page in sorted(order) if page != "2"]
    )
    assert len(issue.orphans) == ("3" in order and not joined)
    assert [one.code for one in issue.diagnostics if one.severity != "info"] == []


@pytest.mark.parametrize("mark", COUNTED)
def test_pages_that_nothing_names_are_counted(tmp_path: Path, mark: str) -> None:
    issue = read(tmp_path, COUNTED[mark].join(story(page) for page in "123"))

    assert [page.label for page in issue.pages] == ["1", "2", "3"]
    assert [one.pages for one in issue.articles] == [("1", "3"), ("2",)]


def test_two_documents_for_one_page_are_both_read_and_reported(tmp_path: Path) -> None:
    folder = tmp_path / "2025-06-18"
    folder.mkdir()
    (folder / "01.md").write_text(story("1"), "utf-8")
    (folder / "p1.md").write_text("# 另一半\n\n本报讯 这是第一版的另一半。\n", "utf-8")
    (folder / "03.md").write_text(story("3"), "utf-8")
    archive = read_archive(Options(issues=tmp_path))

    (issue,) = archive.issues
    assert [page.label for page in issue.pages] == ["1", "3"]
    first = issue.pages[0].segments
    assert [one.order for one in first] == [1, 2]
    assert {Path(one.source).name for one in first} == {"01.md", "p1.md"}
    assert "duplicate-page" in {one.code for one in archive.findings}
    assert issue.articles[0].pages == ("1", "3")


def test_an_unnamed_first_page_counts_as_its_paper_does(tmp_path: Path) -> None:
    issue = read(tmp_path, story("1").replace("三", "A3") + "<!-- page A3 -->\n\n" + story("3"))

    assert [page.label for page in issue.pages] == ["A1", "A3"]
    assert issue.articles[0].pages == ("A1", "A3")
