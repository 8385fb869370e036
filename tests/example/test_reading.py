"""The example site's issues read as their author meant them (`expected/` was written with the issues)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_newspaper.archive import Archive, read_archive
from mkdocs_newspaper.model import Issue, Segment
from mkdocs_newspaper.options import Options

HERE = Path(__file__).parent
ISSUES = HERE.parents[1] / "example_site" / "docs" / "issues"
EXPECTED = sorted((HERE / "expected").glob("*.yml"))


@pytest.fixture(scope="module")
def archive() -> Archive:
    return read_archive(Options(issues=ISSUES))


def shown(value: Any) -> str | None:
    return None if value is None else str(value)


def story_differences(place: str, segment: Segment, story: dict[str, Any]) -> list[str]:
    found: list[str] = []

    def same(what: str, read: Any, expected: Any) -> None:
        if read != expected:
            found.append(f"{place} {what}: read {read!r}, expected {expected!r}")

    for key in ("headline", "kicker", "deck"):
        same(key, shown(getattr(segment, key)), story[key])
    authors = [author for author in segment.authors if author.role != "photographer"]
    same("authors", [author.name for author in authors], story["authors"])
    if "author_roles" in story:
        same("roles", [author.role for author in authors], story["author_roles"])
    if story["dateline"]:
        if segment.datelines:
            first = segment.datelines[0]
            same("dateline", first.text, story["dateline"]["text"])
            same("places", list(first.places), story["dateline"]["places"])
            date = story["dateline"]["date"]
            same("dateline date", first.date, dt.date.fromisoformat(date) if date else None)
            same("dateline tail", first.tail, story["dateline"].get("tail", False))
        else:
            found.append(f"{place} has no dateline")
    else:
        same("dateline", segment.datelines, ())
    body = [one for one in segment.paragraphs if not one.crosshead and not one.rows]
    references = story.get("reference_paragraphs", 0)
    same("paragraphs", len(body), story["paragraphs"] + references)
    same("crossheads", [one.text.shown for one in segment.paragraphs if one.crosshead], story["crossheads"])
    same("tables", sum(bool(one.rows) for one in segment.paragraphs), story.get("tables", 0))
    if body and story.get("first12"):
        same("first", body[0].text.shown[:12], story["first12"])
        last = body[-1 - references] if references and len(body) > references else body[-1]
        same("last", last.text.shown[-12:], story["last12"])
    figures = story["figures"]
    same("figures", len(segment.figures), len(figures))
    for figure, wanted in zip(segment.figures, figures, strict=False):
        same("caption", (shown(figure.caption) or "")[:10] or None, wanted["caption"])
        same("credit", figure.credit, wanted["credit"])
        if "photographers" in wanted:
            same("photographers", [one.name for one in figure.photographers], wanted["photographers"])
        if "image" in wanted:
            same("image", figure.image, wanted["image"])
    same("pull quotes", len(segment.pull_quotes), story["pull_quotes"])
    jump = segment.jump_out
    same("jump", jump.to_page if jump else None, shown(story["jump"]["to"]) if story["jump"] else None)
    continuation = segment.continuation
    same(
        "continuation",
        continuation.from_page if continuation else None,
        shown(story["continuation"]["from"]) if story["continuation"] else None,
    )
    pages = [one.to_page for one in segment.jumps if one.kind == "reference"]
    same("references", pages, [str(page) for page in story["references"]])
    return found


def differences(issue: Issue, expected: dict[str, Any]) -> list[str]:
    found: list[str] = []

    def same(what: str, read: Any, wanted: Any) -> None:
        if read != wanted:
            found.append(f"{what}: read {read!r}, expected {wanted!r}")

    masthead = issue.masthead
    for key in (
        "weekday",
        "issue_number",
        "page_count",
        "lunar_date",
        "cn",
        "postal_code",
        "publisher",
        "website",
    ):
        if key in expected:
            same(key, getattr(masthead, key), expected[key])
    same("pages", [page.label for page in issue.pages], [str(page) for page in expected["pages_held"]])
    for page in expected["pages"]:
        read = issue.page(str(page["page"]))
        if read is None:
            continue
        # Page 1 is 要闻 by convention; its masthead does not say so.
        if page.get("section") and page["page"] != 1:
            same(f"p{page['page']} section", read.section, page["section"])
        guide = [(one.text, one.to_page) for one in read.guide]
        same(
            f"p{page['page']} guide", guide, [(one["text"], str(one["to"])) for one in page.get("guide", ())]
        )
        same(f"p{page['page']} notes", list(read.notes), page.get("notes", []))
        heads = [shown(segment.headline) for segment in read.segments]
        same(f"p{page['page']} stories", heads, [story["headline"] for story in page["stories"]])
        for number, (segment, story) in enumerate(zip(read.segments, page["stories"], strict=False), 1):
            found += story_differences(f"p{page['page']}#{number}", segment, story)
    joined = [
        (a.headline.shown, [int(page) for page in a.pages]) for a in issue.articles if len(a.segments) > 1
    ]
    same("joined", sorted(joined), sorted((one["headline"], one["pages"]) for one in expected["joined"]))
    orphans = [(int(one.pages[0]), None if one.untitled else one.headline.shown) for one in issue.orphans]
    same(
        "orphans",
        sorted(map(str, orphans)),
        sorted(str((one["page"], one["headline"])) for one in expected["orphans"]),
    )
    still_open = sorted(
        (int(jump.from_page), int(jump.to_page))
        for article in issue.articles
        for jump in article.jumps
        if jump.kind == "continuation" and not jump.resolved
    )
    same("open jumps", still_open, sorted((one["page"], one["to"]) for one in expected["open_jumps"]))
    counts = Counter(one.rule for one in issue.corrections)
    for rule, number in expected["corrections"].items():
        same(f"corrections {rule}", counts[rule], number)
    mended = {(one.page, one.printed, one.shown) for one in issue.corrections if one.rule == "editor"}
    for one in expected.get("lookalikes", ()):
        key = (str(one["page"]), one["printed"], one["right"])
        same(f"lookalike {one['printed']} mended", key in mended, one.get("mended", False))
    return found


def test_the_example_archive_holds_every_issue_that_its_author_describes(archive: Archive) -> None:
    assert len(EXPECTED) >= 6
    assert [issue.id for issue in archive.issues] == [path.stem for path in EXPECTED]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_an_example_issue_is_read_as_its_author_meant_it(path: Path, archive: Archive) -> None:
    expected = yaml.safe_load(path.read_text("utf-8"))
    issue = next(issue for issue in archive.issues if issue.id == path.stem)
    found = differences(issue, expected)
    assert not found, "\n".join(found)
