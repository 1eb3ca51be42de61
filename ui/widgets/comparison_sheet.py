"""What a comparison shows, and its table model: row 0 names the ways, column 0 the figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from models.values.explanation import Explanation
from ui import text

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Cell:
    """One figure in words; `why` explains it; `tone` colours it by meaning."""

    words: str = text.DASH
    is_best: bool = False
    tone: str = ""
    why: Explanation | None = None
    tip: str = ""


@dataclass(frozen=True)
class Line:
    """One figure of every way, in the order of the ways; `hint` says what it is."""

    key: str
    caption: str
    cells: tuple[Cell, ...]
    hint: str = ""
    is_strong: bool = False


@dataclass(frozen=True)
class Way:
    """One column: its name, and below it why it is barred (or empty)."""

    key: str
    title: str
    trouble: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Sheet:
    """All that is compared."""

    ways: tuple[Way, ...] = ()
    lines: tuple[Line, ...] = ()
    chosen: str = field(default="")

    def way_at(self, key: str) -> int:
        """The column of a way, -1 where it is not there."""
        return next((at for at, way in enumerate(self.ways) if way.key == key), -1)


class SheetModel(QAbstractTableModel):
    """Row 0 names the ways, column 0 the figures."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet()

    def show(self, sheet: Sheet) -> None:
        """Show another sheet; of the same shape without resetting, so that the cursor stays."""
        same = (len(self.sheet.ways), len(self.sheet.lines)) == (len(sheet.ways), len(sheet.lines))
        if same:
            self.sheet = sheet
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or not self.sheet.ways else len(self.sheet.lines) + 1

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or not self.sheet.ways else len(self.sheet.ways) + 1

    def cell(self, row: int, column: int) -> Cell | None:
        """The figure in a place; None among the names."""
        return self.sheet.lines[row - 1].cells[column - 1] if row and column else None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        row, column = index.row(), index.column()
        if role == _DISPLAY:
            return self.words(row, column)
        if role == _TOOLTIP:
            return self._tip(row, column) or None
        if role == _SPOKEN:
            return self._spoken(row, column)
        return None

    def words(self, row: int, column: int) -> str:
        """What stands in a place."""
        if not row:
            return self.sheet.ways[column - 1].title if column else ""
        line = self.sheet.lines[row - 1]
        return line.cells[column - 1].words if column else line.caption

    def _tip(self, row: int, column: int) -> str:
        if not row:
            return self.sheet.ways[column - 1].tip if column else ""
        line = self.sheet.lines[row - 1]
        return line.cells[column - 1].tip if column else line.hint

    def _spoken(self, row: int, column: int) -> str:
        if not column:
            return self.words(row, column)
        way = self.sheet.ways[column - 1]
        if not row:
            chosen = ", chosen" if way.key == self.sheet.chosen else ""
            return f"{way.title}{chosen}{', ' + way.trouble if way.trouble else ''}"
        line = self.sheet.lines[row - 1]
        best = ", the best of this line" if line.cells[column - 1].is_best else ""
        return f"{way.title}, {line.caption}: {line.cells[column - 1].words}{best}"
