"""The vest audit: which rule explains the employer's schedule exactly, or where the recorded one first differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import gcd
from typing import NamedTuple

from models.errors import Refusal
from models.facts.grant import ALLOCATIONS, START_DAY, PeriodicPart
from models.rules.answers import Tranche
from models.rules.explain import count
from models.rules.vesting import allocate, installments
from models.values.dates import add_months
from models.values.frozen import dataclass

MOST_MONTHS = 1200
MOST_ROWS = 1200
# January of the first year that a record may name, as `_month` counts.
_FIRST_MONTH = 1970 * 12
# Schedules are usually written in these terms; of two rules that explain the same rows the usual one is named first.
_USUAL_MONTHS = (48, 36, 60, 24, 12, 72, 84, 120)
_USUAL_STEPS = (1, 3, 12, 6)


class Difference(NamedTuple):
    """The first place where two schedules differ; 0 shares: that schedule has nothing on the day."""

    date: date
    recorded: int
    given: int
    says: str


@dataclass(frozen=True)
class Audit:
    """What was found: the rules that explain the rows, the likeliest first, and the first difference if any.

    `difference` compares the rows with the recorded schedule, None where they agree or none is recorded. `merged_on`:
    the rows only fit if what was due before that day (the grant's) is shown together on it.
    """

    rows: tuple[Tranche, ...]
    rules: tuple[PeriodicPart, ...]
    difference: Difference | None
    merged_on: date | None = None

    @property
    def is_explained(self) -> bool:
        """Whether a rule was found."""
        return bool(self.rules)


def audit(
    rows: Iterable[tuple[date, int]], recorded: Sequence[Tranche] | None = None, granted_on: date | None = None
) -> Audit:
    """Look for the rules behind the employer's rows, and compare them with the `recorded` schedule.

    `granted_on` helps to tell equal rules apart: schedules mostly start on the grant date. Refusal `bad_schedule`.
    """
    given = _in_order(rows)
    difference = None if recorded is None else first_difference(recorded, given)
    rules = _ranked(find_rules(given, granted_on), granted_on)
    merged_on = None
    if not rules and granted_on is not None and given[0].date == granted_on:
        rules = _ranked(_rules_of_merged(given, granted_on), granted_on)
        merged_on = granted_on if rules else None
    return Audit(given, rules, difference, merged_on)


def _in_order(rows: Iterable[tuple[date, int]]) -> tuple[Tranche, ...]:
    by_day: dict[date, int] = {}
    for day, shares in rows:
        if shares < 0:
            raise Refusal("bad_schedule", f"has a negative number of shares on {day}; correct the row", "rows")
        by_day[day] = by_day.get(day, 0) + shares
    found = tuple(Tranche(day, by_day[day]) for day in sorted(by_day) if by_day[day])
    if not found:
        raise Refusal("bad_schedule", "has no rows with shares; paste a date and a number of shares a line", "rows")
    if len(found) > MOST_ROWS:
        raise Refusal("bad_schedule", f"has more than {MOST_ROWS:,} rows; paste one grant's schedule", "rows")
    return found


def first_difference(recorded: Sequence[Tranche], given: Sequence[Tranche]) -> Difference | None:
    """The first day on which the recorded schedule and the employer's differ, in words; None where they agree."""
    ours, theirs = dict(recorded), dict(given)
    for day in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(day, 0), theirs.get(day, 0)
        if mine != other:
            return Difference(day, mine, other, _words(day, mine, other, recorded, given))
    return None


def _words(day: date, mine: int, other: int, recorded: Sequence[Tranche], given: Sequence[Tranche]) -> str:
    if not other:
        later = next((tranche.date for tranche in given if tranche.date > day and tranche.shares == mine), None)
        hint = f"; theirs has that number on {later}" if later else ""
        return f"On {day} {count(mine)} vest by the record and none by the employer's schedule{hint}"
    if not mine:
        return f"On {day} {count(other)} vest by the employer's schedule and none by the record"
    before = sum(tranche.shares for tranche in recorded if tranche.date < day)
    number = sum(tranche.date <= day for tranche in given)
    return (
        f"On {day}, step {number}, {count(mine)} vest by the record and {count(other)} by the employer's schedule;"
        f" up to there both have {count(before)}"
    )


# -- which rule --------------------------------------------------------------------------------------------


def find_rules(rows: Sequence[Tranche], granted_on: date | None = None) -> Iterator[PeriodicPart]:
    """Every periodic rule that gives exactly these rows."""
    shares = sum(tranche.shares for tranche in rows)
    for day, rule in _days(rows):
        if len(rows) == 1 and granted_on is not None:
            yield from _all_at_once(rows[0], rule, granted_on)
        for every in _steps(rows, shares):
            for total in range(every * len(rows), _most_months(rows) + 1, every):
                yield from _rules_of(rows, shares, day, rule, every, total, granted_on)


def _most_months(rows: Sequence[Tranche]) -> int:
    """How long a schedule that ends with these rows can be."""
    return min(MOST_MONTHS, _month(rows[-1].date) - _FIRST_MONTH)


def _all_at_once(row: Tranche, rule: str, granted_on: date) -> Iterator[PeriodicPart]:
    """One row alone: everything after the months since the grant."""
    months = _month(row.date) - _month(granted_on)
    if 1 <= months <= MOST_MONTHS:
        day_rule = START_DAY if add_months(granted_on, months) == row.date else rule
        yield PeriodicPart(row.shares, granted_on, months, months, 0, ALLOCATIONS[0], day_rule)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _days(rows: Sequence[Tranche]) -> Iterator[tuple[int, str]]:
    """The days of the month that all rows can stand on, with how the rule would name them (empty: as the start)."""
    for day in range(1, 32):
        if all(add_months(tranche.date, 0, day) == tranche.date for tranche in rows):
            yield day, f"{day:02d}" if day <= 28 else f"{day}_OR_LAST_DAY_OF_MONTH"


def _steps(rows: Sequence[Tranche], shares: int) -> list[int]:
    """The months that can lie between two installments: the distance of the rows after the first.

    A grant of fewer shares than steps has steps without a share: then any part of the distances will do. One row
    alone has no steps.
    """
    distances = [_month(later.date) - _month(first.date) for first, later in pairwise(rows)]
    after_first = distances[1:] or distances
    common = gcd(*after_first)
    if shares >= MOST_MONTHS or shares > sum(after_first):
        return [common] if common and set(after_first) == {common} and distances[0] <= common else []
    return [every for every in range(1, common + 1) if common % every == 0]


def _rules_of(
    rows: Sequence[Tranche], shares: int, day: int, rule: str, every: int, total: int, granted_on: date | None
) -> Iterator[PeriodicPart]:
    """The rules with this step and length: the start is `total` months before the last row."""
    first = _month(rows[-1].date) - total
    cliff = _month(rows[0].date) - first
    if cliff < 1 or (_month(rows[1].date) - first) % every:
        return
    for allocation in ALLOCATIONS:
        if not _counts_fit(rows, allocate(shares, total // every, allocation), first, every):
            continue
        for start, day_rule in _starts(first, day, rule, granted_on):
            # Where the first steps have no share the rows look as after a cliff: without one is the simpler rule.
            for cliff_months in (0, cliff):
                part = PeriodicPart(shares, start, total, every, cliff_months, allocation, day_rule)
                if tuple(installments(part)) == tuple(rows):
                    yield part
                    break


def _counts_fit(rows: Sequence[Tranche], counts: list[int], first: int, every: int) -> bool:
    """Whether the rows' shares are these installments', those up to the first row together: dates are dearer."""
    done = (_month(rows[0].date) - first) // every
    if rows[0].shares != sum(counts[:done]):
        return False
    for row in rows[1:]:
        at = (_month(row.date) - first) // every
        if counts[at - 1] != row.shares or any(counts[done : at - 1]):
            return False
        done = at
    return True


def _starts(first: int, day: int, rule: str, granted_on: date | None) -> Iterator[tuple[date, str]]:
    """The start that these rows show: the day itself, or the grant date with the day of the month named."""
    month = date(first // 12, first % 12 + 1, 1)
    own = add_months(month, 0, day)
    if granted_on is not None and _month(granted_on) == first and granted_on.day != day:
        yield granted_on, rule
    elif own.day == day:
        yield own, START_DAY
    else:
        yield own, rule


def _rules_of_merged(rows: Sequence[Tranche], granted_on: date) -> Iterator[PeriodicPart]:
    """Rules whose installments up to the grant date are shown as one row on it."""
    shares = sum(tranche.shares for tranche in rows)
    later, merged = rows[1:], rows[0].shares
    for day, rule in _days(later):
        for every in _steps(later, shares):
            for number in range(len(rows), _most_months(rows) // every + 1):
                start_month = _month(rows[-1].date) - number * every
                done = number - (_month(rows[-1].date) - _month(later[0].date)) // every - 1
                for allocation in ALLOCATIONS:
                    counts = allocate(shares, number, allocation)
                    if sum(counts[:done]) != merged:
                        continue
                    for start, day_rule in _starts(start_month, day, rule, None):
                        part = PeriodicPart(shares, start, number * every, every, 0, allocation, day_rule)
                        if _merged(part, granted_on) == tuple(rows):
                            yield part


def _merged(part: PeriodicPart, granted_on: date) -> tuple[Tranche, ...]:
    by_day: dict[date, int] = {}
    for step in installments(part):
        day = max(step.date, granted_on)
        by_day[day] = by_day.get(day, 0) + step.shares
    return tuple(Tranche(day, by_day[day]) for day in sorted(by_day))


def _ranked(rules: Iterable[PeriodicPart], granted_on: date | None) -> tuple[PeriodicPart, ...]:
    def unusual(part: PeriodicPart) -> tuple[bool, int, int, int, bool]:
        months, steps = part.total_months, part.every_months
        return (
            granted_on is not None and part.start != granted_on,
            _USUAL_MONTHS.index(months) if months in _USUAL_MONTHS else len(_USUAL_MONTHS) + months,
            _USUAL_STEPS.index(steps) if steps in _USUAL_STEPS else len(_USUAL_STEPS) + steps,
            ALLOCATIONS.index(part.allocation),
            part.day_of_month != START_DAY,
        )

    return tuple(sorted(rules, key=unusual))


def rule_words(part: PeriodicPart) -> str:
    """A rule in words, as a person would say it: "4,800 shares over 48 months from 2002-11-04, every month, ..."."""
    every = "every month" if part.every_months == 1 else f"every {part.every_months} months"
    cliff = f"nothing before {part.cliff_months} months" if part.cliff_months else "without a cliff"
    number = part.start.day if part.day_of_month == START_DAY else int(part.day_of_month[:2])
    day = f"on day {number}" + (" or the month's last" if number > 28 else "")
    spread = {
        "CUMULATIVE_ROUND_DOWN": "running totals rounded down",
        "CUMULATIVE_ROUNDING": "running totals rounded to the nearest share",
        "FRONT_LOADED": "odd shares one each to the first steps",
        "BACK_LOADED": "odd shares one each to the last steps",
        "FRONT_LOADED_TO_SINGLE_TRANCHE": "all odd shares to the first step",
        "BACK_LOADED_TO_SINGLE_TRANCHE": "all odd shares to the last step",
    }[part.allocation]
    over = f"{count(part.shares)} over {part.total_months} months from {part.start}"
    return f"{over}, {every} {day}, {cliff}; {spread}"
