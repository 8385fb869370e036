"""Pages and files of the last build that are still right -> left as they are.

The last build leaves a record: what every page was made from, what it asked of the rest of the archive and
what it was answered, and the file that was written. This build sets the written files aside before MkDocs
empties the site's folder, compares, moves back what would come out the same, and has the rest made. The
record is deleted when a build begins and written when it has ended well: after a crash nothing is kept.

An issue, or an entry, of which nothing at all has changed is settled: it is not even planned (`chapters`). Of the
others, a page is kept where all of this is as it was: the site's configuration, theme, plugins and navigation, and
what the theme draws for a page of its kind (`frame`); all that the page's own issue or entry holds; the
answers to its questions; the pages that it is a neighbour of; and the written file itself.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from mkdocs_newspaper.cache import digest, prepare, write_whole
from mkdocs_newspaper.integration.archive_pages import ArchivePages
from mkdocs_newspaper.integration.chapters import ChapterKeys, Digests, WrittenChapter
from mkdocs_newspaper.integration.files import DataFile
from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.publishing.pages import PublishedPage
from mkdocs_newspaper.publishing.urls import Urls
from mkdocs_newspaper.publishing.views import Publication
from mkdocs_newspaper.publishing.witness import Answers, Question, witness_of

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
    #: What pages asked of the archive, and the answers that all of them were given.
    questions: list[tuple[str, str, str]]
    #: By subject: "issue 2025/06/18".
    chapters: dict[str, WrittenChapter]
    #: By page: the entries that it put into every search index.
    found: dict[str, list[list[Any]]]
    #: Folders in which the site has files of its own.
    others: list[str]


_decode = msgspec.msgpack.Decoder(Record).decode


def _as_text(value: Any) -> str:
    """Titles may be marked as safe HTML; they are written as any text."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a search entry holds a {type(value).__name__}")


_encode = msgspec.msgpack.Encoder(enc_hook=_as_text).encode


@dataclass
class KeptPages:
    """The files of the last build, while this one decides on them."""

    cache: Path
    site_dir: Path
    #: Whether nobody but the builds of one server writes there: what stands was not touched.
    is_servers: bool = False
    record: Record | None = None
    kept: set[str] = field(default_factory=set)  # paths below the site's folder
    #: Issues and entries of which all stands as it was written, as far as the archive is asked.
    settled: dict[Question, WrittenChapter] = field(default_factory=dict)
    trouble: str = ""
    _set_aside: list[str] = field(default_factory=list)  # entries of the site's folder
    _keys: dict[str, str] = field(default_factory=dict)  # by path: what this build makes it from
    _planned: dict[Question, WrittenChapter] = field(default_factory=dict)  # without their questions
    _paths: dict[Question, list[str]] = field(default_factory=dict)  # of what is settled
    _changed: frozenset[int] = frozenset()  # places of questions that would be answered otherwise now
    _archive: _Archive | None = None
    _fingerprint: str = ""
    _untouched: dict[str, set[str]] = field(default_factory=dict)  # folders, with all that was written there
    _others: list[str] = field(default_factory=list)  # folders in which the site has files of its own

    @classmethod
    def open(cls, cache: Path, site_dir: Path, *, is_servers: bool = False) -> KeptPages:
        """Take the last build's record, if it ended well, and set its files aside."""
        kept = cls(cache, site_dir, is_servers)
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

    def settle(self, publication: Publication) -> None:
        """Find out which of the issues and entries that the build makes stand as the last one wrote them."""
        self._archive = archive = _Archive(publication)
        record = self.record
        if record is None:
            return
        self._changed = frozenset(
            place
            for place, (what, which, said) in enumerate(record.questions)
            if archive.answers.to((what, which)) != said
        )
        for of in publication.contents.chapters():
            chapter = record.chapters.get(" ".join(of))
            if chapter is not None and chapter.key == archive.keys.of(of) and self._hears_the_same(chapter):
                self.settled[of] = chapter

    def _hears_the_same(self, chapter: WrittenChapter | None) -> bool:
        return chapter is not None and (
            not self._changed or self._changed.isdisjoint(_unpacked(chapter.asked))
        )

    def unsettle(self, of: Iterable[Question]) -> None:
        """These have to be planned after all."""
        for one in of:
            self.settled.pop(one, None)

    def choose(self, publication: Publication, pages: ArchivePages, data: Mapping[str, DataFile]) -> None:
        """Find what the archive itself gives no reason to make anew."""
        archive, contents = self._archive, publication.contents
        assert archive is not None
        self._paths = {of: paths_of(chapter, pages.urls) for of, chapter in self.settled.items()}
        self.kept = set(chain.from_iterable(self._paths.values()))
        for of in contents.chapters():
            if of in self.settled:
                continue
            # The site's files have the same names already: one text for each is enough.
            files = [data[dest].dest_uri if dest in data else dest for dest, _, _ in contents.files(of)]
            if files:
                self._keys |= dict.fromkeys(files, digest("files", *archive.digests.with_neighbours(of[1])))
            names = {
                language: [pages.name(one) for one in contents.names(of, language)]
                for language in pages.urls.languages
            }
            self._planned[of] = self._as_planned(of, names, files, pages, data)
            earlier = self.record.chapters.get(" ".join(of)) if self.record else None
            if earlier is not None and self._hears_the_same(earlier):
                self._choose_among(names, files, pages)

    def _as_planned(
        self,
        of: Question,
        names: Mapping[str, Sequence[str]],
        files: Sequence[str],
        pages: ArchivePages,
        data: Mapping[str, DataFile],
    ) -> WrittenChapter:
        """What this build writes of a chapter; it can't be settled where the site has something in its place."""
        assert self._archive is not None
        is_whole = all(map(pages.has_place, chain.from_iterable(names.values())))
        is_whole = is_whole and all(path in data for path in files)
        return WrittenChapter(self._archive.keys.of(of) if is_whole else "", names, files, b"")

    def _choose_among(
        self, names: Mapping[str, Sequence[str]], files: Sequence[str], pages: ArchivePages
    ) -> None:
        assert self.record is not None
        for src_uri in chain.from_iterable(names.values()):
            page = pages.get(src_uri)
            if page is not None:
                self.note(page, pages)
        for path in (*files, *map(pages.urls.destination, chain.from_iterable(names.values()))):
            written = self.record.written.get(path)
            if written is not None and written.made_from == self._keys.get(path):
                self.kept.add(path)

    def note(self, page: ArchivePage, pages: ArchivePages) -> None:
        """Remember what a page is made from."""
        path = page.file.dest_uri
        if self._archive is not None and path not in self._keys:
            key = self._archive.key(page, pages)
            if key:
                self._keys[path] = key

    def confirm(self, fingerprint: str) -> list[Question]:
        """Move back what was chosen, if the site, its theme and its plugins, for which `fingerprint` stands,
        are as they were. Returns what is settled no more: it has to be planned, and `reopen` told of it."""
        if self.record is None or self.record.fingerprint != fingerprint:
            self.kept.clear()
        self._fingerprint = fingerprint
        if self.is_servers and self.kept:
            self._untouched = self._folders_of_issues()
        self._move_back()
        return [of for of, paths in self._paths.items() if not self.kept.issuperset(paths)]

    def reopen(self, of: Question) -> None:
        """Of what was settled, some files have to be made."""
        assert self.record is not None
        self._planned[of] = self.settled.pop(of)
        self._keys |= {path: self.record.written[path].made_from for path in self._paths[of]}

    def note_others(self, paths: Iterable[str]) -> None:
        """Remember where the site has files of its own: the next build has to look whether they are still there."""
        self._others = sorted({path.rpartition("/")[0] for path in paths})

    def _folders_of_issues(self) -> dict[str, set[str]]:
        """The folders of issues of which all is kept, in each language, with what was written there.

        Without those that hold files of the site's own: the site may have removed some.
        """
        assert self.record is not None
        found: dict[str, set[str]] = {}
        shared = {folder for other in self.record.others for folder in _with_parents(other)}
        for of, chapter in self.settled.items():
            if of[0] == "issue":
                for pages in chapter.pages.values():
                    folder = pages[0].rpartition("/")[0]
                    if folder in shared:
                        continue
                    found[folder] = {path for path in self._paths[of] if path.startswith(f"{folder}/")}
        return found

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
                whole = self._untouched.get(below)
                stays |= whole if whole is not None else self._thin_out(entry.path, below)
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
        if self._archive is None or not self._fingerprint:
            return
        chapters, asked = self._chapters_with_questions(publication)
        written = self._written()
        record = Record(
            str(self.site_dir),
            self._fingerprint,
            written,
            [(*one, self._archive.answers.to(one)) for one in asked],
            chapters,
            {path: found[path] for path in written if path in found},
            self._others,
        )
        try:
            prepare(self.cache)
            self._path.parent.mkdir(exist_ok=True)
            write_whole(self._path, _encode(record))
        except (OSError, TypeError) as error:
            self.trouble = f"{self.cache}: {error}"

    def _written(self) -> dict[str, Written]:
        before = self.record.written if self.record else {}
        # What is settled was looked at when it was moved back.
        written = {path: before[path] for of in self.settled for path in self._paths[of]}
        for path, key in self._keys.items():
            if path in self.kept:
                written[path] = Written(key, before[path].size, before[path].time)
                continue
            with contextlib.suppress(OSError):
                status = os.stat(self.site_dir / path)
                written[path] = Written(key, status.st_size, status.st_mtime_ns)
        return written

    def _chapters_with_questions(
        self, publication: Publication
    ) -> tuple[dict[str, WrittenChapter], Sequence[Question]]:
        """The chapters of the new record, and the questions whose places they hold."""
        last = self.record
        before: list[Question] = [(what, which) for what, which, _ in last.questions] if last else []
        places = {question: place for place, question in enumerate(before)}
        chapters = {" ".join(of): chapter for of, chapter in self.settled.items()}
        press = publication.press
        for of, chapter in self._planned.items():
            name = " ".join(of)
            earlier = last.chapters.get(name) if last else None
            # Pages that were kept have not asked again.
            asked = {before[place] for place in _unpacked(earlier.asked)} if earlier else set()
            witness = witness_of(press, of)
            if witness is not None:
                asked |= witness.all_asked
            held = sorted(places.setdefault(one, len(places)) for one in asked)
            chapters[name] = msgspec.structs.replace(chapter, asked=_packed(held))
        return _renumbered(chapters, list(places))


def _with_parents(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _renumbered(
    chapters: dict[str, WrittenChapter], questions: Sequence[Question]
) -> tuple[dict[str, WrittenChapter], Sequence[Question]]:
    """Without the questions that nobody asks any more."""
    used = sorted(set().union(*(_unpacked(chapter.asked) for chapter in chapters.values())))
    if len(used) == len(questions):
        return chapters, questions
    place = {old: new for new, old in enumerate(used)}.__getitem__
    return {
        name: msgspec.structs.replace(chapter, asked=_packed(map(place, _unpacked(chapter.asked))))
        for name, chapter in chapters.items()
    }, [questions[one] for one in used]


def _packed(places: Iterable[int]) -> bytes:
    return array("I", places).tobytes()


def _unpacked(places: bytes) -> array[int]:
    return array("I", places)


def clear_aside(site_dir: Path) -> None:
    """Delete what a build that was ended left behind."""
    shutil.rmtree(site_dir / ASIDE, ignore_errors=True)


class _Archive:
    """What the archive says now."""

    def __init__(self, publication: Publication) -> None:
        press = publication.press
        self.digests = Digests(press)
        self.answers = Answers(press, self.digests.everything)
        self.keys = ChapterKeys(press, publication.contents, self.digests, self.answers)
        self._sidebar: tuple[object, str] = (None, "")

    def key(self, page: ArchivePage, pages: ArchivePages) -> str:
        """A name for all that a page is made from; "" for a page that is always made."""
        published = page.published
        witness = published.witness
        if witness is None or published.kind in ALWAYS_MADE:
            return ""
        kind, which = witness.of
        # A sidebar is the same object on all pages of an issue.
        if self._sidebar[0] is not published.sidebar:
            self._sidebar = published.sidebar, digest(repr(published.sidebar))
        if kind == "entry":
            own = [self.answers.to(("record", which))]
        elif published.kind == "issue":
            own = self.digests.with_neighbours(which)
        else:
            own = self.digests.alone(which)
        facts = [repr(getattr(published, name)) for name in _FACTS]
        near = [_title(pages.get(uri)) if uri else "" for uri in _neighbours(published, pages)]
        twins = [str(uri in pages) for uri in published.twins.values()]
        shown = [str(page.title), page.url, str(page.edit_url), str(page.update_date)]
        return digest("page", self._sidebar[1], *facts, *shown, "near", *near, "twins", *twins, "own", *own)


def paths_of(chapter: WrittenChapter, urls: Urls) -> list[str]:
    """The paths, below the site's folder, of all that was written of a chapter."""
    pages = chain.from_iterable(chapter.pages.values())
    return [*map(urls.destination, pages), *chapter.files]


def _title(page: ArchivePage | None) -> str:
    """What a theme may say of a page that it links to."""
    return f"{page.title} {page.url} {page.published.description}" if page is not None else ""


#: What a published page says of itself, beside its sidebar.
_FACTS = tuple(
    one.name
    for one in fields(PublishedPage)
    if one.name not in ("body", "forget", "metadata", "search", "sidebar", "witness")
)


def _neighbours(published: PublishedPage, pages: ArchivePages) -> Iterator[str | None]:
    """The pages that a theme may name on a page: those beside it, and those above it."""
    yield published.previous
    yield published.following
    above = published.parent
    for _ in range(_MOST_LEVELS):
        yield above
        page = pages.get(above or "")
        above = page.published.parent if page else None


_MOST_LEVELS = 4
