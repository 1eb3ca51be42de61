"""What stands where nothing is yet: what belongs there, and one button that begins it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.theme import lean
from ui.widgets.card import row
from ui.widgets.labels import button, label


class EmptyState(QWidget):
    """An icon, a title, a sentence and at most one button; `acted` when it is pressed."""

    acted = Signal()

    def __init__(self, icon: str, title: str, words: str, action: str = "") -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(title)
        heading = label(title, "title")
        lean.put(heading, alignment=lean.H_CENTER)
        sentence = label(words, "body", "muted", wraps=True)
        lean.put(sentence, alignment=lean.H_CENTER)
        sentence.setMaximumWidth(440)
        sentence.setMinimumWidth(360)
        self._button = button(action, "primary")
        self._button.setVisible(bool(action))
        self._button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP.small)
        layout.setContentsMargins(theme.GAP.huge, 96, theme.GAP.huge, theme.GAP.huge)
        layout.addWidget(heading)
        layout.addLayout(row(None, sentence, None))
        layout.addSpacing(theme.GAP.small)
        layout.addLayout(row(None, self._button, None))
        layout.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(lean.CLEAR)
        painter.setBrush(tones.accent_soft)
        left = (self.width() - 56) // 2
        painter.drawEllipse(QRectF(left, 28, 56, 56))
        icon = theme.pixmap(self._icon, 28, tones.accent, self.devicePixelRatioF())
        painter.drawPixmap(left + 14, 42, icon)

    @Slot()
    def _on_clicked(self) -> None:
        self.acted.emit()
