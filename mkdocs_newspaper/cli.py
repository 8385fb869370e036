"""The command `mkdocs-newspaper`: what an editor runs beside mkdocs.yml without building the site."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import click

from mkdocs_newspaper import __version__, explanations
from mkdocs_newspaper.archive import Progress, read_archive, read_group
from mkdocs_newspaper.cli_cache import cache_commands
from mkdocs_newspaper.cli_export import export_command
from mkdocs_newspaper.cli_glossary import glossary_commands
from mkdocs_newspaper.cli_shard import shard
from mkdocs_newspaper.cli_translations import translations_commands
from mkdocs_newspaper.command_line import CONFIG_FILE
from mkdocs_newspaper.diagnostics import SEVERITIES, Diagnostic
from mkdocs_newspaper.integration.progress import progress
from mkdocs_newspaper.integration.settings import read_options, read_site
from mkdocs_newspaper.jump_matching import JumpDecision, decisions
from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading.document_names import read_name
from mkdocs_newspaper.reading.sources import document_paths, group_documents, read_document


@click.group()
@click.version_option(__version__, prog_name="mkdocs-newspaper")
def main() -> None:
    """Look after the newspaper archive of an MkDocs site."""


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@CONFIG_FILE
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too, as a strict build would.")
@click.option("--explain", is_flag=True, help="Say of every jump why it was joined, or left open.")
def check(
    paths: tuple[Path, ...], config_file: Path | None, output_format: str, strict: bool, explain: bool
) -> None:
    """Read issues without building the site, and print every finding.

    PATH is an issues folder, an issue's folder or a document; without any, the issues of mkdocs.yml are
    read. The exit code is 1 if there are errors.
    """
    # Who names a draft wants to know about it; without a PATH, check reads what a build would.
    # It writes nothing, not even what it could keep.
    options = replace(read_options(config_file, needed=not paths, drafts=bool(paths)), cache=None)
    with progress("Reading issues") as tell:
        reading = _read(paths, options, tell)
    click.echo(_as_json(reading, explain) if output_format == "json" else _as_text(reading, explain))
    failing = SEVERITIES[: 2 if strict else 1]
    sys.exit(any(finding.severity in failing for finding in reading.findings))


@dataclass(frozen=True, slots=True)
class Reading:
    """What `check` has read."""

    issues: Sequence[Issue]
    findings: Sequence[Diagnostic]

    def counted(self) -> dict[str, int]:
        """How much there is of everything, in the order of the summary line."""
        return {
            "issues": len(self.issues),
            "print_pages": sum(len(issue.pages) for issue in self.issues),
            "articles": sum(len(issue.articles) + len(issue.orphans) for issue in self.issues),
            **{
                f"{severity}s": sum(finding.severity == severity for finding in self.findings)
                for severity in SEVERITIES
            },
        }

    @property
    def decisions(self) -> list[tuple[Issue, Sequence[JumpDecision]]]:
        """What was decided about the jumps of each issue that has any."""
        decided = ((issue, decisions(issue)) for issue in self.issues)
        return [(issue, made) for issue, made in decided if made]


def _as_text(reading: Reading, explain: bool) -> str:
    """A line for each finding, as compilers write them, and a summary; the jumps before both."""
    lines = [explanations.as_text(reading.decisions)] if explain and reading.decisions else []
    for finding in reading.findings:
        place = finding.source if finding.line is None else f"{finding.source}:{finding.line}"
        lines.append(f"{place}: {finding.severity}: {finding.message} [{finding.code}]")
    said = [f"{number} {_name(plural, number)}" for plural, number in reading.counted().items()]
    lines.append(f"{', '.join(said[:3])}: {', '.join(said[3:])}")
    return "\n".join(lines)


def _name(plural: str, number: int) -> str:
    name = plural.replace("_", " ").replace("infos", "notes")
    return name.removesuffix("s") if number == 1 else name


def _as_json(reading: Reading, explain: bool) -> str:
    said: dict[str, Any] = {
        **reading.counted(),
        "findings": [asdict(finding) for finding in reading.findings],
    }
    if explain:
        said["jumps"] = [
            explanations.as_data(issue, decision) for issue, made in reading.decisions for decision in made
        ]
    return json.dumps(said, ensure_ascii=False, indent=2)


def _read(paths: Sequence[Path], options: Options, progress: Progress | None) -> Reading:
    """The issues at `paths`, or of the whole archive where none are given."""
    if not paths:
        archive = read_archive(options, progress)
        return Reading(archive.issues, archive.findings)
    issues: list[Issue] = []
    findings: list[Diagnostic] = []
    single: list[tuple[Path, Options]] = []
    for path in (given.absolute() for given in paths):
        if path.is_file():
            single.append((path, options))
        elif options.issues in path.parents or read_name(path.name).date is not None:
            # The folder of one issue, or of some: its own name is part of what dates them.
            below = options.issues in path.parents
            found, more = document_paths(replace(options, issues=path))
            findings += more
            single += ((one, options if below else replace(options, issues=path.parent)) for one in found)
        else:
            archive = read_archive(replace(options, issues=path), progress)
            issues += archive.issues
            findings += archive.findings
    read, more = _read_documents(single, progress)
    return Reading([*issues, *read], [*findings, *more])


def _read_documents(
    chosen: Iterable[tuple[Path, Options]], progress: Progress | None
) -> tuple[list[Issue], list[Diagnostic]]:
    """Issues made of these documents alone. Each comes with the options that hold its issues folder."""
    issues: list[Issue] = []
    findings: list[Diagnostic] = []
    by_folder: dict[Path, tuple[Options, list[Path]]] = {}
    for path, options in chosen:
        by_folder.setdefault(options.issues, (options, []))[1].append(path)
    for options, paths in by_folder.values():
        documents = []
        for path in dict.fromkeys(paths):
            document, more = read_document(path, options)
            findings += more
            documents += [document] if document else []
        groups, more = group_documents(documents)
        findings += more
        for number, group in enumerate(groups, 1):
            if progress is not None:
                progress(group.documents[0].name, number, len(groups))
            issue, of_group = read_group(group, options)
            findings += of_group
            if issue is not None:
                findings += issue.diagnostics
                issues.append(issue)
    return issues, findings


main.add_command(glossary_commands(lambda file, needed: read_options(file, needed=needed, drafts=False)))
main.add_command(translations_commands(lambda file, needed: read_options(file, needed=needed, drafts=True)))
main.add_command(export_command(read_site))
main.add_command(cache_commands(lambda file, needed: read_options(file, needed=needed, drafts=False)))
main.add_command(shard)
