"""Import from the Open Cap Format: one stakeholder's options with what happened to them, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.errors import Refusal
from models.exchange.ocf.items import (
    Json,
    all_items,
    day_of,
    list_of,
    maybe_day,
    price_of,
    read_files,
    refuse,
    text_of,
    whole_of,
)
from models.exchange.ocf.vesting import parts_of
from models.facts.event import Adjustment, Event, Exercised, PlanApproved, VestingEvent
from models.facts.grant import DatedPart, EventPart, Grant, Overrides, Part
from models.facts.holder import Holder
from models.facts.notes import GrantNote
from models.facts.plan import Plan, Window
from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.record import Record
from models.record.words import count
from models.rules.vesting import build
from models.values.dates import add_years

ISSUANCES = ("TX_EQUITY_COMPENSATION_ISSUANCE", "TX_PLAN_SECURITY_ISSUANCE")
_OPTIONS = ("OPTION", "OPTION_NSO")
_ROLES = {
    "BOARD_MEMBER": "director",
    "ADVISOR": "advisor",
    "CONSULTANT": "advisor",
    "EX_ADVISOR": "advisor",
    "EX_CONSULTANT": "advisor",
    "EMPLOYEE": "employee",
    "EX_EMPLOYEE": "employee",
    "NON_US_EMPLOYEE": "employee",
    "EXECUTIVE": "employee",
    "OFFICER": "employee",
    "FOUNDER": "employee",
}
REASONS = {
    "VOLUNTARY_OTHER": "resignation",
    "VOLUNTARY_RETIREMENT": "retirement",
    "INVOLUNTARY_OTHER": "dismissed_without_cause",
    "INVOLUNTARY_DEATH": "death",
    "INVOLUNTARY_DISABILITY": "permanent_disability",
    "INVOLUNTARY_WITH_CAUSE": "dismissed_for_cause",
}
_UNITS = {"DAYS": "days", "MONTHS": "months"}


@dataclass(frozen=True)
class Imported:
    """What one stakeholder's package says in our facts; `left_out` says in sentences what could not be taken."""

    holder: Holder
    grants: tuple[Grant, ...]
    events: tuple[Event, ...]
    notes: tuple[GrantNote, ...]
    left_out: tuple[str, ...]

    def change(self, record: Record) -> Change:
        """The deed that enters all of it in a record (the holder only where none is entered yet)."""
        draft = Draft(record)
        for grant in self.grants:
            draft.add("grants", grant, f"grants.{grant.id}")
        for event in self.events:
            if event not in record.events:
                draft.add("events", event)
        for note in self.notes:
            draft.add("grant_notes", note)
        if not record.shelf("holder") and self.holder != Holder():
            draft.put("holder", 1, self.holder)
        return draft.change(f"Import {count(len(self.grants), 'grant')} from the Open Cap Format")


def _in_months(window: Window) -> Window:
    """A window of years as the format has it."""
    return Window("months", 12 * window.length) if window.unit == "years" else window


class Package:
    """The objects of an Open Cap Format package by type; `stakeholders` are those who hold equity compensation."""

    def __init__(self, items: Mapping[str, list[tuple[str, Json]]]) -> None:
        self._items = items

    @property
    def stakeholders(self) -> dict[str, str]:
        """Who was issued equity compensation: id to name (the id where no name is in the package)."""
        named: dict[str, str] = {}
        for place, item in self._of("STAKEHOLDER"):
            name = item.get("name")
            legal = name.get("legal_name") if isinstance(name, dict) else None
            named[text_of(item, "id", place)] = legal if isinstance(legal, str) else ""
        holders = [text_of(item, "stakeholder_id", place) for place, item in self._of(*ISSUANCES)]
        return {id: named.get(id) or id for id in holders}

    def take(self, stakeholder: str, plan: Plan, role: str = "") -> Imported:
        """The options of one stakeholder as grants under `plan`, whose terms hold where the format has none.

        `role` where the package does not tell it (employee, director, advisor).
        """
        return _Taking(self, stakeholder, plan, role).imported()

    def _of(self, *kinds: str) -> Iterator[tuple[str, Json]]:
        for kind in kinds:
            yield from self._items.get(kind, ())

    def kinds(self) -> list[str]:
        """The types of object in the package."""
        return list(self._items)


def read_package(data: bytes) -> Package:
    """A package (ZIP), or a single file, of the Open Cap Format."""
    items: dict[str, list[tuple[str, Json]]] = {}
    for place, item in all_items(read_files(data)):
        items.setdefault(text_of(item, "object_type", place), []).append((place, item))
    if not any(kind in items for kind in ISSUANCES):
        raise refuse("the package", "has no equity compensation issuance, so there is no grant to import")
    return Package(items)


# Taken along, or without any meaning for a holder's record.
_USED = {
    *ISSUANCES,
    "STAKEHOLDER",
    "STOCK_PLAN",
    "STOCK_CLASS",
    "ISSUER",
    "DOCUMENT",
    "STOCK_LEGEND_TEMPLATE",
    "VESTING_TERMS",
    "TX_VESTING_START",
    "TX_VESTING_EVENT",
    "TX_EQUITY_COMPENSATION_EXERCISE",
    "TX_PLAN_SECURITY_EXERCISE",
    "TX_EQUITY_COMPENSATION_ACCEPTANCE",
    "TX_PLAN_SECURITY_ACCEPTANCE",
    "TX_STOCK_CLASS_SPLIT",
}


class _Taking:
    """One import: the stakeholder's issuances one by one, each either taken whole or left out with its reason."""

    def __init__(self, package: Package, stakeholder: str, plan: Plan, role: str) -> None:
        self.package, self.stakeholder, self.plan, self.role = package, stakeholder, plan, role
        self.left_out: list[str] = []
        self.grants: dict[str, Grant] = {}
        self.terms = {text_of(item, "id", place): (place, item) for place, item in package._of("VESTING_TERMS")}

    def imported(self) -> Imported:
        holder = self._holder()
        plans: set[str] = set()
        for place, item in self.package._of(*ISSUANCES):
            if item.get("stakeholder_id") != self.stakeholder:
                continue
            try:
                grant = self._grant(place, item)
            except Refusal as bad:
                self.left_out.append(f"The grant {item.get('custom_id') or place!a}: {bad.message}.")
                continue
            self.grants[text_of(item, "security_id", place)] = grant
            if isinstance(item.get("stock_plan_id"), str):
                plans.add(item["stock_plan_id"])
        events = [*self._approvals(plans), *self._splits(plans), *self._vesting_events(), *self._exercises()]
        for kind in self.package.kinds():
            if kind not in _USED:
                self.left_out.append(f"Objects of the type {kind}: they have no equal in a holder's record.")
        notes = tuple(self._notes())
        return Imported(holder, tuple(self.grants.values()), tuple(events), notes, tuple(self.left_out))

    def _holder(self) -> Holder:
        for place, item in self.package._of("STAKEHOLDER"):
            if item.get("id") == self.stakeholder:
                self.role = self.role or self._role(item)
                name = item.get("name")
                if isinstance(name, dict) and name.get("legal_name"):
                    return Holder(text_of(name, "legal_name", place))
        return Holder()

    def _role(self, item: Json) -> str:
        said = item.get("current_relationships") or [item.get("current_relationship")]
        known = {_ROLES[str(one)] for one in said if str(one) in _ROLES} if isinstance(said, list) else set()
        return known.pop() if len(known) == 1 else ""

    def _grant(self, place: str, item: Json) -> Grant:
        kind = item.get("compensation_type", "OPTION" if item.get("option_grant_type") == "NSO" else None)
        if kind not in _OPTIONS:
            raise refuse(place, f"is {kind!a}; only non-qualified options are kept here")
        if item.get("early_exercisable"):
            raise refuse(place, "can be exercised before it vests, which has no equal here")
        if not self.role:
            raise refuse(place, "the package does not tell in which role it was granted; choose employee or another")
        made = day_of(item, "date", place)
        shares = whole_of(item.get("quantity"), f"{place}, quantity", 1)
        id = text_of(item, "custom_id", place, 64)
        if any(grant.id == id for grant in self.grants.values()):
            raise refuse(place, f"the id {id!a} is used twice")
        price = price_of(item, "exercise_price", place)
        parts = self._parts(place, item, shares, made)
        return Grant(id, self.plan.id, made, shares, price, self.role, parts, self._overrides(place, item, made))

    def _parts(self, place: str, item: Json, shares: int, made: date) -> tuple[Part, ...]:
        """The terms where they mean what the listed dates say, else the listed dates, else vested when made."""
        listed = [
            (day_of(one, "date", place), whole_of(one.get("amount"), f"{place}, vestings"))
            for one in list_of(item, "vestings", place)
        ]
        dated = DatedPart(shares, tuple((day, count) for day, count in sorted(listed) if count))
        if listed and sum(count for _, count in dated.tranches) != shares:
            raise refuse(place, "the vestings do not add up to the quantity")
        id = None if item.get("vesting_terms_id") is None else text_of(item, "vesting_terms_id", place)
        if id is None:
            return (dated,) if listed else (DatedPart(shares, ((made, shares),)),)
        if id not in self.terms:
            if listed:
                return (dated,)
            raise refuse(place, f"the vesting terms {id!a} are not in the package")
        try:
            parts = parts_of(self.terms[id][1], self.terms[id][0], shares, self._started_on(item))
        except Refusal:
            if listed:
                return (dated,)
            raise
        if listed and build(parts, {})[0] != build((dated,), {})[0]:
            return (dated,)
        return parts

    def _started_on(self, item: Json) -> date | None:
        for place, start in self.package._of("TX_VESTING_START"):
            if start.get("security_id") == item.get("security_id"):
                return day_of(start, "date", place)
        return None

    def _overrides(self, place: str, item: Json, made: date) -> Overrides:
        """The term and the windows where they differ from the plan's."""
        expires = maybe_day(item, "expiration_date", place)
        if expires is not None and expires <= made:
            raise refuse(place, "expires on or before the day it was made")
        if expires == add_years(made, self.plan.term_years):
            expires = None
        windows: dict[str, Window] = {}
        for one in list_of(item, "termination_exercise_windows", place):
            reason, unit = REASONS.get(str(one.get("reason"))), _UNITS.get(str(one.get("period_type")))
            if reason is None or unit is None:
                self.left_out.append(f"A window of {item.get('custom_id')} for {one.get('reason')!a}.")
                continue
            length = whole_of(one.get("period"), f"{place}, period")
            # A window of no length ends the option at once: the reading that promises no day too many.
            window = Window(unit, length) if length else Window("none")
            if length > (36500 if unit == "days" else 1200):
                raise refuse(place, f"has a window of {length} {unit}, longer than any kept here")
            if _in_months(self._plan_window(reason)) != window:
                windows[reason] = window
        return Overrides(expires_on=expires, windows=windows)

    def _plan_window(self, reason: str) -> Window:
        return self.plan.windows.get(reason, Window("days", self.plan.post_termination_days))

    def _approvals(self, plans: set[str]) -> Iterator[Event]:
        for place, item in self.package._of("STOCK_PLAN"):
            approved = maybe_day(item, "stockholder_approval_date", place)
            if str(item.get("id")) in plans and approved is not None:
                yield PlanApproved(approved, self.plan.id)

    def _splits(self, plans: set[str]) -> Iterator[Event]:
        classes: set[str] = set()
        for _, item in self.package._of("STOCK_PLAN"):
            if str(item.get("id")) in plans:
                listed = item.get("stock_class_ids")
                classes |= {*map(str, listed)} if isinstance(listed, list) else {str(item.get("stock_class_id"))}
        for place, item in self.package._of("TX_STOCK_CLASS_SPLIT"):
            ratio = item.get("split_ratio")
            if str(item.get("stock_class_id")) in classes and isinstance(ratio, dict):
                new = whole_of(ratio.get("numerator"), place, 1)
                old = whole_of(ratio.get("denominator"), place, 1)
                if new != old:
                    kind = "split" if new > old else "combination"
                    yield Adjustment(day_of(item, "date", place), self.plan.id, kind, new, old)

    def _vesting_events(self) -> Iterator[Event]:
        for place, item in self.package._of("TX_VESTING_EVENT"):
            grant = self.grants.get(str(item.get("security_id")))
            waits = [part for part in grant.parts if isinstance(part, EventPart)] if grant else []
            if grant is not None and waits:
                yield VestingEvent(day_of(item, "date", place), grant.id, waits[0].event)
            elif grant is not None:
                self.left_out.append(f"A vesting event of {grant.id}, no part of which waits for one.")

    def _exercises(self) -> Iterator[Event]:
        for place, item in self.package._of("TX_EQUITY_COMPENSATION_EXERCISE", "TX_PLAN_SECURITY_EXERCISE"):
            grant = self.grants.get(str(item.get("security_id")))
            if grant is not None:
                shares = whole_of(item.get("quantity"), f"{place}, quantity", 1)
                yield Exercised(day_of(item, "date", place), grant.id, shares)
                self.left_out.append(
                    f"How the exercise of {count(shares, 'share')} of {grant.id} was paid, and its lots."
                )

    def _notes(self) -> Iterator[GrantNote]:
        """The day a grant was accepted is the day its letter was signed and returned."""
        noted: set[str] = set()
        for place, item in self.package._of("TX_EQUITY_COMPENSATION_ACCEPTANCE", "TX_PLAN_SECURITY_ACCEPTANCE"):
            grant = self.grants.get(str(item.get("security_id")))
            if grant is not None and grant.id not in noted:
                noted.add(grant.id)
                yield GrantNote(grant.id, letter_returned_on=day_of(item, "date", place))
