"""Offline: no workflow ever asks for a socket, imports a network module, or runs a program."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.harness._base import ROOT
from tests.harness._server import Templates, server
from tests.harness._shim import library
from tests.harness._workflows import WORKFLOWS
from tests.harness.registry import Result, Run, harness

_WATCH = """
import json, sys
from pathlib import Path
seen = []
BAD = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.", "http.", "ftplib.",
       "smtplib.", "webbrowser.", "winreg.")
sys.addaudithook(lambda event, args: seen.append(event) if event.startswith(BAD) else None)
from tests.harness._workflows import WORKFLOWS
if sys.argv[1] == "control":
    import socket
    socket.socket().close()
else:
    WORKFLOWS[sys.argv[1]].act(Path(sys.argv[2]), lambda what, **more: None)
network = {"socket", "ssl", "http", "urllib.request", "asyncio"}
print(json.dumps([seen, sorted(set(sys.modules) & network)]))
"""


def _watched(name: str, folder: str) -> tuple[list[str], list[str]]:
    command = [sys.executable, "-c", _WATCH, name, folder]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seen, modules = json.loads(done.stdout)
    return seen, modules


@harness("offline", small=len(WORKFLOWS), full=len(WORKFLOWS), unit="workflows")
def offline(run: Run) -> Result:
    """No socket is opened, no network module imported, no program run, in any workflow: seen by Python and by libc."""
    failures: list[str] = []
    with server() as running:
        templates = Templates(run.folder)
        for name in WORKFLOWS:
            seen, modules = _watched(name, str(templates.fresh(name)))
            failures += [f"{name}: {event}" for event in seen]
            failures += [f"{name}: imports {module}" for module in modules]
            outcome = running.run(name, templates.fresh(name))
            if outcome.sockets:
                failures.append(f"{name}: {outcome.sockets} sockets")
    seen, modules = _watched("control", "")
    caught = int(any(event.startswith("socket.") for event in seen)) + int("socket" in modules) + _libc_control()
    return Result(len(WORKFLOWS), tuple(failures), control_done=3, control_caught=caught)


def _libc_control() -> int:
    """The shim must count a socket that C asks for."""
    script = (
        "from tests.harness._shim import Shim; s = Shim(); import socket; socket.socket().close(); print(s.sockets)"
    )
    environment = os.environ | {"LD_PRELOAD": str(library())}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return int(done.stdout.strip() == "1")
