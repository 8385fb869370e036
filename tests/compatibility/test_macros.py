"""mkdocs-macros-plugin: newspaper text in braces is no template."""

from __future__ import annotations

import pytest
from newspaper_site import BRIDGE, FRONT_PAGE, Site

pytest.importorskip("mkdocs_macros")

BRACES = FRONT_PAGE.replace("柳湾大桥合龙\n", "柳湾大桥{{ config.site_name }}合龙\n", 1).replace(
    "桥面预计", "{{ 7 * 7 }} {% endfor %} 桥面预计"
)


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_braces_of_a_headline_and_of_its_text_are_printed(site: Site, theme: str) -> None:
    site.write("docs/issues/2031-03-04/01.md", BRACES)
    site.write("docs/guide.md", "# Guide {{ 6 * 7 }}\n\n{{ 6 * 7 }}\n")
    built = site.configure(theme=theme, plugins=["search", "macros", "newspaper"]).build(strict=False)

    assert "Guide 42" in built.text("guide/index.html")
    issue = built.page("archive/2031/03/04/").get_text()
    assert "柳湾大桥{{ config.site_name }}合龙" in issue
    story = next(path for path in built.archive_pages if "da-qiao" in path and not path.startswith("en/"))
    page = built.page(story)
    assert "{{ 7 * 7 }} {% endfor %}" in page.get_text()
    assert "{{ config.site_name }}" in page.title.get_text()


def test_a_plain_issue_builds_strictly_beside_macros(site: Site) -> None:
    for plugins in (["macros", "newspaper"], ["newspaper", "macros"]):
        built = site.configure(plugins=plugins).build()

        assert built.has(f"{BRIDGE}/index.html")
        assert built.broken_links() == []
