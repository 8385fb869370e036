"""Whole archives for tests of what is published: the example site's, and a real issue where it is at hand."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.model import Bilingual, Newspaper
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.pages import PublishedPage
from mkdocs_newspaper.publishing.views import Publication, SiteFacts, publish

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SITE_URL = "https://papers.example/below/"
RIGHTS = "© 报社。Terms: https://papers.example/terms"
FOLDERS = {"example": ROOT / "example_site" / "docs" / "issues", "trial": SHARED / "trial"}


@dataclass(eq=False)
class Gathered:
    """An archive as it is published, its pages and data read again."""

    publication: Publication = field(repr=False)
    _soups: dict[str, BeautifulSoup] = field(default_factory=dict, repr=False)

    @cached_property
    def issues(self) -> list[Any]:
        """The data of every issue."""
        return [
            json.loads(make())
            for path, make in self.publication.files.items()
            if path.endswith("/issue.json")
        ]

    @cached_property
    def pages(self) -> dict[str, PublishedPage]:
        """The pages by their `src_uri`."""
        return {page.src_uri: page for page in self.publication.pages}

    def of_kind(self, *kinds: str) -> list[PublishedPage]:
        return [page for page in self.publication.pages if page.kind in kinds]

    def head(self, page: PublishedPage) -> BeautifulSoup:
        if page.src_uri not in self._soups:
            assert page.head is not None
            self._soups[page.src_uri] = BeautifulSoup(page.head(), "html.parser")
        return self._soups[page.src_uri]

    def meta(self, page: PublishedPage) -> dict[str, list[str]]:
        """The contents of the page's meta elements, by name or property, in order."""
        found: dict[str, list[str]] = {}
        for tag in self.head(page).find_all("meta"):
            found.setdefault(str(tag.get("name") or tag.get("property")), []).append(str(tag["content"]))
        return found

    def nodes(self, page: PublishedPage) -> dict[str, Any]:
        """The page's structured data by type."""
        scripts = self.head(page).find_all("script", type="application/ld+json")
        nodes = [json.loads(script.string) for script in scripts]
        assert all(node["@context"] == "https://schema.org" for node in nodes)
        found = {node["@type"]: node for node in nodes}
        assert len(found) == len(nodes)
        return found

    def links(self, page: PublishedPage, relation: str) -> list[Tag]:
        return self.head(page).select(f"link[rel={relation}]")

    def article_pages(self, article: dict[str, Any]) -> dict[str, PublishedPage]:
        """The pages of an article of issue.json by their languages."""
        root = self.pages[article["url"].rstrip("/") + ".md"]
        return {language: self.pages[src_uri] for language, src_uri in root.twins.items()}


@cache
def gathered(name: str) -> Gathered:
    """The example site's archive or the real issue, published for a site with an address."""
    folder = FOLDERS[name]
    if not folder.is_dir():
        pytest.skip("the trial issue is not on this machine")
    paper = Newspaper(rights=RIGHTS, place=Bilingual("临河", "Linhe"))
    archive = read_archive(Options(issues=folder, newspaper=paper))
    return Gathered(publish(archive, Options(issues=folder, newspaper=paper), SiteFacts(site_url=SITE_URL)))


@pytest.fixture(scope="session", params=list(FOLDERS))
def every(request: pytest.FixtureRequest) -> Gathered:
    """Each archive in turn."""
    return gathered(request.param)


@pytest.fixture(scope="session")
def example() -> Gathered:
    return gathered("example")
