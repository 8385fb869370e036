"""One paragraph of Markdown source -> passages of text, pictures and page marks, without markup.

This is no CommonMark: only what OCR tools write is markup, and only in well-formed pairs. Whatever else
looks like markup is newspaper text and stays (`5*3`, `李**、张**`, `[注](见第四版)`, `<script>`).
Every step forward is taken once: the time grows with the text, whatever the text is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_newspaper.reading.image_paths import alternative_text, image_path
from mkdocs_newspaper.reading.page_marks import PageMark
from mkdocs_newspaper.reading.passages import HAN, Finding, Line, PassageBuilder, indent_width, listed

#: attributes may hold ">" inside quotes, but no "<": so no attempt runs past the next "<"
TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*+)(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>", re.A
)
ATTRIBUTE = re.compile(
    r"(?<![\w:-])(?P<name>[a-zA-Z_:][\w:-]*+)\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'<>]++))",
    re.A,
)
_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~\n])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|<(?P<address>(?:https?|ftp)://[^\s<>]*+|mailto:[^\s<>]*+|www\.[^\s<>]*+|[\w.+-]{1,64}@[\w.-]{1,255})>"
    r"|(?P<angle><)"
    r"|(?P<stars>\*+|_+)"
    r"|(?P<open>!?\[)"
    r"|(?P<shut>\])"
    r"|(?P<newline>\n)"
)
_SPECIAL = re.compile(r"[\\&<*_!\[\]\n]")
_TARGET = re.compile(
    r"\(\s*+(?:<(?P<pointed>[^<>\n]*+)>|(?P<plain>[^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+))"
    r"(?:\s++(?:\"(?P<title>[^\"\n]*+)\"|'(?P<quoted>[^'\n]*+)'))?\s*+\)"
)
#: OCR tools do write `![](page 1.png)`
_SPACED_IMAGE = re.compile(r"\((?P<plain>[^()\"'\n<>]{1,500}+)\)")
_PANDOC_ATTRIBUTES = re.compile(r"\{[#.:a-zA-Z][^{}\n]{0,200}+\}")
#: "(javascript:alert(f('x y')))": with white space, and brackets two deep
_ACTIVE_TARGET = re.compile(
    r"\(\s*+(?:javascript|vbscript|data):"
    r"[^()\n]*+(?:\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)[^()\n]*+)*+\)",
    re.I,
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}:\S")

#: tags that change how text looks; their text is the newspaper's
_LOOKS = listed("sup sub i em u s del ins small big span font a mark tt code nobr")
_STRONG = frozenset({"b", "strong"})
#: tags that begin or end a block
_BLOCKS = listed(
    "p div center figure picture section article main aside header footer html body blockquote pre hr "
    "ul ol dl li dt dd table thead tbody tfoot tr caption figcaption h1 h2 h3 h4 h5 h6"
)
_CELLS = frozenset({"td", "th"})
_CAPTIONS = frozenset({"figcaption", "caption"})
#: tags that would do something in a browser: worth a word to the editor where they stand in newspaper text
_ACTIVE = listed("script iframe object embed style svg form link meta base")
_PAGE_BREAK_STYLE = re.compile(r"page-break|break-(?:before|after)\s*:\s*page|pagebreak", re.I)


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together. `role` is "caption" for a figcaption's."""

    lines: tuple[Line, ...]
    lead: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: `image` as `image_path` allows it."""

    line: int
    image: str | None
    alt: str | None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Separator:
    """A page mark that a tag makes."""

    line: int
    mark: PageMark


@dataclass(frozen=True, slots=True)
class _Border:
    """The place where one passage ends and another, with its role, begins."""

    role: str | None = None


@dataclass(frozen=True, slots=True)
class _LineEnd:
    hard: bool
    row: int


_Event = Picture | Separator | _Border | _LineEnd


def attributes(source: str) -> dict[str, str]:
    """The attributes in a tag's source, names lower-cased, entities resolved; of two alike the first wins."""
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(source):
        value = next((one for one in match.group("double", "single", "bare") if one is not None), "")
        found.setdefault(match["name"].lower(), html.unescape(value))
    return found


def read_passages(
    rows: Sequence[tuple[int, str]],
) -> tuple[list[Passage | Picture | Separator], list[Finding]]:
    """What stands in the source lines `(line, text)` of one paragraph, heading or list item."""
    if len(rows) == 1 and _SPECIAL.search(rows[0][1]) is None:
        return _plain(*rows[0]), []
    reader = _InlineReader(rows)
    reader.read()
    return list(reader.passages()), reader.findings


def _plain(line: int, source: str) -> list[Passage | Picture | Separator]:
    """A line that holds no markup, as most do."""
    whole = source.replace("\N{NO-BREAK SPACE}", " ")
    text = whole.strip()
    hard_break = source.endswith("  ")
    return [Passage((Line(text, line, False, hard_break, indent_width(whole)),))] if text else []


def _is_mark(character: str) -> bool:
    return not (character.isalnum() or character.isspace())


def _is_link_target(target: str) -> bool:
    """Whether brackets after brackets name an address, and not the newspaper's own words."""
    if _SCHEME.match(target) or target.startswith(("/", "#", "./", "../", "www.")):
        return True
    return bool(target) and not HAN.search(target) and ("." in target or "/" in target)


class _InlineReader:
    """One pass over the source: pieces of text, events between them, and which pieces were bold."""

    def __init__(self, rows: Sequence[tuple[int, str]]) -> None:
        self.findings: list[Finding] = []
        self._lines = [line for line, _ in rows]
        self._source = "\n".join(row for _, row in rows)
        self._row = 0
        self._pieces: list[str | _Event] = []
        self._piece_rows: list[int] = []
        self._strong: list[tuple[int, int]] = []  # ranges of pieces, in order of their ends
        self._runs: dict[tuple[str, int], list[int]] = {}
        self._brackets: list[tuple[int, bool]] = []
        self._strong_tags: list[int] = []

    def read(self) -> None:
        source = self._source
        at = looked = 0
        # Looking for one of a few characters is twenty times as fast as looking for any of the tokens.
        while special := _SPECIAL.search(source, looked):
            token = _TOKEN.match(source, special.start())
            if token is None:
                looked = special.end()
                continue
            self._put(source[at : token.start()])
            at = looked = self._token(token)
        self._put(source[at:])

    def _put(self, piece: str | _Event) -> None:
        if piece != "":
            self._pieces.append(piece)
            self._piece_rows.append(self._row)

    def _token(self, token: re.Match[str]) -> int:
        """Put what one token stands for; where to read on."""
        kind = token.lastgroup
        if kind == "escaped":
            if token["escaped"] == "\n":
                self._end_row(hard=True)
            else:
                self._put(token["escaped"])
        elif kind == "entity":
            # A line end written as an entity is no line of the document.
            self._put(html.unescape(token["entity"]).replace("\n", " ").replace("\r", " "))
        elif kind == "address":
            self._put(token["address"])
        elif kind == "angle":
            return self._tag(token.start())
        elif kind == "stars":
            self._emphasis(token)
        elif kind == "open":
            self._brackets.append((len(self._pieces), token["open"] == "!["))
            self._put(token["open"])
        elif kind == "shut":
            return self._close_bracket(token.start())
        else:
            self._end_row(hard=self._source.endswith("  ", 0, token.start()))
        return token.end()

    def _end_row(self, hard: bool) -> None:
        self._put(_LineEnd(hard, self._row))
        self._row += 1
        # One star here and one some lines on are two footnote signs, no markup.
        for mark in "*_":
            self._runs.pop((mark, 1), None)

    # --- emphasis -------------------------------------------------------------------------------------

    def _emphasis(self, token: re.Match[str]) -> None:
        run = token["stars"]
        before = self._source[token.start() - 1] if token.start() else " "
        after = self._source[token.end()] if token.end() < len(self._source) else " "
        mark, size = run[0], len(run)
        opens, closes = _flanking(mark, size, before, after)
        if size == 4 and self._runs.get((mark, 2)) and closes:
            # `**甲****乙**`: one bold run ends where the next begins.
            self._close_run((mark, 2))
            run, size, closes = mark * 2, 2, False
            opens = not after.isspace()
        key = (mark, size)
        if closes and self._runs.get(key):
            self._close_run(key)
            return
        if opens and size <= 3:
            self._runs.setdefault(key, []).append(len(self._pieces))
        self._put(run)

    def _close_run(self, key: tuple[str, int]) -> None:
        opened = self._runs[key].pop()
        self._blank(opened)
        if key[1] >= 2:
            self._strong.append((opened, len(self._pieces)))

    def _blank(self, index: int) -> None:
        self._pieces[index] = ""

    # --- links and pictures ---------------------------------------------------------------------------

    def _close_bracket(self, at: int) -> int:
        if self._brackets and self._source.startswith("(", at + 1):
            opened, is_image = self._brackets.pop()
            end = self._image(opened, at + 1) if is_image else self._link(opened, at + 1)
            if end is not None:
                return end
        elif self._brackets:
            self._brackets.pop()
        self._put("]")
        return at + 1

    def _link(self, opened: int, at: int) -> int | None:
        target = _TARGET.match(self._source, at)
        active = _ACTIVE_TARGET.match(self._source, at)
        if active:
            end: int | None = active.end()
            message = "a link that would run a script is left out, its text stays"
            self.findings.append(("active-content", self._lines[self._row], message))
        elif target and _is_link_target((target["pointed"] or target["plain"] or "").strip()):
            end = target.end()
        else:
            end = None
        if end is not None:
            self._blank(opened)
        return end

    def _image(self, opened: int, at: int) -> int | None:
        target = _TARGET.match(self._source, at) or _SPACED_IMAGE.match(self._source, at)
        if not target:
            active = _ACTIVE_TARGET.match(self._source, at)
            if not active:
                return None
            reference = title = ""
            end = active.end()
        else:
            groups = target.groupdict()
            reference = (groups.get("pointed") or groups["plain"] or "").strip()
            title = (groups.get("title") or groups.get("quoted") or "").strip()
            end = target.end()
        words = [piece if isinstance(piece, str) else " " for piece in self._pieces[opened + 1 :]]
        alt = alternative_text("".join(words), reference)
        self._drop_from(opened)
        title = title if title != alt else ""
        self._put(
            Picture(
                self._lines[self._row],
                image_path(reference),
                alt or title or None,
                title if alt and title else None,
            )
        )
        tail = _PANDOC_ATTRIBUTES.match(self._source, end)
        return tail.end() if tail else end

    def _drop_from(self, index: int) -> None:
        """Take back all pieces from `index` on, and whatever still points at them."""
        del self._pieces[index:], self._piece_rows[index:]
        for opened in self._runs.values():
            while opened and opened[-1] >= index:
                opened.pop()
        while self._strong and self._strong[-1][1] > index:
            self._strong.pop()
        while self._strong_tags and self._strong_tags[-1] > index:
            self._strong_tags.pop()

    # --- tags -----------------------------------------------------------------------------------------

    def _tag(self, at: int) -> int:
        tag = TAG.match(self._source, at)
        if not tag:
            self._put("<")
            return at + 1
        name, closing = tag["name"].lower(), bool(tag["close"])
        if name in _STRONG:
            if not closing:
                self._strong_tags.append(len(self._pieces))
            elif self._strong_tags:
                self._strong.append((self._strong_tags.pop(), len(self._pieces)))
        elif name == "br":
            self._put(_LineEnd(True, self._row))
        elif name == "img":
            self._put(self._picture(attributes(tag["attributes"])))
        elif name in _CELLS:
            self._put("" if closing else "\t")
        elif name in _BLOCKS:
            self._put(_Border("caption" if name in _CAPTIONS and not closing else None))
            if not closing and _PAGE_BREAK_STYLE.search(tag["attributes"]):
                self._put(Separator(self._lines[self._row], PageMark()))
        elif name not in _LOOKS:
            if name in _ACTIVE and not closing:
                self.findings.append(
                    (
                        "active-content",
                        self._lines[self._row],
                        f"<{name}> is no newspaper markup; it is shown as text",
                    )
                )
            self._put("<")
            return at + 1
        # A tag may span lines.
        for _ in range(tag.group().count("\n")):
            self._end_row(hard=False)
        return tag.end()

    def _picture(self, found: dict[str, str]) -> Picture:
        reference = found.get("src", "")
        alt = alternative_text(found.get("alt", ""), reference)
        title = " ".join(found.get("title", "").split())
        kept = title if alt and title and title != alt else None
        return Picture(self._lines[self._row], image_path(reference), alt or title or None, kept)

    # --- the result -----------------------------------------------------------------------------------

    def passages(self) -> Iterator[Passage | Picture | Separator]:
        """The passages, pictures and separators in order; an empty passage is left out."""
        builder = PassageBuilder()
        role: str | None = None
        depths = [0] * (len(self._pieces) + 1)
        for start, end in self._strong:
            depths[start] += 1
            depths[end] -= 1
        depth = 0
        for index, piece in enumerate(self._pieces):
            depth += depths[index]
            if isinstance(piece, str):
                builder.add(piece, self._lines[self._piece_rows[index]], strong=depth > 0)
            elif isinstance(piece, _LineEnd):
                builder.end_line(hard_break=piece.hard)
            else:
                if not builder.empty:
                    yield Passage(*builder.take(), role=role)
                builder.take()
                role = piece.role if isinstance(piece, _Border) else None
                if not isinstance(piece, _Border):
                    yield piece
        if self._source.endswith("  "):
            builder.end_line(hard_break=True)
        if not builder.empty:
            yield Passage(*builder.take(), role=role)


def _flanking(mark: str, size: int, before: str, after: str) -> tuple[bool, bool]:
    """Whether a run of `*` or `_` can open, and can close, emphasis between two characters.

    CommonMark's rule refuses `**真，**她` for the comma; in print without spaces a double mark must close
    after anything that is no space, and open before an opening bracket or quote mark.
    """
    opens = not after.isspace() and (not _is_mark(after) or not before.isalnum())
    closes = not before.isspace() and (not _is_mark(before) or not after.isalnum())
    if size > 1:
        opens = opens or after in "“‘《〈「『（(【〔[＜<"
        closes = closes or not before.isspace()
    if mark == "_":
        opens = opens and not before.isalnum()
        closes = closes and not after.isalnum()
    elif size == 1 and before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        return False, False
    return opens, closes
