"""A small record and notices on it, for every way to pay and everybody who may sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from models.errors import Refusal
from models.facts.event import PlanApproved, ServiceEnded
from models.facts.grant import DatedPart, Grant, PeriodicPart
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.notice import Notice, Registration, Signer
from models.facts.payment import Broker, Fees, Net, Swap
from models.facts.price import Price
from models.record.plain import Other
from models.record.record import Record, record_of

PLAN = "focus-2002"
TODAY = date(2003, 11, 10)
RECEIVED = date(2003, 11, 14)
GRANTED = date(2002, 12, 20)
HOLDER = Holder("Sample Holder", ("12 Orchard Lane", "Los Gatos, California 95030"))
LOTS = (
    Lot("L-1", PLAN, date(2001, 3, 5), 60, Fraction("0.90")),
    Lot("L-2", PLAN, date(2002, 8, 14), 100, Fraction("1.10")),
    Lot("L-3", PLAN, date(2003, 2, 3), 400, Fraction("0.75")),
)
APPROVED = PlanApproved(GRANTED, PLAN)
DIED = ServiceEnded(date(2003, 10, 2), "employee", "death")


def record(is_sample: bool = False, **entries: Any) -> Record:
    """Two grants, a price of $2.70 bid on 2003-11-07, three lots; `entries` replace collections."""
    standard: dict[str, Any] = {
        "holder": [HOLDER],
        "grants": [
            Grant("NQ-1", PLAN, GRANTED, 4800, Fraction("1.20"), "employee", (PeriodicPart(4800, GRANTED, 48, 1, 6),)),
            Grant("NQ-2", PLAN, GRANTED, 3000, Fraction("1.20"), "director", (DatedPart(3000, ((GRANTED, 3000),)),)),
        ],
        "events": [APPROVED],
        "prices": [Price(PLAN, date(2003, 11, 7), last=Fraction("2.72"), bids=(Fraction("2.70"),))],
        "lots": LOTS,
        "extra": [Other("sample", True)] if is_sample else [],
    }
    made = record_of({**standard, **entries})
    made.check()
    return made


CASH = Notice("2003-001", "NQ-1", TODAY, RECEIVED, 500)
SWAP = replace(CASH, payment=Swap())
NET = replace(CASH, payment=Net())
SAME_DAY_SALE = replace(
    CASH,
    payment=Broker("same_day_sale", Fraction("2.68"), Fees(Fraction("19.95"), Fraction("0.01"), Fraction("0.0000468"))),
    broker=("Example Brokerage, Inc.", "400 Montgomery Street", "San Francisco, California 94104"),
)
SELL_TO_COVER = replace(CASH, payment=Broker("sell_to_cover", Fraction("2.68"), Fees(Fraction("19.95")), True))
ESTATE = replace(CASH, signer=Signer("personal_representative", "Alexandra Example", ("77 Court Street", "San Jose")))
HEIR = replace(CASH, signer=Signer("heir", "Bo Heir", ("1 Hill", "Gilroy")))
GUARDIAN = replace(CASH, signer=Signer("guardian", "Pat Guardian", ("5 Elm Street", "Gilroy")))
TRANSFEREE = replace(
    CASH,
    delivery="in_person",
    signer=Signer(
        "transferee", "Chris Former", ("9 New Street", "Salinas"), "certified copy of the order of May 5, 2003"
    ),
    registration=Registration("", "Jordan Joint", "two certificates of 250 shares"),
)
BY_NAME = {
    "cash": CASH,
    "swap": SWAP,
    "net": NET,
    "same-day-sale": SAME_DAY_SALE,
    "sell-to-cover": SELL_TO_COVER,
    "estate": ESTATE,
    "heir": HEIR,
    "guardian": GUARDIAN,
    "transferee": TRANSFEREE,
    "own-copy": replace(SWAP, own_copy=True, representations=True),
    "director": replace(CASH, grant="NQ-2"),
    "payroll": replace(CASH, withholding_paid_by="payroll"),
    "no-withholding": replace(CASH, withholding=None),
}


def record_for(notice: Notice) -> Record:
    """The record in which this notice is lawful: the holder has died where an estate or an heir signs."""
    if notice.signer.capacity in ("personal_representative", "heir"):
        return record(events=[APPROVED, DIED])
    return record()


__all__ = ["Fraction", "Notice", "Record", "Refusal"]
