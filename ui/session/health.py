"""The record's file looked into for the window: every check on it, and a restore rehearsed without doing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from models.record.record import Record
from models.store import open_record
from ui.session.door import Session

if TYPE_CHECKING:
    from models.store.health import FileCheck

__all__ = ["Rehearsal", "file_checks", "rehearse"]


@dataclass(frozen=True)
class Rehearsal:
    """What a backup holds: its record, how many deeds, and the last one. Everything in it was checked."""

    record: Record
    deeds: int
    last_title: str
    last_at: datetime


def file_checks(session: Session) -> tuple[FileCheck, ...]:
    """Every check on the open file, made now."""
    from models.store.health import file_checks as look

    return look(session.store)


def rehearse(backup: Path) -> Rehearsal:
    """Open a backup as a restore would, make every check, and close it again. StoreError where one fails."""
    store = open_record(backup, read_only=True, verify_later=False)
    try:
        deeds = store.deeds()
        return Rehearsal(store.record, len(deeds), deeds[-1].title, deeds[-1].at)
    finally:
        store.close()
