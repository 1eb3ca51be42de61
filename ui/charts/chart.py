"""What every picture with a cursor has in common: the pointer moves it, or the arrow keys, and it goes with them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import lean


class Chart(QWidget):
    """A cursor put by the pointer goes when the pointer leaves; one put by the keyboard when the focus does."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._is_by_key = False
        self.setMouseTracking(True)
        lean.put(self, focusPolicy=lean.STRONG_FOCUS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    # ------------------------------------------------------------------ for charts to override

    def spoken(self) -> str:
        """The whole picture in words."""
        raise NotImplementedError

    def _point(self, place: QPointF) -> None:
        """Put the cursor where the pointer is, or nowhere."""

    def _forget(self) -> None:
        """Take the cursor away."""

    # ------------------------------------------------------------------ for charts to use

    def _moved_by_key(self, words: str) -> None:
        """Show and say the cursor, which a key has put where it is."""
        self._is_by_key = True
        self.setAccessibleDescription(words or self.spoken())
        self.update()

    def _paint_focus(self, painter: QPainter) -> None:
        """The ring around what has the keyboard."""
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(lean.CLEAR)
            painter.setPen(lean.pen(theme.tones(self).accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    # ------------------------------------------------------------------ Qt

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._is_by_key = False
        self._point(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        if not self._is_by_key:
            self._forget()
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._is_by_key = False
        self._forget()
        self.update()

    def restyled(self) -> None:
        """Fonts have changed."""
        self.updateGeometry()
        self.update()
