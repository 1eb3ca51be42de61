"""What stands where nothing is yet: what belongs there, and one button that begins it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.theme import lean
from ui.widgets.card import row
from ui.widgets.labels import button, label

_TOP, _CIRCLE = 28, 56  # pixels above the circle, and across it at the normal size of text


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
        self._sentence = sentence
        self._button = button(action, "primary")
        self._button.setVisible(bool(action))
        self._button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP.small)
        layout.addWidget(heading)
        layout.addLayout(row(None, sentence, None))
        layout.addSpacing(theme.GAP.small)
        layout.addLayout(row(None, self._button, None))
        layout.addStretch(1)
        self.restyled()

    def restyled(self) -> None:
        """Fonts have changed: the sentence keeps its lines, and the icon stands above them as large as they are."""
        self._sentence.setMaximumWidth(theme.grown(440))
        self._sentence.setMinimumWidth(min(theme.grown(360), 560))
        layout = self.layout()
        if layout is not None:
            top = _TOP + theme.grown(_CIRCLE) + theme.GAP.medium
            layout.setContentsMargins(theme.GAP.huge, top, theme.GAP.huge, theme.GAP.huge)

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(lean.CLEAR)
        painter.setBrush(tones.accent_soft)
        wide, size = theme.grown(_CIRCLE), theme.grown(_CIRCLE // 2)
        left = (self.width() - wide) // 2
        painter.drawEllipse(QRectF(left, _TOP, wide, wide))
        icon = theme.pixmap(self._icon, size, tones.accent, self.devicePixelRatioF())
        painter.drawPixmap(left + (wide - size) // 2, _TOP + (wide - size) // 2, icon)

    @Slot()
    def _on_clicked(self) -> None:
        self.acted.emit()
