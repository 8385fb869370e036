"""`mkdocs build` and a server's rebuilds, each in a process of its own -> what they took.

Times are seconds; memory is MB. Where /proc is missing, only the resident memory is known, as the system gives it.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Every build is of the same moment, so that two can be compared byte by byte.
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1900000000"}
#: Lines of a failed build's output that are shown.
LAST_LINES = 40
#: The longest rest between two looks at the memory. A look holds the process up, so the rest is also so many times
#: longer than the look took.
REST, TIMES = 0.1, 20

#: `mkdocs`, which leaves the most memory that its own process held: what the system counts for a process that
#: has ended (ru_maxrss) begins with the memory of the process that started it.
BUILD = """\
import atexit, os, re, sys
def leave_peak(process=os.getpid()):
    if os.getpid() == process:
        with open("/proc/self/status") as status, open(os.environ["BENCHMARK_PEAK"], "w") as peak:
            peak.write(re.search(r"VmHWM:\\s*(\\d+)", status.read()).group(1))
if os.path.exists("/proc/self/status"):
    atexit.register(leave_peak)
from mkdocs.__main__ import cli
cli(prog_name="mkdocs")
"""
#: Builds a site as `mkdocs serve` does, edits one document, builds again; prints a line for each rebuild.
SERVER = """\
import json, logging, sys, time
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config
logging.getLogger("mkdocs").setLevel(logging.ERROR)
document, site_dir, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def once():
    wall, cpu = time.perf_counter(), time.process_time()
    config = load_config("mkdocs.yml", site_dir=site_dir, site_url="http://127.0.0.1:8000/")
    build(config, serve_url="http://127.0.0.1:8000/")
    return time.perf_counter() - wall, time.process_time() - cpu
load_config("mkdocs.yml").plugins.on_startup(command="serve", dirty=False)
once()
text = document.read_text("utf-8")
try:
    for number in range(count):
        document.write_text(text + "\\n\\n" + "潮水退了。" * (number + 1) + "\\n", "utf-8")
        print(json.dumps(once()))
finally:
    document.write_text(text, "utf-8")
"""


class BuildError(Exception):
    """A build failed; says which, and the last lines of what it printed."""


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds on the clock, and of all processors; MB at most, of all its processes together
    (what they share counts once) and of its main process alone (what it shares counts in full)."""

    wall: float
    cpu: float
    together: float = 0.0
    main: float = 0.0


def build(site: Path, config: str = "mkdocs.yml", target: str = "site") -> Cost:
    """Build the site folder `site` by its file `config` into its folder `target`. Raises BuildError."""
    command = [sys.executable, "-c", BUILD, "build", "-q", "-f", config, "-d", str(site / target)]
    with tempfile.TemporaryDirectory() as folder:
        peak, printed = Path(folder) / "peak", Path(folder) / "printed"
        environment = {**os.environ, **ENVIRONMENT, "BENCHMARK_PEAK": str(peak)}
        with printed.open("wb") as output:
            start = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=site, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
            memory = _Memory(process.pid)
            # Waited for without being reaped: its memory must not be asked of another process with its number.
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
            wall = time.perf_counter() - start
            together = memory.most()
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise BuildError(_failure(f"{site} by {config}", process.returncode, printed.read_bytes()))
        main = int(peak.read_text()) / 1024 if peak.exists() else usage.ru_maxrss / 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, together or main, main)


def rebuilds(site: Path, document: Path, count: int) -> list[Cost]:
    """A server's rebuilds, each after an edit of `document`; the first build is not among them. Raises BuildError."""
    with tempfile.TemporaryDirectory() as written:
        done = subprocess.run(
            [sys.executable, "-c", SERVER, str(document), written, str(count)],
            cwd=site,
            env={**os.environ, **ENVIRONMENT},
            capture_output=True,
            check=False,
        )
    if done.returncode:
        raise BuildError(_failure(f"{site} in a server", done.returncode, done.stdout + done.stderr))
    lines = [line for line in done.stdout.decode("utf-8", "replace").splitlines() if line.startswith("[")]
    return [Cost(*json.loads(line)) for line in lines[-count:]]


def _failure(what: str, code: int, printed: bytes) -> str:
    lines = printed.decode("utf-8", "replace").splitlines()[-LAST_LINES:]
    how = f"was ended by signal {-code}" if code < 0 else f"failed ({code})"
    return "\n".join([f"the build of {what} {how}", *lines])


class _Memory(threading.Thread):
    """The most memory that a process and all its descendants held together, in MB, as far as Linux tells."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._most = 0.0
        self._ended = threading.Event()
        self.start()

    def run(self) -> None:
        rest = REST
        while not self._ended.wait(rest):
            begun = time.perf_counter()
            self._most = max(self._most, held(self._process))
            rest = max(REST, TIMES * (time.perf_counter() - begun))

    def most(self) -> float:
        """What was seen until now; ends the looking."""
        self._ended.set()
        self.join()
        return self._most


def held(process: int) -> float:
    """Proportional memory of a process and all its descendants, in MB; who has ended meanwhile counts as nothing."""
    return sum(_proportional(one) for one in _family(process)) / 1024


def _family(process: int) -> Iterator[int]:
    waiting = [process]
    while waiting:
        one = waiting.pop()
        yield one
        # Children stand with the thread that started them.
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += map(int, children.read_text().split())
            except OSError:
                continue


def _proportional(process: int) -> int:
    """KB, with a page that n processes share counted as 1/n."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)


def contents(folder: Path) -> dict[str, str]:
    """The files of a folder: relative path -> digest of the bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differences(one: dict[str, str], other: dict[str, str]) -> Sequence[str]:
    """Files of two folders that are not the same, or that only one has."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
