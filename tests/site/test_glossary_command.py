"""The command `mkdocs-newspaper glossary`, as an editor runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_newspaper.cli import main

TEXT = """## 独立宫里的会谈

本报云溪6月17日电 {}

## 独立官里的会谈

本报云溪6月17日电 独立官里，农田水利建设很快，农田水利建设也好。外国选手伊斯塔米尔诺夫来了。
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs" / "issues").mkdir(parents=True)
    sentence = "群众说，农田水利建设好。人们看，农田水利建设大。外国选手伊斯塔米尔诺夫说话了。"
    (tmp_path / "docs" / "issues" / "2025-06-18.md").write_text(TEXT.format(sentence * 3), "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [newspaper]\n", "utf-8")
    (tmp_path / "glossary.yml").write_text("- {zh: 独立宫, en: Independence Palace, kind: place}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["glossary", *arguments], catch_exceptions=False)


def test_suggestions_can_be_pasted_into_the_glossary(site: Path) -> None:
    result = run("suggest")
    assert result.exit_code == 0
    entries = yaml.safe_load(result.output)
    by_name = {entry["zh"]: entry for entry in entries}
    assert by_name["独立宫"]["ocr"] == ["独立官"]
    assert by_name["伊斯塔米尔诺夫"]["kind"] == "person"
    assert any("农田水利" in name for name in by_name)
    assert "2025-06-18 …" in result.output


@pytest.mark.parametrize(
    ("form", "sign"), [("tbx", "<tbx "), ("skos", "skos:ConceptScheme"), ("csv", "zh,en,kind")]
)
def test_the_glossary_is_exported(site: Path, form: str, sign: str) -> None:
    result = run("export", "--to", form, "-o", "out.txt")
    assert result.exit_code == 0
    text = (site / "out.txt").read_text("utf-8")
    assert sign in text
    assert "Independence Palace" in text


def test_a_recognizer_is_measured_strictly(site: Path) -> None:
    gold = [
        {"text": "国家主席习近平在北京。", "spans": [[4, 7, "PER"], [8, 10, "LOC"]]},
        {"text": "清华大学很大。", "spans": [[0, 2, "ORG"]]},
    ]
    (site / "gold.json").write_text(json.dumps(gold), "utf-8")
    result = run("evaluate", "gold.json", "--format", "json")
    scores = json.loads(result.output)
    assert (scores["PER"]["f1"], scores["LOC"]["f1"]) == (100, 100)
    assert (scores["ORG"]["right"], scores["ORG"]["wrong"], scores["ORG"]["missed"]) == (0, 1, 1)
    assert scores["all"]["precision"] == pytest.approx(66.67)


def test_the_items_of_an_archive_are_looked_up(site: Path) -> None:
    gold = {
        "items": [
            {"type": "place", "zh": "独立宫", "en": "independence palace", "pinyin": "Dúlì Gōng"},
            {"type": "place", "zh": "没有"},
        ]
    }
    (site / "gold.json").write_text(json.dumps(gold), "utf-8")
    scores = json.loads(run("evaluate", "gold.json", "--format", "json").output)
    assert scores["place"] == {
        "items": 2,
        "found": 1,
        "english": 1,
        "pinyin": 1,
        "offices": 0,
        "missing": ["没有"],
    }


@pytest.mark.parametrize("text", ["{}", "[1]", '{"items": [1]}', "nothing"])
def test_what_is_no_gold_is_told_in_one_line(site: Path, text: str) -> None:
    (site / "gold.json").write_text(text, "utf-8")
    result = run("evaluate", "gold.json")
    assert result.exit_code == 2
    assert "gold.json: " in result.output


def test_a_recognizer_that_is_not_there_is_a_clear_error(site: Path) -> None:
    (site / "mkdocs.yml").write_text("site_name: x\nplugins: [{newspaper: {recognizer: hanlp}}]\n", "utf-8")
    result = run("suggest")
    assert result.exit_code == 2
    assert "there is no recognizer 'hanlp'" in result.output


def test_a_file_that_cannot_be_written_is_told_in_one_line(site: Path) -> None:
    result = run("export", "--to", "csv", "-o", "no/such/folder.csv")
    assert result.exit_code != 0
    assert "no/such/folder.csv" in result.output
    assert "Traceback" not in result.output
