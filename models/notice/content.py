"""Composes the complete packet of a notice: which parts apply, in which order, and what marks stand across them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from models.errors import Refusal
from models.facts.notice import Notice
from models.facts.payment import Broker, Swap
from models.notice.blocks import Packet, Part
from models.notice.broker import broker
from models.notice.checklist import checklist
from models.notice.computation import computation
from models.notice.letter import letter
from models.notice.marks import marks_of
from models.notice.matter import Matter, gather
from models.notice.representations import representations
from models.notice.script import cleaned
from models.notice.tendered import tendered
from models.notice.words import long_date

if TYPE_CHECKING:
    from models.record.record import Record


def compose(record: Record, notice: Notice, on: date, is_draft: bool = False) -> Packet:
    """The packet of `notice` as asked for on the day `on`, which itself is printed nowhere.

    Refusal where the record lacks what must be stated, where the plan bars the exercise (`not_exercisable`, unless
    `is_draft`), and where a notice still to be delivered names a day that has passed (`past_date`).
    """
    if not is_draft:
        _check_days(notice, on)
    return packet_of(gather(record, notice), is_draft)


def _check_days(notice: Notice, on: date) -> None:
    if notice.state == "draft" and notice.exercise_date < max(on, notice.prepared_on):
        raise Refusal(
            "past_date",
            f"the notice is to be received on {long_date(notice.exercise_date)}, which has passed; "
            f"choose {long_date(max(on, notice.prepared_on))} or a later day",
            "exercise_date",
        )


def parts_of(matter: Matter) -> tuple[Part, ...]:
    """The parts that apply, in the order in which they go into the envelope; what the holder keeps comes last."""
    notice = matter.notice
    sheet = [computation(matter)] if notice.computation_sheet else []
    return (
        letter(matter),
        *(tendered(matter) if isinstance(notice.payment, Swap) and matter.quote.shares_tendered else ()),
        *(broker(matter) if isinstance(notice.payment, Broker) else ()),
        *([representations(matter)] if notice.representations else []),
        *sheet,
        checklist(matter),
    )


def packet_of(matter: Matter, is_draft: bool = False) -> Packet:
    """The packet of one exercise; Refusal as `compose`."""
    notice = matter.notice
    marks = marks_of(matter, is_draft)
    packet = Packet(
        title=f"Notice of exercise {notice.number}",
        author=matter.signer_name,
        subject=f"Option {notice.grant}, {matter.quote.shares:,} shares, {matter.plan.issuer}",
        footer=f"Notice {notice.number} · Option {notice.grant}",
        made_on=notice.prepared_on,
        parts=parts_of(matter),
        marks=marks,
    )
    return cleaned(packet)
