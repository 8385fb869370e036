"""All issues read, joined and annotated: documents -> Archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.execution import Progress
from mkdocs_newspaper.glossary.lexicon import simplified
from mkdocs_newspaper.identifiers import article_id
from mkdocs_newspaper.issue_reading import IssueReading, gather_newspaper, read_group, site_termbase
from mkdocs_newspaper.model import Article, Entry, Issue, IssueTranslation, Newspaper, Translation
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading.corrections_file import unused_files
from mkdocs_newspaper.reading.sources import find_documents, group_documents
from mkdocs_newspaper.translation_reading import read_translations

__all__ = ["Archive", "Progress", "gather_newspaper", "read_archive", "read_group", "site_termbase"]


@dataclass(frozen=True, slots=True)
class Archive:
    """What the site publishes. `issues` ascend by date, then edition."""

    newspaper: Newspaper
    issues: tuple[Issue, ...] = ()
    entries: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()  # of the archive as a whole; each issue holds its own
    #: By the issue's id and the language.
    translations: Mapping[tuple[str, str], IssueTranslation] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Every finding: of the archive, then of each issue."""
        return (*self.diagnostics, *(one for issue in self.issues for one in issue.diagnostics))

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
    findings = [*of_glossary, *findings, *more, *unused_files(groups, options)]
    reading = IssueReading(options, base, progress)
    issues: list[Issue] = []
    for issue, of_group in reading.read(groups):
        # A document whose date can't be is told so once.
        misdated = {one.source for one in findings if one.code == "bad-date"}
        findings += (one for one in of_group if one.code != "no-date" or one.source not in misdated)
        if issue is not None:
            issues.append(issue)
    issues.sort(key=lambda issue: (issue.date, issue.edition or ""))
    issues, doubles = _each_once(issues, options)
    findings += doubles
    newspaper = gather_newspaper(issues, options)
    issues, entries = _gather_entries(reading.annotated(issues, newspaper))
    findings += reading.findings
    translations, of_catalogs = read_translations(issues, options)
    findings += of_catalogs
    return Archive(newspaper, tuple(_check_serial_numbers(issues)), entries, tuple(findings), translations)


def _gather_entries(issues: Sequence[Issue]) -> tuple[list[Issue], tuple[Entry, ...]]:
    """The entries of all issues, one a name: 王建国 and 王健国 of two issues don't share an id."""
    entries: dict[str, Entry] = {}
    ids: dict[tuple[str, str, str | None], str] = {}
    gathered: list[Issue] = []
    for issue in issues:
        renamed: dict[str, str] = {}
        own: list[Entry] = []
        for entry in issue.entries:
            # A scoped name, and a short form, is another one where its English is: 中乌, 阿方.
            # 國務院 of the paper's early years and 国务院 are one.
            same = (
                entry.kind,
                simplified(entry.zh),
                entry.en if entry.kind == "term" or entry.sources else None,
            )
            wanted = ids.get(same)
            if wanted is None:
                wanted, number = entry.id, 2
                while wanted in entries:
                    wanted, number = f"{entry.id}-{number}", number + 1
                ids[same] = wanted
            if wanted != entry.id:
                renamed[entry.id] = wanted
                entry = replace(entry, id=wanted)
            entries.setdefault(wanted, entry)
            own.append(entry)
        gathered.append(_with_ids(issue, tuple(own), renamed) if renamed else issue)
    return gathered, tuple(entries[key] for key in sorted(entries))


def _with_ids(issue: Issue, entries: tuple[Entry, ...], renamed: dict[str, str]) -> Issue:
    def mended(article: Article) -> Article:
        return replace(
            article,
            mentions=tuple(replace(one, entry=renamed.get(one.entry, one.entry)) for one in article.mentions),
        )

    return replace(
        issue,
        entries=tuple(
            replace(one, parts=tuple(renamed.get(part, part) for part in one.parts)) for one in entries
        ),
        articles=tuple(mended(article) for article in issue.articles),
        orphans=tuple(mended(article) for article in issue.orphans),
    )


def _each_once(issues: Sequence[Issue], options: Options) -> tuple[list[Issue], list[Diagnostic]]:
    """Issues whose dates only their mastheads told can turn out to be one date: the first is kept."""
    kept: dict[str, Issue] = {}
    findings: list[Diagnostic] = []
    for issue in issues:
        first = kept.setdefault(issue.id, issue)
        if first is not issue:
            source = options.source_name(options.issues / issue.sources[0])
            other = options.source_name(options.issues / first.sources[0])
            findings.append(
                Diagnostic(
                    "error",
                    "duplicate-issue",
                    source,
                    None,
                    f"the issue of {issue.id} is already read from {other}; give one of them an `edition:`",
                )
            )
    return list(kept.values()), findings


def _check_serial_numbers(issues: Sequence[Issue]) -> list[Issue]:
    """The serial number grows with the date; it is never derived from it."""
    checked: list[Issue] = []
    before: Issue | None = None
    for issue in issues:
        number = issue.masthead.issue_number
        if number is None:
            checked.append(issue)
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
            issue = replace(issue, diagnostics=(*issue.diagnostics, finding))
        checked.append(issue)
        before = issue
    return checked
