"""Each kind of page and what it holds: a calendar, an issue, a story, an entry … -> PublishedPage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal, TypeVar

from mkdocs_newspaper.bilingual.formatting import weekday_initials, weekday_names
from mkdocs_newspaper.glossary.index import Record
from mkdocs_newspaper.identifiers import anchors, on_print_page
from mkdocs_newspaper.model import EntryKind
from mkdocs_newspaper.publishing import (
    feeds,
    iiif,
    metadata,
    wall_calendar,
)
from mkdocs_newspaper.publishing.citations import cite_issue, cite_story, coins, downloads
from mkdocs_newspaper.publishing.digest import digest
from mkdocs_newspaper.publishing.listings import index_lines, mention_list
from mkdocs_newspaper.publishing.placement import issue_context
from mkdocs_newspaper.publishing.register import (
    GLOSSARY_FILES,
    HEIGHT,
    MOST_COMPANY,
    Folder,
    groups,
    timeline,
    year_links,
)
from mkdocs_newspaper.publishing.search import article_search, entry_search
from mkdocs_newspaper.publishing.sheets import Press, Sheet, Turn
from mkdocs_newspaper.publishing.stories import IssueView, Placed, Story, flow
from mkdocs_newspaper.publishing.urls import Urls, page_anchor
from mkdocs_newspaper.publishing.witness import (
    Witness,
    of_entry,
)

Neighbour = TypeVar("Neighbour")
PageKind = Literal["calendar", "year", "issue", "print-page", "article", "names", "terms", "entry"]


#: How many issues stand as cards under a calendar.
LATEST_ISSUES = 6
#: How many of its stories such a card names.
LISTED_STORIES = 4


@dataclass(frozen=True, slots=True)
class TocItem:
    """A line of a page's table of contents."""

    title: str
    anchor: str
    children: tuple[TocItem, ...] = ()


@dataclass(frozen=True, slots=True)
class SidebarItem:
    """A line of the issue's sidebar: a story or print page of the same issue. `src_uri` names the page."""

    title: str
    src_uri: str
    lang: str | None = None  # language of `title` where it is not the page's own


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page of the archive in one language.

    `src_uri` is the page's name as MkDocs would have it for a Markdown file (`archive/2025/06/18/p1.md`,
    `en/archive/index.md`); `parent`, `previous` and `following` are other pages' `src_uri`, `twins` maps
    every language (its own too) to the `src_uri` of the same page. `body` renders the HTML of the page's
    content, `search` the HTML that the site's search may read ("" keeps the page out of the search).
    `metadata` makes the HTML of the page's head, without styles, of the page itself. Every other string is plain text: whoever
    prints `title`, `description`, a table of contents or a sidebar as HTML has to escape it.
    `wide` pages are laid out in columns and want no table of contents beside them.
    """

    kind: PageKind
    language: str
    src_uri: str
    title: str
    body: Callable[[], str]
    search: Callable[[], str] | None = None
    metadata: Callable[[PublishedPage], str] | None = None
    description: str = ""
    parent: str | None = None
    previous: str | None = None
    following: str | None = None
    twins: dict[str, str] = field(default_factory=dict)
    toc: tuple[TocItem, ...] = ()
    sidebar: tuple[SidebarItem, ...] = ()
    sidebar_title: str = ""
    issue_id: str | None = None
    source: str | None = None  # the first document behind it, below the issues folder
    wide: bool = False
    dated: dt.date | None = None  # the day of its issue, of the newest where it gathers several
    witness: Witness | None = None  # who notes what the page asks of the rest of the archive
    spoken: str = ""  # the language of its words, where `language` leaves the script open
    forget: Callable[[], None] | None = None  # gives up what drawing the page has gathered

    def head(self) -> str:
        """The HTML of the page's head."""
        return self.metadata(self) if self.metadata else ""


def beside(row: Sequence[Neighbour], place: int) -> tuple[Neighbour | None, Neighbour | None]:
    """What stands before and after a place, None at the ends."""
    before = row[place - 1] if place else None
    return before, row[place + 1] if place + 1 < len(row) else None


def _page(
    press: Press,
    kind: PageKind,
    sheet: Sheet,
    title: str,
    body: Callable[[], str],
    subject: Callable[[], metadata.Subject] = metadata.Subject,
    dated: dt.date | None = None,
    **more: Any,
) -> PublishedPage:
    """A page. `subject` tells what it is about when its head is drawn: a page holds no text before."""
    return PublishedPage(
        kind=kind,
        language=sheet.language,
        src_uri=sheet.src_uri,
        title=title,
        body=body,
        metadata=partial(_metadata, sheet, subject),
        twins=sheet.twins,
        dated=dated or (sheet.view.head.date if sheet.view else None),
        witness=press.witness,
        spoken=sheet.spoken,
        forget=sheet.forget,
        **{"search": str, **more},
    )


def _metadata(sheet: Sheet, subject: Callable[[], metadata.Subject], page: PublishedPage) -> str:
    return metadata.head(sheet, page, subject())


def newest_day(issues: Sequence[IssueView]) -> dt.date | None:
    return issues[-1].head.date if issues else None


def calendar_page(
    press: Press,
    language: str,
    years: Sequence[int],
    year: int | None,
    days: dict[dt.date, list[IssueView]],
    fullest: int,
) -> PublishedPage:
    urls = press.urls
    address = urls.calendar if year is None else partial(_year_address, urls, year)
    sheet = Sheet(press, language, address)
    shown = year if year is not None else (years[-1] if years else None)
    issues: Sequence[IssueView] = press.issues
    if year is not None:
        issues = [view for view in press.issues if view.head.date.year == year]

    name = sheet.newspaper_name()
    label = sheet.label
    before, after = beside(years, years.index(year)) if year is not None else (None, None)

    def body() -> str:
        months = wall_calendar.year_months(shown, days, fullest) if shown is not None else ()
        return press.render(
            "calendar.html" if year is None else "year.html",
            sheet,
            feeds=[("Atom", sheet.file(one.path)) for one in feeds.of_page(press, language, None, None)],
            coins=[
                coins(press, view, story)
                for view in issues[: -LATEST_ISSUES - 1 : -1]
                for story in view.stories[:LISTED_STORIES]
            ],
            years=years,
            is_calendar=year is None,
            shown=shown,
            months=months,
            weekdays=list(zip(weekday_names(language), weekday_initials(language), strict=True)),
            issues=issues,
            latest=issues[: -LATEST_ISSUES - 1 : -1],
            turns=_turns(
                Turn("prev", label("Previous year"), str(before), sheet.year(before)) if before else None,
                Turn("next", label("Next year"), str(after), sheet.year(after)) if after else None,
            ),
        )

    if year is None:
        title = label("Archive")
        description = label("{name}: all issues by date", name=name) if name else title
    else:
        title = str(year)
        description = label("{name}: the issues of {year}", name=name, year=year) if name else title
    return _page(
        press,
        "calendar" if year is None else "year",
        sheet,
        title,
        body,
        lambda: metadata.Subject(issues=issues),
        newest_day(issues or press.issues),
        description=description,
        parent=None if year is None else urls.calendar(language),
        previous=urls.year(language, before) if before else None,
        following=urls.year(language, after) if after else None,
        wide=True,
    )


def _year_address(urls: Urls, year: int, language: str) -> str:
    return urls.year(language, year)


def issue_pages(
    press: Press, language: str, view: IssueView, before: IssueView | None, after: IssueView | None
) -> Iterator[PublishedPage]:
    urls, issue = press.urls, view.head
    sheet = Sheet(press, language, lambda code: urls.issue(code, view.folder), view)
    date = sheet.long_date(view)
    title = f"{date} · {issue.edition}" if issue.edition else date
    common: dict[str, Any] = {
        "sidebar": _sidebar(sheet, view),
        "sidebar_title": title,
        "issue_id": issue.id,
    }
    first_source = issue.sources[0] if issue.sources else None
    name = sheet.newspaper_name()
    yield _page(
        press,
        "issue",
        sheet,
        title,
        partial(_issue_body, press, sheet, view, before, after),
        description=" · ".join([name, *sheet.masthead_line(view)] if name else sheet.masthead_line(view)),
        parent=urls.year(language, issue.date.year),
        previous=urls.issue(language, before.folder) if before else None,
        following=urls.issue(language, after.folder) if after else None,
        source=first_source,
        wide=True,
        **common,
    )
    for number in range(len(view.pages)):
        yield _print_page(press, language, view, number, title, common)
    for number in range(len(view.stories)):
        yield _article_page(press, language, view, number, title, common, first_source)


def _issue_body(
    press: Press, sheet: Sheet, view: IssueView, before: IssueView | None, after: IssueView | None
) -> str:
    label = sheet.label
    return press.render(
        "issue.html",
        sheet,
        view=view,
        citations=cite_issue(sheet, view),
        data_files=iiif.data_files(sheet, view),
        downloads=[],
        coins=[coins(press, view, story) for story in view.stories],
        turns=_turns(
            _issue_turn(sheet, "prev", label("Previous issue"), before),
            _issue_turn(sheet, "next", label("Next issue"), after),
        ),
        **issue_context(view),
    )


def _turns(*turns: Turn | None) -> list[Turn]:
    return [turn for turn in turns if turn is not None]


def _issue_turn(sheet: Sheet, relation: str, label: str, view: IssueView | None) -> Turn | None:
    if view is None:
        return None
    return Turn(relation, label, sheet.long_date(view), sheet.issue(view))


def _page_turn(sheet: Sheet, relation: str, label: str, placed: Placed | None) -> Turn | None:
    if placed is None or sheet.view is None:
        return None
    name = placed.page.label
    return Turn(relation, label, sheet.page_name(name), sheet.print_page(sheet.view, name))


def _story_turn(sheet: Sheet, relation: str, label: str, story: Story | None) -> Turn | None:
    if story is None or sheet.view is None:
        return None
    title = sheet.title(story)
    return Turn(relation, label, title.text, sheet.article(sheet.view, story), title.lang)


def _print_page(
    press: Press,
    language: str,
    view: IssueView,
    number: int,
    date: str,
    common: dict[str, Any],
) -> PublishedPage:
    placed = view.pages[number]
    urls, label = press.urls, placed.page.label
    sheet = Sheet(press, language, lambda code: urls.print_page(code, view.folder, label), view, label)
    before, after = beside(view.pages, number)
    section = sheet.section(placed.page.section)
    title = " · ".join(part for part in (sheet.page_name(label), section[0] if section else "", date) if part)

    toc = tuple(
        TocItem(sheet.title(fragment.story).text, on_print_page(fragment.segment))
        for fragment in placed.fragments
    )
    return _page(
        press,
        "print-page",
        sheet,
        title,
        partial(_print_page_body, sheet, number),
        partial(_subject_of_print_page, sheet, number),
        description=title,
        parent=urls.issue(language, view.folder),
        previous=urls.print_page(language, view.folder, before.page.label) if before else None,
        following=urls.print_page(language, view.folder, after.page.label) if after else None,
        toc=toc,
        source=placed.page.source or None,
        wide=True,
        **common,
    )


def _subject_of_print_page(sheet: Sheet, number: int) -> metadata.Subject:
    assert sheet.view is not None
    placed = sheet.view.pages[number]
    return metadata.Subject(placed=placed, name=sheet.page_name(placed.page.label))


def _print_page_body(sheet: Sheet, number: int) -> str:
    press, view = sheet.press, sheet.view
    assert view is not None
    placed = view.pages[number]
    before, after = beside(view.pages, number)
    return press.render(
        "print_page.html",
        sheet,
        coins=[coins(press, view, fragment.story) for fragment in placed.fragments],
        view=view,
        placed=placed,
        flow=flow,
        anchors=anchors,
        on_print_page=on_print_page,
        turns=_turns(
            _page_turn(sheet, "prev", sheet.label("Previous page"), before),
            _page_turn(sheet, "next", sheet.label("Next page"), after),
        ),
    )


def _article_page(
    press: Press,
    language: str,
    view: IssueView,
    number: int,
    date: str,
    common: dict[str, Any],
    first_source: str | None,
) -> PublishedPage:
    urls, stories = press.urls, view.stories
    story = stories[number]
    name = story.name
    sheet = Sheet(press, language, lambda code: urls.article(code, view.folder, name), view)
    before, after = beside(stories, number)
    headline = sheet.title(story).text
    # A headline in another language is followed by what the page can say in its own.
    own_words = sheet.own or "headline" in sheet.told(story)
    title = headline if own_words else f"{headline} · {date}, {sheet.pages(story)}"

    source = next((segment.source for segment in story.article.segments if segment.source), first_source)
    return _page(
        press,
        "article",
        sheet,
        title,
        partial(_article_body, sheet, number),
        partial(_subject_of_article, sheet, number),
        description=story_description(sheet, story),
        parent=urls.issue(language, view.folder),
        previous=urls.article(language, view.folder, before.name) if before else None,
        following=urls.article(language, view.folder, after.name) if after else None,
        toc=_article_toc(sheet, story),
        source=source,
        **{**common, "search": partial(_article_search, sheet, number)},
    )


def _subject_of_article(sheet: Sheet, number: int) -> metadata.Subject:
    assert sheet.view is not None
    story = sheet.view.stories[number]
    return metadata.Subject(story=story, name=sheet.title(story).text)


def _article_search(sheet: Sheet, number: int) -> str:
    assert sheet.view is not None
    return article_search(sheet, sheet.view.stories[number])


def _article_body(sheet: Sheet, number: int) -> str:
    press, view = sheet.press, sheet.view
    assert view is not None
    story = view.stories[number]
    before, after = beside(view.stories, number)
    summary = sheet.translation_of(story)
    return press.render(
        "article.html",
        sheet,
        view=view,
        story=story,
        article=story.article,
        flow=flow,
        anchors=anchors,
        on_print_page=on_print_page,
        digest=None if sheet.own or (summary and summary.complete) else digest(sheet, story),
        summary=summary,
        citations=cite_story(sheet, view, story),
        downloads=downloads(sheet, view, story),
        turns=_turns(
            _story_turn(sheet, "prev", sheet.label("Previous story"), before),
            _story_turn(sheet, "next", sheet.label("Next story"), after),
        ),
    )


def _index_address(urls: Urls, folder: Folder, language: str) -> str:
    return urls.names(language) if folder == "names" else urls.terms(language)


def index_page(
    press: Press,
    language: str,
    folder: Folder,
    records: Sequence[Record],
    part: tuple[str, int, int] | None = None,
) -> PublishedPage:
    """An index; `part`: the initial, the page's number and the last page's, where this is a part of one."""
    urls = press.urls
    whole = partial(_index_address, urls, folder)
    if part is None:
        sheet = Sheet(press, language, whole)
    else:
        sheet = Sheet(press, language, lambda code: urls.initial(code, folder, part[0], part[1]))
    label = sheet.label
    title = label("Names") if folder == "names" else label("Terms")
    if part is not None:
        title = f"{title} · {label('Other') if part[0] == 'other' else part[0].upper()}"
        if part[2] > 1:
            title += f" · {part[1]}"
    before = urls.initial(language, folder, part[0], part[1] - 1) if part and part[1] > 1 else None
    after = urls.initial(language, folder, part[0], part[1] + 1) if part and part[1] < part[2] else None

    def body() -> str:
        return press.render(
            "names.html",
            sheet,
            title=title,
            folder=folder,
            part=part,
            index=sheet.link(whole(language)),
            groups=groups(sheet, records),
            lines=partial(index_lines, sheet),
            kind_labels=_kind_labels(sheet),
            files=[(name, sheet.file(urls.glossary(form))) for form, name in GLOSSARY_FILES.items()],
            shown=len(records),
            all=len(press.register.folders[folder]),
            initials=list(press.register.by_initial(folder)),
            turns=_turns(
                Turn("prev", label("Previous page"), str(part[1] - 1), sheet.link(before))
                if part and before
                else None,
                Turn("next", label("Next page"), str(part[1] + 1), sheet.link(after))
                if part and after
                else None,
            ),
        )

    return _page(
        press,
        folder,
        sheet,
        title,
        body,
        lambda: metadata.Subject(folder=folder, records=records),
        newest_day(press.issues),
        description=" · ".join(part for part in (sheet.newspaper_name(), title) if part),
        parent=whole(language) if part else urls.calendar(language),
        previous=before,
        following=after,
        sidebar=_register_sidebar(sheet),
        sidebar_title=label("Names and terms"),
        wide=True,
    )


def _kind_labels(sheet: Sheet) -> dict[str, str]:
    label = sheet.label
    return {
        "person": label("People"),
        "place": label("Places"),
        "organization": label("Organizations"),
        "term": label("Terms"),
    }


def _kind(sheet: Sheet, kind: EntryKind) -> str:
    label = sheet.label
    return {
        "person": label("Person"),
        "place": label("Place"),
        "organization": label("Organization"),
        "term": label("Term"),
    }[kind]


def _register_sidebar(sheet: Sheet) -> tuple[SidebarItem, ...]:
    urls, label = sheet.press.urls, sheet.label
    return (
        SidebarItem(label("Names"), urls.names(sheet.language)),
        SidebarItem(label("Terms"), urls.terms(sheet.language)),
    )


def register_line(press: Press, language: str, record: Record) -> SidebarItem:
    entry = record.entry
    sheet = Sheet(press, language, lambda code: _index_address(press.urls, _folder(entry.kind), code))
    name, lang, _ = sheet.called(entry)[0]
    own = press.source_language if lang and name == entry.zh else None
    return SidebarItem(name, press.urls.entry(language, press.register.paths[entry.id]), own)


def _folder(kind: EntryKind) -> Folder:
    return "terms" if kind == "term" else "names"


def entry_pages(
    press: Press, language: str, records: Sequence[Record], place: int, listed: tuple[SidebarItem, ...]
) -> Iterator[PublishedPage]:
    last = press.register.page_count(records[place])
    for number in range(1, last + 1):
        yield _entry_page(press, language, records, place, listed, number, last)


def _entry_page(
    press: Press,
    language: str,
    records: Sequence[Record],
    place: int,
    listed: tuple[SidebarItem, ...],
    number: int,
    last: int,
) -> PublishedPage:
    record = records[place]
    press = of_entry(press, record)
    urls, entry = press.urls, record.entry
    path = press.register.paths[entry.id]
    sheet = Sheet(press, language, lambda code: urls.entry(code, path, number))
    label = sheet.label
    name = sheet.entry_name(entry)
    other = next((name for name, _, kind in sheet.called(entry)[1:] if kind != "np-pinyin"), "")
    title = f"{name} · {other}" if other and other != name else name
    if number > 1:
        title += f" · {number}"
    before, after = beside(records, place)

    def address(one: Record | None) -> str | None:
        return urls.entry(language, press.register.paths[one.entry.id]) if one else None

    def turn(relation: str, words: str, one: Record | None) -> Turn | None:
        there = address(one)
        if one is None or there is None:
            return None
        shown, lang, _ = sheet.called(one.entry)[0]
        return Turn(relation, words, shown, sheet.link(there), lang)

    newer = urls.entry(language, path, number - 1) if number > 1 else None
    older = urls.entry(language, path, number + 1) if number < last else None

    def body() -> str:
        pages = press.register.mentions(record)
        return press.render(
            "entry.html",
            sheet,
            record=record,
            entry=entry,
            called=sheet.called(entry),
            kind=_kind(sheet, entry.kind),
            number=number,
            pages=last,
            own=sheet.entry_link(entry.id),
            timeline=timeline(sheet, record) if number == 1 else None,
            height=HEIGHT,
            company=press.register.index.together(record, MOST_COMPANY) if number == 1 else [],
            years=year_links(sheet, record),
            mentions=mention_list(sheet, record, pages[number - 1]),
            newer=sheet.link(newer) if newer else None,
            older=sheet.link(older) if older else None,
            turns=_turns(
                turn("prev", label("Previous name"), before), turn("next", label("Next name"), after)
            )
            if number == 1
            else [],
        )

    first = urls.entry(language, path)
    index = _index_address(urls, _folder(entry.kind), language)
    said = [*(one for one, _, _ in sheet.called(entry)), sheet.who_last(record)]
    page = _page(
        press,
        "entry",
        sheet,
        title,
        body,
        lambda: metadata.Subject(record=record, name=name),
        record.dated or newest_day(press.issues),
        description=" · ".join(part for part in said if part),
        parent=index if number == 1 else first,
        previous=address(before) if number == 1 else newer,
        following=address(after) if number == 1 else older,
        sidebar=listed,
        sidebar_title=_kind_labels(sheet)[entry.kind],
        wide=True,
        search=partial(entry_search, sheet, record) if number == 1 else str,
    )

    def forget() -> None:
        sheet.forget()
        record.forget()

    return replace(page, forget=forget)


#: Descriptions are cut to what a list of results shows.
DESCRIPTION_LENGTH = 120


def story_description(sheet: Sheet, story: Story) -> str:
    opening = story.opening
    if not sheet.own:
        said = sheet.told_opening(story)
        if not said:
            return " · ".join([sheet.newspaper_name(), *sheet.summary(story)]).removeprefix(" · ")
        opening = said
    text = " ".join((opening or story.article.headline.shown).split())
    return text if len(text) <= DESCRIPTION_LENGTH else text[: DESCRIPTION_LENGTH - 1].rstrip() + "…"


def _article_toc(sheet: Sheet, story: Story) -> tuple[TocItem, ...]:
    items: dict[str, list[TocItem]] = {}
    told = sheet.told(story)
    for segment in story.article.segments:
        heads = items.setdefault(segment.page, [])
        heads += (
            TocItem(
                told[paragraph.anchor].text if paragraph.anchor in told else paragraph.text.shown,
                paragraph.anchor,
            )
            for paragraph in segment.paragraphs
            if paragraph.crosshead and paragraph.anchor
        )
    return tuple(
        TocItem(sheet.page_name(label), page_anchor(label), tuple(heads)) for label, heads in items.items()
    )


def _sidebar(sheet: Sheet, view: IssueView) -> tuple[SidebarItem, ...]:
    lang = None if sheet.own else view.head.source_language
    return tuple(
        SidebarItem(
            sheet.title(story).text,
            sheet.press.urls.article(sheet.language, view.folder, story.name),
            None if "headline" in sheet.told(story) else lang,
        )
        for story in view.stories
    )
