"""What a template can ask for while one page is drawn: labels, dates, links and marked-up text.

A `Press` holds what all pages of a build share; a `Sheet` is one page in one language.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from jinja2 import Environment
from markupsafe import Markup

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.bilingual.labels import Labels, labels
from mkdocs_newspaper.bilingual.languages import babel_locale, is_chinese
from mkdocs_newspaper.glossary.lexicon import section_english
from mkdocs_newspaper.model import Author, Continuation, Dateline, Entry, Figure, Jump, Segment, Text
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.html import Mark, correction_marks, marked
from mkdocs_newspaper.publishing.pictures import Picture
from mkdocs_newspaper.publishing.stories import IssueView, Story
from mkdocs_newspaper.publishing.urls import Urls, on_print_page, page_anchor

# The same few dates and page names stand on every page of an issue.
_full_date = lru_cache(4096)(formatting.full_date)
_long_date = lru_cache(4096)(formatting.long_date)
_day_and_month = lru_cache(4096)(formatting.day_and_month)
_page_name = lru_cache(4096)(formatting.page_name)
_masthead_name = lru_cache(64)(formatting.masthead_name)


def html_language(language: str) -> str:
    """The `lang` attribute of a page language: the labels of "zh" are in simplified characters."""
    return "zh-Hans" if language == "zh" else language


@cache
def language_name(language: str) -> str:
    """A language's name in itself, without its script: 中文, English."""
    locale = babel_locale(language)
    name = locale.languages.get(locale.language) or language
    return name[:1].upper() + name[1:]


def same_language(one: str, other: str) -> bool:
    """Whether two language codes name the same language, whatever the script: zh and zh-Hant do."""
    return one.split("-")[0] == other.split("-")[0]


#: 中国—中亚, 让-克洛德·容克: marks inside a name that browsers would break a line at.
_DASH = re.compile(r"\w{1,3}[—–·]\w{1,3}")
_WHOLE = Markup('<span class="np-whole">')


@dataclass(frozen=True, eq=False)
class Press:
    """What all pages of one build share."""

    archive: Archive
    options: Options
    urls: Urls
    templates: Environment
    issues: tuple[IssueView, ...]
    pictures: dict[tuple[str, str], Picture]  # by issue folder and image as the issue names it
    site_url: str | None = None
    serving: bool = False

    def render(self, template: str, sheet: Sheet, **context: object) -> str:
        """The HTML of a page's body."""
        return self.templates.get_template(f"newspaper/{template}").render(
            sheet=sheet,
            _=sheet.label,
            plural=sheet.label.plural,
            newspaper=self.archive.newspaper,
            serving=self.serving,
            **context,
        )


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture as a page shows it; `size` is width and height in pixels, None where unknown."""

    href: str
    size: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class JumpLine:
    """A jump or continuation line as a page draws it: as printed, in the page's language, and where to."""

    printed: str
    label: str
    href: str | None
    anchor: str
    note: str = ""


#: A further paragraph of an excerpt that would be cut sooner is left out.
SHORTEST_EXCERPT = 25
_LATIN_CHARACTERS = string.ascii_letters + string.digits
_LATIN = re.compile("[A-Za-z0-9]")
_NO_ATTRIBUTE = Markup("")


@dataclass(frozen=True, slots=True)
class Turn:
    """A link to the page before or after: `relation` is "prev" or "next", `lang` the title's attribute."""

    relation: str
    label: str
    title: str
    href: str
    lang: Markup = _NO_ATTRIBUTE


@dataclass(frozen=True, eq=False)
class Sheet:
    """One page in one language. `view`: its issue, None on calendar and year pages."""

    press: Press
    language: str
    address: Callable[[str], str]  # language -> src_uri of this page
    view: IssueView | None = None

    @cached_property
    def label(self) -> Labels:
        return labels(self.language)

    @cached_property
    def src_uri(self) -> str:
        return self.address(self.language)

    @cached_property
    def twins(self) -> dict[str, str]:
        """The `src_uri` of this page in every language."""
        return {language: self.address(language) for language in self.press.urls.languages}

    # Languages

    @property
    def lang(self) -> str:
        return html_language(self.language)

    @property
    def source_language(self) -> str:
        """The language of the newspaper's text."""
        return self.view.issue.source_language if self.view else "zh-Hans"

    def translated(self, view: IssueView) -> bool:
        """Whether the newspaper's text is in the page's own language."""
        return same_language(self.language, view.issue.source_language)

    @property
    def own(self) -> bool:
        return self.view is None or self.translated(self.view)

    def original(self, view: IssueView | None = None) -> Markup:
        """A `lang` attribute for newspaper text, a space before it; empty where the page has it already."""
        shown = view or self.view
        language = shown.issue.source_language if shown else self.lang
        return Markup("") if language == self.lang else Markup(' lang="{}"').format(language)

    @cached_property
    def languages(self) -> list[tuple[str, str, str | None]]:
        """Code, name in itself and link of every language of the page; no link for the page's own."""
        if len(self.twins) < 2:
            return []
        return [
            (
                html_language(language),
                language_name(language),
                None if language == self.language else self.link(src_uri),
            )
            for language, src_uri in self.twins.items()
        ]

    # Links

    def link(self, src_uri: str, anchor: str = "") -> str:
        return self.press.urls.link(self.src_uri, src_uri, anchor)

    def calendar(self) -> str:
        return self.link(self.press.urls.calendar(self.language))

    def year(self, year: int) -> str:
        return self.link(self.press.urls.year(self.language, year))

    def issue(self, view: IssueView, anchor: str = "") -> str:
        return self.link(self.press.urls.issue(self.language, view.folder), anchor)

    def print_page(self, view: IssueView, label: str, anchor: str = "") -> str:
        return self.link(self.press.urls.print_page(self.language, view.folder, label), anchor)

    def article(self, view: IssueView, story: Story, anchor: str = "") -> str:
        return self.link(self.press.urls.article(self.language, view.folder, story.name), anchor)

    def file(self, path: str) -> str:
        return self.press.urls.file_link(self.src_uri, path)

    def root(self) -> str:
        """The way to the root of the page's language, which URLs in index.json are below."""
        first = self.language == self.press.urls.languages[0]
        return self.file("" if first else f"{self.language}/")

    def issue_data(self, view: IssueView) -> str:
        return self.file(self.press.urls.issue_data(view.folder))

    def archive_data(self) -> str:
        return self.file(self.press.urls.archive_data())

    def picture(self, view: IssueView, image: str | None) -> ShownPicture | None:
        """An image that the archive holds, None where it holds none."""
        held = self.press.pictures.get((view.folder, image)) if image else None
        return ShownPicture(self.file(held.path), held.size) if held else None

    def absolute_url(self) -> str:
        """The page's URL, "" where the site's is not known."""
        if not self.press.site_url:
            return ""
        return self.press.site_url.rstrip("/") + "/" + self.press.urls.url(self.src_uri)

    # Dates and names

    def full_date(self, view: IssueView) -> str:
        return _full_date(view.issue.date, self.language)

    def long_date(self, view: IssueView) -> str:
        return _long_date(view.issue.date, self.language)

    def day_and_month(self, view: IssueView) -> Markup:
        day = Markup.escape(_day_and_month(view.issue.date, self.language))
        return Markup("{} · {}").format(day, self.edition(view)) if view.issue.edition else day

    def edition(self, view: IssueView) -> Markup:
        """An edition's name, in its own language: 晚报."""
        name = view.issue.edition or ""
        return Markup("<span{}>{}</span>").format("" if name.isascii() else self.original(view), name)

    def day_title(self, view: IssueView) -> str:
        date = self.full_date(view)
        return f"{date} · {view.issue.edition}" if view.issue.edition else date

    def month_alone(self, month: int) -> str:
        return formatting.month_alone(month, self.language)

    def span(self, views: Sequence[IssueView]) -> str:
        """From the first to the last of some issues: "March 1, 2024 – June 22, 2025"."""
        first, last = self.long_date(views[0]), self.long_date(views[-1])
        return first if first == last else f"{first} – {last}"

    def issue_number(self, view: IssueView) -> str:
        number = view.issue.masthead.issue_number
        return "" if number is None else formatting.issue_number(number, self.language)

    def held_pages(self, view: IssueView) -> str:
        """Which print pages of an issue are held: "pages 1, 2, 4"."""
        return self._pages([placed.page.label for placed in view.pages])

    def number(self, value: int) -> str:
        return formatting.number(value, self.language)

    def page_name(self, label: str) -> str:
        return _page_name(label, self.language)

    def both_page_names(self, label: str) -> list[tuple[str, str]]:
        """A print page's name in the newspaper's language and in the page's, each once, with its code."""
        names = [(self.source_language, _page_name(label, self.source_language.split("-")[0]))]
        for language in self.press.urls.languages:
            name = _page_name(label, language)
            if all(not same_language(language, code) for code, _ in names):
                names.append((html_language(language), name))
        return names

    def page_anchor(self, label: str) -> str:
        return page_anchor(label)

    def section(self, section: str | None) -> tuple[str, Markup] | None:
        """A section's name with its `lang` attribute: in the page's language where that is known."""
        if not section:
            return None
        if not self.own and self.language.startswith("en"):
            english = section_english(section)
            if english:
                return english, Markup("")
        return section, self.original()

    def newspaper_name(self) -> str:
        return _masthead_name(self.press.archive.newspaper, self.language)

    def dateline(self, dateline: Dateline) -> str:
        return formatting.dateline(dateline, self.language, self.press.archive.newspaper)

    def credit(self, figure: Figure) -> str:
        return formatting.credit(figure, self.language, self.press.archive.newspaper)

    def authors(self, story: Story) -> str:
        return self.people(story.article.authors)

    def people(self, people: Sequence[Author]) -> str:
        return formatting.authors(list(people), self.language, self.press.archive.newspaper)

    def byline(self, story: Story) -> str:
        """Who wrote it, in the page's language: "By Ni Siyi, Zhao Yu (Xinhua)"; "" where nobody is named."""
        names = self.authors(story) if story.article.authors else ""
        return self.label("By {names}", names=names) if names else ""

    def pages(self, story: Story) -> str:
        """ "page 1", "pages 1, 4"."""
        return self._pages(story.article.pages)

    def _pages(self, pages: Sequence[str]) -> str:
        joined = ("、" if is_chinese(self.language) else ", ").join(pages)
        return self.label.plural("page {pages}", "pages {pages}", len(pages), pages=joined)

    def credits(self, story: Story) -> list[str]:
        """Who wrote it, and the dateline."""
        dateline = story.article.dateline
        byline = self.byline(story)
        where = self.dateline(dateline) if dateline else ""
        if dateline and not self.own and not dateline.places and dateline.date is None:
            # 本报讯 says no more than whose story it is.
            where = "" if byline else where.strip("()")
        return [part for part in (byline, where) if part]

    def summary(self, story: Story) -> list[str]:
        """The line under a headline in a list: who, dateline, print pages."""
        return [*self.credits(story), self.pages(story)]

    @staticmethod
    def visible(text: str) -> str:
        """A printed or shown form in the list of corrections, with signs for what can't be seen."""
        return text.replace("\n", "⏎").replace(" ", "␣") if text.strip() != text or not text else text

    def masthead_line(self, view: IssueView) -> list[str]:
        """Date and weekday, lunar date, number, page count: what stands under a nameplate."""
        issue = view.issue
        masthead = issue.masthead
        parts = [self.full_date(view)]
        if masthead.lunar_date:
            parts.append(formatting.lunar(masthead.lunar_date, self.language))
        if masthead.issue_number is not None:
            parts.append(formatting.issue_number(masthead.issue_number, self.language))
        if masthead.page_count:
            count = masthead.page_count
            parts.append(self.label.plural("{number} page", "{number} pages", count))
        return [part for part in parts if part]

    # Text

    def excerpts(self, story: Story, size: int) -> list[str]:
        """The first paragraphs of a story, together about `size` characters; the last one cut with "…"."""
        found: list[str] = []
        if not story.article.paragraphs:
            return [one.caption.shown for one in story.article.figures if one.caption][:1]
        for paragraph in story.article.segments[0].paragraphs if story.article.segments else ():
            if paragraph.crosshead or paragraph.rows or size < (SHORTEST_EXCERPT if found else 1):
                continue
            text = paragraph.text.shown.strip()
            if len(text) > size:
                cut = text[:size]
                if _LATIN.match(text, size):  # neither a Latin word nor a number is cut
                    cut = cut.rstrip(_LATIN_CHARACTERS) or cut
                text = cut.rstrip(" ，、；：。“（,;:.") + "…"
            if text:
                found.append(text)
            size -= len(text)
        return found

    def names(self, story: Story, most: int = 6) -> list[str]:
        """Who and where, for lists in another language than the newspaper's: the names met first."""
        found: dict[str, None] = {}
        for mention in story.article.mentions:
            entry = self.entry(mention.entry) if mention.kind in ("person", "place") else None
            if entry is not None and mention.anchor != "byline" and entry.en:
                found[entry.en] = None
        return list(found)[:most]

    def plain(self, text: Text | None) -> Markup:
        """Text with its correction marks."""
        return self._marked(text, ()) if text else Markup("")

    def headline(self, text: Text | None) -> Markup:
        """A headline: as `plain`, and no line breaks at a dash between two characters (中国—中亚)."""
        if not text:
            return Markup("")
        wholes = [
            Mark(found.start(), found.end(), _WHOLE, Markup("</span>"))
            for found in _DASH.finditer(text.shown)
        ]
        return self._marked(text, (wholes,))

    def text(
        self,
        story: Story,
        text: Text,
        anchor: str = "",
        references: Iterable[Jump] = (),
        mentions: bool = True,
    ) -> Markup:
        """A paragraph's or caption's text with its reference links, names and corrections marked."""
        links = [self._reference(jump) for jump in references]
        names = self._mention_marks(story, anchor) if mentions else []
        return self._marked(text, ([link for link in links if link], names))

    def _marked(self, text: Text, layers: Sequence[Sequence[Mark]]) -> Markup:
        changed = correction_marks(text, self.label("printed: {printed}", printed="{printed}"))
        return marked(text.shown, (*layers, changed))

    def _reference(self, jump: Jump) -> Mark | None:
        if self.view is None or jump.to_page not in self.view.held:
            return None
        opening = Markup('<a class="np-reference" href="{}">').format(
            self.print_page(self.view, jump.to_page)
        )
        return Mark(jump.start, jump.end, opening, Markup("</a>"))

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        entries = (*self.press.archive.entries, *(self.view.issue.entries if self.view else ()))
        return {entry.id: entry for entry in entries}

    def entry(self, identifier: str) -> Entry | None:
        return self._entries.get(identifier)

    def _mention_marks(self, story: Story, anchor: str) -> list[Mark]:
        marks: list[Mark] = []
        for mention in story.mentions_at.get(anchor, ()):
            entry = self.entry(mention.entry)
            names = (entry.zh, entry.pinyin, entry.en) if entry else (mention.text,)
            title = " · ".join(dict.fromkeys(name for name in names if name))
            opening = Markup('<span class="np-mention" data-entry="{}" title="{}">').format(
                mention.entry, title
            )
            marks.append(Mark(mention.start, mention.end, opening, Markup("</span>")))
        return marks

    # Jump lines

    def jump(self, story: Story, segment: Segment, jump: Jump, on_print: bool = False) -> JumpLine:
        """A jump line that stands by itself."""
        assert self.view is not None
        page = jump.to_page
        anchor = on_print_page(segment, jump.anchor) if on_print and jump.anchor else jump.anchor
        held = page in self.view.held
        if jump.kind == "reference":
            href = self.print_page(self.view, page) if held else None
            return JumpLine(jump.printed, self.label("See page {page}", page=page), href, anchor)
        href = self._there(story, jump.target, on_print) if jump.resolved else None
        label = self.label("Continued on page {page}", page=page)
        if href:
            return JumpLine(jump.printed, label, href, anchor)
        note = (
            self.label("no continuation found on page {page}", page=page)
            if held
            else self.label("continues on page {page}, which this archive does not hold", page=page)
        )
        return JumpLine(jump.printed, label, None, anchor, note)

    def continuation(
        self, story: Story, segment: Segment, line: Continuation, on_print: bool = False
    ) -> JumpLine:
        """A continuation line."""
        assert self.view is not None
        page = line.from_page
        anchor = on_print_page(segment, line.anchor) if on_print and line.anchor else line.anchor
        href = self._there(story, line.target, on_print) if line.resolved else None
        label = self.label("Continued from page {page}", page=page)
        if href:
            return JumpLine(line.printed, label, href, anchor)
        note = (
            self.label("no beginning found on page {page}", page=page)
            if page in self.view.held
            else self.label("begins on page {page}, which this archive does not hold", page=page)
        )
        return JumpLine(line.printed, label, None, anchor, note)

    def _there(self, story: Story, target: str | None, on_print: bool) -> str | None:
        assert self.view is not None
        segment = self.view.fragment_of(story, target)
        if segment is None or target is None:
            return None
        if on_print and segment.page in self.view.held:
            return self.print_page(self.view, segment.page, on_print_page(segment, target))
        return self.article(self.view, story, target)
