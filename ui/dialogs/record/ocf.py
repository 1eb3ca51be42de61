"""Asks whose options of an Open Cap Format package to take, and under which plan."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.exchange.ocf import Imported, Package
from models.facts.plan import ROLES
from models.record.record import Record
from ui import text
from ui.dialogs.base import FormDialog
from ui.dialogs.record.stock import all_plans, default_plan, plan_choices
from ui.text import codes
from ui.widgets.edits import Choice
from ui.widgets.field import Field, text_of
from ui.widgets.labels import label, set_tone


class OcfDialog(FormDialog):
    """Says what would be taken and what would be left out; the value is `Imported`."""

    def __init__(self, parent: QWidget | None, record: Record, package: Package) -> None:
        super().__init__(parent, "Grants from the Open Cap Format", "Import them")
        self._record, self._package = record, package
        holders = package.stakeholders
        if not holders:
            raise Refusal("no_options", "This package issues no stock options to anybody.", "file")
        self.who = Choice(list(holders.items()), next(iter(holders)))
        self.plan = Choice(plan_choices(record, all_plans(record)), default_plan(record))
        self.role = Choice([("", "As the package says"), *((one, codes.ROLES[one]) for one in ROLES)], "")
        self.form.add(Field("stakeholder", "&Holder", self.who))
        self.form.add(Field("plan", "Under the terms of &plan", self.plan))
        self.form.add(Field("role", "&Role", self.role))
        self.says = label("", "body", "muted", wraps=True)
        self.body.addWidget(self.says)
        for choice in (self.who, self.plan, self.role):
            choice.value_changed.connect(self._on_choice)
        self._on_choice()

    @classmethod
    def ask(cls, parent: QWidget | None, record: Record, package: Package) -> Imported | None:
        """What to import; None when it was cancelled."""
        found: Imported | None = cls(parent, record, package).ask_value()
        return found

    def result_value(self) -> Imported:
        imported = self._taken()
        imported.change(self._record)  # refuses here what the record does not allow
        return imported

    def _taken(self) -> Imported:
        plan = self._record.plan(self.plan.value())
        assert plan is not None
        return self._package.take(self.who.value(), plan, self.role.value())

    @Slot()
    def _on_choice(self, _: Any = None) -> None:
        try:
            imported = self._taken()
        except Refusal as refused:
            set_tone(self.says, "bad")
            self.says.setText(text_of(refused))
            return
        set_tone(self.says, "muted")
        grants = text.listed([grant.id for grant in imported.grants]) or "none"
        words = [
            f"{text.count(len(imported.grants), 'grant')} ({grants}), {text.count(len(imported.events), 'event')}."
        ]
        if imported.left_out:
            words.append("Left out: " + " ".join(imported.left_out))
        self.says.setText(" ".join(words))
