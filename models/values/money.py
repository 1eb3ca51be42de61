"""Exact money: prices are Fractions of a dollar a share, amounts are whole cents; nothing here is a float."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from models.errors import Refusal

_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,10})?", re.ASCII)


@lru_cache(maxsize=1 << 14)  # a record says the same prices again and again
def decimal_fraction(text: str) -> Fraction:
    """The exact value of `text`: 1 to 12 digits, optionally a point and 1 to 10 digits; else Refusal `bad_number`."""
    if not _DECIMAL.fullmatch(text):
        raise Refusal("bad_number", f"must be a number such as 1234.50 (digits, at most one point), not {quoted(text)}")
    whole, _, decimals = text.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def quoted(value: object) -> str:
    """`value` as it may stand in a message: short, on one line, with nothing that could not be printed."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = ascii(value[:60] if isinstance(value, str) else value)
    return text if len(text) <= 60 else text[:57] + "..."


def ceil_cents(dollars: Fraction) -> int:
    """Whole cents, rounded up: what must be paid is never a fraction of a cent short."""
    return -((-dollars.numerator * 100) // dollars.denominator)


def floor_cents(dollars: Fraction) -> int:
    """Whole cents, rounded down: what is received is never overstated."""
    return dollars.numerator * 100 // dollars.denominator


def half_up_cents(dollars: Fraction) -> int:
    """Whole cents, half a cent away from zero."""
    return _half_up(dollars.numerator * 100, dollars.denominator)


def cost_cents(price: Fraction, shares: int) -> int:
    """Whole cents of `shares` at a price, rounded up: what is paid in full."""
    return -((-price.numerator * shares * 100) // price.denominator)


def spread_cents(value: Fraction, price: Fraction, shares: int) -> int:
    """Whole cents of `shares` at the difference of two prices, half a cent away from zero; may be negative."""
    difference = value.numerator * price.denominator - price.numerator * value.denominator
    return _half_up(difference * shares * 100, value.denominator * price.denominator)


def _half_up(numerator: int, denominator: int) -> int:
    if numerator < 0:
        return -((2 * -numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def money_text(cents: int) -> str:
    """Cents as dollars with two decimals, `-` for negatives: 60000 -> "600.00"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def price_text(price: Fraction) -> str:
    """A price with at least two decimals and as many as it needs; 6 decimals half up where none are enough."""
    rest, twos, fives = price.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = 6 if rest != 1 else max(2, twos, fives)
    scaled = _half_up(price.numerator * 10**places, price.denominator)
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def rate_text(rate: Fraction) -> str:
    """A rate or amount as the shortest decimal text that `decimal_fraction` reads back exactly."""
    text = price_text(rate)
    return text.rstrip("0").rstrip(".") if rate.denominator != 1 else str(rate.numerator)
