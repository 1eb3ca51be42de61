"""Paragraphs 10 and 16: what an exercise costs, withholds, issues, sells and leaves, for every way to pay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from . import rates
from .course import Course, Lot, Option
from .facts import Grant
from .money import cents_down, cents_half_up, cents_up
from .value import value_on

CASH = {"method": "cash"}
ITEMS = ("federal", "social_security", "medicare", "state")


# Lots ------------------------------------------------------------------------------------------------------


def owned_lots(course: Course, grant: Grant) -> list[Lot]:
    """The lots that can pay for a grant: of its issuer, oldest first, ties in record order."""
    mine = [lot for lot in course.lots if lot.group == grant.plan.group and lot.shares]
    return sorted(mine, key=lambda lot: (lot.acquired, lot.from_exercise))


def offered(course: Course, grant: Grant, payment: dict[str, Any]) -> tuple[list[tuple[Lot, int]], bool]:
    """The lots a swap may take, in order, with the most it may take of each, and whether too much is asked for."""
    owned = owned_lots(course, grant)
    if not payment.get("lots"):
        total = sum(lot.shares for lot in owned)
        asked = payment.get("tender")
        return [(lot, lot.shares) for lot in owned], asked is not None and asked > total
    left = {lot.id: lot.shares for lot in owned}
    by_id = {lot.id: lot for lot in owned}
    result, too_much = [], False
    for named in payment["lots"]:
        have = left.get(named["lot"], 0)
        too_much = too_much or named["shares"] > have
        take = min(named["shares"], have)
        if take:
            left[named["lot"]] -= take
            result.append((by_id[named["lot"]], take))
    return result, too_much


def tendered(course: Course, grant: Grant, payment: dict[str, Any], most: int | None) -> list[tuple[Lot, int]]:
    """The shares that leave each lot: at most `most` (None: as many as asked for) in all."""
    limits, _ = offered(course, grant, payment)
    remaining = sum(shares for _, shares in limits)
    if payment.get("tender") is not None:
        remaining = min(remaining, payment["tender"])
    if most is not None:
        remaining = min(remaining, most)
    result = []
    for lot, shares in limits:
        take = min(shares, remaining)
        remaining -= take
        if take:
            result.append((lot, take))
    return result


# A recorded exercise -----------------------------------------------------------------------------------------


def violations(course: Course, option: Option, day: date, shares: int, payment: dict[str, Any]) -> list[str]:
    """What stands against a notice of that day, in the contract's order (a sale's proceeds are not looked at)."""
    grant = option.grant
    blocked = course.blocked_by(option, day)
    codes = ["not_approved"] if "not_approved" in blocked else []
    if day < grant.made:
        codes.append("before_grant")
    codes += [code for code in ("window_closed", "terminated_for_cause") if code in blocked]
    vested = option.vested if grant.made <= day else 0
    if shares > vested or set(blocked) - {"below_minimum"}:
        codes.append("exceeds_exercisable")
    everything = option.grant.terms["remainder_exempt"] and shares == option.outstanding
    if shares < grant.terms["minimum_shares"] and not (everything and grant.made <= day):
        codes.append("below_minimum")
    if payment["method"] not in grant.plan["payment_methods"]:
        codes.append("payment_not_allowed")
    if payment["method"] == "shares" and offered(course, grant, payment)[1]:
        codes.append("insufficient_shares_owned")
    return codes


def refusal(course: Course, event: dict[str, Any]) -> str | None:
    """The code of the first rule that a recorded exercise breaks at its place in the course, if any."""
    option = course.options[event["grant"]]
    payment = event.get("payment", CASH)
    codes = violations(course, option, event["date"], event["shares"], payment)
    if codes:
        return codes[0]
    open_ended = payment["method"] == "shares" and not payment.get("lots") and "tender" not in payment
    unknown = open_ended and value_on(course.record, option.grant.plan, event["date"]) is None
    return "no_fair_market_value" if unknown else None


def take_tendered(course: Course, event: dict[str, Any]) -> None:
    """A recorded swap takes its shares out of the lots."""
    payment = event.get("payment", CASH)
    if payment["method"] == "shares":
        option = course.options[event["grant"]]
        value = value_on(course.record, option.grant.plan, event["date"])
        aggregate = cents_up(event["shares"] * option.price)
        most = None if value is None else floor(Fraction(aggregate, 100) / value.amount)
        for lot, shares in tendered(course, option.grant, payment, most):
            lot.shares -= shares


# A figured exercise ------------------------------------------------------------------------------------------


@dataclass
class Figures:
    """What an exercise comes to; money in cents, None where no value is known."""

    aggregate: int
    spread: int | None
    withheld: dict[str, int | None]
    cash_due: int = 0
    issued: int = 0
    tendered: int = 0
    netted: int = 0
    sold: int = 0
    proceeds: int = 0
    fees: int = 0
    cash_to_holder: int = 0
    kept: int = 0
    lots_after: list[tuple[date, int, Fraction | None]] = field(default_factory=list)
    not_covered: bool = False

    @property
    def total_withheld(self) -> int:
        return sum(amount or 0 for amount in self.withheld.values())


def withheld(
    income: Fraction | None, day: date, withholding: dict[str, Any] | None, applies: bool
) -> dict[str, int | None]:
    """Each item in cents; zero where nothing is withheld, None where the income is not known."""
    if not applies or withholding is None:
        return dict.fromkeys(ITEMS, 0)
    if income is None:
        return dict.fromkeys(ITEMS, None)
    income = max(Fraction(0), income)
    if not income:
        return dict.fromkeys(ITEMS, 0)
    table = rates.filled_in(withholding, day)
    supplemental = withholding.get("supplemental_to_date", Fraction(0))
    wages = withholding.get("wages_to_date", Fraction(0))
    ordinary = max(Fraction(0), min(income, rates.MILLION - supplemental))
    federal = ordinary * table["federal"] + (income - ordinary) * table["federal_above_million"]
    security = min(income, max(Fraction(0), table["wage_base"] - wages)) * table["social_security"]
    above = max(Fraction(0), wages + income - rates.ADDITIONAL_FROM)
    above -= max(Fraction(0), wages - rates.ADDITIONAL_FROM)
    medicare = income * table["medicare"] + above * table["additional_medicare"]
    state = income * withholding.get("state", Fraction(0))
    return dict(zip(ITEMS, map(cents_half_up, (federal, security, medicare, state)), strict=True))


def fees_of(number: int, price: Fraction, fees: dict[str, Fraction]) -> int:
    zero = Fraction(0)
    flat, per_share = fees.get("flat", zero), fees.get("per_share", zero)
    rate = fees.get("proceeds_rate", zero)
    return cents_up(flat) + cents_up(per_share * number) + cents_up(rate * number * price)


def smallest_sale(shares: int, price: Fraction, fees: dict[str, Fraction], need: int) -> int | None:
    """The smallest number of shares whose proceeds less fees reach the need, tried one by one.

    Rounding takes less than three cents from the unrounded result, so that fewer shares than would reach the
    need unrounded can't do, and the search starts there.
    """
    zero = Fraction(0)
    each = price * (1 - fees.get("proceeds_rate", zero)) - fees.get("per_share", zero)
    if each <= 0:
        return None
    number = floor((Fraction(need, 100) + fees.get("flat", zero)) / each)
    while number <= shares:
        if cents_down(number * price) - fees_of(number, price, fees) >= need:
            return number
        number += 1
    return None


def figure(
    course: Course,
    option: Option,
    day: date,
    shares: int,
    payment: dict[str, Any],
    price: Fraction,
    value: Fraction | None,
    tax_value: Fraction | None,
    withholding: dict[str, Any] | None,
    may_withhold: bool,
) -> Figures:
    """All figures of exercising so many shares; a swap or net exercise needs a value."""
    aggregate = cents_up(shares * price)
    income = None if tax_value is None else (tax_value - price) * shares
    applies = may_withhold and option.grant.role == "employee"
    result = Figures(
        aggregate=aggregate,
        spread=None if income is None else cents_half_up(income),
        withheld=withheld(income, day, withholding, applies),
    )
    tax = result.total_withheld
    result.issued = shares
    method = payment["method"]
    if method == "cash":
        result.cash_due = aggregate + tax
        result.kept = shares
        new_shares = shares
    elif method == "broker":
        new_shares = sell(result, shares, payment, tax)
    else:
        assert value is not None
        most = floor(Fraction(aggregate, 100) / value)
        if method == "shares":
            new_shares = tender(result, shares, tendered(course, option.grant, payment, most))
            given = result.tendered
        else:
            given = result.netted = min(most, shares)
            result.issued = result.kept = new_shares = shares - given
        result.cash_due = cents_up(Fraction(aggregate, 100) - given * value) + tax
    if new_shares:
        result.lots_after.append((day, new_shares, tax_value))
    return result


def tender(result: Figures, shares: int, taken: list[tuple[Lot, int]]) -> int:
    """Own shares are given for new ones, which take over their days and bases; gives how many are new outright."""
    result.tendered = sum(number for _, number in taken)
    result.kept = shares - result.tendered
    carried = 0
    for lot, number in taken:
        over = min(number, shares - carried)
        if over:
            result.lots_after.append((lot.acquired, over, lot.basis))
        carried += over
    return shares - carried


def sell(result: Figures, shares: int, payment: dict[str, Any], tax: int) -> int:
    """A broker's sale; gives the number of shares that are kept."""
    price, fees = payment["sale_price"], payment.get("fees", {})
    all_of_it = payment["mode"] == "same_day_sale"
    covers_tax = all_of_it or payment.get("cover_withholding", False)
    need = result.aggregate + (tax if covers_tax else 0)
    number: int | None = shares if all_of_it else smallest_sale(shares, price, fees, need)
    sold = result.sold = shares if number is None else number
    result.proceeds = cents_down(sold * price)
    result.fees = fees_of(sold, price, fees)
    left = result.proceeds - result.fees - need
    result.not_covered = left < 0
    result.cash_to_holder = max(left, 0)
    result.cash_due = max(-left, 0) + (0 if covers_tax else tax)
    result.kept = shares - sold
    return shares - sold
