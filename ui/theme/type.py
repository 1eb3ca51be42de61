"""The type scale and the spacing scale: every size on screen is one of these."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QGuiApplication

# Relative to the body size of the system (or of View > Zoom): role -> (factor, weight).
SIZES: Final = {
    "caption": (0.88, QFont.Weight.Normal),
    "label": (0.92, QFont.Weight.Medium),
    "body": (1.0, QFont.Weight.Normal),
    "strong": (1.0, QFont.Weight.DemiBold),
    "title": (1.18, QFont.Weight.DemiBold),
    "heading": (1.7, QFont.Weight.DemiBold),
    "figure": (1.75, QFont.Weight.DemiBold),
    "display": (2.3, QFont.Weight.DemiBold),
}


class Space:
    """Distances in logical pixels; nothing is set apart by any other."""

    hair: Final = 2
    tiny: Final = 4
    small: Final = 8
    medium: Final = 12
    large: Final = 16
    huge: Final = 24
    vast: Final = 40


GAP: Final = Space()


def font(role: str = "body", tabular: bool = False) -> QFont:
    """The font of a role; `tabular` makes digits equally wide, for figures that stand below one another."""
    factor, weight = SIZES[role]
    made = QFont(QGuiApplication.font())
    made.setPointSizeF(made.pointSizeF() * factor)
    made.setWeight(weight)
    return numerals(made) if tabular else made


def numerals(of: QFont) -> QFont:
    """The font with digits of equal width."""
    made = QFont(of)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
