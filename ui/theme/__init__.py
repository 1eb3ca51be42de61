"""Colours by meaning, sizes by role and icons by name, for light and dark alike."""

from __future__ import annotations

from ui.theme.apply import apply, follow_system, grown, is_dark, on_paper, scheme_wanted, zoom
from ui.theme.icons import icon, pixmap
from ui.theme.painter import Painter
from ui.theme.tones import DARK, LIGHT, Tones, contrast, faded, mixed, tones
from ui.theme.type import GAP, SIZES, Space, font, numerals

__all__ = [
    "DARK",
    "GAP",
    "LIGHT",
    "SIZES",
    "Painter",
    "Space",
    "Tones",
    "apply",
    "contrast",
    "faded",
    "follow_system",
    "font",
    "grown",
    "icon",
    "is_dark",
    "mixed",
    "numerals",
    "on_paper",
    "pixmap",
    "scheme_wanted",
    "tones",
    "zoom",
]
