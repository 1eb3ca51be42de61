"""Records, changes and moments for the tests of the store and for the harness: small, lawful, about nobody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

from models.facts.event import Adjustment, Exercised, PlanApproved, ServiceEnded
from models.facts.grant import Grant, PeriodicPart
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.notes import Paper
from models.facts.price import Price
from models.record.change import Change
from models.record.record import Record

PLAN = "focus-2002"
ZONE = timezone(timedelta(hours=-8))
NOW = datetime(2003, 11, 10, 9, 30, tzinfo=ZONE)
PDF = b"%PDF-1.7 not much of a paper"


def past_the_triggers(path: Path, statement: str) -> None:
    """Change a closed file in a way its triggers forbid, and leave it with all of them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        kept = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            conn.execute(f"DROP TRIGGER {name}")
        conn.execute(statement)
        for _, text in kept:
            conn.execute(text)


def first_change(name: str = "Sample Holder") -> Change:
    """The deed that makes a record."""
    return Change("New record", Record().adding("holder", Holder(name, ("1 Main Street",))))


def grant(id: str = "NQ-1", shares: int = 4800) -> Grant:
    """A grant that vests monthly over four years after a year."""
    day = date(2002, 12, 20)
    return Grant(id, PLAN, day, shares, Fraction(6, 5), "employee", (PeriodicPart(shares, day, 48, 1, 12),))


def price(day: date, last: str = "2.72") -> Price:
    """A day's price."""
    return Price(PLAN, day, Fraction(last))


def add_grant(record: Record, id: str = "NQ-1", shares: int = 4800) -> Change:
    """The deed of a new grant."""
    return Change(f"Add grant {id}", record.adding("grants", grant(id, shares)))


def approve(record: Record) -> Change:
    """The stockholders approve the plan."""
    return Change("Record the approval", record.adding("events", PlanApproved(date(2002, 12, 20), PLAN)))


def exercise(record: Record, shares: int = 500, day: date = date(2004, 3, 1), lot: str = "L-1") -> Change:
    """The deed of a cash exercise that leaves a lot."""
    left = Lot(lot, None, day, shares, Fraction(272, 100))
    edits = record.adding("events", Exercised(day, "NQ-1", shares, lots=(left,)))
    return Change(f"Record exercise of {shares} shares of NQ-1", edits)


def split(record: Record, day: date = date(2004, 6, 1)) -> Change:
    """A two-for-one split."""
    return Change("Record the split", record.adding("events", Adjustment(day, PLAN, "split", 2, 1)))


def service_end(record: Record, day: date = date(2004, 9, 1)) -> Change:
    """The holder resigns."""
    return Change("Record the end of service", record.adding("events", ServiceEnded(day, "employee", "resignation")))


def prices(record: Record, count: int, first: date = date(2004, 1, 2)) -> Change:
    """The deed of an import of many prices."""
    days = (first + timedelta(days=at) for at in range(count))
    edits = record.adding("prices", *(price(day, f"{1 + at % 7}.{at % 100:02d}") for at, day in enumerate(days, 1)))
    return Change(f"Import {count} prices", edits)


def rename(record: Record, name: str) -> Change:
    """The deed of a corrected name."""
    return Change("Correct the name", (record.replacing("holder", 1, Holder(name, ("1 Main Street",))),))


def add_paper(record: Record, paper: Paper) -> Change:
    """The deed of keeping a paper."""
    return Change(f"Keep {paper.name}", record.adding("papers", paper))


def moments(first: datetime = NOW, step: timedelta = timedelta(minutes=7)) -> Iterator[datetime]:
    """One moment after another."""
    while True:
        yield first
        first += step
