"""What a template can ask for while one page is drawn: labels, dates, links and marked-up text.

A `Press` holds what all pages of a build share; a `Sheet` is one page in one language.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache, cached_property, lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.bilingual.labels import Labels, labels
from mkdocs_newspaper.bilingual.languages import babel_locale, is_chinese, is_full_width, is_right_to_left
from mkdocs_newspaper.glossary.index import EXACT_BELOW, Record
from mkdocs_newspaper.glossary.lexicon import section_english
from mkdocs_newspaper.glossary.romanization import plain_pinyin
from mkdocs_newspaper.identifiers import on_print_page
from mkdocs_newspaper.jump_matching import AMBIGUOUS
from mkdocs_newspaper.model import (
    Author,
    Bilingual,
    Continuation,
    Dateline,
    Entry,
    Figure,
    Jump,
    Mention,
    Paragraph,
    Segment,
    Text,
    Translation,
)
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.compiled_templates import escaped
from mkdocs_newspaper.publishing.html import Mark, borrowed, correction_marks, marked, with_borrowed
from mkdocs_newspaper.publishing.issue_parts import IssueParts, PartsOfIssues
from mkdocs_newspaper.publishing.listings import named_line
from mkdocs_newspaper.publishing.pictures import Picture
from mkdocs_newspaper.publishing.reading_aids import has_aids, other_script
from mkdocs_newspaper.publishing.register import Register, first_mentions
from mkdocs_newspaper.publishing.stories import IssueView, Story
from mkdocs_newspaper.publishing.translated import (
    NOTHING,
    StoryTranslations,
    TranslationSummary,
    name_marks,
    rows,
)
from mkdocs_newspaper.publishing.urls import Urls, page_anchor
from mkdocs_newspaper.publishing.witness import Witness, Witnesses

# The same few dates and page names stand on every page of an issue.
_full_date = lru_cache(4096)(formatting.full_date)
_day_and_month = lru_cache(4096)(formatting.day_and_month)
_page_name = lru_cache(4096)(formatting.page_name)
_month_name = lru_cache(4096)(formatting.month_name)
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


@cache
def short_name(language: str) -> str:
    """A language in a toolbar: 中, EN."""
    if is_chinese(language):
        return {"zh-Hant": "繁中", "zh-TW": "繁中", "zh-HK": "繁中"}.get(language, "中")
    return language.split("-")[0].upper()


@cache
def _language_tool(language: str, name: str, only: bool, current: bool) -> tuple[str, str]:
    """The HTML of a language in the toolbar, before and after its link; `only` the other one has a key."""
    code, short = escape(language), escape(short_name(language))
    if current:
        return f'<li><span lang="{code}" title="{escape(name)}" aria-current="true">{short}</span></li>', ""
    hint, key = (" (E)", ' aria-keyshortcuts="e"') if only else ("", "")
    attributes = f'hreflang="{code}" lang="{code}" title="{escape(name)}{hint}" data-aid="language"{key}'
    return '<li><a href="', f'" {attributes}>{short}</a></li>'


@cache
def same_language(one: str, other: str) -> bool:
    """Whether two language codes name the same language, whatever the script: zh and zh-Hant do."""
    return one.split("-")[0] == other.split("-")[0]


def name_places(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """Where names stand in a text: from left to right, the longest where several begin, none within another.

    Names of ASCII letters stand as whole words: not `Xi` in `Xinhua`.
    """
    found: list[tuple[int, int]] = []
    for name in names:
        at = text.find(name) if name else -1
        while at >= 0:
            if not name.isascii() or _is_bounded(text, at, at + len(name)):
                found.append((at, at + len(name)))
            at = text.find(name, at + 1)
    found.sort(key=lambda place: (place[0], -place[1]))
    places: list[tuple[int, int]] = []
    for place in found:
        if not places or place[0] >= places[-1][1]:
            places.append(place)
    return places


def _is_bounded(text: str, start: int, end: int) -> bool:
    return _is_border(text, start) and _is_border(text, end)


def _is_border(text: str, at: int) -> bool:
    """Whether a word begins or ends there, as `\\b` has it."""
    before = at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")
    after = at < len(text) and (text[at].isalnum() or text[at] == "_")
    return before is not after


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
    register: Register
    site_url: str | None = None
    serving: bool = False
    #: Who notes what the pages of each issue and entry ask of the archive; None where nobody wants to know.
    witnesses: Witnesses | None = None
    witness: Witness | None = None  # the one that looks after this press
    #: What many pages say again in their metadata, of the paper, its issues and its entries: each made once.
    repeated: dict[str, dict[Any, Any]] = field(default_factory=dict)
    #: What the pages of an issue say alike, and those of many issues.
    parts: PartsOfIssues = field(default_factory=PartsOfIssues)

    @cached_property
    def source_language(self) -> str:
        """The writing system that most issues are set in."""
        languages = [view.head.source_language for view in self.issues]
        chinese = [language for language in languages if is_chinese(language)]
        return max(sorted(set(chinese)), key=chinese.count, default="zh-Hans")

    def translations(self, view: IssueView, language: str) -> StoryTranslations | None:
        """What is translated of an issue into a page language, None where nothing is."""
        key = (view.head.id, language)
        if key not in self.archive.translations:
            return None
        held = self.parts.translated
        return held.get(key) or held.put(key, StoryTranslations.of(self.archive, view.issue, language))

    @cached_property
    def toolbars(self) -> dict[tuple[str, Aids], Markup]:
        """The reading aids as HTML, by language and by what is offered."""
        return {}

    def load_templates(self) -> None:
        """Have the templates of most pages ready."""
        for name in ("article", "entry", "issue", "print_page"):
            self.templates.get_template(f"newspaper/{name}.html")

    def render(self, template: str, sheet: Sheet, **context: object) -> str:
        """The HTML of a page's body."""
        label = sheet.label
        is_spoken = same_language(label.spoken, sheet.language)
        html = self.templates.get_template(f"newspaper/{template}").render(
            sheet=sheet,
            _=label if is_spoken else borrowed(label),
            plural=label.plural if is_spoken else borrowed(label.plural),
            newspaper=self.archive.newspaper,
            serving=self.serving,
            **context,
        )
        return html if is_spoken else with_borrowed(html, label.spoken, bool(sheet.direction))


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


@dataclass(frozen=True, slots=True)
class Title:
    """A story's headline for a link: in the page's language, or as printed with `attributes` that say so."""

    text: str
    attributes: Markup
    lang: Markup  # the `lang` attribute alone


@dataclass(frozen=True, slots=True)
class Aids:
    """What the toolbar of a page offers beside its languages.

    `beside` is "here" where the page has a translation with its source, the URL of the twin that has one
    for a page in the newspaper's own language, "" where nothing is translated. `script`: the other
    writing system, "" where no converter is installed.
    """

    beside: str
    pinyin: bool
    script: str

    def __bool__(self) -> bool:
        return bool(self.beside or self.pinyin or self.script)


#: A further paragraph of an excerpt that would be cut sooner is left out.
SHORTEST_EXCERPT = 25
_LATIN_CHARACTERS = string.ascii_letters + string.digits
_LATIN = re.compile("[A-Za-z0-9]")
_NO_ATTRIBUTE = Markup("")


@lru_cache(64)
def _lang(language: str) -> Markup:
    """A `lang` attribute, a space before it."""
    return Markup(' lang="{}"').format(language)


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
    print_label: str | None = None  # of the print page that this is

    def forget(self) -> None:
        """Give up what was made while the page was drawn: the links of all pages at once fill the memory.

        Whoever asks after this has it made again.
        """
        held = self.__dict__  # emptied, not thinned out: a dictionary never shrinks
        given = {name: held[name] for name in _GIVEN}
        held.clear()
        held.update(given)

    @cached_property
    def spoken(self) -> str:
        """The page's language and, where that is just "zh", the script of the paper: its words are set in it."""
        is_traditional = self.language == "zh" and self.press.source_language == "zh-Hant"
        return "zh-Hant" if is_traditional else self.language

    @cached_property
    def label(self) -> Labels:
        return labels(self.spoken)

    @cached_property
    def src_uri(self) -> str:
        return self.address(self.language)

    @cached_property
    def twins(self) -> dict[str, str]:
        """The `src_uri` of this page in every language."""
        return {language: self.address(language) for language in self.press.urls.languages}

    @property
    def parts(self) -> IssueParts:
        """What this page and those beside it say alike. Not held here: all pages outlive their drawing."""
        company = self._company
        return self._own_parts if company is None else self.press.parts.of(company)

    @cached_property
    def _company(self) -> tuple[Hashable, ...] | None:
        """What this page has in common with those that say such parts alike; None where it stands by itself."""
        urls, view = self.press.urls, self.view
        if view is None:
            return None
        if not self.src_uri.startswith(urls.issue(self.language, view.folder).removesuffix("index.md")):
            return None
        # Each witness has to hear the questions of its own pages.
        return self.press.witness, view.folder, self.language, urls.url(self.src_uri).count("/")

    @property
    def _parts_of_language(self) -> IssueParts:
        """What all pages of the issue in this language say alike, however deep they lie."""
        company = self._company
        return self._own_parts if company is None else self.press.parts.of(company[:-1])

    @cached_property
    def _own_parts(self) -> IssueParts:
        return IssueParts()

    # Languages

    @property
    def lang(self) -> str:
        return html_language(self.spoken)

    @cached_property
    def direction(self) -> Markup:
        """A `dir` attribute for a page that is written from right to left, a space before it."""
        return Markup(' dir="rtl"') if is_right_to_left(self.language) else _NO_ATTRIBUTE

    @property
    def source_language(self) -> str:
        """The language of the newspaper's text."""
        return self.view.head.source_language if self.view else self.press.source_language

    def translated(self, view: IssueView) -> bool:
        """Whether the newspaper's text is in the page's own language."""
        return same_language(self.language, view.head.source_language)

    @property
    def own(self) -> bool:
        return self.view is None or self.translated(self.view)

    def original(self, view: IssueView | None = None) -> Markup:
        """A `lang` attribute for newspaper text, a space before it; empty where the page has it already."""
        shown = view or self.view
        language = shown.head.source_language if shown else self.lang
        if self.direction and language != self.lang:
            return _lang(language) + Markup(' dir="ltr"')
        return _NO_ATTRIBUTE if language == self.lang else _lang(language)

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

    @staticmethod
    def short_name(language: str) -> str:
        """A language in one short word."""
        return short_name(language)

    def language_tools(self) -> Markup:
        """The page's languages as items of a list, each in one short word: every page has them."""
        only = len(self.languages) == 2
        items = []
        for language, name, href in self.languages:
            before, after = _language_tool(language, name, only, href is None)
            items.append(f"{before}{escape(href or '')}{after}")
        return Markup("\n".join(items))

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

    def names_index(self) -> str | None:
        """To the index of names, None where nobody and nothing is named."""
        return (
            self.link(self.press.urls.names(self.language)) if self.press.register.folders["names"] else None
        )

    def terms_index(self) -> str | None:
        """To the index of terms, None where there are none."""
        return (
            self.link(self.press.urls.terms(self.language)) if self.press.register.folders["terms"] else None
        )

    def initial(self, folder: str, name: str) -> str:
        """To the entries of one initial of a long index."""
        return self.link(self.press.urls.initial(self.language, folder, name))

    def entry_link(self, identifier: str, number: int = 1) -> str | None:
        """To an entry's page, None where it has none."""
        links = self.parts.links
        if number == 1 and identifier in links:
            return links[identifier]
        path = self.press.register.path(identifier)
        found = self._way_to_entry(path, number) if path else None
        if number == 1:
            links[identifier] = found
        return found

    def _way_to_entry(self, path: str, number: int) -> str:
        company = self._company
        if company is None or number != 1:
            return self.link(self.press.urls.entry(self.language, path, number))
        # Issues lie side by side: from all that lie equally deep the way is the same.
        key = (*company[2:], path)
        ways = self.press.parts.ways
        return ways.get(key) or ways.put(key, self.link(self.press.urls.entry(self.language, path)))

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
        return _full_date(view.head.date, self.language)

    def long_date(self, view: IssueView) -> str:
        return formatting.long_date(view.head.date, self.language)

    def day_and_month(self, view: IssueView) -> Markup:
        day = Markup.escape(_day_and_month(view.head.date, self.language))
        return Markup("{} · {}").format(day, self.edition(view)) if view.head.edition else day

    def edition(self, view: IssueView) -> Markup:
        """An edition's name, in its own language: 晚报."""
        name = view.head.edition or ""
        return Markup("<span{}>{}</span>").format("" if name.isascii() else self.original(view), name)

    def day_title(self, view: IssueView) -> str:
        date = self.full_date(view)
        return f"{date} · {view.head.edition}" if view.head.edition else date

    def month_alone(self, month: int) -> str:
        return formatting.month_alone(month, self.language)

    def month_name(self, year: int, month: int) -> str:
        return _month_name(year, month, self.language)

    def span(self, views: Sequence[IssueView]) -> str:
        """From the first to the last of some issues: "March 1, 2024 – June 22, 2025"."""
        first, last = self.long_date(views[0]), self.long_date(views[-1])
        return first if first == last else f"{first} – {last}"

    def issue_number(self, view: IssueView) -> str:
        number = view.head.masthead.issue_number
        return "" if number is None else formatting.issue_number(number, self.language)

    def held_pages(self, view: IssueView) -> str:
        """Which print pages of an issue are held: "pages 1, 2, 4"."""
        return self._pages([placed.page.label for placed in view.pages])

    def about(self, count: int) -> str:
        """A number of mentions as `Record.about` rounds it: 7, 19, 20+, 500+."""
        return self.number(count) + ("+" if count >= EXACT_BELOW else "")

    def number(self, value: int) -> str:
        return formatting.number(value, self.language)

    def page_name(self, label: str) -> str:
        return _page_name(label, self.language)

    def both_page_names(self, label: str) -> list[tuple[str, str]]:
        """A print page's name in the newspaper's language and in the page's, or another, with their codes."""
        names = [(self.source_language, _page_name(label, self.source_language))]
        languages = (self.language, *self.press.urls.languages)
        other = next((one for one in languages if not same_language(one, self.source_language)), None)
        if other is not None and _page_name(label, other) != names[0][1]:
            names.append((html_language(labels(other).spoken), _page_name(label, other)))
        return names

    def page_anchor(self, label: str) -> str:
        return page_anchor(label)

    def section(self, section: str | None) -> tuple[str, Markup] | None:
        """A section's name with its `lang` attribute: in the page's language where that is known."""
        if not section:
            return None
        if not self.own and not is_chinese(self.language):
            english = section_english(section)
            if english:
                return english, self._language_attribute("en")
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
        joined = ("、" if is_full_width(self.language) else ", ").join(pages)
        return self.label.plural("page {pages}", "pages {pages}", len(pages), pages=joined)

    def credits(self, story: Story) -> list[str]:
        """Who wrote it, and the dateline."""
        known = self._parts_of_language.credits
        held = known.get(story.name)
        if held is None or held[0] is not story:
            held = known[story.name] = story, self._made_credits(story)
        return held[1]

    def _made_credits(self, story: Story) -> list[str]:
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
        masthead = view.head.masthead
        parts = [self.full_date(view)]
        if masthead.lunar_date:
            parts.append(formatting.lunar(masthead.lunar_date, self.language))
        if masthead.issue_number is not None:
            parts.append(formatting.issue_number(masthead.issue_number, self.language))
        if masthead.page_count:
            count = masthead.page_count
            parts.append(self.label.plural("{number} page", "{number} pages", count))
        return [part for part in parts if part]

    # Translations

    def told(self, story: Story, view: IssueView | None = None) -> Mapping[str, Translation]:
        """What is translated of a story into the page's language, by the anchors of its fields."""
        found = self._held_translations if view is None or view is self.view else self._translations_of(view)
        return found.by_story.get(story.name, NOTHING) if found else NOTHING

    @cached_property
    def _held_translations(self) -> StoryTranslations | None:
        return self._translations_of(self.view) if self.view else None

    def _translations_of(self, view: IssueView) -> StoryTranslations | None:
        return None if self.translated(view) else self.press.translations(view, self.language)

    def translation_of(self, story: Story, view: IssueView | None = None) -> TranslationSummary | None:
        """How much of a story is translated into the page's language, by whom; None where nothing is."""
        if not self.told(story, view):
            return None
        of = view or self.view
        found = self.press.translations(of, self.language) if of else None
        return found.summary(story.name) if found else None

    def title(self, story: Story, view: IssueView | None = None) -> Title:
        """A story's headline for lists: translated, else as printed, with its language and a quiet mark."""
        of = view or self.view
        headline = story.article.headline.shown
        if of is None or self.translated(of):
            return Title(headline, self.original(of), self.original(of))
        told = self.told(story, of).get("headline")
        if told is None:
            lang = self.original(of)
            return Title(headline, Markup(f' class="np-fallback"{lang}'), lang)
        if told.state == "machine":
            marked_as = Markup(' title="{}"').format(self.state_label("machine"))
            return Title(told.text, marked_as, _NO_ATTRIBUTE)
        return Title(told.text, _NO_ATTRIBUTE, _NO_ATTRIBUTE)

    def state_label(self, state: str) -> str:
        """What a page says of a passage in that state; "" for a translation that needs no remark."""
        if state == "machine":
            return self.label("Machine translation")
        if state == "fuzzy":
            return self.label("The source has changed since")
        return self.label("Not translated") if state == "open" else ""

    def rendering(self, story: Story, anchor: str, translation: Translation) -> Markup:
        """A translation with the names linked that its source mentions."""
        entries = {mention.entry: mention for mention in self._linked_mentions(story, anchor)}
        known = (
            (entry, self._mention_element(mention))
            for name, mention in entries.items()
            if (entry := self.entry(name)) is not None
        )
        text = translation.text.strip()
        return marked(text, (name_marks(text, known, self.language),))

    def told_rows(self, paragraph: Paragraph, translation: Translation) -> list[list[str]] | None:
        """The cells of a translated table, None where the translation is none."""
        return rows(paragraph.rows, translation.text)

    def leading(
        self, story: Story, size: int, view: IssueView | None = None
    ) -> list[tuple[str, Markup, str]]:
        """The beginning of a story for cards: texts with their `lang` attribute and what is to be said of them.

        Translated where it is. `size` is in Han characters; other scripts say the same in three times as many.
        """
        told = self.told(story, view)
        found: list[tuple[str, Markup, str]] = []
        left = size if is_chinese(self.language) else 3 * size
        for paragraph in story.article.segments[0].paragraphs if told and story.article.segments else ():
            translation = told.get(paragraph.anchor)
            if paragraph.crosshead or paragraph.rows or left < (SHORTEST_EXCERPT if found else 1):
                continue
            if translation is None:
                break
            text = " ".join(translation.text.split())
            if len(text) > left:
                text = (text[:left].rpartition(" ")[0] or text[:left]).rstrip(" ,;:") + "…"
            found.append((text, _NO_ATTRIBUTE, self.state_label(translation.state)))
            left -= len(text)
        return found or [(text, self.original(view), "") for text in self.excerpts(story, size)]

    def told_opening(self, story: Story) -> str:
        """The first words of a story's text in translation, "" where they are not translated."""
        told = self.told(story)
        body = (one for one in story.article.paragraphs if not one.crosshead and not one.rows)
        first = next((one for one in body if one.text.shown.strip()), None) if told else None
        return told[first.anchor].text if first and first.anchor in told else ""

    def aids(self, *stories: Story) -> Aids:
        """What the toolbar offers on a page with these stories."""
        if self.view is None:
            return Aids("", False, "")
        chinese = has_aids(self.view)
        to = other_script(self.source_language) if chinese else None
        return Aids(self._beside(stories), chinese, to or "")

    def toolbar(self, aids: Aids) -> Markup:
        """The reading aids as HTML: the same on every page of a language but for the address of a twin."""
        key = (self.language, aids)
        held = self.press.toolbars.get(key)
        if held is None:
            held = Markup(self.press.render("partials/toolbar.html", self, aids=aids))
            if aids.beside in ("", "here"):
                self.press.toolbars[key] = held
        return held

    def _beside(self, stories: Sequence[Story]) -> str:
        assert self.view is not None
        if not self.own:
            return "here" if any(self.told(story) for story in stories) else ""
        for language, src_uri in self.twins.items():
            found = self.press.translations(self.view, language)
            if found and any(story.name in found.by_story for story in stories):
                return self.link(src_uri)
        return ""

    def reading_data(self, story: Story) -> str:
        """To a story's reading data, "" where it has none."""
        if self.view is None or not has_aids(self.view):
            return ""
        return self.file(self.press.urls.reading_data(self.view.folder, story.name))

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
                own = formatting.territory_name(entry.zh, self.language) if entry.kind == "place" else None
                found[own or entry.en] = None
                if len(found) == most:
                    break
        return list(found)

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
        if references or self.press.options.mentions != "all":
            return self._made_text(story, text, anchor, references, mentions)
        key = (story.name, anchor, mentions)
        held = self.parts.texts.get(key)
        if held is None or held[0] is not text:
            held = self.parts.texts[key] = text, self._made_text(story, text, anchor, (), mentions)
        return held[1]

    def _made_text(
        self, story: Story, text: Text, anchor: str, references: Iterable[Jump], mentions: bool
    ) -> Markup:
        links = [link for jump in references if (link := self._reference(jump))]
        names = self._mention_marks(self._linked_mentions(story, anchor), links) if mentions else []
        return self._marked(text, (links, names))

    def cells(self, story: Story, paragraph: Paragraph, mentions: bool = True) -> list[list[Markup]]:
        """The cells of a table with their names marked."""
        found = self._linked_mentions(story, paragraph.anchor) if mentions else ()
        text = paragraph.text.shown
        rows: list[list[Markup]] = []
        at = 0
        for row in paragraph.rows:
            cells: list[Markup] = []
            for cell in row:
                here = text.find(cell, at) if found else -1
                inside = [one for one in found if here <= one.start and one.end <= here + len(cell)]
                marks = [] if here < 0 else self._mention_marks(inside, (), here)
                cells.append(marked(cell, (marks,)))
                at = here + len(cell) if here >= 0 else at
            rows.append(cells)
        return rows

    def _marked(self, text: Text, layers: Sequence[Sequence[Mark]]) -> Markup:
        if not text.changes:
            return marked(text.shown, layers)
        changed = correction_marks(text, self.label("printed: {printed}", printed="{printed}"))
        return marked(text.shown, (*layers, changed))

    def _reference(self, jump: Jump) -> Mark | None:
        if self.view is None or jump.to_page not in self.view.held:
            return None
        href = escape(self.print_page(self.view, jump.to_page))
        return Mark(jump.start, jump.end, Markup(f'<a class="np-reference" href="{href}">'), Markup("</a>"))

    # Names and terms

    def entry(self, identifier: str) -> Entry | None:
        """An entry as the page's issue knows it, else as the archive does."""
        if self.view is not None:
            parts = self.parts
            if parts.entries is None:
                parts.entries = self.view.entries
            own = parts.entries.get(identifier)
            if own is not None:
                return own
        record = self.press.register.index.get(identifier)
        return record.entry if record else None

    def called(self, entry: Entry) -> list[tuple[str, Markup, str]]:
        """An entry's names, the one in the page's language first: name, `lang` attribute, class."""
        chinese = (entry.zh, self._language_attribute(self.source_language), "np-han")
        pinyin = (entry.pinyin or "", self._language_attribute("zh-Latn-pinyin"), "np-pinyin")
        english = (entry.en or "", self._language_attribute("en"), "np-latin")
        own = formatting.territory_name(entry.zh, self.language) if entry.kind == "place" else None
        if is_chinese(self.language):
            names = [chinese, pinyin, english]
        elif own:
            names = [(own, _NO_ATTRIBUTE, "np-latin"), chinese, english]
        elif entry.en or not entry.pinyin:
            names = [english, chinese, pinyin]
        else:
            plain = (plain_pinyin(entry.pinyin), pinyin[1], "np-latin")
            names = [plain, chinese, pinyin]
        return [name for name in names if name[0]]

    def _language_attribute(self, language: str) -> Markup:
        if language == self.lang:
            return _NO_ATTRIBUTE
        return _lang(language) + Markup(' dir="ltr"') if self.direction else _lang(language)

    def entry_name(self, entry: Entry) -> str:
        """An entry's name in the page's language."""
        return self.called(entry)[0][0]

    def who(self, entry: Entry) -> str:
        """Who somebody is: office and country, as far as they are known."""
        return self.post(entry.office, entry.country)

    def who_last(self, record: Record) -> str:
        """Who somebody is by the last issue that says so."""
        last = record.last_post
        return self.post(*last) if last else self.who(record.entry)

    def post(self, office: Bilingual | None, country: Bilingual | None) -> str:
        """An office with its country: "President, Kazakhstan"; 哈萨克斯坦总统."""
        held = formatting.office_name(office, self.language) if office else ""
        land = formatting.country_name(country, self.language) if country else ""
        if is_chinese(self.language):
            return held if held.startswith(land) else land + held
        return ("、" if is_full_width(self.language) else ", ").join(part for part in (held, land) if part)

    def dates(self, first: dt.date, last: dt.date) -> str:
        """When an office was held, as far as the archive knows: "June 18, 2025"; "2021 – 2025"."""
        if first == last:
            return formatting.long_date(first, self.language)
        if first.year == last.year:
            months = [self.month_name(day.year, day.month) for day in (first, last)]
            return " – ".join(dict.fromkeys(months))
        return f"{first.year} – {last.year}"

    def name_language(self, name: str) -> Markup:
        """The `lang` attribute of a name, by its letters."""
        return self._language_attribute("en" if name.isascii() else self.source_language)

    @staticmethod
    def same_as(entry: Entry) -> list[str]:
        """Where the glossary says that the same entry is described elsewhere."""
        return [address for address in entry.same_as if address.startswith(("https://", "http://"))]

    def record(self, identifier: str) -> Record | None:
        return self.press.register.index.get(identifier)

    def named_in(self, *stories: Story) -> list[tuple[Entry, str | None, int]]:
        """The entries that stories name, in the order of the text: entry, link, mentions in the archive.

        On a print page, those of what stands on it.
        """
        identifiers: dict[str, None] = {}
        for story in stories:
            here = None if self.print_label is None else story.anchors_on(self.print_label)
            for mention in story.article.mentions:
                if here is None or mention.anchor in here:
                    identifiers[mention.entry] = None
        held = self.parts.named
        for identifier in identifiers:
            if identifier not in held:
                held[identifier] = self._named(identifier)
        return [one for identifier in identifiers if (one := held[identifier]) is not None]

    def _named(self, identifier: str) -> tuple[Entry, str | None, int] | None:
        entry = self.entry(identifier)
        if entry is None:
            return None
        record = self.record(identifier)
        return entry, self.entry_link(identifier), record.about if record else 0

    def named_lines(self, named: Iterable[tuple[Entry, str | None, int]]) -> Markup:
        """Entries as `named_in` gives them, as cards show them; the same on all pages that lie equally deep."""
        held = self.parts.lines
        lines: list[str] = []
        for entry, href, count in named:
            own = (entry.id, href, count)
            lines.append(held.get(own) or held.setdefault(own, self._line_of_any_issue(entry, href, count)))
        return Markup("\n".join(lines))

    def _line_of_any_issue(self, entry: Entry, href: str | None, count: int) -> Markup:
        key = (entry, href, count, self.language, self.source_language, self.label.spoken)
        lines = self.press.parts.lines
        return lines.get(key) or lines.put(key, named_line(self, entry, href, count))

    def linked_credits(self, story: Story) -> list[Markup]:
        """Who wrote it, and the dateline, with the names that have entries marked."""
        linked: list[Markup] = []
        seen: set[str] = set()
        for part, spots in self._credited(story):
            marks = []
            for start, end, mention in spots:
                if self.press.options.mentions == "all" or mention.entry not in seen:
                    marks.append(Mark(start, end, *self._mention_element(mention)))
                seen.add(mention.entry)
            linked.append(marked(part, (marks,)))
        return linked

    def _credited(self, story: Story) -> list[tuple[str, list[tuple[int, int, Mention]]]]:
        """The parts of the credits with the places of the names that have entries."""
        forms: dict[str, Mention] = {}
        for mention in (*story.mentions_at.get("byline", ()), *story.mentions_at.get("dateline", ())):
            for form in self._forms(mention):
                forms.setdefault(form, mention)
        return [
            (part, [(start, end, forms[part[start:end]]) for start, end in name_places(part, forms)])
            for part in self.credits(story)
        ]

    def _linked_mentions(self, story: Story, anchor: str) -> Sequence[Mention]:
        """The mentions of a field that are links: all, or those that are their entry's first on the page."""
        held = story.mentions_at.get(anchor, ())
        if self.press.options.mentions == "all" or not held:
            return held
        firsts = self._first_mentions.get(story.name)
        if firsts is None:
            named = () if self.print_label else self._credited(story)
            linked = {mention.entry for _, spots in named for _, _, mention in spots}
            firsts = self._first_mentions[story.name] = first_mentions(story, self.print_label, linked)
        return [one for one in held if firsts.get(one.entry) is one]

    @cached_property
    def _first_mentions(self) -> dict[str, dict[str, Mention]]:
        return {}

    def _forms(self, mention: Mention) -> list[str]:
        """How a name of a byline or dateline stands in the page's language."""
        name = "".join(mention.text.split())
        if is_chinese(self.language):
            return [name]
        newspaper = self.press.archive.newspaper
        if mention.kind == "person":
            return [formatting.author_name(name, self.language)]
        if mention.kind == "place":
            return [formatting.place_name(name, self.language).upper()]
        return [formatting.agency_name(name, self.language, newspaper)]

    def _mention_marks(
        self, mentions: Iterable[Mention], links: Sequence[Mark], offset: int = 0
    ) -> list[Mark]:
        """The marks of mentions: none within a link, the longest first where two overlap."""
        marks: list[Mark] = []
        elements = self.parts.elements
        for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
            start, end = mention.start - offset, mention.end - offset
            if links and any(link.start < end and start < link.end for link in links):
                continue
            if marks and start < marks[-1].end:
                if end - start <= marks[-1].end - marks[-1].start:
                    continue
                marks.pop()
            opening, closing = elements.get(mention.entry) or self._mention_element(mention)
            marks.append(Mark(start, end, opening, closing))
        return marks

    def _mention_element(self, mention: Mention) -> tuple[Markup, Markup]:
        """The element around a mention: a link to its entry's page, a mere mark where it has none."""
        held = self.parts.elements.get(mention.entry)
        if held is not None:
            return held
        entry = self.entry(mention.entry)
        if entry is not None:
            held = self.parts.elements[mention.entry] = self._made_mention_element(mention, entry)
            return held
        key = f"{mention.kind}:{mention.entry}"
        held = self._unknown_elements.get(key)
        if held is None:
            held = self._unknown_elements[key] = self._made_mention_element(mention, None)
        return held

    @cached_property
    def _unknown_elements(self) -> dict[str, tuple[Markup, Markup]]:
        """Around mentions of what is no entry: they say what the first of them on the page is called."""
        return {}

    def entry_element(self, entry: Entry) -> tuple[Markup, Markup]:
        """The element around a name of an entry, wherever it stands."""
        return self._mention_element(Mention(entry.id, entry.zh, entry.kind, "", 0, len(entry.zh)))

    def _made_mention_element(self, mention: Mention, entry: Entry | None) -> tuple[Markup, Markup]:
        href = self.entry_link(mention.entry)
        if entry is None:
            return _element_around(mention.entry, href, (mention.text,))
        # The pages of other issues say the same of most names, and lie equally deep.
        key = (entry, mention.entry, href, self.language)
        elements = self.press.parts.elements
        return elements.get(key) or elements.put(
            key, _element_around(mention.entry, href, (entry.zh, entry.pinyin, entry.en), self.who(entry))
        )

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
        if not held:
            note = self.label("continues on page {page}, which this archive does not hold", page=page)
        elif jump.note == AMBIGUOUS:
            note = self.label("several continuations on page {page} fit; none was chosen", page=page)
        else:
            note = self.label("no continuation found on page {page}", page=page)
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
        if page not in self.view.held:
            note = self.label("begins on page {page}, which this archive does not hold", page=page)
        elif story.article.orphan == AMBIGUOUS:
            note = self.label("several stories on page {page} fit; none was chosen", page=page)
        else:
            note = self.label("no beginning found on page {page}", page=page)
        return JumpLine(line.printed, label, None, anchor, note)

    def _there(self, story: Story, target: str | None, on_print: bool) -> str | None:
        assert self.view is not None
        segment = self.view.fragment_of(story, target)
        if segment is None or target is None:
            return None
        if on_print and segment.page in self.view.held:
            return self.print_page(self.view, segment.page, on_print_page(segment, target))
        return self.article(self.view, story, target)


def _element_around(
    identifier: str, href: str | None, names: Iterable[str | None], who: str = ""
) -> tuple[Markup, Markup]:
    """Begin and end of the element around a mention of an entry."""
    said = (*dict.fromkeys(names), who)
    title = escaped(" · ".join(part for part in said if part))
    about = f'data-entry="{escaped(identifier)}" title="{title}"'
    if href is None:
        return Markup(f'<span class="np-mention" {about}>'), Markup("</span>")
    return Markup(f'<a class="np-mention" href="{escaped(href)}" {about}>'), Markup("</a>")


#: What a sheet is made with; all else it can make again.
_GIVEN = tuple(one.name for one in fields(Sheet))
