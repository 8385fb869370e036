"""Dates as people write them in front matter and in the names of files -> dates."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from mkdocs_newspaper.reading.numerals import number

_MONTHS = dict(
    zip(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        range(1, 13),
        strict=True,
    )
)
#: the year that the Republic of China counts as its first
_FIRST_YEAR_OF_THE_REPUBLIC = 1912

#: "2025-06-18", "2025/6/18", "2025.6.18", "2025年6月18日", with or without a time behind it
_NUMERIC = re.compile(
    r"(?P<year>\d{4})\s*[-/._年]\s*(?P<month>\d{1,2})\s*[-/._月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:(?:\s+|T)\d{1,2}:[\d:.+Z -]*)?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
#: "民國114年6月18日", "民国元年一月一日"
_REPUBLIC = re.compile(
    r"(?:中[华華]民[国國]|民[国國])\s*(?P<year>\d{1,3}|元|[〇○零一二三四五六七八九十百]{1,5})\s*年"
    r"\s*(?P<month>\d{1,2}|[一二三四五六七八九十元正]{1,2})\s*月\s*(?P<day>\d{1,2}|[一二三四五六七八九十廿卅]{1,3})\s*[日号號]"
)
_HAN = re.compile(
    r"(?P<year>[〇○零一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十廿卅]{1,3})[日号號]"
)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})")
_MONTH_FIRST = re.compile(
    r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
)


class ImpossibleDateError(ValueError):
    """A date in form, but not in the calendar: 2025-02-30. The message says so."""


def make_date(year: int, month: int, day: int) -> dt.date:
    """The date; raises ImpossibleDateError where the calendar has none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ImpossibleDateError(f"there is no {year:04d}-{month:02d}-{day:02d} in the calendar") from None


def read_date(text: str) -> dt.date | None:
    """The date that `text` as a whole is, None where it has no form of a date.

    Takes 2025-06-18, 2025/6/18, 20250618, 2025年6月18日, 二〇二五年六月十八日, 民國114年6月18日,
    18 June 2025 and June 18, 2025. Raises ImpossibleDateError for 2025-02-30.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > 60:
        return None
    for pattern in (_NUMERIC, _COMPACT):
        found = pattern.fullmatch(text)
        if found:
            return make_date(int(found["year"]), int(found["month"]), int(found["day"]))
    republic = _REPUBLIC.fullmatch(text)
    if republic:
        year = _number(republic["year"]) + _FIRST_YEAR_OF_THE_REPUBLIC - 1
        return make_date(year, _number(republic["month"]), _number(republic["day"]))
    han = _HAN.fullmatch(text)
    if han:
        year = _number(han["year"])
        return make_date(year, _number(han["month"]), _number(han["day"]))
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        found = pattern.fullmatch(text)
        month = _MONTHS.get(found["month"][:3].lower()) if found else None
        if found and month:
            return make_date(int(found["year"]), month, int(found["day"]))
    return None


def _number(text: str) -> int:
    """114, 元 (1), 正 (1), 十八, 廿三, 一百一十四."""
    return 1 if text == "正" else number(text) or 0
