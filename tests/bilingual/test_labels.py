"""The words of the pages: catalogs complete, placeholders kept, values harmless."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes

import mkdocs_newspaper
from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.bilingual.labels import labels, placeholders
from mkdocs_newspaper.glossary.lexicon import table

PACKAGE = Path(mkdocs_newspaper.__file__).parent
LOCALES = PACKAGE / "bilingual" / "locales"
CATALOGS = sorted(path.stem for path in LOCALES.glob("*.po"))
LABEL_NAMES = {"_", "label", "labels"}


def catalog(language: str) -> Catalog:
    with (LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def python_messages(path: Path) -> Iterator[tuple[str, ...]]:
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        function = call.func
        if isinstance(function, ast.Call):  # labels("zh")("Archive")
            function = function.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        strings = [
            one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        if name == "plural" and len(strings) > 1:
            yield tuple(strings[:2])
        elif name in LABEL_NAMES and strings and not (name == "labels" and call.func is function):
            yield (strings[0],)


def template_messages(path: Path) -> Iterator[tuple[str, ...]]:
    environment = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    for call in environment.parse(path.read_text("utf-8")).find_all(nodes.Call):
        strings = [
            one.value for one in call.args if isinstance(one, nodes.Const) and isinstance(one.value, str)
        ]
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "plural" and len(strings) > 1:
            yield tuple(strings[:2])
        elif strings and (
            (isinstance(call.node, nodes.Name) and call.node.name in LABEL_NAMES)
            or (isinstance(call.node, nodes.Getattr) and call.node.attr == "label")
        ):
            yield (strings[0],)


def used_messages() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix == ".py":
            messages = python_messages(path)
        elif path.suffix == ".html":
            messages = template_messages(path)
        else:
            continue
        for message in messages:
            found.setdefault(message, path.relative_to(PACKAGE).as_posix())
    for _, post in formatting.POSTS:
        found.setdefault((post,), "bilingual/formatting.py")
    return found


@pytest.mark.parametrize("language", CATALOGS)
def test_every_message_of_code_and_templates_is_in_the_catalog(language: str) -> None:
    held = {message.id if isinstance(message.id, tuple) else (message.id,) for message in catalog(language)}
    used = used_messages()
    assert len(used) > 40
    assert {message: path for message, path in used.items() if message not in held} == {}


@pytest.mark.parametrize("language", CATALOGS)
def test_every_message_is_translated_with_its_own_placeholders(language: str) -> None:
    wrong = []
    for message in catalog(language):
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        expected = frozenset[str]().union(*map(placeholders, sources))
        if message.fuzzy or not all(forms) or any(placeholders(form) != expected for form in forms):
            wrong.append(message.id)
    assert wrong == []


def test_the_catalogs_are_there() -> None:
    assert set(CATALOGS) >= {"en", "fr", "ja", "zh", "zh_Hant"}


@pytest.mark.parametrize("language", CATALOGS)
def test_a_catalog_has_the_plural_forms_of_its_language(language: str) -> None:
    expected = get_plural(language.partition("_")[0])
    held = catalog(language)
    assert (held.num_plurals, held.plural_expr) == (expected.num_plurals, expected.plural_expr)
    assert {len(one.string) for one in held if isinstance(one.id, tuple)} == {expected.num_plurals}


@pytest.mark.parametrize(
    ("language", "script"), [("zh", "[一-鿿]"), ("zh_Hant", "[一-鿿]"), ("ja", "[ぁ-ヿ一-鿿]")]
)
def test_messages_are_in_the_script_of_their_language(language: str, script: str) -> None:
    plain = [
        message.id
        for message in catalog(language)
        if message.id
        and message.string not in ("{names}", "URL", "{what}：{names}")
        and not re.search(script, "".join(message.string))
    ]
    assert plain == []


def test_traditional_messages_have_no_simplified_characters() -> None:
    rows = table("characters")
    traditional = {row["traditional"] for row in rows}
    only_simplified = {row["simplified"] for row in rows} - traditional - _IN_BOTH
    found = {
        character
        for message in catalog("zh_Hant")
        for character in "".join(message.string)
        if message.id and character in only_simplified
    }
    assert found == set()


#: Characters that are simplified forms of one character and another's traditional form.
_IN_BOTH = frozenset("里面只台系向周注回千准別占并采家干后出游制伙布志果表")


def test_french_sets_a_space_before_its_high_marks() -> None:
    wrong = [
        one.id for one in catalog("fr") if one.id and re.search(r"[^\u00a0\u202f][:;?!]", "".join(one.string))
    ]
    assert wrong == []
    assert not [one.id for one in catalog("fr") if one.id and "'" in "".join(one.string)]


def test_a_label_is_filled_in_both_languages() -> None:
    assert labels("zh")("Continued on page {page}", page=4) == "下转第4版"
    assert labels("en")("Continued on page {page}", page=4) == "Continued on page 4"
    assert labels("en").plural("{number} story", "{number} stories", 1) == "1 story"
    assert labels("en").plural("{number} story", "{number} stories", 1234) == "1,234 stories"
    assert labels("zh").plural("{number} story", "{number} stories", 3) == "3篇报道"


@pytest.mark.parametrize("language", ["de", "xx", "", "../../etc/passwd", "zz-Latn-ZZ"])
def test_a_language_without_a_catalog_speaks_english(language: str) -> None:
    assert labels(language)("Archive") == "Archive"
    assert labels(language).plural("{number} story", "{number} stories", 2) == "2 stories"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-Hans", "往期报纸"),
        ("zh_CN", "往期报纸"),
        ("zh-Hant", "往期報紙"),
        ("zh-TW", "往期報紙"),
        ("zh-HK", "往期報紙"),
        ("fr-CA", "Archives"),
        ("ja-JP", "バックナンバー"),
    ],
)
def test_a_regional_language_uses_the_catalog_of_its_script(language: str, expected: str) -> None:
    assert labels(language)("Archive") == expected


def test_a_number_takes_its_form_in_every_language() -> None:
    stories = ("{number} story", "{number} stories")
    assert [labels("fr").plural(*stories, number) for number in (0, 1, 2)] == [
        "0 article",
        "1 article",
        "2 articles",
    ]
    assert labels("ja").plural(*stories, 2) == "記事2本"
    assert labels("zh-Hant").plural(*stories, 2) == "2篇報導"


def test_labels_know_which_language_they_speak() -> None:
    spoken = {language: labels(language).spoken for language in ("zh", "zh-TW", "fr-CA", "ar", "xx")}
    assert spoken == {"zh": "zh", "zh-TW": "zh-Hant", "fr-CA": "fr", "ar": "en", "xx": "en"}


def test_labels_are_read_once() -> None:
    assert labels("zh") is labels("zh")


def test_an_unknown_message_comes_back_filled() -> None:
    assert labels("zh")("no such message {page}", page=1) == "no such message 1"


@given(st.text(max_size=40))
def test_a_value_stays_as_it_is_whatever_it_holds(value: str) -> None:
    assert labels("zh")("See page {page}", page=value) == "见第" + value + "版"


@pytest.mark.parametrize("value", ["{page}", "{0}", "{page.__class__}", "{", "}", "%s", "{names!r}", r"\1"])
def test_braces_in_a_value_are_no_placeholders(value: str) -> None:
    assert labels("en")("By {names}", names=value) == f"By {value}"


def test_a_placeholder_without_a_value_is_left_standing() -> None:
    assert labels("en")("See page {page}") == "See page {page}"
