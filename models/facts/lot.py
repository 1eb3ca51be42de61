"""Shares the holder owns: lots, as acquired."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from models.facts.fields import Fields, as_amount, as_day, as_id, as_shares
from models.values.frozen import dataclass
from models.values.money import price_text


@dataclass(frozen=True)
class Lot:
    """Shares acquired on one day; `basis` in dollars a share (zero or more), shares and basis of that day.

    `plan` names whose issuer's shares they are; None for a lot left by an exercise (then it is the grant's).
    """

    id: str
    plan: str | None
    acquired: date
    shares: int
    basis: Fraction


def read_lot(value: object, place: str) -> Lot:
    """A lot of a record."""
    fields = Fields(value, place)
    plan = fields.take("plan", as_id)
    return _read(fields, plan)


def read_exercise_lot(value: object, place: str) -> Lot:
    """A lot that a recorded exercise left the holder with; its plan is the grant's."""
    return _read(Fields(value, place), None)


def _read(fields: Fields, plan: str | None) -> Lot:
    lot = Lot(
        fields.take("id", as_id),
        plan,
        fields.take("acquired", as_day),
        fields.take("shares", as_shares),
        fields.take("basis", as_amount),
    )
    fields.done()
    return lot


def lot_plain(lot: Lot) -> dict[str, Any]:
    """A lot as JSON."""
    plan = {} if lot.plan is None else {"plan": lot.plan}
    return {
        "id": lot.id,
        **plan,
        "acquired": str(lot.acquired),
        "shares": lot.shares,
        "basis": price_text(lot.basis),
    }
