"""Picture references in a document -> paths that may be looked up beside it."""

from __future__ import annotations

import re
from urllib.parse import unquote

IMAGE_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff", ".jp2"}
)
_LONGEST_PATH = 1000
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]")


def image_path(reference: str) -> str | None:
    """A relative POSIX path below the document's folder, or None.

    None for anything with a scheme or a host, absolute paths, paths that climb out of the folder and
    files that are no pictures: no document may show, or have copied, what does not lie beside it.
    """
    if len(reference) > _LONGEST_PATH:
        return None
    path = unquote(reference.strip().split("#", 1)[0].split("?", 1)[0])
    if not path or path.startswith("/") or _UNSAFE.search(path):
        return None
    parts: list[str] = []
    for part in path.split("/"):
        if part in {"", "."}:
            continue
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    if not parts or any(part.startswith(".") for part in parts):
        return None
    suffix = parts[-1][parts[-1].rfind(".") :].lower() if "." in parts[-1] else ""
    return "/".join(parts) if suffix in IMAGE_SUFFIXES else None


def alternative_text(alt: str, reference: str) -> str | None:
    """The alternative text, None where there is none or where it only repeats the file's name."""
    text = " ".join(alt.split())
    if not text or text == reference.rsplit("/", 1)[-1] or text == reference:
        return None
    return text
