"""The record that comes with the program to try it on: real public figures of the company, an invented holder.

The company's address, the stockholders' meeting of 2002-12-20 and the closing prices of 2002-11-12 ($1.20) and
2003-11-07 ($2.72) are from its reports. All else - the holder, the grants, the lots, every bid and every other
price - is an example, the prices within the ranges those reports give ($0.50 to $2.76 up to September 2003).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.facts.event import Exercised, PlanApproved
from models.facts.grant import DatedPart, EventPart, Grant, PeriodicPart
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.notes import GrantNote, TaxNote
from models.facts.payment import Cash
from models.facts.price import Price
from models.record.change import Change, Edit
from models.record.plain import Other
from models.record.record import COLLECTIONS, Record, record_of

SAMPLE_DAY = date(2003, 11, 10)
_PLAN = "focus-2002"
_NOTE = (
    "This is a sample. Only the closing prices of 2002-11-12 and 2003-11-07 are published figures; "
    "the holder, the grants, the lots and every bid are examples."
)


def _price(year: int, month: int, day: int, bid: str, last: str | None = None) -> Price:
    return Price(
        _PLAN,
        date(year, month, day),
        last=None if last is None else Fraction(last),
        bids=(Fraction(bid),),
    )


def _grants() -> tuple[Grant, ...]:
    service = date(2002, 11, 4)
    return (
        Grant(
            "NQ-1",
            _PLAN,
            date(2002, 12, 20),
            4800,
            Fraction("1.20"),
            "employee",
            (PeriodicPart(4800, service, total_months=48, every_months=1, cliff_months=12),),
        ),
        Grant(
            "NQ-2",
            _PLAN,
            date(2003, 3, 3),
            5000,
            Fraction("0.80"),
            "employee",
            (PeriodicPart(5000, service, 36, 12, allocation="FRONT_LOADED"),),
        ),
        Grant(
            "NQ-3",
            _PLAN,
            date(2003, 7, 15),
            2000,
            Fraction("1.55"),
            "employee",
            (EventPart(2000, "The new product is released"),),
        ),
        Grant(
            "NQ-4",
            _PLAN,
            date(2002, 12, 20),
            600,
            Fraction("1.20"),
            "employee",
            (DatedPart(600, ((date(2003, 3, 20), 300), (date(2003, 6, 20), 300))),),
        ),
    )


def sample_record() -> Record:
    """The sample as a record; it is meant to be looked at as of `SAMPLE_DAY`."""
    exercised = date(2003, 9, 15)
    kept = Lot("L-3", None, exercised, 540, Fraction("2.45"))
    return record_of(
        {
            "holder": [Holder("Sample Holder", ("100 Example Street", "Campbell, California 95008"))],
            "grants": _grants(),
            "events": [
                PlanApproved(date(2002, 12, 20), _PLAN),
                Exercised(exercised, "NQ-4", 540, Cash(), (kept,)),
            ],
            "prices": [
                _price(2002, 11, 12, "1.19", last="1.20"),
                _price(2002, 12, 19, "1.20"),
                _price(2003, 2, 28, "0.80"),
                _price(2003, 7, 14, "1.55"),
                _price(2003, 9, 12, "2.45"),
                _price(2003, 10, 31, "2.58"),
                _price(2003, 11, 7, "2.70", last="2.72"),
            ],
            "lots": [
                Lot("L-1", _PLAN, date(1999, 6, 1), 400, Fraction("1.88")),
                Lot("L-2", _PLAN, date(2001, 11, 15), 250, Fraction("0.95")),
            ],
            "grant_notes": [
                GrantNote("NQ-1", date(2003, 1, 6)),
                GrantNote("NQ-2", date(2003, 3, 10)),
                GrantNote("NQ-4", date(2003, 1, 6)),
            ],
            "tax": [TaxNote("CA", Fraction("0.093"), Fraction("0.343"), {"2003": Fraction(62000)})],
            "extra": [Other("sample", True), Other("as_of", str(SAMPLE_DAY)), Other("note", _NOTE)],
        }
    )


def first_change(record: Record, title: str) -> Change:
    """The deed that makes a new record say all that `record` says."""
    edits = (Edit(name, serial, None, fact) for name in COLLECTIONS for serial, fact in record.shelf(name).items())
    return Change(title, tuple(edits))
