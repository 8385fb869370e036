"""A publication -> the files of the site: pages, data, images and assets in, source documents out.

Everything is generated in memory; nothing is ever written into docs_dir. What the site itself has at a
path stays there: the archive's own page steps back, and a warning says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from mkdocs_newspaper.publishing.views import ROOT, Contents, Publication, PublishedPage
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
    taken = taken_by(files)
    contents = publication.contents
    order = list(contents.in_order())
    if run is not None:
        order.sort(key=lambda one: one.language != run.language)
    root = pages.urls.calendar(run.language if run is not None else pages.urls.languages[0])
    for one in order:
        if run is not None and not run.has_place_for(one.language):
            continue
        if isinstance(one, PublishedPage):
            dated, names = one.dated, iter((one.src_uri,))
        else:
            written = settled.get(one.of)
            dated = contents.dated(one.of)
            names = iter(written.pages[one.language] if written else contents.names(one.of, one.language))
        day = dated.isoformat() if dated else ""
        for src_uri in names:
            # The root calendar alone belongs into the nav; a nav of leaves would make a build quadratic.
            # An inclusion must be given in any case: exclude_docs is about what lies in docs_dir.
            wanted = src_uri == root and not _is_kept_from_nav(src_uri, config)
            level = InclusionLevel.INCLUDED if wanted else InclusionLevel.NOT_IN_NAV
            file = pages.listed(src_uri, day, level)
            if not _has_place(file, files, taken):
                pages.give_up(src_uri)
            elif isinstance(one, PublishedPage):
                pages.hold(src_uri)
                if wanted:
                    # MkDocs, or the plugin that makes the nav, is to make a page with the title that the nav
                    # gives; ours takes its place afterwards.
                    file.page = None
    if run is None and root not in files.src_uris:
        _add_root_from_elsewhere(files, root, pages, config, taken)
    data: dict[str, DataFile] = {}
    if run is not None and not run.is_first:
        return data
    for of in (*contents.chapters(), ROOT):
        if of in settled:
            for dest in settled[of].files:
                _has_place(DataFile(config, dest, partial(_planned, contents, of, dest)), files, taken)
            continue
        for dest, make, witness in contents.files(of):
            made = DataFile(config, dest, make, witness)
            if _has_place(made, files, taken):
                data[dest] = made
    for dest, path in (*publication.images.items(), *publication.assets.items()):
        copied = File.generated(config, dest, abs_src_path=str(path), inclusion=InclusionLevel.INCLUDED)
        _has_place(copied, files, taken)
    return data


def _planned(contents: Contents, of: Question, dest: str) -> bytes:
    """A data file of what is settled, for whoever wants to read it."""
    return next(make for name, make, _ in contents.files(of) if name == dest)()


def _add_root_from_elsewhere(
    files: Files, root: str, pages: ArchivePages, config: MkDocsConfig, taken: dict[str, str]
) -> None:
    """The nav holds the archive's first page also where another build makes it."""
    wanted = not _is_kept_from_nav(root, config)
    file = pages.listed(root, "", InclusionLevel.INCLUDED if wanted else InclusionLevel.NOT_IN_NAV)
    file.is_elsewhere = True
    if not _has_place(file, files, taken):
        pages.give_up(root)
    elif pages.hold(root) is not None and wanted:
        file.page = None  # as for a page that is made here


def taken_by(files: Files) -> dict[str, str]:
    """The paths below the site's folder that files of the site will be written to: path -> `src_uri`."""
    return {file.dest_uri: file.src_uri for file in files if not _is_excluded(file)}


def _is_kept_from_nav(src_uri: str, config: MkDocsConfig) -> bool:
    return bool(config.not_in_nav is not None and config.not_in_nav.match_file(src_uri))


def _is_excluded(file: File) -> bool:
    return bool(file.inclusion.value <= InclusionLevel.DRAFT.value)


def _has_place(file: File, files: Files, taken: dict[str, str]) -> bool:
    """Add `file`, unless the site has one that would be written to the same path."""
    same = files.src_uris.get(file.src_uri)
    if file.dest_uri in taken or (same is not None and not _is_excluded(same)):
        log.warning(
            "%s: the site's own file stands where the archive would put '%s'; the archive's is left out. "
            "Rename the file, or give the archive another prefix (option 'archive') [url-taken]",
            taken.get(file.dest_uri, file.src_uri),
            file.dest_uri,
        )
        return False
    if same is not None:
        files.remove(same)
    files.append(file)
    taken[file.dest_uri] = file.src_uri
    return True
