"""What the commands share: the option that names the site, and how its options are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from mkdocs_newspaper.options import Options

#: Reads the options of a mkdocs.yml, which need not be there unless the second argument says so. The command
#: hands it in, so that the modules of single commands need no MkDocs.
ReadOptions = Callable[[Path | None, bool], Options]

CONFIG_FILE = click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's mkdocs.yml; by default the one in this folder.",
)
