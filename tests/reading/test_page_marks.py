"""Page labels, and the separators of many tools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_newspaper.reading.page_marks import (
    image_in_comment,
    mark_in_comment,
    mark_in_line,
    page_label,
)


@pytest.mark.parametrize(
    ("token", "label"),
    [
        ("四", "4"),
        ("十", "10"),
        ("十二", "12"),
        ("一二", "12"),
        ("二十", "20"),
        ("二十四", "24"),
        ("廿一", "21"),
        ("一百零二", "102"),
        ("4", "4"),
        ("４", "4"),
        ("04", "4"),
        ("004", "4"),
        ("A02", "A2"),
        ("Ａ２", "A2"),
        ("a2", "A2"),
        ("A-02", "A2"),
        ("AA1", "AA1"),
        ("A二", "A2"),
        ("头版", "1"),
        ("頭版", "1"),
        ("头", "1"),
        ("第四版", "4"),
        ("4版", "4"),
        ("第 12 页", "12"),
        ("p1", "1"),
        ("page 7", "7"),
        (" 3 ", "3"),
    ],
)
def test_a_page_token_gives_its_label(token: str, label: str) -> None:
    assert page_label(token) == label


@pytest.mark.parametrize(
    "token", ["", " ", "0", "00", "1234", "要闻", "第版", "A", "四四十", "-1", "1.5", "头头", "ABC1"]
)
def test_what_is_no_page_token_gives_none(token: str) -> None:
    assert page_label(token) is None


@given(st.text(max_size=20))
def test_any_label_reads_as_itself(token: str) -> None:
    label = page_label(token)
    if label is not None:
        assert page_label(label) == label


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("{0}------------------------------------------------", "1"),
        ("{4}------------------------------------------------", "5"),
        ("[page 4]", "4"),
        ("[Page A02]", "A2"),
        ("【第四版】", "4"),
        ("=== Page 4 ===", "4"),
        ("--- Page 4 ---", "4"),
        ("----- 第4版 -----", "4"),
        ("===== Page 4 of 12 =====", "4"),
        ("## Page 4", "4"),
        ("# 第4页", "4"),
        ("第4页", "4"),
        ("第 十二 頁", "12"),
        (r"\newpage", None),
        (r"\pagebreak", None),
    ],
)
def test_a_separator_line_is_a_page_mark(line: str, page: str | None) -> None:
    mark = mark_in_line(f"  {line} ")
    assert mark is not None
    assert mark.page == page


@pytest.mark.parametrize(
    "line",
    [
        "第四版 要闻 2025年6月18日",  # a folio line is print
        "第4版",
        "(下转第四版)",
        "[4]",
        "[注] 见第四版",
        "---",
        "===",
        "{4}",
        "第4页的内容",
        "# Page layout",
        r"\newpagex",
        "",
    ],
)
def test_print_that_names_a_page_is_no_separator(line: str) -> None:
    assert mark_in_line(line) is None


@pytest.mark.parametrize(
    ("comment", "page"),
    [
        (" page 4 ", "4"),
        (" Page: A2 ", "A2"),
        (" page=12 ", "12"),
        ("p4", "4"),
        (" 第四版 ", "4"),
        (" 第04版 要闻 ", "4"),
        (" 4版 ", "4"),
        ("版面：A2", "A2"),
        (" Page 4 of 12 ", "4"),
        (" PageBreak ", None),
        (" page break ", None),
        ("分页", None),
    ],
)
def test_a_comment_can_mark_a_page(comment: str, page: str | None) -> None:
    mark = mark_in_comment(comment)
    assert mark is not None
    assert (mark.page, mark.of_this_page) == (page, False)


def test_a_page_number_of_a_layout_service_names_the_page_already_begun() -> None:
    mark = mark_in_comment(' PageNumber="4" ')
    assert mark is not None
    assert (mark.page, mark.of_this_page) == ("4", True)


@pytest.mark.parametrize(
    "comment", ["", " todo ", " pages are missing ", "page", " 见第四版 ", 'PageFooter="x"', "x" * 5000]
)
def test_other_comments_mark_nothing(comment: str) -> None:
    assert mark_in_comment(comment) is None


def test_a_comment_can_stand_for_a_picture() -> None:
    assert image_in_comment(" image ")
    assert not image_in_comment(" the image is missing ")
