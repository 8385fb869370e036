"""What the glossary could still say: misprints of known names, terms, names without English."""

from __future__ import annotations

import datetime as dt
import time

from mkdocs_newspaper.glossary.suggestions import Suggestions, suggest
from mkdocs_newspaper.model import Article, Entry, Figure, Issue, Masthead, Mention, Paragraph, Segment, Text

COUNTY = Entry("place/qing-wu-xi-cheng", "青梧溪城", "place", "Qingwu Xicheng")
STATE = Entry("place/ha-sa-ke-si-tan", "哈萨克斯坦", "place", "Kazakhstan")


def issue(day: int, *texts: str, caption: str | None = None, mentions: tuple[Mention, ...] = ()) -> Issue:
    paragraphs = tuple(Paragraph(Text(text), 1, f"s1-{number}") for number, text in enumerate(texts, 1))
    figures = (Figure("1", 1, Text(caption), anchor="figure-1"),) if caption else ()
    segment = Segment("1", 1, 1, paragraphs=paragraphs, figures=figures)
    article = Article("x", Text("新闻"), (segment,), mentions=mentions)
    return Issue(dt.date(2031, 3, day), masthead=Masthead(), articles=(article,), sources=("x.md",))


def look_alikes(found: Suggestions) -> dict[str | None, tuple[str, int]]:
    return {one.ocr: (one.zh, one.count) for one in found.look_alikes}


def test_a_known_name_with_one_character_like_another_is_a_misprint_whatever_its_length() -> None:
    texts = ("哈萨克斯坦的客人来了。", "哈萨克斯垣的客人走了，哈萨克斯垣下雪。")
    found = suggest([issue(1, *texts, caption="独立官前。")], [STATE])
    assert look_alikes(found) == {"哈萨克斯垣": ("哈萨克斯坦", 2), "独立官": ("独立宫", 1)}
    first = found.look_alikes[0]
    assert (first.ocr, first.kind) == ("哈萨克斯垣", "place")
    assert first.contexts[0].startswith("2031-03-01 …哈萨克斯垣的客人走了")


def test_a_misprint_is_told_in_the_characters_of_the_print() -> None:
    found = suggest([issue(1, "哈薩克斯垣的客人。")], [Entry("place/x", "哈薩克斯坦", "place")])
    assert look_alikes(found) == {"哈薩克斯垣": ("哈薩克斯坦", 1)}


def test_a_name_of_its_own_is_no_misprint_of_another() -> None:
    other = Entry("place/ha-sa-ke-si-yuan", "哈萨克斯垣", "place")
    assert look_alikes(suggest([issue(1, "哈萨克斯垣和哈萨克斯坦。")], [STATE, other])) == {}


VERBS, AFTER = ("推动", "重视", "加快", "研究"), ("很好", "不够", "正忙", "已毕")


def test_a_text_that_is_printed_again_is_no_evidence_for_a_term() -> None:
    once = "各地重视农田水利建设，效果很好。"
    assert suggest([issue(day, once) for day in (1, 2, 3, 4)], []).terms == ()
    texts = [f"各地{verb}农田水利建设{after}。" for verb, after in zip(VERBS, AFTER, strict=True)]
    found = suggest([issue(day, text) for day, text in enumerate([*texts, *texts], 1)], [])
    assert [(one.zh, one.count) for one in found.terms] == [("农田水利建设", 8)]


def test_a_term_opens_with_no_verb() -> None:
    texts = [f"{who}推动农田水利建设，{after}。" for who, after in zip("甲乙丙丁", AFTER, strict=True)]
    texts += [f"各地{verb}农田水利建设。" for verb in VERBS]
    found = suggest([issue(day, text) for day, text in enumerate(texts, 1)], [])
    assert [one.zh for one in found.terms] == ["农田水利建设"]


def test_names_without_english_are_told_with_their_count_the_most_named_first() -> None:
    unknown = [
        Entry(f"person/{slug}", zh, "person", needs_english=True)
        for slug, zh in (("ba", "巴尔塔诺"), ("yi", "伊斯塔米尔"))
    ]
    mentions = tuple(Mention("person/yi", "伊斯塔米尔", "person", "s1-1", at, at + 5) for at in (0, 6))
    found = suggest([issue(1, "伊斯塔米尔和伊斯塔米尔见巴尔塔诺。", mentions=mentions)], unknown)
    assert [(one.zh, one.count) for one in found.names] == [("伊斯塔米尔", 2), ("巴尔塔诺", 0)]


def test_the_time_grows_with_the_text() -> None:
    spent = []
    for size in (40, 160):
        many = [
            issue(day % 28 + 1, f"第{day}次到青梧溪城看农田水利建设，已经未完。" * 20) for day in range(size)
        ]
        start = time.process_time()
        suggest(many, [COUNTY, STATE])
        spent.append(time.process_time() - start)
    assert spent[1] < 12 * spent[0]
