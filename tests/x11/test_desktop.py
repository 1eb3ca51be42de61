"""Strikebook on a desktop: installed for one user, found by the type of a record, opened with that record."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from models.record.sample import first_change, sample_record
from models.store import create
from tools import desktop

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2003, 11, 10, 9, 30, tzinfo=UTC)
TITLE = "^Sample record .* Strikebook$"
PATIENCE = 30  # seconds
T = TypeVar("T")


def wait_for(what: Callable[[], T]) -> T:
    """Return the first answer of `what` that says yes; fail when none did in time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = what()
        if answer:
            return answer
        time.sleep(0.1)
    pytest.fail(f"waited {PATIENCE} s for {what.__name__} in vain")


def said(*command: str) -> str:
    """Return what a command prints, nothing where it fails."""
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


def window_with_the_record() -> str:
    """Return the id of the window that shows the sample; nothing while there is none."""
    return said("xdotool", "search", "--onlyvisible", "--name", TITLE)


def no_window() -> bool:
    """Say whether the window is gone."""
    return not window_with_the_record()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Install into an empty home folder with a space in its name, and take it all away afterwards."""
    for tool in ("gio", "xdotool", "update-mime-database", "update-desktop-database"):
        assert shutil.which(tool), f"{tool} is needed here; see .ci/run"
    folder = tmp_path / "a home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    desktop.install(ROOT / "run")
    yield folder
    desktop.uninstall()


@pytest.mark.parametrize("name", ["my options.strikebook", "a record without its ending"])
def test_a_double_click_opens_the_record(name: str, home: Path) -> None:
    record = home / name
    create(home / "made.strikebook", first_change(sample_record(), "Open the sample"), NOW).close()
    (home / "made.strikebook").rename(record)
    assert said("gio", "info", "-a", "standard::content-type", str(record)).endswith("application/x-strikebook")

    subprocess.run(["gio", "open", str(record)], check=True)

    window = wait_for(window_with_the_record).splitlines()[0]
    try:
        assert window in said("xdotool", "search", "--class", "^Strikebook$").splitlines(), "the entry names this class"
    finally:
        process = int(said("xdotool", "getwindowpid", window))
        os.kill(process, signal.SIGTERM)
        wait_for(no_window)
