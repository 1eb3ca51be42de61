"""The readings card: each place where the plan can be read in two ways, and what a switch would change, said before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import Refusal
from models.facts.bundled import BUNDLED
from models.facts.plan import Plan
from models.record.change import Change
from models.record.deeds.plans import adopt_terms, change_plan_terms
from models.record.record import Record
from ui import text, theme
from ui.pages.plan.terms import SWITCHES, Switch
from ui.widgets.card import Card, row
from ui.widgets.labels import button, label, set_tone
from ui.widgets.segments import Segments


def switch_change(record: Record, plan: Plan, terms: Mapping[str, Any]) -> Change:
    """The deed that puts terms in force: on an own plan itself, for a bundled one on an own copy of it."""
    if plan.id in BUNDLED:
        return adopt_terms(record, plan=plan.id, terms=terms)
    return change_plan_terms(record, plan=plan.id, terms=terms)


def consequences(record: Record, change: Change, on: date) -> list[str]:
    """What a change of terms would change for each grant as of a day, in words."""
    after = record.with_change(change)
    said = []
    for grant in record.grants:
        said += _of_position(record, after, grant.id, on)
        said += _of_dismissal(record, after, grant.id, grant.role, on)
    for plan in dict.fromkeys(grant.plan for grant in record.grants):
        moved = next((one.plan for one in after.grants if record.grant(one.id) and _was(record, one.id) == plan), plan)
        before_value, after_value = record.ledger.value(plan, on), after.ledger.value(moved, on)
        if before_value and after_value and before_value.value != after_value.value:
            words = f"{text.price(before_value.value)} becomes {text.price(after_value.value)}"
            said.append(f"The value of a share on {text.day(on)}: {words}")
    return said


def _was(record: Record, grant: str) -> str:
    found = record.grant(grant)
    return found.plan if found is not None else ""


def _of_position(record: Record, after: Record, grant: str, on: date) -> list[str]:
    was, will = record.ledger.position(grant, on), after.ledger.position(grant, on)
    if was is None or will is None:
        return []
    said = []
    if was.last_exercise_day != will.last_exercise_day:
        days = f"{text.day(was.last_exercise_day)} becomes {text.day(will.last_exercise_day)}"
        said.append(f"{grant}, last day to exercise: {days}")
    if was.counts.exercisable != will.counts.exercisable:
        shares = f"{text.shares(was.counts.exercisable)} becomes {text.shares(will.counts.exercisable)}"
        said.append(f"{grant}, exercisable: {shares}")
    return said


def _of_dismissal(record: Record, after: Record, grant: str, role: str, on: date) -> list[str]:
    """How a dismissal on the day would be answered before and after."""
    if role == "director":
        return []
    was, will = (
        next((one for one in of.ledger.service_end(on, role, "dismissed_without_cause") if one.grant == grant), None)
        for of in (record, after)
    )
    if was is None or will is None or was.last_exercise_day == will.last_exercise_day:
        return []
    days = f"{text.day(was.last_exercise_day)} becomes {text.day(will.last_exercise_day)}"
    return [f"{grant}, last day if dismissed without cause today: {days}"]


class ReadingsCard(Card):
    """`asked(change)` when a switch is thrown after its consequences were shown."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(
            "Where the plan can be read in two ways",
            "The careful reading cannot cost you the option. Switching shows what would change before it does.",
        )
        self._rows = [_SwitchRow(switch) for switch in SWITCHES]
        for one in self._rows:
            one.thrown.connect(self.asked)
            self.add(one)

    def show_plan(self, record: Record, plan: Plan, on: date) -> None:
        """Show the readings in force for a plan."""
        for one in self._rows:
            one.show_plan(record, plan, on)


class _SwitchRow(QWidget):
    thrown = Signal(object)

    def __init__(self, switch: Switch) -> None:
        super().__init__()
        self._switch = switch
        self._facts: tuple[Record, Plan, date] | None = None
        self._change: Change | None = None
        question = label(f"{text.capital(text.paragraph(switch.paragraph))}: {switch.question}", "strong", wraps=True)
        self.choice = Segments([(str(at), words) for at, (_, words) in enumerate(switch.values)], switch.question)
        self.choice.chosen.connect(self._on_chosen)
        self.words = label("", "body", wraps=True)
        self.go = button("Switch", "primary")
        self.keep = button("Keep as it is")
        self.go.clicked.connect(self._on_go)
        self.keep.clicked.connect(self._on_keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.GAP.small, 0, theme.GAP.small)
        for widget in (question, self.choice, self.words):
            layout.addWidget(widget)
        layout.addLayout(row(self.go, self.keep, None))

    def show_plan(self, record: Record, plan: Plan, on: date) -> None:
        """Show what is in force."""
        self._facts = (record, plan, on)
        values = [value for value, _ in self._switch.values]
        self.choice.set_value(str(values.index(getattr(plan, self._switch.term))))
        self._offer(None, "")

    def _offer(self, change: Change | None, words: str, tone: str = "") -> None:
        self._change = change
        self.words.setText(words)
        set_tone(self.words, tone)
        self.words.setVisible(bool(words))
        self.go.setVisible(change is not None)
        self.keep.setVisible(bool(words))

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        if self._facts is None:
            return
        record, plan, on = self._facts
        value = self._switch.values[int(key)][0]
        if getattr(plan, self._switch.term) == value:
            self._offer(None, "")
            return
        try:
            change = switch_change(record, plan, {self._switch.term: value})
            said = consequences(record, change, on)
        except Refusal as refused:
            self._offer(None, text.capital(refused.message), "bad")
            return
        lines = said or ["Nothing changes on this day."]
        if plan.id in BUNDLED:
            lines.append("This makes your own copy of the plan; its grants move to it.")
        self._offer(change, "\n".join(lines), "warn" if said else "")

    @Slot()
    def _on_go(self) -> None:
        if self._change is not None:
            self.thrown.emit(self._change)

    @Slot()
    def _on_keep(self) -> None:
        if self._facts is not None:
            self.show_plan(*self._facts)
