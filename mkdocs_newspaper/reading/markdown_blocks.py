"""Markdown and plain text as OCR tools leave them -> blocks.

A line scanner of its own and no CommonMark parser, because newspaper text must not be read as Markdown:
four spaces are an indent and no code, `1949. 十月` is a sentence and no list, a line of `---` under a line
of text is a rule and makes no heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mkdocs_newspaper.reading.inline_markup import Passage, Picture, Separator, read_passages
from mkdocs_newspaper.reading.page_marks import (
    PageMark,
    header_in_comment,
    image_in_comment,
    mark_in_comment,
    mark_in_line,
)
from mkdocs_newspaper.reading.passages import HAN, Block, BlockKind, Finding, Line

#: what can reach over several lines, and the form feed, which can stand within one
#: What stands between two comments of one page header
_NEXT_HEADER = re.compile(r"\s*(?=<!--\s*(?i:page\s?header)\s*=)")
#: The marks that a layout service leaves for boxes of a form
_SELECTION = re.compile(r"\s*:(?:un)?selected:\s*")
_LEXEME = re.compile(r"(?P<comment><!--)|(?P<table><(?i:table)\b)|(?P<feed>\f)")
_TABLE_TAG = re.compile(r"<(?P<close>/?)table\b[^<>]*+>", re.I)

_QUOTE = re.compile(r"\s*+(?:>[ \t]?)++")
_FENCE = re.compile(r"\s*+(?:`{3,}+|~{3,}+)[ \t]*+[\w+.-]*+\s*+", re.A)
_HEADING = re.compile(r"\s*+(?P<marks>#{1,6}+)(?P<space>[\s　]*+)(?P<text>.*)", re.S)
_HTML_HEADING = re.compile(r"\s*+<h(?P<level>[1-6])\b[^<>]*+>(?P<text>.*)</h(?P=level)\s*>\s*", re.I | re.S)
_ITEM = re.compile(r"[\s　]*+(?:(?P<ascii>[-*+])[ \t　]++|(?=•))(?=\S)")
_RULE_MARKS = frozenset("-*_=─━═—")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_OPENING_PUNCTUATION = "《〈“‘「『【（〔[(—…"
_LONGEST_HASHTAG = 40


@dataclass(frozen=True, slots=True)
class _CommentImage:
    """`<!-- image -->`: a picture that the tool saw and did not keep."""


@dataclass(frozen=True, slots=True)
class _TableSource:
    source: str


@dataclass(frozen=True, slots=True)
class _Interruption:
    """A line that held only a comment: it ends a paragraph, and is no blank line."""


_Row = tuple[int, str | PageMark | _CommentImage | _TableSource | _Interruption]


def read_markdown(text: str) -> tuple[list[Block], list[Finding]]:
    """The blocks of a Markdown or plain text document, and what was found on the way."""
    scanner = _Scanner()
    for line, content in _rows(text):
        if not (isinstance(content, str) and _SELECTION.fullmatch(content)):
            scanner.take(line, content)
    scanner.end()
    return pages_named(scanner.blocks), scanner.findings


def _rows(text: str) -> Iterator[_Row]:
    """The lines of the text, comments and HTML tables taken out of them, each where it stood."""
    line = 1
    buffer: list[str] = []
    commented = False
    at = 0
    comments_end = tables_end = True

    def flushed() -> Iterator[_Row]:
        content = "".join(buffer)
        buffer.clear()
        if content.strip():
            yield line, content

    while True:
        lexeme = _LEXEME.search(text, at)
        first, *others = text[at : lexeme.start() if lexeme else len(text)].split("\n")
        buffer.append(first)
        for other in others:
            content = "".join(buffer)
            yield line, _Interruption() if commented and not content.strip() else content
            line += 1
            buffer, commented = [other], False
        if not lexeme:
            content = "".join(buffer)
            if content.strip():
                yield line, content
            return
        at = lexeme.end()
        kind = lexeme.lastgroup
        if kind == "feed":
            yield from flushed()
            commented = True
            yield line, PageMark()
        elif kind == "comment":
            end = text.find("-->", at) if comments_end else -1
            if end < 0:
                comments_end = False
                buffer.append(lexeme.group())
                continue
            inside = text[at:end]
            header = header_in_comment(inside)
            mark = None if header else mark_in_comment(inside)
            # Looked at only where short: the time must not grow with the square of the comment.
            if mark or image_in_comment(inside):
                yield from flushed()
                yield line, mark or _CommentImage()
            elif header:
                # Headers of one page stand one after the other: together they are its header line.
                buffer.append(f" {header} ")
                at = end + 3
                following = _NEXT_HEADER.match(text, at)
                if following:
                    line += text.count("\n", at, following.end())
                    at = following.end()
                continue
            elif "\n" in inside:
                yield from flushed()
            line += inside.count("\n")
            commented = True
            at = end + 3
        else:
            table_end = _table_end(text, lexeme.start()) if tables_end else None
            if table_end is None:
                tables_end = False
                buffer.append(lexeme.group())
                continue
            yield from flushed()
            source = text[lexeme.start() : table_end]
            yield line, _TableSource(source)
            line += source.count("\n")
            commented = True
            at = table_end


def _table_end(text: str, at: int) -> int | None:
    """The offset after the tag that closes the table at `at`, None where none does."""
    depth = 0
    for tag in _TABLE_TAG.finditer(text, at):
        depth += -1 if tag["close"] else 1
        if depth <= 0:
            return tag.end()
    return None


class _Scanner:
    """Takes rows one by one and gathers the blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.findings: list[Finding] = []
        self._gap = 0
        self._paragraph: list[tuple[int, str]] = []
        self._piped: list[tuple[int, str]] = []
        self._open_table = False  # the pipe table being read has no outer bars
        self._quoted = False

    def take(self, line: int, content: str | PageMark | _CommentImage | _TableSource | _Interruption) -> None:
        """Read one row."""
        if isinstance(content, str):
            self._line(line, content)
            return
        self._flush()
        if isinstance(content, PageMark):
            self._mark(line, content)
        elif isinstance(content, _CommentImage):
            self._add(Block("image", (Line("", line),)))
        elif isinstance(content, _TableSource):
            self._html_table(line, content.source)

    def end(self) -> None:
        """Close what is still open."""
        self._flush()

    def _line(self, line: int, content: str) -> None:
        quote = _QUOTE.match(content)
        if bool(quote) != self._quoted:
            self._flush()
            self._quoted = bool(quote)
        if quote:
            content = content[quote.end() :]
        stripped = content.strip()
        if not stripped:
            self._flush()
            self._gap += 1
        elif mark := mark_in_line(stripped):
            self._flush()
            self._mark(line, mark, stripped)
        elif _FENCE.fullmatch(content):
            self._flush()
        elif self._is_rule(stripped):
            self._flush()
            self._add(Block("rule", (Line(stripped, line),)))
        elif not (self._heading(line, content) or self._pipe_row(line, stripped)):
            item = _ITEM.match(content)
            if item:
                self._flush()
                content = content[item.end() :]
            self._paragraph.append((line, content))

    @staticmethod
    def _is_rule(stripped: str) -> bool:
        if stripped[0] not in _RULE_MARKS:
            return False
        inked = "".join(stripped.split())
        return len(inked) >= 3 and inked == inked[0] * len(inked)

    # --- headings -------------------------------------------------------------------------------------

    def _heading(self, line: int, content: str) -> bool:
        heading = _HEADING.match(content)
        if heading and _is_heading(heading["space"], heading["text"]):
            text, level = _without_closing_marks(heading["text"]), len(heading["marks"])
        elif html_heading := _HTML_HEADING.fullmatch(content):
            text, level = html_heading["text"], int(html_heading["level"])
        else:
            return False
        self._flush()
        self._passages([(line, text)], "heading", level)
        return True

    # --- pipe tables ----------------------------------------------------------------------------------

    def _pipe_row(self, line: int, stripped: str) -> bool:
        """Whether the line belongs to a pipe table; rows wait until the table ends."""
        barred = len(stripped) > 2 and stripped[0] == "|" and stripped[-1] == "|"
        if self._piped and (barred or (self._open_table and "|" in stripped)):
            self._piped.append((line, stripped))
            return True
        if barred:
            self._flush()
            self._piped.append((line, stripped))
            return True
        if _is_delimiter_row(stripped) and self._paragraph and "|" in self._paragraph[-1][1]:
            header = self._paragraph.pop()
            self._flush()
            self._open_table = True
            self._piped += [header, (line, stripped)]
            return True
        if self._piped:
            self._flush()
        return False

    def _pipe_table(self, piped: list[tuple[int, str]]) -> None:
        lines: list[Line] = []
        rows: list[tuple[str, ...]] = []
        pictures: list[Picture] = []
        for line, source in piped:
            if _is_delimiter_row(source):
                continue
            cells = []
            for cell in _cells(source):
                passages, findings = read_passages([(line, cell)])
                self.findings += findings
                pictures += [one for one in passages if isinstance(one, Picture)]
                cells.append(
                    " ".join(one.text for part in passages if isinstance(part, Passage) for one in part.lines)
                )
            rows.append(tuple(cells))
            lines.append(Line("\t".join(cells), line))
        self._add(Block("table", tuple(lines), rows=tuple(rows)))
        for picture in pictures:
            self._picture(picture)

    def _html_table(self, line: int, source: str) -> None:
        # BeautifulSoup takes longer to import than an issue to read, and few pages have such tables.
        from mkdocs_newspaper.reading.html_tables import table_rows_of_source

        rows, pictures = table_rows_of_source(source)
        if rows:
            lines = tuple(Line("\t".join(cells), line + below) for below, cells in rows)
            self._add(Block("table", lines, rows=tuple(cells for _, cells in rows)))
        for below, reference in pictures:
            self._picture(replace(reference, line=line + below))

    # --- putting blocks -------------------------------------------------------------------------------

    def _flush(self) -> None:
        piped, self._piped, self._open_table = self._piped, [], False
        if len(piped) > 1 and any(not _is_delimiter_row(source) for _, source in piped):
            self._pipe_table(piped)
        else:
            # One line between bars is text in a frame, no table.
            self._paragraph += piped
        paragraph, self._paragraph = self._paragraph, []
        if paragraph:
            self._passages(paragraph, "text")

    def _passages(self, rows: list[tuple[int, str]], kind: BlockKind, level: int = 0) -> None:
        passages, findings = read_passages(rows)
        self.findings += findings
        for one in passages:
            if isinstance(one, Picture):
                self._picture(one)
            elif isinstance(one, Separator):
                self._mark(one.line, one.mark)
            elif one.role:
                self._add(Block("text", one.lines, role=one.role, lead=one.lead))
            else:
                self._add(Block(kind, one.lines, level=level, gap=self._gap, lead=one.lead))

    def _picture(self, picture: Picture) -> None:
        self._add(Block("image", (Line("", picture.line),), image=picture.image, alt=picture.alt))
        if picture.title:
            self._add(Block("text", (Line(picture.title, picture.line),), role="caption"))

    def _mark(self, line: int, mark: PageMark, printed: str = "") -> None:
        role = "page" if mark.of_this_page else None
        self._add(Block("page-mark", (Line(printed, line),), page=mark.page, role=role))

    def _add(self, block: Block) -> None:
        self.blocks.append(block if block.gap == self._gap else replace(block, gap=self._gap))
        self._gap = 0


def _is_heading(space: str, text: str) -> bool:
    if not text.strip():
        return True
    if space:
        return True
    if not (HAN.match(text) or text[0] in _OPENING_PUNCTUATION or text.startswith("**")):
        return False
    # `#话题# 今天…` is a hashtag, `#标题#` a heading with closing marks.
    closing = text.find("#", 0, _LONGEST_HASHTAG)
    return closing < 0 or not text[closing:].strip("# \t")


def _without_closing_marks(text: str) -> str:
    """A heading's text without the marks that close it; `C#` keeps its own."""
    text = text.rstrip()
    stripped = text.rstrip("#")
    if stripped == text:
        return text
    if stripped and not stripped[-1].isspace() and stripped[-1].isascii() and stripped[-1] != "*":
        return text
    return stripped


def _is_delimiter_row(source: str) -> bool:
    """`|---|:--:|`"""
    return "|" in source and "-" in source and not source.strip("|:- \t")


def _cells(source: str) -> list[str]:
    """The cells of a pipe row, escaped bars restored."""
    inner = source.strip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _CELL_BORDER.split(inner)]


def pages_named(blocks: list[Block]) -> list[Block]:
    """Page numbers that stand somewhere on the page they name, moved to the mark that begins that page."""
    if not any(block.kind == "page-mark" and block.role == "page" for block in blocks):
        return blocks
    separated = any(block.kind == "page-mark" and block.role is None for block in blocks)
    placed: list[Block] = []
    begun: int | None = None  # where the mark of the page at hand stands
    for block in blocks:
        if block.kind != "page-mark":
            placed.append(block)
        elif block.role is None:
            begun = len(placed)
            placed.append(block)
        elif not separated:
            placed.append(replace(block, role=None))
        elif begun is not None:
            if placed[begun].page is None:
                placed[begun] = replace(placed[begun], page=block.page)
        else:
            placed.insert(0, replace(block, role=None, gap=0))
            begun = 0
    return placed
