"""The words of the pages: catalogs complete, placeholders kept, values harmless."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes

import mkdocs_newspaper
from mkdocs_newspaper.bilingual import formatting
from mkdocs_newspaper.bilingual.labels import labels, placeholders

PACKAGE = Path(mkdocs_newspaper.__file__).parent
LOCALES = PACKAGE / "bilingual" / "locales"
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


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_of_code_and_templates_is_in_the_catalog(language: str) -> None:
    held = {message.id if isinstance(message.id, tuple) else (message.id,) for message in catalog(language)}
    used = used_messages()
    assert len(used) > 40
    assert {message: path for message, path in used.items() if message not in held} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
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


def test_chinese_messages_are_in_chinese() -> None:
    plain = [
        message.id
        for message in catalog("zh")
        if message.id
        and message.string != "{names}"
        and not re.search("[\u4e00-\u9fff]", "".join(message.string))
    ]
    assert plain == []


def test_a_label_is_filled_in_both_languages() -> None:
    assert labels("zh")("Continued on page {page}", page=4) == "下转第4版"
    assert labels("en")("Continued on page {page}", page=4) == "Continued on page 4"
    assert labels("en").plural("{number} story", "{number} stories", 1) == "1 story"
    assert labels("en").plural("{number} story", "{number} stories", 1234) == "1,234 stories"
    assert labels("zh").plural("{number} story", "{number} stories", 3) == "3篇报道"


@pytest.mark.parametrize("language", ["fr", "xx", "", "../../etc/passwd", "zz-Latn-ZZ"])
def test_a_language_without_a_catalog_speaks_english(language: str) -> None:
    assert labels(language)("Archive") == "Archive"
    assert labels(language).plural("{number} story", "{number} stories", 2) == "2 stories"


@pytest.mark.parametrize("language", ["zh-Hans", "zh_CN", "zh-Hant"])
def test_a_regional_chinese_uses_the_chinese_catalog(language: str) -> None:
    assert labels(language)("Archive") == labels("zh")("Archive") != "Archive"


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
