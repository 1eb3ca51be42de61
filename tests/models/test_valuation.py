"""Option values against published examples, QuantLib, the company's own reports, and what must always hold."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from models.errors import Refusal
from models.record.sample import SAMPLE_DAY, sample_record
from models.rules.valuation import Assumptions, _steps, black_scholes, hull_white
from models.rules.worth import (
    MODELS,
    NAMES,
    offered_assumptions,
    worth,
    years_between,
)
from tests.models.cases import load, name_of, of_kind

BENNINGA = Assumptions(0.35, 0.05, 0.025, exit_rate=0.1, exercise_multiple=3)


@pytest.mark.parametrize("case", of_kind("spec_exercise.json", "bs"), ids=name_of)
def test_published_black_scholes(case):
    value = black_scholes(case["S"], case["K"], case["T"], Assumptions(case["sigma"], case["r"], case["q"]))
    assert value == pytest.approx(case["expect"], abs=0.51 * 10 ** -case["dp"])


@pytest.mark.parametrize("case", of_kind("spec_exercise.json", "hullwhite"), ids=name_of)
def test_published_hull_white(case):
    (value,) = hull_white(50, 50, 10, BENNINGA, (3.0,), case["n"])
    assert value == pytest.approx(case["expect"], abs=0.00005)


def test_quantlib_agrees_to_the_last_digits():
    table = load("black_scholes.json")
    assert len(table["cases"]) == 60
    for case in table["cases"]:
        assumed = Assumptions(case["volatility"], case["risk_free"], case["dividend_yield"])
        value = black_scholes(case["spot"], case["strike"], case["days"] / 365, assumed)
        assert value == pytest.approx(case["expect"], rel=1e-12, abs=1e-13), case


@pytest.mark.parametrize(
    ("charge", "shares", "strikes", "months", "volatilities", "rates", "prices"),
    [
        (334_000, 250_000, (0.75, 0.75), (17, 17), (1.30, 1.40), (0.029, 0.029), (0.50, 2.76)),
        (238_000, 270_000, (1.35, 1.50), (24, 36), (1.36, 1.43), (0.029, 0.036), (0.50, 2.76)),
    ],
    ids=["repriced-warrants", "warrants-of-two-to-three-years"],
)
def test_the_company_s_own_warrant_charges_are_met_at_a_price_of_those_months(
    charge, shares, strikes, months, volatilities, rates, prices
):
    """Its reports give charge, strikes, months, volatilities and rates; the stock's price must be one it had."""
    charges = [
        [
            shares * black_scholes(spot / 100, strike, month / 12, Assumptions(volatility, rate))
            for spot in range(round(prices[0] * 100), round(prices[1] * 100) + 1)
        ]
        for strike, month, volatility, rate in zip(strikes, months, volatilities, rates, strict=True)
    ]
    for by_price in charges:
        assert by_price == sorted(by_price)
        assert by_price[0] < charge < by_price[-1]


CALL = st.tuples(
    st.floats(0.05, 500),
    st.floats(0.05, 500),
    st.floats(0.01, 12),
    st.builds(Assumptions, st.floats(0.05, 2), st.floats(0, 0.15), st.floats(0, 0.1)),
)


@settings(max_examples=60)
@given(CALL)
def test_a_call_is_worth_less_than_the_share_and_no_less_than_its_discounted_spread(call):
    spot, strike, years, assumed = call
    value = black_scholes(spot, strike, years, assumed)
    floor = spot * math.exp(-assumed.dividend_yield * years) - strike * math.exp(-assumed.risk_free * years)
    assert max(floor, 0) - 1e-9 * (spot + strike) <= value <= spot


@settings(max_examples=25, deadline=None)
@given(st.floats(1, 50), st.floats(1, 50), st.floats(0.5, 10), st.floats(0.1, 1.5), st.floats(0, 0.1))
def test_a_lattice_without_exits_and_without_a_multiple_comes_near_black_scholes(spot, strike, years, sigma, rate):
    """Without dividends early exercise never pays, so both models price the same claim."""
    assumed = Assumptions(sigma, rate, exit_rate=0, exercise_multiple=100)
    (value,) = hull_white(spot, strike, years, assumed)
    if spot * math.exp(4 * sigma * math.sqrt(years)) < 100 * strike:
        assert value == pytest.approx(black_scholes(spot, strike, years, assumed), abs=0.02 * spot)


def test_all_times_of_vesting_in_one_pass_are_what_each_gives_alone():
    times = [0.0, 0.01, 0.5, 1.0, 2.0, 3.0, 9.99, 10.0, 11.0]
    together = hull_white(50, 50, 10, BENNINGA, times)
    assert together == pytest.approx([hull_white(50, 50, 10, BENNINGA, [at])[0] for at in times])
    assert together[1:] == sorted(together[1:], reverse=True)  # the later it vests, the more often it is forfeited


# Two steps of a year, up by 5/4 or down by 4/5, without interest: the chance of going up is (1 - 0.8) / 0.45.
UP = (1 - 0.8) / (1.25 - 0.8)
TWO_YEARS = Assumptions(math.log(1.25), 0.0, exit_rate=0.1, exercise_multiple=100)


def test_a_lattice_of_two_steps_by_hand():
    """From $100 with a strike of $90: 66.25, 10 or nothing after two years; one in ten leaves each year."""
    last = (66.25, 10.0, 0.0)
    up = 0.9 * (UP * last[0] + (1 - UP) * last[1]) + 0.1 * 35
    down = 0.9 * (UP * last[1] + (1 - UP) * last[2])
    now = 0.9 * (UP * up + (1 - UP) * down) + 0.1 * 10
    after_one = 0.9 * (UP * up + (1 - UP) * down)
    after_two = 0.81 * (UP**2 * last[0] + 2 * UP * (1 - UP) * last[1])
    times = (-1.0, 0.0, 0.01, 0.99, 1.0, 1.99, 2.0, 5.0)
    expected = [now, now, after_one, after_one, after_two, after_two, after_two, after_two]
    assert hull_white(100, 90, 2, TWO_YEARS, times, 1) == pytest.approx(expected)


def test_a_lattice_has_at_least_one_step():
    """Half a year at one step a year: worth what the one step's two ends are."""
    length = math.sqrt(0.5)
    up, down = math.exp(math.log(1.25) * length), math.exp(-math.log(1.25) * length)
    chance = (1 - down) / (up - down)
    expected = 0.95 * chance * (100 * up - 90) + 0.95 * (1 - chance) * max(100 * down - 90, 0) + 0.05 * 10
    assert hull_white(100, 90, 0.5, TWO_YEARS, (0.0,), 1) == pytest.approx([expected])


@pytest.mark.parametrize(
    ("assumed", "years", "a_year", "steps"),
    [
        (Assumptions(0.5, 0.03), 10, None, 300),
        (Assumptions(0.5, 0.03), 10, 12, 120),
        (Assumptions(0.02, 0.03), 10, 0.1, 25),  # 10 x 1.5 squared x 1.1 = 24.75
        (Assumptions(0.02, 0.05, 0.02), 10, 0.1, 25),
        (Assumptions(0.5, 0.03), 10, 100, 1000),
        (Assumptions(0.01, 0.4, 0.4), 10, None, 300),  # no drift needs no more steps
    ],
)
def test_as_many_steps_as_asked_for_or_as_a_small_volatility_needs(assumed, years, a_year, steps):
    assert _steps(years, assumed, a_year) == steps


def test_more_than_a_thousand_steps_are_refused():
    with pytest.raises(Refusal):
        _steps(10, Assumptions(0.5, 0.03), 100.1)


def test_nothing_left_of_the_term_leaves_the_spread():
    assumed = Assumptions(0.5, 0.04)
    assert black_scholes(2.7, 1.2, 0, assumed) == pytest.approx(1.5)
    assert black_scholes(1.0, 1.2, -1, assumed) == 0
    assert hull_white(2.7, 1.2, 0, assumed, [0, 1]) == pytest.approx([1.5, 1.5])


def test_a_stock_at_the_multiple_is_exercised_at_once():
    assert hull_white(30, 10, 5, Assumptions(0.4, 0.03, exercise_multiple=3))[0] == 20


def test_a_volatility_too_small_for_the_lattice_gets_more_steps_or_is_refused():
    small = Assumptions(0.02, 0.03, exit_rate=0, exercise_multiple=100)
    assert hull_white(50, 50, 10, small)[0] == pytest.approx(black_scholes(50, 50, 10, small), rel=0.001)
    with pytest.raises(Refusal) as refused:
        hull_white(50, 50, 10, Assumptions(0.01, 0.4))
    assert (refused.value.code, refused.value.field) == ("bad_assumption", "volatility")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("volatility", 0.0),
        ("volatility", 5.1),
        ("volatility", math.nan),
        ("risk_free", 0.6),
        ("risk_free", -0.06),
        ("dividend_yield", -0.01),
        ("exit_rate", 1.1),
        ("exercise_multiple", 0.9),
        ("exercise_multiple", math.inf),
    ],
)
def test_an_assumption_out_of_range_is_refused_at_its_field(name, value):
    given = {"volatility": 0.5, "risk_free": 0.04} | {name: value}
    with pytest.raises(Refusal) as refused:
        Assumptions(**given)
    assert (refused.value.code, refused.value.field) == ("bad_assumption", name)


def test_the_company_s_own_assumptions_are_offered_with_their_source():
    record = sample_record()
    offered = {one.name: one for one in offered_assumptions(record.plan("focus-2002"))}
    assert tuple(offered) == NAMES
    assert offered["volatility"].value == Fraction("1.365")
    assert offered["volatility"].checked == "high"
    assert "130-140 %" in offered["volatility"].source
    assert offered["exit_rate"].checked == "low"
    other = {one.name: one for one in offered_assumptions(record.plan("plain-nso"))}
    assert other["volatility"].checked == "low"
    assert other["exercise_multiple"].value == Fraction("2.2")


@pytest.mark.parametrize("model", MODELS)
def test_what_a_grant_may_be_worth_adds_up(model):
    record = sample_record()
    assumed = Assumptions(0.8, 0.03)
    found = worth(record.ledger, "NQ-2", SAMPLE_DAY, Fraction("1.50"), assumed, model)
    assert found is not None
    assert (found.vested, found.unvested, found.waiting) == (1667, 3333, 0)
    assert found.intrinsic == pytest.approx(1667 * 0.70)
    assert found.value == found.vested_value + found.unvested_value
    assert found.time_value == pytest.approx(found.vested_value - found.intrinsic)
    assert found.forfeit_value == pytest.approx(found.time_value + found.unvested_value)
    assert found.insight_ratio is not None
    assert 0 < found.insight_ratio < 1
    assert found.per_share * 1667 == pytest.approx(found.vested_value)


def test_black_scholes_of_a_grant_is_the_closed_form_through_its_last_day():
    record = sample_record()
    found = worth(record.ledger, "NQ-1", SAMPLE_DAY, Fraction("2.70"), Assumptions(1.0, 0.03))
    assert found is not None
    assert found.years == years_between(SAMPLE_DAY, date(2012, 12, 19))
    each = black_scholes(2.7, 1.2, found.years, Assumptions(1.0, 0.03))
    assert found.per_share == pytest.approx(each)
    assert found.unvested_value == pytest.approx(3600 * each)


def test_shares_that_wait_for_an_event_are_counted_and_not_valued():
    found = worth(sample_record().ledger, "NQ-3", SAMPLE_DAY, Fraction("2.70"), Assumptions(1.0, 0.03))
    assert found is not None
    assert (found.waiting, found.value, found.insight_ratio, found.per_share) == (2000, 0, None, 0)


def test_shares_that_can_never_be_exercised_are_worth_nothing():
    found = worth(sample_record().ledger, "NQ-4", SAMPLE_DAY, Fraction("2.70"), Assumptions(1.0, 0.03))
    assert found is not None
    assert (found.vested, found.value) == (0, 0)


def test_before_the_grant_there_is_nothing_to_value():
    assert worth(sample_record().ledger, "NQ-1", date(2002, 12, 19), Fraction(2), Assumptions(1.0, 0.03)) is None
