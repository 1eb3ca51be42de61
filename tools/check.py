"""Runs every check that needs no test: types, style, format, layers, dead code (`./run check`)."""

from __future__ import annotations

import subprocess
import sys

PYTHON = sys.executable
CHECKS = {
    "types": [PYTHON, "-m", "mypy"],
    "style": [PYTHON, "-m", "ruff", "check"],
    "format": [PYTHON, "-m", "ruff", "format", "--check"],
    "layers": [
        PYTHON,
        "-c",
        "from importlinter.cli import lint_imports_command as check; check()",
        "--no-logo",
    ],
    "dead code": [PYTHON, "-m", "vulture"],
}


def main() -> int:
    """Run each check to its end, so that one call shows all there is; return 1 if any found something."""
    failed = []
    for name, command in CHECKS.items():
        print(f"--- {name}", flush=True)
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    print(f"--- found something: {', '.join(failed)}" if failed else "--- all checks passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
