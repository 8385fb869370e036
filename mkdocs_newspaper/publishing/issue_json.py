"""An issue -> issue.json, the whole issue as data; and the archive -> index.json, its list of issues.

The keys are the public interface; `schemas/issue.schema.json` describes them. URLs are relative to the
site's root. Bytes depend on nothing but the input.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs_newspaper.bilingual.formatting import author_name
from mkdocs_newspaper.bilingual.lunar import lunar_date
from mkdocs_newspaper.glossary.romanization import person_english, person_pinyin
from mkdocs_newspaper.identifiers import article_id
from mkdocs_newspaper.model import (
    Author,
    Bilingual,
    Dateline,
    Entry,
    Figure,
    Issue,
    Jump,
    Paragraph,
    Segment,
    Text,
    page_order,
    page_value,
)
from mkdocs_newspaper.publishing.iiif import has_manifest
from mkdocs_newspaper.publishing.json_layout import laid_out
from mkdocs_newspaper.publishing.sheets import Press
from mkdocs_newspaper.publishing.stories import IssueView, Story
from mkdocs_newspaper.publishing.urls import page_anchor

SCHEMA_VERSION = 1
SCHEMA = Path(__file__).parent / "schemas" / "issue.schema.json"


def issue_bytes(press: Press, view: IssueView) -> bytes:
    """The bytes of an issue's `issue.json`."""
    return _bytes(issue_data(press, view))


def archive_bytes(press: Press, json_path: Callable[[IssueView], str] | None = None) -> bytes:
    """The bytes of the archive's `index.json`: one object an issue, oldest first.

    `json_path` says where the issues' data lie, where that is not the site.
    """
    urls = press.urls
    return _bytes(
        [
            {
                "id": view.head.id,
                "date": view.head.date.isoformat(),
                "edition": view.head.edition,
                "issue_number": view.head.masthead.issue_number,
                "page_count": view.head.masthead.page_count,
                "url": urls.url(urls.issue(urls.languages[0], view.folder)),
                "json": json_path(view) if json_path else urls.issue_data(view.folder),
                "tei": urls.issue_tei(view.folder),
                "iiif": urls.issue_manifest(view.folder) if has_manifest(press, view) else None,
                "stories": len(view.outline),
                "orphans": sum(story.orphan for story in view.outline),
                "pages_held": _pages_held(view),
            }
            for view in press.issues
        ]
    )


def schema_bytes() -> bytes:
    """The JSON Schema of every `issue.json`, as the site publishes it."""
    return SCHEMA.read_bytes()


def _bytes(value: Any) -> bytes:
    # Half a surrogate pair can't be UTF-8; it must not break the whole issue.
    return (laid_out(value) + "\n").encode("utf-8", "backslashreplace")


def issue_data(press: Press, view: IssueView) -> dict[str, Any]:
    """An issue as the data of its `issue.json`."""
    issue, urls, newspaper = view.issue, press.urls, press.archive.newspaper
    masthead = issue.masthead
    root = urls.languages[0]
    named = newspaper.name if newspaper.name.zh or newspaper.name.en else _named(issue)
    return {
        "$schema": posixpath.relpath(urls.issue_schema(), posixpath.dirname(urls.issue_data(view.folder))),
        "schema_version": SCHEMA_VERSION,
        "date": issue.date.isoformat(),
        "edition": issue.edition,
        "weekday": issue.date.isoweekday(),
        "lunar_date": masthead.lunar_date or _lunar_date(issue),
        "newspaper": _bilingual(named),
        "issue_number": masthead.issue_number,
        "page_count": masthead.page_count,
        "cn": masthead.cn or newspaper.cn,
        "postal_code": masthead.postal_code or newspaper.postal_code,
        "publisher": masthead.publisher or newspaper.publisher,
        "website": masthead.website or newspaper.website,
        "issn": newspaper.issn,
        "place": _bilingual(newspaper.place),
        "rights": newspaper.rights,
        "url": urls.url(urls.issue(root, view.folder)),
        "pages_held": _pages_held(view),
        "pages": [
            {
                "page": page_value(placed.page.label),
                "section": placed.page.section,
                "url": urls.url(urls.print_page(root, view.folder, placed.page.label)),
            }
            for placed in view.pages
        ],
        "articles": [_article(press, view, story) for story in view.articles],
        "entries": {
            entry.id: _entry(press, entry) for entry in sorted(issue.entries, key=lambda one: one.id)
        },
        "orphans": [_orphan(press, view, story) for story in view.orphans],
        "corrections": [
            {
                "page": page_value(one.page),
                "line": one.line,
                "printed": one.printed,
                "shown": one.shown,
                "rule": one.rule,
                **({"note": one.note} if one.note else {}),
            }
            for one in issue.corrections
        ],
        "diagnostics": [
            {
                "severity": one.severity,
                "code": one.code,
                "source": one.source,
                "line": one.line,
                "message": one.message,
            }
            for one in issue.diagnostics
        ],
    }


def _pages_held(view: IssueView) -> list[int | str]:
    # Not `view.pages`, for which the issue would be opened.
    labels = (page.label for page in view.head.pages)
    return [page_value(label) for label in sorted(labels, key=page_order)]


def _named(issue: Issue) -> Bilingual:
    name = issue.masthead.name
    return Bilingual(en=name) if issue.source_language == "en" else Bilingual(zh=name)


def _lunar_date(issue: Issue) -> str | None:
    """What the masthead does not print can be computed, for papers that would print it."""
    return None if issue.source_language == "en" else lunar_date(issue.date)


def _bilingual(value: Bilingual | None) -> dict[str, str | None]:
    return {"zh": value.zh if value else None, "en": value.en if value else None}


def _shown(text: Text | None) -> str | None:
    return text.shown if text is not None else None


def _article(press: Press, view: IssueView, story: Story) -> dict[str, Any]:
    article, urls = story.article, press.urls
    url = urls.url(urls.article(urls.languages[0], view.folder, story.name))
    return {
        "id": article_id(view.head, story.name),
        "url": url,
        **_translations(press, view, story),
        "headline": article.headline.shown,
        "kicker": _shown(article.kicker),
        "deck": _shown(article.deck),
        "authors": [_author(one) for one in article.authors if one.role != "photographer"],
        "agency": article.agency,
        "dateline": _dateline(article.dateline),
        "segments": [_segment(segment) for segment in article.segments],
        "jumps": [_jump(press, view, url, jump) for jump in article.jumps],
        "figures": [_figure(press, view, one) for one in article.figures],
        "pull_quotes": [
            {"page": page_value(one.page), "text": one.text.shown} for one in article.pull_quotes
        ],
        "mentions": [
            {
                "entry": one.entry,
                "text": one.text,
                "kind": one.kind,
                "anchor": one.anchor,
                "start": one.start,
                "end": one.end,
            }
            for one in article.mentions
        ],
    }


def _pinyin(author: Author) -> str | None:
    # 本报评论员 is a post and no name: it has an English form but no reading.
    named = not author.name.isascii() and author_name(author.name, "en") == person_english(author.name)
    return person_pinyin(author.name) if named else None


def _author(author: Author) -> dict[str, Any]:
    return {
        "name": author.name,
        "pinyin": _pinyin(author),
        "role": author.role,
        "agency": author.agency,
    }


def _dateline(dateline: Dateline | None) -> dict[str, Any] | None:
    if dateline is None:
        return None
    return {
        "text": dateline.text,
        "places": list(dateline.places),
        "date": dateline.date.isoformat() if dateline.date else None,
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "page": page_value(segment.page),
        "anchor": page_anchor(segment.page),
        "paragraphs": [_paragraph(one) for one in segment.paragraphs],
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    found: dict[str, Any] = {
        "anchor": paragraph.anchor,
        "text": paragraph.text.shown,
        "crosshead": paragraph.crosshead,
    }
    if paragraph.continues:
        found["continues"] = True
    if paragraph.rows:
        found["rows"] = [list(row) for row in paragraph.rows]
    return found


def _jump(press: Press, view: IssueView, url: str, jump: Jump) -> dict[str, Any]:
    target = None
    resolved = jump.resolved
    if jump.kind == "reference":
        resolved = jump.to_page in view.held
        if resolved:
            urls = press.urls
            target = urls.url(urls.print_page(urls.languages[0], view.folder, jump.to_page))
    elif jump.resolved and jump.target:
        target = f"{url}#{jump.target}"
    return {
        "kind": jump.kind,
        "from": page_value(jump.from_page),
        "to": page_value(jump.to_page),
        "resolved": resolved,
        "target": target,
    }


def _figure(press: Press, view: IssueView, figure: Figure) -> dict[str, Any]:
    held = press.pictures.get((view.folder, figure.image)) if figure.image else None
    return {
        "page": page_value(figure.page),
        "caption": _shown(figure.caption),
        "credit": figure.credit,
        "photographers": [
            {"name": one.name, "pinyin": _pinyin(one), "agency": one.agency} for one in figure.photographers
        ],
        "image": held.path if held else None,
    }


def _translations(press: Press, view: IssueView, story: Story) -> dict[str, Any]:
    """What is translated of a story, by language and anchor; the key is left out where nothing is."""
    found: dict[str, Any] = {}
    for language in press.urls.languages:
        held = press.translations(view, language)
        told = held.by_story.get(story.name) if held else None
        if held and told:
            found[language] = {
                "translators": list(held.held.translators),
                "licence": held.held.licence,
                "passages": {anchor: {"text": one.text, "state": one.state} for anchor, one in told.items()},
            }
    return {"translations": found} if found else {}


def _orphan(press: Press, view: IssueView, story: Story) -> dict[str, Any]:
    article = story.article
    first = article.segments[0] if article.segments else None
    line = first.continuation if first else None
    return {
        **_article(press, view, story),
        "page": page_value(first.page) if first else None,
        "headline": None if article.untitled else article.headline.shown,
        "from": page_value(line.from_page) if line else None,
        "paragraphs": [_paragraph(one) for one in article.paragraphs],
        "reason": article.orphan,
    }


def _entry(press: Press, entry: Entry) -> dict[str, Any]:
    path = press.register.path(entry.id)
    urls = press.urls
    return {
        "id": entry.id,
        "zh": entry.zh,
        "en": entry.en,
        "pinyin": entry.pinyin,
        "kind": entry.kind,
        "office": _bilingual(entry.office),
        "country": _bilingual(entry.country),
        "url": urls.url(urls.entry(urls.languages[0], path)) if path else None,
        "needs_english": entry.needs_english,
        "parts": list(entry.parts),
        "aliases": list(entry.aliases),
        "same_as": list(entry.same_as),
    }
