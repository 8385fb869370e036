"""HTML: article pages of e-papers, and what OCR tools write."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_newspaper.reading.blocks import Block, read_blocks

HAN = re.compile("[一-鿿]")

EPAPER = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>不是正文</title>
<style>.nav{color:red}</style><script>var d = "不是正文";</script></head>
<body class="paper">
<div class="nav"><a href="a.htm">上一期</a> <a href="b.htm">下一期</a></div>
<ul class="news-list"><li><a href="1.htm">另一篇报道</a></li></ul>
<div class="masthead">青溪日报 2025年3月28日 星期五</div>
<div class="article">
  <h3>文化惠民</h3>
  <h1>乡村剧场周周有戏</h1>
  <h2>——农民剧团走红的背后</h2>
  <h4>本报记者 温 言</h4>
  <p class="sec"><span class="date">《青溪日报》（2025年03月28日 第 04 版）</span></p>
  <table class="pci_c"><tr><td><img src="../../res/1.jpg"></td></tr>
  <tr><td>图为演员在后台。
  本报记者 江 月摄</td></tr></table>
  <div id="ozoom">
    <p>　　第一段。</p>
    <p><b>本报讯</b>
       第二段第二行。</p>
    <p>　　第三段。<br>　　第四段。<br/>第四段续。</p>
    <h2>小标题</h2>
    <p hidden>看不见</p><p style="display: none">看不见</p>
  </div>
  <p><a href="x">上一篇</a> <a href="y">下一篇</a></p>
</div>
<form><input><button>搜索</button></form>
<footer>版权所有</footer>
<div class="page-footer">联系我们</div>
</body></html>
"""


def blocks_of(text: str) -> list[Block]:
    return read_blocks(text, "html")[0]


def told(blocks: list[Block]) -> list[tuple[str, str | None, str, int]]:
    return [(block.kind, block.role, block.lines[0].text, block.lines[0].line) for block in blocks]


def test_an_epaper_page_gives_its_article_with_roles_and_lines() -> None:
    assert told(blocks_of(EPAPER)) == [
        ("text", None, "青溪日报 2025年3月28日 星期五", 7),
        ("heading", "kicker", "文化惠民", 9),
        ("heading", "headline", "乡村剧场周周有戏", 10),
        # h2 comes again as a crosshead, so it may be one here too
        ("heading", None, "——农民剧团走红的背后", 11),
        ("heading", "byline", "本报记者 温 言", 12),
        ("text", "date", "《青溪日报》（2025年03月28日 第 04 版）", 13),
        ("image", None, "", 14),
        ("text", "caption", "图为演员在后台。", 15),
        ("text", None, "第一段。", 18),
        ("text", None, "本报讯", 19),
        ("text", None, "第三段。", 21),
        ("text", None, "第四段。", 21),
        ("heading", None, "小标题", 22),
    ]


def test_line_ends_of_the_source_are_line_ends_of_the_block() -> None:
    caption = next(block for block in blocks_of(EPAPER) if block.role == "caption")
    assert [(line.text, line.line) for line in caption.lines] == [
        ("图为演员在后台。", 15),
        ("本报记者 江 月摄", 16),
    ]
    bold = next(block for block in blocks_of(EPAPER) if block.lead)
    assert (bold.lead, bold.lines[1].line) == ("本报讯", 20)


def test_a_deck_is_told_where_its_tag_does_not_come_again() -> None:
    blocks = blocks_of("<div class='article'><h3>引</h3><h1>题</h1><h2>——副</h2><p>文</p></div>")
    assert [block.role for block in blocks] == ["kicker", "headline", "deck", None]


def test_headings_of_a_page_that_is_no_epaper_get_no_roles() -> None:
    assert [block.role for block in blocks_of("<h1>报</h1><h2>甲</h2><p>文</p><h2>乙</h2>")] == [None] * 4


def test_class_names_tell_roles_however_they_are_spelt() -> None:
    blocks = blocks_of(
        "<p class='prev-title'>引</p><div class='Title'>题</div><p class='sub_title'>副</p>"
        "<p class='author'>记者 甲</p><p>文</p>"
    )
    assert [(block.kind, block.role) for block in blocks] == [
        ("text", "kicker"),
        ("heading", "headline"),
        ("text", "deck"),
        ("text", "byline"),
        ("text", None),
    ]


def test_founder_tags_are_read() -> None:
    blocks = blocks_of(
        "<founder-introtitle>引</founder-introtitle><founder-title>题</founder-title>"
        "<founder-subtitle>副</founder-subtitle><founder-author>甲</founder-author>"
        "<founder-content><p>文一</p><p>文二</p></founder-content>"
    )
    assert [(block.role, block.lines[0].text) for block in blocks] == [
        ("kicker", "引"),
        ("headline", "题"),
        ("deck", "副"),
        ("byline", "甲"),
        (None, "文一"),
        (None, "文二"),
    ]


def test_a_page_list_keeps_its_titles() -> None:
    items = "<li><a href='1'>甲题</a></li><li><a href='2'>乙题</a></li>"
    blocks = blocks_of(f"<body><h2>第01版：要闻</h2><ul>{items}</ul>")
    assert [block.lines[0].text for block in blocks] == ["第01版：要闻", "甲题", "乙题"]


def test_links_around_an_article_are_left_out() -> None:
    blocks = blocks_of(
        "<ul><li><a href='1'>别的题</a></li></ul>"
        "<div id='ozoom'><p>文</p><p><a href='2'>全文链接</a></p></div>"
    )
    assert [block.lines[0].text for block in blocks] == ["文", "全文链接"]


def test_hocr_gives_printed_lines_and_joins_words() -> None:
    blocks = blocks_of(
        """<div class='ocr_page' title='image "1.png"; ppageno 0'>
<div class='ocr_carea'><p class='ocr_par'>
<span class='ocr_line'><span class='ocrx_word'>新华社</span>
<span class='ocrx_word'>北京</span> <span class='ocrx_word'>6</span> <span class='ocrx_word'>PM</span></span>
<span class='ocr_line'><span class='ocrx_word'>第二行</span></span>
</p></div><div class='ocr_photo'></div></div>
<div class='ocr_page' title='ppageno 1'><p class='ocr_par'><span class='ocr_line'>下页</span></p></div>"""
    )
    assert [block.kind for block in blocks] == ["text", "image", "page-mark", "text"]
    assert [(line.text, line.line) for line in blocks[0].lines] == [("新华社北京6 PM", 3), ("第二行", 5)]


def test_a_data_table_gives_rows_and_a_layout_table_its_text() -> None:
    data = blocks_of(
        "<table><caption>表一</caption>\n<tr><th>甲</th><th>乙</th></tr>\n<tr><td>1</td><td>2</td></tr></table>尾"
    )
    assert [(block.kind, block.role) for block in data] == [
        ("text", "caption"),
        ("table", None),
        ("text", None),
    ]
    assert data[1].rows == (("甲", "乙"), ("1", "2"))
    assert [line.line for line in data[1].lines] == [2, 3]
    assert data[2].lines[0].line == 3
    layout = blocks_of("<table><tr><td><h1>题</h1></td><td><p>文</p></td></tr></table>")
    assert [block.kind for block in layout] == ["heading", "text"]


def test_a_figure_gives_a_picture_and_its_caption() -> None:
    picture, caption = blocks_of(
        "<figure><img src='a.png' alt='会场'/><figcaption>图为会场。</figcaption></figure>"
    )
    assert (picture.kind, picture.image, picture.alt) == ("image", "a.png", "会场")
    assert (caption.role, caption.lines[0].text) == ("caption", "图为会场。")


@pytest.mark.parametrize(
    "source", ["http://x/a.png", "../a.png", "data:image/png;base64,AA", "/a.png", "javascript:x"]
)
def test_a_picture_that_is_not_beside_the_page_is_not_held(source: str) -> None:
    (picture,) = blocks_of(f"<img src='{source}'>")
    assert picture.image is None


def test_icons_are_no_pictures() -> None:
    assert blocks_of("<img src='a.gif' width='1' height='1'>") == []


def test_page_marks_are_read_in_html_too() -> None:
    blocks = blocks_of(
        "<p>一</p><!-- page 2 --><p>二</p><p>第3页</p><div style='page-break-before: always'>四</div>"
    )
    assert [(block.kind, block.page) for block in blocks] == [
        ("text", None),
        ("page-mark", "2"),
        ("text", None),
        ("page-mark", "3"),
        ("page-mark", None),
        ("text", None),
    ]


def test_scripts_are_never_text() -> None:
    blocks = blocks_of("<p>文<script>alert('字')</script><style>p{}</style><noscript>字</noscript></p>")
    assert [line.text for block in blocks for line in block.lines] == ["文"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("3 < 5 的式子", "3 < 5 的式子"),
        ("<图>后文", "<图>后文"),
        ("前<!-- 没有结尾", "前<!-- 没有结尾"),
        ("前<b 没有结尾", "前<b 没有结尾"),
        ("<![CDATA[原文]]>", "原文"),
        ("<?xml version='1.0'?><p>文</p>", "文"),
        ("<![if !IE]>文<![endif]>", "文"),
        ("甲<!乙>丙", "甲<!乙>丙"),
        ("a.html", "a.html"),
        ("&lt;script&gt;字", "<script>字"),
    ],
)
def test_angles_that_begin_no_tag_stay_text(source: str, text: str) -> None:
    assert [line.text for block in blocks_of(source) for line in block.lines] == [text]


def test_two_breaks_separate_blocks() -> None:
    blocks = blocks_of("<div>甲<br><br>乙<br>丙</div>")
    assert [[line.text for line in block.lines] for block in blocks] == [["甲"], ["乙", "丙"]]
    assert blocks[1].gap == 1


def test_a_tag_over_several_lines_does_not_shift_the_line_of_its_text() -> None:
    (block,) = blocks_of("<p\n class='x'\n id='y'>文</p>")
    assert block.lines[0].line == 3


TAGS = """<b> </b> <p> </p> <div> </div> <table> <tr> <td> </table> <!-- --> <script> </script> <br>
<figure> <h1> </h1> <h2> <ul> <li> <pre> </pre> <nav> </nav> <header> <hr>
<![ <? <!doctype <!x> ]]> </ < & &#0; 新华社 <style> </style>"""
NAMED = ["<div id='ozoom'>", "<div class='title'>", "<span class='ocr_line'>", "<img src='a.png'>"]
PIECES = st.lists(st.sampled_from([*TAGS.split(), *NAMED, "\n", "\n\n", " ", "\f"]), max_size=25).map("".join)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(st.one_of(PIECES, st.text(max_size=60)))
def test_any_text_is_read_without_an_exception_and_lines_lie_in_it(text: str) -> None:
    last = text.count("\n") + 1
    for block in blocks_of(text):
        assert block.lines
        assert all(1 <= line.line <= last for line in block.lines)


@unhurried
@given(st.text(alphabet="新华社北京，。（）“” 　\t\n\n*_#-|[]()/&;.:{}\"'0123Aab", max_size=120))
def test_every_han_character_of_text_without_tags_appears_as_often(text: str) -> None:
    read = "".join(line.text for block in blocks_of(f"<div>{text}</div>") for line in block.lines)
    assert Counter(HAN.findall(read)) == Counter(HAN.findall(text))


HOSTILE = {
    "nested blocks": "<div>",
    "nested tables": "<table>",
    "nested rows": "<tr><td>a",
    "spans": "<span>a</span>",
    "angles": "<",
    "comments begun": "<!--",
    "tags begun": "<b ",
    "named": "<div class='title'>",
    "containers": "<div id='ozoom'>",
    "ends": "</div>",
}


def seconds_for(text: str) -> float:
    fastest = float("inf")
    for _ in range(3):
        begun = time.process_time()
        read_blocks(text, "html")
        fastest = min(fastest, time.process_time() - begun)
    return fastest


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    short, long = seconds_for(piece * 800), seconds_for(piece * 3_200)
    assert long < max(short, 0.02) * 10
