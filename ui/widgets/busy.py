"""Work that may take longer than a moment: done beside the window, with a line that says so and a way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QThread, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget
from shiboken6 import isValid

T = TypeVar("T")
MOMENT = 150  # milliseconds that nobody notices
_abandoned: set[_Work] = set()


class _Work(QThread):
    """Does one thing that touches no widget and no open file; keeps what came of it."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act
        self.result: object = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self._act()
        except BaseException as error:  # raised again where it was asked for
            self.error = error


def while_busy(parent: QWidget, words: str, act: Callable[[], T]) -> T | None:
    """What `act` gives; None where the user cancelled. Whatever it raises is raised here.

    `act` runs in a thread: it may read a record and build bytes, but touch neither a widget nor the record's file.
    """
    work = _Work(act)
    work.start()
    if not work.wait(MOMENT) and not _shown_until_done(parent, words, work):
        _abandon(work)
        return None
    work.wait()
    if work.error is not None:
        raise work.error
    return work.result  # type: ignore[return-value]


def _abandon(work: _Work) -> None:
    """Let it run out: a thread must not be destroyed while it runs, nor when the program ends."""
    app = QCoreApplication.instance()
    if not _abandoned and app is not None:
        app.aboutToQuit.connect(_let_run_out)
    _abandoned.add(work)


@Slot()
def _let_run_out() -> None:
    for work in _abandoned:
        work.wait()


def _shown_until_done(parent: QWidget, words: str, work: _Work) -> bool:
    """Show the line with Cancel; True when the work was done, False when it was cancelled."""
    box = QProgressDialog(words, "Cancel", 0, 0, parent)
    box.setWindowTitle("Strikebook")
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setMinimumDuration(0)
    box.setAutoClose(False)
    box.setAutoReset(False)
    loop = QEventLoop()
    work.finished.connect(loop.quit)
    box.canceled.connect(loop.quit)
    box.show()
    if not work.isFinished():
        loop.exec()
    if not isValid(box):  # the window was closed meanwhile, and nobody is left to give the result to
        return False
    done = not box.wasCanceled()
    box.close()
    box.deleteLater()
    return done
