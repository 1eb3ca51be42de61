"""Every way service can end, side by side, now and after the next vesting day: what waiting for it is worth."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from models.facts.plan import DIRECTOR_REASONS, REASONS, ROLES
from models.rules.answers import Ending
from models.rules.explain import count
from models.rules.ledger import Ledger
from models.values.explanation import Explanation, Step
from models.values.frozen import dataclass
from models.values.money import cost_cents, spread_cents

# Every role with the reasons that go with it (paragraph 9).
PAIRS = tuple(
    (role, reason)
    for role in ROLES
    for reason in REASONS
    if (role == "director" or reason not in DIRECTOR_REASONS)
    and not (role == "director" and reason == "dismissed_without_cause")
)


class Sums(NamedTuple):
    """Several endings together: shares, cents; `last_day`, `deliver_by` are the earliest of what is kept."""

    vested_kept: int
    accelerated: int
    forfeited: int
    lapsed: int
    aggregate_price: int
    intrinsic_value: int | None
    last_day: date | None
    deliver_by: date | None

    @property
    def kept(self) -> int:
        """Shares that can still be exercised afterwards."""
        return self.vested_kept + self.accelerated

    @property
    def lost(self) -> int:
        """Shares that end."""
        return self.forfeited + self.lapsed


class Gain(NamedTuple):
    """What waiting adds to one way of leaving: shares kept, and their worth in cents (None without a value)."""

    shares: int
    worth: int | None


@dataclass(frozen=True)
class EndingRow:
    """One way service can end: its endings on the day and after the next vesting day, grant by grant."""

    role: str
    reason: str
    now: tuple[Ending, ...]
    later: tuple[Ending, ...]

    @cached_property
    def sums(self) -> Sums:
        """All grants together on the day."""
        return sums(self.now)

    @cached_property
    def sums_later(self) -> Sums:
        """All grants together after the next vesting day."""
        return sums(self.later)

    @cached_property
    def gain(self) -> Gain:
        """What waiting for the next vesting day adds, at the price of today."""
        now, later = self.sums, self.sums_later
        known = now.intrinsic_value is not None and later.intrinsic_value is not None
        worth = (later.intrinsic_value or 0) - (now.intrinsic_value or 0) if known else None
        return Gain(later.kept - now.kept, worth)


@dataclass(frozen=True)
class EndingsTable:
    """All ways service can end on a day; `later_on` is the next day on which shares vest, None without one."""

    on: date
    later_on: date | None
    rows: tuple[EndingRow, ...]


def sums(endings: tuple[Ending, ...]) -> Sums:
    """Several endings added; the worth is None as soon as one has none."""
    worths = [ending.intrinsic_value for ending in endings]
    known = [worth for worth in worths if worth is not None]
    kept = [ending for ending in endings if ending.vested_kept + ending.accelerated]
    return Sums(
        sum(ending.vested_kept for ending in endings),
        sum(ending.accelerated for ending in endings),
        sum(ending.forfeited for ending in endings),
        sum(ending.lapsed for ending in endings),
        sum(ending.aggregate_price for ending in endings),
        sum(known) if len(known) == len(worths) else None,
        min((ending.last_exercise_day for ending in kept), default=None),
        min((ending.deliver_by for ending in kept), default=None),
    )


def next_vesting_day(ledger: Ledger, on: date) -> date | None:
    """The first day after `on` on which shares of any grant vest by date, as known on `on`."""
    days = []
    for grant in ledger.facts.grants:
        state = ledger.course(grant.id).state_on(on)
        if state is not None and state.pending and state.pending[0].date <= state.last_day:
            days.append(state.pending[0].date)
    return min(days, default=None)


def endings_table(ledger: Ledger, on: date, role: str | None = None) -> EndingsTable:
    """Every role and reason (or those of one role) that would end a grant's service on `on`.

    Both days are valued at what is known on `on`, so that the difference is what vests, not what the price does.
    """
    later_on = next_vesting_day(ledger, on)
    rows = []
    for its_role, reason in PAIRS:
        if role not in (None, its_role):
            continue
        now = ledger.service_end(on, its_role, reason)
        later = ledger.service_end(later_on, its_role, reason, known_on=on) if later_on is not None else now
        if now or later:
            rows.append(EndingRow(its_role, reason, now, later))
    return EndingsTable(on, later_on, tuple(rows))


# -- sale or merger ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SaleOutcome:
    """One grant at a sale or merger: what is vested anyway, what the Board's acceleration would add, cost and worth.

    `vests_on` is the day on which the rest would vest; amounts in cents for `vested` and, with the acceleration,
    `vested` + `accelerated` shares.
    """

    grant: str
    vested: int
    accelerated: int
    vests_on: date
    price_without: int
    price_with: int
    worth_without: int | None
    worth_with: int | None
    because: Explanation


def sale_outcomes(ledger: Ledger, effective_on: date) -> tuple[SaleOutcome, ...]:
    """What a sale or merger effective on a day does with and without acceleration (paragraph 11(b)).

    For every grant made by then with shares outstanding at the end of the day on which they would vest.
    """
    found = []
    for grant in ledger.facts.grants:
        course = ledger.course(grant.id)
        days = course.terms.plan.acceleration_days_before
        vests_on = max(effective_on - timedelta(days=days), grant.grant_date)
        state = course.state_on(vests_on)
        if grant.grant_date > effective_on or state is None or not state.outstanding:
            continue
        value = ledger.value(grant.plan, vests_on)
        without, with_all = (
            None if value is None else max(0, spread_cents(value.value, state.price, shares))
            for shares in (state.vested, state.outstanding)
        )
        says = f"{grant.id}: if the Board so resolves, {count(state.unvested)} vest on {vests_on}"
        found.append(
            SaleOutcome(
                grant.id,
                state.vested,
                state.unvested,
                vests_on,
                cost_cents(state.price, state.vested),
                cost_cents(state.price, state.outstanding),
                without,
                with_all,
                Explanation((Step("11(b)", f"{says}, {days} days before the sale or merger takes effect"),)),
            )
        )
    return tuple(found)
