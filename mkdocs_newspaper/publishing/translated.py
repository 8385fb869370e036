"""What is translated of a story into a page's language, how well, and what a page says of it.

A catalog gives passages by their ids; here they are found by story and anchor, counted, and drawn with the
names of the source paragraph as links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from markupsafe import Markup

from mkdocs_newspaper.archive import Archive
from mkdocs_newspaper.bilingual.languages import is_chinese
from mkdocs_newspaper.bilingual.segments import passages
from mkdocs_newspaper.glossary.romanization import plain_pinyin
from mkdocs_newspaper.identifiers import article_id
from mkdocs_newspaper.model import Entry, Issue, IssueTranslation, Translation
from mkdocs_newspaper.publishing.html import Mark

#: A story of which nothing is translated.
NOTHING: Mapping[str, Translation] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TranslationSummary:
    """What there is of a story in another language: how many of its passages are in which state, and whose."""

    language: str
    translated: int
    fuzzy: int
    machine: int
    open: int
    translators: tuple[str, ...] = ()
    licence: str | None = None

    @property
    def complete(self) -> bool:
        """Whether every passage has a translation, in whatever state."""
        return self.open == 0

    @property
    def held(self) -> int:
        """Passages with a translation."""
        return self.translated + self.fuzzy + self.machine


@dataclass(frozen=True, eq=False)
class StoryTranslations:
    """The translations of an issue into one language by story, with all that can be translated of each."""

    held: IssueTranslation
    by_story: Mapping[str, Mapping[str, Translation]]
    anchors: Mapping[str, Sequence[str]] = field(repr=False)

    @classmethod
    def of(cls, archive: Archive, issue: Issue, language: str) -> StoryTranslations:
        """Raises KeyError where the issue has no catalog of that language."""
        held = archive.translations[issue.id, language]
        prefix = article_id(issue, "")
        by_story: dict[str, dict[str, Translation]] = {}
        anchors: dict[str, list[str]] = {}
        for passage in passages(issue):
            name = passage.article.removeprefix(prefix)
            anchors.setdefault(name, []).append(passage.anchor)
            translation = held.passages.get(passage.id)
            if translation is not None and translation.text.strip():
                by_story.setdefault(name, {})[passage.anchor] = translation
        return cls(held, by_story, anchors)

    def summary(self, name: str) -> TranslationSummary | None:
        """What there is of one story; None where nothing of it is translated."""
        found = self.by_story.get(name)
        if not found:
            return None
        states = [translation.state for translation in found.values()]
        return TranslationSummary(
            self.held.language,
            translated=states.count("translated"),
            fuzzy=states.count("fuzzy"),
            machine=states.count("machine"),
            open=len(self.anchors[name]) - len(found),
            translators=self.held.translators,
            licence=self.held.licence,
        )


def rows(source: Sequence[Sequence[str]], text: str) -> list[list[str]] | None:
    """The cells of a translated table (rows by line, cells by tab); None unless it has the source's shape."""
    found = [line.split("\t") for line in text.split("\n")]
    same = len(found) == len(source) and all(
        len(own) == len(other) for own, other in zip(found, source, strict=True)
    )
    return found if same else None


def name_marks(
    text: str, entries: Iterable[tuple[Entry, tuple[Markup, Markup]]], language: str
) -> list[Mark]:
    """A mark for every name of the source paragraph that its translation has as whole words.

    Each entry comes with the element around its name. The longest name wins where several begin.
    """
    elements: dict[str, tuple[Markup, Markup]] = {}
    for entry, element in entries:
        for form in _forms(entry, language):
            if form in text:
                elements.setdefault(form, element)
    if not elements:
        return []
    longest = sorted(elements, key=lambda form: (-len(form), form))
    pattern = re.compile("|".join(map(_whole, longest)))
    return [Mark(found.start(), found.end(), *elements[found[0]]) for found in pattern.finditer(text)]


def _forms(entry: Entry, language: str) -> list[str]:
    """How a translation may call an entry."""
    if is_chinese(language):
        return [form for form in (entry.zh, *entry.aliases) if form]
    english = [entry.en, entry.short]
    if not entry.en and entry.pinyin:
        english.append(plain_pinyin(entry.pinyin))
    return [form for form in english if form and form.strip()]


def _whole(form: str) -> str:
    """Words of letters stand for themselves: not `Xi` in `Xinhua`."""
    before = r"(?<!\w)" if _is_letter(form[0]) else ""
    after = r"(?!\w)" if _is_letter(form[-1]) else ""
    return f"{before}{re.escape(form)}{after}"


def _is_letter(character: str) -> bool:
    return bool(re.match(r"\w", character)) and not re.match("[\u3400-\u9fff]", character)
