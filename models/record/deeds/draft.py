"""A deed in the making: edits gathered fact by fact, then checked as a whole at the form fields they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

from models.errors import Refusal
from models.facts.fields import refuse
from models.record.change import Change, Edit
from models.record.plain import change_plain, read_change
from models.record.record import Record

# The fields a refused exercise stands at: what the holder would have to change.
_FIELD_OF_CODE = {
    "not_approved": "date",
    "before_grant": "date",
    "window_closed": "date",
    "terminated_for_cause": "date",
    "exceeds_exercisable": "shares",
    "below_minimum": "shares",
    "payment_not_allowed": "payment",
    "insufficient_shares_owned": "payment",
    "no_fair_market_value": "payment",
}
# What no two entries of a collection may share; a refusal stands at the last of these.
_UNIQUE = {
    "plans": ("id",),
    "grants": ("id",),
    "lots": ("id",),
    "prices": ("plan", "date"),
    "notices": ("number",),
}
_IN_EDIT = re.compile(r"\[(\d+)\]\.(?:before|after)\.?(.*)", re.DOTALL)
_IN_RECORD = re.compile(r"(\w+)\[(\d+)\]\.?(.*)", re.DOTALL)
_MOST_DECIMALS = 10**10


class Draft:
    """Edits of a record, one for each fact touched, whatever the order in which a deed makes them."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._after: dict[tuple[str, int], Any] = {}
        self._places: dict[tuple[str, int], str] = {}

    def get(self, collection: str, serial: int) -> Any:
        """The fact as it stands with the edits made so far; Refusal `unknown` where there is none."""
        key = (collection, serial)
        fact = self._after[key] if key in self._after else self.record.shelf(collection).get(serial)
        if fact is None:
            raise Refusal("unknown", f"this entry of the {collection} is no longer in the record; look again")
        return fact

    def items(self, collection: str) -> Iterator[tuple[int, Any]]:
        """Serials and facts of a collection with the edits made so far, in order."""
        serials = {*self.record.shelf(collection), *(serial for name, serial in self._after if name == collection)}
        for serial in sorted(serials):
            key = (collection, serial)
            fact = self._after[key] if key in self._after else self.record.shelf(collection)[serial]
            if fact is not None:
                yield serial, fact

    def add(self, collection: str, fact: Any, place: str = "") -> int:
        """Put `fact` at the end; `place` is put before its own fields in a refusal. Gives its serial."""
        added = [serial for name, serial in self._after if name == collection]
        serial = max([self.record.next_serial(collection) - 1, *added]) + 1
        self._after[collection, serial] = fact
        self._places[collection, serial] = place
        return serial

    def put(self, collection: str, serial: int, fact: Any, place: str = "") -> None:
        """Replace the fact with `serial` (which may be new in a collection of one)."""
        self._after[collection, serial] = fact
        self._places[collection, serial] = place

    def remove(self, collection: str, serial: int) -> Any:
        """Take the fact with `serial` out; gives it."""
        fact = self.get(collection, serial)
        self._after[collection, serial] = None
        return fact

    def change(self, title: str, names: Mapping[str, str] | None = None) -> Change:
        """The deed, or a Refusal at the field of what is wrong; `names` renames fields to those of the form."""
        edits = [
            Edit(collection, serial, self.record.shelf(collection).get(serial), after)
            for (collection, serial), after in self._after.items()
        ]
        edits = [edit for edit in edits if edit.before != edit.after]
        if not edits:
            raise Refusal("nothing_changed", "nothing would change; change something first, or close the form")
        try:
            change = self._read_back(Change(title, tuple(edits)))
            self._check_unique()
            try:
                self.record.with_change(change)
            except Refusal as bad:
                raise self._at_field(bad, change) from None
        except Refusal as bad:
            raise _renamed(bad, names or {}) from None
        return change

    def _read_back(self, change: Change) -> Change:
        """The change as the journal will give it back: what a reader refuses is refused at its field."""
        for edit in change.edits:
            place = self._places.get((edit.collection, edit.serial), "")
            _check_exact(edit.after, place)
        try:
            back = read_change(change.title, change_plain(change), "")
        except Refusal as bad:
            found = _IN_EDIT.fullmatch(bad.field)
            if found is None:
                raise
            edit = change.edits[int(found[1])]
            place = self._places.get((edit.collection, edit.serial), "")
            raise Refusal(bad.code, bad.message, _joined(place, found[2])) from None
        both = zip(change.edits, back.edits, strict=True)
        return Change(change.title, tuple(replace(edit, after=read.after) for edit, read in both))

    def _check_unique(self) -> None:
        """Refuse a second use of an id, number or day at the fact of this deed, not at the one it meets."""
        for collection, attributes in _UNIQUE.items():
            if all(name != collection for name, _ in self._after):
                continue
            taken: dict[object, list[int]] = {}
            for serial, fact in self.items(collection):
                key = tuple(getattr(fact, attribute) for attribute in attributes)
                taken.setdefault(key, []).append(serial)
            if collection == "lots":
                for _, event in self.items("events"):
                    for lot in getattr(event, "lots", ()):
                        taken.setdefault((lot.id,), []).append(0)
            for (key_collection, serial), fact in self._after.items():
                if key_collection != collection or fact is None:
                    continue
                key = tuple(getattr(fact, attribute) for attribute in attributes)
                if len(taken[key]) > 1:
                    says = f"{key[-1]} is in the record already; choose another, or change that entry"
                    field = _joined(self._places.get((collection, serial), ""), attributes[-1])
                    raise Refusal("taken", says, field)

    def _at_field(self, bad: Refusal, change: Change) -> Refusal:
        """A refusal of the whole record, moved to the field of the fact this deed edits."""
        found = _IN_RECORD.fullmatch(bad.field)
        if found is None:
            return bad
        collection, index, inner = found[1], int(found[2]), found[3]
        after = self.record.applied(change).shelf(collection)
        serial = list(after)[index]
        if (collection, serial) in self._after:
            field = inner or _FIELD_OF_CODE.get(bad.code, "")
            return Refusal(bad.code, bad.message, _joined(self._places.get((collection, serial), ""), field))
        says = f"this does not fit with what is recorded ({collection}, entry {index + 1}): {bad.message}"
        return Refusal(bad.code, says)


def _joined(place: str, field: str) -> str:
    return f"{place}.{field}" if place and field else place or field


def _renamed(bad: Refusal, names: Mapping[str, str]) -> Refusal:
    head, dot, rest = bad.field.partition(".")
    return Refusal(bad.code, bad.message, f"{names[head]}{dot}{rest}") if head in names else bad


def _check_exact(value: Any, place: str) -> None:
    """Refuse a number that ten decimals cannot hold: the journal would round it silently."""
    if isinstance(value, Fraction):
        if _MOST_DECIMALS % value.denominator:
            raise refuse(place, "has more than 10 decimals; round it first", "bad_number")
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            _check_exact(getattr(value, item.name), _joined(place, item.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _check_exact(item, _joined(place, str(key)))
    elif isinstance(value, tuple | list):
        for at, item in enumerate(value):
            _check_exact(item, f"{place}[{at}]")
