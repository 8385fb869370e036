"""Names -> where they stand in a text: the longest one at each place, found in one pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress
from operator import add
from types import MappingProxyType

from mkdocs_newspaper.glossary.lexicon import guards

_NOTHING: Mapping[int, int] = MappingProxyType({})


#: Every two characters that stand side by side in a text, and where they do, in ascending order.
Pairs = dict[str, list[int]]


def pairs_of(text: str) -> Pairs:
    """The pairs of a text: told once, for all who look for names in it."""
    found: Pairs = {}
    for at, pair in enumerate(_side_by_side(text)):
        if pair in found:
            found[pair].append(at)
        else:
            found[pair] = [at]
    return found


def _side_by_side(text: str) -> Iterator[str]:
    return map(add, text, text[1:])


class Scanner:
    """Finds names of two and more characters.

    A table on the first two characters tells how long the names are that open so: the time grows with
    the text, not with the number of names.
    """

    def __init__(self, names: Iterable[str], beside: Scanner | None = None) -> None:
        """`beside`: another scanner whose names are looked for too, the longer name winning."""
        self._names = frozenset(name for name in names if len(name) > 1)
        sizes: dict[str, set[int]] = {}
        for name in self._names:
            sizes.setdefault(name[:2], set()).add(len(name))
        self._sizes = {opening: sorted(found, reverse=True) for opening, found in sizes.items()}
        self._guards = guards()
        self._openings: dict[str, list[int]] = (
            self._sizes if beside is None else {**beside._openings, **self._sizes}
        )
        self._layers = [(one._sizes, one._names) for one in (self, beside) if one is not None]

    def ends_from(self, text: str, at: int) -> Iterator[int]:
        """Where the names end that begin at `at`, whatever stands around them."""
        opening = text[at : at + 2]
        for by_opening, held in self._layers:
            for size in by_opening.get(opening, ()):
                if text[at : at + size] in held:
                    yield at + size

    def find(
        self, text: str, introduced: Mapping[int, int] = _NOTHING, pairs: Pairs | None = None
    ) -> Iterator[tuple[int, int]]:
        """Bounds of the names in `text` (in simplified characters), ascending, never overlapping.

        `introduced` has the bounds of names that are certain: no other runs into one of them
        (副区长江海涛 holds no 长江), but a longer one can begin where it begins. `pairs` are the text's
        `pairs_of`, for who looks for several kinds of names in it.
        """
        if not self._openings and not introduced:
            return
        if pairs is None:
            opens = map(self._openings.__contains__, _side_by_side(text))
            openings = list(compress(range(len(text)), opens))
        else:
            here = pairs.keys() & self._openings.keys()
            openings = sorted(chain.from_iterable(map(pairs.__getitem__, here)))
        starts = sorted(introduced)
        if introduced:
            openings = sorted({*openings, *starts})
        guarded = self._guards
        free = 0
        for at in openings:
            if at < free:
                continue
            end = 0
            opening = text[at : at + 2]
            for by_opening, held in self._layers:
                for size in by_opening.get(opening, ()):
                    if at + size <= end:
                        break
                    name = text[at : at + size]
                    if name in held and (name not in guarded or self._is_meant(name, text, at)):
                        end = at + len(name)  # which is less than `size` where the text ends with it
                        break
            if starts:
                if end and _is_crossed(introduced, starts, at, end):
                    end = 0
                certain = introduced.get(at, 0)
                if certain > end:
                    end = certain
            if end:
                yield at, end
                free = end

    def _is_meant(self, name: str, text: str, at: int) -> bool:
        not_after, not_before = self._guards[name]
        end = at + len(name)
        return text[at - 1 : at] not in not_after and text[end : end + 1] not in not_before


def _is_crossed(introduced: Mapping[int, int], starts: Sequence[int], at: int, end: int) -> bool:
    """Whether a certain name begins inside `at:end` and ends behind it. `starts` are sorted."""
    place = bisect_right(starts, at)
    while place < len(starts) and starts[place] < end:
        if introduced[starts[place]] > end:
            return True
        place += 1
    return False
