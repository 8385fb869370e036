"""The glossary in other forms: valid, and read back as it was."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

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
        unlike=("托卡耶夫斯基",),
        scope=("哈萨克斯坦", "阿斯塔纳"),
        feed=True,
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


def broken_rules(document: str, rules: Path) -> list[str]:
    """The assertions of a Schematron schema (query binding xslt2) that a document fails."""
    etree = pytest.importorskip("lxml.etree")
    elementpath = pytest.importorskip("elementpath")
    schema = etree.fromstring(rules.read_bytes())
    sch = {"s": "http://purl.oclc.org/dsdl/schematron"}
    names = {one.get("prefix"): one.get("uri") for one in schema.findall("s:ns", sch)}
    root = etree.fromstring(document.encode()).getroottree()
    broken = []
    for pattern in schema.findall("s:pattern", sch):
        taken: set[object] = set()  # in a pattern, the first rule whose context an element fits is its rule
        for rule in pattern.findall("s:rule", sch):
            claims = rule.findall("s:assert", sch)
            for node in elementpath.select(root, f"//{rule.get('context')}", names):
                if not isinstance(node, etree._Element):  # the value of an attribute: `.='source' or …`
                    broken += [one.text for one in claims if f".='{node}'" not in one.get("test")]
                elif node not in taken:
                    taken.add(node)
                    broken += [
                        one.text
                        for one in claims
                        if not elementpath.select(root, f"boolean({one.get('test')})", names, item=node)
                    ]
    return broken


def test_tbx_keeps_the_rules_of_its_dialect() -> None:
    rules = SCHEMAS / "TBX-Basic_DCA.sch"
    if not rules.exists():
        pytest.skip("the TBX schemas are not here")
    document = as_tbx(ENTRIES, "云溪日报")
    assert broken_rules(document, rules) == []
    # The rules are read: each of these breaks one.
    for right, wrong in (
        ('type="TBX-Basic"', 'type="TBX-Core"'),
        ("preferredTerm-admn-sts", "preferred"),
        ('type="subjectField"', 'type="field"'),
        ("shortForm", "short"),
    ):
        assert right in document
        assert broken_rules(document.replace(right, wrong), rules), wrong


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
        if name.endswith(".csv"):
            assert (first.unlike, first.scope, first.feed) == (
                ENTRIES[0].unlike,
                ENTRIES[0].scope,
                ENTRIES[0].feed,
            )
        assert second.zh == ENTRIES[1].zh


def test_a_cell_is_no_formula() -> None:
    text = as_csv([Entry("term/a", "=HYPERLINK(1)", "term", "+1")])
    assert text.splitlines()[1].startswith("'=HYPERLINK(1),'+1,")


SKOS = "http://www.w3.org/2004/02/skos/core#"


def test_skos_is_turtle_with_every_label_once() -> None:
    rdflib = pytest.importorskip("rdflib")
    skos, base = rdflib.Namespace(SKOS), "https://example.org/glossary.ttl#"
    pages = {ENTRIES[0].id: "https://example.org/names/tuo-ka-ye-fu/"}
    graph = rdflib.Graph().parse(data=as_skos(ENTRIES, "云溪日报", base, pages), format="turtle")
    first, second = rdflib.URIRef(base + ENTRIES[0].id), rdflib.URIRef(base + ENTRIES[1].id)

    assert set(graph.subjects(rdflib.RDF.type, skos.Concept)) == {first, second}
    assert set(graph.objects(first, skos.prefLabel)) == {
        rdflib.Literal("托卡耶夫", "zh"),
        rdflib.Literal("Kassym-Jomart Tokayev", "en"),
    }
    assert set(graph.objects(first, skos.altLabel)) == {
        rdflib.Literal("卡瑟姆若马尔特·托卡耶夫", "zh"),
        rdflib.Literal("Tokayev", "en"),
        rdflib.Literal("Tuōkǎyēfū", "zh-latn-pinyin"),
    }
    assert list(graph.objects(first, skos.hiddenLabel)) == [rdflib.Literal("托卡那夫", "zh")]
    assert list(graph.objects(first, skos.exactMatch)) == [rdflib.URIRef("https://example.org/?a=1&b=2")]
    assert list(graph.objects(first, rdflib.FOAF.page)) == [rdflib.URIRef(pages[ENTRIES[0].id])]
    assert list(graph.objects(second, skos.related)) == [first]
    (scheme,) = graph.subjects(rdflib.RDF.type, skos.ConceptScheme)
    assert set(graph.objects(None, skos.inScheme)) == {scheme}


TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
)


@given(TEXT, TEXT, TEXT, TEXT)
def test_any_labels_are_parsed_back_and_no_label_is_of_two_kinds(
    zh: str, en: str, alias: str, variant: str
) -> None:
    rdflib = pytest.importorskip("rdflib")
    skos = rdflib.Namespace(SKOS)
    entry = Entry("term/a", zh, "term", en, aliases=(alias, zh, alias), ocr=(variant, alias), short=alias)
    graph = rdflib.Graph().parse(data=as_skos([entry], en), format="turtle")
    kinds = [set(graph.objects(None, kind)) for kind in (skos.prefLabel, skos.altLabel, skos.hiddenLabel)]
    assert len(set.union(*kinds)) == sum(map(len, kinds))
    assert len(kinds[0]) == 2


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_makes_well_formed_xml(text: str) -> None:
    etree = pytest.importorskip("lxml.etree")
    document = etree.fromstring(
        as_tbx([Entry("term/a", text, "term", text, text, aliases=(text,))], text).encode()
    )
    assert document.tag == "{urn:iso:std:iso:30042:ed-2}tbx"


HAN_NAME = st.text("云溪县柳湾石小满春茶", min_size=2, max_size=6)
WORD = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\ufffe\uffff"), min_size=2, max_size=8
)
PHRASE = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
OPTIONAL = st.none() | PHRASE
ADDRESS = st.text("abc/?;|=&'()", max_size=8).map(lambda text: f"https://example.org/{text}")


def lists_of(items: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(items, max_size=3, unique=True).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    zh = draw(HAN_NAME)
    names = draw(lists_of(PHRASE.map(lambda text: f"名{text}")))
    return Entry(
        "x/y",
        zh,
        draw(st.sampled_from(["person", "place", "organization", "term"])),
        draw(OPTIONAL),
        draw(OPTIONAL),
        draw(st.none() | st.builds(Bilingual, PHRASE, OPTIONAL)),
        draw(st.none() | st.builds(Bilingual, OPTIONAL, PHRASE)),
        aliases=names,
        short=draw(OPTIONAL),
        ocr=draw(lists_of(PHRASE.map(lambda text: f"误{text}"))),
        same_as=draw(lists_of(ADDRESS)),
    )


@given(entries(), st.sampled_from(["tbx", "csv"]))
def test_an_entry_survives_the_way_out_and_back(entry: Entry, form: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"glossary.{form}"
        path.write_text(as_csv([entry]) if form == "csv" else as_tbx([entry], "x"), "utf-8")
        base, findings = read_termbase(path, path.name)
    assert [one for one in findings if one.severity != "info"] == []
    (read,) = base.entries
    short = None if form == "tbx" and entry.short == entry.en else entry.short
    assert (read.zh, read.en, read.kind, read.pinyin, read.short) == (
        entry.zh,
        entry.en,
        entry.kind,
        entry.pinyin,
        short,
    )
    assert (read.aliases, read.ocr, read.same_as) == (entry.aliases, entry.ocr, entry.same_as)
    if form == "csv":
        assert (read.office, read.country) == (entry.office, entry.country)
