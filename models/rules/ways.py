"""All ways to pay one exercise side by side, the best figure of each row, and what withholding leaves to be paid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from models.errors import Refusal
from models.facts.payment import Broker, Cash, Fees, Net, Payment, Swap, WithholdingRates
from models.rules.answers import Quote
from models.rules.ledger import FROM_TABLE, Ledger
from models.rules.offers import self_employment_estimate
from models.rules.payment import shares_that_pay
from models.rules.withholding import rates_for, withhold
from models.values.frozen import dataclass
from models.values.money import half_up_cents

KEYS = ("cash", "swap", "mix", "net", "same_day_sale", "sell_to_cover", "sell_to_cover_all")
# Each row with whether less (-1) or more (1) is better.
ROWS: Mapping[str, int] = {"cash_due": -1, "shares_kept": 1, "cash_to_holder": 1, "withholding_gap": -1}


class Sale(NamedTuple):
    """What a broker is expected to sell at, in dollars a share, and the fees."""

    price: Fraction
    fees: Fees = Fees()


class Gap(NamedTuple):
    """An estimate in cents: tax and payroll taxes on the exact income, and what is withheld of them."""

    income_tax: int
    payroll_tax: int
    withheld: int

    @property
    def owed(self) -> int:
        """What is still to be paid with the year's return; below zero: too much is withheld."""
        return self.income_tax + self.payroll_tax - self.withheld


@dataclass(frozen=True)
class Way:
    """One way to pay: its quote, or why there is none. `gap` is None where no marginal rate is known."""

    key: str
    payment: Payment | None
    quote: Quote | None
    refusal: Refusal | None
    gap: Gap | None

    @property
    def is_possible(self) -> bool:
        """Whether a notice with this payment can be made."""
        return self.quote is not None and not self.quote.violations

    def figure(self, row: str) -> int | None:
        """The figure of a row in `ROWS`: cents, or shares."""
        if row == "withholding_gap":
            return None if self.gap is None else self.gap.owed
        return None if self.quote is None else int(getattr(self.quote, row))


@dataclass(frozen=True)
class Comparison:
    """All ways to pay for one exercise; `best` names for each row the ways with its best figure.

    Only ways that are possible compete, and no row is marked in which all of them are alike.
    """

    ways: tuple[Way, ...]
    best: Mapping[str, frozenset[str]]

    def way(self, key: str) -> Way:
        """The way with this key of `KEYS`."""
        return next(way for way in self.ways if way.key == key)


@dataclass(frozen=True)
class Wanted:
    """One exercise to be compared. `lots` chooses the shares to tender, `mix` how many of them in the mix, or
    `mix_lots` which.

    Without a `sale` the broker is taken to sell at the value of the day, without fees; without `mix` half of what
    could be tendered is. `marginal_rate` is the holder's own income tax rate, federal and state together.
    """

    grant: str
    on: date
    shares: int
    sale: Sale | None = None
    lots: tuple[tuple[str, int], ...] | None = None
    mix: int | None = None
    mix_lots: tuple[tuple[str, int], ...] | None = None
    tax_value: Fraction | None = None
    withholding: WithholdingRates | None = FROM_TABLE
    marginal_rate: Fraction | None = None


def compare_ways(ledger: Ledger, wanted: Wanted) -> Comparison:
    """Every way to pay `wanted`, in the order of `KEYS`; a way that cannot be quoted carries its Refusal.

    Covering the withholding too is only a way of its own where something is withheld.
    """
    ways = [_way(ledger, wanted, key, make) for key, make in _makers(ledger, wanted).items()]
    cover, cover_all = (next(way.quote for way in ways if way.key == key) for key in KEYS[-2:])
    if cover is not None and cover_all is not None and not (cover.withholding and cover.withholding.total):
        ways = [way for way in ways if way.key != "sell_to_cover_all"]
    return Comparison(tuple(ways), {row: _best(ways, row) for row in ROWS})


def _makers(ledger: Ledger, wanted: Wanted) -> dict[str, Callable[[], Payment]]:
    """How each way's payment is made; making it may refuse."""
    return {
        "cash": Cash,
        "swap": lambda: Swap(wanted.lots),
        "mix": lambda: Swap(wanted.mix_lots) if wanted.mix_lots else Swap(None, _mixed(ledger, wanted)),
        "net": Net,
        "same_day_sale": lambda: _broker(ledger, wanted, "same_day_sale"),
        "sell_to_cover": lambda: _broker(ledger, wanted, "sell_to_cover"),
        "sell_to_cover_all": lambda: _broker(ledger, wanted, "sell_to_cover", covers_all=True),
    }


def _way(ledger: Ledger, wanted: Wanted, key: str, make: Callable[[], Payment]) -> Way:
    payment = None
    try:
        payment = make()
        quote = ledger.quote(wanted.grant, wanted.on, wanted.shares, payment, wanted.tax_value, wanted.withholding)
    except Refusal as refusal:
        if refusal.code in ("unknown_grant", "unknown_lot"):
            raise
        return Way(key, payment, None, refusal, None)
    return Way(key, payment, quote, None, withholding_gap(ledger, quote, wanted.marginal_rate, wanted.withholding))


def _broker(ledger: Ledger, wanted: Wanted, mode: str, covers_all: bool = False) -> Broker:
    sale = wanted.sale
    if sale is None:
        value = ledger.value(ledger.grant(wanted.grant).plan, wanted.on)
        if value is None:
            raise Refusal("no_sale_price", "enter the price at which the broker would sell", "sale_price")
        sale = Sale(value.value)
    return Broker(mode, sale.price, sale.fees, covers_all)


def _mixed(ledger: Ledger, wanted: Wanted) -> int:
    """How many shares the mix tenders."""
    if wanted.mix is not None:
        return wanted.mix
    most = most_to_tender(ledger, wanted.grant, wanted.on, wanted.shares)
    if most < 2:
        raise Refusal("nothing_to_mix", "too few shares are owned, or needed, to pay a part with them", "mix")
    return most // 2


def most_to_tender(ledger: Ledger, grant: str, on: date, shares: int) -> int:
    """The most owned shares that a swap for `shares` could use; Refusal `no_fair_market_value`."""
    asked = ledger.asked(grant, on, shares, Cash())
    if asked.value is None:
        says = f"no recorded price gives a value for {on}; record the prices of a day before it"
        raise Refusal("no_fair_market_value", says)
    aggregate = ledger.quote(grant, on, shares, Cash(), withholding=None).aggregate_price
    return min(sum(lot.shares for lot in asked.lots), shares_that_pay(aggregate, asked.value.value))


def _best(ways: list[Way], row: str) -> frozenset[str]:
    figures = {way.key: way.figure(row) for way in ways if way.is_possible}
    known = {key: figure * ROWS[row] for key, figure in figures.items() if figure is not None}
    if len(set(known.values())) < 2:
        return frozenset()
    top = max(known.values())
    return frozenset(key for key, figure in known.items() if figure == top)


def withholding_gap(
    ledger: Ledger, quote: Quote, marginal_rate: Fraction | None, stated: WithholdingRates | None
) -> Gap | None:
    """What the holder may still owe on this exercise; None where it can't be figured or a death has changed it."""
    grant = ledger.grant(quote.grant)
    withheld = quote.withholding
    if marginal_rate is None or quote.tax_value is None or withheld is None or "estate_withholding" in quote.warnings:
        return None
    income = max(Fraction(0), (quote.tax_value - quote.exercise_price) * quote.shares)
    given = stated or WithholdingRates()
    try:
        if grant.role == "employee":
            by_law = withhold(income, given, rates_for(given, quote.on))
            payroll = by_law.social_security + by_law.medicare
        else:
            payroll = self_employment_estimate(income, quote.on, given.wages_to_date).total
    except Refusal:
        return None
    return Gap(half_up_cents(income * marginal_rate), payroll, withheld.total)
