"""What the holder thinks of exercising: grant, day, shares and all that the figures rest on, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from models.facts.payment import Fees, WithholdingRates

# The keys of `models.rules.ways`; covering the withholding too is a choice within COVER.
CASH, SWAP, MIX, NET, SALE, COVER = "cash", "swap", "mix", "net", "same_day_sale", "sell_to_cover"
WAYS = (CASH, SWAP, MIX, NET, SALE, COVER)
TITLES = {
    CASH: "Cash or check",
    SWAP: "Swap of shares",
    NET: "Net exercise",
    SALE: "Same-day sale",
    COVER: "Sell to cover",
    MIX: "Shares and cash",
}
# What a way is, in a sentence, for the card of the one chosen and for the tip over its name.
SENTENCES = {
    CASH: "You bring the whole price, and the withholding, in cash or by check.",
    SWAP: "You give shares you already own in payment: as many as the price needs, the rest in cash.",
    NET: "The company keeps back shares of this exercise worth the price; what is left of it you bring in cash.",
    SALE: "A broker sells every share the same day; price, fees and withholding come out of the proceeds.",
    COVER: "A broker sells just enough shares to cover the price; you keep the others.",
    MIX: "You give the shares you choose, and pay the rest of the price in cash.",
}


@dataclass(frozen=True)
class Asking:
    """One exercise as asked for. `sale_price` None is the value; `lots` None gives the oldest lots first.

    `mix_lots` are those of the mix; None gives `mix_tender` shares of the oldest.
    """

    grant: str
    on: date
    shares: int
    tax_value: Fraction | None = None
    sale_price: Fraction | None = None
    fees: Fees = Fees()
    cover_withholding: bool = True
    withholding: WithholdingRates = field(default_factory=WithholdingRates)
    marginal_rate: Fraction | None = None
    lots: tuple[tuple[str, int], ...] | None = None
    mix_tender: int | None = None
    mix_lots: tuple[tuple[str, int], ...] | None = None
