"""The file as a file: its header and identity, private temporary files, and putting a finished file in its place.

Closing any handle on a file drops all locks this process holds on it, SQLite's too. So the bytes of a record are only
read here, and only while `forbid_while_open` says that no connection of this process has it open.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from models.errors import StoreError
from models.store.digest import sha256
from models.store.schema import APPLICATION_ID
from models.store.trouble import of_new_file, of_os, trouble

MAGIC = b"SQLite format 3\x00"
PRIVATE = 0o600

Identity = tuple[int, int]
_open_here: set[Identity] = set()


def resolved(path: Path | str) -> Path:
    """The absolute path with links followed: SQLite names its journal after the file a link leads to."""
    try:
        return Path(path).expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise trouble("missing", path, f"({type(error).__name__}.)") from None


def identity(path: Path) -> Identity:
    """Which file it is, whatever its name: device and number. StoreError where there is none."""
    try:
        found = path.stat()
    except OSError as error:
        raise of_os(error, path) from None
    return found.st_dev, found.st_ino


def mark_open(which: Identity) -> None:
    """From now on this process must not touch the bytes of that file."""
    _open_here.add(which)


def mark_closed(which: Identity) -> None:
    """This process has no connection to that file any more."""
    _open_here.discard(which)


def forbid_while_open(path: Path) -> Identity:
    """The identity of a file that this process does not have open; StoreError `locked` where it does."""
    which = identity(path)
    if which in _open_here:
        raise trouble("locked", path, "It is open in this very program.")
    return which


def check_header(path: Path) -> Identity:
    """Look at size, magic and application id without SQLite, which would take an empty file for an empty record."""
    which = forbid_while_open(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise trouble("foreign", path, "It is not a file.")
        if found.st_size == 0:
            raise trouble("empty", path)
        with contextlib.closing(_Handle(path, os.O_RDONLY)) as handle:
            head = os.read(handle.number, 100)
    except OSError as error:
        raise of_os(error, path) from None
    if head[:16] != MAGIC:
        if head[68:72] == APPLICATION_ID.to_bytes(4, "big"):
            raise trouble("damaged", path, "Its first bytes were overwritten.")
        raise trouble("foreign", path, "It is not a database at all, or its beginning was overwritten.")
    if len(head) < 100:
        raise trouble("damaged", path, "It ends within its first page.")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise trouble("foreign", path, "It is a database of another program.")
    return which


class _Handle:
    """A bare file descriptor, closed with `closing`."""

    def __init__(self, path: Path, flags: int) -> None:
        self.number = os.open(path, flags | getattr(os, "O_BINARY", 0), PRIVATE)

    def close(self) -> None:
        os.close(self.number)


def new_private(path: Path) -> None:
    """Make an empty file that only its owner may read; OSError where there is one already."""
    _Handle(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY).close()


def write_private(path: Path, data: bytes) -> None:
    """Make a file of `data` that only its owner may read; OSError where there is one already."""
    with contextlib.closing(_Handle(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)) as handle:
        _write_all(handle.number, data)


def _write_all(number: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(number, left) :]


def sync_file(path: Path) -> None:
    """Have the system write a closed file out to its disk."""
    forbid_while_open(path)
    # Windows flushes only what was opened for writing.
    with contextlib.closing(_Handle(path, os.O_RDWR)) as handle:
        _sync(handle.number)


def _sync(number: int) -> None:
    os.fsync(number)
    if sys.platform == "darwin":  # there it only reaches the disk's own memory
        import fcntl

        with contextlib.suppress(OSError):  # a network disk may not know it
            fcntl.fcntl(number, fcntl.F_FULLFSYNC)


def sync_folder(folder: Path) -> None:
    """Have the system write a folder's names out to its disk; Windows has no such call and no such need."""
    if sys.platform != "win32":
        with contextlib.closing(_Handle(folder, os.O_RDONLY)) as handle:
            os.fsync(handle.number)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the way back of an unfinished transaction."""
    return path.with_name(path.name + "-journal")


def short_mark(path: Path) -> str:
    """A few letters that stand for a file's name, however long that is."""
    return sha256(os.fsencode(path.name)).hex()[:12]


def _draft_stem(path: Path) -> str:
    return f".strikebook-{short_mark(path)}"


@contextlib.contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A private temporary file in the same folder; removed unless it was put in place."""
    draft = path.with_name(f"{_draft_stem(path)}-{os.urandom(4).hex()}.part")
    try:
        new_private(draft)
    except OSError as error:
        raise of_new_file(error, path) from None
    try:
        yield draft
    finally:
        for left in (draft, journal_of(draft)):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def put_in_place(draft: Path, path: Path, overwrite: bool = False) -> None:
    """Give a finished file its name, whole or not at all; StoreError `exists` rather than replace unasked."""
    try:
        sync_file(draft)
        if overwrite:
            if path.exists():
                forbid_while_open(path)
            draft.replace(path)
        else:
            _name_without_replacing(draft, path)
        sync_folder(path.parent)
    except OSError as error:
        raise of_new_file(error, path) from None


def _name_without_replacing(draft: Path, path: Path) -> None:
    try:
        if sys.platform == "win32":
            draft.rename(path)  # refuses to replace there
        else:
            os.link(draft, path)  # the one act that names a file only if the name is free
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links (exFAT and the like)
        if path.exists():
            raise trouble("exists", path) from None
        draft.replace(path)


def copy_bytes(source: Path, target: Path) -> None:
    """Copy a file that is not open here, such as a damaged record, into a new private file."""
    forbid_while_open(source)
    with (
        contextlib.closing(_Handle(source, os.O_RDONLY)) as old,
        contextlib.closing(_Handle(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY)) as new,
    ):
        while piece := os.read(old.number, 1 << 20):
            _write_all(new.number, piece)


def keep_bytes(source: Path, kept: Path) -> None:
    """Keep a closed file under a second name; where its disk cannot read it any more, by a second link to it."""
    try:
        copy_bytes(source, kept)
        sync_file(kept)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno != errno.EIO:
            with contextlib.suppress(OSError):
                kept.unlink(missing_ok=True)
            raise
        kept.unlink(missing_ok=True)
        os.link(source, kept)


def others_may_read(path: Path) -> bool:
    """Whether the file's mode lets other users read or write it; Windows keeps that elsewhere."""
    return sys.platform != "win32" and bool(path.stat().st_mode & 0o077)


def check_writable(path: Path) -> None:
    """Refuse a record that could not be saved: its file or its folder (where the journal goes) is read-only."""
    if not os.access(path, os.W_OK):
        raise trouble("read_only", path)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise trouble("read_only_folder", path)


def still_named(path: Path, which: Identity | None) -> bool:
    """Whether the file at `path` is still the one that was opened."""
    try:
        return which is None or identity(path) == which
    except StoreError:
        return False


def is_there(path: Path) -> bool:
    """Whether there is something by that name; a name that is impossible is not there."""
    try:
        path.stat()
    except OSError:
        return False
    return True


def sweep(path: Path) -> None:
    """Remove drafts of `path` that a crash left behind; only for who holds its lock."""
    with contextlib.suppress(OSError):
        for left in path.parent.glob(f"{_draft_stem(path)}-*.part*"):
            left.unlink()
