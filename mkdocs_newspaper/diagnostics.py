"""How the core speaks of trouble: findings with a place, a code and a sentence, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `error`: a document or file that can't be read; `warning`: something that an editor should look at;
    both fail a strict build. `info` never does. `source` is the document's path as the site's author
    knows it (relative to the folder of mkdocs.yml where it lies below it), `line` is 1-based, None for
    the document as a whole. `code` is stable: lower case, words joined by hyphens.
    """

    severity: Severity
    code: str
    source: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        return f"{place}: {self.message} [{self.code}]"
