"""The documents of one issue -> Issue: runs the stages of reading in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.model import (
    Correction,
    Issue,
    Masthead,
    PrintPage,
    Segment,
    SourceLanguage,
    Text,
    page_order,
)
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading.blocks import Block, read_blocks
from mkdocs_newspaper.reading.conventions import Conventions, conventions_of, tell_language
from mkdocs_newspaper.reading.corrections import (
    RULE,
    Applied,
    RawText,
    correct,
    pin,
    without_effect,
)
from mkdocs_newspaper.reading.corrections_file import Corrections, read_corrections
from mkdocs_newspaper.reading.masthead import (
    Folio,
    MastheadLine,
    check_masthead,
    fields,
    find_masthead,
    is_masthead_line,
    name_beside_date,
    read_folio,
)
from mkdocs_newspaper.reading.paragraphs import Unit, units
from mkdocs_newspaper.reading.passages import Line
from mkdocs_newspaper.reading.pull_quotes import find_pull_quotes
from mkdocs_newspaper.reading.repair import repaired_lines, repairer
from mkdocs_newspaper.reading.roles import classify
from mkdocs_newspaper.reading.sources import IssueDocuments, SourceDocument
from mkdocs_newspaper.reading.stories import read_stories
from mkdocs_newspaper.reading.story_marks import read_story_marks

#: Whether a printed lunar date is that of a day; None where it can't be read.
LunarCheck = Callable[[str, dt.date], bool | None]

#: Lines at the top and at the bottom of a page among which a folio line is looked for.
_WHOLE_BLOCK, _MASTHEAD_TABLE, _TABLE_ZONE = -1, 240, 3
_FOLIO_TOP, _FOLIO_BOTTOM = 4, 2
#: So many lines of every document tell its language.
_TELLING_LINES = 100


@dataclass(slots=True)
class _RawPage:
    """The blocks of one print page, before anything is read from them."""

    document: SourceDocument
    blocks: list[Block] = field(default_factory=list)
    label: str | None = None
    folio: Folio | None = None
    header: MastheadLine | None = None  # the folio line itself
    line: int = 1

    @property
    def has_content(self) -> bool:
        return any(block.kind not in ("rule", "page-mark") for block in self.blocks)


@dataclass(frozen=True, slots=True)
class IssueReading:
    """An issue as read (None where no date can be had, or no text), and the findings of its documents."""

    issue: Issue | None
    diagnostics: tuple[Diagnostic, ...]


def read_issue(documents: IssueDocuments, options: Options, same_lunar_date: LunarCheck) -> IssueReading:
    """One issue from its documents. Nothing is raised for bad text; findings say what could not be read."""
    findings: list[Diagnostic] = []
    blocks_of: list[tuple[SourceDocument, list[Block]]] = []
    for document in documents.documents:
        blocks, notes = read_blocks(document.text, document.format)
        findings += (
            # Script-like text is shown as text: nothing that an editor has to mend.
            Diagnostic(
                "info" if code == "active-content" else "warning", code, document.source, line, message
            )
            for code, line, message in notes
        )
        blocks_of.append((document, read_story_marks(blocks)))
    if not blocks_of:
        return IssueReading(None, tuple(findings))
    first = documents.documents[0]
    language = _language(documents, blocks_of, options)
    conventions = conventions_of(language)
    raw_pages = _split_pages(blocks_of, conventions)
    _label(raw_pages, conventions)
    decided, findings_of_file = read_corrections(documents, options)
    findings += findings_of_file
    if RULE not in options.repair:
        decided = decided.without_changes()
    edited = _edited(raw_pages, decided, conventions)
    findings += edited.findings
    for page in raw_pages:
        page.blocks = repaired_lines(page.blocks, options.repair)
    masthead, findings_of_masthead = _masthead(raw_pages, conventions)
    findings += findings_of_masthead
    date = _date(documents, masthead, raw_pages)
    if date is None:
        bad = [one for one in findings if one.code == "bad-date"]
        if not bad:
            findings.append(
                Diagnostic(
                    "error",
                    "no-date",
                    first.source,
                    None,
                    "no date in the front matter, the file name or the masthead: add `date: YYYY-MM-DD` "
                    "at the top of the document",
                )
            )
        return IssueReading(None, tuple(findings))
    findings += _check_dates(date, documents, masthead, raw_pages, same_lunar_date, conventions)
    pages, corrections, more = _pages(raw_pages, conventions, date, options, decided, edited)
    findings += more
    corrections += edited.corrections
    if not any(page.segments or page.guide for page in pages):
        findings.append(
            Diagnostic(
                "warning", "no-stories", first.source, None, "the issue has no text besides its masthead"
            )
        )
    matter = [document.front_matter for document in documents.documents]
    name = next((one.newspaper for one in matter if one.newspaper), None)
    number = next((one.issue_number for one in matter if one.issue_number is not None), None)
    if number is not None:
        masthead = replace(masthead, issue_number=number)
    if name is not None and name.zh:
        masthead = replace(masthead, name=name.zh)
    issue = Issue(
        date=date,
        edition=documents.edition,
        source_language=language,
        masthead=masthead,
        pages=tuple(pages),
        corrections=tuple(sorted(corrections, key=lambda one: (page_order(one.page), one.line))),
        diagnostics=tuple(findings),
        draft=documents.draft,
        sources=tuple(document.name for document in documents.documents),
        folder=documents.folder,
        rulings=tuple(edited.rulings),
    )
    return IssueReading(issue, ())


def _language(
    documents: IssueDocuments, blocks_of: Sequence[tuple[SourceDocument, list[Block]]], options: Options
) -> SourceLanguage:
    if options.source_language != "auto":
        return options.source_language
    for document in documents.documents:
        if document.front_matter.source_language:
            return document.front_matter.source_language
    # The markup of an HTML document is English whatever its text is.
    lines = [
        line.text
        for _, blocks in blocks_of
        for line in islice((line for block in blocks for line in block.lines), _TELLING_LINES)
    ]
    return tell_language("\n".join(lines))


# Print pages ---------------------------------------------------------------------------------


def _first_lines(block: Block) -> str:
    return block.lines[0].text.strip() if block.lines else ""


def _split_pages(
    blocks_of: Sequence[tuple[SourceDocument, list[Block]]], conventions: Conventions
) -> list[_RawPage]:
    """Documents cut where a page mark or a folio line begins another print page."""
    pages: list[_RawPage] = []
    opened: dict[int, str] = {}  # what the folio line that opens a page says
    for document, blocks in blocks_of:
        page = _RawPage(document, label=document.page_hint)
        pages.append(page)
        for block in blocks:
            if block.kind == "page-mark":
                if page.has_content or (page.label and block.page and page.label != block.page):
                    page = _RawPage(document, label=block.page, line=_line(block))
                    pages.append(page)
                elif block.page:
                    page.label = page.label or block.page
                continue
            folio = None
            if block.kind in ("text", "heading"):
                folio = read_folio(_first_lines(block), conventions, at_edge=False)
                if folio is not None and not page.has_content:
                    # It names the page that it opens.
                    opened[id(page)] = folio.page
                    folio = None
                if folio is not None and folio.date is None and document.page_hint is not None:
                    # The file name tells the page; 第5版 回眸 is a line of a guide box.
                    folio = None
            if (
                folio is not None
                and folio.page != page.label
                and folio.page != opened.get(id(page))
                and not (page.label is None and id(page) not in opened and len(page.blocks) <= 3)
            ):
                page = _RawPage(document, label=folio.page, line=_line(block))
                pages.append(page)
            page.blocks.append(block)
    return [page for page in pages if page.has_content] or pages[:1]


def _line(block: Block) -> int:
    return block.lines[0].line if block.lines else 1


def _text_lines(page: _RawPage) -> list[tuple[int, int, MastheadLine]]:
    """Every line of text on a page with its block and its place in the block."""
    lines: list[tuple[int, int, MastheadLine]] = []
    for number, block in enumerate(page.blocks):
        if block.kind in ("text", "heading"):
            lines += (
                (number, place, MastheadLine(line.text, line.line, block.kind == "heading"))
                for place, line in enumerate(block.lines)
                if line.text.strip()
            )
        elif block.kind == "table" and number < _TABLE_ZONE:
            # A masthead that the OCR tool took for a table: its cells, one after the other.
            text = "  ".join(cell for row in block.rows for cell in row if cell)
            if len(text) <= _MASTHEAD_TABLE:
                lines.append((number, _WHOLE_BLOCK, MastheadLine(text, _line(block))))
    return lines


def _without(page: _RawPage, used: set[tuple[int, int]]) -> None:
    """Takes lines out of a page's blocks (in place: the page is this module's own)."""
    blocks: list[Block] = []
    for number, block in enumerate(page.blocks):
        gone = {place for at, place in used if at == number}
        if _WHOLE_BLOCK in gone:
            continue
        if gone:
            lines = tuple(line for place, line in enumerate(block.lines) if place not in gone)
            if not lines:
                continue
            block = replace(block, lines=lines, lead=None if 0 in gone else block.lead)
        blocks.append(block)
    page.blocks = blocks


def _label(pages: list[_RawPage], conventions: Conventions) -> None:
    """Labels for all pages; their folio lines are taken out."""
    for page in pages:
        lines = _text_lines(page)
        edge = [
            *range(min(_FOLIO_TOP, len(lines))),
            *range(max(_FOLIO_TOP, len(lines) - _FOLIO_BOTTOM), len(lines)),
        ]
        for at in edge:
            number, place, line = lines[at]
            folio = read_folio(line.text, conventions)
            if folio is None or (page.label is not None and folio.page != page.label and folio.date is None):
                continue
            if is_masthead_line(line.text, conventions):
                continue
            page.folio = folio
            page.header = line
            page.label = page.label or folio.page
            _without(page, {(number, place)})
            break
    _count(pages)


def _edited(pages: list[_RawPage], corrections: Corrections, conventions: Conventions) -> Applied:
    """Puts what the corrections file says into the lines of the pages (in place)."""
    texts = [
        RawText(
            page.label or "1",
            page.document.format,
            page.blocks,
            Line(page.header.text, page.header.line) if page.header else None,
        )
        for page in pages
    ]
    applied = correct(corrections, texts)
    for page, text in zip(pages, texts, strict=True):
        page.blocks = text.blocks
        if page.header is not None and text.header is not None and text.header.changes:
            page.header = replace(page.header, text=text.header.text)
            page.folio = read_folio(text.header.text, conventions) or page.folio
    return applied


def _masthead(pages: list[_RawPage], conventions: Conventions) -> tuple[Masthead, list[Diagnostic]]:
    """The issue's masthead; its lines are taken out of the pages."""
    findings: list[Diagnostic] = []
    masthead: Masthead | None = None
    for page in pages:
        lines = _text_lines(page)
        read, used, notes = find_masthead([line for _, _, line in lines], conventions, page.label or "1")
        findings += (
            Diagnostic(
                "error" if code == "bad-date" else "warning", code, page.document.source, line, message
            )
            for code, line, message in notes
        )
        if read is None:
            continue
        if masthead is None or (masthead.issue_number is None and read.issue_number is not None):
            _without(page, {lines[at][:2] for at in used})
            masthead = read if masthead is None else _fuller(masthead, read)
        elif read.date == masthead.date:
            # The same masthead again: a running head.
            _without(page, {lines[at][:2] for at in used})
    if masthead is None:
        masthead = _from_header(pages, conventions)
    return masthead or Masthead(), findings


def _from_header(pages: Sequence[_RawPage], conventions: Conventions) -> Masthead | None:
    """What a page header says of the issue (date, weekday), where no page with a masthead is held."""
    for page in pages:
        if page.header is not None and page.folio is not None and page.folio.date is not None:
            read = fields(page.header.text, conventions)
            kept = {key: read[key] for key in ("date", "weekday", "lunar_date") if key in read}
            name = None if conventions.spaced else name_beside_date([page.header.text], conventions)
            masthead = Masthead(name=name, page=page.label, line=page.header.line, text=page.header.text)
            return replace(masthead, **kept)  # type: ignore[arg-type]
    return None


def _fuller(one: Masthead, other: Masthead) -> Masthead:
    """`other`, with what only `one` says."""
    missing = {
        key: getattr(one, key)
        for key in Masthead.__dataclass_fields__
        if getattr(other, key) in (None, "") and getattr(one, key) not in (None, "")
    }
    return replace(other, **missing)


def _count(pages: list[_RawPage]) -> None:
    """Labels for the pages that nothing names: counted on from the page before, in the issue's own scheme."""
    taken = {page.label for page in pages if page.label}
    letters = {label.rstrip("0123456789") for label in taken}
    section = next(iter(letters)) if len(letters) == 1 else ""
    last = 0
    for page in pages:
        if page.label is None:
            last += 1
            while f"{section}{last}" in taken:
                last += 1
            page.label = f"{section}{last}"
            taken.add(page.label)
        elif page.label.removeprefix(section).isdigit():
            last = int(page.label.removeprefix(section))


# Dates ---------------------------------------------------------------------------------------


def _date(documents: IssueDocuments, masthead: Masthead, pages: Sequence[_RawPage]) -> dt.date | None:
    if documents.date is not None:
        return documents.date
    if masthead.date is not None:
        return masthead.date
    return next((page.folio.date for page in pages if page.folio and page.folio.date), None)


def _check_dates(
    date: dt.date,
    documents: IssueDocuments,
    masthead: Masthead,
    pages: Sequence[_RawPage],
    same_lunar_date: LunarCheck,
    conventions: Conventions,
) -> list[Diagnostic]:
    findings: list[Diagnostic] = []
    by_page = {page.label: page for page in pages}
    page = by_page.get(masthead.page, pages[0])
    source = page.document.source
    if masthead.date is not None and masthead.date != date:
        findings.append(
            Diagnostic(
                "warning",
                "date-mismatch",
                source,
                masthead.line,
                f"the masthead says {masthead.date.isoformat()}, the file name or front matter {date.isoformat()}",
            )
        )
    findings += (
        Diagnostic("warning", code, source, masthead.line, message)
        for code, message in check_masthead(masthead, masthead.date or date, same_lunar_date)
    )
    for page in pages:
        if page.folio and page.folio.date and page.folio.date != date:
            findings.append(
                Diagnostic(
                    "warning",
                    "date-mismatch",
                    page.document.source,
                    page.line,
                    f"the page header of page {page.label} says {page.folio.date.isoformat()}, "
                    f"the issue is of {date.isoformat()}",
                )
            )
    return findings


# Stories -------------------------------------------------------------------------------------


def _pages(
    raw_pages: Sequence[_RawPage],
    conventions: Conventions,
    date: dt.date,
    options: Options,
    decided: Corrections,
    edited: Applied,
) -> tuple[list[PrintPage], list[Correction], list[Diagnostic]]:
    """The print pages with their stories, each label once, in reading order."""
    repair = repairer(options.repair, options.ocr_variants)
    corrections: list[Correction] = []
    findings: list[Diagnostic] = []
    found: dict[str, PrintPage] = {}

    def starts(text: str) -> bool:
        return classify(Unit("text", Text(text), 0), conventions, date).role not in ("body", "captioned")

    for raw in raw_pages:
        label = raw.label or "1"
        page_units, joins = units(
            raw.blocks, conventions, repair, starts, "line-join" in options.repair, label
        )
        corrections += joins
        for unit in page_units:
            corrections += (
                Correction(
                    label,
                    change.line,
                    change.printed,
                    unit.text.shown[change.start : change.end],
                    change.rule,
                )
                for change in unit.text.changes
                # Joins of lines are listed above, an editor's corrections by `correct`.
                if change.rule not in ("line-join", RULE)
            )
        reading = read_stories(page_units, label, raw.document.source, conventions, date, options.repair)
        corrections += reading.corrections
        segments = _pinned(reading.segments, raw.document)
        section = raw.document.front_matter.section or (raw.folio.section if raw.folio else None)
        page = PrintPage(
            label=label,
            section=section,
            source=raw.document.source,
            line=raw.line,
            segments=segments,
            guide=reading.guide,
            notes=reading.notes,
        )
        before = found.get(label)
        if before is not None:
            every = before.segments + page.segments
            page = replace(
                before,
                section=before.section or page.section,
                segments=tuple(replace(one, order=number) for number, one in enumerate(every, 1)),
                guide=before.guide + page.guide,
                notes=before.notes + page.notes,
            )
        found[label] = page
    for label, page in found.items():
        found[label] = replace(page, segments=pin(decided, label, page.segments, findings))
    findings += without_effect(
        decided, edited, found, (segment for page in found.values() for segment in page.segments)
    )
    pages = _same_scheme([found[label] for label in sorted(found, key=page_order)])
    if "pull-quote" in options.repair:
        pages, quoted = find_pull_quotes(pages)
        corrections += quoted
    return pages, corrections, findings


def _same_scheme(pages: list[PrintPage]) -> list[PrintPage]:
    """Jumps named as the issue names its pages: 下转A03版 in a paper of plain numbers is page 3."""
    held = {page.label for page in pages}
    letters = {label.rstrip("0123456789") for label in held}
    if len(letters) != 1 or held.issuperset(_labels_named(pages)):
        return pages

    def named(label: str) -> str:
        if label in held:
            return label
        digits = label.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        other = next(iter(letters)) + digits
        return other if other in held else label

    return [
        replace(
            page,
            guide=tuple(
                replace(one, to_page=named(one.to_page)) if one.to_page else one for one in page.guide
            ),
            segments=tuple(
                replace(
                    segment,
                    jumps=tuple(replace(jump, to_page=named(jump.to_page)) for jump in segment.jumps),
                    continuation=replace(
                        segment.continuation, from_page=named(segment.continuation.from_page)
                    )
                    if segment.continuation
                    else None,
                )
                for segment in page.segments
            ),
        )
        for page in pages
    ]


def _labels_named(pages: Sequence[PrintPage]) -> Iterator[str]:
    """The pages that guide boxes, jump and continuation lines name."""
    for page in pages:
        yield from (one.to_page for one in page.guide if one.to_page)
        for segment in page.segments:
            yield from (jump.to_page for jump in segment.jumps)
            if segment.continuation:
                yield segment.continuation.from_page


def _pinned(segments: tuple[Segment, ...], document: SourceDocument) -> tuple[Segment, ...]:
    """The first story of a document takes the `id` of its front matter."""
    pinned = document.front_matter.id
    if pinned is None or not segments:
        return segments
    return (replace(segments[0], id=pinned), *segments[1:])
