"""The three roads of trouble: refusals said, files' trouble told, defects reported without a word of the record."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from models.errors import Refusal, StoreError
from ui.errors import Roads, ask, boxes, tell_store_error
from ui.main_window import MainWindow


def _caught(error: BaseException) -> str:
    try:
        raise error
    except BaseException as caught:
        return boxes.report(type(caught), caught, caught.__traceback__)


def test_a_report_says_where_and_nothing_personal() -> None:
    said = _caught(KeyError("Jane Holder, 12 Home Street"))
    assert "Jane" not in said
    assert "Home" not in said
    assert "KeyError" in said
    said = _caught(TypeError("unsupported: 'Jane' and 1354"))
    assert "Jane" not in said
    assert "1354" not in said
    assert "unsupported" in said
    assert str(Path.cwd()) not in said


def test_a_refusal_nobody_caught_is_said_in_the_window() -> None:
    said: list[str] = []
    blocked: list[str] = []
    roads = Roads(lambda: None, said.append, blocked.append)
    roads.take(Refusal, Refusal("x", "choose another day."))
    assert said == ["Choose another day."]
    assert not blocked


def test_a_defect_stops_saving_and_is_shown_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked: list[str] = []
    roads = Roads(lambda: None, lambda _: None, blocked.append)
    shown: list[str] = []

    def show(self: Any) -> int:
        shown.append(self.words)
        roads.take(ValueError, ValueError("again"))
        return 0

    monkeypatch.setattr(boxes.CrashDialog, "exec", show)
    roads.take(ValueError, ValueError("first"))
    assert len(shown) == 1
    assert len(blocked) == 2
    assert roads.missed == 1


def test_an_exception_in_a_slot_takes_the_road(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[type] = []
    roads = Roads(lambda: window, window.say, window.block)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(boxes.CrashDialog, "exec", lambda self: taken.append(type(self)) or 0)
    roads.take(RuntimeError, RuntimeError("broken"), None)
    assert taken == [boxes.CrashDialog]
    assert window.session is not None
    assert window.session.blocked
    assert window.frame.banner.isVisible()
    window.verify()
    assert not window.session.blocked


def _press(words: str) -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMessageBox) and widget.isVisible():
            button = next(one for one in widget.findChildren(QPushButton) if one.text().replace("&", "") == words)
            button.click()


def test_a_files_trouble_names_the_file_and_offers_what_can_be_done(qtbot: QtBot) -> None:
    error = StoreError("locked", "It is open elsewhere.", "a.strikebook", "Close it there.")
    QTimer.singleShot(50, lambda: _press("Open read-only"))
    assert tell_store_error(None, error, (("read_only", "Open read-only"),)) == "read_only"
    QTimer.singleShot(50, lambda: _press("Close"))
    assert tell_store_error(None, error, (("read_only", "Open read-only"),)) == ""


def test_a_question_defaults_to_cancel(qtbot: QtBot) -> None:
    def press_default() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QMessageBox) and widget.isVisible():
                widget.defaultButton().click()

    QTimer.singleShot(50, press_default)
    assert not ask(None, "Delete?", "All of it.", "Delete")
    QTimer.singleShot(50, lambda: _press("Delete"))
    assert ask(None, "Delete?", "All of it.", "Delete")


def test_the_report_can_be_copied(qtbot: QtBot) -> None:
    dialog = boxes.CrashDialog(None, "the report")
    qtbot.addWidget(dialog)
    dialog._on_copy()
    assert QGuiApplication.clipboard().text() == "the report"
