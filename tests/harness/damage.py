"""Damage: each byte changed, each length cut, each sector zeroed or swapped, and random damage to many bytes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from models.errors import StoreError
from models.record.record import Record
from models.store import Deed, create, open_record, paper_of
from models.store.salvage import salvage
from tests.harness.registry import Result, Run, harness
from tests.store import makers
from tests.store.makers import NOW, PDF

SECTOR, PAGE = 512, 4096
HIDDEN = "Sample Holder"  # may stand in no message
LONGEST = 2.0


class Truth(NamedTuple):
    """What an undamaged record says."""

    content: bytes
    record: Record
    deeds: tuple[Deed, ...]
    papers: dict[str, bytes]
    last_day: date


def whole(folder: Path) -> Truth:
    """A record with something of everything, and what it says."""
    path = folder / "whole.strikebook"
    path.unlink(missing_ok=True)
    papers = [PDF + bytes([65 + at]) * (3000 * at + 10) for at in range(3)]
    with create(path, makers.first_change(HIDDEN), NOW) as store:
        store.append(makers.approve(store.record), NOW)
        store.append(makers.add_grant(store.record), NOW)
        store.append(makers.prices(store.record, 12), NOW)
        store.append(makers.exercise(store.record), NOW)
        for at, data in enumerate(papers):
            change = makers.add_paper(store.record, paper_of(data, f"Letter {at}", NOW.date()))
            store.append(change, NOW, kept=[data])
        store.append(makers.split(store.record), NOW)
        store.undo(NOW)
        kept = {paper.sha256: data for paper, data in zip(store.record.papers, papers, strict=True)}
        record, deeds, day = store.record, store.deeds(), store.largest_day_seen
    return Truth(path.read_bytes(), record, deeds, kept, day)


def tried(content: bytes, truth: Truth, path: Path, facts: dict[str, int], and_salvage: bool) -> list[str]:
    """Open damaged content: it must be refused in our words, or say exactly what was there, and soon."""
    began = time.monotonic()
    found = _tried(content, truth, path, facts, and_salvage)
    took = time.monotonic() - began
    if took > LONGEST:  # the machine may have been busy elsewhere; what is slow by itself is slow again
        began = time.monotonic()
        _tried(content, truth, path, {}, and_salvage)
        took = min(took, time.monotonic() - began)
    return [*found, f"it took {took:.1f} s"] if took > LONGEST else found


def _tried(content: bytes, truth: Truth, path: Path, facts: dict[str, int], and_salvage: bool) -> list[str]:
    path.write_bytes(content)
    found: list[str] = []
    opened = False
    try:
        with open_record(path) as store:
            opened = True
            facts["harmless"] = facts.get("harmless", 0) + 1
            if store.record != truth.record or store.deeds() != truth.deeds:
                found.append("it opened and says something else")
            if any(store.paper(name) != data for name, data in truth.papers.items()):
                found.append("it opened and a paper is another")
            if store.largest_day_seen != truth.last_day:
                found.append("it opened and the largest day seen is another")
    except StoreError as error:
        facts["noticed"] = facts.get("noticed", 0) + 1
        if HIDDEN in str(error) or str(path.parent) in str(error):
            found.append(f"a message holds personal data: {error}")
        if path.read_bytes() != content:
            found.append("a refused file was written to")
        if and_salvage:
            found += _salvaged(path, truth, facts)
    except Exception as error:  # whatever it is, it is none of ours
        found.append(f"{type(error).__name__}: {error}")
    found += _quickly(path, opened)
    for left in path.parent.glob(path.name + "-*"):
        left.unlink()
    return found


def _quickly(path: Path, opened: bool) -> list[str]:
    """Opened for the first paint, with the checks made later: the same verdict, and no other exception on the way."""
    try:
        with open_record(path, verify_later=True) as store:
            store.deeds(), store.undoable(), store.record.facts, store.record_as_known_on(NOW.date())
            store.verify()
    except StoreError:
        return []
    except Exception as error:  # whatever it is, it is none of ours
        return [f"opened quickly: {type(error).__name__}: {error}"]
    return [] if opened else ["opened quickly, every check passed; opened with every check, not"]


def _salvaged(path: Path, truth: Truth, facts: dict[str, int]) -> list[str]:
    """What can still be read must be the beginning of what was there, letter for letter."""
    content = path.read_bytes()
    left = salvage(path)
    if left is None:
        return []
    facts["something salvaged"] = facts.get("something salvaged", 0) + 1
    with left:
        found = [] if left.deeds() == truth.deeds[: left.head] else ["what was salvaged was never there"]
        for name, data in truth.papers.items():
            if left.paper(name) not in (None, data):
                found.append("a salvaged paper is another")
    if path.read_bytes() != content:
        found.append("salvaging wrote to the file")
    return found


def _sweep(run: Run, cases: Callable[[bytes, Run], Iterator[tuple[str, bytes]]], salvage_every: int = 25) -> Result:
    truth = whole(run.folder)
    facts: dict[str, int] = {"noticed": 0, "harmless": 0}
    failures: list[str] = []
    done = 0
    path = run.folder / "damaged.strikebook"
    for at, (what, content) in enumerate(cases(truth.content, run)):
        done += 1
        failures += [f"{what}: {wrong}" for wrong in tried(content, truth, path, facts, at % salvage_every == 0)]
    control = _control(truth, path)
    return Result(done, tuple(failures), facts=facts, control_done=2, control_caught=control)


def _control(truth: Truth, path: Path) -> int:
    """The blind ways: SQLite's own check alone takes a changed figure, and our opening takes the undamaged file."""
    import sqlite3

    content = bytearray(truth.content)
    at = content.index(b'"shares":4800')
    content[at + 9 : at + 10] = b"1"
    path.write_bytes(content)
    with sqlite3.connect(path) as conn:
        blind = conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    conn.close()
    facts: dict[str, int] = {}
    noticed = not tried(bytes(content), truth, path, facts, False) and facts.get("noticed", 0) == 1
    return int(blind and noticed) + int(not tried(truth.content, truth, path, facts, False) and facts["harmless"] == 1)


def _bytes(content: bytes, run: Run) -> Iterator[tuple[str, bytes]]:
    """Each byte three times: one bit, all bits, any other value; a batch takes every n-th."""
    chance = random.Random(run.seed)
    points = [(at, way) for at in range(len(content)) for way in range(3)]
    random.Random(2).shuffle(points)
    first = (run.seed - 1) * run.n
    for at, way in (points[number % len(points)] for number in range(first, first + run.n)):
        flip = (1 << chance.randrange(8), 0xFF, chance.randrange(1, 256))[way]
        changed = bytearray(content)
        changed[at] ^= flip
        yield f"byte {at} ^ {flip:#04x}", bytes(changed)


@harness("one byte changed", small=2_500, full=150_000, unit="files", batch=10_000)
def one_byte(run: Run) -> Result:
    """Each byte of a record changed (one bit, all bits, any value): every change is noticed or harmless."""
    return _sweep(run, _bytes)


def _lengths(content: bytes, run: Run) -> Iterator[tuple[str, bytes]]:
    lengths = list(range(1, len(content)))
    random.Random(3).shuffle(lengths)
    first = (run.seed - 1) * run.n
    for length in (lengths[number % len(lengths)] for number in range(first, first + run.n)):
        yield f"cut to {length}", content[:length]


@harness("truncation", small=600, full=50_000, unit="files", batch=10_000)
def truncation(run: Run) -> Result:
    """Cut off at each length: every one is noticed."""
    result = _sweep(run, _lengths, 10)
    wrong = ("a truncated record opened",) * result.facts["harmless"]
    return result + Result(0, wrong)


def _sectors(content: bytes, run: Run) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(run.seed)
    for _ in range(run.n):
        changed = bytearray(content)
        size = chance.choice((SECTOR, SECTOR, PAGE))
        count = len(content) // size
        one, other = chance.randrange(count) * size, chance.randrange(count) * size
        what = chance.choice(("zeroed", "swapped", "doubled", "filled", "inserted", "removed"))
        if what == "zeroed":
            changed[one : one + size] = bytes(size)
        elif what == "filled":
            changed[one : one + size] = chance.randbytes(size)
        elif what == "doubled":
            changed[one : one + size] = content[other : other + size]
        elif what == "swapped":
            changed[one : one + size], changed[other : other + size] = (
                content[other : other + size],
                content[one : one + size],
            )
        elif what == "inserted":
            changed[one:one] = content[other : other + size]
        else:
            del changed[one : one + size]
        yield f"{size} bytes at {one} {what} ({other})", bytes(changed)


@harness("sector damage", small=600, full=20_000, unit="files", batch=5_000)
def sectors(run: Run) -> Result:
    """Sectors and pages zeroed, filled, swapped, doubled, inserted, removed: every change is noticed or harmless."""
    return _sweep(run, _sectors, 5)


def _many(content: bytes, run: Run) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(run.seed)
    for number in range(run.n):
        changed = bytearray(content)
        # Half of the damage goes where the structure is: the header and the heads of pages.
        for _ in range(chance.choice((2, 3, 10, 100))):
            page = chance.randrange(len(content) // PAGE) * PAGE
            at = page + chance.randrange(100) if chance.random() < 0.5 else chance.randrange(len(content))
            changed[at] = chance.randrange(256)
        yield f"many bytes, case {number}", bytes(changed)


@harness("many bytes changed", small=600, full=50_000, unit="files", batch=10_000)
def many_bytes(run: Run) -> Result:
    """2 to 100 bytes changed, most in headers: noticed or harmless, 0 exceptions other than ours, 2 s each at most."""
    return _sweep(run, _many, 5)


@harness("without asserts", small=1, full=1, unit="run")
def without_asserts(run: Run) -> Result:
    """The same under `python -O`, which leaves assertions out: damage is noticed all the same."""
    import json
    import subprocess
    import sys

    command = [sys.executable, "-O", "-m", "tests.harness", "--batch", "one byte changed", "300", "1"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    try:
        plain = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return Result(0, (f"it ended with {done.returncode}: {done.stderr[-300:]}",))
    return Result(1, tuple(plain["failures"]), facts={"files": plain["done"]})
