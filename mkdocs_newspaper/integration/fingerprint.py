"""The site around the archive -> a digest: its configuration, theme, plugins, navigation.

Whatever here differs from the last build may show on every page, so that none is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin
from mkdocs.structure.nav import Navigation
from mkdocs.theme import Theme

from mkdocs_newspaper.cache import digest, package_digest

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

#: Settings that say where things lie, not what they are.
_PLACES = frozenset({"config_file_path", "dev_addr", "docs_dir", "site_dir", "watch"})
#: Files of a theme that draw pages, or decide how.
_DRAWING = (".html", ".yml", ".yaml", ".mo", ".jinja", ".j2")
_DEEPEST = 12


def site_fingerprint(config: MkDocsConfig, nav: Navigation, frames: Sequence[str]) -> str:
    """`frames`: what the theme draws around pages of every kind."""
    versions = sorted(
        f"{point.name} {point.dist.name} {point.dist.version}"
        for group in ("mkdocs.plugins", "mkdocs.themes")
        for point in entry_points(group=group)
        if point.dist is not None and (point.name in config.plugins or point.name == config.theme.name)
    )
    items = [f"{item.title} {getattr(item, 'url', '')}" for item in _items(nav.items)]
    return digest(
        package_digest(),
        *settings_said(config),
        "versions",
        *versions,
        "theme",
        *_theme_files(config.theme),
        "nav",
        *items,
        "frames",
        *frames,
    )


def settings_said(config: MkDocsConfig) -> list[str]:
    """The settings of a site, those of its theme and plugins among them, as text."""
    return sorted(f"{name}={_said(value)}" for name, value in config.items() if name not in _PLACES)


def _said(value: Any, depth: int = 0) -> str:
    """A setting as text, without the places in memory that `repr` may show."""
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return repr(value)
    if depth > _DEEPEST:
        return type(value).__qualname__
    if isinstance(value, os.PathLike):
        return repr(os.fspath(value))
    if isinstance(value, ModuleType):
        return f"module {value.__name__} {_content(getattr(value, '__file__', None))}"
    if isinstance(value, BasePlugin):
        kind = type(value)
        return f"plugin {kind.__module__}.{kind.__qualname__} {_said(value.config, depth + 1)}"
    if isinstance(value, Theme):
        return f"theme {value.name} {_said(list(value.dirs), depth + 1)} {_said(dict(value), depth + 1)}"
    if isinstance(value, Mapping | Config):
        return (
            "{"
            + ", ".join(sorted(f"{_said(key)}: {_said(held, depth + 1)}" for key, held in value.items()))
            + "}"
        )
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(_said(one, depth + 1) for one in value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_said(one, depth + 1) for one in value) + "]"
    if callable(value) and hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    held = getattr(value, "__dict__", {})
    return f"{type(value).__module__}.{type(value).__qualname__} {_said(held, depth + 1)}"


def _content(path: str | None) -> str:
    try:
        return digest(Path(path).read_bytes()) if path else ""
    except OSError:
        return ""


def _theme_files(theme: Theme) -> Iterator[str]:
    """The files that draw pages, with their content; not the icons, which show in what is drawn."""
    for folder in theme.dirs:
        for place, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "assets")
            for name in sorted(names):
                if name.endswith(_DRAWING):
                    path = os.path.join(place, name)
                    yield f"{os.path.relpath(path, folder)} {_content(path)}"


def _items(items: Sequence[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children or ())
