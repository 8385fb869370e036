"""An issue, or an entry, with all its pages and files -> one name for all that they are made from.

Where it is the name that the last build gave, what that build wrote stands: not one page of the chapter need be
planned. Where it is another, the pages are planned and asked one by one (`kept_pages`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from typing import Any

import msgspec

from mkdocs_newspaper.cache import digest, package_digest
from mkdocs_newspaper.glossary.index import Record
from mkdocs_newspaper.issue_shelf import issue_digest
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.register import NEIGHBOURS
from mkdocs_newspaper.publishing.sheets import Press
from mkdocs_newspaper.publishing.views import Contents
from mkdocs_newspaper.publishing.witness import Answers, Question

#: Options that no page depends on.
_SILENT = frozenset({"cache", "executor", "incremental", "workers"})

_encode = msgspec.msgpack.Encoder().encode


class WrittenChapter(msgspec.Struct, frozen=True, array_like=True):
    """What a build wrote of an issue or entry. `key` is "" where something of it has no place in the site.

    `pages` are `src_uri` by language, `files` paths below the site's folder; `asked` are the places of its
    questions among those of the record, packed.
    """

    key: str
    pages: Mapping[str, Sequence[str]]
    files: Sequence[str]
    asked: bytes


class Digests:
    """What an archive holds, as digests."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._places = {view.folder: place for place, view in enumerate(press.issues)}
        self._pictures: dict[str, list[str]] = {}
        for (folder, name), picture in press.pictures.items():
            self._pictures.setdefault(folder, []).append(f"{name} {picture!r}")
        self._issues: dict[int, str] = {}

    def issue(self, place: int) -> str:
        """All that is in an issue, and its pictures."""
        if place not in self._issues:
            view = self._press.issues[place]
            # What was found out later than its text stands in the head.
            text = issue_digest(self._press.archive.issues, place)
            head = _encode(replace(view.head, entries=()))
            pictures = self._pictures.get(view.folder, ())
            self._issues[place] = digest(text, head, view.folder, *pictures)
        return self._issues[place]

    def with_neighbours(self, folder: str) -> list[str]:
        """An issue, the one before and the one after."""
        place = self._places[folder]
        near = (place - 1, place, place + 1)
        return [self.issue(one) if 0 <= one < len(self._places) else "" for one in near]

    def alone(self, folder: str) -> list[str]:
        """An issue."""
        return [self.issue(self._places[folder])]

    def holds(self, folder: str) -> bool:
        """Whether there is an issue in that folder."""
        return folder in self._places

    @cached_property
    def everything(self) -> str:
        """The whole archive."""
        return digest(*(self.issue(place) for place in range(len(self._places))))


class ChapterKeys:
    """Names for all that the pages of a chapter, and its files, are made from."""

    def __init__(self, press: Press, contents: Contents, digests: Digests, answers: Answers) -> None:
        self._press = press
        self._contents = contents
        self._digests = digests
        self._answers = answers
        self._entries: dict[str, str] = {}
        self._common = digest(
            package_digest(),
            *_said(press.options),
            repr(press.urls),
            repr((press.site_url, press.serving, press.source_language)),
            repr(press.archive.newspaper),
        )

    def of(self, chapter: Question) -> str:
        """The name of an issue or entry that the archive holds; "" for another."""
        kind, which = chapter
        if kind == "issue":
            if not self._digests.holds(which):
                return ""
            return digest(self._common, kind, *self._digests.with_neighbours(which))
        record = self._press.register.index.get(which)
        if record is None or not record.has_page:
            return ""
        # Beside the entry's own pages, its neighbours' say whose they are.
        place, records = self._press.register.among(record)
        beside = records[max(0, place - 1) : place + 2]
        listed = records[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
        return digest(
            self._common,
            kind,
            which,
            str(self._contents.dated(chapter)),
            *(self._answers.to(("record", one.entry.id)) for one in beside),
            "listed",
            *map(self._entry, listed),
        )

    def _entry(self, record: Record) -> str:
        """An entry as the sidebars of others list it."""
        identifier = record.entry.id
        if identifier not in self._entries:
            path = self._press.register.paths[identifier]
            self._entries[identifier] = digest(path, self._answers.to(("entry", identifier)))
        return self._entries[identifier]


def _said(options: Options) -> Iterable[str]:
    """What the options say, the same in every process: sets have no order."""
    for one in fields(options):
        if one.name not in _SILENT:
            value: Any = getattr(options, one.name)
            yield f"{one.name}={sorted(value) if isinstance(value, frozenset) else value!r}"
