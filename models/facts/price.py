"""What was quoted or determined for the stock on a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from models.facts.fields import Fields, as_day, as_id, as_list_of, as_price
from models.values.frozen import dataclass
from models.values.money import price_text


@dataclass(frozen=True)
class Price:
    """Figures of one day, dollars a share as quoted that day; what is unknown is None."""

    plan: str
    date: date
    last: Fraction | None = None
    high: Fraction | None = None
    low: Fraction | None = None
    bids: tuple[Fraction, ...] = ()
    determined: Fraction | None = None


def read_price(value: object, place: str) -> Price:
    """A price of a record."""
    fields = Fields(value, place)
    price = Price(
        fields.take("plan", as_id),
        fields.take("date", as_day),
        fields.maybe("last", as_price),
        fields.maybe("high", as_price),
        fields.maybe("low", as_price),
        fields.get("bids", lambda item, at: as_list_of(item, at, as_price), ()),
        fields.maybe("determined", as_price),
    )
    fields.done()
    return price


def price_plain(price: Price) -> dict[str, Any]:
    """A price as JSON; what is unknown is left out."""
    plain: dict[str, Any] = {"plan": price.plan, "date": str(price.date)}
    for name in ("last", "high", "low"):
        value = getattr(price, name)
        if value is not None:
            plain[name] = price_text(value)
    if price.bids:
        plain["bids"] = [price_text(bid) for bid in price.bids]
    if price.determined is not None:
        plain["determined"] = price_text(price.determined)
    return plain
