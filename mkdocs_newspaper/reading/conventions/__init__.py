"""The words and patterns of the source languages: what a dateline, a credit or a jump line looks like.

Each language is one module that gives a `Conventions`; the stages of reading know the trade, never the
words. A new language is a new module here and a line in `CONVENTIONS`.
"""

from __future__ import annotations

from mkdocs_newspaper.model import SourceLanguage
from mkdocs_newspaper.reading.conventions import en, zh_hans, zh_hant
from mkdocs_newspaper.reading.conventions.grammar import Conventions

__all__ = ["CONVENTIONS", "Conventions", "conventions_of", "tell_language"]

CONVENTIONS: dict[SourceLanguage, Conventions] = {
    "zh-Hans": zh_hans.CONVENTIONS,
    "zh-Hant": zh_hant.CONVENTIONS,
    "en": en.CONVENTIONS,
}

# Frequent characters that only one of the scripts uses; order is irrelevant.
_SIMPLIFIED = frozenset("国会来对开时后这个们说现体为与长东门问间电话报记实际发经济产业员总书党农动员务区县")
_TRADITIONAL = frozenset("國會來對開時後這個們說現體為與長東門問間電話報記實際發經濟產業員總書黨農動員務區縣")


def conventions_of(language: SourceLanguage) -> Conventions:
    """The conventions of a source language."""
    return CONVENTIONS[language]


def tell_language(text: str) -> SourceLanguage:
    """The language of a newspaper, told from its characters (the first 20,000 are enough)."""
    sample = text[:20000]
    han = sum("\u4e00" <= character <= "\u9fff" for character in sample)
    latin = sum(character.isascii() and character.isalpha() for character in sample)
    # A Han character carries about what four Latin letters do.
    if latin > han * 4:
        return "en"
    simplified = sum(character in _SIMPLIFIED for character in sample)
    traditional = sum(character in _TRADITIONAL for character in sample)
    return "zh-Hant" if traditional > simplified else "zh-Hans"
