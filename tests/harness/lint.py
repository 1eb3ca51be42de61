"""Forbidden calls: what loses data, leaks it, or guesses at money is not written anywhere in the domain."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.harness.registry import Result, Run, harness

ROOT = Path(__file__).resolve().parents[2]

# Where a float is meant: the estimate of an option's value, which is no money anybody pays.
_FLOATS = {"models/rules/worth.py", "models/rules/valuation.py", "models/notice/preview.py"}  # and pixels
# Where code is written: the constructors of frozen values, made of the names of their own fields and of nothing else.
_WRITES_CODE = {"models/values/frozen.py"}
# The one module that may read the bytes of a record, while no connection of this process has it open.
_BYTES = {"models/store/files.py"}
_NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "asyncio", "xmlrpc", "webbrowser"}
_NEVER = {"pickle", "marshal", "shelve", "subprocess", "multiprocessing"}
_CODE = {"eval", "exec", "compile", "__import__"}
_MAKES_CODE = {"models/values/frozen.py"}  # constructors of values, from the names of their own fields
_RUNS = {"os.system", "os.popen", "os.startfile"}
_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
}
_STORE_METHODS = {
    "insert_all": "commits every 100 rows",
    "upsert_all": "commits every 100 rows",
    "upsert": "replaces",
    "transform": "drops triggers",
    "executescript": "commits in the middle",
    "create_function": "gives hostile schemas something to call",
    "load_extension": "runs foreign code",
    "read_bytes": "drops SQLite's locks",
    "write_bytes": "drops SQLite's locks",
    "read_text": "drops SQLite's locks",
    "write_text": "drops SQLite's locks",
}


def wrong_in(path: str, source: str) -> Iterator[str]:
    """What is forbidden in one module, each with its line."""
    tree = ast.parse(source)
    in_store = path.startswith("models/store/")
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        for what in _forbidden(node, path, in_store):
            yield f"{path}:{line}: {what}"


def _forbidden(node: ast.AST, path: str, in_store: bool) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        for name in names:
            if name.split(".")[0] in _NETWORK | _NEVER:
                yield f"imports {name}"
            if in_store and name.split(".")[0] == "logging":
                yield "logs, and might log what the holder wrote"
    if isinstance(node, ast.Call):
        yield from _call(node, path, in_store)
    if in_store and isinstance(node, ast.Constant) and isinstance(node.value, str):
        words = node.value.upper().split()
        if "REPLACE" in words and "INSERT" in words:
            yield "INSERT OR REPLACE"
        if "CASCADE" in words:
            yield "ON DELETE CASCADE"


def _call(node: ast.Call, path: str, in_store: bool) -> Iterator[str]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    for keyword in node.keywords:
        if keyword.arg in {"replace", "alter"} and ast.unparse(keyword.value) == "True":
            yield f"{keyword.arg}=True"
    if name == "exec" and path in _WRITES_CODE:
        return
    if (name in _CODE and path not in _MAKES_CODE) or f"{owner}.{method}" in _RUNS:
        yield f"runs code: {name or method}"
    if name == "float" and path not in _FLOATS:
        yield "float("
    if (owner.split(".")[-1], method) in _CLOCKS:
        yield f"reads the clock: {owner}.{method}()"
    if in_store:
        yield from _call_in_store(name, owner, method, path)


def _call_in_store(name: str, owner: str, method: str, path: str) -> Iterator[str]:
    if name == "open" and path not in _BYTES:
        yield "open( on what may be a record"
    if name == "print":
        yield "print("
    if method in _STORE_METHODS and path not in _BYTES:
        yield f"{method}: {_STORE_METHODS[method]}"
    if method == "execute" and owner.endswith(".conn"):
        yield ".conn.execute("
    if owner == "shutil" and method.startswith("copy"):
        yield f"shutil.{method}: drops SQLite's locks"


_MUST_BE_SEEN = (
    "db['t'].insert({}, replace=True)",
    "db['t'].insert({}, alter=True)",
    "db['t'].insert_all([])",
    "db.conn.execute('x')",
    "db.executescript('x')",
    "open(path)",
    "path.read_bytes()",
    "shutil.copyfile(a, b)",
    "float('1.2')",
    "datetime.now()",
    "date.today()",
    "time.time()",
    "import socket",
    "from urllib.request import urlopen",
    "import pickle",
    "import logging",
    "eval('1')",
    "conn.execute('INSERT OR REPLACE INTO t VALUES (1)')",
    "print(record)",
)


@harness("forbidden calls", small=1, full=1, unit="sweep")
def forbidden_calls(run: Run) -> Result:
    """No replace, alter, cascade, open of a record, float of money, clock, network or logging in the domain."""
    failures: list[str] = []
    files = 0
    for path in sorted((ROOT / "models").rglob("*.py")):
        files += 1
        failures += wrong_in(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    caught = sum(bool(list(wrong_in("models/store/control.py", source))) for source in _MUST_BE_SEEN)
    if caught < len(_MUST_BE_SEEN):
        failures.append("the lint is blind to one of its own examples")
    return Result(1, tuple(failures), control_done=len(_MUST_BE_SEEN), control_caught=caught, facts={"modules": files})
