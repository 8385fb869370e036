"""Segments on several print pages -> articles; what finds no partner stays visible and says why.

A jump line and a continuation line belong together where their page numbers agree both ways; among several,
the jump head, names in common and the cut text decide, and where two stay equal nothing is joined.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.glossary.romanization import slug
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

#: Why a jump or a continuation has no other end.
PAGE_NOT_HELD = "page-not-held"
NO_CONTINUATION = "no-continuation"
NO_SOURCE = "no-source"
AMBIGUOUS = "ambiguous"

#: Slugs that would collide with a folder's or a print page's own name.
_RESERVED = re.compile(r"^(?:index|readme|issue|feed|tei|p[a-z]?\d+)$")
_MARKS = re.compile(r"[^\w]+")
_RUN = 4
#: Two scores nearer than this are equal: nothing is decided by a hair.
_MARGIN = 1.0
_ENDS = tuple("。！？!?.”’』」）)》】…")
_UNTITLED_LENGTH = 20


@dataclass(frozen=True, slots=True)
class _Place:
    """A segment by page and order."""

    page: str
    order: int


def join(issue: Issue, continuations: str = "warn") -> Issue:
    """The issue with `articles` and `orphans` made from its pages' segments, anchors set, jumps resolved.

    No segment is lost or used twice. `continuations` ("ignore", "info", "warn") is the severity of findings
    about jumps whose page is held; a page that is not held is never more than info.
    """
    segments = {
        _Place(page.label, segment.order): segment for page in issue.pages for segment in page.segments
    }
    held = frozenset(page.label for page in issue.pages)
    links, reasons = _link(segments, held)
    chains = _chains(segments, links)
    articles: list[Article] = []
    orphans: list[Article] = []
    used: set[str] = set()
    findings: list[Diagnostic] = []
    placed: dict[_Place, Segment] = {}
    for chain in chains:
        article = _article(chain, segments, links, reasons, held, used)
        for place, segment in zip(chain, article.segments, strict=True):
            placed[place] = segment
        (orphans if article.orphan else articles).append(article)
        findings += _findings(article, continuations)
    pages = tuple(
        replace(
            page,
            segments=tuple(placed[_Place(page.label, segment.order)] for segment in page.segments),
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


# Which jump goes where -----------------------------------------------------------------------


def _link(
    segments: dict[_Place, Segment], held: frozenset[str]
) -> tuple[dict[_Place, _Place], dict[_Place, str]]:
    """For every segment with a jump line the segment that continues it, and the reasons of the open ends."""
    links: dict[_Place, _Place] = {}
    reasons: dict[_Place, str] = {}
    outs = {place: segment.jump_out for place, segment in segments.items() if segment.jump_out}
    pairs = sorted({(jump.from_page, jump.to_page) for jump in outs.values() if jump})
    taken: set[_Place] = set()
    for from_page, to_page in pairs:
        leaving = [
            place
            for place, jump in outs.items()
            if jump and (jump.from_page, jump.to_page) == (from_page, to_page)
        ]
        if to_page not in held:
            reasons.update((place, PAGE_NOT_HELD) for place in leaving)
            continue
        if from_page == to_page:
            reasons.update((place, NO_CONTINUATION) for place in leaving)
            continue
        arriving = [
            place
            for place, segment in segments.items()
            if place.page == to_page
            and place not in taken
            and segment.continuation is not None
            and segment.continuation.from_page == from_page
        ]
        # A continuation line that OCR lost: the same headline without a dateline, on the page named.
        silent = [
            place
            for place, segment in segments.items()
            if place.page == to_page
            and place not in taken
            and segment.continuation is None
            and not segment.datelines
            and segment.headline is not None
            and any(_same_head(segments[one], segment) for one in leaving)
        ]
        for out, into in _match(leaving, arriving + silent, segments, set(silent)).items():
            links[out] = into
            taken.add(into)
        left = [place for place in arriving if place not in taken]
        for place in leaving:
            if place not in links:
                reasons[place] = AMBIGUOUS if left and len(leaving) > 1 else NO_CONTINUATION
        open_outs = [place for place in leaving if place not in links]
        for place in left:
            reasons[place] = AMBIGUOUS if open_outs and len(left) + len(open_outs) > 2 else NO_SOURCE
    for place, segment in segments.items():
        if segment.continuation is not None and place not in taken:
            if segment.continuation.from_page not in held:
                reasons[place] = PAGE_NOT_HELD
            else:
                reasons.setdefault(place, NO_SOURCE)
    return links, reasons


def _tight(text: Text | None) -> str:
    return _MARKS.sub("", text.shown) if text else ""


def _same_head(one: Segment, other: Segment) -> bool:
    first, second = _tight(one.headline), _tight(other.headline)
    return bool(first) and len(second) >= _RUN and (first == second or second in first)


def _runs(segment: Segment) -> frozenset[str]:
    text = "".join(_tight(paragraph.text) for paragraph in segment.paragraphs) + _tight(segment.headline)
    return frozenset(text[at : at + _RUN] for at in range(len(text) - _RUN + 1))


def _head_score(out: Segment, into: Segment) -> float | None:
    """How well the jump head agrees with the headline; None where either is missing."""
    headline, head = _tight(out.headline), _tight(into.headline)
    if not headline or not head:
        return None
    if headline == head:
        return 12.0
    if head in headline or headline in head:
        return 6.0 + 4.0 * min(len(head), len(headline)) / max(len(head), len(headline))
    if not _pairs_of(headline) & _pairs_of(head):
        return -4.0
    best = _longest_common(headline, head)
    share = best / min(len(headline), len(head))
    return 8.0 * share if best >= 2 and share >= 0.3 else -4.0


def _pairs_of(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _longest_common(one: str, other: str) -> int:
    """Length of the longest run of characters that both strings hold (headlines: short strings)."""
    one, other = one[:80], other[:80]
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def _match(
    leaving: Sequence[_Place],
    arriving: Sequence[_Place],
    segments: dict[_Place, Segment],
    silent: set[_Place],
) -> dict[_Place, _Place]:
    """Jump lines paired with continuations: the surest first, nothing where two stay equal."""
    matched = _same_heads(leaving, arriving, segments)
    leaving = [place for place in leaving if place not in matched]
    arriving = [place for place in arriving if place not in set(matched.values())]
    return {**matched, **_surest_pairs(_scores(leaving, arriving, segments, silent))}


def _same_heads(
    leaving: Sequence[_Place], arriving: Sequence[_Place], segments: dict[_Place, Segment]
) -> dict[_Place, _Place]:
    """Pairs that alone on their pages have one and the same headline: nothing can be surer."""
    outs, ins = _by_head(leaving, segments), _by_head(arriving, segments)
    return {
        places[0]: ins[head][0]
        for head, places in outs.items()
        if head and len(places) == 1 and len(ins.get(head, ())) == 1
    }


def _by_head(places: Sequence[_Place], segments: dict[_Place, Segment]) -> dict[str, list[_Place]]:
    heads: dict[str, list[_Place]] = {}
    for place in places:
        heads.setdefault(_tight(segments[place].headline), []).append(place)
    return heads


def _scores(
    leaving: Sequence[_Place],
    arriving: Sequence[_Place],
    segments: dict[_Place, Segment],
    silent: set[_Place],
) -> dict[tuple[_Place, _Place], float]:
    """How well every jump line and every continuation that may belong together do."""
    runs = {place: _runs(segments[place]) for place in {*leaving, *arriving}}
    # Words that every candidate shares tell nothing apart.
    common: frozenset[str] = frozenset()
    if len(leaving) > 1:
        common = frozenset.intersection(*(runs[place] for place in leaving))
    scores: dict[tuple[_Place, _Place], float] = {}
    for out in leaving:
        for into in arriving:
            head = _head_score(segments[out], segments[into])
            shared = len((runs[out] & runs[into]) - common)
            fit = _fit(segments[out], segments[into])
            if into in silent and (head is None or head < 6):
                continue
            if head is not None and head < 0 and shared < 2:
                continue
            # One run of four characters in common is chance; names and phrases give several.
            scores[out, into] = (head or 0.0) + min(shared, 12) * 0.5 + fit - (2.0 if into in silent else 0.0)
    return scores


def _surest_pairs(scores: dict[tuple[_Place, _Place], float]) -> dict[_Place, _Place]:
    """Pairs from the surest down; where one has a rival as good, neither it nor the rival is joined."""
    pairs = sorted(scores, key=lambda pair: (-scores[pair], _order(pair[0]), _order(pair[1])))
    matched: dict[_Place, _Place] = {}
    settled: set[_Place] = set()
    for number, (out, into) in enumerate(pairs):
        if out in settled or into in settled:
            continue
        rivals: list[tuple[_Place, _Place]] = []
        for rival in pairs[number + 1 :]:
            if scores[out, into] - scores[rival] >= _MARGIN:
                break
            if (rival[0] == out or rival[1] == into) and not settled & set(rival):
                rivals.append(rival)
        if rivals:
            settled |= {out, into, *(place for rival in rivals for place in rival)}
        else:
            settled |= {out, into}
            matched[out] = into
    return matched


def _order(place: _Place) -> int:
    return place.order


def _fit(out: Segment, into: Segment) -> float:
    """Whether the cut text fits: a sentence cut in two, or whole sentences on both sides."""
    if not out.paragraphs or not into.paragraphs:
        return 0.0
    cut = not out.paragraphs[-1].text.shown.rstrip().endswith(_ENDS)
    begins = into.paragraphs[0].text.shown[:1]
    return 0.25 if cut == (begins not in "“《（(") else 0.0


def _chains(segments: dict[_Place, Segment], links: dict[_Place, _Place]) -> list[list[_Place]]:
    """Segments in the order of their jumps (1 → 2 → 4); a ring of jumps is opened at its first segment."""
    targets = set(links.values())
    chains: list[list[_Place]] = []
    seen: set[_Place] = set()
    starts = [place for place in segments if place not in targets]
    for start in [*starts, *segments]:
        chain: list[_Place] = []
        place: _Place | None = start
        while place is not None and place not in seen:
            seen.add(place)
            chain.append(place)
            place = links.get(place)
        if chain:
            if place is not None:
                links.pop(chain[-1], None)
            chains.append(chain)
    order = {place: number for number, place in enumerate(segments)}
    return sorted(chains, key=lambda chain: order[chain[0]])


# Articles ------------------------------------------------------------------------------------


def _article(
    chain: Sequence[_Place],
    segments: dict[_Place, Segment],
    links: dict[_Place, _Place],
    reasons: dict[_Place, str],
    held: frozenset[str],
    used: set[str],
) -> Article:
    own = [segments[place] for place in chain]
    first = own[0]
    headline = next((segment.headline for segment in own if segment.headline), None)
    untitled = headline is None
    shown = headline if headline is not None else _first_words(own)
    pinned = next((segment.id for segment in own if segment.id), None)
    name = _unique(pinned or slug(shown.printed), used)
    numbered = _anchored(own)
    resolved: list[Segment] = []
    for number, (place, segment) in enumerate(zip(chain, numbered, strict=True)):
        following = numbered[number + 1] if number + 1 < len(numbered) else None
        before = numbered[number - 1] if number else None
        resolved.append(_resolve(place, segment, before, following, links, reasons, held))
    return Article(
        slug=name,
        headline=shown,
        segments=tuple(resolved),
        kicker=first.kicker,
        deck=first.deck,
        authors=_authors(own),
        datelines=tuple(dateline for segment in own for dateline in segment.datelines),
        untitled=untitled,
        orphan=reasons.get(chain[0], NO_SOURCE) if first.continuation is not None else None,
    )


def _authors(segments: Sequence[Segment]) -> tuple[Author, ...]:
    found: dict[str, Author] = {}
    for segment in segments:
        for author in segment.authors:
            if author.role != "photographer":
                found.setdefault(author.name, author)
    return tuple(found.values())


def _first_words(segments: Sequence[Segment]) -> Text:
    """A name for a story whose page prints none: its first words, at a mark where there is one."""
    for segment in segments:
        for paragraph in segment.paragraphs:
            text = paragraph.text.shown
            stop = re.search(r"[。！？；，,;.!?]", text[: _UNTITLED_LENGTH + 1])
            return Text(text[: stop.start() if stop and stop.start() >= 4 else _UNTITLED_LENGTH].strip())
        for figure in segment.figures:
            if figure.caption:
                return Text(figure.caption.shown[:_UNTITLED_LENGTH].strip())
    return Text("untitled")


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
        for segment in result
    ]


def _quoted(quote: PullQuote, paragraphs: Sequence[Paragraph]) -> PullQuote:
    """The pull quote with the paragraph that it repeats."""
    tight = _tight(quote.text)
    runs = {tight[at : at + 8] for at in range(0, max(1, len(tight) - 7), 2)}
    best: tuple[int, str] | None = None
    for paragraph in paragraphs:
        text = _tight(paragraph.text)
        found = sum(run in text for run in runs)
        if found and (best is None or found > best[0]):
            best = (found, paragraph.anchor)
    return replace(quote, anchor=best[1]) if best else quote


def _resolve(
    place: _Place,
    segment: Segment,
    before: Segment | None,
    following: Segment | None,
    links: dict[_Place, _Place],
    reasons: dict[_Place, str],
    held: frozenset[str],
) -> Segment:
    """The segment with both ends of its jumps set."""
    jumps: list[Jump] = []
    for jump in segment.jumps:
        if jump.kind == "reference":
            found = jump.to_page in held
            jumps.append(replace(jump, resolved=found, note="" if found else PAGE_NOT_HELD))
        elif following is not None and place in links:
            jumps.append(replace(jump, resolved=True, target=_entry(following)))
        else:
            jumps.append(replace(jump, note=reasons.get(place, NO_CONTINUATION)))
    continuation = segment.continuation
    if continuation is not None and before is not None:
        source = next((jump.anchor for jump in before.jumps if jump.kind == "continuation"), None)
        continuation = replace(continuation, resolved=True, target=source)
    paragraphs = segment.paragraphs
    if following is not None and paragraphs:
        last = paragraphs[-1]
        if not last.text.shown.rstrip().endswith(_ENDS):
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
}
_ORPHAN_MESSAGES = {
    PAGE_NOT_HELD: "{printed}: page {page} is not held, so this text stands on its own",
    NO_SOURCE: "{printed}: no jump line on page {page} leads to this text",
    AMBIGUOUS: "{printed}: several stories on page {page} fit equally well, so none was joined",
}


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
            severity = "info" if jump.note == PAGE_NOT_HELD else loud
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
        severity = "info" if article.orphan == PAGE_NOT_HELD else loud
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
