"""What became of each mutant, kept in build/mutation by module, so that a run can be broken off and taken up again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.reach import KEPT, RULES

# A mutant whose verdict was that the machinery failed is tried again.
FAILED = "stopped by an error"


def names() -> list[str]:
    """The modules of the rules."""
    return sorted(path.stem for path in RULES.glob("*.py") if path.stem != "__init__")


class Verdicts:
    """Who noticed each mutant of a module (empty: nobody), kept as long as its function stays the same."""

    def __init__(self, name: str) -> None:
        source = RULES / f"{name}.py"
        self.name = name
        self.mutants = list(mutants(source.read_text(encoding="utf-8")))
        self._path = KEPT / f"{name}.jsonl"
        self.of: dict[str, str] = {}
        self._read()

    def _read(self) -> None:
        for line in self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []:
            key, killer = json.loads(line)
            self.of[key] = killer

    def note(self, mutant: Mutant, killer: str) -> None:
        """Keep a verdict; a later one counts. Several processes write to one file, a line at a time."""
        line = json.dumps([mutant.key, killer]) + "\n"
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.write(file, line.encode())
        os.close(file)

    def again(self) -> None:
        """Read what the workers have noted."""
        self._read()

    def left(self, survivors: bool) -> Iterator[Mutant]:
        """Those without a verdict, and those that survived if they are asked for."""
        for mutant in self.mutants:
            if self.lacks(mutant) or (survivors and not self.of[mutant.key]):
                yield mutant

    def lacks(self, mutant: Mutant) -> bool:
        """Whether there is no verdict."""
        return self.of.get(mutant.key, FAILED) == FAILED

    def survivors(self) -> list[Mutant]:
        """Those nobody noticed, and those without a verdict: nothing can be said of them."""
        return [mutant for mutant in self.mutants if self.lacks(mutant) or not self.of[mutant.key]]
