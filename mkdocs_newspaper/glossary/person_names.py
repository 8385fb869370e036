"""How much a run of characters looks like a Chinese person's name, and its neighbours like a name's.

The weights of characters are logarithms of how much more often a character stands in names than in other
words, from data/name_characters.tsv; those of the neighbours are set by hand.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from pypinyin.phrases_dict import phrases_dict

from mkdocs_newspaper.glossary.lexicon import table
from mkdocs_newspaper.glossary.office_holders import Border, border, context_opens, office_words
from mkdocs_newspaper.glossary.romanization import surnames_in_text

#: A name needs as much as this, of its characters and its neighbours together.
ENOUGH: Final = 4.5

_UNKNOWN_SURNAME: Final = 0.0
_UNKNOWN_GIVEN: Final = -1.5
_BY_BORDER: Final = {
    Border.NONE: -1.5,
    Border.MAY: -0.2,
    Border.JOINS: 0.8,
    Border.FOLLOWS: 1.6,
    Border.SURE: 1.4,
}
#: Ends of words for people: 教师, 运动员, 画家.
_PEOPLE_ENDS = frozenset("员家手师者长人民兵农星帅将生友授士工妇翁童孩")
#: What stands behind verbs: 水清了 has no name.
_AFTER_VERBS = frozenset("了着过得")
_PUNCTUATION_BEFORE: Final = 1.0


@cache
def _characters() -> dict[str, tuple[float, float, float, float]]:
    """Character -> its weights as surname, first, second and only character of a given name."""
    return {
        row["zh"]: (
            _UNKNOWN_SURNAME if row["surname"] == "-" else float(row["surname"]),
            float(row["first"]),
            float(row["second"]),
            float(row["only"]),
        )
        for row in table("name_characters")
    }


@cache
def compound_surnames() -> frozenset[str]:
    """Surnames of two characters that running text seldom uses as another word."""
    return frozenset(one for one in surnames_in_text() if len(one) == 2)


_NO_WEIGHTS: Final = (_UNKNOWN_SURNAME, _UNKNOWN_GIVEN, _UNKNOWN_GIVEN, _UNKNOWN_GIVEN)


def surname_weight(surname: str) -> float:
    """How much a surname is one and no other word: 3 for 魏, -2 for 和."""
    return 3.0 if len(surname) > 1 else _characters().get(surname, _NO_WEIGHTS)[0]


def given_weight(given: str) -> float:
    """How much one or two characters look like a given name."""
    characters = _characters()
    if len(given) == 1:
        return characters.get(given, _NO_WEIGHTS)[3]
    return characters.get(given[0], _NO_WEIGHTS)[1] + characters.get(given[1], _NO_WEIGHTS)[2]


def is_everyday_word(word: str) -> bool:
    """Whether a word is one of the language's, as dictionaries have them: 平安, 高度."""
    return word in phrases_dict


def weight_before(word: str, tag: str) -> float:
    """How much the word before a name speaks for one."""
    if not word or (tag == "x" and not word.isalnum()):
        return 1.2 if word == "、" else _PUNCTUATION_BEFORE
    if word in office_words() or word in _introducing():
        return 2.5
    if tag in ("n", "b", "nz", "j", "l", "i", "nr"):
        return 2.2 if word[-1] in _PEOPLE_ENDS and len(word) > 1 else 0.8
    if tag in ("ns", "nt", "s"):
        return 0.9
    if tag in ("p", "c", "uj"):
        return 0.7
    return 0.2 if tag[:1] in ("v", "t", "x", "f") else -0.7


@cache
def _introducing() -> frozenset[str]:
    return frozenset(
        row["zh"] for row in table("neighbors") if row["use"] == "introducing" and len(row["zh"]) > 1
    )


def weight_after(text: str, at: int, tag: str) -> float:
    """How much what stands at `at`, a token of this tag, speaks for a name before it."""
    if context_opens(text, at, "address"):
        return 2.8
    if text[at : at + 1] in _AFTER_VERBS:
        return -1.0
    found = border(text, at)
    if found == Border.NONE and tag in ("v", "d", "vd", "p", "t", "f"):
        return 0.3
    return _BY_BORDER[found]
