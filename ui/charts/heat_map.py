"""Price by date: what an exercise would leave in each cell, by shade and by figure, with a cursor that says it all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import text, theme

_RIGHT = 8.0
_SEAM = 0.5  # cells overlap by this, so that no light shows between them
_STEPS = 48


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


class Shades:
    """From the card's own colour to the colour of gain or loss, in steps no eye can part, made once a picture."""

    def __init__(self, tones: theme.Tones, most: int) -> None:
        self._most = most
        self._none = tones.card
        self._gain, self._loss = (
            [_mixed(tones.card, full, 0.10 + 0.75 * step / _STEPS) for step in range(_STEPS + 1)]
            for full in (tones.accent, tones.bad)
        )

    def of(self, cents: int) -> QColor:
        """The colour of an amount."""
        if not cents:
            return self._none
        step = min(_STEPS, abs(cents) * _STEPS // self._most)
        return self._gain[step] if cents > 0 else self._loss[step]


def _mixed(ground: QColor, full: QColor, share: float) -> QColor:
    pairs = zip(ground.getRgb()[:3], full.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(was + (will - was) * share) for was, will in pairs))


class HeatMap(QWidget):
    """Arrow keys move the cursor; `chosen(date, price)` follows it."""

    chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._cells: HeatCells | None = None
        self._at: tuple[int, int] | None = None
        self._room: tuple[float, float, float] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What an exercise would leave, by price and date")

    def show_cells(self, cells: HeatCells | None) -> None:
        """Show other cells; the cursor goes."""
        self._cells, self._at, self._room = cells, None, None
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
        return QSize(560, 280 + int(sum(self._edges()[1:])))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        cells = self._cells
        if cells is None or not cells.dates:
            return
        painter = QPainter(self)
        painter.setFont(theme.font("caption", tabular=True))
        tones = theme.tones(self)
        first, shades = self._area(0, 0), Shades(tones, cells.most)
        wide, high = first.width() - _SEAM, first.height() - _SEAM
        for at, column in enumerate(cells.cells):
            left, top = first.left() + at * wide, first.top()
            for price, cents in enumerate(column):
                painter.fillRect(QRectF(left, top + price * high, wide + _SEAM, high + _SEAM), shades.of(cents))
        self._paint_labels(painter, tones, cells)
        if self._at is not None:
            metrics, left = QFontMetricsF(painter.font()), self._edges()[0]
            painter.setPen(QPen(tones.text, 2))
            painter.drawRect(self._area(*self._at).adjusted(1, 1, -1, -1))
            painter.drawText(QPointF(left, metrics.ascent() + 3), self.cursor_words)
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

    def _edges(self) -> tuple[float, float, float]:
        """The room left of, above and below the cells for what is written there."""
        if self._room is None:
            metrics = QFontMetricsF(theme.font("caption", tabular=True))
            prices = self._cells.prices if self._cells is not None else ()
            widest = max((metrics.horizontalAdvance(text.price(price)) for price in prices[::4]), default=0.0)
            self._room = (max(70.0, widest + 18), metrics.height() + 10, metrics.height() + 6)
        return self._room

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._room = None

    def _area(self, at: int, price: int) -> QRectF:
        assert self._cells is not None
        left, top, bottom = self._edges()
        wide = (self.width() - left - _RIGHT) / len(self._cells.dates)
        high = (self.height() - top - bottom) / len(self._cells.prices)
        return QRectF(left + at * wide, top + price * high, wide + _SEAM, high + _SEAM)

    def _under(self, place: QPointF) -> tuple[int, int] | None:
        cells = self._cells
        left, top, bottom = self._edges()
        if cells is None or not cells.dates or place.x() < left or place.y() < top:
            return None
        wide = (self.width() - left - _RIGHT) / len(cells.dates)
        high = (self.height() - top - bottom) / len(cells.prices)
        at, price = int((place.x() - left) / wide), int((place.y() - top) / high)
        return (at, price) if at < len(cells.dates) and price < len(cells.prices) else None

    def _paint_labels(self, painter: QPainter, tones: theme.Tones, cells: HeatCells) -> None:
        metrics = QFontMetricsF(painter.font())
        painter.setPen(tones.muted)
        line, last = metrics.height() + 4, -100.0
        for price, value in enumerate(cells.prices):
            area = self._area(0, price)
            if area.center().y() - last >= line:
                last = area.center().y()
                words = text.price(value)
                left = area.left() - 8 - metrics.horizontalAdvance(words)
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
