"""A recognizer against gold -> strict precision, recall and F1 by kind.

Gold has one of two forms: a list of `{text, spans: [[start, end, "PER" | "LOC" | "ORG"]]}`, or
`{items: [{type, zh, en?, en_alt?, pinyin?, office_zh?, office_en?, country?}]}` for the whole of an archive.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mkdocs_newspaper.glossary.recognizer import annotate
from mkdocs_newspaper.glossary.recognizers import Recognizer
from mkdocs_newspaper.glossary.termbase import Termbase
from mkdocs_newspaper.model import Article, Entry, Issue, Newspaper, Paragraph, Segment, Text

LABELS: Final = {"person": "PER", "place": "LOC", "organization": "ORG"}
_ANCHOR = "s1-1"


class UnknownGoldError(Exception):
    """The gold has neither of the two forms."""


@dataclass(frozen=True, slots=True)
class Score:
    """How often names of one kind were found rightly, found wrongly, and missed."""

    kind: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right, in percent."""
        return 100 * self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found, in percent."""
        return 100 * self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both, in percent."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its names: (start, end, label)."""

    text: str
    spans: frozenset[tuple[int, int, str]]


def gold_texts(gold: Any) -> list[GoldText]:
    """The texts of gold in the first form. Raises UnknownGoldError."""
    try:
        return [
            GoldText(
                str(item["text"]),
                frozenset((int(start), int(end), str(label)) for start, end, label in item["spans"]),
            )
            for item in gold
        ]
    except (TypeError, KeyError, ValueError) as error:
        raise UnknownGoldError("expected a list of {text, spans: [[start, end, kind]]}") from error


def names_of(
    text: str, names_by: Recognizer | None = None, termbase: Termbase | None = None
) -> set[tuple[int, int, str]]:
    """The people, places and organizations of one text, as the archive would find them."""
    paragraph = Paragraph(Text(text), 1, anchor=_ANCHOR)
    article = Article(
        slug="text",
        headline=Text(""),
        segments=(Segment(page="1", order=1, line=1, paragraphs=(paragraph,)),),
        untitled=True,
    )
    issue = Issue(dt.date.today(), articles=(article,))
    read = annotate(issue, Newspaper(), names_by=names_by, termbase=termbase, terms=False)
    return {
        (one.start, one.end, LABELS[one.kind])
        for one in read.articles[0].mentions
        if one.kind in LABELS and one.anchor == _ANCHOR
    }


def score_texts(
    texts: Sequence[GoldText], names_by: Recognizer | None = None, termbase: Termbase | None = None
) -> list[Score]:
    """Strict scores by kind, and of all: a name counts if its bounds and its kind are the gold's."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for one in texts:
        found = names_of(one.text, names_by, termbase)
        right.update(label for *_, label in found & one.spans)
        wrong.update(label for *_, label in found - one.spans)
        missed.update(label for *_, label in one.spans - found)
    kinds = sorted({*LABELS.values(), *missed, *right})
    scores = [Score(kind, right[kind], wrong[kind], missed[kind]) for kind in kinds]
    return [*scores, Score("all", right.total(), wrong.total(), missed.total())]


@dataclass(frozen=True, slots=True)
class ItemScore:
    """How many items of one type an archive has, with the right English, the right pinyin, the right office."""

    kind: str
    items: int
    found: int
    english: int
    pinyin: int
    offices: int
    missing: tuple[str, ...] = ()


def score_items(gold: Any, entries: Iterable[Entry]) -> list[ItemScore]:
    """The items of gold in the second form, looked up in an archive's entries. Raises UnknownGoldError."""
    if not isinstance(gold, dict) or not isinstance(gold.get("items"), list):
        raise UnknownGoldError("expected {items: [{type, zh, …}]}")
    held: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in (entry.zh, *entry.aliases):
            held.setdefault(name, []).append(entry)
    by_type: dict[str, list[dict[str, Any]]] = {}
    for item in gold["items"]:
        if not isinstance(item, dict) or not isinstance(item.get("zh"), str):
            raise UnknownGoldError("an item without `zh`")
        by_type.setdefault(str(item.get("type")), []).append(item)
    return [_of_type(kind, items, held) for kind, items in by_type.items()]


def _of_type(kind: str, items: list[dict[str, Any]], held: dict[str, list[Entry]]) -> ItemScore:
    found = english = pinyin = offices = 0
    missing: list[str] = []
    for item in items:
        candidates = held.get(item["zh"], [])
        entry = next((one for one in candidates if one.kind == kind), None)
        if entry is None and kind not in (*LABELS, "term"):
            entry = next(iter(candidates), None)
        if entry is None:
            missing.append(item["zh"])
            continue
        found += 1
        accepted = {_letters(one) for one in (item.get("en"), *item.get("en_alt", ())) if one}
        english += _letters(entry.en or "") in accepted
        pinyin += _letters(entry.pinyin or "") == _letters(item.get("pinyin") or "")
        office, country = entry.office, entry.country
        offices += (
            office is not None
            and office.zh == item.get("office_zh")
            and country is not None
            and country.en == item.get("country")
        )
    return ItemScore(kind, len(items), found, english, pinyin, offices, tuple(missing))


def _letters(text: str) -> str:
    """A text as it is compared: small letters, digits and tones, without spaces and marks."""
    return re.sub(r"[^\w]|_", "", unicodedata.normalize("NFC", text).lower())
