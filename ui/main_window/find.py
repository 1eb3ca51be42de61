"""The line at the foot of a page that finds the next row with some words."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ui import theme
from ui.widgets.labels import button, label, set_tone


class FindBar(QWidget):
    """Hidden until Edit > Find; `asked(words)` at Enter, `closed` at Esc; `tell` says what came of it."""

    asked = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("Find on this page")
        self.edit.setAccessibleName("Find on this page")
        self.edit.setMaximumWidth(320)
        self.edit.returnPressed.connect(self.find_next)
        self.edit.textChanged.connect(self._on_typed)
        self.said = label("", "caption", "muted")
        onward = button("Next", "quiet")
        onward.clicked.connect(self.find_next)
        close = QToolButton()
        close.setIcon(theme.icon("x", "muted"))
        close.setAccessibleName("Close Find")
        close.clicked.connect(self.close_bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP.huge, theme.GAP.tiny, theme.GAP.large, theme.GAP.tiny)
        for widget in (self.edit, onward, self.said):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(close)
        self.hide()

    def open(self) -> None:
        """Show the line and take the keyboard."""
        self.show()
        self.edit.setFocus()
        self.edit.selectAll()

    def tell(self, is_found: bool) -> None:
        """Say whether a row was found."""
        set_tone(self.said, "muted" if is_found else "warn")
        self.said.setText("" if is_found else "Nothing on this page holds these words.")

    @Slot()
    def find_next(self) -> None:
        """Ask for the next row that holds the words."""
        words = self.edit.text().strip()
        if words:
            self.asked.emit(words)
        else:
            self.open()

    @Slot()
    def close_bar(self) -> None:
        """Hide the line."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), tones.card)
        painter.fillRect(0, 0, self.width(), 1, tones.hairline)

    @Slot()
    def _on_typed(self) -> None:
        self.said.setText("")
