"""A line across a page or dialog that warns, refuses or confirms, with at most one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.theme import lean
from ui.widgets.labels import button, label

ICONS = {"accent": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}
SPOKEN = {"accent": "Note", "good": "Done", "warn": "Warning", "bad": "Refused"}


class Banner(QWidget):
    """Hidden until it has words; `acted` is emitted when its button is pressed."""

    acted = Signal()

    def __init__(self, tone: str = "accent", words: str = "", action: str = "") -> None:
        super().__init__()
        self.tone = tone
        self.words = label("", wraps=True)
        lean.put(self.words, textInteractionFlags=lean.SELECT_BY_MOUSE)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._button = button("", "quiet")
        self._button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP.medium)
        layout.addWidget(self.words, 1)
        layout.addWidget(self._button)
        self.restyled()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.show_words(tone, words, action)

    def show_words(self, tone: str, words: str, action: str = "") -> None:
        """Say something else; empty words hide the banner."""
        self.tone = tone
        self.words.setText(words)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{SPOKEN[tone]}: {words}" if words else "")
        self.setVisible(bool(words))
        self.update()

    def restyled(self) -> None:
        """Fonts have changed."""
        left = 13 + theme.grown(18) + 9
        self.setContentsMargins(left, theme.GAP.small, theme.GAP.medium, theme.GAP.small)

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(lean.CLEAR)
        painter.setBrush(tones.soft(self.tone))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        size = theme.grown(18)
        icon = theme.pixmap(ICONS[self.tone], size, tones.of(self.tone), self.devicePixelRatioF())
        painter.drawPixmap(13, (min(self.height(), size + 26) - size) // 2, icon)

    @Slot()
    def _on_clicked(self) -> None:
        self.acted.emit()
