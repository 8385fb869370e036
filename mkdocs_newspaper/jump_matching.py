"""Which jump line goes to which continuation, and why: decisions as data, for joining and for `check --explain`.

A jump line and a continuation line belong together where their page numbers agree both ways; among several,
the jump head, names in common and the cut text decide, and where two stay equal nothing is joined. What an
editor's corrections file says of a jump is done before anything is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.model import Issue, JumpRuling, Segment, Text, page_order

#: Why a jump or a continuation has no other end.
PAGE_NOT_HELD = "page-not-held"
NO_CONTINUATION = "no-continuation"
NO_SOURCE = "no-source"
AMBIGUOUS = "ambiguous"
EDITOR = "editor"  # the corrections file says so
CIRCLE = "circle"  # the story would lead back to itself

#: Why one was joined, besides EDITOR.
SAME_HEAD = "same-head"  # the only two of their pages with this headline
BEST = "best"

#: What a sentence that the page did not cut ends with.
ENDS = tuple("。！？!?.”’』」）)》】…")

_MARKS = re.compile(r"[^\w]+")
_RUN = 4
#: Most Chinese names have three characters.
_NAME_RUN = 3
#: Two scores nearer than this are equal: nothing is decided by a hair.
_MARGIN = 1.0
#: One run of four characters in common is chance; names and phrases give several.
_FEWEST_RUNS, _MOST_RUNS = 2, 12

ReasonCode = Literal[
    "same-head",
    "part-of-head",
    "similar-head",
    "different-head",
    "no-head",
    "words",
    "cut",
    "no-line",
    "editor",
]


@dataclass(frozen=True, slots=True)
class Place:
    """A segment by page and order."""

    page: str
    order: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against a pair. `count`: how many runs of words both share."""

    code: ReasonCode
    points: float = 0.0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """How well a jump line and a continuation belong together; `fits` is False where they can't at all."""

    total: float
    reasons: tuple[Reason, ...]
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story on the page that a jump names, which may be the one that goes on there."""

    page: str
    line: int
    headline: str | None
    score: float
    reasons: tuple[Reason, ...]
    fits: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class JumpDecision:
    """What became of one jump line, or of one continuation line that no jump leads to.

    `why` is one of the words above; `target` is where a joined jump goes on: page and line.
    """

    kind: Literal["jump", "continuation"]
    source: str
    page: str
    line: int
    printed: str
    other_page: str
    headline: str | None
    joined: bool
    why: str
    target: tuple[str, int] | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class Matching:
    """Every decision about an issue's jumps.

    `segments` are as the rulings leave them (a jump that an editor sends to another page names that page);
    `links` leads from a segment to the one that continues it; `open_jumps` and `open_lines` say why a jump
    line or a continuation line has no other end.
    """

    segments: dict[Place, Segment]
    links: dict[Place, Place] = field(default_factory=dict)
    open_jumps: dict[Place, str] = field(default_factory=dict)
    open_lines: dict[Place, str] = field(default_factory=dict)
    why: dict[Place, str] = field(default_factory=dict)  # of those that are joined
    scores: dict[tuple[Place, Place], Score] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)


def match_jumps(issue: Issue) -> Matching:
    """Pair the jump lines of an issue's segments with their continuations; each at most once."""
    segments = {
        Place(page.label, segment.order): segment for page in issue.pages for segment in page.segments
    }
    held = frozenset(page.label for page in issue.pages)
    matching = Matching(segments)
    _follow_rulings(matching, issue.rulings, held)
    settled = {*matching.links, *matching.open_jumps}
    taken = set(matching.links.values())
    outs = {place: jump for place, segment in segments.items() if (jump := segment.jump_out) is not None}
    for from_page, to_page in sorted({(jump.from_page, jump.to_page) for jump in outs.values()}):
        leaving = [
            place
            for place, jump in outs.items()
            if (jump.from_page, jump.to_page) == (from_page, to_page) and place not in settled
        ]
        if to_page not in held or from_page == to_page:
            why = PAGE_NOT_HELD if to_page not in held else NO_CONTINUATION
            matching.open_jumps.update((place, why) for place in leaving)
            continue
        arriving, silent = _arriving(matching, from_page, to_page, leaving, taken)
        tied = _match(matching, leaving, arriving, silent)
        taken |= set(matching.links.values())
        for place in leaving:
            if place not in matching.links:
                matching.open_jumps[place] = AMBIGUOUS if place in tied else NO_CONTINUATION
        for place in arriving:
            if place not in taken:
                matching.open_lines[place] = AMBIGUOUS if place in tied else NO_SOURCE
    _open_circles(matching)
    _open_ends(matching, held)
    return matching


def decisions(issue: Issue) -> tuple[JumpDecision, ...]:
    """What was decided about every jump line and every continuation line of an issue, in page order."""
    matching = match_jumps(issue)
    segments, targets = matching.segments, set(matching.links.values())
    found: list[JumpDecision] = []
    for place, segment in segments.items():
        jump = segment.jump_out
        if jump is not None:
            target = matching.links.get(place)
            found.append(
                JumpDecision(
                    "jump",
                    segment.source,
                    segment.page,
                    jump.line,
                    jump.printed,
                    jump.to_page,
                    _shown(segment.headline),
                    target is not None,
                    matching.why[place] if target else matching.open_jumps.get(place, NO_CONTINUATION),
                    (target.page, segments[target].line) if target else None,
                    _candidates(matching, place, out=True),
                )
            )
        line = segment.continuation
        if line is not None and place not in targets:
            found.append(
                JumpDecision(
                    "continuation",
                    segment.source,
                    segment.page,
                    line.line,
                    line.printed,
                    line.from_page,
                    _shown(segment.headline),
                    False,
                    matching.open_lines.get(place, NO_SOURCE),
                    None,
                    _candidates(matching, place, out=False),
                )
            )
    return tuple(sorted(found, key=lambda one: (page_order(one.page), one.line)))


def _candidates(matching: Matching, place: Place, out: bool) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    for (leaving, arriving), score in matching.scores.items():
        if place != (leaving if out else arriving):
            continue
        other = arriving if out else leaving
        segment = matching.segments[other]
        found.append(
            Candidate(
                segment.page,
                segment.line,
                _shown(segment.headline),
                score.total,
                score.reasons,
                score.fits,
                matching.links.get(leaving) == arriving,
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.chosen, not one.fits, -one.score, one.line)))


def _shown(text: Text | None) -> str | None:
    return text.shown if text is not None else None


# What an editor decided ----------------------------------------------------------------------


def _follow_rulings(matching: Matching, rulings: Iterable[JumpRuling], held: frozenset[str]) -> None:
    """Does what the corrections file says of jumps; a ruling that finds no jump or no story is reported."""
    for ruling in rulings:
        place = _jump_at(matching.segments, ruling)
        if place is None:
            _stale(matching, ruling, f"no jump line at line {ruling.line} of page {ruling.page}")
            continue
        if place in matching.links or place in matching.open_jumps:
            _stale(
                matching, ruling, f"the jump at line {ruling.line} of page {ruling.page} is decided already"
            )
            continue
        if ruling.to_page is None:
            matching.open_jumps[place] = EDITOR
            continue
        if ruling.to_page not in held:
            _renamed(matching, place, ruling.to_page)
            matching.open_jumps[place] = PAGE_NOT_HELD
            continue
        found = _story_of(matching, ruling, place)
        what = ruling.to_headline or (f"line {ruling.to_line}" if ruling.to_line else "a continuation")
        if len(found) != 1:
            count = f"{len(found)} stories" if found else "no story"
            _stale(matching, ruling, f"{count} of page {ruling.to_page} answers to {what}")
            continue
        if found[0] in matching.links.values():
            _stale(matching, ruling, f"{what} of page {ruling.to_page} continues another story already")
            continue
        _renamed(matching, place, ruling.to_page)
        target = matching.segments[found[0]]
        if target.continuation is not None:
            # Both ends name the pages that the editor knows, whatever OCR made of them.
            line = replace(target.continuation, from_page=place.page)
            matching.segments[found[0]] = replace(target, continuation=line)
        matching.links[place] = found[0]
        matching.why[place] = EDITOR
        matching.scores[place, found[0]] = Score(0.0, (Reason("editor"),))


def _stale(matching: Matching, ruling: JumpRuling, message: str) -> None:
    matching.findings.append(
        Diagnostic(
            "warning",
            "stale-correction",
            ruling.source,
            ruling.source_line,
            f"{message}; the correction is not applied",
        )
    )


def _jump_at(segments: dict[Place, Segment], ruling: JumpRuling) -> Place | None:
    """The story whose jump line stands at a line, or in the printed lines that were joined above it."""
    own = [
        (place, segment)
        for place, segment in segments.items()
        if place.page == ruling.page and segment.jump_out is not None
    ]
    for place, segment in own:
        if segment.jump_out is not None and segment.jump_out.line == ruling.line:
            return place
    above = [one for one in segments.items() if one[0].page == ruling.page and one[1].line <= ruling.line]
    last = max(above, key=lambda one: one[1].line, default=None)
    if last is None or last[1].jump_out is None:
        return None
    paragraph = last[1].paragraphs[-1].line if last[1].paragraphs else last[1].line
    return last[0] if paragraph <= ruling.line else None


def _story_of(matching: Matching, ruling: JumpRuling, out: Place) -> list[Place]:
    """The stories on the page of a ruling that it can mean: one, if it is to be followed."""
    on_page = [place for place in matching.segments if place.page == ruling.to_page and place != out]
    segments = matching.segments
    if ruling.to_line is not None:
        above = [place for place in on_page if segments[place].line <= ruling.to_line]
        return [max(above, key=lambda place: segments[place].line)] if above else []
    if ruling.to_headline is None:
        return [
            place
            for place in on_page
            if (line := segments[place].continuation) is not None and line.from_page == out.page
        ]
    wanted = tight(Text(ruling.to_headline))
    heads = {
        place: {tight(segments[place].headline), _MARKS.sub("", headline.printed)}
        for place in on_page
        if (headline := segments[place].headline) is not None
    }
    same = [place for place, forms in heads.items() if wanted in forms]
    if same or not wanted:
        return same
    return [
        place for place, forms in heads.items() if any(wanted in form or form in wanted for form in forms)
    ]


def _renamed(matching: Matching, place: Place, to_page: str) -> None:
    segment = matching.segments[place]
    jumps = tuple(
        replace(jump, to_page=to_page) if jump is segment.jump_out else jump for jump in segment.jumps
    )
    matching.segments[place] = replace(segment, jumps=jumps)


# What the pages tell -------------------------------------------------------------------------


def _arriving(
    matching: Matching, from_page: str, to_page: str, leaving: Sequence[Place], taken: set[Place]
) -> tuple[list[Place], list[Place]]:
    """The stories of `to_page` that say they come from `from_page`, and those that may without saying so."""
    on_page = [
        (place, segment)
        for place, segment in matching.segments.items()
        if place.page == to_page and place not in taken
    ]
    arriving = [
        place
        for place, segment in on_page
        if segment.continuation is not None and segment.continuation.from_page == from_page
    ]
    # A continuation line that OCR lost: the same headline without a dateline, on the page named.
    silent = [
        place
        for place, segment in on_page
        if segment.continuation is None
        and not segment.datelines
        and segment.headline is not None
        and any(_same_head(matching.segments[one], segment) for one in leaving)
    ]
    return arriving, silent


def tight(text: Text | None) -> str:
    """The text shown without marks and spaces."""
    return _MARKS.sub("", text.shown) if text else ""


def _same_head(one: Segment, other: Segment) -> bool:
    first, second = tight(one.headline), tight(other.headline)
    return bool(first) and len(second) >= _RUN and (first == second or second in first)


def _runs(segment: Segment, size: int = _RUN) -> frozenset[str]:
    text = "".join(tight(paragraph.text) for paragraph in segment.paragraphs) + tight(segment.headline)
    return frozenset(text[at : at + size] for at in range(len(text) - size + 1))


def _head(out: Segment, into: Segment) -> Reason:
    """How well the jump head agrees with the headline."""
    headline, head = tight(out.headline), tight(into.headline)
    if not headline or not head:
        return Reason("no-head")
    if headline == head:
        return Reason("same-head", 12.0)
    if head in headline or headline in head:
        share = min(len(head), len(headline)) / max(len(head), len(headline))
        return Reason("part-of-head", 6.0 + 4.0 * share)
    best = _longest_common(headline, head) if _pairs_of(headline) & _pairs_of(head) else 0
    share = best / min(len(headline), len(head))
    if best >= 2 and share >= 0.3:
        return Reason("similar-head", 8.0 * share)
    return Reason("different-head", -4.0)


def _pairs_of(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _longest_common(one: str, other: str) -> int:
    """Length of the longest run of characters that both strings hold (headlines: short strings)."""
    one, other = one[:80], other[:80]
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def _match(
    matching: Matching, leaving: Sequence[Place], arriving: Sequence[Place], silent: Sequence[Place]
) -> set[Place]:
    """Joins the pairs of two pages, the surest first; gives the places that stay equal to a rival."""
    segments = matching.segments
    every = [*arriving, *silent]
    alone = _same_heads(leaving, every, segments)
    for out, into in alone.items():
        matching.links[out], matching.why[out] = into, SAME_HEAD
        matching.scores[out, into] = Score(12.0, (Reason("same-head", 12.0),))
    scores = _scores(
        [place for place in leaving if place not in alone],
        [place for place in every if place not in set(alone.values())],
        segments,
        set(silent),
    )
    matching.scores.update(scores)
    pairs, tied = _surest_pairs({pair: score.total for pair, score in scores.items() if score.fits})
    matching.links.update(pairs)
    matching.why.update((out, BEST) for out in pairs)
    _join_last_pair(matching, leaving, arriving, tied)
    return tied


def _join_last_pair(
    matching: Matching, leaving: Sequence[Place], arriving: Sequence[Place], tied: set[Place]
) -> None:
    """Joins the one jump line and the one continuation line that are left, if a word stands in them alone.

    By elimination they belong together; a name in common (three characters that no other story of the two
    pages holds) makes it sure, however the jump head is worded.
    """
    outs = [place for place in leaving if place not in matching.links and place not in tied]
    taken = set(matching.links.values())
    ins = [place for place in arriving if place not in taken and place not in tied]
    if len(outs) != 1 or len(ins) != 1 or len(leaving) < 2:
        return
    out, into = outs[0], ins[0]
    words = {place: _runs(matching.segments[place], _NAME_RUN) for place in {*leaving, *arriving}}
    others = frozenset().union(*(words[place] for place in words if place not in (out, into)))
    shared = len((words[out] & words[into]) - others)
    if shared:
        before = matching.scores.get((out, into), Score(0.0, ()))
        reasons = (*before.reasons, Reason("words", 1.0, shared))
        matching.links[out], matching.why[out] = into, BEST
        matching.scores[out, into] = Score(before.total + 1.0, reasons)


def _same_heads(
    leaving: Sequence[Place], arriving: Sequence[Place], segments: dict[Place, Segment]
) -> dict[Place, Place]:
    """Pairs that alone on their pages have one and the same headline: nothing can be surer."""
    outs, ins = _by_head(leaving, segments), _by_head(arriving, segments)
    return {
        places[0]: ins[head][0]
        for head, places in outs.items()
        if head and len(places) == 1 and len(ins.get(head, ())) == 1
    }


def _by_head(places: Sequence[Place], segments: dict[Place, Segment]) -> dict[str, list[Place]]:
    heads: dict[str, list[Place]] = {}
    for place in places:
        heads.setdefault(tight(segments[place].headline), []).append(place)
    return heads


def _scores(
    leaving: Sequence[Place],
    arriving: Sequence[Place],
    segments: dict[Place, Segment],
    silent: set[Place],
) -> dict[tuple[Place, Place], Score]:
    """How well every jump line and every continuation that may belong together do."""
    runs = {place: _runs(segments[place]) for place in {*leaving, *arriving}}
    # Words that every candidate shares tell nothing apart.
    common: frozenset[str] = frozenset()
    if len(leaving) > 1:
        common = frozenset.intersection(*(runs[place] for place in leaving))
    scores: dict[tuple[Place, Place], Score] = {}
    for out in leaving:
        for into in arriving:
            head = _head(segments[out], segments[into])
            shared = len((runs[out] & runs[into]) - common)
            reasons = [head]
            if shared:
                reasons.append(Reason("words", min(shared, _MOST_RUNS) * 0.5, shared))
            fit = _fit(segments[out], segments[into])
            if fit:
                reasons.append(Reason("cut", fit))
            if into in silent:
                reasons.append(Reason("no-line", -2.0))
            fits = not (into in silent and head.points < 6) and not (
                head.points < 0 and shared < _FEWEST_RUNS
            )
            total = sum(reason.points for reason in reasons)
            scores[out, into] = Score(total, tuple(reasons), fits)
    return scores


def _surest_pairs(scores: dict[tuple[Place, Place], float]) -> tuple[dict[Place, Place], set[Place]]:
    """Pairs from the surest down; where one has a rival as good, neither it nor the rival is joined (tied)."""
    pairs = sorted(scores, key=lambda pair: (-scores[pair], pair[0].order, pair[1].order))
    matched: dict[Place, Place] = {}
    settled: set[Place] = set()
    tied: set[Place] = set()
    for number, (out, into) in enumerate(pairs):
        if out in settled or into in settled:
            continue
        rivals: list[tuple[Place, Place]] = []
        for rival in pairs[number + 1 :]:
            if scores[out, into] - scores[rival] >= _MARGIN:
                break
            if (rival[0] == out or rival[1] == into) and not settled & set(rival):
                rivals.append(rival)
        settled |= {out, into}
        if rivals:
            tied |= {out, into, *(place for rival in rivals for place in rival)}
            settled |= tied
        else:
            matched[out] = into
    return matched, tied


def _fit(out: Segment, into: Segment) -> float:
    """Whether the cut text fits: a sentence cut in two, or whole sentences on both sides."""
    if not out.paragraphs or not into.paragraphs:
        return 0.0
    cut = not out.paragraphs[-1].text.shown.rstrip().endswith(ENDS)
    begins = into.paragraphs[0].text.shown[:1]
    return 0.25 if cut == (begins not in "“《（(") else 0.0


# What stays open -----------------------------------------------------------------------------


def _open_circles(matching: Matching) -> None:
    """Opens every ring of jumps (1 → 2 → 1) before its first segment: a story has a beginning."""
    order = {place: number for number, place in enumerate(matching.segments)}
    for start in sorted(matching.links, key=lambda place: order[place]):
        seen = [start]
        place = matching.links.get(start)
        while place is not None and place not in seen:
            seen.append(place)
            place = matching.links.get(place)
        if place == start:
            last = seen[-1]
            del matching.links[last]
            matching.open_jumps[last] = matching.open_lines[start] = CIRCLE


def _open_ends(matching: Matching, held: frozenset[str]) -> None:
    """Reasons for the continuations that no jump leads to."""
    taken = set(matching.links.values())
    left_by_editor = {
        (jump.from_page, jump.to_page)
        for place, why in matching.open_jumps.items()
        if why == EDITOR and (jump := matching.segments[place].jump_out) is not None
    }
    for place, segment in matching.segments.items():
        if segment.continuation is None or place in taken:
            continue
        from_page = segment.continuation.from_page
        if from_page not in held:
            matching.open_lines[place] = PAGE_NOT_HELD
        elif (from_page, place.page) in left_by_editor and matching.open_lines.get(place) != AMBIGUOUS:
            matching.open_lines[place] = EDITOR
        else:
            matching.open_lines.setdefault(place, NO_SOURCE)
