"""What a first picture needs of Qt's enums without the name `Qt`.

Importing that name builds every enum of the namespace, a sixth of a bare window's start. What is made and painted at
the start therefore uses the numbers here (they are part of Qt's binary interface and never change) and the painter of
`ui.theme.painter`; handlers of keys and clicks import `Qt` when they first run.
"""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QObject, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

LEFT: Final = 0x0001
RIGHT: Final = 0x0002
H_CENTER: Final = 0x0004
TOP: Final = 0x0020
BOTTOM: Final = 0x0040
V_CENTER: Final = 0x0080
CENTER: Final = H_CENTER | V_CENTER
WRAP: Final = 0x1000

NO_FOCUS: Final = 0
TAB_FOCUS: Final = 1
STRONG_FOCUS: Final = 11

SCROLL_OFF: Final = 1
SELECT_BY_MOUSE: Final = 1
PLAIN_TEXT: Final = 0

# A pen that leaves no trace: `Qt.PenStyle.NoPen` without its name.
CLEAR: Final = QColor(0, 0, 0, 0)


class Measures(Protocol):
    """QFontMetricsF, for what is needed here."""

    def horizontalAdvance(self, text: str) -> float:  # noqa: N802 - Qt's name
        """The width of a text."""


def put(target: QObject, **numbers: int) -> None:
    """Set properties that are enums by their numbers: `put(label, alignment=RIGHT)`."""
    for name, number in numbers.items():
        target.setProperty(name, number)


def point(widget: QWidget, is_on: bool = True) -> None:
    """Show a hand over a widget; called when the pointer first comes."""
    from PySide6.QtCore import Qt

    widget.setCursor(Qt.CursorShape.PointingHandCursor if is_on else Qt.CursorShape.ArrowCursor)


def pen(colour: QColor, width: float = 1) -> QPen:
    """A pen; QPen(colour, width) would import the name Qt."""
    made = QPen()
    made.setColor(colour)
    made.setWidthF(width)
    return made


def fill(painter: QPainter, area: QRect | QRectF, colour: QColor) -> None:
    """Fill an area; QPainter.fillRect would import the name Qt."""
    painter.setBackground(pen(colour).brush())
    painter.eraseRect(area)


def elided(metrics: Measures, words: str, width: float) -> str:
    """The words, cut with an ellipsis where they are wider than `width`."""
    if metrics.horizontalAdvance(words) <= width:
        return words
    least, most = 0, len(words)
    while least < most:
        middle = (least + most + 1) // 2
        if metrics.horizontalAdvance(words[:middle].rstrip() + "\N{HORIZONTAL ELLIPSIS}") <= width:
            least = middle
        else:
            most = middle - 1
    return words[:least].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
