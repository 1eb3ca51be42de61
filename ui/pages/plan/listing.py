"""The listing history: in which market tier the stock was from when on; it decides how its value is found."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.facts.plan import TIERS, Listing, Plan
from ui import text
from ui.dialogs.base import FormDialog
from ui.tables.model import Column
from ui.tables.view import Table
from ui.text import codes
from ui.widgets.card import Card
from ui.widgets.edits import Choice, DateEdit
from ui.widgets.field import Field
from ui.widgets.labels import button


class ListingDialog(FormDialog):
    """Asks for one entry."""

    def __init__(self, parent: QWidget | None, listing: Listing | None) -> None:
        super().__init__(parent, "Market tier", "Save", "It counts from its day until the next entry.")
        self._since = DateEdit(listing.since if listing else None)
        self._tier = Choice([(tier, codes.TIERS[tier]) for tier in TIERS], listing.tier if listing else None)
        self.form.add(Field("since", "&From", self._since))
        self.form.add(Field("tier", "&Tier", self._tier))

    @classmethod
    def ask(cls, parent: QWidget | None, listing: Listing | None) -> Listing | None:
        """Ask; None when it was cancelled."""
        found: Listing | None = cls(parent, listing).ask_value()
        return found

    def result_value(self) -> Listing:
        return Listing(self._since.value(), self._tier.value())


class ListingCard(Card):
    """`changed(listing)` with the whole new history."""

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__("Listing history", "The market tier decides which price gives the value (paragraph 6).")
        self._listing: tuple[Listing, ...] = ()
        add = button("Add", "", "plus")
        add.clicked.connect(self._on_add)
        self.beside.addWidget(add)
        columns = (
            Column[Listing]("From", lambda one: one.since, lambda one: text.day(one.since)),
            Column[Listing]("Tier", lambda one: one.tier, lambda one: codes.TIERS[one.tier]),
        )
        self.table = Table[Listing](columns, lambda one: one.since, "Listing history", is_tall=True, stretch=1)
        self.table.activated_row.connect(self._on_edit)
        self.table.delete_asked.connect(self._on_delete)
        self.add(self.table)

    def show_plan(self, plan: Plan) -> None:
        """Show the history of a plan."""
        self._listing = plan.listing
        self.table.show_rows(plan.listing)
        self.table.fit_columns()

    @Slot()
    def _on_add(self) -> None:
        self._put(None, ListingDialog.ask(self, None))

    @Slot(object)
    def _on_edit(self, before: Listing) -> None:
        self._put(before, ListingDialog.ask(self, before))

    @Slot(list)
    def _on_delete(self, rows: list[Listing]) -> None:
        self.changed.emit(tuple(one for one in self._listing if one not in rows))

    def _put(self, before: Listing | None, after: Listing | None) -> None:
        if after is None or after == before:
            return
        rest = [one for one in self._listing if one != before]
        if any(one.since == after.since for one in rest):
            says = f"There is a tier from {text.day(after.since)} already; change that one instead."
            self.refused.emit(Refusal("taken", says).message)
            return
        self.changed.emit(tuple(sorted([*rest, after])))
