"""Offered defaults against the published tables, day by day at their edges."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.rules.offers import (
    sale_fees_offered,
    self_employment_estimate,
    settlement_day,
    state_rate_offered,
    states,
    trade_day,
)


@pytest.mark.parametrize(
    ("day", "per_million", "a_share"),
    [
        ("2002-03-31", "15.00", "0"),
        ("2002-04-01", "30.10", "0"),
        ("2002-10-01", "30.10", "0.0001"),
        ("2003-11-10", "46.80", "0.0001"),
        ("2025-05-14", "0", "0.000166"),
        ("2026-11-01", "20.60", "0"),
    ],
)
def test_fees_of_a_trade_date_are_those_in_force(day, per_million, a_share):
    offered = sale_fees_offered(date.fromisoformat(day), 100)
    assert offered.fees.proceeds_rate == Fraction(per_million) / 1_000_000
    assert offered.fees.per_share == Fraction(a_share)
    assert offered.fees.flat == 0


def test_the_trading_activity_fee_stops_at_its_cap():
    below, above = (sale_fees_offered(date(2003, 11, 10), shares) for shares in (100_000, 100_001))
    assert (below.fees.flat, below.fees.per_share) == (0, Fraction("0.0001"))
    assert (above.fees.flat, above.fees.per_share) == (10, 0)
    assert "reach the most" in above.notes[-1]


def test_the_broker_s_own_commission_is_added_and_sureness_is_that_of_the_least_sure_part():
    assert sale_fees_offered(date(2003, 11, 10), 100, Fraction("9.95")).fees.flat == Fraction("9.95")
    assert sale_fees_offered(date(2003, 11, 10), 100).checked == "high"
    assert sale_fees_offered(date(2003, 2, 1), 100).checked == "low"  # the trading activity fee of early 2003
    assert sale_fees_offered(date(2013, 2, 1), 100).checked == "medium"


def test_before_the_tables_nothing_is_made_up():
    offered = sale_fees_offered(date(1990, 1, 2), 100)
    assert (offered.fees.proceeds_rate, offered.checked, offered.settles_on) == (0, "low", None)
    assert "enter what the broker names" in offered.notes[0]


@pytest.mark.parametrize(
    ("traded", "settles"),
    [
        ("2003-11-10", "2003-11-14"),  # Veterans Day trades and does not settle
        ("2003-11-26", "2003-12-02"),  # Thanksgiving and a weekend
        ("2017-09-01", "2017-09-07"),  # the last day of T+3, over Labor Day
        ("2017-09-05", "2017-09-07"),
        ("2024-05-24", "2024-05-29"),  # the last day of T+2, over Memorial Day
        ("2024-05-28", "2024-05-29"),
    ],
)
def test_settlement_counts_days_on_which_banks_and_exchange_are_open(traded, settles):
    assert settlement_day(date.fromisoformat(traded)) == date.fromisoformat(settles)


def test_a_sale_is_made_on_a_day_with_a_market():
    assert trade_day(date(2003, 11, 9)) == date(2003, 11, 7)


def test_california_s_rate_goes_by_the_date():
    before, after = (state_rate_offered("CA", day) for day in (date(2009, 10, 31), date(2009, 11, 1)))
    assert (before.rate, before.checked) == (Fraction("0.093"), "medium")
    assert (after.rate, after.checked) == (Fraction("0.1023"), "high")
    assert (before.disability_rate, before.disability_limit) == (Fraction("0.011"), 90_669)
    assert "disability insurance of 1.1 % up to $90,669" in before.note


def test_california_s_disability_insurance_stops_at_its_limit():
    offered = state_rate_offered("CA", date(2003, 11, 10))
    assert offered.combined(Fraction(750), Fraction(50_000)) == Fraction("0.102")
    # 56,916 - 56,816 = 100 dollars of 750 are still below the limit.
    assert offered.combined(Fraction(750), Fraction(56_816)) == Fraction("0.093") + Fraction("0.009") * 100 / 750
    assert offered.combined(Fraction(750), Fraction(60_000)) == Fraction("0.093")
    assert offered.combined(Fraction(0), Fraction(0)) == Fraction("0.093")
    unlimited = state_rate_offered("CA", date(2025, 1, 2))
    assert unlimited.combined(Fraction(10**7), Fraction(10**7)) == Fraction("0.1143")
    assert "without a limit" in unlimited.note


def test_years_that_california_s_tables_lack_are_said():
    assert state_rate_offered("CA", date(2001, 12, 31)).rate is None
    later = state_rate_offered("CA", date(2027, 1, 1))
    assert (later.rate, later.checked) == (Fraction("0.1023"), "low")
    assert "is not known" in later.note


def test_other_states_are_offered_with_note_and_sureness():
    today = date(2026, 5, 1)
    assert state_rate_offered("IL", today)[:2] == ("IL", Fraction("0.0495"))
    assert state_rate_offered("TX", today).rate == 0
    assert state_rate_offered("NY", today).checked == "high"
    assert state_rate_offered("GA", today).checked == "low"
    assert state_rate_offered("CT", today).rate is None
    assert "enter what your employer withholds" in state_rate_offered("WI", today).note
    assert state_rate_offered("WI", today).rate is None
    assert state_rate_offered("IL", today).combined(Fraction(100), Fraction(0)) == Fraction("0.0495")
    assert state_rate_offered("CT", today).combined(Fraction(100), Fraction(0)) is None


def test_vermont_takes_a_part_of_the_federal_rate_of_the_day():
    assert state_rate_offered("VT", date(2026, 5, 1)).rate == Fraction("0.066")
    assert state_rate_offered("VT", date(1999, 5, 1)).rate is None


def test_another_year_s_entry_is_never_passed_off_as_this_year_s():
    offered = state_rate_offered("IL", date(2025, 5, 1))
    assert offered.checked == "low"
    assert "the entry of 2026; look up that of 2025" in offered.note


def test_every_state_and_the_district_can_be_asked_for_any_year():
    assert len(states()) == 51
    for state in states():
        for year in (2002, 2026, 2030):
            offered = state_rate_offered(state, date(year, 6, 1))
            assert offered.rate is None or 0 <= offered.rate < Fraction("0.2")
            assert offered.checked in ("high", "medium", "low")
    with pytest.raises(Refusal) as refused:
        state_rate_offered("XX", date(2026, 1, 1))
    assert refused.value.code == "unknown_state"


def test_self_employment_tax_by_hand():
    """$10,000 of 2003: net earnings 9,235.00; 12.4 % is 1,145.14, 2.9 % is 267.815, half up 267.82."""
    found = self_employment_estimate(Fraction(10_000), date(2003, 11, 10))
    assert found[:3] == (114_514, 26_782, 0)
    assert found.total == 141_296
    assert "estimate" in found.note


def test_self_employment_tax_at_its_limits():
    base = self_employment_estimate(Fraction(10_000), date(2003, 11, 10), Fraction(86_000))
    assert base.social_security == 12_400  # 12.4 % of the 1,000 left below 87,000
    assert self_employment_estimate(Fraction(10_000), date(2003, 11, 10), Fraction(87_000)).social_security == 0
    over = self_employment_estimate(Fraction(10_000), date(2020, 1, 2), Fraction(200_000))
    assert over.additional_medicare == 8312  # 0.9 % of 9,235.00 = 83.115
    assert self_employment_estimate(Fraction(10_000), date(2020, 1, 2), Fraction(190_765)).additional_medicare == 0
    assert self_employment_estimate(Fraction(10_000), date(2020, 1, 2), Fraction(190_865)).additional_medicare == 90
    assert self_employment_estimate(Fraction(-5), date(2003, 1, 2)).total == 0
    with pytest.raises(Refusal) as refused:
        self_employment_estimate(Fraction(1), date(2001, 1, 2))
    assert refused.value.code == "no_rates"


# -- what is said beside the figures -----------------------------------------------------------------------


def test_each_fee_says_where_it_comes_from():
    offered = sale_fees_offered(date(2003, 11, 10), 100)
    section_31, activity = offered.notes
    assert section_31.endswith("$46.80 for a million dollars of proceeds")
    assert activity.endswith("$0.0001 a share, at most $10.00")
    assert sale_fees_offered(date(2002, 4, 1), 100).notes[0].endswith("$30.10 for a million dollars of proceeds")


def test_the_settlement_of_a_weekend_s_sale_and_of_a_friday_s():
    """Three open days after Saturday 2003-11-15 are the 17th, 18th and 19th."""
    assert settlement_day(date(2003, 11, 15)) == date(2003, 11, 19)
    assert settlement_day(date(2003, 11, 14)) == date(2003, 11, 19)


def test_a_state_s_own_note_is_shown_and_only_where_there_is_one():
    """Alabama's entry has none, Indiana's county rates come on top."""
    assert state_rate_offered("AL", date(2026, 5, 1)).note == ""
    assert state_rate_offered("IN", date(2026, 5, 1)).note == "plus county rate"


@pytest.mark.parametrize(("day", "checked"), [("2001-12-31", "low"), ("2027-01-01", "low"), ("2003-11-10", "medium")])
def test_california_is_named_whatever_is_known_of_the_day(day, checked):
    offered = state_rate_offered("CA", date.fromisoformat(day))
    assert (offered.state, offered.checked) == ("CA", checked)


def test_an_unknown_state_is_refused_at_its_field():
    with pytest.raises(Refusal) as refused:
        state_rate_offered("XX", date(2026, 1, 1))
    assert refused.value.field == "state"


def test_disability_insurance_on_a_single_dollar_or_less():
    """A dollar is taxed like any income; of nothing nothing is taken, so the rate alone is offered."""
    offered = state_rate_offered("CA", date(2003, 11, 10))
    assert offered.combined(Fraction(1), Fraction(0)) == Fraction("0.102")
    assert offered.combined(Fraction(1, 2), Fraction(56_915)) == Fraction("0.102")
    assert offered.combined(Fraction(-1), Fraction(0)) == Fraction("0.093")
    assert offered.combined(Fraction(1000), Fraction(56_915)) == Fraction("0.093") + Fraction("0.009") / 1000


def test_all_parts_of_self_employment_tax_add_up_above_the_limit():
    """$10,000 after $200,000 of wages in 2020: no social security above 137,700; 2.9 % of 9,235 and 0.9 % of it."""
    found = self_employment_estimate(Fraction(10_000), date(2020, 1, 2), Fraction(200_000))
    assert found[:3] == (0, 26_782, 8312)
    assert found.total == 35_094


def test_self_employment_in_a_year_without_any_table_is_refused():
    for year in (1999, 2001, 2027, 2100):
        with pytest.raises(Refusal) as refused:
            self_employment_estimate(Fraction(1), date(year, 1, 2))
        assert refused.value.code == "no_rates"
