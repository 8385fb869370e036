"""The example site as a reader walks it: every link leads somewhere, and every jump to what continues it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.pages import PublishedPage
from mkdocs_newspaper.publishing.urls import Urls
from mkdocs_newspaper.publishing.views import Publication, SiteFacts, publish

HERE = Path(__file__).parent
ISSUES = HERE.parents[1] / "example_site" / "docs" / "issues"
EXPECTED = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((HERE / "expected").glob("*.yml"))
}
BASE = "https://example.org/sub/"
#: Where a jump head is not the headline: how the continuation begins, by the author's manuscript.
BEGINNINGS = {
    ("2024-09-10", "云溪市庆祝第四十个教师节大会举行"): "温静说，今后三年，全市将",
    ("2025-01-01", "一桥飞架 两岸同城"): "慢行系统的接口，今年将同",
    ("2025-06-20", "清淤保住了一条街"): "“老图纸上没有，是两位老",
    ("2025-06-20", "覃月华把考场设在安置点"): "覃月华用粉笔在台面上画出",
}


class Walk:
    """All pages of the published example site, with what stands at their anchors."""

    def __init__(self, directory_urls: bool) -> None:
        languages = ("zh", "en")
        options = Options(issues=ISSUES, languages=languages, continuations="info")
        facts = SiteFacts(directory_urls=directory_urls, site_url=BASE)
        self.publication: Publication = publish(read_archive(options), options, facts)
        self.urls = Urls("archive", languages, directory_urls)
        self.pages: dict[str, PublishedPage] = {}
        self.soups: dict[str, BeautifulSoup] = {}
        for page in self.publication.pages:
            url = BASE + self.urls.url(page.src_uri)
            self.pages[url] = page
            self.soups[url] = BeautifulSoup(page.body(), "html.parser")
        self.anchors = {
            url: {str(tag["id"]): tag for tag in soup.find_all(id=True)} for url, soup in self.soups.items()
        }
        held = (*self.publication.files, *self.publication.images, *self.publication.assets)
        self.files = {BASE + path for path in held}

    def follow(self, here: str, href: str) -> Tag | None:
        """What a link leads to; None where that is a whole page or a file. Fails where it leads nowhere."""
        target, fragment = urldefrag(urljoin(here, href))
        target = unquote(target)
        assert target in self.pages or target in self.files, (here, href)
        if not fragment:
            return None
        assert fragment in self.anchors[target], (here, href)
        return self.anchors[target][fragment]


@pytest.fixture(scope="module", params=[True, False], ids=["folders", "files"])
def walk(request: pytest.FixtureRequest) -> Walk:
    return Walk(request.param)


def squeezed(tag: Tag) -> str:
    return "".join(tag.get_text().split())


def beginning(issue: str, joined: dict[str, Any], before: int, page: int) -> str:
    """The first words of a story's part on `page`, as its author wrote them."""
    stories = [one for each in EXPECTED[issue]["pages"] if each["page"] == page for one in each["stories"]]
    for story in stories:
        line = story["continuation"]
        if line and line["from"] == before and story["headline"] == joined["headline"]:
            return str(story["first12"])
    return BEGINNINGS[issue, joined["headline"]]


def test_every_link_and_every_anchor_of_every_page_leads_somewhere(walk: Walk) -> None:
    links = 0
    for url, soup in walk.soups.items():
        for tag in soup.find_all(["a", "link"], href=True):
            href = str(tag["href"])
            if not href.startswith(("http://", "https://", "mailto:")) or href.startswith(BASE):
                walk.follow(url, href)
                links += 1
        for tag in soup.find_all(src=True):
            walk.follow(url, str(tag["src"]))
        for item in walk.pages[url].toc:
            assert item.anchor in walk.anchors[url]
    assert links > 2000


def test_every_jump_lands_on_the_paragraph_that_really_continues_it(walk: Walk) -> None:
    followed = 0
    for issue, expected in EXPECTED.items():
        data = issue_data(walk, issue)
        for joined in expected["joined"]:
            (article,) = [
                one for one in data["articles"] if one["headline"] == joined["headline"] and one["segments"]
            ]
            jumps = [one for one in article["jumps"] if one["kind"] == "continuation"]
            pairs = list(zip(joined["pages"], joined["pages"][1:], strict=False))
            assert [(one["from"], one["to"]) for one in jumps if one["resolved"]] == pairs
            for jump, (before, page) in zip(jumps, pairs, strict=True):
                landed = walk.follow(BASE, jump["target"])
                assert landed is not None
                first = "".join(beginning(issue, joined, before, page).split())
                assert squeezed(landed).startswith(first)
                followed += 1
                from_article(walk, article["url"], jump, first)
    assert followed >= 16


def from_article(walk: Walk, url: str, jump: dict[str, Any], first: str) -> None:
    """The jump line on the article's page and on the print page leads there, and back."""
    here = BASE + url
    line = walk.anchors[here][f"jump-{jump['to']}"]
    assert isinstance(line.a, Tag)
    landed = walk.follow(here, str(line.a["href"]))
    assert landed is not None
    assert squeezed(landed).startswith(first)
    back = walk.anchors[here].get(f"from-{jump['from']}")
    if back is not None and isinstance(back.a, Tag):
        assert walk.follow(here, str(back.a["href"])) is line
    folder = here.rsplit("/", 2)[0] if here.endswith("/") else here.rsplit("/", 1)[0]
    printed = next(
        one for one in (f"{folder}/p{jump['from']}/", f"{folder}/p{jump['from']}.html") if one in walk.pages
    )
    ends = {
        squeezed(found)[: len(first)]
        for tag in walk.soups[printed].select("p.np-jump:not(.np-from) a[href]")
        if (found := walk.follow(printed, str(tag["href"]))) is not None
    }
    assert first in ends


def issue_data(walk: Walk, issue: str) -> dict[str, Any]:
    folder = issue.replace("-", "/")
    made: dict[str, Any] = json.loads(walk.publication.files[f"archive/{folder}/issue.json"]())
    return made


def test_every_anchor_of_the_issues_data_stands_on_its_article_s_page(walk: Walk) -> None:
    for issue in EXPECTED:
        for article in issue_data(walk, issue)["articles"]:
            anchors = walk.anchors[BASE + article["url"]]
            for segment in article["segments"]:
                assert segment["anchor"] in anchors
                for paragraph in segment["paragraphs"]:
                    shown = squeezed(anchors[paragraph["anchor"]])
                    assert shown == "".join(paragraph["text"].split())


def test_open_jumps_and_orphans_lead_nowhere_and_say_so(walk: Walk) -> None:
    for issue, expected in EXPECTED.items():
        data = issue_data(walk, issue)
        still_open = [
            one
            for article in data["articles"]
            for one in article["jumps"]
            if one["kind"] == "continuation" and not one["resolved"]
        ]
        assert all(one["target"] is None for one in still_open)
        assert len(still_open) == len(expected["open_jumps"])
        assert [(one["page"], one["headline"], one["from"]) for one in data["orphans"]] == [
            (one["page"], one["headline"], one["from"]) for one in expected["orphans"]
        ]
        listed = walk.soups[BASE + data["url"]].select(".np-orphans li a")
        assert len(listed) == len(expected["orphans"])
    lines = [tag for soup in walk.soups.values() for tag in soup.select("p.np-jump.np-open")]
    assert lines
    for line in lines:
        assert line.a is None
        # Where the jump line itself stands (not on a card), what is printed and what it means here.
        assert len(line.find_all("span")) >= (2 if line.get("id") else 0)
        assert line.get_text(strip=True)


def test_a_correction_is_seen_as_printed_and_shown_and_search_finds_both(walk: Walk) -> None:
    data = issue_data(walk, "2024-09-10")
    (correction,) = [one for one in data["corrections"] if one["rule"] == "editor"]
    assert (correction["printed"], correction["shown"]) == ("洛维钠", "洛维纳")
    assert correction["note"]
    story = next(one for one in data["articles"] if one["headline"].startswith("沈怀远会见洛维纳"))
    folder = BASE + "archive/2024/09/10/"
    first = next(url for url in (folder + "p1/", folder + "p1.html") if url in walk.pages)
    for url in (BASE + story["url"], first):
        marks = walk.soups[url].select(".np-corrected")
        titles = {str(tag["title"]) for tag in marks if tag.get_text() == "洛维纳"}
        assert len(titles) == 1
        assert "洛维钠" in titles.pop()
    listed = walk.soups[BASE + data["url"]].select_one(".np-corrections")
    assert listed is not None
    assert {tag.get_text() for tag in listed.select("del")} >= {"洛维钠"}
    assert correction["note"] in listed.get_text()
    search = walk.pages[BASE + story["url"]].search
    assert search is not None
    assert "洛维钠" in search()
    assert "洛维纳市签署" in search()


def test_a_print_page_lists_the_stories_that_come_from_elsewhere(walk: Walk) -> None:
    for issue, expected in EXPECTED.items():
        folder = BASE + f"archive/{issue.replace('-', '/')}/"
        for page in expected["pages"]:
            url = next(
                one
                for one in (f"{folder}p{page['page']}/", f"{folder}p{page['page']}.html")
                if one in walk.pages
            )
            listed = walk.soups[url].select(".np-elsewhere li a")
            arrived = [one for one in page["stories"] if one["continuation"]]
            assert len(listed) == len(arrived)
            for tag, story in zip(listed, arrived, strict=True):
                landed = walk.follow(url, str(tag["href"]))
                assert landed is not None
                assert "".join(str(story["first12"]).split()) in squeezed(landed)
