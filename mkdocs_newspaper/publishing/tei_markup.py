"""Text of the model -> mixed content of TEI: corrections, names and links around their parts; and its bytes.

Elements hold running text as it is written: a tree of its names and corrections would be made for nothing but
to be written at once.

XML 1.0 can't hold every character: what it forbids is drawn as a sign (U+0007 as ␇) in an element `g`
that names the character, so that nothing is lost.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from mkdocs_newspaper.model import Change, Text

NAMESPACE = "http://www.tei-c.org/ns/1.0"
#: XML 1.0, production 2; and the carriage return, which every parser reads as a line feed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL_PICTURES = 0x2400
#: Elements that hold running text: white space in them is the newspaper's.
_RUNNING = frozenset(
    {
        "p",
        "head",
        "byline",
        "dateline",
        "ab",
        "label",
        "cell",
        "quote",
        "seg",
        "item",
        "fw",
        "note",
        "figDesc",
    }
)


def sign(character: str) -> str:
    """What stands for a character that XML forbids: its control picture, else U+FFFD."""
    code = ord(character)
    return chr(_CONTROL_PICTURES + code) if code < 0x20 else "\ufffd"


def plain(text: str) -> str:
    """`text` with signs for what XML forbids: for attributes, and for what is no text of the newspaper."""
    return text if text.isprintable() else _FORBIDDEN.sub(lambda found: sign(found[0]), text)


@dataclass(eq=False, slots=True)
class Element:
    """An element of the document. `attributes` and the texts of its content are XML already."""

    tag: str
    attributes: str = ""
    content: list[str | Element] = field(default_factory=list)


def written(id: str = "", lang: str | None = None, **named: str) -> str:
    """Attributes as they are written, a space before each, without empty ones.

    `id` becomes `xml:id`, `lang` `xml:lang`.
    """
    given = f' xml:id="{_attribute(id)}"' if id else ""
    if lang:
        given += f' xml:lang="{_attribute(lang)}"'
    for name, value in named.items():
        if value:
            given += f' {name}="{_attribute(plain(value))}"'
    return given


def add(
    parent: Element, tag: str, text: str | None = None, lang: str | None = None, **attributes: str
) -> Element:
    """A new last child, with attributes as `written` takes them."""
    made = Element(tag, written(lang=lang, **attributes))
    if text:
        made.content.append(_escaped(plain(text)))
    parent.content.append(made)
    return made


class Span(NamedTuple):
    """An element around `start:end` of a text, its attributes as `written`.

    `outer` ones hold the others where both are of one extent.
    """

    start: int
    end: int
    tag: str
    attributes: str
    outer: bool = False


class _Piece(NamedTuple):
    """A span (or a part of one) or a change at its place of the text: what opens it, and what closes it."""

    start: int
    end: int
    rank: int
    opening: str
    closing: str


@dataclass(slots=True)
class Inline:
    """Writes text with its marks into elements. `strange`: the forbidden characters met so far."""

    strange: set[str] = field(default_factory=set)

    def write(self, parent: Element, text: Text, spans: Sequence[Span] = (), key: str = "") -> None:
        """`text` as the content of `parent`; `key` begins the ids of a span that has to be cut in two.

        Read without `sic` and `note` it is the text shown, without `corr` and `note` the text printed.
        """
        shown = text.shown
        if not spans and not text.changes:
            self.text(parent, shown)
            return
        outer, inner = _told_apart(spans, len(shown))
        changes = _apart(text.changes, len(shown))
        pieces = [self._change(one) for one in changes]
        links = [piece for span in outer for piece in _cut(span, changes, (), key)]
        pieces += links
        pieces += [piece for span in inner for piece in _cut(span, changes, links, key)]
        if changes or links:
            pieces.sort(key=_order)
        self._fill(parent.content.append, shown, pieces, 0, len(shown))

    def _fill(
        self, put: Callable[[str], None], shown: str, pieces: Sequence[_Piece], start: int, end: int
    ) -> None:
        at, number = start, 0
        while number < len(pieces):
            piece = pieces[number]
            last = number + 1
            while last < len(pieces) and pieces[last].start < piece.end:
                last += 1
            if at < piece.start:
                put(self._safe(shown[at : piece.start]))
            put(piece.opening)
            if last > number + 1:
                self._fill(put, shown, pieces[number + 1 : last], piece.start, piece.end)
            elif piece.start < piece.end:
                put(self._safe(shown[piece.start : piece.end]))
            put(piece.closing)
            at, number = piece.end, last
        if at < end:
            put(self._safe(shown[at:end]))

    def _change(self, change: Change) -> _Piece:
        """`<choice><sic>as printed</sic><corr>as shown</corr></choice>`"""
        sic = f"<sic>{self._safe(change.printed)}</sic>" if change.printed else "<sic />"
        responsible = "#editor" if change.rule in ("editor", "ocr-variant") else "#repair"
        corr = f"corr{written(type=change.rule, resp=responsible)}"
        note = _escaped(plain(change.note)) if change.note else ""
        note = f'<note type="correction" resp="#editor">{note}</note>' if note else ""
        if change.start == change.end:
            return _Piece(change.start, change.end, 2, f"<choice>{sic}<{corr} />", f"</choice>{note}")
        return _Piece(change.start, change.end, 2, f"<choice>{sic}<{corr}>", f"</corr></choice>{note}")

    def text(self, parent: Element, text: str) -> None:
        """Append plain text of the newspaper; forbidden characters become elements `g`."""
        if text:
            parent.content.append(self._safe(text))

    def _safe(self, text: str) -> str:
        """Text as XML."""
        escaped = _escaped(text)
        return escaped if text.isprintable() else _FORBIDDEN.sub(self._sign, escaped)

    def _sign(self, found: re.Match[str]) -> str:
        self.strange.add(found[0])
        return f'<g ref="#{character_id(found[0])}">{sign(found[0])}</g>'


def character_id(character: str) -> str:
    """The `xml:id` of a forbidden character's description: "char.U0007"."""
    return f"char.U{ord(character):04X}"


def _order(piece: _Piece) -> tuple[int, bool, int, int]:
    # What was left out stands before whatever begins at its place.
    return piece.start, piece.end > piece.start, -piece.end, piece.rank


def _apart(changes: Iterable[Change], size: int) -> list[Change]:
    """The changes in order, without what lies in another, as `Text.printed` reads them."""
    kept: list[Change] = []
    at = 0
    for change in sorted(changes, key=lambda one: (one.start, one.end)):
        if change.start >= at and change.end <= size:
            kept.append(change)
            at = change.end
    return kept


def _told_apart(spans: Iterable[Span], size: int) -> tuple[list[Span], list[Span]]:
    """Outer and inner spans in order; of two of a kind that overlap the first and longest stays."""
    layers: tuple[list[Span], list[Span]] = ([], [])
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        layer = layers[0 if span.outer else 1]
        if 0 <= span.start < span.end <= size and (not layer or span.start >= layer[-1].end):
            layer.append(span)
    return layers


def _cut(span: Span, changes: Sequence[Change], links: Sequence[_Piece], key: str) -> list[_Piece]:
    """A span in as many parts as its elements need to nest with the changes and links that cross it."""
    rank = 0 if span.outer else 1
    opening, closing = f"<{span.tag}{span.attributes}>", f"</{span.tag}>"
    if not changes and not links:
        return [_Piece(span.start, span.end, rank, opening, closing)]
    edges = {span.start, span.end, *_crossings(span, changes), *_crossings(span, links)}
    bounds = sorted(edges)
    if len(bounds) == 2 or not key:
        return [_Piece(start, end, rank, opening, closing) for start, end in pairwise(bounds)]
    ids = [f"{key}.{span.start}-{number}" for number in range(1, len(bounds))]
    following = [*(f"#{one}" for one in ids[1:]), ""]
    before = ["", *(f"#{one}" for one in ids[:-1])]
    return [
        _Piece(
            start,
            end,
            rank,
            f"<{span.tag}{written(id=own)}{span.attributes}{written(prev=one_before, next=one_after)}>",
            closing,
        )
        for (start, end), own, one_before, one_after in zip(
            pairwise(bounds), ids, before, following, strict=True
        )
    ]


def _crossings(span: Span, others: Sequence[Change] | Sequence[_Piece]) -> list[int]:
    """Where the borders of what lies half in a span cut it; `others` are in order and don't overlap."""
    found: list[int] = []
    starts = [one.start for one in others]
    before = bisect_left(starts, span.start) - 1
    if before >= 0 and span.start < others[before].end < span.end:
        found.append(others[before].end)
    last = bisect_right(starts, span.end - 1) - 1
    if last >= 0 and span.start < others[last].start and others[last].end > span.end:
        found.append(others[last].start)
    return found


def as_bytes(root: Element) -> bytes:
    """The document, a line an element where no running text is touched."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    _write(root, 0, lines.append)
    lines.append("\n")
    return "".join(lines).encode()


def _write(element: Element, depth: int, put: Callable[[str], None]) -> None:
    """An element; `depth` is how far it stands in, -1 within running text."""
    content = element.content
    if not content:
        put(f"<{element.tag}{element.attributes} />")
        return
    put(f"<{element.tag}{element.attributes}>")
    # White space alone stands between elements that hold no running text.
    indent = "" if depth < 0 or element.tag in _RUNNING else "\n" + " " * (depth + 1)
    for child in content:
        if isinstance(child, str):
            put(child)
            continue
        put(indent)
        _write(child, depth + 1 if indent else -1, put)
    if indent and not isinstance(content[-1], str):
        put(indent[:-1])
    put(f"</{element.tag}>")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    """An attribute's value; line ends and tabs as references, for a parser would read them as spaces."""
    text = _escaped(text).replace('"', "&quot;")
    if not text.isprintable():
        text = text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")
    return text
