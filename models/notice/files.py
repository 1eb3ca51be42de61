"""Writes a finished paper to a file so that neither a kill nor a full disk harms what was there."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from models.errors import StoreError

# What the paper says is the holder's own affair: only its owner may read it.
PRIVATE = 0o600

_KINDS = {
    errno.ENOSPC: "full",
    getattr(errno, "EDQUOT", -1): "full",  # not every system has quotas
    errno.EFBIG: "full",
    errno.EACCES: "read_only_folder",
    errno.EPERM: "read_only_folder",
    errno.EROFS: "read_only_folder",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "exists",
    errno.EISDIR: "exists",
    errno.ENAMETOOLONG: "bad_name",
    errno.EILSEQ: "bad_name",
    errno.EINVAL: "bad_name",
}
_WORDS = {
    "full": ("The disk that is to hold {name} is full.", "Free some space, or choose another disk."),
    "read_only_folder": ("The folder of {name} does not allow writing.", "Choose a folder of your own."),
    "no_folder": ("There is no folder to hold {name}.", "Choose a folder that exists, or connect its disk."),
    "exists": ("There is already a file or folder {name}.", "Choose another name, or say that it may be replaced."),
    "bad_name": ("The name {name} is not possible on this disk.", "Choose a shorter or simpler name."),
    "io": ("The disk that is to hold {name} reported an error.", "Choose another disk."),
}
_UNTOUCHED = "Nothing was written; a file that was there is as it was."


def save(path: Path | str, data: bytes, overwrite: bool = False) -> Path:
    """Write `data` to `path` whole or not at all, and return where it is; StoreError with what is safe.

    An existing file stays unless `overwrite`; then it is replaced in one step.
    """
    target = Path(path).expanduser()
    if overwrite and target.is_symlink():
        target = target.resolve()
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        if not overwrite and os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "exists")
        _write(temporary, data)
        _put(temporary, target, overwrite)
    except OSError as error:
        raise _trouble(error, target) from None
    except ValueError:  # a name with a null character
        raise _trouble(OSError(errno.EINVAL, "invalid name"), target) from None
    finally:
        with contextlib.suppress(OSError, ValueError):
            temporary.unlink()
    return target


def _write(path: Path, data: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE)
    with os.fdopen(number, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put(temporary: Path, target: Path, overwrite: bool) -> None:
    """Give the finished file its name; without `overwrite` only where no other file has it, looked at in one step."""
    if overwrite:
        temporary.replace(target)
    else:
        try:
            os.link(temporary, target)
        except OSError as error:
            if error.errno == errno.EEXIST:
                raise
            # A disk without links: the name was free a moment ago.
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "exists") from None
            temporary.rename(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _trouble(error: OSError, path: Path) -> StoreError:
    kind = _KINDS.get(error.errno or 0, "io")
    message, advice = _WORDS[kind]
    return StoreError(kind, message.format(name=path.name), str(path), f"{_UNTOUCHED} {advice}")
