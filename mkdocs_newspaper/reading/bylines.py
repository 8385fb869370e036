"""Bylines and photo credits -> Authors: 记者倪四义、赵宇 · 田 嘉 曹迎新摄影报道 · 新华社记者 黄敬文摄."""

from __future__ import annotations

import re
from typing import cast

from mkdocs_newspaper.model import Author, AuthorRole
from mkdocs_newspaper.reading.conventions.grammar import IS_HAN, Conventions

_BRACKETS = "（）()〔〕[]【】「」 　\t■□●○◆◇▲△—-:："
#: More names than this is a sentence, not a byline.
_MOST_NAMES = 12


def names(text: str, conventions: Conventions) -> tuple[str, ...] | None:
    """The personal names in `text`, letter-spaced ones joined (彭 亮 -> 彭亮); None if it holds anything else."""
    text = conventions.and_others.sub("", text.strip(_BRACKETS))
    if conventions.spaced:
        parts = [
            part.strip() for part in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*", text) if part.strip()
        ]
        # LI MING is Li Ming in capitals.
        found = [part.title() if part.isupper() else part for part in parts]
    else:
        found = []
        for run in re.split(r"[、，,;；/／]", text):
            found += _spaced_names([token for token in re.split(r"[\s　]+", run) if token])
    split: list[str] = []
    for one in found:
        split += (
            [part for part in conventions.name_joint.split(one) if part]
            if not conventions.name.fullmatch(one)
            else [one]
        )
    if not split or len(split) > _MOST_NAMES:
        return None
    if all(conventions.name.fullmatch(one) for one in split):
        return tuple(split)
    return None


def _spaced_names(tokens: list[str]) -> list[str]:
    """Single Han characters joined in pairs: [田, 嘉, 曹迎新] -> [田嘉, 曹迎新]."""
    joined: list[str] = []
    pending = ""
    for token in tokens:
        if len(token) == 1 and IS_HAN.match(token):
            if pending:
                joined.append(pending + token)
                pending = ""
            else:
                pending = token
        else:
            # 欧阳 明: a single left over belongs to the two characters before it
            if pending and len(token) == 2 and not joined:
                joined.append(pending + token)
                pending = ""
                continue
            if pending:
                joined.append(pending)
                pending = ""
            joined.append(token)
    if pending:
        if joined and len(joined[-1]) == 2 and len(tokens) == 2:
            joined[-1] += pending
        else:
            joined.append(pending)
    return joined


def byline(text: str, conventions: Conventions, agency: str | None = None) -> tuple[Author, ...] | None:
    """The authors that a byline names; None if `text` is no byline.

    A byline is role words, each with its names (本报记者 王明 通讯员 李强), in brackets or after a square.
    `agency` is that of the dateline beside it, which a bare 记者 belongs to.
    """
    if conventions.role_cue.search(text) is None:
        return None
    stripped = conventions.byline_suffix.sub("", text.strip().strip(_BRACKETS)).strip(_BRACKETS)
    matches = list(conventions.role.finditer(stripped))
    if not matches or len(stripped) > 90:
        return None
    if stripped[: matches[0].start()].strip(_BRACKETS):
        return None
    authors: list[Author] = []
    for match, after in zip(matches, [*matches[1:], None], strict=True):
        part = stripped[match.end() : after.start() if after else len(stripped)]
        part = conventions.byline_suffix.sub("", part)
        found = names(part, conventions)
        word = match.group("role").strip()
        if found is None:
            if part.strip(_BRACKETS) and not conventions.signing_group.fullmatch(part.strip(_BRACKETS)):
                return None
            # 本报评论员 alone; 记者 alone names nobody
            if word in conventions.offices_that_sign:
                authors.append(Author((match.group("agency") or "") + word, "writer", match.group("agency")))
                continue
            if authors and after is None:
                continue
            group = part.strip(_BRACKETS)
            if conventions.signing_group.fullmatch(group):
                authors.append(Author(group, cast(AuthorRole, conventions.roles.get(word, "writer"))))
                continue
            return None
        role = cast(AuthorRole, conventions.roles.get(word, "writer"))
        own = match.group("agency") or agency
        authors += (Author(name, role, own or None) for name in found)
    return tuple(dict.fromkeys(authors)) or None


def photographers(credit: str, conventions: Conventions) -> tuple[Author, ...] | None:
    """The photographers of a credit; () where it names only a source (资料图片, …供图); None if it is no credit."""
    text = credit.strip().strip("（）()〔〕[]【】。. 　")
    if conventions.picture_source.search(text):
        return () if len(text) <= 24 else None
    agency: str | None = None
    with_agency = conventions.sent_by.match(text)
    if with_agency:
        agency = with_agency.group("agency")
        text = text[with_agency.end() :]
    text = conventions.taken.sub("", text)
    role = conventions.credit_role.match(text)
    if role and len(role.group("agency").strip()) <= 12:
        agency = role.group("agency").strip(" 　:：") or agency
        text = text[role.end() :]
        # 本报记者 王明 通讯员 李强摄
        text = conventions.role_between.sub(" ", text)
    if conventions.spaced and "/" in text:
        text, _, agency = (part.strip() for part in text.partition("/"))
    found = names(text, conventions)
    if found is None:
        return None
    return tuple(Author(name, "photographer", agency or None) for name in dict.fromkeys(found))


def credit(text: str, conventions: Conventions) -> tuple[str, tuple[Author, ...]] | None:
    """A line that is a photo credit and nothing else -> the credit as printed and its photographers."""
    if len(text) > 80:
        return None
    match = conventions.credit.match(text)
    # （文中图片由市档案馆提供）speaks of the story's pictures, it stands under none.
    if match is None or conventions.pictures_of_story.match(text):
        return None
    found = photographers(match.group("credit"), conventions)
    return None if found is None else (text.strip(), found)


def credit_tail(text: str, conventions: Conventions) -> tuple[int, str, tuple[Author, ...]] | None:
    """A credit that closes a caption -> where it starts, the credit as printed, its photographers."""
    start = max(0, len(text) - 80)
    if conventions.credit_cue.search(text, start) is None:
        return None
    match = conventions.credit_tail.search(text, start)
    if match is None or match.start() == 0:
        return None
    found = photographers(match.group("credit"), conventions)
    if found is None:
        return None
    return match.start(), match.group().strip().rstrip("。. "), found
