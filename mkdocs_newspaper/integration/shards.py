"""An archive, part by part, built by processes side by side -> one site: what `mkdocs-newspaper shard` does.

Every part is a build of the same site by MkDocs that makes some of the archive's pages and only knows of the
others. Parts are kept in the cache's folder, and their files stand in the site as links to them (as copies
where a file system has none), so that the site of yesterday stays whole until all parts are done. A part
whose reasons are the same as last time is not built again; one that is built keeps the pages that are still
right.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any

from mkdocs_newspaper.archive import Archive, read_archive
from mkdocs_newspaper.cache import prepare
from mkdocs_newspaper.execution import ExecutorError, Progress, process_context
from mkdocs_newspaper.integration.shard_building import work
from mkdocs_newspaper.integration.shard_joining import join
from mkdocs_newspaper.integration.shard_reasons import Reasons
from mkdocs_newspaper.integration.shard_shop import Made, ShardError, Shop
from mkdocs_newspaper.issue_shelf import heads
from mkdocs_newspaper.publishing.parts import Part, parts
from mkdocs_newspaper.publishing.register import Register
from mkdocs_newspaper.publishing.views import open_register

#: Seconds that the processes of a run that was killed are given to end.
PATIENCE = 5.0


@dataclass(frozen=True)
class Result:
    """What a build of all parts came to: the parts by name, and the files put into the site and removed."""

    built: Mapping[str, Made]
    unchanged: Mapping[str, Made]
    linked: int
    removed: int
    notes: Sequence[str] = ()

    @property
    def warnings(self) -> list[str]:
        """What the parts warned of when they were built, each once."""
        made = (*self.built.values(), *self.unchanged.values())
        return list(dict.fromkeys(line for part in made for line in part.warnings))

    @property
    def pages(self) -> int:
        """How many pages the site has."""
        return sum(len(made.pages) for made in (*self.built.values(), *self.unchanged.values()))


def read_issues(shop: Shop, progress: Progress | None = None) -> Archive:
    """The archive that is to be built. Raises ShardError."""
    try:
        return read_archive(shop.options, progress)
    except ExecutorError as error:
        raise ShardError(str(error)) from error


def build_shards(shop: Shop, archive: Archive, workers: int, progress: Progress | None = None) -> Result:
    """Build every part that has a reason to, `workers` at a time, and bring the site up to date.

    Raises ShardError.
    """
    try:
        prepare(shop.folder.parent)
        shop.folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ShardError(f"{shop.folder}: {error.strerror or error}") from error
    with _alone(shop):
        register = open_register(archive)
        listed = parts(heads(archive.issues), _entry_pages(register))
        reasons = Reasons(shop, archive, register)
        keys = {part.name: reasons.of(part) for part in listed}
        held = {part.name: shop.made(part.name, keys[part.name]) for part in listed}
        unchanged = {name: made for name, made in held.items() if made and reasons.stand(made)}
        wanted = [part for part in listed if part.name not in unchanged]
        coordinator = _Coordinator(shop, keys, workers, progress)
        built = coordinator.build(wanted, (archive, register))
        made = {part.name: built.get(part.name) or unchanged[part.name] for part in listed}
        linked, removed, notes = join(shop, made)
    return Result(built, unchanged, linked, removed, (*shop.notes, *notes))


def _entry_pages(register: Register) -> list[int]:
    """How many pages each entry has, in the order of the register."""
    return [register.page_count(record) for records in register.with_pages.values() for record in records]


@contextmanager
def _alone(shop: Shop) -> Iterator[None]:
    """No other run builds the same parts meanwhile. Raises ShardError where one does."""
    end = time.monotonic() + PATIENCE
    with (shop.folder / ".lock").open("a+b") as file:
        while not _locked(file.fileno()):
            if time.monotonic() > end:
                raise ShardError(f"another run is building the parts in {shop.folder}")
            time.sleep(0.05)
        yield


def _locked(file: int) -> bool:
    """Take the lock, if nobody has it; the system gives it up with the last process that holds the file."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, 0, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@dataclass
class _Coordinator:
    """Has parts built, `workers` at a time; `keys` are their reasons."""

    shop: Shop
    keys: Mapping[str, str]
    workers: int
    progress: Progress | None

    def build(self, wanted: Sequence[Part], read: tuple[Archive, Register]) -> dict[str, Made]:
        """The parts by name. Raises ShardError where one failed; the others stay made."""
        waiting, running = list(reversed(wanted)), dict[BaseProcess, Part]()
        made: dict[str, Made] = {}
        failed: list[str] = []
        # What is there already is not to be looked through, and so copied, by every process.
        gc.collect()
        gc.freeze()
        try:
            while (waiting and not failed) or running:
                while waiting and not failed and len(running) < self.workers:
                    part = waiting.pop()
                    running[self._start(part, read)] = part
                ended = set(connection.wait([process.sentinel for process in running]))
                for process in [one for one in running if one.sentinel in ended]:
                    part = running.pop(process)
                    process.join()
                    said = self.shop.said(part.name) if process.exitcode == 0 else None
                    if said is None:
                        failed.append(f"part {part.name}: {self._why(part, process.exitcode)}")
                        continue
                    made[part.name] = said
                    if self.progress is not None:
                        self.progress(part.name, len(made), len(wanted))
        finally:
            gc.unfreeze()
            for process in running:
                process.terminate()
            for process in running:
                process.join()
        if failed:
            raise ShardError("; ".join(failed))
        return made

    def _start(self, part: Part, read: tuple[Archive, Register]) -> BaseProcess:
        try:
            self.shop.forget(part.name)
        except OSError as error:
            raise ShardError(f"{error.filename}: {error.strerror or error}") from error
        context: Any = process_context()
        # A copy of this process has what it has read; any other reads it from the cache.
        shared = read if context.get_start_method() == "fork" else None
        process: BaseProcess = context.Process(
            target=work, args=(self.shop, part, self.keys[part.name], shared), name=f"part {part.name}"
        )
        process.start()
        return process

    def _why(self, part: Part, exitcode: int | None) -> str:
        try:
            return self.shop.error(part.name).read_text("utf-8")
        except OSError:
            pass
        if exitcode is not None and exitcode < 0:
            return f"its process was ended by signal {-exitcode}; is there enough memory for `-j` so many?"
        return f"its process ended with {exitcode}"
