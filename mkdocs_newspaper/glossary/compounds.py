"""Places and head-words -> compound names (中国—中亚峰会), short forms of countries (中吉, 吉方), and their English.

Short forms need the scope of their article: 中乌 is China and Uzbekistan in one, China and Ukraine in another.
They are read where exactly one country that the article names has the character; else they are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from mkdocs_newspaper.glossary.lexicon import names, table, territories, territory_by_code
from mkdocs_newspaper.glossary.romanization import HAN
from mkdocs_newspaper.glossary.scanner import Pairs, Scanner
from mkdocs_newspaper.model import EntryKind

_LINKS = "—－-–"
_MOST_WORDS = 4
_LONGEST_WORD = 5
_SIBLING = re.compile(f"[、和](?P<name>[{HAN}]{{2,8}}?(?:合作中心|合作平台|研究中心|论坛))")

#: What may follow two countries' characters, so that they are countries: 中吉关系, 中俄元首.
_AFTER_PAIR = re.compile(
    "关系|两国|双方|双边|建交|合作|友好|友谊|元首|边境|边界|贸易|经贸|命运共同体|铁路|公路|人民|各|永久|全面|战略|媒体|人文|外长|高层|民间|睦邻"
    "|联合|共同|务实|文化|经济|会谈|首脑|领导人|峰会|间|之|在|将|是|已|始终|要|都|[，。；：、）”！？\n]|$"
)
_NOT_BEFORE_PAIR = frozenset("其集空心高初年发适途途眼眼手家水")
#: 吉方 and 方面, 方式.
_NOT_AFTER_SIDE = frozenset("面式向法案针便才程位块形略圆正言")
_ENGLISH_SIDES = {
    "CN": "Chinese", "US": "U.S.", "RU": "Russian", "JP": "Japanese", "KZ": "Kazakh", "KG": "Kyrgyz", "TJ": "Tajik",
    "TM": "Turkmen", "UZ": "Uzbek", "GB": "British", "FR": "French", "DE": "German", "IN": "Indian", "PK": "Pakistani",
    "VN": "Vietnamese", "UA": "Ukrainian", "IR": "Iranian", "IL": "Israeli", "TR": "Turkish", "IT": "Italian",
    "AU": "Australian", "CA": "Canadian", "BR": "Brazilian", "MN": "Mongolian", "LA": "Lao", "KH": "Cambodian",
    "TH": "Thai", "MM": "Myanmar", "MY": "Malaysian", "PH": "Philippine", "EG": "Egyptian", "ID": "Indonesian",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compound:
    """A name made of others: where it stands, what it is, and its English where all its parts are known."""

    start: int
    end: int
    kind: EntryKind
    en: str | None
    letters: int = 0  # how many characters at its beginning stand for a country each


@cache
def _components(use: str) -> dict[str, str]:
    return {row["zh"]: row["en"] for row in table("components") if row["use"] == use}


@cache
def _heads() -> Scanner:
    return Scanner([*_components("term head"), "合作中心", "合作平台", "研究中心", "论坛"])


#: Heads that open longer ones: 塔中战略合作 has no 塔中战略.
_OPENING_HEADS = frozenset({"战略", "合作", "关系", "友好", "战争"})
_GOES_ON = re.compile("合作|伙伴|对接|协作|意义|沟通|互信|性|引领|规划|协定|条约|委员会|组织|机制")


@cache
def _territories() -> Scanner:
    return Scanner(territories())


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in table("abbreviations"):
        found.setdefault(row["zh"], []).append(row["country"])
    return {short: tuple(codes) for short, codes in found.items()}


@cache
def _short_forms() -> re.Pattern[str]:
    letters = "".join(_countries())
    return re.compile(f"(?P<pair>中[{letters}]{{1,2}}|[{letters}]中)|(?P<side>[{letters}])方")


@cache
def _short_pairs() -> frozenset[str]:
    letters = _countries()
    return frozenset(pair for one in letters for pair in (f"中{one}", f"{one}中", f"{one}方"))


def places_of_short_forms(pairs: Pairs) -> list[int]:
    """Where a short form can begin in a text whose `pairs_of` these are; most texts have none."""
    return sorted(at for pair in pairs.keys() & _short_pairs() for at in pairs[pair])


def countries_in(text: str, pairs: Pairs) -> list[tuple[int, str]]:
    """Where countries and territories are named in a text, in order, and their codes."""
    known = territories()
    return [(start, known[text[start:end]].code) for start, end in _territories().find(text, pairs=pairs)]


def scope(named: Collection[str]) -> dict[str, str]:
    """The countries of an article by their one character: those that only one of the named ones can be."""
    found: dict[str, str] = {"中": "CN"}
    for short, codes in _countries().items():
        held = [code for code in codes if code in named]
        if len(held) == 1:
            found[short] = held[0]
    return found


def short_forms(text: str, countries: Mapping[str, str]) -> Iterator[Compound]:
    """中吉, 中吉乌 and 吉方 in a text, by the countries of its article."""
    for match in _short_forms().finditer(text):
        if match["side"]:
            code = countries.get(match["side"])
            before = text[match.start() - 1 : match.start()]
            if code is None or text[match.end() : match.end() + 1] in _NOT_AFTER_SIDE or not _opens(before):
                continue
            side = _ENGLISH_SIDES.get(code)
            yield Compound(*match.span(), "term", f"the {side} side" if side else None, 1)
            continue
        start, end = match.span("pair")
        while end - start > 1:
            codes = [countries.get(letter) for letter in text[start:end]]
            if (
                None not in codes
                and _AFTER_PAIR.match(text, end)
                and text[start - 1 : start] not in _NOT_BEFORE_PAIR
            ):
                yield Compound(
                    start, end, "term", "-".join(_english(code) for code in codes if code), end - start
                )
                break
            end -= 1


_QUOTED = re.compile(f"“(?P<name>[{HAN}]{{2,12}}|[{HAN}、，—]{{5,30}})”(?![{HAN}]{{0,2}}(?:说|道|吗))")
#: What ends a sentence or an exclamation in quotation marks, and no term.
_NO_TERM_END = frozenset("了的吗吧啊呢呀我你他她们啦哦嘛")
_ASKING = frozenset("谁什么怎哪吗呢吧这那")
_NO_TERM_START = frozenset("我你他她这那不没很也就都还是有")


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """What stands in quotation marks as a term does: “心联通”. Speech and exclamations are left out."""
    for match in _QUOTED.finditer(text):
        name = match["name"]
        if (
            name[-1] in _NO_TERM_END
            or name[0] in _NO_TERM_START
            or text[max(0, match.start() - 1) : match.start()] in ("：", ":")
            or not _ASKING.isdisjoint(name)
        ):
            continue
        yield match.span("name")


_TITLED = re.compile("题为《(?P<name>[^《》\n]{4,40})》")


def titled(text: str) -> Iterator[tuple[int, int]]:
    """The titles of speeches and papers: 题为《…》."""
    for match in _TITLED.finditer(text):
        yield match.span("name")


def _opens(before: str) -> bool:
    """Whether a side can stand after a character: 土方 is no country in 挖土方."""
    return (
        not before or not re.match(f"[{HAN}]", before) or before in "与和同对向在愿请望给从据由为使让是并及的"
    )


def _english(code: str) -> str:
    country = territory_by_code(code)
    return country.en if country else "Soviet Union" if code == "SU" else code


def heads_in(text: str, pairs: Pairs | None = None) -> list[tuple[int, int]]:
    """Where the head-words of a text stand; without any, its places need not be looked for."""
    return list(_heads().find(text, pairs=pairs))


def compounds(
    text: str, heads: Iterable[tuple[int, int]], ends: Mapping[int, tuple[int, str | None]]
) -> Iterator[Compound]:
    """Names of a place, words and a head. `ends`: where the places of the text end -> (start, English)."""
    words = _components("word")
    terms = _components("term head")
    for start, end in heads:
        head = text[start:end]
        at, inside = _words_before(text, start, words, ends)
        if at not in ends or (head in _OPENING_HEADS and _GOES_ON.match(text, end)):
            continue
        first, english = ends[at]
        places = [english]
        while first > 1 and text[first - 1] in _LINKS and first - 1 in ends:
            first, english = ends[first - 1]
            places.insert(0, english)
        english = None
        if all(places):
            told = terms.get(head) or _components("organization head")[head]
            english = " ".join(["-".join(place for place in places if place), *inside, told])
        letters = at - first if _short_forms().fullmatch(text, first, at) else 0
        kind: EntryKind = "term" if head in terms else "organization"
        yield Compound(first, end, kind, english, letters)
        if kind == "organization":
            yield from _siblings(text, end)


def _words_before(
    text: str, at: int, words: Mapping[str, str], ends: Mapping[int, tuple[int, str | None]]
) -> tuple[int, list[str]]:
    """Where the words of a compound begin, going left from `at`, and their English."""
    inside: list[str] = []
    while at not in ends and len(inside) < _MOST_WORDS:
        size = next(
            (size for size in range(_LONGEST_WORD, 1, -1) if text[max(0, at - size) : at] in words), 0
        )
        if not size:
            break
        inside.insert(0, words[text[at - size : at]])
        at -= size
    return at, inside


def _siblings(text: str, at: int) -> Iterator[Compound]:
    """What is listed behind a body and made like it: 减贫合作中心、教育交流合作中心."""
    heads = ("合作中心", "合作平台", "研究中心", "论坛")
    while True:
        match = _SIBLING.match(text, at)
        if match is None:
            return
        name = match["name"]
        head = next((head for head in heads if name.endswith(head) and name != head), None)
        if head is None:
            return
        yield Compound(*match.span("name"), "organization", composed_english(name))
        at = match.end("name")


@cache
def _place_names() -> dict[str, str]:
    found = {name: country.en for name, country in territories().items()}
    return found | names("places")


def composed_english(name: str) -> str | None:
    """`Yunxi University` for 云溪大学 where 云溪 is known: None where a part of the name is not."""
    heads = _components("organization head")
    for size in range(min(8, len(name) - 1), 1, -1):
        head = name[-size:]
        if head in heads:
            told = _parts(name[:-size])
            return " ".join([*told, heads[head]]) if told else None
    return None


def _parts(name: str) -> list[str]:
    """The English of the words that a name is made of, [] where one is not known."""
    places, words = _place_names(), _components("word")
    told: list[str] = []
    at = 0
    while at < len(name):
        if name[at] in _LINKS and told:
            at += 1
            continue
        size = next(
            (
                size
                for size in range(min(12, len(name) - at), 1, -1)
                if (part := name[at : at + size]) in places or part in words
            ),
            0,
        )
        if not size:
            return []
        part = name[at : at + size]
        linked = at and name[at - 1] in _LINKS
        english = places.get(part) or words[part]
        if linked:
            told[-1] = f"{told[-1]}-{english}"
        else:
            told.append(english)
        at += size
    return told


def ends_of(found: Iterable[tuple[int, int, str | None]]) -> dict[int, tuple[int, str | None]]:
    """Places by where they end, the longest of each."""
    ends: dict[int, tuple[int, str | None]] = {}
    for start, end, english in found:
        if end not in ends or start < ends[end][0]:
            ends[end] = (start, english)
    return ends
