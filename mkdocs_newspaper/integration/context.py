"""What the template of one page gets: its language, its navigation, its metadata, its styles and scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape
from mkdocs.structure.nav import Navigation
from mkdocs.utils import get_relative_url

from mkdocs_newspaper.integration import language
from mkdocs_newspaper.integration.head import LEAVE_ALTERNATES_ALONE
from mkdocs_newspaper.integration.nav import Sidebars
from mkdocs_newspaper.integration.pages import ArchivePage

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.theme import Theme

#: Files of the themes that show the nav beside the text: Material and its children, readthedocs.
_SIDEBAR_TEMPLATES = ("partials/nav-item.html", "versions.html")


def page_context(
    page: ArchivePage,
    *,
    config: MkDocsConfig,
    nav: Navigation,
    sidebars: Sidebars,
    urls: Mapping[str, str],
    assets: Sequence[str],
    script: str | None = None,
) -> dict[str, Any]:
    """The variables that differ from what MkDocs gives every page.

    `urls` maps pages to their URLs, `assets` are paths of style sheets and scripts below the site's root,
    `script` is the writing system of a Chinese page where it is not the theme's usual one ("zh-Hant").
    """
    published = page.published
    own = script if script and published.language == "zh" else published.language
    speaks = language.speaks(config.theme, published.language)
    theme = config.theme if speaks else language.theme_in(config.theme, own)
    alternate = language.alternates(config.extra.get("alternate"), published.twins, urls)
    in_nav = nav_stands_beside_text(config.theme)
    return {
        "config": language.with_page_language(config, theme, alternate),
        "nav": sidebars.nav(page, nav, with_stories=in_nav),
        "newspaper": published,
        "newspaper_head": Markup(_head(page, config.theme)),
        "newspaper_assets": {path.rpartition(".")[2]: path for path in assets},
        # Where the theme's sidebar can't list the stories, the page does.
        "newspaper_sidebar": [] if in_nav else _story_list(page, sidebars),
        "newspaper_sidebar_title": escape(published.sidebar_title),
        **({} if speaks else language.gettext_in(config.theme, own)),
    }


def _head(page: ArchivePage, theme: Theme) -> str:
    """The page's metadata, and what its theme's own script must be told of it."""
    own = page.head
    has_language_menu = language.has_file(theme, "partials/alternate.html")
    return f"{own}\n{LEAVE_ALTERNATES_ALONE}" if has_language_menu and "hreflang=" in own else own


def nav_stands_beside_text(theme: Theme) -> bool:
    """Whether the theme shows the nav as a sidebar; in others, the sidebar is the page's contents."""
    return any(language.has_file(theme, name) for name in _SIDEBAR_TEMPLATES)


def _story_list(page: ArchivePage, sidebars: Sidebars) -> list[dict[str, Any]]:
    return [
        {
            "title": line.title,
            "url": get_relative_url(line.file.url, page.url),
            "active": line.active,
        }
        for line in sidebars.stories(page)
    ]
