"""Tables laid out: column titles, rows with figures aligned at the right, lines to fill in, a total under a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from models.notice.blocks import Column, Run, Table, table_head
from models.notice.lines import HEAD, TABLE, Line, Style, broken, line_width
from models.notice.pen import HAIR, RULE, Pen
from models.notice.strip import Strip, baseline

GUTTER = 10.0
# Words after a figure stand farther off: the figure ends, and they begin, at the same edge of their columns.
AFTER_FIGURE = 20.0
PAD = 2.6
# A cell to write in is at least this high.
HAND = 20.0


def column_places(columns: Sequence[Column], width: float) -> list[tuple[float, float]]:
    """The left end and the width of each column, gutters between them."""
    gutters = [
        AFTER_FIGURE if before.is_figure and not after.is_figure else GUTTER for before, after in pairwise(columns)
    ]
    free = width - sum(gutters)
    total = sum(column.weight for column in columns)
    places, x = [], 0.0
    for column, gutter in zip(columns, (*gutters, 0.0), strict=True):
        own = free * column.weight / total
        places.append((x, own))
        x += own + gutter
    return places


def _row(
    cells: Sequence[str],
    columns: Sequence[Column],
    width: float,
    style: Style,
    over: float = 0.0,
    under: float = 0.0,
) -> Strip:
    """One row; `over` and `under` are the weights of the rules above and below it (0 for none)."""
    places = column_places(columns, width)
    set_cells: list[Sequence[Line]] = [
        broken((Run(cell),), style, own) for cell, (_, own) in zip(cells, places, strict=True)
    ]
    most = max(map(len, set_cells))
    by_hand = any(column.is_blank and not cell for column, cell in zip(columns, cells, strict=True))
    height = max(most * style.leading + 2 * PAD, HAND if by_hand else 0.0)
    top = height - most * style.leading - PAD if by_hand else PAD

    def draw(pen: Pen, x: float, y: float) -> None:
        if over:
            pen.rule(x, y, width, over)
        for lines, column, (left, own) in zip(set_cells, columns, places, strict=True):
            for at, line in enumerate(lines):
                shift = own - line_width(line, style) if column.is_figure else 0.0
                pen.line(x + left + shift, y + top + at * style.leading + baseline(style), line, style)
        if under:
            pen.rule(x, y + height, width, under)

    return Strip(height, draw)


def table_strips(table: Table, width: float) -> list[Strip]:
    """The strips of a table: its head stays with the first row and comes again on each page."""
    head = _row(table_head(table), table.columns, width, HEAD, under=RULE)
    rows = [_row(row, table.columns, width, TABLE, under=HAIR) for row in table.rows]
    found = [replace(head, stays=True)]
    for at, row in enumerate(rows):
        stays = at == 0 < len(rows) - 1 or at == len(rows) - 2 or (at == len(rows) - 1 and table.total is not None)
        found.append(replace(row, stays=stays, again=head if at else None))
    if table.total is not None:
        total = _row(table.total, table.columns, width, TABLE._replace(is_strong=True), under=RULE)
        found.append(replace(total, again=head))
    return found
