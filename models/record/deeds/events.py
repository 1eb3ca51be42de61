"""Deeds on what happened: approvals, service ends, vesting events, adjustments, sales, exercises made before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from models.errors import Refusal
from models.facts.event import (
    Acceleration,
    Adjustment,
    Determined,
    Event,
    Exercised,
    PlanApproved,
    ServiceEnded,
    VestingEvent,
)
from models.facts.lot import Lot
from models.facts.notice import Notice
from models.facts.payment import Cash, Payment
from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.deeds.lots import with_ids
from models.record.record import Record
from models.record.words import event_words


def record_plan_approval(record: Record, *, plan: str, on: date) -> Change:
    """The stockholders approved the plan on that day (paragraph 5). Fields `plan`, `date`."""
    return _add(record, PlanApproved(on, plan))


def record_service_end(record: Record, *, on: date, role: str, reason: str, plan: str | None = None) -> Change:
    """Service in `role` ended that day (paragraph 9); `plan` names the issuer. Fields `date`, `role`, `reason`."""
    return _add(record, ServiceEnded(on, role, reason, plan))


def record_vesting_event(record: Record, *, grant: str, event: str, on: date) -> Change:
    """The event that parts of a grant waited for happened (paragraph 8(a)). Fields `grant`, `event`, `date`."""
    return _add(record, VestingEvent(on, grant, event))


def record_adjustment(
    record: Record,
    *,
    plan: str,
    kind: str,
    new: int,
    old: int,
    on: date,
    determined: Mapping[str, Determined] | None = None,
) -> Change:
    """A split, stock dividend or combination of `new` for `old` shares (paragraph 11(a)). Fields as the arguments."""
    return _add(record, Adjustment(on, plan, kind, new, old, dict(determined or {})))


def record_acceleration(record: Record, *, plan: str, on: date) -> Change:
    """A sale or merger, effective that day, before which the Board let everything vest (paragraph 11(b))."""
    return _add(record, Acceleration(on, plan))


def record_exercise(
    record: Record,
    *,
    grant: str,
    on: date,
    shares: int,
    payment: Payment | None = None,
    lots: tuple[Lot, ...] = (),
) -> Change:
    """An exercise made without a notice of this record, and the lots it left (those without an id get one)."""
    return _add(record, Exercised(on, grant, shares, payment or Cash(), with_ids(record, lots)))


def change_event(record: Record, *, serial: int, after: Event) -> Change:
    """Put `after` in the place of an event; of a notice's exercise only the lots can be changed so."""
    draft = Draft(record)
    before: Event = draft.get("events", serial)
    notice = notice_of(record, serial)
    if notice is not None and isinstance(before, Exercised):
        kept = after if isinstance(after, Exercised) else before
        if replace(kept, lots=before.lots) != before or kept is not after:
            raise _belongs(notice)
    if isinstance(after, Exercised):
        after = replace(after, lots=with_ids(record, after.lots))
    draft.put("events", serial, after)
    return draft.change(f"Change the {event_words(before)}")


def remove_event(record: Record, *, serial: int) -> Change:
    """Take an event out; Refusal for the exercise of a notice: the notice is stepped back instead."""
    notice = notice_of(record, serial)
    if notice is not None:
        raise _belongs(notice)
    draft = Draft(record)
    event: Event = draft.remove("events", serial)
    return draft.change(f"Remove the {event_words(event)}")


def notice_of(record: Record, serial: int) -> Notice | None:
    """The notice whose delivery recorded the event with this serial, None where there is none."""
    return next((notice for notice in record.notices if notice.exercise == serial), None)


def _belongs(notice: Notice) -> Refusal:
    says = f"this exercise was recorded when notice {notice.number} was delivered; step that notice back instead"
    return Refusal("in_use", says)


def _add(record: Record, event: Event) -> Change:
    if not isinstance(event, Exercised) and event in record.events:
        raise Refusal("already_recorded", f"the {event_words(event)} is recorded already; change that entry", "date")
    draft = Draft(record)
    draft.add("events", event)
    return draft.change(f"Record {event_words(event)}")
