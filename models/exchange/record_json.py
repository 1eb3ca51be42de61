"""The whole record as a JSON file and back: the same facts in the same order, notices and notes under `extra`."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from models.errors import Refusal
from models.exchange.strict_json import MAX_BYTES, parse
from models.facts.event import Exercised
from models.facts.holder import Holder
from models.record.plain import read_record, record_plain
from models.record.record import COLLECTIONS, Record, record_of

_DEEPEST = 64


def record_bytes(record: Record) -> bytes:
    """The record as UTF-8 JSON, indented. The bytes of papers are not in it, only their list."""
    return json.dumps(record_plain(record), ensure_ascii=False, indent=1).encode() + b"\n"


def read_record_bytes(data: bytes) -> Record:
    """The record of a JSON file, checked by the readers and the rules; Refusal names the place in the file."""
    if len(data) > MAX_BYTES:
        says = f"the file is larger than {MAX_BYTES // 1024 // 1024} MB; no record is, papers apart"
        raise Refusal("bad_json", says, "file")
    try:
        value = parse(data)
    except Refusal as bad:
        raise Refusal(bad.code, f"the file {bad.message}", "file") from None
    _check_texts(value)
    record = read_record(value, "record")
    check_links(record)
    return record


def renumbered(record: Record) -> Record:
    """The same record with every serial counted from 1, as it comes back from a file."""
    places = {serial: at for at, serial in enumerate(record.shelf("events"), 1)}
    entries: dict[str, list[Any]] = {name: list(record.shelf(name).values()) for name in COLLECTIONS}
    entries["holder"] = [holder for holder in entries["holder"] if holder != Holder()]
    entries["notices"] = [replace(notice, exercise=places.get(notice.exercise or 0)) for notice in record.notices]
    return record_of(entries)


def same_record(one: Record, other: Record) -> bool:
    """Whether two records state the same facts in the same order, whatever their serials."""
    return renumbered(one) == renumbered(other)


def check_links(record: Record) -> None:
    """Refuse notices and notes that name what the record lacks: `extra` is not looked at by the rules."""
    grants = {grant.id for grant in record.grants}
    events = record.shelf("events")
    for at, notice in enumerate(record.notices):
        place = f"record.extra.notices[{at}]"
        if notice.grant not in grants:
            raise Refusal("bad_request", f"there is no grant {notice.grant!a}", f"{place}.grant")
        if notice.exercise is not None:
            event = events.get(notice.exercise)
            if not isinstance(event, Exercised) or event.grant != notice.grant:
                says = f"must count the events from 1 to an exercise of {notice.grant!a}, not {notice.exercise}"
                raise Refusal("bad_request", says, f"{place}.exercise")
    noted: set[str] = set()
    for at, note in enumerate(record.grant_notes):
        place = f"record.extra.grant_notes[{at}].grant"
        if note.grant not in grants:
            raise Refusal("bad_request", f"there is no grant {note.grant!a}", place)
        if note.grant in noted:
            raise Refusal("bad_request", f"{note.grant!a} has a note already; keep one", place)
        noted.add(note.grant)


def _check_texts(value: Any) -> None:
    """Refuse what no file could hold again: half surrogate pairs, and nesting without end."""
    level = [value]
    for _ in range(_DEEPEST):
        if not level:
            return
        texts = [item for item in level if isinstance(item, str)]
        for item in level:
            if isinstance(item, dict):
                texts += item.keys()
        for text in texts:
            if any("\ud800" <= letter <= "\udfff" for letter in text):
                says = f"has the text {text[:40]!a}, which is not proper Unicode; correct it"
                raise Refusal("bad_json", f"the file {says}", "file")
        level = [
            inner
            for item in level
            for inner in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
    raise Refusal("bad_json", f"the file is nested more than {_DEEPEST} levels deep; no record is", "file")
