"""Somebody who answers every dialog and menu of the window, so that nothing waits for ever and much is done."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.harness._stage import Stage

SECRET = "injected Jane Q. Holder"
TRIES = 3  # times a dialog is filled in and agreed to before it is closed
FILLINGS = {
    "DateEdit": "2003-11-12",
    "SharesEdit": "100",
    "PriceEdit": "1.50",
    "AmountEdit": "1.50",
    "MoneyEdit": "10.00",
    "RateEdit": "10",
}


class Answers:
    """Fills in whatever dialog is in front and agrees to it, a few times, then closes it; notes what was said."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self.stage = stage
        self.chance = chance
        self.is_on = False
        self.told: list[str] = []
        self.shown_wrongly: list[str] = []
        self._tries: dict[int, int] = {}

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Answer while this lasts; afterwards no dialog is left."""
        self.is_on = True
        self._tries.clear()
        self._again()
        try:
            yield
            deadline = time.monotonic() + 20
            while self._front() is not None and time.monotonic() < deadline:
                self.stage.app.processEvents()
            self.stage.settle()
        finally:
            self.is_on = False

    def _again(self) -> None:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(2, self._act)

    def _front(self) -> Any:
        from PySide6.QtWidgets import QApplication

        return QApplication.activePopupWidget() or QApplication.activeModalWidget()

    def _act(self) -> None:
        if not self.is_on:
            return
        self._again()
        front = self._front()
        if front is None or type(front).__name__ == "QProgressDialog":
            return
        tried = self._tries[id(front)] = self._tries.get(id(front), 0) + 1
        if tried == 1:
            self._look(front)
        if tried > TRIES or type(front).__name__ == "CrashDialog" or not self._agree(front):
            front.close()

    def _look(self, front: Any) -> None:
        """Note what a dialog says; a traceback or a word of the exception's own may stand in none."""
        from PySide6.QtWidgets import QLabel, QPlainTextEdit

        name = type(front).__name__
        words = " ".join(one.text() for one in front.findChildren(QLabel))
        words += " ".join(one.toPlainText() for one in front.findChildren(QPlainTextEdit))
        self.told.append(f"{name}: {words[:200]}")
        wrong = ("Traceback", 'File "', SECRET)
        if any(one in words for one in wrong if name != "CrashDialog" or one == SECRET):
            self.shown_wrongly.append(f"{name} says {words[:300]}")

    def _agree(self, front: Any) -> bool:
        from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton

        if isinstance(front, QMenu):
            actions = [one for one in front.actions() if one.isEnabled() and one.isVisible() and one.text()]
            front.close()
            if actions:
                self.chance.choice(actions).trigger()
            return True
        self._fill(front)
        buttons = [one for one in front.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
        good: list[QAbstractButton] = [one for one in buttons if one.isDefault()]
        good = good if good and self.chance.random() < 0.8 else list(buttons)
        if not good:
            return False
        self.chance.choice(good).click()
        return True

    def _fill(self, front: Any) -> None:
        from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

        for edit in front.findChildren(QLineEdit):
            if edit.isVisible() and edit.isEnabled() and not edit.isReadOnly() and not edit.text():
                edit.setText(FILLINGS.get(type(edit).__name__, self.chance.choice(("NQ-9", "Words", "100", "1.25"))))
        for plain in front.findChildren(QPlainTextEdit):
            if not plain.isReadOnly() and not plain.toPlainText():
                plain.setPlainText("2003-11-12\t1.25\n2003-11-13\t1.30\n")
