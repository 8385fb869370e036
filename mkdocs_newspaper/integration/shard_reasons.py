"""An archive -> what each of its parts is made of, as names: the same for the same."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.cache import digest
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.integration.chapters import Digests
from mkdocs_newspaper.integration.shard_shop import Made, Shop
from mkdocs_newspaper.issue_shelf import Shelf
from mkdocs_newspaper.publishing.parts import Part
from mkdocs_newspaper.publishing.pictures import Picture
from mkdocs_newspaper.publishing.register import Register
from mkdocs_newspaper.publishing.views import open_press
from mkdocs_newspaper.publishing.wall_calendar import by_date, fullest_day
from mkdocs_newspaper.publishing.witness import Answers, Question
from mkdocs_newspaper.translation_shelf import translation_digest


def answered(answers: Answers, asked: Iterable[Question]) -> str:
    """A name for what an archive answers to these questions, in this order."""
    return digest(*(f"{what} {which} {answers.to((what, which))}" for what, which in asked))


class Reasons:
    """Why a part would come out otherwise than last time."""

    def __init__(self, shop: Shop, archive: Archive, register: Register) -> None:
        assert isinstance(archive.issues, Shelf)
        self._shop = shop
        self._archive = archive
        self._issues = archive.issues
        self._press, self._findings = open_press(archive, shop.options, shop.facts, register)
        digests = Digests(self._press)
        #: Every issue by itself: its text, its findings, its images, its translations.
        self._own = [digest(digests.issue(place), *self._beside(place)) for place in range(len(self._issues))]
        self._answers = Answers(self._press, digests.everything)

    def of(self, part: Part) -> str:
        """A name for what a part is made of, beside what its pages ask of the archive."""
        said: Iterable[str] = self._own
        if part.year is not None:
            said = self._of_year(part)
        elif part.is_root:
            said = [*self._own, *map(repr, self._all_findings)]
        return digest(self._shop.whole, repr(part), repr(self._archive.newspaper), *said)

    def stand(self, made: Made) -> bool:
        """Whether the archive answers what the pages of a part asked as it did when they were made."""
        return answered(self._answers, made.asked) == made.answered

    @property
    def _all_findings(self) -> list[Diagnostic]:
        return [*self._archive.diagnostics, *self._findings]

    def _of_year(self, part: Part) -> Iterator[str]:
        """Its issues, those before and after, and what its page of the calendar shows of the archive."""
        places = [place for place, head in enumerate(self._issues.heads) if part.makes_issue(head)]
        yield from self._own[max(0, places[0] - 1) : places[-1] + 2]
        yield from self._of_calendar

    @cached_property
    def _of_calendar(self) -> list[str]:
        views = self._press.issues
        return [
            *(self._answers.to((what, "")) for what in ("languages", "sections")),
            *(self._answers.to(("folder", name)) for name in self._press.register.folders),
            self._press.source_language,
            repr(sorted({view.head.date.year for view in views})),
            str(fullest_day(by_date(views))),
        ]

    def _beside(self, place: int) -> Iterator[str]:
        """The translations of an issue, and its images as they are."""
        head = self._issues.shelved[place].head
        for language in self._shop.options.languages:
            yield translation_digest(self._archive.translations, (head.id, language))
        for name, picture in self._pictures.get(self._press.issues[place].folder, ()):
            try:
                status = os.stat(picture.file)
            except OSError:
                continue
            yield f"{name} {status.st_size} {status.st_mtime_ns}"

    @cached_property
    def _pictures(self) -> dict[str, list[tuple[str, Picture]]]:
        """By the issue's folder, with the names that the issue calls them by."""
        found: dict[str, list[tuple[str, Picture]]] = {}
        for (folder, name), picture in self._press.pictures.items():
            found.setdefault(folder, []).append((name, picture))
        return found
