"""How far long work is: a bar with a rate and an end, where somebody looks at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from mkdocs_newspaper.execution import Progress

#: Less is done before a bar could be read.
ENOUGH = 8
#: Seconds between two looks of the bar.
INTERVAL = 0.1


class RateColumn(ProgressColumn):
    """How many are done a second, or a minute where that is less than one."""

    def render(self, task: Task) -> Text:
        """Nothing before two have been done."""
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        return Text(f"{speed:,.1f}/s" if speed >= 1 else f"{speed * 60:,.1f}/min")


@contextmanager
def progress(doing: str) -> Iterator[Progress | None]:
    """What long work calls for each (name, done, all); None where nobody looks. `doing` says what it does."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeRemainingColumn())
    # A bar that refreshes itself has a thread, and a process with threads can't be copied.
    with Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", visible=False)
        last = 0.0

        def show(_: str, done: int, whole: int) -> None:
            nonlocal last
            now = time.monotonic()
            is_due = now - last >= INTERVAL or done == whole
            last = now if is_due else last
            bar.update(task, completed=done, total=whole, visible=whole >= ENOUGH, refresh=is_due)

        yield show
