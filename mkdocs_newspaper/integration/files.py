"""A publication -> the files of the site: pages, data, images and assets in, source documents out.

Everything is generated in memory; nothing is ever written into docs_dir. What the site itself has at a
path stays there: the archive's own page steps back, and a warning says so.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_newspaper.integration.log import log
from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.integration.static_i18n import LanguageRun
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.views import Publication, PublishedPage
from mkdocs_newspaper.reading.sources import is_document

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_CORRECTIONS = (".yml", ".yaml")
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff", ".jp2")
_CATALOGS = (".po", ".pot", ".mo", ".xlf", ".xliff", ".tmx")


class DataFile(File):
    """A file whose content is made when it is written, so that it need not be held in memory."""

    make: Callable[[], bytes]
    kept = False  # what the last build wrote is still right
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
        content, path = self.make(), Path(self.abs_dest_path)
        try:
            # Most folders are there already: to ask first takes as long as to write.
            try:
                path.write_bytes(content)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        except OSError as error:
            raise PluginError(f"'{path}' can't be written: {error.strerror or error}") from error


class ArchiveFiles(Files):
    """The site's files. Pages that are `kept` are there for all who ask, but MkDocs does not make them.

    No more does it make those that stand `elsewhere`: another build does.
    """

    def __init__(self, files: Files, elsewhere: frozenset[str] = frozenset()) -> None:
        super().__init__(files)
        self.elsewhere = elsewhere
        self.kept: frozenset[str] = frozenset()  # their `src_uri`

    def documentation_pages(
        self, *, inclusion: Callable[[InclusionLevel], bool] | None = None
    ) -> Sequence[File]:
        """All pages; without those that are kept where MkDocs asks what to make, which it does by `inclusion`."""
        found = super().documentation_pages(inclusion=inclusion or InclusionLevel.is_included)
        if inclusion is None or not (self.kept or self.elsewhere):
            return found
        return [
            file for file in found if file.src_uri not in self.kept and file.src_uri not in self.elsewhere
        ]


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
    options: Options,
    config: MkDocsConfig,
    run: LanguageRun | None = None,
) -> tuple[dict[str, ArchivePage], dict[str, DataFile]]:
    """Put everything of `publication` that the site has not itself into `files`.

    Where mkdocs-static-i18n builds the site, only what belongs into the `run` under way.
    Returns the pages by `src_uri` (those of other runs too, for their URLs) and the data files by path.
    """
    taken = {file.dest_uri: file.src_uri for file in files if not _is_excluded(file)}
    pages: dict[str, ArchivePage] = {}
    documents = _Documents(publication, options, config)
    every = publication.pages
    if run is not None:
        every = tuple(sorted(every, key=lambda page: page.language != run.language))
    root = next((page.src_uri for page in every if page.kind == "calendar"), None)
    for published in every:
        # The root calendar alone belongs into the nav; a nav of leaves would make a build quadratic.
        # An inclusion must be given in any case: exclude_docs is about what lies in docs_dir.
        wanted = published.src_uri == root and not _is_kept_from_nav(published.src_uri, config)
        level = InclusionLevel.INCLUDED if wanted else InclusionLevel.NOT_IN_NAV
        file = File.generated(config, published.src_uri, content="", inclusion=level)
        if run is not None and not run.has_place_for(published.language):
            pages[published.src_uri] = ArchivePage(published, file, config)
        elif _has_place(file, files, taken):
            document = documents.of(published)
            # In-memory content wins over the path; plugins that read a page's history need one.
            file.abs_src_path = str(document)
            file.edit_uri = documents.edit_uri(published)
            pages[published.src_uri] = ArchivePage(published, file, config)
            if wanted:
                # MkDocs, or the plugin that makes the nav, is to make a page with the title that the nav
                # gives; ours takes its place afterwards.
                file.page = None
    data_files: dict[str, DataFile] = {}
    if run is not None and not run.is_first:
        return pages, data_files
    for dest, make in publication.files.items():
        data = DataFile.generated(config, dest, content=b"", inclusion=InclusionLevel.INCLUDED)
        assert isinstance(data, DataFile)
        data.make = make
        if _has_place(data, files, taken):
            data_files[dest] = data
    for dest, path in (*publication.images.items(), *publication.assets.items()):
        copied = File.generated(config, dest, abs_src_path=str(path), inclusion=InclusionLevel.INCLUDED)
        _has_place(copied, files, taken)
    return pages, data_files


def _is_kept_from_nav(src_uri: str, config: MkDocsConfig) -> bool:
    return bool(config.not_in_nav is not None and config.not_in_nav.match_file(src_uri))


def _is_excluded(file: File) -> bool:
    return bool(file.inclusion.value <= InclusionLevel.DRAFT.value)


def _has_place(file: File, files: Files, taken: dict[str, str]) -> bool:
    """Add `file`, unless the site has one that would be written to the same path."""
    same = files.get_file_from_path(file.src_uri)
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


class _Documents:
    """The source document behind a page: for edit links, and for plugins that ask when a page changed."""

    def __init__(self, publication: Publication, options: Options, config: MkDocsConfig) -> None:
        self._folders = [options.issues, *([options.base] if options.base else [])]
        self._docs_dir = Path(config.docs_dir)
        sources = [page.source for page in publication.pages if page.source and page.kind == "issue"]
        # Calendars have no document of their own: the newest issue's speaks for them.
        self._newest = (
            self._path(max(sources)) if sources else Path(config.config_file_path or config.docs_dir)
        )

    def of(self, published: PublishedPage) -> Path:
        return self._path(published.source) if published.source else self._newest

    def edit_uri(self, published: PublishedPage) -> str | None:
        """The document's path as `edit_uri` wants it: relative to docs_dir; None where there is none."""
        if published.source is None:
            return None
        document = self._path(published.source)
        if not any(folder in document.parents for folder in (self._docs_dir, *self._folders[1:])):
            return None
        return Path(os.path.relpath(document, self._docs_dir)).as_posix()

    def _path(self, source: str) -> Path:
        """A document named below the issues folder, or as diagnostics name it."""
        candidates = [folder / source for folder in self._folders]
        return next((path for path in candidates if path.exists()), candidates[0])
