"""The engine at a size no unit test has: broken and hostile requests, random histories, every day as a grant date."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from models.errors import Refusal
from models.exchange.evaluate import answer_text
from tests.harness.registry import Result, Run, harness
from tests.models import every_day
from tests.reference import compare, model, variants
from tests.reference.breaking import broken
from tests.reference.randoms import history, text_of

ROOT = Path(__file__).resolve().parents[2]
Door = Callable[[bytes], str]

# -- requests of every kind of brokenness ------------------------------------------------------------------


def hostile(rng: Random, text: bytes) -> bytes:
    """What nobody would write by mistake: depth, size, bytes at random, numbers and text of absurd length."""
    how = rng.randrange(10)
    if how == 0:
        return rng.randbytes(rng.randrange(400))
    if how == 1:
        return rng.choice((b"[", b'{"record":')) * rng.randrange(1, 3000)
    if how == 2:
        return text.replace(b'"version": 1', b'"version": ' + b"9" * rng.choice((20, 41, 5000)), 1)
    if how == 3:
        at = rng.randrange(len(text))
        return text[:at] + rng.randbytes(rng.randrange(1, 9)) + text[at + rng.randrange(9) :]
    if how == 4:
        return text.replace(b'"1.', rng.choice((b'"1e9', b'"-1.', b'"1..', b'"\\u0661.', b'"1_0.')), 1)
    if how == 5:
        return text.replace(b'"G0"', json.dumps("x" * rng.choice((64, 65, 100_000))).encode(), rng.randrange(1, 3))
    if how == 6:
        return text.replace(b"2003-", rng.choice((b"2003\\u002d", b"\\ud800003-", b"0000-", b"99999-")), 1)
    if how == 7:
        lines = text.split(b", ")
        rng.shuffle(lines)
        return b", ".join(lines)
    if how == 8:
        at = rng.randrange(len(text))
        return text[:at] + text[at:].replace(b'"', rng.choice((b"'", b"", b'""', b"\\")), 1)
    return json.dumps({"record": json.loads(text)["record"], "questions": [{"ask": "position"}] * 50}).encode()


def trouble(door: Door, data: bytes) -> str | None:
    """What is wrong with how the door takes a request: it answers in JSON, or refuses in one line."""
    try:
        json.loads(door(data))
    except Refusal as refusal:
        line = " ".join(str(refusal).split())
        if not line or len(line) > 1000 or not line.isprintable():
            return f"an unusable line: {line[:200]!r}"
        return None
    except RecursionError:
        return None  # the command says so in one line of its own
    except Exception as bad:
        return f"{type(bad).__name__}: {bad}"
    return None


@harness("evaluate-fuzz", small=2_000, full=500_000, unit="requests", batch=10_000)
def evaluate_fuzz(run: Run) -> Result:
    """Broken and hostile requests are refused in one line or answered, as the reference says, without a traceback."""
    rng = Random(run.seed * 7919)
    failures: list[str] = []
    usable = 0
    for number in range(run.n):
        if number % 20 == 0:
            request = history(rng)
            text = text_of(request)
        data = broken(rng, request) if number % 3 else hostile(rng, text)
        said = trouble(answer_text, data)
        if said is None and number % 3 and number % 5 == 0:
            said = "; ".join(compare.compare(data)[:2]) or None
        if said is not None:
            failures.append(f"seed {run.seed}, request {number}: {said}; {data[:300]!r}")
        usable += not _is_refused(data) if number % 50 == 0 else 0
    controls = [lambda data: str(json.loads(data)["nothing"]), lambda data: data.decode("ascii")[:-1]]
    caught = sum(trouble(control, text) is not None for control in controls)
    facts = {"of a fiftieth still usable": usable}
    return Result(run.n, tuple(failures), control_done=len(controls), control_caught=caught, facts=facts)


def _is_refused(data: bytes) -> bool:
    with contextlib.suppress(RecursionError):
        try:
            answer_text(data)
        except Refusal:
            return True
    return False


# -- time and memory of a whole process ---------------------------------------------------------------------


class Bound(NamedTuple):
    """A request that must be refused, and how it is made; sizes in bytes."""

    name: str
    make: Callable[[Path], None]


def _written(data: Callable[[], Iterator[bytes]]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            for part in data():
                file.write(part)

    return make


MEGABYTE = b" " * (1 << 20)
BOUNDS = (
    Bound("100 MB of spaces", _written(lambda: iter([MEGABYTE] * 100))),
    Bound("100 MB of brackets", _written(lambda: iter([b"[" * (1 << 20)] * 100))),
    Bound("15 MB of brackets", _written(lambda: iter([b"[" * (1 << 20)] * 15))),
    Bound("15 MB of one text", _written(lambda: iter([b'{"record": "', *[b"x" * (1 << 20)] * 14, b'"}']))),
    Bound("15 MB of one number", _written(lambda: iter([b'{"record": ', *[b"9" * (1 << 20)] * 14, b"}"]))),
    Bound("15 MB of small objects", _written(lambda: iter([b'{"record": [', *[b"{}," * 300_000] * 15, b"{}]}"]))),
    Bound("100,000 objects deep", _written(lambda: iter([b'{"a":' * 100_000, b"1", b"}" * 100_000]))),
    Bound("no bytes", _written(lambda: iter([]))),
    Bound("bytes of no text", _written(lambda: iter([bytes(range(256)) * 4096]))),
    Bound("no such file", lambda path: None),
    Bound("a folder", lambda path: path.mkdir()),
)


@harness("evaluate-bounds", small=len(BOUNDS), full=len(BOUNDS), unit="processes")
def evaluate_bounds(run: Run) -> Result:
    """Deep, huge and hostile files are refused by the command within two seconds and a few times their memory."""
    failures = []
    slowest = largest = 0.0
    for number, bound in enumerate(BOUNDS[: run.n]):
        path = run.folder / f"request-{number}.json"
        bound.make(path)
        said, seconds, memory = _refused_by_the_command(path)
        slowest, largest = max(slowest, seconds), max(largest, memory)
        failures += [f"{bound.name}: {one}" for one in said]
        if path.is_file():
            path.unlink()
    fine = run.folder / "fine.json"
    fine.write_bytes(text_of(history(Random(5))))
    control = bool(_refused_by_the_command(fine)[0])
    facts = {"slowest, ms CPU": round(1000 * slowest), "largest, MB": round(largest / 1024)}
    return Result(min(run.n, len(BOUNDS)), tuple(failures), control_done=1, control_caught=control, facts=facts)


def _refused_by_the_command(path: Path) -> tuple[list[str], float, float]:
    """What is wrong with how the command refuses a file; its CPU seconds and its kilobytes at the most."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "main.py", "evaluate", str(path)]
    began = time.monotonic()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        out, err = process.stdout.read(), process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall, cpu = time.monotonic() - began, used.ru_utime + used.ru_stime
    size = path.stat().st_size if path.is_file() else 0
    most = 80_000 + 6 * min(size, 16 << 20) / 1024
    wrong = []
    if process.returncode != 2:
        wrong.append(f"exit status {process.returncode}")
    if out:
        wrong.append(f"{len(out)} bytes on standard output")
    if err.count(b"\n") != 1 or b"Traceback" in err or len(err) > 1000:
        wrong.append(f"standard error {err[:300]!r}")
    if cpu > 2 or wall > 20:
        wrong.append(f"{cpu:.1f} s of CPU, {wall:.1f} s in all")
    if used.ru_maxrss > most:
        wrong.append(f"{used.ru_maxrss} KB for a file of {size} bytes")
    return wrong, cpu, float(used.ru_maxrss)


# -- random histories against the reference -----------------------------------------------------------------


@harness("histories", small=500, full=100_000, unit="histories", batch=5_000)
def histories(run: Run) -> Result:
    """Random records with every kind of question get the reference's answers, to the share, the cent and the day."""
    failures: list[str] = []
    answers = 0
    for number, data in enumerate(compare.requests(seed=run.seed * 31, count=run.n, broken_part=0)):
        answers += len(json.loads(data)["questions"])
        found = compare.compare(data)
        if found:
            failures.append(f"seed {run.seed * 31}, request {number}: {found[:2]}")
    names = sorted(variants.WRONG)
    rng = Random(run.seed)
    chosen = rng.sample(names, 3)
    caught = sum(_is_noticed(name, run.seed) for name in chosen)
    return Result(run.n, tuple(failures), control_done=3, control_caught=caught, facts={"answers": answers})


def _is_noticed(name: str, seed: int) -> bool:
    with variants.wrong(name) as door:
        requests = compare.requests(seed=seed, count=4_000, broken_part=0)
        return any(compare.differences(_ours(data), compare.outcome(door, data)) for data in requests)


def _ours(data: bytes) -> object:
    return compare.outcome(model.evaluate_text, data)


# -- every day of the plan's life ---------------------------------------------------------------------------

DAYS = (every_day.LAST - every_day.FIRST).days + 1
_BATCH = 100


@harness("grant-days", small=24, full=DAYS, unit="grant dates", batch=_BATCH)
def grant_days(run: Run) -> Result:
    """Every day of the plan's life as a grant date, against every ending of service, as the rules' table says."""
    failures: list[str] = []
    step = 1 if run.is_full else DAYS // 24
    begin = (run.seed - 1) * _BATCH if run.is_full else 0
    for number in range(run.n):
        failures += every_day.mistakes(every_day.FIRST + timedelta(days=begin + number * step))
    right, every_day.YEAR = every_day.YEAR, every_day.YEAR[1:]
    caught = bool(list(every_day.mistakes(every_day.FIRST)))
    every_day.YEAR = right
    return Result(run.n, tuple(failures), control_done=1, control_caught=caught)
