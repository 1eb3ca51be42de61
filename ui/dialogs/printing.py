"""Puts a picture of the window on paper."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget


@runtime_checkable
class Printable(Protocol):
    """A widget that can paint itself for paper."""

    def paint_for_print(self, painter: QPainter, area: QRectF) -> None:
        """Paint into `area`, given in the widget's own pixels."""


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
    """Print `widget` as wide as the page."""
    painter = QPainter(printer)
    page = printer.pageLayout().paintRectPixels(printer.resolution())
    scale = min(page.width() / widget.width(), page.height() / widget.height())
    painter.scale(scale, scale)
    if isinstance(widget, Printable):
        widget.paint_for_print(painter, QRectF(0, 0, widget.width(), widget.height()))
    else:
        widget.render(painter, QPoint())
    painter.end()
