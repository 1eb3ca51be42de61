"""Making a record, opening one, and reading what is left of a damaged one."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from models.record.change import Change
from models.record.plain import change_plain
from models.record.record import Record
from models.store import contents, files, papers
from models.store.chain import GENESIS, Row, Seal, canonical, link
from models.store.connection import check_version, connect, explain, whole
from models.store.contents import Contents
from models.store.copying import replace_record
from models.store.journal import Broken
from models.store.lock import RecordLock
from models.store.schema import (
    APPLICATION_ID,
    CREATE_RECORD,
    MIGRATION_SET,
    MIGRATION_STATEMENTS,
    MIGRATIONS,
    VERSION,
)
from models.store.store import INSERT_ROW, Store
from models.store.trouble import of_sqlite, trouble


def create(
    path: Path | str, change: Change, now: datetime, *, kept: tuple[bytes, ...] = (), overwrite: bool = False
) -> Store:
    """Make a new record whose first deed is `change`, and open it. The file appears whole or not at all.

    Refusal where the rules do not allow the change; StoreError `exists` where there is a file, unless `overwrite`.
    """
    Record().with_change(change)
    if now.tzinfo is None:
        raise ValueError("now needs its zone")
    target = files.resolved(path)
    if target.exists() and not overwrite:
        raise trouble("exists", target)
    with files.draft_of(target) as draft:
        try:
            with contextlib.closing(connect(draft)) as conn:
                _write_first(conn, change, now, kept)
        except sqlite3.Error as error:
            raise of_sqlite(error, target) from error
        if overwrite and target.exists():
            replace_record(draft, target)
        else:
            files.put_in_place(draft, target)
    return open_record(target)


def _write_first(conn: sqlite3.Connection, change: Change, now: datetime, kept: tuple[bytes, ...]) -> None:
    bytes_of = list({papers.sha256_of(data): data for data in kept}.items())
    plain = (
        1,
        now.isoformat(timespec="seconds"),
        change.title or "New record",
        canonical(change_plain(change)),
        canonical([name for name, _ in bytes_of]),
        None,
    )
    row = Row(*plain, link(GENESIS, *plain))
    seal = Seal(uuid.uuid4().hex, 1, row.chain, row.at[:10])
    write_new(conn, seal, [row], [(name, 1, data) for name, data in bytes_of], row.at)


def write_new(
    conn: sqlite3.Connection, seal: Seal, rows: Sequence[Row], kept: Iterable[tuple[str, int, bytes]], at: str
) -> None:
    """Fill an empty database in one transaction: the tables, rows, papers (name, deed, bytes) and the seal."""

    def act() -> None:
        for statement in (*MIGRATION_STATEMENTS, *CREATE_RECORD):
            conn.execute(statement)
        conn.executemany(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
            [(MIGRATION_SET, name, at) for name in MIGRATIONS],
        )
        conn.executemany(INSERT_ROW, rows)
        for name, deed, data in kept:
            papers.insert(conn, deed, [(name, data)])
        conn.execute(
            "INSERT INTO seal (id, record_id, head, chain, last_day, digest) VALUES (1, ?, ?, ?, ?, ?)",
            (seal.record_id, seal.head, seal.chain, seal.last_day, seal.digest()),
        )
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {VERSION}")

    whole(conn, act)


def open_record(
    path: Path | str,
    read_only: bool = False,
    *,
    verify_later: bool = False,
    backups: Path | None = None,
) -> Store:
    """Open a record. With `verify_later` only what the first paint needs is checked; `Store.verify` does the rest,
    and nothing can be saved before it did. `backups` is where the copy goes that is made before an upgrade.

    StoreError: missing, empty, foreign, newer, damaged, locked, read_only, read_only_folder, no_access, full, io.
    """
    target = files.resolved(path)
    which = files.check_header(target)
    lock: RecordLock | None = None
    if not read_only:
        files.check_writable(target)
        lock = RecordLock(target)
        lock.acquire()
    conn: sqlite3.Connection | None = None
    try:
        conn = connect(target, read_only)
        if not read_only:
            _upgrade_if_old(conn, target, backups)
        found = _read(conn, target, read_only, verify_later)
        return Store(target, conn, found, which, lock)
    except BaseException as error:
        if conn is not None:
            conn.close()
        if lock is not None:
            lock.release()
        if isinstance(error, sqlite3.Error | Broken):
            raise explain(error, target) from error
        raise


def _read(conn: sqlite3.Connection, path: Path, read_only: bool, verify_later: bool) -> Contents:
    if verify_later:
        return contents.read_quickly(conn, path)
    if read_only:
        with contextlib.closing(contents.in_memory(conn)) as copy:
            return contents.read_fully(copy, path)
    return contents.read_fully(conn, path)


def _upgrade_if_old(conn: sqlite3.Connection, path: Path, backups: Path | None) -> None:
    if check_version(conn, path) < VERSION:
        from models.store.upgrade import upgrade

        upgrade(conn, path, backups)
