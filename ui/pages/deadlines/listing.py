"""What the page Deadlines lists, figured from the record on a day; no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.exchange.calendar_file import Entry, entries
from models.record.record import Record
from models.rules.calendar import deliver_by, market_days_before
from models.rules.course import Course
from models.values.dates import add_months
from ui import text

# What must be done, where the words of a calendar entry ("by today") would be out of place in a list.
_TO_DO = {
    "mail_by": "last day to mail the notice",
    "deliver_by": "last day to deliver the notice",
    "last_exercise_day": "last day to exercise",
}
# What each kind of day is called, its icon, and whether something must be done by then.
KINDS: dict[str, tuple[str, str, bool]] = {
    "mail_by": ("Mail the notice by", "mail", True),
    "deliver_by": ("Deliver the notice by", "hand-coins", True),
    "last_exercise_day": ("Last day to exercise", "flag", True),
    "vests": ("Vests", "trending-up", False),
    "acceleration": ("Vests early", "trending-up", False),
    "expires": ("Expires", "hourglass", False),
}
_STEPS = {
    "vests": "vested",
    "vests_by_event": "vested by an event",
    "accelerates": "vested before the sale or merger",
    "accelerates_by_service_end": "vested at once when service ended",
    "exercised": "were exercised",
    "forfeited": "were forfeited",
    "lapses": "lapsed",
}
PERIODS = ("This month", "Next 90 days", "Within a year", "Later")


@dataclass(frozen=True)
class Day:
    """One day of one grant: what must be done or will happen, how many days away, how urgent as a tone."""

    key: tuple[str, ...]
    day: date
    kind: str
    grant: str
    what: str
    title: str
    detail: str
    days: int
    tone: str
    period: str

    @property
    def is_to_act(self) -> bool:
        """Whether the holder must do something by then."""
        return KINDS[self.kind][2]


@dataclass(frozen=True)
class Safe:
    """The days of the grant whose last day comes first: the safe ones stand before the last one."""

    grant: str
    mail_by: date
    deliver_by: date
    last_day: date


def ahead(record: Record, on: date, mail_days: int) -> tuple[Day, ...]:
    """All days from `on` to the last expiry, in order: what must be done by a day first, grants as in the record."""
    places = {grant.id: at for at, grant in enumerate(record.grants)}
    days = (_day(entry, on) for entry in entries(record, on, mail_days))
    return tuple(sorted(days, key=lambda one: (one.day, list(KINDS).index(one.kind), places[one.grant])))


def _day(entry: Entry, on: date) -> Day:
    kind, grant = entry.key[0], entry.key[1]
    days = (entry.day - on).days
    return Day(
        key=entry.key,
        day=entry.day,
        kind=kind,
        grant=grant,
        what=KINDS[kind][0],
        title=f"{grant}: {_TO_DO[kind]}" if kind in _TO_DO else entry.title,
        detail=entry.says,
        days=days,
        tone=tone_of(days) if KINDS[kind][2] else "",
        period=_period(on, entry.day),
    )


def tone_of(days: int) -> str:
    """How urgent something is that must be done within so many days."""
    return "bad" if days <= 30 else "warn" if days <= 180 else ""


def _period(on: date, day: date) -> str:
    if (day.year, day.month) == (on.year, on.month):
        return PERIODS[0]
    if day <= on + timedelta(days=90):
        return PERIODS[1]
    return PERIODS[2] if day <= add_months(on, 12) else PERIODS[3]


def safe_days(record: Record, on: date, mail_days: int) -> Safe | None:
    """The next last day of a grant that can still be exercised, with the days that keep it safe."""
    open_now = [
        position
        for position in record.ledger.positions(on)
        if position.counts.outstanding
        and position.last_exercise_day >= on
        and "below_minimum_for_good" not in position.warnings
    ]
    if not open_now:
        return None
    first = min(open_now, key=lambda position: position.last_exercise_day)
    deliver = deliver_by(first.last_exercise_day)
    return Safe(first.grant, market_days_before(deliver, mail_days), deliver, first.last_exercise_day)


def happened(record: Record, first: date, last: date) -> tuple[tuple[date, str, str], ...]:
    """What happened after `first` and by `last`: (day, grant, words), newest first."""
    found = [
        (step.date, course.grant.id, _words(course, step.kind, step.shares))
        for course in (record.ledger.course(grant.id) for grant in record.grants)
        for step in course.steps
        if first < step.date <= last
    ]
    return tuple(sorted(found, reverse=True))


def _words(course: Course, kind: str, shares: int) -> str:
    if kind == "adjusted":
        return f"{course.grant.id}: an adjustment changed the number of shares by {shares:+,}"
    return f"{text.count(shares, 'share')} of {course.grant.id} {_STEPS[kind]}"
