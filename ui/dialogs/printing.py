"""Puts a picture of the window on paper."""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPageLayout, QPainter, QRegion
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui import theme


@runtime_checkable
class Printable(Protocol):
    """A widget that can paint itself for paper."""

    def paint_for_print(self, painter: QPainter, area: QRectF) -> None:
        """Paint into `area`, given in the widget's own pixels."""


@runtime_checkable
class Paged(Protocol):
    """A widget that may be higher than a page and says where it can be broken."""

    def breaks(self, height: float) -> list[int]:
        """Where pages of `height` of the widget's own pixels begin, from 0."""


def print_widget(parent: QWidget, widget: QWidget) -> bool:
    """Ask for a printer (or a PDF file) and print; False when it was cancelled."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    put_on(printer, widget)
    return True


def put_on(printer: QPrinter, widget: QWidget) -> None:
    """Print `widget` as wide as the page, light, on as many pages as it says it needs."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with theme.on_paper(app):
        painter = QPainter(printer)
        if isinstance(widget, Paged):
            _put_pages(printer, painter, widget)
        else:
            _put_page(printer, painter, widget)
        painter.end()


def _put_page(printer: QPrinter, painter: QPainter, widget: QWidget) -> None:
    page = printer.pageLayout().paintRectPixels(printer.resolution())
    scale = min(page.width() / widget.width(), page.height() / widget.height())
    painter.scale(scale, scale)
    if isinstance(widget, Printable):
        widget.paint_for_print(painter, QRectF(0, 0, widget.width(), widget.height()))
    else:
        widget.render(painter, QPoint())


def _put_pages(printer: QPrinter, painter: QPainter, widget: Paged) -> None:
    assert isinstance(widget, QWidget)
    page = printer.pageLayout().paintRectPixels(printer.resolution())
    scale = page.width() / widget.width()
    starts = widget.breaks(page.height() / scale)
    painter.scale(scale, scale)
    for at, (start, end) in enumerate(pairwise([*starts, widget.height()])):
        if at:
            printer.newPage()
        widget.render(painter, QPoint(), QRegion(0, start, widget.width(), end - start))
