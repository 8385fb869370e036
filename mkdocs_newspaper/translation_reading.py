"""Issues and the catalogs of the site -> their translations: from the cache, else read anew.

What a translation is made from, and so its name in the cache: the bytes of the catalog, the issue as it is now,
this package.
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
from mkdocs_newspaper.cache import ResultCache, digest, package_digest
from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.issue_shelf import heads, issue_digest
from mkdocs_newspaper.model import Issue
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.translation_shelf import Key, TranslationShelf, packed


class StoredTranslation(msgspec.Struct, frozen=True, array_like=True):
    """A translation, packed, with what there is to say of its catalog."""

    translation: bytes
    findings: tuple[Diagnostic, ...]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(StoredTranslation).decode


def read_translations(issues: Sequence[Issue], options: Options) -> tuple[TranslationShelf, list[Diagnostic]]:
    """The translations of all issues that have a catalog, by issue id and language; and what was found."""
    folder = options.translations
    found: dict[Key, bytes] = {}
    findings: list[Diagnostic] = []
    if folder is None or not folder.is_dir():
        return TranslationShelf(found), findings
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
            stored = reading.of(content, options.source_name(path), issues, place, language)
            findings += stored.findings
            found[head.id, language] = stored.translation
    reading.finish()
    return TranslationShelf(found), [*findings, *_unused(heads(issues), folder, options)]


class _Reading:
    """One reading of all catalogs, through the cache."""

    def __init__(self, options: Options) -> None:
        self._cache = ResultCache(options.cache, "translations")
        self._kept = options.cache is not None
        self._keys: list[str] = []

    def of(
        self, content: bytes, source: str, issues: Sequence[Issue], place: int, language: str
    ) -> StoredTranslation:
        if not self._kept:
            return _read(content, source, issues[place], language)
        key = digest(package_digest(), source, language, issue_digest(issues, place), content)
        self._keys.append(key)
        held = self._cache.get(key)
        if held is not None:
            try:
                return _decode(held)
            except msgspec.MsgspecError:
                pass  # torn: it is made again
        stored = _read(content, source, issues[place], language)
        self._cache.put(key, _encode(stored))
        return stored

    def finish(self) -> None:
        """Let go of what no catalog gives any more."""
        if self._keys:
            self._cache.keep_only(self._keys)


def _read(content: bytes, source: str, issue: Issue, language: str) -> StoredTranslation:
    translation, findings = read_catalog(content, source, issue, language)
    return StoredTranslation(packed(translation), tuple(findings))


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
