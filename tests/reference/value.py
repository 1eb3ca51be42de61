"""Fair market value, paragraphs 6 and 10: exact, from the last day that has what the tier needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .facts import Record
from .terms import Plan

RULES = {"exchange": "6(i)", "nasdaq_national_market": "6(ii)", "otc": "6(iii)", "none": "6"}


@dataclass(frozen=True)
class Value:
    """What a share is worth on a day, and from which day's prices."""

    amount: Fraction
    price_date: date
    rule: str
    days_old: int

    @property
    def stale(self) -> bool:
        return self.days_old > 7 and self.rule != "6"


def tier_on(plan: Plan, day: date) -> str | None:
    in_force = [entry for entry in plan["listing"] if entry["from"] <= day]
    return max(in_force, key=lambda entry: entry["from"])["tier"] if in_force else None


def read_price(plan: Plan, tier: str, entry: dict[str, Any]) -> Fraction | None:
    """What the tier makes of one day's recorded prices, or None if they lack something."""
    last, high, low = (entry.get(key) for key in ("last", "high", "low"))
    mean = None if high is None or low is None else (high + low) / 2
    if tier == "none":
        return entry.get("determined")
    if tier == "nasdaq_national_market":
        return last
    if tier == "otc":
        bids = entry.get("bids", [])
        return sum(bids, Fraction(0)) / len(bids) if bids else None
    if plan["exchange_rule"] == "last":
        return last
    if plan["exchange_rule"] == "mean":
        return mean
    return None if last is None or mean is None else min(last, mean)


def counting_prices(record: Record, plan: Plan) -> dict[date, dict[str, Any]]:
    """One price entry a day: the plan's own, else the first of its issuer in the record."""
    result: dict[date, dict[str, Any]] = {}
    for entry in record.prices:
        if record.plans[entry["plan"]].group == plan.group:
            day = entry["date"]
            if day not in result or entry["plan"] == plan.id:
                result[day] = entry
    return result


def value_on(record: Record, plan: Plan, day: date) -> Value | None:
    """The value on a day, or None where nothing recorded gives one."""
    tier = tier_on(plan, day)
    if tier is None:
        return None
    the_day_too = tier == "none" or plan["value_day"] == "on_or_before"
    prices = counting_prices(record, plan)
    for price_date in sorted(prices, reverse=True):
        if price_date < day or (the_day_too and price_date == day):
            amount = read_price(plan, tier, prices[price_date])
            if amount is not None:
                for event in record.of_type("adjustment"):
                    if record.concerns(event, plan) and price_date < event["date"] <= day:
                        amount = amount * event["old"] / event["new"]
                return Value(amount, price_date, RULES[tier], (day - price_date).days)
    return None
