"""Diagnostics of the core -> log lines of MkDocs, where `--strict` counts them."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from mkdocs.plugins import get_plugin_logger

from mkdocs_newspaper.diagnostics import Diagnostic, Severity

#: Only loggers below `mkdocs` are counted by `mkdocs build --strict`.
log = get_plugin_logger("newspaper")

LEVELS: dict[Severity, int] = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO}


def report(diagnostics: Iterable[Diagnostic]) -> None:
    """One line for each: `issues/2025-06-18/01.md:46: what is wrong [its-code]`."""
    for diagnostic in diagnostics:
        log.log(LEVELS[diagnostic.severity], "%s", diagnostic)
