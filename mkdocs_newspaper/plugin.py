"""The plugin: what MkDocs calls, in the order of a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from mkdocs_newspaper.config import NewspaperConfig
from mkdocs_newspaper.integration.head import without_doubles
from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.integration.search import SearchView, drop_entries, part_han, searches_to_part
from mkdocs_newspaper.integration.site import ArchiveSite, add_templates, resolve
from mkdocs_newspaper.integration.watch import watch

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


class NewspaperPlugin(BasePlugin[NewspaperConfig]):  # type: ignore[no-untyped-call]
    """A newspaper archive inside an MkDocs site."""

    def __init__(self) -> None:
        self._serving = False
        self._site: ArchiveSite | None = None
        self._searched: SearchView | None = None
        self._searches: list[BasePlugin[Any]] = []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether drafts show. Its presence keeps the instance between the builds of a server."""
        self._serving = command == "serve"

    # Early: Material's search fills in a separator of its own where the site sets none.
    @event_priority(90)
    def on_config(self, config: MkDocsConfig) -> None:
        """Forget the last build."""
        self._site = self._searched = None
        self._searches = searches_to_part(config.plugins)
        add_templates(config)

    @event_priority(-100)
    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Read the issues while yesterday's site is still there, with the configuration as others left it."""
        options = resolve(config, self.config, serving=self._serving)
        self._site = ArchiveSite.read(options, config, serving=self._serving)
        part_han(self._searches)

    # Early: plugins that arrange or check pages must find the archive's among them.
    @event_priority(50)
    def on_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the archive's pages and files, leave its source documents out."""
        self.site.add_files(files, config)

    # Late: plugins that make the nav have made it.
    @event_priority(-50)
    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the archive its item, and its pages their parents and neighbours."""
        return self.site.settle_nav(nav, config)

    @event_priority(50)
    def _set_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give a page of the archive its language, its navigation and its metadata."""
        if isinstance(page, ArchivePage):
            context.update(self.site.context(page, config, nav))  # type: ignore[typeddict-item]
        return context

    # As near to the search plugins' own priority, 0, as can be.
    @event_priority(1)
    def _before_search(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Show the search what is to be found."""
        self._searched = SearchView.open(page) if isinstance(page, ArchivePage) else None
        return context

    @event_priority(-1)
    def _after_search(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Show the page again."""
        if self._searched and not self._searched.close():
            self.site.unsearched.add(page.url)
        return context

    on_page_context = CombinedEvent(_set_context, _before_search, _after_search)

    # Early: before the page is minified.
    @event_priority(50)
    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """One description and one set of language links in the head of an archive's page."""
        if not isinstance(page, ArchivePage) or page.published.head is None:
            return output
        return without_doubles(output, page.published.head())

    # Early: before the search plugins write their index.
    @event_priority(50)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Leave what must not be found out of the search."""
        drop_entries(config.plugins, self.site.unsearched)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> None:
        """Watch what lies outside docs_dir."""
        watch(server, self.site.options, Path(config.docs_dir))

    @property
    def site(self) -> ArchiveSite:
        """The build under way. MkDocs runs `on_pre_build` before every other event."""
        assert self._site is not None
        return self._site
