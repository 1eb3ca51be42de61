"""Copies, backups and rescue of records, for the File menu: the window itself never touches the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.store import SUFFIX
from ui.session.door import Clock, Session, wall_clock

if TYPE_CHECKING:
    from models.store.backup import BackedUp, Backup

__all__ = ["SUFFIX", "back_up", "backups_of", "newest_good", "rescue", "restore", "save_copy"]


def save_copy(session: Session, target: Path, overwrite: bool = False) -> None:
    """Write a verified copy of the record, with its whole history, to `target`. StoreError."""
    session.store.copy_to(target, overwrite=overwrite)


def back_up(session: Session, folders: Sequence[Path], reason: str = "") -> BackedUp:
    """Make a verified backup in every folder. StoreError where none took it."""
    from models.store.backup import back_up as make

    return make(session.store, folders, session.now(), reason)


def needs_backup(session: Session) -> bool:
    """Whether anything was changed since the last backup."""
    return session.store.needs_backup


def backups_of(session: Session, folders: Sequence[Path]) -> tuple[Backup, ...]:
    """The backups of an open record, newest first."""
    from models.store.backup import list_backups

    return list_backups(folders, session.path, session.store.record_id)


def newest_good(folders: Sequence[Path], path: Path) -> Backup | None:
    """The newest backup of a record that may be damaged; None where none passes every check."""
    from models.store.backup import newest_good as find

    return find(folders, path)


def restore(path: Path, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the place of a record that is not open; what was there is kept under the name returned."""
    from models.store.backup import restore as put

    return put(path, backup, now)


def rescue(path: Path, clock: Clock = wall_clock) -> Session | None:
    """What can still be read of a damaged record, read-only; None where nothing can."""
    from models.store.salvage import salvage

    saved = salvage(path)
    return None if saved is None else Session(saved, clock)
