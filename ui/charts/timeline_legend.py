"""The legend under the timeline, in as many lines as the width asks for."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF

from ui import theme
from ui.theme import lean

VESTED, LATER, UNVESTED, EXERCISED, LAST = "Vested", "Will vest", "Not vested", "Exercised", "Last day to exercise"
_PARTS = (VESTED, LATER, UNVESTED, EXERCISED, LAST)
CLOTH = 9  # of a flag, at the normal size of text
_SIGN, _BESIDE, _AFTER = 10, 6, 18  # the sign, the room to its words, and the room to the next sign


def lines(width: float) -> list[list[str]]:
    """What stands on each line within a width."""
    metrics, found, used = QFontMetricsF(theme.font("caption")), [[_PARTS[0]]], 0.0
    for at, words in enumerate(_PARTS):
        wide = theme.grown(_SIGN) + _BESIDE + metrics.horizontalAdvance(words) + _AFTER
        if at and used + wide - _AFTER > width:
            found.append([])
            used = 0.0
        if at:
            found[-1].append(words)
        used += wide
    return found


def line_height() -> float:
    """How high a line is."""
    return QFontMetricsF(theme.font("caption")).height() + 4


def colours(tones: theme.Tones) -> dict[str, QColor]:
    """The colour of each level."""
    return {
        VESTED: tones.accent,
        LATER: theme.mixed(tones.unvested, tones.accent, 0.3),
        UNVESTED: theme.mixed(tones.card, tones.unvested, 0.45),
    }


def flag(painter: QPainter, x: float, top: float, bottom: float, colour: QColor) -> None:
    """The flag of a last day, its staff at `x`."""
    painter.setPen(lean.pen(colour, 2))
    painter.drawLine(QLineF(x, top, x, bottom))
    painter.setPen(lean.CLEAR)
    painter.setBrush(colour)
    cloth = theme.grown(CLOTH)
    painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x - cloth, top + cloth / 2), QPointF(x, top + cloth)]))


def paint(painter: QPainter, area: QRectF, tones: theme.Tones) -> None:
    """The legend from the upper left corner of `area` on."""
    font = theme.font("caption")
    metrics, side = QFontMetricsF(font), theme.grown(_SIGN)
    painter.setFont(font)
    top = area.top()
    for line in lines(area.width()):
        x, middle = area.left(), top + metrics.height() / 2
        for words in line:
            _sign(painter, words, QRectF(x, middle - side / 2, side, side), tones)
            painter.setPen(tones.muted)
            painter.drawText(QPointF(x + side + _BESIDE, top + metrics.ascent()), words)
            x += side + _BESIDE + metrics.horizontalAdvance(words) + _AFTER
        top += line_height()


def _sign(painter: QPainter, words: str, area: QRectF, tones: theme.Tones) -> None:
    painter.setPen(lean.CLEAR)
    if words == EXERCISED:
        painter.setBrush(tones.text)
        painter.drawEllipse(area.adjusted(1, 1, -1, -1))
    elif words == LAST:
        flag(painter, area.right() - 1, area.top() - 1, area.bottom() + 2, tones.text)
    else:
        painter.setBrush(colours(tones)[words])
        painter.drawRoundedRect(area, 2, 2)
