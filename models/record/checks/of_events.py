"""Checks on what is recorded as having happened: entries twice, ends without effect, lots that do not add up."""

from __future__ import annotations

from collections.abc import Iterator

from models.errors import Refusal
from models.facts.event import (
    Acceleration,
    Adjustment,
    Event,
    Exercised,
    PlanApproved,
    ServiceEnded,
)
from models.facts.payment import Broker, Net, Swap
from models.record.checks.check import Check, Look
from models.record.words import count, day_text, event_words
from models.rules.service import Ended, Service


def event_checks(look: Look) -> Iterator[Check]:
    """All checks on the recorded events."""
    yield from _entered_twice(look)
    yield from _ends_without_effect(look)
    yield from _rest_of_windows(look)
    for serial, event in look.record.shelf("events").items():
        if isinstance(event, Exercised):
            yield from _exercise(look, serial, event)


def _issuer_of(look: Look, event: Event) -> object:
    plan = getattr(event, "plan", None)
    return None if plan is None else look.ledger.plan(plan).issuer_key


def _entered_twice(look: Look) -> Iterator[Check]:
    """Adjustments and the like count for a whole issuer: one entry is enough, two apply twice."""
    seen: set[object] = set()
    for serial, event in look.record.shelf("events").items():
        key: tuple[object, ...]
        if isinstance(event, Adjustment):
            key = ("adjustment", _issuer_of(look, event), event.date, event.kind, event.new, event.old)
            effect = "both are applied"
        elif isinstance(event, Acceleration | ServiceEnded):
            role = (event.role, event.reason) if isinstance(event, ServiceEnded) else ()
            key = (type(event).__name__, _issuer_of(look, event), event.date, *role)
            effect = "the second changes nothing"
        elif isinstance(event, PlanApproved):
            key = ("approval", event.plan)
            effect = "the earliest counts"
        else:
            continue
        if key in seen:
            yield Check(
                "entered_twice",
                "warning" if isinstance(event, Adjustment) else "note",
                f"The {event_words(event)} is the second entry of its kind; {effect}.",
                "One entry counts for all plans of an issuer (an approval for its plan): remove one unless both are"
                " meant.",
                "events",
                serial,
                "remove_event",
            )
        seen.add(key)


def _ends_without_effect(look: Look) -> Iterator[Check]:
    """Service ends that end no grant's service: a wrong role or day, or nothing was left to end."""
    service = Service(look.record.facts)
    ended = {service.end_for(grant) for grant in look.record.grants}
    died: dict[object, ServiceEnded] = {}
    for event in look.record.events:
        if isinstance(event, ServiceEnded) and event.reason == "death":
            died.setdefault(_issuer_of(look, event), event)
    for order, (serial, event) in enumerate(look.record.shelf("events").items()):
        if not isinstance(event, ServiceEnded) or not look.record.grants:
            continue
        death = died.get(_issuer_of(look, event)) or died.get(None)
        if death is not None and event.date > death.date:
            yield Check(
                "end_after_death",
                "warning",
                f"An {event_words(event)} is recorded after the death on {day_text(death.date)}; it changes nothing.",
                "Correct its day, or remove it: the estate keeps the window of the death.",
                "events",
                serial,
                "change_event",
            )
        elif event.reason == "death" and any(end is not None and end.date <= event.date for end in ended):
            continue  # no mistake: what it leaves to the estate is said of the grants
        elif Ended(event.date, order, event.role, event.reason) not in ended:
            yield Check(
                "end_without_effect",
                "note",
                f"The {event_words(event)} ends the service of no grant.",
                "Look at its role and day: earlier ends count first, and it concerns grants made by then in that role.",
                "events",
                serial,
                "change_event",
            )


def _rest_of_windows(look: Look) -> Iterator[Check]:
    """A death after service had ended lengthens no window: the estate must know how little time is left."""
    for position in look.positions.values():
        grant = look.ledger.grant(position.grant)
        died_on = look.ledger.died_on(look.plan(grant), look.on)
        ended_on, last = position.service_ended_on, position.last_exercise_day
        if died_on is None or ended_on is None or position.window == "death" or not position.counts.outstanding:
            continue
        if ended_on <= died_on:
            yield Check(
                "estate_has_the_rest",
                "urgent",
                f"Service had ended on {day_text(ended_on)}, before the death on {day_text(died_on)}: for {grant.id}"
                f" the estate or heir has only the rest of that window, through {day_text(last)}.",
                f"The personal representative or heir delivers a notice by {day_text(position.deliver_by)}.",
                "grants",
                look.grant_serial(position.grant),
                "prepare_notice",
                "exercise",
                last,
            )


def _exercise(look: Look, serial: int, event: Exercised) -> Iterator[Check]:
    notice = look.delivered.get(serial)
    if not event.lots:
        sold_all = isinstance(event.payment, Broker) and event.payment.mode == "same_day_sale"
        if notice is None and not sold_all and event.date <= look.on:
            yield Check(
                "exercise_without_lots",
                "note",
                f"The {event_words(event)} has left no shares in the record.",
                "If the certificate came, enter the lots it brought; without them these shares cannot be tendered.",
                "events",
                serial,
                "change_event",
            )
        return
    expected = _expected(look, serial, event)
    held = sum(lot.shares for lot in event.lots)
    if expected is not None and held != expected:
        yield Check(
            "lots_do_not_add_up",
            "warning",
            f"The {event_words(event)} should leave {count(expected, 'share')}; its lots add up to {held:,}.",
            "Compare the lots with the certificate and the statement of the exercise.",
            "events",
            serial,
            "change_event",
        )
    if any(lot.acquired > event.date for lot in event.lots):
        yield Check(
            "lot_after_exercise",
            "warning",
            f"A lot of the {event_words(event)} is dated after it.",
            "New shares count as acquired on the day of the exercise, tendered ones keep their days.",
            "events",
            serial,
            "change_event",
        )


def _expected(look: Look, serial: int, event: Exercised) -> int | None:
    """How many shares an exercise leaves by the rules; None where that rests on figures not recorded."""
    if not isinstance(event.payment, Net | Broker):
        return event.shares
    notice = look.delivered.get(serial)
    covers = isinstance(event.payment, Broker) and event.payment.cover_withholding
    if covers and notice is None:
        return None
    try:
        quote = look.ledger.quote(
            event.grant,
            event.date,
            event.shares,
            event.payment,
            notice.tax_value if notice else None,
            notice.withholding if covers and notice else None,
        )
    except Refusal:
        return None
    return None if quote.violations == ("proceeds_do_not_cover",) else quote.shares_kept


def tendered_otherwise(look: Look, serial: int) -> tuple[int, int] | None:
    """Shares named and shares taken, where a recorded swap takes fewer of the named lots than were tendered."""
    event = look.record.shelf("events").get(serial)
    if not isinstance(event, Exercised) or not isinstance(event.payment, Swap) or event.payment.asked is None:
        return None
    index = list(look.record.shelf("events")).index(serial)
    taken = sum(lot.shares for lot in look.ledger.tendered(index))
    return None if taken == event.payment.asked else (event.payment.asked, taken)
