"""A grant of options and its vesting schedule, as the option letter states them."""

from __future__ import annotations

from collections.abc import Mapping
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
    refuse,
)
from models.facts.plan import (
    ROLES,
    Window,
    as_minimum,
    as_reasons,
    as_term_years,
    as_window_days,
    as_windows,
    plain_term,
)
from models.values.frozen import dataclass, field
from models.values.money import price_text

ALLOCATIONS = (
    "CUMULATIVE_ROUND_DOWN",
    "CUMULATIVE_ROUNDING",
    "FRONT_LOADED",
    "BACK_LOADED",
    "FRONT_LOADED_TO_SINGLE_TRANCHE",
    "BACK_LOADED_TO_SINGLE_TRANCHE",
)
START_DAY = "VESTING_START_DAY_OR_LAST_DAY_OF_MONTH"
DAYS_OF_MONTH = (
    START_DAY,
    *(f"{day:02d}" for day in range(1, 29)),
    *(f"{day}_OR_LAST_DAY_OF_MONTH" for day in (29, 30, 31)),
)
KINDS = ("tranches", "periodic", "event")


@dataclass(frozen=True)
class DatedPart:
    """Shares that vest on listed days."""

    shares: int
    tranches: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class PeriodicPart:
    """Shares that vest in equal steps of months, in the terms of the Open Cap Format."""

    shares: int
    start: date
    total_months: int
    every_months: int
    cliff_months: int = 0
    allocation: str = "CUMULATIVE_ROUND_DOWN"
    day_of_month: str = START_DAY


@dataclass(frozen=True)
class EventPart:
    """Shares that vest when the named event is recorded."""

    shares: int
    event: str


Part = DatedPart | PeriodicPart | EventPart


@dataclass(frozen=True)
class Overrides:
    """What the option letter says otherwise than the plan (paragraphs 9(a), 14); None is as the plan."""

    term_years: int | None = None
    expires_on: date | None = None
    post_termination_days: int | None = None
    windows: Mapping[str, Window] = field(default_factory=dict)
    accelerate_on: tuple[str, ...] | None = None
    minimum_shares: int | None = None
    remainder_exempt: bool | None = None


@dataclass(frozen=True)
class Grant:
    """One option: `shares` at `exercise_price` dollars a share, in a `role`, vesting by `parts`."""

    id: str
    plan: str
    grant_date: date
    shares: int
    exercise_price: Fraction
    role: str
    parts: tuple[Part, ...]
    overrides: Overrides = Overrides()

    @property
    def events(self) -> frozenset[str]:
        """The names of the events that parts of this grant wait for."""
        return frozenset(part.event for part in self.parts if isinstance(part, EventPart))


def _read_tranche(value: object, place: str) -> tuple[date, int]:
    fields = Fields(value, place)
    tranche = (fields.take("date", as_day), fields.take("shares", as_shares))
    fields.done()
    return tranche


def _read_periodic(fields: Fields, shares: int) -> PeriodicPart:
    start = fields.take("start", as_day)
    total = fields.whole("total_months", 1, 1200)
    every = fields.whole("every_months", 1, 1200)
    if total % every:
        raise refuse(fields.at("every_months"), f"must divide total_months ({total}) without a rest, not {every}")
    cliff = fields.whole("cliff_months", 0, 1200) if fields.has("cliff_months") else 0
    if cliff > total:
        raise refuse(fields.at("cliff_months"), f"must be at most total_months ({total}), not {cliff}")
    allocation = fields.choice("allocation", ALLOCATIONS) if fields.has("allocation") else ALLOCATIONS[0]
    day = fields.choice("day_of_month", DAYS_OF_MONTH) if fields.has("day_of_month") else START_DAY
    return PeriodicPart(shares, start, total, every, cliff, allocation, day)


def _read_part(value: object, place: str, shares: int | None) -> Part:
    """One part; `shares` is the grant's where the schedule is no list, else None and the part states its own."""
    fields = Fields(value, place)
    kind = fields.choice("kind", KINDS)
    own = fields.take("shares", as_shares) if shares is None else shares
    part: Part
    if kind == "periodic":
        part = _read_periodic(fields, own)
    elif kind == "event":
        part = EventPart(own, fields.take("event", as_event_name))
    else:
        part = DatedPart(own, fields.take("tranches", lambda item, at: as_list_of(item, at, _read_tranche)))
        total = sum(count for _, count in part.tranches)
        if total != own:
            raise refuse(fields.at("tranches"), f"add up to {total} shares; they must add up to {own}")
    fields.done()
    return part


def as_event_name(value: object, place: str) -> str:
    """The name of a vesting event: 1 to 200 printable characters."""
    return as_text(value, place, 200, 1)


def read_vesting(value: object, place: str, shares: int) -> tuple[Part, ...]:
    """VESTING of a grant of `shares`."""
    if not isinstance(value, list):
        return (_read_part(value, place, shares),)
    parts = as_list_of(value, place, lambda item, at: _read_part(item, at, None))
    total = sum(part.shares for part in parts)
    if total != shares:
        raise refuse(place, f"the parts add up to {total} shares; they must add up to the grant's {shares}")
    return parts


def read_overrides(value: object, place: str, grant_date: date) -> Overrides:
    """The overrides of a grant; its term must end after the grant date."""
    fields = Fields(value, place)
    overrides = Overrides(
        fields.maybe("term_years", as_term_years),
        fields.maybe("expires_on", as_day),
        fields.maybe("post_termination_days", as_window_days),
        fields.get("windows", as_windows, {}),
        fields.maybe("accelerate_on", as_reasons),
        fields.maybe("minimum_shares", as_minimum),
        fields.maybe("remainder_exempt", as_flag),
    )
    fields.done()
    if overrides.expires_on is not None and overrides.expires_on <= grant_date:
        raise refuse(fields.at("expires_on"), f"must be after the grant date {grant_date}")
    return overrides


def read_grant(value: object, place: str) -> Grant:
    """A grant of a record."""
    fields = Fields(value, place)
    id, plan = fields.take("id", as_id), fields.take("plan", as_id)
    granted = fields.take("grant_date", as_day)
    shares = fields.take("shares", as_shares)
    grant = Grant(
        id,
        plan,
        granted,
        shares,
        fields.take("exercise_price", as_price),
        fields.take("role", lambda item, at: as_choice(item, at, ROLES)),
        fields.take("vesting", lambda item, at: read_vesting(item, at, shares)),
        fields.get("overrides", lambda item, at: read_overrides(item, at, granted), Overrides()),
    )
    fields.done()
    return grant


def _part_plain(part: Part, alone: bool) -> dict[str, Any]:
    shares = {} if alone else {"shares": part.shares}
    if isinstance(part, EventPart):
        return {"kind": "event", **shares, "event": part.event}
    if isinstance(part, DatedPart):
        listed = [{"date": str(day), "shares": count} for day, count in part.tranches]
        return {"kind": "tranches", **shares, "tranches": listed}
    return {
        "kind": "periodic",
        **shares,
        "start": str(part.start),
        "total_months": part.total_months,
        "every_months": part.every_months,
        "cliff_months": part.cliff_months,
        "allocation": part.allocation,
        "day_of_month": part.day_of_month,
    }


def overrides_plain(overrides: Overrides) -> dict[str, Any]:
    """Overrides as JSON; what follows the plan is left out."""
    given = {name: getattr(overrides, name) for name in Overrides.__dataclass_fields__}
    return {name: plain_term(name, value) for name, value in given.items() if value not in (None, {})}


def grant_plain(grant: Grant) -> dict[str, Any]:
    """A grant as JSON."""
    alone = len(grant.parts) == 1
    vesting = [_part_plain(part, alone) for part in grant.parts]
    plain: dict[str, Any] = {
        "id": grant.id,
        "plan": grant.plan,
        "grant_date": str(grant.grant_date),
        "shares": grant.shares,
        "exercise_price": price_text(grant.exercise_price),
        "role": grant.role,
        "vesting": vesting[0] if alone else vesting,
    }
    overrides = overrides_plain(grant.overrides)
    if overrides:
        plain["overrides"] = overrides
    return plain
