"""A quote: what exercising so many shares on a day costs and leaves, whatever bars it (paragraphs 10 and 16)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from models.errors import Refusal
from models.facts.payment import Broker, Net, Payment, Swap, WithholdingRates
from models.rules.answers import OwnedLot, Position, Quote, Remainder, Value, Withheld
from models.rules.course import Course, State
from models.rules.payment import Exercise, Settlement, settle
from models.rules.quote_because import quote_because
from models.rules.withholding import rates_for, withhold
from models.values.frozen import dataclass
from models.values.money import spread_cents

NEAR_DAYS = 14


@dataclass(frozen=True)
class Asked:
    """Everything a quote rests on, gathered by the ledger."""

    course: Course
    on: date
    shares: int
    payment: Payment
    tax_value: Fraction | None
    withholding: WithholdingRates | None
    value: Value | None
    lots: tuple[OwnedLot, ...]
    position: Position | None
    after_death: bool
    is_insider: bool

    @property
    def state(self) -> State | None:
        """The grant at the end of the day."""
        return self.course.state_on(self.on)

    @property
    def price(self) -> Fraction:
        """The exercise price of the day; before the grant date that of the grant."""
        return self.state.price if self.state else self.course.grant.exercise_price

    @property
    def taxed_value(self) -> Fraction | None:
        """The value that income and basis rest on."""
        return self.tax_value if self.tax_value is not None else self.value.value if self.value else None

    @property
    def rates_stated(self) -> WithholdingRates | None:
        """What withholding rests on; None where nothing is withheld: no employee, none asked for, after a death."""
        is_employee = self.course.grant.role == "employee"
        return self.withholding if is_employee and not self.after_death else None


def settled(asked: Asked) -> tuple[Exercise, Settlement, Withheld | None]:
    """The bare figures of a quote. Refusal `no_fair_market_value` or `no_rates` where they can't be given."""
    _need_value(asked)
    withheld = _withheld(asked)
    exercise = Exercise(
        asked.on,
        asked.shares,
        asked.price,
        asked.value.value if asked.value else None,
        asked.taxed_value,
        withheld.total if withheld else 0,
        asked.lots,
    )
    return exercise, settle(exercise, asked.payment), withheld


def quote(asked: Asked) -> Quote:
    """The quote. Refusal `no_fair_market_value` or `no_rates` where it can't be given."""
    exercise, settlement, withheld = settled(asked)
    taxed = asked.taxed_value
    remainder = _remainder(asked)
    return Quote(
        grant=asked.course.grant.id,
        on=asked.on,
        shares=asked.shares,
        exercise_price=asked.price,
        aggregate_price=exercise.aggregate,
        fair_market_value=asked.value,
        tax_value=taxed,
        spread=None if taxed is None else spread_cents(taxed, asked.price, asked.shares),
        withholding=withheld,
        cash_due=settlement.cash_due,
        shares_issued=settlement.shares_issued,
        shares_tendered=settlement.shares_tendered,
        shares_withheld=settlement.shares_withheld,
        shares_sold=settlement.shares_sold,
        sale_proceeds=settlement.sale_proceeds,
        fees=settlement.fees,
        cash_to_holder=settlement.cash_to_holder,
        shares_kept=settlement.shares_kept,
        lots_after=settlement.lots_after,
        tendered_lots=settlement.tendered,
        remainder=remainder,
        violations=_violations(asked, settlement),
        warnings=_warnings(asked, remainder),
        position=asked.position,
        because=quote_because(
            asked.course,
            asked.on,
            asked.payment,
            exercise,
            settlement,
            asked.value,
            withheld,
            asked.position,
            asked.after_death,
            remainder,
        ),
    )


def _need_value(asked: Asked) -> None:
    needs = isinstance(asked.payment, Swap | Net) and asked.value is None
    if isinstance(asked.payment, Broker) and asked.taxed_value is None and asked.rates_stated is not None:
        needs = asked.payment.mode == "same_day_sale" or asked.payment.cover_withholding
    if needs:
        raise Refusal(
            "no_fair_market_value",
            f"no recorded price gives a value for {asked.on}; record the prices of a day before it",
        )


def _withheld(asked: Asked) -> Withheld | None:
    """What is withheld; None where it would be but no value is known."""
    if asked.withholding is None:
        return Withheld()
    # The contract: a rate that is left out and has no table is an error, whoever would have been taxed.
    rates = rates_for(asked.withholding, asked.on)
    stated, taxed = asked.rates_stated, asked.taxed_value
    if stated is None:
        return Withheld()
    return None if taxed is None else withhold((taxed - asked.price) * asked.shares, stated, rates)


def _violations(asked: Asked, settlement: Settlement) -> tuple[str, ...]:
    codes = list(asked.course.violations(asked.state, asked.on, asked.shares))
    if asked.payment.method not in asked.course.terms.plan.payment_methods:
        codes.append("payment_not_allowed")
    if settlement.violation:
        codes.append(settlement.violation)
    return tuple(codes)


def _remainder(asked: Asked) -> Remainder | None:
    """What would be left of the grant for ever because it is fewer than the minimum (paragraph 10)."""
    state, position, terms = asked.state, asked.position, asked.course.terms
    if state is None or position is None or terms.remainder_exempt or state.waiting:
        return None
    to_vest = sum(tranche.shares for tranche in state.pending if tranche.date <= state.last_day)
    stranded = state.vested + to_vest - asked.shares
    if not 1 <= stranded < terms.minimum_shares:
        return None
    below = asked.shares + stranded - terms.minimum_shares
    reaches_all = not to_vest and asked.shares <= position.counts.exercisable
    return Remainder(
        stranded,
        below if below >= terms.minimum_shares else None,
        asked.shares + stranded if reaches_all else None,
    )


def _warnings(asked: Asked, remainder: Remainder | None) -> tuple[str, ...]:
    last_day = asked.state.last_day if asked.state else asked.course.terms.term_last_day
    given = {
        "under_water": asked.value is not None and asked.price >= asked.value.value,
        "leaves_stranded_remainder": remainder is not None,
        "stale_price": asked.value is not None and asked.value.is_stale,
        "no_value": asked.value is None,
        "deadline_near": 0 <= (last_day - asked.on).days <= NEAR_DAYS,
        "estate_withholding": asked.after_death,
        "insider": asked.is_insider,
    }
    return tuple(code for code, is_given in given.items() if is_given)
