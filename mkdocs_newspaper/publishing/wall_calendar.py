"""Issues by date -> the years and months of a wall calendar."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_newspaper.publishing.stories import IssueView

#: Days are tinted in so many steps, by their number of stories against the fullest day of the archive.
TINTS = 4


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month with the issues of that day; `tint` from 0 (no issue) to `TINTS`."""

    date: dt.date
    issues: tuple[IssueView, ...]
    stories: int
    tint: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday; None fills the days of its neighbours."""

    year: int
    month: int
    weeks: tuple[tuple[Day | None, ...], ...]
    issues: int


def by_date(views: Iterable[IssueView]) -> dict[dt.date, list[IssueView]]:
    """The issues of every day, in their order."""
    days: dict[dt.date, list[IssueView]] = {}
    for view in views:
        days.setdefault(view.head.date, []).append(view)
    return days


def fullest_day(days: Mapping[dt.date, Sequence[IssueView]]) -> int:
    """The largest number of stories on one day."""
    return max((sum(len(view.outline) for view in views) for views in days.values()), default=0)


def year_months(year: int, days: Mapping[dt.date, Sequence[IssueView]], fullest: int) -> tuple[Month, ...]:
    """The twelve months of a year."""
    return tuple(_month(year, month, days, fullest) for month in range(1, 13))


def _month(year: int, month: int, days: Mapping[dt.date, Sequence[IssueView]], fullest: int) -> Month:
    first, length = calendar.monthrange(year, month)
    cells: list[Day | None] = [None] * first
    found = 0
    for number in range(1, length + 1):
        date = dt.date(year, month, number)
        issues = tuple(days.get(date, ()))
        found += len(issues)
        stories = sum(len(view.outline) for view in issues)
        tint = 0
        if issues:
            tint = max(1, -(-stories * TINTS // fullest)) if fullest else 1
        cells.append(Day(date, issues, stories, tint))
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    return Month(year, month, weeks, found)
