"""Making a record, opening one, and reading what is left of a damaged one."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from models.errors import StoreError
from models.record.change import Change
from models.record.record import Record
from models.store import contents, files, papers, schema
from models.store.chain import Row, Seal, new_id
from models.store.connection import UNREADABLE, check_version, connect, explain, leave_wal, whole
from models.store.copying import in_memory, replace_record, scratch_copy
from models.store.lock import RecordLock
from models.store.row import next_row
from models.store.store import INSERT_ROW, Store
from models.store.trouble import code_of, of_new_file, trouble, while_opening

# What SQLite says of a file that it may only read and that a crash left with its journal.
_NEEDS_RECOVERY = (
    sqlite3.SQLITE_READONLY_ROLLBACK,
    sqlite3.SQLITE_READONLY_RECOVERY,
    sqlite3.SQLITE_READONLY_CANTLOCK,
    sqlite3.SQLITE_CANTOPEN,
)


def create(
    path: Path | str, change: Change, now: datetime, *, kept: tuple[bytes, ...] = (), overwrite: bool = False
) -> Store:
    """Make a new record whose first deed is `change`, and open it. The file appears whole or not at all.

    Refusal where the rules do not allow the change; StoreError `exists` where there is a file, unless `overwrite`.
    """
    Record().with_change(change)
    target = files.resolved(path)
    if files.is_there(target) and not overwrite:
        raise trouble("exists", target)
    with files.draft_of(target) as draft:
        try:
            with contextlib.closing(connect(draft)) as conn:
                _write_first(conn, change, now, kept)
        except sqlite3.Error as error:
            raise of_new_file(error, target) from error
        if overwrite and files.is_there(target):
            replace_record(draft, target)
        else:
            files.put_in_place(draft, target)
    return open_record(target)


def _write_first(conn: sqlite3.Connection, change: Change, now: datetime, kept: tuple[bytes, ...]) -> None:
    row, new = next_row(None, change, now, None, kept)
    seal = Seal(new_id(), 1, row.chain, row.at[:10])
    write_new(conn, seal, [row], [(name, 1, data) for name, data in new], row.at)


def write_new(
    conn: sqlite3.Connection, seal: Seal, rows: Sequence[Row], kept: Iterable[tuple[str, int, bytes]], at: str
) -> None:
    """Fill an empty database in one transaction: the tables, rows, papers (name, deed, bytes) and the seal."""

    def act() -> None:
        for statement in (*schema.MIGRATION_STATEMENTS, *schema.CREATE_RECORD):
            conn.execute(statement)
        conn.executemany(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
            [(schema.MIGRATION_SET, name, at) for name in schema.MIGRATIONS],
        )
        conn.executemany(INSERT_ROW, rows)
        for name, deed, data in kept:
            papers.insert(conn, deed, [(name, data)])
        conn.execute(
            "INSERT INTO seal (id, record_id, head, chain, last_day, digest) VALUES (1, ?, ?, ?, ?, ?)",
            (seal.record_id, seal.head, seal.chain, seal.last_day, seal.digest()),
        )
        conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {schema.VERSION}")

    whole(conn, act)


def open_record(
    path: Path | str, read_only: bool = False, *, verify_later: bool = False, backups: Path | None = None
) -> Store:
    """Open a record. With `verify_later` only what the first paint needs is checked; `Store.verify` does the rest,
    and nothing can be saved before it did. `backups` is where the copy goes that is made before an upgrade.

    Read-only, it is shown as it was at this moment, from memory, and nobody else is kept from writing to it.
    StoreError: missing, empty, foreign, newer, damaged, locked, read_only, read_only_folder, no_access, full, io.
    """
    target = files.resolved(path)
    try:
        if read_only:
            return _open_to_read(target, verify_later)
        return _open_to_write(target, verify_later, backups)
    except UNREADABLE as error:
        raise while_opening(explain(error, target)) from error
    except StoreError as error:
        while_opening(error)
        raise


def _open_to_write(path: Path, verify_later: bool, backups: Path | None) -> Store:
    which = files.check_header(path)
    files.check_writable(path)
    with contextlib.ExitStack() as undo:
        lock = RecordLock(path)
        lock.acquire()
        undo.callback(lock.release)
        conn = connect(path)
        undo.callback(conn.close)
        if check_version(conn, path) < schema.VERSION:
            from models.store.upgrade import upgrade

            upgrade(conn, path, backups)
        found = (contents.read_quickly if verify_later else contents.read_fully)(conn, path)
        if not verify_later:
            leave_wal(conn, path)  # only in a file that passed every check is a byte changed
        store = Store(path, conn, found, which, lock)
        undo.pop_all()
    return store


def _open_to_read(path: Path, verify_later: bool) -> Store:
    files.check_header(path)
    with contextlib.ExitStack() as undo:
        conn = _snapshot(path)
        undo.callback(conn.close)
        if check_version(conn, path) < schema.VERSION:
            from models.store.upgrade import apply

            apply(conn, path)
        read = contents.read_quickly if verify_later else contents.read_fully
        store = Store(path, conn, read(conn, path), None, None)
        undo.pop_all()
    return store


def _snapshot(path: Path) -> sqlite3.Connection:
    """The file as it is now, in memory; where a crash left it in the middle of a change, as it was before that."""
    try:
        with contextlib.closing(connect(path, read_only=True)) as conn:
            return in_memory(conn)
    except sqlite3.Error as error:
        if code_of(error) not in _NEEDS_RECOVERY:
            raise
    with scratch_copy(path) as copy, contextlib.closing(connect(copy)) as conn:
        return in_memory(conn)
