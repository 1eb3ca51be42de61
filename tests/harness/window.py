"""Somebody who presses everything: random keys, clicks, drags and menus on the real window with a real file.

The monkey goes on inside dialogs too. What it must never see: an exception that was not a Refusal, a record that
fails its checks or differs from what the window shows, a window that no longer answers.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from tests.harness._stage import Stage, never_hanging
from tests.harness.registry import Result, Run, harness

LEFT_OUT = {"quit"}  # it ends the run
IN_DIALOG = 25  # events a dialog gets before it is closed
DEEP = 6  # dialogs upon dialogs before everything is closed
OFTEN = 100  # events between two looks at file and window


class Monkey:
    """Presses things until `n` events have happened, then closes every dialog and ends the loop of the program."""

    def __init__(self, stage: Any, window: Any, n: int, seed: int) -> None:
        self.stage = stage
        self.window = window
        self.n = self.left = n
        self.chance = random.Random(seed)
        self.found: list[str] = []
        self.checks = 0
        self.dialogs = 0
        self._last: list[str] = []
        self._in_dialog: dict[int, int] = {}
        self._depth = 0
        self._due = n - OFTEN
        self._keys = _keys()

    def run(self) -> None:
        """Press until all is done."""
        self._again()
        self.stage.app.exec()

    def _again(self) -> None:
        from PySide6.QtCore import QTimer

        # A timer that repeats would be silent inside a dialog its own slot opened.
        QTimer.singleShot(0, self._act)

    def _act(self) -> None:
        from PySide6.QtWidgets import QApplication

        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if front is None:
            self._in_dialog.clear()
            if self.left <= 0 and self._depth == 0:
                self._check()
                QApplication.exit(0)
                return
            if self.left <= self._due and self._depth == 0:
                self._due -= OFTEN
                self._check()
        self._again()
        self._depth += 1
        try:
            self._one(front)
        finally:
            self._depth -= 1

    def _one(self, front: Any) -> None:
        if front is not None:
            count = self._in_dialog[id(front)] = self._in_dialog.get(id(front), 0) + 1
            self.dialogs += count == 1
            if count > IN_DIALOG or self.left <= 0 or len(self._in_dialog) > DEEP:
                front.close()
                return
        if self.left <= 0:
            return
        self.left -= 1
        inside = front or self.window
        where = self.chance.random()
        if front is None and where < 0.16:
            self._from_outside(where)
        elif where < 0.55:
            self._press(inside)
        elif where < 0.62:
            self._wheel(inside)
        else:
            self._mouse(inside)

    def _check(self) -> None:
        self.checks += 1
        self.stage.doing = f"event {self.n - self.left}: " + " / ".join(self._last[-4:])
        self.found += self.stage.taken() + self.stage.check_file() + self.stage.check_window()

    def _said(self, words: str) -> None:
        self._last.append(words)
        del self._last[:-8]
        self.stage.doing = f"event {self.n - self.left}: " + " / ".join(self._last[-4:])

    # ------------------------------------------------------------------ what is not a key or a click

    def _from_outside(self, where: float) -> None:
        if self.window.session is None or where < 0.003:
            self._reopen()
        elif where < 0.06:
            self._menu(self.chance.choice(sorted(set(self.window.menus.actions) - LEFT_OUT)))
        elif where < 0.08:
            self._menu(self.chance.choice(("undo", "redo")))
        elif where < 0.13:
            key = self.chance.choice(self.window.entries).key
            self._said(f"page {key}")
            self.window.go_to(key)
        else:
            near = date(2003, 11, 10) + timedelta(days=self.chance.randint(-1_500, 4_500))
            day = self.chance.choice((near, near, near, date(1970, 1, 1), date(2200, 12, 31), None))
            self._said(f"as of {day}")
            self.window.session.set_as_of(day)

    def _reopen(self) -> None:
        """Close the window in the middle of it all and open the record again."""
        self._said("closed and opened")
        session = self.window.session
        shown = session.record if session is not None and session.path == self.stage.path else None
        self.window.close()
        self.window.show()
        if not self.window.files.open_path(self.stage.path):
            self.window.show_session(None)
        elif shown is not None and self.window.session.record != shown:
            self.found.append(f"{self.stage.doing}: not what was shown before it was closed")

    def _menu(self, key: str) -> None:
        action = self.window.menus.actions[key]
        if key.startswith("zoom") and self.chance.random() < 0.6:  # a new style sheet is the dearest thing there is
            return
        self._said(f"menu {key}")
        if action.isEnabled():
            action.trigger()

    # ------------------------------------------------------------------ keys and mouse

    def _widgets(self, root: Any) -> list[Any]:
        from PySide6.QtWidgets import QWidget

        return [one for one in root.findChildren(QWidget) if one.isVisible() and one.isEnabled()] or [root]

    def _press(self, root: Any) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        target = QApplication.focusWidget()
        if target is None or target.window() is not root.window() or self.chance.random() < 0.2:
            target = self.chance.choice(self._widgets(root))
            target.setFocus()
        key, modifier = self.chance.choice(self._keys)
        self._said(f"key {key} {modifier.name} on {type(target).__name__}")
        if isinstance(key, str):
            for letter in key:  # QTest's own way to type aborts at a letter that is not ASCII
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    if _is_there(target):
                        QApplication.sendEvent(target, QKeyEvent(kind, ord(letter.upper()), modifier, letter))
        else:
            QTest.keyClick(target, Qt.Key(key), modifier)

    def _mouse(self, root: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        left, right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
        target = self.chance.choice(self._widgets(root))
        spot = self._spot(target)
        kind = self.chance.random()
        self._said(f"mouse {kind:.2f} on {type(target).__name__} {target.accessibleName()[:30]}")
        if kind < 0.1:
            QTest.mouseDClick(target, left, pos=spot)
        elif kind < 0.2:
            QTest.mouseClick(target, right, pos=spot)
        elif kind < 0.35:
            QTest.mousePress(target, left, pos=spot)
            for _ in range(3):
                if _is_there(target):
                    QTest.mouseMove(target, self._spot(target))
            if _is_there(target):
                QTest.mouseRelease(target, left, pos=self._spot(target))
        else:
            QTest.mouseClick(target, left, pos=spot)

    def _wheel(self, root: Any) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        target = self.chance.choice(self._widgets(root))
        spot = self._spot(target)
        self._said(f"wheel on {type(target).__name__}")
        turn = QPoint(0, self.chance.choice((-480, -120, 120, 480)))
        control = Qt.KeyboardModifier.ControlModifier
        held = control if self.chance.random() < 0.1 else Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            QPointF(spot),
            QPointF(target.mapToGlobal(spot)),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            held,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)

    def _spot(self, target: Any) -> Any:
        from PySide6.QtCore import QPoint

        width, height = max(1, target.width()), max(1, target.height())
        return QPoint(self.chance.randrange(width), self.chance.randrange(height))


def _is_there(widget: Any) -> bool:
    from shiboken6 import isValid

    return bool(isValid(widget)) and widget.isVisible()


def _keys() -> list[tuple[Any, Any]]:
    from PySide6.QtCore import Qt

    none, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    plain = ["Tab", "Backtab", "Return", "Space", "Escape", "Delete", "Backspace", "F3", "F4"]
    plain += ["Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown"]
    keys: list[tuple[Any, Any]] = [(getattr(Qt.Key, f"Key_{name}").value, none) for name in plain]
    keys += [(Qt.Key[f"Key_{at}"].value, control) for at in range(1, 9)]
    keys += [(getattr(Qt.Key, f"Key_{name}").value, control) for name in "ZYDTFCAV"]
    typed = ["500", "1.20", "2003-12-04", "12/04/2003", "2012-12-21", "0", "-1", "1e9", "99999999999", "é<b>&", "NQ-9"]
    return keys + [(words, none) for words in typed]


@harness("monkey", small=600, full=20_000, unit="events", batch=2_000)
def monkey(run: Run) -> Result:
    """Random keys, clicks, drags, menus: no exception but a Refusal, and the file is whole and says what is shown."""
    print(f"monkey: seed {run.seed}")
    with never_hanging(120 + run.n), Stage(run.folder, run.seed) as stage:
        presser = Monkey(stage, stage.window, run.n, run.seed)
        presser.run()
        found = presser.found
        facts = {"refusals": stage.refusals, "dialogs": presser.dialogs, "checks": presser.checks}
        facts["troubles of a file told"] = stage.file_troubles
        session = stage.window.session
        facts["deeds in the last record"] = 0 if session is None else len(session.history())
        caught = _control(stage)
    return Result(run.n, tuple(found), control_done=1, control_caught=int(caught), facts=facts)


def _control(stage: Stage) -> bool:
    """A button in the window whose slot raises must be noticed by the same looks."""
    from PySide6.QtWidgets import QPushButton

    button = QPushButton("Press", stage.window)

    def broken() -> None:
        raise ZeroDivisionError

    button.clicked.connect(broken)
    button.setGeometry(200, 100, 400, 300)
    button.show()
    presser = Monkey(stage, stage.window, 40, 1)
    presser._widgets = lambda root: [button] if root is stage.window else Monkey._widgets(presser, root)  # type: ignore[method-assign]
    presser.run()
    button.deleteLater()
    return any("ZeroDivisionError" in words for words in presser.found)
