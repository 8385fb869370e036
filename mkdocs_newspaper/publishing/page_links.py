"""The content of one of the site's other pages -> the same with links to the glossary.

Only text is touched, every other byte stays as it is: the links are spliced in between the tags, and no
parser writes the page anew (which is also ten times as fast). Nothing is linked in code, links, headings, forms and the like, nor below an
element that opts out (class `no-glossary` or attribute `data-no-glossary`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from mkdocs_newspaper.archive import site_termbase
from mkdocs_newspaper.bilingual.languages import is_chinese
from mkdocs_newspaper.glossary.lexicon import simplified
from mkdocs_newspaper.glossary.romanization import HAN
from mkdocs_newspaper.glossary.scanner import Scanner
from mkdocs_newspaper.glossary.termbase import TermEntry
from mkdocs_newspaper.publishing.sheets import Sheet, same_language

if TYPE_CHECKING:
    from mkdocs_newspaper.glossary.index import Record
    from mkdocs_newspaper.publishing.sheets import Press

#: Elements whose text is no prose, or would make a link within a link or a control.
_UNTOUCHED = frozenset(
    (
        *(
            "a",
            "abbr",
            "code",
            "dfn",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "kbd",
            "nav",
            "pre",
            "samp",
            "tt",
            "var",
        ),
        *("audio", "canvas", "iframe", "map", "math", "object", "svg", "video", "rp", "rt", "template"),
        *("button", "datalist", "label", "option", "output", "select", "summary", "textarea"),
        *("noembed", "noframes", "noscript", "plaintext", "script", "style", "title", "xmp"),
    )
)
#: Elements in which nothing but their own end is markup.
_RAW = frozenset(
    ("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "plaintext", "xmp")
)
_ENDS = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in _RAW}
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
#: A comment, a tag with its attributes, or what begins like one and does not end.
_MARKUP = re.compile(
    r"""<!--.*?-->|<[!?][^>]*>|<(?P<end>/?)(?P<tag>[A-Za-z][^\s/>]*+)(?P<attributes>(?:[^>"']++|"[^"]*+"|'[^']*+')*+)>"""
    r"""|(?P<broken><[A-Za-z/!?])""",
    re.DOTALL,
)
#: Classes of what is no prose either: formulas, diagrams, the archive's own markup; and the one that opts out.
_UNTOUCHED_CLASSES = frozenset(("arithmatex", "mermaid", "highlight", "np", "notranslate", "no-glossary"))
_OPT_OUT = re.compile(r"""\s(?:data-no-glossary|contenteditable|translate\s*=\s*["']?no)\b""", re.IGNORECASE)
_CLASSES = re.compile(r"""\sclass\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
#: Kinds whose names of two characters are nobody else's word: 北京, but not the reporter 温馨.
_SURE_KINDS = frozenset(("place", "organization"))
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W_]+")
_SPACES = str.maketrans("\t\n\r\xa0", "    ")
#: A page of an English site is a Chinese one where it has fewer Latin letters than so many times its Han
#: characters; one of a Chinese site is English where it has more than so many times.
_LATIN_TO_HAN = 4
_LATIN_TO_HAN_OF_ENGLISH = 30
_TELLING_LENGTH = 5000
#: Where a line has its link, until it is known. A noncharacter: no text holds it.
_LINK = "\ufdd2"


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """A page's content with its links, and the lines that their cards show (to stand below the content)."""

    content: str
    cards: str


class PageLinker:
    """Puts glossary links into pages that are none of the archive's; made once a build."""

    def __init__(self, press: Press) -> None:
        self._press = press

    def linked(self, content: str, src_uri: str, language: str) -> LinkedPage | None:
        """`content` (HTML) of the page `src_uri` with links; None where it names nothing.

        `language` is the page's as the site says; what the text is written in decides where the two differ.
        """
        prose = list(_prose(content))
        own = _written_in(" ".join(content[first:last] for first, last in prose), language)
        sheet = Sheet(self._press, self._page_language(own), lambda _: src_uri)
        spots = list(self._spots(content, prose, own.startswith("en")))
        if not spots:
            return None
        pieces: list[str] = []
        at = 0
        for start, end, record in spots:
            opening, closing = sheet.entry_element(record.entry)
            pieces += (content[at:start], str(opening), content[start:end], str(closing))
            at = end
        lines = Markup("").join(self._line(sheet, record) for _, _, record in spots)
        cards = self._press.render("partials/linked.html", sheet, lines=lines)
        return LinkedPage("".join([*pieces, content[at:]]), cards)

    def _line(self, sheet: Sheet, record: Record) -> Markup:
        """The line of an entry for its card: drawn once a language, but for the link."""
        key = (sheet.language, record.entry.id)
        held = self._lines.get(key)
        if held is None:
            held = self._press.render(
                "partials/named_line.html", sheet, entry=record.entry, href=_LINK, count=record.about
            )
            self._lines[key] = held
        link = str(escape(sheet.entry_link(record.entry.id) or ""))
        return Markup(held.replace(_LINK, link))

    @cached_property
    def _lines(self) -> dict[tuple[str, str], str]:
        return {}

    def _page_language(self, own: str) -> str:
        """The archive's language for the pages that the links lead to."""
        languages = self._press.urls.languages
        return next((one for one in languages if same_language(one, own)), languages[0])

    def _spots(
        self, content: str, prose: Sequence[tuple[int, int]], english: bool
    ) -> Iterator[tuple[int, int, Record]]:
        """Bounds of the first mention of each entry in the texts at `prose`, ascending."""
        plain = simplified(content)
        # Names are looked for in the markup too, which is faster, and those that stand in it are dropped.
        spots = [(start, end, self._by_name[plain[start:end]]) for start, end in self._chinese.find(plain)]
        if english:
            spots = sorted([*spots, *self._find_english(content)], key=lambda spot: spot[0])
        openings = [first for first, _ in prose]
        seen: set[str] = set()
        free = 0
        for start, end, records in spots:
            place = bisect_right(openings, start) - 1
            if start < free or place < 0 or end > prose[place][1]:
                continue
            free = end
            record = next((one for one in records if self._is_meant(one, plain, start, end)), None)
            if record is not None and record.entry.id not in seen:
                seen.add(record.entry.id)
                yield start, end, record

    def _is_meant(self, record: Record, text: str, start: int, end: int) -> bool:
        """Whether the site's glossary lets the name at `start:end` of a page's text be this entry's."""
        return all(
            (edited := self._edited.get(source)) is None
            or (edited.in_scope(text) and not edited.is_unlike(text, start, end))
            for source in record.entry.sources
        )

    # What is looked for

    @cached_property
    def _records(self) -> list[Record]:
        """The entries that have a page, those named most first."""
        records = [one for one in self._press.register.index.records.values() if one.has_page]
        return sorted(records, key=lambda one: (not one.entry.sources, -one.count, one.entry.id))

    @cached_property
    def _by_name(self) -> Mapping[str, list[Record]]:
        """Chinese names in simplified characters, with the entries of that name."""
        found: dict[str, list[Record]] = {}
        for record in self._records:
            for name in map(simplified, (record.entry.zh, *record.entry.aliases)):
                sure = record.entry.sources or record.entry.kind in _SURE_KINDS
                if _HAN.search(name) and len(name) > (1 if sure else 2):
                    found.setdefault(name, []).append(record)
        return found

    @cached_property
    def _chinese(self) -> Scanner:
        return Scanner(self._by_name)

    @cached_property
    def _english(self) -> Mapping[str, list[tuple[str, list[Record]]]]:
        """English names by their first word, the longest first, with their entries."""
        names: dict[str, list[Record]] = {}
        for record in self._records:
            entry = record.entry
            for name in (entry.en, entry.short):
                if not name or len(name) < 3 or not _LATIN.search(name):
                    continue
                plain = " ".join(name.split())
                # "bridge" is a word, "Belt and Road" a name.
                if entry.kind == "term" and not entry.sources and " " not in plain and plain.islower():
                    continue
                # A sentence can begin with it.
                for form in {plain, plain[0].upper() + plain[1:]}:
                    names.setdefault(form, []).append(record)
        found: dict[str, list[tuple[str, list[Record]]]] = {}
        for name in sorted(names, key=lambda one: (-len(one), one)):
            word = _WORD.search(name)
            if word is not None and word.start() == 0:
                found.setdefault(word[0], []).append((name, names[name]))
        return found

    def _find_english(self, text: str) -> Iterator[tuple[int, int, list[Record]]]:
        """English names in `text`, whole words only, never overlapping."""
        plain = text.translate(_SPACES)
        free = 0
        for word in _WORD.finditer(plain):
            start = word.start()
            if start < free:
                continue
            for name, records in self._english.get(word[0], ()):
                end = start + len(name)
                is_whole = plain.startswith(name, start) and not plain[end : end + 1].isalnum()
                if is_whole and plain[start - 1 : start] != "&":  # &Delta; is a character
                    yield start, end, records
                    free = end
                    break

    @cached_property
    def _edited(self) -> Mapping[str, TermEntry]:
        """The site's own glossary, for contexts and scopes: by file and line."""
        base, _ = site_termbase(self._press.options)
        return {one.source: one for one in base.entries if one.unlike or one.scope}


def _written_in(text: str, language: str) -> str:
    """The language of a text: the site's, but not Chinese without Han characters, nor the other way round."""
    told = text[:_TELLING_LENGTH]
    han, latin = len(_HAN.findall(told)), len(_LATIN.findall(told))
    if is_chinese(language):
        return "en" if latin > han * _LATIN_TO_HAN_OF_ENGLISH else language
    is_han = han * _LATIN_TO_HAN > latin and not language.startswith("ja")
    return "zh" if is_han else language


def _prose(content: str) -> Iterator[tuple[int, int]]:
    """Bounds of the texts between tags that may hold links, ascending.

    From a tag that is not closed, the rest of the page is left alone, as browsers would not show it.
    """
    at = 0  # where text begins
    skipped, depth = "", 0  # within an element that is left alone
    until = 0
    for token in _MARKUP.finditer(content):
        if token.start() < until:
            continue
        if not skipped and token.start() > at:
            yield at, token.start()
        at = token.end()
        tag = (token["tag"] or "").lower()
        if token["broken"] or not tag:
            if token["broken"]:
                return
            continue
        if token["end"]:
            depth -= tag == skipped
            if not depth:
                skipped = ""
        elif skipped:
            depth += tag == skipped
        elif tag not in _VOID and (tag in _UNTOUCHED or _opts_out(token["attributes"])):
            skipped, depth = tag, 1
        if tag in _RAW and not token["end"]:
            end = _ENDS[tag].search(content, at)
            if end is None:
                return
            until = end.start()
            skipped, depth = tag, 1
    if not skipped and at < len(content):
        yield at, len(content)


def _opts_out(attributes: str) -> bool:
    if not attributes:
        return False
    if _OPT_OUT.search(attributes):
        return True
    held = _CLASSES.search(attributes)
    return held is not None and not _UNTOUCHED_CLASSES.isdisjoint(held[1].strip("\"'").split())
