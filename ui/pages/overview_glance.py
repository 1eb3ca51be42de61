"""What Overview says at a glance, figured from the record on a day; no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from models.record.record import Record
from models.rules.answers import Deadline, Position, Value
from models.values.dates import LAST_DAY, add_years
from models.values.explanation import Explanation, Step
from models.values.money import ceil_cents, floor_cents
from ui import text


class Glance(NamedTuple):
    """Shares that can be exercised, their cost and worth in cents, the gain of those in the money, and their notes."""

    shares: int
    grants: int
    cost: int
    worth: int | None
    gain: int | None
    value: Value | None
    under_water: tuple[str, ...]
    shares_because: Explanation
    cost_because: Explanation
    worth_because: Explanation


class Coming(NamedTuple):
    """One day ahead, with what happens on it in words, how urgent it is as a tone, and the grants it is about."""

    day: date
    words: str
    tone: str
    icon: str
    grants: tuple[str, ...]
    short: str


def glance(record: Record, on: date) -> Glance:
    """The figures of Overview on a day."""
    ledger = record.ledger
    positions = ledger.positions(on)
    live = [position for position in positions if position.counts.exercisable]
    values = {position.grant: ledger.value(_plan(record, position), on) for position in live}
    cost, worth, gain = 0, 0, 0
    costs: list[Step] = []
    worths: list[Step] = []
    under: list[str] = []
    for position in live:
        number, value = position.counts.exercisable, values[position.grant]
        price = ceil_cents(position.exercise_price * number)
        cost += price
        of = f"{text.count(number, 'share')} of {position.grant}"
        costs.append(Step("10", f"{of} at {text.price(position.exercise_price)} cost {text.money(price)}"))
        if value is None:
            continue
        amount = floor_cents(value.value * number)
        worth += amount
        gain += max(0, amount - price)
        worths.append(Step(value.rule, f"{of} at {text.price(value.value)} are worth {text.money(amount)}"))
        if value.value <= position.exercise_price:
            under.append(position.grant)
    if len(costs) > 1:
        costs.append(Step("10", f"together {text.money(cost)}"))
        worths.append(Step("6", f"together {text.money(worth)}"))
    known = bool(live) and all(values.values())
    newest = max((value for value in values.values() if value), key=lambda value: value.price_date, default=None)
    latest = newest or _latest(record, on)
    why_value = tuple(latest.because) if latest else ()
    return Glance(
        sum(position.counts.exercisable for position in live),
        len(live),
        cost,
        worth if known else None,
        gain if known else None,
        latest,
        tuple(under),
        ledger.because(positions) if positions else Explanation((Step("5", "No grant was made by this day"),)),
        Explanation(costs),
        Explanation([*worths, *why_value]),
    )


def _plan(record: Record, position: Position) -> str:
    grant = record.grant(position.grant)
    return grant.plan if grant is not None else ""


def _latest(record: Record, on: date) -> Value | None:
    """The value of the first grant's stock, where nothing can be exercised."""
    return record.ledger.value(record.grants[0].plan, on) if record.grants else None


_NAMED = 3  # grants named one by one; more are counted
_ICONS = {"vests": "trending-up", "acceleration": "trending-up", "last_exercise_day": "flag", "expires": "hourglass"}


def coming(record: Record, on: date, most: int = 6) -> tuple[Coming, ...]:
    """The next days that matter after `on`, vesting of one day put together; last days to exercise are never cut."""
    until = min(LAST_DAY, add_years(on, 11))
    ahead = [one for one in record.ledger.deadlines(on, until) if one.date > on or one.kind == "last_exercise_day"]
    found: dict[tuple[date, str], list[Deadline]] = {}
    for one in ahead:
        found.setdefault((one.date, "vests" if one.kind == "acceleration" else one.kind), []).append(one)
    places = {grant.id: at for at, grant in enumerate(record.grants)}
    for many in found.values():
        many.sort(key=lambda one: places[one.grant])
    groups = [_said(day, kind, many, on) for (day, kind), many in found.items() if kind != "expires"]
    groups.sort(key=lambda one: one.day)
    urgent = [one for one in groups if one.icon == "flag"][:2]
    rest = [one for one in groups if one not in urgent][: most - len(urgent)]
    return tuple(sorted([*urgent, *rest], key=lambda one: one.day))


def _said(day: date, kind: str, many: Sequence[Deadline], on: date) -> Coming:
    grants = tuple(dict.fromkeys(one.grant for one in many))
    names = text.listed(grants) if len(grants) <= _NAMED else text.count(len(grants), "grant")
    number = text.shares(sum(one.shares for one in many))
    days = (day - on).days
    if kind == "last_exercise_day":
        tone = "bad" if days <= 30 else "warn" if days <= 180 else "muted"
        return Coming(day, f"last day for {number} of {names}", tone, "flag", grants, names)
    return Coming(day, f"{number} of {names} vest", "muted", _ICONS[kind], grants, f"{number} of {names}")


def next_of(days: Sequence[Coming], icon: str) -> Coming | None:
    """The first of `days` with this icon."""
    return next((one for one in days if one.icon == icon), None)


def price_note(value: Value | None) -> str:
    """Which value the worth rests on: "at $2.70, the value of Nov 7, 2003"."""
    if value is None:
        return "no price recorded yet"
    return f"at {text.price(value.value)} of {text.day(value.price_date)}"


__all__ = ["Coming", "Glance", "coming", "glance", "next_of", "price_note"]
