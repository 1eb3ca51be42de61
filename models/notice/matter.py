"""Everything a notice is written from: one exercise with its quote, gathered from the record and checked once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from models.errors import Refusal
from models.facts.bundled import BUNDLED
from models.facts.event import ServiceEnded
from models.facts.grant import Grant
from models.facts.holder import Holder
from models.facts.notice import Notice
from models.facts.payment import Broker, Net, Swap
from models.facts.plan import Plan
from models.notice.script import printable, printable_lines
from models.notice.words import long_date
from models.rules.answers import OwnedLot, Quote

if TYPE_CHECKING:
    from models.record.record import Record

# What is done in a record's own name; a sample's papers are marked (the entry stands in `extra`).
SAMPLE_KEY = "sample"
PLAN_WITH_PARAGRAPHS = "focus-2002"


@dataclass(frozen=True)
class Matter:
    """One exercise and all that its papers state. `owned` are the lots before it; amounts in cents.

    `bids` is how many bids the fair market value is the mean of.
    """

    notice: Notice
    holder: Holder
    grant: Grant
    plan: Plan
    quote: Quote
    owned: tuple[OwnedLot, ...] = ()
    died_on: date | None = None
    is_sample: bool = False
    cites_paragraphs: bool = True
    bids: int = 1

    @property
    def withheld(self) -> int:
        """The estimated withholding in cents; 0 where none is figured."""
        return self.quote.withholding.total if self.quote.withholding else 0

    @property
    def price_in_cash(self) -> int:
        """What of the aggregate price is paid by check, in cents."""
        if isinstance(self.notice.payment, Broker):
            return 0
        return self.quote.cash_due - self.withheld

    @property
    def price_in_shares(self) -> int:
        """What of the aggregate price is credited for shares, in cents."""
        if isinstance(self.notice.payment, Swap | Net):
            return self.quote.aggregate_price - self.price_in_cash
        return 0

    @property
    def left_outstanding(self) -> int | None:
        """The option's shares left after this exercise, None where no position is known."""
        position = self.quote.position
        return None if position is None else position.counts.outstanding - self.quote.shares

    @property
    def signer_name(self) -> str:
        """Who signs."""
        return self.holder.name if self.notice.signer.capacity == "holder" else self.notice.signer.name

    @property
    def signer_address(self) -> tuple[str, ...]:
        """The address of who signs."""
        if self.notice.signer.capacity == "holder":
            return self.holder.address
        return self.notice.signer.address or self.holder.address

    @property
    def is_by_mail(self) -> bool:
        """Whether the notice goes by mail rather than in person."""
        return self.notice.delivery == "mail"

    @property
    def send_to(self) -> tuple[str, ...]:
        """The lines of the address for the window of the envelope."""
        notice_address = self.notice.send_to or self.plan.notice_address
        return (self.plan.notice_to, self.plan.issuer, *notice_address)


def gather(record: Record, notice: Notice) -> Matter:
    """The matter of `notice`; Refusal where the record lacks what a paper must state.

    A notice whose exercise is already recorded is judged as it was before: without that exercise.
    """
    grant = record.grant(notice.grant)
    if grant is None:
        raise Refusal("unknown_grant", f"there is no grant {notice.grant!a} in this record", "grant")
    plan = record.plan(grant.plan)
    assert plan is not None  # the record has checked its references
    ledger = _before(record, notice).ledger
    quote = ledger.quote(
        grant.id, notice.exercise_date, notice.shares, notice.payment, notice.tax_value, notice.withholding
    )
    matter = Matter(
        notice=notice,
        holder=record.holder,
        grant=grant,
        plan=plan,
        quote=quote,
        owned=ledger.lots(plan.id, notice.exercise_date) if isinstance(notice.payment, Swap) else (),
        died_on=_died_on(record, notice),
        is_sample=is_sample(record),
        cites_paragraphs=cites_paragraphs(record, plan),
        bids=_bids(record, plan, quote),
    )
    return checked(matter)


def is_sample(record: Record) -> bool:
    """Whether this is the sample record, whose papers are marked."""
    return any(other.key == SAMPLE_KEY and other.value for other in record.shelf("extra").values())


def cites_paragraphs(record: Record, plan: Plan) -> bool:
    """Whether the plan is the one whose paragraph numbers the papers cite, or a copy of it."""
    seen: set[str] = set()
    at: Plan | None = plan
    while at is not None and at.id not in seen:
        if at.id == PLAN_WITH_PARAGRAPHS:
            return True
        if at.id in BUNDLED or at.like is None:
            return False
        seen.add(at.id)
        at = record.plan(at.like)
    return False


def _bids(record: Record, plan: Plan, quote: Quote) -> int:
    """How many bids were recorded on the day of the value, for this plan or another of its issuer."""
    value = quote.fair_market_value
    found = [price for price in record.prices if value is not None and price.date == value.price_date and price.bids]
    own = [price for price in found if price.plan == plan.id] or [
        price for price in found if (of := record.plan(price.plan)) and of.issuer_key == plan.issuer_key
    ]
    return len(own[0].bids) if own else 1


def _before(record: Record, notice: Notice) -> Record:
    if notice.exercise is None or notice.exercise not in record.shelf("events"):
        return record
    from models.record.record import Record as Whole

    events = {serial: event for serial, event in record.shelf("events").items() if serial != notice.exercise}
    return Whole({**record.shelves, "events": events})


def _died_on(record: Record, notice: Notice) -> date | None:
    ends = [
        event.date
        for event in record.events
        if isinstance(event, ServiceEnded) and event.reason == "death" and event.date <= notice.exercise_date
    ]
    return min(ends, default=None)


def checked(matter: Matter) -> Matter:
    """The matter, or a Refusal at the field of what is missing or cannot be printed."""
    notice, holder, plan = matter.notice, matter.holder, matter.plan
    if not holder.name.strip():
        raise Refusal("no_name", "enter the holder's name: it stands on the notice", "holder.name")
    if not _said(holder.address):
        raise Refusal("no_address", "enter the holder's address: certificates and answers go there", "holder.address")
    if not plan.issuer.strip():
        raise Refusal("no_issuer", "name the company in the plan's terms: the notice goes to it", "plan.issuer")
    if not _said(notice.send_to or plan.notice_address):
        raise Refusal("no_notice_address", "enter the address for notices in the plan's terms", "plan.notice_address")
    if notice.signer.capacity != "holder" and not notice.signer.name.strip():
        raise Refusal("no_signer", "enter the name of the person who signs", "signer.name")
    _check_signer(matter)
    if notice.representations and isinstance(notice.payment, Broker) and not matter.quote.shares_kept:
        raise Refusal(
            "representations_with_sale",
            "all shares are sold at once, so none can be said to be bought for investment; leave the "
            "representations out, or choose a payment that keeps shares",
            "representations",
        )
    _check_script(matter)
    return matter


def _check_signer(matter: Matter) -> None:
    """Who signs must fit whether the holder lives (paragraphs 8(b) and 9(c))."""
    capacity, died = matter.notice.signer.capacity, matter.died_on
    if died is not None and capacity in ("holder", "guardian"):
        raise Refusal(
            "holder_has_died",
            f"the holder died on {long_date(died)}: choose the personal representative or an heir as signer",
            "signer.capacity",
        )
    if died is None and capacity in ("personal_representative", "heir"):
        raise Refusal(
            "holder_lives",
            "an estate or an heir can sign only after the holder's death; record it first, or choose another signer",
            "signer.capacity",
        )


def _said(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in lines if line.strip())


def _check_script(matter: Matter) -> None:
    """Names and addresses that the typeface cannot draw are refused at their own field."""
    notice, holder, plan = matter.notice, matter.holder, matter.plan
    printable(holder.name, "holder.name")
    printable_lines(holder.address, "holder.address")
    printable(plan.name, "plan.name")
    printable(plan.issuer, "plan.issuer")
    printable(plan.notice_to, "plan.notice_to")
    printable_lines(plan.notice_address, "plan.notice_address")
    printable_lines(notice.send_to, "send_to")
    printable(notice.grant, "grant")
    printable(notice.number, "number")
    printable_lines(notice.broker, "broker")
    printable(notice.signer.name, "signer.name")
    printable_lines(notice.signer.address, "signer.address")
    printable(notice.signer.proof, "signer.proof")
    printable(notice.registration.name, "registration.name")
    printable(notice.registration.joint_with, "registration.joint_with")
    printable(notice.registration.denominations, "registration.denominations")
    printable_lines(notice.registration.deliver_to, "registration.deliver_to")
    printable(notice.withholding_paid_by, "withholding_paid_by")
