"""The answer to a quote: what one exercise on one day would cost, leave and be stopped by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from . import rates
from .course import Course, Option, replay
from .facts import Record
from .money import print_money, print_price
from .payment import ITEMS, Figures, figure, violations
from .value import Value, value_on

NEAR = 14


class Unanswerable(Exception):
    """One question has no answer; the others have theirs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def because(paragraphs: Iterable[str]) -> list[dict[str, str]]:
    return [{"paragraph": name, "says": f"paragraph {name}"} for name in dict.fromkeys(paragraphs)]


def the_option(course: Course, name: str) -> Option:
    if name not in course.options:
        raise Unanswerable("unknown_grant", f"no grant {name}")
    return course.options[name]


def paragraphs_of(course: Course, option: Option, day: date) -> list[str]:
    """What a position of one grant rests on."""
    result = ["8(a)"]
    if option.reason:
        result.append(option.paragraph)
        if option.window_last is not None and option.grant.term_last < option.window_last:
            result.append("7")
    else:
        result.append("7")
    blocked = course.blocked_by(option, day)
    result += ["5"] if "not_approved" in blocked else []
    result += ["10"] if "below_minimum" in blocked else []
    result += ["11(a)"] if option.was_adjusted else []
    result += ["11(b)"] if option.was_accelerated else []
    return result


def someone_died(record: Record, option: Option, day: date) -> bool:
    return any(
        event["reason"] == "death" and event["date"] <= day and record.concerns(event, option.grant.plan)
        for event in record.of_type("service_ended")
    )


def check_lots(record: Record, payment: dict[str, Any]) -> None:
    for named in payment.get("lots", []):
        if named["lot"] not in record.lot_ids:
            raise Unanswerable("unknown_lot", f"no lot {named['lot']}")


def remainder(course: Course, option: Option, ask: dict[str, Any]) -> dict[str, Any] | None:
    """How many shares would be left that can never be exercised, and what to exercise instead."""
    day, shares, minimum = ask["on"], ask["shares"], option.grant.terms["minimum_shares"]
    if option.grant.made > day or option.waiting or option.grant.terms["remainder_exempt"]:
        return None
    to_vest = option.dated_by(option.last_exercise_day)
    stranded = option.vested + to_vest - shares
    if not 1 <= stranded < minimum:
        return None
    below = shares + stranded - minimum
    may_take_all = not to_vest and shares <= course.exercisable(option, day)
    return {
        "stranded": stranded,
        "instead": [below if below >= minimum else None, shares + stranded if may_take_all else None],
    }


def quote(record: Record, ask: dict[str, Any]) -> dict[str, Any]:
    day, shares, payment = ask["on"], ask["shares"], ask["payment"]
    course = replay(record, day)
    option = the_option(course, ask["grant"])
    grant = option.grant
    check_lots(record, payment)
    value = value_on(record, grant.plan, day)
    withholding = ask.get("withholding", {})
    died = someone_died(record, option, day)
    tax_value = ask.get("tax_value", None if value is None else value.amount)
    would_withhold = withholding is not None and grant.role == "employee" and not died
    from_proceeds = payment["method"] == "broker" and (
        payment["mode"] == "same_day_sale" or payment.get("cover_withholding", False)
    )
    needs_value = payment["method"] in ("shares", "net")
    if value is None and (needs_value or (tax_value is None and from_proceeds and would_withhold)):
        raise Unanswerable("no_fair_market_value", f"no value for {day}")
    if withholding is not None and rates.lacking(withholding, day):
        raise Unanswerable("no_rates", f"no withholding rates for {day.year}")
    figures = figure(
        course,
        option,
        day,
        shares,
        payment,
        option.price,
        None if value is None else value.amount,
        tax_value,
        withholding,
        not died,
    )
    codes = violations(course, option, day, shares, payment)
    codes += ["proceeds_do_not_cover"] if figures.not_covered else []
    left = remainder(course, option, ask)
    cited = ["10"]
    if value is not None and (needs_value or "tax_value" not in ask):
        cited.append(value.rule)
    cited += ["16"] if figures.total_withheld else []
    cited += paragraphs_of(course, option, day) if course.blocked_by(option, day) else []
    return {
        **printed(figures),
        "exercise_price": print_price(option.price),
        "fair_market_value": None if value is None else print_price(value.amount),
        "tax_value": print_price(tax_value),
        "remainder": left,
        "violations": codes,
        "because": because(cited),
        "warnings": warnings_of(option, day, value, left, died) + ["insider"] * record.insider,
    }


def warnings_of(option: Option, day: date, value: Value | None, left: dict[str, Any] | None, died: bool) -> list[str]:
    warnings = {
        "under_water": value is not None and option.price >= value.amount,
        "leaves_stranded_remainder": left is not None,
        "stale_price": value is not None and value.stale,
        "no_value": value is None,
        "deadline_near": 0 <= (option.last_exercise_day - day).days <= NEAR,
        "estate_withholding": died,
    }
    return [code for code, given in warnings.items() if given]


def printed(figures: Figures) -> dict[str, Any]:
    items = {name: print_money(figures.withheld[name]) for name in ITEMS}
    unknown = None in figures.withheld.values()
    return {
        "aggregate_price": print_money(figures.aggregate),
        "spread": print_money(figures.spread),
        "withholding": {**items, "total": None if unknown else print_money(figures.total_withheld)},
        "cash_due": print_money(figures.cash_due),
        "shares_issued": figures.issued,
        "shares_tendered": figures.tendered,
        "shares_withheld": figures.netted,
        "shares_sold": figures.sold,
        "sale_proceeds": print_money(figures.proceeds),
        "fees": print_money(figures.fees),
        "cash_to_holder": print_money(figures.cash_to_holder),
        "shares_kept": figures.kept,
        "lots_after": [
            {"acquired": when.isoformat(), "shares": shares, "basis": print_price(basis)}
            for when, shares, basis in figures.lots_after
        ],
    }
