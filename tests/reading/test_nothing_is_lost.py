"""Whatever a document holds, every word of it stands somewhere in the issue that is read from it, once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_newspaper.archive import read_archive
from mkdocs_newspaper.continuation import join
from mkdocs_newspaper.model import Issue, PrintPage, Segment
from mkdocs_newspaper.options import REPAIR_RULES, Options

#: Characters that no pattern of the trade knows; five of them make a word that can be told from all others.
RARE = "禤瓛蘅颋璘瑨沄浠潽骎骕埗垌垟塝嵊巘帡弇彧忞恺悫愔慥戬抟挲捱揆"


def word(number: int) -> str:
    digits = []
    for _ in range(5):
        number, digit = divmod(number, len(RARE))
        digits.append(RARE[digit])
    return "".join(digits)


#: Lines as newspapers have them; {0} … stand for words of their own.
LINES = st.sampled_from(
    [
        "# {0}{1}",
        "## {0}{1} {0}{2}",
        "### {0}",
        "{0}{1}",
        "——{0}{1}",
        "**{0}**",
        "{0}，{1}。",
        "{0}，{1}",
        "{0}：“{1}。”",
        "{0}，{1}。{2}，{3}。",
        "本报讯 (记者 王明、李小红){0}，{1}。",
        "**新华社云溪6月3日电** (记者王明){0}，{1}。",
        "【本报讯】{0}，{1}，",
        "本报记者 王 明 通讯员 李强",
        "（本报云溪6月3日电 记者 王明）",
        "图为{0}。本报记者 李强摄",
        "{0}，{1}。\n\n新华社记者 李强摄",
        "![{0}](a.jpg)",
        "{0}，{1}；(下转第二版)",
        "（下转第四版）",
        "(上接第一版){0}，{1}。",
        "上接一版",
        "{0}。（全文见第三版）",
        "导读",
        "{0}{1} （2版）",
        "责任编辑：{0}",
        "一、{0}",
        "一、{0}；",
        "- {0}",
        "第二版 要闻 2024年6月4日 星期二",
        "<!-- page 3 -->",
        "\f",
        "广告",
        "| {0} | {1} |\n| --- | --- |\n| {2} | {3} |",
        "---",
        "",
        "",
        "",
    ]
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A document and the words that it holds."""
    words: list[str] = []
    parts: list[str] = []
    for line in draw(st.lists(LINES, min_size=1, max_size=24)):
        made = [word(17 * 31 * (len(words) + number) + 7) for number in range(4)]
        used = [one for number, one in enumerate(made) if f"{{{number}}}" in line]
        text = line
        for number, one in enumerate(made):
            text = text.replace(f"{{{number}}}", one)
        words += made
        parts += [one for one in used for _ in range(text.count(one))]
        draw_gap = draw(st.sampled_from(["\n", "\n\n", "\n\n", "\n\n\n\n"]))
        words_text = text + draw_gap
        parts.append("\0" + words_text)
    text = "".join(part[1:] for part in parts if part.startswith("\0"))
    return text, [part for part in parts if not part.startswith("\0")]


def texts_of_segment(segment: Segment) -> Iterator[str]:
    for layer in (segment.kicker, segment.headline, segment.deck):
        if layer is not None:
            yield layer.printed
    yield segment.byline or ""
    for dateline in segment.datelines:
        yield dateline.text
    for paragraph in segment.paragraphs:
        yield paragraph.text.printed
    for figure in segment.figures:
        yield f"{figure.caption.printed if figure.caption else ''} {figure.credit or ''} {figure.alt or ''}"
    for quote in segment.pull_quotes:
        yield quote.text.printed


def texts_of_page(page: PrintPage) -> Iterator[str]:
    for segment in page.segments:
        yield from texts_of_segment(segment)
    yield from (item.text for item in page.guide)
    yield from page.notes


def texts_of_issue(issue: Issue) -> str:
    texts = [issue.masthead.text]
    for page in issue.pages:
        texts += texts_of_page(page)
    texts += [one.printed for one in issue.corrections if one.rule == "duplicate-caption"]
    return "\n".join(texts)


def read(text: str, folder: Path, rules: frozenset[str] = frozenset(REPAIR_RULES)) -> Issue | None:
    issues = folder / "issues"
    issues.mkdir(exist_ok=True)
    (issues / "2024-06-04.md").write_text(text, "utf-8", newline="")
    return next(iter(read_archive(Options(issues=issues, repair=rules)).issues), None)


FREE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FREE
@given(documents())
def test_every_word_of_a_document_stands_in_the_issue_exactly_as_often(
    tmp_path: Path, document: tuple[str, list[str]]
) -> None:
    text, words = document
    issue = read(text, tmp_path)
    if issue is None:
        assert not re.search(r"\w", text)
        return
    found = texts_of_issue(issue)
    for one in words:
        assert found.count(one) == text.count(one), f"{one} of\n{text}\nin\n{found}"


@FREE
@given(documents())
def test_with_every_repair_switched_off_no_word_is_lost_and_no_text_is_changed(
    tmp_path: Path, document: tuple[str, list[str]]
) -> None:
    text, words = document
    issue = read(text, tmp_path, frozenset())
    if issue is None:
        assert not re.search(r"\w", text)
        return
    assert issue.corrections == ()
    found = texts_of_issue(issue)
    for one in words:
        assert found.count(one) == text.count(one)


@FREE
@given(st.text(max_size=300))
def test_free_text_is_read_without_an_error_and_keeps_its_han_characters(tmp_path: Path, text: str) -> None:
    issue = read("---\ndate: 2024-06-04\n---\n\n" + text, tmp_path)
    if issue is None:
        return
    assert issue.date == dt.date(2024, 6, 4)


@FREE
@given(documents())
def test_joining_uses_every_segment_once(tmp_path: Path, document: tuple[str, list[str]]) -> None:
    text, _ = document
    issue = read(text, tmp_path)
    if issue is None:
        assert not re.search(r"\w", text)
        return
    joined = join(issue)
    on_pages = [(segment.page, segment.order) for page in joined.pages for segment in page.segments]
    in_articles = [
        (segment.page, segment.order)
        for article in (*joined.articles, *joined.orphans)
        for segment in article.segments
    ]
    assert sorted(on_pages) == sorted(in_articles)
    slugs = [article.slug for article in (*joined.articles, *joined.orphans)]
    assert len(slugs) == len(set(slugs))
