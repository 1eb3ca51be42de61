"""Many scenarios at once: what is left after exercising everything, by price, in exact whole numbers.

Everything is scaled to integers before the cells are reckoned: a price is a number of units, `Prices.scale` of them a
dollar. Where the prices are whole cents, shares given instead of cash make no difference at all, so cash, a swap and
a net exercise share one line of arithmetic; a sale differs by its fees only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from models.facts.payment import Broker, Net, Payment, Swap, WithholdingRates
from models.rules.answers import OwnedLot
from models.rules.owned import tender
from models.rules.payment import fewest
from models.rules.withholding import Bracket, Rates, brackets
from models.values.money import ceil_cents, cost_cents


class Prices(NamedTuple):
    """Prices as whole numbers of units, ascending; `places` are their columns, `scale` the units of a dollar."""

    units: list[int]
    places: list[int]
    scale: int

    @property
    def top(self) -> Fraction:
        """The highest price."""
        return Fraction(self.units[-1], self.scale)


def scaled(prices: Sequence[Fraction]) -> Prices:
    """The prices of a grid, one or more, made ready for its rows."""
    scale = lcm(*(price.denominator for price in prices))
    units = [price.numerator * (scale // price.denominator) for price in prices]
    places = sorted(range(len(units)), key=units.__getitem__)
    return Prices([units[place] for place in places], places, scale)


class Taxes(NamedTuple):
    """What withholding rests on: what the holder states and the rates in force."""

    stated: WithholdingRates
    rates: Rates


def row(
    shares: int, price: Fraction, prices: Prices, payment: Payment, taxes: Taxes | None, lots: tuple[OwnedLot, ...]
) -> list[int]:
    """Shares kept x price + cash to the holder - cash due, for one grant at each price in its own column.

    In cents, rounded half up. `price` is the exercise price of the `shares`; each price of the grid serves as value,
    tax value and sale price.
    """
    withheld = _withheld(shares, price, prices, taxes)
    aggregate = cost_cents(price, shares)
    if isinstance(payment, Broker):
        sorted_row = _sold(shares, aggregate, prices, payment, withheld)
    elif 100 % prices.scale == 0:
        each = 100 // prices.scale * shares
        sorted_row = [each * unit - aggregate - tax for unit, tax in zip(prices.units, withheld, strict=True)]
    else:
        sorted_row = _paid(aggregate, shares, prices, withheld, _most_given(shares, payment, lots))
    found = [0] * len(sorted_row)
    for place, cents in zip(prices.places, sorted_row, strict=True):
        found[place] = cents
    return found


def _most_given(shares: int, payment: Payment, lots: tuple[OwnedLot, ...]) -> int:
    """How many shares at most are given in payment."""
    if isinstance(payment, Swap):
        return tender(lots, payment, None).shares
    return shares if isinstance(payment, Net) else 0


def _rounded(numerator: int, scale: int) -> int:
    """Half up, away from zero."""
    if numerator < 0:
        return -((scale - 2 * numerator) // (2 * scale))
    return (2 * numerator + scale) // (2 * scale)


def _paid(aggregate: int, shares: int, prices: Prices, withheld: list[int], most: int) -> list[int]:
    """Cash, swap and net exercise at prices of fractions of a cent: at most `most` shares are given in payment."""
    scale, found = prices.scale, []
    for unit, tax in zip(prices.units, withheld, strict=True):
        given = min(aggregate * scale // (100 * unit), most)
        due = aggregate - 100 * given * unit // scale + tax
        found.append(_rounded(100 * (shares - given) * unit - due * scale, scale))
    return found


def _sold(shares: int, aggregate: int, prices: Prices, payment: Broker, withheld: list[int]) -> list[int]:
    """Both broker modes: what is sold brings its proceeds less fees, what is kept is worth the price."""
    fees, scale = payment.fees, prices.scale
    flat = ceil_cents(fees.flat)
    each, part = 100 * fees.per_share, 100 * fees.proceeds_rate / scale
    common = scale * each.denominator * part.denominator
    gain, paid, of_gain = 100 * common // scale, int(each * common), int(part * common)
    covers_all = payment.mode == "same_day_sale" or payment.cover_withholding
    found = []
    for unit, tax in zip(prices.units, withheld, strict=True):
        sold = shares
        if payment.mode == "sell_to_cover":
            need = aggregate + flat + (tax if covers_all else 0)
            sold = fewest(need, gain * unit, paid, of_gain * unit, common, shares) or shares
        cash = sold * unit * gain // common - flat + (-paid * sold // common) + (-of_gain * unit * sold // common)
        net = 100 * (shares - sold) * unit + (cash - aggregate - tax) * scale
        found.append(_rounded(net, scale))
    return found


# -- withholding -------------------------------------------------------------------------------------------


def _withheld(shares: int, price: Fraction, prices: Prices, taxes: Taxes | None) -> list[int]:
    """Withholding in cents at each price: the items' straight pieces, each one multiply, add and floor division."""
    units = prices.units
    if taxes is None or prices.top <= price:
        return [0] * len(units)
    begin = bisect_right(units, price * prices.scale)
    taxed = [0] * (len(units) - begin)
    for bracket in brackets(taxes.stated, taxes.rates):
        taxed = _with_item(taxed, units[begin:], bracket, _income(shares, price, prices.scale))
    return [0] * begin + taxed


class _Income(NamedTuple):
    """Income in dollars at a price of `unit` units: (unit x each - less) / scale."""

    each: int
    less: int
    scale: int

    def line(self, rate: Fraction, more: Fraction) -> tuple[int, int, int]:
        """Cents of `rate` x income + `more` dollars, half up, as (a, b, c) of (a x unit + b) // c."""
        common = lcm(rate.denominator * self.scale, more.denominator)
        factor = 200 * rate.numerator * (common // (rate.denominator * self.scale))
        constant = 200 * more.numerator * (common // more.denominator) - factor * self.less + common
        return factor * self.each, constant, 2 * common

    def first_unit_above(self, limit: Fraction) -> int:
        """The lowest number of units at which income is above `limit` dollars."""
        return (limit.numerator * self.scale + self.less * limit.denominator) // (self.each * limit.denominator) + 1


def _income(shares: int, price: Fraction, scale: int) -> _Income:
    common = lcm(price.denominator, scale)
    less = price.numerator * (common // price.denominator) * shares
    return _Income(common // scale * shares, less, common)


def _with_item(taxed: list[int], units: list[int], bracket: Bracket, income: _Income) -> list[int]:
    """The amounts so far with one more item, which has one or two straight pieces."""
    split = len(units)
    if bracket.limit is not None:
        split = bisect_right(units, income.first_unit_above(bracket.limit) - 1)
    low, high = slice(0, split), slice(split, None)
    found = _add_line(taxed[low], units[low], income.line(bracket.rate, Fraction(0)))
    if bracket.limit is not None and split < len(units):
        over = income.line(bracket.above, (bracket.rate - bracket.above) * bracket.limit)
        found += _add_line(taxed[high], units[high], over)
    return found


def _add_line(taxed: list[int], units: list[int], line: tuple[int, int, int]) -> list[int]:
    a, b, c = line
    if not a and b < c:
        return taxed
    return [tax + (a * unit + b) // c for tax, unit in zip(taxed, units, strict=True)]
