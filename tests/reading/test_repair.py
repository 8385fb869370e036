"""Repairs change what is safe to change, and every change can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.model import Text
from mkdocs_newspaper.reading.repair import drop_digit_spaces, restore_punctuation


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("昨日,水位下降;今日回升:", "昨日，水位下降；今日回升："),
        ("(记者王明)昨日", "（记者王明）昨日"),
        ("他说:“好”,随后离开", "他说：“好”，随后离开"),
        ("**本报讯** (记者王明)昨日", "**本报讯** （记者王明）昨日"),
        ("记者获悉,6月8日起施行", "记者获悉，6月8日起施行"),
        ("增长12%,高于去年", "增长12%，高于去年"),
    ],
)
def test_half_width_marks_in_han_text_become_full_width(printed: str, shown: str) -> None:
    text = restore_punctuation(Text(printed), 1)
    assert text.shown == shown
    assert text.printed == printed


@pytest.mark.parametrize(
    "printed",
    [
        "国内统一连续出版物号: CN 81-0001/(J)",
        "共1,500人",
        "以3:2取胜",
        "10:30开始",
        "世界贸易组织(WTO)成员",
        "see http://www.example.org/a,b;c",
        "Good fruit, good life.",
        "(WTO成员)国",
    ],
)
def test_marks_of_numbers_latin_words_and_codes_stay(printed: str) -> None:
    assert restore_punctuation(Text(printed), 1).shown == printed


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("建交 30 多年", "建交30多年"),
        ("2025 至 2026 年", "2025至2026年"),
        ("《弘扬“精神” 推动发展》", "《弘扬“精神” 推动发展》"),
        ("CN 81", "CN 81"),
        ("防汛抗旱指挥部 2024年6月3日", "防汛抗旱指挥部 2024年6月3日"),
    ],
)
def test_spaces_between_han_and_digits_are_dropped_and_no_others(printed: str, shown: str) -> None:
    text = drop_digit_spaces(Text(printed), 1)
    assert text.shown == shown
    assert text.printed == printed


def test_a_headline_keeps_the_space_that_parts_its_clauses() -> None:
    assert (
        drop_digit_spaces(Text("夏粮丰收 30万亩小麦归仓"), 1, headline=True).shown
        == "夏粮丰收 30万亩小麦归仓"
    )
    assert drop_digit_spaces(Text("全市 30 万亩小麦归仓"), 1, headline=True).shown == "全市30万亩小麦归仓"


@given(st.text(alphabet="昨日水位,:;()!? 1a“”。%", max_size=60))
def test_every_repair_can_be_taken_back(printed: str) -> None:
    text = restore_punctuation(drop_digit_spaces(Text(printed), 1), 1)
    assert text.printed == printed
    again = restore_punctuation(drop_digit_spaces(Text(text.shown), 1), 1)
    assert again.shown == text.shown


@given(st.text(alphabet="昨日水,; 1", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_cutting_a_text_in_two_keeps_every_change_once(printed: str, one: int, other: int) -> None:
    text = restore_punctuation(drop_digit_spaces(Text(printed), 1), 1)
    cut = min(one, other, len(text))
    first, second = text.slice(0, cut), text.slice(cut)
    assert (first + second).shown == text.shown
    if 0 < cut < len(text):
        assert (first + second).printed == text.printed
        assert len(first.changes) + len(second.changes) == len(text.changes)
