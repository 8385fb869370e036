"""Names -> where they stand in a text: the longest one at each place, found in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mkdocs_newspaper.glossary.lexicon import guards


class Scanner:
    """Finds names of two and more characters.

    A table on the first two characters tells how long the names are that open so: the time grows with
    the text, not with the number of names.
    """

    def __init__(self, names: Iterable[str], beside: Scanner | None = None) -> None:
        """`beside`: another scanner whose names are looked for too, the longer name winning."""
        self._beside = beside
        self._names = frozenset(name for name in names if len(name) > 1)
        sizes: dict[str, set[int]] = {}
        for name in self._names:
            sizes.setdefault(name[:2], set()).add(len(name))
        self._sizes = {opening: sorted(found, reverse=True) for opening, found in sizes.items()}
        self._guards = guards()

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Bounds of the names in `text` (in simplified characters), ascending, never overlapping."""
        at = 0
        last = len(text) - 1
        while at < last:
            end = self._longest(text, at)
            if end:
                yield at, end
                at = end
            else:
                at += 1

    def _longest(self, text: str, at: int) -> int:
        other = self._beside._longest(text, at) if self._beside else 0
        return max(other, self._own_longest(text, at))

    def _own_longest(self, text: str, at: int) -> int:
        for size in self._sizes.get(text[at : at + 2], ()):
            name = text[at : at + size]
            if name in self._names and self._is_meant(name, text, at):
                return at + size
        return 0

    def _is_meant(self, name: str, text: str, at: int) -> bool:
        guard = self._guards.get(name)
        if guard is None:
            return True
        not_after, not_before = guard
        end = at + len(name)
        return text[at - 1 : at] not in not_after and text[end : end + 1] not in not_before
