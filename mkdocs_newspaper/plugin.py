"""The plugin: what MkDocs calls, in the order of a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from mkdocs_newspaper.config import NewspaperConfig
from mkdocs_newspaper.integration.files import ArchiveFiles
from mkdocs_newspaper.integration.head import without_doubles
from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.integration.search import SearchView, drop_entries, part_han, searches_to_part
from mkdocs_newspaper.integration.shard import Shard
from mkdocs_newspaper.integration.site import ArchiveSite, add_templates, resolve
from mkdocs_newspaper.integration.static_i18n import LanguageRun
from mkdocs_newspaper.integration.watch import watch

if TYPE_CHECKING:
    from jinja2 import Environment
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
        self._dirty = False
        self._files: Files | None = None
        self._nav: Navigation | None = None
        self._site: ArchiveSite | None = None
        self._last: ArchiveSite | None = None
        self._searched: SearchView | None = None
        self._searches: list[BasePlugin[Any]] = []
        #: Set where this build makes one part of an archive.
        self.shard: Shard | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether drafts show. Its presence keeps the instance between the builds of a server."""
        self._serving = command == "serve"
        self._dirty = dirty

    # Early: Material's search fills in a separator of its own where the site sets none.
    @event_priority(90)
    def on_config(self, config: MkDocsConfig) -> None:
        """Forget the last build."""
        self._last, self._site = self._site, None
        self._searched = None
        self._searches = searches_to_part(config.plugins)
        add_templates(config)

    @event_priority(-100)
    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Read the issues while yesterday's site is still there, with the configuration as others left it."""
        options = resolve(config, self.config, serving=self._serving)
        run = LanguageRun.of(config.plugins)
        if run is not None:
            run.check(options.languages)
        if run is not None and not run.is_first and self._last is not None:
            self._site = self._last.next_run(config)
            return
        self._last = self._files = self._nav = None
        self._site = ArchiveSite.read(
            options, config, serving=self._serving, dirty=self._dirty, shard=self.shard
        )
        part_han(self._searches)

    # Early: plugins that arrange or check pages must find the archive's among them.
    @event_priority(50)
    def _add_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the archive's pages and files, leave its source documents out."""
        self.site.add_files(files, config)

    # Late: the files that other plugins leave; but before mkdocs-literate-nav, which wants to see the last ones.
    @event_priority(-99)
    def _take_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Let MkDocs pass over pages that need not be made."""
        if LanguageRun.of(config.plugins) is not None:
            return files
        self._files = ArchiveFiles(files, self.site.pages)
        return self._files

    # After mkdocs-static-i18n, which keeps files of docs_dir alone.
    @event_priority(-200)
    def _add_to_run(self, files: Files, config: MkDocsConfig) -> None:
        """Add the archive's pages and files where the site is built once a language."""
        self.site.add_to_run(files, config)

    on_files = CombinedEvent(_add_files, _take_files, _add_to_run)

    # Late: plugins that make the nav have made it.
    @event_priority(-50)
    def _settle_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Give the archive its item, and its pages their parents and neighbours."""
        return self.site.settle_nav(nav, config)

    # Last: the nav shows on every page.
    @event_priority(-250)
    def _keep_pages(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Find out what the last build wrote that is still right."""
        self._nav = nav
        self.site.choose(files)

    # After mkdocs-static-i18n, which drops items that are in no folder of a language.
    @event_priority(-200)
    def _keep_item(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Put the archive's item back."""
        return self.site.keep_item(nav, config)

    on_nav = CombinedEvent(_settle_nav, _keep_item, _keep_pages)

    @event_priority(-100)
    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Remember what draws templates; decide what is kept, now that all titles are known."""
        self.site.draw_with(env)
        self.site.confirm(self._nav, files, config)

    @event_priority(50)
    def _set_context(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give a page of the archive its language, its navigation and its metadata."""
        if isinstance(page, ArchivePage) and page.late:
            page.open(self.site.drawing.of(page.published))
        if isinstance(page, ArchivePage) and self.site.shells is None:
            context.update(self.site.context(page, config, nav))  # type: ignore[typeddict-item]
        return context

    # As near to the search plugins' own priority, 0, as can be.
    @event_priority(1)
    def _before_search(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Show the search what is to be found."""
        self._searched = None
        if isinstance(page, ArchivePage) and self.site.is_searched:
            self._searched = SearchView.open(page)
        if self.site.is_searched:
            self.site.searched.begin()
        return context

    @event_priority(-1)
    def _after_search(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Show the page again."""
        if self.site.is_searched:
            self.site.searched.end(page.file.dest_uri)
        if self._searched and not self._searched.close():
            self.site.unsearched[page.url] = page.file.dest_uri
        self.site.glossary_links.add_to(page, config)
        return context

    # Last: what is drawn here is final.
    @event_priority(-95)
    def _draw(
        self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Draw a page of the archive, where the plugin does so itself."""
        if isinstance(page, ArchivePage) and self.site.shells is not None:
            drawn = self.site.shells.draw(page, cast("dict[str, Any]", context), config, nav)
            context["newspaper_page"] = drawn  # type: ignore[typeddict-unknown-key]
        return context

    on_page_context = CombinedEvent(_set_context, _before_search, _after_search, _draw)

    # Early: before the page is minified.
    @event_priority(50)
    def _settle_head(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """One description and one set of language links in the head of an archive's page; on others, what
        their glossary links need."""
        if not isinstance(page, ArchivePage) or page.published.metadata is None:
            return self.site.glossary_links.add_assets(output, page)
        return without_doubles(output, page.head)

    # Last: the page is written next.
    @event_priority(-100)
    def _close_page(self, output: str, page: Page, config: MkDocsConfig) -> None:
        """Forget what a page of the archive says."""
        if isinstance(page, ArchivePage):
            self.site.wrote(page)

    on_post_page = CombinedEvent(_settle_head, _close_page)

    def on_build_error(self, error: Exception) -> None:
        """Leave no processes behind."""
        if self._site is not None:
            self._site.drawing.end()

    # Early: before the search plugins write their index.
    @event_priority(50)
    def _complete_search(self, config: MkDocsConfig) -> None:
        """Leave what must not be found out of the search."""
        self.site.finish(config, self._files)
        drop_entries(config.plugins, self.site.unsearched)

    # Last: everything has been written.
    @event_priority(-100)
    def _leave_record(self, config: MkDocsConfig) -> None:
        """Tell the next build what this one wrote."""
        self.site.leave_record()

    on_post_build = CombinedEvent(_complete_search, _leave_record)

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> None:
        """Watch what lies outside docs_dir."""
        watch(server, self.site.options, Path(config.docs_dir))

    def made(self) -> list[tuple[str, str]]:
        """The URLs of the pages that this build gives the site, with their days: see `ArchiveSite.made`."""
        return self.site.made(self._files, alone=self.shard is not None and not self.shard.part.is_root)

    @property
    def site(self) -> ArchiveSite:
        """The build under way. MkDocs runs `on_pre_build` before every other event."""
        assert self._site is not None
        return self._site
