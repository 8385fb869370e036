"""Documents -> the documents of each issue: by date and edition, else by folder."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.model import page_order
from mkdocs_newspaper.reading.document_names import natural_order, read_name
from mkdocs_newspaper.reading.front_matter import FrontMatter

DocumentFormat = Literal["md", "txt", "html"]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One document, decoded.

    Line n of `text` is line n of the file: front matter is replaced by empty lines. The hints come from
    the front matter, else from the names of the file and its folders.
    """

    path: Path
    name: str  # POSIX path below the issues folder
    source: str  # its name in diagnostics
    format: DocumentFormat
    text: str
    front_matter: FrontMatter = field(default_factory=FrontMatter)
    date_hint: dt.date | None = None
    edition_hint: str | None = None
    page_hint: str | None = None


@dataclass(frozen=True, slots=True)
class IssueDocuments:
    """The documents of one issue, in page order where that is known, else in natural order of names.

    `date` None: only the masthead can tell. `folder`: the issue's folder below the issues folder, "" for
    documents that stand at its top.
    """

    date: dt.date | None
    edition: str | None
    documents: tuple[SourceDocument, ...]
    folder: str = ""
    draft: bool = False


@dataclass(slots=True)
class _Unit:
    """Documents that are one issue for certain: an issue's folder, or one document at the top."""

    folder: str
    documents: list[SourceDocument] = field(default_factory=list)

    @property
    def first_name(self) -> tuple[tuple[int, int, str], ...]:
        return min(natural_order(document.name) for document in self.documents)

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole issue of its own, and not pages that may join others."""
        return any(document.page_hint is None for document in self.documents)


def group_documents(documents: Sequence[SourceDocument]) -> tuple[list[IssueDocuments], list[Diagnostic]]:
    """The issues that the documents make, oldest first, those without a date last.

    A second whole document for one date and edition is a `duplicate-issue` error and left out; a page
    number that comes twice is a `duplicate-page` warning.
    """
    diagnostics: list[Diagnostic] = []
    issues: list[IssueDocuments] = []
    dated: dict[tuple[dt.date, str], list[_Unit]] = defaultdict(list)
    for unit in _units(documents):
        by_issue: dict[tuple[dt.date | None, str], _Unit] = {}
        for document in _with_shared_hints(unit):
            key = (document.date_hint, document.edition_hint or "")
            by_issue.setdefault(key, _Unit(unit.folder)).documents.append(document)
        for (date, edition), part in by_issue.items():
            if date is None:
                issues.append(_issue(None, edition, [part], diagnostics))
            else:
                dated[date, edition].append(part)
    for (date, edition), units in dated.items():
        chosen = _without_duplicates(date, edition, units, diagnostics)
        issues.append(_issue(date, edition, chosen, diagnostics))
    issues.sort(key=_issue_order)
    return issues, diagnostics


def _issue_order(issue: IssueDocuments) -> tuple[bool, dt.date, str, tuple[tuple[int, int, str], ...]]:
    return (
        issue.date is None,
        issue.date or dt.date.min,
        issue.edition or "",
        natural_order(issue.documents[0].name),
    )


def _units(documents: Iterable[SourceDocument]) -> list[_Unit]:
    """Each issue's folder, and each single document, as a unit.

    A folder is an issue's if its name holds the date, or if nothing in it tells a second date apart.
    """
    folders: dict[str, list[SourceDocument]] = defaultdict(list)
    units: list[_Unit] = []
    for document in sorted(documents, key=lambda one: natural_order(one.name)):
        hints = read_name(document.name)
        parent = document.name.rpartition("/")[0]
        if hints.dated_folder is not None:
            folders[hints.dated_folder].append(document)
        elif not parent or (hints.date is not None and not _is_dated_folder(parent)):
            units.append(_Unit(parent, [document]))
        else:
            folders[_issue_folder(parent)].append(document)
    for folder, held in folders.items():
        dates = {document.date_hint for document in held if document.date_hint}
        if len(dates) > 1 and not _is_dated_folder(folder):
            units += [_Unit(folder, [document]) for document in held]
        else:
            units.append(_Unit(folder, held))
    return units


def _is_dated_folder(folder: str) -> bool:
    return _issue_folder(folder) != folder or read_name(f"{folder}/x").dated_folder is not None


def _issue_folder(folder: str) -> str:
    """The folder above (or itself) whose name holds the date; itself where none does."""
    dated = read_name(f"{folder}/x").dated_folder
    return folder if dated is None else dated


def _with_shared_hints(unit: _Unit) -> list[SourceDocument]:
    """The documents of a folder, with the date and the edition that only some of them state.

    A page that the named edition holds already belongs to the other one.
    """
    documents = unit.documents
    dates = {document.date_hint for document in documents if document.date_hint}
    if len(documents) > 1 and len(dates) == 1:
        date = next(iter(dates))
        documents = [replace(document, date_hint=date) for document in documents]
    editions = {document.edition_hint for document in documents if document.edition_hint}
    if len(editions) == 1:
        edition = next(iter(editions))
        held = {document.page_hint for document in documents if document.edition_hint}
        documents = [
            replace(document, edition_hint=edition)
            if document.edition_hint is None and document.page_hint and document.page_hint not in held
            else document
            for document in documents
        ]
    return documents


def _without_duplicates(
    date: dt.date, edition: str, units: list[_Unit], diagnostics: list[Diagnostic]
) -> list[_Unit]:
    """The units that make the issue: pages join each other; of several whole issues the first stays."""
    units = sorted(units, key=lambda unit: unit.first_name)
    wholes = [unit for unit in units if unit.is_whole]
    pages = [unit for unit in units if not unit.is_whole]
    beside = {unit.folder if len(unit.documents) == 1 else None for unit in pages}
    if not wholes or (len(wholes) == 1 and len(pages) == 0):
        return units
    if len(wholes) == 1 and len(wholes[0].documents) == 1 and beside == {wholes[0].folder}:
        # 2025-06-18.md beside 2025-06-18-02.md: its first page, and the second.
        return [wholes[0], *pages]
    first, rest = units[:1], units[1:]
    if not first[0].is_whole:
        first, rest = pages, wholes
    name = date.isoformat() + (f" ({edition})" if edition else "")
    kept = first[0].documents[0]
    for unit in rest:
        for document in unit.documents:
            diagnostics.append(
                Diagnostic(
                    "error",
                    "duplicate-issue",
                    document.source,
                    None,
                    f"{kept.source} and {document.source} are both the whole issue of {name};"
                    f" {document.source} is left out (name its page, or set `edition:` in its front matter)",
                )
            )
    return first


def _issue(
    date: dt.date | None, edition: str, units: list[_Unit], diagnostics: list[Diagnostic]
) -> IssueDocuments:
    documents = sorted(
        (document for unit in units for document in unit.documents),
        key=lambda document: _document_order(document, single=len(units) > 1),
    )
    seen: dict[tuple[str, str], SourceDocument] = {}
    for document in documents:
        if document.page_hint is None:
            continue
        key = (document.page_hint, read_name(document.name).part)
        other = seen.setdefault(key, document)
        if other is not document:
            both = f"{other.source} and {document.source}"
            message = f"page {document.page_hint} comes twice: {both}; both are read"
            diagnostics.append(Diagnostic("warning", "duplicate-page", document.source, None, message))
    return IssueDocuments(
        date,
        edition or None,
        tuple(documents),
        units[0].folder,
        all(document.front_matter.draft for document in documents),
    )


def _document_order(
    document: SourceDocument, single: bool
) -> tuple[bool, tuple[str, int, str], tuple[tuple[int, int, str], ...]]:
    """Labelled pages first; where single documents meet, the one without a page comes before them."""
    unlabelled = document.page_hint is None
    label = page_order(document.page_hint) if document.page_hint else ("", 0, "")
    return unlabelled and not single, label, natural_order(document.name)
