"""The recognizers of names: what one is, and how the one that a site chose is found.

A recognizer turns texts into spans of people, places and organizations. What the site's glossary, the
bylines, the offices and the bundled lexicon say stands above it. Others plug in through the entry-point
group `mkdocs_newspaper.recognizers`: a class that is made without arguments and has `spans`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Protocol, cast

from mkdocs_newspaper.model import EntryKind

GROUP = "mkdocs_newspaper.recognizers"
DEFAULT = "rules"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A name in a text: `start` and `end` are code points of that text."""

    start: int
    end: int
    kind: EntryKind


class Recognizer(Protocol):
    """Texts -> the names in them."""

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """The names of each text: ascending, never overlapping. `texts` are paragraphs of one issue."""
        ...


class UnknownRecognizerError(Exception):
    """No recognizer has the name that the site chose, or what it needs is not installed."""


def recognizer_names() -> list[str]:
    """The names that the option `recognizer` can have here."""
    return sorted({DEFAULT, *(point.name for point in entry_points(group=GROUP))})


@lru_cache(maxsize=4)
def recognizer(name: str = DEFAULT) -> Recognizer:
    """The recognizer of a name. Raises UnknownRecognizerError where there is none."""
    if name == DEFAULT:
        from mkdocs_newspaper.glossary.rules import RulesRecognizer

        return RulesRecognizer()
    if name == "lac":
        from mkdocs_newspaper.glossary.lac import LacRecognizer

        try:
            return LacRecognizer()
        except ImportError as error:
            wanted = 'pip install "mkdocs-newspaper[lac]"'
            raise UnknownRecognizerError(f"the recognizer 'lac' needs {wanted}") from error
    for point in entry_points(group=GROUP, name=name):
        try:
            return cast(Recognizer, point.load()())
        except ImportError as error:
            raise UnknownRecognizerError(f"the recognizer {name!r} can't be loaded: {error}") from error
    known = ", ".join(recognizer_names())
    raise UnknownRecognizerError(f"there is no recognizer {name!r}; there are: {known}")
