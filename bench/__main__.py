"""Runs the measurements: `python -m bench [name ...]`, each in a process of its own; without a name all of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_MEASURES = {"__init__", "__main__", "common"}


def names() -> list[str]:
    """What can be measured: every module here that has a `main`."""
    return sorted(
        path.stem
        for path in HERE.glob("*.py")
        if path.stem not in NOT_MEASURES and "\ndef main(" in path.read_text(encoding="utf-8")
    )


def main(wanted: list[str]) -> int:
    """Measure what is wanted; 1 where an aim was missed, 2 for a name that is not known."""
    known = names()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"There is no measurement {', '.join(unknown)}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    missed = 0
    for name in wanted or known:
        missed |= subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode
        print(flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
