"""Three roads for trouble: a refusal at its field, a file's trouble in a dialog, our own defect in a report."""

from __future__ import annotations

import platform
import re
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from models import __version__
from models.errors import Refusal, StoreError
from ui import text, theme

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)+|\d{2,}")

# Their words come from Python and speak of code; the words of others may hold what the record says.
_TECHNICAL = (AttributeError, TypeError, NameError, ImportError, IndexError, RecursionError)


def tell_store_error(parent: QWidget | None, error: StoreError, actions: tuple[tuple[str, str], ...] = ()) -> str:
    """Say what is wrong with the file and what is safe; returns the key of the action chosen, "" for Close."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Strikebook")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(error.message)
    parts = [error.safe, f"File: {error.path}" if error.path else ""]
    box.setInformativeText("\n\n".join(part for part in parts if part))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    buttons = {box.addButton(words, QMessageBox.ButtonRole.ActionRole): key for key, words in actions}
    close = box.addButton("Close", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    box.exec()
    return buttons.get(box.clickedButton(), "")  # type: ignore[call-overload, no-any-return]


def ask(parent: QWidget | None, question: str, consequence: str, verb: str, is_destructive: bool = True) -> bool:
    """Ask before something is destroyed: names it, defaults to Cancel. True when `verb` was pressed."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Strikebook")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(consequence)
    role = QMessageBox.ButtonRole.DestructiveRole if is_destructive else QMessageBox.ButtonRole.AcceptRole
    yes = box.addButton(verb, role)
    no = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.exec()
    return box.clickedButton() is yes


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What a developer needs to mend a defect: where it happened, never what the record says."""
    from PySide6 import __version__ as qt_version

    lines = [
        f"Strikebook {__version__}, Python {platform.python_version()}, PySide6 {qt_version}",
        f"{platform.system()} {platform.machine()}, {QGuiApplication.platformName()}",
        "",
    ]
    for frame in traceback.extract_tb(trace):
        place = re.split(r"[\\/](?=(?:ui|models|resources|main\.py)\b)", frame.filename)[-1]
        short = place if "site-packages" not in place else place.split("site-packages")[-1]
        is_ours = short.startswith(("ui", "models", "resources", "main"))
        lines.append(f"  {short if is_ours else '(library)'}:{frame.lineno} {frame.name}")
    said = _NUMBERS.sub("#", _QUOTED.sub("'...'", str(error))) if isinstance(error, _TECHNICAL) else "(not shown)"
    lines.append(f"{kind.__name__}: {said[:300]}")
    return "\n".join(lines)


class CrashDialog(QDialog):
    """Says that something unexpected happened, what is safe, and offers a report that holds nothing personal."""

    def __init__(self, parent: QWidget | None, words: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something unexpected happened")
        self._report = QPlainTextEdit(words)
        self._report.setReadOnly(True)
        self._report.setAccessibleName("Report")
        heading = QLabel("Something unexpected happened")
        heading.setProperty("type", "title")
        said = QLabel(
            "This is a defect of the program, not of your record. What was saved before is safe; the file is "
            "verified again before anything more is saved. The report below holds no personal data: please "
            "copy it and send it to whoever looks after the program."
        )
        said.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy the report", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.GAP.huge] * 4)
        layout.setSpacing(theme.GAP.medium)
        for widget in (heading, said, self._report, buttons):
            layout.addWidget(widget)
        self.resize(620, 420)

    @property
    def words(self) -> str:
        """The report."""
        return self._report.toPlainText()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words)


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
                CrashDialog(self._parent(), report(kind, error, trace)).exec()
        finally:
            self._is_open = False
