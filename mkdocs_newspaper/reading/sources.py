"""The issues folder -> documents: found, decoded, their front matter read, grouped into issues."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.reading.decoding import decode
from mkdocs_newspaper.reading.document_names import natural_order, read_name
from mkdocs_newspaper.reading.front_matter import FrontMatter, read_front_matter
from mkdocs_newspaper.reading.issue_documents import (
    DocumentFormat,
    IssueDocuments,
    SourceDocument,
    group_documents,
)

__all__ = [
    "FrontMatter",
    "IssueDocuments",
    "SourceDocument",
    "document_paths",
    "find_documents",
    "group_documents",
    "is_document",
    "read_document",
]

FORMATS: dict[str, DocumentFormat] = {".md": "md", ".txt": "txt", ".html": "html", ".htm": "html"}
#: ordinary pages of the site that introduce the folder
_FOLDER_PAGES = frozenset({"index.md", "readme.md", "index.html", "index.htm"})
LARGEST_DOCUMENT = 50 * 1024 * 1024
_HINT_FOLDERS = 4


def is_document(name: str) -> bool:
    """Whether a POSIX path below the issues folder names a document: by its type, and nothing hidden."""
    parts = name.split("/")
    if any(part.startswith((".", "~$")) for part in parts):
        return False
    if len(parts) == 1 and parts[0].lower() in _FOLDER_PAGES:
        return False
    return os.path.splitext(parts[-1])[1].lower() in FORMATS


def document_paths(options: Options) -> tuple[list[Path], list[Diagnostic]]:
    """The paths of all documents below the issues folder, in natural order, without reading them."""
    root = options.issues
    source = options.source_name(root)
    if not root.is_dir():
        what = "is no folder" if root.exists() else "does not exist"
        message = f"the issues folder {what}: no issue is read (option `issues`)"
        return [], [Diagnostic("warning", "issues-folder", source, None, message)]
    diagnostics: list[Diagnostic] = []
    found: list[tuple[str, Path]] = []
    resolved = root.resolve()

    def unreadable(error: OSError) -> None:
        folder = Path(error.filename) if error.filename else root
        message = f"the folder can't be read: {error.strerror or error}"
        diagnostics.append(Diagnostic("error", "unreadable", options.source_name(folder), None, message))

    for folder, folders, files in os.walk(root, onerror=unreadable, followlinks=False):
        here = Path(folder)
        for name in list(folders):
            if name.startswith("."):
                folders.remove(name)
            elif (here / name).is_symlink():
                folders.remove(name)
                diagnostics.append(_left_link(here / name, options))
        folders.sort()
        for name in files:
            path = here / name
            relative = path.relative_to(root).as_posix()
            if not is_document(relative):
                continue
            if path.is_symlink() and not _is_below(path, resolved):
                diagnostics.append(_left_link(path, options))
            else:
                found.append((relative, path))
    found.sort(key=lambda one: natural_order(one[0]))
    return [path for _, path in found], diagnostics


def _is_below(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _left_link(path: Path, options: Options) -> Diagnostic:
    message = "a link out of the issues folder, or to a folder, is not followed"
    return Diagnostic("info", "symlink", options.source_name(path), None, message)


def find_documents(options: Options) -> tuple[list[SourceDocument], list[Diagnostic]]:
    """All documents below the issues folder that can be read, in natural order of their names.

    Hidden files and folders, an `index.md` or `README.md` at the top and other types of file are left
    out without a word. Drafts are left out unless `options.drafts` is set.
    """
    paths, diagnostics = document_paths(options)
    documents: list[SourceDocument] = []
    told: set[tuple[str, str]] = set()
    for path in paths:
        document, findings = read_document(path, options)
        if document:
            documents.append(document)
        for finding in findings:
            # An impossible date in a folder's name is said once, not for each of its documents.
            key = (str(path.parent), finding.message)
            if finding.code == "bad-date" and finding.line is None:
                if key in told:
                    continue
                told.add(key)
            diagnostics.append(finding)
    return documents, diagnostics


def read_document(path: Path, options: Options) -> tuple[SourceDocument | None, list[Diagnostic]]:
    """One document, and what was found; None where it is no text, empty, too large or a draft."""
    source = options.source_name(path)
    try:
        name = path.relative_to(options.issues).as_posix()
        hint_name = name
    except ValueError:
        name = path.name
        hint_name = "/".join(path.parts[-_HINT_FOLDERS:])
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, [Diagnostic("error", "unreadable", source, None, "this is no ordinary file")]
        if status.st_size > LARGEST_DOCUMENT:
            size = f"{status.st_size / 1048576:.0f} MB; at most {LARGEST_DOCUMENT // 1048576} MB are read"
            return None, [Diagnostic("error", "too-large", source, None, f"the document has {size}")]
        content = path.read_bytes()
    except OSError as error:
        message = f"the document can't be read: {error.strerror or error}"
        return None, [Diagnostic("error", "unreadable", source, None, message)]
    document_format = FORMATS.get(path.suffix.lower(), "txt")
    decoded = decode(content, markup=document_format == "html")
    diagnostics = [
        Diagnostic(one.severity, one.code, source, one.line, one.message) for one in decoded.findings
    ]
    if decoded.text is None:
        return None, diagnostics
    matter, text, findings = read_front_matter(decoded.text, source)
    diagnostics += findings
    if not text.strip():
        only = "" if not decoded.text.strip() else "; it holds only front matter"
        diagnostics.append(
            Diagnostic("warning", "empty-document", source, None, f"the document is empty{only}")
        )
        return None, diagnostics
    if matter.draft and not options.drafts:
        message = "a draft: it is left out, and shows in `mkdocs serve` only"
        diagnostics.append(Diagnostic("info", "draft", source, None, message))
        return None, diagnostics
    hints = read_name(hint_name)
    if hints.impossible and matter.date is None:
        message = f"the name {hint_name}: {hints.impossible}"
        if "/" in hint_name and read_name(hint_name.rpartition("/")[2]).impossible is None:
            message = f"the folder's name {hint_name.rpartition('/')[0]}: {hints.impossible}"
        diagnostics.append(Diagnostic("error", "bad-date", source, None, message))
    document = SourceDocument(path, name, source, document_format, text, matter)
    return (
        replace(
            document,
            date_hint=matter.date or hints.date,
            edition_hint=matter.edition,
            page_hint=matter.page or hints.page,
        ),
        diagnostics,
    )
