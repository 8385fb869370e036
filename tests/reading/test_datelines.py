"""Datelines and the bylines beside them, in the forms that papers print."""

from __future__ import annotations

import datetime as dt

import pytest

from mkdocs_newspaper.model import SourceLanguage
from mkdocs_newspaper.reading.bylines import byline
from mkdocs_newspaper.reading.conventions import conventions_of
from mkdocs_newspaper.reading.datelines import read_dateline, read_tail, resolve_day

HANS = conventions_of("zh-Hans")
HANT = conventions_of("zh-Hant")
DAY = dt.date(2024, 6, 4)


@pytest.mark.parametrize(
    ("text", "agency", "places", "date", "authors", "rest"),
    [
        (
            "新华社云溪6月3日电 (记者王明、李小红)昨日",
            "新华社",
            ["云溪"],
            dt.date(2024, 6, 3),
            ["王明", "李小红"],
            "昨日",
        ),
        ("据新华社北京5月30日电 昨日", "新华社", ["北京"], dt.date(2024, 5, 30), [], "昨日"),
        (
            "本报云溪、青崖6月3日讯（记者 王 明 通讯员 李强）昨日",
            "本报",
            ["云溪", "青崖"],
            dt.date(2024, 6, 3),
            ["王明", "李强"],
            "昨日",
        ),
        ("本报讯 昨日", "本报", [], None, [], "昨日"),
        ("本报讯昨日", "本报", [], None, [], "昨日"),
        ("本报北京专电 昨日", "本报", ["北京"], None, [], "昨日"),
        ("新华社14日讯 昨日", "新华社", [], dt.date(2024, 5, 14), [], "昨日"),
        ("【新华社云溪6月3日电】昨日", "新华社", ["云溪"], dt.date(2024, 6, 3), [], "昨日"),
        ("（本报记者 王明）昨日", None, None, None, ["王明"], "昨日"),
        ("本报讯 记者王明 通讯员李强报道：昨日", "本报", [], None, ["王明", "李强"], "昨日"),
        (
            "云江通讯社洛维纳6月3日电（记者 伊琳娜·科斯塔）昨日",
            "云江通讯社",
            ["洛维纳"],
            dt.date(2024, 6, 3),
            ["伊琳娜·科斯塔"],
            "昨日",
        ),
    ],
)
def test_a_dateline_is_read_with_its_byline(
    text: str,
    agency: str | None,
    places: list[str] | None,
    date: dt.date | None,
    authors: list[str],
    rest: str,
) -> None:
    read = read_dateline(text, DAY, HANS)
    assert read is not None
    if places is None:
        assert read.dateline is None
    else:
        assert read.dateline is not None
        assert read.dateline.agency == agency
        assert list(read.dateline.places) == places
        assert read.dateline.date == date
    assert [author.name for author in read.authors] == authors
    assert text[read.end :] == rest


@pytest.mark.parametrize(
    ("text", "places", "authors"),
    [
        ("【記者王小明／台北報導】昨日", ["台北"], ["王小明"]),
        ("〔記者陳阿土、林秀鳳／高雄報導〕昨日", ["高雄"], ["陳阿土", "林秀鳳"]),
        ("〔中央社台北18日電〕昨日", ["台北"], []),
        ("【本報訊】昨日", [], []),
    ],
)
def test_the_bracketed_datelines_of_taiwan_and_hong_kong_are_read(
    text: str, places: list[str], authors: list[str]
) -> None:
    read = read_dateline(text, dt.date(2025, 6, 18), HANT)
    assert read is not None
    assert read.dateline is not None
    assert list(read.dateline.places) == places
    assert [author.name for author in read.authors] == authors
    assert text[read.end :] == "昨日"


@pytest.mark.parametrize(
    "text",
    [
        "本报记者从报社电话得知，水位已经下降。",
        "新华社电视台的记者说，水位已经下降。",
        "记者昨天从市气象局获悉，水位已经下降。",
        "中国人民银行电话回访了客户。",
        "本报从今天起改版。",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert read_dateline(text, DAY, HANS) is None


@pytest.mark.parametrize(
    ("printed", "issue", "date"),
    [
        ("12月31日", dt.date(2025, 1, 1), dt.date(2024, 12, 31)),
        ("1月1日", dt.date(2025, 1, 1), dt.date(2025, 1, 1)),
        ("31日", dt.date(2025, 1, 1), dt.date(2024, 12, 31)),
        ("四日", dt.date(1958, 3, 5), dt.date(1958, 3, 4)),
        ("2月30日", dt.date(2025, 3, 1), None),
        ("2023年6月3日", dt.date(2024, 6, 4), dt.date(2023, 6, 3)),
    ],
)
def test_a_day_is_resolved_against_the_issue(printed: str, issue: dt.date, date: dt.date | None) -> None:
    assert resolve_day(printed, issue, HANS) == date


def test_a_dateline_at_the_tail_is_read_with_its_byline() -> None:
    text = "演出很成功。(本报开罗2月17日电 记者 王明)"
    read = read_tail(text, dt.date(2024, 2, 18), HANS)
    assert read is not None
    dateline, authors, start = read
    assert dateline is not None
    assert (dateline.text, dateline.places, dateline.tail) == ("本报开罗2月17日电", ("开罗",), True)
    assert [author.name for author in authors] == ["王明"]
    assert text[:start] == "演出很成功。"


@pytest.mark.parametrize(
    ("language", "name"), [("zh-Hans", "王明"), ("zh-Hant", "王明"), ("en", "Tom Reyes")]
)
def test_every_role_word_introduces_a_name(language: SourceLanguage, name: str) -> None:
    conventions = conventions_of(language)
    mark = " " if conventions.spaced else "："
    unread = [word for word in conventions.roles if byline(f"{word}{mark}{name}", conventions) is None]
    assert unread == []
