"""Names in running text by rules: word segmentation, surnames, transcriptions and head-words -> spans.

rjieba cuts the text into tagged words. A person is a surname with a given name whose end the next word
confirms, or a run of characters that transcriptions use; a place is a known one, or one that its kind
(县, 机场) closes; an organization is a known one, or grows to the left from its head-word (公司, 委员会)
over the places and nouns before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, compress
from typing import Final

import rjieba
from pypinyin.phrases_dict import phrases_dict

from mkdocs_newspaper.glossary.lexicon import names, names_in_text, simplified, table, territories
from mkdocs_newspaper.glossary.office_holders import (
    context_words,
    name_ends,
    office_words,
    transcription_letters,
)
from mkdocs_newspaper.glossary.recognizers import Span
from mkdocs_newspaper.glossary.romanization import HAN, is_chinese_name, surnames_in_text
from mkdocs_newspaper.model import EntryKind

_NONE: Final = 0
_PLACE: Final = 1
_ORGANIZATION: Final = 2
_PERSON: Final = 3  # a surname and a given name
_SURNAME: Final = 4
_FOREIGN: Final = 5  # made of the characters of transcriptions
_BODY_HEAD: Final = 6  # 公司, 委员会
_PLACE_HEAD: Final = 7  # 县, 机场
_JAPANESE: Final = 8
_SHORT_PLACE: Final = 9  # 清河, 石桥: a place where its neighbours say so
_PEN_NAME: Final = 12  # 冰心: a person behind a title
_PREFIXED: Final = 11  # 据覃|月华: the segmenter took the word before a name for its surname
_SHORT_PERSON: Final = 10  # 明星 is in the dictionary of names: a person where its neighbours say so

_Token = tuple[str, str]


def _words(use: str) -> frozenset[str]:
    return frozenset(row["zh"] for row in table("neighbors") if row["use"] == use)


#: Tags of words that the name of a body can hold between its first word and its head.
_INSIDE = frozenset(
    {"n", "nz", "ns", "nt", "vn", "b", "j", "l", "an", "ng", "vg", "nr", "nrt", "nrfg", "s", "x", "zg", "g"}
)
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg"})
#: Words tagged as nouns at which the name of a body can't go on to the left.
_STOPS = _words("stops")
_LONGEST_RUN = 14  # words of one transcribed name
_TOO_LONG = 9  # words of one body's name
#: Bodies that need no place or proper noun at their head where what stands before them is a plain noun.
_WEAK_HEADS = _words("weak heads")
_PLAIN_HEADS = _words("plain heads")
_ANCHORS = frozenset({"ns", "nz", "nt", "nr", "nrt", "nrfg", "x"})

_PEOPLE_BEFORE = _words("people before")
_PLACE_BEFORE = _words("place before")
_PLACE_AFTER = _words("place after")

_PLACE_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nz", "n"})
#: Characters that end words and no given names: 季后赛, 周转房.
_NO_GIVEN = frozenset(
    "赛队房雨性率量型类论业员化度制权费税价额款品站网机器车船室厅馆店厂局院校所处场楼阁亭桥县区市镇乡坡险券奖族语党词剧报们的了者物件料品"
)

_DOTS = "·•・"
_PLACE_ENDS = tuple("省市县区镇乡村州屯岛寺河江湖")
#: Words that the segmenter's dictionary has as places and that name none.
_NO_PLACE = _words("no place")
_NO_BODY = _words("no body")
_NO_PERSON = _words("no person")
#: Surnames that are also everyday words: a bare character needs more than itself to open a name.
_PLAIN_SURNAMES = frozenset(
    "王李张刘陈杨赵吴徐孙朱郭罗梁宋唐许韩冯邓曹彭蔡潘袁董苏魏吕丁姚卢姜崔谭廖范汪贾熊秦邱侯邵孟尹薛阎郑谢沈钟傅曾胡何邹韦俞詹龚倪聂殷穆赖祁柯翟骆尚阮蒋郝岳廉佟窦鄢龙樊耿焦欧阳"
)
_WIDE = ("国际", "全国", "世界", "全球", "中外", "海外", "各")
_PREFIXES = frozenset("据对向和与由经请让被在为以给跟说是")
_FUNCTION_TAGS = frozenset(
    {"p", "c", "u", "uj", "ul", "uz", "ug", "ud", "d", "r", "f", "m", "q", "t", "y", "e"}
)
_VERBS = frozenset({"v", "vd", "vn", "d", "p", "c", "t"})
_EDGES = frozenset("和与对向为在于由被把给跟同从当因里内加及约地多大道通特日生图")
_HAN = re.compile(f"[{HAN}]+")
_LARGEST_MEMORY = 300_000


@cache
def _letters() -> frozenset[str]:
    return transcription_letters()


@cache
def _strong_letters() -> frozenset[str]:
    """Characters that seldom stand in anything but a transcription: 斯, 尔, 夫."""
    rows = {row["zh"] for row in table("transcriptions") if row["use"] == "character"}
    return frozenset(rows | set("尔克德拉卡罗诺洛维亚巴伊尼利莱鲁纳姆扎萨茨奇基科"))


@cache
def _heads(use: str) -> frozenset[str]:
    return frozenset(row["zh"] for row in table("heads") if row["use"] == use)


@cache
def _japanese() -> frozenset[str]:
    return frozenset(row["zh"] for row in table("transcriptions") if row["use"] == "Japanese surname")


@cache
def _longest_head() -> int:
    return max(map(len, _heads("organization")))


class _Classes(dict[_Token, int]):
    """What each tagged word can be; worked out once a word."""

    def __missing__(self, token: _Token) -> int:
        if len(self) > _LARGEST_MEMORY:
            self.clear()
        found = self[token] = _classify(*token)
        return found


def _classify(word: str, tag: str) -> int:
    size = len(word)
    if size == 1:
        if word in _heads("place"):
            return _PLACE_HEAD
        if word in _heads("organization"):
            return _BODY_HEAD
        if word in surnames_in_text():
            return _SURNAME
        return _NONE
    if not _HAN.fullmatch(word):
        return _NONE
    if word in _heads("place"):
        return _PLACE_HEAD
    if word in territories() or word in names_in_text("places"):
        return _PLACE
    if word in names("organizations") or word in names("agencies"):
        return _ORGANIZATION
    if word in _heads("organization"):
        return _BODY_HEAD
    if tag == "nt":
        return _classify_body(word)
    if word in names("places") and tag in _PLACE_TAGS:
        return _SHORT_PLACE if size < 3 else _PLACE
    if tag == "ns":
        return _classify_place(word)
    if tag in _NAME_TAGS or tag == "x":
        return _classify_name(word, tag)
    if size in (4, 5) and word[:2] in _japanese() and tag in ("n", "nz", "nr", "nrt", "x"):
        return _JAPANESE
    if tag == "nz" and _is_transcription(word) and size > 2:
        return _FOREIGN
    if tag == "n" and (size > 3 or (size == 3 and word[-1] == "队" and word[:2] not in phrases_dict)):
        return _BODY_HEAD if _ends_as_body(word) else _NONE
    return _NONE


def _classify_body(word: str) -> int:
    """An organization of the segmenter's dictionary: 国际舞台 and 中医药中心 are none."""
    if word in _NO_BODY:
        return _NONE
    if _opens_with_place(word):
        return _ORGANIZATION
    if not _ends_as_body(word):
        halves = len(word) == 4 and rjieba_has(word[:2]) and rjieba_has(word[2:])
        return _NONE if halves or word.startswith(_WIDE) else _ORGANIZATION
    heads = _heads("organization")
    head = next(word[-size:] for size in range(_longest_head(), 1, -1) if word[-size:] in heads)
    return _ORGANIZATION if _is_proper(word, head) else _BODY_HEAD


def _is_proper(word: str, head: str) -> bool:
    """Whether what stands before a head-word is a name by itself: 海尔集团, 曼联队, and not 中医药中心."""
    stem = word.removesuffix(head)
    if len(stem) < 2 or head in _PLAIN_HEADS or stem in phrases_dict:
        return False
    tagged = rjieba.tag(stem, True)
    return len(tagged) == 1 and tagged[0][1] in _ANCHORS


def _classify_place(word: str) -> int:
    """A place of the segmenter's dictionary, which is generous: 中断 and 南北 are places there."""
    if (
        word in _NO_PLACE
        or word.endswith("国家")
        or (len(word) == 2 and word[1] == "国")
        or _is_region(word)
        or _never_a_name(word)
    ):
        return _NONE
    if _ends_as_body(word):
        return _ORGANIZATION if _opens_with_place(word) else _classify_body(word)  # 济南军区, 摩托罗拉公司
    if _is_transcription(word):
        return _FOREIGN
    if _opens_with_place(word) and not _ends_as_place(word):
        return _NONE  # 北京市民: the place in it is found by itself
    if len(word) > 2:
        return _PLACE if word.endswith(_PLACE_ENDS) or _ends_as_place(word) else _SHORT_PLACE
    return _NONE if word in phrases_dict else _SHORT_PLACE


def _is_region(word: str) -> bool:
    """中亚地区: the place is 中亚, which is known."""
    stem = word.removesuffix("地区")
    return stem != word and (stem in territories() or stem in names("places"))


def _ends_as_place(word: str) -> bool:
    return any(word[-size:] in _heads("place") for size in (1, 2, 3) if len(word) > size)


def _opens_with_place(word: str) -> bool:
    return any(word[:size] in territories() or word[:size] in names("places") for size in (2, 3, 4))


def _never_a_name(word: str) -> bool:
    """Whether a word is one of those that are known to follow names, or to open other words: 祝贺, 高度."""
    return word in context_words()


def _classify_name(word: str, tag: str) -> int:
    size = len(word)
    if word in _NO_PERSON or _never_a_name(word):
        return _NONE
    if size > 2 and word.endswith(_PLACE_ENDS) and not (size == 3 and _is_transcription(word)):
        return _PLACE
    if size > 2 and _ends_as_body(word):
        return _ORGANIZATION
    if size < 5 and is_chinese_name(word):
        if word[-1] in _NO_GIVEN or (size == 2 and word in phrases_dict):
            return _NONE
        return _PERSON if size > 2 or not rjieba_has(word) else _SHORT_PERSON
    if word[0] in _PREFIXES and size < 4 and word[1] in surnames_in_text():
        return _PREFIXED
    if size == 2 and tag == "nr" and not _is_transcription(word) and word not in phrases_dict:
        return _PEN_NAME
    if any(word[:length] in _japanese() for length in (2, 3)):
        return _JAPANESE
    if _is_transcription(word):
        return _FOREIGN
    return _NONE


@cache
def _dictionary() -> rjieba.Jieba:
    return rjieba.Jieba()


def rjieba_has(word: str) -> bool:
    """Whether the segmenter knows a word, and has not made it up."""
    return bool(_dictionary().has_word(word))


def _is_transcription(word: str) -> bool:
    letters = _letters()
    return all(character in letters for character in word)


def _ends_as_body(word: str) -> bool:
    heads = _heads("organization")
    return any(word[-size:] in heads for size in range(min(_longest_head(), len(word) - 1), 1, -1))


class RulesRecognizer:
    """The default recognizer: nothing to download, the same answer every time."""

    def __init__(self) -> None:
        self._classes = _Classes()

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """The names of each text. A transcribed name is one kind over all `texts`."""
        readings = [_Reading(simplified(text), self._classes) for text in texts]
        votes: dict[str, Counter[bool]] = {}
        for reading in readings:
            for name, is_place in reading.votes:
                votes.setdefault(name, Counter())[is_place] += 1
        places = {name for name, counted in votes.items() if counted[True] > counted[False]}
        return [reading.named(places) for reading in readings]


class _Reading:
    """One text, cut into words."""

    def __init__(self, text: str, classes: _Classes) -> None:
        self.text = text
        self.tokens: list[_Token] = rjieba.tag(text, True)
        self.classes = list(map(classes.__getitem__, self.tokens))
        self.words: tuple[str, ...] = ()
        self.starts: list[int] = []
        self.votes: list[tuple[str, bool]] = []
        self.found: list[tuple[int, int, int]] = []  # start, end, class; _FOREIGN where votes decide
        hits = list(compress(range(len(self.classes)), self.classes))
        if "·" in text or "•" in text or "・" in text:
            hits = sorted(
                {
                    *hits,
                    *(place - 1 for place, token in enumerate(self.tokens) if token[0] in _DOTS and place),
                }
            )
        if hits:
            self.words, _ = zip(*self.tokens, strict=True)
            self.starts = [0, *accumulate(map(len, self.words))]
            self._read(hits)
        # Only the names are kept: an issue has a hundred thousand words.
        self.tokens, self.words, self.classes, self.starts = [], (), [], []

    def _read(self, hits: list[int]) -> None:
        upto = 0  # tokens before this one are part of a name already
        for hit in hits:
            if hit < upto and self.classes[hit] != _BODY_HEAD:
                continue
            found = self.classes[hit]
            if self._word(hit + 1) in _DOTS and _HAN.fullmatch(self.words[hit]):
                after = self._dotted(hit, upto)
                if after:
                    upto = after
                    continue
            if found == _PLACE:
                upto = self._place(hit)
            elif found == _SHORT_PLACE:
                if self._is_beside_places(hit):
                    upto = self._place(hit)
            elif found == _SHORT_PERSON:
                if (
                    self._introduced(hit)
                    and name_ends(self.text, self.starts[hit + 1])
                    and self.words[hit][0] in _PLAIN_SURNAMES
                ):
                    self._add(hit, hit + 1, _PERSON)
                    upto = hit + 1
            elif found == _ORGANIZATION:
                after = 0 if self._opens_a_body(hit) else self._body(hit)
                if not after:
                    self._add(hit, hit + 1, _ORGANIZATION)
                upto = max(upto, after, hit + 1)
            elif found == _PEN_NAME:
                if self._word(hit - 1) in _INTRODUCING | office_words() and name_ends(
                    self.text, self.starts[hit + 1]
                ):
                    self._add(hit, hit + 1, _PERSON)
                    upto = hit + 1
            elif found == _PREFIXED:
                upto = max(upto, self._prefixed(hit))
            elif found == _BODY_HEAD:
                upto = max(upto, self._body(hit))
            elif found == _PLACE_HEAD:
                upto = max(upto, self._place_head(hit))
            elif found == _PERSON:
                upto = self._person(hit)
            elif found == _SURNAME:
                upto = max(upto, self._split_name(hit))
            elif found == _JAPANESE:
                upto = self._japanese(hit)
            elif found == _FOREIGN:
                upto = max(upto, self._foreign(hit, upto))

    def _add(self, first: int, end: int, found: int) -> None:
        self.found.append((self.starts[first], self.starts[end], found))

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _tag(self, at: int) -> str:
        return self.tokens[at][1] if 0 <= at < len(self.words) else ""

    # Places

    def _place(self, hit: int) -> int:
        end = hit + 1
        if self._class(end) == _PLACE_HEAD and self._closes(end):
            end += 1
        self._add(hit, end, _PLACE)
        return end

    def _is_beside_places(self, at: int) -> bool:
        """Whether a word that can be a place stands where places do: 在清河, 清河县, 河北、清河."""
        before, following = self._word(at - 1), self._word(at + 1)
        if before in _PLACE_BEFORE or following in _PLACE_AFTER or self._class(at - 1) == _PLACE:
            return True
        if before == "、" and self._class(at - 2) == _PLACE:
            return True
        return following == "、" and self._class(at + 2) == _PLACE

    def _class(self, at: int) -> int:
        return self.classes[at] if 0 <= at < len(self.classes) else _NONE

    def _closes(self, at: int) -> bool:
        """Whether the kind of place at `at` belongs to the name before it."""
        word = self._word(at)
        if word in _OPEN_KINDS:
            return False
        return len(word) > 1 or not self.words[at - 1].endswith(word)

    def _place_head(self, hit: int) -> int:
        """东河|村, 首都|机场: the kind of place with a proper noun before it."""
        word, before = self.words[hit], self._word(hit - 1)
        if word in _OPEN_KINDS or not before or not _HAN.fullmatch(before):
            return 0
        tag = self._tag(hit - 1)
        if tag not in _ANCHORS or before in _NO_PLACE or len(before) < 2:
            return 0
        if self._class(hit - 1) == _PERSON and len(word) == 1:
            return 0
        first = hit - 1
        self._drop(first)
        self._add(first, hit + 1, _PLACE)
        return hit + 1

    def _drop(self, first: int) -> None:
        """Takes back the names that begin at or after a token."""
        start = self.starts[first]
        while self.found and self.found[-1][1] > start:
            self.found.pop()

    # Organizations

    def _body(self, head: int) -> int:
        """The name of a body that this head-word closes; 0 where nothing before it makes a name."""
        word = self.words[head]
        first = head
        anchor = -1
        if len(word) > 3 and (
            self._tag(head) == "nz" or word[:2] in territories() or word[:2] in names_in_text("places")
        ):
            anchor = head
        while first > 0 and head - first < _TOO_LONG:
            before, tag = self.tokens[first - 1]
            if before in _STOPS or tag not in _INSIDE or not _HAN.fullmatch(before):
                if not (before in ("·", "—", "－", "-", "与", "和") and self._joins(first - 1, head)):
                    break
            elif before in office_words():
                break
            first -= 1
            found = self.classes[first]
            if (
                found in (_PLACE, _SHORT_PLACE, _ORGANIZATION)
                or (found in (_FOREIGN, _PLACE_HEAD, _PERSON, _SHORT_PERSON) and tag in _ANCHORS)
                or (tag in ("nz", "x") and len(before) > 1)
            ):
                anchor = first
        if anchor < 0 or (anchor == head and len(word) < 4):
            return 0
        if head - anchor == 1 and self.classes[anchor] == _PERSON and len(word) < 2:
            return 0
        if (
            word
            in ("部", "院", "局", "署", "厅", "连", "师", "团", "旅", "军", "党", "厂", "队", "国际", "中央")
            and self.classes[anchor] not in (_PLACE, _SHORT_PLACE, _ORGANIZATION, _FOREIGN)
            and self._tag(anchor) not in ("nz", "ns", "nt")
        ):
            return 0
        if len(word) == 1 and word in "部院" and head - anchor == 1 and self.classes[anchor] == _PLACE:
            return 0  # 中国部
        if word in _PLAIN_HEADS and self._tag(anchor) == "nz":
            return 0
        end = head + 1
        self._drop(anchor)
        self._add(anchor, end, _ORGANIZATION)
        return end

    def _opens_a_body(self, at: int) -> bool:
        """Whether the name of a body begins with this word, so that no place before it belongs to it."""
        word = self.words[at]
        return word in names("organizations") or word in names("agencies") or _opens_with_place(word)

    def _joins(self, at: int, head: int) -> bool:
        """Whether the 与 at `at` stands inside one name: 世界经济与政治研究所, with no place just before it."""
        if self.words[at] in ("与", "和"):
            left, right = self._tag(at - 1), self._tag(at + 1)
            return (
                left in ("n", "vn")
                and right in ("n", "vn")
                and at + 1 < head
                and self._class(at + 1) == _NONE
                and self._class(at - 1) == _NONE
                and self._word(at - 1) not in _STOPS
                and self._tag(at - 2) in ("n", "vn", "nt", "ns", "nz")
            )
        return False

    # People

    def _introduced(self, at: int) -> bool:
        """Whether what stands before a token can introduce a person: nothing, a mark, a title."""
        if at == 0:
            return True
        before = self.words[at - 1]
        return before in office_words() or not _HAN.search(before[-1]) or before in _INTRODUCING

    def _person(self, hit: int) -> int:
        word = self.words[hit]
        end = hit + 1
        stop = self.starts[end]
        confirmed = name_ends(self.text, stop)
        if (
            len(word) == 3
            and word[0] not in _PLAIN_SURNAMES
            and rjieba_has(word[1:])
            and not self._introduced(hit)
        ):
            return hit + 1
        if len(word) == 2 and not confirmed:
            following = self._word(end)
            longer = word + following
            if (
                len(following) == 1
                and _HAN.match(following)
                and self._tag(end) not in _FUNCTION_TAGS
                and is_chinese_name(longer)
                and (name_ends(self.text, stop + 1) or self._introduced(hit))
            ):
                self._add(hit, end + 1, _PERSON)
                return end + 1
            if not self._introduced(hit) or self._tag(end) not in _VERBS:
                return end
        self._add(hit, end, _PERSON)
        return end

    def _prefixed(self, hit: int) -> int:
        """据覃|月华介绍: the name begins with the word's second character."""
        start, end = self.starts[hit] + 1, hit + 1
        for upto in (end + 1, end):
            if upto < len(self.starts):
                name = self.text[start : self.starts[upto]]
                if 2 <= len(name) <= 3 and is_chinese_name(name) and name_ends(self.text, self.starts[upto]):
                    self.found.append((start, self.starts[upto], _PERSON))
                    return upto
        return 0

    def _split_name(self, hit: int) -> int:
        """赵|大山: a surname by itself, and what follows as its given name."""
        surname = self.words[hit]
        following = self._word(hit + 1)
        if not following or not _HAN.fullmatch(following) or len(following) > 2:
            return 0
        if self._tag(hit + 1) in _FUNCTION_TAGS or surname not in _PLAIN_SURNAMES:
            return 0
        end = hit + 2
        introduced = self._introduced(hit)
        if len(following) == 1:
            third = self._word(end)
            if (
                len(third) == 1
                and _HAN.match(third)
                and self._tag(end) not in _FUNCTION_TAGS
                and name_ends(self.text, self.starts[end + 1])
            ):
                end += 1
            elif not introduced:
                return 0
        name = self.text[self.starts[hit] : self.starts[end]]
        if not is_chinese_name(name) or name[1:] in _ADDRESSES:
            return 0
        sure = name_ends(self.text, self.starts[end])
        if not (introduced and sure):
            return 0
        self._add(hit, end, _PERSON)
        return end

    def _japanese(self, hit: int) -> int:
        end = hit + 1
        word = self.words[hit]
        if len(word) < 4 and len(self._word(end)) < 3 and self._class(end) in (_PERSON, _FOREIGN, _JAPANESE):
            end += 1
        self._add(hit, end, _PERSON)
        return end

    def _foreign(self, hit: int, upto: int) -> int:
        """The run of transcription characters around a token: a person's, or a place's."""
        first, end = hit, hit + 1
        while first > max(upto, hit - _LONGEST_RUN) and self._in_run(first - 1, opening=True):
            first -= 1
        while end < min(len(self.words), hit + _LONGEST_RUN) and self._in_run(end):
            end += 1
        while end > hit + 1 and self.words[end - 1] in _DOTS:
            end -= 1
        name = self.text[self.starts[first] : self.starts[end]]
        strong = _strong_letters()
        weight = sum(character in strong for character in name)
        if len(name) < 3 and not (
            self._tag(hit) in _NAME_TAGS and weight and name_ends(self.text, self.starts[end])
        ):
            return 0
        if not weight and self._tag(hit) not in ("nr", "nrt"):
            return 0
        if len(name) == 3 and weight < 2 and self._tag(hit) not in ("nrt", "nr", "nrfg"):
            return 0
        if name in territories() or name in names("places"):
            self._add(first, end, _PLACE)
            return end
        following = self._word(end)
        is_place: bool | None = None
        if any(dot in name for dot in _DOTS):
            is_place = False
        elif following in _PLACE_AFTER or following[:1] == "队" or following in ("队", "足球队"):
            is_place = True
        elif following in _PEOPLE_BEFORE or self._word(first - 1) in office_words():
            is_place = False
        elif (
            self._word(first - 1) in _PLACE_BEFORE
            or (self._class(first - 1) == _PLACE and self._word(first - 1) in territories())
            or all(self._tag(at) == "ns" for at in range(first, end))
        ):
            is_place = True
        if is_place is not None:
            self.votes.append((name, is_place))
        if following in _heads("place") and following not in _OPEN_KINDS and is_place:
            end += 1
        self._add(first, end, _PLACE if is_place else _FOREIGN)
        return end

    def _dotted(self, hit: int, upto: int) -> int:
        """阿斯兰·马斯哈多夫, 托尼·布莱尔: what stands on both sides of a dot; 0 where it is no name."""
        first, end = hit, min(hit + 2, len(self.words))
        while (
            first > max(upto, hit - _LONGEST_RUN)
            and len(self.words[first - 1]) < 3
            and self._in_run(first - 1, opening=True)
        ):
            first -= 1
        while end < min(len(self.words), hit + _LONGEST_RUN) and (
            self.words[end] in _DOTS or self._word(end - 1) in _DOTS or self._in_run(end)
        ):
            if not _HAN.fullmatch(self.words[end]) and self.words[end] not in _DOTS:
                break
            end += 1
        while end > hit + 1 and self.words[end - 1] in _DOTS:
            end -= 1
        name = self.text[self.starts[first] : self.starts[end]]
        letters = _letters()
        if sum(character in letters or character in _DOTS for character in name) < len(name) - 1:
            return 0
        self._drop(first)
        self._add(first, end, _PERSON)
        return end

    def _in_run(self, at: int, opening: bool = False) -> bool:
        word, tag = self.tokens[at]
        if word in _DOTS:
            return True
        if self.classes[at] in (_PLACE, _ORGANIZATION):
            return self._word(at - 1) in _DOTS or (opening and self._word(at + 1) in _DOTS)
        if len(word) == 1:
            if word not in _letters():
                return False
            return not (word in _EDGES and (opening or tag in _FUNCTION_TAGS)) or self._word(at - 1) in _DOTS
        return (
            tag in ("nr", "nrt", "nrfg", "x", "nz", "ns") or self._word(at - 1) in _DOTS
        ) and _is_transcription(word)

    def named(self, places: set[str]) -> list[Span]:
        """The names, transcriptions by the vote of all texts."""
        spans: list[Span] = []
        for start, end, found in self.found:
            if found == _FOREIGN:
                found = _PLACE if self.text[start:end] in places else _PERSON
            kind = _KINDS[found]
            spans.append(Span(start, end, kind))
        return spans


_KINDS: Final[dict[int, EntryKind]] = {_PLACE: "place", _ORGANIZATION: "organization", _PERSON: "person"}
_ADDRESSES = _words("addresses")
_INTRODUCING = _words("introducing")
#: Kinds of place that are everyday words after a place's name: 北京城, 中国边境, 上海港 stays.
_OPEN_KINDS = _words("open kinds") - {"区", "路", "街", "海", "城"}
