"""What the page asks, in three cards: grant, shares and day; how this way is paid; and what taxes are figured from."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.errors import Refusal
from models.facts.notice import Notice
from models.facts.payment import Swap
from models.record.record import Record
from models.rules.ways import most_to_tender
from ui import text
from ui.pages.exercise.asking import Asking
from ui.pages.exercise.chosen import ChosenCard
from ui.pages.exercise.inputs import AskCard
from ui.pages.exercise.taxes import TaxCard


class Questions:
    """The cards with the fields; `read` puts them together."""

    def __init__(self) -> None:
        self.ask = AskCard()
        self.chosen = ChosenCard()
        self.taxes = TaxCard()
        self._begun: tuple[str | None, str] = (None, "")

    def read(self, record: Record) -> Asking | None:
        """What is asked for; None while a question cannot be read. Offers what follows from it in the empty fields."""
        asked = self.ask.read()
        if asked is None or record.grant(asked[0]) is None:
            return None
        grant, shares, on = asked
        tax_value = self.taxes.tax_value.maybe()
        self._offer(record, grant, shares, on, tax_value)
        sale = self.chosen.sale
        return Asking(
            grant=grant,
            on=on,
            shares=shares,
            tax_value=tax_value,
            sale_price=sale.price.maybe(),
            fees=sale.fees(),
            cover_withholding=sale.covers.isChecked(),
            withholding=self.taxes.rates_stated(),
            marginal_rate=self.taxes.marginal.maybe(),
            lots=self.chosen.lots.named(),
            mix_tender=self.chosen.mix.maybe(),
            mix_lots=self.chosen.mix_lots.named(),
        )

    def begin(self, record: Record, on: date) -> None:
        """Ask for the first grant of which something can be exercised, all of it."""
        open_ones = [one for one in record.ledger.positions(on) if one.counts.exercisable]
        if open_ones:
            self.ask.grant.set_value(open_ones[0].grant)
            self.ask.shares.set_value(open_ones[0].counts.exercisable)
        else:
            self.ask.shares.set_value(None)
            day = text.day(on)
            self.ask.form.field("shares").note(
                f"Nothing can be exercised on {day}. Type a number to see what bars it.", "warn"
            )
        self._begun = self._typed()

    def is_untouched(self) -> bool:
        """Whether no number stands there, or still the one that `begin` put there: it then follows the day."""
        return not self.ask.shares.text().strip() or self._typed() == self._begun

    def _typed(self) -> tuple[str | None, str]:
        return self.ask.grant.value(), self.ask.shares.text()

    def take(self, record: Record, notice: Notice) -> str:
        """Fill in what a draft says; gives its way to pay."""
        self._begun = (None, "")
        self.ask.grant.set_value(notice.grant)
        self.ask.shares.set_value(notice.shares)
        self.ask.on.set_value(notice.exercise_date)
        self.taxes.take(notice.tax_value, notice.withholding)
        most = _most(record, notice) if isinstance(notice.payment, Swap) else None
        return self.chosen.take(notice.payment, most)

    def _offer(self, record: Record, grant: str, shares: int, on: date, tax_value: Fraction | None) -> None:
        ledger = record.ledger
        value = ledger.value(ledger.grant(grant).plan, on)
        worth = value.value if value else None
        position = ledger.position(grant, on)
        price = position.exercise_price if position else ledger.grant(grant).exercise_price
        taxed = tax_value or worth
        income = Fraction(0) if taxed is None else max(Fraction(0), (taxed - price) * shares)
        self.chosen.sale.show_offer(on, shares, worth)
        self.taxes.show_value(worth)
        self.taxes.show_offer(income, on)


def _most(record: Record, notice: Notice) -> int | None:
    """The most shares that can pay for the draft; None where that is not known."""
    try:
        return most_to_tender(record.ledger, notice.grant, notice.exercise_date, notice.shares)
    except Refusal:
        return None
