"""Somebody who presses everything: random keys, clicks, menus and closings on the real window with a real file.

The monkey is a timer, so that it goes on inside dialogs too. What it must never see: an exception that was not a
Refusal, a record that fails its checks or differs from what the window showed, a window that no longer answers.
"""

from __future__ import annotations

import os
import random
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from models.errors import Refusal, StoreError
from models.record.sample import first_change, sample_record
from tests.harness.registry import Result, Run, harness

# Never triggered: they end the run (and the control would never come).
LEFT_OUT = {"quit"}
IN_DIALOG = 25  # events a dialog gets before it is closed with Esc


class Monkey:
    """Presses things until `n` events have happened, then closes everything and checks what is left."""

    def __init__(self, window: Any, n: int, seed: int) -> None:
        self.window = window
        self.left = n
        self.random = random.Random(seed)
        self.troubles: list[str] = []
        self.refusals = 0
        self.last: list[str] = []
        self._in_dialog = 0
        self._is_done = False
        self._keys = _keys()

    def start(self) -> None:
        """Begin: a timer of its own for each event, since one whose handler still runs does not fire again."""
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, self.act)

    def caught(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        """What reached the excepthook."""
        if isinstance(error, Refusal):
            self.refusals += 1
            return
        where = "".join(traceback.format_exception(kind, error, trace)[-3:])
        self.troubles.append(f"after {' / '.join(self.last[-4:])}: {where}"[:1500])

    def act(self) -> None:
        """One event, on whatever is in front; the next one is on its way before, for this one may open a dialog."""
        from PySide6.QtWidgets import QApplication

        if not self._is_done:
            self.start()
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        self._in_dialog = self._in_dialog + 1 if front is not None else 0
        if front is not None and (self._in_dialog > IN_DIALOG or self.left <= 0):
            front.close()
            return
        if self.left <= 0:
            self._is_done = True
            QApplication.exit(0)
            return
        self.left -= 1
        if front is None and self.random.random() < 0.08:
            self._menu()
        elif self.random.random() < 0.5:
            self._press(front or self.window)
        else:
            self._click(front or self.window)

    def _said(self, words: str) -> None:
        self.last.append(words)
        del self.last[:-8]

    def _menu(self) -> None:
        actions = self.window.menus.actions
        key = self.random.choice(sorted(set(actions) - LEFT_OUT))
        self._said(f"menu {key}")
        if actions[key].isEnabled():
            actions[key].trigger()

    def _widgets(self, root: Any) -> list[Any]:
        from PySide6.QtWidgets import QWidget

        found = [one for one in root.findChildren(QWidget) if one.isVisible() and one.isEnabled()]
        if self.random.random() < 0.8:  # mostly what can be used, now and then what cannot
            found = [one for one in found if one.focusPolicy().value] or found
        return found or [root]

    def _press(self, root: Any) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        target = QApplication.focusWidget()
        if target is None or self.random.random() < 0.2:
            target = self.random.choice(self._widgets(root))
            target.setFocus()
        key, modifier = self.random.choice(self._keys)
        self._said(f"key {key} {modifier} on {type(target).__name__}")
        if isinstance(key, str):
            for sign in key:  # QTest.keyClicks knows ASCII only
                QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, modifier, sign))
        else:
            QTest.keyClick(target, Qt.Key(key), modifier)

    def _click(self, root: Any) -> None:
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        target = self.random.choice(self._widgets(root))
        spot = QPoint(self.random.randrange(max(1, target.width())), self.random.randrange(max(1, target.height())))
        self._said(f"click on {type(target).__name__} {target.accessibleName()[:30]}")
        if self.random.random() < 0.1:
            QTest.mouseDClick(target, Qt.MouseButton.LeftButton, pos=spot)
        else:
            QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=spot)


def _keys() -> list[tuple[Any, Any]]:
    from PySide6.QtCore import Qt

    none, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    plain = ["Tab", "Backtab", "Return", "Space", "Escape", "Delete", "Backspace", "Left", "Right", "Up", "Down"]
    plain += ["Home", "End", "PageUp", "PageDown", "F3", "F4"]
    keys: list[tuple[Any, Any]] = [(getattr(Qt.Key, f"Key_{name}").value, none) for name in plain]
    keys += [(Qt.Key[f"Key_{at}"].value, control) for at in range(1, 9)]
    keys += [(getattr(Qt.Key, f"Key_{name}").value, control) for name in ["Z", "Y", "D", "T", "F", "C", "A", "V"]]
    typed = ["500", "1.20", "2003-12-04", "12/04/2003", "2012-12-21", "0", "-1", "1e9", "99999999999", "é<b>&", "NQ-9"]
    return keys + [(words, none) for words in typed]


@contextmanager
def _nothing_leaves(folder: Path, chooser: random.Random) -> Iterator[None]:
    """Nothing is opened outside, and Qt's own dialogs for files answer by themselves."""
    names = ["", str(folder / "chosen"), str(folder / "other.pdf")]

    def chosen(*_: object, **__: object) -> tuple[str, str]:
        return chooser.choice(names), ""

    with (
        mock.patch("PySide6.QtWidgets.QFileDialog.getSaveFileName", chosen),
        mock.patch("PySide6.QtWidgets.QFileDialog.getOpenFileName", chosen),
        mock.patch("PySide6.QtWidgets.QFileDialog.getExistingDirectory", return_value=""),
        mock.patch("PySide6.QtGui.QDesktopServices.openUrl", return_value=True),
        mock.patch("PySide6.QtPrintSupport.QPrintDialog.exec", return_value=0),
    ):
        yield


def _window(folder: Path, seed: int) -> tuple[Any, Any]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["HOME"] = str(folder)
    from PySide6.QtCore import QSettings, QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    from PySide6.QtWidgets import QApplication

    from ui import theme
    from ui.app import Application
    from ui.main_window import MainWindow
    from ui.settings import Settings

    app = QApplication.instance() or Application(["strikebook"])
    theme.apply(app, "light" if seed % 2 else "dark")  # type: ignore[arg-type]
    settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    day = date(2003, 11, 10)
    window = MainWindow(settings, lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC).astimezone())
    window.resize(1280, 800)
    return app, window


@harness("monkey", small=400, full=20_000, unit="events", batch=1_000)
def monkey(run: Run) -> Result:
    """Random keys, clicks and menus: no exception but a Refusal, and the record is whole and as it was shown."""
    import sys

    from models.store import open_record

    app, window = _window(run.folder, run.seed)
    path = run.folder / f"monkey-{run.seed}.strikebook"
    before = sys.excepthook
    with _nothing_leaves(run.folder, random.Random(run.seed)):
        window.files.create(path, first_change(sample_record(), "Open the sample"))
        window.show()
        presser = Monkey(window, run.n, run.seed)
        sys.excepthook = presser.caught
        try:
            presser.start()
            app.exec()
            troubles = presser.troubles + _after(window, open_record)
        finally:
            sys.excepthook = before
            window.show_session(None)
            window.deleteLater()
            app.processEvents()
    caught = _control(app)
    return Result(
        done=run.n,
        failures=tuple(troubles),
        control_done=1,
        control_caught=int(caught),
        facts={"refusals": presser.refusals},
    )


def _after(window: Any, open_record: Any) -> list[str]:
    """What is wrong with the record the window shows at the end, if anything."""
    session = window.session
    if session is None:
        return []
    shown, path = session.record, session.path
    try:
        session.block("the monkey is done")
        session.verify()
        window.show_session(None)
        with open_record(path, read_only=True) as store:
            return [] if store.record == shown else [f"{path.name} is not what was shown"]
    except (StoreError, Refusal) as error:
        return [f"{path.name}: {error}"]


def _control(app: Any) -> bool:
    """A button whose slot raises must be noticed."""
    import sys

    from PySide6.QtWidgets import QPushButton

    button = QPushButton("press")
    button.menus = mock.Mock(actions={})  # type: ignore[attr-defined]

    def broken() -> None:
        raise ZeroDivisionError

    button.clicked.connect(broken)
    button.show()
    presser = Monkey(button, 60, 1)
    before, sys.excepthook = sys.excepthook, presser.caught
    try:
        presser._menu = lambda: None  # type: ignore[method-assign]
        presser.start()
        app.exec()
    finally:
        sys.excepthook = before
        button.deleteLater()
    return any("ZeroDivisionError" in trouble for trouble in presser.troubles)
