"""Ways to pay, endings and sales side by side: the places where one share, one day or one grant decides."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.facts.event import Exercised, ServiceEnded
from models.facts.payment import Broker, Cash, Swap, WithholdingRates
from models.rules.answers import Ending
from models.rules.valuation import Assumptions
from models.rules.waiting import EndingRow, Gain, endings_table, next_vesting_day, sale_outcomes, sums
from models.rules.ways import ROWS, Wanted, compare_ways, withholding_gap
from models.rules.worth import MODELS, Worth, worth, worth_of
from models.values.explanation import Explanation
from tests.models.builders import APPROVED, grant, in_steps, ledger, lot, price

ON = date(2003, 11, 10)
DAY = timedelta(days=1)
LAST = date(2013, 1, 1)  # of an option granted on 2003-01-02
PRICES = (price(date(2003, 11, 7), "2.70"),)
ASSUMED = Assumptions(1.0, 0.03)


def ending(
    kept: int = 0, accelerated: int = 0, worth: int | None = 0, last: str = "2004-02-08", by: str = "2004-02-06"
):
    days = date.fromisoformat(last), date.fromisoformat(by)
    return Ending("NQ-1", kept, accelerated, 0, 0, *days, 0, worth, False, Explanation(()))


# -- ways --------------------------------------------------------------------------------------------------


def compared(owned: int = 400, shares: int = 500, **others):
    book = ledger(grant(1000), prices=others.pop("prices", PRICES), lots=[lot(owned)] if owned else [])
    return compare_ways(book, Wanted("NQ-1", ON, shares, withholding=None, **others))


def test_a_grant_that_is_not_there_is_refused_and_not_compared():
    with pytest.raises(Refusal) as refused:
        compare_ways(ledger(grant()), Wanted("NQ-9", ON, 500))
    assert refused.value.code == "unknown_grant"


@pytest.mark.parametrize(("owned", "mixed"), [(1, None), (2, 1), (3, 1), (4, 2)])
def test_half_of_what_could_be_tendered_is_mixed_from_two_shares_on(owned, mixed):
    way = compared(owned).way("mix")
    assert way.payment == (None if mixed is None else Swap(None, mixed))
    if mixed is None:
        assert way.refusal is not None
        assert (way.refusal.code, way.refusal.field) == ("nothing_to_mix", "mix")


def test_a_missing_sale_price_is_asked_for_at_its_field():
    refusal = compared(prices=()).way("same_day_sale").refusal
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("no_sale_price", "sale_price")


def test_a_row_with_just_two_figures_marks_the_better_one():
    """At half the value selling to cover leaves not a cent: only the sale of all brings any."""
    found = compare_ways(ledger(grant(1000, "1.35"), prices=PRICES), Wanted("NQ-1", ON, 500, withholding=None))
    assert {way.figure("cash_to_holder") for way in found.ways if way.is_possible} == {0, 67_500}
    assert found.best["cash_to_holder"] == {"same_day_sale"}
    alike = compare_ways(ledger(grant(1000, "9.00"), prices=PRICES), Wanted("NQ-1", ON, 500, withholding=None))
    assert alike.best["cash_to_holder"] == frozenset()


def test_a_gap_of_exactly_no_income_has_no_payroll_tax():
    """At the exercise price itself, and a hair above it: a cent of income is a cent."""
    book = ledger(grant(1000), prices=PRICES)
    rates = WithholdingRates()
    even = withholding_gap(book, book.quote("NQ-1", ON, 500, Cash(), Fraction("1.20"), rates), Fraction(1), rates)
    assert even is not None
    assert (even.income_tax, even.owed) == (0, 0)
    hair = withholding_gap(book, book.quote("NQ-1", ON, 500, Cash(), Fraction("1.2001"), rates), Fraction(1), rates)
    assert hair is not None
    assert hair.income_tax == 5


# -- endings -----------------------------------------------------------------------------------------------


def test_endings_are_added_with_the_earliest_of_their_days():
    """An option that only an acceleration keeps counts for the days, one that keeps nothing does not."""
    kept = (
        ending(100, 0, 500, "2004-05-01", "2004-04-30"),
        ending(0, 50, 70, "2004-03-07", "2004-03-05"),
        ending(0, 0, 0, "2003-11-09", "2003-11-07"),
        ending(30, 30, 5, "2004-02-29", "2004-02-27"),
    )
    found = sums(kept)
    assert (found.kept, found.intrinsic_value) == (210, 575)
    assert (found.last_day, found.deliver_by) == (date(2004, 2, 29), date(2004, 2, 27))


@pytest.mark.parametrize(
    ("now", "later", "gain"),
    [(500, 700, 200), (700, 500, -200), (None, 700, None), (500, None, None), (0, 300, 300), (300, 0, -300)],
)
def test_waiting_gains_the_difference_where_both_days_have_a_worth(now, later, gain):
    row = EndingRow("employee", "resignation", (ending(100, worth=now),), (ending(150, worth=later),))
    assert row.gain == Gain(50, gain)


def test_a_row_stays_while_only_one_of_its_days_ends_something():
    """A grant made between the two days: on the first there is nothing yet that a resignation would end."""
    old = grant(1000, parts=in_steps(("2004-01-05", 1000)), role="advisor")
    new = grant(300, id="NQ-2", on=date(2003, 12, 1), parts=in_steps(("2004-06-01", 300)))
    table = endings_table(ledger(old, new, prices=PRICES), ON)
    row = next(one for one in table.rows if (one.role, one.reason) == ("employee", "resignation"))
    assert (row.now, [one.grant for one in row.later]) == ((), ["NQ-2"])


def test_the_next_vesting_day_is_the_first_of_the_steps_and_may_be_the_last_day():
    two = grant(100, parts=in_steps(("2012-06-01", 40), (str(LAST), 60)))
    assert next_vesting_day(ledger(two), ON) == date(2012, 6, 1)
    assert next_vesting_day(ledger(two), date(2012, 6, 1)) == LAST
    late = grant(100, parts=in_steps(("2012-06-01", 40), (str(LAST + DAY), 60)))
    assert next_vesting_day(ledger(late), date(2012, 6, 1)) is None


def test_a_sale_concerns_grants_of_its_very_day_and_passes_over_what_is_used_up():
    """The first was exercised whole; one made on the day of the sale vests that day, one made later does not."""
    sold = date(2003, 12, 10)
    book = ledger(
        grant(1000),
        grant(300, id="NQ-2", on=sold, parts=in_steps(("2005-01-03", 300))),
        grant(300, id="NQ-3", on=sold + DAY),
        grant(200, id="NQ-4"),
        events=[APPROVED, Exercised(date(2003, 7, 1), "NQ-1", 1000)],
    )
    found = [(one.grant, one.vests_on, one.vested, one.accelerated) for one in sale_outcomes(book, sold)]
    assert found == [("NQ-2", sold, 0, 300), ("NQ-4", date(2003, 11, 20), 200, 0)]


# -- worth -------------------------------------------------------------------------------------------------


def test_what_vests_on_the_last_day_has_a_worth_and_what_vests_after_it_has_none():
    parts = in_steps(("2003-06-02", 300), (str(LAST), 60), (str(LAST + DAY), 40))
    found = worth(ledger(grant(400, parts=parts)), "NQ-1", ON, Fraction("2.70"), ASSUMED)
    assert found is not None
    assert (found.vested, found.unvested) == (300, 60)


def test_the_lattice_values_what_vests_later_lower():
    """Its model is asked by name: before vesting an exit forfeits, which the closed form knows nothing of."""
    book = ledger(grant(400, parts=in_steps(("2003-06-02", 200), ("2008-06-02", 200))))
    never_early = Assumptions(1.0, 0.03, exercise_multiple=100)
    by_lattice = worth(book, "NQ-1", ON, Fraction("2.70"), never_early, "hull_white")
    by_formula = worth(book, "NQ-1", ON, Fraction("2.70"), never_early)
    assert by_lattice is not None
    assert by_formula is not None
    assert by_lattice.unvested_value < by_lattice.vested_value < by_formula.vested_value
    assert by_formula.unvested_value == by_formula.vested_value


def test_a_share_that_cannot_be_exercised_has_no_worth_a_share():
    book = ledger(grant(400, parts=in_steps(("2008-06-02", 400))))
    position = book.position("NQ-1", ON)
    assert position is not None
    found = worth_of(position, Fraction("2.70"), ASSUMED)
    assert (found.vested, found.per_share, found.intrinsic) == (0, 0.0, 0.0)


def test_time_value_is_a_part_also_of_less_than_a_dollar():
    found = Worth("NQ-1", ON, "black_scholes", Fraction(1), 1.0, 1, 0, 0, 0.5, 0.0, 0.25)
    assert found.insight_ratio == 0.5


def test_after_leaving_a_way_to_pay_is_still_the_ledger_s_own():
    ended = ServiceEnded(date(2003, 10, 1), "employee", "resignation")
    book = ledger(grant(1000), prices=PRICES, events=[APPROVED, ended])
    way = compare_ways(book, Wanted("NQ-1", ON, 500, withholding=None)).way("same_day_sale")
    assert way.payment == Broker("same_day_sale", Fraction("2.70"))
    assert way.is_possible


def test_what_is_better_in_each_row_and_which_models_there_are():
    """Less to bring and less to be paid later is better, more kept and more received is."""
    assert ROWS == {"cash_due": -1, "shares_kept": 1, "cash_to_holder": 1, "withholding_gap": -1}
    assert MODELS == ("black_scholes", "hull_white")
