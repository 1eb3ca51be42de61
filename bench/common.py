"""How everything here is measured: ratios of medians in one run, both sides taken in turns, targets beside them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Act = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One measured line: `ours` and `floor` in seconds each time, and the ratio that is aimed at (None: no aim)."""

    what: str
    ours: float
    floor: float
    target: float | None
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def reached(self) -> bool:
        """Whether the aim is reached, or there is none."""
        return self.target is None or self.ratio <= self.target


def seconds(act: Act) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def processor(act: Act) -> float:
    """How much processor time one call takes: for limits that a busy machine would not slow as well."""
    began = time.process_time()
    act()
    return time.process_time() - began


def compare(
    what: str, ours: Act, floor: Act, target: float | None, *, rounds: int = 9, repeat: int = 1, note: str = ""
) -> Figure:
    """Medians of `rounds` (at least 7) rounds of `repeat` calls each, ours and the floor in turns after one warm-up.

    In turns, because the machine is shared: what slows one side slows the other.
    """
    rounds = max(rounds, 7)
    ours(), floor()
    mine: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        gc.collect()
        mine.append(seconds(lambda: [ours() for _ in range(repeat)]) / repeat)
        gc.collect()
        bare.append(seconds(lambda: [floor() for _ in range(repeat)]) / repeat)
    return Figure(what, statistics.median(mine), statistics.median(bare), target, note)


def _time(value: float) -> str:
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.2f} ms" if value >= 1e-3 else f"{value * 1e6:.1f} us"


def table(title: str, figures: Iterable[Figure]) -> str:
    """The figures as text, a line each: what, ours, floor, ratio, target, and whether it is reached."""
    lines = [f"{title}\n", f"{'':46} {'ours':>10} {'floor':>10} {'ratio':>7} {'target':>7}"]
    for figure in figures:
        aim = "" if figure.target is None else f"{figure.target:g}"
        verdict = "" if figure.target is None else ("  reached" if figure.reached else "  MISSED")
        times = f"{_time(figure.ours):>10} {_time(figure.floor):>10} {figure.ratio:>7.2f} {aim:>7}"
        lines.append(f"{figure.what:46} {times}{verdict}" + (f"  ({figure.note})" if figure.note else ""))
    return "\n".join(lines)


def report(title: str, figures: Iterable[Figure]) -> int:
    """Print the table; returns 1 where an aim is missed, for the shell."""
    figures = list(figures)
    print(table(title, figures), flush=True)
    return 0 if all(figure.reached for figure in figures) else 1
