"""Which lots to give in payment: the oldest first, or shares of each lot in the order the holder puts them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from models.rules.answers import OwnedLot
from models.rules.owned import oldest_first
from ui import text, theme
from ui.pages.exercise.lot_line import COLUMNS, LotLine
from ui.widgets.edits import SharesEdit
from ui.widgets.labels import label


class LotsPicker(QWidget):
    """`edited` after every change; `named` gives the lots in order, None for the oldest first.

    A line is moved by its arrows, with Alt and Up or Down from its field, or dragged by its handle.
    """

    edited = Signal()

    def __init__(self, oldest: str) -> None:
        super().__init__()
        self._oldest = QRadioButton(oldest)
        self._named = QRadioButton("These shares, lot &by lot")
        self._oldest.setChecked(True)
        self._group = QButtonGroup(self)
        for one in (self._oldest, self._named):
            one.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)  # its ring ends with its words
            self._group.addButton(one)
        self._oldest.toggled.connect(self._on_toggled)
        self._order = label("Given from the top, until the price is paid.", "caption", "muted", wraps=True)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(theme.GAP.large, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP.medium)
        self._grid.setVerticalSpacing(theme.GAP.tiny)
        self._grid.setColumnStretch(len(COLUMNS), 1)
        self._lines: dict[str, LotLine] = {}  # in the order shown
        self._lots: tuple[OwnedLot, ...] = ()
        self._wanted: dict[str, int] | None = None  # named by a draft, to be filled in when the lots are known
        self._line = label("", "caption", "bad", wraps=True)
        self._line.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP.tiny)
        for widget in (self._oldest, self._named, self._table, self._order, self._line):
            layout.addWidget(widget)
        self._show_choice()

    @property
    def is_named(self) -> bool:
        """Whether the holder says how many shares of each lot."""
        return self._named.isChecked()

    @property
    def order(self) -> tuple[str, ...]:
        """The lots from top to bottom."""
        return tuple(self._lines)

    def show_lots(self, lots: Sequence[OwnedLot], taken: Sequence[OwnedLot]) -> None:
        """Show the lots owned and what this exercise takes of each."""
        if tuple(lots) != self._lots:
            self._fill(tuple(lots))
            self._put_wanted()
        if not self.is_named:
            given = {lot.id: lot.shares for lot in taken}
            for id, line in self._lines.items():
                if line.edit.maybe() != given.get(id):
                    line.edit.blockSignals(True)
                    line.edit.set_value(given.get(id))
                    line.edit.blockSignals(False)
        self._check()

    def named(self) -> tuple[tuple[str, int], ...] | None:
        """Lots and shares as the holder says, in order; None for the oldest first, or where none is said."""
        if not self.is_named:
            return None
        said = [(id, line.edit.maybe()) for id, line in self._lines.items()]
        return tuple((id, shares) for id, shares in said if shares) or None

    def take(self, lots: tuple[tuple[str, int], ...] | None) -> None:
        """Fill in the lots a draft names; None gives the oldest first."""
        self._wanted = dict(lots) if lots is not None else None
        (self._oldest if lots is None else self._named).setChecked(True)
        self._put_wanted()

    def edit_of(self, lot: str) -> SharesEdit:
        """The field of one lot."""
        return self._lines[lot].edit

    def choose_named(self) -> None:
        """Let the holder say."""
        self._named.setChecked(True)

    def put(self, lot: str, to: int) -> None:
        """Put a lot in another place; what was typed goes with it."""
        ids = list(self._lines)
        to = max(0, min(len(ids) - 1, to))
        if not self.is_named or ids.index(lot) == to:
            return
        ids.remove(lot)
        ids.insert(to, lot)
        self._lines = {id: self._lines[id] for id in ids}
        self._place()
        self.edited.emit()

    # ------------------------------------------------------------------ private

    def _put_wanted(self) -> None:
        if self._wanted is None or not self._lines:
            return
        for id, line in self._lines.items():
            line.edit.set_value(self._wanted.get(id))
        known = [id for id in self._wanted if id in self._lines]
        self._lines = {id: self._lines[id] for id in [*known, *(id for id in self._lines if id not in known)]}
        self._wanted = None
        self._place()

    def _fill(self, lots: tuple[OwnedLot, ...]) -> None:
        """Show other lots; those that stay keep their place and what was typed."""
        self._lots = lots
        before, kept = list(self._lines), dict(self._lines)
        while (item := self._grid.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None and not any(gone in line.widgets for line in kept.values()):
                gone.deleteLater()
        for column, words in enumerate(COLUMNS):
            side = Qt.AlignmentFlag.AlignRight if column >= 3 else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label(words, "caption", "muted"), 0, column, side)
        lines: dict[str, LotLine] = {}
        for lot in sorted(
            oldest_first(lots), key=lambda lot: before.index(lot.id) if lot.id in before else len(before)
        ):
            line = kept.pop(lot.id, None) or self._new_line(lot.id)
            line.show_lot(lot)
            lines[lot.id] = line
        for line in kept.values():
            for widget in line.widgets:
                widget.deleteLater()
        self._lines = lines
        self._place()

    def _new_line(self, lot: str) -> LotLine:
        line = LotLine(lot, self._table)
        line.edit.textChanged.connect(self._on_edited)
        line.moved.connect(self._on_moved)
        line.dragged.connect(self._on_dragged)
        return line

    def _place(self) -> None:
        """Put the lines below one another in their order, for the eye and for the Tab key."""
        before: QWidget = self._named
        for at, line in enumerate(self._lines.values()):
            for column, widget in enumerate(line.widgets):
                side = Qt.AlignmentFlag.AlignRight if column in {3, 4} else Qt.AlignmentFlag(0)
                self._grid.addWidget(widget, at + 1, column, side | Qt.AlignmentFlag.AlignVCenter)
            for widget in line.reached:
                QWidget.setTabOrder(before, widget)
                before = widget
            line.show_place(at, len(self._lines), self.is_named)

    def _show_choice(self) -> None:
        self._order.setVisible(self.is_named and len(self._lines) > 1)
        for at, line in enumerate(self._lines.values()):
            line.show_place(at, len(self._lines), self.is_named)

    def _check(self) -> None:
        words = ""
        if self.is_named:
            for lot in self._lots:
                edit = self._lines[lot.id].edit
                asked, refusal = edit.maybe(), edit.refusal()
                if refusal is not None:
                    words = f"{lot.id}: {refusal.message}"
                elif asked is not None and asked > lot.shares:
                    words = f"{lot.id} holds {text.count(lot.shares, 'share')}: give at most that many."
        self._line.setText(words)
        self._line.setVisible(bool(words))

    @Slot()
    def _on_edited(self) -> None:
        if self.is_named:
            self.edited.emit()

    @Slot(str, int)
    def _on_moved(self, lot: str, by: int) -> None:
        self.put(lot, list(self._lines).index(lot) + by)

    @Slot(str, int)
    def _on_dragged(self, lot: str, height: int) -> None:
        """Put a line where the pointer is: above the first line whose middle lies below it."""
        others = [line for id, line in self._lines.items() if id != lot]
        self.put(lot, sum(line.edit.geometry().center().y() < height for line in others))

    @Slot(bool)
    def _on_toggled(self, _: bool) -> None:
        if not self.is_named:
            oldest = [lot.id for lot in oldest_first(self._lots)]
            self._lines = {id: self._lines[id] for id in oldest}
            self._place()
        self._show_choice()
        self.edited.emit()
