"""The glossary of an archive -> TBX-Basic, SKOS and CSV, for other tools to read.

TBX is ISO 30042:2019, style DCA, dialect TBX-Basic. SKOS is written as Turtle: a concept scheme, a concept an
entry, related ones where one name holds another; misprints are hidden labels, so that a search finds them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from mkdocs_newspaper.model import Bilingual, Entry
from mkdocs_newspaper.xml_characters import INVALID_IN_XML

CSV_COLUMNS = (
    "zh", "en", "kind", "aliases", "ocr", "short", "pinyin", "office.zh", "office.en", "country.zh", "country.en", "sameAs",
    "not", "scope", "feed",
)  # fmt: skip
#: A cell that a spreadsheet would take for a formula, or that begins like one made harmless.
_FORMULA = re.compile("'*[=+@-]")
#: What divides the items of a list, and the sign before one that does not.
_DIVIDER = re.compile(r"[;|；\\]")


def as_csv(entries: Iterable[Entry]) -> str:
    """A line an entry, in the form that `glossary:` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for entry in entries:
        office, country = entry.office or Bilingual(), entry.country or Bilingual()
        row = (
            entry.zh,
            entry.en,
            entry.kind,
            _list_cell(entry.aliases),
            _list_cell(entry.ocr),
            entry.short,
            entry.pinyin,
            office.zh,
            office.en,
            country.zh,
            country.en,
            _list_cell(entry.same_as),
            _list_cell(entry.unlike),
            _list_cell(entry.scope),
            "true" if entry.feed else "",
        )
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: str | None) -> str:
    text = " ".join((value or "").split())
    return f"'{text}" if _FORMULA.match(text) else text


def _list_cell(items: Iterable[str]) -> str:
    return "; ".join(_DIVIDER.sub(r"\\\g<0>", item) for item in items)


def as_tbx(entries: Iterable[Entry], title: str) -> str:
    """A TBX-Basic document."""
    concepts = "\n".join(_concept(entry) for entry in entries)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Basic" xml:lang="zh" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader>
    <fileDesc>
      <titleStmt><title>{_text(title)}</title></titleStmt>
      <sourceDesc><p>{_text(title)}</p></sourceDesc>
    </fileDesc>
    <encodingDesc><p type="XCSURI">TBXXCS.xcs</p></encodingDesc>
  </tbxHeader>
  <text>
    <body>
{concepts}
    </body>
  </text>
</tbx>
"""


def _concept(entry: Entry) -> str:
    lines = [
        f'      <conceptEntry id="{_identifier(entry)}">',
        f'        <descrip type="subjectField">{entry.kind}</descrip>',
    ]
    lines += [
        f'        <xref type="externalCrossReference" target={quoteattr(_clean(address))}>{_text(address)}</xref>'
        for address in entry.same_as
    ]
    chinese = [_term(entry.zh, "preferredTerm-admn-sts")]
    chinese += [_term(alias, "admittedTerm-admn-sts") for alias in entry.aliases]
    chinese += [_term(variant, "supersededTerm-admn-sts") for variant in entry.ocr]
    lines += _section("zh", chinese, _who(entry, "zh"))
    english = [_term(entry.en, "preferredTerm-admn-sts")] if entry.en else []
    if entry.short and entry.short != entry.en:
        english.append(_term(entry.short, "admittedTerm-admn-sts", "shortForm"))
    if english:
        lines += _section("en", english, _who(entry, "en"))
    if entry.pinyin:
        lines += _section("zh-Latn-pinyin", [_term(entry.pinyin, None)])
    lines.append("      </conceptEntry>")
    return "\n".join(lines)


def _section(language: str, terms: Sequence[str], definition: str = "") -> list[str]:
    told = f'          <descrip type="definition">{_text(definition)}</descrip>'
    return [
        f'        <langSec xml:lang="{language}">',
        *([told] if definition else []),
        *terms,
        "        </langSec>",
    ]


def _who(entry: Entry, language: str) -> str:
    """Office and country in one of the two languages, as far as they are known in it."""
    held = [
        value.zh if language == "zh" else value.en
        for value in (entry.country, entry.office)
        if value is not None
    ]
    known = [value for value in held if value]
    return "".join(known) if language == "zh" else ", ".join(reversed(known))


def _term(text: str, status: str | None, kind: str | None = None) -> str:
    notes = f'<termNote type="termType">{kind}</termNote>' if kind else ""
    notes += f'<termNote type="administrativeStatus">{status}</termNote>' if status else ""
    return f"          <termSec><term>{_text(text)}</term>{notes}</termSec>"


def _identifier(entry: Entry) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "-", entry.id)


def _clean(text: str) -> str:
    return INVALID_IN_XML.sub("", text)


def _text(text: str) -> str:
    return escape(_clean(text))


def as_skos(
    entries: Iterable[Entry],
    title: str,
    base: str = "urn:newspaper-glossary:",
    pages: Mapping[str, str] | None = None,
) -> str:
    """A Turtle document. `base` begins the address of every concept; `pages`: an entry's id -> its page's URL."""
    listed = list(entries)
    held = {entry.id for entry in listed}
    base = _address(base)
    lines = [
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix dct: <http://purl.org/dc/terms/> .",
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> .",
        "",
        f"<{base}glossary> a skos:ConceptScheme ;",
        f"  dct:title {_literal(title)} .",
        "",
    ]
    for entry in listed:
        facts = [f"skos:prefLabel {_literal(entry.zh, 'zh')}"]
        facts += [f"skos:prefLabel {_literal(entry.en, 'en')}"] if entry.en else []
        # No label may be of two kinds (SKOS, S13).
        aliases = [one for one in dict.fromkeys(entry.aliases) if one != entry.zh]
        facts += [f"skos:altLabel {_literal(alias, 'zh')}" for alias in aliases]
        facts += (
            [f"skos:altLabel {_literal(entry.short, 'en')}"]
            if entry.short and entry.short != entry.en
            else []
        )
        hidden = [one for one in dict.fromkeys(entry.ocr) if one not in (entry.zh, *aliases)]
        facts += [f"skos:hiddenLabel {_literal(variant, 'zh')}" for variant in hidden]
        facts += [f"skos:altLabel {_literal(entry.pinyin, 'zh-Latn-pinyin')}"] if entry.pinyin else []
        facts.append(f"dct:type {_literal(entry.kind)}")
        if entry.office is not None:
            facts += [
                f"skos:note {_literal(value, language)}"
                for value, language in ((entry.office.zh, "zh"), (entry.office.en, "en"))
                if value
            ]
        facts += [
            f"skos:related <{base}{_address(part)}>"
            for part in dict.fromkeys(entry.parts)
            if part in held and part != entry.id
        ]
        facts += [f"skos:exactMatch <{_address(one)}>" for one in entry.same_as]
        if pages and entry.id in pages:
            facts.append(f"foaf:page <{_address(pages[entry.id])}>")
        facts.append(f"skos:inScheme <{base}glossary>")
        lines += [f"<{base}{_address(entry.id)}> a skos:Concept ;", "  " + " ;\n  ".join(facts) + " .", ""]
    return "\n".join(lines)


def _address(address: str) -> str:
    return re.sub(r'[<>"{}|^`\\\x00-\x20]', "", address)


def _literal(text: str, language: str | None = None) -> str:
    told = _clean(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{told}"@{language}' if language else f'"{told}"'
