"""mkdocs-literate-nav: a Markdown list places and names the archive."""

from __future__ import annotations

import pytest
from newspaper_site import Site

pytest.importorskip("mkdocs_literate_nav")


@pytest.mark.parametrize("first", [True, False])
def test_a_list_places_and_names_the_archive(site: Site, first: bool) -> None:
    site.write(
        "docs/SUMMARY.md", "* [Home](index.md)\n* [Old papers](archive/index.md)\n* [Guide](guide.md)\n"
    )
    nav = {"literate-nav": {"nav_file": "SUMMARY.md"}}
    built = site.configure(plugins=[nav, "newspaper"] if first else ["newspaper", nav]).build()

    bar = built.page("guide/").select_one(".navbar-nav")
    assert bar is not None
    assert [link.get_text(strip=True) for link in bar.find_all("a")] == ["Home", "Old papers", "Guide"]
