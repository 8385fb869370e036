"""The corrections file beside an issue -> what its editor decides.

`corrections.yml` in the issue's folder, or `2025-06-18.corrections.yml` beside the document of that name.
It is a list of entries; `page` is the print page, `line` a line of the document that holds it:

    - {page: 1, line: 14, printed: 独立官, shown: 独立宫, note: 宫 was misread}   # `line` and `note` may be left out
    - {jump: {page: 1, line: 34}, to: {page: 4, headline: 教师节大会}}          # or `to: {page: 4, line: 120}`, `to: none`
    - {split: {page: 1, line: 60}}      # the line begins an article; inside a paragraph, it begins a paragraph
    - {join: {page: 1, line: 62}}       # the line goes on with what stands above: the article, or the paragraph
    - {id: {page: 1, line: 12}, is: summit}   # the name in URLs of the story that begins at the line, or holds it

`{split: {page, line, as: article}}` (or `paragraph`) says which of the two. Every place may carry `printed`:
words that its line must hold, so that an entry whose line has moved is noticed. `printed: …` is looked for
as the document has it; where that finds nothing, width of punctuation and spaces are passed over, so that
words copied from the published page are found too.

What it says is applied in `corrections.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from mkdocs_newspaper.diagnostics import Diagnostic, Severity
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading.decoding import decode
from mkdocs_newspaper.reading.document_names import read_name
from mkdocs_newspaper.reading.issue_documents import IssueDocuments
from mkdocs_newspaper.reading.page_marks import page_label
from mkdocs_newspaper.reading.passages import Cut

BAD = "bad-correction"
SUFFIXES = (".yml", ".yaml")
NAME = "corrections"
LARGEST = 4 * 1024 * 1024
_DEEPEST = 8
_LONGEST = 4000
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a print page. `printed`: words that the line must hold for the entry to be true."""

    page: str
    line: int
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a corrections file, as far as all kinds are alike."""

    source: str
    source_line: int
    note: str = ""

    def finding(self, code: str, message: str) -> Diagnostic:
        return Diagnostic("warning", code, self.source, self.source_line, message)


@dataclass(frozen=True, slots=True)
class Wording(Entry):
    """Printed words and what is shown instead."""

    page: str = ""
    line: int | None = None
    printed: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class JumpDecision(Entry):
    """Where a jump line goes."""

    place: Place = Place("", 0)
    to_page: str | None = None
    to_headline: str | None = None
    to_line: int | None = None


@dataclass(frozen=True, slots=True)
class Division(Entry):
    """Whether a line begins something."""

    place: Place = Place("", 0)
    cut: Cut = "split"


@dataclass(frozen=True, slots=True)
class Pin(Entry):
    """The name in URLs of the story at a line."""

    place: Place = Place("", 0)
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that the corrections files of one issue say."""

    wordings: tuple[Wording, ...] = ()
    jumps: tuple[JumpDecision, ...] = ()
    divisions: tuple[Division, ...] = ()
    pins: tuple[Pin, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wordings or self.jumps or self.divisions or self.pins)

    def without_changes(self) -> Corrections:
        """Only the names in URLs: what stays where the rule `editor` is switched off."""
        return Corrections(pins=self.pins)


# Which files ---------------------------------------------------------------------------------


def is_corrections_file(path: Path) -> bool:
    """Whether a file's name says that it corrects an issue."""
    return path.suffix.lower() in SUFFIXES and (path.stem == NAME or path.stem.endswith(f".{NAME}"))


def corrections_files(options: Options) -> frozenset[Path]:
    """All files below the issues folder that may hold corrections."""
    endings = tuple(f"{NAME}{suffix}" for suffix in SUFFIXES)
    return frozenset(
        Path(folder, name)
        for folder, _, names in os.walk(options.issues)
        for name in names
        if name.endswith(endings)
    )


def corrections_paths(
    documents: IssueDocuments, options: Options, present: Collection[Path] | None = None
) -> tuple[Path, ...]:
    """The corrections files of an issue that exist: its folder's, then those beside its documents.

    `present` are all there are, as `corrections_files` finds them, where somebody asks for many issues.
    """
    if present is not None and not present:
        return ()
    wanted: list[Path] = []
    own_dates = [
        hints.dated_folder is None and hints.date is not None
        for hints in (read_name(document.name) for document in documents.documents)
    ]
    if documents.folder and not all(own_dates):
        # Documents that are dated by their own names may share their folder with other issues.
        wanted += (options.issues / documents.folder / f"{NAME}{suffix}" for suffix in SUFFIXES)
    for document in documents.documents:
        stems = [document.path.stem]
        if documents.date is not None:
            day = documents.date.isoformat()
            stems += [day, *([f"{day}-{documents.edition}"] if documents.edition else [])]
        wanted += (document.path.with_name(f"{stem}.{NAME}{suffix}") for stem in stems for suffix in SUFFIXES)
    return tuple(
        path for path in dict.fromkeys(wanted) if (path.is_file() if present is None else path in present)
    )


def unused_files(
    groups: Iterable[IssueDocuments], options: Options, present: Collection[Path]
) -> list[Diagnostic]:
    """Corrections files, of those `present`, that no issue reads: a wrong name would go unnoticed."""
    if not present:
        return []
    used = {path for group in groups for path in corrections_paths(group, options, present)}
    found: list[Diagnostic] = []
    for path in sorted(present, key=lambda one: (SUFFIXES.index(one.suffix), one)):
        hidden = any(part.startswith(".") for part in path.relative_to(options.issues).parts)
        if path in used or hidden or not is_corrections_file(path) or _is_of_draft(path):
            continue
        message = (
            f"this file belongs to no issue that is read: it is named {NAME}.yml in an issue's folder, "
            f"or <document>.{NAME}.yml beside a document"
        )
        found.append(Diagnostic("warning", "unused-corrections", options.source_name(path), None, message))
    return found


def _is_of_draft(path: Path) -> bool:
    """Whether a document stands where the file belongs, though it was not read (a draft, mostly)."""
    if path.stem == NAME:
        return (
            any(path.parent.glob("*.md")) or any(path.parent.glob("*.txt")) or any(path.parent.glob("*.html"))
        )
    stem = path.stem.removesuffix(f".{NAME}")
    return any(path.with_name(stem + suffix).exists() for suffix in (".md", ".txt", ".html", ".htm"))


# Reading the file ----------------------------------------------------------------------------


def read_corrections(documents: IssueDocuments, options: Options) -> tuple[Corrections, list[Diagnostic]]:
    """What the corrections files of an issue say, and what could not be read of them."""
    corrections = Corrections()
    findings: list[Diagnostic] = []
    for path in corrections_paths(documents, options):
        source = options.source_name(path)
        try:
            content = path.read_bytes() if path.stat().st_size <= LARGEST else None
        except OSError as error:
            findings.append(_unreadable(source, None, f"the file can't be read: {error.strerror or error}"))
            continue
        text = decode(content).text if content is not None else None
        if text is None:
            findings.append(_unreadable(source, None, "the file is no text, or too large"))
            continue
        read, more = parse_corrections(text, source)
        findings += more
        corrections = Corrections(
            corrections.wordings + read.wordings,
            corrections.jumps + read.jumps,
            corrections.divisions + read.divisions,
            corrections.pins + read.pins,
        )
    return corrections, findings


def _unreadable(source: str, line: int | None, message: str) -> Diagnostic:
    severity: Severity = "error"
    return Diagnostic(severity, BAD, source, line, message)


class _BadEntryError(Exception):
    """An entry, or a part of it, that can't be used. `line` is 1-based in the corrections file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def parse_corrections(text: str, source: str) -> tuple[Corrections, list[Diagnostic]]:
    """The entries of a corrections file. Entries that can't be used are left out, each with a finding."""
    try:
        root = _composed(text)
    except _BadEntryError as problem:
        message = f"the file is no YAML: {problem}; no correction of it is applied"
        return Corrections(), [_unreadable(source, problem.line, message)]
    if root is None:
        return Corrections(), []
    if not isinstance(root, yaml.SequenceNode):
        message = "the file must be a list of corrections (`- {page: …, printed: …, shown: …}`)"
        return Corrections(), [_unreadable(source, _line(root), message)]
    found: list[Entry] = []
    findings: list[Diagnostic] = []
    for node in root.value:
        try:
            found.append(_entry(node, source, findings))
        except _BadEntryError as problem:
            findings.append(Diagnostic("warning", BAD, source, problem.line, str(problem)))
    return (
        Corrections(
            tuple(one for one in found if isinstance(one, Wording)),
            tuple(one for one in found if isinstance(one, JumpDecision)),
            tuple(one for one in found if isinstance(one, Division)),
            tuple(one for one in found if isinstance(one, Pin)),
        ),
        findings,
    )


def _composed(text: str) -> yaml.Node | None:
    """The nodes of the YAML: no tag makes an object, every value stays plain text."""
    try:
        depth = 0
        # The stubs leave the events untyped. Depth is measured first: composing is recursive.
        for event in cast(Any, yaml).parse(text, Loader=yaml.SafeLoader):
            at = event.start_mark.line + 1
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
            elif isinstance(event, yaml.AliasEvent):
                raise _BadEntryError(at, "aliases (*name) are not read")
            if depth > _DEEPEST:
                raise _BadEntryError(at, "nested too deep")
        return cast("yaml.Node | None", cast(Any, yaml).compose(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _BadEntryError(mark.line + 1 if mark else 1, error.problem or "unreadable") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise _BadEntryError(1, "unreadable characters") from error


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1 if node.start_mark is not None else 1


def _fields(
    node: yaml.Node, known: Sequence[str], source: str, findings: list[Diagnostic]
) -> dict[str, yaml.Node]:
    """The values of a mapping; unknown keys and doubles are reported and passed over."""
    if not isinstance(node, yaml.MappingNode):
        raise _BadEntryError(_line(node), f"expected `key: value` pairs ({', '.join(known)})")
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "…"
        if name not in known:
            message = f"unknown key `{name[:60]}` in a correction (known here: {', '.join(known)})"
            findings.append(Diagnostic("warning", BAD, source, _line(key), message))
        elif name in fields:
            message = f"`{name}` is given twice in one correction; the first one counts"
            findings.append(Diagnostic("warning", BAD, source, _line(key), message))
        else:
            fields[name] = value
    return fields


_KINDS: dict[str, tuple[str, ...]] = {
    "jump": ("jump", "to", "note"),
    "split": ("split", "note"),
    "join": ("join", "note"),
    "id": ("id", "is", "note"),
}
_WORDING_KEYS = ("page", "line", "printed", "shown", "note")


def _entry(node: yaml.Node, source: str, findings: list[Diagnostic]) -> Entry:
    if not isinstance(node, yaml.MappingNode):
        raise _BadEntryError(_line(node), "a correction must be a mapping: {page: …, printed: …, shown: …}")
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    kind = next((key for key in keys if key in _KINDS), None)
    fields = _fields(node, _KINDS[kind] if kind else _WORDING_KEYS, source, findings)
    at = _line(node)
    note = _optional(fields, "note") or ""
    if kind is None:
        printed, shown = _required(fields, "printed", at), _required(fields, "shown", at)
        if not printed.strip():
            raise _BadEntryError(at, "`printed` must name the words that are printed")
        if printed == shown:
            raise _BadEntryError(at, f"`printed` and `shown` are the same: {printed[:40]}")
        line = _number(fields["line"], "line") if "line" in fields else None
        return Wording(source, at, note, _page(fields, at), line, printed, shown)
    place_keys = ("page", "line", "printed", *(("as",) if kind == "split" else ()))
    inner = _fields(fields[kind], place_keys, source, findings)
    place = Place(_page(inner, at), _required_number(inner, "line", at), _optional(inner, "printed"))
    if kind == "split":
        level = _optional(inner, "as") or "split"
        if level not in ("split", "article", "paragraph"):
            raise _BadEntryError(at, f"`as: {level[:40]}`: article or paragraph")
        return Division(source, at, note, place, cast(Cut, level))
    if kind == "join":
        return Division(source, at, note, place, "join")
    if kind == "id":
        slug = _required(fields, "is", at)
        if not _SLUG.fullmatch(slug):
            raise _BadEntryError(
                at, f"`is: {slug[:60]}`: lower-case a-z, digits and single hyphens only; it is not used"
            )
        return Pin(source, at, note, place, slug)
    return _jump(fields, place, at, note, source, findings)


def _jump(
    fields: dict[str, yaml.Node],
    place: Place,
    at: int,
    note: str,
    source: str,
    findings: list[Diagnostic],
) -> JumpDecision:
    goal = fields.get("to")
    if goal is None:
        raise _BadEntryError(at, "`to` is missing: {page: …, headline: …}, or none")
    if isinstance(goal, yaml.ScalarNode):
        if goal.value.strip().lower() not in {"none", *(one.lower() for one in _NOTHING)}:
            raise _BadEntryError(_line(goal), "`to` must be {page: …, headline: …}, or none")
        return JumpDecision(source, at, note, place)
    to = _fields(goal, ("page", "headline", "line"), source, findings)
    line = _number(to["line"], "line") if "line" in to else None
    return JumpDecision(source, at, note, place, _page(to, at), _optional(to, "headline"), line)


def _scalar(node: yaml.Node, key: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _BadEntryError(_line(node), f"`{key}` must be a plain value")
    if len(node.value) > _LONGEST:
        raise _BadEntryError(_line(node), f"`{key}` is longer than {_LONGEST} characters")
    return str(node.value)


def _optional(fields: dict[str, yaml.Node], key: str) -> str | None:
    node = fields.get(key)
    if node is None:
        return None
    value = _scalar(node, key)
    return None if getattr(node, "style", None) is None and value in _NOTHING else value


def _required(fields: dict[str, yaml.Node], key: str, at: int) -> str:
    value = _optional(fields, key)
    if value is None:
        hint = ' (to leave words out, write `shown: ""`)' if key == "shown" else ""
        raise _BadEntryError(at, f"`{key}` is missing in a correction{hint}")
    return value


def _page(fields: dict[str, yaml.Node], at: int) -> str:
    value = _required(fields, "page", at)
    label = page_label(value)
    if label is None:
        raise _BadEntryError(_line(fields["page"]), f"`page: {value[:40]}` is no page (4, A2, 第四版)")
    return label


def _required_number(fields: dict[str, yaml.Node], key: str, at: int) -> int:
    if key not in fields:
        raise _BadEntryError(at, f"`{key}` is missing in a correction")
    return _number(fields[key], key)


def _number(node: yaml.Node, key: str) -> int:
    value = _scalar(node, key).strip()
    if not re.fullmatch(r"[0-9]{1,8}", value) or int(value) == 0:
        raise _BadEntryError(_line(node), f"`{key}: {value[:40]}` is no line number")
    return int(value)
