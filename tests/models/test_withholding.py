"""Withholding at each of its limits, by hand, and the tables at the edges of their days."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from models.errors import Refusal
from models.facts.payment import WithholdingRates
from models.rules.answers import Withheld
from models.rules.withholding import Bracket, Rates, brackets, period_of, rates_for, table_rates, withhold

PLAIN = Rates(*map(Fraction, ("0.25", "0.35", "0.062", "100000", "0.0145", "0.0235")))
LAW = Rates(*map(Fraction, ("0.22", "0.37", "0.062", "184500", "0.0145", "0.009")))


def dollars(*amounts: str) -> list[Fraction]:
    return [Fraction(amount) for amount in amounts]


def stated(**given_amounts: str | int) -> WithholdingRates:
    return WithholdingRates(**{name: Fraction(value) for name, value in given_amounts.items()})


@pytest.mark.parametrize(
    ("income", "given_amounts", "expected"),
    [
        ("10000", {}, (2200_00, 620_00, 145_00, 0)),
        ("10000", {"state": "0.1023"}, (2200_00, 620_00, 145_00, 1023_00)),
        # social security up to the base: 500 of 10,000 are left
        ("10000", {"wages_to_date": 184_000}, (2200_00, 31_00, 145_00, 0)),
        ("10000", {"wages_to_date": 184_500}, (2200_00, 0, 145_00, 0)),
        ("10000", {"wages_to_date": 190_000}, (2200_00, 0, 145_00, 0)),
        # additional Medicare above 200,000: of 10,000 the last 5,000, then all
        ("10000", {"wages_to_date": 195_000}, (2200_00, 0, 190_00, 0)),
        ("10000", {"wages_to_date": 200_000}, (2200_00, 0, 235_00, 0)),
        ("10000", {"wages_to_date": 250_000}, (2200_00, 0, 235_00, 0)),
        # the higher federal rate above a million of supplemental wages
        ("10000", {"supplemental_to_date": 996_000}, (880_00 + 2220_00, 620_00, 145_00, 0)),
        ("10000", {"supplemental_to_date": 1_000_000}, (3700_00, 620_00, 145_00, 0)),
        ("10000", {"supplemental_to_date": 2_000_000}, (3700_00, 620_00, 145_00, 0)),
        ("0", {}, (0, 0, 0, 0)),
        ("-5", {"state": "1"}, (0, 0, 0, 0)),
    ],
)
def test_each_item_at_its_limits(income, given_amounts, expected):
    found = withhold(Fraction(income), stated(**given_amounts), LAW)
    assert found == expected
    assert found.total == sum(expected)


def test_items_are_rounded_half_up_each_on_its_own():
    """0.25 x 0.10 = 2.5 cents, 0.062 x 0.10 = 0.62, 0.0145 x 0.10 = 0.145, 0.05 x 0.10 = 0.5."""
    rates = Rates(*dollars("0.25", "0.25", "0.062", "100000", "0.0145", "0"))
    assert withhold(Fraction("0.10"), stated(state="0.05"), rates) == Withheld(3, 1, 0, 1)


@settings(max_examples=80)
@given(
    st.fractions(0, 3_000_000, max_denominator=10**6),
    st.integers(0, 400_000),
    st.integers(0, 1_500_000),
    st.sampled_from([PLAIN, LAW]),
)
def test_the_brackets_are_the_law_s_own_words(income, wages, supplemental, rates):
    """Minimum and maximum as the rules say them, against the lines that the grid is drawn with."""
    own = stated(wages_to_date=wages, supplemental_to_date=supplemental, state="0.05")
    ordinary = max(Fraction(0), min(income, 1_000_000 - supplemental))
    secured = max(Fraction(0), min(income, rates.wage_base - wages))
    over = max(Fraction(0), min(income, wages + income - 200_000))
    exact = (
        rates.federal * ordinary + rates.federal_above_million * (income - ordinary),
        rates.social_security * secured,
        rates.medicare * income + rates.additional_medicare * over,
        own.state * income,
    )
    found = withhold(income, own, rates)
    for cents, amount in zip(found, exact, strict=True):
        assert abs(cents - 100 * amount) <= Fraction(1, 2)


def test_a_limit_at_which_nothing_changes_is_none():
    same = Rates(*dollars("0.25", "0.25", "0", "100000", "0.0145", "0"))
    assert brackets(WithholdingRates(), same) == (
        Bracket(Fraction("0.25")),
        Bracket(Fraction(0)),
        Bracket(Fraction("0.0145")),
        Bracket(Fraction(0)),
    )


# -- the tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "federal", "above", "security", "base", "additional"),
    [
        ("2002-01-01", "0.27", "0.27", "0.062", 84_900, "0"),
        ("2003-05-27", "0.27", "0.27", "0.062", 87_000, "0"),
        ("2003-05-28", "0.25", "0.25", "0.062", 87_000, "0"),
        ("2004-12-31", "0.25", "0.25", "0.062", 87_900, "0"),
        ("2005-01-01", "0.25", "0.35", "0.062", 90_000, "0"),
        ("2011-06-01", "0.25", "0.35", "0.042", 106_800, "0"),
        ("2012-12-31", "0.25", "0.35", "0.042", 110_100, "0"),
        ("2013-01-01", "0.25", "0.396", "0.062", 113_700, "0.009"),
        ("2017-12-31", "0.25", "0.396", "0.062", 127_200, "0.009"),
        ("2018-01-01", "0.22", "0.37", "0.062", 128_400, "0.009"),
        ("2026-12-31", "0.22", "0.37", "0.062", 184_500, "0.009"),
    ],
)
def test_rates_by_law_on_a_day(day, federal, above, security, base, additional):
    found = table_rates(date.fromisoformat(day))
    assert found == Rates(*dollars(federal, above, security, str(base), "0.0145", additional))


@pytest.mark.parametrize("day", ["1970-01-01", "2001-12-31", "2027-01-01", "2200-12-31"])
def test_a_year_without_a_table_has_no_rates(day):
    on = date.fromisoformat(day)
    assert table_rates(on) is None
    with pytest.raises(Refusal, match=f"no withholding rates for {on.year}") as refused:
        rates_for(WithholdingRates(state=Fraction("0.1")), on)
    assert refused.value.code == "no_rates"


def test_days_of_one_period_have_one_set_of_rates_and_the_next_differs():
    first = date(2002, 1, 1)
    seen: dict[int, Rates | None] = {}
    for number in range((date(2027, 3, 1) - first).days):
        day = first + timedelta(days=number)
        assert seen.setdefault(period_of(day), table_rates(day)) == table_rates(day)
    assert period_of(date(2001, 12, 31)) < period_of(first)
    # Every year, the change within 2003, and the year after the last.
    assert len(seen) == 27


def test_own_rates_go_before_those_of_the_table():
    on = date(2026, 5, 1)
    own = rates_for(stated(federal="0.3", wage_base=1), on)
    assert own == LAW._replace(federal=Fraction("0.3"), wage_base=Fraction(1))
    assert rates_for(WithholdingRates(), on) == LAW
    everything = stated(**dict.fromkeys(Rates._fields, "0.5"))
    assert rates_for(everything, date(1980, 1, 1)) == Rates(*[Fraction("0.5")] * 6)


def test_before_there_was_a_rate_above_a_million_an_own_federal_rate_goes_on():
    early, late = date(2004, 5, 1), date(2005, 5, 1)
    assert rates_for(stated(federal="0.3"), early).federal_above_million == Fraction("0.3")
    assert rates_for(stated(federal="0.3"), late).federal_above_million == Fraction("0.35")
    assert rates_for(stated(federal="0.3", federal_above_million="0.4"), early).federal_above_million == Fraction("0.4")
    last = date(2012, 12, 31)  # of one rate above a million; the next begins the day after
    assert rates_for(stated(federal="0.3"), last).federal_above_million == Fraction("0.35")
    assert rates_for(stated(wage_base=5), early).federal_above_million == Fraction("0.25")
