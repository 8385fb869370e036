"""An issue -> the front page as it was placed, the other pages, and what is said of them at the foot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mkdocs_newspaper.model import Correction, Jump, Segment
from mkdocs_newspaper.publishing.stories import IssueView, Placed, Story

#: Changes that come by the hundred: grouped by what was changed and counted.
COUNTED_RULES = frozenset({"punctuation", "digit-space", "letter-space"})


@dataclass(frozen=True, slots=True)
class CorrectionGroup:
    """The corrections of one rule; `counted` (printed, shown, how often) where they come by the hundred."""

    rule: str
    number: int
    listed: tuple[Correction, ...]
    counted: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, eq=False)
class OpenJump:
    """A jump line that leads nowhere in this archive."""

    story: Story
    segment: Segment
    jump: Jump


def issue_context(view: IssueView) -> dict[str, object]:
    """What the template of an issue's page gets beside the issue itself."""
    pages = view.pages
    front = pages[0] if pages else None
    return {
        "front": front,
        "lead": _lead(front),
        "others": pages[1:],
        "guide": [item for placed in pages for item in placed.page.guide],
        "corrections": correction_groups(view),
        "open_jumps": open_jumps(view),
    }


def _lead(front: Placed | None) -> object:
    """The story that leads the front page: the first that begins there, else whatever stands first."""
    if front is None or not front.fragments:
        return None
    return next((one for one in front.fragments if one.first), front.fragments[0])


def correction_groups(view: IssueView) -> list[CorrectionGroup]:
    """The issue's corrections by rule: wording first, the merely typographical last."""
    by_rule: dict[str, list[Correction]] = {}
    for correction in view.issue.corrections:
        by_rule.setdefault(correction.rule, []).append(correction)
    groups = []
    for rule, found in sorted(by_rule.items(), key=lambda pair: (pair[0] in COUNTED_RULES, len(pair[1]))):
        counted: tuple[tuple[str, str, int], ...] = ()
        if rule in COUNTED_RULES:
            numbers = Counter((one.printed, one.shown) for one in found)
            counted = tuple((printed, shown, count) for (printed, shown), count in numbers.most_common())
        groups.append(CorrectionGroup(rule, len(found), () if counted else tuple(found), counted))
    return groups


def open_jumps(view: IssueView) -> list[OpenJump]:
    """Jump lines without a continuation in this archive."""
    return [
        OpenJump(story, segment, jump)
        for story in view.stories
        for segment in story.article.segments
        for jump in segment.jumps
        if jump.kind == "continuation" and not (jump.resolved and jump.target)
    ]
