"""The main path by keyboard in a real window: sample, exercise, preview, PDF, delivered; closed, and found again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from models.facts.event import Exercised
from models.store import open_record
from ui.pages.registry import pages_there

ROOT = Path(__file__).resolve().parents[2]
MAIN = "Strikebook"
SAMPLE = "^Sample record .* Strikebook$"
PATIENCE = 40  # seconds
PAUSE = 0.4  # between two keys, as a quick person would


def _said(*command: str) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()


def _window(title: str) -> str:
    """Wait for a visible window with this title, give it the keyboard, and return its id."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = _said("xdotool", "search", "--onlyvisible", "--name", title)
        if found:
            window = found.splitlines()[0]
            _said("xdotool", "windowfocus", "--sync", window)
            time.sleep(PAUSE)
            return window
        time.sleep(0.1)
    pytest.fail(f"no window {title!r} within {PATIENCE} s")


def _gone(title: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while _said("xdotool", "search", "--onlyvisible", "--name", title):
        if time.monotonic() > deadline:
            pytest.fail(f"the window {title!r} stays")
        time.sleep(0.1)


def _keys(*keys: str) -> None:
    for key in keys:
        subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)
        time.sleep(PAUSE)


def _type(words: str) -> None:
    subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "30", words], check=True)
    time.sleep(PAUSE)


def _go_to(page: str) -> None:
    place = next(at for at, entry in enumerate(pages_there(), 1) if entry.key == page)
    _keys(f"ctrl+{place}")
    time.sleep(PAUSE)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start the program in a home of its own; whatever still runs at the end is stopped."""
    home = tmp_path / "home"
    home.mkdir()
    running: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
        program = subprocess.Popen([sys.executable, str(ROOT / "main.py"), *arguments], env=environment, cwd=tmp_path)
        running.append(program)
        return program

    yield begin
    for program in running:
        if program.poll() is None:
            program.send_signal(signal.SIGTERM)
            program.wait(10)


def test_from_the_sample_to_a_delivered_notice(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    program = start()
    _window(MAIN)
    _keys("alt+f", "s")
    _window(SAMPLE)
    _go_to("exercise")
    _keys("alt+s")
    _type("500")
    _keys("ctrl+Return")
    time.sleep(1)
    pdf = tmp_path / "notice.pdf"
    _keys("alt+s")
    _window("Save the PDF")
    _type(str(pdf))
    _keys("Return")
    _gone("Save the PDF")
    _window(SAMPLE)
    _keys("alt+d")
    _window("was delivered")
    _keys("Return")
    _gone("was delivered")
    _window(SAMPLE)
    _keys("ctrl+q")
    assert program.wait(PATIENCE) == 0

    record = next((tmp_path / "home").rglob("Sample.strikebook"))
    with open_record(record, read_only=True) as store:
        notice = store.record.notices[0]
        assert (notice.number, notice.grant, notice.shares, notice.state) == ("2003-001", "NQ-1", 500, "delivered")
        assert notice.paper == sha256(pdf.read_bytes()).hexdigest()
        assert store.paper(notice.paper) == pdf.read_bytes()
        assert isinstance(store.record.shelf("events")[notice.exercise or 0], Exercised)

    again = start(str(record))
    _window(SAMPLE)
    _go_to("notices")
    _keys("alt+d")
    _window("was paid")
    _keys("Return")
    _gone("was paid")
    _window(SAMPLE)
    _keys("ctrl+q")
    assert again.wait(PATIENCE) == 0
    with open_record(record, read_only=True) as store:
        assert store.record.notices[0].state == "paid", "found again where it stood, and one step further"
