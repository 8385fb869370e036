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
from mkdocs_newspaper.integration.chapters import Chapter
from mkdocs_newspaper.integration.log import log
from mkdocs_newspaper.integration.static_i18n import LanguageRun
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.views import Publication, Settled
from mkdocs_newspaper.publishing.witness import Question
from mkdocs_newspaper.reading.sources import is_document

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_CORRECTIONS = (".yml", ".yaml")
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff", ".jp2")
_CATALOGS = (".po", ".pot", ".mo", ".xlf", ".xliff", ".tmx")


class DataFile(ArchiveFile):
    """A file whose content is made when it is written, so that it need not be held in memory."""

    make: Callable[[], bytes]
    handed_over = False  # `Drawing` sees to its being written

    @property
    def content_bytes(self) -> bytes:
        return self.make()

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self.make = lambda: value

    @property
    def content_string(self) -> str:
        return self.make().decode()

    @content_string.setter
    def content_string(self, value: str) -> None:
        self.make = value.encode

    def copy_file(self, dirty: bool = False) -> None:
        if not self.kept and not self.handed_over:
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
        """The file of that `src_uri`, with its page made: whoever names a page wants to know more of it."""
        file = super().get_file_from_path(path)
        if file is None or (isinstance(file, PageFile) and file.made_page is None):
            page = self._pages.get(PurePath(path).as_posix())
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
        return [file for file in self._to_make(inclusion) if file.is_documentation_page()]

    def copy_static_files(
        self,
        dirty: bool = False,
        *,
        inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included,
    ) -> None:
        """Copy, or make, all files but pages that are not kept."""
        for file in self._to_make(inclusion):
            if not file.is_documentation_page():
                file.copy_file(dirty)

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
    settled: Mapping[Question, Chapter],
    run: LanguageRun | None = None,
) -> dict[str, DataFile]:
    """Put everything of `publication` that the site has not itself into `files`; its pages go into `pages`.

    Of what is `settled`, files as the last build wrote them. Where mkdocs-static-i18n builds the site, only what
    belongs into the `run` under way; the pages of other runs stay outside, for their URLs. Returns the data
    files by path.
    """
    taken = taken_by(files)
    order = publication.order
    if run is not None:
        order = tuple(sorted(order, key=lambda one: one.language != run.language))
    root = pages.urls.calendar(run.language if run is not None else pages.urls.languages[0])
    for one in order:
        if isinstance(one, Settled):
            for src_uri in settled[one.of].pages[one.language]:
                unmade = pages.unmade(src_uri, settled[one.of].dated)
                unmade.kept = True
                _has_place(unmade, files, taken)
            continue
        # The root calendar alone belongs into the nav; a nav of leaves would make a build quadratic.
        # An inclusion must be given in any case: exclude_docs is about what lies in docs_dir.
        wanted = one.src_uri == root and not _is_kept_from_nav(one.src_uri, config)
        file = pages.file(one, InclusionLevel.INCLUDED if wanted else InclusionLevel.NOT_IN_NAV)
        if run is not None and not run.has_place_for(one.language):
            pages.make(one, file)
        elif _has_place(file, files, taken):
            pages.make(one, file)
            if wanted:
                # MkDocs, or the plugin that makes the nav, is to make a page with the title that the nav
                # gives; ours takes its place afterwards.
                file.page = None
        else:
            pages.give_up(one.src_uri)
    if run is None and root not in pages.made:
        _add_root_from_elsewhere(files, root, pages, config, taken)
    data: dict[str, DataFile] = {}
    if run is not None and not run.is_first:
        return data
    for dest, make in publication.files.items():
        written = _data_file(config, dest, make)
        if _has_place(written, files, taken):
            data[dest] = written
    for of, chapter in settled.items():
        for dest in chapter.files:
            written = _data_file(config, dest, partial(_planned, publication, of, dest))
            written.kept = True
            _has_place(written, files, taken)
    for dest, path in (*publication.images.items(), *publication.assets.items()):
        copied = File.generated(config, dest, abs_src_path=str(path), inclusion=InclusionLevel.INCLUDED)
        _has_place(copied, files, taken)
    return data


def _add_root_from_elsewhere(
    files: Files, root: str, pages: ArchivePages, config: MkDocsConfig, taken: dict[str, str]
) -> None:
    """The nav holds the archive's first page also where another build makes it."""
    page = pages.get(root)
    if page is None:
        return
    assert isinstance(page.file, PageFile)
    page.file.is_elsewhere = True
    if not _is_kept_from_nav(root, config):
        page.file.inclusion = InclusionLevel.INCLUDED
    if _has_place(page.file, files, taken):
        if page.file.inclusion is InclusionLevel.INCLUDED:
            page.file.page = page.file.dated = None  # as for a page that is made here
    else:
        pages.give_up(root)


def taken_by(files: Files) -> dict[str, str]:
    """The paths below the site's folder that files of the site will be written to: path -> `src_uri`."""
    return {file.dest_uri: file.src_uri for file in files if not _is_excluded(file)}


def _data_file(config: MkDocsConfig, dest: str, make: Callable[[], bytes]) -> DataFile:
    file = DataFile(config, dest, dest, InclusionLevel.INCLUDED)
    file.make = make
    return file


def _planned(publication: Publication, of: Question, dest: str) -> bytes:
    """A data file of what is settled, for whoever wants to read it."""
    assert publication.contents is not None
    return dict(publication.contents.files(of))[dest]()


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
