"""The site's wishes, as one frozen value that every room can take; `config.py` makes it from mkdocs.yml."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mkdocs_newspaper.model import Newspaper, SourceLanguage

#: Every rule that may change the text shown, in the order of application.
REPAIR_RULES: tuple[str, ...] = (
    "formula",
    "punctuation",
    "digit-space",
    "letter-space",
    "line-join",
    "column-join",
    "headline-split",
    "duplicate-caption",
    "pull-quote",
    "ocr-variant",
    "editor",
)


@dataclass(frozen=True, slots=True)
class MachineSettings:
    """The engine of `mkdocs-newspaper translations machine`; nothing else ever asks it."""

    engine: str = "libretranslate"
    url: str | None = None
    requests_per_minute: float = 20
    api_key_env: str | None = None  # the environment variable that holds the key


@dataclass(frozen=True, slots=True)
class Options:
    """All options, resolved: paths absolute, defaults filled in."""

    issues: Path
    archive: str = "archive"
    newspaper: Newspaper = field(default_factory=Newspaper)
    languages: tuple[str, ...] = ("zh", "en")
    source_language: SourceLanguage | Literal["auto"] = "auto"
    glossary: Path | None = None
    mentions: Literal["all", "first"] = "all"  # which mentions of an entry in a story are links
    link_pages: bool | tuple[str, ...] = (
        False  # glossary links on the site's other pages: all, or these globs
    )
    translations: Path | None = None  # need not exist
    machine_translation: MachineSettings | None = None
    repair: frozenset[str] = frozenset(REPAIR_RULES)
    continuations: Literal["ignore", "info", "warn"] = "warn"
    incremental: bool = True
    workers: int = 0  # processes that read issues side by side; 0: as many as there are processors
    executor: str | None = None  # "module:factory" of a concurrent.futures.Executor that reads them instead
    cache: Path | None = None  # the folder of what is kept between builds; None keeps nothing
    recognizer: str = "rules"  # what finds names in running text
    ocr_variants: tuple[tuple[str, str], ...] = ()  # from the glossary: what OCR prints -> what is meant
    drafts: bool = False  # read drafts too (mkdocs serve)
    robots: str | None = None  # what search engines may do with the archive's pages: "noindex"
    noai: bool = False  # asks not to train models on the archive's pages
    base: Path | None = None  # the folder of mkdocs.yml: diagnostics name files relative to it

    def source_name(self, path: Path) -> str:
        """How a diagnostic names a file: relative to mkdocs.yml where it lies below, with forward slashes."""
        for folder in (self.base, self.issues.parent):
            if folder is not None:
                try:
                    return path.relative_to(folder).as_posix()
                except ValueError:
                    continue
        return path.as_posix()
