"""Runs the mutants: `python -m tests.mutation [module ...] [--survivors] [--fresh] [--processes N]`.

Every mutant meets, in a forked process of its own, first the random requests that reach its line, whose answers the
reference has given beforehand, then the tests of tests/models that do. Verdicts are kept in build/mutation: a run that
was broken off goes on, `--survivors` tries again those that nobody noticed. What survives is printed with its line.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.mutation.kept import Verdicts, names
from tests.mutation.meeting import INI, Warm, collect, in_fork, meet_loaded
from tests.mutation.mutants import Mutant
from tests.mutation.reach import KEPT, RULES, Request, known_requests

# Modules of which three functions that return nothing must be noticed: else nobody looks.
PLANTED = ("payment", "vesting", "calendar")
Todo = list[tuple[Verdicts, Mutant]]
Meet = Callable[[str, Mutant], str]


def prepare() -> None:
    """The same examples in every run, and nothing that a slow machine could turn into a failure."""
    settings.register_profile(
        "mutation",
        database=None,
        derandomize=True,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutation")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    KEPT.mkdir(parents=True, exist_ok=True)
    INI.write_text("[pytest]\naddopts = --import-mode=importlib\n", encoding="utf-8")


def in_parts(todo: Todo, processes: int, meet: Meet) -> None:
    """Let several processes try a part of the mutants each, and note who noticed them."""
    children = []
    for part in range(processes):
        child = os.fork()
        if child == 0:
            for verdicts, mutant in todo[part::processes]:
                verdicts.note(mutant, meet(verdicts.name, mutant))
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def try_functions(todo: Todo, processes: int, requests: Sequence[Request]) -> None:
    """Those that can be changed in place; control first that nothing fails by itself and obvious ones are noticed."""

    def then(items: Sequence[pytest.Item]) -> None:
        warm = Warm(requests, items)
        failing = warm.unchanged()
        if failing:
            os._exit(_nothing_can_be_said(f"{failing} fails without any mutation"))
        for name in PLANTED:
            planted = [mutant for mutant in Verdicts(name).mutants if mutant.says.endswith("->  return None")]
            if not all(warm.knows(name, mutant) and warm.met_by(name, mutant) for mutant in planted[:3]):
                os._exit(_nothing_can_be_said(f"{name} that returns nothing is not noticed"))
        in_parts([one for one in todo if warm.knows(one[0].name, one[1])], processes, warm.met_by)

    child = os.fork()
    if child == 0:
        collect(then)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit(2)


def try_loaded(todo: Todo, processes: int, requests: Sequence[Request]) -> None:
    """Those that need the modules loaded anew, with the same control."""
    if not todo:
        return
    text = (RULES / "terms.py").read_text(encoding="utf-8")
    unchanged = Mutant(-1, 0, "nothing changed", None, (0, 0), text)
    if in_fork(lambda: meet_loaded("terms", unchanged, requests)):
        sys.exit(_nothing_can_be_said("the tests fail without any mutation"))
    planted = Mutant(-1, 0, "a term that is gone", None, (0, 0), text.replace("years", "year_s"))
    if not in_fork(lambda: meet_loaded("terms", planted, requests)):
        sys.exit(_nothing_can_be_said("a broken module is not noticed"))
    in_parts(todo, processes, lambda name, mutant: in_fork(lambda: meet_loaded(name, mutant, requests)))


def _nothing_can_be_said(why: str) -> int:
    print(f"{why}: nothing can be said.", file=sys.stderr, flush=True)
    return 2


def report(modules: Sequence[Verdicts]) -> int:
    """Print the figures and the survivors; 0 where at least 95 % are noticed."""
    tried = survived = 0
    for verdicts in modules:
        verdicts.again()
        survivors = verdicts.survivors()
        tried, survived = tried + len(verdicts.mutants), survived + len(survivors)
        print(f"{verdicts.name:14} {len(verdicts.mutants):4} mutants, {len(survivors):3} survive")
        for mutant in survivors:
            print(f"    {verdicts.name}.py:{mutant.line} #{mutant.number}: {mutant.says[:160]}".replace("\n", " "))
    share = 100 * (tried - survived) / max(1, tried)
    print(f"{tried} mutants, {survived} survive: {share:.1f} % noticed")
    return 0 if share >= 95 else 1


def main(arguments: list[str]) -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", help="names in models/rules; all where left out")
    parser.add_argument("--survivors", action="store_true", help="try again also those that survived the last run")
    parser.add_argument("--fresh", action="store_true", help="forget the verdicts of earlier runs")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(arguments)
    prepare()
    in_fork(lambda: str(len(known_requests())))  # apart: this process must not load the rules
    requests = known_requests()
    if asked.fresh:
        for name in asked.modules or names():
            (KEPT / f"{name}.jsonl").unlink(missing_ok=True)
    modules = [Verdicts(name) for name in asked.modules or names()]
    todo = [(verdicts, mutant) for verdicts in modules for mutant in verdicts.left(asked.survivors)]
    try_functions([one for one in todo if one[1].function], asked.processes, requests)
    for verdicts in modules:
        verdicts.again()
    # What could not be changed in place is left without a verdict, and loaded anew.
    again = [(verdicts, one) for verdicts, one in todo if verdicts.lacks(one) or not one.function]
    try_loaded(again, asked.processes, requests)
    return report(modules)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
