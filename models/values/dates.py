"""Calendar dates without time or zone: reading them strictly, and counting months from an anchor."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from models.errors import Refusal
from models.values.money import quoted

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2200, 12, 31)

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FOUR_YEARS = (31, 29, *_MONTH_DAYS[2:], *_MONTH_DAYS * 3)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@lru_cache(maxsize=1 << 14)  # a record says the same days again and again
def iso_date(text: str) -> date:
    """The date written `YYYY-MM-DD`, from 1970-01-01 to 2200-12-31; else Refusal `bad_date`."""
    if not _ISO.fullmatch(text):
        raise Refusal("bad_date", f"must be a date such as 2003-11-10, not {quoted(text)}")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal("bad_date", f"there is no day {text}; check the month and the day") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refusal("bad_date", f"must be from {FIRST_DAY} to {LAST_DAY}, not {text}")
    return day


def add_months(anchor: date, months: int, day: int | None = None) -> date:
    """`months` after `anchor`'s month, on `day` (the anchor's own when None) or that month's last day.

    Always counted from the anchor, so 31 January + 1 month is the last of February and + 2 months is 31 March.
    """
    year, month0 = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    wanted = day or anchor.day
    if wanted > 28:
        wanted = min(wanted, _days_in(year, month0))
    return date(year, month0 + 1, wanted)


def _days_in(year: int, month0: int) -> int:
    if month0 == 1:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return _MONTH_DAYS[month0]


def months_from(anchor: date, months: range, day: int) -> list[date]:
    """`add_months` for many numbers of months at once."""
    first = anchor.year * 12 + anchor.month - 1
    numbers = range(first + months.start, first + months.stop, months.step)
    if day <= 28:
        return [date(number // 12, number % 12 + 1, day) for number in numbers]
    lasts = _FOUR_YEARS
    if _is_plain(numbers):
        return [date(number // 12, number % 12 + 1, min(day, lasts[number % 48])) for number in numbers]
    return [date(number // 12, number % 12 + 1, min(day, _days_in(number // 12, number % 12))) for number in numbers]


def _is_plain(months: range) -> bool:
    """Whether every fourth of these years is a leap year: they lie between the Februaries that end two centuries."""
    return bool(months) and months[0] // 1200 == months[-1] // 1200 and months[0] % 1200 > 1


def add_years(anchor: date, years: int) -> date:
    """The anniversary; 29 February becomes 28 February in a common year (paragraph 7 as read here)."""
    return add_months(anchor, 12 * years)
