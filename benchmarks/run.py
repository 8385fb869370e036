"""The plugin against plain MkDocs on the same pages, in turn, in one run.

    python benchmarks/run.py --articles 300 --rounds 3

writes issues of an invented newspaper (a), and the pages that the plugin makes of them as Markdown files
(b). Then it builds both, in turn, and prints the median of the ratios a / b, of the time on the clock and
of the time of all processors: cold (from the issues, no cache), warm (nothing changed), after one issue was
edited, a rebuild of the server after one edit; and what a thousand more pages add to the memory, and how the
cold time grows.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from made_issues import Size, write_issues
from plain_pages import write_plain

SETTINGS = """\
site_name: Liuwan Daily
site_url: https://liuwan.example/
theme: {{name: material, font: false}}
plugins: [{plugins}]
nav:
  - Home: index.md
  - Guide: guide.md
  - Archive: archive/index.md
not_in_nav: |
  /*
"""
#: Builds a site as `mkdocs serve` does, edits one document, builds again; prints the times of the rebuilds.
SERVER = """\
import json, logging, sys, time
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config
logging.disable(logging.CRITICAL)
document, site_dir = Path(sys.argv[1]), sys.argv[2]
def once():
    config = load_config("mkdocs.yml", site_dir=site_dir, site_url="http://127.0.0.1:8000/")
    start = time.perf_counter()
    build(config, serve_url="http://127.0.0.1:8000/")
    return time.perf_counter() - start
load_config("mkdocs.yml").plugins.on_startup(command="serve", dirty=False)
once()
text, times = document.read_text("utf-8"), []
for number in range(3):
    document.write_text(text + "\\n\\n" + "潮水退了。" * (number + 1) + "\\n", "utf-8")
    times.append(once())
document.write_text(text, "utf-8")
print(json.dumps(times))
"""


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds on the clock and of all processors, MB of memory at most, of all its processes."""

    wall: float
    cpu: float
    memory: float


@dataclass
class Sites:
    """Both sites of one size."""

    folder: Path
    articles: int
    pages: int = 0
    edits: int = field(default=0)

    @property
    def plugin(self) -> Path:
        return self.folder / "plugin"

    @property
    def plain(self) -> Path:
        return self.folder / "plain"

    @classmethod
    def made(cls, folder: Path, articles: int, plugins: str) -> Sites:
        sites = cls(folder, articles)
        for site, own in ((sites.plugin, ["newspaper"]), (sites.plain, [])):
            (site / "docs").mkdir(parents=True)
            (site / "docs" / "index.md").write_text("# Home\n\nA paper.\n", "utf-8")
            (site / "docs" / "guide.md").write_text("# Guide\n\nHow to read it.\n", "utf-8")
            named = ", ".join([*filter(None, plugins.split(",")), *own])
            (site / "mkdocs.yml").write_text(SETTINGS.format(plugins=named), "utf-8")
        write_issues(sites.plugin / "docs" / "issues", articles, size=Size())
        sites.pages = write_plain(
            sites.plugin / "docs" / "issues", sites.plain / "docs", "https://liuwan.example/"
        )
        return sites

    @property
    def document(self) -> Path:
        """A document in the middle of the archive."""
        found = sorted((self.plugin / "docs" / "issues").rglob("*.md"))
        return found[len(found) // 2]

    def edit(self) -> None:
        """Add a sentence to one story."""
        self.edits += 1
        text = self.document.read_text("utf-8")
        self.document.write_text(f"{text}\n\n{'潮水退了。' * self.edits}\n", "utf-8")

    def forget(self) -> None:
        """As if nothing had been built yet."""
        shutil.rmtree(self.plugin / ".cache", ignore_errors=True)
        shutil.rmtree(self.plugin / "site", ignore_errors=True)


def build(site: Path) -> Cost:
    """`mkdocs build`, in a process of its own."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1900000000"}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=site, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    memory = _Memory(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the build of {site} failed")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(memory.most(), usage.ru_maxrss / 1024))


class _Memory(threading.Thread):
    """The most memory that a process and its children held together, in MB, as far as Linux tells."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._most = 0.0
        self.start()

    def run(self) -> None:
        while held := _held(self._process):
            self._most = max(self._most, held)
            time.sleep(0.1)

    def most(self) -> float:
        self.join(1)
        return self._most


def _held(process: int) -> float:
    """Proportional memory, so that what forked processes share counts once."""
    total = 0.0
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for one in (str(process), *children):
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0.0
    return total / 1024


def rebuilds(site: Path, document: Path) -> float:
    """The median time of a server's rebuild after an edit of one document."""
    with tempfile.TemporaryDirectory() as written:
        done = subprocess.run(
            [sys.executable, "-c", SERVER, str(document), written],
            cwd=site,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    return float(statistics.median(json.loads(done.stdout.splitlines()[-1])))


def median_ratio(pairs: list[tuple[Cost, Cost]], of: Callable[[Cost], float]) -> float:
    return statistics.median(of(one) / of(other) for one, other in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--articles", type=int, default=150, help="articles; each has a page in two languages"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plugins", default="", help="other plugins of both sites, such as search,tags")
    parser.add_argument("--no-serve", action="store_true", help="leave the server out")
    parser.add_argument(
        "--smaller", type=int, default=3, help="growth is measured against so much smaller a site"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sites = Sites.made(Path(folder) / "large", chosen.articles, chosen.plugins)
        small = Sites.made(Path(folder) / "small", max(20, chosen.articles // chosen.smaller), chosen.plugins)
        names = ("mkdocs", "mkdocs-material", "mkdocs-newspaper")
        print(", ".join(f"{name} {version(name)}" for name in names), f"Python {sys.version.split()[0]}")
        print(
            f"{chosen.articles} articles, {sites.pages} pages; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
        )
        pairs: dict[str, list[tuple[Cost, Cost]]] = {"cold": [], "warm": [], "one issue edited": []}
        smaller: list[Cost] = []
        for _ in range(chosen.rounds):
            plain = build(sites.plain)
            sites.forget()
            pairs["cold"].append((build(sites.plugin), plain))
            pairs["warm"].append((build(sites.plugin), plain))
            sites.edit()
            pairs["one issue edited"].append((build(sites.plugin), plain))
            small.forget()
            smaller.append(build(small.plugin))
        print(f"{'':18} {'plugin s':>9} {'plain s':>9} {'ratio':>7} {'cpu ratio':>10}")
        for name, found in pairs.items():
            own, plain_time = (statistics.median(pair[side].wall for pair in found) for side in (0, 1))
            walls, cpus = (
                median_ratio(found, lambda cost: cost.wall),
                median_ratio(found, lambda cost: cost.cpu),
            )
            print(f"{name:18} {own:9.2f} {plain_time:9.2f} {walls:7.3f} {cpus:10.3f}")
        if not chosen.no_serve:
            plain_document = next((sites.plain / "docs").rglob("p1.md"))
            served = rebuilds(sites.plugin, sites.document), rebuilds(sites.plain, plain_document)
            print(f"{'serve, one edit':18} {served[0]:9.2f} {served[1]:9.2f} {served[0] / served[1]:7.3f}")
        cold = [own for own, _ in pairs["cold"]]
        more = (sites.pages - small.pages) / 1000
        memory = statistics.median(cost.memory for cost in cold) - statistics.median(
            cost.memory for cost in smaller
        )
        plain_memory = statistics.median(other.memory for _, other in pairs["cold"])
        print(
            f"memory a further 1,000 pages: {memory / more:.1f} MB (plain, all pages: {plain_memory:.0f} MB)"
        )
        times = [statistics.median(cost.cpu for cost in found) for found in (smaller, cold)]
        growth = math.log(times[1] / times[0]) / math.log(sites.pages / small.pages)
        print(f"growth of the cold time, {small.pages} to {sites.pages} pages: exponent {growth:.2f}")


if __name__ == "__main__":
    main()
