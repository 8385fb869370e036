"""Masthead and folio lines -> what they say of the issue and the page; date, weekday and lunar date checked.

The fields come in any order, on one line or many, with or without inner spaces; the paper's own name is
calligraphy and mostly missing. Nothing is derived from anything else.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mkdocs_newspaper.model import Masthead
from mkdocs_newspaper.reading.conventions.grammar import HAN, Conventions
from mkdocs_newspaper.reading.numerals import number
from mkdocs_newspaper.reading.page_marks import page_label

#: A masthead line is no longer than this, whatever it holds.
_LONGEST = 260
#: So many units at the top (or the bottom) of a page may belong to the masthead.
_ZONE = 14
_SPACES = re.compile(r"[\s　]+")
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class MastheadLine:
    """One line of a page's top, as `find_masthead` takes it."""

    text: str
    line: int
    heading: bool = False


def _squeezed(text: str) -> str:
    return _SPACES.sub("", text)


def read_date(text: str, conventions: Conventions) -> tuple[dt.date | None, str | None]:
    """The date in a line without inner spaces, and the printed form of one that can't be (2月30日)."""
    match = conventions.date_line.search(text)
    if match is None:
        return None, None
    groups = match.groupdict()
    if groups.get("iso_year"):
        year, month, day = (int(groups[key]) for key in ("iso_year", "iso_month", "iso_day"))
    else:
        year = number(groups.get("last_year") or groups["year"] or "") or 0
        named = groups.get("after_month") or groups.get("month_name")
        month = conventions.months.index(named[:3].lower()) + 1 if named else number(groups["month"]) or 0
        day = number(groups.get("first_day") or groups["day"] or "") or 0
        if groups["era"]:
            year += 1911
        elif year < 100:
            # 五八年: papers of the 1950s drop the century
            year += 1900
    try:
        return dt.date(year, month, day), None
    except ValueError:
        return None, match.group()


def _first(match: re.Match[str] | None, *groups: str) -> str | None:
    if match is None:
        return None
    return next((match.group(group) for group in groups if match.group(group)), None)


def fields(text: str, conventions: Conventions) -> dict[str, object]:
    """Every masthead field that `text` holds, by the names of `Masthead`."""
    tight = _squeezed(text)
    found: dict[str, object] = {}
    date, impossible = read_date(tight, conventions)
    if date is not None:
        found["date"] = date
    elif impossible is not None:
        found["impossible_date"] = impossible
    weekday = conventions.weekday.search(tight)
    if weekday is not None:
        found["weekday"] = conventions.weekdays.get(weekday.group("value"))
    lunar = conventions.lunar.search(tight)
    if lunar is not None:
        found["lunar_date"] = conventions.lunar_label.sub("", lunar.group("value"))
    # Dates and numbers must not be read as each other.
    without_date = conventions.date_line.sub(" ", tight)
    without_cn = conventions.cn.sub(" ", without_date)
    serial = _first(conventions.issue_number.search(without_cn), "value", "total", "latin")
    if serial is not None and (value := number(serial)) is not None:
        found["issue_number"] = value
    pages = _first(conventions.page_count.search(without_cn), "value", "all", "bare")
    if pages is not None and (count := number(pages)) is not None:
        found["page_count"] = count
    cn = conventions.cn.search(text) or conventions.cn.search(tight)
    if cn is not None:
        kind = cn.group("class")
        tail = f"/{_squeezed(kind).translate(str.maketrans('（）', '()'))}" if kind else ""
        found["cn"] = f"CN {cn.group('area')}-{cn.group('serial')}{tail}"
    postal = conventions.postal_code.search(tight)
    if postal is not None:
        found["postal_code"] = re.sub("[—–－]", "-", postal.group("value"))
    publisher = _first(
        conventions.publisher.search(text) or conventions.publisher.search(tight), "value", "labelled"
    )
    if publisher is not None:
        found["publisher"] = (
            publisher if conventions.spaced else conventions.before_publisher.sub("", _squeezed(publisher))
        )
    site = conventions.website.search(text)
    if site is not None:
        found["website"] = site.group("value").rstrip("/.,;，。")
    return found


_STRONG = ("issue_number", "page_count", "cn", "postal_code", "publisher", "lunar_date", "weekday")


def _evidence(found: dict[str, object]) -> int:
    return sum(key in found for key in (*_STRONG, "date", "impossible_date"))


class _Fields(dict[int, dict[str, object]]):
    """The fields of a page's lines, read where they are asked for: most lines are sentences, which have none."""

    def __init__(self, lines: Sequence[MastheadLine], conventions: Conventions) -> None:
        self._lines = lines
        self._conventions = conventions

    def __missing__(self, at: int) -> dict[str, object]:
        found = self[at] = fields(self._lines[at].text, self._conventions)
        return found


def _may_be_line(text: str, conventions: Conventions) -> bool:
    """Whether a line is no sentence, so that it may be a masthead line by itself."""
    return re.search(r"[。！？；]", text) is None and conventions.dateline.match(text) is None


def _is_line(text: str, found: dict[str, object]) -> bool:
    """Whether a line with these fields is a masthead line by itself."""
    # A sentence can name a date; a masthead line is little else.
    rest = len(re.findall(f"[{HAN}]", text))
    return _evidence(found) >= 2 and rest <= 40 + 14 * _evidence(found)


def find_masthead(
    lines: Sequence[MastheadLine], conventions: Conventions, page: str
) -> tuple[Masthead | None, frozenset[int], list[tuple[str, int, str]]]:
    """The masthead among a page's lines.

    Gives the masthead (None where there is none), the indexes of the lines that belong to it, and findings
    as (code, line, message).
    """
    zone = list(range(min(_ZONE, len(lines))))
    zone += [at for at in range(max(0, len(lines) - 4), len(lines)) if at not in zone]
    read = _Fields(lines, conventions)
    zone = [at for at in zone if len(lines[at].text) <= _LONGEST]
    core = [
        at for at in zone if _may_be_line(lines[at].text, conventions) and _is_line(lines[at].text, read[at])
    ]
    if not core:
        # Each field on a line of its own: three short lines side by side with a field each.
        single = [at for at in zone if _is_short_field(lines[at].text, conventions) and _evidence(read[at])]
        runs = _runs(single, lines, conventions)
        core = max(runs, key=len, default=[])
        if len(core) < 2 and not _is_dated_only(lines, conventions):
            return None, frozenset(), []
        core = core or [0]
    used = set(core)
    # Short neighbours with one field, furniture, and the name.
    for step in (-1, 1):
        at = (min(core) if step < 0 else max(core)) + step
        while 0 <= at < len(lines) and at in zone:
            line = lines[at]
            named = conventions.paper_name.match(line.text) is not None
            if (
                (_is_short_field(line.text, conventions) and _evidence(read[at]) >= 1)
                or "website" in read[at]
                or (named and step < 0)
                or (len(line.text) <= 30 and conventions.furniture.search(line.text.strip()))
            ):
                used.add(at)
                at += step
            else:
                break
    for at in range(min(core), max(core)):
        if at in zone and (
            _evidence(read[at])
            or conventions.furniture.search(lines[at].text)
            or conventions.paper_name.match(lines[at].text)
        ):
            used.add(at)
    merged: dict[str, object] = {}
    findings: list[tuple[str, int, str]] = []
    name: str | None = None
    for at in sorted(used):
        for key, value in read[at].items():
            merged.setdefault(key, value)
        named_match = conventions.paper_name.match(lines[at].text)
        if named_match is not None and name is None and not _evidence(read[at]):
            name = (
                _squeezed(named_match.group("value"))
                if not conventions.spaced
                else named_match.group("value").strip()
            )
    if name is None and not conventions.spaced:
        name = name_beside_date([lines[at].text for at in sorted(used) if "date" in read[at]], conventions)
    impossible = merged.pop("impossible_date", None)
    first = lines[min(used)]
    if impossible is not None and "date" not in merged:
        findings.append(("bad-date", first.line, f"the masthead's date {impossible} does not exist"))
    masthead = Masthead(
        name=name,
        page=page,
        line=first.line,
        text="\n".join(lines[at].text.strip() for at in sorted(used)),
    )
    return replace(masthead, **merged), frozenset(used), findings  # type: ignore[arg-type]


def _is_dated_only(lines: Sequence[MastheadLine], conventions: Conventions) -> bool:
    """Whether the first line is a date and nothing else, as exports of databases open an issue."""
    return bool(lines) and conventions.date_line.fullmatch(_squeezed(lines[0].text)) is not None


def name_beside_date(texts: Sequence[str], conventions: Conventions) -> str | None:
    """The paper's name on a date line (1951年9月15日云溪日报 第1版), None where none stands there."""
    words = (word for text in texts for word in conventions.date_line.sub(" ", text).split())
    return next((word for word in words if len(word) > 2 and conventions.paper_name.match(word)), None)


def _is_short_field(text: str, conventions: Conventions) -> bool:
    return (
        len(_squeezed(text)) <= 40
        and not re.search(r"[。！？；，]", text)
        and conventions.dateline.match(text) is None
        and conventions.jump.search(text) is None
    )


def _runs(indexes: list[int], lines: Sequence[MastheadLine], conventions: Conventions) -> list[list[int]]:
    """Neighbouring indexes grouped; a line of furniture or the name may stand between."""
    runs: list[list[int]] = []
    for at in indexes:
        between = range(runs[-1][-1] + 1, at) if runs else range(0)
        if runs and all(
            len(lines[one].text) <= 30
            and (
                conventions.furniture.search(lines[one].text) or conventions.paper_name.match(lines[one].text)
            )
            for one in between
        ):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def newspaper_name(masthead: Masthead) -> str | None:
    """The paper's own name: as printed, else from its publisher (解放军报社 -> 解放军报)."""
    if masthead.name:
        return masthead.name
    if masthead.publisher and masthead.publisher.endswith(("报社", "報社", "新闻社", "新聞社")):
        return masthead.publisher[:-1]
    return None


@dataclass(frozen=True, slots=True)
class Folio:
    """A page header: its page, section and date."""

    page: str
    section: str | None
    date: dt.date | None


_SECTION = re.compile(rf"[{HAN}]{{2,8}}(?:[·・][{HAN}]{{2,6}})?")


def read_folio(text: str, conventions: Conventions, at_edge: bool = True) -> Folio | None:
    """A folio line (第四版 要闻 2025年6月18日 星期三) -> its page, section and date; None for anything else.

    `at_edge`: the line opens or closes its page; elsewhere only the full form with 版 or a date counts.
    """
    stripped = text.strip()
    if not 2 <= len(stripped) <= 70 or re.search(r"[。！？；]", stripped):
        return None
    match = conventions.folio.match(stripped)
    # 今日12版 counts pages, it names none.
    if match is None or conventions.page_count.search(_squeezed(stripped)):
        return None
    groups = match.groupdict()
    token = groups.get("page") or groups.get("middle") or groups.get("number") or groups.get("last") or ""
    rest = " ".join(groups.get(key) or "" for key in ("rest", "over", "middle_rest", "number_rest", "before"))
    date, _ = read_date(_squeezed(rest), conventions)
    label = page_label(_squeezed(token).removeprefix("第"))
    if label is None:
        return None
    named = "版" in token or token.lower().startswith("page") or bool(re.match(r"[A-Z]", token))
    if date is None and not named:
        return None
    if date is None and not at_edge and not re.match(r"第|[A-Z]\d", stripped):
        return None
    if not conventions.spaced:
        plain = conventions.date_line.sub(
            " ", re.sub(r"(?<=\d)\s+(?=[年月日\d])|(?<=[年月])\s+(?=\d)", "", rest)
        )
        plain = conventions.weekday.sub(" ", conventions.lunar.sub(" ", plain))
        words = [word for word in _SECTION.findall(plain) if not conventions.not_section.search(word)]
        if date is None and len(re.findall(f"[{HAN}]", plain)) > 8:
            return None
        section = words[0] if words else None
        if len(words) > 1 and words[1] == "新闻":
            # 综合 新闻: one word, letter-spaced
            section = words[0] + words[1]
    else:
        section = None
    return Folio(label, section, date)


def is_masthead_line(text: str, conventions: Conventions) -> bool:
    """Whether a line holds fields that only a masthead has (a page header has a date and a weekday too)."""
    if len(text) > _LONGEST:
        return False
    found = fields(text, conventions)
    return any(key in found for key in ("issue_number", "page_count", "cn", "postal_code", "publisher"))


def check_masthead(
    masthead: Masthead, date: dt.date, same_lunar_date: Callable[[str, dt.date], bool | None]
) -> list[tuple[str, str]]:
    """Weekday and lunar date of the masthead against `date` -> findings as (code, message) that show both."""
    found: list[tuple[str, str]] = []
    if masthead.weekday is not None and masthead.weekday != date.isoweekday():
        found.append(
            (
                "weekday-mismatch",
                f"the masthead prints 星期{_WEEKDAYS[masthead.weekday - 1]} ({calendar.day_name[masthead.weekday - 1]}), "
                f"but {date.isoformat()} is a 星期{_WEEKDAYS[date.weekday()]} ({calendar.day_name[date.weekday()]})",
            )
        )
    if masthead.lunar_date and same_lunar_date(masthead.lunar_date, date) is False:
        found.append(
            (
                "lunar-date-mismatch",
                f"the masthead prints the lunar date (农历) {masthead.lunar_date}, which is not {date.isoformat()}",
            )
        )
    return found
