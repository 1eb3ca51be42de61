"""Which lots to give in a swap: the oldest first, or shares of each lot as the holder says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from models.rules.answers import OwnedLot
from ui import text, theme
from ui.widgets.edits import SharesEdit, name_for
from ui.widgets.labels import label


class LotsPicker(QWidget):
    """`edited` after every change; `named` gives the lots in order, None for the oldest first."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._oldest = QRadioButton("The &oldest shares first, as many as the price needs")
        self._named = QRadioButton("These shares, lot &by lot")
        self._oldest.setChecked(True)
        self._group = QButtonGroup(self)
        for one in (self._oldest, self._named):
            self._group.addButton(one)
        self._oldest.toggled.connect(self._on_toggled)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(theme.GAP.huge, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP.large)
        self._grid.setVerticalSpacing(theme.GAP.tiny)
        self._grid.setColumnStretch(5, 1)
        self._edits: dict[str, SharesEdit] = {}
        self._lots: tuple[OwnedLot, ...] = ()
        self._wanted: dict[str, int] | None = None  # named by a draft, to be filled in when the lots are known
        self._line = label("", "caption", "bad", wraps=True)
        self._line.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP.tiny)
        for widget in (self._oldest, self._named, self._table, self._line):
            layout.addWidget(widget)

    @property
    def is_named(self) -> bool:
        """Whether the holder says how many shares of each lot."""
        return self._named.isChecked()

    def show_lots(self, lots: Sequence[OwnedLot], taken: Sequence[OwnedLot]) -> None:
        """Show the lots owned and what this exercise takes of each."""
        if tuple(lots) != self._lots:
            self._lots = tuple(lots)
            self._fill()
            self._put_wanted()
        if not self.is_named:
            given = {lot.id: lot.shares for lot in taken}
            for id, edit in self._edits.items():
                if edit.maybe() != given.get(id):
                    edit.blockSignals(True)
                    edit.set_value(given.get(id))
                    edit.blockSignals(False)
        self._check()

    def named(self) -> tuple[tuple[str, int], ...] | None:
        """Lots and shares as the holder says; None for the oldest first, or where none is said."""
        if not self.is_named:
            return None
        said = [(id, edit.maybe()) for id, edit in self._edits.items()]
        return tuple((id, shares) for id, shares in said if shares) or None

    def take(self, lots: tuple[tuple[str, int], ...] | None) -> None:
        """Fill in the lots a draft names; None gives the oldest first."""
        self._wanted = dict(lots) if lots is not None else None
        (self._oldest if lots is None else self._named).setChecked(True)
        self._put_wanted()

    def _put_wanted(self) -> None:
        if self._wanted is not None and self._edits:
            for id, edit in self._edits.items():
                edit.set_value(self._wanted.get(id))
            self._wanted = None

    def edit_of(self, lot: str) -> SharesEdit:
        """The field of one lot."""
        return self._edits[lot]

    def choose_named(self) -> None:
        """Let the holder say."""
        self._named.setChecked(True)

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.deleteLater()
        self._edits = {}
        for column, words in enumerate(("Lot", "Acquired", "Owned", "Basis", "Give")):
            head = label(words, "caption", "muted")
            self._grid.addWidget(head, 0, column, _side(column))
        for row, lot in enumerate(self._lots, 1):
            self._add_row(row, lot)

    def _add_row(self, row: int, lot: OwnedLot) -> None:
        words = (lot.id, text.day(lot.acquired), text.shares(lot.shares), text.price(lot.basis))
        for column, said in enumerate(words):
            shown = label(said)
            shown.setFont(theme.numerals(shown.font()))
            self._grid.addWidget(shown, row, column, _side(column))
        edit = SharesEdit()
        edit.is_optional = True
        edit.setMaximumWidth(120)
        edit.setEnabled(self.is_named)
        name_for(edit, f"Shares to give of lot {lot.id}, {text.count(lot.shares, 'share')} owned")
        edit.textChanged.connect(self._on_edited)
        self._grid.addWidget(edit, row, 4)
        self._edits[lot.id] = edit

    def _check(self) -> None:
        words = ""
        if self.is_named:
            for lot in self._lots:
                asked = self._edits[lot.id].maybe()
                refusal = self._edits[lot.id].refusal()
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

    @Slot(bool)
    def _on_toggled(self, _: bool) -> None:
        for edit in self._edits.values():
            edit.setEnabled(self.is_named)
        self.edited.emit()


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column >= 2 else Qt.AlignmentFlag.AlignLeft
