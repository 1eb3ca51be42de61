"""The way that was chosen: what to decide about it, what it leaves, and what to mind."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from models.facts.payment import Broker, Fees, Net, Payment, Swap
from models.rules.answers import NewLot, OwnedLot
from models.rules.offers import sale_fees_offered, trade_day
from ui import text, theme
from ui.pages.exercise.asking import CASH, COVER, MIX, NET, SALE, SENTENCES, SWAP, TITLES
from ui.pages.exercise.inputs import ShareCount
from ui.pages.exercise.lots import LotsPicker
from ui.pages.exercise.reckoning import Outcome, Reckoning
from ui.pages.exercise.sheet import OF_FIELDS
from ui.tables.model import Column
from ui.tables.view import Table
from ui.text.codes import violation, warning
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.edits import AmountEdit, PriceEdit, RateEdit
from ui.widgets.field import Field, Form
from ui.widgets.flow import Flow
from ui.widgets.labels import label

# What puts right what a warning says: the section of Record, and the words of the button.
_REMEDIES = {
    "stale_price": ("prices", "Enter a price"),
    "no_value": ("prices", "Enter a price"),
    "insufficient_shares_owned": ("lots", "Enter shares"),
}


class SaleTerms(QWidget):
    """Sale price, fees and what the sale covers; empty fields take what is offered."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.price = PriceEdit()
        self.commission = AmountEdit()
        self.per_share = AmountEdit()
        self.part = RateEdit()
        self.covers = QCheckBox("The sa&le also covers the withholding")
        self.covers.setChecked(True)
        self.covers.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.form = Form(2)
        self.form.add_all(
            (
                Field("sale_price", "Sale &price a share", self.price),
                Field("flat", "Broker's &commission $", self.commission, "For the whole sale"),
                Field("per_share", "Fee &a share $", self.per_share),
                Field("proceeds_rate", "Fee on the proceeds %", self.part),
            )
        )
        self.fees_line = label("", "caption", "muted", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP.small)
        for widget in (self.form, self.fees_line, self.covers):
            layout.addWidget(widget)
        for edit in (self.price, self.commission, self.per_share, self.part):
            edit.is_optional = True
        self.form.edited.connect(self.edited)
        self.covers.toggled.connect(self._on_covers)
        self._offered = Fees()

    def show_offer(self, on: date, shares: int, value: Fraction | None) -> None:
        """Offer the fees of the trade date and the value as the sale price."""
        offered = sale_fees_offered(trade_day(on), shares)
        self._offered = offered.fees
        self.price.setPlaceholderText(text.price(value).lstrip("$") if value else "enter a price")
        own = self.price.maybe()
        self.form.field("sale_price").note(
            f"{text.price(own)} a share" if own else "The value used, unless you enter a price"
        )
        self.commission.setPlaceholderText(text.price(offered.fees.flat).lstrip("$"))
        self.per_share.setPlaceholderText(text.price(offered.fees.per_share).lstrip("$"))
        self.part.setPlaceholderText(text.percent(offered.fees.proceeds_rate).rstrip("%"))
        settles = f" The money comes on {text.day(offered.settles_on)}." if offered.settles_on else ""
        notes = ". ".join(offered.notes)
        self.fees_line.setText(f"{notes}.{settles}" if notes else settles.strip())

    def take(self, payment: Broker) -> None:
        """Fill in the terms of a draft's sale."""
        self.price.set_value(payment.sale_price)
        self.commission.set_value(payment.fees.flat)
        self.per_share.set_value(payment.fees.per_share)
        self.part.set_value(payment.fees.proceeds_rate)
        self.covers.setChecked(payment.mode == "same_day_sale" or payment.cover_withholding)

    def fees(self) -> Fees:
        """The fees typed, and those offered where a field is empty."""
        flat, each, part = self.commission.maybe(), self.per_share.maybe(), self.part.maybe()
        return Fees(
            self._offered.flat if flat is None else flat,
            self._offered.per_share if each is None else each,
            self._offered.proceeds_rate if part is None else part,
        )

    @Slot(bool)
    def _on_covers(self, _: bool) -> None:
        self.edited.emit()


class ChosenCard(Card):
    """`edited` after every change to how this way is paid; `mend_asked(section)` names a section of Record."""

    edited = Signal()
    mend_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(" ")
        self.sentence = label("", "body", "muted", wraps=True)
        self.lots = LotsPicker("The &oldest shares first, as many as the price needs")
        self.mix_lots = LotsPicker("So many of the &oldest shares")
        self.mix = ShareCount()
        self.mix.is_optional = True
        self.mix.setMaximumWidth(260)
        self.mix_field = Field("tender", "Shares to give", self.mix)
        self.sale = SaleTerms()
        self.left = _lots_table("New shares", "Shares this leaves")
        self.given = _lots_table("Shares given", "Shares this takes from your lots")
        self._left_title = label("What it leaves", "label", "muted")
        self._given_title = label("What it takes", "label", "muted")
        self._banners = QVBoxLayout()
        self._banners.setSpacing(theme.GAP.small)
        self._pool: list[Banner] = []
        self.add(self.sentence)
        self.body.addLayout(self._banners)
        self.add(self.lots, self.mix_lots, self.mix_field, self.sale)
        self._given_side = _side(self._given_title, self.given)
        self._left_side = _side(self._left_title, self.left)
        sides = Flow(theme.GAP.huge, is_even=True, least=300)
        for side in (self._given_side, self._left_side):
            sides.addWidget(side)
        self.body.addLayout(sides)
        for source in (self.lots, self.mix_lots, self.sale, self.mix_field):
            source.edited.connect(self.edited)
        self.mix.all_asked.connect(self._on_all)
        self._most_to_give = 0

    def take(self, payment: Payment, most: int | None) -> str:
        """Fill in how a draft is paid; gives the way. Named lots of fewer shares than can pay, `most`, are a mix."""
        if isinstance(payment, Broker):
            self.sale.take(payment)
            return SALE if payment.mode == "same_day_sale" else COVER
        if not isinstance(payment, Swap):
            return NET if isinstance(payment, Net) else CASH
        named = sum(shares for _, shares in payment.lots or ())
        if payment.tender is None and not (named and most is not None and named < most):
            self.lots.take(payment.lots)
            return SWAP
        self.mix.set_value(payment.tender)
        self.mix_lots.take(payment.lots)
        return MIX

    def show_way(self, reckoning: Reckoning, way: str, owned: tuple[OwnedLot, ...]) -> None:
        """Show one way: its questions, its lots and its warnings."""
        outcome = reckoning.outcome(way)
        self.title_label.setText(TITLES[way])
        self.setAccessibleName(TITLES[way])
        self.sentence.setText(SENTENCES[way])
        self.lots.setVisible(way == SWAP and bool(owned))
        self.mix_lots.setVisible(way == MIX and bool(owned))
        self.mix_field.setVisible(way == MIX and bool(owned) and not self.mix_lots.is_named)
        self.sale.setVisible(way in {SALE, COVER})
        self.sale.covers.setVisible(way == COVER)
        for picker, its_way in ((self.lots, SWAP), (self.mix_lots, MIX)):
            quote = reckoning.outcome(its_way).quote
            picker.show_lots(owned, quote.tendered_lots if quote else ())
        self._show_mix(reckoning, outcome)
        self._show_lots(outcome)
        self._show_warnings(outcome, reckoning.minimum)

    def _show_mix(self, reckoning: Reckoning, outcome: Outcome) -> None:
        swap = reckoning.outcome(SWAP).quote
        self._most_to_give = swap.shares_tendered if swap else 0
        proposed = outcome.quote.shares_tendered if outcome.quote else 0
        self.mix.setPlaceholderText(text.shares(proposed))
        if self._most_to_give:
            self.mix_field.note(f"1 to {text.shares(self._most_to_give)} can pay; empty gives half of them")
        else:
            self.mix_field.note("You own no shares that could pay", "warn")

    def _show_lots(self, outcome: Outcome) -> None:
        quote = outcome.quote
        left = quote.lots_after if quote else ()
        given = quote.tendered_lots if quote else ()
        self.left.show_rows(left)
        self.given.show_rows([NewLot(lot.acquired, lot.shares, lot.basis) for lot in given])
        for table in (self.left, self.given):
            table.fit_columns()
        self._left_side.setVisible(bool(left))
        self._given_side.setVisible(bool(given))

    def _show_warnings(self, outcome: Outcome, minimum: int) -> None:
        said: list[tuple[str, str, str]] = []
        quote = outcome.quote
        if quote is None:
            said.append(("bad", outcome.refused, "no_value" if outcome.lacks_value else ""))
        else:
            own = [code for code in quote.violations if code not in OF_FIELDS]
            said += [("bad", violation(code, quote, minimum), code) for code in own]
            said += [("warn", warning(code, quote, minimum), code) for code in quote.warnings]
        while len(self._pool) < len(said):
            banner = Banner()
            banner.acted.connect(self._on_mend)
            self._banners.addWidget(banner)
            self._pool.append(banner)
        for at, banner in enumerate(self._pool):
            tone, words, code = said[at] if at < len(said) else ("warn", "", "")
            section, verb = _REMEDIES.get(code, ("", ""))
            banner.setProperty("section", section)
            banner.show_words(tone, words, verb)

    @Slot()
    def _on_mend(self) -> None:
        self.mend_asked.emit(self.sender().property("section"))

    @Slot()
    def _on_all(self) -> None:
        self.mix.set_value(self._most_to_give or None)


def _side(title: QWidget, table: QWidget) -> QWidget:
    side = QWidget()
    layout = QVBoxLayout(side)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(title)
    layout.addWidget(table)
    layout.addStretch(1)
    return side


def _lots_table(object_name: str, name: str) -> Table[NewLot]:
    columns = (
        Column[NewLot]("Acquired", lambda lot: lot.acquired, lambda lot: text.day(lot.acquired)),
        Column[NewLot]("Shares", lambda lot: lot.shares, lambda lot: text.shares(lot.shares), numeric=True),
        Column[NewLot]("Basis a share", lambda lot: lot.basis, lambda lot: text.price(lot.basis), numeric=True),
    )
    table = Table(columns, lambda lot: (lot.acquired, lot.shares, lot.basis), object_name, is_tall=True)
    table.setAccessibleName(name)
    return table
