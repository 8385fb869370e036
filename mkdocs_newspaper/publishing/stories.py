"""Articles -> what a page draws of them: stories with their URL names, and the flow of a segment.

The flow is the order in which paragraphs, figures, pull quotes and jump lines follow each other in print.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Literal, NamedTuple

from mkdocs_newspaper.identifiers import anchors, story_names
from mkdocs_newspaper.issue_shelf import Recent, StoryOutline, outline
from mkdocs_newspaper.model import (
    Article,
    Continuation,
    Entry,
    Figure,
    Issue,
    Jump,
    Mention,
    Paragraph,
    PrintPage,
    PullQuote,
    Segment,
    page_order,
)

ItemKind = Literal[
    "paragraph", "crosshead", "table", "figure", "figures", "pull-quote", "jump", "continuation"
]
Piece = Paragraph | Figure | PullQuote | Jump | Continuation


@dataclass(frozen=True, eq=False)
class Story:
    """An article with the name that it goes by in URLs. `orphan`: a continuation without a source."""

    article: Article
    name: str
    orphan: bool = False

    @property
    def opening(self) -> str:
        """The first words of the text, for cards: the first paragraph that is no crosshead."""
        body = (one for one in self.article.paragraphs if not one.crosshead and not one.rows)
        return next((one.text.shown for one in body if one.text.shown.strip()), "")

    @cached_property
    def mentions_at(self) -> dict[str, list[Mention]]:
        """The mentions by the anchor of their field."""
        found: dict[str, list[Mention]] = {}
        for mention in self.article.mentions:
            found.setdefault(mention.anchor, []).append(mention)
        return found

    def quote_number(self, quote: PullQuote) -> int:
        """Which pull quote of the story this is, from 1."""
        quotes = (one for segment in self.article.segments for one in segment.pull_quotes)
        return next((number for number, one in enumerate(quotes, 1) if one is quote), 0)

    def anchors_on(self, page: str) -> frozenset[str]:
        """The anchors of the paragraphs and figures that stand on a print page."""
        return self._anchors_by_page.get(page, frozenset())

    @cached_property
    def _anchors_by_page(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for segment in self.article.segments:
            found[segment.page] = found.get(segment.page, frozenset()).union(anchors(segment))
        return found


@dataclass(frozen=True, eq=False)
class Fragment:
    """A segment as it stands on its print page: the story that it belongs to, and its place in it."""

    story: Story
    segment: Segment
    before: Segment | None = None

    @property
    def first(self) -> bool:
        """Whether the story begins here."""
        return self.before is None

    @property
    def came_from(self) -> str | None:
        """The print page that this continues from, by its continuation line or the story's order."""
        if self.segment.continuation is not None:
            return self.segment.continuation.from_page
        return self.before.page if self.before is not None else None


@dataclass(frozen=True, eq=False)
class Placed:
    """A print page with the fragments that stand on it, in their order."""

    page: PrintPage
    fragments: tuple[Fragment, ...]

    @property
    def begun(self) -> tuple[Fragment, ...]:
        """The stories that begin here."""
        return tuple(one for one in self.fragments if one.first and not one.story.orphan)

    @property
    def continued(self) -> tuple[Fragment, ...]:
        """The stories that go on here from another page."""
        return tuple(one for one in self.fragments if not one.first)

    @property
    def arrived(self) -> tuple[Fragment, ...]:
        """All that comes from another page, whether its beginning was found or not."""
        return tuple(one for one in self.fragments if one.came_from is not None)


@dataclass(eq=False)
class OpenIssue:
    """An issue with its text, laid out: its stories, and its print pages with what stands on them."""

    issue: Issue

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The entries of the issue by their ids."""
        return {entry.id: entry for entry in self.issue.entries}

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """Articles in their order, then orphans."""
        issue = self.issue
        names = story_names(issue)
        count = len(issue.articles)
        return tuple(
            Story(article, name, number >= count)
            for number, (article, name) in enumerate(
                zip((*issue.articles, *issue.orphans), names, strict=True)
            )
        )

    @cached_property
    def pages(self) -> tuple[Placed, ...]:
        """The held print pages in order, each with its fragments by their place on it."""
        by_page: dict[str, list[Fragment]] = {page.label: [] for page in self.issue.pages}
        for story in self.stories:
            before: Segment | None = None
            for segment in story.article.segments:
                if segment.page in by_page:
                    by_page[segment.page].append(Fragment(story, segment, before))
                before = segment
        return tuple(
            Placed(page, tuple(sorted(by_page[page.label], key=lambda one: one.segment.order)))
            for page in sorted(self.issue.pages, key=lambda one: page_order(one.label))
        )


class OpenIssues:
    """The issues that were opened last."""

    def __init__(self, issues: Sequence[Issue], heads: Sequence[Issue]) -> None:
        """`heads` say which images the print pages have."""
        self._issues = issues
        self._heads = heads
        self._open = Recent(self._opened)

    def open(self, place: int) -> OpenIssue:
        """The issue at a place in the archive."""
        return self._open[place]

    def _opened(self, place: int) -> OpenIssue:
        images = {page.label: page.image for page in self._heads[place].pages}
        issue = self._issues[place]
        if any(page.image != images[page.label] for page in issue.pages):
            pages = tuple(replace(page, image=images[page.label]) for page in issue.pages)
            issue = replace(issue, pages=pages)
        return OpenIssue(issue)


@dataclass(frozen=True, eq=False)
class IssueView:
    """One issue with its folder in URLs, its stories and its print pages.

    `head` tells all of it but its text. Where `opening` is given, its text is read when somebody asks for
    it, and not held; else `head` is the whole issue.
    """

    head: Issue
    folder: str
    opening: Callable[[], OpenIssue] | None = None
    outlined: tuple[StoryOutline, ...] | None = None

    @cached_property
    def _held_open(self) -> OpenIssue:
        return OpenIssue(self.head)

    @property
    def _open(self) -> OpenIssue:
        return self._held_open if self.opening is None else self.opening()

    @property
    def issue(self) -> Issue:
        """The whole issue."""
        return self.head if self.opening is None else self.opening().issue

    @property
    def entries(self) -> dict[str, Entry]:
        """The entries of the issue by their ids."""
        return self._open.entries

    @property
    def stories(self) -> tuple[Story, ...]:
        """Articles in their order, then orphans."""
        return self._open.stories

    @property
    def pages(self) -> tuple[Placed, ...]:
        """The held print pages in order, each with its fragments by their place on it."""
        return self._open.pages

    @property
    def outline(self) -> tuple[StoryOutline, ...]:
        """The stories, in the same order, as far as others than their own pages ask."""
        return outline(self.head) if self.outlined is None else self.outlined

    @property
    def articles(self) -> tuple[Story, ...]:
        return tuple(story for story in self.stories if not story.orphan)

    @property
    def orphans(self) -> tuple[Story, ...]:
        return tuple(story for story in self.stories if story.orphan)

    @cached_property
    def held(self) -> frozenset[str]:
        """Labels of the print pages that the archive holds."""
        return frozenset(page.label for page in self.head.pages)

    @property
    def strip(self) -> tuple[tuple[str, PrintPage | None], ...]:
        """Every print page of the issue as its label, with the page itself where it is held.

        The masthead's count fills the gaps where the labels are plain numbers.
        """
        labels = sorted((page.label for page in self.head.pages), key=page_order)
        count = self.head.page_count or 0
        if count <= MOST_PAGES and all(label.isdigit() for label in labels):
            labels = sorted({*labels, *(str(number) for number in range(1, count + 1))}, key=page_order)
        return tuple((label, self.head.page(label)) for label in labels)

    def fragment_of(self, story: Story, anchor: str | None) -> Segment | None:
        """The segment of `story` that carries `anchor` (a paragraph's, a jump line's …)."""
        if anchor is None:
            return None
        for segment in story.article.segments:
            if anchor in anchors(segment):
                return segment
        return None


#: A printed page count beyond this is an OCR error, not a newspaper.
MOST_PAGES = 400


class Item(NamedTuple):
    """One piece of a segment's flow.

    `references` are the reference lines in a paragraph, `resumes` says that the paragraph goes on with a
    sentence of the segment before, `figures` are those that stand together.
    """

    kind: ItemKind
    piece: Piece
    references: tuple[Jump, ...] = ()
    resumes: bool = False
    figures: tuple[Figure, ...] = ()


def flow(segment: Segment, before: Segment | None = None) -> list[Item]:
    """The pieces of a segment in the order of reading; `before` is the story's segment before it."""
    items: list[Item] = []
    if segment.continuation is not None:
        items.append(Item("continuation", segment.continuation))
    beside, references = _beside(segment)
    items += beside.get(0, ())
    resumes = before is not None and _is_cut(before)
    for number, paragraph in enumerate(segment.paragraphs, 1):
        kind: ItemKind = "crosshead" if paragraph.crosshead else "table" if paragraph.rows else "paragraph"
        items.append(Item(kind, paragraph, tuple(references.get(number, ())), resumes))
        resumes = False
        if number in beside:
            items += beside[number]
    return _grouped(items) if len(segment.figures) > 1 else items


def _beside(segment: Segment) -> tuple[dict[int, list[Item]], dict[int, list[Jump]]]:
    """What stands after each paragraph, by its number from 1 (0: above the text), and the references in it."""
    count = len(segment.paragraphs)
    beside: dict[int, list[tuple[int, Item]]] = {}
    references: dict[int, list[Jump]] = {}

    def put(after: int, line: int, item: Item) -> None:
        beside.setdefault(min(max(after, 0), count), []).append((line, item))

    for figure in segment.figures:
        put(figure.after, figure.line, Item("figure", figure))
    for quote in segment.pull_quotes:
        put(quote.after, quote.line, Item("pull-quote", quote))
    for jump in segment.jumps:
        if jump.kind == "reference" and _stands_in_text(jump, segment):
            references.setdefault(jump.after, []).append(jump)
        else:
            put(jump.after, jump.line, Item("jump", jump))
    in_order = {
        after: [item for _, item in sorted(found, key=lambda pair: pair[0])]
        for after, found in beside.items()
    }
    return in_order, references


def _is_cut(segment: Segment) -> bool:
    return bool(segment.paragraphs) and segment.paragraphs[-1].continues


def _grouped(items: Sequence[Item]) -> list[Item]:
    """Figures that follow each other as one item."""
    grouped: list[Item] = []
    for kind, members in groupby(items, key=lambda item: item.kind):
        found = list(members)
        if kind == "figure" and len(found) > 1:
            figures = tuple(item.piece for item in found if isinstance(item.piece, Figure))
            grouped.append(Item("figures", found[0].piece, figures=figures))
        else:
            grouped += found
    return grouped


def _stands_in_text(jump: Jump, segment: Segment) -> bool:
    if not 0 < jump.after <= len(segment.paragraphs):
        return False
    paragraph = segment.paragraphs[jump.after - 1]
    return not paragraph.rows and 0 <= jump.start < jump.end <= len(paragraph.text.shown)
