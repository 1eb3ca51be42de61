"""Nothing stranded: which numbers can be exercised today without leaving too few shares, and a plan over time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import Refusal
from models.record.record import Record
from models.rules.planner import Outlook, Piece, Split, outlook, split
from models.values.explanation import Explanation
from ui import text, theme
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.card import Card, row
from ui.widgets.edits import SharesEdit
from ui.widgets.field import Field, text_of
from ui.widgets.labels import button, label

_SHOWN = 8  # lines of the plan seen at once; the others by scrolling


class PlannerCard(Card):
    """`taken(shares, day)` when a piece of the plan is taken over; `asked(why, title)` for the Why? panel."""

    taken = Signal(object, object)
    asked = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("Leave nothing stranded")
        self.sentence = label("", wraps=True)
        self.all_of = SharesEdit()
        self.all_of.is_optional = True
        self.each = SharesEdit()
        self.each.is_optional = True
        self._all_field = Field("shares", "Exercise in the end", self.all_of, "Empty is all there will be")
        self._each_field = Field("most_each", "At most at a time", self.each, "Empty sets no limit")
        self.table: Table[Piece] = Table(
            _COLUMNS, lambda piece: piece.left, "plan_of_exercises", is_tall=True, stretch=3
        )
        self.table.setAccessibleName("Exercises, each as early as it can be")
        self.why = button("Why?", "quiet")
        self.why.clicked.connect(self._on_why)
        self.beside.addWidget(self.why)
        self.plans = button("Plan &it over time", "quiet", "calendar-days")
        self.plans.setCheckable(True)
        self.plans.toggled.connect(self._on_plans)
        fields = row(self._all_field, self._each_field, spacing=theme.GAP.large)
        for at, field in enumerate((self._all_field, self._each_field)):
            fields.setStretch(at, 1)
            fields.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        self._over_time = QWidget()
        over_time = QVBoxLayout(self._over_time)
        over_time.setContentsMargins(0, 0, 0, 0)
        over_time.addLayout(fields)
        over_time.addWidget(self.table)
        self._over_time.setVisible(False)
        self.add(self.sentence)
        self.body.addLayout(row(self.plans, None))
        self.add(self._over_time)
        for field in (self._all_field, self._each_field):
            field.edited.connect(self._on_edited)
        self.table.activated_row.connect(self._on_taken)
        self._because: Explanation | None = None
        self._asked: tuple[Record, str, date] | None = None
        self._split: Split | None = None

    def show_outlook(self, record: Record, grant: str, on: date, shares: int) -> None:
        """Show what can be exercised on `on` without stranding any, and the plan for the rest."""
        self._asked = (record, grant, on)
        found = outlook(record.ledger, grant, on)
        self.setVisible(found is not None)
        if found is None:
            return
        self._because = found.because
        self.sentence.setText(_sentence(found, shares))
        if self.plans.isChecked():
            self._plan()

    def _plan(self) -> None:
        if self._asked is None:
            return
        record, grant, on = self._asked
        for field in (self._all_field, self._each_field):
            field.clear()
        try:
            self._split = split(record.ledger, grant, on, self.all_of.maybe(), self.each.maybe())
        except Refusal as refused:
            self._split = None
            field = self._each_field if refused.field == "most_each" else self._all_field
            if self.all_of.maybe() is not None or self.each.maybe() is not None:
                field.refuse(text_of(refused))
        pieces = self._split.pieces if self._split is not None else ()
        self.table.setVisible(bool(pieces))
        self.table.show_rows(pieces)
        self.table.fit_columns()
        line = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + line * min(_SHOWN, max(1, len(pieces))) + 4)

    @Slot(bool)
    def _on_plans(self, is_on: bool) -> None:
        self._over_time.setVisible(is_on)
        if is_on:
            self._plan()

    @Slot()
    def _on_edited(self) -> None:
        self._plan()

    @Slot()
    def _on_why(self) -> None:
        if self._because is not None:
            whole = self._because + self._split.because if self._split is not None else self._because
            self.asked.emit(whole, "What can be exercised without stranding shares")

    @Slot(object)
    def _on_taken(self, piece: Piece) -> None:
        self.taken.emit(piece.shares, piece.on)


def _ranges(found: tuple[tuple[int, int], ...]) -> str:
    parts = [text.shares(low) if low == high else f"{text.shares(low)} to {text.shares(high)}" for low, high in found]
    return text.listed(parts, "or")


def _sentence(found: Outlook, shares: int) -> str:
    """What may be exercised today, and whether the number asked for is among it."""
    said = []
    if found.stranded:
        said.append(
            f"{text.capital(text.count(found.stranded, 'share'))} can still be reached: fewer than the "
            f"{text.shares(found.minimum)} one exercise must cover, so none of them can ever be exercised."
        )
    elif found.today:
        said.append(f"Today, {_ranges(found.today)} shares can be exercised so that none is left over for good.")
        if found.strands:
            said.append(f"{text.capital(_ranges(found.strands))} would strand some.")
        if not found.is_safe(shares) and any(low <= shares <= high for low, high in found.strands):
            said.append(f"{text.shares(shares)} is one of them.")
    else:
        said.append("Nothing can be exercised today.")
    if found.too_late:
        said.append(f"{text.capital(text.count(found.too_late, 'share'))} would vest after the last day to exercise.")
    if found.waiting:
        said.append(f"{text.capital(text.count(found.waiting, 'share'))} wait for an event and are not planned for.")
    return " ".join(said)


_COLUMNS = (
    Column[Piece]("On or after", lambda piece: piece.on, lambda piece: text.day(piece.on)),
    Column[Piece]("Exercise", lambda piece: piece.shares, lambda piece: text.shares(piece.shares), numeric=True),
    Column[Piece]("Left then", lambda piece: piece.left, lambda piece: text.shares(piece.left), numeric=True),
    Column[Piece]("", lambda _: None, lambda _: ""),
)
