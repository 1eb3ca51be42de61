"""Small facts for tests: everything that does not matter is filled in, everything that does is named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from models.facts.event import Event, PlanApproved
from models.facts.facts import Facts
from models.facts.grant import DatedPart, Grant, Overrides, Part
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.plan import PlanCopy
from models.facts.price import Price
from models.rules.ledger import Ledger

FOCUS = "focus-2002"
PLAIN = "plain-nso"
GRANTED = date(2003, 1, 2)
APPROVED = PlanApproved(date(2002, 12, 20), FOCUS)


def dollars(text: str | int | Fraction) -> Fraction:
    """An exact price."""
    return Fraction(text)


def grant(
    shares: int = 1000,
    price: str | Fraction = "1.20",
    *,
    id: str = "NQ-1",
    plan: str = FOCUS,
    on: date = GRANTED,
    role: str = "employee",
    parts: Iterable[Part] | None = None,
    **overrides: Any,
) -> Grant:
    """A grant; without `parts` all of it vests on the grant date."""
    given = (DatedPart(shares, ((on, shares),)),) if parts is None else tuple(parts)
    return Grant(id, plan, on, shares, Fraction(price), role, given, Overrides(**overrides))


def in_steps(*steps: tuple[str, int]) -> tuple[DatedPart]:
    """A part of listed days."""
    dated = tuple((date.fromisoformat(day), shares) for day, shares in steps)
    return (DatedPart(sum(shares for _, shares in dated), dated),)


def price(day: date, value: str | Fraction, plan: str = FOCUS) -> Price:
    """A day on which every figure that any tier needs is `value`."""
    exact = Fraction(value)
    return Price(plan, day, exact, exact, exact, (exact,), exact)


def lot(shares: int, acquired: date = date(2001, 5, 1), basis: str = "1.10", id: str = "L1", plan: str = FOCUS) -> Lot:
    """A lot of the holder's."""
    return Lot(id, plan, acquired, shares, Fraction(basis))


def facts(
    *grants: Grant,
    events: Iterable[Event] = (APPROVED,),
    prices: Iterable[Price] = (),
    lots: Iterable[Lot] = (),
    plans: Iterable[PlanCopy] = (),
    insider: bool = False,
) -> Facts:
    """The facts of a record."""
    holder = Holder("A Holder", (), insider)
    return Facts(holder, tuple(plans), grants, tuple(events), tuple(prices), tuple(lots))


def ledger(*grants: Grant, **others: Any) -> Ledger:
    """The ledger of such facts."""
    return Ledger(facts(*grants, **others))
