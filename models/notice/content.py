"""Composes the complete packet of a notice: which parts apply, in which order, and what marks stand across them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from models.facts.notice import Notice
from models.notice.blocks import Mark, Packet, Part
from models.notice.letter import letter
from models.notice.matter import Matter, gather

if TYPE_CHECKING:
    from models.record.record import Record


def compose(record: Record, notice: Notice, on: date) -> Packet:
    """The packet of `notice` as asked for on the day `on`."""
    return packet_of(gather(record, notice))


def packet_of(matter: Matter) -> Packet:
    """The packet of one exercise."""
    notice = matter.notice
    parts: list[Part] = [letter(matter)]
    marks: list[Mark] = []
    return Packet(
        title=f"Notice of exercise {notice.number}",
        author=matter.signer_name,
        subject=f"Option {notice.grant}, {matter.quote.shares:,} shares, {matter.plan.issuer}",
        footer=f"Notice {notice.number} · Option {notice.grant}",
        parts=tuple(parts),
        marks=tuple(marks),
    )
