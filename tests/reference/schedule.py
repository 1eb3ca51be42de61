"""Paragraph 8(a): a vesting schedule as (date, shares) tranches and parts that wait for an event."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any


def months_after(start: date, months: int, day: int) -> date:
    """That day of the month so many months after the start's month, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))


def allocate(shares: int, count: int, allocation: str) -> list[int]:
    """The shares of each of `count` installments; they always add up to the shares."""
    base, rest = divmod(shares, count)
    if allocation == "FRONT_LOADED":
        return [base + (k < rest) for k in range(count)]
    if allocation == "BACK_LOADED":
        return [base + (k >= count - rest) for k in range(count)]
    if allocation == "FRONT_LOADED_TO_SINGLE_TRANCHE":
        return [base + rest] + [base] * (count - 1)
    if allocation == "BACK_LOADED_TO_SINGLE_TRANCHE":
        return [base] * (count - 1) + [base + rest]
    if allocation == "CUMULATIVE_ROUNDING":  # half up: floor(x + 1/2) in whole numbers
        total = [(2 * shares * k + count) // (2 * count) for k in range(count + 1)]
    else:
        total = [shares * k // count for k in range(count + 1)]
    return [total[k + 1] - total[k] for k in range(count)]


def periodic(part: dict[str, Any], shares: int) -> list[tuple[date, int]]:
    """The tranches of a generator; what is due up to the cliff vests on the cliff's own date."""
    start, every = part["start"], part["every_months"]
    rule = part.get("day_of_month", "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH")
    day = start.day if rule.startswith("VESTING") else int(rule[:2])
    cliff = part.get("cliff_months", 0)
    count = part["total_months"] // every
    amounts = allocate(shares, count, part.get("allocation", "CUMULATIVE_ROUND_DOWN"))
    return [(months_after(start, max(k * every, cliff), day), amount) for k, amount in enumerate(amounts, start=1)]


def merge(pairs: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """One entry for each date (or event), in order of first appearance, none of zero shares."""
    result: dict[Any, int] = {}
    for key, shares in pairs:
        if shares:
            result[key] = result.get(key, 0) + shares
    return list(result.items())


def parts(vesting: Any, shares: int) -> tuple[list[tuple[date, int]], list[tuple[str, int]], bool]:
    """Dated tranches by date, waiting parts in their order, and whether everything adds up."""
    dated: list[tuple[date, int]] = []
    waiting: list[tuple[str, int]] = []
    pieces = vesting if isinstance(vesting, list) else [{**vesting, "shares": shares}]
    adds_up = sum(piece["shares"] for piece in pieces) == shares
    for piece in pieces:
        if piece["kind"] == "event":
            waiting.append((piece["event"], piece["shares"]))
        elif piece["kind"] == "periodic":
            dated += periodic(piece, piece["shares"])
        else:
            tranches = [(tranche["date"], tranche["shares"]) for tranche in piece["tranches"]]
            adds_up = adds_up and sum(number for _, number in tranches) == piece["shares"]
            dated += tranches
    return sorted(merge(dated)), merge(waiting), adds_up
