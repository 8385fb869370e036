"""What the pages of one issue say alike: each part made once, and held while that issue's pages are drawn.

A story stands on its own page and on its print pages, and the same names on all of them. Pages of one
language that lie equally deep in the issue's folder have the same links to the rest of the archive.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from mkdocs_newspaper.model import Entry, Text
    from mkdocs_newspaper.publishing.citations import Cited
    from mkdocs_newspaper.publishing.digest import Named
    from mkdocs_newspaper.publishing.stories import Story

#: So many issues' parts are held, for each language and depth: pages are drawn issue by issue.
HELD = 6


@dataclass(eq=False, slots=True)
class IssueParts:
    """The parts, by the ids of entries and the names of stories.

    Where a story or text may come from elsewhere, it stands beside what was made of it, to be compared.
    """

    elements: dict[str, tuple[Markup, Markup]] = field(default_factory=dict)  # around mentions
    links: dict[str, str | None] = field(default_factory=dict)  # to the pages of entries
    named: dict[str, tuple[Entry, str | None, int] | None] = field(default_factory=dict)
    lines: dict[tuple[str, str | None, int], Markup] = field(default_factory=dict)  # of lists of names
    digested: dict[str, tuple[Entry, Named]] = field(default_factory=dict)
    credits: dict[str, tuple[Story, list[str]]] = field(default_factory=dict)
    cited: dict[tuple[str, str | None], tuple[Story, Cited]] = field(default_factory=dict)
    coins: dict[str, tuple[Story, Markup]] = field(default_factory=dict)
    texts: dict[tuple[str, str, bool], tuple[Text, Markup]] = field(default_factory=dict)


class PartsOfIssues:
    """The parts of the issues whose pages were drawn last."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, IssueParts] = OrderedDict()
        self._last: tuple[Hashable, IssueParts] = None, IssueParts()

    def of(self, key: Hashable) -> IssueParts:
        """The parts that belong to a key, which tells all that they depend on."""
        last, parts = self._last
        if last is key and key is not None:  # a page asks a hundred times
            return parts
        found = self._held.get(key)
        if found is None:
            found = self._held[key] = IssueParts()
            if len(self._held) > HELD:
                self._held.popitem(last=False)
        else:
            self._held.move_to_end(key)
        self._last = key, found
        return found
