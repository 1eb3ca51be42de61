"""Which requests and which tests reach which line of the rules: a mutant meets only those that reach its own."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Iterable
from functools import _lru_cache_wrapper
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from tests.reference import compare, model

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "models" / "rules"
KEPT = ROOT / "build" / "mutation"
SEED = 41
POOL = 2500
# Of the pool a request is kept while it reaches a line that fewer than so many of those before it reach.
REACHED_BY = 12

Lines = dict[str, set[int]]


class Request(NamedTuple):
    """A request, the outcome that the reference gives, and the lines of each module that the engine runs for it."""

    data: bytes
    expected: Any
    lines: Lines


class Traced:
    """Within it every line of the rules that runs is noted in `lines`, by module."""

    def __init__(self) -> None:
        self.lines: Lines = {}
        self._of_file = {str(path): path.stem for path in RULES.glob("*.py")}

    def __enter__(self) -> Traced:
        forget()  # else only the first that asks would reach what is cached
        sys.settrace(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        module = self._of_file.get(frame.f_code.co_filename)
        if module is None:
            return None
        lines = self.lines.setdefault(module, set())
        lines.add(frame.f_lineno)

        def line(frame: FrameType, event: str, argument: Any) -> Any:
            lines.add(frame.f_lineno)
            return line

        return line


def forget() -> None:
    """Empty every cache of the rules and of their tests."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("models.rules.", "tests.models.")):
            for thing in vars(module).values():
                if isinstance(thing, _lru_cache_wrapper):
                    thing.cache_clear()


def sha(paths: Iterable[Path]) -> str:
    """One figure for the contents of files."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


def sources() -> list[Path]:
    """What the reach of a request or test hangs on, apart from the test."""
    tests = ROOT / "tests"
    folders = (ROOT / "models", ROOT / "resources", tests / "reference", tests / "cases")
    found = [path for folder in folders for path in folder.rglob("*.*") if path.suffix in (".py", ".json", ".toml")]
    return [*found, *(path for path in (tests / "models").glob("*.py") if not path.name.startswith("test_"))]


def known_requests() -> list[Request]:
    """Random requests that together reach every line that requests reach, the quickest first; kept between runs."""
    kept, now = KEPT / "requests.json", sha([*sources(), Path(__file__)])
    if kept.exists():
        before = json.loads(kept.read_text())
        if before["sources"] == now:
            return [_read(one) for one in before["requests"]]
    found, counts = [], dict[tuple[str, int], int]()
    for data in compare.requests(seed=SEED, count=POOL, broken_part=0):
        with Traced() as traced:
            began = time.process_time()
            compare.outcome(compare.engine, data)
            took = time.process_time() - began
        keys = [(module, line) for module, lines in traced.lines.items() for line in lines]
        if any(counts.get(key, 0) < REACHED_BY for key in keys):
            counts |= {key: counts.get(key, 0) + 1 for key in keys}
            found.append((took, Request(data, compare.outcome(model.evaluate_text, data), traced.lines)))
    requests = [request for _, request in sorted(found, key=lambda one: one[0])]
    plain = [[one.data.decode(), one.expected, _plain(one.lines)] for one in requests]
    kept.write_text(json.dumps({"sources": now, "requests": plain}))
    return requests


def _read(plain: list[Any]) -> Request:
    return Request(plain[0].encode(), plain[1], lines_of(plain[2]))


def _plain(lines: Lines) -> dict[str, list[int]]:
    return {module: sorted(found) for module, found in lines.items()}


def lines_of(plain: dict[str, list[int]]) -> Lines:
    """Lines as JSON keeps them, as sets."""
    return {module: set(found) for module, found in plain.items()}


class TestReach:
    """The lines and the seconds of every test, kept by file: a file that changed is traced again, alone."""

    __test__ = False

    def __init__(self) -> None:
        self._path, self._sources = KEPT / "tests.json", sha([*sources(), Path(__file__)])
        kept = json.loads(self._path.read_text()) if self._path.exists() else {}
        self._files: dict[str, Any] = kept["files"] if kept.get("sources") == self._sources else {}

    def lacks(self, path: Path) -> bool:
        """Whether the tests of this file have to be traced."""
        return bool(self._files.get(path.name, {}).get("sha") != sha([path]))

    def note(self, path: Path, name: str, took: float, lines: Lines) -> None:
        """Keep one traced test."""
        if self.lacks(path):
            self._files[path.name] = {"sha": sha([path]), "tests": {}}
        self._files[path.name]["tests"][name] = [took, _plain(lines)]

    def of(self, path: Path, name: str) -> tuple[float, Lines] | None:
        """Seconds and lines of a test; None for one that was not there when its file was traced."""
        found = self._files.get(path.name, {}).get("tests", {}).get(name)
        return None if found is None else (found[0], lines_of(found[1]))

    def keep(self) -> None:
        """Write it down for the next run."""
        self._path.write_text(json.dumps({"sources": self._sources, "files": self._files}))
