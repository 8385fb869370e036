"""One build of the archive inside one site: what the plugin's events share between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from mkdocs_newspaper.archive import Archive, read_archive
from mkdocs_newspaper.bilingual.labels import labels
from mkdocs_newspaper.config import NewspaperConfig
from mkdocs_newspaper.integration.context import page_context
from mkdocs_newspaper.integration.files import add_publication, exclude_sources
from mkdocs_newspaper.integration.language import site_language
from mkdocs_newspaper.integration.log import log, report
from mkdocs_newspaper.integration.nav import Sidebars, settle
from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.html import TEMPLATES
from mkdocs_newspaper.publishing.views import Publication, SiteFacts, publish

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@dataclass
class ArchiveSite:
    """The archive as one build of a site publishes it."""

    options: Options
    archive: Archive
    publication: Publication
    pages: dict[str, ArchivePage] = field(default_factory=dict)
    unsearched: set[str] = field(default_factory=set)  # URLs of pages that stay out of the search
    sidebars: Sidebars = field(default_factory=lambda: Sidebars({}))

    @classmethod
    def read(cls, options: Options, config: MkDocsConfig, *, serving: bool) -> ArchiveSite:
        """Read and join all issues, say what was found, and lay out the pages; nothing is written."""
        archive = read_archive(options)
        publication = publish(archive, options, _facts(config, serving=serving))
        report([*archive.findings, *publication.diagnostics])
        if not config.site_url:
            log.info("Without site_url, pages have no links that need absolute URLs (hreflang, og:url).")
        log.info(_summary(archive))
        return cls(options, archive, publication)

    def add_files(self, files: Files, config: MkDocsConfig) -> None:
        """The archive's pages and files into the site, the source documents out."""
        exclude_sources(files, self.options)
        self.pages = add_publication(files, self.publication, self.options, config)
        self.sidebars = Sidebars(self.pages)

    def settle_nav(self, nav: Navigation, config: MkDocsConfig) -> Navigation:
        """One item for the archive, and neighbours for its pages."""
        label = labels(site_language(config.theme))("Archive")
        return settle(nav, config.nav, self.pages, label)

    def context(self, page: ArchivePage, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
        """The variables of one page's template."""
        return page_context(
            page,
            config=config,
            nav=nav,
            sidebars=self.sidebars,
            urls={uri: self.pages[uri].url for uri in page.published.twins.values() if uri in self.pages},
            assets=list(self.publication.assets),
            script=self._script(),
        )

    def _script(self) -> str | None:
        """The writing system that most issues are set in, if they are Chinese."""
        counted = Counter(issue.source_language for issue in self.archive.issues)
        return counted.most_common(1)[0][0] if counted else None


def resolve(config: MkDocsConfig, chosen: NewspaperConfig, *, serving: bool) -> Options:
    """The plugin's options with absolute paths. Raises PluginError with one clear line."""
    base = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    try:
        options = chosen.resolved(Path(config.docs_dir), base, drafts=serving)
        _keep_apart(options.issues, Path(config.site_dir))
    except ValidationError as error:
        raise PluginError(f"Plugin 'newspaper' option 'issues': {error}") from error
    return options


def _keep_apart(issues: Path, site_dir: Path) -> None:
    """MkDocs empties site_dir before it builds; and what it writes there must not be read as issues."""
    if site_dir in (issues, *issues.parents) or issues in site_dir.parents:
        raise ValidationError(f"the issues ({issues}) and site_dir ({site_dir}) lie one within the other")


def add_templates(config: MkDocsConfig) -> None:
    """Let the theme find the templates of the archive's pages, after all of its own."""
    if str(TEMPLATES) not in config.theme.dirs:
        config.theme.dirs.append(str(TEMPLATES))


def _facts(config: MkDocsConfig, *, serving: bool) -> SiteFacts:
    return SiteFacts(
        directory_urls=config.use_directory_urls,
        site_url=config.site_url or None,
        template_dirs=tuple(folder for folder in config.theme.dirs if folder != str(TEMPLATES)),
        serving=serving,
        language=site_language(config.theme),
    )


def _summary(archive: Archive) -> str:
    pages = sum(len(issue.pages) for issue in archive.issues)
    articles = sum(len(issue.articles) + len(issue.orphans) for issue in archive.issues)
    return f"{len(archive.issues)} issues, {pages} print pages, {articles} articles"
