"""The system below Python: which shared libraries and tools are missing, and the packages that bring them."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

# What Qt loads at run time, by soname, and the Debian package that brings it.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW_LIBRARIES = {
    **QT_LIBRARIES,
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
}
LIBRARIES: dict[str, dict[str, str]] = {"none": {}, "offscreen": QT_LIBRARIES, "window": WINDOW_LIBRARIES}


class SetupError(SystemExit):
    """A set-up that cannot go on: ends with its text, which says why and which line or step cures it."""


def say(text: str) -> None:
    """Tell the person at the terminal; stdout is kept for the program's answers."""
    print(text, file=sys.stderr, flush=True)


def run_quietly(command: Sequence[str], environment: dict[str, str]) -> str:
    """Run `command` and return nothing; or, where it failed, the end of what it said."""
    done = subprocess.run(
        command,
        check=False,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if not done.returncode:
        return ""
    lines = [line for line in done.stdout.splitlines() if not line.startswith("WARNING: ")]
    return "\n".join(f"  | {line}" for line in lines[-15:]) or f"  | exit code {done.returncode}"


def missing_libraries(wanted: dict[str, str]) -> dict[str, str]:
    """Return the part of `wanted` (soname: package) that this system's loader does not find."""
    missing = {}
    for soname, package in wanted.items():
        try:
            ctypes.CDLL(soname)
        except OSError:
            missing[soname] = package
    return missing


def is_debian() -> bool:
    """Say whether packages come by apt-get here (Debian and what is made from it)."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install_command(packages: Iterable[str]) -> list[str]:
    """Return the command that installs Debian packages."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *sorted(set(packages))]


def install_packages(packages: Iterable[str], why: str) -> None:
    """Install Debian packages as root after saying so; otherwise raise SetupError with the line that does."""
    command = install_command(packages)
    if os.geteuid() != 0:
        raise SetupError(f"{why} This line installs what is missing:\n    sudo {' '.join(command)}")
    say(f"{why} Installing: {' '.join(command[4:])}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    said = ""
    for pause in (2, 5, 0):
        said = run_quietly(["apt-get", "update", "-q"], environment) or run_quietly(command, environment)
        if not said:
            return
        time.sleep(pause)
    say(said)
    raise SetupError(f"The packages could not be installed, see above. By hand:\n    {' '.join(command)}")


def need_libraries(level: str) -> None:
    """Make sure of the shared libraries of `level`; Windows and macOS bring all that Qt needs."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(LIBRARIES[level])
    if not missing:
        return
    some = ", ".join(list(missing)[:3])
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    why = f"Qt needs system libraries that are not here: {some}{more}."
    if not is_debian():
        names = "\n    ".join(missing)
        raise SetupError(f"{why} Install your system's packages that bring these, then run this again:\n    {names}")
    install_packages(missing.values(), why)
    still = missing_libraries(missing)
    if still:
        raise SetupError(f"Installed, yet not found by the loader: {', '.join(still)}. Run: ldconfig")


def need_tools(tools: dict[str, str], why: str) -> None:
    """Make sure of the commands `tools` (command: Debian package); `why` opens what is said if not."""
    missing = [package for tool, package in tools.items() if shutil.which(tool) is None]
    if not missing:
        return
    if not is_debian():
        raise SetupError(f"{why} Install: {', '.join(missing)}")
    install_packages(missing, why)


def need_venv_module(base_python: str) -> None:
    """Make sure that this Python can make an environment with pip in it (Debian ships that part apart)."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    why = "This Python has no venv module."
    if not is_debian() or Path(base_python).parent != Path("/usr/bin"):
        raise SetupError(f"{why} Install the complete Python 3.11 or newer, then run this again.")
    install_packages([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], why)
