"""`mkdocs serve`: every change of an issue shows without a restart."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from newspaper_site import BRIDGE, ISSUE, ISSUES, NEXT_FRONT_PAGE, Site

from mkdocs_newspaper.integration.site import ArchiveSite

DRAFT = """\
---
date: 2031-03-09
draft: true
---

## 还没有定稿的消息

本报讯（记者 田禾）这一条还在编辑。
"""
NEXT_ISSUE = NEXT_FRONT_PAGE.replace("3月5日 星期三", "3月6日 星期四").replace("8124", "8125")
WRONG_WEEKDAY = NEXT_FRONT_PAGE.replace("星期三", "星期五")


def test_editing_adding_and_removing_an_issue_show_in_the_next_build(site: Site) -> None:
    server = site.server()
    assert "三毫米" in server.build().text(f"{BRIDGE}/index.html")

    site.write("docs/issues/2031-03-04/02.md", ISSUES["2031-03-04/02.md"].replace("三毫米", "两毫米"))
    site.write("docs/issues/2031-03-06/01.md", NEXT_ISSUE)
    built = server.build()
    assert "两毫米" in built.text(f"{BRIDGE}/index.html")
    assert built.has("archive/2031/03/06/index.html")

    shutil.rmtree(site.folder / "docs/issues/2031-03-06")
    built = server.build()
    assert not built.has("archive/2031/03/06/index.html")
    assert "2031/03/06" not in built.text("archive/index.html")
    assert built.broken_links() == []


def test_a_file_of_the_site_s_own_among_the_archive_s_goes_when_it_is_removed(site: Site) -> None:
    site.write("docs/archive/2031/03/04/scan/notes.txt", "Of the site itself.")
    server = site.server()
    assert server.build().has("archive/2031/03/04/scan/notes.txt")
    assert server.build().has("archive/2031/03/04/scan/notes.txt")

    shutil.rmtree(site.folder / "docs/archive")
    built = server.build()
    assert not built.has("archive/2031/03/04/scan/notes.txt")
    assert built.has(f"{BRIDGE}/index.html")


def test_a_build_lets_go_of_what_the_one_before_held(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[weakref.ref[ArchiveSite]] = []
    leave = ArchiveSite.leave_record

    def noted(one: ArchiveSite) -> None:
        leave(one)
        held.append(weakref.ref(one))

    monkeypatch.setattr(ArchiveSite, "leave_record", noted)
    server = site.server()
    for _ in range(3):
        server.build()
    assert len(held) == 3
    assert sum(one() is not None for one in held) == 1


def test_fixing_an_error_shows_in_the_next_build(site: Site) -> None:
    server = site.server()
    site.write("docs/issues/2031-03-05/01.md", WRONG_WEEKDAY)
    wrong = server.build()
    assert [message for message in wrong.messages() if "2031-03-05/01.md:1" in message]

    site.write("docs/issues/2031-03-05/01.md", NEXT_FRONT_PAGE)
    assert server.build().messages() == []


def test_after_a_bad_option_the_server_goes_on(site: Site) -> None:
    server = site.server()
    server.build()
    site.newspaper(issues=".")
    with pytest.raises(SystemExit):
        server.build()

    site.newspaper()
    assert server.build().has(f"{BRIDGE}/index.html")


def test_drafts_show_in_serve_and_never_in_a_build(site: Site) -> None:
    site.write("docs/issues/2031-03-09/01.md", DRAFT)

    assert site.server().build().has("archive/2031/03/09/index.html")
    built = site.build()
    assert not built.has("archive/2031/03/09/index.html")
    assert not [path for path in built.paths if "2031/03/09" in path]
    assert not [entry for entry in built.search_entries() if "定稿" in entry["title"]]


def test_an_issue_s_findings_stand_on_its_page_in_serve_alone(site: Site) -> None:
    site.write("docs/issues/2031-03-05/01.md", WRONG_WEEKDAY)
    page = "archive/2031/03/05/"
    served = site.server().build().page(page).select_one(".np")
    assert served is not None
    assert "2031-03-05/01.md" in served.get_text()

    built = site.build(strict=False).page(page).select_one(".np")
    assert built is not None
    assert "2031-03-05/01.md" not in built.get_text()


def test_what_lies_outside_docs_dir_is_watched(site: Site) -> None:
    shutil.move(site.folder / "docs/issues", site.folder / "papers")
    glossary = site.write("glossary.yml", "[]\n")
    site.write("translations/en/2031-03-04.po", 'msgid ""\nmsgstr ""\n')
    server = site.newspaper(issues="papers").server()
    server.build()

    assert server.watched() == {str(site.folder / "papers"), str(glossary), str(site.folder / "translations")}


def test_issues_in_docs_dir_are_watched_once(site: Site) -> None:
    server = site.server()
    server.build()

    assert server.watched() == set()


@contextmanager
def _mkdocs_serve(site: Site) -> Iterator[str]:
    """A real `mkdocs serve`; gives its address."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "serve",
        "-a",
        f"127.0.0.1:{port}",
        "-f",
        str(site.config_file),
    ]
    log = (site.folder / "serve.log").open("w")
    process = subprocess.Popen(command, stdout=log, stderr=log, cwd=site.folder, env=dict(os.environ))
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def _soon(holds: Callable[[], bool], seconds: float = 25) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


def _get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            text: str = answer.read().decode()
            return text
    except OSError:
        return ""


@pytest.mark.parametrize("outside", [False, True])
def test_a_real_server_follows_the_issues(site: Site, outside: bool) -> None:
    issues = site.folder / "docs/issues"
    if outside:
        issues = Path(shutil.move(issues, site.folder / "papers"))
        site.newspaper(issues="papers")
    with _mkdocs_serve(site) as address:
        assert _soon(lambda: "三毫米" in _get(f"{address}{BRIDGE}/")), (site.folder / "serve.log").read_text()

        text = ISSUES["2031-03-04/02.md"].replace("三毫米", "两毫米")
        (issues / "2031-03-04/02.md").write_text(text, "utf-8")
        assert _soon(lambda: "两毫米" in _get(f"{address}{BRIDGE}/"))

        (issues / "2031-03-06").mkdir()
        (issues / "2031-03-06/01.md").write_text(NEXT_ISSUE, "utf-8")
        assert _soon(lambda: "春茶开采" in _get(f"{address}archive/2031/03/06/"))

        shutil.rmtree(issues / "2031-03-06")
        assert _soon(lambda: _get(f"{address}archive/2031/03/06/") == "")
        assert _get(f"{address}{ISSUE}/") != ""
