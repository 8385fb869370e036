"""`mkdocs-newspaper export`: the archive as files of a folder, without building the site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.command_line import CONFIG_FILE
from mkdocs_newspaper.integration.progress import progress
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.export import FORMATS, ExportError, ExportFormat, export_files, write_export
from mkdocs_newspaper.publishing.views import SiteFacts, open_press

#: Reads the options and the site's address; the command hands it in, so that this module needs no MkDocs.
ReadSite = Callable[[Path | None], tuple[Options, SiteFacts]]


def export_command(read_site: ReadSite) -> click.Command:
    """The command `export`."""

    @click.command("export")
    @click.option(
        "--to",
        "folder",
        type=click.Path(path_type=Path),
        required=True,
        metavar="DIR",
        help="The folder to write into; it is made if need be.",
    )
    @click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
    @CONFIG_FILE
    @click.option("--force", is_flag=True, help="Write into a folder that holds other files, beside them.")
    @click.option(
        "--spreadsheet",
        is_flag=True,
        help="CSV for spreadsheets: a byte order mark, and an apostrophe before what looks like a formula.",
    )
    def export(
        folder: Path, form: ExportFormat, config_file: Path | None, force: bool, spreadsheet: bool
    ) -> None:
        """Write the archive as Markdown with front matter, TEI P5, JSON or CSV tables.

        Run it again to bring DIR up to date: only what has changed is written, what no longer exists is
        taken away, and files that no export wrote are never touched.
        """
        if spreadsheet and form != "csv":
            raise click.UsageError("--spreadsheet goes with --format csv")
        options, site = read_site(config_file)
        with progress("Reading issues") as tell:
            archive = read_archive(options, tell)
        press, of_images = open_press(archive, options, site)
        findings = Counter(one.severity for one in (*archive.findings, *of_images))
        try:
            with progress("Writing files") as tell:
                done = write_export(
                    folder,
                    form,
                    export_files(press, form, spreadsheet),
                    force=force,
                    issues=options.issues,
                    progress=tell,
                )
        except ExportError as error:
            raise click.ClickException(str(error)) from error
        count = len(archive.issues)
        click.echo(
            f"{count} issue{'' if count == 1 else 's'} in {folder}: {done.written} files written, "
            f"{done.unchanged} unchanged, {done.removed} removed"
        )
        if findings["error"] or findings["warning"]:
            said = f"{findings['error']} errors, {findings['warning']} warnings"
            click.echo(f"{said} while reading; `mkdocs-newspaper check` lists them", err=True)

    return export
