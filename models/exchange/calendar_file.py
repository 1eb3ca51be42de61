"""The days that must not be missed as a calendar file: whole-day entries with alarms, under ids that stay."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from models.record.record import Record
from models.rules.answers import Deadline
from models.rules.calendar import deliver_by, market_days_before

if TYPE_CHECKING:
    from icalendar import Alarm, Event

ALARM_DAYS = (180, 90, 30, 21, 10, 5, 1)
MAIL_DAYS = 5
_MORNING = time(9)
_SOON = timedelta(minutes=15)
_SPACE = uuid.UUID("b6dd7c57-2d5e-5d5a-9c0d-7b1d1f5a6f10")
_DAY = timedelta(days=1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One whole-day entry; `key` makes its id, `days_before` are those of its alarms as long as they lie ahead."""

    key: tuple[str, ...]
    day: date
    title: str
    says: str
    days_before: tuple[int, ...]


def calendar_bytes(record: Record, on: date, now: datetime, record_id: str, mail_days: int = MAIL_DAYS) -> bytes:
    """The calendar from `on` to the last expiry as iCalendar (RFC 5545).

    `now` (with its zone) dates the entries; alarms are those that lie after its time of day on `on`. `record_id`
    keeps the ids of two records apart; the same record gives the same ids, so that a second import updates.
    """
    # Imported here: it is needed for an export only.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Strikebook//Stock option deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Stock options")
    from_moment = datetime.combine(on, now.time())
    for entry in entries(record, on, mail_days):
        calendar.add_component(_event(entry, from_moment, now, record_id))
    text: bytes = calendar.to_ical()
    return text


def entries(record: Record, on: date, mail_days: int = MAIL_DAYS) -> tuple[Entry, ...]:
    """What the calendar has from `on`, by day: deadlines with the days to deliver and to mail by.

    Shares too few ever to be exercised have no last day to ring for, only the expiry.
    """
    positions = record.ledger.positions(on)
    last = max((position.expires_on for position in positions), default=on)
    stranded = {position.grant for position in positions if "below_minimum_for_good" in position.warnings}
    found = [
        entry
        for deadline in record.ledger.deadlines(on, last)
        if deadline.kind != "last_exercise_day" or deadline.grant not in stranded
        for entry in _entries(deadline, on, mail_days)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.key)))


def _entries(deadline: Deadline, on: date, mail_days: int) -> Iterator[Entry]:
    grant, day = deadline.grant, deadline.date
    shares = "1 share" if deadline.shares == 1 else f"{deadline.shares:,} shares"
    if deadline.kind == "vests":
        says = f"{shares} of option {grant} vest on this day if you are still in service."
        yield Entry(("vests", grant, str(day)), day, f"{grant}: {shares} vest", says, (1,))
    elif deadline.kind == "acceleration":
        says = f"Everything of option {grant} that is unvested, {shares}, vests ahead of the sale or merger."
        yield Entry(("acceleration", grant, str(day)), day, f"{grant}: {shares} vest early", says, (1,))
    elif deadline.kind == "expires":
        says = f"The term of option {grant} ends. What has not been exercised by then is gone."
        yield Entry(("expires", grant), day, f"{grant} expires", says, (1,))
    else:
        yield from _last_days(grant, shares, day, on, mail_days)


def _last_days(grant: str, shares: str, last: date, on: date, mail_days: int) -> Iterator[Entry]:
    """The last exercise day, and before it the days to deliver and to mail by."""
    deliver = deliver_by(last)
    mail = market_days_before(deliver, mail_days)
    safe = f"Deliver a notice by {deliver}; by mail, post it by {mail}."
    says = f"The last day on which option {grant} ({shares}) can be exercised: the notice must have arrived. {safe}"
    yield Entry(("last_exercise_day", grant), last, f"{grant}: last day to exercise", says, ALARM_DAYS)
    if deliver >= on:
        says = f"The last working day to hand in a notice for option {grant} ({shares}) before {last}."
        yield Entry(("deliver_by", grant), deliver, f"{grant}: deliver the notice by today", says, ALARM_DAYS)
    if mail >= on:
        says = f"Post the notice for option {grant} ({shares}) today, so that it arrives by {deliver}."
        yield Entry(("mail_by", grant), mail, f"{grant}: mail the notice by today", says, ALARM_DAYS)


def alarm_times(entry: Entry, from_moment: datetime) -> tuple[datetime, ...]:
    """When an entry rings, local time: at nine in the morning, each time that lies ahead, and never not at all."""
    at_nine = (datetime.combine(entry.day - before * _DAY, _MORNING) for before in entry.days_before)
    ahead = tuple(moment for moment in at_nine if moment > from_moment)
    if ahead:
        return ahead
    on_the_day = datetime.combine(entry.day, _MORNING)
    return (on_the_day if on_the_day > from_moment else from_moment + _SOON,)


def _event(entry: Entry, from_moment: datetime, now: datetime, record_id: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uuid.uuid5(_SPACE, '|'.join((record_id, *entry.key)))}@strikebook")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", now.astimezone(UTC))
    # A later file of the same entry must have a larger number to be taken as its update.
    event.add("sequence", max(0, int((now - _EPOCH).total_seconds() // 60)))
    event.add("summary", entry.title)
    event.add("description", entry.says)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + _DAY)
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Stock options"])
    for alarm in _alarms(entry, alarm_times(entry, from_moment)):
        event.add_component(alarm)
    return event


def _alarms(entry: Entry, times: Sequence[datetime]) -> Iterator[Alarm]:
    from icalendar import Alarm

    start = datetime.combine(entry.day, time())
    for moment in times:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", moment - start)
        yield alarm
