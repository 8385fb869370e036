"""`mkdocs-newspaper translations`, as an editor runs it beside mkdocs.yml."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from linhe_issues import by_context, changed, obsolete, translated
from lxml import etree

from mkdocs_newspaper import cli_translations
from mkdocs_newspaper.archive import Archive, read_archive
from mkdocs_newspaper.cli import main
from mkdocs_newspaper.integration.settings import read_options

FIRST = """\
2031年3月4日 星期二 柳湾日报社出版 第 8123 号

## 柳湾大桥合龙

本报柳湾3月3日讯（记者 石小满）三月的湾口风平浪静，柳湾大桥昨日上午合龙。

大桥全长两千一百米，桥面预计在九月铺装完毕。

（下转第二版）
"""
SECOND = """\
第二版 要闻

## 柳湾大桥合龙

（上接第一版）建设者说，合龙段的误差不到三毫米。

## 渔港开市

本报讯（记者 安若水）渔港昨日开市，首日成交三百吨。
"""
BRIDGE = "liu-wan-da-qiao-he-long"
HARBOUR = "yu-gang-kai-shi"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "docs" / "issues" / "2031-03-04"
    folder.mkdir(parents=True)
    (folder / "01.md").write_text(FIRST, "utf-8")
    (folder / "02.md").write_text(SECOND, "utf-8")
    configure(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    return tmp_path


def configure(site: Path, languages: str = "[zh, en]") -> None:
    (site / "mkdocs.yml").write_text(
        f"site_name: x\nplugins:\n  - newspaper: {{languages: {languages}}}\n", "utf-8"
    )


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["translations", *arguments], catch_exceptions=False)


def catalog(site: Path, language: str = "en", issue: str = "2031-03-04") -> Path:
    return site / "translations" / language / f"{issue}.po"


def archive(site: Path) -> Archive:
    return read_archive(read_options(site / "mkdocs.yml", needed=True, drafts=False))


def translate_all(site: Path) -> None:
    catalog(site).write_bytes(translated(catalog(site).read_bytes()))


def rewrite(site: Path, page: str, old: str, new: str) -> None:
    path = site / "docs" / "issues" / "2031-03-04" / page
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_an_update_writes_a_catalog_for_each_language_and_nothing_the_second_time(site: Path) -> None:
    configure(site, "[zh, en, fr]")
    first = run("update")
    assert first.exit_code == 0
    assert first.output.splitlines() == [
        f"translations/{language}/2031-03-04.po: 6 passages, 6 new" for language in ("en", "fr")
    ]
    stamps = [catalog(site, language).stat().st_mtime_ns for language in ("en", "fr")]
    assert run("update").output == ""
    assert [catalog(site, language).stat().st_mtime_ns for language in ("en", "fr")] == stamps
    assert b"PO-Revision-Date: 2030-03-17 17:46+0000" in catalog(site).read_bytes()


def test_update_edit_read_change_update_loses_nothing(site: Path) -> None:
    run("update")
    translate_all(site)
    held = archive(site)
    (issue,) = held.issues
    found = held.translation(issue, BRIDGE, "s2-1", "en")
    assert found
    assert (found.text, found.state) == ("EN 建设者说，合龙段的误差不到三毫米。", "translated")

    rewrite(site, "01.md", "两千一百米", "两千二百米")
    held = archive(site)
    found = held.translation(held.issues[0], BRIDGE, "s1-2", "en")
    assert found
    assert (found.state, "两千一百米" in found.text) == ("fuzzy", True)

    result = run("update")
    assert "1 whose source has changed" in result.output
    message = by_context(catalog(site).read_bytes())[f"{BRIDGE}#s1-2"]
    assert (message.flags, "两千二百米" in message.id) == (("fuzzy",), True)
    assert message.previous == "大桥全长两千一百米，桥面预计在九月铺装完毕。"

    # The jump line goes, so the story on page 2 becomes one of its own; its translations go with it.
    rewrite(site, "01.md", "（下转第二版）", "")
    assert run("update").exit_code == 0
    texts = {one.text for one in by_context(catalog(site).read_bytes()).values()}
    assert {"EN 建设者说，合龙段的误差不到三毫米。", "EN 渔港开市"} <= texts
    assert sum(bool(text) for text in texts) == 6


def test_a_correction_of_the_text_keeps_the_translation(site: Path) -> None:
    run("update")
    translate_all(site)
    (site / "docs" / "issues" / "2031-03-04" / "corrections.yml").write_text(
        "- {page: 2, printed: 三毫米, shown: 二毫米}\n", "utf-8"
    )
    run("update")
    message = by_context(catalog(site).read_bytes())[f"{BRIDGE}#s2-1"]
    assert (message.id, message.text) == (
        "建设者说，合龙段的误差不到二毫米。",
        "EN 建设者说，合龙段的误差不到三毫米。",
    )
    assert message.flags == ("fuzzy",)


def test_an_issue_that_gets_an_edition_takes_its_catalog_along(site: Path) -> None:
    run("update")
    translate_all(site)
    rewrite(site, "01.md", "2031年3月4日", "---\nedition: evening\n---\n2031年3月4日")
    rewrite(site, "02.md", "第二版 要闻", "---\nedition: evening\n---\n第二版 要闻")
    assert run("update").exit_code == 0
    messages = by_context(catalog(site, issue="2031-03-04-evening").read_bytes())
    assert all(one.text for one in messages.values())
    # The old file is the editor's to take away.
    assert catalog(site).exists()
    assert [(one.code, one.severity) for one in archive(site).diagnostics if "catalog" in one.code] == [
        ("unused-catalog", "info")
    ]


def test_an_issue_without_a_word_to_translate_gets_no_file(site: Path) -> None:
    folder = site / "docs" / "issues" / "2031-03-07"
    folder.mkdir()
    (folder / "01.md").write_text("2031年3月7日 星期五 柳湾日报社出版 第 8126 号\n", "utf-8")
    assert run("update", "2031-03-07").exit_code == 0
    assert not catalog(site, issue="2031-03-07").exists()


def test_files_that_can_not_be_read_or_written_are_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "translations").write_text("a file", "utf-8")
    unread = run("update")
    assert unread.exit_code == 1
    assert "translations/en/2031-03-04.po: error: the catalog can't be read" in unread.output
    assert run("export", "--to", "tmx", "-o", "no/such/folder.tmx").exit_code == 1
    (site / "translations").unlink()

    def refuse(path: Path, content: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(cli_translations, "write_catalog", refuse)
    unwritten = run("update")
    assert unwritten.exit_code == 1
    assert "translations/en/2031-03-04.po can't be written: Permission denied" in unwritten.output


def test_drafts_and_orphans_can_be_translated(site: Path) -> None:
    folder = site / "docs" / "issues" / "2031-03-05"
    folder.mkdir()
    (folder / "02.md").write_text(
        "---\ndraft: true\n---\n第二版 要闻\n\n## 春茶开采\n\n（上接第一版）茶园里，人们忙到天黑。\n", "utf-8"
    )
    assert run("update", "2031-03-05").exit_code == 0
    assert "chun-cha-kai-cai#s2-1" in by_context(catalog(site, issue="2031-03-05").read_bytes())
    assert not catalog(site).exists()


def test_a_paper_in_english_gets_chinese_catalogs(site: Path) -> None:
    folder = site / "docs" / "issues" / "2031-03-06"
    folder.mkdir()
    (folder / "01.md").write_text(
        "The Liuwan Herald\n\nThursday, March 6, 2031\n\n## Harbour Opens\n\n"
        "LIUWAN, March 5 — The fishing harbour opened on Wednesday with three hundred tons sold.\n",
        "utf-8",
    )
    assert run("update", "2031-03-06").exit_code == 0
    assert not catalog(site, "en", "2031-03-06").exists()
    # Issues in the language that is asked for are passed over.
    assert run("update", "--language", "en").exit_code == 0
    assert catalog(site).exists()
    assert not catalog(site, "en", "2031-03-06").exists()
    assert b"X-Source-Language: en" in catalog(site, "zh", "2031-03-06").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["update", "2031-03-09"], "holds no issue 2031-03-09"),
        (["update", "--language", "zh-Hant"], "is in the language zh-Hant itself"),
        (["export", "--to", "tmx", "--language", "zh"], "is in the language zh itself"),
    ],
)
def test_what_can_not_be_is_said(site: Path, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_broken_catalog_stays_and_is_told_by_its_line(site: Path) -> None:
    run("update")
    broken = catalog(site).read_bytes().replace(b'msgstr ""', b'msgstr "', 3)
    catalog(site).write_bytes(broken)
    result = run("update")
    assert result.exit_code == 1
    assert "translations/en/2031-03-04.po:2: error: a string that does not end" in result.output.replace(
        "the string after msgstr does not end", "a string that does not end"
    )
    assert catalog(site).read_bytes() == broken
    status = run("status")
    assert status.exit_code == 0
    assert "can't be read" in status.output
    found = [one for one in archive(site).diagnostics if one.code == "bad-catalog"]
    assert found
    assert {(one.source, one.severity) for one in found} == {("translations/en/2031-03-04.po", "error")}


def test_status_counts_every_issue_against_its_text_of_today(site: Path) -> None:
    run("update")
    content = translated(catalog(site).read_bytes())
    content = changed(content, f"2031-03-04/{HARBOUR}#s2-1", flags=("fuzzy",), comments=("machine: e",))
    content = changed(content, f"2031-03-04/{HARBOUR}#headline", text="")
    catalog(site).write_bytes(content)
    rewrite(site, "01.md", "两千一百米", "两千二百米")
    (row,) = json.loads(run("status", "--format", "json").stdout)
    assert {key: row[key] for key in ("issue", "language", "translated", "fuzzy", "machine", "open")} == {
        "issue": "2031-03-04",
        "language": "en",
        "translated": 3,
        "fuzzy": 1,
        "machine": 1,
        "open": 1,
    }
    assert row["open_characters"] == len("渔港开市")
    assert row["characters"] == sum(len(one.id) for one in by_context(content).values())
    assert (row["up_to_date"], row["catalog"]) == (False, "translations/en/2031-03-04.po")
    line = run("status").output.splitlines()[1]
    assert line.split()[:7] == ["2031-03-04", "en", "3", "1", "1", "1", "50%"]
    assert line.endswith("needs an update")
    # Status writes nothing.
    assert catalog(site).read_bytes() == content


def test_a_translator_learns_what_no_page_will_show_before_a_build_does(site: Path) -> None:
    run("update")
    content = changed(catalog(site).read_bytes(), f"2031-03-04/{HARBOUR}#s2-1", text="<b>Open</b> again")
    catalog(site).write_bytes(content)
    line = content.decode().splitlines().index(f'msgctxt "2031-03-04/{HARBOUR}#s2-1"') + 1
    for command in ("status", "update"):
        told = run(command)
        assert told.exit_code == 0
        assert f"translations/en/2031-03-04.po:{line}: warning: the translation has <b>" in told.stderr
    assert catalog(site).read_bytes() == content


def test_an_export_comes_back_the_same(site: Path) -> None:
    run("update")
    content = translated(catalog(site).read_bytes())
    content = changed(content, f"2031-03-04/{HARBOUR}#s2-1", flags=("fuzzy",), comments=("machine: e",))
    catalog(site).write_bytes(content)
    assert run("export", "--to", "xliff", "-o", "out.xlf").exit_code == 0
    catalog(site).unlink()
    result = run("import", "out.xlf")
    assert result.exit_code == 0, result.output
    assert result.output == "translations/en/2031-03-04.po: 6 taken\n"
    assert catalog(site).read_bytes() == content
    assert run("import", "out.xlf").output == "translations/en/2031-03-04.po: 0 taken\n"


def test_a_memory_is_exported(site: Path) -> None:
    run("update")
    translate_all(site)
    result = run("export", "--to", "tmx")
    root = etree.fromstring(result.stdout.encode())
    assert len(list(root.iter("tu"))) == 6


def test_several_languages_are_exported_one_by_one(site: Path) -> None:
    configure(site, "[zh, en, fr]")
    refused = run("export", "--to", "xliff")
    assert refused.exit_code == 2
    assert "en, fr" in refused.output
    root = etree.fromstring(run("export", "--to", "xliff", "--language", "fr").stdout.encode())
    assert root.get("trgLang") == "fr"


def test_an_import_that_fits_no_issue_is_told(site: Path) -> None:
    run("update")
    run("export", "--to", "xliff", "-o", "out.xlf")
    (site / "out.xlf").write_text(
        (site / "out.xlf").read_text("utf-8").replace("2031-03-04", "2031-09-09"), "utf-8"
    )
    result = run("import", "out.xlf")
    assert result.exit_code == 1
    assert "holds no issue 2031-09-09" in result.output
    (site / "out.xlf").write_text("<a>", "utf-8")
    broken = run("import", "out.xlf")
    assert broken.exit_code == 1
    assert "out.xlf:1: error:" in broken.output


def test_an_obsolete_translation_is_kept_by_the_command(site: Path) -> None:
    run("update")
    translate_all(site)
    rewrite(site, "02.md", "## 渔港开市\n\n本报讯（记者 安若水）渔港昨日开市，首日成交三百吨。\n", "")
    assert "2 obsolete" in run("update").output
    assert {one.text for one in obsolete(catalog(site).read_bytes())} == {
        "EN 渔港开市",
        "EN 渔港昨日开市，首日成交三百吨。",
    }


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
def test_the_catalogs_of_the_example_site_are_sound(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "example_site" / "translations"
    catalogs = sorted(folder.rglob("*.po"))
    assert len(catalogs) >= 2
    for path in catalogs:
        checked = subprocess.run(
            ["msgfmt", "--check", "-o", str(tmp_path / "x.mo"), str(path)], capture_output=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_the_example_site_has_translations_of_each_state() -> None:
    held = archive(Path(__file__).parents[2] / "example_site")
    assert not [one for one in held.diagnostics if "catalog" in one.code or "translation" in one.code]
    states = [one.state for each in held.translations.values() for one in each.passages.values()]
    assert {state: states.count(state) > 0 for state in ("translated", "fuzzy", "machine")} == {
        "translated": True,
        "fuzzy": True,
        "machine": True,
    }
    assert all(each.translators and each.licence for each in held.translations.values())
