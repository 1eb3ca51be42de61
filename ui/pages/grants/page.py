"""Grants: what was granted, what has vested, on which terms; grants are added, changed and removed here."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.facts.bundled import BUNDLED
from models.facts.grant import Grant
from models.record.change import Change
from models.record.deeds import grants as deeds
from models.rules.answers import Position
from models.values.explanation import Explanation
from ui import text, theme
from ui.dialogs.grant import GrantDialog, GrantDraft
from ui.dialogs.print_sheet import Part, PrintSheet
from ui.pages.base import Page
from ui.pages.grants.detail import GrantDetail
from ui.pages.grants.letter import LetterDialog, NoteDialog
from ui.tables.model import Column
from ui.tables.view import Table
from ui.text import codes
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.flow import flow
from ui.widgets.labels import button

Row = tuple[Grant, Position | None]
BLOCKED = {
    "not_approved": "plan not approved",
    "window_closed": "window closed",
    "terminated_for_cause": "ended for cause",
    "below_minimum": "too few vested yet",
}


class GrantsPage(Page):
    """All grants in a table, the chosen one in detail below."""

    key = "grants"
    collections = ("grants", "events", "plans", "grant_notes", "prices", "papers")

    def build(self) -> None:
        self._writers: list[QWidget] = []  # of no use in a record that is open read-only
        self.list = Card("All grants")
        self.add = self._button("&Add a grant", "plus", self._on_add, "primary")
        self.list.beside.addWidget(self.add)
        self.table = self._make_table()
        self.list.add(self.table)
        self._figures = {
            "exercisable": self.figure("Exercisable", "display"),
            "vested": self.figure("Vested"),
            "unvested": self.figure("Still to vest"),
            "exercised": self.figure("Exercised"),
            "lost": self.figure("Lost"),
            "last": self.figure("Last day to exercise"),
        }
        self.detail = self._make_detail()
        self._empty = EmptyState(
            "award",
            "No grant yet",
            "Enter the options from your option letters: the grant date, the number of shares, the exercise price "
            "and how they vest. It takes about a minute each.",
            "Add the first grant",
        )
        self._empty.acted.connect(self._on_add)
        for part in (self.list, self.detail, self._empty):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _make_table(self) -> Table[Row]:
        columns = (
            Column[Row]("Grant", lambda one: one[0].id, lambda one: one[0].id),
            Column[Row]("Granted on", lambda one: one[0].grant_date, lambda one: text.day(one[0].grant_date), spare=1),
            Column[Row]("Price", _price, lambda one: text.price(_price(one)), numeric=True),
            _count("Granted", "granted"),
            _count("Exercisable", "exercisable"),
            Column[Row]("Last day", _last_day, lambda one: text.day(_last_day(one))),
            Column[Row]("State", _state, _state, tone=_state_tone, wraps=True),
        )
        made = Table[Row](columns, lambda one: one[0].id, "Grants", is_tall=True, most=10, stretch=6)
        made.current_changed.connect(self._on_current)
        made.activated_row.connect(self._on_activated)
        made.delete_asked.connect(self._on_delete_rows)
        return made

    def _make_detail(self) -> GrantDetail:
        made = GrantDetail(list(self._figures.values()))
        made.explained.connect(self.host.show_why)
        made.paper_asked.connect(self._on_paper)
        made.now.body.addLayout(
            flow(
                self._button("Exercise", "hand-coins", self._on_exercise),
                self._button("Change\N{HORIZONTAL ELLIPSIS}", "pencil", self._on_change),
                self._button("Duplicate", "copy", self._on_duplicate),
                self._button("Remove", "trash-2", self._on_remove),
                spacing=theme.GAP.small,
            )
        )
        self._beside(made.schedule, ("Compare with a statement", "list-checks", self._on_audit))
        self._beside(made.overrides, ("Change terms", "pencil", self._on_terms))
        self._beside(
            made.papers,
            ("Letter returned", "file-text", self._on_letter),
            ("Note", "pencil", self._on_note),
            ("Add a paper", "paperclip", self._on_add_paper),
        )
        return made

    def _button(self, words: str, icon: str, slot: Any, kind: str = "") -> QWidget:
        made = button(words, kind, icon)
        made.clicked.connect(slot)
        if slot != self._on_exercise:
            self._writers.append(made)
        return made

    def _beside(self, card: Card, *buttons: tuple[str, str, Any]) -> None:
        for words, icon, slot in buttons:
            card.beside.addWidget(self._button(f"{words}\N{HORIZONTAL ELLIPSIS}", icon, slot))

    # ------------------------------------------------------------------ what is shown

    def refresh(self, change: Change | None) -> None:
        record, on = self.session.record, self.session.as_of
        self._empty.setVisible(not record.grants)
        for writer in (*self._writers, self._empty):
            writer.setEnabled(not self.session.is_read_only)
        self.list.setVisible(bool(record.grants))
        self.table.show_rows([(grant, record.ledger.position(grant.id, on)) for grant in record.grants])
        self.table.fit_columns()
        if record.grants and self.table.current_row() is None:
            self.table.select_id(record.grants[0].id)
        self._show_detail()

    def _show_detail(self) -> None:
        chosen = self.table.current_row()
        self.detail.setVisible(chosen is not None)
        if chosen is None:
            return
        grant, position = chosen
        self.detail.show_grant(self.session.record, grant, self.session.as_of)
        title = f"{grant.id}: {text.count(grant.shares, 'share')} at {text.price(grant.exercise_price)}"
        self.detail.now.title_label.setText(title)
        why = position.because if position is not None else Explanation()
        lost = position.counts.expired + position.counts.forfeited if position is not None else 0
        self._figures["lost"].setVisible(lost > 0)
        for name, figure in self._figures.items():
            if position is None:
                figure.show_figure(text.DASH, f"granted on {text.day(grant.grant_date)}", why)
            elif name == "last":
                note = codes.WINDOWS.get(position.window, "")
                figure.show_figure(text.day(position.last_exercise_day), note, why)
            else:
                number = lost if name == "lost" else getattr(position.counts, name)
                figure.show_figure(text.shares(number), self._note(name, position), why)

    def _note(self, name: str, position: Position) -> str:
        """What stands below a number of shares."""
        counts = position.counts
        if name == "exercisable":
            return f"of {text.shares(counts.outstanding)} outstanding"
        if name == "lost":
            parts = ((counts.expired, "expired"), (counts.forfeited, "forfeited"))
            several = all(number for number, _ in parts)
            return ", ".join(f"{text.shares(number)} {how}" if several else how for number, how in parts if number)
        if name != "unvested":
            after = " and adjusted" if counts.adjusted else ""
            return f"of {text.shares(counts.granted + counts.adjusted)} granted{after}"
        following = self.session.record.ledger.schedule(position.grant).tranches
        step = next((one for one in following if one.date > self.session.as_of), None)
        if not counts.unvested or step is None:
            return "nothing by a date" if counts.unvested else "nothing more"
        return f"next {text.shares(step.shares)} on {text.day(step.date)}"

    def focus_on(self, **focus: Any) -> None:
        if focus.get("grant"):
            self.table.select_id(focus["grant"])
        deed = "add" if focus.get("add") else focus.get("deed", "")
        ways = {
            "add": self._on_add,
            "change_grant": self._on_change,
            "note_letter_returned": self._on_letter,
            "note_on_grant": self._on_terms,
        }
        if deed in ways and not self.session.is_read_only:
            ways[deed]()

    def copy(self) -> str:
        return self.table.tsv()

    def find_words(self, words: str) -> bool:
        return self.table.find_words(words)

    def printed(self) -> PrintSheet | None:
        chosen = self.table.current_row()
        if chosen is None:
            return None
        model = self.table.rows_model
        every = Part(columns=model.columns, rows=model.rows)
        return PrintSheet(f"Grants as of {text.day(self.session.as_of)}", every, *self.detail.printed())

    # ------------------------------------------------------------------ deeds

    def _chosen(self) -> Grant | None:
        row = self.table.current_row()
        return row[0] if row is not None else None

    def _draft(self, grant: Grant | None) -> GrantDraft:
        record = self.session.record
        ids = [*dict.fromkeys([*(plan.id for plan in record.own_plans), *BUNDLED])]
        used = [one.plan for one in record.grants]
        ids.sort(key=lambda id: -used.count(id))
        plans = [(id, plan.name) for id in ids if (plan := record.plan(id)) is not None]
        like = record.grants[-1].id if record.grants else "NQ-0"
        return GrantDraft(plans, deeds.next_id(record, like), grant)

    @Slot()
    def _on_add(self) -> None:
        found = GrantDialog.ask(self, self._draft(None))
        if found is not None and self._commit(lambda: deeds.add_grant(self.session.record, grant=found)):
            self.table.select_id(found.id)
            self.host.say(f"Added {found.id}")

    @Slot()
    def _on_change(self) -> None:
        grant = self._chosen()
        after = GrantDialog.ask(self, self._draft(grant)) if grant is not None else None
        if grant is not None and after is not None and after != grant:
            self._commit(lambda: deeds.change_grant(self.session.record, grant=grant.id, after=after))
            self.table.select_id(after.id)

    @Slot()
    def _on_duplicate(self) -> None:
        grant = self._chosen()
        if grant is not None and self._commit(lambda: deeds.duplicate_grant(self.session.record, grant=grant.id)):
            self.table.select_id(self.session.record.grants[-1].id)

    @Slot()
    def _on_remove(self) -> None:
        grant = self._chosen()
        if grant is not None and self._commit(lambda: deeds.remove_grant(self.session.record, grant=grant.id)):
            self.host.say(f"Removed {grant.id}. Edit > Undo brings it back.")

    @Slot()
    def _on_letter(self) -> None:
        grant = self._chosen()
        if grant is None:
            return
        asked = LetterDialog.ask(self, grant, self.session.record.note_on(grant.id))
        if asked is not None:
            self._commit(lambda: deeds.note_letter_returned(self.session.record, grant=grant.id, on=asked.returned_on))

    @Slot()
    def _on_note(self) -> None:
        grant = self._chosen()
        if grant is None:
            return
        before = self.session.record.note_on(grant.id)
        words = NoteDialog.ask(self, grant, before)
        if words is not None and words != before.note:
            self._commit(lambda: deeds.note_on_grant(self.session.record, grant=grant.id, note=words))

    @Slot()
    def _on_terms(self) -> None:
        from ui.dialogs.terms.overrides import OverridesDialog

        grant = self._chosen()
        change = OverridesDialog.ask(self, self.session.record, grant) if grant is not None else None
        if grant is not None and change is not None and self.try_commit(change):
            self.host.say(f"{grant.id} now follows its option letter where that differs.")

    @Slot()
    def _on_audit(self) -> None:
        from ui.dialogs.grant.audit import AuditDialog

        grant = self._chosen()
        if grant is None:
            return
        after = AuditDialog.ask(self, grant, self.session.record.ledger.schedule(grant.id).tranches)
        if after is not None and self._commit(
            lambda: deeds.change_grant(self.session.record, grant=grant.id, after=after)
        ):
            self.host.say(f"{grant.id} now vests by the schedule of the statement.")

    @Slot()
    def _on_add_paper(self) -> None:
        grant = self._chosen()
        if grant is not None:
            self.host.go_to("record", section="papers", add=True, grant=grant.id)

    @Slot(int)
    def _on_paper(self, serial: int) -> None:
        self.host.go_to("record", section="papers", serial=serial)

    @Slot()
    def _on_exercise(self) -> None:
        grant = self._chosen()
        if grant is not None:
            self.host.go_to("exercise", grant=grant.id)

    @Slot(object)
    def _on_current(self, _: object) -> None:
        self._show_detail()

    @Slot(object)
    def _on_activated(self, _: object) -> None:
        if not self.session.is_read_only:
            self._on_change()

    @Slot(list)
    def _on_delete_rows(self, _: list[Row]) -> None:
        if not self.session.is_read_only:
            self._on_remove()

    def _commit(self, make: Any) -> bool:
        """Make the deed and commit it; what refuses it stands across the top."""
        try:
            change = make()
        except Refusal as refused:
            self.tell("bad", text.capital(refused.message))
            return False
        return self.try_commit(change)


def _price(one: Row) -> Any:
    return one[1].exercise_price if one[1] is not None else one[0].exercise_price


def _last_day(one: Row) -> Any:
    return one[1].last_exercise_day if one[1] is not None else None


def _count(title: str, name: str) -> Column[Row]:
    def value(one: Row) -> int | None:
        return getattr(one[1].counts, name) if one[1] is not None else None

    return Column[Row](title, value, lambda one: text.shares(value(one)), numeric=True)


def _state(one: Row) -> str:
    position = one[1]
    if position is None:
        return "not granted yet"
    if "below_minimum_for_good" in position.warnings:
        return "too few left"
    if position.blocked_by:
        code = position.blocked_by[0]
        return "expired" if code == "window_closed" and position.window == "term" else BLOCKED[code]
    if not position.counts.outstanding:
        return "all exercised" if position.counts.exercised else "nothing left"
    return "open" if position.counts.exercisable else "nothing vested yet"


def _state_tone(one: Row) -> str:
    position = one[1]
    if position is None or not position.counts.outstanding:
        return "muted"
    return "warn" if position.blocked_by or position.warnings else ""
