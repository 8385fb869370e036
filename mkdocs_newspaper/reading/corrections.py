"""What an editor decides -> the lines and stories of an issue, corrected.

The corrections file is read in `corrections_file.py`. An entry that no longer fits the source changes nothing and
gives a `stale-correction` warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.model import Correction, JumpRuling, Segment, Text
from mkdocs_newspaper.reading.corrections_file import (
    Corrections,
    Division,
    Entry,
    Place,
    Wording,
)
from mkdocs_newspaper.reading.passages import Block, Cut, Line

RULE = "editor"
STALE, AMBIGUOUS = "stale-correction", "ambiguous-correction"
_SHOWN_LENGTH = 12


@dataclass(slots=True)
class RawText:
    """The blocks of one raw print page, to be corrected in place. `header`: its folio line, taken out."""

    page: str
    format: str
    blocks: list[Block]
    header: Line | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying did: the list of changes, the rulings for joining, and what no longer fits."""

    corrections: list[Correction] = field(default_factory=list)
    rulings: list[JumpRuling] = field(default_factory=list)
    divisions: list[tuple[Division, int]] = field(default_factory=list)  # those done, and at which line
    findings: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A line where it stands: its raw page, its block (None: the header) and its place there."""

    text: RawText
    block: int | None
    at: int
    line: Line


def correct(corrections: Corrections, texts: Sequence[RawText]) -> Applied:
    """Put an editor's words and cuts into the lines of `texts`; everything is checked against them first."""
    applied = Applied()
    if not corrections:
        return applied
    lines = _Lines(texts)
    edits: dict[int, list[tuple[int, int, Wording]]] = {}
    for wording in corrections.wordings:
        spot = _find(wording, lines, applied.findings)
        if spot is None:
            continue
        number, start, end = spot
        others = edits.setdefault(number, [])
        if any(start < other_end and other_start < end for other_start, other_end, _ in others):
            message = f"{wording.printed}: another correction changes the same words; this one is not applied"
            applied.findings.append(wording.finding(STALE, message))
            continue
        others.append((start, end, wording))
    cuts: dict[int, Cut] = {}
    for division in corrections.divisions:
        number_at = _line_at(division, division.place, lines, applied.findings)
        if number_at is None:
            continue
        cuts[number_at] = division.cut
        applied.divisions.append((division, lines.spots[number_at].line.line))
        applied.corrections.append(_listed(division, lines, number_at))
    for number in sorted({*edits, *cuts}):
        spot_at = lines.spots[number]
        line = spot_at.line
        if number in edits:
            text = Text(line.text, line.changes)
            for start, end, wording in sorted(edits[number], key=lambda one: one[0], reverse=True):
                printed = line.text[start:end]
                text = text.edited([(start, end, wording.shown)], RULE, line.line, wording.note)
                applied.corrections.append(
                    Correction(wording.page, line.line, printed, wording.shown, RULE, wording.note)
                )
            line = replace(line, text=text.shown, changes=text.changes)
        if number in cuts:
            line = replace(line, cut=cuts[number])
        lines.put(spot_at, line)
    for decision in corrections.jumps:
        if _line_at(decision, decision.place, lines, applied.findings) is not None:
            applied.rulings.append(
                JumpRuling(
                    decision.place.page,
                    decision.place.line,
                    decision.to_page,
                    decision.to_headline,
                    decision.to_line,
                    decision.source,
                    decision.source_line,
                )
            )
    return applied


class _Lines:
    """Every line of the raw pages that an entry can speak of."""

    def __init__(self, texts: Sequence[RawText]) -> None:
        self.texts = texts
        self.pages = {text.page for text in texts}
        self.spots: list[_Spot] = []
        for text in texts:
            if text.header is not None:
                self.spots.append(_Spot(text, None, 0, text.header))
            for number, block in enumerate(text.blocks):
                for at, line in enumerate(block.lines):
                    if block.kind == "image":
                        line = replace(line, text=block.alt or "")
                    if block.kind in ("heading", "text", "table", "image"):
                        self.spots.append(_Spot(text, number, at, line))

    def of_page(self, page: str) -> list[int]:
        return [number for number, spot in enumerate(self.spots) if spot.text.page == page]

    def at_line(self, page: str, line: int) -> list[int]:
        """The lines of a page that bear a number; in HTML a line of text can run over several of the file."""
        own = self.of_page(page)
        exact = [number for number in own if self.spots[number].line.line == line]
        if exact:
            return exact
        above = [
            number
            for number in own
            if self.spots[number].line.line < line and self.spots[number].text.format == "html"
        ]
        return [max(above, key=lambda number: (self.spots[number].line.line, number))] if above else []

    def put(self, spot: _Spot, line: Line) -> None:
        """Puts a changed line back where it stood."""
        if spot.block is None:
            spot.text.header = line
            return
        block = spot.text.blocks[spot.block]
        if block.kind == "image":
            block = replace(block, alt=line.text)
            line = replace(line, text="")
        elif block.kind == "table" and len(block.rows) == len(block.lines):
            rows = list(block.rows)
            rows[spot.at] = tuple(line.text.split("\t"))
            block = replace(block, rows=tuple(rows))
        lines = list(block.lines)
        lines[spot.at] = line
        spot.text.blocks[spot.block] = replace(block, lines=tuple(lines))


def _find(wording: Wording, lines: _Lines, findings: list[Diagnostic]) -> tuple[int, int, int] | None:
    """The one place where the printed words stand: the line's number in `lines`, start and end."""
    if wording.page not in lines.pages:
        message = f"{wording.printed}: page {wording.page} is not held; the correction is not applied"
        findings.append(wording.finding(STALE, message))
        return None
    on_page = lines.of_page(wording.page)
    chosen = on_page if wording.line is None else lines.at_line(wording.page, wording.line)
    found = _occurrences(wording.printed, chosen, lines)
    if len(found) == 1:
        return found[0]
    where = f"page {wording.page}" + ("" if wording.line is None else f", line {wording.line}")
    if found:
        message = (
            f"{wording.printed} stands {len(found)} times on {where}: name the line, or more of the words "
            "around it; the correction is not applied"
        )
        findings.append(wording.finding(AMBIGUOUS, message))
        return None
    message = f"{wording.printed} does not stand on {where}; the correction is not applied"
    elsewhere = sorted(
        {lines.spots[one[0]].line.line for one in _occurrences(wording.printed, on_page, lines)}
    )
    if elsewhere:
        message += f" (it stands on line {', '.join(map(str, elsewhere[:8]))})"
    findings.append(wording.finding(STALE, message))
    return None


def _occurrences(printed: str, chosen: Sequence[int], lines: _Lines) -> list[tuple[int, int, int]]:
    exact = [
        (number, match.start(), match.end())
        for number in chosen
        for match in re.finditer(re.escape(printed), lines.spots[number].line.text)
    ]
    if exact:
        return exact
    wanted, _ = _folded(printed)
    found: list[tuple[int, int, int]] = []
    if wanted:
        for number in chosen:
            text, places = _folded(lines.spots[number].line.text)
            for match in re.finditer(re.escape(wanted), text):
                found.append((number, places[match.start()], places[match.end() - 1] + 1))
    return found


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without spaces and in one width, and where each of its characters stands in `text`."""
    folded: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character):
            if not one.isspace():
                folded.append(one)
                places.append(at)
    return "".join(folded), places


def _line_at(entry: Entry, place: Place, lines: _Lines, findings: list[Diagnostic]) -> int | None:
    """The number in `lines` of the line that an entry names, if it still is what the entry says."""
    held = place.page in lines.pages
    found = lines.at_line(place.page, place.line) if held else []
    if not held:
        message = f"page {place.page} is not held"
    elif not found:
        message = f"line {place.line} of page {place.page} holds no text"
    elif place.printed is not None and not (
        found := [one[0] for one in _occurrences(place.printed, found, lines)]
    ):
        message = f"line {place.line} of page {place.page} does not hold {place.printed}"
    else:
        return found[0]
    findings.append(entry.finding(STALE, f"{message}; the correction is not applied"))
    return None


def _listed(division: Division, lines: _Lines, number: int) -> Correction:
    """A cut or a join for the issue's list of corrections."""
    line = lines.spots[number].line
    begins = line.text.strip()[:_SHOWN_LENGTH]
    if division.cut != "join":
        return Correction(division.place.page, line.line, begins, f"¶ {begins}", RULE, division.note)
    on_page = lines.of_page(division.place.page)
    before = on_page.index(number) - 1
    above = lines.spots[on_page[before]].line.text.strip()[-_SHOWN_LENGTH:] if before >= 0 else ""
    return Correction(
        division.place.page, line.line, f"{above}\n\n{begins}", f"{above}{begins}", RULE, division.note
    )


# After the stories are read ------------------------------------------------------------------


def pin(
    corrections: Corrections, page: str, segments: tuple[Segment, ...], findings: list[Diagnostic]
) -> tuple[Segment, ...]:
    """The segments of a page with the names that the editor pins to them."""
    pinned = list(segments)
    for entry in corrections.pins:
        if entry.place.page != page:
            continue
        at = _holding(pinned, entry.place.line)
        if at is None:
            message = (
                f"no story stands at line {entry.place.line} of page {page}; the correction is not applied"
            )
            findings.append(entry.finding(STALE, message))
        elif entry.place.printed and not _holds(pinned[at], entry.place.printed):
            message = (
                f"the story at line {entry.place.line} of page {page} does not hold {entry.place.printed}"
            )
            findings.append(entry.finding(STALE, f"{message}; the correction is not applied"))
        else:
            pinned[at] = replace(pinned[at], id=entry.slug)
    return tuple(pinned)


def _holding(segments: Sequence[Segment], line: int) -> int | None:
    """The segment that begins at `line`, or the last one that begins above it."""
    above = [number for number, segment in enumerate(segments) if segment.line <= line]
    return max(above, key=lambda number: (segments[number].line, number), default=None)


def _holds(segment: Segment, words: str) -> bool:
    wanted, _ = _folded(words)
    texts = (segment.headline, segment.kicker, segment.deck, *(one.text for one in segment.paragraphs))
    return any(wanted in _folded(text.printed)[0] for text in texts if text is not None)


def without_effect(
    corrections: Corrections, applied: Applied, held: Iterable[str], segments: Iterable[Segment]
) -> list[Diagnostic]:
    """Findings for pins whose page is not held, and for cuts after which nothing begins at their line."""
    found: list[Diagnostic] = []
    pages = set(held)
    for entry in corrections.pins:
        if entry.place.page not in pages:
            message = f"page {entry.place.page} is not held; the correction is not applied"
            found.append(entry.finding(STALE, message))
    begun = {
        (segment.page, line)
        for segment in segments
        for line in (
            segment.line,
            *(one.line for one in segment.paragraphs),
            *(one.line for one in segment.figures),
        )
    }
    for division, line in applied.divisions:
        if division.cut != "join" and (division.place.page, line) not in begun:
            message = (
                f"nothing begins at line {division.place.line} of page {division.place.page}: the line is no "
                "body text or headline of its own; the correction has no effect"
            )
            found.append(division.finding(STALE, message))
    return found
