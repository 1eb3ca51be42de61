"""Shares the holder owns: what a swap may take of them, what it took, and what adjustments leave."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from models.errors import Refusal
from models.facts.event import Adjustment, Exercised
from models.facts.payment import Swap
from models.rules.answers import OwnedLot
from models.rules.owned import tender
from tests.models.builders import APPROVED, FOCUS, grant, ledger, lot, price

LOTS = (
    OwnedLot("L1", date(2002, 5, 1), 400, Fraction("1.10")),
    OwnedLot("L2", date(2001, 5, 1), 200, Fraction("2.00")),
)
ON = date(2003, 11, 10)
PRICES = (price(date(2003, 11, 7), "2.40"),)


def taken(swap: Swap, most: int | None = None) -> tuple[list[tuple[str, int]], bool]:
    held = tender(LOTS, swap, most)
    return [(one.id, one.shares) for one in held.taken], held.asks_too_much


@pytest.mark.parametrize(
    ("swap", "most", "expected", "too_much"),
    [
        (Swap(), None, [("L2", 200), ("L1", 400)], False),
        (Swap(), 250, [("L2", 200), ("L1", 50)], False),
        (Swap(tender=600), None, [("L2", 200), ("L1", 400)], False),  # exactly what is owned
        (Swap(tender=601), None, [("L2", 200), ("L1", 400)], True),
        (Swap(tender=100), 250, [("L2", 100)], False),
        (Swap((("L1", 100), ("L1", 100))), None, [("L1", 100), ("L1", 100)], False),
        (Swap((("L1", 300), ("L1", 100))), None, [("L1", 300), ("L1", 100)], False),
        (Swap((("L1", 300), ("L1", 101))), None, [("L1", 300), ("L1", 100)], True),
        (Swap((("L1", 400), ("L1", 1))), None, [("L1", 400)], True),
        (Swap((("L1", 400), ("L2", 200))), None, [("L1", 400), ("L2", 200)], False),
        (Swap((("L9", 1), ("L2", 50))), None, [("L2", 50)], True),
        (Swap((("L1", 100), ("L2", 200))), 150, [("L1", 100), ("L2", 50)], False),
    ],
)
def test_a_swap_takes_what_it_names_and_no_more_than_there_is(swap, most, expected, too_much):
    assert taken(swap, most) == (expected, too_much)


def test_a_recorded_swap_says_what_it_took():
    """A hundred shares at $1.20 are fifty at $2.40, of the older lot; paid in cash it took nothing."""
    lots = [lot(400, date(2002, 5, 1), id="L1"), lot(30, date(2001, 5, 1), id="L2")]
    events = [APPROVED, Exercised(ON, "NQ-1", 100, Swap()), Exercised(ON, "NQ-1", 200)]
    book = ledger(grant(1000), events=events, prices=PRICES, lots=lots)
    assert [(one.id, one.shares) for one in book.tendered(1)] == [("L2", 30), ("L1", 20)]
    assert book.tendered(2) == ()
    assert [(one.id, one.shares) for one in book.lots(FOCUS, ON)] == [("L1", 380)]


def test_the_first_swap_that_asks_too_much_is_the_one_refused():
    events = [
        APPROVED,
        Exercised(date(2003, 11, 12), "NQ-1", 100, Swap(tender=900)),
        Exercised(ON, "NQ-1", 100, Swap(tender=800)),
    ]
    book = ledger(grant(1000), events=events, prices=PRICES, lots=[lot(400)])
    with pytest.raises(Refusal) as refused:
        book.check()
    assert (refused.value.code, refused.value.field) == ("insufficient_shares_owned", "events[2]")


def test_the_first_exercise_that_is_not_allowed_is_the_one_refused_by_day_then_by_entry():
    events = [
        APPROVED,
        Exercised(date(2003, 11, 12), "NQ-1", 99),
        Exercised(ON, "NQ-1", 50),
        Exercised(ON, "NQ-2", 60),
    ]
    with pytest.raises(Refusal) as refused:
        ledger(grant(1000), grant(1000, id="NQ-2"), events=events).check()
    assert (refused.value.code, refused.value.field) == ("below_minimum", "events[2]")


def test_a_lot_that_a_combination_leaves_without_a_share_is_gone():
    """1-for-10: of 59 shares five are left, of nine none."""
    book = ledger(
        grant(),
        events=[APPROVED, Adjustment(ON, FOCUS, "combination", 1, 10)],
        lots=[lot(9, id="L1"), lot(59, id="L2")],
    )
    assert [(one.id, one.shares, one.basis) for one in book.lots(FOCUS, ON)] == [("L2", 5, 11)]


def test_an_adjustment_comes_before_the_exercises_of_its_day_however_they_were_entered():
    """After 2-for-1 the price is $0.60 and the value $1.20: a hundred shares are fifty of the doubled lot."""
    exercised, doubled = Exercised(ON, "NQ-1", 100, Swap()), Adjustment(ON, FOCUS, "split", 2, 1)
    for events in ([APPROVED, exercised, doubled], [APPROVED, doubled, exercised]):
        book = ledger(grant(1000), events=events, prices=PRICES, lots=[lot(400)])
        assert [(one.id, one.shares) for one in book.lots(FOCUS, ON)] == [("L1", 750)]


def test_swaps_of_one_day_take_the_lots_in_the_order_entered():
    """The first names what the second would have taken: 400 owned, 390 named, so ten are left for as many as pay."""
    events = [APPROVED, Exercised(ON, "NQ-1", 800, Swap((("L1", 390),))), Exercised(ON, "NQ-1", 100, Swap())]
    book = ledger(grant(1000), events=events, prices=PRICES, lots=[lot(400)])
    assert [one.shares for one in book.tendered(1)] == [390]
    assert [one.shares for one in book.tendered(2)] == [10]
    assert book.lots(FOCUS, ON) == ()
