"""Page images: a file's name gives it to a print page; what can't be shown is told, never raised."""

from __future__ import annotations

import datetime as dt
import os
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from made_issues import archive, one_story, one_story_issue, page, published

from mkdocs_newspaper.diagnostics import Diagnostic
from mkdocs_newspaper.issue_shelf import outlines
from mkdocs_newspaper.model import Figure, Issue, PrintPage
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing import page_images
from mkdocs_newspaper.publishing.page_images import with_page_images
from mkdocs_newspaper.publishing.pictures import picture_size

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 1180, 1660) + b"\x08\x02\x00\x00\x00"
DAY = dt.date(1998, 7, 1)


def issue(*pages: tuple[str, str], folder: str = "1998-07-01", date: dt.date = DAY) -> Issue:
    """An issue of these (print page, document below the issues folder)."""
    return Issue(
        date,
        pages=tuple(PrintPage(label, None, f"issues/{name}") for label, name in pages),
        sources=tuple(dict.fromkeys(name for _, name in pages)),
        folder=folder,
    )


def put(root: Path, *names: str, content: bytes = PNG) -> None:
    for name in names:
        path = root / "issues" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def found(root: Path, *issues: Issue) -> tuple[list[dict[str, str | None]], tuple[Diagnostic, ...]]:
    options = Options(issues=root / "issues", base=root)
    illustrated, diagnostics = with_page_images(issues, outlines(issues), options)
    return [{page.label: page.image for page in one.pages} for one in illustrated], diagnostics


@pytest.mark.parametrize("image", ["01.jpg", "p1.webp", "1998-07-01-01.png", "第1版.gif", "page-1.JPG"])
def test_an_image_beside_a_page_is_that_pages_image(tmp_path: Path, image: str) -> None:
    put(tmp_path, f"1998-07-01/{image}")
    pages, diagnostics = found(tmp_path, issue(("1", "1998-07-01/01.md"), ("2", "1998-07-01/02.md")))
    assert pages == [{"1": image, "2": None}]
    assert diagnostics == ()


@pytest.mark.parametrize("image", ["1998-07-01/02.jpg", "1998-07-01.02.jpg", "1998-07-01-02.jpg"])
def test_a_document_of_a_whole_issue_has_its_images_beside_it(tmp_path: Path, image: str) -> None:
    put(tmp_path, image)
    whole = issue(("1", "1998-07-01.md"), ("2", "1998-07-01.md"), folder="")
    assert found(tmp_path, whole) == ([{"1": None, "2": image}], ())


def test_an_image_with_the_name_of_a_whole_issue_is_its_first_page(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01.jpg")
    whole = issue(("1", "1998-07-01.md"), ("2", "1998-07-01.md"), folder="")
    assert found(tmp_path, whole)[0] == [{"1": "1998-07-01.jpg", "2": None}]


def test_an_image_with_a_documents_name_is_its_page_whatever_the_name(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01/content-b.png")
    pages = issue(("1", "1998-07-01/content-a.html"), ("4", "1998-07-01/content-b.html"))
    assert found(tmp_path, pages)[0] == [{"1": None, "4": "content-b.png"}]


def test_issues_of_one_folder_keep_their_images_apart_by_date(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01-01.png", "1998-07-02-01.png")
    first = issue(("1", "1998-07-01-01.md"), folder="")
    second = issue(("1", "1998-07-02-01.md"), folder="", date=dt.date(1998, 7, 2))
    assert found(tmp_path, first, second)[0] == [{"1": "1998-07-01-01.png"}, {"1": "1998-07-02-01.png"}]


def test_a_photograph_is_no_page(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01/bridge.png", "1998-07-01/04-sports.png", "1998-07-01/2.png")
    story = one_story(figures=(Figure("1", 4, image="2.png", anchor="figure-1"),))
    pages = replace(issue(("1", "1998-07-01/01.md"), ("2", "1998-07-01/02.md")), articles=(story,))
    assert found(tmp_path, pages) == ([{"1": None, "2": None}], ())


def test_of_several_formats_the_smallest_is_shown_and_the_rest_told(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01/01.png", "1998-07-01/01.gif", content=PNG)
    pages, diagnostics = found(tmp_path, issue(("1", "1998-07-01/01.md")))
    assert pages == [{"1": "01.png"}]
    assert [(one.code, one.severity, one.source) for one in diagnostics] == [
        ("page-image-double", "info", "issues/1998-07-01/01.gif")
    ]


def test_an_image_without_a_text_is_told(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01/03.png")
    _, diagnostics = found(tmp_path, issue(("1", "1998-07-01/01.md")))
    assert [(one.code, one.severity) for one in diagnostics] == [("page-image-unused", "info")]


@pytest.mark.parametrize(
    ("name", "content", "code", "severity"),
    [
        ("01.png", b"", "page-image-broken", "warning"),
        ("01.jpg", b"<script>alert(1)</script>", "page-image-broken", "warning"),
        ("01.png", PNG[:16] + b"\xff" * 8, "page-image-broken", "warning"),
        ("01.tif", b"II*\0", "page-image-format", "info"),
    ],
)
def test_a_file_that_browsers_do_not_draw_is_left_out_with_a_finding(
    tmp_path: Path, name: str, content: bytes, code: str, severity: str
) -> None:
    put(tmp_path, f"1998-07-01/{name}", content=content)
    pages, diagnostics = found(tmp_path, issue(("1", "1998-07-01/01.md")))
    assert pages == [{"1": None}]
    assert [(one.code, one.severity) for one in diagnostics] == [(code, severity)]


def test_a_usable_image_stands_in_for_a_broken_one(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01/01.jpg", content=b"no image")
    put(tmp_path, "1998-07-01/01.png")
    assert found(tmp_path, issue(("1", "1998-07-01/01.md")))[0] == [{"1": "01.png"}]


def test_a_huge_image_is_left_out_with_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_images, "LARGEST_IMAGE", 20)
    put(tmp_path, "1998-07-01/01.png")
    pages, diagnostics = found(tmp_path, issue(("1", "1998-07-01/01.md")))
    assert pages == [{"1": None}]
    assert [one.code for one in diagnostics] == ["page-image-large"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no links without a privilege")
def test_a_link_out_of_the_issues_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    put(tmp_path, "1998-07-01/02.png")
    (tmp_path / "issues/1998-07-01/01.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "issues/1998-07-01/03.png").symlink_to(tmp_path / "issues/1998-07-01/03.png")
    pages, diagnostics = found(tmp_path, issue(("1", "1998-07-01/01.md"), ("3", "1998-07-01/03.md")))
    assert pages == [{"1": None, "3": None}]
    assert "symlink" in [one.code for one in diagnostics]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_is_no_image_and_is_never_opened(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01/02.png")
    os.mkfifo(tmp_path / "issues/1998-07-01/01.png")
    pages, diagnostics = found(tmp_path, issue(("1", "1998-07-01/01.md"), ("2", "1998-07-01/02.md")))
    assert pages == [{"1": None, "2": "02.png"}]
    assert [one.code for one in diagnostics] == ["page-image-broken"]


def test_the_print_page_shows_its_image_with_its_size_and_a_link_to_it(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01/01.png")
    pages = replace(issue(("1", "1998-07-01/01.md")), articles=one_story_issue().articles)
    publication = published(pages, issues=tmp_path / "issues")
    assert list(publication.images) == ["archive/1998/07/01/01.png"]
    soup = BeautifulSoup(page(publication, "en/archive/1998/07/01/p1.md").body(), "html.parser")
    image = soup.select_one(".np-scan img")
    assert isinstance(image, Tag)
    assert (image["width"], image["height"], image["alt"]) == ("1180", "1660", "Image of the print page")
    assert isinstance(image.parent, Tag)
    assert image.parent["href"] == image["src"] == "../../../../../../archive/1998/07/01/01.png"


def test_the_sources_stay_as_they_are(tmp_path: Path) -> None:
    put(tmp_path, "1998-07-01/01.png")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    published(archive(issue(("1", "1998-07-01/01.md"))), issues=tmp_path / "issues")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def exif(orientation: int, order: str) -> bytes:
    """A JPEG of 640 × 427 whose Exif block says how it lies."""
    mark = b"MM\0*" if order == ">" else b"II*\0"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    block = b"Exif\0\0" + mark + struct.pack(f"{order}IH", 8, 1) + entry
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 427, 640) + b"\x01\x01\x11\x00"
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(block) + 2) + block + frame


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(("orientation", "size"), [(1, (640, 427)), (6, (427, 640)), (8, (427, 640))])
def test_a_photograph_that_lies_on_its_side_has_the_size_that_is_drawn(
    tmp_path: Path, order: str, orientation: int, size: tuple[int, int]
) -> None:
    (tmp_path / "x.jpg").write_bytes(exif(orientation, order))
    assert picture_size(tmp_path / "x.jpg") == size


def test_the_size_of_an_avif_image_is_read(tmp_path: Path) -> None:
    header = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + b"\0" * 60
    (tmp_path / "x.avif").write_bytes(header + b"\0\0\0\x14ispe\0\0\0\0" + struct.pack(">II", 640, 427))
    assert picture_size(tmp_path / "x.avif") == (640, 427)
