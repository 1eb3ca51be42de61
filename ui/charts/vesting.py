"""A stepped line of how many shares have vested by each day, with today, the cliff and the waiting parts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)

from ui import text, theme
from ui.charts.chart import Chart
from ui.charts.scale import TimeScale

_RIGHT = 14.0


@dataclass(frozen=True)
class VestingPicture:
    """Dated steps (day, shares that vest), shares waiting for an event, the total, and the first and last day."""

    steps: tuple[tuple[date, int], ...]
    waiting: int
    total: int
    first: date
    last: date

    def vested_by(self, day: date) -> int:
        """The shares of the schedule that have vested by the end of `day`."""
        return sum(shares for _, shares in self.steps[: bisect_right([one[0] for one in self.steps], day)])


class VestingChart(Chart):
    """Left and Right go from step to step; hovering says what has vested by a day."""

    def __init__(self, height: int = 190) -> None:
        super().__init__("Vesting schedule")
        self._picture: VestingPicture | None = None
        self._on: date | None = None
        self._cursor: date | None = None
        self._height = height

    def show_picture(self, picture: VestingPicture | None, on: date | None) -> None:
        """Show a schedule with the day `on` marked; None shows nothing."""
        self._picture, self._on, self._cursor = picture, on, None
        self.setAccessibleDescription(self.spoken())
        self.update()

    def spoken(self) -> str:
        """The schedule in words."""
        picture = self._picture
        if picture is None:
            return "No schedule yet."
        words = [f"{text.day(day)}: {text.count(shares, 'share')} vest" for day, shares in picture.steps]
        if picture.waiting:
            words.append(f"{text.count(picture.waiting, 'share')} wait for an event")
        return "\n".join(words)

    @property
    def cursor_words(self) -> str:
        """What the cursor says."""
        if self._picture is None or self._cursor is None:
            return ""
        vested = self._picture.vested_by(self._cursor)
        return f"{text.day(self._cursor)}: {text.shares(vested)} of {text.shares(self._picture.total)} vested"

    # ------------------------------------------------------------------ Qt

    def sizeHint(self) -> QSize:
        return QSize(420, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption", tabular=True))
        tones, scale = theme.tones(self), self._scale()
        self._paint_axes(painter, tones, scale)
        self._paint_steps(painter, tones, scale, self._picture)
        self._paint_days(painter, tones, scale)
        self._paint_focus(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = [one[0] for one in self._picture.steps] if self._picture else []
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right) or not days:
            super().keyPressEvent(event)
            return
        at = bisect_right(days, self._cursor) - 1 if self._cursor else -1
        at += 1 if event.key() == Qt.Key.Key_Right else -1
        self._cursor = days[min(len(days) - 1, max(0, at))]
        self._moved_by_key(self.cursor_words)

    # ------------------------------------------------------------------ private

    def _point(self, place: QPointF) -> None:
        if self._picture is not None:
            self._cursor = self._scale().day(place.x())

    def _forget(self) -> None:
        self._cursor = None

    def _scale(self) -> TimeScale:
        assert self._picture is not None
        return TimeScale(self._picture.first, self._picture.last, self._edges()[0], self.width() - _RIGHT)

    def _edges(self) -> tuple[float, float, float]:
        """The room left of, above and below the steps for what is written there."""
        assert self._picture is not None
        metrics = QFontMetricsF(theme.font("caption", tabular=True))
        widest = metrics.horizontalAdvance(text.shares(self._picture.total))
        return max(58.0, widest + 12), metrics.height() + 8, metrics.height() + 8

    def _y(self, shares: int) -> float:
        assert self._picture is not None
        _, high, bottom = self._edges()
        low = self.height() - bottom
        return low - (low - high) * shares / max(1, self._picture.total)

    def _paint_axes(self, painter: QPainter, tones: theme.Tones, scale: TimeScale) -> None:
        assert self._picture is not None
        metrics = QFontMetricsF(painter.font())
        for share in (0, 1, 2):
            shares = self._picture.total * share // 2
            y = self._y(shares)
            painter.setPen(QPen(tones.hairline, 1))
            painter.drawLine(QPointF(scale.left, y), QPointF(scale.right, y))
            words = text.shares(shares)
            painter.setPen(tones.muted)
            left = scale.left - 8 - metrics.horizontalAdvance(words)
            painter.drawText(QPointF(left, y + metrics.ascent() / 2.6), words)
        for day, words, is_year in scale.ticks():
            x, wide = scale.x(day), metrics.horizontalAdvance(words)
            if scale.left <= x - wide / 2 and x + wide / 2 <= self.width():
                painter.setPen(tones.text if is_year else tones.muted)
                painter.drawText(QPointF(x - wide / 2, self.height() - 6), words)

    def _paint_steps(self, painter: QPainter, tones: theme.Tones, scale: TimeScale, picture: VestingPicture) -> None:
        line = QPainterPath(QPointF(scale.left, self._y(0)))
        shares = 0
        for day, more in picture.steps:
            x = max(scale.left, scale.x(day))
            line.lineTo(x, self._y(shares))
            shares += more
            line.lineTo(x, self._y(shares))
        line.lineTo(scale.right, self._y(shares))
        below = QPainterPath(line)
        below.lineTo(scale.right, self._y(0))
        below.closeSubpath()
        painter.fillPath(below, tones.accent_soft)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tones.accent, 2))
        painter.drawPath(line)
        if picture.waiting:
            top = QRectF(QPointF(scale.left, self._y(picture.total)), QPointF(scale.right, self._y(shares)))
            painter.fillRect(top, Qt.BrushStyle.BDiagPattern)
            painter.setPen(tones.muted)
            words = f"{text.count(picture.waiting, 'share')} wait for an event"
            painter.drawText(top.adjusted(8, 4, -8, 0), int(Qt.AlignmentFlag.AlignLeft), words)

    def _paint_days(self, painter: QPainter, tones: theme.Tones, scale: TimeScale) -> None:
        picture = self._picture
        assert picture is not None
        metrics = QFontMetricsF(painter.font())
        _, top, bottom = self._edges()
        if self._on is not None and picture.first <= self._on <= picture.last:
            x = scale.x(self._on)
            painter.setPen(QPen(tones.warn, 1.5))
            painter.drawLine(QPointF(x, top - 6), QPointF(x, self.height() - bottom))
        if self._cursor is None:
            return
        x = scale.x(self._cursor)
        painter.setPen(QPen(tones.line, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, top - 6), QPointF(x, self.height() - bottom))
        painter.setBrush(tones.accent)
        painter.setPen(QPen(tones.card, 1.5))
        painter.drawEllipse(QPointF(x, self._y(picture.vested_by(self._cursor))), 4.5, 4.5)
        wide = metrics.horizontalAdvance(self.cursor_words)
        left = min(max(2.0, x - wide / 2), self.width() - wide - 2)
        painter.setPen(tones.text)
        painter.drawText(QPointF(left, metrics.ascent() + 1), self.cursor_words)
