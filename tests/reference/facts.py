"""The record as facts that fit together: plans with all their terms, grants with their schedules, events in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from . import schedule
from .reader import refuse, unique
from .terms import BUNDLED, DIRECTOR_REASONS, Plan, merged


@dataclass(frozen=True)
class Grant:
    """One option as granted, with the plan's terms after its own overrides."""

    id: str
    plan: Plan
    terms: dict[str, Any]
    made: date
    shares: int
    price: Fraction
    role: str
    tranches: list[tuple[date, int]]
    waiting: list[tuple[str, int]]
    expires_on: date

    @property
    def term_last(self) -> date:
        """The last day of the term."""
        exercisable = self.plan["expiry_day_exercisable"]
        return self.expires_on if exercisable else self.expires_on - timedelta(days=1)


@dataclass(frozen=True)
class Record:
    """Everything that a question can rest on."""

    plans: dict[str, Plan]
    grants: list[Grant]
    events: list[dict[str, Any]]
    prices: list[dict[str, Any]]
    lots: list[dict[str, Any]]
    lot_ids: set[str]
    insider: bool
    by_id: dict[str, Grant] = field(default_factory=dict)

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    def concerns(self, event: dict[str, Any], plan: Plan) -> bool:
        """Whether an event reaches a plan: by issuer, or every plan when it names none."""
        return "plan" not in event or self.plans[event["plan"]].group == plan.group


def check_reason(item: dict[str, Any], place: str) -> None:
    role, reason = item["role"], item["reason"]
    if reason in DIRECTOR_REASONS and role != "director":
        raise refuse(f"{place}.reason", f"{reason} needs the role director")
    if reason == "dismissed_without_cause" and role == "director":
        raise refuse(f"{place}.reason", f"{reason} needs the role employee or advisor")


def build_plans(entries: list[dict[str, Any]]) -> dict[str, Plan]:
    own = {entry["id"]: entry for entry in entries}
    unique([entry["id"] for entry in entries] + list(BUNDLED), "record.plans")
    plans = {name: Plan(name, terms) for name, terms in BUNDLED.items()}

    def resolve(name: str, on_the_way: tuple[str, ...], place: str) -> Plan:
        if name in plans:
            return plans[name]
        if name not in own or name in on_the_way:
            raise refuse(place, f"no plan {name} to be like")
        entry = own[name]
        base = resolve(entry["like"], (*on_the_way, name), place)
        changes = {key: value for key, value in entry.items() if key not in ("id", "like")}
        return Plan(name, merged(base.terms, changes))

    built = {name: resolve(name, (), f"record.plans[{number}].like") for number, name in enumerate(own)}
    return {**plans, **built}


def build_grant(entry: dict[str, Any], plans: dict[str, Plan], place: str) -> Grant:
    if entry["plan"] not in plans:
        raise refuse(f"{place}.plan", f"no plan {entry['plan']}")
    plan = plans[entry["plan"]]
    overrides = entry.get("overrides", {})
    terms = merged(plan.terms, overrides)
    made: date = entry["grant_date"]
    dated, waiting, adds_up = schedule.parts(entry["vesting"], entry["shares"])
    if not adds_up:
        raise refuse(f"{place}.vesting", "must add up to the shares")
    if plan["last_grant_date"] is not None and made > plan["last_grant_date"]:
        raise refuse(f"{place}.grant_date", "the plan allows no grant so late: after_last_grant_date")
    expires = overrides.get("expires_on") or schedule.months_after(made, 12 * terms["term_years"], made.day)
    if expires <= made:
        raise refuse(f"{place}.overrides.expires_on", "must be after the grant date")
    return Grant(
        id=entry["id"],
        plan=plan,
        terms=terms,
        made=made,
        shares=entry["shares"],
        price=entry["exercise_price"],
        role=entry["role"],
        tranches=dated,
        waiting=waiting,
        expires_on=expires,
    )


def check_event(event: dict[str, Any], record: Record, place: str) -> None:
    if "plan" in event and event["plan"] not in record.plans:
        raise refuse(f"{place}.plan", f"no plan {event['plan']}")
    if "grant" in event and event["grant"] not in record.by_id:
        raise refuse(f"{place}.grant", f"no grant {event['grant']}")
    if event["type"] == "service_ended":
        check_reason(event, place)
    if event["type"] == "vesting_event":
        grant = record.by_id[event["grant"]]
        if event["event"] not in [name for name, _ in grant.waiting]:
            raise refuse(f"{place}.event", "no part of the grant waits for it")
        if event["date"] < grant.made:
            raise refuse(f"{place}.date", "is before the grant")
    for named in event.get("payment", {}).get("lots", []):
        if named["lot"] not in record.lot_ids:
            raise refuse(f"{place}.payment.lots", f"no lot {named['lot']}")
    for name in event.get("determined", {}):
        if name not in record.by_id or not record.concerns(event, record.by_id[name].plan):
            raise refuse(f"{place}.determined", f"no grant {name} of this issuer")


def build(parsed: dict[str, Any]) -> Record:
    """A record from its parsed parts, with every reference checked (not yet whether the exercises were allowed)."""
    plans = build_plans(parsed.get("plans", []))
    entries = parsed.get("grants", [])
    unique([entry["id"] for entry in entries], "record.grants")
    grants = [build_grant(entry, plans, f"record.grants[{n}]") for n, entry in enumerate(entries)]
    events, prices, lots = (parsed.get(key, []) for key in ("events", "prices", "lots"))
    unique([(entry["plan"], entry["date"]) for entry in prices], "record.prices")
    left = [lot["id"] for event in events for lot in event.get("lots", [])]
    lot_ids = [lot["id"] for lot in lots] + left
    unique(lot_ids, "record.lots")
    for key, items in (("prices", prices), ("lots", lots)):
        for number, item in enumerate(items):
            if item["plan"] not in plans:
                raise refuse(f"record.{key}[{number}].plan", f"no plan {item['plan']}")
    record = Record(
        plans=plans,
        grants=grants,
        events=events,
        prices=prices,
        lots=lots,
        lot_ids=set(lot_ids),
        insider=parsed.get("holder", {}).get("insider", False),
        by_id={grant.id: grant for grant in grants},
    )
    for number, event in enumerate(events):
        check_event(event, record, f"record.events[{number}]")
    check_ratios(record)
    return record


def check_ratios(record: Record) -> None:
    """A bound of the program's own: no share is split or combined by more than 10**600 in all."""
    ratios: dict[tuple[str, str], Fraction] = {}
    for event in sorted(record.of_type("adjustment"), key=lambda event: event["date"]):
        group = record.plans[event["plan"]].group
        ratios[group] = ratios.get(group, Fraction(1)) * Fraction(event["new"], event["old"])
        if max(ratios[group].numerator, ratios[group].denominator) > 10**600:
            raise refuse("record.events", "adjustments beyond all measure")
