"""The painter of widgets that paint themselves: QPainter as it is used here, without the name `Qt` (see `lean`).

QPainter.setPen and setBrush ask whether they are given one of Qt's enums, and that alone builds all of them. Here both
are remembered, shapes are filled and stroked as paths, and words take their colour from a palette, by functions of Qt
that ask nothing. What is printed is painted by the same code with a plain QPainter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainterPath, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QStylePainter, QWidget

from ui.theme import lean

if TYPE_CHECKING:
    Painter = QStylePainter
else:
    _TEXT = QPalette.ColorRole.Text
    _ONE_LINE, _UNCLIPPED = 0x0100, 0x0200
    _palettes: dict[int, QPalette] = {}

    class Painter(QStylePainter):
        """Paints `widget`; type checkers see the QPainter it stands for."""

        def __init__(self, widget: QWidget) -> None:
            super().__init__(widget)
            self._colour: QColor | None = None
            self._pen: QPen | None = None
            self._brush: QBrush | None = None
            self._saved: list[tuple[Any, ...]] = []

        def setPen(self, given: QPen | QColor) -> None:
            self._colour = given if isinstance(given, QColor) else given.color()
            self._pen = None if not self._colour.alpha() else given if isinstance(given, QPen) else lean.pen(given)

        def setBrush(self, colour: QColor) -> None:
            self._brush = lean.pen(colour).brush() if colour.alpha() else None

        def save(self) -> None:
            super().save()
            self._saved.append((self._colour, self._pen, self._brush))

        def restore(self) -> None:
            super().restore()
            self._colour, self._pen, self._brush = self._saved.pop()

        def drawPath(self, path: QPainterPath) -> None:
            if self._brush is not None:
                self.fillPath(path, self._brush)
            if self._pen is not None:
                self.strokePath(path, self._pen)

        def drawRect(self, area: QRect | QRectF) -> None:
            path = QPainterPath()
            path.addRect(QRectF(area))
            self.drawPath(path)

        def drawRoundedRect(self, area: QRectF, across: float, down: float) -> None:
            path = QPainterPath()
            path.addRoundedRect(area, across, down)
            self.drawPath(path)

        def drawEllipse(self, where: QRectF | QPointF, across: float = 0, down: float = 0) -> None:
            path = QPainterPath()
            if isinstance(where, QPointF):
                path.addEllipse(where, across, down)
            else:
                path.addEllipse(QRectF(where))
            self.drawPath(path)

        def drawPolygon(self, corners: QPolygonF) -> None:
            path = QPainterPath()
            path.addPolygon(corners)
            path.closeSubpath()
            self.drawPath(path)

        def drawLine(self, line: QLineF) -> None:
            if self._pen is not None:
                path = QPainterPath(line.p1())
                path.lineTo(line.p2())
                self.strokePath(path, self._pen)

        def drawText(self, where: QPointF | QRect | QRectF, *rest: Any) -> None:
            """At a point: the words. In an area: flags and the words."""
            if isinstance(where, QPointF):
                top = where.y() - QFontMetricsF(self.font()).ascent()
                self._write(QRectF(where.x(), top, 0, 0), _ONE_LINE | _UNCLIPPED, rest[0])
            else:
                self._write(QRectF(where), int(rest[0]), rest[1])

        def _write(self, area: QRectF, flags: int, words: str) -> None:
            if self._colour is None:
                return
            palette = _palettes.get(self._colour.rgba())
            if palette is None:
                palette = _palettes[self._colour.rgba()] = QPalette()
                palette.setColor(_TEXT, self._colour)
            # Whole pixels are all that drawItemText takes; what is left over moves the painter.
            left, wide = _whole(area.left(), area.width(), flags, lean.H_CENTER, lean.RIGHT)
            top, high = _whole(area.top(), area.height(), flags, lean.V_CENTER, lean.BOTTOM)
            self.translate(left, top)
            self.drawItemText(QRect(0, 0, wide, high), flags, palette, True, words, _TEXT)
            self.translate(-left, -top)

    def _whole(start: float, length: float, flags: int, centre: int, end: int) -> tuple[float, int]:
        """A whole length, and where it starts so that what is aligned in it stands where it would in `length`."""
        whole = round(length)
        spare = length - whole
        return start + (spare / 2 if flags & centre else spare if flags & end else 0), whole
