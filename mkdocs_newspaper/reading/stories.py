"""The items of one print page -> its stories: which headline stands over which text, what was cut where.

Every unit ends in exactly one place: a story's layer, paragraph or figure, the guide box, or the page's
notes. Text that finds no story becomes one without a headline.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mkdocs_newspaper.glossary.romanization import is_chinese_name
from mkdocs_newspaper.model import Author, Correction, GuideItem, Segment, Text
from mkdocs_newspaper.reading.bylines import names
from mkdocs_newspaper.reading.conventions.grammar import Conventions
from mkdocs_newspaper.reading.datelines import ReadDateline, read_tail
from mkdocs_newspaper.reading.drafts import (
    PUNCTUATION,
    SHORT_LINE,
    Body,
    Draft,
    Part,
    goes_on,
    is_open,
    needs_space,
)
from mkdocs_newspaper.reading.figures import FigureItem, find_figures, fold_duplicates
from mkdocs_newspaper.reading.guide_boxes import take_guide, take_notes
from mkdocs_newspaper.reading.headlines import layers, merged_parts
from mkdocs_newspaper.reading.jumps import (
    find_continuation,
    find_headline_continuation,
    find_jump,
    first_reference,
)
from mkdocs_newspaper.reading.paragraphs import Unit, width
from mkdocs_newspaper.reading.roles import Item, classify, title_like
from mkdocs_newspaper.reading.segments import PageSetting, put_together

#: Lines over one story: kicker, headline in two lines, deck in two.
_MOST_TITLE_LINES = 6
_MOST_KICKER_LINES = 2
_VERY_SHORT = 7
#: A marked line that is longer is text whatever stands below it.
_LONGEST_HEADLINE = 160
_MOST_DECK_LINES = 2
_CROSSHEAD_WIDTH = 18
_NUMBERED_CROSSHEAD_WIDTH = 28
_EXCLAIMS = re.compile(r"[，,].*[！？!?…”]$")


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one print page holds."""

    segments: tuple[Segment, ...]
    guide: tuple[GuideItem, ...] = ()
    notes: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()


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
    items, notes = take_notes(items)
    items, guide = take_guide(_reliable(items, conventions), conventions)
    found = find_figures(items, conventions, page)
    corrections: list[Correction] = []
    if "duplicate-caption" in rules:
        found, corrections = fold_duplicates(found, page)
    reader = _PageReader(found, page, source, conventions, issue_date, rules)
    segments = reader.read()
    return PageReading(
        tuple(segments), tuple(guide), (*notes, *reader.labels), tuple(corrections + reader.corrections)
    )


def _reliable(found: Sequence[Item], conventions: Conventions) -> list[Item]:
    """Heading marks that can't be true taken away; all of them where a tool marked everything."""
    items = [one for one in found if one.unit.kind in ("heading", "text")]
    marked = [item for item in items if item.heading]
    above_story = {
        id(item)
        for item, below in pairwise(items)
        if below.opens_story and not below.heading and _could_be_long_headline(item)
    }
    impossible = [
        item
        for item in marked
        if id(item) not in above_story
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


def _could_be_long_headline(item: Item) -> bool:
    """Whether a marked line is a headline over the dateline below it, however long it is: no sentence ends in it."""
    text = item.unit.text.shown
    return item.role == "body" and len(text) <= _LONGEST_HEADLINE and not re.search(r"[。；.](?!\d)", text)


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
        self.drafts: list[Draft] = []
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
                    self.drafts.append(Draft(one.unit.line))
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
        setting = PageSetting(self.page, self.source, self.conventions)
        segments, split = put_together(self.drafts, self.floating, setting)
        self.corrections += split
        return segments

    @property
    def draft(self) -> Draft | None:
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
        if above > _MOST_KICKER_LINES or any(
            self.conventions.only_date.match(item.unit.text.shown) for item in run[:above]
        ):
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

    def _plain_run(self, at: int, run: list[Item], opens: bool, draft: Draft) -> list[Item]:
        """Title lines without a mark inside a page: a new story, or a crosshead, or text."""
        if draft.notice and not opens:
            return []
        parts = draft.body.parts
        whole = draft.ended or not parts or not is_open(parts[-1], self.conventions)
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

    def _is_kicker(self, item: Item, draft: Draft) -> bool:
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
        if draft.notice or (parts and (is_open(parts[-1], self.conventions) or parts[-1].crosshead)):
            return False
        if parts and parts[-1].width <= SHORT_LINE and not parts[-1].punctuated:
            # The second of two signatures, a line of verse.
            return False
        return width(item.unit.text.shown) <= 30 and not self.conventions.only_date.match(
            item.unit.text.shown
        )

    def _start(self, run: Sequence[Item]) -> None:
        """A new story under the lines of `run`."""
        levels = [item.unit.level for item in run if item.heading]
        if len(levels) > 1 and self.conventions.column.match(run[0].unit.text.shown):
            levels = levels[1:]
        draft = Draft(run[0].unit.line, level=min(levels, default=0), notice=run[0].role == "notice")
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
            draft = Draft(item.unit.line)
            self.drafts.append(draft)
        if item.role == "table":
            draft.body.parts.append(Part(item.unit.text, item.unit.line, rows=item.unit.rows))
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
            draft.body.parts.append(Part(text.strip(), item.unit.line, crosshead=True))
            return
        self._paragraph(draft.body, text, item)

    def _needs_own(self, item: Item, draft: Draft) -> bool:
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
        match = first_reference(text, self.conventions)
        return match is not None and not (text[: match.start()] + text[match.end() :]).strip(" 　（）()。.")

    def _may_split(self, draft: Draft) -> bool:
        headline = layers(draft.titles, self.conventions).headline
        if headline is None or "headline-split" not in self.rules:
            return False
        return len(merged_parts(headline, self.conventions)) > len(draft.bodies)

    def _continued(self, draft: Draft, item: Item, at: int) -> None:
        mark = item.mark
        assert mark is not None
        if draft.has_text or draft.body.continuation is not None:
            draft = Draft(item.unit.line)
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

    def _dated(self, draft: Draft, item: Item, opening: ReadDateline) -> None:
        body = draft.body
        if body.parts and opening.dateline is not None and self._may_split(draft):
            body = Body(item.unit.line)
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

    def _paragraph(self, body: Body, text: Text, item: Item, new: bool = False) -> None:
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
                last.add(text, line, needs_space(above.shown, text.shown, self.conventions))
            else:
                body.parts.append(Part(text, line, listed=listed, opened=new))
        body.ended = body.ended or jump is not None or tail is not None

    def _joins(self, last: Part, text: Text, item: Item, listed: bool) -> bool:
        """Whether `text` goes on with the paragraph above it: because it looks so, or an editor says so."""
        if item.unit.cut is not None:
            return item.unit.cut == "join" and not last.crosshead and not last.rows
        return self._would_join(last, text, item, listed)

    def _would_join(self, last: Part, text: Text, item: Item, listed: bool) -> bool:
        """Whether `text` is the other half of a sentence that a column break cut, as the rules allow."""
        return "column-join" in self.rules and goes_on(last, text, item.unit.strong, listed, self.conventions)

    def _is_crosshead(self, item: Item, at: int, draft: Draft) -> bool:
        """Whether a line inside a story is a 小标题 over the text below it."""
        if draft.notice or item.role not in ("body", "notice"):
            return False
        text = item.unit.text.shown.strip()
        if item.heading or self.conventions.chapter.match(text):
            return True
        parts = draft.body.parts
        if not title_like(item, self.conventions) or (parts and is_open(parts[-1], self.conventions)):
            return False
        if self.conventions.bare_number.match(text):
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
        if not PUNCTUATION.search(text):
            return True
        # 留得住，还要长得好: a comma is in a crosshead only where the story has others of that length.
        others = [width(part.text.shown) for part in parts if part.crosshead]
        return any(abs(width(text) - other) <= 4 for other in others)
