"""`mkdocs-newspaper shard`: parts that are built apart stand together as the site that one build makes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from newspaper_site import Built, Site, tree

from mkdocs_newspaper.cache import digest
from mkdocs_newspaper.cli import main
from mkdocs_newspaper.integration import shard_joining, shards
from mkdocs_newspaper.integration.shard_shop import ShardError, Shop, open_shop
from mkdocs_newspaper.integration.shards import Result, build_shards, read_issues
from mkdocs_newspaper.publishing import parts

SITE_URL = "https://liuwan.example/"
#: What one build and parts write differently: one long site map, entries of the search in another order.
OF_ALL_PAGES = ("search/search_index.json", "sitemap")
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def front_page(date: str, number: int, more: str = "") -> str:
    year, month, day = (int(part) for part in date.split("-"))
    return f"""\
{year}年{month}月{day}日 柳湾日报社出版 第 {number} 号

第一版 要闻

## 渔港第{number}次开市

本报柳湾讯（记者 石小满）市长安若水说，渔港的第{number}次开市很顺利。{more}

## 图书馆周末开放

本报讯（记者 江一舟）江一舟和安若水昨日在图书馆见面，{month}月{day}日起周末开放到晚上十点。
"""


DATES = ["2030-12-30", "2031-01-02", "2031-06-05", "2033-03-05"]


def write_issue(site: Site, date: str, more: str = "") -> None:
    number = int(date.replace("-", "")) % 100_000
    site.write(f"docs/issues/{date}/01.md", front_page(date, number, more))


def archive_of(folder: Path, **settings: Any) -> Site:
    """A site with issues of three years."""
    site = Site(folder, {})
    for date in DATES:
        write_issue(site, date)
    return site.configure(**{"theme": "material", "site_url": SITE_URL, **settings})


def run(site: Site, site_dir: Path | None = None) -> Result:
    """What the command does."""
    shop = open_shop(site.config_file, site_dir)
    return build_shards(shop, read_issues(shop), 2)


def whole(site: Site) -> Built:
    """The same site made by one build, from nothing but the issues that were read."""
    folder = site.folder / "whole"
    (site.folder / ".cache/mkdocs-newspaper/pages" / digest(str(folder))).unlink(missing_ok=True)
    joined, site.settings = site.settings, {**site.settings, "site_dir": "whole"}
    try:
        built = site.build(strict=False)
    finally:
        site.settings = joined
        assert site.config_file.exists()
    return Built(folder, SITE_URL, built.records)


def differences(site: Site, folder: str = "site") -> list[str]:
    """The paths of files that are not what one build makes of the site as it is now."""
    mine, its = Built(site.folder / folder, SITE_URL), whole(site)
    own, other = tree(mine.folder), tree(its.folder)
    found = [
        path
        for path in sorted(own.keys() | other.keys())
        if not path.startswith(OF_ALL_PAGES) and own.get(path) != other.get(path)
    ]
    if entries(mine) != entries(its):
        found.append("search/search_index.json")
    return found


def entries(built: Built) -> list[str]:
    """What a site's search finds, in whatever order."""
    return sorted(repr(sorted(one.items())) for one in built.search_entries())


def parts_folder(site: Site) -> Path:
    return site.folder / ".cache/mkdocs-newspaper/parts"


@pytest.fixture(scope="module", autouse=True)
def like_circumstances() -> Iterator[None]:
    """Parts are built by copies of this process, which has imported everything; themes write the same time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1900000000")
        if "fork" in get_all_start_methods():
            patch.setattr(shards, "process_context", lambda: get_context("fork"))
        yield


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An archive built part by part. Tests change it, and bring it up to date again."""
    site = archive_of(tmp_path_factory.mktemp("joined"))
    run(site)
    return site


def test_the_joined_site_is_the_site_of_one_build(joined: Site) -> None:
    assert differences(joined) == []


def test_every_link_and_anchor_of_the_joined_site_leads_somewhere(joined: Site) -> None:
    built = Built(joined.folder / "site", SITE_URL)
    assert len(built.archive_pages) > 40
    assert built.broken_links() == []


def test_issues_are_neighbours_over_new_year(joined: Site) -> None:
    built = Built(joined.folder / "site", SITE_URL)
    later = built.page("archive/2030/12/30/").select("a[rel=next]")
    earlier = built.page("archive/2031/01/02/").select("a[rel=prev]")
    assert any(str(link["href"]).endswith("2031/01/02/") for link in later)
    assert any(str(link["href"]).endswith("2030/12/30/") for link in earlier)


def test_the_site_maps_list_what_that_of_one_build_lists(joined: Site) -> None:
    def listed(content: str, item: str) -> list[tuple[str, str]]:
        root = ElementTree.fromstring(content)
        found = root.iter(SPACE + item)
        return [(one.findtext(f"{SPACE}loc") or "", one.findtext(f"{SPACE}lastmod") or "") for one in found]

    built = Built(joined.folder / "site")
    maps = [name.removeprefix(SITE_URL) for name, _ in listed(built.text("sitemap.xml"), "sitemap")]
    assert {"sitemap-root.xml", "sitemap-2031.xml", "sitemap-entries-1.xml"} <= set(maps)
    pages = [one for name in maps for one in listed(built.text(name), "url")]
    assert sorted(pages) == sorted(listed(whole(joined).text("sitemap.xml"), "url"))
    assert len(pages) == sum(path.endswith(".html") and path != "404.html" for path in built.paths)


def test_where_nothing_has_changed_nothing_is_built_or_written(joined: Site) -> None:
    run(joined)
    folders = (joined.folder / "site", parts_folder(joined))
    before = [(path, path.stat().st_mtime_ns) for folder in folders for path in sorted(folder.rglob("*"))]
    done = run(joined)
    assert (dict(done.built), done.linked, done.removed) == ({}, 0, 0)
    assert len(done.unchanged) == 5
    assert [
        (path, path.stat().st_mtime_ns) for folder in folders for path in sorted(folder.rglob("*"))
    ] == before


def test_a_year_is_built_again_where_a_name_within_a_name_gets_a_page(joined: Site) -> None:
    write_issue(joined, "2030-12-30", more="联合国粮农组织来了三个人。")
    write_issue(joined, "2033-03-05", more="潮水退得很早。")
    run(joined)
    assert not (joined.folder / "site/archive/names/lian-he-guo/index.html").exists()
    # Nobody is named that 2030 names: but its 联合国粮农组织 now shows the way to 联合国.
    write_issue(joined, "2033-03-05", more="联合国说了话，联合国又说了话。")
    assert "2030" in run(joined).built
    assert (joined.folder / "site/archive/names/lian-he-guo/index.html").exists()
    assert differences(joined) == []


def test_templates_that_ask_for_anything_have_their_years_built_again(site: Site) -> None:
    site = archive_of(site.folder, theme={"name": "mkdocs", "highlightjs": False, "custom_dir": "own"})
    site.write(
        "own/newspaper/article.html",
        "<article><h1>{{ story.name }}</h1><p>{{ sheet.press.issues | length }} issues</p></article>",
    )
    run(site)
    # It names nobody, opens no section and is far from 2030.
    text = "2033年6月1日 柳湾日报社出版 第 33601 号\n\n第一版 要闻\n\n## 雨\n\n下了一夜。\n"
    site.write("docs/issues/2033-06-01/01.md", text)
    assert "2030" in run(site).built
    assert differences(site) == []


def test_an_edit_builds_its_year_and_what_shows_it(joined: Site) -> None:
    write_issue(joined, "2033-03-05")
    run(joined)
    write_issue(joined, "2033-03-05", more="潮水退得很早。")
    done = run(joined)
    # 2031 has the issue before.
    assert set(done.built) == {"root", "2033", "2031", "entries-1"}
    assert differences(joined) == []


def test_an_edit_that_another_year_shows_builds_it_too(joined: Site) -> None:
    write_issue(joined, "2033-03-05")
    run(joined)
    # He is named once more: the card at his name says so in every year.
    write_issue(joined, "2033-03-05", more="市长安若水又来了。")
    assert {"2030", "2031", "2033"} <= set(run(joined).built)
    assert differences(joined) == []


def test_an_issue_of_a_new_year_is_a_part_of_its_own_and_goes_with_it(joined: Site) -> None:
    run(joined)
    write_issue(joined, "2034-01-01")
    assert "2034" in run(joined).built
    assert differences(joined) == []
    (joined.folder / "docs/issues/2034-01-01/01.md").unlink()
    done = run(joined)
    assert "2034" not in {**done.built, **done.unchanged}
    assert done.removed > 5
    assert not (joined.folder / "site/archive/2034").exists()
    assert not (joined.folder / "site/sitemap-2034.xml").exists()
    assert not (parts_folder(joined) / "2034").exists()
    assert differences(joined) == []


def test_a_changed_page_of_the_site_builds_every_part(joined: Site) -> None:
    run(joined)
    joined.write("docs/guide.md", "# Another guide\n\nText.\n\n## More\n\nMore text.\n")
    done = run(joined)
    assert not done.unchanged
    assert differences(joined) == []


def test_processes_that_are_no_copies_build_the_same(joined: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    run(joined)
    expected = tree(joined.folder / "site")
    monkeypatch.setattr(shards, "process_context", lambda: get_context("spawn"))
    for name in ("2031", "entries-1"):
        (parts_folder(joined) / f"{name}.json").unlink()
    assert set(run(joined).built) == {"2031", "entries-1"}
    assert tree(joined.folder / "site") == expected


def test_a_file_that_was_changed_in_place_is_made_again(joined: Site) -> None:
    run(joined)
    expected = tree(joined.folder / "site")
    with (joined.folder / "site/archive/2031/01/02/index.html").open("a") as page:
        page.write("<!-- measured -->")
    (joined.folder / "site/archive/2033/index.html").unlink()
    done = run(joined)
    assert set(done.built) == {"2031"}
    assert done.linked >= 2
    assert tree(joined.folder / "site") == expected


def refuse(source: object, target: object) -> None:
    raise OSError("no links here")


def test_without_links_copies_are_made_once(
    joined: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", refuse)
        first = run(joined, tmp_path / "copy")
        assert first.linked == len(tree(tmp_path / "copy"))
        assert run(joined, tmp_path / "copy").linked == 0
    run(joined)
    assert tree(tmp_path / "copy") == tree(joined.folder / "site")


def test_a_link_left_half_way_is_not_written_into(joined: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    run(joined)
    expected = tree(joined.folder / "site")
    page = joined.folder / "site/archive/2031/index.html"
    os.link(page, joined.folder / "site" / shard_joining.STAGED)
    page.unlink()
    page.write_text("torn")
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", refuse)
        done = run(joined)
    assert (dict(done.built), done.linked) == ({}, 1)
    assert tree(joined.folder / "site") == expected
    assert (
        tree(parts_folder(joined) / "2031")["archive/2031/index.html"] == expected["archive/2031/index.html"]
    )


def test_a_search_too_large_is_the_roots_alone(joined: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    run(joined)
    expected = tree(joined.folder / "site")
    with monkeypatch.context() as patch:
        patch.setattr(shard_joining, "MOST_SEARCHED", 100)
        (parts_folder(joined) / "joined.json").unlink()
        first, second = run(joined), run(joined)
    # It is said again where nothing has changed.
    for done in (first, second):
        assert not done.built
        assert [note for note in done.notes if "search index" in note]
    found = {one["location"].partition("#")[0] for one in Built(joined.folder / "site").search_entries()}
    assert found >= {"", "guide/"}
    assert "archive/2033/03/05/tu-shu-guan-zhou-mo-kai-fang/" not in found
    (parts_folder(joined) / "joined.json").unlink()
    assert not run(joined).notes
    assert tree(joined.folder / "site") == expected
    assert b"archive/2033/03/05/tu-shu-guan-zhou-mo-kai-fang/" in expected["search/search_index.json"]


def test_what_another_build_left_in_the_sites_folder_goes(joined: Site, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/old.html").write_text("old")
    (tmp_path / "other/.well-known").mkdir()
    run(joined, tmp_path / "other")
    assert not (tmp_path / "other/old.html").exists()
    assert (tmp_path / "other/.well-known").exists()
    (tmp_path / "other/mine.txt").write_text("mine")
    run(joined, tmp_path / "other")
    assert (tmp_path / "other/mine.txt").exists()


def test_two_runs_do_not_build_the_same_parts(joined: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "PATIENCE", 0.1)
    with shards._alone(open_shop(joined.config_file)), pytest.raises(ShardError, match="another run"):
        run(joined)


def test_the_cache_command_shows_what_the_parts_take(joined: Site) -> None:
    done = CliRunner().invoke(main, ["cache", "info", "-f", str(joined.config_file)])
    (line,) = (line for line in done.output.splitlines() if "part by part" in line)
    assert int(line.split()[0]) > len(tree(joined.folder / "site"))
    assert not line.endswith(" 0.0 MB")


def test_a_search_without_a_server_knows_all_parts(site: Site) -> None:
    site = archive_of(site.folder, plugins=["search", "offline", "newspaper"], site_url=None)
    run(site)
    built = Built(site.folder / "site")
    assert built.text("search/search_index.js") == "var __index = " + built.text("search/search_index.json")
    assert entries(built) == entries(whole(site))


# Trouble


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_after_the_death_of_a_process_the_next_run_is_right(
    joined: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(joined)
    expected = tree(joined.folder / "site")
    write_issue(joined, "2031-06-05", more="雨下了一夜。")
    with monkeypatch.context() as patch:
        patch.setattr(shards, "work", die_in_2031)
        with pytest.raises(ShardError, match=r"part 2031: .* signal 9"):
            run(joined)
    assert tree(joined.folder / "site") == expected
    run(joined)
    assert differences(joined) == []


def die_in_2031(shop: Shop, part: Any, *more: Any) -> None:
    from mkdocs_newspaper.integration.shard_building import work

    if part.name == "2031":
        shop.site("2031").mkdir(exist_ok=True)
        (shop.site("2031") / "half.html").write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)
    work(shop, part, *more)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_after_a_run_was_ended_the_next_one_is_right(joined: Site, end: signal.Signals) -> None:
    reached = joined.folder / "reached"
    reached.unlink(missing_ok=True)
    hook = joined.write(
        "waiting.py",
        "import os, pathlib, time\n"
        "def on_pre_build(config):\n"
        "    if os.environ.get('WAITS') and config.site_dir.endswith('2031'):\n"
        f"        pathlib.Path({str(reached)!r}).touch()\n        time.sleep(300)\n",
    )
    joined.configure(hooks=[str(hook)])
    run(joined)
    write_issue(joined, "2031-06-05", more=f"雪下了{int(end)}天。")
    record = parts_folder(joined) / "2031.json"
    # A process that was begun in the background does not listen to SIGINT, and so do those that it begins.
    listens = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{listens}; from mkdocs_newspaper.cli import main; main()"
    command = [sys.executable, "-c", code, "shard", "-j2"]
    process = subprocess.Popen(
        command,
        cwd=joined.folder,
        env={**os.environ, "WAITS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not reached.exists() and process.poll() is None:
        time.sleep(0.02)
    if end is signal.SIGINT:
        # As a terminal does: to all processes of the command.
        os.killpg(process.pid, end)
    else:
        process.send_signal(end)
    said = process.communicate()[1].decode()
    assert process.returncode != 0
    assert "Traceback" not in said
    # Its processes have ended with it.
    assert not record.exists()
    joined.configure(hooks=None)
    run(joined)
    assert differences(joined) == []


def command(site: Site, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["shard", "-f", str(site.config_file), "-j", "1", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_a_part_that_fails_is_named_in_one_line_and_the_others_stay(site: Site) -> None:
    site = archive_of(site.folder, theme="mkdocs")
    hook = site.write("hook.py", "")
    site.configure(hooks=[str(hook)])
    site.write(
        "hook.py",
        "def on_post_page(output, page, config):\n"
        "    if '2031' in page.url:\n        raise ValueError('no ink')\n    return output\n",
    )
    code, said = command(site)
    assert code == 1
    (line,) = (line for line in said.splitlines() if "no ink" in line)
    assert line.startswith("Error: part 2031: ValueError: no ink (hook.py:3)")
    assert "Traceback" not in said
    assert (parts_folder(site) / "2033.json").exists()
    assert not (site.folder / "site").exists()
    site.configure(hooks=None)
    code, said = command(site)
    assert code == 0
    assert differences(site) == []


def test_a_plugin_that_sees_one_part_at_a_time_is_named(site: Site) -> None:
    hook = site.write("gather.py", "def on_page_content(html, **kwargs):\n    return html\n")
    site.configure(hooks=[str(hook)])
    (note,) = open_shop(site.config_file).notes
    assert "gather" in note


def test_warnings_fail_a_strict_run_each_time(site: Site) -> None:
    site.write("docs/issues/2031-03-05/02.md", "第二版\n\n## 春茶\n\n（上接第一版）春茶早六天。\n")
    first, second = command(site, "--strict"), command(site, "--strict")
    assert (first[0], second[0]) == (1, 1)
    assert "0 parts built" in second[1]
    assert first[1].count("WARNING") == second[1].count("WARNING") > 0


@pytest.mark.parametrize(
    ("settings", "arguments", "complaint"),
    [
        ({"plugins": [{"newspaper": {"incremental": False}}]}, [], "option `incremental`"),
        ({"plugins": ["search"]}, [], "no plugin `newspaper`"),
        (
            {
                "plugins": [
                    {"i18n": {"languages": [{"locale": "zh", "name": "中文", "default": True}]}},
                    "newspaper",
                ]
            },
            [],
            "`i18n`",
        ),
        ({"theme": {"name": "nowhere"}}, [], "nowhere"),
        ({}, ["-d", "docs"], "site_dir"),
        ({}, ["-d", "docs/issues/site"], "within"),
        ({}, ["-d", ".cache/mkdocs-newspaper/parts/root"], "within"),
    ],
)
def test_what_cannot_be_built_in_parts_is_told_in_one_line(
    site: Site,
    settings: dict[str, Any],
    arguments: list[str],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(site.folder)
    before = site.sources()
    code, said = command(site.configure(**settings), *arguments)
    assert code == 1
    (line,) = (line for line in said.splitlines() if line.startswith("Error: "))
    assert complaint in line
    assert site.sources() == before


def test_other_addresses_languages_and_themes_join_too(site: Site) -> None:
    site = archive_of(site.folder, theme="mkdocs", use_directory_urls=False, site_url=None)
    site.newspaper(archive="papers/liuwan", languages=["zh", "fr"])
    run(site)
    assert (site.folder / "site/fr/papers/liuwan/2031/01/02/index.html").exists()
    assert differences(site) == []
    assert not list((site.folder / "site").glob("sitemap*"))
    assert Built(site.folder / "site").broken_links() == []


def test_names_of_different_shares_stand_beside_each_other(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PAGES_A_SHARE", 2)
    site = archive_of(site.folder, theme="mkdocs")
    assert {"entries-1", "entries-2", "entries-3"} <= set(run(site).built)
    assert differences(site) == []


def test_pages_of_the_sites_own_may_link_to_pages_of_every_part(tmp_path: Path) -> None:
    site = archive_of(tmp_path, theme="mkdocs")
    targets = ["2030/12/30/index.md", "2033/03/05/p1.md#a1-s1-1", "names/an-ruo-shui.md", "2031/index.md"]
    links = "".join(f"[{number}](archive/{target}) " for number, target in enumerate(targets))
    site.write("docs/guide.md", f"# Guide\n\n{links}\n")
    site.configure(validation={"anchors": "warn"})
    code, said = command(site, "--strict")
    assert (code, "WARNING" in said) == (0, False)
    assert differences(site) == []
    assert Built(site.folder / "site", SITE_URL).broken_links() == []


def test_an_archive_without_issues_is_its_root(site: Site) -> None:
    site = Site(site.folder, {})
    for path in (site.folder / "docs/issues").rglob("*.md"):
        path.unlink()
    (site.folder / "docs/issues").mkdir(exist_ok=True)
    assert set(run(site.configure(theme="mkdocs")).built) == {"root"}
    assert differences(site) == []
