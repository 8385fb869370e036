"""A page language as the site names it ("zh", "zh-Hant", "fr") -> the locale that Babel knows."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def babel_locale(language: str) -> Locale:
    """The Babel locale of a page language; English where Babel knows none of that name."""
    parts = language.replace("_", "-").split("-")
    for size in range(len(parts), 0, -1):
        try:
            return Locale.parse("-".join(parts[:size]), sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return Locale.parse("en")


@cache
def is_traditional(language: str) -> bool:
    """Whether a language is Chinese in traditional characters: zh-Hant, zh-TW, zh-HK."""
    return is_chinese(language) and babel_locale(language).script == "Hant"


def is_full_width(language: str) -> bool:
    """Whether a language is set with full-width marks: 、（）."""
    return language.lower().replace("_", "-").split("-")[0] in ("zh", "ja")


@cache
def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left: ar, fa, he, ur."""
    return bool(babel_locale(language).text_direction == "rtl")


@cache
def is_chinese(language: str) -> bool:
    """Whether the pages of a language show Chinese names as they are printed."""
    return language.lower().split("-")[0].split("_")[0] == "zh"
