"""Prices: a line for quick entry, a table of every day with the value it gives under paragraph 6."""

from __future__ import annotations

from datetime import date, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.facts.price import Price
from models.record.change import Change
from models.record.deeds.prices import add_prices, remove_prices
from models.rules.answers import Value
from models.rules.calendar import is_delivery_day
from ui import text
from ui.dialogs.record.price import PriceDialog, PriceFields, first_day, value_words
from ui.dialogs.record.stock import default_plan, plan_choices, stocks
from ui.pages.record.rows import RowsSection
from ui.tables.model import Column
from ui.widgets.card import Card, row
from ui.widgets.edits import Choice
from ui.widgets.empty import EmptyState
from ui.widgets.field import Form, text_of
from ui.widgets.labels import button, label, set_tone

_FIGURES = ("last", "high", "low", "bids", "determined")


class PriceRow(NamedTuple):
    """A day's prices with their serial."""

    serial: int
    price: Price


class PricesSection(RowsSection[PriceRow]):
    """Type a day and its figures, Enter; or paste many."""

    key = "prices"
    collections = ("prices", "events", "plans", "grants")

    def build(self) -> None:
        self._values: dict[int, Value | None] = {}
        self._by_day: set[tuple[str, date]] = set()
        self.body.addWidget(self._build_entry())
        self.begin("Prices recorded", "As quoted on each day, before any later split.")
        self.paste = self.tool("From a table\N{HORIZONTAL ELLIPSIS}", "file-spreadsheet", self._on_paste)
        self.paste.setToolTip("Paste cells from a spreadsheet, or read a CSV or Excel file")
        self.edit = self.row_tool("Edit\N{HORIZONTAL ELLIPSIS}", "pencil", self._on_open)
        self.remove = self.row_tool("Remove", "trash-2", self._on_remove)
        empty = EmptyState(
            "chart-line",
            "No price yet",
            "Type a day and its figures in the line above, or paste a table from a spreadsheet. The value of a share "
            "under paragraph 6, what an exercise is worth and what is withheld are figured from these.",
            "Paste a table",
        )
        empty.acted.connect(self._on_paste)
        self.writes(self.entry, empty)
        self.end(self._columns(), lambda one: one.serial, empty, stretch=7, newest=True)

    def _build_entry(self) -> QWidget:
        self.entry = Card()
        self.form = Form(columns=6, stretches=(8, 4, 4, 4, 5, 4))
        self.fields = PriceFields(self.form, self.session.as_of)
        for edit in self.fields.edits:
            edit.returnPressed.connect(self._on_add)
        self.form.edited.connect(self._on_typed)
        self.stock = Choice()
        self.stock.setAccessibleName("Stock")
        self.stock.value_changed.connect(self._on_typed)
        self.says = label("", "caption", "muted", wraps=True)
        self.add = button("Add", "primary", "plus")
        self.add.clicked.connect(self._on_add)
        self.entry.add(self.form)
        foot = row(self.says, self.stock, self.add)
        foot.setStretch(0, 1)
        self.entry.body.addLayout(foot)
        return self.entry

    def _columns(self) -> tuple[Column[PriceRow], ...]:
        def figure(title: str, name: str) -> Column[PriceRow]:
            return Column[PriceRow](
                title,
                lambda one: getattr(one.price, name),
                lambda one: text.price(getattr(one.price, name)),
                numeric=True,
            )

        return (
            Column[PriceRow]("Day", lambda one: one.price.date, lambda one: text.day(one.price.date)),
            figure("Last", "last"),
            figure("High", "high"),
            figure("Low", "low"),
            Column[PriceRow](
                "Bids",
                lambda one: one.price.bids or None,
                lambda one: " ".join(map(text.price, one.price.bids)) or text.DASH,
                numeric=True,
            ),
            figure("Determined", "determined"),
            Column[PriceRow]("Value (\N{SECTION SIGN}\N{NO-BREAK SPACE}6)", self._value, self._value_words, True),
            Column[PriceRow]("Counts from", self._from, lambda one: text.day(self._from(one))),
            Column[PriceRow]("Plan", lambda one: one.price.plan, lambda one: one.price.plan),
        )

    # ------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        record = self.session.record
        self._values = {}
        offered = stocks(record)
        self.stock.set_choices(plan_choices(record, offered), self.stock.value() or default_plan(record))
        self.stock.setVisible(len(offered) > 1)
        self._by_day = {(price.plan, price.date) for price in record.prices}
        for at, name in enumerate(_FIGURES, 1):  # a column nobody has filled only takes room
            is_known = attrgetter(name)
            self.table.setColumnHidden(at, not any(map(is_known, record.prices)))
        self.table.setColumnHidden(8, len({price.plan for price in record.prices}) < 2)
        self.show_rows(list(map(PriceRow._make, record.shelf("prices").items())))
        self._on_typed()

    def focus_on(self, **focus: Any) -> None:
        if focus.get("serial") is not None and self.table.select_id(focus["serial"]):
            self.table.setFocus()
            if focus.get("edit"):
                self._on_open()
        else:
            self.fields.date.set_value(self.session.as_of)
            self.fields.date.setFocus()
            self.fields.date.selectAll()

    def value_at(self, one: PriceRow) -> Value | None:
        """The value of the first day this price counts on, where it is this price that gives it."""
        if one.serial not in self._values:
            ledger = self.session.record.ledger
            plan = ledger.plan(one.price.plan)
            value = ledger.value(plan.id, first_day(plan, one.price))
            self._values[one.serial] = value if value is not None and value.price_date == one.price.date else None
        return self._values[one.serial]

    def _value(self, one: PriceRow) -> Any:
        value = self.value_at(one)
        return None if value is None else value.value

    def _value_words(self, one: PriceRow) -> str:
        value = self.value_at(one)
        return "not used" if value is None else text.price(value.value)

    def _from(self, one: PriceRow) -> date | None:
        if self.value_at(one) is None:
            return None
        return first_day(self.session.record.ledger.plan(one.price.plan), one.price)

    def row_chosen(self, row: PriceRow | None) -> None:
        value = self.value_at(row) if row is not None else None
        if row is not None and value is not None and self.isVisible():
            self.host.show_why(value.because, f"Value from {text.day(self._from(row))}")

    def open_row(self, row: PriceRow) -> None:
        self.commit(lambda: PriceDialog.ask(self, self.session.record, row.serial))

    def remove_rows(self, rows: list[PriceRow]) -> None:
        self.commit(lambda: remove_prices(self.session.record, serials=[one.serial for one in rows]))

    # ------------------------------------------------------------------ slots

    @Slot()
    def _on_typed(self, _: Any = None) -> None:
        record = self.session.record
        price = self.fields.maybe(self.stock.value())
        known = price is not None and (price.plan, price.date) in self._by_day
        self.add.setText("Change" if known else "Add")
        words = value_words(record, price)
        if known and price is not None:
            words = f"{text.day(price.date)} has prices already; what you type is added to them. {words}"
        set_tone(self.says, "muted")
        self.says.setText(words)

    @Slot()
    def _on_add(self) -> None:
        if not self.form.check():
            return
        price = self.fields.price(self.stock.value())
        try:
            done = self.host.commit(add_prices(self.session.record, prices=[price], on_clash="merge"))
        except Refusal as refused:
            if refused.code == "nothing_changed":
                self.host.say(f"{text.day(price.date)} says that already.")
            elif not self.form.refuse(refused):
                self.page.tell("bad", text_of(refused))
            return
        if done:
            serial = next(
                at
                for at, one in self.session.record.shelf("prices").items()
                if (one.plan, one.date) == (price.plan, price.date)
            )
            self.table.select_id(serial)
            self.fields.clear_figures()
            self.fields.date.set_value(_next_day(price.date))
            self.fields.date.setFocus()
            self.fields.date.selectAll()

    @Slot()
    def _on_paste(self) -> None:
        from ui.dialogs.record.paste import PasteDialog

        def ask() -> Change | None:
            return PasteDialog.ask(self, self.session.record, self.stock.value() or default_plan(self.session.record))

        self.commit(ask)


def _next_day(day: date) -> date:
    """The next day with a market, for the next line that is typed."""
    following = day + timedelta(days=1)
    return following if is_delivery_day(following) else _next_day(following)
