"""A table of 10,000 prices: page scrolls and sorts against Qt's own C++ item model in the same view."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Any

from bench.common import Figure, compare, processor, report, seconds
from models.facts.price import Price

ROWS = 10_000
MANY = 100_000
FRAME = 1 / 60


def prices(number: int) -> list[Price]:
    """Days of prices in no order."""
    made = []
    for at in range(number):
        last = Fraction(100 + at * 7919 % 900, 100)
        made.append(Price("plan", date(1990, 1, 1) + timedelta(days=at * 7907 % 20_000), last, last, last, (last,)))
    return made


def scrolls(view: Any, app: Any) -> Callable[[], object]:
    """One page down, drawn."""
    bar = view.verticalScrollBar()

    def act() -> None:
        bar.setValue((bar.value() + bar.pageStep()) % max(1, bar.maximum()))
        view.viewport().repaint()
        app.processEvents()

    return act


def a_table(rows: Sequence[Price]) -> Any:
    """The program's own table."""
    from ui.dialogs.record.paste import price_columns
    from ui.tables.view import Table

    table: Table[Price] = Table(price_columns(), lambda one: (one.plan, one.date, id(one)), "Prices")
    table.show_rows(rows)
    table.fit_columns()
    return table


def an_item_table(like: Any) -> Any:
    """The same words in Qt's own item model, in the same kind of view."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    columns, rows = like.rows_model.columns, like.rows_model.rows
    model = QStandardItemModel(0, len(columns))
    model.setHorizontalHeaderLabels([column.title for column in columns])
    for row in rows:
        model.appendRow([QStandardItem(column.text(row)) for column in columns])
    view = QTableView()
    view.setModel(model)
    view.setShowGrid(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
    view.setFont(like.font())
    return view


def main() -> int:
    """Print every figure beside its aim; 1 where one is missed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QStandardPaths

    QStandardPaths.setTestModeEnabled(True)
    from ui import theme
    from ui.app import Application

    app = Application(["strikebook"])
    theme.apply(app, "light")
    ours = a_table(prices(ROWS))
    bare = an_item_table(ours)
    for view in (ours, bare):
        view.resize(1000, 760)
        view.show()
    app.processEvents()
    scroll = scrolls(ours, app)
    figures = [compare(f"page scroll of {ROWS:,} rows", scroll, scrolls(bare, app), 2, repeat=20)]
    taken = sorted(processor(scroll) for _ in range(100))
    figures.append(
        Figure("page scroll, 95 of 100", taken[94], FRAME, 1, "processor time; floor: a frame of 60 a second")
    )
    figures.append(_sort(ours))
    return report("Tables", figures)


def _day(one: Price) -> date:
    return one.date


def _sort(table: Any) -> Figure:
    from PySide6.QtCore import Qt

    rows = prices(MANY)
    table.hide()
    table.show_rows(rows)
    model, orders = table.rows_model, (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
    ours: list[float] = []
    floor: list[float] = []
    for at in range(9):  # each way in turns, from the order the other left
        floor.append(seconds(partial(sorted, list(model.rows), key=_day, reverse=bool(at % 2))))
        ours.append(seconds(partial(model.sort, 0, orders[at % 2])))
    return Figure(f"sort of {MANY:,} rows", statistics.median(ours), statistics.median(floor), 1.5, "floor: sorted()")


if __name__ == "__main__":
    sys.exit(main())
