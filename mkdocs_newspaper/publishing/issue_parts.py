"""What the pages of one issue say alike: each part made once, and held while that issue's pages are drawn.

A story stands on its own page and on its print pages, and the same names on all of them. Pages of one
language that lie equally deep in the issue's folder have the same links to the rest of the archive.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from markupsafe import Markup

if TYPE_CHECKING:
    from mkdocs_newspaper.model import Entry, Text
    from mkdocs_newspaper.publishing.citations import Cited
    from mkdocs_newspaper.publishing.digest import Named
    from mkdocs_newspaper.publishing.listings import IssueLines
    from mkdocs_newspaper.publishing.stories import Story
    from mkdocs_newspaper.publishing.translated import StoryTranslations

#: So many issues' parts are held, for each language and depth: pages are drawn issue by issue.
HELD = 6
#: The pages of entries show the newest issues again and again: the lines of so many are held.
LISTED = 400
#: So many names' elements, and as many of their lines, are held: most issues name the same.
NAMED = 3000

Made = TypeVar("Made")


class Held(Generic[Made]):
    """What was wanted last, by all that it depends on; what was not wanted for long is given up."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Made] = OrderedDict()

    def get(self, key: Hashable) -> Made | None:
        """None where it was not made yet, or is not held any more."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: Hashable, made: Made) -> Made:
        """Holds what was made, and gives it back."""
        self._held[key] = made
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return made


@dataclass(eq=False, slots=True)
class IssueParts:
    """The parts, by the ids of entries and the names of stories.

    Where a story or text may come from elsewhere, it stands beside what was made of it, to be compared.
    """

    entries: dict[str, Entry] | None = None  # of the issue
    elements: dict[str, tuple[Markup, Markup]] = field(default_factory=dict)  # around mentions
    links: dict[str, str | None] = field(default_factory=dict)  # to the pages of entries
    named: dict[str, tuple[Entry, str | None, int] | None] = field(default_factory=dict)
    lines: dict[tuple[str, str | None, int], Markup] = field(default_factory=dict)  # of lists of names
    digested: dict[str, tuple[Entry, Named]] = field(default_factory=dict)
    credits: dict[str, tuple[Story, list[str]]] = field(default_factory=dict)
    cited: dict[tuple[str, str | None], tuple[Story, Cited]] = field(default_factory=dict)
    coins: dict[str, tuple[Story, Markup]] = field(default_factory=dict)
    converted: dict[str, tuple[Story, Sequence[str]]] = field(default_factory=dict)  # into the other script
    texts: dict[tuple[str, str, bool], tuple[Text, Markup]] = field(default_factory=dict)


class PartsOfIssues:
    """The parts of the issues whose pages were drawn last."""

    def __init__(self) -> None:
        self._held: Held[IssueParts] = Held(HELD)
        self._last: tuple[Hashable, IssueParts] = None, IssueParts()
        self.listed: Held[IssueLines] = Held(LISTED)  # what lists of mentions say of issues
        self.translated: Held[StoryTranslations] = Held(HELD)
        self.ways: Held[str] = Held(NAMED)  # to the pages of entries
        self.elements: Held[tuple[Markup, Markup]] = Held(NAMED)  # around mentions of entries
        self.lines: Held[Markup] = Held(NAMED)  # of lists of names
        self.digested: Held[Named] = Held(NAMED)  # what digests say of entries

    def of(self, key: Hashable) -> IssueParts:
        """The parts that belong to a key, which tells all that they depend on."""
        last, parts = self._last
        if last is key and key is not None:  # a page asks a hundred times
            return parts
        found = self._held.get(key) or self._held.put(key, IssueParts())
        self._last = key, found
        return found
