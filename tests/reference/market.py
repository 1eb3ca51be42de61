"""Days on which a notice can be delivered: no weekend, no full closing of the exchange, no day without mail."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

ONE = timedelta(days=1)
MONDAY, TUESDAY, THURSDAY, SATURDAY, SUNDAY = 0, 1, 3, 5, 6

# Full-day closings of the New York Stock Exchange outside its holiday rule, from 1970 on.
EXTRAORDINARY = {
    date(1972, 12, 28),  # mourning for H. Truman
    date(1973, 1, 25),  # mourning for L. Johnson
    date(1977, 7, 14),  # power failure in New York
    date(1985, 9, 27),  # hurricane Gloria
    date(1994, 4, 27),  # mourning for R. Nixon
    date(2001, 9, 11),
    date(2001, 9, 12),
    date(2001, 9, 13),
    date(2001, 9, 14),
    date(2004, 6, 11),  # mourning for R. Reagan
    date(2007, 1, 2),  # mourning for G. Ford
    date(2012, 10, 29),  # hurricane Sandy
    date(2012, 10, 30),
    date(2018, 12, 5),  # mourning for G. H. W. Bush
    date(2025, 1, 9),  # mourning for J. Carter
}


def nth(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def last_monday_of_may(year: int) -> date:
    day = date(year, 5, 31)
    return day - timedelta(days=day.weekday())


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the usual counting of epact and Sunday letter."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, odd = divmod(century, 4)
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * odd + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def moved(day: date) -> date | None:
    """Sunday's holiday is kept on Monday, Saturday's on Friday unless that Friday closes a month's books."""
    if day.weekday() == SUNDAY:
        return day + ONE
    if day.weekday() == SATURDAY:
        friday = day - ONE
        return None if (friday + timedelta(days=3)).month != friday.month else friday
    return day


@cache
def exchange_closings(year: int) -> frozenset[date]:
    """The exchange's full-day closings of one year."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 12, 25)]
    days = [nth(year, 9, MONDAY, 1), nth(year, 11, THURSDAY, 4), easter(year) - 2 * ONE]
    if year >= 1971:
        days += [nth(year, 2, MONDAY, 3), last_monday_of_may(year)]
    else:
        fixed += [date(year, 2, 22), date(year, 5, 30)]
    if year >= 1998:
        days.append(nth(year, 1, MONDAY, 3))
    if year >= 2022:
        fixed.append(date(year, 6, 19))
    if year in (1972, 1976, 1980):
        days.append(nth(year, 11, MONDAY, 1) + ONE)
    kept = [day for day in map(moved, fixed) if day is not None]
    return frozenset(days) | frozenset(kept) | frozenset(day for day in EXTRAORDINARY if day.year == year)


@cache
def no_mail(year: int) -> frozenset[date]:
    """Columbus Day and Veterans Day as the mail keeps them: Sunday's on Monday, Saturday's on no other day."""
    days = {nth(year, 10, MONDAY, 2)}
    veterans = nth(year, 10, MONDAY, 4) if 1971 <= year <= 1977 else date(year, 11, 11)
    days.add(veterans + ONE if veterans.weekday() == SUNDAY else veterans)
    return frozenset(days)


def deliverable(day: date) -> bool:
    closed = exchange_closings(day.year) | no_mail(day.year)
    return day.weekday() < SATURDAY and day not in closed


def deliver_by(day: date) -> date:
    """The last day on or before the given one on which a notice can be handed over."""
    while not deliverable(day):
        day -= ONE
    return day
