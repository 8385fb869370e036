"""PO catalogs, bytes -> messages with their lines and findings, and messages -> bytes.

The format is gettext's (its manual, "The Format of PO Files"). Babel reads the catalogs of labels; those of
prose are read here, because translators' work must come back whole: Babel's reader knows no previous
msgids (`#|`), drops comments and flags of obsolete entries, lets one of two entries with the same id vanish
and leaves the escapes `\\f` and `\\033`, which gettext writes, as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mkdocs_newspaper.diagnostics import Diagnostic, Severity

#: Larger files are refused; an issue's catalog has some hundred kilobytes.
LARGEST = 32_000_000
_MOST_FINDINGS = 20

#: A message as tools write it: comments, keywords and their strings, a blank line. Most are read at one go.
_LINES = r'((?:"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"\n)++)'
_WHOLE_MESSAGE = re.compile(
    rf"((?:#(?!~)[^\n]*+\n)*+)((?:msgctxt {_LINES})?msgid {_LINES}msgstr {_LINES})(?:\n++|\Z)"
)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"[ \t]*')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,3}\])?)[ \t]*(?=\")")
_CONFLICT_START, _CONFLICT_END = "<<<<<<<", ">>>>>>>"
_CONFLICT_MIDDLE = re.compile(r"(?:={7}|\|{7})(?: |$)")
#: `\n`, or bytes in octal or hexadecimal: `msgcat --escape` writes é as `\303\251`.
_BYTE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2}))")
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}))+)|\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_TO_ESCAPE = re.compile('[\\\\"\x00-\x1f\ud800-\udfff]')
_ESCAPES = {character: f"\\{letter}" for letter, character in _ESCAPED.items()} | {'"': '\\"', "\\": "\\\\"}
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]{1,40})")
#: Encodings that old catalogs are met in; others (punycode, utf-7 …) are no texts of people.
_CHARSETS = re.compile(
    r"(?i)utf-?8|(?:us-)?ascii|gb18030|gbk|gb2312|hz|big5(?:-?hkscs)?|euc-(?:jp|kr|tw)|shift[_-]?jis"
    r"|iso-8859-\d{1,2}|(?:windows-|cp)125\d|koi8-[ru]"
)
_UNFIT_IN_COMMENTS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a catalog. `id` is the source text, `text` its translation, "" while there is none.

    `line` is the 1-based line of its first keyword. `block` bounds the lines of its strings in the file that
    it was read from (0-based, end exclusive), so that what has not changed can be written back as it was.
    """

    id: str
    text: str = ""
    context: str | None = None
    flags: tuple[str, ...] = ()  # #,
    comments: tuple[str, ...] = ()  # the translator's: "# "
    extracted: tuple[str, ...] = ()  # the program's: "#."
    locations: tuple[str, ...] = ()  # "#:"
    previous: str | None = None  # "#| msgid"
    obsolete: bool = False  # "#~"
    line: int = field(default=0, compare=False)
    block: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class PoFile:
    """What a PO file holds. `whole` is False where something in it could not be read."""

    source: str
    header: Message | None = None
    messages: tuple[Message, ...] = ()  # in the order of the file, obsolete ones too
    findings: tuple[Diagnostic, ...] = ()
    whole: bool = True

    @property
    def fields(self) -> dict[str, str]:
        """The header's fields: Language, Last-Translator …; the last wins where one stands twice."""
        if self.header is None:
            return {}
        split = (line.partition(":") for line in self.header.text.splitlines())
        return {name.strip(): value.strip() for name, colon, value in split if colon}


def read_po(content: bytes, source: str) -> PoFile:
    """A PO file; `source` is how diagnostics name it. Never raises: what can't be read is a finding."""
    if len(content) > LARGEST:
        message = f"the catalog has {len(content):,} bytes, more than {LARGEST:,}; it is not read"
        return PoFile(
            source, findings=(Diagnostic("error", "bad-catalog", source, None, message),), whole=False
        )
    text, findings = _decode(content, source)
    if text is None:
        return PoFile(source, findings=tuple(findings), whole=False)
    parser = _Parser(source, findings)
    parser.read(text if text.endswith("\n") else f"{text}\n")
    return parser.file()


def po_lines(content: bytes) -> list[str]:
    """The lines of a PO file that `Message.block` counts; none where it can't be decoded."""
    text, _ = _decode(content, "")
    return [] if text is None else _lines(text)


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _decode(content: bytes, source: str) -> tuple[str | None, list[Diagnostic]]:
    text, findings = _decoded(content, source)
    return (None if text is None else text.replace("\r\n", "\n")), findings


def _decoded(content: bytes, source: str) -> tuple[str | None, list[Diagnostic]]:
    declared = _CHARSET.search(content, 0, 8192)
    charset = declared[1].decode("ascii") if declared else "UTF-8"
    named_utf8 = charset.casefold() in ("utf-8", "utf8", "charset", "us-ascii", "ascii")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = error.start
    else:
        if named_utf8 or text.isascii():
            return text, []
        line = content.count(b"\n", 0, declared.start()) + 1 if declared else None
        message = f"the catalog declares the charset {charset}, but is UTF-8; it is read as UTF-8"
        return text, [Diagnostic("warning", "catalog-charset", source, line, message)]
    if not named_utf8 and _CHARSETS.fullmatch(charset):
        try:
            return content.decode(charset), []
        except UnicodeDecodeError as error:
            bad = error.start
        except LookupError:
            pass
    line = content.count(b"\n", 0, bad) + 1
    said = "UTF-8" if named_utf8 else charset
    message = f"the catalog is not in the charset that it declares ({said}); save it as UTF-8"
    return None, [Diagnostic("error", "catalog-charset", source, line, message)]


class _Parser:
    """Takes the lines one by one; a message ends where the next one's comments or keywords begin."""

    def __init__(self, source: str, findings: list[Diagnostic]) -> None:
        self.source = source
        self.findings = findings
        self.left_out = 0
        self.whole = not findings or all(one.severity != "error" for one in findings)
        self.header: Message | None = None
        self.messages: list[Message] = []
        self.seen: dict[tuple[str | None, str], int] = {}
        self.conflict = 0  # the line where an open conflict began
        self._clear()

    def _clear(self) -> None:
        self.comments: list[str] = []
        self.extracted: list[str] = []
        self.locations: list[str] = []
        self.flags: list[str] = []
        self.previous: dict[str, list[str]] = {}
        self.strings: dict[str, list[str]] = {}
        self.open: list[str] | None = None  # the string that a continuation line goes on with
        self.obsolete = False
        self.spoiled = False
        self.line = 0
        self.end = 0

    def read(self, text: str) -> None:
        at, line = 0, 1
        while whole := _WHOLE_MESSAGE.match(text, at):
            self._whole_message(whole, line)
            at = whole.end()
            line += whole[0].count("\n")
        self._read_lines(text[at:], line)

    def _whole_message(self, whole: re.Match[str], line: int) -> None:
        """A message that has nothing unusual about it."""
        for number, comment in enumerate(whole[1].split("\n")[:-1], line):
            self._comment(comment, number)
        self.line = line + whole[1].count("\n")
        self.end = self.line - 1 + whole[2].count("\n")
        if not self.spoiled:
            # The quotes between two lines of a string are no part of it.
            context = whole[3] and [whole[3][1:-2].replace('"\n"', "")]
            self.strings = {"msgctxt": context} if context else {}
            self.strings["msgid"] = [whole[4][1:-2].replace('"\n"', "")]
            self.strings["msgstr"] = [whole[5][1:-2].replace('"\n"', "")]
            self._keep(self._message())
        self._clear()

    def _read_lines(self, text: str, start: int) -> None:
        for number, line in enumerate(_lines(text), start):
            first = line[:1]
            if first == '"' and not self.conflict and self.open is not None:
                self._go_on(line, number)
            elif line[:7] in (_CONFLICT_START, _CONFLICT_END) or (self.conflict and line):
                self._conflict_line(line, number)
            elif first == "#":
                self._comment(line, number)
            elif not line or line.isspace():
                if self.spoiled or "msgstr" in self.strings:
                    self._finish()
            else:
                self._keyword(line.strip(), number, obsolete=False)
        if self.conflict:
            self._find("error", "catalog-conflict", self.conflict, "a merge conflict is not resolved")
        self._finish()
        if self.left_out:
            self._add(Diagnostic("error", "bad-catalog", self.source, None, f"{self.left_out} findings more"))

    def file(self) -> PoFile:
        return PoFile(self.source, self.header, tuple(self.messages), tuple(self.findings), self.whole)

    def _add(self, finding: Diagnostic) -> None:
        self.findings.append(finding)

    def _find(self, severity: Severity, code: str, line: int, message: str) -> None:
        self.whole = False
        if len(self.findings) < _MOST_FINDINGS:
            self._add(Diagnostic(severity, code, self.source, line, message))
        else:
            self.left_out += 1

    def _spoil(self, line: int, message: str) -> None:
        """The message under way can't be trusted; the ones around it can."""
        if not self.spoiled:
            self._find("error", "bad-catalog", line, message)
        self.spoiled = True
        self.open = None

    def _conflict_line(self, line: str, number: int) -> None:
        self.spoiled = True  # what stands around a marker belongs to neither side for certain
        if line.startswith(_CONFLICT_END):
            if self.conflict:
                self._find("error", "catalog-conflict", self.conflict, "a merge conflict is not resolved")
            self.conflict = 0
            self._finish()
            self.spoiled = True
        elif not self.conflict:
            self.conflict = number

    def _comment(self, line: str, number: int) -> None:
        mark = line[1:2]
        if mark == "~":
            rest = line[2:].lstrip()
            if rest.startswith("|"):
                self._previous(rest[1:].strip(), number)
            elif rest:
                self._keyword(rest.rstrip(), number, obsolete=True)
            return
        if self.strings:
            self._finish()
        if mark == "|":
            self._previous(line[2:].strip(), number)
            return
        self.open = None
        if mark == ".":
            self.extracted.append(line[2:].strip())
        elif mark == ":":
            self.locations.append(line[2:].strip())
        elif mark == ",":
            self.flags += (flag.strip() for flag in line[2:].split(",") if flag.strip())
        else:
            self.comments.append(line[1:].removeprefix(" ").rstrip())

    def _previous(self, line: str, number: int) -> None:
        if self.strings:
            self._finish()
        if line.startswith('"'):
            if self.open is not None:
                self._go_on(line, number)
            return
        keyword = _KEYWORD.match(line)
        string = _STRING.fullmatch(line, keyword.end()) if keyword else None
        if keyword and string:
            self.open = self.previous[keyword[1]] = [string[1]]
        else:
            self._spoil(number, "a previous msgid (#|) that is no string")

    def _keyword(self, line: str, number: int, obsolete: bool) -> None:
        if line.startswith('"'):
            if self.open is None:
                self._spoil(number, "a string that belongs to no keyword")
            else:
                self._go_on(line, number)
            return
        keyword = _KEYWORD.match(line)
        if keyword is None:
            if _CONFLICT_MIDDLE.match(line):
                self._find("error", "catalog-conflict", number, "a merge conflict is not resolved")
                self.spoiled = True
                return
            if self.strings and "msgstr" in self.strings:
                self._finish()
            self._spoil(number, f"neither a keyword, a string nor a comment: {line[:40]}")
            return
        name = keyword[1]
        if name in ("msgctxt", "msgid") and ("msgid" in self.strings or name in self.strings):
            self._finish()
        string = _STRING.fullmatch(line, keyword.end())
        if string is None:
            self._spoil(number, f"the string after {name} does not end, or something follows it")
        if name in self.strings:
            self._spoil(number, f"{name} stands twice")
        self.line = self.line or number
        self.end = number
        self.obsolete = obsolete
        self.open = self.strings[name] = [string[1] if string else ""]

    def _go_on(self, line: str, number: int) -> None:
        string = _STRING.fullmatch(line)
        if string is None:
            self._spoil(number, "a string that does not end, or something follows it")
            self.open = None
            return
        assert self.open is not None
        self.open.append(string[1])
        self.end = number

    def _finish(self) -> None:
        """The message under way is complete."""
        if self.strings and not self.spoiled:
            self._check_keywords()
        if self.strings and not self.spoiled:
            self._keep(self._message())
        # Comments at the end of a file belong to no message; without a header they are its header.
        self._clear()

    def _check_keywords(self) -> None:
        if "msgid" not in self.strings:
            self._spoil(self.line, "msgid is missing")
        elif any(name.startswith(("msgid_plural", "msgstr[")) for name in self.strings):
            self._spoil(self.line, "a passage of a newspaper has no plural forms")
        elif "msgstr" not in self.strings:
            self._spoil(self.line, "msgstr is missing")

    def _message(self) -> Message:
        context, previous = self.strings.get("msgctxt"), self.previous.get("msgid")
        return Message(
            id=unescape("".join(self.strings["msgid"])),
            text=unescape("".join(self.strings["msgstr"])),
            context=None if context is None else unescape("".join(context)),
            flags=tuple(dict.fromkeys(self.flags)),
            comments=tuple(self.comments),
            extracted=tuple(self.extracted),
            locations=tuple(self.locations),
            previous=None if previous is None else unescape("".join(previous)),
            obsolete=self.obsolete,
            line=self.line,
            block=(self.line - 1, self.end),
        )

    def _keep(self, message: Message) -> None:
        if not message.id and message.context is None:
            if self.header is None and not message.obsolete:
                self.header = message
            else:
                self._find("error", "bad-catalog", message.line, 'a second header (msgid "")')
            return
        if not message.obsolete:
            first = self.seen.setdefault((message.context, message.id), message.line)
            if first != message.line:
                self._find(
                    "error",
                    "duplicate-message",
                    message.line,
                    f"the same msgctxt and msgid as in line {first}; the first is used",
                )
                return
        self.messages.append(message)


def unescape(string: str) -> str:
    r"""The text that a PO string stands for: `\n`, `\"`, `\033`, `\x1b` …"""
    if "\\" not in string:
        return string
    if "\\\\" not in string:
        # What nearly all of them have, at the speed of `replace`.
        plain = string.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t")
        if "\\" not in plain:
            return plain

    def replaced(match: re.Match[str]) -> str:
        if match[1]:
            found = (
                int(octal, 8) & 0xFF if octal else int(hexadecimal, 16)
                for octal, hexadecimal in _BYTE.findall(match[1])
            )
            return bytes(found).decode("utf-8", "replace")
        return _ESCAPED.get(match[2], match[2])

    return _ESCAPE.sub(replaced, string)


def escape(text: str) -> str:
    """The inside of a PO string. Lone surrogates, which no encoding has, become U+FFFD."""
    return _TO_ESCAPE.sub(
        lambda match: (
            _ESCAPES.get(match[0]) or ("\ufffd" if match[0] >= "\ud800" else f"\\{ord(match[0]):03o}")
        ),
        text,
    )


def write_po(header: Message, messages: Iterable[Message], lines: Sequence[str] = ()) -> bytes:
    """The bytes of a PO file: the header, then the messages in their order.

    Strings are not wrapped; they are broken after newlines, as `msgcat --no-wrap` does. `lines` are those of the
    file before: a message whose strings are as they were there (`block`) keeps its line breaks.
    """
    parts = [_written(header, lines)]
    parts += (_written(message, lines) for message in messages)
    return "\n".join(parts).encode()


def _written(message: Message, lines: Sequence[str]) -> str:
    start, end = message.block
    block = list(lines[start:end]) if end <= len(lines) else []
    if not block:
        mark = "#~ " if message.obsolete else ""
        block = [] if message.context is None else _string("msgctxt", message.context, mark)
        block += _string("msgid", message.id, mark) + _string("msgstr", message.text, mark)
    return "\n".join([*_comment_lines(message), *block, ""])


def _comment_lines(message: Message) -> list[str]:
    found = [f"# {_UNFIT_IN_COMMENTS.sub(' ', one)}".rstrip() for one in message.comments]
    found += (f"#. {plain_comment(one)}".rstrip() for one in message.extracted)
    found += (f"#: {plain_comment(one)}" for one in message.locations)
    if message.flags:
        found.append(f"#, {', '.join(message.flags)}")
    if message.previous is not None:
        found += _string("msgid", message.previous, "#~| " if message.obsolete else "#| ")
    return found


def plain_comment(text: str) -> str:
    """`text` as one line of a comment."""
    return _UNFIT_IN_COMMENTS.sub(" ", text).strip()


def _string(keyword: str, text: str, mark: str) -> list[str]:
    """The lines of one string, broken after each newline within it."""
    pieces = text.split("\n")
    broken = [f"{piece}\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])
    if len(broken) < 2:
        return [f'{mark}{keyword} "{escape(text)}"']
    return [f'{mark}{keyword} ""', *(f'{mark}"{escape(piece)}"' for piece in broken)]
