"""The engine's answers as JSON, exactly as the contract says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from models.errors import Refusal
from models.exchange.questions import (
    AskDeadlines,
    AskGrid,
    AskPosition,
    AskQuote,
    AskServiceEnd,
    AskValue,
    AskVesting,
    Question,
)
from models.rules.answers import Counts, Ending, Position, Quote, Withheld
from models.rules.ledger import Ledger
from models.values.explanation import Explanation, Step
from models.values.money import money_text, price_text

Answer = dict[str, Any]


def because(explanation: Explanation) -> list[dict[str, str]]:
    """The steps as JSON; where the plan can be read in two ways, the sentence gives both."""
    return [{"paragraph": step.paragraph, "says": _says(step)} for step in explanation]


def _says(step: Step) -> str:
    if step.reading is None:
        return step.says
    reading = step.reading
    return f"{step.says} [read here: {reading.in_force}; the other reading ({reading.term}): {reading.other}]"


def _vesting(ledger: Ledger, ask: AskVesting) -> Answer:
    schedule = ledger.schedule(ask.grant)
    tranches, cumulative = [], 0
    for tranche in schedule.tranches:
        cumulative += tranche.shares
        tranches.append({"date": str(tranche.date), "shares": tranche.shares, "cumulative": cumulative})
    waiting = [{"event": part.event, "shares": part.shares} for part in schedule.waiting]
    return {"tranches": tranches, "waiting": waiting, "because": because(schedule.because), "warnings": []}


def _position(ledger: Ledger, ask: AskPosition) -> Answer:
    if ask.grant is None:
        positions = ledger.positions(ask.on)
    else:
        one = ledger.position(ask.grant, ask.on)
        positions = () if one is None else (one,)
    return {
        "grants": [_position_json(position) for position in positions],
        "totals": ledger.totals(positions)._asdict(),
        "because": because(ledger.because(positions)),
        "warnings": [],
    }


def _position_json(position: Position) -> Answer:
    counts: Counts = position.counts
    return {
        "grant": position.grant,
        **counts._asdict(),
        "exercise_price": price_text(position.exercise_price),
        "expires_on": str(position.expires_on),
        "last_exercise_day": str(position.last_exercise_day),
        "deliver_by": str(position.deliver_by),
        "window": position.window,
        "blocked_by": list(position.blocked_by),
        "warnings": list(position.warnings),
    }


def _value(ledger: Ledger, ask: AskValue) -> Answer:
    value = ledger.value(ask.plan, ask.on)
    if value is None:
        raise Refusal("no_fair_market_value", f"no recorded price gives a value for {ask.on}")
    return {
        "value": price_text(value.value),
        "price_date": str(value.price_date),
        "rule": value.rule,
        "days_old": value.days_old,
        "because": because(value.because),
        "warnings": ["stale_price"] if value.is_stale else [],
    }


def _maybe_price(price: Fraction | None) -> str | None:
    return None if price is None else price_text(price)


def _maybe_money(cents: int | None) -> str | None:
    return None if cents is None else money_text(cents)


def _withheld(withheld: Withheld | None) -> Answer:
    if withheld is None:
        return dict.fromkeys((*Withheld._fields, "total"))
    items = {name: money_text(cents) for name, cents in withheld._asdict().items()}
    return {**items, "total": money_text(withheld.total)}


def _quote(ledger: Ledger, ask: AskQuote) -> Answer:
    quote = ledger.quote(ask.grant, ask.on, ask.shares, ask.payment, ask.tax_value, ask.withholding)
    return {**_quote_json(quote), "because": because(quote.because), "warnings": list(quote.warnings)}


def _quote_json(quote: Quote) -> Answer:
    value, remainder = quote.fair_market_value, quote.remainder
    return {
        "exercise_price": price_text(quote.exercise_price),
        "aggregate_price": money_text(quote.aggregate_price),
        "fair_market_value": _maybe_price(value.value if value else None),
        "tax_value": _maybe_price(quote.tax_value),
        "spread": _maybe_money(quote.spread),
        "withholding": _withheld(quote.withholding),
        "cash_due": money_text(quote.cash_due),
        "shares_issued": quote.shares_issued,
        "shares_tendered": quote.shares_tendered,
        "shares_withheld": quote.shares_withheld,
        "shares_sold": quote.shares_sold,
        "sale_proceeds": money_text(quote.sale_proceeds),
        "fees": money_text(quote.fees),
        "cash_to_holder": money_text(quote.cash_to_holder),
        "shares_kept": quote.shares_kept,
        "lots_after": [
            {"acquired": str(lot.acquired), "shares": lot.shares, "basis": _maybe_price(lot.basis)}
            for lot in quote.lots_after
        ],
        "remainder": None
        if remainder is None
        else {"stranded": remainder.stranded, "instead": [remainder.below, remainder.above]},
        "violations": list(quote.violations),
    }


_ENDING_COUNTS = ("vested_kept", "accelerated", "forfeited", "lapsed")


def _service_end(ledger: Ledger, ask: AskServiceEnd) -> Answer:
    endings = ledger.service_end(ask.on, ask.role, ask.reason, ask.plan)
    worths = [one.intrinsic_value for one in endings]
    known = [worth for worth in worths if worth is not None]
    totals: Answer = {name: sum(getattr(one, name) for one in endings) for name in _ENDING_COUNTS}
    totals["aggregate_price"] = money_text(sum(one.aggregate_price for one in endings))
    totals["intrinsic_value"] = money_text(sum(known)) if len(known) == len(worths) else None
    steps = [step for one in endings for step in one.because]
    return {
        "grants": [_ending_json(one) for one in endings],
        "totals": totals,
        "because": because(Explanation(steps or [Step("9", "No grant with shares outstanding would be concerned")])),
        "warnings": ["stale_price"] if any(one.is_stale for one in endings) else [],
    }


def _ending_json(ending: Ending) -> Answer:
    return {
        "grant": ending.grant,
        **{name: getattr(ending, name) for name in _ENDING_COUNTS},
        "last_exercise_day": str(ending.last_exercise_day),
        "deliver_by": str(ending.deliver_by),
        "aggregate_price": money_text(ending.aggregate_price),
        "intrinsic_value": _maybe_money(ending.intrinsic_value),
    }


def _deadlines(ledger: Ledger, ask: AskDeadlines) -> Answer:
    found = ledger.deadlines(ask.first, ask.last)
    steps = ledger.deadlines_because(ask.first, ask.last).steps
    return {
        "deadlines": [{**one._asdict(), "date": str(one.date)} for one in found],
        "because": because(Explanation(steps or [Step("7", "Nothing vests, ends or expires on these days")])),
        "warnings": [],
    }


def _grid(ledger: Ledger, ask: AskGrid) -> Answer:
    cells = ledger.grid(ask.grant, ask.dates, ask.prices, ask.payment, ask.withholding)
    says = "Each cell exercises all that is exercisable that day at that price: shares kept, with cash in less cash out"
    return {
        "net_value": [[money_text(cell) for cell in row] for row in cells],
        "because": because(Explanation((Step("10", says),))),
        "warnings": [],
    }


_ANSWERS: Mapping[type, Callable[[Ledger, Any], Answer]] = {
    AskVesting: _vesting,
    AskPosition: _position,
    AskValue: _value,
    AskQuote: _quote,
    AskServiceEnd: _service_end,
    AskDeadlines: _deadlines,
    AskGrid: _grid,
}
# Whatever else is raised while a question is answered is a defect of ours, not an answer.
_CODES = ("unknown_grant", "unknown_plan", "unknown_lot", "no_fair_market_value", "no_rates")


def answer(ledger: Ledger, ask: str, question: Question) -> Answer:
    """One answer, or the error of that question."""
    try:
        return {"ask": ask, **_ANSWERS[type(question)](ledger, question)}
    except Refusal as refusal:
        if refusal.code not in _CODES:
            raise
        return {"ask": ask, "error": {"code": refusal.code, "message": refusal.message}}
