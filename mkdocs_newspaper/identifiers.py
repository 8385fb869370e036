"""The names that stories go by in URLs, data and translation catalogs, each once an issue; and their anchors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from mkdocs_newspaper.model import Issue, Segment

#: The first two would become the folder's own page, the others can't be files on Windows.
RESERVED_NAMES = frozenset({"index", "readme", "issue", "404", "con", "prn", "aux", "nul"})
#: What a print page is called: p1, p12, pa2. No story may take such a name.
PRINT_PAGE_NAME = re.compile(r"p[a-z]*\d+")
_UNSAFE = re.compile(r"[^A-Za-z0-9_]+")
_LONGEST_NAME = 80


def safe_name(text: str) -> str:
    """`text` as one ASCII segment of a path, without dots; "" if nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", text)
    return _UNSAFE.sub("-", plain).strip("-")[:_LONGEST_NAME].rstrip("-")


def unique_names(wanted: Iterable[str], taken: Iterable[str] = (), fallback: str = "story") -> list[str]:
    """One name for each of `wanted`: safe, neither reserved nor taken; `-2`, `-3` … in order on collisions.

    Compared without case, as some file systems do.
    """
    used = {name.casefold() for name in taken}
    names: list[str] = []
    following: dict[str, int] = {}
    for text in wanted:
        base = safe_name(text) or fallback
        reserved = base.casefold() in RESERVED_NAMES or PRINT_PAGE_NAME.fullmatch(base.casefold())
        name = base
        number = following.get(base.casefold(), 2)
        if reserved or name.casefold() in used:
            while (name := f"{base}-{number}").casefold() in used:
                number += 1
            following[base.casefold()] = number + 1
        used.add(name.casefold())
        names.append(name)
    return names


def story_names(issue: Issue) -> list[str]:
    """The name of every article and then of every orphan, in the issue's order."""
    return unique_names(article.slug for article in (*issue.articles, *issue.orphans))


def article_id(issue: Issue, name: str) -> str:
    """What an article is called in data: "2025-06-18/<name>"; `name` as `story_names` gives it."""
    return f"{issue.id}/{name}"


def anchors(segment: Segment) -> Iterator[str]:
    """Every anchor that stands in a segment."""
    yield from (one.anchor for one in segment.paragraphs)
    yield from (one.anchor for one in segment.jumps if one.kind == "continuation")
    yield from (one.anchor for one in segment.figures)
    if segment.continuation is not None:
        yield segment.continuation.anchor


def on_print_page(segment: Segment, anchor: str = "") -> str:
    """An article's anchor on the print page of `segment`: "a2-s1-3"; "a2" for the fragment itself."""
    return f"a{segment.order}-{anchor}" if anchor else f"a{segment.order}"
