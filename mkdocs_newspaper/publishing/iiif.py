"""An issue with page images -> its IIIF manifest (Presentation API 3): canvases by print page, stories as ranges.

https://iiif.io/api/presentation/3.0/. Everything in it is named by absolute URLs, so there is none without
the site's. A print page without image has an empty canvas, so that no page is skipped unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.bilingual.labels import Labels, labels
from mkdocs_newspaper.glossary.lexicon import section_english
from mkdocs_newspaper.publishing.json_layout import laid_out
from mkdocs_newspaper.publishing.pictures import Picture
from mkdocs_newspaper.publishing.sheets import Press, Sheet, html_language
from mkdocs_newspaper.publishing.stories import IssueView, Placed, Story
from mkdocs_newspaper.publishing.tei import MEDIA_TYPES
from mkdocs_newspaper.publishing.tei_header import newspaper_names, rights
from mkdocs_newspaper.publishing.urls import page_anchor

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
MANIFEST_TYPE = f'application/ld+json;profile="{CONTEXT}"'
#: The only statements of rights that the specification lets a machine read.
_RIGHTS = re.compile(r"https?://(creativecommons\.org/|rightsstatements\.org/|[^/]+/?licen[cs]e)", re.I)
#: A canvas needs a size: that of a broadsheet, where no image tells.
_BROADSHEET = (1500, 2100)


def has_manifest(press: Press, view: IssueView) -> bool:
    """Whether an issue has page images, and the site an address to name them by."""
    return bool(press.site_url) and any(
        (view.folder, page.image) in press.pictures for page in view.head.pages if page.image
    )


def data_files(sheet: Sheet, view: IssueView) -> list[tuple[str, str, str]]:
    """What an issue's page offers beside `issue.json`: name, link and media type."""
    urls = sheet.press.urls
    found = [("TEI", sheet.file(urls.issue_tei(view.folder)), "application/tei+xml")]
    if has_manifest(sheet.press, view):
        found.append(("IIIF", sheet.file(urls.issue_manifest(view.folder)), MANIFEST_TYPE))
    return found


def manifest_bytes(press: Press, view: IssueView) -> bytes:
    """The bytes of an issue's `manifest.json`."""
    return (laid_out(manifest(press, view)) + "\n").encode("utf-8", "backslashreplace")


def manifest(press: Press, view: IssueView) -> dict[str, Any]:
    """An issue as a IIIF manifest. Raises ValueError without the site's URL."""
    if not press.site_url:
        raise ValueError("a IIIF manifest needs the site's URL")
    return _Manifest(press, view, press.site_url.rstrip("/") + "/").data()


class _Manifest:
    """One issue while its manifest is made; `root` is the site's URL with a slash at its end."""

    def __init__(self, press: Press, view: IssueView, root: str) -> None:
        self.press, self.view, self.root = press, view, root
        self.urls = press.urls
        self.id = self._file(self.urls.issue_manifest(view.folder))
        self.base = self.id.removesuffix(".json")
        sizes = (picture.size for placed in view.pages if (picture := self._picture(placed)))
        self.usual_size = next((size for size in sizes if size), _BROADSHEET)

    def data(self) -> dict[str, Any]:
        view = self.view
        made: dict[str, Any] = {
            "@context": CONTEXT,
            "id": self.id,
            "type": "Manifest",
            "label": self._titles(),
            "metadata": self._metadata(),
            "requiredStatement": {
                "label": self._words(lambda label: label("Attribution")),
                "value": self._attribution(),
            },
            "navDate": f"{view.head.date.isoformat()}T00:00:00Z",
            "homepage": self._homepages(lambda language: self.urls.issue(language, view.folder), self._day),
            "seeAlso": [
                self._data(self.urls.issue_data(view.folder), "application/json", "issue.json"),
                self._data(self.urls.issue_tei(view.folder), "application/tei+xml", "TEI"),
            ],
            "items": [self._canvas(placed) for placed in view.pages],
        }
        statement, _ = rights(self.press.archive.newspaper)
        if _RIGHTS.match(statement) and " " not in statement:
            # The vocabularies' own identifiers are written with http.
            made["rights"] = statement.replace("https://", "http://", 1)
        if view.stories:
            made["structures"] = [
                {
                    "id": f"{self.base}/range/stories",
                    "type": "Range",
                    "label": self._words(lambda label: label("Stories")),
                    "items": [self._range(story) for story in view.stories],
                }
            ]
        return made

    def _titles(self) -> dict[str, list[str]]:
        names = {language.split("-")[0]: name for name, language in newspaper_names(self.press, self.view)}
        titles: dict[str, list[str]] = {}
        for language in self.urls.languages:
            name = names.get(language.split("-")[0]) or next(iter(names.values()), "")
            titles[html_language(language)] = [
                " · ".join(part for part in (name, self._day(language)) if part)
            ]
        return titles

    def _day(self, language: str) -> str:
        issue = self.view.head
        day = formatting.full_date(issue.date, language)
        return f"{day} · {issue.edition}" if issue.edition else day

    def _metadata(self) -> list[dict[str, Any]]:
        issue, newspaper = self.view.head, self.press.archive.newspaper
        masthead = issue.masthead
        lines: list[dict[str, Any]] = []

        def add(say: Callable[[Labels], str], value: dict[str, list[str]]) -> None:
            lines.append({"label": self._words(say), "value": value})

        names = newspaper_names(self.press, self.view)
        if names:
            add(lambda label: label("Newspaper"), {language: [name] for name, language in names})
        add(lambda label: label("Date"), {"none": [issue.date.isoformat()]})
        if masthead.issue_number is not None:
            add(lambda label: label("Issue number"), {"none": [str(masthead.issue_number)]})
        publisher = masthead.publisher or newspaper.publisher
        if publisher:
            add(lambda label: label("Publisher"), {issue.source_language: [publisher]})
        cn = masthead.cn or newspaper.cn
        if cn:
            add(lambda label: label("CN number"), {"none": [cn]})
        return lines

    def _attribution(self) -> dict[str, list[str]]:
        statement, _ = rights(self.press.archive.newspaper)
        if statement:
            return {"none": [statement]}
        return {language: [name] for name, language in newspaper_names(self.press, self.view)} or {
            "none": [self.root]
        }

    def _canvas(self, placed: Placed) -> dict[str, Any]:
        label = placed.page.label
        picture = self._picture(placed)
        width, height = (picture.size if picture else None) or self.usual_size
        canvas: dict[str, Any] = {
            "id": self._canvas_id(label),
            "type": "Canvas",
            "label": {
                html_language(language): [self._page_name(placed, language)]
                for language in self.urls.languages
            },
            "width": width,
            "height": height,
            "homepage": self._homepages(
                lambda language: self.urls.print_page(language, self.view.folder, label),
                lambda language: self._page_name(placed, language),
            ),
        }
        if picture is not None:
            canvas["items"] = [self._painting(label, picture)]
        if placed.fragments:
            canvas["annotations"] = [
                {
                    "id": f"{self._canvas_id(label)}/stories",
                    "type": "AnnotationPage",
                    "items": [
                        self._link(label, number, one.story) for number, one in enumerate(placed.fragments, 1)
                    ],
                }
            ]
        return canvas

    def _painting(self, label: str, picture: Picture) -> dict[str, Any]:
        body: dict[str, Any] = {"id": self._file(picture.path), "type": "Image"}
        media_type = MEDIA_TYPES.get(PurePosixPath(picture.path).suffix.lower())
        if media_type:
            body["format"] = media_type
        if picture.size:
            body["width"], body["height"] = picture.size
        canvas = self._canvas_id(label)
        return {
            "id": f"{canvas}/image-page",
            "type": "AnnotationPage",
            "items": [
                {
                    "id": f"{canvas}/image",
                    "type": "Annotation",
                    "motivation": "painting",
                    "body": body,
                    "target": canvas,
                }
            ],
        }

    def _link(self, label: str, number: int, story: Story) -> dict[str, Any]:
        """That a story stands on a page: where on it, the text does not say."""
        return {
            "id": f"{self._canvas_id(label)}/story-{number}",
            "type": "Annotation",
            "motivation": "linking",
            "body": self._story_page(story, self.urls.languages[0]),
            "target": self._canvas_id(label),
        }

    def _range(self, story: Story) -> dict[str, Any]:
        pages = [label for label in story.article.pages if label in self.view.held]
        return {
            "id": f"{self.base}/range/{story.name}",
            "type": "Range",
            "label": {self.view.head.source_language: [story.article.headline.shown]},
            "homepage": [self._story_page(story, language) for language in self.urls.languages],
            "items": [{"id": self._canvas_id(label), "type": "Canvas"} for label in pages],
        }

    def _story_page(self, story: Story, language: str) -> dict[str, Any]:
        return {
            "id": self._page(self.urls.article(language, self.view.folder, story.name)),
            "type": "Text",
            "label": {self.view.head.source_language: [story.article.headline.shown]},
            "format": "text/html",
            "language": [html_language(language)],
        }

    def _homepages(self, address: Callable[[str], str], label: Callable[[str], str]) -> list[dict[str, Any]]:
        return [
            {
                "id": self._page(address(language)),
                "type": "Text",
                "label": {html_language(language): [label(language)]},
                "format": "text/html",
                "language": [html_language(language)],
            }
            for language in self.urls.languages
        ]

    def _data(self, path: str, media_type: str, name: str) -> dict[str, Any]:
        return {"id": self._file(path), "type": "Dataset", "label": {"none": [name]}, "format": media_type}

    def _words(self, say: Callable[[Labels], str]) -> dict[str, list[str]]:
        return {html_language(language): [say(labels(language))] for language in self.urls.languages}

    def _page_name(self, placed: Placed, language: str) -> str:
        section = placed.page.section or ""
        if section and language.startswith("en"):
            section = section_english(section) or section
        name = formatting.page_name(placed.page.label, language)
        return " · ".join(part for part in (name, section) if part)

    def _picture(self, placed: Placed) -> Picture | None:
        image = placed.page.image
        return self.press.pictures.get((self.view.folder, image)) if image else None

    def _canvas_id(self, label: str) -> str:
        return f"{self.base}/canvas/{page_anchor(label)}"

    def _page(self, src_uri: str) -> str:
        return self.root + self.urls.url(src_uri)

    def _file(self, path: str) -> str:
        return self.root + quote(path)
