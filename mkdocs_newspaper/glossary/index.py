"""What single issues name -> every entry with all that the archive says of it: how often, where, when, with whom.

Merging takes one step for every entry of every issue, none for its mentions; all that goes into those (an
entry's sentences, its forms in print, who stands beside it) is read when it is asked for.
"""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from mkdocs_newspaper.glossary.issue_mentions import (
    EntryMentions,
    IssueMentions,
    PackedPassage,
    issue_mentions,
)
from mkdocs_newspaper.model import Bilingual, Entry, EntryKind, Issue, page_order

#: An entry that is named less often has no page of its own, unless the site's glossary holds it.
FEWEST_MENTIONS = 2
#: A story that names hundreds, a list of delegates, says of few of them that they belong together.
MOST_COMPANIONS = 60
#: Issue and place in it are kept as one number.
_PLACES = 1 << 24


#: Fewer mentions than this are told exactly wherever they are told.
EXACT_BELOW = 20


def rounded_down(count: int) -> int:
    """A number of mentions as pages tell it in passing: 19 → 19, 34 → 20, 99 → 50, 1,234 → 1,000."""
    if count < EXACT_BELOW:
        return count
    power = 1
    while power * 10 <= count:
        power *= 10
    return max(step * power for step in (1, 2, 5) if step * power <= count)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One mention. `issue` and `story` are places: among the issues, and among articles and then orphans."""

    issue: int
    story: int
    page: str
    anchor: str
    start: int
    end: int


class StoryPart(NamedTuple):
    """Mentions of an entry in one story: `size` of them after the first `start`."""

    issue: int
    story: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office (and country) as the issues from `first` to `last` name it."""

    office: Bilingual | None
    country: Bilingual | None
    first: dt.date
    last: dt.date


class Passage(NamedTuple):
    """A sentence with an entry's names in it.

    `names` are the bounds of the names in `text`; `printed` is its anchor on its print page, "" where it
    has none there, None where that page is not held.
    """

    issue: int
    story: int
    page: str
    anchor: str
    text: str
    names: tuple[tuple[int, int], ...]
    printed: str | None = None

    @property
    def mentions(self) -> int:
        """How many names stand in it."""
        return len(self.names)

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, (text, whether it is a name), in order."""
        return in_pieces(self.text, self.names)


def in_pieces(text: str, names: Iterable[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, (text, whether it is a name), in order; `names` are the bounds of the names."""
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in names:
        if start > at:
            found.append((text[at:start], False))
        found.append((text[start:end], True))
        at = end
    if at < len(text):
        found.append((text[at:], False))
    return tuple(found)


class Record:
    """An entry with all that the archive says of it; what goes into its mentions is read when asked for."""

    def __init__(self, entry: Entry, issues: Sequence[IssueMentions]) -> None:
        self.entry = entry
        #: How often it is named.
        self.count = 0
        self._issues = issues
        self._named_in = array("Q")
        self._posted_in: array[int] | None = None
        self._story_count: int | None = None
        #: Who is named with it most: how many were asked for, their records, and in how many stories.
        self.company: tuple[int, tuple[Record, ...], tuple[int, ...]] | None = None
        self._last_told: tuple[int, EntryMentions] | None = None

    @property
    def about(self) -> int:
        """How often it is named, from `EXACT_BELOW` on rounded down to 20, 50, 100, 200 …

        Pages that say no more than that need not be made again whenever it is named once more.
        """
        return rounded_down(self.count)

    @property
    def has_page(self) -> bool:
        """Whether it has earned a page: it is named often enough, or the site's own glossary holds it."""
        return self.count >= FEWEST_MENTIONS or bool(self.entry.sources)

    def forget(self) -> None:
        """Give up what was read of the mentions; whoever asks again has it read again."""
        for name in _READ:
            self.__dict__.pop(name, None)
        self._last_told = None

    # Gathering

    def add(self, where: int, count: int) -> None:
        """An issue names it `count` times; `where` is its place among the entries of that issue."""
        self.count += count
        self._named_in.append(where)

    def add_post(self, where: int) -> None:
        """An issue says its office or its country."""
        if self._posted_in is None:
            self._posted_in = array("Q")
        self._posted_in.append(where)

    # What is told of it

    @cached_property
    def mentions(self) -> list[tuple[int, EntryMentions]]:
        """What each issue says of it that names it, with the issue's number, in the order of time."""
        places = (divmod(one, _PLACES) for one in self._named_in)
        return [(issue, self._issues[issue].of_entry(place)) for issue, place in places]

    def digests(self) -> Iterator[tuple[int, bytes]]:
        """Digests of all that each issue says of it, with the issue's number; nothing else is read for them."""
        issues = self._issues
        for one in (*self._named_in, *(self._posted_in or ())):
            issue = one // _PLACES
            yield issue, issues[issue].digest(one % _PLACES)

    @property
    def dated(self) -> dt.date | None:
        """The day of the newest issue that names it."""
        return self._issues[self._named_in[-1] // _PLACES].date if self._named_in else None

    @cached_property
    def tenures(self) -> list[Tenure]:
        """Its offices, one after the other."""
        found: list[Tenure] = []
        for one in self._posted_in or ():
            issue, place = divmod(one, _PLACES)
            day = self._issues[issue].date
            for office, country in self._issues[issue].posts(place):
                last = found[-1] if found else None
                if last is not None and (last.office, last.country) == (office, country):
                    found[-1] = replace(last, last=day)
                else:
                    found.append(Tenure(office, country, day, day))
        return found

    @property
    def latest(self) -> Tenure | None:
        """The office that was named last."""
        return self.tenures[-1] if self.tenures else None

    @cached_property
    def last_post(self) -> tuple[Bilingual | None, Bilingual | None] | None:
        """Office and country as they were named last: `latest` without looking further back."""
        if self._posted_in is None:
            return None
        issue, place = divmod(self._posted_in[-1], _PLACES)
        return self._issues[issue].posts(place)[-1]

    @cached_property
    def months(self) -> dict[tuple[int, int], int]:
        """Mentions by year and month."""
        found: dict[tuple[int, int], int] = {}
        for one in self._named_in:
            issue, place = divmod(one, _PLACES)
            held = self._issues[issue]
            month = held.date.year, held.date.month
            found[month] = found.get(month, 0) + held.counts[place]
        return found

    @property
    def years(self) -> dict[int, int]:
        """Mentions by year, ascending."""
        found: dict[int, int] = {}
        for (year, _), number in sorted(self.months.items()):
            found[year] = found.get(year, 0) + number
        return found

    @cached_property
    def forms(self) -> Counter[str]:
        """How often each of its forms stands in print."""
        found: Counter[str] = Counter()
        for issue, told in self.mentions:
            held = self._issues[issue]
            for form, count in told.forms:
                found[held.text(form)] += count
        return found

    @cached_property
    def pages(self) -> Counter[str]:
        """Mentions by the label of the print page."""
        found: Counter[str] = Counter()
        for issue, told in self.mentions:
            labels: dict[int, int] = {}  # an issue has few pages, and an entry many sentences on them
            for one in told.passages:
                labels[one.page] = labels.get(one.page, 0) + len(one.names) // 2
            for label, count in labels.items():
                found[self._issues[issue].text(label)] += count
        return found

    @property
    def print_pages(self) -> list[tuple[str, int]]:
        """Labels of the print pages that it is named on, with the number of mentions, in order."""
        return sorted(self.pages.items(), key=lambda pair: page_order(pair[0]))

    @cached_property
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

    @cached_property
    def stories(self) -> list[tuple[int, int]]:
        """The stories that name it, each once: the issue's number, the story's in it."""
        return [(issue, story) for issue, told in self.mentions for story, _ in told.stories]

    @property
    def story_count(self) -> int:
        """How many stories name it. Every page of an entry says it, so it is not forgotten with the rest."""
        if self._story_count is None:
            self._story_count = len(self.stories)
        return self._story_count

    def _told(self, issue: int) -> EntryMentions:
        """What one issue says of it: a page of an entry that thousands of issues name reads a few of them."""
        if self._last_told is None or self._last_told[0] != issue:
            at = bisect_left(self._named_in, issue * _PLACES)
            if "mentions" in self.__dict__:  # all of them are read
                self._last_told = self.mentions[at]
            else:
                self._last_told = issue, self._issues[issue].of_entry(self._named_in[at] % _PLACES)
        return self._last_told[1]

    @property
    def parts(self) -> list[StoryPart]:
        """Its mentions story by story, in the order of print."""
        return [
            StoryPart(issue, story, 0, count)
            for issue, told in self.mentions
            for story, count in told.stories
        ]

    @property
    def occurrences(self) -> list[Occurrence]:
        """Every mention, in the order of print."""
        return [
            Occurrence(issue, one.story, held.text(one.page), one.anchor, one.at + start, one.at + end)
            for issue, told in self.mentions
            for held in (self._issues[issue],)
            for one in told.passages
            for start, end in zip(one.names[::2], one.names[1::2], strict=True)
        ]

    @property
    def first(self) -> Passage:
        """The sentence that names it first. Raises IndexError where none does."""
        issue, place = divmod(self._named_in[0], _PLACES)
        held = self._issues[issue]
        return passage(held, issue, held.of_entry(place).passages[0])

    def passages(self, parts: Iterable[StoryPart]) -> list[Passage]:
        """The sentences of parts of its mentions, in their order; several names of one sentence make one."""
        return [
            passage(self._issues[part.issue], part.issue, one) for part in parts for one in self.told_in(part)
        ]

    def told_in(self, part: StoryPart) -> list[PackedPassage]:
        """The sentences of a part of its mentions, as their issue has them."""
        found: list[PackedPassage] = []
        story, start, end = part.story, part.start, part.start + part.size
        at = 0
        for one in self._told(part.issue).passages:
            if one.story == story:
                if start <= at < end:
                    found.append(one)
                at += len(one.names) // 2
        return found


#: What a record reads when it is asked, and keeps until it forgets; its other names, which all its pages say, stay.
_READ = tuple(
    name for name, value in vars(Record).items() if isinstance(value, cached_property) and name != "aliases"
)


def passage(held: IssueMentions, issue: int, one: PackedPassage) -> Passage:
    """A sentence of an issue, unpacked."""
    return Passage(
        issue,
        one.story,
        held.text(one.page),
        one.anchor,
        held.text(one.text),
        tuple(zip(one.names[::2], one.names[1::2], strict=True)),
        held.text(one.printed) if one.printed >= 0 else None,
    )


class GlossaryIndex:
    """Every entry of some issues, with its mentions."""

    def __init__(self, issues: Sequence[IssueMentions], entries: Iterable[Entry]) -> None:
        """`issues` ascend by date; `entries` are the archive's. A name of no entry is left out."""
        self.issues = issues
        self.records: dict[str, Record] = {entry.id: Record(entry, issues) for entry in entries}
        self._without_entry: set[str] = set()
        for number, issue in enumerate(issues):
            self._add(number, issue)

    @classmethod
    def of_issues(cls, issues: Sequence[Issue], entries: Iterable[Entry] = ()) -> GlossaryIndex:
        """The index of whole issues; their own entries are taken with `entries`."""
        known = {entry.id: entry for entry in entries}
        for issue in issues:
            for entry in issue.entries:
                known.setdefault(entry.id, entry)
        return cls([issue_mentions(issue) for issue in issues], known.values())

    def _add(self, number: int, issue: IssueMentions) -> None:
        get = self.records.get
        begin = number * _PLACES
        for where, identifier, count in zip(
            range(begin, begin + len(issue.entries)), issue.entries, issue.counts, strict=True
        ):
            record = get(identifier)
            if record is None:
                self._without_entry.add(identifier)
            elif count:
                record.add(where, count)
        for place in issue.posted:
            record = get(issue.entries[place])
            if record is not None:
                record.add_post(begin + place)

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

    # What an entry's page asks for

    def together(self, record: Record, most: int) -> list[tuple[Record, int]]:
        """Who and what is named in the same stories: the commonest first, with the number of stories.

        The pages of all languages say it, so the record keeps what was found last.
        """
        held = record.company
        if held is None or held[0] != most:
            found = Counter(chain.from_iterable(self._companions(*story) for story in record.stories))
            found.pop(record.entry.id, None)
            ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
            records = tuple(self.records[identifier] for identifier, _ in ranked)
            held = record.company = most, records, tuple(number for _, number in ranked)
        return list(zip(held[1], held[2], strict=True))

    def _companions(self, issue: int, story: int) -> list[str]:
        named = self.issues[issue].named_in(story)
        if self._without_entry:
            named = {one: count for one, count in named.items() if one in self.records}
        if len(named) <= MOST_COMPANIONS:
            return list(named)
        return sorted(named, key=named.__getitem__, reverse=True)[:MOST_COMPANIONS]

    @cached_property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """The dates of the first and the last issue."""
        dates = [issue.date for issue in self.issues]
        return (min(dates), max(dates)) if dates else None


def newest_first(record: Record) -> list[StoryPart]:
    """The mentions story by story, the newest issue's first; within an issue as they stand in print."""
    return sorted(record.parts, key=lambda one: -one.issue)


def in_pages(parts: Iterable[StoryPart], size: int) -> list[list[StoryPart]]:
    """`parts` in pages of at most `size` mentions; a story is not cut unless it alone is larger."""
    pages: list[list[StoryPart]] = []
    left = 0
    for part in parts:
        for cut in (part,) if part.size <= size else _cut(part, size):
            if pages and cut.size <= left:
                pages[-1].append(cut)
            else:
                pages.append([cut])
                left = size
            left -= cut.size
    return pages or [[]]


def _cut(part: StoryPart, size: int) -> list[StoryPart]:
    starts = range(0, part.size, size)
    return [part._replace(start=part.start + one, size=min(size, part.size - one)) for one in starts]


def pinyin_order(entry: Entry) -> tuple[list[str], str]:
    """Sort key by pinyin, syllable by syllable: 李 before 临河 before 刘."""
    return entry.id.partition("/")[2].casefold().split("-"), entry.id


def initial(entry: Entry) -> str:
    """The letter that an entry is listed under: the first of its pinyin, "#" for figures."""
    first = entry.id.partition("/")[2][:1].upper()
    return first if "A" <= first <= "Z" else "#"
