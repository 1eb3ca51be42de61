"""A small window under the day shown: a field, a calendar, and the way back to today."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.calendar import calendar, chosen, style
from ui.widgets.card import row
from ui.widgets.edits import DateEdit
from ui.widgets.field import Field
from ui.widgets.labels import button


class DayPicker(QFrame):
    """`picked(day)`, or `picked(None)` for today."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self.edit = DateEdit()
        self.edit.returnPressed.connect(self._on_typed)
        self.field = Field("as_of", "Show everything as of", self.edit)
        self.calendar = calendar(self)
        self.calendar.clicked.connect(self._on_day)
        self.calendar.activated.connect(self._on_day)
        today = button("Today", "quiet", "calendar")
        today.clicked.connect(self._on_today)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP.large, theme.GAP.medium, theme.GAP.large, theme.GAP.medium)
        layout.addWidget(self.field)
        layout.addWidget(self.calendar)
        layout.addLayout(row(today, None))

    def open_at(self, day: date, under: QWidget) -> None:
        """Open below a widget, with the keyboard in the field."""
        self.edit.set_value(day)
        self.field.clear()
        self.calendar.setSelectedDate(day)  # type: ignore[arg-type]
        style(self.calendar)
        self.adjustSize()
        corner = under.mapToGlobal(QPoint(under.width() - self.width(), under.height() + 4))
        self.move(corner)
        self.show()
        self.edit.setFocus()
        self.edit.selectAll()

    @Slot()
    def _on_typed(self) -> None:
        if self.field.check():
            self.hide()
            self.picked.emit(self.edit.value())

    @Slot(object)
    def _on_day(self, _: object) -> None:
        self.hide()
        self.picked.emit(chosen(self.calendar))

    @Slot()
    def _on_today(self) -> None:
        self.hide()
        self.picked.emit(None)
