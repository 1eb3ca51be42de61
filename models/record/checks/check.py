"""One thing that does not add up or needs attention, and what every check looks at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from models.facts.event import ServiceEnded
from models.facts.grant import Grant
from models.facts.notice import Notice
from models.facts.plan import Plan
from models.record.record import Record
from models.rules.answers import Position
from models.rules.ledger import Ledger
from models.values.frozen import dataclass

SEVERITIES = ("urgent", "warning", "note")
# Mail takes its time: a notice is posted this many delivery days before the day to deliver by.
MAIL_DAYS = 5


@dataclass(frozen=True)
class Check:
    """`says` what does not add up, `remedy` what to do; `collection` and `serial` say where it stands.

    `severity` is one of `SEVERITIES`; `deed` names the deed of `models.record.deeds` that mends it (empty where none
    does), `page` the page to go to. `due` is the day after which it is too late, where there is one.
    """

    code: str
    severity: str
    says: str
    remedy: str
    collection: str
    serial: int | None = None
    deed: str = ""
    page: str = "record"
    due: date | None = None

    @property
    def urgency(self) -> tuple[int, date, str, int]:
        """Sorts the most urgent first: by severity, then by the day it is due."""
        place = (self.code, self.serial or 0)
        return (SEVERITIES.index(self.severity), self.due or date.max, *place)


class Look:
    """The record as one set of checks sees it on one day."""

    def __init__(self, record: Record, on: date, mail_days: int) -> None:
        self.record = record
        self.on = on
        self.mail_days = mail_days

    @property
    def ledger(self) -> Ledger:
        """The rules applied to the record."""
        return self.record.ledger

    @cached_property
    def grants(self) -> Mapping[int, Grant]:
        """Grants made by the day, by serial."""
        return {at: grant for at, grant in self.record.shelf("grants").items() if grant.grant_date <= self.on}

    @cached_property
    def positions(self) -> Mapping[str, Position]:
        """How each grant made by the day stands at its end, by id."""
        return {position.grant: position for position in self.ledger.positions(self.on)}

    @cached_property
    def exercisable(self) -> frozenset[str]:
        """The grants of which something can be exercised."""
        return frozenset(id for id, position in self.positions.items() if position.counts.exercisable)

    @cached_property
    def deaths(self) -> tuple[date, ...]:
        """The days of recorded deaths, the earliest first."""
        ends = (event for event in self.record.events if isinstance(event, ServiceEnded))
        return tuple(sorted(event.date for event in ends if event.reason == "death"))

    @cached_property
    def delivered(self) -> Mapping[int, Notice]:
        """The notices whose delivery recorded an exercise, by the serial of that event."""
        return {notice.exercise: notice for notice in self.record.notices if notice.exercise is not None}

    def plan(self, grant: Grant) -> Plan:
        """The plan of a grant."""
        return self.ledger.plan(grant.plan)

    def grant_serial(self, id: str) -> int:
        """The serial of a grant."""
        return next(at for at, grant in self.record.shelf("grants").items() if grant.id == id)

    def is_under_water(self, grant: Grant) -> bool:
        """Whether the exercise price is at or above the value of the day, as far as there is one."""
        value = self.ledger.value(grant.plan, self.on)
        position = self.positions.get(grant.id)
        return value is not None and position is not None and position.exercise_price >= value.value
