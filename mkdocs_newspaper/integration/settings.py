"""mkdocs.yml -> the plugin's options, for commands that run beside it without building the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import yaml
from mkdocs.config.base import ValidationError
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from mkdocs_newspaper.config import NewspaperConfig
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.views import SiteFacts

_CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml")


def read_options(config_file: Path | None, *, needed: bool, drafts: bool) -> Options:
    """The plugin's options in mkdocs.yml; the defaults where there is none and none is `needed`.

    mkdocs.yml is read without loading its theme and its other plugins, so they need not be installed.
    """
    file = config_file or _config_file()
    if file is None and needed:
        raise click.UsageError("There is no mkdocs.yml in this folder. Give a PATH, or -f FILE.")
    settings = _settings(file) if file else {}
    config = NewspaperConfig(config_file_path=str(file) if file else None)
    try:
        config.load_dict(_plugin_options(settings.get("plugins")))
        failed, warnings = config.validate()
        if failed:
            raise ValidationError("; ".join(f"option '{name}': {error}" for name, error in failed))
        base = (file.parent if file else Path()).absolute()
        options = config.resolved(base / str(settings.get("docs_dir") or "docs"), base, drafts=drafts)
    except (ValidationError, ConfigurationError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    for name, message in warnings:
        click.echo(f"{file}: warning: option '{name}': {message}", err=True)
    return options


def read_site(config_file: Path | None) -> tuple[Options, SiteFacts]:
    """The plugin's options, and what links to the site's pages need to know of it."""
    options = read_options(config_file, needed=True, drafts=False)
    settings = _settings(config_file or _config_file() or Path(_CONFIG_NAMES[0]))
    address = settings.get("site_url")
    return options, SiteFacts(
        directory_urls=settings.get("use_directory_urls") is not False,
        site_url=address if isinstance(address, str) and address else None,
    )


def _config_file() -> Path | None:
    return next((Path(name) for name in _CONFIG_NAMES if Path(name).is_file()), None)


def _settings(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as content:
            settings = yaml_load(content, _loader())
    except (yaml.YAMLError, ConfigurationError, OSError, UnicodeError) as error:
        raise click.UsageError(f"{file} can't be read: {error}") from error
    if not isinstance(settings, dict):
        raise click.UsageError(f"{file} can't be read: it holds no settings")
    return settings


def _loader() -> Any:
    """A loader that knows MkDocs' own tags and passes over those that name Python objects."""

    class SettingsLoader(yaml.SafeLoader):
        pass

    for prefix in ("!", "tag:yaml.org,2002:python/"):
        SettingsLoader.add_multi_constructor(prefix, lambda *_: None)
    return get_yaml_loader(SettingsLoader)


def _plugin_options(plugins: object) -> dict[str, Any]:
    """The options that `plugins:` gives to the newspaper plugin."""
    listed = plugins if isinstance(plugins, list) else [plugins]
    for item in listed:
        if isinstance(item, dict) and "newspaper" in item:
            chosen = item["newspaper"] or {}
            if not isinstance(chosen, dict):
                raise ValidationError("Expected options for the plugin 'newspaper'")
            return chosen
    return {}
