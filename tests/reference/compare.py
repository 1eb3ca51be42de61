"""Compares the engine with the reference: `python -m tests.reference.compare --count N --seed S`."""

from __future__ import annotations

import argparse
import copy
import json
import sys
import time
import traceback
from collections.abc import Callable
from random import Random
from typing import Any

from . import model, randoms
from .breaking import at, broken, places

Json = dict[str, Any]
Engine = Callable[[bytes], Json]

CODES = (
    "not_approved",
    "before_grant",
    "window_closed",
    "terminated_for_cause",
    "exceeds_exercisable",
    "below_minimum",
    "payment_not_allowed",
    "insufficient_shares_owned",
    "no_fair_market_value",
    "after_last_grant_date",
)


def engine(data: bytes) -> Json:
    """The program's own answers, through its door."""
    from models.errors import Refusal
    from models.exchange.evaluate import answer_text

    try:
        result: Json = json.loads(answer_text(data))
    except Refusal as refusal:
        raise model.Unusable(str(refusal)) from refusal
    return result


def outcome(evaluate: Engine, data: bytes) -> Json:
    try:
        return evaluate(data)
    except model.Unusable as refusal:
        return {"refused": str(refusal)}
    except Exception:  # a crash of either side is a difference to be shown, not a reason to stop
        return {"crashed": traceback.format_exc(limit=-1)[-300:]}


def code_of(message: str) -> str:
    last = message.rsplit(": ", 1)[-1]
    return last if last in CODES else ""


def differences(expected: Any, got: Any, path: str = "") -> list[str]:
    """Where two outcomes differ; of `because` the expected paragraphs must be cited, messages are free."""
    if path.endswith(".because"):
        cited = {entry["paragraph"] for entry in got}
        lacking = [entry["paragraph"] for entry in expected if entry["paragraph"] not in cited]
        return [f"{path}: lacks {lacking}, has {sorted(cited)}"] if lacking else []
    if path.endswith(".error.message"):
        return []
    if path == ".refused":
        # two things may be wrong at once: which one is named first is free, the worked cases hold each code
        codes = code_of(expected), code_of(got)
        return [f"{path}: {expected!r} != {got!r}"] if all(codes) and codes[0] != codes[1] else []
    if isinstance(expected, dict) and isinstance(got, dict):
        found = [f"{path}.{key}: only in the reference" for key in expected if key not in got]
        found += [f"{path}.{key}: only in the engine" for key in got if key not in expected]
        for key in expected:
            if key in got:
                found += differences(expected[key], got[key], f"{path}.{key}")
        return found
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        return [
            text
            for number, (left, right) in enumerate(zip(expected, got, strict=True))
            for text in differences(left, right, f"{path}[{number}]")
        ]
    same = expected == got and type(expected) is type(got)
    return [] if same else [f"{path}: reference {expected!r}, engine {got!r}"]


def compare(data: bytes, theirs: Engine = engine, ours: Engine = model.evaluate_text) -> list[str]:
    """What differs between the two for one request; empty when they agree."""
    return differences(outcome(ours, data), outcome(theirs, data))


def kind(found: list[str]) -> set[str]:
    """The last key of each difference: what a smaller request must still show."""
    return {text.split(":")[0].rsplit(".", 1)[-1].split("[")[0] for text in found}


def shrink(data: bytes, differ: Callable[[bytes], list[str]]) -> bytes:
    """Drops questions, events, grants and single keys as long as the same kind of difference remains."""
    try:
        request = json.loads(data)
    except ValueError:
        return data
    wanted = kind(differ(data))
    shrunk = True
    while shrunk:
        shrunk = False
        for path in sorted(places(request), key=len):
            smaller = copy.deepcopy(request)
            try:
                del at(smaller, path[:-1])[path[-1]]
            except (KeyError, IndexError, TypeError):
                continue
            text = json.dumps(smaller).encode()
            if wanted & kind(differ(text)):
                request, shrunk = smaller, True
                break
    return json.dumps(request).encode()


def show(data: bytes, found: list[str], theirs: Engine = engine) -> None:
    small = shrink(data, lambda text: compare(text, theirs))
    print("request  ", small.decode())
    print("reference", json.dumps(outcome(model.evaluate_text, small)))
    print("engine   ", json.dumps(outcome(theirs, small)).replace("\\n", "\n"))
    for text in compare(small, theirs) or found:
        print("  differs", text)
    print()


def requests(seed: int, count: int, broken_part: float) -> Any:
    """Seeded requests; each depends on its own number only, so that one can be made again alone."""
    for number in range(count):
        rng = Random(seed * 1_000_003 + number)
        request = randoms.history(rng)
        data = randoms.text_of(request)
        yield broken(rng, request) if rng.random() < broken_part else data


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", type=float, default=0.3, help="part of the requests that is damaged")
    parser.add_argument("--show", type=int, default=5, help="how many mismatches to shrink and print")
    options = parser.parse_args()
    began, mismatches = time.monotonic(), 0
    for number, data in enumerate(requests(options.seed, options.count, options.broken)):
        found = compare(data)
        if found:
            mismatches += 1
            if mismatches <= options.show:
                print(f"mismatch in request {number} of seed {options.seed}")
                show(data, found)
    rate = options.count / (time.monotonic() - began)
    print(f"{options.count} requests, {mismatches} mismatches, {rate:.0f} a second")
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
