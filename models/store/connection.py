"""The one way to a record's connection: opened by URI, never creating, with every setting that keeps it safe."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from models.errors import StoreError
from models.store import schema
from models.store.journal import Broken
from models.store.trouble import of_sqlite, trouble

# DELETE with EXTRA is the only pair that lost nothing in simulated power cuts;
# WAL would also split the record into three files.
_SETTINGS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA cache_size = -4096",  # the history of many years, which the checks read three times
    "PRAGMA temp_store = MEMORY",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA ignore_check_constraints = OFF",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA fullfsync = ON",  # macOS: an fsync there does not reach the disk; nothing elsewhere
)
_OLDEST = (3, 37, 0)  # the first SQLite with STRICT tables
_LONGEST_VALUE = 64 * 1024 * 1024
_NAP = 0.05
_WAIT = 2.0  # seconds for another program, such as a backup, to let go


# What reading a file may raise: SQLite's errors, what does not hold together, and error texts that are no text.
UNREADABLE = (sqlite3.Error, Broken, UnicodeDecodeError)


def connect(path: Path, read_only: bool = False) -> sqlite3.Connection:
    """A connection to an existing file; sqlite3.Error where there is none."""
    if sqlite3.sqlite_version_info < _OLDEST:
        raise trouble("old_library", path, f"(It is {sqlite3.sqlite_version}.)")
    uri = path.as_uri()
    if not uri.startswith("file:///"):  # a Windows share; SQLite takes its server for an authority it does not know
        uri = uri.replace("file://", "file:////", 1)
    uri += "?mode=ro" if read_only else "?mode=rw"
    conn = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
    try:
        settle(conn)
    except BaseException:
        conn.close()
        raise
    return conn


def copy_pages(source: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Copy all pages. A source that another program keeps locked is waited for no longer than a deed waits for it."""
    waited = 0

    def progress(status: int, _left: int, _all: int) -> None:
        nonlocal waited
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            waited += 1
            if waited * _NAP > _WAIT:
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = status
                raise error

    source.backup(new, progress=progress, sleep=_NAP)


def leave_wal(conn: sqlite3.Connection, path: Path) -> None:
    """Some other program may have switched the file to another kind of journal: back, once it is known to be ours."""
    if conn.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
        raise trouble("locked", path, "Another program uses it in a way of its own.")


def settle(conn: sqlite3.Connection) -> None:
    """The settings every connection gets before it reads a byte of the schema."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    for setting in _SETTINGS:
        conn.execute(setting)


def whole(conn: sqlite3.Connection, act: Callable[[], None]) -> None:
    """Do `act` in one transaction: all of it is in the file afterwards, or none of it. The only COMMIT there is."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        act()
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def check_version(conn: sqlite3.Connection, path: Path) -> int:
    """The file's version; StoreError where it is not ours or newer than this program."""
    if conn.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise trouble("foreign", path, "It is a database of another program.")
    version: int = conn.execute("PRAGMA user_version").fetchone()[0]
    if version > schema.VERSION:
        raise trouble("newer", path, f"(Its version is {version}; this program knows {schema.VERSION}.)")
    if version < 1:
        raise Broken("Its version number was overwritten.")
    return version


def check_schema(conn: sqlite3.Connection, version: int) -> None:
    """Every table, index and trigger is letter for letter that version's, and there is none beside them."""
    expected, migrations = schema.EXPECTED[version], schema.MIGRATIONS[:version]
    found = {tuple(item) for item in conn.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")}
    if found != expected:
        added = sorted(str(item[0]) for item in found - expected)
        what = f"something was added or changed: {', '.join(added)[:80]}" if added else "something is missing"
        raise Broken(f"Its tables are not those of a record ({what}).")
    listed = conn.execute("SELECT id, migration_set, name FROM _sqlite_migrations ORDER BY id")
    names = listed.fetchmany(len(migrations) + 1)
    if names != [(at, schema.MIGRATION_SET, name) for at, name in enumerate(migrations, 1)]:
        raise Broken("The list of its upgrades is not right.")


def check_pages(conn: sqlite3.Connection) -> None:
    """SQLite's own checks of pages, indexes, constraints and references."""
    found = [row[0] for row in conn.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise Broken("SQLite finds its pages or constraints wrong.")
    if conn.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise Broken("SQLite finds a reference that leads nowhere.")


def explain(error: Exception, path: Path) -> StoreError:
    """Whatever reading a file may raise, in our words."""
    if isinstance(error, StoreError):
        return error
    if isinstance(error, Broken):
        return trouble("damaged", path, str(error))
    if isinstance(error, UnicodeDecodeError):
        return trouble("damaged", path, "Its tables are not those of a record.")
    if isinstance(error, sqlite3.Error):
        return of_sqlite(error, path)
    raise error
