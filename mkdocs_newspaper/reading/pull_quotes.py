"""Pull quotes -> asides: body text that a page prints a second time, large, and that is no story of its own."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from mkdocs_newspaper.model import Correction, Paragraph, PrintPage, PullQuote, Segment
from mkdocs_newspaper.reading.figures import plain

_SHORTEST, _LONGEST = 14, 700
_RUN = 8
_MOST_HOLDERS = 12
#: Share of a candidate's text that must stand elsewhere: OCR reads the two copies a little differently.
_COPIED = 0.85
#: A copy is shorter than what holds it; one that stands loose may be all of it.
_LONGER, _AS_LONG = 1.15, 0.9

_Place = tuple[int, int, int]  # page, segment, paragraph


def find_pull_quotes(
    pages: Sequence[PrintPage],
) -> tuple[list[PrintPage], list[Correction]]:
    """The pages with copies of body text taken out of the text and kept as pull quotes.

    A candidate stands where no paragraph would: over the first headline, behind a story's end, or inside the
    very story that holds its text in another, longer paragraph. Linear in the text of the issue.
    """
    texts: dict[_Place, str] = {}
    candidates: dict[_Place, str] = {}
    loose: dict[_Place, str] = {}
    for page_number, page in enumerate(pages):
        for segment_number, segment in enumerate(page.segments):
            own = {
                (page_number, segment_number, number): plain(paragraph.text.shown)
                for number, paragraph in enumerate(segment.paragraphs)
            }
            texts |= own
            wanted = {
                place: tight
                for (place, tight), paragraph in zip(own.items(), segment.paragraphs, strict=True)
                if not paragraph.crosshead and not paragraph.rows and _SHORTEST <= len(tight) <= _LONGEST
            }
            if _stands_loose(segment):
                loose |= wanted
            elif wanted:
                longest = max(map(len, own.values()))
                shorter = {place: tight for place, tight in wanted.items() if longest > len(tight) * _LONGER}
                candidates |= _repeated(shorter, own.values())
    candidates |= _repeated(loose, texts.values())
    holders = _holders(candidates.values(), texts)
    moves: dict[_Place, _Place] = {}
    for place, tight in sorted(candidates.items()):
        runs = _runs(tight, 2)
        segment = pages[place[0]].segments[place[1]]
        counts: dict[_Place, int] = {}
        for run in runs:
            for holder in set(holders.get(run, ())):
                if holder != place:
                    counts[holder] = counts.get(holder, 0) + 1
        is_loose = place in loose
        best = max(
            (
                (count, -abs(holder[0] - place[0]), holder)
                for holder, count in counts.items()
                if (is_loose or holder[:2] == place[:2])
                and len(texts[holder]) > len(tight) * (_AS_LONG if is_loose else _LONGER)
            ),
            default=None,
        )
        if best is not None and best[0] >= _fewest(runs) and best[2] not in moves:
            moves[place] = best[2]
    return _moved(pages, moves) if moves else (list(pages), [])


def _runs(tight: str, step: int = 1) -> list[str]:
    return [tight[at : at + _RUN] for at in range(0, len(tight) - _RUN + 1, step)]


def _repeated(candidates: Mapping[_Place, str], texts: Collection[str]) -> dict[_Place, str]:
    """The candidates that can have a copy among `texts`: those whose runs stand there twice, but for a few.

    Most have none, and the first of their runs tell it: fewer than those may be missing elsewhere.
    """
    if not candidates:
        return {}
    every = [_runs(text) for text in texts]
    runs_of = {place: _runs(tight, 2) for place, tight in candidates.items()}
    first = {place: runs[: len(runs) - _fewest(runs) + 1] for place, runs in runs_of.items()}
    twice = _twice(first.values(), every)
    left = {place: runs_of[place] for place, runs in first.items() if not twice.isdisjoint(runs)}
    twice = _twice(left.values(), every) if left else twice
    return {
        place: candidates[place]
        for place, runs in left.items()
        if sum(map(twice.__contains__, runs)) >= _fewest(runs)
    }


def _fewest(runs: Sequence[str]) -> int:
    """How many runs of a text a copy must have at least."""
    return math.ceil(_COPIED * len(runs))


def _twice(wanted: Iterable[Sequence[str]], every: Iterable[Sequence[str]]) -> set[str]:
    """Those of the wanted runs that stand twice among all runs."""
    told = {run for runs in wanted for run in runs}
    counts: Counter[str] = Counter()
    for runs in every:
        counts.update(filter(told.__contains__, runs))
    return {run for run, count in counts.items() if count > 1}


def _holders(candidates: Iterable[str], texts: Mapping[_Place, str]) -> dict[str, list[_Place]]:
    """Where each run of the candidates stands."""
    wanted = {run for tight in candidates for run in _runs(tight, 2)}
    holders: dict[str, list[_Place]] = {}
    for place, text in texts.items() if wanted else ():
        for run in filter(wanted.__contains__, _runs(text)):
            held = holders.setdefault(run, [])
            # A run that stands everywhere tells nothing, and would make this quadratic.
            if len(held) < _MOST_HOLDERS:
                held.append(place)
    return holders


def _stands_loose(segment: Segment) -> bool:
    """Whether a segment is text without a headline that nothing else claims."""
    return (
        segment.headline is None
        and not segment.datelines
        and segment.continuation is None
        and segment.jump_out is None
    )


def _moved(
    pages: Sequence[PrintPage], moves: dict[_Place, _Place]
) -> tuple[list[PrintPage], list[Correction]]:
    corrections: list[Correction] = []
    added: dict[tuple[int, int], list[PullQuote]] = {}
    for place, holder in sorted(moves.items()):
        page = pages[place[0]]
        segment = page.segments[place[1]]
        paragraph = segment.paragraphs[place[2]]
        corrections.append(Correction(page.label, paragraph.line, paragraph.text.printed, "", "pull-quote"))
        target, after = holder[:2], 0
        if holder[:2] == place[:2]:
            after = place[2] - sum(one[:2] == place[:2] and one[2] < place[2] for one in moves)
        elif holder[0] != place[0]:
            # Text of another page: the aside stays with the story that follows it on its own.
            following = next(
                (
                    number
                    for number in [*range(place[1] + 1, len(page.segments)), *range(place[1] - 1, -1, -1)]
                    if page.segments[number].headline is not None
                ),
                None,
            )
            target = (place[0], following) if following is not None else holder[:2]
        added.setdefault(target, []).append(PullQuote(page.label, paragraph.line, paragraph.text, after))
    result: list[PrintPage] = []
    for page_number, page in enumerate(pages):
        segments: list[Segment] = []
        for segment_number, segment in enumerate(page.segments):
            gone = {place[2] for place in moves if place[:2] == (page_number, segment_number)}
            kept: list[Paragraph] = [
                paragraph for number, paragraph in enumerate(segment.paragraphs) if number not in gone
            ]
            if gone:
                before = [
                    sum(number < after for number in gone) for after in range(len(segment.paragraphs) + 2)
                ]
                segment = replace(
                    segment,
                    paragraphs=tuple(kept),
                    figures=tuple(
                        replace(figure, after=figure.after - before[figure.after])
                        for figure in segment.figures
                    ),
                    jumps=tuple(
                        replace(jump, after=jump.after - before[jump.after]) for jump in segment.jumps
                    ),
                    datelines=tuple(
                        replace(dateline, after=dateline.after - before[dateline.after])
                        for dateline in segment.datelines
                    ),
                )
            quotes = added.get((page_number, segment_number), [])
            segment = replace(segment, pull_quotes=(*segment.pull_quotes, *quotes))
            if kept or not gone or segment.headline or segment.figures or segment.pull_quotes:
                segments.append(segment)
        result.append(
            replace(
                page,
                segments=tuple(replace(one, order=number) for number, one in enumerate(segments, 1)),
            )
        )
    return result, corrections
