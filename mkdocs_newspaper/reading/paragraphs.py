"""Blocks -> units: one logical line each, with hard-wrapped printed lines joined and safe repairs made.

A unit is what the next stages ask questions of: a heading, a paragraph (or a part of one that a column
break cut off), a caption, a line of the masthead, an image or a table.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from mkdocs_newspaper.model import Correction, Text
from mkdocs_newspaper.reading.blocks import Block, Line
from mkdocs_newspaper.reading.conventions.grammar import Conventions
from mkdocs_newspaper.reading.passages import Cut

Repair = Callable[[Text, int, bool], Text]


@dataclass(frozen=True, slots=True)
class Unit:
    """One logical line of a page. `gap`: blank lines above it; `indent`: its leading white space."""

    kind: Literal["heading", "text", "image", "table"]
    text: Text
    line: int
    gap: int = 0
    level: int = 0
    strong: bool = False
    lead: bool = False  # opens with a bold run
    indent: int = 0
    role: str | None = None  # what the markup says it is
    image: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    cut: Cut | None = None  # what an editor says of where it belongs


class _Widths(dict[str, float]):
    """The printed width of each character, asked once a character."""

    def __missing__(self, character: str) -> float:
        found = self[character] = 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5
        return found


_WIDTHS = _Widths()


def width(text: str) -> float:
    """Printed width in Han characters: a half-width character counts one half."""
    return sum(map(_WIDTHS.__getitem__, text.strip()))


def _stops(text: str, conventions: Conventions) -> bool:
    return text.rstrip().endswith(tuple(conventions.terminal))


@dataclass(frozen=True, slots=True)
class Measure:
    """How a page's lines are set: `wrapped` where printed lines end in mid-sentence at `widths`."""

    wrapped: bool
    widths: frozenset[int]
    indented: bool

    def full(self, line_width: float) -> bool:
        """Whether a line fills its column (within two characters: punctuation is squeezed)."""
        return any(round(line_width) + step in self.widths for step in (-2, -1, 0, 1, 2))


def measure(blocks: Sequence[Block], conventions: Conventions) -> Measure:
    """How the printed lines of a page were wrapped, told from all its blocks of several lines."""
    lines = [
        line for block in blocks if block.kind == "text" and len(block.lines) > 1 for line in block.lines
    ]
    widths = [round(width(line.text)) for line in lines]
    longer = [one for one in widths if one >= 7]
    if len(longer) < 4:
        return Measure(False, frozenset(), False)
    counts = Counter(longer)
    # A column's measure is a width that many lines share; a page can have several.
    near = {one: sum(counts.get(one + step, 0) for step in (-1, 0, 1)) for one in counts}
    most = max(near.values())
    shared = frozenset(one for one, count in near.items() if count >= max(3, most * 0.5))
    # Lines of a column are never much longer than its measure.
    columns = frozenset(one for one in shared if one <= 60)
    full = [
        line
        for line, size in zip(lines, widths, strict=True)
        if any(size + step in columns for step in (-2, -1, 0, 1, 2))
    ]
    open_ends = sum(not _stops(line.text, conventions) for line in full)
    wrapped = bool(columns) and len(full) >= 0.35 * len(longer) and open_ends >= 0.4 * len(full)
    return Measure(wrapped, columns, any(line.indent >= 2 for line in lines))


def units(
    blocks: Sequence[Block],
    conventions: Conventions,
    repair: Repair,
    starts: Callable[[str], bool],
    join_lines: bool = True,
    page: str = "",
) -> tuple[list[Unit], list[Correction]]:
    """The units of one print page, in order, and the joins of printed lines.

    `starts` says whether a line begins something new by itself (a dateline, a credit, a jump line …).
    """
    setting = measure(blocks, conventions)
    found: list[Unit] = []
    corrections: list[Correction] = []
    for block in blocks:
        if block.kind == "image":
            alt = Text(block.alt or "", block.lines[0].changes if block.lines else ())
            line = block.lines[0].line if block.lines else 0
            found.append(Unit("image", alt, line, gap=block.gap, image=block.image, role=block.role))
        elif block.kind == "table":
            line = block.lines[0].line if block.lines else 0
            text = _table_text(block)
            cut = block.lines[0].cut if block.lines else None
            found.append(Unit("table", text, line, gap=block.gap, rows=block.rows, role=block.role, cut=cut))
        elif block.kind == "heading":
            whole = Text.join(
                repair(line.marked, line.line, True) for line in block.lines if line.text.strip()
            )
            if whole:
                first = block.lines[0]
                found.append(
                    Unit(
                        "heading",
                        whole,
                        first.line,
                        block.gap,
                        block.level or 1,
                        role=block.role,
                        cut=first.cut,
                    )
                )
        elif block.kind == "text":
            groups = (
                _groups(block.lines, setting, conventions, starts)
                if join_lines
                else [[line] for line in block.lines]
            )
            for number, group in enumerate(groups):
                made = _unit(group, block, conventions, repair, number == 0)
                if made is not None:
                    found.append(made)
                    corrections += (
                        Correction(
                            page,
                            above.line,
                            f"{above.text.strip()[-4:]}\n{below.text.strip()[:4]}",
                            f"{above.text.strip()[-4:]}{below.text.strip()[:4]}",
                            "line-join",
                        )
                        for above, below in pairwise(group)
                    )
    return found, corrections


def _groups(
    lines: Sequence[Line], setting: Measure, conventions: Conventions, starts: Callable[[str], bool]
) -> list[list[Line]]:
    """Printed lines grouped into logical ones."""
    kept = [line for line in lines if line.text.strip()]
    # Where printed lines were not wrapped, none of them runs on, whatever it begins.
    new = [number > 0 and starts(line.text) for number, line in enumerate(kept)] if setting.wrapped else []
    groups: list[list[Line]] = []
    for at, line in enumerate(kept):
        runs_on = at > 0 and _runs_on(kept, at, new, setting, conventions)
        if line.cut is not None and at:
            if runs_on and line.cut == "split":
                # The reading saw neither a story nor a paragraph here: a paragraph it is.
                line = replace(line, cut="paragraph")
            runs_on = line.cut == "join"
        if runs_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _runs_on(
    lines: Sequence[Line], at: int, new: Sequence[bool], setting: Measure, conventions: Conventions
) -> bool:
    """Whether printed line `at` goes on with the sentence or paragraph of the line above it."""
    above, line = lines[at - 1], lines[at]
    if not setting.wrapped or new[at] or above.strong != line.strong:
        return False
    if setting.indented and line.indent >= 2 and above.indent < line.indent:
        return False
    above_width, own_width = width(above.text), width(line.text)
    if not setting.full(above_width) or own_width > max(setting.widths) + 3:
        return False
    if conventions.enumerated.match(line.text) and _stops(above.text, conventions):
        return False
    if not _stops(above.text, conventions):
        # A line of its own (a headline) may be as wide as the column, but then nothing runs into it.
        return True
    # The sentence ends with the line. Where paragraphs are indented, one that is not goes on; elsewhere
    # a line that fills the column to its end more often stands in mid-paragraph than at its close.
    if _heads_story(lines, at, new, conventions):
        return False
    if setting.indented:
        return line.indent < 2
    return round(above_width) >= min(
        (one for one in setting.widths if abs(one - above_width) <= 2), default=0
    )


def _heads_story(lines: Sequence[Line], at: int, new: Sequence[bool], conventions: Conventions) -> bool:
    """Whether line `at` is the first of up to three lines without a full stop over a line that starts anew."""
    for ahead in range(at, min(at + 3, len(lines))):
        if _stops(lines[ahead].text, conventions):
            return False
        if ahead + 1 < len(lines) and new[ahead + 1]:
            return True
    return False


def _unit(
    group: Sequence[Line], block: Block, conventions: Conventions, repair: Repair, first: bool
) -> Unit | None:
    texts: list[Text] = []
    for number, line in enumerate(group):
        text = repair(line.marked, line.line, False)
        if number and conventions.spaced and texts:
            settled = any(change.end == len(texts[-1]) for change in texts[-1].changes)
            if texts[-1].shown.endswith("-") and text.shown[:1].islower() and not settled:
                texts[-1] = texts[-1].edited(
                    [(len(texts[-1]) - 1, len(texts[-1]), "")], "line-join", line.line
                )
            else:
                texts.append(Text(" "))
        texts.append(text)
    whole = texts[0] if len(texts) == 1 else Text.join(texts)
    if not whole:
        return None
    return Unit(
        "text",
        whole,
        group[0].line,
        gap=block.gap if first else 0,
        strong=all(line.strong for line in group),
        lead=first and block.lead is not None,
        indent=group[0].indent,
        role=block.role,
        cut=group[0].cut,
    )


def _table_text(block: Block) -> Text:
    """A table as text: its rows one a line, the cells parted by tabs."""
    whole = Text("\n".join("\t".join(row) for row in block.rows))
    if not any(line.changes for line in block.lines):
        return whole
    lines = [part for line in block.lines for part in (Text("\n"), Text(line.text, line.changes))]
    corrected = Text.join(lines[1:])
    return corrected if corrected.shown == whole.shown else whole
