"""Blocks and lines, the common form of Markdown, plain text and HTML, and the builder that makes lines.

Every line knows where it stood in its document: finding, correcting and citing all need that.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from mkdocs_newspaper.model import Change, Text

BlockKind = Literal["heading", "text", "image", "table", "rule", "page-mark"]
#: (code, line, message): a Diagnostic that does not know its document yet
Finding = tuple[str, int | None, str]
#: An editor's word on a line: it begins an article, or a paragraph, or whichever of the two the reading did
#: not see ("split"); it goes on with what stands above ("join").
Cut = Literal["split", "article", "paragraph", "join"]

#: Han characters, extensions included
HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿〇\U00020000-\U0003ffff]")

_WIDTHS = {"　": 2, "\u2003": 2, "\u2001": 2, "\t": 4}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text without markup.

    `strong`: all of it was bold. `hard_break`: it ended in two spaces, a backslash or `<br>`.
    `indent`: the width of the white space before it (a full-width space counts 2).
    `changes` and `cut` come from the corrections file: what an editor changed in `text`, and whether the
    line begins something of its own or goes on with what stands above.
    """

    text: str
    line: int
    strong: bool = False
    hard_break: bool = False
    indent: int = 0
    changes: tuple[Change, ...] = ()
    cut: Cut | None = None

    @property
    def marked(self) -> Text:
        """The text with the editor's changes, without white space at both ends."""
        return Text(self.text, self.changes).strip()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph as it stands in the document, a picture, a table, a rule or a page mark.

    `lines` is never empty: a picture and a rule hold one line that tells only where they stand.
    A table's lines are its rows, cells joined by tabs.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    level: int = 0  # heading level 1-6
    gap: int = 0  # blank lines before it
    image: str | None = None  # relative path below the document's folder
    alt: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    page: str | None = None  # page mark: the label that it tells, None for "the next page"
    role: str | None = (
        None  # headline, kicker, deck, byline, caption, credit, date, page; where the HTML says it
    )
    lead: str | None = None  # a bold run that opens the block without filling it


def listed(names: str) -> frozenset[str]:
    """The names in a text that lists them with white space between."""
    return frozenset(names.split())


def indent_width(text: str) -> int:
    """The width of the white space that `text` begins with."""
    width = 0
    for character in text:
        if not character.isspace():
            break
        width += _WIDTHS.get(character, 1)
    return width


def is_closely_set(character: str) -> bool:
    """Whether a character is Han or full-width: next to it, a line end in the source is no space."""
    return unicodedata.east_asian_width(character) in {"W", "F"} or character in "“”‘’…—·"


class PassageBuilder:
    """Gathers runs of text into the lines of one block; blank lines are left out."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._lead: list[str] = []
        self._lead_ended = False
        self._runs: list[tuple[str, bool]] = []
        self._line: int | None = None  # of the first character that leaves ink, None before it

    @property
    def inked(self) -> bool:
        """Whether the line being built shows anything."""
        return self._line is not None

    @property
    def empty(self) -> bool:
        return not self._lines and not self.inked

    def add(self, text: str, line: int, strong: bool = False) -> None:
        """Put a run of text, free of line ends, at the end of the line being built."""
        if not text:
            return
        if self._line is None and text.strip():
            self._line = line
        self._runs.append((text.replace("\N{NO-BREAK SPACE}", " "), strong))

    def end_line(self, hard_break: bool = False) -> None:
        """Close the line being built; a blank one vanishes."""
        if self._line is not None:
            whole = "".join(run for run, _ in self._runs)
            strong = all(bold for run, bold in self._runs if run.strip())
            self._lines.append(Line(whole.strip(), self._line, strong, hard_break, indent_width(whole)))
            self._gather_lead()
        self._runs.clear()
        self._line = None

    def _gather_lead(self) -> None:
        if self._lead_ended:
            return
        if self._lead and not (is_closely_set(self._lead[-1][-1]) or is_closely_set(self._lines[-1].text[0])):
            self._lead.append(" ")
        for run, bold in self._runs:
            if not bold and run.strip():
                self._lead_ended = True
                return
            if bold or self._lead:
                self._lead.append(run)

    def take(self) -> tuple[tuple[Line, ...], str | None]:
        """All lines and the lead; the builder is empty again."""
        self.end_line()
        lead = "".join(self._lead).strip() if self._lead_ended else ""
        lines = tuple(self._lines)
        self._lines.clear()
        self._lead.clear()
        self._lead_ended = False
        return lines, lead or None
