"""mkdocs-static-i18n: it runs the whole build once a language, and keeps files of docs_dir alone.

The archive is read in the first run, that of the default language. Each run gets the archive's pages in its
own language, after that plugin has arranged the files; the first also gets the languages that the plugin
does not build, the data, the images and the styles. Both structures, `folder` and `suffix`, work alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

if TYPE_CHECKING:
    from mkdocs.plugins import PluginCollection
    from mkdocs.structure import StructureItem
    from mkdocs.structure.nav import Navigation

    from mkdocs_newspaper.integration.archive_pages import ArchivePages
    from mkdocs_newspaper.integration.pages import ArchivePage

_MODULE = "mkdocs_static_i18n"


@dataclass(frozen=True)
class LanguageRun:
    """One of the builds that mkdocs-static-i18n makes: of the pages in `language`."""

    plugin: Any
    language: str
    is_first: bool

    @classmethod
    def of(cls, plugins: PluginCollection) -> LanguageRun | None:
        """The run under way; None on a site without that plugin."""
        for plugin in plugins.values():
            if type(plugin).__module__.partition(".")[0] == _MODULE:
                return cls(
                    plugin, plugin.current_language, plugin.current_language == plugin.default_language
                )
        return None

    def check(self, languages: tuple[str, ...]) -> None:
        """Raise PluginError, with what to set, where the archive's languages don't fit."""
        default, built = self.plugin.default_language, list(self.plugin.build_languages)
        if languages[0] == default and set(built) <= set(languages):
            return
        wanted = [default, *(one for one in built if one != default)]
        wanted += [one for one in languages if one not in wanted]
        raise PluginError(
            f"Plugin 'newspaper' option 'languages': mkdocs-static-i18n builds {', '.join(built)} and puts "
            f"{default} at the root of the site. Set `languages: [{', '.join(wanted)}]`"
        )

    def has_place_for(self, language: str) -> bool:
        """Whether the archive's pages in `language` are made in this run."""
        if self.is_first:
            return language == self.language or language not in self.plugin.build_languages
        return language == self.language

    def introduce(self, files: Files, pages: ArchivePages) -> None:
        """Tell that plugin of the archive's pages: their languages, for its site map."""
        for page in pages.held:
            if files.get_file_from_path(page.file.src_uri) is not page.file:
                continue
            file: Any = page.file
            file.locale = file.locale_alternate_of = file.localization = page.published.language
            file.norm_src_uri = file.src_uri
            file.alternates = {
                language: twin
                for language, uri in page.published.twins.items()
                if (twin := pages.file(uri)) is not None
            }
        self._find_by_plain_path(files)
        self.plugin.i18n_files_per_language[self.language] = files.documentation_pages()

    def _find_by_plain_path(self, files: Files) -> None:
        """Let `archive/index.md`, in a nav or a link, be the page in the run's language."""
        if self.is_first:
            return
        find = files.get_file_from_path

        def found(path: str) -> File | None:
            return find(path) or find(f"{self.language}/{path}")

        files.get_file_from_path = found  # type: ignore[method-assign]

    @staticmethod
    def keep_item(nav: Navigation, root: ArchivePage | None) -> None:
        """Put the archive's item back where a nav of language folders has no place for it."""
        if (
            root is not None
            and root.file.inclusion is InclusionLevel.INCLUDED
            and not _holds(nav.items, root)
        ):
            nav.items.append(root)
            if root not in nav.pages:
                nav.pages.append(root)


def _holds(items: Iterable[StructureItem], page: ArchivePage) -> bool:
    """Whether a page is among the items of a nav, at any depth."""
    return any(item is page or _holds(getattr(item, "children", None) or (), page) for item in items)
