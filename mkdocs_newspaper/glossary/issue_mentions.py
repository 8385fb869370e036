"""An issue -> what the index wants of it: who and what is named where, in which sentences, in which office.

The index of an archive is merged from these; they can be kept in a file and read without the issue. What
the merging needs lies open, all else is packed: texts once an issue, and numbers that point to them, which
are read when somebody asks.
"""

from __future__ import annotations

import datetime as dt
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate
from typing import NamedTuple

import msgspec

from mkdocs_newspaper.glossary.lexicon import simplified
from mkdocs_newspaper.identifiers import anchors, on_print_page, story_names
from mkdocs_newspaper.model import Article, Bilingual, Entry, Issue, Segment

#: So many mentions stand on one page of an entry. A sentence that goes on beyond them is told in two.
MENTIONS_A_PAGE = 150
#: A sentence is shown up to so many characters to each side of a name.
SENTENCE_REACH = 90
_SENTENCE_END = re.compile(r"[。！？!?…\n]+[”’」』）)》]*|[.](?=\s)")
#: Where a long sentence can be cut without cutting a word.
_PAUSE = re.compile(r"[，、：,:\s]")
_DIGEST_SIZE = 8
_BOUNDS = struct.Struct("<II")


class PackedPassage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A sentence with an entry's names in it.

    `page`, `printed` and `text` are numbers of texts (`printed`, the anchor on its print page, is -1 where
    that is not held); `at` is where the text begins in its field, `names` are starts and ends in the text,
    in turn.
    """

    story: int
    page: int
    anchor: str
    printed: int
    text: int
    at: int
    names: tuple[int, ...]


class EntryMentions(msgspec.Struct, frozen=True, array_like=True):
    """What one issue says of an entry; texts by their numbers.

    `posts`: office in Chinese and English, country in both (-1: unknown; -2 twice: none at all); `forms`
    with how often each stands in print; `stories` with the mentions of each, in the order of print.
    """

    posts: tuple[tuple[int, int, int, int], ...] = ()
    forms: tuple[tuple[int, int], ...] = ()
    stories: tuple[tuple[int, int], ...] = ()
    passages: tuple[PackedPassage, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode_entry = msgspec.msgpack.Decoder(EntryMentions).decode
_decode_numbers = msgspec.msgpack.Decoder(tuple[int, ...]).decode


class Packed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Many small pieces of bytes as one, by their numbers: a fraction of the memory of as many objects."""

    content: bytes
    bounds: bytes  # where each piece begins, and where the last one ends, four bytes each

    @classmethod
    def of(cls, pieces: Sequence[bytes]) -> Packed:
        bounds = [0, *accumulate(map(len, pieces))]
        return cls(b"".join(pieces), struct.pack(f"<{len(bounds)}I", *bounds))

    def __getitem__(self, number: int) -> bytes:
        start, end = _BOUNDS.unpack_from(self.bounds, 4 * number)
        return self.content[start:end]


class IssueMentions(msgspec.Struct, frozen=True, array_like=True):
    """Who and what one issue names. `stories`: URL name and headline of every article, then orphan.

    `entries` are ids: those that are named, in the order of print, then those of whom it only says an office.
    `counts` are their mentions, `posted` the places in `entries` of those whose office or country it says.
    `digests` change with whatever the page of each entry can show of the issue.
    """

    id: str
    date: dt.date
    edition: str | None
    source_language: str
    stories: tuple[tuple[str, str], ...]
    entries: tuple[str, ...]
    counts: tuple[int, ...]
    posted: tuple[int, ...]
    digests: bytes
    texts: Packed
    mentions: Packed  # an EntryMentions for each of `entries`
    named: Packed  # of each story: a place in `entries` and the number of mentions, in turn
    renames: tuple[tuple[str, str], ...] = ()  # the ids that stand for others, as `renamed` was told

    def __post_init__(self) -> None:
        # The same few thousand ids stand in all issues of an archive.
        msgspec.structs.force_setattr(self, "entries", tuple(map(sys.intern, self.entries)))

    def text(self, number: int) -> str:
        """A text by its number."""
        return self.texts[number].decode("utf-8", "surrogatepass")

    def of_entry(self, place: int) -> EntryMentions:
        """What the issue says of the entry at that place of `entries`."""
        return _decode_entry(self.mentions[place])

    def named_in(self, story: int) -> dict[str, int]:
        """The entries that a story names, with the number of its mentions, in the order of print."""
        packed = self.named[story]
        if not packed:
            return {}
        numbers = _decode_numbers(packed)
        entries = self.entries
        return {entries[place]: count for place, count in zip(numbers[::2], numbers[1::2], strict=True)}

    def digest(self, place: int) -> bytes:
        """A digest of all that the issue says of an entry, and of who else is named in the same stories."""
        return self.digests[_DIGEST_SIZE * place : _DIGEST_SIZE * (place + 1)]

    def posts(self, place: int) -> list[tuple[Bilingual | None, Bilingual | None]]:
        """The offices and countries that the issue gives an entry."""
        return [
            (self._bilingual(one[0], one[1]), self._bilingual(one[2], one[3]))
            for one in self.of_entry(place).posts
        ]

    def _bilingual(self, zh: int, en: int) -> Bilingual | None:
        if zh == _NONE:
            return None
        return Bilingual(self.text(zh) if zh >= 0 else None, self.text(en) if en >= 0 else None)

    def renamed(self, mapping: Mapping[str, str]) -> IssueMentions:
        """The same with other ids for entries, as the archive has them: own id -> the archive's."""
        renames = tuple((one, mapping[one]) for one in self.entries if mapping.get(one, one) != one)
        if not renames:
            return self
        entries = tuple(mapping.get(one, one) for one in self.entries)
        return msgspec.structs.replace(self, entries=entries, renames=(*self.renames, *renames))


_UNKNOWN, _NONE = -1, -2
_decode = msgspec.msgpack.Decoder(IssueMentions).decode


def encode(mentions: IssueMentions) -> bytes:
    """As MessagePack."""
    return _encode(mentions)


def decode(content: bytes) -> IssueMentions:
    """What `encode` made. Raises msgspec.MsgspecError."""
    return _decode(content)


def identity(entry: Entry) -> tuple[str, str, str | None]:
    """What two entries share that are one: 國務院 of the paper's early years and 国务院 do.

    A scoped name, and a short form, is another one where its English is: 中乌, 阿方.
    """
    return entry.kind, simplified(entry.zh), entry.en if entry.kind == "term" or entry.sources else None


def issue_mentions(issue: Issue) -> IssueMentions:
    """What the index wants of an annotated issue. Entries of one `identity` stand under the first one's id."""
    return _Gathering(issue).gathered()


class _Spot(NamedTuple):
    """A mention: the text of its field, and where in it."""

    page: str
    anchor: str
    text: str
    start: int
    end: int


@dataclass(eq=False, slots=True)
class _Found:
    """What is gathered of one entry: an EntryMentions that grows."""

    posts: list[tuple[int, int, int, int]] = field(default_factory=list)
    forms: dict[int, int] = field(default_factory=dict)
    stories: list[tuple[int, int]] = field(default_factory=list)
    passages: list[PackedPassage] = field(default_factory=list)


class _Gathering:
    """The gathering of one issue's mentions, story by story."""

    def __init__(self, issue: Issue) -> None:
        self._issue = issue
        self._articles = (*issue.articles, *issue.orphans)
        self._held = frozenset(page.label for page in issue.pages)
        self._texts: dict[str, int] = {}
        self._found: dict[str, _Found] = {}
        firsts: dict[tuple[str, str, str | None], str] = {}
        self._ids = {entry.id: firsts.setdefault(identity(entry), entry.id) for entry in issue.entries}

    def gathered(self) -> IssueMentions:
        """All of it."""
        issue = self._issue
        captions: set[str] = set()
        size = len(issue.articles)
        by_story = [
            self._story(place, article, captions, is_orphan=place >= size) if article.mentions else {}
            for place, article in enumerate(self._articles)
        ]
        self._hold_offices()
        places = {identifier: place for place, identifier in enumerate(self._found)}
        headlines = tuple(article.headline.shown for article in self._articles)
        stories = tuple(zip(story_names(issue), headlines, strict=True))
        return IssueMentions(
            id=issue.id,
            date=issue.date,
            edition=issue.edition,
            source_language=issue.source_language,
            stories=stories,
            entries=tuple(self._found),
            counts=tuple(sum(found.forms.values()) for found in self._found.values()),
            posted=tuple(place for place, found in enumerate(self._found.values()) if found.posts),
            digests=self._digests(stories, by_story),
            texts=Packed.of([text.encode("utf-8", "surrogatepass") for text in self._texts]),
            mentions=Packed.of([_encode(_packed(found)) for found in self._found.values()]),
            named=Packed.of(
                [
                    _encode([number for name, count in named.items() for number in (places[name], count)])
                    if named
                    else b""
                    for named in by_story
                ]
            ),
        )

    def _number(self, text: str) -> int:
        return self._texts.setdefault(text, len(self._texts))

    def _hold_offices(self) -> None:
        for entry in self._issue.entries:
            if entry.office is not None or entry.country is not None:
                post = (*self._of_bilingual(entry.office), *self._of_bilingual(entry.country))
                self._found.setdefault(self._ids[entry.id], _Found()).posts.append(post)

    def _of_bilingual(self, value: Bilingual | None) -> tuple[int, int]:
        if value is None:
            return _NONE, _NONE
        zh, en = (_UNKNOWN if text is None else self._number(text) for text in (value.zh, value.en))
        return zh, en

    def _story(self, place: int, article: Article, captions: set[str], is_orphan: bool) -> dict[str, int]:
        """Take what a story says; the entries that it names, with the number of mentions."""
        spots: dict[str, list[_Spot]] = {}
        for identifier, spot in _counted(article, captions, is_orphan):
            spots.setdefault(self._ids.get(identifier, identifier), []).append(spot)
        printed = _PrintPlaces(article, self._held)
        for identifier, of_entry in spots.items():
            found = self._found.setdefault(identifier, _Found())
            found.stories.append((place, len(of_entry)))
            for one in of_entry:
                form = self._number(one.text[one.start : one.end])
                found.forms[form] = found.forms.get(form, 0) + 1
            for start in range(0, len(of_entry), MENTIONS_A_PAGE):
                for bounds, held in _sentences(of_entry[start : start + MENTIONS_A_PAGE]):
                    found.passages.append(self._passage(place, bounds, held, printed))
        return {identifier: len(of_entry) for identifier, of_entry in spots.items()}

    def _passage(
        self, story: int, bounds: tuple[int, int], held: Sequence[_Spot], printed: _PrintPlaces
    ) -> PackedPassage:
        first = held[0]
        before, text = _sentence_text(bounds, held)
        shift = before - first.start
        there = printed.anchor(first.page, first.anchor)
        return PackedPassage(
            story,
            self._number(first.page),
            first.anchor,
            _UNKNOWN if there is None else self._number(there),
            self._number(text),
            -shift,
            tuple(bound + shift for one in held for bound in (one.start, one.end)),
        )

    def _digests(self, stories: Sequence[tuple[str, str]], by_story: Sequence[Mapping[str, int]]) -> bytes:
        """What the page of each entry can show: its own sentences, and the stories with all that they name."""
        texts = [*self._texts, ""]  # what has no text (-1) has the last one
        told = [
            _digest([*story, *(f"{identifier} {count}" for identifier, count in named.items())])
            for story, named in zip(stories, by_story, strict=True)
        ]
        digests: list[bytes] = []
        for found in self._found.values():
            parts = [repr([texts[one] if one >= 0 else one for one in post]) for post in found.posts]
            parts += (f"{count} {texts[form]}" for form, count in found.forms.items())
            parts += (told[story].hex() for story, _ in found.stories)
            for one in found.passages:
                where = f"{one.story} {one.printed < 0} {one.at} {one.names}"
                parts += (where, texts[one.page], one.anchor, texts[one.printed], texts[one.text])
            digests.append(_digest(parts))
        return b"".join(digests)


def _digest(parts: Iterable[str]) -> bytes:
    content = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=_DIGEST_SIZE).digest()


def _packed(found: _Found) -> EntryMentions:
    return EntryMentions(
        tuple(found.posts), tuple(found.forms.items()), tuple(found.stories), tuple(found.passages)
    )


# Mentions


def _counted(article: Article, captions: set[str], is_orphan: bool) -> Iterator[tuple[str, _Spot]]:
    """The mentions of a story that count, with their entries' ids; what is printed twice counts once."""
    fields = field_texts(article)
    repeated = _repeated_captions(article, captions)
    if is_orphan:
        # Its headline is a jump head: it says again what the page before had said.
        repeated.add("headline")
    seen: set[tuple[str, int, int]] = set()
    for mention in article.mentions:
        where = (mention.anchor, mention.start, mention.end)
        held = fields.get(mention.anchor)
        if held is None or mention.anchor in repeated or where in seen:
            continue
        page, text = held
        if 0 <= mention.start < mention.end <= len(text):
            seen.add(where)
            yield mention.entry, _Spot(page, mention.anchor, text, mention.start, mention.end)


def field_texts(article: Article) -> dict[str, tuple[str, str]]:
    """The texts of an article that a mention can stand in: anchor -> (print page, text as shown)."""
    first = article.segments[0].page if article.segments else ""
    found: dict[str, tuple[str, str]] = {"headline": (first, article.headline.shown)}
    if article.deck is not None:
        found["deck"] = (first, article.deck.shown)
    for segment in article.segments:
        if segment.byline and "byline" not in found:
            found["byline"] = (segment.page, segment.byline)
        for paragraph in segment.paragraphs:
            if paragraph.anchor:
                found[paragraph.anchor] = (segment.page, paragraph.text.shown)
        for figure in segment.figures:
            if figure.anchor and figure.caption is not None:
                found[figure.anchor] = (segment.page, figure.caption.shown)
    if "byline" not in found and article.authors:
        found["byline"] = (first, "、".join(author.name for author in article.authors))
    if article.dateline is not None:
        found["dateline"] = (first, article.dateline.text)
    return found


def _repeated_captions(article: Article, seen: set[str]) -> set[str]:
    """Anchors of the figures whose caption stands in the issue already; the others join `seen`."""
    repeated: set[str] = set()
    for figure in article.figures:
        if figure.caption is None or not figure.caption.shown.strip():
            continue
        caption = "".join(figure.caption.shown.split())
        if caption in seen:
            repeated.add(figure.anchor)
        seen.add(caption)
    return repeated


class _PrintPlaces:
    """Where the fields of an article stand on their print pages."""

    def __init__(self, article: Article, held: frozenset[str]) -> None:
        self._held = held
        self._carriers: dict[str, Segment] = {}
        self._firsts: dict[str, Segment] = {}
        for segment in article.segments:
            self._firsts.setdefault(segment.page, segment)
            for anchor in anchors(segment):
                self._carriers.setdefault(anchor, segment)

    def anchor(self, page: str, anchor: str) -> str | None:
        """The anchor of a field on its print page, else that of its story; None where that is not held."""
        if page not in self._held:
            return None
        segment = self._carriers.get(anchor)
        if segment is not None:
            return on_print_page(segment, anchor)
        first = self._firsts.get(page)
        return on_print_page(first) if first else ""


# Sentences


def _sentences(spots: Sequence[_Spot]) -> Iterator[tuple[tuple[int, int], list[_Spot]]]:
    """The mentions that stand in one sentence, in the order of print, with its bounds."""
    held: list[_Spot] = []
    bounds = 0, 0
    for one in spots:
        if held and (one.anchor != held[0].anchor or one.start >= bounds[1] or one.start < held[-1].end):
            yield bounds, held
            held = []
        if not held:
            bounds = _sentence(one.text, one.start, one.end)
        held.append(one)
    if held:
        yield bounds, held


def _sentence_text(bounds: tuple[int, int], held: Sequence[_Spot]) -> tuple[int, str]:
    """The sentence of some mentions as it is shown, and how much of it stands before the first one."""
    first, last = held[0], held[-1]
    text = first.text
    start, end = bounds[0], max(bounds[1], last.end)
    before = text[start : first.start].lstrip()
    if start and not _SENTENCE_END.search(text[start - 1 : start + 1]) and text[:start].strip():
        before = "…" + before
    at = last.end
    after = text[at:end].rstrip()
    # A sentence that the page cuts ends in a comma.
    is_whole = end == len(text) and not _PAUSE.match(after[-1:])
    if not is_whole and not _SENTENCE_END.search(text[max(at, end - 2) : end]):
        after += "…"
    shown = before + text[first.start : at] + after
    return len(before), shown.replace("\t", " ").replace("\n", " ")


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the sentence around `start:end`, at most `SENTENCE_REACH` characters away."""
    left = max(0, start - SENTENCE_REACH)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, left, start)]
    if ends:
        first = ends[-1]
    elif left == 0:
        first = 0
    else:
        pause = _PAUSE.search(text, left, start)
        first = pause.end() if pause else left
    right = min(len(text), end + SENTENCE_REACH)
    closing = _SENTENCE_END.search(text, end, right)
    if closing:
        return first, closing.end()
    if right == len(text):
        return first, right
    pauses = [match.start() for match in _PAUSE.finditer(text, end, right)]
    return first, pauses[-1] if pauses else right
