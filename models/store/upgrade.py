"""Brings the file of an older version up to this one: backed up first, in one transaction, checked before it counts.

The only user of sqlite_utils, whose import costs more than opening a record: so it is imported here, when it is needed.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from models.errors import StoreError
from models.store import contents, schema
from models.store.connection import check_schema, whole
from models.store.copying import verified_copy
from models.store.journal import Broken, read_rows, read_seal
from models.store.trouble import trouble

migrations = Migrations(schema.MIGRATION_SET)


@migrations(name="create_record")
def _create_record(db: Database) -> None:
    for statement in schema.CREATE_RECORD:
        db.execute(statement)  # not executescript, which would commit in the middle


def upgrade(conn: sqlite3.Connection, path: Path, backups: Path | None) -> None:
    """Apply what is missing. Before that a verified copy of the old file goes to `backups`, or beside it."""
    seal = contents.check_file(conn, path)[0]
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    folder = backups or path.parent
    kept = folder / f"{path.stem} (version {version}, {seal.record_id[:8]}-{seal.head}){schema.SUFFIX}"
    # An upgrade that was cut short left its copy; it is of the same state, by its name.
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not kept.exists():
        verified_copy(conn, kept, seal)

    apply(conn, path)


def apply(conn: sqlite3.Connection, path: Path) -> None:
    """Apply what is missing in one transaction; StoreError, and nothing done, where the outcome is not right."""
    seal, rows, _ = contents.check_file(conn, path)

    def act() -> None:
        migrations.apply(Database(conn, execute_plugins=False))
        conn.execute(f"PRAGMA user_version = {schema.VERSION}")
        check_schema(conn, schema.VERSION)
        if read_seal(conn) != seal or read_rows(conn) != rows:
            raise Broken("Its history would not be the same after the upgrade.")

    try:
        whole(conn, act)
    except Broken as error:
        raise _failed(path, str(error)) from error


def _failed(path: Path, detail: str) -> StoreError:
    return trouble("damaged", path, detail, "The file is as it was. Go on with the version that wrote it.")
