"""A choice of two to five things side by side, one of them pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import lean


class Segments(QWidget):
    """`chosen(key)` when another one is pressed; Left and Right move the choice."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, value: str = "") -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._name = name
        self._value = value or self._choices[0][0]
        self._hover = -1
        lean.put(self, focusPolicy=lean.STRONG_FOCUS)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._say()

    @property
    def value(self) -> str:
        """The key of the one pressed."""
        return self._value

    @Slot(str)
    def set_value(self, key: str) -> None:
        """Press another one without telling."""
        if key != self._value and any(key == one for one, _ in self._choices):
            self._value = key
            self._say()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font("label"))
        return QSize(int(sum(self._widths(metrics))) + 4, max(28, int(metrics.height()) + 10))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = theme.Painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(lean.pen(tones.accent if self.hasFocus() else lean.CLEAR, 2))
        painter.setBrush(theme.mixed(tones.hover, tones.line, 0.12))
        painter.drawRoundedRect(whole, 7, 7)
        painter.setFont(theme.font("label"))
        for at, (area, (key, words)) in enumerate(zip(self._areas(), self._choices, strict=True)):
            is_pressed = key == self._value
            if is_pressed:
                painter.setPen(lean.pen(tones.line, 1))
                painter.setBrush(tones.card)
                painter.drawRoundedRect(area.adjusted(2.5, 2.5, -2.5, -2.5), 5, 5)
            painter.setPen(tones.text if is_pressed or at == self._hover else tones.muted)
            painter.drawText(area, lean.CENTER, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().x())
        if at >= 0:
            self._choose(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._at(event.position().x())
        lean.point(self)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            here = next(at for at, (key, _) in enumerate(self._choices) if key == self._value)
            self._choose((here + steps[Qt.Key(event.key())]) % len(self._choices))
        else:
            super().keyPressEvent(event)

    def restyled(self) -> None:
        """Fonts have changed."""
        self.updateGeometry()

    def _widths(self, metrics: QFontMetricsF) -> list[float]:
        return [metrics.horizontalAdvance(words) + 24 for _, words in self._choices]

    def _areas(self) -> list[QRectF]:
        widths = self._widths(QFontMetricsF(theme.font("label")))
        left, areas = 2.0, []
        for width in widths:
            areas.append(QRectF(left, 0, width, self.height()))
            left += width
        return areas

    def _at(self, x: float) -> int:
        return next((at for at, area in enumerate(self._areas()) if area.left() <= x < area.right()), -1)

    def _choose(self, at: int) -> None:
        key = self._choices[at][0]
        if key != self._value:
            self.set_value(key)
            self.chosen.emit(key)

    def _say(self) -> None:
        words = next(words for key, words in self._choices if key == self._value)
        self.setAccessibleName(f"{self._name}: {words}")
