"""What a connection finds in a file: read for the first paint, or read with every check there is."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import Refusal
from models.record.record import Record
from models.store import papers
from models.store.chain import Row, Seal
from models.store.connection import check_pages, check_schema, check_version, settle
from models.store.journal import Broken, check_chain, read_rows, read_seal, replay


@dataclass(frozen=True)
class Contents:
    """The seal, the rows and the record they add up to; `papers` is how many were checked, None before that."""

    seal: Seal
    rows: Sequence[Row]
    record: Record
    papers: int | None = None


def read_quickly(conn: sqlite3.Connection, path: Path) -> Contents:
    """Identity, version, schema, seal and rows: enough to show a record, not enough to change it."""
    check_version(conn, path)
    check_schema(conn)
    with one_view(conn):
        seal, rows = read_seal(conn), read_rows(conn)
    if seal.head != len(rows) or not rows or seal.chain != rows[-1].chain:
        raise Broken("Its history does not end where its seal says.")
    return Contents(seal, rows, replay(rows))


def read_fully(conn: sqlite3.Connection, path: Path, known: Contents | None = None) -> Contents:
    """Everything checked. A record that was read before from the very same rows is not built again."""
    seal, rows, count = check_file(conn, path)
    if known is not None and known.rows == rows:
        return Contents(seal, known.rows, known.record, count)
    return Contents(seal, rows, replay(rows), count)


def check_file(conn: sqlite3.Connection, path: Path) -> tuple[Seal, list[Row], int]:
    """Everything checked but what the rows mean: the seal, the rows, and how many papers there are."""
    check_version(conn, path)
    check_schema(conn)
    with one_view(conn):
        check_pages(conn)
        seal, rows = read_seal(conn), read_rows(conn)
        check_chain(rows, seal)
        try:
            return seal, rows, papers.check(conn, rows)
        except (ValueError, TypeError):
            raise Broken("The list of papers kept in it cannot be read.") from None


def objection(record: Record) -> Refusal | None:
    """What the rules of this version have against a record that was stored by another; None where nothing."""
    try:
        record.check()
    except Refusal as refusal:
        return refusal
    return None


def in_memory(conn: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of a file in memory: SQLite checks constraints only where it could also write."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        conn.backup(copy)
        settle(copy)
    except BaseException:
        copy.close()
        raise
    return copy


@contextlib.contextmanager
def one_view(conn: sqlite3.Connection) -> Iterator[None]:
    """All that is read inside is of one moment, so that a deed of another program cannot come between."""
    conn.execute("BEGIN")
    try:
        yield
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
