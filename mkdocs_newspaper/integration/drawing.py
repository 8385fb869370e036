"""Pages' own HTML -> drawn by copies of this process, a few pages ahead of where MkDocs stands.

What a page says is drawn from the archive alone: no plugin and no theme has a part in it, so that another
process can do it. The processes are forked, and so have the archive without reading or copying it; they
hand back strings, and the questions that pages asked of the archive. Where processes can't be forked, where
there is little to draw, or when a process dies, this process draws what is left.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from mkdocs_newspaper.execution import Workforce
from mkdocs_newspaper.integration.log import log
from mkdocs_newspaper.publishing.views import PublishedPage
from mkdocs_newspaper.publishing.witness import Question

#: So many pages are worth a process.
ENOUGH = 150
#: Pages drawn at a time; enough of them wait to keep all processes busy.
CHUNK = 24

#: A page's body, its metadata and what the search may read.
Drawn = tuple[str, str, str]

_waiting: Sequence[PublishedPage] = ()


class Drawing:
    """Draws pages in the order in which they will be asked for."""

    def __init__(self, pages: Sequence[PublishedPage], workforce: Workforce) -> None:
        self._pages = list(pages)
        self._size = workforce.size
        self._executor: ProcessPoolExecutor | None = None
        self._futures: deque[tuple[int, Future[tuple[list[Drawn], dict[Question, set[Question]]]]]] = deque()
        self._next = 0  # the first page that no process was given
        self._ready: dict[int, Drawn] = {}
        self._questions: dict[Question, Question] = {}
        self._places = {id(page): place for place, page in enumerate(self._pages)}
        if len(self._pages) >= ENOUGH and self._size > 1 and _can_fork():
            self._start()

    def of(self, page: PublishedPage) -> Drawn | None:
        """What a page says; None where this process has to draw it."""
        place = self._places.get(id(page))
        if place is None:
            return None
        while self._executor is not None and place not in self._ready and self._futures:
            start, future = self._futures[0]
            if start > place:
                break
            self._futures.popleft()
            self._take(start, future)
        return self._ready.pop(place, None)

    def end(self) -> None:
        """Send the processes home."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None
        self._futures.clear()
        self._ready.clear()
        self._questions.clear()

    def _start(self) -> None:
        global _waiting
        _waiting = self._pages
        # Pages of memory that nobody touches are shared: the collector would touch them all.
        gc.freeze()
        self._executor = ProcessPoolExecutor(self._size, mp_context=get_context("fork"))
        try:
            while len(self._futures) < 2 * self._size and self._next < len(self._pages):
                self._give()
        finally:
            _waiting = ()

    def _give(self) -> None:
        if self._executor is not None and self._next < len(self._pages):
            end = min(self._next + CHUNK, len(self._pages))
            self._futures.append((self._next, self._executor.submit(_draw, self._next, end)))
            self._next = end

    def _take(self, start: int, future: Future[tuple[list[Drawn], dict[Question, set[Question]]]]) -> None:
        try:
            drawn, asked = future.result()
            self._give()
        except Exception as error:  # an error of a page comes again, with its place, when it is drawn here
            log.info(
                "The processes that drew pages failed; one draws what is left (%s)", error or type(error)
            )
            self.end()
            return
        for place, one in enumerate(drawn, start):
            self._ready[place] = one
            witness = self._pages[place].witness
            if witness is not None:
                # Every process sends its own copy of a question that hundreds of issues ask.
                new = asked.get(witness.of, set()) - witness.asked
                witness.asked.update(self._questions.setdefault(one, one) for one in new)


def draw(page: PublishedPage) -> Drawn:
    """What a page says."""
    drawn = page.body(), page.head() if page.head else "", page.search() if page.search else ""
    if page.forget:
        page.forget()
    return drawn


def _draw(start: int, end: int) -> tuple[list[Drawn], dict[Question, set[Question]]]:
    """What a forked process does; it has the pages from this one."""
    pages = _waiting[start:end]
    drawn = [draw(page) for page in pages]
    return drawn, {page.witness.of: page.witness.asked for page in pages if page.witness is not None}


def _can_fork() -> bool:
    return sys.platform.startswith("linux") and threading.active_count() == 1
