"""Text of the model -> mixed content of TEI: corrections, names and links around their parts; and its bytes.

XML 1.0 can't hold every character: what it forbids is drawn as a sign (U+0007 as ␇) in an element `g`
that names the character, so that nothing is lost.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree import ElementTree

from mkdocs_newspaper.model import Change, Text

NAMESPACE = "http://www.tei-c.org/ns/1.0"
Element = ElementTree.Element

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ID, _LANGUAGE = f"{_XML}id", f"{_XML}lang"
#: Names of attributes as they are written, where that is not as the tree has them.
_WRITTEN = {_ID: "xml:id", _LANGUAGE: "xml:lang"}
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


def add(
    parent: Element, tag: str, text: str | None = None, lang: str | None = None, **attributes: str
) -> Element:
    """A new last child. `id` becomes `xml:id`, `lang` `xml:lang`; empty attributes are left out."""
    given: dict[str, str] = {}
    identifier = attributes.pop("id", "")
    if identifier:
        given[_ID] = identifier
    if lang:
        given[_LANGUAGE] = lang
    for name, value in attributes.items():
        if value:
            given[name] = plain(value)
    made = ElementTree.SubElement(parent, tag, given)
    if text is not None:
        made.text = plain(text)
    return made


@dataclass(frozen=True, slots=True)
class Span:
    """An element around `start:end` of a text; `outer` ones hold the others where both are of one extent."""

    start: int
    end: int
    tag: str
    attributes: dict[str, str]
    outer: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands at a place of the text: a span (or a part of one), or a change."""

    start: int
    end: int
    rank: int
    of: Span | Change
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, bool, int, int]:
        # What was left out stands before whatever begins at its place.
        return self.start, self.end > self.start, -self.end, self.rank


@dataclass(slots=True)
class Inline:
    """Writes text with its marks into elements. `strange`: the forbidden characters met so far."""

    strange: set[str] = field(default_factory=set)

    def write(self, parent: Element, text: Text, spans: Iterable[Span] = (), key: str = "") -> None:
        """`text` as the content of `parent`; `key` begins the ids of a span that has to be cut in two.

        Read without `sic` and `note` it is the text shown, without `corr` and `note` the text printed.
        """
        spans = tuple(spans)
        if not spans and not text.changes:
            self.text(parent, text.shown)
            return
        changes = _apart(text.changes, len(text.shown))
        pieces = [_Piece(one.start, one.end, 2, one) for one in changes]
        outer, inner = _told_apart(spans, len(text.shown))
        links = [piece for span in outer for piece in _cut(span, changes, (), key)]
        names = [piece for span in inner for piece in _cut(span, changes, links, key)]
        ordered = sorted([*pieces, *links, *names], key=lambda one: one.order)
        self._fill(parent, text.shown, ordered, 0, len(text.shown))

    def _fill(self, parent: Element, shown: str, pieces: Sequence[_Piece], start: int, end: int) -> None:
        at, number = start, 0
        while number < len(pieces):
            piece = pieces[number]
            last = number + 1
            while last < len(pieces) and pieces[last].start < piece.end:
                last += 1
            self.text(parent, shown[at : piece.start])
            self._fill(self._open(parent, piece), shown, pieces[number + 1 : last], piece.start, piece.end)
            if isinstance(piece.of, Change) and piece.of.note:
                add(parent, "note", piece.of.note, type="correction", resp="#editor")
            at, number = piece.end, last
        self.text(parent, shown[at:end])

    def _open(self, parent: Element, piece: _Piece) -> Element:
        if isinstance(piece.of, Span):
            return add(parent, piece.of.tag, **{**piece.of.attributes, **piece.attributes})
        choice = add(parent, "choice")
        self.text(add(choice, "sic"), piece.of.printed)
        responsible = "#editor" if piece.of.rule in ("editor", "ocr-variant") else "#repair"
        return add(choice, "corr", type=piece.of.rule, resp=responsible)

    def text(self, parent: Element, text: str) -> None:
        """Append plain text of the newspaper; forbidden characters become elements `g`."""
        at = 0
        for found in () if text.isprintable() else _FORBIDDEN.finditer(text):
            _append(parent, text[at : found.start()])
            self.strange.add(found[0])
            add(parent, "g", sign(found[0]), ref=f"#{character_id(found[0])}")
            at = found.end()
        _append(parent, text[at:])


def character_id(character: str) -> str:
    """The `xml:id` of a forbidden character's description: "char.U0007"."""
    return f"char.U{ord(character):04X}"


def _append(parent: Element, text: str) -> None:
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


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
    if not changes and not links:
        return [_Piece(span.start, span.end, rank, span)]
    edges = {span.start, span.end, *_crossings(span, changes), *_crossings(span, links)}
    bounds = sorted(edges)
    if len(bounds) == 2 or not key:
        return [_Piece(start, end, rank, span) for start, end in pairwise(bounds)]
    ids = [f"{key}.{span.start}-{number}" for number in range(1, len(bounds))]
    return [
        _Piece(
            start,
            end,
            rank,
            span,
            {
                "id": ids[number],
                "prev": f"#{ids[number - 1]}" if number else "",
                "next": f"#{ids[number + 1]}" if number + 1 < len(ids) else "",
            },
        )
        for number, (start, end) in enumerate(pairwise(bounds))
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
    """The document, a line an element where no running text is touched.

    Written here, as ElementTree writes it: its own writer, which can do far more, takes three times as long.
    """
    written = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    _write(root, 0, written.append)
    written.append("\n")
    return "".join(written).encode()


def _write(element: Element, depth: int, put: Callable[[str], None]) -> None:
    """An element without its tail; `depth` is how far it stands in, -1 within running text."""
    tag = element.tag
    attributes = "".join(
        [f' {_WRITTEN.get(name, name)}="{_attribute(value)}"' for name, value in element.items()]
    )
    text = element.text
    if not len(element):
        put(f"<{tag}{attributes}>{_escaped(text)}</{tag}>" if text else f"<{tag}{attributes} />")
        return
    put(f"<{tag}{attributes}>")
    if depth < 0 or tag in _RUNNING:
        if text:
            put(_escaped(text))
        for child in element:
            _write(child, -1, put)
            if child.tail:
                put(_escaped(child.tail))
    else:
        # White space alone stands between elements that hold no running text.
        indent = "\n" + " " * (depth + 1)
        for child in element:
            put(indent)
            _write(child, depth + 1, put)
        put(indent[:-1])
    put(f"</{tag}>")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    """An attribute's value; line ends and tabs as references, for a parser would read them as spaces."""
    text = _escaped(text).replace('"', "&quot;")
    if not text.isprintable():
        text = text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")
    return text
