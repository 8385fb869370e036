"""Captions, credits and images -> figures. Captions repeat body sentences, so none is ever body text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mkdocs_newspaper.model import Author, Correction, Figure, Text
from mkdocs_newspaper.reading.conventions.grammar import Conventions
from mkdocs_newspaper.reading.roles import Item, title_like

#: A paragraph this long is no caption unless something else speaks for it.
_LONG = 200
_LONGEST = 500
_SHORT_AFTER_IMAGE = 90
#: Text is compared in runs of this many characters.
_SHINGLE = 8
_MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class FigureItem:
    """A figure found among a page's items; `gap` as of its first line."""

    figure: Figure
    gap: int = 0


def plain(text: str) -> str:
    """Text without punctuation and white space, to compare copies by."""
    return _MARKS.sub("", text)


def shingles(text: str) -> set[str]:
    """Every run of eight characters of `text`, without punctuation."""
    tight = plain(text)
    return {tight[at : at + _SHINGLE] for at in range(len(tight) - _SHINGLE + 1)}


def find_figures(items: Sequence[Item], conventions: Conventions, page: str) -> list[Item | FigureItem]:
    """The items with captions, credits and images folded into figures, each where it stood."""
    found: list[Item | FigureItem] = []
    at = 0
    while at < len(items):
        item = items[at]
        if item.role == "image":
            figure, at = _after_image(items, at, conventions, page)
            # A place-holder without picture, caption or credit tells nothing (the paper's calligraphic title).
            if figure.figure.image or figure.figure.caption or figure.figure.credit:
                found.append(figure)
            continue
        if item.role == "captioned":
            caption = item.unit.text.slice(0, item.credit_start).strip()
            found.append(_figure(page, item, caption, item.credit, item.authors))
        elif item.role == "caption":
            following = items[at + 1] if at + 1 < len(items) else None
            if following is not None and following.role == "credit":
                found.append(_figure(page, item, item.unit.text, following.credit, following.authors))
                at += 1
            else:
                found.append(_figure(page, item, item.unit.text, None, ()))
        elif item.role == "credit":
            before = found[-1] if found else None
            if isinstance(before, Item) and _is_caption(found, conventions):
                found[-1] = _figure(page, before, before.unit.text, item.credit, item.authors)
                _take_copies(found, page)
            elif isinstance(before, FigureItem) and before.figure.credit is None:
                found[-1] = replace(
                    before,
                    figure=replace(before.figure, credit=item.credit, photographers=item.authors),
                )
            else:
                following = items[at + 1] if at + 1 < len(items) else None
                if following is not None and following.role == "caption":
                    found.append(_figure(page, following, following.unit.text, item.credit, item.authors))
                    at += 1
                else:
                    found.append(_figure(page, item, None, item.credit, item.authors))
        else:
            found.append(item)
        at += 1
    return found


def _take_copies(found: list[Item | FigureItem], page: str) -> None:
    """Copies of the last figure's caption that stand right above it become captions too (OCR reads some twice)."""
    last = found[-1]
    assert isinstance(last, FigureItem)
    assert last.figure.caption is not None
    wanted = plain(last.figure.caption.shown)
    at = len(found) - 2
    while at >= 0:
        above = found[at]
        if not isinstance(above, Item) or above.role != "body" or plain(above.unit.text.shown) != wanted:
            return
        found[at] = _figure(page, above, above.unit.text, None, ())
        at -= 1


def _figure(
    page: str, item: Item, caption: Text | None, credit: str | None, authors: tuple[Author, ...]
) -> FigureItem:
    figure = Figure(page, item.unit.line, caption=caption, credit=credit, photographers=authors)
    return FigureItem(figure, item.unit.gap)


def _after_image(
    items: Sequence[Item], at: int, conventions: Conventions, page: str
) -> tuple[FigureItem, int]:
    """The figure of an image with the caption and credit that follow it, and the index behind them."""
    image = items[at].unit
    alt = image.text if image.text.shown.strip() else None
    figure = Figure(page, image.line, image=image.image, alt=alt.shown if alt else None)
    at += 1
    if at < len(items):
        below = items[at]
        if below.role == "captioned":
            caption = below.unit.text.slice(0, below.credit_start).strip()
            return (
                FigureItem(
                    replace(figure, caption=caption, credit=below.credit, photographers=below.authors),
                    image.gap,
                ),
                at + 1,
            )
        credited = at + 1 < len(items) and items[at + 1].role == "credit"
        is_caption = below.role == "caption" or (
            below.role == "body"
            and not below.heading
            and (
                (credited and len(below.unit.text) <= _LONGEST)
                # A short line under a picture, and another picture, a headline or a dateline under it.
                or (
                    len(below.unit.text) <= _SHORT_AFTER_IMAGE
                    and below.unit.gap <= 1
                    and not title_like(below, conventions)
                    and at + 1 < len(items)
                    and (items[at + 1].heading or items[at + 1].opens_story or items[at + 1].role == "image")
                )
            )
        )
        if is_caption:
            figure = replace(figure, caption=below.unit.text)
            at += 1
        if at < len(items) and items[at].role == "credit":
            figure = replace(figure, credit=items[at].credit, photographers=items[at].authors)
            at += 1
    if figure.caption is None and alt is not None:
        figure = replace(figure, caption=alt, alt=None)
    return FigureItem(figure, image.gap), at


def _is_caption(found: Sequence[Item | FigureItem], conventions: Conventions) -> bool:
    """Whether the item above a credit line is its caption, not the last paragraph of a story."""
    candidate = found[-1]
    assert isinstance(candidate, Item)
    if candidate.role != "body" or candidate.unit.kind != "text":
        return False
    text = candidate.unit.text.shown
    if len(text) > _LONGEST:
        return False
    above = found[-2] if len(found) > 1 else None
    if conventions.caption_cue.match(text) or candidate.unit.gap >= 2:
        return True
    if isinstance(above, FigureItem) or above is None:
        return True
    if (
        above.heading
        or above.role in ("jump", "byline", "notice")
        or conventions.jump.search(above.unit.text.shown[-60:])
    ):
        return True
    if len(text) > _LONG:
        return False
    # The second half of a sentence that a column break cut is body text.
    return above.unit.text.shown.rstrip().endswith(tuple(conventions.terminal)) or title_like(
        above, conventions
    )


def fold_duplicates(
    found: Sequence[Item | FigureItem], page: str
) -> tuple[list[Item | FigureItem], list[Correction]]:
    """Without captions that the page prints (or the OCR read) twice; the fuller one stays."""
    seen: dict[str, int] = {}
    kept: list[Item | FigureItem] = []
    corrections: list[Correction] = []
    for one in found:
        key = plain(one.figure.caption.shown) if isinstance(one, FigureItem) and one.figure.caption else ""
        if isinstance(one, FigureItem) and len(key) >= _SHINGLE and key in seen:
            first = kept[seen[key]]
            assert isinstance(first, FigureItem)
            if first.figure.image and one.figure.image and first.figure.image != one.figure.image:
                kept.append(one)
                continue
            if first.figure.credit and one.figure.credit and first.figure.credit != one.figure.credit:
                kept.append(one)
                continue
            merged = replace(
                first.figure,
                credit=first.figure.credit or one.figure.credit,
                photographers=first.figure.photographers or one.figure.photographers,
                image=first.figure.image or one.figure.image,
            )
            kept[seen[key]] = replace(first, figure=merged)
            assert one.figure.caption is not None
            corrections.append(
                Correction(page, one.figure.line, one.figure.caption.printed, "", "duplicate-caption")
            )
            continue
        if key:
            seen[key] = len(kept)
        kept.append(one)
    return kept, corrections
