"""Text of the model -> HTML, and the Jinja environment of the page templates.

Everything is escaped here or by the environment (autoescape is on); newspaper text is never read as
markup or as a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mkdocs_newspaper.model import Text

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element around `start:end` of a text. `opening` and `closing` are finished HTML."""

    start: int
    end: int
    opening: Markup
    closing: Markup


def marked(shown: str, layers: Sequence[Sequence[Mark]]) -> Markup:
    """`shown`, escaped, with the marks of every layer around their parts; the first layer is the outermost.

    Marks of one layer should not overlap (a later one that does is left out). A mark of an inner layer that
    crosses the border of an outer one is drawn in two parts, so that the elements nest.
    The text itself comes out as it went in.
    """
    sorted_layers = [
        sorted((mark for mark in layer if 0 <= mark.start < mark.end <= len(shown)), key=_place)
        for layer in layers
    ]
    return Markup("".join(_marked(shown, 0, len(shown), [layer for layer in sorted_layers if layer])))


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end


def _marked(shown: str, start: int, end: int, layers: Sequence[Sequence[Mark]]) -> list[str]:
    if not layers:
        return [str(escape(shown[start:end]))]
    pieces: list[str] = []
    at = start
    for mark in layers[0]:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < at or first >= last:
            continue
        pieces += _marked(shown, at, first, layers[1:])
        pieces += (mark.opening, *_marked(shown, first, last, layers[1:]), mark.closing)
        at = last
    return pieces + _marked(shown, at, end, layers[1:])


#: Changes that a reader of the page need not see: type setting, not wording.
QUIET_RULES = frozenset({"punctuation", "digit-space", "letter-space", "line-join", "column-join"})


def correction_marks(text: Text, note: str) -> list[Mark]:
    """A mark for every change of wording in `text`; `note` is what the card says, with `{printed}` in it.

    What was left out has no shown form to mark: the character beside it carries the mark.
    """
    marks: list[Mark] = []
    for change in sorted(text.changes, key=lambda one: (one.start, one.end)):
        if change.rule in QUIET_RULES:
            continue
        start, end, printed = change.start, change.end, change.printed
        if start == end:
            start, end = (start, start + 1) if start < len(text.shown) else (start - 1, start)
            beside = text.shown[max(start, 0) : end]
            printed = printed + beside if start == change.start else beside + printed
        if start < 0 or (marks and start < marks[-1].end):
            continue
        title = note.replace("{printed}", printed) + (f" · {change.note}" if change.note else "")
        opening = Markup('<span class="np-corrected" title="{}">').format(title)
        marks.append(Mark(start, end, opening, Markup("</span>")))
    return marks


#: Around a message that the page's language has no words for. Noncharacters: no text holds them.
_BORROWED, _END = "\ufdd0", "\ufdd1"
_TAG_OR_BORROWED = re.compile(f"<[^>]*>|{_BORROWED}([^{_END}]*){_END}")


def borrowed(label: Callable[..., str]) -> Callable[..., str]:
    """`label` with a sign around what it says, for `with_borrowed`."""
    return lambda *message, **values: f"{_BORROWED}{_bare(label(*message, **values))}{_END}"


def _bare(text: str) -> str:
    return text.replace(_BORROWED, "").replace(_END, "")


def with_borrowed(html: str, language: str, right_to_left: bool) -> str:
    """HTML whose borrowed messages say in which language they are; in attributes they are bare."""
    opening = f'<bdi lang="{language}"' + (' dir="ltr">' if right_to_left else ">")

    def marked_up(found: re.Match[str]) -> str:
        if found[1] is None:
            return _bare(found[0])
        return f"{opening}{found[1]}</bdi>"

    return _TAG_OR_BORROWED.sub(marked_up, html)


@lru_cache(maxsize=4)
def environment(template_dirs: tuple[str, ...], reload: bool = False) -> Environment:
    """The environment of the inner templates: the site's own folders first, then the package's.

    Kept between builds, since compiling the templates takes longer than a small build; `reload` looks for
    changed files, as a server must.
    """
    loaders = [FileSystemLoader(folder) for folder in (*template_dirs, str(TEMPLATES))]
    return Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        undefined=StrictUndefined,
        auto_reload=reload,
    )
