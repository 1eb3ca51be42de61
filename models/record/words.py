"""How deeds speak of facts in their titles: days, shares, events and prices in a few plain words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.facts.event import (
    Acceleration,
    Adjustment,
    Event,
    Exercised,
    PlanApproved,
    ServiceEnded,
    VestingEvent,
)
from models.facts.plan import REASON_WORDS

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date) -> str:
    """A day as titles show it, whatever the system's language: "Nov 10, 2003"."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def count(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun: "1 share", "1,250 shares", "2 entries" (`nouns` where an s is not enough)."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {nouns or noun + 's'}"


def listed(items: Iterable[str], most: int = 3) -> str:
    """Names as a list in words: "a, b and c", "a, b, c and 4 more"."""
    names = list(items)
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def adjustment_words(event: Adjustment) -> str:
    """A split, dividend or combination in words: "2-for-1 split", "5 % stock dividend"."""
    if event.kind == "stock_dividend" and event.old:
        percent, rest = divmod(100 * (event.new - event.old), event.old)
        if not rest:
            return f"{percent} % stock dividend"
    return f"{event.new}-for-{event.old} {event.kind.replace('_', ' ')}"


def event_words(event: Event) -> str:
    """An event in words without an article: "exercise of 500 shares of NQ-1 on Nov 10, 2003"."""
    when = day_text(event.date)
    if isinstance(event, PlanApproved):
        return f"approval of plan {event.plan} on {when}"
    if isinstance(event, ServiceEnded):
        return f"end of service as {event.role} on {when} ({REASON_WORDS.get(event.reason, event.reason)})"
    if isinstance(event, Exercised):
        return f"exercise of {count(event.shares, 'share')} of {event.grant} on {when}"
    if isinstance(event, VestingEvent):
        return f"vesting event {event.event!r} of {event.grant} on {when}"
    if isinstance(event, Adjustment):
        return f"{adjustment_words(event)} of {when}"
    assert isinstance(event, Acceleration)
    return f"sale or merger effective {when} with acceleration"
