"""Runs the mutants: `python -m tests.mutation [module ...] [--survivors]`, each in a forked process of its own.

Every mutant first meets the worked examples and some random histories whose answers the reference has given
beforehand, which notice most of them in half a second; who is left meets the whole of tests/models. What survives is
kept in build/mutation and printed with its line.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.abc
import importlib.util
import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutation.mutants import Mutant, mutants
from tests.reference import compare, model

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "models" / "rules"
KEPT = ROOT / "build" / "mutation"
INI = KEPT / "pytest.ini"
HISTORIES = 120
CPU_SECONDS = 60
MEMORY = 3 * 1024**3


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module its mutated source."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        self._name, self._mutant = name, mutant

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._mutant.source, f"<mutant {self._mutant.number}>", "exec"), module.__dict__)


def known_answers() -> list[tuple[bytes, Any]]:
    """Requests with the outcomes that the reference gives, or that were worked out by hand."""
    requests = list(compare.requests(seed=41, count=HISTORIES, broken_part=0))
    return [(data, compare.outcome(model.evaluate_text, data)) for data in requests]


def is_noticed(name: str, mutant: Mutant, known: list[tuple[bytes, Any]]) -> bool:
    """Whether any test fails for this mutant; run in a forked process."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            code = _meet(name, mutant, known)
        os._exit(code)
    _, status = os.waitpid(child, 0)
    return status != 0


def _meet(name: str, mutant: Mutant, known: list[tuple[bytes, Any]]) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.meta_path.insert(0, _Mutated(f"models.rules.{name}", mutant))
    for data, expected in known:
        if compare.differences(expected, compare.outcome(compare.engine, data)):
            return 1
    own = ROOT / "tests" / "models" / f"test_{name}.py"
    first = [str(own)] if own.exists() else []
    # Without the window's plugin and without rewritten assertions: half the time, and nothing here needs them.
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:pytest-qt", "--assert=plain", "-c", str(INI)]
    return int(bool(pytest.main([*options, f"--rootdir={ROOT}", *first, str(ROOT / "tests" / "models")])))


def run_module(name: str, known: list[tuple[bytes, Any]], only: set[str] | None) -> dict[str, Any]:
    """Try every mutant of one module (or those of `only`); the result as kept."""
    source = (RULES / f"{name}.py").read_text(encoding="utf-8")
    tried, survivors, began = 0, [], time.monotonic()
    for mutant in mutants(source):
        key = f"{mutant.line}: {mutant.says}"
        if only is not None and key not in only:
            continue
        tried += 1
        if not is_noticed(name, mutant, known):
            survivors.append(key)
    print(f"{name:14} {tried:4} mutants, {len(survivors):3} survive, {time.monotonic() - began:.0f} s", flush=True)
    for key in survivors:
        print(f"    {name}.py:{key[:150]}", flush=True)
    return {"tried": tried, "survivors": survivors}


def main(arguments: list[str]) -> int:
    """Run what is asked for; 0 where at least 95 % are noticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", help="names in models/rules; all where left out")
    parser.add_argument("--survivors", action="store_true", help="try again only those that survived the last run")
    asked = parser.parse_args(arguments)
    settings.register_profile("mutation", database=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
    settings.load_profile("mutation")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    KEPT.mkdir(parents=True, exist_ok=True)
    INI.write_text("[pytest]\naddopts = --import-mode=importlib\n", encoding="utf-8")
    names = asked.modules or sorted(path.stem for path in RULES.glob("*.py") if path.stem != "__init__")
    known = known_answers()
    original = Mutant(-1, 0, "nothing changed", (RULES / f"{names[0]}.py").read_text(encoding="utf-8"))
    if is_noticed(names[0], original, known):
        print("The tests fail without any mutation: nothing can be said.", file=sys.stderr)
        return 2
    tried = survived = 0
    for name in names:
        kept = KEPT / f"{name}.json"
        before = json.loads(kept.read_text()) if kept.exists() else None
        again = asked.survivors and before is not None
        result = run_module(name, known, set(before["survivors"]) if again and before else None)
        if again and before:
            result["tried"] = before["tried"]
        kept.write_text(json.dumps(result, indent=1))
        tried, survived = tried + result["tried"], survived + len(result["survivors"])
    share = 100 * (tried - survived) / max(1, tried)
    print(f"{tried} mutants, {survived} survive: {share:.1f} % noticed")
    return 0 if share >= 95 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
