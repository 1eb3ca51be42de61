"""Goal seek: how many shares to exercise, by each way to pay, to reach what the holder wants."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot

from models.errors import Refusal
from models.record.record import Record
from models.rules.answers import Quote
from models.rules.goals import Aim, seek
from ui import text, theme
from ui.pages.exercise.asking import TITLES, WAYS
from ui.pages.exercise.reckoning import Reckoning
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.card import Card, row
from ui.widgets.edits import Choice, MoneyEdit, SharesEdit
from ui.widgets.field import Field, text_of

_HINT = "Each way then says how many to exercise"
_GOALS = (
    ("more_shares", "End with at least so many more shares"),
    ("bring_at_most", "Bring at most so much cash"),
    ("receive_at_least", "Receive at least so much cash"),
)


@dataclass(frozen=True)
class Answer:
    """What one way needs for the goal: its quote, or why it cannot be reached."""

    way: str
    quote: Quote | None
    refused: str = ""


class GoalCard(Card):
    """`taken(way, shares)` when an answer is taken over."""

    taken = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("Find the number of shares", "Say what you want; press Enter on a line to take it over.")
        self.goal = Choice(_GOALS)
        self.shares = SharesEdit()
        self.money = MoneyEdit()
        for edit in (self.shares, self.money):
            edit.is_optional = True
        goal = Field("goal", "I want &to", self.goal)
        self._shares_field = Field("more", "&More shares", self.shares, _HINT)
        self._money_field = Field("amount", "Amo&unt $", self.money, _HINT)
        self._money_field.setVisible(False)
        line = row(goal, self._shares_field, self._money_field, spacing=theme.GAP.large)
        for at, field in enumerate((goal, self._shares_field, self._money_field)):
            line.setStretch(at, 2 if at else 3)
            line.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self.table: Table[Answer] = Table(_COLUMNS, lambda answer: answer.way, "goal_answers", is_tall=True, stretch=2)
        self.table.setAccessibleName("How to reach it, by each way to pay")
        self.body.addWidget(self.table)
        for field in (goal, self._shares_field, self._money_field):
            field.edited.connect(self._on_edited)
        self.table.activated_row.connect(self._on_taken)
        self._asked: tuple[Record, Reckoning] | None = None
        self.show_answers()

    def show_reckoning(self, record: Record, reckoning: Reckoning) -> None:
        """Seek the goal again for another grant, day or way to pay."""
        self._asked = (record, reckoning)
        self.show_answers()

    def show_answers(self) -> None:
        """Seek by every way and show what is found; nothing while no amount stands in the field."""
        aim = self._aim()
        self.table.setVisible(aim is not None)
        if aim is None or self._asked is None:
            return
        record, reckoning = self._asked
        self.table.show_rows([_answer(record, reckoning, way, aim) for way in WAYS])
        self.table.fit_columns()

    def _aim(self) -> Aim | None:
        goal = self.goal.value()
        amount = self.shares.maybe() if goal == "more_shares" else self.money.maybe()
        if amount is None:
            return None
        try:
            return Aim(goal, amount)
        except Refusal:
            return None

    @Slot()
    def _on_edited(self) -> None:
        is_shares = self.goal.value() == "more_shares"
        self._shares_field.setVisible(is_shares)
        self._money_field.setVisible(not is_shares)
        self.show_answers()

    @Slot(object)
    def _on_taken(self, answer: Answer) -> None:
        if answer.quote is not None:
            self.taken.emit(answer.way, answer.quote.shares)


def _answer(record: Record, reckoning: Reckoning, way: str, aim: Aim) -> Answer:
    outcome, asking = reckoning.outcome(way), reckoning.asking
    if outcome.payment is None:
        return Answer(way, None, outcome.refused)
    try:
        found = seek(record.ledger, asking.grant, asking.on, outcome.payment, aim, asking.tax_value, asking.withholding)
    except Refusal as refused:
        return Answer(way, None, text_of(refused))
    return Answer(way, found.quote)


def _comes_to(answer: Answer) -> str:
    if answer.quote is None:
        return answer.refused
    quote = answer.quote
    parts = [f"bring {text.money(quote.cash_due)}" if quote.cash_due else "bring nothing"]
    if quote.cash_to_holder:
        parts.append(f"receive {text.money(quote.cash_to_holder)}")
    kept = abs(quote.shares_kept)
    more = "more" if quote.shares_kept > 0 else "fewer"
    parts.append(f"own {text.shares(kept)} {more} {'share' if kept == 1 else 'shares'}" if kept else "keep no shares")
    return text.capital(text.listed(parts))


_COLUMNS = (
    Column[Answer]("Way to pay", lambda one: WAYS.index(one.way), lambda one: TITLES[one.way]),
    Column[Answer](
        "Exercise",
        lambda one: one.quote.shares if one.quote else None,
        lambda one: text.shares(one.quote.shares if one.quote else None),
        numeric=True,
    ),
    Column[Answer](
        "What it comes to",
        _comes_to,
        _comes_to,
        tone=lambda one: "" if one.quote else "muted",
        tip=_comes_to,
    ),
)
