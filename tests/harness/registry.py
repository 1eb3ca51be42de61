"""Where every harness is registered, and what it gets and gives back.

A module in this folder registers its harnesses when it is imported:

    @harness("notices", small=200, full=20_000, unit="notices", batch=2_000)
    def notices(run: Run) -> Result:
        wrong = [case for case in cases(run.n, run.seed) if not holds(case)]
        return Result(done=run.n, failures=tuple(map(str, wrong)))

The runner calls it in batches of at most `batch` cases, each with a seed of its own in a process of its own, adds the
results up and goes on where it stopped. A harness that could be blind has a control: a case that must fail, counted in
`control_done` and `control_caught`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MOST_FAILURES = 20


@dataclass(frozen=True)
class Run:
    """One batch to do: `n` cases from `seed`, in `folder` (its own, empty, in memory where there is such a disk)."""

    n: int
    seed: int
    folder: Path
    is_full: bool = False


@dataclass(frozen=True)
class Result:
    """What came of a batch. `done` cases were tried; `failures` says in words which broke a promise: any is too many.

    `control_done` cases were made to fail on purpose, `control_caught` of them were noticed; at least one must be.
    `facts` are counts worth printing, added up by name.
    """

    done: int
    failures: tuple[str, ...] = ()
    wrong: int = 0
    control_done: int = 0
    control_caught: int = 0
    facts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "wrong", max(self.wrong, len(self.failures)))
        object.__setattr__(self, "failures", tuple(self.failures[:MOST_FAILURES]))

    def __add__(self, other: Result) -> Result:
        facts = {name: self.facts.get(name, 0) + other.facts.get(name, 0) for name in {**self.facts, **other.facts}}
        return Result(
            self.done + other.done,
            self.failures + other.failures,
            self.wrong + other.wrong,
            self.control_done + other.control_done,
            self.control_caught + other.control_caught,
            facts,
            self.seconds + other.seconds,
        )

    @property
    def is_good(self) -> bool:
        """Nothing broke, something was tried, and the control (if there is one) was noticed."""
        return self.done > 0 and not self.wrong and (not self.control_done or self.control_caught > 0)


@dataclass(frozen=True)
class Harness:
    """A registered harness: how many cases in the small and the full run, and how many at most in one batch."""

    name: str
    small: int
    full: int
    unit: str
    batch: int
    act: Callable[[Run], Result]

    @property
    def says(self) -> str:
        """Its promise: the first line of its docstring."""
        return (self.act.__doc__ or self.name).strip().splitlines()[0]


_known: dict[str, Harness] = {}


def harness(
    name: str, *, small: int, full: int, unit: str = "cases", batch: int | None = None
) -> Callable[[Callable[[Run], Result]], Callable[[Run], Result]]:
    """Register a function of a Run that gives a Result. Its docstring's first line is printed as its promise."""

    def register(act: Callable[[Run], Result]) -> Callable[[Run], Result]:
        if name in _known and _known[name].act.__module__ != act.__module__:
            raise ValueError(f"two harnesses are called {name}")
        _known[name] = Harness(name, small, full, unit, batch or max(small, full), act)
        return act

    return register


def all_harnesses() -> dict[str, Harness]:
    """Every harness of every module in this folder, in the order of modules and of their registration."""
    folder = Path(__file__).parent
    for module in sorted(found.name for found in pkgutil.iter_modules([str(folder)])):
        if not module.startswith("_") and module != "registry":
            importlib.import_module(f"{__package__}.{module}")
    return dict(_known)
