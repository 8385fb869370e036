"""The plugin against plain MkDocs on the same pages, in turn, in one run: every measure as a ratio.

    python benchmarks/run.py --sizes 600,3000 --rounds 3 --keep ~/benchmark-sites --json results.json
    python benchmarks/run.py --sizes 3000,10000,30000 --rounds 3,1,1 --plain-rounds 1,1,0 --keep ~/benchmark-sites

For each size (pages of articles; an article has one in Chinese and one in English) it writes issues of an
invented newspaper, English catalogs for a third of them, and the pages that the plugin makes of them as Markdown
files. A round builds the plain site, then the plugin's: cold (from the issues, nothing cached) with as many
processes as there are processors; warm (nothing changed), after an edit, after an edit that names what all the
archive names, each several times (`--repeats`); cold with one process; and rebuilds of the server after an edit,
whose first build does not count. What is printed is Markdown:

- ratios plugin / plain, medians with the lowest and the highest, of the time on the clock and of the time of all
  processors; every build is compared with the plain one of its round, or with the last one where there are fewer
  (`--plain-rounds`, one number for all sizes or one for each; 0 leaves plain MkDocs out);
- how the plugin's times grow between the sizes: the exponent of a power of the number of pages;
- what 1,000 further pages add to the memory, in one process and in several;
- whether the files of warm and edited builds are those of a clean build, byte by byte, and whether those that the
  plugin draws are those that MkDocs draws (`incremental: false`) with other plugins on (`--equal-plugins`).

The run ends with 1 where files differ, and stops where a build fails.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import entry_points, version
from itertools import pairwise
from pathlib import Path

from made_sites import NAMING, Sites, page_counts, write_variant
from measured_builds import BuildError, Cost, build, contents, differences, rebuilds

COLD = "cold"
COLD_ONE = "cold, one process"
WARM = "warm, nothing changed"
EDITED = "one issue edited"
NAMED = "one issue edited, names counted anew"
SERVED = "serve, one issue edited"
MEASURES = (COLD, COLD_ONE, WARM, EDITED, NAMED, SERVED)
PACKAGES = ("mkdocs", "mkdocs-material", "mkdocs-newspaper")


@dataclass
class Result:
    """What one size took: costs by measure, each with the number of its round; the plain ones by round."""

    rounds: int
    repeats: int
    article_pages: int = 0
    pages: int = 0
    plain_pages: int = 0
    plain_page_size: float = 0.0
    load: float = 0.0  # of the machine, when the first build began
    costs: dict[str, list[tuple[int, Cost]]] = field(default_factory=lambda: {name: [] for name in MEASURES})
    plain: list[Cost] = field(default_factory=list)
    plain_served: list[list[Cost]] = field(default_factory=list)
    files: int = 0
    compared: int = 0
    different: list[str] = field(default_factory=list)

    def own(self, name: str, of: Callable[[Cost], float]) -> list[float]:
        return [of(cost) for _, cost in self.costs[name]]

    def ratios(self, name: str, of: Callable[[Cost], float]) -> list[float]:
        """Every build of the plugin by the plain one of its round; empty where there is none."""
        found = []
        for number, cost in self.costs[name]:
            plain = self._plain(name, number, of)
            if plain:
                found.append(of(cost) / plain)
        return found

    def plain_median(self, name: str, of: Callable[[Cost], float]) -> float | None:
        costs = [cost for one in self.plain_served for cost in one] if name == SERVED else self.plain
        return statistics.median(map(of, costs)) if costs else None

    def _plain(self, name: str, number: int, of: Callable[[Cost], float]) -> float | None:
        if name == SERVED:
            served = self.plain_served
            return statistics.median(map(of, served[min(number, len(served) - 1)])) if served else None
        return of(self.plain[min(number, len(self.plain) - 1)]) if self.plain else None


def wall(cost: Cost) -> float:
    return cost.wall


def cpu(cost: Cost) -> float:
    return cost.cpu


def main_memory(cost: Cost) -> float:
    return cost.main


def together(cost: Cost) -> float:
    return cost.together


# Measuring


def measured(sites: Sites, rounds: int, plain_rounds: int, chosen: argparse.Namespace) -> Result:
    """All rounds of one size; in the first `plain_rounds` plain MkDocs is built too."""
    result = Result(rounds, chosen.repeats, load=os.getloadavg()[0])
    try:
        for number in range(rounds):
            say(f"{sites.article_pages} article pages, round {number + 1} of {rounds}")
            if number < plain_rounds:
                # As the plugin's first build: there is nothing to clear away.
                sites.put_away(sites.plain / "site")
                result.plain.append(build(sites.plain))
            _round(sites, number, chosen.repeats, result)
            if not chosen.no_serve:
                _serve(sites, number, number < plain_rounds, result)
        result.pages, result.article_pages = page_counts(sites.plugin / "site")
        if result.plain:
            result.plain_pages = page_counts(sites.plain / "site")[0]
            result.plain_page_size = sites.plain_page_size()
    finally:
        sites.restore()
        sites.clear_away()
    return result


def _round(sites: Sites, number: int, repeats: int, result: Result) -> None:
    """The builds of the plugin; what a build leaves is compared with what a clean one does."""

    def note(name: str, config: str = "mkdocs.yml") -> None:
        result.costs[name].append((number, build(sites.plugin, config)))

    site = sites.plugin / "site"
    sites.forget()
    note(COLD)
    clean = contents(site)
    for _ in range(repeats):
        note(WARM)
        _compare(contents(site), clean, "warm", result)
    for name, sentence in ((EDITED, None), (NAMED, NAMING)):
        for _ in range(repeats):
            sites.edit(*filter(None, [sentence]))
            note(name)
    edited = contents(site)
    sites.forget()
    note(COLD_ONE, "one-process.yml")
    _compare(edited, contents(site), "edited", result)


def _compare(one: dict[str, str], clean: dict[str, str], what: str, result: Result) -> None:
    result.files, result.compared = len(clean), result.compared + 1
    result.different += [f"{what}: {path}" for path in differences(one, clean)]


def _serve(sites: Sites, number: int, with_plain: bool, result: Result) -> None:
    served = rebuilds(sites.plugin, sites.document, result.repeats)
    result.costs[SERVED] += [(number, cost) for cost in served]
    if with_plain:
        result.plain_served.append(rebuilds(sites.plain, sites.plain_document, 1))


@dataclass
class Equality:
    """Whether the plugin draws what MkDocs would have drawn."""

    plugins: list[str]
    html: int
    different_html: list[str]
    others: int
    different_others: list[str]


def equality(sites: Sites, plugins: list[str]) -> Equality:
    """Everything drawn by MkDocs (`incremental: false`) against the default, with other plugins on."""
    say(f"{sites.article_pages} article pages, drawn by MkDocs and by the plugin")
    # Last, so that it may leave to other plugins what it has drawn.
    write_variant(sites.plugin, "drawn-by-plugin.yml", plugins, "incremental: true")
    write_variant(sites.plugin, "drawn-by-mkdocs.yml", plugins, "incremental: false")
    sites.forget()
    try:
        build(sites.plugin, "drawn-by-mkdocs.yml", "slow")
        build(sites.plugin, "drawn-by-plugin.yml", "site")
        slow, default = contents(sites.plugin / "slow"), contents(sites.plugin / "site")
    finally:
        sites.put_away(sites.plugin / "slow")
        sites.clear_away()
    found = differences(slow, default)
    html = {path for path in slow.keys() | default.keys() if path.endswith(".html")}
    return Equality(
        plugins=plugins,
        html=len(html),
        different_html=[path for path in found if path in html],
        others=len(slow.keys() | default.keys()) - len(html),
        different_others=[path for path in found if path not in html],
    )


# Reporting


def report(results: Sequence[Result], equal: Equality | None) -> Iterator[str]:
    """The lines of the report, in Markdown."""
    yield f"{dt.date.today():%d %B %Y} · {machine()}"
    yield "Ratios plugin / plain MkDocs: medians (lowest–highest)."
    for result in results:
        yield from _size_lines(result)
    if len(results) > 1:
        yield from _growth_lines(results)
        yield from _memory_lines(results)
    yield from _equality_lines(results, equal)


def machine() -> str:
    """Versions and processors."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{packages}, Python {platform.python_version()}, {os.cpu_count()} processors ({platform.machine()})"
    )


def _size_lines(result: Result) -> Iterator[str]:
    yield (
        f"\n### {result.article_pages:,} article pages, {result.pages:,} pages of all kinds (load {result.load:.1f})\n"
    )
    yield (
        f"{_many(result.rounds, 'round')}, {len(result.plain) or 'none'} of them with plain MkDocs; "
        f"warm, edited and served builds {_many(result.repeats, 'time')} a round"
        f"{', one of plain MkDocs' if result.plain_served else ''}."
    )
    if result.plain and result.plain_pages != result.pages:
        yield "**The plain pages are not those of the plugin: other code made them; take the kept sites away.**"
    if result.plain:
        yield (
            f"Plain MkDocs: {result.plain_pages:,} pages; an article's Markdown has "
            f"{result.plain_page_size / 1000:.1f} KB on average."
        )
    yield ""
    yield "| measure | plugin, s | plain, s | ratio, clock | ratio, processors | processors: plugin, s | plain, s |"
    yield "|---|---|---|---|---|---|---|"
    for name in MEASURES:
        if result.costs[name]:
            yield (
                f"| {name} | {_seconds(result.own(name, wall))} | {_number(result.plain_median(name, wall))} "
                f"| {_ratio(result.ratios(name, wall))} | {_ratio(result.ratios(name, cpu))} "
                f"| {_seconds(result.own(name, cpu))} | {_number(result.plain_median(name, cpu))} |"
            )
    yield "\n| memory at most, MB | all processes together | main process alone |"
    yield "|---|---|---|"
    for name in (COLD, COLD_ONE, WARM):
        yield f"| {name} | {_most(result, name, together):.0f} | {_most(result, name, main_memory):.0f} |"
    if result.plain:
        yield f"| plain | {max(map(together, result.plain)):.0f} | {max(map(main_memory, result.plain)):.0f} |"


def _growth_lines(results: Sequence[Result]) -> Iterator[str]:
    yield "\n### Growth: exponents between sizes\n"
    yield "| measure | from, to: pages of all kinds | by all pages: clock | processors | by article pages: clock | processors |"
    yield "|---|---|---|---|---|---|"
    for name in (COLD, COLD_ONE):
        for small, large in _pairs(results):
            found = [
                _exponent(small, large, name, of, by)
                for by in (lambda one: one.pages, lambda one: one.article_pages)
                for of in (wall, cpu)
            ]
            exponents = " | ".join(f"{exponent:.2f}" for exponent in found)
            yield f"| {name} | {small.pages:,}, {large.pages:,} | {exponents} |"
    yield "\n| times as long | from, to: article pages | clock | processors |"
    yield "|---|---|---|---|"
    for name in MEASURES:
        for small, large in _pairs(results):
            if small.costs[name] and large.costs[name]:
                times = " | ".join(
                    f"{_median(large, name, of) / _median(small, name, of):.2f}" for of in (wall, cpu)
                )
                yield f"| {name} | {small.article_pages:,}, {large.article_pages:,} | {times} |"


def _memory_lines(results: Sequence[Result]) -> Iterator[str]:
    yield "\n### MB a further 1,000 pages of all kinds\n"
    yield "| build | from, to: pages of all kinds | all processes together | main process alone |"
    yield "|---|---|---|---|"
    for small, large in _pairs(results):
        thousands = (large.pages - small.pages) / 1000
        for name in (COLD, COLD_ONE, WARM):
            more = [
                (_most(large, name, of) - _most(small, name, of)) / thousands
                for of in (together, main_memory)
            ]
            yield f"| {name} | {small.pages:,}, {large.pages:,} | {more[0]:.1f} | {more[1]:.1f} |"
        if small.plain and large.plain:
            more = [
                (max(map(of, large.plain)) - max(map(of, small.plain))) / thousands
                for of in (together, main_memory)
            ]
            yield f"| plain | {small.pages:,}, {large.pages:,} | {more[0]:.1f} | {more[1]:.1f} |"


def _equality_lines(results: Sequence[Result], equal: Equality | None) -> Iterator[str]:
    yield "\n### Byte by byte\n"
    for result in results:
        yield (
            f"- {result.article_pages:,} article pages: warm builds, and builds after edits, against clean ones: "
            f"{result.compared} comparisons of {result.files:,} files, {len(result.different)} differences"
        )
        yield from (f"  - {one}" for one in result.different[:20])
    if equal is not None:
        yield (
            f"- drawn by MkDocs (`incremental: false`) against the default, plugins {', '.join(equal.plugins) or 'none'}: "
            f"{equal.html:,} HTML files, {len(equal.different_html)} differences; "
            f"{equal.others:,} other files, {len(equal.different_others)} differences"
        )
        yield from (f"  - {one}" for one in [*equal.different_html, *equal.different_others][:20])


def _pairs(results: Sequence[Result]) -> list[tuple[Result, Result]]:
    """Each size with the next, and the smallest with the largest."""
    found = list(pairwise(results))
    return [*found, (results[0], results[-1])] if len(found) > 1 else found


def _exponent(
    small: Result, large: Result, name: str, of: Callable[[Cost], float], by: Callable[[Result], int]
) -> float:
    return math.log(_median(large, name, of) / _median(small, name, of)) / math.log(by(large) / by(small))


def _median(result: Result, name: str, of: Callable[[Cost], float]) -> float:
    return statistics.median(result.own(name, of))


def _most(result: Result, name: str, of: Callable[[Cost], float]) -> float:
    """The median of the rounds; each is the most of one build."""
    return _median(result, name, of)


def _seconds(found: Sequence[float]) -> str:
    return f"{statistics.median(found):.2f}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _number(found: float | None) -> str:
    return "–" if found is None else f"{found:.2f}"


def _ratio(found: Sequence[float]) -> str:
    return f"**{statistics.median(found):.3f}** ({min(found):.3f}–{max(found):.3f})" if found else "–"


def as_json(results: Sequence[Result], equal: Equality | None) -> str:
    """All figures."""
    return json.dumps(
        {
            "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "command": sys.argv[1:],
            "versions": {name: version(name) for name in PACKAGES} | {"python": platform.python_version()},
            "processors": os.cpu_count(),
            "load": os.getloadavg(),
            "sizes": [asdict(result) for result in results],
            "equality": asdict(equal) if equal else None,
        },
        indent=1,
        ensure_ascii=False,
    )


def say(text: str) -> None:
    """What is going on, beside the report."""
    print(f"{dt.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


# The command


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="600", help="article pages of each size: 600,3000")
    parser.add_argument("--rounds", default="3", help="one number for all sizes, or one for each: 3,1")
    parser.add_argument(
        "--plain-rounds", help="in so many of them plain MkDocs is built too (by default in all); 0: none"
    )
    parser.add_argument(
        "--repeats", type=int, default=3, help="warm and edited builds, and rebuilds, of a round"
    )
    parser.add_argument(
        "--without-plain", action="store_true", help="growth and memory only, as --plain-rounds 0"
    )
    parser.add_argument("--no-serve", action="store_true", help="leave the server out")
    parser.add_argument("--plugins", default="", help="other plugins of both sites, such as search,tags")
    parser.add_argument(
        "--equal-plugins",
        default="search,tags,minify",
        help="other plugins where pages drawn by MkDocs are compared; those not installed are left out",
    )
    parser.add_argument(
        "--equal-size",
        type=int,
        help="article pages of that comparison (by default the smallest size); 0: none",
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep made sites there, and use them again"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    chosen = parser.parse_args()
    chosen.sizes = sorted({int(size) for size in chosen.sizes.split(",")})
    chosen.plugins = _names(chosen.plugins)
    chosen.equal_size = min(chosen.sizes) if chosen.equal_size is None else chosen.equal_size
    try:
        chosen.rounds = _for_each(chosen.sizes, chosen.rounds)
        plain = "0" if chosen.without_plain else chosen.plain_rounds
        chosen.plain_rounds = chosen.rounds if plain is None else _for_each(chosen.sizes, plain)
    except ValueError as error:
        parser.error(str(error))
    if min(*chosen.sizes, chosen.equal_size or 40) < 40 or min(*chosen.rounds, chosen.repeats) < 1:
        parser.error("a size is at least an issue, 40 article pages; rounds and repeats are at least 1")
    return chosen


def _for_each(sizes: Sequence[int], numbers: str) -> list[int]:
    """`3` or `3,1` as a number for every size. Raises ValueError."""
    found = [int(number) for number in numbers.split(",")]
    if len(found) not in (1, len(sizes)):
        raise ValueError(f"{numbers}: one number for all sizes, or one for each of {len(sizes)}")
    return found * len(sizes) if len(found) == 1 else found


def _names(plugins: str) -> list[str]:
    return [name.strip() for name in plugins.split(",") if name.strip()]


def _installed(plugins: Sequence[str]) -> list[str]:
    known = {point.name for point in entry_points(group="mkdocs.plugins")}
    for name in plugins:
        if name not in known and f"material/{name}" not in known:
            say(f"the plugin {name} is not installed and is left out")
    return [name for name in plugins if name in known or f"material/{name}" in known]


def run(chosen: argparse.Namespace, folder: Path) -> bool:
    """Measure and print everything; whether all files were equal. Raises BuildError, with what is known printed."""
    results: list[Result] = []
    equal: Equality | None = None
    try:
        for size, rounds, plain_rounds in zip(chosen.sizes, chosen.rounds, chosen.plain_rounds, strict=True):
            say(f"making {size} article pages")
            sites = Sites.made(folder, size, chosen.plugins, plain=plain_rounds > 0)
            results.append(measured(sites, rounds, plain_rounds, chosen))
            _save(chosen, results, equal)  # a long run that is ended has left what it knew
        if chosen.equal_size:
            sites = Sites.made(folder, chosen.equal_size, chosen.plugins, plain=False)
            equal = equality(sites, _installed(_names(chosen.equal_plugins)))
    finally:
        _save(chosen, results, equal)
        if results:
            print("\n".join(report(results, equal)), flush=True)
    unequal = [*(equal.different_html if equal else ()), *(path for one in results for path in one.different)]
    return not unequal


def _save(chosen: argparse.Namespace, results: Sequence[Result], equal: Equality | None) -> None:
    if chosen.json:
        chosen.json.write_text(as_json(results, equal), "utf-8")


def main() -> None:
    chosen = arguments()
    try:
        if chosen.keep:
            chosen.keep.mkdir(parents=True, exist_ok=True)
            equal = run(chosen, chosen.keep.resolve())
        else:
            with tempfile.TemporaryDirectory() as folder:
                equal = run(chosen, Path(folder))
    except BuildError as error:
        raise SystemExit(str(error)) from error
    raise SystemExit(0 if equal else 1)


if __name__ == "__main__":
    main()
