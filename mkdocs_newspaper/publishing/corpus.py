"""The archive -> tables for scholars: CSV with a Frictionless data package that describes every column.

UTF-8 without byte order mark, fields as RFC 4180 quotes them, lines end in a line feed. Text is exact;
`spreadsheet` gives up exactness for those who open the tables in a spreadsheet: a byte order mark, and
an apostrophe before what a spreadsheet would take for a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mkdocs_newspaper.identifiers import article_id
from mkdocs_newspaper.publishing.markdown import escaped
from mkdocs_newspaper.publishing.sheets import Press
from mkdocs_newspaper.publishing.stories import IssueView, Story
from mkdocs_newspaper.publishing.tei_markup import plain

Cell = str | int | bool | None
Row = Sequence[Cell]
ColumnType = Literal["string", "integer", "boolean", "date", "any"]

#: What begins a formula in one spreadsheet or another (OWASP: CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ROWS_A_CHUNK = 500
#: Between several values of one cell.
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its Frictionless type, what it says."""

    name: str
    type: ColumnType
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the corpus. `key`: the columns that tell its rows apart; `links`: column -> table."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: Callable[[Press], Iterator[Row]]
    key: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def _stories(press: Press) -> Iterator[tuple[IssueView, Story, str]]:
    for view in press.issues:
        for story in view.stories:
            yield view, story, article_id(view.head, story.name)


def _articles(press: Press) -> Iterator[Row]:
    urls = press.urls
    for view, story, identifier in _stories(press):
        issue, article = view.issue, story.article
        dateline = article.dateline
        first = issue.page(article.segments[0].page) if article.segments else None
        path = urls.url(urls.article(urls.languages[0], view.folder, story.name))
        root = press.site_url.rstrip("/") + "/" if press.site_url else ""
        yield (
            identifier,
            issue.id,
            issue.date.isoformat(),
            issue.edition,
            issue.masthead.issue_number,
            root + path,
            issue.source_language,
            None if article.untitled else article.headline.shown,
            article.kicker.shown if article.kicker else None,
            article.deck.shown if article.deck else None,
            SEPARATOR.join(dict.fromkeys(one.name for one in article.authors if one.role != "photographer")),
            article.agency,
            dateline.text if dateline else None,
            dateline.date.isoformat() if dateline and dateline.date else None,
            SEPARATOR.join(dateline.places) if dateline else None,
            SEPARATOR.join(article.pages),
            first.section if first else None,
            len(article.paragraphs),
            sum(len("".join(one.text.shown.split())) for one in article.paragraphs),
            len(article.figures),
            article.orphan if story.orphan else None,
        )


def _paragraphs(press: Press) -> Iterator[Row]:
    for _, story, identifier in _stories(press):
        number = 0
        for segment in story.article.segments:
            for paragraph in segment.paragraphs:
                number += 1
                kind = "crosshead" if paragraph.crosshead else "table" if paragraph.rows else "paragraph"
                yield (
                    identifier,
                    number,
                    paragraph.anchor,
                    segment.page,
                    kind,
                    paragraph.continues,
                    paragraph.text.shown,
                    paragraph.text.printed,
                )


def _mentions(press: Press) -> Iterator[Row]:
    for _, story, identifier in _stories(press):
        for one in story.article.mentions:
            yield identifier, one.anchor, one.start, one.end, one.text, one.kind, one.entry


def _entries(press: Press) -> Iterator[Row]:
    for entry in sorted(press.archive.entries, key=lambda one: one.id):
        record = press.register.index.get(entry.id)
        yield (
            entry.id,
            entry.kind,
            entry.zh,
            entry.en,
            entry.pinyin,
            entry.office.zh if entry.office else None,
            entry.office.en if entry.office else None,
            entry.country.zh if entry.country else None,
            entry.country.en if entry.country else None,
            SEPARATOR.join(entry.aliases),
            SEPARATOR.join(entry.same_as),
            record.count if record else 0,
        )


def _corrections(press: Press) -> Iterator[Row]:
    for view in press.issues:
        for one in view.issue.corrections:
            yield view.head.id, one.page, one.line, one.printed, one.shown, one.rule, one.note


def _translations(press: Press) -> Iterator[Row]:
    archive = press.archive
    for view, story, identifier in _stories(press):
        article = story.article
        anchors = ["kicker", "headline", "deck", *(one.anchor for one in article.paragraphs)]
        anchors += (one.anchor for one in article.figures)
        for language in press.urls.languages:
            if (view.head.id, language) not in archive.translations:
                continue
            for anchor in dict.fromkeys(filter(None, anchors)):
                held = archive.translation(view.issue, story.name, anchor, language)
                if held is not None:
                    yield identifier, anchor, language, held.state, held.text


_ARTICLE = Column("article_id", "string", "The article: <issue>/<name>, as in issue.json and in URLs")
_ANCHOR = Column(
    "anchor", "string", "The passage of the article: s4-3 is the third paragraph of its part on page 4"
)

TABLES: tuple[Table, ...] = (
    Table(
        "articles",
        "One row an article; continuations without a beginning are rows of their own (orphan).",
        (
            _ARTICLE,
            Column("issue_id", "string", "The issue: its date, and the edition where a day has several"),
            Column("date", "date", "The issue's date"),
            Column("edition", "string", "The edition, where a day has several"),
            Column("issue_number", "integer", "The serial number as printed"),
            Column(
                "url", "string", "The article's page; relative to the site's root where that is not known"
            ),
            Column("language", "string", "zh-Hans, zh-Hant or en"),
            Column("headline", "string", "As shown; empty where none is printed"),
            Column("kicker", "string", "The line above the headline"),
            Column("deck", "string", "The line below the headline"),
            Column("authors", "string", f"Names of the bylines, separated by '{SEPARATOR}'"),
            Column("agency", "string", "The agency of the dateline or byline, as printed"),
            Column("dateline", "string", "As printed"),
            Column("dateline_date", "date", "The dateline's day, its year resolved"),
            Column("dateline_places", "string", f"Places, separated by '{SEPARATOR}'"),
            Column("pages", "string", f"Print pages in reading order, separated by '{SEPARATOR}'"),
            Column("section", "string", "The section of its first print page"),
            Column("paragraphs", "integer", "How many paragraphs, crossheads and tables"),
            Column("characters", "integer", "Length of the text without white space, in code points"),
            Column("figures", "integer", "How many photographs, drawings and maps"),
            Column("orphan", "string", "Why it has no beginning; empty for all others"),
        ),
        _articles,
        ("article_id",),
    ),
    Table(
        "paragraphs",
        "The text: one row a paragraph, crosshead or table.",
        (
            _ARTICLE,
            Column("number", "integer", "Its place in the article, from 1"),
            _ANCHOR,
            Column("page", "string", "The print page"),
            Column("kind", "string", "paragraph, crosshead or table (cells by tabs, rows by line feeds)"),
            Column("continues", "boolean", "Cut by the page: its sentence goes on in the next row"),
            Column("text", "string", "As shown, after repair, without dateline, byline and jump line"),
            Column("printed", "string", "As the OCR gave it: every change taken back"),
        ),
        _paragraphs,
        ("article_id", "number"),
        (("article_id", "articles"),),
    ),
    Table(
        "mentions",
        "Names and terms in the text: one row a mention. Offsets count code points of the text shown.",
        (
            _ARTICLE,
            Column(
                "anchor", "string", "A paragraph's, or headline, kicker, deck, byline, dateline, figure-1"
            ),
            Column("start", "integer", "Where it begins, from 0"),
            Column("end", "integer", "Where it ends, exclusive"),
            Column("text", "string", "As it stands there"),
            Column("kind", "string", "person, place, organization or term"),
            Column("entry_id", "string", "The entry that it names"),
        ),
        _mentions,
        (),
        (("article_id", "articles"), ("entry_id", "entries")),
    ),
    Table(
        "entries",
        "People, places, organizations and terms.",
        (
            Column("entry_id", "string", "<kind>/<name>"),
            Column("kind", "string", "person, place, organization or term"),
            Column("zh", "string", "The name in the newspaper's language"),
            Column("en", "string", "In English"),
            Column("pinyin", "string", "Hanyu Pinyin with tones"),
            Column("office_zh", "string", "Office, Chinese"),
            Column("office_en", "string", "Office, English"),
            Column("country_zh", "string", "Country, Chinese"),
            Column("country_en", "string", "Country, English"),
            Column("aliases", "string", f"Other forms of the name, separated by '{SEPARATOR}'"),
            Column("same_as", "string", f"Addresses in other catalogues, separated by '{SEPARATOR}'"),
            Column("mentions", "integer", "How often it is named in the archive"),
        ),
        _entries,
        ("entry_id",),
    ),
    Table(
        "corrections",
        "Every departure from the OCR.",
        (
            Column("issue_id", "string", "The issue"),
            Column("page", "string", "The print page"),
            Column("line", "integer", "The line of the source document"),
            Column("printed", "string", "What the OCR gave"),
            Column("shown", "string", "What the archive shows"),
            Column("rule", "string", "The rule that changed it; editor for the corrections file"),
            Column("note", "string", "What an editor says to it"),
        ),
        _corrections,
    ),
    Table(
        "translations",
        "Passages that somebody, or a machine, has translated.",
        (
            _ARTICLE,
            _ANCHOR,
            Column("language", "string", "The language of the translation"),
            Column("state", "string", "translated, fuzzy (its source has changed since) or machine"),
            Column("text", "string", "The translation"),
        ),
        _translations,
        (),
        (("article_id", "articles"),),
    ),
)


def table_chunks(table: Table, press: Press, spreadsheet: bool) -> Iterator[bytes]:
    """A table as CSV, some hundred rows at a time, so that no archive is too large."""
    if spreadsheet:
        yield b"\xef\xbb\xbf"
    yield _lines([[column.name for column in table.columns]])
    held: list[list[str]] = []
    for row in table.rows(press):
        held.append([_cell(one, spreadsheet) for one in row])
        if len(held) == _ROWS_A_CHUNK:
            yield _lines(held)
            held = []
    if held:
        yield _lines(held)


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def _cell(value: Cell, spreadsheet: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    # The same signs as in the TEI edition: most readers of CSV stop at a NUL, and none needs it.
    text = plain(value)
    return f"'{text}" if spreadsheet and text.startswith(_FORMULA) else text


def data_package(press: Press, spreadsheet: bool) -> bytes:
    """`datapackage.json`: the tables, their columns and how they hang together (specs.frictionlessdata.io)."""
    newspaper = press.archive.newspaper
    title = " · ".join(name for name in (newspaper.name.zh, newspaper.name.en) if name) or "Newspaper archive"
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": "newspaper-archive",
        "title": title,
    }
    if press.site_url:
        package["homepage"] = press.site_url
    if newspaper.rights:
        package["description"] = f"Rights: {newspaper.rights}"
    package["resources"] = [_resource(table, spreadsheet) for table in TABLES]
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(table: Table, spreadsheet: bool) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [
            {"name": one.name, "type": one.type, "description": one.description} for one in table.columns
        ],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.links:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": other, "fields": column}}
            for column, other in table.links
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.description,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema,
    }


def read_me(press: Press, spreadsheet: bool) -> bytes:
    """`README.md`: what the tables are, for people."""
    newspaper = press.archive.newspaper
    title = newspaper.name.zh or newspaper.name.en or "Newspaper archive"
    lines = [
        f"# {escaped(title)}",
        "",
        "Tables of the archive in UTF-8; `datapackage.json` describes them for programs (Frictionless Data).",
        "Fields are quoted as RFC 4180 says; lines end in a line feed. An empty field is unknown. Control",
        "characters that XML can't hold are shown by signs (U+0007 as ␇).",
        "",
    ]
    if spreadsheet:
        lines += (
            "Made for spreadsheets: a byte order mark stands before each table, and an apostrophe before text",
            "that begins like a formula (`=`, `+`, `-`, `@`).",
        )
    else:
        lines += (
            "Text is exact and may begin with `=`, `+`, `-` or `@`: in a spreadsheet, import the columns as text,",
            "or export with `--spreadsheet`.",
        )
    if newspaper.rights:
        lines += ("", f"Rights: {newspaper.rights}")
    for table in TABLES:
        lines += (
            "",
            f"## {table.name}.csv",
            "",
            table.description,
            "",
            "| column | type | |",
            "|---|---|---|",
        )
        lines += (f"| `{one.name}` | {one.type} | {one.description} |" for one in table.columns)
    return ("\n".join(lines) + "\n").encode()
