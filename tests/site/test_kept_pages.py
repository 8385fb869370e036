"""Pages kept from build to build: whatever happened in between, the site is that of a clean build."""

from __future__ import annotations

import gc
import os
import random
import re
import shutil
import subprocess
import sys
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from newspaper_site import SECOND_PAGE, Built, Site, tree

from mkdocs_newspaper.integration.kept_pages import ASIDE
from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.integration.site import ArchiveSite
from mkdocs_newspaper.issue_shelf import OPEN
from mkdocs_newspaper.model import Issue, IssueTranslation
from mkdocs_newspaper.publishing import pages as kinds_of_page

NAMES = ("石小满", "江一舟", "安若水", "田禾", "柳湾", "青崖", "北京", "哈萨克斯坦", "市图书馆")
THIRD_PAGE = """\
2031年3月{day}日 柳湾日报社出版 第 {number} 号

## {headline}

本报青崖3月4日讯（记者 江一舟）哈萨克斯坦客商日前到青崖看茶，市图书馆馆长田禾说，北京也来了人。

{more}
"""
PLUGINS: dict[str, list[Any]] = {
    "mkdocs": ["search"],
    "material": ["search", "tags", {"minify": {"minify_html": True}}],
}


def issue(day: int, headline: str = "春茶开采", more: str = "") -> str:
    return THIRD_PAGE.format(day=day, number=8120 + day, headline=headline, more=more)


def catalog(day: str) -> str:
    return f"""\
msgid ""
msgstr "Language: en\\nContent-Type: text/plain; charset=UTF-8\\n"

msgctxt "{day}/chun-cha-kai-cai#headline"
msgid "春茶开采"
msgstr "Spring Tea"
"""


@pytest.fixture(params=["mkdocs", "material"])
def growing(site: Site, request: pytest.FixtureRequest) -> Site:
    """A site of four issues whose pages are kept."""
    site.write("docs/issues/2031-03-06/01.md", issue(6, "青崖通车", "哈萨克斯坦与北京。"))
    site.write("docs/issues/2031-03-07/01.md", issue(7))
    site.configure(theme=request.param, site_url="https://liuwan.example/")
    site.configure(plugins=[*PLUGINS[request.param], "newspaper"])
    return site


def clean(site: Site) -> dict[str, bytes]:
    """What the site is when everything is made anew, into another folder."""
    settings = dict(site.settings)
    others = [one for one in settings["plugins"] if one != "newspaper"]
    site.configure(plugins=[*others, {"newspaper": {"incremental": False}}], site_dir="clean")
    site.build(strict=False)
    site.settings = settings
    return tree(site.folder / "clean")


def kept(built: Built) -> int:
    """How many pages a build says that it kept."""
    said = [line for line in built.messages(0) if "are kept from the last build" in line]
    return int(said[0].split(": ")[-1].split(" of ")[0]) if said else 0


def first_difference(one: bytes, other: bytes) -> tuple[bytes, bytes]:
    at = len(os.path.commonprefix([one, other]))  # noqa: RUF071 - of bytes, not of paths
    return one[max(0, at - 60) : at + 60], other[max(0, at - 60) : at + 60]


def same_as_clean(site: Site) -> int:
    """Build, compare with a clean build; how many pages were kept."""
    built = site.build(strict=False)
    ours, theirs = tree(site.folder / "site"), clean(site)
    assert sorted(ours) == sorted(theirs)
    differing = [path for path in ours if ours[path] != theirs[path]]
    assert {path: first_difference(ours[path], theirs[path]) for path in differing[:3]} == {}
    return kept(built)


def test_nothing_changed_keeps_all_but_the_indexes(growing: Site) -> None:
    first = growing.build(strict=False)
    before = tree(growing.folder / "site")
    times = {path: os.stat(growing.folder / "site" / path).st_mtime_ns for path in first.archive_pages}
    second = growing.build(strict=False)
    assert tree(growing.folder / "site") == before
    made = [
        path for path, time in times.items() if os.stat(growing.folder / "site" / path).st_mtime_ns != time
    ]
    indexes = ("archive/index.html", "archive/2031/index.html", "names/index.html", "terms/index.html")
    assert made
    assert all(path.endswith(indexes) for path in made)
    assert kept(second) == len(times) - len(made)
    assert same_as_clean(growing) == kept(second)


def test_an_edited_story_makes_its_own_pages_and_those_that_name_the_same(growing: Site) -> None:
    growing.build(strict=False)
    growing.write("docs/issues/2031-03-07/01.md", issue(7, more="一行小字。"))
    assert same_as_clean(growing) > 4


def test_one_more_mention_of_a_name_that_many_pages_hold_leaves_them_alone(site: Site) -> None:
    site.configure(theme="mkdocs", site_url="https://liuwan.example/")
    for day in range(8, 13):
        site.write(f"docs/issues/2031-03-{day:02d}/01.md", issue(day, f"茶讯{day}", "哈萨克斯坦人来了。" * 6))
    site.build(strict=False)
    site.write("docs/issues/2031-03-12/01.md", issue(12, "茶讯12", "哈萨克斯坦人来了。" * 7))
    page = next((site.folder / "site/archive/2031/03/08").glob("cha-xun-8/index.html"))
    before = page.stat().st_mtime_ns
    assert "出现20+次" in page.read_text("utf-8")
    same_as_clean(site)
    assert page.stat().st_mtime_ns == before


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_changes_gives_the_site_of_a_clean_build(growing: Site, seed: int) -> None:
    chance = random.Random(seed)
    growing.build(strict=False)
    for _ in range(5):
        for change in chance.sample(CHANGES, k=chance.choice((1, 1, 2))):
            change(growing, chance)
        same_as_clean(growing)


def _edit(site: Site, chance: random.Random) -> None:
    day = chance.choice((6, 7))
    site.write(
        f"docs/issues/2031-03-0{day}/01.md",
        issue(day, chance.choice(("春茶开采", "青崖通车", "茶香")), chance.choice(NAMES) + "到了。"),
    )


def _edit_page_two(site: Site, chance: random.Random) -> None:
    site.write("docs/issues/2031-03-04/02.md", SECOND_PAGE + f"\n## 又讯\n\n{chance.choice(NAMES)}说，好。\n")


def _add(site: Site, chance: random.Random) -> None:
    day = chance.randrange(8, 29)
    site.write(f"docs/issues/2031-03-{day:02d}/01.md", issue(day, more=chance.choice(NAMES) + "。"))


def _delete(site: Site, chance: random.Random) -> None:
    shutil.rmtree(site.folder / "docs/issues" / f"2031-03-0{chance.choice((5, 6, 7))}", ignore_errors=True)


def _glossary(site: Site, chance: random.Random) -> None:
    english = chance.choice(("Tian He", "Tian H.", "T. He"))
    site.write(
        "glossary.yml",
        f"- {{zh: 田禾, en: {english}, kind: person}}\n- {{zh: 春茶, en: spring tea, kind: term}}\n",
    )


def _corrections(site: Site, chance: random.Random) -> None:
    shown = chance.choice(("首日", "第一日"))
    site.write(
        "docs/issues/2031-03-04/corrections.yml",
        f"- {{page: 1, printed: 首日成交三百吨，比, shown: {shown}成交三百吨，比}}\n",
    )


def _configure(site: Site, chance: random.Random) -> None:
    site.configure(site_name=chance.choice(("Liuwan", "Liuwan Daily", "The Bay")))


def _home(site: Site, chance: random.Random) -> None:
    site.write("docs/guide.md", f"# {chance.choice(('Guide', 'A guide', 'Help'))}\n\nText.\n")


def _site_dir_is_gone(site: Site, chance: random.Random) -> None:
    shutil.rmtree(site.folder / "site", ignore_errors=True)


def _foreign_files(site: Site, chance: random.Random) -> None:
    site.write("site/archive/2031/03/04/note.txt", "not ours")
    site.write("site/archive/2031/03/06/index.html", "not ours either")
    (site.folder / "site" / "archive" / "empty").mkdir(parents=True, exist_ok=True)


def _a_page_of_the_site_takes_the_place(site: Site, chance: random.Random) -> None:
    site.write("docs/archive/2031/03/06/p1.md", f"# Mine {chance.random()}\n")


CHANGES: list[Callable[[Site, random.Random], None]] = [
    _edit,
    _edit,
    _edit_page_two,
    _add,
    _add,
    _delete,
    _glossary,
    _corrections,
    _configure,
    _home,
    _site_dir_is_gone,
    _foreign_files,
    _a_page_of_the_site_takes_the_place,
]


def test_what_an_ended_build_left_is_swept_away(growing: Site) -> None:
    growing.build(strict=False)
    record = next((growing.folder / ".cache/mkdocs-newspaper/pages").iterdir())
    record.unlink()
    (growing.folder / "site" / ASIDE / "archive").mkdir(parents=True)
    growing.write(f"site/{ASIDE}/archive/x.html", "left")
    assert same_as_clean(growing) == 0


@pytest.mark.parametrize("content", [b"", b"\x00" * 40, b"not ours at all" * 9])
def test_a_torn_or_foreign_record_is_no_record(growing: Site, content: bytes) -> None:
    growing.build(strict=False)
    for path in (growing.folder / ".cache").rglob("*"):
        if path.is_file() and path.name != ".gitignore":
            path.write_bytes(content)
    assert same_as_clean(growing) == 0


def test_a_plugin_that_nobody_knows_gets_to_see_every_page(growing: Site, tmp_path: Path) -> None:
    hook = growing.write("hook.py", "def on_post_page(output, page, config):\n    return output + page.url\n")
    growing.configure(hooks=[str(hook)])
    first = growing.build(strict=False)
    again = growing.build(strict=False)
    assert kept(again) == 0
    assert any("hook" in line and "makes all pages" in line for line in again.messages(0))
    assert first.text("archive/2031/03/06/p1/index.html").endswith("archive/2031/03/06/p1/")


def test_without_incremental_nothing_is_kept_and_nothing_left_beside_the_site(site: Site) -> None:
    site.newspaper(incremental=False)
    site.build()
    assert kept(site.build()) == 0
    assert not (site.folder / ".cache").exists()


def test_the_cache_is_left_out_of_version_control(growing: Site) -> None:
    growing.build(strict=False)
    assert (growing.folder / ".cache/mkdocs-newspaper/.gitignore").read_text().strip() == "*"


def test_links_to_anchors_of_kept_pages_are_checked_as_ever(site: Site) -> None:
    front = "archive/2031/03/04/yu-gang-kai-shi-shou-ri-cheng-jiao-san-bai-dun.md"
    site.write("docs/guide.md", f"# Guide\n\n[a]({front}#s1-1) and [b]({front}#nowhere)\n")
    site.configure(validation={"anchors": "warn"})
    first, second = site.build(strict=False), site.build(strict=False)
    assert kept(second)
    said = [line for line in second.messages() if "nowhere" in line]
    assert said == [line for line in first.messages() if "nowhere" in line]
    assert not [line for line in second.messages() if "s1-1" in line]


ISSUE = "archive/2031/03/06"


def planned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on, the `src_uri` of every article and entry that a build plans."""
    found: list[str] = []
    make = kinds_of_page._page

    def noted(press: Any, kind: str, sheet: Any, *rest: Any, **more: Any) -> Any:
        found.append(sheet.src_uri)
        return make(press, kind, sheet, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(kinds_of_page, "_page", noted)
    return found


def test_pages_of_issues_and_names_that_stand_as_they_are_are_not_planned(
    growing: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for the first issue and the first name, in which the theme is looked at."""
    growing.write("docs/issues/2031-03-08/01.md", issue(8, "茶香"))
    pages = planned(monkeypatch)
    first = growing.build(strict=False)
    assert f"{ISSUE}/index.md" in pages
    pages.clear()
    second = growing.build(strict=False)
    assert kept(second) > len(pages)
    assert not [page for page in pages if "2031/03/06" in page or "2031/03/07" in page]
    assert not [page for page in pages if "shi-xiao-man" in page]
    assert sorted(second.archive_pages) == sorted(first.archive_pages)


def test_the_site_map_lists_pages_that_are_not_planned_with_their_days(growing: Site) -> None:
    def listed() -> dict[str, str]:
        text = (growing.folder / "site/sitemap.xml").read_text("utf-8")
        return dict(re.findall(r"<loc>([^<]+)</loc>\s*<lastmod>([^<]+)", text))

    growing.build(strict=False)
    first = listed()
    growing.build(strict=False)
    assert listed() == first
    assert first[f"https://liuwan.example/{ISSUE}/"] == "2031-03-06"


def test_a_page_of_the_sites_own_takes_the_place_of_one_that_stood_and_gives_it_back(growing: Site) -> None:
    growing.configure(nav=["index.md"], not_in_nav="*")
    growing.build(strict=False)
    own = growing.write(f"docs/{ISSUE}/p1.md", "# Ours\n")
    assert same_as_clean(growing)
    assert "Ours" in (growing.folder / "site" / ISSUE / "p1/index.html").read_text("utf-8")
    assert same_as_clean(growing)
    own.unlink()
    assert same_as_clean(growing)
    assert same_as_clean(growing)


def test_the_nav_may_name_pages_that_stand_as_they_are(growing: Site) -> None:
    growing.configure(nav=[{"Home": "index.md"}, {"That day": f"{ISSUE}/index.md"}])
    growing.build(strict=False)
    for _ in range(2):
        assert same_as_clean(growing)
    growing.write("docs/issues/2031-03-07/01.md", issue(7, more="一行小字。"))
    assert same_as_clean(growing)


def test_a_title_in_the_nav_that_another_page_gives_is_on_all_pages(growing: Site) -> None:
    """The nav's titles are known only when all pages have been read."""
    growing.configure(nav=["index.md", "guide.md"])
    growing.build(strict=False)
    growing.write("docs/guide.md", "---\ntitle: Another way\n---\n\n# Guide\n")
    growing.configure(nav=[{"Start": "index.md"}, "guide.md"])
    assert same_as_clean(growing) == 0
    assert same_as_clean(growing)


def test_a_file_that_was_lost_or_changed_in_the_site_is_made_again(growing: Site) -> None:
    growing.build(strict=False)
    before = tree(growing.folder / "site")
    (growing.folder / "site" / ISSUE / "p1/index.html").unlink()
    growing.write(f"site/{ISSUE}/issue.json", "{}")
    shutil.rmtree(growing.folder / "site/en/archive/names")
    assert kept(growing.build(strict=False))
    assert tree(growing.folder / "site") == before
    assert same_as_clean(growing)


def test_a_plugin_that_goes_through_all_files_finds_those_that_stand(site: Site) -> None:
    hook = site.write(
        "hook.py",
        """\
said = []

def on_nav(nav, config, files):
    said[:] = [(file.src_uri, file.url, file.page.title, file.edit_uri) for file in files.documentation_pages()]
    config.site_author = repr(said)
""",
    )
    site.configure(hooks=[str(hook)])
    site.configure(theme={"name": "mkdocs", "custom_dir": "theme"})
    site.write(
        "theme/main.html", "{% extends 'base.html' %}{% block footer %}{{ config.site_author }}{% endblock %}"
    )
    site.write("docs/issues/2031-03-06/01.md", issue(6))
    first = site.build(strict=False).text("guide/index.html")
    second = site.build(strict=False)
    assert kept(second)
    assert second.text("guide/index.html") == first
    assert "(记者" not in first
    assert f"{ISSUE}/p1.md" in first


def test_pages_of_few_issues_are_in_memory_at_a_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: weakref.WeakSet[ArchivePage] = weakref.WeakSet()
    most = made = 0
    begin, wrote = ArchivePage.__init__, ArchiveSite.wrote

    def noted(page: ArchivePage, *arguments: Any) -> None:
        nonlocal made
        begin(page, *arguments)
        alive.add(page)
        made += 1

    def counted(held: ArchiveSite, page: ArchivePage) -> None:
        nonlocal most
        wrote(held, page)
        most = max(most, len(alive))

    monkeypatch.setattr(ArchivePage, "__hash__", object.__hash__, raising=False)
    monkeypatch.setattr(ArchivePage, "__init__", noted)
    monkeypatch.setattr(ArchiveSite, "wrote", counted)
    for day in range(1, 29):
        site.write(f"docs/issues/2031-02-{day:02d}/01.md", issue(day).replace("3月", "2月"))
    pages = len(site.configure(theme="mkdocs").build(strict=False).archive_pages)
    assert made >= pages > 180
    assert most < pages / 2


def test_text_and_translations_of_few_issues_are_in_memory_at_a_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[tuple[int, int]] = []
    finish = ArchiveSite.finish

    def counted(one: ArchiveSite, *arguments: Any) -> None:
        found = gc.get_objects()
        open_issues = sum(isinstance(each, Issue) and bool(each.articles) for each in found)
        held.append((open_issues, sum(isinstance(each, IssueTranslation) for each in found)))
        finish(one, *arguments)

    monkeypatch.setattr(ArchiveSite, "finish", counted)
    for day in range(1, 29):
        site.write(f"docs/issues/2031-02-{day:02d}/01.md", issue(day).replace("3月", "2月"))
        site.write(f"translations/en/2031-02-{day:02d}.po", catalog(f"2031-02-{day:02d}"))
    site.configure(plugins=[{"newspaper": {"workers": 1}}], theme="mkdocs")
    built = site.build(strict=False)
    assert "Spring Tea" in built.text("en/archive/2031/02/01/chun-cha-kai-cai/index.html")
    ((issues, translations),) = held
    assert issues <= 2 * OPEN
    assert translations <= 2 * OPEN


def test_after_a_kill_at_any_moment_the_next_build_is_right(growing: Site) -> None:
    growing.build(strict=False)
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(growing.config_file)]
    for number, moment in enumerate((0.6, 1.2, 2.0)):
        growing.write("docs/issues/2031-03-07/01.md", issue(7, more="潮水退了。" * (number + 1)))
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment)
        process.kill()
        process.wait()
        same_as_clean(growing)
