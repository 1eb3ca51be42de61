"""How long until the window of Strikebook is there, beside the programs people keep such records in: as context.

Each is started on a display of its own (Xvfb), in turns, with whatever it opens by itself, Strikebook with the sample
record. Counted is the time until its window is visible and then rests: no processor time used for a fifth of a second.
Peers that are not installed are named and passed over; so is everything where Xvfb or xdotool is missing.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.startup import make_sample

ROUNDS = 7
PATIENCE = 40.0  # seconds
ROOT = Path(__file__).resolve().parent.parent
# Program, its arguments, and the class of its window.
PEERS = {
    "HomeBank": (("homebank",), "homebank"),
    "GnuCash": (("gnucash", "--nofile"), "gnucash"),
    "LibreOffice Calc": (("localc", "--norestore", "--nologo"), "libreoffice"),
}


def _used(group: int) -> float:
    """Processor seconds of a process group, children that have ended included."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[2]) == group:
            ticks += sum(int(fields[at]) for at in (11, 12, 13, 14))
    return ticks / os.sysconf("SC_CLK_TCK")


def _is_shown(window_class: str, environment: dict[str, str]) -> bool:
    command = ["xdotool", "search", "--onlyvisible", "--class", window_class]
    return bool(subprocess.run(command, env=environment, capture_output=True, check=False).stdout)


def settled(command: tuple[str, ...], window_class: str, environment: dict[str, str]) -> float | None:
    """Seconds until the window is there and rests; None where none came."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as started:
        try:
            is_shown, used, since = False, 0.0, began
            while time.perf_counter() - began < PATIENCE and started.poll() is None:
                is_shown = is_shown or _is_shown(window_class, environment)
                now = _used(started.pid)
                if now > used:
                    used, since = now, time.perf_counter()
                elif is_shown and time.perf_counter() - since > 0.2:
                    return since - began
                time.sleep(0.02)
            return None
        finally:
            subprocess.run(["pkill", "-KILL", "-s", str(started.pid)], check=False)


def main() -> int:
    """Measure and print; never a failure, for nothing is aimed at here."""
    missing = [tool for tool in ("Xvfb", "xdotool", "pkill") if shutil.which(tool) is None]
    if missing:
        print(f"Peers: {', '.join(missing)} is not installed, so nothing was measured.")
        return 0
    there = {name: one for name, one in PEERS.items() if shutil.which(one[0][0])}
    print(f"Start until the window rests, median of {ROUNDS}, as context\n")
    with tempfile.TemporaryDirectory() as home:
        own = (sys.executable, "main.py", str(make_sample(home)))
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "HOME": home, "DISPLAY": ":93", "QT_QPA_PLATFORM": "xcb"}
        screen = ["Xvfb", ":93", "-screen", "0", "1440x900x24"]
        with subprocess.Popen(screen, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                time.sleep(1)
                _compare({"Strikebook": (own, "strikebook"), **there}, environment)
            finally:
                server.terminate()
    for name in sorted(PEERS.keys() - there.keys()):
        print(f"{name} is not installed.")
    return 0


def _compare(programs: dict[str, tuple[tuple[str, ...], str]], environment: dict[str, str]) -> None:
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for at in range(ROUNDS + 1):
        for name, (command, window_class) in programs.items():
            found = settled(command, window_class, environment)
            if found is not None and at:  # the first start fills the caches
                taken[name].append(found)
    own = statistics.median(taken["Strikebook"]) if taken["Strikebook"] else None
    for name, times in taken.items():
        if not times:
            print(f"{name:18} showed no window in {PATIENCE:.0f} s")
        elif own is not None:
            middle = statistics.median(times)
            print(f"{name:18} {middle * 1000:7.0f} ms   Strikebook takes {own / middle:.2f} of it")


if __name__ == "__main__":
    sys.exit(main())
