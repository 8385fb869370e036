"""Pages that are filled into a frame drawn once are, byte for byte, those that MkDocs draws one by one."""

from __future__ import annotations

from typing import Any

import pytest
from newspaper_site import PLAIN_THEMES, Built, Site, tree

from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.integration.shells import Shell, Shells

PEOPLE = ("石小满", "江一舟", "安若水", "田禾")
THINGS = ("大桥", "渔港", "春茶", "书院", "水库", "码头", "果园", "车站")


def large_issue(day: int) -> str:
    """Eight stories of different shapes; one whose headline has characters that HTML escapes."""
    stories = [f"2031年3月{day}日 柳湾日报社出版 第 {8120 + day} 号"]
    for number, thing in enumerate(THINGS):
        person, other = PEOPLE[number % 4], PEOPLE[(number + day) % 4]
        stories.append(f"## 柳湾{thing}{'“A&B”<新>' if (number, day) == (5, 6) else ''}迎客")
        stories.append(
            f"本报青崖3月{day}日讯（记者 {person}）市长{other}说，北京与哈萨克斯坦的客人看了{thing}。"
        )
        if number % 3 == 0:
            stories += [f"### {thing}旁", f"副市长{person}介绍，柳湾的{thing}修好了。"]
    return "\n\n".join(stories) + "\n"


ISSUES = {f"2031-03-{day:02d}/01.md": large_issue(day) for day in (4, 5, 6)}


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A number for every page that was filled."""
    counted: list[int] = []
    really = Shell.filled

    def counting(self: Shell, *values: Any) -> str:
        counted.append(1)
        return really(self, *values)

    monkeypatch.setattr(Shell, "filled", counting)
    return counted


@pytest.fixture
def many(site: Site) -> Site:
    for name, text in ISSUES.items():
        site.write(f"docs/issues/{name}", text)
    return site.configure(
        site_url="https://liuwan.example/", repo_url="https://example.org/x", edit_uri="edit/main/docs/"
    )


def same_both_ways(site: Site, *plugins: Any) -> None:
    def built(folder: str, **options: Any) -> Built:
        site.configure(
            plugins=["search", *plugins, {"newspaper": {"workers": 1, **options}}], site_dir=folder
        )
        return site.build(strict=False)

    built("fast")
    built("slow", incremental=False)
    fast, slow = tree(site.folder / "fast"), tree(site.folder / "slow")
    assert sorted(fast) == sorted(slow)
    assert [path for path in slow if slow[path] != fast[path]] == []


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("theme", sorted(PLAIN_THEMES))
def test_filled_pages_are_the_pages_of_the_theme(
    many: Site, filled: list[int], theme: str, directory_urls: bool
) -> None:
    same_both_ways(many.configure(theme=theme, use_directory_urls=directory_urls))
    # readthedocs writes titles into a script, in another form.
    assert len(filled) > 20 if theme != "readthedocs" else filled == []


@pytest.mark.parametrize("directory_urls", [True, False])
def test_front_pages_of_issues_are_filled_too(
    site: Site, monkeypatch: pytest.MonkeyPatch, directory_urls: bool
) -> None:
    drawn: set[str] = set()
    in_full: set[str] = set()
    really, fully = Shells.draw, Shells._in_full

    def noting(self: Shells, page: ArchivePage, *values: Any) -> str:
        drawn.add(page.published.src_uri)
        return really(self, page, *values)

    def noting_in_full(self: Shells, page: ArchivePage, *values: Any) -> str:
        in_full.add(page.published.src_uri)
        return fully(self, page, *values)

    for day in range(11, 18):
        site.write(f"docs/issues/2031-03-{day}/01.md", large_issue(day))
    same_both_ways(site.configure(site_url="https://liuwan.example/", use_directory_urls=directory_urls))
    monkeypatch.setattr(Shells, "draw", noting)
    monkeypatch.setattr(Shells, "_in_full", noting_in_full)
    site.configure(plugins=[{"newspaper": {"workers": 1}}], site_dir="site").build(strict=False)
    # The first and the last of nine are unlike the others, of which two are drawn before, and one proves the shell.
    filled = {uri for uri in drawn - in_full if uri.startswith("archive/") and uri.endswith("/index.md")}
    assert filled == {f"archive/2031/03/{day}/index.md" for day in (13, 14, 15, 16)}


def test_tags_and_minified_pages_come_out_the_same(many: Site, filled: list[int]) -> None:
    features = [
        "navigation.path",
        "navigation.footer",
        "content.action.edit",
        "toc.integrate",
        "navigation.tabs",
    ]
    many.configure(theme={"name": "material", "font": False, "features": features})
    same_both_ways(many, "tags", {"minify": {"minify_html": True}})
    assert len(filled) > 20


def test_a_template_of_the_site_that_knows_pages_draws_every_page(many: Site, filled: list[int]) -> None:
    many.write(
        "theme/main.html", '{% extends "base.html" %}{% block footer %}{{ page.url|length }}{% endblock %}'
    )
    many.configure(theme={"name": "mkdocs", "highlightjs": False, "custom_dir": str(many.folder / "theme")})
    same_both_ways(many)
    assert filled == []


def test_a_template_of_the_site_that_is_the_same_for_all_pages_is_drawn_once(
    many: Site, filled: list[int]
) -> None:
    many.write(
        "theme/main.html", '{% extends "base.html" %}{% block footer %}All rights reserved{% endblock %}'
    )
    many.configure(theme={"name": "mkdocs", "highlightjs": False, "custom_dir": str(many.folder / "theme")})
    same_both_ways(many)
    assert len(filled) > 20


def test_a_hook_that_changes_what_is_drawn_has_every_page_drawn(many: Site, filled: list[int]) -> None:
    hook = many.write("hook.py", "def on_page_context(context, page, config, nav):\n    page.title += '!'\n")
    same_both_ways(many.configure(hooks=[str(hook)]))
    assert filled == []


def test_pages_drawn_by_other_processes_are_the_same(many: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_newspaper.integration.drawing.ENOUGH", 10)
    many.configure(plugins=["search", {"newspaper": {"workers": 2}}], site_dir="several")
    many.build(strict=False)
    many.configure(plugins=["search", {"newspaper": {"workers": 1}}], site_dir="one")
    many.build(strict=False)
    assert tree(many.folder / "several") == tree(many.folder / "one")
