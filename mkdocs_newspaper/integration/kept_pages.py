"""Pages and files of the last build that are still right -> left as they are.

The last build leaves a record: what every page was made from, what it asked of the rest of the archive and
what it was answered, and the file that was written. This build sets the written files aside before MkDocs
empties the site's folder, compares, moves back what would come out the same, and has the rest made. The
record is deleted when a build begins and written when it has ended well: after a crash nothing is kept.

A page is kept where all of this is as it was: the site's configuration, theme, plugins and navigation, and
what the theme draws for a page of its kind (`frame`); all that the page's own issue or entry holds; the
answers to its questions; the pages that it is a neighbour of; and the written file itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import msgspec

from mkdocs_newspaper.cache import digest, prepare, write_whole
from mkdocs_newspaper.integration.files import DataFile
from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.issue_shelf import Shelf
from mkdocs_newspaper.publishing.views import Publication, PublishedPage
from mkdocs_newspaper.publishing.witness import Answers, Witness

#: Where written files wait while MkDocs empties the site's folder: it spares what begins with a dot.
ASIDE = ".newspaper-kept"
#: Kinds of page that are made anew in any case: few, and about the archive as a whole.
ALWAYS_MADE = frozenset({"calendar", "year", "names", "terms"})


class Written(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was written: what it was made from, its size and the time of writing in nanoseconds."""

    made_from: str
    size: int
    time: int


class Record(msgspec.Struct, array_like=True):
    """What a build leaves for the next one. Paths are those below the site's folder."""

    site: str
    fingerprint: str
    written: dict[str, Written]
    #: By subject ("issue 2025/06/18"): the questions of its pages and the answers that they were given.
    answers: dict[str, list[tuple[str, str, str]]]
    #: By page: the entries that it put into every search index.
    found: dict[str, list[list[Any]]]


_decode = msgspec.msgpack.Decoder(Record).decode


def _as_text(value: Any) -> str:
    """Titles may be marked as safe HTML; they are written as any text."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a search entry holds a {type(value).__name__}")


_encode = msgspec.msgpack.Encoder(enc_hook=_as_text).encode


@dataclass(frozen=True)
class Site:
    """What a build writes of the archive: pages by `src_uri`, data files by path."""

    pages: Mapping[str, ArchivePage]
    data: Mapping[str, DataFile]


@dataclass
class KeptPages:
    """The files of the last build, while this one decides on them."""

    cache: Path
    site_dir: Path
    record: Record | None = None
    kept: set[str] = field(default_factory=set)  # paths below the site's folder
    trouble: str = ""
    _set_aside: list[str] = field(default_factory=list)  # entries of the site's folder
    _keys: dict[str, str] = field(default_factory=dict)  # by path: what this build makes it from
    _answers: Answers | None = None
    _fingerprint: str = ""

    @classmethod
    def open(cls, cache: Path, site_dir: Path) -> KeptPages:
        """Take the last build's record, if it ended well, and set its files aside."""
        kept = cls(cache, site_dir)
        clear_aside(site_dir)
        try:
            content = kept._path.read_bytes()
            kept._path.unlink()
            record = _decode(content)
        except (OSError, msgspec.MsgspecError):
            return kept
        if record.site != str(site_dir):
            return kept
        kept.record = record
        for name in sorted({path.partition("/")[0] for path in record.written}):
            with contextlib.suppress(OSError):
                (site_dir / ASIDE).mkdir(exist_ok=True)
                os.rename(site_dir / name, site_dir / ASIDE / name)
                kept._set_aside.append(name)
        return kept

    @property
    def _path(self) -> Path:
        return self.cache / "pages" / digest(str(self.site_dir))

    def choose(self, publication: Publication, site: Site) -> None:
        """Find what the archive itself gives no reason to make anew."""
        assert publication.press is not None
        digests = Digests(publication)
        self._answers = Answers(publication.press, digests.everything)
        last = self.record
        same: dict[str, bool] = {}
        for path, key, witness in _keyed(publication, site, digests, self._answers):
            self._keys[path] = key
            written = last.written.get(path) if last else None
            if last is None or written is None or written.made_from != key:
                continue
            subject = " ".join(witness.of)
            if subject not in same:
                same[subject] = self._would_hear_the_same(last.answers.get(subject))
            if same[subject]:
                self.kept.add(path)

    def confirm(self, fingerprint: str) -> bool:
        """Move back what was chosen, if the site, its theme and its plugins, for which `fingerprint` stands,
        are as they were. Returns whether all that was chosen is kept."""
        chosen = set(self.kept)
        if self.record is None or self.record.fingerprint != fingerprint:
            self.kept.clear()
        self._fingerprint = fingerprint
        self._move_back()
        return self.kept == chosen

    def _would_hear_the_same(self, given: Sequence[tuple[str, str, str]] | None) -> bool:
        assert self._answers is not None
        answers = self._answers
        return given is not None and all(answers.to((what, which)) == said for what, which, said in given)

    def _move_back(self) -> None:
        """What is kept stands in the site's folder again, and nothing else of what was set aside."""
        found: set[str] = set()
        for name in self._set_aside:
            aside, target = self.site_dir / ASIDE / name, self.site_dir / name
            with contextlib.suppress(OSError):
                stays = self._thin_out(str(aside), name)
                if stays and not target.exists():
                    os.rename(aside, target)
                    found |= stays
        self.kept &= found
        clear_aside(self.site_dir)

    def _thin_out(self, folder: str, path: str) -> set[str]:
        """Delete what is not kept below `folder`, and folders that are left empty; the paths that stay."""
        assert self.record is not None
        stays: set[str] = set()
        if not os.path.isdir(folder) or os.path.islink(folder):
            return stays
        with os.scandir(folder) as entries:
            listed = list(entries)
        for entry in listed:
            below = f"{path}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                stays |= self._thin_out(entry.path, below)
                continue
            written = self.record.written.get(below) if below in self.kept else None
            status = entry.stat(follow_symlinks=False)
            if written and (status.st_size, status.st_mtime_ns) == (written.size, written.time):
                stays.add(below)
            else:
                os.unlink(entry.path)
        if not stays:
            os.rmdir(folder)
        return stays

    def found_by(self, path: str) -> list[list[Any]]:
        """What a page that is kept put into the search indexes."""
        return self.record.found.get(path, []) if self.record else []

    def finish(self, publication: Publication, found: Mapping[str, list[list[Any]]]) -> None:
        """Write the record for the next build. `found`: what every page put into the search indexes."""
        if self._answers is None or not self._fingerprint:
            return
        written: dict[str, Written] = {}
        before = self.record.written if self.record else {}
        for path, key in self._keys.items():
            if path in self.kept:
                # It was looked at when it was moved back.
                written[path] = Written(key, before[path].size, before[path].time)
                continue
            with contextlib.suppress(OSError):
                status = os.stat(self.site_dir / path)
                written[path] = Written(key, status.st_size, status.st_mtime_ns)
        answers: dict[str, list[tuple[str, str, str]]] = {}
        for witness in _witnesses(publication):
            subject = " ".join(witness.of)
            given = self.record.answers.get(subject, []) if self.record else []
            # Pages that were kept have not asked again.
            asked = witness.asked | {(what, which) for what, which, _ in given}
            answers[subject] = [(*one, self._answers.to(one)) for one in sorted(asked)]
        record = Record(
            str(self.site_dir),
            self._fingerprint,
            written,
            answers,
            {path: found[path] for path in written if path in found},
        )
        try:
            prepare(self.cache)
            self._path.parent.mkdir(exist_ok=True)
            write_whole(self._path, _encode(record))
        except (OSError, TypeError) as error:
            self.trouble = f"{self.cache}: {error}"


def clear_aside(site_dir: Path) -> None:
    """Delete what a build that was ended left behind."""
    shutil.rmtree(site_dir / ASIDE, ignore_errors=True)


def _witnesses(publication: Publication) -> Iterator[Witness]:
    assert publication.press is not None
    assert publication.press.witnesses is not None
    for press in publication.press.witnesses.by_subject.values():
        if press.witness is not None:
            yield press.witness


class Digests:
    """What an archive holds, as digests."""

    def __init__(self, publication: Publication) -> None:
        assert publication.press is not None
        self._press = publication.press
        self._places = {view.folder: place for place, view in enumerate(self._press.issues)}
        self._pictures: dict[str, list[str]] = {}
        for (folder, name), picture in self._press.pictures.items():
            self._pictures.setdefault(folder, []).append(f"{name} {picture!r}")
        self._issues: dict[int, str] = {}

    def issue(self, place: int) -> str:
        """All that is in an issue, and its pictures."""
        if place not in self._issues:
            view, issues = self._press.issues[place], self._press.archive.issues
            # The shelf knows what an issue was read from; what was found out later stands in the head.
            text = issues.shelved[place].digest if isinstance(issues, Shelf) else _encode(view.issue)
            head = _encode(replace(view.head, entries=()))
            pictures = self._pictures.get(view.folder, ())
            self._issues[place] = digest(text, head, view.folder, *pictures)
        return self._issues[place]

    def with_neighbours(self, folder: str) -> list[str]:
        """An issue, the one before and the one after."""
        place = self._places[folder]
        near = (place - 1, place, place + 1)
        return [self.issue(one) if 0 <= one < len(self._places) else "" for one in near]

    def alone(self, folder: str) -> list[str]:
        """An issue."""
        return [self.issue(self._places[folder])]

    @property
    def everything(self) -> str:
        """The whole archive."""
        return digest(*(self.issue(place) for place in range(len(self._places))))


def _keyed(
    publication: Publication,
    site: Site,
    digests: Digests,
    answers: Answers,
) -> Iterator[tuple[str, str, Witness]]:
    """Every file that may be kept: its path, what it is made from, and who notes what it asks."""
    titles = {
        uri: f"{page.title} {page.url} {page.published.description}" for uri, page in site.pages.items()
    }
    lists: dict[int, str] = {}  # a sidebar is the same object on all pages of an issue
    for published in publication.pages:
        page, witness = site.pages.get(published.src_uri), published.witness
        if page is None or witness is None or published.kind in ALWAYS_MADE:
            continue
        if published.src_uri in publication.elsewhere:
            continue
        kind, which = witness.of
        sidebar = lists.get(id(published.sidebar)) or lists.setdefault(
            id(published.sidebar), digest(repr(published.sidebar))
        )
        if kind == "entry":
            own = [answers.to(("record", which))]
        elif published.kind == "issue":
            own = digests.with_neighbours(which)
        else:
            own = digests.alone(which)
        facts = [repr(getattr(published, name)) for name in _FACTS]
        near = [titles.get(uri or "", "") for uri in _neighbours(published, site)]
        shown = [str(page.title), page.url, str(page.edit_url), str(page.update_date)]
        key = digest("page", sidebar, *facts, *shown, "near", *near, "own", *own)
        yield page.file.dest_uri, key, witness
    for path, witness in publication.file_witnesses.items():
        if path in site.data:
            own = digests.with_neighbours(witness.of[1])
            yield path, digest("file", path, *own), witness


#: What a published page says of itself, beside its sidebar.
_FACTS = tuple(
    one.name
    for one in fields(PublishedPage)
    if one.name not in ("body", "forget", "metadata", "search", "sidebar", "witness")
)


def _neighbours(published: PublishedPage, site: Site) -> Iterator[str | None]:
    """The pages that a theme links to from a page: those beside it, and those above it."""
    yield published.previous
    yield published.following
    yield from (uri for uri in published.twins.values() if uri in site.pages)
    above = published.parent
    for _ in range(_MOST_LEVELS):
        yield above
        page = site.pages.get(above or "")
        above = page.published.parent if page else None


_MOST_LEVELS = 4
