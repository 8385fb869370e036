"""Issues and the catalogs of the site -> their translations: from the cache, else read anew.

What a translation is made from, and so its name in the cache: the bytes of the catalog, the passages of the
issue as they are now, this package.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from mkdocs_newspaper.bilingual.catalogs import (
    catalog_path,
    is_catalog_name,
    read_catalog,
    target_languages,
    unreadable,
)
from mkdocs_newspaper.bilingual.segments import passages
from mkdocs_newspaper.cache import ResultCache, digest, package_digest
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.issue_shelf import heads
from mkdocs_newspaper.model import Issue, IssueTranslation
from mkdocs_newspaper.options import Options


class StoredTranslation(msgspec.Struct, frozen=True, array_like=True):
    """A translation as it is kept, with what there is to say of its catalog."""

    translation: IssueTranslation
    findings: tuple[Diagnostic, ...]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(StoredTranslation).decode


def read_translations(
    issues: Sequence[Issue], options: Options
) -> tuple[dict[tuple[str, str], IssueTranslation], list[Diagnostic]]:
    """The translations of all issues that have a catalog, by issue id and language; and what was found."""
    folder = options.translations
    found: dict[tuple[str, str], IssueTranslation] = {}
    findings: list[Diagnostic] = []
    if folder is None or not folder.is_dir():
        return found, findings
    reading = _Reading(options)
    for place, head in enumerate(heads(issues)):
        for language in target_languages(head, options.languages):
            path = catalog_path(folder, language, head.id)
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                findings.append(unreadable(options.source_name(path), error))
                continue
            stored = reading.of(content, options.source_name(path), issues[place], language)
            findings += stored.findings
            found[head.id, language] = stored.translation
    reading.finish()
    return found, [*findings, *_unused(heads(issues), folder, options)]


class _Reading:
    """One reading of all catalogs, through the cache."""

    def __init__(self, options: Options) -> None:
        self._cache = ResultCache(options.cache, "translations")
        self._kept = options.cache is not None
        self._keys: list[str] = []

    def of(self, content: bytes, source: str, issue: Issue, language: str) -> StoredTranslation:
        if not self._kept:
            return _read(content, source, issue, language)
        key = _key(content, source, issue, language)
        self._keys.append(key)
        held = self._cache.get(key)
        if held is not None:
            try:
                return _decode(held)
            except msgspec.MsgspecError:
                pass  # torn: it is made again
        stored = _read(content, source, issue, language)
        self._cache.put(key, _encode(stored))
        return stored

    def finish(self) -> None:
        """Let go of what no catalog gives any more."""
        if self._keys:
            self._cache.keep_only(self._keys)


def _read(content: bytes, source: str, issue: Issue, language: str) -> StoredTranslation:
    translation, findings = read_catalog(content, source, issue, language)
    return StoredTranslation(translation, tuple(findings))


def _key(content: bytes, source: str, issue: Issue, language: str) -> str:
    parts: list[bytes | str] = [package_digest(), source, language, issue.id, content]
    for passage in passages(issue, named=False):
        parts += (passage.id, passage.kind, passage.text)
    return digest(*parts)


def _unused(issues: Sequence[Issue], folder: Path, options: Options) -> list[Diagnostic]:
    """Catalogs of issues that are not in the archive: drafts, or issues that have another date now."""
    held = {issue.id for issue in issues}
    names = dict.fromkeys(name for one in options.languages for name in (one, one.replace("-", "_")))
    findings: list[Diagnostic] = []
    for path in (path for name in names for path in sorted((folder / name).glob("*.po"))):
        if is_catalog_name(path.stem) and path.stem not in held:
            message = f"the archive holds no issue {path.stem}, so this catalog is not used"
            findings.append(Diagnostic("info", "unused-catalog", options.source_name(path), None, message))
    return findings
