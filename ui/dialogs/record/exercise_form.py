"""The fields of an exercise that was made without a notice of this record, before it or beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from PySide6.QtCore import Slot

from models.errors import Refusal
from models.facts.event import Exercised
from models.facts.lot import Lot
from models.facts.payment import Broker, Cash, Net, Payment, Swap
from ui import text
from ui.dialogs.record.event_base import EventForm
from ui.text import codes
from ui.widgets.edits import AmountEdit, Choice, PriceEdit, SharesEdit
from ui.widgets.field import Field

WAYS = (
    ("cash", "Cash or check"),
    ("shares", "Shares owned, oldest first"),
    ("net", "Net exercise"),
    ("same_day_sale", "Same-day sale"),
    ("sell_to_cover", "Sell to cover"),
)
ENTERED, AS_RULED, ONE_LOT, NO_LOT = "entered", "ruled", "one", "none"


class ExerciseForm(EventForm):
    """Grant, day, shares, payment, and the lots the exercise left."""

    kind = "exercised"
    title = "An exercise made before"
    title_of_change = "Change the exercise"
    intro = (
        "For an exercise that was made without a notice of this record. A new exercise begins on the Exercise page, "
        "with its notice."
    )

    def build(self, before: Any, preset: Mapping[str, Any]) -> None:
        grants = [grant.id for grant in self.record.grants]
        self.grant = self.grant_choice(before, preset, grants)
        self.shares = SharesEdit(getattr(before, "shares", None) or preset.get("shares"))
        self.way = Choice()
        self._offer_ways(before)
        self.sale = PriceEdit()
        self.lots = Choice()
        self._offer_lots(before)
        self.received, self.basis = SharesEdit(), AmountEdit()
        self.form.add(Field("grant", "&Grant", self.grant))
        self.form.add(Field("date", "Notice &received on", self.date))
        self.form.add(Field("shares", "&Shares exercised", self.shares))
        self.form.add(Field("payment", "&Paid by", self.way))
        self._sale = self.form.add(Field("sale_price", "Sold &at", self.sale, "The price of a share in the sale"))
        self._lots = self.form.add(Field("lots", "Shares it &left", self.lots), span=2)
        self._received = self.form.add(Field("received", "Shares re&ceived", self.received))
        self._basis = self.form.add(Field("basis", "&Basis a share", self.basis, "Their value on that day"))
        payment = getattr(before, "payment", None)
        if isinstance(payment, Broker):
            self.sale.set_value(payment.sale_price)
        for choice in (self.way, self.lots):
            choice.value_changed.connect(self._on_choice)
        self.form.edited.connect(self._on_choice)
        self._on_choice()

    def stated(self) -> Exercised:
        if self.grant.value() is None:
            raise Refusal("unknown_grant", "Enter the grant first, on the Grants page.", "grant")
        day, shares, payment = self.date.value(), self.shares.value(), self._payment()
        return Exercised(day, self.grant.value(), shares, payment, self._left(day, shares, payment))

    # ------------------------------------------------------------------ payment

    def _offer_ways(self, before: Any) -> None:
        payment = getattr(before, "payment", None)
        ways = list(WAYS)
        if payment is not None:
            ways.insert(0, (ENTERED, f"As recorded: {codes.payment(payment).lower()}"))
        self.way.set_choices(ways, ways[0][0])

    def _payment(self) -> Payment:
        way = self.way.value()
        if way == ENTERED and isinstance(self.before, Exercised):
            return self.before.payment
        if way == "cash":
            return Cash()
        if way == "shares":
            return Swap()
        if way == "net":
            return Net()
        return Broker(way, self.sale.value())

    # ------------------------------------------------------------------ lots

    def _offer_lots(self, before: Any) -> None:
        choices = [
            (AS_RULED, "As the rules work it out from the prices recorded"),
            (ONE_LOT, "One lot, as I enter it"),
            (NO_LOT, "None, or not entered yet"),
        ]
        kept = getattr(before, "lots", ())
        if kept:
            said = text.listed([f"{text.shares(lot.shares)} at {text.price(lot.basis)}" for lot in kept])
            choices.insert(0, (ENTERED, f"As recorded: {said}"))
        self.lots.set_choices(choices, choices[0][0] if kept or before is None else NO_LOT)

    def _left(self, day: date, shares: int, payment: Payment) -> tuple[Lot, ...]:
        choice = self.lots.value()
        if choice == NO_LOT:
            return ()
        if choice == ENTERED and isinstance(self.before, Exercised):
            return self.before.lots
        ids = [lot.id for lot in self.before.lots] if isinstance(self.before, Exercised) else []
        if choice == ONE_LOT:
            return (Lot(ids[0] if ids else "", None, day, self.received.value(), self.basis.value()),)
        return self._as_ruled(day, shares, payment, ids)

    def _as_ruled(self, day: date, shares: int, payment: Payment, ids: list[str]) -> tuple[Lot, ...]:
        quote = self.record.ledger.quote(self.grant.value(), day, shares, payment)
        lots = []
        for at, lot in enumerate(quote.lots_after):
            if lot.basis is None:
                says = "No recorded price gives the value on that day: enter one lot yourself, or none."
                raise Refusal("no_value", says, "lots")
            basis: Fraction = lot.basis
            lots.append(Lot(ids[at] if at < len(ids) else "", None, lot.acquired, lot.shares, basis))
        return tuple(lots)

    # ------------------------------------------------------------------ slots

    @Slot()
    def _on_choice(self, _: Any = None) -> None:
        self._sale.setVisible(self.way.value() in {"same_day_sale", "sell_to_cover"})
        is_own = self.lots.value() == ONE_LOT
        self._received.setVisible(is_own)
        self._basis.setVisible(is_own)
        self._lots.note(self._says() if self.lots.value() == AS_RULED else "")

    def _says(self) -> str:
        """The lots the rules give for what is typed so far."""
        day, shares = self.date.maybe(), self.shares.maybe()
        if day is None or shares is None or self.grant.value() is None:
            return ""
        try:
            left = self._as_ruled(day, shares, self._payment(), [])
        except Refusal:
            return ""
        parts = [f"{text.shares(lot.shares)} of {text.day(lot.acquired)} at {text.price(lot.basis)}" for lot in left]
        return text.listed(parts) if parts else "No shares are left."
