"""Image files beside the documents -> the images of print pages: `01.jpg` beside `01.md` shows page 1.

Nothing is written and no pixel is read: names say which page it is, headers how large.
"""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mkdocs_newspaper.diagnostics import Diagnostic, Severity
from mkdocs_newspaper.issue_shelf import StoryOutline
from mkdocs_newspaper.model import Issue, PrintPage
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.pictures import PICTURE_SUFFIXES, picture_size
from mkdocs_newspaper.reading.document_names import natural_order, read_name

#: Where a page has images in several formats, the first of these is shown.
_PREFERRED = (".webp", ".avif", ".jpg", ".jpeg", ".png", ".gif")
#: What scanners write and browsers don't draw.
_SCANNED = frozenset({".tif", ".tiff", ".jp2", ".j2k", ".bmp"})
#: A page at 600 dpi has some 20 MB; more is no image for the web.
LARGEST_IMAGE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Found:
    """An image that a name gives to a page. `own`: it has the name of the page's only document."""

    name: str  # POSIX path below the issues folder
    own: bool

    @property
    def rank(self) -> tuple[bool, int, tuple[tuple[int, int, str], ...]]:
        suffix = _suffix(self.name)
        place = _PREFERRED.index(suffix) if suffix in _PREFERRED else len(_PREFERRED)
        return not self.own, place, natural_order(self.name)


@dataclass(slots=True)
class _Search:
    """The issues, and what their documents' names say about the images beside them."""

    issues: Sequence[Issue]
    options: Options
    diagnostics: list[Diagnostic] = field(default_factory=list)
    #: (folder, name without suffix) of a document -> its issue and its pages.
    documents: dict[tuple[str, str], tuple[int, list[str]]] = field(default_factory=dict)
    #: Folder -> issues whose images may lie there.
    folders: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for number, issue in enumerate(self.issues):
            for name in issue.sources:
                folder, stem = _place(name)
                source = self.options.source_name(self.options.issues / name)
                pages = [page.label for page in issue.pages if page.source in (source, name)]
                self.documents[folder, stem] = (number, pages)
                for one in dict.fromkeys((folder, posixpath.splitext(name)[0])):
                    if number not in self.folders[one]:
                        self.folders[one].append(number)

    def page_of(self, name: str) -> tuple[int, str, bool] | None:
        """The issue and the page label that an image's name gives it to, and whether it is a document's twin."""
        folder, stem = _place(name)
        hints = read_name(name)
        twin = self.documents.get((folder, stem))
        if twin is not None and twin[1] and (len(twin[1]) == 1 or hints.page is None):
            return twin[0], twin[1][0], True
        if hints.impossible or hints.page is None or hints.part:
            return None
        near = [number for number in self.folders[folder] if self._is_of(number, hints.date, folder)]
        holding = [number for number in near if self.issues[number].page(hints.page)]
        if len(holding) == 1:
            return holding[0], hints.page, False
        if near:
            why = (
                f"there is no text of print page {hints.page}"
                if not holding
                else f"{len(holding)} issues here have a print page {hints.page}; give it the name of a document"
            )
            self.tell("info", "page-image-unused", name, f"{why}; the image is not shown")
        return None

    def _is_of(self, number: int, date: dt.date | None, folder: str) -> bool:
        if date is not None:
            return self.issues[number].date == date
        return len(self.folders[folder]) == 1

    def tell(self, severity: Severity, code: str, name: str, message: str) -> None:
        source = self.options.source_name(self.options.issues / name)
        self.diagnostics.append(Diagnostic(severity, code, source, None, message))


def with_page_images(
    issues: Sequence[Issue], outlines: Iterable[Sequence[StoryOutline]], options: Options
) -> tuple[tuple[Issue, ...], tuple[Diagnostic, ...]]:
    """The issues with the images that lie beside their documents as the images of their print pages.

    `outlines` name the images that their stories show. Of the issues the heads are enough.

    `01.jpg` beside `01.md`, `p1.webp`, `2025-06-18-01.png`, and for a document that holds a whole issue
    `2025-06-18/01.jpg` or `2025-06-18-01.jpg` beside it. An image that a story shows is no page's. What is
    broken, too large or of a format that browsers don't draw is left out with a finding.
    """
    search = _Search(issues, options)
    figures = {
        name for issue, stories in zip(issues, outlines, strict=True) for name in _figures(issue, stories)
    }
    found: dict[tuple[int, str], list[_Found]] = defaultdict(list)
    for folder in search.folders:
        for name in _images(options.issues, folder):
            given = None if name in figures else search.page_of(name)
            if given is not None:
                number, label, own = given
                found[number, label].append(_Found(name, own))
    pages: dict[tuple[int, str], str] = {}
    for place, candidates in found.items():
        ranked = sorted(candidates, key=lambda one: one.rank)
        usable = [one for one in ranked if _is_usable(one.name, search)]
        if usable:
            pages[place] = usable[0].name
        for other in usable[1:]:
            message = (
                f"print page {place[1]} is shown by {posixpath.basename(usable[0].name)}; this is not used"
            )
            search.tell("info", "page-image-double", other.name, message)
    return (
        tuple(_with_images(issue, number, pages) for number, issue in enumerate(issues)),
        tuple(search.diagnostics),
    )


def _with_images(issue: Issue, number: int, images: dict[tuple[int, str], str]) -> Issue:
    def with_image(page: PrintPage) -> PrintPage:
        name = images.get((number, page.label))
        if name is None or page.image is not None:
            return page
        return replace(page, image=posixpath.relpath(name, issue.folder or "."))

    if not any((number, page.label) in images for page in issue.pages):
        return issue
    return replace(issue, pages=tuple(with_image(page) for page in issue.pages))


def _figures(issue: Issue, stories: Iterable[StoryOutline]) -> Iterator[str]:
    """The images that stories show, as paths below the issues folder."""
    for story in stories:
        for image, _, _ in story.images:
            yield posixpath.normpath(posixpath.join(issue.folder, image))


def _images(root: Path, folder: str) -> list[str]:
    """The image files in a folder below the issues folder, in natural order; hidden ones are left out."""
    try:
        with os.scandir(root / folder) as entries:
            names = [entry.name for entry in entries if not entry.name.startswith(".")]
    except OSError:
        # There is no folder of this name, or the reading of the documents has told of it.
        return []
    names = [name for name in names if _suffix(name) in PICTURE_SUFFIXES | _SCANNED]
    return [posixpath.join(folder, name) for name in sorted(names, key=natural_order)]


def _is_usable(name: str, search: _Search) -> bool:
    """Whether the file is an image that browsers draw; a finding says why it is not."""
    root = search.options.issues
    path = root / name
    if _suffix(name) in _SCANNED:
        message = "browsers don't draw this format; give the page as JPEG, PNG or WebP"
        search.tell("info", "page-image-format", name, message)
        return False
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            search.tell("info", "symlink", name, "a link out of the issues folder is not followed")
            return False
        # A pipe of that name would never end.
        size = path.stat().st_size if path.is_file() else None
    except (OSError, RuntimeError) as error:
        search.tell("warning", "page-image-broken", name, f"the image can't be read: {error}")
        return False
    if size is not None and size > LARGEST_IMAGE:
        message = (
            f"the image has {size / 1048576:.0f} MB; at most {LARGEST_IMAGE // 1048576} MB are put on the web"
        )
        search.tell("warning", "page-image-large", name, message)
        return False
    if size is None or picture_size(path) is None:
        message = "the file is no whole image of the kind that its name says; the page is shown without it"
        search.tell("warning", "page-image-broken", name, message)
        return False
    return True


def _place(name: str) -> tuple[str, str]:
    """Folder and name without suffix, both compared without case."""
    folder, _, last = name.rpartition("/")
    return folder, posixpath.splitext(last)[0].casefold()


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()
