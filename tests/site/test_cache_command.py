"""`mkdocs-newspaper cache`: what is kept is shown, and goes when it is told to."""

from __future__ import annotations

from click.testing import CliRunner
from newspaper_site import Site

from mkdocs_newspaper.cli import main


def run(site: Site, command: str) -> str:
    result = CliRunner().invoke(main, ["cache", command, "-f", str(site.config_file)])
    assert result.exit_code == 0, result.output
    return result.output


def test_info_counts_what_a_build_left(site: Site) -> None:
    site.build()
    said = run(site, "info")
    assert str(site.folder / ".cache/mkdocs-newspaper") in said
    assert "2 issues, read and annotated" in said
    assert "1 records of the pages of a build" in said


def test_clear_deletes_it_and_the_next_build_is_right(site: Site) -> None:
    first = site.build().paths
    assert "is deleted" in run(site, "clear")
    assert not (site.folder / ".cache/mkdocs-newspaper").exists()
    assert "Nothing is kept" in run(site, "clear")
    assert site.build().paths == first


def test_without_incremental_there_is_nothing_to_show(site: Site) -> None:
    site.newspaper(incremental=False)
    assert "option `incremental`" in run(site, "info")
