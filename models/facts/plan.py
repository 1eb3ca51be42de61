"""A plan's terms: what the plan document states, every one of them data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from models.facts.fields import (
    Fields,
    as_choice,
    as_day,
    as_flag,
    as_id,
    as_list_of,
    as_shares,
    as_text,
    as_whole,
    refuse,
)
from models.values.dates import add_months, add_years
from models.values.frozen import dataclass, replace

ROLES = ("employee", "director", "advisor")
# Why service may end, and how that is named in a sentence: "90 days after resignation".
REASON_WORDS = {
    "resignation": "resignation",
    "retirement": "retirement",
    "dismissed_without_cause": "dismissal without cause",
    "dismissed_for_cause": "dismissal for cause",
    "director_at_company_request": "leaving the board at the company's request",
    "director_removed_without_cause": "removal from the board without cause",
    "not_reelected": "not being re-elected",
    "death": "death",
    "permanent_disability": "permanent disability",
    "other": "another reason",
}
REASONS = tuple(REASON_WORDS)
# Paragraph 9: these two end service in every role at once.
REASONS_FOR_EVERY_ROLE = ("death", "dismissed_for_cause")
DIRECTOR_REASONS = ("director_at_company_request", "director_removed_without_cause", "not_reelected")
METHODS = ("cash", "shares", "net", "broker")
TIERS = ("exchange", "nasdaq_national_market", "otc", "none")
EXCHANGE_RULES = ("lower_of_last_and_mean", "last", "mean")
VALUE_DAYS = ("before", "on_or_before")
CONTINUITIES = ("grant_role", "any_role")
WITHOUT_CAUSE_WINDOWS = ("days", "one_year")
_MOST = {"days": 36500, "months": 1200, "years": 100}


class Window(NamedTuple):
    """How long vested options stay exercisable after service ends; unit `none` ends them that very day."""

    unit: str
    length: int = 0

    @property
    def is_none(self) -> bool:
        """Whether nothing may be exercised from the day service ends."""
        return self.unit == "none"

    def last_day(self, ended_on: date) -> date:
        """The last day of the window, inclusive; the day itself is not counted. For `none` the day before."""
        if self.unit == "days":
            return ended_on + timedelta(days=self.length)
        if self.unit == "months":
            return add_months(ended_on, self.length)
        if self.unit == "years":
            return add_years(ended_on, self.length)
        return ended_on - timedelta(days=1)

    def plain(self) -> Any:
        """The window as JSON."""
        return "none" if self.is_none else {self.unit: self.length}


class Listing(NamedTuple):
    """From this date on the stock is in this market tier (paragraph 6)."""

    since: date
    tier: str


@dataclass(frozen=True)
class Plan:
    """All terms of one plan. Shares and days are whole numbers; dates are inclusive."""

    id: str
    like: str | None
    name: str
    issuer: str
    notice_address: tuple[str, ...]
    notice_to: str
    share_reserve: int
    last_grant_date: date | None
    needs_stockholder_approval: bool
    term_years: int
    expiry_day_exercisable: bool
    continuity: str
    post_termination_days: int
    windows: Mapping[str, Window]
    accelerate_on: tuple[str, ...]
    without_cause_employee_window: str
    acceleration_days_before: int
    minimum_shares: int
    remainder_exempt: bool
    payment_methods: tuple[str, ...]
    exchange_rule: str
    value_day: str
    listing: tuple[Listing, ...]

    @property
    def issuer_key(self) -> tuple[str, str]:
        """What prices, lots, adjustments and service ends are shared by: the issuer, or this plan alone."""
        return ("issuer", self.issuer) if self.issuer else ("plan", self.id)

    def tier_on(self, day: date) -> str | None:
        """The market tier in force on `day`, None before the first listing."""
        tier = None
        for listing in self.listing:
            if listing.since > day:
                break
            tier = listing.tier
        return tier

    def changed(self, id: str, terms: Mapping[str, Any]) -> Plan:
        """A copy of this plan with other terms; `windows` is merged reason by reason."""
        terms = dict(terms)
        if "windows" in terms:
            terms["windows"] = {**self.windows, **terms["windows"]}
        return replace(self, id=id, like=self.id, **terms)


def as_window(value: object, place: str) -> Window:
    """A window: "none" or an object with one of days, months, years."""
    if value == "none":
        return Window("none")
    fields = Fields(value, place)
    for unit, most in _MOST.items():
        if fields.has(unit):
            window = Window(unit, fields.whole(unit, 0, most))
            fields.done()
            return window
    raise refuse(place, 'must be "none" or one of {"days": n}, {"months": n}, {"years": n}')


def as_windows(value: object, place: str) -> dict[str, Window]:
    """Windows by reason of the service end."""
    fields = Fields(value, place)
    windows = {reason: fields.take(reason, as_window) for reason in REASONS if fields.has(reason)}
    fields.done()
    return windows


def as_reasons(value: object, place: str) -> tuple[str, ...]:
    """A list of reasons of a service end."""
    return as_list_of(value, place, lambda item, at: as_choice(item, at, REASONS))


def as_minimum(value: object, place: str) -> int:
    """`minimum_shares`: 0 to 1,000,000,000."""
    return as_whole(value, place, 0, 1_000_000_000)


def as_term_years(value: object, place: str) -> int:
    """`term_years`: 1 to 100."""
    return as_whole(value, place, 1, 100)


def as_window_days(value: object, place: str) -> int:
    """`post_termination_days` and `acceleration_days_before`: 0 to 36,500."""
    return as_whole(value, place, 0, _MOST["days"])


def _as_listing(value: object, place: str) -> tuple[Listing, ...]:
    def one(item: object, at: str) -> Listing:
        fields = Fields(item, at)
        listing = Listing(fields.take("from", as_day), fields.choice("tier", TIERS))
        fields.done()
        return listing

    found = as_list_of(value, place, one)
    seen: set[date] = set()
    for index, listing in enumerate(found):
        if listing.since in seen:
            raise refuse(f"{place}[{index}].from", f"there are two tiers from {listing.since}; keep one")
        seen.add(listing.since)
    return tuple(sorted(found))


def _choice(choices: tuple[str, ...]) -> Callable[[object, str], str]:
    return lambda value, place: as_choice(value, place, choices)


def _maybe_day(value: object, place: str) -> date | None:
    return None if value is None else as_day(value, place)


TERMS: Mapping[str, Callable[[object, str], Any]] = {
    "name": as_text,
    "issuer": as_text,
    "notice_address": lambda value, place: as_list_of(value, place, as_text),
    "notice_to": as_text,
    "share_reserve": as_shares,
    "last_grant_date": _maybe_day,
    "needs_stockholder_approval": as_flag,
    "term_years": as_term_years,
    "expiry_day_exercisable": as_flag,
    "continuity": _choice(CONTINUITIES),
    "post_termination_days": as_window_days,
    "windows": as_windows,
    "accelerate_on": as_reasons,
    "without_cause_employee_window": _choice(WITHOUT_CAUSE_WINDOWS),
    "acceleration_days_before": as_window_days,
    "minimum_shares": as_minimum,
    "remainder_exempt": as_flag,
    "payment_methods": lambda value, place: as_list_of(value, place, _choice(METHODS)),
    "exchange_rule": _choice(EXCHANGE_RULES),
    "value_day": _choice(VALUE_DAYS),
    "listing": _as_listing,
}


def read_terms(fields: Fields) -> dict[str, Any]:
    """The terms given in `fields`, each checked; unknown keys are refused."""
    terms = {name: fields.take(name, read) for name, read in TERMS.items() if fields.has(name)}
    fields.done()
    return terms


@dataclass(frozen=True)
class PlanCopy:
    """A plan of the holder's own: like another one but for `terms` (already checked values)."""

    id: str
    like: str
    terms: Mapping[str, Any]


def read_plan_copy(value: object, place: str) -> PlanCopy:
    """A plan entry of a record."""
    fields = Fields(value, place)
    return PlanCopy(fields.take("id", as_id), fields.take("like", as_id), read_terms(fields))


def plain_term(name: str, value: Any) -> Any:
    """One term as JSON."""
    if name == "windows":
        return {reason: window.plain() for reason, window in value.items()}
    if name == "listing":
        return [{"from": str(listing.since), "tier": listing.tier} for listing in value]
    if isinstance(value, date):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def plan_copy_plain(plan: PlanCopy) -> dict[str, Any]:
    """A plan entry as JSON."""
    return {
        "id": plan.id,
        "like": plan.like,
        **{name: plain_term(name, value) for name, value in plan.terms.items()},
    }
