"""Runs the harnesses: `python -m tests.harness --small | --full [name ...]`; prints a table of figures.

The full run takes hours and may be interrupted: finished batches are kept in build/harness and not done again while
the code under test stays the same (`--fresh` forgets them).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from tests.harness.registry import Harness, Result, Run, all_harnesses

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / "build" / "harness"
MEMORY = Path("/dev/shm")


def main(arguments: list[str]) -> int:
    """Run what is asked for; 0 where every promise held."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--small", action="store_true", help="a minute or two (the default)")
    size.add_argument("--full", action="store_true", help="the figures of docs/reliability.md; resumable")
    parser.add_argument("--fresh", action="store_true", help="forget the batches of an interrupted full run")
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 8), help="processes at a time")
    parser.add_argument("--batch", nargs=3, metavar=("NAME", "N", "SEED"), help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", help="only these")
    asked = parser.parse_args(arguments)
    if asked.batch:
        return one_batch(asked.batch[0], int(asked.batch[1]), int(asked.batch[2]), asked.full)
    known = all_harnesses()
    unknown = [name for name in asked.names if name not in known]
    if unknown:
        print(f"There is no harness {', '.join(unknown)}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    chosen = [known[name] for name in asked.names or known]
    if asked.list:
        for harness in chosen:
            print(f"{harness.name:24} {harness.small:>8,} {harness.full:>10,} {harness.unit:12} {harness.says}")
        return 0
    return run(chosen, asked.full, asked.jobs, asked.fresh)


def one_batch(name: str, n: int, seed: int, is_full: bool) -> int:
    """Do one batch in this process and print its result as JSON on the last line."""
    harness = all_harnesses()[name]
    with tempfile.TemporaryDirectory(prefix="strikebook-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        began = time.monotonic()
        result = harness.act(Run(n, seed, Path(folder), is_full))
        plain = asdict(result) | {"seconds": time.monotonic() - began}
    print("\n" + json.dumps(plain), flush=True)
    return 0


def run(chosen: list[Harness], is_full: bool, jobs: int, fresh: bool) -> int:
    """All batches of all chosen harnesses, a few processes at a time, then the table."""
    began = time.monotonic()
    code = fingerprint()
    kept = Kept(code if is_full else "", fresh)
    waiting = [(harness, n, seed) for harness in chosen for seed, n in enumerate(batches(harness, is_full), 1)]
    # The long ones first, so that no core waits at the end for one of them.
    print(f"{len(waiting)} batches of {len(chosen)} harnesses, {jobs} at a time.", flush=True)

    def do(job: tuple[Harness, int, int]) -> tuple[str, Result]:
        harness, n, seed = job
        key = f"{harness.name} {n} {seed}"
        result = kept.get(key)
        if result is None:
            result = in_a_process(harness, n, seed, is_full)
            if result.is_good:
                kept.put(key, result)
            mark = "ok" if result.is_good else "FAILED"
            print(
                f"  {harness.name} {seed}: {result.done:,} {harness.unit}, {result.seconds:.1f} s, {mark}", flush=True
            )
        return harness.name, result

    totals: dict[str, Result] = {}
    with ThreadPoolExecutor(jobs) as pool:
        for name, result in pool.map(do, waiting):
            totals[name] = totals[name] + result if name in totals else result
    print(table(chosen, totals, is_full))
    for name, result in totals.items():
        for failure in result.failures:
            print(f"FAILED {name}: {failure}")
    print(f"{time.monotonic() - began:.0f} s; code {code[:12]}.")
    return 0 if all(result.is_good for result in totals.values()) else 1


def batches(harness: Harness, is_full: bool) -> list[int]:
    """How many cases in each batch."""
    n = harness.full if is_full else harness.small
    whole, rest = divmod(n, harness.batch)
    return [harness.batch] * whole + ([rest] if rest else [])


def in_a_process(harness: Harness, n: int, seed: int, is_full: bool) -> Result:
    """One batch in a process of its own: a crash of it is a failure, not the end of the run."""
    command = [sys.executable, "-m", "tests.harness", "--batch", harness.name, str(n), str(seed)]
    environment = os.environ | {"PYTHONHASHSEED": "0", "QT_QPA_PLATFORM": "offscreen", "TZ": "America/Los_Angeles"}
    done = subprocess.run(
        [*command, *(["--full"] if is_full else [])],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    last = (done.stdout.strip().splitlines() or [""])[-1]
    try:
        plain = json.loads(last)
        if done.returncode == 0:
            return Result(**plain | {"failures": tuple(plain["failures"])})
    except (ValueError, TypeError):
        pass
    tail = " | ".join((done.stderr or done.stdout).strip().splitlines()[-4:])
    return Result(0, (f"batch {seed} ended with {done.returncode}: {tail}",))


def fingerprint() -> str:
    """A hash over the code under test and the harness itself."""
    said = hashlib.sha256()
    for folder in ("models", "ui", "tests/harness"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            said.update(path.relative_to(ROOT).as_posix().encode() + b"\n" + path.read_bytes())
    return said.hexdigest()


class Kept:
    """The finished batches of a full run, kept while the code stays the same; an empty code keeps nothing."""

    def __init__(self, code: str, fresh: bool) -> None:
        self._file = STATE / f"{code[:16]}.jsonl" if code else None
        self._found: dict[str, Result] = {}
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            self._file.unlink(missing_ok=True)
        if self._file.exists():
            for line in self._file.read_text(encoding="utf-8").splitlines():
                key, plain = json.loads(line)
                self._found[key] = Result(**plain | {"failures": tuple(plain["failures"])})

    def get(self, key: str) -> Result | None:
        """The result of a batch done before."""
        return self._found.get(key)

    def put(self, key: str, result: Result) -> None:
        """Keep a good result."""
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as out:
                out.write(json.dumps([key, asdict(result)]) + "\n")


def table(chosen: list[Harness], totals: dict[str, Result], is_full: bool) -> str:
    """The figures as a Markdown table, ready for docs/reliability.md."""
    lines = ["", "| harness | tried | aim | wrong | control noticed | time | also |", "|---|---|---|---|---|---|---|"]
    for harness in chosen:
        result = totals[harness.name]
        control = f"{result.control_caught:,} of {result.control_done:,}" if result.control_done else "-"
        also = ", ".join(f"{count:,} {name}" for name, count in sorted(result.facts.items()))
        aim = f"{harness.full if is_full else harness.small:,} {harness.unit}, 0 wrong"
        lines.append(
            f"| {harness.name}: {harness.says} | {result.done:,} | {aim} | {result.wrong:,} | {control} "
            f"| {result.seconds:.0f} s | {also} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
