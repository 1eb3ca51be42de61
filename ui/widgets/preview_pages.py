"""The pages of a finished paper on screen: stacked, scrolled and zoomed, drawn only where they can be seen."""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui import text, theme

POINT = 96 / 72  # logical pixels of a point at 100 %
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
FIT_WIDTH, FIT_PAGE = "width", "page"
_MARGIN, _BETWEEN = 16, 16
_KEPT = 12  # images, so that going back and forth does not draw again


class Pages(Protocol):
    """A paper as pages: sizes in points, pictures in device pixels."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each page in points."""

    def picture(self, page: int, scale: float) -> QImage:
        """A page, counted from 0, with `scale` device pixels a point."""


class PageView(QAbstractScrollArea):
    """`page_changed(number, of)` counts from 1; `zoom_changed(scale)` is 1.0 for the size on paper."""

    page_changed = Signal(int, int)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Pages | None = None
        self._images: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._fit = FIT_WIDTH
        self._zoom = 1.0
        self._page = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Preview")
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return 0 if self._pages is None else len(self._pages.sizes)

    @property
    def page(self) -> int:
        """The page that is seen most, counted from 1; 0 where there is none."""
        return self._page

    @property
    def zoom(self) -> float:
        """The scale shown: 1.0 is the size on paper."""
        return self._zoom

    @property
    def fit(self) -> str:
        """`FIT_WIDTH`, `FIT_PAGE` or empty for a scale of its own."""
        return self._fit

    def show_pages(self, pages: Pages | None) -> None:
        """Show another paper from its first page; the same place is kept where it has as many pages."""
        is_like = self._pages is not None and pages is not None and self._pages.sizes == pages.sizes
        place = self.verticalScrollBar().value() if is_like else 0
        self._pages = pages
        self._images.clear()
        self._lay_out()
        self.verticalScrollBar().setValue(place)
        self._tell_page(is_forced=True)
        self.viewport().update()

    def set_fit(self, fit: str) -> None:
        """Keep the width or the whole page in view, whatever the size of the window."""
        self._fit = fit
        self._lay_out()

    def set_zoom(self, zoom: float) -> None:
        """Show at a scale of its own, 0.25 to 4."""
        self._fit = ""
        self._apply_zoom(max(ZOOMS[0], min(ZOOMS[-1], zoom)))

    def zoom_by(self, steps: int) -> None:
        """Zoom in (above zero) or out by steps."""
        further = [one for one in ZOOMS if (one > self._zoom + 0.005 if steps > 0 else one < self._zoom - 0.005)]
        if further:
            self.set_zoom(further[0] if steps > 0 else further[-1])

    def go_to_page(self, number: int) -> None:
        """Put the top of a page, counted from 1, at the top."""
        if self._pages is not None and 1 <= number <= self.count:
            self.verticalScrollBar().setValue(round(self._tops()[number - 1] - _BETWEEN / 2) if number > 1 else 0)

    def sizeHint(self) -> QSize:
        return QSize(480, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 220)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bar = event.key(), self.verticalScrollBar()
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_by(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif key == Qt.Key.Key_Space:
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), tones.hover)
        if self._pages is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        seen = QRectF(self.viewport().rect())
        for number, area in enumerate(self._areas()):
            if area.intersects(seen):
                painter.setPen(QPen(tones.line, 1))
                painter.setBrush(Qt.GlobalColor.white)
                painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
                painter.drawImage(area, self._image(number))
        if self.hasFocus():
            painter.setPen(QPen(tones.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(seen.adjusted(1, 1, -1, -1))

    # ------------------------------------------------------------------ private

    def _image(self, number: int) -> QImage:
        assert self._pages is not None
        scale = self._zoom * POINT * self.devicePixelRatioF()
        key = (number, round(scale * 1000))
        if key not in self._images:
            self._images[key] = self._pages.picture(number, scale)
            while len(self._images) > _KEPT:
                self._images.popitem(last=False)
        self._images.move_to_end(key)
        return self._images[key]

    def _scaled(self) -> list[tuple[float, float]]:
        sizes = self._pages.sizes if self._pages is not None else ()
        return [(width * self._zoom * POINT, height * self._zoom * POINT) for width, height in sizes]

    def _tops(self) -> list[float]:
        tops, at = [], float(_MARGIN)
        for _, height in self._scaled():
            tops.append(at)
            at += height + _BETWEEN
        return tops

    def _areas(self) -> list[QRectF]:
        """Where each page stands in the viewport now, on whole device pixels so that text stays sharp."""
        wide, ratio = self.viewport().width(), self.devicePixelRatioF()
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        areas = []
        for (width, height), top in zip(self._scaled(), self._tops(), strict=True):
            left = max(_MARGIN, (wide - width) / 2) - across
            corner = QPointF(round(left * ratio) / ratio, round((top - down) * ratio) / ratio)
            areas.append(QRectF(corner.x(), corner.y(), width, height))
        return areas

    def _lay_out(self) -> None:
        if self._pages is None or not self._pages.sizes:
            self.verticalScrollBar().setRange(0, 0)
            self.horizontalScrollBar().setRange(0, 0)
            return
        self._apply_zoom(self._fitting() if self._fit else self._zoom)

    def _fitting(self) -> float:
        assert self._pages is not None
        widest = max(width for width, _ in self._pages.sizes) * POINT
        highest = max(height for _, height in self._pages.sizes) * POINT
        bar = self.verticalScrollBar().sizeHint().width() if not self.verticalScrollBar().isVisible() else 0
        across = (self.viewport().width() - 2 * _MARGIN - bar) / widest
        if self._fit == FIT_PAGE:
            across = min(across, (self.viewport().height() - 2 * _MARGIN) / highest)
        return max(ZOOMS[0], min(ZOOMS[-1], across))

    def _apply_zoom(self, zoom: float) -> None:
        before = self.verticalScrollBar()
        place = before.value() / max(1, before.maximum())
        is_other = abs(zoom - self._zoom) > 1e-6
        self._zoom = zoom
        sizes = self._scaled()
        height = sum(high for _, high in sizes) + _BETWEEN * (len(sizes) - 1) + 2 * _MARGIN
        width = max((wide for wide, _ in sizes), default=0.0) + 2 * _MARGIN
        for bar, whole, part in (
            (self.verticalScrollBar(), height, self.viewport().height()),
            (self.horizontalScrollBar(), width, self.viewport().width()),
        ):
            bar.setPageStep(part)
            bar.setSingleStep(40)
            bar.setRange(0, max(0, round(whole) - part))
        if is_other:
            before.setValue(round(place * before.maximum()))
            self.zoom_changed.emit(zoom)
        self._tell_page()
        self.viewport().update()

    def _tell_page(self, is_forced: bool = False) -> None:
        middle = self.viewport().height() / 2
        now = 1 if self.count else 0
        for number, area in enumerate(self._areas(), 1):
            if area.top() <= middle:
                now = number
        if now != self._page or is_forced:
            self._page = now
            self.setAccessibleName(f"Preview, page {now} of {self.count}" if now else "Preview")
            self.page_changed.emit(now, self.count)

    @Slot()
    def _on_scrolled(self) -> None:
        self._tell_page()
        self.viewport().update()


def zoom_words(zoom: float) -> str:
    """A scale in words: 1.25 -> "125%"."""
    return f"{text.shares(round(zoom * 100))}%"
