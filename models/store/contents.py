"""What a connection finds in a file: read for the first paint, or read with every check there is."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.errors import Refusal
from models.facts.facts import check_references
from models.record.record import Record
from models.store import papers
from models.store.chain import Row, Seal
from models.store.connection import check_pages, check_schema, check_version
from models.store.journal import Broken, check_chain, read_rows, read_seal, replay
from models.values.collecting import without_collecting
from models.values.frozen import dataclass


@dataclass(frozen=True)
class Contents:
    """The seal, the rows and the record they add up to; `papers` is how many were checked, None before that."""

    seal: Seal
    rows: Sequence[Row]
    record: Record
    papers: int | None = None


@without_collecting
def read_quickly(conn: sqlite3.Connection, path: Path) -> Contents:
    """Identity, version, schema, seal and rows: enough to show a record, not enough to change it."""
    check_schema(conn, check_version(conn, path))
    with one_view(conn):
        seal, rows = read_seal(conn), read_rows(conn)
    if seal.head != len(rows) or not rows or seal.chain != rows[-1].chain:
        raise Broken("Its history does not end where its seal says.")
    return Contents(seal, rows, _record_of(rows))


@without_collecting
def read_fully(conn: sqlite3.Connection, path: Path, known: Contents | None = None) -> Contents:
    """Everything checked. A record that was read before from the very same rows is not built again."""
    seal, rows, count = check_file(conn, path)
    if known is not None and known.rows == rows:
        return Contents(seal, known.rows, known.record, count)
    return Contents(seal, rows, _record_of(rows), count)


def check_file(conn: sqlite3.Connection, path: Path) -> tuple[Seal, list[Row], int]:
    """Everything checked but what the rows mean: the seal, the rows, and how many papers there are."""
    check_schema(conn, check_version(conn, path))
    with one_view(conn):
        check_pages(conn)
        seal, rows = read_seal(conn), read_rows(conn)
        check_chain(rows, seal)
        return seal, rows, papers.check(conn, rows)


def _record_of(rows: Sequence[Row]) -> Record:
    """The record the rows add up to, with every reference leading somewhere: what the window takes for granted."""
    record = replay(rows)
    try:
        check_references(record.facts)
    except Refusal as bad:
        raise Broken(f"Its facts do not fit together ({bad.code} at {bad.field[:60]}).") from None
    return record


def objection(record: Record) -> Refusal | None:
    """What the rules of this version have against a record that was stored by another; None where nothing."""
    try:
        record.check()
    except Refusal as refusal:
        return refusal
    return None


@contextlib.contextmanager
def one_view(conn: sqlite3.Connection) -> Iterator[None]:
    """All that is read inside is of one moment, so that a deed of another program cannot come between."""
    conn.execute("BEGIN")
    try:
        yield
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
