"""Runs workflows in forked children of a process that has everything imported, under the shim; and the client of that.

The server never opens a record itself: a fork with an open connection would share its locks.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness._shim import Mode, Shim, library

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 30.0


@dataclass(frozen=True)
class Outcome:
    """What a child said before it ended, how it ended (`killed`, `ended`, `hung`), and how many calls it made."""

    said: list[dict[str, Any]]
    ended: str
    calls: int
    sockets: int


class Server:
    """The client's side: starts the server and asks for runs."""

    def __init__(self) -> None:
        environment = os.environ | {"LD_PRELOAD": str(library()), "PYTHONHASHSEED": "0"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.harness._server"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        workflow: str,
        folder: Path,
        *,
        at: int = 0,
        mode: Mode = Mode.NOTHING,
        sticky: bool = False,
        log: Path | None = None,
        kill_after: float | None = None,
        heard_first: int = 0,
        synchronous: str = "",
    ) -> Outcome:
        """One run of a workflow in `folder`; `kill_after` seconds after it said so many things, it is killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {
            "workflow": workflow,
            "folder": str(folder),
            "at": at,
            "mode": int(mode),
            "sticky": sticky,
            "log": str(log) if log else None,
            "kill_after": kill_after,
            "heard_first": heard_first,
            "synchronous": synchronous,
        }
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the fork server is gone")
        return Outcome(**json.loads(line))

    def close(self) -> None:
        """End the server."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=LONGEST)
        self._process.stdout.close()


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server for the time of a batch."""
    made = Server()
    try:
        yield made
    finally:
        made.close()


class Templates:
    """What workflows begin with, made once in a batch and copied for every run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "templates"
        self._case = folder / "case"
        self._count = 0

    def of(self, workflow: str) -> Path:
        """The folder of a workflow's template."""
        from tests.harness._workflows import EVERY

        path = self._folder / workflow.replace(" ", "-")
        if not path.exists():
            path.mkdir(parents=True)
            EVERY[workflow].prepare(path)
        return path

    def fresh(self, workflow: str) -> Path:
        """A new copy of it, in the place of the last one."""
        template = self.of(workflow)
        shutil.rmtree(self._case, ignore_errors=True)
        shutil.copytree(template, self._case)
        return self._case


def _child(asked: dict[str, Any], pipe: int, shim: Shim) -> None:
    """The run itself; never returns to the server's loop."""
    from models.store import connection
    from tests.harness._workflows import EVERY

    if asked["synchronous"]:
        connection._SETTINGS = tuple(  # a control: settings that are known to lose
            f"PRAGMA synchronous = {asked['synchronous']}" if "synchronous" in setting else setting
            for setting in connection._SETTINGS
        )
    log = os.open(asked["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600) if asked["log"] else -1
    number = 0

    def say(what: str, **more: Any) -> None:
        nonlocal number
        number += 1
        shim.mark(number)
        os.write(pipe, json.dumps({"what": what, **more}).encode() + b"\n")

    folder = Path(asked["folder"])
    shim.arm(folder, asked["at"], asked["mode"], asked["sticky"], log)
    try:
        EVERY[asked["workflow"]].act(folder, say)
        say("end")
    except BaseException:
        say("crash", text=traceback.format_exc()[-600:])
    os.write(pipe, json.dumps({"what": "calls", "n": shim.count, "sockets": shim.sockets}).encode() + b"\n")


def _serve(asked: dict[str, Any], shim: Shim) -> dict[str, Any]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            _child(asked, write, shim)
        finally:
            os._exit(0)
    os.close(write)
    limit = asked["kill_after"]
    waiting = limit is not None  # for what it is to say before its time runs
    until = time.monotonic() + LONGEST
    heard, ended = b"", ""
    while True:
        if waiting and heard.count(b"\n") >= asked["heard_first"]:
            waiting, until = False, time.monotonic() + limit
        ready, _, _ = select.select([read], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            ended = "hung" if limit is None else "killed"
            os.kill(child, signal.SIGKILL)
            until = time.monotonic() + LONGEST
            continue
        piece = os.read(read, 1 << 16)
        if not piece:
            break
        heard += piece
    os.close(read)
    _, status = os.waitpid(child, 0)
    if not ended:
        ended = "killed" if os.WIFSIGNALED(status) else "ended"
    said = [json.loads(line) for line in heard.splitlines() if line.endswith(b"}")]
    calls = next((one for one in said if one["what"] == "calls"), {"n": 0, "sockets": 0})
    said = [one for one in said if one["what"] != "calls"]
    return {"said": said, "ended": ended, "calls": calls["n"], "sockets": calls["sockets"]}


def _main() -> None:
    import sqlite_utils  # noqa: F401 - imported once here rather than in every child

    import tests.harness._workflows  # noqa: F401

    shim = Shim()
    for line in sys.stdin:
        print(json.dumps(_serve(json.loads(line), shim)), flush=True)


if __name__ == "__main__":
    _main()
