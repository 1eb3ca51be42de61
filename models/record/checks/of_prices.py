"""Checks on prices: missing or old ones, figures of a day that contradict one another, days without trading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from models.facts.event import Adjustment
from models.facts.price import Price
from models.record.checks.check import Check, Look
from models.record.words import count, day_text, listed
from models.rules.calendar import exchange_closings
from models.values.money import price_text

_JUMP, _JUMP_DAYS = 5, 31
_ByIssuer = dict[tuple[str, str], list[tuple[date, int, Price]]]
_SATURDAY = 5
_NEED = {
    "exchange": "the last sale, high and low",
    "nasdaq_national_market": "the last sale",
    "otc": "the closing bid",
    "none": "the value the Committee determined",
}


def price_checks(look: Look) -> Iterator[Check]:
    """All checks on the recorded prices and on the value of the day."""
    yield from _values(look)
    for serial, price in look.record.shelf("prices").items():
        yield from _one_day(serial, price)
    by_issuer = _by_issuer(look)
    yield from _jumps(look, by_issuer)
    yield from _two_of_a_day(by_issuer)


def _values(look: Look) -> Iterator[Check]:
    """Whether the stock of every issuer with something to exercise has a value, and a fresh one."""
    seen: set[tuple[str, str]] = set()
    for grant in look.grants.values():
        plan = look.plan(grant)
        if grant.id not in look.exercisable or plan.issuer_key in seen:
            continue
        seen.add(plan.issuer_key)
        value = look.ledger.value(plan.id, look.on)
        tier = plan.tier_on(look.on)
        if tier is None:
            yield Check(
                "no_listing",
                "warning",
                f"Plan {plan.id} does not say in which market its stock was on {day_text(look.on)}: it has no value.",
                "Enter the market tier from that day on in the plan's listing history.",
                "plans",
                None,
                "change_listing",
                "plan",
            )
        elif value is None:
            yield Check(
                "no_value",
                "warning",
                f"No recorded price gives the value of a share on {day_text(look.on)}.",
                f"Record {_NEED[tier]} of a day shortly before.",
                "prices",
                None,
                "add_prices",
            )
        elif value.is_stale:
            yield Check(
                "stale_price",
                "note",
                f"The value of ${price_text(value.value)} is of {day_text(value.price_date)},"
                f" {count(value.days_old, 'day')} old.",
                f"Record {_NEED[tier]} of a later day.",
                "prices",
                None,
                "add_prices",
            )


class _When:
    """A day that is put into words only where something is said of it: there may be thousands of days."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __str__(self) -> str:
        return day_text(self.day)


def _below(one: Fraction, other: Fraction) -> bool:
    """Whether one is below the other, in whole numbers: comparing fractions takes five times as long."""
    return one.numerator * other.denominator < other.numerator * one.denominator


def _is_jump(one: Fraction, other: Fraction) -> bool:
    """Whether one is at least so many times the other."""
    first, second = one.numerator * other.denominator, other.numerator * one.denominator
    return _JUMP * min(first, second) <= max(first, second)


def _one_day(serial: int, price: Price) -> Iterator[Check]:
    says, when = "", _When(price.date)
    high, low, last = price.high, price.low, price.last
    if high is not None and low is not None and _below(high, low):
        says = f"On {when} the high (${price_text(high)}) is below the low (${price_text(low)})."
    elif last is not None and high is not None and _below(high, last):
        says = f"On {when} the last sale (${price_text(last)}) is above the high (${price_text(high)})."
    elif last is not None and low is not None and _below(last, low):
        says = f"On {when} the last sale (${price_text(last)}) is below the low (${price_text(low)})."
    if says:
        yield _wrong("price_order", "warning", says, "Correct the figure that was mistyped.", serial)
    if price.last or price.high or price.low or price.bids:
        is_weekend = price.date.weekday() >= _SATURDAY
        if is_weekend or price.date in exchange_closings(price.date.year):
            what = "a weekend" if is_weekend else "a day the exchanges were closed"
            says = f"Prices are recorded for {when}, {what}."
            yield _wrong("price_without_trading", "note", says, "Correct the day, or remove the prices.", serial)


def _wrong(code: str, severity: str, says: str, remedy: str, serial: int) -> Check:
    return Check(code, severity, says, remedy, "prices", serial, "change_price")


def _by_issuer(look: Look) -> _ByIssuer:
    found: _ByIssuer = {}
    issuers: dict[str, tuple[str, str]] = {}
    for serial, price in look.record.shelf("prices").items():
        if price.plan not in issuers:
            issuers[price.plan] = look.ledger.plan(price.plan).issuer_key
        found.setdefault(issuers[price.plan], []).append((price.date, serial, price))
    for prices in found.values():
        prices.sort(key=lambda entry: entry[:2])
    return found


def _figure(price: Price) -> Fraction | None:
    return price.last or (price.bids[0] if price.bids else None) or price.high or price.low


def _jumps(look: Look, by_issuer: _ByIssuer) -> Iterator[Check]:
    """A price five times its neighbour's within a month, with no split between: most often a slipped point."""
    splits: dict[tuple[str, str], list[date]] = {}
    for event in look.record.events:
        if isinstance(event, Adjustment):
            splits.setdefault(look.ledger.plan(event.plan).issuer_key, []).append(event.date)
    for issuer, prices in by_issuer.items():
        known = [(day, serial, figure) for day, serial, price in prices if (figure := _figure(price)) is not None]
        for (before, _, low), (day, serial, high) in pairwise(known):
            if (day - before).days > _JUMP_DAYS or not _is_jump(low, high):
                continue
            if not any(before < split <= day for split in splits.get(issuer, ())):
                says = (
                    f"The price goes from ${price_text(low)} on {day_text(before)} to ${price_text(high)} on"
                    f" {day_text(day)}, and no split is recorded between."
                )
                yield _wrong("price_jump", "warning", says, "Correct the price, or record the split.", serial)


def _two_of_a_day(by_issuer: _ByIssuer) -> Iterator[Check]:
    """Prices of one issuer's stock recorded under two plans that do not agree."""
    for prices in by_issuer.values():
        for (before, _, first), (day, serial, second) in pairwise(prices):
            if before == day and _differ(first, second):
                says = (
                    f"The prices of {day_text(day)} under {listed([first.plan, second.plan])} differ,"
                    " though it is the same stock."
                )
                yield _wrong("two_prices", "note", says, "Remove one of them, or correct it.", serial)


def _differ(first: Price, second: Price) -> bool:
    names = ("last", "high", "low", "bids", "determined")
    pairs = [(getattr(first, name), getattr(second, name)) for name in names]
    return any(mine != theirs for mine, theirs in pairs if mine and theirs)
