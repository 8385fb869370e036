"""Open passages -> what an engine makes of them: batches, pace, names held to the glossary.

Nothing here runs unless an editor asks for it by a command, and never during a build. Engines plug in through
the entry-point group `mkdocs_newspaper.translators`: a class that is made with `MachineSettings` and has `name`
and `translate`.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from typing import Protocol, TypeVar, cast

from mkdocs_newspaper.bilingual.catalogs import MACHINE, MISSING, base_language, state
from mkdocs_newspaper.bilingual.po import Message
from mkdocs_newspaper.bilingual.segments import Named, Passage
from mkdocs_newspaper.model import Entry
from mkdocs_newspaper.options import MachineSettings

GROUP = "mkdocs_newspaper.translators"
DEFAULT = "libretranslate"

#: What goes into one request.
MOST_TEXTS = 10
MOST_CHARACTERS = 2000
_ATTEMPTS = 5
_LONGEST_WAIT = 300.0  # seconds
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_Answer = TypeVar("_Answer")


class TranslatorError(Exception):
    """The engine can't go on; its message says why, in one line."""


class BusyError(TranslatorError):
    """The engine may answer later. `retry_after`: seconds that it asks for, None where it says nothing."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RefusedError(TranslatorError):
    """The engine won't translate these texts; others it may."""


class Translator(Protocol):
    """Texts -> the same in another language."""

    name: str

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The translation of each text. `source` is zh-Hans, zh-Hant or en, `target` a page language.

        Raises BusyError, RefusedError or TranslatorError.
        """
        ...


def translator(settings: MachineSettings) -> Translator:
    """The engine that the site chose. Raises TranslatorError where there is none of that name."""
    if settings.engine == DEFAULT:
        from mkdocs_newspaper.bilingual.libretranslate import LibreTranslate

        return LibreTranslate(settings)
    points = entry_points(group=GROUP)
    for point in points:
        if point.name == settings.engine:
            try:
                return cast(Translator, point.load()(settings))
            except ImportError as error:
                raise TranslatorError(f"the engine {settings.engine!r} can't be loaded: {error}") from error
    known = ", ".join(sorted({DEFAULT, *(point.name for point in points)}))
    raise TranslatorError(f"there is no engine {settings.engine!r}; there are: {known}")


@dataclass(frozen=True, slots=True)
class Batch:
    """The passages of one request."""

    passages: tuple[Passage, ...]

    @property
    def characters(self) -> int:
        return sum(len(passage.text) for passage in self.passages)


def batches(passages: Sequence[Passage]) -> list[Batch]:
    """Passages in their order, as many to a request as are allowed; a longer one goes alone."""
    made: list[Batch] = []
    held: list[Passage] = []
    size = 0
    for passage in passages:
        if held and (len(held) == MOST_TEXTS or size + len(passage.text) > MOST_CHARACTERS):
            made.append(Batch(tuple(held)))
            held, size = [], 0
        held.append(passage)
        size += len(passage.text)
    return [*made, Batch(tuple(held))] if held else made


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one passage: `text`, or None and the reason. `missing`: names without their English."""

    passage: Passage
    text: str | None
    missing: tuple[Entry, ...] = ()
    reason: str = ""


class Pace:
    """Calls that keep to a rate, and are tried again when the other side is busy.

    `clock` and `sleep` are those of `time`; `waiting` is told of every wait for a busy engine: (why, seconds).
    """

    def __init__(
        self,
        requests_per_minute: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        waiting: Callable[[str, float], None] = lambda why, seconds: None,
    ) -> None:
        self._interval = 60 / requests_per_minute
        self._clock = clock
        self._sleep = sleep
        self._waiting = waiting
        self._next = float("-inf")

    def call(self, request: Callable[[], _Answer]) -> _Answer:
        """What `request` returns. Raises its last BusyError when all attempts have failed."""
        for attempt in range(1, _ATTEMPTS + 1):
            wait = self._next - self._clock()
            if wait > 0:
                self._sleep(wait)
            self._next = self._clock() + self._interval
            try:
                return request()
            except BusyError as error:
                if attempt == _ATTEMPTS:
                    raise
                pause = min(max(error.retry_after or 0.0, 2.0 ** (attempt - 1)), _LONGEST_WAIT)
                self._waiting(str(error), pause)
                self._sleep(pause)
        raise AssertionError("unreachable")


def translate_batch(batch: Batch, engine: Translator, source: str, target: str, pace: Pace) -> list[Outcome]:
    """A batch translated; where the engine refuses it, each of its passages by itself.

    Raises TranslatorError where the engine can't go on.
    """
    prepared = [with_names(passage, target) for passage in batch.passages]
    try:
        texts = _translated([text for text, _ in prepared], engine, source, target, pace)
    except RefusedError as error:
        if len(batch.passages) == 1:
            return [Outcome(batch.passages[0], None, reason=str(error))]
        single = (
            translate_batch(Batch((passage,)), engine, source, target, pace) for passage in batch.passages
        )
        return [outcome for outcomes in single for outcome in outcomes]
    return [
        _outcome(passage, text, names, target)
        for passage, text, (_, names) in zip(batch.passages, texts, prepared, strict=True)
    ]


def _translated(texts: Sequence[str], engine: Translator, source: str, target: str, pace: Pace) -> list[str]:
    answer = pace.call(lambda: engine.translate(texts, source, target))
    if len(answer) != len(texts):
        raise TranslatorError(f"{engine.name} answered {len(texts)} texts with {len(answer)}")
    return answer


def _outcome(passage: Passage, text: str, names: Sequence[Entry], target: str) -> Outcome:
    if not text.strip():
        return Outcome(passage, None, reason="the engine gave no text")
    if passage.kind == "table" and [row.count("\t") for row in text.strip().split("\n")] != [
        row.count("\t") for row in passage.text.strip().split("\n")
    ]:
        return Outcome(passage, None, reason="the engine did not keep the rows and cells of the table")
    plain = _comparable(text)
    missing = tuple(
        entry for entry in names if not any(_comparable(form) in plain for form in _forms(entry, target))
    )
    return Outcome(passage, text.strip(), missing)


def with_names(passage: Passage, target: str) -> tuple[str, list[Entry]]:
    """The text to send, with every name that is known for certain in the target language, and these names.

    Engines leave Latin letters among Han characters as they are, so the glossary's English comes through.
    """
    if base_language(target) != "en" or passage.kind == "table":
        return passage.text, []
    parts: list[str] = []
    names: dict[str, Entry] = {}
    at = 0
    for one in passage.named:
        if one.start < at or not is_certain(one.entry) or _is_latin(passage.text, one):
            continue
        names.setdefault(one.entry.id, one.entry)
        parts += (passage.text[at : one.start], f" {one.entry.en} ")
        at = one.end
    parts.append(passage.text[at:])
    return re.sub(" {2,}", " ", "".join(parts)).strip() if names else passage.text, list(names.values())


def _is_latin(text: str, one: Named) -> bool:
    return not _HAN.search(text[one.start : one.end])


def is_certain(entry: Entry) -> bool:
    """Whether the English of an entry is known, and not just a reading of characters that look like a name.

    Known is what the site's glossary says, what is no mere pinyin, and a person who is named with an office.
    """
    if not entry.en or entry.needs_english:
        return False
    if entry.sources or (entry.kind == "person" and entry.office is not None):
        return True
    return entry.pinyin is None or _letters(entry.en) != _letters(entry.pinyin)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in plain if character.isalpha())


def _forms(entry: Entry, target: str) -> list[str]:
    return [form for form in (entry.en, entry.short) if form]


def _comparable(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").replace("-", " ").split())


def machine_message(message: Message, outcome: Outcome, engine: str) -> Message:
    """An open message with an engine's translation, marked as such; any other message as it is."""
    if state(message) != "open" or outcome.text is None:
        return message
    notes = [f"{MACHINE} {engine}"]
    notes += (f"{MISSING} {entry.en} is missing ({entry.zh})" for entry in outcome.missing)
    return replace(
        message,
        text=outcome.text,
        flags=tuple(dict.fromkeys(("fuzzy", *message.flags))),
        comments=(*message.comments, *notes),
        block=(0, 0),
    )
