"""Vesting schedules: how many shares vest on which day, exactly as granted (paragraph 8(a))."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from models.facts.grant import START_DAY, DatedPart, EventPart, Part, PeriodicPart
from models.rules.answers import Tranche, Waiting
from models.values.dates import add_months


def allocate(shares: int, installments: int, allocation: str) -> list[int]:
    """`shares` spread over `installments` (1 or more) in whole shares that add up exactly.

    The allocations are those of the Open Cap Format: cumulative rounding down or half up, the rest one by one to
    the first or to the last installments, or all of it to the first or the last one.
    """
    if allocation == "CUMULATIVE_ROUND_DOWN":
        sums = [shares * k // installments for k in range(installments + 1)]
        return [after - before for before, after in pairwise(sums)]
    if allocation == "CUMULATIVE_ROUNDING":
        sums = [(2 * shares * k + installments) // (2 * installments) for k in range(installments + 1)]
        return [after - before for before, after in pairwise(sums)]
    each, rest = divmod(shares, installments)
    if allocation == "FRONT_LOADED":
        return [each + 1] * rest + [each] * (installments - rest)
    if allocation == "BACK_LOADED":
        return [each] * (installments - rest) + [each + 1] * rest
    if allocation == "FRONT_LOADED_TO_SINGLE_TRANCHE":
        return [each + rest] + [each] * (installments - 1)
    return [each] * (installments - 1) + [each + rest]


def installments(part: PeriodicPart) -> list[Tranche]:
    """The dated installments of a periodic part, those up to the cliff together on the cliff's own date.

    Every date is counted from the start, never from the one before, on the day asked for or the month's last.
    """
    day = part.start.day if part.day_of_month == START_DAY else int(part.day_of_month[:2])
    every, cliff, start = part.every_months, part.cliff_months, part.start
    counts = allocate(part.shares, part.total_months // every, part.allocation)
    at_cliff = cliff // every
    tranches = [Tranche(add_months(start, cliff, day), sum(counts[:at_cliff]))] if at_cliff else []
    tranches += [
        Tranche(add_months(start, k * every, day), counts[k - 1]) for k in range(at_cliff + 1, len(counts) + 1)
    ]
    return tranches


def build(parts: Iterable[Part], happened: Mapping[str, date]) -> tuple[tuple[Tranche, ...], tuple[Waiting, ...]]:
    """The dated tranches in order and the waiting parts; an event in `happened` gives its part a date."""
    dated: dict[date, int] = {}
    waiting: dict[str, int] = {}
    for part in parts:
        if isinstance(part, EventPart) and part.event not in happened:
            waiting[part.event] = waiting.get(part.event, 0) + part.shares
            continue
        for day, shares in _dated(part, happened):
            if shares:
                dated[day] = dated.get(day, 0) + shares
    return (
        tuple(Tranche(day, dated[day]) for day in sorted(dated)),
        tuple(Waiting(event, shares) for event, shares in waiting.items()),
    )


def _dated(part: Part, happened: Mapping[str, date]) -> Iterable[tuple[date, int]]:
    if isinstance(part, PeriodicPart):
        return installments(part)
    if isinstance(part, DatedPart):
        return part.tranches
    return [(happened[part.event], part.shares)]
