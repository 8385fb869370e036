"""Issues -> who and what is named in them, how often, where, when, with whom, and in which sentences.

One walk over all mentions, linear in their number; what only one entry's page wants (its sentences, who
stands beside it) is made when it is asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from mkdocs_newspaper.model import Article, Bilingual, Entry, EntryKind, Issue, page_order

#: An entry that is named less often has no page of its own, unless the site's glossary holds it.
FEWEST_MENTIONS = 2
#: A story that names hundreds, a list of delegates, says of few of them that they belong together.
MOST_COMPANIONS = 60
#: A sentence is shown up to so many characters to each side of a name.
SENTENCE_REACH = 90
_SENTENCE_END = re.compile(r"[。！？!?…\n]+[”’」』）)》]*|[.](?=\s)")
#: Where a long sentence can be cut without cutting a word.
_PAUSE = re.compile(r"[，、：,:\s]")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One mention. `issue` and `story` are places: among the issues, and among articles and then orphans."""

    issue: int
    story: int
    page: str
    anchor: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office (and country) as the issues from `first` to `last` name it."""

    office: Bilingual | None
    country: Bilingual | None
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with an entry's names in it: `pieces` are (text, whether it is a name), in order."""

    issue: int
    story: int
    page: str
    anchor: str
    pieces: tuple[tuple[str, bool], ...]
    mentions: int


@dataclass(eq=False)
class Record:
    """An entry with all that the archive says of it. `occurrences` are in the order of print."""

    entry: Entry
    occurrences: list[Occurrence] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    months: Counter[tuple[int, int]] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    tenures: list[Tenure] = field(default_factory=list)
    stories: list[tuple[int, int]] = field(default_factory=list)  # (issue, story), each once

    @property
    def count(self) -> int:
        """How often it is named."""
        return len(self.occurrences)

    @property
    def years(self) -> dict[int, int]:
        """Mentions by year, ascending."""
        found: dict[int, int] = {}
        for (year, _), number in sorted(self.months.items()):
            found[year] = found.get(year, 0) + number
        return found

    @property
    def print_pages(self) -> list[tuple[str, int]]:
        """Labels of the print pages that it is named on, with the number of mentions, in order."""
        return sorted(self.pages.items(), key=lambda pair: page_order(pair[0]))

    @property
    def aliases(self) -> list[str]:
        """Its other names: those of the glossary, then those that stand in print, the commonest first."""
        printed = [form for form, _ in sorted(self.forms.items(), key=lambda pair: (-pair[1], pair[0]))]
        known = {"".join(self.entry.zh.split())}
        found: list[str] = []
        for name in (*self.entry.aliases, *printed):
            plain = "".join(name.split())
            if plain and plain not in known:
                known.add(plain)
                found.append(plain if plain != name and not plain.isascii() else name)
        return found

    @property
    def latest(self) -> Tenure | None:
        """The office that was named last."""
        return self.tenures[-1] if self.tenures else None

    @property
    def has_page(self) -> bool:
        """Whether it has earned a page: it is named often enough, or the site's own glossary holds it."""
        return self.count >= FEWEST_MENTIONS or bool(self.entry.sources)


class GlossaryIndex:
    """Every entry of some issues, with its mentions."""

    def __init__(self, issues: Sequence[Issue], entries: Iterable[Entry] = ()) -> None:
        """`issues` ascend by date; `entries` are the archive's, each issue's own are taken with them."""
        self.issues = issues
        self.records: dict[str, Record] = {entry.id: Record(entry) for entry in entries}
        self._named: dict[tuple[int, int], Counter[str]] = {}
        for number, issue in enumerate(issues):
            self._add(number, issue)

    def __getitem__(self, identifier: str) -> Record:
        return self.records[identifier]

    def get(self, identifier: str) -> Record | None:
        """The record of an entry's id, None where nothing is known of it."""
        return self.records.get(identifier)

    def of_kind(self, *kinds: EntryKind) -> list[Record]:
        """The entries of these kinds that are named or have a page, in the order of their pinyin."""
        found = [
            record
            for record in self.records.values()
            if record.entry.kind in kinds and (record.count or record.has_page)
        ]
        return sorted(found, key=lambda record: pinyin_order(record.entry))

    def story(self, occurrence: Occurrence | Passage) -> Article:
        """The article or orphan that holds it."""
        return self._article(occurrence.issue, occurrence.story)

    def _article(self, issue: int, story: int) -> Article:
        articles = self.issues[issue].articles
        return articles[story] if story < len(articles) else self.issues[issue].orphans[story - len(articles)]

    # Gathering

    def _add(self, number: int, issue: Issue) -> None:
        for entry in issue.entries:
            record = self.records.setdefault(entry.id, Record(entry))
            _hold_office(record, entry, issue.date)
        captions: set[str] = set()
        size = len(issue.articles)
        for place, article in enumerate((*issue.articles, *issue.orphans)):
            if article.mentions:
                self._add_story(number, place, article, issue, captions, is_orphan=place >= size)

    def _add_story(
        self, number: int, place: int, article: Article, issue: Issue, captions: set[str], is_orphan: bool
    ) -> None:
        fields = field_texts(article)
        repeated = _repeated_captions(article, captions)
        if is_orphan:
            # Its headline is a jump head: it says again what the page before had said.
            repeated.add("headline")
        seen: set[tuple[str, int, int]] = set()
        month = (issue.date.year, issue.date.month)
        named: Counter[str] = Counter()
        for mention in article.mentions:
            where = (mention.anchor, mention.start, mention.end)
            held = fields.get(mention.anchor)
            if held is None or mention.anchor in repeated or where in seen:
                continue
            page, text = held
            if not 0 <= mention.start < mention.end <= len(text):
                continue
            seen.add(where)
            record = self.records.get(mention.entry)
            if record is None:
                continue
            record.occurrences.append(
                Occurrence(number, place, page, mention.anchor, mention.start, mention.end)
            )
            record.forms[text[mention.start : mention.end]] += 1
            record.months[month] += 1
            record.pages[page] += 1
            if mention.entry not in named:
                record.stories.append((number, place))
            named[mention.entry] += 1
        self._named[number, place] = named

    # What an entry's page asks for

    def together(self, record: Record, most: int) -> list[tuple[Record, int]]:
        """Who and what is named in the same stories: the commonest first, with the number of stories."""
        found: Counter[str] = Counter()
        for place in record.stories:
            found.update(self._companions(place))
        found.pop(record.entry.id, None)
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(self.records[identifier], number) for identifier, number in ranked[:most]]

    def _companions(self, place: tuple[int, int]) -> list[str]:
        named = self._named[place]
        if len(named) <= MOST_COMPANIONS:
            return list(named)
        return [identifier for identifier, _ in named.most_common(MOST_COMPANIONS)]

    def passages(self, occurrences: Iterable[Occurrence]) -> list[Passage]:
        """The sentences around `occurrences`, in their order; several names of one sentence make one."""
        found: list[Passage] = []
        of_story: tuple[int, int] | None = None
        fields: dict[str, tuple[str, str]] = {}
        held: list[Occurrence] = []
        until = 0
        for one in occurrences:
            if (one.issue, one.story) != of_story:
                found += self._passage(held, fields)
                held, until = [], 0
                of_story = (one.issue, one.story)
                fields = field_texts(self.story(one))
            if held and (one.anchor != held[0].anchor or one.start >= until or one.start < held[-1].end):
                found += self._passage(held, fields)
                held = []
            if not held:
                until = _sentence(fields[one.anchor][1], one.start, one.end)[1]
            held.append(one)
        return found + self._passage(held, fields)

    @staticmethod
    def _passage(held: Sequence[Occurrence], fields: dict[str, tuple[str, str]]) -> list[Passage]:
        if not held:
            return []
        first, last = held[0], held[-1]
        text = fields[first.anchor][1]
        start, end = _sentence(text, first.start, first.end)
        end = max(end, last.end)
        pieces: list[tuple[str, bool]] = []
        before = text[start : first.start].lstrip()
        if start and not _SENTENCE_END.search(text[start - 1 : start + 1]) and text[:start].strip():
            before = "…" + before
        at = first.start
        if before:
            pieces.append((before, False))
        for one in held:
            if one.start > at:
                pieces.append((text[at : one.start], False))
            pieces.append((text[one.start : one.end], True))
            at = one.end
        after = text[at:end].rstrip()
        # A sentence that the page cuts ends in a comma.
        is_whole = end == len(text) and not _PAUSE.match(after[-1:])
        if not is_whole and not _SENTENCE_END.search(text[max(at, end - 2) : end]):
            after += "…"
        if after:
            pieces.append((after, False))
        plain = tuple((piece.replace("\t", " ").replace("\n", " "), is_name) for piece, is_name in pieces)
        return [Passage(first.issue, first.story, first.page, first.anchor, plain, len(held))]

    @cached_property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """The dates of the first and the last issue."""
        dates = [issue.date for issue in self.issues]
        return (min(dates), max(dates)) if dates else None


def newest_first(record: Record) -> list[Occurrence]:
    """The mentions, the newest issue's first; within an issue as they stand in print."""
    return sorted(record.occurrences, key=lambda one: -one.issue)


def in_pages(occurrences: Sequence[Occurrence], size: int) -> list[list[Occurrence]]:
    """`occurrences` in pages of at most `size`; a story is not cut unless it alone is larger."""
    pages: list[list[Occurrence]] = []
    for story in _by_story(occurrences):
        for start in range(0, len(story), size):
            part = story[start : start + size]
            if pages and len(pages[-1]) + len(part) <= size:
                pages[-1] += part
            else:
                pages.append(part)
    return pages or [[]]


def _by_story(occurrences: Sequence[Occurrence]) -> Iterator[list[Occurrence]]:
    story: list[Occurrence] = []
    for one in occurrences:
        if story and (one.issue, one.story) != (story[0].issue, story[0].story):
            yield story
            story = []
        story.append(one)
    if story:
        yield story


def pinyin_order(entry: Entry) -> tuple[list[str], str]:
    """Sort key by pinyin, syllable by syllable: 李 before 临河 before 刘."""
    return entry.id.partition("/")[2].casefold().split("-"), entry.id


def initial(entry: Entry) -> str:
    """The letter that an entry is listed under: the first of its pinyin, "#" for figures."""
    first = entry.id.partition("/")[2][:1].upper()
    return first if "A" <= first <= "Z" else "#"


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


def _hold_office(record: Record, entry: Entry, day: dt.date) -> None:
    if entry.office is None and entry.country is None:
        return
    last = record.latest
    if last is not None and (last.office, last.country) == (entry.office, entry.country):
        record.tenures[-1] = replace(last, last=day)
    else:
        record.tenures.append(Tenure(entry.office, entry.country, day, day))


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
