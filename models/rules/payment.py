"""What each way to pay costs and leaves (paragraph 10): pure arithmetic on one exercise, one signature for all."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.facts.payment import Broker, Cash, Fees, Net, Payment, Swap
from models.rules.answers import NewLot, OwnedLot
from models.rules.cover import fewest
from models.rules.owned import tender
from models.values.frozen import dataclass
from models.values.money import ceil_cents, cost_cents, floor_cents


@dataclass(frozen=True)
class Exercise:
    """One exercise to be paid: shares, prices in dollars a share, withholding and aggregate price in cents.

    `value` prices tendered and withheld shares, `tax_value` is the basis of new ones; `lots` are those owned.
    """

    on: date
    shares: int
    price: Fraction
    value: Fraction | None
    tax_value: Fraction | None
    withholding: int
    lots: tuple[OwnedLot, ...]

    @property
    def aggregate(self) -> int:
        """Payment in full: shares times price, rounded up to the cent."""
        return cost_cents(self.price, self.shares)


@dataclass(frozen=True)
class Settlement:
    """What a payment does; amounts in cents. Shares kept are those owned afterwards beyond those before."""

    cash_due: int
    shares_issued: int
    shares_kept: int
    lots_after: tuple[NewLot, ...]
    tendered: tuple[OwnedLot, ...] = ()
    shares_withheld: int = 0
    shares_sold: int = 0
    sale_proceeds: int = 0
    fees: int = 0
    cash_to_holder: int = 0
    violation: str | None = None

    @property
    def shares_tendered(self) -> int:
        """Shares given up from the holder's lots."""
        return sum(lot.shares for lot in self.tendered)


def settle(exercise: Exercise, payment: Payment) -> Settlement:
    """The settlement of `exercise` by any of the four methods; a swap or net exercise needs a value."""
    if isinstance(payment, Cash):
        return _cash(exercise)
    if isinstance(payment, Swap):
        return _swap(exercise, payment)
    if isinstance(payment, Net):
        return _net(exercise)
    return _broker(exercise, payment)


def shares_that_pay(aggregate: int, value: Fraction) -> int:
    """The most whole shares whose value does not exceed `aggregate` cents."""
    return aggregate * value.denominator // (100 * value.numerator)


def _new(exercise: Exercise, shares: int) -> tuple[NewLot, ...]:
    return (NewLot(exercise.on, shares, exercise.tax_value),) if shares > 0 else ()


def _cash(exercise: Exercise) -> Settlement:
    due = exercise.aggregate + exercise.withholding
    return Settlement(due, exercise.shares, exercise.shares, _new(exercise, exercise.shares))


def _rest(exercise: Exercise, shares: int) -> int:
    """What `shares` at the value leave to be paid in cash, rounded up to the cent."""
    assert exercise.value is not None
    return ceil_cents(Fraction(exercise.aggregate, 100) - shares * exercise.value)


def _swap(exercise: Exercise, payment: Swap) -> Settlement:
    assert exercise.value is not None
    given = tender(exercise.lots, payment, shares_that_pay(exercise.aggregate, exercise.value))
    left, carried = exercise.shares, []
    for lot in given.taken:
        if left > 0:
            carried.append(NewLot(lot.acquired, min(left, lot.shares), lot.basis))
            left -= lot.shares
    return Settlement(
        cash_due=_rest(exercise, given.shares) + exercise.withholding,
        shares_issued=exercise.shares,
        shares_kept=exercise.shares - given.shares,
        lots_after=(*carried, *_new(exercise, left)),
        tendered=given.taken,
        violation="insufficient_shares_owned" if given.asks_too_much else None,
    )


def _net(exercise: Exercise) -> Settlement:
    assert exercise.value is not None
    withheld = min(shares_that_pay(exercise.aggregate, exercise.value), exercise.shares)
    issued = exercise.shares - withheld
    return Settlement(
        cash_due=_rest(exercise, withheld) + exercise.withholding,
        shares_issued=issued,
        shares_kept=issued,
        lots_after=_new(exercise, issued),
        shares_withheld=withheld,
    )


def sale_fees(fees: Fees, shares: int, price: Fraction) -> int:
    """A broker's fees in cents: flat, a share and a part of the proceeds, each rounded up."""
    return ceil_cents(fees.flat) + ceil_cents(fees.per_share * shares) + ceil_cents(fees.proceeds_rate * shares * price)


def _broker(exercise: Exercise, payment: Broker) -> Settlement:
    covers_all = payment.mode == "same_day_sale" or payment.cover_withholding
    need = exercise.aggregate + (exercise.withholding if covers_all else 0)
    sold = exercise.shares
    if payment.mode == "sell_to_cover":
        sold = fewest_that_cover(need, payment, exercise.shares) or exercise.shares
    proceeds = floor_cents(sold * payment.sale_price)
    fees = sale_fees(payment.fees, sold, payment.sale_price)
    over = proceeds - fees - need
    due = 0 if covers_all else exercise.withholding
    kept = exercise.shares - sold
    return Settlement(
        cash_due=due + max(0, -over),
        shares_issued=exercise.shares,
        shares_kept=kept,
        lots_after=_new(exercise, kept),
        shares_sold=sold,
        sale_proceeds=proceeds,
        fees=fees,
        cash_to_holder=max(0, over),
        violation="proceeds_do_not_cover" if over < 0 else None,
    )


def fewest_that_cover(need: int, payment: Broker, most: int) -> int | None:
    """The smallest whole number of shares, at most `most`, whose sale brings `need` cents after fees; None if none."""
    price, fees = payment.sale_price, payment.fees
    scale = price.denominator * fees.per_share.denominator * fees.proceeds_rate.denominator
    cents = 100 * scale
    return fewest(
        need + ceil_cents(fees.flat),
        int(price * cents),
        int(fees.per_share * cents),
        int(fees.proceeds_rate * price * cents),
        scale,
        most,
    )
