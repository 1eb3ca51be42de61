"""A table as a tuple of columns over rows of any kind, sorted by value in the model itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import count
from operator import eq
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QIcon

from ui import theme

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

# An enum looked up inside data() doubles the cost of every call, and a view calls it a thousand times a frame.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_COLOUR = int(Qt.ItemDataRole.ForegroundRole)
_ICON = int(Qt.ItemDataRole.DecorationRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NO_PARENT = QModelIndex()
_COMPARED = 200  # rows whose looks are compared with those before; more are shown anew as a whole


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `value(row)` is what it is sorted by (None sorts last), `text(row)` what is shown.

    `numeric` aligns to the right; `tone(row)` names a colour of meaning, `icon(row)` an icon and `tip(row)` a tip,
    each empty for none. `hint` explains the title. Where a table is too narrow for all, the column with the highest
    `spare` is left out first; one with 0 never is. What `wraps` is broken into lines before it is cut.
    """

    title: str
    value: Callable[[Row], Any]
    text: Callable[[Row], str]
    numeric: bool = False
    tone: Callable[[Row], str] | None = None
    icon: Callable[[Row], str] | None = None
    tip: Callable[[Row], str] | None = None
    hint: str = ""
    spare: int = 0
    wraps: bool = False


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind; `row_id(row)` names a row for good, so that a selection survives a refresh."""

    def __init__(self, columns: Sequence[Column[Row]], row_id: Callable[[Row], Hashable]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.row_id = row_id
        self._rows: list[Row] = []
        self._looks: list[list[tuple[str, ...]]] = []  # of each column when last told; empty where not known
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._texts = [column.text for column in self.columns]
        self._aligns = [_RIGHT if column.numeric else _LEFT for column in self.columns]
        self._is_plain = not any(column.tone or column.icon or column.tip for column in self.columns)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows in the order shown."""
        return self._rows

    def row(self, at: int) -> Row:
        """The row shown at a place."""
        return self._rows[at]

    def place_of(self, row_id: Hashable) -> int | None:
        """Where the row with this id is shown; None where it is not."""
        return next((at for at, one in enumerate(self._rows) if self.row_id(one) == row_id), None)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, in the order last sorted by. Where they are the same ones, only what they say changes."""
        ordered, before = self._in_order(rows), self._rows
        if len(ordered) == len(before) and all(map(eq, map(self.row_id, ordered), map(self.row_id, before))):
            self._rows = ordered
            self._tell_changed()
            return
        self.beginResetModel()
        self._rows, self._looks = ordered, []
        self.endResetModel()

    def _tell_changed(self) -> None:
        """Say which columns look other than they did: painting cells takes far longer than comparing them.

        What was said of them is kept, for a column may say another thing of the same row on another day.
        """
        last, before = len(self._rows) - 1, self._looks
        self._looks = [self._look(column) for column in self.columns] if last < _COMPARED else []
        if last < 0:
            return
        if not before or not self._looks:
            self.dataChanged.emit(self.index(0, 0), self.index(last, len(self.columns) - 1))
            return
        for at, (was, now) in enumerate(zip(before, self._looks, strict=True)):
            if was != now:
                self.dataChanged.emit(self.index(0, at), self.index(last, at))

    def _look(self, column: Column[Row]) -> list[tuple[str, ...]]:
        """All that is seen of a column."""
        ways = [way for way in (column.text, column.tone, column.icon, column.tip) if way is not None]
        return [tuple(way(row) for way in ways) for row in self._rows]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            return self._texts[index.column()](self._rows[index.row()])
        if role == _ALIGN:
            return self._aligns[index.column()]
        if self._is_plain or not index.isValid():
            return None
        column, row = self.columns[index.column()], self._rows[index.row()]
        if role == _COLOUR and column.tone is not None:
            tone = column.tone(row)
            return QBrush(theme.tones().of(tone)) if tone else None
        if role == _TOOLTIP and column.tip is not None:
            return column.tip(row) or None
        if role == _ICON and column.icon is not None:
            return _icon(column.icon(row), column.tone(row) if column.tone else "")
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role in {_DISPLAY, _SPOKEN}:
                return self.columns[section].title
            if role == _ALIGN:
                return self._aligns[section]
            if role == _TOOLTIP:
                return self.columns[section].hint or None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column's values; -1 keeps the order in which rows are given from now on."""
        self._sorted_by = (column, order) if 0 <= column < len(self.columns) else None
        self._looks = []
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        were = [self._rows[index.row()] for index in kept]
        self._rows = self._in_order(self._rows)
        if kept:  # by identity: asking 100,000 rows for their ids takes longer than sorting them
            places = dict(zip(map(id, self._rows), count(), strict=False))
            moved = [self.index(places[id(row)], index.column()) for row, index in zip(were, kept, strict=True)]
            self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def tsv(self, places: Sequence[int]) -> str:
        """The rows at these places as tab-separated text with headings."""
        lines = ["\t".join(column.title for column in self.columns)]
        lines += ["\t".join(column.text(self._rows[at]) for column in self.columns) for at in places]
        return "\n".join(line.replace("\N{MINUS SIGN}", "-") for line in lines)

    def _in_order(self, rows: Sequence[Row]) -> list[Row]:
        if self._sorted_by is None:
            return list(rows)
        at, order = self._sorted_by
        value, is_down = self.columns[at].value, order == Qt.SortOrder.DescendingOrder
        try:
            return sorted(rows, key=value, reverse=is_down)
        except TypeError:  # some have none: those stand last
            known = [row for row in rows if value(row) is not None]
            unknown = [row for row in rows if value(row) is None]
            return sorted(known, key=value, reverse=is_down) + unknown


def _icon(name: str, tone: str) -> QIcon | None:
    return theme.icon(name, tone or "muted") if name else None
