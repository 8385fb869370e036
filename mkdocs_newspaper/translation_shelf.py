"""Translations of issues as they are kept -> translations opened when somebody reads them.

Those of decades would fill the memory: on the shelf each is packed, to a tenth of what it takes when open.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

import msgspec

from mkdocs_newspaper.cache import digest
from mkdocs_newspaper.issue_shelf import Recent
from mkdocs_newspaper.model import IssueTranslation

#: An issue's id and a language.
Key = tuple[str, str]

_LEVEL = 1
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(IssueTranslation).decode


def packed(translation: IssueTranslation) -> bytes:
    """A translation as it is kept."""
    return zlib.compress(_encode(translation), _LEVEL)


class TranslationShelf(Mapping[Key, IssueTranslation]):
    """The translations of an archive's issues. Those opened last stay open."""

    def __init__(self, held: Mapping[Key, bytes]) -> None:
        """`held` has every translation `packed`."""
        self._held = held
        self._open: Recent[Key, IssueTranslation] = Recent(self._opened)

    def _opened(self, key: Key) -> IssueTranslation:
        return _decode(zlib.decompress(self._held[key]))

    def __getitem__(self, key: Key) -> IssueTranslation:
        if key not in self._held:
            raise KeyError(key)
        return self._open[key]

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[Key]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def digest(self, key: Key) -> str:
        """A name for all that a translation says, without opening it. Raises KeyError."""
        return digest(self._held[key])


def translation_digest(translations: Mapping[Key, IssueTranslation], key: Key) -> str:
    """A name for all that is translated of an issue into a language, "" where nothing is."""
    if key not in translations:
        return ""
    if isinstance(translations, TranslationShelf):
        return translations.digest(key)
    return digest(repr(translations[key]))
