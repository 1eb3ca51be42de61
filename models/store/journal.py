"""The journal read back: rows with their chain checked, and the record they add up to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from models.errors import Refusal
from models.record.change import Change
from models.record.plain import read_change, read_entries
from models.record.record import COLLECTIONS, SINGLE, Record
from models.store.chain import GENESIS, Row, Seal, link
from models.store.digest import sha256_of_many
from models.values.collecting import without_collecting
from models.values.frozen import dataclass, field

_ROWS = "SELECT serial, at, title, edits, papers, reverses, chain FROM journal ORDER BY serial"
_SEAL = "SELECT record_id, head, chain, last_day, digest FROM seal"
_decode = json.JSONDecoder().raw_decode


class Broken(Exception):
    """What was read does not hold together; the text says where. The caller knows the file's name."""

    def __init__(self, says: str, serial: int = 0) -> None:
        super().__init__(says)
        self.serial = serial  # of the row that is to blame, 0 where it is not one


@dataclass(frozen=True)
class Deed:
    """One deed as it stands in the journal: when, its title, the earlier deed it reverses, and its edits as stored."""

    serial: int
    at: datetime
    title: str
    reverses: int | None = None
    edits: str = field(default="[]", repr=False)

    @cached_property
    def change(self) -> Change:
        """What it changed, read when first asked for: a list of thousands of deeds needs only their titles.

        Refusal `unreadable_deed` where this version cannot read what it replaced.
        """
        try:
            return read_change(self.title, _edits(self.edits))
        except (Refusal, ValueError, RecursionError, TypeError):
            raise Refusal(
                "unreadable_deed", "was written in a way this version cannot read; it is kept as it is", "history"
            ) from None


def read_seal(conn: sqlite3.Connection) -> Seal:
    """The seal, its own digest checked."""
    found = conn.execute(_SEAL).fetchmany(2)
    if len(found) != 1:
        raise Broken("Its seal is missing.")
    if [type(value) for value in found[0]] != [str, int, bytes, str, bytes]:
        raise Broken("Its seal is damaged.")
    record_id, head, chain, last_day, digest = found[0]
    seal = Seal(record_id, head, chain, last_day)
    if seal.digest() != digest:
        raise Broken("Its seal does not hold.")
    return seal


def read_rows(conn: sqlite3.Connection) -> list[Row]:
    """All rows in order. A serial out of turn ends it at once: a looped page could go on for ever."""
    rows: list[Row] = []
    make = Row._make
    for expected, found in enumerate(conn.execute(_ROWS), 1):
        serial, _, title, edits, _, _, _ = found
        if serial != expected:
            raise Broken(f"Entry {expected} of its history is missing.")
        if type(title) is not str or type(edits) is not str:
            raise Broken(f"Entry {expected} of its history is damaged.")
        rows.append(make(found))
    return rows


def check_chain(rows: Sequence[Row], seal: Seal) -> None:
    """Every row hashes to what it says, over the row before it, and the seal names the last."""
    good = good_rows(rows)
    if good < len(rows):
        raise Broken(f"Entry {good + 1} of its history does not match its check sum.")
    if seal.head != len(rows) or not rows or seal.chain != rows[-1].chain:
        raise Broken("Its history does not end where its seal says.")


def good_rows(rows: Sequence[Row]) -> int:
    """How many rows from the first on hold together."""
    before, count, hashed = GENESIS, 0, sha256_of_many(len(rows))
    try:
        for serial, at, title, edits, papers, reverses, chain in rows:
            before = link(before, serial, at, title, edits, papers, reverses, hashed)
            if before != chain:
                break
            count += 1
    except TypeError:  # a number where a text was
        pass
    return count


def moment(text: str) -> datetime:
    """The day and time of a row, with its zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at


def day_of(row: Row) -> date:
    """The calendar day on which a row was written, where it was written."""
    return moment(row.at).date()


def deed_of(row: Row) -> Deed:
    """A row as a deed."""
    try:
        return Deed(row.serial, moment(row.at), row.title, row.reverses, row.edits)
    except (ValueError, TypeError) as bad:
        raise Broken(f"Entry {row.serial} of its history cannot be read ({_short(bad)}).", row.serial) from None


@without_collecting
def replay(rows: Iterable[Row]) -> Record:
    """The record that rows add up to.

    Edits are followed as plain data, and only what is left at the end is read into facts: a fact
    that was replaced since need not be understood to know that it was replaced.
    """
    shelves: dict[str, dict[int, Any]] = {}
    serial = 0
    try:
        for row in rows:
            serial = row.serial
            moment(row.at)
            for edit in _edits(row.edits):
                _follow(shelves, edit)
        serial = 0
        return Record(
            {
                name: read_entries(name, shelf)
                for name in COLLECTIONS
                if (shelf := shelves.get(name))  # one that was emptied is none, as in Record.applied
            }
        )
    except (Refusal, ValueError, KeyError, TypeError, AttributeError, RecursionError) as bad:
        where = f"Entry {serial} of its history" if serial else "What its history adds up to"
        raise Broken(f"{where} cannot be read ({_short(bad)}).", serial) from None


def _edits(text: str) -> list[dict[str, Any]]:
    """The edits of a row: canonical JSON, so nothing stands before or after them."""
    edits, end = _decode(text)
    if end != len(text) or not isinstance(edits, list):
        raise ValueError("not a list of edits")
    return edits


def _follow(shelves: dict[str, dict[int, Any]], edit: dict[str, Any]) -> None:
    if edit["in"] not in COLLECTIONS:
        raise ValueError("a collection that does not exist")
    shelf = shelves.setdefault(edit["in"], {})
    serial, before, after = edit["serial"], edit["before"], edit["after"]
    if type(serial) is not int or serial < 1 or (serial > 1 and edit["in"] in SINGLE):
        raise ValueError("a serial that cannot be")
    if shelf.get(serial) != before and not _same_fact(edit["in"], shelf.get(serial), before):
        raise ValueError("it changes what was not there")
    if after is None:
        shelf.pop(serial, None)
    else:
        shelf[serial] = after


def _same_fact(collection: str, one: Any, other: Any) -> bool:
    """Whether two texts say the same fact: an older version may have written it with fewer words."""
    if one is None or other is None:
        return False
    return read_entries(collection, {1: one}) == read_entries(collection, {1: other})


def _short(bad: BaseException) -> str:
    """Only what kind of thing is wrong and where, never the holder's data."""
    if isinstance(bad, Refusal):
        return f"{bad.code} at {bad.field}"[:120]
    return type(bad).__name__
