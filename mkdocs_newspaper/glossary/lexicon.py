"""The bundled names: Chinese (simplified or traditional) -> English, from the tables in data/*.tsv.

Every table is tab-separated, its first line names the columns, `source` says where a row comes from.
Keys are compared in simplified characters, so that one row serves both scripts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from babel import Locale

#: Territories as newspapers print them where CLDR's own name differs: name -> territory code.
_SHORT_TERRITORIES = {
    "阿联酋": "AE",
    "波黑": "BA",
    "孟加拉": "BD",
    "印尼": "ID",
    "沙特": "SA",
    "沙特阿拉伯王国": "SA",
    "巴新": "PG",
    "巴勒斯坦": "PS",
    "巴勒斯坦国": "PS",
    "朝鲜民主主义人民共和国": "KP",
    "大韩民国": "KR",
    "南朝鲜": "KR",
    "中华人民共和国": "CN",
    "俄罗斯联邦": "RU",
    "俄国": "RU",
    "美利坚合众国": "US",
    "大不列颠及北爱尔兰联合王国": "GB",
    "蒙古国": "MN",
    "捷克共和国": "CZ",
    "哈萨克斯坦共和国": "KZ",
    "吉尔吉斯共和国": "KG",
    "吉尔吉斯": "KG",
    "塔吉克斯坦共和国": "TJ",
    "乌兹别克斯坦共和国": "UZ",
    "缅甸联邦": "MM",
    "斯里兰卡民主社会主义共和国": "LK",
    "柬埔寨王国": "KH",
    "法兰西共和国": "FR",
    "德意志联邦共和国": "DE",
    "联邦德国": "DE",
    "意大利共和国": "IT",
    "澳大利亚联邦": "AU",
    "澳洲": "AU",
    "新西兰": "NZ",
    "纽西兰": "NZ",
    "科特迪瓦": "CI",
    "象牙海岸": "CI",
    "扎伊尔": "CD",
    "刚果民主共和国": "CD",
    "刚果共和国": "CG",
    "中非": "CF",
    "埃及阿拉伯共和国": "EG",
    "土耳其共和国": "TR",
    "伊朗伊斯兰共和国": "IR",
    "巴基斯坦伊斯兰共和国": "PK",
    "阿拉伯叙利亚共和国": "SY",
    "特立尼达": "TT",
    "圣卢西亚": "LC",
    "密克罗尼西亚联邦": "FM",
    "马其顿": "MK",
    "北马其顿共和国": "MK",
    "斯威士兰": "SZ",
    "东帝汶": "TL",
    "梵蒂冈": "VA",
    "香港": "HK",
    "澳门": "MO",
    "香港特别行政区": "HK",
    "澳门特别行政区": "MO",
    "台湾": "TW",
    "台湾地区": "TW",
}

#: CLDR rows that are no places of the news, or whose Chinese name is also a common word or another's name.
_NO_TERRITORIES = frozenset({"XA", "XB", "ZZ", "QO", "EZ", "CP", "UM", "EU", "UN"})

#: English names where newspapers write another one than CLDR.
_ENGLISH_TERRITORIES = {
    "HK": "Hong Kong",
    "MO": "Macao",
    "MM": "Myanmar",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "PS": "Palestine",
    "TR": "Türkiye",
    "CZ": "Czech Republic",
    "CI": "Côte d’Ivoire",
    "BA": "Bosnia and Herzegovina",
    "KP": "North Korea",
    "KR": "South Korea",
    "TL": "Timor-Leste",
}


_NOTHING: frozenset[str] = frozenset()

#: The last character of a body's name -> those with which it makes another word: 报告, 部门, 院长, 党员.
_NOT_BEHIND = {
    "报": frozenset("告道"),
    "部": frozenset("长门队署"),
    "院": frozenset("长校"),
    "局": frozenset("长"),
    "署": frozenset("长"),
    "委": frozenset("员"),
    "党": frozenset("员派"),
    "会": frozenset("长"),
    "社": frozenset("会区"),
    "队": frozenset("员伍"),
}


@dataclass(frozen=True, slots=True)
class Territory:
    """A country or territory: its code in ISO 3166 and its names."""

    code: str
    zh: str
    en: str


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.tsv`, each as column -> value."""
    text = resources.files("mkdocs_newspaper.glossary").joinpath("data", f"{name}.tsv").read_text("utf-8")
    header, *lines = text.splitlines()
    columns = header.split("\t")
    # Plain splitting takes a third of the time of csv.DictReader, and the tables have no quoting.
    return tuple(dict(zip(columns, line.split("\t"), strict=True)) for line in lines)


@cache
def _folding() -> dict[int, str]:
    return {ord(row["traditional"]): row["simplified"] for row in table("characters")}


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _folding()))}]")


def simplified(text: str) -> str:
    """`text` with each traditional character as its simplified one: for comparing, not for showing.

    One character for one, so that offsets stay. Words are not exchanged (軟體 does not become 软件).
    """
    return text.translate(_folding()) if _traditional().search(text) else text


@cache
def names(kind: str) -> dict[str, str]:
    """All names of a table (`agencies`, `organizations`, `places`, …): simplified Chinese -> English."""
    return {simplified(row["zh"]): row["en"] for row in table(kind)}


@cache
def names_in_text(kind: str) -> frozenset[str]:
    """The names of a table that are safe to find in running text: those that are no common words too."""
    return frozenset(simplified(row["zh"]) for row in table(kind) if row["in_text"] == "yes")


@cache
def guards() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Names that are not meant after, or before, certain characters: 海地 in 沿海地区, 美国 in 拉美国家.

    Papers and ministries end in a character that opens another word as well (中国环境报告, 能源部门): they
    have the same guard each, where the table has none of their own.
    """
    found = {
        name: (_NOTHING, _NOT_BEHIND[name[-1]])
        for kind in ("agencies", "organizations")
        for name in names(kind)
        if name[-1] in _NOT_BEHIND
    }
    return found | {
        row["zh"]: (
            frozenset(row["not_after"].replace("-", "")),
            frozenset(row["not_before"].replace("-", "")),
        )
        for row in table("guards")
    }


@cache
def territories() -> dict[str, Territory]:
    """Countries and territories by every Chinese name that newspapers give them, in simplified characters."""
    english = Locale.parse("en").territories
    hans = Locale.parse("zh_Hans").territories
    found: dict[str, Territory] = {}

    def add(name: str, code: str) -> None:
        english_name = _ENGLISH_TERRITORIES.get(code) or _plain_english(english[code])
        chinese = {"HK": "香港", "MO": "澳门", "PS": "巴勒斯坦"}.get(code) or hans[code]
        found.setdefault(simplified(name), Territory(code, chinese, english_name))

    for name, code in _SHORT_TERRITORIES.items():
        add(name, code)
    for locale in ("zh_Hans", "zh_Hant", "zh_Hant_HK"):
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_TERRITORIES and name:
                add(name, code)
                add(name.replace("（", "(").replace("）", ")"), code)
    return found


@cache
def _territories_by_code() -> dict[str, Territory]:
    return {found.code: found for found in territories().values()}


def territory_by_code(code: str) -> Territory | None:
    """The country or territory of a code, None where there is none (`UN`, `SU`)."""
    return _territories_by_code().get(code)


def _plain_english(name: str) -> str:
    """CLDR's name as a newspaper writes it: `Hong Kong SAR China` without its status, `&` as a word."""
    return name.removesuffix(" SAR China").replace(" & ", " and ").replace("St. ", "Saint ").replace("'", "’")


def territory(zh: str) -> Territory | None:
    """The country or territory of a Chinese name, None where it is none."""
    return territories().get(simplified(zh.strip()))


def agency_english(zh: str) -> str | None:
    """`Xinhua` for 新华社; None where the agency or paper is not known."""
    return names("agencies").get(simplified(zh.strip()))


@cache
def regional_territories() -> frozenset[str]:
    """Names of two characters that only papers in traditional characters give a country: 卡達, 查德."""
    mainland = {simplified(name) for name in Locale.parse("zh_Hans").territories.values() if name}
    mainland |= set(map(simplified, _SHORT_TERRITORIES))
    return frozenset(name for name in territories() if len(name) == 2 and name not in mainland)


@cache
def _agency_countries() -> dict[str, str]:
    return {simplified(row["zh"]): row["country"] for row in table("agencies")}


def agency_country(zh: str) -> Territory | None:
    """The country of a known agency or paper: China for 新华社."""
    code = _agency_countries().get(simplified(zh.strip()))
    return territory_by_code(code) if code else None


def place_english(zh: str) -> str | None:
    """`Astana` for 阿斯塔纳, `Kazakhstan` for 哈萨克斯坦; None where the place is not known."""
    name = simplified(zh.strip())
    known = names("places").get(name)
    if known:
        return known
    country = territories().get(name)
    return country.en if country else None


def section_english(zh: str) -> str | None:
    """`Top News` for 要闻; None where the section is not known."""
    name = simplified("".join(zh.split()))
    return names("sections").get(name) or names("sections").get(name.removesuffix("版").removesuffix("新闻"))


def office_english(zh: str) -> str | None:
    """`President` for 总统; None where the office is not known."""
    return names("offices").get(simplified(zh.strip()))


class KnownPerson(NamedTuple):
    """A person whose English name pinyin does not give. `country` is a territory's code.

    `first` and `last` bound the years in which the bare name means this person; `in_text`: the name is
    so much this person's own that it needs no office beside it.
    """

    zh: str
    en: str
    country: str
    first: int
    last: int
    in_text: bool


@cache
def _people() -> dict[str, tuple[KnownPerson, ...]]:
    found: dict[str, tuple[KnownPerson, ...]] = {}
    for row in table("people"):
        zh, years = row["zh"], row["years"]
        first, last = (0, 9999) if years == "-" else _bounds(years)
        person = KnownPerson(zh, row["en"], row["country"], first, last, row["in_text"] == "yes")
        name = simplified(zh)
        held = found.get(name)
        found[name] = (*held, person) if held else (person,)
    return found


def _bounds(years: str) -> tuple[int, int]:
    """The first and the last year of `2013-`, `1976-1999`."""
    first, _, last = years.partition("-")
    return int(first or 0), int(last or 9999)


@cache
def known_people(year: int) -> dict[str, KnownPerson]:
    """The bundled people by their names in simplified characters, as newspapers of a year mean them."""
    return {
        name: one
        for name, persons in _people().items()
        for one in reversed(persons)
        if one.first <= year <= one.last
    }


def person_english(zh: str, year: int | None = None) -> str | None:
    """`Kassym-Jomart Tokayev` for 托卡耶夫: English that pinyin does not give; None where it is not known.

    Without a year, None where several people of different years share the name.
    """
    persons = _people().get(simplified(zh.strip()), ())
    held = [one for one in persons if year is None or one.first <= year <= one.last]
    return held[0].en if len(held) == 1 else None
