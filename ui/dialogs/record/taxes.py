"""Asks for the holder's tax figures: state, rates, and what the employer has paid, year by year."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.facts.notes import TaxNote
from models.rules.offers import state_rate_offered, states
from ui import text
from ui.dialogs.base import FormDialog
from ui.widgets.edits import AmountEdit, Choice, RateEdit
from ui.widgets.field import Field

YEARS = 3


class TaxDialog(FormDialog):
    """The value is a `TaxNote`."""

    def __init__(self, parent: QWidget | None, note: TaxNote, on: date) -> None:
        super().__init__(
            parent,
            "Tax figures",
            "Save",
            "Estimates of withholding start from these. Leave empty what you do not know.",
            columns=2,
        )
        self._on = on
        offered = [("", "None, or not known"), *((one, one) for one in states())]
        if note.state and note.state not in {one for one, _ in offered}:
            offered.append((note.state, note.state))
        self.state = Choice(offered, note.state)
        self.state_rate = RateEdit(note.state_rate)
        self.marginal = RateEdit(note.marginal_rate)
        self.state_rate.is_optional = self.marginal.is_optional = True
        self.form.add(Field("state", "&State", self.state))
        self.form.add(Field("state_rate", "State &rate, %", self.state_rate))
        self.form.add(
            Field(
                "marginal_rate", "Your own &marginal rate, %", self.marginal, "Federal and state, on your last dollar"
            ),
            span=2,
        )
        known = {int(year) for year in (*note.wages_to_date, *note.supplemental_to_date)}
        self._years = sorted(known | {on.year - back for back in range(YEARS)}, reverse=True)
        self.wages: dict[int, tuple[AmountEdit, AmountEdit]] = {}
        for year in self._years:
            edits = (
                AmountEdit(note.wages_to_date.get(str(year))),
                AmountEdit(note.supplemental_to_date.get(str(year))),
            )
            for edit in edits:
                edit.is_optional = True
            self.wages[year] = edits
            self.form.add(Field(f"wages {year}", f"Wages of {year} to date", edits[0]))
            self.form.add(Field(f"supplemental {year}", "Of that, bonuses and options", edits[1]))
        self.state.value_changed.connect(self._on_state)
        self.at_least(540)
        self._say_offer()

    @classmethod
    def ask(cls, parent: QWidget | None, note: TaxNote, on: date) -> TaxNote | None:
        """The figures; None when it was cancelled."""
        found: TaxNote | None = cls(parent, note, on).ask_value()
        return found

    def result_value(self) -> TaxNote:
        wages: dict[str, Fraction] = {}
        supplemental: dict[str, Fraction] = {}
        for year, (paid, extra) in self.wages.items():
            whole, part = paid.optional(), extra.optional()
            if part is not None and whole is not None and part > whole:
                says = f"More than all wages of {year}: {text.price(whole)}."
                raise Refusal("bad_number", says, f"supplemental {year}")
            if whole is not None:
                wages[str(year)] = whole
            if part is not None:
                supplemental[str(year)] = part
        return TaxNote(self.state.value(), self.state_rate.optional(), self.marginal.optional(), wages, supplemental)

    @Slot()
    def _on_state(self, _: Any = None) -> None:
        rate = self._offer()
        self.state_rate.set_value(rate)
        self._say_offer()

    def _offer(self) -> Fraction | None:
        try:
            return state_rate_offered(self.state.value(), self._on).rate if self.state.value() else None
        except Refusal:
            return None

    def _say_offer(self) -> None:
        rate = self._offer()
        words = f"{self.state.value()} withholds {text.percent(rate)} of option income" if rate is not None else ""
        self.form.field("state").note(words)
