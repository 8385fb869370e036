"""`mkdocs-newspaper shard`: an archive of decades built year by year into one site."""

from __future__ import annotations

from pathlib import Path

import click

from mkdocs_newspaper.command_line import CONFIG_FILE
from mkdocs_newspaper.execution import Workforce
from mkdocs_newspaper.integration.progress import progress
from mkdocs_newspaper.integration.shard_shop import ShardError, open_shop
from mkdocs_newspaper.integration.shards import Result, build_shards, read_issues


@click.command("shard")
@CONFIG_FILE
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the site; by default the one that mkdocs.yml names.",
)
@click.option(
    "-j",
    "--workers",
    type=click.IntRange(min=1),
    help="How many parts are built side by side; by default as the option `workers` says.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, as a strict build would.")
def shard(config_file: Path | None, site_dir: Path | None, workers: int | None, strict: bool) -> None:
    """Build the site part by part: its years, shares of its names and terms, and the rest.

    The parts stand in one folder that any web server serves as one archive, with one calendar, one glossary
    and an index of site maps. Run it again after an edit: only parts that have a reason to are built, and of
    these only the pages that have changed.
    """
    try:
        shop = open_shop(config_file, site_dir)
        size = workers or Workforce(shop.options.workers).size
        with progress("Reading issues") as tell:
            archive = read_issues(shop, tell)
        with progress("Building parts") as tell:
            done = build_shards(shop, archive, size, tell)
    except ShardError as error:
        raise click.ClickException(str(error)) from error
    _say(done, shop.site_dir)
    if strict and done.warnings:
        raise SystemExit(1)


def _say(done: Result, site_dir: Path) -> None:
    """The notes and warnings, a line for each part that was built, and what came of all."""
    for line in (*(f"INFO - {note}" for note in done.notes), *done.warnings):
        click.echo(line, err=True)
    for name, made in done.built.items():
        click.echo(
            f"{name:>12}: {len(made.pages):,} pages, {made.seconds:.1f} s, {made.memory:.0f} MB at most"
        )
    click.echo(
        f"{done.pages:,} pages in {site_dir}: {len(done.built)} parts built, {len(done.unchanged)} unchanged, "
        f"{done.linked:,} files put into the site, {done.removed:,} removed"
    )
