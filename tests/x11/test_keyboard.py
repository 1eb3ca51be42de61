"""By keyboard alone, in a real window without a window manager: a grant in under a minute, dialogs, undo, the end."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

from models.facts.grant import PeriodicPart
from models.store import open_record

from .test_exercise_path import MAIN, PATIENCE, SAMPLE, _go_to, _gone, _keys, _said, _type, _window, start

__all__ = ["start"]  # a fixture


def test_a_dialog_gives_the_keyboard_back(start: Callable[..., subprocess.Popen[bytes]]) -> None:
    program = start()
    _window(MAIN)
    _keys("alt+f", "s")
    _window(SAMPLE)
    for keys, title in (("ctrl+comma", "Preferences"), ("ctrl+slash", "Keyboard shortcuts")):
        _keys(keys)
        while not _said("xdotool", "search", "--onlyvisible", "--name", title):
            time.sleep(0.1)
        _keys("Escape")
        _gone(title)
    _keys("ctrl+q")  # nobody has handed the window the keyboard since
    assert program.wait(PATIENCE) == 0


def test_a_grant_is_added_in_under_a_minute(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    program = start()
    _window(MAIN)
    _keys("alt+f", "s")
    _window(SAMPLE)
    began = time.monotonic()
    _go_to("grants")
    _keys("alt+a")
    _window("Add a grant")
    for words in ("", "12/20/2002", "4,800", "1.20"):  # the number offered stays
        _type(words)
        _keys("Tab")
    _keys("Tab", "Tab")  # as an employee, in equal steps
    _type("48")
    _keys("Tab", "Tab")
    _type("12")
    _keys("Return")
    _gone("Add a grant")
    assert time.monotonic() - began < 60
    _window(SAMPLE)
    _keys("ctrl+z")
    _keys("ctrl+y")
    _keys("ctrl+q")
    assert program.wait(PATIENCE) == 0

    with open_record(next((tmp_path / "home").rglob("Sample.strikebook")), read_only=True) as store:
        added = store.record.grants[-1]
    assert (added.id, added.grant_date, added.shares) == ("NQ-5", date(2002, 12, 20), 4800)
    assert added.exercise_price == Fraction("1.20")
    (part,) = added.parts
    assert isinstance(part, PeriodicPart)
    assert (part.total_months, part.every_months, part.cliff_months) == (48, 1, 12)
