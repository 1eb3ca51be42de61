"""Starts Strikebook: the window, or one of the commands that need none."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.facts.facts import Facts

HELP = """\
Strikebook: a record of employee stock options, on this computer alone.

  main.py [RECORD.strikebook]   open the window, with this record
  main.py evaluate FILE|-       answer questions about a record in JSON (see docs/evaluate.md)
  main.py --selftest            check that everything the program needs is there and works
  main.py --version             print the version
  main.py --help                print this
"""
NO_DISPLAY = (
    "Strikebook found no display to open its window on. Start it on a desktop, or use one of the "
    "commands that need no window: evaluate, --selftest, --version, --help."
)


def _has_display() -> bool:
    """Whether a window can be opened; where Qt is told what to do, or the system has no X11, it decides itself."""
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith(("linux", "freebsd")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def quicken() -> None:
    """Load the bindings lean, and collect no garbage while the window is made: nothing of it is garbage.

    `ui.app` collects again afterwards.
    """
    import gc

    gc.disable()
    from ui import bindings

    bindings.load()


def _open_window(arguments: list[str]) -> int:
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        print(f"Strikebook does not know {arguments[0]!r} here.\n\n{HELP}", file=sys.stderr, end="")
        return 2
    if not _has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 3
    quicken()
    from pathlib import Path  # here, because it alone would cost a command a tenth of its time

    from ui.app import run

    return run([sys.argv[0]], Path(arguments[0]).absolute() if arguments else None)


def _evaluate(arguments: list[str]) -> int:
    from models.exchange.evaluate import main as evaluate

    return evaluate(arguments, _facts_of)


def _facts_of(path: str) -> Facts:
    """The facts of a saved record, every check made, the file only read."""
    from models.store import open_record

    with open_record(path, read_only=True) as store:
        return store.record.facts


def main(arguments: list[str]) -> int:
    """Do what the command line asks; returns the exit code."""
    first = arguments[0] if arguments else ""
    if first == "evaluate":
        return _evaluate(arguments[1:])
    if first == "--selftest":
        from ui.selftest import selftest

        return selftest()
    if first in {"--version", "-V"}:
        from models import __version__

        print(f"Strikebook {__version__}")
        return 0
    if first in {"--help", "-h"}:
        print(HELP, end="")
        return 0
    return _open_window(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
