"""The vest audit at its edges: which rules it may offer, which of several comes first, and what it says of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from models.facts.grant import ALLOCATIONS, DAYS_OF_MONTH, START_DAY, PeriodicPart
from models.rules.answers import Tranche
from models.rules.audit import MOST_ROWS, audit, first_difference, rule_words
from models.rules.vesting import build
from models.values.dates import add_months

LAST_OF_MONTH = "29_OR_LAST_DAY_OF_MONTH"


def rows_of(part: PeriodicPart) -> tuple[Tranche, ...]:
    return build((part,), {})[0]


def merged_on(granted: date, part: PeriodicPart) -> list[Tranche]:
    """The rows of a part with those before the grant together on its day."""
    rows = rows_of(part)
    early = sum(row.shares for row in rows if row.date <= granted)
    return [Tranche(granted, early), *(row for row in rows if row.date > granted)]


def is_a_fact(rule: PeriodicPart) -> bool:
    """Whether a record may hold the rule: its months, its start and its day within the contract's bounds."""
    return (
        1 <= rule.total_months <= 1200
        and rule.total_months % rule.every_months == 0
        and 0 <= rule.cliff_months <= rule.total_months
        and rule.start >= date(1970, 1, 1)
        and rule.day_of_month in (START_DAY, *DAYS_OF_MONTH)
    )


# -- every rule there is, and no other ---------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(
    st.integers(1, 400),
    st.dates(date(1970, 1, 1), date(1975, 12, 31)),
    st.sampled_from([1, 3, 4]),
    st.integers(2, 20),
    st.integers(0, 20),
    st.sampled_from(DAYS_OF_MONTH),
)
def test_a_rule_with_any_cliff_is_found_and_all_that_are_found_can_be_entered(shares, start, every, number, cliff, day):
    part = PeriodicPart(shares, start, every * number, every, min(cliff, every * number), ALLOCATIONS[0], day)
    found = audit(rows_of(part), granted_on=start)
    assert found.is_explained
    assert all(is_a_fact(rule) and rows_of(rule) == rows_of(part) for rule in found.rules)


def test_a_cliff_between_two_installments_is_found():
    """Every year for three years, nothing before 18 months: the first year on the cliff's day, then year by year."""
    part = PeriodicPart(3600, date(2003, 1, 10), 36, 12, 18)
    rows = [(date(2004, 7, 10), 1200), (date(2005, 1, 10), 1200), (date(2006, 1, 10), 1200)]
    assert part in audit(rows, granted_on=part.start).rules


def test_a_cliff_of_one_step_is_no_cliff():
    rules = audit(rows_of(PeriodicPart(1200, date(2003, 1, 10), 12, 1))).rules
    assert {rule.cliff_months for rule in rules if rule.total_months == 12} == {0}


def test_steps_without_a_share_are_found():
    """Five shares over twelve months: 5k/12 reaches a whole number after months 3, 5, 8, 10 and 12."""
    rows = [(date(2003, month, 10), 1) for month in (4, 6, 9, 11)] + [(date(2004, 1, 10), 1)]
    assert PeriodicPart(5, date(2003, 1, 10), 12, 1) in audit(rows).rules


def test_one_share_every_second_month_is_every_month_s_half_share_too():
    rows = [(date(2003, month, 10), 1) for month in (3, 5, 7, 9)]
    rules = audit(rows).rules
    assert PeriodicPart(4, date(2003, 1, 10), 8, 1) in rules
    assert PeriodicPart(4, date(2003, 1, 10), 8, 2) in rules


@pytest.mark.parametrize(("months", "is_found"), [(1200, True), (1212, False)])
def test_a_rule_lasts_no_longer_than_a_record_may_say(months, is_found):
    part = PeriodicPart(100 * months, date(1990, 6, 1), months, 12)
    rules = audit(rows_of(part)).rules
    assert (part in rules) == is_found
    assert all(is_a_fact(rule) for rule in rules)


@pytest.mark.slow
def test_a_hundred_years_by_the_month_are_the_most():
    """A first row and ten of two shares: any number of steps before that gives two shares each, from 801 on."""
    part = PeriodicPart(2402, date(1990, 6, 1), 1201, 1, 1191)
    rules = audit(rows_of(part)).rules
    assert {rule.total_months for rule in rules} == set(range(801, 1201))


def test_a_start_may_be_in_the_first_month_of_1970_and_not_before():
    part = PeriodicPart(12, date(1970, 1, 5), 12, 1)
    rules = audit([(date(1970, 6, 5), 5), *rows_of(part)[5:]]).rules
    assert min(rule.start for rule in rules) == date(1970, 1, 5)


@pytest.mark.parametrize(("row", "months"), [(date(2090, 6, 1), 1200), (date(2090, 7, 1), None)])
def test_one_row_alone_comes_at_most_a_hundred_years_after_the_grant(row, months):
    rules = audit([(row, 500)], granted_on=date(1990, 6, 1)).rules
    assert [rule.total_months for rule in rules] == ([] if months is None else [months])


# -- the day of the month ----------------------------------------------------------------------------------


def test_the_28th_of_february_may_be_any_of_the_last_days():
    """Three years without a leap day: the rows cannot tell the 28th from the month's last."""
    rows = [(date(year, 2, 28), 100) for year in (2005, 2006, 2007)]
    rules = audit(rows, granted_on=date(2004, 2, 10)).rules
    own = {rule.day_of_month for rule in rules if rule.start == date(2004, 2, 10)}
    assert own == {"28", LAST_OF_MONTH, "30_OR_LAST_DAY_OF_MONTH", "31_OR_LAST_DAY_OF_MONTH"}


def test_the_first_of_the_month_is_named():
    rows = [(date(2003, month, 1), 100) for month in (2, 3, 4)]
    assert audit(rows, granted_on=date(2003, 1, 15)).rules[0].day_of_month == "01"


# -- merged rows -------------------------------------------------------------------------------------------


def test_one_installment_before_the_grant_shown_on_it():
    part = PeriodicPart(1200, date(2003, 2, 1), 12, 3)
    granted = date(2003, 5, 15)
    found = audit(merged_on(granted, part), granted_on=granted)
    assert found.merged_on == granted
    assert part in found.rules


@pytest.mark.parametrize("allocation", ALLOCATIONS)
def test_merged_rows_of_every_allocation(allocation):
    """Eighteen shares in four steps, the first two before the grant."""
    part = PeriodicPart(18, date(2003, 2, 1), 48, 12, 0, allocation)
    granted = date(2005, 5, 15)
    assert part in audit(merged_on(granted, part), granted_on=granted).rules


def test_merged_rules_stay_within_what_a_record_may_say():
    """A hundred yearly steps, the first of them before the grant: no rule may start before 1970 or last longer."""
    part = PeriodicPart(10_000, date(1970, 1, 5), 1200, 12)
    granted = date(2000, 6, 1)
    rules = audit(merged_on(granted, part), granted_on=granted).rules
    assert part in rules
    assert all(is_a_fact(rule) for rule in rules)
    for start in (date(1970, 1, 5), date(1990, 1, 5)):
        # 10,150 shares are a hundred a step in 100 steps as in 101: all odd shares are merged with the first.
        later = PeriodicPart(10_150, start, 1200, 12, 0, "FRONT_LOADED_TO_SINGLE_TRANCHE")
        rules = audit(merged_on(granted, later), granted_on=granted).rules
        assert later in rules
        assert all(is_a_fact(rule) for rule in rules)


# -- which comes first -------------------------------------------------------------------------------------

# One share a month for three years after twelve at first: the first row may be 1 to 12 steps together.
ODD_FIRST = [(date(2004, 1, 10), 12), *((add_months(date(2004, 1, 10), k), 1) for k in range(1, 37))]


def test_usual_lengths_come_first_then_the_shorter_ones():
    """All odd shares to the first of 37 or more steps, or one each to the last 48 of any number, back to 1970."""
    lengths = dict.fromkeys(rule.total_months for rule in audit(ODD_FIRST).rules)
    usual = [48, 60, 72, 84, 120]
    assert list(lengths) == usual + [months for months in range(37, 37 * 12 + 1) if months not in usual]


def test_a_rule_from_the_grant_date_comes_before_usual_lengths():
    """Forty months before the last row lies 2003-09-10."""
    rules = audit(ODD_FIRST, granted_on=date(2003, 9, 10)).rules
    assert [rule.total_months for rule in rules if rule.start == date(2003, 9, 10)] == [rules[0].total_months]
    assert (rules[0].total_months, rules[0].cliff_months) == (40, 4)


def test_usual_steps_come_first_then_the_shorter_ones():
    """Three shares after months 4, 8 and 12: a third, two thirds or a whole share at a time."""
    rows = [(date(2003, month, 10), 1) for month in (5, 9)] + [(date(2004, 1, 10), 1)]
    rules = [rule for rule in audit(rows).rules if rule.total_months == 12 and rule.allocation == ALLOCATIONS[0]]
    assert [rule.every_months for rule in rules] == [1, 2, 4]


def test_the_start_s_own_day_comes_before_a_day_that_is_named():
    rows = [(date(year, 2, 28), 100) for year in (2005, 2006, 2007)]
    days = [rule.day_of_month for rule in audit(rows).rules if rule.total_months == 36]
    assert days[0] == START_DAY
    assert days[-1] != START_DAY


# -- words and bounds --------------------------------------------------------------------------------------


WORDS = (
    "running totals rounded down",
    "running totals rounded to the nearest share",
    "odd shares one each to the first steps",
    "odd shares one each to the last steps",
    "all odd shares to the first step",
    "all odd shares to the last step",
)


@pytest.mark.parametrize(("allocation", "words"), list(zip(ALLOCATIONS, WORDS, strict=True)))
def test_every_allocation_has_words(allocation, words):
    assert rule_words(PeriodicPart(18, date(2003, 2, 1), 48, 12, 0, allocation)).endswith(f"; {words}")


@pytest.mark.parametrize(
    ("day", "words"),
    [("05", "on day 5,"), ("28", "on day 28,"), (LAST_OF_MONTH, "on day 29 or the month's last,")],
)
def test_a_day_that_some_months_lack_is_said_to_be_their_last(day, words):
    said = rule_words(PeriodicPart(18, date(2003, 2, 1), 48, 12, 0, "CUMULATIVE_ROUND_DOWN", day))
    assert words in said
    assert "without a cliff" in said


def test_a_difference_says_how_many_both_have_before():
    days = [date(2003, month, 1) for month in (1, 2, 3)]
    recorded = [Tranche(day, shares) for day, shares in zip(days, (100, 40, 60), strict=True)]
    given_rows = [Tranche(day, shares) for day, shares in zip(days, (100, 40, 61), strict=True)]
    found = first_difference(recorded, given_rows)
    assert found is not None
    assert found.says.endswith(
        "step 3, 60 shares vest by the record and 61 shares by the employer's schedule;"
        " up to there both have 140 shares"
    )


def test_as_many_rows_as_a_schedule_may_have_are_taken():
    rows = [(date(1990, 1, 1) + timedelta(days=at), 1) for at in range(MOST_ROWS)]
    assert len(audit(rows).rows) == 1200
