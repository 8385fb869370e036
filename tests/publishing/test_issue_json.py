"""issue.json and index.json: the keys of the design, the schema of the package, the same bytes every time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from made_issues import full_issue, one_story, one_story_issue, published, whole_archive

import mkdocs_newspaper.publishing
from mkdocs_newspaper.model import Author

SCHEMA = json.loads(
    (Path(mkdocs_newspaper.publishing.__file__).parent / "schemas" / "issue.schema.json").read_text("utf-8")
)
PATH = "archive/1998/07/01/issue.json"


@pytest.fixture
def data() -> Any:
    return json.loads(published(full_issue()).files[PATH]())


def test_every_issue_is_valid_against_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    publication = published(whole_archive(), serving=True, directory_urls=False)
    checked = 0
    for path, content in publication.files.items():
        if path.endswith("issue.json"):
            jsonschema.validate(json.loads(content()), SCHEMA, jsonschema.Draft202012Validator)
            checked += 1
    assert checked == 6


def test_the_schema_refuses_what_the_design_does_not_name(data: Any) -> None:
    data["articles"][0]["segments"][0]["paragraphs"][0]["crosshead"] = "yes"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA, jsonschema.Draft202012Validator)


def test_the_issue_says_what_its_masthead_says(data: Any) -> None:
    assert data["date"] == "1998-07-01"
    assert data["weekday"] == 3
    assert data["lunar_date"] == "戊寅年闰五月初八"
    assert data["newspaper"] == {"zh": "临河日报", "en": "Linhe Daily"}
    assert data["issue_number"] == 4711
    assert data["page_count"] == 4
    assert data["pages_held"] == [1, 2, "A2"]
    assert data["pages"][2] == {"page": "A2", "section": "副刊", "url": "archive/1998/07/01/pa2/"}
    assert data["website"] is None


def test_jumps_name_both_pages_and_the_paragraph_that_goes_on(data: Any) -> None:
    url = "archive/1998/07/01/lin-he-xin-qiao-tong-che/"
    assert data["articles"][0]["url"] == url
    assert data["articles"][0]["jumps"] == [
        {"kind": "reference", "from": 1, "to": 2, "resolved": True, "target": "archive/1998/07/01/p2/"},
        {"kind": "continuation", "from": 1, "to": 2, "resolved": True, "target": f"{url}#s2-1"},
        {"kind": "continuation", "from": 2, "to": "A2", "resolved": True, "target": f"{url}#sA2-1"},
    ]
    assert [jump["target"] for jump in data["articles"][1]["jumps"]] == [None, None]


def test_paragraphs_are_what_is_shown(data: Any) -> None:
    first = data["articles"][0]["segments"][0]
    assert (first["page"], first["anchor"]) == (1, "p1")
    assert [one["anchor"] for one in first["paragraphs"]] == ["s1-1", "s1-2", "s1-3", "s1-4", "s1-5"]
    assert [one["crosshead"] for one in first["paragraphs"]] == [False, False, True, False, False]
    assert [one.get("continues") for one in first["paragraphs"]] == [None, None, None, None, True]
    assert first["paragraphs"][1]["text"] == "新桥横跨临水,全长800米。"


def test_an_article_is_found_by_the_name_of_its_url(data: Any) -> None:
    assert data["articles"][1]["id"] == "1998-07-01/p2-2"
    assert data["articles"][1]["url"] == "archive/1998/07/01/p2-2/"


def test_authors_have_their_pinyin_and_orphans_their_reason(data: Any) -> None:
    assert data["articles"][0]["authors"][0] == {
        "name": "孟凡",
        "pinyin": "Mèng Fán",
        "role": "reporter",
        "agency": "本报",
    }
    (orphan,) = data["orphans"]
    assert (orphan["page"], orphan["from"], orphan["headline"], orphan["reason"]) == (2, 4, None, "not held")
    assert orphan["paragraphs"][0]["text"] == "……大家都很高兴。"


def test_a_post_in_a_byline_has_no_pinyin() -> None:
    comment = replace(one_story(), authors=(Author("本报评论员", "writer", "本报"),))
    data = json.loads(published(one_story_issue(comment)).files[PATH]())
    assert data["articles"][0]["authors"][0]["pinyin"] is None


def test_the_same_archive_gives_the_same_bytes() -> None:
    one, other = published(whole_archive()), published(whole_archive())
    for path, content in one.files.items():
        assert content() == other.files[path]()
        assert content().endswith(b"\n")
    assert "临河".encode() in one.files[PATH]()


def test_the_archive_lists_its_issues() -> None:
    listed = json.loads(published(whole_archive()).files["archive/index.json"]())
    assert [one["id"] for one in listed][:3] == ["1997-12-31", "1998-06-30", "1998-07-01"]
    assert listed[2] == {
        "id": "1998-07-01",
        "date": "1998-07-01",
        "edition": None,
        "issue_number": 4711,
        "page_count": 4,
        "url": "archive/1998/07/01/",
        "json": PATH,
        "tei": "archive/1998/07/01/issue.tei.xml",
        "iiif": None,
        "stories": 4,
        "orphans": 1,
        "pages_held": [1, 2, "A2"],
    }


def test_a_half_character_does_not_break_the_file() -> None:
    publication = published(one_story_issue(one_story("甲\ud842乙", "丙\udfb7")))
    data = json.loads(publication.files[PATH]())
    assert data["articles"][0]["headline"] == "甲\ud842乙"
