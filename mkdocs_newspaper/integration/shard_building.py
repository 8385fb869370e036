"""A process of its own -> one part of an archive, built by MkDocs into its own folder."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import Any

import msgspec
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from mkdocs_newspaper.archive import Archive, read_archive
from mkdocs_newspaper.cache import write_whole
from mkdocs_newspaper.integration.chapters import Digests
from mkdocs_newspaper.integration.shard import Shard
from mkdocs_newspaper.integration.shard_reasons import answered
from mkdocs_newspaper.integration.shard_shop import Made, Shop, heard, stamp
from mkdocs_newspaper.publishing.parts import Part
from mkdocs_newspaper.publishing.register import Register
from mkdocs_newspaper.publishing.views import Publication, open_register
from mkdocs_newspaper.publishing.witness import Answers

#: What MkDocs makes of the pages of one build, and `shard_joining` anew of all.
_OF_ONE_BUILD = frozenset({"sitemap.xml", "sitemap.xml.gz"})
_ERRORS = ("ERROR - ", "CRITICAL - ")


def work(shop: Shop, part: Part, reasons: str, read: tuple[Archive, Register] | None) -> None:
    """Build one part, and leave its record, or its error.

    `read`: the archive, where this process is a copy of the one that read it.
    """
    # An interrupt is for the coordinator, which ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_coordinator, daemon=True).start()
    with heard() as lines:
        try:
            made = _build(shop, part, reasons, read or _read(shop), lines)
            write_whole(shop.record(part.name), msgspec.json.encode(made))
        except (Exception, Abort) as error:  # a theme, a plugin or a hook may fail with anything
            with contextlib.suppress(OSError):
                shop.error(part.name).write_text(_why(error, lines), "utf-8")
            raise SystemExit(1) from error


def _end_with_coordinator() -> None:
    """A part that goes on alone would write into the folder of the next run."""
    coordinator = parent_process()
    if coordinator is not None:
        connection.wait([coordinator.sentinel])
        os._exit(1)


def _read(shop: Shop) -> tuple[Archive, Register]:
    archive = read_archive(replace(shop.options, workers=1, executor=None))
    return archive, open_register(archive)


def _why(error: BaseException, lines: list[str]) -> str:
    """One line. MkDocs says what is wrong in its log, and then that it gives up."""
    said = [line.partition(" - ")[2] for line in lines if line.startswith(_ERRORS)]
    if isinstance(error, Abort) and said:
        return said[-1]
    if isinstance(error, MkDocsException):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror or error}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"


def _build(shop: Shop, part: Part, reasons: str, read: tuple[Archive, Register], warnings: list[str]) -> Made:
    start = time.perf_counter()
    site = shop.site(part.name)
    config = load_config(str(shop.config_file), site_dir=str(site))
    config.strict = False  # the command counts the warnings of all parts
    plugin: Any = config.plugins["newspaper"]
    plugin.shard = Shard(part, *read)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    paths = list(_files(site))
    # The other parts are built again whenever anything has changed.
    asked = sorted(plugin.site.asked()) if part.year is not None else []
    return Made(
        reasons=reasons,
        asked=asked,
        answered=answered(_answers(plugin.site.publication), asked),
        stamp=stamp(site, paths),
        paths=paths,
        pages=plugin.made(),
        warnings=warnings,
        seconds=time.perf_counter() - start,
        memory=_most_memory(),
    )


def _answers(publication: Publication) -> Answers:
    return Answers(publication.press, Digests(publication.press).everything)


def _files(folder: Path) -> Iterator[str]:
    """The paths of all files below a folder, but for what begins with a dot, which MkDocs never writes."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = os.path.relpath(place, folder).replace(os.sep, "/")
        for name in sorted(names):
            path = name if below == "." else f"{below}/{name}"
            if not name.startswith(".") and path not in _OF_ONE_BUILD:
                yield path


def _most_memory() -> float:
    """The most memory that this process held, in MB; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1024 if sys.platform.startswith("linux") else 1024 * 1024)
