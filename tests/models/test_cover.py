"""The fewest shares that cover, against trying one number after the other, and in bounded time at the worst."""

from __future__ import annotations

import time
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from models.facts.payment import Broker, Fees
from models.rules import cover
from models.rules.cover import fewest
from tests.models.builders import GRANTED, grant, ledger, price


def covers(n: int, need: int, gain: int, each: int, part: int, scale: int) -> bool:
    fees = -(-each * n // scale) - (-part * n // scale)
    return n * gain // scale - fees >= need


def by_trying(need: int, gain: int, each: int, part: int, scale: int, most: int) -> int | None:
    return next((n for n in range(1, most + 1) if covers(n, need, gain, each, part, scale)), None)


@st.composite
def sales(draw):
    """Figures with a small scale, so that the roundings leave a zone that can be tried through."""
    scale = draw(st.sampled_from([1, 7, 100, 997]))
    fee = st.just(0) | st.integers(0, 3 * scale)
    each, part = draw(fee), draw(fee)
    slope = draw(st.integers(1, 5) | st.integers(1, scale))
    return draw(st.integers(1, 9)), each + part + slope, each, part, scale


@settings(max_examples=80, deadline=None)
@given(sales(), st.integers(1, 4000))
def test_the_fewest_are_those_that_trying_finds(sale, most):
    assert fewest(*sale, most) == by_trying(*sale, most)


@settings(max_examples=80, deadline=None)
@given(sales(), st.integers(1, 4000))
def test_halving_alone_finds_the_same(sale, most):
    """The way that is usually not needed, taken from the start."""
    need, gain, each, part, scale = sale
    least = -(-need * scale // (gain - each - part))
    found = cover._by_halving(least, most, need * scale, gain, each, part, scale)
    assert found == by_trying(*sale, most)


@st.composite
def thin_sales(draw):
    """Figures with a large scale and almost nothing left of each share: steps from below alone take too long."""
    scale = draw(st.sampled_from([10**4, 99_991, 250_000, 10**6]))
    each, part = draw(st.integers(0, 3 * scale)), draw(st.integers(1, 3 * scale))
    slope = draw(st.integers(1, scale // 2000) | st.integers(1, scale // 20))
    return draw(st.integers(1, 9)), each + part + slope, each, part, scale


@settings(max_examples=40, deadline=None)
@given(thin_sales(), st.sampled_from([3000, 12_000]))
def test_of_thin_sales_too_the_fewest_are_those_that_trying_finds(sale, most):
    need, gain, each, part, scale = sale
    tried = by_trying(*sale, most)
    assert fewest(*sale, most) == tried
    least = -(-need * scale // (gain - each - part))
    assert cover._by_halving(least, most, need * scale, gain, each, part, scale) == tried


@pytest.mark.parametrize(
    "sale",
    [
        (4, 282_749, 0, 282_708, 100_000),
        (5, 1_697_072, 1_417_242, 276_918, 1_000_000),
        (8, 4_936_850, 2_047_487, 2_889_200, 1_000_000),
        (2, 365_363, 295_723, 69_613, 99_991),
        (6, 2_780_056, 2_775_197, 3_974, 1_000_000),
        (1, 37_051, 25_391, 11_655, 10_000),
    ],
)
def test_where_forty_steps_from_below_do_not_suffice(sale, monkeypatch):
    """Each needs the halving, and has an answer below 60,000."""
    tried = by_trying(*sale, 60_000)
    assert tried is not None
    assert fewest(*sale, 60_000) == tried
    assert fewest(*sale, tried) == tried
    assert fewest(*sale, tried - 1) is None
    monkeypatch.setattr(cover, "_by_halving", lambda *_: None)
    assert fewest(*sale, 60_000) is None


@given(st.integers(1, 50), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_fees_that_eat_the_price_are_never_covered(need, each, part, less):
    assert fewest(need, each + part - less, each, part, 100, 10**9) is None


@pytest.mark.parametrize(
    ("need", "gain", "each", "part", "scale", "most"),
    [
        (1, 41008486975 * 10**12, 984203670625 * 10**10, 31166450101 * 10**12, 625 * 10**18, 168_032_860),
        (10, 239564745 * 10**15, 167695095 * 10**15, 718694235 * 10**14, 25 * 10**19, 10**9),
        (2, 142578342 * 10**11 + 7, 142578342 * 10**11, 0, 10**20, 10**9),
        (1, 10**20 + 1, 3 * 10**19, 7 * 10**19, 10**20, 10**9),
        (3000, 10**22 + 40, 10**22 - 10**9, 10**9, 10**22, 10**9),
    ],
)
def test_a_price_that_goes_almost_all_into_fees_is_settled_at_once(need, gain, each, part, scale, most):
    began = time.process_time()
    found = fewest(need, gain, each, part, scale, most)
    assert time.process_time() - began < 1
    if found is not None:
        assert covers(found, need, gain, each, part, scale)
        assert not any(covers(found - less, need, gain, each, part, scale) for less in range(1, 2000))


def test_a_quote_with_hostile_fees_is_answered():
    """$1.00 with fees of $0.9999999999: a thousand million shares bring ten cents."""
    fees = Fees(Fraction(0), Fraction("0.9999999999"), Fraction(0))
    book = ledger(grant(10**9, "0.0000000001"), prices=[price(GRANTED, "1")])
    began = time.process_time()
    quote = book.quote(
        "NQ-1", GRANTED + timedelta(days=1), 10**9, Broker("sell_to_cover", Fraction(1), fees), None, None
    )
    assert time.process_time() - began < 1
    assert quote.aggregate_price == 10
    assert quote.shares_sold == 10**9
    assert quote.violations == ()
    assert quote.cash_to_holder == 0
