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


def add_years(anchor: date, years: int) -> date:
    """The anniversary; 29 February becomes 28 February in a common year (paragraph 7 as read here)."""
    return add_months(anchor, 12 * years)
