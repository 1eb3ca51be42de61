"""History: every deed with its day and words, and the record as it was known on any day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from PySide6.QtCore import Slot

from models.record.record import Record
from ui import text
from ui.pages.record.known import KnownView
from ui.pages.record.section import Section
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.card import Card, row
from ui.widgets.labels import button, label
from ui.widgets.segments import Segments


class DeedRow(NamedTuple):
    """A deed as it is listed; `state` says whether it was undone or undid another."""

    serial: int
    at: datetime
    title: str
    state: str


class HistorySection(Section):
    """What was done, or what was known: one of both is shown."""

    key = "history"
    scrolls = True

    def build(self) -> None:
        self.card = Card("History")
        self.shown = Segments((("done", "What was done"), ("known", "What was known on a day")), "History shown")
        self.shown.chosen.connect(self._on_shown)
        self.undo = button("Undo", "", "undo-2")
        self.undo.clicked.connect(self._on_undo)
        self.redo = button("Redo", "", "redo-2")
        self.redo.clicked.connect(self._on_redo)
        for one in (self.undo, self.redo):
            self.card.beside.addWidget(one)
        self.next = label("", "caption", "muted", wraps=True)
        columns = (
            Column[DeedRow]("No.", lambda one: one.serial, lambda one: text.shares(one.serial), numeric=True),
            Column[DeedRow]("When", lambda one: one.at, lambda one: text.moment(one.at)),
            Column[DeedRow]("What", lambda one: one.title, lambda one: one.title, tone=_quiet, wraps=True),
            Column[DeedRow]("", lambda one: one.state, lambda one: one.state, tone=_quiet),
        )
        self.table: Table[DeedRow] = Table(columns, lambda one: one.serial, "History", stretch=2)
        self.table.sort_first(0, is_down=True)
        self.keep(self.table)
        self.table.activated_row.connect(self._on_activated)
        self.known = KnownView()
        self.known.day_chosen.connect(self._on_day)
        self.card.body.addLayout(row(self.shown, None))
        self.card.add(self.next)
        for view in (self.table, self.known):
            self.card.body.addWidget(view, 1)
        self.body.addWidget(self.card, 1)
        self.writes(self.undo, self.redo)

    # ------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        deeds = self.session.history()
        undone = {deed.reverses for deed in deeds if deed.reverses is not None}
        rows = []
        for deed in deeds:
            state = "undone" if deed.serial in undone else ""
            if deed.reverses is not None and not state:
                state = f"undoes {text.shares(deed.reverses)}"
            rows.append(DeedRow(deed.serial, deed.at, deed.title, state))
        self.fill(self.table, rows)
        undo, redo = self.session.undo_title, self.session.redo_title
        for one, title in ((self.undo, undo), (self.redo, redo)):
            one.setEnabled(title is not None and not self.session.is_read_only)
        parts = [f"Undo takes back: {_lower(undo)}." if undo else "Nothing to undo."]
        if redo:
            parts.append(f"Redo does again: {_lower(redo)}.")
        self.next.setText(" ".join(parts))
        if self.known.day is None:
            self.known.set_day(self.session.today())
        self._show()

    def focus_on(self, **focus: Any) -> None:
        if isinstance(focus.get("known"), date):
            self.known.set_day(focus["known"])
            self.shown.set_value("known")
            self._show()
        else:
            self.table.setFocus()

    def record_known(self, day: date) -> Record:
        """The record as it had been entered by the end of a day."""
        return self.session.record_as_known_on(day)

    def copy(self) -> str:
        return self.known.table.tsv() if self.shown.value == "known" else self.table.tsv()

    def find_words(self, words: str) -> bool:
        return (self.known.table if self.shown.value == "known" else self.table).find_words(words)

    def _show(self) -> None:
        is_known = self.shown.value == "known"
        for widget in (self.table, self.next, self.undo, self.redo):
            widget.setVisible(not is_known)
        self.known.setVisible(is_known)
        if is_known and self.known.day is not None:
            day = self.known.day
            deeds = sum(deed.at.astimezone().date() <= day for deed in self.session.history())
            self.known.show_record(self.record_known(day), self.session.record, self.session.as_of, deeds)

    # ------------------------------------------------------------------ slots

    @Slot(str)
    def _on_shown(self, _: str) -> None:
        self._show()

    @Slot(object)
    def _on_day(self, _: object) -> None:
        self._show()

    @Slot(object)
    def _on_activated(self, one: DeedRow) -> None:
        self.known.set_day(one.at.astimezone().date())
        self.shown.set_value("known")
        self._show()

    @Slot()
    def _on_undo(self) -> None:
        self.host.do("undo")

    @Slot()
    def _on_redo(self) -> None:
        self.host.do("redo")


def _quiet(one: DeedRow) -> str:
    return "muted" if one.state else ""


def _lower(title: str | None) -> str:
    return "" if title is None else title[:1].lower() + title[1:]
