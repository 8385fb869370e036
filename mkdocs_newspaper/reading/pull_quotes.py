"""Pull quotes -> asides: body text that a page prints a second time, large, and that is no story of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mkdocs_newspaper.model import Correction, Paragraph, PrintPage, PullQuote, Segment
from mkdocs_newspaper.reading.figures import plain

_SHORTEST, _LONGEST = 14, 700
_RUN = 8
#: Share of a candidate's text that must stand elsewhere: OCR reads the two copies a little differently.
_COPIED = 0.85

_Place = tuple[int, int, int]  # page, segment, paragraph


def find_pull_quotes(
    pages: Sequence[PrintPage],
) -> tuple[list[PrintPage], list[Correction]]:
    """The pages with copies of body text taken out of the text and kept as pull quotes.

    A candidate stands where no paragraph would: over the first headline, behind a story's end, or inside the
    very story that holds its text in another, longer paragraph. Linear in the text of the issue.
    """
    candidates: dict[_Place, list[str]] = {}
    for page_number, page in enumerate(pages):
        for segment_number, segment in enumerate(page.segments):
            for number, paragraph in enumerate(segment.paragraphs):
                tight = plain(paragraph.text.shown)
                if not paragraph.crosshead and not paragraph.rows and _SHORTEST <= len(tight) <= _LONGEST:
                    runs = [tight[at : at + _RUN] for at in range(0, len(tight) - _RUN + 1, 2)]
                    candidates[page_number, segment_number, number] = runs
    wanted = {run for runs in candidates.values() for run in runs}
    holders: dict[str, list[_Place]] = {}
    sizes: dict[_Place, int] = {}
    for page_number, page in enumerate(pages):
        for segment_number, segment in enumerate(page.segments):
            for number, paragraph in enumerate(segment.paragraphs):
                tight = plain(paragraph.text.shown)
                place = (page_number, segment_number, number)
                sizes[place] = len(tight)
                for at in range(len(tight) - _RUN + 1):
                    run = tight[at : at + _RUN]
                    if run in wanted:
                        held = holders.setdefault(run, [])
                        # A run that stands everywhere tells nothing, and would make this quadratic.
                        if len(held) < 12:
                            held.append(place)
    moves: dict[_Place, _Place] = {}
    for place, runs in candidates.items():
        segment = pages[place[0]].segments[place[1]]
        counts: dict[_Place, int] = {}
        for run in runs:
            for holder in set(holders.get(run, ())):
                if holder != place:
                    counts[holder] = counts.get(holder, 0) + 1
        loose = _stands_loose(segment)
        best = max(
            (
                (count, -abs(holder[0] - place[0]), holder)
                for holder, count in counts.items()
                if (loose or holder[:2] == place[:2])
                and sizes[holder] > sizes[place] * (0.9 if loose else 1.15)
            ),
            default=None,
        )
        if best is not None and best[0] >= _COPIED * len(runs) and best[2] not in moves:
            moves[place] = best[2]
    return _moved(pages, moves) if moves else (list(pages), [])


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
