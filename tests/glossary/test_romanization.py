"""Slugs and pinyin: names of people, places and bodies, in both scripts."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pypinyin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.glossary.lexicon import table
from mkdocs_newspaper.glossary.romanization import (
    is_chinese_name,
    organization_pinyin,
    person_english,
    person_pinyin,
    person_slug,
    place_pinyin,
    slug,
    syllables,
    word_pinyin,
)

GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold" / "trial-names-and-terms.json"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆银行", "chong-qing-yin-hang"),
        ("绿色ABC-2025年Ａ２", "lyu-se-abc-2025-nian-a2"),
        ("長沙與廈門", "chang-sha-yu-xia-men"),
        ("乾隆", "qian-long"),
        ("Xi’an Café", "xian-cafe"),
        ("《战略》：“女”", "zhan-lyue-nyu"),
        ("二〇二五", "er-ling-er-wu"),
        ("\U00020bb7家", "jia"),
        ("Москва", "untitled"),
        ("", "untitled"),
        ("……", "untitled"),
    ],
)
def test_a_slug_is_toneless_pinyin_joined_by_hyphens(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_slug_is_cut_at_a_whole_syllable() -> None:
    text = "一二三四五六七八九十" * 8
    cut = slug(text)
    assert len(cut) <= 60
    assert cut.split("-") == syllables(text)[: len(cut.split("-"))]
    assert len("-".join(syllables(text)[: len(cut.split("-")) + 1])) > 60
    assert slug("a" * 100) == "a" * 60
    assert slug("一" + "a" * 100) == "yi"


@given(st.text(max_size=80))
def test_every_text_has_a_slug_that_is_safe_in_a_url(text: str) -> None:
    made = slug(text)
    assert re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", made)
    assert len(made) <= 60
    assert made == slug(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=20))
def test_every_character_gives_at_most_one_syllable(text: str) -> None:
    found = syllables(text)
    assert len(found) <= len(text)
    assert all(re.fullmatch("[a-z]+", syllable) for syllable in found)


def test_a_very_long_text_has_its_slug_at_once() -> None:
    started = time.process_time()
    assert slug("中" * 1_000_000) == slug("中" * 100)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("name", "pinyin", "english"),
    [
        ("习近平", "Xí Jìnpíng", "Xi Jinping"),
        ("習近平", "Xí Jìnpíng", "Xi Jinping"),
        ("欧阳修", "Ōuyáng Xiū", "Ouyang Xiu"),
        ("歐陽修", "Ōuyáng Xiū", "Ouyang Xiu"),
        ("尉迟敬德", "Yùchí Jìngdé", "Yuchi Jingde"),
        ("彭　亮", "Péng Liàng", "Peng Liang"),
        ("吕建", "Lǚ Jiàn", "Lyu Jian"),
        ("李为民", "Lǐ Wéimín", "Li Weimin"),
        ("纪伯安", "Jǐ Bó’ān", "Ji Bo’an"),
        ("葉聖陶", "Yè Shèngtáo", "Ye Shengtao"),
        ("於東來", "Yū Dōnglái", "Yu Donglai"),
        ("Ann Lee", "Ann Lee", "Ann Lee"),
    ],
)
def test_a_chinese_name_is_surname_and_given_name(name: str, pinyin: str, english: str) -> None:
    assert person_pinyin(name) == pinyin
    assert person_english(name) == english


# fmt: off
SURNAMES = {
    "单": "Shàn", "解": "Xiè", "仇": "Qiú", "区": "Ōu", "任": "Rén", "曾": "Zēng",
    "查": "Zhā", "朴": "Piáo", "盖": "Gě", "华": "Huà", "覃": "Qín", "翟": "Zhái",
    "纪": "Jǐ", "那": "Nā", "缪": "Miào", "种": "Chóng", "燕": "Yān", "员": "Yùn",
    "乐": "Yuè", "乜": "Niè", "冼": "Xiǎn", "逄": "Páng", "郗": "Xī", "宓": "Mì",
    "晁": "Cháo", "隗": "Wěi", "繁": "Pó", "訾": "Zī", "召": "Shào", "佴": "Nài",
    "哈": "Hǎ", "黑": "Hè", "折": "Shé", "祭": "Zhài", "撖": "Hàn", "牟": "Móu",
    "宁": "Níng", "洗": "Xiǎn", "秘": "Bì", "过": "Guō", "谌": "Chén", "车": "Chē",
    "应": "Yīng", "柏": "Bǎi", "卜": "Bǔ", "沈": "Shěn", "石": "Shí", "洪": "Hóng",
    "尉": "Wèi", "万俟": "Mòqí", "令狐": "Línghú", "长孙": "Zhǎngsūn", "諸葛": "Zhūgě", "單": "Shàn",
    "於": "Yū",
}
# fmt: on


@pytest.mark.parametrize(("surname", "reading"), SURNAMES.items())
def test_a_surname_has_its_own_reading(surname: str, reading: str) -> None:
    assert person_pinyin(surname + "明") == f"{reading} Míng"


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("托卡耶夫", "Tuōkǎyēfū"),
        ("米尔济约耶夫", "Mǐ’ěrjìyuēyēfū"),
        ("别尔德穆哈梅多夫", "Bié’ěrdémùhāméiduōfū"),
        ("马克龙", "Mǎkèlóng"),
        ("卡瑟姆若马尔特·托卡耶夫", "Kǎsèmǔruòmǎ’ěrtè·Tuōkǎyēfū"),
        ("J·K·罗琳", "J·K·Luólín"),
    ],
)
def test_a_transcribed_name_is_one_word(name: str, pinyin: str) -> None:
    assert person_pinyin(name) == pinyin == word_pinyin(name)
    assert not is_chinese_name(name)


@pytest.mark.parametrize("name", ["李克强", "王明", "司马相如", "张学良", "張學良", "莫言", "马英九", "安然"])
def test_a_surname_and_one_or_two_characters_are_a_chinese_name(name: str) -> None:
    assert is_chinese_name(name)


@pytest.mark.parametrize(
    "name", ["", "王", "普京", "特朗普", "马斯克", "默克尔", "史密斯", "卢拉", "约翰", "李Ann", "张三李四王"]
)
def test_other_names_are_not_chinese_ones(name: str) -> None:
    assert not is_chinese_name(name)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("西安", "Xī’ān"),
        ("云溪县", "Yúnxī Xiàn"),
        ("厦门", "Xiàmén"),
        ("六安", "Lù’ān"),
        ("广西壮族自治区", "Guǎngxī Zhuàngzú Zìzhìqū"),
        ("蔚县", "Yù Xiàn"),
        ("中亚", "Zhōng Yà"),
        ("耶路撒冷", "Yēlùsālěng"),
        ("長沙市", "Chángshā Shì"),
        ("景德镇", "Jǐngdézhèn"),
    ],
)
def test_a_place_is_written_as_on_maps(name: str, pinyin: str) -> None:
    assert place_pinyin(name) == pinyin


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("上海合作组织", "Shànghǎi Hézuò Zǔzhī"),
        ("新华社", "Xīnhuáshè"),
        ("联合国", "Liánhéguó"),
        ("中国军网", "Zhōngguó Jūnwǎng"),
        ("外交部", "Wàijiāobù"),
        ("世界貿易組織", "Shìjiè Màoyì Zǔzhī"),
    ],
)
def test_a_body_is_written_word_by_word(name: str, pinyin: str) -> None:
    assert organization_pinyin(name) == pinyin


def test_a_persons_slug_knows_the_surname() -> None:
    assert person_slug("单雨桐") == "shan-yu-tong"
    assert person_slug("欧阳修") == "ou-yang-xiu"
    assert person_slug("托卡耶夫") == "tuo-ka-ye-fu"
    assert person_slug("曾敏") == "zeng-min"


@given(st.text(max_size=12))
def test_any_name_is_romanized_without_an_error(name: str) -> None:
    for made in (person_pinyin(name), place_pinyin(name), organization_pinyin(name), person_english(name)):
        assert isinstance(made, str)


def test_every_surname_is_read_as_one_capitalized_word() -> None:
    wrong = [row for row in table("surnames") if not re.fullmatch("[A-ZĀÁǍÀĒÉĚÈŌÓǑÒ][^ A-Z]*", row["pinyin"])]
    assert wrong == []


@pytest.mark.skipif(not GOLD.exists(), reason="the shared gold list is not beside this checkout")
def test_people_and_places_of_the_gold_list_are_read_right() -> None:
    items = [
        one for one in json.loads(GOLD.read_text("utf-8"))["items"] if one["type"] in ("person", "place")
    ]
    assert len(items) > 20
    made = {
        one["zh"]: (person_pinyin if one["type"] == "person" else place_pinyin)(one["zh"]) for one in items
    }
    assert made == {one["zh"]: one["pinyin"] for one in items}


@pytest.mark.parametrize(
    "text",
    [
        "云溪县银行行长重新任命",
        "会计师会晤朝阳区朝鲜族代表",
        "音乐家快乐地长大",
        "二十四〇八㐀",
        "还给他还要的东西",
    ],
)
def test_characters_are_read_as_pypinyin_reads_their_words(text: str) -> None:
    told = pypinyin.pinyin(text, style=pypinyin.Style.NORMAL, errors="ignore")
    assert syllables(text) == [readings[0] for readings in told]
