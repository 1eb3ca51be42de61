"""The answer to each kind of question, each from its own replay of the whole record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from . import rates
from .course import ONE, Course, Option, replay, window_end, window_of
from .facts import Record, check_reason
from .market import deliver_by
from .money import cents_half_up, cents_up, print_money, print_price
from .payment import figure
from .quotes import Unanswerable, because, check_lots, paragraphs_of, quote, someone_died, the_option
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
        1 <= coming < minimum and not option.waiting and not option.grant.terms["remainder_exempt"] and day <= last
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
    alive = {name: option for name, option in now.options.items() if option.grant.made <= first and option.outstanding}
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
