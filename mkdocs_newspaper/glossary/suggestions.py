"""An archive -> what its glossary could still say: names without English, new terms, OCR look-alikes.

These are questions to the editor and never go into the pages by themselves. Terms are ranked by C-value
(Frantzi, Ananiadou and Mima 2000), and must stand among different neighbours (entropy on both sides).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import rjieba

from mkdocs_newspaper.glossary.lexicon import simplified, table
from mkdocs_newspaper.glossary.romanization import HAN
from mkdocs_newspaper.model import Entry, EntryKind, Issue

_RUN = re.compile(f"[{HAN}]+")
_INSIDE_TERMS = frozenset({"n", "vn", "nz", "b", "j", "l", "an", "ng", "v", "a", "i", "ns", "nt"})
_LAST_IN_TERMS = frozenset({"n", "vn", "nz", "l", "an", "ng", "j"})
_LONGEST_TERM = 5  # words
_SHOWN_CONTEXT = 12
_CONTEXTS = 3
_LEAST_ENTROPY = 0.8
_MOST_GRAMS = 3_000_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to look at. `ocr`: what `zh` seems to be misprinted as; `issue`s tell where."""

    zh: str
    kind: EntryKind
    count: int
    contexts: tuple[str, ...]
    ocr: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What was found, each the most frequent or most likely first."""

    names: tuple[Suggestion, ...]
    terms: tuple[Suggestion, ...]
    look_alikes: tuple[Suggestion, ...]


def suggest(
    issues: Sequence[Issue], entries: Iterable[Entry], *, least: int = 3, most: int = 50
) -> Suggestions:
    """Suggestions from all articles. `least`: how often a term must stand; `most`: how many of each are given."""
    texts = [(issue.id, text) for issue in issues for text in _texts(issue)]
    known = {entry.zh: entry for entry in entries}
    return Suggestions(
        _names(issues, known, texts, most),
        _terms(texts, known, least, most),
        _look_alikes(texts, known, most),
    )


def _texts(issue: Issue) -> list[str]:
    articles = (*issue.articles, *issue.orphans)
    found = [article.headline.shown for article in articles if not article.untitled]
    return found + [paragraph.text.shown for article in articles for paragraph in article.paragraphs]


def _contexts(word: str, texts: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    found: list[str] = []
    for issue, text in texts:
        at = text.find(word)
        if at >= 0:
            start, end = max(0, at - _SHOWN_CONTEXT), at + len(word) + _SHOWN_CONTEXT
            found.append(f"{issue} …{text[start:end]}…")
            if len(found) == _CONTEXTS:
                break
    return tuple(" ".join(one.split()) for one in found)


def _names(
    issues: Sequence[Issue], known: dict[str, Entry], texts: list[tuple[str, str]], most: int
) -> tuple[Suggestion, ...]:
    """The entries whose English nobody knows."""
    counts = Counter(
        mention.entry
        for issue in issues
        for article in (*issue.articles, *issue.orphans)
        for mention in article.mentions
    )
    wanting = [entry for entry in known.values() if entry.needs_english]
    wanting.sort(key=lambda entry: (-counts[entry.id], entry.zh))
    return tuple(
        Suggestion(entry.zh, entry.kind, counts[entry.id], _contexts(entry.zh, texts))
        for entry in wanting[:most]
    )


def _terms(
    texts: list[tuple[str, str]], known: dict[str, Entry], least: int, most: int
) -> tuple[Suggestion, ...]:
    counts: Counter[tuple[str, ...]] = Counter()
    sides: dict[tuple[str, ...], tuple[Counter[str], Counter[str]]] = defaultdict(
        lambda: (Counter(), Counter())
    )
    for _, text in texts:
        if len(counts) > _MOST_GRAMS:
            break
        tokens = rjieba.tag(text, True)
        for first, (_, tag) in enumerate(tokens):
            if tag not in _INSIDE_TERMS:
                continue
            for end in range(first + 1, min(len(tokens), first + _LONGEST_TERM) + 1):
                word, tag = tokens[end - 1]
                if tag not in _INSIDE_TERMS or not _RUN.fullmatch(word):
                    break
                if end - first < 2 or tag not in _LAST_IN_TERMS:
                    continue
                gram = tuple(token[0] for token in tokens[first:end])
                counts[gram] += 1
                left, right = sides[gram]
                left[_neighbour(tokens, first - 1)] += 1
                right[_neighbour(tokens, end)] += 1
    frequent = {gram: count for gram, count in counts.items() if count >= least and len("".join(gram)) > 3}
    longer: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for gram, count in frequent.items():
        for size in range(2, len(gram)):
            for at in range(len(gram) - size + 1):
                longer[gram[at : at + size]].append(count)
    ranked: list[tuple[float, str, int]] = []
    for gram, count in frequent.items():
        name = "".join(gram)
        left, right = sides[gram]
        if name in known or min(_entropy(left), _entropy(right)) < _LEAST_ENTROPY:
            continue
        inside = longer.get(gram, [])
        value = math.log2(len(gram) + 0.5) * (count - (sum(inside) / len(inside) if inside else 0))
        if value > 0:
            ranked.append((value, name, count))
    ranked.sort(key=lambda one: (-one[0], one[1]))
    return tuple(Suggestion(name, "term", count, _contexts(name, texts)) for _, name, count in ranked[:most])


def _neighbour(tokens: Sequence[tuple[str, str]], at: int) -> str:
    """The word at a place; "" at an edge: the text's, or a mark."""
    word = tokens[at][0] if 0 <= at < len(tokens) else ""
    return word if _RUN.fullmatch(word) else ""


def _entropy(neighbours: Counter[str]) -> float:
    """In nats. An edge of the text is another neighbour every time."""
    edges = neighbours.get("", 0)
    total = neighbours.total()
    parts = [count / total for word, count in neighbours.items() if word] + [1 / total] * edges
    return -sum(part * math.log(part) for part in parts)


@cache
def _confusable() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in table("lookalikes"):
        for one, other in (*pairwise(row["zh"]), *pairwise(reversed(row["zh"]))):
            found.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in found.items()}


def _look_alikes(texts: list[tuple[str, str]], known: dict[str, Entry], most: int) -> tuple[Suggestion, ...]:
    """Words that become known ones when a character is exchanged for one that looks like it."""
    dictionary = rjieba.Jieba()
    names = {simplified(name) for name in known}
    confusable = _confusable()
    counts: Counter[tuple[str, str]] = Counter()
    checked: dict[str, tuple[str, str] | None] = {}
    for _, text in texts:
        plain = simplified(text)
        for at, character in enumerate(plain):
            for other in confusable.get(character, ()):
                for size in (4, 3):
                    for start in range(max(0, at - size + 1), min(at, len(plain) - size) + 1):
                        printed = plain[start : start + size]
                        key = f"{printed}{at - start}{other}"
                        if key not in checked:
                            meant = f"{printed[: at - start]}{other}{printed[at - start + 1 :]}"
                            is_word = meant in names or dictionary.has_word(meant)
                            is_printed = printed in names or dictionary.has_word(printed)
                            good = is_word and not is_printed and _RUN.fullmatch(printed) is not None
                            checked[key] = (printed, meant) if good else None
                        found = checked[key]
                        if found is not None:
                            counts[found] += 1
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(
        Suggestion(
            meant, known[meant].kind if meant in known else "term", count, _contexts(printed, texts), printed
        )
        for (printed, meant), count in ranked[:most]
    )
