"""Three roads for trouble: a refusal at its field, a file's trouble in a dialog, our own defect in a report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtWidgets import QApplication, QWidget

from models.errors import Refusal, StoreError
from ui import text


def tell_store_error(parent: QWidget | None, error: StoreError, actions: tuple[tuple[str, str], ...] = ()) -> str:
    """Say what is wrong with the file and what is safe; returns the key of the action chosen, "" for Close."""
    from ui.errors import boxes

    return boxes.tell_store_error(parent, error, actions)


def ask(parent: QWidget | None, question: str, consequence: str, verb: str, is_destructive: bool = True) -> bool:
    """Ask before something is destroyed: names it, defaults to Cancel. True when `verb` was pressed."""
    from ui.errors import boxes

    return boxes.ask(parent, question, consequence, verb, is_destructive)


class Roads:
    """What becomes of an exception that nobody caught: the excepthook of the program.

    `say` shows a line in the window, `block` stops saving until the record was verified again. While one
    dialog is open further trouble is only counted, so that a painting error cannot open a hundred of them.
    """

    def __init__(
        self, parent: Callable[[], QWidget | None], say: Callable[[str], None], block: Callable[[str], None]
    ) -> None:
        self._parent = parent
        self._say = say
        self._block = block
        self._is_open = False
        self.missed = 0

    def install(self) -> None:
        """Take every uncaught exception from now on."""
        sys.excepthook = self.take

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None = None) -> None:
        """Lead one exception down its road."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, Refusal):
            self._say(text.capital(error.message))
            return
        if not isinstance(error, StoreError):
            self._block("Something unexpected happened; the file is verified before anything more is saved.")
        if self._is_open:
            self.missed += 1
            return
        self._is_open = True
        try:
            if isinstance(error, StoreError):
                tell_store_error(self._parent(), error)
            else:
                from ui.errors import boxes

                boxes.CrashDialog(self._parent(), boxes.report(kind, error, trace)).exec()
        finally:
            self._is_open = False
