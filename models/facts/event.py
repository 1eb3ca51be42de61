"""What happened: approvals, service ends, exercises, vesting events, adjustments, accelerations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from models.facts.fields import (
    Fields,
    as_day,
    as_id,
    as_list_of,
    as_price,
    as_shares,
    refuse,
)
from models.facts.grant import as_event_name
from models.facts.lot import Lot, lot_plain, read_exercise_lot
from models.facts.payment import Cash, Payment, payment_plain, read_payment
from models.facts.plan import DIRECTOR_REASONS, REASONS, ROLES
from models.values.frozen import dataclass, field
from models.values.money import price_text

ADJUSTMENTS = ("split", "stock_dividend", "combination")


@dataclass(frozen=True)
class PlanApproved:
    """The stockholders approved this plan (paragraph 5)."""

    date: date
    plan: str


@dataclass(frozen=True)
class ServiceEnded:
    """Service ended in `role` for `reason` (paragraph 9); `plan` names the issuer, None is every grant."""

    date: date
    role: str
    reason: str
    plan: str | None = None


@dataclass(frozen=True)
class Exercised:
    """`shares` of a grant were exercised: the notice was received that day (paragraph 10).

    `lots` are those it left the holder with, owned from that day on.
    """

    date: date
    grant: str
    shares: int
    payment: Payment = Cash()
    lots: tuple[Lot, ...] = ()


@dataclass(frozen=True)
class VestingEvent:
    """The event that parts of a grant waited for (paragraph 8(a))."""

    date: date
    grant: str
    event: str


class Determined(NamedTuple):
    """The Board's own figures for one grant (paragraph 11(d)): outstanding shares, price, either or both."""

    shares: int | None
    exercise_price: Fraction | None


@dataclass(frozen=True)
class Adjustment:
    """A split, stock dividend or combination, `new` for `old` shares, effective on its date (paragraph 11(a))."""

    date: date
    plan: str
    kind: str
    new: int
    old: int
    determined: Mapping[str, Determined] = field(default_factory=dict)


@dataclass(frozen=True)
class Acceleration:
    """The Board resolved to vest options before a sale or merger effective on this date (paragraph 11(b))."""

    date: date
    plan: str


Event = PlanApproved | ServiceEnded | Exercised | VestingEvent | Adjustment | Acceleration


def check_role_and_reason(role: str, reason: str, place: str) -> None:
    """Refuse a reason that does not go with its role (paragraph 9(b))."""
    if reason in DIRECTOR_REASONS and role != "director":
        raise refuse(place, f"{reason} goes with the role director, not {role}")
    if reason == "dismissed_without_cause" and role == "director":
        raise refuse(place, "for a director use director_removed_without_cause instead of dismissed_without_cause")


def _read_service_ended(fields: Fields, day: date) -> ServiceEnded:
    plan = fields.maybe("plan", as_id)
    role, reason = fields.choice("role", ROLES), fields.choice("reason", REASONS)
    check_role_and_reason(role, reason, fields.at("reason"))
    return ServiceEnded(day, role, reason, plan)


def _read_exercised(fields: Fields, day: date) -> Exercised:
    return Exercised(
        day,
        fields.take("grant", as_id),
        fields.take("shares", as_shares),
        fields.get("payment", read_payment, Cash()),
        fields.get("lots", lambda item, at: as_list_of(item, at, read_exercise_lot), ()),
    )


def _read_determined(value: object, place: str) -> Determined:
    fields = Fields(value, place)
    determined = Determined(fields.maybe("shares", as_shares), fields.maybe("exercise_price", as_price))
    fields.done()
    if determined == (None, None):
        raise refuse(place, "must give shares, exercise_price or both")
    return determined


def _read_all_determined(value: object, place: str) -> dict[str, Determined]:
    if not isinstance(value, dict):
        raise refuse(place, "must be an object: grant id to the Board's figures")
    return {as_id(grant, place): _read_determined(item, f"{place}.{grant}") for grant, item in value.items()}


def _read_adjustment(fields: Fields, day: date) -> Adjustment:
    plan = fields.take("plan", as_id)
    kind = fields.choice("kind", ADJUSTMENTS)
    new, old = fields.whole("new", 1, 1_000_000), fields.whole("old", 1, 1_000_000)
    if (new >= old) if kind == "combination" else (new <= old):
        order = "below" if kind == "combination" else "above"
        raise refuse(fields.at("new"), f"must be {order} old ({old}) for a {kind}, not {new}")
    return Adjustment(day, plan, kind, new, old, fields.get("determined", _read_all_determined, {}))


_READERS: Mapping[str, Callable[[Fields, date], Event]] = {
    "plan_approved": lambda fields, day: PlanApproved(day, fields.take("plan", as_id)),
    "service_ended": _read_service_ended,
    "exercised": _read_exercised,
    "vesting_event": lambda fields, day: VestingEvent(
        day, fields.take("grant", as_id), fields.take("event", as_event_name)
    ),
    "adjustment": _read_adjustment,
    "acceleration": lambda fields, day: Acceleration(day, fields.take("plan", as_id)),
}
EVENT_TYPES = tuple(_READERS)
_TYPE_NAMES = dict(
    zip((PlanApproved, ServiceEnded, Exercised, VestingEvent, Adjustment, Acceleration), _READERS, strict=True)
)


def event_type(event: Event) -> str:
    """The event's type as it is called in a record, such as `service_ended`."""
    return _TYPE_NAMES[type(event)]


def read_event(value: object, place: str) -> Event:
    """An event of a record."""
    fields = Fields(value, place)
    kind = fields.choice("type", EVENT_TYPES)
    event = _READERS[kind](fields, fields.take("date", as_day))
    fields.done()
    return event


def _determined_plain(determined: Determined) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    if determined.shares is not None:
        plain["shares"] = determined.shares
    if determined.exercise_price is not None:
        plain["exercise_price"] = price_text(determined.exercise_price)
    return plain


def event_plain(event: Event) -> dict[str, Any]:
    """An event as JSON."""
    plain: dict[str, Any] = {"type": event_type(event), "date": str(event.date)}
    if isinstance(event, PlanApproved | Acceleration):
        plain["plan"] = event.plan
    elif isinstance(event, ServiceEnded):
        if event.plan is not None:
            plain["plan"] = event.plan
        plain.update(role=event.role, reason=event.reason)
    elif isinstance(event, Exercised):
        plain.update(grant=event.grant, shares=event.shares, payment=payment_plain(event.payment))
        if event.lots:
            plain["lots"] = [lot_plain(lot) for lot in event.lots]
    elif isinstance(event, VestingEvent):
        plain.update(grant=event.grant, event=event.event)
    else:
        plain.update(plan=event.plan, kind=event.kind, new=event.new, old=event.old)
        if event.determined:
            plain["determined"] = {grant: _determined_plain(own) for grant, own in event.determined.items()}
    return plain
