"""The archive -> files of a folder, without MkDocs: Markdown, TEI, JSON or CSV.

The folder keeps a list of what an export wrote. So a second one rewrites only what has changed, takes away
what is no longer made, goes on where one was interrupted, and never touches a file that is not its own.
"""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Literal, get_args

from mkdocs_newspaper.publishing import corpus, issue_json, tei
from mkdocs_newspaper.publishing.markdown import MarkdownIssue, archive_index
from mkdocs_newspaper.publishing.pictures import Picture
from mkdocs_newspaper.publishing.sheets import Press
from mkdocs_newspaper.publishing.stories import IssueView
from mkdocs_newspaper.publishing.tei_header import translations_of

ExportFormat = Literal["markdown", "tei", "json", "csv"]
FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
#: The list of what exports wrote, in the export's folder.
MANIFEST = ".mkdocs-newspaper-export.json"
MANIFEST_VERSION = 1
#: Behind the name of a file that is being written; whole files are moved to their names.
PART_SUFFIX = ".part"

#: Called as (path, done, all) after each file.
Progress = Callable[[str, int, int], None]
Content = bytes | Path | Iterator[bytes]

_WINDOWS_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.I)
_WINDOWS_UNSAFE = re.compile(r'[<>:"\\|?*\x00-\x1f]')


class ExportError(Exception):
    """An export that can't be made; the message is one line for people."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of the export: its POSIX path in the folder, and its content when it is asked for."""

    path: str
    content: Callable[[], Content]


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """How many files were written, were right already, and were taken away."""

    written: int
    unchanged: int
    removed: int


def windows_safe(path: str) -> str:
    """A relative path whose every part Windows can hold: no device's name, no dot or space at the end."""
    return "/".join(_safe_part(part) for part in path.split("/"))


def _safe_part(part: str) -> str:
    part = _WINDOWS_UNSAFE.sub("_", part)
    part = re.sub(r"[. ]+$", lambda end: "_" * len(end[0]), part)
    if _WINDOWS_DEVICE.fullmatch(part):
        stem, dot, suffix = part.partition(".")
        return f"{stem}_{dot}{suffix}"
    return part


# What an export holds


def export_files(press: Press, form: ExportFormat, spreadsheet: bool = False) -> list[ExportFile]:
    """The files of an export, in a stable order. `spreadsheet` is for CSV (see `corpus`)."""
    if form == "markdown":
        return [*_markdown_files(press), *_image_files(press)]
    if form == "tei":
        return [*_tei_files(press), *_image_files(press)]
    if form == "json":
        return list(_json_files(press))
    return list(_csv_files(press, spreadsheet))


def _markdown_files(press: Press) -> Iterator[ExportFile]:
    issues = []
    for view in press.issues:
        names = {story.name: windows_safe(f"{story.name}.md")[:-3] for story in view.stories}
        issue = MarkdownIssue(press, view, names, partial(_image_path, press))
        issues.append(issue)
        yield ExportFile(issue.index_path, partial(_encoded, issue.index))
        for story in view.stories:
            yield ExportFile(issue.story_path(story), partial(_encoded, partial(issue.story, story)))
        for held in translations_of(press, view):
            for story in view.stories:
                if issue.is_translated(story, held.language):
                    path = issue.translation_path(story, held.language)
                    yield ExportFile(path, partial(_encoded, partial(issue.translation, story, held)))
    # Not index.md: Hugo would take a folder with one for a single page.
    yield ExportFile("README.md", partial(_encoded, partial(archive_index, press, issues)))


def _encoded(make: Callable[[], str]) -> bytes:
    return make().encode()


def _tei_files(press: Press) -> Iterator[ExportFile]:
    for view in press.issues:
        yield ExportFile(f"{view.folder}/issue.tei.xml", partial(tei.issue_bytes, press, view, windows_safe))


def _json_files(press: Press) -> Iterator[ExportFile]:
    def json_path(view: IssueView) -> str:
        return f"{view.folder}/issue.json"

    for view in press.issues:
        yield ExportFile(json_path(view), partial(issue_json.issue_bytes, press, view))
    yield ExportFile("index.json", partial(issue_json.archive_bytes, press, json_path))
    yield ExportFile("issue.schema.json", issue_json.schema_bytes)


def _csv_files(press: Press, spreadsheet: bool) -> Iterator[ExportFile]:
    for table in corpus.TABLES:
        yield ExportFile(f"{table.name}.csv", partial(corpus.table_chunks, table, press, spreadsheet))
    yield ExportFile("datapackage.json", partial(corpus.data_package, press, spreadsheet))
    yield ExportFile("README.md", partial(corpus.read_me, press, spreadsheet))


def _image_files(press: Press) -> Iterator[ExportFile]:
    """The images that the issues show, below the issues' folders."""
    given: set[str] = set()
    for picture in press.pictures.values():
        path = _image_path(press, picture.path)
        if path.casefold() not in given:
            given.add(path.casefold())
            yield ExportFile(path, partial(_file, picture))


def _file(picture: Picture) -> Path:
    return picture.file


def _image_path(press: Press, site_path: str) -> str:
    """Where the export has an image of the site: the same place, without the archive's prefix."""
    return windows_safe(site_path.removeprefix(press.urls.picture("", "").rstrip("/") + "/"))


# Writing


def write_export(
    folder: Path,
    form: ExportFormat,
    files: Iterable[ExportFile],
    *,
    force: bool = False,
    issues: Path | None = None,
    progress: Progress | None = None,
) -> ExportSummary:
    """Write an export into `folder`; what is right already is left, what an earlier one left over goes.

    `issues`: the folder of the source documents, which no export may be written into. `force`: write into
    a folder that holds other files, too. Raises ExportError with one line; what was written until then
    stays, and the next export goes on from there.
    """
    planned = {one.path: one for one in files}
    try:
        folder = folder.absolute()
        _check_place(folder, issues)
        held = _read_manifest(folder, force)
        if held is None:
            _check_empty(folder, force)
            held = {}
        own = {path for paths in held.values() for path in paths}
        _check_foreign(folder, planned, own)
        folder.mkdir(parents=True, exist_ok=True)
        before = held.get(form, set())
        # Before anything else, so that an export that breaks off knows its own files again.
        _write_manifest(folder, {**held, form: before | set(planned)})
        written = 0
        for number, one in enumerate(planned.values(), 1):
            written += _write(folder, one)
            if progress is not None:
                progress(one.path, number, len(planned))
        others = {path for other, paths in held.items() if other != form for path in paths}
        removed = sum(_remove(folder, path) for path in sorted(before - set(planned) - others))
        _write_manifest(folder, {**held, form: set(planned)})
    except OSError as error:
        place = error.filename or folder
        raise ExportError(f"{place}: {error.strerror or error}") from error
    return ExportSummary(written, len(planned) - written, removed)


def _check_place(folder: Path, issues: Path | None) -> None:
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is no folder")
    real = folder.resolve()
    if issues is not None and (real == issues.resolve() or issues.resolve() in real.parents):
        raise ExportError(f"{folder} lies in the folder of the issues, where it would be read as one")


def _check_empty(folder: Path, force: bool) -> None:
    if not force and folder.is_dir() and any(folder.iterdir()):
        raise ExportError(
            f"{folder} holds files that no export wrote; give an empty folder, or --force to write beside them"
        )


def _check_foreign(folder: Path, planned: Iterable[str], own: set[str]) -> None:
    """A file of the same name that no export wrote stays, whatever is wished."""
    for path in planned:
        if path not in own and os.path.lexists(folder / path):
            raise ExportError(f"{folder / path} is not of an earlier export; move it away")


def _read_manifest(folder: Path, force: bool) -> dict[str, set[str]] | None:
    """The files of earlier exports by format, None where there was none."""
    path = folder / MANIFEST
    try:
        held: Any = json.loads(path.read_text("utf-8"))
        formats = held["formats"]
        return {
            form: {path for path in paths if _is_inside(path)}
            for form, paths in formats.items()
            if isinstance(paths, list)
        }
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if force:
            return None
        raise ExportError(
            f"{path} can't be read, so it is not known what an earlier export wrote; "
            "give another folder, or --force to write beside what is there"
        ) from error


def _is_inside(path: object) -> bool:
    """Whether an entry of the list is a path below the folder: the list may have been tampered with."""
    if not isinstance(path, str) or not path or "\\" in path or ":" in path or "\0" in path:
        return False
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and path != MANIFEST


def _write_manifest(folder: Path, formats: dict[str, set[str]]) -> None:
    listed = {form: sorted(paths) for form, paths in sorted(formats.items()) if paths}
    text = json.dumps({"version": MANIFEST_VERSION, "formats": listed}, ensure_ascii=False, indent=1)
    _write(folder, ExportFile(MANIFEST, (text + "\n").encode))


def _write(folder: Path, one: ExportFile) -> bool:
    """Write one file as a whole or not at all; False where it was right already."""
    path = folder / one.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise ExportError(f"{path.parent} is a link out of the export's folder")
    content = one.content()
    if not isinstance(content, Iterator) and _holds(path, content):
        return False
    part = path.with_name(path.name + PART_SUFFIX)
    try:
        _fill(part, content)
        # A table that is made piece by piece can only be compared when it is whole.
        if isinstance(content, Iterator) and _holds(path, part):
            return False
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return True


def _holds(path: Path, content: bytes | Path) -> bool:
    """Whether a file is there and has this content, byte for byte."""
    if not _is_file(path):
        return False
    if isinstance(content, Path):
        return filecmp.cmp(content, path, shallow=False)
    return path.stat().st_size == len(content) and path.read_bytes() == content


def _fill(part: Path, content: Content) -> None:
    if isinstance(content, Path):
        shutil.copyfile(content, part)
        return
    with part.open("wb") as file:
        for chunk in (content,) if isinstance(content, bytes) else content:
            file.write(chunk)


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _remove(folder: Path, path: str) -> bool:
    """Take away a file of an earlier export, and the folders that it leaves empty."""
    file = folder / path
    if not file.parent.resolve().is_relative_to(folder.resolve()) or not (
        _is_file(file) or file.is_symlink()
    ):
        return False
    file.unlink()
    for parent in file.parents:
        if parent == folder or any(parent.iterdir()):
            break
        parent.rmdir()
    return True
