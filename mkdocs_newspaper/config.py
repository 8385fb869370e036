"""The options of mkdocs.yml: their types, defaults and checks, turned into one frozen `Options`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast

from babel import Locale, UnknownLocaleError
from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption, Config, ValidationError

from mkdocs_newspaper.cache import FOLDER
from mkdocs_newspaper.execution import ExecutorError, executor_factory
from mkdocs_newspaper.glossary.recognizers import DEFAULT, UnknownRecognizerError, recognizer
from mkdocs_newspaper.model import Bilingual, Newspaper, SourceLanguage
from mkdocs_newspaper.options import REPAIR_RULES, MachineSettings, Options

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ISSN = re.compile(r"\d{4}-\d{3}[\dX]")  # 1002-6347
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # zh, en, zh-Hant
_PREFIX_SEGMENT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")  # archive, old-papers


class BilingualText(BaseConfigOption[Bilingual]):
    """Text in both languages (`{zh: …, en: …}`), or in one: Han characters tell which."""

    def run_validation(self, value: object, /) -> Bilingual:
        if value is None:
            return Bilingual()
        if isinstance(value, str):
            return Bilingual(zh=value) if _HAN.search(value) else Bilingual(en=value)
        if not isinstance(value, Mapping):
            raise ValidationError(f"Expected a text or {{zh: …, en: …}}, but received: {value!r}")
        self.warnings += [
            f"Unrecognised language {key!r}: a name is given for zh and en"
            for key in value
            if key not in ("zh", "en")
        ]
        for language in ("zh", "en"):
            if not isinstance(value.get(language), str | None):
                raise ValidationError(f"{language!r} must be a text, but is: {value[language]!r}")
        return Bilingual(zh=value.get("zh"), en=value.get("en"))


class Issn(BaseConfigOption[str | None]):
    """An ISSN; a CN number is refused by name, for the two are often confused."""

    def run_validation(self, value: object, /) -> str | None:
        if value is None:
            return None
        text = str(value).strip().upper().removeprefix("ISSN").strip()
        if text.startswith("CN"):
            raise ValidationError(
                f"{value!r} is a CN number, not an ISSN; leave it out, the masthead gives the CN number"
            )
        if not _ISSN.fullmatch(text):
            raise ValidationError(f"{value!r} is no ISSN; one looks like 1002-6347")
        digits = text[:4] + text[5:8]
        weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True))
        if "0123456789X"[-weighed % 11] != text[-1]:
            self.warnings.append(f"The check digit of {value!r} is wrong")
        return text


class UrlPrefix(BaseConfigOption[str]):
    """A clean relative URL prefix such as `archive` or `papers/daily`; slashes at the end are dropped."""

    def __init__(self, default: str) -> None:
        super().__init__()
        self.default = default

    def run_validation(self, value: object, /) -> str:
        if not isinstance(value, str) or not value.strip("/ "):
            raise ValidationError(f"Expected a URL prefix such as 'archive', but received: {value!r}")
        prefix = value.rstrip("/")
        if not all(_PREFIX_SEGMENT.fullmatch(segment) for segment in prefix.split("/")):
            raise ValidationError(
                f"{value!r} is no relative URL prefix: it begins without a slash, and its parts are made of "
                "letters, digits, '-' and '_', such as 'archive' or 'papers/daily'"
            )
        return prefix


class Languages(BaseConfigOption[list[str]]):
    """The languages of the pages, at least one; the first stands at the root of the site."""

    def __init__(self, default: list[str]) -> None:
        super().__init__()
        self.default = default

    def run_validation(self, value: object, /) -> list[str]:
        if not isinstance(value, list) or not value:
            raise ValidationError(f"Expected a list such as [zh, en], but received: {value!r}")
        for language in value:
            if not isinstance(language, str) or not _LANGUAGE_TAG.fullmatch(language) or not _known(language):
                raise ValidationError(f"{language!r} is no language code; zh and en are")
        if len(set(value)) != len(value):
            raise ValidationError(f"A language is named twice: {', '.join(value)}")
        return cast(list[str], value)


class Repair(BaseConfigOption[frozenset[str]]):
    """Which rules may change the text shown: all (true), none (false), or a list of their names."""

    def __init__(self) -> None:
        super().__init__()
        self.default = True

    def run_validation(self, value: object, /) -> frozenset[str]:
        if value is None or isinstance(value, bool):
            return frozenset(() if value is False else REPAIR_RULES)
        if isinstance(value, frozenset):
            return value
        if not isinstance(value, list):
            raise ValidationError(f"Expected true, false or a list of rules, but received: {value!r}")
        if unknown := [rule for rule in value if rule not in REPAIR_RULES]:
            raise ValidationError(f"Unknown rule {unknown[0]!r}; the rules are: {', '.join(REPAIR_RULES)}")
        return frozenset(value)


class RecognizerName(BaseConfigOption[str]):
    """What finds names in running text: `rules`, `lac`, or one that another package brings."""

    def __init__(self, default: str) -> None:
        super().__init__()
        self.default = default

    def run_validation(self, value: object, /) -> str:
        if value == DEFAULT:
            return DEFAULT  # always there, and not loaded before there is something to read
        try:
            recognizer(str(value))
        except UnknownRecognizerError as error:
            raise ValidationError(str(error)) from error
        return str(value)


class LinkedPages(BaseConfigOption[bool | tuple[str, ...]]):
    """Which of the site's other pages get glossary links: none (false), all (true), or a list of globs."""

    def __init__(self) -> None:
        super().__init__()
        self.default = False

    def run_validation(self, value: object, /) -> bool | tuple[str, ...]:
        if value is None or isinstance(value, bool):
            return bool(value)
        globs = [value] if isinstance(value, str) else value
        if not isinstance(globs, list | tuple) or not all(isinstance(one, str) and one for one in globs):
            raise ValidationError(
                f"Expected true, false or a list of globs such as ['guide/*.md'], but received: {value!r}"
            )
        return tuple(globs)


class Workers(BaseConfigOption[int]):
    """How many processes work side by side: a number, or `auto`, which gives 0."""

    def __init__(self) -> None:
        super().__init__()
        self.default = "auto"

    def run_validation(self, value: object, /) -> int:
        if value in ("auto", 0):
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValidationError(f"Expected 'auto' or a number of processes, but received: {value!r}")
        return value


class ExecutorName(BaseConfigOption[str | None]):
    """`module:factory`, a function that gives a `concurrent.futures.Executor`; unset for processes."""

    def run_validation(self, value: object, /) -> str | None:
        if value is None:
            return None
        try:
            executor_factory(str(value))
        except ExecutorError as error:
            raise ValidationError(str(error)) from error
        return str(value)


class NewspaperDetails(Config):  # type: ignore[no-untyped-call]
    """`newspaper:` what the masthead does not say."""

    name = BilingualText()
    issn = Issn()
    rights = c.Optional(c.Type(str))
    publisher = c.Optional(c.Type(str))
    place = BilingualText()


class Details(c.SubConfig[NewspaperDetails]):
    """`newspaper:`, which may stand empty."""

    def run_validation(self, value: object, /) -> NewspaperDetails:
        return super().run_validation({} if value is None else value)


class Rate(BaseConfigOption[float]):
    """How often something may be done, above 0."""

    def __init__(self, default: float) -> None:
        super().__init__()
        self.default = default

    def run_validation(self, value: object, /) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise ValidationError(f"Expected a number above 0, but received: {value!r}")
        return float(value)


class MachineTranslation(Config):  # type: ignore[no-untyped-call]
    """`machine_translation:` which engine the command `translations machine` asks. No build ever does."""

    engine = c.Type(str, default="libretranslate")
    url = c.Optional(c.Type(str))
    requests_per_minute = Rate(default=20)
    api_key_env = c.Optional(c.Type(str))

    def settings(self) -> MachineSettings | None:
        """The same as the core knows them, None where no engine is named."""
        if self.url is None and self.engine == "libretranslate":
            return None
        return MachineSettings(self.engine, self.url, self.requests_per_minute, self.api_key_env)


class Engine(c.SubConfig[MachineTranslation]):
    """`machine_translation:`, which may stand empty."""

    def run_validation(self, value: object, /) -> MachineTranslation:
        return super().run_validation({} if value is None else value)


class NewspaperConfig(Config):  # type: ignore[no-untyped-call]
    """The options of the plugin, as they stand in mkdocs.yml."""

    issues = c.Type(str, default="issues")
    archive = UrlPrefix(default="archive")
    newspaper = Details(NewspaperDetails)
    languages = Languages(default=["zh", "en"])
    source_language = c.Choice(("auto", "zh-Hans", "zh-Hant", "en"), default="auto")
    glossary = c.Type(str, default="glossary.yml")
    recognizer = RecognizerName(default=DEFAULT)
    mentions = c.Choice(("all", "first"), default="all")
    link_pages = LinkedPages()
    translations = c.Type(str, default="translations")
    machine_translation = Engine(MachineTranslation)
    repair = Repair()
    continuations = c.Choice(("ignore", "info", "warn"), default="warn")
    incremental = c.Type(bool, default=True)
    workers = Workers()
    executor = ExecutorName()
    robots = c.Optional(c.Type(str))
    noai = c.Type(bool, default=False)

    def resolved(self, docs_dir: Path, base: Path, *, drafts: bool) -> Options:
        """These options with absolute paths.

        `docs_dir` is the site's, `base` the folder of mkdocs.yml. Raises ValidationError where `issues`
        would take in the site's other pages.
        """
        docs_dir, base = Path(os.path.abspath(docs_dir)), Path(os.path.abspath(base))
        issues = _located(self.issues, docs_dir, base) or Path(os.path.abspath(docs_dir / self.issues))
        if docs_dir == issues or issues in docs_dir.parents:
            raise ValidationError(
                f"{self.issues!r} holds all pages of the site; the issues need a folder of their own"
            )
        details = self.newspaper
        return Options(
            issues=issues,
            archive=self.archive,
            newspaper=Newspaper(
                name=details.name,
                publisher=details.publisher,
                issn=details.issn,
                rights=details.rights,
                place=details.place,
            ),
            languages=tuple(self.languages),
            source_language=cast(SourceLanguage | Literal["auto"], self.source_language),
            glossary=_located(self.glossary, base, docs_dir),
            recognizer=self.recognizer,
            mentions=cast(Literal["all", "first"], self.mentions),
            link_pages=self.link_pages,
            translations=_located(self.translations, base, docs_dir) or _new(self.translations, base),
            machine_translation=self.machine_translation.settings(),
            repair=self.repair,
            continuations=cast(Literal["ignore", "info", "warn"], self.continuations),
            incremental=self.incremental,
            workers=self.workers,
            executor=self.executor,
            cache=base / FOLDER if self.incremental else None,
            drafts=drafts,
            robots=self.robots,
            noai=self.noai,
            base=base,
        )


def _known(language: str) -> bool:
    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _new(name: str | None, folder: Path) -> Path | None:
    """Where a folder that the site has not yet will be made."""
    return Path(os.path.abspath(folder / name)) if name else None


def _located(name: str | None, *folders: Path) -> Path | None:
    """`name` in the first of `folders` that holds it, None if none does."""
    if not name:
        return None
    candidates = (Path(os.path.abspath(folder / name)) for folder in folders)
    return next((path for path in candidates if path.exists()), None)
