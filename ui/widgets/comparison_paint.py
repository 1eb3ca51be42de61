"""Paints the places of a comparison: the chosen way on a soft ground, a mark beside the best figure of a line."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.widgets.comparison_sheet import Index, SheetModel, Way

WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
PAD = 8
MARK = 14  # the check beside a best figure
TOP = 10  # above the name of a way
BETWEEN = 20  # above the names of ways that stand below others


class Fonts(Protocol):
    """Who knows which fonts fit."""

    def font_of(self, role: str) -> QFont:
        """The font of figures in a role, "body" or "strong"."""


def circle(line: float) -> float:
    """The width of the circle before a name on a line of this height."""
    return max(14.0, round(line * 0.72))


class Painting(QStyledItemDelegate):
    """Paints one place after the other."""

    def __init__(self, view: QAbstractItemView, model: SheetModel, fonts: Fonts) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._fonts = fonts

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = index.row(), index.column()
        model, tones, area = self._model, theme.tones(self._view), QRectF(option.rect)
        line, way = model.line_at(row), model.way_at(row, column)
        is_last = row == model.rowCount() - 1 or model.line_at(row + 1) is None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line is None and row:
            area.setTop(area.top() + BETWEEN)
        is_chosen = way is not None and way.key == model.sheet.chosen
        if is_chosen:
            self._paint_ground(painter, tones, area, line is None, is_last)
        if line is not None and not is_last:
            painter.setPen(QPen(tones.hairline, 1))
            under = area.bottom() - 0.5
            painter.drawLine(QPointF(area.left(), under), QPointF(area.right(), under))
        if line is None and way is not None:
            self._paint_way(painter, tones, area, way, is_chosen)
        elif not column:
            self._paint_caption(painter, tones, area, row)
        elif way is not None:
            self._paint_figure(painter, tones, area, row, column)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus and (way is not None or not column):
            painter.setPen(QPen(tones.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 6, 6)
        painter.restore()

    def _paint_ground(self, painter: QPainter, tones: theme.Tones, area: QRectF, is_first: bool, is_last: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tones.accent_soft)
        painter.setClipRect(area)
        painter.drawRoundedRect(area.adjusted(1, 0 if is_first else -12, -1, 0 if is_last else 12), 8, 8)
        painter.setClipping(False)

    def _paint_way(self, painter: QPainter, tones: theme.Tones, area: QRectF, way: Way, is_chosen: bool) -> None:
        font = self._fonts.font_of("strong")
        line = QFontMetricsF(font).height()
        side = circle(line)
        around = QRectF(area.left() + PAD, area.top() + TOP + (line - side) / 2, side, side)
        painter.setPen(QPen(tones.accent if is_chosen else tones.line, 1.5))
        painter.setBrush(tones.card)
        painter.drawEllipse(around)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tones.accent)
            painter.drawEllipse(around.adjusted(side / 4, side / 4, -side / 4, -side / 4))
        painter.setFont(font)
        painter.setPen(tones.muted if way.trouble else tones.text)
        words = area.adjusted(PAD + side + 6, TOP, -4, 0)
        drawn = painter.drawText(words, WORDS, way.title)
        if way.trouble:
            painter.setFont(theme.font("caption"))
            painter.setPen(tones.bad)
            under = QRectF(area.left() + PAD, drawn.bottom() + 2, area.width() - PAD - 4, area.bottom())
            painter.drawText(under, WORDS, way.trouble)

    def _paint_caption(self, painter: QPainter, tones: theme.Tones, area: QRectF, row: int) -> None:
        line = self._model.line_at(row)
        if line is None:
            return
        painter.setFont(self._fonts.font_of("strong" if line.is_strong else "body"))
        painter.setPen(tones.text if line.is_strong else tones.muted)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(4, 0, -4, 0), flags, line.caption)

    def _paint_figure(self, painter: QPainter, tones: theme.Tones, area: QRectF, row: int, column: int) -> None:
        line, way = self._model.line_at(row), self._model.way_at(row, column)
        cell = self._model.cell(row, column)
        assert line is not None
        assert way is not None
        assert cell is not None
        meaning = cell.tone or ("good" if cell.is_best else "muted" if way.trouble else "text")
        font = self._fonts.font_of("strong" if line.is_strong or cell.is_best else "body")
        if "\n" in cell.words:
            font = theme.font("caption", tabular=True)
        painter.setFont(font)
        painter.setPen(tones.of(meaning))
        right = area.adjusted(PAD, 0, -PAD, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, cell.words)
        if cell.is_best:
            wide, size = QFontMetricsF(font).horizontalAdvance(cell.words), theme.grown(MARK)
            mark = theme.pixmap("circle-check", size, tones.good, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(right.right() - wide - size - 3, area.center().y() - size / 2), mark)
