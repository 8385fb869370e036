"""A story -> what can be said of it in another language before anybody has translated it.

Only the structure speaks: who is named, where, dateline, print pages, reporters, photographs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from mkdocs_newspaper.model import Entry
from mkdocs_newspaper.publishing.sheets import Sheet, html_language
from mkdocs_newspaper.publishing.stories import Story

#: More names than this would be an index, not a digest.
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or some place: the name for the page, the name as printed, and what is known beside it."""

    name: str
    printed: str
    printed_language: str
    detail: str
    href: str | None = None  # to its entry's page
    name_language: Markup | None = None  # the `lang` attribute of the name, a space before it


@dataclass(frozen=True, slots=True)
class Digest:
    """The rows of a digest; empty rows are not drawn."""

    people: tuple[Named, ...]
    places: tuple[Named, ...]
    organizations: tuple[Named, ...]
    terms: tuple[Named, ...]
    more: int  # names left out
    datelines: tuple[str, ...]
    reporters: str
    photographs: int
    credits: tuple[str, ...]


def digest(sheet: Sheet, story: Story) -> Digest:
    """What a page in another language than the newspaper's says of `story`."""
    counts: dict[str, int] = {}
    for mention in story.article.mentions:
        # Reporters have a row of their own, and so has the agency of the dateline.
        if mention.anchor != "byline" and (mention.anchor, mention.kind) != ("dateline", "organization"):
            counts[mention.entry] = counts.get(mention.entry, 0) + 1
    shown: dict[str, list[Named]] = {"person": [], "place": [], "organization": [], "term": []}
    # The most named come first; those named equally often stay in the order of the text.
    for identifier in sorted(counts, key=lambda one: -counts[one]):
        entry = sheet.entry(identifier)
        if entry is not None:
            shown[entry.kind].append(_named(sheet, entry))
    more = sum(max(0, len(found) - MOST_NAMES) for found in shown.values())
    return Digest(
        people=tuple(shown["person"][:MOST_NAMES]),
        places=tuple(shown["place"][:MOST_NAMES]),
        organizations=tuple(shown["organization"][:MOST_NAMES]),
        terms=tuple(shown["term"][:MOST_NAMES]),
        more=more,
        datelines=tuple(dict.fromkeys(sheet.dateline(one) for one in story.article.datelines)),
        reporters=sheet.authors(story) if story.article.authors else "",
        photographs=len(story.article.figures),
        credits=_credits(sheet, story),
    )


def _credits(sheet: Sheet, story: Story) -> tuple[str, ...]:
    """Who took the pictures: the names in one line where all are known, else the credits themselves."""
    credited = [figure for figure in story.article.figures if figure.credit]
    if credited and all(figure.photographers for figure in credited):
        people = dict.fromkeys(
            replace(one, role="reporter") for figure in credited for one in figure.photographers
        )
        return (sheet.people(list(people)),)
    return tuple(dict.fromkeys(credit for figure in credited if (credit := sheet.credit(figure))))


def _named(sheet: Sheet, entry: Entry) -> Named:
    digested = sheet.parts.digested
    held = digested.get(entry.id)
    if held is None or held[0] is not entry:
        href = sheet.entry_link(entry.id)
        key = (entry, href, sheet.language, sheet.source_language)
        of_any_issue = sheet.press.parts.digested
        named = of_any_issue.get(key) or of_any_issue.put(key, _made_named(sheet, entry, href))
        held = digested[entry.id] = entry, named
    return held[1]


def _made_named(sheet: Sheet, entry: Entry, href: str | None) -> Named:
    chinese = sheet.language.startswith("zh")
    name, name_language, _ = sheet.called(entry)[0]
    printed = entry.en if chinese else entry.zh
    return Named(
        name=name,
        name_language=name_language,
        printed=printed if printed and printed != name else "",
        printed_language="en" if chinese else html_language(sheet.source_language),
        detail=sheet.post(entry.office, entry.country),
        href=href,
    )
