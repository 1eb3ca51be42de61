"""Deeds on recorded prices: many at a time, as they come from a table, or one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, Literal

from models.errors import Refusal
from models.facts.price import Price
from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.record import Record
from models.record.words import count, day_text

Clash = Literal["refuse", "merge", "replace", "keep"]
_FIGURES = ("last", "high", "low", "bids", "determined")


def add_prices(record: Record, *, prices: Iterable[Price], on_clash: Clash = "refuse") -> Change:
    """Enter prices. Where the plan's day has one already: refuse, merge (new figures win), replace, or keep.

    Fields are `prices[0].last` and so on.
    """
    draft = Draft(record)
    known = {(price.plan, price.date): serial for serial, price in record.shelf("prices").items()}
    entered = list(prices)
    for at, price in enumerate(entered):
        place = f"prices[{at}]"
        _need_a_figure(price, f"{place}.last")
        serial = known.get((price.plan, price.date))
        if serial is None:
            known[price.plan, price.date] = draft.add("prices", price, place)
        elif on_clash == "refuse":
            says = f"{day_text(price.date)} has prices already; change those, or choose to merge or replace them"
            raise Refusal("already_recorded", says, f"{place}.date")
        elif on_clash != "keep":
            draft.put("prices", serial, _merged(draft.get("prices", serial), price, on_clash), place)
    return draft.change(_title("Record", entered))


def change_price(record: Record, *, serial: int, after: Price) -> Change:
    """Put `after` in the place of a day's prices. Fields as in a record's `prices`."""
    _need_a_figure(after, "last")
    draft = Draft(record)
    before: Price = draft.get("prices", serial)
    draft.put("prices", serial, after)
    return draft.change(f"Change the prices of {day_text(before.date)}")


def remove_prices(record: Record, *, serials: Collection[int]) -> Change:
    """Take the prices of these days out."""
    draft = Draft(record)
    return draft.change(_title("Remove", [draft.remove("prices", serial) for serial in serials]))


def _need_a_figure(price: Price, field: str) -> None:
    if all(getattr(price, name) in (None, ()) for name in _FIGURES):
        raise Refusal("empty_price", "enter at least one figure of that day", field)


def _merged(before: Price, price: Price, on_clash: Clash) -> Price:
    if on_clash == "replace":
        return price
    given: dict[str, Any] = {name: getattr(price, name) for name in _FIGURES if getattr(price, name) not in (None, ())}
    return replace(before, **given)


def _title(verb: str, prices: list[Price]) -> str:
    days = sorted(price.date for price in prices)
    if len(days) == 1:
        return f"{verb} the prices of {day_text(days[0])}"
    if not days:
        return f"{verb} no prices"
    return f"{verb} the prices of {count(len(days), 'day')}, {day_text(days[0])} to {day_text(days[-1])}"
