"""Pages of one kind -> their theme's frame, drawn once and filled for each page.

Drawing a page with its theme takes longer than all that the archive itself has to say on it. Most of what
comes out is the same on every page of a kind. A shell is the theme's own answer to a page whose title, links
and content are markers; filling it puts a page's own values where the markers came out.

A theme may do with a page what no marker foresees. So a shell is made for pages that are alike in all that
decides what a theme draws (`_likeness`), only from the third of them on; it is proven on the page that it
is made for, and on every `PROVEN_EVERY`th after, by drawing that page in full; and where the two differ
once, pages of that kind are drawn in full. Where plugins that the archive does not know take part in
drawing pages, there are no shells at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise, takewhile
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url

from mkdocs_newspaper.integration.archive_pages import ArchivePages
from mkdocs_newspaper.integration.log import log
from mkdocs_newspaper.integration.nav import SidebarLink, Sidebars
from mkdocs_newspaper.integration.pages import TEMPLATE, ArchivePage, page_meta
from mkdocs_newspaper.publishing.pages import PublishedPage, SidebarItem

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

#: What a page's template is called where shells are in use; it prints what has been drawn.
SHELL_TEMPLATE = "newspaper/shell.html"
#: Kinds of which an archive has many pages.
KINDS = frozenset({"article", "print-page", "issue", "entry"})
#: From this page of a likeness on a shell is worth its making.
WORTH_IT = 3
PROVEN_EVERY = 100
#: How many stories the sidebar of a shell lists, and which of them is the page's own.
_LISTED, _OWN = 5, 2

_MARKER = re.compile(r"(?P<way>(?:\.\./)*)npslot(?P<name>[a-z0-9]+?)(?P<close>qx|柳Qx)(?P<end>/|\.html)?")
#: Characters that a theme's filters may draw in more than one way.
_LINE_SLOT = re.compile(r"line([0-9]+)(?:title)?")
_UNCERTAIN = re.compile(r"[<>&\"'\x00-\x1f]|\s\s|^\s|\s$")
#: What themes look for in an edit link
_OF_EDITING = re.compile("edit|blob|raw")
_HEADLINE = "<h1"
#: What a page's metadata is searched for before it is printed.
ALTERNATES = "hreflang="

#: So many lines of sidebars are remembered: pages come issue by issue, and entries in their order.
MOST_LINES = 500
#: What every marker begins with
_LEFT = "npslot"

Key = tuple[object, ...]
#: Gives the variables of a page's template as the plugin sets them, with the sidebars given.
Context = Callable[[ArchivePage, "MkDocsConfig", Navigation, Sidebars], dict[str, Any]]


def _marker(name: str) -> str:
    return f"npslot{name}qx"


def _text_marker(name: str) -> str:
    """A marker that comes out changed wherever a theme does more with a text than to print it."""
    return f"npslot{name}柳Qx"


class UnlikeError(Exception):
    """A page, or a theme, that shells can't do justice to."""


class _Marked(Markup):
    """A title that may be printed. A template that asks what it is draws pages in more ways than one."""

    def _asked(self, *_: object) -> Any:
        raise UnlikeError("the theme decides by a page's title")

    __len__ = __eq__ = __ne__ = __contains__ = __getitem__ = __lt__ = __gt__ = _asked
    startswith = endswith = find = index = count = split = _asked  # type: ignore[assignment]
    __hash__ = Markup.__hash__

    def __bool__(self) -> bool:
        return True


#: `{{ page.title }}` and `{% if page.url …` in a template of the site's own
_ASKS_OF_PAGE = re.compile(r"\{[{%][^}]*\bpage\b(?!s)")


def asks_of_pages(templates: str | None) -> bool:
    """Whether the site's own templates, in that folder, have a say in what depends on the page."""
    for path in sorted(Path(templates).rglob("*.html")) if templates else ():
        own = path.relative_to(templates or "").as_posix()
        if own.startswith("newspaper/") and own != TEMPLATE:
            continue  # drawn by the archive itself
        with suppress(OSError):
            if _ASKS_OF_PAGE.search(path.read_text("utf-8", "replace")):
                return True
    return False


_CONTENT = f"<p>{_marker('content')}{_HEADLINE}>"


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a page's own value stands. `linked`: a URL, drawn relative to the page."""

    name: str
    linked: bool = False


Part = str | _Slot


@dataclass(frozen=True, slots=True)
class _List:
    """The stories of the sidebar: what stands before and after the inner parts of a line."""

    opening: str
    inner: tuple[Part, ...]
    closing: str
    own_opening: str
    own_inner: tuple[Part, ...]
    own_closing: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of pages that are alike."""

    parts: tuple[Part | _List, ...]

    def filled(
        self, values: Mapping[str, str], links: Mapping[str, str], lines: Sequence[Line], here: str
    ) -> str:
        """The page with these values. `links` are relative, `lines` are those of the sidebar, of which that
        to `here` is the page's own."""
        drawn: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                drawn.append(part)
            elif isinstance(part, _Slot):
                drawn.append((links if part.linked else values)[part.name])
            else:
                drawn += [
                    line.drawn_as_own(part, values, links) if line.url == here else line.drawn(part)
                    for line in lines
                ]
        return "".join(drawn)


@dataclass(slots=True, eq=False)
class Line:
    """A line of a sidebar: HTML of its title, the URL that it leads to, and that from the pages around it.

    `certain`: its title has no characters that themes escape.
    """

    title: str
    url: str
    link: str
    certain: bool
    _drawn: dict[int, str] = field(default_factory=dict)  # by the place in memory of the list that it is in

    def drawn(self, part: _List) -> str:
        """The line on other pages than the one that it leads to."""
        drawn = self._drawn.get(id(part))
        if drawn is None:
            inner = _inner(part.inner, {"linetitle": self.title}, {"line": self.link})
            drawn = self._drawn[id(part)] = f"{part.opening}{inner}{part.closing}"
        return drawn

    def drawn_as_own(self, part: _List, values: Mapping[str, str], links: Mapping[str, str]) -> str:
        """The line on the page that it leads to, of which `values` and `links` are."""
        own_values = {**values, "linetitle": self.title}
        own_links = {**links, "line": get_relative_url(self.url, self.url)}
        inner = _inner(part.own_inner, own_values, own_links)
        return f"{part.own_opening}{inner}{part.own_closing}"


def _inner(pieces: Iterable[Part], values: Mapping[str, str], links: Mapping[str, str]) -> str:
    return "".join(
        piece if isinstance(piece, str) else (links if piece.linked else values)[piece.name]
        for piece in pieces
    )


class Shells:
    """The shells of one build."""

    def __init__(
        self,
        pages: ArchivePages,
        sidebars: Sidebars,
        archive: str,
        context: Context,
        *,
        in_full: bool,
    ) -> None:
        """`archive` is the URL prefix, `context` gives the variables that the plugin sets for a page.

        `in_full`: every page is drawn in full.
        """
        self._always_in_full = in_full
        self.env: jinja2.Environment | None = None
        self._pages = pages
        self._sidebars = sidebars
        self._archive = archive
        self._context = context
        self._seen: Counter[Key] = Counter()
        self._shells: dict[Key, Shell] = {}
        self._refused: set[tuple[str, str]] = set()
        self._nav_is_plain: bool | None = None
        self._beside = ""  # whose relative links are in:
        self._known_lines: dict[int, tuple[SidebarItem, Line]] = {}

    def draw(self, page: ArchivePage, context: dict[str, Any], config: MkDocsConfig, nav: Navigation) -> str:
        """The whole page, as its template would draw it."""
        key = self._key(page, nav)
        if key is None:
            return self._in_full(page, context, config, nav)
        self._seen[key] += 1
        number = self._seen[key]
        if number < WORTH_IT:
            return self._in_full(page, context, config, nav)
        shell = self._shells.get(key)
        proven = shell is not None and number % PROVEN_EVERY
        try:
            if shell is None:
                shell = self._shells[key] = self._made(page, context, config, nav)
            filled = self._filled(shell, page)
        except UnlikeError as reason:
            if shell is None:
                self._refuse(page, str(reason))
            return self._in_full(page, context, config, nav)
        if proven:
            return filled
        output = self._in_full(page, context, config, nav)
        if output != filled:
            self._refuse(page, "the theme draws it in another way than the pages like it")
        return output

    def _in_full(
        self, page: ArchivePage, context: dict[str, Any], config: MkDocsConfig, nav: Navigation
    ) -> str:
        assert self.env is not None
        context.update(self._context(page, config, nav, self._sidebars))
        return self.env.get_template(TEMPLATE).render(context)

    def _refuse(self, page: ArchivePage, reason: str) -> None:
        published = page.published
        log.debug("%s: no shell for such pages: %s", published.src_uri, reason)
        self._refused.add((published.kind, published.language))

    def frame(self, page: ArchivePage, context: dict[str, Any], config: MkDocsConfig, nav: Navigation) -> str:
        """What the theme draws around a page of this kind and language, whether it has been read or not."""
        read, page.meta, page.toc = (page.meta, page.toc), page_meta(page.published), TableOfContents([])
        try:
            return self._drawn_stand_in(page, context, config, nav)[1]
        finally:
            page.meta, page.toc = read

    # Likeness

    def _key(self, page: ArchivePage, nav: Navigation) -> Key | None:
        """What decides how a theme draws the page; None where it has to be drawn in full."""
        published = page.published
        if (
            self._always_in_full
            or published.kind not in KINDS
            or (published.kind, published.language) in self._refused
        ):
            return None
        if page.is_index != (published.kind == "issue"):
            return None
        if page.meta.get("template") != SHELL_TEMPLATE or page.children is not None:
            return None
        if self._nav_is_plain is None:
            self._nav_is_plain = not self._leads_inside(nav.items)
        if not self._nav_is_plain:
            return None
        ancestors = list(_ancestors(page))
        parent = ancestors[0] if ancestors else None
        return (
            published.kind,
            published.language,
            self._prefix(published),
            published.src_uri.count("/"),
            published.wide,
            tuple(published.twins),
            tuple(language for language, uri in published.twins.items() if uri in self._pages),
            bool(published.sidebar) and any(one.src_uri in self._pages for one in published.sidebar),
            self._own_place(page) is not None,
            bool(published.sidebar_title),
            _shape(page.toc),
            page.previous_page is not None,
            page.next_page is not None,
            parent.published.kind if isinstance(parent, ArchivePage) else None,
            sum(_is_marked(one) for one in ancestors),
            tuple(sorted(page.meta)),
            ALTERNATES in page.head,
            page.edit_url is not None,
            page.canonical_url is not None,
            page.file.inclusion,
        )

    def _leads_inside(self, items: Sequence[Any]) -> bool:
        """Whether the nav names single issues: links from page to page are then shorter than a shell's."""
        for item in items:
            if isinstance(item, ArchivePage) and item.published.kind not in ("calendar", "names", "terms"):
                return True
            if isinstance(item, Section) and self._leads_inside(item.children):
                return True
        return False

    def _prefix(self, published: PublishedPage) -> str:
        """The folder that all pages like this one lie in, and that the nav may name pages of."""
        root = self._archive if published.src_uri.startswith(f"{self._archive}/") else ""
        root = root or f"{published.language}/{self._archive}"
        first = published.src_uri.removeprefix(f"{root}/").split("/")[0]
        return root if first.isdigit() else f"{root}/{first}"

    # Making

    def _made(
        self, page: ArchivePage, context: dict[str, Any], config: MkDocsConfig, nav: Navigation
    ) -> Shell:
        """The shell of the pages like `page`. Raises UnlikeError."""
        stand_in, output = self._drawn_stand_in(page, context, config, nav, watched=True)
        return Shell(tuple(_with_lists(list(_parts(output, stand_in)))))

    def _drawn_stand_in(
        self,
        page: ArchivePage,
        context: dict[str, Any],
        config: MkDocsConfig,
        nav: Navigation,
        *,
        watched: bool = False,
    ) -> tuple[ArchivePage, str]:
        """A page like `page` whose values are markers, and what the theme draws for it.

        Raises UnlikeError where the theme decides by a title that is `watched`.
        """
        stand_in, pages = self._stand_in(page, config)
        root = self._pages.root()
        calendars = [root, *(self._pages.get(uri) for uri in root.published.twins.values())] if root else []
        known = {one.published.src_uri: one for one in calendars if one is not None} | pages
        if watched:
            stand_in.title = _Marked(stand_in.title)
            stand_in.meta["title"] = _Marked(stand_in.meta["title"])
        was_active, page.active = page.active, False
        stand_in.active = True
        try:
            variables = {**context, "page": stand_in}
            variables.update(self._context(stand_in, config, nav, Sidebars(_StandIns(known), root)))
            assert self.env is not None
            output = self.env.get_template(TEMPLATE).render(variables)
        finally:
            stand_in.active = False
            page.active = was_active
        return stand_in, output

    def _stand_in(
        self, page: ArchivePage, config: MkDocsConfig
    ) -> tuple[ArchivePage, dict[str, ArchivePage]]:
        """A page like `page` whose values are markers, and the pages that it refers to."""
        published = page.published
        prefix = self._prefix(published)
        own_name = _marker("self") + ("/index.md" if page.is_index else ".md")
        missing = published.src_uri.count("/") - prefix.count("/") - own_name.count("/") - 1
        folders = [prefix, *(_marker(f"folder{number}") for number in range(missing))]
        src_uri = "/".join([*folders, own_name])
        pages: dict[str, ArchivePage] = {}

        def other(name: str, like: PublishedPage) -> ArchivePage:
            uri = _marker(name) + ".md"
            title = Markup(_text_marker(f"{name}title"))
            made = PublishedPage(like.kind, like.language, uri, title, str, twins=like.twins)
            pages[uri] = _page(made, config, page.file)
            pages[uri].title = title
            return pages[uri]

        own_place = self._own_place(page)
        sidebar: list[SidebarItem] = []
        if any(one.src_uri in self._pages for one in published.sidebar):
            for number in range(_LISTED):
                own = own_place is not None and number == _OWN
                if not own:
                    other(f"line{number}", published)
                uri = src_uri if own else _marker(f"line{number}") + ".md"
                sidebar.append(SidebarItem(_text_marker(f"line{number}title"), uri))
        twins = {
            language: src_uri if language == published.language else _marker(f"twin{number}") + ".md"
            for number, language in enumerate(published.twins)
        }
        for number, (language, uri) in enumerate(published.twins.items()):
            if uri in self._pages and language != published.language:
                other(f"twin{number}", self._pages[uri].published)
        chain: list[Page] = []
        for number, one in enumerate(_ancestors(page)):
            if not _is_marked(one):
                chain.append(one)
                break
            assert isinstance(one, ArchivePage)
            chain.append(other(f"parent{number}", one.published))
        made = replace(
            published,
            src_uri=src_uri,
            title=_text_marker("title"),
            description=_text_marker("description") if published.description else "",
            body=str,
            search=None,
            metadata=partial(_head_like, page.head),
            dated=None,
            parent=_marker("parent0") + ".md" if chain and _is_marked(chain[0]) else None,
            previous=None,
            following=None,
            twins=twins,
            sidebar=tuple(sidebar),
            sidebar_title=_text_marker("sidebar") if published.sidebar_title else "",
            issue_id=None,
            source=None,
        )
        stand_in = _page(made, config, page.file)
        pages[src_uri] = stand_in
        stand_in.title = Markup(_text_marker("pagetitle"))
        stand_in.meta = {**page.meta, "title": Markup(_text_marker("title")), "template": TEMPLATE}
        if "description" in page.meta:
            stand_in.meta["description"] = Markup(_text_marker("description"))
        stand_in.content = _CONTENT
        stand_in.update_date = _marker("dated")
        stand_in.toc = _marked_toc(page.toc)
        if page.edit_url is not None:
            stand_in.edit_url = _edit_prefix(page) + _marker("edit")
        if page.previous_page is not None:
            stand_in.previous_page = other("previous", published)
        if page.next_page is not None:
            stand_in.next_page = other("next", published)
        inner: Any = stand_in
        for one in chain:
            inner.parent = one
            inner = one
        return stand_in, pages

    def _own_place(self, page: ArchivePage) -> int | None:
        """The place of a page's own line in its sidebar."""
        own, listed = page.published.src_uri, page.published.sidebar
        return next((place for place, one in enumerate(listed) if one.src_uri == own), None)

    # Filling

    def _filled(self, shell: Shell, page: ArchivePage) -> str:
        """Raises UnlikeError."""
        published, here = page.published, page.url
        content = page.content or ""
        if _HEADLINE not in content:
            raise UnlikeError("no headline")
        values = {
            "title": str(page.meta.get("title", "")),
            "pagetitle": str(page.title),
            "description": str(page.meta.get("description", "")),
            "sidebar": published.sidebar_title,
            "edit": page.edit_url.removeprefix(_edit_prefix(page)) if page.edit_url else "",
            "here": page.url,
            "source": page.file.src_path,
            "self": page.url.rpartition("/")[2],
            "dated": page.update_date,
        }
        links: dict[str, str] = {}
        named: list[tuple[str, Any]] = [
            ("previous", page.previous_page),
            ("next", page.next_page),
            *((f"parent{number}", one) for number, one in enumerate(_ancestors(page)) if _is_marked(one)),
        ]
        for name, other in named:
            if other is not None:
                links[name] = get_relative_url(other.url, here)
                values[name] = other.url
                values[f"{name}title"] = str(other.title)
        for number, uri in enumerate(published.twins.values()):
            url = self._sidebars.url(uri)
            if url is not None:
                links[f"twin{number}"], values[f"twin{number}"] = get_relative_url(url, here), url
        for number, item in enumerate(_flat(page.toc)):
            values[f"toc{number}"] = item.id
            values[f"toc{number}title"] = str(item.title)
        lines = self._lines(page)
        if (
            not all(line.certain for line in lines)
            or any(map(_UNCERTAIN.search, values.values()))
            or _OF_EDITING.search(values["edit"])
        ):
            raise UnlikeError("characters that themes escape")
        values["content"] = content
        values["head"] = page.head
        return shell.filled(values, links, lines, here)

    def _lines(self, page: ArchivePage) -> list[Line]:
        """The sidebar of a page. Neighbours list the same, and lie in one folder: so their links are the same."""
        is_folder = page.url.endswith("/")
        folder, _, name = page.url.rstrip("/").rpartition("/")
        # As from a page that is none of those listed: from itself, a page's link is another.
        beside = f"{folder}/-/" if is_folder else f"{folder}/-{PurePath(name).suffix}"
        if page.is_index:  # of an issue, which lists no issues
            beside = page.url
        if self._beside != beside or len(self._known_lines) > MOST_LINES:
            self._beside, self._known_lines = beside, {}
        lines: list[Line] = []
        for item in page.published.sidebar:
            known = self._known_lines.get(id(item))
            if known is None:
                target = self._pages.file(item.src_uri)
                if target is None:
                    continue
                link = SidebarLink(item.title, target, page, item.lang)
                certain = not _UNCERTAIN.search(item.title)
                line = Line(str(link.title), link.url, get_relative_url(link.url, beside), certain)
                # With the item, whose place in memory is then no other's.
                known = self._known_lines[id(item)] = item, line
            lines.append(known[1])
        return lines


class _StandIns(dict[str, ArchivePage]):
    """Pages by their `src_uri`, with their files."""

    def file(self, src_uri: str, /) -> File | None:
        page = self.get(src_uri)
        return page.file if page is not None else None


def _page(published: PublishedPage, config: MkDocsConfig, like: File) -> ArchivePage:
    file = File.generated(config, published.src_uri, content="", inclusion=like.inclusion)
    return ArchivePage(published, file, config)


def _ancestors(page: Page) -> Iterator[Page]:
    """The pages above a page, up to the first that stands in the nav or is another plugin's."""
    one: Any = page.parent
    while one is not None:
        yield one
        if not _is_marked(one):
            return
        one = one.parent


def _is_marked(page: object) -> bool:
    """Whether an ancestor is one of many: the calendars are the same for all pages of a language."""
    return isinstance(page, ArchivePage) and page.published.kind not in ("calendar", "names", "terms")


def _shape(toc: Any) -> tuple[object, ...]:
    return tuple((bool(item.id), item.level, _shape(item.children)) for item in toc)


def _flat(toc: Any) -> Iterator[AnchorLink]:
    for item in toc:
        yield item
        yield from _flat(item.children)


def _marked_toc(toc: TableOfContents) -> TableOfContents:
    numbers = iter(range(100_000))

    def marked(item: AnchorLink) -> AnchorLink:
        number = next(numbers)
        title, anchor = Markup(_text_marker(f"toc{number}title")), _marker(f"toc{number}")
        link = AnchorLink(title, anchor if item.id else "", item.level)
        link.children = [marked(child) for child in item.children]
        return link

    return TableOfContents([marked(item) for item in toc])


def _edit_prefix(page: ArchivePage) -> str:
    """The part of a page's edit link that all pages share."""
    own, edit = page.file.edit_uri or "", page.edit_url or ""
    return edit[: len(edit) - len(own)] if own and edit.endswith(own) else edit


def _head_like(head: str, _: PublishedPage) -> str:
    """A marker for a page's metadata, with what decides how it is printed."""
    return f"<!--{_marker('head')}{ALTERNATES if ALTERNATES in head else ''}-->"


# What the theme drew for a stand-in -> the parts of a shell


def _parts(output: str, stand_in: ArchivePage) -> Iterator[Part]:
    """`output` cut at its markers. Raises UnlikeError where one came out in an unexpected form."""
    here = stand_in.url
    depth = here.count("/")
    output = output.replace(_CONTENT, _marker("content")).replace(stand_in.head, _marker("head"))
    output = output.replace(stand_in.file.src_path, _marker("source"))
    output = output.replace(here, _marker("here"))
    at = 0
    for found in _MARKER.finditer(output):
        name, ways = found["name"], found["way"].count("../")
        if name.startswith("folder"):
            raise UnlikeError("the theme draws a part of a page's address")
        is_text = found["close"] != "qx" or not found["end"]
        literal = output[at : found.start()] + (found["way"] if is_text else "")
        if _LEFT in literal.lower():
            raise UnlikeError("the theme changes a text before it prints it")
        yield literal
        if is_text:
            yield _Slot(name)
            at = found.end("close")
        elif ways in (0, depth):
            yield _Slot(name, linked=ways > 0)
            at = found.end()
        else:
            raise UnlikeError(f"a link of another depth: {found[0]}")
    if _LEFT in output[at:].lower():
        raise UnlikeError("the theme changes a text before it prints it")
    yield output[at:]


def _with_lists(parts: Sequence[Part]) -> Iterator[Part | _List]:
    """`parts` with the lines of the sidebar, which are as many as there are stories, as lists."""
    at, left = 0, list(parts)
    while at < len(left):
        if _line_number(left[at + 1]) is None if at + 1 < len(left) else True:
            yield left[at]
            at += 1
            continue
        before, found, end, after = _list(left, at)
        yield before
        yield found
        left[end] = after
        at = end


def _line_number(part: Part) -> int | None:
    """Which line of the sidebar a slot belongs to."""
    found = _LINE_SLOT.fullmatch(part.name) if isinstance(part, _Slot) else None
    return int(found[1]) if found else None


def _list(parts: Sequence[Part], before: int) -> tuple[str, _List, int, str]:
    """The lines that follow the text at place `before`: that text as it stands before any line, the list,
    the place of the text after it, and that text. Raises UnlikeError where lines are not alike."""
    groups: list[tuple[int, int]] = []  # the first and the last slot of every line
    for place in range(before + 1, len(parts)):
        number = _line_number(parts[place])
        if number is None:
            continue
        if number == len(groups):
            groups.append((place, place))
        elif number == len(groups) - 1:
            groups[number] = (groups[number][0], place)
        else:
            break
    if len(groups) != _LISTED:
        raise UnlikeError("lines of the sidebar are missing")
    end = groups[-1][1] + 1
    inner = [tuple(map(_anonymous, parts[first : last + 1])) for first, last in groups]
    others = [one for number, one in enumerate(inner) if number != _OWN]
    gaps = [list(parts[one[1] + 1 : other[0]]) for one, other in pairwise(groups)]
    first, last = _text(parts[before]), _text(parts[end])
    between = _text(gaps[0][0])
    if any(one != others[0] for one in others) or gaps[0] != gaps[3] or len(gaps[0]) != 1:
        raise UnlikeError("the sidebar's lines are not alike")
    to_own, from_own = _text(gaps[_OWN - 1][0]), _text(gaps[_OWN][-1])
    opening = _common_end(first, _common_end(between, from_own))
    closing = _without_end(between, opening)
    if not to_own.startswith(closing) or not last.startswith(closing):
        raise UnlikeError("the sidebar's lines end in different ways")
    own_inner = (*gaps[_OWN - 1][1:], *inner[_OWN], *gaps[_OWN][:-1])
    found = _List(
        opening=opening,
        inner=others[0],
        closing=closing,
        own_opening=to_own.removeprefix(closing),
        own_inner=own_inner,
        own_closing=_without_end(from_own, opening),
    )
    return _without_end(first, opening), found, end, last.removeprefix(closing)


def _anonymous(part: Part) -> Part:
    """A slot of one line as a slot of any line."""
    if _line_number(part) is None or isinstance(part, str):
        return part
    return _Slot("linetitle" if part.name.endswith("title") else "line", part.linked)


def _text(part: Part) -> str:
    if not isinstance(part, str):
        raise UnlikeError("values stand beside each other in the sidebar")
    return part


def _common_end(one: str, other: str) -> str:
    pairs = zip(reversed(one), reversed(other), strict=False)
    length = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return one[len(one) - length :]


def _without_end(text: str, end: str) -> str:
    return text[: len(text) - len(end)]
