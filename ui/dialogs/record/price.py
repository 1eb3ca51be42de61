"""The fields of one day's prices, for the quick line and for the dialog that changes a day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from models.errors import Refusal
from models.facts.event import Adjustment
from models.facts.facts import Facts
from models.facts.plan import Plan
from models.facts.price import Price
from models.record.change import Change
from models.record.deeds.prices import change_price
from models.record.record import Record
from models.rules.answers import Value
from models.rules.fair_value import FairValue
from models.values.dates import LAST_DAY
from ui import text
from ui.dialogs.base import FormDialog
from ui.dialogs.record.bids import BidsEdit
from ui.dialogs.record.stock import all_plans, plan_choices
from ui.widgets.edits import Choice, DateEdit, PriceEdit
from ui.widgets.field import Field, Form

COUNTS = {
    "exchange": "last, high and low count",
    "nasdaq_national_market": "the last sale counts",
    "otc": "the closing bids count",
    "none": "the value the Committee determined counts",
}


class PriceFields:
    """Date and figures of a day, added to a form."""

    def __init__(self, form: Form, day: date) -> None:
        self.date = DateEdit(day)
        self.last, self.high, self.low, self.determined = (PriceEdit() for _ in range(4))
        self.bids = BidsEdit()
        for edit in (self.last, self.high, self.low, self.determined):
            edit.is_optional = True
        self.date_field = form.add(Field("date", "&Day", self.date))
        form.add(Field("last", "&Last sale", self.last))
        form.add(Field("high", "Hi&gh", self.high))
        form.add(Field("low", "Lo&w", self.low))
        form.add(Field("bids", "Closing &bids", self.bids))
        form.add(Field("determined", "De&termined", self.determined))
        tips: tuple[tuple[QWidget, str], ...] = (
            (self.last, "The price of the day's last sale"),
            (self.high, "The highest sale of the day"),
            (self.low, "The lowest sale of the day"),
            (self.bids, "The bids at the close, one for each market maker"),
            (self.determined, "What the Committee said a share was worth, where there is no market"),
        )
        for one, says in tips:
            one.setToolTip(says)

    @property
    def edits(self) -> tuple[DateEdit | PriceEdit | BidsEdit, ...]:
        """Every editor, in order."""
        return (self.date, self.last, self.high, self.low, self.bids, self.determined)

    def price(self, plan: str) -> Price:
        """What is typed; a Refusal where something cannot be read."""
        return Price(
            plan,
            self.date.value(),
            self.last.optional(),
            self.high.optional(),
            self.low.optional(),
            self.bids.optional() or (),
            self.determined.optional(),
        )

    def maybe(self, plan: str) -> Price | None:
        """What is typed, None while it cannot be read."""
        try:
            return self.price(plan)
        except Refusal:
            return None

    def show_price(self, price: Price) -> None:
        """Show a day's prices."""
        self.date.set_value(price.date)
        self.last.set_value(price.last)
        self.high.set_value(price.high)
        self.low.set_value(price.low)
        self.bids.set_value(price.bids or None)
        self.determined.set_value(price.determined)

    def clear_figures(self) -> None:
        """Empty the figures; the day stays."""
        for edit in self.edits[1:]:
            edit.clear()


def first_day(plan: Plan, price: Price) -> date:
    """The first day on which this day's prices can give the value."""
    on_the_day = plan.value_day == "on_or_before" or plan.tier_on(price.date) == "none"
    return price.date if on_the_day or price.date >= LAST_DAY else price.date + timedelta(days=1)


def value_of(record: Record, price: Price) -> Value | None:
    """The value under paragraph 6 that these prices alone give on the first day they count; None where none."""
    plan = record.plan(price.plan)
    if plan is None:
        return None
    splits = tuple(event for event in record.events if isinstance(event, Adjustment))
    facts = Facts(own_plans=record.own_plans, events=splits, prices=(price,))
    return FairValue(facts).on(plan, first_day(plan, price))


def value_words(record: Record, price: Price | None) -> str:
    """What the prices typed come to, or what is missing for them to count."""
    plan = record.plan(price.plan) if price is not None else None
    if price is None or plan is None:
        return ""
    day = first_day(plan, price)
    tier = plan.tier_on(day)
    if tier is None:
        return f"The plan does not say in which market the stock was on {text.day(day)}."
    value = value_of(record, price)
    if value is None:
        return f"For {text.day(day)} {COUNTS[tier]}."
    return f"Gives a value of {text.price(value.value)} from {text.day(day)} on (paragraph {value.rule})."


class PriceDialog(FormDialog):
    """Changes the prices of a day."""

    def __init__(self, parent: QWidget | None, record: Record, serial: int) -> None:
        super().__init__(parent, "Prices of a day", "Save", "As quoted on that day, in dollars a share.", columns=2)
        self._record, self._serial = record, serial
        before: Price = record.shelf("prices")[serial]
        self.fields = PriceFields(self.form, before.date)
        self.fields.show_price(before)
        self.plan = Choice(plan_choices(record, all_plans(record)), before.plan)
        self.form.add(Field("plan", "&Plan", self.plan), span=2)
        self.form.edited.connect(self._on_price)
        self.at_least(540)
        self._on_price()

    @classmethod
    def ask(cls, parent: QWidget | None, record: Record, serial: int) -> Change | None:
        """The deed; None when it was cancelled."""
        found: Change | None = cls(parent, record, serial).ask_value()
        return found

    def result_value(self) -> Change:
        return change_price(self._record, serial=self._serial, after=self.fields.price(self.plan.value()))

    @Slot()
    def _on_price(self) -> None:
        price = self.fields.maybe(self.plan.value())
        self.form.field("plan").note(value_words(self._record, price))
