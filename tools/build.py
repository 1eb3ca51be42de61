"""Builds the double-click program into dist/ and tries it (`./run build [--archive]`).

The same sources, lock and Python give the same bytes: the clock and the hash seed are fixed for PyInstaller.
"""

from __future__ import annotations

import argparse
import lzma
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import time
from pathlib import Path

from models import __version__
from tools import icons, system

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
FOLDER = DIST / "strikebook"
EPOCH = "1767225600"  # the start of 2026: any fixed second will do

# What every Linux with a desktop has, beside the libraries in tools.system and what those bring along.
BASE = re.compile(
    r"(ld-linux.*|lib(c|m|dl|pthread|rt|util|gcc_s|stdc\+\+|z|zstd|X11|xcb|xcb-(render|shm|xkb)|glib-2\.0|freetype"
    r"|expat|wayland-(client|cursor|egl))\.so\.\d+)"
)
OPTIONAL = {"libcups.so.2"}  # only the printing plugin wants it, and there is no printer without it


def need_build_tools() -> None:
    """Make sure of what PyInstaller itself calls and copies on Linux."""
    if not sys.platform.startswith("linux"):
        return
    system.need_tools({"objdump": "binutils", "strip": "binutils"}, "The build needs binutils.")
    library = str(sysconfig.get_config_var("INSTSONAME") or "")
    if ".so" in library and not Path(str(sysconfig.get_config_var("LIBDIR")), library).exists():
        missing = system.missing_libraries({library: f"libpython{sys.version_info[0]}.{sys.version_info[1]}"})
        if missing and system.is_debian():
            system.install_packages(missing.values(), "The build needs Python's shared library.")


def freeze() -> None:
    """Run PyInstaller on the spec, from nothing, with everything that varies held fast."""
    fixed = {
        "SOURCE_DATE_EPOCH": EPOCH,
        "PYTHONHASHSEED": "1",
        "PYINSTALLER_CONFIG_DIR": str(ROOT / "build" / "cache"),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
    options = ["--noconfirm", "--clean", "--log-level", "ERROR", "--workpath", "build", "--distpath", "dist"]
    command = [sys.executable, "-m", "PyInstaller", *options, "pyinstaller.spec"]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **fixed})


def shared_objects() -> list[Path]:
    """Return the program and its shared libraries, links left out."""
    found = [path for path in FOLDER.rglob("*") if ".so" in path.name or path == FOLDER / "strikebook"]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


# What comes with debugging symbols: Python itself and the libraries of three packages; Qt's have none.
WITH_SYMBOLS = ("libpython", "libpdfium", "_imaging.", "libtiff-", "_python_calamine.")


def strip() -> None:
    """Take the debugging symbols out."""
    for path in shared_objects():
        if path.name.startswith(WITH_SYMBOLS) or path.parent.name == "lib-dynload":
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def unmet_libraries() -> dict[str, list[str]]:
    """Return the libraries that something in the bundle needs and neither it nor the system brings, by user."""
    present = {path.name for path in FOLDER.rglob("*")} | set(system.WINDOW_LIBRARIES) | OPTIONAL
    unmet: dict[str, list[str]] = {}
    for path in shared_objects():
        listing = subprocess.run(["objdump", "-p", str(path)], check=True, capture_output=True, text=True)
        for name in re.findall(r"NEEDED\s+(\S+)", listing.stdout):
            if name not in present and not BASE.fullmatch(name):
                unmet.setdefault(name, []).append(str(path.relative_to(FOLDER)))
    return unmet


def archive() -> Path:
    """Pack the folder as one .tar.xz whose bytes depend on its content alone."""
    target = DIST / f"strikebook-{__version__}-{sysconfig.get_platform()}.tar.xz"

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.mtime = int(EPOCH)
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    with lzma.open(target, "wb", preset=6) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        tar.add(FOLDER, arcname="strikebook", filter=plain)
    return target


def main() -> None:
    """Build, trim, check and try the program, then say how large it is."""
    parser = argparse.ArgumentParser(prog="./run build")
    parser.add_argument("--archive", action="store_true", help="also pack it as .tar.xz")
    given = parser.parse_args()
    need_build_tools()
    started = time.monotonic()
    shutil.rmtree(DIST, ignore_errors=True)
    icons.make(ROOT / "build" / "icons")
    freeze()
    if sys.platform.startswith("linux"):
        strip()
        unmet = unmet_libraries()
        if unmet:
            sys.exit(f"The bundle needs libraries that nothing brings: {unmet}")
    program = FOLDER / ("strikebook.exe" if os.name == "nt" else "strikebook")
    if subprocess.run([str(program), "--selftest"], check=False).returncode:
        sys.exit("The built program failed its own test, see above.")
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"{program}: {size / 1e6:.0f} MB, built and tried in {time.monotonic() - started:.0f} s")
    if given.archive:
        packed = archive()
        print(f"{packed}: {packed.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
