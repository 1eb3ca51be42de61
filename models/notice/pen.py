"""Draws on one page: text and rules at places measured in points from the top left corner of a US Letter sheet."""

from __future__ import annotations

from math import cos, radians, sin
from typing import Any

from models.notice.embed import Fonts
from models.notice.fonts import Piece
from models.notice.lines import Line, Style

WIDTH, HEIGHT = 612.0, 792.0
# Thinner lines are lost on a second photocopy.
HAIR, RULE = 0.65, 0.9


class Pen:
    """Collects the operators of one page and gives them to its canvas."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._x, self._y, self._scale = 0.0, 0.0, 1.0
        self._text: list[str] = []
        self._rules: list[str] = []
        self._outlines: list[str] = []
        self._font = ("", 0.0)

    def at(self, x: float, y: float, scale: float = 1.0) -> None:
        """Measure from (x, y) of the page from now on, and draw everything at `scale`."""
        self._x, self._y, self._scale = x, y, scale

    def line(self, x: float, baseline: float, line: Line, style: Style) -> None:
        """A line of text with its left end at `x` on `baseline`."""
        y = HEIGHT - self._y - baseline * self._scale
        for offset, piece in line:
            left = self._x + (x + offset) * self._scale
            self._text.append(f"1 0 0 1 {left:.2f} {y:.2f} Tm")
            self._show(self._text, piece, style.size * self._scale)

    def _show(self, code: list[str], piece: Piece, size: float) -> None:
        for subset, string in self._fonts.shown(piece.face, piece.text):
            font = (self._fonts.name(piece.face, subset), size * piece.scale)
            if font != self._font:
                code.append(f"{font[0]} {font[1]:.2f} Tf")
                self._font = font
            code.append(f"({string}) Tj")

    def rule(self, x: float, y: float, length: float, weight: float = HAIR) -> None:
        """A horizontal rule from `x` to the right."""
        self._rule(x, y, x + length, y, weight)

    def frame(self, x: float, y: float, width: float, height: float, weight: float = RULE) -> None:
        """The four sides of a frame whose upper left corner is given."""
        right, bottom = x + width, y + height
        for ends in ((x, y, right, y), (right, y, right, bottom), (right, bottom, x, bottom), (x, bottom, x, y)):
            self._rule(*ends, weight)

    def _rule(self, x1: float, y1: float, x2: float, y2: float, weight: float) -> None:
        scale, left, top = self._scale, self._x, HEIGHT - self._y
        start = f"{left + x1 * scale:.2f} {top - y1 * scale:.2f} m"
        self._rules.append(f"{weight:.2f} w {start} {left + x2 * scale:.2f} {top - y2 * scale:.2f} l S")

    def outline(self, pieces: tuple[Piece, ...], size: float, degrees: float, above: float) -> None:
        """Outlined letters across the middle of the page, turned by `degrees`, `above` points above its centre."""
        turn, width = radians(degrees), sum(piece.width for piece in pieces) * size
        along, up = -width / 2, above - size * 0.36
        x = WIDTH / 2 + along * cos(turn) - up * sin(turn)
        y = HEIGHT / 2 + along * sin(turn) + up * cos(turn)
        matrix = f"{cos(turn):.5f} {sin(turn):.5f} {-sin(turn):.5f} {cos(turn):.5f} {x:.2f} {y:.2f} Tm"
        self._outlines.append(f"1 Tr {HAIR:.2f} w {matrix}")
        self._font = ("", 0.0)
        for piece in pieces:
            self._show(self._outlines, piece, size)
        self._outlines.append("0 Tr")
        self._font = ("", 0.0)

    def finish(self, canvas: Any) -> None:
        """Put everything on the page: rules, text, then outlines."""
        canvas._code.append("\n".join((*self._rules, "BT", *self._text, *self._outlines, "ET")))
