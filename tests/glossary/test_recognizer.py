"""Who and what an issue names: small issues made by hand."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.glossary.recognizer import annotate
from mkdocs_newspaper.model import (
    Article,
    Author,
    Bilingual,
    Dateline,
    Entry,
    Figure,
    Issue,
    Mention,
    Newspaper,
    Paragraph,
    PullQuote,
    Segment,
    SourceLanguage,
    Text,
)
from mkdocs_newspaper.options import Options

SHARED = Path(__file__).parents[2] / ".." / "shared"
PAPER = Newspaper(name=Bilingual("云溪日报", "Yunxi Daily"))


def article(*paragraphs: str, headline: str = "消息", number: int = 1, **fields: object) -> Article:
    """A story of one segment on page 1; `fields` are the segment's."""
    segment = Segment(
        page="1",
        order=number,
        line=1,
        paragraphs=tuple(
            Paragraph(Text(text), line, anchor=f"s1-{line}") for line, text in enumerate(paragraphs, 1)
        ),
    )
    segment = replace(segment, **fields)  # type: ignore[arg-type]
    return Article(
        slug=f"story-{number}",
        headline=Text(headline),
        segments=(segment,),
        authors=segment.authors,
        datelines=segment.datelines,
    )


def read(
    *articles: Article, date: dt.date = dt.date(2025, 6, 18), language: SourceLanguage = "zh-Hans"
) -> Issue:
    return annotate(Issue(date, source_language=language, articles=articles), PAPER)


def people(issue: Issue) -> dict[str, Entry]:
    return {entry.zh: entry for entry in issue.entries if entry.kind == "person"}


def texts(issue: Issue, kind: str | None = None) -> list[str]:
    return [one.text for story in issue.articles for one in story.mentions if kind in (None, one.kind)]


def person_in(text: str) -> list[str]:
    return texts(read(article(text)), "person")


def test_a_head_of_state_is_found_with_office_and_country() -> None:
    issue = read(article("哈萨克斯坦总统托卡耶夫主持会议。"))
    entry = people(issue)["托卡耶夫"]
    assert entry.id == "person/tuo-ka-ye-fu"
    assert entry.en == "Kassym-Jomart Tokayev"
    assert entry.pinyin == "Tuōkǎyēfū"
    assert entry.office == Bilingual("总统", "President")
    assert entry.country == Bilingual("哈萨克斯坦", "Kazakhstan")
    assert not entry.needs_english


def test_an_unknown_foreign_name_waits_for_its_english() -> None:
    entry = people(read(article("冰岛总理古德蒙松表示欢迎。")))["古德蒙松"]
    assert entry.en is None
    assert entry.needs_english
    assert entry.pinyin == "Gǔdéméngsōng"
    assert entry.office == Bilingual("总理", "Prime Minister")
    assert entry.country == Bilingual("冰岛", "Iceland")


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("中国国家主席习近平出席。", "习近平", "国家主席"),
        ("县委书记李明、县长王建国参加。", "李明", "县委书记"),
        ("县委书记李明、县长王建国参加。", "王建国", "县长"),
        ("云溪县县长王建国介绍了情况。", "王建国", "县长"),
        ("会上，县长王明说：“好。”", "王明", "县长"),
        ("县长王明表示，要抓好落实。", "王明", "县长"),
        ("外交部发言人毛宁在例行记者会上答问。", "毛宁", "外交部发言人"),
        ("村民张桂兰说起往事。", "张桂兰", "村民"),
        ("市长李志同出席开幕式。", "李志同", "市长"),
        ("市长李志同王芳握手。", "李志", "市长"),
        ("校长欧阳明宣布开学。", "欧阳明", "校长"),
        ("校长欧阳文山宣布开学。", "欧阳文山", "校长"),
        ("局长任志强说。", "任志强", "局长"),
        ("副区长江海涛陪同调研。", "江海涛", "副区长"),
        ("省长王浩来到杭州市。", "王浩", "省长"),
        ("财政部部长蓝佛安介绍情况。", "蓝佛安", "财政部部长"),
        ("院長張學禮表示感謝。", "張學禮", "院長"),
    ],
)
def test_an_office_holder_is_found_where_the_name_ends(text: str, name: str, office: str) -> None:
    entry = people(read(article(text)))[name]
    assert entry.office is not None
    assert entry.office.zh is not None
    assert entry.office.zh in (office, "院长")
    assert entry.office.en


@pytest.mark.parametrize(
    "text",
    [
        "主席高度评价两国关系。",
        "总统马上宣布结果。",
        "县长任命他为主任。",
        "市长和书记分别讲话。",
        "校长向大家问好。",
        "主任应邀出席。",
        "书记常常下乡。",
        "会长于昨日抵达。",
        "总理常务会议决定。",
        "校长周末也在办公室。",
        "村民邵阿婆笑了。",
        "局长张主任都来了。",
        "教师周转房建好了。",
        "外交部发言人说。",
        "总统大选今天开始。",
        "县长王",
        "县长王 明",
    ],
)
def test_words_behind_an_office_are_no_names(text: str) -> None:
    assert person_in(text) == []


def test_a_name_whose_end_stays_open_is_left_out() -> None:
    assert person_in("县长王建国际会议致辞。") == []


def test_a_name_that_the_issue_repeats_is_told_from_its_uses() -> None:
    story = article("县长张晓来到了乡下。", "张晓说，张晓又说，大家都认识张晓。")
    assert "张晓" in people(read(story))
    other = article("县长张晓来去了乡下。", "张晓来调研，张晓来慰问。")
    assert "张晓来" in people(read(other))


def test_the_famous_name_is_the_famous_person_only_where_the_country_agrees() -> None:
    assert people(read(article("法国总统马克龙表示。")))["马克龙"].en == "Emmanuel Macron"
    stranger = people(read(article("冰岛市长马克龙表示。")))["马克龙"]
    assert stranger.en is None
    mayor = people(read(article("洛维纳市市长科斯塔表示。")))["科斯塔"]
    assert mayor.needs_english


def test_the_year_of_the_issue_tells_people_of_one_name_apart() -> None:
    story = article("美国总统布什说。")
    assert people(read(story, date=dt.date(1990, 1, 1)))["布什"].en == "George H. W. Bush"
    assert people(read(story, date=dt.date(2003, 1, 1)))["布什"].en == "George W. Bush"


def test_an_ambassador_is_his_own_countrys() -> None:
    entry = people(read(article("中国驻法国大使卢沙野出席。")))["卢沙野"]
    assert entry.country == Bilingual("中国", "China")
    assert entry.en == "Lu Shaye"


def test_a_korean_name_is_no_chinese_one() -> None:
    entry = people(read(article("韩国总统朴正民发表讲话。")))["朴正民"]
    assert entry.needs_english
    assert entry.en is None


def test_a_full_name_and_its_short_form_are_one_person() -> None:
    story = article("洛维纳市市长伊琳娜·科斯塔致辞。", "科斯塔表示，市长科斯塔强调友谊。")
    issue = read(story)
    assert list(people(issue)) == ["伊琳娜·科斯塔"]
    assert texts(issue, "person") == ["伊琳娜·科斯塔", "科斯塔", "科斯塔"]
    assert len({one.entry for one in issue.articles[0].mentions if one.kind == "person"}) == 1


def test_a_person_found_once_is_found_everywhere_in_the_issue() -> None:
    first = article("县委书记沈怀远讲话。")
    second = article(
        "沈怀远还说。",
        headline="沈怀远看望老人",
        number=2,
        deck=None,
        figures=(Figure("1", 9, caption=Text("沈怀远在村里。"), anchor="figure-1"),),
        pull_quotes=(PullQuote("1", 3, Text("沈怀远还说。")),),
    )
    issue = read(first, second)
    assert [one.anchor for one in issue.articles[1].mentions] == ["headline", "s1-1", "figure-1"]


def test_reporters_are_found_in_their_byline() -> None:
    authors = (Author("彭亮", "reporter", "本报"), Author("曹迎新", "correspondent"))
    issue = read(article("正文。", byline="本报记者 彭 亮 通讯员 曹迎新", authors=authors))
    found = [(one.text, one.anchor) for one in issue.articles[0].mentions]
    assert found == [("彭 亮", "byline"), ("曹迎新", "byline")]
    assert people(issue)["彭亮"].office == Bilingual("云溪日报记者", "Yunxi Daily reporter")
    assert people(issue)["曹迎新"].office == Bilingual("通讯员", "correspondent")
    assert people(issue)["彭亮"].en == "Peng Liang"


def test_of_two_reporters_whose_names_open_alike_each_is_found_in_a_letter_spaced_byline() -> None:
    authors = (Author("彭亮", "reporter", "本报"), Author("彭亮生", "reporter", "本报"))
    issue = read(article("正文。", byline="本报记者 彭　亮　生　　彭 亮、彭亮生", authors=authors))
    found = [(one.text, one.start, one.end) for one in issue.articles[0].mentions]
    assert found == [("彭　亮　生", 5, 10), ("彭 亮", 12, 15), ("彭亮生", 16, 19)]


def test_a_reporter_with_the_name_of_a_word_is_no_word_of_the_text() -> None:
    authors = (Author("温馨", "reporter", "新华社"),)
    issue = read(article("屋里十分温馨。", byline="记者温馨", authors=authors))
    assert [one.anchor for one in issue.articles[0].mentions] == ["byline"]
    assert people(issue)["温馨"].country == Bilingual("中国", "China")


def test_posts_and_bodies_in_a_byline_are_no_people() -> None:
    names = ("本报评论员", "编辑部", "新华社", "本报记者", "北京", "采访组")
    authors = tuple(Author(name) for name in names)
    assert people(read(article("正文。", byline="，".join(names), authors=authors))) == {}


def test_photographers_have_entries_without_mentions() -> None:
    shot = Figure(
        "1",
        3,
        Text("图为会场。"),
        "新华社记者 黄敬文摄",
        (Author("黄敬文", "photographer", "新华社"),),
        anchor="figure-1",
    )
    issue = read(article("正文。", figures=(shot,)))
    assert people(issue)["黄敬文"].office == Bilingual("新华社记者", "Xinhua reporter")
    assert texts(issue) == []


def test_datelines_give_places_and_agencies() -> None:
    line = Dateline("新华社云溪6月17日电", "新华社", ("云溪",), dt.date(2025, 6, 17), "电")
    issue = read(article("会议在云溪县举行，清澈的云溪流过。", datelines=(line,)))
    assert [(one.text, one.anchor) for one in issue.articles[0].mentions] == [
        ("新华社", "dateline"),
        ("云溪", "dateline"),
        ("云溪县", "s1-1"),
        ("云溪", "s1-1"),
    ]
    names = {entry.zh: entry.en for entry in issue.entries}
    assert names["云溪"] == "Yunxi"
    assert names["新华社"] == "Xinhua"


def test_an_unknown_town_of_two_characters_is_a_place_only_where_its_kind_follows() -> None:
    line = Dateline("本报白鹭6月17日电", "本报", ("白鹭",), dt.date(2025, 6, 17), "电")
    issue = read(article("白鹭镇的水面上飞起一行白鹭。", datelines=(line,)))
    assert [(one.text, one.start) for one in issue.articles[0].mentions if one.anchor == "s1-1"] == [
        ("白鹭镇", 0)
    ]


def test_territories_cities_and_bodies_are_found_by_their_longest_name() -> None:
    issue = read(article("中国共产党代表团从上海合作组织峰会、北京和印度尼西亚首都雅加达归来。"))
    assert texts(issue) == ["中国共产党代表团", "上海合作组织", "北京", "印度尼西亚", "雅加达"]


def test_names_of_one_country_are_one_entry() -> None:
    issue = read(article("沙特和沙特阿拉伯，美国与美利坚合众国。"))
    assert Counter(one.entry for one in issue.articles[0].mentions) == Counter(
        {"place/sha-te-a-la-bo": 2, "place/mei-guo": 2}
    )


def test_city_names_that_are_words_need_their_kind() -> None:
    issue = read(article("黄金白银价格上涨，大同世界，长治久安。", "白银市和大同市的市民。"))
    assert [(one.text, one.anchor) for one in issue.articles[0].mentions] == [
        ("白银市", "s1-2"),
        ("大同市", "s1-2"),
    ]


def test_traditional_characters_are_recognized_and_shown_as_printed() -> None:
    issue = read(article("美國總統川普與習近平通電話，中國國家主席習近平強調合作。"), language="zh-Hant")
    assert texts(issue, "person") == ["川普", "習近平", "習近平"]
    assert people(issue)["習近平"].pinyin == "Xí Jìnpíng"
    assert {entry.zh: entry.en for entry in issue.entries if entry.kind == "place"} == {
        "美國": "United States",
        "中國": "China",
    }


def test_regional_names_of_countries_are_read_in_traditional_papers_only() -> None:
    assert texts(read(article("訪問團前往卡達與紐西蘭。"), language="zh-Hant")) == ["卡達", "紐西蘭"]
    assert texts(read(article("卡达尔当政期间。")), "place") == []


def test_a_place_is_mentioned_with_the_word_for_its_kind() -> None:
    text = "广东省政府、广东省委、北京市民、雄安新区和昆明市区。"
    assert texts(read(article(text))) == ["广东省政府", "广东省委", "北京", "雄安新区", "昆明"]


def test_a_pen_name_of_a_byline_needs_no_translator() -> None:
    entry = people(read(article("正文。", byline="作者 春和景", authors=(Author("春和景", "writer"),))))
    assert entry["春和景"].en == "Chunhejing"
    assert not entry["春和景"].needs_english


def test_a_reporter_with_a_foreign_name_waits_for_its_english() -> None:
    entry = people(read(article("正文。", byline="记者 斯韦特兰娜", authors=(Author("斯韦特兰娜"),))))[
        "斯韦特兰娜"
    ]
    assert entry.needs_english
    assert entry.en is None


def test_an_enumeration_of_those_present_is_read() -> None:
    assert person_in("蔡奇、王毅等参加上述活动。") == ["蔡奇", "王毅"]
    assert person_in("苹果、白菜等参加评比。") == []


def test_entries_are_unique_and_everything_mentioned_has_one() -> None:
    story = article("县长王建国表示。局长王健国表示。")
    issue = read(story)
    ids = [entry.id for entry in issue.entries]
    assert ids == ["person/wang-jian-guo", "person/wang-jian-guo-2"]
    assert {one.entry for one in issue.articles[0].mentions} == set(ids)


def test_an_english_issue_is_left_as_it_is() -> None:
    issue = Issue(dt.date(2025, 6, 18), source_language="en", articles=(article("President Xi"),))
    assert annotate(issue, PAPER) is issue


def test_orphans_and_crossheads_are_annotated_and_an_invented_headline_is_not() -> None:
    orphan = replace(article("中国队胜。", headline="中国队"), untitled=True, orphan="no beginning")
    issue = annotate(Issue(dt.date(2025, 6, 18), orphans=(orphan,)), PAPER)
    assert [one.anchor for one in issue.orphans[0].mentions] == ["s1-1"]


def check_offsets(issue: Issue) -> None:
    ids = {entry.id for entry in issue.entries}
    for story in (*issue.articles, *issue.orphans):
        fields = {"headline": story.headline.shown, "deck": story.deck.shown if story.deck else ""}
        fields |= {one.anchor: one.text.shown for one in story.paragraphs}
        fields |= {one.anchor: one.caption.shown for one in story.figures if one.caption}
        fields["byline"] = next((one.byline for one in story.segments if one.byline), "")
        fields["dateline"] = story.dateline.text if story.dateline else ""
        by_field: dict[str, list[Mention]] = {}
        for one in story.mentions:
            assert fields[one.anchor][one.start : one.end] == one.text
            assert one.entry in ids
            by_field.setdefault(one.anchor, []).append(one)
        for found in by_field.values():
            found.sort(key=lambda one: one.start)
            assert all(left.end <= right.start for left, right in pairwise(found)), "mentions overlap"


NAMES = st.sampled_from(
    [
        "总统",
        "县长",
        "王明",
        "李建国",
        "中国",
        "托卡耶夫",
        "马克龙",
        "、",
        "和",
        "说",
        "，",
        "。",
        "等参加",
        "市",
        "沿海地",
        "𠮷",
        "·",
        "習",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(NAMES, max_size=12).map("".join), max_size=4))
def test_offsets_are_exact_and_never_overlap(paragraphs: list[str]) -> None:
    authors = (Author("王明", "reporter", "新华社"),)
    line = Dateline("新华社王明6月1日电", "新华社", ("王明",))
    story = article(
        *paragraphs,
        headline="".join(paragraphs)[:20],
        byline="记者 王 明",
        authors=authors,
        datelines=(line,),
    )
    check_offsets(read(story))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_annotated_without_an_error(text: str) -> None:
    check_offsets(read(article(text, headline=text[:30], byline=text, authors=(Author(text),))))


@pytest.mark.parametrize(
    "unit",
    [
        "总统马",
        "县长王明",
        "中国、",
        "王明、李明、",
        "卡·",
        "国家主席习近平出席。",
        "总统托卡耶夫·",
        "前" * 20 + "总统",
    ],
)
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        story = article(unit * (size // len(unit)))
        started = time.process_time()
        read(story)
        return time.process_time() - started

    seconds(1_000)
    # Eight times the text; three times that is left for a busy machine. Squared growth would be 64 times.
    small = min(seconds(10_000) for _ in range(3))
    assert seconds(80_000) < max(1, 24 * small) or seconds(80_000) < max(1, 24 * small)


@pytest.mark.skipif(
    not (SHARED / "trial").exists(), reason="the shared trial issue is not beside this checkout"
)
def test_the_trial_issue_names_the_people_and_places_of_the_gold_list() -> None:
    issue = read_archive(Options(issues=(SHARED / "trial").resolve())).issues[0]
    check_offsets(issue)
    gold = json.loads((SHARED / "gold" / "trial-names-and-terms.json").read_text("utf-8"))["items"]
    found = people(issue)
    expected = [one for one in gold if one["type"] == "person"]
    assert len(expected) == 19
    assert [one["zh"] for one in expected if one["zh"] not in found] == []
    for one in expected:
        entry = found[one["zh"]]
        assert entry.pinyin == one["pinyin"]
        assert entry.en == one["en"]
        assert entry.office == Bilingual(one["office_zh"], one["office_en"])
        assert entry.country is not None
        assert entry.country.en == one["country"]
    places = {entry.zh: entry.en for entry in issue.entries if entry.kind == "place"}
    missing = [one["zh"] for one in gold if one["type"] == "place" and places.get(one["zh"]) != one["en"]]
    assert missing == ["独立宫"]  # the page has 独立官, and no lexicon knows the palace


def test_the_same_issue_gives_the_same_entries_twice() -> None:
    story = article(
        "法国总统马克龙、县长王建国和中国外交部长王毅在北京会谈。",
        authors=(Author("王芳"),),
        byline="记者王芳",
    )
    assert read(story) == read(story)


def test_a_famous_name_is_not_seen_in_a_part_of_another_name() -> None:
    found = people(read(article("伊拉克副总理阿齐兹·哈马迪抵达。", "阿齐兹·哈马迪说，他很高兴。")))
    assert list(found) == ["阿齐兹·哈马迪"]


def test_a_head_word_that_opens_a_longer_one_makes_no_term() -> None:
    read_issue = read(article("哈萨克斯坦总统说，中哈战略合作和中哈关系都好，中国和哈萨克斯坦是朋友。"))
    assert "中哈战略" not in {entry.zh for entry in read_issue.entries}


def test_everyday_words_and_questions_in_quotation_marks_are_no_terms() -> None:
    read_issue = read(article("河段有了“主人”，表上写着“由谁来背”。", "“主人”来了，“由谁来背”。"))
    assert [entry.zh for entry in read_issue.entries if entry.kind == "term"] == []


def test_a_single_character_is_no_mention() -> None:
    read_issue = read(article("日、俄两国外长来京，美方表示欢迎。", "中美关系重要。"))
    assert all(len(one.text) > 1 for story in read_issue.articles for one in story.mentions)


def test_the_title_of_a_speech_is_one_term() -> None:
    read_issue = read(article("会上发表题为《携手前行 共创未来》的讲话。"))
    assert [mention.text for one in read_issue.articles for mention in one.mentions] == ["携手前行 共创未来"]


def test_mentions_lie_in_their_own_fields() -> None:
    read_issue = read(article("云南省委书记宋大林到会。", "北京大学的教师来了。", "会后，宋大林回到昆明市。"))
    story = read_issue.articles[0]
    texts = {one.anchor: one.text.shown for one in story.paragraphs}
    assert len({mention.anchor for mention in story.mentions}) == 3
    assert all(texts[one.anchor][one.start : one.end] == one.text for one in story.mentions)


def test_a_quoted_phrase_that_is_said_to_be_a_concept_is_a_term() -> None:
    issue = read(article("要践行“河清岸绿”理念。他说“河清鱼多”，大家笑了。"))
    terms = [one.text for one in issue.articles[0].mentions if one.kind == "term"]
    assert "河清岸绿" in terms
    assert "河清鱼多" not in terms


@pytest.mark.parametrize(
    ("text", "name", "english", "country"),
    [
        ("越共中央总书记苏林在河内会见客人。", "苏林", "To Lam", "Vietnam"),
        ("越南共产党中央委员会总书记苏林会见客人。", "苏林", "To Lam", "Vietnam"),
        ("老挝人民革命党中央总书记通伦会见客人。", "通伦", "Thongloun Sisoulith", "Laos"),
        ("中共中央总书记李文石讲话。", "李文石", "Li Wenshi", "China"),
    ],
)
def test_an_office_of_a_party_is_of_the_partys_country(
    text: str, name: str, english: str, country: str
) -> None:
    held = people(read(article(text)))[name]
    assert (held.en, held.country and held.country.en) == (english, country)


def test_a_party_of_a_country_that_is_no_more_gives_no_country() -> None:
    assert people(read(article("苏共中央总书记李文石讲话。")))["李文石"].country is None


def test_a_vice_premier_of_two_characters_takes_no_verb_into_the_name() -> None:
    held = read(article("中共中央政治局委员、国务院副总理万里发来贺信。"), date=dt.date(1987, 5, 12))
    assert people(held)["万里"].en == "Wan Li"


def test_what_follows_an_office_behind_a_name_is_no_second_name() -> None:
    assert person_in("岑望舒市长向队员表示祝贺。") == ["岑望舒"]
    assert person_in("云溪县县长向文远出席。") == ["向文远"]


def test_a_body_behind_a_conjunction_is_no_part_of_the_name_before_it() -> None:
    found = read(article("冯德莱恩和世卫组织讨论。"))
    assert (texts(found, "person"), texts(found, "organization")) == (["冯德莱恩"], ["世卫组织"])


def test_the_end_of_a_longer_known_place_is_no_place() -> None:
    assert texts(read(article("他去了砂拉越州。")), "place") == ["砂拉越州"]


def test_a_village_that_sounds_like_a_famous_name_is_nobody() -> None:
    assert person_in("张高丽村的村民也来祝贺。") == []


def test_a_countrys_name_has_no_other_place_inside() -> None:
    issue = read(article("罗马尼亚和印度尼西亚代表团抵达。"))
    assert {"罗马", "印度", "西亚"}.isdisjoint(entry.zh for entry in issue.entries)
    assert {"罗马尼亚", "印度尼西亚"} <= {entry.zh for entry in issue.entries}
