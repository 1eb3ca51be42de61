"""Adds Strikebook to this user's Linux desktop, and takes it away: `./run install`, `./run uninstall`.

Everything goes below the user's own data folder and ~/.local/bin; nothing needs root, and records are never
touched. The launcher starts this folder's `./run`, or the program given with `--program`.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = "org.strikebook.Strikebook"
MARK = "# Strikebook's launcher, made by ./run install"


def data_home() -> Path:
    """Return the folder of this user's desktop data (XDG base directories)."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def launcher() -> Path:
    """Return where the command `strikebook` of this user lies."""
    return Path.home() / ".local" / "bin" / "strikebook"


def files() -> dict[Path, Path]:
    """Return what is copied: each target below `data_home()` with its source in the project."""
    linux, icons = ROOT / "packaging" / "linux", ROOT / "resources" / "icons"
    hicolor = data_home() / "icons" / "hicolor"
    return {
        data_home() / "mime" / "packages" / f"{APP}.xml": linux / f"{APP}.mime.xml",
        data_home() / "metainfo" / f"{APP}.metainfo.xml": linux / f"{APP}.metainfo.xml",
        hicolor / "scalable" / "apps" / f"{APP}.svg": icons / "strikebook.svg",
        hicolor / "16x16" / "apps" / f"{APP}.svg": icons / "strikebook-16.svg",
        hicolor / "scalable" / "mimetypes" / "application-x-strikebook.svg": icons / "strikebook-record.svg",
    }


def desktop_entry() -> Path:
    """Return where the desktop entry of this user lies."""
    return data_home() / "applications" / f"{APP}.desktop"


def exec_word(path: Path) -> str:
    """Return `path` as one quoted word of a desktop entry's Exec line."""
    text = str(path)
    for special in ("\\", '"', "`", "$"):
        text = text.replace(special, "\\" + special)
    # The entry's own escaping comes on top, and % would be read as a field code.
    return '"' + text.replace("\\", "\\\\").replace("%", "%%") + '"'


def refresh() -> None:
    """Let the desktop read its folders again, with whichever of the tools are here."""
    commands = (
        ("update-mime-database", str(data_home() / "mime")),
        ("update-desktop-database", str(data_home() / "applications")),
        ("gtk-update-icon-cache", "-q", "-t", "-f", str(data_home() / "icons" / "hicolor")),
    )
    for command in commands:
        if shutil.which(command[0]):
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def is_ours(path: Path) -> bool:
    """Say whether the launcher may be replaced or removed: it is missing, or made by `install`."""
    return not path.exists() or MARK in path.read_text(encoding="utf-8", errors="replace")


def install(program: Path) -> None:
    """Write launcher, desktop entry, file type and icons."""
    command = launcher()
    if not is_ours(command):
        sys.exit(f"{command} is another program's; move it away, then run this again.")
    if not os.access(program, os.X_OK):
        sys.exit(f"{program} is not a program that can be started.")
    command.parent.mkdir(parents=True, exist_ok=True)
    command.write_text(f'#!/bin/sh\n{MARK}\nexec {shlex.quote(str(program))} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    for target, source in files().items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    entry = (ROOT / "packaging" / "linux" / f"{APP}.desktop").read_text(encoding="utf-8")
    entry = entry.replace("Exec=strikebook %f", f"Exec={exec_word(command)} %f\nTryExec={command}")
    desktop_entry().parent.mkdir(parents=True, exist_ok=True)
    desktop_entry().write_text(entry, encoding="utf-8")
    refresh()
    print(f"Strikebook is in the menu, and opens .strikebook files. It starts {program}")


def uninstall() -> None:
    """Remove what `install` wrote and nothing else."""
    for target in (*files(), desktop_entry()):
        target.unlink(missing_ok=True)
    if launcher().exists() and is_ours(launcher()):
        launcher().unlink()
    refresh()
    print("Strikebook is out of the menu. Your records are where they were.")


def main() -> None:
    """Read the command line and carry it out."""
    parser = argparse.ArgumentParser(prog="./run")
    parser.add_argument("word", choices=["install", "uninstall"])
    parser.add_argument("--program", type=Path, default=ROOT / "run", help="what the launcher starts")
    given = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("This is for Linux desktops; see packaging/windows and packaging/macos.")
    if given.word == "install":
        install(given.program.resolve())
    else:
        uninstall()


if __name__ == "__main__":
    main()
