"""Site maps keep to the protocol, however many pages there are."""

from __future__ import annotations

from xml.etree import ElementTree

from mkdocs_newspaper.publishing.sitemap import MOST_ADDRESSES, index_xml, sitemaps

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(content: bytes, item: str) -> list[tuple[str, str]]:
    """The addresses of a map, with their days."""
    root = ElementTree.fromstring(content)
    return [
        (str(one.findtext(f"{SPACE}loc")), one.findtext(f"{SPACE}lastmod") or "") for one in root.iter(item)
    ]


def test_no_map_holds_more_than_the_protocol_allows() -> None:
    pages = [(f"archive/{number}/", f"2031-03-{number % 28 + 1:02d}") for number in range(120_000)]
    maps = list(sitemaps("2031", "https://liuwan.example/", pages))
    assert [name for name, _, _ in maps] == ["sitemap-2031.xml", "sitemap-2031-2.xml", "sitemap-2031-3.xml"]
    held = [addresses(content, f"{SPACE}url") for _, content, _ in maps]
    assert [len(one) for one in held] == [MOST_ADDRESSES, MOST_ADDRESSES, 20_000]
    assert [one for part in held for one in part] == [
        (f"https://liuwan.example/{url}", day) for url, day in pages
    ]
    assert {newest for _, _, newest in maps} == {"2031-03-28"}


def test_addresses_stand_below_the_site_and_are_escaped() -> None:
    ((_, content, newest),) = sitemaps(
        "root", "https://liuwan.example/paper", [("", ""), ("a%20b/?x=1&y=<", "")]
    )
    assert addresses(content, f"{SPACE}url") == [
        ("https://liuwan.example/paper/", ""),
        ("https://liuwan.example/paper/a%20b/?x=1&y=<", ""),
    ]
    assert newest == ""
    assert b"lastmod" not in content


def test_the_index_names_every_map_with_its_newest_day() -> None:
    content = index_xml(
        "https://liuwan.example/", [("sitemap-root.xml", ""), ("sitemap-2031.xml", "2031-03-05")]
    )
    assert ElementTree.fromstring(content).tag == f"{SPACE}sitemapindex"
    assert addresses(content, f"{SPACE}sitemap") == [
        ("https://liuwan.example/sitemap-root.xml", ""),
        ("https://liuwan.example/sitemap-2031.xml", "2031-03-05"),
    ]


def test_a_part_without_pages_has_no_map() -> None:
    assert list(sitemaps("2031", "https://liuwan.example/", [])) == []
