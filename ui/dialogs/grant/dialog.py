"""Adds or changes a grant: what the option letter says, with the schedule drawn as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.errors import Refusal
from models.facts.grant import Grant, Overrides, Part
from models.facts.plan import ROLES
from models.rules.vesting import build
from models.values.dates import add_years
from ui import text, theme
from ui.charts.vesting import VestingChart, VestingPicture
from ui.dialogs.base import FormDialog
from ui.dialogs.grant.part import PartEditor
from ui.text import codes
from ui.widgets.card import column
from ui.widgets.edits import Choice, DateEdit, PriceEdit, SharesEdit, TextEdit
from ui.widgets.field import Field
from ui.widgets.labels import button, label, set_tone


@dataclass(frozen=True)
class GrantDraft:
    """What the dialog is given: the plans by id and name, an id to offer, and the grant to change, if any."""

    plans: Sequence[tuple[str, str]]
    next_id: str
    grant: Grant | None = None


_WIDTH, _DRAWN = 560, 360  # of both columns, and of the picture beside them


class GrantDialog(FormDialog):
    """Asks for the terms of one grant; overrides keep what they were."""

    def __init__(self, parent: QWidget | None, draft: GrantDraft) -> None:
        title = "Add a grant" if draft.grant is None else f"Change grant {draft.grant.id}"
        verb = "Add the grant" if draft.grant is None else "Save"
        super().__init__(parent, title, verb, "Everything here stands on the option letter.", columns=2)
        self._draft = draft
        self._parts: list[PartEditor] = []
        self._make_fields(draft)
        self._make_schedule(draft.grant)
        self._fill(draft.grant)
        self.form.edited.connect(self._on_typed)
        self.number.setFocus()
        self.number.selectAll()
        self._on_typed()

    @classmethod
    def ask(cls, parent: QWidget | None, draft: GrantDraft) -> Grant | None:
        """Ask; None when it was cancelled."""
        found: Grant | None = cls(parent, draft).ask_value()
        return found

    def result_value(self) -> Grant:
        shares = self.shares.value()
        return Grant(
            id=self.number.value(),
            plan=self.plan.value(),
            grant_date=self.granted.value(),
            shares=shares,
            exercise_price=self.price.value(),
            role=self.role.value(),
            parts=self._parts_typed(shares),
            overrides=self._draft.grant.overrides if self._draft.grant else Overrides(),
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at a field of the form or of a part, or across the top."""
        name = refusal.field.rpartition(".")[2]
        for editor in self._parts:
            if name in {"rows", "event", "start", "total_months", "every_months", "cliff_months", "part_shares"}:
                field = editor.form.field(name)
                if field.isVisibleTo(self):
                    field.refuse(refusal.message)
                    return
        super().refuse(refusal)

    # ------------------------------------------------------------------ private

    def _make_fields(self, draft: GrantDraft) -> None:
        self.number = TextEdit(draft.next_id, 64, "Type the number of the option, or a name for it.")
        self.plan = Choice(list(draft.plans))
        self.granted = DateEdit()
        self.shares = SharesEdit()
        self.price = PriceEdit()
        self.role = Choice([(role, codes.ROLES[role]) for role in ROLES])
        add = self.form.add
        add(Field("plan", "&Plan", self.plan), 2)
        add(Field("id", "Option &number", self.number, "As on the letter"))
        add(Field("grant_date", "&Grant date", self.granted))
        add(Field("shares", "&Shares", self.shares))
        add(Field("exercise_price", "&Exercise price", self.price, "Dollars a share"))
        add(Field("role", "Granted to you &as", self.role))

    def _make_schedule(self, grant: Grant | None) -> None:
        self.body.addWidget(label("Vesting", "title"))
        self._editors = QVBoxLayout()
        self._editors.setSpacing(theme.GAP.medium)
        self.body.addLayout(self._editors)
        for part in grant.parts if grant else (None,):
            self._add_part(part)
        self._another = button("Add another part", "quiet", "plus")
        self._another.clicked.connect(self._on_another)
        self.body.addWidget(self._another)
        self.preview = label("", "body", "muted", wraps=True)
        self.chart = VestingChart(150)
        drawn = QWidget()
        drawn.setLayout(column(label("The schedule as typed", "strong"), self.chart, self.preview, None))
        self.at_least(_WIDTH)
        if not self.put_beside(drawn, _DRAWN):
            self.body.addWidget(drawn)

    def _fill(self, grant: Grant | None) -> None:
        if grant is None:
            return
        self.number.set_value(grant.id)
        self.plan.set_value(grant.plan)
        self.granted.set_value(grant.grant_date)
        self.shares.set_value(grant.shares)
        self.price.set_value(grant.exercise_price)
        self.role.set_value(grant.role)

    def _add_part(self, part: Part | None) -> None:
        editor = PartEditor(part, self.granted.maybe())
        editor.edited.connect(self._on_typed)
        editor.remove_asked.connect(self._on_remove)
        self._parts.append(editor)
        self._editors.addWidget(editor)
        for one in self._parts:
            one.show_alone(len(self._parts) == 1)

    def _parts_typed(self, shares: int) -> tuple[Part, ...]:
        parts = tuple(editor.part(shares) for editor in self._parts)
        total = sum(part.shares for part in parts)
        if total != shares:
            says = f"The parts add up to {total:,} shares; they must add up to {shares:,}."
            raise Refusal("bad_schedule", says, "shares")
        return parts

    @Slot()
    def _on_another(self) -> None:
        self._add_part(None)
        self.grow()

    @Slot()
    def _on_remove(self) -> None:
        editor = self.sender()
        if isinstance(editor, PartEditor) and len(self._parts) > 1:
            self._parts.remove(editor)
            self._editors.removeWidget(editor)
            editor.deleteLater()
            for one in self._parts:
                one.show_alone(len(self._parts) == 1)
            self._on_typed()

    @Slot()
    def _on_typed(self, *_: object) -> None:
        """Draw the schedule as far as it can be read already."""
        if not hasattr(self, "preview"):
            return
        granted, shares = self.granted.maybe(), self.shares.maybe()
        for editor in self._parts:
            editor.set_start(granted)
        if shares is None or granted is None:
            words = "The schedule is drawn here as soon as the grant date and the shares are typed."
            self._show_preview(None, words, "")
            return
        try:
            parts = self._parts_typed(shares)
        except Refusal as bad:
            self._show_preview(None, bad.message, "warn")
            return
        self._show_preview(picture_of(parts, granted, shares), schedule_words(parts), "")

    def _show_preview(self, picture: VestingPicture | None, words: str, tone: str) -> None:
        self.chart.setVisible(picture is not None)
        self.chart.show_picture(picture, None)
        self.preview.setText(words)
        set_tone(self.preview, tone or "muted")


def picture_of(parts: Sequence[Part], granted: date, shares: int) -> VestingPicture:
    """The chart's picture of a schedule, from the grant date to a little past the last step."""
    tranches, waiting = build(parts, {})
    first = min([granted, *(one.date for one in tranches)])
    last = max([add_years(granted, 1), *(one.date for one in tranches)])
    steps = tuple((one.date, one.shares) for one in tranches)
    return VestingPicture(steps, sum(part.shares for part in waiting), shares, first, last)


def schedule_words(parts: Sequence[Part]) -> str:
    """A schedule in a sentence: how many steps, the first and the last, and what waits."""
    tranches, waiting = build(parts, {})
    said = []
    if len(tranches) == 1:
        said.append(f"{text.count(tranches[0].shares, 'share')} vest on {text.day(tranches[0].date)}.")
    elif tranches:
        first, last = tranches[0], tranches[-1]
        said.append(
            f"{len(tranches)} steps: {text.shares(first.shares)} on {text.day(first.date)}, then "
            f"{_each([one.shares for one in tranches[1:]])}, the last on {text.day(last.date)}."
        )
    said += [f"{text.count(part.shares, 'share')} vest when this happens: {part.event}." for part in waiting]
    return " ".join(said)


def _each(shares: Sequence[int]) -> str:
    least, most = min(shares), max(shares)
    return f"{text.shares(least)} each" if least == most else f"{text.shares(least)} to {text.shares(most)} each"
