"""Remakes the two lock files from pyproject.toml (`./run lock [--upgrade]`), for every platform at once.

A lock holds versions and hashes, no addresses and no paths, so it serves whatever index pip is set up with.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN, DEV = "requirements.lock", "requirements-dev.lock"
OPTIONS = (
    "--universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url "
    "--no-emit-find-links --no-emit-package pip --quiet"
)
FOREIGN = re.compile(r"://|^\s*-(?!-hash=)|@ ", re.MULTILINE)


def resolve(uv: Path, lock: str, *options: str) -> None:
    """Write `lock`; what it already pins stays unless it must move or `--upgrade` is among the options."""
    command = [str(uv), "pip", "compile", "pyproject.toml", *OPTIONS.split(), *options, "-o", lock]
    subprocess.run(command, check=True, cwd=ROOT)
    found = FOREIGN.search((ROOT / lock).read_text(encoding="utf-8"))
    if found:
        sys.exit(f"{lock} would hold an address or an option ({found.group()!r}); it must not be committed")


def main() -> None:
    """Fetch the resolver into a folder of its own and resolve both groups, the second bound by the first."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder, "Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
        resolve(scripts / "uv", RUN, *upgrade)
        resolve(scripts / "uv", DEV, "--group", "dev", "--constraint", RUN, *upgrade)


if __name__ == "__main__":
    main()
