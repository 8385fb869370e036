"""`mkdocs-newspaper cache`: what is kept between builds, and its deletion."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from mkdocs_newspaper.cache import folder_files
from mkdocs_newspaper.command_line import CONFIG_FILE, ReadOptions

#: What the parts of the cache hold.
PARTS = {
    "issues": "issues, read and annotated",
    "pages": "records of the pages of a build",
    "templates": "compiled templates",
    "translations": "translations, read and matched",
    "parts": "files of a site built part by part (the site's folder holds links to them)",
}


def cache_commands(read_options: ReadOptions) -> click.Group:
    """The commands; `read_options` gives the options of the mkdocs.yml named, which need not be there."""

    @click.group("cache")
    def commands() -> None:
        """What is kept between builds."""

    @commands.command("info")
    @CONFIG_FILE
    def info(config_file: Path | None) -> None:
        """Say what is kept, and how large it is."""
        folder = read_options(config_file, False).cache
        if folder is None:
            click.echo("Nothing is kept between builds (option `incremental`).")
            return
        click.echo(str(folder))
        for part, what in PARTS.items():
            sizes = [path.stat().st_size for path in folder_files(folder / part)]
            click.echo(f"{len(sizes):7} {what}: {sum(sizes) / 1048576:.1f} MB")

    @commands.command("clear")
    @CONFIG_FILE
    def clear(config_file: Path | None) -> None:
        """Delete it; the next build makes everything anew."""
        folder = read_options(config_file, False).cache
        if folder is None or not folder.is_dir():
            click.echo("Nothing is kept between builds.")
            return
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise click.ClickException(f"{folder} can't be deleted: {error.strerror or error}") from error
        click.echo(f"{folder} is deleted.")

    return commands
