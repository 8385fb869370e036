"""Safe repairs of one line: half-width punctuation in Han text, spaces between Han and digits.

Nothing here guesses at words. Each rule takes a `Text` and gives a `Text` that remembers what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mkdocs_newspaper.model import Text
from mkdocs_newspaper.reading.conventions.grammar import HAN, IS_HAN

FULL_WIDTH = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "!": "！", "?": "？"}

#: Passed over when a mark looks for its neighbour: spaces, what is left of markup, quotes, CJK punctuation.
_PASSED_OVER = frozenset(" \t　*_“”‘’「」『』《》〈〉【】〔〕、。，：；！？（）…—·") | frozenset(FULL_WIDTH)

_PAIRS = re.compile(r"[()]")
#: 建交 30 多年, 今年 2 月: the space on either side
#: (but not 指挥部 2024年6月3日: a signature and its date)
_DIGIT_SPACE = re.compile(
    rf"(?<=[{HAN}])[ \u00a0]+(?=[0-9])(?![ \u00a0]*[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日\s*$)|(?<=[0-9])[ \u00a0]+(?=[{HAN}])"
)
#: In a headline only a number with spaces on both sides: a single space parts its clauses.
_DIGIT_SPACES_BOTH = re.compile(rf"(?<=[{HAN}])([ \u00a0]+)[0-9][0-9.]*([ \u00a0]+)(?=[{HAN}])")


_HAN_OR_EDGE, _NUMBER, _OTHER = range(3)
_OPENING_QUOTES = frozenset("“‘《〈「『【")


def _kind(character: str) -> int:
    if IS_HAN.match(character):
        return _HAN_OR_EDGE
    return _NUMBER if character.isdigit() or character in "%‰％℃°" else _OTHER


def _in_han_text(left: int, right: int, shown: str, at: int) -> bool:
    if left == _HAN_OR_EDGE:
        # 说:“We never give up”: a mark before a Chinese quotation mark is Chinese whatever is quoted.
        return right != _OTHER or (shown[at] in ":," and shown[at + 1 : at + 2] in _OPENING_QUOTES)
    return left == _NUMBER and right == _HAN_OR_EDGE


def restore_punctuation(text: Text, line: int) -> Text:
    """Half-width `, : ; ( ) ! ?` as full-width where both neighbours are Han or the line's edge.

    A number beside a mark counts as Han where the other neighbour is Han (获悉,6月8日 and 12%,达到 are Han text).
    `CN 81-0001/(J)`, URLs, `1-26`, 1,500, 3:2 and Latin words keep theirs. Brackets change in pairs or not
    at all. Linear in the length of the text.
    """
    shown = text.shown
    if not any(mark in shown for mark in FULL_WIDTH) or not IS_HAN.search(shown):
        return text
    size = len(shown)
    # What the nearest character that counts is, to the left and to the right.
    left = [_HAN_OR_EDGE] * size
    state = _HAN_OR_EDGE
    for at, character in enumerate(shown):
        left[at] = state
        if character not in _PASSED_OVER:
            state = _kind(character)
    state = _HAN_OR_EDGE
    chosen: set[int] = set()
    for at in range(size - 1, -1, -1):
        character = shown[at]
        if character in FULL_WIDTH and _in_han_text(left[at], state, shown, at):
            chosen.add(at)
        if character not in _PASSED_OVER:
            state = _kind(character)
    open_at: list[int] = []
    for match in _PAIRS.finditer(shown):
        if match.group() == "(":
            open_at.append(match.start())
        elif open_at:
            start, end = open_at.pop(), match.start()
            if (start in chosen) != (end in chosen):
                chosen -= {start, end}
    edits: list[tuple[int, int, str]] = []
    for at in sorted(chosen):
        edits.append((at, at + 1, FULL_WIDTH[shown[at]]))
    return text.edited(edits, "punctuation", line)


def drop_digit_spaces(text: Text, line: int, headline: bool = False) -> Text:
    """Without the spaces that OCR puts between Han characters and digits (建交 30 多年)."""
    if headline:
        edits = [
            (match.start(group), match.end(group), "")
            for match in _DIGIT_SPACES_BOTH.finditer(text.shown)
            for group in (1, 2)
        ]
    else:
        edits = [(match.start(), match.end(), "") for match in _DIGIT_SPACE.finditer(text.shown)]
    return text.edited(edits, "digit-space", line)


def repairer(rules: frozenset[str]) -> Callable[[Text, int, bool], Text]:
    """The repairs of one line that `rules` ask for, as one function of (text, line, headline)."""

    def repair(text: Text, line: int, headline: bool) -> Text:
        if "digit-space" in rules:
            text = drop_digit_spaces(text, line, headline)
        if "punctuation" in rules:
            text = restore_punctuation(text, line)
        return text

    return repair
