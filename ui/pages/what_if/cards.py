"""The cards of What if beside the table of endings: a sale or merger, and the map of prices and dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from PySide6.QtCore import QSignalBlocker, Signal, Slot

from models.facts.payment import Cash, WithholdingRates
from models.record.record import Record
from models.rules.waiting import SaleOutcome, sale_outcomes
from models.rules.withholding import table_rates
from models.values.explanation import Explanation, Step
from ui import text
from ui.charts.heat_map import HeatCells, HeatMap
from ui.dialogs.print_sheet import Part
from ui.tables.model import Column
from ui.tables.view import Table
from ui.widgets.card import Card
from ui.widgets.edits import DateEdit
from ui.widgets.field import Field, Form
from ui.widgets.labels import label
from ui.widgets.segments import Segments

_DATES, _PRICES = 36, 32  # columns, and rows at the most


class SaleCard(Card):
    """What a sale or merger does to each grant, with and without the Board's acceleration."""

    explained = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(
            "If the company is sold or merged",
            "Only the Board can resolve that everything vests before a sale or merger (paragraph 11(b)).",
        )
        columns = (
            Column[SaleOutcome]("Grant", lambda one: one.grant, lambda one: one.grant),
            _shares("Vested then", "vested"),
            _shares("Board adds", "accelerated"),
            Column[SaleOutcome]("Adds them on", lambda one: one.vests_on, lambda one: text.day(one.vests_on), spare=1),
            _money("Worth without", "worth_without"),
            _money("Worth with", "worth_with"),
        )
        self._shown: tuple[Record, date] | None = None
        self._is_fitted = False
        self._offered: date | None = None
        self.day = DateEdit()
        self.day.value_changed.connect(self._on_day)
        self.field = Field("effective_on", "It &takes effect on", self.day)
        self.form = Form(columns=3)
        self.form.add(self.field)
        self.table = Table[SaleOutcome](columns, lambda one: one.grant, "Sale or merger", is_tall=True)
        self.table.current_changed.connect(self._on_current)
        self.line = label("", "caption", "muted", wraps=True)
        self.add(self.form, self.table, self.line)

    def show_day(self, record: Record, on: date) -> None:
        """Show a sale or merger as seen from a day; its own day is the first on which the Board's could still help."""
        self._shown = (record, on)
        plan = record.plan(record.grants[0].plan) if record.grants else None
        offered = on + timedelta(days=plan.acceleration_days_before if plan is not None else 0)
        if self.day.maybe() in (None, self._offered) and not self.day.hasFocus():
            self._offered = offered
            with QSignalBlocker(self.day):
                self.day.set_value(offered)
            self.field.clear()
        self._show()

    def part(self) -> Part:
        """What of it is printed."""
        model, day = self.table.rows_model, self.day.maybe()
        title = f"If the company is sold or merged on {text.day(day)}" if day is not None else self.title_label.text()
        return Part(title, model.columns, model.rows, self.line.text())

    def _show(self) -> None:
        effective_on = self.day.maybe()
        if self._shown is None or effective_on is None:
            return
        found = sale_outcomes(self._shown[0].ledger, effective_on)
        self.table.setVisible(bool(found))
        self.table.show_rows(found)
        if found and not self._is_fitted:
            self._is_fitted = True
            self.table.fit_columns()
        known = [one for one in found if one.worth_with is not None]
        if not found:
            self.line.setText("No grant has shares outstanding then.")
            return
        adds = sum((one.worth_with or 0) - (one.worth_without or 0) for one in known)
        self.line.setText(
            f"In all the Board's resolution would add {text.count(sum(one.accelerated for one in found), 'share')}"
            f"{f', worth {text.money(adds)} at the price known then' if known else ''}."
        )

    @Slot()
    def _on_day(self, *_: object) -> None:
        self._show()

    @Slot(object)
    def _on_current(self, one: SaleOutcome | None) -> None:
        if one is not None and self.table.hasFocus():
            self.explained.emit(one.because, f"{one.grant}: sale or merger")


def _shares(title: str, name: str) -> Column[SaleOutcome]:
    return Column(title, lambda one: getattr(one, name), lambda one: text.shares(getattr(one, name)), numeric=True)


def _money(title: str, name: str) -> Column[SaleOutcome]:
    return Column(title, lambda one: getattr(one, name), lambda one: text.money(getattr(one, name)), numeric=True)


class HeatCard(Card):
    """What exercising all that can be exercised would leave, by date and price; paid in cash."""

    explained = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(
            "What an exercise would leave",
            "Exercising everything exercisable that day, paid in cash: shares at that price, less price and "
            "withholding. The dotted line parts gain from loss.",
        )
        self._years = Segments((("1", "1 year"), ("3", "3 years"), ("9", "9 years")), "Years shown", "3")
        self._years.chosen.connect(self._on_years)
        self.beside.addWidget(self._years)
        self.map = HeatMap()
        self.map.chosen.connect(self._on_chosen)
        self.line = label("", "body", "muted", wraps=True)
        self.add(self.map, self.line)
        self._shown: tuple[Record, date] | None = None

    def show_day(self, record: Record, on: date) -> None:
        """Show the map from a day on."""
        self._shown = (record, on)
        days = 365 * int(self._years.value)
        dates = tuple(on + timedelta(days=days * at // _DATES) for at in range(_DATES))
        prices = price_range(record, on)
        rates = withholding_of(dates[-1])
        grid = record.ledger.grid(None, dates, prices, Cash(), rates)
        taxed = "Withholding by the rates of each year." if rates else "Withholding left out: no rates for these years."
        is_there = any(map(any, grid))
        self.map.setVisible(is_there)
        said = f"Exercise prices {listed_prices(record)}. {taxed} Arrow keys move the cursor."
        self.line.setText(said if is_there else "Nothing can be exercised in these years.")
        self.map.show_cells(HeatCells(dates, prices, tuple(tuple(row) for row in grid)))

    def part(self) -> Part:
        """What of it is printed."""
        if self.map.isHidden():
            return Part(self.title_label.text(), words=self.line.text())
        return Part(self.title_label.text(), words=self.hint_label.text(), picture=self.map)

    @Slot(str)
    def _on_years(self, _: str) -> None:
        if self._shown is not None:
            self.show_day(*self._shown)

    @Slot(object, object)
    def _on_chosen(self, day: date, price: Fraction) -> None:
        if self._shown is not None:
            record, _ = self._shown
            steps = list(record.ledger.because(record.ledger.positions(day)))
            says = f"{self.map.cursor_words}: shares times the price, less what the exercise costs and withholding"
            self.explained.emit(Explanation((Step("10", says), *steps)), f"Exercise on {text.day(day)}")


def price_range(record: Record, on: date) -> tuple[Fraction, ...]:
    """Prices up to three times what matters, the value of the day and the exercise prices; round, highest first."""
    values = [value.value for grant in record.grants if (value := record.ledger.value(grant.plan, on)) is not None]
    top = 3 * max([*values, *(grant.exercise_price for grant in record.grants)])
    step = next(step for step in _round_steps() if step * _PRICES >= top)
    return tuple(step * at for at in range(ceil(top / step), 0, -1))


def _round_steps() -> Iterator[Fraction]:
    """1, 2, 5, 10, 20, 50 cents, and so on."""
    cents = 1
    while True:
        yield from (Fraction(cents * times, 100) for times in (1, 2, 5))
        cents *= 10


def withholding_of(last: date) -> WithholdingRates | None:
    """Rates from the tables where every year shown has them, else none: the map then says nothing of tax."""
    return WithholdingRates() if table_rates(last) is not None else None


def listed_prices(record: Record) -> str:
    """The exercise prices in words."""
    return text.listed([text.price(price) for price in sorted({grant.exercise_price for grant in record.grants})])
