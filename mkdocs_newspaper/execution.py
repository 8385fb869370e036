"""Many pieces of work that don't know of each other -> their results, on several processes or machines.

Whatever is a `concurrent.futures.Executor` can do the work: processes of this machine by default, or what
the site's option `executor` names (Dask's `Client.get_executor()` for many machines). The functions are
importable by name. When an executor or one of its workers fails, this process does what is left.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Taken = TypeVar("Taken")

#: Called as (name of what is done, done, all).
Progress = Callable[[str, int, int], None]

#: So many pieces of work are worth the start of a process.
ENOUGH = 24
#: More processes than this wait for the disk, not for the processor.
MOST_WORKERS = 8


class ExecutorError(Exception):
    """The option `executor` names nothing that gives an executor; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Workforce:
    """Who does the work: `workers` processes (0: as many as there are processors), or an `executor`.

    `executor` is "module:factory": a function without arguments that gives an Executor.
    """

    workers: int = 0
    executor: str | None = None

    @property
    def size(self) -> int:
        """How many processes work side by side."""
        return self.workers or min(MOST_WORKERS, processors())


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def executor_factory(name: str) -> Callable[[], Executor]:
    """The factory that "module:factory" names. Raises ExecutorError."""
    module, _, attribute = name.partition(":")
    try:
        found: Any = importlib.import_module(module)
        for part in attribute.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError, ValueError) as error:
        raise ExecutorError(f"{name!r} can't be loaded: {error}") from error
    if not attribute or not callable(found):
        raise ExecutorError(f"{name!r} is no 'module:factory' that can be called")
    return found  # type: ignore[no-any-return]


def do_all(
    function: Callable[[Task], Result],
    tasks: Sequence[Task],
    workforce: Workforce,
    take: Callable[[int, Result], Taken],
) -> tuple[list[Taken], str]:
    """What was taken of the results of all tasks, in their order, and what went wrong with the workers ("" mostly).

    `function` is importable by name. `take` is called with each finished task's place and result, so that
    what is done can be kept before all is; the result itself is not held. An error of `function` itself is
    raised.
    """
    taken: dict[int, Taken] = {}
    trouble = ""
    if tasks and _is_worth_it(len(tasks), workforce):
        try:
            with _executor(workforce) as executor:
                places: dict[Future[Result], int] = {
                    executor.submit(function, task): place for place, task in enumerate(tasks)
                }
                for future in as_completed(list(places)):
                    place = places.pop(future)
                    taken[place] = take(place, future.result())
        except ExecutorError:
            raise
        except Exception as error:  # whatever an executor may fail with; this process then does the work
            trouble = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    for place, task in enumerate(tasks):
        if place not in taken:
            taken[place] = take(place, function(task))
    return [taken[place] for place in range(len(tasks))], trouble


def _is_worth_it(tasks: int, workforce: Workforce) -> bool:
    if workforce.executor:
        return True
    if workforce.workers:
        return workforce.workers > 1 and tasks > 1
    return workforce.size > 1 and tasks >= ENOUGH


@contextmanager
def _executor(workforce: Workforce) -> Iterator[Executor]:
    if workforce.executor:
        factory = executor_factory(workforce.executor)
        # An executor of the site's own may serve other builds too: what made it ends it.
        with factory() as executor:
            yield executor
        return
    with ProcessPoolExecutor(workforce.size, mp_context=process_context()) as executor:
        yield executor


def process_context() -> multiprocessing.context.BaseContext:
    """How processes start: copies of this one where that is safe, for they need not import anything again."""
    alone = threading.active_count() == 1
    method = "fork" if alone and sys.platform.startswith("linux") else "spawn"
    return multiprocessing.get_context(method)
