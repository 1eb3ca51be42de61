"""Records or changes an event: one small form for each kind, with what it would change said below as one types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.facts.event import Event, event_type
from models.record.change import Change
from models.record.deeds import events as deeds
from models.record.record import Record
from ui import text, theme
from ui.dialogs.base import FormDialog
from ui.dialogs.record.effects import effects_of
from ui.dialogs.record.event_base import EventForm
from ui.dialogs.record.event_forms import FORMS
from ui.widgets.field import text_of
from ui.widgets.labels import hairline, label, set_tone

LINES = 8


class EventDialog(FormDialog):
    """One event of one kind; the value is the deed."""

    def __init__(
        self,
        parent: QWidget | None,
        record: Record,
        on: date,
        kind: str,
        serial: int | None = None,
        preset: Mapping[str, Any] | None = None,
    ) -> None:
        made = FORMS[kind]
        verb = "Record it" if serial is None else "Save"
        super().__init__(parent, made.title if serial is None else made.title_of_change, verb, made.intro, columns=2)
        self._record, self._on, self._serial = record, on, serial
        self._before: Event | None = None if serial is None else record.shelf("events")[serial]
        self.parts: EventForm = made(self.form, record, on, self._before, dict(preset or {}))
        self.parts.add_to(self.body)
        self._when = label("", "strong")
        self._effects = label("", "body", "muted", wraps=True)
        lines = max(3, min(LINES, len(record.grants) + 1))  # so that nothing jumps as one types
        self._effects.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._effects.setMinimumHeight(lines * QFontMetrics(theme.font("body")).height())
        self.body.addSpacing(theme.GAP.small)
        for widget in (hairline(), self._when, self._effects):
            self.body.addWidget(widget)
        self.form.edited.connect(self.show_effects)
        self.parts.changed.connect(self.show_effects)
        self.at_least(540)
        self.show_effects()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        record: Record,
        on: date,
        kind: str,
        serial: int | None = None,
        preset: Mapping[str, Any] | None = None,
    ) -> Change | None:
        """The deed; None when it was cancelled."""
        found: Change | None = cls(parent, record, on, kind, serial, preset).ask_value()
        return found

    @property
    def effects(self) -> str:
        """What the event typed would change, in words."""
        return self._effects.text()

    def result_value(self) -> Change:
        return self._change()

    def _change(self) -> Change:
        event = self.parts.stated()
        if self._serial is None:
            return adding(self._record, event)
        return deeds.change_event(self._record, serial=self._serial, after=event)

    @Slot()
    def show_effects(self) -> None:
        """Say what would change, or why it cannot be taken as it stands."""
        day = max(self._on, self.parts.date.maybe() or self._on)
        self._when.setText(f"What it changes, as of {text.day(day)}")
        set_tone(self._effects, "muted")
        try:
            lines = effects_of(self._record, self._change(), day)
        except Refusal as refused:
            is_half = refused.code in {"missing", "bad_date", "bad_number", "nothing_changed"}
            self._effects.setText("" if is_half else text_of(refused))
            set_tone(self._effects, "muted" if is_half else "bad")
            return
        more = len(lines) - LINES
        shown = [*lines[:LINES], *([f"and {more} more"] if more > 0 else [])]
        self._effects.setText("\n".join(shown))
        self.grow()


def adding(record: Record, event: Event) -> Change:
    """The deed that records an event, by its kind."""
    plain = {name: getattr(event, name) for name in event.__dataclass_fields__ if name != "date"}
    makers: Mapping[str, Any] = {
        "plan_approved": deeds.record_plan_approval,
        "service_ended": deeds.record_service_end,
        "vesting_event": deeds.record_vesting_event,
        "adjustment": deeds.record_adjustment,
        "acceleration": deeds.record_acceleration,
        "exercised": deeds.record_exercise,
    }
    change: Change = makers[event_type(event)](record, on=event.date, **plain)
    return change


__all__ = ["EventDialog", "adding"]
