"""The glossary's entries -> what their pages show: indexes by initial, timelines, mentions in their sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby
from typing import TYPE_CHECKING, Literal

from mkdocs_newspaper.bilingual.labels import labels
from mkdocs_newspaper.glossary.exchange import as_skos, as_tbx
from mkdocs_newspaper.glossary.index import (
    GlossaryIndex,
    Passage,
    Record,
    StoryPart,
    in_pages,
    initial,
    newest_first,
    pinyin_order,
)
from mkdocs_newspaper.glossary.issue_mentions import MENTIONS_A_PAGE
from mkdocs_newspaper.model import EntryKind, Mention
from mkdocs_newspaper.publishing.urls import ENTRY_FOLDERS, INITIALS

if TYPE_CHECKING:
    from mkdocs_newspaper.publishing.sheets import Press, Sheet
    from mkdocs_newspaper.publishing.stories import Story

Folder = Literal["names", "terms"]

#: An index with more entries shows those named most; the others stand on pages by initial.
MOST_LINES = 1000
#: So many names in whose company an entry stands.
MOST_COMPANY = 16
#: So many neighbours to each side are listed in the sidebar of an entry.
NEIGHBOURS = 10
#: A longer span is drawn by years.
MOST_MONTHS = 120


@dataclass(eq=False)
class Register:
    """The entries of one site. `paths` are their pages' below the archive, whether they have one or not."""

    index: GlossaryIndex
    paths: Mapping[str, str]
    _last: tuple[Record, list[list[StoryPart]], dict[int, int]] | None = (
        None  # whose pages were asked for last
    )

    _page_counts: dict[str, int] = field(default_factory=dict)

    def path(self, identifier: str) -> str | None:
        """The path of an entry's page below the archive, None where it has none."""
        record = self.index.get(identifier)
        return self.paths[identifier] if record is not None and record.has_page else None

    @cached_property
    def folders(self) -> dict[str, list[Record]]:
        """The entries of both indexes, kind by kind, each in the order of pinyin."""
        found: dict[str, list[Record]] = {"names": [], "terms": []}
        for kind, folder in ENTRY_FOLDERS.items():
            found[folder] += self.index.of_kind(kind)
        return found

    @cached_property
    def with_pages(self) -> dict[EntryKind, list[Record]]:
        """The entries that have a page, kind by kind."""
        found: dict[EntryKind, list[Record]] = {}
        for record in chain.from_iterable(self.folders.values()):
            if record.has_page:
                found.setdefault(record.entry.kind, []).append(record)
        return found

    @cached_property
    def by_path(self) -> dict[str, str]:
        """The ids of the entries that have a page, by its path below the archive."""
        records = chain.from_iterable(self.with_pages.values())
        return {self.paths[record.entry.id]: record.entry.id for record in records}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {
            record.entry.id: place
            for records in self.with_pages.values()
            for place, record in enumerate(records)
        }

    def among(self, record: Record) -> tuple[int, Sequence[Record]]:
        """The place of an entry with a page among those of its kind, and these."""
        return self._places[record.entry.id], self.with_pages[record.entry.kind]

    def mentions(self, record: Record) -> list[list[StoryPart]]:
        """The mentions of an entry, newest first, as its pages hold them."""
        return self._laid_out(record)[0]

    def years(self, record: Record) -> dict[int, int]:
        """The years of an entry's mentions, the newest first, each with the number of the page where it begins."""
        return self._laid_out(record)[1]

    def _laid_out(self, record: Record) -> tuple[list[list[StoryPart]], dict[int, int]]:
        # The pages of an entry are drawn one after the other.
        if self._last is None or self._last[0] is not record:
            pages = in_pages(newest_first(record), MENTIONS_A_PAGE)
            years: dict[int, int] = {}
            for number, page in enumerate(pages, 1):
                for one in page:
                    years.setdefault(self.index.issues[one.issue].date.year, number)
            self._last = record, pages, years
        return self._last[1:]

    def page_count(self, record: Record) -> int:
        """How many pages the mentions of an entry take."""
        if record.count <= MENTIONS_A_PAGE:
            return 1
        if record.entry.id not in self._page_counts:
            self._page_counts[record.entry.id] = len(self.mentions(record))
            record.forget()
        return self._page_counts[record.entry.id]

    def is_long(self, folder: Folder) -> bool:
        """Whether an index is too long for one page."""
        return len(self.folders[folder]) > MOST_LINES

    def most_named(self, folder: Folder) -> list[Record]:
        """What the first page of an index shows, in its order."""
        records = self.folders[folder]
        if not self.is_long(folder):
            return records
        kinds = list(ENTRY_FOLDERS)
        most = sorted(records, key=lambda one: -one.count)[:MOST_LINES]
        return sorted(most, key=lambda one: (kinds.index(one.entry.kind), pinyin_order(one.entry)))

    def by_initial(self, folder: Folder) -> dict[str, list[list[Record]]]:
        """The pages of a long index: one of `INITIALS` -> its entries, page by page."""
        found: dict[str, list[Record]] = {}
        if self.is_long(folder):
            for record in self.folders[folder]:
                found.setdefault(initial_name(initial(record.entry)), []).append(record)
        return {
            name: [
                found[name][start : start + MOST_LINES] for start in range(0, len(found[name]), MOST_LINES)
            ]
            for name in INITIALS
            if name in found
        }


def initial_name(letter: str) -> str:
    """The name of an initial in anchors and URLs: "x" for "X", "other" for "#"."""
    return letter.lower() if letter.isalpha() else "other"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an index. `initial` is set on the first line of a letter; `share` of the longest bar, in %."""

    record: Record
    href: str
    initial: str
    share: int


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one kind, with the initials among them."""

    kind: EntryKind
    lines: tuple[Line, ...]

    @property
    def initials(self) -> list[str]:
        """The letters that have lines, in order."""
        return [line.initial for line in self.lines if line.initial]


def groups(sheet: Sheet, records: Sequence[Record]) -> list[Group]:
    """Records, sorted by kind and pinyin, as the lines of an index."""
    found: list[Group] = []
    for kind, members in groupby(records, key=lambda one: one.entry.kind):
        listed = list(members)
        most = max((one.count for one in listed), default=1) or 1
        lines: list[Line] = []
        letter = ""
        for record in listed:
            first = initial(record.entry)
            lines.append(
                Line(
                    record,
                    _way_to(sheet, record),
                    first if first != letter else "",
                    max(1, round(record.count * 100 / most)),
                )
            )
            letter = first
        found.append(Group(kind, tuple(lines)))
    return found


def _way_to(sheet: Sheet, record: Record) -> str:
    """To an entry's page; to its only mention where it has none."""
    return sheet.entry_link(record.entry.id) or passage_link(sheet, record.first)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Mentions over time: `path` draws the bars in a box of `width` × `HEIGHT`, `rows` are the same as text."""

    unit: Literal["month", "year"]
    path: str
    width: int
    first: str
    last: str
    rows: tuple[tuple[str, int], ...]


#: Height of a timeline and width of a bar's place, in units of its drawing.
HEIGHT = 40
STEP = 6


def timeline(sheet: Sheet, record: Record) -> Timeline | None:
    """A bar a month from the first issue of the archive to the last, a bar a year over a long span.

    None where the span is too short to show anything.
    """
    span = sheet.press.register.index.span
    if span is None:
        return None
    (first, last) = span
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months < 2 or not record.count:
        return None
    values: list[int]
    if months <= MOST_MONTHS:
        places = [divmod(first.year * 12 + first.month - 1 + number, 12) for number in range(months)]
        values = [record.months.get((year, month + 1), 0) for year, month in places]
        names = [sheet.month_name(year, month + 1) for year, month in places]
        unit: Literal["month", "year"] = "month"
    else:
        years = record.years
        values = [years.get(year, 0) for year in range(first.year, last.year + 1)]
        names = [str(year) for year in range(first.year, last.year + 1)]
        unit = "year"
    rows = tuple((name, value) for name, value in zip(names, values, strict=True) if value)
    return Timeline(unit, _bars(values), STEP * len(values), names[0], names[-1], rows)


def _bars(values: Sequence[int]) -> str:
    """The bars as one path; the smallest is still seen."""
    most = max(values)
    bars = []
    for place, value in enumerate(values):
        if value:
            height = max(1.5, round(value * HEIGHT / most, 1))
            bars.append(f"M{place * STEP} {HEIGHT}v-{height:g}h{STEP - 1}v{height:g}z")
    return "".join(bars)


def year_links(sheet: Sheet, record: Record) -> list[tuple[int, str]]:
    """Where the mentions of every year begin, the newest year first."""
    press = sheet.press
    name = press.register.paths[record.entry.id]
    return [
        (year, sheet.link(press.urls.entry(sheet.language, name, number), f"y{year:04d}"))
        for year, number in press.register.years(record).items()
    ]


def head_anchor(anchor: str) -> str:
    """The anchor in its article of the field of a mention: the head's where it stands there."""
    return "headline" if anchor in ("deck", "byline", "dateline") else anchor


def passage_link(sheet: Sheet, passage: Passage) -> str:
    """To the paragraph or caption of a mention; to the head of its story where it stands there."""
    press = sheet.press
    name, _ = press.register.index.issues[passage.issue].stories[passage.story]
    there = press.urls.article(sheet.language, press.issues[passage.issue].folder, name)
    return sheet.link(there, head_anchor(passage.anchor))


#: The glossary as files for other tools: ending -> what the file is called.
GLOSSARY_FILES = {"tbx": "TBX", "ttl": "SKOS"}


def glossary_bytes(press: Press, form: str) -> bytes:
    """All entries that the indexes list as TBX ("tbx") or SKOS in Turtle ("ttl")."""
    entries = sorted(
        (record.entry for records in press.register.folders.values() for record in records),
        key=lambda entry: entry.id,
    )
    urls, language = press.urls, press.urls.languages[0]
    name = press.archive.newspaper.name.get(language)
    title = ": ".join(part for part in (name, labels(language)("Names and terms")) if part)
    if form == "tbx":
        return as_tbx(entries, title).encode()
    if not press.site_url:
        return as_skos(entries, title).encode()
    site = press.site_url.rstrip("/") + "/"
    paths = {entry.id: path for entry in entries if (path := press.register.path(entry.id))}
    pages = {identifier: site + urls.url(urls.entry(language, path)) for identifier, path in paths.items()}
    return as_skos(entries, title, f"{site}{urls.glossary(form)}#", pages).encode()


def first_mentions(story: Story, page: str | None, linked: Collection[str]) -> dict[str, Mention]:
    """The first mention of every entry in the text and captions of a story, by the entry's id.

    `page`: in what stands on that print page alone. `linked` are entries that are linked above the text.
    """
    found: dict[str, Mention] = {}
    for segment in story.article.segments:
        if page is not None and segment.page != page:
            continue
        captions = sorted(segment.figures, key=lambda one: one.after)
        anchors = [one.anchor for one in segment.paragraphs]
        for figure in reversed(captions):
            anchors.insert(min(max(figure.after, 0), len(segment.paragraphs)), figure.anchor)
        for anchor in anchors:
            for mention in sorted(story.mentions_at.get(anchor, ()), key=lambda one: (one.start, -one.end)):
                if mention.entry not in linked:
                    found.setdefault(mention.entry, mention)
    return found
