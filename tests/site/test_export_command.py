"""The command `mkdocs-newspaper export`, as an editor runs it; MkDocs builds what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from newspaper_site import Site, tree

from mkdocs_newspaper.cli import main
from mkdocs_newspaper.publishing.export import FORMATS, MANIFEST

ISSUE = "2031/03/04"
BRIDGE = f"{ISSUE}/liu-wan-da-qiao-he-long"


def run(site: Site, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["export", "-f", str(site.config_file), *arguments], catch_exceptions=False
    )


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_found_unchanged_the_second_time(site: Site, form: str) -> None:
    folder = site.folder / "out" / form
    result = run(site, "--to", str(folder), "--format", form)
    assert result.exit_code == 0, result.output
    assert "2 issues" in result.stdout
    assert result.stderr == ""
    before = tree(folder)
    assert "0 files written" in run(site, "--to", str(folder), "--format", form).stdout
    assert tree(folder) == before


def test_an_issue_that_is_gone_goes_from_the_export(site: Site) -> None:
    folder = site.folder / "out"
    run(site, "--to", str(folder), "--format", "json")
    (site.folder / "docs/issues/2031-03-05/01.md").unlink()
    result = run(site, "--to", str(folder), "--format", "json")
    assert "1 removed" in result.stdout
    assert tree(folder).keys() == {MANIFEST, "index.json", "issue.schema.json", f"{ISSUE}/issue.json"}


def test_urls_are_those_of_the_site(site: Site) -> None:
    site.configure(site_url="https://example.org/p/", use_directory_urls=False)
    folder = site.folder / "out"
    run(site, "--to", str(folder), "--format", "markdown")
    text = (folder / f"{BRIDGE}.md").read_text("utf-8")
    assert f'canonical_url: "https://example.org/p/archive/{BRIDGE}.html"' in text


def test_the_json_is_that_of_the_site(site: Site) -> None:
    built = site.build()
    run(site, "--to", str(site.folder / "out"), "--format", "json")
    path = f"{ISSUE}/issue.json"
    assert (site.folder / "out" / path).read_bytes() == (built.folder / "archive" / path).read_bytes()


def test_mkdocs_builds_the_markdown_with_every_link_and_anchor_checked(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "plain" / "docs"
    run(site, "--to", str(folder), "--format", "markdown")
    plain = Site(tmp_path / "plain", issues={})
    (tmp_path / "plain/docs/index.md").unlink()
    (tmp_path / "plain/docs/guide.md").unlink()
    plain.configure(
        plugins=[],
        markdown_extensions=["attr_list", "admonition", "def_list", "footnotes", "abbr"],
        validation={
            "nav": {"omitted_files": "warn", "not_found": "warn"},
            "links": {"not_found": "warn", "anchors": "warn", "unrecognized_links": "warn"},
        },
    )
    built = plain.build(strict=True)
    page = BeautifulSoup((built.folder / BRIDGE / "index.html").read_text("utf-8"), "html.parser")
    assert page.title is not None
    assert page.title.get_text().startswith("柳湾大桥合龙")
    assert page.find(id="p2") is not None
    assert "合龙段的误差不到三毫米。" in page.get_text()
    home = BeautifulSoup((built.folder / "index.html").read_text("utf-8"), "html.parser")
    assert home.find("a", href="2031/03/04/") is not None


def test_a_folder_that_is_not_empty_is_refused_in_one_line(site: Site) -> None:
    site.write("out/letter.md", "mine")
    result = run(site, "--to", str(site.folder / "out"), "--format", "csv")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "--force" in result.stderr
    assert run(site, "--to", str(site.folder / "out"), "--format", "csv", "--force").exit_code == 0


def test_the_folder_of_the_issues_is_refused(site: Site) -> None:
    before = site.sources()
    result = run(site, "--to", str(site.folder / "docs/issues/out"), "--format", "markdown")
    assert result.exit_code == 1
    assert site.sources() == before


def test_findings_are_counted_and_left_to_check(site: Site) -> None:
    site.write("docs/issues/2031-03-06/01.md", b"\x00\x01\x02\x03")
    result = run(site, "--to", str(site.folder / "out"), "--format", "json")
    assert result.exit_code == 0
    assert "mkdocs-newspaper check" in result.stderr
    assert len(json.loads((site.folder / "out/index.json").read_bytes())) == 2


def test_spreadsheets_are_for_tables_alone(site: Site) -> None:
    result = run(site, "--to", str(site.folder / "out"), "--format", "tei", "--spreadsheet")
    assert result.exit_code == 2
    assert "--format csv" in result.stderr
