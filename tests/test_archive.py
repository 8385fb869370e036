"""Issues of many years gathered into one archive."""

from __future__ import annotations

from pathlib import Path

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.options import Options


def test_a_name_in_both_scripts_is_one_entry(tmp_path: Path) -> None:
    (tmp_path / "1955-03-02.md").write_text(
        "# 國務院開會\n\n新華社北京三月一日電 國務院今天開會。會議討論了水利問題，蘇聯專家列席。\n", "utf-8"
    )
    (tmp_path / "1985-03-02.md").write_text(
        "# 国务院开会\n\n新华社北京3月1日电 国务院今天开会。会议讨论了水利问题，苏联专家列席。\n", "utf-8"
    )
    archive = read_archive(Options(issues=tmp_path))

    assert [issue.source_language for issue in archive.issues] == ["zh-Hant", "zh-Hans"]
    for names in ({"国务院", "國務院"}, {"苏联", "蘇聯"}):
        entries = [entry for entry in archive.entries if entry.zh in names]
        assert len(entries) == 1
        for issue in archive.issues:
            assert any(mention.entry == entries[0].id for mention in issue.articles[0].mentions)
