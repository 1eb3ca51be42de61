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
        self._text = canvas.beginText()
        self._font: tuple[str, float] | None = None
        self._rules: list[tuple[float, float, float, float, float]] = []

    def line(self, x: float, baseline: float, line: Line, style: Style) -> None:
        """A line of text with its left end at `x` on `baseline`."""
        for offset, piece in line:
            font = (piece.font, style.size * piece.scale)
            if font != self._font:
                self._text.setFont(*font)
                self._font = font
            self._text.setTextOrigin(x + offset, HEIGHT - baseline)
            self._text.textOut(piece.text)

    def rule(self, x: float, y: float, length: float, weight: float = HAIR) -> None:
        """A horizontal rule from `x` to the right."""
        self._rules.append((x, y, x + length, y, weight))

    def frame(self, x: float, y: float, width: float, height: float, weight: float = RULE) -> None:
        """The four sides of a frame whose upper left corner is given."""
        right, bottom = x + width, y + height
        self._rules += [(x, y, right, y, weight), (right, y, right, bottom, weight)]
        self._rules += [(right, bottom, x, bottom, weight), (x, bottom, x, y, weight)]

    def finish(self) -> None:
        """Put everything on the page."""
        canvas = self.canvas
        for x1, y1, x2, y2, weight in self._rules:
            canvas.setLineWidth(weight)
            canvas.line(x1, HEIGHT - y1, x2, HEIGHT - y2)
        canvas.drawText(self._text)
