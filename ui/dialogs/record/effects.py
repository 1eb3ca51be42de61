"""What a deed would change for the holder on a day, in a few lines: said before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.errors import Refusal
from models.facts.event import Adjustment
from models.record.change import Change
from models.record.record import Record
from models.rules.answers import Position
from ui import text
from ui.dialogs.record.stock import stocks

ARROW = "\N{RIGHTWARDS ARROW}"
NOTHING = "Nothing that can be exercised, kept or owned changes."


def effects_of(record: Record, change: Change, on: date) -> tuple[str, ...]:
    """Grant by grant what is different on `on` after the change; Refusal where the change is not allowed."""
    after = record.with_change(change)
    return tuple(effects(record, after, on)) or (NOTHING,)


def effects(before: Record, after: Record, on: date) -> Iterator[str]:
    """What differs on a day between two records: options, shares owned, the value of a share."""
    was = {position.grant: position for position in before.ledger.positions(on)}
    for position in after.ledger.positions(on):
        words = _differences(was[position.grant], position) if position.grant in was else ["is new"]
        if words:
            yield f"{position.grant}: {'; '.join(words)}"
    for plan in stocks(after):
        yield from _of_stock(before, after, plan, on)


def _differences(was: Position, now: Position) -> list[str]:
    words = []
    for name, one, other in (
        ("exercisable", was.counts.exercisable, now.counts.exercisable),
        ("vested", was.counts.vested, now.counts.vested),
        ("not vested", was.counts.unvested, now.counts.unvested),
        ("exercised", was.counts.exercised, now.counts.exercised),
    ):
        if one != other:
            words.append(f"{name} {text.shares(one)} {ARROW} {text.shares(other)}")
    if was.exercise_price != now.exercise_price:
        words.append(f"price {text.price(was.exercise_price)} {ARROW} {text.price(now.exercise_price)}")
    if was.last_exercise_day != now.last_exercise_day:
        words.append(
            f"last day to exercise {text.day(was.last_exercise_day)} {ARROW} {text.day(now.last_exercise_day)}"
        )
    return words


def _of_stock(before: Record, after: Record, plan: str, on: date) -> Iterator[str]:
    if before.plan(plan) is None:
        return
    try:
        owned = [sum(lot.shares for lot in one.ledger.lots(plan, on)) for one in (before, after)]
    except Refusal:
        return
    if owned[0] != owned[1]:
        yield f"Shares owned {text.shares(owned[0])} {ARROW} {text.shares(owned[1])}"
    if before.prices == after.prices and _splits(before) == _splits(after):
        return  # a value rests on nothing else, and thousands of prices take their time
    values = [one.ledger.value(plan, on) for one in (before, after)]
    was, now = (None if value is None else value.value for value in values)
    if was != now:
        yield f"Value of a share {text.price(was)} {ARROW} {text.price(now)}"


def _splits(record: Record) -> list[Adjustment]:
    return [event for event in record.events if isinstance(event, Adjustment)]
