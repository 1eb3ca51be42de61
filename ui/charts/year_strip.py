"""A strip of the months ahead with a mark on every day that matters: urgent ones stand out by shape and colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip

from models.values.dates import add_months
from ui import text, theme
from ui.charts.chart import Chart
from ui.charts.scale import TimeScale

_MARGIN, _REACH = 12.0, 8.0
_MARK = 5  # half a mark, at the normal size of text


@dataclass(frozen=True)
class StripMark:
    """One marked day: `tone` a colour of meaning, `is_flag` a day to act by; `key` names it to the page."""

    day: date
    words: str
    tone: str
    is_flag: bool
    key: object


class YearStrip(Chart):
    """Left and Right go from mark to mark; `chosen(key)` follows the mark under the cursor or a click."""

    chosen = Signal(object)

    def __init__(self, months: int = 13) -> None:
        super().__init__("The year ahead")
        self._months = months
        self._on = date(2000, 1, 1)
        self._marks: tuple[StripMark, ...] = ()
        self._at: int | None = None

    @property
    def until(self) -> date:
        """The last day shown."""
        return add_months(self._on, self._months)

    def show_marks(self, on: date, marks: Sequence[StripMark]) -> None:
        """Show the marks of the months from `on`."""
        self._on = on
        self._marks = tuple(mark for mark in marks if on <= mark.day <= self.until)
        self._at = None
        self.setAccessibleDescription(self.spoken())
        self.update()

    def mark(self, key: object) -> None:
        """Put the cursor on the mark with this key, without telling."""
        self._at = next((at for at, mark in enumerate(self._marks) if mark.key == key), None)
        self.update()

    def spoken(self) -> str:
        """The whole strip in words."""
        lines = [f"{text.day(mark.day)}: {mark.words}" for mark in self._marks]
        return "\n".join(lines) or "Nothing is ahead in these months."

    # ------------------------------------------------------------------ Qt

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(theme.font("caption")).height()
        return QSize(640, int(2 * line + 6 * theme.grown(_MARK) + 12))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones, scale = theme.tones(self), self._scale()
        axis = self._axis()
        self._paint_axis(painter, tones, scale, axis)
        for at, mark in enumerate(self._marks):
            self._paint_mark(painter, tones, QPointF(scale.x(mark.day), axis), mark, at == self._at)
        if self._at is not None:
            self._paint_words(painter, tones, scale, self._marks[self._at])
        self._paint_focus(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(self._near(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self._marks:
            before = self._at if self._at is not None else -1 if event.key() == Qt.Key.Key_Right else len(self._marks)
            self._go(min(len(self._marks) - 1, max(0, before + steps[Qt.Key(event.key())])))
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ private

    def _point(self, place: QPointF) -> None:
        """Say what the pointer is over; the mark chosen stays."""
        at = self._near(place.x())
        if at is not None:
            mark = self._marks[at]
            QToolTip.showText(self.mapToGlobal(place.toPoint()), f"{text.day(mark.day)}: {mark.words}", self)

    def _scale(self) -> TimeScale:
        return TimeScale(self._on, self.until, _MARGIN, self.width() - _MARGIN)

    def _axis(self) -> float:
        return QFontMetricsF(theme.font("caption")).height() + 2 * theme.grown(_MARK) + 8

    def _near(self, x: float) -> int | None:
        scale = self._scale()
        distances = [(abs(scale.x(mark.day) - x), at) for at, mark in enumerate(self._marks)]
        nearest = min(distances, default=(_REACH + 1, 0))
        return nearest[1] if nearest[0] <= _REACH else None

    def _go(self, at: int | None) -> None:
        if at is not None:
            self._at = at
            self.update()
            self.chosen.emit(self._marks[at].key)

    def _paint_axis(self, painter: QPainter, tones: theme.Tones, scale: TimeScale, axis: float) -> None:
        painter.setPen(QPen(tones.line, 1))
        painter.drawLine(QPointF(scale.left, axis), QPointF(scale.right, axis))
        painter.setFont(theme.font("caption"))
        metrics = QFontMetricsF(painter.font())
        for day, words, is_year in scale.ticks():
            x = scale.x(day)
            painter.setPen(QPen(tones.line, 1))
            painter.drawLine(QPointF(x, axis), QPointF(x, axis + (6 if is_year else 4)))
            painter.setPen(tones.text if is_year else tones.muted)
            if x + metrics.horizontalAdvance(words) / 2 < self.width():
                left = max(0.0, x - metrics.horizontalAdvance(words) / 2)
                painter.drawText(QPointF(left, axis + 8 + metrics.ascent()), words)

    def _paint_mark(
        self, painter: QPainter, tones: theme.Tones, middle: QPointF, mark: StripMark, is_current: bool
    ) -> None:
        colour = tones.of(mark.tone or ("text" if mark.is_flag else "accent"))
        size = theme.grown(_MARK) * (1.4 if is_current else 1.0)
        painter.setPen(QPen(tones.card, 1.5))
        painter.setBrush(colour)
        if mark.is_flag:
            top = middle - QPointF(0, size * 1.3)
            diamond = [top + QPointF(0, -size), top + QPointF(size, 0), top + QPointF(0, size), top + QPointF(-size, 0)]
            painter.drawPolygon(QPolygonF(diamond))
        else:
            painter.drawEllipse(middle, size * 0.8, size * 0.8)

    def _paint_words(self, painter: QPainter, tones: theme.Tones, scale: TimeScale, mark: StripMark) -> None:
        painter.setFont(theme.font("caption"))
        painter.setPen(tones.text)
        metrics = QFontMetricsF(painter.font())
        words = f"{text.day(mark.day)}: {mark.words}"
        wide = metrics.horizontalAdvance(words)
        left = min(max(_MARGIN, scale.x(mark.day) - wide / 2), self.width() - _MARGIN - wide)
        painter.drawText(QPointF(left, metrics.ascent() + 2), words)
