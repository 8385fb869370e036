"""The words and patterns of the source languages: what a dateline, a credit or a jump line looks like.

Each language is one module that gives a `Conventions`; the stages of reading know the trade, never the
words. A new language is a new module here and a line in `MODULES`. A module is imported when an issue of its
language is read: to compile its patterns takes a tenth of a second, and a build that finds all issues in its
cache wants none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import import_module

from mkdocs_newspaper.model import SourceLanguage
from mkdocs_newspaper.reading.conventions import chinese
from mkdocs_newspaper.reading.conventions.grammar import Conventions

__all__ = ["MODULES", "Conventions", "conventions_of", "dates_of", "tell_language"]

#: The module of every source language; each has its `CONVENTIONS`.
MODULES: dict[SourceLanguage, str] = {"zh-Hans": "zh_hans", "zh-Hant": "zh_hant", "en": "en"}

# Frequent characters that only one of the scripts uses; order is irrelevant.
_SIMPLIFIED = frozenset("国会来对开时后这个们说现体为与长东门问间电话报记实际发经济产业员总书党农动员务区县")
_TRADITIONAL = frozenset("國會來對開時後這個們說現體為與長東門問間電話報記實際發經濟產業員總書黨農動員務區縣")


@cache
def conventions_of(language: SourceLanguage) -> Conventions:
    """The conventions of a source language."""
    found: Conventions = import_module(f"{__name__}.{MODULES[language]}").CONVENTIONS
    return found


@cache
def dates_of(language: SourceLanguage) -> re.Pattern[str]:
    """`Conventions.date` of a source language: all of them that is wanted where nothing is read."""
    return conventions_of(language).date if language == "en" else re.compile(chinese.DATE)


def tell_language(text: str) -> SourceLanguage:
    """The language of a newspaper, told from its characters (the first 20,000 are enough)."""
    counts = Counter(text[:20000])
    han = sum(count for character, count in counts.items() if "\u4e00" <= character <= "\u9fff")
    latin = sum(count for character, count in counts.items() if character.isascii() and character.isalpha())
    # A Han character carries about what four Latin letters do.
    if latin > han * 4:
        return "en"
    simplified = sum(map(counts.__getitem__, _SIMPLIFIED))
    traditional = sum(map(counts.__getitem__, _TRADITIONAL))
    return "zh-Hant" if traditional > simplified else "zh-Hans"
