"""Holder: name and address as they stand on papers, and the tax figures that withholding is estimated from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot

from models.record.change import Change
from models.record.deeds.holder import change_holder, change_tax_note
from ui import text, theme
from ui.pages.record.section import Section
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.card import Card, row
from ui.widgets.labels import button, label

YearRow = tuple[str, Any, Any]


class HolderSection(Section):
    """Two cards, each with one button."""

    key = "holder"
    collections = ("holder", "tax")
    scrolls = True

    def build(self) -> None:
        self.who = Card("Holder", "As it stands on notices and certificates.")
        self.change = button("Change\N{HORIZONTAL ELLIPSIS}", "", "pencil")
        self.change.clicked.connect(self._on_holder)
        self.who.beside.addWidget(self.change)
        self.name = label("", "title")
        self.address = label("", "body")
        self.insider = label("", "body", "muted", wraps=True)
        self.who.add(self.name, self.address, self.insider)
        self.taxes = Card(
            "Tax figures", "Used to estimate what is withheld and what may still be due. Estimates, not tax advice."
        )
        self.change_taxes = button("Change\N{HORIZONTAL ELLIPSIS}", "", "pencil")
        self.change_taxes.clicked.connect(self._on_taxes)
        self.taxes.beside.addWidget(self.change_taxes)
        self.state = self.page.figure("State")
        self.state_rate = self.page.figure("State rate")
        self.marginal = self.page.figure("Your own marginal rate")
        self.taxes.body.addLayout(row(self.state, self.state_rate, self.marginal, None, spacing=theme.GAP.small))
        columns = (
            Column[YearRow]("Year", lambda one: one[0], lambda one: one[0]),
            Column[YearRow]("Wages to date", lambda one: one[1], lambda one: _dollars(one[1]), numeric=True),
            Column[YearRow](
                "Of that, bonuses and options", lambda one: one[2], lambda one: _dollars(one[2]), numeric=True
            ),
        )
        self.years: Table[YearRow] = Table(columns, lambda one: one[0], "Wages by year", is_tall=True, stretch=-1)
        self.years.activated_row.connect(self._on_taxes)
        self._none = label("No wages are entered; withholding is figured as if there were none.", "body", "muted")
        self.taxes.add(self.years, self._none)
        for card in (self.who, self.taxes):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.writes(self.change, self.change_taxes)

    def refresh(self) -> None:
        holder, tax = self.session.record.holder, self.session.record.tax
        self.name.setText(holder.name or "No name yet")
        self.address.setText("\n".join(holder.address) or "No address yet: a notice says where the certificate goes.")
        self.insider.setText(
            "An officer or director: reminders about Section 16 reports and trading windows are shown (paragraph 17)."
            if holder.insider
            else "Neither an officer nor a director of the company."
        )
        self.state.show_figure(tax.state or text.DASH, "state income tax" if tax.state else "not entered")
        self.state_rate.show_figure(text.percent(tax.state_rate), "of an exercise's income")
        self.marginal.show_figure(text.percent(tax.marginal_rate), "federal and state together")
        years = sorted({*tax.wages_to_date, *tax.supplemental_to_date}, reverse=True)
        rows = [(year, tax.wages_to_date.get(year), tax.supplemental_to_date.get(year)) for year in years]
        self.years.show_rows(rows)
        self.years.fit_columns()
        self.years.setVisible(bool(rows))
        self._none.setVisible(not rows)

    def copy(self) -> str:
        holder = self.session.record.holder
        return "\n".join([holder.name, *holder.address])

    def focus_on(self, **focus: Any) -> None:
        if focus.get("collection") == "tax" or focus.get("taxes"):
            self.change_taxes.setFocus()
        else:
            self.change.setFocus()

    @Slot()
    def _on_holder(self) -> None:
        from ui.dialogs.new_record import HolderDialog

        def ask() -> Change | None:
            holder = HolderDialog.ask(self, self.session.record.holder)
            if holder is None or holder == self.session.record.holder:
                return None
            return change_holder(self.session.record, holder=holder)

        self.commit(ask)

    @Slot()
    def _on_taxes(self, _: Any = None) -> None:
        from ui.dialogs.record.taxes import TaxDialog

        if self.session.is_read_only:
            return

        def ask() -> Change | None:
            note = TaxDialog.ask(self, self.session.record.tax, self.session.as_of)
            if note is None or note == self.session.record.tax:
                return None
            return change_tax_note(self.session.record, note=note)

        self.commit(ask)


def _dollars(amount: Any) -> str:
    return text.DASH if amount is None else text.money(round(amount * 100))
