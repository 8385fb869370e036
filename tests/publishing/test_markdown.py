"""Markdown for other generators: text stays text in every dialect, links lead somewhere."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from made_issues import HOSTILE, archive, full_issue

from mkdocs_newspaper.model import IssueTranslation, Translation
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.export import export_files
from mkdocs_newspaper.publishing.markdown import escaped, front_matter
from mkdocs_newspaper.publishing.views import SiteFacts, open_press

#: What sites commonly switch on; none of it may find anything in newspaper text.
EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "md_in_html",
    "meta",
    "nl2br",
    "sane_lists",
    "tables",
    "toc",
    "wikilinks",
    "pymdownx.betterem",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.details",
    "pymdownx.emoji",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.mark",
    "pymdownx.smartsymbols",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]
SIGNS = "\\`*_{}[]()<>#+-.!|~=:;^$@\"'%/&?, \n\t1aA真，。"


@cache
def converter(extended: bool) -> markdown.Markdown:
    return markdown.Markdown(extensions=EXTENSIONS if extended else [])


def shown(text: str, extended: bool = True) -> BeautifulSoup:
    made = converter(extended)
    made.reset()
    return BeautifulSoup(made.convert(text), "html.parser")


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "1949. 十月",
        "1) 一",
        "- 一\n- 二",
        "# 头\n\n## 头",
        "**真，**她",
        "*[毛泽东]: 主席",
        "[x]: http://example.org",
        "见http://www.example.org/a_b_c 或 a@b.example",
        "!!! note\n    文",
        "项目 | 数量\n--- | ---\n一 | 二",
        "| 一 | 二 |",
        "题\n====\n文\n----",
        "    缩进",
        "```\n码\n```",
        ":smile: (c) 1/2 -- ... ~~删~~ ==标== ++ctrl++ ^上^ {++增++} {: .class}",
        "[^1] 注\n\n[^1]: 注",
        "Note: text\nKey: value",
        "[TOC]",
        "[[链接]]",
        '--8<-- "a.md"',
        "他说：“don't”，it's 'so' and \"so\"",
        "\\*不\\* &amp; &#42; &lt;",
        "- [ ] 未办",
        '=== "标签"',
        "术语\n:   定义",
        "> 引",
        "{{ 7 * 7 }}{% raw %}",
    ],
)
@pytest.mark.parametrize("extended", [True, False])
def test_newspaper_text_comes_out_as_it_went_in(text: str, extended: bool) -> None:
    soup = shown(f"前文。\n\n{escaped(text)}\n\n后文。\n", extended)
    paragraphs = soup.find_all("p")
    assert words(paragraphs[1].get_text()) == words(text)
    assert len(paragraphs) == 3
    assert {one.name for one in soup.find_all(True)} <= {"p", "br"}


@pytest.mark.parametrize(
    "text", [" " * 300_000 + "x", "1" * 300_000, "-. " * 100_000, "\n \t" * 100_000, "''" * 150_000]
)
def test_a_huge_text_is_written_in_no_time(text: str) -> None:
    began = time.process_time()
    escaped(text)
    assert time.process_time() - began < 5


def test_typographic_habits_curl_no_more_than_an_apostrophe() -> None:
    text = "\"so\" 'so' -- ... it's"
    html = markdown.markdown(escaped(text), extensions=["smarty"])
    assert BeautifulSoup(html, "html.parser").get_text() == "\"so\" 'so' -- ... it’s"


@given(st.text(st.sampled_from(SIGNS), max_size=40))
def test_any_signs_come_out_as_they_went_in(text: str) -> None:
    escape = escaped(text)
    if not escape:
        assert not text.strip()
        return
    for extended in (True, False):
        soup = shown(f"前。\n\n{escape}\n\n后。\n", extended)
        assert [words(one.get_text()) for one in soup.find_all("p")] == ["前。", words(text), "后。"]
        assert {one.name for one in soup.find_all(True)} <= {"p", "br"}


@given(st.text(max_size=60))
def test_front_matter_is_yaml_with_the_same_text(text: str) -> None:
    written = front_matter({"title": text, "tags": [text, "x"], "pages": [1, "A2"]})
    read = yaml.safe_load(written.strip().strip("-"))
    expected = words(re.sub("[\x00-\x08\x0b-\x1f]", lambda found: chr(0x2400 + ord(found[0])), text))
    expected = re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", expected)
    assert read.get("title") == (expected if text else None)
    assert read["tags"] == [expected, "x"]
    assert read["pages"] == [1, "A2"]


def exported(**facts: object) -> dict[str, str]:
    options = Options(issues=Path("issues"))
    press, _ = open_press(archive(full_issue()), options, SiteFacts(**facts))  # type: ignore[arg-type]
    found = {}
    for one in export_files(press, "markdown"):
        content = one.content()
        assert isinstance(content, bytes)
        found[one.path] = content.decode()
    return found


def head_and_body(text: str) -> tuple[dict[str, object], str]:
    _, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), body


BRIDGE = "1998/07/01/lin-he-xin-qiao-tong-che.md"


def test_a_story_says_what_it_is_in_its_front_matter() -> None:
    head, _ = head_and_body(exported(site_url="https://example.org")[BRIDGE])
    assert str(head.pop("date")) == "1998-07-01"
    assert head == {
        "title": "临河新桥通车",
        "lang": "zh-Hans",
        "slug": "lin-he-xin-qiao-tong-che",
        "description": "昨日上午，临河新桥通车。（相关报道见第二版）",
        "kicker": "跨越两岸",
        "deck": "——三万群众走上桥面",
        "authors": ["孟凡", "欧阳晴"],
        "agency": "本报",
        "dateline": "本报临河6月30日电",
        "section": "要闻",
        "pages": [1, 2, "A2"],
        "newspaper": "临河日报",
        "issue_number": 4711,
        "people": ["孟凡"],
        "places": ["临河"],
        "article_id": "1998-07-01/lin-he-xin-qiao-tong-che",
        "canonical_url": "https://example.org/archive/1998/07/01/lin-he-xin-qiao-tong-che/",
    }


def test_jump_lines_and_page_marks_are_links_that_lead_somewhere() -> None:
    files = exported()
    for path, text in files.items():
        _, body = head_and_body(text)
        ids = set(re.findall(r'<a id="([^"]+)"></a>', body))
        for address in re.findall(r"(?<!!)\[[^\]]*\]\(([^)]*)\)", body):
            name, _, anchor = address.partition("#")
            target = Path(path).parent.joinpath(name).as_posix() if name else path
            target = re.sub(r"[^/]+/\.\./", "", target)
            assert target in files, f"{path} leads to {address}"
            there = ids if target == path else set(re.findall(r'<a id="([^"]+)"></a>', files[target]))
            assert not anchor or anchor in there, f"{path} leads to {address}"
    body = files[BRIDGE]
    assert '<a id="jump-2"></a>[（下转第二版）](#p2)' in body
    assert '<a id="from-1"></a>[（上接第一版）](#jump-2)' in body
    assert "[（相关报道见第二版）](../01.md#p2)" in body


def test_a_story_has_all_its_text_in_order() -> None:
    _, body = head_and_body(exported()[BRIDGE])
    text = shown(body).get_text()
    wanted = [
        "跨越两岸",
        "——三万群众走上桥面",
        "两岸群众从此往来",
        "本报记者 孟凡摄",
        "本报临河6月30日电",
        "昨日上午，临河新桥通车。",
        "新桥横跨临水,全长800米。",
        "桥上的一天",
        "车道",
        "两岸群众从此往来更加",
        "（下转第二版）",
        "第2版",
        "（上接第一版）",
        "便捷。",
        "通车当天，天气晴好。",
    ]
    at = 0
    for one in wanted:
        assert one in text[at:], one
        at = text.index(one, at)


def test_hostile_text_is_shown_in_titles_lists_and_captions() -> None:
    files = exported()
    head, body = head_and_body(files["1998/07/01/zao-dao.md"])
    assert head["title"] == HOSTILE
    soup = shown(body)
    assert [words(one.get_text()) for one in soup.find_all("p")] == [words(f"{HOSTILE} {HOSTILE}"), HOSTILE]
    assert not soup.find_all(["script", "img"])
    links = shown(head_and_body(files["1998/07/01.md"])[1]).find_all("a", href=True)
    assert HOSTILE in [link.get_text() for link in links]
    assert not [link for link in links if ":" in str(link["href"])]


def test_a_translation_stands_under_the_same_name_in_the_folder_of_its_language() -> None:
    issue = full_issue()
    name = "1998-07-01/lin-he-xin-qiao-tong-che"
    passages = {
        f"{name}#headline": Translation("New bridge *open*"),
        f"{name}#s1-1": Translation("It opened yesterday.", "machine"),
        f"{name}#s1-4": Translation("Item\tNumber\nLanes\t4"),
        f"{name}#figure-1": Translation("The whole bridge."),
    }
    translation = IssueTranslation("en", passages, ("A. Reader",), "CC BY 4.0")
    made = replace(archive(issue), translations={(issue.id, "en"): translation})
    press, _ = open_press(made, Options(issues=Path("issues")), SiteFacts())
    held = {one.path: one.content() for one in export_files(press, "markdown")}
    translated = [path for path in held if path.startswith("en/")]
    assert translated == [f"en/{BRIDGE}"]
    content = held[translated[0]]
    assert isinstance(content, bytes)
    head, body = head_and_body(content.decode())
    assert (head["title"], head["lang"], head["translators"]) == ("New bridge *open*", "en", ["A. Reader"])
    assert head["translation_of"] == f"../../../../{BRIDGE}"
    assert head["states"] == ["machine", "missing", "translated"]
    text = shown(body).get_text()
    for wanted in ("It opened yesterday.", "The whole bridge.", "Lanes", "新桥横跨临水"):
        assert wanted in text
    assert "昨日上午" not in text


def test_a_name_that_windows_keeps_for_a_device_is_changed() -> None:
    issue = full_issue()
    issue = replace(issue, articles=(*issue.articles[:1], replace(issue.articles[1], slug="com1")))
    options = Options(issues=Path("issues"))
    press, _ = open_press(archive(issue), options, SiteFacts())
    paths = [one.path for one in export_files(press, "markdown")]
    assert "1998/07/01/com1_.md" in paths
