"""The PO catalogs of the prose, one an issue and language: catalog + issue -> the issue's translation.

A catalog lies at `translations/<language>/<issue id>.po`. Its messages are the passages of the issue: msgctxt is the
passage's id, msgid its text. The work of a machine is marked by the flag `fuzzy`, which every tool knows and
keeps, together with a translator's comment `# machine: <engine>`; a person who has looked at it takes the flag away.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from mkdocs_newspaper.bilingual.passage_matching import Match, Matching, match
from mkdocs_newspaper.bilingual.po import Message, PoFile, plain_comment, po_lines, read_po, write_po
from mkdocs_newspaper.bilingual.segments import Passage, passages
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.model import Entry, Issue, IssueTranslation, Translation

State = Literal["translated", "fuzzy", "machine", "open"]

#: A translator's comment: what follows is the engine whose work the translation is.
MACHINE = "machine:"
#: The same, once a person has confirmed it.
_EDITED = "post-edited from"
#: A translator's comment: a name or term that the glossary demands and the engine left out.
MISSING = "glossary:"
_CATALOG_NAME = re.compile(r"\d{4}-\d{2}-\d{2}(?:-[A-Za-z0-9_-]+)?")
#: What a translation may have only if its source has it: tags, and placeholders that a tool left behind.
_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>|\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|%\([A-Za-z_]+\)[sd]|⟦\d+⟧")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_ADDRESS = re.compile(r"\s*<[^<>]*>")
#: `# Ada Berg <ada@example.org>, 2025, 2026.`, as translators sign a catalog; Weblate writes
#: `# SPDX-FileCopyrightText: 2026 Ada Berg <ada@example.org>`.
_SIGNED = re.compile(
    r"(?:(?P<name>[^<>@,]{2,80}?)\s*<[^<>]*>\s*,\s*\d{4}(?:\s*[-–,]\s*\d{4})*\s*\.?"
    r"|SPDX-FileCopyrightText:\s*(?:\d{4}(?:-\d{4})?\s+)?(?P<spdx>[^<>@,]{2,80}?)\s*(?:<[^<>]*>)?)"
)
_SPDX_LICENCE = re.compile(r"SPDX-License-Identifier:\s*(\S+)")
_NOBODY = frozenset(
    {"", "full name", "first author", "automatically generated", "anonymous", "weblate", "none", "auto"}
)


def state(message: Message) -> State:
    """How far the translation of a message is."""
    if not message.text:
        return "open"
    if "fuzzy" not in message.flags:
        return "translated"
    return "machine" if machine_engine(message) is not None else "fuzzy"


def machine_engine(message: Message) -> str | None:
    """The engine whose work the translation is, None where it is a person's."""
    return next(
        (comment[len(MACHINE) :].strip() for comment in message.comments if comment.startswith(MACHINE)), None
    )


def base_language(language: str) -> str:
    """`zh` of `zh-Hans`, `en` of `en_GB`."""
    return language.replace("_", "-").partition("-")[0].casefold()


def catalog_path(folder: Path, language: str, issue_id: str) -> Path:
    """Where the catalog of an issue lies. A folder `zh_Hant` serves the language `zh-Hant` too."""
    named = folder / language / f"{issue_id}.po"
    other = folder / language.replace("-", "_") / f"{issue_id}.po"
    return other if not named.exists() and other.exists() else named


def target_languages(issue: Issue, languages: Sequence[str]) -> tuple[str, ...]:
    """The page languages that an issue is translated into: all but its own."""
    own = base_language(issue.source_language)
    return tuple(language for language in languages if base_language(language) != own)


def read_catalog(
    content: bytes, source: str, issue: Issue, language: str
) -> tuple[IssueTranslation, list[Diagnostic]]:
    """What the bytes of a catalog say of an issue; a pure function, so its result can be kept. Never raises."""
    return issue_translation(issue, language, read_po(content, source))


def is_catalog_name(stem: str) -> bool:
    """Whether a PO file of that name (without `.po`) is meant for an issue: `2025-06-18`, `2025-06-18-evening`."""
    return _CATALOG_NAME.fullmatch(stem) is not None


def unreadable(source: str, error: OSError) -> Diagnostic:
    """The finding that a catalog can't be opened."""
    return Diagnostic("error", "bad-catalog", source, None, f"the catalog can't be read: {error.strerror}")


def issue_translation(issue: Issue, language: str, file: PoFile) -> tuple[IssueTranslation, list[Diagnostic]]:
    """What a catalog says of an issue. A pure function of its arguments; never raises.

    Passages whose source has changed since the catalog was updated are fuzzy; those without a
    trustworthy translation are missing, so that the page shows the source.
    """
    findings = list(file.findings)
    misfit = _misfit(file, language)
    if misfit:
        return IssueTranslation(language, source=file.source), [*findings, misfit]
    wanted = passages(issue, named=False)
    matching = match(wanted, file.messages)
    foreign = of_another_issue(issue, file, matching)
    if foreign:
        return IssueTranslation(language, source=file.source), [*findings, foreign]
    held: dict[str, Translation] = {}
    for passage, found in zip(wanted, matching.matches, strict=True):
        if found is None or not found.message.text.strip():
            continue
        finding = unfit(passage, found.message, file.source)
        if finding:
            findings.append(finding)
            continue
        text = _CONTROLS.sub("", found.message.text).strip(" \n" if passage.kind == "table" else None)
        if text:
            held[passage.id] = Translation(text, _shown_state(found.message, found.changed))
    translation = IssueTranslation(language, held, translators(file), licence(file), file.source)
    return translation, findings


def _shown_state(message: Message, changed: bool) -> Literal["translated", "fuzzy", "machine"]:
    found = state(message)
    if found == "machine":
        return "machine"
    return "fuzzy" if changed or found == "fuzzy" else "translated"


def _misfit(file: PoFile, language: str) -> Diagnostic | None:
    said = file.fields.get("Language", "")
    if not said or base_language(said) == base_language(language):
        return None
    message = (
        f"the catalog says that its language is {said}, but lies in the folder of {language}; it is not used"
    )
    line = file.header.line if file.header else None
    return Diagnostic("warning", "catalog-language", file.source, line, message)


def of_another_issue(issue: Issue, file: PoFile, matching: Matching) -> Diagnostic | None:
    """The finding that a catalog belongs to another issue: other ids, and hardly a text in common."""
    live = [message for message in file.messages if not message.obsolete]
    own = any((message.context or "").startswith(f"{issue.id}/") for message in live)
    if not live or own or matching.exact * 2 >= min(len(live), len(matching.matches)):
        return None
    named = sorted({(message.context or "").partition("/")[0] for message in live} - {""})
    other = f", but of {named[0]}" if named else ""
    message = f"the catalog is not of the issue {issue.id}{other}; it is not used"
    return Diagnostic("warning", "catalog-of-another-issue", file.source, live[0].line, message)


def unfit(passage: Passage, message: Message, source: str) -> Diagnostic | None:
    """The finding that a translation can't be shown: markup or placeholders of its own, a broken table."""
    allowed = set(_MARKUP.findall(message.id)) | set(_MARKUP.findall(passage.text))
    foreign = [one for one in _MARKUP.findall(message.text) if one not in allowed]
    if foreign:
        said = f"the translation has {foreign[0]}, which its source has not; the source is shown"
        return Diagnostic("warning", "translation-markup", source, message.line, said)
    if passage.kind == "table" and _shape(message.text) != _shape(passage.text):
        said = "the translation of a table has other rows or columns than its source; the source is shown"
        return Diagnostic("warning", "translation-table", source, message.line, said)
    return None


def _unfit(wanted: Sequence[Passage], matching: Matching, source: str) -> Iterator[Diagnostic]:
    """What a page will not show of a catalog: a translator learns it here, not from a build."""
    for passage, found in zip(wanted, matching.matches, strict=True):
        finding = unfit(passage, found.message, source) if found and found.message.text.strip() else None
        if finding:
            yield finding


def _shape(table: str) -> tuple[int, ...]:
    """The number of cells of each row."""
    return tuple(row.count("\t") for row in table.strip("\n").split("\n"))


def translators(file: PoFile) -> tuple[str, ...]:
    """The people who signed a catalog: its `# Name <address>, year.` lines, X-Translators, Last-Translator."""
    names: list[str] = []
    if file.header is not None:
        for comment in file.header.comments:
            signed = _SIGNED.fullmatch(comment.strip())
            if signed:
                names.append(signed["name"] or signed["spdx"])
    fields = file.fields
    names += fields.get("X-Translators", "").split(",")
    names.append(fields.get("Last-Translator", ""))
    plain = (_ADDRESS.sub("", name).strip() for name in names)
    return tuple(dict.fromkeys(name for name in plain if name.casefold() not in _NOBODY))


def licence(file: PoFile) -> str | None:
    """The licence of a translation: the header's X-Licence, or X-License, else its SPDX comment."""
    fields: Mapping[str, str] = file.fields
    said = fields.get("X-Licence") or fields.get("X-License")
    comments = file.header.comments if file.header is not None else ()
    marked = (found[1] for comment in comments if (found := _SPDX_LICENCE.match(comment)))
    return said or next(marked, None)


@dataclass(frozen=True, slots=True)
class Counts:
    """How far an issue is, in passages and in characters of the source."""

    translated: int = 0
    fuzzy: int = 0
    machine: int = 0
    open: int = 0
    obsolete: int = 0
    characters: int = 0  # of all passages
    open_characters: int = 0
    words: int = 0  # of the translations that are there

    @property
    def passages(self) -> int:
        return self.translated + self.fuzzy + self.machine + self.open


@dataclass(frozen=True, slots=True)
class Update:
    """A catalog brought up to date with its issue.

    `content` is what the file has to hold, None where that can't be said (`findings` say why): then the file
    must stay as it is. `changed` is False where the file already says all of it.
    """

    content: bytes | None
    changed: bool
    counts: Counts
    findings: tuple[Diagnostic, ...] = ()
    added: int = 0  # passages that the catalog had not
    outdated: int = 0  # translations whose source has changed since the last update
    retired: int = 0  # messages that became obsolete
    stale: bool = False  # whether more has changed than comments: names, lines


def update_catalog(
    issue: Issue, language: str, before: bytes | None, source: str, title: str, now: dt.datetime
) -> Update:
    """The catalog of an issue with all passages of today, and every translation that it had.

    `before` is the file as it is, None where there is none; `title` is the paper's name, `now` dates a new
    file. Translations whose source has changed become fuzzy and remember what they translated; what belongs
    to no passage any more is kept as obsolete.
    """
    wanted = passages(issue)
    if before is None:
        header = new_header(issue, language, title, now)
        messages = [_message(passage, None) for passage in wanted]
        counts = count(messages)
        return Update(write_po(header, messages), True, counts, added=len(messages))
    file = read_po(before, source)
    matching = match(wanted, file.messages)
    refused = _misfit(file, language) or of_another_issue(issue, file, matching)
    if refused or not file.whole:
        findings = (*file.findings, *([refused] if refused else []))
        return Update(None, False, count(file.messages), findings)
    live = [_message(passage, found) for passage, found in zip(wanted, matching.matches, strict=True)]
    retired = _retired(matching.left)
    messages = [*live, *retired]
    header = _in_utf8(file.header) if file.header else new_header(issue, language, title, now)
    changed = header != file.header or messages != list(file.messages)
    content = write_po(header, messages, po_lines(before)) if changed else before
    return Update(
        content,
        changed,
        count(messages),
        (*file.findings, *_unfit(wanted, matching, source)),
        added=sum(found is None for found in matching.matches),
        outdated=sum(found is not None and found.changed for found in matching.matches),
        retired=sum(not message.obsolete for message in matching.left),
        stale=changed and [*map(_work, messages)] != [*map(_work, file.messages)],
    )


def _work(message: Message) -> Message:
    """A message without what the program itself writes beside it."""
    return replace(message, extracted=(), locations=())


def matching_catalog(issue: Issue, language: str, folder: Path, held: Container[str]) -> bytes | None:
    """A catalog that no issue uses and that is this one's by its texts: the issue's id has changed.

    `held` are the ids of all issues. At most the twenty names nearest to the issue's are looked into.
    """
    place = catalog_path(folder, language, issue.id).parent
    unused = [path for path in place.glob("*.po") if is_catalog_name(path.stem) and path.stem not in held]
    near = sorted(unused, key=lambda path: (path.stem[:10] != issue.date.isoformat(), path.name))[:20]
    wanted = passages(issue) if near else ()
    for path in near:
        try:
            content = path.read_bytes()
        except OSError:
            continue
        live = [message for message in read_po(content, path.name).messages if not message.obsolete]
        if live and match(wanted, live).exact * 2 >= max(len(wanted), 1):
            return content
    return None


def import_messages(
    issue: Issue,
    before: bytes,
    source: str,
    incoming: Sequence[Message],
    fields: Mapping[str, str] = MappingProxyType({}),
    comments: Sequence[str] = (),
) -> Import:
    """A catalog that is up to date, with translations that come from elsewhere.

    What comes without a translation changes nothing, and what nobody has confirmed does not replace what
    somebody has. A translation of a passage that reads otherwise now becomes fuzzy. What fits no passage is
    kept as obsolete. `fields` fill header fields that are empty, `comments` are added to the header's.
    """
    file = read_po(before, source)
    wanted = passages(issue, named=False)
    live = [message for message in file.messages if not message.obsolete]
    by_id = {message.context: place for place, message in enumerate(live)}
    given = [message for message in incoming if message.text]
    matching = match(wanted, given)
    taken = kept = 0
    for passage, found in zip(wanted, matching.matches, strict=True):
        place = by_id.get(passage.id)
        if found is None or place is None:
            continue
        held, came = live[place], _message(passage, found)
        came = replace(came, comments=tuple(dict.fromkeys((*held.comments, *came.comments))))
        if state(held) == "translated" and state(came) != "translated":
            kept += held.text != came.text
        else:
            same = (held.text, state(held), held.comments) == (came.text, state(came), came.comments)
            taken += not same
            live[place] = held if same else replace(came, extracted=held.extracted, locations=held.locations)
    messages = [*live, *_retired([*(one for one in file.messages if one.obsolete), *matching.left])]
    assert file.header is not None
    empty = {name: value for name, value in fields.items() if value and not file.fields.get(name)}
    header = with_fields(file.header, empty) if empty else file.header
    header = replace(header, comments=tuple(dict.fromkeys((*header.comments, *comments))))
    changed = header != file.header or messages != list(file.messages)
    content = write_po(header, messages, po_lines(before)) if changed else before
    return Import(content, changed, taken, kept, sum(not one.obsolete for one in matching.left))


@dataclass(frozen=True, slots=True)
class Import:
    """A catalog with what was imported: how many passages `taken`, `kept` as they were, and `unplaced`."""

    content: bytes
    changed: bool
    taken: int
    kept: int
    unplaced: int


def filled(content: bytes, source: str, found: Mapping[str, Callable[[Message], Message]]) -> bytes:
    """A catalog with the messages of these ids put through a function; the rest stays byte for byte."""
    file = read_po(content, source)
    assert file.header is not None
    messages = [
        found[message.context](message)
        if message.context is not None and message.context in found and not message.obsolete
        else message
        for message in file.messages
    ]
    return write_po(file.header, messages, po_lines(content))


def write_catalog(path: Path, content: bytes) -> None:
    """Put `content` in the place of a catalog at once: whoever reads meets the old file or the new one."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _message(passage: Passage, found: Match | None) -> Message:
    """A passage as its message, with the translation that was found for it."""
    extracted, locations = _comments(passage), (f"{_location(passage.source)}:{passage.line}",)
    if found is None or not found.message.text:
        held = found.message if found else Message(passage.text)
        return replace(
            held,
            id=passage.text,
            context=passage.id,
            # Nothing to review: msgmerge, too, takes the flag from a message without a translation.
            flags=tuple(flag for flag in held.flags if flag != "fuzzy"),
            extracted=extracted,
            locations=locations,
            previous=None,
            obsolete=False,
            block=_kept_block(held, passage) if found else (0, 0),
        )
    message = _credited(found.message)
    flags, previous = message.flags, message.previous
    if found.changed:
        previous = previous if "fuzzy" in flags and previous is not None else message.id
        flags = tuple(dict.fromkeys(("fuzzy", *flags)))
    return replace(
        message,
        id=passage.text,
        context=passage.id,
        flags=flags,
        extracted=extracted,
        locations=locations,
        # A translation that somebody has confirmed is one of today's text.
        previous=previous if "fuzzy" in flags else None,
        obsolete=False,
        block=_kept_block(message, passage),
    )


def _credited(message: Message) -> Message:
    """A machine's work that a person has confirmed counts as the person's from now on, and says where it began."""
    if "fuzzy" in message.flags or machine_engine(message) is None:
        return message
    comments = (
        f"{_EDITED} {one[len(MACHINE) :].strip()}" if one.startswith(MACHINE) else one
        for one in message.comments
        if not one.startswith(MISSING)
    )
    return replace(message, comments=tuple(comments))


def _kept_block(message: Message, passage: Passage) -> tuple[int, int]:
    same = (message.context, message.id, message.obsolete) == (passage.id, passage.text, False)
    return message.block if same else (0, 0)


def _retired(left: Iterable[Message]) -> list[Message]:
    """What belongs to no passage, as obsolete messages; what nobody has worked on goes."""
    kept: dict[tuple[str | None, str, str], Message] = {}
    for message in left:
        if message.text or message.comments:
            retired = replace(message, obsolete=True, block=message.block if message.obsolete else (0, 0))
            kept.setdefault((message.context, message.id, message.text), retired)
    return list(kept.values())


def _location(source: str) -> str:
    """A document as `#:` names it: one with blanks stands between isolates, as gettext writes it."""
    return f"\u2068{source}\u2069" if re.search(r"\s", source) else source


_KIND_NAMES: dict[str, str] = {
    "headline": "headline",
    "kicker": "line above the headline",
    "deck": "line below the headline",
}


def _comments(passage: Passage) -> tuple[str, ...]:
    """What a translator should know: where the passage stands, and the names and terms in it."""
    place = f"page {passage.page}: {_KIND_NAMES.get(passage.kind, passage.kind)}"
    if passage.kind == "table":
        place += ", cells parted by tabs, rows by line ends"
    if passage.kind != "headline":
        place += f" of {passage.headline}"
    return tuple(plain_comment(line) for line in (place, *map(named, passage.names)))


def named(entry: Entry) -> str:
    """A name or term with its English and its reading: `顾清和 = Gu Qinghe (Gù Qīnghé), Mayor`."""
    said = f"{entry.zh} = {entry.en}" if entry.en else f"{entry.zh}: no English known"
    if entry.pinyin:
        said += f" ({entry.pinyin})"
    notes = [value.en for value in (entry.office, entry.country) if value is not None and value.en]
    return ", ".join([said, *notes])


def new_header(issue: Issue, language: str, title: str, now: dt.datetime) -> Message:
    """The header of a new catalog; its translators fill in who they are and under which licence."""
    fields = {
        "Project-Id-Version": plain_comment(f"{title} {issue.id}"),
        "PO-Revision-Date": now.strftime("%Y-%m-%d %H:%M+0000"),
        "Last-Translator": "",
        "Language-Team": "",
        "Language": language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": issue.source_language,
        "X-Licence": "",
    }
    return Message("", "".join(f"{name}: {value}\n" for name, value in fields.items()))


def _in_utf8(header: Message) -> Message:
    """The header of a file that is written anew, whatever its charset was."""
    said = next((line for line in header.text.splitlines() if line.startswith("Content-Type:")), "")
    if "charset" not in said or re.search("charset=utf-?8", said, re.IGNORECASE):
        return header
    return with_fields(header, {"Content-Type": "text/plain; charset=UTF-8"})


def with_fields(header: Message, fields: Mapping[str, str]) -> Message:
    """The header with these fields set; the others, and their order, stay."""
    open_fields = dict(fields)
    lines: list[str] = []
    for line in header.text.splitlines():
        name = line.partition(":")[0].strip()
        lines.append(f"{name}: {open_fields.pop(name)}" if name in open_fields else line)
    lines += (f"{name}: {value}" for name, value in open_fields.items())
    return replace(header, text="".join(f"{line}\n" for line in lines), block=(0, 0))


def count(messages: Iterable[Message]) -> Counts:
    """How far a catalog is."""
    numbers: Counter[str] = Counter()
    for message in messages:
        if message.obsolete:
            numbers["obsolete"] += 1
            continue
        found = state(message)
        numbers[found] += 1
        numbers["characters"] += len(message.id)
        if found == "open":
            numbers["open_characters"] += len(message.id)
        else:
            numbers["words"] += len(message.text.split())
    return Counts(**numbers)
