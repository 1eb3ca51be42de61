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
    """A row names the ways, the rows below it are the lines; column 0 says what each figure is.

    Where not all ways have room beside one another, the rest follow below with the same lines: `across` at a time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet()
        self.across = 0

    def show(self, sheet: Sheet) -> None:
        """Show another sheet; of the same shape without resetting, so that the cursor stays."""
        same = (len(self.sheet.ways), len(self.sheet.lines)) == (len(sheet.ways), len(sheet.lines))
        if same:
            self.sheet = sheet
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.sheet = sheet
        self.across = len(sheet.ways)
        self.endResetModel()

    def set_across(self, ways: int) -> None:
        """Show so many ways beside one another."""
        if ways != self.across:
            self.beginResetModel()
            self.across = ways
            self.endResetModel()

    # ------------------------------------------------------------------ places

    def bands(self) -> int:
        """How many times the lines stand below one another."""
        return -(-len(self.sheet.ways) // max(1, self.across))

    def line_at(self, row: int) -> Line | None:
        """The line in a row; None where the row names ways."""
        at = row % (len(self.sheet.lines) + 1)
        return self.sheet.lines[at - 1] if at else None

    def way_at(self, row: int, column: int) -> Way | None:
        """The way in a place; None beside the captions and where no way is left for the place."""
        at = self._way(row, column)
        return None if at is None else self.sheet.ways[at]

    def cell(self, row: int, column: int) -> Cell | None:
        """The figure in a place; None among the names and captions."""
        line, at = self.line_at(row), self._way(row, column)
        return None if line is None or at is None else line.cells[at]

    def place(self, way: str, line: str) -> QModelIndex:
        """Where a way's figure stands, its name for an empty `line`; an invalid index where there is none."""
        at = self.sheet.way_at(way)
        row = next((row for row, one in enumerate(self.sheet.lines, 1) if one.key == line), 0)
        if at < 0 or (line and not row):
            return QModelIndex()
        return self.index(at // self.across * (len(self.sheet.lines) + 1) + row, at % self.across + 1)

    def _way(self, row: int, column: int) -> int | None:
        at = row // (len(self.sheet.lines) + 1) * self.across + column - 1
        return at if column and at < len(self.sheet.ways) else None

    # ------------------------------------------------------------------ Qt

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or not self.sheet.ways else (len(self.sheet.lines) + 1) * self.bands()

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or not self.sheet.ways else self.across + 1

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
        line, way = self.line_at(row), self.way_at(row, column)
        if line is None:
            return way.title if way is not None else ""
        cell = self.cell(row, column)
        return cell.words if cell is not None else "" if column else line.caption

    def _tip(self, row: int, column: int) -> str:
        line, way = self.line_at(row), self.way_at(row, column)
        if line is None:
            return way.tip if way is not None else ""
        cell = self.cell(row, column)
        return cell.tip if cell is not None else line.hint

    def _spoken(self, row: int, column: int) -> str:
        line, way, cell = self.line_at(row), self.way_at(row, column), self.cell(row, column)
        if way is None:
            return self.words(row, column)
        if line is None or cell is None:
            chosen = ", chosen" if way.key == self.sheet.chosen else ""
            return f"{way.title}{chosen}{', ' + way.trouble if way.trouble else ''}"
        best = ", the best of this line" if cell.is_best else ""
        return f"{way.title}, {line.caption}: {cell.words}{best}"
