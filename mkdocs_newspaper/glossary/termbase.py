"""The site's own glossary file -> its entries, checked: what an editor says of names and terms.

`glossary.yml` is a list of entries; a `.csv` or `.tbx` file holds the same:

    - zh: 托卡耶夫
      en: Kassym-Jomart Tokayev
      kind: person                  # person, place, organization, term
      aliases: [卡瑟姆若马尔特·托卡耶夫]
      ocr: [托卡那夫]                # what OCR makes of it: shown corrected, the printed form is kept
      short: Tokayev
      pinyin: Tuōkǎyēfū
      office: {zh: 总统, en: President}
      country: {zh: 哈萨克斯坦, en: Kazakhstan}
      sameAs: [https://www.wikidata.org/wiki/Q…]
      feed: true                    # an Atom feed of the stories that name it
      not: [托卡耶夫斯基]             # contexts in which the name is another's
      scope: [哈萨克斯坦]            # only in articles that hold one of these words

Any field wins over the bundled data and over recognition. What can't be used is told by file and line;
markup in a field is text like any other.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

import yaml

from mkdocs_newspaper.diagnostics import Diagnostic, Severity
from mkdocs_newspaper.glossary.lexicon import simplified
from mkdocs_newspaper.glossary.scanner import Scanner
from mkdocs_newspaper.model import Bilingual, EntryKind

CODE = "glossary"
LARGEST = 64 * 1024 * 1024
KINDS: tuple[EntryKind, ...] = ("person", "place", "organization", "term")
FIELDS = (
    "zh",
    "en",
    "kind",
    "aliases",
    "ocr",
    "short",
    "pinyin",
    "office",
    "country",
    "sameAs",
    "not",
    "scope",
    "feed",
)
_LISTS = frozenset({"aliases", "ocr", "sameAs", "not", "scope"})
_BILINGUAL = frozenset({"office", "country"})
_SPELLINGS = {name.lower().replace("_", ""): name for name in FIELDS}
_SWITCHES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_MARKUP = re.compile(r"<[A-Za-z/!]|&[A-Za-z#]\w*;")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_NO_FORMULA = re.compile("'+[=+@-]")
#: An item of a list in a cell, and a divider in it that divides nothing.
_ITEM = re.compile(r"(?:\\.|[^;|；\\]|\\$)+")
_ESCAPED = re.compile(r"\\([;|；\\])")
_LONGEST_VALUE = 1000
_LONGEST_COMPLAINT = 60

_Value = str | list[str] | dict[str, str]


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One entry of the editor's. `source` is the file and the line: `glossary.yml:12`."""

    zh: str
    source: str
    en: str | None = None
    kind: EntryKind | None = None
    aliases: tuple[str, ...] = ()
    ocr: tuple[str, ...] = ()
    short: str | None = None
    pinyin: str | None = None
    office: Bilingual | None = None
    country: Bilingual | None = None
    same_as: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()  # `not`: contexts in which the name is another's
    scope: tuple[str, ...] = ()  # words of which an article must hold one
    feed: bool = False  # an Atom feed of the stories that name it

    @property
    def names(self) -> tuple[str, ...]:
        """The forms that a text can have, in simplified characters: the name, then its aliases."""
        return tuple(dict.fromkeys(simplified(name) for name in (self.zh, *self.aliases)))

    def is_unlike(self, text: str, start: int, end: int) -> bool:
        """Whether the name at `start:end` of a text (in simplified characters) stands in a context of `unlike`."""
        for context in map(simplified, self.unlike):
            at = text.find(context, max(0, start - len(context)), end + len(context))
            while at >= 0:
                if at <= start and end <= at + len(context):
                    return True
                at = text.find(context, at + 1, end + len(context))
        return False

    def in_scope(self, article: str) -> bool:
        """Whether the entry is for an article of this text (in simplified characters)."""
        return not self.scope or any(simplified(word) in article for word in self.scope)


@dataclass(frozen=True, slots=True)
class Termbase:
    """The entries of the glossary file, found by their names."""

    entries: tuple[TermEntry, ...] = ()
    by_name: Mapping[str, tuple[TermEntry, ...]] = field(default_factory=dict)
    scanner: Scanner = field(default_factory=lambda: Scanner(()))

    @property
    def ocr_variants(self) -> tuple[tuple[str, str], ...]:
        """What OCR prints -> what is meant."""
        return tuple((variant, entry.zh) for entry in self.entries for variant in entry.ocr)


def termbase(entries: Iterable[TermEntry]) -> Termbase:
    """The entries with what finds them. The scoped ones of a name stand before the one for everywhere."""
    listed = tuple(entries)
    by_name: dict[str, list[TermEntry]] = {}
    for entry in listed:
        for name in entry.names:
            by_name.setdefault(name, []).append(entry)
    found = {name: tuple(sorted(held, key=lambda entry: not entry.scope)) for name, held in by_name.items()}
    return Termbase(listed, found, Scanner(found))


@dataclass(slots=True)
class _Raw:
    """An entry as the file has it: field -> (line, value)."""

    line: int
    fields: dict[str, tuple[int, _Value]] = field(default_factory=dict)


class _UnreadableError(Exception):
    def __init__(self, line: int | None, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def read_termbase(path: Path, source: str) -> tuple[Termbase, list[Diagnostic]]:
    """The glossary file at `path`, and everything that is wrong with it. `source` names it in findings."""
    reader = _Reader(source)
    try:
        if path.stat().st_size > LARGEST:
            raise _UnreadableError(None, f"the file is larger than {LARGEST // 1024 // 1024} MB")
        text = path.read_bytes().decode("utf-8-sig")
        suffix = path.suffix.lower()
        if suffix == ".csv":
            raw = list(reader.from_csv(text))
        elif suffix in (".tbx", ".xml"):
            raw = list(reader.from_tbx(text))
        else:
            raw = list(reader.from_yaml(text))
    except UnicodeDecodeError:
        return Termbase(), [Diagnostic("error", CODE, source, None, "the glossary is no UTF-8 text")]
    except OSError as error:
        return Termbase(), [
            Diagnostic("error", CODE, source, None, f"the glossary can't be read: {error.strerror}")
        ]
    except _UnreadableError as problem:
        return Termbase(), [*reader.findings, Diagnostic("error", CODE, source, problem.line, str(problem))]
    entries = [entry for one in raw if (entry := reader.entry(one)) is not None]
    return termbase(reader.each_once(entries)), sorted(reader.findings, key=lambda one: one.line or 0)


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.findings: list[Diagnostic] = []

    def say(self, line: int, message: str, severity: Severity = "warning") -> None:
        self.findings.append(Diagnostic(severity, CODE, self.source, line, message))

    # The forms of the file

    def from_yaml(self, text: str) -> Iterator[_Raw]:
        """A list of mappings. The nodes are read as they stand: no tag makes an object."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            root = yaml.compose(text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise _UnreadableError(line, f"the glossary is no YAML: {error.problem}") from error
        except yaml.reader.ReaderError as error:
            # The error's own position is one in bytes or in characters, as the loader goes.
            bad = yaml.reader.Reader.NON_PRINTABLE.search(text)
            line = text.count("\n", 0, bad.start()) + 1 if bad else None
            raise _UnreadableError(line, "the glossary holds a character that YAML does not allow") from error
        except (yaml.YAMLError, RecursionError) as error:
            raise _UnreadableError(None, "the glossary is no YAML") from error
        if root is None:
            return
        if not isinstance(root, yaml.SequenceNode):
            raise _UnreadableError(root.start_mark.line + 1, "the glossary is no list of entries (`- zh: …`)")
        for node in root.value:
            line = node.start_mark.line + 1
            if not isinstance(node, yaml.MappingNode):
                self.say(line, "an entry must be a mapping (`- zh: …`); it is left out", "error")
                continue
            raw = _Raw(line)
            for key, value in node.value:
                at = key.start_mark.line + 1
                name = self.field_name(getattr(key, "value", None), at)
                if name is None:
                    continue
                if name in raw.fields:
                    self.say(at, f"the field {name!r} stands twice; the first one counts")
                    continue
                read = self.yaml_value(value)
                if read is None:
                    self.say(
                        at,
                        f"the field {name!r} must be a text{' or a list of texts' if name in _LISTS else ''}",
                    )
                else:
                    raw.fields[name] = (at, read)
            yield raw

    @staticmethod
    def yaml_value(node: yaml.Node) -> _Value | None:
        if isinstance(node, yaml.ScalarNode):
            return "" if node.style is None and node.value in _NOTHING else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            items = node.value
            if all(isinstance(item, yaml.ScalarNode) for item in items):
                return [str(item.value) for item in items]
            return None
        if isinstance(node, yaml.MappingNode):
            pairs = node.value
            if all(isinstance(one, yaml.ScalarNode) for pair in pairs for one in pair):
                return {str(key.value): str(value.value) for key, value in pairs}
        return None

    def from_csv(self, text: str) -> Iterator[_Raw]:
        """A line of field names, then an entry a line; lists are divided by `;` or `|` (`\\;` divides nothing)."""
        rows = csv.reader(io.StringIO(text, newline=""))
        try:
            header = next(rows, [])
            columns: list[tuple[str, str] | None] = []
            for title in header:
                stem, _, language = title.strip().partition(".")
                name = self.field_name(stem, 1)
                columns.append((name, language) if name else None)
            if not any(column and column[0] == "zh" for column in columns):
                raise _UnreadableError(
                    1, "the first line of the glossary must name its columns; `zh` is missing"
                )
            for row in rows:
                if not any(cell.strip() for cell in row):
                    continue
                raw = _Raw(rows.line_num)
                for column, cell in zip(columns, row, strict=False):
                    cell = cell.strip()
                    if column is None or not cell:
                        continue
                    if _NO_FORMULA.match(cell):
                        cell = cell[1:]  # so written that no spreadsheet takes it for a formula
                    name, language = column
                    value: _Value = cell
                    if name in _LISTS:
                        items = (_ESCAPED.sub(r"\1", one).strip() for one in _ITEM.findall(cell))
                        value = [one for one in items if one]
                    elif language:
                        held = raw.fields.get(name)
                        value = {
                            **(held[1] if held and isinstance(held[1], dict) else {}),
                            language: cell,
                        }
                    raw.fields[name] = (raw.line, value)
                yield raw
        except csv.Error as error:
            raise _UnreadableError(rows.line_num, f"the glossary is no CSV: {error}") from error

    def from_tbx(self, text: str) -> Iterator[_Raw]:
        """TBX: a concept an entry, its Chinese terms and its English ones."""
        for concept in _elements(text, ("conceptEntry", "termEntry")):
            raw = _Raw(concept.line)
            chinese: list[str] = []
            for section in concept.find(("langSec", "langSet")):
                language = section.attributes.get("xml:lang", "")
                for term in section.find(("termSec", "tig", "ntig")):
                    name = next((one.text.strip() for one in term.find(("term",))), "")
                    if not name:
                        continue
                    notes = {
                        one.attributes.get("type", ""): one.text.strip() for one in term.find(("termNote",))
                    }
                    if "latn" in language.lower():
                        raw.fields.setdefault("pinyin", (term.line, name))
                    elif language.lower().startswith("zh"):
                        is_ocr = notes.get("administrativeStatus") == "supersededTerm-admn-sts"
                        if is_ocr:
                            _append(raw, "ocr", name, term.line)
                        elif chinese:
                            _append(raw, "aliases", name, term.line)
                        else:
                            chinese.append(name)
                            raw.fields["zh"] = (term.line, name)
                    elif language.lower().startswith("en"):
                        short = notes.get("termType") == "shortForm"
                        raw.fields.setdefault("short" if short else "en", (term.line, name))
            for note in concept.find(("descrip",)):
                if note.attributes.get("type") == "subjectField" and note.text.strip() in KINDS:
                    raw.fields["kind"] = (note.line, note.text.strip())
            for link in concept.find(("xref",)):
                if link.attributes.get("type") == "externalCrossReference" and link.attributes.get("target"):
                    _append(raw, "sameAs", link.attributes["target"], link.line)
            yield raw

    def field_name(self, key: object, line: int) -> str | None:
        name = _SPELLINGS.get(key.strip().lower().replace("_", "")) if isinstance(key, str) else None
        if name is None:
            self.say(
                line, f"unknown field {str(key)[:_LONGEST_COMPLAINT]!r}; the fields are: {', '.join(FIELDS)}"
            )
        return name

    # The entries

    def entry(self, raw: _Raw) -> TermEntry | None:
        """The entry that the fields make, None where it can't be used."""
        zh = self.text(raw, "zh")
        if not zh:
            self.say(raw.line, "an entry without `zh` is left out", "error")
            return None
        if len(zh) < 2:
            self.say(
                raw.line,
                f"{zh!r} is one character: it would be found everywhere; the entry is left out",
                "error",
            )
            return None
        if not any(map(str.isalnum, zh)):
            self.say(raw.line, f"{zh[:_LONGEST_COMPLAINT]!r} is no name; the entry is left out", "error")
            return None
        kind = self.text(raw, "kind")
        if kind is not None and kind not in KINDS:
            line = raw.fields["kind"][0]
            self.say(
                line,
                f"{kind[:_LONGEST_COMPLAINT]!r} is no kind; the kinds are: {', '.join(KINDS)}. {zh!r} is left out",
                "error",
            )
            return None
        return TermEntry(
            zh=zh,
            source=f"{self.source}:{raw.line}",
            en=self.text(raw, "en"),
            kind=kind,
            aliases=self.forms(raw, "aliases", zh),
            ocr=self.forms(raw, "ocr", zh),
            short=self.text(raw, "short"),
            pinyin=self.text(raw, "pinyin"),
            office=self.bilingual(raw, "office"),
            country=self.bilingual(raw, "country"),
            same_as=tuple(self.addresses(raw)),
            unlike=self.listed(raw, "not"),
            scope=self.listed(raw, "scope"),
            feed=self.switch(raw, "feed"),
        )

    def text(self, raw: _Raw, name: str) -> str | None:
        line, value = raw.fields.get(name, (raw.line, ""))
        if not isinstance(value, str):
            self.say(line, f"the field {name!r} must be a text")
            return None
        return self.checked(line, name, value)

    def switch(self, raw: _Raw, name: str) -> bool:
        """`true` or `false`, as YAML, CSV and people write it."""
        line, value = raw.fields.get(name, (raw.line, ""))
        said = _SWITCHES.get(value.strip().lower()) if isinstance(value, str) else None
        if said is None:
            self.say(line, f"the field {name!r} must be true or false")
        return bool(said)

    def checked(self, line: int, name: str, value: str) -> str | None:
        value = " ".join(value.split())
        if len(value) > _LONGEST_VALUE:
            self.say(line, f"the field {name!r} is longer than {_LONGEST_VALUE} characters")
            return None
        if _MARKUP.search(value):
            self.say(line, f"the field {name!r} holds markup; it is shown as text", "info")
        return value or None

    def listed(self, raw: _Raw, name: str) -> tuple[str, ...]:
        line, value = raw.fields.get(name, (raw.line, []))
        if isinstance(value, dict):
            self.say(line, f"the field {name!r} must be a text or a list of texts")
            return ()
        items = [value] if isinstance(value, str) else value
        return tuple(dict.fromkeys(one for item in items if (one := self.checked(line, name, item))))

    def forms(self, raw: _Raw, name: str, zh: str) -> tuple[str, ...]:
        """Other forms of a name; one of a single character, and the name itself, are left out."""
        line = raw.fields.get(name, (raw.line, ""))[0]
        kept = []
        for form in self.listed(raw, name):
            if len(form) < 2:
                self.say(line, f"{form!r} in {name!r} is one character; it is left out")
            elif name == "ocr" and form in zh:
                self.say(line, f"{form!r} in 'ocr' is a part of {zh!r} itself; it is left out")
            elif form != zh:
                kept.append(form)
        return tuple(kept)

    def bilingual(self, raw: _Raw, name: str) -> Bilingual | None:
        line, value = raw.fields.get(name, (raw.line, ""))
        if isinstance(value, str):
            text = self.checked(line, name, value)
            return (Bilingual(zh=text) if _HAN.search(text) else Bilingual(en=text)) if text else None
        if isinstance(value, dict) and value.keys() <= {"zh", "en"}:
            return Bilingual(
                *(self.checked(line, name, value.get(language, "")) for language in ("zh", "en"))
            )
        self.say(line, f"the field {name!r} must be a text or {{zh: …, en: …}}")
        return None

    def addresses(self, raw: _Raw) -> Iterator[str]:
        line = raw.fields.get("sameAs", (raw.line, ""))[0]
        for address in self.listed(raw, "sameAs"):
            if _ADDRESS.fullmatch(address):
                yield address
            else:
                self.say(
                    line, f"{address[:_LONGEST_COMPLAINT]!r} in 'sameAs' is no web address; it is left out"
                )

    def each_once(self, entries: Iterable[TermEntry]) -> list[TermEntry]:
        """Entries of which no two claim a name for the same articles; the first one counts."""
        taken: dict[tuple[str, tuple[str, ...]], TermEntry] = {}
        variants: dict[str, TermEntry] = {}
        kept = []
        for entry in entries:
            line = int(entry.source.rpartition(":")[2])
            first = taken.get((simplified(entry.zh), entry.scope))
            if first is not None:
                self.say(
                    line, f"{entry.zh!r} stands already in {first.source}; this entry is left out", "error"
                )
                continue
            for name in entry.names:
                other = taken.setdefault((name, entry.scope), entry)
                if other is not entry:
                    self.say(
                        line, f"{name!r} is a name of {other.zh!r} ({other.source}) too; that one counts"
                    )
            for variant in entry.ocr:
                other = variants.setdefault(variant, entry)
                if other is not entry:
                    self.say(
                        line,
                        f"{variant!r} is what OCR makes of {other.zh!r} ({other.source}) too; that one counts",
                    )
            kept.append(entry)
        return kept


def _append(raw: _Raw, name: str, value: str, line: int) -> None:
    held = raw.fields.get(name)
    items = held[1] if held and isinstance(held[1], list) else []
    raw.fields[name] = (held[0] if held else line, [*items, value])


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[_Element] = field(default_factory=list)

    def find(self, names: tuple[str, ...]) -> Iterator[_Element]:
        """The elements of these names below this one."""
        for child in self.children:
            if child.name in names:
                yield child
            else:
                yield from child.find(names)


_DEEPEST: Final = 60


def _elements(text: str, names: tuple[str, ...]) -> list[_Element]:
    """The elements of these names in an XML text. Entities of the document's own are refused."""
    parser = expat.ParserCreate()
    open_ones: list[_Element] = []
    found: list[_Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_ones) > _DEEPEST:
            raise _UnreadableError(parser.CurrentLineNumber, "the glossary is nested too deeply")
        element = _Element(name.rpartition(":")[2], attributes, parser.CurrentLineNumber)
        if open_ones:
            open_ones[-1].children.append(element)
        open_ones.append(element)

    def end(_: str) -> None:
        element = open_ones.pop()
        if element.name in names:
            found.append(element)
            if open_ones:
                open_ones[-1].children.clear()

    def characters(data: str) -> None:
        if open_ones:
            open_ones[-1].text += data

    def refuse(*_: Any) -> None:
        raise _UnreadableError(parser.CurrentLineNumber, "the glossary declares entities, which are not read")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise _UnreadableError(
            error.lineno, f"the glossary is no XML: {expat.ErrorString(error.code)}"
        ) from error
    return found
