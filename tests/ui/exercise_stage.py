"""What the tests of the page Exercise start from: the page as it is first seen, and hands to work it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow
from ui.pages.exercise import ExercisePage

DAY = date(2003, 11, 10)


@pytest.fixture
def page(window: MainWindow) -> ExercisePage:
    """The page as it is first seen."""
    window.go_to("exercise")
    shown = window.pages["exercise"]
    assert isinstance(shown, ExercisePage)
    return shown


def cell(page: ExercisePage, way: str, line: str) -> Any:
    """A figure of the comparison."""
    sheet = page.ways.sheet
    found = next(one for one in sheet.lines if one.key == line)
    return found.cells[sheet.way_at(way)]


def type_into(qtbot: QtBot, edit: Any, words: str) -> None:
    """Type into a field, over what stands there."""
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, words)
