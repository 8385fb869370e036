"""Bytes of all the kinds that an archive's files are in."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.reading.decoding import decode

SIMPLIFIED = "# 要闻\n\n新华社北京6月17日电（记者张三）国家主席习近平在人民大会堂会见来访的客人。\n"
TRADITIONAL = "# 要聞\n\n〔記者張三／台北報導〕立法院會昨天處理預算案，朝野各黨團對於議程沒有共識。\n"


@pytest.mark.parametrize(
    "content",
    [
        SIMPLIFIED.encode(),
        codecs.BOM_UTF8 + SIMPLIFIED.encode(),
        SIMPLIFIED.encode("utf-16"),
        codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"),
        SIMPLIFIED.encode("utf-16-le"),
        SIMPLIFIED.encode("utf-16-be"),
        SIMPLIFIED.encode("utf-32"),
        SIMPLIFIED.encode("gb18030"),
        SIMPLIFIED.encode("gbk"),
        SIMPLIFIED.replace("\n", "\r\n").encode("gb18030"),
        SIMPLIFIED.replace("\n", "\r").encode(),
    ],
    ids=[
        "utf-8",
        "utf-8 with a mark",
        "utf-16 with a mark",
        "utf-16-be with a mark",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "gb18030",
        "gbk",
        "gb18030 with CRLF",
        "lone CR",
    ],
)
def test_simplified_chinese_is_read_in_every_encoding_and_line_end(content: bytes) -> None:
    decoded = decode(content)
    assert (decoded.text, decoded.findings) == (SIMPLIFIED, ())


def test_traditional_chinese_in_big5_is_told_from_gb18030() -> None:
    assert decode(TRADITIONAL.encode("big5hkscs", errors="ignore")).encoding == "big5hkscs"
    assert decode(TRADITIONAL.encode("gb18030")).text == TRADITIONAL


@pytest.mark.parametrize("text", ["今日要闻", "本报讯记者报道", "中国人民的新年"])
def test_a_few_characters_are_enough_for_gb18030(text: str) -> None:
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize("text", ["本報訊記者", "中國人民的新年", "台灣的新聞報導"])
def test_a_few_characters_are_enough_for_big5(text: str) -> None:
    assert decode(text.encode("big5")).text == text


def test_html_is_read_as_it_says_where_that_holds_true() -> None:
    page = '<html><meta charset="gb2312"><p>繁體字也在這裡</p></html>'
    assert decode(page.encode("gb18030"), markup=True).text == page
    wrong = '<html><meta charset="gb2312"><p>其实是统一码的新闻</p></html>'
    assert decode(wrong.encode(), markup=True).text == wrong
    unknown = '<html><meta charset="punycode"><p>新闻</p></html>'
    assert decode(unknown.encode(), markup=True).text == unknown


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        b"%PDF-1.7\n%text",
        b"PK\x03\x04word",
        b"\xff\xd8\xff\xe0JFIF",
        bytes(range(256)),
        bytes(range(256)) * 40,
        b"\x00" * 100,
        b"\x00\x01\x02\x03\xff\xfe\xfd" * 30,
        bytes((index * 7919 + index * index * 31) % 251 + 1 for index in range(4000)),
    ],
)
def test_what_is_no_text_is_an_error_and_gives_none(content: bytes) -> None:
    decoded = decode(content)
    assert decoded.text is None
    assert [(one.severity, one.code) for one in decoded.findings] == [("error", "not-text")]


def test_a_wrong_byte_in_utf_8_is_an_error_with_its_line_and_loses_nothing_else() -> None:
    content = "第一行\n第二行".encode() + b"\xff" + "还有字\n第三行".encode()
    decoded = decode(content)
    assert decoded.text == "第一行\n第二行\ufffd还有字\n第三行"
    (finding,) = decoded.findings
    assert (finding.severity, finding.code, finding.line) == ("error", "encoding", 2)


def test_a_wrong_byte_in_gb18030_is_an_error_with_its_line() -> None:
    content = SIMPLIFIED.encode("gb18030") + b"\xff\n" + SIMPLIFIED.encode("gb18030")
    decoded = decode(content)
    assert decoded.text is not None
    assert decoded.text.count("国家主席习近平") == 2
    assert [(one.code, one.line) for one in decoded.findings] == [("encoding", 4)]


def test_a_stray_byte_in_english_text_is_an_error_and_the_text_is_kept() -> None:
    decoded = decode(b"The mayor opened the new caf\xe9 on Main Street.\n")
    assert decoded.text is not None
    assert decoded.text.startswith("The mayor opened the new caf\ufffd")
    assert [one.code for one in decoded.findings] == ["encoding"]


def test_control_characters_are_left_out_and_told() -> None:
    decoded = decode("甲\x00乙\n丙\x07\x1b丁\t戊\f己庚辛".encode() * 3)
    assert decoded.text == "甲乙\n丙丁\t戊\f己庚辛" * 3
    assert [(one.severity, one.code, one.line) for one in decoded.findings] == [
        ("info", "control-character", 1)
    ]


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_text_or_an_error(content: bytes, markup: bool) -> None:
    decoded = decode(content, markup)
    if decoded.text is None:
        assert [one.severity for one in decoded.findings] == ["error"]
    else:
        assert "\r" not in decoded.text
        assert "\x00" not in decoded.text


@given(
    st.text(
        st.characters(
            min_codepoint=0x20,
            exclude_categories=["Cs", "Cc"],
            exclude_characters="\ufeff\u2028\u2029\uffff\ufffe",
        )
    )
)
def test_any_text_in_utf_8_comes_back(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()).text == text
