"""Lets a mutant meet the requests and tests that reach its line, in a forked process that is thrown away.

Most mutants change a function: the process is forked from one in which everything is imported and every test
collected, and the function gets the changed code. What runs when a module is loaded needs all modules loaded anew.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.abc
import importlib.util
import os
import pkgutil
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, FunctionType, ModuleType

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.mutants import Mutant
from tests.mutation.reach import KEPT, ROOT, RULES, Lines, Request, TestReach, Traced, forget
from tests.reference import compare

INI = KEPT / "pytest.ini"
MEMORY = 3 * 1024**3
# Seconds of computing after which a mutant is taken to run for ever; a request takes milliseconds.
FOR_A_REQUEST = 2.0
FOR_A_TEST = 20.0
FOR_ALL_TESTS = 90.0
# Without the window's plugin and without rewritten assertions: half the time, and nothing here needs them.
OPTIONS = ("-x", "-q", "-s", "-p", "no:cacheprovider", "-p", "no:pytest-qt", "--assert=plain", "-c", str(INI))
TESTS = (*OPTIONS, f"--rootdir={ROOT}", str(ROOT / "tests" / "models"))
# How many requests a module loaded anew meets before the tests.
REQUESTS_WHEN_LOADED = 200


def in_fork(run: Callable[[], str | None]) -> str:
    """What `run` says in a process of its own, empty for None; or how that process ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said: str | None = "stopped by an error"
        with contextlib.suppress(BaseException):
            _be_small()
            said = run()
        os.write(writing, (said or "").encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    return said if status == 0 else f"ended by signal {os.waitstatus_to_exitcode(status)}"


def _be_small() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _allow(seconds: float) -> None:
    """So much computing from now on; then the process is ended."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


def _notices(request: Request) -> bool:
    try:
        return bool(compare.differences(request.expected, compare.outcome(compare.engine, request.data)))
    except Exception:  # an answer of another shape, which cannot even be compared
        return True


# -- what runs when a module is loaded ----------------------------------------------------------------------


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module its mutated source."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        self._name, self._mutant = name, mutant

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._mutant.code(f"<mutant {self._mutant.number}>"), module.__dict__)


def meet_loaded(name: str, mutant: Mutant, requests: Sequence[Request]) -> str | None:
    """Load the rules with the mutant, in a process that has not loaded them; which request or test notices it."""
    _allow(FOR_ALL_TESTS)
    sys.meta_path.insert(0, _Mutated(f"models.rules.{name}", mutant))
    for at, request in enumerate(requests[:: max(1, len(requests) // REQUESTS_WHEN_LOADED)]):
        if _notices(request):
            return f"request {at}"
    own = ROOT / "tests" / "models" / f"test_{name}.py"
    return "a test" if pytest.main([*TESTS[:-1], *([str(own)] if own.exists() else []), TESTS[-1]]) else None


# -- what runs in a function --------------------------------------------------------------------------------


class _Test:
    """A collected test with what it takes and where it goes."""

    def __init__(self, item: pytest.Item, took: float, lines: Lines) -> None:
        self.item, self.took, self.lines = item, took, lines

    def notices(self) -> bool:
        """Run it; whether it fails."""
        reports = runtestprotocol(self.item, log=False, nextitem=None)
        return any(report.failed for report in reports)


class Warm:
    """All of models imported, all of tests/models collected: mutants of functions meet them in forks of this."""

    def __init__(self, requests: Sequence[Request], items: Sequence[pytest.Item]) -> None:
        for package in (importlib.import_module("models"),):
            for found in pkgutil.walk_packages(package.__path__, "models."):
                importlib.import_module(found.name)
        self._requests = requests
        self._functions = _functions()
        self._tests = _timed(items)
        forget()  # else answers found while the tests were collected would hide a mutant
        self._kills: Counter[tuple[str, str]] = Counter()
        gc.collect()
        gc.freeze()

    def unchanged(self) -> str:
        """Which request or test fails without any mutation: empty, or nothing can be said of mutants."""

        def meet() -> str | None:
            for at, request in enumerate(self._requests):
                if _notices(request):
                    return f"request {at}"
            return next((test.item.nodeid for test in self._tests if test.notices()), None)

        return in_fork(meet)

    def knows(self, name: str, mutant: Mutant) -> bool:
        """Whether the mutant's function can be changed in place."""
        return len(self._functions.get((name, mutant.function or ""), ())) == 1

    def met_by(self, name: str, mutant: Mutant) -> str:
        """Which request or test notices the mutant; empty where none does."""
        killer = in_fork(lambda: self._meet(name, mutant))
        self._kills[f"{name}.{mutant.function}", killer] += 1
        return killer

    def _meet(self, name: str, mutant: Mutant) -> str | None:
        _allow(FOR_A_TEST)
        (function,) = self._functions[name, mutant.function or ""]
        codes = list(_codes(mutant.code(function.__code__.co_filename)))
        (function.__code__,) = (code for code in codes if code.co_qualname == mutant.function)
        first, last = mutant.lines
        where = f"{name}.{mutant.function}"

        def reaches(lines: Lines) -> bool:
            return any(first <= line <= last for line in lines.get(name, ()))

        witnesses: list[tuple[str, Request | _Test]]
        witnesses = [(f"request {at}", one) for at, one in enumerate(self._requests) if reaches(one.lines)]
        witnesses += [(test.item.nodeid, test) for test in self._tests if reaches(test.lines)]
        # What noticed its neighbours first, then requests, then tests, the quickest first.
        for witness, one in sorted(witnesses, key=lambda one: -self._kills[where, one[0]]):
            if isinstance(one, Request):
                _allow(FOR_A_REQUEST)
                is_noticed = _notices(one)
            else:
                _allow(FOR_A_TEST + 10 * one.took)
                is_noticed = one.notices()
            if is_noticed:
                return witness
        return None


def _functions() -> dict[tuple[str, str], list[FunctionType]]:
    """The functions of the rules by module and name."""
    of_file = {str(path): path.stem for path in RULES.glob("*.py")}
    found: dict[tuple[str, str], list[FunctionType]] = {}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in of_file:
            found.setdefault((of_file[thing.__code__.co_filename], thing.__code__.co_qualname), []).append(thing)
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of every function of a module, at any depth."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _timed(items: Sequence[pytest.Item]) -> list[_Test]:
    """The tests with their reach; those of changed files are run under the tracer first, in a fork."""
    reach = TestReach()
    new = [item for item in items if reach.lacks(item.path)]
    if new:
        in_fork(lambda: _trace(reach, new))
        reach = TestReach()
    tests = []
    for item in items:
        known = reach.of(item.path, item.nodeid)
        if known is not None:
            tests.append(_Test(item, *known))
    return sorted(tests, key=lambda test: test.took)


def _trace(reach: TestReach, items: Sequence[pytest.Item]) -> None:
    for item in items:
        began = time.process_time()
        with Traced() as traced:
            runtestprotocol(item, log=False, nextitem=None)
        reach.note(item.path, item.nodeid, time.process_time() - began, traced.lines)
    reach.keep()


class Collected:
    """A plugin of pytest that hands over the collected tests instead of running them."""

    def __init__(self, then: Callable[[Sequence[pytest.Item]], None]) -> None:
        self._then = then

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do what is wanted with the tests."""
        self._then(session.items)
        return True


def collect(then: Callable[[Sequence[pytest.Item]], None]) -> int:
    """Collect tests/models and do something with the tests; pytest's exit status."""
    return int(pytest.main(list(TESTS), plugins=[Collected(then)]))
