"""An issue -> its TEI P5 edition: header, page images, print pages with their stories, names, translations.

The text is laid out by print pages, as the paper is. A story that jumps is several `div type="article"`,
joined by `part`, `next` and `prev`; every passage has its anchor in its `xml:id`.
Bytes depend on nothing but the input.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote

from mkdocs_newspaper.bilingual.languages import is_chinese
from mkdocs_newspaper.identifiers import safe_name
from mkdocs_newspaper.jump_matching import (
    AMBIGUOUS,
    CIRCLE,
    EDITOR,
    NO_CONTINUATION,
    NO_SOURCE,
    PAGE_NOT_HELD,
)
from mkdocs_newspaper.model import (
    Continuation,
    Dateline,
    Entry,
    EntryKind,
    Figure,
    Jump,
    Mention,
    Paragraph,
    PullQuote,
    Segment,
    Text,
    Translation,
)
from mkdocs_newspaper.publishing.pictures import Picture
from mkdocs_newspaper.publishing.sheets import Press, html_language
from mkdocs_newspaper.publishing.stories import Fragment, IssueView, Placed, Story, flow
from mkdocs_newspaper.publishing.tei_header import add_header, translations_of
from mkdocs_newspaper.publishing.tei_markup import NAMESPACE, Element, Inline, Span, add, as_bytes, written
from mkdocs_newspaper.publishing.urls import page_anchor
from mkdocs_newspaper.reading.conventions import dates_of

#: The element of a mention, by the kind of its entry.
NAMES: dict[EntryKind, str] = {
    "person": "persName",
    "place": "placeName",
    "organization": "orgName",
    "term": "term",
}
#: Why a jump has no other end, for those who read the edition.
_OPEN = {
    PAGE_NOT_HELD: "The archive does not hold the other print page.",
    NO_CONTINUATION: "No continuation was found on the page that it names.",
    NO_SOURCE: "No jump line of the page that it names leads here.",
    AMBIGUOUS: "Several stories fit equally well; none was joined.",
    CIRCLE: "What stands there leads back to this story.",
    EDITOR: "Left open by an editor.",
}
MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


# The same anchors and entries stand in all issues.
_safe_name = lru_cache(4096)(safe_name)


def issue_bytes(press: Press, view: IssueView, image_path: Callable[[str], str] = str) -> bytes:
    """The bytes of an issue's `issue.tei.xml`; `image_path` says where an image of the site lies elsewhere."""
    return as_bytes(issue_tree(press, view, image_path))


def issue_tree(press: Press, view: IssueView, image_path: Callable[[str], str] = str) -> Element:
    """An issue as a TEI document, its elements without namespace prefix."""
    edition = _Edition(press, view, image_path)
    root = Element("TEI", written(xmlns=NAMESPACE))
    text = Element("text", written(lang=edition.language))
    edition.add_text(text)
    # The header says what was met in the text, so it is written last and stands first.
    add_header(
        root,
        press,
        view,
        {story.name: edition.story_id(story) for story in view.stories},
        edition.inline.strange,
        [edition.language, *edition.entry_languages(), *map(html_language, edition.translated)],
    )
    edition.add_facsimile(root)
    edition.add_entries(root)
    root.content.append(text)
    return root


@dataclass(eq=False)
class _Edition:
    """One issue while its edition is written. Ids are given once; a second claim goes without."""

    press: Press
    view: IssueView
    image_path: Callable[[str], str]
    inline: Inline = field(default_factory=Inline)
    given: set[str] = field(default_factory=set)

    @property
    def language(self) -> str:
        return self.view.head.source_language

    @cached_property
    def translated(self) -> list[str]:
        return [one.language for one in translations_of(self.press, self.view)]

    @cached_property
    def entry_ids(self) -> dict[str, str]:
        """The `xml:id` of every entry: "person.xi-jin-ping"."""
        found: dict[str, str] = {}
        used: set[str] = set()
        for entry in self.view.head.entries:
            base = f"{entry.kind}.{_safe_name(entry.id.partition('/')[2]) or 'entry'}"
            name, number = base, 2
            while name in used:
                name, number = f"{base}-{number}", number + 1
            used.add(name)
            found[entry.id] = name
        return found

    @cached_property
    def references(self) -> dict[str, str]:
        """What refers to every entry, as attributes are written."""
        return {identifier: written(ref=f"#{name}") for identifier, name in self.entry_ids.items()}

    @cached_property
    def ids_by_name(self) -> dict[tuple[EntryKind, str], str]:
        """The `xml:id` of the entry of a name, where one entry of the kind has it."""
        entries = self.view.head.entries
        counted = Counter((entry.kind, entry.zh) for entry in entries)
        return {
            (entry.kind, entry.zh): self.entry_ids[entry.id]
            for entry in entries
            if counted[entry.kind, entry.zh] == 1
        }

    def story_id(self, story: Story) -> str:
        return f"story.{story.name}"

    def passage_id(self, story: Story, anchor: str) -> str:
        return f"{self.story_id(story)}.{_safe_name(anchor)}" if anchor else ""

    def once(self, identifier: str) -> str:
        """The id, or "" where it is given already: a document with an id twice is no XML."""
        if not identifier or identifier in self.given:
            return ""
        self.given.add(identifier)
        return identifier

    @cached_property
    def segment_ids(self) -> dict[tuple[str, int], str]:
        """The `xml:id` of every segment by the story's name and its place in it."""
        found: dict[tuple[str, int], str] = {}
        for story in self.view.stories:
            pages: Counter[str] = Counter()
            for number, segment in enumerate(story.article.segments):
                page = page_anchor(segment.page)
                pages[page] += 1
                again = f"-{pages[page]}" if pages[page] > 1 else ""
                own = f"{self.story_id(story)}.{page}{again}" if number else self.story_id(story)
                found[story.name, number] = own
        return found

    # Facsimile, names

    def picture(self, image: str | None) -> Picture | None:
        return self.press.pictures.get((self.view.folder, image)) if image else None

    def add_facsimile(self, root: Element) -> None:
        """The page images that are held."""
        shown = [
            (placed, found)
            for placed in self.view.pages
            if (found := self.picture(placed.page.image)) is not None
        ]
        if not shown:
            return
        facsimile = add(root, "facsimile")
        for placed, picture in shown:
            label = placed.page.label
            surface = add(facsimile, "surface", id=self.once(f"image.{page_anchor(label)}"), n=label)
            self.add_graphic(surface, picture)

    def add_graphic(self, parent: Element, picture: Picture) -> None:
        width, height = picture.size or (0, 0)
        here = self.press.urls.issue_tei(self.view.folder)
        add(
            parent,
            "graphic",
            url=quote(posixpath.relpath(self.image_path(picture.path), posixpath.dirname(here))),
            width=f"{width}px" if width else "",
            height=f"{height}px" if height else "",
            mimeType=MEDIA_TYPES.get(PurePosixPath(picture.path).suffix.lower(), ""),
        )

    def entry_languages(self) -> list[str]:
        """The languages that names are given in."""
        entries = self.view.head.entries
        found = ["zh-Latn-pinyin"] if any(entry.pinyin for entry in entries) else []
        return [*found, *(["en"] if any(entry.en for entry in entries) else [])]

    def add_entries(self, root: Element) -> None:
        """`standOff`: everyone and everything that the issue names."""
        entries = sorted(self.view.head.entries, key=lambda one: one.id)
        if not entries:
            return
        stand_off = add(root, "standOff")
        lists: dict[EntryKind, tuple[str, str]] = {
            "person": ("listPerson", "person"),
            "place": ("listPlace", "place"),
            "organization": ("listOrg", "org"),
            "term": ("list", "item"),
        }
        for kind, (list_tag, tag) in lists.items():
            members = [entry for entry in entries if entry.kind == kind]
            if not members:
                continue
            listed = add(stand_off, list_tag, type="terms" if kind == "term" else "")
            for entry in members:
                self.add_entry(add(listed, tag, id=self.once(self.entry_ids[entry.id])), entry)

    def add_entry(self, parent: Element, entry: Entry) -> None:
        """An entry's names in both languages, who it is, and where else it is described."""
        path = self.press.register.path(entry.id)
        address = ""
        if self.press.site_url and path:
            urls = self.press.urls
            page = urls.url(urls.entry(urls.languages[0], path))
            address = f"{self.press.site_url.rstrip('/')}/{page}"
        parent.content += _described(entry, self.language, address)

    # Text

    def add_text(self, text: Element) -> None:
        """The print pages in their order, and the translations behind them."""
        body = add(text, "body")
        for number, placed in enumerate(self.view.pages):
            self.add_page(body, placed, masthead=number == 0)
        if not any(isinstance(child, Element) and child.tag == "div" for child in body.content):
            add(body, "p", "")
        self.add_translations(text)

    def add_page(self, body: Element, placed: Placed, masthead: bool) -> None:
        page = placed.page
        anchor = page_anchor(page.label)
        add(
            body,
            "pb",
            id=self.once(f"page.{anchor}"),
            n=page.label,
            facs=f"#image.{anchor}" if self.picture(page.image) else "",
        )
        held = self.view.head.masthead
        if held.text and (held.page == page.label or (held.page is None and masthead)):
            self.inline.text(add(body, "fw", type="masthead"), held.text)
        if page.section:
            self.inline.text(add(body, "fw", type="section"), page.section)
        if page.guide:
            listed = add(add(body, "div", type="guide"), "list")
            for item in page.guide:
                line = add(listed, "item")
                self.inline.text(line, item.text)
                if item.to_page and item.to_page in self.view.held:
                    add(line, "ref", type="jump", target=f"#page.{page_anchor(item.to_page)}")
        for fragment in placed.fragments:
            self.add_fragment(body, fragment)
        for note in page.notes:
            self.inline.text(add(body, "note", type="page"), note)

    def add_fragment(self, body: Element, fragment: Fragment) -> None:
        """The part of a story that stands on one print page."""
        story, segment = fragment.story, fragment.segment
        segments = story.article.segments
        number = next(at for at, one in enumerate(segments) if one is segment)
        last = len(segments) - 1
        part = "" if not last else "I" if number == 0 else "F" if number == last else "M"
        div = add(
            body,
            "div",
            id=self.once(self.segment_ids[story.name, number]),
            type="article",
            subtype="orphan" if story.orphan else "",
            n=segment.page if number else "",
            part=part,
            prev=f"#{self.segment_ids[story.name, number - 1]}" if number else "",
            next=f"#{self.segment_ids[story.name, number + 1]}" if number < last else "",
        )
        self.add_heads(div, story, segment, first=number == 0)
        tails = self.add_flow(div, story, segment, fragment.before)
        for dateline in tails:
            self.add_dateline(div, "dateline", story, dateline)
        if story.orphan and number == 0 and segment.continuation is None and story.article.orphan:
            add(div, "note", _OPEN.get(story.article.orphan, story.article.orphan), "en", type="editorial")

    def add_heads(self, div: Element, story: Story, segment: Segment, first: bool) -> None:
        for kind, text in (
            ("kicker", segment.kicker),
            ("headline", segment.headline),
            ("deck", segment.deck),
        ):
            if text:
                named = "jump" if kind == "headline" and not first else kind
                mentions = story.mentions_at.get(kind, ()) if first else ()
                self.write(add(div, "head", type=named), text, story, kind, mentions)
        if segment.byline:
            # Mentions of the byline count in the first that the story has.
            own = next((one for one in story.article.segments if one.byline), None) is segment
            mentions = story.mentions_at.get("byline", ()) if own else ()
            self.write(add(div, "byline"), Text(segment.byline), story, "byline", mentions)
        for dateline in segment.datelines:
            if dateline.after <= 0 and not dateline.tail:
                self.add_dateline(div, "dateline", story, dateline)

    def add_flow(
        self, div: Element, story: Story, segment: Segment, before: Segment | None
    ) -> list[Dateline]:
        """Paragraphs, figures, quotes and jump lines in the order of print; gives the datelines of the end."""
        count = len(segment.paragraphs)
        later = [one for one in segment.datelines if one.tail or one.after > 0]
        between: dict[int, list[Dateline]] = {}
        for dateline in later:
            if dateline.after < count and not dateline.tail:
                between.setdefault(dateline.after, []).append(dateline)
        passed = 0
        for item in flow(segment, before):
            if isinstance(item.piece, Paragraph):
                for dateline in between.get(passed, ()):
                    self.add_dateline(div, "ab", story, dateline)
                passed += 1
                self.add_paragraph(div, story, item.piece, item.references)
            elif item.figures:
                for figure in item.figures:
                    self.add_figure(div, story, figure)
            elif isinstance(item.piece, Figure):
                self.add_figure(div, story, item.piece)
            elif isinstance(item.piece, PullQuote):
                repeats = self.passage_id(story, item.piece.anchor or "")
                quote = add(div, "quote", type="pull", corresp=f"#{repeats}" if repeats else "")
                self.inline.write(quote, item.piece.text)
            elif isinstance(item.piece, Jump):
                self.add_jump(div, story, item.piece)
            else:
                self.add_continuation(div, story, segment, item.piece)
        return [one for one in later if one.tail or one.after >= count]

    def add_paragraph(
        self, div: Element, story: Story, paragraph: Paragraph, references: Sequence[Jump]
    ) -> None:
        identifier = self.once(self.passage_id(story, paragraph.anchor))
        mentions = story.mentions_at.get(paragraph.anchor, ())
        if paragraph.rows:
            self.add_table(div, identifier, story, paragraph, mentions)
            return
        if paragraph.crosshead:
            element = add(div, "label", id=identifier, type="crosshead")
        else:
            element = add(div, "p", id=identifier)
        self.write(element, paragraph.text, story, paragraph.anchor, mentions, references)

    def add_table(
        self, div: Element, identifier: str, story: Story, paragraph: Paragraph, mentions: Sequence[Mention]
    ) -> None:
        """A table; its cells are cut from the paragraph's text, so that changes and names stay in place."""
        table = add(div, "table", id=identifier)
        whole = paragraph.text.shown == "\n".join("\t".join(row) for row in paragraph.rows)
        at = 0
        for row in paragraph.rows:
            line = add(table, "row")
            for cell in row:
                element = add(line, "cell")
                end = at + len(cell)
                inside = [
                    Mention(one.entry, one.text, one.kind, one.anchor, one.start - at, one.end - at)
                    for one in mentions
                    if whole and at <= one.start and one.end <= end
                ]
                text = paragraph.text.slice(at, end) if whole else Text(cell)
                self.write(element, text, story, f"{paragraph.anchor}-{at}", inside)
                at = end + 1

    def add_figure(self, div: Element, story: Story, figure: Figure) -> None:
        element = add(div, "figure", id=self.once(self.passage_id(story, figure.anchor)))
        picture = self.picture(figure.image)
        if picture is not None:
            self.add_graphic(element, picture)
        if figure.caption:
            mentions = story.mentions_at.get(figure.anchor, ())
            self.write(add(element, "head", type="caption"), figure.caption, story, figure.anchor, mentions)
        if figure.credit:
            self.inline.text(add(element, "byline"), figure.credit)
        if figure.alt:
            self.inline.text(add(element, "figDesc"), figure.alt)
        elif picture is None:
            add(element, "figDesc", "The archive holds no image of it.", "en")

    def add_jump(self, div: Element, story: Story, jump: Jump) -> None:
        """A jump line, or a reference line that stands by itself."""
        if jump.kind == "reference":
            held = jump.to_page in self.view.held
            target = f"#page.{page_anchor(jump.to_page)}" if held else ""
        else:
            target = self.target(story, jump.target) if jump.resolved else ""
        line = add(
            div,
            "ab",
            id=self.once(self.passage_id(story, jump.anchor)),
            type="jump" if jump.kind == "continuation" else "reference",
            subtype="" if target else "open",
        )
        self.inline.text(add(line, "ref", type="jump", target=target), jump.printed)
        if not target:
            why = PAGE_NOT_HELD if jump.to_page not in self.view.held else jump.note
            add(div, "note", _OPEN.get(why, why or _OPEN[NO_CONTINUATION]), "en", type="editorial")

    def add_continuation(self, div: Element, story: Story, segment: Segment, line: Continuation) -> None:
        target = self.target(story, line.target) if line.resolved else ""
        element = add(
            div,
            "ab",
            id=self.once(self.passage_id(story, line.anchor)),
            type="continuation",
            subtype="" if target else "open",
        )
        self.inline.text(add(element, "ref", type="jump", target=target), line.printed)
        if not target:
            why = PAGE_NOT_HELD if line.from_page not in self.view.held else story.article.orphan or NO_SOURCE
            add(div, "note", _OPEN.get(why, why), "en", type="editorial")

    def target(self, story: Story, anchor: str | None) -> str:
        """Where a jump lands: the passage itself, else the part of the story that begins there."""
        if anchor is None:
            return ""
        if self.view.fragment_of(story, anchor) is not None:
            return f"#{self.passage_id(story, anchor)}"
        for number, segment in enumerate(story.article.segments):
            if page_anchor(segment.page) == anchor:
                return f"#{self.segment_ids[story.name, number]}"
        return ""

    def add_dateline(self, parent: Element, tag: str, story: Story, dateline: Dateline) -> None:
        """A dateline with its date, places and agency marked; one between paragraphs is an `ab`."""
        text = dateline.text
        element = add(parent, tag, type="dateline" if tag == "ab" else "")
        spans: list[Span] = []
        if dateline.date is not None:
            printed = dates_of(self.view.head.source_language).search(text)
            when = dateline.date.isoformat()
            if printed is not None:
                spans.append(Span(printed.start(), printed.end(), "date", written(when=when), outer=True))
            else:
                add(element, "date", when=when)
        own = story.article.dateline is dateline
        spans += self.mention_spans(story.mentions_at.get("dateline", ()) if own else ())
        named: list[tuple[str, EntryKind]] = [(place, "place") for place in dateline.places]
        if dateline.agency:
            named.append((dateline.agency, "organization"))
        for name, kind in named:
            start = text.find(name)
            end = start + len(name)
            if start >= 0 and not any(one.start < end and start < one.end for one in spans):
                identifier = self.ids_by_name.get((kind, name))
                reference = written(ref=f"#{identifier}") if identifier else ""
                spans.append(Span(start, end, NAMES[kind], reference))
        self.inline.write(element, Text(text), spans)

    def write(
        self,
        element: Element,
        text: Text,
        story: Story,
        anchor: str,
        mentions: Iterable[Mention] = (),
        references: Iterable[Jump] = (),
    ) -> None:
        """A passage with its corrections, names and reference lines."""
        targets: dict[tuple[int, int], list[str]] = {}
        for jump in references:
            pages = targets.setdefault((jump.start, jump.end), [])
            if jump.to_page in self.view.held:
                pages.append(f"#page.{page_anchor(jump.to_page)}")
        links = [
            Span(start, end, "ref", written(type="reference", target=" ".join(pages)), outer=True)
            for (start, end), pages in targets.items()
        ]
        spans = [*links, *self.mention_spans(mentions)]
        self.inline.write(element, text, spans, self.passage_id(story, anchor))

    def mention_spans(self, mentions: Iterable[Mention]) -> list[Span]:
        """Names and terms, each with the entry that it refers to."""
        references = self.references
        return [Span(one.start, one.end, NAMES[one.kind], references.get(one.entry, "")) for one in mentions]

    # Translations

    def add_translations(self, text: Element) -> None:
        """Behind the text, by language and story; `corresp` says which passage each translates."""
        if not self.translated:
            return
        back: Element | None = None
        for language in self.translated:
            whole: Element | None = None
            for story in self.view.stories:
                passages = self.translated_passages(story, language)
                if not passages:
                    continue
                if back is None:
                    back = add(text, "back")
                if whole is None:
                    whole = add(back, "div", lang=html_language(language), type="translations")
                div = add(whole, "div", type="translation", corresp=f"#{self.story_id(story)}")
                for passage in passages:
                    self.add_translation(div, story, passage)

    def add_translation(self, div: Element, story: Story, passage: _Passage) -> None:
        target = self.passage_id(story, passage.anchor) if passage.tag == "p" else ""
        corresp = f"#{target}" if target else ""
        element = add(div, passage.tag, type=passage.kind, corresp=corresp)
        state = passage.translation.state
        inner = element if state == "translated" else add(element, "seg", type=state)
        self.inline.text(inner, passage.translation.text)

    def translated_passages(self, story: Story, language: str) -> list[_Passage]:
        """Every passage of a story that is translated, heads first."""
        archive, issue = self.press.archive, self.view.issue
        wanted = [("head", kind, kind) for kind in ("kicker", "headline", "deck")]
        wanted += [("p", "", paragraph.anchor) for paragraph in story.article.paragraphs]
        wanted += [("p", "", figure.anchor) for figure in story.article.figures]
        found = []
        for tag, kind, anchor in wanted:
            held = archive.translation(issue, story.name, anchor, language) if anchor else None
            if held is not None:
                found.append(_Passage(tag, kind, anchor, held))
        return found


# What an entry is said to be is the same in most issues that name it.
@lru_cache(maxsize=2048)
def _described(entry: Entry, language: str, address: str) -> tuple[Element, ...]:
    """What stands in an entry's element; `language` is the issue's, `address` the entry's own page."""
    found = Element("entry")
    tag = NAMES[entry.kind]
    # An entry of an English paper can have its English name alone.
    own = "en" if entry.zh.isascii() else language if is_chinese(language) else "zh-Hans"
    add(found, tag, entry.zh, own)
    if entry.pinyin:
        add(found, tag, entry.pinyin, "zh-Latn-pinyin", type="pinyin" if entry.kind != "place" else "")
    if entry.en and entry.en != entry.zh:
        add(found, tag, entry.en, "en")
    values = [("country", entry.country), ("roleName", entry.office)]
    if entry.kind == "person" and (entry.country or entry.office):
        parent_of_post = add(found, "affiliation")
    else:
        parent_of_post, values = found, values[:1] if entry.kind == "place" else []
    for name, value in values:
        if value is not None:
            for text, spoken in ((value.zh, own), (value.en, "en")):
                if text:
                    add(parent_of_post, name, text, spoken)
    if address:
        add(found, "idno", address, type="URL")
    for other in entry.same_as:
        add(found, "idno", other, type="URI")
    return tuple(one for one in found.content if isinstance(one, Element))


@dataclass(frozen=True, slots=True)
class _Passage:
    """A translated passage: its element, the element's type, the anchor that it translates."""

    tag: str
    kind: str
    anchor: str
    translation: Translation
