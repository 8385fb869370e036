"""An archive too large for one build -> parts, each built by itself, that stand in one site together.

The issues of a year are a part, so that a new issue has one year made again; shares of the entries are, since
an entry gathers what all years say of it; the root holds what is left: calendar, indexes, feeds, data of the
archive as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_newspaper.model import Issue

#: A share of the entries has about so many pages.
PAGES_A_SHARE = 4000


@dataclass(frozen=True, slots=True)
class Part:
    """What one of several builds makes. `name` is a folder's: "root", "2019", "entries-1".

    `year`: its issues; `entries`: those from the first to before the second place, in the order of the register.
    """

    name: str
    year: int | None = None
    entries: tuple[int, int] | None = None

    @property
    def is_root(self) -> bool:
        """Whether it makes what is about the archive as a whole."""
        return self.year is None and self.entries is None

    def makes_issue(self, head: Issue) -> bool:
        """Whether it makes the pages of an issue."""
        return head.date.year == self.year

    def makes_entry(self, place: int) -> bool:
        """Whether it makes the pages of the entry at that place."""
        return self.entries is not None and self.entries[0] <= place < self.entries[1]


ROOT = Part("root")


def parts(heads: Sequence[Issue], entry_pages: Sequence[int]) -> list[Part]:
    """All parts of an archive, the longest work first; `entry_pages`: how many pages each entry has."""
    years = sorted({head.date.year for head in heads}, reverse=True)
    shares = (Part(f"entries-{number}", entries=one) for number, one in enumerate(_shares(entry_pages), 1))
    return [ROOT, *(Part(f"{year:04d}", year=year) for year in years), *shares]


def _shares(entry_pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = pages = 0
    for place, count in enumerate(entry_pages):
        pages += count
        if pages >= PAGES_A_SHARE:
            yield start, place + 1
            start, pages = place + 1, 0
    if start < len(entry_pages):
        yield start, len(entry_pages)
