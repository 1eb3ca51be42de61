"""The minimum-share planner against the ledger itself: every plan is carried out, every number is tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from models.errors import Refusal
from models.facts.event import Exercised, ServiceEnded
from models.facts.grant import EventPart
from models.facts.payment import Cash
from models.rules.ledger import Ledger
from models.rules.planner import MOST_EXERCISES, Piece, outlook, split
from tests.models.builders import APPROVED, GRANTED, facts, grant, in_steps, ledger

ON = date(2003, 6, 1)


def stepped(*shares: int, **overrides):
    """A grant that vests so many shares on each of the days from ON on, ten days apart."""
    steps = [(str(ON + timedelta(days=10 * at)), number) for at, number in enumerate(shares)]
    return grant(sum(shares), parts=in_steps(*steps), **overrides)


SHARES = st.lists(st.integers(1, 90), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(SHARES, st.sampled_from([1, 5, 30, 100]), st.booleans())
def test_a_number_is_safe_exactly_if_the_ledger_says_so(shares, minimum, exempt):
    book = ledger(stepped(*shares, minimum_shares=minimum, remainder_exempt=exempt))
    seen = outlook(book, "NQ-1", ON)
    assert seen is not None
    for number in range(1, shares[0] + 1):
        quote = book.quote("NQ-1", ON, number, Cash(), withholding=None)
        refused = bool(quote.violations)
        strands = any(first <= number <= last for first, last in seen.strands)
        assert seen.is_safe(number) == (not refused and quote.remainder is None)
        assert strands == (not refused and quote.remainder is not None)


@settings(max_examples=60, deadline=None)
@given(SHARES, st.sampled_from([1, 5, 30, 100]), st.booleans(), st.data())
def test_a_plan_can_be_carried_out_and_strands_nothing(shares, minimum, exempt, data):
    made = stepped(*shares, minimum_shares=minimum, remainder_exempt=exempt)
    total = sum(shares)
    wanted = data.draw(st.integers(1, total))
    most = data.draw(st.none() | st.integers(1, total))
    plain = facts(made)
    try:
        plan = split(Ledger(plain), "NQ-1", ON, wanted, most)
    except Refusal as refused:
        if refused.code == "below_minimum":
            assert wanted < minimum
        elif refused.code == "cannot_split":
            assert most is not None
        elif refused.code != "leaves_stranded_remainder":
            raise
        return
    events = tuple(Exercised(piece.on, "NQ-1", piece.shares) for piece in plan.pieces)
    after = Ledger(replace(plain, events=(APPROVED, *events)))
    after.check()
    assert sum(piece.shares for piece in plan.pieces) == wanted == plan.shares
    assert all(piece.shares <= (most or total) for piece in plan.pieces)
    assert [piece.left for piece in plan.pieces][-1] == total - wanted
    end = after.position("NQ-1", ON + timedelta(days=100))
    assert end is not None
    assert not end.warnings


@settings(max_examples=80)
@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 20))
def test_what_cannot_be_split_is_no_sum_of_allowed_exercises(total, minimum, most):
    made = {0}
    for _ in range(total):
        made |= {done + size for done in made for size in range(minimum, most + 1) if done + size <= total}
    book = ledger(grant(total, minimum_shares=minimum))
    try:
        split(book, "NQ-1", ON, total, most)
    except Refusal:
        assert total not in made
    else:
        assert total in made


def test_each_exercise_is_as_early_and_as_large_as_it_can_be():
    """250 now, 60 and 120 later: all 250 now would leave 180, which can be exercised together at the end."""
    plan = split(ledger(stepped(250, 60, 120)), "NQ-1", ON)
    assert plan.pieces == (Piece(ON, 250, 180), Piece(ON + timedelta(days=20), 180, 0))


def test_enough_is_kept_back_for_a_last_small_tranche():
    """250 now and 60 later: 250 now would strand the 60, so 40 of them wait."""
    book = ledger(stepped(250, 60))
    assert split(book, "NQ-1", ON).pieces == (Piece(ON, 210, 100), Piece(ON + timedelta(days=10), 100, 0))
    seen = outlook(book, "NQ-1", ON)
    assert seen is not None
    assert (seen.today, seen.strands) == (((100, 210),), ((211, 250),))
    assert seen.nearest(230) == (210, None)
    assert seen.nearest(90) == (None, 100)
    assert seen.nearest(150) == (150, 150)


def test_all_of_it_or_enough_left_are_the_two_safe_ways():
    seen = outlook(ledger(grant(450)), "NQ-1", ON)
    assert seen is not None
    assert (seen.today, seen.strands) == (((100, 350), (450, 450)), ((351, 449),))
    assert seen.nearest(400) == (350, 450)


def test_pieces_of_a_limited_size_are_even():
    plan = split(ledger(grant(1000)), "NQ-1", ON, 700, 300)
    assert [piece.shares for piece in plan.pieces] == [234, 233, 233]
    assert [piece.left for piece in plan.pieces] == [766, 533, 300]


def test_an_exempt_last_piece_may_be_small():
    plan = split(ledger(grant(250, remainder_exempt=True)), "NQ-1", ON, None, 120)
    assert [piece.shares for piece in plan.pieces] == [120, 120, 10]


@pytest.mark.parametrize(
    ("wanted", "most", "field", "says"),
    [
        (1001, None, "shares", "from 1 to 1,000"),
        (0, None, "shares", "from 1 to 1,000"),
        (950, None, "shares", "would leave 50 shares .* choose 900 or fewer, or 1,000"),
        (500, 99, "most_each", "500 shares are no sum of exercises of 100 to 99"),
        (180, 150, "most_each", "180 shares are no sum"),
        (500, 0, "most_each", "1 or more"),
    ],
)
def test_what_cannot_be_planned_is_refused_at_its_field(wanted, most, field, says):
    with pytest.raises(Refusal, match=says) as refused:
        split(ledger(grant(1000)), "NQ-1", ON, wanted, most)
    assert refused.value.field == field


def test_more_exercises_than_anyone_would_make_are_refused():
    with pytest.raises(Refusal, match="more than 1,000 exercises"):
        split(ledger(grant(100 * MOST_EXERCISES + 100)), "NQ-1", ON, None, 100)
    assert len(split(ledger(grant(100 * MOST_EXERCISES)), "NQ-1", ON, None, 100).pieces) == MOST_EXERCISES


def test_too_few_for_ever_is_said_before_anything_happens():
    seen = outlook(ledger(stepped(40, 30)), "NQ-1", GRANTED)
    assert seen is not None
    assert (seen.reachable, seen.stranded, seen.today) == (70, 70, ())
    assert any("ever be exercised" in step.says for step in seen.because)
    with pytest.raises(Refusal, match="70 is all there will be"):
        split(ledger(stepped(40, 30)), "NQ-1", GRANTED)


def test_what_vests_too_late_and_what_waits_is_counted_apart():
    late = grant(500, parts=[*in_steps(("2003-06-01", 300), ("2013-06-01", 150)), EventPart(50, "launch")])
    seen = outlook(ledger(late), "NQ-1", ON)
    assert seen is not None
    assert (seen.reachable, seen.too_late, seen.waiting, seen.stranded) == (300, 150, 50, 0)
    assert seen.today == ((100, 300),)
    assert len(seen.because.steps) == 3


def test_an_exemption_for_all_that_is_outstanding_needs_all_of_it_to_be_within_reach():
    """60 vested shares are not all that is outstanding while 150 more would vest after the last day."""
    late = grant(210, parts=in_steps(("2003-06-01", 60), ("2013-06-01", 150)), remainder_exempt=True)
    seen = outlook(ledger(late), "NQ-1", ON)
    assert seen is not None
    assert (seen.today, seen.stranded) == ((), 60)
    whole = outlook(ledger(grant(60, remainder_exempt=True)), "NQ-1", ON)
    assert whole is not None
    assert (whole.today, whole.stranded) == (((60, 60),), 0)


def test_without_approval_or_after_the_window_there_is_no_plan():
    with pytest.raises(Refusal) as refused:
        split(ledger(grant(1000), events=()), "NQ-1", ON)
    assert refused.value.code == "not_approved"
    gone = ledger(grant(1000), events=[APPROVED, ServiceEnded(date(2003, 2, 1), "employee", "resignation")])
    with pytest.raises(Refusal) as refused:
        split(gone, "NQ-1", ON)
    assert refused.value.code == "nothing_exercisable"
    assert outlook(gone, "NQ-1", date(2003, 1, 1)) is None
