"""The package's own page templates -> Python that draws them in a third of the time that Jinja's code takes.

Jinja looks up and opens an included template each time it is included, asks of every function whether it wants
the context, and of every attribute whether it might be a key. The package's templates need none of that: what
they include is compiled into them, calls and attributes are Python's. What a site overrides stays Jinja's,
with all that it includes or extends, and so does every template where Jinja can't be told otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, MutableMapping
from keyword import iskeyword
from typing import Any, TypeGuard, TypeVar

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

#: What few pages draw, or draw once: compiled where it is first wanted, and not into every template again.
_SELDOM = frozenset(
    f"newspaper/partials/{name}.html"
    for name in (
        "corrections",
        "data_files",
        "findings",
        "issue_card",
        "masthead",
        "months",
        "page_image",
        "told_headline",
        "told_paragraph",
        "translation",
    )
)


def written(value: object) -> str:
    """`value` as it stands in HTML: what `markupsafe.escape` gives, without an object of its own for every text."""
    kind = value.__class__
    if kind is Markup:
        return value  # type: ignore[return-value]
    if kind is str:
        return escaped(value)  # type: ignore[arg-type]
    if kind is int:
        return str(value)
    return escape(value)


def escaped(text: str) -> str:
    """Plain text as HTML, with the entities of markupsafe."""
    return (
        text.replace("&", "&amp;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
        .replace("'", "&#39;")
        .replace('"', "&#34;")
    )


class PageGenerator(CodeGenerator):
    """Writes the Python of a template of the package's."""

    environment: PageEnvironment

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        inlined = Inlining(self.environment)
        node.body = inlined.statements(node.body)
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("written = environment.written")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if not (isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int)):
            super().visit_Getitem(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f"[{node.arg.value}]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's name
        if forward_caller or node.dyn_kwargs is not None or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        if node.dyn_args is not None:
            self.write("*")
            self.visit(node.dyn_args, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(" if _is_choice(node) else "written(")


class Inlining:
    """The statements of a template with what they include in place, each in a scope of its own."""

    def __init__(self, environment: PageEnvironment) -> None:
        self._environment = environment

    def statements(self, body: list[nodes.Node]) -> list[nodes.Node]:
        return [made for node in body for made in self._statement(node)]

    def _statement(self, node: nodes.Node) -> Iterator[nodes.Node]:
        if isinstance(node, nodes.Include):
            yield self._included(node)
        elif isinstance(node, nodes.Output):
            for child in node.nodes:
                if _is_choice(child):
                    child.expr1, child.expr2 = _as_html(child.expr1), _as_html(child.expr2)
            yield node
        else:
            for name in ("body", "else_"):
                if isinstance(getattr(node, name, None), list):
                    setattr(node, name, self.statements(getattr(node, name)))
            if isinstance(node, nodes.If):
                node.elif_ = [self._branch(one) for one in node.elif_]
            yield node

    def _branch(self, node: nodes.If) -> nodes.If:
        node.body = self.statements(node.body)
        return node

    def _included(self, node: nodes.Include) -> nodes.Node:
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str) or not node.with_context or name in _SELDOM:
            return node
        if not self._environment.is_own(name):
            return node
        body = self._environment.inlined_body(name)
        # An error is told of the line that includes it.
        return nodes.Scope([copied(one, node.lineno) for one in body], lineno=node.lineno)


_Node = TypeVar("_Node", bound=nodes.Node)


def copied(node: _Node, line: int) -> _Node:
    """A syntax tree once more, all of it on one line."""
    made: _Node = object.__new__(type(node))
    made.__dict__.update(node.__dict__)
    made.lineno = line
    for name in node.fields:
        value = getattr(node, name)
        if isinstance(value, nodes.Node):
            setattr(made, name, copied(value, line))
        elif isinstance(value, list):
            parts = [copied(one, line) if isinstance(one, nodes.Node) else one for one in value]
            setattr(made, name, parts)
    return made


def _is_choice(node: nodes.Expr) -> TypeGuard[nodes.CondExpr]:
    """Whether an expression is a choice between two fixed texts, which are escaped beforehand."""
    return isinstance(node, nodes.CondExpr) and _is_fixed(node.expr1) and _is_fixed(node.expr2)


def _is_fixed(node: nodes.Expr | None) -> bool:
    return node is None or (isinstance(node, nodes.Const) and isinstance(node.value, str))


def _as_html(node: nodes.Expr | None) -> nodes.Const:
    return nodes.Const(escaped(node.value) if isinstance(node, nodes.Const) else "")


class PageEnvironment(Environment):
    """The environment of the package's templates. `site`: that of the templates which a site overrides."""

    code_generator_class = PageGenerator
    written = staticmethod(written)

    def __init__(self, site: Environment, overridden: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self._site = site
        self.overridden = frozenset(overridden)
        self._bodies: dict[str, list[nodes.Node]] = {}

    def is_own(self, name: str) -> bool:
        """Whether a template is the package's, and not the site's."""
        return name not in self.overridden

    def inlined_body(self, name: str) -> list[nodes.Node]:
        """The statements of a template of the package's, to be copied: with what they include in place."""
        found = self._bodies.get(name)
        if found is None:
            assert self.loader is not None
            source, _, _ = self.loader.get_source(self, name)
            found = self._bodies[name] = Inlining(self).statements(self.parse(source, name).body)
        return found

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """A template; the site's own one where it has one."""
        if isinstance(name, str) and not self.is_own(name):
            return self._site.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)
