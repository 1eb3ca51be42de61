"""One way to show a figure: money, prices, shares, dates and spans of days in the words of this program."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction

from models.values.money import price_text, rate_text

_ISO = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b", re.ASCII)
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EM DASH}"
NBSP = "\N{NO-BREAK SPACE}"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def money(cents: int | None) -> str:
    """Cents as dollars with thousands separators: 60000 -> "$600.00"; None (not known) is a dash."""
    if cents is None:
        return DASH
    dollars, rest = divmod(abs(cents), 100)
    return f"{MINUS if cents < 0 else ''}${dollars:,}.{rest:02d}"


def money_change(cents: int | None) -> str:
    """A difference in money with its sign always written: "+$12.00"."""
    return money(cents) if cents is None or cents <= 0 else f"+{money(cents)}"


def round_money(cents: int | None) -> str:
    """Cents as whole dollars, toward zero, for places where cents would be noise."""
    if cents is None:
        return DASH
    return f"{MINUS if cents < 0 else ''}${abs(cents) // 100:,}"


def price(dollars: Fraction | None) -> str:
    """A price of one share with as many decimals as it needs: 6/5 -> "$1.20"."""
    if dollars is None:
        return DASH
    sign, text = (MINUS, price_text(-dollars)) if dollars < 0 else ("", price_text(dollars))
    whole, _, decimals = text.partition(".")
    return f"{sign}${int(whole):,}.{decimals}"


def shares(number: int | None) -> str:
    """A number of shares with thousands separators: 1354 -> "1,354"."""
    if number is None:
        return DASH
    return f"{MINUS if number < 0 else ''}{abs(number):,}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: (1, "share") -> "1 share", (1354, "share") -> "1,354 shares"."""
    return f"{shares(number)} {one if number == 1 else many or one + 's'}"


def percent(rate: Fraction | None) -> str:
    """A rate as a percentage with as many decimals as it needs: 11/50 -> "22%"."""
    return DASH if rate is None else f"{rate_text(rate * 100)}%"


def day(when: date | None) -> str:
    """A date as "Nov 10, 2003"; None is a dash."""
    return DASH if when is None else f"{MONTHS[when.month - 1]} {when.day}, {when.year}"


def long_day(when: date) -> str:
    """A date with its weekday: "Monday, November 10, 2003"."""
    return f"{WEEKDAYS[when.weekday()]}, {LONG_MONTHS[when.month - 1]} {when.day}, {when.year}"


def month(when: date) -> str:
    """A month: "November 2003"."""
    return f"{LONG_MONTHS[when.month - 1]} {when.year}"


def moment(when: datetime) -> str:
    """A day and time of the clock on the wall: "Nov 10, 2003, 2:05 PM"."""
    local = when.astimezone()
    hour = local.hour % 12 or 12
    return f"{day(local.date())}, {hour}:{local.minute:02d} {'AM' if local.hour < 12 else 'PM'}"


def days_from(on: date, when: date) -> str:
    """How far `when` lies from `on`: "today", "tomorrow", "in 12 days", "3 days ago"."""
    days = (when - on).days
    if days in {-1, 0, 1}:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


def span(days: int) -> str:
    """A stretch of days in the largest unit that reads well: "12 days", "5 months", "about 3 years"."""
    if days < 60:
        return count(days, "day")
    if days < 730:
        return f"{days // 30} months"
    return f"about {round(days / 365.25)} years"


def listed(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Words as a list in a sentence: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def paragraph(name: str) -> str:
    """A step's source as a short mark: "10" -> "§ 10", other sources as they are."""
    return f"\N{SECTION SIGN}{NBSP}{name}" if name[:1].isdigit() else name


def sentence(says: str) -> str:
    """A sentence of the rules as it is shown: dates in words, a capital first, a full stop last."""
    shown = capital(_ISO.sub(_in_words, says))
    return shown if shown.endswith((".", "?", "!", ":")) else f"{shown}."


def _in_words(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def capital(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]
