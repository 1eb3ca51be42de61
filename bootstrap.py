"""Sets Strikebook up in its own folder and starts it: `./run`, `./run test`, `./run help`.

Standard library only, for it runs before anything is installed; and hardly that, for it runs before every
start. What it says goes to stderr: the answers of the program own stdout.
"""

from __future__ import annotations

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tools import state

# Words of main.py that need less than a window of the system's libraries; any other word gets all of them.
LEVELS = {"evaluate": "none", "--help": "none", "-h": "none", "--version": "none", "--selftest": "offscreen"}

TEST_ENVIRONMENT = {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}

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


def ensure(group: str, level: str) -> None:
    """Set up what is missing of the packages of `group` and the shared libraries of `level`."""
    if not state.is_ready(group, level):
        from tools import setup

        setup.ensure(group, level)


def start(command: list[str], **extra: str) -> None:
    """Become `command`; on Windows, which cannot, run it and leave with its exit code."""
    environment = {**os.environ, **extra}
    if os.name != "nt":
        os.execve(command[0], command, environment)
    import subprocess

    sys.exit(subprocess.call(command, env=environment))


def module(name: str, args: list[str], **extra: str) -> None:
    """Become a module run by `.venv`, with the project's folder as the working one."""
    os.chdir(state.ROOT)
    start([state.VENV_PYTHON, "-m", name, *args], **extra)


def x11(args: list[str]) -> None:
    """Drive a real window on a virtual display, never on the one somebody is sitting at."""
    from tools import system

    tools = {"xvfb-run": "xvfb", "xauth": "xauth", "xdotool": "xdotool"}
    system.need_tools(tools, "The tests of the real window need a virtual X display.")
    os.chdir(state.ROOT)
    named = any(arg.startswith("tests") for arg in args)
    pytest = [state.VENV_PYTHON, "-m", "pytest", *args, *([] if named else ["tests/x11"])]
    screen = ["-a", "-s", "-screen 0 1920x1200x24 -dpi 96"]
    start(["/usr/bin/env", "xvfb-run", *screen, *pytest], **TEST_ENVIRONMENT, QT_QPA_PLATFORM="xcb")


def main(args: list[str]) -> None:
    """Carry out one `./run` command; all but `help` become another program here and do not return."""
    word, rest = (args[0], args[1:]) if args else ("", [])
    if word == "help":
        print(HELP)
    elif word == "test":
        ensure("dev", "offscreen")
        module("pytest", rest, **TEST_ENVIRONMENT, QT_QPA_PLATFORM="offscreen")
    elif word == "x11":
        ensure("dev", "window")
        x11(rest)
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
        ensure("run", LEVELS.get(word, "window"))
        start([state.VENV_PYTHON, os.path.join(state.ROOT, "main.py"), *args])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The same command goes on from here.")
