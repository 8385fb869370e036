"""Names in running text by rules: word segmentation, surnames, transcriptions and head-words -> spans.

rjieba cuts the text into tagged words. A person is a surname with a given name whose end the next word
confirms, or a run of characters that transcriptions use; a place is a known one, or one that its kind
(县, 机场) closes; an organization is a known one, or grows to the left from its head-word (公司, 委员会)
over the places and nouns before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, compress
from typing import Final

import rjieba
from pypinyin.phrases_dict import phrases_dict

from mkdocs_newspaper.glossary.lexicon import names, names_in_text, simplified, table, territories
from mkdocs_newspaper.glossary.office_holders import (
    Border,
    border,
    context_words,
    name_ends,
    office_words,
    transcription_letters,
)
from mkdocs_newspaper.glossary.person_names import (
    ENOUGH,
    compound_surnames,
    given_weight,
    is_everyday_word,
    surname_weight,
    weight_after,
    weight_before,
)
from mkdocs_newspaper.glossary.recognizers import Span
from mkdocs_newspaper.glossary.romanization import HAN, is_chinese_name, is_surname, surnames_in_text
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


def _words(use: str) -> frozenset[str]:
    return frozenset(row["zh"] for row in table("neighbors") if row["use"] == use)


#: Tags of words that the name of a body can hold between its first word and its head.
_INSIDE = frozenset(
    {"n", "nz", "ns", "nt", "vn", "b", "j", "l", "an", "ng", "vg", "nr", "nrt", "nrfg", "s", "x", "zg", "g"}
)
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg"})
#: Words tagged as nouns at which the name of a body can't go on to the left.
_STOPS = _words("stops")
#: Verbs and numbers that stand inside the names of bodies: 疾病预防控制中心, 第一汽车制造厂.
_INSIDE_BODIES = _words("inside bodies")
_COMPANIES = _words("companies")
#: What companies deal in: 汽车公司 is no name, 丰田汽车公司 is one.
_TRADES = _words("trades")
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
    "赛队房雨茶渠坡园亩棉粮果苗鱼鹭堤坝薯藕笋性率量型类论业员化度制权费税价额款品板榜镜岩岭菜卡站网机器车船室厅馆店厂局院校所处场楼阁亭桥县区市镇乡坡险券奖族语党词剧报们的了者物件料品"
)

_DOTS = frozenset("·•・")
_PLACE_ENDS = tuple("省市县区镇乡村州屯岛寺河江湖")
_SHORT_PLACE_ENDS = frozenset("湖河江山岛村镇乡湾")
#: Words that the segmenter's dictionary has as places and that name none.
_NO_PLACE = _words("no place")
_NO_BODY = _words("no body")
_NO_PERSON = _words("no person")
#: Words of the segmenter's dictionary that are names whatever stands beside them.
_PLACE_WORDS = _words("place word")
_BODY_WORDS = _words("body word")
#: Places of its dictionary that are everyday words too: 天门, 中山, 青春.
_WEAK_PLACES = _words("weak place")
#: What may stand before a body's head-word without making it a name: 财政局, 商业银行.
_PLAIN_STEMS = _words("plain stems")
_RARE: Final = -1.0  # what those need that are seldom one, which only a title before them makes a surname
_FAINT: Final = -2.5  # surnames that are hardly ever one in running text
#: Surnames whose two-character words are names, but for those that are listed as none.
_STRONG_SURNAMES = frozenset("王李张刘陈杨赵吴徐孙朱郭邓曹彭潘袁董蔡魏薛蒋冯吕姚崔谭廖邱侯孟贾傅")
_OF_A_PLACE: Final = 2.5  # 唐山大地震 has no 唐山大
_NEARLY: Final = 2.0
_LISTED: Final = 1.5
_NAMES = (_PERSON, _SURNAME, _SHORT_PERSON)
#: A surname and its neighbour that weigh less than this make no name, whatever follows.
_HOPELESS: Final = -0.5
_PLACE_KINDS = frozenset("省市县区镇乡村州屯寺湖河")
#: How transcribed places end, and people's names seldom do.
_COUNTRY_ENDS = (
    "维亚",
    "尼亚",
    "利亚",
    "里亚",
    "西亚",
    "比亚",
    "吉亚",
    "斯坦",
    "兰卡",
    "格勒",
    "格莱德",
    "波利斯",
    "斯堡",
    "尔堡",
    "敦堡",
)
_JAPANESE_SONS = frozenset({"一郎", "二郎", "三郎", "太郎", "次郎", "五郎", "之助", "之介"})
_JAPANESE_ENDS = frozenset("一人郎夫雄子彦介之助治二三男美惠树平太纪弘明昭和信幸博志也")
#: What stands before a kind of place without naming one: 老城区.
_WHICH = frozenset("老新旧大小主东西南北中各本全该内外上下前后")
#: 市 before these is the beginning of another word: 市民, 市场, 市长.
_CITIZENS = frozenset("民场长")
_TIBETAN = frozenset(row["zh"] for row in table("transcriptions") if row["use"] == "Tibetan name")
_JOINED = frozenset("和与及")
_NUMBERS = frozenset("一二三四五六七八九十两几数百千各全本")
#: Last characters of words for bodies that have no name of their own: 科研所, 卫生处.
_BODY_ENDS = frozenset("局处司所厅署社院馆台厂团")
_NATIONAL = (
    "国家",
    "全国",
    "中央",
    "国际",
    "最高",
    "中华",
    "中共",
    "国务院",
    "解放军",
    "联合国",
    "清华",
    "北大",
    "海军",
    "空军",
    "红一",
    "红二",
    "红三",
    "红四",
)
#: Bodies that their nation's size names: 国家地震局, 全国少工委, and not 全国男篮.
_NATIONAL_HEADS = (
    "局",
    "委员会",
    "工委",
    "署",
    "办公室",
    "基金会",
    "协会",
    "联合会",
    "总会",
    "学会",
    "银行",
    "中心",
    "实验室",
    "研究院",
    "研究所",
    "总队",
    "组委会",
)
#: Bodies that every state has.
_STATE_BODIES = (
    "部",
    "议会",
    "国会",
    "议院",
    "红新月会",
    "红十字会",
    "中央银行",
    "央行",
    "最高法院",
    "外务省",
    "国防军",
    "空军",
    "海军",
    "陆军",
    "通讯社",
    "杜马",
    "安全局",
    "情报局",
)
_WIDE_REGIONS = frozenset(
    {"沿海", "西部", "东部", "中部", "山区", "海湾", "阿拉伯", "亚太", "中东", "港澳", "长江", "黄河"}
)
#: The characters by which railways and roads call the places where they end.
_ENDS_OF_LINES = frozenset(
    "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川蜀黔贵滇陕秦甘陇青藏蒙桂宁新疆港澳台沈哈长大石太郑武汉广深珠厦福温杭甬合宁宜徐连兰包成昆南宝西九柳黎湛焦枝枝襄通佛惠同胶济潼"
)
#: What stands before the name of one of its bodies: 海军北海舰队, 武警某总队.
_SERVICES = frozenset(
    {"海军", "空军", "陆军", "武警", "解放军", "中国人民解放军", "中共", "联合国", "火箭军"}
)
#: Committees of the party by the place that they are of: 云南|省委书记.
_COMMITTEES = ("省委", "市委", "县委", "区委", "地委", "州委", "旗委", "盟委")
_WIDE = ("国际", "全国", "世界", "全球", "中外", "海外", "各")
_PREFIXES = frozenset("据对向和与由经请让被在为以给跟说是")
_FUNCTION_TAGS = frozenset(
    {"p", "c", "u", "uj", "ul", "uz", "ug", "ud", "d", "r", "f", "m", "q", "t", "y", "e"}
)
_VERBS = frozenset({"v", "vd", "vn", "d", "p", "c", "t"})
_EDGES = frozenset("和与对向为在于由被把给跟同从当因里内加及约地多大道通特日生图")
_MOST_PARTS: Final = 6  # of a name with dots
_A_DOT = re.compile("[·•・]")
_BETWEEN_DOTS = re.compile(f"[{HAN}]{{1,8}}(?=[·•・])")
_HAN = re.compile(f"[{HAN}]+")
_LARGEST_MEMORY = 300_000


@cache
def _letters() -> frozenset[str]:
    return transcription_letters()


@cache
def _strong_letters() -> frozenset[str]:
    """Characters that seldom stand in anything but a transcription: 斯, 尔, 夫."""
    rows = {row["zh"] for row in table("transcriptions") if row["use"] == "character"}
    return frozenset(rows | set("塞尔克德拉卡罗诺洛维亚巴伊尼利莱鲁纳姆扎萨茨奇基科"))


@cache
def head_words(use: str) -> frozenset[str]:
    """The words that names of bodies ("organization") or places end in, or that say of a phrase that it is a "concept"."""
    return frozenset(row["zh"] for row in table("heads") if row["use"] == use)


@cache
def _japanese() -> frozenset[str]:
    return frozenset(row["zh"] for row in table("transcriptions") if row["use"] == "Japanese surname")


@cache
def _longest_head() -> int:
    return max(map(len, head_words("organization")))


class _Tags(dict[str, str]):
    """The part of speech of each word as the segmenter tells it, asked once a word."""

    def __missing__(self, word: str) -> str:
        if len(self) > _LARGEST_MEMORY:
            self.clear()
        told = rjieba.tag(word, True)
        found = self[word] = told[0][1] if len(told) == 1 else "x"
        return found


class _Classes(dict[str, int]):
    """What each word can be; worked out once a word."""

    def __init__(self, tags: _Tags) -> None:
        self._tags = tags

    def __missing__(self, word: str) -> int:
        if len(self) > _LARGEST_MEMORY:
            self.clear()
        found = self[word] = _classify(word, self._tags[word])
        return found


def _classify(word: str, tag: str) -> int:
    size = len(word)
    if size == 1:
        if word in head_words("place"):
            return _PLACE_HEAD
        if word in head_words("organization"):
            return _BODY_HEAD
        if word in surnames_in_text():
            return _SURNAME if surname_weight(word) > _FAINT else _NONE
        return _SURNAME if is_surname(word) and surname_weight(word) > _RARE else _NONE
    if not _HAN.fullmatch(word):
        return _NONE
    if word in head_words("place"):
        return _PLACE_HEAD
    if word in _BODY_WORDS:
        return _ORGANIZATION
    if word in _PLACE_WORDS and tag not in _FUNCTION_TAGS - {"d"}:
        return _PLACE
    if word in territories() or word in names_in_text("places"):
        return _PLACE
    if word in names("organizations") or word in names("agencies"):
        return _ORGANIZATION
    if word in head_words("organization"):
        return _BODY_HEAD
    if tag == "nt":
        return _classify_body(word)
    if word in names("places") and tag in _PLACE_TAGS and word not in _NO_PLACE:
        return _SHORT_PLACE if size < 3 and (tag != "ns" or word in _WEAK_PLACES) else _PLACE
    if tag == "ns":
        return _classify_place(word)
    if tag in _NAME_TAGS or tag == "x":
        return _classify_name(word, tag)
    if size in (4, 5) and word[:2] in _japanese() and tag in ("n", "nz", "nr", "nrt", "x"):
        return _JAPANESE
    if size in (2, 3) and word in _japanese() and tag in ("s", "n", "nr", "nrt", "nz", "ns"):
        return _JAPANESE
    if size > 2 and (
        (tag in ("nz", "n", "l", "j") and _is_of_a_place(word)) or (tag == "nz" and word[-1] == "队")
    ):
        return _ORGANIZATION
    if _is_tibetan(word):
        return _FOREIGN
    if tag == "nz" and _is_line(word):
        return _PLACE
    if tag == "nz" and _is_transcription(word) and size > 2:
        return _FOREIGN
    if tag in ("n", "nz", "l") and size > 2 and (_ends_as_body(word) or word[-1] in _BODY_ENDS):
        return _BODY_HEAD
    if size < 4 and not rjieba_has(word):
        if size == 3 and word[-1] in _SHORT_PLACE_ENDS:
            return _SHORT_PLACE
        if is_chinese_name(word) and surname_weight(word[0]) > 0:
            return _PERSON
    return _NONE


def _is_tibetan(word: str) -> bool:
    """次仁, 扎西多杰: names of two characters or two such."""
    return word[:2] in _TIBETAN and (len(word) == 2 or word[2:] in _TIBETAN)


def _is_of_a_place(word: str) -> bool:
    """古巴队, 大庆油田: a body's word that opens with a place, the head-word right behind it."""
    heads = head_words("organization")
    return any(
        word[:-size] in territories() or word[:-size] in names("places")
        for size in range(1, min(_longest_head(), len(word) - 2) + 1)
        if word[-size:] in heads
    )


def _is_line(word: str) -> bool:
    """京九铁路: a railway or road that is called by its two ends."""
    stem = re.sub("(?:高速)?(?:铁路|公路|高铁)$", "", word)
    return stem != word and len(stem) > 1 and all(character in _ENDS_OF_LINES for character in stem)


def _classify_body(word: str) -> int:
    """An organization of the segmenter's dictionary: 国际舞台 and 中医药中心 are none."""
    if word in _NO_BODY:
        return _NONE
    if _opens_with_place(word) or word in _BODY_WORDS:
        return _ORGANIZATION
    if not rjieba_has(word):
        return _BODY_HEAD if _ends_as_body(word) else _NONE
    if len(word) > 4 and word.startswith(_NATIONAL):
        return _ORGANIZATION
    if not _ends_as_body(word):
        return _BODY_HEAD if len(word) > 2 and word[-1] in _BODY_ENDS else _NONE
    heads = head_words("organization")
    stem = min(
        (word[:-size] for size in range(1, min(_longest_head(), len(word)) + 1) if word[-size:] in heads),
        key=len,
    )
    return _BODY_HEAD if not stem or stem in _PLAIN_STEMS else _ORGANIZATION


def _classify_place(word: str) -> int:
    """A place of the segmenter's dictionary, which is generous: 中断 and 南北 are places there."""
    if (
        word in _NO_PLACE
        or (word[1:] in _NO_PLACE and word[0] in _WHICH)
        or word[0] in _NUMBERS
        or (not rjieba_has(word) and not _JOINED.isdisjoint(word))
        or not (rjieba_has(word) or _ends_as_place(word))
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
    return stem != word and (
        stem in territories() or stem in _WIDE_REGIONS or stem[-1:] in "亚洲美非东" or _is_transcription(stem)
    )


def _ends_as_place(word: str) -> bool:
    return any(word[-size:] in head_words("place") for size in (1, 2, 3) if len(word) > size)


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
    if size > 3 and _ends_as_place(word) and not _is_transcription(word):
        return _PLACE
    if size > 2 and _ends_as_body(word):
        return _ORGANIZATION
    if size < 5 and _could_be_name(word):
        return _NONE if size == 2 and word in phrases_dict else _PERSON
    if word[0] in _PREFIXES and size < 4 and word[1] in surnames_in_text():
        return _PREFIXED
    if size == 2 and tag == "nr" and not _is_transcription(word) and word not in phrases_dict:
        return _PEN_NAME
    if any(word[:length] in _japanese() for length in (2, 3)):
        return _JAPANESE
    if _is_transcription(word):
        return _FOREIGN
    return _NONE


def _could_be_name(word: str) -> bool:
    """Whether a Chinese name, or one with a character that belongs to the next word, opens with a token."""
    return is_chinese_name(word) or (
        len(word) > 2 and is_chinese_name(word[:-1]) and name_ends(word, len(word) - 1)
    )


@cache
def _dictionary() -> Callable[[str], bool]:
    """Tells whether the segmenter knows a word.

    rjieba 0.2.0 tells it of a second dictionary only, which takes a tenth of a second to load.
    """
    asked: Callable[[str], bool] = getattr(rjieba, "has_word", None) or rjieba.Jieba().has_word
    return asked


def rjieba_has(word: str) -> bool:
    """Whether the segmenter knows a word, and has not made it up."""
    return _dictionary()(word)


def _is_transcription(word: str) -> bool:
    letters = _letters()
    return all(character in letters for character in word)


def _ends_as_body(word: str) -> bool:
    """Whether a body's head-word of two characters and more closes a longer word."""
    heads = head_words("organization")
    return any(word[-size:] in heads for size in range(min(_longest_head(), len(word) - 1), 1, -1))


class RulesRecognizer:
    """The default recognizer: nothing to download, the same answer every time."""

    def __init__(self) -> None:
        self._tags = _Tags()
        self._classes = _Classes(self._tags)

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """The names of each text. A transcribed name is one kind over all `texts`."""
        # One text is cut faster than its thousand paragraphs; no name runs over the end of a line.
        found = _Reading(simplified("\n".join(texts)), self._tags, self._classes).named()
        spans: list[list[Span]] = []
        at = taken = 0
        for text in texts:
            end = at + len(text)
            here: list[Span] = []
            while taken < len(found) and found[taken][0] < end:
                start, stop, kind = found[taken]
                here.append(Span(start - at, stop - at, kind))
                taken += 1
            spans.append(here)
            at = end + 1
        return spans


class _Reading:
    """One text, cut into words."""

    def __init__(self, text: str, tags: _Tags, classes: _Classes) -> None:
        self.text = text
        self.tags = tags
        words = rjieba.cut(text, True)
        self.words: list[str] = words
        self.classes: list[int] = list(map(classes.__getitem__, words))
        self.votes: defaultdict[str, Counter[bool]] = defaultdict(Counter)
        self.nearly: list[
            tuple[int, int, int]
        ] = []  # what only a list of names makes a name: start, end, token
        self.found: list[tuple[int, int, int]] = []  # start, end, class; _FOREIGN where votes decide
        hits = list(compress(range(len(words)), self.classes))
        dots = [at - 1 for at, word in enumerate(words) if word in _DOTS] if _A_DOT.search(text) else []
        self.starts = [0, *accumulate(map(len, words))]
        self.size = len(words)
        words.append("")  # what stands before the first word and behind the last one
        self.classes.append(_NONE)
        self._read(sorted({*hits, *(at for at in dots if at >= 0)}) if dots else hits)

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
            elif found == _ORGANIZATION:
                after = 0 if self._opens_a_body(hit) else self._body(hit)
                if not after:
                    first = hit - 1 if self._is_of_before(hit) else hit
                    self._drop(first)
                    self._add(first, hit + 1, _ORGANIZATION)
                upto = max(upto, after, hit + 1)
            elif found == _PEN_NAME:
                before = self._word(hit - 1)
                if (before in _INTRODUCING or before in office_words()) and name_ends(
                    self.text, self.starts[hit + 1]
                ):
                    self._add(hit, hit + 1, _PERSON)
                    upto = hit + 1
            elif found == _PREFIXED:
                upto = max(upto, self._name(hit, 1))
            elif found == _BODY_HEAD:
                upto = max(upto, self._body(hit))
            elif found == _PLACE_HEAD:
                upto = max(upto, self._place_head(hit))
            elif found in _NAMES:
                upto = max(upto, self._name(hit))
            elif found == _JAPANESE:
                upto = max(upto, self._japanese(hit))
            elif found == _FOREIGN:
                upto = max(upto, self._foreign(hit, upto))

    def _add(self, first: int, end: int, found: int) -> None:
        if first and self._is_cut(first):
            first -= 1
            self._drop(first)
        self.found.append((self.starts[first], self.starts[end], found))

    def _is_cut(self, at: int) -> bool:
        """洛|维纳市: whether the segmenter cut a transcription in two before a token."""
        before = self.words[at - 1]
        tag = self.tags[before]
        word = self.words[at]
        return (
            len(before) == 1
            and (
                tag in ("x", "nr", "nrt", "nz", "zg", "g", "ng", "j", "n", "nrfg", "ns")
                or (tag == "v" and before in _strong_letters())
            )
            and before in _letters()
            and (self.classes[at] == _FOREIGN or not rjieba_has(word) or self._is_foreign_word(word))
            and word not in names("places")
            and word not in territories()
            and _is_transcription(word[:2])
            and not word.startswith(tuple(_NUMBERS))
            and (at < 2 or self.words[at - 2] not in _DOTS)
        )

    def _is_foreign_word(self, word: str) -> bool:
        return self.tags[word] in ("nz", "nrt") and _is_transcription(word)

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < self.size else ""

    def _tag(self, at: int) -> str:
        return self.tags[self.words[at]] if 0 <= at < self.size else ""

    # Places

    def _place(self, hit: int) -> int:
        end = hit + 1
        following = self._word(end)
        if (
            following[:1] in _CITIZENS
            and self.words[hit].endswith("市")
            and self.words[hit] not in names("places")
        ):
            return end  # 泽连|斯克市|民
        if following[:2] in _COMMITTEES and following not in head_words("organization"):
            start = self.starts[hit]
            self.found.append((start, self.starts[end] + 2, _ORGANIZATION))
            return end + 1
        if self._class(end) == _PLACE_HEAD and self._closes(end):
            end += 1
        self._add(hit, end, _PLACE)
        return end

    def _is_beside_places(self, at: int) -> bool:
        """Whether a word that can be a place stands where places do: 在清河, 清河县, 河北、清河."""
        before, following = self._word(at - 1), self._word(at + 1)
        if self.words[at] in _WEAK_PLACES:
            return following in _PLACE_AFTER or (before == "、" and self._class(at - 2) == _PLACE)
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
            before = self.words[first - 1]
            tag = self.tags[before]
            inside = tag in _INSIDE or before in _INSIDE_BODIES or self.classes[first - 1] == _PLACE
            if before in _STOPS or not inside or not _HAN.fullmatch(before):
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
                or (before in _NATIONAL[:5] and word.endswith(_NATIONAL_HEADS))
            ):
                anchor = first
        if anchor < 0 and word in _COMPANIES and first < head and self._opens_company(first):
            anchor = first
        if (
            anchor < 0
            or (anchor == head and len(word) < 4)
            or (word == "中心" and self.classes[head - 1] in (_PLACE, _SHORT_PLACE, _PLACE_HEAD))
        ):
            return 0
        if head - anchor == 1 and self.classes[anchor] == _PERSON and len(word) < 2:
            return 0
        if (
            word
            in ("部", "院", "局", "署", "厅", "连", "师", "团", "旅", "军", "党", "厂", "队", "国际", "中央")
            and self.classes[anchor] not in (_PLACE, _SHORT_PLACE, _ORGANIZATION, _FOREIGN)
            and self._tag(anchor) not in ("ns", "nt")
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

    def _is_of_before(self, at: int) -> bool:
        """Whether the word before a body's says whose it is: 海军北海舰队, 南非外交部."""
        before, word = self._word(at - 1), self.words[at]
        return before in _SERVICES or (
            before in territories()
            and len(word) < 6
            and word.endswith(_STATE_BODIES)
            and not _opens_with_place(word)
        )

    def _opens_company(self, at: int) -> bool:
        """Whether a company can be called so: 小米|公司, and neither 汽车公司 nor 这家公司."""
        word = self.words[at]
        tag = self.tags[word]
        return (
            1 < len(word) < 5
            and (tag in ("nz", "nr", "x", "nrt", "nrfg") or not rjieba_has(word))
            and word not in _PLAIN_STEMS
            and word not in _TRADES
            and not is_everyday_word(word)
        )

    def _opens_a_body(self, at: int) -> bool:
        """Whether the name of a body begins with this word, so that no place before it belongs to it."""
        word = self.words[at]
        return word in names("organizations") or word in names("agencies") or _opens_with_place(word)

    def _joins(self, at: int, head: int) -> bool:
        """Whether the 与 at `at` stands inside one name: 世界经济与政治研究所, with no place just before it."""
        if self.words[at] not in ("与", "和"):
            return self.classes[at - 1] in (_FOREIGN, _PLACE, _SHORT_PLACE) or self._tag(at - 1) in (
                "nz",
                "nt",
            )
        if at:
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

    def _name(self, hit: int, offset: int = 0) -> int:
        """The Chinese name that opens with this token; 0 where the characters and neighbours say no.

        赵|大山, 杨|阿妹, 马文祺向: the segmenter cuts before a name's end and after it, so both are tried.
        """
        start = self.starts[hit] + offset
        text = self.text
        size = 2 if text[start : start + 2] in compound_surnames() else 1
        before = 1.0 if offset else weight_before(self._word(hit - 1), self._tag(hit - 1))
        if size == 1 and before < 2 and text[start] not in surnames_in_text() and text[start - 1] != "、":
            return 0
        held = surname_weight(text[start : start + size]) + before
        if held < _HOPELESS and not (self._tag(hit) in _NAME_TAGS and len(self.words[hit]) > 2):
            return 0
        if before < 2 and text[start] in _PREFIXES:
            held -= _OF_A_PLACE
        if text[start : start + 2] in _PLACE_WORDS or text[start : start + 2] in names("places"):
            held -= _OF_A_PLACE
        best, bounds = ENOUGH - _NEARLY, None
        if (
            self.found
            and self.found[-1][2] == _PERSON
            and start - self.found[-1][1] == 1
            and text[start - 1] in "、和"
        ):
            held += _LISTED
        for given in (2, 1):
            end = start + size + given
            upto = hit
            while upto < self.size and self.starts[upto] < end:
                upto += 1
            name = text[start:end]
            if end > len(text) or self.starts[upto] < end or not is_chinese_name(name):
                continue
            over = self.starts[upto] - end
            if over and (over > 1 or not name_ends(text, end)):
                continue
            if (
                (name[-1] in _PLACE_KINDS and before < 2)
                or name[0] in name[size:]
                or name[size:] in _ADDRESSES
            ):
                continue
            if given == 2 and before < 2 and held < 1.8 and rjieba_has(name[size:]):
                continue  # 修水利 and 和平安 are two words
            weight = (
                held + given_weight(name[size:]) + weight_after(text, end, "" if over else self._tag(upto))
            )
            weight += self._weight_of_cut(hit, upto, over + offset)
            if weight > best:
                best, bounds = weight, (start, end, upto)
        if bounds is None:
            return 0
        if best < ENOUGH:
            self.nearly.append(bounds)
            return 0
        if start and text[start - 1] in "、和":
            self._listed_before(start - 1)
        self.found.append((bounds[0], bounds[1], _PERSON))
        return bounds[2]

    def _listed_before(self, mark: int) -> None:
        """宋平安、廖汉声: what nearly was a name is one where a list goes on with another."""
        free = self.found[-1][1] if self.found else 0
        listed: list[tuple[int, int, int]] = []
        while self.nearly and self.nearly[-1][1] == mark and self.nearly[-1][0] >= free:
            start, end, _ = self.nearly.pop()
            listed.append((start, end, _PERSON))
            if self.text[start - 1 : start] != "、":
                break
            mark = start - 1
        self.found += reversed(listed)

    def _weight_of_cut(self, hit: int, upto: int, beside: int) -> float:
        """How much the way in which a name is cut into tokens speaks for it."""
        if upto - hit == 1:
            word = self.words[hit]
            tag = self.tags[word]
            weight = -0.5 if beside else 0.0
            if tag not in _NAME_TAGS:
                return weight
            if word[-1] in _NO_GIVEN:
                return weight - 2.0
            if not rjieba_has(word):
                return weight + 1.0  # the segmenter has made it up
            if len(word) == 2:
                return weight + (1.0 if word[0] in _STRONG_SURNAMES else -2.5)
            return weight + 2.5
        weight = -0.3 if beside else 0.0
        for at in range(hit + 1, upto):
            word = self.words[at]
            tag = self.tags[word]
            if len(word) == 1:
                weight -= 2.0 if tag == "m" else 0.7 if tag in _FUNCTION_TAGS else 0.0
            elif tag in _NAME_TAGS or tag in ("ns", "nz"):
                weight += 0.5
            else:
                weight -= 1.0 if tag not in _FUNCTION_TAGS else 2.0
            if len(word) > 1 and self.classes[at] == _BODY_HEAD:
                weight -= 3.0
        return weight

    def _japanese(self, hit: int) -> int:
        end = hit + 1
        word = self.words[hit]
        stop = self.starts[end]
        given = self.text[stop : stop + 2]
        if given in _JAPANESE_SONS or (
            len(word) == 2 and len(given) == 2 and given[1] in _JAPANESE_ENDS and _HAN.fullmatch(given)
        ):
            self.found.append((self.starts[hit], stop + 2, _PERSON))
            return end + (2 if len(self._word(end)) == 1 else 1)
        if (
            len(word) == 3
            and self._word(end) in _JAPANESE_ENDS
            and name_ends(self.text, self.starts[end + 1])
        ) or (
            len(word) < 4 and len(self._word(end)) < 3 and self._class(end) in (_PERSON, _FOREIGN, _JAPANESE)
        ):
            end += 1
        if end == hit + 1 and self.tags[word] not in _NAME_TAGS:
            return 0
        if end == hit + 1 and not (len(word) > 3 or name_ends(self.text, self.starts[end])):
            return 0
        self._add(hit, end, _PERSON)
        return end

    def _foreign(self, hit: int, upto: int) -> int:
        """The run of transcription characters around a token: a person's, or a place's."""
        first, end = hit, hit + 1
        while first > max(upto, hit - _LONGEST_RUN) and self._in_run(first - 1, opening=True):
            first -= 1
        while end < min(self.size, hit + _LONGEST_RUN) and self._in_run(end):
            end += 1
        while end > hit + 1 and self.words[end - 1] in _DOTS:
            end -= 1
        if first and self.words[first][0] in "让但" and len(self.words[first]) > 2:
            return 0
        name = self.text[self.starts[first] : self.starts[end]]
        strong = _strong_letters()
        weight = sum(character in strong for character in name)
        stop = self._whole(self.starts[end])
        if len(name) == 2 and (stop > self.starts[end]):
            name = self.text[self.starts[first] : stop]
        before = self._word(first - 1), self._tag(first - 1)
        if len(name) < 3 and not (
            self._tag(hit) in _NAME_TAGS
            and (weight or weight_before(*before) > 2)
            and name_ends(self.text, stop)
        ):
            return 0
        if not weight and self._tag(hit) not in ("nr", "nrt") and not _is_tibetan(name):
            return 0
        if len(name) == 2 and self.words[hit] in _TIBETAN and weight_before(*before) < 2:
            return 0
        if len(name) == 3 and weight < 2 and self._tag(hit) not in ("nrt", "nr", "nrfg"):
            return 0
        if name in territories() or name in names("places"):
            self._add(first, end, _PLACE)
            return end
        following = self._word(end)
        if self._is_cut_kind(end):
            self.votes[name + following[:-1]][True] += 1
            self._add(first, end + 1, _PLACE)
            return end + 1
        is_place: bool | None = None
        if any(dot in name for dot in _DOTS) or (len(name) > 3 and _is_tibetan(name)):
            is_place = False
        elif following in _PLACE_AFTER or following[:1] == "队" or following in ("队", "足球队"):
            is_place = True
        elif following in _PEOPLE_BEFORE or self._word(first - 1) in office_words():
            is_place = False
        elif name.endswith(_COUNTRY_ENDS) or (
            self._word(first - 1) in _PLACE_BEFORE
            or (self._class(first - 1) == _PLACE and self._word(first - 1) in territories())
            or all(self._tag(at) == "ns" for at in range(first, end))
        ):
            is_place = True
        if is_place is not True and self._opens_in_place(first):
            first -= 1
            self._drop(first)
            name = self.words[first] + name
            is_place = False
        if is_place is not None:
            self.votes[name][is_place] += 1
        if following in head_words("place") and following not in _OPEN_KINDS and is_place:
            end += 1
        self.found.append(
            (self.starts[first], self._whole(self.starts[end]), _PLACE if is_place else _FOREIGN)
        )
        return end

    def _opens_in_place(self, first: int) -> bool:
        """罗马|里尼奥: whether what the segmenter took for a city opens a person's name."""
        before = self._word(first - 1)
        return (
            len(before) == 2
            and _is_transcription(before)
            and before not in territories()
            and before in names("places")
        )

    def _is_cut_kind(self, at: int) -> bool:
        """特米尔塔|乌市: whether a token has the end of a transcribed place and its kind."""
        word = self._word(at)
        return (
            1 < len(word) < 5
            and word[-1] in "市州县省邦"
            and word not in territories()
            and word not in names_in_text("places")
            and _is_transcription(word[:-1])
        )

    def _whole(self, end: int) -> int:
        """克莱|博在: where a transcription ends inside the token behind it."""
        letters = _letters()
        if not name_ends(self.text, end):
            for at in (end + 1, end + 2):
                if self.text[at - 1 : at] not in letters:
                    break
                if name_ends(self.text, at):
                    return at
        return end

    def _dotted(self, hit: int, upto: int) -> int:
        """阿斯兰·马斯哈多夫, 托尼·布莱尔: what stands on both sides of a dot; 0 where it is no name."""
        first = hit
        while (
            first > upto
            and self.starts[hit + 1] - self.starts[first - 1] < 7
            and self._opens_dotted(first - 1)
        ):
            first -= 1
        text, letters = self.text, _letters()
        end = self.starts[hit + 1]
        for _ in range(_MOST_PARTS):
            if text[end : end + 1] not in _DOTS:
                break
            begin = end + 1
            end = begin
            while end < len(text) and end - begin < 9 and text[end] in letters:
                end += 1
            inside = _BETWEEN_DOTS.match(text, begin)
            if inside is not None:
                end = inside.end()
        upto = hit + 1
        bounds = set(self.starts[hit + 1 : hit + 24])
        if end == begin:
            end = min((bound for bound in bounds if bound > begin), default=begin)
            if not 1 < end - begin < 6 or not _HAN.fullmatch(text[begin:end]):
                return 0
        else:
            end = next(
                (at for at in range(begin + 2, end) if at in bounds and name_ends(text, at)),
                next((at for at in range(begin + 2, end) if border(text, at) == Border.FOLLOWS), end),
            )
        while upto < self.size and self.starts[upto] < end:
            upto += 1
        self._drop(first)
        self.found.append((self.starts[first], end, _PERSON))
        return upto

    def _opens_dotted(self, at: int) -> bool:
        """Whether a token before another one can belong to the same part of a dotted name."""
        word = self.words[at]
        tag = self.tags[word]
        if self.classes[at] in (_PLACE, _ORGANIZATION, _BODY_HEAD, _PLACE_HEAD) or word in office_words():
            return False
        letters = _letters()
        if not all(character in letters for character in word):
            return False
        return tag in _NAME_TAGS or (len(word) == 1 and not (word in _EDGES and tag in _FUNCTION_TAGS))

    def _in_run(self, at: int, opening: bool = False) -> bool:
        word = self.words[at]
        tag = self.tags[word]
        if word in _DOTS:
            return True
        if self.classes[at] in (_PLACE, _ORGANIZATION):
            return self._word(at - 1) in _DOTS or (opening and self._word(at + 1) in _DOTS)
        if self.classes[at] == _FOREIGN and word in _TIBETAN:
            return True
        if len(word) == 1:
            if word not in _letters():
                return False
            return not (word in _EDGES and (opening or tag in _FUNCTION_TAGS)) or self._word(at - 1) in _DOTS
        return (
            tag in ("nr", "nrt", "nrfg", "x", "nz", "ns") or self._word(at - 1) in _DOTS
        ) and _is_transcription(word)

    def named(self) -> list[tuple[int, int, EntryKind]]:
        """The names in their order, each with its kind: of transcriptions the one that most of the text says."""
        votes = self.votes
        named: list[tuple[int, int, EntryKind]] = []
        for start, end, found in sorted(self.found):
            if found == _FOREIGN:
                counted = votes.get(self.text[start:end])
                found = _PLACE if counted is not None and counted[True] > counted[False] else _PERSON
            named.append((start, end, _KINDS[found]))
        return _with_letters(named, self.text)


def _with_letters(named: list[tuple[int, int, EntryKind]], text: str) -> list[tuple[int, int, EntryKind]]:
    """`named` and the characters that stand for a country or city beside it: 日、俄 of 日俄两国, 京 of 来京."""
    bounds = [(at, at + 1) for match in _letters_in(text) for at in range(*match.span()) if text[at] != "、"]
    if not bounds:
        return named
    starts = [start for start, _, _ in named]
    added: list[tuple[int, int, EntryKind]] = []
    for start, end in bounds:
        place = bisect_right(starts, start)
        if (not place or named[place - 1][1] <= start) and (place == len(named) or starts[place] >= end):
            added.append((start, end, "place"))
    return sorted([*named, *added])


def _letters_in(text: str) -> Iterator[re.Match[str]]:
    """What `_LETTERS` finds; to look for their first characters is ten times as fast as for the whole."""
    free = 0
    for first in _A_LETTER.finditer(text):
        if first.start() >= free and (match := _LETTERS.match(text, first.start())):
            free = match.end()
            yield match


_STATES = "中美俄日英法德印韩朝越"
_A_LETTER: Final = re.compile(f"[{_STATES}京沪港台]")
_LETTERS: Final = re.compile(
    f"[{_STATES}]{{2,4}}(?=关系|两国|三国|四国|双方|双边|三方|边境|边界|贸易|经贸|建交|友好|会谈|领导人|首脑|战争|之间|外长|联合声明)"
    f"|(?<![{HAN}])[{_STATES}](?:、[{_STATES}])+(?=[两三四五六七]国|等国|关系|双方|外长|首脑)"
    "|(?<=[在来抵离赴返进驻])京(?![剧城都郊津沪九广哈包沈韵味胡派戏华])|(?<=[访赴来抵离])[沪港台](?![湾商币股])"
    f"|(?<![{HAN}])[中美俄日英法德韩朝越](?=方(?:[说愿将对同与表认希支已在也向要的]|代表|人员|专家|发言人))"
)


_KINDS: Final[dict[int, EntryKind]] = {_PLACE: "place", _ORGANIZATION: "organization", _PERSON: "person"}
_ADDRESSES = _words("addresses")
_INTRODUCING = _words("introducing")
#: Kinds of place that are everyday words after a place's name: 北京城, 中国边境, 上海港 stays.
_OPEN_KINDS = _words("open kinds") - {"区", "路", "街", "海", "城"}
