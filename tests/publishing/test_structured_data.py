"""Structured data says what issue.json says, in schema.org's words, and nothing can break out of it."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from archives import RIGHTS, SHARED, SITE_URL, Gathered, every, example
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from made_issues import HOSTILE, archive, full_issue, one_story, one_story_issue, page, published

from mkdocs_newspaper.model import Author, IssueTranslation, Newspaper, Text, Translation
from mkdocs_newspaper.publishing.structured_data import count_words, script
from mkdocs_newspaper.publishing.views import Publication

__all__ = ["every", "example"]

FOLDER = "archive/1998/07/01"
BRIDGE = f"{FOLDER}/lin-he-xin-qiao-tong-che"


def articles(held: Gathered) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for issue in held.issues:
        for article in [*issue["articles"], *issue["orphans"]]:
            yield issue, article


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def names(value: Any) -> list[str]:
    return [one["name"] for one in listed(value)]


def section(issue: dict[str, Any], article: dict[str, Any]) -> str | None:
    first = article["segments"][0]["page"]
    return next((one["section"] for one in issue["pages"] if one["page"] == first), None)


def test_a_story_s_node_has_the_values_of_its_issue_json(every: Gathered) -> None:
    checked = 0
    for issue, article in articles(every):
        pages = [str(one["page"]) for one in article["segments"]]
        pages = list(dict.fromkeys(pages))
        dateline = article["dateline"] or {}
        for language, one in every.article_pages(article).items():
            node = every.nodes(one)["NewsArticle"]
            if article["headline"] is not None:  # a continuation without a headline of its own has none
                assert node["headline"] == article["headline"]
            assert node.get("alternativeHeadline") == article["deck"]
            assert names(node.get("author")) == names(article["authors"])
            assert all(set(author) == {"@type", "name"} for author in node.get("author", ()))
            assert (node.get("creator") or {}).get("name") == article["agency"]
            assert node.get("dateline") == dateline.get("text")
            assert node.get("dateCreated") == dateline.get("date")
            assert names(node.get("locationCreated")) == dateline.get("places", [])
            assert node["datePublished"] == issue["date"]
            assert node.get("printEdition") == issue["edition"]
            assert node["pagination"] == ", ".join(pages)
            assert str(node["pageStart"]) == node["printPage"] == pages[0]
            assert str(node["pageEnd"]) == pages[-1]
            assert node.get("printSection") == node.get("articleSection") == section(issue, article)
            texts = [p["text"] for segment in article["segments"] for p in segment["paragraphs"]]
            assert node["wordCount"] == count_words(texts)
            pictures = node.get("image", [])
            assert [(p.get("caption"), p.get("creditText")) for p in pictures] == [
                (figure["caption"], figure["credit"]) for figure in article["figures"]
            ]
            assert [names(p.get("creator")) for p in pictures] == [
                names(figure["photographers"]) for figure in article["figures"]
            ]
            assert [p.get("contentUrl") for p in pictures] == [
                figure["image"] and SITE_URL + figure["image"] for figure in article["figures"]
            ]
            named = dict.fromkeys(mention["entry"] for mention in article["mentions"])
            entries = [issue["entries"][key] for key in named]
            assert names(node.get("mentions")) == [entry["zh"] for entry in entries]
            assert [m.get("url") for m in node.get("mentions", ())] == [
                entry["url"] and SITE_URL + entry["url"] for entry in entries
            ]
            assert node["url"] == node["archivedAt"] == SITE_URL + article["url"]
            assert node["copyrightNotice"] == issue["rights"] == RIGHTS
            assert node["usageInfo"] == "https://papers.example/terms"
            assert node["inLanguage"] in ("zh-Hans", "zh-Hant", "en"), language
            checked += 1
    assert checked == 2 * sum(len(issue["articles"] + issue["orphans"]) for issue in every.issues)


def test_corrections_of_a_story_stand_among_those_of_its_issue(every: Gathered) -> None:
    for issue, article in articles(every):
        made = {f"{one['printed']} → {one['shown']}" for one in issue["corrections"]}
        for one in every.article_pages(article).values():
            for comment in every.nodes(one)["NewsArticle"].get("correction", ()):
                assert comment["text"] in made


def test_a_change_of_wording_is_a_correction_and_typography_is_none() -> None:
    held = Gathered(published(full_issue()))
    node = held.nodes(held.pages[f"{BRIDGE}.md"])["NewsArticle"]
    assert node["correction"] == [{"@type": "CorrectionComment", "text": "横夸 → 横跨"}]
    assert "correction" not in held.nodes(held.pages[f"{FOLDER}/p2-2.md"])["NewsArticle"]


def test_an_issue_s_node_has_the_values_of_its_issue_json(every: Gathered) -> None:
    papers = set()
    for issue in every.issues:
        root = every.pages[issue["url"] + "index.md"]
        for src_uri in root.twins.values():
            node = every.nodes(every.pages[src_uri])["PublicationIssue"]
            assert node.get("issueNumber") == issue["issue_number"]
            assert node["datePublished"] == issue["date"]
            assert node["url"] == SITE_URL + issue["url"]
            if all(isinstance(label, int) for label in issue["pages_held"]):
                assert node.get("pageEnd") == issue["page_count"]
            assert [part["headline"] for part in node["hasPart"]] == [
                article["headline"] for article in issue["articles"]
            ]
            paper = node["isPartOf"]
            assert [paper.get("name"), paper.get("alternateName")] in (
                [issue["newspaper"]["zh"], issue["newspaper"]["en"]],
                [issue["newspaper"]["en"], issue["newspaper"]["zh"]],
            )
            numbers = {one["propertyID"]: one["value"] for one in listed(paper.get("identifier"))}
            assert numbers.get("CN") == issue["cn"]
            assert numbers.get("邮发代号") == issue["postal_code"]
            assert (paper.get("publisher") or {}).get("name") == issue["publisher"]
            papers.add(json.dumps(paper, sort_keys=True))
    assert len(papers) == 1


def newspapers(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from newspapers(one)
    elif isinstance(value, dict):
        if value.get("@type") == "Newspaper":
            yield value
        yield from newspapers(list(value.values()))


def test_the_newspaper_is_one_node_by_one_id_wherever_it_is_named(every: Gathered) -> None:
    found = [
        paper for one in every.publication.pages for paper in newspapers(list(every.nodes(one).values()))
    ]
    assert len(found) > len(every.issues)
    assert {paper["@id"] for paper in found} == {f"{SITE_URL}archive/#newspaper"}
    assert len({json.dumps(paper) for paper in found}) == 1


def test_a_print_page_collects_the_stories_that_stand_on_it(every: Gathered) -> None:
    for issue in every.issues:
        for printed in issue["pages"]:
            root = every.pages[printed["url"].rstrip("/") + ".md"]
            for src_uri in root.twins.values():
                node = every.nodes(every.pages[src_uri])["CollectionPage"]
                on_page = {
                    article["url"]
                    for article in [*issue["articles"], *issue["orphans"]]
                    if any(segment["page"] == printed["page"] for segment in article["segments"])
                }
                assert {part["url"] for part in node.get("hasPart", ())} == {
                    SITE_URL + url for url in on_page
                }
                assert node["isPartOf"]["datePublished"] == issue["date"]


def test_an_entry_s_node_has_the_values_of_issue_json(every: Gathered) -> None:
    types = {"person": "Person", "place": "Place", "organization": "Organization", "term": "DefinedTerm"}
    by_url = {
        SITE_URL + entry["url"]: entry
        for issue in every.issues
        for entry in issue["entries"].values()
        if entry["url"]
    }
    seen = set()
    for one in every.of_kind("entry"):
        nodes = every.nodes(one)
        entry = next(by_url[node["url"]] for node in nodes.values() if node.get("url") in by_url)
        node = nodes[types[entry["kind"]]]
        assert node["name"] == entry["zh"]
        if entry["en"] and entry["en"] != entry["zh"]:
            assert entry["en"] in listed(node["alternateName"])
        if entry["kind"] == "term":
            assert node["termCode"] == entry["id"]
            assert node["inDefinedTermSet"]["url"] == f"{SITE_URL}archive/terms/"
        else:
            assert node["identifier"] == entry["id"]
        seen.add(entry["id"])
    assert seen == {entry["id"] for entry in by_url.values()}


def test_a_story_s_names_are_those_of_its_issue_whichever_page_is_drawn_first() -> None:
    issue = full_issue()
    entry = next(one for one in issue.entries if one.id == issue.articles[0].mentions[0].entry)
    others = tuple(one for one in issue.entries if one is not entry)
    later = replace(
        issue,
        date=issue.date + dt.timedelta(days=1),
        folder="1998-07-02",
        entries=(*others, replace(entry, en="Known Otherwise")),
    )

    def mentions(publication: Publication, day: str) -> Any:
        head = page(publication, f"archive/1998/07/{day}/lin-he-xin-qiao-tong-che.md").head
        assert head is not None
        data = BeautifulSoup(head(), "html.parser").find("script", type="application/ld+json")
        return json.loads(data.string)["mentions"]  # type: ignore[union-attr, arg-type]

    both = {}
    for order in (("01", "02"), ("02", "01")):
        made = published(archive(issue, later))
        both[order] = {day: mentions(made, day) for day in order}
    assert both["01", "02"] == both["02", "01"]
    said = {day: found[0].get("alternateName") for day, found in both["01", "02"].items()}
    assert said == {"01": entry.en, "02": "Known Otherwise"}


def test_the_indexes_are_sets_of_what_has_a_page(every: Gathered) -> None:
    for kind, member in (("terms", "hasDefinedTerm"), ("names", "about")):
        for one in every.of_kind(kind):
            node = every.nodes(one)["DefinedTermSet"]
            assert node["@id"] == f"{SITE_URL}archive/{kind}/#set"
            assert all(part["url"].startswith(f"{SITE_URL}archive/{kind}/") for part in node.get(member, ()))


def test_breadcrumbs_are_those_that_the_page_shows(example: Gathered) -> None:
    for one in example.publication.pages:
        items = example.nodes(one)["BreadcrumbList"]["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        shown = BeautifulSoup(one.body(), "html.parser").select(".np-breadcrumbs li")
        texts = [" ".join(item.get_text().split()) for item in shown]
        if one.kind == "entry":
            continue  # an entry's older mentions add their number
        assert [item["name"] for item in items][: len(texts)] == texts, one.src_uri
        own = SITE_URL + one.src_uri.removesuffix("index.md").removesuffix(".md")
        assert items[-1]["item"].rstrip("/") == own.rstrip("/")


def test_without_a_site_url_nothing_has_an_id_and_the_rest_is_the_same() -> None:
    def bare(value: Any) -> Any:
        if isinstance(value, list):
            return [bare(one) for one in value]
        if isinstance(value, dict):
            left_out = ("@id", "url", "archivedAt", "item", "contentUrl", "primaryImageOfPage")
            return {key: bare(one) for key, one in value.items() if key not in left_out}
        return value

    with_url = Gathered(published(full_issue(), site_url=SITE_URL))
    without = Gathered(published(full_issue()))
    for one in without.publication.pages:
        assert one.head is not None
        assert "@id" not in one.head()
        assert "canonical" not in one.head()
        assert bare(with_url.nodes(with_url.pages[one.src_uri])) == without.nodes(one)


def translated(**passages: Translation) -> Gathered:
    before = "1998-07-01/lin-he-xin-qiao-tong-che#"
    held = IssueTranslation(
        "en",
        {before + anchor.replace("_", "-"): one for anchor, one in passages.items()},
        ("Jo Brook",),
        "https://licences.example/by/4.0/",
    )
    made = replace(archive(full_issue()), translations={("1998-07-01", "en"): held})
    return Gathered(published(made, site_url=SITE_URL))


def test_a_translated_story_names_its_original_and_the_original_its_translation() -> None:
    held = translated(
        headline=Translation("New bridge opens"), s1_1=Translation("Yesterday the new bridge opened.")
    )
    english = held.nodes(held.pages[f"en/{BRIDGE}.md"])["NewsArticle"]
    chinese = held.nodes(held.pages[f"{BRIDGE}.md"])["NewsArticle"]

    assert english["headline"] == "New bridge opens"
    assert english["inLanguage"] == "en"
    assert english["@id"] == f"{SITE_URL}en/{BRIDGE}/#article"
    assert english["translationOfWork"]["@id"] == chinese["@id"] == f"{SITE_URL}{BRIDGE}/#article"
    assert names(english["translator"]) == ["Jo Brook"]
    assert english["license"] == "https://licences.example/by/4.0/"
    assert names(english["author"]) == ["Meng Fan", "Ouyang Qing"]
    assert english["creator"]["name"] == "Linhe Daily"
    assert "alternativeHeadline" not in english  # nobody has translated the deck
    assert chinese["headline"] == "临河新桥通车"
    assert chinese["workTranslation"]["@id"] == english["@id"]
    assert chinese["workTranslation"]["headline"] == "New bridge opens"


def test_a_translated_headline_alone_makes_no_translation() -> None:
    held = translated(headline=Translation("New bridge opens"))
    english = held.nodes(held.pages[f"en/{BRIDGE}.md"])["NewsArticle"]
    assert english["headline"] == "临河新桥通车"
    assert english["inLanguage"] == "zh-Hans"
    assert english["@id"] == f"{SITE_URL}{BRIDGE}/#article"
    assert "workTranslation" not in held.nodes(held.pages[f"{BRIDGE}.md"])["NewsArticle"]


def test_rights_that_are_an_address_are_no_notice() -> None:
    made = archive(one_story_issue())
    paper = replace(made.newspaper, rights="https://papers.example/terms", issn="1002-6347")
    held = Gathered(published(replace(made, newspaper=paper)))
    node = held.nodes(held.of_kind("article")[0])["NewsArticle"]
    assert node["usageInfo"] == "https://papers.example/terms"
    assert "copyrightNotice" not in node
    assert node["isPartOf"]["isPartOf"]["issn"] == "1002-6347"


def test_a_paper_of_which_nothing_is_known_is_described_all_the_same() -> None:
    held = Gathered(published(replace(archive(one_story_issue()), newspaper=Newspaper())))
    for one in held.publication.pages:
        assert held.nodes(one)["BreadcrumbList"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the vocabulary is not on this machine")
def test_every_type_and_property_is_schema_org_s(every: Gathered) -> None:
    spec = importlib.util.spec_from_file_location("checker", SHARED / "tools" / "check_structured_data.py")
    assert spec is not None
    assert spec.loader is not None
    checker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checker)
    vocabulary = checker.Vocabulary()
    problems = [
        f"{one.src_uri}: {problem}"
        for one in every.publication.pages
        for node in every.nodes(one).values()
        for problem in vocabulary.problems(node)
    ]
    assert problems == []


def test_extruct_and_rdflib_read_the_same(example: Gathered) -> None:
    extruct = pytest.importorskip("extruct")
    rdflib = pytest.importorskip("rdflib")
    one = next(page for page in example.of_kind("article") if "mentions" in page.head())  # type: ignore[misc]
    assert one.head is not None
    read = extruct.extract(f"<html><head>{one.head()}</head></html>", syntaxes=["json-ld"])["json-ld"]
    assert {node["@type"]: node for node in read} == example.nodes(one)

    node = example.nodes(one)["NewsArticle"]
    # The vocabulary stands for schema.org's own context, which would have to be fetched.
    context = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}
    graph = rdflib.Graph().parse(data=json.dumps({**node, "@context": context}), format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    subject = rdflib.URIRef(node["@id"])
    assert str(graph.value(subject, schema.headline)) == node["headline"]
    assert len(list(graph.objects(subject, schema.mentions))) == len(node["mentions"])
    assert (None, rdflib.RDF.type, schema.Newspaper) in graph


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "</script><!--", "a\u2028b\u2029c", "\x00\x1f\x7f\x9f", "二行\n标题", '"' * 9, "题" * 10_000],
    ids=["markup", "script", "separators", "controls", "newline", "quotes", "endless"],
)
def test_hostile_text_stays_a_string(text: str) -> None:
    segment = one_story(text, text).segments[0]
    story = replace(
        one_story(text, text),
        authors=(Author(text),),
        deck=Text(text),
        segments=(replace(segment, deck=Text(text)),),
    )
    publication = published(one_story_issue(story), site_url=SITE_URL)
    for src_uri in ("archive/1998/07/01/lin-he-xin-qiao-tong-che.md", "archive/1998/07/01/index.md"):
        one = page(publication, src_uri)
        assert one.head is not None
        html = one.head()
        assert html.count("<script") == html.count("</script") == 2
        assert "<!--" not in html
        assert "\u2028" not in html
        found = BeautifulSoup(html, "html.parser")
        assert {tag.name for tag in found.find_all(True)} == {"meta", "link", "script"}
        nodes = [json.loads(str(tag.string)) for tag in found.find_all("script")]
        stories = nodes[0].get("hasPart", nodes[:1])
        assert stories[0]["headline"] == text


@given(st.text())
@settings(max_examples=200)
def test_a_script_can_hold_any_text(text: str) -> None:
    element = str(script({"@type": "Thing", "name": text}))
    content = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in content
    assert json.loads(content)["name"] == text


def test_words_are_counted_as_each_language_does() -> None:
    assert count_words(["通车了。", "𠀀𪚥😀"]) == 5
    assert count_words(["The bridge's 2,100 metres — open."]) == 5
    assert count_words(["第24631号 issue"]) == 4
