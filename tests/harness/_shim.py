"""The shim between a program and the system: compiled when first needed, loaded into processes started for it."""

from __future__ import annotations

import ctypes
import enum
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
BUILD = Path(__file__).resolve().parents[2] / "build" / "harness"


class Mode(enum.IntEnum):
    """What happens at the call that is asked for; as in shim.c."""

    NOTHING = 0
    KILL_BEFORE = 1
    KILL_AFTER = 2
    KILL_HALFWAY = 3
    FAIL_FULL = 4
    FAIL_IO = 5
    SHORT = 6
    FAIL_READ = 7


def library() -> Path:
    """The compiled shim."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise SystemExit("The harness compiles a small C file: install gcc (on Debian: apt-get install gcc libc6-dev).")
    mark = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    made = BUILD / f"shim-{mark}.so"
    if not made.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        draft = made.with_suffix(f".{os.getpid()}.tmp")
        flags = ["-O1", "-fPIC", "-shared", "-Wall", "-Werror", "-o", str(draft)]
        subprocess.run([compiler, *flags, str(SOURCE), "-ldl"], check=True)
        draft.replace(made)
    return made


class Shim:
    """The shim as seen from inside a process that was started with it."""

    def __init__(self) -> None:
        self._c = ctypes.CDLL(os.environ["LD_PRELOAD"])
        self._c.shim_count.restype = ctypes.c_long
        self._c.shim_sockets.restype = ctypes.c_long

    def arm(self, folder: Path, at: int, mode: int, sticky: bool, log: int = -1) -> None:
        """From now on watch `folder`; at the `at`-th call (from 1; 0 never) do `mode`; log changes to handle `log`."""
        self._c.shim_arm(os.fsencode(folder), ctypes.c_long(at), mode, int(sticky), log)

    def mark(self, number: int) -> None:
        """Write an acknowledgement into the log."""
        self._c.shim_mark(ctypes.c_long(number))

    @property
    def count(self) -> int:
        """How many calls there were since `arm`."""
        return int(self._c.shim_count())

    @property
    def sockets(self) -> int:
        """How many sockets were asked for since `arm`."""
        return int(self._c.shim_sockets())
