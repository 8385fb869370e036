"""Segments on several print pages -> articles; what finds no partner stays visible and says why.

`jump_matching` decides what belongs together; here the decisions become articles, anchors and findings.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import replace

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.glossary.romanization import slug
from mkdocs_newspaper.jump_matching import (
    AMBIGUOUS,
    CIRCLE,
    EDITOR,
    ENDS,
    NO_CONTINUATION,
    NO_SOURCE,
    PAGE_NOT_HELD,
    Matching,
    Place,
    match_jumps,
    tight,
)
from mkdocs_newspaper.model import (
    Article,
    Author,
    Continuation,
    Figure,
    Issue,
    Jump,
    Paragraph,
    PullQuote,
    Segment,
    Text,
)

#: Slugs that would collide with a folder's or a print page's own name.
_RESERVED = re.compile(r"^(?:index|readme|issue|feed|tei|p[a-z]?\d+)$")
_UNTITLED_LENGTH = 20


def join(issue: Issue, continuations: str = "warn") -> Issue:
    """The issue with `articles` and `orphans` made from its pages' segments, anchors set, jumps resolved.

    No segment is lost or used twice. `continuations` ("ignore", "info", "warn") is the severity of findings
    about jumps whose page is held; a page that is not held is never more than info.
    """
    held = frozenset(page.label for page in issue.pages)
    matching = match_jumps(issue)
    chains = _chains(matching)
    articles: list[Article] = []
    orphans: list[Article] = []
    used: set[str] = set()
    findings: list[Diagnostic] = [*matching.findings]
    placed: dict[Place, Segment] = {}
    for chain in chains:
        article = _article(chain, matching, held, used)
        for place, segment in zip(chain, article.segments, strict=True):
            placed[place] = segment
        (orphans if article.orphan else articles).append(article)
        findings += _findings(article, continuations)
    pages = tuple(
        replace(
            page,
            segments=tuple(placed[Place(page.label, segment.order)] for segment in page.segments),
        )
        for page in issue.pages
    )
    return replace(
        issue,
        pages=pages,
        articles=tuple(articles),
        orphans=tuple(orphans),
        diagnostics=(*issue.diagnostics, *findings),
    )


# Articles, in the order of their jumps ---------------------------------------------------------


def _chains(matching: Matching) -> list[list[Place]]:
    """Segments in the order of their jumps (1 → 2 → 4), the chains in the order of their first segments."""
    targets = set(matching.links.values())
    chains: list[list[Place]] = []
    for start in matching.segments:
        if start in targets:
            continue
        chain = [start]
        while (following := matching.links.get(chain[-1])) is not None:
            chain.append(following)
        chains.append(chain)
    return chains


# Articles ------------------------------------------------------------------------------------


def _article(chain: Sequence[Place], matching: Matching, held: frozenset[str], used: set[str]) -> Article:
    own = [matching.segments[place] for place in chain]
    first = own[0]
    headline = next((segment.headline for segment in own if segment.headline), None)
    untitled = headline is None
    shown = headline if headline is not None else Text(_first_words(own, printed=False))
    pinned = next((segment.id for segment in own if segment.id), None)
    # The printed words name it: a correction made later must not move the page.
    printed = headline.printed if headline is not None else _first_words(own, printed=True)
    name = _unique(pinned or slug(printed), used)
    numbered = _anchored(own)
    resolved: list[Segment] = []
    for number, (place, segment) in enumerate(zip(chain, numbered, strict=True)):
        following = numbered[number + 1] if number + 1 < len(numbered) else None
        before = numbered[number - 1] if number else None
        resolved.append(_resolve(segment, before, following, matching.open_jumps.get(place), held))
    return Article(
        slug=name,
        headline=shown,
        segments=tuple(resolved),
        kicker=first.kicker,
        deck=first.deck,
        authors=_authors(own),
        datelines=tuple(dateline for segment in own for dateline in segment.datelines),
        untitled=untitled,
        orphan=matching.open_lines.get(chain[0], NO_SOURCE) if first.continuation is not None else None,
    )


def _authors(segments: Sequence[Segment]) -> tuple[Author, ...]:
    found: dict[str, Author] = {}
    for segment in segments:
        for author in segment.authors:
            if author.role != "photographer":
                found.setdefault(author.name, author)
    return tuple(found.values())


def _first_words(segments: Sequence[Segment], printed: bool) -> str:
    """A name for a story whose page prints none: its first words, at a mark where there is one."""
    for segment in segments:
        for paragraph in segment.paragraphs:
            text = paragraph.text.printed if printed else paragraph.text.shown
            stop = re.search(r"[。！？；，,;.!?]", text[: _UNTITLED_LENGTH + 1])
            return text[: stop.start() if stop and stop.start() >= 4 else _UNTITLED_LENGTH].strip()
        for figure in segment.figures:
            if figure.caption:
                text = figure.caption.printed if printed else figure.caption.shown
                return text[:_UNTITLED_LENGTH].strip()
    return "untitled"


def _unique(wanted: str, used: set[str]) -> str:
    base = wanted
    number = 2
    if _RESERVED.match(wanted):
        wanted = f"{base}-{number}"
        number += 1
    while wanted in used:
        wanted = f"{base}-{number}"
        number += 1
    used.add(wanted)
    return wanted


def _letter(count: int) -> str:
    """ "" for the first of its name, then -b, -c …, -27."""
    return "" if count == 0 else f"-{string.ascii_lowercase[count]}" if count < 26 else f"-{count + 1}"


def _anchored(segments: Sequence[Segment]) -> list[Segment]:
    """The segments with the anchors of their paragraphs, figures, jump and continuation lines set."""
    counts: dict[str, int] = {}

    def count(key: str) -> int:
        counts[key] = counts.get(key, 0) + 1
        return counts[key]

    result: list[Segment] = []
    for segment in segments:
        page = segment.page.lower()
        paragraphs: list[Paragraph] = [
            replace(paragraph, anchor=f"s{page}-{count('s' + page)}") for paragraph in segment.paragraphs
        ]
        figures: list[Figure] = [
            replace(figure, anchor=f"figure-{count('figure')}") for figure in segment.figures
        ]
        jumps: list[Jump] = []
        for jump in segment.jumps:
            if jump.kind == "continuation":
                name = f"jump-{jump.to_page.lower()}"
                jumps.append(replace(jump, anchor=name + _letter(count(name) - 1)))
            else:
                name = f"see-{jump.to_page.lower()}"
                jumps.append(replace(jump, anchor=name + _letter(count(name) - 1)))
        continuation: Continuation | None = segment.continuation
        if continuation is not None:
            name = f"from-{continuation.from_page.lower()}"
            continuation = replace(continuation, anchor=name + _letter(count(name) - 1))
        result.append(
            replace(
                segment,
                paragraphs=tuple(paragraphs),
                figures=tuple(figures),
                jumps=tuple(jumps),
                continuation=continuation,
            )
        )
    every = [paragraph for segment in result for paragraph in segment.paragraphs]
    return [
        replace(segment, pull_quotes=tuple(_quoted(quote, every) for quote in segment.pull_quotes))
        if segment.pull_quotes
        else segment
        for segment in result
    ]


def _quoted(quote: PullQuote, paragraphs: Sequence[Paragraph]) -> PullQuote:
    """The pull quote with the paragraph that it repeats."""
    quoted = tight(quote.text)
    runs = {quoted[at : at + 8] for at in range(0, max(1, len(quoted) - 7), 2)}
    best: tuple[int, str] | None = None
    for paragraph in paragraphs:
        text = tight(paragraph.text)
        found = sum(run in text for run in runs)
        if found and (best is None or found > best[0]):
            best = (found, paragraph.anchor)
    return replace(quote, anchor=best[1]) if best else quote


def _resolve(
    segment: Segment,
    before: Segment | None,
    following: Segment | None,
    open_because: str | None,
    held: frozenset[str],
) -> Segment:
    """The segment with both ends of its jumps set."""
    jumps: list[Jump] = []
    for jump in segment.jumps:
        if jump.kind == "reference":
            found = jump.to_page in held
            jumps.append(replace(jump, resolved=found, note="" if found else PAGE_NOT_HELD))
        elif following is not None:
            jumps.append(replace(jump, resolved=True, target=_entry(following)))
        else:
            jumps.append(replace(jump, note=open_because or NO_CONTINUATION))
    continuation = segment.continuation
    if continuation is not None and before is not None:
        source = next((jump.anchor for jump in before.jumps if jump.kind == "continuation"), None)
        continuation = replace(continuation, resolved=True, target=source)
    paragraphs = segment.paragraphs
    if following is not None and paragraphs:
        last = paragraphs[-1]
        if not last.text.shown.rstrip().endswith(ENDS):
            paragraphs = (*paragraphs[:-1], replace(last, continues=True))
    return replace(segment, jumps=tuple(jumps), continuation=continuation, paragraphs=paragraphs)


def _entry(segment: Segment) -> str:
    """Where a jump lands: the first paragraph of the continuation, or its page mark."""
    return segment.paragraphs[0].anchor if segment.paragraphs else f"p{segment.page.lower()}"


# Findings ------------------------------------------------------------------------------------

_JUMP_MESSAGES = {
    PAGE_NOT_HELD: "{printed}: page {page} is not held, so the story ends here",
    NO_CONTINUATION: "{printed}: page {page} holds no continuation of this story",
    AMBIGUOUS: "{printed}: several continuations on page {page} fit equally well, so none was joined",
    CIRCLE: "{printed}: what continues on page {page} leads back to this story, so it was not joined",
    EDITOR: "{printed}: left open, as the corrections file says",
}
_ORPHAN_MESSAGES = {
    PAGE_NOT_HELD: "{printed}: page {page} is not held, so this text stands on its own",
    NO_SOURCE: "{printed}: no jump line on page {page} leads to this text",
    AMBIGUOUS: "{printed}: several stories on page {page} fit equally well, so none was joined",
    CIRCLE: "{printed}: the story on page {page} leads back to this text, so it was not joined",
    EDITOR: "{printed}: the corrections file leaves the jump from page {page} open",
}
#: What an editor can't mend, or has decided.
_QUIET = frozenset({PAGE_NOT_HELD, EDITOR})


def _findings(article: Article, continuations: str) -> list[Diagnostic]:
    if continuations == "ignore":
        return []
    loud = "warning" if continuations == "warn" else "info"
    found: list[Diagnostic] = []
    for segment in article.segments:
        for jump in segment.jumps:
            if jump.resolved:
                continue
            if jump.kind == "reference":
                message = f"{jump.printed}: page {jump.to_page} is not held"
                found.append(Diagnostic("info", "open-reference", segment.source, jump.line, message))
                continue
            message = _JUMP_MESSAGES[jump.note].format(printed=jump.printed, page=jump.to_page)
            severity = "info" if jump.note in _QUIET else loud
            code = "ambiguous-jump" if jump.note == AMBIGUOUS else "open-jump"
            found.append(
                Diagnostic(
                    "warning" if severity == "warning" else "info", code, segment.source, jump.line, message
                )
            )
    first = article.segments[0]
    if article.orphan and first.continuation is not None:
        message = _ORPHAN_MESSAGES.get(article.orphan, _ORPHAN_MESSAGES[NO_SOURCE]).format(
            printed=first.continuation.printed, page=first.continuation.from_page
        )
        severity = "info" if article.orphan in _QUIET else loud
        found.append(
            Diagnostic(
                "warning" if severity == "warning" else "info",
                "orphan",
                first.source,
                first.continuation.line,
                message,
            )
        )
    return found
