"""A published page -> the HTML of its head: description, Open Graph, and its twins in other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from mkdocs_newspaper.publishing.sheets import Press

if TYPE_CHECKING:
    from mkdocs_newspaper.publishing.views import PublishedPage

#: Open Graph wants a territory with every language; other languages go without.
LOCALES = {"zh": "zh_CN", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en_US"}


def head(press: Press, page: PublishedPage) -> str:
    """The metadata of `page`, one element a line. What needs absolute URLs needs the site's own."""
    lines = [_meta("name", "description", page.description)] if page.description else []
    lines += [
        _meta("property", "og:type", "article" if page.kind == "article" else "website"),
        _meta("property", "og:title", page.title),
    ]
    if page.description:
        lines.append(_meta("property", "og:description", page.description))
    locale = LOCALES.get(page.language)
    if locale:
        lines.append(_meta("property", "og:locale", locale))
    lines += (
        _meta("property", "og:locale:alternate", LOCALES[language])
        for language in page.twins
        if language != page.language and LOCALES.get(language, locale) != locale
    )
    if page.kind == "article" and page.issue_id:
        lines.append(_meta("property", "article:published_time", page.issue_id[:10]))
    if press.site_url:
        root = press.site_url.rstrip("/") + "/"
        lines.append(_meta("property", "og:url", root + press.urls.url(page.src_uri)))
        lines += (
            _alternate(language, root + press.urls.url(src_uri)) for language, src_uri in page.twins.items()
        )
        first = page.twins.get(press.urls.languages[0])
        if first is not None:
            lines.append(_alternate("x-default", root + press.urls.url(first)))
    return "\n".join(lines)


def _meta(kind: str, name: str, content: str) -> Markup:
    return Markup('<meta {}="{}" content="{}">').format(Markup(kind), name, content)


def _alternate(language: str, url: str) -> Markup:
    return Markup('<link rel="alternate" hreflang="{}" href="{}">').format(language, url)
