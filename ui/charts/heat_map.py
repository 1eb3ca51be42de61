"""Price by date: what an exercise would leave in each cell, by shade and by figure, with a cursor that says it all."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)

from ui import text, theme
from ui.charts.chart import Chart
from ui.charts.scale import TimeScale

_RIGHT = 8.0
_SCALE = 96.0  # how wide the scale of colours is
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
    """From the card's own colour to the colour of gain or loss, in steps no eye can part."""

    def __init__(self, tones: theme.Tones, most: int) -> None:
        self._most = most
        self._none = tones.card.rgb()
        self._gain, self._loss = (
            [theme.mixed(tones.card, full, 0.10 + 0.75 * step / _STEPS).rgb() for step in range(_STEPS + 1)]
            for full in (tones.accent, tones.bad)
        )

    def of(self, cents: int) -> int:
        """The colour of an amount, as 0xffRRGGBB."""
        if not cents:
            return self._none
        step = min(_STEPS, abs(cents) * _STEPS // self._most)
        return self._gain[step] if cents > 0 else self._loss[step]

    def picture(self, columns: Sequence[Sequence[int]]) -> QImage:
        """A pixel for each amount, given by columns from the left."""
        of = self.of
        pixels = array("I", (of(cents) for row in zip(*columns, strict=True) for cents in row))
        wide = len(columns)
        return QImage(pixels.tobytes(), wide, len(pixels) // wide, 4 * wide, QImage.Format.Format_RGB32).copy()


class HeatMap(Chart):
    """Arrow keys move the cursor; `chosen(date, price)` follows it."""

    chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__("What an exercise would leave, by price and date")
        self._cells: HeatCells | None = None
        self._at: tuple[int, int] | None = None
        self._picture: tuple[theme.Tones, QImage] | None = None
        self._room: tuple[float, float, float] | None = None

    def show_cells(self, cells: HeatCells | None) -> None:
        """Show other cells; the cursor goes."""
        self._cells, self._at, self._picture, self._room = cells, None, None, None
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
        if self._picture is None or self._picture[0] is not tones:
            self._picture = (tones, Shades(tones, cells.most).picture(cells.cells))
        painter.drawImage(self._inside(), self._picture[1])
        self._paint_labels(painter, tones, cells)
        self._paint_zero(painter, tones, cells)
        metrics, left = QFontMetricsF(painter.font()), self._edges()[0]
        painter.setPen(tones.text)
        painter.drawText(QPointF(left, metrics.ascent() + 3), self.cursor_words)
        self._paint_shades(painter, tones, cells, left + metrics.horizontalAdvance(self.cursor_words) + 16)
        if self._at is not None:
            painter.setPen(QPen(tones.text, 2))
            painter.drawRect(self._area(*self._at).adjusted(1, 1, -1, -1))
        self._paint_focus(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at = self._under(event.position())
        self._tell()

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
        self._moved_by_key(self.cursor_words)
        self._tell()

    # ------------------------------------------------------------------ private

    def _point(self, place: QPointF) -> None:
        self._at = self._under(place)

    def _forget(self) -> None:
        self._at = None

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
            self._room = (max(70.0, widest + 18), metrics.height() + 10, metrics.height() + 10)
        return self._room

    def restyled(self) -> None:
        self._room = None
        super().restyled()

    def _inside(self) -> QRectF:
        left, top, bottom = self._edges()
        return QRectF(self.rect()).adjusted(left, top, -_RIGHT, -bottom)

    def _area(self, at: int, price: int) -> QRectF:
        assert self._cells is not None
        inside = self._inside()
        wide, high = inside.width() / len(self._cells.dates), inside.height() / len(self._cells.prices)
        return QRectF(inside.left() + at * wide, inside.top() + price * high, wide, high)

    def _under(self, place: QPointF) -> tuple[int, int] | None:
        cells, inside = self._cells, self._inside()
        if cells is None or not cells.dates or not inside.contains(place):
            return None
        at = int((place.x() - inside.left()) * len(cells.dates) / inside.width())
        price = int((place.y() - inside.top()) * len(cells.prices) / inside.height())
        return min(at, len(cells.dates) - 1), min(price, len(cells.prices) - 1)

    def _paint_labels(self, painter: QPainter, tones: theme.Tones, cells: HeatCells) -> None:
        metrics, inside = QFontMetricsF(painter.font()), self._inside()
        high = inside.height() / len(cells.prices)
        each = next(each for each in (1, 2, 4, 5, 10, 20, 50, 100, 1000) if each * high >= metrics.height() + 4)
        painter.setPen(tones.muted)
        for row, price in enumerate(cells.prices):
            if (len(cells.prices) - row) % each == 0:
                words, middle = text.price(price), inside.top() + (row + 0.5) * high
                left = inside.left() - 8 - metrics.horizontalAdvance(words)
                painter.drawText(QPointF(left, middle + metrics.ascent() / 2.6), words)
        for day, words, is_year in self._days(cells).ticks():
            x, wide = self._days(cells).x(day), metrics.horizontalAdvance(words)
            if x - wide / 2 < inside.left() - 4 or x + wide / 2 > self.width():
                continue
            painter.setPen(QPen(tones.line, 1))
            painter.drawLine(QPointF(x, inside.bottom()), QPointF(x, inside.bottom() + (6 if is_year else 4)))
            painter.setPen(tones.text if is_year else tones.muted)
            painter.drawText(QPointF(x - wide / 2, inside.bottom() + 7 + metrics.ascent()), words)

    def _days(self, cells: HeatCells) -> TimeScale:
        """Columns are equally far apart in days, and the last is as wide as the others."""
        inside, first, last = self._inside(), cells.dates[0], cells.dates[-1]
        step = (last - first) / max(1, len(cells.dates) - 1)
        return TimeScale(first, last + step, inside.left(), inside.right())

    def _paint_shades(self, painter: QPainter, tones: theme.Tones, cells: HeatCells, left: float) -> None:
        """What the colours mean, at the right above the map: from the least to the most, where there is room."""
        low, high = min(map(min, cells.cells)), max(map(max, cells.cells))
        metrics, inside = QFontMetricsF(painter.font()), self._inside()
        words = [text.round_money(low), text.round_money(high)]
        wides = [metrics.horizontalAdvance(one) for one in words]
        start = inside.right() - sum(wides) - _SCALE - 16
        if low == high or start < left:
            return
        shades = Shades(tones, cells.most)
        steps = [[low + (high - low) * at // (_STEPS - 1)] for at in range(_STEPS)]
        bar = QRectF(start + wides[0] + 8, 3 + (metrics.height() - 8) / 2, _SCALE, 8)
        painter.drawImage(bar, shades.picture(steps))
        painter.setPen(tones.muted)
        painter.drawText(QPointF(start, metrics.ascent() + 3), words[0])
        painter.drawText(QPointF(bar.right() + 8, metrics.ascent() + 3), words[1])

    def _paint_zero(self, painter: QPainter, tones: theme.Tones, cells: HeatCells) -> None:
        """A line between gain and loss, so that colour is not needed to tell them apart."""
        painter.setPen(QPen(tones.text, 1, Qt.PenStyle.DotLine))
        for at, column in enumerate(cells.cells):
            below = next((price for price, cell in enumerate(column) if cell < 0), None)
            if below is not None:
                area = self._area(at, below)
                painter.drawLine(area.topLeft(), area.topRight())
