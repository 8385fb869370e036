"""mkdocs-redirects: an old address may lead to a page of the archive."""

from __future__ import annotations

import pytest
from newspaper_site import BRIDGE, Site

pytest.importorskip("mkdocs_redirects")


@pytest.mark.parametrize("first", [True, False])
def test_an_old_page_leads_to_an_article(site: Site, first: bool) -> None:
    redirects = {"redirects": {"redirect_maps": {"bridge.md": f"{BRIDGE}.md"}}}
    plugins = [redirects, "newspaper"] if first else ["newspaper", redirects]
    built = site.configure(plugins=plugins).build()

    assert f"../{BRIDGE}/" in built.text("bridge/index.html")
