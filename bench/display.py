"""A virtual X display whose picture lies in memory, so that the moment a window is painted can be seen from outside.

Nothing is added to the program that is measured: its processor time is read from the kernel at that moment.
"""

from __future__ import annotations

import mmap
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_HEADER = 160  # bytes of the X window dump before its pixels; more than that is harmless to skip
_STEP = 4099  # looking at every 4099th byte finds any window at once and costs a tenth of a millisecond


@dataclass(frozen=True)
class Start:
    """From the start of a process to its first picture: seconds by the clock, seconds of processor, bytes held."""

    wall: float
    cpu: float
    memory: int


class Display:
    """`with Display() as display:` gives a display to programs that are given `display.environment`."""

    def __init__(self, size: str = "1280x800x24") -> None:
        if shutil.which("Xvfb") is None:
            raise RuntimeError("measuring a start needs Xvfb; on Debian: apt-get install xvfb")
        self._folder = tempfile.mkdtemp(prefix="strikebook-bench-")
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-fbdir", self._folder, "-noreset"]
        self._server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as answer:  # to the end of the line: the server dies of a pipe closed early
            number = answer.readline().strip()
        self.environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "HOME": self._folder}
        for name in (
            "WAYLAND_DISPLAY",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "PYTHONDONTWRITEBYTECODE",
        ):
            self.environment.pop(name, None)
        with Path(self._folder, "Xvfb_screen0").open("rb") as file:
            self._picture = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._picture.close()
        self._server.terminate()
        self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _sample(self) -> bytes:
        return self._picture[_HEADER::_STEP]

    def start(self, command: Sequence[str], limit: float = 30) -> Start:
        """Start `command`, wait until something is painted, end it and wait until the display is empty again.

        Raises RuntimeError when nothing was painted within `limit` seconds.
        """
        empty = self._sample()
        began = time.perf_counter()
        process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            while self._sample() == empty:
                if process.poll() is not None or time.perf_counter() - began > limit:
                    raise RuntimeError(f"{command[0]} painted nothing (exit code {process.poll()})")
                select.select([], [], [], 0.001)
            wall = time.perf_counter() - began
            return Start(wall, *_spent(process.pid))
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            deadline = time.perf_counter() + 5
            while self._sample() != empty and time.perf_counter() < deadline:
                select.select([], [], [], 0.002)


def _spent(pid: int) -> tuple[float, int]:
    """Return the processor time and the memory of a running process (its own pages; shared ones by their part)."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    cpu = sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    memory = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return cpu, memory * 1024
