"""Data -> JSON laid out for readers: a line a value, a space a level, in the newspaper's own characters."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def laid_out(value: Any) -> str:
    """Dictionaries, lists, texts, integers, booleans and None as JSON, without a line end behind it.

    The text is that of the standard library's encoder with an indent of one, which is written in Python and
    takes ten times as long. Floats, which the two write differently, are not for this.
    """
    try:
        return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
    except (UnicodeEncodeError, TypeError):
        # Halves of surrogate pairs, which have no UTF-8; and texts marked as safe HTML.
        return json.dumps(value, ensure_ascii=False, indent=1)


def compact(value: Any) -> str:
    """The same without a space: for scripts, in pages and beside them."""
    try:
        return msgspec.json.encode(value).decode()
    except (UnicodeEncodeError, TypeError):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
