"""A sheet for paper: words, tables and pictures below one another, broken into pages between rows.

It is set in points on the paper, so it is as legible whatever the size of the window and of its text; a table that goes
on has its headings again on each page, and every page says its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPainter, QPen, QRegion
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.tables.model import Column

_POINTS = {"title": 16.0, "heading": 11.5, "body": 10.0, "table": 9.0, "foot": 8.0}
_GAP, _CELL = 8.0, 5.0  # points between two things, and at either side of an entry
_LEAST = 72.0  # points of a column that wraps
_HIGHEST = 200.0  # points of a picture
_INK, _QUIET, _LINE = QColor(20, 24, 30), QColor(90, 96, 106), QColor(170, 176, 186)
_WRAP = int(Qt.TextFlag.TextWordWrap)
_LEFT, _RIGHT = int(Qt.AlignmentFlag.AlignLeft), int(Qt.AlignmentFlag.AlignRight)


@dataclass(frozen=True)
class Part:
    """A table, or a `picture`, under its title (where it has one) and `words` about it."""

    title: str = ""
    columns: Sequence[Column[Any]] = ()
    rows: Sequence[Any] = ()
    words: str = ""
    picture: QWidget | None = None


class PrintSheet:
    """What a page gives to be printed: a title and parts; `put_on` of `ui.dialogs.printing` prints it."""

    def __init__(self, title: str, *parts: Part) -> None:
        self.title = title
        self.parts = parts

    def print_on(self, device: QPagedPaintDevice, painter: QPainter) -> int:
        """Print on every page it needs; how many those were."""
        pages = _Setting(self.title, device, None, 0).set(self.parts)  # once without ink, to know how many
        return _Setting(self.title, device, painter, pages).set(self.parts)


class _Setting:
    """Sets the parts of a sheet on a device, page after page, top to bottom; without a painter it only counts."""

    def __init__(self, title: str, device: QPagedPaintDevice, painter: QPainter | None, pages: int) -> None:
        self._title, self._device, self._painter, self._pages = title, device, painter, pages
        dots = device.logicalDpiY()
        self._point = dots / 72
        area = device.pageLayout().paintRectPixels(dots)
        self._area = QRectF(0, 0, area.width(), area.height() - 2.5 * _POINTS["foot"] * self._point)
        self._top, self._page = 0.0, 1
        self._fonts = {role: self._font(role) for role in _POINTS}
        self._metrics = {role: QFontMetricsF(font, device) for role, font in self._fonts.items()}

    def set(self, parts: Sequence[Part]) -> int:
        """Set every part; the number of pages."""
        self._words(self._title, "title")
        for part in parts:
            if part.title and part.title != self._title:
                self._words(part.title, "heading")
            if part.words:
                self._words(part.words, "body")
            if part.picture is not None:
                self._picture(part.picture)
            if part.columns and part.rows:
                _Rows(self, part).set()
        self._foot()
        return self._page

    @property
    def width(self) -> float:
        """Of what can be printed on."""
        return self._area.width()

    @property
    def point(self) -> float:
        """A point in the device's pixels."""
        return self._point

    def metrics(self, role: str) -> QFontMetricsF:
        """How large words of a role are on this device."""
        return self._metrics[role]

    def has_room(self, high: float) -> bool:
        """Whether so much still fits on this page; a page that is empty takes anything."""
        return not self._top or self._top + high <= self._area.height()

    def turn(self) -> None:
        """Begin another page."""
        self._foot()
        self._page += 1
        self._top = 0.0
        if self._painter is not None:
            self._device.newPage()

    def line(self, cells: Sequence[tuple[float, str, bool]], high: float, is_head: bool) -> None:
        """One row of a table: width, words and whether they stand at the right, for each cell; a line below."""
        left, pad, ink = 0.0, _CELL * self._point, _QUIET if is_head else _INK
        for wide, words, is_right in cells:
            area = QRectF(left + pad, self._top + 0.3 * pad, wide - 2 * pad, high)
            self._draw(area, words, "table", ink, _RIGHT if is_right else _LEFT)
            left += wide
        self._top += high
        if self._painter is not None:
            self._painter.setPen(QPen(_QUIET if is_head else _LINE, self._point * (0.8 if is_head else 0.4)))
            self._painter.drawLine(0, round(self._top), round(left), round(self._top))

    def skip(self, points: float) -> None:
        """Leave so much free."""
        self._top += points * self._point

    def _font(self, role: str) -> QFont:
        # Plain letters only: digits of equal width and other variants can't be searched or copied in a PDF.
        font = theme.font("strong" if role in {"title", "heading"} else "body")
        font.setFeature(QFont.Tag("calt"), 0)
        font.setPointSizeF(_POINTS[role])
        return font

    def _words(self, words: str, role: str) -> None:
        high = self._metrics[role].boundingRect(QRectF(0, 0, self.width, 1e6), _WRAP, words).height()
        rest = 6 * _POINTS["body"] * self._point if role == "heading" else 0.0  # never alone at the foot of a page
        if not self.has_room(high + rest):
            self.turn()
        self._draw(QRectF(0, self._top, self.width, high), words, role)
        self._top += high
        self.skip(_GAP)

    def _picture(self, widget: QWidget) -> None:
        scale = min(self.width / max(1, widget.width()), _HIGHEST * self._point / max(1, widget.height()))
        high = widget.height() * scale
        if not self.has_room(high):
            self.turn()
        if self._painter is not None:
            self._painter.save()
            self._painter.translate(0, self._top)
            self._painter.scale(scale, scale)
            # Without the window's colour behind it.
            widget.render(self._painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
            self._painter.restore()
        self._top += high
        self.skip(_GAP)

    def _draw(self, area: QRectF, words: str, role: str, colour: QColor = _INK, side: int = _LEFT) -> None:
        if self._painter is not None:
            self._painter.setFont(self._fonts[role])
            self._painter.setPen(colour)
            self._painter.drawText(area, side | _WRAP, words)

    def _foot(self) -> None:
        top = self._area.height() + _POINTS["foot"] * self._point
        area = QRectF(0, top, self.width, 1.5 * _POINTS["foot"] * self._point)
        self._draw(area, self._title, "foot", _QUIET)
        self._draw(area, f"Page {self._page} of {self._pages}", "foot", _QUIET, _RIGHT)


class _Rows:
    """The rows of one table on a setting."""

    def __init__(self, setting: _Setting, part: Part) -> None:
        self._setting = setting
        self._titles = [column.title for column in part.columns]
        self._texts = [[column.text(row) for column in part.columns] for row in part.rows]
        self._is_right = [column.numeric for column in part.columns]
        self._widths = self._fitting()

    def set(self) -> None:
        """Set them all, with the headings first and again on each page."""
        setting = self._setting
        if not setting.has_room(self._height(self._titles) + self._height(self._texts[0])):
            setting.turn()
        self._row(self._titles, is_head=True)
        for texts in self._texts:
            if not setting.has_room(self._height(texts)):
                setting.turn()
                self._row(self._titles, is_head=True)
            self._row(texts)
        setting.skip(2 * _GAP)

    def _row(self, texts: Sequence[str], is_head: bool = False) -> None:
        cells = list(zip(self._widths, texts, self._is_right, strict=True))
        self._setting.line(cells, self._height(texts), is_head)

    def _fitting(self) -> list[float]:
        """As wide as the entries ask; where that is too much, words are wrapped, those of the widest column first."""
        point, metrics = self._setting.point, self._setting.metrics("table")
        columns = zip(self._titles, *self._texts, strict=True)
        widths = [max(map(metrics.horizontalAdvance, column)) + 2 * _CELL * point + 1 for column in columns]
        over = sum(widths) - self._setting.width
        while over > 0:
            wrapping = [
                at for at, wide in enumerate(widths) if not self._is_right[at] and wide > _LEAST * point + point
            ]
            if not wrapping:
                return [wide * self._setting.width / sum(widths) for wide in widths]
            at = max(wrapping, key=lambda at: widths[at])
            step = min(over, max(point, widths[at] * 0.05), widths[at] - _LEAST * point)
            widths[at] -= step
            over -= step
        return widths

    def _height(self, texts: Sequence[str]) -> float:
        point, metrics = self._setting.point, self._setting.metrics("table")
        rooms = (QRectF(0, 0, max(1.0, wide - 2 * _CELL * point), 1e6) for wide in self._widths)
        highs = [metrics.boundingRect(room, _WRAP, words).height() for room, words in zip(rooms, texts, strict=True)]
        return float(max(*highs, metrics.height())) + 0.9 * _CELL * point
