"""What a grant may be worth on a day beyond its spread, what exercising now gives up, and what leaving would lose."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import resources
from models.facts.plan import Plan
from models.rules.answers import Position
from models.rules.ledger import Ledger
from models.rules.valuation import Assumptions, black_scholes, hull_white
from models.values.frozen import dataclass

MODELS = ("black_scholes", "hull_white")
DAYS_A_YEAR = 365
NAMES = ("volatility", "risk_free", "dividend_yield", "exit_rate", "exercise_multiple")


class Offered(NamedTuple):
    """One assumption as offered: a fraction of one a year (the multiple: times), how sure it is, and its source."""

    name: str
    value: Fraction
    checked: str
    source: str


@dataclass(frozen=True)
class Worth:
    """Estimates for one grant on one day, in dollars (floats), by one model at one price of the stock.

    `vested_value` and `unvested_value` are what the options may be worth if kept; `intrinsic` is the spread of the
    vested shares; `time_value` what exercising all of them now gives up; `insight_ratio` its part of the vested
    value, 0 to 1 (near 0: little is lost by exercising), None where nothing is worth anything; `forfeit_value` what
    leaving would lose if the vested options were exercised at once: their time value and all of the unvested value.
    Shares that wait for an event are counted in `waiting` and not valued.
    """

    grant: str
    on: date
    model: str
    spot: Fraction
    years: float
    vested: int
    unvested: int
    waiting: int
    vested_value: float
    unvested_value: float
    intrinsic: float

    @property
    def value(self) -> float:
        """Vested and unvested together."""
        return self.vested_value + self.unvested_value

    @property
    def per_share(self) -> float:
        """Dollars a vested share; zero where none is vested."""
        return self.vested_value / self.vested if self.vested else 0.0

    @property
    def time_value(self) -> float:
        """What exercising every vested share now gives up; never below zero."""
        return self.vested_value - self.intrinsic

    @property
    def insight_ratio(self) -> float | None:
        """Time value as a part of the vested value."""
        return self.time_value / self.vested_value if self.vested_value > 0 else None

    @property
    def forfeit_value(self) -> float:
        """Time value of the vested and full value of the unvested options."""
        return self.time_value + self.unvested_value


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resources.read_text("rates/option_value.json"))
    return table


def offered_assumptions(plan: Plan) -> tuple[Offered, ...]:
    """The assumptions to start from: the issuer's own published ones where there are any."""
    table = _table()
    own = table["issuers"].get(plan.issuer, {})
    found = []
    for name in NAMES:
        value, checked = own.get(name) or table["any"][name]
        source = table["sources"].get(plan.issuer if name in own else name, "a plain guess; put your own in its place")
        found.append(Offered(name, Fraction(value), checked, source))
    return tuple(found)


def worth(
    ledger: Ledger, grant: str, on: date, spot: Fraction, given: Assumptions, model: str = MODELS[0]
) -> Worth | None:
    """The estimates for one grant at the end of `on` with the stock at `spot`; None before the grant date.

    The options are taken to be kept to their last exercise day; what would vest after that day counts for nothing.
    """
    position = ledger.position(grant, on)
    return None if position is None else worth_of(position, spot, given, model)


def worth_of(position: Position, spot: Fraction, given: Assumptions, model: str = MODELS[0]) -> Worth:
    """The estimates for a position that is already known; what can never be exercised counts for nothing."""
    strike = position.exercise_price
    vested = position.counts.vested
    pending = [tranche for tranche in position.unvested_tranches if tranche.date <= position.last_exercise_day]
    if "below_minimum_for_good" in position.warnings:
        vested, pending = 0, []
    years = years_between(position.on, position.last_exercise_day)
    times = (0.0, *(years_between(position.on, tranche.date) for tranche in pending))
    price, paid = float(spot), float(strike)
    if model == "hull_white":
        each = hull_white(price, paid, years, given, times)
    else:
        each = [black_scholes(price, paid, years, given)] * len(times)
    intrinsic = max(price - paid, 0.0)
    return Worth(
        position.grant,
        position.on,
        model,
        spot,
        years,
        vested,
        sum(tranche.shares for tranche in pending),
        sum(part.shares for part in position.waiting),
        # What can be exercised today is worth its spread at the least.
        vested * max(each[0], intrinsic),
        sum(tranche.shares * one for tranche, one in zip(pending, each[1:], strict=True)),
        vested * intrinsic,
    )


def years_between(first: date, last: date) -> float:
    """Days as years of 365; below zero where `last` comes first."""
    return (last - first).days / DAYS_A_YEAR
