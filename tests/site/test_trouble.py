"""Bad options, bad issues, no issues: one clear line, and yesterday's site where nothing new can be built."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from newspaper_site import BRIDGE, FRONT_PAGE, ISSUES, Built, Site, log_lines, tree


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"archive": "../up"}, "archive"),
        ({"archive": "/root"}, "archive"),
        ({"languages": []}, "languages"),
        ({"languages": ["zh", "zh"]}, "languages"),
        ({"source_language": "fr"}, "source_language"),
        ({"repair": ["everything"]}, "repair"),
        ({"continuations": "loud"}, "continuations"),
        ({"newspaper": {"issn": "CN 99-0042"}}, "issn"),
        ({"newspaper": {"name": ["x"]}}, "name"),
        ({"issues": "."}, "issues"),
        ({"issues": ".."}, "issues"),
    ],
)
def test_a_bad_option_is_named_and_leaves_yesterday_s_site(
    site: Site, options: dict[str, Any], named: str
) -> None:
    site.write("site/index.html", "what was built yesterday")
    site.newspaper(**options)

    with log_lines() as records, pytest.raises((SystemExit, Exception)) as caught:
        site.build()
    said = "\n".join([str(caught.value), *(record.getMessage() for record in records)])
    assert named in said
    assert "Traceback" not in said
    assert tree(site.folder / "site") == {"index.html": b"what was built yesterday"}


@pytest.mark.parametrize(("issues", "site_dir"), [("papers", "papers/site"), ("site/papers", "site")])
def test_issues_that_a_build_would_delete_or_read_back_are_refused(
    site: Site, issues: str, site_dir: str
) -> None:
    kept = site.write(f"{issues}/2031-03-04/01.md", FRONT_PAGE)
    site.newspaper(issues=issues).configure(site_dir=site_dir)

    with log_lines() as records, pytest.raises(SystemExit):
        site.build()
    assert "site_dir" in records[-1].getMessage()
    assert kept.is_file()


def test_an_unknown_option_is_a_warning_with_its_name(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.newspaper(isues="issues", newspaper={"nam": "x"})

    built = site.build(strict=False)
    assert "isues" in caplog.text
    assert "nam" in caplog.text
    assert built.has(f"{BRIDGE}/index.html")
    with pytest.raises(SystemExit):
        site.build()


def test_a_site_that_has_just_added_the_plugin_builds_with_one_warning(site: Site) -> None:
    for name in ISSUES:
        (site.folder / "docs/issues" / name).unlink()
        parent = (site.folder / "docs/issues" / name).parent
        if not any(parent.iterdir()):
            parent.rmdir()
    (site.folder / "docs/issues").rmdir()
    built = site.build(strict=False)

    assert len(built.messages()) == 1
    assert "docs/issues" in built.messages()[0]
    assert built.has("archive/index.html")
    assert built.broken_links() == []


def test_a_finding_has_file_line_and_code_and_fails_a_strict_build(site: Site) -> None:
    site.write("docs/issues/2031-03-07/01.md", "---\ndate: 2031-02-30\n---\n\n## 标题\n\n本报讯 正文。\n")
    built = site.build(strict=False)

    found = [message for message in built.messages() if "issues/2031-03-07/01.md" in message]
    assert found
    assert all("[" in message and message.endswith("]") for message in found)
    assert built.has(f"{BRIDGE}/index.html")
    with pytest.raises(SystemExit):
        site.build()


def test_an_unreadable_document_does_not_keep_the_others_from_being_built(site: Site) -> None:
    site.write("docs/issues/2031-03-07/01.md", bytes(range(256)) * 40)
    site.write("docs/issues/2031-03-08/01.md", b"")
    built = site.build(strict=False)

    assert built.has(f"{BRIDGE}/index.html")
    assert any("2031-03-07/01.md" in message for message in built.messages(logging.WARNING))


def test_an_id_never_leads_out_of_the_site(site: Site) -> None:
    text = "---\nid: ../../../x\n---\n\n## 标题\n\n本报讯 正文。\n"
    site.write("docs/issues/2031-03-07/01.md", text)
    built: Built = site.build(strict=False)

    outside = {path for path in tree(site.folder) if not path.startswith(("docs/", "site/", ".cache/"))}
    assert outside == {"mkdocs.yml"}
    assert [path for path in built.archive_pages if "/2031/03/07/" in path]
