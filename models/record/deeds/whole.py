"""The deed that puts a whole other record in the place of this one: what importing into an open record does."""

from __future__ import annotations

from models.record.change import Change
from models.record.deeds.draft import Draft
from models.record.record import COLLECTIONS, Record


def replace_record(record: Record, *, other: Record, title: str) -> Change:
    """Everything in `record` gives way to what `other` states; one deed, undone like any other."""
    draft = Draft(record)
    for collection in COLLECTIONS:
        for serial in record.shelf(collection).keys() | other.shelf(collection).keys():
            fact = other.shelf(collection).get(serial)
            if fact is not None:
                draft.put(collection, serial, fact, f"{collection}[{serial}]")
            else:
                draft.remove(collection, serial)
    return draft.change(title)
