"""Makes mutants of a module: its source with one place changed to what a tired programmer might have written."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

SWAPS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.FloorDiv: (ast.Mult,),
    ast.Div: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "bisect_left": "bisect_right",
    "bisect_right": "bisect_left",
    "ceil_cents": "floor_cents",
    "floor_cents": "ceil_cents",
    "floor": "ceil",
    "ceil": "floor",
}
# Codes, reasons, methods and paragraphs; sentences are free.
CODE = re.compile(r"[a-z]+(_[a-z]+)*|[A-Z]+(_[A-Z]+)*|[0-9]+(\([a-z]+\))*")


@dataclass(frozen=True)
class Place:
    """A place that can be changed: the node, what of it, to what, and where it stands.

    `function` is the outermost function around it, None for what runs when the module is loaded; `lines` the first
    and last line of the statement (of a compound one the head).
    """

    node: ast.AST
    kind: str
    change: Any
    function: str | None
    lines: tuple[int, int]


@dataclass(frozen=True)
class Mutant:
    """One changed source; `function` and `lines` as in Place.

    `key` stays the same as long as the function (of what runs when the module is loaded: the statement) does.
    """

    number: int
    line: int
    says: str
    function: str | None
    lines: tuple[int, int]
    source: str
    key: str = ""

    def code(self, filename: str) -> CodeType:
        """The changed module, compiled."""
        tree = ast.parse(self.source)
        if self.number >= 0:
            places = _Places()
            places.visit(tree)
            _change(tree, places.found[self.number])
        return compile(ast.fix_missing_locations(tree), filename, "exec")


class _Places(ast.NodeVisitor):
    """Finds every place that can be changed, with the changes; what is only for type checkers is left alone."""

    def __init__(self) -> None:
        self.found: list[Place] = []
        self._around: list[str] = []
        self._function: str | None = None
        self._lines = (0, 0)

    def visit(self, node: ast.AST) -> None:
        if not isinstance(node, ast.stmt):
            super().visit(node)
            return
        before, self._lines = self._lines, _lines(node)
        super().visit(node)
        self._lines = before

    def _add(self, node: ast.AST, kind: str, change: object) -> None:
        self.found.append(Place(node, kind, change, self._function, self._lines))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        outer = self._function
        self._function = outer or ".".join((*self._around, node.name))
        for statement in _without_docstring(node.body):
            self.visit(statement)
        self._function = outer

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._around.append(node.name)
        for statement in _without_docstring(node.body):
            self.visit(statement)
        self._around.pop()

    def visit_Module(self, node: ast.Module) -> None:
        for statement in _without_docstring(node.body):
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Assertions are for type checkers and readers."""

    def visit_keyword(self, node: ast.keyword) -> None:
        """So is `strict=`: that two lists are equally long is a claim about the program, and no answer of it."""
        if node.arg != "strict":
            self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Nothing to change."""

    def visit_Raise(self, node: ast.Raise) -> None:
        if node.exc is not None:
            self.visit(node.exc)

    def visit_Compare(self, node: ast.Compare) -> None:
        for at, operator in enumerate(node.ops):
            for other in SWAPS.get(type(operator), ()):
                self._add(node, "ops", (at, other))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if not _is_type(node):
            for other in SWAPS.get(type(node.op), ()):
                self._add(node, "op", other)
            self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        for other in SWAPS.get(type(node.op), ()):
            self._add(node, "op", other)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for other in SWAPS[type(node.op)]:
            self._add(node, "op", other)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        self._add(node, "operand", None)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._add(node, "value", not node.value)
        elif isinstance(node.value, int):
            self._add(node, "value", node.value + 1)
        elif isinstance(node.value, str) and CODE.fullmatch(node.value):
            self._add(node, "value", f"{node.value}X")
        elif node.value is None:
            return

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Sentences are free."""

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in NAMES and isinstance(node.ctx, ast.Load):
            self._add(node, "id", NAMES[node.id])

    def visit_If(self, node: ast.If) -> None:
        self._condition(node)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._condition(node)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._condition(node)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for at in range(len(node.ifs)):
            self._add(node, "ifs", at)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self._add(node, "value", None)
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self._add(node, "gone", None)
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._add(node, "flow", ast.Break)

    def visit_Break(self, node: ast.Break) -> None:
        self._add(node, "flow", ast.Continue)

    def _condition(self, node: ast.If | ast.IfExp | ast.While) -> None:
        if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            self._add(node, "test", None)


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if is_docstring else body


def _is_type(node: ast.BinOp) -> bool:
    """Whether this is a union of types, as in `isinstance(x, A | B)`."""
    return isinstance(node.op, ast.BitOr) and all(
        isinstance(side, ast.Name | ast.BinOp | ast.Attribute)
        and not (isinstance(side, ast.Name) and side.id[:1].islower())
        for side in (node.left, node.right)
    )


def _lines(node: ast.stmt) -> tuple[int, int]:
    body = getattr(node, "body", None)
    last = node.end_lineno or node.lineno
    return node.lineno, max(node.lineno, body[0].lineno - 1) if body else last


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module's source, numbered from 0 in the order of the walk."""
    tree = ast.parse(source)
    places = _Places()
    places.visit(tree)
    texts = dict(_functions(tree))
    of_text: Counter[str] = Counter()
    for number, place in enumerate(places.found):
        node = place.node
        line = getattr(node, "lineno", 0) or getattr(getattr(node, "target", None), "lineno", 0)
        before = ast.unparse(node)
        after, undo = _change(tree, place)
        undo()
        says = f"{before}  ->  {after}"
        first, last = place.lines
        text = texts[place.function] if place.function else "".join(source.splitlines(True)[first - 1 : last])
        key = f"{place.function} {hashlib.sha256(text.encode()).hexdigest()[:12]}"
        yield Mutant(number, line, says, place.function, place.lines, source, f"{key} {of_text[key]}: {says}")
        of_text[key] += 1


def _functions(tree: ast.AST, around: str = "") -> Iterator[tuple[str, str]]:
    """The outermost functions by name, with their text."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield around + node.name, ast.unparse(node)
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{around}{node.name}.")


Undo = Callable[[], None]


def _change(tree: ast.Module, place: Place) -> tuple[str, Undo]:
    """Change the place in its tree; what stands there now, and how to take it back."""
    node: Any = place.node
    kind, change = place.kind, place.change
    if kind == "ops":
        at, other = change
        return _put_at(node, node.ops, at, other())
    if kind == "ifs":
        return _put_at(node, node.ifs, change, ast.Constant(True))
    if kind == "op":
        return _put(node, "op", change())
    if kind == "value" and isinstance(node, ast.Return):
        return _put(node, "value", ast.Constant(None))
    if kind in ("value", "id"):
        return _put(node, kind, change)
    if kind == "test":
        return _put(node, "test", ast.UnaryOp(ast.Not(), node.test))
    return _replace(tree, node, kind, change)


def _put(node: ast.AST, name: str, new: object) -> tuple[str, Undo]:
    old = getattr(node, name)
    setattr(node, name, new)
    return ast.unparse(node), lambda: setattr(node, name, old)


def _put_at(node: ast.AST, items: list[ast.AST], at: int, new: ast.AST) -> tuple[str, Undo]:
    old = items[at]
    items[at] = new
    return ast.unparse(node), lambda: items.__setitem__(at, old)


def _replace(tree: ast.Module, node: Any, kind: str, change: Any) -> tuple[str, Undo]:
    """Put another node in this one's place in its parent."""
    new: ast.AST
    if kind == "operand":
        new = node.operand
    elif kind == "gone":
        new = ast.Pass()
    else:
        new = change()
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                _, undo = _put(parent, name, new)
                return ast.unparse(new), undo
            if isinstance(value, list) and any(item is node for item in value):
                _, undo = _put(parent, name, [new if item is node else item for item in value])
                return ast.unparse(new), undo
    raise LookupError("the node is not in the tree")
