"""A real front page, and the two pages that its stories jump to (skipped where the material is absent)."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.options import Options

TRIAL = Path(__file__).parents[3] / "shared" / "trial" / "2025-06-18"

pytestmark = pytest.mark.skipif(not TRIAL.is_dir(), reason="the trial issue is not on this machine")


def read(folder: Path, *names: str) -> Issue:
    target = folder / "issues" / "2025-06-18"
    target.mkdir(parents=True)
    for name in names:
        shutil.copy(TRIAL / name, target)
    archive = read_archive(Options(issues=folder / "issues"))
    assert len(archive.issues) == 1
    return archive.issues[0]


@pytest.fixture
def front_page(tmp_path: Path) -> Issue:
    return read(tmp_path, "01.md")


@pytest.fixture
def three_pages(tmp_path: Path) -> Issue:
    return read(tmp_path, "01.md", "02.md", "04.md")


def test_the_front_page_gives_its_totals(front_page: Issue) -> None:
    assert [page.label for page in front_page.pages] == ["1"]
    assert front_page.page_count == 12
    assert len(front_page.articles) == 5
    assert front_page.orphans == ()
    figures = [figure for article in front_page.articles for figure in article.figures]
    assert len(figures) == 3
    assert len({author.name for figure in figures for author in figure.photographers}) == 3
    assert sum(len(article.pull_quotes) for article in front_page.articles) == 1
    jumps = [jump for article in front_page.articles for jump in article.jumps]
    assert [(jump.to_page, jump.resolved) for jump in jumps if jump.kind == "continuation"] == [
        ("4", False),
        ("2", False),
        ("2", False),
        ("2", False),
        ("2", False),
    ]
    assert [jump.to_page for jump in jumps if jump.kind == "reference"] == ["2"]
    credits = [author.name for article in front_page.articles for author in article.authors]
    assert (len(credits), len(set(credits))) == (11, 10)


def test_the_masthead_is_read_whole(front_page: Issue) -> None:
    masthead = front_page.masthead
    assert masthead.date == front_page.date
    assert (masthead.weekday, masthead.lunar_date, masthead.issue_number) == (3, "乙巳年五月廿三", 24631)
    assert (masthead.cn, masthead.postal_code) == ("CN 81-0001/(J)", "1-26")
    assert (masthead.publisher, masthead.website) == ("解放军报社", "http://www.81.cn")


def test_every_repair_is_counted_and_tells_its_line(front_page: Issue) -> None:
    counts = Counter(one.rule for one in front_page.corrections)
    assert counts == {
        "punctuation": 173,  # of 177 half-width marks; four stand in the masthead, which is data
        "digit-space": 14,
        "column-join": 10,
        "headline-split": 2,
        "pull-quote": 1,
    }
    joins = [one.line for one in front_page.corrections if one.rule == "column-join"]
    assert joins == [30, 36, 58, 60, 68, 72, 80, 82, 88, 90]


def test_nothing_is_inserted_that_is_not_printed(front_page: Issue) -> None:
    text = "".join(one.text.shown for article in front_page.articles for one in article.paragraphs)
    assert "共同擘画了中国中亚合作的" in text
    assert "《弘扬“中国—中亚精神” 推动地区合作高质量发展》" in text
    assert "独立官" in text  # only the glossary or a correction may change a word


def test_three_pages_join_into_five_stories_of_two_segments(three_pages: Issue) -> None:
    assert [page.label for page in three_pages.pages] == ["1", "2", "4"]
    assert [article.pages for article in three_pages.articles] == [("1", "4"), *[("1", "2")] * 4]
    for article in three_pages.articles:
        first, second = article.segments
        jump = first.jump_out
        assert jump is not None
        assert jump.resolved
        assert jump.target == second.paragraphs[0].anchor
        assert second.continuation is not None
        assert second.continuation.target == jump.anchor
        assert second.headline is not None
        assert second.headline.shown == article.headline.shown
    references = [
        jump for article in three_pages.articles for jump in article.jumps if jump.kind == "reference"
    ]
    assert [(jump.to_page, jump.resolved) for jump in references] == [("2", True)]
    assert [one for one in three_pages.diagnostics if one.severity != "info"] == []
