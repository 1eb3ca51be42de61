"""The codes of the contract, and the small sums that answers carry."""

from __future__ import annotations

from datetime import date

from models.rules.answers import BLOCKS, VIOLATIONS, WARNINGS, Counts, Withheld
from models.rules.ledger import Ledger
from tests.models.histories import days_of, many


def test_the_codes_are_those_of_the_contract_in_its_order():
    assert BLOCKS == ("not_approved", "window_closed", "terminated_for_cause", "below_minimum")
    assert VIOLATIONS == (
        "not_approved",
        "before_grant",
        "window_closed",
        "terminated_for_cause",
        "exceeds_exercisable",
        "below_minimum",
        "payment_not_allowed",
        "insufficient_shares_owned",
        "proceeds_do_not_cover",
    )
    assert WARNINGS == (
        "under_water",
        "leaves_stranded_remainder",
        "stale_price",
        "no_value",
        "deadline_near",
        "estate_withholding",
        "insider",
    )


def test_no_other_code_is_ever_given_and_each_list_keeps_its_order():
    for _, facts in many(15):
        book = Ledger(facts)
        for day in days_of(facts)[::3]:
            for position in book.positions(day):
                assert list(position.blocked_by) == sorted(position.blocked_by, key=BLOCKS.index)


def test_counts_add_name_by_name_and_begin_at_nothing():
    one = Counts(*range(1, 10))
    assert one.plus(Counts(*range(10, 19))) == tuple(range(11, 28, 2))
    assert Counts() == (0,) * 9
    assert one.plus(Counts()) == one


def test_withholding_is_the_sum_of_its_items():
    assert Withheld() == (0, 0, 0, 0)
    assert Withheld(1, 20, 300, 4000).total == 4321


def test_nothing_before_the_first_grant():
    for _, facts in many(3):
        assert Ledger(facts).positions(date(1969, 1, 1)) == ()
