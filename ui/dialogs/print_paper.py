"""Prints a finished paper page by page at 300 dots an inch, through the dialog of the system."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

DOTS = 300
POINTS = 72


class Pages(Protocol):
    """A paper as pages."""

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each page in points."""

    def picture(self, page: int, scale: float) -> QImage:
        """A page, counted from 0, with `scale` pixels a point."""


def has_printer() -> bool:
    """Whether the system knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def print_paper(parent: QWidget, pages: Pages, title: str) -> bool:
    """Ask for a printer and print; False when it was cancelled."""
    printer = printer_for(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setMinMax(1, len(pages.sizes))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    return put_on(printer, pages)


def printer_for(title: str) -> QPrinter:
    """A printer set to letter paper without margins of its own: the paper has its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setResolution(DOTS)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    return printer


def put_on(printer: QPrinter, pages: Pages) -> bool:
    """Print the pages asked for at their true size; False where the printer cannot be written to."""
    count = len(pages.sizes)
    first = max(1, printer.fromPage()) if printer.fromPage() else 1
    last = min(count, printer.toPage()) if printer.toPage() else count
    painter = QPainter()
    if not painter.begin(printer):
        return False
    dots = printer.resolution() / POINTS
    for number in range(first - 1, last):
        if number > first - 1:
            printer.newPage()
        width, height = pages.sizes[number]
        painter.drawImage(QRectF(0, 0, width * dots, height * dots), pages.picture(number, DOTS / POINTS))
    return bool(painter.end())
