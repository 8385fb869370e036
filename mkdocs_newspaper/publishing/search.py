"""A story -> the HTML that the site's search reads: each text once, on the page of its own language.

The page of a translation carries both texts, for it shows both.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from mkdocs_newspaper.glossary.index import Record
from mkdocs_newspaper.glossary.romanization import plain_pinyin
from mkdocs_newspaper.model import Change, Text
from mkdocs_newspaper.publishing.digest import digest
from mkdocs_newspaper.publishing.sheets import Sheet, same_language
from mkdocs_newspaper.publishing.stories import Story


def article_search(sheet: Sheet, story: Story) -> str:
    """The searchable HTML of an article's page in the language of `sheet`."""
    if _carries_text(sheet):
        return _text(story)
    if sheet.told(story):
        return _translation(sheet, story)
    return _digest(sheet, story)


def entry_search(sheet: Sheet, record: Record) -> str:
    """The searchable HTML of an entry's page: its names alone, for its mentions are found where they stand."""
    entry = record.entry
    names = [name for name, _, _ in sheet.called(entry)]
    plain = plain_pinyin(entry.pinyin) if entry.pinyin else ""
    joined = "".join(plain.split())
    # Misread forms too: somebody may look for what was printed.
    others = [*names[1:], plain, joined, entry.short or "", *record.aliases, *entry.ocr]
    lines = list({name.casefold(): name for name in reversed(others) if name}.values())[::-1]
    parts = [Markup("<h1>{}</h1>").format(names[0]), *(Markup("<p>{}</p>").format(line) for line in lines)]
    return "\n".join(parts)


def _carries_text(sheet: Sheet) -> bool:
    languages = sheet.press.urls.languages
    own = [language for language in languages if same_language(language, sheet.source_language)]
    return sheet.language == (own[0] if own else languages[0])


def _text(story: Story) -> str:
    article = story.article
    parts = [_element("h1", article.headline)]
    parts += [_element("p", text) for text in (article.kicker, article.deck) if text]
    names = "、".join(author.name for author in article.authors)
    datelines = [dateline.text for dateline in article.datelines]
    parts += [Markup("<p>{}</p>").format(text) for text in (names, *datelines) if text]
    for segment in article.segments:
        for paragraph in segment.paragraphs:
            parts.append(_element("p", paragraph.text))
        for figure in segment.figures:
            if figure.caption:
                parts.append(_element("p", figure.caption))
            if figure.credit:
                parts.append(Markup("<p>{}</p>").format(figure.credit))
    return "\n".join(parts)


def _element(tag: str, text: Text) -> Markup:
    """The text shown, and the printed form of corrected words after it, so that both are found."""
    printed = dict.fromkeys(
        form
        for change in text.changes
        if change.rule in WORDING_RULES and (form := _as_printed(text, change))
    )
    extra = Markup("").join(Markup(" {}").format(form) for form in printed)
    return Markup("<{0}>{1}{2}</{0}>").format(Markup(tag), escape(text.shown), extra)


def _as_printed(text: Text, change: Change) -> str:
    """The printed words of a change; a single character with those beside it, so that it makes a word."""
    if len(change.printed.strip()) > 1:
        return change.printed
    return text.slice(max(change.start - _BESIDE, 0), change.end + _BESIDE).printed.strip()


def _translation(sheet: Sheet, story: Story) -> str:
    """The translated texts, then the whole source: whoever reads both finds either."""
    told = sheet.told(story)
    headline = told.get("headline")
    parts = [Markup("<h1>{}</h1>").format(headline.text if headline else " · ".join(sheet.summary(story)))]
    parts += (
        Markup("<p>{}</p>").format(translation.text)
        for anchor, translation in told.items()
        if anchor != "headline"
    )
    source = _text(story).replace("<h1>", "<p>", 1).replace("</h1>", "</p>", 1)
    return "\n".join([*parts, source])


#: Characters beside a corrected one that a search has to find with it.
_BESIDE = 3
#: Corrections of words: somebody may look for what was printed.
WORDING_RULES = frozenset({"ocr-variant", "editor"})


def _digest(sheet: Sheet, story: Story) -> str:
    said = digest(sheet, story)
    lines = [
        sheet.full_date(sheet.view) if sheet.view else "",
        *said.datelines,
        said.reporters,
        *said.credits,
    ]
    lines += (
        ", ".join(part for part in (named.name, named.detail) if part)
        for named in (*said.people, *said.places, *said.organizations, *said.terms)
    )
    title = " · ".join(sheet.summary(story))
    return "\n".join(
        [Markup("<h1>{}</h1>").format(title), *(Markup("<p>{}</p>").format(line) for line in lines if line)]
    )
