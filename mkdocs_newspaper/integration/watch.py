"""What `mkdocs serve` has to watch beside docs_dir: issues, glossary and translations that lie elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_newspaper.options import Options

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer


def watch(server: LiveReloadServer, options: Options, docs_dir: Path) -> None:
    """Watch everything that the archive is made from and that MkDocs does not watch by itself."""
    for path in (options.issues, options.glossary, options.translations):
        # The folder of a file that is still to come is not watched instead: a log written there by the
        # server's own shell would make it rebuild for ever.
        if path is not None and path.exists() and docs_dir not in path.parents:
            server.watch(str(path))
