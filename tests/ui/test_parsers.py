"""What may be typed: each way of writing, each refusal; nothing is ever guessed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from models.errors import Refusal
from ui.widgets import parsers


@pytest.mark.parametrize(
    "typed",
    ["2003-11-10", "11/10/2003", " 2003-11-10 ", "Nov 10, 2003", "November 10, 2003", "nov 10 2003", "Nov. 10, 2003"],
)
def test_a_date_in_every_way_it_may_be_written(typed: str) -> None:
    assert parsers.parse_date(typed) == date(2003, 11, 10)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "10",
        "2003",
        "11/10/03",
        "2003-11-31",
        "2003-02-29",
        "13/10/2003",
        "10.11.2003",
        "2003/11/10",
        "1969-12-31",
        "2201-01-01",
        "0001-01-01",
        "Juno 10, 2003",
        "２００３-11-10",
        "2003-11-10x",
        "99/99/9999",
    ],
)
def test_no_date_is_guessed(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parsers.parse_date(typed)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(("typed", "number"), [("500", 500), ("1,354", 1354), ("1354", 1354), ("1,000,000,000", 10**9)])
def test_whole_shares(typed: str, number: int) -> None:
    assert parsers.parse_shares(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "0", "1.5", "1,35", "13,54", ",500", "5e2", "-500", "1 354", "1000000001", "٥", "9" * 40]
)
def test_no_number_of_shares_is_guessed(typed: str) -> None:
    with pytest.raises(Refusal):
        parsers.parse_shares(typed)


@pytest.mark.parametrize(
    ("typed", "price"),
    [("1.20", "1.2"), ("$1.20", "1.2"), (".5", "0.5"), ("1,234.5678", "1234.5678"), ("1.625", "1.625"), ("2", "2")],
)
def test_a_price_keeps_every_decimal(typed: str, price: str) -> None:
    assert parsers.parse_price(typed) == Fraction(price)


@pytest.mark.parametrize(
    "typed", ["", "0", "0.00", "1,20", "1.2.3", "-1", "1e3", "1/2", "nan", "1.12345678901", "1" * 13]
)
def test_no_price_is_guessed(typed: str) -> None:
    with pytest.raises(Refusal):
        parsers.parse_price(typed)


def test_money_is_whole_cents() -> None:
    assert parsers.parse_money("1,250.05") == 125005
    assert parsers.parse_money("0") == 0
    with pytest.raises(Refusal, match="whole cents"):
        parsers.parse_money("1.005")


@pytest.mark.parametrize(
    ("typed", "rate"), [("22", "0.22"), ("22%", "0.22"), ("6.2 %", "0.062"), ("0", "0"), ("100", "1")]
)
def test_a_rate_is_a_percentage(typed: str, rate: str) -> None:
    assert parsers.parse_rate(typed) == Fraction(rate)


@pytest.mark.parametrize("parse", [parsers.parse_rate, parsers.parse_amount])
@pytest.mark.parametrize("typed", ["", "x", "-1", "%", "22%%"])
def test_no_rate_or_amount_is_guessed(parse: Any, typed: str) -> None:
    with pytest.raises(Refusal):
        parse(typed)


def test_a_rate_is_at_most_all_of_it() -> None:
    with pytest.raises(Refusal):
        parsers.parse_rate("100.1")
