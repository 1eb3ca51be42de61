"""What the withholding is figured from: the state's rate, wages of the year, and each rate for who wants to set it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from PySide6.QtCore import Signal, Slot

from models.facts.notes import TaxNote
from models.facts.payment import WithholdingRates
from models.rules.offers import StateRate, state_rate_offered, states
from models.rules.withholding import table_rates
from ui import text
from ui.widgets.card import Card, row
from ui.widgets.edits import Choice, MoneyEdit, ParsedEdit, PriceEdit, RateEdit
from ui.widgets.field import Field, Form
from ui.widgets.labels import button

# A state's rate and its insurance together, kept to so many parts.
_EXACT = 10**6
_OWN_RATES = (
    ("federal", "Federal rate"),
    ("federal_above_million", "Federal above $1 million"),
    ("social_security", "Social security rate"),
    ("medicare", "Medicare rate"),
    ("additional_medicare", "Additional Medicare rate"),
)


class TaxCard(Card):
    """`edited` after every change. What is typed serves this page only until it is kept in the record."""

    edited = Signal()
    keep_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Withholding and taxes",
            "An estimate: an employer must withhold at these rates; what is owed in the end your tax return decides.",
        )
        self.tax_value = PriceEdit()
        self.home = Choice([("", "None"), *((state, state) for state in states())])
        self.state = RateEdit()
        self.wages = MoneyEdit()
        self.supplemental = MoneyEdit()
        self.marginal = RateEdit()
        self.wage_base = MoneyEdit()
        self.rates = {name: RateEdit() for name, _ in _OWN_RATES}
        self._keep = button("&Keep these in the record", "quiet", "save")
        self._keep.clicked.connect(self.keep_asked)
        self._keep.setVisible(False)
        self._toggle = button("Set every rate", "quiet", "sliders-horizontal")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._on_toggled)
        self.form, self.more = self._own_form(), self._rates_form()
        self.more.setVisible(False)
        self.body.addWidget(self.form)
        self.body.addWidget(self.more)
        self.body.addLayout(row(self._toggle, None, self._keep))
        self._note = TaxNote()
        self._year = ""
        self._offered: StateRate | None = None
        self._offer: Fraction | None = None

    def _own_form(self) -> Form:
        """What only the holder knows."""
        return self._form(
            Field("tax_value", "Ta&x value a share", self.tax_value, "Only where taxes use another value"),
            Field("home", "State &you are taxed in", self.home),
            Field("state", "State rate %", self.state),
            Field("marginal_rate", "Your own marginal rate %", self.marginal, "Income tax, federal and state"),
            Field("wages_to_date", "&Wages this year so far", self.wages, "With this employer, before this"),
            Field("supplemental_to_date", "Bonuses among them", self.supplemental, "They count toward $1 million"),
        )

    def _rates_form(self) -> Form:
        """What the law says, for who wants to set it."""
        return self._form(
            *(Field(name, f"{caption} %", self.rates[name]) for name, caption in _OWN_RATES),
            Field("wage_base", "Wage base", self.wage_base, "Social security ends there"),
        )

    def _form(self, *fields: Field) -> Form:
        made = Form(3)
        made.add_all(fields)
        for field in fields:
            if isinstance(field.edit, ParsedEdit):
                field.edit.is_optional = True
        made.edited.connect(self._on_edited)
        return made

    def show_note(self, note: TaxNote, on: date) -> None:
        """Fill in what the record knows for the year of the exercise, where it has changed."""
        year = str(on.year)
        self._show_table(on)
        if (note, year) == (self._note, self._year):
            return
        self._note, self._year = note, year
        self.home.set_value(note.state)
        self.state.set_value(note.state_rate or None)
        self.marginal.set_value(note.marginal_rate)
        self.wages.set_value(_cents(note.wages_to_date.get(year)))
        self.supplemental.set_value(_cents(note.supplemental_to_date.get(year)))
        self._show_keep()

    def rates_stated(self) -> WithholdingRates:
        """What goes into a quote: fields left empty come from the table of the day."""
        own: dict[str, Fraction | None] = {name: edit.maybe() for name, edit in self.rates.items()}
        base = self.wage_base.maybe()
        return WithholdingRates(
            federal=own["federal"],
            federal_above_million=own["federal_above_million"],
            social_security=own["social_security"],
            medicare=own["medicare"],
            additional_medicare=own["additional_medicare"],
            wage_base=None if base is None else Fraction(base, 100),
            state=self._state_rate(),
            wages_to_date=Fraction(self.wages.maybe() or 0, 100),
            supplemental_to_date=Fraction(self.supplemental.maybe() or 0, 100),
        )

    def show_value(self, value: Fraction | None) -> None:
        """Stand the plan's value of the day in the empty field of the tax value."""
        self.tax_value.setPlaceholderText(text.price(value).lstrip("$") if value else "enter a value")

    def show_offer(self, income: Fraction, on: date) -> None:
        """Offer the state's rate for `income` dollars: it stands in the empty field and is used while it is empty."""
        home = self.home.value()
        self._offered = state_rate_offered(home, on) if home else None
        wages = Fraction(self.wages.maybe() or 0, 100)
        rate = self._offered.combined(income, wages) if self._offered else None
        self._offer = None if rate is None else Fraction(round(rate * _EXACT), _EXACT)
        self.state.setPlaceholderText("0" if self._offer is None else text.percent(self._offer).rstrip("%"))
        self.form.field("state").note(_offer_words(self._offered, self.state.maybe() is not None))

    def take(self, tax_value: Fraction | None, rates: WithholdingRates | None) -> None:
        """Fill in what a draft states."""
        stated = rates or WithholdingRates()
        self.tax_value.set_value(tax_value)
        self.state.set_value(stated.state)
        self.wages.set_value(_cents(stated.wages_to_date))
        self.supplemental.set_value(_cents(stated.supplemental_to_date))
        for name, edit in self.rates.items():
            edit.set_value(getattr(stated, name))
        self.wage_base.set_value(_cents(stated.wage_base))
        if self.wage_base.maybe() is not None or any(edit.maybe() is not None for edit in self.rates.values()):
            self._toggle.setChecked(True)

    def note_stated(self) -> TaxNote:
        """The record's tax note with what stands here put in."""
        wages = dict(self._note.wages_to_date)
        bonuses = dict(self._note.supplemental_to_date)
        for amounts, edit in ((wages, self.wages), (bonuses, self.supplemental)):
            cents = edit.maybe()
            amounts.pop(self._year, None)
            if cents is not None:
                amounts[self._year] = Fraction(cents, 100)
        return TaxNote(self.home.value() or "", self.state.maybe(), self.marginal.maybe(), wages, bonuses)

    def is_readable(self) -> bool:
        """Whether every field can be read."""
        return all(
            field.edit.refusal() is None
            for form in (self.form, self.more)
            for field in form.fields
            if isinstance(field.edit, ParsedEdit)
        )

    def _state_rate(self) -> Fraction:
        own = self.state.maybe()
        return own if own is not None else self._offer or Fraction(0)

    def _show_table(self, on: date) -> None:
        """Stand the law's rates of the day in the empty fields."""
        table = table_rates(on)
        for name, edit in self.rates.items():
            edit.setPlaceholderText(text.percent(getattr(table, name)) if table else "enter a rate")
        self.wage_base.setPlaceholderText(text.round_money(int(table.wage_base * 100)) if table else "enter an amount")
        if table is None and not self._toggle.isChecked():
            self._toggle.setChecked(True)

    def _show_keep(self) -> None:
        self._keep.setVisible(self.is_readable() and self.note_stated() != _plain(self._note))

    @Slot()
    def _on_edited(self) -> None:
        self._show_keep()
        self.edited.emit()

    @Slot(bool)
    def _on_toggled(self, is_on: bool) -> None:
        self.more.setVisible(is_on)


def _offer_words(offered: StateRate | None, is_own: bool) -> str:
    """What the offered rate is and how sure it is; whose rate stands in the field."""
    if offered is None:
        return "Empty is none"
    sure = "" if offered.checked == "high" else " (please check)"
    words = text.capital(offered.note) or f"The rate of {offered.state}"
    if is_own:
        return "Your own rate; empty the field for the one offered"
    return f"{words}{sure}" if offered.rate is not None else words


def _cents(dollars: Fraction | None) -> int | None:
    return None if dollars is None else int(dollars * 100)


def _plain(note: TaxNote) -> TaxNote:
    """The note as the fields would give it back unchanged."""
    wages, bonuses = dict(note.wages_to_date), dict(note.supplemental_to_date)
    return TaxNote(note.state, note.state_rate or None, note.marginal_rate, wages, bonuses)
