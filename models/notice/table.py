"""Tables laid out: column titles, rows with figures aligned at the right, lines to fill in, a total under a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from models.notice.blocks import Column, Run, Table, table_head
from models.notice.lines import HEAD, TABLE, Line, Style, broken, line_pieces, line_width
from models.notice.pen import HAIR, RULE, Pen
from models.notice.strip import Strip, baseline

GUTTER = 10.0
# Words after a figure stand farther off: the figure ends, and they begin, at the same edge of their columns.
AFTER_FIGURE = 20.0
PAD = 2.6
# A cell to write in is at least this high, and this wide.
HAND, BY_HAND = 20.0, 86.0
LEAST = 12.0
TOTAL = TABLE._replace(is_strong=True)


def column_places(table: Table, width: float) -> list[tuple[float, float]]:
    """The left end and the width of each column, gutters between them.

    Each column gets what its entries need on one line, and by its weight a part of what is left over; where there is
    too little, figures stay whole and the columns of words share the rest and are broken.
    """
    columns = table.columns
    gutters = [
        AFTER_FIGURE if before.is_figure and not after.is_figure else GUTTER for before, after in pairwise(columns)
    ]
    places, x = [], 0.0
    for own, gutter in zip(_widths(table, width - sum(gutters)), (*gutters, 0.0), strict=True):
        places.append((x, own))
        x += own + gutter
    return places


def _widths(table: Table, free: float) -> list[float]:
    needs = [_need(table, at, [table.columns[at].title]) for at in range(len(table.columns))]
    if sum(needs) > free:
        needs = [_need(table, at, table.columns[at].title.split()) for at in range(len(table.columns))]
    over = free - sum(needs)
    if over >= 0:
        total = sum(column.weight for column in table.columns)
        return [need + over * column.weight / total for need, column in zip(needs, table.columns, strict=True)]
    found = {at: min(needs[at], free / 2) for at, column in enumerate(table.columns) if column.is_figure}
    left, waiting = free - sum(found.values()), [at for at in range(len(needs)) if at not in found]
    while waiting:
        share = max(left, 0.0) / len(waiting)
        narrow = [at for at in waiting if needs[at] <= share]
        for at in narrow or waiting:
            found[at] = min(needs[at], share)
            left -= found[at]
        waiting = [at for at in waiting if at not in found]
    return [max(found[at], LEAST) for at in range(len(needs))]


def _need(table: Table, at: int, titles: Sequence[str]) -> float:
    """What the entries of a column need on one line, and each of `titles`: its title, or the words of that."""
    title = max((_width(word, HEAD) for word in titles), default=0.0)
    total = _width(table.total[at], TOTAL) if table.total else 0.0
    cells = max((_width(row[at], TABLE) for row in table.rows), default=0.0)
    by_hand = BY_HAND if table.columns[at].is_blank else 0.0
    return max(title, total, cells, by_hand) + 0.5  # so that rounding never breaks what just fits


def _width(text: str, style: Style) -> float:
    return sum(piece.width for piece in line_pieces(text, style.is_strong)) * style.size


def _row(
    cells: Sequence[str],
    columns: Sequence[Column],
    places: Sequence[tuple[float, float]],
    width: float,
    style: Style,
    over: float = 0.0,
    under: float = 0.0,
) -> Strip:
    """One row; `over` and `under` are the weights of the rules above and below it (0 for none)."""
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
    columns, places = table.columns, column_places(table, width)
    head = _row(table_head(table), columns, places, width, HEAD, under=RULE)
    rows = [_row(row, columns, places, width, TABLE, under=HAIR) for row in table.rows]
    found = [replace(head, stays=True)]
    for at, row in enumerate(rows):
        stays = at == 0 < len(rows) - 1 or at == len(rows) - 2 or (at == len(rows) - 1 and table.total is not None)
        found.append(replace(row, stays=stays, again=head if at else None))
    if table.total is not None:
        total = _row(table.total, columns, places, width, TOTAL, under=RULE)
        found.append(replace(total, again=head))
    return found
