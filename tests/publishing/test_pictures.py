"""Images: only files beside the issue, with their size; everything else leaves a ruled frame."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from made_issues import one_story, one_story_issue, page, published

from mkdocs_newspaper.model import Figure, Text
from mkdocs_newspaper.publishing.pictures import picture_size
from mkdocs_newspaper.publishing.views import Publication

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 427) + b"\x08\x02\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 427, 640) + b"\x01\x01\x11\x00"
GIF = b"GIF89a" + struct.pack("<HH", 640, 427)
WEBP_X = b"RIFF\x00\x00\x00\x00WEBPVP8X\n\x00\x00\x00\x00\x00\x00\x00" + b"\x7f\x02\x00" + b"\xaa\x01\x00"
WEBP_L = b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f" + struct.pack("<I", 639 | 426 << 14)
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 640, 427)


def with_image(issues: Path, image: str) -> Publication:
    figure = Figure("1", 4, Text("新桥。"), None, (), image, after=0, anchor="figure-1")
    issue = replace(one_story_issue(one_story(figures=(figure,))), folder="1998-07-01")
    return published(issue, issues=issues)


def shown(publication: Publication) -> Tag:
    html = page(publication, "en/archive/1998/07/01/lin-he-xin-qiao-tong-che.md").body()
    found = BeautifulSoup(html, "html.parser").find(id="figure-1")
    assert isinstance(found, Tag)
    return found


@pytest.mark.parametrize("start", [PNG, JPEG, GIF, WEBP, WEBP_L, WEBP_X])
def test_the_size_is_read_from_every_format(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "x").write_bytes(start)
    assert picture_size(tmp_path / "x") == (640, 427)


@pytest.mark.parametrize(
    "start", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe0\x00\x00" * 9, PNG[:18], b"text", b"RIFF"]
)
def test_a_broken_image_has_no_size_and_does_no_harm(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "x").write_bytes(start)
    assert picture_size(tmp_path / "x") is None


def test_an_image_beside_the_issue_is_shown_with_its_size_and_copied(tmp_path: Path) -> None:
    folder = tmp_path / "1998-07-01" / "图 1"
    folder.mkdir(parents=True)
    (folder / "桥.png").write_bytes(PNG)
    publication = with_image(tmp_path, "图 1/桥.png")
    assert publication.images == {"archive/1998/07/01/图 1/桥.png": (folder / "桥.png").resolve()}
    image = shown(publication).img
    assert image is not None
    assert image["src"] == "../../../../../../archive/1998/07/01/%E5%9B%BE%201/%E6%A1%A5.png"
    assert (image["width"], image["height"]) == ("640", "427")
    assert not publication.diagnostics


@pytest.mark.parametrize(
    "image",
    [
        "missing.png",
        "../../secret.png",
        "/etc/passwd",
        "https://example.org/x.png",
        "javascript:x.png",
        "x.svg",
        "a\0.png",
    ],
)
def test_any_other_image_leaves_a_frame_and_a_finding(tmp_path: Path, image: str) -> None:
    issues = tmp_path / "docs" / "issues"
    (issues / "1998-07-01").mkdir(parents=True)
    (tmp_path / "docs" / "secret.png").write_bytes(PNG)
    (issues / "1998-07-01" / "x.svg").write_text("<svg/>", encoding="utf-8")
    publication = with_image(issues, image)
    assert not publication.images
    assert shown(publication).find(class_="np-frame")
    assert not shown(publication).find("img")
    (finding,) = publication.diagnostics
    assert (finding.code, finding.severity, finding.line) == ("image-missing", "warning", 4)
