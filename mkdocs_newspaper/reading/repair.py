"""Safe repairs of one line: half-width punctuation in Han text, spaces between Han and digits.

Nothing here guesses at words. Each rule takes a `Text` and gives a `Text` that remembers what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from mkdocs_newspaper.glossary.scanner import Scanner
from mkdocs_newspaper.model import Text
from mkdocs_newspaper.reading.conventions.grammar import HAN, IS_HAN
from mkdocs_newspaper.reading.passages import Block, Line

FULL_WIDTH = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "!": "！", "?": "？"}

#: Passed over when a mark looks for its neighbour: spaces, what is left of markup, quotes, CJK punctuation.
_PASSED_OVER = frozenset(" \t　*_“”‘’「」『』《》〈〉【】〔〕、。，：；！？（）…—·") | frozenset(FULL_WIDTH)

_HALF_WIDTH = re.compile(f"[{re.escape(''.join(FULL_WIDTH))}]")
_STRETCH = re.compile(f"[{re.escape(''.join(sorted(_PASSED_OVER)))}]+")
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
    if not _HALF_WIDTH.search(shown) or not IS_HAN.search(shown):
        return text
    chosen: set[int] = set()
    for stretch in _STRETCH.finditer(shown):
        start, end = stretch.span()
        # What the nearest character that counts is, to the left and to the right.
        left = _kind(shown[start - 1]) if start else _HAN_OR_EDGE
        right = _kind(shown[end]) if end < len(shown) else _HAN_OR_EDGE
        chosen.update(
            mark.start()
            for mark in _HALF_WIDTH.finditer(shown, start, end)
            if _in_han_text(left, right, shown, mark.start())
        )
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
    return text.edited(_unsettled(text, edits), "punctuation", line)


def drop_digit_spaces(text: Text, line: int, headline: bool = False) -> Text:
    """Without the spaces that OCR puts between Han characters and digits (建交 30 多年)."""
    if " " not in text.shown and "\N{NO-BREAK SPACE}" not in text.shown:
        return text
    if headline:
        edits = [
            (match.start(group), match.end(group), "")
            for match in _DIGIT_SPACES_BOTH.finditer(text.shown)
            for group in (1, 2)
        ]
    else:
        edits = [(match.start(), match.end(), "") for match in _DIGIT_SPACE.finditer(text.shown)]
    return text.edited(_unsettled(text, edits), "digit-space", line)


def _unsettled(text: Text, edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The edits that don't touch what an editor has settled."""
    settled = [change for change in text.changes if change.rule == "editor"]
    return [
        edit
        for edit in edits
        if not any(edit[0] < change.end and change.start < edit[1] for change in settled)
    ]


#: $3 . 2 \\%$, $3 5 ^ { \\circ } \\mathrm { C }$: numbers that an OCR tool took for formulas
_FORMULA = re.compile(r"\$([^$\n]{1,80})\$")
_FORMULA_WORDS = {
    "circ": "°",
    "times": "×",
    "sim": "~",
    "pm": "±",
    "leq": "≤",
    "geq": "≥",
    "le": "≤",
    "ge": "≥",
    "cdot": "·",
    "div": "÷",
    "approx": "≈",
    "alpha": "α",
    "beta": "β",
    "mu": "μ",
    "Omega": "Ω",
    "mathrm": "",
    "mathbf": "",
    "text": "",
    "rm": "",
    "bf": "",
    "left": "",
    "right": "",
    "quad": " ",
}
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def _plain_formula(formula: str) -> str | None:
    """The text that a formula of numbers and units stands for; None for anything that is more than that."""
    unknown = False

    def word(match: re.Match[str]) -> str:
        nonlocal unknown
        unknown = unknown or match.group(1) not in _FORMULA_WORDS
        return _FORMULA_WORDS.get(match.group(1), "")

    plain = re.sub(r"\\([A-Za-z]+)", word, formula.replace("\\%", "%"))
    plain = re.sub(r"\s+", "", plain)
    plain = re.sub(r"\^\{?°\}?", "°", plain)
    plain = re.sub(r"\^\{?([0-9+\-]+)\}?", lambda match: match.group(1).translate(_RAISED), plain)
    plain = re.sub(r"_\{?([0-9+\-]+)\}?", lambda match: match.group(1).translate(_LOWERED), plain)
    plain = plain.replace("{", "").replace("}", "").replace("°C", "℃")
    if unknown or not re.fullmatch(r"[0-9A-Za-z.,:%‰°℃×~±≤≥·÷≈αβμΩ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀-₉₊₋+\-/()=<>]+", plain):
        return None
    return plain


def restore_formulas(text: Text, line: int) -> Text:
    """Numbers and units that an OCR tool wrote as TeX, as they are printed."""
    edits = [
        (match.start(), match.end(), plain)
        for match in _FORMULA.finditer(text.shown)
        # A price in dollars has no digits only on the left of its sign: $5 和 $6 is no formula.
        if (plain := _plain_formula(match.group(1))) is not None and re.search(r"[\\ {}]", match.group(1))
    ]
    return text.edited(_unsettled(text, edits), "formula", line)


_LETTER_SPACE = re.compile(
    rf"(?<=[{HAN}0-9，。、；：？！“”‘’《》（）【】〔〕,;:()?!])[ \u00a0]+(?=[{HAN}0-9，。、；：？！“”‘’《》（）【】〔〕,;:()?!])"
)
_HAN_PAIR = re.compile(rf"(?<=[{HAN}])([ \u00a0]?)(?=[{HAN}])")
#: Share of spaced pairs from which a line is taken as letter-spaced by the OCR, and how many pairs tell it.
_SPACED_SHARE, _SPACED_PAIRS = 0.45, 5
#: So many such lines at least make a letter-spaced page.
_SPACED_LINES = 3


def letter_spaced(text: str) -> bool:
    """Whether OCR put spaces between the characters of a line (石 门 水 泥 厂); names alone don't count."""
    pairs = [match.group(1) for match in _HAN_PAIR.finditer(text)]
    return len(pairs) >= _SPACED_PAIRS and sum(map(bool, pairs)) >= _SPACED_SHARE * len(pairs)


def close_letter_spaces(text: Text, line: int) -> Text:
    """A line of a letter-spaced page without the spaces between its characters."""
    edits = [(match.start(), match.end(), "") for match in _LETTER_SPACE.finditer(text.shown)]
    return text.edited(_unsettled(text, edits), "letter-space", line)


def _page_is_spaced(blocks: Sequence[Block]) -> bool:
    """Whether OCR spaced out the characters of a page: a line or two may be a row of letter-spaced names."""
    lines = [line.text for block in blocks for line in block.lines]
    spaced = sum(_is_long(line) and letter_spaced(line) for line in lines if _has_spaces(line))
    return spaced >= _SPACED_LINES and spaced >= 0.2 * sum(map(_is_long, lines))


def _has_spaces(text: str) -> bool:
    """Whether a line can be `letter_spaced` at all: most have no space, and pairs need not be counted."""
    return text.count(" ") + text.count("\N{NO-BREAK SPACE}") >= _SPACED_SHARE * _SPACED_PAIRS


def _is_long(text: str) -> bool:
    return len(_HAN_PAIR.findall(text)) >= 8


def repaired_lines(blocks: Sequence[Block], rules: frozenset[str]) -> list[Block]:
    """The blocks with the repairs of whole lines made, before anything is read from them."""
    spaced = "letter-space" in rules and _page_is_spaced(blocks)

    def repaired(line: Line) -> Line:
        text = Text(line.text, line.changes)
        if "formula" in rules and "$" in line.text:
            text = restore_formulas(text, line.line)
        if spaced and " " in line.text:
            text = close_letter_spaces(text, line.line)
        if text.shown == line.text:
            return line
        return replace(line, text=text.shown, changes=text.changes)

    def touched(block: Block) -> bool:
        return block.kind in ("text", "heading") and any(
            ("$" in line.text and "formula" in rules) or (spaced and " " in line.text) for line in block.lines
        )

    return [
        replace(block, lines=tuple(repaired(line) for line in block.lines)) if touched(block) else block
        for block in blocks
    ]


@lru_cache(maxsize=4)
def _variants(pairs: tuple[tuple[str, str], ...]) -> tuple[Scanner, dict[str, str]]:
    return Scanner(printed for printed, _ in pairs), dict(reversed(pairs))


def correct_variants(text: Text, line: int, pairs: tuple[tuple[str, str], ...]) -> Text:
    """What the site's glossary knows that OCR misreads, as what is meant: 独立官 as 独立宫."""
    scanner, meant = _variants(pairs)
    edits = [(start, end, meant[text.shown[start:end]]) for start, end in scanner.find(text.shown)]
    return text.edited(_unsettled(text, edits), "ocr-variant", line)


def repairer(
    rules: frozenset[str], ocr_variants: tuple[tuple[str, str], ...] = ()
) -> Callable[[Text, int, bool], Text]:
    """The repairs of one line that `rules` ask for, as one function of (text, line, headline)."""
    if "ocr-variant" not in rules:
        ocr_variants = ()

    def repair(text: Text, line: int, headline: bool) -> Text:
        if "digit-space" in rules:
            text = drop_digit_spaces(text, line, headline)
        if "punctuation" in rules:
            text = restore_punctuation(text, line)
        if ocr_variants:
            text = correct_variants(text, line, ocr_variants)
        return text

    return repair
