"""Work beside the window: its result, its errors, and Cancel."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton, QWidget

from models.errors import Refusal
from ui.widgets import busy
from ui.widgets.busy import while_busy


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_short_work_shows_nothing(parent):
    assert while_busy(parent, "Working", lambda: 7) == 7
    assert not parent.findChildren(QProgressDialog)


def test_long_work_shows_a_line_and_the_window_goes_on(parent):
    seen = []
    QTimer.singleShot(250, lambda: seen.append(QApplication.activeModalWidget()))
    assert while_busy(parent, "Working", lambda: time.sleep(0.5) or "done") == "done"
    assert isinstance(seen[0], QProgressDialog)
    assert seen[0].labelText() == "Working"


@pytest.mark.parametrize("wait", [0, 0.3])
def test_what_goes_wrong_is_raised_where_it_was_asked_for(parent, wait):
    def act():
        time.sleep(wait)
        raise Refusal("bad_table", "no table", "file")

    with pytest.raises(Refusal, match="no table"):
        while_busy(parent, "Working", act)


@pytest.mark.parametrize("by", ["button", "Escape"])
def test_cancel_gives_nothing_at_once_and_harms_nothing(parent, qtbot, by):
    go_on = threading.Event()

    def cancel():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QProgressDialog)
        if by == "button":
            box.findChild(QPushButton).click()
        else:
            qtbot.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(250, cancel)
    assert while_busy(parent, "Working", lambda: go_on.wait(10)) is None
    assert any(work.isRunning() for work in busy._abandoned)
    go_on.set()
    qtbot.waitUntil(lambda: all(work.isFinished() for work in busy._abandoned))
