"""The minimum-share planner: how to split an exercise over time so that nothing is left that can never be exercised.

Paragraph 10 refuses an exercise of fewer shares than the plan's minimum, also of the last ones. So the last shares of
a grant are lost if too few are left; this room says so before it happens, and plans around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from models.errors import Refusal
from models.rules.answers import Position
from models.rules.explain import count, minimum_reading
from models.rules.ledger import Ledger
from models.rules.terms import Terms
from models.values.explanation import Explanation, Step
from models.values.frozen import dataclass

# More exercises than this are no plan a person could follow.
MOST_EXERCISES = 1000


class Piece(NamedTuple):
    """One exercise of a plan: on this day or later, so many shares; `left` may still be exercised afterwards."""

    on: date
    shares: int
    left: int


@dataclass(frozen=True)
class Outlook:
    """What of a grant can still be exercised, as known at the end of a day.

    `reachable` are vested shares and those dated to vest by the last exercise day; `today` are the numbers a notice
    of the day may name without stranding any, as ranges (first, last); `strands` are the ranges that would strand
    some. `stranded` can never be exercised, because the reachable ones are too few; `too_late` vest after the last
    exercise day; `waiting` wait for an event and are promised by nothing.
    """

    grant: str
    on: date
    minimum: int
    reachable: int
    today: tuple[tuple[int, int], ...]
    strands: tuple[tuple[int, int], ...]
    stranded: int
    too_late: int
    waiting: int
    because: Explanation

    def is_safe(self, shares: int) -> bool:
        """Whether exercising so many today strands nothing."""
        return any(first <= shares <= last for first, last in self.today)

    def nearest(self, shares: int) -> tuple[int | None, int | None]:
        """The nearest safe numbers not above and not below `shares`."""
        below = [min(last, shares) for first, last in self.today if first <= shares]
        above = [max(first, shares) for first, last in self.today if last >= shares]
        return max(below, default=None), min(above, default=None)


@dataclass(frozen=True)
class Split:
    """A plan of exercises, in order of their days; together they exercise `shares` and strand nothing."""

    grant: str
    shares: int
    pieces: tuple[Piece, ...]
    because: Explanation


class _Supply(NamedTuple):
    """When shares of a grant can be exercised: days with the number vested by then, and the rules for one exercise.

    `exempt`: the very last exercise may be smaller than the minimum, because nothing else is outstanding then.
    """

    days: tuple[tuple[date, int], ...]
    minimum: int
    exempt: bool
    waits: bool

    @property
    def all(self) -> int:
        """All that can be exercised at the end."""
        return self.days[-1][1] if self.days else 0

    def strands(self, left: int) -> bool:
        """Whether `left` shares could never be exercised."""
        return 0 < left < self.minimum and not self.exempt and not self.waits


def _supply(position: Position, terms: Terms) -> _Supply:
    days, vested = [], position.counts.vested
    if vested:
        days.append((position.on, vested))
    for tranche in position.unvested_tranches:
        if tranche.date <= position.last_exercise_day:
            vested += tranche.shares
            days.append((tranche.date, vested))
    exempt = terms.remainder_exempt and vested == position.counts.outstanding
    return _Supply(tuple(days), max(1, terms.minimum_shares), exempt, bool(position.waiting))


def outlook(ledger: Ledger, grant: str, on: date) -> Outlook | None:
    """What of a grant can still be exercised and in which numbers today; None before the grant date."""
    position = ledger.position(grant, on)
    if position is None:
        return None
    supply = _supply(position, ledger.course(grant).terms)
    safe, strands = _ranges(position.counts.exercisable, supply)
    return Outlook(
        grant=grant,
        on=on,
        minimum=supply.minimum,
        reachable=supply.all,
        today=safe,
        strands=strands,
        stranded=supply.all if supply.strands(supply.all) else 0,
        too_late=sum(t.shares for t in position.unvested_tranches if t.date > position.last_exercise_day),
        waiting=sum(part.shares for part in position.waiting),
        because=Explanation(lambda: _steps(ledger, position, supply)),
    )


_Ranges = tuple[tuple[int, int], ...]


def _ranges(exercisable: int, supply: _Supply) -> tuple[_Ranges, _Ranges]:
    """The numbers that can be exercised today: those that strand nothing, and those that would."""
    least, total = supply.minimum, supply.all
    if supply.exempt and exercisable == total < least:
        return _not_empty((total, total)), ()
    if supply.exempt or supply.waits:
        return _not_empty((least, exercisable)), ()
    everything = (total, exercisable)  # only a range where all there will be is vested
    return (
        _not_empty((least, min(exercisable, total - least)), (max(least, everything[0]), everything[1])),
        _not_empty((max(least, total - least + 1), min(exercisable, total - 1))),
    )


def _not_empty(*ranges: tuple[int, int]) -> _Ranges:
    return tuple((first, last) for first, last in ranges if 1 <= first <= last)


def _steps(ledger: Ledger, position: Position, supply: _Supply) -> Iterator[Step]:
    name, least = position.grant, supply.minimum
    terms = ledger.course(name).terms
    says = f"{name}: {count(supply.all)} are vested or dated to vest by {position.last_exercise_day}"
    yield Step("10", f"{says}; each exercise needs at least {least:,}", minimum_reading(terms))
    if supply.strands(supply.all):
        yield Step("10", f"{name}: that is fewer, so none of them can ever be exercised")
    too_late = [tranche.shares for tranche in position.unvested_tranches if tranche.date > position.last_exercise_day]
    if too_late:
        yield Step("8(a)", f"{name}: {count(sum(too_late))} would vest after the last exercise day and are lost then")
    if position.waiting:
        waiting = sum(part.shares for part in position.waiting)
        yield Step("8(a)", f"{name}: {count(waiting)} wait for an event; no day promises them")


def split(ledger: Ledger, grant: str, on: date, shares: int | None = None, most_each: int | None = None) -> Split:
    """The earliest exercises from `on` of `shares` (left out: all there will be), none above `most_each` shares.

    They leave nothing behind that is too little to exercise. Refusals: `nothing_exercisable`, `not_approved`, and at
    the field that cannot be met `exceeds_exercisable`, `below_minimum`, `leaves_stranded_remainder`, `cannot_split`.
    """
    position = ledger.position(grant, on)
    terms = ledger.course(grant).terms
    if position is None or not _supply(position, terms).days:
        raise Refusal("nothing_exercisable", f"nothing of {grant} can be exercised from {on} on", "shares")
    if "not_approved" in position.blocked_by:
        says = "nothing can be exercised before the stockholders' approval is recorded; record the day of the vote"
        raise Refusal("not_approved", says, "shares")
    supply = _supply(position, terms)
    wanted = supply.all if shares is None else shares
    _check_wanted(wanted, supply)
    sizes = _Sizes(supply.minimum, wanted if most_each is None else most_each, supply.exempt and wanted == supply.all)
    _check_sizes(wanted, sizes)
    pieces = tuple(_earliest(wanted, supply, sizes))
    step = Step(
        "10",
        f"{grant}: {count(wanted)} in {len(pieces)} exercises, each as early as it can be, leave nothing too small",
        minimum_reading(terms),
    )
    return Split(grant, wanted, pieces, Explanation((step,)))


def _check_wanted(wanted: int, supply: _Supply) -> None:
    if not 1 <= wanted <= supply.all:
        raise Refusal("exceeds_exercisable", f"must be from 1 to {supply.all:,}: all there will be", "shares")
    if wanted < supply.minimum and not (supply.exempt and wanted == supply.all):
        says = f"each exercise needs at least {supply.minimum:,}; {supply.all:,} is all there will be"
        raise Refusal("below_minimum", says, "shares")
    if supply.strands(supply.all - wanted):
        below = supply.all - supply.minimum
        other = f"{below:,} or fewer, or " if below >= supply.minimum else ""
        says = f"would leave {count(supply.all - wanted)} that can never be exercised; choose {other}{supply.all:,}"
        raise Refusal("leaves_stranded_remainder", says, "shares")


class _Sizes(NamedTuple):
    """What one exercise may be: from `least` to `most` shares; with `exempt` the very last may be smaller."""

    least: int
    most: int
    exempt: bool

    def can_make(self, shares: int) -> bool:
        """Whether so many shares are a sum of allowed exercises."""
        return -(-shares // self.most) * self.least <= shares

    def can_end(self, shares: int) -> bool:
        """The same for the last shares of all."""
        return self.can_make(shares) or (self.exempt and (self.least <= self.most or shares <= self.most))

    def cut(self, shares: int) -> list[int]:
        """Allowed exercises that add up to `shares`, as even as can be; an exempt rest comes last."""
        if not self.can_make(shares):
            full, rest = divmod(shares, self.most)
            return [self.most] * full + ([rest] if rest else [])
        pieces = -(-shares // self.most)
        each, more = divmod(shares, max(1, pieces))
        return [each + 1] * more + [each] * (pieces - more)

    def most_of(self, available: int, wanted: int) -> int:
        """The most, of what is `available`, that can be made now and leaves of `wanted` what can be made later."""
        now = min(available, wanted)
        while now > 0:
            left = wanted - now
            if not (self.can_make(now) if left else self.can_end(now)):
                now = now // self.most * self.most if now > self.most else 0
            elif not self.can_end(left):
                now = wanted - (left // self.most + 1) * self.least
            else:
                return now
        return 0


def _check_sizes(wanted: int, sizes: _Sizes) -> None:
    if sizes.most < 1:
        raise Refusal("cannot_split", "must be 1 or more", "most_each")
    if not sizes.can_end(wanted):
        says = f"{count(wanted)} are no sum of exercises of {sizes.least:,} to {sizes.most:,}; allow more at a time"
        raise Refusal("cannot_split", says, "most_each")
    if wanted > sizes.most * MOST_EXERCISES:
        raise Refusal("cannot_split", f"that would be more than {MOST_EXERCISES:,} exercises; allow more", "most_each")


def _earliest(wanted: int, supply: _Supply, sizes: _Sizes) -> Iterator[Piece]:
    """Day by day as many as can be, so long as the rest can be exercised later."""
    done = 0
    for day, vested in supply.days:
        for shares in sizes.cut(sizes.most_of(vested - done, wanted - done)):
            done += shares
            yield Piece(day, shares, supply.all - done)
