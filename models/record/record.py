"""The record: every fact of one holder with its serial, immutable; the facts and the ledger built from it once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from models.errors import Refusal
from models.facts.event import Event
from models.facts.facts import Facts, check_references
from models.facts.grant import Grant
from models.facts.holder import Holder
from models.facts.lot import Lot
from models.facts.notes import GrantNote, Paper, TaxNote
from models.facts.notice import Notice
from models.facts.plan import Plan, PlanCopy
from models.facts.price import Price
from models.record.change import Change, Edit
from models.rules.ledger import Ledger
from models.values.frozen import dataclass, field

COLLECTIONS = (
    "holder",
    "plans",
    "grants",
    "events",
    "prices",
    "lots",
    "notices",
    "grant_notes",
    "papers",
    "tax",
    "extra",
)
# These have one entry at the most, under serial 1.
SINGLE = ("holder", "tax")

Shelf = Mapping[int, Any]


@dataclass(frozen=True)
class Record:
    """All collections, each a mapping of serial to fact in the order of serials."""

    shelves: Mapping[str, Shelf] = field(default_factory=dict)

    def shelf(self, collection: str) -> Shelf:
        """The entries of a collection by serial, in order."""
        return self.shelves.get(collection, {})

    def _all(self, collection: str) -> tuple[Any, ...]:
        return tuple(self.shelf(collection).values())

    @property
    def holder(self) -> Holder:
        """The holder; an empty one where none was entered."""
        holder: Holder = self.shelf("holder").get(1, Holder())
        return holder

    @property
    def tax(self) -> TaxNote:
        """The holder's tax figures; empty where none were entered."""
        tax: TaxNote = self.shelf("tax").get(1, TaxNote())
        return tax

    @property
    def own_plans(self) -> tuple[PlanCopy, ...]:
        """The holder's copies of plans, in order."""
        return self._all("plans")

    @property
    def grants(self) -> tuple[Grant, ...]:
        """The grants, in order."""
        return self._all("grants")

    @property
    def events(self) -> tuple[Event, ...]:
        """The events, in the order entered."""
        return self._all("events")

    @property
    def prices(self) -> tuple[Price, ...]:
        """The prices, in the order entered."""
        return self._all("prices")

    @property
    def lots(self) -> tuple[Lot, ...]:
        """The lots the holder entered, in order; those of exercises stand in their events."""
        return self._all("lots")

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices, in order."""
        return self._all("notices")

    @property
    def grant_notes(self) -> tuple[GrantNote, ...]:
        """Notes on grants, in order."""
        return self._all("grant_notes")

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Papers kept in the record, in order."""
        return self._all("papers")

    def plan(self, id: str) -> Plan | None:
        """The plan with this id, bundled or the holder's own."""
        return self.facts.plan(id)

    def grant(self, id: str) -> Grant | None:
        """The grant with this id."""
        return next((grant for grant in self.grants if grant.id == id), None)

    def note_on(self, grant: str) -> GrantNote:
        """The note on a grant; an empty one where there is none."""
        return next((note for note in self.grant_notes if note.grant == grant), GrantNote(grant))

    @cached_property
    def facts(self) -> Facts:
        """What the rules work on."""
        return Facts(self.holder, self.own_plans, self.grants, self.events, self.prices, self.lots)

    @cached_property
    def ledger(self) -> Ledger:
        """The rules applied to this record; built once."""
        return Ledger(self.facts)

    def next_serial(self, collection: str) -> int:
        """A serial not used by any entry of `collection`."""
        if collection in SINGLE:
            return 1
        return max(self.shelf(collection), default=0) + 1

    def adding(self, collection: str, *facts: Any) -> tuple[Edit, ...]:
        """Edits that add `facts` at the end of a collection."""
        first = self.next_serial(collection)
        return tuple(Edit(collection, first + at, None, fact) for at, fact in enumerate(facts))

    def replacing(self, collection: str, serial: int, after: Any) -> Edit:
        """The edit that puts `after` in place of the entry with `serial` (None removes it)."""
        return Edit(collection, serial, self.shelf(collection).get(serial), after)

    def with_change(self, change: Change) -> Record:
        """The record after `change`, checked; Refusal where the rules do not allow it."""
        record = self.applied(change)
        record.check()
        return record

    def applied(self, change: Change) -> Record:
        """The record after `change`, unchecked: for replaying what was checked when it was committed."""
        shelves = {name: dict(shelf) for name, shelf in self.shelves.items()}
        unsorted: set[str] = set()
        for edit in change.edits:
            shelf = shelves.setdefault(edit.collection, {})
            if shelf.get(edit.serial) != edit.before:
                raise Refusal("stale_change", "the record has changed since; look again and repeat the deed")
            if edit.after is None:
                shelf.pop(edit.serial, None)
            else:
                shelf[edit.serial] = edit.after
                unsorted.add(edit.collection)
        for name in unsorted:
            shelves[name] = dict(sorted(shelves[name].items()))
        return Record({name: shelf for name, shelf in shelves.items() if shelf})

    def check(self) -> None:
        """Refuse a record that its references or the rules do not allow."""
        check_references(self.facts)
        numbers = [notice.number for notice in self.notices]
        if len(set(numbers)) != len(numbers):
            raise Refusal("bad_request", "two notices have the same number", "notices")
        self.ledger.check()


def record_of(entries: Mapping[str, Iterable[Any]]) -> Record:
    """A record with these facts, serials from 1; not yet checked."""
    shelves = {name: dict(enumerate(facts, 1)) for name, facts in entries.items() if name in COLLECTIONS}
    return Record({name: shelf for name, shelf in shelves.items() if shelf})
