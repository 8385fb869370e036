"""What stands on a page beside its stories: the 导读 box, and the lines of the imprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mkdocs_newspaper.model import GuideItem
from mkdocs_newspaper.reading.conventions.grammar import Conventions
from mkdocs_newspaper.reading.jumps import label_of
from mkdocs_newspaper.reading.roles import Item, title_like


def take_notes(items: Sequence[Item]) -> tuple[list[Item], list[str]]:
    return (
        [item for item in items if item.role != "note"],
        [item.unit.text.shown for item in items if item.role == "note"],
    )


def take_guide(items: Sequence[Item], conventions: Conventions) -> tuple[list[Item], list[GuideItem]]:
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
