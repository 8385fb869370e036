"""HTML tables -> rows of text: those of OCR tools within Markdown, and data tables of HTML documents."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from mkdocs_newspaper.reading.html_source import parse
from mkdocs_newspaper.reading.image_paths import alternative_text, image_path
from mkdocs_newspaper.reading.inline_markup import Picture
from mkdocs_newspaper.reading.passages import is_closely_set

#: a row or a picture, with the number of lines that it stands below the first
PlacedRow = tuple[int, tuple[str, ...]]
PlacedPicture = tuple[int, Picture]

_UNSHOWN = frozenset({"script", "style", "template", "noscript"})
_LARGEST_SPAN = 50


def nodes_within(tag: Tag) -> Iterator[PageElement]:
    """All tags and strings within a tag, in document order.

    BeautifulSoup's own walk first looks for its end, which in broken pages nested thousands deep takes a
    time that grows with the square of the depth.
    """
    stack = [iter(tag.contents)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        yield node
        if isinstance(node, Tag):
            stack.append(iter(node.contents))


def table_rows_of_source(source: str) -> tuple[list[PlacedRow], list[PlacedPicture]]:
    """The rows, and the pictures within cells, of a `<table>` given as source."""
    tree, _ = parse(source)
    table = tree.find("table")
    if not isinstance(table, Tag):
        return [], []
    return table_rows(table, 1)


def table_rows(table: Tag, first_line: int) -> tuple[list[PlacedRow], list[PlacedPicture]]:
    """The rows of a table; lines are counted from `first_line`. Text outside cells makes rows of its own.

    A cell that spans columns is followed by empty cells, so that columns stay under each other.
    """
    rows: list[tuple[int, list[list[str]]]] = []  # a cell is a list of pieces
    pictures: list[PlacedPicture] = []
    line = 0
    cell: Tag | None = None
    row: Tag | None = None
    pieces: list[str] = []
    for node in nodes_within(table):
        if isinstance(node, Tag):
            if node.sourceline:
                line = max(node.sourceline - first_line, 0)
            if node.name == "tr":
                row, cell = node, None
                rows.append((line, []))
            elif node.name in {"td", "th"}:
                if row is None:
                    row = node
                    rows.append((line, []))
                cell, pieces = node, []
                rows[-1][1].extend([pieces, *([] for _ in range(_span(node) - 1))])
            elif node.name == "br" and cell is not None:
                pieces.append("\n")
            elif node.name == "img":
                reference = str(node.get("src") or "")
                alt = alternative_text(str(node.get("alt") or ""), reference)
                pictures.append((line, Picture(0, image_path(reference), alt)))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            text = str(node)
            if text.strip() and not (node.parent and node.parent.name in _UNSHOWN):
                if cell is None or not _within(node, cell):
                    above = text[: len(text) - len(text.lstrip())].count("\n")
                    cell, row, pieces = None, None, []
                    rows.append((line + above, [pieces]))
                pieces.append(text)
            elif cell is not None:
                pieces.append(" ")
            line += text.count("\n")
    placed = [(below, tuple(_on_one_line("".join(one)) for one in cells)) for below, cells in rows]
    return [(below, cells) for below, cells in placed if any(cells)], pictures


def _within(node: NavigableString, cell: Tag) -> bool:
    """Whether a text stands in the cell last begun. Looks only a few levels up: deeper is not newspaper."""
    parent = node.parent
    for _ in range(12):
        if parent is cell:
            return True
        if parent is None or parent.name in {"table", "tr"}:
            return False
        parent = parent.parent
    return True


def _span(cell: Tag) -> int:
    span = str(cell.get("colspan") or "1")
    return min(max(int(span), 1), _LARGEST_SPAN) if span.isascii() and span.isdigit() and len(span) < 5 else 1


def _on_one_line(text: str) -> str:
    """A cell's text on one line: no space where closely set characters met at a line's end."""
    joined = ""
    for part in text.split("\n"):
        words = " ".join(part.split())
        if joined and words and not (is_closely_set(joined[-1]) and is_closely_set(words[0])):
            joined += " "
        joined += words
    return joined
