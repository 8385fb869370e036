"""One build of the archive inside one site: what the plugin's events share between them."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mkdocs.utils
from jinja2 import FileSystemBytecodeCache
from mkdocs.commands.build import get_context
from mkdocs.config.base import ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from mkdocs_newspaper.archive import Archive, read_archive
from mkdocs_newspaper.bilingual.labels import labels
from mkdocs_newspaper.cache import digest, package_digest, prepare
from mkdocs_newspaper.config import NewspaperConfig
from mkdocs_newspaper.execution import Workforce
from mkdocs_newspaper.integration.archive_pages import ArchiveFile, ArchivePages, PageFile
from mkdocs_newspaper.integration.chapters import WrittenChapter
from mkdocs_newspaper.integration.context import page_context
from mkdocs_newspaper.integration.drawing import Drawing
from mkdocs_newspaper.integration.files import (
    ArchiveFiles,
    DataFile,
    add_publication,
    exclude_sources,
    taken_by,
)
from mkdocs_newspaper.integration.fingerprint import site_fingerprint
from mkdocs_newspaper.integration.glossary_links import GlossaryLinks
from mkdocs_newspaper.integration.kept_pages import KeptPages, paths_of
from mkdocs_newspaper.integration.known_plugins import DRAWING, SEEING, is_read_for_search, strangers
from mkdocs_newspaper.integration.language import site_language
from mkdocs_newspaper.integration.log import log, report
from mkdocs_newspaper.integration.nav import Sidebars, settle
from mkdocs_newspaper.integration.pages import ArchivePage
from mkdocs_newspaper.integration.progress import progress
from mkdocs_newspaper.integration.search import SearchEntries
from mkdocs_newspaper.integration.shard import Shard
from mkdocs_newspaper.integration.shells import SHELL_TEMPLATE, Shells, asks_of_pages
from mkdocs_newspaper.integration.static_i18n import LanguageRun
from mkdocs_newspaper.issue_shelf import heads, outlines
from mkdocs_newspaper.options import Options
from mkdocs_newspaper.publishing.compiled_templates import PageEnvironment
from mkdocs_newspaper.publishing.html import TEMPLATES
from mkdocs_newspaper.publishing.pages import PublishedPage
from mkdocs_newspaper.publishing.parts import Part
from mkdocs_newspaper.publishing.register import Register
from mkdocs_newspaper.publishing.views import Publication, SiteFacts, publish
from mkdocs_newspaper.publishing.witness import Question, Witness, witness_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig


@dataclass
class ArchiveSite:
    """The archive as one build of a site publishes it."""

    options: Options
    archive: Archive
    publication: Publication
    pages: ArchivePages = field(init=False)
    data: dict[str, DataFile] = field(default_factory=dict)
    kept: KeptPages | None = None  # None: everything is made anew
    searched: SearchEntries = field(default_factory=lambda: SearchEntries([]))
    #: Pages that stay out of the search: their files by their URLs.
    unsearched: dict[str, str] = field(default_factory=dict)
    sidebars: Sidebars = field(init=False)
    shells: Shells | None = None  # None: MkDocs draws the pages
    drawing: Drawing = field(default_factory=Drawing)
    _last_witness: Witness | None = None  # of the page that was written last

    #: Whether anybody reads what pages let the search find.
    is_searched: bool = True

    @cached_property
    def glossary_links(self) -> GlossaryLinks:
        """The links on the site's other pages."""
        return GlossaryLinks(self.publication.linker, self.options.link_pages, self.publication.assets)

    @classmethod
    def read(
        cls,
        options: Options,
        config: MkDocsConfig,
        *,
        serving: bool,
        dirty: bool = False,
        shard: Shard | None = None,
    ) -> ArchiveSite:
        """Read and join all issues, say what was found, and lay out the pages; nothing is written.

        Of a `shard`, the archive has been read.
        """
        if shard is None:
            _let_go_of_the_last()
        # Half a million objects that all stay: to look for rubbish among them takes longer than to make them.
        gc.disable()
        try:
            if shard is not None:
                return cls._of_shard(shard.options(options), config, shard)
            return cls._read(options, config, serving=serving, dirty=dirty)
        finally:
            gc.enable()
            gc.freeze()

    @classmethod
    def _read(cls, options: Options, config: MkDocsConfig, *, serving: bool, dirty: bool) -> ArchiveSite:
        with progress("Reading issues") as tell:
            archive = read_archive(options, tell)
        site = cls._published(options, config, archive, serving=serving, dirty=dirty)
        report([*archive.findings, *site.publication.diagnostics])
        if not config.site_url:
            log.info(
                "Without site_url, what needs absolute URLs is left out: feeds, canonical and hreflang links, "
                "og:url, and the ids of structured data."
            )
        log.info(_summary(archive))
        return site

    @classmethod
    def _of_shard(cls, options: Options, config: MkDocsConfig, shard: Shard) -> ArchiveSite:
        site = cls._published(options, config, shard.archive, part=shard.part, register=shard.register)
        if shard.part.is_root:
            report([*shard.archive.findings, *site.publication.diagnostics])
        return site

    @classmethod
    def _published(
        cls,
        options: Options,
        config: MkDocsConfig,
        archive: Archive,
        *,
        serving: bool = False,
        dirty: bool = False,
        part: Part | None = None,
        register: Register | None = None,
    ) -> ArchiveSite:
        kept = None
        if _keeps(options, config, dirty=dirty) and options.cache is not None:
            kept = KeptPages.open(options.cache, Path(config.site_dir), is_servers=serving)
        publication = publish(
            archive,
            options,
            _facts(config, serving=serving),
            witnessed=True,
            part=part,
            register=register,
        )
        if kept is not None:
            kept.settle(publication)
        searched = SearchEntries.of(config.plugins)
        is_searched = is_read_for_search(config.plugins)
        return cls(options, archive, publication, kept=kept, searched=searched, is_searched=is_searched)

    def made(self, files: Files | None, *, alone: bool) -> list[tuple[str, str]]:
        """The URLs of the pages that this build gives the site, with their days in ISO form.

        `alone`: of the archive's, without those that the site has beside it.
        """
        listed = files.documentation_pages() if files is not None else ()
        return [
            (file.page.url, file.page.update_date or "")
            for file in listed
            if file.page is not None and (not file.is_elsewhere if isinstance(file, PageFile) else not alone)
        ]

    def asked(self) -> set[Question]:
        """What pages have asked of the archive, now or in the build that they are kept from."""
        press = self.publication.press
        found: set[Question] = set()
        if press.witnesses is not None:
            held = (one.witness for one in press.witnesses.by_subject.values())
            found.update(*(witness.all_asked for witness in held if witness is not None))
        record = self.kept.record if self.kept is not None else None
        if record is not None:
            found |= {(what, which) for what, which, _ in record.questions}
        return found

    def add_files(self, files: Files, config: MkDocsConfig) -> None:
        """The archive's pages and files into the site, the source documents out."""
        exclude_sources(files, self.options)
        if LanguageRun.of(config.plugins) is None:
            self._add_publication(files, config)

    def add_to_run(self, files: Files, config: MkDocsConfig) -> None:
        """The same where mkdocs-static-i18n builds the site: after it has arranged its files."""
        run = LanguageRun.of(config.plugins)
        if run is not None:
            self._add_publication(files, config, run)
            run.introduce(files, self.pages)

    def _add_publication(self, files: Files, config: MkDocsConfig, run: LanguageRun | None = None) -> None:
        settled = self._settled_without(files) if run is None else {}
        language = run.language if run is not None else None
        self.pages = ArchivePages(self.publication, self.options, config, language)
        self.data = add_publication(files, self.publication, self.pages, config, settled, run)
        self.sidebars = Sidebars(self.pages, self.pages.root())
        if self.options.incremental and not strangers(config.plugins, DRAWING):
            in_full = asks_of_pages(config.theme.custom_dir)
            self.shells = Shells(
                self.pages, self.sidebars, self.options.archive, self._context, in_full=in_full
            )
            self.pages.draw_with(SHELL_TEMPLATE, searched=self.is_searched)
        if self.kept is None:
            # Plugins may want to see all pages before the first is written, and each as they left it.
            self.pages.hold_all()

    def _settled_without(self, files: Files) -> Mapping[Question, WrittenChapter]:
        """What is settled, but for chapters in whose place the site has a file of its own now."""
        if self.kept is None:
            return {}
        urls, taken = self.publication.press.urls, taken_by(files).keys()
        self.kept.unsettle(
            [of for of, chapter in self.kept.settled.items() if not taken.isdisjoint(paths_of(chapter, urls))]
        )
        return self.kept.settled

    def choose(self, files: Files) -> None:
        """Leave out of the making what the last build wrote and what would come out the same now."""
        if self.kept is None or not isinstance(files, ArchiveFiles):
            return
        self.kept.choose(self.publication, self.pages, self.data)
        self._leave_out(files)

    def confirm(self, nav: Navigation | None, files: Files, config: MkDocsConfig) -> None:
        """Now that all that shows on every page is known, keep what was chosen, or make it after all."""
        if not isinstance(files, ArchiveFiles):
            return
        files.stay()
        if self.kept is not None and nav is not None:
            self._confirm(self.kept, nav, files, config)
            self.pages.read_with(partial(_read, files=files, config=config))
        if self.shells is not None:
            self._begin_to_draw(files)

    def _begin_to_draw(self, files: ArchiveFiles) -> None:
        press = self.publication.press
        data = [
            file
            for file in self.data.values()
            if files.src_uris.get(file.src_uri) is file and not file.is_left_out
        ]
        names = [file.src_uri for file in files.to_write()]
        workforce = Workforce(self.options.workers)
        if names and workforce.size > 1:
            # Every process would compile them again.
            press.load_templates()
        self.drawing = Drawing(
            names,
            self._published_page,
            data,
            partial(witness_of, press),
            workforce.size,
            searched=self.is_searched,
        )

    def _published_page(self, src_uri: str) -> PublishedPage:
        page = self.publication.contents.page(src_uri)
        assert page is not None
        return page

    def _confirm(self, kept: KeptPages, nav: Navigation, files: ArchiveFiles, config: MkDocsConfig) -> None:
        kept.note_others(_of_the_sites_own(files, self.publication.images))
        for of in kept.confirm(site_fingerprint(config, nav, self._frames(nav, files, config))):
            for dest, make, witness in self.publication.contents.files(of):
                file = files.src_uris.get(dest)
                assert isinstance(file, DataFile)
                file.make, file.witness = make, witness
                self.data[dest] = file
            kept.reopen(of)
        self._leave_out(files)
        listed = [file for file in files.documentation_pages() if isinstance(file, PageFile)]
        made = sum(not file.is_left_out for file in listed)
        if len(listed) > made:
            log.info("%d of %d pages are kept from the last build", len(listed) - made, len(listed))

    def _leave_out(self, files: Files) -> None:
        assert self.kept is not None
        for file in files:
            if isinstance(file, ArchiveFile):
                file.kept = file.dest_uri in self.kept.kept

    def wrote(self, page: ArchivePage) -> None:
        """A page has been written."""
        page.close()
        witness = page.published.witness
        if self._last_witness is not None and self._last_witness is not witness:
            self._last_witness.put_away()
            _forget_paths()
        self._last_witness = witness
        if isinstance(page.file, PageFile):
            page.file.is_written = True
        if self.kept is not None:
            self.kept.note(page, self.pages)

    def _frames(self, nav: Navigation, files: Files, config: MkDocsConfig) -> list[str]:
        """What the theme draws around pages, one for every kind and language."""
        assert self.shells is not None
        frames = []
        for language in self.pages.urls.languages:
            for page in self.pages.first_of(FRAMED, language):
                context = get_context(nav, files, config, page)
                frame = self.shells.frame(page, dict(context), config, nav)
                frames.append(f"{page.published.kind} {language} {frame}")
        return sorted(frames)

    def _with_bytecode(self, env: Environment, *overridden: str) -> Environment:
        """`env`, so that templates once compiled need not be again. What is `overridden` is compiled otherwise."""
        if self.options.cache is not None and env.bytecode_cache is None:
            folder = self.options.cache / "templates" / digest(package_digest(), *overridden)
            with suppress(OSError):
                prepare(self.options.cache)
                folder.mkdir(parents=True, exist_ok=True)
                env.bytecode_cache = FileSystemBytecodeCache(str(folder))
        return env

    def finish(self, config: MkDocsConfig, files: Files | None) -> None:
        """Have all data files written, and make the search indexes whole."""
        self.drawing.complete_files()
        if self.kept is not None and files is not None:
            self.searched.complete(
                (file.dest_uri for file in files.documentation_pages()), self.kept.found_by
            )

    def leave_record(self) -> None:
        """Tell the next build what this one wrote."""
        self.drawing.end()
        if self.kept is None:
            return
        unsearched = set(self.unsearched.values())
        found = {path: [] if path in unsearched else held for path, held in self.searched.of_page.items()}
        self.kept.finish(self.publication, found)
        if self.kept.trouble:
            log.info("The next build can keep no pages: %s", self.kept.trouble)

    def next_run(self, config: MkDocsConfig) -> ArchiveSite:
        """The same archive in another build of the same site, by mkdocs-static-i18n."""
        return ArchiveSite(
            self.options, self.archive, self.publication, searched=SearchEntries.of(config.plugins)
        )

    def settle_nav(self, nav: Navigation, config: MkDocsConfig) -> Navigation:
        """One item for the archive, and neighbours for its pages."""
        label = labels(site_language(config.theme))("Archive")
        return settle(nav, config.nav, self.pages, label)

    def keep_item(self, nav: Navigation, config: MkDocsConfig) -> Navigation:
        """The archive's item in a nav that mkdocs-static-i18n made from folders of languages."""
        run = LanguageRun.of(config.plugins)
        if run is not None and config.nav is None:
            run.keep_item(nav, self.pages.root())
        return nav

    def context(self, page: ArchivePage, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
        """The variables of one page's template."""
        return self._context(page, config, nav, self.sidebars)

    def draw_with(self, env: Environment) -> None:
        """Take `env` for drawing pages."""
        press = self.publication.press
        if isinstance(press.templates, PageEnvironment):
            self._with_bytecode(press.templates, "pages", *sorted(press.templates.overridden))
        if self.shells is not None:
            self.shells.env = self._with_bytecode(env)

    def _context(
        self, page: ArchivePage, config: MkDocsConfig, nav: Navigation, sidebars: Sidebars
    ) -> dict[str, Any]:
        twins = ((uri, sidebars.url(uri)) for uri in page.published.twins.values())
        return page_context(
            page,
            config=config,
            nav=nav,
            sidebars=sidebars,
            urls={uri: url for uri, url in twins if url is not None},
            assets=list(self.publication.assets),
            script=self._script(),
        )

    def _script(self) -> str | None:
        """The writing system that most issues are set in, if they are Chinese."""
        languages = (issue.source_language for issue in heads(self.archive.issues))
        counted = Counter(language for language in languages if language.startswith("zh"))
        return counted.most_common(1)[0][0] if counted else None


def _let_go_of_the_last() -> None:
    """Give up what a server's last build held, before as much is held again: frozen, it would stay for ever."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()


def _of_the_sites_own(files: Files, images: Collection[str]) -> Iterator[str]:
    """Where files are written that are not the archive's, which shows `images`."""
    for file in files:
        own = isinstance(file, ArchiveFile) or file.dest_uri in images
        if not own and file.inclusion is not InclusionLevel.EXCLUDED:
            yield file.dest_uri


def _forget_paths() -> None:
    """Have MkDocs forget the pieces of the paths that it has compared: it remembers those of every page."""
    for name in ("_norm_parts", "_get_norm_url"):
        forget = getattr(getattr(mkdocs.utils, name, None), "cache_clear", None)
        if forget is not None:  # they are not public
            forget()


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


def _read(page: ArchivePage, files: Files, config: MkDocsConfig) -> None:
    """Have a page read as MkDocs does."""
    plugins = config.plugins
    plugins.on_pre_page(page, config=config, files=files)
    page.read_source(config)
    page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
    page.render(config, files)
    page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=files)


#: Kinds of page whose frame tells whether pages may be kept.
FRAMED = frozenset({"article", "print-page", "entry", "issue"})


def _keeps(options: Options, config: MkDocsConfig, *, dirty: bool) -> bool:
    """Whether unchanged pages may be kept from build to build."""
    if options.cache is None or dirty or not options.incremental:
        return False
    unknown = strangers(config.plugins, SEEING)
    if unknown:
        names = ", ".join(unknown)
        log.info("Every build makes all pages of the archive: they may matter to %s", names)
    return not unknown


def _facts(config: MkDocsConfig, *, serving: bool) -> SiteFacts:
    return SiteFacts(
        directory_urls=config.use_directory_urls,
        site_url=config.site_url or None,
        template_dirs=tuple(folder for folder in config.theme.dirs if folder != str(TEMPLATES)),
        serving=serving,
        language=site_language(config.theme),
    )


def _summary(archive: Archive) -> str:
    pages = sum(len(issue.pages) for issue in heads(archive.issues))
    articles = sum(map(len, outlines(archive.issues)))
    return f"{len(archive.issues)} issues, {pages} print pages, {articles} articles"
