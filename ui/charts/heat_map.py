"""Price by date: what an exercise would leave in each cell, by shade and by figure, with a cursor that says it all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import text, theme

_LEFT, _TOP, _BOTTOM, _RIGHT = 70.0, 26.0, 22.0, 8.0


@dataclass(frozen=True)
class HeatCells:
    """Cents left by date (columns, from left) and price (rows, highest first)."""

    dates: tuple[date, ...]
    prices: tuple[Fraction, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def most(self) -> int:
        """The largest amount, gained or lost, at least 1."""
        return max(1, max((abs(cell) for column in self.cells for cell in column), default=1))


class HeatMap(QWidget):
    """Arrow keys move the cursor; `chosen(date, price)` follows it."""

    chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._cells: HeatCells | None = None
        self._at: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What an exercise would leave, by price and date")

    def show_cells(self, cells: HeatCells | None) -> None:
        """Show other cells; the cursor goes."""
        self._cells, self._at = cells, None
        self.setAccessibleDescription(self.spoken())
        self.update()

    def spoken(self) -> str:
        """The map in words: the lowest and highest price at the first and last day."""
        cells = self._cells
        if cells is None or not cells.dates or not cells.prices:
            return "Nothing can be exercised on these days."
        corners = ((0, 0), (0, -1), (-1, 0), (-1, -1))
        return "\n".join(self._words(cells, at, price) for at, price in corners)

    @property
    def cursor_words(self) -> str:
        """What the cursor says."""
        return self._words(self._cells, *self._at) if self._cells is not None and self._at is not None else ""

    # ------------------------------------------------------------------ Qt

    def sizeHint(self) -> QSize:
        return QSize(560, 330)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 330)

    def paintEvent(self, event: QPaintEvent) -> None:
        cells = self._cells
        if cells is None or not cells.dates:
            return
        painter = QPainter(self)
        painter.setFont(theme.font("caption", tabular=True))
        tones = theme.tones(self)
        for at in range(len(cells.dates)):
            for price in range(len(cells.prices)):
                painter.fillRect(self._area(at, price), self._shade(tones, cells.cells[at][price], cells.most))
        self._paint_labels(painter, tones, cells)
        if self._at is not None:
            painter.setPen(QPen(tones.text, 2))
            painter.drawRect(self._area(*self._at).adjusted(1, 1, -1, -1))
            painter.drawText(QPointF(_LEFT, 16), self.cursor_words)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tones.accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = self._under(event.position())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at = self._under(event.position())
        self._tell()

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._at = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if self._cells is None or event.key() not in steps:
            super().keyPressEvent(event)
            return
        step = steps[Qt.Key(event.key())]
        at = self._at or (0, len(self._cells.prices) // 2)
        across = min(len(self._cells.dates) - 1, max(0, at[0] + step[0]))
        down = min(len(self._cells.prices) - 1, max(0, at[1] + step[1]))
        self._at = (across, down)
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # ------------------------------------------------------------------ private

    def _tell(self) -> None:
        self.update()
        if self._cells is not None and self._at is not None:
            self.chosen.emit(self._cells.dates[self._at[0]], self._cells.prices[self._at[1]])

    @staticmethod
    def _words(cells: HeatCells, at: int, price: int) -> str:
        left = text.round_money(cells.cells[at][price])
        return f"{text.day(cells.dates[at])} at {text.price(cells.prices[price])}: leaves {left}"

    def _area(self, at: int, price: int) -> QRectF:
        assert self._cells is not None
        wide = (self.width() - _LEFT - _RIGHT) / len(self._cells.dates)
        high = (self.height() - _TOP - _BOTTOM) / len(self._cells.prices)
        return QRectF(_LEFT + at * wide, _TOP + price * high, wide + 0.5, high + 0.5)

    def _under(self, place: QPointF) -> tuple[int, int] | None:
        cells = self._cells
        if cells is None or not cells.dates or place.x() < _LEFT or place.y() < _TOP:
            return None
        wide = (self.width() - _LEFT - _RIGHT) / len(cells.dates)
        high = (self.height() - _TOP - _BOTTOM) / len(cells.prices)
        at, price = int((place.x() - _LEFT) / wide), int((place.y() - _TOP) / high)
        return (at, price) if at < len(cells.dates) and price < len(cells.prices) else None

    @staticmethod
    def _shade(tones: theme.Tones, cents: int, most: int) -> QColor:
        """From the card's own colour to the colour of gain or loss, by amount."""
        full, ground = (tones.accent if cents >= 0 else tones.bad), tones.card
        share = 0.0 if not cents else 0.10 + 0.75 * min(1.0, abs(cents) / most)
        parts = [
            round(ground_part + (full_part - ground_part) * share)
            for ground_part, full_part in zip(ground.getRgb()[:3], full.getRgb()[:3], strict=True)  # type: ignore[index]
        ]
        return QColor(*parts)

    def _paint_labels(self, painter: QPainter, tones: theme.Tones, cells: HeatCells) -> None:
        metrics = QFontMetricsF(painter.font())
        painter.setPen(tones.muted)
        line, last = metrics.height() + 4, -100.0
        for price, value in enumerate(cells.prices):
            area = self._area(0, price)
            if area.center().y() - last >= line:
                last = area.center().y()
                words = text.price(value)
                left = _LEFT - 8 - metrics.horizontalAdvance(words)
                painter.drawText(QPointF(left, area.center().y() + metrics.ascent() / 2.6), words)
        end = -100.0
        for at, day in enumerate(cells.dates):
            words = f"{text.MONTHS[day.month - 1]} {day.year}"
            x, wide = self._area(at, 0).left(), metrics.horizontalAdvance(words)
            if x >= end + 16 and x + wide < self.width():
                end = x + wide
                painter.drawText(QPointF(x, self.height() - 6), words)
        self._paint_zero(painter, tones, cells)

    def _paint_zero(self, painter: QPainter, tones: theme.Tones, cells: HeatCells) -> None:
        """A line between gain and loss, so that colour is not needed to tell them apart."""
        painter.setPen(QPen(tones.text, 1, Qt.PenStyle.DotLine))
        for at in range(len(cells.dates)):
            column = cells.cells[at]
            below = next((price for price, cell in enumerate(column) if cell < 0), None)
            if below is not None:
                area = self._area(at, below)
                painter.drawLine(area.topLeft(), area.topRight())
