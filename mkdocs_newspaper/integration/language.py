"""The language of one page of a site: its theme's strings, and the choice between languages.

MkDocs has one language a site. A page of the archive gets shallow copies of what templates read from the
configuration, with that page's language in them; the site's own objects are never changed.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from babel import Locale
from babel.support import NullTranslations, Translations
from mkdocs.config.base import Config
from mkdocs.theme import Theme


class ThemeInLanguage(Mapping[str, Any]):
    """A theme as a template sees it, with another language; everything else is the theme's own."""

    def __init__(self, theme: Theme, changes: Mapping[str, Any]) -> None:
        self._theme = theme
        self._changes = changes

    def __getattr__(self, name: str) -> Any:
        changes = self.__dict__.get("_changes", {})
        return changes[name] if name in changes else getattr(self._theme, name)

    def __getitem__(self, key: str) -> Any:
        return self._changes[key] if key in self._changes else self._theme[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._theme, **self._changes})

    def __len__(self) -> int:
        return len({**self._theme, **self._changes})


def site_language(theme: Theme) -> str:
    """The language of the site's theme: Material's `language`, else the locale."""
    return str(theme.get("language") or theme.locale).replace("_", "-")


def speaks(theme: Theme, language: str) -> bool:
    """Whether a page in `language` ("zh", "en") needs no other theme language than the site's."""
    return _same(site_language(theme), language)


def theme_in(theme: Theme, language: str) -> ThemeInLanguage:
    """`theme` for a page in `language` ("zh-Hans", "en")."""
    changes: dict[str, Any] = {"locale": language}
    if "language" in theme:
        candidates = (language, language.partition("-")[0])
        named = (one for one in candidates if has_file(theme, f"partials/languages/{one}.html"))
        changes["language"] = next(named, theme["language"])
    return ThemeInLanguage(theme, changes)


def gettext_in(theme: Theme, language: str) -> dict[str, Any]:
    """What a template's `{% trans %}` calls, for a page in `language`."""
    translations = _translations(tuple(theme.dirs), language)
    return {"gettext": translations.gettext, "ngettext": translations.ngettext}


def alternates(
    own: Sequence[Mapping[str, Any]] | None, twins: Mapping[str, str], urls: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Material's `extra.alternate` for one page: each of the page's languages leads to its twin.

    `own` is the site's list: its names stay, and so do its languages that the archive has not. `twins`
    maps languages to pages, `urls` pages to URLs relative to the site.
    """
    chosen: dict[str, dict[str, Any]] = {}
    for language, src_uri in twins.items():
        if src_uri in urls:
            entry = {"name": language_name(language), "link": urls[src_uri], "lang": language}
            chosen[language] = entry
    others: list[dict[str, Any]] = []
    for listed in own or ():
        twin = next((code for code in chosen if _same(str(listed.get("lang", "")), code)), None)
        if twin is None:
            others.append(dict(listed))
        else:
            chosen[twin] = {**listed, "link": chosen[twin]["link"]}
    return [*chosen.values(), *others] if len(chosen) + len(others) > 1 else []


def with_page_language(
    config: Config, theme: Theme | ThemeInLanguage, alternate: list[dict[str, Any]]
) -> Config:
    """A shallow copy of the site's configuration for the template of one page."""
    shown = copy.copy(config)
    shown["theme"] = theme
    shown["extra"] = copy.copy(config["extra"])
    if alternate:
        shown["extra"]["alternate"] = alternate
    return shown


@cache
def language_name(language: str) -> str:
    """A language's name in itself: 中文, English, 中文 (繁体)."""
    locale = Locale.parse(language, sep="-")
    name = locale.get_display_name(language.replace("-", "_")) or language
    return name[:1].upper() + name[1:]


def _same(one: str, other: str) -> bool:
    """Whether two tags mean the same language; the script counts where both name it."""
    if one.lower() == other.lower():
        return True
    first, second = one.lower().split("-"), other.lower().split("-")
    return first[0] == second[0] and (len(first) == 1 or len(second) == 1)


def has_file(theme: Theme, name: str) -> bool:
    """Whether the theme, or the site's changes to it, have a template of that name."""
    return _lies_in(tuple(theme.dirs), name)


@cache
def _lies_in(folders: tuple[str, ...], name: str) -> bool:
    return any(os.path.isfile(os.path.join(folder, name)) for folder in folders)


@cache
def _translations(theme_dirs: tuple[str, ...], language: str) -> NullTranslations:
    """The strings of all theme folders; the site's own win over the theme's."""
    locale = Locale.parse(language, sep="-")
    names = [language.replace("-", "_"), *_TERRITORIES.get(language, ()), locale.language]
    merged: Translations | None = None
    for folder in reversed(theme_dirs):
        found = Translations.load(os.path.join(folder, "locales"), names)
        if isinstance(found, Translations):
            merged = found if merged is None else merged.merge(found)
    return merged or NullTranslations()


#: Themes name their Chinese translations by territory.
_TERRITORIES = {"zh": ("zh_CN",), "zh-Hans": ("zh_CN",), "zh-Hant": ("zh_TW",)}
