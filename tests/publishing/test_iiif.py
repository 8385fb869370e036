"""The IIIF manifest: print pages in order, their images, and the stories on them, in both languages."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from made_issues import archive, full_issue, page, published

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.publishing.views import Publication

GIF = b"GIF89a" + struct.pack("<HH", 1180, 1660)
SITE = "https://example.org/papers"
FOLDER = "archive/1998/07/01"
MANIFEST = f"{FOLDER}/manifest.json"


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    """An issues folder with the image of page 2."""
    folder = tmp_path / "issues" / "1998-07-01"
    folder.mkdir(parents=True)
    (folder / "02.gif").write_bytes(GIF)
    return tmp_path / "issues"


def made(issues: Path, rights: str | None = None, site_url: str | None = SITE) -> Publication:
    issue = replace(full_issue(), sources=("1998-07-01/01.md", "1998-07-01/02.md", "1998-07-01/A2.md"))
    held: Archive = archive(issue)
    held = replace(held, newspaper=replace(held.newspaper, rights=rights))
    return published(held, issues=issues, site_url=site_url)


@pytest.fixture
def manifest(issues: Path) -> Any:
    return json.loads(made(issues).files[MANIFEST]())


def resources(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for one in value.values():
            yield from resources(one)
    elif isinstance(value, list):
        for one in value:
            yield from resources(one)


def test_a_library_for_iiif_reads_it(manifest: Any) -> None:
    library = pytest.importorskip("iiif_prezi3")
    read = library.Manifest(**manifest)
    assert [canvas.id for canvas in read.items] == [canvas["id"] for canvas in manifest["items"]]
    assert read.jsonld()


def test_pages_stand_in_order_with_names_in_both_languages(manifest: Any) -> None:
    names = [canvas["label"] for canvas in manifest["items"]]
    assert names == [
        {"zh-Hans": ["第1版 · 要闻"], "en": ["Page 1 · Top News"]},
        {"zh-Hans": ["第2版"], "en": ["Page 2"]},
        {"zh-Hans": ["第A2版 · 副刊"], "en": ["Page A2 · Supplement"]},
    ]


def test_the_image_is_painted_on_a_canvas_of_its_size(manifest: Any) -> None:
    first, second, _ = manifest["items"]
    assert "items" not in first  # no image is held: an empty canvas, as large as the others
    assert (first["width"], first["height"]) == (second["width"], second["height"]) == (1180, 1660)
    painting = second["items"][0]["items"][0]
    assert painting["motivation"] == "painting"
    assert painting["target"] == second["id"]
    assert painting["body"] == {
        "id": f"{SITE}/{FOLDER}/02.gif",
        "type": "Image",
        "format": "image/gif",
        "width": 1180,
        "height": 1660,
    }


def test_a_story_is_a_range_of_its_pages_and_linked_from_each(manifest: Any) -> None:
    story = manifest["structures"][0]["items"][0]
    assert story["label"] == {"zh-Hans": ["临河新桥通车"]}
    canvases = [canvas["id"] for canvas in manifest["items"]]
    assert [one["id"] for one in story["items"]] == canvases
    address = f"{SITE}/{FOLDER}/lin-he-xin-qiao-tong-che/"
    assert story["homepage"][0]["id"] == address
    for canvas in manifest["items"]:
        links = canvas["annotations"][0]["items"]
        assert address in [link["body"]["id"] for link in links]
        assert {link["target"] for link in links} == {canvas["id"]}


def test_every_resource_has_an_absolute_id_of_its_own(manifest: Any) -> None:
    named = [one["id"] for one in resources(manifest)]
    assert all(name.startswith(f"{SITE}/") for name in named)
    own = [
        one["id"]
        for one in resources(manifest)
        if one["type"] in ("Manifest", "AnnotationPage", "Annotation")
        or (one["type"] in ("Canvas", "Range") and "label" in one)
    ]
    assert len(own) == len(set(own))
    assert not [name for name in own if "#" in name]


def test_every_page_that_it_names_is_published(issues: Path, manifest: Any) -> None:
    publication = made(issues)
    addresses = {
        f"{SITE}/{one.src_uri.removesuffix('.md').removesuffix('index')}" for one in publication.pages
    }
    addresses = {address if address.endswith("/") else f"{address}/" for address in addresses}
    pages = [one["id"] for one in resources(manifest) if one.get("format") == "text/html"]
    assert pages
    assert not [one for one in pages if one not in addresses]
    data = [one["id"].removeprefix(f"{SITE}/") for one in resources(manifest) if one["type"] == "Dataset"]
    assert not [one for one in data if one not in publication.files]


@pytest.mark.parametrize(
    ("statement", "machine"),
    [
        ("© 临河日报社", None),
        ("https://creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/licenses/by/4.0/"),
        ("http://rightsstatements.org/vocab/InC/1.0/", "http://rightsstatements.org/vocab/InC/1.0/"),
    ],
)
def test_the_statement_of_rights_is_required_and_read_by_machines_where_they_can(
    issues: Path, statement: str, machine: str | None
) -> None:
    manifest = json.loads(made(issues, statement).files[MANIFEST]())
    assert manifest["requiredStatement"]["value"] == {"none": [statement]}
    assert manifest.get("rights") == machine


def test_without_the_sites_address_or_an_image_there_is_none(issues: Path, tmp_path: Path) -> None:
    assert MANIFEST not in made(issues, site_url=None).files
    assert MANIFEST not in made(tmp_path / "elsewhere").files


def test_the_list_of_issues_and_the_issues_page_lead_to_it(issues: Path) -> None:
    publication = made(issues)
    listed = json.loads(publication.files["archive/index.json"]())
    assert [one["iiif"] for one in listed] == [MANIFEST]
    soup = BeautifulSoup(page(publication, f"en/{FOLDER}/index.md").body(), "html.parser")
    links = {link.text: link["href"] for link in soup.select("#data ~ p a")}
    assert links["IIIF"] == "../../../../../archive/1998/07/01/manifest.json"
    assert links["TEI"] == "../../../../../archive/1998/07/01/issue.tei.xml"


def test_the_bytes_are_the_same_twice(issues: Path) -> None:
    assert made(issues).files[MANIFEST]() == made(issues).files[MANIFEST]()
