"""The colours of the program by what they mean; a test computes that each can be read where it is used."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget


class Tones(NamedTuple):
    """One scheme. Text tones keep 4.5:1 on window, card, rail and their own soft ground; lines of fields 3:1."""

    is_dark: bool
    window: QColor  # behind the cards
    rail: QColor  # the rail of pages and the status bar
    card: QColor  # cards, fields, tables
    hover: QColor  # under the pointer
    text: QColor
    muted: QColor  # captions and notes
    hairline: QColor  # between things; decoration only
    line: QColor  # the edge of something that can be used
    accent: QColor  # the one colour of action and of what is vested
    on_accent: QColor
    accent_soft: QColor
    good: QColor
    good_soft: QColor
    warn: QColor
    warn_soft: QColor
    bad: QColor
    bad_soft: QColor
    selection: QColor  # ground of selected rows and text
    unvested: QColor  # shares still to vest, in charts
    used: QColor  # shares exercised, in charts

    def of(self, meaning: str) -> QColor:
        """The colour of `meaning`, the name of a field such as "muted"."""
        found: QColor = getattr(self, meaning)
        return found

    def soft(self, meaning: str) -> QColor:
        """The quiet ground that goes with "accent", "good", "warn" or "bad"."""
        return self.of(f"{meaning}_soft")


def _tones(is_dark: bool, names: str) -> Tones:
    given = dict(pair.split("=") for pair in names.split())
    return Tones(is_dark, *(QColor(given[name]) for name in Tones._fields[1:]))


LIGHT = _tones(
    False,
    """
    window=#f5f6f8 rail=#eceef2 card=#ffffff hover=#e9ecf2 text=#1a1f29 muted=#596274 hairline=#dfe3ea
    line=#858d9c accent=#2b55c4 on_accent=#ffffff accent_soft=#e6ecfb good=#1b6e47 good_soft=#e2f3ea
    warn=#855100 warn_soft=#fdf1d9 bad=#b3261e bad_soft=#fdeae8 selection=#d7e2fb unvested=#a9bdee used=#9aa3b2
    """,
)
DARK = _tones(
    True,
    """
    window=#15181d rail=#101317 card=#1d2127 hover=#272c35 text=#e7eaf0 muted=#a0a9b8 hairline=#2d333d
    line=#6b7482 accent=#8fb0ff on_accent=#0d1530 accent_soft=#222e4d good=#6bcf9b good_soft=#18332a
    warn=#efbd5d warn_soft=#382d12 bad=#ff9389 bad_soft=#43201d selection=#2f4274 unvested=#4a6194 used=#79828f
    """,
)


def tones(of: QWidget | QPalette | None = None) -> Tones:
    """The scheme in force for a widget or a palette; without one, for the program."""
    palette = of if isinstance(of, QPalette) else of.palette() if of is not None else QGuiApplication.palette()
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2 between two opaque colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` (0 to 1) of `other` in `one`."""
    parts = zip(one.getRgbF()[:3], other.getRgbF()[:3], strict=True)  # type: ignore[index]
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in parts))


def faded(colour: QColor, alpha: float) -> QColor:
    """The colour with an opacity of 0 to 1."""
    thin = QColor(colour)
    thin.setAlphaF(alpha)
    return thin
