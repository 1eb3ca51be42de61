"""A strip: the smallest thing that goes on a page whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.notice.lines import Line, Style
from models.notice.pen import Pen

Draw = Callable[[Pen, float, float], None]


@dataclass(frozen=True)
class Strip:
    """Something `height` points high drawn at (x, y of its top); `before` is the space above it.

    `stays` keeps it on the page of the next one. `again` is drawn first where a page begins with this strip
    (the titles of a table's columns). `at_y` places it at a fixed height of the first page.
    """

    height: float
    draw: Draw
    before: float = 0.0
    stays: bool = False
    again: Strip | None = None
    at_y: float | None = None


def baseline(style: Style) -> float:
    """From the top of a line to its baseline."""
    return style.leading * 0.5 + style.size * 0.33


def line_strip(line: Line, style: Style, indent: float = 0.0) -> Strip:
    """One line of text."""

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.line(x + indent, y + baseline(style), line, style)

    return Strip(style.leading, draw)


def line_strips(lines: Sequence[Line], style: Style, indent: float = 0.0) -> list[Strip]:
    """Lines of a paragraph, of which neither the first nor the last stands alone on a page."""
    last = len(lines) - 1
    found = []
    for at, line in enumerate(lines):
        strip = line_strip(line, style, indent)
        found.append(Strip(strip.height, strip.draw, stays=at != last and at in (0, last - 1)))
    return found


def stacked(strips: Sequence[Strip]) -> Strip:
    """Strips made into one that is not divided; the space above the first is the whole's."""
    first = strips[0]
    height = sum(strip.height for strip in strips) + sum(strip.before for strip in strips[1:])

    def draw(pen: Pen, x: float, y: float) -> None:
        for at, strip in enumerate(strips):
            y += strip.before if at else 0.0
            strip.draw(pen, x, y)
            y += strip.height

    return Strip(height, draw, first.before, strips[-1].stays, first.again, first.at_y)
