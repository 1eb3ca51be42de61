"""A section that is one table: buttons act on the row chosen, Enter opens it, Delete removes it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from ui.pages.record.section import Section
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.labels import button

Row = TypeVar("Row")


class RowsSection(Section, Generic[Row]):
    """`build` makes a card with tools and a table, and what stands in its place while there is no row."""

    scrolls = True
    only_reads: ClassVar[bool] = False  # whether opening a row changes nothing, so that a read-only record may
    card: Card
    table: Table[Row]

    # ------------------------------------------------------------------ for sections to override

    def row_chosen(self, row: Row | None) -> None:
        """The cursor came to a row, or there is none."""

    def open_row(self, row: Row) -> None:
        """What Enter and a double click do."""

    def remove_rows(self, rows: list[Row]) -> None:
        """What Delete does; never called in a record that is open read-only."""

    # ------------------------------------------------------------------ for sections to use

    def begin(self, title: str, hint: str = "") -> None:
        """Make the card; call it first."""
        self.card = Card(title, hint)
        self._on_row: list[tuple[QPushButton, bool]] = []

    def tool(self, words: str, icon: str, slot: Callable[..., None], kind: str = "") -> QPushButton:
        """A button in the head of the card that changes the record."""
        made = self._button(words, icon, slot, kind)
        self.writes(made)
        return made

    def row_tool(self, words: str, icon: str, slot: Callable[..., None], *, writes: bool = True) -> QPushButton:
        """A button in the head of the card that acts on the row chosen."""
        made = self._button(words, icon, slot)
        self._on_row.append((made, writes))
        return made

    def _button(self, words: str, icon: str, slot: Callable[..., None], kind: str = "") -> QPushButton:
        made = button(words, kind, icon)
        made.clicked.connect(slot)
        self.card.beside.addWidget(made)
        return made

    def end(
        self,
        columns: Sequence[Column[Row]],
        row_id: Callable[[Row], Hashable],
        empty: EmptyState,
        *,
        stretch: int,
        newest: bool | None = None,
    ) -> None:
        """Make the table of the card, called as the card is; `newest` sorts by the first column, from the last."""
        self.table = Table(columns, row_id, self.card.accessibleName(), stretch=stretch)
        if newest is not None:
            self.table.sort_first(0, is_down=newest)
        self.keep(self.table)
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(self._on_open)
        self.table.delete_asked.connect(self._on_remove)
        self.card.body.addWidget(self.table, 1)
        self.body.addWidget(self.card, 1)
        self.empty = empty
        self.body.addWidget(empty, 1)

    def show_rows(self, rows: Sequence[Row], is_empty: bool | None = None) -> None:
        """Show these rows, or what stands there where there are none (or where `is_empty` says so)."""
        has_none = not rows if is_empty is None else is_empty
        self.fill(self.table, rows)
        self.card.setVisible(not has_none)
        self.empty.setVisible(has_none)

    # ------------------------------------------------------------------ slots

    @Slot(object)
    def _on_current(self, row: Row | None) -> None:
        for made, writes in self._on_row:
            made.setEnabled(row is not None and not (writes and self.session.is_read_only))
        self.row_chosen(row)

    @Slot()
    def _on_open(self, _: Any = None) -> None:
        row = self.table.current_row()
        if row is not None and (self.only_reads or not self.session.is_read_only):
            self.open_row(row)

    @Slot()
    def _on_remove(self, _: Any = None) -> None:
        current = self.table.current_row()  # a click with Ctrl leaves the cursor there and nothing selected
        rows = self.table.selected_rows() or ([] if current is None else [current])
        if rows and not self.session.is_read_only:
            self.remove_rows(rows)
