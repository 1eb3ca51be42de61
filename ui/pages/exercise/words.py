"""What an exercise comes to in a sentence, and the notice that keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.facts.notice import Notice, Signer
from models.values.explanation import Explanation
from ui import text
from ui.pages.exercise.asking import CASH, COVER, MIX, NET, SALE, SWAP
from ui.pages.exercise.reckoning import Outcome, Reckoning


def bar_words(outcome: Outcome) -> tuple[str, str, str, bool]:
    """What would be done, a note on it, its tone, and whether a notice can be prepared."""
    quote = outcome.quote
    if quote is None:
        return "This way cannot be figured.", outcome.refused, "bad", False
    brings = f"Bring {text.money(quote.cash_due)}" if quote.cash_due else "Bring nothing"
    gets = f" and receive {text.money(quote.cash_to_holder)}" if quote.cash_to_holder else ""
    sentence = f"{text.count(quote.shares, 'share')} of {quote.grant}, {paid_words(outcome)}. {brings}{gets}."
    if quote.violations:
        return sentence, "The plan does not allow this. A draft can be kept and printed, but not sent.", "bad", True
    day = text.day(quote.on)
    note = f"The notice must reach the company on {day}, with the payment. Nothing is sent from here."
    return sentence, note, "muted", True


def no_value_words(on: date) -> str:
    """Why most ways have no figures where no price gives a value."""
    return (
        f"No recorded price gives the value of a share on {text.day(on)}, so only what cash costs is known. "
        "The rest comes with a price."
    )


def planned(reckoning: Reckoning, way: str, prepared_on: date) -> Notice:
    """The notice of an exercise by one way that was figured, without a number yet."""
    outcome, asking = reckoning.outcome(way), reckoning.asking
    assert outcome.payment is not None
    assert outcome.quote is not None
    died = "estate_withholding" in outcome.quote.warnings
    return Notice(
        number="",
        grant=asking.grant,
        prepared_on=prepared_on,
        exercise_date=asking.on,
        shares=asking.shares,
        payment=outcome.payment,
        tax_value=asking.tax_value,
        withholding=asking.withholding,
        signer=Signer("personal_representative") if died else Signer(),
    )


def with_figures(before: Notice, planned: Notice) -> Notice:
    """A draft with the exercise as it is planned now; who signs and where it goes stay."""
    return replace(
        before,
        grant=planned.grant,
        exercise_date=planned.exercise_date,
        shares=planned.shares,
        payment=planned.payment,
        tax_value=planned.tax_value,
        withholding=planned.withholding,
    )


def steps_of(why: Explanation | None, paragraph: str) -> Explanation | None:
    """The steps of one paragraph; all where there is none of it."""
    if why is None:
        return None
    steps = tuple(step for step in why if step.paragraph == paragraph)
    return Explanation(steps) if steps else why


def paid_words(outcome: Outcome) -> str:
    """How it is paid, as the end of a sentence."""
    quote = outcome.quote
    assert quote is not None
    return {
        CASH: "paid in cash or by check",
        SWAP: f"paid with {text.count(quote.shares_tendered, 'share')} you own",
        MIX: f"paid with {text.count(quote.shares_tendered, 'share')} you own, and cash",
        NET: f"{text.shares(quote.shares_withheld)} of them kept back as payment",
        SALE: "all sold the same day",
        COVER: f"{text.shares(quote.shares_sold)} of them sold to cover",
    }[outcome.way]
