"""The mentions of an entry and the lines of an index -> HTML: thousands of a kind, too many for a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.glossary.index import Passage, Record, StoryPart
from mkdocs_newspaper.publishing.compiled_templates import PageEnvironment, escaped
from mkdocs_newspaper.publishing.register import Group, Line, head_anchor

if TYPE_CHECKING:
    from mkdocs_newspaper.model import Entry
    from mkdocs_newspaper.publishing.sheets import Press, Sheet

_number = lru_cache(4096)(formatting.number)


def is_own(press: Press, partial: str) -> bool:
    """Whether a part of the pages looks as the package has it: a site's own template has to be asked."""
    templates = press.templates
    return not isinstance(templates, PageEnvironment) or templates.is_own(f"newspaper/partials/{partial}")


# Mentions


def mention_list(sheet: Sheet, record: Record, parts: Iterable[StoryPart]) -> Markup:
    """Mentions of an entry in their sentences, by year and then by story; "" where there are none."""
    listing = MentionListing(sheet)
    return Markup("\n".join(listing.lines(record.passages(parts))))


class MentionListing:
    """Draws the mentions of one page of an entry. What is said of an issue is made once."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._issues = sheet.press.register.index.issues
        self._own_pieces = is_own(sheet.press, "pieces.html")
        self._issue = -1

    def lines(self, passages: Iterable[Passage]) -> Iterator[str]:
        """The lines of HTML of sentences that stand in the order of their stories."""
        year: int | None = None
        for (issue, story), members in groupby(passages, key=lambda one: (one.issue, one.story)):
            self._turn_to(issue)
            if self._year != year:
                if year is not None:
                    yield "</ol>"
                year = self._year
                yield f'<h3 id="y{year:04d}" class="np-year">{year}</h3>\n<ol class="np-passages">'
            yield from self._story(story, list(members))
        if year is not None:
            yield "</ol>"

    def _turn_to(self, issue: int) -> None:
        if issue == self._issue:
            return
        self._issue = issue
        sheet = self._sheet
        view = sheet.press.issues[issue]
        there = sheet.press.urls.issue(sheet.language, view.folder)
        self._folder = view.folder
        self._base = sheet.press.urls.url(there).removesuffix("index.html")
        self._way = sheet.link(there).removesuffix("index.html")
        self._year = self._issues[issue].date.year
        self._day = sheet.day_and_month(view)
        self._lang = sheet.original(view)
        self._pages: dict[str, tuple[str, str]] = {}  # name and link of a print page

    def _link(self, there: str) -> str:
        """To a page of the issue: the way to the issue is the same for all of them."""
        return escaped(self._way + self._sheet.press.urls.url(there)[len(self._base) :])

    def _story(self, story: int, passages: Sequence[Passage]) -> Iterator[str]:
        name, headline = self._issues[self._issue].stories[story]
        sheet = self._sheet
        article = self._link(sheet.press.urls.article(sheet.language, self._folder, name))
        whole = next((one for one in passages if one.anchor == "headline" and one.text == headline), None)
        title = self._pieces(whole) if whole else escaped(headline)
        link = f'<a href="{article}"{self._lang}>{title}</a>'
        yield f'<li><p class="np-line"><span>{self._day}</span> {link}</p>'
        for one in passages:
            if one is not whole:
                there = f"{article}#{escaped(head_anchor(one.anchor))}"
                sentence = f'<a href="{there}"{self._lang}>{self._pieces(one)}</a>'
                yield f'<p class="np-sentence">{sentence} {self._printed(one)}</p>'
        yield "</li>"

    def _printed(self, passage: Passage) -> str:
        """The print page of a mention, with a link to it where it is held."""
        name, link = self._pages.get(passage.page) or self._pages.setdefault(
            passage.page, self._print_page(passage.page)
        )
        if passage.printed is None:
            return f'<span class="np-count">{name}</span>'
        anchor = f"#{escaped(passage.printed)}" if passage.printed else ""
        return f'<a class="np-count" href="{link}{anchor}">{name}</a>'

    def _print_page(self, label: str) -> tuple[str, str]:
        sheet = self._sheet
        there = sheet.press.urls.print_page(sheet.language, self._folder, label)
        return escaped(sheet.page_name(label)), self._link(there)

    def _pieces(self, passage: Passage) -> str:
        """A sentence with its names in bold."""
        if not self._own_pieces:
            return self._sheet.press.render("partials/pieces.html", self._sheet, pieces=passage.pieces)
        text, at, drawn = passage.text, 0, ""
        for start, end in passage.names:
            drawn += f"{escaped(text[at:start])}<b>{escaped(text[start:end])}</b>"
            at = end
        return drawn + escaped(text[at:])


# Indexes


def index_lines(sheet: Sheet, group: Group) -> Markup:
    """The entries of one kind in an index."""
    own_names = is_own(sheet.press, "called.html")
    return Markup("\n".join(_index_line(sheet, group, line, own_names) for line in group.lines))


def _index_line(sheet: Sheet, group: Group, line: Line, own_names: bool) -> str:
    record = line.record
    begins = ""
    if line.initial:
        letter = escaped(line.initial.lower()) if line.initial != "#" else "other"
        begins = f' id="{group.kind}-{letter}" data-initial="{escaped(line.initial)}"'
    names = called(sheet, record.entry, line.href) if own_names else _asked(sheet, record.entry, line.href)
    who = escaped(sheet.who_last(record))
    return (
        f'<li{begins}>{names} <span class="np-who">{who}</span>'
        f' <span class="np-bar"><i style="width:{line.share}%"></i></span>'
        f' <span class="np-count">{escaped(_number(record.count, sheet.language))}</span></li>'
    )


def called(sheet: Sheet, entry: Entry, href: str | None) -> str:
    """An entry's names, the page's own first and, where there is one, a link: what called.html draws."""
    names: list[str] = []
    for name, lang, kind in sheet.called(entry):
        if href and not names:
            names.append(f'<a class="{kind}" href="{escaped(href)}"{lang}>{escaped(name)}</a>')
        else:
            names.append(f'<span class="{kind}"{lang}>{escaped(name)}</span>')
    return f'<span class="np-called">{" ".join(names)}</span>'


def _asked(sheet: Sheet, entry: Entry, href: str | None) -> str:
    return sheet.press.render("partials/called.html", sheet, entry=entry, href=href)
