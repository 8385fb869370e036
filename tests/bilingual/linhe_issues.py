"""Issues of the Linhe Daily, a paper that never was, and its catalogs, for the tests of translations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mkdocs_newspaper.bilingual.catalogs import Update, issue_translation, update_catalog
from mkdocs_newspaper.bilingual.po import Message, PoFile, po_lines, read_po, write_po
from mkdocs_newspaper.model import (
    Article,
    Entry,
    Issue,
    IssueTranslation,
    Mention,
    Paragraph,
    Segment,
    SourceLanguage,
    Text,
)

NOW = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
SOURCE = "translations/en/1998-07-01.po"

BRIDGE = (
    "昨日上午，临河新桥通车，两岸三万群众走上桥面。",
    "大桥全长八百米，由本省工程师设计，历时三年建成。",
    "从此往来不必再等渡船，老船工把桨收进了仓房。",
)
HARVEST = (
    "全省早稻喜获丰收，平均亩产比去年增加两成。",
    "粮站连夜开秤，乡亲们排起了长队。",
)
STORIES = {"xin-qiao": ("临河新桥通车", BRIDGE), "zao-dao": ("早稻丰收", HARVEST)}


def article(slug: str, headline: str, texts: Sequence[str], page: str = "1") -> Article:
    paragraphs = tuple(
        Paragraph(Text(text), 10 + number, f"s{page}-{number}") for number, text in enumerate(texts, 1)
    )
    segment = Segment(page, 1, 3, headline=Text(headline), paragraphs=paragraphs, source="docs/x 1.md")
    return Article(slug, Text(headline), (segment,))


def issue(
    stories: Mapping[str, tuple[str, Sequence[str]]] = STORIES,
    date: dt.date = dt.date(1998, 7, 1),
    language: SourceLanguage = "zh-Hans",
) -> Issue:
    articles = tuple(article(slug, headline, texts) for slug, (headline, texts) in stories.items())
    return Issue(date, source_language=language, articles=articles)


def with_names(one: Issue, names: Mapping[str, Entry]) -> Issue:
    """The issue with every occurrence of these names in paragraphs mentioned."""
    articles = []
    for held in one.articles:
        mentions = [
            Mention(entry.id, name, entry.kind, paragraph.anchor, at, at + len(name))
            for paragraph in held.paragraphs
            for name, entry in names.items()
            if (at := paragraph.text.shown.find(name)) >= 0
        ]
        articles.append(replace(held, mentions=tuple(mentions)))
    return replace(one, articles=tuple(articles), entries=tuple(names.values()))


def update(one: Issue, before: bytes | None = None, language: str = "en") -> Update:
    return update_catalog(one, language, before, SOURCE, "临河日报", NOW)


def updated(one: Issue, before: bytes | None = None) -> bytes:
    content = update(one, before).content
    assert content is not None
    return content


def translated(content: bytes, prefix: str = "EN ") -> bytes:
    """The catalog with a translation of every message, as a person would leave it."""
    file = held(content)
    assert file.header is not None
    messages = [replace(one, text=f"{prefix}{one.id}", block=(0, 0)) for one in file.messages]
    return write_po(file.header, messages, po_lines(content))


def changed(content: bytes, context: str, **values: object) -> bytes:
    """The catalog with one message changed."""
    file = held(content)
    assert file.header is not None
    messages = [
        replace(one, block=(0, 0), **values) if one.context == context else one  # type: ignore[arg-type]
        for one in file.messages
    ]
    return write_po(file.header, messages, po_lines(content))


def held(content: bytes) -> PoFile:
    """A catalog read, which must be whole."""
    file = read_po(content, SOURCE)
    assert file.findings == ()
    return file


def by_context(content: bytes) -> dict[str, Message]:
    """The live messages of a catalog by article and anchor, without the issue's id."""
    live = (one for one in held(content).messages if not one.obsolete)
    return {(one.context or "").partition("/")[2]: one for one in live}


def obsolete(content: bytes) -> list[Message]:
    return [one for one in held(content).messages if one.obsolete]


def reading(one: Issue, content: bytes, language: str = "en") -> IssueTranslation:
    """What the pages get."""
    return issue_translation(one, language, read_po(content, SOURCE))[0]


def codes(one: Issue, content: bytes, language: str = "en") -> list[tuple[str, int | None]]:
    findings = issue_translation(one, language, read_po(content, SOURCE))[1]
    return [(finding.code, finding.line) for finding in findings]
