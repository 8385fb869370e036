"""The lunar calendar: computed dates against known ones, and printed dates in all their spellings."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.bilingual.lunar import lunar_date, lunar_parts, read_lunar, same_lunar_date

DAY = dt.timedelta(days=1)
FIRST = dt.date(1900, 1, 31)
LAST = dt.date(2100, 12, 31)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2025, 6, 18), "乙巳年五月廿三"),
        (dt.date(2025, 7, 25), "乙巳年闰六月初一"),
        (dt.date(1949, 10, 1), "己丑年八月初十"),
        (dt.date(1900, 1, 31), "庚子年正月初一"),
        (dt.date(2000, 2, 5), "庚辰年正月初一"),
        (dt.date(2024, 2, 9), "癸卯年腊月三十"),
        (dt.date(2024, 2, 10), "甲辰年正月初一"),
        # 2033: the leap month follows the eleventh, where tables made by an older rule have it elsewhere.
        (dt.date(2033, 12, 22), "癸丑年闰冬月初一"),
        (dt.date(2034, 2, 19), "甲寅年正月初一"),
    ],
)
def test_a_known_day_has_its_lunar_date(day: dt.date, expected: str) -> None:
    assert lunar_date(day) == expected


@pytest.mark.parametrize(
    "day", [dt.date(1900, 1, 30), dt.date(1899, 12, 31), dt.date(2101, 1, 1), dt.date.min]
)
def test_a_day_outside_the_table_has_no_lunar_date(day: dt.date) -> None:
    assert lunar_date(day) is None
    assert same_lunar_date("正月初一", day) is None


def test_lunar_days_follow_each_other_from_the_first_to_the_last() -> None:
    day, before = FIRST, (1899, 12, False, 30)
    seen = 0
    while day <= LAST:
        parts = lunar_parts(day)
        assert parts is not None
        year, month, leap, number = parts
        if number == 1:
            assert before[3] in (29, 30)
            if (month, leap) == (1, False):
                assert (year, before[1]) == (before[0] + 1, 12)
            else:
                assert (month, leap) in ((before[1] + 1, False), (before[1], True))
        else:
            assert parts == (*before[:3], before[3] + 1)
        before, day, seen = parts, day + DAY, seen + 1
    assert seen == (LAST - FIRST).days + 1


def test_every_day_agrees_with_sxtwl() -> None:
    sxtwl = pytest.importorskip("sxtwl", reason="sxtwl is not installed: nothing to compare the table with")
    wrong = []
    day = FIRST
    while day <= LAST:
        other = sxtwl.fromSolar(day.year, day.month, day.day)
        expected = (other.getLunarYear(), other.getLunarMonth(), other.isLunarLeap(), other.getLunarDay())
        parts = lunar_parts(day)
        # sxtwl can turn the year on another day than the first of the first month: the year is checked apart.
        if parts is None or parts[1:] != expected[1:]:
            wrong.append((day, parts, expected))
        day += DAY
    assert wrong == []


def test_sampled_days_agree_with_lunar_python() -> None:
    lunar_python = pytest.importorskip("lunar_python", reason="lunar_python is not installed")
    wrong = []
    for year in range(1902, 2100, 6):  # not 2057, where lunar_python has one month a day late
        for month in range(1, 13):
            parts = lunar_parts(dt.date(year, month, 28))
            other = lunar_python.Solar.fromYmd(year, month, 28).getLunar()
            assert parts is not None
            signed = -parts[1] if parts[2] else parts[1]
            if (parts[0], signed, parts[3]) != (other.getYear(), other.getMonth(), other.getDay()):
                wrong.append((year, month))
    assert wrong == []


@pytest.mark.parametrize(
    "printed",
    [
        "乙巳年五月廿三",
        "农历乙巳年五月廿三",
        "農曆乙巳年五月廿三",
        "夏曆 乙巳年 五月 廿三 日",
        "乙巳五月廿三",
        "农历五月廿三",
        "五月二十三",
        "五月二十三日",
        "岁次乙巳五月廿三",
        "乙巳年（蛇年）五月廿三",
        "乙巳蛇年五月廿三",
        "乙巳年五月大廿三",
        "六月十八日 农历五月廿三",
    ],
)
def test_spellings_of_one_date_are_the_same(printed: str) -> None:
    assert same_lunar_date(printed, dt.date(2025, 6, 18)) is True


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("乙巳年閏六月初一", dt.date(2025, 7, 25)),
        ("甲辰年十一月初十", dt.date(2024, 12, 10)),
        ("甲辰年冬月初十", dt.date(2024, 12, 10)),
        ("癸卯年臘月三十", dt.date(2024, 2, 9)),
        ("癸卯年十二月三十", dt.date(2024, 2, 9)),
        ("癸卯十二月卅日", dt.date(2024, 2, 9)),
        ("甲辰年一月初一", dt.date(2024, 2, 10)),
        ("元月十日", dt.date(2024, 2, 19)),
        ("正月初十", dt.date(2024, 2, 19)),
        ("甲辰年正月二十", dt.date(2024, 2, 29)),
        ("甲辰年正月廿", dt.date(2024, 2, 29)),
    ],
)
def test_month_and_day_names_have_several_forms(printed: str, day: dt.date) -> None:
    assert same_lunar_date(printed, day) is True


@pytest.mark.parametrize(
    "printed",
    ["乙巳年五月廿二", "甲辰年五月廿三", "乙巳年六月廿三", "乙巳年闰五月廿三"],
)
def test_another_date_is_not_the_same(printed: str) -> None:
    assert same_lunar_date(printed, dt.date(2025, 6, 18)) is False


@pytest.mark.parametrize("printed", ["", "星期三", "乙巳年", "五月", "2025年6月18日", "Wednesday"])
def test_what_is_no_lunar_date_is_not_judged(printed: str) -> None:
    assert same_lunar_date(printed, dt.date(2025, 6, 18)) is None


@given(st.dates(min_value=FIRST, max_value=LAST))
def test_a_computed_date_is_read_back_as_itself(day: dt.date) -> None:
    text = lunar_date(day)
    assert text is not None
    assert same_lunar_date(text, day) is True
    assert same_lunar_date(text, day + DAY) is not True


@given(st.text(alphabet="甲乙丙丑寅年月日闰正一二三十廿初冬腊农历大小 ", max_size=30))
def test_any_text_is_read_or_refused_without_an_error(text: str) -> None:
    read = read_lunar(text)
    assert read is None or (1 <= read[1] <= 12 and 1 <= read[3] <= 39)
