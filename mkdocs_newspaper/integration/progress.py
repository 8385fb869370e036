"""How far long work is: a bar with a rate and an end, where somebody looks at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from mkdocs_newspaper.execution import Progress

#: Less is done before a bar could be read.
ENOUGH = 8


@contextmanager
def progress(doing: str) -> Iterator[Progress | None]:
    """What long work calls for each (name, done, all); None where nobody looks. `doing` says what it does."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", visible=False)

        def show(_: str, done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole, visible=whole >= ENOUGH)

        yield show
