"""The open record: every deed appended in one transaction, the truth told when that fails, papers and history."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from models.errors import Refusal, StoreError
from models.facts.notes import Paper
from models.record.change import Change
from models.record.record import Record
from models.store import contents, papers
from models.store.chain import Row, Seal
from models.store.connection import UNREADABLE, connect, explain, leave_wal, whole
from models.store.contents import Contents
from models.store.copying import verified_copy
from models.store.files import Identity, mark_closed, mark_open, resolved, still_named, sweep
from models.store.history import Stacks, stacks
from models.store.journal import Broken, Deed, day_of, deed_of, read_seal, replay
from models.store.lock import RecordLock
from models.store.row import next_row
from models.store.trouble import of_sqlite, trouble
from models.values.frozen import replace

INSERT_ROW = "INSERT INTO journal (serial, at, title, edits, papers, reverses, chain) VALUES (?, ?, ?, ?, ?, ?, ?)"
_RESEAL = "UPDATE seal SET head = ?, chain = ?, last_day = ?, digest = ? WHERE id = 1"

_WENT_ELSEWHERE = (
    "The last change went into the file that was there before. Look for where that was moved to, "
    "and close and open the record before going on."
)


class Store:
    """One `.strikebook` file, open. Made by `create`, `open_record` and `salvage`; every trouble is a StoreError."""

    def __init__(
        self,
        path: Path,
        conn: sqlite3.Connection,
        found: Contents,
        which: Identity | None,
        lock: RecordLock | None,
        salvaged: StoreError | None = None,
    ) -> None:
        self.path = path
        self.read_only = lock is None
        self.salvaged = salvaged
        self._conn: sqlite3.Connection | None = conn
        self._found = found
        self._which = which
        self._lock = lock
        self._pending: Contents | None = None
        self._known_stacks: tuple[Sequence[Row], Stacks] | None = None
        self._backed_up = found.seal.chain
        self._closed = False
        if which is not None:
            mark_open(which)

    # What is in it

    @property
    def record(self) -> Record:
        """The record as it is on disk."""
        return self._found.record

    @property
    def record_id(self) -> str:
        """What this record and its copies and backups have in common."""
        return self._found.seal.record_id

    @property
    def largest_day_seen(self) -> date:
        """The largest day the holder's clock ever showed while this record was open."""
        return date.fromisoformat(self._found.seal.last_day)

    @property
    def is_verified(self) -> bool:
        """Whether every check was made since it was opened, and since the last trouble."""
        return self._found.papers is not None and self._conn is not None

    def objection(self) -> Refusal | None:
        """What the rules of this version have against the record as another version stored it; None where nothing."""
        return contents.objection(self.record)

    @property
    def head(self) -> int:
        """The serial of the last deed."""
        return self._found.seal.head

    @property
    def needs_backup(self) -> bool:
        """Whether a deed was saved since it was opened or last backed up; a day seen is none."""
        return self._found.seal.chain != self._backed_up

    def deeds(self) -> tuple[Deed, ...]:
        """Every deed, the first one first."""
        with self._in_words():
            return tuple(deed_of(row) for row in self._found.rows)

    def record_as_known_on(self, day: date) -> Record:
        """The record as it was written down by the end of `day`; an empty one before its first deed.

        Deeds count in the order they were done: one whose clock stood wrong is known once a later one is.
        """
        rows = self._found.rows
        last = max((row.serial for row in rows if day_of(row) <= day), default=0)
        with self._in_words():
            return self.record if last == len(rows) else replay(rows[:last])

    def undoable(self) -> Deed | None:
        """The deed that Undo would reverse."""
        return self._deed_at(self._stacks().undo)

    def redoable(self) -> Deed | None:
        """The undoing that Redo would reverse."""
        return self._deed_at(self._stacks().redo)

    def paper(self, sha256: str) -> bytes | None:
        """The bytes of a paper; None where the record only knows of it and does not hold it."""
        with self._in_words():
            return papers.read(self._connection(), sha256)

    def write_paper(self, paper: Paper, folder: Path) -> Path:
        """Write a paper into `folder` for the viewer; returns where. Refusal `unknown` where it is not kept."""
        data = self.paper(paper.sha256)
        if data is None:
            raise Refusal("unknown", "is named in this record, but its pages are not kept in it", "papers")
        return papers.write_out(paper, data, folder)

    # What is done to it

    def append(
        self,
        change: Change,
        now: datetime,
        *,
        reverses: int | None = None,
        kept: Iterable[bytes] = (),
        after: Record | None = None,
    ) -> Deed:
        """Save one deed, with the bytes of the papers it adds. When this returns, it is on the disk.

        `after` is `record.with_change(change)` where the caller has it already; else it is asked here and may refuse.
        """
        known = self.record
        self._before_writing()
        if after is None or self.record is not known:  # what was read back after a trouble may be one deed more
            after = self.record.with_change(change)
        row, bytes_of = next_row(self._found, change, now, reverses, kept)
        seal = Seal(self.record_id, row.serial, row.chain, max(self._found.seal.last_day, row.at[:10]))
        goal = Contents(seal, [*self._found.rows, row], after, (self._found.papers or 0) + len(bytes_of))

        def write(conn: sqlite3.Connection) -> None:
            conn.execute(INSERT_ROW, row)
            if bytes_of:
                papers.insert(conn, row.serial, bytes_of)

        self._commit(write, goal)
        return deed_of(row)

    def undo(self, now: datetime) -> Deed:
        """Reverse the last deed that can be undone. Refusal `nothing_to_undo`."""
        deed = self.undoable()
        if deed is None:
            raise Refusal("nothing_to_undo", "there is nothing to undo")
        return self.append(deed.change.inverse(f"Undo: {_bare(deed.title)}"), now, reverses=deed.serial)

    def redo(self, now: datetime) -> Deed:
        """Do again what was undone last. Refusal `nothing_to_redo`."""
        deed = self.redoable()
        if deed is None:
            raise Refusal("nothing_to_redo", "there is nothing to do again")
        return self.append(deed.change.inverse(f"Redo: {_bare(deed.title)}"), now, reverses=deed.serial)

    def see_day(self, today: date) -> date:
        """Remember the largest day the clock showed, and return it: later than `today` means the clock went back."""
        if today > self.largest_day_seen and not self.read_only:
            self._set_day(today)
        return max(today, self.largest_day_seen)

    def accept_day(self, today: date) -> None:
        """The holder says that today is right and the later day seen before was not."""
        if today != self.largest_day_seen:
            self._set_day(today)

    def verify(self) -> Contents:
        """Make every check there is, on the file as it is now; StoreError where one fails."""
        if self._closed:
            raise trouble("closed", self.path)
        with self._in_words():
            if self._conn is None:
                self._conn = connect(self.path)
            self._check_same_file()
            self._adopt(contents.read_fully(self._conn, self.path, self._pending or self._found))
            if not self.read_only:
                leave_wal(self._conn, self.path)
                sweep(self.path)
        return self._found

    def copy_to(self, path: Path | str, overwrite: bool = False) -> Path:
        """Save a verified copy of this record as it is now, papers and history included; returns where."""
        target = resolved(path)
        if target == self.path:
            raise trouble("exists", target, "It is this very record.")
        with self._in_words():
            verified_copy(self._connection(), target, self._found.seal, overwrite)
        return target

    def mark_backed_up(self) -> None:
        """A backup of this state was made; `needs_backup` is false until the next deed."""
        self._backed_up = self._found.seal.chain

    def close(self) -> None:
        """Let go of the file and its lock. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self._disconnect()
        if self._which is not None:
            mark_closed(self._which)
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # How it is done

    def _connection(self) -> sqlite3.Connection:
        if self._conn is None:
            raise trouble("closed" if self._closed else "unsure", self.path)
        return self._conn

    def _disconnect(self) -> None:
        if self._conn is not None:
            with contextlib.suppress(sqlite3.Error):
                self._conn.close()
            self._conn = None

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except UNREADABLE as error:
            raise explain(error, self.path) from error

    def _check_same_file(self) -> None:
        if self._which is None:  # read-only, from memory
            return
        if not self.path.exists():
            raise trouble("moved", self.path)
        if not still_named(self.path, self._which):
            raise trouble("changed_outside", self.path)

    def _stacks(self) -> Stacks:
        if self._known_stacks is None or self._known_stacks[0] is not self._found.rows:
            self._known_stacks = self._found.rows, stacks(self._found.rows)
        return self._known_stacks[1]

    def _deed_at(self, serials: Sequence[int]) -> Deed | None:
        with self._in_words():
            return deed_of(self._found.rows[serials[-1] - 1]) if serials else None

    def _before_writing(self) -> None:
        if self.read_only:
            raise trouble("read_only", self.path, "It was opened read-only.")
        if not self.is_verified:
            self.verify()

    def _set_day(self, today: date) -> None:
        self._before_writing()
        self._commit(lambda _: None, replace(self._found, seal=replace(self._found.seal, last_day=str(today))))

    def _commit(self, write: Callable[[sqlite3.Connection], None], goal: Contents) -> None:
        """The one road on which anything is written to a record."""
        conn = self._connection()
        seal = goal.seal

        def act() -> None:
            self._check_undisturbed(conn)
            write(conn)
            conn.execute(_RESEAL, (seal.head, seal.chain, seal.last_day, seal.digest()))

        try:
            whole(conn, act)
        except sqlite3.IntegrityError:
            raise  # our own defect; the transaction was rolled back
        except sqlite3.Error as error:
            self._tell_the_truth(error, goal)
            return
        self._found = goal
        if not still_named(self.path, self._which):
            raise trouble("changed_outside", self.path, safe=_WENT_ELSEWHERE)

    def _check_undisturbed(self, conn: sqlite3.Connection) -> None:
        """Inside the transaction: the file is still this one, and nobody else wrote to it."""
        self._check_same_file()
        try:
            now = read_seal(conn)
        except Broken:
            now = None
        if now != self._found.seal:
            raise trouble("changed_outside", self.path)

    def _tell_the_truth(self, error: sqlite3.Error, goal: Contents) -> None:
        """After a failed transaction: open again, read what the file says, and return only if it says "saved".

        An error at COMMIT does not tell whether the data reached the file.
        """
        self._disconnect()
        self._pending = goal
        before, self._found = self._found, replace(self._found, papers=None)
        try:
            conn = connect(self.path)
        except (*UNREADABLE, StoreError) as worse:
            raise trouble("unsure", self.path, f"(SQLite: {error}; {worse}.)") from error
        try:
            found = read_seal(conn)
            if found == goal.seal:
                # Saved all the same; writing the seal once more makes the system sync file and folder again.
                whole(conn, lambda: _reseal(conn, goal.seal))
        except UNREADABLE as worse:
            conn.close()
            raise trouble("unsure", self.path, f"(SQLite: {error}; {worse}.)") from error
        self._conn = conn
        if found == goal.seal:
            self._found, self._pending = goal, None
            return
        if found == before.seal:
            self._pending = None
            raise _not_saved(error, self.path) from error
        raise trouble("changed_outside", self.path) from error

    def _adopt(self, found: Contents) -> None:
        """Take what was read, if it is what this program wrote or was about to write."""
        if found.seal == self._found.seal and len(found.rows) == len(self._found.rows):
            self._found = replace(self._found, papers=found.papers)
        elif self._pending is not None and found.seal == self._pending.seal:
            self._found = found
        else:
            raise trouble("changed_outside", self.path)
        self._pending = None


def _bare(title: str) -> str:
    """A title as it stands after "Undo: " or "Redo: ", of which there is never more than one."""
    title = title.removeprefix("Undo: ").removeprefix("Redo: ")
    return title[:1].lower() + title[1:]


def _not_saved(error: sqlite3.Error, path: Path) -> StoreError:
    told = of_sqlite(error, path)
    if told.kind not in {"full", "io", "damaged"}:  # those say it, or must not say that all else is well
        told.safe = f"The last change was not saved; everything before it is safe. {told.safe}"
    return told


def _reseal(conn: sqlite3.Connection, seal: Seal) -> None:
    conn.execute(_RESEAL, (seal.head, seal.chain, seal.last_day, seal.digest()))
