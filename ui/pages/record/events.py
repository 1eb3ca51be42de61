"""Events: what has happened, in order of days, and what each of them changes."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from models.errors import Refusal
from models.facts.event import Event, event_type
from models.record.change import Change
from models.record.deeds.events import notice_of, remove_event
from ui import text
from ui.dialogs.record.effects import effects
from ui.pages.record.section import Section
from ui.tables.model import Column
from ui.tables.view import Table
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


class EventsSection(Section):
    """A table, and below it what the chosen event does."""

    key = "events"
    collections = ("events", "grants", "plans", "lots", "prices", "notices")
    scrolls = True

    def build(self) -> None:
        self.card = Card("Events", "What has happened to the plan, to your service and to your options.")
        self.add = button("Record\N{HORIZONTAL ELLIPSIS}", "primary", "plus")
        self.menu = self._menu()
        self.add.setMenu(self.menu)
        self.edit = button("Edit\N{HORIZONTAL ELLIPSIS}", "", "pencil")
        self.edit.clicked.connect(self._on_edit)
        self.delete = button("Remove", "", "trash-2")
        self.delete.clicked.connect(self._on_delete)
        for one in (self.edit, self.delete, self.add):
            self.card.beside.addWidget(one)
        columns = (
            Column[EventRow]("Day", lambda one: one.order, lambda one: text.day(one.event.date)),
            Column[EventRow](
                "What", lambda one: one.words, lambda one: one.words, icon=lambda one: ICONS[event_type(one.event)]
            ),
            Column[EventRow]("Concerns", lambda one: one.concerns, lambda one: one.concerns),
        )
        self.table: Table[EventRow] = Table(columns, lambda one: one.serial, "Events", stretch=1)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.keep(self.table)
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(self._on_edit)
        self.table.delete_asked.connect(self._on_delete)
        self.card.body.addWidget(self.table, 1)
        self.body.addWidget(self.card, 1)
        self.detail = Card("If it were removed")
        self.says = label("", "body", "muted", wraps=True)
        self.detail.add(self.says)
        self.body.addWidget(self.detail)
        self._empty = EmptyState(
            "milestone",
            "Nothing has happened yet",
            "The stockholders' approval of the plan, the end of your service, splits of the stock, a sale of the "
            "company: record what happens, and every figure follows.",
            "Record the approval of the plan",
        )
        self._empty.acted.connect(self._on_approval)
        self.body.addWidget(self._empty, 1)
        self.writes(self.add, self.edit, self.delete, self._empty)

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
        rows = [EventRow(at, event, codes.event(event), _concerns(event)) for at, event in shelf.items()]
        self.fill(self.table, rows)
        self.card.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._on_current(self.table.current_row())

    def focus_on(self, **focus: Any) -> None:
        if focus.get("serial") is not None and self.table.select_id(focus["serial"]):
            self.table.setFocus()
            if focus.get("edit"):
                self._on_edit()
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

    # ------------------------------------------------------------------ slots

    @Slot()
    def _on_kind(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.record(str(sender.data()))

    @Slot()
    def _on_approval(self) -> None:
        self.record("plan_approved")

    @Slot(object)
    def _on_current(self, one: EventRow | None) -> None:
        may = one is not None and not self.session.is_read_only
        self.edit.setEnabled(may)
        self.delete.setEnabled(may)
        self.detail.setVisible(one is not None)
        if one is not None:
            self.says.setText(self._without(one))

    @Slot()
    def _on_edit(self, _: Any = None) -> None:
        from ui.dialogs.record.event import EventDialog

        one = self.table.current_row()
        if one is None or self.session.is_read_only:
            return
        kind = event_type(one.event)
        self.commit(lambda: EventDialog.ask(self, self.session.record, self.session.as_of, kind, serial=one.serial))

    @Slot()
    def _on_delete(self, _: Any = None) -> None:
        one = self.table.current_row()
        if one is not None and not self.session.is_read_only:
            self.commit(lambda: remove_event(self.session.record, serial=one.serial))

    # ------------------------------------------------------------------ private

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


def _concerns(event: Event) -> str:
    grant, plan = getattr(event, "grant", None), getattr(event, "plan", None)
    return str(grant or plan or "all grants")
