"""`mkdocs-newspaper check`: every finding, without building."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from newspaper_site import FRONT_PAGE, NEXT_FRONT_PAGE, Site, tree

from mkdocs_newspaper.cli import main

WRONG_WEEKDAY = NEXT_FRONT_PAGE.replace("星期三", "星期五")


def _check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


@pytest.fixture
def inside(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site, with its folder as the working directory and its mkdocs.yml written."""
    monkeypatch.chdir(site.folder)
    assert site.config_file.is_file()
    return site


def test_a_sound_archive_gives_a_summary_and_nothing_else(inside: Site) -> None:
    done = _check()

    assert done.exit_code == 0
    assert done.output == "2 issues, 3 print pages, 4 articles: 0 errors, 0 warnings, 0 notes\n"


def test_checking_writes_nothing(inside: Site) -> None:
    before = tree(inside.folder)
    _check()

    assert tree(inside.folder) == before


def test_a_finding_says_where_how_bad_what_and_which(inside: Site) -> None:
    inside.write("docs/issues/2031-03-05/01.md", WRONG_WEEKDAY)
    lines = _check().output.splitlines()

    assert len(lines) == 2
    place, rest = lines[0].split(": ", 1)
    assert place == "docs/issues/2031-03-05/01.md:1"
    assert rest.startswith("warning: ")
    assert rest.endswith("]")
    assert "1 warning," in lines[1]


def test_warnings_fail_a_strict_check_alone(inside: Site) -> None:
    inside.write("docs/issues/2031-03-05/01.md", WRONG_WEEKDAY)

    assert _check().exit_code == 0
    assert _check("--strict").exit_code == 1


def test_an_error_gives_exit_code_one(inside: Site) -> None:
    inside.write("docs/issues/2031-03-07/01.md", bytes(range(256)) * 40)
    done = _check()

    assert done.exit_code == 1
    assert "docs/issues/2031-03-07/01.md" in done.output
    assert "2 issues" in done.output


def test_json_holds_the_same_as_the_text(inside: Site) -> None:
    inside.write("docs/issues/2031-03-05/01.md", WRONG_WEEKDAY)
    told = json.loads(_check("--format", "json").output)

    assert (told["issues"], told["print_pages"], told["articles"], told["warnings"]) == (2, 3, 4, 1)
    (finding,) = told["findings"]
    assert finding["source"] == "docs/issues/2031-03-05/01.md"
    assert finding["line"] == 1
    assert finding["severity"] == "warning"
    assert finding["code"]
    assert finding["message"]


@pytest.mark.parametrize(
    ("path", "issues", "pages"),
    [
        ("docs/issues", 2, 3),
        ("docs/issues/2031-03-04", 1, 2),
        ("docs/issues/2031-03-04/01.md", 1, 1),
    ],
)
def test_a_path_may_be_the_issues_one_issue_or_a_document(
    inside: Site, path: str, issues: int, pages: int
) -> None:
    told = json.loads(_check("--format", "json", path).output)

    assert (told["issues"], told["print_pages"]) == (issues, pages)


def test_several_documents_of_an_issue_are_read_together(inside: Site) -> None:
    folder = "docs/issues/2031-03-04"
    done = _check(f"{folder}/02.md", f"{folder}/01.md", "docs/issues/2031-03-05")

    assert "2 issues, 3 print pages, 4 articles: 0 errors, 0 warnings, 0 notes" in done.output


def test_no_mkdocs_yml_is_needed_for_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for place in ("2031-03-04/01.md", "papers/2031-03-04/01.md"):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(FRONT_PAGE, "utf-8")

    for path in ("2031-03-04", "2031-03-04/01.md", "papers", "papers/2031-03-04"):
        done = _check(path)
        assert done.exit_code == 0, done.output
        assert "1 issue, 1 print page, 2 articles" in done.output, path


def test_without_path_and_mkdocs_yml_the_usage_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = _check()

    assert done.exit_code == 2
    assert "mkdocs.yml" in done.output
    assert _check("nowhere").exit_code == 2


def test_mkdocs_yml_may_lie_elsewhere_and_inherit(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site.write("base.yml", "plugins:\n  newspaper:\n    issues: ../papers\n")
    site.write("papers/2031-03-05/01.md", NEXT_FRONT_PAGE)
    config = site.write("mkdocs.yml", "INHERIT: base.yml\nsite_name: x\nplugins:\n  nosuchplugin: {}\n")
    config.write_text(
        config.read_text() + "site_author: !ENV [NOBODY, nobody]\nhooks: !!python/name:no.such\n"
    )
    monkeypatch.chdir(tmp_path.parent)

    assert "1 issue, 1 print page, 1 article" in _check("-f", config).output


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("plugins: [newspaper: {archive: ../up}]", "archive"),
        ("plugins: [newspaper: {issues: .}]", "issues"),
        ("plugins: [newspaper: 3]", "newspaper"),
        ("plugins: [", "mkdocs.yml"),
        ("- 1", "mkdocs.yml"),
    ],
)
def test_a_bad_mkdocs_yml_is_a_usage_error_in_one_line(inside: Site, settings: str, named: str) -> None:
    inside.write("mkdocs.yml", settings)
    done = _check()

    assert done.exit_code == 2
    assert named in done.output
    assert not isinstance(done.exception, ValueError | TypeError)


def test_an_unknown_option_is_told(inside: Site) -> None:
    inside.write("mkdocs.yml", "plugins: [newspaper: {isues: x}]")
    done = _check()

    assert done.exit_code == 0
    assert "isues" in done.output


def _jumping(site: Site) -> None:
    site.write(
        "docs/issues/2031-03-06/01.md",
        "# 春茶开采\n\n本报讯 高山春茶昨日开采，（下转第二版）\n\n# 夏粮开秤\n\n本报讯 夏粮昨日开秤。（下转第七版）\n",
    )
    site.write("docs/issues/2031-03-06/02.md", "# 春茶\n\n（上接第一版）茶农说，今年茶好。\n")


def test_explaining_says_why_a_jump_was_joined_and_why_one_was_left(inside: Site) -> None:
    _jumping(inside)
    lines = _check("--explain").output.splitlines()

    assert "2031-03-06: 1 of 2 jumps joined" in lines
    joined = next(line for line in lines if "2031-03-06/01.md:3" in line)
    assert "docs/issues/2031-03-06/01.md:3" in joined
    assert "joined with the story at line 1 of page 2" in joined
    reasons = lines[lines.index(joined) + 1]
    assert "one headline is a part of the other" in reasons
    left = next(line for line in lines if "（下转第七版）" in line and "left open" in line)
    assert left.endswith("page 7 is not held")
    assert not [line for line in _check().output.splitlines() if "jumps joined" in line]


def test_explaining_gives_the_same_as_data(inside: Site) -> None:
    _jumping(inside)
    said = json.loads(_check("--explain", "--format", "json").output)

    assert "jumps" not in json.loads(_check("--format", "json").output)
    joined, left = (one for one in said["jumps"] if one["issue"] == "2031-03-06")
    assert (joined["page"], joined["to"], joined["joined"]) == (1, 2, True)
    assert joined["target"] == {"page": 2, "line": 1}
    (candidate,) = joined["candidates"]
    assert candidate["chosen"]
    assert candidate["score"] == pytest.approx(sum(one["points"] for one in candidate["reasons"]), abs=0.02)
    assert (left["joined"], left["why"], left["target"]) == (False, "page-not-held", None)


def test_an_editors_decision_is_explained_as_such(inside: Site) -> None:
    _jumping(inside)
    inside.write(
        "docs/issues/2031-03-06/corrections.yml", "- {jump: {page: 1, line: 3}, to: none}\n- {page: 1}\n"
    )
    output = _check("--explain").output

    assert "left open: the corrections file says so" in output
    assert "docs/issues/2031-03-06/corrections.yml:2: warning: `printed` is missing" in output
