"""Many scenarios at once: what is left after exercising everything, by price, in exact whole numbers.

Everything is scaled to integers before the cells are reckoned: a price is a number of units, `Prices.scale` of them a
dollar. Where the prices are whole cents, shares given instead of cash make no difference at all, so cash, a swap and
a net exercise share one line of arithmetic; a sale differs by its fees only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import NamedTuple

from models.facts.payment import Broker, Net, Payment, Swap
from models.rules.answers import OwnedLot
from models.rules.cover import fewest
from models.rules.owned import tender
from models.rules.withholding import Bracket
from models.values.money import ceil_cents, cost_cents

# A line (a, b, c) is (a x units + b) // c cents; a piece is its first and last column and the lines there.
_Line = tuple[int, int, int]
_Piece = tuple[int, int, list[_Line]]


_ZERO = Fraction(0)


class Prices(NamedTuple):
    """Prices as whole numbers of units, ascending; `places` are their columns, `scale` the units of a dollar."""

    units: list[int]
    places: list[int]
    scale: int
    is_ascending: bool

    def any_above(self, price: Fraction) -> bool:
        """Whether any of them is above `price`."""
        return self.units[-1] * price.denominator > price.numerator * self.scale


def scaled(prices: Sequence[Fraction]) -> Prices:
    """The prices of a grid, one or more, made ready for its rows."""
    scale = lcm(*(price.denominator for price in prices))
    units = [price.numerator * (scale // price.denominator) for price in prices]
    places = sorted(range(len(units)), key=units.__getitem__)
    return Prices([units[place] for place in places], places, scale, places == list(range(len(units))))


def row(
    shares: int,
    price: Fraction,
    prices: Prices,
    payment: Payment,
    items: tuple[Bracket, ...],
    lots: tuple[OwnedLot, ...],
) -> list[int]:
    """Shares kept x price + cash to the holder - cash due, for one grant at each price in its own column.

    In cents, rounded half up. `price` is the exercise price of the `shares`; each price of the grid serves as value,
    tax value and sale price. `items` are those of the withholding, none where nothing is withheld.
    """
    aggregate = cost_cents(price, shares)
    pieces = _pieces(shares, price, prices, items)
    if isinstance(payment, Broker):
        if payment.mode == "same_day_sale":
            ascending = _all_sold(shares, aggregate, prices, payment, pieces)
        else:
            ascending = _sold_to_cover(shares, aggregate, prices, payment, _withheld(pieces, prices))
    elif 100 % prices.scale == 0:
        ascending = _less(pieces, prices.units, (100 // prices.scale * shares, -aggregate), ())
    else:
        most = _most_given(shares, payment, lots)
        ascending = _paid(aggregate, shares, prices, _withheld(pieces, prices), most)
    if prices.is_ascending:
        return ascending
    found = [0] * len(ascending)
    for place, cents in zip(prices.places, ascending, strict=True):
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


def _all_sold(shares: int, aggregate: int, prices: Prices, payment: Broker, pieces: list[_Piece]) -> list[int]:
    """A same-day sale: proceeds rounded down, fees rounded up, everything paid from them; also lines."""
    fees, scale = payment.fees, prices.scale
    fixed = ceil_cents(fees.flat) + ceil_cents(fees.per_share * shares) + aggregate
    part = 100 * fees.proceeds_rate * shares / scale
    rounded_up = (part.numerator, part.denominator - 1, part.denominator)
    # What is rounded down is taken away rounded up, with its sign turned.
    proceeds = (-100 * shares, scale - 1, scale)
    return _less(pieces, prices.units, (0, -fixed), (_small(proceeds), rounded_up))


def _sold_to_cover(shares: int, aggregate: int, prices: Prices, payment: Broker, withheld: list[int]) -> list[int]:
    """As few shares sold as cover; what is kept is worth the price."""
    fees, scale, covers_all = payment.fees, prices.scale, payment.cover_withholding
    flat = ceil_cents(fees.flat)
    each, of_each = 100 * fees.per_share, 100 * fees.proceeds_rate / scale
    common = lcm(scale, each.denominator, of_each.denominator)
    gain, paid, of_gain = 100 * common // scale, int(each * common), int(of_each * common)
    (a, b), (c, d) = each.as_integer_ratio(), of_each.as_integer_ratio()
    found = []
    for unit, tax in zip(prices.units, withheld, strict=True):
        need = aggregate + flat + (tax if covers_all else 0)
        slope = (gain - of_gain) * unit - paid
        # The fewest that cover unrounded fees mostly cover the rounded ones too.
        sold = min(shares, -(-need * common // slope)) if slope > 0 else shares
        over = 100 * sold * unit // scale + (-a * sold // b) + (-c * unit * sold // d) - need
        if over < 0 and sold < shares:
            sold = fewest(need, gain * unit, paid, of_gain * unit, common, shares) or shares
            over = 100 * sold * unit // scale + (-a * sold // b) + (-c * unit * sold // d) - need
        rest = over if covers_all else over - tax
        found.append(_rounded(100 * (shares - sold) * unit + rest * scale, scale))
    return found


# -- withholding -------------------------------------------------------------------------------------------


def _small(line: _Line) -> _Line:
    """The same line in small numbers, which divide faster; the floor of its constant changes no floor of the whole."""
    a, b, c = line
    shared = gcd(a, c)
    return a // shared, b // shared, c // shared


class _Income(NamedTuple):
    """Income in dollars at a price of `unit` units: (unit x each - less) / scale."""

    each: int
    less: int
    scale: int

    def line(self, rate: Fraction, more: Fraction) -> _Line:
        """Cents of `rate` x income + `more` dollars, half up, as (a, b, c) of (a x unit + b) // c."""
        own = rate.denominator * self.scale
        common = own * more.denominator
        factor = 200 * rate.numerator * more.denominator
        constant = 200 * more.numerator * own - factor * self.less + common
        return _small((factor * self.each, constant, 2 * common))

    def first_unit_above(self, limit: Fraction) -> int:
        """The lowest number of units at which income is above `limit` dollars."""
        return (limit.numerator * self.scale + self.less * limit.denominator) // (self.each * limit.denominator) + 1


def _income(shares: int, price: Fraction, scale: int) -> _Income:
    common = lcm(price.denominator, scale)
    less = price.numerator * (common // price.denominator) * shares
    return _Income(common // scale * shares, less, common)


def _pieces(shares: int, price: Fraction, prices: Prices, items: tuple[Bracket, ...]) -> list[_Piece]:
    """The columns from one kink of the withholding to the next, with the line of each item there."""
    units = prices.units
    end = len(units)
    if not items or not prices.any_above(price):
        return [(0, end, [])]
    income = _income(shares, price, prices.scale)
    begin = bisect_left(units, income.first_unit_above(_ZERO))
    # Where each item's rate changes: behind the last column for one that has no limit.
    splits = [
        end if item.limit is None else max(begin, bisect_left(units, income.first_unit_above(item.limit)))
        for item in items
    ]
    edges = sorted({begin, end, *splits})
    pieces: list[_Piece] = [(0, begin, [])]
    for first, last in pairwise(edges):
        lines = [
            income.line(item.rate, _ZERO) if first < split else income.line(item.above, item.shift)
            for item, split in zip(items, splits, strict=True)
        ]
        pieces.append((first, last, lines))
    return pieces


def _withheld(pieces: list[_Piece], prices: Prices) -> list[int]:
    """All items of the withholding together, in cents at each price."""
    return [-cents for cents in _less(pieces, prices.units, (0, 0), ())]


def _less(pieces: list[_Piece], units: list[int], line: tuple[int, int], also: tuple[_Line, ...]) -> list[int]:
    """At each number of units, units x `line[0]` + `line[1]` less all items withheld and the lines of `also`.

    Written out by how many lines need a division of their own: this is where the time of a large grid goes.
    """
    found: list[int] = []
    for first, last, items in pieces:
        lines = (*items, *also)
        k = line[0] - sum(a for a, _, c in lines if c == 1)
        m = line[1] - sum(b for _, b, c in lines if c == 1)
        part = units[first:last]
        rest = [one for one in lines if one[2] != 1]
        if not rest:
            found += [k * unit + m for unit in part]
        elif len(rest) == 1:
            ((a, b, c),) = rest
            found += [k * unit + m - (a * unit + b) // c for unit in part]
        else:
            (a, b, c), (d, e, f), *others = rest
            whole = [k * unit + m - (a * unit + b) // c - (d * unit + e) // f for unit in part]
            for a, b, c in others:
                whole = [cents - (a * unit + b) // c for cents, unit in zip(whole, part, strict=True)]
            found += whole
    return found
