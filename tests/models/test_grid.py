"""The grid's whole-number rows against the payment rules themselves, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from models.errors import Refusal
from models.facts.event import Adjustment, Exercised, ServiceEnded
from models.facts.grant import PeriodicPart
from models.facts.payment import Broker, Cash, Fees, Net, Payment, Swap, WithholdingRates
from models.rules.grid import row, scaled
from models.rules.payment import Exercise, settle
from models.rules.withholding import Rates, brackets, rates_for, withhold
from models.values.money import half_up_cents
from tests.models.builders import APPROVED, FOCUS, GRANTED, grant, ledger, lot


def cell(ledger_, id: str, day: date, at: Fraction, payment: Payment, withholding: WithholdingRates | None) -> int:
    """One cell by the rules of payment and withholding: the slow way."""
    position = ledger_.position(id, day)
    shares = position.counts.exercisable if position else 0
    if position is None or not shares:
        return 0
    plan = ledger_.plan(ledger_.grant(id).plan)
    stated = withholding if ledger_.grant(id).role == "employee" and not ledger_.has_died(plan, day) else None
    income = (at - position.exercise_price) * shares
    withheld = 0
    if stated is not None and income > 0:
        withheld = withhold(income, stated, rates_for(stated, day)).total
    return settled_cell(day, shares, position.exercise_price, at, payment, withheld, ledger_.owned(plan).on(day))


def settled_cell(day, shares, price, at, payment, withheld, lots) -> int:
    if isinstance(payment, Broker):
        payment = Broker(payment.mode, at, payment.fees, payment.cover_withholding)
    settled = settle(Exercise(day, shares, price, at, at, withheld, lots), payment)
    return half_up_cents(settled.shares_kept * at + Fraction(settled.cash_to_holder - settled.cash_due, 100))


PRICE = st.one_of(
    st.integers(1, 2000).map(lambda cents: Fraction(cents, 100)),
    st.integers(1, 10**6).map(lambda units: Fraction(units, 10_000)),
    st.integers(1, 10**12).map(lambda units: Fraction(units, 10**10)),
    st.fractions(Fraction(1, 50), 40, max_denominator=700),
)
RATE = st.sampled_from([Fraction(0), Fraction("0.0000278"), Fraction("0.01"), Fraction("0.31"), Fraction(1)])
AMOUNT = st.sampled_from([Fraction(0), Fraction("9.95"), Fraction("0.005"), Fraction("0.0001"), Fraction("3.00")])
PAYMENT = st.one_of(
    st.just(Cash()),
    st.just(Net()),
    st.builds(Swap, tender=st.none() | st.integers(1, 900)),
    st.builds(
        Broker,
        st.sampled_from(["same_day_sale", "sell_to_cover"]),
        PRICE,
        st.builds(Fees, AMOUNT, AMOUNT, RATE),
        st.booleans(),
    ),
)
TAX_RATE = st.sampled_from(["0", "0.0145", "0.25", "0.333", "1"]).map(Fraction)


@st.composite
def taxes(draw):
    near = st.integers(0, 4000).map(Fraction)
    stated = WithholdingRates(
        state=draw(TAX_RATE),
        wages_to_date=draw(st.sampled_from([0, 87_000, 200_000, 300_000])) + draw(near),
        supplemental_to_date=Fraction(1_002_000) - draw(near),
    )
    rates = [draw(TAX_RATE) for _ in range(5)]
    return (stated, Rates(*rates[:3], Fraction(90_000), *rates[3:]))


@settings(max_examples=60, deadline=None)
@given(
    shares=st.integers(1, 3000),
    price=PRICE,
    prices=st.lists(PRICE, min_size=1, max_size=8),
    payment=PAYMENT,
    given_taxes=st.none() | taxes(),
    owned=st.sampled_from([0, 40, 10_000]),
)
def test_a_row_is_what_paying_comes_to(shares, price, prices, payment, given_taxes, owned):
    book = ledger(grant(), lots=[lot(owned)] if owned else [])
    lots = book.owned(book.plan(FOCUS)).on(GRANTED)
    found = row(shares, price, scaled(prices), payment, brackets(*given_taxes) if given_taxes else (), lots)
    for at, cents in zip(prices, found, strict=True):
        income = (at - price) * shares
        withheld = withhold(income, *given_taxes).total if given_taxes else 0
        assert cents == settled_cell(GRANTED, shares, price, at, payment, withheld, lots)


def a_ledger():
    """Two roles, a split, an exercise, a death: the courses of three grants differ on most days."""
    monthly = [PeriodicPart(2400, date(2003, 1, 2), 24, 1, 6)]
    return ledger(
        grant(2400, parts=monthly),
        grant(1000, "3.3333", id="NQ-2", role="director"),
        grant(50, id="NQ-3"),
        events=[
            APPROVED,
            Exercised(date(2003, 8, 1), "NQ-1", 200),
            Adjustment(date(2003, 11, 1), FOCUS, "split", 3, 2),
            ServiceEnded(date(2005, 2, 1), "employee", "death"),
        ],
        lots=[lot(333, id="L1"), lot(90, date(2003, 9, 1), id="L2")],
    )


@pytest.mark.parametrize(
    "withholding", [None, WithholdingRates(state=Fraction("0.093"), wages_to_date=Fraction(86_000))]
)
@pytest.mark.parametrize(
    "payment",
    [
        Cash(),
        Net(),
        Swap(),
        Swap((("L2", 80), ("L1", 100))),
        Broker("same_day_sale", Fraction(1), Fees(Fraction("9.95"), Fraction("0.01"), Fraction("0.0000468"))),
        Broker("sell_to_cover", Fraction(1), Fees(Fraction("9.95"), Fraction("0.01"), Fraction("0.0000468")), True),
    ],
    ids=["cash", "net", "swap", "lots", "sale", "cover"],
)
def test_a_grid_is_every_cell_of_every_grant(payment, withholding):
    book = a_ledger()
    days = [date(2002, 12, 1) + timedelta(days=53 * step) for step in range(24)]
    prices = [Fraction(text) for text in ("2.70", "0.40", "1.2000", "3.3333", "9", "20.125")]
    found = book.grid(None, days, prices, payment, withholding)
    for day, cells in zip(days, found, strict=True):
        for at, cents in zip(prices, cells, strict=True):
            assert cents == sum(cell(book, id, day, at, payment, withholding) for id in ("NQ-1", "NQ-2", "NQ-3"))
    assert book.grid("NQ-2", days, prices, payment, withholding) == [
        [cell(book, "NQ-2", day, at, payment, withholding) for at in prices] for day in days
    ]


# At $1 a share of 10,000 the income is $100 a cent: each limit lies on a price of whole cents, or just beside one.
BOUNDS = WithholdingRates(
    *map(Fraction, ("0.25", "0.9", "0.5", "100000", "0.1", "0.4")),
    state=Fraction("0.05"),
    wages_to_date=Fraction(80_000),
    supplemental_to_date=Fraction(970_000),
)


@pytest.mark.parametrize("off", ["0", "0.37", "99.99", "100.01", "33.33"])
@pytest.mark.parametrize("payment", [Cash(), Net(), Broker("same_day_sale", Fraction(1))], ids=["cash", "net", "sale"])
def test_prices_around_every_kink_are_on_its_right_side(payment, off):
    """Income begins at 1.00; wage base, million and additional Medicare are reached at 3.00, 4.00 and 13.00."""
    book = ledger(grant(10_000, "1.00"))
    stated = replace(
        BOUNDS,
        wages_to_date=BOUNDS.wages_to_date + Fraction(off),
        supplemental_to_date=BOUNDS.supplemental_to_date + Fraction(off),
    )
    prices = [Fraction(cents + near, 100) for cents in (100, 300, 400, 1300) for near in range(-3, 4)]
    (found,) = book.grid(None, [GRANTED], prices, payment, stated)
    assert found == [cell(book, "NQ-1", GRANTED, at, payment, stated) for at in prices]


def test_below_the_exercise_price_nothing_is_withheld_back():
    """A cent under water on 10,000 shares costs $100.00, and no tax comes back."""
    (found,) = ledger(grant(10_000, "1.00")).grid(
        None, [GRANTED], [Fraction(98, 100), Fraction(99, 100)], Cash(), BOUNDS
    )
    assert found == [-200_00, -100_00]


def test_a_sale_that_covers_to_the_cent_sells_no_share_more():
    """100 at $0.995 are $99.50: fifty at $2.00 less a cent each; fifty are kept."""
    fees = Fees(Fraction(0), Fraction("0.01"))
    book = ledger(grant(100, "0.995"))
    (found,) = book.grid(None, [GRANTED], [Fraction(2)], Broker("sell_to_cover", Fraction(1), fees), None)
    assert found == [100_00]


@pytest.mark.parametrize("covers_all", [False, True])
@pytest.mark.parametrize(("each", "rate"), [("0.0033", "0.0171"), ("0.37", "0.0000278"), ("0", "0.333"), ("1.01", "0")])
def test_selling_to_cover_is_right_where_roundings_ask_for_a_share_more(each, rate, covers_all):
    """At $1.01 the last of these fees takes all of the price: nothing covers, and all are sold."""
    book = ledger(grant(2_417, "0.7331"))
    payment = Broker("sell_to_cover", Fraction(1), Fees(Fraction("9.95"), Fraction(each), Fraction(rate)), covers_all)
    prices = [Fraction(cents, 100) for cents in range(101, 400, 7)]
    (found,) = book.grid(None, [GRANTED], prices, payment, BOUNDS)
    assert found == [cell(book, "NQ-1", GRANTED, at, payment, BOUNDS) for at in prices]


@pytest.mark.parametrize("covers_all", [False, True])
@pytest.mark.parametrize(("each", "rate"), [("0.0011", "0.0171"), ("0.0037", "0"), ("0", "0.0333"), ("0.0053", "0.2")])
def test_selling_cents_to_cover_takes_a_share_more_for_every_fee_rounded_up(each, rate, covers_all):
    """At a few cents a share the fees rounded up to the cent need shares that unrounded ones would not."""
    book = ledger(grant(2_417, "0.0131"))
    payment = Broker("sell_to_cover", Fraction(1), Fees(Fraction(0), Fraction(each), Fraction(rate)), covers_all)
    prices = [Fraction(units, 1000) for units in range(14, 90)]
    (found,) = book.grid(None, [GRANTED], prices, payment, BOUNDS)
    assert found == [cell(book, "NQ-1", GRANTED, at, payment, BOUNDS) for at in prices]


def test_rows_of_one_count_are_not_one_list():
    found = ledger(grant()).grid(None, [date(2003, 6, 1), date(2003, 6, 2)], [Fraction(2)], Cash(), None)
    found[0][0] += 1
    assert found[1][0] == 80_000


def test_no_dates_and_no_prices_are_no_cells():
    book = ledger(grant())
    assert book.grid(None, [], [Fraction(2)], Cash()) == []
    assert book.grid(None, [date(2003, 6, 1)], [], Cash()) == [[]]


def test_rates_are_only_needed_where_a_cell_has_income():
    book = ledger(grant(expires_on=date(2200, 1, 1)))
    far = [date(2150, 1, 2)]
    assert book.grid(None, far, [Fraction(1)], Cash()) == [[-20_000]]
    with pytest.raises(Refusal) as refused:
        book.grid(None, far, [Fraction(1), Fraction(2)], Cash())
    assert refused.value.code == "no_rates"


def test_a_lot_or_grant_that_is_not_there_is_refused():
    with pytest.raises(Refusal, match="no lot 'L9'"):
        ledger(grant()).grid(None, [GRANTED], [Fraction(2)], Swap((("L9", 1),)))
    with pytest.raises(Refusal, match="no grant 'NQ-9'"):
        ledger(grant()).grid("NQ-9", [GRANTED], [Fraction(2)], Cash())
