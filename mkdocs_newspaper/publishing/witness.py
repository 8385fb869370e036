"""What a page asks of the rest of the archive while it is drawn: the reasons to draw it again next time.

The pages of an issue are made from that issue; but whether a name is a link, how often it is named, which
issue comes next is the archive's to say. A `Press` that a witness looks after answers like any other, and
notes every such question. What nobody foresaw is noted as a question after all (`EVERYTHING`): a page that
asked it is drawn again whenever anything has changed. Forgetting a question would leave a wrong page;
noting one too many only costs time.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from mkdocs_newspaper.cache import digest
from mkdocs_newspaper.glossary.index import GlossaryIndex, Record
from mkdocs_newspaper.publishing.stories import IssueView
from mkdocs_newspaper.translation_shelf import translation_digest

if TYPE_CHECKING:
    from mkdocs_newspaper.publishing.sheets import Press

#: What was asked, and of which entry, issue or folder.
Question = tuple[str, str]
EVERYTHING: Question = ("everything", "")

#: The parts of a Press that are the same for all pages of a site, or that a witness looks after.
_KNOWN_PARTS = frozenset(
    {
        "archive",
        "issues",
        "options",
        "parts",
        "pictures",
        "register",
        "repeated",
        "serving",
        "site_url",
        "templates",
        "urls",
        "witness",
        "witnesses",
    }
)


@dataclass(eq=False)
class Witness:
    """What the pages of one issue, or of one entry, have asked. `of`: "issue" or "entry", and which.

    `repeated` is what they say again and again, while they are made.
    """

    of: Question
    asked: set[Question] = field(default_factory=set)  # of late; see `put_away`
    numbers: dict[Question, int] = field(default_factory=dict)  # of the questions of all witnesses
    repeated: dict[str, dict[Any, Any]] = field(default_factory=dict)
    _away: array[int] = field(default_factory=lambda: array("I"))

    def note(self, what: str, which: str = "") -> None:
        self.asked.add((what, which))

    @property
    def all_asked(self) -> set[Question]:
        """All questions from the beginning."""
        known = list(self.numbers) if self._away else []
        return self.asked | {known[number] for number in self._away}

    def put_away(self) -> None:
        """Hold what was asked as numbers, and what is repeated no more: all of an archive would fill the memory."""
        self.repeated.clear()
        if self.asked:
            numbers = {self.numbers.setdefault(one, len(self.numbers)) for one in self.asked}
            self._away = array("I", sorted(numbers.union(self._away)))
            self.asked = set()


@dataclass(eq=False)
class Witnesses:
    """The witnesses of one publication, each with the press that it looks after."""

    by_subject: dict[Question, Press] = field(default_factory=dict)
    numbers: dict[Question, int] = field(default_factory=dict)

    def press(self, press: Press, of: Question) -> Press:
        """The press for what is about one issue or entry."""
        held = self.by_subject.get(of)
        if held is None:
            held = self.by_subject[of] = _looked_after(press, Witness(of, numbers=self.numbers))
        return held


def of_issue(press: Press, view: IssueView) -> Press:
    """The press for the pages of an issue; `press` itself where nobody wants to know."""
    return press.witnesses.press(press, ("issue", view.folder)) if press.witnesses else press


def of_entry(press: Press, record: Record) -> Press:
    """The press for the pages of an entry."""
    return press.witnesses.press(press, ("entry", record.entry.id)) if press.witnesses else press


def witness_of(press: Press, of: Question) -> Witness | None:
    """Who notes what is asked for an issue or entry; None where nobody wants to know."""
    return press.witnesses.press(press, of).witness if press.witnesses else None


def _looked_after(press: Press, witness: Witness) -> Press:
    witness.repeated = _Repeated(press, witness)
    if any(one.name not in _KNOWN_PARTS for one in fields(press)):
        witness.asked.add(EVERYTHING)
    made = replace(
        press,
        archive=cast(Any, _Archive(press.archive, witness)),
        issues=cast(Any, _Issues(press.issues, witness)),
        pictures=cast(Any, _Pictures(press.pictures, witness)),
        register=cast(Any, _Register(press.register, witness)),
        repeated=witness.repeated,
        witness=witness,
    )
    made.__dict__["source_language"] = press.source_language
    return made


class _Repeated(dict[str, dict[Any, Any]]):
    """What the pages of one issue or entry say again. The sections are those of all issues."""

    def __init__(self, press: Press, witness: Witness) -> None:
        super().__init__()
        self._press = press
        self._witness = witness

    def get(self, key: str, default: Any = None) -> Any:
        if key != "sections":
            return super().get(key, default)
        self._witness.note("sections")
        return _sections(self._press)


def _sections(press: Press) -> dict[str, str]:
    from mkdocs_newspaper.publishing.feeds import sections

    return sections(press)


class _Watched:
    """Something of the archive's. What is not foreseen may be anything."""

    def __init__(self, real: Any, witness: Witness) -> None:
        self._real = real
        self._witness = witness

    def __getattr__(self, name: str) -> Any:
        self._witness.asked.add(EVERYTHING)
        return getattr(self._real, name)

    def __iter__(self) -> Iterator[Any]:
        self._witness.asked.add(EVERYTHING)
        return iter(self._real)

    def __len__(self) -> int:
        self._witness.asked.add(EVERYTHING)
        return len(self._real)

    def __bool__(self) -> bool:
        return bool(self._real)


class _Archive(_Watched):
    @property
    def newspaper(self) -> Any:
        return self._real.newspaper

    @property
    def translations(self) -> Any:
        return _Translations(self._real.translations, self._witness)

    def translation(self, issue: Any, name: str, anchor: str, language: str) -> Any:
        self._witness.note("translation", f"{issue.id} {language}")
        return self._real.translation(issue, name, anchor, language)


class _Translations(_Watched):
    """By the issue's id and the language."""

    def __getitem__(self, key: tuple[str, str]) -> Any:
        self._witness.note("translation", " ".join(key))
        return self._real[key]

    def __contains__(self, key: tuple[str, str]) -> bool:
        self._witness.note("translation", " ".join(key))
        return key in self._real

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        self._witness.note("translation", " ".join(key))
        return self._real.get(key, default)


class _Pictures(_Watched):
    """By the issue's folder and the image's name; those of a page's own issue are part of the page."""

    def _note(self, key: tuple[str, str]) -> None:
        if self._witness.of != ("issue", key[0]):
            self._witness.asked.add(EVERYTHING)

    def __getitem__(self, key: tuple[str, str]) -> Any:
        self._note(key)
        return self._real[key]

    def __contains__(self, key: tuple[str, str]) -> bool:
        self._note(key)
        return key in self._real

    def get(self, key: tuple[str, str], default: Any = None) -> Any:
        self._note(key)
        return self._real.get(key, default)


class _Issues(_Watched):
    """The issues. An entry's pages show those that name it: they are part of what its record says."""

    def __getitem__(self, place: Any) -> Any:
        if self._witness.of[0] != "entry" or not isinstance(place, int) or place < 0:
            self._witness.asked.add(EVERYTHING)
        return self._real[place]

    def __iter__(self) -> Iterator[Any]:
        return (_View(view, self._witness) for view in self._real)


class _View(_Watched):
    """Any issue of the archive."""

    @property
    def head(self) -> Any:
        return _Issue(self._real.head, self._witness)

    @property
    def folder(self) -> Any:
        self._witness.note("calendar")
        return self._real.folder


class _Issue(_Watched):
    @property
    def source_language(self) -> Any:
        self._witness.note("languages")
        return self._real.source_language

    @property
    def date(self) -> Any:
        self._witness.note("calendar")
        return self._real.date

    @property
    def id(self) -> Any:
        self._witness.note("calendar")
        return self._real.id


class _Register(_Watched):
    def path(self, identifier: str) -> Any:
        self._witness.note("path", identifier)
        return self._real.path(identifier)

    @property
    def paths(self) -> Any:
        return _Paths(self._real.paths, self._witness)

    @property
    def index(self) -> Any:
        return _Index(self._real.index, self._witness)

    @property
    def folders(self) -> Any:
        return {name: _Folder(name, held, self._witness) for name, held in self._real.folders.items()}

    def mentions(self, record: Any) -> Any:
        self._witness.note("record", record.entry.id)
        return self._real.mentions(_real(record))

    def years(self, record: Any) -> Any:
        self._witness.note("record", record.entry.id)
        return self._real.years(_real(record))


class _Folder(_Watched):
    """The entries of an index: whether there are any."""

    def __init__(self, name: str, real: Any, witness: Witness) -> None:
        super().__init__(real, witness)
        self._name = name

    def __bool__(self) -> bool:
        self._witness.note("folder", self._name)
        return bool(self._real)


class _Paths(_Watched):
    def __getitem__(self, identifier: str) -> Any:
        self._witness.note("path", identifier)
        return self._real[identifier]


class _Index(_Watched):
    def get(self, identifier: str) -> Any:
        record = self._real.get(identifier)
        if record is None:
            self._witness.note("entry", identifier)
            return None
        return _Record(record, self._witness)

    def __getitem__(self, identifier: str) -> Any:
        return _Record(self._real[identifier], self._witness)

    def together(self, record: Any, most: int) -> Any:
        self._witness.note("record", record.entry.id)
        found = self._real.together(_real(record), most)
        return [(_Record(one, self._witness), count) for one, count in found]

    @property
    def issues(self) -> Any:
        # An entry's pages ask those that name it: what they say is part of what its record says.
        if self._witness.of[0] != "entry":
            self._witness.asked.add(EVERYTHING)
        return self._real.issues

    @property
    def span(self) -> Any:
        self._witness.note("span")
        return self._real.span


class _Record(_Watched):
    """What the archive says of an entry."""

    @property
    def entry(self) -> Any:
        self._witness.note("entry", self._real.entry.id)
        return self._real.entry

    @property
    def count(self) -> Any:
        self._witness.note("count", self._real.entry.id)
        return self._real.count

    @property
    def about(self) -> Any:
        self._witness.note("about", self._real.entry.id)
        return self._real.about

    @property
    def has_page(self) -> Any:
        self._witness.note("path", self._real.entry.id)
        return self._real.has_page

    def __getattr__(self, name: str) -> Any:
        self._witness.note("record", self._real.entry.id)
        return getattr(self._real, name)


def _real(record: Any) -> Any:
    return record._real if isinstance(record, _Record) else record


# Answers


class Answers:
    """What an archive answers to questions now: digests, the same for the same answer."""

    def __init__(self, press: Press, everything: str) -> None:
        """`everything` is the digest of the whole archive."""
        self._press = press
        self._index: GlossaryIndex = press.register.index
        self._everything = everything
        self._known: dict[Question, str] = {}

    def to(self, question: Question) -> str:
        """The answer to one question."""
        known = self._known.get(question)
        if known is None:
            known = self._known[question] = self._answer(*question)
        return known

    def _answer(self, what: str, which: str) -> str:
        press = self._press
        if what == "path":
            return str(press.register.path(which)) + " " + str(press.register.paths.get(which))
        if what == "count":
            record = self._index.get(which)
            return str(record.count if record else 0)
        if what == "about":
            record = self._index.get(which)
            return str(record.about if record else 0)
        if what == "entry":
            record = self._index.get(which)
            return digest(repr(record.entry)) if record else ""
        if what == "record":
            return self._of_record(which)
        if what == "translation":
            issue, _, language = which.rpartition(" ")
            return translation_digest(press.archive.translations, (issue, language))
        if what == "folder":
            return str(bool(press.register.folders[which]))
        if what == "span":
            return str(self._index.span)
        if what == "languages":
            return digest(*sorted({view.head.source_language for view in press.issues}))
        if what == "sections":
            return digest(repr(_sections(press)))
        if what == "calendar":
            return digest(*(f"{view.head.id} {view.folder}" for view in press.issues))
        return self._everything

    def _of_record(self, which: str) -> str:
        """All that an entry's pages say: itself, where it stands, and the stories and issues that name it."""
        record = self._index.get(which)
        if record is None:
            return ""
        heads = self._heads
        parts: list[str | bytes] = [repr(record.entry)]
        for issue, told in record.digests():
            parts += (heads[issue], told)
        return digest(*parts)

    @cached_property
    def _heads(self) -> list[str]:
        """What the pages of entries say of each issue, beside what it says of them."""
        return [
            digest(f"{one.id} {view.folder} {one.date} {one.edition} {one.source_language} {one.renames}")
            for one, view in zip(self._index.issues, self._press.issues, strict=True)
        ]
