"""The drafts of one print page -> Segments: headlines split, figures placed, jumps and references counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mkdocs_newspaper.model import Continuation, Correction, Jump, Paragraph, Segment
from mkdocs_newspaper.reading.conventions.grammar import Conventions
from mkdocs_newspaper.reading.drafts import Body, Draft
from mkdocs_newspaper.reading.figures import FigureItem, plain, shingles
from mkdocs_newspaper.reading.headlines import Headline, assign_parts, layers, merged_parts
from mkdocs_newspaper.reading.jumps import find_references


@dataclass(frozen=True, slots=True)
class PageSetting:
    """Where the segments stand: the page's label, its document, the conventions of its language."""

    page: str
    source: str
    conventions: Conventions


def put_together(
    drafts: Sequence[Draft], floating: Sequence[tuple[FigureItem, int]], setting: PageSetting
) -> tuple[list[Segment], list[Correction]]:
    """The segments of a page, in printed order, and the headlines that were split.

    `floating`: figures between stories, each with the number of drafts read before it.
    """
    corrections: list[Correction] = []
    whole: list[tuple[Headline, Body, int]] = []
    owners: list[int] = []  # for every draft, how many segments stand before it
    for draft in drafts:
        owners.append(len(whole))
        title = layers(draft.titles, setting.conventions)
        if not draft.bodies:
            whole.append((title, Body(draft.line), draft.line))
            continue
        parts = merged_parts(title.headline, setting.conventions) if title.headline else ()
        if len(parts) > 1 and len(parts) == len(draft.bodies):
            assert title.headline is not None
            corrections.append(
                Correction(
                    setting.page,
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
            for number, body in enumerate(_kept_together(draft.bodies)):
                whole.append((title if number == 0 else Headline(), body, body.line))
    _place_floating(whole, floating, [*owners, len(whole)])
    return [_segment(number, *one, setting) for number, one in enumerate(whole, 1)], corrections


def _kept_together(bodies: Sequence[Body]) -> list[Body]:
    """Bodies under one headline that was not split: one story, but never across a jump line."""
    kept: list[Body] = []
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


def _place_floating(
    whole: list[tuple[Headline, Body, int]],
    floating: Sequence[tuple[FigureItem, int]],
    starts: Sequence[int],
) -> None:
    """Figures between two stories go to the one whose text their captions repeat, else to the upper."""
    loose: list[tuple[FigureItem, int, int]] = [
        (figure, starts[drafts] - 1, starts[drafts]) for figure, drafts in floating
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
            target = below if _likeness(figure, whole[below]) > _likeness(figure, whole[above]) else above
        if target >= len(whole):
            whole.append((Headline(), Body(figure.figure.line), figure.figure.line))
            target = len(whole) - 1
        body = whole[target][1]
        body.figures.append((figure, 0 if target == below and target != above else len(body.parts)))


def _likeness(figure: FigureItem, story: tuple[Headline, Body, int]) -> float:
    if figure.figure.caption is None:
        return 0.0
    runs = shingles(figure.figure.caption.shown)
    title, body, _ = story
    text, headline = plain(body.text), plain(title.headline.shown) if title.headline else ""
    return sum(run in text or run in headline for run in runs) / len(runs) if runs else 0.0


def _segment(order: int, title: Headline, body: Body, line: int, setting: PageSetting) -> Segment:
    paragraphs: list[Paragraph] = []
    jumps: list[Jump] = []
    for number, part in enumerate(body.parts, 1):
        paragraphs.append(Paragraph(part.text, part.line, crosshead=part.crosshead, rows=part.rows))
        for printed, pages, start, end in find_references(part.text, setting.conventions):
            jumps += (
                Jump("reference", printed, part.line, setting.page, page, number, start, end)
                for page in pages
            )
    if body.jump is not None:
        jumps.append(
            Jump(
                "continuation",
                body.jump.printed,
                body.jump_line,
                setting.page,
                body.jump.page,
                len(paragraphs),
            )
        )
    continuation = None
    if body.continuation is not None:
        continuation = Continuation(body.continuation.printed, body.continuation_line, body.continuation.page)
    return Segment(
        page=setting.page,
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
        source=setting.source,
    )
