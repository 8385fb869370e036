"""`mkdocs-newspaper glossary`: suggestions for the site's glossary, its export, and the measure of a recognizer."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mkdocs_newspaper.archive import read_archive, site_termbase
from mkdocs_newspaper.command_line import CONFIG_FILE, ReadOptions
from mkdocs_newspaper.glossary.evaluation import (
    ItemScore,
    Score,
    UnknownGoldError,
    gold_texts,
    score_items,
    score_texts,
)
from mkdocs_newspaper.glossary.exchange import as_csv, as_skos, as_tbx
from mkdocs_newspaper.glossary.recognizers import UnknownRecognizerError, recognizer
from mkdocs_newspaper.glossary.suggestions import Suggestion, suggest

_TITLE = "Glossary"
_OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The file to write; by default the terminal.",
)


def glossary_commands(read_options: ReadOptions) -> click.Group:
    """The group `glossary` with its commands."""

    @click.group("glossary")
    def glossary() -> None:
        """Names and terms: suggestions, export, evaluation."""

    @glossary.command("suggest")
    @CONFIG_FILE
    @_OUTPUT
    @click.option(
        "--least", default=3, show_default=True, help="How often a new term must stand in the archive."
    )
    @click.option("--most", default=50, show_default=True, help="How many of each kind are given.")
    def suggest_command(config_file: Path | None, output: Path | None, least: int, most: int) -> None:
        """Names without English, new terms and OCR look-alikes, ready to paste into the glossary."""
        archive = read_archive(read_options(config_file, True))
        found = suggest(archive.issues, archive.entries, least=least, most=most)
        parts = [
            _section("Names whose English is not known", found.names),
            _section("Terms that the archive repeats", found.terms),
            _section("Look-alikes: is the first what OCR made of the second?", found.look_alikes),
        ]
        _write("\n".join(parts), output)

    @glossary.command("export")
    @CONFIG_FILE
    @_OUTPUT
    @click.option(
        "--to", "form", type=click.Choice(["tbx", "skos", "csv"]), required=True, help="The form to write."
    )
    def export_command(config_file: Path | None, output: Path | None, form: str) -> None:
        """All names and terms of the archive as TBX, SKOS (Turtle) or CSV."""
        archive = read_archive(read_options(config_file, True))
        name = archive.newspaper.name.get("zh")
        title = f"{name}: {_TITLE}" if name else _TITLE
        entries = archive.entries
        _write(
            {"tbx": as_tbx, "skos": as_skos}[form](entries, title) if form != "csv" else as_csv(entries),
            output,
        )

    @glossary.command("evaluate")
    @click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @CONFIG_FILE
    @click.option("--recognizer", "name", help="The recognizer to measure; by default the site's.")
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    def evaluate_command(gold: Path, config_file: Path | None, name: str | None, form: str) -> None:
        """Strict precision, recall and F1 by kind against GOLD, a JSON file.

        GOLD is a list of {text, spans: [[start, end, "PER"|"LOC"|"ORG"]]}; or {items: [{type, zh, en, pinyin}]}
        of the whole archive, then it is told how many of them the archive has, and with what English and pinyin.
        """
        try:
            held = json.loads(gold.read_text("utf-8"))
            if isinstance(held, dict):
                entries = read_archive(read_options(config_file, True)).entries
                click.echo(_items(score_items(held, entries), form))
                return
            options = read_options(config_file, False)
            base, _ = site_termbase(options)
            scores = score_texts(gold_texts(held), recognizer(name or options.recognizer), base)
            click.echo(_scores(scores, form))
        except (ValueError, UnknownGoldError, UnknownRecognizerError) as error:
            raise click.UsageError(f"{gold}: {error}") from error

    return glossary


def _section(title: str, suggestions: Sequence[Suggestion]) -> str:
    """Suggestions as YAML that can be pasted, with what speaks for them as comments."""
    lines = [f"# {title}: {len(suggestions)}"]
    for one in suggestions:
        lines += [f"# {one.count} ×  {context}" for context in one.contexts[:1]]
        lines += [f"#      {context}" for context in one.contexts[1:]]
        lines.append(f"- zh: {_scalar(one.zh)}")
        if one.ocr:
            lines.append(f"  ocr: [{_scalar(one.ocr)}]")
        else:
            lines.append("  en:")
        lines.append(f"  kind: {one.kind}")
    return "\n".join([*lines, ""])


def _scalar(text: str) -> str:
    return text if text.isalnum() and not text.isascii() else json.dumps(text, ensure_ascii=False)


def _scores(scores: Sequence[Score], form: str) -> str:
    if form == "json":
        return json.dumps(
            {
                one.kind: {
                    "precision": round(one.precision, 2),
                    "recall": round(one.recall, 2),
                    "f1": round(one.f1, 2),
                    "right": one.right,
                    "wrong": one.wrong,
                    "missed": one.missed,
                }
                for one in scores
            },
            indent=2,
        )
    lines = [f"{'':6}{'precision':>11}{'recall':>9}{'F1':>9}{'right':>8}{'wrong':>8}{'missed':>8}"]
    lines += [
        f"{one.kind:6}{one.precision:11.1f}{one.recall:9.1f}{one.f1:9.1f}{one.right:8}{one.wrong:8}{one.missed:8}"
        for one in scores
    ]
    return "\n".join(lines)


def _items(scores: Sequence[ItemScore], form: str) -> str:
    if form == "json":
        rows = {
            one.kind: {
                "items": one.items,
                "found": one.found,
                "english": one.english,
                "pinyin": one.pinyin,
                "offices": one.offices,
                "missing": list(one.missing),
            }
            for one in scores
        }
        return json.dumps(rows, ensure_ascii=False, indent=2)
    lines = [f"{'':14}{'items':>7}{'found':>7}{'English':>9}{'pinyin':>8}{'office':>8}"]
    for one in scores:
        lines.append(f"{one.kind:14}{one.items:7}{one.found:7}{one.english:9}{one.pinyin:8}{one.offices:8}")
        lines += [f"  missing: {name}" for name in one.missing]
    return "\n".join(lines)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
    else:
        try:
            output.write_text(text, "utf-8")
        except OSError as error:
            raise click.FileError(str(output), error.strerror) from error
