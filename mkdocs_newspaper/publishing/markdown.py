"""Stories and issues -> Markdown documents with front matter, for any site generator.

Text of the newspaper is written so that no dialect can take a sign of it for syntax: whatever could be one
is a character reference (`&#42;`), which CommonMark, Python-Markdown, kramdown and Goldmark all leave alone.
"""

from __future__ import annotations

import datetime as dt
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.identifiers import article_id
from mkdocs_newspaper.model import (
    Continuation,
    Dateline,
    EntryKind,
    Figure,
    IssueTranslation,
    Jump,
    Paragraph,
    PullQuote,
    Segment,
    Translation,
    page_value,
)
from mkdocs_newspaper.publishing.sheets import Press, html_language
from mkdocs_newspaper.publishing.stories import IssueView, Story, flow
from mkdocs_newspaper.publishing.tei_header import newspaper_names
from mkdocs_newspaper.publishing.tei_markup import plain
from mkdocs_newspaper.publishing.urls import page_anchor

#: What front matter can say: text, a number, or a list of either.
Value = str | int | dt.date | None | Sequence[str | int]
#: The path of an image in the export, by its path in the site.
ImagePath = Callable[[str], str]

#: Signs that open or close something in one dialect or another, wherever they stand.
_ALWAYS = re.compile(r"""[\\`*_{}\[\]<>&|~^$#+=@"]""")
#: Signs that mean something in company: `--`, `...`, `!!!`, `://`.
_RUN = re.compile(r"([-.!?/:;%,'])\1+")
_IN_COMPANY = re.compile(
    r"(?<![^\W_])-|-(?![^\W_])"  # a dash that joins no two words: a list item, a rule
    r"|(?<![^\W_])'|'(?![^\W_])"  # a quotation mark, no apostrophe
    r"|:(?=[^\s\d])|(?<!\d):(?=\d)|^:"  # :smile:, a definition
    r"|(?<=\d)/(?=\d)"  # 1/2
    r"|\((?=(?:c|r|p|tm)\))"  # (c)
    r"|(?<=www)\.",
    re.I | re.M,
)
#: `1949. 十月` is no list, `Note: text` no metadata.
_LINE_START = re.compile(r"^(?:\d+(?=[.)](?:\s|$))|[A-Za-z0-9_-]+(?=:))(?P<sign>[.):])", re.M)
#: A value that every reader of YAML, and of simpler front matter, takes as the text that it is.
_PLAIN_VALUE = re.compile(r"[^\W\d_](?:[\w—·…、。，；！？“”‘’《》〈〉（）]|[ -](?=\w))*")
_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_YAML_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
DESCRIPTION_LENGTH = 120


def escaped(text: str) -> str:
    """`text` on one or several lines as Markdown that shows it and nothing else.

    An apostrophe within a word stays: a generator with typographic habits may curl it.
    """
    lines = (line.strip(" \t") for line in plain(text).split("\n"))
    text = "\n".join(line for line in lines if line)
    signs: set[int] = set()
    for pattern in (_ALWAYS, _RUN, _IN_COMPANY):
        for found in pattern.finditer(text):
            signs.update(range(found.start(), found.end()))
    for found in _LINE_START.finditer(text):
        signs.update(range(*found.span("sign")))
    made = "".join(f"&#{ord(one)};" if at in signs else one for at, one in enumerate(text))
    return made.replace("\n", "  \n")


def front_matter(values: dict[str, Value]) -> str:
    """A block of YAML; what is None or empty is left out. Lists are indented as Pelican wants them too."""
    lines = ["---"]
    for key, value in values.items():
        if value is None or (not isinstance(value, int) and not value):
            continue
        if isinstance(value, str | int | dt.date):
            lines.append(f"{key}: {_scalar(value)}")
        else:
            lines.append(f"{key}:")
            lines += (f"    - {_scalar(one)}" for one in value)
    return "\n".join([*lines, "---", ""])


def _scalar(value: str | int | dt.date) -> str:
    if not isinstance(value, str):
        # Unquoted, every generator reads a date as one.
        return str(value)
    text = " ".join(plain(value).split())
    if _PLAIN_VALUE.fullmatch(text) and text.casefold() not in _YAML_WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _YAML_UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


class MarkdownIssue:
    """One issue as documents: an index beside its folder, and a document for each story in it.

    Translations stand in a folder of their language, under the same names.
    `names`: the file name of every story, without suffix; `image_path`: where the export has an image.
    """

    def __init__(self, press: Press, view: IssueView, names: dict[str, str], image_path: ImagePath) -> None:
        self.press, self.view = press, view
        self.names, self.image_path = names, image_path
        self.language = view.head.source_language
        self.index_path = f"{view.folder}.md"
        self.here = view.folder.rpartition("/")[2]

    def story_path(self, story: Story) -> str:
        return f"{self.view.folder}/{self.names[story.name]}.md"

    def page_name(self, label: str) -> str:
        """第4版 要闻"""
        page = self.view.head.page(label)
        name = formatting.page_name(label, self.language.split("-")[0])
        return f"{name} {page.section}" if page and page.section else name

    def title(self) -> str:
        names = newspaper_names(self.press, self.view)
        day = formatting.full_date(self.view.head.date, self.language.split("-")[0])
        parts = (names[0][0] if names else "", day, self.view.head.edition or "")
        return " ".join(part for part in parts if part)

    # The issue's own document

    def index(self) -> str:
        """The issue's print pages with links to their stories."""
        issue = self.view.issue
        masthead = issue.masthead
        head = front_matter(
            {
                "title": self.title(),
                "date": issue.date,
                "lang": self.language,
                **self._paper(),
                "issue_number": masthead.issue_number,
                "page_count": masthead.page_count,
                "pages": [page_value(placed.page.label) for placed in self.view.pages],
                "sources": issue.sources,
                "canonical_url": self._address(self.press.urls.issue(self.root_language, self.view.folder)),
            }
        )
        blocks: list[str] = []
        for placed in self.view.pages:
            label = placed.page.label
            anchor = page_anchor(label)
            blocks += (f'<a id="{anchor}"></a>', f"## {escaped(self.page_name(label))}")
            picture = self._image(placed.page.image, self.index_path, self.page_name(label))
            if picture:
                blocks.append(picture)
            lines = []
            for fragment in placed.fragments:
                target = f"{self.here}/{self.names[fragment.story.name]}.md"
                place = "" if fragment.first else f"#{self._part(fragment.story, fragment.segment)}"
                title = escaped(fragment.story.article.headline.shown).replace("  \n", " ")
                lines.append(f"- [{title}]({target}{place})")
            if lines:
                blocks.append("\n".join(lines))
            if placed.page.guide:
                blocks.append("> " + "  \n> ".join(_line(item.text) for item in placed.page.guide))
            blocks += (escaped(note) for note in placed.page.notes)
        return head + "\n" + _joined(blocks)

    @property
    def root_language(self) -> str:
        return self.press.urls.languages[0]

    def _paper(self) -> dict[str, Value]:
        names = newspaper_names(self.press, self.view)
        newspaper = self.press.archive.newspaper
        return {
            "newspaper": names[0][0] if names else None,
            "edition": self.view.head.edition,
            "rights": newspaper.rights,
        }

    def _address(self, src_uri: str) -> str | None:
        if not self.press.site_url:
            return None
        return self.press.site_url.rstrip("/") + "/" + self.press.urls.url(src_uri)

    # A story

    def story(self, story: Story) -> str:
        """A story: front matter, and its text in the order of reading."""
        article, issue = story.article, self.view.issue
        first = issue.page(article.segments[0].page) if article.segments else None
        dateline = article.dateline
        entries = self.view.entries
        named = list(dict.fromkeys(one.entry for one in article.mentions if one.entry in entries))

        def of_kind(*kinds: EntryKind) -> list[str]:
            return list(dict.fromkeys(entries[one].zh for one in named if entries[one].kind in kinds))

        urls = self.press.urls
        head = front_matter(
            {
                "title": article.headline.shown,
                "date": issue.date,
                "lang": self.language,
                "slug": story.name,
                "description": _shortened(story.opening),
                "kicker": article.kicker.shown if article.kicker else None,
                "deck": article.deck.shown if article.deck else None,
                "authors": list(
                    dict.fromkeys(one.name for one in article.authors if one.role != "photographer")
                ),
                "agency": article.agency,
                "dateline": dateline.text if dateline else None,
                "section": first.section if first else None,
                "pages": [page_value(label) for label in article.pages],
                **self._paper(),
                "issue_number": issue.masthead.issue_number,
                "tags": of_kind("term"),
                "people": of_kind("person"),
                "places": of_kind("place"),
                "organizations": of_kind("organization"),
                "article_id": article_id(issue, story.name),
                "orphan": article.orphan if story.orphan else None,
                "sources": self._sources(article.segments),
                "canonical_url": self._address(
                    urls.article(self.root_language, self.view.folder, story.name)
                ),
            }
        )
        blocks = [_line(text.shown) for text in (article.kicker, article.deck) if text]
        before: Segment | None = None
        for segment in article.segments:
            blocks += self._segment(story, segment, before)
            before = segment
        return head + "\n" + _joined(blocks)

    # A story in another language

    def translation_path(self, story: Story, language: str) -> str:
        return f"{language}/{self.story_path(story)}"

    def is_translated(self, story: Story, language: str) -> bool:
        """Whether any paragraph, or the headline, of a story is translated."""
        anchors = ("headline", *(one.anchor for one in story.article.paragraphs))
        return any(self._translated(story, anchor, language) is not None for anchor in anchors)

    def translation(self, story: Story, held: IssueTranslation) -> str:
        """A story in the language of `held`; what nobody translated stays in the newspaper's own."""
        article, language = story.article, held.language
        here = self.translation_path(story, language)
        anchors = ("headline", *(one.anchor for one in article.paragraphs))
        found = [self._translated(story, anchor, language) for anchor in anchors]
        states = {one.state if one else "missing" for one in found}
        urls = self.press.urls
        head = front_matter(
            {
                "title": self._said(story, "headline", article.headline.shown, language),
                "date": self.view.head.date,
                "lang": html_language(language),
                "slug": story.name,
                "translation_of": posixpath.relpath(self.story_path(story), posixpath.dirname(here)),
                "translators": held.translators,
                "licence": held.licence,
                "states": sorted(states),
                "pages": [page_value(label) for label in article.pages],
                **self._paper(),
                "article_id": article_id(self.view.head, story.name),
                "canonical_url": self._address(urls.article(language, self.view.folder, story.name)),
            }
        )
        blocks = [
            _line(self._said(story, kind, text.shown, language))
            for kind, text in (("kicker", article.kicker), ("deck", article.deck))
            if text
        ]
        before: Segment | None = None
        for segment in article.segments:
            for item in flow(segment, before):
                if isinstance(item.piece, Paragraph):
                    blocks.append(self._translated_paragraph(story, item.piece, language))
                elif isinstance(item.piece, Figure):
                    for figure in item.figures or (item.piece,):
                        blocks += self._figure(story, figure, here, language)
            before = segment
        return head + "\n" + _joined(blocks)

    def _translated(self, story: Story, anchor: str, language: str) -> Translation | None:
        return self.press.archive.translation(self.view.issue, story.name, anchor, language)

    def _said(self, story: Story, anchor: str, original: str, language: str | None) -> str:
        held = self._translated(story, anchor, language) if language else None
        return held.text if held else original

    def _translated_paragraph(self, story: Story, paragraph: Paragraph, language: str) -> str:
        text = self._said(story, paragraph.anchor, paragraph.text.shown, language)
        if paragraph.rows:
            return _table([line.split("\t") for line in text.split("\n")])
        return f"## {_line(text)}" if paragraph.crosshead else escaped(text)

    def _sources(self, segments: Iterable[Segment]) -> list[str]:
        """The documents behind a story, as paths below the issues folder."""
        options = self.press.options
        names = {options.source_name(options.issues / name): name for name in self.view.head.sources}
        return list(dict.fromkeys(names.get(one.source, one.source) for one in segments if one.source))

    def _segment(self, story: Story, segment: Segment, before: Segment | None) -> list[str]:
        blocks: list[str] = []
        if before is not None:
            place = f"../{self.here}.md#{page_anchor(segment.page)}"
            name = escaped(self.page_name(segment.page))
            blocks.append(f'<a id="{self._part(story, segment)}"></a>[{name}]({place})')
            # The jump head says what the headline does; who wants it finds it here.
            blocks += (_line(text.shown) for text in (segment.kicker, segment.headline, segment.deck) if text)
        if segment.byline:
            blocks.append(escaped(segment.byline))
        datelines = sorted(segment.datelines, key=lambda one: one.after)
        ends = [one for one in datelines if one.tail or one.after >= len(segment.paragraphs) > 0]
        starts = [one for one in datelines if one not in ends]
        passed = 0
        for item in flow(segment, before):
            if isinstance(item.piece, Paragraph):
                blocks += self._due(starts, passed)
                passed += 1
                blocks.append(self._paragraph(item.piece, item.references))
            elif isinstance(item.piece, Figure):
                for figure in item.figures or (item.piece,):
                    blocks += self._figure(story, figure, self.story_path(story))
            elif isinstance(item.piece, PullQuote):
                blocks.append(_quoted(item.piece.text.shown))
            elif isinstance(item.piece, Jump):
                blocks.append(self._jump(story, item.piece))
            else:
                blocks.append(self._continuation(story, item.piece))
        blocks += (escaped(one.text) for one in (*starts, *ends))
        return blocks

    @staticmethod
    def _due(datelines: list[Dateline], passed: int) -> list[str]:
        """The datelines that stand before the paragraph to come; they are taken out of the list."""
        due = [one for one in datelines if one.after <= passed]
        for one in due:
            datelines.remove(one)
        return [escaped(one.text) for one in due]

    def _paragraph(self, paragraph: Paragraph, references: Sequence[Jump]) -> str:
        if paragraph.rows:
            return _table(paragraph.rows)
        text = paragraph.text.shown
        if paragraph.crosshead:
            return f"## {_line(text)}"
        held = [one for one in references if one.to_page in self.view.held]
        parts: list[str] = []
        at = 0
        for jump in sorted(held, key=lambda one: one.start):
            if jump.start < at:
                continue
            place = f"../{self.here}.md#{page_anchor(jump.to_page)}"
            parts += (escaped(text[at : jump.start]), f"[{escaped(text[jump.start : jump.end])}]({place})")
            at = jump.end
        return "".join([*parts, escaped(text[at:])])

    def _figure(self, story: Story, figure: Figure, here: str, language: str | None = None) -> list[str]:
        caption = figure.caption.shown if figure.caption else ""
        caption = self._said(story, figure.anchor, caption, language)
        picture = self._image(figure.image, here, figure.alt or "")
        said = "\n".join(part for part in (caption, figure.credit) if part)
        return [part for part in (picture, _quoted(said) if said else "") if part]

    def _image(self, image: str | None, here: str, alt: str) -> str:
        picture = self.press.pictures.get((self.view.folder, image)) if image else None
        if picture is None:
            return ""
        path = posixpath.relpath(self.image_path(picture.path), posixpath.dirname(here) or ".")
        return f"![{_line(alt)}]({quote(path)})"

    def _jump(self, story: Story, jump: Jump) -> str:
        printed = escaped(jump.printed)
        if jump.kind == "reference":
            if jump.to_page not in self.view.held:
                return printed
            return f"[{printed}](../{self.here}.md#{page_anchor(jump.to_page)})"
        anchor = f'<a id="{jump.anchor}"></a>' if jump.anchor else ""
        place = self._place(story, jump.target) if jump.resolved else ""
        return f"{anchor}[{printed}](#{place})" if place else f"{anchor}{printed}"

    def _continuation(self, story: Story, line: Continuation) -> str:
        printed = escaped(line.printed)
        anchor = f'<a id="{line.anchor}"></a>' if line.anchor else ""
        # It leads to the jump line, which is an anchor here.
        target = line.target if line.resolved and self.view.fragment_of(story, line.target) else None
        return f"{anchor}[{printed}](#{target})" if target else f"{anchor}{printed}"

    def _place(self, story: Story, target: str | None) -> str:
        """The anchor of the part that a jump leads to."""
        found = self.view.fragment_of(story, target)
        for segment in story.article.segments[1:]:
            if segment is found or (found is None and page_anchor(segment.page) == target):
                return self._part(story, segment)
        return ""

    def _part(self, story: Story, segment: Segment) -> str:
        """The anchor of a part of a story: "p4", "p4-2" where the page holds two."""
        anchor = page_anchor(segment.page)
        same = [one for one in story.article.segments if page_anchor(one.page) == anchor]
        number = next(at for at, one in enumerate(same, 1) if one is segment)
        return anchor if number == 1 else f"{anchor}-{number}"


def archive_index(press: Press, issues: Iterable[MarkdownIssue]) -> str:
    """All issues by year, newest first."""
    name = press.archive.newspaper.name
    title = name.zh or name.en or "Archive"
    blocks: list[str] = []
    year: int | None = None
    for issue in sorted(issues, key=lambda one: one.view.folder, reverse=True):
        if issue.view.head.date.year != year:
            year = issue.view.head.date.year
            blocks.append(f"## {year}\n")
        blocks.append(f"- [{escaped(issue.title())}]({issue.index_path})")
    return front_matter({"title": title, "rights": press.archive.newspaper.rights}) + "\n" + _lined(blocks)


def _lined(blocks: Sequence[str]) -> str:
    return "\n".join(f"\n{block}" if block.startswith("#") else block for block in blocks).lstrip("\n") + "\n"


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))


def _quoted(text: str) -> str:
    return "> " + escaped(text).replace("\n", "\n> ")


def _table(rows: Sequence[Sequence[str]]) -> str:
    """A table with its first row as head: the dialects know no other."""
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join([*map(_line, row), *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= DESCRIPTION_LENGTH else line[: DESCRIPTION_LENGTH - 1].rstrip() + "…"
