"""Newspapers of many towns, years, layouts and scripts read as a person would read them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.model import Article, Issue, Segment
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading.masthead import newspaper_name

PAPERS = Path(__file__).parent / "papers"


def plain(value: Any) -> str | None:
    return None if value is None else str(value)


class Comparison:
    """Collects every difference between what was read and what a person expects."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        self.differences: list[str] = []

    def same(self, place: str, read: Any, expected: Any) -> None:
        if read != expected:
            self.differences.append(f"{place}: read {read!r}, expected {expected!r}")

    def true(self, place: str, fact: bool) -> None:
        if not fact:
            self.differences.append(place)

    def story(self, place: str, segment: Segment, article: Article | None, story: dict[str, Any]) -> None:
        for key in ("headline", "kicker", "deck"):
            if key in story:
                self.same(f"{place} {key}", plain(getattr(segment, key)), story[key])
        writers = [author for author in segment.authors if author.role != "photographer"]
        names = [author.name for author in writers]
        if "authors" in story:
            self.same(f"{place} authors", names, story["authors"])
        for name in story.get("authors_include", ()):
            self.true(f"{place} author {name} is missing among {names}", name in names)
        for name, role in story.get("author_roles", {}).items():
            self.same(
                f"{place} role of {name}",
                next((a.role for a in segment.authors if a.name == name), None),
                role,
            )
        taken = [author.name for figure in segment.figures for author in figure.photographers]
        if "photographers" in story:
            self.same(f"{place} photographers", taken, story["photographers"])
        for name in story.get("photographers_include", ()):
            self.true(f"{place} photographer {name} is missing among {taken}", name in taken)
        if story.get("dateline"):
            self.true(f"{place} has no dateline", bool(segment.datelines))
            if segment.datelines:
                self.dateline(place, segment, story["dateline"])
        body = [one for one in segment.paragraphs if not one.crosshead and not one.rows]
        if "paragraphs" in story:
            self.same(f"{place} paragraphs", len(body), story["paragraphs"])
        if "crossheads" in story:
            read = [one.text.shown for one in segment.paragraphs if one.crosshead]
            self.same(f"{place} crossheads", read, story["crossheads"])
        if "starts" in story:
            self.true(
                f"{place} starts {body[0].text.shown[:24] if body else None!r}, expected {story['starts']!r}",
                bool(body) and body[0].text.shown.startswith(story["starts"]),
            )
        if "ends" in story:
            self.true(
                f"{place} ends {body[-1].text.shown[-24:] if body else None!r}, expected {story['ends']!r}",
                bool(body) and body[-1].text.shown.endswith(story["ends"]),
            )
        if "figures" in story:
            self.same(f"{place} figures", len(segment.figures), story["figures"])
        if "figure_credits" in story:
            self.same(f"{place} credits", [one.credit for one in segment.figures], story["figure_credits"])
        for number, start in enumerate(story.get("captions_start", ())):
            captions = [plain(figure.caption) or "" for figure in segment.figures]
            self.true(
                f"{place} caption {number + 1} of {captions} does not start {start!r}",
                number < len(captions) and captions[number].startswith(start),
            )
        if "pull_quotes" in story:
            self.same(f"{place} pull quotes", len(segment.pull_quotes), story["pull_quotes"])
        if "jump_to" in story:
            self.same(f"{place} jump", segment.jump_out and segment.jump_out.to_page, plain(story["jump_to"]))
        if "continued_from" in story:
            self.same(
                f"{place} continuation",
                segment.continuation and segment.continuation.from_page,
                plain(story["continued_from"]),
            )
        if "references" in story:
            read_pages = [jump.to_page for jump in segment.jumps if jump.kind == "reference"]
            self.same(f"{place} references", read_pages, [plain(page) for page in story["references"]])

    def dateline(self, place: str, segment: Segment, expected: dict[str, Any]) -> None:
        dateline = segment.datelines[0]
        for key in ("text", "agency"):
            if key in expected:
                self.same(f"{place} dateline {key}", getattr(dateline, key), expected[key])
        if "places" in expected:
            self.same(f"{place} dateline places", list(dateline.places), expected["places"])
        if "date" in expected:
            wanted = expected["date"]
            wanted = dt.date.fromisoformat(wanted) if isinstance(wanted, str) else wanted
            self.same(f"{place} dateline date", dateline.date, wanted)

    def whole(self, expected: dict[str, Any]) -> None:
        issue, masthead = self.issue, self.issue.masthead
        if "date" in expected:
            wanted = expected["date"]
            self.same(
                "date", issue.date, dt.date.fromisoformat(wanted) if isinstance(wanted, str) else wanted
            )
        for key in ("weekday", "lunar_date", "issue_number", "page_count", "cn", "postal_code", "publisher"):
            if key in expected:
                self.same(key, getattr(masthead, key), expected[key])
        if "newspaper" in expected:
            self.same("newspaper", newspaper_name(masthead), expected["newspaper"])
        if "source_language" in expected:
            self.same("source_language", issue.source_language, expected["source_language"])
        warnings = " ".join(str(one) for one in issue.diagnostics if one.severity != "info")
        for words in expected.get("warning_mentions", ()):
            self.true(f"no warning mentions {words}: {warnings}", words in warnings)
        for words in expected.get("warning_not_mentions", ()):
            self.true(f"a warning mentions {words}: {warnings}", words not in warnings)
        by_segment = {
            (segment.page, segment.order): article
            for article in (*issue.articles, *issue.orphans)
            for segment in article.segments
        }
        for page in expected.get("pages", ()):
            label = str(page["page"])
            read = issue.page(label)
            if read is None:
                self.differences.append(f"page {label} is missing: {[one.label for one in issue.pages]}")
                continue
            if "section" in page:
                self.same(f"page {label} section", read.section, page["section"])
            if "guide" in page:
                self.same(f"page {label} guide", len(read.guide), page["guide"])
            stories = page.get("stories")
            if stories is None:
                continue
            heads = [plain(segment.headline) for segment in read.segments]
            self.same(f"page {label} stories {heads}", len(heads), len(stories))
            for number, (segment, story) in enumerate(zip(read.segments, stories, strict=False), 1):
                self.story(f"p{label}#{number}", segment, by_segment.get((label, segment.order)), story)
        for wanted in expected.get("articles", ()):
            pages = tuple(str(page) for page in wanted["pages"])
            found = [
                article.pages for article in issue.articles if article.headline.shown == wanted["headline"]
            ]
            self.true(f"article {wanted['headline']} stands on {found}, expected {pages}", pages in found)
        if "orphans" in expected:
            self.same("orphans", len(issue.orphans), expected["orphans"])
        texts = [
            paragraph.text.shown
            for page in issue.pages
            for segment in page.segments
            for paragraph in segment.paragraphs
        ]
        for words in expected.get("contains", ()):
            self.true(f"no paragraph holds {words!r}", any(words in text for text in texts))
        for words in expected.get("must_not_contain", ()):
            self.true(f"a paragraph holds {words!r}", not any(words in text for text in texts))
        counts = Counter(one.rule for one in issue.corrections)
        for rule, number in expected.get("corrections", {}).items():
            self.same(f"corrections {rule}", counts[rule], number)


def read_paper(folder: Path, issues: Path) -> list[Issue]:
    """The issue of a case folder, laid out as a site has it: a folder below `issues`."""
    shutil.copytree(folder, issues / folder.name, ignore=shutil.ignore_patterns("expected.yml"))
    return list(read_archive(Options(issues=issues)).issues)


@pytest.mark.parametrize("folder", sorted(PAPERS.iterdir()), ids=lambda folder: folder.name)
def test_a_paper_is_read_as_a_person_reads_it(folder: Path, tmp_path: Path) -> None:
    expected = yaml.safe_load((folder / "expected.yml").read_text("utf-8"))
    issues = read_paper(folder, tmp_path / "issues")
    assert len(issues) == 1, f"{len(issues)} issues were read"
    comparison = Comparison(issues[0])
    comparison.whole(expected)
    assert not comparison.differences, "\n".join(comparison.differences)
