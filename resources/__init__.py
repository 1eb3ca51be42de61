"""Where the files that ship with the program lie, from source and from the frozen program alike.

Plain paths beside this module, not importlib.resources: that import alone costs a tenth of the
program's start, and the frozen program is a folder of files, never a zip.
"""

from __future__ import annotations

import sys
from pathlib import Path

_FROZEN_ROOT: str | None = getattr(sys, "_MEIPASS", None)
_ROOT = Path(_FROZEN_ROOT, "resources") if _FROZEN_ROOT else Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return the absolute path of the resource `name`, a relative path such as "rates/withholding.json".

    Raises FileNotFoundError when there is no such file or folder, and ValueError when the name would
    leave the resources: both are mistakes of ours, never of the holder's.
    """
    found = _ROOT / name
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise ValueError(f"a resource is named by a path inside resources/, not {name!r}")
    if not found.exists():
        raise FileNotFoundError(f"resources/{name} is missing from the program; install Strikebook anew")
    return found


def read_text(name: str) -> str:
    """Return the UTF-8 text of the resource `name`, line ends as "\\n"; errors as in `path`."""
    return path(name).read_text(encoding="utf-8")


def read_bytes(name: str) -> bytes:
    """Return the bytes of the resource `name`; errors as in `path`."""
    return path(name).read_bytes()
