"""Every method a signal is connected to is a declared slot.

An undeclared one is added to the class's meta-object when it is first connected; with a class below or above it whose
own meta-object exists already, indexes no longer agree, and another slot is called, or none, or the program dies.
"""

from __future__ import annotations

import ast
from pathlib import Path

UI = Path(__file__).resolve().parent.parent.parent / "ui"


def _is_slot(function: ast.FunctionDef) -> bool:
    for decorator in function.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(called, ast.Name) and called.id == "Slot":
            return True
    return False


def _connected(tree: ast.AST) -> list[ast.expr]:
    """What signals are connected to, in a piece of code."""
    return [
        argument
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
        for argument in node.args
    ]


def _signals(owners: list[ast.ClassDef]) -> set[str]:
    """The names of signals of our classes: a signal may be connected to a signal."""
    return {
        target.id
        for owner in owners
        for part in owner.body
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Call)
        for target in part.targets
        if isinstance(target, ast.Name) and ast.unparse(part.value.func) == "Signal"
    }


def undeclared() -> list[str]:
    """Connected methods that are not declared: those of the class itself, and names that no class declares."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(UI.rglob("*.py"))}
    owners = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    functions = [part for owner in owners for part in owner.body if isinstance(part, ast.FunctionDef)]
    ours = {function.name for function in functions}
    declared = {function.name for function in functions if _is_slot(function)} | _signals(owners)
    found = []
    for path, tree in trees.items():
        for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            own = {part.name: _is_slot(part) for part in owner.body if isinstance(part, ast.FunctionDef)}
            for target in _connected(owner):
                if not isinstance(target, ast.Attribute) or target.attr not in ours:
                    continue
                is_self = isinstance(target.value, ast.Name) and target.value.id == "self"
                is_known = own.get(target.attr, target.attr in declared) if is_self else target.attr in declared
                if not is_known:
                    found.append(f"{path.relative_to(UI)}:{target.lineno} {owner.name}.{target.attr}")
    return found


def test_every_connected_method_is_a_declared_slot() -> None:
    assert undeclared() == []


def test_no_signal_is_connected_to_a_lambda() -> None:
    found = [
        f"{path.relative_to(UI)}:{node.lineno}"
        for path in sorted(UI.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and any(isinstance(argument, ast.Lambda) for argument in node.args)
    ]
    assert found == []
