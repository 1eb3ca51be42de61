"""The answer to each kind of question, each from its own replay of the whole record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from . import rates
from .course import ONE, Course, Option, replay, window_end, window_of
from .facts import Record, check_reason
from .market import deliver_by
from .money import cents_half_up, cents_up, print_money, print_price
from .payment import ITEMS, Figures, figure, violations
from .value import Value, value_on

COUNTS = (
    "granted",
    "adjusted",
    "exercised",
    "forfeited",
    "expired",
    "outstanding",
    "vested",
    "unvested",
    "exercisable",
)
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


# Questions about a grant ------------------------------------------------------------------------------------


def vesting(record: Record, ask: dict[str, Any]) -> dict[str, Any]:
    if ask["grant"] not in record.by_id:
        raise Unanswerable("unknown_grant", f"no grant {ask['grant']}")
    grant = record.by_id[ask["grant"]]
    happened: dict[str, date] = {}
    for event in record.of_type("vesting_event"):
        if event["grant"] == grant.id:
            known = happened.get(event["event"], event["date"])
            happened[event["event"]] = min(known, event["date"])
    by_date: dict[date, int] = {}
    for when, shares in grant.tranches:
        by_date[when] = by_date.get(when, 0) + shares
    for name, shares in grant.waiting:
        if name in happened:
            by_date[happened[name]] = by_date.get(happened[name], 0) + shares
    tranches, total = [], 0
    for when in sorted(by_date):
        total += by_date[when]
        tranches.append({"date": when.isoformat(), "shares": by_date[when], "cumulative": total})
    waiting = [{"event": name, "shares": shares} for name, shares in grant.waiting if name not in happened]
    return {"tranches": tranches, "waiting": waiting, "because": because(["8(a)"]), "warnings": []}


def grant_position(course: Course, option: Option, day: date) -> dict[str, Any]:
    last = option.last_exercise_day
    minimum = option.grant.terms["minimum_shares"]
    coming = option.vested + option.dated_by(last)
    stranded = (
        1 <= coming < minimum
        and not option.waiting
        and not option.grant.terms["remainder_exempt"]
        and day <= last
    )
    return {
        "grant": option.grant.id,
        "granted": option.grant.shares,
        "adjusted": option.adjusted,
        "exercised": option.exercised,
        "forfeited": option.forfeited,
        "expired": option.expired,
        "outstanding": option.outstanding,
        "vested": option.vested,
        "unvested": option.unvested,
        "exercisable": course.exercisable(option, day),
        "exercise_price": print_price(option.price),
        "expires_on": option.grant.expires_on.isoformat(),
        "last_exercise_day": last.isoformat(),
        "deliver_by": deliver_by(last).isoformat(),
        "window": option.reason or "term",
        "blocked_by": course.blocked_by(option, day),
        "warnings": ["below_minimum_for_good"] if stranded else [],
    }


def position(record: Record, ask: dict[str, Any]) -> dict[str, Any]:
    day = ask["on"]
    course = replay(record, day)
    wanted = list(course.options.values())
    if "grant" in ask:
        wanted = [the_option(course, ask["grant"])]
    wanted = [option for option in wanted if option.grant.made <= day]
    grants = [grant_position(course, option, day) for option in wanted]
    cited = [name for option in wanted for name in paragraphs_of(course, option, day)]
    return {
        "grants": grants,
        "totals": {count: sum(grant[count] for grant in grants) for count in COUNTS},
        "because": because(cited),
        "warnings": [],
    }


def fair_market_value(record: Record, ask: dict[str, Any]) -> dict[str, Any]:
    if ask["plan"] not in record.plans:
        raise Unanswerable("unknown_plan", f"no plan {ask['plan']}")
    value = value_on(record, record.plans[ask["plan"]], ask["on"])
    if value is None:
        raise Unanswerable("no_fair_market_value", f"no value for {ask['on']}")
    return {
        "value": print_price(value.amount),
        "price_date": value.price_date.isoformat(),
        "rule": value.rule,
        "days_old": value.days_old,
        "because": because([value.rule]),
        "warnings": ["stale_price"] if value.stale else [],
    }


# Quote ------------------------------------------------------------------------------------------------------


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
    warnings = {
        "under_water": value is not None and option.price >= value.amount,
        "leaves_stranded_remainder": left is not None,
        "stale_price": value is not None and value.stale,
        "no_value": value is None,
        "deadline_near": 0 <= (option.last_exercise_day - day).days <= NEAR,
        "estate_withholding": died,
        "insider": record.insider,
    }
    cited = ["10"]
    if value is not None and (needs_value or "tax_value" not in ask):
        cited.append(value.rule)
    cited += ["16"] if figures.total_withheld else []
    if course.blocked_by(option, day):
        cited += paragraphs_of(course, option, day)
    return {
        **printed(figures),
        "exercise_price": print_price(option.price),
        "fair_market_value": None if value is None else print_price(value.amount),
        "tax_value": print_price(tax_value),
        "remainder": left,
        "violations": codes,
        "because": because(cited),
        "warnings": [code for code, given in warnings.items() if given],
    }


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


# Service end, deadlines, grid ---------------------------------------------------------------------------------


def ending(option: Option, event: dict[str, Any], value: Value | None) -> tuple[dict[str, Any], list[str]]:
    """What one grant would come to if its service ended so, and the paragraphs."""
    window, paragraph = window_of(option.grant, event)
    vested, unvested = option.vested, option.unvested
    gone = window == "none"
    speeds_up = not gone and event["reason"] in option.grant.terms["accelerate_on"]
    accelerated = unvested if speeds_up else 0
    kept = 0 if gone else vested
    end = event["date"] - ONE if gone else window_end(event["date"], window)
    last = min(end, option.grant.term_last)
    in_hand = kept + accelerated
    intrinsic = None
    if value is not None:
        intrinsic = cents_half_up(max(Fraction(0), value.amount - option.price) * in_hand)
    cited = ["8(a)", paragraph] + (["7"] if option.grant.term_last < end else [])
    cited += ["11(a)"] if option.was_adjusted else []
    cited += ["11(b)"] if option.was_accelerated else []
    return {
        "grant": option.grant.id,
        "vested_kept": kept,
        "accelerated": accelerated,
        "forfeited": unvested - accelerated,
        "lapsed": vested if gone else 0,
        "last_exercise_day": last.isoformat(),
        "deliver_by": deliver_by(last).isoformat(),
        "aggregate_price": cents_up(in_hand * option.price),
        "intrinsic_value": intrinsic,
    }, cited


def service_end(record: Record, ask: dict[str, Any]) -> dict[str, Any]:
    day = ask["on"]
    if "plan" in ask and ask["plan"] not in record.plans:
        raise Unanswerable("unknown_plan", f"no plan {ask['plan']}")
    event = {key: ask[key] for key in ("role", "reason", "plan") if key in ask} | {"date": day}
    course = replay(record, day)
    grants: list[dict[str, Any]] = []
    cited: list[str] = []
    stale = False
    for option in course.ended_by(event):
        if option.outstanding:
            value = value_on(record, option.grant.plan, day)
            stale = stale or (value is not None and value.stale)
            entry, paragraphs = ending(option, event, value)
            grants.append(entry)
            cited += paragraphs
    totals: dict[str, Any] = {
        key: sum(entry[key] for entry in grants)
        for key in ("vested_kept", "accelerated", "forfeited", "lapsed", "aggregate_price")
    }
    amounts = [entry["intrinsic_value"] for entry in grants]
    totals["intrinsic_value"] = None if None in amounts else sum(amounts)
    for entry in [*grants, totals]:
        for key in ("aggregate_price", "intrinsic_value"):
            entry[key] = print_money(entry[key])
    return {
        "grants": grants,
        "totals": totals,
        "because": because(cited),
        "warnings": ["stale_price"] if stale else [],
    }


def deadlines(record: Record, ask: dict[str, Any]) -> dict[str, Any]:
    first, last = ask["from"], ask["to"]
    if first > last:
        return {"deadlines": [], "because": [], "warnings": []}
    now = replay(record, first)
    alive = {
        name: option
        for name, option in now.options.items()
        if option.grant.made <= first and option.outstanding
    }
    coming = replay(record, first, last)
    found: list[tuple[date, str, str, int]] = []
    cited: list[str] = []
    for kind, paragraph, happened in (
        ("vests", "8(a)", coming.vests),
        ("acceleration", "11(b)", coming.accelerations),
    ):
        for day, name, shares in happened:
            if name in alive and first <= day <= min(last, alive[name].last_exercise_day):
                found.append((day, kind, name, shares))
                cited.append(paragraph)
    for name, option in alive.items():
        end, term = option.last_exercise_day, option.grant.term_last
        if first <= end <= last:
            found.append((end, "last_exercise_day", name, option.outstanding))
            cited.append("7" if end == term else option.paragraph)
        if first <= option.grant.expires_on <= last and end == term:
            found.append((option.grant.expires_on, "expires", name, option.outstanding))
            cited.append("7")
    return {
        "deadlines": [
            {"date": day.isoformat(), "kind": kind, "grant": name, "shares": shares}
            for day, kind, name, shares in sorted(found)
        ],
        "because": because(cited),
        "warnings": [],
    }


def cell(record: Record, course: Course, option: Option, day: date, price: Fraction, ask: dict[str, Any]) -> int:
    """One grant's share of a cell in cents."""
    shares = course.exercisable(option, day) if option.grant.made <= day else 0
    if not shares:
        return 0
    figures = figure(
        course,
        option,
        day,
        shares,
        {**ask["payment"], "sale_price": price},
        option.price,
        price,
        price,
        ask.get("withholding", {}),
        not someone_died(record, option, day),
    )
    cash = Fraction(figures.cash_to_holder - figures.cash_due, 100)
    return cents_half_up(figures.kept * price + cash)


def grid(record: Record, ask: dict[str, Any]) -> dict[str, Any]:
    if ask["grant"] is not None and ask["grant"] not in record.by_id:
        raise Unanswerable("unknown_grant", f"no grant {ask['grant']}")
    check_lots(record, ask["payment"])
    rows = []
    for day in ask["dates"]:
        course = replay(record, day)
        wanted = [option for name, option in course.options.items() if ask["grant"] in (None, name)]
        rows.append(
            [
                print_money(sum(cell(record, course, option, day, price, ask) for option in wanted))
                for price in ask["prices"]
            ]
        )
    return {"net_value": rows, "because": because(["10"]), "warnings": []}


ANSWERS: dict[str, Callable[[Record, dict[str, Any]], dict[str, Any]]] = {
    "vesting": vesting,
    "position": position,
    "fair_market_value": fair_market_value,
    "quote": quote,
    "service_end": service_end,
    "deadlines": deadlines,
    "grid": grid,
}


def check(ask: dict[str, Any], place: str) -> None:
    """What makes a question unusable beyond its shape."""
    if ask["ask"] == "service_end":
        check_reason(ask, place)


def answer(record: Record, ask: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"ask": ask["ask"], **ANSWERS[ask["ask"]](record, ask)}
    except Unanswerable as trouble:
        code, message = trouble.code, str(trouble)
    except rates.NoRates as trouble:
        code, message = "no_rates", str(trouble)
    return {"ask": ask["ask"], "error": {"code": code, "message": message}}
