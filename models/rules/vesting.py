"""Vesting schedules: how many shares vest on which day, exactly as granted (paragraph 8(a))."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from operator import sub

from models.facts.grant import START_DAY, DatedPart, EventPart, Part, PeriodicPart
from models.rules.answers import Tranche, Waiting
from models.values.dates import add_months, months_from

# Tranches by the dozen: a named tuple's own constructor is a Python function, this one is not.
_tranche: Callable[[tuple[date, int]], Tranche] = partial(tuple.__new__, Tranche)


def allocate(shares: int, installments: int, allocation: str) -> list[int]:
    """`shares` spread over `installments` (1 or more) in whole shares that add up exactly.

    The allocations are those of the Open Cap Format: cumulative rounding down or half up, the rest one by one to
    the first or to the last installments, or all of it to the first or the last one.
    """
    each, rest = divmod(shares, installments)
    if not rest:  # then all allocations are the same
        return [each] * installments
    if allocation == "CUMULATIVE_ROUND_DOWN":
        return _differences([shares * k // installments for k in range(installments + 1)])
    if allocation == "CUMULATIVE_ROUNDING":
        return _differences([(2 * shares * k + installments) // (2 * installments) for k in range(installments + 1)])
    if allocation == "FRONT_LOADED":
        return [each + 1] * rest + [each] * (installments - rest)
    if allocation == "BACK_LOADED":
        return [each] * (installments - rest) + [each + 1] * rest
    if allocation == "FRONT_LOADED_TO_SINGLE_TRANCHE":
        return [each + rest] + [each] * (installments - 1)
    return [each] * (installments - 1) + [each + rest]


def _differences(sums: list[int]) -> list[int]:
    return list(map(sub, sums[1:], sums))


def installments(part: PeriodicPart) -> Iterable[Tranche]:
    """The dated installments of a periodic part that have shares; those up to the cliff together on its own date.

    Every date is counted from the start, never from the one before, on the day asked for or the month's last.
    """
    day = part.start.day if part.day_of_month == START_DAY else int(part.day_of_month[:2])
    every, cliff, start = part.every_months, part.cliff_months, part.start
    counts = allocate(part.shares, part.total_months // every, part.allocation)
    at_cliff = cliff // every
    days = months_from(start, range((at_cliff + 1) * every, part.total_months + 1, every), day)
    if at_cliff:
        days.insert(0, add_months(start, cliff, day))
        counts[:at_cliff] = [sum(counts[:at_cliff])]
    found = map(_tranche, zip(days, counts, strict=True))
    return (step for step in found if step.shares) if 0 in counts else found


def build(parts: Iterable[Part], happened: Mapping[str, date]) -> tuple[tuple[Tranche, ...], tuple[Waiting, ...]]:
    """The dated tranches in order and the waiting parts; an event in `happened` gives its part a date."""
    parts = tuple(parts)
    if len(parts) == 1 and isinstance(parts[0], PeriodicPart):
        # By far the most usual: its days come in order, each once.
        return tuple(installments(parts[0])), ()
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
