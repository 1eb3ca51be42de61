"""Events: what has happened, in order of days, and what each of them changes."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from models.errors import Refusal
from models.facts.event import Event, event_type
from models.record.change import Change
from models.record.deeds.events import notice_of, remove_event
from ui import text
from ui.dialogs.record.effects import effects
from ui.pages.record.rows import RowsSection
from ui.tables.model import Column
from ui.text import codes
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.field import text_of
from ui.widgets.labels import button, label

KINDS = (
    ("plan_approved", "Stockholders &approved the plan", "clipboard-check"),
    ("service_ended", "&Service ended", "log-out"),
    ("vesting_event", "A &vesting event happened", "milestone"),
    ("adjustment", "S&plit, stock dividend, combination", "split"),
    ("acceleration", "Sale or &merger with early vesting", "building-2"),
    ("exercised", "An &exercise made before", "hand-coins"),
)
ICONS = {kind: icon for kind, _, icon in KINDS}


class EventRow(NamedTuple):
    """An event with its serial, its words and whom it concerns."""

    serial: int
    event: Event
    words: str
    concerns: str

    @property
    def order(self) -> tuple[date, int]:
        """By day, then as entered."""
        return self.event.date, self.serial


class EventsSection(RowsSection[EventRow]):
    """A table, and below it what the chosen event does."""

    key = "events"
    collections = ("events", "grants", "plans", "lots", "prices", "notices")

    def build(self) -> None:
        self.begin("Events", "What has happened to the plan, to your service and to your options.")
        self.edit = self.row_tool("Edit\N{HORIZONTAL ELLIPSIS}", "pencil", self._on_open)
        self.remove = self.row_tool("Remove", "trash-2", self._on_remove)
        self.add = button("Record", "primary", "plus")
        self.menu = self._menu()
        self.add.setMenu(self.menu)
        self.card.beside.addWidget(self.add)
        columns = (
            Column[EventRow]("Day", lambda one: one.order, lambda one: text.day(one.event.date)),
            Column[EventRow](
                "What",
                lambda one: one.words,
                lambda one: one.words,
                icon=lambda one: ICONS[event_type(one.event)],
                wraps=True,
            ),
            Column[EventRow]("Concerns", lambda one: one.concerns, lambda one: one.concerns, wraps=True),
        )
        empty = EmptyState(
            "milestone",
            "Nothing has happened yet",
            "The stockholders' approval of the plan, the end of your service, splits of the stock, a sale of the "
            "company: record what happens, and every figure follows.",
            "Record the approval of the plan",
        )
        empty.acted.connect(self._on_approval)
        self.writes(self.add, empty)
        self.end(columns, lambda one: one.serial, empty, stretch=1, newest=False)
        self.detail = Card("If it were removed")
        self.says = label("", "body", "muted", wraps=True)
        self.detail.add(self.says)
        self.body.insertWidget(1, self.detail)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for kind, words, icon in KINDS:
            from ui import theme

            action = QAction(theme.icon(icon, "muted"), f"{words}\N{HORIZONTAL ELLIPSIS}", menu)
            action.setData(kind)
            action.triggered.connect(self._on_kind)
            menu.addAction(action)
        return menu

    # ------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        shelf = self.session.record.shelf("events")
        rows = [EventRow(at, event, codes.event(event), self._concerns(event)) for at, event in shelf.items()]
        self.show_rows(rows)

    def focus_on(self, **focus: Any) -> None:
        if focus.get("serial") is not None and self.table.select_id(focus["serial"]):
            self.table.setFocus()
            if focus.get("edit"):
                self._on_open()
        elif focus.get("add"):
            self.record(str(focus["add"]), focus)

    def record(self, kind: str, preset: dict[str, Any] | None = None) -> None:
        """Ask for a new event of a kind and record it."""
        from ui.dialogs.record.event import EventDialog

        def ask() -> Change | None:
            return EventDialog.ask(self, self.session.record, self.session.as_of, kind, preset=preset)

        known = set(self.session.record.shelf("events"))
        if self.commit(ask):
            new = set(self.session.record.shelf("events")) - known
            if new:
                self.table.select_id(max(new))

    def row_chosen(self, row: EventRow | None) -> None:
        self.detail.setVisible(row is not None)
        if row is not None:
            self.says.setText(self._without(row))

    def open_row(self, row: EventRow) -> None:
        from ui.dialogs.record.event import EventDialog

        kind, on = event_type(row.event), self.session.as_of
        self.commit(lambda: EventDialog.ask(self, self.session.record, on, kind, serial=row.serial))

    def remove_rows(self, rows: list[EventRow]) -> None:
        one = self.table.current_row() or rows[0]
        self.commit(lambda: remove_event(self.session.record, serial=one.serial))

    # ------------------------------------------------------------------ slots

    @Slot()
    def _on_kind(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.record(str(sender.data()))

    @Slot()
    def _on_approval(self) -> None:
        self.record("plan_approved")

    # ------------------------------------------------------------------ private

    def _concerns(self, event: Event) -> str:
        """Whom an event concerns: a grant, or a plan by its name where the record has several."""
        grant, plan = getattr(event, "grant", None), getattr(event, "plan", None)
        if grant or not plan:
            return str(grant or "all grants")
        named = self.session.record.plan(plan)
        is_only = {one.plan for one in self.session.record.grants} <= {plan}
        return "the plan" if is_only or named is None else named.name

    def _without(self, one: EventRow) -> str:
        """What would be different on the day shown if this event were taken out."""
        record = self.session.record
        notice = notice_of(record, one.serial)
        if notice is not None:
            return (
                f"It cannot be removed by itself: it was recorded when notice {notice.number} was delivered. Step "
                "that notice back on the Notices page instead."
            )
        try:
            after = record.with_change(remove_event(record, serial=one.serial))
        except Refusal as refused:
            return f"It cannot be removed: {text_of(refused)}"
        day = max(self.session.as_of, one.event.date)
        lines = list(effects(record, after, day))
        when = "" if day == self.session.as_of else f"As of {text.day(day)}: "
        return when + ("\n".join(lines) if lines else "Nothing would change on the day shown. Undo brings it back.")
