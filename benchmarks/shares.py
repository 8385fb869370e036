"""A cold build in one process -> the shares of its processor time, as a Markdown table.

    python benchmarks/shares.py --size 600
    python benchmarks/shares.py --site FOLDER --issues-cached --stacks build.txt

builds a made site of so many article pages, or a copy of FOLDER, in this process, from nothing (or with its read
issues kept), while a thread looks every few milliseconds what the building one is doing. A look weighs as much as
the building thread has worked since the last. `--stacks` writes folded stacks, from which flamegraph.pl, inferno or
speedscope draw a flame graph.
"""

from __future__ import annotations

import time

BEGUN = time.process_time()  # before MkDocs and the plugin are imported

import argparse  # noqa: E402
import logging  # noqa: E402
import os  # noqa: E402
import shutil  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import threading  # noqa: E402
from collections import Counter  # noqa: E402
from collections.abc import Callable, Iterator, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402
from types import FrameType  # noqa: E402

#: Seconds between two looks.
REST = 0.005
#: A thread that wants to look waits so long for the other; the smaller, the truer are the looks.
SWITCH = 0.0005

#: Where a function stands, without what differs between machines: `mkdocs_newspaper/publishing/views.py`, `body`.
Place = tuple[str, str]
#: A look: the places from the innermost outwards, and the kind of the page that is drawn, if one is.
Look = tuple[tuple[Place, ...], str]

START = "start of Python, imports"
OTHER = "MkDocs' own"
DRAWN = {
    "article": "articles",
    "print-page": "print pages",
    "issue": "issues",
    "entry": "entries of names and terms",
}
DRAWN_ELSE = "calendars, years, lists of names"
HEAD, SEARCH = "metadata of the head", "text for the search"
_OURS = "mkdocs_newspaper/"
#: Functions that write a file or make its folder.
_WRITING = frozenset({"write_bytes", "write_text", "write_file", "makedirs", "copy_file", "clean_directory"})


def share_of(look: Look) -> str:
    """The line of the table that a look counts for."""
    places, kind = look
    files = {file for file, _ in places}

    def within(*parts: str) -> bool:
        return any(file.startswith(_OURS + part) for file in files for part in parts)

    if any("importlib._bootstrap" in file for file in files):
        return START
    if any(name in _WRITING for _, name in places[:4]) and not within("publishing/"):
        return "writing files"
    if kind or ("mkdocs_newspaper/integration/drawing.py", "draw") in places:
        if within("publishing/metadata.py", "publishing/structured_data.py"):
            return f"drawing: {HEAD}"
        if within("publishing/search.py"):
            return f"drawing: {SEARCH}"
        return f"drawing: {DRAWN.get(kind, DRAWN_ELSE)}"
    if (_OURS + "integration/files.py", "copy_file") in places:
        return "data files"
    for rule, line in _ROOMS:
        if within(*rule):
            return line
    return OTHER


#: The outermost work comes last: a room that serves many others is looked for after them.
_ROOMS: Sequence[tuple[tuple[str, ...], str]] = (
    (("integration/shells.py", "integration/head.py"), "the theme, through shells"),
    (("integration/kept_pages.py", "integration/fingerprint.py"), "record of what may be kept"),
    (("glossary/index.py", "publishing/register.py"), "index of names"),
    (
        ("reading/", "issue_reading.py", "issue_shelf.py", "archive.py", "translation_reading.py"),
        "reading and annotating",
    ),
    (("glossary/", "cache.py", "continuation.py", "jump_matching.py"), "reading and annotating"),
    (("publishing/",), "planning of pages"),
    (("integration/search.py",), "search"),
    (("integration/", "plugin.py", "config.py"), "files, nav and settings"),
)


class Looking(threading.Thread):
    """Looks at a thread until it is told to stop."""

    def __init__(self, watched: int, clock: Callable[[], float]) -> None:
        """`watched` is the thread, `clock` the processor time that it has used, in seconds."""
        super().__init__(daemon=True)
        self.looks: Counter[Look] = Counter()  # seconds
        self._watched = watched
        self._clock = clock
        self._stopped = threading.Event()

    def run(self) -> None:
        last = self._clock()
        while not self._stopped.wait(REST):
            frame = sys._current_frames().get(self._watched)
            now = self._clock()
            if frame is not None:
                self.looks[_look(frame)] += now - last  # type: ignore[assignment]
            last = now

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _look(frame: FrameType | None) -> Look:
    places: list[Place] = []
    kind = ""
    while frame is not None:
        code = frame.f_code
        place = (_short(code.co_filename), code.co_name)
        places.append(place)
        if place == ("mkdocs_newspaper/integration/drawing.py", "draw"):
            kind = getattr(frame.f_locals.get("page"), "kind", "") or kind
        frame = frame.f_back
    return tuple(places), kind


def _short(path: str, known: dict[str, str] = {}) -> str:  # noqa: B006 - paths once shortened
    short = known.get(path)
    if short is None:
        parts = Path(path).parts
        for package in (
            "mkdocs_newspaper",
            "site-packages",
            f"python{sys.version_info[0]}.{sys.version_info[1]}",
        ):
            if package in parts:
                place = len(parts) - 1 - parts[::-1].index(package)
                parts = parts[place if package == "mkdocs_newspaper" else place + 1 :]
                break
        short = known[path] = "/".join(parts)
    return short


def _clock_of_this_thread() -> Callable[[], float]:
    """Its processor time, for another thread to read; where there is none, the process's."""
    if hasattr(time, "pthread_getcpuclockid"):
        identity = time.pthread_getcpuclockid(threading.get_ident())
        return lambda: time.clock_gettime(identity)
    return time.process_time


def build(site: Path) -> None:
    """Build a site folder in this thread alone."""
    os.chdir(site)
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config("mkdocs.yml")
    for name, plugin in config.plugins.items():
        if name.rpartition("/")[2] == "newspaper":
            plugin.config["workers"] = 1
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()


def table(looks: Counter[Look], before: float) -> Iterator[str]:
    """The lines of the table; `before` are seconds that had passed before the first look."""
    shares: Counter[str] = Counter()
    shares[START] += before  # type: ignore[assignment]
    for look, seconds in looks.items():
        shares[share_of(look)] += seconds
    whole = sum(shares.values())
    yield f"| {whole:.1f} s of processor time | s | share |"
    yield "|---|---|---|"
    for line, seconds in shares.most_common():
        yield f"| {line} | {seconds:.2f} | {seconds / whole:.1%} |"


def folded(looks: Counter[Look]) -> Iterator[str]:
    """Stacks from the outermost inwards, with milliseconds."""
    stacks: Counter[str] = Counter()
    for (places, _), seconds in looks.items():
        stacks[";".join(f"{name} ({file})" for file, name in reversed(places))] += round(seconds * 1000)
    yield from (f"{stack} {milliseconds}" for stack, milliseconds in stacks.items() if milliseconds)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=600, help="article pages of a made site")
    parser.add_argument("--site", type=Path, help="the folder of mkdocs.yml of another site, which is copied")
    parser.add_argument(
        "--issues-cached", action="store_true", help="build once before, and keep the read issues"
    )
    parser.add_argument("--stacks", type=Path, metavar="FILE", help="write folded stacks")
    chosen = parser.parse_args()
    stacks = chosen.stacks.resolve() if chosen.stacks else None
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        _lay_out(site, chosen)
        if chosen.issues_cached:
            _build_before(site)
        looking = _watched_build(site)
        os.chdir(Path(__file__).parent)
    print("\n".join(table(looking.looks, BEGUN)))
    if stacks:
        stacks.write_text("\n".join(folded(looking.looks)) + "\n", "utf-8")


def _lay_out(site: Path, chosen: argparse.Namespace) -> None:
    """The site to be built, in a process of its own: what it imports counts for the build."""
    if chosen.site:
        shutil.copytree(chosen.site, site, ignore=shutil.ignore_patterns(".cache", "site"))
        return
    _in_another_process(
        f"import shutil; from made_sites import Sites; from pathlib import Path; "
        f"made = Sites.made(Path({str(site.parent / 'made')!r}), {chosen.size}, [], plain=False); "
        f"shutil.move(made.plugin, {str(site)!r})"
    )


def _build_before(site: Path) -> None:
    _in_another_process(f"import shares; from pathlib import Path; shares.build(Path({str(site)!r}))")
    shutil.rmtree(site / ".cache" / "mkdocs-newspaper" / "pages", ignore_errors=True)
    shutil.rmtree(site / "site", ignore_errors=True)


def _in_another_process(code: str) -> None:
    import subprocess

    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, check=True)


def _watched_build(site: Path) -> Looking:
    sys.setswitchinterval(SWITCH)
    looking = Looking(threading.get_ident(), _clock_of_this_thread())
    looking.start()
    try:
        build(site)
    finally:
        looking.stop()
    return looking


if __name__ == "__main__":
    main()
