"""The items of one print page -> its stories: which headline stands over which text, what was cut where.

Every unit ends in exactly one place: a story's layer, paragraph or figure, the guide box, or the page's
notes. Text that finds no story becomes one without a headline.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mkdocs_newspaper.glossary.romanization import is_chinese_name
from mkdocs_newspaper.model import (
    Author,
    Change,
    Continuation,
    Correction,
    Dateline,
    GuideItem,
    Jump,
    Paragraph,
    Segment,
    Text,
)
from mkdocs_newspaper.reading.bylines import names
from mkdocs_newspaper.reading.conventions.grammar import Conventions
from mkdocs_newspaper.reading.datelines import ReadDateline, read_tail
from mkdocs_newspaper.reading.figures import FigureItem, find_figures, fold_duplicates, shingles
from mkdocs_newspaper.reading.headlines import Headline, assign_parts, layers, merged_parts
from mkdocs_newspaper.reading.jumps import (
    JumpMark,
    find_continuation,
    find_headline_continuation,
    find_jump,
    find_references,
    label_of,
)
from mkdocs_newspaper.reading.paragraphs import Unit, width
from mkdocs_newspaper.reading.roles import Item, classify, closes_with_date, title_like

#: Lines over one story: kicker, headline in two lines, deck in two.
_MOST_TITLE_LINES = 6
_MOST_KICKER_LINES = 2
_VERY_SHORT = 7
_MOST_DECK_LINES = 2
_CROSSHEAD_WIDTH = 18
_NUMBERED_CROSSHEAD_WIDTH = 28
_SHORT_LINE = 18
_ONLY_DATE = re.compile(
    r"^[\s　]*(?:\d{4}|[〇○零一二三四五六七八九十]{2,4})年.{1,6}月.{1,4}[日号](?:[\s　]*)$"
)
#: 开放时间为每周 | 六、周日上午: a cut sentence may go on with what looks like a list's number
_LABELLED = re.compile(r"^[^，。；：:]{2,10}[：:]")
_BARE_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[）)]?$")
_CLAUSE = re.compile(r"[，。；,;]")
_WEEK = re.compile(r"^[一二三四五六日七八九十]{1,3}、(?=.*[，。])")
_EXCLAIMS = re.compile(r"[，,].*[！？!?…”]$")
_PUNCTUATION = re.compile(r"[，。；：？！、,;:?!]")
_DASHED = re.compile(r"^[\s　]*(?:——|—|--)")


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one print page holds."""

    segments: tuple[Segment, ...]
    guide: tuple[GuideItem, ...] = ()
    notes: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()


class _Part:
    """A paragraph being put together from the pieces that column breaks left of it."""

    def __init__(
        self,
        text: Text,
        line: int,
        crosshead: bool = False,
        rows: tuple[tuple[str, ...], ...] = (),
        listed: bool = False,
        opened: bool = False,
    ) -> None:
        self.pieces = [text]
        self.line = line
        self.last_line = max([line, *(change.line for change in text.changes if change.rule == "line-join")])
        self.crosshead = crosshead
        self.rows = rows
        self.listed = listed
        self.opened = opened
        self.width = width(text.shown)
        self.punctuated = _PUNCTUATION.search(text.shown) is not None

    @property
    def last(self) -> Text:
        """The piece that the next one would be joined to."""
        return self.pieces[-1]

    def add(self, text: Text, line: int, space: bool) -> None:
        """Joins `text` to the paragraph; the break, and a hyphen at it, are kept as changes of their own."""
        if not space and self.last.shown.endswith("-") and text.shown[:1].islower():
            size = len(self.last)
            self.pieces[-1] = self.last.edited([(size - 1, size, "")], "column-join", line)
        seam = Text(" " if space else "", (Change(0, int(space), "", "column-join", line),))
        self.pieces += (seam, text)
        self.last_line = line
        self.width += width(text.shown)
        self.punctuated = self.punctuated or _PUNCTUATION.search(text.shown) is not None

    @property
    def text(self) -> Text:
        return Text.join(self.pieces)


@dataclass(slots=True)
class _Body:
    """Text under one dateline."""

    line: int
    parts: list[_Part] = field(default_factory=list)
    datelines: list[Dateline] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    figures: list[tuple[FigureItem, int]] = field(default_factory=list)
    jump: JumpMark | None = None
    jump_line: int = 0
    continuation: JumpMark | None = None
    continuation_line: int = 0
    ended: bool = False  # a jump line, or a dateline or byline at the tail

    @property
    def text(self) -> str:
        return "\n".join(part.text.shown for part in self.parts)


@dataclass(slots=True)
class _Draft:
    """A story being read: the lines over it and the bodies under it."""

    line: int
    titles: list[Unit] = field(default_factory=list)
    level: int = 0
    notice: bool = False
    bodies: list[_Body] = field(default_factory=list)

    @property
    def body(self) -> _Body:
        if not self.bodies:
            self.bodies.append(_Body(self.line))
        return self.bodies[-1]

    @property
    def has_text(self) -> bool:
        return any(body.parts for body in self.bodies)

    @property
    def ended(self) -> bool:
        return bool(self.bodies) and self.bodies[-1].ended


def read_stories(
    units: Sequence[Unit],
    page: str,
    source: str,
    conventions: Conventions,
    issue_date: dt.date | None,
    rules: frozenset[str],
) -> PageReading:
    """The stories of one print page in printed order; masthead and folio lines are taken out before."""
    items = [classify(unit, conventions, issue_date) for unit in units]
    items, notes = _take_notes(items)
    items, guide = _take_guide(_reliable(items, conventions), conventions)
    found = find_figures(items, conventions, page)
    corrections: list[Correction] = []
    if "duplicate-caption" in rules:
        found, corrections = fold_duplicates(found, page)
    reader = _PageReader(found, page, source, conventions, issue_date, rules)
    segments = reader.read()
    return PageReading(
        tuple(segments), tuple(guide), (*notes, *reader.labels), tuple(corrections + reader.corrections)
    )


def _take_notes(items: Sequence[Item]) -> tuple[list[Item], list[str]]:
    return (
        [item for item in items if item.role != "note"],
        [item.unit.text.shown for item in items if item.role == "note"],
    )


def _take_guide(items: Sequence[Item], conventions: Conventions) -> tuple[list[Item], list[GuideItem]]:
    """The 导读 box: its heading and every line under it that names a page."""
    kept: list[Item] = []
    guide: list[GuideItem] = []
    inside = False
    pending: list[Item] = []
    for at, item in enumerate(items):
        if item.unit.rows and conventions.guide_heading.match(item.unit.rows[0][0]):
            lines = [row for row in item.unit.rows[1:] if any(row)]
            read = [_guide_item("　".join(row), item.unit.line, conventions) for row in lines]
            if lines and all(read):
                guide += [one for one in read if one is not None]
                continue
        if item.role == "guide":
            below = items[at + 1] if at + 1 < len(items) else None
            if below is None or not _may_be_guide(below, conventions):
                # 今日关注 over a headline is a kicker, not a box.
                item = replace(item, role="body")
            else:
                kept += pending
                inside, pending = True, []
                continue
        if inside:
            rows = item.unit.rows
            if rows:
                read = [_guide_item("　".join(row), item.unit.line, conventions) for row in rows]
                if all(read):
                    guide += [one for one in read if one is not None]
                    continue
            one = None
            if len(item.unit.text) <= 90 and not item.opens_story:
                one = _guide_item(item.unit.text.shown, item.unit.line, conventions)
            if one is not None:
                if pending:
                    one = replace(one, text="".join(each.unit.text.shown for each in pending) + one.text)
                    pending = []
                guide.append(one)
                continue
            if not pending and not item.opens_story and title_like(item, conventions) and not item.heading:
                # A line of the box whose page stands on the next one.
                pending.append(item)
                continue
            inside = False
            kept += pending
            pending = []
        kept.append(item)
    return kept + pending, guide


def _may_be_guide(item: Item, conventions: Conventions) -> bool:
    """Whether a line under the heading of a box names a page, or is short and may go on to the line that does."""
    if item.unit.rows:
        return _guide_item("　".join(item.unit.rows[0]), item.unit.line, conventions) is not None
    if item.opens_story or item.heading or len(item.unit.text) > 90:
        return False
    return _guide_item(item.unit.text.shown, item.unit.line, conventions) is not None or title_like(
        item, conventions
    )


def _guide_item(text: str, line: int, conventions: Conventions) -> GuideItem | None:
    match = conventions.guide_item.match(text)
    if match is None:
        return None
    named = (match.group("page") or match.group("page_before") or "").strip().lstrip("Pp")
    page = label_of(named, conventions)
    shown = (match.group("text") or match.group("text_after") or "").strip(" 　.…·—-▶→")
    return GuideItem(shown, page, line) if page and shown else None


def _reliable(found: Sequence[Item], conventions: Conventions) -> list[Item]:
    """Heading marks that can't be true taken away; all of them where a tool marked everything."""
    items = [one for one in found if one.unit.kind in ("heading", "text")]
    marked = [item for item in items if item.heading]
    impossible = [
        item
        for item in marked
        if (item.role not in ("body", "notice", "continuation", "jump"))
        or (item.role == "body" and item.unit.role is None and not title_like(item, conventions))
        or (
            item.role == "continuation"
            and item.mark is not None
            and (_only_mark(item) or item.mark.start > 0)
        )
    ]
    body_marked = [item for item in impossible if len(item.unit.text) > 40 or item.role == "dateline"]
    everything = len(items) >= 3 and len(marked) >= 0.8 * len(items) and len(body_marked) >= 0.3 * len(marked)
    drop = set(map(id, marked if everything else impossible))
    return [
        replace(one, unit=replace(one.unit, kind="text", level=0)) if id(one) in drop else one
        for one in found
    ]


def _only_mark(item: Item) -> bool:
    assert item.mark is not None
    return not item.unit.text.shown[item.mark.end :].strip()


class _PageReader:
    """Walks a page's items once and puts each where it belongs."""

    def __init__(
        self,
        items: list[Item | FigureItem],
        page: str,
        source: str,
        conventions: Conventions,
        issue_date: dt.date | None,
        rules: frozenset[str],
    ) -> None:
        self.items = items
        self.page = page
        self.source = source
        self.conventions = conventions
        self.issue_date = issue_date
        self.rules = rules
        self.corrections: list[Correction] = []
        self.drafts: list[_Draft] = []
        self.labels: list[str] = []  # 广告 under an advertisement: part of no story
        self.floating: list[tuple[FigureItem, int]] = []  # figures between stories; drafts read before
        self.start_levels = self._start_levels()
        headings = [one for one in items if isinstance(one, Item) and one.heading]
        self.deeper_levels = bool(self.start_levels) and any(
            one.unit.level > max(self.start_levels) for one in headings
        )
        self.any_marked = any(isinstance(one, Item) and one.heading for one in items)

    # Looking ahead ---------------------------------------------------------------------------

    def _next_item(self, at: int) -> Item | None:
        """The next item from `at` on that is no figure, table or image."""
        for one in self.items[at:]:
            if isinstance(one, Item):
                return one
        return None

    def _run(self, at: int) -> list[Item]:
        """Title lines from `at` on that stand together."""
        run: list[Item] = []
        while at + len(run) < len(self.items) and len(run) < _MOST_TITLE_LINES:
            one = self.items[at + len(run)]
            if not isinstance(one, Item):
                break
            candidate = one.heading or title_like(one, self.conventions) or one.role == "notice"
            if run and one.heading and not run[-1].heading and any(item.heading for item in run):
                # A heading after lines under a heading begins another story.
                break
            if not candidate or (run and one.unit.cut in ("split", "article", "paragraph")):
                break
            if run and (one.role == "notice" or run[-1].role == "notice"):
                break
            headed = [item for item in run if item.heading]
            if (
                len(run) > _MOST_KICKER_LINES
                and one.heading
                and headed
                and one.unit.level <= min(item.unit.level for item in headed)
                and self._own_story(at + len(run))
            ):
                # The next heading has text of its own, and what stands above is too much for a kicker.
                break
            run.append(one)
        # Verse, or a list, under a heading: no deck has so many lines, and a deck stands over text.
        plain_below = 0
        while plain_below < len(run) and not run[-1 - plain_below].heading:
            plain_below += 1
        over = self._next_item(at + len(run))
        bare = over is None or over.heading
        if plain_below < len(run) and (
            plain_below > _MOST_DECK_LINES or (plain_below == _MOST_DECK_LINES and bare)
        ):
            run = run[: len(run) - plain_below]
        return run

    def _own_story(self, at: int) -> bool:
        following = self._next_item(at + 1)
        return following is not None and following.opens_story

    def _start_levels(self) -> frozenset[int]:
        levels = set()
        for at, one in enumerate(self.items):
            if isinstance(one, Item) and one.heading and self._own_story(at):
                levels.add(one.unit.level)
        return frozenset(levels)

    # Walking ---------------------------------------------------------------------------------

    def read(self) -> list[Segment]:
        at = 0
        while at < len(self.items):
            one = self.items[at]
            if isinstance(one, FigureItem):
                self._figure(one)
                at += 1
                continue
            run = self._run(at)
            if one.unit.cut is not None and self._begins(one, at, run):
                # The editor knows where a story begins, whatever the lines look like.
                if run:
                    self._start(run)
                else:
                    self.drafts.append(_Draft(one.unit.line))
                    self._text(one, at)
                at += max(len(run), 1)
                continue
            if one.unit.cut == "paragraph" and self.drafts:
                self._text(one, at)
                at += 1
                continue
            if run:
                run = self._title_run(at, run)
            if run and one.unit.cut == "join" and self.drafts:
                for number, each in enumerate(run):
                    self._text(each, at + number)
                at += len(run)
                continue
            if run and run[0].role == "notice" and self.drafts and at + len(run) == len(self.items):
                self.labels.append(run[0].unit.text.shown.strip())
                at += len(run)
                continue
            if run:
                self._start(run)
                at += len(run)
                continue
            self._text(one, at)
            at += 1
        return self._segments()

    @property
    def draft(self) -> _Draft | None:
        return self.drafts[-1] if self.drafts else None

    def _begins(self, item: Item, at: int, run: Sequence[Item]) -> bool:
        """Whether the editor's cut at `item` opens a story: unless it only parts a paragraph."""
        if item.unit.cut == "article" or (item.unit.cut == "split" and run):
            return True
        if item.unit.cut != "split" or item.role not in ("body", "tail"):
            return item.unit.cut == "split"
        parts = self.draft.body.parts if self.draft is not None else []
        text = item.unit.text.strip()
        listed = self.conventions.enumerated.match(text.shown) is not None
        return not (parts and not self.draft_ended and self._would_join(parts[-1], text, item, listed))

    @property
    def draft_ended(self) -> bool:
        return self.draft is not None and self.draft.ended

    def _title_run(self, at: int, run: list[Item]) -> list[Item]:
        """The part of `run` that opens a new story; nothing where its first line is text or a crosshead."""
        behind = self._next_item(at + len(run))
        opens = behind is not None and behind.opens_story
        opens = opens or (
            1 < len(run) <= (4 if any(item.heading for item in run) else 3)
            and self._writer(run[-1].unit.text.shown) is not None
            and self.conventions.enumerated.match(run[0].unit.text.shown) is None
            and self._story_follows(at + len(run))
        )
        draft = self.draft
        first = run[0]
        if first.role == "notice":
            return [first]
        if draft is None or (not draft.has_text and not draft.titles):
            if any(item.heading for item in run) or opens or behind is None:
                return run
            # A page that opens with a headline without a mark: text must follow, and a story's worth of it.
            return run if self._story_follows(at + len(run)) else []
        marked = [item for item in run if item.heading]
        if not marked:
            return self._plain_run(at, run, opens, draft)
        above = run.index(marked[0])
        if above > _MOST_KICKER_LINES or any(_ONLY_DATE.match(item.unit.text.shown) for item in run[:above]):
            # Verse, or the signature of a letter, above the next headline.
            return []
        if not first.heading and not self._is_kicker(first, draft):
            # The text of the story above ends in a short line; the heading comes later.
            return []
        if opens or draft.ended:
            return run
        if not draft.has_text:
            return run
        if self.conventions.enumerated.match(first.unit.text.shown):
            return []
        top = min(item.unit.level for item in marked)
        if draft.level and top < draft.level:
            return run
        if draft.level and top > draft.level and top not in self.start_levels:
            return []
        # Crossheads and headlines in one level: under a story with a dateline or byline of its own, a
        # short line over text without one is a crosshead.
        if self.deeper_levels:
            # The page's crossheads have a level of their own.
            return run
        dated = any(body.datelines or body.authors or body.continuation for body in draft.bodies)
        if dated and self._crossheads_from(at) and not self._ends_as_story(at + 1):
            return []
        return run

    def _crossheads_from(self, at: int) -> bool:
        """Whether the heading at `at` is one of several short ones over text, or a very short one."""
        run = 0
        for number, one in enumerate(self.items[at:], at):
            if not isinstance(one, Item) or not one.heading:
                continue
            behind = self._next_item(number + 1)
            if behind is None or behind.heading or behind.opens_story or behind.role == "notice":
                break
            if width(one.unit.text.shown) > _CROSSHEAD_WIDTH - 4:
                break
            run += 1
        before = sum(part.crosshead for part in self.draft.body.parts) if self.draft else 0
        first = self.items[at]
        assert isinstance(first, Item)
        return run > 0 and (run + before >= 2 or width(first.unit.text.shown) <= _VERY_SHORT)

    def _ends_as_story(self, at: int) -> bool:
        """Whether the text from `at` to the next heading closes with a dateline or byline at its tail."""
        for one in self.items[at:]:
            if not isinstance(one, Item):
                continue
            if one.heading:
                return False
            if one.role in ("tail", "byline"):
                return True
            if one.role == "body" and read_tail(one.unit.text.shown, self.issue_date, self.conventions):
                return True
        return False

    def _plain_run(self, at: int, run: list[Item], opens: bool, draft: _Draft) -> list[Item]:
        """Title lines without a mark inside a page: a new story, or a crosshead, or text."""
        if draft.notice and not opens:
            return []
        parts = draft.body.parts
        whole = draft.ended or not parts or not self._open(parts[-1])
        if not whole:
            return []
        if len(run) > 1 and _EXCLAIMS.search(run[0].unit.text.shown):
            # 祝大家新年快乐，平安健康！ closes the story above.
            return []
        if opens:
            return run
        if draft.ended:
            return run if self._story_follows(at + len(run)) else []
        if len(run) > 1 and self.conventions.column.match(run[0].unit.text.shown):
            return run if self._story_follows(at + len(run)) else []
        if self.any_marked or self.start_levels:
            return []
        if len(run) == 1 and width(run[0].unit.text.shown) <= _CROSSHEAD_WIDTH:
            return []
        dated = any(body.datelines or body.authors for one in self.drafts for body in one.bodies)
        if dated:
            return []
        return run if self._story_follows(at + len(run)) else []

    def _story_follows(self, at: int) -> bool:
        behind = self._next_item(at)
        return behind is not None and (
            behind.opens_story
            or behind.role == "table"
            or (behind.role == "body" and not behind.heading and not title_like(behind, self.conventions))
        )

    def _is_kicker(self, item: Item, draft: _Draft) -> bool:
        """Whether a short line above a heading belongs to that heading, not to the story above."""
        if not draft.has_text:
            # A line under a headline without text is that story's, unless a picture stands between.
            return draft.ended or not draft.titles or bool(draft.body.figures)
        if draft.ended or self.conventions.column.match(item.unit.text.shown):
            return True
        if item.unit.text.shown.rstrip().endswith(("）", ")")):
            # 新岭市市长 崔明理（签字）
            return False
        parts = draft.body.parts
        if draft.notice or (parts and (self._open(parts[-1]) or parts[-1].crosshead)):
            return False
        if parts and parts[-1].width <= _SHORT_LINE and not parts[-1].punctuated:
            # The second of two signatures, a line of verse.
            return False
        return width(item.unit.text.shown) <= 30 and not _ONLY_DATE.match(item.unit.text.shown)

    def _start(self, run: Sequence[Item]) -> None:
        """A new story under the lines of `run`."""
        levels = [item.unit.level for item in run if item.heading]
        if len(levels) > 1 and self.conventions.column.match(run[0].unit.text.shown):
            levels = levels[1:]
        draft = _Draft(run[0].unit.line, level=min(levels, default=0), notice=run[0].role == "notice")
        if len(run) > 1 and (not run[-1].heading or not run[0].heading):
            author = self._writer(run[-1].unit.text.shown)
            if author is not None:
                draft.body.authors.append(Author(author, "writer"))
                draft.body.bylines.append(run[-1].unit.text.shown.strip())
                run = run[:-1]
        for item in run:
            unit = item.unit
            mark = find_continuation(unit.text.shown, self.conventions)
            if mark is not None:
                unit = replace(unit, text=unit.text.slice(mark.end).strip())
            else:
                mark = find_headline_continuation(unit.text.shown, self.conventions)
                if mark is not None:
                    unit = replace(unit, text=unit.text.slice(0, mark.start).strip())
            if mark is not None:
                draft.body.continuation, draft.body.continuation_line = mark, unit.line
            if unit.text:
                draft.titles.append(unit)
        self.drafts.append(draft)

    def _writer(self, text: str) -> str | None:
        """The writer whom the last line over a story names (罗 溪, 华一鸣, 云溪市市长 顾清和)."""
        if self.conventions.spaced:
            return None
        office = self.conventions.office.match(text)
        found = names(office.group("name") if office else text, self.conventions)
        if found is None or len(found) != 1 or not is_chinese_name(found[0]):
            return None
        # Four characters are more often a column's name than a person's.
        return found[0] if len(found[0]) <= 3 else None

    def _figure(self, figure: FigureItem) -> None:
        draft = self.draft
        if draft is None or draft.ended:
            self.floating.append((figure, len(self.drafts)))
        else:
            draft.body.figures.append((figure, len(draft.body.parts)))

    # Text ------------------------------------------------------------------------------------

    def _text(self, item: Item, at: int) -> None:
        draft = self.draft
        if draft is not None and item.unit.cut == "join":
            # What follows the end of the story (a jump line, a byline at its tail) is still the story's.
            draft.body.ended = False
        if draft is None or (draft.ended and self._needs_own(item, draft)):
            draft = _Draft(item.unit.line)
            self.drafts.append(draft)
        if item.role == "table":
            draft.body.parts.append(_Part(item.unit.text, item.unit.line, rows=item.unit.rows))
            return
        if item.role == "byline":
            draft.body.authors += item.authors
            draft.body.bylines.append(item.unit.text.shown.strip(" 　■□●○◆◇（）()"))
            if draft.body.parts:
                draft.body.ended = True
            return
        if item.role == "continuation" and item.mark is not None:
            self._continued(draft, item, at)
            return
        if item.role == "tail":
            self._paragraph(draft.body, item.unit.text, item)
            return
        if item.role == "jump" and item.mark is not None:
            draft.body.jump, draft.body.jump_line, draft.body.ended = item.mark, item.unit.line, True
            return
        if item.role == "dateline" and item.dateline is not None:
            self._dated(draft, item, item.dateline)
            return
        text = item.unit.text
        if self._is_crosshead(item, at, draft):
            draft.body.parts.append(_Part(text.strip(), item.unit.line, crosshead=True))
            return
        self._paragraph(draft.body, text, item)

    def _needs_own(self, item: Item, draft: _Draft) -> bool:
        """Whether text behind a story's end is another story (without a headline of its own)."""
        if item.role == "byline":
            # 记者 and 通讯员 on two lines at the tail; or a second credit
            return draft.body.jump is not None and not draft.body.authors
        if item.role == "dateline" and self._may_split(draft):
            return False
        if item.role == "body" and self._only_refers(item.unit.text.shown):
            return False
        return item.role in ("body", "dateline", "continuation", "notice", "table", "caption", "captioned")

    def _only_refers(self, text: str) -> bool:
        """Whether a line is a reference and nothing else: (全文见第二版) below a jump line is the story's still."""
        match = self.conventions.reference.search(text)
        return match is not None and not (text[: match.start()] + text[match.end() :]).strip(" 　（）()。.")

    def _may_split(self, draft: _Draft) -> bool:
        headline = self._layers(draft).headline
        if headline is None or "headline-split" not in self.rules:
            return False
        return len(merged_parts(headline, self.conventions)) > len(draft.bodies)

    def _continued(self, draft: _Draft, item: Item, at: int) -> None:
        mark = item.mark
        assert mark is not None
        if draft.has_text or draft.body.continuation is not None:
            draft = _Draft(item.unit.line)
            self.drafts.append(draft)
        draft.body.continuation, draft.body.continuation_line = mark, item.unit.line
        head = item.unit.text.slice(0, mark.start).strip()
        if head and not draft.titles:
            draft.titles.append(replace(item.unit, text=head))
        rest = item.unit.text.slice(mark.end).strip()
        if not rest:
            return
        unit = replace(item.unit, text=rest)
        inner = classify(unit, self.conventions, self.issue_date)
        if not draft.titles and title_like(inner, self.conventions) and self._story_follows(at + 1):
            # (上接第一版)习近平会见… : the continuation line is glued to the jump head
            draft.titles.append(unit)
        elif inner.role == "dateline" and inner.dateline is not None:
            self._dated(draft, inner, inner.dateline)
        else:
            self._paragraph(draft.body, rest, inner)

    def _dated(self, draft: _Draft, item: Item, opening: ReadDateline) -> None:
        body = draft.body
        if body.parts and opening.dateline is not None and self._may_split(draft):
            body = _Body(item.unit.line)
            draft.bodies.append(body)
        if opening.dateline is not None:
            body.datelines.append(replace(opening.dateline, after=len(body.parts)))
        if opening.authors:
            printed = item.unit.text.shown[: opening.end].strip()
            if opening.dateline is not None:
                printed = printed.lstrip("【〔［[（( ").removeprefix(opening.dateline.text)
            body.authors += opening.authors
            body.bylines.append(printed.strip(" 　【】〔〕［］[]（）()：:"))
        rest = item.unit.text.slice(opening.end).strip()
        if rest:
            self._paragraph(body, rest, item, new=True)

    def _paragraph(self, body: _Body, text: Text, item: Item, new: bool = False) -> None:
        """Text added to a body: its jump line and tail cut off, joined where a column break cut it."""
        line = item.unit.line
        text = text.strip()
        jump = find_jump(text.shown, self.conventions)
        if jump is not None:
            body.jump, body.jump_line = jump, line
            text = text.slice(0, jump.start).strip()
        tail = read_tail(text.shown, self.issue_date, self.conventions, line)
        if tail is not None:
            dateline, authors, start = tail
            if dateline is not None:
                body.datelines.append(replace(dateline, after=len(body.parts) + (start > 0)))
            else:
                body.bylines.append(text.shown[start:].strip().strip("（）()〔〕"))
            known = {author.name for author in body.authors}
            body.authors += (author for author in authors if author.name not in known)
            text = text.slice(0, start).strip()
        listed = self.conventions.enumerated.match(text.shown) is not None
        if text:
            last = body.parts[-1] if body.parts else None
            if last is not None and not new and self._joins(last, text, item, listed):
                above = last.last
                if item.unit.cut is None:  # an editor's own joins are listed already
                    self.corrections.append(
                        Correction(
                            self.page,
                            last.last_line,
                            f"{above.slice(len(above) - 6).printed}\n\n{text.slice(0, 6).printed}",
                            f"{above.shown[-6:]}{text.shown[:6]}",
                            "column-join",
                        )
                    )
                last.add(text, line, self._needs_space(above.shown, text.shown))
            else:
                body.parts.append(_Part(text, line, listed=listed, opened=new))
        body.ended = body.ended or jump is not None or tail is not None

    def _needs_space(self, above: str, below: str) -> bool:
        """Whether two joined halves are Latin words that a space parts."""
        if self.conventions.spaced:
            return not above.endswith("-")
        return above[-1:].isascii() and above[-1:].isalpha() and below[:1].isascii() and below[:1].isalpha()

    def _open(self, part: _Part) -> bool:
        """Whether a paragraph breaks off: it does not end as a sentence does."""
        return (
            not part.crosshead
            and not part.rows
            and not closes_with_date(part.last.shown[-40:])
            and not part.last.shown.rstrip().endswith(tuple(self.conventions.terminal))
        )

    def _joins(self, last: _Part, text: Text, item: Item, listed: bool) -> bool:
        """Whether `text` goes on with the paragraph above it: because it looks so, or an editor says so."""
        if item.unit.cut is not None:
            return item.unit.cut == "join" and not last.crosshead and not last.rows
        return self._would_join(last, text, item, listed)

    def _would_join(self, last: _Part, text: Text, item: Item, listed: bool) -> bool:
        """Whether `text` is the other half of a sentence that a column break cut."""
        if "column-join" not in self.rules or not self._open(last):
            return False
        if listed and not (_WEEK.match(text.shown) and not last.listed and last.width > _SHORT_LINE):
            return False
        if _ONLY_DATE.match(text.shown) or _DASHED.match(text.shown) or item.unit.strong:
            return False
        if self.conventions.spaced and text.shown[:1].islower() and last.width > _SHORT_LINE:
            # A sentence that goes on in lower case, or a word behind its hyphen, leaves no doubt.
            return True
        if not last.punctuated and not last.opened and not _CLAUSE.search(text.shown):
            # Two lines without a clause between them: names, scores, a list.
            return False
        if _LABELLED.match(text.shown) and not _CLAUSE.search(text.shown):
            # 马伦市方面：… the next line of a list
            return False
        above, below = last.width, width(text.shown)
        if above <= _SHORT_LINE and not last.punctuated and not last.opened:
            return False
        if above <= _SHORT_LINE and below <= _SHORT_LINE:
            # Two short lines without a full stop: verse, signatures, a list.
            ends = text.shown.rstrip().endswith(tuple("。！？；”"))
            return ends and last.punctuated
        if below <= _SHORT_LINE and not _PUNCTUATION.search(text.shown) and above <= 2 * _SHORT_LINE:
            return False
        return not (last.listed and below <= _SHORT_LINE and not text.shown.rstrip().endswith("。"))

    def _is_crosshead(self, item: Item, at: int, draft: _Draft) -> bool:
        """Whether a line inside a story is a 小标题 over the text below it."""
        if draft.notice or item.role not in ("body", "notice"):
            return False
        text = item.unit.text.shown.strip()
        if item.heading or self.conventions.chapter.match(text):
            return True
        parts = draft.body.parts
        if not title_like(item, self.conventions) or (parts and self._open(parts[-1])):
            return False
        if _BARE_NUMBER.match(text):
            return True
        following = self.items[at + 1] if at + 1 < len(self.items) else None
        if not isinstance(following, Item) or following.role != "body" or following.heading:
            return False
        below = following.unit.text.shown
        if title_like(following, self.conventions) or width(below) < _CROSSHEAD_WIDTH:
            return False
        numbered = self.conventions.enumerated.match(text) is not None
        if numbered and self.conventions.enumerated.match(below):
            return False
        if item.unit.strong or numbered:
            return width(text) <= _NUMBERED_CROSSHEAD_WIDTH
        if not parts and not draft.bodies:
            return False
        if not parts or width(text) > _CROSSHEAD_WIDTH:
            return False
        if not _PUNCTUATION.search(text):
            return True
        # 留得住，还要长得好: a comma is in a crosshead only where the story has others of that length.
        others = [width(part.text.shown) for part in parts if part.crosshead]
        return any(abs(width(text) - other) <= 4 for other in others)

    # Putting together ------------------------------------------------------------------------

    def _layers(self, draft: _Draft) -> Headline:
        return layers(draft.titles, self.conventions)

    def _segments(self) -> list[Segment]:
        whole: list[tuple[Headline, _Body, int]] = []
        owners: list[int] = []  # for every draft, how many segments stand before it
        for draft in self.drafts:
            owners.append(len(whole))
            title = self._layers(draft)
            if not draft.bodies:
                whole.append((title, _Body(draft.line), draft.line))
                continue
            parts = merged_parts(title.headline, self.conventions) if title.headline else ()
            if len(parts) > 1 and len(parts) == len(draft.bodies):
                assert title.headline is not None
                self.corrections.append(
                    Correction(
                        self.page,
                        draft.titles[0].line,
                        title.headline.printed,
                        " / ".join(part.shown for part in parts),
                        "headline-split",
                    )
                )
                order = assign_parts(parts, [body.text for body in draft.bodies])
                for at, (number, body) in enumerate(zip(order, draft.bodies, strict=True)):
                    # What stands over the merged headline stands there once.
                    layered = Headline(title.kicker, parts[number], title.deck)
                    whole.append((layered if at == 0 else Headline(None, parts[number]), body, draft.line))
            else:
                for number, body in enumerate(self._kept_together(draft.bodies)):
                    whole.append((title if number == 0 else Headline(), body, body.line))
        self._place_floating(whole, [*owners, len(whole)])
        return [self._segment(number, *one) for number, one in enumerate(whole, 1)]

    @staticmethod
    def _kept_together(bodies: Sequence[_Body]) -> list[_Body]:
        """Bodies under one headline that was not split: one story, but never across a jump line."""
        kept: list[_Body] = []
        for body in bodies:
            if kept and kept[-1].jump is None:
                first = kept[-1]
                shift = len(first.parts)
                first.datelines += (replace(one, after=one.after + shift) for one in body.datelines)
                first.figures += ((figure, after + shift) for figure, after in body.figures)
                first.parts += body.parts
                first.authors += body.authors
                first.bylines += body.bylines
                first.jump, first.jump_line = body.jump, body.jump_line
            else:
                kept.append(body)
        return kept

    def _place_floating(self, whole: list[tuple[Headline, _Body, int]], starts: Sequence[int]) -> None:
        """Figures between two stories go to the one whose text their captions repeat, else to the upper."""
        loose: list[tuple[FigureItem, int, int]] = [
            (figure, starts[drafts] - 1, starts[drafts]) for figure, drafts in self.floating
        ]
        for number, (_, body, _) in enumerate(whole[:-1]):
            if body.jump is None and body.parts:
                trailing = [one for one in body.figures if one[1] >= len(body.parts)]
                body.figures = [one for one in body.figures if one[1] < len(body.parts)]
                loose += ((figure, number, number + 1) for figure, _ in trailing)
        for figure, above, below in loose:
            if above < 0 or below >= len(whole):
                target = below if above < 0 else above
            else:
                target = (
                    below
                    if self._likeness(figure, whole[below]) > self._likeness(figure, whole[above])
                    else above
                )
            if target >= len(whole):
                whole.append((Headline(), _Body(figure.figure.line), figure.figure.line))
                target = len(whole) - 1
            body = whole[target][1]
            body.figures.append((figure, 0 if target == below and target != above else len(body.parts)))

    @staticmethod
    def _likeness(figure: FigureItem, story: tuple[Headline, _Body, int]) -> float:
        if figure.figure.caption is None:
            return 0.0
        runs = shingles(figure.figure.caption.shown)
        title, body, _ = story
        text = shingles(body.text) | shingles(title.headline.shown if title.headline else "")
        return len(runs & text) / len(runs) if runs else 0.0

    def _segment(self, order: int, title: Headline, body: _Body, line: int) -> Segment:
        paragraphs: list[Paragraph] = []
        jumps: list[Jump] = []
        for number, part in enumerate(body.parts, 1):
            paragraphs.append(Paragraph(part.text, part.line, crosshead=part.crosshead, rows=part.rows))
            for printed, pages, start, end in find_references(part.text, self.conventions):
                jumps += (
                    Jump("reference", printed, part.line, self.page, page, number, start, end)
                    for page in pages
                )
        if body.jump is not None:
            jumps.append(
                Jump(
                    "continuation",
                    body.jump.printed,
                    body.jump_line,
                    self.page,
                    body.jump.page,
                    len(paragraphs),
                )
            )
        continuation = None
        if body.continuation is not None:
            continuation = Continuation(
                body.continuation.printed, body.continuation_line, body.continuation.page
            )
        return Segment(
            page=self.page,
            order=order,
            line=line,
            kicker=title.kicker,
            headline=title.headline,
            deck=title.deck,
            authors=tuple(dict.fromkeys(body.authors)),
            byline="　".join(one for one in body.bylines if one) or None,
            datelines=tuple(body.datelines),
            paragraphs=tuple(paragraphs),
            figures=tuple(
                replace(figure.figure, after=after)
                for figure, after in sorted(body.figures, key=lambda one: one[1])
            ),
            jumps=tuple(jumps),
            continuation=continuation,
            source=self.source,
        )
