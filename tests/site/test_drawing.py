"""Pages drawn and data files written by copies of the process that builds: the site of one process alone."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from newspaper_site import Site, log_lines, tree
from test_shells import ISSUES

from mkdocs_newspaper.integration import drawing, files
from mkdocs_newspaper.integration.drawing import Drawing, Job, Result, _Work
from mkdocs_newspaper.integration.files import DataFile

HERE = os.getpid()
TEI = "archive/2031/03/05/issue.tei.xml"


@pytest.fixture
def many(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site that is worth processes, which soon have done their share."""
    monkeypatch.setattr(drawing, "ENOUGH", 10)
    monkeypatch.setattr(drawing, "CHUNK", 4)
    monkeypatch.setattr(drawing, "SHARE", 3)
    for name, text in ISSUES.items():
        site.write(f"docs/issues/{name}", text)
    return site.configure(site_url="https://liuwan.example/")


@pytest.fixture
def written_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The data files that the process of the build wrote itself."""
    written: list[str] = []
    really = DataFile.write

    def noting(file: DataFile) -> None:
        written.append(file.dest_uri)
        really(file)

    monkeypatch.setattr(DataFile, "write", noting)
    return written


def built(site: Site, workers: int, **options: Any) -> dict[str, bytes]:
    site.configure(
        plugins=["search", {"newspaper": {"workers": workers, **options}}], site_dir=f"with-{workers}"
    )
    site.build(strict=False)
    return tree(site.folder / f"with-{workers}")


def test_data_files_are_written_by_the_processes_and_are_the_same(
    many: Site, written_here: list[str]
) -> None:
    several = built(many, 2)
    data = {path for path in several if path.endswith((".json", ".ris", ".bib", ".xml", ".tbx", ".ttl"))}
    assert len(data & set(written_here)) < len(data) / 2
    assert several == built(many, 1)


def test_processes_that_have_done_their_share_are_replaced(
    many: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked: list[Any] = []
    really = Drawing._forked

    def noting(self: Drawing) -> Any:
        forked.append(really(self))
        return forked[-1]

    monkeypatch.setattr(Drawing, "_forked", noting)
    built(many, 2)
    assert len(forked) > 4
    assert not any(hand.process.is_alive() for hand in forked)


@pytest.mark.parametrize("of_pages", [True, False])
def test_when_a_process_dies_this_one_does_what_is_left(
    many: Site, monkeypatch: pytest.MonkeyPatch, of_pages: bool
) -> None:
    whole = built(many, 1)
    really = _Work.done

    def dying(self: _Work, job: Job) -> Result:
        if os.getpid() != HERE and job.of_pages is of_pages and job.start > 0:
            if not of_pages:
                # As a full disk or a kill leaves it.
                path = Path(self.batches[job.start][0].abs_dest_path)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(b"half a f")
            os._exit(1)
        return really(self, job)

    monkeypatch.setattr(_Work, "done", dying)
    assert built(many, 2) == whole


@pytest.mark.parametrize("workers", [1, 2])
def test_a_full_disk_ends_the_build_with_one_line(
    many: Site, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    really = files._write

    def full(path: str, content: bytes) -> None:
        if path.endswith("issue.tei.xml"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        really(path, content)

    monkeypatch.setattr(files, "_write", full)
    with log_lines() as records, pytest.raises((SystemExit, Exception)) as caught:
        built(many, workers)
    said = "\n".join([str(caught.value), *(record.getMessage() for record in records)])
    assert "issue.tei.xml' can't be written: No space left on device" in said
    assert "Traceback" not in said


def test_a_file_that_fails_in_a_process_alone_is_written_all_the_same(
    many: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = built(many, 1)
    really = DataFile.write

    def failing(file: DataFile) -> None:
        if os.getpid() != HERE and file.dest_uri == TEI:
            raise MemoryError
        really(file)

    monkeypatch.setattr(DataFile, "write", failing)
    several = built(many, 2)
    assert TEI in several
    assert several == whole


def test_content_that_a_plugin_gives_a_file_at_the_last_moment_is_what_is_written(many: Site) -> None:
    hook = many.write(
        "hook.py",
        "from mkdocs.plugins import event_priority\n"
        "@event_priority(-200)\n"
        "def on_env(env, config, files):\n"
        "    for file in files:\n"
        "        if file.dest_uri.endswith('.ris'):\n"
        "            file.content_string = 'TY  - BOOK'\n",
    )
    several = built(many.configure(hooks=[str(hook)]), 2)
    assert {content for path, content in several.items() if path.endswith(".ris")} == {b"TY  - BOOK"}


def test_what_was_asked_of_the_archive_elsewhere_is_remembered(many: Site) -> None:
    """An edit of one issue must have that made again which speaks of the same in others."""
    many.newspaper(workers=2)
    many.build(strict=False)
    many.write("docs/issues/2031-03-05/01.md", ISSUES["2031-03-05/01.md"].replace("石小满", "江一舟"))
    after = tree(many.build(strict=False).folder)
    assert after == built(many, 1, incremental=False)
