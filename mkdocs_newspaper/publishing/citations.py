"""A story or an issue -> the line that one cites it by."""

from __future__ import annotations

from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.bilingual.languages import is_chinese
from mkdocs_newspaper.publishing.sheets import Sheet
from mkdocs_newspaper.publishing.stories import IssueView, Story


def cite_story(sheet: Sheet, view: IssueView, story: Story) -> list[tuple[str, bool]]:
    """The citation of a story as parts: text, and whether it is in the newspaper's language.

    Chinese pages cite as GB/T 7714-2015 asks (`作者. 题名[N]. 报名, 年-月-日(版次).`), the others as English
    newspapers are usually cited.
    """
    article = story.article
    names = [formatting.author_name(one.name, sheet.language) for one in article.authors]
    paper = sheet.newspaper_name()
    headline = article.headline.shown
    if is_chinese(sheet.language):
        authors = f"{', '.join(names)}. " if names else ""
        date = view.issue.date.isoformat()
        pages = ", ".join(article.pages)
        source = f"{paper}, {date}" if paper else date
        return [(authors, False), (headline, True), (f"[N]. {source}({pages}).", False)]
    authors = f"{', '.join(names)}. " if names else ""
    source = ", ".join(part for part in (paper, sheet.long_date(view), sheet.pages(story)) if part)
    return [(f"{authors}“", False), (headline, True), (f".” {source}.", False)]


def cite_issue(sheet: Sheet, view: IssueView) -> list[tuple[str, bool]]:
    """The citation of a whole issue, in the same form."""
    date = view.issue.date.isoformat() if is_chinese(sheet.language) else sheet.long_date(view)
    edition = view.issue.edition or ""
    found = [
        (sheet.newspaper_name(), False),
        (date, False),
        (edition, not edition.isascii()),
        (sheet.issue_number(view), False),
    ]
    parts: list[tuple[str, bool]] = []
    for text, original in found:
        if text:
            parts += [(", ", False), (text, original)] if parts else [(text, original)]
    return [*parts, (".", False)]
