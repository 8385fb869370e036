"""Pull quotes -> asides: body text that a page prints a second time, large, and that is no story of its own."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain

from mkdocs_newspaper.model import Correction, PrintPage, PullQuote, Segment
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
    texts = {
        (page_number, segment_number, number): plain(paragraph.text.shown)
        for page_number, page in enumerate(pages)
        for segment_number, segment in enumerate(page.segments)
        for number, paragraph in enumerate(segment.paragraphs)
    }
    runs = {place: _runs(tight) for place, tight in texts.items()}
    everywhere = Counter(chain.from_iterable(runs.values()))
    candidates: set[_Place] = set()
    loose: set[_Place] = set()
    for page_number, page in enumerate(pages):
        for segment_number, segment in enumerate(page.segments):
            own = [(page_number, segment_number, number) for number in range(len(segment.paragraphs))]
            wanted = [
                place
                for place, paragraph in zip(own, segment.paragraphs, strict=True)
                if not paragraph.crosshead
                and not paragraph.rows
                and _SHORTEST <= len(texts[place]) <= _LONGEST
                and _is_repeated(runs[place], everywhere)
            ]
            if _stands_loose(segment):
                loose.update(wanted)
            elif wanted:
                longest = max(len(texts[place]) for place in own)
                here = Counter(chain.from_iterable(runs[place] for place in own))
                candidates.update(
                    place
                    for place in wanted
                    if longest > len(texts[place]) * _LONGER and _is_repeated(runs[place], here)
                )
    candidates |= loose
    holders = _holders({run for place in candidates for run in runs[place][::2]}, runs)
    moves: dict[_Place, _Place] = {}
    for place in sorted(candidates):
        own_runs = runs[place][::2]
        counts: dict[_Place, int] = {}
        for run in own_runs:
            for holder in set(holders.get(run, ())):
                if holder != place:
                    counts[holder] = counts.get(holder, 0) + 1
        is_loose = place in loose
        best = max(
            (
                (count, -abs(holder[0] - place[0]), holder)
                for holder, count in counts.items()
                if (is_loose or holder[:2] == place[:2])
                and len(texts[holder]) > len(texts[place]) * (_AS_LONG if is_loose else _LONGER)
            ),
            default=None,
        )
        if best is not None and best[0] >= _fewest(own_runs) and best[2] not in moves:
            moves[place] = best[2]
    return _moved(pages, moves) if moves else (list(pages), [])


def _runs(tight: str) -> list[str]:
    """Every run of eight characters. Of a candidate each second one is looked for."""
    return [tight[at : at + _RUN] for at in range(len(tight) - _RUN + 1)]


def _is_repeated(runs: Sequence[str], counts: Mapping[str, int]) -> bool:
    """Whether a text of these runs can have a copy where runs stand so often: twice each, but for a few.

    Most have none, and the first of their runs tell it: fewer than those may be missing elsewhere.
    """
    own = runs[::2]
    fewest = _fewest(own)
    first = own[: len(own) - fewest + 1]
    return any(counts[run] > 1 for run in first) and sum(counts[run] > 1 for run in own) >= fewest


def _fewest(runs: Sequence[str]) -> int:
    """How many runs of a text a copy must have at least."""
    return math.ceil(_COPIED * len(runs))


def _holders(wanted: Set[str], runs: Mapping[_Place, Sequence[str]]) -> dict[str, list[_Place]]:
    """Where each of the wanted runs stands."""
    holders: dict[str, list[_Place]] = {}
    for place, own in runs.items() if wanted else ():
        for run in filter(wanted.__contains__, own):
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
    pages: Sequence[PrintPage], moves: Mapping[_Place, _Place]
) -> tuple[list[PrintPage], list[Correction]]:
    """The pages with each paragraph of `moves` as an aside of the story that holds its text; linear in both."""
    corrections: list[Correction] = []
    added: dict[tuple[int, int], list[PullQuote]] = {}
    gone: dict[tuple[int, int], list[int]] = {}  # of each segment the paragraphs that go, in order
    headed = [
        [number for number, segment in enumerate(page.segments) if segment.headline is not None]
        for page in pages
    ]
    for place, holder in sorted(moves.items()):
        page = pages[place[0]]
        paragraph = page.segments[place[1]].paragraphs[place[2]]
        corrections.append(Correction(page.label, paragraph.line, paragraph.text.printed, "", "pull-quote"))
        before = gone.setdefault(place[:2], [])
        target, after = holder[:2], 0
        if target == place[:2]:
            after = place[2] - len(before)
        elif holder[0] != place[0] and headed[place[0]]:
            # Text of another page: the aside stays with the story that follows it on its own.
            target = (place[0], _following(headed[place[0]], place[1]))
        before.append(place[2])
        added.setdefault(target, []).append(PullQuote(page.label, paragraph.line, paragraph.text, after))
    result: list[PrintPage] = []
    for page_number, page in enumerate(pages):
        segments: list[Segment] = []
        for segment_number, segment in enumerate(page.segments):
            here = (page_number, segment_number)
            kept = _without(segment, gone[here]) if here in gone else segment
            kept = replace(kept, pull_quotes=(*kept.pull_quotes, *added.get(here, ())))
            if here not in gone or kept.paragraphs or kept.headline or kept.figures or kept.pull_quotes:
                segments.append(kept)
        result.append(
            replace(
                page,
                segments=tuple(replace(one, order=number) for number, one in enumerate(segments, 1)),
            )
        )
    return result, corrections


def _following(headed: Sequence[int], number: int) -> int:
    """The first of the segments with a headline behind a loose one; the last before it where none follows."""
    behind = bisect_right(headed, number)
    return headed[behind] if behind < len(headed) else headed[-1]


def _without(segment: Segment, gone: Sequence[int]) -> Segment:
    """A segment without some of its paragraphs, by their numbers in order."""
    left = set(gone)

    def after(number: int) -> int:
        return number - bisect_left(gone, number)

    return replace(
        segment,
        paragraphs=tuple(one for number, one in enumerate(segment.paragraphs) if number not in left),
        figures=tuple(replace(one, after=after(one.after)) for one in segment.figures),
        jumps=tuple(replace(one, after=after(one.after)) for one in segment.jumps),
        datelines=tuple(replace(one, after=after(one.after)) for one in segment.datelines),
    )
