"""All ways to pay side by side: the quotes of the ledger itself, the best figures, and the withholding gap by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.facts.event import ServiceEnded
from models.facts.payment import Broker, Cash, Fees, Net, Swap, WithholdingRates
from models.facts.plan import PlanCopy
from models.rules.ways import KEYS, ROWS, Gap, Sale, Wanted, compare_ways, most_to_tender, withholding_gap
from tests.models.builders import APPROVED, FOCUS, grant, ledger, lot, price

ON = date(2003, 11, 10)
RATES = WithholdingRates(state=Fraction("0.093"), wages_to_date=Fraction(60_000))


def a_ledger(role: str = "employee", owned: int = 400, **others):
    prices = [price(date(2003, 11, 7), "2.70")]
    return ledger(grant(1000, role=role), prices=prices, lots=[lot(owned)] if owned else [], **others)


def wanted(**others) -> Wanted:
    return Wanted("NQ-1", ON, 500, withholding=RATES, marginal_rate=Fraction("0.343"), **others)


def test_each_way_is_the_ledger_s_own_quote():
    book = a_ledger()
    sale = Sale(Fraction("2.68"), Fees(Fraction("9.95")))
    found = compare_ways(book, wanted(sale=sale, mix=100))
    payments = {
        "cash": Cash(),
        "swap": Swap(),
        "mix": Swap(None, 100),
        "net": Net(),
        "same_day_sale": Broker("same_day_sale", *sale),
        "sell_to_cover": Broker("sell_to_cover", *sale),
        "sell_to_cover_all": Broker("sell_to_cover", *sale, cover_withholding=True),
    }
    assert tuple(way.key for way in found.ways) == KEYS
    for way in found.ways:
        assert way.payment == payments[way.key]
        assert way.quote == book.quote("NQ-1", ON, 500, payments[way.key], None, RATES)
        assert way.is_possible
        assert way.refusal is None


def test_the_best_figure_of_each_row_is_marked():
    found = compare_ways(a_ledger(), wanted())
    assert found.best == {
        "cash_due": {"same_day_sale", "sell_to_cover_all"},
        "shares_kept": {"cash"},
        "cash_to_holder": {"same_day_sale"},
        "withholding_gap": frozenset(),
    }
    for row in ROWS:
        figures = {way.key: way.figure(row) for way in found.ways}
        assert all(figure is not None for figure in figures.values())
    assert found.way("cash").figure("cash_due") == found.way("cash").quote.cash_due


def test_a_row_in_which_all_are_alike_marks_nobody_and_what_is_barred_does_not_compete():
    """The plan takes cash and a swap only, and nothing is owned: cash is the only way left."""
    own = PlanCopy("own", FOCUS, {"payment_methods": ("cash", "shares"), "needs_stockholder_approval": False})
    book = ledger(grant(1000, plan="own"), events=(), plans=[own], prices=[price(date(2003, 11, 7), "2.70", "own")])
    found = compare_ways(book, wanted(mix=50))
    assert found.way("net").quote.violations == ("payment_not_allowed",)
    assert found.way("mix").quote.violations == ("insufficient_shares_owned",)
    assert not found.way("net").is_possible
    assert all(found.best[row] <= {"cash", "swap"} for row in ROWS)


def test_covering_the_withholding_is_only_a_way_where_something_is_withheld():
    assert "sell_to_cover_all" not in [way.key for way in compare_ways(a_ledger("director"), wanted()).ways]
    none = Wanted("NQ-1", ON, 500, withholding=None)
    assert "sell_to_cover_all" not in [way.key for way in compare_ways(a_ledger(), none).ways]


def test_without_a_sale_the_broker_sells_at_the_value_and_the_mix_is_half():
    found = compare_ways(a_ledger(), wanted())
    assert found.way("same_day_sale").payment == Broker("same_day_sale", Fraction("2.70"))
    # 600.00 dollars are 222 shares at 2.70; half of them.
    assert most_to_tender(a_ledger(), "NQ-1", ON, 500) == 222
    assert found.way("mix").payment == Swap(None, 111)
    assert most_to_tender(a_ledger(owned=40), "NQ-1", ON, 500) == 40


def test_chosen_lots_are_those_tendered():
    assert compare_ways(a_ledger(), wanted(lots=(("L1", 70),))).way("swap").quote.shares_tendered == 70
    with pytest.raises(Refusal) as refused:
        compare_ways(a_ledger(), wanted(lots=(("L9", 70),)))
    assert refused.value.code == "unknown_lot"


def test_without_a_value_each_way_that_needs_one_says_so():
    found = compare_ways(ledger(grant(1000)), wanted())
    refusals = {way.key: way.refusal.code for way in found.ways if way.refusal}
    assert refusals == {
        "swap": "no_fair_market_value",
        "mix": "no_fair_market_value",
        "net": "no_fair_market_value",
        "same_day_sale": "no_sale_price",
        "sell_to_cover": "no_sale_price",
        "sell_to_cover_all": "no_sale_price",
    }
    assert found.way("cash").is_possible
    assert found.way("cash").gap is None
    assert found.way("swap").figure("cash_due") is None
    assert found.way("swap").figure("withholding_gap") is None


def test_a_mix_needs_two_shares_to_give():
    found = compare_ways(a_ledger(owned=1), wanted())
    assert found.way("mix").refusal.code == "nothing_to_mix"


def test_the_gap_of_an_employee_by_hand():
    """Income 750.00; tax at 34.3 % 257.25; payroll 46.50 + 10.875 = 57.38; withheld 25 % + 9.3 % + 57.38 = 314.63."""
    gap = compare_ways(a_ledger(), wanted()).way("cash").gap
    assert gap == Gap(25_725, 5_738, 31_463)
    assert gap.owed == 0
    more = withholding_gap(a_ledger(), a_ledger().quote("NQ-1", ON, 500, Cash(), None, RATES), Fraction("0.40"), RATES)
    assert more.owed == 30_000 + 5_738 - 31_463


def test_the_gap_of_an_advisor_is_all_of_the_tax():
    """Nothing is withheld: 257.25 and self-employment tax of 692.625 x 15.3 % in two parts, 85.89 + 20.09."""
    gap = compare_ways(a_ledger("advisor"), wanted()).way("cash").gap
    assert gap == Gap(25_725, 8_589 + 2_009, 0)


def test_nothing_withheld_at_the_holder_s_wish_is_all_gap():
    quote = a_ledger().quote("NQ-1", ON, 500, Cash(), None, None)
    assert withholding_gap(a_ledger(), quote, Fraction("0.343"), None) == Gap(25_725, 5_738, 0)


def test_under_water_there_is_no_income_and_no_gap():
    quote = a_ledger().quote("NQ-1", ON, 500, Cash(), Fraction(1), RATES)
    assert withholding_gap(a_ledger(), quote, Fraction("0.343"), RATES) == Gap(0, 0, 0)


def test_no_gap_is_figured_without_a_marginal_rate_after_a_death_or_without_a_table():
    quote = a_ledger().quote("NQ-1", ON, 500, Cash(), None, RATES)
    assert withholding_gap(a_ledger(), quote, None, RATES) is None
    dead = a_ledger(events=[APPROVED, ServiceEnded(date(2003, 6, 1), "employee", "death")])
    assert withholding_gap(dead, dead.quote("NQ-1", ON, 500, Cash(), None, RATES), Fraction("0.3"), RATES) is None
    far = date(2150, 1, 2)
    quote = a_ledger().quote("NQ-1", far, 500, Cash(), None, None)
    assert withholding_gap(a_ledger(), quote, Fraction("0.3"), None) is None
