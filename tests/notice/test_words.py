"""Numbers in words, checked by reading them back with a second, independent method; dates and amounts."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest

from models.notice.words import in_words, long_date, money, price, shares

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


def number_of(said: str) -> int:
    """What a reader makes of the words, word by word."""
    whole = part = 0
    for word in said.replace("-", " ").split():
        if word in SCALES:
            whole, part = whole + part * SCALES[word], 0
        elif word == "hundred":
            part *= 100
        else:
            part += UNITS[word] if word in UNITS else TENS[word]
    return whole + part


def test_every_number_to_fifty_thousand_reads_back() -> None:
    said = [in_words(number) for number in range(50_001)]
    assert [number_of(words) for words in said] == list(range(50_001))
    assert len(set(said)) == len(said)


def test_numbers_to_a_billion_read_back() -> None:
    chance = random.Random(2003)
    edges = [scale * step + off for scale in (10**3, 10**6, 10**9) for step in (1,) for off in (-1, 0)]
    for number in [*edges, *(chance.randrange(10**9 + 1) for _ in range(20_000))]:
        assert number_of(in_words(number)) == number


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "zero"),
        (100, "one hundred"),
        (110, "one hundred ten"),
        (1354, "one thousand three hundred fifty-four"),
        (40_000, "forty thousand"),
        (1_000_001, "one million one"),
        (
            999_999_999,
            "nine hundred ninety-nine million nine hundred ninety-nine thousand nine hundred ninety-nine",
        ),
        (1_000_000_000, "one billion"),
    ],
)
def test_words_as_on_a_check(number: int, said: str) -> None:
    assert in_words(number) == said


@pytest.mark.parametrize("number", [-1, 10**9 + 1])
def test_other_numbers_are_a_mistake_of_ours(number: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        in_words(number)


def test_dates_and_amounts() -> None:
    assert long_date(date(2003, 11, 1)) == "November 1, 2003"
    assert [long_date(date(2004, month, 29))[:3] for month in range(1, 13)] == (
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    )
    assert money(123_456_789) == "$1,234,567.89"
    assert money(5) == "$0.05"
    assert money(-150) == "-$1.50"
    assert price(Fraction("1.215")) == "$1.215"
    assert price(Fraction(12345, 1)) == "$12,345.00"
    assert (shares(1), shares(1000)) == ("1 share", "1,000 shares")
