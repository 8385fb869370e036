"""Pages' own HTML and data files -> made by copies of this process, a little ahead of where MkDocs stands.

What a page or a data file says is made from the archive alone: no plugin and no theme has a part in it, so
that another process can do it. The processes are forked, and so have the archive without reading or copying
it. They hand back what pages say, write data files themselves, and tell which questions were asked of the
archive. Where processes can't be forked, where there is little to draw, or when one dies, this process does
what is left.

A process that has done its share is replaced by a new one: all that it read it copied bit by bit, for to look
at an object is to write its count of references. This process has no thread of its own for that, since
processes are not to be forked beside threads: it looks after the others whenever it is asked for a page.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_newspaper.integration.log import log
from mkdocs_newspaper.publishing.pages import PublishedPage
from mkdocs_newspaper.publishing.witness import Question, Witness

if TYPE_CHECKING:
    from mkdocs_newspaper.integration.files import DataFile

#: So many pages are worth a process.
ENOUGH = 150
#: Pages drawn at a time, and files that are of no issue written at a time.
CHUNK = 24
#: So many chunks of pages, or issues' files, a process makes before another takes its place.
SHARE = 20
#: This process looks after the others once in so many pages.
LOOK_EVERY = 4

#: A page's body, its metadata and what the search may read.
Drawn = tuple[str, str, str]
#: Plans a page of that name.
Planning = Callable[[str], PublishedPage]


class Job(NamedTuple):
    """What a process is to do: the pages or the batches of files from `start` to `end`."""

    of_pages: bool
    start: int
    end: int


class Result(NamedTuple):
    """What a process has done: what the pages say, and what was asked of the archive."""

    drawn: list[Drawn]
    asked: dict[Question, set[Question]]


@dataclass(eq=False)
class _Hand:
    """A forked process, what it is at, and how much it has been given."""

    process: BaseProcess
    line: Connection
    job: Job | None = None
    given: int = 0


@dataclass(frozen=True)
class _Work:
    """All that the processes may have to do; they have it from this one."""

    names: Sequence[str]  # of pages
    page: Planning
    searched: bool
    batches: Sequence[Sequence[DataFile]]

    def done(self, job: Job) -> Result:
        asked: dict[Question, set[Question]] = {}
        if job.of_pages:
            drawn = []
            for name in self.names[job.start : job.end]:
                page = self.page(name)
                drawn.append(draw(page, searched=self.searched))
                if page.witness is not None:
                    asked[page.witness.of] = page.witness.asked
            return Result(drawn, asked)
        for batch in self.batches[job.start : job.end]:
            for file in batch:
                file.write()
                if file.witness is not None:
                    asked[file.witness.of] = file.witness.asked
        return Result([], asked)


class Drawing:
    """Draws pages in the order in which they will be asked for, and writes data files meanwhile."""

    def __init__(
        self,
        names: Sequence[str] = (),
        page: Planning | None = None,
        files: Iterable[DataFile] = (),
        witness: Callable[[Question], Witness | None] = lambda _: None,
        processes: int = 1,
        *,
        searched: bool = True,
    ) -> None:
        """`names` are the pages' `src_uri`, `page` plans one; `witness`: who notes what is asked for a subject.
        `searched`: whether anybody reads what the search may read."""
        self._work = _Work(names, page or _nothing, searched, _batches(files))
        self._witness = witness
        self._size = processes
        self._hands: list[_Hand] = []
        self._leaving: list[BaseProcess] = []
        self._ready: dict[int, Drawn] = {}
        self._next = 0  # the first page that no process was given
        self._asked_for = 0  # the page that MkDocs wanted last
        self._questions: dict[Question, Question] = {}
        self._places: dict[str, int] = {}
        self._batches: deque[int] = deque()  # those that no process was given
        self._started = False
        if len(names) >= ENOUGH and self._size > 1 and _can_fork():
            self._start()

    def of(self, page: PublishedPage) -> Drawn | None:
        """What a page says; None where this process has to draw it."""
        place = self._places.get(page.src_uri)
        if place is None:
            return None
        self._asked_for = place
        if self._hands and place % LOOK_EVERY == 0:
            self._look(wait=False)
        while place not in self._ready and self._is_coming(place):
            self._look(wait=True)
        return self._ready.pop(place, None)

    def complete_files(self) -> None:
        """Have all data files written. Raises OSError where one can't be."""
        while self._hands and (self._batches or any(hand.job for hand in self._hands)):
            self._look(wait=not self._batches)
            if self._batches and self._hands:
                self._write(self._batches.popleft())
        self.end()
        while self._batches:
            self._write(self._batches.popleft())
        for file in self._handed_over():
            # A plugin that gave a file other content since wants that in the site.
            if not file.handed_over:
                file.write()
        self._started = False

    def end(self) -> None:
        """Send the processes home, whatever they are at."""
        for hand in self._hands:
            hand.line.close()
            hand.process.terminate()
            self._take_back(hand)
        self._leaving += [hand.process for hand in self._hands]
        for process in self._leaving:
            process.join()
        self._hands, self._leaving = [], []
        self._ready.clear()
        self._questions.clear()
        self._places.clear()

    def _start(self) -> None:
        work = self._work
        self._places = {name: place for place, name in enumerate(work.names)}
        self._started = True
        for file in self._handed_over():
            file.handed_over = True
        self._batches.extend(range(len(work.batches)))
        # Pages of memory that nobody touches are shared: the collector would touch them all.
        gc.freeze()
        try:
            for _ in range(self._size):
                self._hands.append(self._forked())
                self._give(self._hands[-1])
        except OSError as error:
            self._give_up(error)

    def _handed_over(self) -> Iterator[DataFile]:
        """The files that are written here, whoever of the processes does it."""
        return chain.from_iterable(self._work.batches) if self._started else iter(())

    def _forked(self) -> _Hand:
        fork = get_context("fork")
        here, there = fork.Pipe()
        inherited = [here, *(hand.line for hand in self._hands)]
        process = fork.Process(target=_serve, args=(self._work, there, inherited), daemon=True)
        process.start()
        there.close()
        return _Hand(process, here)

    def _is_coming(self, place: int) -> bool:
        """Whether a process draws the page, or will."""
        if not self._hands:
            return False
        jobs = (hand.job for hand in self._hands)
        return place >= self._next or any(
            job and job.of_pages and job.start <= place < job.end for job in jobs
        )

    def _look(self, *, wait: bool) -> None:
        """Take what has been done, and give those that did it something else."""
        lines = {hand.line: hand for hand in self._hands}
        try:
            for line in connection.wait(list(lines), None if wait else 0):
                hand = lines[line]  # type: ignore[index]
                said = hand.line.recv()
                if not isinstance(said, Result):
                    raise RuntimeError(said)
                self._take(hand, said)
                if hand.given >= SHARE:
                    self._replace(hand)
            for hand in self._hands:
                if hand.job is None:
                    self._give(hand)
        # An error of a page, or of a file, comes again, with its place, when it is made here.
        except Exception as error:
            self._give_up(error)

    def _take(self, hand: _Hand, result: Result) -> None:
        job, hand.job = hand.job, None
        assert job is not None
        if job.of_pages:
            self._ready |= dict(enumerate(result.drawn, job.start))
        for of, asked in result.asked.items():
            # Every process sends its own copy of a question that hundreds of issues ask.
            witness = self._witness(of)
            if witness is not None:
                known = witness.asked
                known.update(self._questions.setdefault(one, one) for one in asked - known)
                if not job.of_pages:
                    witness.put_away()

    def _give(self, hand: _Hand) -> None:
        """Something to do for a process: pages that are wanted soon, else files."""
        ahead = self._asked_for + (2 * self._size + 1) * CHUNK
        count = len(self._work.names)
        if self._next < min(count, ahead):
            hand.job = Job(True, self._next, min(self._next + CHUNK, count))
            self._next = hand.job.end
        elif self._batches:
            batch = self._batches.popleft()
            hand.job = Job(False, batch, batch + 1)
        else:
            return
        hand.given += 1
        hand.line.send(hand.job)

    def _replace(self, hand: _Hand) -> None:
        """A new process for one that has done its share; it stays where threads forbid to fork."""
        if not _can_fork():
            return
        self._hands.remove(hand)
        hand.line.close()  # which ends it
        self._leaving.append(hand.process)
        self._leaving = [process for process in self._leaving if process.is_alive()]
        self._hands.append(self._forked())

    def _give_up(self, error: Exception) -> None:
        log.info("The processes that drew pages failed; one draws what is left (%s)", error or type(error))
        self.end()

    def _take_back(self, hand: _Hand) -> None:
        """Files that a process may not have written, or not whole, are still to be written."""
        if hand.job is not None and not hand.job.of_pages:
            self._batches.extend(range(hand.job.start, hand.job.end))

    def _write(self, batch: int) -> None:
        for file in self._work.batches[batch]:
            file.write()


def _nothing(name: str) -> PublishedPage:
    raise LookupError(name)


def draw(page: PublishedPage, *, searched: bool = True) -> Drawn:
    """What a page says; where nobody searches, nothing for the search."""
    drawn = page.body(), page.head(), page.search() if page.search and searched else ""
    if page.forget:
        page.forget()
    return drawn


def _batches(files: Iterable[DataFile]) -> list[list[DataFile]]:
    """Data files by their issue, and the others a chunk each."""
    of_issues: dict[Question, list[DataFile]] = {}
    others: list[DataFile] = []
    for file in files:
        (of_issues.setdefault(file.witness.of, []) if file.witness else others).append(file)
    chunks = [others[start : start + CHUNK] for start in range(0, len(others), CHUNK)]
    return [*of_issues.values(), *chunks]


def _serve(work: _Work, line: Connection, inherited: Sequence[Connection]) -> None:
    """What a forked process does, until nobody is there any more to tell it what."""
    # Only the process that forked this one may hold those ends: their closing is how others learn of its death.
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end of the line tells the same, without a traceback
    with suppress(EOFError, OSError):
        while True:
            job = line.recv()
            try:
                said: Result | str = work.done(job)
            except Exception as error:
                said = str(error) or type(error).__name__
            line.send(said)


def _can_fork() -> bool:
    return sys.platform.startswith("linux") and threading.active_count() == 1
