"""The package's templates are compiled its own way: to the same pages, and with all that a site overrides."""

from __future__ import annotations

import os
import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from made_issues import full_issue, page, published, whole_archive
from markupsafe import Markup, escape
from translated_issues import partly_translated, wholly_translated

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing import html, views
from mkdocs_newspaper.publishing.compiled_templates import PageEnvironment, written
from mkdocs_newspaper.publishing.html import plain_environment
from mkdocs_newspaper.publishing.pages import PublishedPage
from mkdocs_newspaper.publishing.sheets import name_places
from mkdocs_newspaper.publishing.views import Publication, SiteFacts, publish

ISSUE = "archive/1998/07/01/index.md"
ARTICLE = "archive/1998/07/01/lin-he-xin-qiao-tong-che.md"
PRINT_PAGE = "archive/1998/07/01/p1.md"
ARCHIVES = {"whole": whole_archive, "partly": partly_translated, "wholly": wholly_translated}


def with_rights(archive: Archive) -> Archive:
    return replace(
        archive, newspaper=replace(archive.newspaper, rights='© <b> & "https://a.example/x?a=1&b"')
    )


def site_templates(folder: Path, **templates: str) -> tuple[str, ...]:
    """A site's own partials, by their names."""
    for name, source in templates.items():
        file = folder / "newspaper" / "partials" / f"{name}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return (str(folder),)


# The same pages


@pytest.mark.parametrize("name", ARCHIVES)
@pytest.mark.parametrize("facts", [{}, {"directory_urls": False, "serving": True}], ids=["plain", "served"])
def test_pages_are_those_that_jinja_itself_makes_of_the_templates(
    name: str, facts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = with_rights(ARCHIVES[name]())
    languages = ("zh", "en", "fr", "ar")
    own = {one.src_uri: one.body() for one in published(archive, languages, **facts).pages}
    monkeypatch.setattr(views, "environment", plain_environment)
    others = {one.src_uri: one.body() for one in published(archive, languages, **facts).pages}
    assert own == others


@given(st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.text().map(Markup)))
def test_values_are_written_as_markupsafe_escapes_them(value: object) -> None:
    assert written(value) == escape(value)


# What a site overrides


def test_a_partial_of_the_site_stands_wherever_a_template_includes_it(tmp_path: Path) -> None:
    own = site_templates(
        tmp_path,
        headline="<h9>{{ head.headline }}</h9>",
        line="<p>in a line</p>",
        rights="<p>{{ newspaper.name.zh }}</p>",
    )
    publication = published(full_issue(), template_dirs=own)
    for src_uri in (ISSUE, ARTICLE, PRINT_PAGE):
        body = page(publication, src_uri).body()
        assert "<h9>临河新桥通车</h9>" in body
        assert "np-headline" not in body
        assert "<p>临河日报</p>" in body
    assert all("<p>in a line</p>" in page(publication, one).body() for one in (ISSUE, PRINT_PAGE))


def test_a_partial_of_the_site_includes_those_of_the_package_with_values_of_its_own(tmp_path: Path) -> None:
    source = """{% set line = {"href": "#x", "label": "there", "printed": "下转", "anchor": ""} %}
{% set back = false %}{% set original = "" %}{% include "newspaper/partials/jump.html" %}"""
    publication = published(full_issue(), template_dirs=site_templates(tmp_path, masthead=source))
    assert '<a href="#x"><span>下转</span>' in page(publication, ISSUE).body()


def test_what_a_partial_of_the_site_sets_stays_in_it(tmp_path: Path) -> None:
    own = site_templates(tmp_path, breadcrumbs="{% set view = none %}{% set article = none %}")
    publication = published(full_issue(), template_dirs=own)
    assert "临河新桥通车" in page(publication, ARTICLE).body()


def test_a_server_shows_the_partial_that_was_added_edited_and_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "newspaper" / "partials" / "line.html"

    def body() -> str:
        return page(published(full_issue(), template_dirs=(str(tmp_path),), serving=True), ISSUE).body()

    without = body()
    for time, shown in enumerate(("<p>first</p>", "<p>second</p>"), 1):
        site_templates(tmp_path, line=shown)
        os.utime(file, (time, time))
        assert shown in body()
    assert "<p>first</p>" not in body()
    file.unlink()
    assert body() == without


def test_an_unknown_name_in_a_template_of_the_site_is_an_error_that_names_it(tmp_path: Path) -> None:
    own = site_templates(tmp_path, line="\n<p>{{ stroy.article }}</p>")
    with pytest.raises(UndefinedError, match="'stroy' is undefined") as found:
        page(published(full_issue(), template_dirs=own), ISSUE).body()
    places = [(Path(str(one.path)).name, one.lineno + 1) for one in found.traceback]
    assert ("line.html", 2) in places


def test_an_unknown_name_in_an_included_template_is_an_error_at_the_line_that_includes_it() -> None:
    templates = {
        "page.html": "<p>\n{% for one in (1, 2) %}{% include 'part.html' %}{% endfor %}",
        "part.html": "\n\n\n{{ gone }}",
    }
    options: dict[str, Any] = {"undefined": StrictUndefined, "autoescape": True}
    made = PageEnvironment(Environment(), (), loader=DictLoader(templates), **options)
    with pytest.raises(UndefinedError, match="'gone' is undefined") as found:
        made.get_template("page.html").render()
    assert 2 in {one.lineno + 1 for one in found.traceback if one.name == "top-level template code"}


# Parts that pages share


def all_drawn(publication: Publication, order: list[PublishedPage]) -> dict[str, str]:
    drawn = {}
    for one in order:
        drawn[one.src_uri] = one.body()
        if one.forget:
            one.forget()
    return drawn


@pytest.mark.parametrize("mentions", ["all", "first"])
@pytest.mark.parametrize("name", ARCHIVES)
def test_pages_and_what_they_ask_do_not_depend_on_the_order_of_drawing(name: str, mentions: Any) -> None:
    options = Options(issues=Path("issues"), languages=("zh", "en"), mentions=mentions)
    found = []
    for seed in (None, 1, 2):
        publication = publish(ARCHIVES[name](), options, SiteFacts(), witnessed=True)
        order = list(publication.pages)
        if seed is not None:
            random.Random(seed).shuffle(order)
        drawn = all_drawn(publication, order)
        asked = {one.src_uri: one.witness.asked for one in order if one.witness}
        found.append((drawn, asked))
    assert found[0] == found[1] == found[2]


# Names in a line of credits


def by_pattern(text: str, names: list[str]) -> list[tuple[int, int]]:
    longest = sorted(names, key=lambda name: (-len(name), name))
    parts = (rf"\b{re.escape(one)}\b" if one.isascii() else re.escape(one) for one in longest)
    return [found.span() for found in re.finditer("|".join(parts), text)]


@given(
    st.text("ab_ -é孟凡²", max_size=30),
    st.lists(st.text("ab_ -é孟凡²", min_size=1, max_size=4), min_size=1, unique=True),
)
def test_names_are_found_from_left_to_right_the_longest_first_and_as_whole_words(
    text: str, names: list[str]
) -> None:
    assert name_places(text, names) == by_pattern(text, names)


def test_no_names_are_found_where_there_are_none() -> None:
    assert name_places("By Meng Fan", []) == []
    assert name_places("By Mengfan, Xinhua", ["Meng", "Xi"]) == []
    assert name_places("Meng Fan (Xi)", ["Meng", "Meng Fan", "Xi"]) == [(0, 8), (10, 12)]


def test_a_jinja_that_nobody_knows_yet_compiles_all_templates_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = published(full_issue()).pages
    html._environment.cache_clear()
    monkeypatch.setattr(html, "KNOWN_JINJA", "2.")
    try:
        unknown = published(full_issue())
        assert unknown.press is not None
        assert not isinstance(unknown.press.templates, PageEnvironment)
        assert [one.body() for one in unknown.pages] == [one.body() for one in drawn]
    finally:
        html._environment.cache_clear()
