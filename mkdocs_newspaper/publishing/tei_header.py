"""An issue -> the header of its TEI edition: what was printed, what was done to it, whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mkdocs_newspaper import __version__
from mkdocs_newspaper.bilingual.labels import labels
from mkdocs_newspaper.identifiers import article_id
from mkdocs_newspaper.model import Bilingual, IssueTranslation, Newspaper
from mkdocs_newspaper.publishing.sheets import Press
from mkdocs_newspaper.publishing.stories import IssueView, Story
from mkdocs_newspaper.publishing.tei_markup import Element, add, character_id, sign

#: What the rules do, as the issue's page says it.
RULES = {
    "column-join": "Columns joined",
    "line-join": "Lines joined",
    "punctuation": "Punctuation restored",
    "digit-space": "Spaces beside figures dropped",
    "letter-space": "Letter-spacing dropped",
    "headline-split": "Merged headlines split",
    "duplicate-caption": "Captions told from the text",
    "pull-quote": "Pull quotes told from the text",
    "ocr-variant": "Characters corrected",
    "editor": "Corrected by an editor",
}
LANGUAGE_NAMES = {
    "zh-Hans": "Chinese, simplified characters",
    "zh-Hant": "Chinese, traditional characters",
    "zh-Latn-pinyin": "Chinese in Hanyu Pinyin",
    "en": "English",
}


def add_header(
    root: Element,
    press: Press,
    view: IssueView,
    story_ids: dict[str, str],
    strange: Iterable[str],
    languages: Iterable[str],
) -> None:
    """The `teiHeader`.

    `story_ids`: the `xml:id` of every story by its name; `strange`: characters that XML can't hold;
    `languages`: every language that the text is in.
    """
    header = add(root, "teiHeader", lang="en")
    described = add(header, "fileDesc")
    _add_titles(described, press, view)
    _add_publication(described, press, view)
    _add_source(described, press, view, story_ids)
    _add_encoding(header, press, view, strange)
    profile = add(header, "profileDesc")
    if view.head.masthead.lunar_date:
        calendar = add(add(profile, "calendarDesc"), "calendar", id="chinese-lunar")
        add(calendar, "p", "The Chinese lunisolar calendar")
    used = add(profile, "langUsage")
    for language in dict.fromkeys(languages):
        add(used, "language", LANGUAGE_NAMES.get(language, language), ident=language)


def newspaper_names(press: Press, view: IssueView) -> list[tuple[str, str]]:
    """The paper's names with their language, the newspaper's own first."""
    newspaper, language = press.archive.newspaper, view.head.source_language
    name = newspaper.name
    if not (name.zh or name.en):
        printed = view.head.masthead.name
        name = Bilingual(en=printed) if language == "en" else Bilingual(zh=printed)
    own = "zh-Hans" if language == "en" else language
    names = [(name.zh, own), (name.en, "en")]
    if language == "en":
        names.reverse()
    return [(text, code) for text, code in names if text]


def translations_of(press: Press, view: IssueView) -> list[IssueTranslation]:
    """The translations of an issue, by the order of the site's languages."""
    held = press.archive.translations
    found = (held.get((view.head.id, language)) for language in press.urls.languages)
    return [one for one in found if one is not None]


def rights(newspaper: Newspaper) -> tuple[str, bool]:
    """The statement of rights, and whether it is the address of a licence."""
    said = (newspaper.rights or "").strip()
    return said, said.startswith(("https://", "http://")) and not any(map(str.isspace, said))


def _add_titles(described: Element, press: Press, view: IssueView) -> None:
    titles = add(described, "titleStmt")
    day = view.head.date.isoformat() + (f", {view.head.edition}" if view.head.edition else "")
    names = newspaper_names(press, view)
    for name, language in names:
        add(titles, "title", f"{name}, {day}", language)
    if not names:
        add(titles, "title", day)
    _add_responsible(titles, "repair", "repairs of what OCR broke, and marking of names", "mkdocs-newspaper")
    _add_responsible(titles, "editor", "corrections of the text", "the editors of the archive")
    for held in translations_of(press, view):
        for translator in held.translators:
            _add_responsible(titles, "", f"translation ({held.language})", translator)


def _add_responsible(titles: Element, identifier: str, what: str, who: str) -> None:
    statement = add(titles, "respStmt", id=identifier)
    add(statement, "resp", what)
    add(statement, "name", who)


def _add_publication(described: Element, press: Press, view: IssueView) -> None:
    issue, urls = view.head, press.urls
    publication = add(described, "publicationStmt")
    names = newspaper_names(press, view)
    add(publication, "distributor", f"Archive of {names[0][0]}" if names else "Newspaper archive")
    add(publication, "idno", issue.id, type="issue")
    if press.site_url:
        address = press.site_url.rstrip("/") + "/" + urls.url(urls.issue(urls.languages[0], view.folder))
        add(publication, "idno", address, type="URL")
    said, is_licence = rights(press.archive.newspaper)
    availability = add(publication, "availability", status="" if said else "unknown")
    if is_licence:
        add(availability, "licence", said, target=said)
    else:
        add(availability, "p", said or "The archive gives no statement of rights.")
    for held in translations_of(press, view):
        if held.licence:
            add(availability, "p", f"Translation ({held.language}): {held.licence}")


def _add_source(described: Element, press: Press, view: IssueView, story_ids: dict[str, str]) -> None:
    source = add(described, "sourceDesc")
    whole = add(source, "biblStruct", id="issue", type="newspaper-issue")
    _add_monograph(whole, press, view, ", ".join(placed.page.label for placed in view.pages))
    if not view.stories:
        return
    listed = add(source, "listBibl")
    for story in view.stories:
        one = add(listed, "biblStruct", type="article", corresp=f"#{story_ids[story.name]}")
        _add_analytic(one, press, view, story)
        _add_monograph(one, press, view, ", ".join(story.article.pages))


def _add_analytic(parent: Element, press: Press, view: IssueView, story: Story) -> None:
    article, language = story.article, view.head.source_language
    analytic = add(parent, "analytic")
    for author in article.authors:
        if author.role != "photographer":
            add(add(analytic, "author", role=author.role), "persName", author.name, language)
    if article.agency:
        add(add(analytic, "author", role="agency"), "orgName", article.agency, language)
    kind = "supplied" if article.untitled else "main"
    add(analytic, "title", article.headline.shown, language, level="a", type=kind)
    if article.deck:
        add(analytic, "title", article.deck.shown, language, level="a", type="sub")
    add(analytic, "idno", article_id(view.head, story.name), type="article")
    if press.site_url:
        urls = press.urls
        path = urls.url(urls.article(urls.languages[0], view.folder, story.name))
        add(analytic, "idno", press.site_url.rstrip("/") + "/" + path, type="URL")


def _add_monograph(parent: Element, press: Press, view: IssueView, pages: str) -> None:
    issue, newspaper = view.head, press.archive.newspaper
    masthead = issue.masthead
    monograph = add(parent, "monogr")
    for name, language in newspaper_names(press, view) or [("", "")]:
        add(monograph, "title", name, language, level="j")
    identifiers = {
        "CN": masthead.cn or newspaper.cn,
        "ISSN": newspaper.issn,
        "postal-code": masthead.postal_code or newspaper.postal_code,
    }
    for kind, value in identifiers.items():
        if value:
            add(monograph, "idno", value, type=kind)
    if issue.edition:
        add(monograph, "edition", issue.edition)
    imprint = add(monograph, "imprint")
    publisher = masthead.publisher or newspaper.publisher
    if publisher:
        add(imprint, "publisher", publisher, issue.source_language)
    add(imprint, "date", issue.date.isoformat(), when=issue.date.isoformat())
    if masthead.lunar_date:
        add(imprint, "date", masthead.lunar_date, issue.source_language, calendar="#chinese-lunar")
    if masthead.issue_number is not None:
        add(imprint, "biblScope", str(masthead.issue_number), unit="issue")
    if pages:
        add(imprint, "biblScope", pages, unit="page")
    if masthead.page_count:
        add(monograph, "extent", f"{masthead.page_count} pages")


def _add_encoding(header: Element, press: Press, view: IssueView, strange: Iterable[str]) -> None:
    encoding = add(header, "encodingDesc")
    project = add(encoding, "projectDesc")
    add(project, "p", "Made from the OCR'd text of the print pages; the text is what the archive shows.")
    sampling = add(encoding, "samplingDecl")
    held = ", ".join(placed.page.label for placed in view.pages) or "none"
    count = view.head.page_count
    add(sampling, "p", f"Print pages held: {held}" + (f", of {count} printed." if count else "."))
    _add_repairs(add(encoding, "editorialDecl"), press, view)
    references = add(encoding, "refsDecl")
    add(
        references,
        "p",
        "xml:id story.NAME.ANCHOR is the passage #ANCHOR of the article NAME of the issue, here, on its page "
        "and in issue.json. An article that jumps to another print page is several div elements, joined by "
        "part, next and prev.",
    )
    version = ".".join(part for part in __version__.split(".") if part.isdigit()) or "0"
    application = add(add(encoding, "appInfo"), "application", ident="mkdocs-newspaper", version=version)
    add(application, "label", "mkdocs-newspaper")
    characters = sorted(strange)
    if characters:
        declared = add(encoding, "charDecl")
        for character in characters:
            described = add(declared, "char", id=character_id(character))
            code = f"U+{ord(character):04X}"
            add(described, "desc", f"{code}, which XML can't hold; {sign(character)} stands for it in g.")


def _add_repairs(declaration: Element, press: Press, view: IssueView) -> None:
    label = labels("en")
    counted = Counter(one.rule for one in view.issue.corrections)
    correction = add(declaration, "correction", method="markup")
    if not counted:
        add(correction, "p", "Nothing was changed.")
        return
    add(
        correction,
        "p",
        "Every change is a choice: sic as printed, corr as shown, with the rule as its type and who "
        "answers for it. Repairs of the layout (joined columns, split headlines) have no printed form of "
        "their own where they moved text as a whole.",
    )
    for rule, number in sorted(counted.items()):
        name = label(RULES[rule]) if rule in RULES else rule
        add(correction, "p", f"{rule}: {name}, {number} ×")
