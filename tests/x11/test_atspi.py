"""What a screen reader is told over AT-SPI: on every page each widget that takes the keyboard has a name."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from models.record.sample import first_change, sample_record
from models.store import create
from ui.pages.registry import pages_there

ROOT = Path(__file__).resolve().parents[2]
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE = 40  # seconds
# No widgets, or named by their window; a cell of a table may be empty.
NAMELESS_ROLES = {"frame", "application", "filler", "table cell"}

pytestmark = pytest.mark.x11


def _has_pyatspi() -> bool:
    if not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], check=False, capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def bus() -> Iterator[dict[str, str]]:
    """A session bus with accessibility on it, as an environment; skipped where this system has none."""
    launcher = next((one for one in LAUNCHERS if Path(one).exists()), None)
    if launcher is None or not shutil.which("dbus-daemon") or not _has_pyatspi():
        pytest.skip("AT-SPI is not here: python3-pyatspi, at-spi2-core and dbus are needed")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    environment = os.environ | {
        "DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip(),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    registry = subprocess.Popen([launcher, "--launch-immediately"], env=environment, stderr=subprocess.DEVNULL)
    yield environment
    for process in (registry, daemon):
        process.send_signal(signal.SIGTERM)
        process.wait(10)
    daemon.stdout.close()


@pytest.fixture
def ask(bus: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], dict[str, Any]]]:
    """The program with the sample open on the bus, and what the walker says of it."""
    record = tmp_path / "sample.strikebook"
    create(record, first_change(sample_record(), "Open the sample"), datetime(2003, 11, 10, tzinfo=UTC)).close()
    environment = bus | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    program = subprocess.Popen([sys.executable, "main.py", str(record)], cwd=ROOT, env=environment)
    walker = subprocess.Popen(
        [SYSTEM_PYTHON, str(Path(__file__).with_name("_walker.py"))],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )

    def answer() -> dict[str, Any]:
        assert walker.stdin is not None
        assert walker.stdout is not None
        walker.stdin.write("?\n")
        walker.stdin.flush()
        said: dict[str, Any] = json.loads(walker.stdout.readline())
        return said

    yield answer
    for process in (walker, program):
        process.terminate()
        process.wait(10)
    for pipe in (walker.stdin, walker.stdout):
        if pipe is not None:
            pipe.close()


def _wait(ask: Callable[[], dict[str, Any]], name: str) -> dict[str, Any]:
    """Ask until something of this name is on screen."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        said = ask()
        if name in said["names"]:
            return said
        time.sleep(0.3)
    pytest.fail(f"no {name!r} was told to screen readers within {PATIENCE} s")


def _key(keys: str) -> None:
    search = ["xdotool", "search", "--onlyvisible", "--name", "Strikebook$"]
    window = subprocess.run(search, check=True, capture_output=True, text=True).stdout.split()[0]
    subprocess.run(["xdotool", "windowfocus", "--sync", window, "key", "--clearmodifiers", keys], check=True)


def test_every_widget_that_takes_the_keyboard_has_a_name_for_a_screen_reader(
    ask: Callable[[], dict[str, Any]],
) -> None:
    _wait(ask, pages_there()[0].title)
    nameless: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    seen: set[tuple[str, ...]] = set()
    for number, entry in enumerate(pages_there(), 1):
        _key(f"ctrl+{number}")
        time.sleep(1.5)
        said = _wait(ask, entry.title)
        counts[entry.key] = len(said["focusable"])
        seen.add(tuple(name for _, name in said["focusable"]))
        bare = [role for role, name in said["focusable"] if not name.strip() and role not in NAMELESS_ROLES]
        if bare:
            nameless[entry.key] = bare
    assert len(seen) == len(pages_there()), f"each page has widgets of its own: {counts}"
    assert min(counts.values()) > len(pages_there()), f"the rail and more: {counts}"
    assert not nameless
