"""Fuzz of the JSON record and of deeds: never an exception of another kind, never accepted but wrong."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace

from models.errors import Refusal
from models.exchange.record_json import read_record_bytes, record_bytes, same_record
from models.facts.notes import GrantNote
from models.record.deeds import add_grant
from models.record.record import Record
from tests.harness import _second as second
from tests.harness._fuzz import lived_records, mutated, tally
from tests.harness.registry import Result, Run, harness
from tests.record.test_deeds_inverse import walk
from tests.reference import facts as reference_facts, shapes as reference_shapes
from tests.reference.breaking import damage, raw
from tests.reference.reader import Unusable


def judge_json(data: bytes, read: Callable[[bytes], Record]) -> str | None:
    """What is wrong with how a file was read."""
    try:
        record = read(data)
    except Refusal as refusal:
        return (
            "+refused" if refusal.message and refusal.field else f"a refusal without words or place for {data[:80]!r}"
        )
    given = json.loads(data)
    again = record_bytes(record)
    if not second.says_same(given, json.loads(again)):
        return f"accepted, but says something else: {data[:200]!r}"
    if not same_record(read_record_bytes(again), record):
        return f"does not come back the same: {data[:200]!r}"
    try:
        reference_facts.build(reference_shapes.record({k: v for k, v in given.items() if k != "extra"}, "record"))
    except Unusable as bad:
        return f"the reference refuses it ({bad}): {data[:200]!r}"
    return "+accepted"


@harness("record-json", small=2_000, full=500_000, unit="files", batch=25_000)
def record_json(run: Run) -> Result:
    """No JSON file, however damaged, is taken for another record than it states, or ends in anything but words."""
    rng = random.Random(run.seed)
    plains = [json.loads(record_bytes(record)) for record in lived_records(run.seed, 60)]

    def one(_: int) -> str | None:
        plain = rng.choice(plains)
        if rng.random() < 0.08:
            data = raw(rng, json.dumps(plain).encode())
        elif rng.random() < 0.15:
            data = mutated(rng, json.dumps(plain), '{}[]",:0123456789.-\\u\u2028ae').encode("utf-8", "surrogatepass")
        else:
            data = json.dumps(damage(rng, {"record": plain}).get("record") if rng.random() < 0.9 else plain).encode()
        return judge_json(data, read_record_bytes)

    def wrong(_: int) -> str | None:
        def careless(data: bytes) -> Record:
            value = json.loads(data)
            for grant in value["grants"][-1:]:
                grant["exercise_price"] = grant["exercise_price"][:-1] + "7"
            return read_record_bytes(json.dumps(value).encode())

        return judge_json(json.dumps(rng.choice(plains)).encode(), careless)

    return tally(run, one, wrong)


@harness("deeds", small=100, full=20_000, unit="records", batch=1_000)
def deeds(run: Run) -> Result:
    """Random deeds on random records can all be undone, one by one, and read back from the journal."""
    counts = walk(range(run.seed * 10**6, run.seed * 10**6 + run.n), 24)
    caught = sum(notices_what_is_forgotten(record) for record in lived_records(run.seed, 20))
    return Result(run.n, control_done=21, control_caught=caught, facts={"deeds": sum(counts.values())})


def notices_what_is_forgotten(record: Record) -> bool:
    """Whether an undoing that leaves one edit out is found to differ from the record before."""
    grant = next(iter(record.grants), None)
    if grant is None:
        return False
    change = add_grant(record, grant=replace(grant, id="forgotten"), note=GrantNote("forgotten", note="left behind"))
    after = record.with_change(change)
    return after.with_change(replace(change.inverse(), edits=change.inverse().edits[1:])) != record
