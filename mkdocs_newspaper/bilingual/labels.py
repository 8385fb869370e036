"""The words of the pages themselves: an English message -> the same in the page's language.

Messages are the msgids of the PO catalogs in `locales/`, with placeholders in braces: `Page {page}`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from mkdocs_newspaper.bilingual.languages import babel_locale, is_traditional

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def placeholders(message: str) -> frozenset[str]:
    """The names of the placeholders of a message."""
    return frozenset(_PLACEHOLDER.findall(message))


def _filled(message: str, values: dict[str, object]) -> str:
    """`message` with its placeholders filled in one pass, so that braces in a value stay as they are."""
    return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), message)


@dataclass(frozen=True, slots=True)
class Labels:
    """The messages of one language. A message without a translation comes back in English."""

    language: str
    spoken: str  # the language of the messages themselves: "en" where there is no catalog
    _catalog: NullTranslations = field(repr=False)

    def __call__(self, message: str, /, **values: object) -> str:
        """The message with its placeholders filled: `label("Page {page}", page=4)`."""
        said = self._catalog.gettext(message)
        return _filled(said, values) if "{" in said else said

    def plural(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """The form for `number`, which also fills `{number}`, written as the language writes numbers."""
        shown = _shown(number, self.language)
        return _filled(self._catalog.ngettext(singular, plural, number), {"number": shown, **values})


@lru_cache(4096)
def _shown(number: int, language: str) -> str:
    return format_decimal(number, locale=babel_locale(language))


def _catalog(language: str) -> tuple[str, NullTranslations]:
    """The catalog of a language, with its code: its own (`zh_Hant.po`), else the bare language's, else English."""
    folder = resources.files("mkdocs_newspaper.bilingual").joinpath("locales")
    parts = ["zh", "Hant"] if is_traditional(language) else language.replace("-", "_").split("_")
    for size in range(len(parts), 0, -1):
        file = folder.joinpath("_".join(parts[:size]) + ".po")
        if re.fullmatch("[A-Za-z]+", "".join(parts[:size])) and file.is_file():
            catalog = read_po(io.BytesIO(file.read_bytes()), locale=parts[0])
            compiled = io.BytesIO()
            write_mo(compiled, catalog)
            compiled.seek(0)
            return "-".join(parts[:size]), GNUTranslations(compiled)
    return "en", NullTranslations()


@cache
def labels(language: str) -> Labels:
    """The labels of a page language ("zh", "en", "fr" …), read once; English where there are none."""
    return Labels(language, *_catalog(language))
