"""Jump lines, continuation lines and references -> data; which is which, and where they stand in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mkdocs_newspaper.model import Text
from mkdocs_newspaper.reading.blocks import page_label
from mkdocs_newspaper.reading.conventions.grammar import Conventions

#: A jump line is short: only the end (or the start) of a text is searched.
_REACH = 60


@dataclass(frozen=True, slots=True)
class JumpMark:
    """A jump or continuation line found in a text: the mark as printed, its page, where it starts and ends."""

    printed: str
    page: str
    start: int
    end: int


def label_of(token: str, conventions: Conventions) -> str | None:
    """第四版, A02版, 头版, Page 4 -> the page's label."""
    bare = conventions.page_affixes.sub("", token.strip())
    return page_label(conventions.page_words.get(bare, bare))


def _page_of(match: re.Match[str], conventions: Conventions) -> str | None:
    """The page that a mark names, in whichever of its groups."""
    groups = match.groupdict()
    tokens = (groups.get(name) for name in ("page", "bare", "named", "arrow"))
    return label_of(next((token for token in tokens if token), ""), conventions)


def find_jump(text: str, conventions: Conventions) -> JumpMark | None:
    """The jump line (下转第四版) that closes `text`, glued to its last sentence or alone."""
    start = max(0, len(text) - _REACH)
    if conventions.jump_cue.search(text, start) is None:
        return None
    match = conventions.jump.search(text, start)
    if match is None:
        return None
    page = _page_of(match, conventions)
    if page is None:
        return None
    return JumpMark(match.group("mark").strip(), page, match.start(), match.end())


def find_continuation(text: str, conventions: Conventions) -> JumpMark | None:
    """The continuation line (上接第一版) that opens `text`, glued to its first sentence or alone."""
    match = conventions.continuation.match(text)
    if match is None:
        return None
    page = _page_of(match, conventions)
    if page is None:
        return None
    return JumpMark(match.group("mark").strip(), page, 0, match.end())


def find_headline_continuation(text: str, conventions: Conventions) -> JumpMark | None:
    """The continuation line at the end of a jump head (…会见… （上接第一版）)."""
    match = conventions.continuation_tail.search(text, max(0, len(text) - _REACH))
    if match is None:
        return None
    page = _page_of(match, conventions)
    if page is None:
        return None
    return JumpMark(match.group("mark").strip(), page, match.start(), len(text))


def first_reference(text: str, conventions: Conventions) -> re.Match[str] | None:
    """The first reference (全文见第二版) inside a text, None where it holds none."""
    if conventions.reference_cue.search(text) is None:
        return None
    return conventions.reference.search(text)


def find_references(text: Text, conventions: Conventions) -> list[tuple[str, tuple[str, ...], int, int]]:
    """References (全文见第二版) inside a text: the mark as printed, its pages, start and end."""
    found: list[tuple[str, tuple[str, ...], int, int]] = []
    if conventions.reference_cue.search(text.shown) is None:
        return found
    for match in conventions.reference.finditer(text.shown):
        groups = [group for group in match.groups() if group]
        if not groups:
            continue
        tokens = conventions.page_token.findall(groups[-1])
        pages = tuple(dict.fromkeys(page for token in tokens if (page := page_label(token.strip()))))
        if pages:
            found.append((match.group(), pages, match.start(), match.end()))
    return found
