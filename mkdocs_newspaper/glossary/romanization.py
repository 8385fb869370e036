"""Han characters -> pinyin: slugs, the names of people (GB/T 28039), places and transliterated words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast

from mkdocs_newspaper.glossary.lexicon import names, simplified, table, territories

SLUG_LIMIT = 60
UNTITLED = "untitled"

#: Han characters; 〇 is a digit of dates, read as one.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"

_HAN_RUN = re.compile(f"[{HAN}]+")
_TOKEN = re.compile(f"[{HAN}]+|[a-z0-9]+")
_MIDDLE_DOT = re.compile("[·•・‧･∙]")
_APOSTROPHE = "’"

# pypinyin and rjieba are imported where they are first asked: their dictionaries take a fifth of a second to
# load, and a build whose issues are all in the cache asks for no reading.

#: The names of one issue mostly stand in the next ones too: so many are kept as they were told last.
_NAMES_KEPT = 2_000

#: pypinyin takes a list here, one item a character, which its annotations do not say.
_UNREAD = cast("Callable[[str], str]", lambda unread: [""] * len(unread))


@cache
def _surnames() -> dict[str, str]:
    return {row["zh"]: row["pinyin"] for row in table("surnames")}


def _surname_reading(surname: str) -> str:
    """The reading of a known surname; 於 Yū is another one than 于 Yú."""
    return _surnames().get(surname) or _surnames()[simplified(surname)]


def is_surname(word: str) -> bool:
    """Whether a word is a surname at all."""
    return word in _surnames()


@cache
def surnames_in_text() -> frozenset[str]:
    """Surnames that running text seldom uses as another word: those that an office may be followed by."""
    return frozenset(row["zh"] for row in table("surnames") if row["in_text"] == "yes")


@cache
def _known_readings(use: str) -> dict[str, str]:
    return {row["zh"]: row["pinyin"] for row in table("readings") if row["use"] == use}


@cache
def _known_places() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_known_readings("place"), key=len, reverse=True)))


@cache
def _foreign_characters() -> frozenset[str]:
    return frozenset(row["zh"] for row in table("transcriptions") if row["use"] == "character")


@cache
def _foreign_opening() -> re.Pattern[str]:
    return re.compile("|".join(row["zh"] for row in table("transcriptions") if row["use"] == "opening"))


@cache
def _phrases() -> tuple[Callable[[str], Iterator[str]], Mapping[str, list[list[str]]], Mapping[int, str]]:
    """pypinyin's cutting into phrases, and its readings of phrases and of characters.

    They are asked by themselves: `pypinyin.pinyin` says the same and takes five times as long.
    """
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
    from pypinyin.seg.mmseg import seg

    return seg.cut, PHRASES_DICT, PINYIN_DICT


@lru_cache(maxsize=20_000)
def _dictionary(character: str) -> tuple[str, ...]:
    """All readings of one character with their tones, the commonest first; () where it has none."""
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.TONE, heteronym=True, errors=_UNREAD)
    return tuple(reading for reading in found[0] if reading) if found else ()


@lru_cache(maxsize=20_000)
def _single(character: str) -> str:
    """The first reading of one character; "" where it has none."""
    readings = _dictionary(character)
    return readings[0] if readings else ""


@lru_cache(maxsize=20_000)
def _in_words(run: str) -> tuple[str, ...]:
    """One reading a character of a run of Han characters, chosen by the words it stands in.

    The words are looked up in simplified characters. Where that gives a reading that the traditional
    character does not have, its own first one stands (乾隆 qián, not 干 gān).
    """
    cut, phrases, characters = _phrases()
    folded = simplified(run)
    found: list[str] = []
    for word in cut(folded):
        if word in phrases:
            found += (readings[0] for readings in phrases[word])
        else:
            found += (characters.get(ord(character), "").partition(",")[0] for character in word)
    if len(found) != len(folded):
        found = [_single(character) for character in folded]
    for match in _known_places().finditer(folded):
        found[match.start() : match.end()] = re.split("[ -]", _known_readings("place")[match[0]].lower())
    for place, (printed, plain) in enumerate(zip(run, folded, strict=True)):
        readings = _dictionary(printed) if printed != plain else ()
        if readings and found[place] not in readings:
            found[place] = readings[0]
    return tuple(found)


@cache
def _ascii(reading: str) -> str:
    """A reading without its tone, in ASCII; ü becomes yu, as GB/T 28039 has it (lǚ -> lyu)."""
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "yu")
    return "".join(letter for letter in letters if letter.isascii())


def plain_pinyin(text: str) -> str:
    """Pinyin of names without tone marks, spaces and apostrophes kept: `Lǚ Jiàn` -> `Lyu Jian`."""
    letters = unicodedata.normalize("NFD", text).replace("u\u0308", "yu").replace("U\u0308", "Yu")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _folded_latin(text: str) -> str:
    """Lower-cased, full-width forms made half-width, accents dropped from Latin letters."""
    plain = unicodedata.normalize("NFKD", text).lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’ʼ‘")


def syllables(text: str) -> list[str]:
    """The tokens of a slug: one toneless syllable a Han character, runs of Latin letters and digits whole.

    All are lower-case ASCII; characters without a reading, and other scripts, are left out.
    """
    tokens: list[str] = []
    for match in _TOKEN.finditer(_folded_latin(text)):
        token = match[0]
        if token.isascii():
            tokens.append(token)
        else:
            tokens += (syllable for syllable in map(_ascii, _in_words(token)) if syllable)
    return tokens


@lru_cache(maxsize=_NAMES_KEPT)
def slug(text: str, limit: int = SLUG_LIMIT) -> str:
    """`xi-jin-ping-chu-xi` of 习近平出席: cut at a whole syllable within `limit` characters, never empty."""
    kept = ""
    for token in syllables(text[: 4 * limit]):
        longer = f"{kept}-{token}" if kept else token[:limit]
        if len(longer) > limit:
            break
        kept = longer
    return kept or UNTITLED


@lru_cache(maxsize=_NAMES_KEPT)
def person_slug(name: str) -> str:
    """The slug of a person's name, its surname read as one: `shan-yu-tong` for 单雨桐, not dan-…"""
    name = _unspaced(name)
    parts = split_name(name) if is_chinese_name(name) else None
    if parts is None:
        return slug(name)
    surname, given = parts
    plain = simplified(surname)
    readings = [_surname_reading(surname).lower()] if len(plain) == 1 else list(_in_words(plain))
    return "-".join(map(_ascii, (*readings, *_given_readings(given))))


def _word(readings: Sequence[str]) -> str:
    """Readings joined to one word, capitalized, with an apostrophe before a, o and e inside it (Xī’ān)."""
    word = ""
    for reading in readings:
        opening = unicodedata.normalize("NFD", reading)[:1]
        word += (_APOSTROPHE if word and opening in ("a", "o", "e") else "") + reading
    return word[:1].upper() + word[1:]


def _unspaced(name: str) -> str:
    """A name without the spaces of letter-spaced print (彭　亮), unless it has Latin letters."""
    return "".join(name.split()) if _HAN_RUN.search(name) else name.strip()


def split_name(name: str) -> tuple[str, str] | None:
    """Surname and given name of a Chinese name, None where no surname opens it."""
    folded = simplified(name)
    for size in (4, 3, 2, 1):
        if len(name) > size and folded[:size] in _surnames():
            return name[:size], name[size:]
    return None


@lru_cache(maxsize=20_000)
def is_chinese_name(name: str) -> bool:
    """Whether a name is a Chinese one, and not a transcription: a surname, then one or two characters.

    马克龙 and 普京 are none: openings and characters that transcriptions use are known.
    """
    name = _unspaced(name)
    folded = simplified(name)
    parts = split_name(name)
    if parts is None or not _HAN_RUN.fullmatch(name):
        return False
    if _foreign_opening().match(folded):
        return False
    surname, given = parts
    if len(surname) > 1:
        return len(given) <= 2
    return len(given) <= 2 and _foreign_characters().isdisjoint(simplified(given))


def looks_transcribed(name: str) -> bool:
    """Whether a name is no Chinese one by its looks: four characters and more, a dot, 斯 or 夫 in it.

    Pen names (木春和) are neither this nor `is_chinese_name`.
    """
    plain = simplified(_unspaced(name))
    if is_chinese_name(plain):
        return False
    foreign = not _foreign_characters().isdisjoint(plain) or _foreign_opening().match(plain)
    return len(plain) > 3 or bool(foreign) or _MIDDLE_DOT.search(plain) is not None


def _given_readings(given: str) -> list[str]:
    """Readings of a given name. Words of the language mislead here (为民), so each character stands alone."""
    known = _known_readings("given name")
    found: list[str] = []
    for character in given:
        plain = simplified(character)
        reading = known.get(plain) if character == plain else known.get(character)
        if reading is None:
            own = _dictionary(character)
            reading = (
                own[0] if len(own) == 1 else known.get(plain) or _single(plain) or (own[0] if own else "")
            )
        found.append(reading)
    return found


@lru_cache(maxsize=20_000)
def person_pinyin(name: str) -> str:
    """`Xí Jìnpíng` for 习近平, `Ōuyáng Xiū` for 欧阳修; a transcribed foreign name is one word.

    Names in other scripts come back as they are.
    """
    name = _unspaced(name)
    parts = split_name(name) if is_chinese_name(name) else None
    if parts is None:
        return word_pinyin(name)
    surname, given = parts
    return f"{_surname_reading(surname)} {_word(_given_readings(given))}"


@lru_cache(maxsize=_NAMES_KEPT)
def person_english(name: str) -> str:
    """`Xi Jinping` for 习近平; `Lyu Jian` for 吕建."""
    return plain_pinyin(person_pinyin(name))


@lru_cache(maxsize=20_000)
def word_pinyin(word: str) -> str:
    """One pinyin word of a transcribed foreign name (`Mǐ’ěrjìyuēyēfū`); parts between dots stay apart."""
    parts = [part for part in _MIDDLE_DOT.split(_unspaced(word)) if part]
    return "·".join(_transcribed(part) for part in parts)


def _transcribed(part: str) -> str:
    known = _known_readings("transcription")
    pieces: list[str] = []
    at = 0
    for match in _HAN_RUN.finditer(part):
        pieces.append(part[at : match.start()])
        plain = simplified(match[0])
        readings = [known.get(character) or _single(character) for character in plain]
        pieces.append(_word([reading for reading in readings if reading]))
        at = match.end()
    pieces.append(part[at:])
    return "".join(pieces)


@lru_cache(maxsize=20_000)
def place_pinyin(name: str) -> str:
    """`Xī’ān` for 西安, `Yúnxī Xiàn` for 云溪县: after two characters the kind of place is its own word."""
    name = _unspaced(name)
    if not _HAN_RUN.fullmatch(name):
        return word_pinyin(name)
    known = _known_readings("place").get(simplified(name))
    if known is not None:
        return " ".join(_word(word.split("-")) for word in known.split(" "))
    plain = simplified(name)
    generic = next((kind for kind in _GENERIC if len(name) > len(kind) + 1 and plain.endswith(kind)), "")
    people = re.search("[^族]{1,6}族$", plain[2 : len(name) - len(generic)]) if generic else None
    cut = [2 + people.start()] if people else []
    if generic:
        ends = [*cut, len(name) - len(generic), len(name)]
        readings = list(_in_words(name))
        words = [_word(readings[start:end]) for start, end in pairwise(ends)]
        return " ".join([place_pinyin(name[: ends[0]]), *words])
    if is_foreign_place(name):
        return _transcribed(name)
    return _word([reading for reading in _in_words(name) if reading])


@cache
def _words_of_names() -> tuple[frozenset[str], int]:
    """Words that names of bodies are made of, places among them; and the length of the longest."""
    words = {row["zh"] for row in table("words")} | set(territories()) | set(names("places"))
    return frozenset(words), max(map(len, words))


@lru_cache(maxsize=_NAMES_KEPT)
def organization_pinyin(name: str) -> str:
    """`Shànghǎi Hézuò Zǔzhī` for 上海合作组织: each known word by itself, what lies between them joined."""
    name = _unspaced(name)
    if "—" in name and all(parts := name.split("—")):
        return "–".join(map(organization_pinyin, parts))
    if not _HAN_RUN.fullmatch(name):
        return word_pinyin(name)
    plain = simplified(name)
    words, longest = _words_of_names()
    starts = {0, len(plain)}
    at = 0
    while at < len(plain):
        longest_here = min(longest, len(plain) - at)
        size = next((size for size in range(longest_here, 1, -1) if plain[at : at + size] in words), 0)
        # A single character at the end belongs to the word before it (新华社, 外交部).
        if size and len(plain) - at - size == 1:
            size += 1
        if size:
            starts |= {at, at + size}
        at += size or 1
    readings = _in_words(name)
    return " ".join(_part(plain[start:end], readings[start:end]) for start, end in pairwise(sorted(starts)))


@lru_cache(maxsize=_NAMES_KEPT)
def term_pinyin(term: str) -> str:
    """`mìngyùn gòngtóngtǐ` for 命运共同体: words apart and in small letters, places with a capital."""
    plain = simplified(term)
    readings = iter(_in_words("".join(_HAN_RUN.findall(term))))
    told = ""
    for word in _term_words(plain):
        here = [next(readings) for character in word if _HAN_RUN.match(character)]
        if not here:
            mark = _MARKS.get(word.strip(), word.strip())
            told = told.rstrip() + mark if mark in ("–", ",", "”", "") else f"{told} {mark}"
            told += " " if mark == "," else ""
            continue
        if word in _known_readings("term"):
            one = _known_readings("term")[word]
        elif word in territories() or word in names("places"):
            one = place_pinyin(word)
        else:
            one = _word([reading for reading in here if reading])
            one = one[:1].lower() + one[1:]
        told += one if not told or told[-1] in " –“" else f" {one}"
    return told.strip()


def _term_words(term: str) -> Iterator[str]:
    """The words of a term: those whose spelling is known whole, the others as the segmenter cuts them."""
    import rjieba

    at = 0
    for match in _known_term_words().finditer(term):
        yield from rjieba.cut(term[at : match.start()], True)
        yield match[0]
        at = match.end()
    for word in rjieba.cut(term[at:], True):
        # 单边主义 is two words in GB/T 16159.
        yield from (word[:-2], "主义") if len(word) > 3 and word.endswith("主义") else (word,)


@cache
def _known_term_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_known_readings("term"), key=len, reverse=True)))


_MARKS = {"—": "–", "－": "–", "-": "–", "、": ",", "，": ","}


def _part(word: str, readings: Sequence[str]) -> str:
    if word in territories() or word in names("places"):
        return place_pinyin(word)
    return _word([reading for reading in readings if reading])


#: Kinds of place at the end of a Chinese toponym, the longer ones first.
_GENERIC = (
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "特别行政区",
    "街道",
    "地区",
    "新区",
    "省",
    "市",
    "县",
    "区",
    "州",
    "盟",
    "旗",
    "镇",
    "乡",
    "村",
    "宫",
    "广场",
    "机场",
)


def is_foreign_place(name: str) -> bool:
    """Whether a place name looks transcribed: four characters or more, one of them from transcriptions."""
    return len(name) > 3 and not _foreign_characters().isdisjoint(simplified(name))
