"""What the names of a document and of its folders say: the issue's date, and the print page."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from mkdocs_newspaper.reading.page_marks import page_label
from mkdocs_newspaper.reading.printed_dates import ImpossibleDateError, make_date

_YEAR = r"(?P<year>1[5-9]\d\d|2[01]\d\d)"
#: "2025-06-18", "2025_06_18", "2025.06.18", "2025年6月18日"
_SEPARATED = re.compile(rf"(?<!\d){_YEAR}[-_./年 ](?P<month>\d{{1,2}})[-_./月 ](?P<day>\d{{1,2}})日?(?!\d)")
#: "20250618"
_COMPACT = re.compile(rf"(?<!\d){_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
#: folders one within the other: "2025/06/18", "2025/0618", "202506/18", "2025-06/18"
_NESTED = re.compile(rf"(?:^|/){_YEAR}年?[-_./]?(?P<month>\d\d?)月?[-_./]?(?P<day>\d\d?)日?(?=/|$|[-_. ])")

_SIDE = r"[-_. ]*"
#: revisions and variants are no pages: "v2", "r3"
_LETTER = r"(?-i:[A-Z]|[a-h])?"
_TOKEN = rf"{_LETTER}[-_]?\d{{1,3}}"
_HAN_TOKEN = r"[A-Za-z]?(?:\d{1,3}|[一二三四五六七八九十廿]{1,4}|[头頭])"
#: "01", "A02", "p1", "page-4", "版4"
_WHOLE = re.compile(rf"{_SIDE}(?:(?:pages?|pg|p|第|版面?)[-_. ]?)?(?P<token>{_TOKEN}){_SIDE}", re.I)
#: "第4版", "第四版 要闻", "4版"
_PAGE_WORD = re.compile(rf"第\s*(?P<token>{_HAN_TOKEN})\s*[版页頁]|^{_SIDE}(?P<bare>{_HAN_TOKEN})[版页頁]")
#: "-01", "-A02", "-04-2", "_p3_要闻": what follows a date, or opens a name with words behind it
_FIRST = re.compile(
    rf"{_SIDE}(?:(?:pages?|pg|p)[-_. ]?)?(?P<token>{_LETTER}\d{{1,3}})(?=[-_. ]|[^\x00-\x7f]|$)", re.I
)
#: "04-sports" is page 4, "2-years-later" is a headline
_PADDED = re.compile(r"[A-Za-z]?\d\d")
_LATIN_WORD = re.compile(r"[A-Za-z]")
#: "rmrb-page-04"
_NAMED_AT_END = re.compile(rf"(?:^|[-_. ])(?:pages?|pg|p|版面?)[-_. ]?(?P<token>{_TOKEN})$", re.I)


@dataclass(frozen=True, slots=True)
class NameHints:
    """What a path says.

    `dated_folder`: the folder (POSIX, below the issues folder) whose name completes the date, None where
    the date stands in the document's own name, or nowhere. `part`: what sets documents of one print page
    apart (`04-1`, `04-2`). `impossible`: the message for a date that the calendar has not.
    """

    date: dt.date | None = None
    page: str | None = None
    dated_folder: str | None = None
    part: str = ""
    impossible: str | None = None


def read_name(name: str) -> NameHints:
    """The hints in a document's POSIX path below the issues folder.

    Raises nothing: an impossible date (2025-02-30) is told in the hints.
    """
    *folders, last = name.split("/")
    stem = last.rsplit(".", 1)[0] if "." in last[1:] else last
    try:
        own = _date_within(stem)
        if own:
            date, before, after = own
            page, part = _page_beside_date(before, after)
            if page is None:
                page = _page_of_folders(_folders_below_date(folders))
            return NameHints(date, page, None, part)
        return _from_folders(folders, stem)
    except ImpossibleDateError as problem:
        return NameHints(page=None, impossible=str(problem))


def _date_within(text: str) -> tuple[dt.date, str, str] | None:
    """A date in one name, with what stands before and behind it."""
    found = _SEPARATED.search(text)
    if not found:
        found = _COMPACT.search(text)
        # Eight digits that are no date are the number of a document, unless they are the whole name.
        if found and found.group() != text and not (int(found["month"]) <= 12 and int(found["day"]) <= 31):
            return None
    if not found:
        return None
    date = make_date(int(found["year"]), int(found["month"]), int(found["day"]))
    return date, text[: found.start()], text[found.end() :]


def _from_folders(folders: list[str], stem: str) -> NameHints:
    for index in range(len(folders) - 1, -1, -1):
        dated = _date_within(folders[index])
        if dated:
            page, part = _page_of_stem(stem)
            page = page or _page_of_folders(folders[index + 1 :])
            return NameHints(dated[0], page, "/".join(folders[: index + 1]), part)
    path = "/".join([*folders, stem])
    nested = _NESTED.search(path) if folders else None
    if nested and "/" in nested.group().strip("/"):
        date = make_date(int(nested["year"]), int(nested["month"]), int(nested["day"]))
        end = nested.end()
        depth = path.count("/", 0, end)
        if depth >= len(folders):
            # The document's own name holds the day: 2025/06/18.md
            page, part = _page_beside_date("", path[end:])
            return NameHints(date, page, None, part)
        page, part = _page_of_stem(stem)
        page = page or _page_of_folders(folders[depth + 1 :])
        return NameHints(date, page, "/".join(folders[: depth + 1]), part)
    page, part = _page_of_stem(stem)
    return NameHints(None, page, None, part)


def _folders_below_date(folders: list[str]) -> list[str]:
    for index in range(len(folders) - 1, -1, -1):
        try:
            if _date_within(folders[index]):
                return folders[index + 1 :]
        except ImpossibleDateError:
            continue
    return []


def _page_of_folders(folders: list[str]) -> str | None:
    """The print page that a folder within an issue's folder names, the nearest first."""
    return next((page for folder in reversed(folders) if (page := _page_of_stem(folder)[0])), None)


def _page_beside_date(before: str, after: str) -> tuple[str | None, str]:
    if after:
        worded = _page_word(after)
        if worded:
            return worded, ""
        first = _FIRST.match(after)
        if first and after[0] in "-_. ":
            return page_label(first["token"]), after[first.end() :]
        return None, ""
    worded = _page_word(before)
    if worded:
        return worded, ""
    whole = _WHOLE.fullmatch(before)
    return (page_label(whole["token"]) if whole else None), ""


def _page_of_stem(stem: str) -> tuple[str | None, str]:
    worded = _page_word(stem)
    if worded:
        return worded, ""
    whole = _WHOLE.fullmatch(stem)
    if whole:
        return page_label(whole["token"]), ""
    first = _FIRST.match(stem)
    if first and (_PADDED.fullmatch(first["token"]) or not _LATIN_WORD.search(stem, first.end())):
        return page_label(first["token"]), stem[first.end() :]
    named = _NAMED_AT_END.search(stem)
    return (page_label(named["token"]) if named else None), ""


def _page_word(text: str) -> str | None:
    found = _PAGE_WORD.search(text)
    return page_label(found["token"] or found["bare"]) if found else None


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key of names: numbers in them count as numbers (page-2 before page-10)."""
    parts = re.split(r"(\d+)", name)
    return tuple(
        (1, int(part[:18]), part) if part[:1].isdecimal() else (0, 0, part) for part in parts if part
    )
