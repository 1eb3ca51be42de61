"""What may be typed into a field: strict, and never guessing; each refusal says how to write it."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from models.errors import Refusal
from models.facts.fields import MAX_SHARES
from models.values.dates import FIRST_DAY, LAST_DAY, iso_date
from models.values.money import decimal_fraction
from ui import text

_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)
_WORDED = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})", re.ASCII)
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(,[0-9]{3})+", re.ASCII)
_NUMBER = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?|\.[0-9]+", re.ASCII)

__all__ = ["FIRST_DAY", "LAST_DAY"]

HOW_DATE = "Type a date as 2003-11-10 or 11/10/2003."
HOW_SHARES = "Type whole shares, such as 500 or 1,354."
HOW_PRICE = "Type a price above zero, such as 1.20."
HOW_MONEY = "Type an amount, such as 1,250.00."
HOW_RATE = "Type a percentage from 0 to 100, such as 22 or 6.2."


def _no_day(typed: str) -> Refusal:
    return Refusal("bad_date", f"There is no day {typed}. Check the month and the day.")


def parse_date(typed: str) -> date:
    """A date written 2003-11-10, 11/10/2003 or Nov 10, 2003; never a two-digit year."""
    words = typed.strip()
    parts = _SLASHED.fullmatch(words)
    if parts:
        iso = f"{parts[3]}-{int(parts[1]):02d}-{int(parts[2]):02d}"
    elif named := _WORDED.fullmatch(words):
        iso = f"{named[3]}-{_month(named[1]):02d}-{int(named[2]):02d}"
    elif re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words, re.ASCII):
        iso = words
    else:
        raise Refusal("bad_date", HOW_DATE)
    try:
        date.fromisoformat(iso)
    except ValueError:
        raise _no_day(words) from None
    try:
        return iso_date(iso)
    except Refusal:
        raise Refusal("bad_date", "Choose a day from 1970 to 2200.") from None


def _month(word: str) -> int:
    lower = word.lower()
    for number, name in enumerate(text.LONG_MONTHS, 1):
        if lower in {name.lower(), name[:3].lower()}:
            return number
    raise Refusal("bad_date", HOW_DATE)


def parse_shares(typed: str) -> int:
    """A whole number of shares, 1 to 1,000,000,000, thousands set apart by commas or not."""
    words = typed.strip()
    if not _WHOLE.fullmatch(words) or len(words) > 20:
        raise Refusal("bad_number", HOW_SHARES)
    number = int(words.replace(",", ""))
    if not 1 <= number <= MAX_SHARES:
        raise Refusal("bad_number", f"Type 1 to {text.shares(MAX_SHARES)} shares.")
    return number


def _number(typed: str, how: str) -> Fraction:
    words = typed.strip().removeprefix("$").strip()
    if not _NUMBER.fullmatch(words):
        raise Refusal("bad_number", how)
    plain = words.replace(",", "")
    try:
        return decimal_fraction(f"0{plain}" if plain.startswith(".") else plain)
    except Refusal:
        raise Refusal("bad_number", "Type at most 12 digits and 10 decimals.") from None


def parse_price(typed: str) -> Fraction:
    """A price of one share in dollars, above zero, exact."""
    price = _number(typed, HOW_PRICE)
    if not price:
        raise Refusal("bad_number", HOW_PRICE)
    return price


def parse_amount(typed: str) -> Fraction:
    """Dollars, zero or more, exact: for a basis or a fee a share."""
    return _number(typed, HOW_MONEY)


def parse_money(typed: str) -> int:
    """An amount of money in cents, zero or more; never more than two decimals."""
    dollars = _number(typed, HOW_MONEY)
    cents = dollars * 100
    if cents.denominator != 1:
        raise Refusal("bad_number", "Type whole cents: at most two decimals.")
    return cents.numerator


def parse_rate(typed: str) -> Fraction:
    """A percentage from 0 to 100, with or without the sign, as a fraction of one."""
    rate = _number(typed.strip().removesuffix("%").strip(), HOW_RATE)
    if rate > 100:
        raise Refusal("bad_number", HOW_RATE)
    return rate / 100
