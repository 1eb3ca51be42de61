"""Verified copies of a record: made by SQLite's own backup, checked like any record, and only then given their name."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from models.errors import StoreError
from models.store import contents, files
from models.store.chain import Seal
from models.store.connection import UNREADABLE, connect, copy_pages, explain, settle
from models.store.lock import RecordLock
from models.store.trouble import of_new_file, of_os, trouble


def verified_copy(conn: sqlite3.Connection, target: Path, seal: Seal | None, overwrite: bool = False) -> Seal:
    """Copy what `conn` reads into `target`; the file appears there only after every check passed. Returns its seal.

    StoreError `backup_failed` where the copy is not right or its seal is not `seal`; full, io, exists and the like.
    """
    with files.draft_of(target) as draft:
        found = fill(draft, conn, target)
        if seal is not None and found != seal:
            raise trouble("backup_failed", target, "(It holds another state than the record.)")
        if overwrite:
            replace_record(draft, target)
        else:
            files.put_in_place(draft, target)
    return found


def fill(draft: Path, conn: sqlite3.Connection, target: Path) -> Seal:
    """Copy what `conn` reads into an empty draft of `target`, and make every check on it. Returns its seal."""
    _copy_pages(conn, draft, target)
    try:
        with contextlib.closing(connect(draft)) as copy:
            return contents.check_file(copy, target)[0]
    except (*UNREADABLE, StoreError) as error:
        raise trouble("backup_failed", target, f"({error})") from error


def _copy_pages(conn: sqlite3.Connection, draft: Path, target: Path) -> None:
    try:
        with contextlib.closing(connect(draft)) as new:
            new.execute("PRAGMA synchronous = OFF")  # it is synced once, when it is whole
            copy_pages(conn, new)
    except sqlite3.Error as error:
        raise of_new_file(error, target) from error


def replace_record(draft: Path, path: Path) -> None:
    """Put a finished file in the place of a record that nobody has open.

    A journal that a crash left beside the old file would be played into the new one: it is played back first.
    """
    lock = RecordLock(path)
    lock.acquire()
    try:
        if path.exists():
            files.forbid_while_open(path)
            if not is_settled(path):
                raise trouble("exists", path, "It was left in the middle of a change and cannot be replaced.")
        files.put_in_place(draft, path, overwrite=True)
    finally:
        lock.release()


def is_settled(path: Path) -> bool:
    """Whether no unfinished transaction stands beside the file; SQLite is asked to undo one first."""
    journal = files.journal_of(path)
    if journal.exists():
        with contextlib.suppress(*UNREADABLE, StoreError), contextlib.closing(connect(path)) as conn:
            conn.execute("BEGIN IMMEDIATE")
            conn.execute("ROLLBACK")
    return not journal.exists()


def verify_file(path: Path) -> Seal:
    """Make every check on a file that is not open here, such as a backup; it is only read. Else a StoreError."""
    files.check_header(path)
    try:
        with (
            contextlib.closing(connect(path, read_only=True)) as conn,
            contextlib.closing(in_memory(conn)) as copy,
        ):
            return contents.check_file(copy, path)[0]
    except UNREADABLE as error:
        raise explain(error, path) from error
    except OSError as error:
        raise of_os(error, path) from error


def in_memory(conn: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of a file in memory: SQLite checks constraints only where it could also write."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        copy_pages(conn, copy)
        settle(copy)
    except BaseException:
        copy.close()
        raise
    return copy


@contextlib.contextmanager
def scratch_copy(path: Path) -> Iterator[Path]:
    """A private copy of a file that is not open here, with the journal beside it, gone afterwards."""
    import tempfile  # brings more than opening a record should pay for

    with tempfile.TemporaryDirectory(prefix="strikebook-") as folder:
        copy = Path(folder) / path.name  # the messages name the file
        try:
            files.copy_bytes(path, copy)
            journal = files.journal_of(path)
            if journal.exists():
                files.copy_bytes(journal, files.journal_of(copy))
        except OSError as error:
            raise of_os(error, path) from error
        yield copy
