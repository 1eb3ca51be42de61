"""Single cells of a pasted table or spreadsheet, read strictly: what could mean two things is refused."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from models.errors import Refusal
from models.values.dates import iso_date
from models.values.money import decimal_fraction, quoted

Cell = str | int | float | bool | date | datetime | None

NOTHING = ("", "-", "–", "—", "n/a", "na")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)
# As this program and pages of prices show a day: Nov 10, 2003, or 10 November 2003, or 10-Nov-2003.
_MONTH_FIRST = re.compile(r"([a-z]+)\.? ([0-9]{1,2}), ?([0-9]{4})", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})([ -])([a-z]+)\.?\2([0-9]{4})", re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_PLAIN = re.compile(r"[0-9]{1,12}(\.[0-9]{1,10})?|\.[0-9]{1,10}", re.ASCII)
# With decimals behind, or with two groups and more, a comma can only set thousands apart.
_GROUPED = re.compile(r"[0-9]{1,3}((,[0-9]{3})+\.[0-9]{1,10}|(,[0-9]{3}){2,3})", re.ASCII)
_ONE_COMMA = re.compile(r"[0-9]+,[0-9]+", re.ASCII)
# A spreadsheet keeps 1.1 + 1.1 + 1.1 as 3.3000000000000003; prices have no more decimals than these.
_PLACES, _NOISE = Decimal("0.000001"), Decimal("0.000000001")


def _words(cell: Cell) -> str:
    return cell.strip(" \t\u00a0") if isinstance(cell, str) else str(cell)


def is_nothing(cell: Cell) -> bool:
    """Whether a cell states nothing: empty, a dash, n/a."""
    return cell is None or (isinstance(cell, str) and _words(cell).lower() in NOTHING)


def read_day(cell: Cell) -> date:
    """A date written 2003-11-10, 11/10/2003 (month first) or Nov 10, 2003, or a spreadsheet's own date.

    Else Refusal `bad_date`.
    """
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise Refusal("bad_date", f"has a time of day ({cell.time()}); a date alone belongs here")
        cell = cell.date()
    if isinstance(cell, date):
        return iso_date(f"{cell.year:04d}-{cell.month:02d}-{cell.day:02d}")
    words = _words(cell)
    slashed = _SLASHED.fullmatch(words)
    if slashed:
        month, day, year = slashed.groups()
        if int(month) > 12:
            raise Refusal("bad_date", f"there is no month {month} in {words}; write it as {year}-MM-DD")
        words = f"{year}-{int(month):02d}-{int(day):02d}"
    words = _named_day(words) or words
    if not isinstance(cell, str):
        raise Refusal("bad_date", f"must be a date such as 2003-11-10 or 11/10/2003, not {quoted(cell)}")
    try:
        return iso_date(words)
    except Refusal as bad:
        if bad.message.startswith("must be a date"):
            says = f"must be a date such as 2003-11-10 or 11/10/2003, not {quoted(cell)}"
            raise Refusal("bad_date", says) from None
        raise


def _named_day(words: str) -> str:
    """A day whose month is named, as year-month-day; empty for anything else."""
    first, second = _MONTH_FIRST.fullmatch(words.lower()), _DAY_FIRST.fullmatch(words.lower())
    if first:
        name, day, year = first.groups()
    elif second:
        day, _, name, year = second.groups()
    else:
        return ""
    named = [at for at, month in enumerate(_MONTHS, start=1) if name in (month, month[:3])]
    return f"{year}-{named[0]:02d}-{int(day):02d}" if named else ""


def read_price(cell: Cell) -> Fraction:
    """Dollars above zero, such as 2.72, $2.72 or 1,234.50; else Refusal `bad_number`."""
    amount = read_amount(cell)
    if not amount:
        raise Refusal("bad_number", "must be above zero; leave the cell empty where there is no price")
    return amount


def read_amount(cell: Cell) -> Fraction:
    """Dollars, zero or more. "1,234" could be a decimal comma and is refused, as is "1.234,50"."""
    if isinstance(cell, bool | date):
        raise Refusal("bad_number", f"must be a number such as 2.72, not {quoted(cell)}")
    if isinstance(cell, int | float):
        return _from_number(cell)
    words = _words(cell).removeprefix("$").lstrip(" ")
    if _GROUPED.fullmatch(words):
        words = words.replace(",", "")
    elif _ONE_COMMA.fullmatch(words):
        point, plain = words.replace(",", "."), words.replace(",", "")
        raise Refusal("bad_number", f"{quoted(words)} can be read in two ways; write {point} or {plain}")
    if not _PLAIN.fullmatch(words):
        raise Refusal("bad_number", f"must be a number such as 2.72 or 1,234.50, not {quoted(cell)}")
    return decimal_fraction(f"0{words}" if words.startswith(".") else words)


def _from_number(number: float) -> Fraction:
    """A number of a spreadsheet: exact but for the noise of its binary arithmetic."""
    exact = Decimal(repr(number))
    if not exact.is_finite() or exact.is_signed() or exact >= 10**12:
        raise Refusal("bad_number", f"must be a number from 0 to a million million, not {quoted(str(number))}")
    rounded = exact.quantize(_PLACES)
    if abs(exact - rounded) > _NOISE:
        raise Refusal("bad_number", f"has more than 6 decimals ({quoted(str(number))}); round it first")
    return Fraction(rounded)
