"""Draws on one page: text and rules at places measured in points from the top left corner of a US Letter sheet."""

from __future__ import annotations

from typing import Any

from models.notice.lines import Line, Style

WIDTH, HEIGHT = 612.0, 792.0
HAIR, RULE = 0.5, 0.8


class Pen:
    """Collects the text and the rules of one page of a canvas."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self._x, self._y, self._scale = 0.0, 0.0, 1.0
        self._text = canvas.beginText()
        self._font: tuple[str, float] | None = None
        self._rules: list[tuple[float, float, float, float, float]] = []

    def at(self, x: float, y: float, scale: float = 1.0) -> None:
        """Measure from (x, y) of the page from now on, and draw everything at `scale`."""
        self._x, self._y, self._scale = x, y, scale

    def line(self, x: float, baseline: float, line: Line, style: Style) -> None:
        """A line of text with its left end at `x` on `baseline`."""
        for offset, piece in line:
            font = (piece.font, style.size * piece.scale * self._scale)
            if font != self._font:
                self._text.setFont(*font)
                self._font = font
            left = self._x + (x + offset) * self._scale
            self._text.setTextOrigin(left, HEIGHT - self._y - baseline * self._scale)
            self._text.textOut(piece.text)

    def rule(self, x: float, y: float, length: float, weight: float = HAIR) -> None:
        """A horizontal rule from `x` to the right."""
        self._rule(x, y, x + length, y, weight)

    def frame(self, x: float, y: float, width: float, height: float, weight: float = RULE) -> None:
        """The four sides of a frame whose upper left corner is given."""
        right, bottom = x + width, y + height
        for ends in ((x, y, right, y), (right, y, right, bottom), (right, bottom, x, bottom), (x, bottom, x, y)):
            self._rule(*ends, weight)

    def _rule(self, x1: float, y1: float, x2: float, y2: float, weight: float) -> None:
        scale = self._scale
        self._rules.append(
            (self._x + x1 * scale, self._y + y1 * scale, self._x + x2 * scale, self._y + y2 * scale, weight)
        )

    def finish(self) -> None:
        """Put everything on the page."""
        canvas = self.canvas
        for x1, y1, x2, y2, weight in self._rules:
            canvas.setLineWidth(weight)
            canvas.line(x1, HEIGHT - y1, x2, HEIGHT - y2)
        canvas.drawText(self._text)
