"""A story is cited alike in every form, and reference managers' own readers read the files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jsonschema
import pytest
from archives import RIGHTS, SHARED, SITE_URL, Gathered, every, example
from bs4 import BeautifulSoup
from made_issues import HOSTILE, archive, full_issue, one_story, one_story_issue, page, published

from mkdocs_newspaper.model import (
    Author,
    Bilingual,
    Issue,
    IssueTranslation,
    Masthead,
    Newspaper,
    Translation,
)
from mkdocs_newspaper.publishing.citations import cited_name

__all__ = ["every", "example"]

BRIDGE = "archive/1998/07/01/lin-he-xin-qiao-tong-che"


def citations(publication: Any, src_uri: str) -> dict[str, str]:
    """The citations on a page by their styles."""
    box = BeautifulSoup(page(publication, src_uri).body(), "html.parser").select_one(".np-citation")
    assert box is not None
    texts = [cited.get_text() for cited in box.select(".np-cited")]
    styles = [term.get_text() for term in box.select("dt")]
    return dict(zip(styles, texts, strict=False))


def by(*names: str) -> Issue:
    """An issue with one story by these people."""
    return one_story_issue(replace(one_story(), authors=tuple(Author(name) for name in names)))


def file(what: Any, suffix: str, **facts: object) -> str:
    publication = published(what, **facts)
    found = [make for path, make in publication.files.items() if path.endswith(f"article.{suffix}")]
    return found[0]().decode("utf-8")


def test_both_styles_stand_on_both_pages_the_page_s_own_first() -> None:
    publication = published(full_issue())
    chinese, english = citations(publication, f"{BRIDGE}.md"), citations(publication, f"en/{BRIDGE}.md")
    assert list(chinese) == ["GB/T 7714", "Chicago"]
    assert list(english) == ["Chicago", "GB/T 7714"]
    assert chinese == {
        "GB/T 7714": "孟凡, 欧阳晴. 临河新桥通车[N]. 临河日报, 1998-07-01(1, 2, A2).",
        "Chicago": "Meng Fan and Ouyang Qing. “临河新桥通车.” Linhe Daily, July 1, 1998, pages 1, 2, A2.",
    }
    assert english == chinese


def test_an_issue_is_cited_by_date_and_number() -> None:
    found = citations(published(full_issue()), "en/archive/1998/07/01/index.md")
    assert found == {
        "Chicago": "Linhe Daily, July 1, 1998, No. 4,711.",
        "GB/T 7714": "临河日报[N]. 1998-07-01, 第4711号.",
    }


@pytest.mark.parametrize(
    ("names", "national", "chicago"),
    [
        ((), "", ""),
        (("孟凡",), "孟凡. ", "Meng Fan. "),
        (("孟凡", "欧阳晴", "吕建"), "孟凡, 欧阳晴, 吕建. ", "Meng Fan, Ouyang Qing, and Lyu Jian. "),
        (
            ("孟凡", "欧阳晴", "吕建", "田禾"),
            "孟凡, 欧阳晴, 吕建, 等. ",
            "Meng Fan, Ouyang Qing, Lyu Jian, and Tian He. ",
        ),
        (("本报评论员",), "本报评论员. ", "Staff commentator. "),
    ],
)
def test_authors_are_named_as_each_style_asks(names: Sequence[str], national: str, chicago: str) -> None:
    found = citations(published(by(*names)), "archive/1998/07/01/lin-he-xin-qiao-tong-che.md")
    assert found["GB/T 7714"] == f"{national}临河新桥通车[N]. 临河日报, 1998-07-01(1)."
    assert found["Chicago"] == f"{chicago}“临河新桥通车.” Linhe Daily, July 1, 1998, page 1."


def test_of_more_than_ten_authors_chicago_lists_seven() -> None:
    names = ["孟凡", "欧阳晴", "吕建", "田禾", "石磊", "江帆", "安宁", "方远", "何平", "白云", "高山"]
    assert "An Ning, et al. “" in citations(published(by(*names)), f"{BRIDGE}.md")["Chicago"]


def test_a_headline_that_asks_is_not_closed_twice() -> None:
    story = one_story("桥通了吗？")
    found = citations(published(one_story_issue(story)), f"{BRIDGE}.md")
    assert found["Chicago"] == "“桥通了吗？” Linhe Daily, July 1, 1998, page 1."


def test_an_edition_is_named() -> None:
    found = citations(
        published(replace(one_story_issue(), edition="晚报")),
        "archive/1998/07/01-wan-bao/lin-he-xin-qiao-tong-che.md",
    )
    assert found["GB/T 7714"] == "临河新桥通车[N]. 临河日报(晚报), 1998-07-01(1)."
    assert found["Chicago"] == "“临河新桥通车.” Linhe Daily, July 1, 1998, 晚报, page 1."


def test_chicago_cites_the_translation_and_names_its_original() -> None:
    before = "1998-07-01/lin-he-xin-qiao-tong-che#"
    passages = {
        before + "headline": Translation("New bridge opens"),
        before + "s1-1": Translation("It opened."),
    }
    held = IssueTranslation("en", passages, ("Jo Brook",))
    made = replace(archive(by("孟凡")), translations={("1998-07-01", "en"): held})
    found = citations(published(made), f"{BRIDGE}.md")
    assert found["GB/T 7714"] == "孟凡. 临河新桥通车[N]. 临河日报, 1998-07-01(1)."
    assert found["Chicago"] == (
        "Meng Fan. “New bridge opens.” [临河新桥通车]. Translated by Jo Brook. Linhe Daily, July 1, 1998, page 1."
    )


@pytest.mark.parametrize(
    ("name", "printed", "english"),
    [
        ("孟凡", ("孟", "凡"), ("Meng", "Fan")),
        ("欧阳晴", ("欧阳", "晴"), ("Ouyang", "Qing")),
        ("單雨桐", ("單", "雨桐"), ("Shan", "Yutong")),
        ("让-克洛德·容克", ("", ""), ("", "")),
        ("马克龙", ("", ""), ("", "")),
        ("本报评论员", ("", ""), ("", "")),
        ("Jane van der Berg", ("", ""), ("", "")),
    ],
)
def test_only_chinese_names_are_split(name: str, printed: tuple[str, str], english: tuple[str, str]) -> None:
    own, roman = cited_name(name), cited_name(name, english=True)
    assert (own.family, own.given) == printed
    assert (roman.family, roman.given) == english
    assert own.name == name
    assert own.inverted == (", ".join(printed) if printed[0] else name)


def files_of(held: Gathered, article: dict[str, Any], suffix: str) -> str:
    path = article["url"].rstrip("/") + f"/article.{suffix}"
    return held.publication.files[path]().decode("utf-8")


def test_ris_says_what_issue_json_says(every: Gathered) -> None:
    rispy = pytest.importorskip("rispy")
    for issue in every.issues:
        for article in issue["articles"]:
            text = files_of(every, article, "ris")
            assert text.startswith("TY  - NEWS\r\n")
            assert text.endswith("\r\nER  - \r\n")
            assert "M1  -" not in text
            assert "SN  -" not in text  # these papers have no ISSN
            (read,) = rispy.loads(text)
            assert read["type_of_reference"] == "NEWS"
            assert read["title"] == article["headline"]
            assert [one.replace(", ", "") for one in read.get("authors", ())] == [
                one["name"] for one in article["authors"]
            ]
            assert read["date"] == issue["date"].replace("-", "/") + "/"
            assert read["secondary_title"] == issue["newspaper"]["zh"]
            assert read["start_page"] == ", ".join(
                dict.fromkeys(str(one["page"]) for one in article["segments"])
            )
            assert "end_page" not in read
            assert read.get("publisher") == issue["publisher"]
            assert read["urls"] == [SITE_URL + article["url"]]
            number = issue["issue_number"]
            assert (f"IS  - {number}\r\n" in text) == (number is not None)
            assert "CY  - 临河\r\n" in text
            assert "LA  - zh" in text


def test_bibtex_says_what_issue_json_says(every: Gathered) -> None:
    database = pytest.importorskip("pybtex.database")
    keys = set()
    for issue in every.issues:
        for article in issue["articles"]:
            read = database.parse_string(files_of(every, article, "bib"), "bibtex")
            ((key, entry),) = read.entries.items()
            keys.add(key)
            assert key.isascii()
            assert entry.type == "article"
            assert entry.fields["title"].strip("{}") == article["headline"]
            assert entry.fields["journal"] == issue["newspaper"]["zh"]
            assert entry.fields["entrysubtype"] == "newspaper"
            assert entry.fields["year"] == issue["date"][:4]
            split = [one for one in article["authors"] if cited_name(one["name"]).family]
            people = entry.persons.get("author", [])
            assert ["".join([*one.last_names, *one.first_names]) for one in people if one.first_names] == [
                one["name"] for one in split
            ]
    assert len(keys) == sum(len(issue["articles"]) for issue in every.issues)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the schema of CSL is not on this machine")
def test_csl_is_valid_and_says_what_issue_json_says(every: Gathered) -> None:
    schema = json.loads((SHARED / "schemas" / "csl-data.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    for issue in every.issues:
        for article in issue["articles"]:
            read = json.loads(files_of(every, article, "csl.json"))
            assert not list(validator.iter_errors(read))
            (item,) = read
            assert item["id"] == article["id"]
            assert item["type"] == "article-newspaper"
            assert item["title"] == article["headline"]
            assert item["issued"]["date-parts"][0] == [int(part) for part in issue["date"].split("-")]
            assert item.get("issue") == issue["issue_number"]
            assert item["publisher-place"] == "临河"
            assert [one.get("literal") or one["family"] + one["given"] for one in item.get("author", ())] == [
                one["name"] for one in article["authors"]
            ]


@pytest.mark.parametrize(
    "text", [HOSTILE, "一行\r\nER  - \r\nTY  - BOOK", "{{}{\\x}%$#_~^&", "\x00\x0b\u2028"]
)
def test_hostile_text_stays_in_its_field(text: str) -> None:
    rispy = pytest.importorskip("rispy")
    database = pytest.importorskip("pybtex.database")
    issue = one_story_issue(replace(one_story(text), authors=(Author(text, agency=text),)))
    issue = replace(issue, masthead=Masthead(publisher=text))
    (read,) = rispy.loads(file(issue, "ris", site_url=SITE_URL))
    assert read["type_of_reference"] == "NEWS"
    parsed = database.parse_string(file(issue, "bib", site_url=SITE_URL), "bibtex")
    assert len(parsed.entries) == 1
    assert json.loads(file(issue, "csl.json"))[0]["type"] == "article-newspaper"


def test_a_list_offers_its_stories_to_reference_managers(every: Gathered) -> None:
    for one in every.of_kind("issue", "print-page"):
        issue = next(issue for issue in every.issues if issue["url"] in one.src_uri)
        stories = {SITE_URL + article["url"]: article for article in [*issue["articles"], *issue["orphans"]]}
        spans = BeautifulSoup(one.body(), "html.parser").select("span.Z3988")
        assert spans
        if one.kind == "issue":
            assert len(spans) == len(stories)
        for span in spans:
            said = parse_qs(str(span["title"]), strict_parsing=True)
            assert said["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
            assert said["rft.type"] == ["newspaperArticle"]
            article = stories[said["rft.identifier"][0]]
            assert said["rft.title"] == [article["headline"]] or article["headline"] is None
            assert [name.replace(", ", "") for name in said.get("rft.creator", ())] == [
                author["name"] for author in article["authors"]
            ]
            assert said["rft.date"] == [issue["date"]]
            assert said.get("rft.issue") == (
                None if issue["issue_number"] is None else [str(issue["issue_number"])]
            )
            assert said["rft.rights"] == [RIGHTS]


def test_the_calendar_offers_the_stories_of_its_cards(example: Gathered) -> None:
    for one in example.of_kind("calendar", "year"):
        found = BeautifulSoup(one.body(), "html.parser")
        cards = found.select(".np-issue-card .np-headline, .np-issue-card li")
        assert len(found.select("span.Z3988")) == len(cards) > 0


def test_every_story_has_its_three_files_once_and_its_page_leads_to_them(tmp_path: Path) -> None:
    for directory_urls in (True, False):
        publication = published(full_issue(), directory_urls=directory_urls)
        names = [f"{BRIDGE}/article.{suffix}" for suffix in ("ris", "bib", "csl.json")]
        assert [name for name in names if name in publication.files] == names
        assert not [name for name in publication.files if name.startswith("en/") and "article." in name]
        one = page(publication, f"en/{BRIDGE}.md")
        links = [str(link["href"]) for link in BeautifulSoup(one.body(), "html.parser").select("a[download]")]
        up = "../../../../../../" if directory_urls else "../../../../../"
        assert links == [up + name for name in names]


def test_an_english_paper_is_cited_in_english() -> None:
    story = replace(one_story("Bridge Opens", "It opened."), authors=(Author("Jane Smith"),))
    issue = replace(one_story_issue(story, dt.date(2001, 5, 4)), source_language="en")
    paper = Newspaper(Bilingual(en="Linhe Daily"))
    publication = published(replace(archive(issue), newspaper=paper))
    src_uri = next(one.src_uri for one in publication.pages if one.kind == "article")
    assert citations(publication, src_uri) == {
        "GB/T 7714": "Jane Smith. Bridge Opens[N]. Linhe Daily, 2001-05-04(1).",
        "Chicago": "Jane Smith. “Bridge Opens.” Linhe Daily, May 4, 2001, page 1.",
    }
