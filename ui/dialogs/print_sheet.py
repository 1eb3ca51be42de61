"""A table for paper: all its rows under a title, broken between rows where a page ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.labels import label

_WIDE = 960


class PrintSheet(QWidget):
    """Never shown: as wide as reads well on a page, as high as its rows."""

    def __init__(self, title: str, columns: Sequence[Column[Any]], rows: Sequence[Any], stretch: int) -> None:
        super().__init__()
        self._title = label(title, "title")
        self._table: Table[Any] = Table(columns, id, title, is_tall=True, stretch=stretch)
        self._table.show_rows(rows)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP.medium)
        layout.addWidget(self._title)
        layout.addWidget(self._table)
        self.ensurePolished()
        self.resize(_WIDE, layout.totalSizeHint().height())
        layout.activate()
        self._table.fit_columns()

    def breaks(self, height: float) -> list[int]:
        """Where pages of this height begin: 0, and each time the first row that would not be whole."""
        row = self._table.verticalHeader().defaultSectionSize()
        first = self._table.y() + self._table.horizontalHeader().sizeHint().height()
        found, end = [0], self.height()
        while end - found[-1] > height:
            rows = max(1, int((found[-1] + height - first) // row))
            at = first + rows * row
            if at <= found[-1]:
                break
            found.append(at)
        return found
