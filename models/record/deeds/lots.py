"""Deeds on the shares the holder owns: lots added, changed, removed, and the ids of new ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from models.errors import Refusal
from models.facts.event import Exercised
from models.facts.lot import Lot
from models.facts.payment import Payment, Swap
from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.record import Record
from models.record.words import count, day_text, event_words, listed

_NUMBERED = re.compile(r"L-([0-9]{1,9})")


def add_lots(record: Record, *, lots: Iterable[Lot]) -> Change:
    """Enter shares already owned; a lot without an id gets one. Fields `lots[0].shares` and so on."""
    draft = Draft(record)
    entered = with_ids(record, tuple(lots))
    for at, lot in enumerate(entered):
        draft.add("lots", lot, f"lots[{at}]")
    return draft.change(f"Add {_lot_words(entered[0])}" if len(entered) == 1 else f"Add {count(len(entered), 'lot')}")


def add_lot(record: Record, *, lot: Lot) -> Change:
    """Enter one lot; without an id it gets one. Fields as in a record's `lots`."""
    draft = Draft(record)
    (entered,) = with_ids(record, (lot,))
    draft.add("lots", entered)
    return draft.change(f"Add {_lot_words(entered)}")


def change_lot(record: Record, *, serial: int, after: Lot) -> Change:
    """Put `after` in the place of a lot; a new id is carried to the swaps and notices that name it."""
    draft = Draft(record)
    before: Lot = draft.get("lots", serial)
    draft.put("lots", serial, after)
    if after.id != before.id:
        for collection, at, fact in _swaps(draft):
            draft.put(collection, at, replace(fact, payment=_renamed(fact.payment, before.id, after.id)))
    return draft.change(f"Change {_lot_words(before)}")


def remove_lot(record: Record, *, serial: int) -> Change:
    """Take a lot out; Refusal while a recorded swap or a notice tenders it, saying which."""
    draft = Draft(record)
    lot: Lot = draft.remove("lots", serial)
    users = [
        f"notice {fact.number}" if collection == "notices" else f"the {event_words(fact)}"
        for collection, _, fact in _swaps(draft)
        if lot.id in _named(fact.payment) and not (collection == "notices" and fact.cancelled_on)
    ]
    if users:
        raise Refusal("in_use", f"lot {lot.id} was tendered in {listed(users)}; take that back first", "lot")
    return draft.change(f"Remove {_lot_words(lot)}")


def with_ids(record: Record, lots: tuple[Lot, ...]) -> tuple[Lot, ...]:
    """The lots, those with an empty id under the next free ids ("L-4")."""
    taken = [lot.id for lot in (*all_lots(record), *lots)]
    number = max((int(found[1]) for found in map(_NUMBERED.fullmatch, taken) if found), default=0)
    named = []
    for lot in lots:
        number += 0 if lot.id else 1
        named.append(lot if lot.id else replace(lot, id=f"L-{number}"))
    return tuple(named)


def all_lots(record: Record) -> Iterator[Lot]:
    """The lots entered, then those of recorded exercises."""
    yield from record.lots
    for event in record.events:
        if isinstance(event, Exercised):
            yield from event.lots


def _lot_words(lot: Lot) -> str:
    return f"lot {lot.id}: {count(lot.shares, 'share')} acquired on {day_text(lot.acquired)}"


def _swaps(draft: Draft) -> Iterator[tuple[str, int, Any]]:
    """Recorded exercises and notices that name the lots they tender; both have a `payment`."""
    for collection in ("events", "notices"):
        for serial, fact in list(draft.items(collection)):
            if _named(getattr(fact, "payment", None)):
                yield collection, serial, fact


def _named(payment: Payment | None) -> tuple[str, ...]:
    return tuple(id for id, _ in payment.lots or ()) if isinstance(payment, Swap) else ()


def _renamed(payment: Payment, before: str, after: str) -> Payment:
    if not isinstance(payment, Swap):
        return payment
    return replace(payment, lots=tuple((after if id == before else id, shares) for id, shares in payment.lots or ()))
