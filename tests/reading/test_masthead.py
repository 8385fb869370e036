"""Masthead and page header: fields in any order, checked and never derived."""

from __future__ import annotations

import datetime as dt

import pytest

from mkdocs_newspaper.model import Masthead
from mkdocs_newspaper.reading.conventions import conventions_of
from mkdocs_newspaper.reading.masthead import (
    MastheadLine,
    check_masthead,
    find_masthead,
    newspaper_name,
    read_date,
    read_folio,
)

HANS = conventions_of("zh-Hans")
HANT = conventions_of("zh-Hant")


def masthead(*lines: str) -> Masthead:
    read, used, findings = find_masthead(
        [MastheadLine(line, number) for number, line in enumerate(lines, 1)], HANS, "1"
    )
    assert read is not None
    assert findings == []
    assert len(used) == len(lines)
    return read


@pytest.mark.parametrize(
    "lines",
    [
        ["2024年6月4日 星期二 甲辰年四月廿八 第9218号 今日4版 云溪日报社出版 CN 99-0017 邮发代号 99-17"],
        [
            "云溪日报",
            "第 9218 期",
            "2 0 2 4 年 6 月 4 日",
            "星期二 农历甲辰年四月廿八",
            "今日四版",
            "国内统一刊号:CN 99-0017",
            "邮发代号:99-17",
            "云溪日报社出版",
        ],
        [
            "云溪日报社出版 国内统一连续出版物号：CN 99-0017",
            "邮发代号：99－17 总第9218期 本期共4版",
            "二〇二四年六月四日 星期二 甲辰年四月廿八",
        ],
    ],
)
def test_the_fields_are_read_in_any_order_and_spacing(lines: list[str]) -> None:
    read = masthead(*lines)
    assert read.date == dt.date(2024, 6, 4)
    assert (read.weekday, read.lunar_date) == (2, "甲辰年四月廿八")
    assert (read.issue_number, read.page_count) == (9218, 4)
    assert (read.cn, read.postal_code) == ("CN 99-0017", "99-17")
    assert newspaper_name(read) == "云溪日报"


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2024年6月4日", dt.date(2024, 6, 4)),
        ("一九五八年三月五日", dt.date(1958, 3, 5)),
        ("民國114年6月18日", dt.date(2025, 6, 18)),
        ("中華民國二十六年七月八日", dt.date(1937, 7, 8)),
        ("2024-06-04", dt.date(2024, 6, 4)),
    ],
)
def test_a_date_is_read_in_the_forms_of_a_century(printed: str, date: dt.date) -> None:
    assert read_date(printed, HANT) == (date, None)


def test_an_impossible_date_is_named() -> None:
    assert read_date("2024年2月30日", HANS) == (None, "2024年2月30日")


def test_a_sentence_with_a_date_is_no_masthead() -> None:
    lines = ["本报云溪6月4日讯 2024年6月4日星期二上午，第9218号航标灯在云溪亮起，今日4版图片报道了现场。"]
    read, used, _ = find_masthead([MastheadLine(lines[0], 1)], HANS, "1")
    assert read is None
    assert used == frozenset()


def test_weekday_and_lunar_date_are_checked_and_both_forms_shown() -> None:
    read = Masthead(weekday=3, lunar_date="甲辰年五月初一")
    findings = check_masthead(read, dt.date(2024, 6, 4), lambda printed, day: False)
    assert [code for code, _ in findings] == ["weekday-mismatch", "lunar-date-mismatch"]
    assert "星期三" in findings[0][1]
    assert "星期二" in findings[0][1]
    assert check_masthead(Masthead(weekday=2), dt.date(2024, 6, 4), lambda printed, day: None) == []


@pytest.mark.parametrize(
    ("line", "page", "section"),
    [
        ("第四版 要闻 2024年6月4日 星期二", "4", "要闻"),
        ("2 要闻 2024年6月4日 星期二", "2", "要闻"),
        ("A3 焦點 2024年6月4日", "A3", "焦點"),
        ("2024年6月4日 星期二 综合新闻 3", "3", "综合新闻"),
        ("02版 国际", "2", "国际"),
    ],
)
def test_a_page_header_tells_page_and_section(line: str, page: str, section: str) -> None:
    folio = read_folio(line, HANS)
    assert folio is not None
    assert (folio.page, folio.section) == (page, section)


@pytest.mark.parametrize(
    "line",
    [
        "2版 社区食堂开到了家门口，老人说好。",
        "第四版刊登了他的文章。",
        "今日 12 版",
        "3个项目同日开工建设",
        "1958 年的春天",
    ],
)
def test_other_lines_are_no_page_header(line: str) -> None:
    assert read_folio(line, HANS) is None
