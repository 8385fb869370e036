"""An issue -> the passages of it that can be translated, each with an id that lasts.

A passage is named by its article and its anchor: `2025-06-18/<slug>#s4-3`. Headline, kicker, deck, paragraphs,
crossheads, tables and captions are passages. What the pages put into words themselves (datelines, bylines,
credits, jump lines) is none, and pull quotes only repeat a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from mkdocs_newspaper.identifiers import article_id, story_names
from mkdocs_newspaper.model import Article, Entry, Issue, Paragraph, Text

PassageKind = Literal["headline", "kicker", "deck", "paragraph", "crosshead", "table", "caption"]

#: Kinds of which an article has one in a place, so that a wholly new wording still is the same passage.
FIXED_KINDS = frozenset({"headline", "kicker", "deck", "caption"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name or term at `start:end` of a passage's text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Passage:
    """One translatable field of an article, as the source language shows it.

    `id` is what catalogs know it by. `page` is the print page's label, `source` and `line` say where it
    is printed. `named` are the glossary's names and terms that occur in it, ascending.
    """

    id: str
    text: str
    kind: PassageKind
    page: str
    headline: str  # of its article
    source: str
    line: int
    named: tuple[Named, ...] = ()

    @property
    def names(self) -> tuple[Entry, ...]:
        """The entries that occur in it, each once, in order."""
        return tuple({one.entry.id: one.entry for one in self.named}.values())

    @property
    def article(self) -> str:
        """The id of its article: "2025-06-18/<slug>"."""
        return self.id.partition("#")[0]

    @property
    def anchor(self) -> str:
        return self.id.partition("#")[2]


def passages(issue: Issue, *, named: bool = True) -> tuple[Passage, ...]:
    """Every passage of the issue's articles and then of its orphans, in reading order; each id once.

    Without `named`, the names and terms in them are not gathered.
    """
    entries = {entry.id: entry for entry in issue.entries} if named else {}
    found: dict[str, Passage] = {}
    for name, article in zip(story_names(issue), (*issue.articles, *issue.orphans), strict=True):
        for passage in _of_article(article, article_id(issue, name), entries):
            found.setdefault(passage.id, passage)
    return tuple(found.values())


def _of_article(article: Article, name: str, entries: dict[str, Entry]) -> Iterator[Passage]:
    first = article.segments[0]
    named = _names_by_anchor(article, entries) if entries else {}

    def passage(
        anchor: str, text: Text | None, kind: PassageKind, page: str, source: str, line: int
    ) -> Iterable[Passage]:
        # What is blank has nothing to translate, and an empty msgid is a catalog's header.
        if text is None or not anchor or not text.shown.strip():
            return ()
        names = tuple(named.get(anchor, ()))
        return (
            Passage(f"{name}#{anchor}", text.shown, kind, page, article.headline.shown, source, line, names),
        )

    at = (first.page, first.source, first.line)
    yield from passage("headline", article.headline, "headline", *at)
    yield from passage("kicker", article.kicker, "kicker", *at)
    yield from passage("deck", article.deck, "deck", *at)
    for segment in article.segments:
        for figure in segment.figures:
            yield from passage(
                figure.anchor, figure.caption, "caption", figure.page, segment.source, figure.line
            )
        for paragraph in segment.paragraphs:
            kind = _paragraph_kind(paragraph)
            yield from passage(
                paragraph.anchor, paragraph.text, kind, segment.page, segment.source, paragraph.line
            )


def _paragraph_kind(paragraph: Paragraph) -> PassageKind:
    if paragraph.rows:
        return "table"
    return "crosshead" if paragraph.crosshead else "paragraph"


def _names_by_anchor(article: Article, entries: dict[str, Entry]) -> dict[str, list[Named]]:
    """The names and terms of each field."""
    gathered: dict[str, list[Named]] = {}
    for mention in sorted(article.mentions, key=lambda one: (one.anchor, one.start)):
        entry = entries.get(mention.entry)
        if entry is not None:
            gathered.setdefault(mention.anchor, []).append(Named(mention.start, mention.end, entry))
    return gathered
