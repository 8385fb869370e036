"""The lines over a story -> kicker, headline, deck; merged headlines of several stories -> their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mkdocs_newspaper.model import Text
from mkdocs_newspaper.reading.conventions.grammar import Conventions
from mkdocs_newspaper.reading.paragraphs import Unit, width

#: A deck: ——来自南山县三个村庄的报告
_DECK = re.compile(r"^[\s　]*(?:——|—|--|–)")
#: Parts of a merged heading share at least so many characters at their start.
_SHARED = 4


@dataclass(frozen=True, slots=True)
class Headline:
    """The layers over one story."""

    kicker: Text | None = None
    headline: Text | None = None
    deck: Text | None = None


def layers(lines: Sequence[Unit], conventions: Conventions) -> Headline:
    """Which of the lines over a story is what: by the markup's levels, else by order, length and dashes."""
    if not lines:
        return Headline()
    named = {line.role: line for line in lines if line.role in ("kicker", "headline", "deck")}
    if "headline" in named:
        return Headline(
            _together([line for line in lines if line.role == "kicker"], conventions),
            _together([line for line in lines if line.role == "headline"], conventions),
            _together([line for line in lines if line.role not in ("kicker", "headline")], conventions),
        )
    if len(lines) > 1 and (
        lines[0].role == "kicker"
        or (lines[0].kind == lines[1].kind == "heading" and conventions.column.match(lines[0].text.shown))
    ):
        # 读者来信 over 公用电话亭为何成摆设: the name of the column, whatever its level
        below = layers(lines[1:], conventions)
        return Headline(_together(lines[:1], conventions), below.headline, below.deck)
    marked = [line.level for line in lines if line.kind == "heading"]
    dashes = [at for at, line in enumerate(lines) if at and _DECK.match(line.text.shown)]
    first_deck = dashes[0] if dashes else len(lines)
    if marked and (len(set(marked)) > 1 or len(marked) < len(lines)):
        top = min(marked)
        start = next(at for at, line in enumerate(lines) if line.kind == "heading" and line.level == top)
        stop = start + 1
        while stop < min(len(lines), first_deck) and (
            lines[stop].kind == "heading"
            and lines[stop].level == top
            and conventions.goes_on.match(lines[stop].text.shown)
        ):
            stop += 1
    else:
        start = _headline_of_equals(lines[:first_deck], conventions, decked=bool(dashes))
        stop = start + 1
        while stop < first_deck and conventions.goes_on.match(lines[stop].text.shown):
            stop += 1
    return Headline(
        _together(lines[:start], conventions),
        _together(lines[start:stop], conventions, tight=not conventions.spaced),
        _together(lines[stop:], conventions),
    )


def _headline_of_equals(lines: Sequence[Unit], conventions: Conventions, decked: bool) -> int:
    """The index of the headline among lines that the markup makes equal."""
    if len(lines) == 1:
        return 0
    first, second = width(lines[0].text.shown), width(lines[1].text.shown)
    if len(lines) >= 3:
        return 1 if first <= 1.6 * second else 0
    # Two lines: a short one over a longer is a kicker; otherwise the second is a deck.
    # Where a dashed deck follows, the line above the headline can only be a kicker.
    if decked and not conventions.goes_on.match(lines[1].text.shown):
        return 1
    if (
        conventions.column.match(lines[0].text.shown)
        or lines[0].text.shown.rstrip().endswith(("：", ":"))
        or first <= 0.5 * second
    ):
        return 1
    return 0


def _together(lines: Sequence[Unit], conventions: Conventions, tight: bool = False) -> Text | None:
    if not lines:
        return None
    parts: list[Text] = []
    for number, line in enumerate(lines):
        if number and not tight:
            parts.append(Text(" "))
        parts.append(line.text.strip())
    return Text.join(parts).strip()


def merged_parts(headline: Text, conventions: Conventions) -> tuple[Text, ...]:
    """The parts of a heading that may hold several headlines; one part where it can't.

    A space alone never splits: the parts share four or more characters at their start (习近平会见甲 习近平会见乙).
    """
    spaces = [match.span() for match in re.finditer(r"[ \u00a0　]+", headline.shown)]
    if not spaces or conventions.spaced:
        return (headline,)
    pieces: list[Text] = []
    at = 0
    for start, end in spaces:
        pieces.append(headline.slice(at, start))
        at = end
    pieces.append(headline.slice(at))
    if len(pieces[0]) < _SHARED:
        return (headline,)
    prefix = pieces[0].shown[:_SHARED]
    # A part may hold a legitimate space of its own: a piece that does not start alike belongs to the last.
    starts = [number for number, piece in enumerate(pieces) if piece.shown.startswith(prefix)]
    if len(starts) < 2 or starts[0] != 0:
        return (headline,)
    parts: list[Text] = []
    bounds = [0, *(end for _, end in spaces)]
    for number, first in enumerate(starts):
        begin = bounds[first]
        stop = spaces[starts[number + 1] - 1][0] if number + 1 < len(starts) else len(headline)
        parts.append(headline.slice(begin, stop).strip())
    return tuple(parts)


def assign_parts(parts: Sequence[Text], bodies: Sequence[str]) -> list[int]:
    """For every body the number of the part whose distinguishing words it mentions; in order where equal."""
    shared = parts[0].shown
    for part in parts[1:]:
        size = 0
        while size < min(len(shared), len(part)) and shared[size] == part.shown[size]:
            size += 1
        shared = shared[:size]
    own = [part.shown[len(shared) :] for part in parts]
    scores = [[_longest_found(words, body) for words in own] for body in bodies]
    free = set(range(len(parts)))
    chosen = [-1] * len(bodies)
    # The surest pair first; equal ones in printed order.
    pairs = sorted(
        (
            (scores[body][number], -abs(body - number), -body, number)
            for body in range(len(bodies))
            for number in free
        ),
        reverse=True,
    )
    for _, _, minus_body, number in pairs:
        if number in free and chosen[-minus_body] < 0:
            chosen[-minus_body] = number
            free.discard(number)
    return chosen


def _longest_found(words: str, body: str) -> int:
    """The length of the longest run of `words` that `body` holds (0 below two characters)."""
    best = 0
    for start in range(len(words)):
        size = best + 1
        while start + size <= len(words) and words[start : start + size] in body:
            best = size
            size += 1
    return best if best >= 2 else 0
