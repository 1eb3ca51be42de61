"""Why a quote comes out as it does: each figure's arithmetic in words, with its paragraph."""

from __future__ import annotations

from datetime import date

from models.facts.payment import Broker, Net, Payment, Swap
from models.rules.answers import Position, Remainder, Value, Withheld
from models.rules.course import Course
from models.rules.explain import count, minimum_reading
from models.rules.payment import Exercise, Settlement
from models.values.explanation import Explanation, Step
from models.values.money import money_text, price_text


def quote_because(
    course: Course,
    on: date,
    payment: Payment,
    exercise: Exercise,
    settled: Settlement,
    value: Value | None,
    withheld: Withheld | None,
    position: Position | None,
    after_death: bool,
    remainder: Remainder | None,
) -> Explanation:
    """The steps of a quote: price, value, payment, tax, and what bars it."""

    def steps() -> list[Step]:
        return [
            *_price_steps(exercise, value),
            *_payment_steps(payment, exercise, settled),
            *_tax_steps(course, exercise, value, withheld, after_death),
            *_bar_steps(course, on, exercise.shares, position, remainder),
        ]

    return Explanation(steps)


def _price_steps(exercise: Exercise, value: Value | None) -> list[Step]:
    steps = [
        Step(
            "10",
            f"{count(exercise.shares)} at ${price_text(exercise.price)} cost ${dollars(exercise.aggregate)},"
            " rounded up to the cent",
        ),
        Step("10", "The exercise counts on the day the Secretary receives the notice, with payment in full"),
    ]
    return steps if value is None else [*steps, *value.because]


def _bar_steps(
    course: Course, on: date, shares: int, position: Position | None, remainder: Remainder | None
) -> list[Step]:
    """What bars an exercise of `shares`, or would leave something behind."""
    steps = []
    if position is None:
        steps.append(Step("8(a)", f"{course.grant.id} is granted on {course.grant.grant_date}; {on} is before that"))
    elif position.blocked_by or shares > position.counts.exercisable:
        steps += position.because.steps
    least = course.terms.minimum_shares
    if shares < least:
        says = f"{count(shares)} are fewer than the {least:,} that each exercise must have"
        steps.append(Step("10", says, minimum_reading(course.terms)))
    if remainder is not None:
        says = f"{count(remainder.stranded)} would be left that can never be exercised: fewer than {least:,}"
        steps.append(Step("10", says, minimum_reading(course.terms)))
    return steps


def dollars(cents: int) -> str:
    """Cents as dollars with thousands separators, as sentences show them."""
    whole, _, rest = money_text(cents).partition(".")
    return f"{int(whole):,}.{rest}" if cents >= 0 else f"-{int(whole[1:]):,}.{rest}"


def _payment_steps(payment: Payment, exercise: Exercise, settled: Settlement) -> list[Step]:
    if isinstance(payment, Swap):
        return _swap_steps(exercise, settled)
    if isinstance(payment, Net):
        assert exercise.value is not None
        says = (
            f"{count(settled.shares_withheld)} worth ${price_text(exercise.value)} each are kept back as payment;"
            f" {count(settled.shares_issued)} are issued; the option is used up by {count(exercise.shares)}"
        )
        return [Step("10(b)", says), _rest_step(exercise, settled)]
    if isinstance(payment, Broker):
        return _broker_steps(payment, settled)
    due = settled.cash_due
    return [Step("10(a)", f"Paid in cash or by check: ${dollars(due)} with any withholding")]


def _rest_step(exercise: Exercise, settled: Settlement) -> Step:
    rest = settled.cash_due - exercise.withholding
    return Step("10", f"What the shares do not pay is due in cash, rounded up to the cent: ${dollars(rest)}")


def _swap_steps(exercise: Exercise, settled: Settlement) -> list[Step]:
    assert exercise.value is not None
    given = settled.shares_tendered
    says = (
        f"{count(given)} already owned, worth ${price_text(exercise.value)} each, are given in payment:"
        " never more than the price needs, than asked for, or than owned"
    )
    basis = (
        f"The first {count(min(given, exercise.shares))} issued keep the basis and acquisition dates of those given;"
        " the others have the tax value as basis"
    )
    return [Step("10(b)", says), _rest_step(exercise, settled), Step("Rev. Rul. 80-244", basis)]


def _broker_steps(payment: Broker, settled: Settlement) -> list[Step]:
    says = (
        f"The broker sells {count(settled.shares_sold)} at ${price_text(payment.sale_price)}:"
        f" ${dollars(settled.sale_proceeds)}, less fees ${dollars(settled.fees)}"
    )
    steps = [Step("10(c)", says)]
    if payment.mode == "sell_to_cover":
        covered = "price and withholding" if payment.cover_withholding else "price"
        steps.append(Step("10(c)", f"That is the smallest number of shares whose proceeds cover the {covered}"))
    if settled.violation:
        short = "Selling every share does not cover what is due; the rest must be brought in cash"
        steps.append(Step("10(c)", short))
    elif settled.cash_to_holder:
        steps.append(Step("10(c)", f"What is over goes to the holder: ${dollars(settled.cash_to_holder)}"))
    return steps


def _tax_steps(
    course: Course, exercise: Exercise, value: Value | None, withheld: Withheld | None, after_death: bool
) -> list[Step]:
    taxed = exercise.tax_value
    if taxed is None:
        return [Step("16", "No value is known, so income and withholding cannot be figured")]
    same = value is not None and taxed == value.value
    source = "the plan's value serves as the tax value" if same else "the tax value is the holder's own"
    income = (taxed - exercise.price) * exercise.shares
    says = f"Ordinary income: ({price_text(taxed)} - {price_text(exercise.price)}) x {exercise.shares:,}"
    steps = [Step("16", f"{says} = ${price_text(income)}; {source}")]
    if after_death:
        steps.append(Step("16", "After a death nothing is figured here: the estate's adviser must look at it"))
    elif course.grant.role != "employee":
        role = course.grant.role
        says = f"Nothing is withheld from a {role}: the income is reported as self-employment income"
        steps.append(Step("16", says))
    elif withheld is not None and withheld.total:
        says = (
            f"Withholding, an estimate: federal ${dollars(withheld.federal)}, social security"
            f" ${dollars(withheld.social_security)}, Medicare ${dollars(withheld.medicare)}, state"
            f" ${dollars(withheld.state)}; the plan gives no right to pay it in shares"
        )
        steps.append(Step("16", says))
    return steps
