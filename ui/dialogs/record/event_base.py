"""What the forms of events have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from models.facts.event import Event
from models.record.record import Record
from ui.dialogs.record.stock import default_plan, plan_choices, plans_in_use
from ui.widgets.edits import Choice, DateEdit
from ui.widgets.field import Form


class EventForm(QObject):
    """Fields for one kind of event, filled from `before` or `preset`."""

    changed = Signal()
    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    title_of_change: ClassVar[str] = ""
    intro: ClassVar[str] = ""

    def __init__(self, form: Form, record: Record, on: date, before: Event | None, preset: Mapping[str, Any]) -> None:
        super().__init__(form)
        self.form = form
        self.record = record
        self.on = on
        self.before = before
        self.date = DateEdit(preset.get("date") or (before.date if before is not None else on))
        self.build(before, preset)

    def build(self, before: Any, preset: Mapping[str, Any]) -> None:
        """Add the fields."""
        raise NotImplementedError

    def stated(self) -> Event:
        """The event typed; a Refusal where it cannot be read."""
        raise NotImplementedError

    def add_to(self, body: QVBoxLayout) -> None:
        """Add what stands below the fields."""

    def plan_choice(self, before: Any, preset: Mapping[str, Any]) -> Choice:
        """A choice of the plans in use."""
        wanted = preset.get("plan") or getattr(before, "plan", None) or default_plan(self.record)
        offered = tuple(dict.fromkeys((*plans_in_use(self.record), wanted)))
        return Choice(plan_choices(self.record, offered), wanted)

    def grant_choice(self, before: Any, preset: Mapping[str, Any], grants: list[str]) -> Choice:
        """A choice of grants."""
        wanted = preset.get("grant") or getattr(before, "grant", None)
        offered = list(dict.fromkeys([*grants, *([wanted] if wanted else [])]))
        return Choice([(id, id) for id in offered], wanted or (offered[0] if offered else None))
