"""What stands in the head of a page: Zotero's rules, Open Graph, rights, and the page's twins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from archives import RIGHTS, SITE_URL, Gathered, every, example
from made_issues import HOSTILE, archive, full_issue, one_story, one_story_issue

from mkdocs_newspaper.model import Author, IssueTranslation, Translation
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.metadata import open_graph_locale
from mkdocs_newspaper.publishing.views import SiteFacts, publish

__all__ = ["every", "example"]

BRIDGE = "archive/1998/07/01/lin-he-xin-qiao-tong-che"


def gathered(what: object, **options: object) -> Gathered:
    made = archive(what) if not hasattr(what, "issues") else what  # type: ignore[arg-type]
    wishes = Options(issues=Path("issues"), **options)  # type: ignore[arg-type]
    return Gathered(publish(made, wishes, SiteFacts(site_url=SITE_URL)))  # type: ignore[arg-type]


def test_every_story_is_a_newspaper_article_to_zotero(every: Gathered) -> None:
    for issue in every.issues:
        for article in issue["articles"]:
            pages = list(dict.fromkeys(str(one["page"]) for one in article["segments"]))
            printed = next(one for one in issue["pages"] if one["page"] == article["segments"][0]["page"])
            for one in every.article_pages(article).values():
                meta = every.meta(one)
                forbidden = {"citation_journal_title", "citation_firstpage", "citation_lastpage"}
                assert not forbidden & set(meta)
                assert meta["z:itemType"] == meta["DC.type"] == ["newspaperArticle"]
                assert meta["z:pages"] == [", ".join(pages)]
                assert meta["citation_title"] == meta["DC.title"] == [article["headline"]]
                assert meta["prism.publicationName"] == [issue["newspaper"]["zh"]]
                assert meta["DCTERMS.isPartOf"] == meta["prism.publicationName"]
                assert meta["citation_publication_date"] == [issue["date"].replace("-", "/")]
                assert meta["DC.date"] == meta["article:published_time"] == [issue["date"]]
                number = issue["issue_number"]
                assert meta.get("citation_issue") == (None if number is None else [str(number)])
                names = [author["name"] for author in article["authors"]]
                cited = meta.get("citation_author", [])
                assert [name.replace(", ", "") for name in cited] == names
                assert meta.get("DC.creator", []) == cited
                assert meta.get("article:author", []) == names
                publisher = [issue["publisher"]] if issue["publisher"] else None
                assert meta.get("citation_publisher") == meta.get("DC.publisher") == publisher
                assert meta.get("article:section", [None]) == [printed["section"]]
                assert meta["DC.rights"] == [issue["rights"]]
                assert meta["z:place"] == [issue["place"]["zh"]]
                assert meta.get("z:edition", [None]) == [issue["edition"]]
                assert meta["DC.identifier"] == [SITE_URL + article["url"]]
                assert meta["citation_language"] == meta["DC.language"]
                assert meta["citation_language"][0] in ("zh-Hans", "zh-Hant", "en")
                assert len(meta["citation_abstract"]) == 1
                known = {value for entry in issue["entries"].values() for value in (entry["zh"], entry["en"])}
                assert set(meta.get("article:tag", [])) <= known


def test_a_chinese_name_is_split_for_zotero() -> None:
    held = gathered(full_issue())
    assert held.meta(held.pages[f"{BRIDGE}.md"])["citation_author"] == ["孟, 凡", "欧阳, 晴"]
    assert held.meta(held.pages[f"{BRIDGE}.md"])["z:pages"] == ["1, 2, A2"]


def test_a_translated_story_is_cited_in_its_language() -> None:
    before = "1998-07-01/lin-he-xin-qiao-tong-che#"
    passages = {before + "headline": Translation("New bridge"), before + "s1-1": Translation("It opened.")}
    made = replace(
        archive(full_issue()), translations={("1998-07-01", "en"): IssueTranslation("en", passages)}
    )
    held = gathered(made)
    meta = held.meta(held.pages[f"en/{BRIDGE}.md"])
    assert meta["citation_title"] == ["New bridge"]
    assert meta["citation_language"] == ["en"]
    assert meta["citation_author"] == ["Meng, Fan", "Ouyang, Qing"]
    assert meta["prism.publicationName"] == ["Linhe Daily"]
    assert held.meta(held.pages[f"{BRIDGE}.md"])["citation_title"] == ["临河新桥通车"]


def test_no_page_says_a_thing_twice(every: Gathered) -> None:
    many = {"article:author", "article:tag", "citation_author", "DC.creator", "og:locale:alternate"}
    for one in every.publication.pages:
        doubled = [name for name, values in every.meta(one).items() if len(values) > 1 and name not in many]
        assert doubled == [], one.src_uri
        assert len(every.links(one, "canonical")) == 1


def test_every_page_says_whose_it_is_in_its_head_and_at_its_foot(every: Gathered) -> None:
    for one in every.publication.pages:
        assert every.meta(one)["DC.rights"] == [RIGHTS]
        assert "© 报社" in one.body(), one.src_uri


def test_twins_name_each_other_and_themselves(every: Gathered) -> None:
    def alternates(src_uri: str) -> dict[str, str]:
        links = every.links(every.pages[src_uri], "alternate")
        return {str(link["hreflang"]): str(link["href"]) for link in links if link.has_attr("hreflang")}

    for one in every.publication.pages:
        found = alternates(one.src_uri)
        own = every.links(one, "canonical")[0]["href"]
        assert found[one.language] == own
        assert found["x-default"] == found["zh"]
        assert set(found) == {"zh", "en", "x-default"}
        for src_uri in one.twins.values():
            assert alternates(src_uri) == found


def test_a_page_without_a_twin_has_no_alternate() -> None:
    held = gathered(full_issue(), languages=("zh",))
    for one in held.publication.pages:
        assert not [link for link in held.links(one, "alternate") if link.has_attr("hreflang")]
        assert len(held.links(one, "canonical")) == 1


@pytest.mark.parametrize(
    ("options", "robots", "reserved"),
    [
        ({}, None, None),
        ({"robots": "noindex, nofollow"}, ["noindex, nofollow"], None),
        ({"noai": True}, ["noai, noimageai"], ["1"]),
        ({"robots": "noarchive", "noai": True}, ["noarchive, noai, noimageai"], ["1"]),
    ],
)
def test_machines_are_told_what_the_site_asks(
    options: dict[str, object], robots: list[str] | None, reserved: list[str] | None
) -> None:
    held = gathered(full_issue(), **options)
    for one in held.publication.pages:
        assert held.meta(one).get("robots") == robots
        assert held.meta(one).get("tdm-reservation") == reserved


def test_the_terms_of_mining_are_those_of_the_rights() -> None:
    made = archive(full_issue())
    held = gathered(replace(made, newspaper=replace(made.newspaper, rights=RIGHTS)), noai=True)
    for one in held.publication.pages:
        assert held.meta(one)["tdm-policy"] == ["https://papers.example/terms"]


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("zh", "zh_CN"),
        ("zh-Hans", "zh_CN"),
        ("zh-Hant", "zh_TW"),
        ("zh-HK", "zh_HK"),
        ("en", "en_US"),
        ("en-GB", "en_GB"),
        ("fr", "fr_FR"),
        ("ja", "ja_JP"),
        ("sr-Latn", None),  # no territory is likelier than another
        ("es-419", None),  # Latin America is none
        ("xx", None),
    ],
)
def test_open_graph_gets_a_territory_where_one_is_known(language: str, locale: str | None) -> None:
    assert open_graph_locale(language) == locale


def test_open_graph_names_the_script_of_the_paper_and_each_other_language_once() -> None:
    for script, own in (("zh-Hans", "zh_CN"), ("zh-Hant", "zh_TW")):
        issue = replace(full_issue(), source_language=script)
        held = gathered(issue, languages=("zh", "en", "fr", "ja"))
        locales = {"zh": own, "en": "en_US", "fr": "fr_FR", "ja": "ja_JP"}
        for one in held.publication.pages:
            meta = held.meta(one)
            assert meta["og:locale"] == [locales[one.language]]
            others = [name for language, name in locales.items() if language != one.language]
            assert meta["og:locale:alternate"] == others


def test_hostile_text_stays_in_its_attribute() -> None:
    for text in (HOSTILE, '"><script>alert(1)</script>', "二行\n标题\u2028x", "\x00\x1f", "题" * 10_000):
        story = replace(one_story(text, text), authors=(Author(text),))
        held = gathered(one_story_issue(story))
        for one in held.publication.pages:
            head = held.head(one)
            assert {tag.name for tag in head.find_all(True)} <= {"meta", "link", "script"}
            assert all("\n" not in str(tag.get("content", "")) for tag in head.find_all("meta"))
            assert len(head.find_all("script")) == 2


def test_a_page_has_the_day_of_its_issue(example: Gathered) -> None:
    days = sorted(issue["date"] for issue in example.issues)
    for one in example.publication.pages:
        assert one.dated is not None
        if one.issue_id:
            assert one.issue_id.startswith(one.dated.isoformat())
        elif one.kind == "year":
            year = one.src_uri.split("/")[-2]
            assert one.dated.isoformat() == max(day for day in days if day.startswith(year))
        elif one.kind != "entry":
            assert one.dated.isoformat() == days[-1]
