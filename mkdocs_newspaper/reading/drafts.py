"""A story while it is being read: its title lines, its bodies of text, and when two pieces of text are one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mkdocs_newspaper.model import Author, Change, Dateline, Text
from mkdocs_newspaper.reading.conventions.grammar import Conventions
from mkdocs_newspaper.reading.figures import FigureItem
from mkdocs_newspaper.reading.jumps import JumpMark
from mkdocs_newspaper.reading.paragraphs import Unit, width

#: A line no wider than this may be one of several short ones: verse, names, signatures.
SHORT_LINE = 18
PUNCTUATION = re.compile(r"[，。；：？！、,;:?!]")
#: 马伦市方面：…
_LABELLED = re.compile(r"^[^，。；：:]{2,10}[：:]")
_CLAUSE = re.compile(r"[，。；,;]")
_DASHED = re.compile(r"^[\s　]*(?:——|—|--)")


class Part:
    """A paragraph being put together from the pieces that column breaks left of it."""

    def __init__(
        self,
        text: Text,
        line: int,
        crosshead: bool = False,
        rows: tuple[tuple[str, ...], ...] = (),
        listed: bool = False,
        opened: bool = False,
    ) -> None:
        self.pieces = [text]
        self.line = line
        self.last_line = max([line, *(change.line for change in text.changes if change.rule == "line-join")])
        self.crosshead = crosshead
        self.rows = rows
        self.listed = listed
        self.opened = opened
        self._shown = [text.shown]
        self.punctuated = PUNCTUATION.search(text.shown) is not None

    @property
    def width(self) -> float:
        """The printed width of all pieces; few ask for it."""
        return sum(map(width, self._shown))

    @property
    def last(self) -> Text:
        """The piece that the next one would be joined to."""
        return self.pieces[-1]

    def add(self, text: Text, line: int, space: bool) -> None:
        """Joins `text` to the paragraph; the break, and a hyphen at it, are kept as changes of their own."""
        if not space and self.last.shown.endswith("-") and text.shown[:1].islower():
            size = len(self.last)
            self.pieces[-1] = self.last.edited([(size - 1, size, "")], "column-join", line)
        seam = Text(" " if space else "", (Change(0, int(space), "", "column-join", line),))
        self.pieces += (seam, text)
        self.last_line = line
        self._shown.append(text.shown)
        self.punctuated = self.punctuated or PUNCTUATION.search(text.shown) is not None

    @property
    def text(self) -> Text:
        return self.pieces[0] if len(self.pieces) == 1 else Text.join(self.pieces)


@dataclass(slots=True)
class Body:
    """Text under one dateline."""

    line: int
    parts: list[Part] = field(default_factory=list)
    datelines: list[Dateline] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    figures: list[tuple[FigureItem, int]] = field(default_factory=list)
    jump: JumpMark | None = None
    jump_line: int = 0
    continuation: JumpMark | None = None
    continuation_line: int = 0
    ended: bool = False  # a jump line, or a dateline or byline at the tail

    @property
    def text(self) -> str:
        return "\n".join(part.text.shown for part in self.parts)


@dataclass(slots=True)
class Draft:
    """A story being read: the lines over it and the bodies under it."""

    line: int
    titles: list[Unit] = field(default_factory=list)
    level: int = 0
    notice: bool = False
    bodies: list[Body] = field(default_factory=list)

    @property
    def body(self) -> Body:
        if not self.bodies:
            self.bodies.append(Body(self.line))
        return self.bodies[-1]

    @property
    def has_text(self) -> bool:
        return any(body.parts for body in self.bodies)

    @property
    def ended(self) -> bool:
        return bool(self.bodies) and self.bodies[-1].ended


def needs_space(above: str, below: str, conventions: Conventions) -> bool:
    """Whether two joined halves are Latin words that a space parts."""
    if conventions.spaced:
        return not above.endswith("-")
    return above[-1:].isascii() and above[-1:].isalpha() and below[:1].isascii() and below[:1].isalpha()


def is_open(part: Part, conventions: Conventions) -> bool:
    """Whether a paragraph breaks off: it does not end as a sentence does."""
    return (
        not part.crosshead
        and not part.rows
        and not conventions.closing_date.search(part.last.shown[-40:])
        and not part.last.shown.rstrip().endswith(tuple(conventions.terminal))
    )


def goes_on(last: Part, text: Text, strong: bool, listed: bool, conventions: Conventions) -> bool:
    """Whether `text` is the other half of a sentence that a column break cut."""
    if not is_open(last, conventions):
        return False
    if listed and not (
        conventions.enumeration_inside.match(text.shown) and not last.listed and last.width > SHORT_LINE
    ):
        return False
    if conventions.only_date.match(text.shown) or _DASHED.match(text.shown) or strong:
        return False
    if conventions.spaced and text.shown[:1].islower() and last.width > SHORT_LINE:
        # A sentence that goes on in lower case, or a word behind its hyphen, leaves no doubt.
        return True
    if not last.punctuated and not last.opened and not _CLAUSE.search(text.shown):
        # Two lines without a clause between them: names, scores, a list.
        return False
    if _LABELLED.match(text.shown) and not _CLAUSE.search(text.shown):
        # 马伦市方面：… the next line of a list
        return False
    above, below = last.width, width(text.shown)
    if above <= SHORT_LINE and not last.punctuated and not last.opened:
        return False
    if above <= SHORT_LINE and below <= SHORT_LINE:
        # Two short lines without a full stop: verse, signatures, a list.
        ends = text.shown.rstrip().endswith(tuple("。！？；”"))
        return ends and last.punctuated
    if below <= SHORT_LINE and not PUNCTUATION.search(text.shown) and above <= 2 * SHORT_LINE:
        return False
    return not (last.listed and below <= SHORT_LINE and not text.shown.rstrip().endswith("。"))
