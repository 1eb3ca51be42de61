"""Reads the questions of an evaluate request: each checked completely before anything is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from models.facts.event import check_role_and_reason
from models.facts.fields import Fields, as_choice, as_day, as_id, as_list, as_list_of, as_price, as_shares, refuse
from models.facts.payment import Payment, WithholdingRates, read_payment, read_withholding
from models.facts.plan import REASONS, ROLES
from models.values.frozen import dataclass

MAX_GRID = 400


@dataclass(frozen=True)
class AskVesting:
    """The schedule of a grant."""

    grant: str


@dataclass(frozen=True)
class AskPosition:
    """How one grant (or all) stands at the end of a day."""

    on: date
    grant: str | None


@dataclass(frozen=True)
class AskValue:
    """The fair market value on a day."""

    plan: str
    on: date


@dataclass(frozen=True)
class AskQuote:
    """What an exercise costs."""

    grant: str
    on: date
    shares: int
    payment: Payment
    tax_value: Fraction | None
    withholding: WithholdingRates | None


@dataclass(frozen=True)
class AskServiceEnd:
    """What a service end would do."""

    on: date
    role: str
    reason: str
    plan: str | None


@dataclass(frozen=True)
class AskDeadlines:
    """The days that matter between two days."""

    first: date
    last: date


@dataclass(frozen=True)
class AskGrid:
    """What is left by date and price."""

    grant: str | None
    dates: tuple[date, ...]
    prices: tuple[Fraction, ...]
    payment: Payment
    withholding: WithholdingRates | None


Question = AskVesting | AskPosition | AskValue | AskQuote | AskServiceEnd | AskDeadlines | AskGrid


def _quote(fields: Fields) -> AskQuote:
    return AskQuote(
        fields.take("grant", as_id),
        fields.take("on", as_day),
        fields.take("shares", as_shares),
        fields.take("payment", read_payment),
        fields.maybe("tax_value", as_price),
        fields.get("withholding", read_withholding, WithholdingRates()),
    )


def _service_end(fields: Fields) -> AskServiceEnd:
    ask = AskServiceEnd(
        fields.take("on", as_day),
        fields.take("role", lambda value, place: as_choice(value, place, ROLES)),
        fields.take("reason", lambda value, place: as_choice(value, place, REASONS)),
        fields.maybe("plan", as_id),
    )
    check_role_and_reason(ask.role, ask.reason, fields.at("reason"))
    return ask


def _at_most(value: object, place: str) -> None:
    if len(as_list(value, place)) > MAX_GRID:
        raise refuse(place, f"must have at most {MAX_GRID} entries")


def _dates(value: object, place: str) -> tuple[date, ...]:
    _at_most(value, place)
    return as_list_of(value, place, as_day)


def _prices(value: object, place: str) -> tuple[Fraction, ...]:
    _at_most(value, place)
    return as_list_of(value, place, as_price)


def _id_or_null(value: object, place: str) -> str | None:
    return None if value is None else as_id(value, place)


def _grid(fields: Fields) -> AskGrid:
    return AskGrid(
        fields.take("grant", _id_or_null),
        fields.take("dates", _dates),
        fields.take("prices", _prices),
        fields.take("payment", lambda value, place: read_payment(value, place, priced=False)),
        fields.get("withholding", read_withholding, WithholdingRates()),
    )


_READERS: Mapping[str, Callable[[Fields], Question]] = {
    "vesting": lambda fields: AskVesting(fields.take("grant", as_id)),
    "position": lambda fields: AskPosition(fields.take("on", as_day), fields.maybe("grant", as_id)),
    "fair_market_value": lambda fields: AskValue(fields.take("plan", as_id), fields.take("on", as_day)),
    "quote": _quote,
    "service_end": _service_end,
    "deadlines": lambda fields: AskDeadlines(fields.take("from", as_day), fields.take("to", as_day)),
    "grid": _grid,
}


def read_question(value: object, place: str) -> tuple[str, Question]:
    """A question with its `ask`; Refusal names the place of whatever is wrong."""
    fields = Fields(value, place)
    ask = fields.choice("ask", _READERS)
    question = _READERS[ask](fields)
    fields.done()
    return ask, question
