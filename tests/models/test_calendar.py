"""The calendar's rules against published days: closings, days without mail, days to deliver and to mail by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given, settings, strategies as st

from models.rules.calendar import (
    EXTRAORDINARY,
    _easter,
    deliver_by,
    exchange_closings,
    federal_holidays_when_open,
    is_delivery_day,
    market_days_before,
)
from tests.models.cases import load

DAY = timedelta(days=1)


def days(found: list[str]) -> set[date]:
    return {date.fromisoformat(day) for day in found}


def weekdays(years: range, of) -> set[date]:
    return {day for year in years for day in of(year) if day.weekday() < 5}


def test_closings_from_2002_to_2030_are_the_published_ones():
    published = load("market_days.json")
    assert weekdays(range(2002, 2031), exchange_closings) == days(published["closed"])
    assert weekdays(range(2002, 2031), federal_holidays_when_open) == days(published["open_but_federal_holiday"])


def test_closings_from_1970_to_2001_and_from_2031_to_2040_are_those_of_two_public_calendars():
    other = load("market_days_before_and_after.json")
    ours = weekdays(range(1970, 2002), exchange_closings) | weekdays(range(2031, 2041), exchange_closings)
    assert ours == days(other["closed"])


def test_every_day_of_the_published_years_is_a_delivery_day_or_has_a_reason_not_to_be():
    published = load("market_days.json")
    shut = days(published["closed"]) | days(published["open_but_federal_holiday"])
    day = date(2002, 1, 1)
    while day.year < 2031:
        assert is_delivery_day(day) == (day.weekday() < 5 and day not in shut), day
        day += DAY


def test_easter_is_that_of_the_church_for_every_year_of_the_program_and_long_after():
    assert all(_easter(year) == easter(year) for year in range(1970, 4100))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1971-10-25", True),  # Veterans Day on the fourth Monday of October from 1971
        ("1971-11-11", False),
        ("1977-10-24", True),
        ("1978-10-23", False),
        ("1978-11-11", True),  # a Saturday closes no other day
        ("1978-11-10", False),
        ("2007-11-12", True),  # a Sunday is kept on Monday
        ("1970-10-12", True),
        ("1971-10-11", True),
    ],
)
def test_days_without_mail_while_the_exchange_is_open(day, expected):
    day = date.fromisoformat(day)
    assert (day in federal_holidays_when_open(day.year)) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2004-12-31", False),  # New Year's Day on a Saturday closes nothing
        ("2006-01-02", True),  # on a Sunday: the Monday
        ("2010-12-24", True),  # Christmas on a Saturday
        ("2021-06-18", False),  # no Juneteenth yet
        ("2022-06-20", True),
        ("1997-01-20", False),  # Martin Luther King's day from 1998 on
        ("1998-01-19", True),
        ("1970-02-23", True),  # Washington's Birthday on its own day, a Sunday
        ("1971-02-15", True),
        ("1970-05-29", False),
        ("1980-11-04", True),  # the last presidential election day
        ("1984-11-06", False),
    ],
)
def test_rules_change_with_the_years(day, expected):
    day = date.fromisoformat(day)
    assert (day in exchange_closings(day.year)) is expected


def test_extraordinary_closings_are_weekdays_with_a_reason():
    assert len(EXTRAORDINARY) == 15
    for day, reason in EXTRAORDINARY.items():
        assert day.weekday() < 5
        assert reason
        assert not is_delivery_day(day)


@settings(max_examples=60)
@given(st.dates(date(1970, 1, 10), date(2300, 12, 31)))
def test_a_notice_is_delivered_on_the_last_open_day(day):
    by = deliver_by(day)
    assert by <= day
    assert is_delivery_day(by)
    assert not any(is_delivery_day(by + step * DAY) for step in range(1, (day - by).days + 1))
    assert (day - by).days <= 7


@settings(max_examples=30)
@given(st.dates(date(1970, 3, 1), date(2300, 12, 31)), st.integers(0, 30))
def test_mail_goes_so_many_open_days_before(day, count):
    by = deliver_by(day)
    mailed = market_days_before(by, count)
    between = sum(is_delivery_day(mailed + step * DAY) for step in range((by - mailed).days))
    assert between == count
    assert is_delivery_day(mailed)


def test_the_days_of_the_sample_by_hand():
    """2003-11-11 is Veterans Day, 2003-11-27 Thanksgiving: five open days before December 1."""
    assert deliver_by(date(2003, 11, 11)) == date(2003, 11, 10)
    assert market_days_before(date(2003, 12, 1), 5) == date(2003, 11, 21)


def test_before_1970_only_weekends_count():
    assert deliver_by(date(1969, 12, 25)) == date(1969, 12, 25)
    assert deliver_by(date(1969, 12, 28)) == date(1969, 12, 26)
