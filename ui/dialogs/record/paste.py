"""Prices from a spreadsheet: pasted or from a file, shown as they were understood before anything is entered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from models.errors import Refusal
from models.exchange.prices import PricesRead, read_prices
from models.facts.price import Price
from models.record.change import Change
from models.record.deeds.prices import add_prices
from models.record.record import Record
from ui import text
from ui.dialogs.base import FormDialog
from ui.dialogs.record.stock import all_plans, plan_choices
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.busy import while_busy
from ui.widgets.card import row
from ui.widgets.edits import Choice
from ui.widgets.field import Field, text_of
from ui.widgets.labels import button, label, set_tone

CLASHES = (
    ("merge", "Fill in what is new, new figures win"),
    ("replace", "Replace the whole day"),
    ("keep", "Keep what is recorded"),
)
_KINDS = "Tables (*.csv *.tsv *.txt *.xlsx);;All files (*)"
_WAIT = 120  # milliseconds after the last key


def price_columns() -> tuple[Column[Price], ...]:
    """The figures of a day as columns."""

    def figure(title: str, name: str) -> Column[Price]:
        return Column[Price](
            title, lambda one: getattr(one, name), lambda one: text.price(getattr(one, name)), numeric=True
        )

    return (
        Column[Price]("Day", lambda one: one.date, lambda one: text.day(one.date)),
        figure("Last", "last"),
        figure("High", "high"),
        figure("Low", "low"),
        Column[Price](
            "Bids", lambda one: one.bids or None, lambda one: " ".join(map(text.price, one.bids)) or text.DASH, True
        ),
        figure("Determined", "determined"),
    )


class PasteDialog(FormDialog):
    """Reads a table of prices and shows it; the deed enters all of them at once."""

    def __init__(self, parent: QWidget | None, record: Record, plan: str, data: bytes | None = None) -> None:
        super().__init__(
            parent,
            "Prices from a table",
            "Enter the prices",
            "Copy the cells in your spreadsheet with their headings (date, last or close, high, low, bid) and paste "
            "them here. Columns that no rule needs, such as volume, are passed over.",
        )
        self._record = record
        self._data = data
        self._read = PricesRead(())
        self.plan = Choice(plan_choices(record, all_plans(record)), plan)
        self.form.add(Field("plan", "&Plan", self.plan, "For rows that name no plan"))
        self.pasted = QPlainTextEdit()
        self.pasted.setAccessibleName("Pasted cells")
        self.pasted.setPlaceholderText("date\tlast\thigh\tlow\tbid\n2003-11-07\t2.72\t2.80\t2.65\t2.70")
        self.pasted.setFixedHeight(6 * self.pasted.fontMetrics().height() + 12)
        self.pasted.setTabChangesFocus(True)
        self._file = button("Choose a file\N{HORIZONTAL ELLIPSIS}", "", "file-spreadsheet")
        self._file.clicked.connect(self._on_file)
        self.says = label("", "body", "muted", wraps=True)
        self.table: Table[Price] = Table(price_columns(), lambda one: (one.plan, one.date), "Prices read", stretch=-1)
        self.table.setMinimumHeight(170)
        self.clash = Choice(CLASHES, "merge")
        self.clash_field = Field("on_clash", "Where a day has prices &already", self.clash)
        self.body.addWidget(self.pasted)
        self.body.addLayout(row(self._file, None))
        for widget in (self.says, self.table, self.clash_field):
            self.body.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self.read)
        self.pasted.textChanged.connect(self._on_text)
        self.plan.value_changed.connect(self.read)
        self.at_least(620)
        self.read()
        self.pasted.setFocus()

    @classmethod
    def ask(cls, parent: QWidget | None, record: Record, plan: str, data: bytes | None = None) -> Change | None:
        """The deed; None when it was cancelled."""
        found: Change | None = cls(parent, record, plan, data).ask_value()
        return found

    def result_value(self) -> Change:
        self.read()
        if not self._read.prices:
            raise Refusal("bad_table", "Paste cells or choose a file first.")
        return add_prices(self._record, prices=self._read.prices, on_clash=self.clash.value())

    @Slot()
    def read(self, _: Any = None) -> None:
        """Read what is there and say what was understood."""
        self._timer.stop()
        source = self._data if self._data is not None else self.pasted.toPlainText()
        self._read, words, tone = PricesRead(()), "", "muted"
        if source:
            try:
                plan = self.plan.value()
                reading = "Reading the table\N{HORIZONTAL ELLIPSIS}"
                self._read = while_busy(self, reading, lambda: read_prices(source, plan)) or PricesRead(())
            except Refusal as refused:
                words, tone = text_of(refused), "bad"
        prices = self._read.prices
        known = {(price.plan, price.date) for price in self._record.prices}
        clashes = sum((price.plan, price.date) in known for price in prices)
        if prices:
            days = sorted(price.date for price in prices)
            words = f"{text.count(len(prices), 'day')}, {text.day(days[0])} to {text.day(days[-1])}."
            if self._read.passed_over:
                words += f" Passed over: {text.listed(self._read.passed_over)}."
            if clashes:
                words += f" {text.count(clashes, 'day')} of them {'has' if clashes == 1 else 'have'} prices already."
            tone = "good"
        set_tone(self.says, tone)
        self.says.setText(words)
        self.table.show_rows(prices)
        self.table.fit_columns()
        self.table.setVisible(bool(prices))
        self.clash_field.setVisible(bool(clashes))
        self.verb.setEnabled(bool(prices))
        self.grow()

    @Slot()
    def _on_text(self) -> None:
        self._data = None
        self._timer.start()

    @Slot()
    def _on_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Prices from a file", "", _KINDS)
        if not name:
            return
        try:
            self._data = Path(name).read_bytes()
        except OSError as error:
            self.banner.show_words("bad", f"{Path(name).name} cannot be read: {error.strerror}.")
            return
        self.banner.show_words("bad", "")
        self.pasted.blockSignals(True)
        self.pasted.setPlainText(f"(from {Path(name).name})")
        self.pasted.blockSignals(False)
        self.read()


__all__ = ["PasteDialog", "price_columns"]
