"""What is kept between builds: never half a result, never another's, and a full disk ends no build."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from mkdocs_newspaper import issue_reading
from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.cache import KEPT_DAYS, ResultCache, digest
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading.sources import IssueDocuments

FRONT = "2031年3月{day}日 星期二 柳湾日报社出版 第 8123 号\n\n## 柳湾大桥合龙\n\n本报柳湾讯（记者 石小满）{text}\n"


@pytest.fixture
def options(tmp_path: Path) -> Options:
    for day in (4, 11):
        write(tmp_path, day, "三月的湾口风平浪静。")
    return Options(issues=tmp_path / "issues", base=tmp_path, cache=tmp_path / "kept")


def write(base: Path, day: int, text: str) -> None:
    path = base / "issues" / f"2031-03-{day:02d}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(FRONT.format(day=day, text=text), "utf-8")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that are read, not taken from the cache."""
    names: list[str] = []
    really = issue_reading.read_and_annotate

    def noted(task: issue_reading.Task) -> bytes:
        names.append(task.name)
        return really(task)

    monkeypatch.setattr(issue_reading, "read_and_annotate", noted)
    return names


def kept_files(options: Options) -> list[Path]:
    assert options.cache is not None
    return sorted(path for path in (options.cache / "issues").rglob("*") if path.is_file())


def test_a_second_reading_reads_nothing_and_finds_the_same(options: Options, read: list[str]) -> None:
    first = read_archive(options)
    assert read == ["2031-03-04.md", "2031-03-11.md"]
    read.clear()
    assert read_archive(options) == first
    assert read == []


def test_what_was_read_before_a_reading_ended_is_kept(
    options: Options, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = issue_reading.read_and_annotate

    def interrupted(task: issue_reading.Task) -> bytes:
        if task.name == "2031-03-11.md":
            raise KeyboardInterrupt
        return noted(task)

    with monkeypatch.context() as patched:
        patched.setattr(issue_reading, "read_and_annotate", interrupted)
        with pytest.raises(KeyboardInterrupt):
            read_archive(options)
    read.clear()
    read_archive(options)
    assert read == ["2031-03-11.md"]


def test_the_issues_that_tell_the_newspapers_name_are_read_once(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups: list[str] = []
    really = issue_reading.read_group

    def noted(group: IssueDocuments, options: Options) -> tuple[Issue | None, list[Diagnostic]]:
        groups.append(group.documents[0].name)
        return really(group, options)

    monkeypatch.setattr(issue_reading, "read_group", noted)
    read_archive(options)
    assert groups == ["2031-03-04.md", "2031-03-11.md"]


def test_an_edited_issue_is_read_alone(options: Options, read: list[str], tmp_path: Path) -> None:
    read_archive(options)
    read.clear()
    write(tmp_path, 11, "起风了。")
    assert read_archive(options).issues[1].articles[0].paragraphs[0].text.shown.endswith("起风了。")
    assert read == ["2031-03-11.md"]


def test_a_changed_glossary_has_every_issue_read_again(
    options: Options, read: list[str], tmp_path: Path
) -> None:
    glossary = tmp_path / "glossary.yml"
    glossary.write_text("- {zh: 湾口, en: the bay mouth, kind: place}\n", "utf-8")
    with_glossary = Options(issues=options.issues, base=tmp_path, cache=options.cache, glossary=glossary)
    assert "the bay mouth" in {entry.en for entry in read_archive(with_glossary).entries}
    read.clear()
    glossary.write_text("- {zh: 湾口, en: Bay Mouth, kind: place}\n", "utf-8")
    assert "Bay Mouth" in {entry.en for entry in read_archive(with_glossary).entries}
    assert len(read) == 2


def test_a_changed_corrections_file_counts(options: Options, tmp_path: Path) -> None:
    read_archive(options)
    (tmp_path / "issues" / "2031-03-04.corrections.yml").write_text(
        "- {page: 1, printed: 风平浪静, shown: 风急浪高}\n", "utf-8"
    )
    assert "风急浪高" in read_archive(options).issues[0].articles[0].paragraphs[0].text.shown


def test_an_option_of_reading_counts(options: Options, read: list[str]) -> None:
    read_archive(options)
    read.clear()
    read_archive(Options(issues=options.issues, base=options.base, cache=options.cache, repair=frozenset()))
    assert len(read) == 2


@pytest.mark.parametrize(
    "damage", [lambda held: held[:-7], lambda held: b"", lambda held: held[::-1], lambda held: b"\xff" * 64]
)
def test_a_torn_or_foreign_file_is_made_again(options: Options, read: list[str], damage: object) -> None:
    first = read_archive(options)
    for path in kept_files(options):
        path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    read.clear()
    assert read_archive(options) == first
    assert len(read) == 2
    read.clear()
    read_archive(options)
    assert read == []


def test_a_file_under_another_name_is_not_taken_for_its_own(options: Options, read: list[str]) -> None:
    read_archive(options)
    one, other = kept_files(options)
    one.write_bytes(other.read_bytes())
    read.clear()
    assert len({issue.id for issue in read_archive(options).issues}) == 2
    assert len(read) == 1


def test_where_nothing_can_be_written_one_line_says_so(options: Options, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be", "utf-8")
    found = read_archive(options)
    said = [one for one in found.findings if one.code == "cache"]
    assert len(found.issues) == 2
    assert [one.severity for one in said] == ["info"]


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    held = ResultCache(tmp_path, "issues")
    monkeypatch.setattr("os.replace", full)
    held.put(digest("a"), b"content")
    assert "No space left on device" in held.trouble
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [".gitignore"]


def test_what_nobody_asks_for_is_deleted_after_some_weeks(tmp_path: Path) -> None:
    held = ResultCache(tmp_path, "issues")
    keys = [digest(name) for name in ("used", "old", "new")]
    for key in keys:
        held.put(key, b"x")
    then = time.time() - (KEPT_DAYS + 1) * 86400
    for key in keys[:2]:
        os.utime(held._path(key), (then, then))
    held.keep_only([keys[0]])
    assert [held.get(key) for key in keys] == [b"x", None, b"x"]


def test_a_digest_tells_where_one_part_ends(tmp_path: Path) -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a\ud800") != digest("a")
