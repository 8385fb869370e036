"""Decisions about jumps -> sentences and data for `check --explain`; what was decided stands in `jump_matching`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mkdocs_newspaper.jump_matching import (
    AMBIGUOUS,
    BEST,
    CIRCLE,
    EDITOR,
    NO_CONTINUATION,
    NO_SOURCE,
    PAGE_NOT_HELD,
    SAME_HEAD,
    Candidate,
    JumpDecision,
    Reason,
)
from mkdocs_newspaper.model import Issue, page_value

_JOINED = {
    SAME_HEAD: "the only two of their pages with this headline",
    BEST: "the best of what fits, and surer than any other",
    EDITOR: "the corrections file says so",
}
_OPEN_JUMP = {
    PAGE_NOT_HELD: "page {page} is not held",
    NO_CONTINUATION: "page {page} holds no continuation that fits",
    AMBIGUOUS: "two stay equal, and a wrong join is worse than none",
    CIRCLE: "the story would lead back to itself",
    EDITOR: "the corrections file says so",
}
_OPEN_LINE = {
    PAGE_NOT_HELD: "page {page} is not held",
    NO_SOURCE: "no jump line on page {page} leads here",
    AMBIGUOUS: "two stay equal, and a wrong join is worse than none",
    CIRCLE: "the story would lead back to itself",
    EDITOR: "the corrections file leaves the jump from page {page} open",
}
_REASONS: dict[str, Callable[[Reason], str]] = {
    "same-head": lambda reason: "the same headline",
    "part-of-head": lambda reason: "one headline is a part of the other",
    "similar-head": lambda reason: "the headlines share words",
    "different-head": lambda reason: "the headlines differ",
    "no-head": lambda reason: "no headline to compare",
    "words": lambda reason: f"{reason.count} runs of four characters in common",
    "cut": lambda reason: "the cut text fits",
    "no-line": lambda reason: "no continuation line",
    "editor": lambda reason: "the corrections file says so",
}


def explained(decision: JumpDecision) -> list[str]:
    """A decision in words: one line that says what and why, and one for each candidate."""
    head = f" of {decision.headline}" if decision.headline else ""
    place = f"{decision.source}:{decision.line}"
    line = f"page {decision.page}, {decision.printed}{head}"
    if decision.joined and decision.target is not None:
        page, at = decision.target
        alone = decision.why == BEST and sum(one.fits for one in decision.candidates) == 1
        why = "nothing else fits" if alone else _JOINED[decision.why]
        verdict = f"joined with the story at line {at} of page {page}: {why}"
    elif decision.kind == "jump":
        verdict = f"left open: {_OPEN_JUMP[decision.why].format(page=decision.other_page)}"
    else:
        verdict = f"left without a beginning: {_OPEN_LINE[decision.why].format(page=decision.other_page)}"
    return [f"{place}: {line}: {verdict}", *(f"    {_candidate(one)}" for one in decision.candidates)]


def _candidate(candidate: Candidate) -> str:
    mark = "✓" if candidate.chosen else "·" if candidate.fits else "✗"
    reasons = "; ".join(_reason(reason) for reason in candidate.reasons)
    head = candidate.headline or "(no headline)"
    score = f"{candidate.score:+.2f}" if candidate.fits else "unfit"
    return f"{mark} {score} page {candidate.page}, line {candidate.line}, {head}: {reasons}"


def _reason(reason: Reason) -> str:
    points = f" ({reason.points:+.2f})" if reason.points else ""
    return _REASONS[reason.code](reason) + points


def as_text(decided: Sequence[tuple[Issue, Sequence[JumpDecision]]]) -> str:
    """The decisions of some issues, a line or more for each jump."""
    lines: list[str] = []
    for issue, made in decided:
        joined = sum(one.joined for one in made)
        jumps = sum(one.kind == "jump" for one in made)
        lines.append(f"{issue.id}: {joined} of {jumps} {'jump' if jumps == 1 else 'jumps'} joined")
        lines += (f"  {line}" for one in made for line in explained(one))
    return "\n".join(lines)


def as_data(issue: Issue, decision: JumpDecision) -> dict[str, Any]:
    """A decision as data. `why` is a word of `jump_matching`, `explanation` the same in a sentence."""
    return {
        "issue": issue.id,
        "kind": decision.kind,
        "source": decision.source,
        "page": page_value(decision.page),
        "line": decision.line,
        "printed": decision.printed,
        "headline": decision.headline,
        "from" if decision.kind == "continuation" else "to": page_value(decision.other_page),
        "joined": decision.joined,
        "why": decision.why,
        "target": {"page": page_value(decision.target[0]), "line": decision.target[1]}
        if decision.target
        else None,
        "candidates": [
            {
                "page": page_value(one.page),
                "line": one.line,
                "headline": one.headline,
                "score": round(one.score, 2),
                "fits": one.fits,
                "chosen": one.chosen,
                "reasons": [
                    {"code": reason.code, "points": round(reason.points, 2), "explanation": _reason(reason)}
                    for reason in one.reasons
                ],
            }
            for one in decision.candidates
        ],
        "explanation": explained(decision)[0],
    }
