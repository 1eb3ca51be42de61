"""Backups: dated, verified before they count, thinned by age, found again, and restored losing nothing."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from models.errors import StoreError
from models.store import files
from models.store.connection import UNREADABLE, connect, explain
from models.store.copying import fill, is_settled, verify_file
from models.store.journal import read_seal
from models.store.lock import RecordLock
from models.store.schema import SUFFIX
from models.store.store import Store
from models.store.trouble import of_new_file, of_os
from models.values.frozen import dataclass

KEEP_LAST, KEEP_DAILY, KEEP_MONTHLY = 10, 14, 24

_NAME = re.compile(r" (\d{4}-\d{2}-\d{2} \d{2}\.\d{2}\.\d{2})(?: \((.*)\))?\.strikebook", re.ASCII)
_STAMP = "%Y-%m-%d %H.%M.%S"


@dataclass(frozen=True)
class Backup:
    """One backup file: `at` as its name says (local time, no zone), why it was made, and its size in bytes."""

    path: Path
    at: datetime
    reason: str
    size: int


@dataclass(frozen=True)
class BackedUp:
    """What came of one backup: the files made, and the trouble of each folder where none could be made."""

    paths: tuple[Path, ...]
    troubles: tuple[StoreError, ...] = ()


def back_up(store: Store, folders: Sequence[Path], now: datetime, reason: str = "") -> BackedUp:
    """Make a verified backup in every folder, and thin those that are there.

    StoreError where no folder took it. One that took none beside one that did is told in `troubles`.
    """
    made: list[Path] = []
    troubles: list[StoreError] = []
    for folder in folders:
        try:
            shelf = _shelf(folder, store)
            target = _free_name(shelf, store.path.stem, now, reason)
            store.copy_to(target)
            made.append(target)
            _thin(shelf)
        except StoreError as error:
            troubles.append(error)
    if troubles and not made:
        raise troubles[0]
    if made:
        store.mark_backed_up()
    return BackedUp(tuple(made), tuple(troubles))


def _shelf(folder: Path, store: Store) -> Path:
    """The folder of this record's backups; its name carries the record's id, for two records may have one name."""
    shelf = folder / f"{store.path.stem} {store.record_id[:8]}"
    try:
        shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise of_new_file(error, shelf) from error
    return shelf


def _free_name(folder: Path, stem: str, now: datetime, reason: str) -> Path:
    """A name that is not taken: two backups in one second are two backups."""
    for count in itertools.count(1):
        said = reason if count == 1 else f"{reason} {count}".strip()
        path = folder / f"{stem} {now.strftime(_STAMP)}{f' ({said})' if said else ''}{SUFFIX}"
        if not path.exists():
            return path
    raise AssertionError  # there is always a number more


def list_backups(folders: Iterable[Path], path: Path, record_id: str = "") -> tuple[Backup, ...]:
    """The backups of the record at `path`, newest first; by its id where that is known, else by its name."""
    found: list[Backup] = []
    for folder in folders:
        with contextlib.suppress(OSError):
            for shelf in folder.iterdir():
                mine = shelf.name.endswith(f" {record_id[:8]}") if record_id else shelf.name[:-9] == path.stem
                if mine and shelf.is_dir():
                    found += _on_shelf(shelf)
    return tuple(sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True))


def _on_shelf(shelf: Path) -> list[Backup]:
    found = []
    for path in shelf.iterdir():
        match = _NAME.search(path.name)
        if match is None or path.name.startswith("."):
            continue
        with contextlib.suppress(ValueError, OSError):
            at = datetime.fromisoformat(match[1].replace(".", ":"))
            found.append(Backup(path, at, match[2] or "", path.stat().st_size))
    return found


def newest_good(folders: Iterable[Path], path: Path) -> Backup | None:
    """The newest backup of the record at `path` that passes every check; None where none does."""
    for backup in list_backups(folders, path, peek_id(path)):
        with contextlib.suppress(StoreError):
            verify_file(backup.path)
            return backup
    return None


def peek_id(path: Path) -> str:
    """The id of a record that may be damaged; empty where it cannot be read."""
    try:
        files.check_header(path)
        with contextlib.closing(connect(path, read_only=True)) as conn:
            return read_seal(conn).record_id
    except (*UNREADABLE, StoreError, OSError):
        return ""


def kept_when_thinned(backups: Iterable[Backup]) -> set[Path]:
    """Which of them stay: the last ten, the newest of each of 14 days and of each of 24 months that have any."""
    newest_first = sorted(backups, key=lambda backup: (backup.at, backup.path.name), reverse=True)
    days: dict[date, Path] = {}
    months: dict[tuple[int, int], Path] = {}
    for backup in newest_first:
        days.setdefault(backup.at.date(), backup.path)
        months.setdefault((backup.at.year, backup.at.month), backup.path)
    return {
        *(backup.path for backup in newest_first[:KEEP_LAST]),
        *list(days.values())[:KEEP_DAILY],
        *list(months.values())[:KEEP_MONTHLY],
    }


def _thin(shelf: Path) -> None:
    """Remove what is too many. Only called after a new backup passed, and a file that cannot go is left."""
    backups = _on_shelf(shelf)
    stay = kept_when_thinned(backups)
    for backup in backups:
        if backup.path not in stay:
            with contextlib.suppress(OSError):
                backup.path.unlink()


def restore(path: Path | str, backup: Path, now: datetime) -> Path | None:
    """Put a verified copy of `backup` in the place of the record at `path`, which must not be open.

    What was there is kept beside it under the name returned (None where there was nothing).
    StoreError: the backup's own trouble, `locked`, `full` and the like; then `path` is as it was.
    """
    target = files.resolved(path)
    verify_file(backup)
    lock = RecordLock(target)
    lock.acquire()
    try:
        with files.draft_of(target) as draft:
            try:
                with contextlib.closing(connect(backup, read_only=True)) as conn:
                    fill(draft, conn, target)
            except UNREADABLE as error:
                raise explain(error, backup) from error
            kept = _keep(target, now) if target.exists() else None
            files.put_in_place(draft, target, overwrite=True)
    finally:
        lock.release()
    return kept


def _keep(path: Path, now: datetime) -> Path:
    """Keep the file at `path` under another name, with the journal a crash may have left beside it."""
    files.forbid_while_open(path)
    kept = _free_name(path.parent, path.stem, now, "replaced")
    settled = is_settled(path)
    try:
        files.keep_bytes(path, kept)
        if not settled:
            journal = files.journal_of(path)
            # It belongs to the old file only; beside the restored one it would be played into it.
            files.keep_bytes(journal, files.journal_of(kept))
            files.sync_folder(path.parent)
            journal.unlink()
        files.sync_folder(path.parent)
    except OSError as error:
        raise of_os(error, kept) from error
    return kept
