"""Translations -> a translation memory in TMX 1.4b ("TMX 1.4b Specification", LISA, 2005)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from mkdocs_newspaper import __version__
from mkdocs_newspaper.bilingual.catalogs import state
from mkdocs_newspaper.bilingual.po import Message
from mkdocs_newspaper.xml_characters import INVALID_IN_XML


def write_tmx(catalogs: Mapping[str, Sequence[Message]], source_language: str, language: str) -> str:
    """What people have translated, by issue id: one unit a passage; fuzzy and machine work is left out.

    Characters that XML can't hold are left out too.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f' <header creationtool="mkdocs-newspaper" creationtoolversion={quoteattr(__version__)} '
        'segtype="paragraph" o-tmf="PO" adminlang="en" '
        f'srclang={quoteattr(source_language)} datatype="plaintext"/>',
        " <body>",
    ]
    for issue, messages in catalogs.items():
        for message in messages:
            if not message.obsolete and state(message) == "translated":
                lines += _unit(issue, message, source_language, language)
    return "\n".join([*lines, " </body>", "</tmx>", ""])


def _unit(issue: str, message: Message, source_language: str, language: str) -> Iterator[str]:
    tuid = f" tuid={quoteattr(INVALID_IN_XML.sub('', message.context))}" if message.context else ""
    yield f"  <tu{tuid}>"
    yield f'   <prop type="x-issue">{_plain(issue)}</prop>'
    for tag, text in ((source_language, message.id), (language, message.text)):
        yield f"   <tuv xml:lang={quoteattr(tag)}><seg>{_plain(text)}</seg></tuv>"
    yield "  </tu>"


def _plain(text: str) -> str:
    return escape(INVALID_IN_XML.sub("", text), {"\r": "&#13;"})
