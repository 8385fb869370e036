"""The glossary in other forms: valid, and read back as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_newspaper.glossary.exchange import as_csv, as_skos, as_tbx
from mkdocs_newspaper.glossary.termbase import read_termbase
from mkdocs_newspaper.model import Bilingual, Entry

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"

ENTRIES = [
    Entry(
        "person/tuo-ka-ye-fu",
        "托卡耶夫",
        "person",
        "Kassym-Jomart Tokayev",
        "Tuōkǎyēfū",
        Bilingual("总统", "President"),
        Bilingual("哈萨克斯坦", "Kazakhstan"),
        aliases=("卡瑟姆若马尔特·托卡耶夫",),
        short="Tokayev",
        ocr=("托卡那夫",),
        same_as=("https://example.org/?a=1&b=2",),
    ),
    Entry("term/a", '“一带” & <b>"一路"</b>\\', "term", None, "yí dài", parts=("person/tuo-ka-ye-fu",)),
]


def test_tbx_is_valid_by_its_grammar() -> None:
    etree = pytest.importorskip("lxml.etree")
    grammar = SCHEMAS / "TBXcoreStructV03.rng"
    if not grammar.exists():
        pytest.skip("the TBX schemas are not here")
    document = etree.fromstring(as_tbx(ENTRIES, "云溪日报 & Co").encode())
    schema = etree.RelaxNG(etree.parse(str(grammar)))
    assert schema.validate(document), schema.error_log


def test_tbx_keeps_the_rules_of_its_dialect() -> None:
    etree = pytest.importorskip("lxml.etree")
    schematron = pytest.importorskip("lxml.isoschematron")
    rules = SCHEMAS / "TBX-Basic_DCA.sch"
    if not rules.exists():
        pytest.skip("the TBX schemas are not here")
    # lxml knows XPath 1 only; these are the same rules said in it.
    text = rules.read_text("utf-8").replace('"xslt2"', '"xslt"').replace("./local-name()", "local-name()")
    text = re.sub(r"matches\(@target,\s*'[^']*'\)", "starts-with(@target, 'http')", text)
    schema = schematron.Schematron(etree.fromstring(text.encode()))
    assert schema.validate(etree.fromstring(as_tbx(ENTRIES, "云溪日报").encode()))


def test_tbx_and_csv_are_read_back(tmp_path: Path) -> None:
    for name, text in (("a.tbx", as_tbx(ENTRIES, "x")), ("a.csv", as_csv(ENTRIES))):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        base, findings = read_termbase(path, name)
        assert [one for one in findings if one.severity != "info"] == []
        first, second = base.entries
        assert (first.zh, first.en, first.kind, first.short) == (
            "托卡耶夫",
            "Kassym-Jomart Tokayev",
            "person",
            "Tokayev",
        )
        assert (first.aliases, first.ocr, first.same_as) == (
            ENTRIES[0].aliases,
            ENTRIES[0].ocr,
            ENTRIES[0].same_as,
        )
        assert second.zh == ENTRIES[1].zh


def test_a_cell_is_no_formula() -> None:
    text = as_csv([Entry("term/a", "=HYPERLINK(1)", "term", "+1")])
    assert text.splitlines()[1].startswith("'=HYPERLINK(1),'+1,")


def test_skos_is_turtle() -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=as_skos(ENTRIES, "云溪日报"), format="turtle")
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    labels = {str(label) for label in graph.objects(None, skos.prefLabel)}
    assert labels == {"托卡耶夫", "Kassym-Jomart Tokayev", ENTRIES[1].zh}
    assert len(list(graph.subjects(rdflib.RDF.type, skos.Concept))) == 2


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_makes_well_formed_xml(text: str) -> None:
    etree = pytest.importorskip("lxml.etree")
    document = etree.fromstring(
        as_tbx([Entry("term/a", text, "term", text, text, aliases=(text,))], text).encode()
    )
    assert document.tag == "{urn:iso:std:iso:30042:ed-2}tbx"
