"""The lines over a story, and headlines that OCR merged."""

from __future__ import annotations

import pytest

from mkdocs_newspaper.model import Text
from mkdocs_newspaper.reading.conventions import conventions_of
from mkdocs_newspaper.reading.headlines import assign_parts, layers, merged_parts
from mkdocs_newspaper.reading.paragraphs import Unit

HANS = conventions_of("zh-Hans")


def lines(*texts: str) -> list[Unit]:
    """Units; `# ` and `## ` before a text mark a heading."""
    made = []
    for number, text in enumerate(texts, 1):
        level = len(text) - len(text.lstrip("#"))
        made.append(Unit("heading" if level else "text", Text(text.lstrip("# ")), number, level=level))
    return made


@pytest.mark.parametrize(
    ("over", "kicker", "headline", "deck"),
    [
        (["# 水库开工"], None, "水库开工", None),
        (
            ["## 总投资十八亿元", "# 水库开工", "## ——惠及四十万人"],
            "总投资十八亿元",
            "水库开工",
            "——惠及四十万人",
        ),
        (["总投资十八亿元", "# 水库开工"], "总投资十八亿元", "水库开工", None),
        (["# 水库开工", "——惠及四十万人"], None, "水库开工", "——惠及四十万人"),
        (["溪畔时评", "验收单之外"], "溪畔时评", "验收单之外", None),
        (
            ["市政府常务会议提出：", "全力做好防汛备汛工作"],
            "市政府常务会议提出：",
            "全力做好防汛备汛工作",
            None,
        ),
        (["沈怀远出席大会", "并代表市委市政府讲话"], None, "沈怀远出席大会并代表市委市政府讲话", None),
        (
            ["总投资十八亿元", "鹤鸣湾水库扩建工程开工建设", "惠及三县区四十万人"],
            "总投资十八亿元",
            "鹤鸣湾水库扩建工程开工建设",
            "惠及三县区四十万人",
        ),
    ],
)
def test_kicker_headline_and_deck_are_told_apart(
    over: list[str], kicker: str | None, headline: str, deck: str | None
) -> None:
    read = layers(lines(*over), HANS)
    shown = [one.shown if one else None for one in (read.kicker, read.headline, read.deck)]
    assert shown == [kicker, headline, deck]


@pytest.mark.parametrize(
    ("merged", "parts"),
    [
        ("沈怀远会见甲州客人 沈怀远会见乙州客人", ["沈怀远会见甲州客人", "沈怀远会见乙州客人"]),
        ("沈怀远会见甲 乙两州客人 沈怀远会见丙州客人", ["沈怀远会见甲 乙两州客人", "沈怀远会见丙州客人"]),
        ("一手抓复工 一手抓防灾", ["一手抓复工 一手抓防灾"]),
        ("宁可十防九空 不可失防万一", ["宁可十防九空 不可失防万一"]),
    ],
)
def test_a_heading_is_split_only_where_its_parts_start_alike(merged: str, parts: list[str]) -> None:
    assert [part.shown for part in merged_parts(Text(merged), HANS)] == parts


def test_each_body_goes_to_the_headline_that_names_its_guest() -> None:
    parts = [Text("沈怀远会见甲州客人"), Text("沈怀远会见乙州客人")]
    assert assign_parts(parts, ["昨日，乙州代表团来访。", "今日，甲州代表团来访。"]) == [1, 0]
    assert assign_parts(parts, ["昨日，代表团来访。", "今日，代表团来访。"]) == [0, 1]
