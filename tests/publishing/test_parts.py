"""Every page of an archive is made by one part of it."""

from __future__ import annotations

import datetime as dt

import pytest

from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.publishing import parts as module
from mkdocs_newspaper.publishing.parts import ROOT, parts

HEADS = [Issue(date=dt.date(year, 3, 4)) for year in (2029, 2031, 2031, 2032)]


def test_the_root_goes_before_the_years_and_the_newest_year_before_the_others() -> None:
    assert [part.name for part in parts(HEADS, [1, 1])] == ["root", "2032", "2031", "2029", "entries-1"]


def test_every_issue_belongs_to_one_part() -> None:
    listed = parts(HEADS, [1, 1])
    for head in HEADS:
        assert [part.name for part in listed if part.makes_issue(head)] == [f"{head.date.year}"]


@pytest.mark.parametrize("pages", [[], [1], [1] * 25, [30, 1, 1, 30], [9, 1, 10, 1]])
def test_every_entry_belongs_to_one_share(pages: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGES_A_SHARE", 10)
    listed = parts([], pages)
    makers = [[part.name for part in listed if part.makes_entry(place)] for place in range(len(pages))]
    assert all(len(names) == 1 for names in makers)
    assert [part.name for part in listed[1:]] == list(dict.fromkeys(name for (name,) in makers))


def test_a_share_is_full_with_the_entry_that_fills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGES_A_SHARE", 10)
    assert [part.entries for part in parts([], [9, 1, 10, 1])[1:]] == [(0, 2), (2, 3), (3, 4)]


def test_an_empty_archive_has_its_root() -> None:
    assert parts([], []) == [ROOT]
