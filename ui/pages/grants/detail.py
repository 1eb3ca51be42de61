"""One grant in detail: its figures, terms against the plan, schedule, and what has happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.facts.grant import Grant
from models.record.record import Record
from models.rules.answers import Position
from ui import text, theme
from ui.charts.vesting import VestingChart
from ui.dialogs.grant.dialog import picture_of, schedule_words
from ui.dialogs.print_sheet import Part
from ui.pages.deadlines.listing import happened
from ui.tables.model import Column
from ui.tables.view import Table
from ui.text import codes
from ui.text.terms import TERM_WORDS, term_text, window_words
from ui.widgets.card import Card, row
from ui.widgets.flow import figures as in_line
from ui.widgets.labels import button, label
from ui.widgets.notes import Notes

_FEW_STEPS = 12


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
    """Cards about the grant chosen; `explained(explanation, title)` when something is asked of it,
    `paper_asked(serial)` when a paper shall be shown. Its page puts the buttons beside the titles."""

    explained = Signal(object, str)
    paper_asked = Signal(int)

    def __init__(self, figures: list[Any]) -> None:
        super().__init__()
        self._figures = figures
        self._position: Position | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP.large)
        self.now = Card("Grant")
        self.now.body.addLayout(in_line(*figures))
        self.terms_line = label("", "body", "muted", wraps=True)
        self.now.add(self.terms_line)
        self.chart = VestingChart()
        self.schedule_line = label("", "body", "muted", wraps=True)
        self.steps = Table[Step](_STEP_COLUMNS, lambda one: one.day, "Vesting steps", is_tall=True)
        self.schedule = Card("Vesting")
        self.all_steps = button("", "quiet", "list")
        self.all_steps.setCheckable(True)
        self.all_steps.toggled.connect(self._on_all_steps)
        self.schedule.add(self.chart, self.schedule_line, self.steps)
        self.schedule.body.addLayout(row(self.all_steps, None))
        self.terms = Table[Term](
            _TERM_COLUMNS, lambda one: one.name, "Terms the letter changes", is_tall=True, stretch=3
        )
        self.overrides = Card("Where the option letter says otherwise")
        self.follows_line = label("Nothing: all terms are the plan's.", "body", "muted", wraps=True)
        self.overrides.add(self.follows_line, self.terms)
        self.letter_line = label("", "body", wraps=True)
        self.note_line = label("", "body", "muted", wraps=True)
        self.kept = Notes("No paper is kept for this grant yet: its option letter belongs here.")
        self.kept.acted.connect(self._on_paper)
        self.papers = Card("Option letter and papers")
        self.papers.add(self.letter_line, self.note_line, self.kept)
        self.history = Notes("Nothing has happened to it yet.")
        self.history.acted.connect(self._on_history)
        past = Card("What has happened")
        past.add(self.history)
        for card in (self.now, self.schedule, self.overrides, self.papers, past):
            layout.addWidget(card)

    def show_grant(self, record: Record, grant: Grant, on: date) -> None:
        """Show one grant as of a day."""
        self._position = record.ledger.position(grant.id, on)
        plan = record.plan(grant.plan)
        plan_name = plan.name if plan is not None else grant.plan
        self.terms_line.setText(f"{plan_name}. Granted to you as {codes.ROLES[grant.role].lower()}.")
        schedule = record.ledger.schedule(grant.id)
        self.chart.show_picture(picture_of(grant.parts, grant.grant_date, grant.shares), on)
        self.schedule_line.setText(schedule_words(grant.parts))
        rows, total = [], 0
        for tranche in schedule.tranches:
            total += tranche.shares
            rows.append(Step(tranche.date, tranche.shares, total, tranche.date <= on))
        self.steps.show_rows(rows)
        self.steps.fit_columns()
        self._on_all_steps()
        changed = terms_changed(record, grant)
        self.follows_line.setVisible(not changed)
        self.terms.setVisible(bool(changed))
        self.terms.show_rows(changed)
        self.terms.fit_columns()
        self._show_papers(record, grant)
        found = [one for one in happened(record, date.min, on) if one[1] == grant.id]
        self.history.show_notes([("clock", "muted", words, text.day(day), grant.id) for day, _, words in found])

    def printed(self) -> list[Part]:
        """All that is known of the grant, for paper: every step of its schedule included."""
        said = "   ".join(f"{one.caption}: {one.number}" for one in self._figures)
        lines = "\n".join(line.text() for line in (self.letter_line, self.note_line) if not line.isHidden())
        parts = [
            Part(self.now.title_label.text(), words=f"{said}\n{self.terms_line.text()}"),
            Part("Vesting", picture=self.chart),
            Part("", _STEP_COLUMNS, self.steps.rows_model.rows, self.schedule_line.text()),
            Part("Option letter", words=lines),
        ]
        changed = self.terms.rows_model.rows
        own = [Part("Where the option letter says otherwise", _TERM_COLUMNS, changed)] if changed else []
        return parts + own

    def _show_papers(self, record: Record, grant: Grant) -> None:
        note = record.note_on(grant.id)
        returned = note.letter_returned_on
        said = f"signed and returned on {text.day(returned)}." if returned else "not noted as signed and returned yet."
        self.letter_line.setText(f"Option letter {said}")
        self.note_line.setText(f"Note: {note.note}")
        self.note_line.setVisible(bool(note.note))
        about = {at: paper for at, paper in record.shelf("papers").items() if paper.about == grant.id}
        self.kept.show_notes(
            [
                ("file-text", "muted", paper.name, f"added {text.day(paper.added_on)}", str(at))
                for at, paper in about.items()
            ]
        )

    @Slot()
    def _on_all_steps(self, *_: object) -> None:
        """A long schedule is listed on demand: the picture and the sentence say most of it."""
        number = len(self.steps.rows_model.rows)
        is_long, is_asked = number > _FEW_STEPS, self.all_steps.isChecked()
        self.all_steps.setVisible(is_long)
        self.all_steps.setText("Hide the steps" if is_asked else f"Show all {number} steps")
        self.steps.setVisible(number > 1 and (is_asked or not is_long))

    @Slot(str)
    def _on_paper(self, serial: str) -> None:
        self.paper_asked.emit(int(serial))

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
        days = f"{plan.post_termination_days} days" if plan is not None else text.DASH
        said = term_text(plans_own) if plans_own else days
        found.append(Term(window_words(reason), term_text(window), said, sources.get(reason, "")))
    return found


_STEP_COLUMNS = (
    Column[Step]("Day", lambda one: one.day, lambda one: text.day(one.day)),
    Column[Step]("Shares", lambda one: one.shares, lambda one: text.shares(one.shares), numeric=True),
    Column[Step]("In all", lambda one: one.total, lambda one: text.shares(one.total), numeric=True),
    Column[Step]("State", lambda one: one.has_come, lambda one: "passed" if one.has_come else "to come"),
)
_TERM_COLUMNS = (
    Column[Term]("Term", lambda one: one.name, lambda one: one.name),
    Column[Term]("In force", lambda one: one.in_force, lambda one: one.in_force),
    Column[Term]("The plan", lambda one: one.of_plan, lambda one: one.of_plan),
    Column[Term]("In the letter", lambda one: one.source, lambda one: one.source),
)
