"""The boxes that trouble is told in, and the report of a defect; imported when there is trouble."""

from __future__ import annotations

import platform
import re
import traceback
from types import TracebackType

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from models import __version__
from models.errors import StoreError
from ui import theme

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)+|\d{2,}")

# Their words come from Python and speak of code; the words of others may hold what the record says.
_TECHNICAL = (AttributeError, TypeError, NameError, ImportError, IndexError, RecursionError)


def tell_store_error(parent: QWidget | None, error: StoreError, actions: tuple[tuple[str, str], ...] = ()) -> str:
    """Say what is wrong with the file and what is safe; returns the key of the action chosen, "" for Close."""
    box = _box(parent, "triangle-alert", "warn")
    box.setText(error.message)
    parts = [error.safe, f"File: {error.path}" if error.path else ""]
    box.setInformativeText("\n\n".join(part for part in parts if part))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    buttons = {box.addButton(words, QMessageBox.ButtonRole.ActionRole): key for key, words in actions}
    close = box.addButton("Close", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    _run(box, parent)
    return buttons.get(box.clickedButton(), "")  # type: ignore[call-overload, no-any-return]


def ask(parent: QWidget | None, question: str, consequence: str, verb: str, is_destructive: bool = True) -> bool:
    """Ask before something is destroyed: names it, defaults to Cancel. True when `verb` was pressed."""
    box = _box(parent, "trash-2" if is_destructive else "info", "bad" if is_destructive else "accent")
    box.setText(question)
    box.setInformativeText(consequence)
    role = QMessageBox.ButtonRole.DestructiveRole if is_destructive else QMessageBox.ButtonRole.AcceptRole
    yes = box.addButton(verb, role)
    no = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    _run(box, parent)
    return box.clickedButton() is yes


def _box(parent: QWidget | None, icon: str, meaning: str) -> QMessageBox:
    """A box with an icon of the program's own, its first line as heavy as a title."""
    box = QMessageBox(parent)
    colour = theme.tones().of(meaning)
    box.setIconPixmap(theme.pixmap(icon, theme.grown(28), colour, box.devicePixelRatioF()))
    box.setWindowTitle("Strikebook")
    box.setTextFormat(Qt.TextFormat.PlainText)
    least = theme.grown(300)
    box.setStyleSheet(f"#qt_msgbox_label {{ font-weight: 600; min-width: {least}px; }}")
    return box


def _run(box: QMessageBox, parent: QWidget | None) -> None:
    box.exec()
    box.deleteLater()
    if parent is not None:  # without a window manager nobody else would give it the keyboard again
        parent.window().activateWindow()


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
        self.finished.connect(self.deleteLater)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.GAP.huge] * 4)
        layout.setSpacing(theme.GAP.medium)
        for widget in (heading, said, self._report, buttons):
            layout.addWidget(widget)
        self._report.setMinimumHeight(theme.grown(120))
        room = self.screen().availableSize()
        self.resize(min(theme.grown(620), room.width() - 80), min(theme.grown(420), room.height() - 80))

    @property
    def words(self) -> str:
        """The report."""
        return self._report.toPlainText()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words)
