"""Issues made by hand, joined as continuation.py would join them: the Linhe Daily, a paper that never was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.model import (
    Article,
    Author,
    Bilingual,
    Change,
    Continuation,
    Correction,
    Dateline,
    Entry,
    Figure,
    GuideItem,
    Issue,
    Jump,
    Masthead,
    Mention,
    Newspaper,
    Paragraph,
    PrintPage,
    PullQuote,
    Segment,
    Text,
)
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.pages import PublishedPage
from mkdocs_newspaper.publishing.views import Publication, SiteFacts, publish

HOSTILE = (
    "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} [x](javascript:alert(1)) "
    "& \"q\" 'a' <img src=x onerror=y>"
)


def paragraphs(page: str, *texts: str) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(Text(text), 10 + number, f"s{page}-{number + 1}") for number, text in enumerate(texts)
    )


def one_story(
    headline: str = "临河新桥通车",
    *texts: str,
    slug: str = "lin-he-xin-qiao-tong-che",
    figures: tuple[Figure, ...] = (),
) -> Article:
    segment = Segment(
        "1",
        1,
        3,
        headline=Text(headline),
        paragraphs=paragraphs("1", *(texts or ("通车了。",))),
        figures=figures,
    )
    return Article(slug, Text(headline), (segment,))


def one_story_issue(article: Article | None = None, date: dt.date = dt.date(1998, 7, 1)) -> Issue:
    article = article or one_story()
    page = PrintPage("1", "要闻", "issues/x.md", 1, article.segments)
    return Issue(date, masthead=Masthead(page_count=4), pages=(page,), articles=(article,), sources=("x.md",))


def full_issue() -> Issue:
    """Pages 1, 2 and A2 of four: a chain over three pages, an open jump, an orphan, all that is drawn."""
    reporters = (Author("孟凡", "reporter", "本报"), Author("欧阳晴", "reporter", "本报"))
    dateline = Dateline("本报临河6月30日电", "本报", ("临河",), dt.date(1998, 6, 30), "电", line=5)
    corrected = Text("新桥横跨临水,全长800米。", (Change(2, 4, "横夸", "ocr-variant", 12),))
    lead_1 = Segment(
        "1",
        1,
        3,
        kicker=Text("跨越两岸"),
        headline=Text("临河新桥通车"),
        deck=Text("——三万群众走上桥面"),
        authors=reporters,
        datelines=(dateline,),
        paragraphs=(
            Paragraph(Text("昨日上午，临河新桥通车。（相关报道见第二版）"), 10, "s1-1"),
            Paragraph(corrected, 12, "s1-2"),
            Paragraph(Text("桥上的一天"), 14, "s1-3", crosshead=True),
            Paragraph(Text("项目\t数量\n车道\t四"), 15, "s1-4", rows=(("项目", "数量"), ("车道", "四"))),
            Paragraph(Text("两岸群众从此往来更加"), 16, "s1-5", continues=True),
        ),
        figures=(
            Figure(
                "1",
                6,
                Text("新桥全景。"),
                "本报记者 孟凡摄",
                (Author("孟凡", "photographer", "本报"),),
                None,
                after=0,
                anchor="figure-1",
            ),
            Figure("1", 7, None, "资料图片", (), None, after=2, anchor="figure-2"),
        ),
        pull_quotes=(PullQuote("1", 2, Text("两岸群众从此往来"), 0, "s1-5"),),
        jumps=(
            Jump("reference", "（相关报道见第二版）", 10, "1", "2", 1, 12, 22),
            Jump(
                "continuation",
                "（下转第二版）",
                17,
                "1",
                "2",
                5,
                anchor="jump-2",
                resolved=True,
                target="s2-1",
            ),
        ),
    )
    lead_2 = Segment(
        "2",
        2,
        3,
        headline=Text("新桥通车"),
        paragraphs=paragraphs("2", "便捷。", "大桥由本省设计。"),
        jumps=(
            Jump(
                "continuation",
                "（下转Ａ２版）",
                9,
                "2",
                "A2",
                2,
                anchor="jump-a2",
                resolved=True,
                target="sA2-1",
            ),
        ),
        continuation=Continuation("（上接第一版）", 4, "1", "from-1", True, "jump-2"),
    )
    lead_3 = Segment(
        "A2",
        1,
        3,
        paragraphs=paragraphs("A2", "通车当天，天气晴好。"),
        continuation=Continuation("（上接第二版）", 4, "2", "from-2", True, "jump-a2"),
    )
    mentions = (
        Mention("place/lin-he", "临河", "place", "s1-1", 5, 7),
        Mention("person/meng-fan", "孟凡", "person", "byline", 0, 2),
        Mention("place/lin-he", "临河", "place", "headline", 0, 2),
    )
    lead = Article(
        "lin-he-xin-qiao-tong-che",
        Text("临河新桥通车"),
        (lead_1, lead_2, lead_3),
        kicker=lead_1.kicker,
        deck=lead_1.deck,
        authors=reporters,
        datelines=(dateline,),
        mentions=mentions,
    )
    second_1 = Segment(
        "1",
        2,
        20,
        headline=Text("早稻丰收"),
        paragraphs=paragraphs("1", "全省早稻丰收。"),
        jumps=(
            Jump("continuation", "（下转第三版）", 21, "1", "3", 1, anchor="jump-3"),
            Jump("continuation", "（下转第二版）", 22, "1", "2", 1, anchor="jump-2"),
        ),
    )
    # The name of a print page: the URL has to give way.
    second = Article("p2", Text("早稻丰收"), (second_1,))
    third = Article(
        "zao-dao",
        Text(HOSTILE),
        (
            Segment(
                "2",
                3,
                30,
                headline=Text(HOSTILE),
                paragraphs=paragraphs("2", HOSTILE),
                figures=(
                    Figure(
                        "2", 31, Text(HOSTILE), HOSTILE, (), "javascript:alert(1)", after=0, anchor="figure-1"
                    ),
                ),
            ),
        ),
    )
    lost = Segment(
        "2",
        1,
        2,
        paragraphs=paragraphs("2", "……大家都很高兴。"),
        continuation=Continuation("（上接第四版）", 2, "4", "from-4"),
    )
    orphan = Article(
        "da-jia-dou-hen-gao-xing", Text("……大家都很高兴"), (lost,), untitled=True, orphan="not held"
    )
    return Issue(
        dt.date(1998, 7, 1),
        masthead=Masthead("临河日报", dt.date(1998, 7, 1), 3, "戊寅年闰五月初八", 4711, 4, "CN 99-0001"),
        pages=(
            PrintPage(
                "1",
                "要闻",
                "issues/1998-07-01/01.md",
                1,
                (lead_1, second_1),
                guide=(
                    GuideItem("大桥设计者说", "2", 2),
                    GuideItem("体育新闻", "4", 2),
                    GuideItem("天气", None, 2),
                ),
            ),
            PrintPage(
                "2",
                None,
                "issues/1998-07-01/02.md",
                1,
                (lost, lead_2, *third.segments),
                notes=("责任编辑：孟　凡",),
            ),
            PrintPage("A2", "副刊", "issues/1998-07-01/A2.md", 1, (lead_3,)),
        ),
        articles=(lead, second, third),
        orphans=(orphan,),
        entries=(
            Entry("place/lin-he", "临河", "place", "Linhe", "Línhé"),
            Entry("person/meng-fan", "孟凡", "person", "Meng Fan", "Mèng Fán", Bilingual("记者", "Reporter")),
        ),
        corrections=(
            Correction("1", 12, ",", "，", "punctuation"),
            Correction("1", 13, ",", "，", "punctuation"),
            Correction("1", 12, "横夸", "横跨", "ocr-variant"),
            Correction("1", 12, "<b>", "", "house-rule"),
        ),
        diagnostics=(Diagnostic("warning", "open-jump", "issues/1998-07-01/01.md", 22, "no partner <b>"),),
        sources=("1998-07-01/01.md", "1998-07-01/02.md"),
        folder="1998-07-01",
    )


def archive(*issues: Issue) -> Archive:
    name = Newspaper(Bilingual("临河日报", "Linhe Daily"), publisher="临河日报社", cn="CN 99-0001")
    return Archive(name, tuple(issues))


def whole_archive() -> Archive:
    """Several years, two editions of one day, and the full issue between its neighbours."""
    full = full_issue()
    return archive(
        one_story_issue(date=dt.date(1997, 12, 31)),
        one_story_issue(date=dt.date(1998, 6, 30)),
        full,
        replace(one_story_issue(), edition="evening"),
        replace(one_story_issue(), edition="晚报"),
        one_story_issue(date=dt.date(2001, 2, 28)),
    )


def published(
    what: Archive | Issue,
    languages: tuple[str, ...] = ("zh", "en"),
    issues: Path = Path("issues"),
    **facts: object,
) -> Publication:
    made = archive(what) if isinstance(what, Issue) else what
    return publish(made, Options(issues=issues, languages=languages), SiteFacts(**facts))  # type: ignore[arg-type]


def page(publication: Publication, src_uri: str) -> PublishedPage:
    return next(one for one in publication.pages if one.src_uri == src_uri)
