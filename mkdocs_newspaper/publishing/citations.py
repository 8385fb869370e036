"""A story or an issue -> how one cites it: as text, for reference managers, and as spans that they find in lists.

`Cited` holds what every form says; the forms are GB/T 7714-2015 and Chicago for readers, RIS, BibTeX and
CSL-JSON as files, and COinS (OpenURL ContextObjects in spans) for lists of stories.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

from markupsafe import Markup, escape

from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.bilingual.labels import labels
from mkdocs_newspaper.glossary.romanization import (
    is_chinese_name,
    person_english,
    person_pinyin,
    plain_pinyin,
    split_name,
)
from mkdocs_newspaper.identifiers import article_id
from mkdocs_newspaper.model import Translation
from mkdocs_newspaper.publishing.json_layout import laid_out
from mkdocs_newspaper.publishing.sheets import Press, Sheet, html_language, same_language
from mkdocs_newspaper.publishing.stories import IssueView, Story
from mkdocs_newspaper.publishing.translated import NOTHING

#: Every control character, and the line separators that a script or a line format would break at.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")


def one_line(text: str) -> str:
    """Text of the newspaper as one line that any format can hold; nothing else of it changes."""
    return text if text.isprintable() or not _CONTROL.search(text) else _CONTROL.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a citation: text, its language where it is not the citation's, whether it is a title's."""

    text: str
    language: str = ""
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class CitedName:
    """A name of a byline. `family` and `given` are set where it is known to be a Chinese name."""

    name: str
    family: str = ""
    given: str = ""

    @property
    def inverted(self) -> str:
        """The surname first, with a comma: "杨, 依军"; a name that can't be split as it is."""
        return f"{self.family}, {self.given}" if self.family else self.name


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation says of a story. `language` is the text's; None and "" where nothing is known."""

    identifier: str  # "2025-06-18/<name>"
    key: str  # the same as one word of ASCII: "<name>-2025-06-18"
    language: str
    headline: str
    authors: tuple[CitedName, ...]
    newspaper: str
    date: dt.date
    issue_number: int | None
    pages: str  # "1, 4"
    section: str | None
    edition: str | None
    publisher: str | None
    place: str | None
    issn: str | None
    rights: str | None
    url: str | None
    translators: tuple[str, ...] = ()
    original: Piece | None = None  # the headline that was translated


@lru_cache(maxsize=20_000)
def cited_name(name: str, english: bool = False) -> CitedName:
    """A name of a byline, split where it is a Chinese one; `english`: in pinyin without tones.

    Foreign names, and posts such as 本报评论员, stay whole.
    """
    name = one_line(name)
    roman = person_english(name)
    is_person = is_chinese_name(name) and formatting.author_name(name, "en") == roman
    parts = split_name("".join(name.split())) if is_person else None
    if parts is None:
        return CitedName(formatting.author_name(name, "en") if english else name)
    if english:
        family, _, given = plain_pinyin(person_pinyin(name)).partition(" ")
        return CitedName(roman, family, given) if given else CitedName(roman)
    return CitedName(name, *parts)


def home_language(press: Press, view: IssueView) -> str:
    """The page language in which an issue stands in its own words; the first one where there is none."""
    return _home(press.urls.languages, view.head.source_language)


@lru_cache(maxsize=64)
def _home(languages: tuple[str, ...], own: str) -> str:
    return next((one for one in languages if same_language(one, own)), languages[0])


def newspaper_name(press: Press, language: str) -> str:
    """The newspaper's name in a language, "" where none is known."""
    names: dict[str, str] = press.repeated.setdefault("names", {})
    if language not in names:
        names[language] = one_line(formatting.masthead_name(press.archive.newspaper, language))
    return names[language]


def absolute(press: Press, path: str) -> str | None:
    """The URL of a path below the site's root, None where the site's own is not known."""
    return f"{press.site_url.rstrip('/')}/{path}" if press.site_url else None


def story_url(press: Press, view: IssueView, story: Story, language: str | None = None) -> str | None:
    """The absolute URL of a story's page; in the newspaper's own language unless another is asked for."""
    page = press.urls.article(language or home_language(press, view), view.folder, story.name)
    return absolute(press, press.urls.url(page))


def section_of(view: IssueView, story: Story) -> str | None:
    """The section of the print page on which a story begins."""
    pages = story.article.pages
    page = view.head.page(pages[0]) if pages else None
    return page.section if page is not None else None


def translated_headline(press: Press, view: IssueView, story: Story, language: str) -> Translation | None:
    """The headline in another language, where the story itself is translated too; else None.

    A story of which the headline alone is translated is still read in its original.
    """
    told = story_translation(press, view, story, language)
    headline = told.get("headline")
    if headline is None:
        return None
    text = [one.anchor for one in story.article.paragraphs if one.text.shown.strip()]
    return headline if not text or any(anchor in told for anchor in text) else None


def story_translation(
    press: Press, view: IssueView, story: Story, language: str
) -> Mapping[str, Translation]:
    """What is translated of a story, by anchor."""
    found = press.translations(view, language)
    return found.by_story.get(story.name, NOTHING) if found else NOTHING


def cite(press: Press, view: IssueView, story: Story, language: str | None = None) -> Cited:
    """What a citation says of a story; of its translation where `language` has one."""
    held = press.parts.of((press.witness, view.folder)).cited
    key = story.name, language
    if key not in held or held[key][0] is not story:
        # What is not translated is cited as it was printed.
        untranslated = language and translated_headline(press, view, story, language) is None
        held[key] = (
            story,
            cite(press, view, story) if untranslated else _cited(press, view, story, language),
        )
    return held[key][1]


def _cited(press: Press, view: IssueView, story: Story, language: str | None) -> Cited:
    issue, article, newspaper = view.head, story.article, press.archive.newspaper
    translation = translated_headline(press, view, story, language) if language else None
    spoken = language if language and translation else issue.source_language
    english = translation is not None and not spoken.startswith("zh")
    held = press.archive.translations.get((issue.id, spoken)) if translation else None
    return Cited(
        identifier=article_id(issue, story.name),
        key=f"{story.name}-{view.folder.replace('/', '-')}",
        language=html_language(spoken),
        headline=one_line(translation.text if translation else article.headline.shown),
        authors=tuple(cited_name(one.name, english) for one in article.authors if one.role != "photographer"),
        newspaper=newspaper_name(press, spoken) or one_line(issue.masthead.name or ""),
        date=issue.date,
        issue_number=issue.masthead.issue_number,
        pages=", ".join(article.pages),
        section=section_of(view, story),
        edition=issue.edition,
        publisher=issue.masthead.publisher or newspaper.publisher,
        place=newspaper.place.get(spoken),
        issn=newspaper.issn,
        rights=newspaper.rights,
        url=story_url(press, view, story, language if translation else None),
        translators=tuple(map(one_line, held.translators)) if held else (),
        original=Piece(one_line(article.headline.shown), issue.source_language) if translation else None,
    )


# For readers


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in one style; `language` is the style's own ("zh", "en")."""

    style: Literal["GB/T 7714", "Chicago"]
    language: str
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


#: GB/T 7714-2015, 8.1.2: of more authors than three, the first three and 等.
MOST_NAMED = 3
#: Chicago 17, 14.76: of more authors than ten, the first seven and et al.
MOST_LISTED, FIRST_LISTED = 10, 7
_CLOSED = ("?", "!", "？", "！", "…", ".", "。")


def cite_story(sheet: Sheet, view: IssueView, story: Story) -> list[Citation]:
    """A story in both styles, the one of the page's language first.

    Chicago cites the English translation where there is one, GB/T 7714 always the original.
    """
    press = sheet.press
    found = [_national_standard(cite(press, view, story)), _chicago(press, cite(press, view, story, "en"))]
    return found if sheet.language.startswith("zh") else found[::-1]


def _national_standard(work: Cited) -> Citation:
    """`杨依军, 刘华. 题名[N]. 解放军报, 2025-06-18(1, 4).`"""
    names = [one.name for one in work.authors[:MOST_NAMED]]
    if len(work.authors) > MOST_NAMED:
        names.append("等" if work.language.startswith("zh") else "et al")
    paper = f"{work.newspaper}({work.edition})" if work.edition and work.newspaper else work.newspaper
    source = ", ".join(filter(None, (paper, work.date.isoformat())))
    foreign = "" if work.language.startswith("zh") else work.language
    return Citation(
        "GB/T 7714",
        "zh",
        _pieces(
            Piece(f"{', '.join(names)}. " if names else "", foreign),
            Piece(work.headline, work.language),
            Piece("[N]. "),
            Piece(f"{source}({work.pages})." if work.pages else f"{source}."),
        ),
    )


def _chicago(press: Press, work: Cited) -> Citation:
    """`Yang Yijun and Liu Hua. “Headline.” PLA Daily, June 18, 2025, pages 1, 4.`"""
    names = [formatting.author_name(one.name, "en") for one in work.authors]
    listed = _and(names) if len(names) <= MOST_LISTED else f"{', '.join(names[:FIRST_LISTED])}, et al."
    opening = f"{listed}{'' if listed.endswith('.') else '.'} " if listed else ""
    pages = work.pages.split(", ") if work.pages else []
    last = labels("en").plural("page {pages}", "pages {pages}", len(pages), pages=work.pages) if pages else ""
    source = press.source_language
    paper = newspaper_name(press, "en") or work.newspaper
    translators = f" Translated by {_and(work.translators)}." if work.translators else ""
    return Citation(
        "Chicago",
        "en",
        _pieces(
            Piece(f"{opening}“"),
            Piece(work.headline, work.language),
            Piece("" if work.headline.endswith(_CLOSED) else "."),
            Piece("”"),
            *((Piece(" ["), work.original, Piece("].")) if work.original else ()),
            Piece(translators),
            Piece(" "),
            Piece(paper, "" if paper.isascii() else source, is_title=True),
            Piece((", " if paper else "") + formatting.long_date(work.date, "en")),
            *_edition(work.edition, source),
            Piece(f", {last}." if last else "."),
        ),
    )


def _edition(edition: str | None, language: str) -> tuple[Piece, ...]:
    """An edition's name after a date, in its own language: 晚报."""
    return (Piece(", "), Piece(edition, "" if edition.isascii() else language)) if edition else ()


def _and(names: Sequence[str]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _pieces(*pieces: Piece) -> tuple[Piece, ...]:
    """Those with text; neighbours of one kind joined."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        last = found[-1] if found else None
        if last and (last.language, last.is_title) == (piece.language, piece.is_title):
            found[-1] = Piece(last.text + piece.text, last.language, last.is_title)
        else:
            found.append(piece)
    return tuple(found)


def cite_issue(sheet: Sheet, view: IssueView) -> list[Citation]:
    """A whole issue in both styles, the one of the page's language first."""
    press, issue = sheet.press, view.head
    number = issue.masthead.issue_number
    source = press.source_language

    def citation(style: Literal["GB/T 7714", "Chicago"], language: str) -> Citation:
        paper = newspaper_name(press, language) or one_line(issue.masthead.name or "")
        day = issue.date.isoformat() if language == "zh" else formatting.long_date(issue.date, language)
        said = formatting.issue_number(number, language) if number is not None else ""
        joint = ("[N]. " if language == "zh" else ", ") if paper else ""
        is_foreign = not paper.isascii() if language == "en" else not source.startswith("zh")
        return Citation(
            style,
            language,
            _pieces(
                Piece(paper, source if is_foreign else "", language == "en"),
                Piece(joint + day),
                *_edition(issue.edition, source if language == "en" else ""),
                Piece(f", {said}." if said else "."),
            ),
        )

    found = [citation("GB/T 7714", "zh"), citation("Chicago", "en")]
    return found if sheet.language.startswith("zh") else found[::-1]


# For reference managers

FORMATS: dict[str, tuple[str, str]] = {
    "ris": ("RIS", "application/x-research-info-systems"),
    "bib": ("BibTeX", "application/x-bibtex"),
    "csl.json": ("CSL-JSON", "application/vnd.citationstyles.csl+json"),
}


def downloads(sheet: Sheet, view: IssueView, story: Story) -> list[tuple[str, str, str]]:
    """The files of a story: the name of the format, its media type, the link from the page."""
    urls = sheet.press.urls
    return [
        (name, media_type, sheet.file(urls.citation(view.folder, story.name, suffix)))
        for suffix, (name, media_type) in FORMATS.items()
    ]


def citation_bytes(press: Press, view: IssueView, story: Story, suffix: str) -> bytes:
    """The file of a story in one of `FORMATS`: the original, not a translation."""
    made = {"ris": ris, "bib": bibtex, "csl.json": csl}[suffix](cite(press, view, story))
    return made.encode("utf-8", "replace")


def ris(work: Cited) -> str:
    """RIS, as Zotero and EndNote read it: `NEWS`; the pages in one field, for they need not be consecutive."""
    fields: list[tuple[str, object]] = [
        ("TY", "NEWS"),
        *(("AU", name.inverted) for name in work.authors),
        ("TI", work.headline),
        ("T2", work.newspaper),
        ("DA", f"{work.date:%Y/%m/%d}/"),
        ("PY", f"{work.date.year:04d}"),
        ("IS", work.issue_number),
        ("SE", work.section),
        ("ET", work.edition),
        ("SP", work.pages),
        ("CY", work.place),
        ("PB", work.publisher),
        ("SN", work.issn),
        ("LA", work.language),
        ("UR", work.url),
    ]
    lines = [f"{tag}  - {one_line(str(value))}" for tag, value in fields if value not in (None, "")]
    return "\r\n".join((*lines, "ER  - ", ""))


#: What BibTeX takes for its own; braces are written so that they count as none.
_TEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
_TEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bibtex(work: Cited) -> str:
    """BibTeX. It has no newspapers: an `@article` whose `entrysubtype` says so to biblatex."""

    def braced(text: str) -> str:
        return "{" + one_line(text).translate(_TEX) + "}"

    authors = [
        f"{one.family.translate(_TEX)}, {one.given.translate(_TEX)}" if one.family else braced(one.name)
        for one in work.authors
    ]
    fields: list[tuple[str, str | None]] = [
        ("author", f"{{{' and '.join(authors)}}}" if authors else None),
        ("title", f"{{{braced(work.headline)}}}"),
        ("journal", braced(work.newspaper) if work.newspaper else None),
        ("entrysubtype", "{newspaper}"),
        ("year", f"{{{work.date.year:04d}}}"),
        ("month", _TEX_MONTHS[work.date.month - 1]),
        ("day", f"{{{work.date.day}}}"),
        ("number", f"{{{work.issue_number}}}" if work.issue_number is not None else None),
        ("pages", braced(work.pages) if work.pages else None),
        ("edition", braced(work.edition) if work.edition else None),
        ("publisher", braced(work.publisher) if work.publisher else None),
        ("address", braced(work.place) if work.place else None),
        ("issn", braced(work.issn) if work.issn else None),
        ("language", braced(work.language)),
        ("url", f"{{{work.url}}}" if work.url else None),
    ]
    lines = [f"  {name} = {value}," for name, value in fields if value]
    return "\n".join((f"@article{{{work.key},", *lines, "}", ""))


def csl(work: Cited) -> str:
    """CSL-JSON: a list of one item, as its schema asks."""

    def name(one: CitedName) -> dict[str, str]:
        return {"family": one.family, "given": one.given} if one.family else {"literal": one.name}

    item: dict[str, Any] = {
        "id": work.identifier,
        "type": "article-newspaper",
        "title": work.headline,
        "author": [name(one) for one in work.authors],
        "container-title": work.newspaper,
        "issued": {"date-parts": [[work.date.year, work.date.month, work.date.day]]},
        "issue": work.issue_number,
        "page": work.pages,
        "section": work.section,
        "edition": work.edition,
        "publisher": work.publisher,
        "publisher-place": work.place,
        "ISSN": work.issn,
        "language": work.language,
        "URL": work.url,
    }
    kept = {key: value for key, value in item.items() if value not in (None, "", [])}
    return laid_out([kept]) + "\n"


def coins(press: Press, view: IssueView, story: Story) -> Markup:
    """An empty span that offers a story of a list to reference managers (OpenURL 1.0, Dublin Core)."""
    held = press.parts.of((press.witness, view.folder)).coins
    if story.name not in held or held[story.name][0] is not story:
        held[story.name] = story, _made_coins(cite(press, view, story))
    return held[story.name][1]


def _made_coins(work: Cited) -> Markup:
    values: list[tuple[str, object]] = [
        ("rft.type", "newspaperArticle"),
        ("rft.title", work.headline),
        *(("rft.creator", one.inverted) for one in work.authors),
        ("rft.source", work.newspaper),
        ("rft.date", work.date.isoformat()),
        ("rft.issue", work.issue_number),
        ("rft.pages", work.pages),
        ("rft.publisher", work.publisher),
        ("rft.place", work.place),
        ("rft.language", work.language),
        ("rft.rights", work.rights),
        ("rft.identifier", work.url),
    ]
    pairs = [f"{name}={_encoded(str(value))}" for name, value in values if value not in (None, "")]
    title = "&".join(("ctx_ver=Z39.88-2004", "rft_val_fmt=info:ofi/fmt:kev:mtx:dc", *pairs))
    return Markup(f'<span class="Z3988" title="{escape(title)}"></span>')


def _encoded(text: str) -> str:
    return quote(one_line(text), safe="", errors="replace")
