"""HTML source -> a tree, whatever the source is, with nothing of the print left out."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

#: "<" that begins no tag, comment or document type, but newspaper text: `<图>`, `3 < 5`
_STRAY_ANGLE = re.compile(r"<(?!/?[a-zA-Z]|!--|!doctype\b)", re.I)
#: "<![CDATA[" and "]]>", whose inside is text, "<![if !IE]>", "<?xml version='1.0'?>"
_NO_PRINT = re.compile(r"<!\[(?:CDATA\[|(?:if|endif)\b[^<>\n]*>)|\]\]>|<\?[a-z][^<>\n]*\?>", re.I)


def parse(source: str) -> tuple[BeautifulSoup, str]:
    """The tree of an HTML source, and the source that the tree's line and column numbers count in.

    The lines of both sources are the same ones.
    """
    ready = _parsable(source)
    try:
        return BeautifulSoup(ready, "html.parser"), ready
    except ParserRejectedMarkup:
        ready = ready.replace("<!", "&lt;!")
        return BeautifulSoup(ready, "html.parser"), ready


def _parsable(source: str) -> str:
    """The source with "<" that begins no tag, and tags and comments without an end, written as entities.

    The parser would take them for markup and leave the newspaper's words out; some it refuses.
    """
    if "<!" in source or "<?" in source:
        source = _NO_PRINT.sub("", source)
    source = _STRAY_ANGLE.sub("&lt;", source)
    open_comment = source.find("<!--", source.rfind("-->") + 1)
    if open_comment >= 0:
        source = source[:open_comment] + source[open_comment:].replace("<!--", "&lt;!--")
    last_end = source.rfind(">") + 1
    # The line end keeps BeautifulSoup from taking a short text for the name of a file.
    return source[:last_end] + source[last_end:].replace("<", "&lt;") + "\n"
