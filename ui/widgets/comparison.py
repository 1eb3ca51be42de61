"""Several ways side by side: one column a way, one line a figure, the best of each line marked, one way chosen."""

from __future__ import annotations

from math import ceil
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui import text, theme
from ui.widgets.comparison_paint import BETWEEN, MARK, PAD, TOP, WORDS, Painting, circle
from ui.widgets.comparison_sheet import Cell, Line, Sheet, SheetModel, Way

__all__ = ["Cell", "Comparison", "Line", "Sheet", "Way"]

_ROLES = ({"body": "body", "strong": "strong"}, {"body": "label", "strong": "label"})


class Comparison(QTableView):
    """Arrows move from figure to figure and ask why; Enter, Space or a click on its name chooses a way.

    Where the width is too small for all ways, figures are set smaller, and then the ways stand in rows of fewer.
    """

    chosen_changed = Signal(str)
    asked = Signal(object, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._sheet_model = SheetModel()
        self.asked_last: tuple[str, str] | None = None  # way and line of the figure explained last
        self.is_compact = False
        self._is_moving = False  # the places change, not what the cursor is on
        self.setModel(self._sheet_model)
        self.setItemDelegate(Painting(self, self._sheet_model, self))
        self.setAccessibleName(name)
        self.setObjectName(name)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(10)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.clicked.connect(self._on_clicked)

    @property
    def sheet(self) -> Sheet:
        """What is shown."""
        return self._sheet_model.sheet

    @property
    def across(self) -> int:
        """How many ways stand beside one another."""
        return self._sheet_model.across

    def show_sheet(self, sheet: Sheet) -> None:
        """Show other figures; the cursor stays where it is."""
        if sheet == self.sheet:
            return
        is_same_shape = (len(sheet.ways), len(sheet.lines)) == (len(self.sheet.ways), len(self.sheet.lines))
        self._sheet_model.show(sheet)
        if not is_same_shape and sheet.ways:
            chosen = sheet.chosen if sheet.way_at(sheet.chosen) >= 0 else sheet.ways[0].key
            self.setCurrentIndex(self._sheet_model.place(chosen, ""))
        self._lay_out()
        self.updateGeometry()

    def ask_again(self, way: str, line: str) -> bool:
        """Explain a figure as it stands now; False where there is none."""
        index = self._sheet_model.place(way, line) if line else QModelIndex()
        if not index.isValid():
            return False
        self._on_current(index, index)
        return True

    def tsv(self) -> str:
        """The whole comparison as tab-separated text, all ways beside one another."""
        rows = [["", *(way.title for way in self.sheet.ways)]]
        rows += [[line.caption, *(cell.words for cell in line.cells)] for line in self.sheet.lines]
        lines = ("\t".join(words.replace("\n", "; ") for words in row) for row in rows)
        return "\n".join(lines).replace(text.MINUS, "-")

    def sizeHint(self) -> QSize:
        height = sum(self._heights()) + 2
        if self.horizontalScrollBar().maximum() > 0:
            height += self.horizontalScrollBar().sizeHint().height()
        return QSize(640, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def restyled(self) -> None:
        """Fonts have changed."""
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.tsv())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: Any) -> None:
        at: QPoint = event.position().toPoint()
        self._choose(self.indexAt(at))
        super().mouseDoubleClickEvent(event)

    def font_of(self, role: str) -> QFont:
        """The font of figures in a role, "body" or "strong", with digits of equal width."""
        font = theme.font(_ROLES[self.is_compact][role], tabular=True)
        if role == "strong":
            font.setWeight(QFont.Weight.DemiBold)
        elif self.is_compact:
            font.setWeight(QFont.Weight.Normal)
        return font

    # ------------------------------------------------------------------ sizes

    def _lay_out(self) -> None:
        if not self.sheet.ways:
            return
        wide = self.viewport().width()
        across, widths = self._arranged(wide)
        self._place(across)
        spare = wide - sum(widths)
        if spare > 0:  # ways are equally wide where there is room
            each = (wide - widths[0]) // across
            if each >= max(widths[1:]):
                widths[1:] = [each] * across
            else:
                widths[1:] = [least + spare // across for least in widths[1:]]
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        for at, high in enumerate(self._heights()):
            self.setRowHeight(at, high)
        height = self.sizeHint().height()
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _arranged(self, wide: int) -> tuple[int, list[int]]:
        """How many ways fit beside one another, and the least width of each column; two where nothing fits."""
        ways = len(self.sheet.ways)
        across, columns = ways, [0]
        for across in dict.fromkeys(ceil(ways / bands) for bands in range(1, ways // 2 + 1)):
            for self.is_compact in (False, True):
                caption, least = self._least_widths()
                columns = [caption, *(max(least[at::across]) for at in range(across))]
                if sum(columns) <= wide:
                    return across, columns
        return across, columns

    def _place(self, across: int) -> None:
        """Put so many ways beside one another; the cursor stays on its figure."""
        if across == self.across:
            return
        row, column = self.currentIndex().row(), self.currentIndex().column()
        way = self._sheet_model.way_at(row, column) if row >= 0 else None
        line = self._sheet_model.line_at(row) if row >= 0 else None
        self._is_moving = True
        self._sheet_model.set_across(across)
        if way is not None:
            self.setCurrentIndex(self._sheet_model.place(way.key, line.key if line is not None else ""))
        self._is_moving = False

    def _heights(self) -> list[int]:
        line = int(QFontMetricsF(theme.font("body")).height())
        caption = int(QFontMetricsF(theme.font("caption")).height())
        lines = [(caption * (deep - 1) if (deep := _deep(one)) > 1 else 0) + line + 14 for one in self.sheet.lines]
        heights: list[int] = []
        for band in range(self._sheet_model.bands() if self.sheet.ways else 0):
            heights += [self._head(band, line) + (BETWEEN if band else 0), *lines]
        return heights

    def _head(self, band: int, line: int) -> int:
        """How high the names of the ways of a band are, with what bars them."""
        small, trouble, lines = QFontMetricsF(theme.font("caption")), 0, 1
        for at in range(band * self.across, min(len(self.sheet.ways), (band + 1) * self.across)):
            way, wide = self.sheet.ways[at], self.columnWidth(at % self.across + 1)
            room = QRectF(0, 0, wide - PAD - 4, 1000)
            if way.trouble:
                trouble = max(trouble, int(small.boundingRect(room, WORDS, way.trouble).height()) + 4)
            metrics = QFontMetricsF(self.font_of("strong"))
            if metrics.horizontalAdvance(way.title) > wide - PAD - TOP - circle(metrics.height()):
                lines = 2
        return line * lines + 22 + trouble

    def _least_widths(self) -> tuple[int, list[int]]:
        """The width of the captions, and that of each way."""
        strong, body = QFontMetricsF(self.font_of("strong")), QFontMetricsF(self.font_of("body"))
        lines = self.sheet.lines
        captions = [(strong if line.is_strong else body).horizontalAdvance(line.caption) for line in lines]
        widths = []
        for at, way in enumerate(self.sheet.ways):
            cells = [line.cells[at] for line in lines]
            needs = [self._width(cell, strong) + (theme.grown(MARK) + 3 if cell.is_best else 0) for cell in cells]
            needs.append(strong.horizontalAdvance(max(way.title.split(), key=len)) + max(20.0, strong.height()))
            widths.append(ceil(max(needs)) + 2 * PAD)
        return ceil(max(captions, default=0)) + 2 * PAD, widths

    def _width(self, cell: Cell, strong: QFontMetricsF) -> float:
        lines = cell.words.split("\n")
        metrics = strong if len(lines) == 1 else QFontMetricsF(theme.font("caption", tabular=True))
        return max(metrics.horizontalAdvance(line) for line in lines)

    # ------------------------------------------------------------------ slots

    def _choose(self, index: QModelIndex) -> None:
        way = self._sheet_model.way_at(index.row(), index.column()) if index.isValid() else None
        if way is not None and way.key != self.sheet.chosen:
            self.chosen_changed.emit(way.key)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _: QModelIndex) -> None:
        if self._is_moving or not index.isValid():
            return
        row, column = index.row(), index.column()
        line, way = self._sheet_model.line_at(row), self._sheet_model.way_at(row, column)
        cell = self._sheet_model.cell(row, column)
        if line is not None and way is not None and cell is not None and cell.why is not None:
            self.asked_last = (way.key, line.key)
            self.asked.emit(cell.why, f"{way.title}, {line.caption.lower()}: {cell.words}")

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if self._sheet_model.line_at(index.row()) is None:
            self._choose(index)
        else:
            self._on_current(index, index)


def _deep(line: Line) -> int:
    """How many lines of text the tallest cell of a line has."""
    return max((cell.words.count("\n") + 1 for cell in line.cells), default=1)
