"""The mentions of an entry, the lines of an index and of cards -> HTML: thousands of a kind, too many for a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.glossary.index import Record, StoryPart, in_pieces
from mkdocs_newspaper.glossary.issue_mentions import IssueMentions, PackedPassage
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
    return Markup("\n".join(MentionListing(sheet, record).lines(parts)))


@dataclass(eq=False, slots=True)
class IssueLines:
    """What the pages of all entries say alike of an issue, in one language and equally deep in the archive."""

    mentions: IssueMentions
    folder: str
    year: int
    day: Markup
    lang: Markup
    base: str  # the issue's URL, and the way to it: those of its pages begin alike
    way: str
    stories: dict[int, tuple[str, str]] = field(default_factory=dict)  # link and opening line, by place
    pages: dict[int, tuple[str, str]] = field(default_factory=dict)  # name and link, by the label's number


class MentionListing:
    """Draws the mentions of one page of an entry. What is said of an issue is made once."""

    def __init__(self, sheet: Sheet, record: Record) -> None:
        self._sheet = sheet
        self._record = record
        self._own_pieces = is_own(sheet.press, "pieces.html")
        self._held = sheet.press.parts.listed
        self._depth = sheet.calendar()  # entries' pages and issues share no folder below the archive's

    def lines(self, parts: Iterable[StoryPart]) -> Iterator[str]:
        """The lines of HTML of parts of the mentions that stand in the order of their stories."""
        year: int | None = None
        for (number, story), members in groupby(parts, key=lambda one: (one.issue, one.story)):
            passages = [one for part in members for one in self._record.told_in(part)]
            if not passages:
                continue
            issue = self._issue(number)
            if issue.year != year:
                if year is not None:
                    yield "</ol>"
                year = issue.year
                yield f'<h3 id="y{year:04d}" class="np-year">{year}</h3>\n<ol class="np-passages">'
            yield from self._story(issue, story, passages)
        if year is not None:
            yield "</ol>"

    def _issue(self, number: int) -> IssueLines:
        key = (self._sheet.language, self._depth, number)
        return self._held.get(key) or self._held.put(key, self._made_issue(number))

    def _made_issue(self, number: int) -> IssueLines:
        sheet = self._sheet
        view, mentions = sheet.press.issues[number], sheet.press.register.index.issues[number]
        there = sheet.press.urls.issue(sheet.language, view.folder)
        return IssueLines(
            mentions,
            view.folder,
            mentions.date.year,
            sheet.day_and_month(view),
            sheet.original(view),
            sheet.press.urls.url(there).removesuffix("index.html"),
            sheet.link(there).removesuffix("index.html"),
        )

    def _link(self, issue: IssueLines, there: str) -> str:
        """To a page of the issue: the way to the issue is the same for all of them."""
        return escaped(issue.way + self._sheet.press.urls.url(there)[len(issue.base) :])

    def _story(self, issue: IssueLines, story: int, passages: Sequence[PackedPassage]) -> Iterator[str]:
        link, opening = issue.stories.get(story) or issue.stories.setdefault(
            story, self._opening(issue, story)
        )
        headline = issue.mentions.stories[story][1]
        whole = None
        for one in passages:
            if one.anchor == "headline" and issue.mentions.text(one.text) == headline:
                whole = one
                opening = self._titled(issue, link, self._pieces(issue, one))
                break
        yield opening
        for one in passages:
            if one is not whole:
                there = f"{link}#{escaped(head_anchor(one.anchor))}"
                sentence = f'<a href="{there}"{issue.lang}>{self._pieces(issue, one)}</a>'
                yield f'<p class="np-sentence">{sentence} {self._printed(issue, one)}</p>'
        yield "</li>"

    def _opening(self, issue: IssueLines, story: int) -> tuple[str, str]:
        """The link to a story, and the line that names it where the entry does not stand in its headline."""
        name, headline = issue.mentions.stories[story]
        link = self._link(issue, self._sheet.press.urls.article(self._sheet.language, issue.folder, name))
        return link, self._titled(issue, link, escaped(headline))

    @staticmethod
    def _titled(issue: IssueLines, link: str, title: str) -> str:
        title = f'<a href="{link}"{issue.lang}>{title}</a>'
        return f'<li><p class="np-line"><span>{issue.day}</span> {title}</p>'

    def _printed(self, issue: IssueLines, one: PackedPassage) -> str:
        """The print page of a mention, with a link to it where it is held."""
        name, link = issue.pages.get(one.page) or issue.pages.setdefault(
            one.page, self._print_page(issue, issue.mentions.text(one.page))
        )
        if one.printed < 0:
            return f'<span class="np-count">{name}</span>'
        printed = issue.mentions.text(one.printed)
        anchor = f"#{escaped(printed)}" if printed else ""
        return f'<a class="np-count" href="{link}{anchor}">{name}</a>'

    def _print_page(self, issue: IssueLines, label: str) -> tuple[str, str]:
        sheet = self._sheet
        there = sheet.press.urls.print_page(sheet.language, issue.folder, label)
        return escaped(sheet.page_name(label)), self._link(issue, there)

    def _pieces(self, issue: IssueLines, one: PackedPassage) -> str:
        """A sentence with its names in bold."""
        text, names = issue.mentions.text(one.text), one.names
        if not self._own_pieces:
            pieces = in_pieces(text, zip(names[::2], names[1::2], strict=True))
            return self._sheet.press.render("partials/pieces.html", self._sheet, pieces=pieces)
        at, drawn = 0, ""
        for start, end in zip(names[::2], names[1::2], strict=True):
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


# Cards


def named_line(sheet: Sheet, entry: Entry, href: str | None, count: int) -> Markup:
    """An entry as a card shows it: what named_line.html draws. `count` is rounded as `Record.about` is."""
    label, press = sheet.label, sheet.press
    is_plain = all(is_own(press, one) for one in ("named_line.html", "called.html"))
    if not is_plain or label.spoken != sheet.spoken:  # messages in another language are marked
        drawn = press.render("partials/named_line.html", sheet, entry=entry, href=href, count=count)
        return Markup(drawn)
    who = sheet.who(entry)
    said = f' <span class="np-who">{escaped(who)}</span>' if who else ""
    mentions = label.plural("{number} mention", "{number} mentions", count, number=sheet.about(count))
    more = ""
    if href:
        words = f'{escaped(label("All mentions"))} <span aria-hidden="true">→</span>'
        more = f' · <a class="np-all" href="{escaped(href)}">{words}</a>'
    counted = f'<span class="np-count">{escaped(mentions)}{more}</span>'
    return Markup(f'<li data-of="{escaped(entry.id)}">{called(sheet, entry, href)}{said} {counted}</li>')
