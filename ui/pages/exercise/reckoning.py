"""Asks the rules for every way to pay at once: each a quote, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.facts.payment import Payment
from models.record.record import Record
from models.rules.answers import Position, Quote, Value
from models.rules.terms import terms_of
from models.rules.ways import Gap, Sale, Wanted, Way, compare_ways
from ui.pages.exercise.asking import COVER, WAYS, Asking
from ui.widgets.field import text_of


@dataclass(frozen=True)
class Outcome:
    """One way: its payment and its quote, or the words of why there is none."""

    way: str
    payment: Payment | None = None
    quote: Quote | None = None
    refused: str = ""
    gap: Gap | None = None
    lacks_value: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a notice could be sent."""
        return self.quote is not None and not self.quote.violations


@dataclass(frozen=True)
class Reckoning:
    """Every way for one asking, with how the grant stands and the value of the day."""

    asking: Asking
    position: Position | None
    value: Value | None
    minimum: int
    outcomes: Mapping[str, Outcome]

    def outcome(self, way: str) -> Outcome:
        """What one way comes to."""
        return self.outcomes[way]

    @property
    def any_quote(self) -> Quote | None:
        """A quote of any way, for what is the same in all of them."""
        return next((one.quote for one in self.outcomes.values() if one.quote is not None), None)


def reckon(record: Record, asking: Asking) -> Reckoning:
    """All ways side by side; the grant must be in the record."""
    ledger = record.ledger
    grant = ledger.grant(asking.grant)
    plan = ledger.plan(grant.plan)
    value = ledger.value(plan.id, asking.on)
    price = asking.sale_price or (value.value if value else None)
    wanted = Wanted(
        grant=asking.grant,
        on=asking.on,
        shares=asking.shares,
        sale=None if price is None else Sale(price, asking.fees),
        lots=asking.lots,
        mix=asking.mix_tender,
        mix_lots=asking.mix_lots,
        tax_value=asking.tax_value,
        withholding=asking.withholding,
        marginal_rate=asking.marginal_rate,
    )
    ways = {way.key: way for way in compare_ways(ledger, wanted).ways}
    if asking.cover_withholding and "sell_to_cover_all" in ways:
        ways[COVER] = ways["sell_to_cover_all"]
    position = ledger.position(grant.id, asking.on)
    minimum = terms_of(grant, plan).minimum_shares
    return Reckoning(asking, position, value, minimum, {key: _outcome(key, ways[key]) for key in WAYS})


def _outcome(key: str, way: Way) -> Outcome:
    refused = text_of(way.refusal) if way.refusal is not None else ""
    lacks_value = way.refusal is not None and way.refusal.code in {"no_fair_market_value", "no_sale_price"}
    return Outcome(key, way.payment, way.quote, refused, way.gap, lacks_value)
