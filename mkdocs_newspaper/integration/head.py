"""The head of a page of the archive: every statement once.

The page's own metadata says what it is, where it stands and in which languages. What a theme or another plugin
prints beside it of the same kind (Material writes an alternate link for every entry of its language menu, relative
and so of no use to search engines) is taken out.
"""

from __future__ import annotations

import re

_HEAD_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
#: <meta name="description" content="…">, <link rel="alternate" href="../" hreflang="en">
_ELEMENT = re.compile(r"""[ \t]*<(meta|link)\b((?:[^>"']|"[^"]*"|'[^']*')*+)>[ \t]*\n?""", re.IGNORECASE)
#: The page's own elements stand one a line; what a headline says further on in a line is no element.
_OWN_KEY = re.compile('^<meta (?:name|property)="([^"]+)"', re.MULTILINE)
_KEY = re.compile(r"""\s(?:name|property)=["']?([^"'\s>]+)""", re.IGNORECASE)
_RELATION = re.compile(r"""\srel=["']?(alternate|canonical)\b""", re.IGNORECASE)
_LANGUAGE = re.compile(r"\shreflang=", re.IGNORECASE)

#: Material's script takes every `link[rel=alternate]` for the root of a language: it asks for a site map below
#: it, and leads clicks on whatever lies below it, data files too, back to it. Ours name single pages and feeds.
#: The space changes nothing for whoever reads the page, and hides the links from that script.
LEAVE_ALTERNATES_ALONE = (
    "<script>"
    """document.querySelectorAll("link[rel=alternate]").forEach(function(link){link.rel="alternate "})"""
    "</script>"
)


def without_doubles(output: str, own: str) -> str:
    """The page `output` without the theme's doubles of what `own`, the page's own metadata, says.

    Alternate links in other languages go in any case: the theme's are wrong. The site's author goes where the
    page is about a story, which has its own or none.
    """
    end = _HEAD_END.search(output)
    head, rest = (output[: end.start()], output[end.start() :]) if end else (output, "")
    before, found, after = head.partition(own) if own else (head, "", "")
    if own and not found:
        # A template of the site leaves the page's metadata out: then the theme's stays.
        return output
    said = {key.lower() for key in _OWN_KEY.findall(own)}
    if "citation_title" in said:
        said.add("author")
    has_canonical = 'rel="canonical"' in own

    def kept(element: re.Match[str]) -> str:
        kind, attributes = element[1].lower(), element[2]
        if kind == "meta":
            key = _KEY.search(attributes)
            return "" if key and key[1].lower() in said else element[0]
        relation = _RELATION.search(attributes)
        if relation is None:
            return element[0]
        if relation[1].lower() == "canonical":
            return "" if has_canonical else element[0]
        return "" if _LANGUAGE.search(attributes) else element[0]

    return _ELEMENT.sub(kept, before) + found + _ELEMENT.sub(kept, after) + rest
