"""Puts the program's palette, font and style sheet in force, and follows the system between light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui.theme.sheet import style_sheet
from ui.theme.tones import DARK, LIGHT, Tones

# What fontconfig and Qt answer where no desktop names a font; DejaVu is what such machines then show.
_NO_CHOICE = frozenset({"", "sans serif", "sans", "sans-serif", "dejavu sans", "bitstream vera sans"})
_OWN_FACES = ("Regular", "Medium", "SemiBold")
_LEAST_POINTS = 10.0


class _System:
    """What the desktop had chosen before the program put on its own look."""

    font: QFont | None = None
    is_dark = False
    scale = 1.0  # of the text now, against what the desktop had chosen


_system = _System()


def scheme_wanted(choice: str) -> Tones:
    """The tones for `choice`, one of "light", "dark", "system"; a system that does not say means light."""
    if choice == "system":
        return DARK if _system.is_dark else LIGHT
    return DARK if choice == "dark" else LIGHT


@Slot()
def follow_system() -> None:
    """Take notice that the system went from light to dark or back; `apply` then uses it."""
    from PySide6.QtCore import Qt

    _system.is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def is_dark() -> bool:
    """Whether the program is dark now."""
    return QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def _base_font() -> QFont:
    """The system's font; Inter, which comes with the program, where the system has not chosen one."""
    chosen = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if chosen.family().lower() in _NO_CHOICE:
        for face in _OWN_FACES:
            QFontDatabase.addApplicationFont(str(resources.path(f"fonts/ui/Inter-{face}.otf")))
        chosen = QFont("Inter", -1)
        chosen.setPointSizeF(_LEAST_POINTS)
    elif chosen.pointSizeF() <= 0:  # a font set in pixels
        chosen.setPointSizeF(_LEAST_POINTS)
    return chosen


def _palette(now: Tones) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for meaning, roles in (
        ("window", (role.Window,)),
        ("card", (role.Base, role.Button, role.ToolTipBase)),
        ("hover", (role.AlternateBase, role.Midlight)),
        ("text", (role.WindowText, role.Text, role.ButtonText, role.ToolTipText)),
        ("muted", (role.PlaceholderText,)),
        ("selection", (role.Highlight,)),
        ("accent", (role.Link, role.LinkVisited, role.Accent)),
        ("hairline", (role.Mid, role.Light)),
        ("line", (role.Dark, role.Shadow)),
    ):
        for one in roles:
            palette.setColor(one, now.of(meaning))
    palette.setColor(role.HighlightedText, now.text)
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, now.line)
    return palette


def apply(app: QApplication, choice: str = "system", scale: float = 1.0) -> None:
    """Put the scheme of `choice` in force, with text `scale` times the system's size (0.8 to 2).

    Widgets that keep sizes figured from fonts offer `restyled()` and are told.
    """
    if _system.font is None:
        # The palette tells at the start: asking styleHints would import the name Qt (see `lean`).
        _system.is_dark = is_dark()
        _system.font = _base_font()
    now = scheme_wanted(choice)
    _system.scale = scale
    body = QFont(_system.font)
    body.setPointSizeF(body.pointSizeF() * scale)
    app.setFont(body)
    app.setPalette(_palette(now))
    app.setStyleSheet(style_sheet(now, body.pointSizeF(), grown(16)))
    for widget in app.allWidgets():
        if hasattr(widget, "restyled"):
            widget.restyled()


ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


@contextmanager
def on_paper(app: QApplication) -> Iterator[None]:
    """Light as long as something is put on paper: a dark page wastes ink and cannot be written on."""
    if not is_dark():
        yield
        return
    scale = _system.scale
    apply(app, "light", scale)
    try:
        yield
    finally:
        apply(app, "dark", scale)


def grown(pixels: int) -> int:
    """A size in logical pixels, grown as the text is by View > Zoom: for icons, which stand beside words."""
    return round(pixels * _system.scale)


def zoom(scale: float, steps: int) -> float:
    """The scale `steps` further along `ZOOMS`; 0 steps is the normal size."""
    if not steps:
        return 1.0
    nearest = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - scale))
    return ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + steps))]
