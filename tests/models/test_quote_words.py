"""What a quote and a refusal say: every code has its words, every payment its steps; reasons never part answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.facts.event import PlanApproved, ServiceEnded
from models.facts.payment import Broker, Cash, Fees, WithholdingRates
from models.facts.plan import PlanCopy
from models.rules.answers import VIOLATIONS
from models.rules.refusals import not_allowed
from models.values.explanation import Explanation, Step
from tests.models.builders import APPROVED, FOCUS, GRANTED, grant, in_steps, ledger, price

ON = date(2003, 11, 10)
PRICES = (price(date(2003, 11, 7), "2.70"),)
RATES = WithholdingRates(state=Fraction("0.093"))


def sold(mode: str, at: str, flat: str = "0", covers: bool = False, withholding=None) -> list[str]:
    payment = Broker(mode, Fraction(at), Fees(Fraction(flat)), covers)
    quote = ledger(grant(1000), prices=PRICES).quote("NQ-1", ON, 100, payment, None, withholding)
    return [step.says for step in quote.because if step.paragraph == "10(c)"]


def test_a_same_day_sale_says_what_it_brings_and_what_is_over():
    """100 at $2.70 are $270.00, less $9.95 and the $120.00 of the price."""
    first, second = sold("same_day_sale", "2.70", "9.95")
    assert first == "The broker sells 100 shares at $2.70: $270.00, less fees $9.95"
    assert second == "What is over goes to the holder: $140.05"


def test_selling_to_cover_says_what_is_covered():
    """45 shares at $2.70 are $121.50."""
    first, second, third = sold("sell_to_cover", "2.70")
    assert first == "The broker sells 45 shares at $2.70: $121.50, less fees $0.00"
    assert second == "That is the smallest number of shares whose proceeds cover the price"
    assert third == "What is over goes to the holder: $1.50"
    with_taxes = sold("sell_to_cover", "2.70", covers=True, withholding=RATES)
    assert with_taxes[1] == "That is the smallest number of shares whose proceeds cover the price and withholding"


def test_where_nothing_is_over_nothing_is_said_of_it():
    """Fifty shares at $2.40 are the price to the cent."""
    assert len(sold("sell_to_cover", "2.40")) == 2


def test_a_sale_that_does_not_cover_says_that_cash_is_needed():
    assert sold("same_day_sale", "1.00")[1:] == [
        "Selling every share does not cover what is due; the rest must be brought in cash"
    ]


@pytest.mark.parametrize(("shares", "is_said"), [(99, True), (100, False)])
def test_too_few_shares_are_said_to_be_too_few(shares, is_said):
    quote = ledger(grant(1000), prices=PRICES).quote("NQ-1", ON, shares, Cash(), None, None)
    said = [step for step in quote.because if f"{shares} shares are fewer than the 100" in step.says]
    assert bool(said) == is_said


# -- refusals ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("not_approved", "record the day of the vote"),
        ("before_grant", "NQ-1 is granted on 2003-01-02; choose that day or a later one"),
        ("window_closed", "the last day to exercise NQ-1 was 2013-01-01"),
        ("terminated_for_cause", "after a dismissal for cause"),
        ("exceeds_exercisable", "1,500 shares are more than NQ-1 can exercise on 2003-11-10: 1,000 shares"),
        ("below_minimum", "at least 100 shares at a time"),
        ("payment_not_allowed", "the plan does not take this way to pay"),
        ("insufficient_shares_owned", "more shares are tendered than are owned on 2003-11-10"),
        ("proceeds_do_not_cover", "selling every share does not cover what is due"),
        ("no_fair_market_value", "no recorded price gives a value for 2003-11-10"),
    ],
)
def test_every_code_of_a_violation_has_words(code, words):
    assert words in not_allowed(code, ledger(grant(1000)).course("NQ-1"), ON, 1500)


def test_no_violation_is_without_words():
    course = ledger(grant(1000)).course("NQ-1")
    assert all(not_allowed(code, course, date(2002, 1, 2), 100) for code in VIOLATIONS)


def test_what_is_not_in_the_record_is_refused_by_its_kind():
    book = ledger(grant(1000))
    for ask, code, field in (
        (lambda: book.grant("NQ-9"), "unknown_grant", "grant"),
        (lambda: book.plan("other"), "unknown_plan", "plan"),
    ):
        with pytest.raises(Refusal) as refused:
            ask()
        assert (refused.value.code, refused.value.field) == (code, field)


# -- answers -----------------------------------------------------------------------------------------------


def test_two_answers_are_equal_whatever_their_reasons_and_do_not_show_them():
    """Reasons are written when they are read: comparing or printing an answer must not write them."""
    book = ledger(grant(1000), prices=PRICES)
    answers = [
        book.schedule("NQ-1"),
        book.position("NQ-1", ON),
        book.value(FOCUS, ON),
        book.quote("NQ-1", ON, 100, Cash(), None, None),
        *book.service_end(ON, "employee", "death"),
    ]
    other = Explanation((Step("10", "another reason"),))
    assert len(answers) == 5
    for answer in answers:
        assert replace(answer, because=other) == answer
        assert "because" not in repr(answer)


def test_too_few_for_good_are_said_never_to_be_exercised():
    position = ledger(grant(60)).position("NQ-1", ON)
    assert position is not None
    assert any("it stays below 100, so it can never be exercised" in step.says for step in position.because)


@pytest.mark.parametrize(("shares", "is_said"), [(1, True), (99, True), (100, False)])
def test_an_ending_that_leaves_too_few_says_so(shares, is_said):
    (ending,) = ledger(grant(shares)).service_end(ON, "employee", "resignation")
    assert any("too few to exercise alone" in step.says for step in ending.because) == is_said


# -- who counts --------------------------------------------------------------------------------------------


def test_the_first_of_two_approvals_counts_however_they_were_entered():
    early, late = PlanApproved(date(2003, 2, 3), FOCUS), PlanApproved(date(2003, 5, 5), FOCUS)
    for events in ((early, late), (late, early)):
        position = ledger(grant(1000), events=events).position("NQ-1", date(2003, 2, 3))
        assert position is not None
        assert position.blocked_by == ()


def test_a_role_that_ended_on_the_day_its_grant_was_made_is_not_left():
    """Under "any role" the employee's end is then the last one, and ends both grants."""
    plan = PlanCopy("own", FOCUS, {"continuity": "any_role", "needs_stockholder_approval": False})
    made = date(2003, 6, 2)
    events = [ServiceEnded(made, "director", "resignation"), ServiceEnded(ON, "employee", "resignation")]
    book = ledger(
        grant(1000, plan="own"),
        grant(1000, id="NQ-2", plan="own", on=made, role="director", parts=in_steps(("2003-06-02", 1000))),
        plans=[plan],
        events=events,
    )
    positions = book.positions(date(2003, 12, 1))
    assert [(one.grant, one.service_ended_on) for one in positions] == [("NQ-1", ON), ("NQ-2", ON)]


def test_a_record_without_grants_has_a_grid_of_nothing():
    assert ledger().grid(None, [GRANTED, ON], [Fraction(2)], Cash()) == [[0], [0]]


def test_an_approval_before_the_grant_serves():
    position = ledger(grant(1000), events=[APPROVED]).position("NQ-1", GRANTED)
    assert position is not None
    assert position.counts.exercisable == 1000
