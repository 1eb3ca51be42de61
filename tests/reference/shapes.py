"""The shapes of a request's parts: which keys each object has, and what each key may hold."""

from __future__ import annotations

from typing import Any

from . import reader as r
from .terms import METHODS, REASONS, ROLES, TIERS

DAY_OF_MONTH = (
    "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH",
    *(f"{n:02}" for n in range(1, 29)),
    *(f"{n}_OR_LAST_DAY_OF_MONTH" for n in (29, 30, 31)),
)
ALLOCATIONS = (
    "CUMULATIVE_ROUND_DOWN",
    "CUMULATIVE_ROUNDING",
    "FRONT_LOADED",
    "BACK_LOADED",
    "FRONT_LOADED_TO_SINGLE_TRANCHE",
    "BACK_LOADED_TO_SINGLE_TRANCHE",
)

text = r.one_of  # a fixed text is a choice of one


def window(value: Any, place: str) -> Any:
    """A window: "none", or a number of days, months or years."""
    if value == "none" and type(value) is str:
        return value
    result = r.fields(
        value,
        place,
        {},
        {"days": r.whole(0, 36500), "months": r.whole(0, 1200), "years": r.whole(0, 100)},
    )
    if len(result) != 1:
        raise r.refuse(place, 'must be "none" or one of days, months and years')
    return result


windows = r.shape({}, dict.fromkeys(REASONS, window))
post_termination = r.whole(0, 36500)
minimum = r.whole(0, r.BILLION)
accelerate_on = r.many(r.one_of(*REASONS))
term_years = r.whole(1, 100)


def listing(value: Any, place: str) -> Any:
    result = r.many(r.shape({"from": r.day, "tier": r.one_of(*TIERS)}))(value, place)
    r.unique([entry["from"] for entry in result], place)
    return result


TERMS: dict[str, r.Parser] = {
    "name": r.line,
    "issuer": r.line,
    "notice_address": r.many(r.line),
    "notice_to": r.line,
    "share_reserve": r.shares,
    "last_grant_date": r.or_null(r.day),
    "needs_stockholder_approval": r.flag,
    "term_years": term_years,
    "expiry_day_exercisable": r.flag,
    "continuity": r.one_of("grant_role", "any_role"),
    "post_termination_days": post_termination,
    "windows": windows,
    "accelerate_on": accelerate_on,
    "without_cause_employee_window": r.one_of("days", "one_year"),
    "acceleration_days_before": r.whole(0, 36500),
    "minimum_shares": minimum,
    "remainder_exempt": r.flag,
    "payment_methods": r.many(r.one_of(*METHODS)),
    "exchange_rule": r.one_of("lower_of_last_and_mean", "last", "mean"),
    "value_day": r.one_of("before", "on_or_before"),
    "listing": listing,
}
plan = r.shape({"id": r.ident, "like": r.ident}, TERMS)

overrides = r.shape(
    {},
    {
        "term_years": term_years,
        "expires_on": r.day,
        "post_termination_days": post_termination,
        "windows": windows,
        "accelerate_on": accelerate_on,
        "minimum_shares": minimum,
        "remainder_exempt": r.flag,
    },
)

tranches = r.many(r.shape({"date": r.day, "shares": r.shares}))


def periodic(extra: dict[str, r.Parser]) -> r.Parser:
    plain = r.shape(
        {
            "kind": text("periodic"),
            "start": r.day,
            "total_months": r.whole(1, 1200),
            "every_months": r.whole(1, 1200),
            **extra,
        },
        {
            "cliff_months": r.whole(0, 1200),
            "allocation": r.one_of(*ALLOCATIONS),
            "day_of_month": r.one_of(*DAY_OF_MONTH),
        },
    )

    def parse(value: Any, place: str) -> Any:
        result = plain(value, place)
        if result["total_months"] % result["every_months"]:
            raise r.refuse(f"{place}.every_months", "must divide total_months")
        if result.get("cliff_months", 0) > result["total_months"]:
            raise r.refuse(f"{place}.cliff_months", "must be at most total_months")
        return result

    return parse


def part(extra: dict[str, r.Parser]) -> r.Parser:
    return r.kinds(
        "kind",
        {
            "tranches": r.shape({"kind": text("tranches"), "tranches": tranches, **extra}),
            "periodic": periodic(extra),
            "event": r.shape({"kind": text("event"), "event": r.event_name, **extra}),
        },
    )


def vesting(value: Any, place: str) -> Any:
    if type(value) is list:
        return r.many(part({"shares": r.shares}))(value, place)
    return part({})(value, place)


grant = r.shape(
    {
        "id": r.ident,
        "plan": r.ident,
        "grant_date": r.day,
        "shares": r.shares,
        "exercise_price": r.price,
        "role": r.one_of(*ROLES),
        "vesting": vesting,
    },
    {"overrides": overrides},
)

price_entry = r.shape(
    {"plan": r.ident, "date": r.day},
    {"last": r.price, "high": r.price, "low": r.price, "bids": r.many(r.price), "determined": r.price},
)
lot = r.shape({"id": r.ident, "plan": r.ident, "acquired": r.day, "shares": r.shares, "basis": r.amount})
exercise_lot = r.shape({"id": r.ident, "acquired": r.day, "shares": r.shares, "basis": r.amount})

fees = r.shape({}, {"flat": r.amount, "per_share": r.amount, "proceeds_rate": r.rate})


def payment(with_price: bool = True) -> r.Parser:
    """How an exercise is paid; in a grid the sale price is not needed."""
    sale: dict[str, r.Parser] = {"sale_price": r.price}
    named = r.many(r.shape({"lot": r.ident, "shares": r.shares}))
    table = r.kinds(
        "method",
        {
            "cash": r.shape({"method": text("cash")}),
            "shares": r.shape({"method": text("shares")}, {"lots": named, "tender": r.shares}),
            "net": r.shape({"method": text("net")}),
            "broker": r.shape(
                {
                    "method": text("broker"),
                    "mode": r.one_of("same_day_sale", "sell_to_cover"),
                    **(sale if with_price else {}),
                },
                {"cover_withholding": r.flag, "fees": fees, **({} if with_price else sale)},
            ),
        },
    )

    def parse(value: Any, place: str) -> Any:
        result = table(value, place)
        if "lots" in result and "tender" in result:
            raise r.refuse(place, "has both lots and tender")
        return result

    return parse


def adjustment(value: Any, place: str) -> Any:
    figures = r.shape({}, {"shares": r.shares, "exercise_price": r.price})

    def determined(value: Any, place: str) -> Any:
        entries = r.an_object(value, place)
        result = {key: figures(item, f"{place}.{key}") for key, item in entries.items()}
        if not all(result.values()):
            raise r.refuse(place, "an entry needs shares, exercise_price or both")
        return result

    result = r.fields(
        value,
        place,
        {
            "type": text("adjustment"),
            "date": r.day,
            "plan": r.ident,
            "kind": r.one_of("split", "stock_dividend", "combination"),
            "new": r.whole(1, 1_000_000),
            "old": r.whole(1, 1_000_000),
        },
        {"determined": determined},
    )
    grows = result["new"] > result["old"]
    shrinks = result["new"] < result["old"]
    if not (shrinks if result["kind"] == "combination" else grows):
        raise r.refuse(place, "new and old do not fit the kind")
    return result


def event_shape(kind: str, required: dict[str, r.Parser], optional: dict[str, r.Parser] | None = None) -> r.Parser:
    return r.shape({"type": text(kind), "date": r.day, **required}, optional)


event = r.kinds(
    "type",
    {
        "plan_approved": event_shape("plan_approved", {"plan": r.ident}),
        "service_ended": event_shape(
            "service_ended",
            {"role": r.one_of(*ROLES), "reason": r.one_of(*REASONS)},
            {"plan": r.ident},
        ),
        "exercised": event_shape(
            "exercised",
            {"grant": r.ident, "shares": r.shares},
            {"payment": payment(), "lots": r.many(exercise_lot)},
        ),
        "vesting_event": event_shape("vesting_event", {"grant": r.ident, "event": r.event_name}),
        "adjustment": adjustment,
        "acceleration": event_shape("acceleration", {"plan": r.ident}),
    },
)

record = r.shape(
    {"format": text("strikebook-record"), "version": r.one_of(1)},
    {
        "holder": r.shape({}, {"name": r.line, "address": r.many(r.line), "insider": r.flag}),
        "plans": r.many(plan),
        "grants": r.many(grant),
        "events": r.many(event),
        "prices": r.many(price_entry),
        "lots": r.many(lot),
        "extra": r.an_object,
    },
)

withholding = r.or_null(
    r.shape(
        {},
        {
            "federal": r.rate,
            "federal_above_million": r.rate,
            "social_security": r.rate,
            "wage_base": r.amount,
            "medicare": r.rate,
            "additional_medicare": r.rate,
            "state": r.rate,
            "wages_to_date": r.amount,
            "supplemental_to_date": r.amount,
        },
    )
)


def at_most(number: int, parser: r.Parser) -> r.Parser:
    def parse(value: Any, place: str) -> Any:
        result = parser(value, place)
        if len(result) > number:
            raise r.refuse(place, f"must have at most {number} entries")
        return result

    return parse


def question_shape(kind: str, required: dict[str, r.Parser], optional: dict[str, r.Parser] | None = None) -> r.Parser:
    return r.shape({"ask": text(kind), **required}, optional)


question = r.kinds(
    "ask",
    {
        "vesting": question_shape("vesting", {"grant": r.ident}),
        "position": question_shape("position", {"on": r.day}, {"grant": r.ident}),
        "fair_market_value": question_shape("fair_market_value", {"plan": r.ident, "on": r.day}),
        "quote": question_shape(
            "quote",
            {"grant": r.ident, "on": r.day, "shares": r.shares, "payment": payment()},
            {"tax_value": r.price, "withholding": withholding},
        ),
        "service_end": question_shape(
            "service_end",
            {"on": r.day, "role": r.one_of(*ROLES), "reason": r.one_of(*REASONS)},
            {"plan": r.ident},
        ),
        "deadlines": question_shape("deadlines", {"from": r.day, "to": r.day}),
        "grid": question_shape(
            "grid",
            {
                "grant": r.or_null(r.ident),
                "dates": at_most(400, r.many(r.day)),
                "prices": at_most(400, r.many(r.price)),
                "payment": payment(with_price=False),
            },
            {"withholding": withholding},
        ),
    },
)

request = r.shape({"record": record, "questions": r.many(question)})
