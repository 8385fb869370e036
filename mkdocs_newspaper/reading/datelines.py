"""Datelines -> data: 新华社阿斯塔纳6月17日电, 【本報訊】, (本报开罗2月17日电), SPRINGFIELD, June 17 —."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from mkdocs_newspaper.model import Author, Dateline
from mkdocs_newspaper.reading.bylines import byline
from mkdocs_newspaper.reading.conventions.grammar import IS_HAN, Conventions
from mkdocs_newspaper.reading.numerals import number

_OPENING = "【〔［[（("
_CLOSING = "】〕］]）)"
#: 记者王小明／台北报导 inside brackets
_BRACKETED = re.compile(
    rf"^[\s　]*[{re.escape(_OPENING)}](?P<inside>[^{re.escape(_CLOSING)}]{{2,60}})[{re.escape(_CLOSING)}][\s　]*"
)


@dataclass(frozen=True, slots=True)
class ReadDateline:
    """A dateline with the authors that stand beside it; `end`: where the text behind both begins."""

    dateline: Dateline | None
    authors: tuple[Author, ...]
    end: int


def resolve_day(text: str | None, issue_date: dt.date | None, conventions: Conventions) -> dt.date | None:
    """The day that a dateline names, seen from the issue's date: 12月31日 in a 1 January issue is last year's.

    A day without a month is the latest such day that is not after the issue. None where it can't be told.
    """
    match = conventions.date.search(text) if text else None
    if match is None:
        return None
    groups = match.groupdict()
    day = number(groups["day"])
    if groups.get("month_name"):
        month: int | None = conventions.months.index(groups["month_name"][:3].lower()) + 1
    else:
        month = number(groups["month"]) if groups["month"] else None
    year = number(groups["year"]) if groups["year"] else None
    if year is not None and groups["era"]:
        year += 1911
    if day is None:
        return None
    if year is not None:
        return _day(year, month or 0, day)
    if issue_date is None:
        return None
    if month is not None:
        # The nearest such day: a dateline may be a day ahead (time zones), never months.
        candidates = [_day(issue_date.year + step, month, day) for step in (-1, 0, 1)]
        held = [one for one in candidates if one is not None and (one - issue_date).days <= 7]
        return max(held, default=None)
    this_month = _day(issue_date.year, issue_date.month, day)
    if this_month is not None and (this_month - issue_date).days <= 1:
        return this_month
    last = issue_date.replace(day=1) - dt.timedelta(days=1)
    return _day(last.year, last.month, day)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _places(text: str, conventions: Conventions) -> tuple[str, ...]:
    return tuple(part for part in conventions.place_separator.split(text.strip()) if part)


def read_dateline(
    text: str, issue_date: dt.date | None, conventions: Conventions, line: int = 0
) -> ReadDateline | None:
    """The dateline (and byline) that opens `text`; None where it opens with neither."""
    dateline: Dateline | None = None
    authors: tuple[Author, ...] = ()
    end = 0
    bracketed = _report(text, issue_date, conventions, line)
    if bracketed is not None:
        dateline, authors, end = bracketed
    else:
        match = conventions.dateline.match(text)
        if match is not None and _plausible(match, text, conventions):
            agency = _agency(match)
            dateline = Dateline(
                text=match.group().strip().strip(_OPENING + _CLOSING).rstrip(":：—–- "),
                agency=agency,
                places=_places(_places_of(match), conventions),
                date=resolve_day(_date_of(match), issue_date, conventions),
                kind=_kind(match),
                line=line,
            )
            end = match.end()
            if end < len(text) and text[end] in _CLOSING and text.lstrip()[:1] in _OPENING:
                end += 1
    behind = text[end:]
    lead = conventions.byline_lead.match(behind)
    if lead is not None and (dateline is not None or lead.group("inside") or lead.group("bare")):
        inner = next(group for group in lead.groups() if group is not None)
        found = byline(inner, conventions, dateline.agency if dateline else None)
        if found:
            authors += found
            end += lead.end()
    elif dateline is not None:
        end += len(behind) - len(behind.lstrip(" 　：:，,■●"))
        return ReadDateline(dateline, authors, end)
    if dateline is None and not authors:
        return None
    rest = text[end:]
    end += len(rest) - len(rest.lstrip(" 　\t：:"))
    return ReadDateline(dateline, authors, end)


def _agency(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    return (groups.get("agency") or groups.get("gathered") or "").strip() or None


def _places_of(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("places") or groups.get("only_place") or ""


def _date_of(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    return groups.get("date") or groups.get("only_date")


def _kind(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("kind") or groups.get("gathered_kind") or groups.get("only_kind") or ""


def _is_a_role(text: str, match: re.Match[str], conventions: Conventions) -> bool:
    """本报通讯员 is no dateline from a place 通 that ends in 讯."""
    return conventions.role_goes_on.match(text, match.end()) is not None


def _plausible(match: re.Match[str], text: str, conventions: Conventions) -> bool:
    if conventions.spaced:
        return True
    if match.groupdict().get("gathered_kind"):
        return text[match.end() :][:1] in ("：", ":", "", "　")
    if _is_a_role(text, match, conventions):
        return False
    if match.groupdict().get("only_place"):
        return conventions.no_place.search(match.group("only_place")) is None
    places = match.group("places") or ""
    if conventions.no_place.search(places) or any(len(place) > 12 for place in _places(places, conventions)):
        return False
    behind = text[match.end() :]
    set_off = text[match.end() - 1] in _CLOSING or text[match.end() - 1].isspace()
    if match.group("date") or not behind or set_off or text.lstrip()[:1] in _OPENING:
        return True
    # 本报讯昨日… is a dateline; 本报从报社电话… and 新华社电视… are sentences.
    if IS_HAN.match(behind[0]):
        return (
            not places.strip()
            and match.group("kind") in conventions.bare_kinds
            and conventions.kind_goes_on.match(behind) is None
        )
    return True


def _report(
    text: str, issue_date: dt.date | None, conventions: Conventions, line: int
) -> tuple[Dateline | None, tuple[Author, ...], int] | None:
    """【記者王小明／台北報導】: the byline comes first, the place behind a stroke."""
    bracketed = _BRACKETED.match(text)
    if bracketed is None:
        return None
    inside = bracketed.group("inside").strip()
    match = conventions.bracketed_report.match(inside)
    if match is None or not (match.group("places") or match.group("kind")):
        return None
    named = match.group("names").strip()
    places = (match.group("places") or match.group("tight") or "").strip()
    found = byline(conventions.reporter + named, conventions, match.group("agency"))
    if found is None:
        return None
    dateline = Dateline(
        text=inside,
        agency=match.group("agency") or None,
        places=_places(places, conventions),
        date=resolve_day(match.group("date"), issue_date, conventions),
        kind=match.group("kind") or "",
        line=line,
    )
    return dateline, found, bracketed.end()


def read_tail(
    text: str, issue_date: dt.date | None, conventions: Conventions, line: int = 0
) -> tuple[Dateline | None, tuple[Author, ...], int] | None:
    """A dateline or byline in brackets that closes a story -> both, and where it starts."""
    start = max(0, len(text) - 120)
    match = conventions.tail_dateline.search(text, start)
    if match is not None and not conventions.no_place.search(match.group("places") or ""):
        agency = _agency(match)
        found = byline(match.group("names"), conventions, agency) if match.group("names").strip() else ()
        if found is not None:
            dateline = Dateline(
                text=text[match.start() : match.start("names")].strip().strip(_OPENING + _CLOSING + " "),
                agency=agency,
                places=_places(_places_of(match), conventions),
                date=resolve_day(_date_of(match), issue_date, conventions),
                kind=_kind(match),
                tail=True,
                line=line,
            )
            return dateline, found, match.start()
    closing = conventions.byline_tail.search(text, start)
    if closing is not None:
        found = byline(closing.group("names"), conventions)
        if found:
            return None, found, closing.start()
    return None
