"""A page of the archive -> what it says to machines in schema.org's words: JSON-LD.

Every value is one that `issue.json` has too, in the newspaper's own words; a translated story says so and
names its original. Nodes have ids where the site's URL is known, and hang one in the other, so that a page
without ids says as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.glossary.agencies import is_own_paper
from mkdocs_newspaper.model import Article, Author, Entry, EntryKind, Figure, Newspaper, Text, page_value
from mkdocs_newspaper.publishing.citations import (
    absolute,
    cited_name,
    home_language,
    section_of,
    story_translation,
    story_url,
    translated_headline,
)
from mkdocs_newspaper.publishing.html import QUIET_RULES
from mkdocs_newspaper.publishing.json_layout import compact
from mkdocs_newspaper.publishing.sheets import Press, Sheet, html_language, same_language

if TYPE_CHECKING:
    from mkdocs_newspaper.glossary.index import Record
    from mkdocs_newspaper.publishing.stories import IssueView, Story

Node = dict[str, Any]

TYPES: dict[EntryKind, str] = {
    "person": "Person",
    "place": "Place",
    "organization": "Organization",
    "term": "DefinedTerm",
}
#: More corrections of one story are for its page, not for machines.
MOST_CORRECTIONS = 50
_ADDRESS = re.compile(r"https?://[^\s<>\"'（），。；、]+[^\s<>\"'（）()，。；、.,;:!?]")
#: Of UTF-16, the first bytes of what are no Han characters of the basic plane; the others lie beyond it.
_NOT_HAN = bytes(one for one in range(256) if not (0x34 <= one <= 0x9F or one in (0xF9, 0xFA)))
_RARE_HAN = re.compile("[\U00020000-\U0003ffff]")
_WORD = re.compile("[A-Za-z0-9]+(?:[’'.,-][A-Za-z0-9]+)*")


class Encoded(str):
    """A value that is JSON already, safe inside a script."""

    __slots__ = ()


def _encoded(value: Any) -> Encoded:
    # Text as it is: escaping to ASCII would make Chinese twice as long.
    text = compact(value)
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Encoded(text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def script(node: Node) -> Markup:
    """A node as the element that a page's head has; nothing in it can end the script, or the page."""
    own = {key: value for key, value in node.items() if type(value) is not Encoded}
    made = [f',"{key}":{value}' for key, value in node.items() if type(value) is Encoded]
    text = "".join((_encoded({"@context": "https://schema.org", **own})[:-1], *made, "}"))
    # Not escaped as HTML: a script's content is none, and what could end it is written otherwise by now.
    return Markup(f'<script type="application/ld+json">{text}</script>')


def _node(kind: str, url: str | None = None, fragment: str = "", **values: Any) -> Node:
    """A node of a type, without what is not known. With a URL it has an id: the URL and a fragment."""
    node: Node = {"@type": kind}
    if url:
        node["@id"] = f"{url}#{fragment}"
        node["url"] = url
    for name, value in values.items():
        if value is not None and value != "" and value != []:
            node[name] = value
    return node


def _one_or_all(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def address_in(text: str | None) -> str | None:
    """The first web address in a text."""
    found = _ADDRESS.search(text or "")
    return found[0] if found else None


def _rights(rights: str | None) -> Node:
    """`copyrightNotice` for a statement, `usageInfo` for the address in it, or that it is."""
    if not rights:
        return {}
    address = address_in(rights)
    found: Node = {} if address == rights.strip() else {"copyrightNotice": rights}
    return found | ({"usageInfo": address} if address else {})


# The paper, its issues, its pages


def newspaper_node(press: Press) -> Node:
    """The newspaper: the same node, by the same id, on every page."""
    held = press.repeated.get("newspaper")
    if held is None:
        held = press.repeated["newspaper"] = _made_newspaper(press, press.archive.newspaper)
    return held


def _made_newspaper(press: Press, paper: Newspaper) -> Node:
    is_english = bool(press.issues) and all(view.head.source_language == "en" for view in press.issues)
    names = (paper.name.en, paper.name.zh) if is_english else (paper.name.zh, paper.name.en)
    own, other = names if names[0] else (names[1], None)
    numbers = [
        {"@type": "PropertyValue", "propertyID": kind, "value": value}
        for kind, value in (("CN", paper.cn), ("邮发代号", paper.postal_code))
        if value
    ]
    return _node(
        "Newspaper",
        absolute(press, press.urls.url(press.urls.calendar(press.urls.languages[0]))),
        "newspaper",
        name=own,
        alternateName=other,
        publisher=_node("NewsMediaOrganization", name=paper.publisher) if paper.publisher else None,
        issn=paper.issn,
        identifier=_one_or_all(numbers) if numbers else None,
        sameAs=address_in(paper.website),
        **_rights(paper.rights),
    )


def _issue(press: Press, view: IssueView) -> Encoded:
    """An issue as its stories and print pages name it."""
    of_issues: dict[str, Encoded] = press.repeated.setdefault("issues", {})
    held = of_issues.get(view.folder)
    if held is None:
        held = of_issues[view.folder] = _encoded(issue_node(press, view))
    return held


def issue_node(press: Press, view: IssueView) -> Node:
    """An issue without its stories."""
    issue, language = view.head, home_language(press, view)
    labels = [page.label for page in issue.pages]
    is_counted = bool(issue.page_count) and all(label.isdigit() for label in labels)
    return _node(
        "PublicationIssue",
        absolute(press, press.urls.url(press.urls.issue(language, view.folder))),
        "issue",
        name=issue.edition,
        issueNumber=issue.masthead.issue_number,
        datePublished=issue.date.isoformat(),
        inLanguage=issue.source_language,
        # The pages of the printed issue, which may be more than are held.
        pageStart=1 if is_counted else None,
        pageEnd=issue.page_count if is_counted else None,
        isPartOf=newspaper_node(press),
    )


def _issue_reference(press: Press, view: IssueView) -> Node:
    full = issue_node(press, view)
    return {key: full[key] for key in ("@type", "@id", "url", "issueNumber", "datePublished") if key in full}


def _story_reference(press: Press, view: IssueView, story: Story) -> Node:
    return _node(
        "NewsArticle",
        story_url(press, view, story),
        "article",
        headline=story.article.headline.shown,
        pagination=", ".join(story.article.pages),
    )


def whole_issue(sheet: Sheet, view: IssueView) -> Node:
    """An issue with its stories."""
    stories = [_story_reference(sheet.press, view, story) for story in view.articles]
    return {**issue_node(sheet.press, view), **({"hasPart": stories} if stories else {})}


def print_page(sheet: Sheet, view: IssueView, label: str, title: str, stories: Iterable[Story]) -> Node:
    """A print page: schema.org has no type for a newspaper's, so it is a page that collects stories."""
    page = view.head.page(label)
    picture = sheet.press.pictures.get((view.folder, page.image)) if page and page.image else None
    image = absolute(sheet.press, picture.path) if picture else None
    return _node(
        "CollectionPage",
        sheet.absolute_url(),
        "page",
        name=title,
        inLanguage=sheet.lang,
        isPartOf=_issue(sheet.press, view),
        primaryImageOfPage=_node("ImageObject", contentUrl=image) if image else None,
        hasPart=[_story_reference(sheet.press, view, story) for story in stories],
    )


def calendar(sheet: Sheet, title: str, issues: Sequence[IssueView]) -> Node:
    """The archive's first page, or a year's, with its issues."""
    return _node(
        "CollectionPage",
        sheet.absolute_url(),
        "calendar",
        name=title,
        inLanguage=sheet.lang,
        about=newspaper_node(sheet.press),
        hasPart=[_issue_reference(sheet.press, view) for view in issues],
    )


def breadcrumbs(sheet: Sheet, trail: Sequence[tuple[str, str]]) -> Node:
    """Where a page stands: titles with the `src_uri` of their pages, from the archive down to the page."""
    made: dict[tuple[str, str], Encoded] = sheet.press.repeated.setdefault("breadcrumbs", {})
    items = []
    for place, (title, src_uri) in enumerate(trail, 1):
        item = made.get((title, src_uri))
        if item is None:
            url = absolute(sheet.press, sheet.press.urls.url(src_uri))
            item = _encoded(_node("ListItem", position=place, name=title, item=url))
            if place < len(trail):  # all above a page are above its neighbours too
                made[title, src_uri] = item
        items.append(item)
    return {"@type": "BreadcrumbList", "itemListElement": Encoded(f"[{','.join(items)}]")}


# Stories


def story_node(sheet: Sheet, view: IssueView, story: Story) -> Node:
    """A story on a page of its own: as it was printed, or its translation where the page shows one."""
    press, article, issue = sheet.press, story.article, view.head
    is_home = same_language(sheet.language, issue.source_language)
    translation = None if is_home else translated_headline(press, view, story, sheet.language)
    language = sheet.language if translation else issue.source_language
    dateline = article.dateline
    pages = article.pages
    section = section_of(view, story)
    newspaper = press.archive.newspaper

    def named(author: Author) -> Node:
        name = author.name if not translation else formatting.author_name(author.name, language)
        return {"@type": "Person", "name": name}

    node = _node(
        "NewsArticle",
        story_url(press, view, story, sheet.language if translation else None),
        "article",
        headline=translation.text if translation else article.headline.shown,
        alternativeHeadline=_translated_field(sheet, view, story, "deck", article.deck, bool(translation)),
        author=[named(one) for one in article.authors if one.role != "photographer"],
        creator=_agency(article.agency, language if translation else None, newspaper),
        datePublished=issue.date.isoformat(),
        inLanguage=html_language(language),
        isPartOf=_issue(press, view),
        printEdition=issue.edition,
        printPage=pages[0] if pages else None,
        printSection=section,
        articleSection=section,
        pagination=", ".join(pages),
        pageStart=page_value(pages[0]) if pages else None,
        pageEnd=page_value(pages[-1]) if pages else None,
        mentions=_mentions(sheet, article),
        image=[_picture(sheet, view, story, one, bool(translation)) for one in article.figures],
        correction=_corrections(story),
        **_rights(newspaper.rights),
    )
    if dateline is not None:
        node["dateline"] = (
            formatting.dateline(dateline, language, newspaper) if translation else dateline.text
        )
        if dateline.date is not None:
            node["dateCreated"] = dateline.date.isoformat()
        if dateline.places:
            node["locationCreated"] = _one_or_all(
                [
                    _node(
                        "Place",
                        name=formatting.place_name(place, language) if translation else place,
                    )
                    for place in dateline.places
                ]
            )
    if "url" in node:
        node["archivedAt"] = node["url"]
    if translation is None:
        node["wordCount"] = count_words(one.text.shown for one in article.paragraphs)
        return node | _translations(press, view, story)
    held = press.archive.translations[issue.id, sheet.language]
    original = _story_reference(press, view, story) | {"inLanguage": issue.source_language}
    people = [{"@type": "Person", "name": cited_name(name).name} for name in held.translators]
    return node | _node(
        "NewsArticle", translationOfWork=original, translator=people, license=_licence(held.licence)
    )


def _translated_field(
    sheet: Sheet, view: IssueView, story: Story, anchor: str, text: Text | None, is_translated: bool
) -> str | None:
    """A field as the page's language has it; in a translation, only what is translated."""
    if text is None or not is_translated:
        return text.shown if text else None
    told = story_translation(sheet.press, view, story, sheet.language).get(anchor)
    return told.text if told else None


def _agency(agency: str | None, language: str | None, newspaper: Newspaper) -> Node | None:
    """The agency as printed; what a paper calls itself (本报) with the name that it has."""
    if not agency:
        return None
    if language:
        return _node("Organization", name=formatting.agency_name(agency, language, newspaper))
    own = newspaper.name.zh or newspaper.name.en
    is_own = is_own_paper(agency)
    return _node("Organization", name=agency, alternateName=own if is_own else None)


def _licence(licence: str | None) -> Any:
    if not licence:
        return None
    return address_in(licence) or _node("CreativeWork", name=licence)


def _translations(press: Press, view: IssueView, story: Story) -> Node:
    """The translations of a story that stand on its pages in other languages."""
    found = []
    for language in press.urls.languages:
        if same_language(language, view.head.source_language):
            continue
        headline = translated_headline(press, view, story, language)
        if headline is not None:
            found.append(
                _node(
                    "NewsArticle",
                    story_url(press, view, story, language),
                    "article",
                    headline=headline.text,
                    inLanguage=html_language(language),
                )
            )
    return {"workTranslation": _one_or_all(found)} if found else {}


def count_words(texts: Iterable[str]) -> int:
    """The words of some texts; each Han character counts as one, as Chinese counts length."""
    text = "\n".join(texts)
    units = text.encode("utf-16-be", "replace")
    # Ten times as fast as to match them: this is done for every page.
    han = len(units[::2].translate(None, _NOT_HAN))
    if len(units) > 2 * len(text):
        han += len(_RARE_HAN.findall(text))
    return han + len(_WORD.findall(text))


def _picture(sheet: Sheet, view: IssueView, story: Story, figure: Figure, is_translated: bool) -> Node:
    press = sheet.press
    held = press.pictures.get((view.folder, figure.image)) if figure.image else None
    people = [{"@type": "Person", "name": one.name} for one in figure.photographers]
    return _node(
        "ImageObject",
        caption=_translated_field(sheet, view, story, figure.anchor, figure.caption, is_translated),
        creditText=figure.credit,
        creator=_one_or_all(people) if people else None,
        contentUrl=absolute(press, held.path) if held else None,
    )


def _corrections(story: Story) -> list[Node]:
    """The changes of wording from the OCR: `printed → shown`."""
    article = story.article
    texts = [
        article.kicker,
        article.headline,
        article.deck,
        *(one.text for one in article.paragraphs),
        *(one.caption for one in article.figures),
    ]
    changes = [
        f"{change.printed} → {text.shown[change.start : change.end]}"
        for text in texts
        if text is not None and text.changes
        for change in text.changes
        if change.rule not in QUIET_RULES
    ]
    return [{"@type": "CorrectionComment", "text": change} for change in changes[:MOST_CORRECTIONS]]


# Names and terms


def _mentions(sheet: Sheet, article: Article) -> Encoded | None:
    """Who and what a story names, each once, as little as says it: the entries' pages say the rest."""
    if not article.mentions:
        return None
    press = sheet.press
    # Beside the entry that was meant: two issues may know different things of it.
    held: dict[str, tuple[Entry | None, Encoded]] = press.repeated.setdefault("entries", {})
    own = sheet.view.entries if sheet.view else {}
    found: list[Encoded] = []
    for identifier in dict.fromkeys([mention.entry for mention in article.mentions]):
        entry = own.get(identifier) or sheet.entry(identifier)
        known = held.get(identifier)
        if known is None or known[0] is not entry:
            made = _mentioned(press, entry) if entry else _encoded(_unknown(identifier))
            known = held[identifier] = entry, made
        found.append(known[1])
    return Encoded(f"[{','.join(found)}]")


def _unknown(identifier: str) -> Node:
    return _node("Thing", name=identifier.partition("/")[2])


def _mentioned(press: Press, entry: Entry) -> Encoded:
    return _encoded_entry(entry.kind, entry.zh, entry.en, _entry_url(press, entry))


# Most issues that name an entry say the same of it.
@lru_cache(maxsize=4096)
def _encoded_entry(kind: EntryKind, zh: str, en: str | None, url: str | None) -> Encoded:
    return _encoded(_entry(kind, zh, en, url))


def _named(press: Press, entry: Entry) -> Node:
    return _entry(entry.kind, entry.zh, entry.en, _entry_url(press, entry))


def _entry(kind: EntryKind, zh: str, en: str | None, url: str | None) -> Node:
    return _node(TYPES[kind], url, kind, name=zh, alternateName=en if en != zh else None)


def _entry_url(press: Press, entry: Entry) -> str | None:
    path = press.register.path(entry.id)
    return absolute(press, press.urls.url(press.urls.entry(press.urls.languages[0], path))) if path else None


def _set_of(press: Press, folder: str, name: str) -> Node:
    """The set of an index, as the terms in it name it."""
    address = press.urls.terms if folder == "terms" else press.urls.names
    url = absolute(press, press.urls.url(address(press.urls.languages[0])))
    return _node("DefinedTermSet", url, "set", name=name)


def index_node(sheet: Sheet, folder: str, name: str, records: Sequence[Record]) -> Node:
    """An index: the set of the terms, or of the people, places and organizations; those with pages."""
    press = sheet.press
    listed = [_named(press, record.entry) for record in records if record.has_page]
    members = {"hasDefinedTerm" if folder == "terms" else "about": listed} if listed else {}
    return (
        _set_of(press, folder, name)
        | {"inLanguage": sheet.lang, "isBasedOn": newspaper_node(press)}
        | members
    )


def entry_node(sheet: Sheet, record: Record, set_name: str) -> Node:
    """An entry on its own page: the person, place or organization, or the term in its set."""
    press, entry = sheet.press, record.entry
    names = [one for one in (entry.en, entry.pinyin, entry.short, *record.aliases) if one and one != entry.zh]
    last_office, last_country = record.last_post or (None, None)
    office = last_office or entry.office
    country = last_country or entry.country
    land = (country.zh or country.en) if country else None
    post = (office.zh or office.en) if office else None
    node = _named(press, entry)
    node |= _node(
        TYPES[entry.kind],
        alternateName=_one_or_all(list(dict.fromkeys(names))) if names else None,
        sameAs=sheet.same_as(entry),
    )
    if entry.kind == "term":
        node |= {"termCode": entry.id, "inDefinedTermSet": _set_of(press, "terms", set_name)}
    elif entry.kind == "person":
        node |= _node("Person", jobTitle=post, nationality=_node("Country", name=land) if land else None)
    elif entry.kind == "place" and land and land != entry.zh:
        node["containedInPlace"] = _node("Country", name=land)
    return node if entry.kind == "term" else node | {"identifier": entry.id}
