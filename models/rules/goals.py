"""Goal seek: the fewest or the most shares that end with so many more, cost no more, or bring at least so much.

By the number of shares, each figure of an exercise is a straight line between a few kinks (a wage base is reached, the
owned shares are used up, a sale begins to cover) with a ripple of bounded height on it from whole shares and whole
cents. So on each straight piece only the numbers near the crossing have to be tried, and each is tried exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil, floor

from models.errors import Refusal
from models.facts.payment import Broker, Net, Payment, Swap, WithholdingRates
from models.rules.answers import Quote
from models.rules.ledger import FROM_TABLE, Ledger
from models.rules.owned import tender
from models.rules.payment import Settlement
from models.rules.quote import Asked, quote, settled
from models.rules.withholding import ADDITIONAL_MEDICARE_ABOVE, MILLION, rates_for
from models.values.frozen import dataclass, replace
from models.values.money import money_text

GOALS = ("more_shares", "bring_at_most", "receive_at_least")
# On one straight piece at most so many numbers are tried; only a line without a slope can need more.
MOST_TRIES = 5_000
# The roundings of one settlement together: proceeds, three fees, the price, four items of withholding.
_CENTS = 8


@dataclass(frozen=True)
class Aim:
    """What is wanted: to end with `amount` more shares, to bring at most or to receive at least `amount` cents."""

    goal: str
    amount: int

    def __post_init__(self) -> None:
        least = 0 if self.goal == "bring_at_most" else 1
        if self.amount < least:
            raise Refusal("bad_goal", "must be above zero" if least else "must not be below zero", "amount")


@dataclass(frozen=True)
class Found:
    """The number of shares that reaches a goal, and its quote.

    `is_proven` is false in the rare case that a still better number could not be ruled out in reasonable time.
    """

    shares: int
    quote: Quote
    is_proven: bool


def seek(
    ledger: Ledger,
    grant: str,
    on: date,
    payment: Payment,
    aim: Aim,
    tax_value: Fraction | None = None,
    withholding: WithholdingRates | None = FROM_TABLE,
) -> Found:
    """The fewest shares that reach `more_shares` or `receive_at_least`, the most for `bring_at_most`.

    Among the numbers that a notice of that day may name. Refusal `out_of_reach` says how far one can get, `not_found`
    that the search gave up; others are those of a quote, and `nothing_exercisable`.
    """
    asked = ledger.asked(grant, on, 1, payment, tax_value, withholding)
    least, most = numbers_allowed(asked)
    line = _Line(asked, aim.goal)
    wanted = -aim.amount if aim.goal == "bring_at_most" else aim.amount
    shares, is_proven = line.first(least, most, wanted, downwards=aim.goal == "bring_at_most")
    if shares is None and not is_proven:
        says = "no number of shares was found in reasonable time; allow a little more"
        raise Refusal("not_found", says, "amount")
    if shares is None:
        raise _out_of_reach(line, aim, least, most)
    return Found(shares, quote(replace(asked, shares=shares)), is_proven)


def numbers_allowed(asked: Asked) -> tuple[int, int]:
    """The fewest and the most shares that a notice of that day may name; Refusal where there are none."""
    position, terms = asked.position, asked.course.terms
    most = position.counts.exercisable if position else 0
    least = max(1, terms.minimum_shares)
    if terms.remainder_exempt and position is not None and most == position.counts.outstanding:
        least = min(least, most)
    if not most or least > most:
        says = f"nothing of {asked.course.grant.id} can be exercised on {asked.on}; choose another day or grant"
        raise Refusal("nothing_exercisable", says, "shares")
    return least, most


def _out_of_reach(line: _Line, aim: Aim, least: int, most: int) -> Refusal:
    """How far one can get, in words."""
    if aim.goal == "bring_at_most":
        due = money_text(-line.at(least))
        says = f"{least:,} shares already need ${due}; raise the amount, or choose another way to pay"
    elif aim.goal == "more_shares":
        more = line.at(most)
        ends = f"{more:,} more" if more >= 0 else f"{-more:,} fewer"
        says = f"exercising all {most:,} ends with {ends}; choose a smaller number, or another way to pay"
    else:
        brings = money_text(max(0, line.at(most)))
        says = f"exercising all {most:,} brings ${brings}; choose a smaller amount, or another way to pay"
    return Refusal("out_of_reach", says, "amount")


class _Line:
    """One figure by the number of shares; more of it is better for every goal, so a cost counts below zero."""

    def __init__(self, asked: Asked, goal: str) -> None:
        self._asked = asked
        self._goal = goal
        if goal != "more_shares" and settled(asked)[2] is None:
            raise Refusal("no_fair_market_value", "without a value taxes are not known; enter one", "tax_value")

    def at(self, shares: int) -> int:
        """The figure for so many shares: shares kept, cents due (negative), or cents received less those due."""
        settlement = self._settlement(shares)
        if self._goal == "more_shares":
            return settlement.shares_kept
        if self._goal == "bring_at_most":
            return -settlement.cash_due
        # Only a sale brings cash; where it brings too little, its shortfall keeps the line straight.
        return settlement.cash_to_holder - (settlement.cash_due if self._is_sale_of_all else 0)

    def first(self, least: int, most: int, wanted: int, downwards: bool) -> tuple[int | None, bool]:
        """The first number whose figure is `wanted` or more, from below or from above, and whether that is sure."""
        is_sure = True
        pieces = list(self._pieces(least, most))
        for low, high in reversed(pieces) if downwards else pieces:
            numbers, certain = self._near(low, high, wanted, downwards)
            found = next((number for number in numbers[:MOST_TRIES] if self._serves(number, wanted)), None)
            if found is not None:
                return found, is_sure
            is_sure = is_sure and len(numbers) <= MOST_TRIES
            if certain is not None:
                return certain, is_sure
        return None, is_sure

    def _near(self, low: int, high: int, wanted: int, downwards: bool) -> tuple[range, int | None]:
        """On one straight piece: the numbers that may serve, in order, up to the first that must; and that one."""
        may = _both(low, high, self.at, wanted - 2 * self._ripple)
        must = _both(low, high, self.at, wanted + 2 * self._ripple)
        if isinstance(self._asked.payment, Broker):
            may = _both(*may, self._surplus, -_CENTS)
            must = _both(*must, self._surplus, _CENTS)
        numbers = range(may[0], may[1] + 1)
        certain = None
        if must[0] <= must[1]:
            certain = must[1] if downwards else must[0]
            numbers = range(certain, may[1] + 1) if downwards else range(may[0], certain + 1)
        return numbers[::-1] if downwards else numbers, certain

    # -- the shape of the line -----------------------------------------------------------------------------

    @property
    def _is_sale_of_all(self) -> bool:
        payment = self._asked.payment
        return isinstance(payment, Broker) and payment.mode == "same_day_sale"

    def _serves(self, shares: int, wanted: int) -> bool:
        """Whether so many shares reach the goal, and a sale of them covers what it must."""
        if self.at(shares) < wanted:
            return False
        return self._settlement(shares).violation != "proceeds_do_not_cover"

    def _settlement(self, shares: int) -> Settlement:
        return settled(replace(self._asked, shares=shares))[1]

    def _pieces(self, least: int, most: int) -> Iterator[tuple[int, int]]:
        """The straight pieces between the kinks, in whole shares."""
        begin = least
        for kink in sorted({floor(kink) for kink in self._kinks(least, most)}):
            if begin <= kink < most:
                yield begin, kink
                begin = kink + 1
        yield begin, most

    def _kinks(self, least: int, most: int) -> Iterable[Fraction]:
        asked, payment = self._asked, self._asked.payment
        kinks = self._tax_kinks()
        if isinstance(payment, Swap) and asked.value is not None:
            held = tender(asked.lots, payment, None).shares
            kinks.append(held * asked.value.value / asked.price)
        if isinstance(payment, Broker):
            ends = sorted({least, *(floor(kink) for kink in kinks if least <= kink < most), most})
            for low, high in pairwise(ends):
                kinks += _zero(low, self._surplus(low), high, self._surplus(high))
        return kinks

    def _tax_kinks(self) -> list[Fraction]:
        """Where income crosses a limit of the withholding."""
        asked = self._asked
        stated, taxed = asked.rates_stated, asked.taxed_value
        if stated is None or taxed is None or taxed <= asked.price:
            return []
        base = rates_for(stated, asked.on).wage_base
        limits = (
            base - stated.wages_to_date,
            ADDITIONAL_MEDICARE_ABOVE - stated.wages_to_date,
            MILLION - stated.supplemental_to_date,
        )
        return [limit / (taxed - asked.price) for limit in limits]

    @cached_property
    def _net_price(self) -> Fraction:
        """What one share sold brings after the fees that grow with the shares, in cents."""
        payment = self._asked.payment
        assert isinstance(payment, Broker)
        return 100 * (payment.sale_price * (1 - payment.fees.proceeds_rate) - payment.fees.per_share)

    def _surplus(self, shares: int) -> Fraction:
        """Cents that a sale of all brings beyond what it must cover, without any rounding."""
        asked, payment = self._asked, self._asked.payment
        assert isinstance(payment, Broker)
        need = 100 * (asked.price * shares + payment.fees.flat)
        if self._is_sale_of_all or payment.cover_withholding:
            need += settled(replace(asked, shares=shares))[0].withholding
        return self._net_price * shares - need

    @cached_property
    def _ripple(self) -> int:
        """How far from its line the figure can be, rounded up; three times over near the kink of a sale."""
        payment, value = self._asked.payment, self._asked.value
        if isinstance(payment, Swap | Net):
            assert value is not None
            return 2 if self._goal == "more_shares" else ceil(100 * value.value) + _CENTS
        if not isinstance(payment, Broker) or self._is_sale_of_all:
            return 0 if self._goal == "more_shares" else 3 * _CENTS
        if self._goal == "more_shares":
            return 3 * (2 + ceil(_CENTS / self._net_price)) if self._net_price > 0 else 0
        return 3 * _CENTS + (0 if self._goal == "bring_at_most" else ceil(100 * payment.sale_price))


def _both(low: int, high: int, line: Callable[[int], int | Fraction], wanted: int) -> tuple[int, int]:
    """The numbers from `low` to `high` for which a straight line through both ends has `wanted` or more.

    As first and last; first above last where there are none.
    """
    if low > high:
        return low, high
    at_low = line(low)
    slope = Fraction(line(high) - at_low) / max(1, high - low)
    if not slope:
        return (low, high) if at_low >= wanted else (high + 1, high)
    edge = low + (wanted - at_low) / slope
    return (max(low, ceil(edge)), high) if slope > 0 else (low, min(high, floor(edge)))


def _zero(low: int, at_low: Fraction, high: int, at_high: Fraction) -> list[Fraction]:
    """Where a straight line between two points crosses zero, if it does."""
    if (at_low < 0) == (at_high < 0):
        return []
    return [low + (high - low) * at_low / (at_low - at_high)]
