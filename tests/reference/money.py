"""Rounding and printing: exact fractions in, whole cents and decimal text out."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor


def cents_up(dollars: Fraction) -> int:
    return ceil(dollars * 100)


def cents_down(dollars: Fraction) -> int:
    return floor(dollars * 100)


def half_up(number: Fraction) -> int:
    """To the nearest whole number, a half away from zero."""
    return floor(number + Fraction(1, 2)) if number >= 0 else -floor(-number + Fraction(1, 2))


def cents_half_up(dollars: Fraction) -> int:
    return half_up(dollars * 100)


def print_money(cents: int | None) -> str | None:
    """Two decimals, a minus in front of a negative amount."""
    if cents is None:
        return None
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def print_price(price: Fraction | None) -> str | None:
    """At least two decimals and as many as needed; six, half up, where no finite decimal exists."""
    if price is None:
        return None
    rest = price.denominator
    places = 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, places = rest // prime, places + 1
    places = max(places, 2) if rest == 1 else 6
    whole, decimals = divmod(half_up(price * 10**places), 10**places)
    return f"{whole}.{decimals:0{places}}"
