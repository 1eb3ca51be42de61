"""What the last finished set-up of `.venv` covered; read at every start, so it imports next to nothing."""

from __future__ import annotations

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
NOTE = os.path.join(VENV, "strikebook-setup")
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
LEVELS = ("none", "offscreen", "window")  # of shared libraries found; a higher one has the lower
RECIPE = 1  # to be raised when the way of setting up changes, so that every .venv is made anew


def place() -> str:
    """Return what, beside a lock file, makes a `.venv` useless when it changes: recipe, Python, folder."""
    return f"{RECIPE} {sys.implementation.cache_tag} {sys.platform} {ROOT}"


def read(path: str) -> bytes | None:
    """Return the bytes of a file; None where there is none or it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def write(path: str, content: bytes) -> None:
    """Write a file whole or not at all."""
    with open(path + ".new", "wb") as file:
        file.write(content)
    os.replace(path + ".new", path)


def level() -> str:
    """Return the noted level of shared libraries; "none" where nothing useful is noted."""
    noted, _, found = (read(NOTE) or b"").decode("utf-8", "replace").strip().rpartition("\n")
    return found if noted == place() and found in LEVELS else "none"


def has(group: str) -> bool:
    """Say whether a finished `.venv` holds exactly the lock file of `group` ("run" or "dev")."""
    noted = (read(NOTE) or b"").decode("utf-8", "replace").partition("\n")[0]
    if noted != place() or not os.path.exists(VENV_PYTHON):
        return False
    return read(os.path.join(VENV, LOCKS[group])) == read(os.path.join(ROOT, LOCKS[group])) is not None


def is_ready(group: str, wanted: str) -> bool:
    """Say whether nothing has to be set up for `group` with the shared libraries of level `wanted`."""
    return has(group) and LEVELS.index(level()) >= LEVELS.index(wanted)


def note_group(group: str) -> None:
    """Note that the packages of `group` are installed (the dev group holds those of run as well)."""
    for name in ("run", group):
        write(os.path.join(VENV, LOCKS[name]), read(os.path.join(ROOT, LOCKS[name])) or b"")


def note_level(found: str) -> None:
    """Note the level of shared libraries, last of all: without this note a set-up does not count."""
    best = max(level(), found, key=LEVELS.index)
    write(NOTE, f"{place()}\n{best}\n".encode())
