"""Shares owned: every lot as it stands on the day shown, or as it was acquired."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from PySide6.QtCore import Slot

from models.facts.event import Exercised
from models.record.deeds.lots import remove_lot
from models.values.explanation import Explanation, Step
from ui import text, theme
from ui.dialogs.record.stock import stocks
from ui.pages.record.rows import RowsSection
from ui.tables.model import Column
from ui.widgets.card import row
from ui.widgets.empty import EmptyState
from ui.widgets.flow import flow
from ui.widgets.segments import Segments


class LotRow(NamedTuple):
    """A lot as shown; `serial` is that of the lot, or of the event it came from (`is_event`)."""

    id: str
    plan: str
    acquired: date
    shares: int
    basis: Fraction
    came: str
    serial: int
    is_event: bool

    @property
    def cost(self) -> Fraction:
        """The basis of the whole lot in dollars."""
        return self.shares * self.basis


class LotsSection(RowsSection[LotRow]):
    """Figures above, the lots below."""

    key = "lots"
    collections = ("lots", "events", "prices", "grants", "plans", "notices")

    def build(self) -> None:
        self.owned = self.page.figure("You own", "display")
        self.worth = self.page.figure("Worth")
        self.cost = self.page.figure("Basis")
        self.begin("Shares owned")
        self.edit = self.row_tool("Edit\N{HORIZONTAL ELLIPSIS}", "pencil", self._on_open)
        self.remove = self.row_tool("Remove", "trash-2", self._on_remove)
        self.add = self.tool("Add\N{HORIZONTAL ELLIPSIS}", "plus", self._on_add, "primary")
        self._as = Segments((("now", "As of the day shown"), ("then", "As acquired")), "Lots shown")
        self._as.chosen.connect(self._on_as)
        self.card.body.addLayout(flow(self.owned, self.worth, self.cost, spacing=theme.GAP.small))
        self.card.body.addLayout(row(self._as, None))
        empty = EmptyState(
            "layers",
            "No shares yet",
            "Shares you already own can pay for an exercise (paragraph 10). Enter each lot with the day it was "
            "acquired and its basis; the shares of an exercise recorded here come by themselves.",
            "Add shares I own",
        )
        empty.acted.connect(self._on_add)
        self.writes(empty)
        self.end(self._columns(), lambda one: one.id, empty, stretch=5)

    def _columns(self) -> tuple[Column[LotRow], ...]:
        return (
            Column[LotRow]("Lot", lambda one: one.id, lambda one: one.id),
            Column[LotRow]("Acquired", lambda one: one.acquired, lambda one: text.day(one.acquired)),
            Column[LotRow]("Shares", lambda one: one.shares, lambda one: text.shares(one.shares), numeric=True),
            Column[LotRow]("Basis a share", lambda one: one.basis, lambda one: text.price(one.basis), numeric=True),
            Column[LotRow]("Basis", lambda one: one.cost, lambda one: _dollars(one.cost), numeric=True),
            Column[LotRow]("Came from", lambda one: one.came, lambda one: one.came, wraps=True),
        )

    # ------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        acquired = self.acquired()
        rows = self.as_of_the_day(acquired) if self._as.value == "now" else list(acquired.values())
        self.show_rows(rows, is_empty=not acquired)
        self._show_figures(self.as_of_the_day(acquired))

    def acquired(self) -> dict[str, LotRow]:
        """Every lot as it was acquired, by id."""
        record = self.session.record
        rows: dict[str, LotRow] = {}
        for serial, lot in record.shelf("lots").items():
            rows[lot.id] = LotRow(
                lot.id, lot.plan or "", lot.acquired, lot.shares, lot.basis, "entered here", serial, False
            )
        for serial, event in record.shelf("events").items():
            if isinstance(event, Exercised):
                grant = record.grant(event.grant)
                came = f"exercise of {event.grant} on {text.day(event.date)}"
                for lot in event.lots:
                    plan = grant.plan if grant is not None else ""
                    rows[lot.id] = LotRow(lot.id, plan, lot.acquired, lot.shares, lot.basis, came, serial, True)
        return rows

    def as_of_the_day(self, acquired: dict[str, LotRow]) -> list[LotRow]:
        """What is left of each lot on the day shown, after splits and swaps."""
        record, on = self.session.record, self.session.as_of
        return [
            acquired[lot.id]._replace(shares=lot.shares, basis=lot.basis, plan=plan)
            for plan in stocks(record)
            for lot in record.ledger.lots(plan, on)
        ]

    def _show_figures(self, rows: list[LotRow]) -> None:
        record, on = self.session.record, self.session.as_of
        values = {plan: record.ledger.value(plan, on) for plan in stocks(record)}
        worth: Fraction | None = Fraction(0)
        why = Explanation()
        for plan, value in values.items():
            shares = sum(one.shares for one in rows if one.plan == plan)
            if not shares:
                continue
            if value is None:
                worth = None
                break
            worth = worth + shares * value.value if worth is not None else None
            says = f"{text.count(shares, 'share')} at {text.price(value.value)} are {_dollars(shares * value.value)}"
            why += value.because + Explanation((Step(value.rule, says),))
        says = "; ".join(f"{one.id} {text.shares(one.shares)} at {text.price(one.basis)}" for one in rows)
        lots = Explanation((Step("10(b)", f"After splits and swaps until {on}: {says or 'nothing'}"),))
        self.owned.show_figure(
            text.count(sum(one.shares for one in rows), "share"), f"in {text.count(len(rows), 'lot')}", lots
        )
        used = next((value for value in values.values() if value is not None), None)
        note = f"at the value of {text.day(used.price_date)}" if used is not None and worth is not None else "no price"
        self.worth.show_figure(_dollars(worth), note, why if worth is not None else None)
        self.cost.show_figure(_dollars(sum((one.cost for one in rows), Fraction(0))), "of the lots owned", lots)

    def focus_on(self, **focus: Any) -> None:
        if focus.get("add"):
            self._on_add()
        lot = focus.get("lot")
        serial = focus.get("serial")
        if serial is not None:
            lot = next((one.id for one in self.acquired().values() if one.serial == serial and not one.is_event), lot)
        if lot is not None and self.table.select_id(lot):
            self.table.setFocus()

    def open_row(self, row: LotRow) -> None:
        from ui.dialogs.record.lot import LotDialog

        if row.is_event:
            self.page.show_section("events").focus_on(serial=row.serial, edit=True)
        else:
            self.commit(lambda: LotDialog.ask(self, self.session.record, self.session.as_of, row.serial))

    def remove_rows(self, rows: list[LotRow]) -> None:
        one = self.table.current_row() or rows[0]
        if one.is_event:
            self.page.show_section("events").focus_on(serial=one.serial)
            self.page.tell("accent", f"Lot {one.id} came from this exercise: edit the exercise to change its lots.")
        else:
            self.commit(lambda: remove_lot(self.session.record, serial=one.serial))

    # ------------------------------------------------------------------ slots

    @Slot(str)
    def _on_as(self, _: str) -> None:
        self.refresh()

    @Slot()
    def _on_add(self) -> None:
        from ui.dialogs.record.lot import LotDialog

        self.commit(lambda: LotDialog.ask(self, self.session.record, self.session.as_of))


def _dollars(amount: Fraction | None) -> str:
    return text.DASH if amount is None else text.money(round(amount * 100))
