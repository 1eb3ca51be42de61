"""Prices from a table: pasted cells, CSV or a spreadsheet, recognised by headings, refused by line and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from models.errors import Refusal
from models.exchange.cells import Cell, is_nothing, read_day, read_price as price_cell
from models.exchange.sheet import Row, read_sheet
from models.facts.fields import as_id
from models.facts.price import Price
from models.values.money import quoted

_HEADINGS = {
    "date": ("date", "day", "trade date", "trading day", "price date"),
    "last": ("last", "last sale", "last price", "last sale price", "close", "closing price", "close/last", "price"),
    "high": ("high", "high price", "day high", "day's high"),
    "low": ("low", "low price", "day low", "day's low"),
    "determined": ("determined", "determined value", "committee value", "value determined"),
    "plan": ("plan",),
}
_BID = re.compile(r"(closing )?bids?( price)?( [0-9]{1,2})?")
# Columns that price tables bring along and that no rule of a plan looks at.
IGNORED = ("open", "volume", "adj close", "adj. close", "adjusted close", "change", "change %", "% change", "ask")
_KNOWN = {words: name for name, many in _HEADINGS.items() for words in many}


@dataclass(frozen=True)
class PricesRead:
    """The prices of a table in its order, and the headings of columns that were passed over."""

    prices: tuple[Price, ...]
    passed_over: tuple[str, ...] = ()


def read_prices(data: bytes | str, plan: str, columns: Sequence[str] = ()) -> PricesRead:
    """The prices of a table; rows that name no plan are of `plan`.

    The first row names the columns; a table without headings is taken as `columns` (date, last, high, low,
    bid, determined, plan; several "bid" may stand). Refusal `bad_table`, whose message begins with the line and
    column, or the cell.
    """
    rows = read_sheet(data)
    if not rows:
        raise _refuse("there is no table here; copy the cells with their headings")
    names, passed_over = _headings(rows[0])
    body = rows[1:]
    if not names:
        if not columns:
            raise _refuse(
                f"{rows[0].place(0)}: the first row does not name the columns; add headings such as date, last, high,"
                " low, bid"
            )
        names, body = tuple(columns), rows
    if not body:
        raise _refuse("there are headings but no prices below them")
    seen: dict[tuple[str, date], Row] = {}
    prices = []
    for row in body:
        price = _read_row(row, names, plan)
        before = seen.setdefault((price.plan, price.date), row)
        if before is not row:
            where = "row" if row.kind == "row" else "line"
            raise _at(row, names.index("date"), f"repeats the day of {where} {before.number}; keep one of them")
        prices.append(price)
    return PricesRead(tuple(prices), passed_over)


def _refuse(says: str) -> Refusal:
    return Refusal("bad_table", says, "file")


def _at(row: Row, column: int, says: str) -> Refusal:
    return _refuse(f"{row.place(column)}: {says}")


def _headings(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The column names of a first row that has headings (empty where it has a date), and what is passed over."""
    if any(_is_day(cell) for cell in row.cells):
        return (), ()
    names: list[str] = []
    passed_over: list[str] = []
    for at, cell in enumerate(row.cells):
        words = " ".join(str(cell).lower().split()) if cell is not None else ""
        name = "bid" if _BID.fullmatch(words) else _KNOWN.get(words, "")
        if not name and words and words not in IGNORED:
            known = "date, last (or close), high, low, bid, determined, plan"
            raise _at(row, at, f"{quoted(cell)} is not a known heading; use {known}, or remove the column")
        if words in IGNORED:
            passed_over.append(str(cell).strip())
        if name and name != "bid" and name in names:
            raise _at(row, at, f"a second column of {name}; keep one")
        names.append(name)
    if "date" not in names:
        raise _at(row, 0, "no column is headed date; the first row must name the columns")
    if not set(names) & {"last", "high", "low", "bid", "determined"}:
        raise _at(row, 0, "no column of prices; head one last, high, low, bid or determined")
    return tuple(names), tuple(passed_over)


def _is_day(cell: Cell) -> bool:
    try:
        read_day(cell)
    except Refusal as bad:
        return bad.code == "bad_date" and not bad.message.startswith("must be a date")
    return True


def _read_row(row: Row, names: Sequence[str], plan: str) -> Price:
    figures: dict[str, Any] = {}
    bids: list[Fraction] = []
    for at, cell in enumerate(row.cells):
        if is_nothing(cell):
            continue
        name = names[at] if at < len(names) else None
        if name is None:
            raise _at(row, at, f"{quoted(cell)} stands beyond the last heading; a comma may be too many")
        if not name:
            continue
        try:
            if name == "date":
                figures[name] = read_day(cell)
            elif name == "plan":
                figures[name] = as_id(cell, "")
            elif name == "bid":
                bids.append(price_cell(cell))
            else:
                figures[name] = price_cell(cell)
        except Refusal as bad:
            raise _at(row, at, bad.message) from None
    if "date" not in figures:
        raise _at(row, names.index("date"), "the date is missing")
    price = replace(Price(plan, figures["date"]), bids=tuple(bids), **figures)
    if replace(price, bids=()) == Price(price.plan, price.date) and not bids:
        raise _at(row, names.index("date"), "there is no price of that day; remove the row or enter one")
    return price
