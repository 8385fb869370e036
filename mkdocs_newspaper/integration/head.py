"""The head of a page of the archive: one description, one right set of links to other languages.

The page's own metadata says both. What a theme prints beside it (Material writes an alternate link for
every entry of its language menu, relative and so of no use to search engines) is taken out.
"""

from __future__ import annotations

import re

_HEAD_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
# <link rel="alternate" href="../" hreflang="en">
_ALTERNATE = re.compile(
    r"""[ \t]*<link\b(?=[^>]*\srel=["']?alternate\b)(?=[^>]*\shreflang=)[^>]*>[ \t]*\n?""", re.IGNORECASE
)
_DESCRIPTION = re.compile(
    r"""[ \t]*<meta\b(?=[^>]*\sname=["']?description\b)[^>]*>[ \t]*\n?""", re.IGNORECASE
)


#: Material's script takes every `link[rel=alternate]` for the root of a language: it asks for a site map below
#: it, and leads clicks on whatever lies below it, data files too, back to it. Ours name single pages. The
#: space changes nothing for whoever reads the page, and hides the links from that script.
LEAVE_ALTERNATES_ALONE = (
    "<script>"
    """document.querySelectorAll("link[hreflang]").forEach(function(link){link.rel="alternate "})"""
    "</script>"
)


def without_doubles(output: str, own: str) -> str:
    """The page `output` without the theme's doubles of what `own`, the page's own metadata, says."""
    end = _HEAD_END.search(output)
    head, rest = (output[: end.start()], output[end.start() :]) if end else (output, "")
    before, found, after = head.partition(own) if own else (head, "", "")
    if own and not found:
        # A template of the site leaves the page's metadata out: then the theme's stays.
        return output
    parts = [_ALTERNATE.sub("", part) for part in (before, after)]
    if _DESCRIPTION.search(own):
        parts = [_DESCRIPTION.sub("", part) for part in parts]
    return parts[0] + found + parts[1] + rest
