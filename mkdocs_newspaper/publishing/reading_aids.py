"""A Chinese story -> its `reading.json`: pinyin for every word, and the characters of the other script.

The page's script loads it when a reader switches an aid on; pages carry nothing of it. Format, version 1:

    {"version": 1, "to": "zh-Hant", "fields": {"s1-1": "<check>|<pinyin>|<script>", …}}

A field is a paragraph, caption or jump line by its anchor, `headline`, `kicker`, `deck`, `quote-1` (pull quotes
in order), `head-p4` (the jump head on page 4). `check` is the sum of the bytes of its text in UTF-16, so that an
old file never meets a new text. Pinyin: `2tōng/chē 1 2Lín/hé`, each token a length and the syllables of a word;
without syllables it is passed over; "_" is a space. Script: `3橋 12國`, each an offset and what is to stand
there instead. Lengths and offsets are UTF-16 units, as scripts count. `to` is missing, and script is empty,
where no OpenCC is installed (the extra `opencc`).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import islice
from operator import ne

from mkdocs_newspaper.bilingual.languages import is_chinese
from mkdocs_newspaper.glossary.lexicon import names, simplified, territories
from mkdocs_newspaper.glossary.romanization import HAN, organization_pinyin, person_pinyin, place_pinyin
from mkdocs_newspaper.model import Entry, Mention, Segment
from mkdocs_newspaper.publishing.issue_parts import IssueParts
from mkdocs_newspaper.publishing.json_layout import compact
from mkdocs_newspaper.publishing.stories import IssueView, Story
from mkdocs_newspaper.publishing.urls import page_anchor

VERSION = 1

#: Names whose words are known to be names: their reading goes before the words of running text.
_SPELLERS: dict[str, Callable[[str], str]] = {
    "person": person_pinyin,
    "place": place_pinyin,
    "organization": organization_pinyin,
}
_HAN_CHARACTER = re.compile(f"[{HAN}]")
#: What dictionaries give first is not what stands alone in running text: 快速地, 长2100米.
_ALONE = {"地": "de", "得": "de", "长": "cháng", "長": "cháng", "只": "zhǐ", "几": "jǐ"}
#: One syllable of pinyin, decomposed. An apostrophe always opens one that begins with a vowel, so a coda is one
#: unless a vowel follows it: Jìn-píng, Hǎi-nán.
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?(?:[aeiou][\u0300-\u036f]*)+(?:(?:ng|n|r)(?![aeiou\u0300-\u036f]))?",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[\s·–—-]+")
_HALF = re.compile("[\ud800-\udfff]")
#: Places that follow each other and differ, of a text whose places are told by a byte each.
_RUN = re.compile(b"\x01+")

#: In names, characters that stay where running text has another traditional one: 范 (範), 里根 (裏根).
_STAY_TRADITIONAL = frozenset(
    "范于余后岳郁谷沈游姜涂种卜干朴里克布托朱曲胡向志松升党台冲么千折适采斗丑咸须占吁系"
)
#: And the other way: 乾 (干) and 於 (于) of names.
_STAY_SIMPLIFIED = frozenset("乾於")
#: Taiwan's standard forms without its vocabulary (裡, 峰; 软件 stays 軟件): what `zh-Hant` means by itself in CLDR.
_TARGETS = {
    "zh-Hans": ("zh-Hant", "s2tw", _STAY_TRADITIONAL),
    "zh-Hant": ("zh-Hans", "t2s", _STAY_SIMPLIFIED),
}


def reading_bytes(view: IssueView, story: Story, parts: IssueParts | None = None) -> bytes:
    """The bytes of a story's `reading.json`; they depend on the story and on whether OpenCC is installed.

    `parts` hold the texts of the issue's stories in the other script, so that they are converted once.
    """
    language = view.head.source_language
    to = other_script(language)
    others = _in_other_script(view, story, parts or IssueParts()) if to else None
    entries = view.entries
    said_of: dict[str, str] = {}
    for number, (field, text, mentions) in enumerate(fields(story)):
        scripted = _script(text, others[number], mentions, entries, language) if others else ""
        said_of[field] = f"{check(text)}|{pinyin(text, mentions, entries)}|{scripted}"
    content = {"version": VERSION, **({"to": to} if to else {}), "fields": said_of}
    return (compact(content) + "\n").encode("utf-8", "backslashreplace")


def fields(story: Story) -> Iterator[tuple[str, str, Sequence[Mention]]]:
    """Every text of a story that the aids change: its field, the text as the page has it, its mentions."""
    article = story.article
    for name, head in (("headline", article.headline), ("kicker", article.kicker), ("deck", article.deck)):
        if head:
            yield name, head.shown, story.mentions_at.get(name, ())
    quotes = 0
    for number, segment in enumerate(article.segments):
        if number and segment.headline:
            yield f"head-{page_anchor(segment.page)}", segment.headline.shown, ()
        for paragraph in segment.paragraphs:
            # A table's cells stand apart on the page: its offsets are no offsets there.
            text = "".join(cell for row in paragraph.rows for cell in row) or paragraph.text.shown
            named = () if paragraph.rows else story.mentions_at.get(paragraph.anchor, ())
            yield paragraph.anchor, text, named
        for figure in segment.figures:
            if figure.caption:
                yield figure.anchor, figure.caption.shown, story.mentions_at.get(figure.anchor, ())
        for quote in segment.pull_quotes:
            quotes += 1
            yield f"quote-{quotes}", quote.text.shown, ()
        yield from ((anchor, printed, ()) for anchor, printed in _lines(segment))


def _lines(segment: Segment) -> Iterator[tuple[str, str]]:
    for jump in segment.jumps:
        if jump.kind == "continuation" and jump.anchor:
            yield jump.anchor, jump.printed
    if segment.continuation is not None and segment.continuation.anchor:
        yield segment.continuation.anchor, segment.continuation.printed


def check(text: str) -> int:
    """What an old file and a new text would differ in: the sum of the bytes of the text in UTF-16."""
    return sum(_utf16(text))


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _is_whole(text: str) -> bool:
    """Whether text is without halves of surrogate pairs, which no library for other languages takes."""
    return _HALF.search(text) is None


def _is_wide(text: str) -> bool:
    return not text.isascii() and len(_utf16(text)) > 2 * len(text)


def _units(text: str) -> int:
    return len(_utf16(text)) // 2 if _is_wide(text) else len(text)


# Pinyin


def pinyin(text: str, mentions: Sequence[Mention], entries: dict[str, Entry]) -> str:
    """The tokens of a text: names in their own reading, the rest word by word."""
    if not mentions:
        return " ".join(_words(text))
    tokens: list[str] = []
    at = 0
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if mention.start < at or mention.end > len(text):
            continue
        entry = entries.get(mention.entry)
        own = entry.pinyin if entry is not None and entry.zh == mention.text else None
        named = _named(mention.text, mention.kind, own)
        if named:
            tokens += _words(text[at : mention.start])
            tokens.append(named)
            at = mention.end
    tokens += _words(text[at:])
    return " ".join(tokens)


def _words(text: str) -> Iterator[str]:
    """The tokens of running text."""
    import rjieba

    plain = simplified(text)
    if not _is_whole(plain):
        return iter((str(_units(text)),))
    words = rjieba.cut(plain, True)
    if plain is text or plain == text:
        return map(_token, words)
    return map(_token, _cut_alike(text, words))


def _cut_alike(text: str, words: Sequence[str]) -> Iterator[str]:
    at = 0
    for word in words:
        yield text[at : at + len(word)]
        at += len(word)


@cache
def _dictionaries() -> tuple[Mapping[str, list[list[str]]], Mapping[int, str]]:
    """pypinyin's readings of phrases and of characters, loaded where a file is made: a build may make none."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    return PHRASES_DICT, PINYIN_DICT


@lru_cache(maxsize=200_000)
def _token(word: str) -> str:
    """A word's length and reading; its length alone where it has none."""
    alone = _ALONE.get(word)
    if alone:
        return f"1{alone}"
    if not _HAN_CHARACTER.search(word):
        return str(_units(word))
    plain = simplified(word)
    if plain in territories() or plain in names("places"):
        return spelled(word, place_pinyin(word)) or str(_units(word))
    readings = list(map(_own_reading, word, plain, _readings(plain)))
    if not all(readings):
        return " ".join(f"{_units(character)}{said}" for character, said in zip(word, readings, strict=True))
    # GB/T 16159: an apostrophe before a syllable that begins with a vowel, inside a word.
    opening = (unicodedata.normalize("NFD", said)[0] in "aeo" for said in readings[1:])
    rest = (f"/’{said}" if vowel else f"/{said}" for said, vowel in zip(readings[1:], opening, strict=True))
    return f"{_units(word)}{readings[0]}{''.join(rest)}"


def _readings(word: str) -> list[str]:
    """One reading a character, from the longest phrases that the dictionary has; "" where it has none.

    The dictionaries are looked up by themselves: pypinyin's own calls take fifty times as long, and a reading
    is wanted for every word of every story.
    """
    phrases, characters = _dictionaries()
    found: list[str] = []
    at = 0
    while at < len(word):
        size = next((size for size in range(len(word) - at, 1, -1) if word[at : at + size] in phrases), 1)
        if size > 1:
            found += (said[0] for said in phrases[word[at : at + size]])
        else:
            found.append(characters.get(ord(word[at]), "").partition(",")[0])
        at += size
    return found if len(found) == len(word) else [""] * len(word)


def _own_reading(printed: str, plain: str, reading: str) -> str:
    """A traditional character's own reading where the simplified one's is none of its: 乾隆 qián, not gān."""
    if printed == plain:
        return reading
    own = _dictionaries()[1].get(ord(printed), "").split(",")
    return reading if reading in own or not own[0] else own[0]


@lru_cache(maxsize=50_000)
def _named(name: str, kind: str, known: str | None) -> str:
    """The tokens of a name by the glossary's reading or its kind's rules; "" where the words do as well."""
    speller = _SPELLERS.get(kind)
    reading = known or (speller("".join(name.split())) if speller else "")
    return spelled(name, reading) if reading and _HAN_CHARACTER.search(name) else ""


def spelled(text: str, reading: str) -> str:
    """`习近平`, `Xí Jìnpíng` -> `1Xí 2Jìn/píng`; a reading of other syllables than characters stays whole."""
    words = [_syllables(word) for word in _BREAK.split(reading) if word]
    syllables = [(syllable, not number) for word in words for number, syllable in enumerate(word)]
    han = _HAN_CHARACTER.findall(text)
    if not reading.strip():
        return ""
    if len(syllables) != len(han):
        whole = "_".join(reading.split())
        return f"{_units(text)}{whole}" if len(han) == len(text) and "/" not in whole else ""
    tokens: list[str] = []
    size, said = 0, ""
    following = iter(syllables)
    for character in text:
        if not _HAN_CHARACTER.match(character):
            tokens += [f"{size}{said}"] * bool(size) + [str(_units(character))]
            size, said = 0, ""
            continue
        syllable, opens = next(following)
        if opens and size:
            tokens.append(f"{size}{said}")
            size, said = 0, ""
        said += f"/{syllable}" if size else syllable
        size += _units(character)
    return " ".join(tokens + [f"{size}{said}"] * bool(size))


def _syllables(word: str) -> list[str]:
    """`Xī’ān` -> Xī, ’ān: an apostrophe stays with the syllable that it opens; [] where a letter is left over."""
    found: list[str] = []
    for number, part in enumerate(re.split("[’']", unicodedata.normalize("NFD", word))):
        pieces = _SYLLABLE.findall(part)
        if "".join(pieces) != part:
            return []
        if number and pieces:
            pieces[0] = "’" + pieces[0]
        found += pieces
    return [unicodedata.normalize("NFC", piece) for piece in found]


# The other script


@cache
def _converter(configuration: str) -> Callable[[str], str] | None:
    try:
        from opencc import OpenCC
    except ImportError:
        return None
    convert: Callable[[str], str] = OpenCC(configuration).convert
    return lambda text: convert(text) if _is_whole(text) else text


def other_script(language: str) -> str | None:
    """The writing system that texts in `language` can be shown in too; None without OpenCC."""
    target = _TARGETS.get(language)
    return target[0] if target and _converter(target[1]) else None


def script(text: str, mentions: Sequence[Mention], entries: dict[str, Entry], language: str) -> str:
    """The tokens that turn a text into the other script, "" where nothing changes or nothing converts.

    People's names are changed character by character, never as words of the language; a form of the name in
    the other script that the site's glossary gives goes before all. Latin text and punctuation stay.
    """
    return _script(text, _converted_together([text], language)[0], mentions, entries, language)


def _script(
    text: str, converted: str, mentions: Sequence[Mention], entries: dict[str, Entry], language: str
) -> str:
    if not mentions:
        return "" if text == converted else _differing(text, converted)
    _, configuration, stay = _TARGETS[language]
    changed = list(converted)
    for mention in mentions:
        if not 0 <= mention.start < mention.end <= len(text):
            continue
        entry = entries.get(mention.entry)
        pinned = _pinned(mention.text, entry) if entry is not None else None
        if pinned is not None:
            changed[mention.start : mention.end] = pinned
        elif mention.kind == "person":
            name = text[mention.start : mention.end]
            changed[mention.start : mention.end] = _name(configuration, stay, name)
    return _differing(text, "".join(changed))


def _in_other_script(view: IssueView, story: Story, parts: IssueParts) -> Sequence[str]:
    """The texts of a story's fields in the other script; those of the whole issue are converted with them."""
    held = parts.converted.get(story.name)
    if held is None or held[0] is not story:
        stories = {one.name: one for one in (*view.stories, story)}
        texts = [[text for _, text, _ in fields(one)] for one in stories.values()]
        others = _converted_apart(texts, view.head.source_language)
        parts.converted |= zip(stories, zip(stories.values(), others, strict=True), strict=True)
        held = parts.converted[story.name]
    return held[1]


def _converted_apart(stories: Sequence[Sequence[str]], language: str) -> list[Sequence[str]]:
    """The texts of some stories in the other script, all in one go where none of them stands in the way."""
    every = [text for texts in stories for text in texts]
    if not all(map(_is_whole, every)):
        return [_converted_together(texts, language) for texts in stories]
    others = iter(_converted_together(every, language))
    return [list(islice(others, len(texts))) for texts in stories]


def _converted_together(texts: Sequence[str], language: str) -> Sequence[str]:
    """Texts in the other script, converted in one go: a call costs more than the characters of a paragraph."""
    convert = _converter(_TARGETS[language][1])
    if convert is None:
        return texts
    whole = convert("\n".join(texts)).split("\n")
    if list(map(len, whole)) == list(map(len, texts)):
        return whole
    return [_converted(text, convert) for text in texts]


def _converted(text: str, convert: Callable[[str], str]) -> str:
    """The text in the other script, one character for one: words that grow or shrink stay as they are."""
    whole = convert(text)
    if len(whole) == len(text):
        return whole
    if not _is_whole(text):
        return text
    import rjieba

    words = ((word, convert(word)) for word in rjieba.cut(text, True))
    return "".join(other if len(other) == len(word) else word for word, other in words)


@lru_cache(maxsize=20_000)
def _name(configuration: str, stay: frozenset[str], name: str) -> str:
    """A person's name in the other script, character by character."""
    return "".join(map(partial(_character, configuration, stay), name))


@lru_cache(maxsize=50_000)
def _character(configuration: str, stay: frozenset[str], character: str) -> str:
    convert = _converter(configuration)
    if convert is None or character in stay:
        return character
    other = convert(character)
    return other if len(other) == 1 else character


def _pinned(name: str, entry: Entry) -> str | None:
    """The form of a name in the other script that the glossary gives as an alias."""
    if not entry.sources:
        return None
    plain = simplified(name)
    forms = (form for form in (entry.zh, *entry.aliases) if form != name and len(form) == len(name))
    return next((form for form in forms if simplified(form) == plain), None)


def _differing(text: str, changed: str) -> str:
    assert len(text) == len(changed)
    wide: list[int] = []
    differs: Callable[[str, str], bool] = ne
    if _is_wide(text) or _is_wide(changed):
        # A character outside the basic plane takes two units: it changes only into another such.
        wide = [place for place, character in enumerate(text) if character > "\uffff"]
        differs = _is_other_of_its_width
    runs = _RUN.finditer(bytes(map(differs, text, changed)))
    return " ".join(
        [f"{run.start() + bisect_left(wide, run.start())}{changed[run.start() : run.end()]}" for run in runs]
    )


def _is_other_of_its_width(character: str, other: str) -> bool:
    return character != other and (character > "\uffff") == (other > "\uffff")


def has_aids(view: IssueView) -> bool:
    """Whether the issue's text is Chinese, and so has a reading."""
    return _has_reading(view.head.source_language)


@cache
def _has_reading(language: str) -> bool:
    return is_chinese(language)
