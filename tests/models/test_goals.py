"""Goal seek against trying every number of shares."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from models.errors import Refusal
from models.facts.payment import Broker, Cash, Fees, Net, Payment, Swap, WithholdingRates
from models.facts.plan import PlanCopy
from models.rules.goals import GOALS, Aim, Found, seek
from models.rules.ledger import Ledger
from tests.models.builders import GRANTED, PLAIN, grant, ledger, lot, price

ON = GRANTED + timedelta(days=300)
RATES = WithholdingRates(*map(Fraction, ("0.25", "0.35", "0.062", "87000", "0.0145", "0.009")), state=Fraction("0.093"))


def a_ledger(
    shares: int, strike: Fraction, value: Fraction, *, minimum: int = 1, role: str = "employee", owned: int = 0
):
    plan = PlanCopy("own", PLAIN, {"minimum_shares": minimum})
    return ledger(
        grant(shares, strike, plan="own", role=role),
        events=(),
        prices=[price(ON, value, "own")],
        lots=[lot(owned, plan="own")] if owned else [],
        plans=[plan],
    )


def by_trying(
    book: Ledger, payment: Payment, aim: Aim, shares: range, withholding: WithholdingRates | None, tax: Fraction | None
) -> int | None:
    """The answer by trying every number."""

    def reaches(number: int) -> bool:
        quote = book.quote("NQ-1", ON, number, payment, tax, withholding)
        if "proceeds_do_not_cover" in quote.violations:
            return False
        if aim.goal == "more_shares":
            return quote.shares_kept >= aim.amount
        if aim.goal == "bring_at_most":
            return quote.cash_due <= aim.amount
        return quote.cash_to_holder >= aim.amount

    found = [number for number in shares if reaches(number)]
    if not found:
        return None
    return found[-1] if aim.goal == "bring_at_most" else found[0]


def sought(book: Ledger, payment: Payment, aim: Aim, **others) -> Found | None:
    try:
        return seek(book, "NQ-1", ON, payment, aim, **others)
    except Refusal as refused:
        if refused.code != "out_of_reach":
            raise
        return None


PRICES = st.integers(1, 4000).map(lambda units: Fraction(units, 100)) | st.integers(1, 99_999).map(
    lambda units: Fraction(units, 10_000)
)
FEES = st.builds(
    Fees,
    st.sampled_from([Fraction(0), Fraction("9.95")]),
    st.sampled_from([Fraction(0), Fraction("0.01"), Fraction("0.0001"), Fraction("0.4")]),
    st.sampled_from([Fraction(0), Fraction("0.0000468"), Fraction("0.02")]),
)
PAYMENTS = st.one_of(
    st.just(Cash()),
    st.just(Net()),
    st.builds(Swap, tender=st.none() | st.integers(1, 200)),
    st.builds(Broker, st.sampled_from(["same_day_sale", "sell_to_cover"]), PRICES, FEES, st.booleans()),
)
AIMS = st.one_of(
    st.builds(Aim, st.just("more_shares"), st.integers(1, 250)),
    st.builds(Aim, st.just("bring_at_most"), st.integers(0, 300_000)),
    st.builds(Aim, st.just("receive_at_least"), st.integers(1, 300_000)),
)


@st.composite
def withholdings(draw):
    """None, the plain rates, or rates with all limits within reach of a few hundred shares."""
    if draw(st.booleans()):
        return None
    near = st.integers(0, 3000).map(Fraction)
    return WithholdingRates(
        *map(Fraction, (draw(st.sampled_from(["0.25", "1"])), "0.4", "0.062", "90000", "0.0145", "0.009")),
        state=draw(st.sampled_from([Fraction(0), Fraction("0.1"), Fraction("0.9")])),
        wages_to_date=draw(st.sampled_from([90_000, 200_000])) - draw(near),
        supplemental_to_date=1_000_000 - draw(near),
    )


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    payment=PAYMENTS,
    aim=AIMS,
    strike=PRICES,
    value=PRICES,
    tax=st.none() | PRICES,
    withholding=withholdings(),
    shares=st.integers(1, 120),
    minimum=st.sampled_from([1, 7]),
    owned=st.sampled_from([0, 20, 500]),
)
def test_the_number_found_is_the_one_that_trying_all_finds(
    payment, aim, strike, value, tax, withholding, shares, minimum, owned
):
    book = a_ledger(shares, strike, value, minimum=minimum, owned=owned)
    if shares < minimum:
        with pytest.raises(Refusal, match="can be exercised"):
            seek(book, "NQ-1", ON, payment, aim, tax, withholding)
        return
    found = sought(book, payment, aim, tax_value=tax, withholding=withholding)
    tried = by_trying(book, payment, aim, range(minimum, shares + 1), withholding, tax)
    assert (found.shares if found else None) == tried
    if found:
        assert found.is_proven
        assert found.quote == book.quote("NQ-1", ON, found.shares, payment, tax, withholding)


def test_a_thousand_more_shares_in_cash_are_a_thousand_shares():
    found = seek(a_ledger(5000, Fraction(1), Fraction(2)), "NQ-1", ON, Cash(), Aim("more_shares", 1000), None, RATES)
    assert found.shares == 1000


def test_a_thousand_more_shares_net_of_the_price():
    """At $1.20 against $2.70 four of nine shares go to the price, rounded down: 1,800 leave exactly 1,000."""
    book = a_ledger(5000, Fraction("1.20"), Fraction("2.70"))
    assert seek(book, "NQ-1", ON, Net(), Aim("more_shares", 1000), None, None).shares == 1799
    assert book.quote("NQ-1", ON, 1799, Net(), None, None).shares_kept == 1000
    assert book.quote("NQ-1", ON, 1798, Net(), None, None).shares_kept == 999


def test_two_thousand_dollars_buy_what_they_pay_for_with_taxes():
    """$1.20 and 40.3 % + 6.2 % ... of a spread of $1.50: 1.20 + 1.50 x 0.4195 = $1.82925 a share."""
    book = a_ledger(5000, Fraction("1.20"), Fraction("2.70"))
    found = seek(book, "NQ-1", ON, Cash(), Aim("bring_at_most", 200_000), None, RATES)
    assert found.shares == 1093
    assert found.quote.cash_due <= 200_000 < book.quote("NQ-1", ON, 1094, Cash(), None, RATES).cash_due


def test_ten_thousand_dollars_from_a_sale():
    book = a_ledger(20_000, Fraction("1.20"), Fraction("2.70"))
    sale = Broker("same_day_sale", Fraction("2.70"), Fees(Fraction("9.95")))
    found = seek(book, "NQ-1", ON, sale, Aim("receive_at_least", 1_000_000), None, None)
    assert found.shares == 6674  # (10,000 + 9.95) / 1.50
    assert found.quote.cash_to_holder == 1_000_105


@pytest.mark.parametrize(
    ("payment", "aim", "says"),
    [
        (Cash(), Aim("more_shares", 501), "exercising all 500 ends with 500 more"),
        (Swap(), Aim("more_shares", 500), "exercising all 500 ends with 440 more"),
        (Cash(), Aim("bring_at_most", 11_999), "100 shares already need $120.00"),
        (Net(), Aim("receive_at_least", 1), "exercising all 500 brings $0.00"),
    ],
)
def test_what_is_out_of_reach_is_said_with_how_far_one_gets(payment, aim, says):
    book = a_ledger(500, Fraction("1.20"), Fraction("2.70"), minimum=100, owned=60)
    with pytest.raises(Refusal, match=says.replace("$", r"\$")) as refused:
        seek(book, "NQ-1", ON, payment, aim, None, None)
    assert (refused.value.code, refused.value.field) == ("out_of_reach", "amount")


def test_an_exempt_remainder_is_the_one_small_number_allowed():
    plan = PlanCopy("own", PLAIN, {"minimum_shares": 100, "remainder_exempt": True})
    book = ledger(grant(60, plan="own"), events=(), prices=[price(ON, "2.70", "own")], plans=[plan])
    assert seek(book, "NQ-1", ON, Cash(), Aim("more_shares", 5), None, None).shares == 60


@pytest.mark.parametrize(("goal", "amount"), [("more_shares", 0), ("receive_at_least", 0), ("bring_at_most", -1)])
def test_a_goal_that_asks_for_nothing_is_refused(goal, amount):
    assert goal in GOALS
    with pytest.raises(Refusal) as refused:
        Aim(goal, amount)
    assert refused.value.field == "amount"


def test_a_goal_in_money_needs_a_value_for_the_taxes():
    book = ledger(grant(500))
    assert seek(book, "NQ-1", ON, Cash(), Aim("more_shares", 200)).shares == 200
    with pytest.raises(Refusal) as refused:
        seek(book, "NQ-1", ON, Cash(), Aim("bring_at_most", 20_000))
    assert refused.value.code == "no_fair_market_value"
    assert seek(book, "NQ-1", ON, Cash(), Aim("bring_at_most", 20_000), Fraction(1)).shares == 166


def test_nothing_to_exercise_is_said_before_anything_is_sought():
    book = ledger(grant(500), events=())
    with pytest.raises(Refusal) as refused:
        seek(book, "NQ-1", date(2003, 6, 1), Cash(), Aim("more_shares", 100))
    assert refused.value.code == "nothing_exercisable"


def test_a_search_that_gives_up_says_so(monkeypatch):
    """To bring nothing in a swap at $2.713, the price must come out in whole shares: that is rare."""
    book = a_ledger(60_000, Fraction("1.20"), Fraction("2.713"), owned=60_000)
    aim = Aim("bring_at_most", 0)
    sure = seek(book, "NQ-1", ON, Swap(), aim, None, None)
    assert (sure.shares, sure.is_proven, sure.quote.cash_due) == (59_686, True, 0)  # 22 x 2,713
    monkeypatch.setattr("models.rules.goals.MOST_TRIES", 5)
    with pytest.raises(Refusal) as refused:
        seek(book, "NQ-1", ON, Swap(), aim, None, None)
    assert refused.value.code == "not_found"
