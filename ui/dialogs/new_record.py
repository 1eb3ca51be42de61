"""The first deed of a record: whose it is, and which plan the options are under."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from models.errors import Refusal
from models.facts.bundled import BUNDLED, bundled_plan
from models.facts.event import PlanApproved
from models.facts.fields import as_text
from models.facts.holder import Holder
from models.record.change import Change
from models.record.plain import Other
from models.record.record import record_of
from models.record.sample import first_change
from ui.dialogs.base import FormDialog
from ui.widgets.edits import Choice, DateEdit, TextEdit
from ui.widgets.field import Field

OTHER_PLAN = "Any other plan for non-qualified options"


@dataclass(frozen=True)
class NewRecord:
    """What was asked: the first change, and a name for the file."""

    change: Change
    file_name: str


class AddressEdit(QPlainTextEdit):
    """Address lines, one below the other; Tab goes on to the next field."""

    def __init__(self, lines: tuple[str, ...] = ()) -> None:
        super().__init__("\n".join(lines))
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 18)

    def lines(self) -> tuple[str, ...]:
        """The lines that are not empty; Refusal `address` where one cannot be printed."""
        given = [line.strip() for line in self.toPlainText().splitlines()]
        return tuple(as_text(line, "address", 60) for line in given if line)


class HolderForm:
    """The fields for a holder, in any form dialog."""

    def __init__(self, dialog: FormDialog, holder: Holder) -> None:
        self.name = TextEdit(holder.name, missing="Type the name that stands on the option letters.")
        self.address = AddressEdit(holder.address)
        self.insider = QCheckBox("I am an officer or a director of the company")
        self.insider.setChecked(holder.insider)
        dialog.form.add(Field("name", "&Name", self.name, "As it stands on the option letters"))
        dialog.form.add(Field("address", "&Address", self.address, "As it is to stand on notices, one line each"))
        dialog.form.add(Field("insider", "", self.insider, "Adds reminders about insider rules (paragraph 17)"))

    def value(self) -> Holder:
        """The holder typed; a Refusal at its field."""
        return Holder(self.name.value(), self.address.lines(), self.insider.isChecked())


class NewRecordDialog(FormDialog):
    """Asks for the holder and the plan."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            parent,
            "New record",
            "Make the record",
            "It stays in one file on this computer, readable by you alone. All of this can be changed later.",
        )
        self.at_least(500)  # the names of plans are long
        self._holder = HolderForm(self, Holder())
        plans = [(id, bundled_plan(id).name if bundled_plan(id).issuer else OTHER_PLAN) for id in BUNDLED]
        self._plan = Choice(plans)
        self._approved = DateEdit()
        self._approved.is_optional = True
        self.form.add(Field("plan", "&Plan", self._plan, "Its terms can be copied and changed on the Plan page"))
        self._approved_field = self.form.add(
            Field(
                "approved",
                "Approved by the &stockholders on",
                self._approved,
                "Leave empty if they have not approved it, or you do not know yet (paragraph 5)",
            )
        )
        self._plan.value_changed.connect(self._on_plan)

    @classmethod
    def ask(cls, parent: QWidget | None) -> NewRecord | None:
        """Ask; None when it was cancelled."""
        found: NewRecord | None = cls(parent).ask_value()
        return found

    def result_value(self) -> NewRecord:
        holder = self._holder.value()
        plan: str = self._plan.value()
        approved: date | None = self._approved.optional() if self._approved_field.isVisibleTo(self) else None
        record = record_of(
            {
                "holder": [holder],
                "events": [PlanApproved(approved, plan)] if approved is not None else [],
                "extra": [Other("plan", plan)],
            }
        )
        record.check()
        change = first_change(record, f"Make the record of {holder.name}")
        return NewRecord(change, re.sub(r'[\\/:*?"<>|]+', " ", f"Options of {holder.name}").strip())

    @Slot()
    def _on_plan(self) -> None:
        self._approved_field.setVisible(bundled_plan(self._plan.value()).needs_stockholder_approval)


class HolderDialog(FormDialog):
    """Changes the holder's name and address."""

    def __init__(self, parent: QWidget | None, holder: Holder) -> None:
        super().__init__(parent, "Name and address", "Save")
        self._holder = HolderForm(self, holder)

    @classmethod
    def ask(cls, parent: QWidget | None, holder: Holder) -> Holder | None:
        """Ask; None when it was cancelled."""
        found: Holder | None = cls(parent, holder).ask_value()
        return found

    def result_value(self) -> Holder:
        return self._holder.value()


__all__ = ["AddressEdit", "HolderDialog", "NewRecord", "NewRecordDialog", "Refusal"]
