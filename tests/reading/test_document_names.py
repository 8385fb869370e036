"""Dates and pages in the names of documents and folders."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.reading.document_names import natural_order, read_name

DAY = dt.date(2025, 6, 18)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("2025-06-18.md", None),
        ("20250618.md", None),
        ("2025_06_18.txt", None),
        ("2025.06.18.md", None),
        ("2025年6月18日.md", None),
        ("2025-6-18.md", None),
        ("2025-06-18-evening.md", None),
        ("2025-06-18-v2.md", None),
        ("2025-06-18-01.md", "1"),
        ("2025-06-18-A02.md", "A2"),
        ("2025-06-18_p3.md", "3"),
        ("2025-06-18 第4版.md", "4"),
        ("rmrb-2025-06-18-04.md", "4"),
        ("rmrb20250618.md", None),
        ("04_2025-06-18.md", "4"),
        ("content_20250618.html", None),
        ("2025-06-18/01.md", "1"),
        ("2025-06-18/p1.md", "1"),
        ("2025-06-18/page-4.md", "4"),
        ("2025-06-18/A02.md", "A2"),
        ("2025-06-18/第4版.md", "4"),
        ("2025-06-18/第四版 要闻.md", "4"),
        ("2025-06-18/版4.md", "4"),
        ("2025-06-18/4版.md", "4"),
        ("2025-06-18/04-要闻.md", "4"),
        ("2025-06-18/04-sports.md", "4"),
        ("2025-06-18/头版.md", "1"),
        ("2025-06-18/2-years-later.md", None),
        ("2025-06-18/headline.md", None),
        ("2025-06-18/index.md", None),
        ("2025-06-18/04/full.md", "4"),
        ("2025-06-18/2025-06-18-02.md", "2"),
        ("2025/06/18/01.md", "1"),
        ("2025/06/18.md", None),
        ("2025/06/18-02.md", "2"),
        ("2025-06/18/02.htm", "2"),
        ("2025/0618/03.md", "3"),
        ("202506/18/03.md", "3"),
        ("papers/2025/06/18/p12.md", "12"),
    ],
)
def test_the_date_and_the_page_are_read_from_the_name(name: str, page: str | None) -> None:
    hints = read_name(name)
    assert (hints.date, hints.page, hints.impossible) == (DAY, page, None)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("front.md", None),
        ("01.md", "1"),
        ("scans/p2.md", "2"),
        ("content_30080156.html", None),
        ("12345678.md", None),
        ("IMG_2034.md", None),
        ("1949.md", None),
        ("vol-12/page-3.md", "3"),
    ],
)
def test_a_name_without_a_date_gives_none(name: str, page: str | None) -> None:
    hints = read_name(name)
    assert (hints.date, hints.page, hints.impossible) == (None, page, None)


@pytest.mark.parametrize(
    "name", ["2025-02-30.md", "2025-02-30/01.md", "20250230.md", "2025-13-01-02.md", "2025/02/30/01.md"]
)
def test_an_impossible_date_is_told(name: str) -> None:
    hints = read_name(name)
    assert hints.date is None
    assert hints.impossible is not None
    assert "2025" in hints.impossible


def test_the_folder_whose_name_completes_the_date_is_told() -> None:
    assert read_name("a/2025-06-18/01.md").dated_folder == "a/2025-06-18"
    assert read_name("2025/06/18/04/x.md").dated_folder == "2025/06/18"
    assert read_name("2025/06/18.md").dated_folder is None
    assert read_name("2025-06-18-01.md").dated_folder is None


def test_parts_of_a_page_are_told_apart() -> None:
    assert [read_name(f"2025-06-18/04-{part}.md").part for part in (1, 2)] == ["-1", "-2"]


def test_natural_order_counts_numbers() -> None:
    names = ["p10.md", "p2.md", "a.md", "p2-b.md"]
    assert sorted(names, key=natural_order) == ["a.md", "p2-b.md", "p2.md", "p10.md"]


@given(st.text("0123456789-/._ pAa第四版年月日md", max_size=30))
def test_any_name_is_read_without_an_exception(name: str) -> None:
    hints = read_name(name)
    assert hints.date is None or hints.impossible is None
