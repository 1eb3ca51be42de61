"""What the rules answer: plain frozen values, each with the explanation that leads to it.

Counts are whole shares; prices, values and bases Fractions of a dollar a share; amounts whole cents.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from models.values.explanation import Explanation
from models.values.frozen import dataclass, field

BLOCKS = ("not_approved", "window_closed", "terminated_for_cause", "below_minimum")
VIOLATIONS = (
    "not_approved",
    "before_grant",
    "window_closed",
    "terminated_for_cause",
    "exceeds_exercisable",
    "below_minimum",
    "payment_not_allowed",
    "insufficient_shares_owned",
    "proceeds_do_not_cover",
)
WARNINGS = (
    "under_water",
    "leaves_stranded_remainder",
    "stale_price",
    "no_value",
    "deadline_near",
    "estate_withholding",
    "insider",
)


class Tranche(NamedTuple):
    """Shares that vest on a day, by the schedule."""

    date: date
    shares: int


class Waiting(NamedTuple):
    """Shares that wait for a named event."""

    event: str
    shares: int


@dataclass(frozen=True)
class Schedule:
    """A grant's vesting as granted (paragraph 8(a)): dated tranches in order, and what waits for an event."""

    tranches: tuple[Tranche, ...]
    waiting: tuple[Waiting, ...]
    because: Explanation = field(compare=False, repr=False)


class Counts(NamedTuple):
    """The nine counts of a position; they add for totals."""

    granted: int = 0
    adjusted: int = 0
    exercised: int = 0
    forfeited: int = 0
    expired: int = 0
    outstanding: int = 0
    vested: int = 0
    unvested: int = 0
    exercisable: int = 0

    def plus(self, other: Counts) -> Counts:
        """Both together, count by count."""
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Position:
    """How a grant stands at the end of a day. `window` is `term` or the reason of the service end that counts."""

    grant: str
    on: date
    counts: Counts
    exercise_price: Fraction
    expires_on: date
    last_exercise_day: date
    deliver_by: date
    window: str
    service_ended_on: date | None
    blocked_by: tuple[str, ...]
    warnings: tuple[str, ...]
    unvested_tranches: tuple[Tranche, ...]
    waiting: tuple[Waiting, ...]
    because: Explanation = field(compare=False, repr=False)


@dataclass(frozen=True)
class Value:
    """Fair market value of a share on a day (paragraph 6): its price day and rule name such as `6(iii)`."""

    value: Fraction
    price_date: date
    rule: str
    days_old: int
    is_stale: bool
    because: Explanation = field(compare=False, repr=False)


class OwnedLot(NamedTuple):
    """A lot as it stands on a day: shares and basis after the adjustments since `acquired`."""

    id: str
    acquired: date
    shares: int
    basis: Fraction


class NewLot(NamedTuple):
    """New shares an exercise leaves; `basis` is None where no value is known."""

    acquired: date
    shares: int
    basis: Fraction | None


class Withheld(NamedTuple):
    """Withholding in cents, item by item (paragraph 16)."""

    federal: int = 0
    social_security: int = 0
    medicare: int = 0
    state: int = 0

    @property
    def total(self) -> int:
        """All items together."""
        return self.federal + self.social_security + self.medicare + self.state


class Remainder(NamedTuple):
    """Too few shares would be left ever to be exercised: how many, and the numbers to exercise instead."""

    stranded: int
    below: int | None
    above: int | None


@dataclass(frozen=True)
class Quote:
    """What an exercise costs and leaves (paragraph 10). Amounts in cents; None where no value is known."""

    grant: str
    on: date
    shares: int
    exercise_price: Fraction
    aggregate_price: int
    fair_market_value: Value | None
    tax_value: Fraction | None
    spread: int | None
    withholding: Withheld | None
    cash_due: int
    shares_issued: int
    shares_tendered: int
    shares_withheld: int
    shares_sold: int
    sale_proceeds: int
    fees: int
    cash_to_holder: int
    shares_kept: int
    lots_after: tuple[NewLot, ...]
    tendered_lots: tuple[OwnedLot, ...]
    remainder: Remainder | None
    violations: tuple[str, ...]
    warnings: tuple[str, ...]
    position: Position | None
    because: Explanation = field(compare=False, repr=False)


@dataclass(frozen=True)
class Ending:
    """What a service end would do to one grant: counts of shares, the last day, cost and worth in cents."""

    grant: str
    vested_kept: int
    accelerated: int
    forfeited: int
    lapsed: int
    last_exercise_day: date
    deliver_by: date
    aggregate_price: int
    intrinsic_value: int | None
    is_stale: bool
    because: Explanation = field(compare=False, repr=False)


class Deadline(NamedTuple):
    """A day that matters: `vests`, `acceleration`, `last_exercise_day` or `expires`, and for how many shares."""

    date: date
    kind: str
    grant: str
    shares: int
