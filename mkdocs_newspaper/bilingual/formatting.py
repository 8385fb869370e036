"""Dates, numbers and the structured parts of a story -> the words of a page language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Literal

from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal

from mkdocs_newspaper.bilingual.labels import labels
from mkdocs_newspaper.bilingual.languages import babel_locale, is_chinese, is_full_width
from mkdocs_newspaper.bilingual.lunar import BRANCHES, STEMS, read_lunar
from mkdocs_newspaper.glossary.agencies import english_name, is_own_paper, own_english_name
from mkdocs_newspaper.glossary.lexicon import place_english, simplified, table, territory
from mkdocs_newspaper.glossary.romanization import HAN, person_english, place_pinyin, plain_pinyin
from mkdocs_newspaper.model import Author, AuthorRole, Bilingual, Dateline, Figure, Newspaper

_HAN = re.compile(f"[{HAN}]")

#: Languages whose months have another form when they stand alone (июнь, июня). Babel is asked for that form
#: in these only: where CLDR has none, Babel up to 2.18 can answer with that of a language used before.
_OWN_NOMINATIVES = frozenset(
    (
        "be",
        "ca",
        "co",
        "cs",
        "el",
        "fa",
        "fi",
        "gd",
        "hr",
        "hy",
        "kk",
        "ky",
        "lt",
        "pl",
        "ru",
        "sk",
        "uk",
        "uz",
    )
)

_STEM_NAMES = ("Jia", "Yi", "Bing", "Ding", "Wu", "Ji", "Geng", "Xin", "Ren", "Gui")
_BRANCH_NAMES = ("zi", "chou", "yin", "mao", "chen", "si", "wu", "wei", "shen", "you", "xu", "hai")


def full_date(day: dt.date, language: str) -> str:
    """`2025年6月18日 星期三`, `Wednesday, June 18, 2025`."""
    if is_chinese(language):
        return f"{long_date(day, language)} {weekday(day, language)}"
    return _first_of_month(format_date(day, "full", babel_locale(language)), day, language)


def _first_of_month(shown: str, day: dt.date, language: str) -> str:
    """A date as French writes the first of a month, which CLDR does not: `1er juin`."""
    if day.day != 1 or babel_locale(language).language != "fr":
        return shown
    return re.sub(r"\b1(?= \w)", "1er", shown, count=1)


@lru_cache(4096)
def long_date(day: dt.date, language: str) -> str:
    """`2025年6月18日`, `June 18, 2025`."""
    return _first_of_month(format_date(day, "long", babel_locale(language)), day, language)


@lru_cache(4096)
def day_and_month(day: dt.date, language: str) -> str:
    """`6月18日`, `June 18`."""
    return _first_of_month(format_skeleton("MMMMd", day, locale=babel_locale(language)), day, language)


def month_name(year: int, month: int, language: str) -> str:
    """`2025年6月`, `June 2025`."""
    return format_skeleton("yMMMM", dt.date(year, month, 1), locale=babel_locale(language))


def month_alone(month: int, language: str) -> str:
    """`6月`, `June`: the month where the year stands above it."""
    locale = babel_locale(language)
    context: Literal["format", "stand-alone"] = (
        "stand-alone" if locale.language in _OWN_NOMINATIVES else "format"
    )
    return str(get_month_names("wide", context, locale)[month])


def weekday(day: dt.date, language: str) -> str:
    """`星期三`, `Wednesday`."""
    return format_date(day, "EEEE", babel_locale(language))


def weekday_initials(language: str) -> tuple[str, ...]:
    """The seven days as a calendar's head has them, Monday first: `一 二 三 …`, `M T W …`."""
    names = get_day_names("narrow", "stand-alone", babel_locale(language))
    return tuple(names[place] for place in range(7))


def weekday_names(language: str) -> tuple[str, ...]:
    """The seven days in full, Monday first."""
    names = get_day_names("wide", "format", babel_locale(language))
    return tuple(names[place] for place in range(7))


@lru_cache(4096)
def number(value: int, language: str) -> str:
    """A count, grouped as the language does: `24,631`."""
    return str(format_decimal(value, locale=babel_locale(language)))


def issue_number(value: int, language: str) -> str:
    """`第24631号`, `No. 24,631`. Chinese mastheads print the number without grouping."""
    shown = str(value) if is_full_width(language) else number(value, language)
    return labels(language)("No. {number}", number=shown)


def page_name(label: str, language: str) -> str:
    """`第4版`, `Page 4`; `第A2版`, `Page A2`."""
    return labels(language)("Page {page}", page=label)


def _ordinal(value: int, language: str) -> str:
    """A number that says which: 23rd, 23e; the bare number where the language's message says so itself."""
    spoken = labels(language).spoken
    if spoken == "fr":
        return "1er" if value == 1 else f"{value}e"
    if spoken != "en":
        return str(value)
    if value % 100 in (11, 12, 13):
        return f"{value}th"
    return f"{value}{('th', 'st', 'nd', 'rd')[value % 10] if value % 10 < 4 else 'th'}"


def lunar(text: str, language: str) -> str:
    """A lunar date: in Chinese as printed, else `23rd day of the 5th lunar month, Yisi year`, 旧暦5月23日（乙巳年）.

    A date that can't be read comes back as it is.
    """
    read = None if is_chinese(language) else read_lunar(text)
    if read is None:
        return text
    year, month, leap, day = read
    label = labels(language)
    of_month = {"day": _ordinal(day, language), "month": _ordinal(month, language)}
    if leap:
        shown = label("{day} day of the leap {month} lunar month", **of_month)
    else:
        shown = label("{day} day of the {month} lunar month", **of_month)
    if year is None:
        return shown
    name = year
    if not is_full_width(language):
        name = _STEM_NAMES[STEMS.index(year[0])] + _BRANCH_NAMES[BRANCHES.index(year[1])]
    return label("{date}, {year} year", date=shown, year=name)


def masthead_name(newspaper: Newspaper, language: str) -> str:
    """The paper's name in a page language: as known, else from the lexicon, else in the other language."""
    if is_chinese(language):
        return newspaper.name.get(language) or ""
    return own_english_name(newspaper) or newspaper.name.zh or ""


#: Territories whose CLDR name says more than a newspaper does: "R.A.S. chinoise de Hong Kong".
_LONG_NAMES = frozenset(("HK", "MO", "PS"))
_OWN_NAMES = {
    ("ja", "HK"): "香港",
    ("ja", "MO"): "マカオ",
    ("ja", "PS"): "パレスチナ",
    ("fr", "PS"): "Palestine",
}


def territory_name(zh: str, language: str) -> str | None:
    """A country or territory in a language other than Chinese and English: `Ouzbékistan`, ウズベキスタン.

    None where CLDR has no name, and where `zh` is no territory; the English name is good then.
    """
    locale = babel_locale(language)
    known = None if is_chinese(language) or locale.language == "en" else territory(zh)
    if known is None:
        return None
    if known.code in _LONG_NAMES:
        return _OWN_NAMES.get((locale.language, known.code))
    return locale.territories.get(known.code)


def country_name(country: Bilingual, language: str) -> str:
    """A country that is known by its Chinese and English names, in a page language."""
    return (territory_name(country.zh, language) if country.zh else None) or country.get(language) or ""


@cache
def _offices(language: str) -> dict[str, str]:
    """Offices by their Chinese names, in French or Japanese; nothing in other languages."""
    return {row["zh"]: row[language] for row in table("offices_abroad") if language in row}


def office_name(office: Bilingual, language: str) -> str:
    """An office in a page language; in English where it is not known in that one."""
    if is_chinese(language) or not office.zh:
        return office.get(language) or ""
    own = _offices(babel_locale(language).language).get(simplified(office.zh))
    return own or office.get(language) or ""


def place_name(name: str, language: str) -> str:
    """A place: in Chinese as printed, else by CLDR, else its English name, else its pinyin without tones."""
    if is_chinese(language) or not _HAN.search(name):
        return name
    own = territory_name(name, language)
    if own:
        return own
    return place_english(name) or plain_pinyin(place_pinyin(name))


def agency_name(agency: str, language: str, newspaper: Newspaper) -> str:
    """An agency or paper: in Chinese as printed, else in English; `this paper` for 本报 without a name."""
    if is_chinese(language) or not _HAN.search(agency):
        return agency
    if is_own_paper(agency):
        own = masthead_name(newspaper, language)
        return own if own and not _HAN.search(own) else labels(language)("this paper")
    return english_name(agency) or plain_pinyin(place_pinyin(agency))


def _list(items: Sequence[str], language: str) -> str:
    if babel_locale(language).language == "en":  # newspapers do without the comma before "and"
        return " and ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""
    return format_list(list(items), locale=babel_locale(language))


def dateline(line: Dateline, language: str, newspaper: Newspaper) -> str:
    """`新华社阿斯塔纳6月17日电` as printed; in other languages `ASTANA, June 17 (Xinhua)`."""
    if is_chinese(language) or not _HAN.search(line.text):
        return line.text
    named = [place_name(place, language).upper() for place in line.places]
    day = day_and_month(line.date, language) if line.date else ""
    if is_full_width(language):
        told = " ".join(filter(None, ("・".join(named), day)))
        return f"{told}（{agency_name(line.agency, language, newspaper)}）" if line.agency else told
    places = _list(named, language)
    agency = f"({agency_name(line.agency, language, newspaper)})" if line.agency else ""
    return " ".join(filter(None, (", ".join(filter(None, (places, day))), agency)))


#: Bylines that name no person: 本报评论员.
POSTS: tuple[tuple[str, str], ...] = (
    ("特约评论员", "Guest commentator"),
    ("评论员", "Staff commentator"),
    ("观察员", "Staff observer"),
    ("编辑部", "Editorial department"),
    ("通讯员", "Correspondent"),
    ("特派记者", "Special correspondent"),
    ("特约记者", "Special correspondent"),
    ("见习记者", "Staff reporter"),
    ("实习生", "Intern"),
    ("记者", "Staff reporter"),
)


@lru_cache(4096)
def author_name(name: str, language: str) -> str:
    """`倪四义` as printed, else `Ni Siyi`; `Staff commentator` for 本报评论员."""
    if is_chinese(language) or not _HAN.search(name):
        return name
    plain = simplified(name)
    for post, english in POSTS:
        if plain.endswith(post):
            agency = plain.removesuffix(post)
            if not agency or is_own_paper(agency):
                return labels(language)(english)
            known = english_name(agency)
            if known:
                return f"{labels(language)(english)}, {known}"
    return person_english(name)


def role_name(role: AuthorRole, language: str) -> str:
    """The word for what an author did: `记者`, `reporter`."""
    return labels(language)(role)


def authors(people: Sequence[Author], language: str, newspaper: Newspaper) -> str:
    """All names of a byline: `Ni Siyi, Zhao Yu (Xinhua), Wang Fang (correspondent)`."""
    is_wide = is_full_width(language)
    groups: list[str] = []
    for (agency, role), members in groupby(people, key=lambda one: (one.agency, one.role)):
        names = ("、" if is_wide else ", ").join(author_name(one.name, language) for one in members)
        notes = [agency_name(agency, language, newspaper)] if agency else []
        if role in ("correspondent", "intern", "photographer"):
            notes.append(role_name(role, language))
        note = ("，" if is_chinese(language) else "、" if is_wide else ", ").join(notes)
        if note:
            names += f"（{note}）" if is_wide else f" ({note})"
        groups.append(names)
    return ("；" if is_chinese(language) else "、" if is_wide else ", ").join(groups)


#: Credits without a name: 资料图片 and the like; 某某供图 names who gave it.
_FILE_PHOTO = re.compile("资料(?:图片|照片|图|片)")
_COURTESY = re.compile("^[（(]?(?:图片?|照片)?由?(?P<who>[^（()）]{2,20}?)(?:供图|提供)[）)]?$")


def credit(figure: Figure, language: str, newspaper: Newspaper) -> str:
    """`新华社记者 黄敬文摄` as printed; in other languages `Photo: Huang Jingwen / Xinhua`."""
    printed = figure.credit or ""
    if is_chinese(language) or (printed and not _HAN.search(printed)):
        return printed
    label = labels(language)
    people = figure.photographers
    if people:
        groups: list[str] = []
        for agency, members in groupby(people, key=lambda one: one.agency):
            names = ", ".join(author_name(one.name, language) for one in members)
            groups.append(" / ".join(filter(None, (names, _credited_agency(agency, language, newspaper)))))
        return label.plural("Photo: {names}", "Photos: {names}", len(people), names="; ".join(groups))
    plain = simplified("".join(printed.split()))
    if not plain:
        return ""
    if _FILE_PHOTO.search(plain):
        return label("File photo")
    agency_found = re.match("(?P<agency>[^记发摄供（(]{2,12})(?:记者|发|摄|供图|提供)", plain)
    name = agency_found["agency"] if agency_found else plain
    known = _credited_agency(name, language, newspaper) if _is_agency(name) else None
    if known:
        return label.plural("Photo: {names}", "Photos: {names}", 1, names=known)
    courtesy = _COURTESY.match(plain)
    if courtesy:
        giver = person_english(courtesy["who"]) if len(courtesy["who"]) < 4 else courtesy["who"]
        return label("Photo courtesy of {name}", name=giver)
    return printed


def _is_agency(name: str) -> bool:
    return bool(is_own_paper(name) or english_name(name))


def _credited_agency(agency: str | None, language: str, newspaper: Newspaper) -> str | None:
    """The agency of a photo credit; None for 本报 where the paper's English name is not known."""
    if not agency:
        return None
    if is_own_paper(agency):
        own = masthead_name(newspaper, language)
        return own if own and not _HAN.search(own) else None
    return agency_name(agency, language, newspaper)
