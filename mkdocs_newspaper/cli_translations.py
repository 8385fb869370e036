"""`mkdocs-newspaper translations`: catalogs brought up to date, counted, exchanged, and filled by a machine."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

import click

from mkdocs_newspaper.archive import Archive, read_archive
from mkdocs_newspaper.bilingual.catalogs import (
    Counts,
    Update,
    base_language,
    catalog_path,
    filled,
    import_messages,
    matching_catalog,
    state,
    target_languages,
    unreadable,
    update_catalog,
    write_catalog,
)
from mkdocs_newspaper.bilingual.machine import (
    Batch,
    Outcome,
    Pace,
    Translator,
    TranslatorError,
    batches,
    machine_message,
    translate_batch,
    translator,
)
from mkdocs_newspaper.bilingual.po import read_po
from mkdocs_newspaper.bilingual.segments import Passage, passages
from mkdocs_newspaper.bilingual.tmx import write_tmx
from mkdocs_newspaper.bilingual.xliff import KEPT_FIELDS, ExchangedCatalog, read_xliff, write_xliff
from mkdocs_newspaper.command_line import CONFIG_FILE, ReadOptions
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.options import Options

_LANGUAGE = click.option(
    "--language", "languages", multiple=True, help="A language to translate into; by default all of the site."
)
_ISSUES = click.argument("issues", nargs=-1, metavar="[ISSUE]...")


@dataclass(frozen=True, slots=True)
class _Place:
    """One catalog: of which issue, into which language, where."""

    issue: Issue
    language: str
    path: Path
    source: str


def translations_commands(read_options: ReadOptions) -> click.Group:
    """The group `translations` with its commands."""

    @click.group("translations")
    def translations() -> None:
        """PO catalogs of the prose: one an issue and language."""

    @translations.command("update")
    @_ISSUES
    @CONFIG_FILE
    @_LANGUAGE
    def update_command(issues: tuple[str, ...], config_file: Path | None, languages: tuple[str, ...]) -> None:
        """Bring the catalogs up to date with the issues; no translation is lost.

        ISSUE is a date or an issue's id (2025-06-18, 2025-06-18-evening); without any, all are updated.
        """
        site = _Site.read(read_options(config_file, True), issues, languages)
        failed = False
        for place in site.places:
            update = site.update(place)
            failed |= update.content is None
            _report(update.findings)
            if update.content is not None and update.changed:
                _save(place, update.content)
                click.echo(f"{place.source}: {_told(update)}")
        sys.exit(failed)

    @translations.command("status")
    @_ISSUES
    @CONFIG_FILE
    @_LANGUAGE
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    def status_command(
        issues: tuple[str, ...], config_file: Path | None, languages: tuple[str, ...], form: str
    ) -> None:
        """How much of each issue is translated, against the issues as they are now."""
        site = _Site.read(read_options(config_file, True), issues, languages)
        rows = [(place, site.update(place)) for place in site.places]
        _report(finding for _, update in rows for finding in update.findings)
        click.echo(_status_json(rows) if form == "json" else _status_table(rows))

    @translations.command("export")
    @_ISSUES
    @CONFIG_FILE
    @click.option("--language", help="The language of the translations; needed where the site has several.")
    @click.option(
        "--to", "form", type=click.Choice(["xliff", "tmx"]), required=True, help="The form to write."
    )
    @click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        help="The file to write; by default the terminal.",
    )
    def export_command(
        issues: tuple[str, ...],
        config_file: Path | None,
        language: str | None,
        form: str,
        output: Path | None,
    ) -> None:
        """The catalogs as one XLIFF 2.0 document, or what people have translated as a TMX memory."""
        options = read_options(config_file, True)
        site = _Site.read(options, issues, (language,) if language else ())
        _write(_exported(site, form), output)

    @translations.command("import")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @CONFIG_FILE
    def import_command(file: Path, config_file: Path | None) -> None:
        """Put the translations of an XLIFF 2 document into the catalogs.

        An empty target changes nothing; what nobody has confirmed does not replace what somebody has.
        """
        sys.exit(not _imported(file, read_options(config_file, True)))

    @translations.command("machine")
    @CONFIG_FILE
    @_LANGUAGE
    @click.option("--issue", "issues", multiple=True, help="An issue's id or date; by default all.")
    @click.option("--limit", type=click.IntRange(min=1), help="How many passages at the most.")
    @click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
    def machine_command(
        config_file: Path | None,
        languages: tuple[str, ...],
        issues: tuple[str, ...],
        limit: int | None,
        dry_run: bool,
    ) -> None:
        """Let an engine translate what is open, marked as the work of a machine.

        The engine is that of `machine_translation` in mkdocs.yml. Each answer is written at once, so the
        command can be stopped and started again at any time. What a person has translated stays.
        """
        options = read_options(config_file, True)
        settings = options.machine_translation
        if settings is None and not dry_run:
            raise click.UsageError("mkdocs.yml names no engine: set the option `machine_translation`")
        site = _Site.read(options, issues, languages)
        jobs = _jobs(site, limit)
        rate = settings.requests_per_minute if settings else 20.0
        click.echo(_preview(jobs, rate))
        if dry_run or not jobs:
            return
        assert settings is not None
        try:
            engine = translator(settings)
            waiting = partial(_say_waiting, sys.stderr.isatty())
            finished = _run(site, jobs, engine, Pace(rate, waiting=waiting))
        except TranslatorError as error:
            click.echo(f"Stopped: {error}. What came before is written.", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo(
                "\nInterrupted. What came before is written; run the command again to go on.", err=True
            )
            sys.exit(130)
        sys.exit(not finished)

    return translations


@dataclass(frozen=True, slots=True)
class _Site:
    """The archive, and the catalogs that a command is about."""

    options: Options
    folder: Path
    archive: Archive
    places: tuple[_Place, ...]

    @classmethod
    def read(cls, options: Options, issues: Sequence[str], languages: Sequence[str]) -> _Site:
        """Raises UsageError for an issue that is not held, and for a language that is all the issues' own."""
        folder = options.translations
        if folder is None:
            raise click.UsageError("the option `translations` is empty, so there is no place for catalogs")
        archive = read_archive(options)
        chosen = _chosen(archive.issues, issues)
        places: list[_Place] = []
        for issue in chosen:
            for language in target_languages(issue, languages or options.languages):
                path = catalog_path(folder, language, issue.id)
                places.append(_Place(issue, language, path, options.source_name(path)))
        if chosen and languages and not places:
            raise click.UsageError(f"{chosen[0].id} is in the language {languages[0]} itself")
        return cls(options, folder, archive, tuple(places))

    def update(self, place: _Place) -> Update:
        """The catalog as it should be; nothing is written. A catalog that an issue had under another id counts."""
        now = _now()
        try:
            before: bytes | None = place.path.read_bytes()
        except FileNotFoundError:
            before = matching_catalog(place.issue, place.language, self.folder, self._held())
        except OSError as error:
            return Update(None, False, Counts(), (unreadable(place.source, error),))
        title = self.archive.newspaper.name.get(place.issue.source_language[:2]) or ""
        update = update_catalog(place.issue, place.language, before, place.source, title, now)
        if place.path.exists() or update.content is None:
            return update
        # An issue without a word to translate needs no file; one that had another id gets its own.
        return replace(update, changed=bool(update.counts.passages))

    def _held(self) -> frozenset[str]:
        return frozenset(issue.id for issue in self.archive.issues)


def _chosen(issues: Sequence[Issue], wanted: Sequence[str]) -> list[Issue]:
    if not wanted:
        return list(issues)
    unknown = [
        one for one in wanted if all(one not in (issue.id, issue.date.isoformat()) for issue in issues)
    ]
    if unknown:
        raise click.UsageError(f"the archive holds no issue {unknown[0]}")
    return [issue for issue in issues if issue.id in wanted or issue.date.isoformat() in wanted]


def _now() -> dt.datetime:
    """The time that a new catalog is dated with: SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC)


def _save(place: _Place, content: bytes) -> None:
    """Write a catalog. Raises ClickException where that can't be."""
    try:
        write_catalog(place.path, content)
    except OSError as error:
        raise click.ClickException(f"{place.source} can't be written: {error.strerror}") from error


def _report(findings: Iterable[Diagnostic]) -> None:
    for finding in findings:
        place = finding.source if finding.line is None else f"{finding.source}:{finding.line}"
        click.echo(f"{place}: {finding.severity}: {finding.message} [{finding.code}]", err=True)


def _told(update: Update) -> str:
    parts = [f"{update.counts.passages} passages"]
    parts += [f"{update.added} new"] if update.added else []
    parts += [f"{update.outdated} whose source has changed"] if update.outdated else []
    parts += [f"{update.retired} obsolete"] if update.retired else []
    return ", ".join(parts)


# Status ----------------------------------------------------------------------------------------------

_COLUMNS = ("translated", "fuzzy", "machine", "open", "obsolete", "characters", "open_characters", "words")


def _status_json(rows: Sequence[tuple[_Place, Update]]) -> str:
    said = [
        {
            "issue": place.issue.id,
            "language": place.language,
            "catalog": place.source if place.path.exists() else None,
            "readable": update.content is not None,
            "up_to_date": place.path.exists() and update.content is not None and not update.stale,
            **asdict(update.counts),
        }
        for place, update in rows
    ]
    return json.dumps(said, ensure_ascii=False, indent=2)


def _status_table(rows: Sequence[tuple[_Place, Update]]) -> str:
    lines = [
        f"{'issue':20} {'':8}{'translated':>11}{'fuzzy':>7}{'machine':>9}{'open':>7}"
        f"{'done':>7}{'characters':>12}{'open':>9}{'words':>8}"
    ]
    whole = Counts()
    for place, update in rows:
        counts = update.counts
        note = ""
        if update.content is None:
            note = "  can't be read"
        elif update.stale:
            note = "  needs an update"
        lines.append(f"{place.issue.id:20} {place.language:8}{_row(counts)}{note}")
        whole = Counts(**{name: getattr(whole, name) + getattr(counts, name) for name in _COLUMNS})
    if len(rows) != 1:
        lines.append(f"{'all':20} {'':8}{_row(whole)}")
    return "\n".join(lines)


def _row(counts: Counts) -> str:
    done = f"{100 * counts.translated // counts.passages}%" if counts.passages else ""
    return (
        f"{counts.translated:>11}{counts.fuzzy:>7}{counts.machine:>9}{counts.open:>7}"
        f"{done:>7}{counts.characters:>12,}{counts.open_characters:>9,}{counts.words:>8,}"
    )


# Exchange --------------------------------------------------------------------------------------------


def _exported(site: _Site, form: str) -> str:
    languages = sorted({place.language for place in site.places})
    sources = sorted({place.issue.source_language for place in site.places})
    if len(languages) > 1:
        raise click.UsageError(f"say which --language: {', '.join(languages)}")
    if len(sources) > 1:
        raise click.UsageError(
            f"the issues are in several languages ({', '.join(sources)}): name some of them"
        )
    if not site.places:
        raise click.UsageError("the archive holds no issue that could be translated")
    catalogs: list[ExchangedCatalog] = []
    for place in site.places:
        update = site.update(place)
        _report(update.findings)
        if update.content is None:
            raise click.ClickException(f"{place.source} can't be read; nothing is exported")
        file = read_po(update.content, place.source)
        fields = {name: value for name, value in file.fields.items() if name in KEPT_FIELDS}
        comments = file.header.comments if file.header else ()
        catalogs.append(ExchangedCatalog(place.issue.id, file.messages, fields, comments))
    if form == "xliff":
        return write_xliff(catalogs, sources[0], languages[0])
    return write_tmx({one.issue: one.messages for one in catalogs}, sources[0], languages[0])


def _imported(file: Path, options: Options) -> bool:
    """Whether all of the document could be imported."""
    document = read_xliff(file.read_bytes(), file.as_posix())
    _report(document.findings)
    if not document.language:
        return False
    language = _site_language(document.language, options)
    site = _Site.read(options, (), (language,))
    places = {place.issue.id: place for place in site.places}
    done = not document.findings
    for catalog in document.catalogs:
        place = places.get(catalog.issue)
        update = site.update(place) if place else None
        if place is None or update is None:
            click.echo(
                f"{file}: the archive holds no issue {catalog.issue}; its translations are left out", err=True
            )
            done = False
            continue
        _report(update.findings)
        if update.content is None:
            done = False
            continue
        result = import_messages(
            place.issue, update.content, place.source, catalog.messages, catalog.fields, catalog.comments
        )
        if result.changed or update.changed:
            _save(place, result.content)
        said = f"{place.source}: {result.taken} taken"
        said += f", {result.kept} kept as they were" if result.kept else ""
        said += f", {result.unplaced} that fit no passage (kept as obsolete)" if result.unplaced else ""
        click.echo(said)
    return done


def _site_language(tag: str, options: Options) -> str:
    """What the site calls the language of a document: its own name where it is the same, or the only one near."""
    wanted = tag.replace("_", "-").casefold()
    near = [one for one in options.languages if base_language(one) == base_language(tag)]
    exact = next((one for one in options.languages if one.casefold() == wanted), None)
    return exact or (near[0] if len(near) == 1 else tag)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        try:
            output.write_text(text, "utf-8", newline="\n")
        except OSError as error:
            raise click.ClickException(f"{output} can't be written: {error.strerror}") from error


# Machine translation ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Job:
    """What is open in one catalog."""

    place: _Place
    open_passages: tuple[Passage, ...]

    @property
    def batches(self) -> list[Batch]:
        return batches(self.open_passages)


def _jobs(site: _Site, limit: int | None) -> list[_Job]:
    left = limit
    jobs: list[_Job] = []
    for place in site.places:
        update = site.update(place)
        _report(update.findings)
        if update.content is None or left == 0:
            continue
        messages = read_po(update.content, place.source).messages
        open_ids = {one.context for one in messages if not one.obsolete and state(one) == "open"}
        waiting = [passage for passage in passages(place.issue) if passage.id in open_ids][:left]
        if waiting:
            jobs.append(_Job(place, tuple(waiting)))
            left = None if left is None else left - len(waiting)
    return jobs


def _preview(jobs: Sequence[_Job], requests_per_minute: float) -> str:
    """What will be sent: passages, characters, requests, and the least time that they take."""
    lines = [f"{'issue':20} {'':8}{'passages':>9}{'characters':>12}{'requests':>10}"]
    count = characters = requests = 0
    for job in jobs:
        own = sum(len(passage.text) for passage in job.open_passages)
        asked = len(job.batches)
        lines.append(
            f"{job.place.issue.id:20} {job.place.language:8}{len(job.open_passages):>9}{own:>12,}{asked:>10}"
        )
        count, characters, requests = count + len(job.open_passages), characters + own, requests + asked
    if not jobs:
        return "Nothing is open."
    minutes, seconds = divmod(round(requests * 60 / requests_per_minute), 60)
    lines.append(f"{'all':20} {'':8}{count:>9}{characters:>12,}{requests:>10}")
    lines.append(
        f"At {requests_per_minute:g} requests a minute: at least {minutes} min {seconds} s, and the engine's own time."
    )
    return "\n".join(lines)


def _run(site: _Site, jobs: Sequence[_Job], engine: Translator, pace: Pace) -> bool:
    """Translate all jobs, batch by batch; whether each passage got its translation."""
    steps = [(job.place, batch) for job in jobs for batch in job.batches]
    outcomes: list[Outcome] = []
    with _progress(sum(batch.characters for _, batch in steps)) as advance:
        for place, batch in steps:
            made = translate_batch(batch, engine, place.issue.source_language, place.language, pace)
            _keep(site, place, made, engine.name)
            outcomes += made
            advance(batch.characters)
    for line in _results(outcomes):
        click.echo(line)
    return all(outcome.text is not None for outcome in outcomes)


@contextmanager
def _progress(characters: int) -> Iterator[Callable[[int], None]]:
    """A bar at the terminal that is told of characters done; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    with click.progressbar(length=characters, label="characters", file=sys.stderr, show_pos=True) as bar:
        yield bar.update


def _keep(site: _Site, place: _Place, outcomes: Sequence[Outcome], engine: str) -> None:
    """Write what came. The catalog is read anew: a translator may have saved it meanwhile."""
    update = site.update(place)
    if update.content is None:
        _report(update.findings)
        raise TranslatorError(f"{place.source} can't be read any more")
    found = {
        outcome.passage.id: partial(machine_message, outcome=outcome, engine=engine) for outcome in outcomes
    }
    content = filled(update.content, place.source, found)
    if content != update.content or update.changed:
        _save(place, content)


def _results(outcomes: Sequence[Outcome]) -> Iterator[str]:
    done = sum(outcome.text is not None for outcome in outcomes)
    yield f"{done} of {len(outcomes)} passages translated, all marked as the work of a machine"
    for outcome in outcomes:
        if outcome.text is None:
            yield f"  {outcome.passage.id}: not translated: {outcome.reason}"
        for entry in outcome.missing:
            yield f"  {outcome.passage.id}: {entry.en} is missing ({entry.zh})"


def _say_waiting(terminal: bool, why: str, seconds: float) -> None:
    if terminal:
        click.echo(err=True)
    click.echo(f"{why}; trying again in {seconds:g} s", err=True)
