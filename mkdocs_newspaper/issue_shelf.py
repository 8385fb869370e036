"""Issues as they are kept -> issues opened when somebody reads them, so that decades fit into memory.

An issue on the shelf is its head (date, masthead, print pages without their text, findings), an outline of
its stories, and its text, packed. Opening it takes some three milliseconds; the issues opened last stay open.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar, overload

import msgspec

from mkdocs_newspaper.cache import digest
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.glossary.issue_mentions import IssueMentions
from mkdocs_newspaper.identifiers import story_names
from mkdocs_newspaper.model import Article, Entry, Issue, PrintPage, Segment

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")

#: So many issues stay open: those around the one that is being drawn.
OPEN = 6
#: Text shrinks to a third; a higher level takes longer than reading the issue's bytes from a disk.
_LEVEL = 1


class StoryOutline(msgspec.Struct, frozen=True, array_like=True):
    """What others than its own pages want of a story: `name` is the one it has in URLs.

    `page` is the label of the print page on which it begins, "" without any; `images` are those of its
    figures as (image, document, line).
    """

    name: str
    page: str
    orphan: bool
    images: tuple[tuple[str, str, int], ...]


class PackedIssue(msgspec.Struct, frozen=True, array_like=True):
    """An issue without a date has none. `head` has no stories, entries, corrections; its pages no segments."""

    head: Issue
    stories: tuple[StoryOutline, ...]
    entries: tuple[bytes, ...]  # each an `Entry` as MessagePack, so that equal ones are decoded once
    text: bytes  # stories, corrections and rulings, packed

    def issue(self) -> Issue:
        """The whole issue."""
        entries = tuple(map(_decode_entry, self.entries))
        return _opened(replace(self.head, entries=entries), self.text, {})


class _Text(msgspec.Struct, frozen=True, array_like=True):
    """What is read when an issue is opened."""

    issue: Issue


_encode = msgspec.msgpack.Encoder().encode
_decode_entry = msgspec.msgpack.Decoder(Entry).decode
_decode_text = msgspec.msgpack.Decoder(_Text).decode


def outline(issue: Issue) -> tuple[StoryOutline, ...]:
    """The stories of an issue: articles in their order, then orphans."""
    count = len(issue.articles)
    return tuple(
        StoryOutline(name, next(iter(story.pages), ""), number >= count, tuple(_images(story)))
        for number, (story, name) in enumerate(
            zip((*issue.articles, *issue.orphans), story_names(issue), strict=True)
        )
    )


def _images(story: Article) -> Iterable[tuple[str, str, int]]:
    for segment in story.segments:
        for figure in segment.figures:
            if figure.image:
                yield figure.image, segment.source, figure.line


def packed(issue: Issue) -> PackedIssue:
    """An annotated issue as it is kept."""
    bare = tuple(replace(page, segments=()) for page in issue.pages)
    text = replace(issue, pages=(), entries=(), diagnostics=())
    head = replace(issue, pages=bare, articles=(), orphans=(), entries=(), corrections=(), rulings=())
    return PackedIssue(
        head,
        outline(issue),
        tuple(_encode(entry) for entry in issue.entries),
        zlib.compress(_encode(_Text(text)), _LEVEL),
    )


@dataclass(frozen=True, slots=True)
class ShelvedIssue:
    """An issue on the shelf. `digest` stands for all that it was read from.

    `renamed`: entries that go by another id in the archive than in the text.
    """

    head: Issue  # with its entries
    stories: tuple[StoryOutline, ...]
    text: bytes
    digest: str
    renamed: Mapping[str, str]
    mentions: IssueMentions

    def opened(self) -> Issue:
        """The whole issue."""
        return _opened(self.head, self.text, self.renamed)


def _opened(head: Issue, text: bytes, renamed: Mapping[str, str]) -> Issue:
    issue = _decode_text(zlib.decompress(text)).issue
    if renamed:
        issue = replace(
            issue,
            articles=tuple(_mended(one, renamed) for one in issue.articles),
            orphans=tuple(_mended(one, renamed) for one in issue.orphans),
        )
    return replace(
        issue,
        pages=_with_segments(head.pages, (*issue.articles, *issue.orphans)),
        entries=head.entries,
        diagnostics=head.diagnostics,
    )


def _mended(article: Article, renamed: Mapping[str, str]) -> Article:
    """Most stories name nobody who goes by another id: they stay as they are."""
    if not any(one.entry in renamed for one in article.mentions):
        return article
    mentions = (
        replace(one, entry=renamed[one.entry]) if one.entry in renamed else one for one in article.mentions
    )
    return replace(article, mentions=tuple(mentions))


def _with_segments(pages: Sequence[PrintPage], stories: Iterable[Article]) -> tuple[PrintPage, ...]:
    """Print pages with the segments of the stories that stand on them, in their order."""
    placed: dict[str, list[Segment]] = {page.label: [] for page in pages}
    for story in stories:
        for segment in story.segments:
            placed[segment.page].append(segment)
    return tuple(
        replace(page, segments=tuple(sorted(placed[page.label], key=lambda one: one.order))) for page in pages
    )


class Recent(Generic[Key, Made]):
    """What was made last of some issues, or the like, so that whoever goes through them makes each once."""

    def __init__(self, make: Callable[[Key], Made]) -> None:
        self._make = make
        self._held: OrderedDict[Key, Made] = OrderedDict()

    def __getitem__(self, key: Key) -> Made:
        if key not in self._held:
            self._held[key] = self._make(key)
            if len(self._held) > OPEN:
                self._held.popitem(last=False)
        self._held.move_to_end(key)
        return self._held[key]


class Shelf(Sequence[Issue]):
    """The issues of an archive in their order. They are opened one by one, whoever goes through them."""

    def __init__(self, issues: Iterable[ShelvedIssue]) -> None:
        self.shelved = tuple(issues)
        self._open: Recent[int, Issue] = Recent(lambda place: self.shelved[place].opened())

    @property
    def heads(self) -> tuple[Issue, ...]:
        """The issues without their text."""
        return tuple(one.head for one in self.shelved)

    def __len__(self) -> int:
        return len(self.shelved)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(one == its for one, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment] # as lists have none

    @overload
    def __getitem__(self, place: int) -> Issue: ...

    @overload
    def __getitem__(self, place: slice) -> Shelf: ...

    def __getitem__(self, place: int | slice) -> Issue | Shelf:
        if isinstance(place, slice):
            return Shelf(self.shelved[place])
        return self._open[range(len(self.shelved))[place]]


def heads(issues: Sequence[Issue]) -> Sequence[Issue]:
    """The issues, without their text where they stand on a shelf."""
    return issues.heads if isinstance(issues, Shelf) else issues


def outlines(issues: Sequence[Issue]) -> Iterator[tuple[StoryOutline, ...]]:
    """The outline of every issue; only those on a shelf have it ready."""
    if isinstance(issues, Shelf):
        return (one.stories for one in issues.shelved)
    return map(outline, issues)


def issue_digest(issues: Sequence[Issue], place: int) -> str:
    """A name for all that an issue's text and names were read from; what was found out later is not part of it."""
    if isinstance(issues, Shelf):
        return issues.shelved[place].digest
    return digest(_encode(issues[place]))


def decode_entry(content: bytes) -> Entry:
    """An entry as it is kept. Raises MsgspecError where the content is none."""
    return _decode_entry(content)


def with_findings(issue: ShelvedIssue, findings: Iterable[Diagnostic]) -> ShelvedIssue:
    """The issue with further findings."""
    return replace(issue, head=replace(issue.head, diagnostics=(*issue.head.diagnostics, *findings)))
