"""Days on which a notice can be delivered: no weekend, no full-day closing of the NYSE, no federal holiday.

Sources: NYSE Rule 51 / 7.2 and the exchange's own history of closings; 5 U.S.C. 6103 for Columbus and Veterans Day.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from models.values.dates import FIRST_DAY

_DAY = timedelta(days=1)
MONDAY, THURSDAY, SATURDAY = 0, 3, 5

# Full-day closings outside the yearly rules, from 1970 on, each with its reason.
EXTRAORDINARY = {
    date(1972, 12, 28): "funeral of former President Truman",
    date(1973, 1, 25): "funeral of former President Johnson",
    date(1977, 7, 14): "blackout in New York City",
    date(1985, 9, 27): "Hurricane Gloria",
    date(1994, 4, 27): "funeral of former President Nixon",
    date(2001, 9, 11): "attack on the World Trade Center",
    date(2001, 9, 12): "attack on the World Trade Center",
    date(2001, 9, 13): "attack on the World Trade Center",
    date(2001, 9, 14): "attack on the World Trade Center",
    date(2004, 6, 11): "funeral of former President Reagan",
    date(2007, 1, 2): "funeral of former President Ford",
    date(2012, 10, 29): "Hurricane Sandy",
    date(2012, 10, 30): "Hurricane Sandy",
    date(2018, 12, 5): "funeral of former President G. H. W. Bush",
    date(2025, 1, 9): "funeral of former President Carter",
}


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _shifted(day: date) -> date:
    """A fixed holiday as the exchange keeps it: Saturday on Friday, Sunday on Monday."""
    if day.weekday() == SATURDAY:
        return day - _DAY
    return _sunday_shifted(day)


def _sunday_shifted(day: date) -> date:
    """A Sunday holiday on Monday; a Saturday one closes no other day."""
    return day + _DAY if day.weekday() == SATURDAY + 1 else day


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian rules (the algorithm published anonymously in Nature, 1876)."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    correction = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + correction + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - moon - in_century % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def exchange_closings(year: int) -> frozenset[date]:
    """The full-day closings of the NYSE in `year` (1970 or later) by its rules and its extraordinary closings."""
    days = {
        # New Year's Day on a Saturday closes nothing: the Friday ends the year's books.
        _sunday_shifted(date(year, 1, 1)),
        _easter(year) - 2 * _DAY,
        _nth(year, 2, MONDAY, 3) if year >= 1971 else _shifted(date(year, 2, 22)),
        _last_monday_of_may(year) if year >= 1971 else _sunday_shifted(date(year, 5, 30)),
        _shifted(date(year, 7, 4)),
        _nth(year, 9, MONDAY, 1),
        _nth(year, 11, THURSDAY, 4),
        _shifted(date(year, 12, 25)),
    }
    if year >= 1998:
        days.add(_nth(year, 1, MONDAY, 3))
    if year >= 2022:
        days.add(_shifted(date(year, 6, 19)))
    if year in (1972, 1976, 1980):  # presidential election days, for the last time in 1980
        days.add(_nth(year, 11, MONDAY, 1) + _DAY)
    return frozenset(days | {day for day in EXTRAORDINARY if day.year == year})


@cache
def federal_holidays_when_open(year: int) -> frozenset[date]:
    """Columbus Day and Veterans Day as kept: the exchange is open, federal offices and the mail are not."""
    veterans = _nth(year, 10, MONDAY, 4) if 1971 <= year <= 1977 else _sunday_shifted(date(year, 11, 11))
    columbus = _nth(year, 10, MONDAY, 2) if year >= 1971 else _sunday_shifted(date(year, 10, 12))
    return frozenset((columbus, veterans))


def is_delivery_day(day: date) -> bool:
    """Whether mail and offices work on `day`."""
    if day.weekday() >= SATURDAY:
        return False
    if day.year < FIRST_DAY.year:
        return True
    return day not in exchange_closings(day.year) and day not in federal_holidays_when_open(day.year)


def deliver_by(last_day: date) -> date:
    """The last delivery day on or before `last_day`."""
    while not is_delivery_day(last_day):
        last_day -= _DAY
    return last_day


def market_days_before(day: date, count: int) -> date:
    """The delivery day `count` delivery days before `day`: by when to mail."""
    for _ in range(count):
        day = deliver_by(day - _DAY)
    return day
