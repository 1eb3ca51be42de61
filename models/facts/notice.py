"""An exercise notice as the holder prepared it, and the days of its life (paragraph 10)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from models.facts.fields import (
    Fields,
    as_choice,
    as_day,
    as_flag,
    as_id,
    as_list_of,
    as_price,
    as_shares,
    as_text,
)
from models.facts.payment import (
    Cash,
    Payment,
    WithholdingRates,
    payment_plain,
    read_payment,
    read_withholding,
    withholding_plain,
)
from models.values.frozen import dataclass
from models.values.money import price_text

CAPACITIES = ("holder", "personal_representative", "heir", "guardian", "transferee")
DELIVERIES = ("mail", "in_person")
WITHHOLDING_WAYS = ("check", "payroll", "on_request")
STATES = ("draft", "delivered", "paid", "certificate_received", "cancelled")


@dataclass(frozen=True)
class Signer:
    """Who signs when it is not the holder (paragraph 8(b)), and what is enclosed to prove the capacity."""

    capacity: str = "holder"
    name: str = ""
    address: tuple[str, ...] = ()
    proof: str = ""


@dataclass(frozen=True)
class Registration:
    """How the new shares are to be registered and where the certificate goes."""

    name: str = ""
    joint_with: str = ""
    denominations: str = ""
    deliver_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """One notice. `exercise_date` is the day its figures were worked out for; `delivered_on` when it was received.
    `number` is never used twice.

    `exercise` is the serial of the recorded exercise among the record's events once it was delivered.
    `paper` is the SHA-256 of the issued PDF. A state's date is None until it is reached. `send_to` are address
    lines the holder was told of instead of the plan's (paragraph 10). `withholding_paid_by` is one of
    `WITHHOLDING_WAYS` or the holder's own words. `own_copy` keeps the computation sheet for the holder.
    """

    number: str
    grant: str
    prepared_on: date
    exercise_date: date
    shares: int
    payment: Payment = Cash()
    tax_value: Fraction | None = None
    withholding: WithholdingRates | None = WithholdingRates()
    withholding_paid_by: str = "check"
    broker: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    signer: Signer = Signer()
    registration: Registration = Registration()
    representations: bool = False
    computation_sheet: bool = True
    own_copy: bool = False
    paper: str = ""
    mailed_on: date | None = None
    delivery: str = "mail"
    tracking: str = ""
    delivered_on: date | None = None
    paid_on: date | None = None
    certificate_on: date | None = None
    certificate_number: str = ""
    cancelled_on: date | None = None
    exercise: int | None = None

    @property
    def state(self) -> str:
        """The furthest of `STATES` it has reached."""
        if self.cancelled_on:
            return "cancelled"
        if self.certificate_on:
            return "certificate_received"
        if self.paid_on:
            return "paid"
        return "delivered" if self.delivered_on else "draft"


def _lines(value: object, place: str) -> tuple[str, ...]:
    return as_list_of(value, place, as_text)


def _read_signer(value: object, place: str) -> Signer:
    fields = Fields(value, place)
    signer = Signer(
        fields.choice("capacity", CAPACITIES),
        fields.get("name", as_text, ""),
        fields.get("address", _lines, ()),
        fields.get("proof", as_text, ""),
    )
    fields.done()
    return signer


def _read_registration(value: object, place: str) -> Registration:
    fields = Fields(value, place)
    registration = Registration(
        fields.get("name", as_text, ""),
        fields.get("joint_with", as_text, ""),
        fields.get("denominations", as_text, ""),
        fields.get("deliver_to", _lines, ()),
    )
    fields.done()
    return registration


_DAYS = ("mailed_on", "delivered_on", "paid_on", "certificate_on", "cancelled_on")
_TEXTS = ("withholding_paid_by", "paper", "tracking", "certificate_number")


def read_notice(value: object, place: str) -> Notice:
    """A notice of a record's `extra`."""
    fields = Fields(value, place)
    given: dict[str, Any] = {
        "number": fields.take("number", as_id),
        "grant": fields.take("grant", as_id),
        "prepared_on": fields.take("prepared_on", as_day),
        "exercise_date": fields.take("exercise_date", as_day),
        "shares": fields.take("shares", as_shares),
        "payment": fields.get("payment", read_payment, Cash()),
        "tax_value": fields.maybe("tax_value", as_price),
        "withholding": fields.get("withholding", read_withholding, WithholdingRates()),
        "broker": fields.get("broker", _lines, ()),
        "send_to": fields.get("send_to", _lines, ()),
        "signer": fields.get("signer", _read_signer, Signer()),
        "registration": fields.get("registration", _read_registration, Registration()),
        "representations": fields.get("representations", as_flag, False),
        "computation_sheet": fields.get("computation_sheet", as_flag, True),
        "own_copy": fields.get("own_copy", as_flag, False),
        "delivery": fields.get("delivery", lambda item, at: as_choice(item, at, DELIVERIES), "mail"),
        "exercise": fields.whole("exercise", 0, 10**9) if fields.has("exercise") else None,
    }
    given.update({name: fields.maybe(name, as_day) for name in _DAYS})
    given.update({name: fields.take(name, as_text) for name in _TEXTS if fields.has(name)})
    fields.done()
    return Notice(**given)


def notice_plain(notice: Notice) -> dict[str, Any]:
    """A notice as JSON; what is empty is left out."""
    signer, registration = notice.signer, notice.registration
    plain: dict[str, Any] = {
        "number": notice.number,
        "grant": notice.grant,
        "prepared_on": str(notice.prepared_on),
        "exercise_date": str(notice.exercise_date),
        "shares": notice.shares,
        "payment": payment_plain(notice.payment),
        "withholding": withholding_plain(notice.withholding),
        "broker": list(notice.broker),
        "signer": {
            "capacity": signer.capacity,
            "name": signer.name,
            "address": list(signer.address),
            "proof": signer.proof,
        },
        "registration": {
            "name": registration.name,
            "joint_with": registration.joint_with,
            "denominations": registration.denominations,
            "deliver_to": list(registration.deliver_to),
        },
        "representations": notice.representations,
        "computation_sheet": notice.computation_sheet,
        "delivery": notice.delivery,
    }
    if notice.tax_value is not None:
        plain["tax_value"] = price_text(notice.tax_value)
    if notice.send_to:
        plain["send_to"] = list(notice.send_to)
    if notice.own_copy:
        plain["own_copy"] = True
    if notice.exercise is not None:
        plain["exercise"] = notice.exercise
    plain.update({name: str(getattr(notice, name)) for name in _DAYS if getattr(notice, name)})
    # An empty way to pay the withholding is not the default, "check".
    plain.update({name: getattr(notice, name) for name in _TEXTS if getattr(notice, name) or name == _TEXTS[0]})
    return plain
