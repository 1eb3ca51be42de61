"""Several ways side by side: one column a way, one line a figure, the best of each line marked, one way chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui import text, theme
from ui.widgets.comparison_sheet import Cell, Index, Line, Sheet, SheetModel, Way

__all__ = ["Cell", "Comparison", "Line", "Sheet", "Way"]

_WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_PAD = 8
_MARK = 14  # the check beside a best figure
_ROLES = ({"body": "body", "strong": "strong"}, {"body": "label", "strong": "label"})


class Comparison(QTableView):
    """Arrows move from figure to figure and ask why; Enter, Space or a click on its name chooses a way."""

    chosen_changed = Signal(str)
    asked = Signal(object, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._sheet_model = SheetModel()
        self.asked_last: tuple[str, str] | None = None  # way and line of the figure explained last
        self.is_compact = False  # smaller figures, where the width is too small for those of the usual size
        self.setModel(self._sheet_model)
        self.setItemDelegate(_Delegate(self))
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

    def show_sheet(self, sheet: Sheet) -> None:
        """Show other figures; the cursor stays where it is."""
        if sheet == self.sheet:
            return
        is_same_shape = (len(sheet.ways), len(sheet.lines)) == (len(self.sheet.ways), len(self.sheet.lines))
        self._sheet_model.show(sheet)
        if not is_same_shape and sheet.ways:
            self.setCurrentIndex(self._sheet_model.index(0, max(1, sheet.way_at(sheet.chosen) + 1)))
        self._lay_out()
        self.updateGeometry()

    def ask_again(self, way: str, line: str) -> bool:
        """Explain a figure as it stands now; False where there is none."""
        row = next((at for at, one in enumerate(self.sheet.lines, 1) if one.key == line), 0)
        column = self.sheet.way_at(way) + 1
        if not row or not column or self._sheet_model.cell(row, column) is None:
            return False
        index = self._sheet_model.index(row, column)
        self._on_current(index, index)
        return True

    def tsv(self) -> str:
        """The whole comparison as tab-separated text."""
        model = self._sheet_model
        rows = (
            "\t".join(model.words(row, column).replace("\n", "; ") for column in range(model.columnCount()))
            for row in range(model.rowCount())
        )
        return "\n".join(rows).replace(text.MINUS, "-")

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self.currentIndex().column())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.tsv())
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------ private

    def _heights(self) -> list[int]:
        if not self.sheet.ways:
            return []
        line = int(QFontMetricsF(theme.font("body")).height())
        small = QFontMetricsF(theme.font("caption"))
        caption = int(small.height())
        lines = max((self._title_lines(at) for at in range(len(self.sheet.ways))), default=1)
        trouble = 0
        for at, way in enumerate(self.sheet.ways, 1):
            room = QRectF(0, 0, self.columnWidth(at) - _PAD - 4, 1000)
            trouble = max(trouble, int(small.boundingRect(room, _WORDS, way.trouble).height()) if way.trouble else 0)
        head = line * lines + 22 + (trouble + 4 if trouble else 0)
        return [head] + [
            (caption * (deep - 1) if (deep := _deep(one)) > 1 else 0) + line + 14 for one in self.sheet.lines
        ]

    def _title_lines(self, at: int) -> int:
        metrics = QFontMetricsF(self.font_of("strong"))
        room = self.columnWidth(at + 1) - _PAD - 10 - max(14.0, round(metrics.height() * 0.72))
        return 1 if metrics.horizontalAdvance(self.sheet.ways[at].title) <= room else 2

    def font_of(self, role: str) -> QFont:
        """The font of figures in a role, "body" or "strong", with digits of equal width."""
        font = theme.font(_ROLES[self.is_compact][role], tabular=True)
        if role == "strong":
            font.setWeight(QFont.Weight.DemiBold)
        elif self.is_compact:
            font.setWeight(QFont.Weight.Normal)
        return font

    def _least_widths(self) -> list[int]:
        strong, body = QFontMetricsF(self.font_of("strong")), QFontMetricsF(self.font_of("body"))
        lines = self.sheet.lines
        captions = [(strong if line.is_strong else body).horizontalAdvance(line.caption) for line in lines]
        widths = [int(max(captions, default=0)) + 2 * _PAD]
        for at, way in enumerate(self.sheet.ways):
            cells = [line.cells[at] for line in lines]
            needs = [self._width(cell, strong) + (_MARK + 3 if cell.is_best else 0) for cell in cells]
            needs.append(strong.horizontalAdvance(max(way.title.split(), key=len)) + max(20.0, strong.height()))
            widths.append(int(max(needs)) + 2 * _PAD)
        return widths

    def _width(self, cell: Cell, strong: QFontMetricsF) -> float:
        lines = cell.words.split("\n")
        metrics = strong if len(lines) == 1 else QFontMetricsF(theme.font("caption", tabular=True))
        return max(metrics.horizontalAdvance(line) for line in lines)

    def _lay_out(self) -> None:
        if not self.sheet.ways:
            return
        wide = self.viewport().width()
        self.is_compact = False
        widths = self._least_widths()
        if sum(widths) > wide:
            self.is_compact = True
            widths = self._least_widths()
        spare = wide - sum(widths)
        if spare > 0:  # ways are equally wide where there is room
            each = (wide - widths[0]) // len(self.sheet.ways)
            if each >= max(widths[1:]):
                widths[1:] = [each] * len(self.sheet.ways)
            else:
                widths[1:] = [least + spare // len(self.sheet.ways) for least in widths[1:]]
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        for at, high in enumerate(self._heights()):
            self.setRowHeight(at, high)
        height = self.sizeHint().height()
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _choose(self, column: int) -> None:
        if 1 <= column <= len(self.sheet.ways):
            key = self.sheet.ways[column - 1].key
            if key != self.sheet.chosen:
                self.chosen_changed.emit(key)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _: QModelIndex) -> None:
        if not index.isValid():
            return
        cell = self._sheet_model.cell(index.row(), index.column())
        if cell is not None and cell.why is not None:
            line, way = self.sheet.lines[index.row() - 1], self.sheet.ways[index.column() - 1]
            self.asked_last = (way.key, line.key)
            self.asked.emit(cell.why, f"{way.title}, {line.caption.lower()}: {cell.words}")

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.row() == 0:
            self._choose(index.column())
        else:
            self._on_current(index, index)

    def mouseDoubleClickEvent(self, event: Any) -> None:
        at: QPoint = event.position().toPoint()
        self._choose(self.indexAt(at).column())
        super().mouseDoubleClickEvent(event)


def _deep(line: Line) -> int:
    """How many lines of text the tallest cell of a line has."""
    return max((cell.words.count("\n") + 1 for cell in line.cells), default=1)


class _Delegate(QStyledItemDelegate):
    """Paints a place: the chosen column on a soft ground, a mark beside the best figure of a line."""

    def __init__(self, table: Comparison) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        sheet, row, column = self._table.sheet, index.row(), index.column()
        tones = theme.tones(self._table)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_last = row == len(sheet.lines)
        is_chosen = column > 0 and sheet.ways[column - 1].key == sheet.chosen
        if is_chosen:
            self._paint_ground(painter, tones, area, row == 0, is_last)
        if row and not is_last:
            painter.setPen(QPen(tones.hairline, 1))
            under = area.bottom() - 0.5
            painter.drawLine(QPointF(area.left(), under), QPointF(area.right(), under))
        if row == 0 and column:
            self._paint_way(painter, tones, area, sheet.ways[column - 1], is_chosen)
        elif row:
            self._paint_words(painter, tones, area, row, column)
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(tones.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 6, 6)
        painter.restore()

    def _paint_ground(self, painter: QPainter, tones: theme.Tones, area: QRectF, is_first: bool, is_last: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tones.accent_soft)
        painter.setClipRect(area)
        painter.drawRoundedRect(area.adjusted(1, 0 if is_first else -12, -1, 0 if is_last else 12), 8, 8)
        painter.setClipping(False)

    def _paint_way(self, painter: QPainter, tones: theme.Tones, area: QRectF, way: Way, is_chosen: bool) -> None:
        font = self._table.font_of("strong")
        line = QFontMetricsF(font).height()
        side = max(14.0, round(line * 0.72))
        circle = QRectF(area.left() + _PAD, area.top() + 10 + (line - side) / 2, side, side)
        painter.setPen(QPen(tones.accent if is_chosen else tones.line, 1.5))
        painter.setBrush(tones.card)
        painter.drawEllipse(circle)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tones.accent)
            painter.drawEllipse(circle.adjusted(side / 4, side / 4, -side / 4, -side / 4))
        painter.setFont(font)
        painter.setPen(tones.muted if way.trouble else tones.text)
        words = area.adjusted(_PAD + side + 6, 10, -4, 0)
        drawn = painter.drawText(words, _WORDS, way.title)
        if way.trouble:
            painter.setFont(theme.font("caption"))
            painter.setPen(tones.bad)
            under = QRectF(area.left() + _PAD, drawn.bottom() + 2, area.width() - _PAD - 4, area.bottom())
            painter.drawText(under, _WORDS, way.trouble)

    def _paint_words(self, painter: QPainter, tones: theme.Tones, area: QRectF, row: int, column: int) -> None:
        line = self._table.sheet.lines[row - 1]
        if not column:
            painter.setFont(self._table.font_of("strong" if line.is_strong else "body"))
            painter.setPen(tones.text if line.is_strong else tones.muted)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area.adjusted(4, 0, -4, 0), flags, line.caption)
            return
        cell = line.cells[column - 1]
        is_barred = bool(self._table.sheet.ways[column - 1].trouble)
        meaning = cell.tone or ("good" if cell.is_best else "muted" if is_barred else "text")
        font = self._table.font_of("strong" if line.is_strong or cell.is_best else "body")
        if "\n" in cell.words:
            font = theme.font("caption", tabular=True)
        painter.setFont(font)
        painter.setPen(tones.of(meaning))
        right = area.adjusted(_PAD, 0, -_PAD, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, cell.words)
        if cell.is_best:
            wide = QFontMetricsF(font).horizontalAdvance(cell.words)
            mark = theme.pixmap("circle-check", _MARK, tones.good, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(right.right() - wide - _MARK - 3, area.center().y() - _MARK / 2), mark)
