"""The bundled tables: well-formed, without doubles, and found in both scripts."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import mkdocs_newspaper
from mkdocs_newspaper.glossary import agencies, lexicon
from mkdocs_newspaper.glossary.scanner import Scanner

DATA = Path(mkdocs_newspaper.__file__).parent / "glossary" / "data"
TABLES = sorted(path.stem for path in DATA.glob("*.tsv"))

#: Columns that make a row one of its kind, where that is not the first column alone.
KEYS = {
    "people": ("zh", "years"),
    "readings": ("zh", "use"),
    "transcriptions": ("zh", "use"),
    "context": ("zh", "use"),
    "abbreviations": ("zh", "country"),
    "components": ("zh", "use"),
    "heads": ("zh", "use"),
    "neighbors": ("zh", "use"),
}


def test_the_tables_are_there() -> None:
    assert {"agencies", "places", "sections", "offices", "organizations", "people", "surnames"} <= set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_complete_and_says_where_it_comes_from(name: str) -> None:
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    columns = lines[0].split("\t")
    assert columns[-1] == "source"
    wrong = [
        line
        for line in lines[1:]
        if len(line.split("\t")) != len(columns)
        or not all(one.strip() == one != "" for one in line.split("\t"))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", TABLES)
def test_no_row_stands_twice(name: str) -> None:
    rows = lexicon.table(name)
    first = next(iter(rows[0]))
    counts = Counter(tuple(row[column] for column in KEYS.get(name, (first,))) for row in rows)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", ["agencies", "places", "sections", "offices", "organizations", "people"])
def test_chinese_and_english_stand_in_their_columns(name: str) -> None:
    wrong = [
        row
        for row in lexicon.table(name)
        if not re.search("[\u4e00-\u9fff]", row["zh"])
        or re.search("[\u4e00-\u9fff]", row["en"])
        or "'" in row["en"]
    ]
    assert wrong == []


def test_no_simplified_key_hides_another() -> None:
    for name in ("agencies", "places", "sections", "offices", "organizations"):
        assert len(lexicon.names(name)) == len(lexicon.table(name)), name


def test_files_end_lines_the_same_way_on_every_system() -> None:
    assert [name for name in TABLES if b"\r" in (DATA / f"{name}.tsv").read_bytes()] == []


def test_tables_are_read_without_quoting() -> None:
    with (DATA / "organizations.tsv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file, delimiter="\t"))) == len(lexicon.table("organizations")) + 1


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("阿斯塔纳", "Astana"),
        ("哈萨克斯坦", "Kazakhstan"),
        ("哈尔滨", "Harbin"),
        ("哈爾濱", "Harbin"),
        ("呼和浩特", "Hohhot"),
        ("拉萨", "Lhasa"),
        ("乌鲁木齐", "Urumqi"),
        ("西安", "Xi’an"),
        ("内蒙古", "Inner Mongolia"),
        ("陕西", "Shaanxi"),
        ("香港", "Hong Kong"),
        ("台北", "Taipei"),
        ("臺北", "Taipei"),
        ("高雄", "Kaohsiung"),
        ("紐西蘭", "New Zealand"),
        ("阿联酋", "United Arab Emirates"),
        ("印尼", "Indonesia"),
        ("波黑", "Bosnia and Herzegovina"),
        ("科特迪瓦", "Côte d’Ivoire"),
        ("寮國", "Laos"),
    ],
)
def test_a_place_has_its_english_name(zh: str, en: str) -> None:
    assert lexicon.place_english(zh) == en


def test_an_unknown_name_has_no_english() -> None:
    assert lexicon.place_english("云溪") is None
    assert lexicon.agency_english("云溪日报") is None
    assert lexicon.section_english("无此版") is None
    assert lexicon.office_english("无此职") is None
    assert lexicon.person_english("张三") is None
    assert lexicon.territory("欧盟") is None
    assert lexicon.territory_by_code("EU") is None
    assert lexicon.place_english("") is None


def test_sections_and_offices_are_named_in_english() -> None:
    assert lexicon.section_english("要闻") == "Top News"
    assert lexicon.section_english("要 聞") == "Top News"
    assert lexicon.section_english("国际新闻") == "World"
    assert lexicon.section_english("体育版") == "Sports"
    assert lexicon.office_english("總統") == "President"
    assert lexicon.office_english("县委书记") == "Party Secretary of the County"


def test_agencies_are_named_in_english() -> None:
    assert lexicon.agency_english("新華社") == "Xinhua"
    assert agencies.english_name("路透社") == "Reuters"
    assert agencies.english_name("南山日报社") == "Nanshan Daily"
    assert agencies.english_name("北京晚报") == "Beijing Evening News"
    assert agencies.english_name("哈萨克斯坦通讯社") == "Kazakhstan News Agency"
    assert agencies.english_name("日报") is None
    assert agencies.english_name("某单位") is None
    assert lexicon.agency_country("新华社") == lexicon.territory("中国")
    assert agencies.is_own_paper("本報")
    assert not agencies.is_own_paper("本报讯")


def test_a_name_means_the_person_of_its_years() -> None:
    assert lexicon.known_people(2025)["别尔德穆哈梅多夫"].en == "Serdar Berdimuhamedov"
    assert lexicon.known_people(2015)["别尔德穆哈梅多夫"].en == "Gurbanguly Berdimuhamedow"
    assert "布什" not in lexicon.known_people(2025)
    assert lexicon.person_english("布什") is None
    assert lexicon.person_english("布什", 2003) == "George W. Bush"
    assert lexicon.person_english("托卡耶夫") == "Kassym-Jomart Tokayev"


def test_years_of_one_name_do_not_overlap() -> None:
    for year in range(1900, 2101):
        held = Counter(
            row["zh"]
            for row in lexicon.table("people")
            if int(row["years"].partition("-")[0] or 0) <= year <= int(row["years"].partition("-")[2] or 9999)
        )
        # Two Castros of one family governed in turn: the first of the list is meant.
        assert {name for name, count in held.items() if count > 1} <= {"卡斯特罗"}


def test_folding_keeps_every_offset() -> None:
    text = "臺灣與𠮷野家、後來的乾隆皇帝"
    assert lexicon.simplified(text) == "台湾与𠮷野家、后来的干隆皇帝"
    assert len(lexicon.simplified(text)) == len(text)
    assert all(len(row["traditional"]) == len(row["simplified"]) == 1 for row in lexicon.table("characters"))


def test_folding_twice_changes_nothing_more() -> None:
    every = "".join(map(chr, range(0x4E00, 0xA000)))
    once = lexicon.simplified(every)
    assert lexicon.simplified(once) == once


def found(scanner: Scanner, text: str) -> list[str]:
    return [text[start:end] for start, end in scanner.find(text)]


def test_the_scanner_finds_the_longest_name_at_each_place() -> None:
    scanner = Scanner({"中国", "中国共产党", "共产党", "上海", "海南"})
    assert found(scanner, "中国共产党在上海南部的中国") == ["中国共产党", "上海", "中国"]
    assert found(scanner, "") == []
    assert found(scanner, "中") == []


def test_two_scanners_beside_each_other_find_the_longer_name() -> None:
    scanner = Scanner({"王建", "云溪日报"}, beside=Scanner({"云溪", "王建国"}))
    assert found(scanner, "云溪日报王建国云溪王建") == ["云溪日报", "王建国", "云溪", "王建"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("沿海地区", "海地"),
        ("拉美国家", "美国"),
        ("增加纳税", "加纳"),
        ("今日本报", "日本"),
        ("淮河南岸", "河南"),
        ("康泰国际", "泰国"),
    ],
)
def test_a_name_across_two_words_is_not_meant(text: str, name: str) -> None:
    assert name in text
    assert found(Scanner({name}), text) == []
    assert found(Scanner({name}), f"在{name}。") == [name]
