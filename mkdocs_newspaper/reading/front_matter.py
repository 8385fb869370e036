"""The YAML at the top of a document -> what it says of the issue and the page.

The YAML is read by its events alone: no tag makes an object, no alias is followed, every value is plain
text until its own rule has read it. What looks like front matter and is newspaper text stays text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

import yaml

from mkdocs_newspaper.diagnostics import Diagnostic, Severity
from mkdocs_newspaper.model import Bilingual, SourceLanguage
from mkdocs_newspaper.reading.page_marks import page_label
from mkdocs_newspaper.reading.passages import HAN
from mkdocs_newspaper.reading.printed_dates import ImpossibleDateError, read_date

KEYS: tuple[str, ...] = (
    "date",
    "page",
    "section",
    "edition",
    "id",
    "newspaper",
    "issue_number",
    "source_language",
    "draft",
)
LARGEST = 64 * 1024
_DEEPEST = 10
_LONGEST_VALUE = 200
_LONGEST_COMPLAINT = 1000

_FENCE = re.compile(r"---[ \t]*(?:\n|\Z)")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_KNOWN_LINE = re.compile(rf"(?P<key>{'|'.join(KEYS)})[ \t]*:(?:[ \t]+(?P<value>.*))?", re.S)
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_ -]{0,60}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGES: dict[str, SourceLanguage] = {
    "zh": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans-cn": "zh-Hans",
    "zh-hant": "zh-Hant",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant-tw": "zh-Hant",
    "zh-hant-hk": "zh-Hant",
    "en": "en",
    "en-us": "en",
    "en-gb": "en",
}
_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says of itself; None where it says nothing, or nothing that can be read."""

    date: dt.date | None = None
    page: str | None = None  # a label: "4", "A2"
    section: str | None = None
    edition: str | None = None
    id: str | None = None
    newspaper: Bilingual | None = None
    issue_number: int | None = None
    source_language: SourceLanguage | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class _Value:
    """A value: a text, a mapping of texts, or neither (`text` None: a list, an alias, something tagged)."""

    line: int
    text: str | None = None
    mapping: dict[str, str] | None = None
    plain: bool = True


class _NotYamlError(Exception):
    """The lines between the fences are no YAML. `line` is 1-based in the document."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


@dataclass(frozen=True, slots=True)
class _Parsed:
    entries: dict[str, _Value] | None  # None: no mapping
    problems: tuple[tuple[int, str], ...] = ()


def read_front_matter(text: str, source: str) -> tuple[FrontMatter, str, list[Diagnostic]]:
    """Take the front matter off a document.

    Args:
        text: The document's text, lines ended by `\\n`.
        source: The document's name in diagnostics.

    Returns:
        What it says, the text with the front matter's lines made empty (so that every line keeps its
        number), and what was wrong. Without front matter the text comes back as it is.
    """
    fence = _FENCE.match(text)
    end = _END.search(text, fence.end(), fence.end() + LARGEST) if fence else None
    if not fence or not end:
        if fence and _KNOWN_LINE.match(text, fence.end()):
            problem = f"the front matter has no closing --- within {LARGEST // 1024} KB; it is read as text"
            return FrontMatter(), text, [Diagnostic("warning", "front-matter", source, 1, problem)]
        return FrontMatter(), text, []
    inside = text[fence.end() : end.start()]
    try:
        parsed = _parse(inside)
    except _NotYamlError as problem:
        return _salvaged(text, fence.end(), end, source, problem)
    if parsed.entries is None:
        return FrontMatter(), text, _complaint_about(inside, source)
    if parsed.entries and not any(key in KEYS for key in parsed.entries) and not _is_all_plain(parsed):
        # `记者: 张三` between two rules is newspaper text.
        return FrontMatter(), text, []
    diagnostics = [
        Diagnostic("warning", "front-matter", source, line, message) for line, message in parsed.problems
    ]
    matter, findings = _fields(parsed.entries, source)
    return matter, _blanked(text, 0, end.end()), diagnostics + findings


def _is_all_plain(parsed: _Parsed) -> bool:
    return all(_PLAIN_KEY.fullmatch(key) for key in parsed.entries or {})


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + "\n" * text.count("\n", start, end) + text[end:]


def _complaint_about(inside: str, source: str) -> list[Diagnostic]:
    """A word on what stands between two `---` and is no mapping, unless it is plainly newspaper text."""
    first = inside.split("\n", 1)[0].strip()
    if not first or first.startswith("#") or "\n\n" in inside or len(inside) > _LONGEST_COMPLAINT:
        return []
    # A line of Chinese between two rules may well be print; a YAML list is hardly that.
    severity: Severity = "info" if HAN.search(inside) and first[0] not in "-[{" else "warning"
    message = "the front matter is no list of `key: value` lines; it is read as text"
    return [Diagnostic(severity, "front-matter", source, 2, message)]


def _salvaged(
    text: str, start: int, end: re.Match[str], source: str, problem: _NotYamlError
) -> tuple[FrontMatter, str, list[Diagnostic]]:
    """The fields that can be read line by line where the whole is broken YAML; other lines stay text."""
    lines = text[start : end.start()].split("\n")
    entries: dict[str, _Value] = {}
    kept: list[str] = []
    for number, line in enumerate(lines, start=2):
        known = _KNOWN_LINE.fullmatch(line)
        if known:
            value = (known["value"] or "").strip().strip("\"'")
            entries.setdefault(known["key"], _Value(number, value if len(value) <= _LONGEST_VALUE else None))
            line = ""
        kept.append(line)
    if not entries:
        return FrontMatter(), text, []
    message = f"the front matter is broken YAML ({problem}); only its plain lines are read"
    diagnostics = [Diagnostic("warning", "front-matter", source, problem.line, message)]
    matter, findings = _fields(entries, source)
    rest = "\n" + "\n".join(kept) + text[end.end() :]
    return matter, rest, diagnostics + findings


# --- the YAML -----------------------------------------------------------------------------------------


def _parse(inside: str) -> _Parsed:
    """The entries of a mapping, from its events; `entries` None where the YAML is something else."""
    entries: dict[str, _Value] = {}
    problems: list[tuple[int, str]] = []
    is_mapping: bool | None = None
    depth = 0
    key: str | None = None
    key_line = 2
    inner: dict[str, str] | None = None
    inner_key: str | None = None
    spoilt = False

    def put(value: _Value) -> None:
        nonlocal key
        if key is not None:
            if key in entries:
                problems.append((key_line, f"`{key}` is given twice; the first one counts"))
            entries.setdefault(key, value)
        key = None

    try:
        # The stubs leave the events untyped.
        for event in cast(Any, yaml).parse(inside, Loader=yaml.SafeLoader):
            if isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                continue
            line = event.start_mark.line + 2
            if isinstance(event, yaml.DocumentStartEvent):
                continue
            tag = getattr(event, "tag", None)
            if tag is not None and tag != "!":
                problems.append((line, f"the tag {_shortened(str(tag))} is not read, nor what it stands at"))
                spoilt = True
            if isinstance(event, yaml.AliasEvent):
                problems.append((line, "aliases (*name) are not read"))
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
                if depth > _DEEPEST:
                    problems.append((line, "nested too deep; the rest is not read"))
                    break
                if depth == 1:
                    is_mapping = isinstance(event, yaml.MappingStartEvent)
                    spoilt = False
                    if not is_mapping:
                        return _Parsed(None)
                elif depth == 2:
                    inner, inner_key = {}, None
                    if key is None:
                        key, key_line = "", line
                    spoilt = spoilt or not isinstance(event, yaml.MappingStartEvent)
                else:
                    spoilt = True
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
                if depth == 1:
                    put(_Value(key_line, None, None if spoilt else inner))
                    inner, spoilt = None, False
            elif depth == 0:
                return _Parsed(None)
            else:
                text = None if isinstance(event, yaml.AliasEvent) else str(event.value)
                if depth == 1:
                    if key is None:
                        key, key_line = (text or "").strip(), line
                    else:
                        plain = isinstance(event, yaml.ScalarEvent) and event.style is None
                        put(_Value(key_line, None if spoilt else text, plain=plain))
                    spoilt = False
                elif depth == 2 and inner is not None:
                    if inner_key is None:
                        inner_key = text or ""
                    else:
                        inner.setdefault(inner_key, text or "")
                        spoilt = spoilt or text is None
                        inner_key = None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _NotYamlError(mark.line + 2 if mark else 2, error.problem or "unreadable") from error
    except yaml.YAMLError as error:
        raise _NotYamlError(2, "unreadable characters") from error
    except (ValueError, OverflowError) as error:
        raise _NotYamlError(2, "unreadable values") from error
    if is_mapping is None and inside.strip():
        # Nothing but lines that begin with #: YAML's comments, or an OCR tool's headings.
        return _Parsed(None)
    return _Parsed(entries, tuple(problems))


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


# --- the fields ---------------------------------------------------------------------------------------


class _UnreadableValueError(Exception):
    """A field's value is not what the field takes; `code` and `severity` of the diagnostic."""

    def __init__(self, code: str, message: str, severity: Severity = "warning") -> None:
        super().__init__(message)
        self.code = code
        self.severity = severity


def _fields(entries: dict[str, _Value], source: str) -> tuple[FrontMatter, list[Diagnostic]]:
    matter = FrontMatter()
    diagnostics: list[Diagnostic] = []
    for key, value in entries.items():
        reader = _READERS.get(key)
        if reader is None:
            message = f"unknown key `{_shortened(key)}` in the front matter (known: {', '.join(KEYS)})"
            diagnostics.append(Diagnostic("info", "front-matter-key", source, value.line, message))
            continue
        if value.mapping is None and (
            value.text is None or (value.plain and value.text in {"", "~", "null", "Null"})
        ):
            if value.text is None:
                message = f"`{key}` must be a plain value; it is not read"
                diagnostics.append(Diagnostic("warning", "front-matter", source, value.line, message))
            continue
        try:
            matter = replace(matter, **cast(dict[str, Any], {key: reader(value)}))
        except _UnreadableValueError as problem:
            diagnostics.append(Diagnostic(problem.severity, problem.code, source, value.line, str(problem)))
    return matter, diagnostics


def _text(value: _Value, key: str) -> str:
    if value.text is None:
        raise _UnreadableValueError("front-matter", f"`{key}` must be a plain value; it is not read")
    text = " ".join(value.text.split())
    if len(text) > _LONGEST_VALUE:
        raise _UnreadableValueError(
            "front-matter", f"`{key}` is longer than {_LONGEST_VALUE} characters; it is not read"
        )
    return text


def _date(value: _Value) -> dt.date:
    text = _text(value, "date")
    try:
        found = read_date(text)
    except ImpossibleDateError as problem:
        raise _UnreadableValueError("bad-date", f"`date: {text}`: {problem}", "error") from problem
    if found is None:
        raise _UnreadableValueError(
            "bad-date", f"`date: {_shortened(text)}` is no date (2025-06-18)", "error"
        )
    return found


def _page(value: _Value) -> str:
    text = _text(value, "page")
    label = page_label(text)
    if label is None:
        raise _UnreadableValueError(
            "bad-page", f"`page: {_shortened(text)}` is no page (4, A2, 第四版); it is not used"
        )
    return label


def _section(value: _Value) -> str:
    return _text(value, "section")


def _edition(value: _Value) -> str:
    text = _text(value, "edition")
    edition = text.lower()
    if not _SLUG.fullmatch(edition):
        message = (
            f"`edition: {_shortened(text)}`: letters a-z, digits and single hyphens only; it is not used"
        )
        raise _UnreadableValueError("bad-edition", message)
    return edition


def _id(value: _Value) -> str:
    text = _text(value, "id")
    if not _SLUG.fullmatch(text):
        message = f"`id: {_shortened(text)}`: lower-case a-z, digits and single hyphens only; it is not used"
        raise _UnreadableValueError("bad-id", message)
    return text


def _newspaper(value: _Value) -> Bilingual:
    if value.mapping is None:
        text = _text(value, "newspaper")
        return Bilingual(zh=text) if HAN.search(text) else Bilingual(en=text)
    names = {key: " ".join(name.split())[:_LONGEST_VALUE] for key, name in value.mapping.items()}
    found = Bilingual(zh=names.get("zh") or None, en=names.get("en") or None)
    if found == Bilingual():
        raise _UnreadableValueError(
            "front-matter", "`newspaper` must be a name, or {zh: …, en: …}; it is not read"
        )
    return found


def _issue_number(value: _Value) -> int:
    text = _text(value, "issue_number")
    digits = re.sub(r"(?<=\d)[,，](?=\d{3})", "", text)
    if not re.fullmatch(r"[0-9]{1,7}", digits) or int(digits) == 0:
        message = f"`issue_number: {_shortened(text)}` is no number; it is not used"
        raise _UnreadableValueError("bad-issue-number", message)
    return int(digits)


def _source_language(value: _Value) -> SourceLanguage:
    text = _text(value, "source_language")
    language = _LANGUAGES.get(text.lower().replace("_", "-"))
    if language is None:
        message = f"`source_language: {_shortened(text)}`: zh-Hans, zh-Hant or en; it is not used"
        raise _UnreadableValueError("bad-language", message)
    return language


def _draft(value: _Value) -> bool:
    text = _text(value, "draft").lower()
    if text not in _YES | _NO:
        raise _UnreadableValueError(
            "bad-draft", f"`draft: {_shortened(text)}`: true or false; it is not used"
        )
    return text in _YES


_READERS: dict[str, Callable[[_Value], object]] = {
    "date": _date,
    "page": _page,
    "section": _section,
    "edition": _edition,
    "id": _id,
    "newspaper": _newspaper,
    "issue_number": _issue_number,
    "source_language": _source_language,
    "draft": _draft,
}
