"""The questions at the head of the page: which grant, how many shares, received when."""

from __future__ import annotations

from datetime import date
from math import ceil

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from models.record.record import Record
from models.rules.answers import Position
from ui import text, theme
from ui.pages.exercise.reckoning import Reckoning
from ui.text.codes import exercisable_range, violation
from ui.widgets.card import Card
from ui.widgets.edits import Choice, DateEdit, SharesEdit
from ui.widgets.field import Field, Form

# At which question a bar stands that no way to pay can lift.
_AT = {
    "not_approved": "grant",
    "terminated_for_cause": "grant",
    "before_grant": "exercise_date",
    "window_closed": "exercise_date",
    "exceeds_exercisable": "shares",
    "below_minimum": "shares",
}


class ShareCount(SharesEdit):
    """Shares; Up and Down change them by a hundred, Page Up and Page Down by a thousand, its icon takes all."""

    all_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        take_all = self.addAction(theme.icon("chevrons-right", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        take_all.setToolTip("All that can be exercised")
        take_all.triggered.connect(self.all_asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: 100,
            Qt.Key.Key_Down: -100,
            Qt.Key.Key_PageUp: 1000,
            Qt.Key.Key_PageDown: -1000,
        }
        shares = self.maybe()
        step = steps.get(Qt.Key(event.key()), 0)
        if step and shares is not None:
            self.set_value(max(1, shares + step))
        else:
            super().keyPressEvent(event)


class AskCard(Card):
    """`edited` after every change; `read` gives what is asked for, None while a field cannot be read."""

    edited = Signal()
    grant_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.grant = Choice()
        self.shares = ShareCount()
        self.on = DateEdit()
        self.form = Form(3, stretches=(5, 6, 5))
        self.form.add_all(
            (
                Field("grant", "&Grant", self.grant),
                Field("shares", "&Shares", self.shares),
                Field("exercise_date", "&Received by the company on", self.on),
            )
        )
        for field in self.form.fields:
            field.line.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.restyled()
        self.body.addWidget(self.form)
        self.form.edited.connect(self.edited)
        self.grant.value_changed.connect(self._on_grant)
        self.shares.all_asked.connect(self._on_all)
        self._most = 0

    def restyled(self) -> None:
        """Fonts have changed: keep room for a refusal of two lines, so that nothing below moves."""
        high = 2 * ceil(QFontMetricsF(theme.font("caption")).height())
        for field in self.form.fields:
            field.line.setMinimumHeight(high)

    def show_grants(self, record: Record, on: date) -> None:
        """Offer the grants, each with what can be exercised of it; the one chosen stays chosen."""
        choices = []
        for grant in record.grants:
            position = record.ledger.position(grant.id, on)
            choices.append((grant.id, _grant_words(grant.id, position)))
        self.grant.set_choices(choices)

    def read(self) -> tuple[str, int, date] | None:
        """Grant, shares and day; None while one of them cannot be read."""
        grant, shares, on = self.grant.value(), self.shares.maybe(), self.on.maybe()
        return None if grant is None or shares is None or on is None else (grant, shares, on)

    def show_bars(self, reckoning: Reckoning) -> None:
        """Say at its field what bars the exercise whatever the way to pay; else what can be exercised."""
        position = reckoning.position
        self._most = position.counts.exercisable if position else 0
        for name in ("grant", "shares", "exercise_date"):
            self.form.field(name).clear()
        self.form.field("shares").note(exercisable_range(position, reckoning.minimum))
        quote = reckoning.any_quote
        if quote is None:
            return
        for code in reversed(quote.violations):
            if code in _AT and not (code == "exceeds_exercisable" and _is_echo(quote.violations)):
                self.form.field(_AT[code]).refuse(violation(code, quote, reckoning.minimum))

    @Slot()
    def _on_grant(self) -> None:
        self.grant_changed.emit(self.grant.value() or "")

    @Slot()
    def _on_all(self) -> None:
        if self._most:
            self.shares.set_value(self._most)


def _is_echo(codes: tuple[str, ...]) -> bool:
    """Whether too many shares only repeats that nothing at all can be exercised."""
    return any(code in {"not_approved", "before_grant", "window_closed", "terminated_for_cause"} for code in codes)


def _grant_words(id: str, position: Position | None) -> str:
    if position is None:
        return f"{id}: granted later"
    shares = text.shares(position.counts.exercisable) if position.counts.exercisable else "none"
    return f"{id}: {shares} at {text.price(position.exercise_price)}"
