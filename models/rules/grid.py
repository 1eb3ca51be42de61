"""Many scenarios at once: what is left after exercising everything, by price, in whole cents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from models.facts.payment import Broker, Payment, WithholdingRates
from models.rules.answers import OwnedLot
from models.rules.payment import Exercise, settle
from models.rules.withholding import Rates, withhold
from models.values.money import half_up_cents


def net_value(
    day: date,
    shares: int,
    price: Fraction,
    at: Fraction,
    payment: Payment,
    stated: WithholdingRates | None,
    rates: Rates | None,
    lots: tuple[OwnedLot, ...],
) -> int:
    """Shares kept x price + cash to the holder - cash due, for one grant at one price; cents, half up."""
    withheld = 0
    if stated is not None and rates is not None:
        withheld = withhold((at - price) * shares, stated, rates).total
    if isinstance(payment, Broker):
        payment = Broker(payment.mode, at, payment.fees, payment.cover_withholding)
    settled = settle(Exercise(day, shares, price, at, at, withheld, lots), payment)
    cash = Fraction(settled.cash_to_holder - settled.cash_due, 100)
    return half_up_cents(settled.shares_kept * at + cash)


def row(
    day: date,
    shares: int,
    price: Fraction,
    prices: Sequence[Fraction],
    payment: Payment,
    stated: WithholdingRates | None,
    rates: Rates | None,
    lots: tuple[OwnedLot, ...],
) -> list[int]:
    """One row of the grid for one grant."""
    return [net_value(day, shares, price, at, payment, stated, rates, lots) for at in prices]
