"""Adds or changes a lot of shares the holder owns."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from models.facts.lot import Lot
from models.record.change import Change
from models.record.deeds.lots import add_lot, change_lot
from models.record.record import Record
from ui import text
from ui.dialogs.base import FormDialog
from ui.dialogs.record.stock import default_plan, plan_choices, plans_in_use
from ui.widgets.edits import AmountEdit, Choice, DateEdit, SharesEdit, TextEdit
from ui.widgets.field import Field


class LotDialog(FormDialog):
    """The lot as it was acquired: shares and basis of that day, before any later split."""

    def __init__(self, parent: QWidget | None, record: Record, day: date, serial: int | None = None) -> None:
        adds = serial is None
        super().__init__(
            parent,
            "Add shares I own" if adds else "Change a lot",
            "Add the lot" if adds else "Save",
            "As they were acquired: the number and the basis of that day, before any later split.",
            columns=2,
        )
        self._record, self._serial = record, serial
        before: Lot | None = None if serial is None else record.shelf("lots")[serial]
        self.acquired = DateEdit(before.acquired if before else day)
        self.shares = SharesEdit(before.shares if before else None)
        self.basis = AmountEdit(before.basis if before else None)
        self.plan = Choice(plan_choices(record, plans_in_use(record)), before.plan if before else default_plan(record))
        self.id = TextEdit(before.id if before else "", 60)
        self.id.is_optional = True
        self.form.add_all(
            [
                Field("acquired", "&Acquired on", self.acquired),
                Field("shares", "&Shares", self.shares),
                Field("basis", "&Basis a share", self.basis, "What they cost, or their value when taxed as income"),
                Field("id", "&Name of the lot", self.id, "Left empty, it gets the next number"),
            ]
        )
        self.form.add(Field("plan", "Stock of the issuer of &plan", self.plan), span=2)
        self.form.edited.connect(self._on_typed)
        self.at_least(540)
        self._on_typed()

    @classmethod
    def ask(cls, parent: QWidget | None, record: Record, day: date, serial: int | None = None) -> Change | None:
        """The deed; None when it was cancelled."""
        found: Change | None = cls(parent, record, day, serial).ask_value()
        return found

    def result_value(self) -> Change:
        lot = Lot(
            self.id.optional() or "", self.plan.value(), self.acquired.value(), self.shares.value(), self.basis.value()
        )
        if self._serial is None:
            return add_lot(self._record, lot=lot)
        return change_lot(self._record, serial=self._serial, after=lot)

    @Slot()
    def _on_typed(self) -> None:
        shares, basis = self.shares.maybe(), self.basis.maybe()
        if shares is not None and basis is not None:
            cents = round(shares * basis * 100)
            self.form.field("basis").note(f"{text.price(basis)} a share, {text.money(cents)} in all")
