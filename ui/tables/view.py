"""The view of a table: whole rows, sorting by value, a selection that stays, rows copied as tab-separated text."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from ui import theme
from ui.tables.model import Column, TableModel

Row = TypeVar("Row")
_CELL_PADDING = 24  # left and right of an entry and of a title, as in the style sheet
_ARROW = 22  # beside the title of the column that is sorted by
_WIDEST = 420  # a column is not given more of its own accord, at the normal size of text
_WRAPPED = 90  # what wraps asks for no more than this
_MOST_WRAPPED = 300  # rows whose heights are figured one by one; longer tables have rows of one line


class Table(QTableView, Generic[Row]):
    """`current_changed(row or None)` follows the selection, `activated_row(row)` Enter or a double click,
    `delete_asked(rows)` the Delete key. `is_tall` tables show all rows, or `most` of them where that is not 0, and
    only then scroll by themselves."""

    current_changed = Signal(object)
    activated_row = Signal(object)
    delete_asked = Signal(list)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        row_id: Callable[[Row], Hashable],
        name: str,
        *,
        is_tall: bool = False,
        most: int = 0,
        stretch: int = 0,
    ) -> None:
        super().__init__()
        self.rows_model: TableModel[Row] = TableModel(columns, row_id)
        self._is_tall = is_tall
        self._most = most
        self._is_refreshing = False
        self._is_cramped = False
        self._stretch = stretch
        self._wished: list[int] = []  # of each column: what it would be given, what it needs whole, wrapped,
        self._needed: list[int] = []
        self._least: list[int] = []
        self._spread: list[int] = []  # and what it was given
        self.setAccessibleName(name)
        self.setObjectName(name)
        self.setModel(self.rows_model)
        self.setFont(theme.font("body", tabular=True))
        self._set_up(stretch)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.activated.connect(self._on_activated)
        self._was_restored = self._was_arranged = False
        self.horizontalHeader().sectionMoved.connect(self._on_arranged)
        self.horizontalHeader().sortIndicatorChanged.connect(self._on_arranged)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; what was selected stays selected where it is still there."""
        chosen, current, number = self.selected_ids(), self.current_id(), self.rows_model.rowCount()
        self._is_refreshing = True
        self.rows_model.show_rows(rows)
        if current is not None:
            self.select_id(current)
        self._restore(chosen)
        self._is_refreshing = False
        if self._is_tall and number != self.rows_model.rowCount():
            self.updateGeometry()
        self.current_changed.emit(self.current_row())

    def current_row(self) -> Row | None:
        """The row the cursor is on; None where there is none."""
        index = self.currentIndex()
        return self.rows_model.row(index.row()) if index.isValid() else None

    def current_id(self) -> Hashable | None:
        """The id of the row the cursor is on."""
        row = self.current_row()
        return None if row is None else self.rows_model.row_id(row)

    def selected_rows(self) -> list[Row]:
        """The rows selected, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows_model.row(at) for at in places]

    def selected_ids(self) -> list[Hashable]:
        """The ids of the rows selected."""
        return [self.rows_model.row_id(row) for row in self.selected_rows()]

    def select_id(self, row_id: Hashable) -> bool:
        """Put the cursor on the row with this id; False where it is not shown."""
        place = self.rows_model.place_of(row_id)
        if place is None:
            return False
        from PySide6.QtCore import QItemSelectionModel

        # Said outright: by itself the view would take a key held down (Ctrl of Ctrl+Z) for the holder's own choice.
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        index = self.rows_model.index(place, 0)
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def find_words(self, words: str) -> bool:
        """Go to the next row that holds `words`, beginning again at the top; False where there is none."""
        wanted, rows = words.casefold(), self.rows_model.rows
        start = self.currentIndex().row() + 1
        for step in range(len(rows)):
            at = (start + step) % len(rows)
            if any(wanted in column.text(rows[at]).casefold() for column in self.rows_model.columns):
                return self.select_id(self.rows_model.row_id(rows[at]))
        return False

    def tsv(self) -> str:
        """The selected rows, or all where none is, as tab-separated text with headings."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return self.rows_model.tsv(places or range(len(self.rows_model.rows)))

    def layout_state(self) -> QByteArray:
        """Widths and order of columns, and what is sorted by, for the settings."""
        return self.horizontalHeader().saveState()

    def restore_layout(self, state: QByteArray) -> None:
        """Put back what `layout_state` gave; from then on `fit_columns` leaves the columns as they are."""
        if not state.isEmpty() and self.horizontalHeader().restoreState(state):
            self._wished, self._was_restored = [], True
            for at in range(len(self.rows_model.columns)):  # left out only because the window was narrow then
                self.setColumnHidden(at, False)

    @property
    def is_arranged(self) -> bool:
        """Whether the holder moved, sorted or widened a column, now or in an earlier use."""
        return self._was_restored or self._was_arranged or self._is_dragged()

    def sort_first(self, column: int, is_down: bool = False) -> None:
        """Sort as the holder finds it the first time; sorting by hand is remembered, this is not."""
        self.sortByColumn(column, Qt.SortOrder.DescendingOrder if is_down else Qt.SortOrder.AscendingOrder)
        self._was_arranged = False

    def fit_columns(self) -> None:
        """Make each column wide enough for its title and its first rows; the stretching one takes the rest.

        Where the table is too narrow for that, the room kept for the sort arrow is given up before an entry is cut.
        Columns that came back as the holder left them, or were dragged since, stay so.
        """
        if self._was_restored or self._is_dragged():
            return
        metrics, head = self.fontMetrics(), QFontMetrics(theme.font("body"))
        self._wished, self._needed, self._least, widest = [], [], [], theme.grown(_WIDEST)
        sorted_by = self.horizontalHeader().sortIndicatorSection()
        for at, column in enumerate(self.rows_model.columns):
            shown = max((metrics.horizontalAdvance(column.text(row)) for row in self.rows_model.rows[:50]), default=0)
            shown += _beside(column)
            title = head.horizontalAdvance(column.title) + _CELL_PADDING
            self._wished.append(min(max(title + _ARROW, shown) + 4, widest))
            title += _ARROW if at == sorted_by else 0
            self._needed.append(min(max(title, shown), widest))
            self._least.append(max(title, theme.grown(_WRAPPED)) if column.wraps else self._needed[-1])
            self._least[-1] = min(self._least[-1], self._needed[-1])
        self._spread = []
        self._spread_columns()

    def _spread_columns(self) -> None:
        """Share the width between the columns, unless the holder has dragged one since."""
        if not self._wished or self._is_dragged():
            return
        wide, seen = self.viewport().width(), self._leave_out()
        # First the room for arrows is given up, then what wraps is broken into lines.
        steps = (self._wished, self._needed, self._least)
        over = max(0, sum(self._wished[at] for at in seen) - wide)
        given = list(self._wished)
        for more, less in pairwise(steps):
            slack = sum(more[at] - less[at] for at in seen)
            part = min(1.0, over / slack) if slack else 0.0
            given = [one - int(part * (m - n) + 0.999) for one, m, n in zip(given, more, less, strict=True)]
            over -= min(over, slack)
        self._make_room(is_cramped=over > 0)
        for at in seen:
            if at != self._stretch or self._is_cramped:
                self.setColumnWidth(at, given[at])
        self._spread = [self.columnWidth(at) for at in range(len(self._wished))]
        self._wrap_rows()

    def _wrap_rows(self) -> None:
        """Make each row as high as its longest entry that wraps."""
        rows = self.rows_model.rows
        columns = [(at, column) for at, column in enumerate(self.rows_model.columns) if column.wraps]
        if not columns or len(rows) > _MOST_WRAPPED:
            return
        metrics, least = self.fontMetrics(), self.verticalHeader().defaultSectionSize()
        before = self.verticalHeader().length()
        for place, row in enumerate(rows):
            high = 0
            for at, column in columns:
                area = QRect(0, 0, max(1, self._width_to_be(at) - _beside(column) + 2), 10_000)
                high = max(high, metrics.boundingRect(area, Qt.TextFlag.TextWordWrap, column.text(row)).height())
            self.setRowHeight(place, max(least, high + least - metrics.height()))
        if self._is_tall and self.verticalHeader().length() != before:
            self.updateGeometry()

    def _width_to_be(self, at: int) -> int:
        """How wide a column is; the one that stretches is told of its width only later."""
        if at != self._stretch or self._is_cramped:
            return self.columnWidth(at)
        others = sum(self.columnWidth(one) for one in range(len(self.rows_model.columns)) if one != at)
        return self.viewport().width() - others

    def _leave_out(self) -> list[int]:
        """Hide the columns that can be spared as far as there is no room for them; the places of those shown."""
        columns, wide = self.rows_model.columns, self.viewport().width()
        # A column without `spare` that is hidden was hidden by its page.
        seen = [at for at, column in enumerate(columns) if column.spare or not self.isColumnHidden(at)]
        for at in sorted((at for at in seen if columns[at].spare), key=lambda at: -columns[at].spare):
            if sum(self._least[one] for one in seen) > wide:
                seen.remove(at)
        for at in range(len(columns)):
            if columns[at].spare and self.isColumnHidden(at) == (at in seen):
                self.setColumnHidden(at, at not in seen)
        return seen

    def _is_dragged(self) -> bool:
        given = ((at, self.columnWidth(at), was) for at, was in enumerate(self._spread))
        # A hidden column has no width.
        return any(at != self._stretch and is_now and was and is_now != was for at, is_now, was in given)

    def _make_room(self, is_cramped: bool) -> None:
        """Where not even what is needed fits, no column stretches and a scroll bar takes its place below the rows."""
        if is_cramped == self._is_cramped:
            return
        self._is_cramped = is_cramped
        if 0 <= self._stretch < len(self.rows_model.columns):
            mode = QHeaderView.ResizeMode.Interactive if is_cramped else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(self._stretch, mode)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread_columns()

    def restyled(self) -> None:
        """Fonts have changed."""
        self.setFont(theme.font("body", tabular=True))
        self.verticalHeader().setDefaultSectionSize(_row_height(self))
        if self._wished:
            self.fit_columns()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        if not self._is_tall:
            return super().sizeHint()
        height = self.horizontalHeader().sizeHint().height()
        shown = min(self.rows_model.rowCount(), self._most or self.rows_model.rowCount())
        if self._is_cramped:
            height += self.horizontalScrollBar().sizeHint().height()
        return QSize(320, height + sum(self.rowHeight(at) for at in range(shown)) + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._is_tall else QSize(160, 120)

    def viewportEvent(self, event: QEvent) -> bool:
        """An entry that is cut is shown whole where the pointer rests on it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            words = self.cut_words(index)
            if words:
                QToolTip.showText(event.globalPos(), words, self.viewport(), self.visualRect(index))
                return True
        return super().viewportEvent(event)

    def cut_words(self, index: QModelIndex) -> str:
        """What an entry says where it is wider than its place; nothing where it is shown whole."""
        if not index.isValid() or index.data(Qt.ItemDataRole.ToolTipRole):
            return ""
        words = str(index.data())
        column, place = self.rows_model.columns[index.column()], self.visualRect(index)
        is_wrapped = column.wraps and len(self.rows_model.rows) <= _MOST_WRAPPED
        is_cut = self.fontMetrics().horizontalAdvance(words) > place.width() - _beside(column)
        return words if is_cut and not is_wrapped else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.tsv())
        elif event.key() == Qt.Key.Key_Delete and self.selected_rows():
            self.delete_asked.emit(self.selected_rows())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._on_activated(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _set_up(self, stretch: int) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setSortingEnabled(True)
        self.setWordWrap(any(column.wraps for column in self.rows_model.columns))
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_row_height(self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        if 0 <= stretch < len(self.rows_model.columns):
            header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        if self._is_tall and not self._most:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _restore(self, chosen: list[Hashable]) -> None:
        from PySide6.QtCore import QItemSelectionModel

        if len(chosen) < 2:
            return
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row_id in chosen:
            place = self.rows_model.place_of(row_id)
            if place is not None:
                self.selectionModel().select(self.rows_model.index(place, 0), flags)

    @Slot()
    def _on_arranged(self) -> None:
        self._was_arranged = True

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, *_: Any) -> None:
        if not self._is_refreshing:
            self.current_changed.emit(self.current_row())

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.activated_row.emit(self.rows_model.row(index.row()))


def _beside(column: Column[Any]) -> int:
    """What an entry of a column takes beside its words."""
    return _CELL_PADDING + (theme.grown(16) + 8 if column.icon else 0)


def _row_height(table: QTableView) -> int:
    return max(32, table.fontMetrics().height() + 14)
