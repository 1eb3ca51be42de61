"""What if: every way service can end in one table, by a day that can be moved; a sale; prices ahead; option value."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from models.facts.plan import REASONS_FOR_EVERY_ROLE as EVERY_ROLE
from models.record.change import Change
from models.rules.waiting import EndingRow, EndingsTable, endings_table
from models.values.dates import LAST_DAY, add_years
from models.values.explanation import Explanation
from ui import text
from ui.dialogs.print_sheet import Part, PrintSheet
from ui.pages.base import Page
from ui.pages.what_if.cards import HeatCard, SaleCard
from ui.pages.what_if.worth_card import WorthCard
from ui.tables.model import Column
from ui.tables.view import Table
from ui.text import codes
from ui.widgets.card import Card
from ui.widgets.day_slider import DaySlider
from ui.widgets.empty import EmptyState
from ui.widgets.flow import figures
from ui.widgets.labels import label

_MEANING = (
    "Worth is before tax. Waiting compares with the next vesting day at the same price; last day and delivery are "
    "those of the grant that ends first."
)
# The cards below the table follow a moment after the slider rests, so that it never stalls.
_REST = 120


class WhatIfPage(Page):
    """Nothing here changes the record."""

    key = "what_if"
    collections = ("grants", "events", "plans", "prices", "lots", "tax")

    def build(self) -> None:
        self._day: date | None = None
        self._found: EndingsTable | None = None
        self._explains_endings, self._explains_row = True, False  # what the Why? panel is about
        self._is_fitted = False  # once, so that columns keep still while the slider moves
        self._empty = EmptyState(
            "git-branch",
            "Nothing to play through yet",
            "Once a grant is entered, this page shows what would be kept and lost by every way of leaving, on any day.",
            "Go to Grants",
        )
        self._empty.acted.connect(self._on_grants)
        self._ends = Card("If service ended", "Nothing here changes the record: it only asks the plan's rules.")
        self.slider = DaySlider("&On this day")
        self.slider.day_changed.connect(self._on_day)
        self.best = self.figure("Kept", "display")
        self.lost = self.figure("Lost")
        self.stake = self.figure("Worth at stake")
        self.waits = self.figure("Waiting adds")
        shown = figures(self.best, self.lost, self.stake, self.waits)
        self._roles: set[str] = set()  # that a grant's service rests on
        columns = (Column[EndingRow]("Ended by", self._words, self._words), *_FIGURES)
        self.table = Table[EndingRow](columns, lambda one: (one.role, one.reason), "Ways service can end", is_tall=True)
        self.table.current_changed.connect(self._on_current)
        self.line = label("", "caption", "muted", wraps=True)
        self._ends.add(self.slider)
        self._ends.body.addLayout(shown)
        self._ends.add(self.table, self.line)
        self.sale, self.heat, self.worth = SaleCard(), HeatCard(), WorthCard()
        for card in (self.sale, self.heat, self.worth):
            card.explained.connect(self._on_explained)
        for figure in (self.best, self.lost, self.stake, self.waits):
            figure.asked.connect(self._on_figure)
        self._parts: tuple[QWidget, ...] = (self._ends, self.sale, self.heat, self.worth)
        for part in (*self._parts, self._empty):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._on_rest)

    # ------------------------------------------------------------------ what is shown

    def refresh(self, change: Change | None) -> None:
        record, on = self.session.record, self.session.as_of
        self._empty.setVisible(not record.grants)
        for part in self._parts:
            part.setVisible(bool(record.grants))
        if not record.grants:
            return
        positions = record.ledger.positions(on)
        last = max([add_years(on, 1), *(position.expires_on for position in positions)])
        marks = [tranche.date for position in positions for tranche in position.unvested_tranches]
        self.slider.set_range(on, min(last, LAST_DAY), marks)
        if change is None or self._day is None or not on <= self._day <= last:
            self._day = on
        self.slider.set_day(self._day)
        self._show_endings(self._day)
        self.sale.show_day(record, on)
        self._show_rest(self._day)

    def _words(self, row: EndingRow) -> str:
        """What ends service, and of which role where that is not plain."""
        words = _SHORT.get(row.reason, codes.REASONS[row.reason])
        is_plain = row.reason in EVERY_ROLE or self._roles <= {"employee"}
        return words if is_plain else f"{words} ({codes.ROLES[row.role].lower()})"

    def _show_endings(self, day: date) -> None:
        found = self._found = endings_table(self.session.record.ledger, day)
        self._roles = {row.role for row in found.rows if row.reason not in EVERY_ROLE}
        self.table.show_rows(_unlike(found))
        self.table.setVisible(bool(found.rows))
        if not self._is_fitted:
            self._is_fitted = True
            self.table.fit_columns()
        if self.table.current_row() is None and found.rows:
            self.table.select_id((found.rows[0].role, found.rows[0].reason))
        if self.table.current_row() is None:
            self._show_figures(found, None)

    def _show_figures(self, found: EndingsTable, chosen: EndingRow | None) -> None:
        for figure in (self.best, self.lost, self.stake, self.waits):
            figure.setVisible(chosen is not None)
        if chosen is None:
            self.line.setText("No grant has shares outstanding on that day: nothing would be kept or lost.")
            return
        sums, gain, why = chosen.sums, chosen.gain, _because(chosen)
        by = f"deliver the notice by {text.day(sums.deliver_by)}" if sums.deliver_by else "nothing can be exercised"
        self.best.show_figure(text.shares(sums.kept), by, why, caption=f"{self._words(chosen)}, kept")
        tone = "bad" if sums.lost else "text"
        self.lost.show_figure(text.shares(sums.lost), "forfeited or lapsed", why, tone=tone)
        cost = f"over its cost of {text.money(sums.aggregate_price)}"
        self.stake.show_figure(text.money(sums.intrinsic_value), cost, why)
        self.waits.setVisible(found.later_on is not None)
        if found.later_on is not None:
            wait = f"by {text.day(found.later_on)}"
            if gain.worth is not None:
                wait = f"{text.money_change(gain.worth)} {wait}"
            self.waits.show_figure(text.shares(gain.shares), wait, why, tone="good" if gain.shares else "text")
        early = f"{text.capital(text.count(sums.accelerated, 'share'))} would vest early. " if sums.accelerated else ""
        self.line.setText(f"{early}{_MEANING}")

    def _show_rest(self, day: date) -> None:
        record = self.session.record
        self.heat.show_day(record, day)
        self.worth.show_day(record, day)

    def focus_on(self, **focus: Any) -> None:
        reason = focus.get("reason")
        row = next((one for one in self.table.rows_model.rows if one.reason == reason), None)
        if row is not None:
            self.table.select_id((row.role, row.reason))

    def copy(self) -> str:
        return self.table.tsv()

    def find_words(self, words: str) -> bool:
        return self.table.find_words(words)

    def printed(self) -> PrintSheet | None:
        if not self.session.record.grants:
            return None
        ends = self.table.rows_model
        return PrintSheet(
            f"If service ended on {text.day(self._day)}",
            Part("", ends.columns, ends.rows, self.line.text()),
            self.sale.part(),
            self.heat.part(),
            self.worth.part(),
        )

    # ------------------------------------------------------------------ slots

    @Slot()
    def _on_grants(self) -> None:
        self.host.go_to("grants", add=True)

    @Slot(object)
    def _on_day(self, day: date) -> None:
        self._day = day
        self._show_endings(day)
        self._rest.start()

    @Slot()
    def _on_rest(self) -> None:
        if self._day is not None and self.session.record.grants:
            self._show_rest(self._day)
            if self.isVisible() and self._explains_endings:
                self._explain_again()

    def _explain_again(self) -> None:
        """Explain what was asked last as it stands on the day the slider has come to."""
        chosen = self.table.current_row()
        if self._explains_row and chosen is not None:
            self._explain_row(chosen)
        else:
            self.explain()

    def _explain_row(self, chosen: EndingRow) -> None:
        self._explains_endings = self._explains_row = True
        self.host.show_why(_because(chosen), f"{self._words(chosen)} on {text.day(self._day)}")

    @Slot(object, str)
    def _on_figure(self, *_: object) -> None:
        self._explains_endings, self._explains_row = True, False

    @Slot(object, str)
    def _on_explained(self, why: Explanation, title: str) -> None:
        """A card explains something of its own, which stays until something else is asked."""
        self._explains_endings = False
        self.host.show_why(why, title)

    @Slot(object)
    def _on_current(self, chosen: EndingRow | None) -> None:
        if chosen is None or self._day is None or self._found is None:
            return
        self._show_figures(self._found, chosen)
        if self.table.hasFocus():
            self._explain_row(chosen)


def _row_id(row: EndingRow) -> tuple[str, str]:
    return row.role, row.reason


def _unlike(found: EndingsTable) -> tuple[EndingRow, ...]:
    """One row for each way: death and cause end every role at once and need not stand there once a role."""
    seen: set[object] = set()
    rows = []
    for row in found.rows:
        key = (row.reason, tuple(ending.grant for ending in row.now), tuple(ending.grant for ending in row.later))
        if row.reason not in EVERY_ROLE or key not in seen:
            rows.append(row)
            seen.add(key)
    return tuple(rows)


def _because(row: EndingRow) -> Explanation:
    steps = [step for ending in row.now for step in ending.because]
    return Explanation(tuple(dict.fromkeys(steps)))


# The role stands behind them anyway.
_SHORT = {
    "director_at_company_request": "At the company's request",
    "director_removed_without_cause": "Removed without cause",
    "not_reelected": "Not re-elected",
}


def _count(title: str, name: str, hint: str, tone: str = "", spare: int = 0) -> Column[EndingRow]:
    def tone_of(row: EndingRow) -> str:
        return tone if getattr(row.sums, name) else "muted"

    return Column(
        title,
        lambda row: getattr(row.sums, name),
        lambda row: text.shares(getattr(row.sums, name)),
        numeric=True,
        tone=tone_of,
        hint=hint,
        spare=spare,
    )


# What is left out where the window is narrow is said of the row chosen by the figures above the table.
_FIGURES = (
    _count("Kept", "kept", "Shares that could still be exercised afterwards"),
    _count("Vest early", "accelerated", "Of those kept: shares that would vest at once that day", spare=6),
    _count("Lost", "lost", "Shares that would end that day, vested or not", "bad"),
    Column[EndingRow](
        "Deliver by",
        lambda row: row.sums.deliver_by,
        lambda row: text.day(row.sums.deliver_by),
        hint="The last day on which the mail and the company's offices work before the last day to exercise",
        spare=5,
    ),
    Column[EndingRow](
        "Last day",
        lambda row: row.sums.last_day,
        lambda row: text.day(row.sums.last_day),
        hint="The last day to exercise what is kept, of the grant that ends first",
        spare=1,
    ),
    Column[EndingRow](
        "Cost",
        lambda row: row.sums.aggregate_price,
        lambda row: text.money(row.sums.aggregate_price),
        numeric=True,
        hint="What exercising all that is kept would cost, before withholding",
        spare=4,
    ),
    Column[EndingRow](
        "Worth",
        lambda row: row.sums.intrinsic_value,
        lambda row: text.money(row.sums.intrinsic_value),
        numeric=True,
        hint="What is kept at the value of the day, less its cost, before tax",
        spare=2,
    ),
    Column[EndingRow](
        "By waiting",
        lambda row: row.gain.shares,
        lambda row: f"{row.gain.shares:+,}" if row.gain.shares else "0",
        numeric=True,
        hint="Shares more that would be kept if service ended after the next vesting day",
        spare=3,
    ),
)
