"""The vest audit: every generated schedule is explained by a rule that gives the same rows, every change is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings, strategies as st

from models.errors import Refusal
from models.facts.grant import ALLOCATIONS, DAYS_OF_MONTH, START_DAY, PeriodicPart
from models.rules.answers import Tranche
from models.rules.audit import MOST_ROWS, audit, first_difference, rule_words
from models.rules.vesting import build

MONTHLY = PeriodicPart(4810, date(2002, 12, 20), 48, 1, 12)


def rows_of(part: PeriodicPart) -> tuple[Tranche, ...]:
    return build((part,), {})[0]


@st.composite
def parts(draw):
    every = draw(st.sampled_from([1, 1, 3, 6, 12, 4]))
    number = draw(st.integers(1, 60).filter(lambda number: every * number <= 180))
    return PeriodicPart(
        draw(st.integers(1, 3000) | st.integers(3000, 10**6)),
        draw(st.dates(date(1990, 1, 1), date(2012, 12, 31))),
        every * number,
        every,
        draw(st.sampled_from([0, 12, every]).filter(lambda cliff: cliff <= every * number)),
        draw(st.sampled_from(ALLOCATIONS)),
        draw(st.just(START_DAY) | st.sampled_from(DAYS_OF_MONTH)),
    )


@settings(max_examples=30, deadline=None)
@given(parts())
def test_what_a_rule_made_a_rule_explains(part):
    rows = rows_of(part)
    found = audit(rows, rows, part.start)
    assert found.is_explained
    assert found.difference is None
    for rule in found.rules:
        assert rows_of(rule) == rows


@settings(max_examples=30, deadline=None)
@given(parts(), st.data())
def test_the_first_row_that_was_changed_is_the_difference(part, data):
    rows = list(rows_of(part))
    assume(len(rows) > 1)
    at = data.draw(st.integers(0, len(rows) - 1))
    changed = data.draw(st.sampled_from(["shares", "day", "missing"]))
    given_rows = list(rows)
    if changed == "shares":
        given_rows[at] = Tranche(rows[at].date, rows[at].shares + 1)
    elif changed == "day":
        given_rows[at] = Tranche(rows[at].date - timedelta(days=1), rows[at].shares)
        assume(given_rows[at].date not in {row.date for row in rows})
    else:
        del given_rows[at]
    difference = first_difference(rows, given_rows)
    assert difference is not None
    assert difference.date == (given_rows[at].date if changed == "day" else rows[at].date)
    assert str(difference.date) in difference.says
    assert first_difference(rows, rows) is None


def test_the_usual_monthly_schedule_with_a_cliff_is_named_exactly():
    found = audit(rows_of(MONTHLY), granted_on=date(2002, 12, 20))
    assert found.rules[0] == MONTHLY
    assert rule_words(found.rules[0]) == (
        "4,810 shares over 48 months from 2002-12-20, every month on day 20, nothing before 12 months;"
        " running totals rounded down"
    )


def test_the_company_s_own_officer_s_option_is_front_loaded():
    rows = [(date(1998, 3, 19), 166_667), (date(1999, 3, 19), 166_667), (date(2000, 3, 19), 166_666)]
    found = audit(rows, granted_on=date(1997, 3, 19))
    best = found.rules[0]
    assert (best.start, best.total_months, best.every_months) == (date(1997, 3, 19), 36, 12)
    assert {rule.allocation for rule in found.rules if rule.total_months == 36} == {"FRONT_LOADED"}
    assert "every 12 months" in rule_words(best)


def test_a_day_of_the_month_that_is_not_the_grant_s_is_named():
    part = PeriodicPart(1000, date(2003, 1, 10), 24, 3, 0, "CUMULATIVE_ROUND_DOWN", "01")
    assert audit(rows_of(part), granted_on=part.start).rules[0] == part


def test_the_last_of_every_month_is_told_from_the_thirtieth():
    part = PeriodicPart(1200, date(2003, 1, 31), 12, 1)
    found = audit(rows_of(part), granted_on=part.start)
    assert found.rules[0] == part
    assert rule_words(part).startswith(
        "1,200 shares over 12 months from 2003-01-31, every month on day 31 or the month's"
    )


def test_one_row_alone_is_everything_after_the_months_since_the_grant():
    rows = [(date(2005, 6, 1), 500)]
    assert audit(rows, granted_on=date(2003, 6, 1)).rules == (PeriodicPart(500, date(2003, 6, 1), 24, 24),)
    assert not audit(rows).is_explained
    assert not audit(rows, granted_on=date(2005, 6, 1)).is_explained


def test_what_was_due_before_the_grant_shown_together_on_it_is_explained_too():
    """Installments of March to May fall before a grant of 2003-05-15 that vests from 2003-02-01."""
    part = PeriodicPart(1200, date(2003, 2, 1), 12, 1)
    granted = date(2003, 5, 15)
    rows = [(granted, 300), *((row.date, row.shares) for row in rows_of(part)[3:])]
    found = audit(rows, granted_on=granted)
    assert found.merged_on == granted
    assert found.rules[0] == part
    assert audit(rows_of(part), granted_on=granted).merged_on is None


def test_rows_of_no_rule_are_left_unexplained():
    rows = [(date(2003, 1, 1), 10), (date(2003, 2, 5), 700), (date(2003, 7, 9), 3)]
    found = audit(rows, [Tranche(date(2003, 1, 1), 10)])
    assert not found.is_explained
    assert found.difference is not None
    assert found.difference.says == "On 2003-02-05 700 shares vest by the employer's schedule and none by the record"


def test_differences_say_what_a_person_would_look_for():
    recorded = [Tranche(date(2003, 1, 1), 100), Tranche(date(2003, 2, 1), 100)]
    moved = first_difference(recorded, [Tranche(date(2003, 1, 1), 100), Tranche(date(2003, 2, 3), 100)])
    assert moved is not None
    assert moved.says.endswith("none by the employer's schedule; theirs has that number on 2003-02-03")
    other = first_difference(recorded, [Tranche(date(2003, 1, 1), 100), Tranche(date(2003, 2, 1), 99)])
    assert other is not None
    assert (other.recorded, other.given) == (100, 99)
    assert other.says == (
        "On 2003-02-01, step 2, 100 shares vest by the record and 99 shares by the employer's schedule;"
        " up to there both have 100 shares"
    )


def test_rows_are_sorted_and_those_of_one_day_added():
    found = audit([(date(2003, 2, 1), 50), (date(2003, 1, 1), 100), (date(2003, 2, 1), 50), (date(2003, 3, 1), 0)])
    assert found.rows == (Tranche(date(2003, 1, 1), 100), Tranche(date(2003, 2, 1), 100))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "no rows with shares"),
        ([(date(2003, 1, 1), 0)], "no rows with shares"),
        ([(date(2003, 1, 1), -5)], "negative number of shares on 2003-01-01"),
        ([(date(1990, 1, 1) + timedelta(days=at), 1) for at in range(MOST_ROWS + 1)], "more than 1,200 rows"),
    ],
    ids=["none", "zero", "negative", "too-many"],
)
def test_rows_that_are_no_schedule_are_refused(rows, says):
    with pytest.raises(Refusal, match=says) as refused:
        audit(rows)
    assert (refused.value.code, refused.value.field) == ("bad_schedule", "rows")
