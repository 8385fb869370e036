"""Addresses of pages -> site maps of any number of pages (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urljoin
from xml.sax.saxutils import escape

#: A site map holds no more.
MOST_ADDRESSES = 50_000
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(name: str, site_url: str, pages: Sequence[tuple[str, str]]) -> Iterator[tuple[str, bytes, str]]:
    """The maps of some pages: file name, content, and the newest day in it ("" without any).

    `pages` are URLs below the site with their days in ISO form, "" where a page has none.
    """
    base = site_url.rstrip("/") + "/"
    for number, start in enumerate(range(0, len(pages), MOST_ADDRESSES), 1):
        members = pages[start : start + MOST_ADDRESSES]
        ending = "" if number == 1 else f"-{number}"
        newest = max((day for _, day in members), default="")
        addressed = [(urljoin(base, url), day) for url, day in members]
        yield f"sitemap-{name}{ending}.xml", _xml("urlset", "url", addressed), newest


def index_xml(site_url: str, maps: Sequence[tuple[str, str]]) -> bytes:
    """The map of the maps at the root of `site_url`; `maps` are file names with their newest days."""
    base = site_url.rstrip("/") + "/"
    return _xml("sitemapindex", "sitemap", [(urljoin(base, name), day) for name, day in maps])


def _xml(root: str, item: str, members: Sequence[tuple[str, str]]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{_SPACE}">']
    for address, day in members:
        dated = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<{item}><loc>{escape(address)}</loc>{dated}</{item}>")
    return ("\n".join([*lines, f"</{root}>"]) + "\n").encode()
