"""Groups of documents -> issues, joined and annotated: from the cache, else read anew, by several processes.

What an issue is made from, and so the name of its result in the cache: the text of its documents and of
its corrections, the site's glossary, the options that have a say in reading, this package and its
libraries. The newspaper itself is gathered from all issues, and its name is one of the names that are
looked for: an issue that was annotated for another newspaper is annotated once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import msgspec

from mkdocs_newspaper.bilingual.lunar import same_lunar_date
from mkdocs_newspaper.cache import ResultCache, digest, package_digest
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.execution import Progress, Workforce, do_all
from mkdocs_newspaper.glossary.agencies import own_english_name
from mkdocs_newspaper.glossary.issue_mentions import IssueMentions, decode, encode, issue_mentions
from mkdocs_newspaper.glossary.recognizers import GROUP, recognizer
from mkdocs_newspaper.glossary.termbase import Termbase, read_termbase
from mkdocs_newspaper.issue_shelf import PackedIssue, ShelvedIssue, packed
from mkdocs_newspaper.model import Bilingual, Entry, Issue, Newspaper
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading.corrections_file import corrections_paths
from mkdocs_newspaper.reading.masthead import newspaper_name
from mkdocs_newspaper.reading.sources import IssueDocuments

#: Options that have no say in what an issue holds; every other one, one of a later day too, has.
SILENT_OPTIONS = frozenset(
    {
        "archive",
        "base",  # the names of the documents in findings count
        "cache",
        "executor",
        "glossary",  # its content counts
        "incremental",
        "issues",
        "languages",
        "link_pages",
        "machine_translation",
        "mentions",
        "noai",
        "robots",
        "translations",
        "workers",
    }
)


class StoredIssue(msgspec.Struct, frozen=True, array_like=True):
    """An issue as it is kept, annotated for the newspaper of that digest, and who and what it names.

    `issue` None: the documents have no date. `findings` are those that the issue does not hold itself.
    """

    newspaper: str
    issue: PackedIssue | None
    mentions: bytes
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class ReadIssue:
    """An issue that was read, with the names of what it was read from and of the newspaper that it names."""

    packed: PackedIssue
    mentions: IssueMentions
    key: str
    newspaper: str

    @property
    def head(self) -> Issue:
        """The issue without its text and its entries."""
        return self.packed.head

    def shelved(self, entries: tuple[Entry, ...], renamed: Mapping[str, str]) -> ShelvedIssue:
        """The issue for the shelf, with its entries under the ids of the archive."""
        return ShelvedIssue(
            replace(self.head, entries=entries),
            self.packed.stories,
            self.packed.text,
            digest(self.key, self.newspaper, repr(sorted(renamed.items()))),
            renamed,
            self.mentions.renamed(renamed) if renamed else self.mentions,
        )


#: The issue of some documents, None where they have no date, and the findings that it does not hold itself.
Found = tuple[ReadIssue | None, list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Task:
    """One issue to read and annotate, or to annotate anew: all that a worker has to be told."""

    name: str
    group: IssueDocuments | None
    issue: PackedIssue | None
    options: Options
    glossary: str  # the digest of its content
    newspaper: Newspaper
    read: tuple[Issue | None, list[Diagnostic]] | None = None  # what `read_group` has given already


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(StoredIssue).decode


class IssueReading:
    """One reading of all issues. `findings`: what there is to say of the reading itself."""

    def __init__(
        self,
        options: Options,
        base: Termbase,
        progress: Progress | None = None,
        present: Collection[Path] | None = None,
    ) -> None:
        """`base` is the site's own glossary, `progress` is told of every issue; `present` are the corrections
        files that there are, None where nobody has looked."""
        self.findings: list[Diagnostic] = []
        self._options = replace(options, ocr_variants=base.ocr_variants)
        self._progress = progress
        self._present = present
        self._cache = ResultCache(options.cache, "issues")
        self._workforce = Workforce(options.workers, options.executor)
        self._glossary = digest(_content(options.glossary))
        self._common = _common_digest(self._options, self._glossary)
        self._entries: dict[bytes, bytes] = {}  # as all issues say them

    def read(self, groups: Sequence[IssueDocuments]) -> list[Found]:
        """Every group's issue and findings, annotated for the newspaper as far as known."""
        keys = [self.key(group) for group in groups]
        held = {place: found for place, key in enumerate(keys) if (found := self._held(key)) is not None}
        missing = [place for place in range(len(groups)) if place not in held]
        if missing:
            first_read: dict[int, tuple[Issue | None, list[Diagnostic]]] = {}
            known = [issue.head for issue, _ in held.values() if issue is not None]
            if not known:
                places = missing[:ENOUGH_FOR_A_GUESS]
                first_read = {place: read_group(groups[place], self._options) for place in places}
                known = [issue for issue, _ in first_read.values() if issue is not None]
            # The newspaper as those issues tell that are known already, else the first few.
            paper = gather_newspaper(known, self._options)
            tasks = [
                self._task(
                    groups[place].documents[0].name,
                    paper,
                    group=groups[place],
                    read=first_read.get(place),
                )
                for place in missing
            ]
            read = self._work(tasks, [keys[place] for place in missing])
            held |= dict(zip(missing, read, strict=True))
            self._cache.keep_only(keys)
        return [held[place] for place in range(len(groups))]

    def annotated(self, issues: Iterable[ReadIssue], newspaper: Newspaper) -> list[ReadIssue]:
        """`issues`, as `read` gave them, each with the mentions and entries of an issue of `newspaper`."""
        wanted = _newspaper_digest(newspaper)
        found = list(issues)
        stale = [place for place, issue in enumerate(found) if issue.newspaper != wanted]
        tasks = [self._task(found[place].head.id, newspaper, issue=found[place].packed) for place in stale]
        done = self._work(tasks, [found[place].key for place in stale])
        for place, (anew, _) in zip(stale, done, strict=True):
            assert anew is not None
            found[place] = anew
        if self._cache.trouble:
            message = "the cache can't be written; the next build reads everything again"
            where = self._options.source_name(self._options.cache) if self._options.cache else ""
            reason = self._cache.trouble
            self.findings.append(Diagnostic("info", "cache", where, None, f"{message} ({reason})"))
        return found

    def key(self, group: IssueDocuments) -> str:
        """The name of the issue in the cache: of all that its documents and the options say."""
        parts: list[bytes | str] = [
            self._common,
            group.folder,
            repr((group.date, group.edition, group.draft)),
        ]
        for document in group.documents:
            parts += (document.text, repr(replace(document, path=Path(), text="")))
        for path in corrections_paths(group, self._options, self._present):
            parts += (self._options.source_name(path), _content(path))
        return digest(*parts)

    def _held(self, key: str) -> Found | None:
        content = self._cache.get(key)
        if content is None:
            return None
        try:
            return self._found(content, key)
        except msgspec.MsgspecError:
            return None

    def _task(
        self,
        name: str,
        newspaper: Newspaper,
        group: IssueDocuments | None = None,
        issue: PackedIssue | None = None,
        read: tuple[Issue | None, list[Diagnostic]] | None = None,
    ) -> Task:
        return Task(name, group, issue, self._options, self._glossary, newspaper, read)

    def _work(self, tasks: Sequence[Task], keys: Sequence[str]) -> list[Found]:
        """Do all tasks, and keep what comes of them under `keys`."""
        finished = 0

        def take(place: int, content: bytes) -> Found:
            nonlocal finished
            finished += 1
            self._cache.put(keys[place], content)
            if self._progress is not None:
                self._progress(tasks[place].name, finished, len(tasks))
            return self._found(content, keys[place])

        if tasks:
            _learn_to_read()
        found, trouble = do_all(read_and_annotate, tasks, self._workforce, take)
        if trouble:
            message = f"the workers failed, so this process read the issues itself ({trouble})"
            where = self._options.source_name(self._options.issues)
            self.findings.append(Diagnostic("info", "workers", where, None, message))
        return found

    def _found(self, content: bytes, key: str) -> Found:
        """What is kept under `key`. Raises MsgspecError where that is no issue."""
        stored = _decode(content)
        findings = list(stored.findings)
        if stored.issue is None:
            return None, findings
        # Most issues of an archive say the same of a name: it is held once.
        entries = tuple(self._entries.setdefault(one, one) for one in stored.issue.entries)
        issue = msgspec.structs.replace(stored.issue, entries=entries)
        return ReadIssue(issue, decode(stored.mentions), key, stored.newspaper), findings


def _learn_to_read() -> None:
    """Import what reads and annotates, once for all workers that are copies of this process.

    It is imported nowhere before: that takes a second, and most builds find all issues in the cache.
    """
    import_module("mkdocs_newspaper.continuation")
    import_module("mkdocs_newspaper.glossary.recognizer")
    import_module("mkdocs_newspaper.reading.reader")


#: So many issues are read to learn the newspaper's name before the others are.
ENOUGH_FOR_A_GUESS = 3


def read_and_annotate(task: Task) -> bytes:
    """What a worker does; a StoredIssue as MessagePack."""
    from mkdocs_newspaper.glossary.recognizer import annotate  # see _learn_to_read

    issue, findings = task.issue.issue() if task.issue else None, list[Diagnostic]()
    if task.group is not None:
        issue, findings = task.read or read_group(task.group, task.options)
    newspaper = _newspaper_digest(task.newspaper)
    if issue is None:
        return _encode(StoredIssue(newspaper, None, b"", tuple(findings)))
    base = _termbase(task.options.glossary, task.glossary)
    issue = annotate(issue, task.newspaper, names_by=recognizer(task.options.recognizer), termbase=base)
    mentions = encode(issue_mentions(issue))
    return _encode(StoredIssue(newspaper, packed(issue), mentions, tuple(findings)))


@lru_cache(maxsize=4)
def _termbase(path: Path | None, content: str) -> Termbase:
    """The site's glossary; `content`, its digest, tells an edited one from the one before."""
    return Termbase() if path is None else read_termbase(path, path.name)[0]


def site_termbase(options: Options) -> tuple[Termbase, list[Diagnostic]]:
    """The site's own glossary, empty where it has none."""
    if options.glossary is None:
        return Termbase(), []
    return read_termbase(options.glossary, options.source_name(options.glossary))


def read_group(group: IssueDocuments, options: Options) -> tuple[Issue | None, list[Diagnostic]]:
    """One issue read and joined (None where it has no date), and the findings that it does not hold itself."""
    from mkdocs_newspaper.continuation import join  # see _learn_to_read
    from mkdocs_newspaper.reading.reader import read_issue

    reading = read_issue(group, options, same_lunar_date)
    if reading.issue is None:
        return None, list(reading.diagnostics)
    return join(reading.issue, options.continuations), list(reading.diagnostics)


def gather_newspaper(issues: Sequence[Issue], options: Options) -> Newspaper:
    """The paper, as the configuration says and, for the rest, as most mastheads do."""
    wish = options.newspaper

    def most(values: list[str]) -> str | None:
        return Counter(values).most_common(1)[0][0] if values else None

    mastheads = [issue.masthead for issue in issues]
    name = most([name for one in mastheads if (name := newspaper_name(one))])
    english = issues[0].source_language == "en" if issues else False
    named = replace(
        wish,
        name=Bilingual(
            wish.name.zh or (None if english else name), wish.name.en or (name if english else None)
        ),
    )
    return replace(
        named,
        name=replace(named.name, en=own_english_name(named)),
        publisher=wish.publisher or most([one.publisher for one in mastheads if one.publisher]),
        cn=wish.cn or most([one.cn for one in mastheads if one.cn]),
        postal_code=wish.postal_code or most([one.postal_code for one in mastheads if one.postal_code]),
        website=wish.website or most([one.website for one in mastheads if one.website]),
    )


def _newspaper_digest(newspaper: Newspaper) -> str:
    return digest(repr(newspaper))


def _common_digest(options: Options, glossary: str) -> str:
    """What all issues are made from beside their own documents."""
    said = [
        f"{one.name}={sorted(value) if isinstance(value := getattr(options, one.name), frozenset) else value!r}"
        for one in fields(options)
        if one.name not in SILENT_OPTIONS
    ]
    made_by = [
        f"{point.value} {point.dist.version if point.dist else ''}"
        for point in entry_points(group=GROUP, name=options.recognizer)
    ]
    where = options.source_name(options.issues)
    return digest(package_digest(), glossary, where, *said, "recognizer", *made_by)


def _content(path: Path | None) -> bytes:
    """What stands in a file, b"" where it can't be read: reading says why."""
    try:
        return path.read_bytes() if path else b""
    except OSError:
        return b""
