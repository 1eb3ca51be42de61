"""Figures as they are written on paper: numbers in words, dates written out, amounts with thousands separators."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.values.money import money_text, price_text

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest:
        said.append(_below_hundred(rest))
    return " ".join(said)


def in_words(number: int) -> str:
    """A whole number from 0 to 1,000,000,000 in American English, as on a check: 1,354 is "one thousand
    three hundred fifty-four". Other numbers are a mistake of ours: ValueError.
    """
    if not 0 <= number <= 10**9:
        raise ValueError(f"no words for {number}")
    if number == 0:
        return _ONES[0]
    said: list[str] = []
    for scale, name in _SCALES:
        count, number = divmod(number, scale)
        if count:
            said.append(f"{_below_thousand(count)} {name}")
    if number:
        said.append(_below_thousand(number))
    return " ".join(said)


def long_date(day: date) -> str:
    """A date written out: "November 10, 2003"."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def count(number: int) -> str:
    """A whole number with thousands separators."""
    return f"{number:,}"


def shares(number: int) -> str:
    """A number of shares with its noun: "1 share", "1,354 shares"."""
    return f"{number:,} {'share' if number == 1 else 'shares'}"


def _grouped(text: str) -> str:
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, decimals = digits.partition(".")
    return f"{sign}${int(whole):,}.{decimals}"


def money(cents: int) -> str:
    """Whole cents as dollars: "$1,234.50"."""
    return _grouped(money_text(cents))


def price(dollars: Fraction) -> str:
    """An exact price in dollars a share with at least two decimals: "$1.215"."""
    return _grouped(price_text(dollars))
