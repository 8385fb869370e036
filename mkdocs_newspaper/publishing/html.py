"""Text of the model -> HTML, and the Jinja environment of the page templates.

Everything is escaped here or by the environment (autoescape is on); newspaper text is never read as
markup or as a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mkdocs_newspaper.cache import library_version
from mkdocs_newspaper.model import Text
from mkdocs_newspaper.publishing.compiled_templates import PageEnvironment, escaped

TEMPLATES = Path(__file__).parent / "templates"
#: Versions of Jinja whose compiler is known, so that templates can be compiled otherwise; others compile them all.
KNOWN_JINJA = "3.1."


class Mark(NamedTuple):
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
    size = len(shown)
    sorted_layers = [
        sorted((mark for mark in layer if 0 <= mark.start < mark.end <= size), key=_place)
        for layer in layers
        if layer
    ]
    return Markup("".join(_marked(shown, 0, size, [layer for layer in sorted_layers if layer])))


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end


def _marked(shown: str, start: int, end: int, layers: Sequence[Sequence[Mark]]) -> list[str]:
    if not layers:
        return [escaped(shown[start:end])]
    inner = layers[1:]
    pieces: list[str] = []
    at = start
    for mark in layers[0]:
        first, last = max(mark.start, start), min(mark.end, end)
        if first < at or first >= last:
            continue
        if at < first:
            pieces += _marked(shown, at, first, inner)
        pieces.append(mark.opening)
        pieces += _marked(shown, first, last, inner)
        pieces.append(mark.closing)
        at = last
    return pieces + _marked(shown, at, end, inner)


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
        opening = Markup(f'<span class="np-corrected" title="{escape(title)}">')
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


def environment(template_dirs: tuple[str, ...], reload: bool = False) -> Environment:
    """The environment of the inner templates: the site's own folders first, then the package's.

    Kept between builds, since compiling the templates takes longer than a small build; `reload` looks for
    changed files, as a server must.
    """
    own = _own_templates()
    overridden = frozenset(name for name in own for folder in template_dirs if Path(folder, name).is_file())
    edited = max(Path(TEMPLATES, name).stat().st_mtime_ns for name in own) if reload else 0
    return _environment(template_dirs, overridden, reload, edited)


@cache
def _own_templates() -> tuple[str, ...]:
    """The package's templates as they are asked for: "newspaper/article.html"."""
    return tuple(path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.rglob("*.html")))


@lru_cache(maxsize=4)
def _environment(
    template_dirs: tuple[str, ...], overridden: frozenset[str], reload: bool, edited: int
) -> Environment:
    if not library_version("jinja2").startswith(KNOWN_JINJA):
        return plain_environment(template_dirs, reload)
    # What is overridden, or edited in the package, is part of the key: what includes it is compiled anew.
    options = _template_options(template_dirs, reload)
    return PageEnvironment(plain_environment(template_dirs, reload), overridden, **options)


def plain_environment(template_dirs: tuple[str, ...], reload: bool = False) -> Environment:
    """An environment in which Jinja itself compiles all templates, the package's own too."""
    return Environment(**_template_options(template_dirs, reload))


def _template_options(template_dirs: tuple[str, ...], reload: bool) -> dict[str, Any]:
    folders = (*template_dirs, str(TEMPLATES))
    return {
        "loader": ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": False,
        "undefined": StrictUndefined,
        "auto_reload": reload,
    }
