"""What a newspaper issue is: the frozen types that every other room takes and gives.

Reading fills an `Issue` whose print pages hold `Segment`s; joining turns segments into `Article`s;
the glossary adds `Mention`s and `Entry`s; publishing only reads.

Offsets are code points in the text shown. Lines are 1-based lines of the source document. A print
page is named by its label: "1", "12", "A2".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mkdocs_newspaper.diagnostics import Diagnostic

SourceLanguage = Literal["zh-Hans", "zh-Hant", "en"]
EntryKind = Literal["person", "place", "organization", "term"]
AuthorRole = Literal["reporter", "correspondent", "intern", "writer", "photographer"]


@dataclass(frozen=True, slots=True)
class Change:
    """One place where the shown text departs from the printed one.

    `start` and `end` bound the shown form in the text that carries the change; they are equal where
    something was left out (a space between Han and digit).
    """

    start: int
    end: int
    printed: str
    rule: str
    line: int
    note: str = ""  # what an editor says to it

    def moved(self, by: int) -> Change:
        """The same change `by` characters further on."""
        return Change(self.start + by, self.end + by, self.printed, self.rule, self.line, self.note)


@dataclass(frozen=True, slots=True)
class Text:
    """Text as it is shown, which remembers what was printed.

    Slices and sums keep the changes that lie in them, so that a dateline can be cut off a paragraph, or
    two halves of a broken column joined, without losing what the OCR said.
    """

    shown: str
    changes: tuple[Change, ...] = ()

    def __str__(self) -> str:
        return self.shown

    def __len__(self) -> int:
        return len(self.shown)

    def __bool__(self) -> bool:
        return bool(self.shown)

    def __add__(self, other: Text) -> Text:
        return Text.join((self, other))

    def slice(self, start: int = 0, end: int | None = None) -> Text:
        """The part from `start` to `end` (code points of the shown text, both counted from 0)."""
        size = len(self.shown)
        stop = size if end is None else min(end, size)
        start = min(max(start, 0), stop)
        if start == 0 and stop == size:
            return self
        kept = tuple(
            change.moved(-start)
            for change in self.changes
            if start <= change.start
            and change.end <= stop
            # What was left out at a border belongs to the part that begins there, or to the last one.
            and (change.start < stop or stop == size)
        )
        return Text(self.shown[start:stop], kept)

    def strip(self) -> Text:
        """Without white space at both ends."""
        if not self.shown[:1].isspace() and not self.shown[-1:].isspace():
            return self
        left = len(self.shown) - len(self.shown.lstrip())
        return self.slice(left, len(self.shown.rstrip()) if self.shown.strip() else left)

    def edited(self, edits: Sequence[tuple[int, int, str]], rule: str, line: int, note: str = "") -> Text:
        """This text with each `start:end` of `edits` shown as its string; what stood there is kept.

        Edits are ascending and don't overlap. Earlier changes inside an edited stretch become part of it.
        """
        if not edits:
            return self
        shown: list[str] = []
        changes: list[Change] = []
        old = sorted(self.changes, key=lambda one: (one.start, one.end))
        next_old = 0
        at = shift = 0
        for start, end, form in edits:
            while next_old < len(old) and old[next_old].end <= start:
                one = old[next_old]
                changes.append(one.moved(shift))
                next_old += 1
            inside: list[Change] = []
            while next_old < len(old) and old[next_old].start < end:
                inside.append(old[next_old])
                next_old += 1
            printed = self.shown[start:end]
            if inside:
                moved = tuple(one.moved(-start) for one in inside)
                printed = Text(printed, moved).printed
            shown += (self.shown[at:start], form)
            changes.append(Change(start + shift, start + shift + len(form), printed, rule, line, note))
            shift += len(form) - (end - start)
            at = end
        shown.append(self.shown[at:])
        changes += (one.moved(shift) for one in old[next_old:])
        return Text("".join(shown), tuple(changes))

    @property
    def printed(self) -> str:
        """The text with every change taken back."""
        parts: list[str] = []
        at = 0
        for change in sorted(self.changes, key=lambda one: (one.start, one.end)):
            if change.start < at:
                continue
            parts += (self.shown[at : change.start], change.printed)
            at = change.end
        parts.append(self.shown[at:])
        return "".join(parts)

    @staticmethod
    def join(parts: Iterable[Text]) -> Text:
        """All `parts`, one after the other."""
        shown: list[str] = []
        changes: list[Change] = []
        at = 0
        for part in parts:
            changes += (one.moved(at) for one in part.changes)
            shown.append(part.shown)
            at += len(part.shown)
        return Text("".join(shown), tuple(changes))


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A value in both languages; None where a language is unknown."""

    zh: str | None = None
    en: str | None = None

    def get(self, language: str) -> str | None:
        """The value for a page language ("zh", "en", "fr" …): its own, else English, else Chinese."""
        if language.startswith("zh"):
            return self.zh or self.en
        return self.en or self.zh


@dataclass(frozen=True, slots=True)
class Newspaper:
    """The paper itself, as far as the masthead or the configuration tells."""

    name: Bilingual = Bilingual()
    publisher: str | None = None
    cn: str | None = None
    postal_code: str | None = None
    website: str | None = None
    issn: str | None = None
    rights: str | None = None
    place: Bilingual = Bilingual()  # where it is published


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the masthead of one issue says; every field None where it does not say."""

    name: str | None = None
    date: dt.date | None = None
    weekday: int | None = None  # 1 Monday … 7 Sunday, as printed
    lunar_date: str | None = None  # as printed: 乙巳年五月廿三
    issue_number: int | None = None
    page_count: int | None = None
    cn: str | None = None
    postal_code: str | None = None
    publisher: str | None = None
    website: str | None = None
    line: int | None = None
    page: str | None = None  # the print page it was read from
    text: str = ""  # the lines themselves, as printed


@dataclass(frozen=True, slots=True)
class Author:
    """One name of a byline or a photo credit. `role` says which kind of credit."""

    name: str
    role: AuthorRole = "reporter"
    agency: str | None = None  # 新华社, 本报 …; as printed


@dataclass(frozen=True, slots=True)
class Dateline:
    """`新华社阿斯塔纳6月17日电`: agency, places, date.

    `date` is resolved against the issue's date, across the year's end. `kind` is the closing word as
    printed (电, 讯, 专电 …; empty in English). `tail` is true for the form at the end of a story.
    """

    text: str
    agency: str | None = None
    places: tuple[str, ...] = ()
    date: dt.date | None = None
    kind: str = ""
    tail: bool = False
    line: int = 0
    after: int = 0  # how many paragraphs of its segment stand before it


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text, or a crosshead (小标题), or a table (`rows`, its text joined by tabs)."""

    text: Text
    line: int
    anchor: str = ""  # "s4-3": third paragraph of its segment on page 4; set when articles are joined
    crosshead: bool = False
    continues: bool = False  # cut by the page: goes on in the next segment
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A photograph, drawing or map with its caption and credit.

    `after` counts the paragraphs of its segment that stand before it (0: above the text).
    `image` is a path relative to the issue's document, None where no image file is held; `alt` is the
    description that the document gives the image, None where it stands as the caption.
    """

    page: str
    line: int
    caption: Text | None = None
    credit: str | None = None  # as printed: 新华社记者 黄敬文摄
    photographers: tuple[Author, ...] = ()
    image: str | None = None
    alt: str | None = None
    after: int = 0
    anchor: str = ""  # "figure-1", counted through the article


@dataclass(frozen=True, slots=True)
class PullQuote:
    """Body text that the page prints a second time, large. `anchor` is the paragraph that it repeats."""

    page: str
    line: int
    text: Text
    after: int = 0
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump line (下转第四版: kind "continuation") or a reference line (全文见第二版: kind "reference").

    A reference stands in its paragraph's text at `start:end` (paragraph number `after`, counted from 1).
    `after` of a continuation counts the paragraphs before it. `resolved` and `target` are set by joining:
    the anchor of the first paragraph that continues, None where nothing is held. `note` says why.
    """

    kind: Literal["continuation", "reference"]
    printed: str
    line: int
    from_page: str
    to_page: str
    after: int = 0
    start: int = 0
    end: int = 0
    anchor: str = ""  # "jump-4"
    resolved: bool = False
    target: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Continuation:
    """A continuation line (上接第一版). `target` is the anchor of the jump line that it answers."""

    printed: str
    line: int
    from_page: str
    anchor: str = ""  # "from-1"
    resolved: bool = False
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of an article that stands on one print page, with all that was read there.

    On a page that a story jumps to, `headline` is the jump head.
    """

    page: str
    order: int  # its place on that page, from 1
    line: int
    kicker: Text | None = None
    headline: Text | None = None
    deck: Text | None = None
    authors: tuple[Author, ...] = ()
    byline: str | None = None  # as printed, where it stands outside the dateline
    datelines: tuple[Dateline, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    figures: tuple[Figure, ...] = ()
    pull_quotes: tuple[PullQuote, ...] = ()
    jumps: tuple[Jump, ...] = ()
    continuation: Continuation | None = None
    id: str | None = None  # pinned by front matter or a correction
    source: str = ""  # the document that `line` counts in

    @property
    def jump_out(self) -> Jump | None:
        """The jump line that takes the story to another print page."""
        return next((jump for jump in self.jumps if jump.kind == "continuation"), None)


@dataclass(frozen=True, slots=True)
class GuideItem:
    """A line of the 导读 box: a story that another print page holds."""

    text: str
    to_page: str | None
    line: int


@dataclass(frozen=True, slots=True)
class PrintPage:
    """One 版 of the issue that the archive holds."""

    label: str
    section: str | None = None  # 要闻
    source: str = ""
    line: int = 1
    segments: tuple[Segment, ...] = ()
    guide: tuple[GuideItem, ...] = ()
    notes: tuple[str, ...] = ()  # 责任编辑 lines and the like: shown at the foot, part of no article
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or term in the text. `anchor` is a paragraph's, or headline, deck, byline, dateline, figure-1."""

    entry: str
    text: str
    kind: EntryKind
    anchor: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A glossary entry; `id` is `<kind>/<slug>`."""

    id: str
    zh: str
    kind: EntryKind
    en: str | None = None
    pinyin: str | None = None
    office: Bilingual | None = None
    country: Bilingual | None = None
    needs_english: bool = False
    parts: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()  # other forms of `zh`, from the site's glossary
    short: str | None = None  # the short English form: Tokayev
    ocr: tuple[str, ...] = ()  # what OCR makes of `zh`
    same_as: tuple[str, ...] = ()  # addresses of the same in other catalogues
    sources: tuple[str, ...] = ()  # who says so: "glossary.yml:12"; empty for the bundled data and the text
    unlike: tuple[str, ...] = ()  # contexts in which the name is another's, by the site's glossary
    scope: tuple[str, ...] = ()  # words of which an article must hold one, by the site's glossary
    feed: bool = False  # whether the site's glossary asks for a feed of the stories that name it


@dataclass(frozen=True, slots=True)
class Article:
    """The logical whole: one story, from its first print page to its last."""

    slug: str
    headline: Text  # shown; made from the first words where the page prints none (`untitled`)
    segments: tuple[Segment, ...]
    kicker: Text | None = None
    deck: Text | None = None
    authors: tuple[Author, ...] = ()  # bylines of all segments, each name once, in order
    datelines: tuple[Dateline, ...] = ()
    mentions: tuple[Mention, ...] = ()
    untitled: bool = False
    orphan: str | None = None  # the reason, where this is a continuation without a source

    @property
    def dateline(self) -> Dateline | None:
        return self.datelines[0] if self.datelines else None

    @property
    def agency(self) -> str | None:
        """The agency of the dateline, else of the first author."""
        named = [line.agency for line in self.datelines] + [author.agency for author in self.authors]
        return next((agency for agency in named if agency), None)

    @property
    def pages(self) -> tuple[str, ...]:
        """Labels of the print pages that it stands on, each once, in reading order."""
        return tuple(dict.fromkeys(segment.page for segment in self.segments))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(one for segment in self.segments for one in segment.paragraphs)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(one for segment in self.segments for one in segment.figures)

    @property
    def pull_quotes(self) -> tuple[PullQuote, ...]:
        return tuple(one for segment in self.segments for one in segment.pull_quotes)

    @property
    def jumps(self) -> tuple[Jump, ...]:
        return tuple(one for segment in self.segments for one in segment.jumps)


@dataclass(frozen=True, slots=True)
class Correction:
    """One change from the OCR, for the issue's list. `note` is what an editor says to it."""

    page: str
    line: int
    printed: str
    shown: str
    rule: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class JumpRuling:
    """An editor's word on where the jump line at `page`, `line` goes; `to_page` None: nowhere.

    The story that continues is named by its jump head (`to_headline`) or by a line of it (`to_line`).
    `source` and `source_line`: where the corrections file says so.
    """

    page: str
    line: int
    to_page: str | None
    to_headline: str | None = None
    to_line: int | None = None
    source: str = ""
    source_line: int | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue. Reading fills everything but `articles`, `orphans` and `entries`."""

    date: dt.date
    edition: str | None = None
    source_language: SourceLanguage = "zh-Hans"
    masthead: Masthead = Masthead()
    pages: tuple[PrintPage, ...] = ()
    articles: tuple[Article, ...] = ()
    orphans: tuple[Article, ...] = ()
    entries: tuple[Entry, ...] = ()
    corrections: tuple[Correction, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())
    draft: bool = False
    sources: tuple[str, ...] = ()  # the documents, as paths below the issues folder
    folder: str = ""  # where figures' images are looked up, below the issues folder
    rulings: tuple[JumpRuling, ...] = ()  # what the corrections file says of jumps

    @property
    def id(self) -> str:
        """`2025-06-18`, or `2025-06-18-evening` where the day has several editions."""
        return f"{self.date.isoformat()}-{self.edition}" if self.edition else self.date.isoformat()

    @property
    def page_count(self) -> int | None:
        """The printed page count (今日 12 版), None where the masthead does not say."""
        return self.masthead.page_count

    def page(self, label: str) -> PrintPage | None:
        """The print page of that label, None where it is not held."""
        return next((page for page in self.pages if page.label == label), None)


@dataclass(frozen=True, slots=True)
class Translation:
    """A field of an article in another language. `state` "fuzzy": its source has changed since."""

    text: str
    state: Literal["translated", "fuzzy", "machine"] = "translated"


@dataclass(frozen=True, slots=True)
class IssueTranslation:
    """The prose of one issue in one language, as its catalog gives it.

    `passages` has what is translated by `<article id>#<anchor>`; the anchor is a paragraph's, or
    headline, kicker, deck, figure-1. What is missing there is not translated.
    """

    language: str
    passages: Mapping[str, Translation] = field(default_factory=dict)
    translators: tuple[str, ...] = ()
    licence: str | None = None
    source: str = ""  # the catalog, as diagnostics name it


def page_value(label: str) -> int | str:
    """A page label as data: 4 for "4", "A2" for "A2"."""
    return int(label) if label.isdigit() else label


def page_order(label: str) -> tuple[str, int, str]:
    """Sort key of page labels: 1, 2 … 12, then A1, A2 …, B1."""
    digits = "".join(character for character in label if character.isdigit())
    letters = "".join(character for character in label if not character.isdigit())
    return letters, int(digits) if digits else 0, label
