"""Where a print page begins: page labels, and the separators that OCR tools write between pages.

Folio lines (`第四版 要闻 …`) are print, not separators: the reader knows them, not this module.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mkdocs_newspaper.reading.numerals import number

_FRONT = frozenset({"头", "頭", "首"})

#: "A02", "4", "P.4", "page 12"; two letters only where they are the same ("AA1")
_LABEL = re.compile(
    r"(?:(?:pages?|pg|p)[.:_ -]*)?(?:(?P<letters>([A-Z])\2?)[._ -]*)?0*(?P<number>[1-9]\d{0,2})", re.I
)
_HAN_LABEL = re.compile(r"(?P<letters>[A-Z]?)(?P<number>[〇○零一二三四五六七八九十百廿卅]{1,5})", re.I)

_TOKEN = (
    r"[A-Za-zＡ-Ｚａ-ｚ]{0,2}[-－ ]?[0-9０-９]{1,4}"
    r"|[A-Za-zＡ-Ｚａ-ｚ]?[〇○零一二三四五六七八九十百廿卅]{1,5}"
    r"|[头頭]"
)
#: "第四版 要闻", "第 A02 版", "４页"
_NUMBERED_PAGE = re.compile(rf"第\s*(?P<token>{_TOKEN})\s*[版页頁]")
_COUNTED_PAGE = re.compile(rf"(?P<token>{_TOKEN})\s*[版页頁](?=\W|$)")
#: "page 4", "Page: A2", "p. 4", "page=4 of 12", "版面：4"
_NAMED_PAGE = re.compile(
    rf"(?:(?:start|begin|beginning)\s+(?:of\s+)?)?(?:page|pg|p|版面|版|页|頁)(?:\s*(?:no\.?|number|label))?"
    rf"\s*[.:：=#_-]?\s*[\"']?(?P<token>{_TOKEN})[\"']?(?=[^\w]|$)",
    re.I,
)
#: the comments of layout services: PageNumber="4", PageHeader="第四版 要闻"
_SERVICE_COMMENT = re.compile(r"Page(?P<field>Number|Header|Footer)\s*=\s*[\"'](?P<value>[^\"']*)[\"']", re.I)
_BREAK_WORDS = re.compile(
    r"\\?(?:page|form|column)?[ _-]?(?:page|new|clear)[ _-]?(?:break|page|feed)|分[页頁版]|换页|換頁", re.I
)
_IMAGE_COMMENT = re.compile(r"(?:image|picture|figure|photo|图片|圖片)(?:[ _-]?placeholder)?", re.I)

#: "{4}------------------------------------------------": the pages of such files are numbered from 0
_COUNTED_FROM_ZERO = re.compile(r"\{(?P<number>\d{1,4})\}\s*-{3,}")
_COMMAND = re.compile(r"\\(?:newpage|pagebreak|clearpage)\b(?:\{\}|\[\d\])?")
#: "=== Page 4 ===", "--- 第4版 ---", "***** Page A2 *****", "----- Page 4 of 12 -----"
_RULED = re.compile(
    rf"[=*_~—─-]{{2,}}\s*(?:(?:page|pg)\s*[.:#]?\s*(?P<named>{_TOKEN})(?:\s*(?:of|/)\s*\d+)?"
    rf"|第\s*(?P<numbered>{_TOKEN})\s*[版页頁])\s*[=*_~—─-]{{2,}}",
    re.I,
)
#: "[page 4]", "[[PAGE 4]]", "【第四版】"
_BRACKETED = re.compile(
    rf"[\[【〔]{{1,2}}\s*(?:(?:page|pg|p\.)\s*[:#]?\s*(?P<named>{_TOKEN})|第\s*(?P<numbered>{_TOKEN})\s*[版页頁])\s*[\]】〕]{{1,2}}",
    re.I,
)
#: "## Page 4", "# 第4页"
_HEADED = re.compile(
    rf"#{{1,6}}\s*(?:page\s*[:#]?\s*(?P<named>{_TOKEN})|第\s*(?P<numbered>{_TOKEN})\s*[页頁])\s*#*", re.I
)
_ALONE = re.compile(rf"第\s*(?P<numbered>{_TOKEN})\s*[页頁]")
_WIDEST_MARK = 200


@dataclass(frozen=True, slots=True)
class PageMark:
    """A separator. `page` is the label of the page it opens, None for "the next one".

    `of_this_page` marks a number that stands somewhere on the page it names (at the foot, mostly), so
    that it names the page already begun.
    """

    page: str | None = None
    of_this_page: bool = False


def page_label(token: str) -> str | None:
    """The label of a page token, None where it is no page token.

    四 is "4", 十二 "12", ４ and 04 "4", A02 and Ａ２ "A2", 头版 "1".
    """
    plain = unicodedata.normalize("NFKC", token).strip()
    if not plain or len(plain) > 16:
        return None
    plain = plain.removeprefix("第").strip()
    if plain[-1:] in {"版", "页", "頁"}:
        plain = plain[:-1].strip()
    if plain in _FRONT:
        return "1"
    label = _LABEL.fullmatch(plain)
    if label:
        return (label["letters"] or "").upper() + label["number"]
    han = _HAN_LABEL.fullmatch(plain)
    value = number(han["number"]) if han else None
    return han["letters"].upper() + str(value) if han and value else None


#: PageHeader="2021年3月18日 星期四"
_HEADER_COMMENT = re.compile(r"""(?i:page\s?header)\s*=\s*["'](?P<value>[^"']*)["']""")


def mark_in_comment(comment: str) -> PageMark | None:
    """The page mark that an HTML comment (its inside) makes, None for any other comment."""
    text = comment.strip()
    if not text or len(text) > _WIDEST_MARK:
        return None
    service = _SERVICE_COMMENT.fullmatch(text)
    if service:
        numbered = _NUMBERED_PAGE.search(service["value"])
        value = (
            numbered["token"]
            if numbered
            else service["value"]
            if service["field"].lower() == "number"
            else ""
        )
        label = page_label(value)
        return PageMark(label, of_this_page=True) if label else None
    if _BREAK_WORDS.fullmatch(text):
        return PageMark()
    for pattern in (_NUMBERED_PAGE, _NAMED_PAGE, _COUNTED_PAGE):
        found = pattern.match(text)
        label = page_label(found["token"]) if found else None
        if label:
            return PageMark(label)
    return None


def header_in_comment(comment: str) -> str | None:
    """The text of a page header that a layout service puts into a comment (PageHeader="第四版 要闻")."""
    if len(comment) > 4 * _WIDEST_MARK:
        return None
    header = _HEADER_COMMENT.fullmatch(comment.strip())
    return header["value"].strip() or None if header else None


def image_in_comment(comment: str) -> bool:
    """Whether a comment stands for a picture that the OCR tool did not keep (`<!-- image -->`)."""
    return len(comment) <= _WIDEST_MARK and _IMAGE_COMMENT.fullmatch(comment.strip()) is not None


def mark_in_line(line: str) -> PageMark | None:
    """The page mark that a line makes (the whole line, without markup removed), None for any other line."""
    text = line.strip()
    if not text or len(text) > _WIDEST_MARK or text[0] not in "{\\=*_~—─-[【〔#第":
        return None
    counted = _COUNTED_FROM_ZERO.fullmatch(text)
    if counted:
        return PageMark(str(int(counted["number"]) + 1))
    if _COMMAND.fullmatch(text):
        return PageMark()
    for pattern in (_RULED, _BRACKETED, _HEADED, _ALONE):
        found = pattern.fullmatch(text)
        if found:
            groups = found.groupdict()
            label = page_label(groups.get("named") or groups.get("numbered") or "")
            if label:
                return PageMark(label)
    return None
