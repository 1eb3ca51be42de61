"""The record as plain data (the `strikebook-record` JSON), and edits as plain data for the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.facts.event import event_plain, read_event
from models.facts.fields import Fields, as_list_of, as_text, as_whole
from models.facts.grant import grant_plain, read_grant
from models.facts.holder import Holder, holder_plain, read_holder
from models.facts.lot import lot_plain, read_lot
from models.facts.plan import plan_copy_plain, read_plan_copy
from models.facts.price import price_plain, read_price
from models.facts.reading import FORMAT, VERSION, read_facts_and_extra
from models.record.change import Change, Edit
from models.record.record import COLLECTIONS, SINGLE, Record, record_of
from models.values.frozen import dataclass


@dataclass(frozen=True)
class Other:
    """Data of another program in a record's `extra`: kept as it is."""

    key: str
    value: Any


def _read_other(value: object, place: str) -> Other:
    fields = Fields(value, place)
    other = Other(fields.take("key", as_text), fields.take("value", lambda item, _: item))
    fields.done()
    return other


Codec = tuple[Callable[[object, str], Any], Callable[[Any], Any]]


def _codec(collection: str) -> Codec:
    """How a collection's facts are read and written; notes are imported only where they are used."""
    if collection in _FACTS:
        return _FACTS[collection]
    from models.facts import notes, notice

    extras: Mapping[str, Codec] = {
        "notices": (notice.read_notice, notice.notice_plain),
        "grant_notes": (notes.read_grant_note, notes.grant_note_plain),
        "papers": (notes.read_paper, notes.paper_plain),
        "tax": (notes.read_tax_note, notes.tax_note_plain),
        "extra": (_read_other, lambda other: {"key": other.key, "value": other.value}),
    }
    return extras[collection]


_FACTS: Mapping[str, Codec] = {
    "holder": (read_holder, holder_plain),
    "plans": (read_plan_copy, plan_copy_plain),
    "grants": (read_grant, grant_plain),
    "events": (read_event, event_plain),
    "prices": (read_price, price_plain),
    "lots": (read_lot, lot_plain),
}


def _read_shelf(fields: Fields, collection: str) -> tuple[Any, ...]:
    read = _codec(collection)[0]
    return fields.get(collection, lambda value, place: as_list_of(value, place, read), ())


class _Placed:
    """Puts the record's own place before a refusal that names a place inside the record."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        from models.errors import Refusal

        if isinstance(error, Refusal) and self.place:
            raise error.at(self.place) from None


def read_record(value: object, place: str = "record") -> Record:
    """RECORD as a record with everything in it, checked by the rules too."""
    facts, extra = read_facts_and_extra(value, place)
    entries: dict[str, Any] = {
        "holder": [facts.holder] if facts.holder != Holder() else [],
        "plans": facts.own_plans,
        "grants": facts.grants,
        "events": facts.events,
        "prices": facts.prices,
        "lots": facts.lots,
    }
    fields = Fields(extra, f"{place}.extra")
    for name in ("notices", "grant_notes", "papers"):
        entries[name] = _read_shelf(fields, name)
    if fields.has("tax"):
        entries["tax"] = [fields.take("tax", _codec("tax")[0])]
    left = {key: value for key, value in extra.items() if fields.has(key)}
    entries["extra"] = [Other(key, value) for key, value in left.items()]
    record = record_of(entries)
    with _Placed(place):
        record.check()
    return record


def record_plain(record: Record) -> dict[str, Any]:
    """The whole record as JSON, notices and notes under `extra`; a notice's `exercise` counts events from 1."""
    from models.facts.notice import notice_plain

    plain: dict[str, Any] = {"format": FORMAT, "version": VERSION, "holder": holder_plain(record.holder)}
    for name in ("plans", "grants", "events", "prices", "lots"):
        plain[name] = [_codec(name)[1](fact) for fact in record.shelf(name).values()]
    extra: dict[str, Any] = {other.key: other.value for other in record.shelf("extra").values()}
    place = {serial: at for at, serial in enumerate(record.shelf("events"), 1)}
    notices = [notice_plain(notice) for notice in record.notices]
    for notice in notices:
        if "exercise" in notice:
            notice["exercise"] = place.get(notice["exercise"])
            if notice["exercise"] is None:
                del notice["exercise"]  # its event is gone; the checks say so
    for name, items in (("notices", notices), ("grant_notes", None), ("papers", None)):
        listed = items or [_codec(name)[1](fact) for fact in record.shelf(name).values()]
        if listed:
            extra[name] = listed
    if record.shelf("tax"):
        extra["tax"] = _codec("tax")[1](record.tax)
    if extra:
        plain["extra"] = extra
    return plain


def read_entries(collection: str, shelf: Mapping[int, object]) -> dict[int, Any]:
    """The entries of a collection from plain data, in the order of their serials."""
    read = _codec(collection)[0]
    return {serial: read(value, collection) for serial, value in sorted(shelf.items())}


def change_plain(change: Change) -> list[dict[str, Any]]:
    """The edits of a change as JSON for the journal (the title is kept beside it)."""
    rows = []
    for edit in change.edits:
        write = _codec(edit.collection)[1]
        rows.append(
            {
                "in": edit.collection,
                "serial": edit.serial,
                "before": None if edit.before is None else write(edit.before),
                "after": None if edit.after is None else write(edit.after),
            }
        )
    return rows


def read_change(title: str, value: object, place: str = "edits") -> Change:
    """A change read back from the journal."""

    def one(item: object, at: str) -> Edit:
        fields = Fields(item, at)
        collection = fields.choice("in", COLLECTIONS)
        read = _codec(collection)[0]

        def maybe(given: object, inner: str) -> Any:
            return None if given is None else read(given, inner)

        edit = Edit(
            collection,
            fields.take("serial", lambda v, p: as_whole(v, p, 1, 1 if collection in SINGLE else 10**12)),
            fields.take("before", maybe),
            fields.take("after", maybe),
        )
        fields.done()
        return edit

    return Change(title, as_list_of(value, place, one))
