"""Goal seek where nobody could try every number: the number found serves, and none of its neighbours is better."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, example, given, settings, strategies as st

from models.errors import Refusal
from models.facts.event import Exercised
from models.facts.payment import Broker, Cash, Fees, Net, Payment, Swap, WithholdingRates
from models.facts.plan import PlanCopy
from models.rules.goals import Aim, Found, seek
from models.rules.ledger import Ledger
from tests.models.builders import APPROVED, FOCUS, GRANTED, PLAIN, grant, in_steps, ledger, lot, price

ON = GRANTED + timedelta(days=300)
SHARES = 200_000
NEAR = 60


def serves(book: Ledger, number: int, payment: Payment, aim: Aim, withholding: WithholdingRates | None) -> bool:
    """Whether so many shares reach the goal, by the ledger's own quote."""
    quote = book.quote("NQ-1", ON, number, payment, None, withholding)
    if "proceeds_do_not_cover" in quote.violations:
        return False
    if aim.goal == "more_shares":
        return quote.shares_kept >= aim.amount
    if aim.goal == "bring_at_most":
        return quote.cash_due <= aim.amount
    return quote.cash_to_holder >= aim.amount


def is_best(book: Ledger, found: int | None, payment: Payment, aim: Aim, withholding: WithholdingRates | None) -> bool:
    """The number serves; none of the next ones does that would be better, nor any of a few farther off."""
    rng = Random(7)
    if found is None:
        better = [100, SHARES, *(rng.randint(100, SHARES) for _ in range(NEAR))]
    elif aim.goal == "bring_at_most":
        better = [n for n in range(found + 1, found + NEAR) if n <= SHARES]
        better += [rng.randint(found + 1, SHARES) for _ in range(20) if found < SHARES]
    else:
        better = [n for n in range(found - NEAR, found) if n >= 100]
        better += [rng.randint(100, found - 1) for _ in range(20) if found > 100]
    if found is not None and not serves(book, found, payment, aim, withholding):
        return False
    return not any(serves(book, number, payment, aim, withholding) for number in better)


def sought(book: Ledger, payment: Payment, aim: Aim, withholding: WithholdingRates | None) -> Found | None:
    try:
        return seek(book, "NQ-1", ON, payment, aim, None, withholding)
    except Refusal as refused:
        if refused.code != "out_of_reach":
            raise
        return None


STATED = st.none() | st.builds(
    WithholdingRates,
    federal=st.sampled_from(["0.25", "0.6"]).map(Fraction),
    federal_above_million=st.just(Fraction("0.9")),
    social_security=st.just(Fraction("0.062")),
    wage_base=st.just(Fraction(90_000)),
    medicare=st.just(Fraction("0.0145")),
    additional_medicare=st.sampled_from(["0.009", "0.3"]).map(Fraction),
    state=st.sampled_from(["0", "0.093"]).map(Fraction),
    wages_to_date=st.sampled_from([0, 40_000, 120_000, 300_000]).map(Fraction),
    supplemental_to_date=st.sampled_from([0, 800_000, 990_000]).map(Fraction),
)
PRICES = st.integers(20, 900).map(lambda cents: Fraction(cents, 100)) | st.integers(2000, 90_000).map(
    lambda units: Fraction(units, 10_000)
)
FEES = st.builds(
    Fees,
    st.sampled_from(["0", "9.95", "500"]).map(Fraction),
    st.sampled_from(["0", "0.01", "0.1"]).map(Fraction),
    st.sampled_from(["0", "0.0000468", "0.02"]).map(Fraction),
)
PAYMENTS = st.one_of(
    st.just(Cash()),
    st.just(Net()),
    st.builds(Swap, tender=st.none() | st.integers(1, 30_000)),
    st.builds(Broker, st.sampled_from(["same_day_sale", "sell_to_cover"]), PRICES, FEES, st.booleans()),
)
AIMS = st.one_of(
    st.builds(Aim, st.just("more_shares"), st.integers(1, 150_000)),
    st.builds(Aim, st.just("bring_at_most"), st.integers(1_000_000, 60_000_000)),
    st.builds(Aim, st.just("receive_at_least"), st.integers(1_000_000, 60_000_000)),
)


@settings(max_examples=50, deadline=None)
@given(PAYMENTS, AIMS, PRICES, PRICES, STATED, st.sampled_from([0, 700, 25_000]))
@example(
    Cash(),
    Aim("bring_at_most", 30_000_000),
    Fraction("1.20"),
    Fraction("5.20"),
    WithholdingRates(wages_to_date=Fraction(80_000), supplemental_to_date=Fraction(700_000)),
    0,
)
def test_no_neighbour_is_better(payment, aim, strike, value, withholding, owned):
    book = ledger(grant(SHARES, strike), prices=[price(GRANTED, value)], lots=[lot(owned)] if owned else [])
    # At the exercise price a figure stays where it is, for any number of shares.
    assume(strike not in (value, getattr(payment, "sale_price", None)))
    found = sought(book, payment, aim, withholding)
    assert is_best(book, found.shares if found else None, payment, aim, withholding)
    assert found is None or found.is_proven


# -- each limit of the withholding is a kink ---------------------------------------------------------------

# At $1 against $3 each share has $2 of income; the limits are reached after 10,000, 60,000 and 100,000 shares.
BOOK = ledger(grant(SHARES, "1.00"), prices=[price(GRANTED, "3.00")])
STEEP = WithholdingRates(
    *map(Fraction, ("0.1", "0.9", "0.5", "100000", "0.1", "0.4")),
    wages_to_date=Fraction(80_000),
    supplemental_to_date=Fraction(800_000),
)


@pytest.mark.parametrize(
    ("dollars", "shares"),
    [
        # a share costs 1.00 + 2 x (0.1 + 0.5 + 0.1) = 2.40 up to 10,000 shares
        (12_000, 5_000),
        (24_000, 10_000),
        # then 1.00 + 2 x 0.2 = 1.40 up to 60,000
        (38_000, 20_000),
        (94_000, 60_000),
        # then 1.00 + 2 x (0.1 + 0.5) = 2.20 up to 100,000
        (138_000, 80_000),
        (182_000, 100_000),
        # then 1.00 + 2 x (0.9 + 0.5) = 3.80
        (220_000, 110_000),
        (562_000, 200_000),
    ],
)
def test_what_cash_pays_for_between_the_limits_of_the_withholding(dollars, shares):
    found = seek(BOOK, "NQ-1", ON, Cash(), Aim("bring_at_most", 100 * dollars), None, STEEP)
    assert (found.shares, found.is_proven, found.quote.cash_due) == (shares, True, 100 * dollars)
    if shares < SHARES:
        short = seek(BOOK, "NQ-1", ON, Cash(), Aim("bring_at_most", 100 * dollars - 1), None, STEEP)
        assert (short.shares, short.is_proven) == (shares - 1, True)


@pytest.mark.parametrize(
    ("dollars", "shares"),
    [
        # a share sold at 4.00 brings 4.00 less its cost
        (8_000, 5_000),
        (16_000, 10_000),
        (42_000, 20_000),
        (146_000, 60_000),
        (182_000, 80_000),
        (218_000, 100_000),
        (220_000, 110_000),
    ],
)
def test_what_a_sale_must_be_of_to_bring_so_much(dollars, shares):
    sale = Broker("same_day_sale", Fraction(4), Fees())
    found = seek(BOOK, "NQ-1", ON, sale, Aim("receive_at_least", 100 * dollars), None, STEEP)
    assert (found.shares, found.is_proven) == (shares, True)
    more = seek(BOOK, "NQ-1", ON, sale, Aim("receive_at_least", 100 * dollars + 1), None, STEEP)
    assert more.shares == shares + 1


def test_owned_shares_that_are_used_up_are_a_kink():
    """At $1.00 against $2.50: 10,000 owned shares pay for 25,000; from there every share costs a dollar."""
    book = ledger(grant(SHARES, "1.00"), prices=[price(GRANTED, "2.50")], lots=[lot(10_000)])
    found = seek(book, "NQ-1", ON, Swap(), Aim("bring_at_most", 100_000), None, None)
    assert (found.shares, found.is_proven) == (26_000, True)
    more = seek(book, "NQ-1", ON, Swap(), Aim("more_shares", 15_001), None, None)
    assert (more.shares, more.is_proven) == (25_001, True)


def test_a_sale_that_only_begins_to_cover_is_sought_from_there():
    """A flat fee of $1,000 against $1 a share: 1,000 shares cover it, and keep nothing until 1,001 do."""
    sale = Broker("sell_to_cover", Fraction(2), Fees(Fraction(1000)))
    book = ledger(grant(SHARES, "1.00"), prices=[price(GRANTED, "2.00")])
    assert seek(book, "NQ-1", ON, sale, Aim("more_shares", 1), None, None).shares == 1002
    assert seek(book, "NQ-1", ON, sale, Aim("more_shares", 5_000), None, None).shares == 11_000
    all_of_it = Broker("same_day_sale", Fraction(2), Fees(Fraction(1000)))
    found = seek(book, "NQ-1", ON, all_of_it, Aim("receive_at_least", 1), None, None)
    assert (found.shares, found.quote.cash_to_holder) == (1001, 100)


# -- very many shares --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payment", "aim", "shares"),
    [
        (Cash(), Aim("bring_at_most", 100 * 240_000_000), 200_000_000),  # 1.20 a share
        (Net(), Aim("more_shares", 500_000_000), 899_999_999),  # of 9 shares 5 are left; rounded down, one sooner
        (Broker("same_day_sale", Fraction("2.70")), Aim("receive_at_least", 100 * 750_000_000), 500_000_000),
        (Broker("sell_to_cover", Fraction("2.40")), Aim("more_shares", 250_000_000), 500_000_000),
    ],
    ids=["cash", "net", "sale", "cover"],
)
def test_a_thousand_million_shares_are_sought_as_surely(payment, aim, shares):
    book = ledger(grant(10**9), prices=[price(GRANTED, "2.70")])
    found = seek(book, "NQ-1", ON, payment, aim, None, None)
    assert (found.shares, found.is_proven) == (shares, True)


# -- bounds and words --------------------------------------------------------------------------------------


def own(shares: int, *, exempt: bool, events=(APPROVED,)) -> Ledger:
    plan = PlanCopy("own", FOCUS, {"remainder_exempt": exempt, "needs_stockholder_approval": False})
    return ledger(grant(shares, plan="own"), plans=[plan], events=events, prices=[price(GRANTED, "2.70", "own")])


def test_only_an_exempt_rest_may_be_smaller_than_the_minimum():
    """Of 60 exempt ones all or none; of 160 with 100 at least the goal of five more is a hundred."""
    assert seek(own(60, exempt=True, events=()), "NQ-1", ON, Cash(), Aim("more_shares", 5), None, None).shares == 60
    assert seek(own(160, exempt=True, events=()), "NQ-1", ON, Cash(), Aim("more_shares", 5), None, None).shares == 100
    assert seek(own(160, exempt=False, events=()), "NQ-1", ON, Cash(), Aim("more_shares", 5), None, None).shares == 100
    with pytest.raises(Refusal) as refused:
        seek(own(60, exempt=False, events=()), "NQ-1", ON, Cash(), Aim("more_shares", 5), None, None)
    assert (refused.value.code, refused.value.field) == ("nothing_exercisable", "shares")


def test_nothing_is_left_to_seek_among():
    used = own(500, exempt=True, events=[Exercised(GRANTED, "NQ-1", 500)])
    with pytest.raises(Refusal) as refused:
        seek(used, "NQ-1", ON, Cash(), Aim("more_shares", 5), None, None)
    assert refused.value.code == "nothing_exercisable"


@pytest.mark.parametrize(
    ("goal", "amount", "says"),
    [("more_shares", 0, "above zero"), ("receive_at_least", 0, "above zero"), ("bring_at_most", -1, "not be below")],
)
def test_an_amount_that_is_no_goal_says_what_it_must_be(goal, amount, says):
    with pytest.raises(Refusal, match=says) as refused:
        Aim(goal, amount)
    assert (refused.value.code, refused.value.field) == ("bad_goal", "amount")


def test_the_smallest_goals_are_goals():
    assert Aim("bring_at_most", 0).amount == 0
    assert Aim("more_shares", 1).amount == 1


@pytest.mark.parametrize(
    ("payment", "aim", "says"),
    [
        # a fee of $1,200 on 500 shares at 2.70: 600 needed for the price, 150 brought after it
        (Broker("sell_to_cover", Fraction("1.20"), Fees()), Aim("more_shares", 1), "ends with 0 more"),
        (Broker("same_day_sale", Fraction("2.70"), Fees(Fraction(740))), Aim("receive_at_least", 1001), r"\$10.00"),
        (Broker("same_day_sale", Fraction("1.00"), Fees()), Aim("receive_at_least", 1), r"brings \$0.00"),
        (Swap(), Aim("more_shares", 500), "ends with 12 fewer"),
    ],
)
def test_how_far_one_gets_is_said(payment, aim, says):
    """Swapping 512 shares at $1.17 for 500 at $1.20 ends with twelve fewer."""
    value = "1.17" if isinstance(payment, Swap) else "2.70"
    book = ledger(grant(500), prices=[price(GRANTED, value)], lots=[lot(5_000, date(2001, 5, 1))])
    with pytest.raises(Refusal, match=says) as refused:
        seek(book, "NQ-1", ON, payment, aim, None, None)
    assert (refused.value.code, refused.value.field) == ("out_of_reach", "amount")


def test_a_missing_value_is_asked_for_at_the_tax_value():
    with pytest.raises(Refusal) as refused:
        seek(ledger(grant(500)), "NQ-1", ON, Cash(), Aim("bring_at_most", 20_000))
    assert (refused.value.code, refused.value.field) == ("no_fair_market_value", "tax_value")


# -- fees and gaps -----------------------------------------------------------------------------------------

# $2.00 less 5 % and ten cents are $1.80 a share sold, and $1,000 for the sale.
DEAR = Fees(Fraction(1000), Fraction("0.10"), Fraction("0.05"))


def test_fees_of_every_kind_are_in_the_number_found():
    """Selling all leaves 0.80 a share: 2,000 shares bring 1,600 less the 1,000; one fewer brings less."""
    book = ledger(grant(SHARES, "1.00"), prices=[price(GRANTED, "2.00")])
    sale = Broker("same_day_sale", Fraction(2), DEAR)
    assert seek(book, "NQ-1", ON, sale, Aim("receive_at_least", 60_000), None, None).shares == 2000
    assert seek(book, "NQ-1", ON, sale, Aim("receive_at_least", 60_001), None, None).shares == 2001


def test_what_is_kept_after_selling_to_cover_with_fees_of_every_kind():
    """(4,999 + 1,000) / 1.80 = 3,332.8, so 3,333 are sold and 1,666 kept; of 4,998 one fewer."""
    book = ledger(grant(SHARES, "1.00"), prices=[price(GRANTED, "2.00")])
    cover = Broker("sell_to_cover", Fraction(2), DEAR)
    assert seek(book, "NQ-1", ON, cover, Aim("more_shares", 1666), None, None).shares == 4999


def test_a_sale_that_is_a_cent_short_is_no_way_to_bring_little():
    """100 shares at $1.00 do not pay $100.01, though a cent would be brought."""
    book = ledger(grant(100, "1.0001"), prices=[price(GRANTED, "2.00")])
    with pytest.raises(Refusal) as refused:
        seek(book, "NQ-1", ON, Broker("sell_to_cover", Fraction(1)), Aim("bring_at_most", 5), None, None)
    assert refused.value.code == "out_of_reach"


def test_a_number_that_must_serve_is_given_where_trying_ends_early(monkeypatch):
    """A cent a share: a thousand shares for $10.00, but after three tries only a number on the safe side is known."""
    book = ledger(grant(SHARES, "0.01"), prices=[price(GRANTED, "2.00")])
    aim = Aim("bring_at_most", 1000)
    sure = seek(book, "NQ-1", ON, Cash(), aim, None, None)
    assert (sure.shares, sure.is_proven) == (1000, True)
    monkeypatch.setattr("models.rules.goals.MOST_TRIES", 3)
    found = seek(book, "NQ-1", ON, Cash(), aim, None, None)
    assert 900 <= found.shares < 1000
    assert not found.is_proven


def test_a_search_that_gives_up_names_the_amount(monkeypatch):
    monkeypatch.setattr("models.rules.goals.MOST_TRIES", 5)
    book = ledger(grant(60_000), prices=[price(GRANTED, "2.713")], lots=[lot(60_000)])
    with pytest.raises(Refusal) as refused:
        seek(book, "NQ-1", ON, Swap(), Aim("bring_at_most", 0), None, None)
    assert (refused.value.code, refused.value.field) == ("not_found", "amount")


def test_a_part_below_the_minimum_is_no_number_though_the_rest_is_exempt():
    """60 of 200 are vested: only all that is outstanding may be fewer than a hundred."""
    plan = PlanCopy("own", FOCUS, {"remainder_exempt": True, "needs_stockholder_approval": False})
    parts = in_steps(("2003-06-02", 60), ("2005-06-02", 140))
    book = ledger(grant(200, plan="own", parts=parts), plans=[plan], prices=[price(GRANTED, "2.70", "own")])
    with pytest.raises(Refusal) as refused:
        seek(book, "NQ-1", ON, Cash(), Aim("more_shares", 5), None, None)
    assert refused.value.code == "nothing_exercisable"


def test_before_the_grant_there_is_no_number_even_without_a_minimum():
    book = ledger(grant(100, plan=PLAIN), prices=[price(GRANTED - timedelta(days=9), "2.70", PLAIN)], events=())
    with pytest.raises(Refusal) as refused:
        seek(book, "NQ-1", GRANTED - timedelta(days=3), Cash(), Aim("more_shares", 1), None, None)
    assert refused.value.code == "nothing_exercisable"


def test_what_selling_to_cover_leaves_over_counts_whatever_taxes_must_be_brought():
    """At $1.00 against $2.00 half of the shares are sold: of an odd number a dollar is over, to the cent."""
    cover = Broker("sell_to_cover", Fraction(2))
    found = seek(BOOK, "NQ-1", ON, cover, Aim("receive_at_least", 100), None, STEEP)
    assert (found.shares, found.quote.cash_to_holder) == (101, 100)
    assert found.quote.cash_due > 0
