"""All issues read, joined and annotated: documents -> Archive."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.execution import Progress
from mkdocs_newspaper.glossary.issue_mentions import identity
from mkdocs_newspaper.identifiers import article_id
from mkdocs_newspaper.issue_reading import (
    IssueReading,
    ReadIssue,
    gather_newspaper,
    read_group,
    site_termbase,
)
from mkdocs_newspaper.issue_shelf import Shelf, ShelvedIssue, decode_entry, heads, with_findings
from mkdocs_newspaper.model import Entry, Issue, IssueTranslation, Newspaper, Translation
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading.corrections_file import corrections_files, unused_files
from mkdocs_newspaper.reading.sources import find_documents, group_documents
from mkdocs_newspaper.translation_reading import read_translations

__all__ = ["Archive", "Progress", "gather_newspaper", "read_archive", "read_group", "site_termbase"]


@dataclass(frozen=True, slots=True)
class Archive:
    """What the site publishes. `issues` ascend by date, then edition; as a rule they stand on a `Shelf`."""

    newspaper: Newspaper
    issues: Sequence[Issue] = ()
    entries: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()  # of the archive as a whole; each issue holds its own
    #: By the issue's id and the language.
    translations: Mapping[tuple[str, str], IssueTranslation] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Every finding: of the archive, then of each issue."""
        return (*self.diagnostics, *(one for issue in heads(self.issues) for one in issue.diagnostics))

    def translation(self, issue: Issue, name: str, anchor: str, language: str) -> Translation | None:
        """A field of the article called `name` in another language, None where nobody translated it."""
        held = self.translations.get((issue.id, language))
        return held.passages.get(f"{article_id(issue, name)}#{anchor}") if held else None


def read_archive(options: Options, progress: Progress | None = None) -> Archive:
    """The archive below `options.issues`. Trouble is in the findings; nothing is raised for bad text.

    Issues come from the cache where nothing that they are made from has changed. Raises ExecutorError
    where the option `executor` names none.
    """
    base, of_glossary = site_termbase(options)
    documents, findings = find_documents(options)
    groups, more = group_documents(documents)
    present = corrections_files(options)
    findings = [*of_glossary, *findings, *more, *unused_files(groups, options, present)]
    reading = IssueReading(options, base, progress, present)
    read: list[ReadIssue] = []
    for issue, of_group in reading.read(groups):
        # A document whose date can't be is told so once.
        misdated = {one.source for one in findings if one.code == "bad-date"}
        findings += (one for one in of_group if one.code != "no-date" or one.source not in misdated)
        if issue is not None:
            read.append(issue)
    read.sort(key=lambda issue: (issue.head.date, issue.head.edition or ""))
    read, doubles = _each_once(read, options)
    findings += doubles
    newspaper = gather_newspaper([issue.head for issue in read], options)
    shelved, entries = _gather_entries(reading.annotated(read, newspaper))
    findings += reading.findings
    issues = Shelf(_check_serial_numbers(shelved))
    translations, of_catalogs = read_translations(issues, options)
    findings += of_catalogs
    return Archive(newspaper, issues, entries, tuple(findings), translations)


def _gather_entries(issues: Iterable[ReadIssue]) -> tuple[list[ShelvedIssue], tuple[Entry, ...]]:
    """The entries of all issues, one a name: 王建国 and 王健国 of two issues don't share an id."""
    entries: dict[str, Entry] = {}
    ids: dict[tuple[object, ...], str] = {}
    gathered: list[ShelvedIssue] = []
    # What many issues say of a name in the same words is read once, and held once.
    known: dict[bytes, tuple[str, Entry]] = {}  # with the id that it has in its issue
    for issue in issues:
        renamed: dict[str, str] = {}
        own: list[Entry] = []
        for content in issue.packed.entries:
            held = known.get(content)
            if held is None:
                entry = decode_entry(content)
                wanted = _id_of(entry, ids, entries)
                moved = entry if wanted == entry.id else replace(entry, id=wanted)
                held = known[content] = entry.id, moved
                entries.setdefault(wanted, moved)
            if held[0] != held[1].id:
                renamed[held[0]] = held[1].id
            own.append(held[1])
        if renamed:
            own = [_with_parts(one, renamed) for one in own]
        gathered.append(issue.shelved(tuple(own), renamed))
    return gathered, tuple(entries[key] for key in sorted(entries))


def _id_of(entry: Entry, ids: dict[tuple[object, ...], str], taken: Container[str]) -> str:
    """The id that an entry has in the archive: that of the first one that is the same."""
    same = identity(entry)
    if same not in ids:
        wanted, number = entry.id, 2
        while wanted in taken:
            wanted, number = f"{entry.id}-{number}", number + 1
        ids[same] = wanted
    return ids[same]


def _with_parts(entry: Entry, renamed: Mapping[str, str]) -> Entry:
    if not any(part in renamed for part in entry.parts):
        return entry
    return replace(entry, parts=tuple(renamed.get(part, part) for part in entry.parts))


def _each_once(issues: Iterable[ReadIssue], options: Options) -> tuple[list[ReadIssue], list[Diagnostic]]:
    """Issues whose dates only their mastheads told can turn out to be one date: the first is kept."""
    kept: dict[str, ReadIssue] = {}
    findings: list[Diagnostic] = []
    for issue in issues:
        first = kept.setdefault(issue.head.id, issue)
        if first is not issue:
            source = options.source_name(options.issues / issue.head.sources[0])
            other = options.source_name(options.issues / first.head.sources[0])
            findings.append(
                Diagnostic(
                    "error",
                    "duplicate-issue",
                    source,
                    None,
                    f"the issue of {issue.head.id} is already read from {other}; give one of them an `edition:`",
                )
            )
    return list(kept.values()), findings


def _check_serial_numbers(issues: Iterable[ShelvedIssue]) -> Iterator[ShelvedIssue]:
    """The serial number grows with the date; it is never derived from it."""
    before: Issue | None = None
    for shelved in issues:
        issue = shelved.head
        number = issue.masthead.issue_number
        if number is None:
            yield shelved
            continue
        last = before.masthead.issue_number if before else None
        if before is not None and last is not None and number <= last and issue.date != before.date:
            page = issue.page(issue.masthead.page or "1")
            finding = Diagnostic(
                "warning",
                "issue-number",
                page.source if page else issue.sources[0],
                issue.masthead.line,
                f"issue number {number} does not follow {last} of {before.date.isoformat()}",
            )
            shelved = with_findings(shelved, (finding,))
        yield shelved
        before = issue
