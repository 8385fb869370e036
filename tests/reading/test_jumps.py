"""Jump lines, continuation lines and references in every spelling, and text that only looks like one."""

from __future__ import annotations

import pytest

from mkdocs_newspaper.model import SourceLanguage, Text
from mkdocs_newspaper.reading.conventions import conventions_of
from mkdocs_newspaper.reading.jumps import (
    find_continuation,
    find_headline_continuation,
    find_jump,
    find_references,
)

JUMPS: list[tuple[SourceLanguage, str, str, str]] = [
    # language, text, page, what stays of the text
    ("zh-Hans", "(下转第四版)", "4", ""),
    ("zh-Hans", "（下转第四版）", "4", ""),
    ("zh-Hans", "〔下转3版〕", "3", ""),
    ("zh-Hans", "【下转第三版】", "3", ""),
    ("zh-Hans", "[下转02版]", "2", ""),
    ("zh-Hans", "下转四版", "4", ""),
    ("zh-Hans", "下转A02版", "A2", ""),
    ("zh-Hans", "下转第十二版", "12", ""),
    ("zh-Hans", "下转第二十一版", "21", ""),
    ("zh-Hans", "紧接第二版", "2", ""),
    ("zh-Hans", "（转第４版）", "4", ""),
    ("zh-Hans", "（下转Ａ３版）", "A3", ""),
    ("zh-Hans", "（下转头版）", "1", ""),
    ("zh-Hans", "（下转第2版·要闻）", "2", ""),
    ("zh-Hans", "▶下转第三版", "3", ""),
    ("zh-Hans", "下转第三版▶", "3", ""),
    ("zh-Hans", "继续推进改革，（下转第四版）", "4", "继续推进改革，"),
    ("zh-Hans", "继续推进改革，下转第四版", "4", "继续推进改革，"),
    ("zh-Hans", "继续推进改革；　　(下转第四版)", "4", "继续推进改革；"),
    ("zh-Hant", "（下轉A3版）", "A3", ""),
    ("zh-Hant", "（下轉第四版）", "4", ""),
    ("zh-Hant", "〔下轉三版〕", "3", ""),
    ("zh-Hant", "文轉A2版", "A2", ""),
    ("zh-Hant", "（續第三版）", "3", ""),
    ("zh-Hant", "緊接第二版", "2", ""),
    ("zh-Hans", "会议结束。转03版", "3", "会议结束。"),
    ("zh-Hans", "会议结束。→下转02", "2", "会议结束。"),
    ("zh-Hans", "会议结束。下转2版>>", "2", "会议结束。"),
    ("zh-Hans", "会议结束。（下转5版）②", "5", "会议结束。"),
    ("zh-Hans", "下转第12版·专题", "12", ""),
    ("zh-Hans", "（未完，下转第三版）", "3", ""),
    # where the story goes on first
    ("zh-Hans", "（下转第二、三版）", "2", ""),
    ("zh-Hans", "下转第二版、第三版", "2", ""),
    # damaged
    ("zh-Hans", "（下转第四版", "4", ""),
    ("zh-Hans", "下转第四版）", "4", ""),
    ("zh-Hans", "下转第 四 版）", "4", ""),
    ("zh-Hans", "( 下 转 第 二 版 )", "2", ""),
    ("zh-Hans", "（下转笫四版）", "4", ""),
    ("zh-Hans", "（下转弟四版）", "4", ""),
    ("zh-Hans", "（下转第—版）", "1", ""),
    ("zh-Hans", "（卜转第四版）", "4", ""),
    ("zh-Hans", "（下传第四版）", "4", ""),
    ("zh-Hans", "（下转第四板）", "4", ""),
    ("zh-Hans", "（下转第4版。）", "4", ""),
    ("zh-Hans", "(下转第四版).", "4", ""),
    ("en", "Continued on Page 4", "4", ""),
    ("en", "Story continues on A8", "A8", ""),
    ("en", "Continued, A7", "A7", ""),
    ("en", ">> PAGE 5", "5", ""),
    ("en", "(Continued on Page A12, Column 3)", "A12", ""),
    ("en", "CONTINUED ON PAGE A4", "A4", ""),
    ("en", "Continued on A4", "A4", ""),
    ("en", "Continued on next page 4", "4", ""),
    ("en", "Cont. on p. 6", "6", ""),
    ("en", "Please turn to Page 3", "3", ""),
    ("en", "Turn to page B2 ▶", "B2", ""),
    ("en", "See ARTICLE, page A7", "A7", ""),
    ("en", "See BRIDGE, Page 3", "3", ""),
    ("en", "Please see BRIDGE/A7", "A7", ""),
    ("en", "» A4", "A4", ""),
    ("en", "The bridge will be Continued on Page 4", "4", "The bridge will be"),
    ("en", "the council said. See BRIDGE, Page 3", "3", "the council said."),
    ("en", "Continucd on Page 4", "4", ""),
    ("en", "Contlnued on Pagc 4", "4", ""),
    ("en", "(Continued on Page 4", "4", ""),
    ("en", "Continued on Page l", "1", ""),
]

CONTINUATIONS: list[tuple[SourceLanguage, str, str, str]] = [
    ("zh-Hans", "(上接第一版)", "1", ""),
    ("zh-Hans", "（上接第一版）会谈后，", "1", "会谈后，"),
    ("zh-Hans", "上接一版", "1", ""),
    ("zh-Hans", "上接A01版", "A1", ""),
    ("zh-Hans", "上接第一版会谈后，", "1", "会谈后，"),
    ("zh-Hans", "（上接头版）", "1", ""),
    ("zh-Hans", "〔上接第十二版〕", "12", ""),
    ("zh-Hans", "◀上接第一版", "1", ""),
    ("zh-Hant", "（上接A1版）", "A1", ""),
    ("zh-Hant", "（承第一版）", "1", ""),
    ("zh-Hant", "（上承第一版）", "1", ""),
    ("zh-Hant", "文接A1版", "A1", ""),
    ("zh-Hans", "（上接第—版）", "1", ""),
    ("zh-Hans", "（上接笫一版）", "1", ""),
    ("zh-Hans", "( 上 接 第 一 版 )", "1", ""),
    ("zh-Hans", "（上接第一版会谈后，", "1", "会谈后，"),
    ("zh-Hans", "（上按第一版）", "1", ""),
    ("en", "(From Page 1)", "1", ""),
    ("en", "Continued from Page 1", "1", ""),
    ("en", "CONTINUED FROM A1", "A1", ""),
    ("en", "FROM PAGE A1", "A1", ""),
    ("en", "(Continued From Page One)", "1", ""),
    ("en", "Continued from front page", "1", ""),
    ("en", "« A1", "A1", ""),
    ("en", "Contlnued from Pagc 1", "1", ""),
    ("en", "Continued from Page A1 the council said", "A1", "the council said"),
]

NO_JUMPS: list[tuple[SourceLanguage, str]] = [
    ("zh-Hans", "他说要转03版"),
    ("zh-Hans", "车辆下转02"),
    ("en", "He continued, A7 was closed"),
    ("zh-Hans", "详见第四版"),
    ("zh-Hans", "（全文见第二版）"),
    ("zh-Hans", "相关报道见第三版"),
    ("zh-Hans", "该书已出第四版"),
    ("zh-Hans", "他把文件转给第二版编辑室"),
    ("zh-Hans", "（第四版）"),
    ("zh-Hans", "下转第四版的稿件已经排好。"),
    ("zh-Hant", "續寫新篇章"),
    ("zh-Hant", "轉型升級"),
    ("en", "The work was continued on Monday"),
    ("en", "The story continued on page after page"),
    ("en", "Related story, Page 4"),
    ("en", "(Full text, Page 2)"),
    ("en", "He turned to page 3 of the report and read it aloud."),
    ("en", "see the house on 4"),
]

NO_CONTINUATIONS: list[tuple[SourceLanguage, str]] = [
    ("zh-Hans", "上接天线，下接地气"),
    ("zh-Hans", "上接云霄"),
    ("zh-Hans", "承第一机械厂之邀"),
    ("zh-Hans", "接第一批移民的车队到了"),
    ("en", "From Paris, the minister said"),
    ("en", "From A to Z"),
    ("en", "From page to stage: a novel on Broadway"),
]


@pytest.mark.parametrize(("language", "text", "page", "left"), JUMPS)
def test_a_jump_line_is_known_in_every_spelling(
    language: SourceLanguage, text: str, page: str, left: str
) -> None:
    found = find_jump(text, conventions_of(language))
    assert found is not None
    assert (found.page, text[: found.start].strip()) == (page, left)


@pytest.mark.parametrize(("language", "text", "page", "left"), CONTINUATIONS)
def test_a_continuation_line_is_known_in_every_spelling(
    language: SourceLanguage, text: str, page: str, left: str
) -> None:
    found = find_continuation(text, conventions_of(language))
    assert found is not None
    assert (found.page, text[found.end :].strip()) == (page, left)


@pytest.mark.parametrize(("language", "text"), NO_JUMPS)
def test_what_only_looks_like_a_jump_stays_text(language: SourceLanguage, text: str) -> None:
    assert find_jump(text, conventions_of(language)) is None


@pytest.mark.parametrize(("language", "text"), NO_CONTINUATIONS)
def test_what_only_looks_like_a_continuation_stays_text(language: SourceLanguage, text: str) -> None:
    assert find_continuation(text, conventions_of(language)) is None


@pytest.mark.parametrize(
    ("language", "text", "page", "left"),
    [
        ("zh-Hans", "沈怀远会见科斯塔（上接第一版）", "1", "沈怀远会见科斯塔"),
        ("zh-Hans", "沈怀远会见科斯塔 上接一版", "1", "沈怀远会见科斯塔"),
        ("zh-Hans", "沈怀远会见科斯塔（上接笫—版）", "1", "沈怀远会见科斯塔"),
        ("zh-Hant", "民眾遊行（上接A1版）", "A1", "民眾遊行"),
        ("en", "Bridge to open (From Page 1)", "1", "Bridge to open"),
        ("en", "Bridge to open — Continued from A1", "A1", "Bridge to open"),
    ],
)
def test_a_continuation_line_glued_to_its_jump_head_is_known(
    language: SourceLanguage, text: str, page: str, left: str
) -> None:
    found = find_headline_continuation(text, conventions_of(language))
    assert found is not None
    assert (found.page, text[: found.start].strip(" —")) == (page, left)


@pytest.mark.parametrize(
    ("language", "text", "pages"),
    [
        ("zh-Hans", "(全文见第二版)", ["2"]),
        ("zh-Hans", "他说要改。（相关报道见第三版）", ["3"]),
        ("zh-Hans", "详见2版、3版", ["2", "3"]),
        ("zh-Hans", "（图片报道见第4—5版）", ["4", "5"]),
        ("zh-Hans", "（全文见笫二版）", ["2"]),
        ("zh-Hans", "（全文 见 第 二 版）", ["2"]),
        ("zh-Hant", "（相關報導見A3版）", ["A3"]),
        ("zh-Hant", "（詳見第四版）", ["4"]),
        ("en", "(Full text, Page 2)", ["2"]),
        ("en", "Related story, Page A4", ["A4"]),
        ("en", "Editorial, Page 8", ["8"]),
        ("en", "(See photos on Pages 4 and 5)", ["4", "5"]),
    ],
)
def test_a_reference_names_its_pages_and_joins_nothing(
    language: SourceLanguage, text: str, pages: list[str]
) -> None:
    conventions = conventions_of(language)
    found = find_references(Text(text), conventions)
    assert [page for _, named, _, _ in found for page in named] == pages
    assert find_jump(text, conventions) is None
    assert find_continuation(text, conventions) is None


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_looking_for_marks_takes_no_time_in_long_damaged_lines(language: SourceLanguage) -> None:
    conventions = conventions_of(language)
    for unit in ("（下转第", "下 转 ", "Continued on ", "上接", "見第", "第四版、", "(From "):
        text = Text(unit * 20000)
        assert find_jump(text.shown, conventions) is None or unit
        find_continuation(text.shown, conventions)
        find_headline_continuation(text.shown, conventions)
