"""One grant in detail: its figures, terms against the plan, schedule, and what has happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.facts.grant import Grant, Overrides
from models.facts.plan import Window
from models.record.record import Record
from models.rules.answers import Position
from ui import text, theme
from ui.charts.vesting import VestingChart
from ui.dialogs.grant.dialog import picture_of, schedule_words
from ui.pages.deadlines.listing import happened
from ui.tables.model import Column
from ui.tables.view import Table
from ui.text import codes
from ui.widgets.card import Card
from ui.widgets.flow import flow
from ui.widgets.labels import label
from ui.widgets.notes import Notes

TERM_WORDS = {
    "term_years": "Term in years",
    "expires_on": "Expires on",
    "post_termination_days": "Days to exercise after service ends",
    "accelerate_on": "Everything vests on",
    "minimum_shares": "Fewest shares at a time",
    "remainder_exempt": "A last remainder may be smaller",
}


@dataclass(frozen=True)
class Term:
    """One term of a grant: its name, what is in force, what the plan says, and where the letter says otherwise."""

    name: str
    in_force: str
    of_plan: str
    source: str


@dataclass(frozen=True)
class Step:
    """One step of the schedule: its day, shares, the running total, and whether the day has come."""

    day: date
    shares: int
    total: int
    has_come: bool


class GrantDetail(QWidget):
    """Cards about the grant chosen; `explained(explanation, title)` when something is asked of it."""

    explained = Signal(object, str)

    def __init__(self, figures: list[Any]) -> None:
        super().__init__()
        self._position: Position | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP.large)
        self.now = Card("Grant")
        self.now.body.addLayout(flow(*figures, spacing=theme.GAP.small))
        self.terms_line = label("", "body", "muted", wraps=True)
        self.now.add(self.terms_line)
        self.chart = VestingChart()
        self.schedule_line = label("", "body", "muted", wraps=True)
        self.steps = Table[Step](_STEP_COLUMNS, lambda one: one.day, "Vesting steps", is_tall=True)
        self.schedule = Card("Vesting")
        self.schedule.add(self.chart, self.schedule_line, self.steps)
        self.terms = Table[Term](_TERM_COLUMNS, lambda one: one.name, "Terms the letter changes", is_tall=True)
        self.overrides = Card("The option letter says otherwise than the plan")
        self.overrides.add(self.terms)
        self.history = Notes("Nothing has happened to it yet.")
        self.history.acted.connect(self._on_history)
        past = Card("What has happened")
        past.add(self.history)
        for card in (self.now, self.schedule, self.overrides, past):
            layout.addWidget(card)

    def show_grant(self, record: Record, grant: Grant, on: date) -> None:
        """Show one grant as of a day."""
        self._position = record.ledger.position(grant.id, on)
        plan = record.plan(grant.plan)
        note = record.note_on(grant.id)
        letter = text.day(note.letter_returned_on) if note.letter_returned_on else "not noted yet"
        plan_name = plan.name if plan is not None else grant.plan
        said = f"{plan_name}. Granted to you as {codes.ROLES[grant.role].lower()}."
        self.terms_line.setText(f"{said} Option letter signed and returned: {letter}. {note.note}".strip())
        schedule = record.ledger.schedule(grant.id)
        self.chart.show_picture(picture_of(grant.parts, grant.grant_date, grant.shares), on)
        self.schedule_line.setText(schedule_words(grant.parts))
        rows, total = [], 0
        for tranche in schedule.tranches:
            total += tranche.shares
            rows.append(Step(tranche.date, tranche.shares, total, tranche.date <= on))
        self.steps.show_rows(rows)
        self.steps.setVisible(len(rows) > 1)
        changed = terms_changed(record, grant)
        self.overrides.setVisible(bool(changed))
        self.terms.show_rows(changed)
        found = [one for one in happened(record, date.min, on) if one[1] == grant.id]
        self.history.show_notes([("clock", "muted", words, text.day(day), grant.id) for day, _, words in found])

    @Slot(str)
    def _on_history(self, grant: str) -> None:
        if self._position is not None:
            self.explained.emit(self._position.because, grant)


def terms_changed(record: Record, grant: Grant) -> list[Term]:
    """The terms that the option letter changes, with the plan's beside and where the letter says so."""
    plan, own = record.plan(grant.plan), grant.overrides
    sources = record.note_on(grant.id).override_sources
    found = []
    for name, words in TERM_WORDS.items():
        value = getattr(own, name)
        if value is not None:
            of_plan = "" if name == "expires_on" else term_text(getattr(plan, name, None))
            found.append(Term(words, term_text(value), of_plan, sources.get(name, "")))
    for reason, window in own.windows.items():
        plans_own = plan.windows.get(reason) if plan is not None else None
        name = f"After {codes.REASONS[reason].lower()}"
        days = f"{plan.post_termination_days} days" if plan is not None else text.DASH
        said = term_text(plans_own) if plans_own else days
        found.append(Term(name, term_text(window), said, sources.get(reason, "")))
    return found


def term_text(value: object) -> str:
    """A term's value in words."""
    if isinstance(value, Window):
        unit = value.unit if value.length != 1 else value.unit[:-1]
        return "nothing from that day on" if value.is_none else f"{value.length} {unit}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return text.day(value)
    if isinstance(value, tuple):
        return text.listed([codes.REASONS[str(one)].lower() for one in value]) if value else "never"
    return text.DASH if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def has_overrides(grant: Grant) -> bool:
    """Whether the option letter changes any term."""
    return grant.overrides != Overrides()


_STEP_COLUMNS = (
    Column[Step]("Day", lambda one: one.day, lambda one: text.day(one.day)),
    Column[Step]("Shares", lambda one: one.shares, lambda one: text.shares(one.shares), numeric=True),
    Column[Step]("In all", lambda one: one.total, lambda one: text.shares(one.total), numeric=True),
    Column[Step]("", lambda one: one.has_come, lambda one: "day has come" if one.has_come else "to come"),
)
_TERM_COLUMNS = (
    Column[Term]("Term", lambda one: one.name, lambda one: one.name),
    Column[Term]("In force", lambda one: one.in_force, lambda one: one.in_force),
    Column[Term]("The plan", lambda one: one.of_plan, lambda one: one.of_plan),
    Column[Term]("Where the letter says so", lambda one: one.source, lambda one: one.source),
)
