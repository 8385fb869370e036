"""A publication -> the files of the site: pages, data, images and assets in, source documents out.

Everything is generated in memory; nothing is ever written into docs_dir. What the site itself has at a
path stays there: the archive's own page steps back, and a warning says so.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_newspaper.integration.archive_pages import ArchiveFile, ArchivePages, PageFile
from mkdocs_newspaper.integration.chapters import WrittenChapter
from mkdocs_newspaper.integration.log import log
from mkdocs_newspaper.integration.static_i18n import LanguageRun
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.pages import PublishedPage
from mkdocs_newspaper.publishing.views import ROOT, Contents, Publication
from mkdocs_newspaper.publishing.witness import Question, Witness
from mkdocs_newspaper.reading.sources import is_document

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_CORRECTIONS = (".yml", ".yaml")
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff", ".jp2")
_CATALOGS = (".po", ".pot", ".mo", ".xlf", ".xliff", ".tmx")


class DataFile(ArchiveFile):
    """A file whose content is made when it is written, so that it need not be held in memory."""

    __slots__ = ("handed_over", "make", "witness")

    def __init__(
        self,
        config: MkDocsConfig,
        path: str,
        make: Callable[[], bytes],
        witness: Witness | None = None,
    ) -> None:
        """`witness`: who notes what it asks, where that is one subject's."""
        super().__init__(config, path, path, InclusionLevel.INCLUDED)
        self.make = make
        self.witness = witness
        self.handed_over = False  # `Drawing` sees to its being written, as it is

    @property
    def content_bytes(self) -> bytes:
        return self.make()

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self.make, self.handed_over = lambda: value, False

    @property
    def content_string(self) -> str:
        return self.make().decode()

    @content_string.setter
    def content_string(self, value: str) -> None:
        self.make, self.handed_over = value.encode, False

    def copy_file(self, dirty: bool = False) -> None:
        if not self.is_left_out and not self.handed_over:
            self.write()

    def write(self) -> None:
        """Write the file into the site. Raises PluginError, which ends the build with one line."""
        content, path = self.make(), self.abs_dest_path
        try:
            # Most folders are there already: to ask first takes as long as to write.
            try:
                _write(path, content)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                _write(path, content)
        except OSError as error:
            raise PluginError(f"'{path}' can't be written: {error.strerror or error}") from error


def _write(path: str, content: bytes) -> None:
    # Not through a Path: to take apart and join the paths of thousands of files takes half as long as to write.
    with open(path, "wb") as file:
        file.write(content)


class ArchiveFiles(Files):
    """The site's files. Pages that are kept are there for all who ask, but MkDocs does not make them.

    No more does it make those of the archive that another build makes: they are found, and not listed.
    """

    def __init__(self, files: Files, pages: ArchivePages) -> None:
        super().__init__(files)
        self._pages = pages
        self._listed: Sequence[File] | None = None

    def get_file_from_path(self, path: str) -> File | None:
        """The file of that `src_uri`, with its page, which stays: whoever names a page wants to know more of it."""
        file = super().get_file_from_path(path)
        if file is None or (isinstance(file, PageFile) and not file.holds_page):
            page = self._pages.hold(PurePath(path).as_posix())
            return page.file if page is not None else file
        return file

    def stay(self) -> None:
        """From now on no file is added, or taken into the site or out of it."""
        self._listed = super().documentation_pages()

    def append(self, file: File) -> None:
        self._listed = None
        super().append(file)

    def remove(self, file: File) -> None:
        self._listed = None
        super().remove(file)

    def documentation_pages(
        self, *, inclusion: Callable[[InclusionLevel], bool] | None = None
    ) -> Sequence[File]:
        """All pages; without those that are kept where MkDocs asks what to make, which it does by `inclusion`."""
        if inclusion is None:
            return self._listed if self._listed is not None else super().documentation_pages()
        found = [file for file in self._to_make(inclusion) if file.is_documentation_page()]
        if self._listed is not None:
            # What MkDocs asks for last, it writes; pages that nobody holds are read then, one by one.
            self._pages.are_written = True
            return found
        return [file for file in found if not isinstance(file, PageFile) or file.holds_page]

    def to_write(self) -> list[PageFile]:
        """The files of the archive's pages that this build makes, in their order."""
        return [file for file in self if isinstance(file, PageFile) and not file.is_left_out]

    def copy_static_files(
        self,
        dirty: bool = False,
        *,
        inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included,
    ) -> None:
        """Copy, or make, all files but pages that are not kept."""
        last: Witness | None = None
        for file in self._to_make(inclusion):
            if not file.is_documentation_page():
                file.copy_file(dirty)
                witness = file.witness if isinstance(file, DataFile) else None
                if last is not None and witness is not last:
                    last.put_away()
                last = witness

    def _to_make(self, inclusion: Callable[[InclusionLevel], bool]) -> Iterator[File]:
        wanted = {level for level in InclusionLevel if inclusion(level)}
        for file in self:
            if file.inclusion in wanted and not (isinstance(file, ArchiveFile) and file.is_left_out):
                yield file


def exclude_sources(files: Files, options: Options) -> None:
    """Keep documents, corrections, catalogs and the glossary out of the site.

    So are the images beside the documents: those that a page shows are added again with the page.
    """
    for file in files:
        if file.src_dir is None or file.abs_src_path is None:
            continue
        if is_source(Path(os.path.abspath(file.abs_src_path)), options):
            file.inclusion = InclusionLevel.EXCLUDED


def is_source(path: Path, options: Options) -> bool:
    """Whether the archive is read from the file at an absolute path, or shows it by itself."""
    return (
        (options.issues in path.parents and _belongs_to_an_issue(path.relative_to(options.issues)))
        or (options.translations in path.parents and path.suffix.lower() in _CATALOGS)
        or path == options.glossary
    )


def _belongs_to_an_issue(path: PurePath) -> bool:
    return is_document(path.as_posix()) or path.suffix.lower() in _IMAGES + _CORRECTIONS + _CATALOGS


def add_publication(
    files: Files,
    publication: Publication,
    pages: ArchivePages,
    config: MkDocsConfig,
    settled: Mapping[Question, WrittenChapter],
    run: LanguageRun | None = None,
) -> dict[str, DataFile]:
    """Put everything of `publication` that the site has not itself into `files`.

    Of what is `settled`, files as the last build wrote them. Where mkdocs-static-i18n builds the site, only what
    belongs into the `run` under way. Returns the data files that may have to be made.
    """
    adding = _Adding(files, config, taken_by(files))
    adding.pages(publication.contents, pages, settled, run)
    if run is not None and not run.is_first:
        return {}
    data = adding.data(publication.contents, settled)
    for dest, path in (*publication.images.items(), *publication.assets.items()):
        adding.add(File.generated(config, dest, abs_src_path=str(path), inclusion=InclusionLevel.INCLUDED))
    return data


@dataclass(frozen=True)
class _Adding:
    """The site's files, while the archive's are put beside them. `taken` is as `taken_by` gives it."""

    files: Files
    config: MkDocsConfig
    taken: dict[str, str]

    def pages(
        self,
        contents: Contents,
        pages: ArchivePages,
        settled: Mapping[Question, WrittenChapter],
        run: LanguageRun | None,
    ) -> None:
        """All pages that the build makes; the archive's first one also where another build makes it."""
        root = pages.urls.calendar(run.language if run is not None else pages.urls.languages[0])
        order = list(contents.in_order())
        if run is not None:
            order = [one for one in order if run.has_place_for(one.language)]
            order.sort(key=lambda one: one.language != run.language)
        for one in order:
            if isinstance(one, PublishedPage):
                if self._page(one.src_uri, one.dated, pages, root):
                    self._hold(one.src_uri, pages, root)
                continue
            written, dated = settled.get(one.of), contents.dated(one.of)
            for src_uri in written.pages[one.language] if written else contents.names(one.of, one.language):
                self._page(src_uri, dated, pages, root)
        if run is None and root not in self.files.src_uris and self._page(root, None, pages, root):
            file = pages.file(root)
            assert file is not None
            file.is_elsewhere = True
            self._hold(root, pages, root)

    def _page(self, src_uri: str, dated: dt.date | None, pages: ArchivePages, root: str) -> bool:
        """The file of a page; whether there is room for it."""
        # The root calendar alone belongs into the nav; a nav of leaves would make a build quadratic.
        # An inclusion must be given in any case: exclude_docs is about what lies in docs_dir.
        wanted = src_uri == root and self._may_be_in_nav(src_uri)
        level = InclusionLevel.INCLUDED if wanted else InclusionLevel.NOT_IN_NAV
        has_place = self.add(pages.listed(src_uri, dated.isoformat() if dated else "", level))
        if not has_place:
            pages.give_up(src_uri)
        return has_place

    def _hold(self, src_uri: str, pages: ArchivePages, root: str) -> None:
        page = pages.hold(src_uri)
        if page is not None and src_uri == root and self._may_be_in_nav(src_uri):
            # MkDocs, or the plugin that makes the nav, is to make a page with the title that the nav gives; ours
            # takes its place afterwards.
            page.file.page = None

    def _may_be_in_nav(self, src_uri: str) -> bool:
        kept_out = self.config.not_in_nav
        return kept_out is None or not kept_out.match_file(src_uri)

    def data(self, contents: Contents, settled: Mapping[Question, WrittenChapter]) -> dict[str, DataFile]:
        """All data files; those that may have to be made."""
        data: dict[str, DataFile] = {}
        for of in (*contents.chapters(), ROOT):
            if of in settled:
                for dest in settled[of].files:
                    self.add(DataFile(self.config, dest, partial(_planned, contents, of, dest)))
                continue
            for dest, make, witness in contents.files(of):
                made = DataFile(self.config, dest, make, witness)
                if self.add(made):
                    data[dest] = made
        return data

    def add(self, file: File) -> bool:
        """Add a file, unless the site has one that would be written to the same path."""
        same = self.files.src_uris.get(file.src_uri)
        if file.dest_uri in self.taken or (same is not None and not _is_excluded(same)):
            log.warning(
                "%s: the site's own file stands where the archive would put '%s'; the archive's is left out. "
                "Rename the file, or give the archive another prefix (option 'archive') [url-taken]",
                self.taken.get(file.dest_uri, file.src_uri),
                file.dest_uri,
            )
            return False
        if same is not None:
            self.files.remove(same)
        self.files.append(file)
        self.taken[file.dest_uri] = file.src_uri
        return True


def _planned(contents: Contents, of: Question, dest: str) -> bytes:
    """A data file of what is settled, for whoever wants to read it."""
    return next(make for name, make, _ in contents.files(of) if name == dest)()


def taken_by(files: Files) -> dict[str, str]:
    """The paths below the site's folder that files of the site will be written to: path -> `src_uri`."""
    return {file.dest_uri: file.src_uri for file in files if not _is_excluded(file)}


def _is_excluded(file: File) -> bool:
    return bool(file.inclusion.value <= InclusionLevel.DRAFT.value)
