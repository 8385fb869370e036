"""Which plugins of a site take part in drawing pages, and what is known of them.

Shells, and pages kept from build to build, leave out calls that a plugin may have counted on. They are
used where all plugins that see pages are known not to mind; a hook of the site's own is never known.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.plugins import PluginCollection

#: Events in which a plugin can change what a page's template draws.
DRAWING = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context")
#: Events in which a plugin sees a page at all.
SEEING = (*DRAWING, "post_page")

#: Modules of plugins that draw nothing of their own on a page without front matter of theirs, and of which
#: no page depends on another: search only reads, tags act on pages with tags, minify changes the output.
HARMLESS = frozenset(
    {
        "material.plugins.search",
        "material.plugins.tags",
        "mkdocs.contrib.search",
        "mkdocs_minify_plugin",
        "mkdocs_newspaper",
    }
)


#: Of them, those that read what pages let the search find.
SEARCHING = frozenset({"material.plugins.search", "mkdocs.contrib.search"})


def is_read_for_search(plugins: PluginCollection) -> bool:
    """Whether any plugin may read what pages let the search find."""
    modules = (type(plugin).__module__ for plugin in plugins.values())
    return bool(strangers(plugins, SEEING)) or any(
        _is_in(module, known) for module in modules for known in SEARCHING
    )


def strangers(plugins: PluginCollection, events: Collection[str]) -> list[str]:
    """The names of the plugins, and of the modules of hooks, that handle any of `events` and are not known."""
    found: dict[str, None] = {}
    for event in events:
        for method in plugins.events[event]:
            owner = getattr(method, "__self__", None)
            module = type(owner).__module__ if owner is not None else f"hook {method.__module__}"
            if not any(_is_in(module, known) for known in HARMLESS):
                name = next((name for name, plugin in plugins.items() if plugin is owner), module)
                found[name] = None
    return list(found)


def _is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
