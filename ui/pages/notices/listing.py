"""The list of notices: number, what is exercised, and how far each has come, in two lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.pages.notices.stages import TONES, Row, what
from ui.text.codes import STATES

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        row = self.rows[index.row()]
        if role == _DISPLAY:
            return row.notice.number
        if role == _SPOKEN:
            trouble = f", {row.trouble}" if row.trouble else ""
            return f"Notice {row.notice.number}, {what(row.notice)}, {STATES[row.notice.state]}{trouble}"
        if role == _TOOLTIP:
            return row.trouble or None
        return None


class NoticeList(QListView):
    """`chosen(number)` follows the cursor, empty where there is none; `cancel_asked` the Delete key."""

    chosen = Signal(str)
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._notices = _Model()
        self.setModel(self._notices)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("Notices")
        self.setProperty("plain", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._is_refreshing = False
        self.selectionModel().currentChanged.connect(self._on_current)

    @property
    def rows(self) -> Sequence[Row]:
        """The notices in the order shown."""
        return self._notices.rows

    @property
    def number(self) -> str:
        """The number of the notice the cursor is on; empty where there is none."""
        index = self.currentIndex()
        return self._notices.rows[index.row()].notice.number if index.isValid() else ""

    def show_rows(self, rows: Sequence[Row], number: str = "") -> None:
        """Show other notices; the cursor stays on its notice, or goes to `number`, or to the first."""
        wanted = number or self.number
        self._is_refreshing = True
        self._notices.show(rows)
        self._is_refreshing = False
        if not self.select(wanted) and rows:
            self.setCurrentIndex(self._notices.index(0))
        self.chosen.emit(self.number)

    def select(self, number: str) -> bool:
        """Put the cursor on a notice; False where it is not listed."""
        for at, row in enumerate(self._notices.rows):
            if row.notice.number == number:
                self.setCurrentIndex(self._notices.index(at))
                return True
        return False

    def let_go(self) -> None:
        """Take the cursor off every notice: something else is shown."""
        self._is_refreshing = True
        self.setCurrentIndex(QModelIndex())
        self._is_refreshing = False

    def tsv(self) -> str:
        """All notices as tab-separated text with headings."""
        lines = ["Number\tGrant\tShares\tPrepared\tReceived\tPaid\tCertificate\tState"]
        for row in self._notices.rows:
            one = row.notice
            days = (one.prepared_on, one.delivered_on, one.paid_on, one.certificate_on)
            shown = [str(day) if day else "" for day in days]
            lines.append("\t".join([one.number, one.grant, str(one.shares), *shown, STATES[one.state]]))
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.tsv())
        elif event.key() == Qt.Key.Key_Delete and self.number:
            self.cancel_asked.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(236, 320)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, *_: Any) -> None:
        if not self._is_refreshing:
            self.chosen.emit(self.number)


class _Delegate(QStyledItemDelegate):
    """Two lines and a mark of the state."""

    def __init__(self, view: NoticeList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        title, note = QFontMetricsF(theme.font("strong")), QFontMetricsF(theme.font("caption"))
        return QSize(200, int(title.height() + note.height()) + 22)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._view.rows[index.row()]
        tones = theme.tones()  # the view's own palette says transparent
        area = QRectF(option.rect).adjusted(4, 2, -4, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = index.row() == self._view.currentIndex().row()
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tones.selection if is_current else tones.hover)
            painter.drawRoundedRect(area, 8, 8)
        if is_current and self._view.hasFocus():
            painter.setPen(QPen(tones.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 7, 7)
        self._paint_words(painter, tones, area.adjusted(10, 8, -10, -6), row, is_current)
        painter.restore()

    def _paint_words(self, painter: QPainter, tones: theme.Tones, area: QRectF, row: Row, is_current: bool) -> None:
        notice = row.notice
        title, note = QFontMetricsF(theme.font("strong")), QFontMetricsF(theme.font("caption"))
        muted = tones.text if is_current else tones.muted
        state = STATES[notice.state]
        wide = note.horizontalAdvance(state)
        left = area.right() - wide
        top = QRectF(area.left(), area.top(), area.width(), title.height())
        painter.setFont(theme.font("strong"))
        painter.setPen(tones.text if row.is_under_way else muted)
        shown = title.elidedText(notice.number, Qt.TextElideMode.ElideRight, left - area.left() - 24)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(theme.font("caption"))
        meaning = TONES[notice.state]
        painter.setPen(muted if meaning == "muted" else tones.of(meaning))
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, state)
        if row.trouble:
            mark = theme.pixmap("triangle-alert", 14, tones.warn, painter.device().devicePixelRatioF())
            painter.drawPixmap(int(left - 20), int(top.center().y() - 7), mark)
        painter.setPen(muted)
        under = QRectF(area.left(), top.bottom() + 2, area.width(), note.height())
        words = note.elidedText(what(notice), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
