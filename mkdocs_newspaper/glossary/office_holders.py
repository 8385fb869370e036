"""Offices in a text -> the people who hold them: 哈萨克斯坦总统托卡耶夫, 县委书记李明, 云溪县县长王建国.

Where a name ends is told by what follows it, and by how often it stands in the same issue: a wrong name
is worse than a missing one, so what stays open is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from mkdocs_newspaper.glossary.lexicon import (
    KnownPerson,
    Territory,
    names,
    names_in_text,
    table,
    territories,
    territory_by_code,
)
from mkdocs_newspaper.glossary.romanization import HAN, is_chinese_name, surnames_in_text
from mkdocs_newspaper.glossary.scanner import Pairs, Scanner
from mkdocs_newspaper.model import Bilingual

#: Countries whose people have names of a surname and one or two Han characters.
_HAN_NAMES = frozenset({"CN", "HK", "MO", "TW", "SG", "KR", "KP", "VN"})
_HOME = frozenset({"CN", "HK", "MO", "TW"})

#: Offices that another English word stands for abroad.
_ABROAD = {
    "总理": "Prime Minister",
    "副总理": "Deputy Prime Minister",
    "主席": "President",
    "副主席": "Vice President",
}
#: Offices that are held only in countries whose people have transcribed names.
_ELSEWHERE = frozenset({"总统", "副总统", "首相", "国务卿", "当选总统", "候任总统", "财政大臣", "外交大臣"})
#: National offices of the People's Republic, where no country stands before them.
_OF_CHINA = re.compile(
    "国家主席|国家副主席|总书记|国务院|国务委员|军委|政治局|全国|外交部|部部长|部发言人|国台办|中央"
)
#: Offices that tell by themselves that a famous name is the famous person's.
_OF_STATE = _ELSEWHERE | {"总理", "副总理", "外长", "防长", "主席", "国家主席", "外交部长", "国防部长"}

#: What may stand between a country and the office: 哈萨克斯坦共和国总统, 日本前首相, 俄罗斯国防部副部长.
_BETWEEN = re.compile(
    "(?:(?:人民)?共和国|王国|联邦|酋长国)?(?:政府)?(?:[^，。；：！？、的和与同在是\n]{1,6}[部院局署会])?"
    "(?:候任|当选|时任|新任|现任|前任|首任|临时|代理|常务|执行|第一|前|原|代)?"
)
_LONGEST_BETWEEN = 14
#: The party whose office follows: 越共中央, 朝鲜劳动党, 中国共产党中央委员会.
_PARTY = re.compile(
    f"(?:(?P<letter>[{HAN}])共|(?P<name>[{HAN}]{{1,12}})党)(?:中央)?(?:委员会|政治局|书记处|军委|军事委员会)?$"
)
_LONGEST_PARTY = 22

_SURNAMES_BESIDE_OFFICE = frozenset("方任常安关包路单解封盛连向项祝游牛农")
_DOTS = frozenset("·•・")
_OFTEN = 3  # so often a name must stand whose end no following word tells

_ENUMERATION = re.compile(
    f"(?m:^|(?<=[。；！？]))(?P<names>(?:[{HAN}]{{2,4}}、)+[{HAN}]{{2,4}}?)等?(?=参加|出席|陪同|参与|同机|一同)"
)
_IS_HAN = re.compile(f"[{HAN}]")
_MOST_COUNTS = 2_000  # how many different candidates of one issue are counted in its text


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """A person found in a text: where the name stands, whose name it is, and what stands to its left."""

    start: int
    end: int
    foreign: bool
    known: KnownPerson | None = None
    office: Bilingual | None = None
    country: Territory | None = None


@cache
def _context(use: str) -> dict[str, tuple[str, ...]]:
    """The words of one use by their first character, the longest first."""
    found: dict[str, list[str]] = {}
    for row in table("context"):
        if row["use"] == use:
            found.setdefault(row["zh"][0], []).append(row["zh"])
    return {first: tuple(sorted(words, key=len, reverse=True)) for first, words in found.items()}


def context_opens(text: str, at: int, use: str) -> str:
    """The longest word of a use that stands at `at`, "" where none does."""
    for word in _context(use).get(text[at : at + 1], ()):
        if text.startswith(word, at):
            return word
    return ""


class Border(IntEnum):
    """How surely a name ends, the surest last."""

    NONE = 0
    MAY = 1
    JOINS = 2
    FOLLOWS = 3  # a word that stands behind names
    SURE = 4  # punctuation, the text's end, a word of one character that stands behind names


def border(text: str, at: int) -> Border:
    """How surely a name ends before `at`: by punctuation or the text's end, or by the word that follows."""
    if at >= len(text) or not _IS_HAN.match(text[at]):
        return Border.SURE
    follows = context_opens(text, at, "follows")
    if follows:
        return Border.SURE if len(follows) == 1 else Border.FOLLOWS
    if context_opens(text, at, "joins"):
        return Border.JOINS
    return Border.MAY if context_opens(text, at, "may follow") else Border.NONE


@cache
def _letters_of_countries() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in table("abbreviations"):
        found.setdefault(row["zh"], []).append(row["country"])
    return {letter: tuple(codes) for letter, codes in found.items()}


def _party_country(text: str, office: int) -> tuple[Territory | None, bool]:
    """The country of the party before an office, and whether it is another one than China as far as is known.

    越共中央总书记 is Vietnam's; 苏共中央总书记 is of no country that there is now, and not China's.
    """
    party = _PARTY.search(text[max(0, office - _LONGEST_PARTY) : office])
    if party is None:
        return None, False
    if party["letter"]:
        codes = _letters_of_countries().get(party["letter"])
        if codes is None:
            return None, False
        country = territory_by_code(codes[0]) if len(codes) == 1 else None
        return country, codes != ("CN",)
    name = party["name"]
    sizes = ((at, size) for at in reversed(range(len(name))) for size in range(len(name) - at, 1, -1))
    country = next((found for at, size in sizes if (found := territories().get(name[at : at + size]))), None)
    if country is None:
        return None, len(name) > 2 and not name.endswith("共产")
    return country, country.code != "CN"


def _opens_with_office_of_state(text: str, at: int) -> bool:
    return any(text.startswith(office, at) for office in _OF_STATE)


@cache
def _letters() -> frozenset[str]:
    return frozenset(row["zh"] for row in table("transcriptions") if row["use"] == "letter")


@cache
def _fixed_names() -> dict[str, str]:
    """Offices, and the names that stand before them, by kind."""
    kinds = dict.fromkeys(territories(), "territory")
    kinds |= dict.fromkeys(names_in_text("places"), "place")
    kinds |= {name: "organization" for name in names("organizations") if name not in kinds}
    return kinds | dict.fromkeys(names("offices"), "office")


@cache
def _longest_known() -> int:
    return max(len(row["zh"]) for row in table("people"))


@cache
def _offices() -> Scanner:
    return Scanner(_fixed_names())


class OfficeHolders:
    """The office patterns over the texts of one issue."""

    def __init__(self, whole: str, known: dict[str, KnownPerson]) -> None:
        """`whole`: the fields of the issue in simplified characters, a line each; `known`: people of its year."""
        self._whole = whole
        self._known = known
        self._counts: dict[str, int] = {}

    def find(self, text: str, pairs: Pairs | None = None) -> Iterator[OfficeHolder]:
        """The people whom offices introduce in one text, and those of 甲、乙等参加."""
        tokens = list(_offices().find(text, pairs=pairs))
        kinds = _fixed_names()
        for place, (start, end) in enumerate(tokens):
            office = text[start:end]
            if kinds[office] == "office":
                holder = self._holder(text, tokens[max(0, place - 3) : place], start, end)
                if holder is not None:
                    yield holder
        for match in _ENUMERATION.finditer(text) if "、" in text else ():
            yield from self._listed(match)

    def _listed(self, match: re.Match[str]) -> Iterator[OfficeHolder]:
        at = match.start("names")
        parts = match["names"].split("、")
        if all(self._could_open(part, 0) and is_chinese_name(part) and len(part) < 4 for part in parts):
            for part in parts:
                yield OfficeHolder(at, at + len(part), foreign=False)
                at += len(part) + 1

    def _holder(self, text: str, before: list[tuple[int, int]], start: int, end: int) -> OfficeHolder | None:
        office = text[start:end]
        country = self._country(text, before, start)
        of_party, abroad = _party_country(text, start) if country is None else (None, False)
        country = country or of_party
        known = self._known_at(text, end)
        if known is not None:
            home = territory_by_code(known.country)
            if self._agrees(text, start, known, country):
                shown = self._office(office, known.country)
                return OfficeHolder(end, end + len(known.zh), True, known, shown, country or home)
        han = country.code in _HAN_NAMES if country else office not in _ELSEWHERE
        size = self._han_name(text, end) if han else 0
        if size and text[end] in _SURNAMES_BESIDE_OFFICE and self._is_behind_name(text, start):
            return None  # 李明市长向队员祝贺: the office is of the name before it
        foreign = False
        if not size and (country is None or country.code not in (*_HAN_NAMES, "JP")):
            size = self._transcribed_name(text, end, sure=country is not None or office in _ELSEWHERE)
            foreign = size > 0
        if not size:
            return None
        if country is None and not foreign and not abroad and _OF_CHINA.search(office):
            country = territories()["中国"]
        code = country.code if country else None
        foreign = foreign or (code is not None and code not in _HOME)
        return OfficeHolder(end, end + size, foreign, None, self._office(office, code), country)

    @staticmethod
    def _agrees(text: str, office: int, known: KnownPerson, country: Territory | None) -> bool:
        """Whether a known person's name is that person's here: 洛维纳市市长科斯塔 is another Costa."""
        home = territory_by_code(known.country)
        if country is not None:
            return home is None or country == home
        bare = office == 0 or not _IS_HAN.match(text[office - 1])
        if known.in_text or (bare and _opens_with_office_of_state(text, office)):
            return True
        return known.country == "CN" and bare and text.startswith("国务院", office)

    def _is_behind_name(self, text: str, office: int) -> bool:
        """Whether a name stands right before an office: 李明市长. It opens a clause, or the issue has it again."""
        for size in (3, 2, 4):
            at = office - size
            name = text[max(0, at) : office]
            if (
                at >= 0
                and name[-1] not in "省市县区州"
                and is_chinese_name(name)
                and self._could_open(name, 0)
            ):
                opens = at == 0 or not _IS_HAN.match(text[at - 1])
                if opens or self._count(name) > 1:
                    return True
        return False

    @staticmethod
    def _office(office: str, code: str | None) -> Bilingual:
        english = names("offices")[office]
        return Bilingual(office, _ABROAD.get(office, english) if code and code not in _HOME else english)

    @staticmethod
    def _country(text: str, before: list[tuple[int, int]], office: int) -> Territory | None:
        """The country to the left of an office. 中国驻法国大使 is China's."""
        for start, end in reversed(before):
            found = territories().get(text[start:end])
            if found is None:
                continue
            if office - end > _LONGEST_BETWEEN or not _BETWEEN.fullmatch(text, end, office):
                return None
            if text[start - 1 : start] == "驻":
                sender = next((one for one in before if one[1] == start - 1), None)
                return territories().get(text[slice(*sender)]) if sender else None
            return found
        return None

    def _known_at(self, text: str, at: int) -> KnownPerson | None:
        for size in range(min(_longest_known(), len(text) - at), 1, -1):
            known = self._known.get(text[at : at + size])
            if known is not None and text[at + size : at + size + 1] not in _DOTS:
                # 普京斯基 is somebody else.
                behind = text[at + size : at + size + 1]
                if size > 2 or behind not in _letters() or border(text, at + size):
                    return known
        return None

    def _could_open(self, text: str, at: int) -> bool:
        """Whether a Chinese name can open at `at`: a surname, and no word such as 高度 or 马上."""
        if context_opens(text, at, "no name"):
            return False
        surnames = surnames_in_text()
        first = text[at : at + 1]
        return first in surnames or first in _SURNAMES_BESIDE_OFFICE or text[at : at + 2] in surnames

    def _han_name(self, text: str, at: int) -> int:
        """The length of the Chinese name at `at`, 0 where there is none or its end can't be told."""
        if not self._could_open(text, at):
            return 0
        surname = 2 if text[at : at + 2] in surnames_in_text() else 1
        size = self._given_end(text, at, surname)
        name = text[at : at + size]
        if not size or not is_chinese_name(name) or context_opens(name, surname, "address"):
            return 0
        return size

    def _given_end(self, text: str, at: int, surname: int) -> int:
        short, long = surname + 1, surname + 2
        if at + short > len(text) or not _IS_HAN.match(text[at + short - 1]):
            return 0
        first, second = border(text, at + short), border(text, at + long)
        if first == Border.SURE:
            return short
        if at + long > len(text):
            return 0
        if first == Border.FOLLOWS and (second == Border.NONE or self._is_one_word(text, at + short)):
            return short
        if first == Border.JOINS and second in (Border.NONE, Border.FOLLOWS, Border.SURE):
            # 和 and 向 want a noun behind them: before a verb they belong to the name (李志同出席).
            return short if second == Border.NONE else long
        if first == Border.NONE and second != Border.NONE:
            return long
        return self._by_count(text[at : at + short], text[at : at + long], open_end=first == Border.NONE)

    @staticmethod
    def _is_one_word(text: str, at: int) -> bool:
        """Whether what could begin at the next character is but the rest of the word at `at` (来到)."""
        whole = context_opens(text, at, "follows")
        return len(whole) > 1 and len(context_opens(text, at + 1, "follows")) == 1

    def _by_count(self, short: str, long: str, open_end: bool) -> int:
        """The one of two forms that the issue's texts speak for; 0 where they say nothing."""
        shorts, longs = self._count(short), self._count(long)
        if longs >= (_OFTEN if open_end else 2) and longs == shorts:
            return len(long)
        return len(short) if not open_end and shorts > longs else 0

    def _count(self, name: str) -> int:
        if name not in self._counts:
            if len(self._counts) >= _MOST_COUNTS:
                return 0
            self._counts[name] = self._whole.count(name)
        return self._counts[name]

    def _transcribed_name(self, text: str, at: int, sure: bool) -> int:
        """The length of the transcribed foreign name at `at`; 0 where its end can't be told."""
        letters = _letters()
        end = at
        while end < len(text) and end - at < 24:
            if text[end] in "·•・":
                if end == at or text[end + 1 : end + 2] not in letters:
                    break
            elif text[end] not in letters:
                break
            elif (
                end - at > 1
                and context_opens(text, end, "follows")
                and not (
                    len(context_opens(text, end, "follows")) == 1 and border(text, end + 1) >= Border.FOLLOWS
                )
            ):
                break  # 侯赛因抵达: 因 is of the name where a word of verbs stands behind it
            end += 1
        size = end - at
        if size < (2 if sure else 3) or context_opens(text, at, "no name"):
            return 0
        ending = border(text, end)
        if ending >= Border.JOINS or self._count(text[at:end]) > 1:
            return size
        return 0


def name_ends(text: str, at: int) -> bool:
    """Whether a name can end before `at`: punctuation, the text's end or a known word follows it."""
    return border(text, at) != Border.NONE


def transcription_letters() -> frozenset[str]:
    """The characters that transcriptions of foreign names are made of."""
    return _letters()


@cache
def office_words() -> frozenset[str]:
    """The offices by their names in simplified characters."""
    return frozenset(names("offices"))


@cache
def context_words() -> frozenset[str]:
    """Words that stand behind names or only look like them, two characters and more: 祝贺, 高度."""
    return frozenset(row["zh"] for row in table("context") if len(row["zh"]) > 1)
