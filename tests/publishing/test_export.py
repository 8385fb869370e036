"""Exports: only what changed is written, only its own files go, and nothing else is ever touched."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_issues import HOSTILE, archive, one_story, one_story_issue, published, whole_archive

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.model import Bilingual, Change, IssueTranslation, Newspaper, Text, Translation
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing import corpus, export
from mkdocs_newspaper.publishing.export import (
    FORMATS,
    MANIFEST,
    ExportError,
    ExportFile,
    ExportFormat,
    ExportSummary,
    export_files,
    windows_safe,
    write_export,
)
from mkdocs_newspaper.publishing.sheets import Press
from mkdocs_newspaper.publishing.views import SiteFacts, open_press


def opened(what: Archive | None = None, issues: Path = Path("issues")) -> Press:
    return open_press(what or whole_archive(), Options(issues=issues), SiteFacts())[0]


def files(**contents: bytes) -> list[ExportFile]:
    """Files by name; "_" stands for a slash, and each is a text file."""
    return [
        ExportFile(name.replace("_", "/") + ".txt", lambda content=content: content)
        for name, content in contents.items()
    ]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def write(folder: Path, *args: Any, **contents: bytes) -> ExportSummary:
    return write_export(folder, "json", files(**contents))


# Writing


@pytest.mark.parametrize("form", FORMATS)
def test_a_second_export_writes_nothing_and_is_the_same(tmp_path: Path, form: ExportFormat) -> None:
    first = write_export(tmp_path / "a", form, export_files(opened(), form))
    second = write_export(tmp_path / "a", form, export_files(opened(), form))
    write_export(tmp_path / "b", form, export_files(opened(), form))
    assert first.written
    assert (second.written, second.unchanged, second.removed) == (0, first.written, 0)
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_only_what_changed_is_written_and_what_is_left_over_goes(tmp_path: Path) -> None:
    write(tmp_path, a_one=b"1", a_two=b"2", b_three=b"3")
    (tmp_path / "a" / "own.md").write_text("mine")
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.txt")}
    assert write(tmp_path, a_one=b"1", a_two=b"22") == ExportSummary(1, 1, 1)
    assert tree(tmp_path).keys() - {MANIFEST} == {"a/one.txt", "a/two.txt", "a/own.md"}
    assert not (tmp_path / "b").exists()
    one = tmp_path / "a" / "one.txt"
    assert one.stat().st_mtime_ns == times[one]


def test_exports_of_two_formats_share_a_folder(tmp_path: Path) -> None:
    write_export(tmp_path, "json", files(a=b"1", shared=b"s"))
    write_export(tmp_path, "tei", files(b=b"2", shared=b"s"))
    assert write_export(tmp_path, "json", files(c=b"3")) == ExportSummary(1, 0, 1)
    assert tree(tmp_path).keys() - {MANIFEST} == {"b.txt", "shared.txt", "c.txt"}


def test_a_folder_with_other_files_is_refused_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text("mine")
    with pytest.raises(ExportError, match="--force"):
        write(tmp_path, a=b"1")
    assert tree(tmp_path) == {"letter.md": b"mine"}
    write_export(tmp_path, "json", files(a=b"1"), force=True)
    assert write(tmp_path, a=b"1").unchanged == 1
    assert (tmp_path / "letter.md").read_text() == "mine"


def test_a_file_of_the_same_name_that_is_not_its_own_stays_even_if_forced(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(ExportError, match=r"a\.txt is not of an earlier export"):
        write_export(tmp_path, "json", files(a=b"1"), force=True)
    assert tree(tmp_path) == {"a.txt": b"mine"}


def test_an_export_that_broke_off_is_taken_up_again(tmp_path: Path) -> None:
    def broken() -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(tmp_path / "b.txt"))

    halting = [*files(a=b"1"), ExportFile("b.txt", broken), *files(c=b"3")]
    with pytest.raises(ExportError, match=r"b\.txt: No space left on device"):
        write_export(tmp_path, "json", halting)
    assert tree(tmp_path).keys() - {MANIFEST} == {"a.txt"}
    assert write(tmp_path, a=b"1", b=b"2", c=b"3") == ExportSummary(2, 1, 0)


def test_a_file_is_written_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    write(tmp_path, a=b"old")

    def half() -> Iterator[bytes]:
        yield b"new"
        raise OSError(errno.EIO, "broken")

    with pytest.raises(ExportError):
        write_export(tmp_path, "json", [ExportFile("a.txt", half)])
    assert tree(tmp_path).keys() == {MANIFEST, "a.txt"}
    assert (tmp_path / "a.txt").read_bytes() == b"old"


@pytest.mark.parametrize("listed", ["../letter.md", "/etc/passwd", "a/../../letter.md", "C:/x", "..\\x", ""])
def test_a_list_that_was_tampered_with_takes_nothing_away(tmp_path: Path, listed: str) -> None:
    letter = tmp_path / "letter.md"
    letter.write_text("mine")
    folder = tmp_path / "out"
    write(folder, a=b"1")
    (folder / MANIFEST).write_text(json.dumps({"version": 1, "formats": {"json": ["a.txt", listed]}}))
    write(folder, b=b"1")
    assert letter.read_text() == "mine"
    assert tree(folder).keys() == {MANIFEST, "b.txt"}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"formats": 3}', '{"formats": {"json": 3}}'])
def test_a_list_that_can_not_be_read_does_no_harm(tmp_path: Path, content: str) -> None:
    write(tmp_path, a=b"1")
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(ExportError) as error:
        write(tmp_path, a=b"2")
    assert "\n" not in str(error.value)
    assert (tmp_path / "a.txt").read_bytes() == b"1"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no links without a privilege")
def test_a_link_out_of_the_folder_is_not_written_through(tmp_path: Path) -> None:
    folder, other = tmp_path / "out", tmp_path / "other"
    other.mkdir()
    (other / "one.txt").write_text("mine")
    write(folder, a_one=b"1")
    (folder / "a" / "one.txt").unlink()
    (folder / "a").rmdir()
    (folder / "a").symlink_to(other)
    with pytest.raises(ExportError, match="link"):
        write(folder, a_one=b"2")
    write(folder, b=b"2")
    assert tree(other) == {"one.txt": b"mine"}


def test_the_folder_of_the_issues_is_no_place_for_an_export(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "export"):
        with pytest.raises(ExportError, match="lies in the folder of the issues"):
            write_export(folder, "json", files(a=b"1"), issues=tmp_path)
    assert tree(tmp_path) == {}


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(ExportError, match="is no folder"):
        write(tmp_path / "out", a=b"1")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="Permission denied"):
        write(tmp_path / "out", a=b"1")


def test_progress_counts_every_file(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    write_export(tmp_path, "json", files(a=b"1", b=b"2"), progress=lambda *one: seen.append(one))
    assert seen == [("a.txt", 1, 2), ("b.txt", 2, 2)]


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("2025/06/18/con.md", "2025/06/18/con_.md"),
        ("LPT1", "LPT1_"),
        ("a/图:1?.png", "a/图_1_.png"),
        ("a. /b.", "a__/b_"),
        ("console.md", "console.md"),
        ("2025/06/18/p1.webp", "2025/06/18/p1.webp"),
    ],
)
def test_names_are_such_that_windows_can_hold_them(path: str, safe: str) -> None:
    assert windows_safe(path) == safe


# What is in them


def contents(press: Press, form: ExportFormat, spreadsheet: bool = False) -> dict[str, bytes]:
    found = {}
    for one in export_files(press, form, spreadsheet):
        content = one.content()
        if isinstance(content, Path):
            content = content.read_bytes()
        found[one.path] = content if isinstance(content, bytes) else b"".join(content)
    return found


def test_json_is_what_the_site_publishes_with_a_list_that_leads_to_it() -> None:
    held = contents(opened(), "json")
    site = published(whole_archive()).files
    listed = json.loads(held["index.json"])
    assert len(listed) == 6
    for one in listed:
        assert held[one["json"]] == site[f"archive/{one['json']}"]()
    assert [one["edition"] for one in listed] == [None, None, None, "evening", "晚报", None]
    full = listed[2]
    assert (full["stories"], full["orphans"], full["issue_number"], full["page_count"]) == (4, 1, 4711, 4)


def test_tei_is_what_the_site_publishes() -> None:
    held = contents(opened(), "tei")
    assert (
        held["1998/07/01/issue.tei.xml"]
        == published(whole_archive()).files["archive/1998/07/01/issue.tei.xml"]()
    )
    assert len(held) == 6


@pytest.mark.parametrize("form", ["markdown", "tei"])
def test_images_go_with_the_texts_that_show_them(tmp_path: Path, form: ExportFormat) -> None:
    folder = tmp_path / "1998-07-01"
    folder.mkdir()
    gif = b"GIF89a\x80\x02\xab\x01"
    (folder / "01.gif").write_bytes(gif)
    made = replace(one_story_issue(), folder="1998-07-01", sources=("1998-07-01/01.md",))
    press = opened(archive(made), tmp_path)
    assert contents(press, form)["1998/07/01/01.gif"] == gif


def table(press: Press, name: str, spreadsheet: bool = False) -> list[dict[str, str]]:
    text = contents(press, "csv", spreadsheet)[f"{name}.csv"].decode("utf-8-sig" if spreadsheet else "utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_tables_hold_every_article_paragraph_mention_entry_and_correction() -> None:
    press = opened()
    issues = [view.issue for view in press.issues]
    stories = [story.article for view in press.issues for story in view.stories]
    assert len(table(press, "articles")) == len(stories)
    assert [one["text"] for one in table(press, "paragraphs")] == [
        one.text.shown for article in stories for one in article.paragraphs
    ]
    assert len(table(press, "mentions")) == sum(len(article.mentions) for article in stories)
    assert len(table(press, "corrections")) == sum(len(issue.corrections) for issue in issues)
    bridge = next(
        one for one in table(press, "articles") if one["headline"] == "临河新桥通车" and one["deck"]
    )
    assert bridge["pages"] == "1; 2; A2"
    assert bridge["authors"] == "孟凡; 欧阳晴"
    assert (bridge["dateline_date"], bridge["dateline_places"]) == ("1998-06-30", "临河")
    printed = [one["printed"] for one in table(press, "paragraphs") if one["anchor"] == "s1-2"]
    assert "新桥横夸临水,全长800米。" in printed


def test_mentions_count_in_the_text_of_their_paragraph() -> None:
    press = opened()
    held = {(one["article_id"], one["anchor"]): one["text"] for one in table(press, "paragraphs")}
    checked = 0
    for one in table(press, "mentions"):
        text = held.get((one["article_id"], one["anchor"]))
        if text is not None:
            assert text[int(one["start"]) : int(one["end"])] == one["text"]
            checked += 1
    assert checked


def test_translations_have_a_table() -> None:
    issue = one_story_issue()
    passages = {"1998-07-01/lin-he-xin-qiao-tong-che#s1-1": Translation("Open.", "fuzzy")}
    made = replace(archive(issue), translations={(issue.id, "en"): IssueTranslation("en", passages)})
    assert table(opened(made), "translations") == [
        {
            "article_id": "1998-07-01/lin-he-xin-qiao-tong-che",
            "anchor": "s1-1",
            "language": "en",
            "state": "fuzzy",
            "text": "Open.",
        }
    ]


def test_the_data_package_describes_every_column_of_every_table() -> None:
    held = contents(opened(), "csv")
    package = json.loads(held["datapackage.json"])
    resources = {one["path"]: one for one in package["resources"]}
    assert resources.keys() == {name for name in held if name.endswith(".csv")}
    read_me = held["README.md"].decode()
    for path, resource in resources.items():
        header = next(csv.reader(io.StringIO(held[path].decode(), newline="")))
        assert header == [one["name"] for one in resource["schema"]["fields"]]
        assert all(f"| `{name}` |" in read_me for name in header)
        for link in resource["schema"].get("foreignKeys", []):
            assert f"{link['reference']['resource']}.csv" in resources
    keys = [one["article_id"] for one in table(opened(), "articles")]
    assert len(keys) == len(set(keys))


def test_cells_have_the_types_that_the_data_package_says() -> None:
    press = opened()
    for one in corpus.TABLES:
        for row in table(press, one.name):
            for column in one.columns:
                value = row[column.name]
                if not value:
                    continue
                if column.type == "integer":
                    assert value.isdigit()
                elif column.type == "boolean":
                    assert value in ("true", "false")
                elif column.type == "date":
                    assert len(value) == len("1998-07-01")


FORMULAS = ["=1+1", "+1", "-5℃", "@x", "＝1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_text_is_exact_unless_it_is_for_a_spreadsheet(formula: str) -> None:
    press = opened(archive(one_story_issue(one_story("题", formula))))
    assert table(press, "paragraphs")[0]["text"] == formula
    assert table(press, "paragraphs", spreadsheet=True)[0]["text"] == f"'{formula}"
    assert contents(press, "csv", spreadsheet=True)["paragraphs.csv"].startswith(b"\xef\xbb\xbf")
    assert not contents(press, "csv")["paragraphs.csv"].startswith(b"\xef\xbb\xbf")


def test_hostile_text_does_not_break_a_table() -> None:
    text = f'{HOSTILE}\n",;\x00\ud800'
    story = one_story("题", text)
    press = opened(archive(one_story_issue(story)))
    (row,) = table(press, "paragraphs")
    assert row["text"] == text.replace("\x00", "␀").replace("\ud800", "\ufffd")


def test_a_table_is_written_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "_ROWS_A_CHUNK", 2)
    press = opened()
    (paragraphs,) = (one for one in corpus.TABLES if one.name == "paragraphs")
    pieces = list(corpus.table_chunks(paragraphs, press, False))
    assert len(pieces) > 3
    monkeypatch.undo()
    assert b"".join(pieces) == contents(press, "csv")["paragraphs.csv"]


def test_a_paper_without_a_name_has_an_export() -> None:
    made = replace(archive(one_story_issue()), newspaper=Newspaper(Bilingual()))
    for form in FORMATS:
        assert contents(opened(made), form)


def test_changes_stand_in_the_printed_column_as_they_were() -> None:
    text = Text("全长800米", (Change(2, 2, " ", "digit-space", 5),))
    story = one_story("题", "x")
    segment = story.segments[0]
    paragraph = replace(segment.paragraphs[0], text=text)
    story = replace(story, segments=(replace(segment, paragraphs=(paragraph,)),))
    (row,) = table(opened(archive(one_story_issue(story))), "paragraphs")
    assert (row["text"], row["printed"]) == ("全长800米", "全长 800米")


def test_an_export_names_no_folder_of_this_machine() -> None:
    for form in FORMATS:
        for content in contents(opened(), form).values():
            assert str(Path.cwd()).encode() not in content
    assert export.MANIFEST.startswith(".")  # no generator takes it for a page
