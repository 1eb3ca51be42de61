"""What the timeline shows of each grant: levels that step, and the days that matter, each with its words."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import NamedTuple

from models.record.record import Record
from models.rules.answers import Position
from models.rules.course import Course
from ui import text

# The kinds of `Course.steps` in words, for shares of a grant on a day.
STEPS = {
    "vests": "{shares} vest",
    "vests_by_event": "{shares} vest: the event happened",
    "accelerates": "{shares} vest early: sale or merger",
    "accelerates_by_service_end": "{shares} vest early: service ended",
    "exercised": "{shares} exercised",
    "forfeited": "{shares} forfeited: service ended",
    "lapses": "{shares} lapse",
    "adjusted": "adjusted by {shares}",
}


class Level(NamedTuple):
    """From `day` on: shares vested and not exercised, and all that is outstanding."""

    day: date
    vested: int
    outstanding: int


class Mark(NamedTuple):
    """A day that matters: `kind` is granted, vests, exercised, ends, last_day or expires; `words` say what happens."""

    day: date
    kind: str
    words: str


class Track(NamedTuple):
    """One grant's line of the timeline; `most` is the largest number of shares ever outstanding."""

    grant: str
    note: str
    levels: tuple[Level, ...]
    marks: tuple[Mark, ...]
    last_day: date
    expires: date
    most: int
    waiting: str

    @property
    def starts(self) -> date:
        """The grant date."""
        return self.levels[0].day

    def level_on(self, day: date) -> Level | None:
        """The level in force at the end of a day; None before the grant."""
        at = bisect_right(self.levels, day, key=lambda level: level.day)
        return self.levels[at - 1] if at else None

    def mark_on(self, day: date) -> list[Mark]:
        """What happens on a day."""
        return [mark for mark in self.marks if mark.day == day]

    def spoken(self) -> str:
        """The whole line in words."""
        days = "; ".join(f"{text.day(mark.day)}: {mark.words}" for mark in self.marks)
        waits = f" {self.waiting}." if self.waiting else ""
        return f"{self.grant}: {self.note}. {days}.{waits}"


def tracks_of(record: Record, on: date) -> tuple[Track, ...]:
    """The tracks of all grants, in the order of the record; what stands beside each name is as of `on`."""
    ledger = record.ledger
    return tuple(_track(ledger.course(grant.id), ledger.position(grant.id, on)) for grant in record.grants)


def _track(course: Course, position: Position | None) -> Track:
    grant = course.grant
    days = sorted({grant.grant_date, *(step.date for step in course.steps if step.date >= grant.grant_date)})
    levels = []
    for day in days:
        state = course.state_on(day)
        if state is not None:
            levels.append(Level(day, state.vested, state.outstanding))
    last = course.state_on(date.max) or course.first_state()
    waiting = course.first_state().waiting if not last.waiting else last.waiting
    happened = {step.kind for step in course.steps}
    shares = sum(part.shares for part in waiting)
    return Track(
        grant.id,
        _note(position, grant.shares),
        tuple(levels),
        _marks(course, last.last_day),
        last.last_day,
        course.terms.expires_on,
        max(1, *(level.outstanding for level in levels)),
        f"{text.shares(shares)} wait for: {waiting[0].event}" if waiting and "vests_by_event" not in happened else "",
    )


def _note(position: Position | None, granted: int) -> str:
    if position is None:
        return f"{text.count(granted, 'share')}, not granted yet"
    counts = position.counts
    if not counts.outstanding:
        return "nothing left"
    if position.blocked_by:
        return f"{text.shares(counts.vested)} vested, blocked"
    return f"{text.shares(counts.exercisable)} of {text.shares(counts.outstanding)} exercisable"


def _marks(course: Course, last_day: date) -> tuple[Mark, ...]:
    grant = course.grant
    marks = [Mark(grant.grant_date, "granted", f"{text.count(grant.shares, 'share')} granted")]
    for step in course.steps:
        kind = {"exercised": "exercised", "forfeited": "ends", "lapses": "ends", "adjusted": "adjusted"}.get(step.kind)
        words = STEPS.get(step.kind, step.kind).format(shares=text.count(step.shares, "share"))
        marks.append(Mark(max(step.date, grant.grant_date), kind or "vests", words))
    marks.append(Mark(last_day, "last_day", "last day to exercise"))
    if course.terms.expires_on != last_day:
        marks.append(Mark(course.terms.expires_on, "expires", "the option expires"))
    return tuple(sorted(marks, key=lambda mark: mark.day))
