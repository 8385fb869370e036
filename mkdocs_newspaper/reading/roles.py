"""What a unit is by itself, before its neighbours are asked: a dateline, a credit, a jump line, body text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from mkdocs_newspaper.model import Author
from mkdocs_newspaper.reading.bylines import byline, credit, credit_tail
from mkdocs_newspaper.reading.conventions.grammar import Conventions
from mkdocs_newspaper.reading.datelines import ReadDateline, read_dateline, read_tail
from mkdocs_newspaper.reading.jumps import (
    JumpMark,
    find_continuation,
    find_jump,
    first_reference,
    label_of,
)
from mkdocs_newspaper.reading.paragraphs import Unit, width

Role = Literal[
    "body",
    "dateline",  # opens with a dateline or a bracketed byline
    "byline",  # a byline that fills the line
    "tail",  # a dateline or byline in brackets that closes a story
    "credit",  # a photo credit that fills the line
    "captioned",  # a caption that ends in its credit
    "caption",  # a caption by its first words
    "jump",  # a jump line that fills the line
    "continuation",  # opens with a continuation line
    "note",
    "guide",
    "notice",
    "image",
    "table",
]

#: Wider than this, in Han characters, nothing is a headline line.
HEADLINE_WIDTH = 48
_GLUED_HEAD = 30
_CAPTION_LENGTH = 320
_NARROW = 0.5  # the width of a half-width character
_ENDS_SENTENCE = re.compile(r"[。；，、：:;,]$|[。；？！].*[^。；？！”’』」）)\s]$|[。；].")


@dataclass(frozen=True, slots=True)
class Item:
    """A unit with its role, and what the role was read from."""

    unit: Unit
    role: Role
    dateline: ReadDateline | None = None
    authors: tuple[Author, ...] = ()
    credit: str | None = None
    credit_start: int = 0
    mark: JumpMark | None = None

    @property
    def opens_story(self) -> bool:
        """Whether a headline may be expected above it."""
        return self.role in ("dateline", "byline", "continuation")

    @property
    def heading(self) -> bool:
        return self.unit.kind == "heading"


def classify(unit: Unit, conventions: Conventions, issue_date: dt.date | None) -> Item:
    """The role of one unit."""
    if unit.kind == "image":
        return Item(unit, "image")
    if unit.kind == "table":
        return Item(unit, "table")
    text = unit.text.shown
    if unit.role == "caption":
        inside = credit(text, conventions)
        if inside is not None:
            return Item(unit, "credit", credit=inside[0], authors=inside[1])
        return _caption(unit, conventions) or Item(unit, "caption")
    if unit.role in ("headline", "kicker", "deck"):
        return Item(unit, "body")
    if (reported := conventions.reported.match(text)) and (
        named := byline(f"{conventions.reporter} " + reported.group("names"), conventions)
    ):
        return Item(unit, "byline", authors=named)
    if conventions.unsigned.match(text):
        return Item(unit, "byline")
    if unit.role == "byline" and (named := byline(text, conventions)):
        return Item(unit, "byline", authors=named)
    if conventions.guide_heading.match(text):
        return Item(unit, "guide")
    if conventions.notice.match(text):
        return Item(unit, "notice")
    taken = credit(text, conventions)
    if taken is not None:
        return Item(unit, "credit", credit=taken[0], authors=taken[1])
    continued = find_continuation(text, conventions) or _glued_head(text, conventions)
    if continued is not None:
        return Item(unit, "continuation", mark=continued)
    jump = find_jump(text, conventions)
    if jump is not None and not text[: jump.start].strip(" 　…"):
        return Item(unit, "jump", mark=jump)
    if len(text) <= 120 and conventions.note.match(text):
        return Item(unit, "note")
    if len(text) <= 80:
        closing = read_tail(text, issue_date, conventions, unit.line)
        if closing is not None and closing[2] == 0 and closing[0] is not None:
            return Item(unit, "tail")
    opening = read_dateline(text, issue_date, conventions, unit.line)
    if opening is not None and (opening.end < len(text.rstrip()) or opening.dateline is not None):
        return Item(unit, "dateline", dateline=opening)
    if len(text) <= 90 and (match := conventions.byline_line.match(text)):
        authors = byline(match.group("names"), conventions)
        if authors:
            return Item(unit, "byline", authors=authors)
        if unit.role == "byline" or re.match(r"^[\s　]*[■□●○◆◇]\s*\S", text):
            from_mark = byline(conventions.by + match.group("names").strip("■□●○◆◇ 　"), conventions)
            if from_mark:
                return Item(unit, "byline", authors=from_mark)
    captioned = _caption(unit, conventions)
    if captioned is not None:
        return captioned
    if conventions.caption_cue.match(text) and len(text) <= _CAPTION_LENGTH and unit.kind != "heading":
        return Item(unit, "caption")
    return Item(unit, "body")


def _glued_head(text: str, conventions: Conventions) -> JumpMark | None:
    """The continuation line between a jump head and the text that OCR glued to it (渔民（上接第一版）少了。)."""
    match = conventions.continuation_inside.search(text[:80])
    if (
        match is None
        or width(text[: match.start()]) > _GLUED_HEAD
        or _ENDS_SENTENCE.search(text[: match.start()])
    ):
        return None
    page = label_of(match.group("page"), conventions)
    return JumpMark(match.group("mark"), page, match.start(), match.end()) if page else None


def _caption(unit: Unit, conventions: Conventions) -> Item | None:
    text = unit.text.shown
    if len(text) > _CAPTION_LENGTH:
        return None
    tail = credit_tail(text, conventions)
    if tail is None:
        return None
    start, printed, authors = tail
    return Item(unit, "captioned", credit=printed, credit_start=start, authors=authors)


def title_like(item: Item, conventions: Conventions) -> bool:
    """Whether a line could stand in a headline: short, with no sentence ending in it."""
    text = item.unit.text.shown.strip()
    if item.unit.kind not in ("text", "heading") or item.role != "body":
        return False
    if not text or len(text) * _NARROW > HEADLINE_WIDTH or width(text) > HEADLINE_WIDTH:
        return False
    if find_jump(text, conventions) is not None or conventions.closing_date.search(text):
        return False
    reference = first_reference(text, conventions)
    if reference is not None and reference.start() == 0 and not text[reference.end() :].strip("）) "):
        return False
    if conventions.chapter.match(text):
        return False
    if conventions.spaced:
        return not text.endswith((".", ",", ";")) or text.isupper()
    return _ENDS_SENTENCE.search(text) is None
