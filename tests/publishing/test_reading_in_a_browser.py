"""Side by side, pinyin and the other script in a browser: switched by word and key, remembered, off by default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from made_issues import published
from translated_issues import BRIDGE, FOLDER, partly_translated, served, wholly_translated, write_site

STORY = f"{FOLDER}/qiao/"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site below a path of its host, with one story translated whole."""
    folder = tmp_path_factory.mktemp("whole")
    write_site(published(wholly_translated(12)), folder / "papers" / "linhe")
    with served(folder) as url:
        yield f"{url}papers/linhe/"


@pytest.fixture(scope="module")
def in_part(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = write_site(published(partly_translated()), tmp_path_factory.mktemp("part"))
    with served(folder) as url:
        yield url


def opened(browser: Any, url: str, width: int = 1440, **context: Any) -> Any:
    """A page in a window of its own; what it complains of is gathered in `errors`."""
    context.setdefault("viewport", {"width": width, "height": 900})
    window = browser.new_context(**context)
    window.set_default_timeout(6000)
    shown = window.new_page()
    shown.errors = []
    shown.on("pageerror", lambda error: shown.errors.append(str(error)))
    shown.on(
        "console", lambda said: shown.errors.append(said.text) if said.type in ("error", "warning") else None
    )
    shown.goto(url)
    return shown


def done(shown: Any) -> None:
    assert shown.errors == []
    shown.context.close()


def box(shown: Any, selector: str) -> dict[str, float]:
    found: dict[str, float] = shown.locator(selector).bounding_box()
    return found


def ruby(shown: Any) -> None:
    shown.wait_for_selector("ruby")


# Off by default


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_every_aid_is_off_until_it_is_asked_for_and_nothing_is_fetched(
    browser: Any, whole: str, prefix: str
) -> None:
    asked: list[str] = []
    shown = opened(browser, "about:blank")
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(f"{whole}{prefix}{STORY}")
    shown.wait_for_timeout(300)
    assert shown.locator("[data-aid]:checked").count() == 0
    assert shown.locator("ruby").count() == 0
    assert not [url for url in asked if url.endswith("reading.json")]
    assert len([url for url in asked if url.endswith("/")]) == 1
    assert shown.locator(".np-tool:visible").count() >= 2
    done(shown)


def test_a_page_with_all_aids_off_does_not_shift_while_it_loads(browser: Any, whole: str) -> None:
    shown = opened(browser, "about:blank")
    shown.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const one of list.getEntries()) shift += one.value; })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for prefix in ("", "en/"):
        shown.goto(f"{whole}{prefix}{STORY}")
        shown.wait_for_timeout(400)
        assert shown.evaluate("shift") == 0
    done(shown)


# Side by side


@pytest.mark.parametrize("width", [820, 1440])
def test_side_by_side_puts_every_paragraph_beside_its_source_on_wide_screens(
    browser: Any, whole: str, width: int
) -> None:
    shown = opened(browser, f"{whole}en/{STORY}", width)
    shown.click("text=side by side")
    ends = []
    for number in range(1, 13):
        told = box(shown, f"#s1-{number} .np-translation")
        source = box(shown, f"#s1-{number} .np-source-text")
        assert abs(told["y"] - source["y"]) < 8
        assert told["x"] + told["width"] <= source["x"]
        assert abs(told["width"] - source["width"]) < 2
        ends.append(
            (told["x"], source["x"], told["y"], max(one["y"] + one["height"] for one in (told, source)))
        )
    assert len({(round(left), round(right)) for left, right, _, _ in ends}) == 1
    assert all(before[3] <= after[2] for before, after in pairwise(ends))
    done(shown)


def test_side_by_side_interleaves_on_narrow_screens(browser: Any, whole: str) -> None:
    shown = opened(browser, f"{whole}en/{STORY}", 390)
    shown.click("text=side by side")
    for number in range(1, 13):
        told = box(shown, f"#s1-{number} .np-translation")
        source = box(shown, f"#s1-{number} .np-source-text")
        assert told["y"] + told["height"] <= source["y"] + 1
    assert shown.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    done(shown)


def test_the_source_of_one_paragraph_is_one_tap_away(browser: Any, whole: str) -> None:
    shown = opened(browser, f"{whole}en/{STORY}", 390)
    assert not shown.locator("#s1-1 .np-source-text").is_visible()
    assert not shown.locator("#s1-2 .np-source-text").is_visible()
    target = box(shown, "#s1-1 summary")
    assert min(target["width"], target["height"]) >= 24
    shown.click("#s1-1 summary")
    assert shown.locator("#s1-1 .np-source-text").is_visible()
    assert not shown.locator("#s1-2 .np-source-text").is_visible()
    done(shown)


def test_the_mark_of_the_source_never_covers_the_translation(browser: Any, whole: str) -> None:
    shown = opened(browser, f"{whole}en/{STORY}")
    for width in range(360, 1000, 40):
        shown.set_viewport_size({"width": width, "height": 900})
        covered = shown.evaluate(
            """() => Array.from(document.querySelectorAll(".np-pair")).filter(pair => {
              const told = pair.querySelector(".np-translation"), mark = pair.querySelector("summary span");
              const range = document.createRange();
              range.selectNodeContents(told);
              const at = mark.getBoundingClientRect();
              return Array.from(range.getClientRects()).some(line =>
                line.right > at.left && line.left < at.right && line.bottom > at.top + 2 && line.top < at.bottom - 2);
            }).length"""
        )
        assert covered == 0, width
    done(shown)


@pytest.mark.parametrize("width", [390, 1440])
def test_without_script_side_by_side_works_and_what_needs_script_is_not_there(
    browser: Any, whole: str, width: int
) -> None:
    shown = opened(browser, f"{whole}en/{STORY}", width, java_script_enabled=False)
    assert shown.locator(".np-tool:visible").all_inner_texts() == ["side by side"]
    shown.click("#s1-2 summary")
    assert shown.locator("#s1-2 .np-source-text").is_visible()
    shown.click("text=side by side")
    assert shown.locator("#s1-1 .np-source-text").is_visible()
    told, source = box(shown, "#s1-1 .np-translation"), box(shown, "#s1-1 .np-source-text")
    assert (told["x"] + told["width"] <= source["x"]) is (width == 1440)
    done(shown)


def test_in_the_newspaper_s_language_the_translation_comes_when_it_is_asked_for(
    browser: Any, whole: str
) -> None:
    shown = opened(browser, f"{whole}{STORY}")
    before = shown.locator("#text").inner_text()
    assert shown.locator(".np-translation").count() == 0
    shown.click("text=对照")
    shown.wait_for_selector("#s1-1 + .np-translation")
    told, source = box(shown, "#s1-1 + .np-translation"), box(shown, "#s1-1")
    assert source["x"] + source["width"] <= told["x"]
    assert abs(told["y"] - source["y"]) < 8
    assert shown.get_attribute("#s1-1 + .np-translation", "lang") == "en"
    assert "Meng Fan Walks" in shown.locator(".np-article-head").inner_text()
    link = shown.evaluate("document.querySelector('#s1-1 + .np-translation a.np-mention').href")
    assert "/papers/linhe/en/archive/names/meng-fan/" in link
    shown.click("text=对照")
    assert shown.locator("#text").inner_text() == before
    assert shown.locator(".np-translation, .np-pair").count() == 0
    done(shown)


def test_a_print_page_has_the_same_tools(browser: Any, in_part: str) -> None:
    shown = opened(browser, f"{in_part}en/{FOLDER}/p1/")
    shown.click("text=side by side")
    told, source = box(shown, "#a1-s1-1 .np-translation"), box(shown, "#a1-s1-1 .np-source-text")
    assert told["x"] + told["width"] <= source["x"]
    shown.click("text=pinyin")
    ruby(shown)
    assert shown.locator("#a1-s1-2 .np-source-text ruby").count()
    assert shown.locator("#a1-s1-4 .np-source-text td ruby").count()
    assert shown.locator("#a1-jump-2 ruby").count()
    assert shown.locator(".np-pull-quote ruby").count()
    done(shown)


# Pinyin and script


def test_pinyin_stands_over_words_and_names_and_goes_again(browser: Any, whole: str) -> None:
    shown = opened(browser, f"{whole}{STORY}")
    html = shown.locator("#text").inner_html()
    shown.click("text=拼音")
    ruby(shown)
    said = shown.eval_on_selector_all("#s1-1 rt", "all => all.map(one => one.dataset.pinyin)")
    assert "Mèng" in said
    assert "Fán" in said
    assert "liǎng’àn" in said
    drawn = shown.evaluate("getComputedStyle(document.querySelector('rt'), '::before').content")
    assert drawn.strip('"')
    assert shown.locator("#s1-1 .np-mention").inner_text() == "孟凡"
    shown.click("text=拼音")
    assert shown.locator("ruby").count() == 0
    assert shown.locator("#text").inner_html().replace(' class="np-text np-annotated"', "") == html
    done(shown)


def test_selected_and_copied_text_has_no_pinyin(browser: Any, whole: str) -> None:
    shown = opened(browser, f"{whole}{STORY}", permissions=["clipboard-read", "clipboard-write"])
    text = shown.locator("#s1-1").inner_text()
    shown.click("text=拼音")
    ruby(shown)
    shown.evaluate("getSelection().selectAllChildren(document.getElementById('s1-1'))")
    assert shown.evaluate("getSelection().toString()") == text
    shown.keyboard.press("Control+c")
    assert "".join(shown.evaluate("navigator.clipboard.readText()").split()) == "".join(text.split())
    assert shown.evaluate("document.getElementById('s1-1').textContent") == text
    done(shown)


def test_corrections_and_links_stay_under_pinyin(browser: Any, in_part: str) -> None:
    shown = opened(browser, f"{in_part}{BRIDGE}/")
    shown.click("text=拼音")
    ruby(shown)
    assert shown.locator("#s1-2 .np-corrected").inner_text() == "横跨"
    assert shown.locator("#s1-1 a.np-reference").inner_text() == "（相关报道见第二版）"
    shown.keyboard.press("Tab")
    shown.locator("#s1-1 .np-mention").focus()
    assert "Línhé" in shown.locator(".np-card-of-name").inner_text()
    done(shown)


def test_the_other_script_changes_text_and_language_and_back(browser: Any, whole: str) -> None:
    pytest.importorskip("opencc")
    shown = opened(browser, f"{whole}{STORY}")
    before = shown.locator("#s1-1").inner_text()
    shown.keyboard.press("j")
    shown.wait_for_selector("#s1-1[lang=zh-Hant]")
    assert "三月的灣口風平浪靜" in shown.locator("#s1-1").inner_text()
    assert shown.get_attribute("h1", "lang") == "zh-Hant"
    shown.keyboard.press("y")
    ruby(shown)
    assert "風平浪靜" in shown.locator("#s1-1").inner_text().replace("\n", "")
    shown.keyboard.press("j")
    shown.wait_for_selector("#s1-1:not([lang])")
    shown.keyboard.press("y")
    assert shown.locator("#s1-1").inner_text() == before
    done(shown)


def test_missing_or_old_data_leaves_the_page_as_it_is(browser: Any, whole: str) -> None:
    old = '{"version":1,"to":"zh-Hant","fields":{"s1-1":"1|1Bù 1duì|0錯"}}'
    for status, body in ((404, ""), (200, "{"), (200, old), (200, '{"version":2}'), (200, "null")):
        shown = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        failed: list[str] = []
        shown.on("pageerror", lambda error: failed.append(str(error)))  # noqa: B023
        shown.route("**/reading.json", lambda route: route.fulfill(status=status, body=body))  # noqa: B023
        shown.goto(f"{whole}{STORY}")
        text = shown.locator("#text").inner_text()
        shown.keyboard.press("y")
        shown.wait_for_timeout(200)
        assert shown.locator("#text").inner_text() == text
        assert shown.locator("ruby").count() == 0
        assert failed == []
        shown.context.close()


def test_opened_as_a_file_the_page_offers_what_works_there(browser: Any, tmp_path: Path) -> None:
    folder = write_site(published(wholly_translated(), directory_urls=False), tmp_path, directory_urls=False)
    shown = opened(browser, (folder / f"en/{FOLDER}/qiao.html").as_uri())
    assert shown.locator(".np-tool:visible").all_inner_texts() == ["side by side"]
    shown.keyboard.press("y")
    shown.keyboard.press("b")
    assert shown.locator("#s1-1 .np-source-text").is_visible()
    done(shown)


def test_pages_with_names_for_addresses_find_their_data_too(browser: Any, tmp_path: Path) -> None:
    folder = write_site(published(wholly_translated(), directory_urls=False), tmp_path, directory_urls=False)
    with served(folder) as url:
        for path in (f"{FOLDER}/qiao.html", f"en/{FOLDER}/qiao.html", f"en/{FOLDER}/p1.html"):
            shown = opened(browser, url + path)
            shown.keyboard.press("y")
            ruby(shown)
            done(shown)


# Memory, keys, languages


def test_what_is_switched_on_stays_on_across_pages_and_languages(browser: Any, whole: str) -> None:
    shown = opened(browser, f"{whole}en/{STORY}")
    shown.click("text=side by side")
    shown.click("text=pinyin")
    ruby(shown)
    shown.goto(f"{whole}{FOLDER}/p1/")
    ruby(shown)
    shown.wait_for_selector("#a1-s1-1 + .np-translation")
    shown.goto(f"{whole}en/{FOLDER}/zao-dao/")
    ruby(shown)
    shown.click("text=pinyin")
    shown.goto(f"{whole}en/{STORY}")
    shown.wait_for_timeout(200)
    assert shown.locator("ruby").count() == 0
    assert shown.locator("#s1-1 .np-source-text").is_visible()
    done(shown)


@pytest.mark.parametrize("kept", ["{", "null", "7", '"x"', "[1]", '{"pinyin":"yes","beside":{}}'])
def test_a_spoilt_memory_is_no_memory(browser: Any, whole: str, kept: str) -> None:
    shown = opened(browser, f"{whole}en/{STORY}")
    shown.evaluate("kept => localStorage.setItem('np-aids', kept)", kept)
    shown.reload()
    assert shown.locator("[data-aid]:checked").count() == 0
    shown.keyboard.press("b")
    shown.reload()
    assert shown.locator("[data-aid]:checked").count() == 1
    done(shown)


def test_without_storage_the_aids_work_for_the_page(browser: Any, whole: str) -> None:
    shown = browser.new_context().new_page()
    shown.errors = []
    shown.on("pageerror", lambda error: shown.errors.append(str(error)))
    shown.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    shown.goto(f"{whole}{STORY}")
    shown.keyboard.press("y")
    ruby(shown)
    done(shown)


def test_keys_switch_only_while_nobody_types_or_holds_a_modifier(browser: Any, whole: str) -> None:
    shown = opened(browser, f"{whole}{STORY}")
    shown.evaluate("document.body.append(document.createElement('textarea'))")
    shown.focus("textarea")
    shown.keyboard.press("y")
    assert shown.locator("[data-aid]:checked").count() == 0
    assert shown.input_value("textarea") == "y"
    shown.evaluate("document.activeElement.blur()")
    for held in ("Control+y", "Alt+y", "Shift+y"):
        shown.keyboard.press(held)
        assert shown.locator("[data-aid]:checked").count() == 0
    shown.keyboard.press("y")
    assert shown.locator("[data-aid=pinyin]:checked").count() == 1
    keys = shown.eval_on_selector_all(
        "[aria-keyshortcuts]", "all => all.map(one => one.getAttribute('aria-keyshortcuts'))"
    )
    assert len(keys) == len(set(keys))
    # Material: / f s p n , and . — MkDocs: ? n p s
    assert set(keys).isdisjoint("/fspn,.?")
    done(shown)


def test_the_tools_are_reached_and_switched_by_the_tab_key_and_space(browser: Any, whole: str) -> None:
    shown = opened(browser, f"{whole}en/{STORY}")
    for _ in range(12):
        shown.keyboard.press("Tab")
        if shown.evaluate("document.activeElement.dataset.aid") == "beside":
            break
    outlined = "getComputedStyle(document.activeElement.parentNode).outlineStyle"
    assert shown.evaluate(outlined) == "solid"
    shown.keyboard.press("Space")
    assert shown.locator("#s1-1 .np-source-text").is_visible()
    done(shown)


def test_the_other_language_opens_at_the_same_passage(browser: Any, whole: str) -> None:
    shown = opened(browser, f"{whole}{STORY}", 390)
    shown.evaluate("document.getElementById('s1-7').scrollIntoView({block: 'start', behavior: 'instant'})")
    shown.evaluate("scrollBy({top: -60, behavior: 'instant'})")
    at = shown.evaluate(
        "Array.from(document.querySelectorAll('#text [id]')).find(one => one.getBoundingClientRect().bottom > 100).id"
    )
    shown.keyboard.press("e")
    shown.wait_for_url(f"**/en/{STORY}*")
    assert shown.url.endswith(f"#{at}")
    assert 0 <= box(shown, f"#{at}")["y"] < 300
    shown.goto(f"{whole}{STORY}")
    shown.keyboard.press("e")
    shown.wait_for_url(f"**/en/{STORY}")
    done(shown)


def test_switching_keeps_the_reader_s_place(browser: Any, whole: str) -> None:
    for prefix in ("", "en/"):
        shown = opened(browser, f"{whole}{prefix}{STORY}", 390)
        shown.evaluate(
            "document.getElementById('s1-8').scrollIntoView({block: 'start', behavior: 'instant'})"
        )
        for key in ("b", "y", "y", "b"):
            before = box(shown, "#s1-8")["y"]
            shown.keyboard.press(key)
            shown.wait_for_timeout(300)
            assert abs(box(shown, "#s1-8")["y"] - before) < 40, (prefix, key)
        done(shown)


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_no_page_is_wider_than_the_screen_whatever_is_switched_on(
    browser: Any, whole: str, in_part: str, width: int
) -> None:
    for url in (
        f"{whole}{STORY}",
        f"{whole}en/{STORY}",
        f"{in_part}en/{BRIDGE}/",
        f"{in_part}en/{FOLDER}/p1/",
    ):
        shown = opened(browser, url, width)
        for key in "byj":
            shown.keyboard.press(key)
        ruby(shown)
        assert shown.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, url
        done(shown)


# Other scripts and directions


_TAG = "name => getComputedStyle(document.querySelector(name), '::after').content.split(' / ')[0]"


def test_a_chinese_page_marks_no_chinese_headline_as_foreign(browser: Any, tmp_path: Path) -> None:
    made = wholly_translated()
    first = made.issues[0]
    later = replace(first, date=first.date.replace(day=2), source_language="zh-Hant")
    folder = write_site(published(replace(made, issues=(first, later), translations={})), tmp_path)
    with served(folder) as url:
        shown = opened(browser, f"{url}{FOLDER[:-2]}02/")
        assert shown.locator(".np-fallback:lang(zh-Hant)").count()
        assert shown.evaluate(_TAG, ".np-fallback") == "none"
        shown.goto(f"{url}en/{FOLDER[:-2]}02/")
        assert "中" in shown.evaluate(_TAG, ".np-fallback")
        done(shown)


def test_on_a_page_from_right_to_left_permalinks_stand_in_the_right_margin(
    browser: Any, tmp_path: Path
) -> None:
    folder = write_site(published(partly_translated(), languages=("zh", "en", "ar")), tmp_path)
    with served(folder) as url:
        shown = opened(browser, f"{url}ar/{BRIDGE}/", 390)
        for direction in ("ltr", "rtl"):
            shown.evaluate(
                "to => document.querySelectorAll('.np-paragraph').forEach(p => p.dir = to)", direction
            )
            text, link = (
                box(shown, f".np-paragraph:has(> .np-permalink) >> nth=0{rest}")
                for rest in ("", " >> .np-permalink")
            )
            assert link["x"] >= text["x"] + text["width"] - 1, direction
        done(shown)
