"""The record as it had been entered by the end of a day: its tables to read, and what has come since."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import Refusal
from models.exchange.tables import TABLES, Table as Sheet, Value, table
from models.record.record import Record
from ui import text, theme
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.edits import Choice, DateEdit
from ui.widgets.field import Field, Form
from ui.widgets.labels import label

Numbered = tuple[int, tuple[Value, ...]]
_NAMES = {"holder": "holder", "tax": "tax figures", "grant_notes": "grant notes", "extra": "settings"}


class KnownView(QWidget):
    """A day, a choice of tables, and the table chosen; nothing in it can be changed. `day_chosen(day)`."""

    day_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._record = Record()
        self._as_of = date(2000, 1, 1)
        self.edit = DateEdit()
        self.edit.value_changed.connect(self._on_day)
        self.which = Choice([(name, text.capital(name)) for name in TABLES], "grants")
        self.which.value_changed.connect(self._on_which)
        self.says = label("", "body", "muted", wraps=True)
        self.table: Table[Numbered] = _table(Sheet("", (), ()))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.GAP.small)
        form = Form(columns=2)
        form.add(Field("day", "As &known at the end of", self.edit))
        form.add(Field("which", "&Table", self.which))
        form.setMaximumWidth(520)
        self._layout.addWidget(form)
        self._layout.addWidget(self.says)
        self._layout.addWidget(self.table, 1)

    @property
    def day(self) -> date | None:
        """The day chosen; None while it cannot be read."""
        return self.edit.maybe()

    def set_day(self, day: date) -> None:
        """Choose a day."""
        self.edit.set_value(day)

    def show_record(self, record: Record, now: Record, as_of: date, deeds: int) -> None:
        """Show a record as it was known, figures as of `as_of`, and what differs from the record now."""
        self._record, self._as_of = record, as_of
        since = since_words(record, now)
        said = f"{text.count(deeds, 'entry', 'entries')} had been made by then; figures as of {text.day(as_of)}."
        self.says.setText(f"{said} {since}")
        self._show()

    def _show(self) -> None:
        try:
            sheet = table(self._record, self.which.value(), self._as_of)
        except Refusal as refused:
            sheet = Sheet("", ("trouble",), ((refused.message,),))
        fresh = _table(sheet)
        self._layout.replaceWidget(self.table, fresh)
        self.table.deleteLater()
        self.table = fresh

    @Slot(object)
    def _on_day(self, day: object) -> None:
        if day is not None:
            self.day_chosen.emit(day)

    @Slot(object)
    def _on_which(self, _: object) -> None:
        self._show()


def since_words(then: Record, now: Record) -> str:
    """What was added, changed and taken out since, collection by collection."""
    parts = []
    for name in dict.fromkeys((*then.shelves, *now.shelves)):
        was, has = then.shelf(name), now.shelf(name)
        added = len(has.keys() - was.keys())
        removed = len(was.keys() - has.keys())
        changed = sum(was[at] != has[at] for at in was.keys() & has.keys())
        counts = [
            f"{number} {verb}"
            for number, verb in ((added, "added"), (changed, "changed"), (removed, "removed"))
            if number
        ]
        if counts:
            parts.append(f"{_NAMES.get(name, name)} {', '.join(counts)}")
    return f"Since then: {'; '.join(parts)}." if parts else "Nothing is different now."


def _table(sheet: Sheet) -> Table[Numbered]:
    columns = [_column(at, title, sheet) for at, title in enumerate(sheet.headings)]
    made: Table[Numbered] = Table(columns, lambda one: one[0], "The record as known", stretch=-1)
    made.setObjectName("")
    made.show_rows(list(enumerate(sheet.rows)))
    made.fit_columns()
    return made


def _column(at: int, title: str, sheet: Sheet) -> Column[Numbered]:
    numeric = any(isinstance(row[at], int | Fraction) for row in sheet.rows)
    return Column[Numbered](text.capital(title), lambda one: one[1][at], lambda one: shown(one[1][at]), numeric=numeric)


def shown(value: Value) -> str:
    """A value of a table as the window writes it."""
    if value is None:
        return text.DASH
    if isinstance(value, Fraction):
        return text.price(value)
    if isinstance(value, date):
        return text.day(value)
    return text.shares(value) if isinstance(value, int) else value
