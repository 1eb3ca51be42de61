"""What the fuzz of importers shares: the tally, slips of the finger, and records that have lived."""

from __future__ import annotations

import random
from collections.abc import Callable

from models.errors import Refusal
from models.record.record import Record
from models.record.sample import sample_record
from tests.harness.registry import Result, Run
from tests.record.builders import random_records
from tests.record.test_deeds_inverse import Hand, deeds_on_facts, deeds_on_notes

PLAN = "focus-2002"
CONTROLS = 200


def tally(run: Run, try_one: Callable[[int], str | None], controls: Callable[[int], str | None]) -> Result:
    """Tries `run.n` cases and a few that must fail; a case gives None, words of what is wrong, or "+name" to count."""
    failures: list[str] = []
    counted: dict[str, int] = {}
    for at in range(run.n):
        try:
            said = try_one(at)
        except BaseException as bad:  # a panic of a library is no Exception
            if isinstance(bad, KeyboardInterrupt):
                raise
            said = f"seed {run.seed}, case {at}: {type(bad).__name__}: {bad}"
        if said is not None and said.startswith("+"):
            counted[said[1:]] = counted.get(said[1:], 0) + 1
        elif said is not None:
            failures.append(f"seed {run.seed}, case {at}: {said}"[:400])
    caught = 0
    for at in range(CONTROLS):
        said = controls(at)
        caught += said is not None and not said.startswith("+")
    return Result(run.n, tuple(failures), len(failures), CONTROLS, caught, counted)


def mutated(rng: random.Random, text: str, alphabet: str) -> str:
    """The text with one to three letters put in, taken out or replaced."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice((rng.choice(alphabet), "")) + text[at + rng.randint(0, 1) :]
    return text


def lived_records(seed: int, many: int) -> list[Record]:
    """Random records with notices and notes in them."""
    found = [sample_record()]
    for rng, start in random_records(range(seed * 1000, seed * 1000 + many)):
        record = start
        for _ in range(12):
            offered = [*deeds_on_facts(Hand(rng, record)), *deeds_on_notes(Hand(rng, record))]
            try:
                record = record.with_change(rng.choice(offered)[1]())
            except Refusal:
                continue
        found.append(record)
    return found
