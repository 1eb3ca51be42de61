"""Something wide with a few buttons beside it, which stand below it where the width is too small for both."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from ui import theme


class Beside(QWidget):
    """`main` takes the width that `tail` leaves, as long as it has `share` of it all (0 to 1)."""

    def __init__(self, main: QWidget, *tail: QWidget, share: float = 0.5) -> None:
        super().__init__()
        self._main = main
        self._share = share
        self._tail = QWidget()
        row = QHBoxLayout(self._tail)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP.small)
        for widget in tail:
            row.addWidget(widget)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.GAP.large)
        self._layout.addWidget(main, 1)
        self._layout.addWidget(self._tail, 0, Qt.AlignmentFlag.AlignVCenter)

    def minimumSizeHint(self) -> QSize:
        wide = max(self._main.minimumSizeHint().width(), self._tail.minimumSizeHint().width())
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        is_stacked = self._tail.sizeHint().width() + self._layout.spacing() > width * (1 - self._share)
        wanted = QBoxLayout.Direction.TopToBottom if is_stacked else QBoxLayout.Direction.LeftToRight
        if self._layout.direction() != wanted:
            self._layout.setDirection(wanted)
            self._layout.setSpacing(theme.GAP.small if is_stacked else theme.GAP.large)
            side = Qt.AlignmentFlag.AlignLeft if is_stacked else Qt.AlignmentFlag.AlignVCenter
            self._layout.setAlignment(self._tail, side)
