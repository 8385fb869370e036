"""URLs and anchors: safe, unique, relative, in both URL styles."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_issues import full_issue, one_story_issue, whole_archive

from mkdocs_newspaper.identifiers import RESERVED_NAMES, safe_name, story_names, unique_names
from mkdocs_newspaper.publishing.urls import (
    Urls,
    issue_folders,
    page_anchor,
)

URLS = Urls("archive", ("zh", "en"))
FILES = Urls("archive", ("zh", "en"), directory_urls=False)


@pytest.mark.parametrize(
    ("src_uri", "folder_url", "file_url"),
    [
        (URLS.calendar("zh"), "archive/", "archive/index.html"),
        (URLS.year("zh", 2025), "archive/2025/", "archive/2025/index.html"),
        (URLS.issue("en", "2025/06/18"), "en/archive/2025/06/18/", "en/archive/2025/06/18/index.html"),
        (URLS.print_page("zh", "2025/06/18", "1"), "archive/2025/06/18/p1/", "archive/2025/06/18/p1.html"),
        (URLS.print_page("zh", "2025/06/18", "A2"), "archive/2025/06/18/pa2/", "archive/2025/06/18/pa2.html"),
        (
            URLS.article("zh", "2025/06/18", "qiao"),
            "archive/2025/06/18/qiao/",
            "archive/2025/06/18/qiao.html",
        ),
    ],
)
def test_every_kind_of_page_has_the_url_that_the_design_gives_it(
    src_uri: str, folder_url: str, file_url: str
) -> None:
    assert URLS.url(src_uri) == folder_url
    assert FILES.url(src_uri) == file_url
    assert FILES.destination(src_uri) == file_url
    assert URLS.destination(src_uri) == folder_url + "index.html"


def test_data_stands_once_at_the_root_language() -> None:
    assert URLS.issue_data("2025/06/18") == "archive/2025/06/18/issue.json"
    assert URLS.archive_data() == "archive/index.json"


PLACES = st.sampled_from(
    [
        URLS.calendar("zh"),
        URLS.calendar("en"),
        URLS.year("zh", 1999),
        URLS.issue("en", "1999/01/02"),
        URLS.print_page("zh", "1999/01/02", "A2"),
        URLS.article("en", "1999/01/02", "qiao"),
        URLS.article("zh", "2000/12/31", "qiao"),
    ]
)


@given(PLACES, PLACES, st.booleans())
def test_a_relative_link_leads_to_the_url_that_it_means(here: str, there: str, folders: bool) -> None:
    urls = URLS if folders else FILES
    base = "https://example.org/sub/path/"
    arrived = urljoin(base + urls.url(here), urls.link(here, there, "s1-1"))
    assert arrived == base + urls.url(there) + "#s1-1"
    assert urljoin(base + urls.url(here), urls.link(here, there)) == base + urls.url(there)
    assert not urls.link(here, there).startswith(("/", "http"))


def test_a_link_within_the_page_is_its_fragment_alone() -> None:
    assert URLS.link("archive/x.md", "archive/x.md", "s1-1") == "#s1-1"


@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["p1", "PA2", "index", "README", "a", "A"]))))
def test_names_are_ascii_unique_without_case_and_never_reserved(wanted: list[str]) -> None:
    names = unique_names(wanted)
    assert len(names) == len(wanted)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name.isascii()
        assert name
        assert not set(name) & set("./\\%?#: ")
        assert name.casefold() not in RESERVED_NAMES


def test_a_story_named_like_a_print_page_gives_way() -> None:
    assert story_names(full_issue()) == [
        "lin-he-xin-qiao-tong-che",
        "p2-2",
        "zao-dao",
        "da-jia-dou-hen-gao-xing",
    ]


def test_the_same_slug_is_numbered_in_document_order() -> None:
    assert unique_names(["a", "a", "a-2", "a"]) == ["a", "a-2", "a-2-2", "a-3"]


def test_a_path_in_an_id_can_not_leave_its_folder() -> None:
    assert safe_name("../../etc/passwd") == "etc-passwd"


def test_two_editions_of_a_day_never_share_a_folder() -> None:
    folders = issue_folders(whole_archive().issues)
    assert len(set(folders)) == len(folders)
    assert folders[2:5] == ["1998/07/01", "1998/07/01-evening", "1998/07/01-wan-bao"]
    assert all(folder.isascii() for folder in folders)
    assert len(set(issue_folders([one_story_issue(), one_story_issue()]))) == 2


@pytest.mark.parametrize(("label", "anchor"), [("1", "p1"), ("12", "p12"), ("A2", "pa2"), ("头", "p0")])
def test_page_anchors_are_ascii(label: str, anchor: str) -> None:
    assert page_anchor(label) == anchor
