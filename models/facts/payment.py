"""How an exercise is paid: the ways of paragraph 10, and the rates for withholding of paragraph 16."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from models.facts.fields import (
    Fields,
    as_amount,
    as_flag,
    as_id,
    as_list_of,
    as_price,
    as_rate,
    as_shares,
    refuse,
)
from models.facts.plan import METHODS
from models.values.frozen import dataclass
from models.values.money import price_text, rate_text

MODES = ("same_day_sale", "sell_to_cover")


@dataclass(frozen=True)
class Cash:
    """United States dollars, in cash or by check (paragraph 10(a))."""

    method: ClassVar[str] = "cash"


@dataclass(frozen=True)
class Swap:
    """Shares already owned (paragraph 10(b)): named `lots` in this order, or `tender` shares, or as many as pay."""

    method: ClassVar[str] = "shares"
    lots: tuple[tuple[str, int], ...] | None = None
    tender: int | None = None

    @property
    def asked(self) -> int | None:
        """The shares asked for, None for as many as pay."""
        return self.tender if self.lots is None else sum(shares for _, shares in self.lots)


@dataclass(frozen=True)
class Net:
    """Shares subject to the option are withheld (paragraph 10(b))."""

    method: ClassVar[str] = "net"


@dataclass(frozen=True)
class Fees:
    """A broker's fees in dollars: flat, a share, and a fraction of the proceeds."""

    flat: Fraction = Fraction(0)
    per_share: Fraction = Fraction(0)
    proceeds_rate: Fraction = Fraction(0)


@dataclass(frozen=True)
class Broker:
    """A broker sells (paragraph 10(c)): all shares (`same_day_sale`) or as few as cover (`sell_to_cover`)."""

    method: ClassVar[str] = "broker"
    mode: str
    sale_price: Fraction
    fees: Fees = Fees()
    cover_withholding: bool = False


Payment = Cash | Swap | Net | Broker


@dataclass(frozen=True)
class WithholdingRates:
    """Rates and amounts to date the holder states; None means the table of the exercise date (paragraph 16)."""

    federal: Fraction | None = None
    federal_above_million: Fraction | None = None
    social_security: Fraction | None = None
    wage_base: Fraction | None = None
    medicare: Fraction | None = None
    additional_medicare: Fraction | None = None
    state: Fraction = Fraction(0)
    wages_to_date: Fraction = Fraction(0)
    supplemental_to_date: Fraction = Fraction(0)


_RATES = ("federal", "federal_above_million", "social_security", "medicare", "additional_medicare")
_AMOUNTS_TO_DATE = ("wages_to_date", "supplemental_to_date")


def _read_named_lot(value: object, place: str) -> tuple[str, int]:
    fields = Fields(value, place)
    named = (fields.take("lot", as_id), fields.take("shares", as_shares))
    fields.done()
    return named


def _read_fees(value: object, place: str) -> Fees:
    fields = Fields(value, place)
    zero = Fraction(0)
    fees = Fees(
        fields.get("flat", as_amount, zero),
        fields.get("per_share", as_amount, zero),
        fields.get("proceeds_rate", as_rate, zero),
    )
    fields.done()
    return fees


def read_payment(value: object, place: str, priced: bool = True) -> Payment:
    """A PAYMENT; where `priced` is false (the grid) a broker's `sale_price` is not needed."""
    fields = Fields(value, place)
    method = fields.choice("method", METHODS)
    payment: Payment = Cash()
    if method == "shares":
        if fields.has("lots") and fields.has("tender"):
            raise refuse(fields.at("tender"), "give either lots or tender, not both")
        lots = fields.maybe("lots", lambda item, at: as_list_of(item, at, _read_named_lot))
        payment = Swap(lots or None, fields.maybe("tender", as_shares))
    elif method == "net":
        payment = Net()
    elif method == "broker":
        mode = fields.choice("mode", MODES)
        price = fields.take("sale_price", as_price) if priced else fields.get("sale_price", as_price, Fraction(1))
        payment = Broker(
            mode,
            price,
            fields.get("fees", _read_fees, Fees()),
            fields.get("cover_withholding", as_flag, False),
        )
    fields.done()
    return payment


def payment_plain(payment: Payment) -> dict[str, Any]:
    """A PAYMENT as JSON."""
    plain: dict[str, Any] = {"method": payment.method}
    if isinstance(payment, Swap):
        if payment.lots is not None:
            plain["lots"] = [{"lot": lot, "shares": shares} for lot, shares in payment.lots]
        if payment.tender is not None:
            plain["tender"] = payment.tender
    if isinstance(payment, Broker):
        plain["mode"] = payment.mode
        plain["sale_price"] = price_text(payment.sale_price)
        plain["cover_withholding"] = payment.cover_withholding
        plain["fees"] = {
            "flat": price_text(payment.fees.flat),
            "per_share": rate_text(payment.fees.per_share),
            "proceeds_rate": rate_text(payment.fees.proceeds_rate),
        }
    return plain


def read_withholding(value: object, place: str) -> WithholdingRates | None:
    """WITHHOLDING as the holder states it; null is none at all."""
    if value is None:
        return None
    fields = Fields(value, place)
    zero = Fraction(0)
    given: dict[str, Any] = {name: fields.maybe(name, as_rate) for name in _RATES}
    given["wage_base"] = fields.maybe("wage_base", as_amount)
    given["state"] = fields.get("state", as_rate, zero)
    given.update({name: fields.get(name, as_amount, zero) for name in _AMOUNTS_TO_DATE})
    fields.done()
    return WithholdingRates(**given)


def withholding_plain(rates: WithholdingRates | None) -> dict[str, str] | None:
    """WITHHOLDING as JSON; what comes from the table is left out."""
    if rates is None:
        return None
    given = {name: getattr(rates, name) for name in (*_RATES, "wage_base", "state", *_AMOUNTS_TO_DATE)}
    return {name: rate_text(value) for name, value in given.items() if value is not None}
