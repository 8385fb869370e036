"""Catalogs as XLIFF 2.0 and back: one document a language, one `file` an issue, one `unit` a passage.

What PO knows and XLIFF has no place for stands in notes, so that a round trip loses nothing. A unit's state is
`translated`, or `initial` with the sub-state `np:fuzzy` or `np:machine`; a tool that sets it to `translated`,
`reviewed` or `final` says that a person has looked at it. Of the standard: "XLIFF Version 2.0", OASIS, 2014.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from mkdocs_newspaper.bilingual.catalogs import State, state
from mkdocs_newspaper.bilingual.po import Message, plain_comment
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.xml_characters import INVALID_IN_XML

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_READ = (NAMESPACE, "urn:oasis:names:tc:xliff:document:2.2")

_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9_.:-]+")
_FLAG = re.compile(r"[A-Za-z0-9_-]{1,60}(?::[^,\s]{1,60})?")  # no-wrap, range:0..9
_ISSUE_ID = re.compile(r"\d{4}-\d{2}-\d{2}(?:-[A-Za-z0-9_-]+)?")
#: Header fields that people fill in, and that go with their work.
KEPT_FIELDS: tuple[str, ...] = ("Last-Translator", "Language-Team", "X-Translators", "X-Licence")
_DEEPEST: Final = 60
LARGEST: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class ExchangedCatalog:
    """The catalog of one issue on its way out or in."""

    issue: str
    messages: tuple[Message, ...]
    fields: dict[str, str] = field(default_factory=dict)  # of KEPT_FIELDS
    comments: tuple[str, ...] = ()  # the header's


@dataclass(frozen=True, slots=True)
class ExchangedDocument:
    """What an XLIFF document holds; `language` is its target, "" where it can't be read."""

    language: str
    catalogs: tuple[ExchangedCatalog, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def write_xliff(catalogs: Sequence[ExchangedCatalog], source_language: str, language: str) -> str:
    """The catalogs as one XLIFF 2.0 document. Obsolete messages, and catalogs without others, are left out."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{NAMESPACE}" version="2.0" srcLang={quoteattr(source_language)} '
        f"trgLang={quoteattr(language)}>",
    ]
    for catalog in catalogs:
        live = [message for message in catalog.messages if not message.obsolete]
        if live:
            lines += _file(catalog, live)
    return "\n".join([*lines, "</xliff>", ""])


def _file(catalog: ExchangedCatalog, live: Sequence[Message]) -> Iterator[str]:
    yield f' <file id={quoteattr(catalog.issue)} original={quoteattr(f"{catalog.issue}.po")} xml:space="preserve">'
    notes = [("header-comment", comment) for comment in catalog.comments]
    notes += ((f"header.{name}", value) for name, value in catalog.fields.items() if value)
    yield from _notes(notes, "  ")
    taken: set[str] = set()
    for message in live:
        yield from _unit(message, _unit_id(message, taken))
    yield " </file>"


def _unit_id(message: Message, taken: set[str]) -> str:
    """An id that XLIFF allows (NMTOKEN): `<slug>:s1-3`, once in its file."""
    name = (message.context or "").partition("/")[2] or message.context or "unit"
    base = _NOT_IN_IDS.sub("-", name.replace("#", ":")) or "unit"
    chosen, number = base, 2
    while chosen in taken:
        chosen, number = f"{base}.{number}", number + 1
    taken.add(chosen)
    return chosen


def _unit(message: Message, name: str) -> Iterator[str]:
    named = f" name={quoteattr(_plain(message.context))}" if message.context else ""
    yield f"  <unit id={quoteattr(name)}{named}>"
    notes = [("developer", comment) for comment in message.extracted]
    notes += (("location", location) for location in message.locations)
    notes += (("translator", comment) for comment in message.comments)
    notes += (("flag", flag) for flag in message.flags if flag != "fuzzy")
    if message.previous is not None:
        notes.append(("previous-source", message.previous))
    yield from _notes(notes, "   ")
    found = state(message)
    said = 'state="translated"' if found == "translated" else 'state="initial"'
    if found in ("fuzzy", "machine"):
        said += f' subState="np:{found}"'
    yield f"   <segment {said}>"
    yield f"    <source>{_content(message.id)}</source>"
    if message.text:
        yield f"    <target>{_content(message.text)}</target>"
    yield "   </segment>"
    yield "  </unit>"


def _notes(notes: Sequence[tuple[str, str]], indent: str) -> Iterator[str]:
    if notes:
        yield f"{indent}<notes>"
        for category, text in notes:
            yield f"{indent} <note category={quoteattr(category)}>{_escaped(INVALID_IN_XML.sub('', text))}</note>"
        yield f"{indent}</notes>"


def _plain(text: str) -> str:
    return INVALID_IN_XML.sub("", text)


def _escaped(text: str) -> str:
    # A carriage return that stands as itself would be read as a line end.
    return escape(text, {"\r": "&#13;"})


def _content(text: str) -> str:
    """A text as the content of `source` or `target`."""
    parts: list[str] = []
    at = 0
    text = _SURROGATES.sub("\ufffd", text)
    for match in INVALID_IN_XML.finditer(text):
        parts += (_escaped(text[at : match.start()]), f'<cp hex="{ord(match[0]):04X}"/>')
        at = match.end()
    parts.append(_escaped(text[at:]))
    return "".join(parts)


# Reading ---------------------------------------------------------------------------------------------


class _UnreadableError(Exception):
    def __init__(self, line: int | None, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class _Element:
    """An element: its children and the text before, between and after them, in order."""

    name: str
    attributes: dict[str, str]
    line: int
    content: list[_Element | str] = field(default_factory=list)

    def children(self, name: str) -> Iterator[_Element]:
        return (one for one in self.content if isinstance(one, _Element) and one.name == name)

    def child(self, name: str) -> _Element | None:
        return next(self.children(name), None)

    @property
    def text(self) -> str:
        """The text within, that of `pc` and `mrk` included; `cp` stands for a character."""
        return "".join(_texts(self))


def _texts(element: _Element) -> Iterator[str]:
    for one in element.content:
        if isinstance(one, str):
            yield one
        elif one.name == "cp":
            yield _character(one)
        else:
            yield from _texts(one)


def _character(element: _Element) -> str:
    try:
        number = int(element.attributes.get("hex", ""), 16)
        return "" if 0xD800 <= number <= 0xDFFF else chr(number)
    except (ValueError, OverflowError):
        return ""


def _tree(content: bytes) -> _Element:
    """The document's root. Raises _UnreadableError. Documents with a DOCTYPE, and thus entities, are refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    top = _Element("", {}, 0)
    open_ones = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_ones) > _DEEPEST:
            raise _UnreadableError(parser.CurrentLineNumber, "the document is nested too deeply")
        space, _, local = name.rpartition(" ")
        # Elements of other namespaces (modules, extensions) keep theirs, so that none is taken for ours.
        element = _Element(local if space in _READ else name, attributes, parser.CurrentLineNumber)
        open_ones[-1].content.append(element)
        open_ones.append(element)

    def characters(text: str) -> None:
        open_ones[-1].content.append(text)

    def refuse(*_: Any) -> None:
        raise _UnreadableError(parser.CurrentLineNumber, "the document has a DOCTYPE, which XLIFF has not")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_ones.pop()
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise _UnreadableError(error.lineno, f"it is no XML: {expat.ErrorString(error.code)}") from error
    except (LookupError, ValueError) as error:  # an encoding that is declared and not known
        raise _UnreadableError(1, f"it is no XML: {error}") from error
    root = next((one for one in top.content if isinstance(one, _Element)), None)
    if root is None:
        raise _UnreadableError(1, "it is empty")
    return root


def read_xliff(content: bytes, source: str) -> ExchangedDocument:
    """The catalogs of an XLIFF 2 document; `source` is how diagnostics name it. Never raises."""
    try:
        if len(content) > LARGEST:
            raise _UnreadableError(None, f"it has more than {LARGEST:,} bytes")
        root = _tree(content)
        if root.name != "xliff":
            old = " (it is an older XLIFF)" if root.name.endswith(" xliff") or root.name == "xliff" else ""
            raise _UnreadableError(root.line, f"it is no XLIFF 2 document{old}")
        language = root.attributes.get("trgLang", "")
        if not language:
            raise _UnreadableError(root.line, "its target language (trgLang) is missing")
    except _UnreadableError as error:
        message = f"the file can't be read: {error}"
        return ExchangedDocument(
            "", findings=(Diagnostic("error", "bad-xliff", source, error.line, message),)
        )
    catalogs: list[ExchangedCatalog] = []
    findings: list[Diagnostic] = []
    for file in root.children("file"):
        issue = _issue_id(file)
        if issue is None:
            message = "a file that names no issue (id or original) is left out"
            findings.append(Diagnostic("warning", "bad-xliff", source, file.line, message))
            continue
        catalogs.append(_catalog(file, issue))
    return ExchangedDocument(language, tuple(catalogs), tuple(findings))


def _issue_id(file: _Element) -> str | None:
    original = file.attributes.get("original", "").rpartition("/")[2].removesuffix(".po")
    names = (file.attributes.get("id", ""), original)
    return next((name for name in names if _ISSUE_ID.fullmatch(name)), None)


def _catalog(file: _Element, issue: str) -> ExchangedCatalog:
    notes = _read_notes(file)
    fields = {
        category.removeprefix("header."): plain_comment(text)
        for category, text in notes
        if category.removeprefix("header.") in KEPT_FIELDS
    }
    comments = tuple(plain_comment(text) for category, text in notes if category == "header-comment")
    messages = [message for unit in _units(file) if (message := _message(unit, issue)) is not None]
    return ExchangedCatalog(issue, tuple(messages), fields, comments)


def _units(element: _Element) -> Iterator[_Element]:
    for one in element.content:
        if isinstance(one, _Element):
            if one.name == "unit":
                yield one
            elif one.name == "group":
                yield from _units(one)


def _read_notes(element: _Element) -> list[tuple[str, str]]:
    held = element.child("notes")
    found = held.children("note") if held is not None else ()
    return [(note.attributes.get("category", "translator"), note.text) for note in found]


def _message(unit: _Element, issue: str) -> Message | None:
    """A unit as a message; None for one without a source. Tools may have cut it into several segments."""
    source: list[str] = []
    target: list[str] = []
    states: list[State] = []
    for part in unit.content:
        if not isinstance(part, _Element) or part.name not in ("segment", "ignorable"):
            continue
        own, other = part.child("source"), part.child("target")
        source.append(own.text if own is not None else "")
        if part.name == "segment":
            target.append(other.text if other is not None else "")
            states.append(_state(part, target[-1]))
        else:
            kept = other if other is not None else own  # blanks between sentences need no target
            target.append(kept.text if kept is not None else "")
    if not any(source):
        return None
    notes = _read_notes(unit)
    flags = [text for category, text in notes if category == "flag" and _FLAG.fullmatch(text)]
    # Half a translation is none that could be shown.
    whole = "open" not in states
    if whole and any(one != "translated" for one in states):
        flags.insert(0, "fuzzy")
    previous = [text for category, text in notes if category == "previous-source"]
    name = unit.attributes.get("name") or f"{issue}/{unit.attributes.get('id', '').replace(':', '#', 1)}"
    return Message(
        id="".join(source),
        text="".join(target) if whole else "",
        context=name,
        flags=tuple(flags),
        comments=tuple(plain_comment(text) for category, text in notes if category == "translator"),
        extracted=tuple(text for category, text in notes if category == "developer"),
        locations=tuple(text for category, text in notes if category == "location"),
        previous=previous[0] if previous else None,
        line=unit.line,
    )


def _state(segment: _Element, target: str) -> State:
    if not target:
        return "open"
    said = segment.attributes.get("state", "initial")
    if said in ("translated", "reviewed", "final"):
        return "translated"
    return "machine" if segment.attributes.get("subState") == "np:machine" else "fuzzy"
