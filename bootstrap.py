"""Sets Strikebook up in its own folder and starts it: `./run`, `./run test`, `./run help`.

Standard library only, for it runs before anything is installed. It makes `.venv` from the hash-locked
requirements when there is none, or when the lock, the Python or the folder changed, and a set-up that was
interrupted is made anew. What it says goes to stderr: the answers of the program own stdout.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STATE = VENV / "strikebook-setup.json"
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
RECIPE = 1  # to be raised when the way of setting up changes, so that every .venv is made anew
WINDOWS = os.name == "nt"
VENV_PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

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

# Words of main.py that need no window, hence none of the libraries above.
WINDOWLESS = ("evaluate", "--help", "-h", "--version")

HELP = """Strikebook's one command

  ./run [RECORD]           set up if need be, then open the program
  ./run evaluate ...       answer questions as JSON, without a window (also --help, --version)
  ./run test [ARGS]        run all tests that need no display; ARGS go to pytest
  ./run x11 [ARGS]         run the tests that drive a real window, on a virtual X display
  ./run check              types, style, layers and dead code
  ./run bench [ARGS]       print every measured figure beside its floor and its target
  ./run harness [--small]  crash, fault and fuzz the record (--full takes long)
  ./run build              build the double-click program into dist/
  ./run install            add Strikebook to this user's menu and file types (Linux); uninstall takes it away
  ./run lock               remake the two lock files from pyproject.toml
  ./run help               this list"""


class SetupError(Exception):
    """A set-up that cannot go on; the text says why, and which line or step cures it."""


def say(text: str) -> None:
    """Tell the person at the terminal; stdout is kept for the program's answers."""
    print(text, file=sys.stderr, flush=True)


# ----------------------------------------------------------------------------------------- what is there


def digest(group: str) -> str:
    """Return what a finished set-up of `group` ("run" or "dev") depends on, as one hash."""
    parts = (str(RECIPE), str(sys.implementation.cache_tag), sys.platform, str(ROOT))
    return hashlib.sha256("\n".join(parts).encode() + LOCKS[group].read_bytes()).hexdigest()


def read_state(path: Path = STATE) -> dict[str, str]:
    """Return the notes of the last finished set-up; nothing where there is none or it cannot be read."""
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(state, dict):
        return {}
    return {key: value for key, value in state.items() if isinstance(key, str) and isinstance(value, str)}


def write_state(state: dict[str, str], path: Path = STATE) -> None:
    """Note what is finished, whole or not at all."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)


def missing_libraries(wanted: dict[str, str]) -> dict[str, str]:
    """Return the part of `wanted` (soname: package) that this system's loader does not find."""
    import ctypes

    missing = {}
    for soname, package in wanted.items():
        try:
            ctypes.CDLL(soname)
        except OSError:
            missing[soname] = package
    return missing


def is_debian() -> bool:
    """Say whether packages come by apt-get here (Debian and what is made from it)."""
    import shutil

    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


# --------------------------------------------------------------------------------------- system packages


def install_command(packages: Iterable[str]) -> list[str]:
    """Return the command that installs Debian packages."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *sorted(set(packages))]


def install_packages(packages: Iterable[str], why: str) -> None:
    """Install Debian packages as root after saying so; otherwise raise SetupError with the line that does."""
    command = install_command(packages)
    if os.geteuid() != 0:
        raise SetupError(f"{why} This line installs what is missing:\n    sudo {' '.join(command)}")
    say(f"{why} Installing: {' '.join(command[4:])}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for attempt in (1, 2, 3):
        updated = subprocess.run(["apt-get", "update", "-q"], check=False, stdout=sys.stderr, env=environment)
        if updated.returncode == 0:
            installed = subprocess.run(command, check=False, stdout=sys.stderr, env=environment)
            if installed.returncode == 0:
                return
        time.sleep(2 * attempt)
    raise SetupError(
        f"The packages could not be installed. Look at the lines above, then run:\n    {' '.join(command)}"
    )


def need_libraries(level: str) -> None:
    """Make sure of the shared libraries of `level`; Windows and macOS bring all that Qt needs."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(LIBRARIES[level])
    if not missing:
        return
    why = f"Qt needs system libraries that are not here: {', '.join(missing)}."
    if not is_debian():
        raise SetupError(f"{why}\nInstall the packages of your system that bring them, then run this again.")
    install_packages(missing.values(), why)
    still = missing_libraries(missing)
    if still:
        raise SetupError(f"Installed, yet not found by the loader: {', '.join(still)}. Run: ldconfig")


def need_venv_module() -> None:
    """Make sure that this Python can make an environment with pip in it (Debian ships that apart)."""
    import importlib.util

    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    why = "This Python has no venv module."
    if not is_debian():
        raise SetupError(f"{why} Install the complete Python 3.11 or newer, then run this again.")
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    own = Path(base_python()).resolve().parent == Path("/usr/bin")
    install_packages([version if own else "python3-venv"], why)


# ---------------------------------------------------------------------------------------- the environment


def base_python() -> str:
    """Return the Python outside any environment that this one comes from."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def shell(command: Sequence[str], what: str, **extra: str) -> None:
    """Run `command` quietly; when it fails show the end of what it said and raise SetupError."""
    environment = {**os.environ, **extra}
    done = subprocess.run(
        command,
        check=False,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if not line.startswith("WARNING: Location")]
        say("\n".join(f"  | {line}" for line in lines[-15:]))
        raise SetupError(
            f"{what} failed, see above. Is there a network, and space left? Then run this again."
        )


def install(group: str) -> None:
    """Install the lock file of `group` into `.venv`: exact versions, checked hashes, ready-made wheels."""
    python = str(VENV_PYTHON)
    pip = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        "--no-compile",
        "-r",
        str(LOCKS[group]),
    ]
    shell(pip, "Installing the locked packages")
    # The bindings keep their support code as source in an archive and compile it at every start. This writes
    # it out once, a seventh of the time to a window saved.
    shell([python, "-c", "import shiboken6"], "Preparing the window library", SBK_EMBED="0")
    # Asked for by name, it also happens where PYTHONDONTWRITEBYTECODE is set. Templates that are not Python
    # make it fail without harm.
    subprocess.run([python, "-m", "compileall", "-q", "-j", "0", str(VENV)], check=False, capture_output=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one set-up at a time work on `.venv`; a second one waits."""
    with Path(ROOT, ".venv-lock").open("a+", encoding="utf-8") as handle:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another set-up is at work here; waiting for it.")
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def is_ready(group: str, level: str, state: dict[str, str]) -> bool:
    """Say whether `state` covers the packages of `group` and the libraries of `level`."""
    return VENV_PYTHON.exists() and state.get(group) == digest(group) and level in covered(state)


def covered(state: dict[str, str]) -> list[str]:
    """Return the levels of libraries that were found when `state` was noted; a higher one has the lower."""
    levels = list(LIBRARIES)
    return levels[: levels.index(state["libraries"]) + 1] if state.get("libraries") in levels else []


def ensure(group: str, level: str) -> None:
    """Have `.venv` hold exactly the lock file of `group`, and the system the libraries of `level`.

    Raises SetupError. Costs two small file reads when nothing is to be done.
    """
    if is_ready(group, level, read_state()):
        return
    try:
        with alone():
            state = read_state()
            if is_ready(group, level, state):
                return
            need_libraries(level)
            libraries = max([level, *covered(state)], key=list(LIBRARIES).index)
            if state.get("run") != digest("run") or not VENV_PYTHON.exists():
                make_venv()
                state = {}
            if state.get(group) != digest(group):
                started = time.monotonic()
                say(
                    {
                        "run": "Setting up Strikebook, once (about 100 MB) ...",
                        "dev": "Adding what the tests and checks need, once ...",
                    }[group]
                )
                install(group)
                state |= {name: digest(name) for name in ("run", group)}
                say(f"Done in {time.monotonic() - started:.0f} s.")
            write_state(state | {"libraries": libraries})
    except PermissionError as error:
        raise SetupError(
            f"{error.filename} may not be written. Put Strikebook into a folder of your own."
        ) from error


def make_venv() -> None:
    """Make a new, empty `.venv`; what stood there is outdated or half-made and goes away first."""
    import shutil

    need_venv_module()
    STATE.unlink(missing_ok=True)
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    shell([base_python(), "-m", "venv", str(VENV)], "Making the environment .venv")


# ------------------------------------------------------------------------------------------- the commands


def start(command: Sequence[str], **extra: str) -> NoReturn:
    """Become `command` (on Windows: run it and pass its exit code on), from within Strikebook's folder."""
    environment = {**os.environ, **extra}
    sys.stdout.flush()
    if WINDOWS:
        sys.exit(subprocess.call(command, env=environment))
    os.execve(command[0], list(command), environment)


def module(name: str, args: Sequence[str], **extra: str) -> NoReturn:
    """Run a Python module of `.venv` with the project's folder as the working one."""
    os.chdir(ROOT)
    start([str(VENV_PYTHON), "-m", name, *args], **extra)


TEST_ENVIRONMENT = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


def run_x11(args: Sequence[str]) -> NoReturn:
    """Drive a real window on a virtual display, never on the one somebody is sitting at."""
    import shutil

    tools = {"xvfb-run": "xvfb", "xauth": "xauth", "xdotool": "xdotool", "dbus-run-session": "dbus-daemon"}
    missing = [package for tool, package in tools.items() if shutil.which(tool) is None]
    if missing:
        why = "The tests of the real window need a virtual X display."
        if not is_debian():
            raise SetupError(f"{why} Install: {', '.join(missing)}")
        install_packages(missing, why)
    os.chdir(ROOT)
    xvfb = ["-a", "-s", "-screen 0 1920x1200x24 -dpi 96"]
    test = [str(VENV_PYTHON), "-m", "pytest", *(args or ["tests/x11"])]
    start([str(shutil.which("xvfb-run")), *xvfb, *test], **TEST_ENVIRONMENT, QT_QPA_PLATFORM="xcb")


def main(args: Sequence[str]) -> int:
    """Carry out one `./run` command and return its exit code, where it does not become the program."""
    if sys.version_info < (3, 11):
        raise SetupError("Strikebook needs Python 3.11 or newer.")
    word, rest = (args[0], list(args[1:])) if args else ("", [])
    if word == "help":
        print(HELP)
    elif word == "test":
        ensure("dev", "offscreen")
        module("pytest", rest, **TEST_ENVIRONMENT, QT_QPA_PLATFORM="offscreen")
    elif word == "x11":
        ensure("dev", "window")
        run_x11(rest)
    elif word in {"bench", "harness"}:
        ensure("dev", "offscreen")
        module({"bench": "bench", "harness": "tests.harness"}[word], rest, **TEST_ENVIRONMENT)
    elif word in {"build", "check", "lock"}:
        ensure("dev", "offscreen")
        module(f"tools.{word}", rest)
    elif word in {"install", "uninstall"}:
        ensure("run", "window")
        module("tools.desktop", [word, *rest])
    else:
        ensure("run", "none" if word in WINDOWLESS else "window")
        start([str(VENV_PYTHON), str(ROOT / "main.py"), *args])
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        say(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nInterrupted. The same command goes on from here.")
        sys.exit(130)
