"""The head of a page of the archive: every statement once.

The page's own metadata says what it is, where it stands and in which languages. What a theme or another plugin
prints beside it of the same kind (Material writes an alternate link for every entry of its language menu, relative
and so of no use to search engines) is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import partial

_HEAD_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
#: <meta name="description" content="…">, <link rel="alternate" href="../" hreflang="en">
_ELEMENT = re.compile(r"""<(meta|link)\b((?:[^>"']++|"[^"]*"|'[^']*')*+)>[ \t]*\n?""", re.IGNORECASE)
#: The page's own elements stand one a line; what a headline says further on in a line is no element.
_OWN_KEY = re.compile('\n<meta (?:name|property)="([^"]+)"')
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
    head = output[: end.start()] if end else output
    before, found, after = head.partition(own) if own else (head, "", "")
    if own and not found:
        # A template of the site leaves the page's metadata out: then the theme's stays.
        return output
    said = {key.lower() for key in _OWN_KEY.findall(f"\n{own}")}
    if "citation_title" in said:
        said.add("author")
    is_double = partial(_is_double, said=said, has_canonical='rel="canonical"' in own)
    settled = "".join((_without(before, is_double), found, _without(after, is_double)))
    # The head opens the page. To cut the page in two would copy, and look through, all that stands behind it.
    return output.replace(head, settled, 1) if settled != head else output


def _is_double(element: re.Match[str], said: Collection[str], has_canonical: bool) -> bool:
    kind, attributes = element[1].lower(), element[2]
    if kind == "meta":
        key = _KEY.search(attributes)
        return key is not None and key[1].lower() in said
    relation = _RELATION.search(attributes)
    if relation is None:
        return False
    if relation[1].lower() == "canonical":
        return has_canonical
    return _LANGUAGE.search(attributes) is not None


def _without(part: str, is_double: Callable[[re.Match[str]], bool]) -> str:
    """A part of the head without its doubles, each with the space that it stands in by."""
    kept: list[str] = []
    end_of_double = end_of_element = 0
    for element in _ELEMENT.finditer(part):
        if is_double(element):
            kept.append(part[end_of_double:end_of_element])
            kept.append(part[end_of_element : element.start()].rstrip(" \t"))
            end_of_double = element.end()
        end_of_element = element.end()
    kept.append(part[end_of_double:])
    return "".join(kept)
