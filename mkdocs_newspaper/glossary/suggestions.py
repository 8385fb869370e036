"""An archive -> what its glossary could still say: names without English, new terms, OCR look-alikes.

These are questions to the editor and never go into the pages by themselves. Terms are ranked by C-value
(Frantzi, Ananiadou and Mima 2000), and must stand among different neighbours (entropy on both sides).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import rjieba

from mkdocs_newspaper.glossary.lexicon import simplified, table
from mkdocs_newspaper.glossary.romanization import HAN
from mkdocs_newspaper.glossary.scanner import Scanner
from mkdocs_newspaper.model import Entry, EntryKind, Issue

_RUN = re.compile(f"[{HAN}]+")
_INSIDE_TERMS = frozenset({"n", "vn", "nz", "b", "j", "l", "an", "ng", "v", "a", "i", "ns", "nt"})
_LAST_IN_TERMS = frozenset({"n", "vn", "nz", "l", "an", "ng", "j"})
#: A term opens with no verb: 推动高质量发展 is what somebody does.
_FIRST_IN_TERMS = _INSIDE_TERMS - {"v"}
_LONGEST_TERM = 5  # words
#: Words of a dictionary in which a misprint is looked for; shorter ones are often another word.
_SHORTEST_WORD, _LONGEST_WORD = 3, 4
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
    """Headlines, decks, paragraphs and captions."""
    found: list[str] = []
    for article in (*issue.articles, *issue.orphans):
        heads = (article.kicker, None if article.untitled else article.headline, article.deck)
        found += (one.shown for one in heads if one is not None)
        found += (paragraph.text.shown for paragraph in article.paragraphs)
        found += (figure.caption.shown for figure in article.figures if figure.caption is not None)
    return found


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
    # What is printed twice word for word was written once.
    for text in dict.fromkeys(text for _, text in texts):
        if len(counts) > _MOST_GRAMS:
            break
        tokens = rjieba.tag(text, True)
        for first, (_, tag) in enumerate(tokens):
            if tag not in _FIRST_IN_TERMS:
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
    return tuple(
        Suggestion(name, "term", sum(text.count(name) for _, text in texts), _contexts(name, texts))
        for _, name, _ in ranked[:most]
    )


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


class _Misprints:
    """Finds words that become known ones when a character is exchanged for one that looks like it."""

    def __init__(self, names: Iterable[str]) -> None:
        """`names` are the archive's, in simplified characters."""
        self._names = frozenset(names)
        self._dictionary = rjieba.Jieba()
        self._meant: dict[str, str] = {}
        for name in sorted(self._names):
            if len(name) > _LONGEST_WORD:
                self._meant |= {form: name for form in self._forms(name) if form not in self._names}
        self._scanner = Scanner(self._meant)
        self._checked: dict[tuple[str, int, str], str | None] = {}

    @staticmethod
    def _forms(name: str) -> Iterator[str]:
        """Every misprint of one character."""
        for at, character in enumerate(name):
            for other in _confusable().get(character, ()):
                yield f"{name[:at]}{other}{name[at + 1 :]}"

    def find(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """Bounds of the misprints in a text in simplified characters, and what each is meant to be."""
        whole: set[int] = set()
        for start, end in self._scanner.find(plain):
            whole.update(range(start, end))
            yield start, end, self._meant[plain[start:end]]
        for at, character in enumerate(plain):
            for other in _confusable().get(character, ()) if at not in whole else ():
                for size in range(_LONGEST_WORD, _SHORTEST_WORD - 1, -1):
                    for start in range(max(0, at - size + 1), min(at, len(plain) - size) + 1):
                        meant = self._word(plain[start : start + size], at - start, other)
                        if meant is not None:
                            yield start, start + size, meant

    def _word(self, printed: str, at: int, other: str) -> str | None:
        """The known word that `printed` becomes with `other` at a place; None where it is one itself."""
        key = (printed, at, other)
        if key not in self._checked:
            meant = f"{printed[:at]}{other}{printed[at + 1 :]}"
            is_meant = self._is_known(meant) and not self._is_known(printed) and _RUN.fullmatch(printed)
            self._checked[key] = meant if is_meant else None
        return self._checked[key]

    def _is_known(self, word: str) -> bool:
        return word in self._names or self._dictionary.has_word(word)


def _look_alikes(texts: list[tuple[str, str]], known: dict[str, Entry], most: int) -> tuple[Suggestion, ...]:
    """Misprints with what they are meant to be."""
    names = {simplified(name): entry for name, entry in known.items()}
    misprints = _Misprints(names)
    counts: Counter[tuple[str, str]] = Counter()
    for _, text in texts:
        for start, end, meant in misprints.find(simplified(text)):
            counts[text[start:end], meant] += 1
    ranked = sorted(counts.items(), key=lambda one: (one[0][1] not in names, -one[1], one[0]))
    return tuple(
        Suggestion(
            names[meant].zh if meant in names else meant,
            names[meant].kind if meant in names else "term",
            count,
            _contexts(printed, texts),
            printed,
        )
        for (printed, meant), count in ranked[:most]
    )
