"""An open record as the window sees it: facts, the day shown, deeds, undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.errors import Refusal, StoreError
from models.record.change import Change
from models.record.record import Record
from models.store import Store, create, open_record
from models.values.dates import FIRST_DAY, LAST_DAY
from ui import text

if TYPE_CHECKING:
    from models.store import Deed

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """The time now with its zone; the only place of the program that reads a clock."""
    return datetime.now().astimezone()


class Session(QObject):
    """An open record: what it says (`record`), as of which day (`as_of`), and the deeds done to it.

    `changed(change)` follows every deed, undo and redo; `as_of_changed(day)` every other day shown;
    `state_changed()` whatever else the frame of the window shows: verified, blocked, a new today.
    """

    changed = Signal(object)
    as_of_changed = Signal(object)
    state_changed = Signal()

    def __init__(self, store: Store, clock: Clock = wall_clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._blocked = ""
        self._known_today = clock().date()
        self._opened_before = store.largest_day_seen
        self._pinned: date | None = self._sample_day()

    @classmethod
    def open(
        cls, path: Path, clock: Clock = wall_clock, read_only: bool = False, backups: Path | None = None
    ) -> Session:
        """The record in `path`; its complete checks wait for `verify`. StoreError for each kind of trouble.

        `backups` is the folder for the copy made before a record of an older version is upgraded.
        """
        return cls(open_record(path, read_only, verify_later=True, backups=backups), clock)

    @classmethod
    def create(cls, path: Path, change: Change, clock: Clock = wall_clock) -> Session:
        """A new record in `path` whose first deed is `change`; StoreError when the file cannot be made."""
        return cls(create(path, change, clock()), clock)

    # ------------------------------------------------------------------ what there is

    @property
    def record(self) -> Record:
        """The record as it is now, whatever day is shown."""
        return self._store.record

    @property
    def path(self) -> Path:
        """The record's file."""
        return self._store.path

    @property
    def record_id(self) -> str:
        """What this record and its copies have in common, whatever the file is called."""
        return self._store.record_id

    @property
    def opened_before(self) -> date:
        """The last day on which the record was open before this time."""
        return self._opened_before

    @property
    def is_read_only(self) -> bool:
        """Whether the file was opened for reading only."""
        return self._store.read_only

    @property
    def is_sample(self) -> bool:
        """Whether this is the example that comes with the program."""
        return self._extra("sample") is True

    @property
    def is_verified(self) -> bool:
        """Whether the complete checks of the file have passed."""
        return self._store.is_verified

    @property
    def blocked(self) -> str:
        """Why nothing is saved at the moment; empty when all is well."""
        return self._blocked

    # ------------------------------------------------------------------ days

    def now(self) -> datetime:
        """The time now with its zone."""
        return self._clock()

    def today(self) -> date:
        """The day of the wall clock."""
        return self._clock().date()

    @property
    def as_of(self) -> date:
        """The day everything on screen is shown for: today unless another one was chosen."""
        return self._known_today if self._pinned is None else self._pinned

    @property
    def is_today(self) -> bool:
        """Whether the day shown is today."""
        return self.as_of == self._known_today

    def set_as_of(self, day: date | None) -> None:
        """Show everything as of `day`; None follows today. Refusal outside 1970 to 2200."""
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise Refusal("bad_date", f"Choose a day from {text.day(FIRST_DAY)} to {text.day(LAST_DAY)}.", "as_of")
        before = self.as_of
        self._pinned = None if day == self._known_today else day
        if self.as_of != before:
            self.as_of_changed.emit(self.as_of)

    def tick(self) -> None:
        """Notice that midnight has passed: called now and then, and when the window is used again."""
        today = self.today()
        if today == self._known_today:
            return
        before = self.as_of
        self._known_today = today
        if self._pinned == today:
            self._pinned = None
        self.state_changed.emit()
        if self.as_of != before:
            self.as_of_changed.emit(self.as_of)

    @property
    def clock_went_back_from(self) -> date | None:
        """The latest day this record was ever used on, where the clock now says an earlier one."""
        return self._store.largest_day_seen if self._store.largest_day_seen > self._known_today else None

    def accept_clock(self) -> None:
        """The holder says that the clock is right now and was wrong before."""
        self._store.accept_day(self._known_today)
        self.state_changed.emit()

    # ------------------------------------------------------------------ deeds

    def commit(self, change: Change, kept: Iterable[bytes] = ()) -> None:
        """Do `change`: checked, saved, then told. Refusal or StoreError when it was not; then nothing changed.

        `kept` are the bytes of papers that the change adds.
        """
        self._may_save()
        after = self.record.with_change(change)
        self._store.append(change, self.now(), kept=kept, after=after)
        self.changed.emit(change)

    def paper(self, sha256: str) -> bytes | None:
        """The bytes of a paper kept in the record; None where they are not in it."""
        return self._store.paper(sha256)

    @property
    def undo_title(self) -> str | None:
        """What Undo would undo: "record exercise of 500 shares of NQ-1"; None where there is nothing."""
        deed = self._store.undoable()
        return None if deed is None else _plain_title(deed.title)

    @property
    def redo_title(self) -> str | None:
        """What Redo would do again; None where there is nothing."""
        deed = self._store.redoable()
        return None if deed is None else _plain_title(deed.title)

    def undo(self) -> Change | None:
        """Reverse the last deed; the reversal is a deed too. None where there is nothing to undo."""
        if self._store.undoable() is None:
            return None
        self._may_save()
        return self._told(self._store.undo(self.now()))

    def redo(self) -> Change | None:
        """Do again what was undone last. None where there is nothing."""
        if self._store.redoable() is None:
            return None
        self._may_save()
        return self._told(self._store.redo(self.now()))

    def history(self) -> tuple[Deed, ...]:
        """Every deed since the record was made, in order."""
        return self._store.deeds()

    def notice_numbers(self) -> set[str]:
        """Every number a notice ever had, those of deeds that were undone too: a paper may bear it already."""
        edits = (edit for deed in self.history() for edit in deed.change.edits if edit.collection == "notices")
        return {notice.number for edit in edits for notice in (edit.before, edit.after) if notice is not None}

    def record_as_known_on(self, day: date) -> Record:
        """The record as it stood at the end of `day`, by when things were entered."""
        return self._store.record_as_known_on(day)

    # ------------------------------------------------------------------ the file

    def verify(self) -> None:
        """Make the complete checks of the file, once; StoreError when they fail. Lifts a block when they pass."""
        if self.is_verified and not self._blocked:
            return
        self._store.verify()
        self._blocked = ""
        if not self.is_read_only:
            self._store.see_day(self._known_today)
        self.state_changed.emit()

    def block(self, why: str) -> None:
        """Save nothing more until `verify` has passed again: something unexpected happened."""
        self._blocked = why
        self.state_changed.emit()

    @property
    def store(self) -> Store:
        """The file itself, for `ui.session.files` only."""
        return self._store

    def close(self) -> None:
        """Close the file; the session is of no use afterwards."""
        self._store.close()

    # ------------------------------------------------------------------ private

    def _may_save(self) -> None:
        if self.is_read_only:
            raise StoreError(
                "read_only",
                f"{self.path.name} is open read-only.",
                str(self.path),
                "Nothing was changed. Save a copy to make changes.",
            )
        if self._blocked or not self.is_verified:
            self.verify()

    def _told(self, deed: Deed) -> Change:
        self.changed.emit(deed.change)
        return deed.change

    def _extra(self, key: str) -> object:
        for other in self.record.shelf("extra").values():
            if other.key == key:
                value: object = other.value
                return value
        return None

    def _sample_day(self) -> date | None:
        day = self._extra("as_of") if self.is_sample else None
        return date.fromisoformat(day) if isinstance(day, str) else None


def _plain_title(title: str) -> str:
    """A deed's title without the "Undo:" or "Redo:" before it."""
    while title.startswith(("Undo: ", "Redo: ")):
        title = title[6:]
    return text.capital(title)
