"""Makes mutants of a module: its source with one place changed to what a tired programmer might have written."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

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
class Mutant:
    """One changed source: where, what, and the whole text."""

    number: int
    line: int
    says: str
    source: str


class _Places(ast.NodeVisitor):
    """Finds every place that can be changed, with the changes; what is only for type checkers is left alone."""

    def __init__(self) -> None:
        self.found: list[tuple[ast.AST, str, object]] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        for statement in _without_docstring(node.body):
            self.visit(statement)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in _without_docstring(node.body):
            self.visit(statement)

    def visit_Module(self, node: ast.Module) -> None:
        for statement in _without_docstring(node.body):
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Assertions are for type checkers and readers."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Nothing to change."""

    def visit_Raise(self, node: ast.Raise) -> None:
        if node.exc is not None:
            self.visit(node.exc)

    def visit_Compare(self, node: ast.Compare) -> None:
        for at, operator in enumerate(node.ops):
            for other in SWAPS.get(type(operator), ()):
                self.found.append((node, "ops", (at, other)))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if not _is_type(node):
            for other in SWAPS.get(type(node.op), ()):
                self.found.append((node, "op", other))
            self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        for other in SWAPS.get(type(node.op), ()):
            self.found.append((node, "op", other))
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for other in SWAPS[type(node.op)]:
            self.found.append((node, "op", other))
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        self.found.append((node, "operand", None))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self.found.append((node, "value", not node.value))
        elif isinstance(node.value, int):
            self.found.append((node, "value", node.value + 1))
        elif isinstance(node.value, str) and CODE.fullmatch(node.value):
            self.found.append((node, "value", f"{node.value}X"))
        elif node.value is None:
            return

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Sentences are free."""

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in NAMES and isinstance(node.ctx, ast.Load):
            self.found.append((node, "id", NAMES[node.id]))

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
            self.found.append((node, "ifs", at))
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self.found.append((node, "value", None))
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self.found.append((node, "gone", None))
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self.found.append((node, "flow", ast.Break))

    def visit_Break(self, node: ast.Break) -> None:
        self.found.append((node, "flow", ast.Continue))

    def _condition(self, node: ast.If | ast.IfExp | ast.While) -> None:
        if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
            self.found.append((node, "test", None))


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


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module's source, numbered from 0 in the order of the walk."""
    tree = ast.parse(source)
    places = _Places()
    places.visit(tree)
    nodes = list(ast.walk(tree))
    index = {id(node): at for at, node in enumerate(nodes)}
    for number, (node, kind, change) in enumerate(places.found):
        twin = copy.deepcopy(tree)
        twin_node = list(ast.walk(twin))[index[id(node)]]
        line = getattr(node, "lineno", 0) or getattr(getattr(node, "target", None), "lineno", 0)
        before = ast.unparse(node)
        after = _changed(twin, twin_node, kind, change)
        yield Mutant(number, line, f"{before}  ->  {after}", ast.unparse(ast.fix_missing_locations(twin)))


def _changed(tree: ast.Module, node: ast.AST, kind: str, change: object) -> str:
    """Change the node in its tree, and say what stands there now."""
    if kind == "ops":
        at, other = change  # type: ignore[misc]
        node.ops[at] = other()  # type: ignore[attr-defined]
    elif kind == "op":
        node.op = change()  # type: ignore[attr-defined,operator]
    elif kind == "value" and isinstance(node, ast.Return):
        node.value = ast.Constant(None)
    elif kind in ("value", "id"):
        setattr(node, kind, change)
    elif kind == "test":
        node.test = ast.UnaryOp(ast.Not(), node.test)  # type: ignore[attr-defined]
    elif kind == "ifs":
        node.ifs[change] = ast.Constant(True)  # type: ignore[attr-defined,index]
    else:
        return _replaced(tree, node, kind, change)
    return ast.unparse(node)


def _replaced(tree: ast.Module, node: ast.AST, kind: str, change: object) -> str:
    """Put another node in this one's place in its parent."""
    new: ast.AST
    if kind == "operand":
        new = node.operand  # type: ignore[attr-defined]
    elif kind == "gone":
        new = ast.Pass()
    else:
        new = change()  # type: ignore[operator]
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is node:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if item is node else item for item in value]
    return ast.unparse(new)
