"""Makes `.venv` from the hash-locked requirements; a set-up that was interrupted is made anew."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools import state
from tools.system import SetupError, need_libraries, need_venv_module, run_quietly, say

VENV = Path(state.VENV)
PYTHON = state.VENV_PYTHON
GREETING = {
    "run": "Setting up Strikebook, once (about 100 MB to fetch) ...",
    "dev": "Fetching what the tests and checks need, once ...",
}


def ensure(group: str, level: str) -> None:
    """Have `.venv` hold exactly the lock file of `group`, and the system the libraries of `level`.

    Raises SetupError. A second set-up at the same time waits for the first and then finds nothing to do.
    """
    try:
        with _alone():
            if not state.is_ready(group, level):
                _set_up(group, level)
    except PermissionError as error:
        raise SetupError(f"{error.filename} may not be written. Put Strikebook into a folder of your own.") from error


def _set_up(group: str, level: str) -> None:
    need_libraries(level)
    started = time.monotonic()
    if not state.has("run"):
        _make_venv()
    if not state.has(group):
        say(GREETING[group])
        _install(group)
        state.note_group(group)
        say(f"Done in {time.monotonic() - started:.0f} s.")
    state.note_level(level)


def _make_venv() -> None:
    """Make a new, empty `.venv`; what stood there is outdated or half-made and goes away first."""
    base_python = str(getattr(sys, "_base_executable", None) or sys.executable)
    need_venv_module(base_python)
    Path(state.NOTE).unlink(missing_ok=True)
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    _run([base_python, "-m", "venv", str(VENV)], "Making the environment .venv")


def _install(group: str) -> None:
    """Install the lock file of `group`: exact versions, checked hashes, ready-made wheels only."""
    options = "--no-deps --require-hashes --only-binary=:all: --no-compile"
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", *options.split()]
    _run([*pip, "-r", str(Path(state.ROOT, state.LOCKS[group]))], "Installing the locked packages")
    # The bindings keep their support code as source in an archive and compile it at every start. This writes
    # it out once, and a window is there an eighth sooner.
    _run([PYTHON, "-c", "import shiboken6"], "Preparing the window library", SBK_EMBED="0")
    # Asked for by name, it also happens where PYTHONDONTWRITEBYTECODE is set. Some packages hold templates
    # that are not quite Python, so its exit code says nothing.
    subprocess.run([PYTHON, "-m", "compileall", "-q", "-j", "0", str(VENV)], check=False, capture_output=True)


def _run(command: Sequence[str], what: str, **extra: str) -> None:
    """Run `command` quietly; when it fails show the end of what it said and raise SetupError."""
    said = run_quietly(command, {**os.environ, **extra})
    if said:
        say(said)
        raise SetupError(f"{what} failed, see above. Is there a network, and space left? Then run this again.")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one set-up at a time work on `.venv`; a second one waits."""
    with Path(state.ROOT, ".venv-lock").open("a+", encoding="utf-8") as handle:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another set-up is at work here; waiting for it.")
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
