"""What comes into the site and what stays out of it."""

from __future__ import annotations

import logging

import pytest
from newspaper_site import BRIDGE, FRONT_PAGE, ISSUE, ISSUES, Built, Site, tree

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
WITH_PICTURE = FRONT_PAGE.replace("桥面预计", "![合龙现场](bridge.png)\n\n合龙现场。 石小满摄\n\n桥面预计")


def test_source_documents_and_what_belongs_to_them_stay_out(site: Site) -> None:
    site.write("docs/issues/2031-03-04/corrections.yml", "[]\n")
    site.write("docs/issues/2031-03-04/unused.png", PIXEL)
    site.write("docs/translations/en/2031-03-04.po", 'msgid ""\nmsgstr ""\n')
    site.write("docs/glossary.yml", "[]\n")
    site.write("docs/issues/notes.pdf", b"%PDF")
    built = site.build()

    from_sources = [path for path in built.paths if path.startswith(("issues", "translations", "glossary"))]
    # What is no document may be linked from the site's own pages, as before.
    assert from_sources == ["issues/notes.pdf"]


def test_an_image_beside_a_document_is_there_because_a_page_shows_it(site: Site) -> None:
    site.write("docs/issues/2031-03-04/01.md", WITH_PICTURE)
    site.write("docs/issues/2031-03-04/bridge.png", PIXEL)
    built = site.build()

    pictures = [path for path in built.paths if path.endswith("bridge.png")]
    assert len(pictures) == 1
    assert pictures[0].startswith(ISSUE)
    assert built.page(f"{BRIDGE}/").select("img[src$='bridge.png']")
    assert built.broken_links() == []


def test_issues_may_lie_outside_docs_dir(site: Site) -> None:
    for name, text in ISSUES.items():
        site.write(f"papers/{name}", text)
        (site.folder / "docs/issues" / name).unlink()
    built = site.newspaper(issues="papers").build()

    assert built.has(f"{BRIDGE}/index.html")


@pytest.mark.parametrize("patterns", ["issues/", "archive/", "*.md\n!index.md\n!guide.md"])
def test_exclude_docs_is_about_documents_not_about_the_archive(site: Site, patterns: str) -> None:
    built = site.configure(exclude_docs=patterns).build()

    assert built.has(f"{BRIDGE}/index.html")
    assert built.has(f"{ISSUE}/issue.json")
    assert built.broken_links() == []


@pytest.mark.parametrize("prefix", ["templates", "templates/papers", "search/papers", "en"])
def test_a_prefix_that_mkdocs_gives_a_meaning_to_loses_no_page(site: Site, prefix: str) -> None:
    built = site.newspaper(archive=prefix).build()

    assert built.has(f"{prefix}/2031/03/04/liu-wan-da-qiao-he-long/index.html")
    assert built.has(f"en/{prefix}/2031/03/04/issue.json") is False
    assert built.has(f"{prefix}/2031/03/04/issue.json")
    assert built.broken_links() == []


def test_the_site_s_own_page_wins_and_a_warning_names_it(site: Site) -> None:
    site.write("docs/archive/2031/index.md", "# My own year\n")
    site.write(f"docs/{ISSUE}/p1/index.md", "# My own front page\n")
    built = site.build(strict=False)

    assert "My own year" in built.text("archive/2031/index.html")
    assert "My own front page" in built.text(f"{ISSUE}/p1/index.html")
    assert built.has(f"{BRIDGE}/index.html")
    warnings = built.messages()
    assert len(warnings) == 2
    assert any("archive/2031/index.md" in warning for warning in warnings)
    assert any(f"{ISSUE}/p1/index.md" in warning for warning in warnings)
    with pytest.raises(SystemExit):
        site.build()


def test_the_site_s_own_calendar_wins_too(site: Site) -> None:
    site.write("docs/archive/index.md", "# My own calendar\n")
    for theme in ("mkdocs", "material"):
        built = site.configure(theme=theme).build(strict=False)

        assert "My own calendar" in built.text("archive/index.html")
        assert "渔港开市首日成交三百吨" in built.text(f"{BRIDGE}/index.html")
        assert built.has(f"{BRIDGE}/index.html")
        assert len(built.messages()) == 1


def test_a_page_that_the_site_excludes_is_in_nobody_s_way(site: Site) -> None:
    site.write("docs/archive/index.md", "# Old calendar\n")
    built = site.configure(exclude_docs="archive/index.md").build()

    assert "Old calendar" not in built.text("archive/index.html")


def test_nothing_is_written_into_docs_dir(site: Site) -> None:
    before = site.sources()
    site.build()

    assert site.sources() == before
    assert {path.partition("/")[0] for path in tree(site.folder)} == {"docs", "mkdocs.yml", "site", ".cache"}


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_two_builds_give_the_same_bytes(site: Site, theme: str) -> None:
    site.configure(theme=theme, site_url="https://papers.example/")
    first = tree(site.build().folder)

    assert tree(site.build().folder) == first


def test_a_site_overrides_a_template_in_its_custom_dir(site: Site) -> None:
    site.write(
        "theme/newspaper/page.html", '{% extends "main.html" %}{% block content %}OWN SHELL{% endblock %}'
    )
    site.write("theme/newspaper/print_page.html", "<p>OWN PRINT PAGE</p>")
    theme = {"name": "mkdocs", "highlightjs": False, "custom_dir": "theme"}
    outer = site.configure(theme=theme).build()
    assert "OWN SHELL" in outer.text(f"{BRIDGE}/index.html")
    assert "OWN SHELL" not in outer.text("guide/index.html")

    (site.folder / "theme/newspaper/page.html").unlink()
    inner = site.build()
    assert "OWN PRINT PAGE" in inner.text(f"{ISSUE}/p1/index.html")
    assert "OWN PRINT PAGE" not in inner.text(f"{BRIDGE}/index.html")


def test_a_site_whose_main_template_is_its_own_keeps_it(site: Site) -> None:
    site.write("theme/main.html", '{% extends "base.html" %}{% block site_name %}OWN NAME{% endblock %}')
    theme = {"name": "mkdocs", "highlightjs": False, "custom_dir": "theme"}
    built = site.configure(theme=theme).build()

    assert "OWN NAME" in built.text(f"{BRIDGE}/index.html")


def test_data_files_are_written_once_and_as_promised(site: Site) -> None:
    built = site.build()

    assert built.json(f"{ISSUE}/issue.json")["date"] == "2031-03-04"
    assert built.json("archive/index.json")
    assert [path for path in built.paths if path.endswith("issue.json")] == [
        f"{ISSUE}/issue.json",
        "archive/2031/03/05/issue.json",
    ]


def test_the_package_s_templates_folder_adds_no_file_to_the_site(site: Site) -> None:
    site.configure(plugins=["search"], exclude_docs="issues/")
    without = set(site.build().paths)
    built = site.configure(plugins=["search", "newspaper"]).build()

    added = set(built.paths) - without
    assert {path for path in added if "archive" not in path.split("/")} == {
        "assets/newspaper/newspaper.css",
        "assets/newspaper/newspaper.js",
    }


def test_edit_links_lead_to_the_document(site: Site) -> None:
    site.configure(repo_url="https://code.example/liuwan/", edit_uri="edit/main/docs/")
    built = site.build()

    link = built.page(f"{ISSUE}/p2/").find("a", href=lambda href: href and "/edit/" in href)
    assert link is not None
    assert link["href"] == "https://code.example/liuwan/edit/main/docs/issues/2031-03-04/02.md"
    assert built.page("archive/").find("a", href=lambda href: href and "/edit/" in href) is None


def test_a_line_tells_what_the_archive_holds(site: Site) -> None:
    lines = site.build().messages(logging.INFO)

    assert [line for line in lines if "2 issues, 3 print pages, 4 articles" in line]


def _sitemap(built: Built) -> str:
    return built.text("sitemap.xml")


def test_every_page_stands_in_the_sitemap(site: Site) -> None:
    built = site.configure(site_url="https://papers.example/").build()

    for path in built.archive_pages:
        assert f"https://papers.example/{path.removesuffix('index.html')}<" in _sitemap(built)
