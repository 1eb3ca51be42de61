"""Asks the rules for every way to pay at once: each a quote, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.errors import Refusal
from models.facts.payment import Payment
from models.record.record import Record
from models.rules.answers import Position, Quote, Value
from models.rules.ledger import Ledger
from models.rules.terms import terms_of
from ui.pages.exercise.asking import MIX, SWAP, WAYS, Asking
from ui.widgets.field import text_of


@dataclass(frozen=True)
class Outcome:
    """One way: its payment and its quote, or the words of why there is none."""

    way: str
    payment: Payment | None = None
    quote: Quote | None = None
    refused: str = ""

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


def reckon(record: Record, asking: Asking) -> Reckoning:
    """All ways side by side; the grant must be in the record."""
    ledger = record.ledger
    grant = ledger.grant(asking.grant)
    plan = ledger.plan(grant.plan)
    value = ledger.value(plan.id, asking.on)
    outcomes: dict[str, Outcome] = {}
    for way in WAYS:
        asked = asking
        if way == MIX and asking.mix_tender is None:
            asked = replace(asking, mix_tender=_half(outcomes[SWAP]))
        outcomes[way] = _outcome(ledger, asked, way, value)
    return Reckoning(
        asking,
        ledger.position(grant.id, asking.on),
        value,
        terms_of(grant, plan).minimum_shares,
        outcomes,
    )


def _half(swap: Outcome) -> int | None:
    """Half of what a full swap would give, as a first proposal for a mixed payment."""
    if swap.quote is None or swap.quote.shares_tendered < 2:
        return None
    return swap.quote.shares_tendered // 2


def _outcome(ledger: Ledger, asking: Asking, way: str, value: Value | None) -> Outcome:
    payment = asking.payment(way, value.value if value else None)
    if payment is None:
        words = "You own no shares to give." if way == MIX else "Enter a sale price."
        return Outcome(way, refused=words)
    try:
        quote = ledger.quote(asking.grant, asking.on, asking.shares, payment, asking.tax_value, asking.withholding)
    except Refusal as refused:
        return Outcome(way, payment, refused=_words(refused))
    return Outcome(way, payment, quote)


def _words(refused: Refusal) -> str:
    sentences = {
        "no_fair_market_value": "No price gives a value for this day. Enter one on the Record page.",
        "no_rates": text_of(refused),
    }
    return sentences.get(refused.code, text_of(refused))
