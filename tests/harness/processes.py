"""Two programs on one record: by the rules, without the lock file, and with the file moved or replaced underneath."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from models.errors import Refusal, StoreError
from models.store import create, open_record
from models.store.lock import RecordLock, lock_path
from tests.harness._base import NAME, ROOT
from tests.harness.registry import Result, Run, harness
from tests.store import makers
from tests.store.makers import NOW

_WAYS = ("lock", "no lock", "lock removed", "moved", "replaced", "old version put back")


def worker(path: Path, name: str, seconds: float, way: str, seed: int) -> None:
    """Append as many deeds as come out, opening and closing now and then; print every acknowledgement."""
    if way == "no lock":  # a disk without locks: SQLite's own lock and the seal are all there is
        RecordLock.acquire = lambda self: None  # type: ignore[method-assign]
    chance = random.Random(f"{seed} {name}")
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        try:
            with open_record(path) as store:
                for _ in range(chance.randint(1, 6)):
                    number += 1
                    store.append(makers.rename(store.record, f"{name} {number}"), NOW)
                    _print(saved=f"{name} {number}", serial=store.head, chain=store._found.seal.chain.hex())
                    if chance.random() < 0.3:
                        time.sleep(chance.uniform(0, 0.004))
        except StoreError as error:
            _print(kind=error.kind)
            time.sleep(0.001)
        except Refusal as refusal:
            _print(kind=f"refusal {refusal.code}")
        except Exception as error:  # whatever it is, it is none of ours
            _print(crash=f"{type(error).__name__}: {error}")


def _print(**said: Any) -> None:
    print(json.dumps(said), flush=True)


def _disturb(path: Path, way: str, chance: random.Random, keep: list[bytes]) -> list[Path]:
    """What happens to the file while both use it; returns where the record went on."""
    time.sleep(chance.uniform(0.05, 0.15))
    places = [path]
    if way == "lock removed":
        lock_path(path).unlink(missing_ok=True)
    elif way == "moved":
        elsewhere = path.with_name("elsewhere.strikebook")
        path.rename(elsewhere)
        places.append(elsewhere)
    elif way in {"replaced", "old version put back"}:
        # As a sync folder does it: another file takes the name. What was acknowledged went into the one before.
        before = path.with_name("before.strikebook")
        other = path.with_name("other.strikebook")
        other.write_bytes(keep[0])
        os.link(path, before)
        other.replace(path)
        places.append(before)
    return places


def _one(folder: Path, way: str, seed: int) -> tuple[list[str], dict[str, int]]:
    chance = random.Random(seed)
    path = folder / NAME
    with create(path, makers.first_change(), NOW) as store:
        store.append(makers.approve(store.record), NOW)
    keep = [path.read_bytes()]
    command = [sys.executable, "-m", "tests.harness.processes", str(path)]
    running = [
        subprocess.Popen([*command, name, "0.35", way, str(seed)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for name in ("A", "B")
    ]
    deadline = time.monotonic() + 5
    while path.stat().st_size == len(keep[0]) and time.monotonic() < deadline and not lock_path(path).exists():
        time.sleep(0.002)
    places = _disturb(path, way, chance, keep)
    said = [json.loads(line) for one in running for line in one.communicate(timeout=60)[0].splitlines()]
    failures = [one["crash"] for one in said if "crash" in one]
    there: set[tuple[int, str]] = set()
    for place in places:
        try:
            with open_record(place) as store:
                there |= {(row.serial, row.chain.hex()) for row in store._found.rows}
        except StoreError as error:
            if error.kind != "missing":
                failures.append(f"{place.name} does not open: {error}")
    saved = [one for one in said if "saved" in one]
    failures += [
        f"{one['saved']} was acknowledged and is lost" for one in saved if (one["serial"], one["chain"]) not in there
    ]
    if len({one["serial"] for one in saved}) < len(saved) and way in {"lock", "no lock", "lock removed"}:
        failures.append("two deeds were acknowledged under one serial")
    kinds = [one["kind"] for one in said if "kind" in one]
    facts = {"deeds acknowledged": len(saved), "told locked": kinds.count("locked")}
    facts["told changed outside or moved"] = sum(kind in {"changed_outside", "moved", "missing"} for kind in kinds)
    return failures, facts


@harness("two processes", small=6, full=300, unit="contests", batch=30)
def two_processes(run: Run) -> Result:
    """Two programs at once; lock file gone or useless; file moved, replaced: 0 acknowledged deeds lost, right words."""
    failures: list[str] = []
    facts: dict[str, int] = {}
    for at in range(run.n):
        way = _WAYS[at % len(_WAYS)]
        folder = run.folder / f"contest {at}"
        folder.mkdir()
        wrong, counts = _one(folder, way, run.seed * 1000 + at)
        failures += [f"{way}: {one}" for one in wrong]
        facts = {name: facts.get(name, 0) + counts[name] for name in counts}
    return Result(run.n, tuple(failures), facts=facts, control_done=1, control_caught=_control(run.folder))


def _control(folder: Path) -> int:
    """A deed that was acknowledged, and its file then overwritten by another history, must be missed."""
    path, other = folder / "control.strikebook", folder / "other.strikebook"
    for one, name in ((path, "First"), (other, "Second")):
        with create(one, makers.first_change(), NOW) as store:
            store.append(makers.rename(store.record, name), NOW)
    with open_record(path) as store:
        chain = store._found.seal.chain.hex()
    other.replace(path)
    with open_record(path) as store:
        return int(chain not in {row.chain.hex() for row in store._found.rows})


if __name__ == "__main__":
    worker(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), sys.argv[4], int(sys.argv[5]))
