"""mkdocs.yml -> where one site is built part by part, and what is kept there of each part."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from mkdocs_newspaper.cache import digest, package_digest
from mkdocs_newspaper.integration.files import is_source
from mkdocs_newspaper.integration.fingerprint import settings_said
from mkdocs_newspaper.integration.known_plugins import SEEING, strangers
from mkdocs_newspaper.integration.site import resolve
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.views import SiteFacts

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

#: Where the parts lie, in the cache's folder.
FOLDER = "parts"


class ShardError(Exception):
    """The site could not be built; the message says which part, and why."""


class Made(msgspec.Struct, frozen=True):
    """What came of a part. `paths` are its files below its folder, `pages` the URLs of its pages with their
    days in ISO form ("" without).

    `reasons` stands for what it was made of, `answered` for what the archive answered to what its pages
    `asked`, `stamp` for its files as they were written; `seconds` on the clock, `memory` at most in MB.
    """

    reasons: str
    stamp: str
    paths: list[str]
    asked: list[tuple[str, str]] = []
    answered: str = ""
    pages: list[tuple[str, str]] = []
    warnings: list[str] = []
    notes: list[str] = []
    seconds: float = 0
    memory: float = 0


@dataclass(frozen=True)
class Shop:
    """Where one site is built part by part. `whole` stands for all that its pages show beside the archive."""

    config_file: Path
    options: Options
    facts: SiteFacts
    site_dir: Path
    folder: Path  # of the parts
    whole: str
    notes: tuple[str, ...] = ()

    def site(self, name: str) -> Path:
        """The folder that a part is built into."""
        return self.folder / name

    def record(self, name: str) -> Path:
        """The file that says what came of a part."""
        return self.folder / f"{name}.json"

    def error(self, name: str) -> Path:
        """The file that says why a part could not be built."""
        return self.folder / f"{name}.error"

    @property
    def put(self) -> Path:
        """The file that lists what stands in the site."""
        return self.folder / f"site-{digest(str(self.site_dir))[:12]}.txt"

    def forget(self, name: str) -> None:
        """No longer take a part for made. Raises OSError."""
        self.record(name).unlink(missing_ok=True)
        self.error(name).unlink(missing_ok=True)

    def made(self, name: str, reasons: str) -> Made | None:
        """What the last build made of a part for these reasons; None where there is nothing, or not all."""
        made = self.said(name)
        if made is None or made.reasons != reasons:
            return None
        try:
            return made if stamp(self.site(name), made.paths) == made.stamp else None
        except OSError:
            return None

    def said(self, name: str) -> Made | None:
        """What a part's record says, None where there is none."""
        try:
            return msgspec.json.decode(self.record(name).read_bytes(), type=Made)
        except (OSError, msgspec.MsgspecError):
            return None


def stamp(folder: Path, paths: Iterable[str]) -> str:
    """Stands for files as they are: their sizes and the times of their writing. Raises OSError."""
    said = []
    for path in paths:
        status = os.stat(folder / path)
        said.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return digest(*said)


def open_shop(config_file: Path | None, site_dir: Path | None = None) -> Shop:
    """Where the site of a mkdocs.yml is built. Raises ShardError where it can't be."""
    chosen = {"site_dir": str(site_dir.absolute())} if site_dir else {}
    with heard() as lines:
        try:
            config = load_config(str(config_file) if config_file else None, **chosen)
            plugin: Any = config.plugins.get("newspaper")
            if plugin is None:
                raise ShardError(f"{config.config_file_path} has no plugin `newspaper`")
            options = resolve(config, plugin.config, serving=False)
        except (MkDocsException, Abort) as error:
            raise ShardError("; ".join(lines) or str(error)) from error
    if options.cache is None:
        raise ShardError("the parts are kept between builds: the option `incremental` must not be off")
    if "i18n" in config.plugins:
        raise ShardError("the plugin `i18n` builds a site once a language; its parts can't be built")
    folder, target = options.cache / FOLDER, Path(config.site_dir).absolute()
    if folder in (target, *target.parents) or target in folder.parents:
        raise ShardError(f"the parts ({folder}) and the site ({target}) lie one within the other")
    facts = SiteFacts(directory_urls=config.use_directory_urls, site_url=config.site_url or None)
    whole = digest(package_digest(), *_of_the_site(config, options))
    file = Path(config.config_file_path).absolute()
    return Shop(file, options, facts, target, folder, whole, tuple(_notes(config)))


def _notes(config: MkDocsConfig) -> Iterator[str]:
    unknown = strangers(config.plugins, SEEING)
    if unknown:
        yield (
            f"{', '.join(unknown)}: each build of a part sees the archive's pages of that part alone; what is "
            "gathered from all pages is the root part's"
        )


def _of_the_site(config: MkDocsConfig, options: Options) -> Iterator[str]:
    """The settings, all files that a build reads beside the issues and their catalogs, and the versions of all
    that could draw a page."""
    yield from settings_said(config)
    yield from sorted(f"{one.name} {one.version}" for one in distributions())
    yield os.environ.get("SOURCE_DATE_EPOCH", "")
    files = [Path(one) for one in config.hooks]
    files += [options.glossary] if options.glossary else []
    for folder in (config.docs_dir, config.theme.custom_dir):
        files += _files(Path(folder), options) if folder else ()
    for path in files:
        with contextlib.suppress(OSError):
            yield f"{path} {digest(path.read_bytes())}"


def _files(folder: Path, options: Options) -> Iterator[Path]:
    """What lies below a folder of the site, without what issues are read from."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(place, name) for name in sorted(names))
        yield from (path for path in paths if not is_source(path, options))


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} - {record.getMessage()}")


@contextlib.contextmanager
def heard() -> Iterator[list[str]]:
    """The warnings and errors that MkDocs and its plugins log meanwhile, as lines."""
    handler, logger = _Heard(), logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)
