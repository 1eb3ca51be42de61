"""One writer at a time: a lock the system itself drops when a program dies, with words about who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

from models.store.files import PRIVATE, short_mark
from models.store.trouble import of_new_file, trouble

# The holder's words stand at the beginning; the locked byte lies far behind them, so that on Windows,
# where a locked byte cannot be read by others, the words can.
_LOCKED_BYTE = 1 << 20
_TRIES = 5


def lock_path(path: Path) -> Path:
    """The lock file beside a record."""
    return path.with_name(f".strikebook-{short_mark(path)}.lock")


class RecordLock:
    """The right to write to a record, held until `release` or the end of the process."""

    def __init__(self, path: Path) -> None:
        self._record = path
        self._file = lock_path(path)
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock or raise StoreError `locked`, naming the process that has it."""
        for _ in range(_TRIES):
            try:
                handle = os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), PRIVATE)
            except OSError as error:
                raise of_new_file(error, self._record) from None
            if not _lock(handle):
                words = _words(handle)
                os.close(handle)
                raise trouble("locked", self._record, words)
            # Whoever held it before may have removed the file between our opening and our locking it.
            if self._is_named(handle):
                self._handle = handle
                self._write_words(handle)
                return
            os.close(handle)
        raise trouble("locked", self._record)

    def release(self) -> None:
        """Give the lock back; the file goes too, so that nothing is left beside the record."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        with contextlib.suppress(OSError):
            if sys.platform != "win32":
                self._file.unlink()  # before unlocking: the next one sees that its file has no name
        with contextlib.suppress(OSError):
            os.close(handle)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._file.unlink()

    def _is_named(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self._file.stat())
        except OSError:
            return False

    def _write_words(self, handle: int) -> None:
        said = json.dumps({"pid": os.getpid(), "host": _host()}).encode()
        with contextlib.suppress(OSError):  # the words are a courtesy; the lock is held
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, said)


def _host() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    else:  # noqa: RET505 - the type checker needs it to leave the other system's half out
        return os.uname().nodename


def _words(handle: int) -> str:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        said = json.loads(os.read(handle, 500))
        pid, host = int(said["pid"]), str(said["host"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    where = "on this computer" if host == _host() else f"on the computer {host}"
    return f"It is process {pid} {where}."


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            # flock belongs to this handle alone: another handle of the same process does not drop it.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: SQLite's own lock still guards every deed
            return True
        return True
