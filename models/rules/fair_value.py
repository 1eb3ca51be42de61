"""Fair market value of a share on a day, from recorded prices by the market tier in force (paragraphs 6 and 10)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from models.facts.event import Adjustment
from models.facts.facts import Facts
from models.facts.plan import Plan
from models.facts.price import Price
from models.rules.answers import Value
from models.values.explanation import Explanation, Reading, Step
from models.values.money import price_text

RULES = {"exchange": "6(i)", "nasdaq_national_market": "6(ii)", "otc": "6(iii)", "none": "6"}
STALE_AFTER_DAYS = 7

_Days = tuple[list[date], list[Price]]


def _need(plan: Plan, tier: str) -> str:
    """What a price must have recorded to serve in this tier."""
    if tier == "exchange":
        return plan.exchange_rule
    return {"nasdaq_national_market": "last", "otc": "bids", "none": "determined"}[tier]


def _figure(price: Price, need: str) -> Fraction | None:
    """The value that `price` gives by this need, None where something it needs is not recorded."""
    if need == "last":
        return price.last
    if need == "determined":
        return price.determined
    if need == "bids":
        return sum(price.bids, Fraction(0)) / len(price.bids) if price.bids else None
    mean = None if price.high is None or price.low is None else (price.high + price.low) / 2
    if need == "mean":
        return mean
    return None if mean is None or price.last is None else min(price.last, mean)


def _says(price: Price, need: str, value: Fraction) -> str:
    """How the figure came about, in words."""
    shown = price_text(value)
    if need == "last":
        return f"the last sale price of {price.date} was ${shown}"
    if need == "determined":
        return f"the Committee determined ${shown} on {price.date}"
    if need == "bids":
        if len(price.bids) == 1:
            return f"the closing bid of {price.date} was ${shown}"
        bids = ", ".join(price_text(bid) for bid in price.bids)
        return f"the mean of the bids of {price.date} ({bids}) is ${shown}"
    assert price.high is not None
    assert price.low is not None
    mean = price_text((price.high + price.low) / 2)
    spread = f"high {price_text(price.high)} and low {price_text(price.low)} of {price.date}"
    if need == "mean":
        return f"the mean of {spread} is ${shown}"
    assert price.last is not None
    return f"the lower of the last sale {price_text(price.last)} and {mean}, the mean of {spread}, is ${shown}"


class FairValue:
    """The values of a record's stock, found by bisection; lists of usable days are made once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._days: dict[tuple[str, str], _Days] = {}
        self._values: dict[tuple[str, date, date], Value | None] = {}
        self._adjustments: dict[tuple[str, str], tuple[list[date], list[Adjustment]]] = {}
        adjustments = (event for event in facts.events if isinstance(event, Adjustment))
        for event in sorted(adjustments, key=lambda event: event.date):
            plan = facts.plan(event.plan)
            if plan is not None:
                days, found = self._adjustments.setdefault(plan.issuer_key, ([], []))
                days.append(event.date)
                found.append(event)

    def on(self, plan: Plan, day: date, known_on: date | None = None) -> Value | None:
        """The value on `day`, None where no price serves: nothing is guessed.

        With an earlier `known_on` the value of that day, changed only by the adjustments up to `day`.
        """
        known_on = day if known_on is None else min(day, known_on)
        key = (plan.id, known_on, day)
        if key not in self._values:
            self._values[key] = self._find(plan, known_on, day)
        return self._values[key]

    def _usable(self, plan: Plan, need: str) -> _Days:
        """The days whose price has what is needed; of two prices of one day the plan's own, else the first, counts."""
        key = (plan.id, need)
        if key not in self._days:
            by_day: dict[date, Price] = {}
            for price in self._of_issuer(plan):
                if price.date not in by_day or price.plan == plan.id:
                    by_day[price.date] = price
            days = [day for day in sorted(by_day) if _figure(by_day[day], need) is not None]
            self._days[key] = (days, [by_day[day] for day in days])
        return self._days[key]

    def _of_issuer(self, plan: Plan) -> Iterator[Price]:
        for price in self._facts.prices:
            of = self._facts.plan(price.plan)
            if of is not None and of.issuer_key == plan.issuer_key:
                yield price

    def _find(self, plan: Plan, known_on: date, day: date) -> Value | None:
        tier = plan.tier_on(known_on)
        if tier is None:
            return None
        need = _need(plan, tier)
        days, prices = self._usable(plan, need)
        on_day_counts = tier == "none" or plan.value_day == "on_or_before"
        at = bisect_right(days, known_on) if on_day_counts else bisect_left(days, known_on)
        if not at:
            return None
        price = prices[at - 1]
        value = quoted = _figure(price, need)
        assert value is not None
        assert quoted is not None
        old = (known_on - price.date).days
        adjustments = self._adjusted_between(plan, price.date, day)
        for adjustment in adjustments:
            value = value * adjustment.old / adjustment.new
        is_stale = tier != "none" and old > STALE_AFTER_DAYS

        def steps() -> Iterator[Step]:
            yield Step(RULES[tier], f"Value on {known_on}: {_says(price, need, quoted)}", _reading(plan, tier))
            yield from _adjustment_steps(quoted, adjustments)
            if is_stale:
                yield Step(RULES[tier], f"The price is {old} days old; record a later one if there is one")

        return Value(value, price.date, RULES[tier], old, is_stale, Explanation(steps))

    def _adjusted_between(self, plan: Plan, after: date, through: date) -> list[Adjustment]:
        """The issuer's adjustments after one day and through another, in order."""
        days, adjustments = self._adjustments.get(plan.issuer_key, ([], []))
        return adjustments[bisect_right(days, after) : bisect_right(days, through)]


def _adjustment_steps(value: Fraction, adjustments: list[Adjustment]) -> Iterator[Step]:
    for adjustment in adjustments:
        value = value * adjustment.old / adjustment.new
        ratio = f"{adjustment.new}-for-{adjustment.old} {adjustment.kind.replace('_', ' ')}"
        yield Step("11(a)", f"after the {ratio} of {adjustment.date} that is ${price_text(value)}")


def _reading(plan: Plan, tier: str) -> Reading | None:
    if tier == "none":
        return None
    before = "the last day before the date whose prices are recorded"
    on = "that day itself where its prices are recorded, else the last day before"
    return Reading("value_day", *((before, on) if plan.value_day == "before" else (on, before)))
