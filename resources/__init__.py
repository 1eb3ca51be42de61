"""Where the files that ship with the program lie, from source and from the frozen program alike.

Plain paths beside this module, not importlib.resources: that import alone costs a tenth of the
program's start, and the frozen program is a folder of files, never a zip. pathlib is only loaded for
those who want a path: it alone costs an answer of `evaluate` a tenth of its time.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FROZEN_ROOT: str | None = getattr(sys, "_MEIPASS", None)
_HERE = os.path.dirname(os.path.realpath(__file__))  # noqa: PTH120
_ROOT = os.path.join(_FROZEN_ROOT, "resources") if _FROZEN_ROOT else _HERE  # noqa: PTH118


def path(name: str) -> Path:
    """Return the absolute path of the resource `name`, a relative path such as "rates/withholding.json".

    Raises FileNotFoundError when there is no such file or folder, and ValueError when the name would
    leave the resources: both are mistakes of ours, never of the holder's.
    """
    from pathlib import Path

    return Path(_found(name))


def _found(name: str) -> str:
    if os.path.isabs(name) or ".." in name.replace("\\", "/").split("/"):  # noqa: PTH117
        raise ValueError(f"a resource is named by a path inside resources/, not {name!r}")
    found = os.path.join(_ROOT, *name.split("/"))  # noqa: PTH118
    if not os.path.exists(found):  # noqa: PTH110
        raise FileNotFoundError(f"resources/{name} is missing from the program; install Strikebook anew")
    return found


def read_text(name: str) -> str:
    """Return the UTF-8 text of the resource `name`, line ends as "\\n"; errors as in `path`."""
    with open(_found(name), encoding="utf-8") as file:  # noqa: PTH123
        return file.read()


def read_bytes(name: str) -> bytes:
    """Return the bytes of the resource `name`; errors as in `path`."""
    with open(_found(name), "rb") as file:  # noqa: PTH123
        return file.read()
