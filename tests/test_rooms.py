"""The house keeps its rooms apart, and its README tells the truth about its commands."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mkdocs_newspaper"

#: The rooms from the ground up: a module imports from its own floor and the floors below.
FLOORS = [
    {"diagnostics", "identifiers", "model", "options", "xml_characters"},
    {"bilingual", "glossary", "reading", "jump_matching", "continuation"},
    {
        "archive",
        "cache",
        "execution",
        "issue_reading",
        "issue_shelf",
        "translation_reading",
        "translation_shelf",
    },
    {"publishing"},
    {"config", "integration"},
    {"explanations"},
    {"cli_cache", "cli_export", "command_line", "cli_glossary", "cli_shard", "cli_translations"},
    {"plugin", "cli"},
]

#: Only these know MkDocs.
KNOW_MKDOCS = {"config", "integration", "plugin"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def floor(name: str) -> int | None:
    return next((number for number, rooms in enumerate(FLOORS) if name in rooms), None)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_rooms_beside_mkdocs_import_it(path: Path) -> None:
    if room(path) not in KNOW_MKDOCS:
        assert not [name for name in imported(path) if name.split(".")[0] == "mkdocs"]
    # Material is supported, never required; ProperDocs runs what imports nothing but mkdocs.
    assert not [name for name in imported(path) if name.split(".")[0] in ("material", "properdocs")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    own = floor(room(path))
    if room(path) == "__init__":
        return
    assert own is not None, f"{room(path)} is on no floor of the house"
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "mkdocs_newspaper" and len(parts) > 1:
            other = floor(parts[1])
            assert other is None or other <= own, f"{path.name} imports {name}, from a floor above"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    commands = [
        line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if "--group dev" in line
    ]
    assert len(commands) == 1
    assert commands[0].endswith(".venv/bin/pytest -n auto")
    assert "--group dev" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_every_option_stands_in_the_readme() -> None:
    from mkdocs_newspaper.config import NewspaperConfig

    text = (ROOT / "README.md").read_text("utf-8")
    schema = [key for key, _ in NewspaperConfig._schema]
    assert schema
    assert [key for key in schema if f"| `{key}` |" not in text] == []


def test_the_plugin_is_there_before_what_reads_issues_is() -> None:
    """Its patterns and dictionaries take a second to load; a build that finds all in its cache needs none."""
    reading = {
        "bs4",
        "pypinyin",
        "rjieba",
        "mkdocs_newspaper.glossary.recognizer",
        "mkdocs_newspaper.reading.conventions.en",
        "mkdocs_newspaper.reading.conventions.zh_hans",
        "mkdocs_newspaper.reading.reader",
    }
    program = f"import sys, mkdocs_newspaper.plugin; print(sorted({reading!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
