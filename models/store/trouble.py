"""Every trouble a file can make, each with its own words and a sentence that says what is safe."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from models.errors import StoreError

_UNTOUCHED = "The file was not touched."
_NOT_SAVED = "The last change was not saved; everything before it is safe in the file."

# kind: (message with {name}, what is safe and what to do)
_WORDS: dict[str, tuple[str, str]] = {
    "missing": (
        "There is no file {name} any more.",
        "It may have been moved, renamed or deleted, or its disk is not connected. Look for it, or open a backup.",
    ),
    "empty": (
        "{name} is empty: it has no bytes at all.",
        f"{_UNTOUCHED} Something outside this program emptied it; open the newest backup.",
    ),
    "foreign": (
        "{name} is not a Strikebook record.",
        f"{_UNTOUCHED} Choose another file; if this was a record, open its newest backup.",
    ),
    "newer": (
        "{name} was written by a newer version of Strikebook.",
        f"{_UNTOUCHED} Open it with that version or a later one.",
    ),
    "damaged": (
        "{name} is damaged.",
        f"{_UNTOUCHED} Open the newest backup, or read what can still be read.",
    ),
    "read_only": (
        "{name} may be read but not written.",
        f"{_UNTOUCHED} Open it read-only, allow writing to it, or save a copy elsewhere.",
    ),
    "read_only_folder": (
        "The folder of {name} does not allow writing.",
        f"{_UNTOUCHED} Open it read-only, or copy it to a folder of your own.",
    ),
    "no_access": (
        "{name} may not be read by this user.",
        f"{_UNTOUCHED} Allow reading it, or choose another file.",
    ),
    "no_folder": (
        "There is no folder to hold {name}.",
        "Nothing was written. Choose a folder that exists, or connect its disk.",
    ),
    "bad_name": (
        "The name {name} is not possible on this disk.",
        "Nothing was written. Choose a shorter or simpler name.",
    ),
    "locked": (
        "{name} is open in another window or program.",
        f"{_UNTOUCHED} Close it there, or open it read-only here.",
    ),
    "changed_outside": (
        "{name} was changed or replaced by something else while it was open.",
        "Nothing was written over it. Close the record and open it again to see what is in it now.",
    ),
    "moved": (
        "{name} was moved, renamed or deleted while it was open.",
        "The last change was not saved. Put the file back, or save a copy of what is shown.",
    ),
    "full": (
        "The disk that holds {name} is full.",
        f"{_NOT_SAVED} Free some space and do it again.",
    ),
    "io": (
        "The disk that holds {name} reported an error.",
        f"{_NOT_SAVED} Make a backup on another disk now, then check this one.",
    ),
    "unsure": (
        "{name} cannot be read back after an error, so it is not known whether the last change is in it.",
        "Nothing more will be saved until the file was verified again. Do not copy anything over it.",
    ),
    "exists": (
        "There is already a file {name}.",
        "It was not touched. Choose another name.",
    ),
    "backup_failed": (
        "The backup {name} did not come out right and was thrown away.",
        "The record itself and all earlier backups are as they were. Try another folder or disk.",
    ),
    "old_library": (
        "The SQLite library of this Python is too old for {name}.",
        f"{_UNTOUCHED} Use a Python with SQLite 3.37 or later.",
    ),
    "closed": (
        "{name} is not open any more.",
        "Nothing was lost. Open it again.",
    ),
}


KINDS = tuple(_WORDS)


def trouble(kind: str, path: Path | str, detail: str = "", safe: str = "") -> StoreError:
    """The trouble `kind` with `path`; `detail` says more of what was found, `safe` replaces what is safe."""
    message, usual = _WORDS[kind]
    said = message.format(name=Path(path).name)
    return StoreError(kind, f"{said} {detail}".strip(), str(path), safe or usual)


# The primary codes of SQLite's errors; the extended ones are read where they say more.
_BY_CODE = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "no_access",
    sqlite3.SQLITE_AUTH: "no_access",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_NOMEM: "io",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_FORMAT: "damaged",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_NOTADB: "damaged",  # its header was looked at before
    sqlite3.SQLITE_PROTOCOL: "locked",
}


def code_of(error: sqlite3.Error) -> int:
    """SQLite's extended code of an error; the plain SQLITE_ERROR where Python raised it itself."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code


def _kind_of(error: sqlite3.Error, path: Path) -> str:
    code = code_of(error)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return "moved"
    if code == sqlite3.SQLITE_READONLY_DIRECTORY:
        return "read_only_folder"
    if code & 0xFF == sqlite3.SQLITE_CANTOPEN:  # the file itself or, more often, its journal
        if not path.exists():
            return "missing"
        return "io" if os.access(path.parent, os.W_OK | os.X_OK) else "read_only_folder"
    return _BY_CODE.get(code & 0xFF, "damaged")


def of_sqlite(error: sqlite3.Error, path: Path) -> StoreError:
    """SQLite's error in our words, with its own as the detail.

    Not so where Python raised it: that text may quote what the holder wrote.
    """
    said = f"(SQLite: {str(error)[:100]}.)" if hasattr(error, "sqlite_errorcode") else "(A text in it is none.)"
    return trouble(_kind_of(error, path), path, said)


_BY_ERRNO = {
    errno.ENOENT: "missing",
    errno.ENOTDIR: "missing",
    errno.EACCES: "no_access",
    errno.EPERM: "no_access",
    errno.EROFS: "read_only_folder",
    errno.ENOSPC: "full",
    getattr(errno, "EDQUOT", -1): "full",  # not every system has quotas
    errno.EFBIG: "full",
    errno.EEXIST: "exists",
    errno.ENAMETOOLONG: "bad_name",
    errno.EILSEQ: "bad_name",
}
# The same errors where a new file was to be made.
_NEW_FILE = {"missing": "no_folder", "no_access": "read_only_folder"}


def of_os(error: OSError, path: Path | str, kind: str = "") -> StoreError:
    """The system's error in our words."""
    return trouble(kind or _BY_ERRNO.get(error.errno or 0, "io"), path, f"({error.strerror or type(error).__name__}.)")


# What is safe where no deed was being saved: the words above speak of "the last change".
_NOTHING_WRITTEN = {
    "full": "Nothing was written, and what was there is as it was. Free some space and do it again.",
    "io": "Nothing was written, and what was there is as it was. Try another folder or disk, and check this one.",
    "read_only_folder": "Nothing was written. Choose a folder of your own.",
    "locked": "Nothing was written. Close it there, or choose another name.",
}
_NOT_OPENED = {
    "full": f"{_UNTOUCHED} Free some space and open it again, or open it read-only.",
    "io": f"{_UNTOUCHED} Make a copy of the disk or open the newest backup, and check this disk.",
}


def of_new_file(error: OSError | sqlite3.Error, path: Path) -> StoreError:
    """What kept a new file, copy or backup from being made."""
    if isinstance(error, sqlite3.Error):
        found = of_sqlite(error, path)
    else:
        kind = _BY_ERRNO.get(error.errno or 0, "io")
        found = of_os(error, path, _NEW_FILE.get(kind, kind))
    found.safe = _NOTHING_WRITTEN.get(found.kind, found.safe)
    return found


def while_opening(error: StoreError) -> StoreError:
    """The same trouble, told of a record that was only to be opened."""
    error.safe = _NOT_OPENED.get(error.kind, error.safe)
    return error
