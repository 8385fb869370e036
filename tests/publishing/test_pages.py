"""Which pages there are, what stands on them, and that every link between them leads somewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup, Tag
from made_issues import archive, full_issue, one_story_issue, page, published, whole_archive

from mkdocs_newspaper.publishing.urls import Urls
from mkdocs_newspaper.publishing.views import Publication

BRIDGE = "archive/1998/07/01/lin-he-xin-qiao-tong-che.md"
FOLDER = "archive/1998/07/01"


def soup(publication: Publication, src_uri: str) -> BeautifulSoup:
    return BeautifulSoup(page(publication, src_uri).body(), "html.parser")


def by_id(found: BeautifulSoup, identifier: str) -> Tag:
    tag = found.find(id=identifier)
    assert isinstance(tag, Tag), identifier
    return tag


def text(found: BeautifulSoup | Tag) -> str:
    return " ".join(found.get_text(" ").split())


def test_every_kind_of_page_is_there_in_every_language() -> None:
    publication = published(whole_archive(), languages=("zh", "en", "fr"))
    kinds = Counter((one.kind, one.language) for one in publication.pages)
    for language in ("zh", "en", "fr"):
        assert kinds["calendar", language] == 1
        assert kinds["year", language] == 3
        assert kinds["issue", language] == 6
        assert kinds["print-page", language] == 8
        assert kinds["article", language] == 9
        assert kinds["names", language] == kinds["terms", language] == kinds["entry", language] == 1


def test_an_archive_without_issues_has_its_calendar() -> None:
    publication = published(archive())
    assert [one.src_uri for one in publication.pages] == ["archive/index.md", "en/archive/index.md"]
    assert "No issues yet" in publication.pages[1].body()


@pytest.mark.parametrize("languages", [("zh", "en", "fr"), ("en",)])
def test_the_names_of_pages_are_known_before_they_are_planned(languages: tuple[str, ...]) -> None:
    contents = published(whole_archive(), languages=languages).contents
    chapters = list(contents.chapters())
    assert {kind for kind, _ in chapters} == {"issue", "entry"}
    for of in chapters:
        for language in languages:
            planned = contents.pages(of, language)
            assert list(contents.names(of, language)) == [page.src_uri for page in planned]
            assert {page.dated for page in planned} == {contents.dated(of)}


def test_a_page_is_found_by_its_name_alone() -> None:
    publication = published(whole_archive(), languages=("zh", "en"))
    fresh = published(whole_archive(), languages=("zh", "en")).contents
    for one in publication.pages:
        found = fresh.page(one.src_uri)
        assert found is not None
        assert (found.title, found.kind, found.language) == (one.title, one.kind, one.language)
    for name in (
        "index.md",
        "archive/1998/07/01/nothing.md",
        "archive/1998/07/02/index.md",
        "archive/x",
        "en/x.md",
    ):
        assert fresh.page(name) is None


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("languages", [("zh", "en"), ("en", "zh"), ("en",)])
def test_every_link_leads_to_a_page_or_file_and_every_fragment_to_an_anchor(
    directory_urls: bool, languages: tuple[str, ...]
) -> None:
    publication = published(
        whole_archive(), languages=languages, directory_urls=directory_urls, site_url="https://example.org/"
    )
    urls = Urls("archive", languages, directory_urls)
    base = "https://example.org/sub/"
    anchors: dict[str, set[str]] = {}
    links: list[tuple[str, str]] = []
    for one in publication.pages:
        found = BeautifulSoup(one.body(), "html.parser")
        url = base + urls.url(one.src_uri)
        assert not found.select("a a"), one.src_uri
        identifiers = [str(tag["id"]) for tag in found.find_all(id=True)]
        assert not [name for name, number in Counter(identifiers).items() if number > 1], one.src_uri
        assert all(name.isascii() and " " not in name for name in identifiers)
        anchors[url] = set(identifiers)
        links += ((url, str(tag["href"])) for tag in found.find_all(href=True))
        for item in one.toc:
            assert item.anchor in anchors[url], (one.src_uri, item.anchor)
            assert all(child.anchor in anchors[url] for child in item.children)
    files = {base + path for path in publication.files}
    for here, href in links:
        target, fragment = urldefrag(urljoin(here, href))
        target = unquote(target)
        assert target in anchors or target in files, (here, href)
        assert not fragment or fragment in anchors[target], (here, href)


def test_parents_neighbours_twins_and_sidebars_name_pages_that_are_there() -> None:
    publication = published(whole_archive())
    known = {one.src_uri: one for one in publication.pages}
    assert len(known) == len(publication.pages)
    for one in publication.pages:
        named = [one.parent, one.previous, one.following, *one.twins.values()]
        named += [item.src_uri for item in one.sidebar]
        assert all(name in known for name in named if name)
        assert one.twins[one.language] == one.src_uri
        assert all(known[twin].language == language for language, twin in one.twins.items())
        if one.following:
            assert known[one.following].previous == one.src_uri
        assert (one.parent is None) == (one.kind == "calendar")


def test_a_jump_lands_on_the_first_paragraph_of_the_continuation_and_back() -> None:
    found = soup(published(full_issue()), BRIDGE)
    assert by_id(found, "jump-2").a["href"] == "#s2-1"  # type: ignore[index]
    assert by_id(found, "from-1").a["href"] == "#jump-2"  # type: ignore[index]
    assert by_id(found, "jump-a2").a["href"] == "#sA2-1"  # type: ignore[index]
    assert "（下转第二版）" in text(by_id(found, "jump-2"))


def test_on_print_pages_a_jump_leads_to_the_other_print_page() -> None:
    publication = published(full_issue())
    first = soup(publication, f"{FOLDER}/p1.md")
    assert by_id(first, "a1-jump-2").a["href"] == "../p2/#a2-s2-1"  # type: ignore[index]
    second = soup(publication, f"{FOLDER}/p2.md")
    assert by_id(second, "a2-from-1").a["href"] == "../p1/#a1-jump-2"  # type: ignore[index]


def test_a_jump_without_a_continuation_is_no_link_and_says_why() -> None:
    found = soup(published(full_issue()), f"en/{FOLDER}/p2-2.md")
    away, here = by_id(found, "jump-3"), by_id(found, "jump-2")
    assert not away.find("a")
    assert not here.find("a")
    assert "continues on page 3, which this archive does not hold" in text(away)
    assert "no continuation found on page 2" in text(here)
    assert "（下转第三版）" in text(away)


def test_a_reference_line_is_a_link_to_its_print_page_within_the_paragraph() -> None:
    link = by_id(soup(published(full_issue()), BRIDGE), "s1-1").find("a", class_="np-reference")
    assert isinstance(link, Tag)
    assert link.get_text() == "（相关报道见第二版）"
    assert link["href"] == "../p2/"


def test_page_marks_name_the_print_page_in_both_languages() -> None:
    found = soup(published(full_issue()), BRIDGE)
    for anchor, chinese, english in (("p1", "第1版", "Page 1"), ("pa2", "第A2版", "Page A2")):
        mark = by_id(found, anchor)
        assert mark.name == "a"
        assert chinese in text(mark)
        assert english in text(mark)


def test_a_sentence_cut_by_the_page_goes_on_without_an_indent() -> None:
    found = soup(published(full_issue()), BRIDGE)
    assert "np-resumed" in by_id(found, "s2-1")["class"]
    assert "np-resumed" not in by_id(found, "s2-2")["class"]


def test_an_english_page_of_a_chinese_story_says_what_it_is() -> None:
    publication = published(full_issue())
    shown = page(publication, f"en/{BRIDGE}")
    found = BeautifulSoup(shown.body(), "html.parser")
    root = found.find(class_="np-article")
    assert isinstance(root, Tag)
    assert root["lang"] == "en"
    assert by_id(found, "headline")["lang"] == "zh-Hans"
    assert by_id(found, "s1-1")["lang"] == "zh-Hans"
    assert text(by_id(found, "original")) == "Original text (not yet translated)"
    brief = text(found.find(class_="np-digest"))  # type: ignore[arg-type]
    for said in ("Linhe", "临河", "Meng Fan", "1, 2, A2", "2 photos", "June 30"):
        assert said in brief, said
    assert "July 1, 1998" in shown.title
    assert shown.title.startswith("临河新桥通车")


def test_a_chinese_page_of_a_chinese_story_has_no_digest_and_marks_no_language_twice() -> None:
    found = soup(published(full_issue()), BRIDGE)
    assert not found.find(class_="np-digest")
    assert not found.find(id="original")
    assert "lang" not in by_id(found, "s1-1").attrs


def test_all_newspaper_text_on_english_pages_carries_its_language() -> None:
    han = range(0x4E00, 0xA000)
    for one in published(whole_archive()).pages:
        if one.language != "en":
            continue
        for string in BeautifulSoup(one.body(), "html.parser").find_all(string=True):
            if any(ord(character) in han for character in string):
                marked = [str(tag["lang"]) for tag in string.parents if tag.has_attr("lang")]
                assert marked[0].startswith("zh"), (one.src_uri, string)


def test_each_text_enters_the_search_once_on_the_page_of_its_language() -> None:
    publication = published(full_issue())
    chinese = [one for one in publication.pages if one.search and "昨日上午" in one.search()]
    assert [one.src_uri for one in chinese] == [BRIDGE]
    found = chinese[0].search() if chinese[0].search else ""
    assert all(said in found for said in ("临河新桥通车", "孟凡", "便捷。", "通车当天", "横跨", "横夸"))
    assert found.count("两岸群众从此往来") == 1  # not the pull quote
    english = page(publication, f"en/{BRIDGE}").search
    assert english is not None
    assert "Meng Fan" in english()
    assert "昨日" not in english()
    for one in publication.pages:
        if one.kind not in ("article", "entry"):
            assert one.search is not None
            assert one.search() == ""


def test_without_a_page_in_its_language_the_text_is_found_on_the_first() -> None:
    publication = published(full_issue(), languages=("en", "fr"))
    found = [one.src_uri for one in publication.pages if one.search and "昨日上午" in one.search()]
    assert found == [BRIDGE]


def test_an_orphan_has_a_page_and_stands_under_an_honest_heading() -> None:
    publication = published(full_issue())
    issue = soup(publication, f"en/{FOLDER}/index.md")
    section = by_id(issue, "orphans").parent
    assert isinstance(section, Tag)
    assert "without a beginning" in text(section)
    assert section.find("a", href="da-jia-dou-hen-gao-xing/")
    own = soup(publication, f"en/{FOLDER}/da-jia-dou-hen-gao-xing.md")
    assert "the beginning of this story was not found" in text(own)
    assert "begins on page 4, which this archive does not hold" in text(by_id(own, "from-4"))


def test_the_issue_page_names_every_print_page_and_links_those_held() -> None:
    strip = soup(published(full_issue()), f"en/{FOLDER}/index.md").find(class_="np-strip")
    assert isinstance(strip, Tag)
    assert [str(link["href"]) for link in strip.find_all("a")] == ["p1/", "p2/", "pa2/"]
    shown = one_story_issue()
    strip = soup(published(shown), f"en/{FOLDER}/index.md").find(class_="np-strip")
    assert isinstance(strip, Tag)
    assert len(strip.find_all("li")) == 4
    assert "Print page 3, not held in this archive" in text(strip)


def test_the_issue_page_lists_corrections_jumps_and_findings() -> None:
    found = soup(published(full_issue(), serving=True), f"en/{FOLDER}/index.md")
    foot = text(found.find(class_="np-foot"))  # type: ignore[arg-type]
    assert "横夸 → 横跨" in foot
    assert "page 1, line 12" in foot
    assert "× 2" in foot  # punctuation is counted
    assert "no continuation found on page 2" in foot
    assert "no partner <b> [open-jump]" in foot
    assert "house-rule" in foot
    built = soup(published(full_issue()), f"en/{FOLDER}/index.md")
    assert not built.find(class_="np-findings")


def test_the_calendar_links_every_edition_of_a_day_and_tints_by_stories() -> None:
    found = soup(published(whole_archive()), "archive/1998/index.md")
    links = [str(link["href"]) for link in found.select("td a[data-date='1998-07-01']")]
    assert len(links) == 3
    assert len(set(links)) == 3
    assert len(found.find_all("table")) == 12
    full = found.select_one("td.np-tint-4")
    assert full is not None
    assert full.find("a", attrs={"data-date": "1998-07-01"})
    assert found.select("td.np-tint-1 a[data-date='1998-06-30']")


def test_headings_descend_one_level_at_a_time_from_one_h1() -> None:
    for one in published(whole_archive(), serving=True).pages:
        found = BeautifulSoup(one.body(), "html.parser")
        levels = [int(tag.name[1]) for tag in found.find_all(["h1", "h2", "h3", "h4"])]
        assert levels.count(1) == 1, one.src_uri
        assert levels[0] == 1, one.src_uri
        assert all(after - before <= 1 for before, after in pairwise(levels)), one.src_uri


def test_links_to_other_languages_are_absolute_reciprocal_and_have_a_default() -> None:
    publication = published(full_issue(), site_url="https://example.org/papers")
    for src_uri in (BRIDGE, f"en/{BRIDGE}"):
        shown = page(publication, src_uri)
        assert shown.head is not None
        found = BeautifulSoup(shown.head(), "html.parser")
        alternates = {str(tag["hreflang"]): str(tag["href"]) for tag in found.find_all("link", hreflang=True)}
        root = "https://example.org/papers/"
        assert alternates == {
            "zh": f"{root}{FOLDER}/lin-he-xin-qiao-tong-che/",
            "en": f"{root}en/{FOLDER}/lin-he-xin-qiao-tong-che/",
            "x-default": f"{root}{FOLDER}/lin-he-xin-qiao-tong-che/",
        }


def test_without_a_site_url_nothing_absolute_is_made_up() -> None:
    for one in published(full_issue()).pages:
        assert one.head is not None
        assert "hreflang" not in one.head()
        assert "og:url" not in one.head()


def test_a_site_replaces_a_template_by_one_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "newspaper" / "partials").mkdir(parents=True)
    (tmp_path / "newspaper" / "article.html").write_text("<p>{{ article.headline }}</p>", encoding="utf-8")
    (tmp_path / "newspaper" / "partials" / "masthead.html").write_text("<h1>ours</h1>", encoding="utf-8")
    publication = published(full_issue(), template_dirs=(str(tmp_path),))
    assert page(publication, BRIDGE).body() == "<p>临河新桥通车</p>"
    assert "<h1>ours</h1>" in page(publication, f"{FOLDER}/index.md").body()


def test_a_page_forgets_what_drawing_it_gathered_and_is_drawn_the_same_again() -> None:
    for one in published(whole_archive(), site_url="https://example.org/").pages:
        assert one.head is not None
        assert one.forget is not None
        sheet = one.metadata.args[0]  # type: ignore[union-attr]
        given = {field.name for field in fields(sheet)}
        drawn = one.body(), one.head()
        assert set(vars(sheet)) > given, one.src_uri
        one.forget()
        assert set(vars(sheet)) == given, one.src_uri
        assert (one.body(), one.head()) == drawn
