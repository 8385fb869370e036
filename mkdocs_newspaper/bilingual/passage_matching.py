"""The passages of an issue and the messages of its catalog -> which translation belongs to which passage.

Anchors move when paragraphs come and go, article ids change with headlines and joins, wordings with corrections.
What is certain goes first: the same id and text, then the same text in the same article, then anywhere in the
issue. What is left is paired by likeness, and then its source counts as changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_newspaper.bilingual.po import Message
from mkdocs_newspaper.bilingual.segments import FIXED_KINDS, Passage

#: How alike (Dice coefficient of character pairs, 0 to 1) two wordings have to be: with the same id, in the same
#: article, elsewhere in the issue. Of the 91,000 pairs that the 428 passages of the example site make, 55 reach
#: 0.3, five 0.5 and two 0.6; a paragraph in which a sentence of four is new keeps about 0.75.
_LIKENESS = {"id": 0.3, "article": 0.5, "issue": 0.6}
#: A pair of characters that more messages than this hold tells nothing, and would cost time with the square.
_MOST_HOLDERS = 40
#: Characters by which the parts of a joined paragraph are looked up.
_KEY = 4

_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_SPACE = re.compile(r"\s+")
#: Full-width letters, digits and marks to the plain ones, with the marks of Chinese that OCR confuses.
_PLAIN: dict[int, int] = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {
    ord(mark): ord(plain) for mark, plain in zip("。“”‘’", ".\"\"''", strict=True)
}


@dataclass(frozen=True, slots=True)
class Match:
    """The message that translates a passage. `changed`: the source is another than what was translated."""

    message: Message
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """One match or None for each passage, and the messages that belong to none. `exact` counts equal texts."""

    matches: tuple[Match | None, ...]
    left: tuple[Message, ...]
    exact: int


def fold(text: str) -> str:
    """`text` without what repairs of the OCR change: width and shape of marks, spaces beside Han characters."""
    return _SPACE.sub(_folded_space, text.strip()).translate(_PLAIN)


def _folded_space(space: re.Match[str]) -> str:
    before, after = space.string[space.start() - 1], space.string[space.end()]
    return "" if _HAN.match(before) or _HAN.match(after) else " "


def match(passages: Sequence[Passage], messages: Sequence[Message]) -> Matching:
    """Pair passages with messages, each message once at the most; near-linear in the length of the texts."""
    return _Pairing(passages, messages).made()


class _Pairing:
    """Both sides while they are paired; what finds its partner leaves the open ones."""

    def __init__(self, passages: Sequence[Passage], messages: Sequence[Message]) -> None:
        self.passages = passages
        self.messages = messages
        self.matches: list[Match | None] = [None] * len(passages)
        self.open_passages = dict.fromkeys(range(len(passages)))
        # Translations before what is still open, live messages before obsolete ones.
        order = sorted(
            range(len(messages)), key=lambda number: (not messages[number].text, messages[number].obsolete)
        )
        self.open_messages = dict.fromkeys(order)
        self.renamed: dict[str, str] = {}

    def made(self) -> Matching:
        self._by_key(lambda one: (one.id, one.text), lambda one: (one.context, one.id))
        if self.open_passages and self.open_messages:
            self._by_key(lambda one: (one.id, fold(one.text)), lambda one: (one.context, fold(one.id)))
            self._by_key(lambda one: (one.article, fold(one.text)), lambda one: (_article(one), fold(one.id)))
            self._by_key(lambda one: fold(one.text), lambda one: fold(one.id))
        exact = len(self.passages) - len(self.open_passages)
        if self.open_passages and self.open_messages:
            self._follow_renamed_articles()
            # What nobody has translated has nothing to lose.
            untranslated = [number for number in self.open_messages if not self.messages[number].text]
            for number in untranslated:
                del self.open_messages[number]
            self._joined_paragraphs()
            self._split_paragraphs()
            self._by_likeness()
            self._in_fixed_places()
            self.open_messages |= dict.fromkeys(untranslated)
        left = tuple(self.messages[number] for number in sorted(self.open_messages))
        return Matching(tuple(self.matches), left, exact)

    def _pair(self, passage: int, message: int, changed: bool) -> None:
        self.matches[passage] = Match(self.messages[message], changed)
        del self.open_passages[passage], self.open_messages[message]

    def _by_key(
        self, of_passage: Callable[[Passage], Hashable], of_message: Callable[[Message], Hashable]
    ) -> None:
        """Pair what has the same key, in order."""
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for number in self.open_messages:
            waiting[of_message(self.messages[number])].append(number)
        for number in list(self.open_passages):
            found = waiting.get(of_passage(self.passages[number]))
            if found:
                self._pair(number, found.popleft(), changed=False)

    def _follow_renamed_articles(self) -> None:
        """An article whose id is gone is the one where most of its translated passages now stand."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for passage, match in zip(self.passages, self.matches, strict=True):
            if match is not None:
                votes[_article(match.message)][passage.article] += 1
        self.renamed = {old: counted.most_common(1)[0][0] for old, counted in votes.items()}

    def _place(self, message: Message) -> tuple[str, str]:
        """Article, as it is called now, and anchor of a message."""
        article, _, anchor = (message.context or "").partition("#")
        return self.renamed.get(article, article), anchor

    def _joined_paragraphs(self) -> None:
        """One passage made of several messages: their translations are joined."""
        order = sorted(self.open_messages)
        folded = {number: fold(self.messages[number].id) for number in order}
        by_start: dict[str, list[int]] = defaultdict(list)
        for place, number in enumerate(order):
            by_start[folded[number][:_KEY]].append(place)
        for passage in list(self.open_passages):
            whole = fold(self.passages[passage].text)
            for place in _beginnings(whole, by_start):
                chain = _chain(whole, [folded[number] for number in order[place : place + 8]])
                chosen = order[place : place + chain]
                if chain > 1 and all(number in self.open_messages for number in chosen):
                    self.matches[passage] = Match(_joined([self.messages[one] for one in chosen]), True)
                    del self.open_passages[passage]
                    for number in chosen:
                        del self.open_messages[number]
                    break

    def _split_paragraphs(self) -> None:
        """One message that several passages are made of: the first one keeps it."""
        order = list(self.open_passages)
        folded = [fold(self.passages[number].text) for number in order]
        by_start: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(folded):
            by_start[text[:_KEY]].append(place)
        for message in list(self.open_messages):
            whole = fold(self.messages[message].id)
            for place in _beginnings(whole, by_start):
                if order[place] in self.open_passages and _chain(whole, folded[place : place + 8]) > 1:
                    self._pair(order[place], message, changed=True)
                    break

    def _by_likeness(self) -> None:
        holders: dict[str, list[int]] = defaultdict(list)
        sizes: dict[int, int] = {}
        for number in self.open_messages:
            pairs = _pairs(self.messages[number].id)
            sizes[number] = len(pairs)
            for pair in pairs:
                holders[pair].append(number)
        found: list[tuple[float, int, int]] = []
        for number in self.open_passages:
            pairs = _pairs(self.passages[number].text)
            shared: Counter[int] = Counter()
            for pair in pairs:
                held = holders.get(pair, ())
                if len(held) <= _MOST_HOLDERS:
                    shared.update(held)
            for message, count in shared.items():
                likeness = 2 * count / (len(pairs) + sizes[message])
                relation = self._relation(number, message)
                if likeness >= _LIKENESS[relation]:
                    # Of two that are about as alike, the one in its own place.
                    found.append((likeness + (relation == "id") * 0.2, number, message))
        for _, number, message in sorted(found, key=lambda one: (-one[0], one[1], one[2])):
            if number in self.open_passages and message in self.open_messages:
                self._pair(number, message, changed=True)

    def _relation(self, passage: int, message: int) -> str:
        article, anchor = self._place(self.messages[message])
        if article != self.passages[passage].article:
            return "issue"
        return "id" if anchor == self.passages[passage].anchor else "article"

    def _in_fixed_places(self) -> None:
        """A headline that is worded anew is still the headline."""
        places = {self._place(self.messages[number]): number for number in reversed(self.open_messages)}
        for number in list(self.open_passages):
            passage = self.passages[number]
            message = places.get((passage.article, passage.anchor))
            if passage.kind in FIXED_KINDS and message is not None and message in self.open_messages:
                self._pair(number, message, changed=True)


def _article(message: Message) -> str:
    return (message.context or "").partition("#")[0]


def _pairs(text: str) -> set[str]:
    """The pairs of characters of a text and its two ends."""
    folded = f"\n{fold(text)}\n"
    return {folded[at : at + 2] for at in range(len(folded) - 1)}


def _beginnings(whole: str, by_start: Mapping[str, Sequence[int]]) -> list[int]:
    """The places of texts that `whole` may begin with; texts shorter than the key are their own."""
    found = [place for size in range(1, _KEY + 1) for place in by_start.get(whole[:size], ())[:_MOST_HOLDERS]]
    return found[:_MOST_HOLDERS]


def _chain(whole: str, parts: Iterable[str]) -> int:
    """How many of `parts`, one after the other, make up `whole`; 0 if they don't."""
    at = 0
    for count, part in enumerate(parts, 1):
        for gap in (0, 1):  # a space where two paragraphs of an English text were joined
            if part and whole.startswith(part, at + gap) and (gap == 0 or whole[at] == " "):
                at += gap + len(part)
                break
        else:
            return 0
        if at == len(whole):
            return count
    return 0


def _joined(messages: Sequence[Message]) -> Message:
    first = messages[0]
    gap = "" if _HAN.match(first.text.rstrip()[-1:]) else " "
    return replace(
        first,
        id="\n".join(one.id for one in messages),
        text=gap.join(one.text.strip() for one in messages),
        flags=tuple(dict.fromkeys(flag for one in messages for flag in one.flags)),
        comments=tuple(dict.fromkeys(comment for one in messages for comment in one.comments)),
        line=first.line,
        block=(0, 0),
    )
