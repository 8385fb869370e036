"""Dates, datelines, credits and bylines as readers of each language expect them."""

from __future__ import annotations

import datetime as dt

import pytest

from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.bilingual.languages import babel_locale
from mkdocs_newspaper.model import Author, Bilingual, Dateline, Figure, Newspaper

DAY = dt.date(2025, 6, 18)
PAPER = Newspaper(name=Bilingual("云溪日报", "Yunxi Daily"))
NAMELESS = Newspaper()


def test_dates_are_written_in_the_page_language() -> None:
    assert formatting.full_date(DAY, "zh") == "2025年6月18日 星期三"
    assert formatting.full_date(DAY, "en") == "Wednesday, June 18, 2025"
    assert formatting.full_date(DAY, "fr") == "mercredi 18 juin 2025"
    assert formatting.long_date(DAY, "zh") == "2025年6月18日"
    assert formatting.long_date(DAY, "en") == "June 18, 2025"
    assert formatting.month_name(2025, 6, "zh") == "2025年6月"
    assert formatting.month_name(2025, 6, "en") == "June 2025"
    assert formatting.day_and_month(DAY, "en") == "June 18"


def test_french_writes_the_first_of_a_month_as_an_ordinal() -> None:
    first = dt.date(2025, 6, 1)
    assert formatting.full_date(first, "fr") == "dimanche 1er juin 2025"
    assert formatting.long_date(first, "fr-CA") == "1er juin 2025"
    assert formatting.day_and_month(first, "fr") == "1er juin"
    assert formatting.day_and_month(dt.date(2025, 6, 11), "fr") == "11 juin"
    assert formatting.long_date(first, "de") == "1. Juni 2025"


def test_the_week_begins_on_monday() -> None:
    assert formatting.weekday(DAY, "en") == "Wednesday"
    assert formatting.weekday_initials("en") == ("M", "T", "W", "T", "F", "S", "S")
    assert formatting.weekday_initials("zh") == ("一", "二", "三", "四", "五", "六", "日")
    assert formatting.weekday_names("en")[0] == "Monday"
    assert formatting.weekday_names("zh")[6] == "星期日"


def test_months_alone_do_not_depend_on_the_languages_used_before() -> None:
    # Babel up to 2.18 answers with the Chinese month here when it is asked for the form that stands alone.
    expected = {"zh": "六月", "fr": "juin", "de": "Juni", "ru": "июнь", "en": "June", "ja": "6月"}
    for languages in (list(expected), list(reversed(expected))):
        assert {language: formatting.month_alone(6, language) for language in languages} == expected


def test_numbers_and_pages_are_named_in_the_page_language() -> None:
    assert formatting.number(24631, "en") == "24,631"
    assert formatting.issue_number(24631, "zh") == "第24631号"
    assert formatting.issue_number(24631, "en") == "No. 24,631"
    assert formatting.page_name("4", "zh") == "第4版"
    assert formatting.page_name("A2", "en") == "Page A2"
    assert [formatting.page_name("4", code) for code in ("fr", "ja", "zh-Hant")] == ["Page 4", "4面", "第4版"]
    assert formatting.issue_number(24631, "fr") == "N°\u00a024\u202f631"
    assert formatting.issue_number(24631, "ja") == "第24631号"


@pytest.mark.parametrize("language", ["", "x", "not a language", "zz", "en-XX-yy-zz-qq"])
def test_an_unknown_language_falls_back_to_english(language: str) -> None:
    assert babel_locale(language).language == "en"
    assert formatting.full_date(DAY, language) == "Wednesday, June 18, 2025"


def test_a_lunar_date_is_said_in_english() -> None:
    assert formatting.lunar("乙巳年五月廿三", "zh") == "乙巳年五月廿三"
    assert formatting.lunar("乙巳年五月廿三", "en") == "23rd day of the 5th lunar month, Yisi year"
    assert formatting.lunar("閏六月初一", "en") == "1st day of the leap 6th lunar month"
    assert formatting.lunar("冬月十一", "en") == "11th day of the 11th lunar month"
    assert formatting.lunar("not a date", "en") == "not a date"


def line(
    text: str = "（电头）",
    agency: str | None = "新华社",
    places: tuple[str, ...] = (),
    date: dt.date | None = None,
) -> Dateline:
    return Dateline(text, agency, places, date, "电")


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        (line(places=("阿斯塔纳",), date=dt.date(2025, 6, 17)), "ASTANA, June 17 (Xinhua)"),
        (line(date=dt.date(2025, 6, 14)), "June 14 (Xinhua)"),
        (line(places=("北京",)), "BEIJING (Xinhua)"),
        (line(places=("西安",)), "XI’AN (Xinhua)"),
        (line(agency="本报", places=("云溪",), date=dt.date(2025, 3, 3)), "YUNXI, March 3 (Yunxi Daily)"),
        (
            line(agency="本报", places=("南山", "北城"), date=dt.date(2025, 3, 3)),
            "NANSHAN and BEICHENG, March 3 (Yunxi Daily)",
        ),
        (line(places=("北京", "上海", "香港")), "BEIJING, SHANGHAI and HONG KONG (Xinhua)"),
        (line(agency="本報", places=()), "(Yunxi Daily)"),
        (line(agency=None, places=("台北",)), "TAIPEI"),
        (line(agency="南山晚报", places=("南山",)), "NANSHAN (Nanshan Evening News)"),
        (line(agency="法新社", places=("巴黎",)), "PARIS (AFP)"),
        (line(text="SPRINGFIELD, June 17", agency=None), "SPRINGFIELD, June 17"),
    ],
)
def test_a_dateline_is_set_in_english_style(dateline: Dateline, expected: str) -> None:
    assert formatting.dateline(dateline, "en", PAPER) == expected


def test_a_dateline_stays_as_printed_on_chinese_pages() -> None:
    assert formatting.dateline(line("新华社阿斯塔纳6月17日电"), "zh", PAPER) == "新华社阿斯塔纳6月17日电"


def test_a_paper_without_an_english_name_is_this_paper() -> None:
    own = line(agency="本报", places=("云溪",))
    assert formatting.dateline(own, "en", NAMELESS) == "YUNXI (this paper)"
    known = Newspaper(name=Bilingual("解放军报"))
    assert formatting.dateline(own, "en", known) == "YUNXI (PLA Daily)"
    made = Newspaper(name=Bilingual("云溪日报"))
    assert formatting.dateline(own, "en", made) == "YUNXI (Yunxi Daily)"


def test_other_languages_keep_english_names_with_their_own_dates() -> None:
    dated = line(places=("阿斯塔纳", "北京"), date=dt.date(2025, 6, 17))
    assert formatting.dateline(dated, "fr", PAPER) == "ASTANA et BEIJING, 17 juin (Xinhua)"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "OUZBÉKISTAN et BEIJING, 17 juin (Xinhua)"),
        ("ja", "ウズベキスタン・BEIJING 6月17日（Xinhua）"),
        ("de", "USBEKISTAN und BEIJING, 17. Juni (Xinhua)"),
    ],
)
def test_territories_are_named_in_the_page_language_and_other_places_in_english(
    language: str, expected: str
) -> None:
    dated = line(places=("乌兹别克斯坦", "北京"), date=dt.date(2025, 6, 17))
    assert formatting.dateline(dated, language, PAPER) == expected


def test_territories_and_offices_fall_back_to_english() -> None:
    kazakhstan = Bilingual("哈薩克斯坦", "Kazakhstan")
    assert formatting.country_name(kazakhstan, "ja") == "カザフスタン"
    assert formatting.country_name(Bilingual("临河", "Linhe"), "ja") == "Linhe"
    assert formatting.country_name(kazakhstan, "zh") == "哈薩克斯坦"
    assert formatting.place_name("香港", "fr") == "Hong Kong"
    assert formatting.territory_name("乌兹别克斯坦", "en") is None
    offices = {
        code: formatting.office_name(Bilingual("總統", "President"), code)
        for code in ("zh", "en", "fr", "ja", "de")
    }
    assert offices == {"zh": "總統", "en": "President", "fr": "président", "ja": "大統領", "de": "President"}
    assert formatting.office_name(Bilingual("掌灯人", "Lamplighter"), "fr") == "Lamplighter"


def test_a_lunar_date_is_said_in_french_and_japanese() -> None:
    assert formatting.lunar("乙巳年五月廿三", "fr") == "23e jour du 5e mois lunaire, année Yisi"
    assert formatting.lunar("閏六月初一", "fr") == "1er jour du 6e mois lunaire intercalaire"
    assert formatting.lunar("乙巳年五月廿三", "ja") == "旧暦5月23日（乙巳年）"
    assert formatting.lunar("閏六月初一", "ja") == "旧暦閏6月1日"
    assert formatting.lunar("乙巳年五月廿三", "de") == "23rd day of the 5th lunar month, Yisi year"


def figure(credit: str | None, *names: str, agency: str | None = None) -> Figure:
    people = tuple(Author(name, "photographer", agency) for name in names)
    return Figure("1", 1, credit=credit, photographers=people)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (figure("新华社记者 黄敬文摄", "黄敬文", agency="新华社"), "Photo: Huang Jingwen / Xinhua"),
        (figure("田 嘉 曹迎新摄影报道", "田嘉", "曹迎新"), "Photos: Tian Jia, Cao Yingxin"),
        (figure("本报记者 单雨桐 摄", "单雨桐", agency="本报"), "Photo: Shan Yutong / Yunxi Daily"),
        (figure("新华社发"), "Photo: Xinhua"),
        (figure("资料图片"), "File photo"),
        (figure("（資料圖片）"), "File photo"),
        (figure("李明供图"), "Photo courtesy of Li Ming"),
        (figure("Photo by Ann Lee"), "Photo by Ann Lee"),
        (figure("来历不明的一行字"), "来历不明的一行字"),
        (figure(None), ""),
    ],
)
def test_a_photo_credit_is_set_in_english_style(shown: Figure, expected: str) -> None:
    assert formatting.credit(shown, "en", PAPER) == expected


def test_a_photo_credit_stays_as_printed_on_chinese_pages() -> None:
    assert formatting.credit(figure("新华社记者 黄敬文摄", "黄敬文"), "zh", PAPER) == "新华社记者 黄敬文摄"


def test_the_own_paper_is_left_out_of_a_credit_where_its_english_name_is_unknown() -> None:
    assert (
        formatting.credit(figure("本报记者 李明摄", "李明", agency="本报"), "en", NAMELESS)
        == "Photo: Li Ming"
    )


def test_authors_are_grouped_by_agency_and_role() -> None:
    people = [
        Author("倪四义", "reporter", "新华社"),
        Author("赵宇", "reporter", "新华社"),
        Author("王芳", "correspondent"),
    ]
    assert formatting.authors(people, "en", PAPER) == "Ni Siyi, Zhao Yu (Xinhua), Wang Fang (correspondent)"
    assert formatting.authors(people, "zh", PAPER) == "倪四义、赵宇（新华社）；王芳（通讯员）"
    assert formatting.authors([], "en", PAPER) == ""
    assert formatting.authors(people, "fr", PAPER) == "Ni Siyi, Zhao Yu (Xinhua), Wang Fang (correspondant)"
    assert formatting.authors(people, "ja", PAPER) == "Ni Siyi、Zhao Yu（Xinhua）、Wang Fang（通信員）"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("本报评论员", "Staff commentator"),
        ("本報特約評論員", "Guest commentator"),
        ("新华社评论员", "Staff commentator, Xinhua"),
        ("欧阳修", "Ouyang Xiu"),
        ("Ann Lee", "Ann Lee"),
    ],
)
def test_an_author_is_named_in_english(name: str, expected: str) -> None:
    assert formatting.author_name(name, "en") == expected
    assert formatting.author_name(name, "zh") == name


def test_the_masthead_name_is_found_in_every_language() -> None:
    assert formatting.masthead_name(PAPER, "en") == "Yunxi Daily"
    assert formatting.masthead_name(PAPER, "zh") == "云溪日报"
    assert formatting.masthead_name(Newspaper(name=Bilingual("无名小报")), "en") == "无名小报"
    assert formatting.masthead_name(Newspaper(name=Bilingual(None, "The Hill")), "zh") == "The Hill"
    assert formatting.masthead_name(NAMELESS, "en") == ""
