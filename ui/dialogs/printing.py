"""Puts a sheet, or a picture of the window, on paper."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QMarginsF, QPoint, QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui import theme
from ui.dialogs.print_sheet import PrintSheet

_MARGIN = 15.0  # millimetres


@runtime_checkable
class Printable(Protocol):
    """A widget that can paint itself for paper."""

    def paint_for_print(self, painter: QPainter, area: QRectF) -> None:
        """Paint into `area`, given in the widget's own pixels."""


def print_out(parent: QWidget, printed: QWidget | PrintSheet) -> bool:
    """Ask for a printer (or a PDF file) and print; False when it was cancelled."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    is_sheet = isinstance(printed, PrintSheet)
    way = QPageLayout.Orientation.Portrait if is_sheet else QPageLayout.Orientation.Landscape
    printer.setPageOrientation(way)
    printer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    put_on(printer, printed)
    return True


def put_on(printer: QPrinter, printed: QWidget | PrintSheet) -> None:
    """Print a sheet on as many pages as it needs, or a widget as large as one page, both light."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with theme.on_paper(app):
        painter = QPainter(printer)
        if isinstance(printed, PrintSheet):
            printed.print_on(printer, painter)
        else:
            _put_page(printer, painter, printed)
        painter.end()


def _put_page(printer: QPrinter, painter: QPainter, widget: QWidget) -> None:
    page = printer.pageLayout().paintRectPixels(printer.resolution())
    scale = min(page.width() / widget.width(), page.height() / widget.height())
    painter.scale(scale, scale)
    if isinstance(widget, Printable):
        widget.paint_for_print(painter, QRectF(0, 0, widget.width(), widget.height()))
    else:
        widget.render(painter, QPoint())
