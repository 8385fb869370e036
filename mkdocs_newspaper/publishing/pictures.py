"""Images that an issue names -> files of the site: those that a page shows and that lie beside the issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.stories import IssueView
from mkdocs_newspaper.publishing.urls import Urls

#: What a browser draws as a picture and never runs as a document.
PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that the archive holds: path in the site, file, width and height in pixels if known."""

    path: str
    file: Path
    size: tuple[int, int] | None


def find_pictures(
    views: Sequence[IssueView], options: Options, urls: Urls
) -> tuple[dict[tuple[str, str], Picture], list[Diagnostic]]:
    """Every image that is held, by the issue's folder in URLs and the image's name in the issue.

    And a finding for each image that is named but not there.
    """
    found: dict[tuple[str, str], Picture] = {}
    diagnostics: list[Diagnostic] = []
    root = options.issues.resolve()
    for view in views:
        folder = options.issues / view.head.folder
        for image, source, line in _named(view):
            if (view.folder, image) in found:
                continue
            path = _inside(folder / image, root) if _is_path(image) else None
            if path is None:
                diagnostics.append(
                    Diagnostic(
                        "warning",
                        "image-missing",
                        options.source_name(options.issues / source) if source else view.head.id,
                        line,
                        f"the image {image} is not beside the issue's documents; its frame stays empty",
                    )
                )
                continue
            name = path.relative_to(root).as_posix()
            below = folder.resolve().relative_to(root).as_posix()
            name = name.removeprefix(f"{below}/") if below != "." else name
            found[view.folder, image] = Picture(urls.picture(view.folder, name), path, picture_size(path))
    return found, diagnostics


def _named(view: IssueView) -> Iterator[tuple[str, str, int]]:
    for page in view.head.pages:
        if page.image:
            yield page.image, page.source, page.line
    for story in view.outline:
        yield from story.images


def _is_path(image: str) -> bool:
    return ":" not in image and not image.startswith(("/", "\\")) and "\0" not in image


def _inside(path: Path, root: Path) -> Path | None:
    """The real path of an existing picture below `root`, else None."""
    if PurePosixPath(path.name).suffix.lower() not in PICTURE_SUFFIXES:
        return None
    try:
        real = path.resolve()
        return real if real.is_relative_to(root) and real.is_file() else None
    except OSError:
        return None


def picture_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, WebP, AVIF or JPEG file as it is drawn; None if not told.

    A page keeps its place by them. Only the headers are read, as the formats' specifications lay them out.
    """
    size = _header_size(path)
    return size if size is not None and max(size) <= _LONGEST_SIDE else None


def _header_size(path: Path) -> tuple[int, int] | None:
    try:
        with path.open("rb") as file:
            start = file.read(32)
            if start.startswith(b"\x89PNG\r\n\x1a\n"):
                return _numbers(start[16:24], 4, "big")
            if start[:6] in (b"GIF87a", b"GIF89a"):
                return _numbers(start[6:10], 2, "little")
            if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
                return _webp_size(start)
            if start[:2] == b"\xff\xd8":
                file.seek(2)
                return _jpeg_size(file)
            if start[4:12] in (b"ftypavif", b"ftypavis"):
                return _avif_size(start + file.read(_AVIF_HEADER))
    except OSError:
        return None
    return None


def _numbers(two: bytes, size: int, order: Literal["big", "little"]) -> tuple[int, int] | None:
    width, height = int.from_bytes(two[:size], order), int.from_bytes(two[size:], order)
    return (width, height) if width and height and len(two) == 2 * size else None


def _webp_size(start: bytes) -> tuple[int, int] | None:
    form = start[12:16]
    if form == b"VP8X":
        found = _numbers(start[24:30], 3, "little")
        return (found[0] + 1, found[1] + 1) if found else None
    if form == b"VP8L":
        bits = int.from_bytes(start[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 ":
        found = _numbers(start[26:30], 2, "little")
        return (found[0] & 0x3FFF, found[1] & 0x3FFF) if found else None
    return None


#: What no format can say and mean: JPEG ends at 65535.
_LONGEST_SIDE = 65535
#: The properties of an AVIF image stand in its first box but one, long before this.
_AVIF_HEADER = 16384


def _avif_size(start: bytes) -> tuple[int, int] | None:
    """ISO/IEC 23008-12: the box `ispe` has version and flags, then width and height."""
    at = start.find(b"ispe")
    return _numbers(start[at + 8 : at + 16], 4, "big") if at >= 0 else None


#: Frame headers of JPEG (SOF0 … SOF15 without DHT, JPG and DAC): they hold height and width.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_EXIF = 0xE1
#: Segments before the frame header, at most: more is no photograph.
_MOST_SEGMENTS = 500


def _jpeg_size(file: BinaryIO) -> tuple[int, int] | None:
    turned = False
    for _ in range(_MOST_SEGMENTS):
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF:
            return None
        length = int.from_bytes(head[2:], "big") - 2
        if head[1] in _JPEG_FRAMES:
            found = _numbers(file.read(5)[1:], 2, "big")
            if found is None:
                return None
            height, width = found
            return (height, width) if turned else (width, height)
        if head[1] == _JPEG_EXIF and length > 0:
            turned = turned or _is_turned(file.read(length))
        else:
            file.seek(length, 1)
    return None


#: Orientations 5 … 8 of Exif lie on their side: browsers turn them, and their width is the height.
_TURNED = frozenset(range(5, 9))
_ORIENTATION = 0x0112


def _is_turned(exif: bytes) -> bool:
    """Whether the Exif block of a photograph says that it lies on its side."""
    if not exif.startswith(b"Exif\0\0"):
        return False
    tiff = exif[6:]
    order: Literal["big", "little"] = "big" if tiff[:2] == b"MM" else "little"
    at = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[at : at + 2], order)
    for number in range(min(count, _MOST_SEGMENTS)):
        field = tiff[at + 2 + 12 * number :][:12]
        if len(field) == 12 and int.from_bytes(field[:2], order) == _ORIENTATION:
            return int.from_bytes(field[8:10], order) in _TURNED
    return False
