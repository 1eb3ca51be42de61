"""One day as the grant date against every ending of service, reckoned apart from the engine from the rules' table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from models.facts.event import PlanApproved, ServiceEnded
from models.facts.facts import Facts
from models.facts.grant import DatedPart, Grant
from models.rules.answers import Ending, Position
from models.rules.ledger import Ledger
from models.rules.waiting import PAIRS
from tests.reference import market

FIRST, LAST = date(2002, 10, 30), date(2012, 10, 30)
DAY = timedelta(days=1)
SHARES = 300
APPROVED = PlanApproved(FIRST, "focus-2002")

# Paragraph 9 by reason: what the window is; a number is days.
YEAR = (
    "director_at_company_request",
    "director_removed_without_cause",
    "death",
    "permanent_disability",
)


def anniversary(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


@cache
def open_day(day: date) -> date:
    """The last day on or before `day` on which a notice can be handed over, by the reference's calendar."""
    while day.weekday() > 4 or day in market.exchange_closings(day.year) or day in market.no_mail(day.year):
        day -= DAY
    return day


def endings_on(granted: date) -> list[date]:
    """The days on which service is made to end: around the grant, its tranches and the end of its term."""
    expires = anniversary(granted, 10)
    corners = [granted, anniversary(granted, 1), anniversary(granted, 3), expires - timedelta(days=91), expires]
    return sorted({day + step for day in corners for step in (-DAY, timedelta(0), DAY) if day + step >= granted})


def mistakes(granted: date) -> Iterator[str]:
    """Everything the engine says otherwise about a grant of this day, over all endings."""
    vests = [anniversary(granted, years) for years in (1, 2, 3)]
    part = DatedPart(SHARES, tuple((day, 100) for day in vests))
    expires = anniversary(granted, 10)
    for role, reason in PAIRS:
        grant = Grant("NQ-1", "focus-2002", granted, SHARES, Fraction("1.20"), role, (part,))
        facts = Facts(grants=(grant,), events=(APPROVED,))
        thought = Ledger(facts)
        for ended in endings_on(granted):
            place = f"granted {granted}, {role} {reason} on {ended}"
            found = thought.service_end(ended, role, reason)
            if ended >= expires:
                if found:
                    yield f"{place}: something was left after the term"
                continue
            vested = 100 * sum(day <= ended for day in vests)
            expected = _expected(reason, ended, vested, expires)
            got = _shown(found[0]) if found else None
            if got != expected:
                yield f"{place}: {got}, by the table {expected}"
            events = (APPROVED, ServiceEnded(ended, role, reason))
            recorded = Ledger(Facts(grants=(grant,), events=events))
            yield from _recorded_mistakes(place, recorded, ended, reason, vested, expected[4])


Expected = tuple[int, int, int, int, date, date]


def _expected(reason: str, ended: date, vested: int, expires: date) -> Expected:
    """Kept, accelerated, forfeited, lapsed, last day, deliver-by."""
    rest = SHARES - vested
    if reason == "dismissed_for_cause":
        last = ended - DAY
        return 0, 0, rest, vested, last, open_day(last)
    last = anniversary(ended, 1) if reason in YEAR else ended + timedelta(days=90)
    last = min(last, expires - DAY)
    if reason in ("death", "permanent_disability"):
        return vested, rest, 0, 0, last, open_day(last)
    return vested, 0, rest, 0, last, open_day(last)


def _shown(ending: Ending) -> Expected:
    return (
        ending.vested_kept,
        ending.accelerated,
        ending.forfeited,
        ending.lapsed,
        ending.last_exercise_day,
        ending.deliver_by,
    )


def _recorded_mistakes(place: str, ledger: Ledger, ended: date, reason: str, vested: int, last: date) -> Iterator[str]:
    """The same end recorded: open through its last day, gone on the next, and nothing after it matters."""
    all_vest = reason in ("death", "permanent_disability")
    cause = reason == "dismissed_for_cause"
    kept = 0 if cause else SHARES if all_vest else vested
    blocked: tuple[str, ...] = ()
    if cause:
        blocked = ("terminated_for_cause",)
    for day in {ended, max(ended, last)}:
        position = _position(ledger, day)
        if (position.counts.vested, position.counts.exercisable, position.blocked_by) != (kept, kept, blocked):
            yield f"{place}, on {day}: {position.counts} {position.blocked_by}"
    after = _position(ledger, max(ended, last + DAY))
    lapsed = (("terminated_for_cause",) if cause else ("window_closed",)) if kept or cause else ()
    if after.counts.outstanding or after.blocked_by != lapsed or after.window != reason:
        yield f"{place}, after {last}: {after.counts} {after.blocked_by}"
    gone = after.counts.expired + after.counts.forfeited
    if gone != SHARES or after.counts.expired != (vested if cause else kept):
        yield f"{place}, after {last}: {after.counts}"


def _position(ledger: Ledger, day: date) -> Position:
    position = ledger.position("NQ-1", day)
    assert position is not None
    return position
