"""Cells of a table: what is clear is read, what could mean two things is refused with both meanings."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.exchange.cells import is_nothing, read_amount, read_day, read_price


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2003-11-10", (2003, 11, 10)),
        ("11/10/2003", (2003, 11, 10)),
        (" 1/2/2003 ", (2003, 1, 2)),
        ("02/29/2004", (2004, 2, 29)),
        ("Nov 10, 2003", (2003, 11, 10)),
        ("november 1, 2003", (2003, 11, 1)),
        ("Feb. 29, 2004", (2004, 2, 29)),
        ("10-Nov-2003", (2003, 11, 10)),
        ("3 May 2003", (2003, 5, 3)),
        (date(2003, 11, 10), (2003, 11, 10)),
        (datetime(2003, 11, 10), (2003, 11, 10)),
    ],
)
def test_days(cell: object, day: tuple[int, int, int]) -> None:
    assert read_day(cell) == date(*day)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("13/10/2003", "there is no month 13"),
        ("11/10/03", "must be a date such as"),
        ("11.10.2003", "must be a date such as"),
        ("2003-11-31", "there is no day 2003-11-31"),
        ("2/30/2003", "there is no day"),
        ("0/1/2003", "there is no day"),
        ("Novem 10, 2003", "must be a date such as"),
        ("10-Nov 2003", "must be a date such as"),
        ("Nov 10 03", "must be a date such as"),
        ("Nov 31, 2003", "there is no day 2003-11-31"),
        ("1969-12-31", "must be from 1970"),
        ("2201-01-01", "must be from 1970"),
        ("٢٠٠٣-11-10", "must be a date such as"),
        ("2003-11-10 09:00", "must be a date such as"),
        (datetime(2003, 11, 10, 9, 30), "has a time of day"),
        (37935, "must be a date such as"),
        (37935.0, "must be a date such as"),
        (True, "must be a date such as"),
        (None, "must be a date such as"),
    ],
)
def test_days_refused(cell: object, says: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_day(cell)  # type: ignore[arg-type]
    assert caught.value.code == "bad_date"
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("2.72", "2.72"),
        ("$2.72", "2.72"),
        ("$ 2.72 ", "2.72"),
        ("0", "0"),
        (".73", "0.73"),
        ("1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("12,345,678.9", "12345678.9"),
        ("1.234", "1.234"),
        ("2.7200000000", "2.72"),
        (2.72, "2.72"),
        (3, "3"),
        (1.1 + 1.1 + 1.1, "3.3"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_amounts(cell: object, amount: str) -> None:
    assert read_amount(cell) == Fraction(amount)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("1,234", "write 1.234 or 1234"),
        ("2,72", "write 2.72 or 272"),
        ("1.234,50", "must be a number"),
        ("1 234.50", "must be a number"),
        ("12,34.50", "must be a number"),
        ("1,2345.6", "must be a number"),
        ("-2.72", "must be a number"),
        ("(2.72)", "must be a number"),
        ("+2.72", "must be a number"),
        ("2.72-", "must be a number"),
        ("1e3", "must be a number"),
        ("2.", "must be a number"),
        (".", "must be a number"),
        ("$", "must be a number"),
        ("$$2", "must be a number"),
        ("2.72 USD", "must be a number"),
        ("1 3/16", "must be a number"),
        ("٢.٧", "must be a number"),
        ("1.00000000001", "must be a number"),
        ("1234567890123", "must be a number"),
        ("NaN", "must be a number"),
        (float("nan"), "must be a number from 0"),
        (float("inf"), "must be a number from 0"),
        (-1.5, "must be a number from 0"),
        (1e12, "must be a number from 0"),
        (1.23456789, "more than 6 decimals"),
        (True, "must be a number"),
        (date(2003, 11, 10), "must be a number"),
        (None, "must be a number"),
    ],
)
def test_amounts_refused(cell: object, says: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_amount(cell)  # type: ignore[arg-type]
    assert caught.value.code == "bad_number"
    assert says in caught.value.message


def test_a_price_is_above_zero() -> None:
    assert read_price("0.01") == Fraction(1, 100)
    for cell in ("0", "0.00", "$0", 0, 0.0):
        with pytest.raises(Refusal, match="above zero"):
            read_price(cell)


def test_what_states_nothing() -> None:
    assert all(is_nothing(cell) for cell in (None, "", "  ", "-", "–", "N/A", "na", "\u00a0"))
    assert not any(is_nothing(cell) for cell in (0, 0.0, False, "0", "none", "."))
