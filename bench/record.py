"""The page Record with 10,000 prices: its table scrolled and sorted against a C++ item model, and typing above it.

Also what the page Record itself costs with them: showing the section, typing a price, entering it.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.common import Figure, compare, report

ROWS = 10_000
PAGES = 100
FRAME = 1 / 60


def prices() -> list[Any]:
    """Prices of as many weekdays, with bids and every other figure."""
    from models.facts.price import Price

    found: list[Any] = []
    day = date(2030, 1, 2)
    while len(found) < ROWS:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            cents = 100 + len(found) * 37 % 900
            last = Fraction(cents, 100)
            high, low, bid = last + Fraction(5, 100), last - Fraction(7, 100), last - Fraction(1, 100)
            found.append(Price("focus-2002", day, last, high, low, (bid,)))
    return found


def make_window() -> Any:
    """The whole window with a record of that many prices, at the page Record."""
    from models.record.record import record_of
    from models.record.sample import first_change, sample_record
    from ui import theme
    from ui.app import Application
    from ui.main_window import MainWindow
    from ui.settings import Settings

    app = Application(["strikebook"])
    theme.apply(app, "light")
    window = MainWindow(Settings())
    window.resize(1280, 800)
    sample = sample_record()
    record = record_of({**{name: list(shelf.values()) for name, shelf in sample.shelves.items()}, "prices": prices()})
    folder = Path(tempfile.mkdtemp(prefix="strikebook-bench-"))
    window.files.create(folder / "prices.strikebook", first_change(record, "Make the record"))
    window.show()
    window.verify()
    window.go_to("record", section="prices")
    app.processEvents()
    return window


def plain_view(table: Any) -> Any:
    """The same view and texts over a model that is all C++."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView

    columns, rows = table.rows_model.columns, table.rows_model.rows
    model = QStandardItemModel(len(rows), len(columns), table)
    for at, row in enumerate(rows):
        for column, described in enumerate(columns):
            item = QStandardItem(described.text(row))
            item.setTextAlignment(table.rows_model._aligns[column])
            model.setItem(at, column, item)
    view = QTableView()
    view.setModel(model)
    view.setFont(table.font())
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
    view.resize(table.size())
    for column in range(len(columns)):
        view.setColumnWidth(column, table.columnWidth(column))
        view.setColumnHidden(column, table.isColumnHidden(column))
    view.show()
    for _ in range(5):
        QApplication.processEvents()
    return view


def page_down(view: Any) -> None:
    """One page further, painted; from the end back to the top."""
    from PySide6.QtWidgets import QAbstractSlider

    bar = view.verticalScrollBar()
    if bar.value() >= bar.maximum():
        bar.setValue(0)
    bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)
    view.viewport().repaint()


def slowest(view: Any) -> float:
    """The 95th percentile of many page scrolls, in seconds."""
    times = []
    for _ in range(PAGES * 2):
        began = time.perf_counter()
        page_down(view)
        times.append(time.perf_counter() - began)
    return statistics.quantiles(times, n=20)[-1]


def sorting(table: Any, at: int) -> Any:
    """Sort by a column, up and down in turns."""
    from PySide6.QtCore import Qt

    orders = [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder]

    def act() -> None:
        orders.reverse()
        table.rows_model.sort(at, orders[0])

    return act


def turned(values: list[Any]) -> Any:
    """Sort plain values, up and down in turns as well."""
    order = [False, True]

    def act() -> None:
        order.reverse()
        sorted(values, reverse=order[0])

    return act


def main() -> int:
    """Measure, print, and return 1 where an aim was missed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["HOME"] = tempfile.mkdtemp(prefix="strikebook-bench-")
    window = make_window()
    section = window.pages["record"].sections["prices"]
    table = section.table
    plain = plain_view(table)
    values = [row.price.last for row in table.rows_model.rows]
    figures = [
        compare("page scroll of 10,000 prices", lambda: page_down(table), lambda: page_down(plain), 2, repeat=20),
        Figure("  its 95th percentile, of a frame", slowest(table), FRAME, 1),
        compare("sort by last price, of sorted() alone", sorting(table, 1), turned(values), None),
    ]

    def type_price() -> None:
        section.fields.last.setText("2.71")
        section.fields.last.setText("")

    figures.append(Figure("typing two keys in the line, of two frames", _median(type_price), 2 * FRAME, 1))
    figures.append(Figure("showing the section anew, of 0.1 s", _median(section.refresh), 0.1, 1))
    window.show_session(None)
    return report("The table of prices", figures)


def _median(act: Any) -> float:
    """Processor time of one call: others may use the machine at the same time."""
    times = []
    for _ in range(9):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
