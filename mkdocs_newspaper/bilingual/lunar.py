"""The Chinese lunar date of a day: date -> 乙巳年五月廿三, and a printed one checked against its day.

The months are those of the calendar as it is computed today (GB/T 33661-2017), held as one number a year.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate

from mkdocs_newspaper.glossary.lexicon import simplified

FIRST_YEAR = 1900
_FIRST_DAY = dt.date(1900, 1, 31)  # the first day of the lunar year 1900

#: One number a lunar year: bits 0-3 the month that a leap month follows (0: none), bits 4-16 one bit a
#: month in order, the leap month among them, set where it has 30 days and not 29.
_YEARS: tuple[int, ...] = (
    0x16D28,
    0x07520,
    0x0EA50,
    0x164A5,
    0x064B0,
    0x0A9B0,
    0x15564,
    0x056A0,
    0x0B590,
    0x17522,  # 1900
    0x07520,
    0x1B256,
    0x0B250,
    0x0A4B0,
    0x14AB5,
    0x02AD0,
    0x056B0,
    0x0B692,
    0x0DA90,
    0x1D927,  # 1910
    0x0E920,
    0x0D250,
    0x1A4D5,
    0x0A560,
    0x02B60,
    0x15B54,
    0x06D40,
    0x0EA90,
    0x1E922,
    0x0E920,  # 1920
    0x0D266,
    0x052B0,
    0x0A570,
    0x12B65,
    0x0B5A0,
    0x06D40,
    0x0EC93,
    0x07490,
    0x16937,
    0x0A930,  # 1930
    0x052B0,
    0x0A5B6,
    0x0AAD0,
    0x056A0,
    0x1B554,
    0x0BA40,
    0x0B490,
    0x1A932,
    0x0A950,
    0x152D7,  # 1940
    0x05360,
    0x0AAD0,
    0x15AA5,
    0x05B20,
    0x0DA50,
    0x1D4A3,
    0x0D4A0,
    0x0A958,
    0x0A970,
    0x05560,  # 1950
    0x0AB56,
    0x0AD50,
    0x06D20,
    0x0EA54,
    0x0EA50,
    0x064A0,
    0x0C973,
    0x0A9B0,
    0x155A7,
    0x056A0,  # 1960
    0x0B690,
    0x17525,
    0x0B520,
    0x0B250,
    0x164B4,
    0x0A4B0,
    0x14AB8,
    0x02AD0,
    0x056D0,
    0x0B696,  # 1970
    0x0DA90,
    0x0D920,
    0x1D254,
    0x0D250,
    0x1A4DA,
    0x0A560,
    0x02B60,
    0x05B56,
    0x06D50,
    0x0EA90,  # 1980
    0x1E925,
    0x0E920,
    0x0D260,
    0x0A563,
    0x0A570,
    0x14D68,
    0x035A0,
    0x06D50,
    0x16C95,
    0x07490,  # 1990
    0x06930,
    0x152B4,
    0x052B0,
    0x0A5B0,
    0x155A2,
    0x056A0,
    0x1B557,
    0x0BA40,
    0x0B490,
    0x1A935,  # 2000
    0x0A950,
    0x052D0,
    0x0AAD4,
    0x0AB50,
    0x15AA9,
    0x05D20,
    0x0DA50,
    0x1D4A6,
    0x0D4A0,
    0x0C950,  # 2010
    0x152E4,
    0x05560,
    0x0AB50,
    0x15B22,
    0x06D20,
    0x0EA56,
    0x07250,
    0x064B0,
    0x0C975,
    0x0CAB0,  # 2020
    0x055A0,
    0x0AD63,
    0x0B690,
    0x1752B,
    0x0B520,
    0x0B250,
    0x1A4B6,
    0x0A4B0,
    0x04AB0,
    0x055B5,  # 2030
    0x05AD0,
    0x0B6A0,
    0x1B522,
    0x0D920,
    0x1D257,
    0x0D250,
    0x0A550,
    0x14AD5,
    0x04B60,
    0x05B50,  # 2040
    0x0DAA3,
    0x0EC90,
    0x1E928,
    0x0E920,
    0x0D260,
    0x0A566,
    0x0A570,
    0x05560,
    0x06D54,
    0x07550,  # 2050
    0x07490,
    0x0E933,
    0x06930,
    0x152B7,
    0x052B0,
    0x0A5B0,
    0x155A5,
    0x056A0,
    0x0B650,
    0x174A4,  # 2060
    0x0B4A0,
    0x1A958,
    0x0A950,
    0x052D0,
    0x0AAD6,
    0x0AB50,
    0x05AA0,
    0x0BA54,
    0x0DA50,
    0x0D4A0,  # 2070
    0x1C953,
    0x0C960,
    0x194E7,
    0x05560,
    0x0AB50,
    0x15B25,
    0x06D20,
    0x0EA50,
    0x0E4A4,
    0x068B0,  # 2080
    0x0C978,
    0x04AB0,
    0x055B0,
    0x0AD66,
    0x0B6A0,
    0x07520,
    0x17254,
    0x0B450,
    0x0A8B0,
    0x149B2,  # 2090
    0x04AB0,  # 2100
)

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_DIGITS = "一二三四五六七八九十"


def _months(year: int) -> list[tuple[int, bool, int]]:
    """The months of a lunar year in order: number, whether it is the leap one, days."""
    word = _YEARS[year - FIRST_YEAR]
    leap = word & 15
    order: list[tuple[int, bool]] = []
    for month in range(1, 13):
        order.append((month, False))
        if month == leap:
            order.append((month, True))
    return [(month, is_leap, 29 + (word >> 4 + place & 1)) for place, (month, is_leap) in enumerate(order)]


#: The first day of every lunar year, as an ordinal; one more for the end.
_NEW_YEARS: tuple[int, ...] = tuple(
    accumulate(
        (sum(days for _, _, days in _months(FIRST_YEAR + place)) for place in range(len(_YEARS))),
        initial=_FIRST_DAY.toordinal(),
    )
)


def lunar_parts(day: dt.date) -> tuple[int, int, bool, int] | None:
    """Lunar year (as the number of the year it begins in), month, leap or not, day of the month.

    None before the lunar year 1900 (1900-01-31) and after 2100-12-31.
    """
    ordinal = day.toordinal()
    if ordinal < _NEW_YEARS[0] or day.year > 2100:
        return None
    year = FIRST_YEAR + bisect_right(_NEW_YEARS, ordinal) - 1
    rest = ordinal - _NEW_YEARS[year - FIRST_YEAR]
    for month, leap, days in _months(year):
        if rest < days:
            return year, month, leap, rest + 1
        rest -= days
    return None


def _year_name(year: int) -> str:
    return STEMS[(year - 4) % 10] + BRANCHES[(year - 4) % 12]


def _day_name(day: int) -> str:
    if day <= 10:
        return "初" + _DIGITS[day - 1]
    if day in (20, 30):
        return _DIGITS[day // 10 - 1] + "十"
    return "十廿"[day // 10 - 1] + _DIGITS[day % 10 - 1]


@cache
def lunar_date(day: dt.date) -> str | None:
    """`乙巳年五月廿三`, in a leap month `乙巳年闰六月初一`; None outside 1900-01-31 … 2100-12-31."""
    parts = lunar_parts(day)
    if parts is None:
        return None
    year, month, leap, number = parts
    return f"{_year_name(year)}年{'闰' if leap else ''}{MONTHS[month - 1]}月{_day_name(number)}"


_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | {
    "一": 1,
    "元": 1,
    "十一": 11,
    "十二": 12,
}
# 农历乙巳年闰六月初一, 夏曆五月廿三日, 乙巳五月小二十三; the 年 and the year itself may be missing.
_PRINTED = re.compile(
    r"(?P<label>[农阴夏旧]历)?(?:岁次)?"
    rf"(?:(?P<stem>[{STEMS}])(?P<branch>[{BRANCHES}])[鼠牛虎兔龙蛇马羊猴鸡狗猪]?年?)?"
    r"(?P<leap>闰)?(?P<month>十[一二]|[正一元二三四五六七八九十冬腊])月[大小]?"
    r"(?P<day>初[一二三四五六七八九十]|[二三]十[一二三四五六七八九]?|[十廿卅][一二三四五六七八九]?|[一二三四五六七八九])日?"
)
_NOT_READ = re.compile(r"[\s,，.。:：;；·・()（）〔〕\[\]【】<>*_|/-]+")


def _day_number(name: str) -> int:
    if name.startswith("初"):
        return _DIGITS.index(name[1]) + 1
    tens = {"十": 1, "廿": 2, "卅": 3}
    if name[0] in tens:
        return tens[name[0]] * 10 + (_DIGITS.index(name[1]) + 1 if len(name) > 1 else 0)
    if len(name) == 1:
        return _DIGITS.index(name) + 1
    return (_DIGITS.index(name[0]) + 1) * 10 + (_DIGITS.index(name[2]) + 1 if len(name) > 2 else 0)


def read_lunar(printed: str) -> tuple[str | None, int, bool, int] | None:
    """A printed lunar date as year (`乙巳`, None where it is not printed), month, leap or not, day.

    None where it can't be read. Tolerant of 农历 or 夏曆 before it, traditional characters, white space,
    正月 and 一月, 冬月 and 十一月, 腊月 and 十二月, 廿 and 二十, 初十 and 十日, and a lost 年.
    """
    found = list(_PRINTED.finditer(_NOT_READ.sub("", simplified(printed))))
    if not found:
        return None
    # 六月十八日 农历五月廿三: the solar date can stand before it in the same characters.
    match = next((one for one in found if one["label"] or one["stem"]), found[0])
    year = match["stem"] + match["branch"] if match["stem"] else None
    return year, _MONTH_NUMBERS[match["month"]], bool(match["leap"]), _day_number(match["day"])


def same_lunar_date(printed: str, day: dt.date) -> bool | None:
    """Whether a printed lunar date is that of `day`; None where it can't be read or the day has none.

    A year that is not printed is taken for right.
    """
    parts = lunar_parts(day)
    read = read_lunar(printed)
    if parts is None or read is None:
        return None
    year, month, leap, number = parts
    return read[0] in (None, _year_name(year)) and read[1:] == (month, leap, number)
